//! Writes quotes, each with its words, speaker, date, release and URL.
//!
//! Leaves out whole releases.

use std::io::{self, Write};

use anstyle::Style;
use jiff::civil::Date;

use super::link::Address;
use super::official::period;
use super::version::{captured_later, replaced};
use super::wrap::{TextLayout, write_marked};
use super::{FAINT, TITLE, counted};
use crate::document::QuoteKind;
use crate::present::views::{QuoteView, QuotesView, SpeakerView, SpeakersView};

/// Confidence from which it is not told.
const SURE: u8 = 90;

/// Writes the quotes of an answer.
///
/// `width` is the width of the terminal in columns; `None` disables wrapping.
///
/// # Errors
/// The error of the writer.
pub fn write_quotes(
    out: &mut impl Write,
    answer: &QuotesView<'_>,
    width: Option<usize>,
) -> io::Result<()> {
    let digits = answer.quotes.last();
    let digits = digits.map_or(1, |quote| quote.rank.to_string().len());
    for (n, quote) in answer.quotes.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        write!(out, "{:>digits$}. ", quote.rank)?;
        write_quote(out, quote, answer.as_of, digits + 2, width)?;
    }
    Ok(())
}

/// Writes the speakers of an answer, each with the quote that matches best.
///
/// # Errors
/// The error of the writer.
pub fn write_speakers(
    out: &mut impl Write,
    answer: &SpeakersView<'_>,
    width: Option<usize>,
) -> io::Result<()> {
    for (n, group) in answer.groups.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        let name = group.speaker.unwrap_or("(speaker not named)");
        let quotes = counted(group.quotes, "quote");
        let period = period(group.period);
        writeln!(
            out,
            "{TITLE}{name}{TITLE:#} {FAINT}· {quotes}{period}{FAINT:#}"
        )?;
        write!(out, "   ")?;
        write_quote(out, &group.best, None, 3, width)?;
    }
    Ok(())
}

/// Writes a quote. The first line continues the current one; the others are indented.
fn write_quote(
    out: &mut impl Write,
    quote: &QuoteView<'_>,
    as_of: Option<Date>,
    indent: usize,
    width: Option<usize>,
) -> io::Result<()> {
    let indent = " ".repeat(indent);
    let layout = TextLayout {
        style: Style::new(),
        indent: &indent,
        width,
    };
    // A fragment says little without its sentence.
    if quote.kind == QuoteKind::Direct {
        let (words, marks) = words(quote);
        write_marked(out, &words, &marks, layout)?;
    } else {
        write_marked(out, quote.context.text, &quote.context.marks, layout)?;
    }
    let sure = if (1..SURE).contains(&quote.confidence) {
        format!(" · {} % sure", quote.confidence)
    } else {
        String::new()
    };
    let speakers = named(&quote.speakers);
    writeln!(out, "{indent}— {speakers}{FAINT}{sure}{FAINT:#}")?;
    let dated = quote.date.clone().unwrap_or_else(|| "undated".to_owned());
    let about: Vec<String> = std::iter::once(dated)
        .chain(quote.publisher.map(str::to_owned))
        .chain(replaced(quote.meta, &[]))
        .chain(captured_later(quote.meta, as_of))
        .chain(quote.title.map(str::to_owned))
        .collect();
    let about = about.join(" · ");
    write!(out, "{indent}")?;
    write_marked(
        out,
        &about,
        &[],
        TextLayout {
            style: FAINT,
            ..layout
        },
    )?;
    writeln!(
        out,
        "{indent}{FAINT}{} · {}{FAINT:#}",
        Address(quote.url),
        quote.id
    )
}

/// Returns the words of a quote between quotation marks, and the byte ranges that match.
fn words(quote: &QuoteView<'_>) -> (String, Vec<[usize; 2]>) {
    let (mut words, mut marks) = ("“".to_owned(), Vec::new());
    for (n, segment) in quote.segments.iter().enumerate() {
        if n > 0 {
            words.push_str(" … ");
        }
        let start = words.len();
        marks.extend(segment.marks.iter().map(|mark| mark.map(|at| at + start)));
        words.push_str(segment.text);
    }
    words.push('”');
    (words, marks)
}

/// Returns the speakers on one line, each with office, body and party.
pub(super) fn named(speakers: &[SpeakerView<'_>]) -> String {
    let one = |speaker: &SpeakerView<'_>| {
        let parts = [speaker.name, speaker.role, speaker.organisation];
        let whole = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let of_party = speaker.party.map(|name| format!(" ({name})"));
        whole + &of_party.unwrap_or_default()
    };
    if speakers.is_empty() {
        return "speaker not named".to_owned();
    }
    speakers.iter().map(one).collect::<Vec<_>>().join("; ")
}
