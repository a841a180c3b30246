//! The score of a word: BM25F (Robertson and Zaragoza 2009, *The Probabilistic Relevance Framework:
//! BM25 and Beyond*, section 3.6) over the ranked field.
//!
//! Leaves out building the queries (`compile`) and the weights (`index::ranked`). The index writes a
//! word into the ranked field as often as the places where it stands weigh, so the frequency there
//! is BM25F's weighted frequency, and the length of the field is its weighted length.
//!
//! A word that is asked has one frequency: of its own forms, and of itself inside compounds. A
//! compound that is asked also counts [`PARTS`] times the least frequency of its parts, so a release
//! that has only some of the parts does not have the word. Its synonyms count [`SYNONYM`] times: they
//! are told from the word itself, so a rare word stays rare.

use std::collections::HashMap;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::bm25::{Norms, idf};
use super::postings::{Ratios, TermPostings};
use crate::index::{K1, PARTS, SYNONYM, UNIT};

/// A query for one word.
#[derive(Debug, Clone)]
pub(crate) struct RankedWord {
    field: Field,
    /// The forms of the word: the terms whose frequencies are added.
    pub(crate) forms: Vec<Term>,
    /// What else counts as the word.
    pub(crate) others: Vec<Together>,
    /// The power of how rare the word is.
    pub(crate) emphasis: Score,
}

/// Terms that a release must have all. Their least frequency counts.
#[derive(Debug, Clone)]
pub(crate) struct Together {
    pub(crate) terms: Vec<Term>,
    pub(crate) weight: Score,
    /// Whether the number of releases that have them counts for how rare the word is.
    pub(crate) is_word: bool,
}

impl RankedWord {
    /// Returns a query for a word of `field` with these `forms`. With two `parts` or more, a release
    /// that has all of them has the word too.
    pub(super) fn new<'t>(
        field: Field,
        forms: impl IntoIterator<Item = &'t str>,
        parts: impl IntoIterator<Item = &'t str>,
    ) -> Self {
        let mut word = Self {
            field,
            forms: terms(field, forms),
            others: Vec::new(),
            emphasis: 1.0,
        };
        let parts = terms(field, parts);
        if parts.len() > 1 {
            word.others.push(Together {
                terms: parts,
                weight: PARTS,
                is_word: true,
            });
        }
        word
    }

    /// Returns the query with the power of how rare the word is.
    pub(super) fn with_emphasis(self, emphasis: Score) -> Self {
        Self { emphasis, ..self }
    }

    /// Returns all its terms.
    pub(crate) fn terms(&self) -> impl Iterator<Item = &Term> {
        let others = self.others.iter().flat_map(|other| &other.terms);
        self.forms.iter().chain(others)
    }

    /// Returns how rare the word is among so many `documents`, as BM25's inverse document frequency, from the number of
    /// documents that have each of its terms.
    pub(crate) fn idf(&self, documents: f64, frequency: impl Fn(&Term) -> f64) -> Score {
        let own = self.forms.iter().map(&frequency).fold(0.0, f64::max);
        let parts = self.others.iter().filter(|other| other.is_word);
        let together = parts.map(|other| {
            let shares = other.terms.iter();
            let shares = shares.map(|term| frequency(term) / documents.max(1.0));
            documents * shares.product::<f64>()
        });
        let found = together.fold(own, f64::max);
        idf(documents, found)
    }

    /// Adds a synonym: words that a release must have all.
    pub(super) fn or_synonym<'t>(&mut self, words: impl IntoIterator<Item = &'t str>) {
        let terms = terms(self.field, words);
        if !terms.is_empty() {
            self.others.push(Together {
                terms,
                weight: SYNONYM,
                is_word: false,
            });
        }
    }
}

/// Returns the terms of different words.
fn terms<'t>(field: Field, words: impl IntoIterator<Item = &'t str>) -> Vec<Term> {
    let words = words.into_iter();
    let mut terms: Vec<Term> = words
        .map(|word| Term::from_field_text(field, word))
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

impl Query for RankedWord {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.word_weight(scoring)?))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for term in self.terms() {
            visitor(term, false);
        }
    }
}

impl RankedWord {
    /// As `weight`, with its own type.
    pub(super) fn word_weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<RankedWeight> {
        let mut weight = RankedWeight {
            query: self.clone(),
            top: 0.0,
            mean: 1.0,
            norms: None,
        };
        if let EnableScoring::Enabled {
            statistics_provider,
            ..
        } = scoring
        {
            let documents = statistics_provider.total_num_docs()? as f64;
            let tokens = statistics_provider.total_num_tokens(self.field)? as f64;
            let mut frequencies = HashMap::new();
            for term in self.terms() {
                frequencies.insert(term, statistics_provider.doc_freq(term)?);
            }
            let idf = self.idf(documents, |term| frequencies[term] as f64);
            weight.top = idf.powf(self.emphasis) * (K1 / UNIT + 1.0);
            weight.mean = (tokens / documents.max(1.0)).max(1.0) as Score;
            weight.norms = Some(Norms::new(K1, weight.mean));
        }
        Ok(weight)
    }
}

pub(super) struct RankedWeight {
    query: RankedWord,
    /// The score that no frequency exceeds.
    top: Score,
    /// The mean length.
    mean: Score,
    /// `None` without scores.
    norms: Option<Norms>,
}

impl RankedWeight {
    pub(super) fn word(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<WordScorer> {
        let inverted = reader.inverted_index(self.query.field)?;
        let record = match self.norms {
            Some(_) => IndexRecordOption::WithFreqs,
            None => IndexRecordOption::Basic,
        };
        let postings = |terms: &[Term]| -> tantivy::Result<Vec<TermPostings>> {
            let mut found = Vec::with_capacity(terms.len());
            for term in terms {
                found.extend(TermPostings::open(&inverted, term, record)?);
            }
            Ok(found)
        };
        let forms = postings(&self.query.forms)?;
        let mut others = Vec::new();
        for other in &self.query.others {
            let mut found = postings(&other.terms)?;
            if found.len() == other.terms.len() {
                found.sort_by_key(DocSet::size_hint);
                let weight = other.weight;
                others.push(Meeting {
                    postings: found,
                    weight,
                });
            }
        }
        for other in &mut others {
            other.meet(0);
        }
        let scoring = match &self.norms {
            Some(norms) => {
                let lengths = reader.get_fieldnorms_reader(self.query.field)?;
                Some(Scoring {
                    ratios: Ratios::of(reader, &inverted, lengths.clone(), self.mean),
                    lengths,
                    norms: norms.clone(),
                })
            }
            None => None,
        };
        let mut scorer = WordScorer {
            forms,
            others,
            doc: 0,
            top: self.top * boost,
            scoring,
        };
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
pub(super) struct WordScorer {
    forms: Vec<TermPostings>,
    others: Vec<Meeting>,
    doc: DocId,
    top: Score,
    /// `None` without scores.
    scoring: Option<Scoring>,
}

/// What the scores of a word are made of, beside its frequencies.
struct Scoring {
    lengths: FieldNormReader,
    norms: Norms,
    ratios: Ratios,
}

impl Scoring {
    /// Returns the score of a release that has a word so often; `top` is the score that no frequency exceeds.
    fn score(&self, top: Score, frequency: Score, doc: DocId) -> Score {
        top * frequency / (frequency + self.norms.of(&self.lengths, doc))
    }
}

/// The releases that have all of some terms. Always at such a release, or at the end.
struct Meeting {
    /// The postings of the terms; the rarest first. Empty at the end.
    postings: Vec<TermPostings>,
    weight: Score,
}

impl Meeting {
    /// Moves to the first release at or after `target` that has all terms.
    fn meet(&mut self, target: DocId) {
        let mut candidate = target;
        loop {
            let mut agreed = true;
            for posting in &mut self.postings {
                if posting.doc() < candidate {
                    posting.seek(candidate);
                }
                if posting.doc() > candidate {
                    candidate = posting.doc();
                    agreed = false;
                    break;
                }
            }
            if agreed || candidate == TERMINATED {
                break;
            }
        }
        if candidate == TERMINATED {
            self.postings.clear();
        }
    }

    fn doc(&self) -> DocId {
        self.postings.first().map_or(TERMINATED, DocSet::doc)
    }

    /// The frequency that counts in the current release.
    fn frequency(&self) -> Score {
        let least = self.postings.iter().map(TermPostings::frequency).min();
        self.weight * least.unwrap_or(0) as Score
    }
}

impl WordScorer {
    /// Sets the current release to the first one of the forms and the others.
    fn settle(&mut self) -> DocId {
        if let Some(form) = self.only_form() {
            self.doc = form.doc();
            return self.doc;
        }
        let forms = self.forms.iter().map(DocSet::doc);
        let others = self.others.iter().map(Meeting::doc);
        self.doc = forms.chain(others).min().unwrap_or(TERMINATED);
        self.doc
    }

    /// The postings of the only form, if nothing else stands for the word. This is most words, and faster than the
    /// way of several.
    pub(super) fn only_form(&mut self) -> Option<&mut TermPostings> {
        match (&mut self.forms[..], &self.others[..]) {
            ([form], []) => Some(form),
            _ => None,
        }
    }

    /// The weighted frequency of the word in the current release.
    fn frequency(&self) -> Score {
        if let ([form], []) = (&self.forms[..], &self.others[..]) {
            return form.frequency() as Score;
        }
        let forms = self.forms.iter().filter(|form| form.doc() == self.doc);
        let own: u32 = forms.map(TermPostings::frequency).sum();
        let others = self.others.iter().filter(|other| other.doc() == self.doc);
        others.fold(own as Score, |sum, other| sum + other.frequency())
    }

    /// A score that no release exceeds.
    pub(super) fn top(&self) -> Score {
        self.top
    }

    /// Returns a score that no release up to a second one exceeds, and that second one. Both come from the blocks of
    /// postings around the current release.
    pub(super) fn bound(&mut self) -> (Score, DocId) {
        let Some(Scoring { ratios, .. }) = &self.scoring else {
            return (0.0, TERMINATED);
        };
        let (mut ratio, mut end) = (0.0, TERMINATED);
        for form in self
            .forms
            .iter_mut()
            .filter(|form| form.doc() != TERMINATED)
        {
            ratio += form.most(ratios);
            end = end.min(form.end_of_block());
        }
        for other in &mut self.others {
            let mut least = Score::INFINITY;
            for posting in &mut other.postings {
                least = least.min(posting.most(ratios));
                end = end.min(posting.end_of_block());
            }
            if !other.postings.is_empty() {
                ratio += other.weight * least;
            }
        }
        let share = if ratio.is_finite() {
            ratio / (ratio + K1)
        } else {
            1.0
        };
        (self.top * share, end)
    }

    /// Moves to `doc` and returns its score; 0 if it does not have the word.
    pub(super) fn score_at(&mut self, doc: DocId) -> Score {
        if self.seek(doc) == doc {
            self.score()
        } else {
            0.0
        }
    }

    /// Writes the scores of the releases from `start` on into `scores`, 0 for those that do not have the word. Moves
    /// behind them. The current release is not before `start`.
    pub(super) fn score_all(&mut self, start: DocId, scores: &mut [Score]) {
        scores.fill(0.0);
        let end = start + scores.len() as DocId;
        let Some(scoring) = &self.scoring else {
            return;
        };
        let top = self.top;
        let score = |frequency, doc| scoring.score(top, frequency, doc);
        if let ([form], []) = (&mut self.forms[..], &self.others[..]) {
            form.for_each_below(end, |doc, times| {
                scores[(doc - start) as usize] = score(times as Score, doc);
            });
            self.doc = form.doc();
            return;
        }
        for form in &mut self.forms {
            form.for_each_below(end, |doc, times| {
                scores[(doc - start) as usize] += times as Score;
            });
        }
        for other in &mut self.others {
            while other.doc() < end {
                scores[(other.doc() - start) as usize] += other.frequency();
                other.meet(other.doc() + 1);
            }
        }
        for (doc, frequency) in (start..).zip(&mut *scores) {
            if *frequency > 0.0 {
                *frequency = score(*frequency, doc);
            }
        }
        self.settle();
    }

    /// Calls `each` with every release from the current one on: some of them twice, and not in order.
    pub(super) fn for_each(&mut self, mut each: impl FnMut(DocId)) {
        for form in &mut self.forms {
            form.for_each(&mut each);
        }
        for other in &mut self.others {
            while other.doc() != TERMINATED {
                each(other.doc());
                other.meet(other.doc() + 1);
            }
        }
    }
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        let doc = self.doc;
        if doc == TERMINATED {
            return doc;
        }
        if let Some(form) = self.only_form() {
            self.doc = form.advance();
            return self.doc;
        }
        for form in self.forms.iter_mut().filter(|form| form.doc() == doc) {
            form.advance();
        }
        for other in self.others.iter_mut().filter(|other| other.doc() == doc) {
            other.meet(doc + 1);
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
        for other in self.others.iter_mut().filter(|other| other.doc() < target) {
            other.meet(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let others = self
            .others
            .iter()
            .filter_map(|other| other.postings.first());
        self.forms.iter().chain(others).map(DocSet::size_hint).sum()
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let Some(scoring) = &self.scoring else {
            return 0.0;
        };
        scoring.score(self.top, self.frequency(), self.doc)
    }
}

#[cfg(test)]
mod tests;
