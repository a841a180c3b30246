//! Words whose last part stands in a later word: *woon- en werkgebied*, *ICT- en zorgkosten*.
//!
//! Leaves out words whose first part stands in an earlier one (*zorgkosten en -baten*), which are
//! rare.

use std::ops::Range;

use super::fold::fold;
use super::lexicon::Lexicon;

/// Words between the two.
const BETWEEN: [&str; 5] = ["en", "of", "en/of", "als", "tot"];

/// Returns the word that the first part at `span` of `text` stands for; `None` if it is not followed
/// by a hyphen and, after `en` or `of`, by a compound.
pub(super) fn whole_word(text: &str, span: &Range<usize>) -> Option<String> {
    let mut rest = text.get(span.end..)?.strip_prefix("- ")?;
    // `straat-, bouw- en zorgkosten` is not read: the words between are parts too.
    let between = BETWEEN.iter().find(|between| {
        rest.strip_prefix(**between)
            .is_some_and(|after| after.starts_with(' '))
    })?;
    rest = rest[between.len()..].trim_start();
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '-')
        .unwrap_or(rest.len());
    let compound = &rest[..end];
    let last = if let Some((_, last)) = compound.rsplit_once('-') {
        last.to_owned()
    } else {
        let folded = fold(compound);
        let ends = Lexicon::get().split_points(&folded);
        let start = *ends.len().checked_sub(2).and_then(|at| ends.get(at))?;
        folded[start..].to_owned()
    };
    (last.len() > 2).then(|| format!("{}{last}", &text[span.clone()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_of_a_later_compound_is_added() {
        for (text, whole) in [
            ("woon- en werkgebied", Some("woongebied")),
            ("ICT- en zorgkosten", Some("ICTkosten")),
            ("MKB- of ZZP-loket", Some("MKBloket")),
            ("woon- en straks", None),
            ("woon en werkgebied", None),
        ] {
            let end = text.find(['-', ' ']).expect("a first word");
            assert_eq!(whole_word(text, &(0..end)).as_deref(), whole, "{text}");
        }
    }
}
