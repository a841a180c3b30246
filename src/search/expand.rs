//! Other ways to say a query's words: what an acronym stands for, and adjacent words as one.
//!
//! Leaves out how much each counts (`compile`).

use tantivy::Term;

use crate::analysis::lexicon::linking_elements;
use crate::analysis::{Lexicon, Token, acronyms, is_stop_word};
use crate::index::{IndexError, Reader};

/// Most words that are tried as one.
const MOST_JOINED: usize = 3;

/// What `written` stands for, by the table and by what releases explain.
pub(super) fn long_forms(written: &str, reader: &Reader) -> Result<Vec<String>, IndexError> {
    let mut forms: Vec<String> = acronyms::expansions(written).map(str::to_owned).collect();
    if acronyms::is_meant(written, &written.to_uppercase()) {
        forms.extend(reader.explained(written)?);
        forms.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    }
    Ok(forms)
}

/// Words of the index that adjacent words make together: which of `words`, and the dictionary form.
///
/// A word is one of several where the lexicon parts it just there: *kant* and *oor* do not make
/// *kantoor*.
pub(super) fn joined(
    words: &[Option<Token>],
    reader: &Reader,
) -> Result<Vec<(std::ops::Range<usize>, String)>, IndexError> {
    let mut found: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    for start in 0..words.len() {
        let mut forms: Vec<(String, Vec<usize>)> = Vec::new();
        for (at, word) in words.iter().enumerate().skip(start).take(MOST_JOINED) {
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
            let longer = forms.iter().flat_map(|(form, seams)| {
                linking_elements().map(move |link| {
                    let left = format!("{form}{link}");
                    let seams = seams
                        .iter()
                        .copied()
                        .chain([left.len()])
                        .collect::<Vec<_>>();
                    (left, seams)
                })
            });
            let longer: Vec<(String, Vec<usize>)> = longer.collect();
            for (left, seams) in &longer {
                let lemma = format!("{left}{}", word.lemma);
                // The index's vocabulary is asked first: to part words takes longer.
                if found.iter().all(|(_, other)| *other != lemma) && has(reader, &lemma)? {
                    let ends = Lexicon::get().split_points(&lemma);
                    if seams.iter().all(|seam| ends.contains(seam)) {
                        found.push((start..at + 1, lemma));
                    }
                }
            }
            forms = longer
                .into_iter()
                .map(|(left, seams)| (left + &word.exact, seams))
                .collect();
        }
    }
    Ok(found)
}

/// Whether some release has a word of that dictionary form.
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
