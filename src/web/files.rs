//! Files: the style sheet, what browsers and crawlers look for, and answers as tables and citations.
//!
//! Leaves out the formats (`present`).

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

use super::asked::{Asked, AskedError};
use super::request::Shared;
use super::site::{PageError, Site};
use crate::present::{Record, RecordFormat, RecordWriter};
use crate::search::{Paging, Synonyms};

/// Most results in a file. More of them are for the command line.
pub(super) const MOST: usize = 1000;

const STYLE: &str = include_str!("style.css");

/// The formats of files: the name in an address, the media type, and the format.
const FORMATS: [(&str, &str, RecordFormat); 5] = [
    (
        "csv",
        "text/csv; charset=utf-8",
        RecordFormat::Csv {
            separator: b',',
            mark: false,
        },
    ),
    ("jsonl", "application/x-ndjson", RecordFormat::Jsonl),
    (
        "bibtex",
        "application/x-bibtex; charset=utf-8",
        RecordFormat::Bibtex,
    ),
    (
        "ris",
        "application/x-research-info-systems; charset=utf-8",
        RecordFormat::Ris,
    ),
    (
        "csl",
        "application/vnd.citationstyles.csl+json",
        RecordFormat::Csl,
    ),
];

pub(super) async fn style() -> Response {
    let css = HeaderValue::from_static("text/css; charset=utf-8");
    let day = HeaderValue::from_static("max-age=86400");
    (
        [(header::CONTENT_TYPE, css), (header::CACHE_CONTROL, day)],
        STYLE,
    )
        .into_response()
}

/// Crawlers may read pages of releases, and not every list that a query can make.
pub(super) async fn robots(State(shared): State<Arc<Shared>>) -> String {
    let prefix = &shared.site.options.prefix;
    format!(
        "User-agent: *\nDisallow: {prefix}/zoeken?\nDisallow: {prefix}/citaten?\nDisallow: {prefix}/controleer?\nDisallow: {prefix}/persoon/\nDisallow: {prefix}/api/\n"
    )
}

/// Returns the description with which a browser searches from its address bar (`OpenSearch` 1.1).
pub(super) async fn open_search(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let base = shared.site.base(&headers);
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>Omroeper</ShortName>\n\
         <Description>Persberichten van overheden</Description>\n\
         <Url type=\"text/html\" template=\"{base}/zoeken?q={{searchTerms}}\"/>\n\
         <Url type=\"application/atom+xml\" template=\"{base}/zoeken?q={{searchTerms}}&amp;formaat=atom\"/>\n\
         </OpenSearchDescription>\n"
    );
    let media_type = HeaderValue::from_static("application/opensearchdescription+xml");
    ([(header::CONTENT_TYPE, media_type)], xml).into_response()
}

/// Returns the releases that a query finds as a file.
pub(super) fn releases(site: &Site, asked: &Asked, format: &str) -> Result<Response, PageError> {
    let query = asked.query()?;
    let engine = site.engine()?;
    let answer = engine
        .search(&query, Synonyms::of_program())?
        .top(&all(asked))?;
    file(format, "berichten", &answer.hits)
}

/// Returns the quotes that a query finds as a file.
pub(super) fn quotes(site: &Site, asked: &Asked, format: &str) -> Result<Response, PageError> {
    let query = asked.quote_query()?;
    let engine = site.engine()?;
    let answer = engine
        .quotes(&query, Synonyms::of_program())?
        .top(&all(asked))?;
    file(format, "citaten", &answer.hits)
}

fn all(asked: &Asked) -> Paging {
    Paging {
        offset: 0,
        limit: MOST,
        ..asked.paging()
    }
}

fn file<R: Record>(format: &str, name: &str, records: &[R]) -> Result<Response, PageError> {
    let found = FORMATS.iter().find(|(known, ..)| *known == format);
    let (_, media_type, kind) = found.ok_or_else(|| AskedError::Format {
        value: format.to_owned(),
    })?;
    let written = written(*kind, records);
    let attachment = HeaderValue::try_from(format!("attachment; filename=\"{name}.{format}\""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (
            header::CONTENT_DISPOSITION,
            attachment.unwrap_or(HeaderValue::from_static("attachment")),
        ),
    ];
    Ok((headers, written).into_response())
}

/// Returns records in a format.
pub(super) fn written<R: Record>(format: RecordFormat, records: &[R]) -> Vec<u8> {
    let mut out = RecordWriter::new(Vec::new(), format, Vec::new());
    for record in records {
        out.write(record).expect("writing to memory succeeds");
    }
    out.finish().expect("writing to memory succeeds")
}
