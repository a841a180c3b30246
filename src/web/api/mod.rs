//! The interface for programs below `/api/v1`, by the API Design Rules of the Dutch government (Logius): nouns in
//! Dutch, no slash at the end, the version in a header, problems by RFC 9457 with all mistakes at once.
//!
//! Leaves out its description (`openapi`). The answers are the views that the command line prints.

mod cursor;
mod openapi;
mod parameters;
mod problem;
mod wanted;

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use jiff::Timestamp;

use super::asked::Asked;
use super::request::{Ask, Shared};
use super::site::{PageError, Site, no_store};
use crate::document::{QuoteId, ReleaseId, VersionStatus};
use crate::dutch::offices::office_of;
use crate::pipeline;
use crate::present::RecordFormat;
use crate::present::views::{
    AnswerView, EvidenceView, OfficialView, QuotesView, ReleaseView, SourcesView, TimelineView,
    VerificationView,
};
use crate::search::{
    Claim, Hit, Interval, QuoteHit, RegisterRequest, Synonyms, coverage, extent, latest_version,
    quote_with_id, verify,
};

use parameters::{
    AFTER, CLAIM, INTERVAL, MOST, NARROWING, PAGING, PERSON, Parameter, SPEAKER, VERSION,
};
use problem::{Problem, mistake};
use wanted::{Wanted, json_of};

/// The path below which the interface is.
pub(super) const ROOT: &str = "/api/v1";

pub(super) fn routes() -> Router<Arc<Shared>> {
    let api = Router::new()
        .route(
            "/berichten",
            get(|ask: Ask| answer(ask, &[NARROWING, PAGING], releases)),
        )
        .route(
            "/berichten/{id}",
            get(|Path(id): Path<String>, ask: Ask| {
                answer(ask, &[], move |site, _| release(site, &id))
            }),
        )
        .route(
            "/citaten",
            get(|ask: Ask| answer(ask, &[NARROWING, SPEAKER, PAGING], quotes)),
        )
        .route(
            "/citaten/{id}",
            get(|Path(id): Path<String>, ask: Ask| {
                answer(ask, &[], move |site, _| quote(site, &id))
            }),
        )
        .route("/personen", get(|ask: Ask| answer(ask, &[PERSON], persons)))
        .route(
            "/tijdlijn",
            get(|ask: Ask| answer(ask, &[NARROWING, INTERVAL], timeline)),
        )
        .route("/bronnen", get(|ask: Ask| answer(ask, &[], sources)))
        .route(
            "/wijzigingen",
            get(|ask: Ask| answer(ask, &[AFTER], changes)),
        )
        .route(
            "/verificaties",
            get(|ask: Ask| answer(ask, &[CLAIM], verification)),
        )
        .route(
            "/openapi.json",
            get(|ask: Ask| {
                let headers = ask.headers.clone();
                answer(ask, &[], move |site, _| {
                    let base = site.base(&headers);
                    Ok(json_of(&openapi::description(&site.options, &base)))
                })
            }),
        )
        .fallback(|ask: Ask| answer(ask, &[], |_, _| Err(PageError::Missing.into())))
        .method_not_allowed_fallback(async || of_api(Problem::Page(PageError::Method).response()));
    Router::new().nest(ROOT, api)
}

/// Says that a client asks too much.
pub(super) fn too_many() -> Response {
    of_api(Problem::TooMany.response())
}

/// Adds the headers that every answer of the interface has.
fn of_api(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert("api-version", HeaderValue::from_static(VERSION));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}

/// Answers a request whose parameters are `known`.
async fn answer(
    ask: Ask,
    known: &'static [&'static [Parameter]],
    work: impl FnOnce(&Site, &Wanted) -> Result<Response, Problem> + Send + 'static,
) -> Response {
    let (uri, headers) = (ask.sent.clone(), ask.headers.clone());
    let response = ask
        .run(move |site| {
            let asked = Asked::read(uri.query());
            let done = Wanted::read(asked, uri.path(), &headers, known)
                .and_then(|wanted| work(site, &wanted));
            done.unwrap_or_else(Problem::response)
        })
        .await;
    of_api(response)
}

fn releases(site: &Site, wanted: &Wanted) -> Result<Response, Problem> {
    let engine = site.engine()?;
    let query = wanted.asked.query()?;
    let search = engine.search(&query, Synonyms::of_program())?;
    let mut answer = search.top(&wanted.paging())?;
    let id = |hit: &Hit| hit.release.id.to_string();
    let last = wanted.cut(&mut answer.hits, id, |hit| hit.rank);
    let view = AnswerView::of(wanted.asked.get("q").unwrap_or_default(), &answer);
    Ok(wanted.list(
        &view,
        &answer.hits,
        last,
        answer.total + answer.by_other_words,
    ))
}

fn release(site: &Site, id: &str) -> Result<Response, Problem> {
    let id: ReleaseId = id.parse().map_err(|_| PageError::Missing)?;
    let version = latest_version(&site.reader()?, id)?.ok_or(PageError::Missing)?;
    if version.meta.status == VersionStatus::Gone && !site.options.show_removed {
        return Err(PageError::Removed.into());
    }
    Ok(json_of(&ReleaseView::of_version(&version)))
}

fn quotes(site: &Site, wanted: &Wanted) -> Result<Response, Problem> {
    let engine = site.engine()?;
    let query = wanted.asked.quote_query()?;
    let search = engine.quotes(&query, Synonyms::of_program())?;
    let mut answer = search.top(&wanted.paging())?;
    let id = |hit: &QuoteHit| hit.id.to_string();
    let last = wanted.cut(&mut answer.hits, id, |hit| hit.rank);
    let view = QuotesView::of(wanted.asked.get("q").unwrap_or_default(), &answer);
    Ok(wanted.list(
        &view,
        &answer.hits,
        last,
        answer.total + answer.by_other_words,
    ))
}

fn quote(site: &Site, id: &str) -> Result<Response, Problem> {
    let id: QuoteId = id.parse().map_err(|_| PageError::Missing)?;
    let (version, at) = quote_with_id(&site.reader()?, id)?.ok_or(PageError::Missing)?;
    if version.meta.status == VersionStatus::Gone && !site.options.show_removed {
        return Err(PageError::Removed.into());
    }
    let view = EvidenceView::of(&version, None).with_quote(&version, at, id.to_string());
    Ok(json_of(&view))
}

/// Returns the persons with a public office. Others are not listed.
fn persons(site: &Site, wanted: &Wanted) -> Result<Response, Problem> {
    let request = RegisterRequest {
        name: wanted.asked.get("naam").map(str::to_owned),
        office: wanted.asked.get("ambt").map(str::to_owned),
        ..RegisterRequest::default()
    };
    let mut found = site.engine()?.officials(&request)?;
    for person in &mut found {
        person
            .offices
            .retain(|tenure| office_of(&tenure.role).is_some());
    }
    found.retain(|person| !person.offices.is_empty());
    found.truncate(MOST);
    let views: Vec<OfficialView<'_>> = found.iter().map(OfficialView::of).collect();
    Ok(wanted.list(&views, &views, None, 0))
}

fn timeline(site: &Site, wanted: &Wanted) -> Result<Response, Problem> {
    let engine = site.engine()?;
    let interval = match wanted.asked.get("per") {
        Some("dag") => Interval::Day,
        Some("week") => Interval::Week,
        Some("maand") => Interval::Month,
        _ => Interval::Year,
    };
    let query = wanted.asked.query()?;
    let search = engine.search(&query, Synonyms::of_program())?;
    let timeline = search.timeline(interval, None, None)?;
    let view = TimelineView::of(wanted.asked.get("q").unwrap_or_default(), &timeline);
    Ok(wanted.list(&view, &view.periods, None, 0))
}

fn sources(site: &Site, _: &Wanted) -> Result<Response, Problem> {
    let view = SourcesView {
        publishers: (coverage(&site.reader()?)?.into_iter())
            .map(Into::into)
            .collect(),
        sources: pipeline::source_states(&site.home, &site.options.sources, Timestamp::now())?,
    };
    let mut response = json_of(&view);
    no_store(&mut response);
    Ok(response)
}

/// Returns what changed after a number, and the address of what comes next.
fn changes(site: &Site, wanted: &Wanted) -> Result<Response, Problem> {
    let number = |name| {
        wanted
            .asked
            .get(name)
            .and_then(|value| value.parse::<u64>().ok())
    };
    let most = number("aantal").map_or(MOST, |most| most as usize);
    let after = number("na").unwrap_or(0);
    let found = pipeline::changes(&site.home, &site.reader()?, after, most)?;
    let last = found.last().map_or(after, |change| change.sequence);
    let mut response = match wanted.format {
        None => json_of(&found),
        Some(RecordFormat::Jsonl) => {
            let lines = found
                .iter()
                .map(|change| serde_json::to_string(change).expect("a view serializes") + "\n");
            let kind = HeaderValue::from_static("application/x-ndjson");
            ([(header::CONTENT_TYPE, kind)], lines.collect::<String>()).into_response()
        }
        Some(_) => return Err(Problem::NotAcceptable),
    };
    let next = wanted
        .asked
        .with("na", &last.to_string())
        .address(&wanted.path);
    if let Ok(next) = HeaderValue::try_from(format!("<{next}>; rel=\"next\"")) {
        response.headers_mut().insert(header::LINK, next);
    }
    Ok(response)
}

fn verification(site: &Site, wanted: &Wanted) -> Result<Response, Problem> {
    let text = wanted.asked.get("tekst").unwrap_or_default();
    if !text.contains(char::is_alphanumeric) {
        let message = "give the words to verify";
        return Err(Problem::Mistakes(vec![mistake("tekst", message)]));
    }
    let claim = Claim {
        text: text.to_owned(),
        speaker: wanted.asked.get("spreker").map(str::to_owned),
    };
    let reader = site.reader()?;
    let found = verify(&reader, &claim)?;
    Ok(json_of(&VerificationView::of(
        &claim,
        &found,
        &extent(&reader)?,
    )))
}
