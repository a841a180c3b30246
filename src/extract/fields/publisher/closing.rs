//! Finds the body in what closes its text: the signature, what it tells of itself, and where readers can ask.
//!
//! Leaves out the lines for the press (`contact`), other lines that name the publisher (`lines`), and texts without such an end (`clubs`).

use std::sync::LazyLock;

use regex::Regex;

use super::line::told_body;
use super::names::{NAME, NAMED, behind_capital_article, is_body, is_named_by_noun, long_form};
use super::news::is_reported;
use super::voice::{OPEN_QUOTES, says_we};
use crate::document::Publisher;
use crate::dutch::pattern::pattern;
use crate::dutch::words::{behind_article, is_place};
use crate::extract::draft::Draft;
use crate::sources::bodies::{kind_of, named_in};

/// Number of last paragraphs that may close a text.
const LAST: usize = 3;

/// Number of last lines that may be the name of a public body.
const BELOW: usize = 5;

/// Longest signature, in bytes, with the greeting and the names of people.
const SIGNATURE: usize = 200;

/// Longest line, in bytes, that is a name or a name and a motto.
const LINE: usize = 90;

/// `Met vriendelijke groet, het team van basisschool De Vaart`, `Namens de Dorpsraad Zandwijk, Ina Bos`
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:^|[.!?,] )(?:(?:[Mm]et )?(?:vriendelijke |hartelijke |warme )?[Gg]roet(?:en)?|Hoogachtend|Liefs|[Nn]amens|[Dd]ank aan alle \p{{Ll}}+ van),? (?:namens |iedereen van |uw |de |het )*(?:(?:team|redactie|fractie) van |(?<led>(?:bestuur|directie|college|kerkenraad|schoolleiding) van ))?(?:de |het |uw )?(?<name>(?:(?:\p{{Ll}}+|v\.v\.) )?{NAME})"
    ))
});

/// Who leads the body, below a letter: `directeur-bestuurder Woonstichting De Vaart`
static LEADER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:{NAME},? )?(?i:directeur(?:-bestuurder)?|bestuurder|(?:bestuurs)?voorzitter|secretaris|rector|manager)(?: van)?(?: de| het)? (?<name>(?:\p{{Ll}}+ )?{NAME})\.?$"
    ))
});

/// Whose member signs: `Ina Bos, fractievoorzitter SP Zandwijk`
static MEMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^{NAME}, (?i:fractievoorzitter|raadslid|statenlid|(?:bestuurs|afdelings)?voorzitter|directeur|secretaris)(?: van)?(?: de| het)? (?<name>{NAME})$"
    ))
});

/// `De directie van het Zandwijk College`
static LEADERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:[Dd]e |[Hh]et )?(?<led>(?i:directie|bestuur|raad van bestuur|schoolleiding))(?: van)? (?:de |het )?(?<name>(?:v\.v\. |vv |s\.v\. )?{NAME})\.?$"
    ))
});

/// `Politie Zandwijk`, `gemeente Zandwijk`
static ALONE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^(?:(?:\p{{Ll}}+|v\.v\.) )?{NAME}$")));

/// `Streekcourant De Vaart verschijnt elke donderdag`, `Blog Polderpraat wordt geschreven door Ina Bos`
static APPEARS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^({NAME}) (?:verschijnt (?:elke|iedere|wekelijks|maandelijks)|is (?:het|een|de) \p{{Ll}}*(?:blad|krant|magazine|site)|wordt (?:geschreven|gemaakt) door)\b"
    ))
});

/// `bij de afdeling Onderzoek van de Kamer Zandwijk.`, `met de Dienst Zandwijk?`, `de milieudienst van uw gemeente Zandwijk`
static ASKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?:van|met|bij|naar|belt u|mailt u) (?:de |het |uw )?((?:(?:\p{{Ll}}+|v\.v\.) )?{NAME})(?:[,.?!]| (?:via|op) |$)"
    ))
});

/// Words with which a closing paragraph turns to its readers or to the press.
const INVITES: [&str; 14] = [
    " u ",
    " uw ",
    "U ",
    "Bel ",
    "Mail ",
    "Contacteer ",
    "Stuur ",
    "Word ",
    "contact op",
    "terecht bij",
    "op te vragen",
    "Noot",
    "Meer weten",
    "Vragen",
];

/// The domain of an e-mail address: `info@zandwijk.example`.
static DOMAIN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"@(?:[\w-]+\.)*([\w-]+)\.(?:nl|be|org|com|net|eu|nu|frl|example)\b"));

/// The domain of a site: `zandwijk.example/sluis`.
static SITE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|[ (])(?:www\.)?([\w-]{3,})\.(?:nl|be|org|nu|frl|example)(?:[/ .,)]|$)")
});

/// Number of first paragraphs that name the body to which the address of a text belongs.
const OPENING: usize = 3;

/// Returns the body that closes a text without metadata.
pub(super) fn closing(draft: &Draft) -> Option<Publisher> {
    if !draft.claims.titles.is_empty() {
        return None;
    }
    let texts: Vec<&str> = draft.texts(0..draft.blocks.len()).collect();
    // The first line is the title.
    let last = texts.get(1..)?.iter().rev().take(LAST).copied();
    let signs = || last.clone().find_map(signed);
    let own = || last.clone().find_map(|text| about_itself(text, &texts));
    let says_we = || texts.iter().any(|text| says_we(text, &[]) == Some(true));
    let asked = || {
        let mut last = last
            .clone()
            .filter(|text| INVITES.iter().any(|word| text.contains(word)));
        last.find_map(asked).filter(|_| says_we())
    };
    let ends = |named: fn(&str) -> Option<&str>| {
        let end = last.clone().next().filter(|_| says_we());
        end.and_then(named)
    };
    let found = signs().or_else(own).or_else(|| ends(motto));
    // A public body whose name is a line below its text, which is no news
    let public = || {
        let mut below = texts.iter().skip(1).rev().take(BELOW).copied();
        below.find(|line| kind_of(line).is_some() && !is_reported(draft))
    };
    let found = found.or_else(|| ends(name_alone)).or_else(public);
    let found = found.or_else(asked);
    let found = found.or_else(|| {
        let mut domains = texts.iter().flat_map(|text| DOMAIN.captures_iter(text));
        let domain = domains.next()?.get(1)?.as_str();
        let is_only = domains.all(|other| &other[1] == domain);
        let mut texts = texts.iter().filter(|_| is_only);
        texts.find_map(|text| {
            named_as(domain, text).filter(|name| !is_place(name) && *name != "Vlaanderen")
        })
    });
    let found = found.or_else(|| of_site(&texts).filter(|_| !is_reported(draft)));
    found.map(told_body)
}

/// Returns the body with which one of the first paragraphs opens, or the title before a colon, if the only site that the text
/// names is its own: *Staatsbosbeheer begint met de aanleg. Kijk op staatsbosbeheer.example.*
fn of_site<'t>(texts: &[&'t str]) -> Option<&'t str> {
    let mut domains = texts.iter().flat_map(|text| SITE.captures_iter(text));
    let domain = domains.next()?.get(1)?.as_str();
    if domains.any(|other| &other[1] != domain) {
        return None;
    }
    let mut opening = texts.iter().take(OPENING).copied();
    opening.find_map(|text| {
        let name = named_as(domain, text)?;
        let rest = behind_capital_article(text).strip_prefix(name)?;
        let acts = rest.trim_start().starts_with(char::is_lowercase)
            || rest.starts_with(':') && is_body(name);
        (acts && !is_place(name)).then_some(name)
    })
}

/// Returns the body in `text` whose name is the domain of an address: *gemeente Zandwijk* for `zandwijk`.
fn named_as<'t>(domain: &str, text: &'t str) -> Option<&'t str> {
    let is_domain = |name: &str| {
        let letters = |text: &str| {
            text.chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
        };
        letters(name).to_lowercase() == letters(domain).to_lowercase()
    };
    let own_name = |name: &str| {
        let body = named_in(name).next().filter(|named| *named == name);
        body.and_then(|body| body.split_once(' '))
            .is_some_and(|(_, own)| is_domain(own))
    };
    let mut bodies = named_in(text).filter(|name| is_domain(name) || own_name(name));
    bodies.next().or_else(|| {
        let mut names = NAMED.find_iter(text).map(|name| name.as_str());
        names.find(|name| is_domain(name))
    })
}

/// Returns the body that signs.
fn signed(text: &str) -> Option<&str> {
    let is_short = text.len() <= SIGNATURE;
    let mut lines = [&SIGNED, &LEADERS, &LEADER, &MEMBER]
        .into_iter()
        .filter(|_| is_short);
    lines.find_map(|line| {
        let found = line.captures(text)?;
        let name = found.name("name")?.as_str();
        // Whose board signs is a body, whatever its name.
        (found.name("led").is_some() || is_body(name)).then_some(name)
    })
}

/// Returns the body whose name is all of the last line.
fn name_alone(text: &str) -> Option<&str> {
    (text.len() <= LINE && ALONE.is_match(text) && is_named_by_noun(text)).then_some(text)
}

/// Returns the name before a motto or an address: `Lijst Zandwijk, uw stem in de raad`, `Dorpsraad Zandwijk, p/a Kade 3`.
fn motto(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once(", ")?;
    let is_motto = [
        "uw ",
        "de ",
        "het ",
        "samen ",
        "voor ",
        "p/a ",
        "Postbus ",
        "team ",
        "afdeling ",
        "zaaknummer ",
    ]
    .iter()
    .any(|word| rest.starts_with(word));
    (text.len() <= LINE && is_motto && is_body(name)).then_some(name)
}

/// Returns the body of which the last paragraph tells: `Over het Streekziekenhuis` and what it is, or a periodical and when it
/// appears.
fn about_itself<'t>(text: &'t str, texts: &[&'t str]) -> Option<&'t str> {
    if let Some(found) = APPEARS.captures(text) {
        return Some(found.get(1)?.as_str());
    }
    // `Over Woonstichting De Vaart Woonstichting De Vaart verhuurt …`
    let heading = text.strip_prefix("Over ");
    let rest = heading.map(|own| behind_article(own).unwrap_or(own));
    let repeated = rest.and_then(|rest| {
        let places = rest.match_indices(' ').map(|(at, _)| rest.split_at(at));
        places
            .filter(|(name, _)| name.contains(' ') || is_body(name))
            .find(|(name, behind)| behind_capital_article(behind.trim_start()).starts_with(name))
            .map(|(name, _)| name)
    });
    let above = || {
        let at = texts
            .iter()
            .position(|other| std::ptr::eq(*other, text))?
            .checked_sub(1)?;
        let name = texts[at].strip_prefix("Over ")?;
        let name = behind_article(name).unwrap_or(name);
        // `Over de IWB`, and below it `Het Instituut voor Water en Bodem (IWB) meet`
        let long = || long_form(name, std::iter::once(text));
        let tells = ["Wij ", "We "].iter().any(|we| text.starts_with(we));
        let is_own = tells || behind_capital_article(text).starts_with(name);
        if is_own { Some(name) } else { long() }
    };
    repeated.or_else(above)
}

/// Returns the body that readers or the press can ask.
fn asked(text: &str) -> Option<&str> {
    if text.contains(OPEN_QUOTES) {
        return None;
    }
    let asked = ASKED.captures_iter(text).filter_map(|found| found.get(1));
    let asked = asked.map(|name| name.as_str());
    let bodies: Vec<&str> = asked.filter(|name| is_named_by_noun(name)).collect();
    // `Bel met de aannemer of met de gemeente Zandwijk.`
    let mut public = bodies.iter().filter(|name| kind_of(name).is_some());
    public.next().or(bodies.first()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_that_of_the_body_that_the_text_names_first() {
        for (opening, mail, name) in [
            (
                "De gemeente Zandwijk zoekt schippers.",
                "Mail naar vaart@zandwijk.example.",
                Some("gemeente Zandwijk"),
            ),
            (
                "VaartNET zoekt schippers.",
                "Meld u via info@vaartnet.example",
                Some("VaartNET"),
            ),
            (
                "De gemeente Zandwijk zoekt schippers.",
                "Mail naar info@vaartnet.example.",
                None,
            ),
            (
                "De gemeente Zandwijk zoekt schippers.",
                "Mail naar vaart@zandwijk.example of info@vaartnet.example.",
                None,
            ),
        ] {
            let draft = Draft::of_paragraphs(&["Gezocht", opening, mail]);
            let found = closing(&draft).map(|own| own.name);
            assert_eq!(found.as_deref(), name, "{opening} {mail}");
        }
    }

    #[test]
    fn the_end_of_a_text_names_its_body() {
        let we = "Wij maken de brug veilig.";
        for (end, name) in [
            (
                "Met vriendelijke groet, het team van basisschool De Vaart",
                Some("basisschool De Vaart"),
            ),
            (
                "Met vriendelijke groet, de directie van het Eems Lyceum",
                Some("Eems Lyceum"),
            ),
            ("de directie van het Eems Lyceum", Some("Eems Lyceum")),
            (
                "Namens de Dorpsraad Zandwijk, Ina Bos, secretaris",
                Some("Dorpsraad Zandwijk"),
            ),
            ("Politie Zandwijk-Noord", Some("Politie Zandwijk-Noord")),
            ("Lijst Zandwijk, uw stem in de raad", Some("Lijst Zandwijk")),
            (
                "Over het Lucasziekenhuis Het Lucasziekenhuis is een ziekenhuis.",
                Some("Lucasziekenhuis"),
            ),
            (
                "De Klepper verschijnt elke donderdag in Zandwijk.",
                Some("De Klepper"),
            ),
            (
                "Vragen? Bel dan met de Dienst Bruggen Zandwijk.",
                Some("Dienst Bruggen Zandwijk"),
            ),
            (
                "directeur-bestuurder Woonstichting De Vaart",
                Some("Woonstichting De Vaart"),
            ),
            (
                "Ina Bos, fractievoorzitter SP Zandwijk",
                Some("SP Zandwijk"),
            ),
            ("Bestuur v.v. De Vaart", Some("v.v. De Vaart")),
            (
                "Ina Bos directeur basisschool De Vaart",
                Some("basisschool De Vaart"),
            ),
            ("Dorpsraad Zandwijk, p/a Kade 3", Some("Dorpsraad Zandwijk")),
            (
                "Belt u de aannemer, of belt u de gemeente Zandwijk.",
                Some("gemeente Zandwijk"),
            ),
            (
                "U kunt ook bellen met de gemeente Zandwijk via 14 0123.",
                Some("gemeente Zandwijk"),
            ),
            (
                "Met vriendelijke groet, namens de fractie van GroenLinks Zandwijk, Ina Bos",
                Some("GroenLinks Zandwijk"),
            ),
            ("Mail naar ina@brug.example", None),
            ("Met vriendelijke groet, Ina Bos", None),
            ("Ina Bos, Zandwijk", None),
            ("De provincie is blij met de brug.", None),
        ] {
            let draft = Draft::of_paragraphs(&["Nieuwe brug", we, end]);
            let found = closing(&draft).map(|own| own.name);
            assert_eq!(found.as_deref(), name, "{end}");
        }
    }
}
