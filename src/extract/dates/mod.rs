//! When a release was published, and when it was changed.
//!
//! Leaves out dates that the text speaks of: a wrong date is worse than none.

mod parse;

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use regex::Regex;

use super::draft::{CapturedOn, Draft, RawBlock};
use crate::document::{DateSource, DateStamp, Precision, dutch_time};

/// Words before a date that say it is that of publication.
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:geplaatst|gepubliceerd|uitgegeven|uitgiftedatum|verschenen|aangemaakt|toegevoegd|verzonden|ingezonden|publicatie ?datum|datum van (?:publicatie|uitgifte|plaatsing)|publicatie|pleatst|(?:pers|nieuws)?bericht|nieuws|datum(?: nieuwsfeit| publicatie| (?:pers|nieuws)?bericht)?|d\.d\.|online sinds)",
        r"\s*(?:op|op:|van|d\.d\.|:|,|\|)?\s*"
    ))
    .expect("a valid pattern")
});

/// Words that say a date is something else's.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)gewijzigd|verlopen|verloopt|geldig|bijgewerkt|aangepast|update|tot en met|t/m|vanaf|sluit")
        .expect("a valid pattern")
});

/// Words that say a date is that of a change.
static MODIFIED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:laatst(?:e)? )?(?:gewijzigd|bijgewerkt|aangepast|update)").expect("a valid pattern")
});

/// Days of the week, as alternatives of a pattern.
const WEEKDAYS: &str = "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag";

/// What may stand around a date on a line of its own.
static AROUND: LazyLock<Regex> = LazyLock::new(|| {
    let line = [
        r"(?i)^[\s(\[,|:./•·–-]*(?:(?:",
        WEEKDAYS,
        r"|ma|di|wo|do|vr|za|zo|moandei|tiisdei|woansdei|tongersdei|freed|sneon|snein)\b\.?,?)?",
        r"[\s)\],|:./•·–-]*(?:\(?\d+ (?:jaar|maanden|dagen|weken) geleden\)?)?[\s)\]|]*(?:europe/amsterdam)?$",
    ];
    Regex::new(&line.concat()).expect("a valid pattern")
});

/// Where a release was given out, before the date.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    let place = [r"^(?:['’][st][ -])?\p{Lu}[\p{L} '’-]{0,38}(?:,\s*|\s\()(?:(?:", WEEKDAYS, r")\b,?\s*)?$"];
    Regex::new(&place.concat()).expect("a valid pattern")
});

/// Kinds of item that a line may name beside the date.
static TYPE_WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:nieuwsbericht|persbericht|nieuws|toespraak|kamerstuk|kamerbrief|bericht|weblog|blog)\b\s*[|,·:–-]",
    )
    .expect("a valid pattern")
});

/// What may stand before a date beside the title, and after it: kinds, themes, places, between bars.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let before = [
        r"^(?:(?:[^.!?:|•·]{1,50}?\s*(?:[|•·/,]|\s[–—-])\s*)+|(?:['’][st][ -])?\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+){0,2}\s+)?",
        r"(?i:(?:",
        WEEKDAYS,
        r"|ma|di|wo|do|vr|za|zo)\.?,?\s*)?$",
    ];
    Regex::new(&before.concat()).expect("a valid pattern")
});
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:(?:[|•·/]|[–—-]\s)\s*[^.!?|•·]{1,60}|\s?door\s[^.!?]{1,50})*$").expect("a valid pattern")
});

/// Words with which a line says when something happens.
const PREPOSITIONS: &[&str] =
    &["op", "van", "tot", "vanaf", "in", "per", "voor", "na", "tussen", "rond", "begin", "eind", "sinds", "tijdens"];

/// Longest line, in bytes, that has other things beside the date of publication.
const MAX_ACCOMPANIED: usize = 100;

/// Days that a date may lie after its capture: embargoes and time zones.
const AHEAD_DAYS: i64 = 2;

/// Earliest year of a government site.
const FIRST_YEAR: i16 = 1994;

/// A date in a machine-readable form: ISO 8601 / RFC 3339, RFC 2822, `20191015`, or Dutch text.
///
/// An offset is converted to Europe/Amsterdam; midnight exactly is no time of day.
pub(super) fn machine_date(text: &str, source: DateSource) -> Option<DateStamp> {
    let text = text.trim();
    let zoned = text.parse::<Timestamp>().ok().or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|z| z.timestamp()));
    if let Some(timestamp) = zoned {
        return Some(stamp(dutch_time(timestamp), source));
    }
    if let Ok(local) = text.parse::<DateTime>() {
        return Some(stamp(local, source));
    }
    let whole = parse::find(text, Date::constant(1900, 1, 1)).into_iter().next()?.ok()?;
    matches!(whole.precision, Precision::Day | Precision::Minute).then(|| whole.stamp(source))
}

fn stamp(local: DateTime, source: DateSource) -> DateStamp {
    let time = Some(local.time())
        .filter(|t| *t != jiff::civil::Time::midnight())
        .map(|t| t.with().second(0).subsec_nanosecond(0).build().unwrap_or(t));
    let precision = if time.is_some() { Precision::Minute } else { Precision::Day };
    DateStamp { date: local.date(), time, precision, source }
}

/// What was decided about a draft's dates.
#[derive(Debug, Default)]
pub(super) struct Dates {
    pub(super) published: Option<DateStamp>,
    pub(super) modified: Option<DateStamp>,
    /// The block whose line gave the date of publication, where one did.
    pub(super) shown: Option<usize>,
    /// Indices of blocks that are nothing but a date line.
    pub(super) lines: Vec<usize>,
    /// What looked like a date and is none.
    pub(super) bad: Vec<String>,
}

/// Weighs all dates of the page: metadata before text, lines near `title` before others.
pub(super) fn date(draft: &Draft, title: Option<usize>, url: &str, captured: CapturedOn) -> Dates {
    let mut dates =
        Dates { modified: draft.claims.modified.clone(), bad: draft.claims.bad_dates.clone(), ..Dates::default() };
    let claimed = draft.claims.published.iter().cloned();
    let mut candidates: Vec<(DateStamp, Option<usize>)> = claimed.map(|stamp| (stamp, None)).collect();
    let top = title.unwrap_or(draft.body.start);
    for (at, block) in draft.blocks.iter().enumerate() {
        let near = at + 3 >= top && at <= top + 4;
        let in_body = draft.body.contains(&at);
        if !near && !in_body && (block.text.len() > 120 || !MODIFIED.is_match(&block.text)) {
            continue;
        }
        let Some(line) = date_line(block, captured, near, &mut dates) else { continue };
        if line.of_change {
            dates.modified = dates.modified.take().or(Some(line.stamp));
        } else if line.labelled || near && !(block.list.is_some() && line.stamp.precision == Precision::Inferred) {
            // A day without a year among items is when something happens.
            dates.lines.push(at);
            candidates.push((line.stamp, Some(at)));
        }
    }
    if let Some(first) = draft.blocks[draft.body.clone()].iter().find(|b| b.level == 0 && b.text.len() > 120) {
        candidates.extend(opening_date(&first.text, captured).map(|stamp| (stamp, None)));
    }
    candidates.extend(url_date(url).map(|stamp| (stamp, None)));
    let plausible = |(stamp, _): &(DateStamp, Option<usize>)| {
        let ahead = (stamp.date - captured.0).get_days();
        i64::from(ahead) <= AHEAD_DAYS && stamp.date.year() >= FIRST_YEAR
    };
    let rejected = candidates.iter().filter(|c| !plausible(c)).map(|(c, _)| c.date.to_string());
    dates.bad.extend(rejected);
    candidates.retain(plausible);
    // Month precision yields to a day; among equals of one source the earliest is publication.
    candidates
        .sort_by_key(|(c, _)| (c.precision == Precision::Month, c.source, c.precision == Precision::Inferred, c.date));
    if let Some((stamp, shown)) = candidates.into_iter().next() {
        (dates.published, dates.shown) = (Some(stamp), shown);
    }
    dates
}

struct DateLine {
    stamp: DateStamp,
    labelled: bool,
    /// Whether it is the date of a change.
    of_change: bool,
}

/// Reads a block that is nothing but a date, with or without a label; `near` the title other things may
/// stand beside it.
fn date_line(block: &RawBlock, captured: CapturedOn, near: bool, dates: &mut Dates) -> Option<DateLine> {
    let text = block.text.as_str();
    if text.len() > 160 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let found = parse::find(text, captured.0).into_iter().next()?;
    let label = PUBLISHED.find(text);
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
    let of_change = MODIFIED.is_match(before);
    if let Some(change) = MODIFIED.find(after).filter(|_| label.is_some() && !of_change) {
        // `Geplaatst op 3 mei 2021, laatst bijgewerkt op 10 mei 2021`
        if let Some(Ok(changed)) = parse::find(&after[change.end()..], captured.0).into_iter().next() {
            dates.modified.get_or_insert(changed.stamp(DateSource::Label));
        }
        after = &after[..change.start()];
    }
    let kind = TYPE_WORD.find(before);
    let rest = label.or(kind).map_or(before, |m| before.get(m.end()..).unwrap_or_default());
    let alone = AROUND.is_match(after) && (AROUND.is_match(rest) || is_place(rest));
    let accompanied = near
        && text.len() <= MAX_ACCOMPANIED
        && matches!(found.precision, Precision::Day | Precision::Minute)
        && !OTHER.is_match(text)
        && !rest.split(' ').next().is_some_and(|word| PREPOSITIONS.contains(&word.to_lowercase().as_str()))
        && BEFORE.is_match(rest)
        && AFTER.is_match(after);
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
    Some(DateLine { stamp: found.stamp(source), labelled: source != DateSource::Line, of_change })
}

/// Whether `words` before a date make it that of a change.
pub(super) fn is_of_change(words: &str) -> bool {
    MODIFIED.is_match(words)
}

/// Whether a line's date is that of a change, of an expiry, of an event.
pub(super) fn is_of_something_else(line: &str) -> bool {
    OTHER.is_match(line)
}

/// `Zwolle, ` or `Zwolle, woensdag ` before a date.
fn is_place(text: &str) -> bool {
    PLACE.is_match(text)
}

/// `22 september 2014 - ` and `Zwolle, 5 mei 1999 – ` before the first sentence.
fn opening_date(text: &str, captured: CapturedOn) -> Option<DateStamp> {
    let head = &text[..text.floor_char_boundary(60)];
    let found = parse::find(head, captured.0).into_iter().next()?.ok()?;
    let before = &text[..found.range.start];
    let dash = text[found.range.end..].trim_start_matches([')', ']']).trim_start();
    let opens = AROUND.is_match(before) || is_place(before);
    let parted = dash.starts_with(['-', '–', '—', '|']) || dash.starts_with(". ") && is_place(before);
    (opens && parted && found.precision != Precision::Inferred).then(|| found.stamp(DateSource::Lead))
}

static IN_PATH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d{1,2}|[a-z]{3,9})(?:[/-](?P<d>\d{1,2}))?(?:[/-]|$)")
        .expect("a valid pattern")
});

/// `/2019/03/04/`, `/2022/oktober/15/`, `/2019-03-04-…`.
fn url_date(url: &str) -> Option<DateStamp> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest.trim_start_matches(|c| c != '/'));
    let c = IN_PATH.captures(path)?;
    let month = &c["m"];
    let written = if month.bytes().all(|b| b.is_ascii_digit()) {
        format!("{}-{:0>2}-{:0>2}", &c["y"], month, c.name("d").map_or("01", |d| d.as_str()))
    } else {
        format!("{} {month} {}", c.name("d").map_or("1", |d| d.as_str()), &c["y"])
    };
    let found = parse::find(&written, Date::constant(1900, 1, 1)).into_iter().next()?.ok()?;
    let precision = if c.name("d").is_some() { Precision::Day } else { Precision::Month };
    Some(DateStamp { date: found.date, time: None, precision, source: DateSource::Url })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPTURED: CapturedOn = CapturedOn(Date::constant(2022, 1, 1));

    fn line(text: &str) -> Option<(String, DateSource)> {
        let block = RawBlock::new(crate::document::BlockKind::Paragraph, text.to_owned());
        date_line(&block, CAPTURED, true, &mut Dates::default()).map(|l| (l.stamp.date.to_string(), l.stamp.source))
    }

    #[test]
    fn date_lines_are_known_by_their_labels() {
        for (text, date, source) in [
            ("Geplaatst op: woensdag 3 februari 2021", "2021-02-03", DateSource::Label),
            ("Gepubliceerd op 12 november 2019", "2019-11-12", DateSource::Label),
            ("Gepubliceerd op: 28 mei 2019 13:00", "2019-05-28", DateSource::Label),
            ("Nieuwsbericht | 15-10-2019 | 10:00", "2019-10-15", DateSource::TypeLine),
            ("Persbericht, 24 augustus 2001", "2001-08-24", DateSource::TypeLine),
            ("Datum nieuwsfeit: 11-07-2000", "2000-07-11", DateSource::Label),
            ("d.d. 5 juni 2001", "2001-06-05", DateSource::Label),
            ("(22 januari 2020)", "2020-01-22", DateSource::Line),
            ("30-10-2019 (4 jaar geleden)", "2019-10-30", DateSource::Line),
            ("Zwolle, 5 mei 1999", "1999-05-05", DateSource::Line),
            ("Nij Beets, woensdag 5 mei 1999", "1999-05-05", DateSource::Line),
            ("Nieuwsbericht van 3 mei 2021", "2021-05-03", DateSource::Label),
            ("Persbericht d.d. 3 mei 2021", "2021-05-03", DateSource::Label),
            ("Datum persbericht: 3 mei 2021", "2021-05-03", DateSource::Label),
            ("Verschenen op 3 mei 2021", "2021-05-03", DateSource::Label),
            ("Publicatie: wo 03 april 2019 10.39 uur", "2019-04-03", DateSource::Label),
            ("Toegevoegd op 3 mei 2021", "2021-05-03", DateSource::Label),
            ("Datum van publicatie: 3 mei 2021", "2021-05-03", DateSource::Label),
            ("Geplaatst op 3 mei 2021, laatst bijgewerkt op 10 mei 2021", "2021-05-03", DateSource::Label),
            ("3 mei 2021 | Leestijd: 2 minuten", "2021-05-03", DateSource::Line),
            ("3 mei 2021 door Redactie", "2021-05-03", DateSource::Line),
            ("Wonen | maandag 3 mei 2021", "2021-05-03", DateSource::Line),
            ("Persbericht gemeente Zandwijk, 3 mei 2021", "2021-05-03", DateSource::Label),
            ("Nieuws | 3 mei 2021 | Wonen", "2021-05-03", DateSource::TypeLine),
            ("Assen - 3 mei 2021", "2021-05-03", DateSource::Line),
            ("’s-Hertogenbosch, 3 mei 2021", "2021-05-03", DateSource::Line),
            ("Nieuw Zandwijk 3 mei 2021", "2021-05-03", DateSource::Line),
        ] {
            assert_eq!(line(text), Some((date.to_owned(), source)), "{text}");
        }
    }

    #[test]
    fn dates_of_other_things_are_left_alone() {
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

    #[test]
    fn machine_dates_are_told_in_amsterdam() {
        let stamp =
            |text| machine_date(text, DateSource::Meta).map(|s| (s.date.to_string(), s.time.map(|t| t.to_string())));
        assert_eq!(stamp("2024-05-14T23:30:00Z"), Some(("2024-05-15".into(), Some("01:30:00".into()))));
        assert_eq!(stamp("2024-05-15"), Some(("2024-05-15".into(), None)));
        assert_eq!(stamp("2024-05-15 09:30:00"), Some(("2024-05-15".into(), Some("09:30:00".into()))));
        assert_eq!(stamp("Tue, 22 Sep 2015 10:00:00 +0200"), Some(("2015-09-22".into(), Some("10:00:00".into()))));
        assert_eq!(stamp("binnenkort"), None);
    }

    #[test]
    fn addresses_give_dates_of_last_resort() {
        let date = |url| url_date(url).map(|s| (s.date.to_string(), s.precision));
        assert_eq!(date("https://a.nl/2019/03/04/brug"), Some(("2019-03-04".into(), Precision::Day)));
        assert_eq!(date("https://a.nl/nieuws/2022/oktober/15/brug"), Some(("2022-10-15".into(), Precision::Day)));
        assert_eq!(date("https://a.nl/nieuws/2022/10/brug"), Some(("2022-10-01".into(), Precision::Month)));
        assert_eq!(date("https://a.nl/nieuws/brug-2022"), None);
    }
}
