//! Repairs JSON that sites write wrongly: unpaired surrogates, which RFC 8259 (section 8.2) allows
//! but Unicode text cannot contain, and the common faults of JSON-LD.
//!
//! Leaves out what the JSON says.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;

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

/// Parses the JSON in a script element. Accepts what browsers and search engines forgive: comments
/// and CDATA marks around it, a semicolon behind it, line ends within strings, a comma after the
/// last member, and quotation marks written as entities. Returns `None` if it is still not JSON.
#[must_use]
pub fn lenient_json(script: &str) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(script) {
        return Some(value);
    }
    let mut text = script.trim();
    for mark in ["//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "<!--"] {
        text = text.strip_prefix(mark).unwrap_or(text).trim_start();
    }
    for mark in ["-->", "/*]]>*/", "]]>", "//", ";"] {
        text = text.strip_suffix(mark).unwrap_or(text).trim_end();
    }
    let text = text.trim_matches(['/', ';', ' ', '\n', '\r', '\t']);
    let repaired = repaired(text);
    let repaired = repaired.trim_end().trim_end_matches(';').to_owned();
    serde_json::from_str(&repaired).ok().or_else(|| {
        let decoded = repaired
            .replace("&quot;", "\"")
            .replace("&#34;", "\"")
            .replace("&#39;", "'")
            .replace("&apos;", "'")
            .replace("&amp;", "&");
        serde_json::from_str(&decoded).ok()
    })
}

/// Escapes control characters and quotation marks within strings. Drops comments, and commas before a
/// closing bracket.
fn repaired(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 16);
    let (mut in_string, mut escaped) = (false, false);
    let mut rest = json;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if in_string {
            rest = after;
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                // A mark that no sign of JSON follows belongs to the text.
                '"' if !after.trim_start().starts_with([',', '}', ']', ':']) => {
                    out.push_str("\\\"");
                    continue;
                }
                '"' => in_string = false,
                '\n' => {
                    out.push_str("\\n");
                    continue;
                }
                c if c.is_control() => {
                    out.push(' ');
                    continue;
                }
                _ => {}
            }
            out.push(c);
            continue;
        }
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
            continue;
        }
        rest = after;
        if c == '"' {
            in_string = true;
        } else if matches!(c, '}' | ']') {
            let end = out.trim_end().len();
            if out[..end].ends_with(',') {
                out.truncate(end - 1);
            }
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_that_sites_write_wrongly_is_read() {
        for written in [
            "{\"a\": \"een\ntwee\"}",
            "{\"a\": \"een\\ntwee\",}",
            "//<![CDATA[\n{\"a\": \"een\\ntwee\"}\n//]]>",
            "<!-- {\"a\": \"een\\ntwee\"} -->",
            "{\"a\": \"een\\ntwee\"};",
            "{&quot;a&quot;: &quot;een\\ntwee&quot;}",
            "/*<![CDATA[*/ {\"a\": \"een\\ntwee\", // niet wijzigen\n /* einde */};\n/*]]>*/",
        ] {
            let value = lenient_json(written).unwrap_or_else(|| panic!("{written}"));
            assert_eq!(value["a"], "een\ntwee", "{written}");
        }
        let marks = lenient_json("{\"a\": \"zij zei \"ja\" en ging\", \"b\": 1}").expect("JSON");
        assert_eq!(marks["a"], "zij zei \"ja\" en ging");
        assert_eq!(lenient_json("{a: 1"), None);
    }

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
