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
/// Declarations are tried in this order: `<link rel=canonical>`, `<meta property=og:url>`, the note
/// that a browser (`saved from url=…`), `SingleFile` or the Wayback Machine wrote into the page.
/// Ignored are the root of a site, the section that holds the page, another site, and an address
/// with a placeholder: some sites declare these on every page, which would merge all their releases
/// into one.
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
                let end = raw_text_end(html, at, name);
                if saved_from.is_none() {
                    saved_from = wayback_note(&html[at..end]);
                }
                at = end;
            }
            MarkupKind::Start(name) if name.eq_ignore_ascii_case("body") => break,
            MarkupKind::Comment if saved_from.is_none() => saved_from = saved_from_note(text),
            _ => {}
        }
    }
    open_graph.or(saved_from)
}

/// Returns the text of the `<title>` of a page and of its first `<h1>`, as written. Two pages with
/// equal titles are taken for one page.
#[must_use]
pub fn page_titles(html: &str) -> String {
    let mut titles = String::new();
    let mut at = 0;
    while let Some(markup) = next_markup(html, at) {
        at = markup.range.end;
        let MarkupKind::Start(name) = markup.kind else {
            continue;
        };
        let is = |tag: &str| name.eq_ignore_ascii_case(tag);
        if is("h1") {
            let end = raw_text_end(html, at, name);
            titles.push_str(html[at..end].trim());
            break;
        }
        if is("title") || is("script") || is("style") {
            let end = raw_text_end(html, at, name);
            if is("title") {
                titles.push_str(html[at..end].trim());
                titles.push('\n');
            }
            at = end;
        }
    }
    titles
}

/// Reads `<!-- saved from url=(0031)https://… -->`, which browsers write into saved pages, and the
/// note of `SingleFile`: `Page saved with SingleFile`, `url: https://…`.
fn saved_from_note(comment: &str) -> Option<String> {
    if comment.contains("SingleFile") {
        let line = comment
            .lines()
            .find_map(|line| line.trim().strip_prefix("url:"))?;
        return page(line.trim(), None);
    }
    let (_, rest) = comment.split_once("saved from url=(")?;
    let (_, url) = rest.split_once(')')?;
    page(url.trim_end_matches('>').trim_end_matches('-').trim(), None)
}

/// Reads the address in the script that the Wayback Machine puts into pages:
/// `__wm.wombat("https://…","20240305100000",…)`.
fn wayback_note(script: &str) -> Option<String> {
    let (_, rest) = script.split_once("__wm.wombat(\"")?;
    let (url, _) = rest.split_once('"')?;
    page(url, None)
}

/// Returns the address of a page in the Wayback Machine without the prefix of the machine.
fn unwrapped(href: &str) -> &str {
    let Some((_, rest)) = href.split_once("web.archive.org/web/") else {
        return href;
    };
    match rest.split_once('/') {
        Some((time, url)) if time.starts_with(|c: char| c.is_ascii_digit()) => url,
        _ => href,
    }
}

/// Last parts of the addresses of other forms of a page: to print, for phones, a page of comments.
const FORMS: &[&str] = &[
    "print",
    "printen",
    "amp",
    "pdf",
    "feed",
    "reacties",
    "delen",
    "index.html",
    "index.htm",
    "index.php",
    "default.aspx",
];

fn page(href: &str, base: Option<&Url>) -> Option<String> {
    let href = href.trim().replace("&amp;", "&");
    let href = unwrapped(&href);
    if ["{", "}", "%7B", "[", "<%", "$(", "undefined", "localhost"]
        .iter()
        .any(|mark| href.contains(mark))
    {
        return None;
    }
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    let is_page = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| host.contains('.'))
        && (url.path() != "/" || url.query().is_some());
    let is_own = base.is_none_or(|base| is_of_page(&url, base));
    (is_page && is_own).then(|| url.into())
}

/// Whether a declared address can be that of the page at `base`.
fn is_of_page(declared: &Url, base: &Url) -> bool {
    let host = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    };
    let parts = |url: &Url| -> Vec<String> {
        url.path()
            .split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_ascii_lowercase)
            .collect()
    };
    let (declared_parts, own) = (parts(declared), parts(base));
    let (other, mine) = (host(declared), host(base));
    if other != mine
        && !other.ends_with(&format!(".{mine}"))
        && !mine.ends_with(&format!(".{other}"))
    {
        // The same page on the site's own host.
        return declared_parts.last() == own.last() && !own.is_empty();
    }
    if base
        .host_str()
        .is_some_and(|host| host.ends_with("web.archive.org"))
    {
        return true;
    }
    // The section that holds the page, unless the page is another form of the page declared.
    let is_section = own.len() > declared_parts.len()
        && own.starts_with(&declared_parts)
        && !own[declared_parts.len()..]
            .iter()
            .all(|part| FORMS.contains(&&**part));
    // A page whose number is in the query, and an address without it.
    let is_numbered = declared.query().is_none()
        && declared_parts == own
        && base
            .query_pairs()
            .any(|(name, value)| name.ends_with("id") && value.parse::<u64>().is_ok());
    // An address without a path of its own, such as a language's home.
    let is_home = declared_parts.len() <= 1 && own.len() > 1 && declared.query().is_none();
    !is_section && !is_home && !is_numbered
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
        let base = Url::parse("https://a.nl/nieuws/een").expect("a URL");
        for (declared, expected) in [
            ("https://a.nl/nieuws", None),
            ("https://a.nl/nl", None),
            ("https://b.nl/", None),
            ("https://b.nl/nieuws/twee", None),
            ("https://a.nl/{{path}}", None),
            (
                "https://www.a.nl/nieuws/een",
                Some("https://www.a.nl/nieuws/een"),
            ),
            (
                "https://nieuws.a.nl/2024/een",
                Some("https://nieuws.a.nl/2024/een"),
            ),
            (
                "https://web.archive.org/web/20240305100000/https://a.nl/nieuws/een",
                Some("https://a.nl/nieuws/een"),
            ),
        ] {
            let link = format!(r#"<link rel="canonical" href="{declared}">"#);
            assert_eq!(
                declared_url(&link, Some(&base)).as_deref(),
                expected,
                "{declared}"
            );
        }
        let printed = Url::parse("https://a.nl/nieuws/een/print").expect("a URL");
        assert_eq!(
            declared_url("<link rel=canonical href=/nieuws/een>", Some(&printed)).as_deref(),
            Some("https://a.nl/nieuws/een")
        );
        for note in [
            "<!--\n Page saved with SingleFile \n url: https://a.nl/nieuws/een \n saved date: Tue Mar 05 2024\n-->",
            r#"<script>__wm.wombat("https://a.nl/nieuws/een","20240305100000","https://web.archive.org/")</script>"#,
        ] {
            assert_eq!(
                declared_url(note, None).as_deref(),
                Some("https://a.nl/nieuws/een")
            );
        }
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
