//! Sends documents and deletions in batches, and reads what became of each.
//!
//! Leaves out which documents are sent (`push`).

use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use super::ClusterError;
use super::client::{Client, is_busy};

/// Bytes of a batch. Larger ones are not faster, and take memory of every node.
const BATCH: usize = 5 << 20;

/// How often an item is sent again that a node had no room for.
const TRIES: u32 = 10;

/// The first pause before that; each next one is twice as long.
const PAUSE: Duration = Duration::from_millis(200);

/// A document that the cluster does not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// Its id.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// Whether an index takes no documents, so that waiting does not help.
fn is_read_only(error: &Value) -> bool {
    let reason = error["reason"].as_str().unwrap_or_default();
    error["type"] == "cluster_block_exception" && reason.contains("read-only")
}

/// An item of a batch: two lines, or one for a deletion.
struct Item {
    id: String,
    lines: String,
}

/// Documents and deletions that wait to be sent.
pub(super) struct Bulk<'c> {
    client: &'c Client,
    waiting: Vec<Item>,
    size: usize,
    /// Number of documents that were sent, and of those that were deleted.
    pub(super) sent: u64,
    pub(super) deleted: u64,
    /// Documents that the cluster does not take.
    pub(super) rejected: Vec<Rejected>,
}

impl<'c> Bulk<'c> {
    pub(super) fn new(client: &'c Client) -> Self {
        Self {
            client,
            waiting: Vec::new(),
            size: 0,
            sent: 0,
            deleted: 0,
            rejected: Vec::new(),
        }
    }

    /// Adds a document with an external version.
    pub(super) fn index(
        &mut self,
        index: &str,
        id: &str,
        version: u64,
        document: &str,
    ) -> Result<(), ClusterError> {
        let head = json!({ "index": {
            "_index": index, "_id": id, "version": version, "version_type": "external",
        } });
        self.add(id, format!("{head}\n{document}\n"))
    }

    /// Adds a deletion with an external version.
    pub(super) fn delete(
        &mut self,
        index: &str,
        id: &str,
        version: u64,
    ) -> Result<(), ClusterError> {
        let head = json!({ "delete": {
            "_index": index, "_id": id, "version": version, "version_type": "external",
        } });
        self.add(id, format!("{head}\n"))
    }

    fn add(&mut self, id: &str, lines: String) -> Result<(), ClusterError> {
        self.size += lines.len();
        let id = id.to_owned();
        self.waiting.push(Item { id, lines });
        if self.size >= BATCH {
            self.flush()?;
        }
        Ok(())
    }

    /// Sends what waits, and returns when the cluster has acknowledged or refused each item.
    ///
    /// # Errors
    /// [`ClusterError`] if it cannot be sent.
    pub(super) fn flush(&mut self) -> Result<(), ClusterError> {
        let mut items = std::mem::take(&mut self.waiting);
        self.size = 0;
        let mut pause = PAUSE;
        for tries in 1.. {
            if items.is_empty() {
                break;
            }
            let lines: String = items.iter().map(|item| item.lines.as_str()).collect();
            let answer = self.client.bulk(lines.into_bytes())?;
            items = self.read(&answer.body, items, tries == TRIES)?;
            if !items.is_empty() {
                std::thread::sleep(pause);
                pause *= 2;
            }
        }
        Ok(())
    }

    /// Notes what became of each item. Returns those that have to be sent again.
    fn read(
        &mut self,
        body: &Value,
        items: Vec<Item>,
        is_last: bool,
    ) -> Result<Vec<Item>, ClusterError> {
        let answers = body["items"].as_array().map(Vec::as_slice);
        let answers = answers.unwrap_or_default();
        if answers.len() != items.len() {
            return Err(ClusterError::Answer {
                nodes: self.client.nodes(),
                status: 200,
                what: "`_bulk`".to_owned(),
                reason: format!("{} answers to {} items", answers.len(), items.len()),
            });
        }
        let mut again = Vec::new();
        for (item, answer) in items.into_iter().zip(answers) {
            let (is_deletion, answer) = match &answer["delete"] {
                Value::Null => (false, &answer["index"]),
                deletion => (true, deletion),
            };
            let error = &answer["error"];
            let reason = || {
                let cause = &error["caused_by"]["reason"];
                let reason = error["reason"].as_str().unwrap_or_default();
                match cause.as_str() {
                    Some(cause) => format!("{reason}: {cause}"),
                    None => reason.to_owned(),
                }
            };
            match answer["status"].as_u64() {
                Some(200..=299) if is_deletion => self.deleted += 1,
                Some(200..=299) => self.sent += 1,
                // The cluster has this version, or what is to be deleted is not there.
                Some(409) => {}
                Some(404) if is_deletion => {}
                Some(_) if is_read_only(error) => {
                    return Err(ClusterError::ReadOnly {
                        nodes: self.client.nodes(),
                        reason: reason(),
                    });
                }
                Some(status) if is_busy(status) && !is_last => again.push(item),
                _ => self.rejected.push(Rejected {
                    id: item.id,
                    reason: reason(),
                }),
            }
        }
        Ok(again)
    }
}
