//! `OpenPub`, the `WordPress` plug-in of many municipalities: items and press releases.
//!
//! Leaves out the text of an item: `sources::record` reads it.

use serde_json::Value;
use url::Url;

use super::dates::iso;
use super::{
    Answer, Claims, Coverage, Listed, OfferError, Scope, Walk, json, list, listed_record, number,
    plain, text, with_query,
};

/// Number of items that one answer holds.
const LIMIT: &str = "50";

pub(super) struct OpenPub {
    url: Url,
    scope: Scope,
    page: u64,
    pages: u64,
    ends: bool,
    /// Whether the walk stopped where everything was known.
    stopped: bool,
}

impl OpenPub {
    pub(super) fn new(url: Url, scope: Scope) -> Self {
        Self {
            url,
            scope,
            page: 0,
            pages: 1,
            ends: false,
            stopped: false,
        }
    }
}

impl Walk for OpenPub {
    fn next(&mut self) -> Option<Url> {
        if self.ends || self.page >= self.pages {
            return None;
        }
        self.page += 1;
        Some(with_query(
            &self.url,
            &[("limit", LIMIT), ("page", &self.page.to_string())],
        ))
    }

    fn read(&mut self, answer: &Answer<'_>) -> Result<Vec<Listed>, OfferError> {
        let value = json(answer)?;
        let items = list(&value, "data")?;
        let pages = value.pointer("/pagination/total_pages").and_then(number);
        self.pages = pages.ok_or(OfferError::Lacks("pagination.total_pages"))?;
        let read = |item: &Value| {
            let date = text(item, &["date"]).as_deref().and_then(iso);
            let claims = Claims {
                title: text(item, &["title"]).map(|title| plain(&title)),
                date,
                tags: tags(item),
            };
            let changed = text(item, &["date_modified"]);
            listed_record(item, &self.url, claims, changed)
        };
        let mut listed: Vec<Listed> = items.iter().filter_map(read).collect();
        let count = listed.len();
        listed.retain(|item| !self.scope.is_too_old(item.page.claims.date.as_deref()));
        self.ends = items.is_empty() || count > 0 && listed.is_empty();
        Ok(listed)
    }

    fn learn(&mut self, new: u64) {
        self.stopped = new == 0 && self.scope.last.is_some() && self.page < self.pages;
        self.ends |= self.stopped;
    }

    fn coverage(&self) -> Coverage {
        if self.stopped || self.scope.since.is_some() {
            Coverage::Newest
        } else {
            Coverage::All
        }
    }
}

/// The names of an item's subjects.
fn tags(item: &Value) -> Vec<String> {
    let terms = item.get("taxonomies").or_else(|| item.get("categories"));
    let mut names = Vec::new();
    let mut open: Vec<&Value> = terms.into_iter().collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Array(many) => open.extend(many),
            Value::Object(members) => match members.get("name").and_then(Value::as_str) {
                Some(name) => names.push(name.to_owned()),
                None => open.extend(members.values()),
            },
            _ => {}
        }
    }
    names
}
