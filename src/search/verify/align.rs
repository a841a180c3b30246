//! Compares a given text with the words of a release: the same words, or the passage that is nearest.
//!
//! Leaves out which releases are compared.

use std::collections::HashMap;
use std::ops::Range;

use super::words::{Given, Word};

/// Most words that `…` may stand for.
const OMITTED: usize = 150;

/// Share of the given words, and of those that are no stop words, that a passage must have to be the given
/// text with changes.
const LEAST_SHARE: f32 = 0.6;

/// As [`LEAST_SHARE`], if the order of the words does not count.
const LEAST_SHARE_IN_ANY_ORDER: f32 = 0.75;

/// Fewest given words of which a passage with changes is sought.
const LEAST_WORDS: usize = 3;

/// Words up to which a passage may differ by one word alone, as *We kunnen niet wegkijken* by its *niet*.
const SHORT: usize = 4;

/// Most words of a text that are aligned: longer ones are no releases.
const MOST_WORDS: usize = 20_000;

/// Scores of an alignment (Smith and Waterman 1981, *Identification of Common Molecular Subsequences*).
const SAME: i32 = 4;
const OTHER: i32 = -2;
const ADDED: i32 = -2;
/// A word left out costs less: who shortens a quote leaves out many.
const DROPPED: i32 = -1;

/// Returns where the pieces of `given` stand in `text`, in order and not far apart.
pub(super) fn exact(given: &Given, text: &[Word]) -> Option<Vec<Range<usize>>> {
    let (first, rest) = given.pieces.split_first()?;
    let mut from = 0;
    while let Some(at) = find(&given.words[first.clone()], text, from..text.len()) {
        let mut found = Vec::with_capacity(given.pieces.len());
        found.push(at..at + first.len());
        for piece in rest {
            let end = found.last()?.end;
            let within = end..text.len().min(end + OMITTED + piece.len());
            match find(&given.words[piece.clone()], text, within) {
                Some(at) => found.push(at..at + piece.len()),
                None => break,
            }
        }
        if found.len() == given.pieces.len() {
            return Some(found);
        }
        from = at + 1;
    }
    None
}

/// Returns the first place within `range` of `text` where `words` stand.
fn find(words: &[Word], text: &[Word], range: Range<usize>) -> Option<usize> {
    let same = |window: &[Word]| {
        let mut pairs = window.iter().zip(words);
        pairs.all(|(one, other)| one.folded == other.folded)
    };
    let windows = text.get(range.clone())?.windows(words.len());
    windows
        .enumerate()
        .find(|(_, window)| same(window))
        .map(|(at, _)| range.start + at)
}

/// A passage like a given text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Passage {
    /// Its words.
    pub(super) range: Range<usize>,
    /// The share of the given words that it has.
    pub(super) share: f32,
}

/// Returns the passage of `text` that is nearest to `given`; `None` if none is near.
pub(super) fn nearest(given: &[Word], text: &[Word]) -> Option<Passage> {
    if given.len() < LEAST_WORDS || text.len() > MOST_WORDS {
        return None;
    }
    let in_order = aligned(given, text).filter(|passage| passage.share >= LEAST_SHARE);
    if given.len() <= SHORT {
        let same = |passage: &Passage| (passage.share * given.len() as f32).round() as usize;
        return in_order.filter(|passage| {
            let longer = given.len().max(passage.range.len());
            longer - same(passage) <= 1
        });
    }
    in_order.or_else(|| {
        in_any_order(given, text).filter(|passage| passage.share >= LEAST_SHARE_IN_ANY_ORDER)
    })
}

/// Where an alignment came from.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Start,
    Both,
    Given,
    Text,
}

/// Returns the best local alignment of `given` with a passage of `text`.
fn aligned(given: &[Word], text: &[Word]) -> Option<Passage> {
    let width = text.len() + 1;
    let mut steps = vec![Step::Start; (given.len() + 1) * width];
    let (mut above, mut row) = (vec![0_i32; width], vec![0_i32; width]);
    let mut best = (0, 0, 0);
    for (i, word) in given.iter().enumerate() {
        for (j, other) in text.iter().enumerate() {
            let same = word.folded == other.folded;
            let ways = [
                (above[j] + if same { SAME } else { OTHER }, Step::Both),
                (above[j + 1] + ADDED, Step::Given),
                (row[j] + DROPPED, Step::Text),
            ];
            let (score, step) =
                ways.into_iter().fold(
                    (0, Step::Start),
                    |best, way| {
                        if way.0 > best.0 { way } else { best }
                    },
                );
            row[j + 1] = score;
            steps[(i + 1) * width + j + 1] = step;
            if score > best.0 {
                best = (score, i + 1, j + 1);
            }
        }
        std::mem::swap(&mut above, &mut row);
    }
    let (score, last, end) = best;
    if score == 0 {
        return None;
    }
    let (mut i, mut j) = (last, end);
    let mut same: Vec<usize> = Vec::new();
    loop {
        match steps[i * width + j] {
            Step::Start => break,
            Step::Both => {
                (i, j) = (i - 1, j - 1);
                if given[i].folded == text[j].folded {
                    same.push(i);
                }
            }
            Step::Given => i -= 1,
            Step::Text => j -= 1,
        }
    }
    let range = widened(j..end, i, given.len() - last, text);
    passage(given, same.iter().copied(), range)
}

/// Returns a passage with as many more words at its ends as the given text has there, within its stretch of
/// text.
fn widened(range: Range<usize>, before: usize, after: usize, text: &[Word]) -> Range<usize> {
    let stretch = |at: usize| text.get(at).map(|word| word.stretch);
    let (mut start, mut end) = (range.start, range.end);
    while start > 0 && range.start - start < before && stretch(start - 1) == stretch(range.start) {
        start -= 1;
    }
    while end < text.len() && end - range.end < after && stretch(end) == stretch(range.end - 1) {
        end += 1;
    }
    start..end
}

/// Returns the passage with `range`, unless it has too few of the words that are no stop words.
fn passage(
    given: &[Word],
    same: impl Iterator<Item = usize>,
    range: Range<usize>,
) -> Option<Passage> {
    let (mut all, mut content) = (0, 0);
    for at in same {
        all += 1;
        content += usize::from(given[at].is_content);
    }
    let of_content = given.iter().filter(|word| word.is_content).count();
    let has_content = content as f32 >= LEAST_SHARE * of_content as f32;
    has_content.then(|| Passage {
        range,
        share: all as f32 / given.len() as f32,
    })
}

/// Returns the passage as long as `given` that has most of its words, in whatever order.
fn in_any_order(given: &[Word], text: &[Word]) -> Option<Passage> {
    let mut wanted: HashMap<&str, i32> = HashMap::new();
    for word in given {
        *wanted.entry(&word.folded).or_default() += 1;
    }
    let size = given.len().min(text.len());
    let (mut has, mut best) = (0_i32, (0, 0));
    for (end, word) in text.iter().enumerate() {
        if let Some(left) = wanted.get_mut(word.folded.as_str()) {
            has += i32::from(*left > 0);
            *left -= 1;
        }
        if let Some(left) = end
            .checked_sub(size)
            .and_then(|gone| wanted.get_mut(text[gone].folded.as_str()))
        {
            *left += 1;
            has -= i32::from(*left > 0);
        }
        if has > best.0 {
            best = (has, end + 1);
        }
    }
    let (_, end) = best;
    let range = end.saturating_sub(size)..end;
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in &text[range.clone()] {
        *left.entry(&word.folded).or_default() += 1;
    }
    let same = given.iter().enumerate().filter(|(_, word)| {
        let left = left.get_mut(word.folded.as_str()).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    });
    passage(given, same.map(|(at, _)| at), range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        Given::of(text).words
    }

    const TEXT: &str = "De raad kwam bijeen. De wethouder opent volgende week de nieuwe brug over de \
                        brede vaart bij het dorp. Daarna gaat de oude brug dicht.";

    fn found(given: &str) -> Option<String> {
        let text = words(TEXT);
        let passage = nearest(&words(given), &text)?;
        let words = text[passage.range].iter();
        Some(
            words
                .map(|word| word.folded.as_str())
                .collect::<Vec<_>>()
                .join(" "),
        )
    }

    #[test]
    fn the_same_words_are_found_whatever_their_case_marks_and_omissions() {
        for given in [
            "de wethouder opent volgende week de nieuwe brug",
            "“De wethouder opent … de nieuwe brug”",
            "opent, volgende week: DE NIEUWE brug!",
        ] {
            assert!(exact(&Given::of(given), &words(TEXT)).is_some(), "{given}");
        }
        for given in [
            "de wethouder opent de nieuwe brug",
            "de nieuwe brug … de wethouder opent",
        ] {
            assert!(exact(&Given::of(given), &words(TEXT)).is_none(), "{given}");
        }
    }

    #[test]
    fn a_passage_with_other_missing_or_moved_words_is_near() {
        let whole = "de wethouder opent volgende week de nieuwe brug over de brede vaart";
        for given in [
            "de wethouder sluit volgende week de nieuwe brug over de brede vaart",
            "de wethouder opent de nieuwe brug over de brede vaart",
            "over de brede vaart opent de wethouder volgende week de nieuwe brug",
        ] {
            assert_eq!(found(given).as_deref(), Some(whole), "{given}");
        }
    }

    #[test]
    fn a_short_passage_may_differ_by_one_word() {
        for (given, whole) in [
            ("oude brug dicht", "oude brug gaat dicht"),
            ("de oude brug gaat niet dicht", "de oude brug gaat dicht"),
            ("de raad kwam niet bijeen", "de raad kwam bijeen"),
        ] {
            let text =
                words("De raad kwam bijeen. De oude brug gaat dicht, en oude brug gaat dicht.");
            let found = nearest(&words(given), &text).map(|passage| {
                let words = text[passage.range].iter();
                words
                    .map(|word| word.folded.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            });
            assert_eq!(found.as_deref(), Some(whole), "{given}");
        }
    }

    #[test]
    fn another_text_is_not_near() {
        for given in [
            "de minister bezoekt volgende maand een school in het noorden",
            "het was de dag van de man en de vrouw",
            "de brug",
            "de raad ging",
        ] {
            assert_eq!(found(given), None, "{given}");
        }
    }
}
