//! The cheapest way to split a word into pieces and linking elements.
//!
//! Leaves out the costs of pieces (`train`). A Viterbi search over a unigram model (Koehn and
//! Knight 2003).

/// Length in bytes of the shortest piece.
pub(super) const MIN_PIECE: usize = 3;

/// Length in bytes of the shortest piece that is split further: `woningbouw`, but not `landbouw`.
pub(super) const LONG_PIECE: usize = 10;

/// Linking elements and their costs in nats.
pub(super) const LINKING_ELEMENTS: &[(&str, f64)] = &[
    ("", 0.3),
    ("s", 1.6),
    ("e", 3.6),
    ("en", 3.2),
    ("n", 4.2),
    ("er", 5.5),
];

/// Cost in nats of each split, beside the pieces: every further piece makes a segmentation less
/// probable.
pub(super) const SPLIT: f64 = 1.0;

/// Costs are stored as integers: this many to a nat.
pub(super) const STEPS: f64 = 16.0;

/// The byte ranges of the pieces of a word, each with that of the linking element after it.
pub(super) type Parts = Vec<(std::ops::Range<usize>, std::ops::Range<usize>)>;

/// Returns the cheapest segmentation of `word` into pieces, if it costs less than `whole`.
///
/// `particle` is a byte at which no piece may end.
pub(super) fn segment(
    word: &str,
    whole: f64,
    particle: Option<usize>,
    cost_of: impl Fn(&str) -> Option<f64>,
) -> Option<Parts> {
    let length = word.len();
    if length < 2 * MIN_PIECE || !word.is_ascii() {
        return None;
    }
    // best[at]: the cheapest segmentation up to byte `at` (cost, start and end of its last piece).
    let mut best: Vec<Option<(f64, usize, usize)>> = vec![None; length + 1];
    best[0] = Some((0.0, 0, 0));
    for start in 0..=length - MIN_PIECE {
        let Some((so_far, ..)) = best[start] else {
            continue;
        };
        for end in start + MIN_PIECE..=length {
            if start == 0 && end == length {
                continue;
            }
            let Some(cost) = cost_of(&word[start..end]) else {
                continue;
            };
            for (link, link_cost) in LINKING_ELEMENTS {
                let stop = end + link.len();
                if particle == Some(stop) {
                    continue;
                }
                if !link.is_empty() && (stop + MIN_PIECE > length || !word[end..].starts_with(link))
                    || link.is_empty() && stop < length && stop + MIN_PIECE > length
                {
                    continue;
                }
                let total = so_far
                    + cost
                    + if stop == length {
                        0.0
                    } else {
                        link_cost + SPLIT
                    };
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
