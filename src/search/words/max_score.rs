//! The best matches of words in one segment, without a look at every match.
//!
//! Leaves out the score of a word (`rank`).
//!
//! This is `MaxScore` (Turtle and Flood 1995, *Query Evaluation: Strategies and Optimizations*) with the highest scores
//! of blocks (Ding and Suel 2011, *Faster Top-k Document Retrieval Using Block-Max Indexes*). Of frequent words, which
//! stand in nearly every document, a window of documents is scored word by word, as in Lucene's
//! `MaxScoreBulkScorer`. Scores are those of a walk over all matches.

use tantivy::{DocId, DocSet, Score, TERMINATED};

use super::{Matches, meet};

/// What a bound is multiplied by, so that rounding never makes it lower than a score.
const SLACK: Score = 1.0001;

/// Number of documents that are scored word by word.
const WINDOW: usize = 256;

/// Words whose postings are more than one in so many documents are scored in windows.
const DENSE: u64 = 8;

/// Most documents of a window that are looked up one by one in the postings of a word.
const FEW: usize = 12;

/// A walk over the documents of a segment.
pub(super) struct MaxScore<'c> {
    matches: Matches,
    /// Number of documents of the segment.
    documents: DocId,
    /// What a document must score more than: what `callback` returned last.
    threshold: Score,
    callback: &'c mut dyn FnMut(DocId, Score) -> Score,
    /// The words; those that score least come first.
    order: Vec<usize>,
    /// What the words before each one in that order score together at most.
    before: Vec<Score>,
    /// The words before this one cannot lift a document over the threshold together: only documents that have one of
    /// the others, the driving words, are looked at.
    first: usize,
    /// The score of each word in a document.
    scores: Vec<Score>,
    /// The scores of each word in a window.
    window: Vec<[Score; WINDOW]>,
    /// Places in the window of the documents that can be among the best.
    candidates: Vec<usize>,
}

impl<'c> MaxScore<'c> {
    pub(super) fn new(
        matches: Matches,
        documents: DocId,
        threshold: Score,
        callback: &'c mut dyn FnMut(DocId, Score) -> Score,
    ) -> Self {
        let words = &matches.words;
        let mut order: Vec<usize> = (0..words.len()).collect();
        order.sort_by(|one, other| words[*one].top().total_cmp(&words[*other].top()));
        let mut before = vec![0.0];
        for (n, &word) in order.iter().enumerate() {
            before.push(before[n] + words[word].top() * SLACK);
        }
        Self {
            documents,
            threshold,
            callback,
            before,
            first: 0,
            scores: vec![0.0; order.len()],
            window: Vec::new(),
            candidates: Vec::new(),
            order,
            matches,
        }
    }

    /// Calls `callback` with each match whose score is higher than the threshold.
    pub(super) fn run(mut self) {
        let all = self.matches.all;
        // No document up to `end` scores more than `bound`.
        let (mut bound, mut end) = (Score::INFINITY, None);
        let mut is_dense = None;
        let mut doc = 0;
        loop {
            if all && self.before[self.order.len()] <= self.threshold {
                return;
            }
            while !all && self.before[self.first + 1] <= self.threshold {
                self.first += 1;
                is_dense = None;
                if self.first == self.order.len() {
                    return;
                }
            }
            doc = self.matches.next(&self.order[self.first..], doc);
            if doc == TERMINATED {
                return;
            }
            if end.is_none_or(|end| doc > end) {
                let until;
                (bound, until) = self.bound();
                end = Some(until);
            }
            if bound <= self.threshold {
                match end {
                    Some(end) if end < TERMINATED => doc = end + 1,
                    _ => return,
                }
                continue;
            }
            if *is_dense.get_or_insert_with(|| self.is_dense()) {
                doc = self.walk_window(doc);
                continue;
            }
            let allowed = meet(&mut self.matches.must, doc);
            if allowed == doc {
                for &word in &self.order[self.first..] {
                    self.scores[word] = self.matches.words[word].score_at(doc);
                }
                self.look_up_others(doc);
            }
            doc = allowed.max(doc + 1);
        }
    }

    /// Returns a score that no document up to a second one exceeds, and that second one.
    fn bound(&mut self) -> (Score, DocId) {
        let (mut bound, mut end) = (self.before[self.first], TERMINATED);
        for &word in &self.order[self.first..] {
            let (score, until) = self.matches.words[word].bound();
            bound += score * SLACK;
            end = end.min(until);
        }
        (bound, end)
    }

    /// Whether driving words are so frequent that a walk by windows is faster than one by documents.
    fn is_dense(&self) -> bool {
        let driving = self.order[self.first..].iter();
        let postings = driving.map(|&word| u64::from(self.matches.words[word].size_hint()));
        let is_free = !self.matches.all && self.matches.must.is_empty();
        is_free && postings.sum::<u64>() * DENSE > u64::from(self.documents)
    }

    /// Offers the documents of the window that begins at `start`. Returns the document behind it.
    fn walk_window(&mut self, start: DocId) -> DocId {
        let length = WINDOW.min((self.documents - start) as usize);
        let (words, first) = (&mut self.matches.words, self.first);
        self.window.resize(self.order.len(), [0.0; WINDOW]);
        let mut sums = [0.0; WINDOW];
        for &word in &self.order[first..] {
            let scores = &mut self.window[word][..length];
            words[word].score_all(start, scores);
            for (sum, score) in sums.iter_mut().zip(scores) {
                *sum += *score;
            }
        }
        self.candidates.clear();
        self.candidates
            .extend((0..length).filter(|at| sums[*at] > 0.0));
        for n in (0..first).rev() {
            let before = self.before[n + 1];
            self.candidates
                .retain(|at| sums[*at] * SLACK + before > self.threshold);
            let scores = &mut self.window[self.order[n]][..length];
            let word = &mut words[self.order[n]];
            if self.candidates.len() > FEW {
                word.seek(start);
                word.score_all(start, scores);
            } else {
                for &at in &self.candidates {
                    scores[at] = word.score_at(start + at as DocId);
                }
            }
            for &at in &self.candidates {
                sums[at] += scores[at];
            }
        }
        for n in 0..self.candidates.len() {
            let at = self.candidates[n];
            let score = self.window.iter().map(|scores| scores[at]).sum();
            self.offer(start + at as DocId, score);
        }
        start + length as DocId
    }

    /// Offers a document in which the driving words are scored, if it can still be among the best.
    fn look_up_others(&mut self, doc: DocId) {
        let driving = self.order[self.first..].iter();
        let mut found: Score = driving.map(|&word| self.scores[word]).sum();
        for n in (0..self.first).rev() {
            if found * SLACK + self.before[n + 1] <= self.threshold {
                return;
            }
            let word = self.order[n];
            self.scores[word] = self.matches.words[word].score_at(doc);
            found += self.scores[word];
        }
        self.offer(doc, self.scores.iter().sum());
    }

    /// Calls `callback` if a document scores more than the threshold and is not excluded.
    fn offer(&mut self, doc: DocId, score: Score) {
        if score > self.threshold && !self.matches.is_excluded(doc) {
            self.threshold = (self.callback)(doc, score);
        }
    }
}
