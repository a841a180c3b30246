//! Writes counts: by the values of a field, and by period with bars.
//!
//! Leaves out pictures (`svg`).

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{FAINT, TITLE};
use crate::present::views::{FacetView, TimelinePeriodView, TimelineView};

/// Most columns of a bar.
const LONGEST: usize = 60;

/// Colors and fillings of the values that split a bar; the last is for all others.
const FILLINGS: [(AnsiColor, char); 7] = [
    (AnsiColor::Blue, '█'),
    (AnsiColor::Yellow, '▓'),
    (AnsiColor::Green, '▒'),
    (AnsiColor::Magenta, '╬'),
    (AnsiColor::Cyan, '#'),
    (AnsiColor::Red, '+'),
    (AnsiColor::White, '░'),
];

/// What the releases with none of the values are called.
const OTHERS: &str = "(others)";

/// Writes how many releases have each value of a field.
///
/// # Errors
/// The error of the writer.
pub fn write_facet(out: &mut impl Write, facet: &FacetView<'_>) -> io::Result<()> {
    writeln!(out, "{TITLE}{}{TITLE:#}", facet.field)?;
    let values = facet.values.iter().map(|value| value.count);
    let digits = values
        .max()
        .unwrap_or(0)
        .max(facet.without)
        .to_string()
        .len();
    for value in &facet.values {
        writeln!(out, "  {:>digits$}  {}", value.count, value.value)?;
    }
    let more = facet.distinct - facet.values.len();
    if more > 0 {
        writeln!(out, "  {FAINT}{:>digits$}  and {more} more{FAINT:#}", "")?;
    }
    if facet.without > 0 {
        writeln!(
            out,
            "  {FAINT}{:>digits$}  without one{FAINT:#}",
            facet.without
        )?;
    }
    Ok(())
}

/// Writes a line for each period: its name, its count, and with a `width` in columns a bar.
///
/// # Errors
/// The error of the writer.
pub fn write_timeline(
    out: &mut impl Write,
    timeline: &TimelineView<'_>,
    width: Option<usize>,
) -> io::Result<()> {
    let periods = &timeline.periods;
    let parts = |period: &TimelinePeriodView<'_>| -> Vec<u64> {
        let values = timeline.values.iter();
        let counts = values.map(|value| period.split.get(value.as_str()).copied().unwrap_or(0));
        counts.chain(std::iter::once(period.others)).collect()
    };
    let is_split = !timeline.values.is_empty();
    let longest = |period: &TimelinePeriodView<'_>| {
        if is_split {
            parts(period).iter().sum()
        } else {
            period.count
        }
    };
    let most = periods.iter().map(longest).max().unwrap_or(0);
    let digits = periods.iter().map(|period| period.count).max();
    let digits = digits.unwrap_or(0).to_string().len();
    let label = periods.first().map_or(0, |period| period.period.len());
    let room = width.map(|width| width.saturating_sub(label + digits + 5).clamp(10, LONGEST));
    let names = timeline.values.iter().map(String::as_str);
    let names: Vec<&str> = names.chain(std::iter::once(OTHERS)).collect();
    if is_split && room.is_none() {
        writeln!(out, "{:label$}  {:>digits$}  {}", "", "", names.join("  "))?;
    }
    for period in periods {
        write!(out, "{}  {:>digits$}", period.period, period.count)?;
        match room {
            Some(room) if !is_split => {
                let bar = bar(period.count, most, room);
                let space = if bar.is_empty() { "" } else { "  " };
                write!(out, "{space}{bar}")?;
            }
            Some(room) => {
                let mut space = "  ";
                for (n, count) in parts(period).into_iter().enumerate() {
                    let length = (count as f64 / most.max(1) as f64 * room as f64).floor();
                    let length = (length as usize).max(usize::from(count > 0));
                    let (style, filling) = filling(n, names.len());
                    if length > 0 {
                        let bar = filling.to_string().repeat(length);
                        write!(out, "{space}{style}{bar}{style:#}")?;
                        space = "";
                    }
                }
            }
            None if is_split => {
                for (count, name) in parts(period).into_iter().zip(&names) {
                    write!(out, "  {count:>width$}", width = name.chars().count())?;
                }
            }
            None => {}
        }
        writeln!(out)?;
    }
    if is_split && room.is_some() {
        for (n, name) in names.iter().enumerate() {
            let (style, filling) = filling(n, names.len());
            writeln!(out, "{style}{filling}{style:#} {name}")?;
        }
    }
    Ok(())
}

/// Returns the color and the filling of a value, of which there are `count`.
fn filling(n: usize, count: usize) -> (Style, char) {
    let last = FILLINGS.len() - 1;
    let (color, filling) = FILLINGS[if n + 1 == count { last } else { n % last }];
    (color.on_default(), filling)
}

/// Returns a bar for `count`, in eighths of a column; `room` columns stand for `most`.
fn bar(count: u64, most: u64, room: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let all = (count as f64 / most.max(1) as f64 * 8.0 * room as f64).round() as usize;
    // What is counted is seen.
    let all = all.max(usize::from(count > 0));
    "█".repeat(all / 8) + EIGHTHS[all % 8]
}
