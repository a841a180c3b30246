//! Detects the language of a text.
//!
//! Leaves out the language that the page states.

use whichlang::Lang;

use crate::document::{Block, BlockKind};
use crate::dutch::words::FRISIAN;

/// Length in bytes of the sample from which the language is detected. The model errs on one in a
/// thousand samples of this length.
const LANGUAGE_SAMPLE: usize = 400;

/// A sample shorter than this, in bytes, is only detected as Dutch or Frisian.
const FOREIGN_SAMPLE: usize = 160;

/// Returns the language of the running text, detected with `whichlang`.
pub(in crate::extract) fn language(blocks: &[Block]) -> Option<String> {
    let mut sample = String::new();
    for block in blocks.iter().filter(|b| b.kind != BlockKind::Heading) {
        sample.push_str(&block.text[..block.text.floor_char_boundary(LANGUAGE_SAMPLE)]);
        sample.push(' ');
        if sample.len() > LANGUAGE_SAMPLE {
            break;
        }
    }
    if sample.len() < 60 {
        return None;
    }
    let long = sample.len() >= FOREIGN_SAMPLE;
    Some(
        match whichlang::detect_language(&sample) {
            Lang::Nld if is_frisian(&sample) => "fy",
            Lang::Nld => "nl",
            Lang::Eng if long => "en",
            Lang::Deu if long => "de",
            Lang::Fra if long => "fr",
            // The model mistakes short Dutch texts for related languages. Any other language here
            // is noise.
            _ => return None,
        }
        .to_owned(),
    )
}

/// Whether a sample that the model detects as Dutch is Frisian, which the model does not know.
fn is_frisian(sample: &str) -> bool {
    let words = sample.split_whitespace();
    let total = words.clone().count();
    let frisian = words
        .filter(|w| FRISIAN.contains(&w.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase()))
        .count();
    frisian * 100 > total * 6
}
