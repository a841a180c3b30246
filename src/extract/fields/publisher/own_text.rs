//! Tells the text of a body from texts about it: most texts that say what a body does are news.
//!
//! Leaves out which body a text names most (`most_named`).

use std::sync::LazyLock;

use regex::Regex;

use super::voice::{OPEN_QUOTES, is_quoted, says_i, says_we};
use crate::document::{PublisherKind, TailKind};
use crate::dutch::offices::is_of;
use crate::dutch::pattern::pattern;
use crate::extract::draft::{Draft, Region};
use crate::extract::fields::dates::{is_date_line, is_line_of_publication};
use crate::extract::fields::tail;

/// Words in the name of a site beside that of its body.
const OF_SITES: [&str; 14] = [
    "gemeente",
    "provincie",
    "waterschap",
    "ministerie",
    "van",
    "de",
    "het",
    "officiële",
    "website",
    "site",
    "welkom",
    "bij",
    "home",
    "portaal",
];

/// Owners of *wij* and *onze* who are not the body.
const OTHERS: [&str; 14] = [
    "fractie",
    "vereniging",
    "stichting",
    "museum",
    "ziekenhuis",
    "club",
    "partij",
    "leden",
    "school",
    "bibliotheek",
    "bedrijf",
    "redactie",
    "lezers",
    "straat",
];

/// Whether a text that tells what the body `name` does may be its own: it is a page of no other site, it has a note for
/// the press or the line of a news page, it says *wij*, or it asks its readers something. A page of another site is the
/// body's if somebody who holds an office there speaks.
pub(super) fn may_be_own(draft: &Draft, name: &str, kind: PublisherKind) -> bool {
    let is_page = !draft.claims.titles.is_empty();
    let blocks = || draft.blocks.iter();
    let is_for_press = || {
        blocks().any(|block| {
            // `P E R S B E R I C H T`
            let letters: String = block.text.chars().filter(|c| c.is_alphabetic()).collect();
            let is_heading = letters.eq_ignore_ascii_case("persbericht")
                || is_date_line(&block.text)
                    && block.text.to_lowercase().starts_with("persbericht");
            is_heading
                || matches!(
                    tail::kind(block),
                    Some(TailKind::EditorNote | TailKind::Contact)
                )
        })
    };
    // `Nieuwsbericht | 3 mei 2021`
    let is_type_line = |text: &str| is_date_line(text) && text.to_lowercase().starts_with("nieuws");
    let is_news_page =
        || blocks().any(|block| is_line_of_publication(&block.text) || is_type_line(&block.text));
    let says_we = || {
        let texts = blocks().filter(|block| block.region == Region::Content);
        let voices: Vec<bool> = texts
            .filter_map(|block| says_we(&block.text, &OTHERS))
            .collect();
        // `Wij in de klas …`, `Ik zie alleen dozen`: a citizen writes.
        let mut texts = blocks().filter(|block| block.region == Region::Content);
        let is_of_one = texts.any(|block| says_i(&block.text));
        !voices.is_empty() && voices.iter().all(|is_open| *is_open) && !is_of_one
    };
    let owners = draft.claims.publishers.iter().map(|(owner, _)| owner);
    let mut others = draft.claims.site_names.iter().chain(owners);
    let is_of_other = others.any(|site| is_other_site(site, name));
    if is_of_other {
        return blocks().any(|block| quotes_office(&block.text, kind));
    }
    let turns_to_reader = || blocks().any(|block| turns_to_reader(&block.text));
    is_page || is_for_press() || is_news_page() || says_we() || turns_to_reader()
}

/// Whether a paragraph asks its readers what only the body itself asks: *Heeft u vragen?*, *Wat kunt u doen?*
fn turns_to_reader(text: &str) -> bool {
    static ASKS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|[.!?] )(?:Heeft|Hebt|Wilt|Kunt|Wat (?:kunt|merkt|moet|betekent dit voor)) u\b[^.!?]*\?",
        )
    });
    let mut asked = ASKS.find_iter(text);
    asked.any(|asked| !is_quoted(&text[..asked.start()]))
}

/// Whether a paragraph with a quotation names an office that only bodies of that kind have: *Gedeputeerde Smit: “…”*.
fn quotes_office(text: &str, kind: PublisherKind) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    text.contains(OPEN_QUOTES) && words.any(|word| is_of(&word.to_lowercase(), kind))
}

/// Whether a site has a name of its own: *Zwemclub De Otter*, but not *Zandwijk* for the *gemeente Zandwijk*.
fn is_other_site(site: &str, body: &str) -> bool {
    let lower = body.to_lowercase();
    let known: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    site.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| !word.is_empty() && !known.contains(&word) && !OF_SITES.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_asks_its_readers() {
        for (text, asks) in [
            ("Heeft u vragen over de brug? Bel ons.", true),
            ("Wat kunt u doen?", true),
            ("“Heeft u daar tijd voor?” vraagt ze.", false),
            ("U heeft de brug gezien.", false),
        ] {
            assert_eq!(turns_to_reader(text), asks, "{text}");
        }
    }

    #[test]
    fn the_name_of_a_site_may_be_that_of_its_body() {
        assert!(!is_other_site("Zandwijk", "gemeente Zandwijk"));
        assert!(!is_other_site(
            "Welkom bij gemeente Zandwijk",
            "gemeente Zandwijk"
        ));
        assert!(is_other_site("Zandwijk Nieuws", "gemeente Zandwijk"));
        assert!(is_other_site("Zwemclub De Otter", "gemeente Zandwijk"));
    }
}
