//! Writes the evidence for a release or a quote.
//!
//! Leaves out citation formats (`output`).

use std::io::{self, Write};

use super::link::Address;
use super::quote::named;
use super::version::{changed, superseded};
use super::{FAINT, TITLE};
use crate::document::dutch_time;
use crate::present::views::EvidenceView;

/// Writes what a release or a quote rests on.
///
/// # Errors
/// The error of the writer.
pub fn write_evidence(out: &mut impl Write, evidence: &EvidenceView<'_>) -> io::Result<()> {
    if let Some(quote) = &evidence.quote {
        let words = quote.segments.iter().map(|segment| segment.text);
        let words = words.collect::<Vec<_>>().join(" … ");
        writeln!(out, "“{words}”")?;
        writeln!(out, "— {}", named(&quote.speakers))?;
    }
    let title = evidence.title.unwrap_or("(no title)");
    writeln!(out, "{TITLE}{title}{TITLE:#}")?;
    let dated = evidence.date.as_deref().unwrap_or("undated");
    let publisher = evidence.publisher.map(|name| format!(" · {name}"));
    writeln!(out, "{dated}{}", publisher.unwrap_or_default())?;
    let mut line = |name: &str, value: &str| writeln!(out, "{FAINT}{name:<9}{FAINT:#} {value}");
    line("address", &Address(evidence.url).to_string())?;
    let until = superseded(evidence.meta).map(|day| format!("replaced {day}"));
    let fate = until.or_else(|| changed(evidence.meta));
    let fate = fate.map(|fate| format!(", {fate}"));
    let number = evidence.meta.number;
    line("version", &format!("{number}{}", fate.unwrap_or_default()))?;
    let captured = dutch_time(evidence.captured).strftime("%Y-%m-%d %H:%M:%S");
    line("captured", &format!("{captured} (Amsterdam)"))?;
    line("payload", evidence.digest)?;
    match &evidence.record {
        Some(record) => line(
            "record",
            &format!(
                "{}, {} bytes from byte {}",
                record.file, record.length, record.offset
            ),
        )?,
        None => line("record", "lost (see `omroeper check`)")?,
    }
    if let Some(quote) = &evidence.quote {
        for segment in &quote.segments {
            let place = segment.place;
            line(
                "words",
                &format!("block {}, bytes {}–{}", place.block, place.start, place.end),
            )?;
        }
        line("id", &quote.id)?;
    } else {
        line("id", &format!("{}@{number}", evidence.id))?;
    }
    Ok(())
}
