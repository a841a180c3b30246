//! Detects the language of a text.
//!
//! Leaves out the language that the page states.

use whichlang::Lang;

use crate::document::{Block, BlockKind};
use crate::dutch::words::{FRISIAN, lower_case};

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
            sample.truncate(sample.floor_char_boundary(LANGUAGE_SAMPLE));
            break;
        }
    }
    if sample.len() < 60 {
        return None;
    }
    let long = sample.len() >= FOREIGN_SAMPLE;
    let detected = whichlang::detect_language(&sample);
    Some(
        match detected {
            // The model takes Frisian for one of these.
            Lang::Nld | Lang::Eng | Lang::Deu if is_frisian(&sample, detected) => "fy",
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

/// Whether a sample is Frisian, which the model does not know. Function words that English or German
/// have too do not count in what the model takes for these.
fn is_frisian(sample: &str, detected: Lang) -> bool {
    const SHARED: [&str; 5] = ["it", "by", "hat", "hie", "soe"];
    let words = sample.split_whitespace();
    let total = words.clone().count();
    let mut buffer = String::new();
    let is_of_frisian = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        let word = lower_case(word, &mut buffer);
        FRISIAN.contains(word) && (detected == Lang::Nld || !SHARED.contains(&word))
    };
    let frisian = words.filter(is_of_frisian).count();
    frisian * 100 > total * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frisian_is_told_from_its_neighbors() {
        for (text, expected) in [
            (
                "De boargemaster sei dat it plan foar it doarp noch net klear is en dat der yn maaie mear oer bekend wurdt.",
                true,
            ),
            (
                "De burgemeester zei dat het plan voor het dorp nog niet klaar is en dat er in mei meer over bekend wordt.",
                false,
            ),
            (
                "The mayor said that it is by no means clear when the plan for the village will be ready as promised.",
                false,
            ),
            (
                "Der Bürgermeister hat gesagt, dass der Plan noch nicht fertig ist und dass es im Mai mehr dazu gibt.",
                false,
            ),
        ] {
            let detected = whichlang::detect_language(text);
            assert_eq!(is_frisian(text, detected), expected, "{text}");
        }
    }
}
