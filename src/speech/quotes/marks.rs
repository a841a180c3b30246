//! Quotation marks and their pairs, right, wrong or missing.
//!
//! Leaves out what stands between them: speech, a title, a motto.

use std::ops::Range;

use crate::dutch::words::SHORTENED;

/// A stretch of one block that stands in marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// Marks included; ends with the block where the closing mark is missing.
    pub(super) outer: Range<usize>,
    /// Marks left out.
    pub(super) inner: Range<usize>,
    pub(super) family: Family,
    pub(super) closed: bool,
    /// Whether the opening mark is missing: the words are carried over from the block before.
    pub(super) opened: bool,
}

/// Marks that close each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// “ ” „ " « » ,, '' and doubled accents.
    Double,
    /// ‘ ’ ‚ ' and accents.
    Single,
}

/// A mark as met: its family and its place.
#[derive(Debug, Clone, Copy)]
struct Mark {
    family: Family,
    start: usize,
    end: usize,
    may_open: bool,
    may_close: bool,
}

/// The outermost pairs of `text`, in order; pairs within pairs stay inside their text.
///
/// Which way a mark faces is told by what stands beside it, since sites use any glyph either way.
/// `carried` is the family of a mark left open by the block before.
pub(super) fn pairs(text: &str, carried: Option<Family>) -> Vec<Marked> {
    let mut found: Vec<Marked> = Vec::new();
    let mut open: Vec<Mark> = Vec::new();
    let mut carried = carried;
    let marks = marks(text);
    for mark in &marks {
        let same = open.iter().rposition(|m| m.family == mark.family);
        // A mark that could face either way closes what is open.
        if let Some(same) = same.filter(|_| mark.may_close) {
            let opener = open[same];
            open.truncate(same);
            if open.is_empty() {
                found.push(closed(opener, *mark));
            }
        } else if mark.may_close
            && !mark.may_open
            && open.is_empty()
            && carried == Some(mark.family)
        {
            found.push(Marked {
                outer: 0..mark.end,
                inner: 0..mark.start,
                family: mark.family,
                closed: true,
                opened: false,
            });
            carried = None;
        } else if mark.may_open {
            carried = None;
            open.push(*mark);
        }
    }
    if let Some(&opener) = open.first() {
        found.push(repair(text, opener, &marks));
    }
    found
}

fn closed(opener: Mark, closer: Mark) -> Marked {
    Marked {
        outer: opener.start..closer.end,
        inner: opener.end..closer.start,
        family: opener.family,
        closed: true,
        opened: true,
    }
}

/// An opening mark without its pair: closed by the last mark that could close anything at the end
/// of the block (`“… '`), else open to the block's end.
fn repair(text: &str, opener: Mark, marks: &[Mark]) -> Marked {
    let last = marks.iter().rfind(|m| {
        m.start > opener.end
            && m.may_close
            && text[m.end..].trim_matches(['.', ',', ' ', ')']).is_empty()
    });
    match last {
        Some(closer) => closed(opener, *closer),
        None => Marked {
            outer: opener.start..text.len(),
            inner: opener.end..text.len(),
            family: opener.family,
            closed: false,
            opened: true,
        },
    }
}

/// Every quotation mark of `text`; apostrophes are none.
fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut skip_to = 0;
    let mut open_single = 0_usize;
    for (start, c) in text.char_indices() {
        if start < skip_to || !is_glyph(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut family = family_of(c);
        let next_char = text[end..].chars().next();
        // Two commas, two apostrophes, two accents: one double mark.
        let doubled = next_char.is_some_and(|n| n == c || is_apostrophe(n) && is_apostrophe(c))
            && matches!(c, ',' | '\'' | '’' | '‘' | '´' | '`' | '‚');
        if doubled {
            end += next_char.map_or(0, char::len_utf8);
            family = Family::Double;
        } else if c == ',' {
            continue;
        }
        skip_to = end;
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        if family == Family::Single && is_elision(before, after, &text[end..], open_single > 0) {
            continue;
        }
        let room_before = before.is_none_or(|b| {
            b.is_whitespace()
                || matches!(
                    b,
                    '(' | '[' | ':' | '-' | '–' | '—' | '/' | '“' | '‘' | '"' | '\'' | '„'
                )
        });
        let room_after = after.is_none_or(|a| {
            a.is_whitespace()
                || matches!(
                    a,
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
        });
        let may_open =
            room_before && after.is_some_and(|a| !a.is_whitespace()) && (doubled || c != ',');
        let may_close = before.is_some_and(|b| !b.is_whitespace() && !matches!(b, '(' | '['))
            && room_after
            && c != ','
            && c != '„'
            && c != '‚';
        let (may_open, may_close) = match (may_open, may_close) {
            // Room on both sides: the glyph decides.
            (true, true) => match c {
                '“' | '‘' | '„' | '«' | '‚' => (true, false),
                '”' | '’' | '»' => (false, true),
                _ => (true, true),
            },
            // No room at all: `X:“Ja”is`. The glyph decides again.
            (false, false) => match c {
                '“' | '„' | '«' => (true, false),
                '”' | '»' => (false, true),
                _ => continue,
            },
            // `« mot »`: French marks keep a space inside.
            (true, false) if c == '»' && !after.is_some_and(char::is_alphanumeric) => {
                (false, true)
            }
            // An opening glyph that can only close is a wrong glyph; so is the reverse.
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
    )
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '´' | '`')
}

fn family_of(c: char) -> Family {
    match c {
        '“' | '”' | '„' | '"' | '«' | '»' | '‟' => Family::Double,
        _ => Family::Single,
    }
}

/// Whether a single mark stands for letters left out.
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
        return short || year;
    }
    // `Brinks’ plan`, `de Alex’ fiets`: a genitive, unless a quotation is open to be closed.
    !inside && before.is_some_and(|b| matches!(b, 's' | 'x' | 'z')) && after == Some(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        pairs(text, None)
            .into_iter()
            .map(|m| &text[m.inner])
            .collect()
    }

    #[test]
    fn pairs_are_found_in_every_style() {
        for (text, expected) in [
            ("Hij zei: “Ja.”", vec!["Ja."]),
            ("‘Nee’, zei zij. ‘Nooit.’", vec!["Nee", "Nooit."]),
            ("Zij: \"Zo'n dag.\"", vec!["Zo'n dag."]),
            (
                "Zij: ,,Zo’n gemaal bouw je niet.’’",
                vec!["Zo’n gemaal bouw je niet."],
            ),
            (
                "Zij: ,,Zo’n gemaal bouw je niet.''",
                vec!["Zo’n gemaal bouw je niet."],
            ),
            ("Zij: „Goed zo.”", vec!["Goed zo."]),
            (
                "Zij: ”Onze vrijwilligers zijn goud waard.”",
                vec!["Onze vrijwilligers zijn goud waard."],
            ),
            (
                "‘Het programma ‘Samen aan Zet’ helpt ons’, aldus Duijn.",
                vec!["Het programma ‘Samen aan Zet’ helpt ons"],
            ),
            (
                "“Dat heet ‘meekoppelen’ bij ons”, zegt hij.",
                vec!["Dat heet ‘meekoppelen’ bij ons"],
            ),
            (
                "'In 's-Gravenzande is het 's avonds stil', zegt hij.",
                vec!["In 's-Gravenzande is het 's avonds stil"],
            ),
            ("Brinks’ plan en de auto’s van ’21", vec![]),
            ("Zij: “Het is klaar.'", vec!["Het is klaar."]),
            ("Het plan «Water» ligt er", vec!["Water"]),
            ("«“Ja”, zei hij.»", vec!["“Ja”, zei hij."]),
        ] {
            assert_eq!(inner(text), expected, "{text}");
        }
    }

    #[test]
    fn a_missing_mark_is_told() {
        let text = "Zij: “Het is klaar.";
        let [only] = &pairs(text, None)[..] else {
            panic!("one stretch")
        };
        assert_eq!(
            (&text[only.inner.clone()], only.closed),
            ("Het is klaar.", false)
        );
        let text = "En dat blijft zo.” Het werk start.";
        let [only] = &pairs(text, Some(Family::Double))[..] else {
            panic!("one stretch")
        };
        assert_eq!(
            (&text[only.inner.clone()], only.opened),
            ("En dat blijft zo.", false)
        );
    }
}
