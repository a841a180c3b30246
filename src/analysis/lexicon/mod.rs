//! What is known of Dutch words: their lemmas and their parts, made from a word list by `train`.
//!
//! Leaves out text and its order. The files are embedded and used as they are: nothing is read or
//! built at start-up but two small tables. Source, version and licence: `SOURCE.txt`.

mod edit;
mod segment;
#[cfg(feature = "train")]
pub mod train;

use std::sync::LazyLock;

use fst::Map;

use edit::Edit;
use segment::{LINKS, LONG_PIECE, STEPS, segment};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    lemmas: transducer(include_bytes!("lemmas.fst")),
    edits: include_str!("edits.txt")
        .lines()
        .map(|line| line.parse().expect("an edit a line"))
        .collect(),
    compounds: transducer(include_bytes!("compounds.fst")),
    cuts: include_str!("cuts.txt")
        .lines()
        .map(|line| {
            line.split(' ')
                .map(|n| n.parse().expect("lengths on a line"))
                .collect()
        })
        .collect(),
    pieces: transducer(include_bytes!("pieces.fst")),
});

fn transducer(bytes: &'static [u8]) -> Map<&'static [u8]> {
    Map::new(bytes).expect("a transducer that `train` made")
}

/// What an unseen word costs as one piece, in nats: a constant and a share for each letter. Below it
/// lies what nearly all compounds cost as several.
const UNSEEN: (f64, f64) = (8.0, 3.5);

/// SHA-256 of the embedded files, which indexes are marked with.
pub const DIGEST: &str = include_str!("digest.txt");

/// Longest word that is split; longer ones are no words.
const LONGEST: usize = 64;

/// The embedded lexicon.
pub struct Lexicon {
    lemmas: Map<&'static [u8]>,
    edits: Vec<Edit>,
    compounds: Map<&'static [u8]>,
    cuts: Vec<Vec<u8>>,
    pieces: Map<&'static [u8]>,
}

/// How something came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LemmaSource {
    /// It is a place of the gazetteer.
    Place,
    /// The word list has the word.
    Listed,
    /// The unseen word was split by the weights of its pieces.
    Pieces,
    /// Nothing is known of the word; a stemmer took its ending off.
    Stemmed,
    /// Nothing is known of the word.
    Unknown,
}

/// What may stand between the parts of a compound; nothing is the first.
pub fn linking_elements() -> impl Iterator<Item = &'static str> {
    LINKS.iter().map(|(link, _)| *link)
}

/// A part without each linking letter that it may end in.
fn without_link(part: &str) -> impl Iterator<Item = &str> {
    linking_elements()
        .skip(1)
        .filter_map(|link| part.strip_suffix(link))
        .filter(|bare| bare.len() > 2)
}

impl Lexicon {
    /// The one that is embedded.
    #[must_use]
    pub fn get() -> &'static Self {
        &LEXICON
    }

    /// Whether the word list has the folded `word`.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.lemmas.contains_key(word)
    }

    /// Appends the lemma of the folded `word`, whose parts end at `ends`, to `out`, if the word, or the
    /// last part of an unseen compound, is known.
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

    /// Where the parts of the folded `word` end, linking letters counted with the part before them;
    /// nothing where it is one part.
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
        self.unseen(word).unwrap_or_default()
    }

    /// Parts of a word that the list does not have, and of its parts those that the list splits.
    fn unseen(&self, word: &str) -> Option<Vec<usize>> {
        if word.len() > LONGEST || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let whole = UNSEEN.0 + UNSEEN.1 * word.len() as f64;
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

    /// Appends the lemma of a part of a compound to `out`: its linking letter is taken off where
    /// only then it is a word. Gives the length of the part without it.
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

    /// Length without a linking letter of several parts that the word list has as one word.
    pub(super) fn listed_part(&self, parts: &str) -> Option<usize> {
        std::iter::once(parts)
            .chain(without_link(parts))
            .find(|word| self.knows(word))
            .map(str::len)
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
    fn forms_of_a_word_meet_and_others_do_not() {
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
    fn compounds_part_at_their_seams() {
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
