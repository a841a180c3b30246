//! Labels of dates: of publication, of a change, of an event.
//!
//! Leaves out the dates beside them (`line`).

use std::sync::LazyLock;

use regex::Regex;

use crate::dutch::pattern::pattern;

/// Words before a date that mark it as the date of publication.
pub(super) static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:(?:(?:pers|nieuws)?bericht |artikel )?(?:geplaatst|gepubliceerd|gepost)|uitgegeven|uitgiftedatum|verschenen|aangemaakt|toegevoegd|verstuurd|ingediend|ingevoerd|verzonden|ingezonden|(?:publicatie|artikel|bericht|nieuws|plaatsings|verzend|document) ?datum|datum (?:van )?(?:publicatie|uitgifte|plaatsing|verzending)|begindatum van (?:het )?artikel|publicatie|pleatst|(?:pers|nieuws)?bericht(?:\s+(?:nr|no|nummer)\b\.?\s*(?:[a-z]{1,4}-)?[\d/-]{1,9}(?:\s*[–-]\s*datum)?)?|nieuws|datum(?: nieuwsfeit| publicatie| (?:pers|nieuws)?bericht)?|d\.d\.|online sinds|posted(?: on)?|published(?: on)?|publication date|date posted)",
        r"(?:\s+door\s+[^,|:]{1,50}?(?:\s+op|,|:|\s\|)|\s*(?:op:|op|van|d\.d\.|:|,|\|))?\s*"
    ))
});

/// Words that mark a date as something other than the date of publication.
pub(super) static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)gewijzigd|vastgesteld|uitspraak|vonnis|versie|verlopen|verloopt|geldig|bijgewerkt|aangepast|update|tot en met|t/m|vanaf|sluit|\b(?:wanneer|aanvang|start(?:datum)?|begin|einde?|einddatum|deadline|agenda|evenement|bijeenkomst|vergadering|inloop\w*|vandaag|today)\b",
    )
});

/// A bare `Datum:`, which may be the date of publication or of an event.
pub(super) static BARE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:datum|date)\s*[:|]"));

/// Labels of lines about an event, which stand beside its date.
static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:tijd(?:stip)?|aanvang|plaats|locatie|waar|adres|toegang|kosten|entree|inloop|zaal|aanmelden|inschrijven|duur|voor wie|doelgroep|organisatie|spreker|programma)\s*(?:[:|]|$)|^(?:aanvang (?:om )?\d|toegang (?:is )?(?:gratis|vrij)\b|inloop (?:vanaf|om) \d|zaal open\b|kaarten (?:kosten|zijn)\b)",
    )
});

/// Labels of facts about a press release or an item of news, among which a bare `Datum:` is its date.
static OF_RELEASE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:afzender|soort\s*\|\s*[^|]*(?:bericht|nieuws|media|pers)[^|]*$|(?:pers)?voorlicht(?:er|ing)|(?:pers)?woordvoerder|embargo|contactpersoon|persinformatie|persbericht(?:nummer)?|kenmerk|ons kenmerk|onze referentie|categorie(?:ën)?|rubriek|tags|leestijd|auteur|delen|deel(?: (?:dit bericht|dit artikel|deze pagina))?(?: via| op)?)\s*(?:[:|]|$)",
    )
});

/// Words that mark a date as the date of a change.
pub(super) static MODIFIED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:laatst(?:e)? )?(?:gewijzigd|bijgewerkt|aangepast|update)"));

/// Labels of the day on which a text was made, before it was published.
static CREATED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:aangemaakt|ingevoerd|toegevoegd)\b"));

/// Words for a kind of document before a date.
pub(super) static TYPE_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:nieuwsbericht|persbericht|nieuws|nieuwsbrief(?: \d{1,4})?|toespraak|kamerstuk|kamerbrief|bericht|weblog|blog)\b(?:\s+(?:nr|no|nummer)\b\.?\s*[\d/-]{1,9})?\s*[|,·:–-]",
    )
});

/// Whether `words` before a date mark it as the date of a change.
pub(in crate::extract) fn is_of_change(words: &str) -> bool {
    MODIFIED.is_match(words)
}

/// Whether a line is only a label for the date of publication, which the next line holds.
pub(super) fn is_label_of_publication(line: &str) -> bool {
    let is_whole = |label: regex::Match<'_>| label.end() == line.len();
    has_label_of_publication(line) && PUBLISHED.find(line).is_some_and(is_whole)
}

/// Whether a line is only a bare label of a date: *Datum:*.
pub(super) fn is_bare_label(line: &str) -> bool {
    matches!(
        line.trim_end_matches([':', ' ']),
        "Datum" | "datum" | "Date"
    )
}

/// Whether a line is a fact about a release: *Afzender: gemeente Zandwijk*, *Categorie*.
pub(super) fn is_fact_of_release(line: &str) -> bool {
    OF_RELEASE.is_match(line)
}

/// Whether a line begins with a label that only a date of publication has: *Gepubliceerd op: 3 mei 2021*.
pub(super) fn has_label_of_publication(line: &str) -> bool {
    let Some(label) = PUBLISHED.find(line).filter(|_| !BARE.is_match(line)) else {
        return false;
    };
    let label = label.as_str().to_lowercase();
    let is_of_release =
        label.contains("datum") && (label.contains("bericht") || label.contains("artikel"));
    is_of_release || label.contains("publi") || label.contains("plaats")
}

/// Whether a line says when the text was made: *Aangemaakt: 2 mei 2022*.
pub(super) fn is_of_creation(line: &str) -> bool {
    CREATED.is_match(line)
}

/// Whether a line has the label of something about an event: its time, its place.
pub(super) fn is_about_event(line: &str) -> bool {
    line.len() <= 120 && EVENT.is_match(line)
}

/// Returns the words behind the label of a date or the kind of document, if one opens them.
pub(super) fn behind_label(words: &str) -> &str {
    let label = PUBLISHED.find(words).or_else(|| TYPE_WORD.find(words));
    label.map_or(words, |label| &words[label.end()..])
}

/// Whether a line marks its date as that of a change, an expiry or an event.
pub(in crate::extract) fn is_of_something_else(line: &str) -> bool {
    OTHER.is_match(line)
}
