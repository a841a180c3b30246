//! How much two texts resemble each other, by their runs of words.
//!
//! Leaves out which texts are compared, and from which resemblance on two texts are one (`search`).
//!
//! Resemblance and containment are those of Broder 1997, *On the resemblance and containment of
//! documents*. A [`Sketch`] holds one bit (Li and König 2010, *b-Bit Minwise Hashing*) of the least
//! hash in each of 128 bins (Li, Owen and Zhang 2012, *One Permutation Hashing*). An empty bin
//! borrows from the next one (Shrivastava and Li 2014, *Densifying One Permutation Hashing via
//! Rotation*).

use twox_hash::XxHash64;

use super::fold::fold_into;

/// Number of words in a run.
const RUN: usize = 3;

/// Fewest different runs of a text that has a sketch: about a paragraph.
const LEAST: usize = 20;

/// Number of bits of a sketch.
const BITS: usize = 128;

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
            let visible: String = passage.chars().filter(|&c| c != '\u{ad}').collect();
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

    /// Returns the sketch of the text; `None` for a text that is too short to have one.
    #[must_use]
    pub fn sketch(&self) -> Option<Sketch> {
        if self.hashes.len() < LEAST {
            return None;
        }
        // The low bits choose the bin and give the bit, the high ones decide which hash is the least.
        let mut least = [None; BITS];
        for &hash in &self.hashes {
            let bin = &mut least[hash as usize % BITS];
            *bin = Some(bin.map_or(hash, |least: u64| least.min(hash)));
        }
        let mut bits = 0_u128;
        for at in 0..BITS {
            let next = (0..BITS).find_map(|away| Some((away, least[(at + away) % BITS]?)));
            if let Some((away, hash)) = next {
                let bit = (hash as usize / BITS + away) % 2;
                bits |= (bit as u128) << at;
            }
        }
        Some(Sketch(bits))
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    part as f64 / whole as f64
}

/// A few bytes from which the resemblance of two texts can be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch(u128);

impl Sketch {
    /// Returns the sketch with these high and low bits.
    #[must_use]
    pub fn from_halves(high: u64, low: u64) -> Self {
        Self(u128::from(high) << 64 | u128::from(low))
    }

    /// Returns the high and the low bits.
    #[must_use]
    pub fn halves(self) -> (u64, u64) {
        ((self.0 >> 64) as u64, self.0 as u64)
    }

    /// Returns the number of bits in which two sketches differ: near 0 for equal texts, near 64 for
    /// texts that share nothing, and with a resemblance of *r* about 64 × (1 − *r*).
    #[must_use]
    pub fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

#[cfg(test)]
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
    fn the_distance_of_sketches_follows_the_resemblance() {
        let sketch = |from, to| Shingles::of([&*words(from, to)]).sketch().expect("is long");
        let mut worst = 0.0_f64;
        for length in [30, 60, 200, 800] {
            let text = sketch(0, length);
            for shift in [0, length / 10, length / 3, length] {
                let other = sketch(shift, length + shift);
                let shared = (length - 2).saturating_sub(shift) as f64;
                let resemblance = shared / (2.0 * (length - 2) as f64 - shared);
                let expected = 64.0 * (1.0 - resemblance);
                worst = worst.max((f64::from(text.distance(other)) - expected).abs());
            }
        }
        assert!(worst < 18.0, "three standard deviations, {worst}");
        assert_eq!(Shingles::of([&*words(0, 15)]).sketch(), None, "is short");
        let (high, low) = sketch(0, 50).halves();
        assert_eq!(Sketch::from_halves(high, low), sketch(0, 50));
    }
}
