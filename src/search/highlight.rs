//! Which words of a text a query matched.
//!
//! Leaves out which passage is shown (`snippet`).

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use tantivy::Term;

use crate::analysis::{Analyzer, Lexicon, Token};
use crate::index::Reader;

/// The words of a query, as they are met in texts.
#[derive(Debug, Default)]
pub(super) struct Highlighter {
    analyzer: Analyzer,
    /// Dictionary forms of single words, and how telling each is.
    words: HashMap<String, f32>,
    /// Phrases: dictionary forms and their relative positions.
    phrases: Vec<Vec<(usize, String)>>,
    /// Surface forms.
    forms: HashSet<String>,
    /// Beginnings of surface forms, or spellings and how far from them others count.
    spellings: Vec<(String, Option<u8>)>,
}

/// Share of a match's weight where it lies inside a compound.
const INSIDE: f32 = 0.3;

/// A match in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matched {
    /// Bytes of the text.
    pub(super) span: Range<usize>,
    /// The word or phrase that matched, to tell repeats from others.
    pub(super) what: String,
    pub(super) weight: f32,
}

impl Highlighter {
    pub(super) fn add_word(&mut self, tokens: &[Token]) {
        let parts: Vec<&Token> = tokens.iter().filter(|t| !t.joined).collect();
        if parts.len() > 1 {
            self.add_phrase(&parts);
        }
        let singles = tokens.iter().filter(|t| t.joined || parts.len() == 1);
        self.words.extend(singles.map(|t| (t.lemma.clone(), 1.0)));
    }

    pub(super) fn add_form(&mut self, tokens: &[&Token]) {
        self.forms.extend(tokens.iter().map(|t| t.exact.clone()));
    }

    pub(super) fn add_spelling(&mut self, text: &str, distance: Option<u8>) {
        self.spellings.push((text.to_owned(), distance));
    }

    /// Whether a surface form itself is looked for.
    fn is_form(&self, exact: &str) -> bool {
        self.forms.contains(exact)
            || self.spellings.iter().any(|(text, distance)| match distance {
                None => exact.starts_with(text.as_str()),
                Some(most) => strsim::osa_distance(exact, text) <= usize::from(*most),
            })
    }

    pub(super) fn add_phrase(&mut self, tokens: &[&Token]) {
        match tokens {
            [] => {}
            [one] => drop(self.words.insert(one.lemma.clone(), 1.0)),
            [first, ..] => {
                self.phrases.push(tokens.iter().map(|t| (t.position - first.position, t.lemma.clone())).collect());
            }
        }
    }

    /// Weighs words by how few releases have them in their body (BM25's idf).
    pub(super) fn weigh(&mut self, reader: &Reader) {
        let total = reader.count() as f32;
        for (word, weight) in &mut self.words {
            let frequency =
                reader.releases.doc_freq(&Term::from_field_text(reader.fields.body.lemma, word)).unwrap_or(0) as f32;
            *weight = (1.0 + (total - frequency + 0.5) / (frequency + 0.5)).ln().max(0.01);
        }
    }

    /// All matches in `text`, in order, apart from each other.
    pub(super) fn matches(&self, text: &str) -> Vec<Matched> {
        if self.words.is_empty() && self.phrases.is_empty() && self.forms.is_empty() && self.spellings.is_empty() {
            return Vec::new();
        }
        let tokens = self.analyzer.tokens(text);
        let mut found: Vec<Matched> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            for phrase in &self.phrases {
                if let Some(end) = phrase_end(phrase, &tokens[at..]) {
                    let what = phrase.iter().map(|(_, lemma)| lemma.as_str()).collect::<Vec<_>>().join(" ");
                    found.push(Matched { span: token.span.start..end, what, weight: 2.0 * phrase.len() as f32 });
                }
            }
            if let Some(weight) = self.words.get(&token.lemma) {
                found.push(Matched { span: token.span.clone(), what: token.lemma.clone(), weight: *weight });
            } else if self.is_form(&token.exact) {
                found.push(Matched { span: token.span.clone(), what: token.exact.clone(), weight: 1.0 });
            } else {
                found.extend(self.part_of(token));
            }
        }
        found.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        found.dedup_by(|next, kept| next.span.start < kept.span.end);
        found
    }

    /// A word of the query inside a compound: only the part is marked.
    fn part_of(&self, token: &Token) -> Option<Matched> {
        let at = token.parts.iter().position(|part| self.words.contains_key(part))?;
        let what = token.parts[at].clone();
        let weight = self.words[&what] * INSIDE;
        let (ends, _) = Lexicon::get().ends(&token.exact);
        let start = at.checked_sub(1).map_or(0, |before| ends[before]);
        // Folding may change lengths; then the place of the part is not known.
        let same = token.exact.len() == token.span.len();
        let span = if same { token.span.start + start..token.span.start + ends[at] } else { token.span.clone() };
        Some(Matched { span, what, weight })
    }

    /// Bytes of `text` that match.
    pub(super) fn marks(&self, text: &str) -> Vec<Range<usize>> {
        self.matches(text).into_iter().map(|m| m.span).collect()
    }
}

/// Byte past a phrase that begins at the head of `tokens`.
fn phrase_end(phrase: &[(usize, String)], tokens: &[Token]) -> Option<usize> {
    let start = tokens.first()?.position;
    let mut end = 0;
    for (offset, lemma) in phrase {
        let token = tokens
            .iter()
            .take_while(|t| t.position <= start + offset)
            .find(|t| t.position == start + offset && t.lemma == *lemma && !t.joined)?;
        end = token.span.end;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_in_all_their_forms_and_phrases_in_order() {
        let analyzer = Analyzer;
        let mut highlighter = Highlighter::default();
        highlighter.add_word(&analyzer.tokens("gemeente"));
        let phrase = analyzer.tokens("nieuwe brug");
        highlighter.add_phrase(&phrase.iter().collect::<Vec<_>>());
        let text = "Gemeenten bouwen een nieuwe brug; een brug is nieuwe kost.";
        let marks: Vec<&str> = highlighter.marks(text).into_iter().map(|m| &text[m]).collect();
        assert_eq!(marks, ["Gemeenten", "nieuwe brug"]);
        let text = "De gemeenteraadsverkiezingen komen eraan.";
        let marks: Vec<&str> = highlighter.marks(text).into_iter().map(|m| &text[m]).collect();
        assert_eq!(marks, ["gemeente"]);
    }
}
