//! Reads the claims in a page's metadata: JSON-LD (schema.org), OWMS/DCTERMS, Open Graph, `<time>`.
//!
//! Leaves out weighing one claim against another.

use std::sync::LazyLock;

use scraper::{ElementRef, Html, Node, Selector};
use serde_json::Value;

use super::regions::Regions;
use crate::document::{DateSource, PublisherEvidence};
use crate::extract::draft::Claims;
use crate::extract::fields::dates;
use crate::extract::fields::kind::kind_of;
use crate::extract::normalize::normalize;

/// Longest paragraph, in bytes, in which a `<time>` can be the date of publication.
const DATE_LINE: usize = 120;

static ELEMENTS: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse(r#"html, title, meta, time[datetime], span[itemprop="datePublished"][content], script[type="application/ld+json"]"#)
        .expect("a valid selector")
});

/// Returns all claims of the page. Titles are ordered by trust, the most trusted first. `dates`
/// weighs the dates.
pub(super) fn harvest(dom: &Html, regions: &Regions<'_>) -> Claims {
    let mut claims = Claims::default();
    let mut document_titles = Vec::new();
    let mut times = Vec::new();
    for element in dom.select(&ELEMENTS) {
        match element.value().name() {
            "html" => claims.language = element.attr("lang").and_then(language_code),
            "title" => document_titles.push(normalize(&element.text().collect::<String>())),
            "meta" => meta(&mut claims, element),
            "script" => json_ld(&mut claims, &element.text().collect::<String>()),
            "time" => times.extend(time(&mut claims, element, regions)),
            _ => claims.publish(
                element.attr("content").unwrap_or_default(),
                DateSource::Meta,
            ),
        }
    }
    claims.titles.append(&mut document_titles);
    claims.published.extend(times);
    claims
}

fn language_code(tag: &str) -> Option<String> {
    let code = tag
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    (code.len() == 2).then_some(code)
}

/// Returns the date of a `<time datetime>` if it can be the date of publication.
///
/// It cannot be in a list of other items, within a sentence, or after words that mark it as another
/// date. The date of a change goes to `claims.modified` instead.
fn time(
    claims: &mut Claims,
    element: ElementRef<'_>,
    regions: &Regions<'_>,
) -> Option<(String, DateSource)> {
    let elsewhere = element.ancestors().filter_map(ElementRef::wrap).any(|a| {
        matches!(a.value().name(), "aside" | "nav" | "footer" | "li" | "a")
            || regions.at(*a, a.value()).is_some()
    });
    let about = element
        .value()
        .classes()
        .chain(element.attr("itemprop"))
        .any(|c| c.to_ascii_lowercase().contains("modif") || c == "updated");
    let (before, line) = beside(element);
    let written = (element.attr("datetime")?.to_owned(), DateSource::Time);
    if dates::is_of_change(&before) {
        claims.modified.push(written);
        return None;
    }
    (!elsewhere && !about && line <= DATE_LINE && !dates::is_of_something_else(&before))
        .then_some(written)
}

/// Returns the words right before an element in the block that holds it, and the length of that
/// block's text.
fn beside(element: ElementRef<'_>) -> (String, usize) {
    let inline = |e: &ElementRef<'_>| {
        matches!(
            e.value().name(),
            "span" | "em" | "strong" | "small" | "b" | "i" | "time"
        )
    };
    let Some(block) = element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .find(|a| !inline(a))
    else {
        return (String::new(), 0);
    };
    let mut before = String::new();
    for node in block
        .descendants()
        .take_while(|node| node.id() != element.id())
    {
        if let Node::Text(text) = node.value() {
            before.push_str(text);
        }
    }
    // Only the words right before the element are about it.
    let near: String = before.chars().rev().take(60).collect();
    let line = if matches!(block.value().name(), "p" | "li" | "td") {
        block.text().map(str::len).sum()
    } else {
        0
    };
    (near.chars().rev().collect(), line)
}

fn meta(claims: &mut Claims, element: ElementRef<'_>) {
    let Some(name) = element
        .attr("property")
        .or_else(|| element.attr("name"))
        .or_else(|| element.attr("itemprop"))
    else {
        return;
    };
    let Some(content) = element
        .attr("content")
        .map(normalize)
        .filter(|c| !c.is_empty())
    else {
        return;
    };
    match name.to_ascii_lowercase().as_str() {
        "og:title" | "dcterms.title" | "dc.title" | "twitter:title" | "dcterms:title" => {
            claims.titles.push(content);
        }
        "og:site_name" => claims.site_names.push(content),
        "article:published_time"
        | "datepublished"
        | "og:article:published_time"
        | "pubdate"
        | "publicationdate"
        | "publish-date"
        | "publication_date" => {
            claims.publish(content, DateSource::Meta);
        }
        "dcterms.issued" | "dcterms.available" | "dcterms:issued" | "dcterms:available"
        | "dc.date.issued" | "dcterms.created" | "dcterms:created" | "dcterms.date"
        | "dcterms:date" | "dc.date" => {
            claims.publish(period_start(&content), DateSource::Dcterms);
        }
        "article:modified_time"
        | "dcterms.modified"
        | "dcterms:modified"
        | "datemodified"
        | "og:updated_time" => {
            claims.modified.push((content, DateSource::Meta));
        }
        "dcterms.creator" | "dcterms:creator" | "dc.creator" | "overheid.authority" => {
            claims.publishers.push((content, PublisherEvidence::Meta));
        }
        "dcterms.type" | "dcterms:type" | "dc.type" => {
            claims.kind = claims.kind.or_else(|| kind_of(&content));
        }
        "dcterms.language" | "dcterms:language" => claims.language = language_code(&content),
        "article:tag" | "dcterms.subject" | "dcterms:subject" => claims.tags.push(content),
        "keywords" => claims.tags.extend(
            content
                .split([',', ';'])
                .map(normalize)
                .filter(|t| !t.is_empty()),
        ),
        _ => {}
    }
}

/// Returns the start of an OWMS period (`start=2019-10-15; end=…; scheme=W3C-DTF;`), or `content`
/// itself if it is a bare date.
fn period_start(content: &str) -> &str {
    content
        .split(';')
        .find_map(|part| part.trim().strip_prefix("start="))
        .unwrap_or(content)
}

/// Types of schema.org that are an article or hold one.
const ARTICLES: &[&str] = &[
    "NewsArticle",
    "Article",
    "BlogPosting",
    "ReportageNewsArticle",
    "PressRelease",
    "GovernmentService",
    "Report",
];

fn json_ld(claims: &mut Claims, text: &str) {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return;
    };
    let mut nodes = Vec::new();
    gather(&value, &mut nodes, 0);
    let is = |node: &Value, types: &[&str]| match &node["@type"] {
        Value::String(t) => types.contains(&t.as_str()),
        Value::Array(many) => many
            .iter()
            .any(|t| t.as_str().is_some_and(|t| types.contains(&t))),
        _ => false,
    };
    let article = nodes.iter().find(|n| is(n, ARTICLES)).or_else(|| {
        nodes
            .iter()
            .find(|n| is(n, &["WebPage"]) && n["datePublished"].is_string())
    });
    for site in nodes.iter().filter(|n| is(n, &["WebSite"])) {
        claims
            .site_names
            .extend(site["name"].as_str().map(normalize));
    }
    let Some(article) = article else { return };
    let field = |name: &str| {
        article[name]
            .as_str()
            .map(normalize)
            .filter(|s| !s.is_empty())
    };
    claims
        .titles
        .splice(0..0, field("headline").or_else(|| field("name")));
    if let Some(date) = field("datePublished") {
        claims.publish(date, DateSource::JsonLd);
    }
    if let Some(date) = field("dateModified") {
        claims.modified = vec![(date, DateSource::JsonLd)];
    }
    for who in [&article["publisher"], &article["sourceOrganization"]] {
        let many = who
            .as_array()
            .map_or(std::slice::from_ref(who), Vec::as_slice);
        for one in many {
            // A publisher may be a reference to another node of the graph.
            let node = one["@id"]
                .as_str()
                .and_then(|id| {
                    nodes
                        .iter()
                        .find(|n| n["@id"] == id && n["name"].is_string())
                })
                .copied()
                .unwrap_or(one);
            claims.publishers.extend(
                node["name"]
                    .as_str()
                    .or(one.as_str())
                    .map(|name| (normalize(name), PublisherEvidence::Meta)),
            );
        }
    }
    for tags in [&article["keywords"], &article["articleSection"]] {
        match tags {
            Value::String(list) => claims
                .tags
                .extend(list.split(',').map(normalize).filter(|t| !t.is_empty())),
            Value::Array(list) => claims
                .tags
                .extend(list.iter().filter_map(Value::as_str).map(normalize)),
            _ => {}
        }
    }
    if let Some(body) = article["articleBody"].as_str() {
        claims.article_body = Some(body.to_owned());
    }
}

/// Gathers every object of a JSON-LD document that has a type, outer objects first, at most eight
/// levels deep.
fn gather<'a>(value: &'a Value, nodes: &mut Vec<&'a Value>, depth: usize) {
    if depth > 8 {
        return;
    }
    match value {
        Value::Array(many) => many.iter().for_each(|v| gather(v, nodes, depth + 1)),
        Value::Object(map) => {
            if map.contains_key("@type") {
                nodes.push(value);
            }
            map.values()
                .filter(|v| v.is_object() || v.is_array())
                .for_each(|v| gather(v, nodes, depth + 1));
        }
        _ => {}
    }
}
