//! Reads every match of a search, page by page, from a view of the index that does not change meanwhile.
//!
//! Leaves out the best matches (`search`).

use std::vec::IntoIter;

use serde_json::{Value, json};

use super::ClusterError;
use super::client::{Client, Method};

/// Number of matches on a page.
const PAGE: usize = 500;

/// How long a view stays open after its last page was read.
const KEPT: &str = "5m";

/// Every match of a search.
pub(super) struct Pages<'c> {
    client: &'c Client,
    index: String,
    /// The search for the next page.
    body: Value,
    page: IntoIter<Value>,
    is_last: bool,
}

impl<'c> Pages<'c> {
    /// Opens a view of an index for a search. Its order must tell all documents apart.
    pub(super) fn open(
        client: &'c Client,
        index: &str,
        mut body: Value,
    ) -> Result<Self, ClusterError> {
        body["size"] = json!(PAGE);
        let mut pages = Self {
            client,
            index: index.to_owned(),
            body,
            page: Vec::new().into_iter(),
            is_last: false,
        };
        pages.open_view()?;
        Ok(pages)
    }

    fn open_view(&mut self) -> Result<(), ClusterError> {
        let path = format!("{}/_search/point_in_time?keep_alive={KEPT}", self.index);
        let opened = self.client.ask(Method::Post, &path, None)?;
        self.body["pit"] = json!({ "id": opened.body["pit_id"], "keep_alive": KEPT });
        Ok(())
    }

    fn read(&mut self) -> Result<(), ClusterError> {
        let path = "_search?allow_partial_search_results=false";
        let mut answer = match self.client.ask_any(Method::Post, path, Some(&self.body)) {
            Ok(answer) if answer.status == 200 => answer,
            // A view is lost with a node that holds it. Another one goes on after the last page.
            _ => {
                self.open_view()?;
                self.client.ask(Method::Post, path, Some(&self.body))?
            }
        };
        let hits = hits(&mut answer.body);
        self.is_last = hits.len() < PAGE;
        if let Some(last) = hits.last() {
            self.body["search_after"] = last["sort"].clone();
        }
        self.page = hits.into_iter();
        Ok(())
    }
}

/// Returns the hits of an answer.
pub(super) fn hits(answer: &mut Value) -> Vec<Value> {
    match answer["hits"]["hits"].take() {
        Value::Array(hits) => hits,
        _ => Vec::new(),
    }
}

impl Iterator for Pages<'_> {
    type Item = Result<Value, ClusterError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(hit) = self.page.next() {
                return Some(Ok(hit));
            }
            if self.is_last {
                return None;
            }
            if let Err(error) = self.read() {
                self.is_last = true;
                return Some(Err(error));
            }
        }
    }
}

impl Drop for Pages<'_> {
    fn drop(&mut self) {
        // A view that stays open closes by itself.
        let body = json!({ "pit_id": [self.body["pit"]["id"]] });
        self.client
            .ask_once(Method::Delete, "_search/point_in_time", &body);
    }
}

/// Returns the buckets of an aggregation.
pub(super) fn buckets<'a>(answer: &'a Value, name: &str) -> &'a [Value] {
    let buckets = answer["aggregations"][name]["buckets"].as_array();
    buckets.map(Vec::as_slice).unwrap_or_default()
}
