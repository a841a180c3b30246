//! A query for words in order in a text field.
//!
//! Leaves out words near each other (`near`).

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::bm25::{Norms, idf};
use super::phrase::{Counts, Forms, Phrase, Word};
use crate::analysis::Token;
use crate::index::{K1, TextFields, UNIT};

/// Words of a text field at relative positions, by surface forms, by dictionary forms, or by either. Each is scored by
/// BM25 of how often the words stand so; the scores add up.
#[derive(Debug, Clone)]
pub(crate) struct InOrder {
    pub(crate) fields: TextFields,
    /// The words with their positions, of which the first is 0.
    pub(crate) words: Vec<PlacedWord>,
    /// The weights of the scores by surface forms and by dictionary forms; `None` if not looked up so.
    pub(crate) exact: Option<Score>,
    pub(crate) lemma: Option<Score>,
}

/// A word of [`InOrder`].
#[derive(Debug, Clone)]
pub(crate) struct PlacedWord {
    pub(crate) at: u32,
    pub(crate) exact: String,
    pub(crate) lemma: String,
}

impl InOrder {
    /// Returns a query for words, in order of their positions.
    pub(super) fn new<'t>(
        fields: TextFields,
        words: impl IntoIterator<Item = &'t Token>,
        exact: Option<Score>,
        lemma: Option<Score>,
    ) -> Self {
        let mut words = words.into_iter().peekable();
        let first = words.peek().map_or(0, |token| token.position);
        let placed = words.map(|token| PlacedWord {
            at: u32::try_from(token.position.saturating_sub(first)).unwrap_or(u32::MAX),
            exact: token.exact.clone(),
            lemma: token.lemma.clone(),
        });
        Self {
            fields,
            words: placed.collect(),
            exact,
            lemma,
        }
    }

    /// Returns a query for one dictionary form.
    pub(super) fn lemma(fields: TextFields, lemma: &str) -> Self {
        let word = PlacedWord {
            at: 0,
            exact: lemma.to_owned(),
            lemma: lemma.to_owned(),
        };
        Self {
            fields,
            words: vec![word],
            exact: None,
            lemma: Some(1.0),
        }
    }

    fn forms<'w>(&self, word: &'w PlacedWord) -> Forms<'w> {
        Forms {
            fields: self.fields,
            exact: self.exact.map(|_| word.exact.as_str()),
            lemma: self.lemma.map(|_| word.lemma.as_str()),
        }
    }

    /// Returns the lists of postings in a segment; empty if it lacks a word. Without scores, how often a text has a
    /// single word is not read.
    fn open(&self, reader: &SegmentReader, is_scored: bool) -> tantivy::Result<Phrase> {
        match (self.words.len(), is_scored) {
            (1, true) => self.open_with(reader, IndexRecordOption::WithFreqs),
            (1, false) => self.open_with(reader, IndexRecordOption::Basic),
            _ => self.open_places(reader),
        }
    }

    /// As `open`, with places also for a single word.
    pub(super) fn open_places(&self, reader: &SegmentReader) -> tantivy::Result<Phrase> {
        self.open_with(reader, IndexRecordOption::WithFreqsAndPositions)
    }

    fn open_with(
        &self,
        reader: &SegmentReader,
        record: IndexRecordOption,
    ) -> tantivy::Result<Phrase> {
        let mut words = Vec::with_capacity(self.words.len());
        for word in &self.words {
            match Word::open(reader, self.forms(word), record)? {
                Some(open) => words.push((word.at, open)),
                None => return Ok(Phrase::default()),
            }
        }
        Ok(Phrase::new(words))
    }
}

impl Query for InOrder {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scoring = match scoring {
            EnableScoring::Enabled {
                statistics_provider,
                ..
            } => {
                let documents = statistics_provider.total_num_docs()?;
                let mut rarity = [0.0; 2];
                for word in &self.words {
                    let having = self.forms(word).frequencies(statistics_provider)?;
                    for (rarity, having) in rarity.iter_mut().zip(having) {
                        *rarity += idf(documents as f64, having as f64);
                    }
                }
                let top = |rarity: Score, weight: Option<Score>| {
                    weight.unwrap_or_default() * rarity * (K1 / UNIT + 1.0)
                };
                let tokens = statistics_provider.total_num_tokens(self.fields.exact)?;
                let mean = (tokens as Score / documents.max(1) as Score).max(1.0);
                Some(Scoring {
                    exact: top(rarity[0], self.exact),
                    lemma: top(rarity[1], self.lemma),
                    norms: Norms::new(K1 / UNIT, mean),
                })
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(InOrderWeight {
            query: self.clone(),
            scoring,
        }))
    }
}

/// What scores are made of, beside the frequencies.
#[derive(Debug, Clone)]
struct Scoring {
    /// The scores by surface forms and by dictionary forms that no frequency exceeds.
    exact: Score,
    lemma: Score,
    norms: Norms,
}

struct InOrderWeight {
    query: InOrder,
    /// `None` without scores.
    scoring: Option<Scoring>,
}

impl Weight for InOrderWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let scoring = match &self.scoring {
            // The field of surface forms has all words, so its lengths are those of the texts.
            Some(scoring) => Some((
                scoring.clone(),
                reader.get_fieldnorms_reader(self.query.fields.exact)?,
            )),
            None => None,
        };
        let mut scorer = InOrderScorer {
            phrase: self.query.open(reader, self.scoring.is_some())?,
            doc: 0,
            counts: Counts::default(),
            boost,
            scoring,
        };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let found = scorer.doc() == doc || scorer.doc() < doc && scorer.seek(doc) == doc;
        let score = if found { scorer.score() } else { 0.0 };
        Ok(Explanation::new("words in order", score))
    }
}

/// The documents that have words in order. Always at one of them, or at the end.
struct InOrderScorer {
    phrase: Phrase,
    doc: DocId,
    /// How often the words stand in order in the current document.
    counts: Counts,
    boost: Score,
    /// As in [`InOrderWeight`], with the lengths of the segment.
    scoring: Option<(Scoring, FieldNormReader)>,
}

impl InOrderScorer {
    /// Moves to the first match at or after `target`.
    fn settle(&mut self, target: DocId) -> DocId {
        self.doc = self.phrase.seek(target);
        while self.doc != TERMINATED {
            self.counts = self.phrase.counts();
            if !self.counts.are_zero() {
                break;
            }
            self.doc = self.phrase.seek(self.doc + 1);
        }
        self.doc
    }
}

impl DocSet for InOrderScorer {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.settle(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            self.settle(target);
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.phrase.size_hint()
    }
}

impl Scorer for InOrderScorer {
    fn score(&mut self) -> Score {
        let Some((scoring, lengths)) = &self.scoring else {
            return 0.0;
        };
        let norm = scoring.norms.of(lengths, self.doc);
        let saturated = |count: u32| count as Score / (count as Score + norm);
        let Counts { exact, lemma } = self.counts;
        let score = scoring.exact * saturated(exact) + scoring.lemma * saturated(lemma);
        self.boost * score
    }
}

#[cfg(test)]
mod tests {
    use tantivy::collector::DocSetCollector;

    use super::*;
    use crate::analysis::Analyzer;
    use crate::document::Capture;
    use crate::extract::{extract, versions};
    use crate::index::{IndexSetWriter, Indexes, Reader};

    /// An index of texts, the first of the first day.
    fn index(texts: &[&str]) -> Indexes {
        let (mut writer, indexes) = IndexSetWriter::in_memory().expect("an index in memory");
        for (n, text) in (1..).zip(texts) {
            let time = format!("2021-06-0{n}T00:00:00Z");
            let capture = Capture::new(
                format!("https://zandwijk.example/{n}"),
                time.parse().expect("a time"),
                "text/plain",
                format!("Bericht {n}\n\n{text}").into(),
            );
            let release = extract(&capture).expect("a release");
            let (id, time) = (release.id, capture.time);
            let versions = versions([(time, Some(release))]);
            let prepared = writer.prepare(id, &versions, n);
            writer.upsert(prepared).expect("room");
        }
        writer.commit(texts.len() as u64).expect("room");
        indexes
    }

    /// Returns how often each text that has the words in order has them.
    fn found(reader: &Reader, words: &str) -> Vec<(u64, Counts)> {
        let tokens = Analyzer::Dutch.tokens(words);
        let query = InOrder::new(reader.fields.body, &tokens, Some(1.0), Some(1.0));
        let mut found = Vec::new();
        let addresses = reader.releases.search(&query, &DocSetCollector);
        for address in addresses.expect("an index that can be read") {
            let segment = reader.releases.segment_reader(address.segment_ord);
            let text = segment.fast_fields().u64("seq").expect("a column");
            let mut phrase = query.open(segment, true).expect("a segment");
            assert_eq!(phrase.seek(address.doc_id), address.doc_id);
            let text = text.first(address.doc_id).expect("a number");
            found.push((text, phrase.counts()));
        }
        found.sort_by_key(|(text, _)| *text);
        found
    }

    #[test]
    fn a_dictionary_form_is_found_as_it_is_and_in_other_forms() {
        let texts = [
            "Zandwijk bouwt een brug, en nog twee bruggen.",
            "De bruggen gaan dicht.",
            "Wethouder Bruggen komt langs de brug bij de Bakker.",
        ];
        let reader = index(&texts).reader().expect("a reader");
        let counts = |exact, lemma| Counts { exact, lemma };
        let expected = [(1, counts(1, 2)), (2, counts(1, 1)), (3, counts(1, 1))];
        assert_eq!(found(&reader, "bruggen"), expected);
        assert_eq!(
            found(&reader, "brug"),
            [(1, counts(1, 2)), (2, counts(0, 1)), (3, counts(1, 1))]
        );
        assert_eq!(
            found(&reader, "bakker"),
            [(3, counts(1, 1))],
            "a name counts once"
        );
    }

    #[test]
    fn words_in_order_are_found_in_any_of_their_forms() {
        let texts = [
            "De gemeente opent een nieuwe brug. Nieuwe bruggen volgen.",
            "Een brug, nieuw of niet.",
            "Ook een nieuwe, lange brug.",
        ];
        let reader = index(&texts).reader().expect("a reader");
        assert_eq!(
            found(&reader, "nieuwe brug"),
            [(1, Counts { exact: 1, lemma: 2 })]
        );
        assert_eq!(
            found(&reader, "nieuwe bruggen"),
            [(1, Counts { exact: 1, lemma: 2 })]
        );
    }
}
