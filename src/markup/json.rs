//! Repairs JSON with unpaired surrogates. JavaScript writes them and RFC 8259 (section 8.2) allows
//! them, but Unicode text cannot contain them.
//!
//! Leaves out what the JSON says.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Matches an escape sequence. A surrogate pair is one match.
static ESCAPE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\\(?:u(?<pair>d[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2})|u(?<half>d[89a-f][0-9a-f]{2})|.)")
        .expect("a valid regular expression")
});

/// Returns `json` with every escaped unpaired surrogate replaced by U+FFFD, the replacement
/// character.
#[must_use]
pub fn whole_characters(json: &str) -> Cow<'_, str> {
    if !json.contains(r"\ud") && !json.contains(r"\uD") {
        return Cow::Borrowed(json);
    }
    ESCAPE.replace_all(json, |escape: &Captures<'_>| {
        if escape.name("half").is_some() {
            r"\ufffd".to_owned()
        } else {
            escape[0].to_owned()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unpaired_surrogates_are_replaced_and_pairs_kept() {
        for (json, expected) in [
            (r#""een \ud83d half""#, "een \u{fffd} half"),
            (r#""\udc00\ud83d""#, "\u{fffd}\u{fffd}"),
            (r#""\ud83d\ude00 en \uD83D\uDE00""#, "😀 en 😀"),
            (r#""een pad: \\ud83d""#, r"een pad: \ud83d"),
            (r#""\ud83d\n""#, "\u{fffd}\n"),
        ] {
            let text: String = serde_json::from_str(&whole_characters(json)).expect("valid JSON");
            assert_eq!(text, expected, "{json}");
        }
    }
}
