//! Reads dates whose parts stand on lines or in cells of their own: a label above its date, the leaf of a calendar, the
//! row of the title.
//!
//! Leaves out dates on one line (`line`).

use super::labels::{has_label_of_publication, is_label_of_publication};
use super::line::{DateLine, date_line};
use super::{Dates, parse};
use crate::document::{BlockKind, DateSource, DateStamp, Precision};
use crate::extract::draft::{CapturedOn, Draft, RawBlock};

/// Longest row, in bytes, that holds a date with its label.
const ROW: usize = 120;

/// Returns the date of the leaf of a calendar whose last line is block `at`: *14*, *mei 2003*.
pub(super) fn leaf(draft: &Draft, at: usize, captured: CapturedOn) -> Option<DateStamp> {
    let day = &draft.blocks.get(at.checked_sub(1)?)?.text;
    if !is_day_of_month(day) {
        return None;
    }
    let whole = format!("{day} {}", draft.blocks[at].text);
    let found = parse::find(&whole, captured.0).into_iter().next()?.ok()?;
    let is_whole = found.precision == Precision::Day && found.range == (0..whole.len());
    is_whole.then(|| found.stamp(DateSource::Line))
}

/// Returns the dates in the row of the title or above it: *Nieuwe brug | 12-03-2009*, *Nummer 99/171 | Zandwijk, 18
/// november 1999*.
pub(super) fn dates_in_rows(
    draft: &Draft,
    title: usize,
    captured: CapturedOn,
    dates: &mut Dates,
) -> Vec<DateStamp> {
    // Several rows are a list of other releases.
    let is_row = |at: &usize| draft.blocks[*at].kind == BlockKind::TableRow;
    let above = title.checked_sub(1).filter(is_row);
    let is_alone = title.checked_sub(2).is_none_or(|before| !is_row(&before));
    let above = above.filter(|at| is_alone && draft.blocks[*at].linked == 0);
    let rows = above.into_iter().chain([title]);
    let rows = rows.map(|at| &draft.blocks[at]);
    let cells = rows.filter_map(|row| row.first_cell());
    let mut found = Vec::new();
    for cell in cells.flat_map(|(left, right)| [left, right]) {
        let line = date_of_cell(cell, captured, dates).filter(|line| !line.of_change);
        found.extend(line.map(|line| line.stamp));
    }
    found
}

/// Returns the date behind its label in one part of a row near the title: *Wonen | Gepubliceerd op 3 mei 2022 Leestijd: 2
/// minuten*.
pub(super) fn labelled_cell(
    block: &RawBlock,
    near: bool,
    captured: CapturedOn,
    dates: &mut Dates,
) -> Option<DateLine> {
    let is_row = near
        && block.kind != BlockKind::TableRow
        && block.linked == 0
        && block.text.len() <= ROW
        && block.first_cell().is_some();
    let cells = is_row.then(|| block.text.split(" | "));
    let cells = cells.into_iter().flatten();
    cells
        .filter(|cell| has_label_of_publication(cell))
        .find_map(|cell| date_of_cell(cell, captured, dates))
}

/// Reads a cell near the title as a line of its own.
fn date_of_cell(cell: &str, captured: CapturedOn, dates: &mut Dates) -> Option<DateLine> {
    let cell = RawBlock::new(BlockKind::Paragraph, cell.to_owned());
    date_line(&cell, captured, true, dates)
}

fn is_day_of_month(line: &str) -> bool {
    line.len() <= 2 && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the lines of a date on line `at`, if another part of it stands above: its label *Gepubliceerd op:*, or the
/// day of a leaf.
pub(super) fn lines_of(draft: &Draft, at: usize) -> Vec<usize> {
    let above = at.checked_sub(1).filter(|above| {
        let text = &draft.blocks[*above].text;
        is_label_of_publication(text) || is_day_of_month(text)
    });
    above.map_or_else(Vec::new, |above| vec![above, at])
}
