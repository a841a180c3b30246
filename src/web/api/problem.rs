//! Why a request has no answer, as `application/problem+json` (RFC 9457).
//!
//! Leaves out finding mistakes (`parameters`).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use serde_json::json;

use crate::web::asked::AskedError;
use crate::web::site::PageError;

/// A mistake in a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Mistake {
    #[serde(rename = "in")]
    place: &'static str,
    name: String,
    message: String,
}

/// Why a request has no answer.
pub(super) enum Problem {
    Mistakes(Vec<Mistake>),
    NotAcceptable,
    TooMany,
    Page(PageError),
}

impl<E: Into<PageError>> From<E> for Problem {
    fn from(error: E) -> Self {
        match error.into() {
            PageError::Asked(error) => {
                let name = match &error {
                    AskedError::Query(_) | AskedError::TooLong => "q",
                    AskedError::Day { field, .. } => field,
                    AskedError::ReversedDays(_) => "van",
                    AskedError::Format { .. } => "formaat",
                };
                Self::Mistakes(vec![mistake(name, error.to_string())])
            }
            other => Self::Page(other),
        }
    }
}

pub(super) fn mistake(name: impl Into<String>, message: impl Into<String>) -> Mistake {
    Mistake {
        place: "query",
        name: name.into(),
        message: message.into(),
    }
}

impl Problem {
    pub(super) fn response(self) -> Response {
        let (status, detail, errors) = match self {
            Self::Mistakes(errors) => {
                let detail = "the request has mistakes".to_owned();
                (StatusCode::BAD_REQUEST, detail, errors)
            }
            Self::NotAcceptable => {
                let detail = "answers are application/json, application/x-ndjson or text/csv";
                (StatusCode::NOT_ACCEPTABLE, detail.to_owned(), Vec::new())
            }
            Self::TooMany => {
                let detail = "too many requests; ask again after `Retry-After` seconds";
                (StatusCode::TOO_MANY_REQUESTS, detail.to_owned(), Vec::new())
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
