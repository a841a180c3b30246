//! The interface of `WordPress` itself: `/wp-json/wp/v2/posts` (REST API handbook, "Pagination").
//!
//! Leaves out the text of a post: its page is captured.

use std::collections::HashSet;

use serde_json::Value;
use url::Url;

use super::dates::iso;
use super::{
    Answer, Claims, Coverage, Listed, ListedAddress, OfferError, Scope, Walk, json, plain, text,
    with_query,
};

/// Number of posts that one answer holds: the most that `WordPress` allows.
const PER_PAGE: usize = 100;

pub(super) struct WordPress {
    url: Url,
    scope: Scope,
    page: u64,
    pages: Option<u64>,
    ends: bool,
    seen: HashSet<u64>,
}

impl WordPress {
    pub(super) fn new(url: Url, scope: Scope) -> Self {
        Self {
            url,
            scope,
            page: 0,
            pages: None,
            ends: false,
            seen: HashSet::new(),
        }
    }
}

impl Walk for WordPress {
    fn next(&mut self) -> Option<Url> {
        if self.ends || self.pages.is_some_and(|pages| self.page >= pages) {
            return None;
        }
        self.page += 1;
        let (per_page, page) = (PER_PAGE.to_string(), self.page.to_string());
        let mut pairs = vec![("per_page", per_page.as_str()), ("page", page.as_str())];
        let moment = |day: jiff::civil::Date| format!("{day}T00:00:00");
        // `since` is about publication; what changed since the last walk is about changes.
        let after = self.scope.since.map(moment);
        let modified = self.scope.start().map(moment);
        match (&after, &modified) {
            (Some(after), _) => pairs.push(("after", after)),
            (None, Some(modified)) => pairs.push(("modified_after", modified)),
            (None, None) => {}
        }
        Some(with_query(&self.url, &pairs))
    }

    fn accepts(&self, status: u16) -> bool {
        status == 200 || status == 400 && self.page > 1
    }

    fn read(&mut self, answer: &Answer<'_>) -> Result<Vec<Listed>, OfferError> {
        let value = json(answer)?;
        let Some(posts) = value.as_array() else {
            // The error of a page after the last one, `rest_post_invalid_page_number`.
            if answer.status == 400 && text(&value, &["code"]).is_some() {
                self.ends = true;
                return Ok(Vec::new());
            }
            let reason = text(&value, &["message"]).unwrap_or_else(|| "it is no list".to_owned());
            return Err(OfferError::IsNot {
                what: "a list of posts",
                reason,
            });
        };
        self.pages = answer.total_pages.or(self.pages);
        self.ends = posts.is_empty() || self.pages.is_none() && posts.len() < PER_PAGE;
        if !posts.is_empty() && posts.iter().all(|post| post.get("link").is_none()) {
            return Err(OfferError::Lacks("link"));
        }
        // A post that is published during the walk moves the others to the next page.
        let is_first = |post: &&Value| {
            post.get("id")
                .and_then(Value::as_u64)
                .is_none_or(|id| self.seen.insert(id))
        };
        let first: Vec<&Value> = posts.iter().filter(is_first).collect();
        let utc = |post: &Value, name: &str, local: &str| {
            let date = text(post, &[name]).map(|date| format!("{date}Z"));
            date.or_else(|| text(post, &[local]))
                .as_deref()
                .and_then(iso)
        };
        let listed = first.into_iter().filter_map(|post| {
            let claims = Claims {
                title: text(post, &["title", "rendered"]).map(|title| plain(&title)),
                date: utc(post, "date_gmt", "date"),
                tags: Vec::new(),
            };
            let url = self.url.join(&text(post, &["link"])?).ok()?;
            let page = ListedAddress {
                url: url.into(),
                claims,
                changed: utc(post, "modified_gmt", "modified"),
            };
            Some(Listed { page, record: None })
        });
        Ok(listed.collect())
    }

    fn coverage(&self) -> Coverage {
        if self.scope.start().is_some() {
            Coverage::Period
        } else {
            Coverage::All
        }
    }
}
