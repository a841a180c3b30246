//! Writes the events of a watch as an Atom feed (RFC 4287).
//!
//! Leaves out which events the feed holds (`tell`).

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event as Xml};

use super::event::{Event, EventKind};
use super::store::Watch;

/// Returns the feed of a watch, with the newest event first. The ids of feed and entries never change.
#[must_use]
pub fn feed(watch: &Watch, events: &[Event]) -> String {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 2);
    write(&mut out, watch, events).expect("writing to memory succeeds");
    let mut xml = String::from_utf8(out.into_inner()).expect("the texts are UTF-8");
    xml.push('\n');
    xml
}

fn write(out: &mut Writer<Vec<u8>>, watch: &Watch, events: &[Event]) -> std::io::Result<()> {
    out.write_event(Xml::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let feed = out.create_element("feed");
    let feed = feed.with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    feed.write_inner_content(|out| {
        text(out, "id", &format!("urn:omroeper:watch:{}", watch.name))?;
        text(out, "title", &format!("{} — {}", watch.name, watch.query))?;
        let updated = events.iter().map(|event| event.seen).max();
        text(out, "updated", &updated.unwrap_or_default().to_string())?;
        out.create_element("author")
            .write_inner_content(|out| text(out, "name", "Omroeper"))?;
        for event in events {
            out.create_element("entry")
                .write_inner_content(|out| entry(out, event))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn entry(out: &mut Writer<Vec<u8>>, event: &Event) -> std::io::Result<()> {
    text(out, "id", &format!("urn:omroeper:event:{}", event.id))?;
    let title = event.title.as_deref().unwrap_or(&event.url);
    let title = match event.kind {
        EventKind::New => title.to_owned(),
        EventKind::Changed if event.silent => format!("Changed silently: {title}"),
        EventKind::Changed => format!("Changed: {title}"),
        EventKind::Gone if event.quote.is_some() => format!("Quote gone: {title}"),
        EventKind::Gone => format!("Gone: {title}"),
    };
    text(out, "title", &title)?;
    text(out, "updated", &event.seen.to_string())?;
    if let Some(day) = &event.published {
        text(out, "published", &format!("{day}T00:00:00Z"))?;
    }
    let publisher = event.publisher.as_deref().unwrap_or("unknown publisher");
    out.create_element("author")
        .write_inner_content(|out| text(out, "name", publisher))?;
    out.create_element("link")
        .with_attribute(("href", event.url.as_str()))
        .write_empty()?;
    out.create_element("category")
        .with_attribute(("term", kind(event.kind)))
        .write_empty()?;
    let mut summary = event.shown_text();
    if event.quote.is_some() {
        let who = event.speakers.iter().map(|speaker| {
            let parts = [&speaker.name, &speaker.role, &speaker.organisation];
            let parts = parts.into_iter().flatten().map(String::as_str);
            parts.collect::<Vec<_>>().join(", ")
        });
        let who = who.collect::<Vec<_>>().join("; ");
        summary = format!("{summary} — {who}");
    }
    text(out, "summary", &summary)
}

fn kind(kind: EventKind) -> &'static str {
    match kind {
        EventKind::New => "new",
        EventKind::Changed => "changed",
        EventKind::Gone => "gone",
    }
}

/// Writes an element with text. Characters that XML cannot hold become spaces.
fn text(out: &mut Writer<Vec<u8>>, name: &str, value: &str) -> std::io::Result<()> {
    let is_character = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    let value: String = value
        .chars()
        .map(|c| if is_character(c) { c } else { ' ' })
        .collect();
    out.create_element(name)
        .write_text_content(BytesText::new(&value))
        .map(drop)
}
