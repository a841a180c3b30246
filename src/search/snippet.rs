//! Selects the passage of a release that best shows why it matched.
//!
//! Leaves out how the passage is printed.

use std::collections::HashSet;
use std::ops::Range;

use super::highlight::{Matched, Matches};
use crate::document::{Quote, Release, Span};

/// Target length of a passage, in bytes.
const LENGTH: usize = 240;

/// A passage with its matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The passage, with `…` where its paragraph continues.
    pub text: String,
    /// Byte ranges of the matches in `text`.
    pub marks: Vec<Range<usize>>,
    /// The place of the passage in the release.
    pub source: Option<Span>,
    /// Index of the quote that contains all matches, in its words or its attribution.
    pub quote: Option<usize>,
}

/// Returns the passage with the best-scoring matches; the lead if nothing matches.
pub(super) fn snippet(release: &Release, matches: &Matches) -> Snippet {
    let mut best: Option<(f32, usize, Vec<&Matched>, &[Matched])> = None;
    for (at, matches) in matches.blocks.iter().enumerate() {
        for first in 0..matches.len() {
            // A passage contains its first match whole, however long the match is.
            let until = matches[first]
                .span
                .end
                .max(matches[first].span.start + LENGTH - LENGTH / 4);
            let inside: Vec<&Matched> = matches[first..]
                .iter()
                .take_while(|m| m.span.end <= until)
                .collect();
            let score = score(&inside);
            if best.as_ref().is_none_or(|(top, ..)| score > *top) {
                best = Some((score, at, inside, matches));
            }
        }
    }
    let (block, shown, matches) = match best {
        Some((_, block, shown, matches)) => (block, shown, matches),
        None => (
            release.lead.map_or(0, |lead| lead.block as usize),
            Vec::new(),
            &[][..],
        ),
    };
    let around = match &shown[..] {
        [first, .., last] => first.span.start..last.span.end,
        [only] => only.span.clone(),
        [] => 0..0,
    };
    let Some(text) = release.blocks.get(block).map(|b| b.text.as_str()) else {
        return Snippet {
            text: String::new(),
            marks: Vec::new(),
            source: None,
            quote: None,
        };
    };
    let quote = release.quotes.iter().position(|quote| {
        let holds = |m: &&Matched| {
            quote
                .segments
                .iter()
                .chain(&quote.attribution)
                .any(|s| s.holds(block, &m.span))
        };
        !shown.is_empty() && shown.iter().all(holds)
    });
    let around = quote
        .and_then(|n| words_of(&release.quotes[n], block, &shown))
        .map_or(around.clone(), |words| {
            let both = around.start.min(words.start)..around.end.max(words.end);
            if both.len() <= LENGTH { both } else { words }
        });
    let window = window(text, &around);
    let source = Span::new(block, window.clone());
    cut(text, window, matches, source, quote)
}

/// Returns the words of `quote` if all that matches is its attribution: who looks for a speaker wants
/// to read what was said. At most a passage long.
fn words_of(quote: &Quote, block: usize, shown: &[&Matched]) -> Option<Range<usize>> {
    let is_said = |m: &&Matched| quote.segments.iter().any(|s| s.holds(block, &m.span));
    let words = quote
        .segments
        .iter()
        .find(|segment| segment.block as usize == block)?;
    let (start, end) = (words.start as usize, words.end as usize);
    (!shown.iter().any(is_said)).then(|| start..end.min(start + LENGTH))
}

/// Returns the score of a passage. A repeat of a match counts a tenth.
fn score(matches: &[&Matched]) -> f32 {
    let mut seen = HashSet::new();
    matches
        .iter()
        .map(|m| {
            if seen.insert(m.what.as_str()) {
                m.weight
            } else {
                m.weight * 0.1
            }
        })
        .sum()
}

/// Returns the byte range to show around `matched`. It starts at a sentence if one fits, else at a
/// word, and it ends at a word.
fn window(text: &str, matched: &Range<usize>) -> Range<usize> {
    if text.len() <= LENGTH + LENGTH / 4 {
        return 0..text.len();
    }
    let room = LENGTH.saturating_sub(matched.end - matched.start);
    let earliest = text.floor_char_boundary(matched.start.saturating_sub(room * 2 / 3));
    let sentence = text[earliest..matched.start]
        .match_indices(' ')
        .map(|(at, _)| earliest + at)
        .find(|&at| text[..at].ends_with(['.', '!', '?', '”']))
        .map(|at| at + 1);
    let start = if earliest == 0 {
        0
    } else {
        sentence.unwrap_or_else(|| {
            next_word(
                text,
                text.floor_char_boundary(matched.start.saturating_sub(room / 3)),
                matched.start,
            )
        })
    };
    let latest = text.ceil_char_boundary((start + LENGTH).max(matched.end).min(text.len()));
    if latest == text.len() {
        return start..latest;
    }
    let end = text[matched.end..latest]
        .rfind(' ')
        .map_or(latest, |at| matched.end + at);
    start..end
}

fn next_word(text: &str, from: usize, limit: usize) -> usize {
    text[from..limit]
        .find(' ')
        .map_or(limit, |at| from + at + 1)
}

fn cut(
    text: &str,
    window: Range<usize>,
    matches: &[Matched],
    source: Span,
    quote: Option<usize>,
) -> Snippet {
    let lead_in = if window.start > 0 { "… " } else { "" };
    let lead_out = if window.end < text.len() { " …" } else { "" };
    let shift = |at: usize| at - window.start + lead_in.len();
    let inside = matches
        .iter()
        .filter(|m| window.start <= m.span.start && m.span.end <= window.end);
    let marks = inside
        .map(|m| shift(m.span.start)..shift(m.span.end))
        .collect();
    Snippet {
        text: format!("{lead_in}{}{lead_out}", &text[window]),
        marks,
        source: Some(source),
        quote,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{Block, BlockKind, Capture, Quote, QuoteKind};
    use crate::extract::extract;

    fn release(blocks: &[&str]) -> Release {
        let time = "2024-01-01T00:00:00Z".parse().expect("a time");
        let url = "https://zandwijk.example/brug";
        let capture = Capture::new(url, time, "text/plain", "Brug\n\nDicht.".into());
        let paragraph = |text: &&str| Block {
            kind: BlockKind::Paragraph,
            text: (*text).to_owned(),
        };
        Release {
            blocks: blocks.iter().map(paragraph).collect(),
            lead: None,
            quotes: Vec::new(),
            ..extract(&capture).expect("a readable page")
        }
    }

    /// Every place where one of `words` stands as a word.
    fn matches(release: &Release, words: &[&str]) -> Matches {
        let in_text = |text: &str| {
            let found = words.iter().flat_map(|word| {
                text.match_indices(word).map(|(at, word)| Matched {
                    span: at..at + word.len(),
                    what: word.to_owned(),
                    weight: 1.0,
                })
            });
            let mut found: Vec<Matched> = found
                .filter(|m| {
                    let inside = |c: char| c.is_alphanumeric();
                    !text[..m.span.start].ends_with(inside)
                        && !text[m.span.end..].starts_with(inside)
                })
                .collect();
            found.sort_by_key(|m| m.span.start);
            found
        };
        Matches {
            title: Vec::new(),
            blocks: release.blocks.iter().map(|b| in_text(&b.text)).collect(),
        }
    }

    fn passage(blocks: &[&str], words: &[&str]) -> Snippet {
        let release = release(blocks);
        snippet(&release, &matches(&release, words))
    }

    fn marked(snippet: &Snippet) -> Vec<&str> {
        snippet
            .marks
            .iter()
            .map(|mark| &snippet.text[mark.clone()])
            .collect()
    }

    #[test]
    fn a_short_paragraph_is_shown_whole() {
        let text = "De gemeente opent de brug over de zeeën, zei ze: “Een feest voor iedereen”.";
        let found = passage(&["Eerst iets anders.", text], &["brug", "zeeën", "feest"]);
        assert_eq!(found.text, text);
        assert_eq!(marked(&found), ["brug", "zeeën", "feest"]);
        assert_eq!(found.source, Some(Span::new(1, 0..text.len())));
    }

    #[test]
    fn words_close_together_win_over_words_far_apart_and_over_repeats() {
        let far = format!(
            "De brug is dicht. {}De sluis is open.",
            "Niets. ".repeat(60)
        );
        let often = "Brug en brug: de brug is een brug als elke brug.";
        let close = "Naast de brug ligt de sluis.";
        let found = passage(&[&far, often, close], &["brug", "sluis"]);
        assert_eq!(found.text, close);
    }

    #[test]
    fn of_equal_passages_the_first_is_shown() {
        let found = passage(&["Hier is een brug.", "Daar is een brug."], &["brug"]);
        assert_eq!(found.text, "Hier is een brug.");
    }

    #[test]
    fn without_a_match_the_lead_is_shown() {
        let mut release = release(&["Een kop", "De inleiding van het bericht.", "De rest."]);
        release.lead = Some(Span::new(1, 0..29));
        let found = snippet(&release, &matches(&release, &["zeppelin"]));
        assert_eq!(found.text, "De inleiding van het bericht.");
        assert_eq!((marked(&found), found.quote), (vec![], None));
        release.lead = None;
        let found = snippet(&release, &matches(&release, &["zeppelin"]));
        assert_eq!(found.text, "Een kop");
    }

    #[test]
    fn without_text_the_passage_is_empty() {
        let found = passage(&[], &["brug"]);
        assert_eq!((found.text.as_str(), found.source), ("", None));
    }

    #[test]
    fn a_long_paragraph_is_cut_between_sentences_and_words() {
        let filler = "Dit gaat over iets anders. ".repeat(20);
        let begin = format!("De brug gaat open. {filler}");
        let found = passage(&[&begin], &["brug"]);
        assert!(
            found.text.starts_with("De brug gaat open."),
            "{}",
            found.text
        );
        assert!(found.text.ends_with(" …"), "{}", found.text);

        let middle = format!("{filler}Dan gaat de brug open. {filler}");
        let found = passage(&[&middle], &["brug"]);
        assert!(found.text.starts_with("… Dit gaat over"), "{}", found.text);
        assert!(
            found.text.contains(" Dan gaat de brug open. "),
            "{}",
            found.text
        );
        assert!(found.text.ends_with(" …"), "{}", found.text);

        let end = format!("{filler}Daarna gaat de brug open.");
        let found = passage(&[&end], &["brug"]);
        assert!(found.text.starts_with("… "), "{}", found.text);
        assert!(found.text.ends_with("gaat de brug open."), "{}", found.text);
    }

    #[test]
    fn a_match_longer_than_a_passage_is_shown_whole() {
        let phrase = "coördinatie ".repeat(40);
        let phrase = phrase.trim_end();
        let text = format!("Wat vooraf gaat. {phrase} en verder niets.");
        let found = passage(&[&text], &[phrase]);
        assert_eq!(marked(&found), [phrase]);
    }

    #[test]
    fn a_word_without_spaces_is_cut_between_characters() {
        let text = format!("{}brug{}", "ë".repeat(400), "€".repeat(400));
        let release = release(&[&text]);
        let brug = Matched {
            span: 800..804,
            what: "brug".to_owned(),
            weight: 1.0,
        };
        let matches = Matches {
            title: Vec::new(),
            blocks: vec![vec![brug]],
        };
        let found = snippet(&release, &matches);
        assert_eq!(marked(&found), ["brug"]);
        assert!(found.text.len() < 2 * LENGTH, "{}", found.text.len());
    }

    #[test]
    fn a_passage_belongs_to_the_quote_that_has_all_its_matches() {
        let text = "“De brug is veilig”, zegt wethouder Kwibus. De sluis niet.";
        let words = text.find('”').expect("a mark");
        let mut release = release(&[text]);
        let mut quote = Quote::new(Span::new(0, "“".len()..words), QuoteKind::Direct);
        let said = text.find("zegt").expect("a verb")..text.find(". De").expect("a stop");
        quote.attribution = Some(Span::new(0, said));
        release.quotes = vec![quote];
        let cases: [(&[&str], Option<usize>); 6] = [
            (&["brug", "veilig"], Some(0)),
            (&["brug", "Kwibus"], Some(0)),
            (&["Kwibus"], Some(0)),
            (&["sluis"], None),
            (&["brug", "sluis"], None),
            (&["zeppelin"], None),
        ];
        for (words, expected) in cases {
            let found = snippet(&release, &matches(&release, words));
            assert_eq!(found.quote, expected, "{words:?}");
        }
    }

    proptest! {
        #[test]
        fn marks_are_all_matches_of_the_passage_and_the_passage_is_short(
            blocks in prop::collection::vec(
                prop::collection::vec(
                    "brug|sluis|zeeën|de|en|coördinatie|“ja”|€|👍🏽|woningbouwvereniging|dicht\\.|open!",
                    0..120,
                ),
                1..4,
            ),
        ) {
            let blocks: Vec<String> = blocks.iter().map(|words| words.join(" ")).collect();
            let release = release(&blocks.iter().map(String::as_str).collect::<Vec<_>>());
            let matches = matches(&release, &["brug", "sluis", "zeeën", "👍🏽"]);
            let found = snippet(&release, &matches);
            let source = found.source.expect("a release with text");
            let text = &release.blocks[source.block as usize].text;
            let range = source.range();

            let lead_in = if range.start > 0 { "… " } else { "" };
            let lead_out = if range.end < text.len() { " …" } else { "" };
            prop_assert_eq!(&found.text, &format!("{lead_in}{}{lead_out}", release.text(source)));
            prop_assert!(range.len() <= LENGTH + LENGTH / 4);
            // No word is cut.
            prop_assert!(range.start == 0 || text[..range.start].ends_with(' '));
            prop_assert!(range.end == text.len() || text[range.end..].starts_with(' '));

            let of_block = &matches.blocks[source.block as usize];
            let expected: Vec<&str> = of_block
                .iter()
                .filter(|m| range.start <= m.span.start && m.span.end <= range.end)
                .map(|m| m.what.as_str())
                .collect();
            prop_assert_eq!(marked(&found), expected);
            prop_assert!(found.marks.is_sorted_by(|one, next| one.end <= next.start));
            let any = matches.blocks.iter().any(|block| !block.is_empty());
            prop_assert_eq!(found.marks.is_empty(), !any);
        }
    }
}
