//! Strips boilerplate before a DOM is built: scripts, styles, drawings, menus, page footers,
//! comments. Rejects pages that would make a parser slow.
//!
//! Leaves out choosing the text of the page: all other content stays.

use std::borrow::Cow;

use super::Unreadable;
use super::charset::characters;
use super::tags::{Markup, MarkupKind, attribute, next_markup, raw_text_end};
use crate::document::Capture;

/// Deepest nesting of elements that is read. Browsers stop at 512.
pub const MAX_DEPTH: usize = 1024;

/// Most attributes that a tag may have. Parsers compare each attribute with all previous ones.
pub const MAX_ATTRIBUTES: usize = 1024;

/// How this pass treats an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// The tokenizer reads its content as raw text, without tags.
    Raw,
    /// The same, and readers do not see its content.
    Hidden,
    /// A menu or footer, which is the same on every page of a site.
    Frame,
    /// It never nests, or its end tag is optional.
    Flat,
    /// A drawing.
    Drawing,
    /// Anything else.
    Nesting,
}

/// Elements that switch the parser from `<svg>` back to HTML (HTML standard §13.2.6.5).
const BREAKOUT: &[&str] = &[
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "i",
    "img",
    "li",
    "listing",
    "menu",
    "meta",
    "nobr",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strong",
    "strike",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
];

fn class_of(name: &str) -> Class {
    let mut lower = [0; 10];
    let Some(lower) = lower.get_mut(..name.len()) else {
        return Class::Nesting;
    };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"script" | b"style" | b"noscript" => Class::Hidden,
        b"iframe" | b"noembed" | b"noframes" | b"xmp" | b"textarea" | b"title" => Class::Raw,
        b"nav" | b"footer" => Class::Frame,
        b"svg" => Class::Drawing,
        b"area" | b"base" | b"body" | b"br" | b"col" | b"colgroup" | b"dd" | b"dt" | b"embed"
        | b"head" | b"hr" | b"html" | b"img" | b"input" | b"li" | b"link" | b"meta"
        | b"optgroup" | b"option" | b"p" | b"param" | b"path" | b"rp" | b"rt" | b"source"
        | b"tbody" | b"td" | b"tfoot" | b"th" | b"thead" | b"tr" | b"track" | b"use" | b"wbr" => {
            Class::Flat
        }
        _ => Class::Nesting,
    }
}

/// Returns `html` without `<script>`, `<style>`, `<noscript>`, `<svg>`, `<nav>`, `<footer>` and
/// comments.
///
/// JSON-LD scripts, footers of articles, and footers that say when the page was changed or name its
/// source stay. A construct whose end is uncertain stays too: a script that contains `<!--`, an
/// `<svg>` that contains HTML, a `<nav>` that is never closed. So the DOM of the result is the DOM
/// of the whole page without the dropped parts.
///
/// # Errors
/// [`Unreadable::TooDeep`] and [`Unreadable::TooManyAttributes`].
pub fn strip_boilerplate(html: &str) -> Result<Cow<'_, str>, Unreadable> {
    let mut kept = String::new();
    let mut copied = 0;
    let mut at = 0;
    let mut depth = Depth::default();
    let mut drop_drawings = true;
    let mut drop_frame = true;
    let mut kept_until = 0;
    while let Some(markup) = next_markup(html, at) {
        if markup.attributes > MAX_ATTRIBUTES {
            return Err(Unreadable::TooManyAttributes);
        }
        at = markup.range.end;
        let mut dropped = None;
        match markup.kind {
            MarkupKind::Comment => {
                dropped = html[markup.range.clone()].starts_with("<!--").then_some(at);
            }
            MarkupKind::End(name) => depth.close(name),
            MarkupKind::Start(name) => match class_of(name) {
                class @ (Class::Raw | Class::Hidden) => {
                    let Some(past) = raw_element_end(html, at, name) else {
                        kept.push_str(&html[copied..]);
                        return Ok(Cow::Owned(kept));
                    };
                    let data = class == Class::Hidden && is_json_ld(&html[markup.range.clone()]);
                    dropped = (class == Class::Hidden && !data).then_some(past);
                    at = past;
                }
                Class::Drawing if drop_drawings => {
                    dropped = drawing_end(html, &markup);
                    drop_drawings = dropped.is_some();
                    at = dropped.unwrap_or(at);
                }
                // Frames inside a frame that is kept were scanned with it.
                Class::Frame
                    if drop_frame
                        && at > kept_until
                        && (name.eq_ignore_ascii_case("nav") || !depth.in_article()) =>
                {
                    let end = element_end(html, &markup, name)?;
                    drop_frame = end.is_some();
                    if let Some(end) = end.filter(|&end| !says_when_changed(&html[at..end])) {
                        (dropped, at) = (Some(end), end);
                    } else {
                        kept_until = end.unwrap_or(at);
                        depth.open(name)?;
                    }
                }
                Class::Flat => {}
                _ => depth.open(name)?,
            },
        }
        if let Some(past) = dropped {
            kept.push_str(&html[copied..markup.range.start]);
            copied = past;
            at = past;
        }
    }
    if copied == 0 {
        return Ok(Cow::Borrowed(html));
    }
    kept.push_str(&html[copied..]);
    Ok(Cow::Owned(kept))
}

/// Returns the characters of a page without its boilerplate. A capture is stripped only once.
///
/// # Errors
/// [`Unreadable`] if the bytes are no page, or its markup would make a parser slow.
pub fn page_text(capture: &Capture) -> Result<&str, Unreadable> {
    let text = characters(capture)?.text;
    let stripped = capture.stripped(|| {
        strip_boilerplate(text).map(|stripped| match stripped {
            Cow::Borrowed(_) => None,
            Cow::Owned(stripped) => Some(stripped),
        })
    })?;
    Ok(stripped.unwrap_or(text))
}

/// Returns the byte after the end tag of the raw-text element whose content begins at `from`.
///
/// Returns `None` for a script that contains `<!--`: after `<!--<script>`, only the parser knows
/// where the script ends.
fn raw_element_end(html: &str, from: usize, name: &str) -> Option<usize> {
    let end = raw_text_end(html, from, name);
    if name.eq_ignore_ascii_case("script")
        && memchr::memmem::find(&html.as_bytes()[from..end], b"<!--").is_some()
    {
        return None;
    }
    Some(next_markup(html, end).map_or(html.len(), |close| close.range.end))
}

fn is_json_ld(tag: &str) -> bool {
    attribute(tag, "type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// Returns the byte after the `</svg>` that closes the drawing opened by `open`, if that is
/// certain.
fn drawing_end(html: &str, open: &Markup<'_>) -> Option<usize> {
    if html[open.range.clone()].ends_with("/>") {
        return Some(open.range.end);
    }
    let mut open_drawings = 1;
    let mut at = open.range.end;
    while let Some(markup) = next_markup(html, at) {
        at = markup.range.end;
        let text = &html[markup.range];
        match markup.kind {
            MarkupKind::Start(name) if name.eq_ignore_ascii_case("svg") => {
                open_drawings += usize::from(!text.ends_with("/>"));
            }
            MarkupKind::Start(name) if BREAKOUT.iter().any(|b| b.eq_ignore_ascii_case(name)) => {
                return None;
            }
            MarkupKind::End(name) if name.eq_ignore_ascii_case("svg") => {
                open_drawings -= 1;
                if open_drawings == 0 {
                    return Some(at);
                }
            }
            MarkupKind::Comment if text.starts_with("<![CDATA[") => return None,
            _ => {}
        }
    }
    None
}

/// Returns the byte after the end tag of the element opened by `open`; `None` if it is never
/// closed, or if something in it may hide its end.
fn element_end(html: &str, open: &Markup<'_>, name: &str) -> Result<Option<usize>, Unreadable> {
    let mut depth = Depth::default();
    let mut same = 1;
    let mut at = open.range.end;
    while let Some(markup) = next_markup(html, at) {
        at = markup.range.end;
        if markup.attributes > MAX_ATTRIBUTES {
            return Err(Unreadable::TooManyAttributes);
        }
        match markup.kind {
            MarkupKind::Comment => {}
            MarkupKind::Start(inner) if inner.eq_ignore_ascii_case(name) => same += 1,
            MarkupKind::Start(inner) => match class_of(inner) {
                Class::Raw | Class::Hidden => match raw_element_end(html, at, inner) {
                    Some(past) => at = past,
                    None => return Ok(None),
                },
                Class::Flat => {}
                _ => depth.open(inner)?,
            },
            MarkupKind::End(inner) if inner.eq_ignore_ascii_case(name) => {
                same -= 1;
                if same == 0 {
                    return Ok(Some(at));
                }
            }
            // An element around it ends here, so it was never closed.
            MarkupKind::End(inner)
                if matches!(inner, "body" | "html" | "main" | "article")
                    && !depth.is_open(inner) =>
            {
                return Ok(None);
            }
            MarkupKind::End(inner) => depth.close(inner),
        }
    }
    Ok(None)
}

/// Whether a footer says when the page was changed (`Laatst gewijzigd op 3 mei 2021`), or names its
/// source.
fn says_when_changed(html: &str) -> bool {
    ["ewijzigd", "ijgewerkt", "aatste update", "Bron:"]
        .iter()
        .any(|words| memchr::memmem::find(html.as_bytes(), words.as_bytes()).is_some())
}

/// An upper bound of the depth of the parser's stack of open elements.
///
/// Open elements are counted by name, so that an end tag without a start tag does not lower the
/// count of other elements. Names may share a slot, which only makes the bound less strict.
struct Depth {
    open: [u32; SLOTS],
    sum: usize,
}

impl Default for Depth {
    fn default() -> Self {
        Self {
            open: [0; SLOTS],
            sum: 0,
        }
    }
}

impl Depth {
    fn open(&mut self, name: &str) -> Result<(), Unreadable> {
        self.open[slot(name)] += 1;
        self.sum += 1;
        if self.sum > MAX_DEPTH {
            Err(Unreadable::TooDeep)
        } else {
            Ok(())
        }
    }

    fn is_open(&self, name: &str) -> bool {
        self.open[slot(name)] > 0
    }

    /// Whether an `<article>` or `<main>` element is open.
    fn in_article(&self) -> bool {
        self.is_open("article") || self.is_open("main")
    }

    fn close(&mut self, name: &str) {
        if self.open[slot(name)] > 0 {
            self.open[slot(name)] -= 1;
            self.sum -= 1;
        }
    }
}

/// Number of slots that names are hashed into.
const SLOTS: usize = 1024;

fn slot(name: &str) -> usize {
    name.bytes().fold(name.len(), |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(usize::from(byte | 0x20))
    }) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_boilerplate_is_dropped() {
        let page = concat!(
            "<head><style>p>a{}</style><script>if(a</b/.x){}</script>",
            r#"<script type="application/ld+json">{"a":"</b>"}</script></head>"#,
            "<!-- weg --><nav><ul><li>menu<nav></nav></ul></nav><p>Tekst<svg viewBox='0 0 1 1'><path d=''/><svg></svg></svg> blijft</p><noscript><img></noscript><footer>Privacy</footer>"
        );
        assert_eq!(
            strip_boilerplate(page).expect("a sound page"),
            r#"<head><script type="application/ld+json">{"a":"</b>"}</script></head><p>Tekst blijft</p>"#
        );
    }

    #[test]
    fn markup_that_may_hide_text_stays() {
        for page in [
            "<script><!--<script></script>--></script><p>a</p>",
            "<svg><p>uitgebroken</p></svg>",
            "<svg><path/> nooit gesloten <a>",
            "<title>a <script> b</title><p>c</p>",
            "<textarea><!-- a --></textarea>",
            "<nav><a>menu</a><p>nooit gesloten",
            "<article><p>tekst</p><footer>Onderwerp: brug</footer></article>",
            "<footer>Laatst gewijzigd op 3 mei 2021</footer>",
        ] {
            assert_eq!(strip_boilerplate(page).expect("a sound page"), page);
        }
    }

    #[test]
    fn pages_that_slow_a_parser_down_are_rejected() {
        assert_eq!(
            strip_boilerplate(&"<div>".repeat(100_000)),
            Err(Unreadable::TooDeep)
        );
        assert_eq!(
            strip_boilerplate(&"<b></i>".repeat(100_000)),
            Err(Unreadable::TooDeep)
        );
        assert!(strip_boilerplate(&"<div></div>".repeat(100_000)).is_ok());
        assert!(strip_boilerplate(&"<li>punt<p>alinea".repeat(100_000)).is_ok());
        let attributes: String = (0..2000)
            .flat_map(|n| [" a".to_owned(), n.to_string()])
            .collect();
        assert_eq!(
            strip_boilerplate(&format!("<div{attributes}>")),
            Err(Unreadable::TooManyAttributes)
        );
    }
}
