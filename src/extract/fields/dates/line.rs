//! Reads lines that hold only a date, with or without a label.
//!
//! Leaves out the words of labels (`labels`) and choosing among the dates of a page.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::{
    BARE, MODIFIED, OTHER, PUBLISHED, TYPE_WORD, behind_label, has_label_of_publication,
};
use super::{Dates, parse};
use crate::document::{DateSource, DateStamp, Precision};
use crate::dutch::calendar::{PREPOSITIONS, frisian_weekdays, months, short_weekdays, weekdays};
use crate::dutch::pattern::pattern;
use crate::extract::draft::{CapturedOn, RawBlock};

/// The name of a unit of a body, behind a date with a time: *21-02-2017 | 16:42 Regionale eenheid Veenland*.
static UNIT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^ \p{Lu}[^.!?:|]{2,50}$"));

/// Text that may surround a date on a line of its own.
pub(super) static AROUND: LazyLock<Regex> = LazyLock::new(|| {
    let line = [
        r"(?i)^[\s(\[,|:./•·–−-]*(?:(?:",
        &weekdays(),
        "|",
        &short_weekdays(),
        "|",
        &frisian_weekdays(),
        r")\b\.?,?)?",
        r"[\s)\],|:./•·–−-]*(?:(?:nr|no|nummer)\b\.?\s*[\d/.-]{1,12}|\(?\d+ (?:jaar|maanden|dagen|weken) geleden\)?|leestijd:?\s+(?:ongeveer |circa |ca\. |± ?)?\d+ min(?:uut|uten|\.)|\d+ min(?:uut|uten|\.) (?:leestijd|(?:om te )?lezen))?[\s)\]|·•]*(?:europe/amsterdam)?$",
    ];
    pattern(&line.concat())
});

/// The place of issue before a date.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    let place = [
        r"^(?:['’][sStT][ -])?\p{Lu}[\p{L} '’-]{0,38}(?:,\s*|\s\()(?:(?:",
        &weekdays(),
        r")\b,?\s*)?$",
    ];
    pattern(&place.concat())
});

/// Text that may come before a date near the title: kinds, topics and places, between bars.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let before = [
        r"^(?:(?i:door|auteur|tekst|redactie):\s+)?(?:(?:(?:[^.!?:|•·]|\b[Nn]r\.){1,50}?\s*(?:[|•·/,]|\s[–—-])\s*)+|(?:['’][sStT][ -])?\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+){0,2}\s+)?",
        r"(?i:(?:",
        &weekdays(),
        "|",
        &short_weekdays(),
        r")\.?,?\s*)?$",
    ];
    pattern(&before.concat())
});
/// Text that may come after a date near the title.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:\s*[|•·/–-]?\s*(?i:leestijd):?\s+(?:ca\. |± ?)?\d+ min(?:uut|uten|\.)?|(?:[|•·/]|[–—-]\s)\s*[^.!?|•·]{1,60}|\s?(?:[Gg]eschreven )?(?:door|by)\s(?:\p{Lu}\.)*[^.!?]{1,50}|\s(?i:nieuws(?:bericht)?|persbericht|artikel|actueel)|\s?(?i:categorie|rubriek|thema):\s[^.!?|]{1,50}|\s(?:\p{Lu}[\p{L} &-]{0,40}\s)?\d+ (?:keer|maal|x) (?:bekeken|gelezen))*$",
    )
});

/// The section of the site or the writer, after a labeled date.
static FILED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s+(?:in\s+(?:de categorie\s+)?\p{Lu}[\p{L} &,-]{1,40}|door\s+(?:de\s+)?(?:\p{Lu}\.)*\s?\p{L}[^.!?:|]{1,40}|\d+ (?:(?:keer|maal|x) (?:bekeken|gelezen)|(?i:weergaven|views)).*)$",
    )
});

/// The time of day behind a date, as programs write it.
static CLOCK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^ @ \d{1,2}:\d{2}(?::\d{2})?(?: [A-Z]{3,4}\b)?"));

/// The author before the label of a date: `door Dienst Communicatie — gepubliceerd op`.
static AUTHOR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?i:door|by)\s+[^.!?|:]{1,50}?\s*(?:[—–|,-]\s*)"));

/// Other labels and their values after a labeled date: `Afzender: gemeente Zandwijk`.
static LABELS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*[|,·•–-]?\s*\p{Lu}[\p{L} ]{2,24}:\s[^.!?]{1,120}$"));

/// A sentence that says when the page was published: *Dit bericht is geplaatst op*, *Dit bericht is op*,
/// *Dit bericht werd geplaatst in Nieuws door de redactie op*.
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    let sentence = [
        r"(?i)^dit (?:(?:nieuws|pers)?bericht|artikel|item) (?:is|werd) (?:(?:geplaatst|gepubliceerd|uitgegeven|verschenen|geschreven|ingevoerd)\s+)?(?:in [^.:]{1,60}? )?(?:door [^.,:]{1,40} )?op (?:(?:",
        &weekdays(),
        r")\s+)?",
    ];
    pattern(&sentence.concat())
});

/// Longest sentence, in bytes, that says when the page was published.
const SENTENCE_MAX: usize = 400;

/// Longest place or section, in bytes, before the label of a date.
const HEAD: usize = 30;

/// Longest line, in bytes, that may hold other text beside the date of publication.
const MAX_ACCOMPANIED: usize = 100;

pub(super) struct DateLine {
    pub(super) stamp: DateStamp,
    pub(super) labeled: bool,
    /// Whether its label is a bare `Datum:`.
    pub(super) bare: bool,
    /// Whether it is the date of a change.
    pub(super) of_change: bool,
}

/// Reads a block that holds only a date, with or without a label. A block `near` the title may also
/// hold other text.
pub(super) fn date_line(
    block: &RawBlock,
    captured: CapturedOn,
    near: bool,
    dates: &mut Dates,
) -> Option<DateLine> {
    let text = block.text.as_str();
    // `Ingediend: 3 mei 2021`: a motion
    let is_motion = text.starts_with("Ingediend") && !text.starts_with("Ingediend door");
    if text.len() > 160 || !text.bytes().any(|b| b.is_ascii_digit()) || is_motion {
        return None;
    }
    if let Some(inner) = without_head(text) {
        return date_line(&RawBlock::new(block.kind, inner), captured, near, dates);
    }
    let found = parse::find(text, captured.0).into_iter().next()?;
    let label = PUBLISHED.find(text);
    // `Laatst bijgewerkt: 3 juli 2024 | Gepubliceerd: 28 juni 2024`
    if label.is_none()
        && MODIFIED.is_match(text)
        && let Some(part) = text
            .split('|')
            .map(str::trim)
            .find(|part| PUBLISHED.is_match(part) && !BARE.is_match(part))
    {
        if let Ok(changed) = &found {
            let stamp = || changed.stamp(DateSource::Label);
            dates.modified.get_or_insert_with(stamp);
        }
        let part = RawBlock::new(block.kind, part.to_owned());
        return date_line(&part, captured, near, dates);
    }
    let found = match found {
        Ok(found) => found,
        Err(written) => {
            if label.is_some() || written.len() + 4 > text.len() {
                dates.bad.push(written);
            }
            return None;
        }
    };
    let (before, mut after) = (&text[..found.range.start], &text[found.range.end..]);
    // `4 juni 2013 @ 09:05:57 CET door de webmaster`
    after = CLOCK
        .find(after)
        .map_or(after, |clock| &after[clock.end()..]);
    let of_change = MODIFIED.is_match(before);
    if let Some(change) = MODIFIED.find(after).filter(|_| !of_change) {
        // `Geplaatst op 3 mei 2021, laatst bijgewerkt op 10 mei 2021`
        if let Some(Ok(changed)) = parse::find(&after[change.end()..], captured.0)
            .into_iter()
            .next()
        {
            dates
                .modified
                .get_or_insert(changed.stamp(DateSource::Label));
        }
        // Two elements without a space between them: `08:45 uurLaatste update`
        after = after[..change.start()].trim_start();
        after = after.strip_prefix("uur").unwrap_or(after);
        after = after.trim_end_matches(['(', '[', ' ', ',', '|', '-', '–', '·', '•']);
    }
    let kind = TYPE_WORD.find(before);
    let rest = label
        .or(kind)
        .map_or(before, |m| before.get(m.end()..).unwrap_or_default());
    // `Geplaatst op: 21 februari 2017 in Gemeente`: the section. Without a label it is a place.
    let filed = label.is_some()
        && !BARE.is_match(text)
        && (FILED.is_match(after) || LABELS.is_match(after));
    // `Gepubliceerd op 3 mei 2021 Dit bericht verloopt op 3 juni 2021`
    let opens_next = after.trim_start().starts_with(char::is_uppercase);
    let is_next = near && has_label_of_publication(text) && opens_next;
    let alone =
        (AROUND.is_match(after) || filed || is_next) && (AROUND.is_match(rest) || is_place(rest));
    let accompanied = near
        && text.len() <= MAX_ACCOMPANIED
        && matches!(found.precision, Precision::Day | Precision::Minute)
        && !OTHER.is_match(before)
        && !OTHER.is_match(after)
        && !rest
            .split(' ')
            .next()
            .is_some_and(|word| PREPOSITIONS.contains(&word.to_lowercase()))
        && BEFORE.is_match(rest)
        && (AFTER.is_match(after) || found.precision == Precision::Minute && UNIT.is_match(after));
    if !(of_change && AROUND.is_match(after) || !OTHER.is_match(before) && (alone || accompanied)) {
        return None;
    }
    let source = if kind.is_some() {
        DateSource::TypeLine
    } else if label.is_some() {
        DateSource::Label
    } else {
        DateSource::Line
    };
    Some(DateLine {
        stamp: found.stamp(source),
        labeled: source != DateSource::Line,
        bare: BARE.is_match(text),
        of_change,
    })
}

/// Returns the line of a date without the author or the mailing before it, or as words if it is a leaf of a calendar.
fn without_head(text: &str) -> Option<String> {
    if let Some(leaf) = leaf_of_calendar(text) {
        return Some(leaf);
    }
    // `Zandwijk Samen | Nieuwsbrief 6 | 12 maart 2018`: the head of a mailing
    if let Some((_, issue)) = text.split_once(" | Nieuwsbrief ") {
        return Some(format!("Nieuwsbrief {issue}"));
    }
    // `Door de redactie Gepubliceerd: 3 mei 2022`, `Zandwijk Geplaatst: 3 mei 2022`
    let label = [" Gepubliceerd", " Geplaatst: ", " Geplaatst op"]
        .iter()
        .find_map(|label| text.find(label));
    let is_head = |at: &usize| {
        text.starts_with("Door ") || *at <= HEAD && !text[..*at].contains(['.', ':', '|', ','])
    };
    if let Some(at) = label.filter(is_head) {
        return Some(text[at + 1..].to_owned());
    }
    let may_open_with_author = text.starts_with(['D', 'd', 'B', 'b']);
    let author = may_open_with_author.then(|| AUTHOR.find(text))??;
    let rest = &text[author.end()..];
    PUBLISHED.is_match(rest).then(|| rest.to_owned())
}

/// Returns the date of the leaf of a calendar, whose month, day and year stand in elements of their own, without a space
/// between them: *AUG102004*.
fn leaf_of_calendar(text: &str) -> Option<String> {
    static LEAF: LazyLock<Regex> = LazyLock::new(|| {
        let (months, year) = (months(), r"(?P<year>(?:19|20)\d\d)$");
        let forms = [
            r"(?i)^(?:(?P<month>",
            &months,
            r")\.? ?(?P<day>\d{1,2})|(?P<d>\d{1,2}) ?(?P<m>",
            &months,
            r")\.?) ?",
            year,
        ];
        pattern(&forms.concat())
    });
    let leaf = LEAF.captures(text)?;
    let part = |one: &str, other: &str| Some(leaf.name(one).or(leaf.name(other))?.as_str());
    let written = format!(
        "{} {} {}",
        part("day", "d")?,
        part("month", "m")?,
        &leaf["year"]
    );
    (written != text).then_some(written)
}

/// Returns the date of a sentence that says when the page was published: *Dit bericht is geplaatst op 3 mei 2022 om
/// 10:22 en valt onder de categorie Nieuws*.
pub(super) fn sentence_of_publication(text: &str, captured: CapturedOn) -> Option<DateStamp> {
    let opening = SENTENCE.find(text).filter(|_| text.len() <= SENTENCE_MAX)?;
    let found = parse::find(text, captured.0).into_iter().next()?.ok()?;
    let is_next = found.range.start <= opening.end();
    let is_day = matches!(found.precision, Precision::Day | Precision::Minute);
    (is_next && is_day).then(|| found.stamp(DateSource::Label))
}

/// Whether the words before and after a date on its line allow it to be the date of publication. In
/// a sentence it is the date of something else.
pub(in crate::extract) fn stands_alone(before: &str, after: &str) -> bool {
    let before = before.trim();
    // `Nieuws Gepubliceerd op`
    let rest = behind_label(behind_label(before));
    let opens = AROUND.is_match(rest) || BEFORE.is_match(rest) || is_place(rest);
    let after = MODIFIED
        .find(after)
        .map_or(after, |change| &after[..change.start()]);
    let is_of_event = before
        .rsplit(' ')
        .next()
        .is_some_and(|word| PREPOSITIONS.contains(&word.to_lowercase()))
        && !PUBLISHED.is_match(before);
    opens
        && !is_of_event
        && !OTHER.is_match(before)
        && (AROUND.is_match(after) || AFTER.is_match(after.trim_start_matches(',')))
}

/// Whether `text` is the place of issue before a date: `Zwolle, ` or `Zwolle, woensdag `.
pub(super) fn is_place(text: &str) -> bool {
    PLACE.is_match(text)
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;

    const CAPTURED: CapturedOn = CapturedOn(Date::constant(2022, 1, 1));

    fn line(text: &str) -> Option<(String, DateSource)> {
        let block = RawBlock::new(crate::document::BlockKind::Paragraph, text.to_owned());
        date_line(&block, CAPTURED, true, &mut Dates::default())
            .map(|l| (l.stamp.date.to_string(), l.stamp.source))
    }

    fn check(source: DateSource, cases: &[(&str, &str)]) {
        for (text, date) in cases {
            assert_eq!(line(text), Some(((*date).to_owned(), source)), "{text}");
        }
    }

    #[test]
    fn a_label_marks_the_date_of_publication() {
        check(
            DateSource::Label,
            &[
                ("Geplaatst op: woensdag 3 februari 2021", "2021-02-03"),
                ("Gepubliceerd op 12 november 2019", "2019-11-12"),
                ("Gepubliceerd op: 28 mei 2019 13:00", "2019-05-28"),
                ("Datum nieuwsfeit: 11-07-2000", "2000-07-11"),
                ("d.d. 5 juni 2001", "2001-06-05"),
                ("Nieuwsbericht van 3 mei 2021", "2021-05-03"),
                ("Persbericht d.d. 3 mei 2021", "2021-05-03"),
                ("Datum persbericht: 3 mei 2021", "2021-05-03"),
                ("Verschenen op 3 mei 2021", "2021-05-03"),
                ("Publicatie: wo 03 april 2019 10.39 uur", "2019-04-03"),
                ("Toegevoegd op 3 mei 2021", "2021-05-03"),
                ("Datum van publicatie: 3 mei 2021", "2021-05-03"),
                (
                    "Geplaatst op 3 mei 2021, laatst bijgewerkt op 10 mei 2021",
                    "2021-05-03",
                ),
                ("Persbericht gemeente Zandwijk, 3 mei 2021", "2021-05-03"),
                ("Posted on May 3, 2021 by Redactie", "2021-05-03"),
                (
                    "Publicatiedatum: 3-5-2021 Afzender: gemeente Zandwijk",
                    "2021-05-03",
                ),
                (
                    "door Team Pers — gepubliceerd op 03-05-2021 09:05, laatst gewijzigd: 13-05-2021",
                    "2021-05-03",
                ),
                (
                    "Laatst bijgewerkt: 9 mei 2021 | Gepubliceerd: 3 mei 2021",
                    "2021-05-03",
                ),
            ],
        );
    }

    #[test]
    fn a_line_may_name_the_kind_of_release_and_the_date() {
        check(
            DateSource::TypeLine,
            &[
                ("Nieuwsbericht | 15-10-2019 | 10:00", "2019-10-15"),
                ("Persbericht, 24 augustus 2001", "2001-08-24"),
                ("Nieuws | 3 mei 2021 | Wonen", "2021-05-03"),
            ],
        );
    }

    #[test]
    fn a_line_may_hold_the_date_with_a_place_a_theme_or_an_author() {
        check(
            DateSource::Line,
            &[
                ("(22 januari 2020)", "2020-01-22"),
                ("30-10-2019 (4 jaar geleden)", "2019-10-30"),
                ("Zwolle, 5 mei 1999", "1999-05-05"),
                ("Nij Beets, woensdag 5 mei 1999", "1999-05-05"),
                ("3 mei 2021 | Leestijd: 2 minuten", "2021-05-03"),
                ("3 mei 2021 door Redactie", "2021-05-03"),
                ("Wonen | maandag 3 mei 2021", "2021-05-03"),
                ("Assen - 3 mei 2021", "2021-05-03"),
                ("’s-Hertogenbosch, 3 mei 2021", "2021-05-03"),
                ("Nieuw Zandwijk 3 mei 2021", "2021-05-03"),
            ],
        );
    }

    #[test]
    fn other_dates_are_ignored() {
        for text in [
            "Dit item is verlopen op 16-12-2017",
            "De bijeenkomst is op 3 maart 2020 in Assen",
            "Geldig tot 1 mei 2020",
            "Op zaterdag 12 juni 2021 - feest in het dorp",
            "Zaterdag 12 juni 2021, dorpshuis De Kade",
            "Het feest begint op 12 juni 2021",
        ] {
            assert_eq!(line(text), None, "{text}");
        }
    }
}
