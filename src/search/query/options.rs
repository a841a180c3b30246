//! Options after the words of a query, as on the command line: how words match, and filters.
//!
//! Leaves out the words (`parse`).

use std::fmt;

use super::{Expansion, MinimumMatch, OtherWords, Query, QueryError, QueryFault};
use crate::search::dates::{DateBound, FORMS};

/// The options, without `--`, and whether each has a value.
pub(crate) const OPTIONS: [(&str, bool); 15] = [
    ("match", true),
    ("exact", false),
    ("no-compounds", false),
    ("no-spelling", false),
    ("no-expansion", false),
    ("feedback", false),
    ("publisher", true),
    ("official", true),
    ("since", true),
    ("until", true),
    ("as-of", true),
    ("captured-since", true),
    ("changed-since", true),
    ("edited", false),
    ("include-removed", false),
];

/// The names of options that only the command line has.
const COMMAND_LINE_FLAGS: &[&str] = &[
    "limit", "offset", "sort", "json", "jsonl", "in", "color", "home", "quiet",
];

/// Splits a query into its words and its options. A misspelled option begins the options, too, so
/// that it is an error and not a word to exclude.
pub(super) fn split(text: &str) -> (&str, &str) {
    let mut quoted = false;
    let mut after_space = true;
    for (at, c) in text.char_indices() {
        if !quoted && after_space && is_flag(&text[at..]) {
            return text.split_at(at);
        }
        quoted ^= super::lex::MARKS.contains(&c);
        after_space = c.is_whitespace();
    }
    (text, "")
}

fn is_flag(text: &str) -> bool {
    let name = text
        .strip_prefix("--")
        .and_then(|rest| rest.split(|c: char| c.is_whitespace() || c == '=').next());
    name.is_some_and(|name| near_flag(name).is_some() || COMMAND_LINE_FLAGS.contains(&name))
}

/// Returns the option that has this name, or a name with one typing error less.
fn near_flag(name: &str) -> Option<&'static str> {
    let names = OPTIONS.iter().map(|(option, _)| *option);
    let nearest = names.min_by_key(|option| strsim::osa_distance(option, name))?;
    (strsim::osa_distance(nearest, name) <= 1).then_some(nearest)
}

/// What is wrong with a word among the options, and what to do instead.
fn unknown(word: &str) -> (String, String) {
    let Some(name) = word.strip_prefix("--") else {
        let reason = format!("`{word}` is after the options");
        return (reason, "put words before the options".into());
    };
    if COMMAND_LINE_FLAGS.contains(&name) {
        let reason = format!("`{word}` cannot be used inside a query");
        return (reason, "give it as an argument of its own".into());
    }
    let remedy = near_flag(name).map_or_else(
        || {
            format!(
                "the options are --{}",
                OPTIONS.map(|(name, _)| name).join(", --")
            )
        },
        |flag| format!("did you mean `--{flag}`?"),
    );
    (format!("`{word}` is not an option"), remedy)
}

/// Parses `flags`, the end of `text`, into a query without words.
pub(super) fn read(text: &str, flags: &str) -> Result<Query, QueryError> {
    let wrong = |reason: String, remedy: &str| QueryError {
        query: text.to_owned(),
        span: text.len() - flags.len()..text.len(),
        fault: QueryFault::Options {
            reason,
            remedy: remedy.to_owned(),
        },
    };
    let words = shlex::split(flags).ok_or_else(|| {
        wrong(
            "a quotation mark in the options is never closed".into(),
            "close it",
        )
    })?;
    let mut query = Query::default();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let (flag, joined) = match word.split_once('=') {
            Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
            None => (word, None),
        };
        let mut value = || {
            let missing = || {
                wrong(
                    format!("the option `{flag}` has no value"),
                    "write one after it",
                )
            };
            joined.clone().or_else(|| words.next()).ok_or_else(missing)
        };
        let date = |text: String| {
            DateBound::bound(&text).map_err(|_| {
                let remedy = "for a range, write `datum:2019..2021`";
                let remedy = if text.contains("..") { remedy } else { FORMS };
                wrong(format!("`{text}` is not a date"), remedy)
            })
        };
        match flag.as_str() {
            "--match" => {
                query.minimum_match = match value()?.as_str() {
                    "best" => MinimumMatch::Best,
                    "all" => MinimumMatch::All,
                    "any" => MinimumMatch::Any,
                    other => {
                        return Err(wrong(
                            format!("`{other}` is not a way to match"),
                            "write best, all or any",
                        ));
                    }
                }
            }
            "--exact" => query.expansion = Expansion::Exact,
            "--no-compounds" => query.expansion = Expansion::Lemmas,
            "--no-spelling" if query.other_words == OtherWords::None => {}
            "--no-spelling" => query.other_words = OtherWords::AsSpelled,
            "--feedback" => query.feedback = true,
            "--no-expansion" => query.other_words = OtherWords::None,
            "--publisher" => query.filters.publishers.push(value()?),
            "--official" => query.filters.officials.push(value()?),
            "--since" => query.filters.since = Some(date(value()?)?.as_since()),
            "--until" => query.filters.until = Some(date(value()?)?.as_until()),
            "--captured-since" => {
                query.filters.captured_since = Some(date(value()?)?.as_since());
            }
            "--changed-since" => query.filters.changed_since = Some(date(value()?)?.as_since()),
            "--as-of" => query.filters.as_of = Some(date(value()?)?.as_until()),
            "--edited" => query.filters.edited = true,
            "--include-removed" => query.filters.include_removed = true,
            other => {
                let (reason, remedy) = unknown(other);
                return Err(wrong(reason, &remedy));
            }
        }
    }
    Ok(query)
}

/// Writes the options of `query`, each with a space before it.
pub(super) fn write_options(query: &Query, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match query.minimum_match {
        MinimumMatch::Best => {}
        MinimumMatch::All => f.write_str(" --match all")?,
        MinimumMatch::Any => f.write_str(" --match any")?,
    }
    match query.expansion {
        Expansion::Compounds => {}
        Expansion::Lemmas => f.write_str(" --no-compounds")?,
        Expansion::Exact => f.write_str(" --exact")?,
    }
    match query.other_words {
        OtherWords::All => {}
        OtherWords::AsSpelled => f.write_str(" --no-spelling")?,
        OtherWords::None => f.write_str(" --no-expansion")?,
    }
    if query.feedback {
        f.write_str(" --feedback")?;
    }
    let filters = &query.filters;
    for (flag, names) in [
        ("publisher", &filters.publishers),
        ("official", &filters.officials),
    ] {
        for name in names {
            // Only a zero byte cannot be quoted; no shell can pass one.
            let name = name.replace('\0', " ");
            write!(
                f,
                " --{flag} {}",
                shlex::try_quote(&name).unwrap_or_default()
            )?;
        }
    }
    for (flag, date) in [
        ("since", filters.since),
        ("until", filters.until),
        ("as-of", filters.as_of),
        ("captured-since", filters.captured_since),
        ("changed-since", filters.changed_since),
    ] {
        if let Some(date) = date {
            write!(f, " --{flag} {date}")?;
        }
    }
    for (flag, is_set) in [
        ("edited", filters.edited),
        ("include-removed", filters.include_removed),
    ] {
        if is_set {
            write!(f, " --{flag}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_options_and_near_ones_end_the_words() {
        assert_eq!(split("brug --since 2021"), ("brug ", "--since 2021"));
        assert_eq!(split("brug --snce 2021"), ("brug ", "--snce 2021"));
        assert_eq!(split("brug --sinds 2021"), ("brug --sinds 2021", ""));
        assert_eq!(
            split("\"brug --since 2021\""),
            ("\"brug --since 2021\"", "")
        );
    }

    #[test]
    fn an_error_shows_the_wrong_option() {
        for (text, reason) in [
            ("brug --since nooit", "`nooit` is not a date"),
            ("brug --since", "has no value"),
            ("brug --match some", "is not a way to match"),
            ("brug --edited sluis", "`sluis` is after the options"),
            ("brug --snce 2021", "did you mean `--since`?"),
            ("brug --edited --kleur", "the options are --match, --exact"),
            ("brug --limit 3", "`--limit` cannot be used inside a query"),
            ("brug --publisher 'a", "never closed"),
        ] {
            let error = text.parse::<Query>().expect_err(text).to_string();
            assert!(
                error.contains(reason) && error.contains("^^^"),
                "{text}: {error}"
            );
        }
    }
}
