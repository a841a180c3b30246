//! The lexicon's files: finite-state transducers and the small tables that their values point into.
//!
//! Leaves out what is right; reads only what `lemmas` and `compounds` found.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::analysis::lexicon::edit::Edit;
use crate::analysis::lexicon::segment::STEPS;

/// The bytes of each file.
pub struct Files {
    /// Word → number of the edit that gives its lemma; every word of the list is in it.
    pub lemmas: Vec<u8>,
    /// Edits, a line each; the first changes nothing.
    pub edits: String,
    /// Compound → number of the way it is cut.
    pub compounds: Vec<u8>,
    /// Cuts, a line each: lengths of the parts.
    pub cuts: String,
    /// Piece → cost in sixteenths of a nat.
    pub pieces: Vec<u8>,
}

impl Files {
    /// Each file's name and bytes, and last `digest.txt`: the SHA-256 of all others, in this order.
    #[must_use]
    pub fn named(&self) -> Vec<(&'static str, Vec<u8>)> {
        let mut named = vec![
            ("lemmas.fst", self.lemmas.clone()),
            ("edits.txt", self.edits.clone().into_bytes()),
            ("compounds.fst", self.compounds.clone()),
            ("cuts.txt", self.cuts.clone().into_bytes()),
            ("pieces.fst", self.pieces.clone()),
        ];
        let mut hash = Sha256::new();
        for (_, bytes) in &named {
            hash.update(bytes);
        }
        let digest = data_encoding::HEXLOWER.encode(&hash.finalize());
        named.push(("digest.txt", digest.into_bytes()));
        named
    }
}

pub(super) fn files(
    words: &[String],
    lemmas: &BTreeMap<String, String>,
    splits: &[(String, Vec<String>)],
    pieces: &BTreeMap<String, f64>,
) -> Files {
    let mut edits = Table::default();
    edits.number(Edit::default().to_string());
    let lemma_values = words.iter().map(|word| {
        let edit = lemmas
            .get(word)
            .map_or_else(Edit::default, |lemma| Edit::between(word, lemma));
        (word.as_str(), edits.number(edit.to_string()))
    });
    let lemmas = transducer(lemma_values.collect());
    let mut cuts = Table::default();
    let cut_values = splits.iter().map(|(word, parts)| {
        let lengths: Vec<String> = parts.iter().map(|part| part.len().to_string()).collect();
        (word.as_str(), cuts.number(lengths.join(" ")))
    });
    let compounds = transducer(cut_values.collect());
    let pieces = transducer(
        pieces
            .iter()
            .map(|(piece, cost)| (piece.as_str(), (cost * STEPS).round() as u64))
            .collect(),
    );
    Files {
        lemmas,
        edits: edits.lines(),
        compounds,
        cuts: cuts.lines(),
        pieces,
    }
}

fn transducer(entries: Vec<(&str, u64)>) -> Vec<u8> {
    let mut builder = fst::MapBuilder::memory();
    for (key, value) in entries {
        builder
            .insert(key, value)
            .expect("keys are sorted and unlike");
    }
    builder.into_inner().expect("memory takes all writes")
}

/// Strings by number, in order of first use.
#[derive(Default)]
struct Table {
    numbers: BTreeMap<String, u64>,
    entries: Vec<String>,
}

impl Table {
    fn number(&mut self, entry: String) -> u64 {
        if let Some(number) = self.numbers.get(&entry) {
            return *number;
        }
        let number = self.entries.len() as u64;
        self.numbers.insert(entry.clone(), number);
        self.entries.push(entry);
        number
    }

    fn lines(&self) -> String {
        self.entries
            .iter()
            .map(|entry| format!("{entry}\n"))
            .collect::<Vec<_>>()
            .concat()
    }
}
