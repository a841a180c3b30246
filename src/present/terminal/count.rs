//! Writes counts: by the values of a field, and by period with bars.
//!
//! Leaves out pictures (`svg`).

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{FAINT, TITLE};
use crate::present::views::{FacetView, TimelineView};

/// Most columns of a bar.
const LONGEST: usize = 60;

/// Colors of the values that split a bar.
const COLORS: [AnsiColor; 6] = [
    AnsiColor::Blue,
    AnsiColor::Yellow,
    AnsiColor::Green,
    AnsiColor::Magenta,
    AnsiColor::Cyan,
    AnsiColor::Red,
];

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
    let most = periods.iter().map(|period| period.count).max().unwrap_or(0);
    let digits = most.to_string().len();
    let label = periods.first().map_or(0, |period| period.period.len());
    let room = width.map(|width| width.saturating_sub(label + digits + 5).clamp(10, LONGEST));
    for period in periods {
        write!(out, "{}  {:>digits$}", period.period, period.count)?;
        match room {
            Some(room) if timeline.values.is_empty() => {
                let bar = bar(period.count, most, room);
                let space = if bar.is_empty() { "" } else { "  " };
                write!(out, "{space}{bar}")?;
            }
            Some(room) => {
                let mut space = "  ";
                for (n, value) in timeline.values.iter().enumerate() {
                    let count = period.split.get(value.as_str()).copied().unwrap_or(0);
                    let (style, bar) = (color(n), bar(count, most, room));
                    if !bar.is_empty() {
                        write!(out, "{space}{style}{bar}{style:#}")?;
                        space = "";
                    }
                }
            }
            None => {
                for value in timeline.values {
                    let count = period.split.get(value.as_str()).copied().unwrap_or(0);
                    write!(out, "  {count:>digits$}")?;
                }
            }
        }
        writeln!(out)?;
    }
    if !timeline.values.is_empty() {
        let values = timeline.values.iter().enumerate().map(|(n, value)| {
            let style = color(n);
            let sign = if room.is_some() { "█ " } else { "" };
            format!("{style}{sign}{style:#}{value}")
        });
        writeln!(out, "{}", values.collect::<Vec<_>>().join("  "))?;
    }
    Ok(())
}

fn color(n: usize) -> Style {
    COLORS[n % COLORS.len()].on_default()
}

/// Returns a bar for `count`, in eighths of a column; `room` columns stand for `most`.
fn bar(count: u64, most: u64, room: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let all = (count as f64 / most.max(1) as f64 * 8.0 * room as f64).round() as usize;
    // What is counted is seen.
    let all = all.max(usize::from(count > 0));
    "█".repeat(all / 8) + EIGHTHS[all % 8]
}
