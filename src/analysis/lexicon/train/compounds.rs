//! Splits compounds into parts: unigram segmentation, trained by expectation maximization on a word
//! list.
//!
//! Leaves out lemmas. A word is one piece or a sequence of pieces and linking elements. The
//! probability of one piece is that of its spelling in a character model. The probability of a
//! sequence is the product of the probabilities of its elements. Training alternates between two
//! steps: it finds the most probable segmentation of every word, and it counts the pieces of these
//! segmentations (hard EM; Koehn and Knight 2003; Dempster, Laird and Rubin 1977).

use std::collections::{BTreeMap, HashMap, HashSet};

use super::irregular::{INSEPARABLE, SEPARABLE, SUFFIXES};
use super::spelling::closed;
use crate::analysis::lexicon::segment::{LONG_PIECE, MIN_PIECE, Parts, segment};

/// Rounds of training. Counts hardly change after these.
const ROUNDS: usize = 6;

/// The trained model: what it costs to split a word, and to leave it whole.
pub(super) struct Model {
    /// Pieces and their costs (−ln P).
    pub(super) pieces: BTreeMap<String, f64>,
    characters: CharacterModel,
    /// Stems of verbs with a particle, and the length of the particle. A word that begins with such
    /// a stem is a derivation, so it is not split after the particle.
    derived: HashMap<String, usize>,
    /// Words that are never split.
    whole: HashSet<String>,
}

/// Cost in nats of leaving a listed word whole, beside the cost of its spelling. It favors
/// splitting.
const WHOLE: f64 = 2.5;

/// Fewest compounds of the list that a word counts to be part of if it is never split.
const OFTEN: f64 = 100.0;

/// Returns the stems of verbs with a particle, in the spelling with which derived words begin, and
/// the length of the particle.
fn derived(verbs: &HashSet<String>) -> HashMap<String, usize> {
    let mut stems = HashMap::new();
    for verb in verbs {
        let particle = SEPARABLE
            .iter()
            .chain(INSEPARABLE.iter())
            .filter(|p| {
                verb.strip_prefix(**p)
                    .is_some_and(|rest| verbs.contains(rest) || rest.len() > 4)
            })
            .map(|p| p.len())
            .max();
        if let (Some(particle), Some(open)) = (particle, verb.strip_suffix("en")) {
            for stem in closed(open).into_iter().chain([open.to_owned()]) {
                let known: &mut usize = stems.entry(stem).or_default();
                *known = particle.max(*known);
            }
        }
    }
    stems
}

/// A character 5-gram model that backs off by interpolation (Witten and Bell 1991).
struct CharacterModel {
    counts: HashMap<u64, u32>,
    contexts: HashMap<u64, (u32, u32)>,
}

const ORDER: usize = 5;

fn code(c: u8) -> u64 {
    match c {
        b'a'..=b'z' => u64::from(c - b'a') + 1,
        b'^' => 27,
        b'$' => 28,
        _ => 29,
    }
}

impl CharacterModel {
    fn train<'a>(words: impl Iterator<Item = &'a String>) -> Self {
        let mut model = Self {
            counts: HashMap::new(),
            contexts: HashMap::new(),
        };
        for word in words {
            let padded = format!("^{word}$");
            let bytes = padded.as_bytes();
            for at in 1..bytes.len() {
                for length in 0..ORDER.min(at + 1) {
                    let context = Self::key(&bytes[at - length..at]);
                    let whole = Self::key(&bytes[at - length..=at]);
                    let seen = model.counts.entry(whole).or_default();
                    *seen += 1;
                    let new = u32::from(*seen == 1);
                    let entry = model.contexts.entry(context).or_default();
                    entry.0 += 1;
                    entry.1 += new;
                }
            }
        }
        model
    }

    fn key(bytes: &[u8]) -> u64 {
        bytes
            .iter()
            .fold(bytes.len() as u64, |key, b| key << 5 | code(*b))
    }

    /// Returns −ln P of the spelling of `word`.
    fn cost(&self, word: &str) -> f64 {
        let padded = format!("^{word}$");
        let bytes = padded.as_bytes();
        (1..bytes.len())
            .map(|at| -self.probability(bytes, at).ln())
            .sum()
    }

    fn probability(&self, bytes: &[u8], at: usize) -> f64 {
        let mut p = 1.0 / 29.0;
        for length in 0..ORDER.min(at + 1) {
            let Some(&(total, types)) = self.contexts.get(&Self::key(&bytes[at - length..at]))
            else {
                break;
            };
            let seen = f64::from(
                self.counts
                    .get(&Self::key(&bytes[at - length..=at]))
                    .copied()
                    .unwrap_or(0),
            );
            let (total, types) = (f64::from(total), f64::from(types));
            p = (seen + types * p) / (total + types);
        }
        p
    }
}

/// Trains a model on `words`. Only `bases` may be pieces. Words of `whole` are never split, and parts of
/// compounds more often than the list shows.
pub(super) fn train(
    words: &[&String],
    bases: &HashSet<String>,
    verbs: &HashSet<String>,
    whole: &HashSet<&str>,
) -> Model {
    let plain: Vec<&String> = words
        .iter()
        .copied()
        .filter(|w| w.bytes().all(|b| b.is_ascii_lowercase()))
        .collect();
    // Initial counts: how often each piece is the left or right half of a word with two known
    // halves.
    let mut counts: HashMap<&str, f64> = HashMap::new();
    for word in &plain {
        for at in MIN_PIECE..word.len().saturating_sub(MIN_PIECE - 1) {
            let (left, right) = word.split_at(at);
            if bases.contains(left) && bases.contains(right) {
                *counts.entry(left).or_default() += 1.0;
                *counts.entry(right).or_default() += 1.0;
            }
        }
    }
    let simple = |word: &str| {
        !(MIN_PIECE..word.len().saturating_sub(MIN_PIECE - 1)).any(|at| {
            let (left, right) = word.split_at(at);
            left.len() + right.len() > 7 && bases.contains(left) && bases.contains(right)
        })
    };
    let characters =
        CharacterModel::train(plain.iter().copied().filter(|w| w.len() <= 12 && simple(w)));
    let mut model = Model {
        pieces: costs(&counts),
        characters,
        derived: derived(verbs),
        whole: whole.iter().map(|word| (*word).to_owned()).collect(),
    };
    for _ in 0..ROUNDS {
        let mut counts: HashMap<&str, f64> = HashMap::new();
        for word in &plain {
            if let Some(parts) = model.segment(word) {
                for (part, _) in parts {
                    *counts.entry(&word[part]).or_default() += 1.0;
                }
            }
        }
        for word in whole {
            let count = counts.entry(word).or_default();
            *count = count.max(OFTEN);
        }
        model.pieces = costs(&counts);
    }
    model
}

fn costs(counts: &HashMap<&str, f64>) -> BTreeMap<String, f64> {
    let total: f64 = counts.values().sum();
    counts
        .iter()
        .map(|(piece, count)| ((*piece).to_owned(), -(count / total).ln()))
        .collect()
}

impl Model {
    /// Returns the pieces of `word` with their linking elements, if splitting is cheaper than
    /// leaving it whole.
    fn segment(&self, word: &str) -> Option<Parts> {
        self.segment_at(word, self.characters.cost(word) + WHOLE)
    }

    /// Splits `word` recursively: parts that are compounds are split too.
    pub(super) fn segment_recursively(&self, word: &str) -> Option<Vec<String>> {
        Some(self.spell_out(word, &self.segment(word)?))
    }

    fn spell_out(&self, word: &str, parts: &Parts) -> Vec<String> {
        let mut all = Vec::new();
        for (part, link) in parts {
            let inner = Some(part.len())
                .filter(|n| *n >= LONG_PIECE && !self.whole.contains(&word[part.clone()]))
                .and_then(|_| self.segment_recursively(&word[part.clone()]));
            match inner.filter(|inner| inner.iter().all(|piece| piece.len() > MIN_PIECE)) {
                Some(mut inner) => {
                    if let Some(last) = inner.last_mut() {
                        last.push_str(&word[link.clone()]);
                    }
                    all.append(&mut inner);
                }
                None => all.push(word[part.start..link.end].to_owned()),
            }
        }
        all
    }

    fn segment_at(&self, word: &str, whole: f64) -> Option<Parts> {
        let particle = (4..=word.len())
            .rev()
            .find_map(|n| word.get(..n).and_then(|head| self.derived.get(head)))
            .copied();
        segment(word, whole, particle, |piece| {
            self.pieces
                .get(piece)
                .copied()
                .filter(|_| !SUFFIXES.contains(&piece))
        })
    }
}
