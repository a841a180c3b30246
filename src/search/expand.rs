//! Expands the words of a query: acronyms to their long forms, adjacent words to one compound.
//!
//! Leaves out the weight of each expansion (`compile`).

use tantivy::Term;

use super::collection::Collection;
use crate::analysis::lexicon::linking_elements;
use crate::analysis::{Lexicon, Token, acronyms, is_stop_word};
use crate::index::IndexError;

/// Maximum number of adjacent words that are tried as one compound.
const MAX_JOINED_WORDS: usize = 3;

/// Returns the long forms of the acronym `written`, from the table and from releases that explain
/// it.
pub(super) fn long_forms(
    written: &str,
    collection: &dyn Collection,
) -> Result<Vec<String>, IndexError> {
    let mut forms: Vec<String> = acronyms::expansions(written).map(str::to_owned).collect();
    if acronyms::means_acronym(written, &written.to_uppercase()) {
        forms.extend(collection.explained(written)?);
        forms.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    }
    Ok(forms)
}

/// Returns the dictionary forms of the compounds in the index that adjacent words form.
///
/// The lexicon must split the compound between the same words: *kant* and *oor* do not form
/// *kantoor*.
pub(super) fn joined(
    words: &[Option<Token>],
    collection: &dyn Collection,
) -> Result<Vec<String>, IndexError> {
    let tried = joinable(words);
    // Ask the vocabulary first, for all at once: splitting a word takes longer.
    let field = collection.fields().ranked;
    let terms = tried
        .iter()
        .map(|(lemma, _)| Term::from_field_text(field, lemma));
    let frequencies = collection.frequencies(&terms.collect::<Vec<_>>())?;
    let mut found: Vec<String> = Vec::new();
    for ((lemma, seams), frequency) in tried.into_iter().zip(frequencies) {
        if frequency > 0 && !found.contains(&lemma) {
            let ends = Lexicon::get().split_points(&lemma);
            if seams.iter().all(|seam| ends.contains(seam)) {
                found.push(lemma);
            }
        }
    }
    Ok(found)
}

/// Returns the words that adjacent words may form, and where in them these end.
pub(super) fn joinable(words: &[Option<Token>]) -> Vec<(String, Vec<usize>)> {
    let mut tried: Vec<(String, Vec<usize>)> = Vec::new();
    for start in 0..words.len() {
        let mut forms: Vec<(String, Vec<usize>)> = Vec::new();
        for (at, word) in words.iter().enumerate().skip(start).take(MAX_JOINED_WORDS) {
            let Some(word) = word
                .as_ref()
                .filter(|w| w.exact.len() > 2 && !is_stop_word(&w.exact))
            else {
                break;
            };
            if at == start {
                forms = [&word.exact, &word.lemma]
                    .map(|form| (form.clone(), Vec::new()))
                    .into();
                forms.dedup();
                continue;
            }
            let longer = forms.iter().flat_map(|(form, boundaries)| {
                linking_elements().map(move |link| {
                    let left = format!("{form}{link}");
                    let boundaries = boundaries
                        .iter()
                        .copied()
                        .chain([left.len()])
                        .collect::<Vec<_>>();
                    (left, boundaries)
                })
            });
            let longer: Vec<(String, Vec<usize>)> = longer.collect();
            let with = |end: &str| {
                let with = longer.iter();
                let with = with.map(|(left, seams)| (format!("{left}{end}"), seams.clone()));
                with.collect::<Vec<_>>()
            };
            tried.extend(with(&word.lemma));
            forms = with(&word.exact);
        }
    }
    tried
}
