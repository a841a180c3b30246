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
use std::sync::LazyLock;
use std::time::Duration;

use jiff::Timestamp;
use regex::Regex;
use tokio::sync::Mutex;
use url::{Position, Url};

use super::client::{Ask, Client};
use super::exchange::{Redirect, Reply};
use super::robots::Rules;
use super::{FetchError, clock};
use crate::archive::{Frontier, HostState, RobotsAnswer};
use crate::document::{Capture, ReleaseId};
use crate::sources::register::LEAST_PACE;

/// The longest wait for a slow host.
const MOST_FOR_LATENCY: Duration = Duration::from_secs(30);

/// The longest wait after failures.
const MOST_AFTER_FAILURES: Duration = Duration::from_mins(10);

/// The longest wait within a run. A host that asks for more is not asked again in this run.
const MOST_PATIENCE: Duration = Duration::from_mins(5);

/// Number of failures in a row after which a host rests.
const FAILURES: u32 = 5;

/// How long a host rests.
const REST: Duration = Duration::from_hours(1);

/// The longest `Retry-After` that counts.
const MOST_RETRY_AFTER: Duration = Duration::from_hours(24);

/// How long `robots.txt` may be cached (RFC 9309, section 2.4).
const ROBOTS_FOR: Duration = Duration::from_hours(24);

/// Largest `robots.txt` that is read, in bytes. RFC 9309, section 2.5, asks for 500 kibibytes.
const MAX_ROBOTS: usize = 1 << 20;

/// Number of times that a `robots.txt` is asked for in a row.
const ROBOTS_ATTEMPTS: u32 = 3;

/// Number of redirects that are followed (RFC 9309, section 2.3.1.2 asks for five).
const REDIRECTS: usize = 5;

#[derive(Default)]
struct Host {
    name: String,
    state: HostState,
    /// The rules of each origin of the host: scheme, host and port.
    rules: HashMap<String, Rules>,
}

/// All hosts that were asked.
pub(super) struct Hosts {
    client: Client,
    token: String,
    frontier: Rc<RefCell<Frontier>>,
    by_name: RefCell<HashMap<String, Rc<Mutex<Host>>>>,
    /// Answers to requests for `robots.txt` that are not archived yet.
    answers: RefCell<Vec<Capture>>,
}

impl Hosts {
    pub(super) fn new(client: Client, token: String, frontier: Rc<RefCell<Frontier>>) -> Self {
        Self {
            client,
            token,
            frontier,
            by_name: RefCell::default(),
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
        let mut redirect = Redirect::None;
        for hop in 0..=REDIRECTS {
            let mut reply = match self.get_once(&url, ask).await {
                Err(error) if hop > 0 => return Err(error.after_redirect(&url)),
                reply => reply?,
            };
            if !is_redirect(reply.status) {
                reply.redirect = redirect;
                return Ok(reply);
            }
            let is_for_good = matches!(reply.status, 301 | 308);
            redirect = match redirect {
                Redirect::None | Redirect::Permanent if is_for_good => Redirect::Permanent,
                _ => Redirect::Temporary,
            };
            url = target(&reply)?;
        }
        Err(FetchError::Redirect(format!(
            "redirects more than {REDIRECTS} times"
        )))
    }

    /// The sitemaps that the `robots.txt` of the origin of `url` names.
    pub(super) async fn sitemaps(&self, url: &Url, pace: Duration) -> Result<Vec<Url>, FetchError> {
        let host = self.host(url)?;
        let mut host = host.lock().await;
        self.read_rules(&mut host, url, pace).await?;
        let rules = host.rules.get(origin(url));
        Ok(rules.map_or_else(Vec::new, |rules| rules.sitemaps().to_vec()))
    }

    async fn get_once(&self, url: &Url, ask: Ask<'_>) -> Result<Reply, FetchError> {
        self.client.check(url)?;
        if self
            .frontier
            .borrow()
            .is_purged(ReleaseId::of(url.as_str()))?
        {
            return Err(FetchError::Purged);
        }
        let host = self.host(url)?;
        let mut host = host.lock().await;
        self.read_rules(&mut host, url, ask.pace).await?;
        let decision = host.decide(url)?;
        let reply = self.send(&mut host, url, ask, decision).await?;
        if let Some(why) = refusal(&reply) {
            return Err(FetchError::Refused(why));
        }
        let is_asked_whether_changed = ask
            .validators
            .is_some_and(|known| known.etag.is_some() || known.modified.is_some());
        match reply.status {
            429 | 500.. => Err(FetchError::Status(reply.status)),
            304 if !is_asked_whether_changed => Err(FetchError::Status(304)),
            _ => Ok(reply),
        }
    }

    fn host(&self, url: &Url) -> Result<Rc<Mutex<Host>>, FetchError> {
        let name = host_of(url);
        if let Some(known) = self.by_name.borrow().get(&name) {
            return Ok(Rc::clone(known));
        }
        let state = self.frontier.borrow().host(&name)?.unwrap_or_default();
        let host = Rc::new(Mutex::new(Host {
            name: name.clone(),
            state,
            rules: HashMap::new(),
        }));
        self.by_name.borrow_mut().insert(name, Rc::clone(&host));
        Ok(host)
    }

    /// Asks for `robots.txt`, unless it is known.
    async fn read_rules(
        &self,
        host: &mut Host,
        url: &Url,
        pace: Duration,
    ) -> Result<(), FetchError> {
        let origin = origin(url);
        let is_current =
            |answer: &RobotsAnswer| Timestamp::now() < clock::after(answer.asked, ROBOTS_FOR);
        let known = self.frontier.borrow().robots(origin)?;
        if let Some(answer) = known.filter(|answer| !is_closed(answer.status) && is_current(answer))
        {
            host.rules
                .entry(origin.to_owned())
                .or_insert_with(|| Rules::of(&answer, &self.token));
            return Ok(());
        }
        let asked = Timestamp::now();
        let (status, body) = match self.ask_for_robots(host, url, pace).await {
            Ok(answer) => answer,
            Err(RobotsEnd::Halt(error)) => return Err(error),
            Err(RobotsEnd::Closed(why)) => {
                host.rules.insert(origin.to_owned(), Rules::closed(why));
                return Ok(());
            }
        };
        let answer = RobotsAnswer {
            asked,
            status,
            body,
        };
        host.rules
            .insert(origin.to_owned(), Rules::of(&answer, &self.token));
        // The distance that it asks for begins with the answer that says so.
        let next = clock::after(Timestamp::now(), host.interval(origin, pace));
        host.state.next = host.state.next.max(Some(next));
        let frontier = self.frontier.borrow();
        frontier.note_robots(origin, &answer)?;
        frontier.note_host(&host.name, &host.state)?;
        Ok(())
    }

    /// The status and body of the answer to a request for `robots.txt`.
    async fn ask_for_robots(
        &self,
        host: &mut Host,
        url: &Url,
        pace: Duration,
    ) -> Result<(u16, Vec<u8>), RobotsEnd> {
        let mut at = url
            .join("/robots.txt")
            .map_err(|error| RobotsEnd::Closed(error.to_string()))?;
        at.set_query(None);
        let mut attempt = 1;
        let mut redirects = 0;
        loop {
            let reply = match self.send_for_robots(host, &at, pace).await {
                Err(FetchError::Network(_)) if attempt < ROBOTS_ATTEMPTS => {
                    attempt += 1;
                    continue;
                }
                Err(error @ (FetchError::Archive(_) | FetchError::Resting(_))) => {
                    return Err(RobotsEnd::Halt(error));
                }
                Err(error) if redirects > 0 => {
                    return Err(RobotsEnd::Closed(error.after_redirect(&at).to_string()));
                }
                Err(error @ (FetchError::Private(_) | FetchError::BadAddress(_))) => {
                    return Err(RobotsEnd::Halt(error));
                }
                Err(error) => return Err(RobotsEnd::Closed(error.to_string())),
                Ok(reply) => reply,
            };
            if is_redirect(reply.status) {
                redirects += 1;
                // RFC 9309, section 2.3.1.2: after that many, the file is unavailable.
                if redirects > REDIRECTS {
                    return Ok((310, Vec::new()));
                }
                at = target(&reply).map_err(|error| RobotsEnd::Closed(error.to_string()))?;
                continue;
            }
            if at.path() == "/robots.txt" {
                self.answers.borrow_mut().push(reply.capture(None));
            }
            return Ok((reply.status, reply.body));
        }
    }

    async fn send_for_robots(
        &self,
        host: &mut Host,
        at: &Url,
        pace: Duration,
    ) -> Result<Reply, FetchError> {
        self.client.check(at)?;
        let ask = Ask {
            validators: None,
            limit: MAX_ROBOTS,
            cuts: true,
            pace,
        };
        let decision = "robots.txt is always allowed".to_owned();
        if host_of(at) == host.name {
            return self.send(host, at, ask, decision).await;
        }
        // Hosts whose rules lead to each other must not wait for each other for ever.
        let other = self.host(at)?;
        let Ok(mut other) = tokio::time::timeout(clock::scaled(MOST_PATIENCE), other.lock()).await
        else {
            return Err(FetchError::Network(format!("`{}` is busy", host_of(at))));
        };
        self.send(&mut other, at, ask, decision).await
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
        let interval = host.interval(origin(url), ask.pace);
        if let Some(next) = host.state.next {
            let wait = clock::until(next);
            if wait > clock::scaled(MOST_PATIENCE.max(interval)) {
                return Err(FetchError::Resting(next));
            }
            tokio::time::sleep(wait).await;
        }
        // If the process ends before the answer, the next one waits as if the host were slow.
        host.state.next = Some(clock::after(Timestamp::now(), interval));
        self.frontier.borrow().note_host(&host.name, &host.state)?;
        let sent = self.client.send(url, ask, decision).await;
        host.learn(&sent, origin(url), ask.pace);
        self.frontier.borrow().note_host(&host.name, &host.state)?;
        sent
    }
}

/// Why there is no answer to a request for `robots.txt`.
enum RobotsEnd {
    /// The host cannot be asked at all.
    Halt(FetchError),
    /// It cannot be read, so nothing may be asked for now.
    Closed(String),
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
        let Some(rules) = self.rules.get(origin(url)) else {
            return Err(FetchError::NoRobots("it was never read".to_owned()));
        };
        match rules.closed_because() {
            Some(why) => Err(FetchError::NoRobots(why.to_owned())),
            None => rules.decide(url).map_err(FetchError::Robots),
        }
    }

    /// The time between two requests.
    fn interval(&self, origin: &str, pace: Duration) -> Duration {
        let latency = Duration::from_millis(self.state.latency) * 5;
        let delay = self.rules.get(origin).and_then(Rules::delay);
        pace.max(LEAST_PACE)
            .max(delay.unwrap_or_default())
            .max(latency.min(MOST_FOR_LATENCY))
    }

    /// Learns from an answer when the host may be asked again.
    fn learn(&mut self, sent: &Result<Reply, FetchError>, origin: &str, pace: Duration) {
        let now = Timestamp::now();
        let failure = match sent {
            Ok(reply) => {
                let is_failure = is_closed(reply.status);
                let latency = reply.duration.as_millis().min(60_000) as u64;
                // An error page is often faster than a page, and says nothing about the server.
                if !is_failure {
                    self.state.latency = latency;
                }
                is_failure || refusal(reply).is_some()
            }
            Err(error) => matches!(error, FetchError::Network(_)),
        };
        let interval = self.interval(origin, pace);
        let mut wait = interval;
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
        let wait = asked.map_or(wait, |asked| asked.max(interval));
        self.state.next = Some(clock::after(now, wait));
        if self.state.failures >= FAILURES {
            self.state.rests = Some(clock::after(now, REST));
        }
    }
}

/// Whether an answer says that the server cannot answer now.
fn is_closed(status: u16) -> bool {
    status == 429 || status >= 500
}

fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// The name of the host of an address. Its ports and schemes share one server, so they share its
/// distance.
fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// Scheme, host and port. Each origin has rules of its own (RFC 9309, section 2.3).
fn origin(url: &Url) -> &str {
    &url[..Position::BeforePath]
}

/// The name of the host of an address; empty if it is no address.
pub(super) fn name_of(url: &str) -> String {
    Url::parse(url).map_or_else(|_| String::new(), |url| host_of(&url))
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
    let Some(location) = reply.location() else {
        let status = reply.status;
        return Err(FetchError::Redirect(format!(
            "redirects (HTTP {status}) without an address"
        )));
    };
    let mut url = reply
        .url
        .join(&location)
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

/// Most words of a page that is a challenge. Some sites send the script of a challenge with each page.
const MAX_WORDS: usize = 60;

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
    if matches!(reply.status, 404 | 410) {
        return None;
    }
    let text = String::from_utf8_lossy(&reply.body).to_lowercase();
    let is_challenge = CHALLENGES.iter().any(|mark| text.contains(mark)) && !has_words(&text);
    is_challenge.then(|| "it asks for a challenge".to_owned())
}

/// Whether a page in lower case has a text for readers.
fn has_words(html: &str) -> bool {
    let shown = UNSEEN.replace_all(html, " ");
    let words = shown.split('<').flat_map(|part| {
        let text = part.split_once('>').map_or(part, |(_, text)| text);
        text.split_whitespace()
    });
    words.take(MAX_WORDS + 1).count() > MAX_WORDS
}

static UNSEEN: LazyLock<Regex> = LazyLock::new(|| {
    let patterns = ["script", "style", "noscript", "title"]
        .map(|name| format!(r"<{name}\b[^>]*>.*?(?:</{name}\s*>|$)"));
    Regex::new(&format!("(?s){}", patterns.join("|"))).expect("a valid pattern")
});
