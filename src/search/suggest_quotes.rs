//! Suggests another spelling for a query for quotes that finds nothing: of its words, and of the names of speakers.
//!
//! Leaves out the words of the index that are near (`suggest`).

use super::collection::Collection;
use super::quotes::QuoteQuery;
use super::suggest::{Vocabulary, correct};
use super::synonyms::Synonyms;
use crate::dutch::words::capitalized;
use crate::index::{IndexError, Reader};

/// Returns the query with its misspelled words and names of speakers corrected, if it then finds something.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub(super) fn suggest_quotes(
    reader: &Reader,
    query: &QuoteQuery,
) -> Result<Option<QuoteQuery>, IndexError> {
    corrected_quotes(reader, query, |better| {
        let synonyms = Synonyms::of_program();
        Ok(better.prepare(reader, synonyms)?.count()? > 0)
    })
}

/// As [`suggest_quotes`], for the documents of any engine; `finds` says whether a query finds something there.
pub(crate) fn corrected_quotes(
    collection: &dyn Collection,
    query: &QuoteQuery,
    finds: impl Fn(&QuoteQuery) -> Result<bool, IndexError>,
) -> Result<Option<QuoteQuery>, IndexError> {
    let vocabulary = Vocabulary { collection };
    let mut better = query.clone();
    let mut changed = correct(collection, &mut better.query)?;
    for name in &mut better.said.speakers {
        let mut words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
        for word in &mut words {
            let is_name = word.starts_with(char::is_uppercase);
            if vocabulary.correct(word)? {
                changed = true;
                if is_name {
                    *word = capitalized(word);
                }
            }
        }
        *name = words.join(" ");
    }
    let found = changed && finds(&better)?;
    Ok(found.then_some(better))
}
