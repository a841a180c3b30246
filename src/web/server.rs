//! The server: connections, routes, headers of every answer, and a stop that ends what it began.
//!
//! Leaves out what the pages show (`pages`) and what the interface answers (`api`).

use std::fmt::Write as _;
use std::net::TcpListener;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{OriginalUri, Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use super::asked::Asked;
use super::site::{PageError, ServeOptions, Site};
use super::{api, feed, files, pages};
use crate::document::Digest;
use crate::home::Home;
use crate::index::IndexError;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a client may take to send a request.
const HURRY: Duration = Duration::from_secs(10);

/// Most connections at once.
const MOST_CONNECTIONS: usize = 16_384;

/// Files that an open index may need.
const INDEX_FILES: usize = 512;

/// How often the server looks whether it should stop.
const GLANCE: Duration = Duration::from_millis(100);

/// What a browser may load: the style sheet of the site, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// Why an archive cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// There is no index that this build can read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The network cannot be used.
    #[error("cannot serve: {0}")]
    Network(#[from] std::io::Error),
}

/// What every handler needs.
pub(super) struct Shared {
    pub(super) site: Site,
    counts: Counts,
}

/// Number of answers, by the first digit of their status.
#[derive(Default)]
struct Counts([AtomicU64; 6]);

/// Serves the archive of `home` to who connects to `listener`, until `stop` is set. Answers that were begun are
/// finished.
///
/// # Errors
/// [`ServeError`] if there is no index, or the network cannot be used.
pub fn serve(
    home: Home,
    options: ServeOptions,
    listener: TcpListener,
    stop: &Arc<AtomicBool>,
) -> Result<(), ServeError> {
    let shared = Arc::new(Shared {
        site: Site::open(home, options)?,
        counts: Counts::default(),
    });
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZeroUsize::get);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(cores * 4)
        .build()?;
    listener.set_nonblocking(true)?;
    let done = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        accept(&listener, router(shared), stop).await;
        Ok(())
    });
    runtime.shutdown_timeout(GLANCE);
    done
}

/// Accepts connections until `stop` is set, then lets those that are open finish. A client that does not send
/// its request in time is cut off, so that slow ones do not use up the connections.
async fn accept(listener: &tokio::net::TcpListener, routes: Router, stop: &AtomicBool) {
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HURRY);
    let open = Arc::new(Semaphore::new(connections()));
    let ending = GracefulShutdown::new();
    while !stop.load(Ordering::Relaxed) {
        let place = tokio::time::timeout(GLANCE, Arc::clone(&open).acquire_owned()).await;
        let Ok(Ok(place)) = place else { continue };
        let stream = match tokio::time::timeout(GLANCE, listener.accept()).await {
            Ok(Ok((stream, _))) => stream,
            Ok(Err(_)) => {
                // The system has no more connections to give.
                tokio::time::sleep(GLANCE).await;
                continue;
            }
            Err(_) => continue,
        };
        let service = TowerToHyperService::new(routes.clone());
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = ending.watch(connection);
        tokio::spawn(async move {
            // A client that goes away is no error of the server.
            let _ = connection.await;
            drop(place);
        });
    }
    let _ = tokio::time::timeout(PATIENCE, ending.shutdown()).await;
}

/// Returns how many connections may be open: what the system allows, less what an index needs.
fn connections() -> usize {
    let allowed = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    let allowed = allowed.map_or(MOST_CONNECTIONS, |allowed| allowed as usize);
    allowed
        .saturating_sub(INDEX_FILES)
        .clamp(16, MOST_CONNECTIONS)
}

fn router(shared: Arc<Shared>) -> Router {
    let prefix = shared.site.options.prefix.clone();
    let routes = Router::new()
        .route("/", get(start))
        .route("/zoeken", get(|ask: Ask| ask.answer(search)))
        .route("/citaten", get(|ask: Ask| ask.answer(quotes)))
        .route(
            "/citaat/{id}",
            get(|Path(id): Path<String>, ask: Ask| {
                ask.answer(move |site, asked| pages::quote(site, asked, &id))
            }),
        )
        .route(
            "/bericht/{id}",
            get(|Path(id): Path<String>, ask: Ask| {
                ask.answer(move |site, asked| pages::release(site, asked, &id))
            }),
        )
        .route(
            "/bericht/{id}/versie/{n}",
            get(|Path((id, n)): Path<(String, String)>, ask: Ask| {
                ask.answer(move |site, asked| pages::version(site, asked, &id, &n))
            }),
        )
        .route(
            "/bericht/{id}/verschil/{n}",
            get(|Path((id, n)): Path<(String, String)>, ask: Ask| {
                ask.answer(move |site, asked| pages::difference(site, asked, &id, &n))
            }),
        )
        .route(
            "/bericht/{id}/variant/{other}",
            get(|Path((id, other)): Path<(String, String)>, ask: Ask| {
                ask.answer(move |site, asked| pages::variant(site, asked, &id, &other))
            }),
        )
        .route(
            "/persoon/{name}",
            get(|Path(name): Path<String>, ask: Ask| {
                ask.answer(move |site, asked| pages::person(site, asked, &name))
            }),
        )
        .route("/bronnen", get(|ask: Ask| ask.answer(pages::sources)))
        .route(
            "/controleer",
            get(|ask: Ask| ask.answer(pages::verify_page)),
        )
        .route("/over", get(|ask: Ask| ask.answer(pages::about)))
        .route("/stijl.css", get(files::style))
        .route("/robots.txt", get(files::robots))
        .route("/opensearch.xml", get(files::open_search))
        .route("/gezond", get(health))
        .route("/metrics", get(metrics))
        .merge(api::routes())
        .fallback(|ask: Ask| ask.answer(|_, _| Err(PageError::Missing)));
    let routes = if prefix.is_empty() {
        routes
    } else {
        Router::new().nest(&prefix, routes)
    };
    routes
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), note))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .layer(CompressionLayer::new())
        .with_state(shared)
}

fn search(site: &Site, asked: &Asked) -> Result<Response, PageError> {
    match asked.get("formaat") {
        Some("atom") => feed::releases(site, asked),
        Some(format) => files::releases(site, asked, format),
        None => pages::search(site, asked),
    }
}

fn quotes(site: &Site, asked: &Asked) -> Result<Response, PageError> {
    match asked.get("formaat") {
        Some(format) => files::quotes(site, asked, format),
        None => pages::quotes(site, asked),
    }
}

async fn start(State(shared): State<Arc<Shared>>) -> Redirect {
    Redirect::permanent(&format!("{}/zoeken", shared.site.options.prefix))
}

/// Says whether the archive can be read, for programs that watch the server.
async fn health(State(shared): State<Arc<Shared>>) -> Response {
    match shared.site.reader().and_then(|reader| reader.count()) {
        Ok(count) => format!("ok, {count} releases\n").into_response(),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the index cannot be read\n",
        )
            .into_response(),
    }
}

/// Returns the number of answers, as Prometheus reads it.
async fn metrics(State(shared): State<Arc<Shared>>) -> Response {
    let mut text = String::from("# TYPE omroeper_answers_total counter\n");
    for (class, count) in shared.counts.0.iter().enumerate().skip(2) {
        let count = count.load(Ordering::Relaxed);
        let _ = writeln!(
            text,
            "omroeper_answers_total{{status=\"{class}xx\"}} {count}"
        );
    }
    let version = HeaderValue::from_static("text/plain; version=0.0.4");
    ([(header::CONTENT_TYPE, version)], text).into_response()
}

/// Counts an answer, logs it without its query, and adds the headers that every answer has.
async fn note(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let start = Instant::now();
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    if let Some(count) = shared.counts.0.get(usize::from(status / 100)) {
        count.fetch_add(1, Ordering::Relaxed);
    }
    let millis = start.elapsed().as_secs_f64() * 1000.0;
    tracing::info!("{method} {path} {status} {millis:.1} ms");
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
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
    async fn answer(
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

/// Returns the tag of an answer: it changes with the index, the question and the form of the answer.
fn tag(site: &Site, uri: &Uri, headers: &HeaderMap) -> Option<HeaderValue> {
    let generation = crate::index::live_name(&site.home.index()).ok()??;
    let committed = site.reader().and_then(|reader| reader.committed()).ok()?;
    let accept = headers.get(header::ACCEPT).map(HeaderValue::as_bytes);
    let accept = String::from_utf8_lossy(accept.unwrap_or_default());
    let all = format!("{generation} {committed} {uri} {accept}");
    let digest = Digest::of(all.as_bytes()).to_string();
    let short = digest.rsplit(':').next().unwrap_or_default().get(..16)?;
    HeaderValue::try_from(format!("W/\"{short}\"")).ok()
}

fn tagged(mut response: Response, tag: Option<HeaderValue>) -> Response {
    if let Some(tag) = tag {
        let headers = response.headers_mut();
        headers.insert(header::ETAG, tag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    }
    response
}
