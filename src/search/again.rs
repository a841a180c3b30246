//! Scores the best releases of a query again, with what costs too much for all of them: how near the
//! words of a long query stand to each other, and for a short one the words of the best releases.
//!
//! Leaves out the first score (`rank`). Only the order changes: no release is found or lost.
//!
//! Nearness is sequential dependence (Metzler and Croft 2005, *A Markov Random Field Model for Term
//! Dependencies*). The words of the best releases are weighed by Bo1 (Amati 2003, *Probability Models
//! for Information Retrieval based on Divergence from Randomness*).

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use tantivy::query::{EnableScoring, Query as _};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Score, Searcher, Term};

use super::best::Scored;
use super::bm25::{Norms, idf};
use super::other_words::SHORT;
use super::phrase::{Forms, Word};
use super::query::{Expansion, Node, Occur};
use super::rank::RankedWord;
use crate::analysis::{Analyzer, is_stop_word};
use crate::document::Release;
use crate::index::{IndexError, K1, Reader, UNIT};

/// Weight of two words in order, and of two words near each other, relative to a word.
pub(crate) const IN_ORDER: Score = 0.05;
pub(crate) const NEAR: Score = 0.05;

/// Most words from a word to the next one that are in order, and that are near.
pub(crate) const GAP: u32 = 2;
pub(crate) const WINDOW: u32 = 8;

/// Number of best releases whose words are used.
const BEST: usize = 10;

/// Number of their words that are used.
const WORDS: usize = 8;

/// Fewest of the best releases that have such a word.
const LEAST: usize = 2;

/// Share of all releases below which such a word is rare.
const SHARE: f64 = 0.1;

/// Fewest bytes of such a word.
const SHORTEST: usize = 4;

/// Weight of the best of these words, relative to a word of the query.
const FEEDBACK: Score = 0.12;

/// How the best releases of a query are scored again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Again {
    /// By the nearness of these words, in the order of the query.
    Nearness(Vec<String>),
    /// By the words of the best releases; these are the words of the query.
    Feedback(Vec<String>),
}

impl Again {
    /// Returns how the best releases are scored again for a question of plain words.
    pub(super) fn of(question: &Node, expansion: Expansion, feedback: bool) -> Option<Self> {
        let asked: Vec<&Node> = match question {
            Node::Group(clauses) => {
                let wanted = clauses
                    .iter()
                    .filter(|clause| clause.occur != Occur::MustNot);
                wanted.map(|clause| &clause.node).collect()
            }
            word => vec![word],
        };
        let content = asked.into_iter().filter_map(Node::single_word);
        let content = content.filter(|token| !is_stop_word(&token.exact));
        let lemmas: Vec<String> = content.map(|token| token.lemma).collect();
        match lemmas.len() {
            _ if expansion != Expansion::Compounds => None,
            0 => None,
            1..=SHORT => feedback.then_some(Self::Feedback(lemmas)),
            _ => Some(Self::Nearness(lemmas)),
        }
    }

    /// Returns how many releases are scored again.
    pub(crate) fn releases(&self) -> usize {
        match self {
            Self::Nearness(_) => 30,
            Self::Feedback(_) => 100,
        }
    }

    /// Returns what it is called among the parts of a score.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Nearness(_) => "(words near each other)",
            Self::Feedback(_) => "(words of the best releases)",
        }
    }
}

/// Adds scores to the first of `found`, best first, and orders them anew. Returns what was added, by
/// release.
///
/// # Errors
/// [`IndexError::Read`] where the index cannot be read.
pub(super) fn score_again(
    reader: &Reader,
    again: &Again,
    found: &mut [Scored],
) -> Result<HashMap<DocAddress, Score>, IndexError> {
    let count = found.len().min(again.releases());
    let best = &mut found[..count];
    let more = match again {
        Again::Nearness(words) => nearness(reader, words, best).map_err(IndexError::Read)?,
        Again::Feedback(words) => feedback(reader, words, best)?,
    };
    let mut added = HashMap::with_capacity(count);
    for (((score, _), address), more) in best.iter_mut().zip(more) {
        *score += more;
        added.insert(*address, more);
    }
    best.sort_by(|((score, id), _), ((other, other_id), _)| {
        let by_score = other.partial_cmp(score).unwrap_or(Ordering::Equal);
        by_score.then(id.cmp(other_id))
    });
    Ok(added)
}

/// Returns what the nearness of `words` adds to the score of each release.
fn nearness(reader: &Reader, words: &[String], best: &[Scored]) -> tantivy::Result<Vec<Score>> {
    let fields = reader.fields.body;
    let searcher = &reader.releases;
    let rarity = words.iter().map(|word| {
        let documents = searcher.num_docs();
        let [_, having] = Forms::lemma(fields, word).frequencies(searcher)?;
        Ok(idf(documents as f64, having as f64))
    });
    let rarity: Vec<Score> = rarity.collect::<tantivy::Result<_>>()?;
    let norms = Norms::new(K1 / UNIT, mean_length(searcher, fields.exact)?);
    let mut scores = vec![0.0; best.len()];
    let mut order: Vec<usize> = (0..best.len()).collect();
    order.sort_by_key(|&at| best[at].1);
    let places = IndexRecordOption::WithFreqsAndPositions;
    for of_segment in
        order.chunk_by(|&one, &other| best[one].1.segment_ord == best[other].1.segment_ord)
    {
        let segment = searcher.segment_reader(best[of_segment[0]].1.segment_ord);
        let lengths = segment.get_fieldnorms_reader(fields.exact)?;
        let words = words
            .iter()
            .map(|word| Word::open(segment, Forms::lemma(fields, word), places));
        let mut words: Vec<Option<Word>> = words.collect::<tantivy::Result<_>>()?;
        for &at in of_segment {
            let doc = best[at].1.doc_id;
            let positions = words.iter_mut().map(|word| {
                let word = word.as_mut()?;
                (word.seek(doc) == doc).then(|| word.places_of_lemma())
            });
            let positions = positions.map(Option::unwrap_or_default);
            let positions: Vec<&[u32]> = positions.collect();
            let norm = norms.of(&lengths, doc);
            for (pair, rarity) in positions.windows(2).zip(rarity.windows(2)) {
                let (in_order, near) = meetings(pair[0], pair[1]);
                let saturated = |times: u32| times as Score / (times as Score + norm);
                let top = (rarity[0] + rarity[1]) * (K1 / UNIT + 1.0);
                scores[at] += top * (IN_ORDER * saturated(in_order) + NEAR * saturated(near));
            }
        }
    }
    Ok(scores)
}

/// Returns how often a word of the positions `one` is followed closely by one of `other`, and how often
/// it stands near one. Positions are in order.
fn meetings(one: &[u32], other: &[u32]) -> (u32, u32) {
    let (mut in_order, mut near) = (0, 0);
    for &at in one {
        let first = other.partition_point(|&p| p + WINDOW <= at);
        let mut close = other[first..].iter().take_while(|&&p| p < at + WINDOW);
        near += u32::from(close.clone().next().is_some());
        in_order += u32::from(close.any(|&p| p > at && p <= at + GAP));
    }
    (in_order, near)
}

/// Returns the mean number of words in `field`.
fn mean_length(searcher: &Searcher, field: Field) -> tantivy::Result<Score> {
    let (mut tokens, mut documents) = (0, 0);
    for segment in searcher.segment_readers() {
        tokens += segment.inverted_index(field)?.total_num_tokens();
        documents += u64::from(segment.max_doc());
    }
    Ok((tokens as Score / documents.max(1) as Score).max(1.0))
}

/// Returns what the words of the best releases add to the score of each release.
fn feedback(reader: &Reader, asked: &[String], best: &[Scored]) -> Result<Vec<Score>, IndexError> {
    let words = words_of_best(reader, asked, best)?;
    scores_of(reader, &words, best).map_err(IndexError::Read)
}

/// Returns the scores of weighed words in each release.
fn scores_of(
    reader: &Reader,
    words: &[(String, f64)],
    best: &[Scored],
) -> tantivy::Result<Vec<Score>> {
    let searcher = &reader.releases;
    let mut added = vec![0.0; best.len()];
    let most = words.first().map_or(1.0, |(_, weight)| *weight);
    for (word, weight) in words {
        let query = RankedWord::new(reader.fields.ranked, [word.as_str()], []);
        let query = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
        let boost = FEEDBACK * (weight / most) as Score;
        for of_segment in by_segment(best).chunk_by(|one, other| same_segment(best, *one, *other)) {
            let segment = searcher.segment_reader(best[of_segment[0]].1.segment_ord);
            let mut scorer = query.scorer(segment, boost)?;
            for &at in of_segment {
                let doc = best[at].1.doc_id;
                if scorer.doc() <= doc && scorer.seek(doc) == doc {
                    added[at] += scorer.score();
                }
            }
        }
    }
    Ok(added)
}

/// Returns the words that several of the best releases have and few others, and their Bo1 weight, the
/// highest first.
fn words_of_best(
    reader: &Reader,
    asked: &[String],
    best: &[Scored],
) -> Result<Vec<(String, f64)>, IndexError> {
    let searcher = &reader.releases;
    let mut times: HashMap<String, usize> = HashMap::new();
    for (_, address) in best.iter().take(BEST) {
        for word in content_words(&reader.version(*address)?.release) {
            *times.entry(word).or_default() += 1;
        }
    }
    times.retain(|word, times| *times >= LEAST && !asked.contains(word));
    let all = searcher.num_docs() as f64;
    let mut words = Vec::with_capacity(times.len());
    for (word, times) in times {
        let term = Term::from_field_text(reader.fields.ranked, &word);
        let share = searcher.doc_freq(&term).map_err(IndexError::Read)? as f64 / all;
        if share < SHARE {
            let odds = (1.0 + share) / share;
            words.push((word, times as f64 * odds.log2() + (1.0 + share).log2()));
        }
    }
    words.sort_by(|(one, weight), (other, more)| more.total_cmp(weight).then(one.cmp(other)));
    words.truncate(WORDS);
    Ok(words)
}

/// Returns the different words of a release by their dictionary forms, without stop words, short words and
/// numbers.
fn content_words(release: &Release) -> HashSet<String> {
    let analyzer = Analyzer::of(release.language.as_deref());
    let blocks = release.blocks.iter().map(|block| block.text.as_str());
    let tokens = release.title.as_deref().into_iter().chain(blocks);
    let tokens = tokens.flat_map(|text| analyzer.tokens(text));
    let content = tokens.filter(|token| {
        !token.joined
            && token.lemma.len() >= SHORTEST
            && !is_stop_word(&token.exact)
            && !token.lemma.contains(|c: char| c.is_ascii_digit())
    });
    content.map(|token| token.lemma).collect()
}

/// Returns the places of releases in the order of their addresses.
fn by_segment(best: &[Scored]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..best.len()).collect();
    order.sort_unstable_by_key(|&at| best[at].1);
    order
}

fn same_segment(best: &[Scored], one: usize, other: usize) -> bool {
    best[one].1.segment_ord == best[other].1.segment_ord
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meetings_are_counted_at_the_edges_of_their_windows() {
        assert_eq!(meetings(&[10], &[11]), (1, 1), "the next word");
        assert_eq!(meetings(&[10], &[12]), (1, 1), "a word between");
        assert_eq!(meetings(&[10], &[13]), (0, 1), "two words between");
        assert_eq!(meetings(&[10], &[17]), (0, 1), "the last one that is near");
        assert_eq!(meetings(&[10], &[18]), (0, 0), "one too far");
        assert_eq!(meetings(&[10], &[3]), (0, 1), "before it");
        assert_eq!(meetings(&[10], &[2]), (0, 0), "too far before it");
        assert_eq!(meetings(&[1, 30], &[2, 3, 31]), (2, 2), "each once");
        assert_eq!(meetings(&[], &[1]), (0, 0));
    }
}
