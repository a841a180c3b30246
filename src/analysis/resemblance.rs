//! How much two texts resemble each other, by their runs of words.
//!
//! Leaves out which texts are compared, and from which resemblance on two texts are one (`search`).
//!
//! Resemblance and containment are those of Broder 1997, *On the resemblance and containment of
//! documents*. A [`Signature`] holds a few bits (Li and König 2010, *b-Bit Minwise Hashing*) of the
//! least hash in each of 16 bins (Li, Owen and Zhang 2012, *One Permutation Hashing*). An empty bin
//! borrows from the next one (Shrivastava and Li 2014, *Densifying One Permutation Hashing via
//! Rotation*).

use std::collections::BTreeSet;

use twox_hash::XxHash64;

use super::fold::fold_into;

/// A place where a word may be parted at the end of a line.
const SOFT_HYPHEN: char = '\u{ad}';

/// Number of words in a run.
const RUN: usize = 3;

/// Fewest different runs of a text that has a signature: about a paragraph.
const LEAST: usize = 20;

/// Number of hashes in a signature, and number of bits of each.
const HASHES: usize = 16;
const BITS: u32 = 13;

/// The different runs of three words of a text.
///
/// ```
/// use omroeper::analysis::Shingles;
///
/// let one = Shingles::of(["De brug gaat maandag open."]);
/// let other = Shingles::of(["De brug gaat", "maandag dicht!"]);
/// assert_eq!(one.resemblance(&other), 0.5);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shingles {
    /// Hashes of the runs, in order.
    hashes: Vec<u64>,
}

impl Shingles {
    /// Returns the runs of words of passages that follow each other. Case, diacritics and whatever
    /// stands between words do not count.
    #[must_use]
    pub fn of<'t>(passages: impl IntoIterator<Item = &'t str>) -> Self {
        let mut folded = String::new();
        let mut words = Vec::new();
        for passage in passages {
            let has_hyphens = passage.contains(SOFT_HYPHEN);
            let visible = has_hyphens.then(|| passage.replace(SOFT_HYPHEN, ""));
            let visible = visible.as_deref().unwrap_or(passage);
            for word in visible.split(|c: char| !c.is_alphanumeric()) {
                if word.is_empty() {
                    continue;
                }
                let start = folded.len();
                fold_into(word, &mut folded);
                words.push(start..folded.len());
                folded.push(' ');
            }
        }
        let runs = words.windows(RUN);
        let runs = runs.map(|run| &folded[run[0].start..run[RUN - 1].end]);
        let mut hashes: Vec<u64> = runs
            .map(|run| XxHash64::oneshot(0, run.as_bytes()))
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes }
    }

    /// Returns the share of the runs of both texts that both have.
    #[must_use]
    pub fn resemblance(&self, other: &Self) -> f64 {
        let both = self.in_both(other);
        share(both, self.hashes.len() + other.hashes.len() - both)
    }

    /// Returns the share of the runs of the shorter text that the longer one has too.
    #[must_use]
    pub fn containment(&self, other: &Self) -> f64 {
        let shorter = self.hashes.len().min(other.hashes.len());
        share(self.in_both(other), shorter)
    }

    fn in_both(&self, other: &Self) -> usize {
        let mut others = other.hashes.iter().peekable();
        let is_shared = |hash: &&u64| {
            while others.next_if(|other| other < hash).is_some() {}
            others.next_if_eq(hash).is_some()
        };
        self.hashes.iter().filter(is_shared).count()
    }

    /// Returns the signature of the text; `None` for a text that is too short to have one.
    #[must_use]
    pub fn signature(&self) -> Option<Signature> {
        if self.hashes.len() < LEAST {
            return None;
        }
        let mut least = [None; HASHES];
        for &hash in &self.hashes {
            let bin = &mut least[hash as usize % HASHES];
            *bin = Some(bin.map_or(hash, |least: u64| least.min(hash)));
        }
        let filled = |at: usize| {
            let next = (0..HASHES).find_map(|away| Some((away, least[(at + away) % HASHES]?)));
            let (away, hash) = next.expect("a text of a paragraph fills a bin");
            shortened(hash, away as u64)
        };
        Some(Signature(std::array::from_fn(filled)))
    }
}

/// Returns a few bits of a hash, others for each distance over which it was borrowed, so that the hashes of
/// short texts do not hang together. The multipliers are those of `SplitMix64` and `MurmurHash3`.
fn shortened(hash: u64, away: u64) -> u16 {
    let mixed = hash ^ away.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed.wrapping_mul(0xff51_afd7_ed55_8ccd) >> (u64::BITS - BITS)) as u16
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    part as f64 / whole as f64
}

/// A few hashes from which the resemblance of two texts can be guessed. An index holds each as a term, so that it
/// finds the texts that have some of them in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature([u16; HASHES]);

impl Signature {
    /// Number of hashes.
    pub const LENGTH: usize = HASHES;

    /// Returns the number of hashes that two texts have in common: 16 of equal texts, and with a resemblance of *r*
    /// about 16 × *r*.
    #[must_use]
    pub fn in_both(self, other: Self) -> usize {
        let pairs = self.0.iter().zip(other.0);
        pairs.filter(|(one, other)| **one == *other).count()
    }

    /// Returns the hashes as numbers below 2^17, which differ by their place too.
    pub fn terms(self) -> impl Iterator<Item = u64> {
        let hashes = self.0.into_iter().enumerate();
        hashes.map(|(place, hash)| (place as u64) << BITS | u64::from(hash))
    }
}

/// The names and numbers of a text: words with a capital that do not begin a sentence, and words with
/// digits. Two notices made by one form agree in most words, but not in these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details(BTreeSet<String>);

impl Details {
    /// Returns the names and numbers of passages.
    #[must_use]
    pub fn of<'t>(passages: impl IntoIterator<Item = &'t str>) -> Self {
        let mut details = BTreeSet::new();
        for passage in passages {
            let mut begins = true;
            for word in passage.split_whitespace() {
                let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
                let is_quoted = word.starts_with(|c: char| "“\"'‘„«(".contains(c));
                let is_name = bare.starts_with(char::is_uppercase) && !begins && !is_quoted;
                if is_name || bare.contains(|c: char| c.is_ascii_digit()) {
                    details.insert(bare.to_lowercase());
                }
                if !bare.is_empty() || word.contains('•') {
                    begins = word.ends_with(|c: char| ".!?:”’\"'•".contains(c));
                }
            }
        }
        Self(details)
    }

    /// Returns the share of the names and numbers of both texts that both have; 1 if one has none.
    #[must_use]
    pub fn resemblance(&self, other: &Self) -> f64 {
        self.in_both(other, self.0.union(&other.0).count())
    }

    /// Returns the share of the names and numbers of the text with fewer of them that the other text has too; 1 if
    /// one has none. A paragraph that only one text has does not lower it.
    #[must_use]
    pub fn containment(&self, other: &Self) -> f64 {
        self.in_both(other, self.0.len().min(other.0.len()))
    }

    fn in_both(&self, other: &Self, of: usize) -> f64 {
        if self.0.is_empty() || other.0.is_empty() {
            return 1.0;
        }
        share(self.0.intersection(&other.0).count(), of)
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "shares of small counts are exact")]
mod tests {
    use super::*;

    fn words(from: usize, to: usize) -> String {
        let words: Vec<String> = (from..to).map(|n| format!("woord{n}")).collect();
        words.join(" ")
    }

    #[test]
    fn only_words_count() {
        let plain = Shingles::of([
            "De gemeente „Zandwijk” bouwt een brug – en meer.",
            "Coördinatie: Henk.",
        ]);
        let other = Shingles::of([
            "de gemeente \"ZANDWIJK\" bouwt een brug",
            "en meer coor\u{ad}dinatie Henk",
        ]);
        assert_eq!(plain, other);
        assert_eq!(Shingles::of(["Twee woorden"]).resemblance(&plain), 0.0);
    }

    #[test]
    fn resemblance_and_containment_are_shares_of_runs() {
        let (whole, half) = (
            Shingles::of([&*words(0, 102)]),
            Shingles::of([&*words(0, 52)]),
        );
        assert_eq!(whole.resemblance(&half), 0.5);
        assert_eq!(whole.containment(&half), 1.0);
        assert_eq!(half.containment(&whole), 1.0);
        let other = Shingles::of([&*words(500, 600)]);
        assert_eq!(
            (whole.resemblance(&other), whole.containment(&other)),
            (0.0, 0.0)
        );
    }

    #[test]
    fn texts_have_hashes_in_common_as_they_resemble_each_other() {
        const TEXTS: usize = 100;
        let signature = |from, to| {
            let shingles = Shingles::of([&*words(from, to)]);
            shingles.signature().expect("is long")
        };
        for length in [30, 60, 200, 800] {
            for shift in [0, length / 10, length / 3, length] {
                let both = (0..TEXTS).map(|text| {
                    let first = 10_000 * text;
                    let other = signature(first + shift, first + length + shift);
                    signature(first, first + length).in_both(other)
                });
                let share = both.sum::<usize>() as f64 / (TEXTS * HASHES) as f64;
                let shared = (length - 2).saturating_sub(shift) as f64;
                let resemblance = shared / (2.0 * (length - 2) as f64 - shared);
                assert!(
                    (share - resemblance).abs() < 0.06,
                    "{share}, not {resemblance}, of {length} words"
                );
            }
        }
        let short = Shingles::of([&*words(0, 15)]);
        assert_eq!(short.signature(), None, "is short");
        let terms: Vec<u64> = signature(0, 30).terms().collect();
        assert!(terms.is_sorted() && terms.iter().all(|term| *term < 1 << 17));
    }

    #[test]
    fn details_are_names_and_numbers() {
        let text =
            "Wethouder Ans Pieterse opent op 3 mei de brug in Zandwijk. De brug kost €1,2 miljoen.";
        let details = Details::of([text]);
        let found: Vec<&str> = details.0.iter().map(String::as_str).collect();
        assert_eq!(found, ["1,2", "3", "ans", "pieterse", "zandwijk"]);
        let other = Details::of(["De brug in Zandwijk gaat op 3 juni open."]);
        assert_eq!(details.resemblance(&other), 0.4, "two of five");
        assert_eq!(details.resemblance(&Details::of(["Geen namen hier."])), 1.0);
    }
}
