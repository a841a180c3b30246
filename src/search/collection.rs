//! What the compiler of queries has to know of the documents that are searched.
//!
//! Leaves out the search itself. The documents may be in an index of this program or on a cluster.

use std::collections::{BTreeSet, HashMap};

use tantivy::Term;
use tantivy::collector::DocSetCollector;
use tantivy::query::FuzzyTermQuery;

use super::plan::Plan;
use crate::index::{IndexError, QuoteFields, Reader, ReleaseFields};

/// The documents that are searched.
pub(crate) trait Collection {
    /// Returns the fields of releases.
    fn fields(&self) -> &ReleaseFields;

    /// Returns the fields of quotes.
    fn quote_fields(&self) -> &QuoteFields;

    /// Returns the number of versions of releases.
    fn versions(&self) -> u64;

    /// Returns in how many versions of releases each term occurs.
    ///
    /// # Errors
    /// [`IndexError`] where the documents cannot be read.
    fn frequencies(&self, terms: &[Term]) -> Result<Vec<u64>, IndexError>;

    /// Returns the long forms of an acronym that releases explain.
    ///
    /// # Errors
    /// [`IndexError`] where the documents cannot be read.
    fn explained(&self, acronym: &str) -> Result<Vec<String>, IndexError>;

    /// Returns the surface forms in bodies and titles within the edit distance `most` of `word` (two swapped letters
    /// count as one edit), each with the number of versions that have it; where there are
    /// many, the nearest ones.
    ///
    /// # Errors
    /// [`IndexError`] where the documents cannot be read.
    fn spelled_like(&self, word: &str, most: u8) -> Result<HashMap<String, u64>, IndexError>;

    /// Returns the names of the publishers.
    ///
    /// # Errors
    /// [`IndexError`] where the documents cannot be read.
    fn publishers(&self) -> Result<Vec<String>, IndexError>;

    /// Returns the ids of the releases that have a quote which a plan finds, as terms.
    ///
    /// # Errors
    /// [`IndexError`] where the documents cannot be read.
    fn releases_with_quote(&self, plan: &Plan) -> Result<Vec<Term>, IndexError>;

    /// Returns in how many versions of releases the term occurs.
    ///
    /// # Errors
    /// [`IndexError`] where the documents cannot be read.
    fn frequency(&self, term: Term) -> Result<u64, IndexError> {
        Ok(self.frequencies(&[term])?.into_iter().sum())
    }
}

impl Collection for Reader {
    fn fields(&self) -> &ReleaseFields {
        &self.fields
    }

    fn quote_fields(&self) -> &QuoteFields {
        &self.quote_fields
    }

    fn versions(&self) -> u64 {
        self.releases.num_docs()
    }

    fn frequencies(&self, terms: &[Term]) -> Result<Vec<u64>, IndexError> {
        let frequencies = terms.iter().map(|term| self.releases.doc_freq(term));
        let frequencies = frequencies.collect::<tantivy::Result<_>>();
        frequencies.map_err(IndexError::Read)
    }

    fn explained(&self, acronym: &str) -> Result<Vec<String>, IndexError> {
        self.explained(acronym)
    }

    /// A Levenshtein automaton walks the term dictionaries (Schulz and Mihov 2002).
    fn spelled_like(&self, word: &str, most: u8) -> Result<HashMap<String, u64>, IndexError> {
        let mut frequencies: HashMap<String, u64> = HashMap::new();
        for field in [self.fields.body.exact, self.fields.title.exact] {
            let mut in_field: HashMap<String, u64> = HashMap::new();
            let fuzzy = FuzzyTermQuery::new(Term::from_field_text(field, word), most, true);
            let automaton = fuzzy.automaton().map_err(IndexError::Read)?;
            for segment in self.releases.segment_readers() {
                let inverted = segment.inverted_index(field).map_err(IndexError::Read)?;
                let walk = inverted.terms().search(&automaton).into_stream();
                let mut terms = walk.map_err(|e| IndexError::Read(e.into()))?;
                while terms.advance() {
                    let other = std::str::from_utf8(terms.key()).unwrap_or_default();
                    *in_field.entry(other.to_owned()).or_default() +=
                        u64::from(terms.value().doc_freq);
                }
            }
            // Most releases with a word in the title have it in the body too.
            for (other, frequency) in in_field {
                let most = frequencies.entry(other).or_default();
                *most = frequency.max(*most);
            }
        }
        Ok(frequencies)
    }

    fn publishers(&self) -> Result<Vec<String>, IndexError> {
        let mut publishers = BTreeSet::new();
        for segment in self.releases.segment_readers() {
            let inverted = segment.inverted_index(self.fields.publisher);
            let inverted = inverted.map_err(IndexError::Read)?;
            let names = inverted.terms().stream();
            let mut names = names.map_err(|e| IndexError::Read(e.into()))?;
            while names.advance() {
                publishers.insert(String::from_utf8_lossy(names.key()).into_owned());
            }
        }
        Ok(publishers.into_iter().collect())
    }

    fn releases_with_quote(&self, plan: &Plan) -> Result<Vec<Term>, IndexError> {
        let found = self.quotes.search(&*plan.query(), &DocSetCollector);
        let mut terms = Vec::new();
        for address in found.map_err(IndexError::Read)? {
            let segment = self.quotes.segment_reader(address.segment_ord);
            let releases = segment.fast_fields().u64("release_id");
            let release = releases.map_err(IndexError::Read)?.first(address.doc_id);
            terms.extend(release.map(|id| Term::from_field_u64(self.fields.id, id)));
        }
        Ok(terms)
    }
}
