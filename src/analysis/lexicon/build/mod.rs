//! Makes the lexicon from a word list: `cargo run --release --example build_lexicon`.
//!
//! Leaves out using it. The same list gives the same bytes.

mod compounds;
mod irregular;
mod lemmas;
mod spelling;

use std::collections::{BTreeMap, HashSet};

use crate::analysis::fold;

pub(super) use compounds::segment;

/// Lemmas and segmentations, to be tried out.
pub struct Draft {
    /// Form → lemma, where they differ.
    pub lemmas: BTreeMap<String, String>,
    /// Word → parts, linking letters with the part before.
    pub compounds: BTreeMap<String, Vec<String>>,
    model: compounds::Model,
}

impl Draft {
    /// Parts of an unseen word.
    pub fn unseen(&self, word: &str) -> Option<Vec<String>> {
        let a: f64 = std::env::var("UA").ok().and_then(|v| v.parse().ok()).unwrap_or(2.2);
        let b: f64 = std::env::var("UB").ok().and_then(|v| v.parse().ok()).unwrap_or(4.0);
        self.model.spell_out(word, &self.model.segment_at(word, a * word.len() as f64 + b)?)
    }
}

/// Whether a capitalised word is an adjective made from a name: `Brusselse`, `Franstalig`.
fn is_origin(word: &str) -> bool {
    const ENDINGS: &[&str] = &["se", "isch", "ische", "talig", "talige", "aans", "ees", "ese", "ers", "erse", "ams", "els"];
    word.starts_with(char::is_uppercase) && ENDINGS.iter().any(|e| word.ends_with(e)) && word.chars().skip(1).all(char::is_lowercase)
}

/// Builds from the lines of a word list.
#[must_use]
pub fn build(list: &str) -> Draft {
    let words: HashSet<String> = list.lines().filter(|l| l.starts_with(char::is_lowercase) || is_origin(l)).map(fold).collect();
    let (lemmas, verbs) = lemmas::lemmas(&words);
    let mut sorted: Vec<&String> = words.iter().collect();
    sorted.sort();
    let model = compounds::train(&sorted, &words, &verbs);
    let compounds = sorted.iter().filter_map(|word| {
        Some(((*word).clone(), model.segment_all(word)?))
    });
    let compounds = compounds.collect();
    Draft { lemmas, compounds, model }
}
