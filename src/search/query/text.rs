//! Decides which signs of a query are text: people paste titles, questions and sentences.
//!
//! Leaves out parsing (`parse`). A complete operator of another search engine is refused, so that
//! nobody takes its answer for an answer. All other signs without a meaning become spaces or words.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::filters;
use super::lex::{MARKS, Problem, is_near};
use super::{FieldName, QueryFault};
use crate::analysis::is_stop_word;

/// Words between two parts of a query, and the words before one.
const BINARY: [&str; 4] = ["AND", "OR", "EN", "OF"];
const NEGATIONS: [&str; 2] = ["NOT", "NIET"];

/// An operator of other search engines that is refused.
struct Operator {
    /// It has at least one of these. Making the pattern takes longer than the rest of a search of a small archive.
    signs: &'static [char],
    pattern: LazyLock<Regex>,
    fault: QueryFault,
}

macro_rules! operator {
    ($signs:expr, $pattern:literal, $fault:ident) => {
        Operator {
            signs: &$signs,
            pattern: LazyLock::new(|| Regex::new($pattern).expect("a valid pattern")),
            fault: QueryFault::$fault,
        }
    };
}

static UNSUPPORTED: [Operator; 6] = [
    operator!(
        ['/'],
        r"(?:^|[\s:(])(/\S*[\[\]()|.*+?^$\\]\S*/)(?:\s|$)",
        RegularExpression
    ),
    operator!(
        ['[', '{'],
        r"(?:^|[\s:(])([\[{][^\]}]*\sTO\s[^\]}]*[\]}])",
        Range
    ),
    operator!(
        ['~'],
        r#"([\p{L}\d”")](~\d+(?:\.\d+)?))(?:[\s)]|$)"#,
        FuzzyNumber
    ),
    operator!(
        ['^'],
        r#"([\p{L}\d”")](\^\d+(?:\.\d+)?))(?:[\s)]|$)"#,
        Weight
    ),
    operator!(['*', '?'], r"\p{L}([*?]+)\p{Ll}", InnerWildcard),
    operator!(['*'], r"(?:^|\s)(\*)\p{L}", LeadingWildcard),
];

/// Units that are written with `^2` and `^3`.
const UNITS: [&str; 6] = ["m", "km", "cm", "dm", "mm", "ha"];

/// Returns the first complete operator of `query` that is not supported.
pub(super) fn unsupported(query: &str) -> Option<Problem> {
    let phrases = phrases(query);
    let used = UNSUPPORTED
        .iter()
        .filter(|operator| query.contains(operator.signs));
    for Operator { pattern, fault, .. } in used {
        for found in pattern.captures_iter(query) {
            let sign = found.get(found.len() - 1).or(found.get(1))?.range();
            let in_phrase = phrases
                .iter()
                .any(|p| p.start < sign.start && sign.end < p.end);
            if is_in_address(query, sign.start) || is_unit(query, sign.start) || in_phrase {
                continue;
            }
            return Some(Problem::at(sign, fault.clone()));
        }
    }
    // `"sociale huur*"`
    phrases.iter().find_map(|phrase| {
        let words = &query[phrase.clone()];
        let (star, _) = words.match_indices(['*', '?']).find(|(at, sign)| {
            let (before, after) = (&words[..*at], &words[at + 1..]);
            // A question mark may end a sentence.
            before.ends_with(char::is_alphanumeric)
                && (*sign == "*" || after.starts_with(char::is_lowercase))
        })?;
        let at = phrase.start + star;
        Some(Problem::at(at..at + 1, QueryFault::WildcardInPhrase))
    })
}

/// Whether the word around byte `at` is an address: `https://…?id=1`, `www.…`, `url:…`.
fn is_in_address(query: &str, at: usize) -> bool {
    let address = word_around(query, at, |c| c.is_whitespace() || MARKS.contains(&c));
    let value = word_around(query, at, ends_value);
    let name = value.trim_start_matches(|c: char| !c.is_alphanumeric());
    let name = name.get(..4);
    address.contains("://")
        || address.starts_with("www.")
        || name.is_some_and(|name| name.eq_ignore_ascii_case("url:"))
}

/// Whether a character ends the value of a filter.
fn ends_value(c: char) -> bool {
    c.is_whitespace() || MARKS.contains(&c) || matches!(c, '(' | ')')
}

/// Returns the text around byte `at`, up to a character that ends it on both sides.
fn word_around(query: &str, at: usize, ends: fn(char) -> bool) -> &str {
    let start = query[..at].rfind(ends);
    let start = start.map_or(0, |end| query.ceil_char_boundary(end + 1));
    query[start..].split(ends).next().unwrap_or_default()
}

/// Whether a unit precedes byte `at`: `m^2`.
fn is_unit(query: &str, at: usize) -> bool {
    query[at..].starts_with('^')
        && query[..at]
            .rsplit(|c: char| !c.is_alphabetic())
            .next()
            .is_some_and(|unit| UNITS.contains(&unit))
}

/// Returns the phrases of `query`, with their marks. A mark opens a phrase at the beginning of a word,
/// and closes it at the end of one: `24"` is a length.
fn phrases(query: &str) -> Vec<Range<usize>> {
    let mut phrases = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in query.char_indices().filter(|(_, c)| MARKS.contains(c)) {
        let before = query[..at].chars().next_back();
        let after = query[at + c.len_utf8()..].chars().next();
        let follows_word = before.is_some_and(char::is_alphanumeric);
        let precedes_word = after.is_some_and(|c| !c.is_whitespace());
        match open {
            Some(start) => {
                phrases.push(start..at + c.len_utf8());
                open = None;
            }
            None if !follows_word && precedes_word => open = Some(at),
            None => {}
        }
    }
    phrases
}

/// Returns `query` with the signs that are text replaced by spaces, and the operators that are words
/// in lower case. Every byte keeps its place.
pub(super) fn cleaned(query: &str) -> String {
    let phrases = phrases(query);
    let mut cleaned = without_lone_signs(query, &phrases);
    lower_lone_operators(&mut cleaned, &phrases);
    if reads_as_sentences(&cleaned, &phrases) {
        blanked(&cleaned, |at, c| {
            MARKS.contains(&c) || matches!(c, '(' | ')') || c == '-' && !follows_word(&cleaned, at)
        })
    } else {
        cleaned
    }
}

/// Returns `query` with spaces for the marks, parentheses, slashes and hyphens that cannot be signs.
fn without_lone_signs(query: &str, phrases: &[Range<usize>]) -> String {
    let in_phrase = |at: usize| {
        let before = phrases.partition_point(|phrase| phrase.start <= at);
        before > 0 && phrases[before - 1].contains(&at)
    };
    let mut open = Vec::new();
    let cleaned = blanked(query, |at, c| match c {
        _ if in_phrase(at) => false,
        '(' => {
            open.push(at);
            false
        }
        ')' => open.pop().is_none(),
        '/' => joins_words(query, at),
        '-' => is_suspended(query, at),
        _ => MARKS.contains(&c),
    });
    blanked(&cleaned, |at, _| open.contains(&at))
}

/// Returns `query` with spaces for the characters that `is_text` tells by their byte and themselves.
fn blanked(query: &str, mut is_text: impl FnMut(usize, char) -> bool) -> String {
    let mut bytes = query.as_bytes().to_vec();
    for (at, c) in query.char_indices() {
        if is_text(at, c) {
            bytes[at..at + c.len_utf8()].fill(b' ');
        }
    }
    String::from_utf8(bytes).expect("spaces replace whole characters")
}

/// Fewest words of a text, and fewest stop words outside its marks, that read as sentences.
const SENTENCES: (usize, usize) = (13, 4);

/// Whether `query` is a text of sentences without operators: its marks cite, and its parentheses add a remark.
fn reads_as_sentences(query: &str, phrases: &[Range<usize>]) -> bool {
    let tokens = tokens(query, phrases);
    let is_operator = |(range, kind): &(Range<usize>, Kind)| match kind {
        Kind::Binary | Kind::Negation => true,
        Kind::Word => is_signed(query, range.start) || has_field(&query[range.clone()]),
        Kind::Open => is_signed(query, range.start),
        Kind::Close => false,
    };
    let is_stop_word = |(range, kind): &&(Range<usize>, Kind)| {
        let word = query[range.clone()].trim_matches(|c: char| !c.is_alphanumeric());
        *kind == Kind::Word && is_stop_word(word)
    };
    query.split_whitespace().count() >= SENTENCES.0
        && tokens.iter().filter(is_stop_word).count() >= SENTENCES.1
        && !tokens.iter().any(is_operator)
}

/// Whether `+` or `-` stands before the word, phrase or parenthesis at byte `at`, or begins it.
fn is_signed(query: &str, at: usize) -> bool {
    let signs = ['+', '-'];
    let before = query[..at].trim_end_matches(signs);
    let begins = before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || c == '(');
    begins && (before.len() < at || query[at..].starts_with(signs))
}

/// Whether a word begins with the name of a field or of a filter, and has a value.
fn has_field(word: &str) -> bool {
    word.split_once(':').is_some_and(|(name, value)| {
        !value.is_empty() && (FieldName::of(name).is_some() || filters::is_name(name))
    })
}

/// Whether the hyphen at byte `at` stands for the first part of a word before it: `bovengrens en -termijn`.
fn is_suspended(query: &str, at: usize) -> bool {
    query[..at].ends_with(char::is_whitespace)
        && query[at + 1..].starts_with(char::is_alphanumeric)
        && stands_for_a_part_after(&query[..at])
}

/// Whether a hyphen that begins a word after `text` stands for the first part of a word in it.
pub(super) fn stands_for_a_part_after(text: &str) -> bool {
    matches!(text.split_whitespace().next_back(), Some("en" | "of"))
}

fn follows_word(query: &str, at: usize) -> bool {
    query[..at].ends_with(char::is_alphanumeric)
}

/// Whether the slash at byte `at` stands between two words: `gemeente/brug`, but not `t/m`, `24/7`,
/// `NEAR/5` or an address.
fn joins_words(query: &str, at: usize) -> bool {
    let is_no_part = |c: char| !c.is_alphanumeric();
    let before = query[..at].rsplit(is_no_part).next().unwrap_or_default();
    let after = query[at + 1..].split(is_no_part).next().unwrap_or_default();
    let letters = before.chars().chain(after.chars());
    // Also of one that was read as a word.
    let is_near = is_near(&format!("{before}/{after}").to_uppercase());
    !before.is_empty()
        && !after.is_empty()
        && letters.clone().count() > 2
        && letters.clone().any(char::is_alphabetic)
        && !is_near
        && !is_in_address(query, at)
}

/// Writes operators in lower case that have nothing to combine, and all operators of a query
/// without a lower-case letter: a title in capitals.
fn lower_lone_operators(query: &mut String, phrases: &[Range<usize>]) {
    let all_capitals = is_all_capitals(query);
    loop {
        let tokens = tokens(query, phrases);
        let is_binary = |at: usize| {
            tokens
                .get(at)
                .is_some_and(|(_, kind)| *kind == Kind::Binary)
        };
        let is_word = |at: usize| {
            tokens
                .get(at)
                .is_some_and(|(_, kind)| matches!(kind, Kind::Word | Kind::Open | Kind::Negation))
        };
        let ends_word = |at: Option<usize>| {
            at.is_some_and(|at| matches!(tokens[at].1, Kind::Word | Kind::Close))
        };
        let is_lone = |at: &usize| match tokens[*at].1 {
            Kind::Binary => all_capitals || !ends_word(at.checked_sub(1)) || !is_word(at + 1),
            Kind::Negation => all_capitals || !is_word(at + 1) || is_binary(at + 1),
            _ => false,
        };
        let lone: Vec<usize> = (0..tokens.len()).filter(is_lone).collect();
        if lone.is_empty() {
            return;
        }
        for at in lone {
            let range = tokens[at].0.clone();
            let lower = query[range.clone()].to_lowercase();
            query.replace_range(range, &lower);
        }
    }
}

/// Whether a query has several words, and no letter in lower case.
fn is_all_capitals(query: &str) -> bool {
    query.contains(char::is_alphabetic)
        && query.split_whitespace().count() > 1
        && !query.contains(char::is_lowercase)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Open,
    Close,
    Binary,
    Negation,
}

/// Splits a query into words, phrases, parentheses and operators.
fn tokens(query: &str, phrases: &[Range<usize>]) -> Vec<(Range<usize>, Kind)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = query[at..].chars().next() {
        let end = at + c.len_utf8();
        if let Ok(n) = phrases.binary_search_by_key(&at, |phrase| phrase.start) {
            tokens.push((phrases[n].clone(), Kind::Word));
            at = phrases[n].end;
        } else if c.is_whitespace() {
            at = end;
        } else if c == '(' || c == ')' {
            let kind = if c == '(' { Kind::Open } else { Kind::Close };
            tokens.push((at..end, kind));
            at = end;
        } else {
            let length = query[at..]
                .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')') || MARKS.contains(&c))
                .unwrap_or(query.len() - at)
                .max(c.len_utf8());
            let word = &query[at..at + length];
            if BINARY.contains(&word) || is_near(word) {
                tokens.push((at..at + length, Kind::Binary));
            } else if NEGATIONS.contains(&word) {
                tokens.push((at..at + length, Kind::Negation));
            } else if word.contains(char::is_alphanumeric) {
                tokens.push((at..at + length, Kind::Word));
            }
            at += length;
        }
    }
    tokens
}

/// Returns what a user may have meant otherwise: a field with a wrong name, an operator in a title
/// in capitals.
pub(super) fn hints(query: &str) -> Vec<String> {
    let mut hints = Vec::new();
    if !phrases(query).is_empty() && !cleaned(query).contains(MARKS) {
        hints.push(
            "the quotation marks of this sentence were read as text (leave out words such as `de` to search for a phrase)"
                .to_owned(),
        );
    }
    for word in query.split_whitespace() {
        let Some((name, rest)) = word.split_once(':') else {
            continue;
        };
        let name = name.trim_start_matches(['+', '-', '(']);
        if rest.starts_with("//") || !name.chars().all(char::is_alphabetic) {
            continue;
        }
        if FieldName::of(name).is_some() || filters::is_name(name) {
            if rest.is_empty() {
                hints.push(format!(
                    "`{name}:` was read as a word (write its value right after the colon)"
                ));
            }
        } else if let Some(known) = FieldName::nearest(name).or_else(|| filters::nearest(name)) {
            hints.push(format!(
                "`{name}:` was read as a word (did you mean `{known}:`?)"
            ));
        }
    }
    if is_all_capitals(query) {
        let read = query
            .split_whitespace()
            .filter(|word| BINARY.contains(word) || NEGATIONS.contains(word) || is_near(word));
        for word in read {
            hints.push(format!(
                "`{word}` was read as a word, because the query is all in capitals (write other words in lower case to use it as an operator)"
            ));
        }
    }
    hints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_without_a_meaning_become_spaces() {
        for (query, expected) in [
            (
                "Keuze: a) wonen en b) werken",
                "Keuze: a  wonen en b  werken",
            ),
            ("Buis van 24\" vervangen", "Buis van 24  vervangen"),
            ("Groei (%) in (2023", "Groei (%) in  2023"),
            ("gemeente/brug t/m 24/7", "gemeente brug t/m 24/7"),
            ("A12/A27 dicht", "A12 A27 dicht"),
            ("zie https://a.nl/b/c", "zie https://a.nl/b/c"),
            ("BRUG NIET OPEN", "BRUG niet OPEN"),
            ("OF a AND", "of a and"),
            ("a AND NOT b", "a AND NOT b"),
            ("a (b OR c) EN d", "a (b OR c) EN d"),
            ("\"a OF b\" OF c", "\"a OF b\" OF c"),
            (
                "bovengrens en -termijn -brug",
                "bovengrens en  termijn -brug",
            ),
            (
                "Klopt het dat de tol (SNT)-breed en -diep op de «oude brug» blijft, zoals de krant meldt?",
                "Klopt het dat de tol  SNT  breed en  diep op de   oude brug   blijft, zoals de krant meldt?",
            ),
        ] {
            assert_eq!(cleaned(query), expected, "{query}");
        }
    }

    #[test]
    fn a_sentence_with_an_operator_keeps_its_signs() {
        let sentence = "wat zegt de wethouder over de \"oude brug\" in de vergadering van mei over";
        let without = format!("{sentence} tol");
        assert!(!cleaned(&without).contains('"'));
        assert_eq!(hints(&without).len(), 1, "the answer says so");
        for operator in [
            "NOT tol",
            "-tol",
            "+tol",
            "-(tol)",
            "tol OF geld",
            "titel:tol",
            "datum:2021",
        ] {
            let query = format!("{sentence} {operator}");
            assert_eq!(cleaned(&query), query);
            assert!(hints(&query).is_empty(), "{query}");
        }
    }

    #[test]
    fn operators_of_other_engines_are_refused() {
        for (query, sign) in [
            ("woning*uw", "*"),
            ("w?ning", "?"),
            ("\"sociale huur*\"", "*"),
            ("woning~2 brug", "~2"),
            ("woning^2.5", "^2.5"),
            ("\"brug vaart\"~5", "~5"),
            ("woning [2020 TO 2021]", "[2020 TO 2021]"),
            ("/wo(n|o)ing/", "/wo(n|o)ing/"),
        ] {
            let problem = unsupported(query).unwrap_or_else(|| panic!("{query}"));
            assert_eq!(&query[problem.span], sign, "{query}");
        }
        for query in [
            "woning* wonnig~ +a -b =c",
            "Wat nu? Dit: 5*5",
            "dijk NEAR/5 brug",
            "huis van 20 m^2",
            "https://a.nl/?x=1 en /nieuws/brug/",
        ] {
            assert!(unsupported(query).is_none(), "{query}");
        }
    }
}
