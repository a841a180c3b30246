//! Tells that a text is that of a newspaper, a broadcaster or a news agency, and not of the body it writes about.
//!
//! Leaves out which body a text is about (`publisher`).

use std::sync::LazyLock;

use regex::Regex;

use super::medium::OPENING;
use crate::dutch::dateline::dateline;
use crate::dutch::pattern::pattern;
use crate::dutch::words::PARTIES;
use crate::extract::draft::Draft;
use crate::sources::media::named_in;

/// How many parties the news of a council names.
const COUNCIL: usize = 3;

/// A news agency, or a line that names the writer.
static WRITER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\((?:ANP|Belga)|\b(?:ANP|Belga)\)|^(?:Door|Van onze) [\p{L}.’' -]{4,40}$")
});

/// Whether a text reads like news: a reporter may have written it, or it reports what several parties of a council say.
pub(super) fn is_news(draft: &Draft) -> bool {
    is_reported(draft) || names_parties(draft.texts(0..draft.body.end))
}

/// Whether a text opens with a place and a dash, or names a medium or its writer.
pub(super) fn is_reported(draft: &Draft) -> bool {
    let mut texts = draft.texts(0..draft.body.end);
    let mut opening = texts.clone().take(OPENING);
    opening.any(has_dateline)
        || texts.any(|text| WRITER.is_match(text) || named_in(text).next().is_some())
}

/// Whether a paragraph opens with a place and a dash, and goes on with a sentence.
fn has_dateline(text: &str) -> bool {
    dateline(text).is_some_and(|end| text[end..].starts_with(char::is_uppercase))
}

/// Whether texts name several parties of a council.
fn names_parties<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let mut found: Vec<String> = Vec::new();
    for text in texts {
        // Who moves a motion with others tells of itself: `dienden wij samen met SP en VVD een motie in`
        let alone = text.split(". ").map(|sentence| {
            let helped = sentence.find("samen met ");
            &sentence[..helped.unwrap_or(sentence.len())]
        });
        for word in
            alone.flat_map(|sentence| sentence.split(|c: char| !c.is_alphanumeric() && c != '&'))
        {
            let is_name = word
                .chars()
                .skip(1)
                .any(|c| c.is_uppercase() || c.is_ascii_digit());
            let word = word.to_lowercase();
            if is_name && PARTIES.contains(&word) && !found.contains(&word) {
                found.push(word);
            }
        }
    }
    found.len() >= COUNCIL
}
