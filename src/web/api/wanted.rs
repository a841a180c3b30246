//! What a request of the interface wants, and the answer in the form that it wants.
//!
//! Leaves out which answers there are.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::cursor::Cursor;
use super::parameters::{Parameter, mistakes};
use super::problem::Problem;
use crate::present::{Record, RecordFormat};
use crate::search::Paging;
use crate::web::asked::Asked;
use crate::web::files::written;

/// What a handler is given: the question, and the form of the answer.
pub(super) struct Wanted {
    pub(super) asked: Asked,
    pub(super) format: Option<RecordFormat>,
    pub(super) path: String,
    cursor: Option<Cursor>,
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
        let cursor = asked.get("cursor").and_then(|cursor| cursor.parse().ok());
        let accept = headers.get(header::ACCEPT);
        let accept = accept.and_then(|value| value.to_str().ok());
        Ok(Self {
            asked,
            format: format_of(accept.unwrap_or("*/*"))?,
            path: path.to_owned(),
            cursor,
        })
    }

    fn number(&self, name: &str, otherwise: usize) -> usize {
        let number = self.asked.get(name).and_then(|value| value.parse().ok());
        number.unwrap_or(otherwise)
    }

    /// Returns the paging of a list; [`Self::cut`] cuts what it selects.
    pub(super) fn paging(&self) -> Paging {
        let limit = self.number("aantal", 10);
        let paging = Paging {
            limit,
            offset: (self.number("pagina", 1) - 1) * limit,
            ..self.asked.paging()
        };
        match &self.cursor {
            Some(cursor) => cursor.around(limit, paging),
            None => paging,
        }
    }

    /// Keeps the results of the page that is asked for, and returns the cursor after the last of them.
    pub(super) fn cut<H>(
        &self,
        hits: &mut Vec<H>,
        id: impl Fn(&H) -> String,
        rank: impl Fn(&H) -> usize,
    ) -> Option<Cursor> {
        if let Some(cursor) = &self.cursor {
            cursor.cut(hits, &id, self.number("aantal", 10));
        }
        hits.last().map(|hit| Cursor {
            given: rank(hit),
            last: id(hit),
        })
    }

    /// Returns an answer: `whole` as one JSON object, or its records one after another. With `last`, it has links to
    /// the pages beside it, and to the results after the last one.
    pub(super) fn list<R: Record>(
        &self,
        whole: &impl Serialize,
        records: &[R],
        last: Option<Cursor>,
        found: usize,
    ) -> Response {
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
        let mut links = Vec::new();
        let page = self.number("pagina", 1);
        if page > 1 {
            let before = self.asked.with("pagina", &(page - 1).to_string());
            links.push(format!("<{}>; rel=\"prev\"", before.address(&self.path)));
        }
        if let Some(last) = last.filter(|last| last.given < found) {
            let after = self.asked.with("cursor", &last.to_string());
            links.push(format!("<{}>; rel=\"next\"", after.address(&self.path)));
        }
        if let Ok(links) = HeaderValue::try_from(links.join(", "))
            && !links.is_empty()
        {
            response.headers_mut().insert(header::LINK, links);
        }
        response
    }
}

/// Returns the format that an `Accept` header prefers (RFC 9110, 12.5.1); `None` for one JSON object. Of formats
/// that it prefers alike, the first one counts.
fn format_of(accept: &str) -> Result<Option<RecordFormat>, Problem> {
    let mut best: Option<(f32, Option<RecordFormat>)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let format = match parts
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
            .as_str()
        {
            "*/*" | "application/*" | "application/json" | "text/html" => None,
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" => {
                Some(RecordFormat::Jsonl)
            }
            "text/csv" | "text/*" => Some(RecordFormat::Csv {
                separator: b',',
                mark: false,
            }),
            _ => continue,
        };
        let quality = parts.find_map(|part| part.strip_prefix("q=")?.trim().parse().ok());
        let quality: f32 = quality.unwrap_or(1.0);
        if quality > best.map_or(0.0, |(known, _)| known) {
            best = Some((quality, format));
        }
    }
    best.map(|(_, format)| format).ok_or(Problem::NotAcceptable)
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
    fn the_preferred_format_is_chosen() {
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
            ("text/csv;q=0.5, application/json", None),
        ] {
            assert_eq!(format_of(accept).ok(), Some(format), "{accept}");
        }
        assert!(format_of("image/png").is_err());
    }
}
