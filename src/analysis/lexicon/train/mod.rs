//! Makes the lexicon from a word list:
//! `cargo run --release --features train --example build_lexicon -- LIST DIR`.
//!
//! Leaves out using it. The same list yields the same bytes on every machine.

mod compounds;
mod encode;
mod irregular;
mod lemmas;
mod settle;
mod spelling;

use std::collections::{BTreeMap, HashSet};

use crate::analysis::fold;

pub use encode::Files;

/// Makes the lexicon from `list` (one word per line) and `overrides` (our corrections, see
/// `government.txt`).
///
/// # Errors
/// A message that names the first line of `overrides` that cannot be parsed.
pub fn train(list: &str, overrides: &str) -> Result<Files, String> {
    let words: HashSet<String> = list
        .lines()
        .filter(|l| l.starts_with(char::is_lowercase) || is_origin(l))
        .map(fold)
        .collect();
    let overrides = Overrides::read(overrides)?;
    let (mut lemmas, verbs) = lemmas::lemmas(&words);
    for (form, lemma) in &overrides.lemmas {
        if form == lemma {
            lemmas.remove(form);
        } else {
            lemmas.insert(form.clone(), lemma.clone());
        }
    }
    let mut sorted: Vec<&String> = words.iter().collect();
    sorted.sort();
    let whole = overrides.parts.iter().filter(|(_, parts)| parts.is_empty());
    let whole: HashSet<&str> = whole.map(|(word, _)| word.as_str()).collect();
    let model = compounds::train(&sorted, &words, &verbs, &whole);
    let mut parts: BTreeMap<&str, Vec<String>> = sorted
        .iter()
        .filter_map(|word| Some((word.as_str(), model.segment_recursively(word)?)))
        .chain(
            overrides
                .parts
                .iter()
                .map(|(word, parts)| (word.as_str(), parts.clone())),
        )
        .filter(|(_, parts)| parts.len() > 1)
        .collect();
    parts.retain(|word, _| {
        overrides
            .parts
            .get(*word)
            .is_none_or(|parts| parts.len() > 1)
    });
    let splits: Vec<(String, Vec<String>)> = parts
        .iter()
        .filter_map(|(word, own)| {
            Some((
                (*word).to_owned(),
                split_like_lemma(word, own, &lemmas, &parts, &words)?,
            ))
        })
        .collect();
    let mut all: Vec<String> = words
        .into_iter()
        .chain(overrides.lemmas.keys().cloned())
        .chain(overrides.parts.keys().cloned())
        .collect();
    all.sort();
    all.dedup();
    Ok(encode::files(&all, &lemmas, &splits, &model.pieces))
}

/// Splits `word` where its lemma is split; if the lemma does not help, returns `own`, the parts
/// found for the word itself.
///
/// *waterschappen* is not split, because *waterschap* is not.
fn split_like_lemma(
    word: &str,
    own: &[String],
    lemmas: &BTreeMap<String, String>,
    parts: &BTreeMap<&str, Vec<String>>,
    words: &HashSet<String>,
) -> Option<Vec<String>> {
    let own = || Some(own.to_vec());
    let Some(lemma) = lemmas.get(word).filter(|lemma| words.contains(*lemma)) else {
        return own();
    };
    match parts
        .get(lemma.as_str())
        .and_then(|parts| parts.split_last())
    {
        None if word.starts_with(&lemma[..lemma.len() - 1]) => None,
        None => own(),
        Some((_, before)) => match word.strip_prefix(before.concat().as_str()) {
            Some(last) if !last.is_empty() => {
                Some(before.iter().cloned().chain([last.to_owned()]).collect())
            }
            _ => own(),
        },
    }
}

/// Our corrections of what the rules find.
#[derive(Default)]
struct Overrides {
    lemmas: BTreeMap<String, String>,
    parts: BTreeMap<String, Vec<String>>,
}

impl Overrides {
    /// Parses lines of the forms `form … lemma`, `first+second`, and `word=` for a word that must
    /// not be split.
    fn read(text: &str) -> Result<Self, String> {
        let mut overrides = Self::default();
        let lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        for (number, line) in lines {
            let line = fold(line.trim());
            if let Some(whole) = line.strip_suffix('=') {
                overrides.parts.insert(whole.to_owned(), Vec::new());
            } else if line.contains('+') {
                overrides.parts.insert(
                    line.replace('+', ""),
                    line.split('+').map(str::to_owned).collect(),
                );
            } else {
                let mut forms = line.split(' ').rev();
                let (Some(lemma), true) = (forms.next(), line.contains(' ')) else {
                    return Err(format!("line {}: `{line}` has no lemma", number + 1));
                };
                overrides.lemmas.insert(lemma.to_owned(), lemma.to_owned());
                overrides
                    .lemmas
                    .extend(forms.map(|form| (form.to_owned(), lemma.to_owned())));
            }
        }
        Ok(overrides)
    }
}

/// Whether a capitalized word is an adjective made from a name: `Brusselse`, `Franstalig`.
fn is_origin(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "se", "isch", "ische", "talig", "talige", "aans", "ees", "ese", "ers", "erse", "ams", "els",
    ];
    word.starts_with(char::is_uppercase)
        && ENDINGS.iter().any(|e| word.ends_with(e))
        && word.chars().skip(1).all(char::is_lowercase)
}
