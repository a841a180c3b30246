//! Words of a text field and their places in a segment.
//!
//! Leaves out the scores (`in_order`). The index has the dictionary form of a word beside its surface form only where
//! it is another one ([`TextFields`]). So a dictionary form has up to two lists of postings: of other forms, and of
//! itself among the surface forms. A surface form has one, which may be one of those two: it is read once.

use std::cmp::Ordering;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::analysis::is_own_lemma;
use crate::index::TextFields;

/// How often a text has words, by surface forms and by dictionary forms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) exact: u32,
    pub(super) lemma: u32,
}

impl Counts {
    pub(super) fn are_zero(self) -> bool {
        self == Self::default()
    }
}

/// A word that is looked up by its surface form, by its dictionary form, or by both.
#[derive(Debug, Clone, Copy)]
pub(super) struct Forms<'w> {
    pub(super) fields: TextFields,
    pub(super) exact: Option<&'w str>,
    pub(super) lemma: Option<&'w str>,
}

/// A term of a word, and the forms that it is a term of.
struct FormTerm {
    term: Term,
    is_exact: bool,
    is_lemma: bool,
}

impl<'w> Forms<'w> {
    /// A dictionary form.
    pub(super) fn lemma(fields: TextFields, lemma: &'w str) -> Self {
        Self {
            fields,
            exact: None,
            lemma: Some(lemma),
        }
    }

    fn terms(self) -> impl Iterator<Item = FormTerm> {
        let Self {
            fields,
            exact,
            lemma,
        } = self;
        let own = lemma.filter(|lemma| is_own_lemma(lemma));
        let form = exact.map(|word| (fields.exact, word, true, own == exact));
        let own = own.filter(|_| own != exact);
        let own = own.map(|word| (fields.exact, word, false, true));
        let other = lemma.map(|word| (fields.lemma, word, false, true));
        let terms = [form, own, other].into_iter().flatten();
        terms.map(|(field, word, is_exact, is_lemma)| FormTerm {
            term: Term::from_field_text(field, word),
            is_exact,
            is_lemma,
        })
    }

    /// Returns the number of documents that have the surface form, and of those that have the dictionary form. A
    /// document that has the dictionary form as it is and in another form counts twice.
    pub(super) fn frequencies(
        self,
        statistics: &dyn Bm25StatisticsProvider,
    ) -> tantivy::Result<[u64; 2]> {
        let mut having = [0; 2];
        for term in self.terms() {
            let frequency = statistics.doc_freq(&term.term)?;
            having[0] += if term.is_exact { frequency } else { 0 };
            having[1] += if term.is_lemma { frequency } else { 0 };
        }
        let documents = statistics.total_num_docs()?;
        Ok(having.map(|having| having.min(documents)))
    }
}

/// A list of postings of a word in a segment.
struct List {
    postings: SegmentPostings,
    is_exact: bool,
    is_lemma: bool,
}

/// The postings of a word in a segment.
pub(super) struct Word {
    lists: Vec<List>,
    doc: DocId,
    /// The places that were read last.
    exact: Vec<u32>,
    lemma: Vec<u32>,
}

impl Word {
    /// Opens the postings of a word; `None` where no document has it.
    pub(super) fn open(
        reader: &SegmentReader,
        forms: Forms<'_>,
        record: IndexRecordOption,
    ) -> tantivy::Result<Option<Self>> {
        let mut lists = Vec::new();
        for term in forms.terms() {
            let FormTerm {
                term,
                is_exact,
                is_lemma,
            } = term;
            let inverted = reader.inverted_index(term.field())?;
            let postings = inverted.read_postings(&term, record)?;
            lists.extend(postings.map(|postings| List {
                postings,
                is_exact,
                is_lemma,
            }));
        }
        let first = lists.iter().map(|list| list.postings.doc()).min();
        Ok(first.map(|doc| Self {
            lists,
            doc,
            exact: Vec::new(),
            lemma: Vec::new(),
        }))
    }

    /// Moves to the first document at or after `target`, and returns it.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = TERMINATED;
            for List { postings, .. } in &mut self.lists {
                if postings.doc() < target {
                    postings.seek(target);
                }
                self.doc = self.doc.min(postings.doc());
            }
        }
        self.doc
    }

    /// Returns how often the current document has the word.
    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for list in self
            .lists
            .iter()
            .filter(|list| list.postings.doc() == self.doc)
        {
            let frequency = list.postings.term_freq();
            counts.exact += if list.is_exact { frequency } else { 0 };
            counts.lemma += if list.is_lemma { frequency } else { 0 };
        }
        counts
    }

    /// Reads the places in the current document, plus `offset`. Returns whether those of both forms are the same.
    fn read(&mut self, offset: u32) -> bool {
        self.exact.clear();
        self.lemma.clear();
        let doc = self.doc;
        let mut here = self
            .lists
            .iter_mut()
            .filter(|list| list.postings.doc() == doc)
            .peekable();
        let mut is_merged = false;
        while let Some(list) = here.next() {
            let both = list.is_exact && list.is_lemma;
            if both && here.peek().is_none() {
                list.postings
                    .append_positions_with_offset(offset, &mut self.exact);
                return true;
            }
            if list.is_exact {
                list.postings
                    .append_positions_with_offset(offset, &mut self.exact);
            }
            if both {
                self.lemma.extend_from_slice(&self.exact);
            } else if list.is_lemma {
                is_merged = !self.lemma.is_empty();
                list.postings
                    .append_positions_with_offset(offset, &mut self.lemma);
            }
        }
        if is_merged {
            self.lemma.sort_unstable();
            self.lemma.dedup();
        }
        false
    }

    /// Returns the places of the dictionary form in the current document, in order.
    pub(super) fn places_of_lemma(&mut self) -> &[u32] {
        let is_same = self.read(0);
        if is_same { &self.exact } else { &self.lemma }
    }

    fn size_hint(&self) -> u32 {
        self.lists
            .iter()
            .map(|list| list.postings.size_hint())
            .sum()
    }
}

/// The postings of words in order in a segment.
#[derive(Default)]
pub(super) struct Phrase {
    /// The words with their relative positions, the rarest first; none where no document has all of them.
    words: Vec<(u32, Word)>,
    /// The relative position of the last word.
    last: u32,
    /// The places of the last word in the current document, by surface forms and by dictionary forms.
    exact: Vec<u32>,
    lemma: Vec<u32>,
}

impl Phrase {
    pub(super) fn new(mut words: Vec<(u32, Word)>) -> Self {
        let last = words.iter().map(|(offset, _)| *offset).max();
        words.sort_by_key(|(_, word)| word.size_hint());
        Self {
            words,
            last: last.unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Returns the first document at or after `doc` that has all words.
    pub(super) fn seek(&mut self, doc: DocId) -> DocId {
        if self.words.is_empty() {
            return TERMINATED;
        }
        let mut target = doc;
        loop {
            let mut agreed = true;
            for (_, word) in &mut self.words {
                let at = word.seek(target);
                if at > target {
                    target = at;
                    agreed = false;
                    break;
                }
            }
            if agreed || target == TERMINATED {
                return target;
            }
        }
    }

    /// Returns how often the phrase stands in the current document.
    pub(super) fn counts(&mut self) -> Counts {
        if let [(_, word)] = &self.words[..] {
            return word.counts();
        }
        let is_same = self.read();
        let exact = self.exact.len() as u32;
        Counts {
            exact,
            lemma: if is_same {
                exact
            } else {
                self.lemma.len() as u32
            },
        }
    }

    /// Returns the positions of the last word at every place of the phrase in the current document, by whatever form,
    /// in order.
    pub(super) fn places(&mut self) -> &[u32] {
        let is_same = self.read();
        if !is_same {
            self.exact.append(&mut self.lemma);
            self.exact.sort_unstable();
            self.exact.dedup();
        }
        &self.exact
    }

    /// Reads the places of the phrase in the current document. Returns whether those by dictionary forms are those by
    /// surface forms, which alone are then read.
    fn read(&mut self) -> bool {
        let mut is_same = true;
        self.exact.clear();
        self.lemma.clear();
        for (n, (offset, word)) in self.words.iter_mut().enumerate() {
            let is_same_word = word.read(self.last - *offset);
            let lemma = if is_same_word {
                &word.exact
            } else {
                &word.lemma
            };
            if n == 0 {
                is_same = is_same_word;
                self.exact.extend_from_slice(&word.exact);
                if !is_same {
                    self.lemma.extend_from_slice(lemma);
                }
                continue;
            }
            if is_same && !is_same_word {
                is_same = false;
                self.lemma.extend_from_slice(&self.exact);
            }
            keep_common(&mut self.exact, &word.exact);
            if !is_same {
                keep_common(&mut self.lemma, lemma);
            }
            if self.exact.is_empty() && self.lemma.is_empty() {
                break;
            }
        }
        is_same
    }

    /// The distance from the first word to the last.
    pub(super) fn width(&self) -> u32 {
        self.last
    }

    /// The most documents that may have the phrase.
    pub(super) fn size_hint(&self) -> u32 {
        self.words.first().map_or(0, |(_, word)| word.size_hint())
    }
}

/// Keeps the places that `others` have too. Both are in order.
fn keep_common(places: &mut Vec<u32>, others: &[u32]) {
    let mut others = others.iter();
    let mut other = others.next();
    places.retain(|one| {
        while let Some(at) = other {
            match at.cmp(one) {
                Ordering::Less => other = others.next(),
                Ordering::Equal => return true,
                Ordering::Greater => return false,
            }
        }
        false
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_both_lists_is_kept() {
        let mut places = vec![1, 4, 6, 9];
        keep_common(&mut places, &[0, 4, 5, 6, 10]);
        assert_eq!(places, [4, 6]);
        keep_common(&mut places, &[]);
        assert!(places.is_empty());
    }
}
