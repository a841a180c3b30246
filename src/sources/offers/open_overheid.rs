//! The search interface of open.overheid.nl, where bodies publish documents under the Woo.
//!
//! Leaves out the documents themselves.

use serde_json::Value;
use url::Url;

use super::dates::iso;
use super::{
    Answer, Claims, Coverage, Listed, ListedAddress, OfferError, Scope, Walk, json, list, number,
    plain, text, with_query,
};

/// Number of documents that one answer holds: the most that the interface allows.
const LIMIT: u64 = 50;

/// The interface answers nothing beyond this document.
const MAX_START: u64 = 10_000;

/// The address of the interface.
pub(super) fn interface() -> Url {
    "https://open.overheid.nl/overheid/openbaarmakingen/api/v0/zoek"
        .parse()
        .expect("an address")
}

pub(super) struct OpenOverheid {
    url: Url,
    scope: Scope,
    start: u64,
    total: Option<u64>,
}

impl OpenOverheid {
    pub(super) fn new(url: Url, scope: Scope) -> Self {
        Self {
            url,
            scope,
            start: 0,
            total: None,
        }
    }
}

impl Walk for OpenOverheid {
    fn next(&mut self) -> Option<Url> {
        if self.total.is_some_and(|total| self.start >= total) || self.start >= MAX_START {
            return None;
        }
        let (start, limit) = (self.start.to_string(), LIMIT.to_string());
        let mut pairs = vec![
            ("start", start.as_str()),
            ("aantalResultaten", limit.as_str()),
        ];
        let from = self
            .scope
            .start()
            .map(|day| day.strftime("%d-%m-%Y").to_string());
        if let Some(from) = &from {
            pairs.push(("publicatiedatumVan", from));
        }
        Some(with_query(&self.url, &pairs))
    }

    fn read(&mut self, answer: &Answer<'_>) -> Result<Vec<Listed>, OfferError> {
        let value = json(answer)?;
        let total = value.get("totaal").and_then(number);
        self.total = Some(total.ok_or(OfferError::Lacks("totaal"))?);
        let results = list(&value, "resultaten")?;
        // An empty answer would be asked for again and again.
        self.start = if results.is_empty() {
            u64::MAX
        } else {
            self.start + LIMIT
        };
        let mut listed = Vec::with_capacity(results.len());
        for result in results {
            let document = result
                .get("document")
                .ok_or(OfferError::Lacks("resultaten[].document"))?;
            let address = ["weblocatie", "pid"]
                .iter()
                .find_map(|name| text(document, &[name]).filter(|url| url.starts_with("http")));
            let Some(url) = address else { continue };
            let date = ["publicatiedatum", "openbaarmakingsdatum"]
                .iter()
                .find_map(|name| iso(&text(document, &[name])?));
            let claims = Claims {
                title: title(document),
                date,
                tags: Vec::new(),
            };
            let changed = text(document, &["mutatiedatumtijd"]);
            listed.push(Listed {
                page: ListedAddress {
                    url,
                    claims,
                    changed,
                },
                record: None,
            });
        }
        Ok(listed)
    }

    fn coverage(&self) -> Coverage {
        Coverage::Period
    }

    fn missed(&self) -> Option<String> {
        let total = self.total.filter(|total| *total > MAX_START)?;
        Some(format!(
            "the interface has {total} documents and answers only {MAX_START} of them (narrow it with `--since`)"
        ))
    }
}

/// The official title of a document.
fn title(document: &Value) -> Option<String> {
    let title = text(document, &["titelcollectie", "officieleTitel"]);
    title
        .or_else(|| text(document, &["titel"]))
        .map(|title| plain(&title))
}
