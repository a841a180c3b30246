//! The language of a text, told by its letters.
//!
//! Leaves out what a page says of its own language.

use whichlang::Lang;

use crate::document::{Block, BlockKind};
use crate::dutch::words::FRISIAN;

/// Bytes of text that its language is told by; the model errs on one in a thousand that long.
const LANGUAGE_SAMPLE: usize = 400;

/// Bytes of text below which only Dutch and Frisian are told.
const FOREIGN_SAMPLE: usize = 160;

/// The language of the running text, told by its letters (whichlang).
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
            // The model takes short Dutch for its neighbours; another language here is noise.
            _ => return None,
        }
        .to_owned(),
    )
}

/// Whether a sample that the model takes for Dutch is Frisian, which the model does not know.
fn is_frisian(sample: &str) -> bool {
    let words = sample.split_whitespace();
    let total = words.clone().count();
    let frisian = words
        .filter(|w| FRISIAN.contains(&w.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase()))
        .count();
    frisian * 100 > total * 6
}
