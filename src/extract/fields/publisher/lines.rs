//! Reads the lines of a text that name its publisher: the source, the kind of message, the signature.
//!
//! Leaves out the issue in which an article was (`issue`), and what the sentences of the text tell (`medium`, `most_named`).

use std::sync::LazyLock;

use regex::Regex;

use super::issue::{issue, numbered};
use super::line::{LINE, begins_with, is_paper, told, told_body};
use super::names::{ends_with_noun, is_named_by_noun};
use crate::document::{Publisher, PublisherKind};
use crate::dutch::pattern::pattern;
use crate::dutch::words::behind_article;
use crate::extract::draft::Draft;
use crate::sources::bodies::{kind_of, named_in};
use crate::sources::media::{self, is_agency, is_medium};

/// Most words of the source below a text.
const SOURCE_WORDS: usize = 5;

/// Number of first lines that may say whose message follows.
const FIRST: usize = 6;

/// Number of last lines that may be a signature, the names of a college below it.
const LAST: usize = 8;

/// `Bron: gemeente Zandwijk`, `© Omroep Veenland, de omroep van de streek`, `Bron: Vaartblog (www.vaartblog.example)`.
static SOURCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:bron|afzender|uitgever|©|\(c\)|copyright|© copyright)(?: ?: ?| )(?:\d{4} )?(.+?)(?<site> \((?:www\.|https?:)[^()]*\))?(?: \d{4}|, (?:de|het|een) \p{Ll}.*)?\.?$",
    )
});

/// `Gezamenlijk persbericht van`, `Reactie van`.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?i:(?:gezamenlijk )?(?:persbericht|nieuwsbericht|persverklaring|verklaring|mededeling)(?: van| namens| ?[–:-])?|",
        r"(?:bericht|reactie) (?:van|namens)|reactie)",
        r"(?: de| het)? (?:(?i:college van (?:B&W|burgemeester en wethouders)|Gedeputeerde Staten|dagelijks bestuur|algemeen bestuur)(?: van)?(?: de| het)? )?",
    ))
});

/// Several bodies of one kind: `gemeenten Zandwijk en Meerdam`.
static JOINT: LazyLock<Regex> = LazyLock::new(|| {
    let name =
        r"\p{Lu}[\p{L}’'-]*(?: (?:aan|den|der|de|op|van) \p{Lu}[\p{L}’'-]*|[ -]\p{Lu}[\p{L}’'-]*)*";
    let nouns = "gemeenten|provincies|waterschappen|[Vv]eiligheidsregio[’']s";
    pattern(&format!("^({nouns}) ({name}(?:, {name})*) en ({name})"))
});

/// `Het college van burgemeester en wethouders van Zandwijk` below a letter.
static SIGNATURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:[Nn]amens )?(?:[Hh]et )?(?:[Cc]ollege van )?",
        r"(?:([Bb]urgemeester (?:en|&) [Ww]ethouders|B&W)|(Gedeputeerde Staten)) van (?:de )?(?:gemeente |provincie )?",
        r"((?:['’]s-|['’]t |[Dd]e |[Dd]en |[Hh]et )?\p{Lu}[\p{L}’'-]*(?:[ -](?:(?:aan|den|der|de|op|van|en) )*\p{Lu}[\p{L}’'-]*)*),?$",
    ))
});

/// What stands before the medium in a caption: `De brug © Omroep Veenland`.
static CREDIT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:©|\((?:[Ff]oto: ?)?|\bBeeld|^(?:Archief)?[Ff]oto:?) ?$"));

/// What stands before the body that made a summary: `Samenvatting: griffie gemeente Zandwijk`.
static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[.!?] )(?:Samenvatting|Verslag|Tekst): (?:(?:de )?(?:[Gg]riffie|(?:[Aa]fdeling|[Tt]eam) \p{L}+) (?:van )?)?(?:de |het )?",
    )
});

/// The day behind a source: `De Krant van Zandwijk dd 25-10-2023`.
static DAY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r" (?:d\.?d\.? ?|\()?\d{1,2}[-/ ](?:\d{1,2}|\p{L}+)[-/ ]\d{2,4}\)?$"));

/// Returns the publishers that a line names, the first one first.
pub(super) fn publishers(draft: &Draft) -> Vec<Publisher> {
    let lines = draft.blocks.iter().map(|block| block.text.as_str());
    let mut lines = lines.filter(|line| line.len() <= LINE);
    if let Some(named) = lines.find_map(source) {
        return vec![named];
    }
    let is_text = draft.claims.titles.is_empty();
    let last = draft.blocks.last().filter(|_| is_text);
    if let Some(named) = last.and_then(|last| source_of_text(&last.text)) {
        return vec![named];
    }
    let content: Vec<&str> = draft.texts(0..draft.blocks.len()).collect();
    let first = content.iter().take(FIRST).find_map(|line| opening(line));
    if let Some(named) = first {
        return named;
    }
    let last = content.iter().rev().take(LAST);
    let one = content
        .iter()
        .take(FIRST)
        .find_map(|line| issue(line))
        .or_else(|| numbered(content.first()?))
        .or_else(|| {
            last.clone()
                .find_map(|line| issue(line).or_else(|| signature(line)))
                .or_else(|| content.iter().skip(FIRST).find_map(|line| about(line)))
        })
        .or_else(|| {
            content
                .iter()
                .find_map(|line| credit(line).or_else(|| written_by(line)))
        });
    one.into_iter().collect()
}

/// The owner in the footer of a page: `Waterschap De Vaart © 2021`.
static OWNER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([^©|]{4,60}?) ?© ?\d{4}$"));

fn source(line: &str) -> Option<Publisher> {
    if let Some(owner) = line.contains('©').then(|| OWNER.captures(line)).flatten() {
        let name = owner.get(1)?.as_str();
        let medium = || is_paper(name).then_some(PublisherKind::Medium);
        let other = || is_named_by_noun(name).then_some(PublisherKind::Other);
        // `Waterschap De Vaart en Oude Dijk`
        let public = || {
            named_in(name)
                .find(|own| name.starts_with(own))
                .and_then(kind_of)
        };
        let other = || public().or_else(other);
        return Some(told(name, kind_of(name).or_else(medium).or_else(other)?));
    }
    // `© Tekst en foto: redactie Vaart & Kade`
    let editors = line
        .strip_prefix('©')
        .and_then(|line| line.split_once("redactie "));
    if let Some((_, name)) = editors.filter(|(_, name)| name.split(' ').count() <= SOURCE_WORDS) {
        return Some(told(name.trim_end_matches('.'), PublisherKind::Medium));
    }
    if !begins_with(
        line,
        &["bron", "afzender", "uitgever", "©", "(c)", "copyright"],
    ) {
        return None;
    }
    let found = SOURCE.captures(line)?;
    // `© Vaartkrant – Piet Post`, `© 2024 Dorpsbelang Zandwijk | Word lid | Privacy`
    let name = found.get(1)?.as_str().split(" – ").next()?;
    let name = name.split(" | ").next()?;
    if line.starts_with('©') && (is_agency(name) || name.starts_with("Persbureau ")) {
        return None;
    }
    let medium = || is_paper(behind_article(name).unwrap_or(name)).then_some(PublisherKind::Medium);
    let site = || found.name("site").map(|_| PublisherKind::Other);
    let owner = || {
        let is_owner = line.starts_with('©') && is_named_by_noun(name);
        is_owner.then_some(PublisherKind::Other)
    };
    let kind = kind_of(name).or_else(medium).or_else(site).or_else(owner)?;
    Some(told(name, kind))
}

/// Returns whom the last line of a text names as its source, whoever that is: `Bron: Zandwijk.net`.
fn source_of_text(line: &str) -> Option<Publisher> {
    let name = line.strip_prefix("Bron:").or(line.strip_prefix("bron:"))?;
    let name = name.trim().trim_end_matches('.');
    let name = DAY.find(name).map_or(name, |day| &name[..day.start()]);
    let mut words = name.split(' ');
    let is_name = words.clone().count() <= SOURCE_WORDS
        && words.all(|word| {
            word.starts_with(char::is_uppercase)
                || matches!(word, "van" | "de" | "het" | "en" | "op")
        });
    let of_papers = ["Krant", "krant", "Nieuws", ".nl", ".net", ".be", ".com"];
    let kind = if is_medium(name) || of_papers.iter().any(|part| name.contains(part)) {
        PublisherKind::Medium
    } else {
        PublisherKind::Other
    };
    (is_name && !name.is_empty()).then(|| told(name, kind))
}

fn opening(line: &str) -> Option<Vec<Publisher>> {
    let kinds = [
        "gezamenlijk",
        "pers",
        "nieuwsbericht",
        "verklaring",
        "mededeling",
        "bericht",
        "reactie",
    ];
    if !begins_with(line, &kinds) {
        return None;
    }
    let rest = &line[OPENING.find(line)?.end()..];
    if let Some(joint) = JOINT.captures(rest) {
        let noun = match &joint[1] {
            "gemeenten" => "gemeente",
            "provincies" => "provincie",
            "waterschappen" => "waterschap",
            _ => "Veiligheidsregio",
        };
        let names = joint[2].split(", ").chain([&joint[3]]);
        let names = names.map(|own| format!("{noun} {own}"));
        return names
            .map(|name| Some(told(&name, kind_of(&name)?)))
            .collect();
    }
    let rest = rest.trim_start();
    // `Reactie GGD op vragen over de sluis`
    let answers = rest.split_once(" op ").map(|(name, _)| name);
    let is_name = |name: &&str| {
        let is_acronym = name.len() > 2 && name.chars().all(char::is_uppercase);
        is_acronym || ends_with_noun(name) || is_named_by_noun(name)
    };
    if let Some(name) = answers.filter(is_name) {
        return Some(vec![told_body(name)]);
    }
    let name = named_in(rest)
        .next()
        .filter(|name| rest.starts_with(name))?;
    Some(vec![told(name, kind_of(name)?)])
}

/// Returns the body of which a text tells below its news: `Over de provincie Eikenland`.
fn about(line: &str) -> Option<Publisher> {
    let name = line.strip_prefix("Over ")?;
    let name = behind_article(name).unwrap_or(name);
    Some(told(name, kind_of(name)?))
}

fn signature(line: &str) -> Option<Publisher> {
    let may_be = line.len() <= LINE
        && (line.contains("ethouders van ")
            || line.contains("B&W van ")
            || line.contains("Staten van "));
    let found = may_be.then(|| SIGNATURE.captures(line)).flatten()?;
    let noun = if found.get(1).is_some() {
        "gemeente"
    } else {
        "provincie"
    };
    let name = format!("{noun} {}", &found[3]);
    Some(told(&name, kind_of(&name)?))
}

fn credit(line: &str) -> Option<Publisher> {
    let may_be = line.len() <= LINE && (line.contains(['©', '(']) || line.contains("oto"));
    let medium = may_be.then(|| media::named_in(line).last()).flatten()?;
    let is_credit = matches!(medium.after, "" | ")") && CREDIT.is_match(medium.before);
    is_credit.then(|| told(medium.name, PublisherKind::Medium))
}

/// Returns the public body that made a summary or a report: `Samenvatting: griffie gemeente Zandwijk.`
fn written_by(line: &str) -> Option<Publisher> {
    let may_be = ["Samenvatting: ", "Verslag: ", "Tekst: "];
    let may_be = may_be.iter().any(|label| line.contains(label));
    let found = may_be.then(|| WRITTEN.find(line)).flatten()?;
    let name = named_in(&line[found.end()..]).next()?;
    let behind = line[found.end()..].strip_prefix(name)?;
    matches!(behind, "" | ".").then_some(told(name, kind_of(name)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_by(lines: &[&str]) -> Vec<String> {
        publishers(&Draft::of_paragraphs(lines))
            .into_iter()
            .map(|own| own.name)
            .collect()
    }

    #[test]
    fn a_line_names_the_publisher() {
        for (line, names) in [
            ("Bron: gemeente Zandwijk", &["gemeente Zandwijk"][..]),
            ("Bron Omroep Veenland", &["Omroep Veenland"]),
            ("© 2019 Provincie Eikenland", &["provincie Eikenland"]),
            (
                "© Newsroom Veenland, de samenwerking van drie omroepen",
                &["Newsroom Veenland"],
            ),
            ("De brug bij avond © Omroep Veenland", &["Omroep Veenland"]),
            ("Het gemeentehuis. © Zandwijkkrant", &["Zandwijkkrant"]),
            ("© ANP", &[]),
            ("Bron: onderzoek van vorig jaar", &[]),
            (
                "Persbericht gemeente Zandwijk, 3 mei 2021",
                &["gemeente Zandwijk"],
            ),
            (
                "Gezamenlijk persbericht van gemeenten Zandwijk, Meerdam en Den Berg, 3 mei 2021",
                &["gemeente Zandwijk", "gemeente Meerdam", "gemeente Den Berg"],
            ),
            (
                "Reactie van het college van B&W van de gemeente Zandwijk op de begroting",
                &["gemeente Zandwijk"],
            ),
            (
                "Samenvatting: griffie gemeente Zandwijk.",
                &["gemeente Zandwijk"],
            ),
            ("Tekst: Ina Bos", &[]),
        ] {
            assert_eq!(told_by(&[line]), names, "{line}");
        }
    }

    #[test]
    fn a_line_names_the_periodical_or_who_placed_a_text() {
        for (line, names) in [
            ("VNG Magazine nummer 9, 24 mei 2019", &["VNG Magazine"][..]),
            (
                "Geplaatst door de redactie van Wijkraad De Vaart zondag 3 mei",
                &["Wijkraad De Vaart"],
            ),
            ("Dit artikel hoort bij: Dijkbode 04", &["Dijkbode"]),
            ("Piet Post,  Zandwijks Dagblad", &["Zandwijks Dagblad"]),
            ("(bericht van Omroep Veenland)", &["Omroep Veenland"]),
            (
                "De brug is open. Bericht uit Zandwijk Nieuws 2 juni 2022",
                &["Zandwijk Nieuws"],
            ),
            (
                "Bron: De Krant van Zandwijk dd 25-10-2023",
                &["De Krant van Zandwijk"],
            ),
            ("Bron:RVD", &["RVD"]),
            ("Uit: Dorpsblad mei 2021", &["Dorpsblad"]),
            (
                "Artikel uit het Zandwijks Dagblad van 3-5-2012",
                &["Zandwijks Dagblad"],
            ),
            ("Dorpsblad 5, mei 2021", &["Dorpsblad"]),
            ("Zandwijk, 5 mei 2021", &[]),
            ("Persbericht 5, mei 2021", &[]),
            ("Omroep Veenland - 3 mei 2021 De brug", &["Omroep Veenland"]),
            ("Waterschap Veenland © 2021", &["waterschap Veenland"]),
            ("Stichting Vaart & Kade © 2021", &["Stichting Vaart & Kade"]),
            (
                "© 2024 Dorpsbelang Zandwijk | Word lid | Privacy",
                &["Dorpsbelang Zandwijk"],
            ),
            ("© Tekst en foto: redactie Vaart & Kade", &["Vaart & Kade"]),
            (
                "Geplaatst op 3 mei 2021 door Leefbaar Zandwijk",
                &["Leefbaar Zandwijk"],
            ),
            ("Geplaatst op 3 mei 2021 door Ina Bos", &[]),
            ("Door Ina Bos op 3 mei 2021, onderwerpen: Jeugd, Groen", &[]),
            ("Archieffoto Omroep Veenland", &["Omroep Veenland"]),
            ("Foto: ANP", &[]),
            ("4/04/17 - 18u41 Bron: Belga", &["Belga"]),
            (
                "Ina Bos (bron Zandwijks Dagblad 3 mei 2021)",
                &["Zandwijks Dagblad"],
            ),
            (
                "Bijdrage mei 2021: Bron Nieuwsbrief Schippersbond",
                &["Schippersbond"],
            ),
            ("Foto: gemeente, bron: ANP", &[]),
            ("Bron: Vaartpraat (www.vaartpraat.example)", &["Vaartpraat"]),
            ("Verschenen in Dijkberichten 1/2011", &["Dijkberichten"]),
            ("Verschenen in 2011", &[]),
            ("Gepubliceerd in Staatscourant 2011, 12", &[]),
            (
                "Geplaatst door Dorpsnet.nl op 3-5-2021 12:24",
                &["Dorpsnet.nl"],
            ),
            (
                "Geplaatst door Dorpsnet.net op 3-5-2021 12:24",
                &["Dorpsnet.net"],
            ),
            ("Geplaatst door Dorpsnet.nl 3-5-2021", &["Dorpsnet.nl"]),
            ("Geplaatst door Ina Bos op 3-5-2021", &[]),
            ("Reactie GGD op vragen over de sluis", &["GGD"]),
            ("Reactie Bos op vragen over de sluis", &[]),
            ("Door ANP - 27-9-2016, 15:04", &["ANP"]),
            (
                "Door Bond Vaart & Kade | 29 mei 2021",
                &["Bond Vaart & Kade"],
            ),
            ("(c) Persbureau Vaart", &["Persbureau Vaart"]),
            ("© Vaartkrant – Piet Post", &["Vaartkrant"]),
            ("Columnist van De Vaartbode", &["De Vaartbode"]),
            (
                "Dit artikel verscheen eerder in Wij Zandwijk, het magazine van de gemeente.",
                &["Wij Zandwijk"],
            ),
            (
                "Dit artikel verscheen eerder in Vaart & Kade nr. 4. Lees verder.",
                &["Vaart & Kade"],
            ),
            ("Door Antje Belganus - 27-9-2016", &[]),
            (
                "Namens het college van burgemeester en wethouders van de gemeente Zandwijk,",
                &["gemeente Zandwijk"],
            ),
            (
                "Gedeputeerde Staten van Eikenland",
                &["provincie Eikenland"],
            ),
        ] {
            assert_eq!(told_by(&[line]), names, "{line}");
        }
    }
}
