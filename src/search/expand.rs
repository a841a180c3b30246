//! Expands the words of a query: acronyms to their long forms, adjacent words to one compound.
//!
//! Leaves out the weight of each expansion (`compile`).

use tantivy::Term;

use crate::analysis::lexicon::linking_elements;
use crate::analysis::{Lexicon, Token, acronyms, is_stop_word};
use crate::index::{IndexError, Reader};

/// Maximum number of adjacent words that are tried as one compound.
const MAX_JOINED_WORDS: usize = 3;

/// Returns the long forms of the acronym `written`, from the table and from releases that explain
/// it.
pub(super) fn long_forms(written: &str, reader: &Reader) -> Result<Vec<String>, IndexError> {
    let mut forms: Vec<String> = acronyms::expansions(written).map(str::to_owned).collect();
    if acronyms::means_acronym(written, &written.to_uppercase()) {
        forms.extend(reader.explained(written)?);
        forms.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    }
    Ok(forms)
}

/// Returns the dictionary forms of the compounds in the index that adjacent words form.
///
/// The lexicon must split the compound between the same words: *kant* and *oor* do not form
/// *kantoor*.
pub(super) fn joined(words: &[Option<Token>], reader: &Reader) -> Result<Vec<String>, IndexError> {
    let mut found: Vec<String> = Vec::new();
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
            for (left, boundaries) in &longer {
                let lemma = format!("{left}{}", word.lemma);
                // Check the vocabulary of the index first: splitting a word takes longer.
                if !found.contains(&lemma) && has(reader, &lemma)? {
                    let ends = Lexicon::get().split_points(&lemma);
                    if boundaries.iter().all(|seam| ends.contains(seam)) {
                        found.push(lemma);
                    }
                }
            }
            forms = longer
                .into_iter()
                .map(|(left, boundaries)| (left + &word.exact, boundaries))
                .collect();
        }
    }
    Ok(found)
}

/// Whether any release has a word with that dictionary form.
fn has(reader: &Reader, lemma: &str) -> Result<bool, IndexError> {
    for field in [reader.fields.body.lemma, reader.fields.title.lemma] {
        if reader
            .releases
            .doc_freq(&Term::from_field_text(field, lemma))
            .map_err(IndexError::Read)?
            > 0
        {
            return Ok(true);
        }
    }
    Ok(false)
}
