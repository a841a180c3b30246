//! Writes a release: header, text, quotes, files, warnings.
//!
//! Leaves out its versions.

use std::io::{self, Write};

use super::link::Address;
use super::{FAINT, TITLE, speakers};
use crate::document::{BlockKind, Link, Reason, Release};
use crate::present::views::ReleaseView;

/// Writes a release.
///
/// # Errors
/// The error of the writer.
pub fn write_release(out: &mut impl Write, view: &ReleaseView<'_>) -> io::Result<()> {
    let release = view.release;
    write_head(out, release)?;
    write_text(out, release)?;
    write_quotes(out, release)?;
    write_files(out, release)?;
    if !release.warnings.is_empty() {
        writeln!(out)?;
    }
    for warning in &release.warnings {
        writeln!(out, "{FAINT}warning: {}{FAINT:#}", warning.detail)?;
    }
    Ok(())
}

fn write_head(out: &mut impl Write, release: &Release) -> io::Result<()> {
    writeln!(
        out,
        "{TITLE}{}{TITLE:#}",
        release.title.as_deref().unwrap_or("(no title)")
    )?;
    let published = release.published.as_ref().map(|stamp| match stamp.time {
        Some(time) => format!("{} {}", stamp.date, time.strftime("%H:%M")),
        None => stamp.date.to_string(),
    });
    let publishers = release
        .publisher
        .iter()
        .chain(&release.co_publishers)
        .map(|p| p.name.as_str());
    let listed = |words: Vec<&str>| Some(words.join(", ")).filter(|words| !words.is_empty());
    let fields = [
        ("published", published),
        (
            "modified",
            release
                .modified
                .as_ref()
                .map(|stamp| stamp.date.to_string()),
        ),
        ("publisher", listed(publishers.collect())),
        (
            "topics",
            listed(release.tags.iter().map(|tag| tag.text.as_str()).collect()),
        ),
        ("url", Some(Address(&release.url).to_string())),
        ("id", Some(release.id.to_string())),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(out, "{FAINT}{name:<10}{FAINT:#} {value}")?;
        }
    }
    Ok(())
}

fn write_text(out: &mut impl Write, release: &Release) -> io::Result<()> {
    let mut before = None;
    for block in &release.blocks {
        if !(block.kind == BlockKind::ListItem && before == Some(BlockKind::ListItem)) {
            writeln!(out)?;
        }
        before = Some(block.kind);
        match block.kind {
            BlockKind::Heading => writeln!(out, "{TITLE}{}{TITLE:#}", block.text)?,
            BlockKind::ListItem => writeln!(out, "• {}", block.text)?,
            BlockKind::BlockQuote => writeln!(out, "> {}", block.text)?,
            BlockKind::Paragraph | BlockKind::TableRow => writeln!(out, "{}", block.text)?,
        }
    }
    Ok(())
}

fn write_quotes(out: &mut impl Write, release: &Release) -> io::Result<()> {
    if release.quotes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{TITLE}Quotes{TITLE:#}")?;
    for quote in &release.quotes {
        let words: Vec<&str> = quote.segments.iter().map(|s| release.text(*s)).collect();
        let (open, close) = if quote.is_literal() {
            ("“", "”")
        } else {
            ("", "")
        };
        let said_by = speakers(&quote.speakers);
        writeln!(
            out,
            "{open}{}{close} {FAINT}— {said_by}{FAINT:#}",
            words.join(" … ")
        )?;
    }
    Ok(())
}

fn write_files(out: &mut impl Write, release: &Release) -> io::Result<()> {
    let files: Vec<&Link> = release
        .links
        .iter()
        .filter(|link| link.attachment)
        .collect();
    if !files.is_empty() {
        writeln!(out, "\n{TITLE}Files{TITLE:#}")?;
    }
    for file in files {
        let url = Address(&file.url);
        writeln!(out, "{} {FAINT}{url}{FAINT:#}", file.label)?;
    }
    Ok(())
}

/// Writes the reason for the value of each field of a release. Writes nothing if there are no
/// reasons.
///
/// # Errors
/// The error of the writer.
pub fn write_reasons(out: &mut impl Write, reasons: &[Reason]) -> io::Result<()> {
    if !reasons.is_empty() {
        writeln!(out, "\n{TITLE}Why{TITLE:#}")?;
    }
    for Reason {
        field,
        value,
        rule,
        evidence,
    } in reasons
    {
        writeln!(out, "{field}: {value}\n    {FAINT}{rule}{FAINT:#}")?;
        if let Some(evidence) = evidence {
            writeln!(out, "    {FAINT}⟵ {evidence}{FAINT:#}")?;
        }
    }
    Ok(())
}
