//! What a host allows: its `robots.txt` (RFC 9309).
//!
//! Leaves out asking for it. robotxt reads it. It leaves gaps that are closed here: it knows a group by
//! its whole name only (`omroeper/1.0`), of several `Crawl-delay`s it takes the least, and it takes `[`
//! and `*` in an address for other signs than their percent-encoded forms in a rule.

use std::time::Duration;

use robotxt::{AccessResult, Agent, Robots};
use url::Url;

use crate::archive::RobotsAnswer;

/// The longest `Crawl-delay` that counts.
const MOST_DELAY: Duration = Duration::from_hours(1);

/// What a host allows.
#[derive(Debug)]
pub(super) struct Rules {
    robots: Robots,
    delay: Option<Duration>,
    /// Why nothing may be asked for now.
    closed: Option<String>,
    /// What the rules are from.
    origin: String,
}

impl Rules {
    /// The rules in the answer to a request for `robots.txt`, for the product `token`.
    pub(super) fn of(answer: &RobotsAnswer, token: &str) -> Self {
        let agent = Agent::Exact(token);
        let access = |access| Robots::from_access(access, agent);
        let open = |origin: String| Self {
            robots: access(AccessResult::Unavailable),
            delay: None,
            closed: None,
            origin,
        };
        match answer.status {
            200..=299 if is_page(&answer.body) => {
                open("robots.txt is a page without rules".to_owned())
            }
            200..=299 => {
                let (text, delay) = prepared(&answer.body, token);
                let robots = Robots::parse(text.as_bytes(), agent);
                Self {
                    robots,
                    delay,
                    closed: None,
                    origin: format!("robots.txt of {}", answer.asked),
                }
            }
            // A server that is too busy for its rules is too busy for its pages.
            429 => Self::closed("it answers HTTP 429".to_owned()),
            400..=499 => open(format!("robots.txt answers HTTP {}", answer.status)),
            // More redirects than are followed.
            300..=399 => open("robots.txt redirects without end".to_owned()),
            status => Self::closed(format!("it answers HTTP {status}")),
        }
    }

    /// Rules that could not be read.
    pub(super) fn closed(why: String) -> Self {
        Self {
            robots: Robots::disallow_all(),
            delay: None,
            closed: Some(why),
            origin: String::new(),
        }
    }

    /// Why nothing may be asked for now.
    pub(super) fn closed_because(&self) -> Option<&str> {
        self.closed.as_deref()
    }

    /// Whether `url` may be asked: the reason, or the rule that forbids it.
    pub(super) fn decide(&self, url: &Url) -> Result<String, String> {
        let mut path = url.path().to_owned();
        if let Some(query) = url.query() {
            path = format!("{path}?{query}");
        }
        // robotxt takes `[` and `%5B` for two characters.
        let path = path.replace('[', "%5B").replace(']', "%5D");
        // A rule with `%2A` or `%24` means the sign itself (RFC 9309, section 2.2.3), which an address
        // may hold as it is.
        let encoded = path.replace('*', "%2A").replace('$', "%24");
        for path in [&encoded, &path] {
            if !self.robots.is_allowed(path) {
                let rule = self.robots.matching_rule(path);
                return Err(rule.map_or_else(
                    || "Disallow: /".to_owned(),
                    |rule| format!("Disallow: {}", rule.pattern()),
                ));
            }
        }
        Ok(match self.robots.matching_rule(&path) {
            Some(rule) => format!("allowed by `{}` in {}", rule.pattern(), self.origin),
            None => format!("allowed, {}", self.origin),
        })
    }

    /// The time between two requests that the host asks for.
    pub(super) fn delay(&self) -> Option<Duration> {
        self.delay
    }

    /// The sitemaps that it names.
    pub(super) fn sitemaps(&self) -> &[Url] {
        self.robots.sitemaps()
    }
}

/// Whether an answer is a page instead of rules.
fn is_page(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body).to_lowercase();
    let is_rule = |line: &str| line.trim_start().starts_with("user-agent");
    let begins = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    begins.starts_with('<') && !text.split(['\n', '\r']).any(is_rule)
}

/// A `Crawl-delay`: `10`, `2.5`, and what people write instead (`10 s`, `2,5`).
fn seconds(value: &str) -> Option<Duration> {
    let end = value.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','));
    let number = value[..end.unwrap_or(value.len())].replace(',', ".");
    let seconds = number.parse::<f64>().ok()?;
    Some(Duration::try_from_secs_f64(seconds).map_or(MOST_DELAY, |delay| delay.min(MOST_DELAY)))
}

/// The text of `robots.txt` with the bare names of groups, and the longest `Crawl-delay` of the group
/// for `token`.
fn prepared(body: &[u8], token: &str) -> (String, Option<Duration>) {
    let body = body.get(..robotxt::BYTE_LIMIT).unwrap_or(body);
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}');
    let mut out = String::with_capacity(text.len());
    // The delays of our group and of the group for all.
    let (mut own, mut all): (Option<Duration>, Option<Duration>) = (None, None);
    let (mut is_own, mut is_all, mut has_own, mut in_names) = (false, false, false, false);
    for line in text.split(['\n', '\r']) {
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.split('#').next().unwrap_or_default().trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "user-agent" => {
                let end =
                    value.find(|c: char| !c.is_ascii_alphabetic() && !matches!(c, '_' | '-' | '*'));
                let name = &value[..end.unwrap_or(value.len())];
                if !std::mem::replace(&mut in_names, true) {
                    (is_own, is_all) = (false, false);
                }
                is_own |= name.eq_ignore_ascii_case(token);
                is_all |= name == "*";
                has_own |= is_own;
                out.push_str("User-agent: ");
                out.push_str(name);
                out.push('\n');
                continue;
            }
            "crawl-delay" => {
                in_names = false;
                let delay = seconds(value);
                if is_own {
                    own = own.max(delay);
                }
                if is_all {
                    all = all.max(delay);
                }
            }
            "allow" | "disallow" => in_names = false,
            _ => {}
        }
        let rule = line.replace('[', "%5B").replace(']', "%5D");
        out.push_str(&rule);
        out.push('\n');
    }
    (out, if has_own { own } else { all })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(status: u16, body: &str) -> Rules {
        let answer = RobotsAnswer {
            asked: jiff::Timestamp::UNIX_EPOCH,
            status,
            body: body.as_bytes().to_vec(),
        };
        Rules::of(&answer, "Omroeper-proef")
    }

    fn allows(rules: &Rules, path: &str) -> bool {
        let url = Url::parse("https://www.zandwijk.example")
            .and_then(|base| base.join(path))
            .expect("an address");
        rules.closed_because().is_none() && rules.decide(&url).is_ok()
    }

    #[test]
    fn the_most_specific_group_and_the_longest_rule_count() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: omroeper-proef/2.1\nDisallow: /intern\nAllow: /intern/pers$\nCrawl-delay: 3\n\n\
                    User-agent: Omroeper-Proef\nCrawl-delay: 7\nDisallow: /*.pdf$\nDisallow: /*tx_news[page]\n";
        let rules = rules(200, text);
        for (path, expected) in [
            ("/nieuws", true),
            ("/intern/x", false),
            ("/intern/pers", true),
            ("/intern/pers/x", false),
            ("/stuk.pdf", false),
            ("/nieuws?tx_news%5Bpage%5D=2", false),
            ("/stuk.pdf?x=1", true),
        ] {
            assert_eq!(allows(&rules, path), expected, "{path}");
        }
        assert_eq!(rules.delay(), Some(Duration::from_secs(7)));
    }

    #[test]
    fn encoded_signs_of_patterns_are_the_signs_themselves() {
        let rules = rules(
            200,
            "User-agent: *\nDisallow: /x%2Aq\nDisallow: /y%24\nDisallow: /a$b\n",
        );
        for (path, expected) in [
            ("/x*q", false),
            ("/x%2Aq", false),
            ("/xzq", true),
            ("/y$z", false),
            ("/y", true),
            ("/a$b", false),
        ] {
            assert_eq!(allows(&rules, path), expected, "{path}");
        }
    }

    #[test]
    fn delays_are_read_as_people_write_them() {
        for (text, expected) in [
            ("10", Some(10)),
            ("5s", Some(5)),
            ("10 s", Some(10)),
            ("100000000", Some(3600)),
            ("soon", None),
        ] {
            let rules = rules(
                200,
                &format!("User-agent: *\nCrawl-delay: {text}\nDisallow: /x\n"),
            );
            assert_eq!(rules.delay(), expected.map(Duration::from_secs), "{text}");
        }
        assert_eq!(seconds("2,5"), Some(Duration::from_millis(2_500)));
    }

    #[test]
    fn odd_answers_are_read_as_the_standard_says() {
        let deny = "\u{feff}User-agent: *\nDisallow: /\n";
        assert!(!allows(&rules(200, deny), "/x"), "a byte order mark");
        assert!(
            allows(&rules(404, deny), "/x"),
            "an error page with directives"
        );
        assert!(allows(&rules(403, deny), "/x"), "unavailable");
        assert!(
            allows(
                &rules(200, "<!doctype html><title>Oeps</title>\nDisallow: /\n"),
                "/x"
            ),
            "a page"
        );
        assert!(allows(&rules(200, ""), "/x"), "empty");
        for status in [429, 500, 503] {
            assert!(rules(status, "").closed_because().is_some(), "{status}");
        }
    }
}
