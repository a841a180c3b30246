//! Reads which kind of document a page says it is.
//!
//! Leaves out everything that the text says.

use crate::document::ReleaseKind;
use crate::extract::draft::Draft;

/// Returns the kind of document that `word` names.
pub(in crate::extract) fn kind_of(word: &str) -> Option<ReleaseKind> {
    Some(match word.trim().to_lowercase().as_str() {
        "nieuwsbericht" | "nieuwsberichten" | "nieuws" | "bericht" | "actueel" => ReleaseKind::News,
        "persbericht" | "persberichten" => ReleaseKind::PressRelease,
        "toespraak" | "speech" => ReleaseKind::Speech,
        "kamerstuk" | "kamerbrief" => ReleaseKind::ParliamentaryPaper,
        _ => return None,
    })
}

/// Whether a line says only what kind of document a text is, and perhaps its number: *Persbericht nr. 12-2020*.
pub(in crate::extract) fn is_kind(line: &str) -> bool {
    let (word, number) = line.split_once(' ').unwrap_or((line, ""));
    let number = ["nr.", "nr", "no.", "nummer"]
        .iter()
        .find_map(|label| number.strip_prefix(label))
        .unwrap_or(number);
    let is_number = number
        .trim()
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/'));
    kind_of(word).is_some() && is_number
}

/// Returns the kind of document that a label beside the title names: `Persbericht`.
pub(in crate::extract) fn kind_shown(draft: &Draft, start: usize) -> Option<ReleaseKind> {
    let near = &draft.blocks[start.saturating_sub(3)..(start + 2).min(draft.blocks.len())];
    near.iter().find_map(|b| {
        let word = b
            .text
            .split([',', '|', ':', ' '])
            .next()
            .unwrap_or_default();
        kind_of(word).filter(|_| b.text.len() < 60)
    })
}
