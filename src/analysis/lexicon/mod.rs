//! The lexicon: lemmas and compound parts of Dutch words, made from a word list by `train`.
//!
//! Leaves out running text. The files are embedded and used as they are; only two small tables are
//! parsed at start-up. Source, version and license: `SOURCE.txt`.

mod edit;
mod segment;
#[cfg(feature = "train")]
pub mod train;

use std::sync::LazyLock;

use fst::Map;

use edit::Edit;
use segment::{LINKING_ELEMENTS, LONG_PIECE, STEPS, segment};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    lemmas: transducer(include_bytes!("lemmas.fst")),
    edits: include_str!("edits.txt")
        .lines()
        .map(|line| line.parse().expect("every line is an edit"))
        .collect(),
    compounds: transducer(include_bytes!("compounds.fst")),
    cuts: include_str!("cuts.txt")
        .lines()
        .map(|line| {
            line.split(' ')
                .map(|n| n.parse().expect("every line is a list of lengths"))
                .collect()
        })
        .collect(),
    pieces: transducer(include_bytes!("pieces.fst")),
    unlike: include_str!("unlike.txt"),
});

fn transducer(bytes: &'static [u8]) -> Map<&'static [u8]> {
    Map::new(bytes).expect("`train` wrote a valid transducer")
}

/// Cost of an unlisted word as one piece, in nats: a constant, and an amount per letter. Nearly all
/// compounds cost less as several pieces.
const WHOLE_WORD_COST: (f64, f64) = (8.0, 3.5);

/// SHA-256 of the embedded files. Every index records it.
pub const DIGEST: &str = include_str!("digest.txt");

/// Length in bytes of the longest string that is split. Longer strings are not words.
const MAX_SPLIT_BYTES: usize = 64;

/// The embedded lexicon.
pub struct Lexicon {
    lemmas: Map<&'static [u8]>,
    edits: Vec<Edit>,
    compounds: Map<&'static [u8]>,
    cuts: Vec<Vec<u8>>,
    pieces: Map<&'static [u8]>,
    /// See [`unlike`](Lexicon::unlike).
    unlike: &'static str,
}

/// Where a lemma comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LemmaSource {
    /// The word is a place of the gazetteer.
    Place,
    /// The word list has the word.
    Listed,
    /// A rule has the word: an adjective of a place, a member of a party, a plural without its
    /// apostrophe.
    Rule,
    /// The word is not listed. It was split by the costs of its pieces.
    Pieces,
    /// The word is unknown. A stemmer removed its ending.
    Stemmed,
    /// The word is unknown or a name, and keeps its form.
    Unknown,
}

/// Returns the elements that may link the parts of a compound. The first one is empty.
pub fn linking_elements() -> impl Iterator<Item = &'static str> {
    LINKING_ELEMENTS.iter().map(|(link, _)| *link)
}

/// Returns `part` without its linking element, for each one that it may end in.
fn without_link(part: &str) -> impl Iterator<Item = &str> {
    linking_elements()
        .skip(1)
        .filter_map(|link| part.strip_suffix(link))
        .filter(|bare| bare.len() > 2)
}

impl Lexicon {
    /// Returns the embedded lexicon.
    #[must_use]
    pub fn get() -> &'static Self {
        &LEXICON
    }

    /// Whether the word list has the folded `word`.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.lemmas.contains_key(word)
    }

    /// Appends the lemma of the folded `word` to `out`.
    ///
    /// `ends` are its [`split_points`](Self::split_points): an unlisted compound is lemmatized by
    /// its last part. Appends nothing if the word is unknown.
    pub fn lemma(&self, word: &str, ends: &[usize], out: &mut String) -> LemmaSource {
        if let Some(edit) = self.lemmas.get(word) {
            self.edits[edit as usize].apply(word, out);
            return LemmaSource::Listed;
        }
        let [.., last, _] = *ends else {
            return LemmaSource::Unknown;
        };
        let (before, head) = word.split_at(last);
        out.push_str(before);
        match self.lemmas.get(head) {
            Some(edit) => self.edits[edit as usize].apply(head, out),
            None => out.push_str(head),
        }
        LemmaSource::Pieces
    }

    /// Returns the byte at which each part of the folded `word` ends; empty if it is not a
    /// compound.
    ///
    /// A linking element belongs to the part before it.
    #[must_use]
    pub fn split_points(&self, word: &str) -> Vec<usize> {
        if let Some(cut) = self.compounds.get(word) {
            let lengths = self.cuts[cut as usize].iter();
            let ends = lengths.scan(0, |at, length| {
                *at += usize::from(*length);
                Some(*at)
            });
            return ends.collect();
        }
        if self.knows(word) {
            return Vec::new();
        }
        self.split_unlisted(word).unwrap_or_default()
    }

    /// Splits a word that the list does not have. Its parts are split further if the list splits
    /// them.
    fn split_unlisted(&self, word: &str) -> Option<Vec<usize>> {
        if word.len() > MAX_SPLIT_BYTES || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let whole = WHOLE_WORD_COST.0 + WHOLE_WORD_COST.1 * word.len() as f64;
        let parts = segment(word, whole, None, |piece| {
            self.pieces.get(piece).map(|cost| cost as f64 / STEPS)
        })?;
        let mut ends = Vec::new();
        for (part, link) in parts {
            if part.len() >= LONG_PIECE
                && let Some(cut) = self.compounds.get(&word[part.clone()])
                && self.cuts[cut as usize].iter().all(|length| *length > 3)
            {
                let mut at = part.start;
                let lengths = &self.cuts[cut as usize];
                ends.extend(lengths[..lengths.len() - 1].iter().map(|length| {
                    at += usize::from(*length);
                    at
                }));
            }
            ends.push(link.end);
        }
        Some(ends)
    }

    /// Returns the listed forms of `lemma` that lack its first two letters.
    pub(super) fn unlike(&self, lemma: &str) -> impl Iterator<Item = &'static str> {
        let pairs = self.unlike.lines().filter_map(|line| line.split_once(' '));
        pairs.filter_map(move |(form, of)| (of == lemma).then_some(form))
    }

    /// Appends the lemma of a part of a compound to `out`, and returns the length of the part
    /// without its linking element.
    ///
    /// The linking element is removed if a known word remains, unless the list has the whole part
    /// and it does not end in `s`.
    pub fn part_lemma(&self, part: &str, out: &mut String) -> usize {
        let bare =
            without_link(part).find(|bare| self.knows(bare) && self.pieces.contains_key(bare));
        let word = if self.knows(part) && !part.ends_with('s') {
            part
        } else {
            bare.unwrap_or(part)
        };
        if let Some(edit) = self.lemmas.get(word) {
            self.edits[edit as usize].apply(word, out);
        } else {
            out.push_str(word);
        }
        word.len()
    }

    /// Returns the length of a run of parts, without its linking element, if the word list has the
    /// run as one word.
    pub(super) fn listed_run_length(&self, parts: &str) -> Option<usize> {
        std::iter::once(parts)
            .chain(without_link(parts))
            .find(|word| self.knows(word))
            .map(str::len)
    }
}

#[cfg(test)]
impl Lexicon {
    /// Returns every word of the list.
    pub(super) fn words(&self) -> impl Iterator<Item = String> {
        let mut words = self.lemmas.keys();
        std::iter::from_fn(move || {
            let word = fst::Streamer::next(&mut words)?;
            Some(String::from_utf8(word.to_vec()).expect("a word"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemma(word: &str) -> String {
        let mut out = String::new();
        let lexicon = Lexicon::get();
        lexicon.lemma(word, &lexicon.split_points(word), &mut out);
        out
    }

    fn parts(word: &str) -> Vec<&str> {
        let mut start = 0;
        Lexicon::get()
            .split_points(word)
            .into_iter()
            .map(|end| &word[std::mem::replace(&mut start, end)..end])
            .collect()
    }

    #[test]
    fn only_forms_of_one_word_share_a_lemma() {
        for forms in [
            &["woning", "woningen"][..],
            &["weg", "wegen"],
            &["stad", "steden"],
            &["duurzaam", "duurzame", "duurzamer"],
            &["investeren", "investeerde", "geinvesteerd"],
            &["provincieraadslid", "provincieraadsleden"],
            &["week", "weken"],
            &["student", "studenten"],
            &["psycholoog", "psychologen"],
            &["gemeente", "gemeenten"],
            &["slopen", "sloopt", "gesloopt"],
            &["uitvoeren", "uitgevoerd", "uitvoerde"],
            &["verlagen", "verlaagt", "verlaagd"],
            &["starten", "gestart", "startte"],
            &["toetsen", "getoetst"],
            &["duur", "dure", "duurder"],
            &["zuiver", "zuivere"],
        ] {
            assert!(
                forms.iter().all(|form| lemma(form) == lemma(forms[0])),
                "{forms:?}: {:?}",
                forms.iter().map(|f| lemma(f)).collect::<Vec<_>>()
            );
        }
        for (one, other) in [
            ("gemeente", "mening"),
            ("woning", "gewoon"),
            ("kan", "kans"),
            ("waar", "waarde"),
            ("wet", "weten"),
            ("leden", "lijden"),
            ("week", "wijk"),
            ("slopen", "sluipen"),
            ("uitvoeren", "uitvaren"),
            ("gezond", "zon"),
            ("starten", "ster"),
            ("groente", "groenen"),
        ] {
            assert_ne!(lemma(one), lemma(other), "{one} {other}");
        }
    }

    #[test]
    fn compounds_are_split_between_their_parts() {
        assert_eq!(
            parts("gemeenteraadsverkiezingen"),
            ["gemeente", "raads", "verkiezingen"]
        );
        assert_eq!(parts("woningbouwopgave"), ["woning", "bouw", "opgave"]);
        assert_eq!(
            parts("stikstofsubsidieregeling"),
            ["stikstof", "subsidie", "regeling"]
        );
        for whole in ["gemeente", "onderzoek", "burgemeester", "regering"] {
            assert_eq!(parts(whole), Vec::<&str>::new(), "{whole}");
        }
    }
}
