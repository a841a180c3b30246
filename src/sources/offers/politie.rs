//! The news interface of the police, `api.politie.nl/v4/nieuws`.
//!
//! Leaves out the text of a release: its page is captured.

use serde_json::Value;
use url::Url;

use super::dates::iso;
use super::{
    Answer, Claims, Coverage, Listed, OfferError, Scope, Walk, json, list, listed_record, plain,
    text, truth, with_query,
};

/// Number of releases that one answer holds: the most that the interface allows.
const LIMIT: u64 = 25;

/// The first day that is asked for.
const BEGINNING: &str = "20100101";

/// The address of the interface.
pub(super) fn interface() -> Url {
    "https://api.politie.nl/v4/nieuws"
        .parse()
        .expect("an address")
}

pub(super) struct Politie {
    url: Url,
    scope: Scope,
    offset: u64,
    ends: bool,
}

impl Politie {
    pub(super) fn new(url: Url, scope: Scope) -> Self {
        Self {
            url,
            scope,
            offset: 0,
            ends: false,
        }
    }
}

impl Walk for Politie {
    fn next(&mut self) -> Option<Url> {
        if self.ends {
            return None;
        }
        let written = |day: jiff::civil::Date| day.strftime("%Y%m%d").to_string();
        let from = self
            .scope
            .start()
            .map_or_else(|| BEGINNING.to_owned(), written);
        Some(with_query(
            &self.url,
            &[
                ("language", "nl"),
                ("fromdate", &from),
                ("todate", &written(self.scope.today())),
                ("maxnumberofitems", &LIMIT.to_string()),
                ("offset", &self.offset.to_string()),
            ],
        ))
    }

    fn accepts(&self, status: u16) -> bool {
        // 204: there is no release in the period.
        matches!(status, 200 | 204)
    }

    fn read(&mut self, answer: &Answer<'_>) -> Result<Vec<Listed>, OfferError> {
        if answer.status == 204 {
            self.ends = true;
            return Ok(Vec::new());
        }
        let value = json(answer)?;
        let releases = list(&value, "nieuwsberichten")?;
        let last = value.pointer("/iterator/last").and_then(truth);
        self.ends = last.ok_or(OfferError::Lacks("iterator.last"))? || releases.is_empty();
        self.offset += releases.len() as u64;
        let read = |release: &Value| {
            // The interface was seen with both spellings.
            let date =
                text(release, &["publicatiedatum"]).or_else(|| text(release, &["publicatieDatum"]));
            let claims = Claims {
                title: text(release, &["titel"]).map(|title| plain(&title)),
                date: date.as_deref().and_then(iso),
                tags: Vec::new(),
            };
            listed_record(release, &self.url, claims, date)
        };
        Ok(releases.iter().filter_map(read).collect())
    }

    fn coverage(&self) -> Coverage {
        Coverage::Period
    }
}
