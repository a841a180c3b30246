//! Which page answers which address, and what every answer has.
//!
//! Leaves out what the pages show (`pages`), and the interface for programs (`api`).

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use super::asked::Asked;
use super::rate::{Peer, client};
use super::request::{Ask, Shared};
use super::site::{PageError, Site};
use super::{api, feed, files, memento, pages};

/// How long an answer may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// Longest form that is read, in bytes.
const LONGEST_FORM: usize = 8192;

/// What a browser may load: the style sheet of the site, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

pub(super) fn router(shared: Arc<Shared>) -> Router {
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
                let headers = ask.headers.clone();
                ask.answer(
                    move |site, asked| match memento::gate(site, &headers, &id)? {
                        Some(version) => Ok(version),
                        None => pages::release(site, asked, &id),
                    },
                )
            }),
        )
        .route(
            "/bericht/{id}/timemap",
            get(|Path(id): Path<String>, ask: Ask| {
                ask.answer(move |site, asked| memento::time_map(site, asked, &id))
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
        .merge(watches())
        .merge(api::routes())
        .fallback(|ask: Ask| ask.answer(|_, _| Err(PageError::Missing)))
        .method_not_allowed_fallback(|ask: Ask| ask.answer(|_, _| Err(PageError::Method)));
    let routes = if prefix.is_empty() {
        routes
    } else {
        Router::new().nest(&prefix, routes)
    };
    routes
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), limit))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), note))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .layer(CompressionLayer::new())
        .with_state(shared)
}

/// Returns the pages of watches.
fn watches() -> Router<Arc<Shared>> {
    Router::new()
        .route(
            "/meldingen",
            get(|ask: Ask| {
                let headers = ask.headers.clone();
                ask.answer(move |site, asked| pages::watches(site, asked, &headers))
            })
            .post(|ask: Ask, form: Bytes| {
                let headers = ask.headers.clone();
                ask.answer(move |site, asked| {
                    pages::add(site, asked, &headers, &Asked::form(&form))
                })
            }),
        )
        .route(
            "/meldingen/{name}",
            get(|Path(name): Path<String>, ask: Ask| {
                let headers = ask.headers.clone();
                ask.answer(move |site, asked| pages::watch(site, asked, &headers, &name))
            }),
        )
        .route(
            "/meldingen/{name}/wijzig",
            post(|Path(name): Path<String>, ask: Ask, form: Bytes| {
                let headers = ask.headers.clone();
                ask.answer(move |site, asked| {
                    pages::change(site, asked, &headers, &Asked::form(&form), &name)
                })
            }),
        )
        .route(
            "/meldingen/{name}/verwijder",
            post(|Path(name): Path<String>, ask: Ask, form: Bytes| {
                let headers = ask.headers.clone();
                ask.answer(move |site, asked| {
                    pages::remove(site, asked, &headers, &Asked::form(&form), &name)
                })
            }),
        )
}

fn search(site: &Site, asked: &Asked) -> Result<Response, PageError> {
    match asked.get("formaat") {
        Some("atom") => feed::releases(site, asked),
        Some("jsonfeed") => feed::json(site, asked),
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

/// Says whether the archive can be searched, for programs that watch the server.
async fn health(State(shared): State<Arc<Shared>>) -> Response {
    let count = tokio::task::spawn_blocking(move || {
        shared.site.engine()?;
        shared.site.reader()?.count()
    });
    match count.await {
        Ok(Ok(count)) => format!("ok, {count} releases\n").into_response(),
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the archive cannot be searched\n",
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

/// Answers 429 to a client that asks more than the rate, and says when to ask again.
async fn limit(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let options = &shared.site.options;
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
    let (Some(peer), true) = (peer, options.rate > 0.0) else {
        return next.run(request).await;
    };
    let client = client(peer, request.headers(), &options.proxies);
    match shared.buckets.take(client, options.rate, Instant::now()) {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let is_of_api = request.uri().path().contains(api::ROOT);
            let mut response = if is_of_api {
                api::too_many()
            } else {
                (StatusCode::TOO_MANY_REQUESTS, "too many requests\n").into_response()
            };
            let seconds = HeaderValue::from(wait.ceil().max(1.0) as u64);
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
            response
        }
    }
}

/// Returns a path as it is logged. The address of a watch is a secret.
fn logged(path: &str) -> String {
    const WATCHES: &str = "/meldingen/";
    match path.find(WATCHES) {
        Some(at) => format!("{}…", &path[..at + WATCHES.len()]),
        None => path.to_owned(),
    }
}

/// Counts an answer, logs it without its query, and adds the headers that every answer has.
async fn note(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), logged(request.uri().path()));
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
