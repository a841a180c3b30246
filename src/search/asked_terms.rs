//! The terms of a question whose frequencies its compilation asks for.
//!
//! Leaves out the compilation (`compile`).

use tantivy::Term;
use tantivy::schema::Field;

use super::expand::joinable;
use super::query::{Node, Query};
use super::synonyms::{Synonyms, one_word};
use crate::analysis::{Analyzer, Token};
use crate::index::ReleaseFields;

/// Returns the terms whose frequencies a compilation of `question` asks for, as far as the words tell. Where each
/// question takes a way over a network, all of them are asked for at once.
pub(crate) fn terms_of(question: &Query, fields: &ReleaseFields, synonyms: &Synonyms) -> Vec<Term> {
    let mut question = question.words.clone();
    let words = question.iter_mut().flat_map(Node::words_mut);
    let words = words.map(|word| Analyzer::Dutch.tokens(&word.text));
    let words: Vec<Vec<Token>> = words.collect();
    let (ranked, body) = (fields.ranked, fields.body);
    let mut asked: Vec<(Field, String)> = Vec::new();
    for tokens in &words {
        for token in tokens {
            asked.push((ranked, token.lemma.clone()));
            for field in [ranked, body.exact] {
                asked.push((field, token.exact.clone()));
            }
            let parts = token.parts.iter().map(|part| (ranked, part.lemma.clone()));
            asked.extend(parts);
        }
        let others = one_word(tokens)
            .into_iter()
            .flat_map(|word| synonyms.of(word));
        for token in others.flat_map(|other| Analyzer::Dutch.tokens(other)) {
            asked.push((ranked, token.lemma.clone()));
        }
    }
    let alone = |mut tokens: Vec<Token>| (tokens.len() == 1).then(|| tokens.remove(0));
    let words: Vec<Option<Token>> = words.into_iter().map(alone).collect();
    let joined = joinable(&words).into_iter();
    asked.extend(joined.map(|(word, _)| (ranked, word)));
    let terms = asked.iter();
    terms
        .map(|(field, text)| Term::from_field_text(*field, text))
        .collect()
}
