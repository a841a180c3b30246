//! Writes what watches tell.
//!
//! Leaves out finding it (`watch`).

use std::io::{self, Write};

use anstyle::Style;

use super::link::Address;
use super::wrap::{TextLayout, write_marked};
use super::{FAINT, TITLE};
use crate::document::dutch_time;
use crate::watch::{Event, EventKind};

/// Writes an event: what happened, to what, when it was published and seen, and the watches that found it.
///
/// `width` is the width of the terminal in columns; `None` disables wrapping.
///
/// # Errors
/// The error of the writer.
pub fn write_event(out: &mut impl Write, event: &Event, width: Option<usize>) -> io::Result<()> {
    let what = match event.kind {
        EventKind::New if event.quote.is_some() => "new quote",
        EventKind::New => "new",
        EventKind::Changed if event.silent => "changed silently",
        EventKind::Changed => "changed",
        EventKind::Gone if event.quote.is_some() => "quote gone",
        EventKind::Gone => "gone",
    };
    let layout = TextLayout {
        style: Style::new(),
        indent: "   ",
        width,
    };
    write!(out, "{what}: ")?;
    let title = event.title.as_deref().unwrap_or("(no title)");
    let bold = TextLayout {
        style: TITLE,
        ..layout
    };
    write_marked(out, title, &[], bold)?;
    let text = event.shown_text();
    if !text.is_empty() {
        write!(out, "   ")?;
        write_marked(out, &text, &[], layout)?;
    }
    if event.quote.is_some() {
        let who = event.speakers.iter().map(|speaker| {
            let parts = [&speaker.name, &speaker.role, &speaker.organisation];
            let parts = parts.into_iter().flatten().map(String::as_str);
            parts.collect::<Vec<_>>().join(", ")
        });
        let who = who.collect::<Vec<_>>().join("; ");
        let who = if who.is_empty() {
            "speaker not named"
        } else {
            &who
        };
        writeln!(out, "   — {who}")?;
    }
    let dated = event.published.as_deref();
    let dated = dated.map_or("undated".to_owned(), |day| format!("published {day}"));
    let seen = dutch_time(event.seen).strftime("%Y-%m-%d %H:%M");
    let by = event.publisher.as_ref().map(|name| format!("{name} · "));
    let by = by.unwrap_or_default();
    writeln!(out, "   {FAINT}{by}{dated} · seen {seen}{FAINT:#}")?;
    writeln!(out, "   {FAINT}{}{FAINT:#}", Address(&event.url))?;
    let watches = event.watches.join(", ");
    writeln!(out, "   {FAINT}{watches} · {}{FAINT:#}", event.id)
}
