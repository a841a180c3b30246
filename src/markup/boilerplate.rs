//! Drops what is never read (scripts, styles, drawings, menus, page footers, comments) before a DOM
//! is built, and refuses pages that would make a parser slow.
//!
//! Leaves out choosing the body: everything a reader could see stays.

use std::borrow::Cow;

use super::Unreadable;
use super::tags::{Markup, MarkupKind, attribute, next_markup, raw_text_end};

/// Deepest nesting of elements that is read; browsers stop at 512.
pub const MAX_DEPTH: usize = 1024;

/// Most attributes that a tag may have; parsers compare each with all before it.
pub const MAX_ATTRIBUTES: usize = 1024;

/// What an element is to this pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Its content is raw text to the tokenizer: tags in it are none.
    Raw,
    /// The same, and nothing to read.
    Unread,
    /// It frames the text on every page of a site.
    Frame,
    /// It never nests, or its end tag may be left out.
    Flat,
    /// A drawing.
    Drawing,
    /// Anything else.
    Nesting,
}

/// Elements that, met inside `<svg>`, put the parser back into HTML (HTML standard §13.2.6.5).
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
        b"script" | b"style" | b"noscript" => Class::Unread,
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

/// `html` without `<script>` (JSON-LD stays), `<style>`, `<noscript>`, `<svg>`, `<nav>`, comments,
/// and footers of the page (not of an article; not those that say when the page was changed).
///
/// One linear pass. Where a construct's end is in doubt (`<!--` within a script, an `<svg>` that
/// HTML breaks out of, a `<nav>` that is never closed) it stays, so that the DOM is that of the
/// whole page less the dropped parts.
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
                class @ (Class::Raw | Class::Unread) => {
                    let Some(past) = raw_element_end(html, at, name) else {
                        kept.push_str(&html[copied..]);
                        return Ok(Cow::Owned(kept));
                    };
                    let data = class == Class::Unread && is_json_ld(&html[markup.range.clone()]);
                    dropped = (class == Class::Unread && !data).then_some(past);
                    at = past;
                }
                Class::Drawing if drop_drawings => {
                    dropped = drawing_end(html, &markup);
                    drop_drawings = dropped.is_some();
                    at = dropped.unwrap_or(at);
                }
                // What stands inside one that is kept was looked through with it.
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

/// Byte past the end tag of the raw-text element whose content begins at `from`; `None` where a
/// script may hide its end behind `<!--<script>`, which only the parser can tell.
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

/// Byte past the `</svg>` of the drawing that `open` begins, if that is beyond doubt.
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

/// Byte past the end tag of the element that `open` begins; `None` where it is never closed, or
/// holds what could hide its end.
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
                Class::Raw | Class::Unread => match raw_element_end(html, at, inner) {
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
            // The end of something around it: the element was left open.
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

/// Whether a footer has a line such as `Laatst gewijzigd op 3 mei 2021`, or names its source.
fn says_when_changed(html: &str) -> bool {
    ["ewijzigd", "ijgewerkt", "aatste update", "Bron:"]
        .iter()
        .any(|words| memchr::memmem::find(html.as_bytes(), words.as_bytes()).is_some())
}

/// An upper bound of how deep the parser's stack of open elements is.
///
/// Counted by name, so that end tags of elements that are not open do not hide those that are.
/// Names may share a slot, which only makes the bound less strict.
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

    /// Whether an element that holds the text is open.
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

/// Slots that names are hashed into.
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
    fn only_what_nobody_reads_is_dropped() {
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
    fn what_may_hide_text_stays() {
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
    fn pages_that_slow_a_parser_down_are_refused() {
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
