//! Encodes the lexicon as files: finite-state transducers, and small tables that their values
//! index.
//!
//! Leaves out finding lemmas and parts (`lemmas`, `compounds`).

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::analysis::FormFilter;
use crate::analysis::lexicon::edit::Edit;
use crate::analysis::lexicon::segment::STEPS;

/// The bytes of each file.
pub struct Files {
    /// Word → number of the edit that yields its lemma. It has every word of the list.
    pub lemmas: Vec<u8>,
    /// Edits, one per line. The first one changes nothing.
    pub edits: String,
    /// Compound → number of its cut.
    pub compounds: Vec<u8>,
    /// Cuts, one per line: the lengths of the parts.
    pub cuts: String,
    /// Piece → cost in sixteenths of a nat.
    pub pieces: Vec<u8>,
    /// Forms and their lemmas, one pair per line: those that [`FormFilter`] would not find by the beginning of the
    /// lemma.
    pub unlike: String,
}

impl Files {
    /// Returns the name and bytes of each file. The last one is `digest.txt`: the SHA-256 of the
    /// others that the analysis is made of, in this order.
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
        // It follows from the others.
        named.push(("unlike.txt", self.unlike.clone().into_bytes()));
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
    let unlike = words.iter().filter_map(|word| {
        let lemma = lemmas.get(word)?;
        let mut filter = FormFilter::default();
        filter.add_beginning(lemma);
        (!filter.may_have(word)).then(|| format!("{word} {lemma}\n"))
    });
    let unlike = unlike.collect();
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
        unlike,
    }
}

fn transducer(entries: Vec<(&str, u64)>) -> Vec<u8> {
    let mut builder = fst::MapBuilder::memory();
    for (key, value) in entries {
        builder
            .insert(key, value)
            .expect("keys are sorted and distinct");
    }
    builder.into_inner().expect("writing to memory succeeds")
}

/// Numbers for strings, in order of first use.
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
