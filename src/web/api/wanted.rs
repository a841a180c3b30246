//! What a request of the interface wants, and the answer in the form that it wants.
//!
//! Leaves out which answers there are.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::parameters::{Parameter, mistakes};
use super::problem::Problem;
use crate::present::{Record, RecordFormat};
use crate::search::Paging;
use crate::web::asked::{Asked, LAST_PAGE};
use crate::web::files::written;

/// What a handler is given: the question, and the form of the answer.
pub(super) struct Wanted {
    pub(super) asked: Asked,
    pub(super) format: Option<RecordFormat>,
    pub(super) path: String,
}

impl Wanted {
    /// Reads a request whose parameters are `known`. All its mistakes are told at once.
    pub(super) fn read(
        asked: Asked,
        path: &str,
        headers: &HeaderMap,
        known: &[&[Parameter]],
    ) -> Result<Self, Problem> {
        let mistakes = mistakes(&asked, known);
        if !mistakes.is_empty() {
            return Err(Problem::Mistakes(mistakes));
        }
        let accept = headers.get(header::ACCEPT);
        let accept = accept.and_then(|value| value.to_str().ok());
        Ok(Self {
            asked,
            format: format_of(accept.unwrap_or("*/*"))?,
            path: path.to_owned(),
        })
    }

    pub(super) fn paging(&self) -> Paging {
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
    pub(super) fn list<R: Record>(
        &self,
        whole: &impl Serialize,
        records: &[R],
        found: usize,
    ) -> Response {
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

/// Returns a value as one JSON object.
pub(super) fn json_of(value: &impl Serialize) -> Response {
    let json = HeaderValue::from_static("application/json");
    let body = serde_json::to_vec(value).expect("a view serializes");
    ([(header::CONTENT_TYPE, json)], body).into_response()
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
