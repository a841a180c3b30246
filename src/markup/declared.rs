//! Finds the address that a page declares: `rel=canonical`, `og:url`, or a browser's saved-from
//! note.
//!
//! Leaves out addresses from outside the page, such as a WARC record's target URI or a file's path,
//! which `archive` adds.

use url::Url;

use super::tags::{MarkupKind, attribute, next_markup, raw_text_end};

/// Returns the absolute address that the page declares. `base` is the address of the page, if
/// known.
///
/// Declarations are tried in this order: `<link rel=canonical>`, `<meta property=og:url>`, `<!--
/// saved from url=(n)… -->`. The root of a site is ignored: some sites declare it on every page,
/// which would merge all their releases into one.
#[must_use]
pub fn declared_url(html: &str, base: Option<&Url>) -> Option<String> {
    let (mut open_graph, mut saved_from) = (None, None);
    let mut at = 0;
    while let Some(markup) = next_markup(html, at) {
        at = markup.range.end;
        let text = &html[markup.range];
        match markup.kind {
            MarkupKind::Start(name) if name.eq_ignore_ascii_case("link") => {
                let canonical =
                    attribute(text, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                if let Some(url) = canonical
                    .then(|| attribute(text, "href"))
                    .flatten()
                    .and_then(|href| page(href, base))
                {
                    return Some(url);
                }
            }
            MarkupKind::Start(name)
                if name.eq_ignore_ascii_case("meta") && open_graph.is_none() =>
            {
                let property = attribute(text, "property").or_else(|| attribute(text, "name"));
                if property == Some("og:url") {
                    open_graph = attribute(text, "content").and_then(|content| page(content, base));
                }
            }
            MarkupKind::Start(name)
                if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") =>
            {
                at = raw_text_end(html, at, name);
            }
            MarkupKind::Start(name) if name.eq_ignore_ascii_case("body") => break,
            MarkupKind::Comment if saved_from.is_none() => saved_from = saved_from_note(text),
            _ => {}
        }
    }
    open_graph.or(saved_from)
}

/// Reads `<!-- saved from url=(0031)https://… -->`, which browsers write into saved pages.
fn saved_from_note(comment: &str) -> Option<String> {
    let (_, rest) = comment.split_once("saved from url=(")?;
    let (_, url) = rest.split_once(')')?;
    page(url.trim_end_matches('>').trim_end_matches('-').trim(), None)
}

fn page(href: &str, base: Option<&Url>) -> Option<String> {
    let href = href.trim().replace("&amp;", "&");
    let url = match base {
        Some(base) => base.join(&href).ok()?,
        None => Url::parse(&href).ok()?,
    };
    let is_page =
        matches!(url.scheme(), "http" | "https") && (url.path() != "/" || url.query().is_some());
    is_page.then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_declaration_wins() {
        let page = r#"<!-- saved from url=(0024)https://c.nl/nieuws/drie --><meta property="og:url" content="https://b.nl/twee"><link rel="canonical" href="https://a.nl/een?x=1&amp;y=2">"#;
        assert_eq!(
            declared_url(page, None).as_deref(),
            Some("https://a.nl/een?x=1&y=2")
        );
        let without_link = &page[..page.find("<link").expect("it is there")];
        assert_eq!(
            declared_url(without_link, None).as_deref(),
            Some("https://b.nl/twee")
        );
        let note_only = &page[..page.find("<meta").expect("it is there")];
        assert_eq!(
            declared_url(note_only, None).as_deref(),
            Some("https://c.nl/nieuws/drie")
        );
    }

    #[test]
    fn a_declared_site_root_is_ignored() {
        let page = r#"<link rel=canonical href="https://a.nl/">"#;
        assert_eq!(declared_url(page, None), None);
        let base = Url::parse("https://a.nl/nieuws/een").expect("a URL");
        assert_eq!(
            declared_url("<link rel=canonical href=/nieuws/een>", Some(&base)).as_deref(),
            Some("https://a.nl/nieuws/een")
        );
        assert_eq!(
            declared_url("<link rel=canonical href=/nieuws/een>", None),
            None
        );
    }

    #[test]
    fn declarations_in_scripts_and_bodies_do_not_count() {
        let page = r#"<script>x='<link rel=canonical href="https://a.nl/nep">'</script><body><link rel=canonical href="https://a.nl/laat">"#;
        assert_eq!(declared_url(page, None), None);
    }
}
