//! Reads the claims in a page's metadata: JSON-LD (schema.org), OWMS/DCTERMS, Open Graph, `<time>`.
//!
//! Leaves out weighing one claim against another.

use std::collections::HashSet;
use std::sync::LazyLock;

use ego_tree::NodeRef;
use scraper::{ElementRef, Html, Node, Selector};
use serde_json::Value;

use super::elements::{holds_heading, is_inline as is_inline_element};
use super::regions::Regions;
use crate::document::{DateSource, PublisherEvidence, canonical_url};
use crate::dutch::words::FIRST_NAMES;
use crate::extract::draft::Claims;
use crate::extract::fields::dates;
use crate::extract::fields::kind::kind_of;
use crate::extract::normalize::normalize;
use crate::markup::lenient_json;

/// Longest name of a site, in bytes.
const SITE_NAME: usize = 80;

static ELEMENTS: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse(r#"html, title, h1, meta, link[rel="canonical"], time[datetime], a[href="/"], h1 a[href], a.logo[href], span[itemprop="datePublished"][content], script[type="application/ld+json"]"#)
        .expect("a valid selector")
});

/// Returns all claims of the page at `url`. Titles are ordered by trust, the most trusted first.
/// `dates` weighs the dates.
pub(super) fn harvest(dom: &Html, regions: &Regions<'_>, url: &str) -> Claims {
    let mut claims = Claims::default();
    let mut page = PageNames {
        addresses: vec![canonical_url(url)],
        titles: Vec::new(),
    };
    let mut document_titles = Vec::new();
    let (mut times, mut scripts, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for element in dom.select(&ELEMENTS) {
        let words = || normalize(&element.text().collect::<String>());
        match element.value().name() {
            "html" => claims.language = element.attr("lang").and_then(language_code),
            "title" => document_titles.push(words()),
            "h1" => page.titles.push(words()),
            "link" => page
                .addresses
                .extend(element.attr("href").map(canonical_url)),
            "meta" => meta(&mut claims, element),
            "script" => scripts.push(element),
            "time" => {
                wrong.extend(shown_otherwise(element).and(element.attr("datetime")));
                let is_beside = is_beside_title(element);
                times.extend(time(&mut claims, element, regions).map(|time| (time, is_beside)));
            }
            "a" => claims.site_names.extend(name_of_site(element)),
            _ => claims.publish(
                element.attr("content").unwrap_or_default(),
                DateSource::Meta,
            ),
        }
    }
    page.titles
        .extend(claims.titles.iter().chain(&document_titles).cloned());
    for script in scripts {
        json_ld(&mut claims, &script.text().collect::<String>(), &page);
    }
    claims.titles.append(&mut document_titles);
    // The day that a page says and does not show may be that of an import, for its metadata too.
    let day = |written: &str| Some(dates::machine_date(written, DateSource::Meta)?.date);
    let is_wrong = |written: &str| wrong.iter().any(|wrong| day(wrong) == day(written));
    claims.published.retain(|(written, _)| !is_wrong(written));
    // The date beside the title is that of the page, others may be of other items.
    let is_shown = times.iter().any(|(_, is_beside)| *is_beside);
    times.retain(|(_, is_beside)| *is_beside || !is_shown);
    claims
        .published
        .extend(times.into_iter().map(|(time, _)| time));
    claims
}

/// Number of elements around a date among which the card of another item is looked for.
const CARD: usize = 4;

/// The addresses and titles of a page, by which JSON-LD about it is known.
struct PageNames {
    /// Canonical.
    addresses: Vec<String>,
    titles: Vec<String>,
}

impl PageNames {
    /// Whether a title is that of the page: most of the words of one are in the other.
    fn are_of(&self, title: &str) -> bool {
        let words = |text: &str| -> HashSet<String> {
            text.replace("&amp;", "&")
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect()
        };
        let claimed = words(title);
        self.titles.iter().any(|title| {
            let own = words(title);
            let shared = claimed.intersection(&own).count();
            shared * 3 > 2 * claimed.len().min(own.len()) && shared > 0
        })
    }
}

/// Returns the words or the picture's text of a link to the root of the site, which is mostly the name of the site.
fn name_of_site(link: ElementRef<'_>) -> Option<String> {
    let address = link.attr("href")?;
    let path = address.split_once("://").map_or(address, |(_, rest)| {
        rest.find('/').map_or("", |slash| &rest[slash..])
    });
    let words = || normalize(&link.text().collect::<String>());
    let picture = || {
        let pictures = link.descendants().filter_map(ElementRef::wrap);
        let mut texts = pictures.filter_map(|picture| picture.attr("alt"));
        texts.next().map(normalize)
    };
    let name = Some(words())
        .filter(|words| !words.is_empty())
        .or_else(picture);
    name.filter(|name| matches!(path, "" | "/") && (4..=SITE_NAME).contains(&name.len()))
}

fn language_code(tag: &str) -> Option<String> {
    let code = tag
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    (code.len() == 2).then_some(code)
}

/// Whether the title of the page stands in the elements right around an element.
fn is_beside_title(element: ElementRef<'_>) -> bool {
    let around = element.ancestors().filter(|node| node.value().is_element());
    around.take(3).any(holds_heading)
}

/// Whether an element is the card of another item: it has a heading that leads elsewhere, and not the title.
fn is_card(element: ElementRef<'_>) -> bool {
    let leads_on = |heading: NodeRef<'_, Node>| {
        let is_link =
            |node: NodeRef<'_, Node>| node.value().as_element().is_some_and(|e| e.name() == "a");
        heading.descendants().any(is_link) || heading.ancestors().take(2).any(is_link)
    };
    let is_heading = |node: &NodeRef<'_, Node>| {
        let element = node.value().as_element();
        element.is_some_and(|e| matches!(e.name(), "h2" | "h3" | "h4" | "h5" | "h6"))
    };
    !holds_heading(*element) && element.descendants().filter(is_heading).any(leads_on)
}

/// Returns the date of a `<time datetime>` if it can be the date of publication.
///
/// It cannot be in a list of other items, in the header of the site, in a table, within a sentence,
/// or after words that mark it as another date. The date of a change goes to `claims.modified`
/// instead.
fn time(
    claims: &mut Claims,
    element: ElementRef<'_>,
    regions: &Regions<'_>,
) -> Option<(String, DateSource)> {
    // On a page with a title, an article without it is another item.
    let titled = element
        .tree()
        .root()
        .descendants()
        .any(|node| node.value().as_element().is_some_and(|e| e.name() == "h1"));
    // The names of elements right around the title say nothing about the date beside it.
    let beside_title = is_beside_title(element);
    let around = element.ancestors().filter_map(ElementRef::wrap);
    let around = around.take_while(|a| !matches!(a.value().name(), "main" | "body"));
    let in_card = titled && around.take(CARD).any(is_card);
    let elsewhere = in_card
        || element.ancestors().filter_map(ElementRef::wrap).any(|a| {
            let name = a.value().name();
            matches!(name, "aside" | "nav" | "footer" | "li" | "a" | "td")
                || name == "header" && !holds_heading(*a)
                || name == "article" && titled && !holds_heading(*a)
                || a.attr("itemtype")
                    .is_some_and(|kind| kind.ends_with("Event"))
                || !beside_title && regions.at(*a, a.value()).is_some()
        });
    let about = element
        .value()
        .classes()
        .chain(element.attr("itemprop"))
        .map(str::to_ascii_lowercase)
        .any(|c| {
            [
                "modif",
                "updated",
                "startdate",
                "enddate",
                "event",
                "doortime",
            ]
            .iter()
            .any(|word| c.contains(word))
        });
    let (before, after) = line_around(element);
    let said = element.attr("datetime")?;
    let written = shown_otherwise(element).unwrap_or_else(|| said.to_owned());
    let written = (written, DateSource::Time);
    if dates::is_of_change(&before) {
        claims.modified.push(written);
        return None;
    }
    // `Redactie regio`, the date and `Laatste update: 15 mrt 2023` beside the title
    let writer = before
        .split_once(": ")
        .filter(|(label, _)| names_writer(label))
        .map_or(before.as_str(), |(_, writer)| writer);
    let is_byline = beside_title
        && before.len() <= BYLINE
        && !writer.contains(['.', ':', '!', '?'])
        && !dates::is_of_something_else(&before)
        && (after.is_empty() || after.starts_with(char::is_uppercase))
        && (names_writer(&before) || dates::is_of_change(&after));
    let is_stated = element.attr("itemprop") == Some("datePublished");
    let is_own = is_stated || is_byline || dates::stands_alone(&before, &after);
    (!elsewhere && !about && is_own).then_some(written)
}

/// Whether words name who wrote a page, and not where something takes place: *Redactie regio*, *Ina Smit*.
fn names_writer(words: &str) -> bool {
    const WRITERS: [&str; 5] = [
        "redactie",
        "webredactie",
        "nieuwsredactie",
        "door",
        "auteur",
    ];
    let first = words.split(' ').next().unwrap_or_default();
    FIRST_NAMES.contains(first) || WRITERS.contains(&first.to_lowercase().as_str())
}

/// Longest words, in bytes, before the date beside a title: who wrote the page.
const BYLINE: usize = 40;

/// Returns what a `<time>` element shows, if that is another day than its `datetime` says.
fn shown_otherwise(element: ElementRef<'_>) -> Option<String> {
    let shown = normalize(&element.text().collect::<String>());
    let day = |text: &str| Some(dates::machine_date(text, DateSource::Time)?.date);
    let differs = dates::is_only_date(&shown) && day(element.attr("datetime")?)? != day(&shown)?;
    differs.then_some(shown)
}

/// Returns the words before and after an element on its line.
fn line_around(element: ElementRef<'_>) -> (String, String) {
    let is_inline = |node: NodeRef<'_, Node>| match node.value() {
        Node::Element(e) => is_inline_element(e.name()),
        Node::Text(_) => true,
        _ => false,
    };
    let words = |node: NodeRef<'_, Node>| -> String {
        node.descendants()
            .filter_map(|inner| inner.value().as_text().map(|text| &**text))
            .collect()
    };
    let (mut before, mut after) = (String::new(), String::new());
    let mut at: NodeRef<'_, Node> = *element;
    loop {
        for node in at.prev_siblings().take_while(|node| is_inline(*node)) {
            before.insert_str(0, &words(node));
        }
        for node in at.next_siblings().take_while(|node| is_inline(*node)) {
            after.push_str(&words(node));
        }
        match at.parent() {
            Some(parent) if is_inline(parent) => at = parent,
            _ => return (normalize(&before), normalize(&after)),
        }
    }
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

fn json_ld(claims: &mut Claims, text: &str, page: &PageNames) {
    let Some(value) = lenient_json(text) else {
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
    let article = nodes
        .iter()
        .filter(|n| is(n, ARTICLES))
        .find(|n| is_of_page(n, page))
        .or_else(|| {
            nodes.iter().find(|n| {
                is(n, &["WebPage"]) && n["datePublished"].is_string() && is_of_page(n, page)
            })
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

/// Whether an article in JSON-LD is that of the page: by its address, or by its title. An article
/// without either is that of the page.
fn is_of_page(article: &Value, page: &PageNames) -> bool {
    let main = &article["mainEntityOfPage"];
    let addresses = [&article["url"], &article["@id"], main, &main["@id"]];
    let addresses: Vec<String> = addresses
        .iter()
        .filter_map(|address| address.as_str())
        .filter(|address| address.starts_with("http"))
        .map(canonical_url)
        .collect();
    if addresses
        .iter()
        .any(|address| page.addresses.contains(address))
    {
        return true;
    }
    let title = article["headline"].as_str().or(article["name"].as_str());
    match title.map(normalize).filter(|title| !title.is_empty()) {
        Some(title) => page.titles.is_empty() || page.are_of(&title),
        // A page without an address of its own may not agree with any.
        None => addresses.is_empty() || page.addresses.iter().all(|own| own.starts_with("file:")),
    }
}

/// Lists of other items.
const LISTS: &[&str] = &[
    "itemListElement",
    "hasPart",
    "mentions",
    "citation",
    "comment",
];

/// Gathers every object of a JSON-LD document that has a type, outer objects first, at most eight
/// levels deep. Leaves out lists of other items.
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
            map.iter()
                .filter(|(name, v)| {
                    (v.is_object() || v.is_array()) && !LISTS.contains(&name.as_str())
                })
                .for_each(|(_, v)| gather(v, nodes, depth + 1));
        }
        _ => {}
    }
}
