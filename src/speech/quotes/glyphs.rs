//! Finds quotation marks, and tells which of them may open or close a quotation.
//!
//! Leaves out which marks belong together. An apostrophe is no mark.

use std::ops::Range;

use crate::dutch::words::SHORTENED;

/// Marks that can pair with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// “ ” „ " « » ,, '' and doubled accents.
    Double,
    /// ‘ ’ ‚ ' and accents.
    Single,
}

/// A quotation mark in the text, and whether it may open or close a quotation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) family: Family,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) may_open: bool,
    pub(super) may_close: bool,
}

/// Returns every quotation mark of `text`. Apostrophes are left out.
pub(super) fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut skip_to = 0;
    let mut open_single = 0_usize;
    for (start, c) in glyphs(text) {
        if start < skip_to {
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut family = family_of(c);
        let next_char = text[end..].chars().next();
        // Two commas, apostrophes or accents are one double mark.
        let doubled = next_char.is_some_and(|n| n == c || is_apostrophe(n) && is_apostrophe(c))
            && matches!(c, ',' | '\'' | '’' | '‘' | '´' | '`' | '‚');
        if doubled {
            end += next_char.map_or(0, char::len_utf8);
            family = Family::Double;
            // One apostrophe too many.
            let third = text[end..].chars().next().filter(|_| is_apostrophe(c));
            end += third
                .filter(|third| is_apostrophe(*third))
                .map_or(0, char::len_utf8);
        } else if c == ',' {
            continue;
        }
        skip_to = end;
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        // `patiĆ«nt`: a part of a letter that was encoded twice
        let is_in_word =
            before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic);
        if is_in_word && matches!(c, '«' | '»') {
            continue;
        }
        if family == Family::Single && is_elision(before, after, &text[end..], open_single > 0) {
            continue;
        }
        let room_before = before.is_none_or(leaves_room_before);
        let room_after = after.is_none_or(leaves_room_after);
        // `Het is klaar ", zegt X`: the space is on the wrong side.
        let is_stray = before.is_some_and(char::is_whitespace)
            && [", ", ". "].iter().any(|gap| text[end..].starts_with(gap))
            && matches!(c, '"' | '”' | '’' | '\'');
        // `�250`: some other character may be lost there
        let may_open = room_before
            && !is_stray
            && c != REPLACED
            && after.is_some_and(|a| !a.is_whitespace() || is_introduced(text, start..end))
            && (doubled || c != ',');
        let follows_word = before.is_some_and(|b| !b.is_whitespace() && !matches!(b, '(' | '['));
        let may_close =
            (follows_word || is_stray) && room_after && c != ',' && c != '„' && c != '‚';
        // `… doen.'Volgens`: the space is missing. The mark closes what is open, or opens.
        let no_space = matches!(c, '\'' | '"' | '’' | '”' | '‘' | '“')
            && before.is_some_and(|b| matches!(b, '.' | '!' | '?'))
            && after.is_some_and(char::is_uppercase);
        let (may_open, may_close) = match (may_open, may_close) {
            _ if no_space => (true, !matches!(c, '‘' | '“')),
            // The mark may open or close: the glyph decides.
            (true, true) => match c {
                '“' | '‘' | '„' | '«' | '‚' => (true, false),
                '”' | '’' | '»' => (false, true),
                _ => (true, true),
            },
            // The mark has letters on both sides, as in `X:“Ja”is`: again the glyph decides.
            (false, false) => match c {
                '“' | '„' | '«' => (true, false),
                '”' | '»' => (false, true),
                _ => continue,
            },
            // `« mot »`: French marks keep a space inside.
            (true, false) if c == '»' && !after.is_some_and(char::is_alphanumeric) => {
                (false, true)
            }
            // If an opening glyph may only close, or the reverse, the site used the wrong glyph.
            faces => faces,
        };
        if family == Family::Single {
            if may_open {
                open_single += 1;
            } else {
                open_single = open_single.saturating_sub(1);
            }
        }
        marks.push(Mark {
            family,
            start,
            end,
            may_open,
            may_close,
        });
    }
    marks
}

/// Whether a mark behind `character` may open a quotation.
fn leaves_room_before(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '(' | '[' | ':' | '-' | '–' | '—' | '/' | '“' | '‘' | '"' | '\'' | '„'
        )
}

/// Whether a mark before `character` may close a quotation.
fn leaves_room_after(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '.' | ','
                | ';'
                | ':'
                | '!'
                | '?'
                | ')'
                | ']'
                | '-'
                | '–'
                | '…'
                | '”'
                | '’'
                | '"'
                | '\''
                | '/'
        )
}

/// Whether a mark with a space behind it opens its block, or what follows a colon: *Smit: " Wij beginnen morgen."*; two
/// commas also open the next sentence: *Dat kan. ,, Wij beginnen morgen.”*
fn is_introduced(text: &str, mark: Range<usize>) -> bool {
    let before = &text[..mark.start];
    let opens_block = before.is_empty() && text.starts_with(['‘', '“', '„']);
    let sentence_ends = before.trim_end().ends_with(['.', '!', '?']);
    opens_block
        || before.ends_with(char::is_whitespace)
            && (before.trim_end().ends_with(':') || sentence_ends && &text[mark.clone()] == ",,")
            && text[mark.end..]
                .trim_start()
                .starts_with(char::is_uppercase)
}

/// Returns the signs of `text` that may be marks, with their places.
fn glyphs(text: &str) -> impl Iterator<Item = (usize, char)> {
    // Fast path: most bytes are letters of ASCII and spaces.
    let may_begin = |byte: &u8| !byte.is_ascii() || matches!(byte, b'"' | b'\'' | b'`' | b',');
    let mut at = 0;
    let signs = std::iter::from_fn(move || {
        let start = at + text.as_bytes()[at..].iter().position(may_begin)?;
        let sign = text[start..].chars().next()?;
        at = start + sign.len_utf8();
        Some((start, sign))
    });
    signs.filter(|(_, sign)| is_glyph(*sign))
}

fn is_glyph(c: char) -> bool {
    matches!(
        c,
        '“' | '”'
            | '„'
            | '"'
            | '«'
            | '»'
            | '‘'
            | '’'
            | '‚'
            | '\''
            | '`'
            | '´'
            | ','
            | '‟'
            | '‛'
            | REPLACED
    )
}

/// What stands for a closing mark that a site could not decode: “vriendelijk als het kan�.
const REPLACED: char = '\u{FFFD}';

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '´' | '`')
}

fn family_of(c: char) -> Family {
    match c {
        '“' | '”' | '„' | '"' | '«' | '»' | '‟' | REPLACED => Family::Double,
        _ => Family::Single,
    }
}

/// Whether a single mark is an apostrophe: it replaces omitted letters, or ends a genitive.
fn is_elision(before: Option<char>, after: Option<char>, rest: &str, inside: bool) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if letter(before) && letter(after) {
        return true;
    }
    if !letter(before) && after.is_some_and(char::is_alphanumeric) {
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
        let next = rest[word.len()..].chars().next();
        let short =
            SHORTENED.contains(&word.to_lowercase()) && next.is_some_and(|n| n == ' ' || n == '-');
        let year = word.len() == 2
            && word.bytes().all(|b| b.is_ascii_digit())
            && !next.is_some_and(is_apostrophe);
        // `’tToreke`: letters in lower case before a capital
        let glued = word
            .strip_prefix(['t', 's'])
            .is_some_and(|rest| rest.starts_with(char::is_uppercase));
        return short || year || glued;
    }
    // `Brinks’ plan`, `de Alex’ fiets`: a genitive, unless the mark can close an open quotation.
    !inside && before.is_some_and(|b| matches!(b, 's' | 'x' | 'z')) && after == Some(' ')
}
