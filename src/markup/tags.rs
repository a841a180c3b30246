//! Scans the tags of a page by the tokenization rules of the HTML standard (§13.2.5).
//!
//! Leaves out the tree: the scanner finds where tags, comments and raw text begin and end, not what
//! they contain. It is for checks that run before a DOM is built.

use std::ops::Range;

/// A tag, comment or declaration, and its place in the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Markup<'a> {
    pub(super) kind: MarkupKind<'a>,
    /// Byte range from `<` through `>`.
    pub(super) range: Range<usize>,
    /// Number of attributes.
    pub(super) attributes: usize,
}

/// The kind of a piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkupKind<'a> {
    /// `<name …>`, with the name as written.
    Start(&'a str),
    /// `</name …>`.
    End(&'a str),
    /// `<!-- … -->`, `<!doctype …>`, `<? … >`, `</ …>`.
    Comment,
}

/// Returns the next markup of `html` at or after byte `from`.
pub(super) fn next_markup(html: &str, mut from: usize) -> Option<Markup<'_>> {
    let bytes = html.as_bytes();
    loop {
        let start = from + memchr::memchr(b'<', bytes.get(from..)?)?;
        match bytes.get(start + 1)? {
            b'!' => return Some(comment(html, start)),
            b'?' => return Some(bogus(html, start)),
            b'/' => match bytes.get(start + 2) {
                Some(b) if b.is_ascii_alphabetic() => return Some(tag(html, start, true)),
                Some(_) => return Some(bogus(html, start)),
                None => return None,
            },
            b if b.is_ascii_alphabetic() => return Some(tag(html, start, false)),
            _ => from = start + 1,
        }
    }
}

/// Returns the byte at which the raw text of element `name` ends: that of `</name`, or the end of
/// the page. `from` is the byte at which the raw text begins.
pub(super) fn raw_text_end(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    for at in memchr::memmem::find_iter(&bytes[from..], b"</") {
        let after = from + at + 2;
        let Some(found) = bytes.get(after..after + name.len()) else {
            break;
        };
        let closes = matches!(
            bytes.get(after + name.len()),
            None | Some(b'\t' | b'\n' | 0x0c | b'\r' | b' ' | b'/' | b'>')
        );
        if closes && found.eq_ignore_ascii_case(name.as_bytes()) {
            return from + at;
        }
    }
    html.len()
}

/// Returns the value of attribute `wanted` of the start tag `tag`, without decoding entities. `tag`
/// is the whole tag, from `<` through `>`.
pub(super) fn attribute<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    let inner = tag.strip_suffix('>').unwrap_or(tag);
    let name_end = inner.find(|c: char| c.is_ascii_whitespace() || c == '/')?;
    let mut rest = &inner[name_end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let name_len = rest[first..]
            .find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '=')
            .map_or(rest.len(), |n| n + first);
        let (name, after) = rest.split_at(name_len);
        let value_part = after.trim_start();
        let value;
        if let Some(v) = value_part.strip_prefix('=') {
            let v = v.trim_start();
            let quote = v.chars().next().filter(|c| matches!(c, '"' | '\''));
            if let Some(quote) = quote {
                let v = &v[1..];
                let end = v.find(quote).unwrap_or(v.len());
                value = &v[..end];
                rest = v.get(end + 1..).unwrap_or_default();
            } else {
                let end = v.find(|c: char| c.is_ascii_whitespace()).unwrap_or(v.len());
                value = &v[..end];
                rest = &v[end..];
            }
        } else {
            value = "";
            rest = after;
        }
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
    }
}

fn comment(html: &str, start: usize) -> Markup<'_> {
    let rest = &html.as_bytes()[start..];
    if !rest.starts_with(b"<!--") {
        return bogus(html, start);
    }
    let end = if rest.starts_with(b"<!-->") {
        5
    } else if rest.starts_with(b"<!--->") {
        6
    } else {
        let normal = memchr::memmem::find(&rest[4..], b"-->").map(|n| n + 7);
        let banged = memchr::memmem::find(&rest[4..], b"--!>").map(|n| n + 8);
        normal.into_iter().chain(banged).min().unwrap_or(rest.len())
    };
    Markup {
        kind: MarkupKind::Comment,
        range: start..start + end,
        attributes: 0,
    }
}

fn bogus(html: &str, start: usize) -> Markup<'_> {
    let end = memchr::memchr(b'>', &html.as_bytes()[start..]).map_or(html.len(), |n| start + n + 1);
    Markup {
        kind: MarkupKind::Comment,
        range: start..end,
        attributes: 0,
    }
}

fn tag(html: &str, start: usize, closing: bool) -> Markup<'_> {
    let bytes = html.as_bytes();
    let name_start = start + 1 + usize::from(closing);
    let ends_name = |b: &u8| matches!(b, b'\t' | b'\n' | 0x0c | b'\r' | b' ' | b'/' | b'>');
    let name_end = bytes[name_start..]
        .iter()
        .position(ends_name)
        .map_or(bytes.len(), |n| name_start + n);
    let name = &html[name_start..name_end];
    let kind = if closing {
        MarkupKind::End(name)
    } else {
        MarkupKind::Start(name)
    };
    let mut attributes = 0;
    let mut at = name_end;
    let mut between = true;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => {
                return Markup {
                    kind,
                    range: start..at + 1,
                    attributes,
                };
            }
            b'\t' | b'\n' | 0x0c | b'\r' | b' ' | b'/' => between = true,
            b'=' if !between || attributes > 0 => {
                at += 1;
                while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                    at += 1;
                }
                match bytes.get(at) {
                    Some(&quote @ (b'"' | b'\'')) => {
                        at += 1;
                        at += memchr::memchr(quote, &bytes[at..]).unwrap_or(bytes.len() - at);
                        between = true;
                    }
                    Some(b'>') | None => continue,
                    Some(_) => {
                        let stop = |b: &u8| b.is_ascii_whitespace() || *b == b'>';
                        at += bytes[at..]
                            .iter()
                            .position(stop)
                            .unwrap_or(bytes.len() - at);
                        between = true;
                        continue;
                    }
                }
            }
            _ if between => {
                attributes += 1;
                between = false;
            }
            _ => {}
        }
        at += 1;
    }
    Markup {
        kind,
        range: start..bytes.len(),
        attributes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(html: &str) -> Vec<&str> {
        let mut at = 0;
        let mut names = Vec::new();
        while let Some(markup) = next_markup(html, at) {
            at = markup.range.end;
            if let MarkupKind::Start(name) = markup.kind {
                names.push(name);
            }
        }
        names
    }

    #[test]
    fn a_greater_than_sign_in_a_value_does_not_end_the_tag() {
        let html = r#"<a title="x > y" href='/a>b'>tekst</a><!-- <b> --><i data-x=1>"#;
        assert_eq!(starts(html), ["a", "i"]);
        assert_eq!(starts("1 < 2 <br> a<5"), ["br"]);
        assert_eq!(starts("<!--><p>--><div>"), ["p", "div"]);
    }

    #[test]
    fn attributes_are_found_however_they_are_written() {
        let tag = r#"<link REL=canonical data-x href = "https://a.nl/?a=1&amp;b=2" />"#;
        assert_eq!(attribute(tag, "rel"), Some("canonical"));
        assert_eq!(attribute(tag, "href"), Some("https://a.nl/?a=1&amp;b=2"));
        assert_eq!(attribute(tag, "data-x"), Some(""));
        assert_eq!(attribute(tag, "title"), None);
        assert_eq!(attribute("<p>", "id"), None);
        assert_eq!(
            attribute("<meta écharset=x charset=utf-8>", "charset"),
            Some("utf-8")
        );
    }

    #[test]
    fn raw_text_ends_at_its_own_end_tag_only() {
        let html = "a</b> </scripts> </SCRIPT >";
        assert_eq!(
            raw_text_end(html, 0, "script"),
            html.find("</SCRIPT").expect("it is there")
        );
        assert_eq!(raw_text_end("geen einde", 0, "script"), 10);
    }
}
