//! A request: who asks what, and answers that a client has already.
//!
//! Leaves out which page answers it (`routes`).

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use axum::extract::OriginalUri;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

use super::asked::Asked;
use super::rate::Buckets;
use super::site::{PageError, Site};
use crate::document::Digest;

/// What every handler needs.
pub(super) struct Shared {
    pub(super) site: Site,
    pub(super) counts: Counts,
    pub(super) buckets: Buckets,
}

/// Number of answers, by the first digit of their status.
#[derive(Default)]
pub(super) struct Counts(pub(super) [AtomicU64; 6]);

impl Shared {
    pub(super) fn of(site: Site) -> Self {
        Self {
            site,
            counts: Counts::default(),
            buckets: Buckets::default(),
        }
    }
}

/// A request for a page.
pub(super) struct Ask {
    pub(super) shared: Arc<Shared>,
    /// Below the prefix and the root of the interface.
    pub(super) uri: Uri,
    /// As it was sent.
    pub(super) sent: Uri,
    pub(super) headers: HeaderMap,
}

impl axum::extract::FromRequestParts<Arc<Shared>> for Ask {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        shared: &Arc<Shared>,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self {
            shared: Arc::clone(shared),
            uri: parts.uri.clone(),
            sent: match parts.extensions.get::<OriginalUri>() {
                Some(OriginalUri(uri)) => uri.clone(),
                None => parts.uri.clone(),
            },
            headers: parts.headers.clone(),
        })
    }
}

impl Ask {
    /// Answers with a page, on a thread that may wait for the disk.
    pub(super) async fn answer(
        self,
        page: impl FnOnce(&Site, &Asked) -> Result<Response, PageError> + Send + 'static,
    ) -> Response {
        let asked = Asked::read(self.uri.query());
        let path = self.uri.path().to_owned();
        self.run(move |site| {
            page(site, &asked).unwrap_or_else(|error| error.page(site, &asked, &path))
        })
        .await
    }

    /// Answers with what `work` returns. An answer that the client has is not made again.
    pub(super) async fn run(
        self,
        work: impl FnOnce(&Site) -> Response + Send + 'static,
    ) -> Response {
        let Self {
            shared,
            sent: uri,
            headers,
            ..
        } = self;
        let made = tokio::task::spawn_blocking(move || {
            let tag = tag(&shared.site, &uri, &headers);
            let known = headers.get(header::IF_NONE_MATCH).zip(tag.as_ref());
            if known.is_some_and(|(known, tag)| known == tag) {
                return tagged(StatusCode::NOT_MODIFIED.into_response(), tag);
            }
            let work = AssertUnwindSafe(|| work(&shared.site));
            match std::panic::catch_unwind(work) {
                Ok(response) if response.status() == StatusCode::OK => tagged(response, tag),
                Ok(response) => response,
                Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            }
        });
        made.await
            .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    }
}

/// Returns the tag of an answer: it changes with the program, the index, the question and the form of the answer.
/// `None` if it can change otherwise.
fn tag(site: &Site, uri: &Uri, headers: &HeaderMap) -> Option<HeaderValue> {
    if !site.is_embedded() {
        return None;
    }
    let generation = crate::index::live_name(&site.home.index()).ok()??;
    let committed = site.reader().and_then(|reader| reader.committed()).ok()?;
    let accept = headers.get(header::ACCEPT).map(HeaderValue::as_bytes);
    let accept = String::from_utf8_lossy(accept.unwrap_or_default());
    let program = env!("CARGO_PKG_VERSION");
    let all = format!("{program} {generation} {committed} {uri} {accept}");
    let digest = Digest::of(all.as_bytes()).to_string();
    let short = digest.rsplit(':').next().unwrap_or_default().get(..16)?;
    HeaderValue::try_from(format!("W/\"{short}\"")).ok()
}

fn tagged(mut response: Response, tag: Option<HeaderValue>) -> Response {
    let headers = response.headers_mut();
    // Some pages are never kept.
    if let Some(tag) = tag.filter(|_| !headers.contains_key(header::CACHE_CONTROL)) {
        headers.insert(header::ETAG, tag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    }
    response
}
