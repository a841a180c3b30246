//! Compounds to parts: unigram segmentation trained by expectation-maximisation on a word list.
//!
//! Leaves out lemmas. A word is either one piece, with the probability that a character model gives
//! to its spelling, or a sequence of pieces and linking letters, with the product of theirs; training
//! alternates between the most probable segmentation of every word and the counts that follow from
//! it (hard EM; after Koehn and Knight 2003, and Dempster, Laird and Rubin 1977).

use std::collections::{BTreeMap, HashMap, HashSet};

use super::irregular::{INSEPARABLE, SEPARABLE};
use super::spelling::closed;

/// Shortest piece.
pub(super) const MIN_PIECE: usize = 3;

/// Shortest piece that is split further: `woningbouw`, but not `landbouw`.
pub(in crate::analysis::lexicon) const LONG_PIECE: usize = 10;

/// Rounds of training; counts hardly change after.
const ROUNDS: usize = 6;

/// Linking letters and their cost in nats.
pub(in crate::analysis::lexicon) const LINKS: &[(&str, f64)] =
    &[("", 0.3), ("s", 1.6), ("e", 3.6), ("en", 3.2), ("n", 4.2), ("er", 5.5)];

/// What a segmentation costs besides its pieces: each further piece makes it less probable.
pub(super) const SPLIT: f64 = 1.0;

/// Pieces and what each costs (−ln P).
pub(super) struct Model {
    pub(super) pieces: BTreeMap<String, f64>,
    characters: Characters,
    /// Stems of verbs with a particle: words that begin with one are derived, not compounded, there.
    derived: HashMap<String, usize>,
}

/// What a listed word costs as one piece besides its spelling, in nats: the list prefers compounds.
const WHOLE: f64 = 2.5;

/// Pieces that only derive words.
const SUFFIXES: &[&str] = &[
    "schap",
    "schappen",
    "schappij",
    "pij",
    "baar",
    "bare",
    "zaam",
    "zame",
    "ing",
    "ingen",
    "lijk",
    "lijke",
    "loos",
    "loze",
    "ster",
    "ist",
    "isten",
    "iteit",
    "erij",
    "achtig",
    "tie",
    "ties",
    "elen",
    "eren",
    "ten",
    "den",
    "ren",
    "sten",
    "ste",
    "ers",
    "heid",
    "heden",
    "sen",
    "aar",
    "aars",
    "aren",
    "der",
    "ders",
    "sels",
    "zakelijk",
    "zakelijke",
    "ende",
    "ding",
    "ging",
    "ling",
    "ring",
    "ting",
    "zing",
    "zelf",
];

/// Stems of verbs with a particle, as words derived from them begin, and the particle's length.
fn derived(verbs: &HashSet<String>) -> HashMap<String, usize> {
    let mut stems = HashMap::new();
    for verb in verbs {
        let particle = SEPARABLE
            .iter()
            .chain(INSEPARABLE)
            .filter(|p| verb.strip_prefix(**p).is_some_and(|rest| verbs.contains(rest) || rest.len() > 4))
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

/// A character 5-gram model with backing off by interpolation (Witten and Bell 1991).
struct Characters {
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

impl Characters {
    fn train<'a>(words: impl Iterator<Item = &'a String>) -> Self {
        let mut model = Self { counts: HashMap::new(), contexts: HashMap::new() };
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
        bytes.iter().fold(bytes.len() as u64, |key, b| key << 5 | code(*b))
    }

    /// −ln P of the spelling of `word`.
    fn cost(&self, word: &str) -> f64 {
        let padded = format!("^{word}$");
        let bytes = padded.as_bytes();
        (1..bytes.len()).map(|at| -self.probability(bytes, at).ln()).sum()
    }

    fn probability(&self, bytes: &[u8], at: usize) -> f64 {
        let mut p = 1.0 / 29.0;
        for length in 0..ORDER.min(at + 1) {
            let Some(&(total, types)) = self.contexts.get(&Self::key(&bytes[at - length..at])) else { break };
            let seen = f64::from(self.counts.get(&Self::key(&bytes[at - length..=at])).copied().unwrap_or(0));
            let (total, types) = (f64::from(total), f64::from(types));
            p = (seen + types * p) / (total + types);
        }
        p
    }
}

/// Trains on `words`; only `bases` may be pieces.
pub(super) fn train(words: &[&String], bases: &HashSet<String>, verbs: &HashSet<String>) -> Model {
    let plain: Vec<&String> = words.iter().copied().filter(|w| w.bytes().all(|b| b.is_ascii_lowercase())).collect();
    // To begin with, a piece is as probable as the number of words that begin or end with it.
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
    let characters = Characters::train(plain.iter().copied().filter(|w| w.len() <= 12 && simple(w)));
    let mut model = Model { pieces: costs(&counts), characters, derived: derived(verbs) };
    for _ in 0..ROUNDS {
        let mut counts: HashMap<&str, f64> = HashMap::new();
        for word in &plain {
            if let Some(parts) = model.segment(word) {
                for (part, _) in parts {
                    *counts.entry(&word[part]).or_default() += 1.0;
                }
            }
        }
        model.pieces = costs(&counts);
    }
    model
}

fn costs(counts: &HashMap<&str, f64>) -> BTreeMap<String, f64> {
    let total: f64 = counts.values().sum();
    counts.iter().map(|(piece, count)| ((*piece).to_owned(), -(count / total).ln())).collect()
}

type Parts = Vec<(std::ops::Range<usize>, std::ops::Range<usize>)>;

impl Model {
    /// The pieces of `word` with the links behind them, where splitting it is more probable than not.
    fn segment(&self, word: &str) -> Option<Parts> {
        self.segment_at(word, self.characters.cost(word) + WHOLE)
    }

    /// All the way down: parts that are compounds themselves are split as well.
    pub(super) fn segment_all(&self, word: &str) -> Option<Vec<String>> {
        Some(self.spell_out(word, &self.segment(word)?))
    }

    fn spell_out(&self, word: &str, parts: &Parts) -> Vec<String> {
        let mut all = Vec::new();
        for (part, link) in parts {
            let inner =
                Some(part.len()).filter(|n| *n >= LONG_PIECE).and_then(|_| self.segment_all(&word[part.clone()]));
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
        let particle =
            (4..=word.len()).rev().find_map(|n| word.get(..n).and_then(|head| self.derived.get(head))).copied();
        segment(word, whole, particle, |piece| self.pieces.get(piece).copied().filter(|_| !SUFFIXES.contains(&piece)))
    }
}

/// The cheapest segmentation of `word` into pieces, if it costs less than `whole`.
pub(in crate::analysis::lexicon) fn segment(
    word: &str,
    whole: f64,
    particle: Option<usize>,
    cost_of: impl Fn(&str) -> Option<f64>,
) -> Option<Parts> {
    let length = word.len();
    if length < 2 * MIN_PIECE || !word.is_ascii() {
        return None;
    }
    // best[at]: cheapest way to end a piece (link included) at byte `at`.
    let mut best: Vec<Option<(f64, usize, usize)>> = vec![None; length + 1];
    best[0] = Some((0.0, 0, 0));
    for start in 0..=length - MIN_PIECE {
        let Some((so_far, ..)) = best[start] else { continue };
        for end in start + MIN_PIECE..=length {
            if start == 0 && end == length {
                continue;
            }
            let Some(cost) = cost_of(&word[start..end]) else { continue };
            for (link, link_cost) in LINKS {
                let stop = end + link.len();
                if particle == Some(stop) {
                    continue;
                }
                if !link.is_empty() && (stop + MIN_PIECE > length || !word[end..].starts_with(link))
                    || link.is_empty() && stop < length && stop + MIN_PIECE > length
                {
                    continue;
                }
                let total = so_far + cost + if stop == length { 0.0 } else { link_cost + SPLIT };
                if best[stop].is_none_or(|(known, ..)| total < known) {
                    best[stop] = Some((total, start, end));
                }
            }
        }
    }
    let (total, ..) = best[length]?;
    if total >= whole {
        return None;
    }
    let mut parts = Vec::new();
    let mut at = length;
    while at > 0 {
        let (_, start, end) = best[at]?;
        parts.push((start..end, end..at));
        at = start;
    }
    parts.reverse();
    (parts.len() > 1).then_some(parts)
}
