//! The manners: when a host may be asked, and what it allows.
//!
//! Leaves out what is asked. One request is in flight to a host. After an answer, the host is left alone
//! for the longest of: the pace of the source, 2 seconds at least; its `Crawl-delay`; and five times the
//! time that it took to answer, up to 30 seconds. After a failure, the wait doubles each time; a
//! `Retry-After` rules over that (RFC 9110, section 10.2.3). After five failures in a row the host rests
//! for an hour. The earliest time of the next request is written down before a request is sent, so a
//! restart keeps the distance.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex;
use url::{Position, Url};

use super::client::{Ask, Client, MAX_PAGE};
use super::exchange::Reply;
use super::robots::Rules;
use super::{FetchError, clock};
use crate::archive::{Frontier, HostState, RobotsAnswer};
use crate::document::Capture;

/// The least time between two requests to a host.
pub const LEAST_PACE: Duration = Duration::from_secs(2);

/// The longest wait for a slow host.
const MOST_FOR_LATENCY: Duration = Duration::from_secs(30);

/// The longest wait after failures, and the longest wait within a run. A host that asks for more is not
/// asked again in this run.
const MOST_AFTER_FAILURES: Duration = Duration::from_mins(10);
const MOST_PATIENCE: Duration = Duration::from_mins(5);

/// Number of failures in a row after which a host rests, and for how long.
const FAILURES: u32 = 5;
const REST: Duration = Duration::from_hours(1);

/// The longest `Retry-After` that counts.
const MOST_RETRY_AFTER: Duration = Duration::from_hours(24);

/// How long `robots.txt` may be cached (RFC 9309, section 2.4).
const ROBOTS_FOR: Duration = Duration::from_hours(24);

/// Number of redirects that are followed (RFC 9309, section 2.3.1.2 asks for five).
const REDIRECTS: usize = 5;

#[derive(Default)]
struct Host {
    key: String,
    state: HostState,
    rules: Option<Rules>,
}

/// All hosts that were asked.
pub(super) struct Hosts {
    client: Client,
    token: String,
    frontier: Rc<RefCell<Frontier>>,
    all: RefCell<HashMap<String, Rc<Mutex<Host>>>>,
    /// Answers to requests for `robots.txt` that are not archived yet.
    answers: RefCell<Vec<Capture>>,
}

impl Hosts {
    pub(super) fn new(client: Client, token: String, frontier: Rc<RefCell<Frontier>>) -> Self {
        Self {
            client,
            token,
            frontier,
            all: RefCell::default(),
            answers: RefCell::default(),
        }
    }

    /// Takes the answers to requests for `robots.txt`.
    pub(super) fn take_answers(&self) -> Vec<Capture> {
        self.answers.take()
    }

    /// Asks for `url`, and follows redirects. Each hop is checked as the first is.
    pub(super) async fn get(&self, url: &Url, ask: Ask<'_>) -> Result<Reply, FetchError> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS {
            let reply = self.get_once(&url, ask).await?;
            if !matches!(reply.status, 301 | 302 | 303 | 307 | 308) {
                return Ok(reply);
            }
            url = target(&reply)?;
        }
        Err(FetchError::Redirect(format!(
            "redirects more than {REDIRECTS} times"
        )))
    }

    /// The sitemaps that the `robots.txt` of the host of `url` names.
    pub(super) async fn sitemaps(&self, url: &Url, pace: Duration) -> Result<Vec<Url>, FetchError> {
        let host = self.host(url)?;
        let mut host = host.lock().await;
        self.read_rules(&mut host, url, pace).await?;
        Ok(host
            .rules
            .as_ref()
            .map(|rules| rules.sitemaps().to_vec())
            .unwrap_or_default())
    }

    async fn get_once(&self, url: &Url, ask: Ask<'_>) -> Result<Reply, FetchError> {
        self.client.check(url)?;
        let host = self.host(url)?;
        let mut host = host.lock().await;
        self.read_rules(&mut host, url, ask.pace).await?;
        let decision = host.decide(url)?;
        self.send(&mut host, url, ask, decision).await
    }

    fn host(&self, url: &Url) -> Result<Rc<Mutex<Host>>, FetchError> {
        let key = url[..Position::BeforePath].to_owned();
        if let Some(known) = self.all.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let state = self.frontier.borrow().host(&key)?.unwrap_or_default();
        let host = Rc::new(Mutex::new(Host {
            key: key.clone(),
            state,
            rules: None,
        }));
        self.all.borrow_mut().insert(key, Rc::clone(&host));
        Ok(host)
    }

    /// Asks for `robots.txt`, unless it is known.
    async fn read_rules(
        &self,
        host: &mut Host,
        url: &Url,
        pace: Duration,
    ) -> Result<(), FetchError> {
        let is_known = host.state.robots.as_ref().is_some_and(|robots| {
            let rests = robots.status == 0 || robots.status == 429 || robots.status >= 500;
            !rests && Timestamp::now() < clock::after(robots.asked, ROBOTS_FOR)
        });
        if !is_known {
            let answer = self.ask_for_robots(host, url, pace).await?;
            host.rules = Some(Rules::of(&answer, &self.token));
            host.state.robots = Some(answer);
            // The distance that it asks for begins with the answer that says so.
            let next = clock::after(Timestamp::now(), host.interval(pace));
            host.state.next = host.state.next.max(Some(next));
            self.frontier.borrow().note_host(&host.key, &host.state)?;
        } else if let (None, Some(answer)) = (&host.rules, &host.state.robots) {
            host.rules = Some(Rules::of(answer, &self.token));
        }
        Ok(())
    }

    async fn ask_for_robots(
        &self,
        host: &mut Host,
        url: &Url,
        pace: Duration,
    ) -> Result<RobotsAnswer, FetchError> {
        let mut at = url
            .join("/robots.txt")
            .map_err(|error| FetchError::BadAddress(error.to_string()))?;
        at.set_query(None);
        let asked = Timestamp::now();
        let failed = |status| {
            Ok(RobotsAnswer {
                asked,
                status,
                body: Vec::new(),
            })
        };
        let ask = Ask {
            validators: None,
            limit: MAX_PAGE,
            pace,
        };
        for _ in 0..=REDIRECTS {
            self.client.check(&at)?;
            let own = at[..Position::BeforePath] == host.key;
            let decision = "robots.txt is always allowed".to_owned();
            let sent = if own {
                self.send(host, &at, ask, decision).await
            } else {
                // Another host than the one that is locked: a page of it may be under way.
                let other = self.host(&at)?;
                let Ok(mut other) = other.try_lock() else {
                    return failed(0);
                };
                self.send(&mut other, &at, ask, decision).await
            };
            let reply = match sent {
                Ok(reply) => reply,
                Err(FetchError::Status(status)) => return failed(status),
                Err(FetchError::Refused(_)) => return failed(403),
                Err(FetchError::Network(reason)) => {
                    tracing::debug!("`{at}`: {reason}");
                    return failed(0);
                }
                // A larger file is cut off by its readers; a file that cannot be decoded says nothing.
                Err(FetchError::TooLarge(_) | FetchError::NotAPage(_)) => return failed(404),
                Err(error) => return Err(error),
            };
            if matches!(reply.status, 301 | 302 | 303 | 307 | 308) {
                at = target(&reply)?;
                continue;
            }
            if at.path() == "/robots.txt" {
                self.answers.borrow_mut().push(reply.capture(None));
            }
            return Ok(RobotsAnswer {
                asked,
                status: reply.status,
                body: reply.body,
            });
        }
        failed(310)
    }

    /// Waits until the host may be asked, and asks.
    async fn send(
        &self,
        host: &mut Host,
        url: &Url,
        ask: Ask<'_>,
        decision: String,
    ) -> Result<Reply, FetchError> {
        host.check_rest()?;
        if let Some(next) = host.state.next {
            let wait = clock::until(next);
            if wait > clock::scaled(MOST_PATIENCE) {
                return Err(FetchError::Resting(next));
            }
            tokio::time::sleep(wait).await;
        }
        // If the process ends before the answer, the next one waits as if the host were slow.
        host.state.next = Some(clock::after(Timestamp::now(), host.interval(ask.pace)));
        self.frontier.borrow().note_host(&host.key, &host.state)?;
        let sent = self.client.send(url, ask, decision).await;
        let outcome = host.learn(sent, ask.pace);
        self.frontier.borrow().note_host(&host.key, &host.state)?;
        outcome
    }
}

impl Host {
    fn check_rest(&mut self) -> Result<(), FetchError> {
        match self.state.rests {
            Some(until) if until > Timestamp::now() => Err(FetchError::Resting(until)),
            Some(_) => {
                // One more failure makes it rest again.
                (self.state.rests, self.state.failures) = (None, FAILURES - 1);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Why `url` may be asked.
    fn decide(&self, url: &Url) -> Result<String, FetchError> {
        let Some(rules) = &self.rules else {
            return Err(FetchError::NoRobots("it was never read".to_owned()));
        };
        match rules.closed_because() {
            Some(why) => Err(FetchError::NoRobots(why.to_owned())),
            None => rules.decide(url).map_err(FetchError::Robots),
        }
    }

    /// The time between two requests.
    fn interval(&self, pace: Duration) -> Duration {
        let latency = Duration::from_millis(self.state.latency) * 5;
        let delay = self
            .rules
            .as_ref()
            .and_then(Rules::delay)
            .unwrap_or_default();
        pace.max(LEAST_PACE)
            .max(delay)
            .max(latency.min(MOST_FOR_LATENCY))
    }

    /// Learns from an answer when the host may be asked again.
    fn learn(
        &mut self,
        sent: Result<Reply, FetchError>,
        pace: Duration,
    ) -> Result<Reply, FetchError> {
        let now = Timestamp::now();
        let failure = match &sent {
            Ok(reply) => {
                let is_failure = reply.status == 429 || reply.status >= 500;
                let latency = reply.duration.as_millis().min(60_000) as u64;
                // An error page is often faster than a page, and says nothing about the server.
                if !is_failure {
                    self.state.latency = latency;
                }
                is_failure || refusal(reply).is_some()
            }
            Err(error) => matches!(error, FetchError::Network(_)),
        };
        let mut wait = self.interval(pace);
        if failure {
            self.state.failures += 1;
            let doubled = wait
                .saturating_mul(1 << self.state.failures.min(10))
                .min(MOST_AFTER_FAILURES.max(wait));
            wait = doubled.mul_f64(0.75 + jitter(now) / 4.0).max(wait);
        } else {
            self.state.failures = 0;
        }
        let asked = sent.as_ref().ok().and_then(|reply| retry_after(reply, now));
        self.state.next = Some(clock::after(
            now,
            asked.map_or(wait, |asked| asked.max(self.interval(pace))),
        ));
        if self.state.failures >= FAILURES {
            self.state.rests = Some(clock::after(now, REST));
        }
        let reply = sent?;
        if let Some(why) = refusal(&reply) {
            return Err(FetchError::Refused(why));
        }
        if reply.status == 429 || reply.status >= 500 {
            return Err(FetchError::Status(reply.status));
        }
        Ok(reply)
    }
}

/// The host of an address, with its scheme and port; empty if it is no address.
pub(super) fn key_of(url: &str) -> String {
    Url::parse(url).map_or_else(
        |_| String::new(),
        |url| url[..Position::BeforePath].to_owned(),
    )
}

/// A number from 0 to 1 that differs from moment to moment.
fn jitter(now: Timestamp) -> f64 {
    f64::from(now.subsec_nanosecond().unsigned_abs() / 1_000 % 1_000) / 1_000.0
}

/// The time that a server asks to be left alone: seconds, or a date (RFC 9110, section 10.2.3).
fn retry_after(reply: &Reply, now: Timestamp) -> Option<Duration> {
    let written = reply.header("retry-after")?.trim();
    let wait = if let Ok(seconds) = written.parse::<u64>() {
        Duration::from_secs(seconds)
    } else {
        let until = jiff::fmt::rfc2822::parse(written).ok()?.timestamp();
        Duration::try_from(until.duration_since(now)).ok()?
    };
    Some(wait.min(MOST_RETRY_AFTER))
}

/// Where a redirect leads.
fn target(reply: &Reply) -> Result<Url, FetchError> {
    let location = reply
        .header("location")
        .filter(|location| !location.trim().is_empty());
    let Some(location) = location else {
        return Err(FetchError::Redirect(format!(
            "redirects (HTTP {}) without an address",
            reply.status
        )));
    };
    let mut url = reply
        .url
        .join(location)
        .map_err(|error| FetchError::Redirect(format!("redirects to `{location}`: {error}")))?;
    url.set_fragment(None);
    Ok(url)
}

/// Marks of a page that asks whether the visitor is a person.
const CHALLENGES: &[&str] = &[
    "challenge-platform",
    "cf-chl-",
    "just a moment...",
    "_incapsula_resource",
    "captcha-delivery.com",
    "awswafcaptcha",
    "ddos-guard",
    "checking your browser",
    "px-captcha",
    "verify you are human",
];

/// Longest page that may be a challenge, in bytes.
const MAX_CHALLENGE: usize = 100_000;

/// Why an answer is a refusal; `None` if it is not.
fn refusal(reply: &Reply) -> Option<String> {
    for (name, value) in [("cf-mitigated", "challenge"), ("x-amzn-waf-action", "")] {
        if reply
            .header(name)
            .is_some_and(|found| found.contains(value))
        {
            return Some("it asks for a challenge".to_owned());
        }
    }
    if matches!(reply.status, 401 | 402 | 403 | 407 | 451) {
        return Some(format!("HTTP {}", reply.status));
    }
    if reply.body.len() > MAX_CHALLENGE || matches!(reply.status, 404 | 410) {
        return None;
    }
    let text = String::from_utf8_lossy(&reply.body).to_lowercase();
    // A page about captchas has a text; a challenge has a script.
    let is_short = text.matches("<p").count() <= 4;
    (is_short && CHALLENGES.iter().any(|mark| text.contains(mark)))
        .then(|| "it asks for a challenge".to_owned())
}
