//! A query as a feed, Atom (RFC 4287) or JSON Feed: the newest releases that it finds.
//!
//! Leaves out the feeds of watches, which also tell what changed (`watch`).

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::asked::Asked;
use super::site::{PageError, Site};
use crate::present::views::{AnswerView, HitView};
use crate::search::{Paging, Sort, Synonyms};

/// Number of entries.
const ENTRIES: usize = 50;

/// Returns the newest releases that a query finds, as Atom.
pub(super) fn releases(site: &Site, asked: &Asked) -> Result<Response, PageError> {
    let query = asked.query()?;
    let engine = site.engine()?;
    let answer = engine
        .search(&query, Synonyms::of_program())?
        .top(&newest())?;
    let typed = asked.get("q").unwrap_or("Omroeper");
    let view = AnswerView::of(typed, &answer);
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 2);
    write(&mut out, &view, asked).expect("writing to memory succeeds");
    let atom = HeaderValue::from_static("application/atom+xml; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, atom)], out.into_inner()).into_response())
}

/// Returns the newest releases that a query finds, as JSON Feed (version 1.1).
pub(super) fn json(site: &Site, asked: &Asked) -> Result<Response, PageError> {
    let query = asked.query()?;
    let engine = site.engine()?;
    let answer = engine
        .search(&query, Synonyms::of_program())?
        .top(&newest())?;
    let view = AnswerView::of(asked.get("q").unwrap_or("Omroeper"), &answer);
    let items = view.hits.iter().map(|hit| {
        serde_json::json!({
            "id": format!("urn:omroeper:release:{}", hit.id),
            "url": super::text::source(hit.url, None),
            "title": hit.title,
            "content_text": hit.snippet.text,
            "date_published": hit.date.as_ref().map(|day| format!("{day}T00:00:00Z")),
            "authors": hit.publisher.map(|name| vec![serde_json::json!({ "name": name })]),
        })
    });
    let feed = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": format!("Omroeper: {}", view.query),
        "items": items.collect::<Vec<_>>(),
    });
    let kind = HeaderValue::from_static("application/feed+json");
    Ok(([(header::CONTENT_TYPE, kind)], feed.to_string()).into_response())
}

fn newest() -> Paging {
    Paging {
        sort: Sort::Date,
        limit: ENTRIES,
        ..Paging::default()
    }
}

fn write(out: &mut Writer<Vec<u8>>, view: &AnswerView<'_>, asked: &Asked) -> std::io::Result<()> {
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let feed = out.create_element("feed");
    feed.with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .write_inner_content(|out| {
            let question = asked.with("formaat", "").with("taal", "").query_string();
            text(out, "id", &format!("urn:omroeper:zoeken:{question}"))?;
            text(out, "title", &format!("Omroeper: {}", view.query))?;
            let newest = view.hits.iter().map(|hit| hit.meta.captured).max();
            text(out, "updated", &newest.unwrap_or_default().to_string())?;
            out.create_element("author")
                .write_inner_content(|out| text(out, "name", "Omroeper"))?;
            for hit in &view.hits {
                out.create_element("entry")
                    .write_inner_content(|out| entry(out, hit))?;
            }
            Ok(())
        })?;
    Ok(())
}

fn entry(out: &mut Writer<Vec<u8>>, hit: &HitView<'_>) -> std::io::Result<()> {
    text(out, "id", &format!("urn:omroeper:release:{}", hit.id))?;
    text(out, "title", hit.title.unwrap_or(hit.url))?;
    text(out, "updated", &hit.meta.captured.to_string())?;
    if let Some(day) = &hit.date {
        text(out, "published", &format!("{day}T00:00:00Z"))?;
    }
    let publisher = hit.publisher.unwrap_or("afzender onbekend");
    out.create_element("author")
        .write_inner_content(|out| text(out, "name", publisher))?;
    if let Some(href) = super::text::source(hit.url, None) {
        out.create_element("link")
            .with_attribute(("href", href.as_str()))
            .write_empty()?;
    }
    text(out, "summary", hit.snippet.text)
}

/// Writes an element of text, without what XML cannot hold.
fn text(out: &mut Writer<Vec<u8>>, name: &str, text: &str) -> std::io::Result<()> {
    let allowed: String = text
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    out.create_element(name)
        .write_text_content(BytesText::new(&allowed))?;
    Ok(())
}
