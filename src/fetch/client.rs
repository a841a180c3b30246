//! Sending one request, with limits on size and time.
//!
//! Leaves out when it may be sent (`hosts`) and where redirects lead.

use std::error::Error as _;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HeaderMap, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, USER_AGENT,
};
use tokio::sync::Semaphore;
use url::Url;

use super::addresses::{OnlyPrivate, PublicResolver, check_literal, private};
use super::exchange::{self, Redirect, Reply};
use super::{FetchError, FetchOptions, clock};
use crate::document::Validators;

/// Largest page, in bytes.
pub(super) const MAX_PAGE: usize = 10 << 20;

/// Largest list, in bytes: the limit of a sitemap (sitemaps.org).
pub(super) const MAX_LIST: usize = 50 << 20;

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(15);

/// How long a server may wait between two parts of an answer.
const READ: Duration = Duration::from_secs(30);

/// How long a whole request may take.
const TOTAL: Duration = Duration::from_mins(3);

/// Number of requests that may be in flight at once, to all hosts together.
const IN_FLIGHT: usize = 64;

/// Number of lists that may be read at once: a list may be large.
const LISTS: usize = 4;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) validators: Option<&'a Validators>,
    /// Largest body in bytes, encoded and decoded.
    pub(super) limit: usize,
    /// Whether a larger body is cut off there. Else it is an error.
    pub(super) cuts: bool,
    /// The least time between two requests to its host.
    pub(super) pace: Duration,
}

impl Ask<'_> {
    /// A request for a list, whether it has changed or not.
    pub(super) fn list(pace: Duration) -> Self {
        Self {
            validators: None,
            limit: MAX_LIST,
            cuts: false,
            pace,
        }
    }
}

/// Sends requests.
#[derive(Debug)]
pub(super) struct Client {
    http: reqwest::Client,
    headers: HeaderMap,
    allow_private: bool,
    in_flight: Semaphore,
    lists: Semaphore,
}

impl Client {
    pub(super) fn new(options: &FetchOptions) -> Result<Self, FetchError> {
        // Fails only if a provider is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let bad = |what: String| FetchError::BadAddress(what);
        let mut builder = reqwest::Client::builder()
            .http1_only()
            // The feature `opensearch` turns the decoder on; captures keep the bytes as they were sent.
            .no_gzip()
            // As browsers do.
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            // Requests are sent again by the rules of `hosts` only.
            .retry(reqwest::retry::never())
            // A proxy resolves names itself, past the check of addresses, so none is used unasked.
            .no_proxy()
            .dns_resolver(PublicResolver {
                allow_private: options.allow_private,
            })
            .pool_max_idle_per_host(1)
            .connect_timeout(clock::limit(CONNECT))
            .read_timeout(clock::limit(READ))
            .timeout(clock::limit(TOTAL));
        if let Some(proxy) = &options.proxy {
            let proxy = reqwest::Proxy::all(proxy.as_str())
                .map_err(|error| bad(format!("the proxy `{proxy}`: {error}")))?;
            builder = builder.proxy(proxy);
        }
        let http = builder
            .build()
            .map_err(|error| bad(format!("cannot set up HTTP: {error}")))?;
        let mut headers = HeaderMap::new();
        let agent = HeaderValue::from_str(&options.identity.user_agent());
        headers.insert(
            USER_AGENT,
            agent.map_err(|_| bad("the token or contact cannot be sent".to_owned()))?,
        );
        headers.insert(
            ACCEPT,
            HeaderValue::from_static("text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5"),
        );
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, br"));
        headers.insert(
            ACCEPT_LANGUAGE,
            HeaderValue::from_static("nl,fy;q=0.8,en;q=0.5"),
        );
        Ok(Self {
            http,
            headers,
            allow_private: options.allow_private,
            in_flight: Semaphore::new(IN_FLIGHT),
            lists: Semaphore::new(LISTS),
        })
    }

    /// Fails if an address must not be asked.
    pub(super) fn check(&self, url: &Url) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::BadAddress(format!(
                "`{url}` is not an address of the web"
            )));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::BadAddress(format!(
                "the address at `{}` holds a name or password (leave them out)",
                url.host_str().unwrap_or_default()
            )));
        }
        if self.allow_private {
            Ok(())
        } else {
            check_literal(url)
        }
    }

    /// Sends a request and reads the answer.
    pub(super) async fn send(
        &self,
        url: &Url,
        ask: Ask<'_>,
        decision: String,
    ) -> Result<Reply, FetchError> {
        let _list = if ask.limit > MAX_PAGE {
            self.lists.acquire().await.ok()
        } else {
            None
        };
        let _permit = self.in_flight.acquire().await.ok();
        let mut headers = self.headers.clone();
        let mut condition = |name, value: Option<&String>| {
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
                headers.insert(name, value);
            }
        };
        if let Some(known) = ask.validators {
            condition(IF_NONE_MATCH, known.etag.as_ref());
            condition(IF_MODIFIED_SINCE, known.modified.as_ref());
        }
        let request = exchange::request(url, &headers);
        let (time, start) = (Timestamp::now(), Instant::now());
        let sent = self.http.get(url.clone()).headers(headers).send().await;
        let mut answer = sent.map_err(|error| failed(&error))?;
        let status = answer.status();
        let server = answer.remote_addr().map(|address| address.ip());
        let mut response = exchange::response_head(status, answer.headers());
        let head = response.len();
        let is_large = |length: u64| length > ask.limit as u64;
        if !ask.cuts && answer.content_length().is_some_and(is_large) {
            return Err(FetchError::TooLarge(ask.limit >> 20));
        }
        while let Some(chunk) = answer.chunk().await.map_err(|error| failed(&error))? {
            let room = ask.limit - (response.len() - head);
            if chunk.len() > room {
                if !ask.cuts {
                    return Err(FetchError::TooLarge(ask.limit >> 20));
                }
                response.extend_from_slice(&chunk[..room]);
                break;
            }
            response.extend_from_slice(&chunk);
        }
        let duration = start.elapsed();
        let (body, media_type) = exchange::decoded(&response, ask.limit)?;
        let headers = answer.headers().clone();
        Ok(Reply {
            url: url.clone(),
            time,
            status: status.as_u16(),
            headers,
            request,
            response,
            body,
            media_type,
            server,
            duration,
            decision,
            redirect: Redirect::None,
        })
    }
}

/// The error for a request without a whole answer.
fn failed(error: &reqwest::Error) -> FetchError {
    let mut cause = error.source();
    let mut last = None;
    while let Some(inner) = cause {
        if let Some(OnlyPrivate(name)) = inner.downcast_ref::<OnlyPrivate>() {
            return private(name);
        }
        last = Some(inner.to_string());
        cause = inner.source();
    }
    if error.is_timeout() {
        return FetchError::Network("it took too long".to_owned());
    }
    FetchError::Network(last.unwrap_or_else(|| error.to_string()))
}
