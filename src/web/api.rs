//! The interface for programs below `/api/v1`, by the API Design Rules of the Dutch government (Logius): nouns in
//! Dutch, no slash at the end, the version in a header, problems by RFC 9457 with all mistakes at once.
//!
//! Leaves out its description (`openapi`). The answers are the views that the command line prints.

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde::Serialize;
use serde_json::json;

use super::asked::{Asked, AskedError, LAST_PAGE};
use super::files::written;
use super::openapi;
use super::server::{Ask, Shared};
use super::site::{PageError, Site};
use crate::document::{QuoteId, ReleaseId, VersionStatus};
use crate::dutch::offices::office_of;
use crate::index::Reader;
use crate::present::views::{
    AnswerView, CoverageView, EvidenceView, OfficialView, QuotesView, ReleaseView, TimelineView,
    VerificationView,
};
use crate::present::{Record, RecordFormat};
use crate::search::{
    Claim, Interval, Paging, RegisterRequest, Synonyms, coverage, extent, latest_version,
    officials, quote_with_id, verify,
};

/// The version of the interface.
pub(super) const VERSION: &str = "1.0.0";

/// Most results on one page.
const MOST: usize = 100;

/// Longest value of a parameter, in characters.
const LONGEST: usize = 1000;

/// The values of the parameter `soort`.
pub(super) const KINDS: [&str; 4] = ["nieuws", "persbericht", "toespraak", "kamerstuk"];

/// A parameter of the interface: its name, and what it means.
pub(super) type Parameter = (&'static str, &'static str);

/// The parameters that narrow what is found.
pub(super) const NARROWING: &[Parameter] = &[
    ("q", "Query in the query language"),
    ("van", "Published on or after this day, month or year"),
    ("tot", "Published on or before this day, month or year"),
    ("uitgever", "Name of a publisher; may be repeated"),
    ("persoon", "Name of an official; may be repeated"),
    ("ambt", "An office; may be repeated"),
    ("partij", "A party; may be repeated"),
    ("onderwerp", "A topic; may be repeated"),
    ("soort", "Kind: nieuws, persbericht, toespraak or kamerstuk"),
    ("jaar", "Year of publication"),
];

/// The parameters of lists.
pub(super) const PAGING: &[Parameter] = &[
    ("sorteer", "`datum` for the newest first"),
    ("pagina", "Number of the page, from 1"),
    ("aantal", "Number of results on a page, at most 100"),
];

/// The parameter of who said it.
pub(super) const SPEAKER: &[Parameter] = &[("spreker", "Name of the speaker")];

/// The parameters of a verification.
pub(super) const CLAIM: &[Parameter] = &[
    ("tekst", "The words to verify"),
    ("spreker", "Name of the speaker"),
];

/// The parameters of a timeline.
pub(super) const INTERVAL: &[Parameter] = &[("per", "`dag`, `week`, `maand` or `jaar`")];

/// The parameters of the register of persons.
pub(super) const PERSON: &[Parameter] = &[
    ("naam", "A name, or words of a name"),
    ("ambt", "An office in its base form"),
];

/// A mistake in a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Mistake {
    #[serde(rename = "in")]
    place: &'static str,
    name: String,
    message: String,
}

/// Why a request has no answer.
enum Problem {
    Mistakes(Vec<Mistake>),
    NotAcceptable,
    Page(PageError),
}

impl<E: Into<PageError>> From<E> for Problem {
    fn from(error: E) -> Self {
        match error.into() {
            PageError::Asked(error) => {
                let (name, message) = match &error {
                    AskedError::Query(error) => ("q", error.to_string()),
                    AskedError::Field { field, .. } => (*field, error.to_string()),
                };
                Self::Mistakes(vec![mistake(name, message)])
            }
            other => Self::Page(other),
        }
    }
}

fn mistake(name: impl Into<String>, message: impl Into<String>) -> Mistake {
    Mistake {
        place: "query",
        name: name.into(),
        message: message.into(),
    }
}

impl Problem {
    fn response(self) -> Response {
        let (status, detail, errors) = match self {
            Self::Mistakes(errors) => {
                let detail = "the request has mistakes".to_owned();
                (StatusCode::BAD_REQUEST, detail, errors)
            }
            Self::NotAcceptable => {
                let detail = "answers are application/json, application/x-ndjson or text/csv";
                (StatusCode::NOT_ACCEPTABLE, detail.to_owned(), Vec::new())
            }
            Self::Page(error) => {
                let status = error.status();
                if status.is_server_error() {
                    tracing::error!("{}", crate::pipeline::on_one_line(&error));
                }
                (status, error.to_string(), Vec::new())
            }
        };
        let body = json!({
            "type": "about:blank",
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "detail": detail,
            "errors": errors,
        });
        let problem = HeaderValue::from_static("application/problem+json");
        (status, [(header::CONTENT_TYPE, problem)], body.to_string()).into_response()
    }
}

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
            "/verificaties",
            get(|ask: Ask| answer(ask, &[CLAIM], verification)),
        )
        .route(
            "/openapi.json",
            get(|ask: Ask| {
                answer(ask, &[], |site, _| {
                    Ok(json_of(&openapi::description(&site.options)))
                })
            }),
        )
        .fallback(|ask: Ask| answer(ask, &[], |_, _| Err(PageError::Missing.into())));
    Router::new().nest("/api/v1", api)
}

/// What a handler is given: the question, and the form of the answer.
struct Wanted {
    asked: Asked,
    format: Option<RecordFormat>,
    path: String,
}

/// Answers a request whose parameters are `known`.
async fn answer(
    ask: Ask,
    known: &'static [&'static [Parameter]],
    work: impl FnOnce(&Site, &Wanted) -> Result<Response, Problem> + Send + 'static,
) -> Response {
    let (uri, headers) = (ask.sent.clone(), ask.headers.clone());
    let mut response = ask
        .run(move |site| {
            let asked = Asked::read(uri.query());
            let done =
                wanted(asked, uri.path(), &headers, known).and_then(|wanted| work(site, &wanted));
            done.unwrap_or_else(Problem::response)
        })
        .await;
    let headers = response.headers_mut();
    headers.insert("api-version", HeaderValue::from_static(VERSION));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}

/// Reads a request. All its mistakes are told at once.
fn wanted(
    asked: Asked,
    path: &str,
    headers: &HeaderMap,
    known: &[&[Parameter]],
) -> Result<Wanted, Problem> {
    let is_known = |name: &&str| {
        known
            .iter()
            .copied()
            .flatten()
            .any(|(known, _)| known == name)
    };
    let mut mistakes: Vec<Mistake> = asked
        .fields()
        .filter(|name| !is_known(name))
        .map(|name| mistake(name, "there is no such parameter"))
        .collect();
    for (name, most) in [("pagina", LAST_PAGE), ("aantal", MOST)] {
        if let Some(value) = asked.get(name).filter(|_| is_known(&name)) {
            let number = value.parse::<usize>().ok();
            if !number.is_some_and(|number| (1..=most).contains(&number)) {
                mistakes.push(mistake(
                    name,
                    format!("`{value}` is not a number from 1 to {most}"),
                ));
            }
        }
    }
    for (name, values) in [
        ("sorteer", &["datum"][..]),
        ("per", &["dag", "week", "maand", "jaar"]),
    ] {
        if let Some(value) = asked
            .get(name)
            .filter(|value| is_known(&name) && !values.contains(value))
        {
            mistakes.push(mistake(
                name,
                format!("`{value}` is not one of {}", values.join(", ")),
            ));
        }
    }
    for name in known.iter().copied().flatten().map(|(name, _)| *name) {
        for value in asked.all(name) {
            if value.chars().count() > LONGEST {
                mistakes.push(mistake(
                    name,
                    format!("a value has at most {LONGEST} characters"),
                ));
            }
            let year = |year: i16| (1800..=2200).contains(&year);
            match name {
                "soort" if !KINDS.contains(&value) => {
                    mistakes.push(mistake(
                        name,
                        format!("`{value}` is not one of {}", KINDS.join(", ")),
                    ));
                }
                "jaar" if !value.parse().is_ok_and(year) => {
                    mistakes.push(mistake(
                        name,
                        format!("`{value}` is not a year from 1800 to 2200"),
                    ));
                }
                _ => {}
            }
        }
    }
    if let Err(error) = asked.query() {
        let Problem::Mistakes(more) = Problem::from(error) else {
            return Err(Problem::NotAcceptable);
        };
        mistakes.extend(more);
    }
    if !mistakes.is_empty() {
        return Err(Problem::Mistakes(mistakes));
    }
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    Ok(Wanted {
        asked,
        format: format_of(accept.unwrap_or("*/*"))?,
        path: path.to_owned(),
    })
}

/// Returns the first format of an `Accept` header that there is; `None` for one JSON object.
fn format_of(accept: &str) -> Result<Option<RecordFormat>, Problem> {
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        if parts.any(|part| part.replace(' ', "") == "q=0") {
            continue;
        }
        match kind.as_str() {
            "*/*" | "application/*" | "application/json" | "text/html" => return Ok(None),
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" => {
                return Ok(Some(RecordFormat::Jsonl));
            }
            "text/csv" | "text/*" => {
                return Ok(Some(RecordFormat::Csv {
                    separator: b',',
                    mark: false,
                }));
            }
            _ => {}
        }
    }
    Err(Problem::NotAcceptable)
}

impl Wanted {
    fn paging(&self) -> Paging {
        let number = |name, otherwise| {
            let number = self.asked.get(name).and_then(|value| value.parse().ok());
            number.unwrap_or(otherwise)
        };
        let limit: usize = number("aantal", 10);
        Paging {
            limit,
            offset: (number("pagina", 1) - 1) * limit,
            ..self.asked.paging()
        }
    }

    /// Returns an answer: `whole` as one JSON object, or its records one after another, with links to the pages
    /// beside it.
    fn list<R: Record>(&self, whole: &impl Serialize, records: &[R], found: usize) -> Response {
        let paging = self.paging();
        let mut response = match self.format {
            None => json_of(whole),
            Some(format) => {
                let kind = match format {
                    RecordFormat::Jsonl => "application/x-ndjson",
                    _ => "text/csv; charset=utf-8",
                };
                let kind = HeaderValue::from_static(kind);
                ([(header::CONTENT_TYPE, kind)], written(format, records)).into_response()
            }
        };
        let page = paging.offset / paging.limit + 1;
        let at = |page: usize| {
            self.asked
                .with("pagina", &page.to_string())
                .address(&self.path)
        };
        let mut links = Vec::new();
        if page > 1 {
            links.push(format!("<{}>; rel=\"prev\"", at(page - 1)));
        }
        if paging.offset + paging.limit < found && page < LAST_PAGE {
            links.push(format!("<{}>; rel=\"next\"", at(page + 1)));
        }
        if let Ok(links) = HeaderValue::try_from(links.join(", "))
            && !links.is_empty()
        {
            response.headers_mut().insert(header::LINK, links);
        }
        response
    }
}

fn json_of(value: &impl Serialize) -> Response {
    let json = HeaderValue::from_static("application/json");
    let body = serde_json::to_vec(value).expect("a view serializes");
    ([(header::CONTENT_TYPE, json)], body).into_response()
}

fn releases(site: &Site, wanted: &Wanted) -> Result<Response, Problem> {
    let reader = site.reader()?;
    let answer = wanted
        .asked
        .query()?
        .prepare(&reader)?
        .top(&wanted.paging())?;
    let view = AnswerView::of(wanted.asked.get("q").unwrap_or_default(), &answer);
    Ok(wanted.list(&view, &answer.hits, answer.total + answer.by_other_words))
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
    let reader = site.reader()?;
    let query = wanted.asked.quote_query()?;
    let answer = query
        .prepare(&reader, Synonyms::of_program())?
        .top(&wanted.paging())?;
    let view = QuotesView::of(wanted.asked.get("q").unwrap_or_default(), &answer);
    Ok(wanted.list(&view, &answer.hits, answer.total + answer.by_other_words))
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
    let mut found = officials(&site.reader()?, &request)?;
    for person in &mut found {
        person
            .offices
            .retain(|tenure| office_of(&tenure.role).is_some());
    }
    found.retain(|person| !person.offices.is_empty());
    found.truncate(MOST);
    let views: Vec<OfficialView<'_>> = found.iter().map(OfficialView::of).collect();
    Ok(wanted.list(&views, &views, views.len()))
}

fn timeline(site: &Site, wanted: &Wanted) -> Result<Response, Problem> {
    let reader = site.reader()?;
    let interval = match wanted.asked.get("per") {
        Some("dag") => Interval::Day,
        Some("week") => Interval::Week,
        Some("maand") => Interval::Month,
        _ => Interval::Year,
    };
    let query = wanted.asked.query()?;
    let timeline = query.prepare(&reader)?.timeline(interval, None, None)?;
    let view = TimelineView::of(wanted.asked.get("q").unwrap_or_default(), &timeline);
    Ok(wanted.list(&view, &view.periods, 0))
}

fn sources(site: &Site, _: &Wanted) -> Result<Response, Problem> {
    let reader: Reader = site.reader()?;
    let views: Vec<CoverageView> = coverage(&reader)?.into_iter().map(Into::into).collect();
    Ok(json_of(&views))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_format_is_chosen() {
        let csv = RecordFormat::Csv {
            separator: b',',
            mark: false,
        };
        for (accept, format) in [
            ("*/*", None),
            ("text/html, application/xhtml+xml, */*;q=0.8", None),
            ("text/csv", Some(csv)),
            (
                "image/png, application/x-ndjson;q=0.5",
                Some(RecordFormat::Jsonl),
            ),
            ("application/json;q=0, text/csv", Some(csv)),
        ] {
            assert_eq!(format_of(accept).ok(), Some(format), "{accept}");
        }
        assert!(format_of("image/png").is_err());
    }
}
