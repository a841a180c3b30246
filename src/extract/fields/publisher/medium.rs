//! Finds the newspaper, broadcaster or news agency that a text shows to be its own.
//!
//! Leaves out the lines that name the publisher (`lines`).

use std::sync::LazyLock;

use regex::Regex;

use super::names::is_name;
use super::publisher;
use super::voice::is_quoted;
use crate::document::{Publisher, PublisherEvidence, PublisherKind};
use crate::dutch::dateline::dateline;
use crate::dutch::pattern::pattern;
use crate::extract::draft::Draft;
use crate::sources::media::{NamedMedium, is_agency, is_medium, named_in, short_in};

/// How many paragraphs may hold the place with which the news opens.
pub(super) const OPENING: usize = 5;

/// How many lines may stand before the place and the agency with which the news opens: a section, a writer, a date, a caption.
const BEFORE_AGENCY: usize = 8;

/// What stands before a medium that a sentence opens with.
static OPENS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[.!?”’] )(?:De |Het )?$"));

/// What reporters do: `Omroep Veenland vroeg de wethouder`. What a medium reports (*meldt*, *schrijft*) others tell
/// of it.
static REPORTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^ (?:duik(?:t|en)|dook|peilt|peilde|ontving|onderzoekt|onderzocht|reconstrueert|reconstrueerde|analyseert|analyseerde|bekijkt|bekeek|inventariseert|inventariseerde|verzamelt|verzamelde|(?:doet|deed) (?:\p{Ll}+ ){0,2}een (?:ron|belron)\p{Ll}+|(?:legt|legde) [^.!?]{1,80} voor|sprak|spreekt|dronk|drinkt|ontmoet|ontmoette|wandelde|fietste|reed mee|keek mee|liep mee|vroeg|vraagt|ging|gaat|kreeg|krijgt|maakte|maakt|selecteert|brengt (?:\p{Ll}+ ){1,3}(?:verhalen|serie|reeks|reportages?|portretten)|loopt|liep|volgt|volgde|",
        r"(?:is|was) (?:erbij|(?:er|daar)(?: live)? bij)|doet verslag|bezocht|bezoekt|stelde|stelt|belde|zocht|zoekt|mocht|nam|neemt|heeft [^.!?]{0,60}(?:vragen (?:\w+ )?gesteld|gevraagd|gesproken|benaderd))\b",
    ))
});

/// What stands before a medium that people talk to: `vertelt ze aan Omroep Veenland`. What was said *tegen* a medium
/// other media tell too.
static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:\b(?:vertel(?:t|de|len|den)|zeg(?:t|gen)|zei(?:den)?|verklaar(?:t|de)|legt|reageert|(?:meld|bevestig)(?:t|en|de|den)|",
        r"(?:laat|laten|liet|lieten)\b[^.!?“”]{0,80}? weten)\b[^.!?“”]{0,80}? aan|",
        r"\b(?:laat|laten|liet|lieten) (?:\S+ ){0,4}aan|",
        r"\b(?:in gesprek|wandeling|vraaggesprek) met|\bvertel(?:t|de) (?:\S+ ){0,3}in) (?:de |het )?$",
    ))
});

/// What stands before a medium that a sentence does not open with, where it tells of its own work: `blijkt uit een rondgang
/// van Omroep Veenland`, `Deze week brengt Omroep Veenland`, `is verslaggever van`, `Stuur de redactie van`.
static WORKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:\b(?:rondgang|inventarisatie|navraag|enquête|peiling) (?:van|door)|\b(?:in handen (?:is )?van|in (?:het )?bezit (?:is )?van|(?:ingezien|opgevraagd) door)|\bDeze [^.!?]{1,40} brengt|\bIn [^.!?]{1,60} brengt|",
        r"\bis (?:\p{Ll}+ ){0,3}(?:verslaggever|redacteur|correspondent|columnist|journalist) (?:van|bij|voor)|",
        r"\b(?:Stuur|Mail|Bel|App|Tip) (?:\p{Ll}+ ){0,3}redactie van|^De redactie van|\bschrijft (?:\p{Ll}+ ){1,3}[^.!?]{0,60} (?:voor|in)|\bLees (?:\p{Ll}+ ){0,3}in) (?:de |het )?$",
    ))
});

/// What only the writer of a medium calls his own.
static OURS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:[Oo]nze (?:krant|redactie|verslaggevers?|correspondent|lezers|luisteraars|kijkers|uitzending)|[Dd]eze krant|ons (?:vakblad|nummer|\p{Ll}+nummer)|tegenover ons|hoorden wij)\b",
    )
});

/// A site that is called by its address.
static SITE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\p{Lu}[\w.-]*\.(?:nl|be)\b"));

/// Returns the news agency with which a text opens or closes: `DEN HAAG (ANP) -`, `(Belga)`.
pub(super) fn agency(draft: &Draft) -> Option<Publisher> {
    let texts: Vec<&str> = draft.texts(0..draft.blocks.len()).collect();
    let opens = texts.iter().take(BEFORE_AGENCY).find_map(|text| {
        // `(Belga) De brug is open.`
        let inside = text
            .strip_prefix('(')
            .and_then(|text| text.split_once(") "));
        if let Some((name, _)) = inside.filter(|(name, _)| is_agency(name)) {
            return Some(name);
        }
        let (_, inside) = text[..dateline(text)?].split_once('(')?;
        let name = inside.split_once(')')?.0;
        let is_acronym = name.len() > 2 && name.chars().all(char::is_uppercase);
        let is_press = name.ends_with("pers") || name.starts_with("Persbureau ");
        (is_medium(name) || is_acronym || is_press).then_some(name)
    });
    let closes = || {
        let last = texts.iter().rev().take(3).find_map(|text| {
            // `De brug is open. ANP / Redactie`
            let text = text
                .strip_suffix("Redactie")
                .map_or(*text, |text| text.trim_end_matches([' ', '/']));
            let parts = text
                .strip_suffix(')')
                .and_then(|text| text.rsplit_once('('));
            // `De brug is open. ANP`
            let parts = parts.or_else(|| {
                let ends = text.rsplit_once(' ')?;
                let follows = ends.0.ends_with(['.', '!', '?', '”', '’', '"']);
                (follows && is_agency(ends.1)).then_some(ends)
            });
            let (before, name) = parts.unwrap_or(("", text));
            // `(Belga)` may be a line of its own.
            let is_alone = parts.is_some() && before.is_empty();
            let ends_sentence = is_alone || before.trim_end().ends_with(['.', '!', '?', '”', '’']);
            // `ANP 7 september 2022`, `HOP, Marijke de Vries`
            let (first, rest) = name.split_once(' ').unwrap_or((name, "0"));
            let writer = first
                .strip_suffix(',')
                .filter(|_| rest.starts_with(char::is_uppercase));
            let is_dated = rest.starts_with(|c: char| c.is_ascii_digit());
            let first = writer.or(is_dated.then_some(first))?;
            is_agency(first).then_some((first, ends_sentence))
        });
        // `© ANP` below the text
        let owned = || {
            let last = texts.last()?.strip_prefix("© ")?;
            is_agency(last).then_some((last, true))
        };
        let last = last.or_else(owned);
        // Below a few lines a bare name, or one behind a caption, may be a credit.
        last.filter(|(_, ends_sentence)| *ends_sentence || texts.len() > OPENING)
            .map(|(name, _)| name)
    };
    opens
        .or_else(closes)
        .map(|name| publisher(name, PublisherKind::Medium, PublisherEvidence::SourceLine))
}

/// Returns the medium that a text says asks the questions, if the text names no other.
pub(super) fn own_voice(draft: &Draft) -> Option<Publisher> {
    // Most texts name no medium.
    let texts = draft.texts(draft.body.clone());
    let texts: Vec<(&str, Vec<NamedMedium<'_>>)> =
        texts.map(|text| (text, named_in(text).collect())).collect();
    let mut named = texts.iter().flat_map(|(_, named)| named);
    let name = texts.iter().find_map(|(text, named)| {
        let asks = |medium: &NamedMedium<'_>| {
            OPENS.is_match(medium.before) && REPORTS.is_match(medium.after)
                || TOLD.is_match(medium.before)
                || WORKS.is_match(medium.before)
        };
        let known = named.iter().find(|medium| asks(medium));
        let site = || sites(text).find(asks).map(|medium| medium.name);
        let told = |medium: &NamedMedium<'_>| TOLD.is_match(medium.before);
        let short = || short_in(text).find(told).map(|medium| medium.name);
        known.map(|medium| medium.name).or_else(site).or_else(short)
    });
    // `De wethouder wil niet reageren op vragen van onze krant.`
    let says_ours = |text: &str| {
        let mut found = OURS.find_iter(text);
        found.any(|own| !is_quoted(&text[..own.start()]))
    };
    let is_ours = || texts.iter().any(|(text, _)| says_ours(text));
    let first = named.clone().next().map(|medium| medium.name);
    // `Redactie De Vaartbode` below `zei ze tegen deze krant`
    let signs = || {
        let name = draft.blocks.last()?.text.strip_prefix("Redactie ")?;
        is_name(name).then_some(name)
    };
    // `Tegenover De Vaartbode zei ze`, above the same line
    let is_named = |name: &&str| {
        let mut others = texts
            .iter()
            .filter(|(text, _)| !text.starts_with("Redactie "));
        others.any(|(text, _)| text.contains(*name))
    };
    let name = name
        .or_else(|| first.or_else(signs).filter(|_| is_ours()))
        .or_else(|| signs().filter(is_named))?;
    // `Redactie De Vaartbode` and `Tegenover De Vaartbode` are read as names too.
    let is_alone = named.all(|other| other.name.ends_with(name));
    is_alone.then(|| publisher(name, PublisherKind::Medium, PublisherEvidence::Text))
}

/// Returns the sites that a text calls by their addresses.
fn sites(text: &str) -> impl Iterator<Item = NamedMedium<'_>> {
    let has_one = text.contains(".nl") || text.contains(".be");
    let found = has_one.then(|| SITE.find_iter(text));
    let found = found.into_iter().flatten();
    found.map(move |site| NamedMedium::new(text, site.start(), site.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_opens_or_closes_its_text() {
        let text = Draft::of_paragraphs(&["Brug open", "ZANDWIJK (ANP) - De brug is open."]);
        assert_eq!(agency(&text).map(|own| own.name), Some("ANP".to_owned()));
        let place = Draft::of_paragraphs(&["BERGEN (NH) - De brug is open."]);
        assert_eq!(agency(&place), None);
        let short = Draft::of_paragraphs(&["Brug open", "De brug is open. (Belga)"]);
        assert_eq!(agency(&short).map(|own| own.name), Some("Belga".to_owned()));
        let behind = Draft::of_paragraphs(&["Brug open", "De brug is open. ANP"]);
        assert_eq!(agency(&behind).map(|own| own.name), Some("ANP".to_owned()));
        let shared = Draft::of_paragraphs(&["Brug open", "De brug is open. ANP / Redactie"]);
        assert_eq!(agency(&shared).map(|own| own.name), Some("ANP".to_owned()));
        let caption = Draft::of_paragraphs(&["Brug open", "De brug is open.", "De brug (ANP)"]);
        assert_eq!(agency(&caption), None);
        let long = Draft::of_paragraphs(&[
            "Brug open",
            "Een.",
            "Twee.",
            "Drie.",
            "Vier.",
            "De kade ook. (Belga)",
        ]);
        assert_eq!(agency(&long).map(|own| own.name), Some("Belga".to_owned()));
    }

    #[test]
    fn editors_sign_below_what_somebody_told_their_paper() {
        let told = "De brug blijft dicht, liet de wethouder deze krant weten.";
        for (end, name) in [
            ("Redactie De Vaartbode", Some("De Vaartbode")),
            ("Redactie en foto’s", None),
        ] {
            let draft = Draft::of_paragraphs(&["Brug dicht", told, end]);
            let found = own_voice(&draft).map(|own| own.name);
            assert_eq!(found.as_deref(), name, "{end}");
        }
        let texts = [
            "Brug dicht",
            "Dat zei ze tegen Vaart Vandaag.",
            "Redactie Vaart Vandaag",
        ];
        let found = own_voice(&Draft::of_paragraphs(&texts)).map(|own| own.name);
        assert_eq!(found.as_deref(), Some("Vaart Vandaag"));
    }

    #[test]
    fn a_medium_that_asks_publishes_the_answers() {
        for (text, name) in [
            (
                "De brug blijft dicht, vertelt de wethouder aan Omroep Veenland.",
                Some("Omroep Veenland"),
            ),
            (
                "“Hij blijft dicht”, zegt zijn woordvoerder aan het Zandwijks Dagblad.",
                Some("Zandwijks Dagblad"),
            ),
            (
                "De brug is oud. Omroep Veenland heeft de gemeente vragen gesteld.",
                Some("Omroep Veenland"),
            ),
            (
                "Dorpsnet.nl ging in gesprek met de schipper.",
                Some("Dorpsnet.nl"),
            ),
            ("Dat laat de gemeente weten aan NH.", Some("NH")),
            (
                "Dat blijkt uit een rondgang van RTV Veenland bij tien gemeenten.",
                Some("RTV Veenland"),
            ),
            (
                "Kees Bos is politiek verslaggever van de Volkskrant.",
                Some("de Volkskrant"),
            ),
            (
                "Stuur de redactie van Omroep Veenland een bericht.",
                Some("Omroep Veenland"),
            ),
            (
                "Omroep Veenland brengt deze week drie verhalen over de dijk.",
                Some("Omroep Veenland"),
            ),
            (
                "De brug gaat open. Omroep Veenland peilde de stemming in de haven.",
                Some("Omroep Veenland"),
            ),
            ("Dat blijkt uit onderzoek van Omroep Veenland.", None),
            ("Het huis staat in Bergen (NH).", None),
            ("De brug blijft dicht, zegt ze tegen Omroep Veenland.", None),
            ("Omroep Veenland meldt dat de brug dicht blijft.", None),
            (
                "Hij vertelt aan Omroep Veenland wat RTV Noord schreef.",
                None,
            ),
        ] {
            let found = own_voice(&Draft::of_paragraphs(&[text])).map(|own| own.name);
            assert_eq!(found.as_deref(), name, "{text}");
        }
    }
}
