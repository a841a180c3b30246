//! The score of a word: BM25F (Robertson and Zaragoza 2009, *The Probabilistic Relevance Framework:
//! BM25 and Beyond*, section 3.6) over the ranked field.
//!
//! Leaves out building the queries (`compile`) and the weights (`index::ranked`). The index writes a
//! word into the ranked field as often as the places where it stands weigh, so the frequency there
//! is BM25F's weighted frequency, and the length of the field is its weighted length.
//!
//! A word that is asked has one frequency: of its own forms, and of itself inside compounds. A
//! compound that is asked also counts [`PARTS`] times the least frequency of its parts, so a release
//! that has only some of the parts does not have the word.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::index::{B, K1, PARTS, UNIT};

/// A query for one word.
#[derive(Debug, Clone)]
pub(super) struct RankedWord {
    field: Field,
    /// The forms of the word: the terms whose frequencies are added.
    forms: Vec<Term>,
    /// The parts of the word, if it is a compound: terms that a release must have all.
    parts: Vec<Term>,
}

impl RankedWord {
    /// Returns a query for a word of `field` with these `forms`. With two `parts` or more, a release
    /// that has all of them has the word too.
    pub(super) fn new<'t>(
        field: Field,
        forms: impl IntoIterator<Item = &'t str>,
        parts: impl IntoIterator<Item = &'t str>,
    ) -> Self {
        let term = |text| Term::from_field_text(field, text);
        let mut forms: Vec<Term> = forms.into_iter().map(term).collect();
        forms.sort_unstable();
        forms.dedup();
        let mut parts: Vec<Term> = parts.into_iter().map(term).collect();
        parts.sort_unstable();
        parts.dedup();
        if parts.len() < 2 {
            parts.clear();
        }
        Self {
            field,
            forms,
            parts,
        }
    }
}

impl Query for RankedWord {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut weight = RankedWeight {
            query: self.clone(),
            top: 0.0,
            norms: None,
        };
        if let EnableScoring::Enabled {
            statistics_provider,
            ..
        } = scoring
        {
            let documents = statistics_provider.total_num_docs()? as f64;
            let tokens = statistics_provider.total_num_tokens(self.field)? as f64;
            let frequency = |term: &Term| -> tantivy::Result<f64> {
                Ok(statistics_provider.doc_freq(term)? as f64)
            };
            let mut found: f64 = 0.0;
            for form in &self.forms {
                found = found.max(frequency(form)?);
            }
            if !self.parts.is_empty() {
                let mut together = documents;
                for part in &self.parts {
                    together *= frequency(part)? / documents.max(1.0);
                }
                found = found.max(together);
            }
            let idf = (1.0 + (documents - found + 0.5).max(0.5) / (found + 0.5)).ln() as Score;
            weight.top = idf * (K1 / UNIT + 1.0);
            let mean = (tokens / documents.max(1.0)).max(1.0) as Score;
            let norm = |id: usize| {
                let length = FieldNormReader::id_to_fieldnorm(id as u8) as Score;
                K1 * (1.0 - B + B * length / mean)
            };
            weight.norms = Some(Box::new(std::array::from_fn(norm)));
        }
        Ok(Box::new(weight))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for term in self.forms.iter().chain(&self.parts) {
            visitor(term, false);
        }
    }
}

struct RankedWeight {
    query: RankedWord,
    /// The score that no frequency exceeds.
    top: Score,
    /// What the frequency is set against, by the id of the length; `None` without scores.
    norms: Option<Box<[Score; 256]>>,
}

impl RankedWeight {
    fn word(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<WordScorer> {
        let inverted = reader.inverted_index(self.query.field)?;
        let postings = |terms: &[Term]| -> tantivy::Result<Vec<SegmentPostings>> {
            let mut found = Vec::with_capacity(terms.len());
            for term in terms {
                found.extend(inverted.read_postings(term, IndexRecordOption::WithFreqs)?);
            }
            Ok(found)
        };
        let forms = postings(&self.query.forms)?;
        let mut parts = postings(&self.query.parts)?;
        if parts.len() < self.query.parts.len() {
            parts.clear();
        }
        parts.sort_by_key(DocSet::size_hint);
        let mut scorer = WordScorer {
            forms,
            parts,
            doc: 0,
            top: self.top * boost,
            lengths: reader.get_fieldnorms_reader(self.query.field)?,
            norms: self.norms.clone(),
        };
        scorer.meet(0);
        scorer.settle();
        Ok(scorer)
    }
}

impl Weight for RankedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(self.word(reader, boost)?))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.word(reader, 1.0)?;
        let found = scorer.seek(doc) == doc;
        let (frequency, score) = if found {
            (scorer.frequency(), scorer.score())
        } else {
            (0.0, 0.0)
        };
        let mut explanation = Explanation::new("BM25F of a word", score);
        explanation.add_const("weighted frequency", frequency);
        explanation.add_const("score that no frequency exceeds", self.top);
        Ok(explanation)
    }
}

/// The releases that have a word, with its scores.
struct WordScorer {
    forms: Vec<SegmentPostings>,
    /// The postings of the parts; the rarest first. Always at a release that all have, or at the
    /// end. Empty if the word has no parts.
    parts: Vec<SegmentPostings>,
    doc: DocId,
    top: Score,
    lengths: FieldNormReader,
    norms: Option<Box<[Score; 256]>>,
}

impl WordScorer {
    /// Moves the parts to the first release at or after `target` that has all of them.
    fn meet(&mut self, target: DocId) {
        let mut candidate = target;
        loop {
            let mut agreed = true;
            for part in &mut self.parts {
                if part.doc() < candidate {
                    part.seek(candidate);
                }
                if part.doc() > candidate {
                    candidate = part.doc();
                    agreed = false;
                    break;
                }
            }
            if agreed || candidate == TERMINATED {
                break;
            }
        }
        if candidate == TERMINATED {
            self.parts.clear();
        }
    }

    /// Sets the current release to the first one of the forms and the parts.
    fn settle(&mut self) -> DocId {
        let forms = self.forms.iter().map(DocSet::doc);
        let parts = self.parts.first().map(DocSet::doc);
        self.doc = forms.chain(parts).min().unwrap_or(TERMINATED);
        self.doc
    }

    /// The weighted frequency of the word in the current release.
    fn frequency(&self) -> Score {
        let here = |postings: &&SegmentPostings| postings.doc() == self.doc;
        let own: u32 = self
            .forms
            .iter()
            .filter(here)
            .map(Postings::term_freq)
            .sum();
        let least = self
            .parts
            .iter()
            .filter(here)
            .map(Postings::term_freq)
            .min();
        own as Score + PARTS * least.unwrap_or(0) as Score
    }
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        let doc = self.doc;
        if doc == TERMINATED {
            return doc;
        }
        for form in self.forms.iter_mut().filter(|form| form.doc() == doc) {
            form.advance();
        }
        if self.parts.first().is_some_and(|part| part.doc() == doc) {
            self.meet(doc + 1);
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        for form in self.forms.iter_mut().filter(|form| form.doc() < target) {
            form.seek(target);
        }
        if self.parts.first().is_some_and(|part| part.doc() < target) {
            self.meet(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let forms: u32 = self.forms.iter().map(DocSet::size_hint).sum();
        forms + self.parts.first().map_or(0, DocSet::size_hint)
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let Some(norms) = &self.norms else { return 0.0 };
        let frequency = self.frequency();
        let norm = norms[usize::from(self.lengths.fieldnorm_id(self.doc))];
        self.top * frequency / (frequency + norm)
    }
}

#[cfg(test)]
mod tests;
