//! Finds the dates on which a release was published and changed.
//!
//! Leaves out dates that the text is about: a wrong date is worse than no date.

mod event;
mod labels;
mod line;
mod machine;
mod opening;
mod parse;
mod parts;
mod url;

use jiff::civil::Date;

use crate::document::{BlockKind, DateSource, DateStamp, Precision};
use crate::extract::draft::{CapturedOn, Draft, RawBlock, Region};
use labels::{MODIFIED, is_about_event, is_label_of_publication};
pub(in crate::extract) use labels::{is_of_change, is_of_something_else};
pub(in crate::extract) use line::stands_alone;
use line::{DateLine, date_line, sentence_of_publication};
pub(in crate::extract) use machine::machine_date;
use opening::opening_date;
use parts::{dates_in_rows, labelled_cell, leaf, lines_of};
use url::url_date;

/// Number of days that a date may be later than the capture: embargoes and time zones.
const AHEAD_DAYS: i64 = 2;

/// Most letters beside the date on a line that says only when and where a release appeared.
const BESIDE_DATE: usize = 24;

/// Most letters beside a month on such a line: *Column van de burgemeester - mei 2022* is a title.
const BESIDE_MONTH: usize = 16;

/// Longest line, in bytes, of a place and a date.
const SIGNED: usize = 80;

/// Longest line, in bytes, that tells among other facts when a page was changed.
const CHANGED: usize = 160;

/// Number of blocks before and behind a bare label of a date among which another fact of the release stands.
const FACTS: usize = 6;

/// Most lines between a title and a label of publication above the text: who wrote it, its section, tools.
const HEAD: usize = 14;

/// Most lines of the teaser of another release between its title, a link, and its date.
const TEASER: usize = 2;

/// Number of blocks below the text among which its date stands.
const BELOW: usize = 6;

/// Letters of the longest weekday, *donderdag*.
const WEEKDAY: usize = 9;

/// First year in which government sites existed. Earlier dates are implausible.
const FIRST_YEAR: i16 = 1994;

/// The dates that were read from a draft.
#[derive(Debug, Default)]
pub(in crate::extract) struct Dates {
    pub(in crate::extract) published: Option<DateStamp>,
    pub(in crate::extract) modified: Option<DateStamp>,
    /// Index of the block from which the date of publication was read, if it was read from a block.
    pub(in crate::extract) shown: Option<usize>,
    /// Indices of the blocks that hold only a date line.
    pub(in crate::extract) lines: Vec<usize>,
    /// Texts that look like a date but are invalid or implausible.
    pub(in crate::extract) bad: Vec<String>,
}

impl Dates {
    /// Drops a date of publication whose year was inferred from the time of capture. A file may be
    /// years older than its capture.
    pub(in crate::extract) fn drop_inferred_year(&mut self) {
        let is_inferred = |stamp: &DateStamp| stamp.precision == Precision::Inferred;
        if self.published.as_ref().is_some_and(is_inferred) {
            (self.published, self.shown) = (None, None);
            self.lines.clear();
        }
    }
}

/// Weighs all dates of the page. Metadata comes before text, and lines near `title` before other
/// lines.
pub(in crate::extract) fn date(
    draft: &Draft,
    title: Option<usize>,
    url: &str,
    captured: CapturedOn,
) -> Dates {
    let mut dates = Dates::default();
    let mut candidates: Vec<(DateStamp, Option<usize>)> = Vec::new();
    candidates.extend(dates_of_metadata(draft, &mut dates).map(|stamp| (stamp, None)));
    dates.modified = draft
        .claims
        .modified
        .iter()
        .find_map(|(written, source)| machine_date(written, *source));
    let top = title.unwrap_or(draft.body.start);
    for (at, block) in draft.blocks.iter().enumerate() {
        let in_head = || {
            let above = draft.blocks.get(top + 1..at).unwrap_or_default();
            above.len() <= HEAD
                && (labels::has_label_of_publication(&block.text)
                    || labels::is_of_creation(&block.text))
                && !above.iter().any(is_running)
        };
        let near = at + 3 >= top && at <= top + 4 || at > top && in_head();
        let is_labelled = near && labels::has_label_of_publication(&block.text);
        if matches!(block.region, Region::Tail(_)) && at > top + 2 && !is_labelled {
            continue;
        }
        let in_body = draft.body.contains(&at);
        // `Gepubliceerd op: 3 mei 2021` right below the text
        let sentence = || sentence_of_publication(&block.text, captured);
        let below = at >= draft.body.end
            && at < draft.body.end + BELOW
            && (labels::has_label_of_publication(&block.text) || sentence().is_some());
        if !near
            && !in_body
            && !below
            && (block.text.len() > 120 || !MODIFIED.is_match(&block.text))
        {
            continue;
        }
        if let Some(stamp) = sentence() {
            dates.lines.push(at);
            candidates.push((stamp, Some(at)));
            continue;
        }
        if let Some(stamp) = near.then(|| leaf(draft, at, captured)).flatten() {
            dates.lines.push(at);
            candidates.push((stamp, Some(at)));
            continue;
        }
        let cell = labelled_cell(block, near, captured, &mut dates);
        let Some(line) = cell.or_else(|| date_line(block, captured, near, &mut dates)) else {
            continue;
        };
        if line.of_change {
            dates.modified = dates.modified.take().or(Some(line.stamp));
        } else if is_of_publication(draft, at, top, near, &line) {
            dates.lines.push(at);
            candidates.push((line.stamp, Some(at)));
        }
    }
    if let Some(first) = draft.blocks[draft.body.clone()]
        .iter()
        .find(|b| b.level == 0 && b.text.len() > 120)
    {
        candidates.extend(opening_date(&first.text, captured).map(|stamp| (stamp, None)));
    }
    if let Some(title) = title {
        let found = dates_in_rows(draft, title, captured, &mut dates).into_iter();
        candidates.extend(found.map(|stamp| (stamp, None)));
    }
    if candidates.is_empty()
        && let Some((stamp, at)) = closing_date(draft, captured)
    {
        dates.lines.push(at);
        candidates.push((stamp, Some(at)));
    }
    candidates.extend(url_date(url).map(|stamp| (stamp, None)));
    if let Some((shown, at)) = date_of_facts(draft, captured) {
        // Metadata may hold the day on which the site was built.
        candidates
            .retain(|(stamp, _)| stamp.source != DateSource::Meta || stamp.date <= shown.date);
        candidates.push((shown, Some(at)));
    }
    drop_dates_of_change(draft, captured, &mut candidates);
    drop_dates_of_creation(draft, &mut candidates);
    let plausible = |(stamp, _): &(DateStamp, Option<usize>)| {
        let ahead = (stamp.date - captured.0).get_days();
        i64::from(ahead) <= AHEAD_DAYS && stamp.date.year() >= FIRST_YEAR
    };
    let rejected = candidates
        .iter()
        .filter(|c| !plausible(c))
        .map(|(c, _)| c.date.to_string());
    dates.bad.extend(rejected);
    candidates.retain(plausible);
    candidates.sort_by_key(|(stamp, at)| doubt(stamp, *at, top));
    choose(draft, &mut dates, &candidates);
    dates
}

/// Takes the first of the sorted `candidates` as the date of publication, and keeps the lines that show it.
fn choose(draft: &Draft, dates: &mut Dates, candidates: &[(DateStamp, Option<usize>)]) {
    let Some((published, shown)) = candidates.first() else {
        dates.lines.clear();
        return;
    };
    // A line with another date belongs to the text.
    let gives_it = |line: &usize| {
        let mut read = candidates.iter();
        read.any(|(stamp, at)| *at == Some(*line) && is_same(stamp, published))
    };
    dates.lines.retain(gives_it);
    dates
        .lines
        .extend(shown.iter().flat_map(|at| lines_of(draft, *at)));
    (dates.published, dates.shown) = (Some(published.clone()), *shown);
}

/// Whether a line shows the date of publication, perhaps without its year: *ma 3 maart, 14:05*.
fn is_same(shown: &DateStamp, published: &DateStamp) -> bool {
    let day = |date: Date| (date.month(), date.day());
    let is_inferred = shown.precision == Precision::Inferred;
    shown.date == published.date || is_inferred && day(shown.date) == day(published.date)
}

/// Returns the dates of publication in the metadata, and notes what is no date.
fn dates_of_metadata<'d>(
    draft: &'d Draft,
    dates: &'d mut Dates,
) -> impl Iterator<Item = DateStamp> + 'd {
    let claims = draft.claims.published.iter();
    claims.filter_map(|(written, source)| {
        let stamp = machine_date(written, *source);
        // A `<time>` element may hold words instead of a date.
        if stamp.is_none() && *source != DateSource::Time {
            dates.bad.push(written.trim().to_owned());
        }
        stamp
    })
}

/// Drops the dates of metadata that a line of the page calls the day of the last change, if the page has an earlier date.
fn drop_dates_of_change(
    draft: &Draft,
    captured: CapturedOn,
    candidates: &mut Vec<(DateStamp, Option<usize>)>,
) {
    let is_metadata = |stamp: &DateStamp| stamp.source < DateSource::Label;
    let Some(earliest) = candidates.iter().map(|(stamp, _)| stamp.date).min() else {
        return;
    };
    if !candidates
        .iter()
        .any(|(stamp, _)| is_metadata(stamp) && stamp.date > earliest)
    {
        return;
    }
    let lines = draft.blocks.iter().map(|block| block.text.as_str());
    let of_change: Vec<Date> = lines
        .filter(|line| line.len() <= CHANGED)
        .filter_map(|line| {
            let change = MODIFIED.find(line)?;
            let behind = &line[change.end()..];
            Some(
                parse::find(behind, captured.0)
                    .into_iter()
                    .next()?
                    .ok()?
                    .date,
            )
        })
        .collect();
    candidates.retain(|(stamp, _)| {
        !is_metadata(stamp) || stamp.date == earliest || !of_change.contains(&stamp.date)
    });
}

/// Drops the days on which the text was made, if another line says when it was published: *Aangemaakt: 2 mei 2022*,
/// *Gepubliceerd: 3 mei 2022*.
fn drop_dates_of_creation(draft: &Draft, candidates: &mut Vec<(DateStamp, Option<usize>)>) {
    let text = |at: &Option<usize>| at.map(|at| draft.blocks[at].text.as_str());
    if candidates
        .iter()
        .any(|(_, at)| text(at).is_some_and(labels::has_label_of_publication))
    {
        candidates.retain(|(_, at)| !text(at).is_some_and(labels::is_of_creation));
    }
}

/// Returns a key by which dates are sorted, the likeliest date of publication first. `at` is the line of the date, and
/// `top` the title. A full date comes before a month, a surer source before another, and a line near the title before one
/// below. Of dates that are alike in all this, the earliest is the likeliest.
fn doubt(stamp: &DateStamp, at: Option<usize>, top: usize) -> impl Ord + use<> {
    (
        stamp.precision == Precision::Month,
        stamp.source,
        at.is_some_and(|at| at > top + 4),
        stamp.precision == Precision::Inferred,
        at.is_some_and(|at| at.abs_diff(top) > 1),
        // The dates of other releases stand behind that of this one.
        at.filter(|at| *at > top + 4),
        stamp.date,
    )
}

/// Returns the date behind the only label of a date of publication on the page: *Datum publicatie* and *3-5-2022*, in a
/// list or a table of facts beside the text. Among the facts of a press release, a bare *Datum* is one.
fn date_of_facts(draft: &Draft, captured: CapturedOn) -> Option<(DateStamp, usize)> {
    let rows = draft.blocks.iter().enumerate();
    let is_of_release = |at: usize| {
        let around = at.saturating_sub(FACTS)..draft.blocks.len().min(at + FACTS);
        let facts = &draft.blocks[around];
        facts
            .iter()
            .any(|block| labels::is_fact_of_release(&block.text))
            && !facts.iter().any(|block| is_about_event(&block.text))
    };
    let is_label = |at: usize, label: &str| {
        is_label_of_publication(label) || labels::is_bare_label(label) && is_of_release(at)
    };
    let facts = rows.filter_map(|(at, block)| {
        // `Datum persbericht | 3-5-2022`
        if let Some((label, value)) = block.first_cell() {
            return is_label(at, label).then_some((at, value));
        }
        let below = draft.blocks.get(at + 1)?;
        is_label(at, &block.text).then_some((at + 1, below.text.as_str()))
    });
    // `Nieuws` may be a label, and is a section of the site more often.
    let mut facts = facts.filter(|(_, value)| is_only_date(value));
    let (at, value) = facts.next()?;
    // Each page of a letter may repeat it.
    let is_only = facts.all(|(_, other)| other == value);
    let found = parse::find(value, captured.0).into_iter().next()?.ok()?;
    is_only.then(|| (found.stamp(DateSource::Label), at))
}

/// Returns the date under the text, as letters have it: `Zandwijk, 12-3-2009`, or alone right below its last paragraph.
/// There is none if the page has several such lines.
fn closing_date(draft: &Draft, captured: CapturedOn) -> Option<(DateStamp, usize)> {
    let blocks = &draft.blocks;
    let end = draft.body.end.min(blocks.len());
    let is_alone = |at: usize| {
        let is_link = |next: &RawBlock| next.is_mostly_link();
        at + 1 >= end
            && is_only_date(&blocks[at].text)
            && at.checked_sub(1).is_some_and(|above| is_running(&blocks[above]))
            // The title of another item
            && !blocks.get(at + 1).is_some_and(is_link)
    };
    let is_behind = end < blocks.len() && is_alone(end);
    let body = draft.body.start..end + usize::from(is_behind);
    let signed = |at: usize| {
        let block = &blocks[at];
        let text = block.text.as_str();
        let fits = block.list.is_none() && block.linked == 0 && block.region == Region::Content;
        if !fits || text.len() > SIGNED {
            return None;
        }
        let found = parse::find(text, captured.0).into_iter().next()?.ok()?;
        let place = line::is_place(&text[..found.range.start]) && text.len() == found.range.end;
        ((place || is_alone(at)) && found.precision == Precision::Day)
            .then(|| (found.stamp(DateSource::Line), at))
    };
    let below = body.skip_while(|&at| !is_running(&draft.blocks[at]));
    let mut lines = below.filter_map(signed);
    lines.next().filter(|_| lines.next().is_none())
}

/// Whether a line is a date with its kind of document or place: `Persbericht, 3 mei 2022`.
pub(in crate::extract) fn is_date_line(text: &str) -> bool {
    beside_date(text)
        .is_some_and(|(letters, day)| letters <= if day { BESIDE_DATE } else { BESIDE_MONTH })
}

/// Whether a line says only when something was published: *Geplaatst door de redactie op dinsdag 3 mei 2022*.
pub(in crate::extract) fn is_line_of_publication(text: &str) -> bool {
    let is_sentence = || sentence_of_publication(text, CapturedOn(Date::constant(1900, 1, 1)));
    text.len() <= SIGNED
        && labels::has_label_of_publication(text)
        && beside_date(text).is_some_and(|(_, day)| day)
        || is_sentence().is_some()
}

/// Whether a line is a day, and at most its weekday: `do. 12 mrt. 2009`.
pub(in crate::extract) fn is_only_date(text: &str) -> bool {
    beside_date(text).is_some_and(|(letters, day)| day && letters <= WEEKDAY)
}

/// Whether a line holds a day with its year.
pub(in crate::extract) fn has_day(text: &str) -> bool {
    beside_date(text).is_some_and(|(_, day)| day)
}

/// Returns how many letters stand beside the first date of a line, and whether that date is a day.
fn beside_date(text: &str) -> Option<(usize, bool)> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    // A year of two digits is read as one before the capture. Here any year will do, so the capture is far ahead.
    let first = parse::find(text, Date::constant(2093, 1, 1))
        .into_iter()
        .next();
    let found = first?.ok()?;
    let beside = [&text[..found.range.start], &text[found.range.end..]];
    let beside = beside.iter().flat_map(|part| part.chars());
    let letters = beside.filter(|c| c.is_alphabetic()).count();
    let day = matches!(found.precision, Precision::Day | Precision::Minute);
    Some((letters, day))
}

/// Whether the date on line `at` can be that of publication, by what stands around it. `top` is the
/// title, and `near` says that the line is near it.
fn is_of_publication(draft: &Draft, at: usize, top: usize, near: bool, line: &DateLine) -> bool {
    let block = &draft.blocks[at];
    // The lines around it, up to running text.
    let before = draft.blocks[..at].iter().rev();
    let after = draft.blocks.get(at + 1..).unwrap_or_default().iter();
    let is_line = |block: &&RawBlock| !is_running(block) && block.level != 1;
    let of_event = before
        .take_while(is_line)
        .take(3)
        .chain(after.take_while(is_line).take(3))
        .any(|block| is_about_event(&block.text));
    // Running text between the title and the line: a lead at most, or the line belongs to the text.
    let above = draft.blocks.get(top + 1..at).unwrap_or_default();
    let running = above.iter().filter(|block| is_running(block)).count();
    let label = at
        .checked_sub(1)
        .map(|above| draft.blocks[above].text.as_str());
    if !line.labeled && label.is_some_and(is_label_of_publication) {
        return true;
    }
    if !line.labeled && label.is_some_and(|label| label.len() <= 30 && is_of_something_else(label))
    {
        return false;
    }
    if !line.labeled && (event::is_of_event(draft, at) || event::is_of_chronicle(draft, at)) {
        return false;
    }
    // A menu, a bar of tools or a page header above the title may show another date.
    if block.region == Region::Frame && at < top {
        return false;
    }
    let is_title_of_other = |other: &RawBlock| other.level > 0 && other.is_mostly_link();
    let lines_above = &draft.blocks[at.saturating_sub(TEASER)..at];
    if !near && lines_above.iter().any(is_title_of_other) {
        return false;
    }
    if line.labeled && !line.bare {
        return block.kind != BlockKind::TableRow || !of_event;
    }
    // `12-03-2009 | bericht 4527` right below the title, and no list of dates
    let is_first_row = at == top + 1
        && !draft
            .blocks
            .get(at + 1)
            .is_some_and(|next| has_day(&next.text));
    let in_table = block.kind == BlockKind::TableRow && !line.bare && !is_first_row;
    if !near || of_event || in_table {
        return false;
    }
    if running == 0 {
        return block.list.is_none() || line.stamp.precision != Precision::Inferred;
    }
    let introduced = draft.blocks[at - 1].text.ends_with(':');
    running == 1
        && !introduced
        && block.list.is_none()
        && block.kind != BlockKind::Heading
        && !line.bare
        && matches!(line.stamp.precision, Precision::Day | Precision::Minute)
}

fn is_running(block: &RawBlock) -> bool {
    block.region == Region::Content && block.level == 0 && block.text.len() > 80
}
