//! "Bedoelde u": another spelling of a query that finds nothing, from the index's own words.
//!
//! Leaves out deciding when to offer it.

use std::collections::HashMap;

use super::query::{self, Node};
use super::{Request, SearchError, search};
use crate::analysis::{Analyzer, Lexicon, is_stop_word};
use crate::index::{IndexError, Reader};

/// Letters that a word may be off by.
const MOST_OFF: usize = 2;

/// Fewest letters of a part of a misspelled compound.
const MIN_PART: usize = 4;

/// The query with words that the index does not have replaced by the most frequent of the nearest
/// that it has, or by a compound that is spelled well; `None` where there are none, or the filters leave
/// nothing. Words that the word list has are let be: they are spelled well, and simply not there.
///
/// # Errors
/// [`SearchError`].
pub fn suggest(reader: &Reader, request: &Request) -> Result<Option<String>, SearchError> {
    let query = request.query.as_str();
    let tree = query::parse(query)?;
    let mut words = Vec::new();
    gather(&tree, &mut words);
    let mut unknown: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    for word in words {
        let tokens = Analyzer::Dutch.tokens(&word.text);
        let [token] = tokens.as_slice() else { continue };
        let has = [
            (reader.fields.body.exact, &token.exact),
            (reader.fields.body.lemma, &token.lemma),
            (reader.fields.body.parts, &token.lemma),
        ];
        let number = token.exact.contains(|c: char| c.is_ascii_digit());
        let mut known = number
            || is_stop_word(&token.exact)
            || token.exact.chars().count() < 4
            || Lexicon::get().knows(&token.exact);
        for (field, text) in has {
            let term = tantivy::Term::from_field_text(field, text);
            known |= reader.releases.doc_freq(&term).map_err(IndexError::Read)? > 0;
        }
        if !known {
            unknown.push((word.span, token.exact.clone()));
        }
    }
    if unknown.is_empty() {
        return Ok(None);
    }
    let vocabulary = vocabulary(reader)?;
    let mut suggestion = query.to_owned();
    let (mut met, mut made) = (false, false);
    for (span, word) in unknown.into_iter().rev() {
        if let Some(near) = nearest(&word, &vocabulary) {
            suggestion.replace_range(span, near.word);
            met = true;
        } else if let Some(compound) = nearest_compound(&word, &vocabulary) {
            suggestion.replace_range(span, &compound);
            made = true;
        }
    }
    // A word of the index may be one of what the filters leave out; a compound was made, not met.
    let better = Request { query: suggestion, limit: 0, ..request.clone() };
    Ok((made || met && search(reader, &better)?.total > 0).then_some(better.query))
}

/// A word of the vocabulary; the order is that of preference.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Near<'v> {
    distance: usize,
    frequency: std::cmp::Reverse<u64>,
    word: &'v str,
}

/// The most frequent of the words nearest to `word`.
fn nearest<'v>(word: &str, vocabulary: &'v HashMap<String, u64>) -> Option<Near<'v>> {
    let most = if word.len() > 5 { MOST_OFF } else { 1 };
    let alike = vocabulary.iter().filter(|(other, _)| other.len().abs_diff(word.len()) <= most);
    let near = alike.map(|(other, frequency)| Near {
        distance: strsim::osa_distance(word, other),
        frequency: std::cmp::Reverse(*frequency),
        word: other,
    });
    near.filter(|near| near.distance <= most).min()
}

/// A compound one of whose parts is misspelled: one part is a word, the other is near one.
fn nearest_compound(word: &str, vocabulary: &HashMap<String, u64>) -> Option<String> {
    let is_word = |part: &str| vocabulary.contains_key(part) || Lexicon::get().knows(part);
    let seams = (MIN_PART..word.len().saturating_sub(MIN_PART)).filter(|at| word.is_char_boundary(*at));
    let ways = seams.filter_map(|at| {
        let (left, right) = word.split_at(at);
        let bare = left.strip_suffix('s').unwrap_or(left);
        if is_word(left) || is_word(bare) {
            let near = nearest(right, vocabulary)?;
            let compound = format!("{left}{}", near.word);
            Some((near, compound))
        } else if is_word(right) {
            let near = nearest(left, vocabulary)?;
            let compound = format!("{}{right}", near.word);
            Some((near, compound))
        } else {
            None
        }
    });
    ways.min().map(|(_, compound)| compound)
}

fn gather(node: &Node, words: &mut Vec<query::Text>) {
    match node {
        Node::Word(word) => words.push(word.clone()),
        Node::Group(clauses) => {
            clauses.iter().filter(|c| c.occur != query::Occur::MustNot).for_each(|c| gather(&c.node, words));
        }
        Node::And(all) | Node::Or(all) => all.iter().for_each(|n| gather(n, words)),
        _ => {}
    }
}

/// Surface forms of bodies and titles, and in how many releases each is.
fn vocabulary(reader: &Reader) -> Result<HashMap<String, u64>, IndexError> {
    let mut words: HashMap<String, u64> = HashMap::new();
    for segment in reader.releases.segment_readers() {
        for field in [reader.fields.body.exact, reader.fields.title.exact] {
            let inverted = segment.inverted_index(field).map_err(IndexError::Read)?;
            let mut terms = inverted.terms().stream().map_err(|e| IndexError::Read(e.into()))?;
            while terms.advance() {
                if let Ok(word) = std::str::from_utf8(terms.key())
                    && word.len() > 3
                {
                    *words.entry(word.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
    }
    Ok(words)
}
