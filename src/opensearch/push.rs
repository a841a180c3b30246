//! Brings a cluster level with an archive.
//!
//! Leaves out connections (`client`) and the names of indexes (`generation`). Releases are sent in the order of their
//! newest captures, and the number of the last one is noted after the cluster has acknowledged all before it. So a
//! push that was killed goes on there, and what it sends twice counts once.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::ClusterError;
use super::address::ClusterAddress;
use super::bulk::{Bulk, Rejected};
use super::client::{Client, Method, REQUEST};
use super::generation::{Generation, Generations, State};
use crate::document::{ReleaseId, VersionStatus};
use crate::index::{IndexError, JsonDocument, JsonDocuments, Reader};
use crate::search::{newer_releases, versions_of};

/// Number of releases that are read, analyzed and sent at once.
const BATCH: usize = 200;

/// Most documents that one answer of a cluster lists.
const PAGE: usize = 5000;

/// The archive that is pushed.
pub struct Archive<'a> {
    /// Its live index.
    pub reader: &'a Reader,
    /// The name of the live generation of its index.
    pub generation: &'a str,
    /// Its id: two archives cannot be pushed under one name.
    pub id: &'a str,
    /// The releases that were purged, each with the number of its purge.
    pub purges: &'a [(u64, ReleaseId)],
}

/// How an archive is pushed.
#[derive(Debug, Clone)]
pub struct PushOptions {
    /// What the names of its indexes begin with.
    pub name: String,
    /// Number of primary shards of a new index.
    pub shards: u32,
    /// Number of copies of each.
    pub replicas: u32,
    /// Whether a new index is filled, even if the live one could be kept.
    pub again: bool,
    /// Whether another archive under that name is replaced.
    pub take_over: bool,
}

/// Receives how far a push is.
pub trait PushProgress: Sync {
    /// There are this many releases to send.
    fn expect(&self, releases: u64);
    /// This many more were sent.
    fn advance(&self, releases: u64);
}

/// What a push did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Pushed {
    /// Number of releases that were sent.
    pub releases: u64,
    /// Number of documents of releases and quotes that were written.
    pub documents: u64,
    /// Number of documents that were deleted.
    pub deleted: u64,
    /// Number of purged releases whose documents were deleted.
    pub purged: u64,
    /// Documents that the cluster does not take.
    pub rejected: Vec<Rejected>,
    /// The name of the index of releases.
    pub index: String,
    /// Whether it became live in this push.
    pub became_live: bool,
    /// Whether the push was stopped before it had finished.
    pub interrupted: bool,
}

/// Brings the cluster level with the archive.
///
/// # Errors
/// [`ClusterError`]; what was acknowledged stays, and the next push goes on there.
pub fn push(
    archive: &Archive<'_>,
    address: &ClusterAddress,
    options: &PushOptions,
    progress: &dyn PushProgress,
    stop: &AtomicBool,
) -> Result<Pushed, ClusterError> {
    let client = Client::connect(address, REQUEST)?;
    let generations = Generations::new(&client, &options.name);
    let all = generations.all()?;
    if generations.owner(archive.id, options.take_over)? != archive.id {
        return Err(ClusterError::OtherArchive {
            name: options.name.clone(),
        });
    }
    let mut pushing = Push {
        archive,
        client: &client,
        generations: &generations,
        pushed: Pushed::default(),
    };
    pushing.purge(&all)?;
    let (target, state) = pushing.target(&all, options)?;
    let [releases, quotes] = generations.names(target.number);
    pushing.pushed.index.clone_from(&releases);
    pushing.fill(target.number, state, progress, stop)?;
    if pushing.pushed.interrupted {
        return Ok(pushing.pushed);
    }
    pushing.compare(&[releases, quotes])?;
    if !target.is_live {
        generations.make_live(target.number)?;
        pushing.pushed.became_live = true;
    }
    // One generation before the live one is kept, to return to.
    let mut older: Vec<&Generation> = all
        .iter()
        .filter(|old| old.number != target.number)
        .collect();
    older.sort_by_key(|old| (old.is_live, old.number));
    if !options.take_over {
        older.pop();
    }
    for old in older {
        generations.remove(old.number)?;
    }
    Ok(pushing.pushed)
}

/// Makes the generation before the live one live again. Returns the names of the index of releases that was live, and
/// of the one that is.
///
/// # Errors
/// [`ClusterError::NoOther`] if there is none.
pub fn roll_back(address: &ClusterAddress, name: &str) -> Result<(String, String), ClusterError> {
    let client = Client::connect(address, REQUEST)?;
    let generations = Generations::new(&client, name);
    let all = generations.all()?;
    let live = all.iter().rposition(|generation| generation.is_live);
    let (Some(live), Some(before)) = (live, live.and_then(|live| live.checked_sub(1))) else {
        return Err(ClusterError::NoOther {
            name: name.to_owned(),
        });
    };
    let [from, to] = [live, before].map(|at| {
        let [releases, _] = generations.names(all[at].number);
        releases
    });
    generations.make_live(all[before].number)?;
    Ok((from, to))
}

struct Push<'a> {
    archive: &'a Archive<'a>,
    client: &'a Client,
    generations: &'a Generations<'a>,
    pushed: Pushed,
}

impl Push<'_> {
    /// Returns the generation that is brought level: the newest one if it is of this analysis, and was filled from the
    /// live generation of the local index; else a new one. Also returns what was sent of it.
    fn target(
        &self,
        all: &[Generation],
        options: &PushOptions,
    ) -> Result<(Generation, State), ClusterError> {
        let newest = all.last();
        let mut kept = newest.filter(|newest| {
            newest.is_ours && !options.take_over && !(options.again && newest.is_live)
        });
        if let Some(known) = kept
            && let Some(state) = self.generations.state(known.number)?
            && state.filled_from != self.archive.generation
        {
            kept = None;
        }
        let target = match kept {
            Some(kept) => kept.clone(),
            None => Generation {
                number: newest.map_or(1, |newest| newest.number + 1),
                is_ours: true,
                is_live: false,
            },
        };
        self.generations
            .create(target.number, options.shards, options.replicas)?;
        self.generations.settle(target.number)?;
        if let Some(state) = self.generations.state(target.number)? {
            return Ok((target, state));
        }
        let state = State {
            filled_from: self.archive.generation.to_owned(),
            seq: 0,
            purges: self.archive.reader.committed()?,
        };
        self.generations.note(target.number, &state)?;
        Ok((target, state))
    }

    /// Deletes purged releases from all generations, and the files that held them.
    fn purge(&mut self, all: &[Generation]) -> Result<(), ClusterError> {
        let committed = self.archive.reader.committed()?;
        for generation in all {
            let Some(state) = self.generations.state(generation.number)? else {
                continue;
            };
            let new = |(seq, _): &&(u64, ReleaseId)| (state.purges + 1..=committed).contains(seq);
            let purges: Vec<&(u64, ReleaseId)> = self.archive.purges.iter().filter(new).collect();
            if !purges.is_empty() {
                self.purge_from(generation.number, &purges)?;
            }
            if committed > state.purges {
                let purges = committed;
                self.generations
                    .note(generation.number, &State { purges, ..state })?;
            }
        }
        Ok(())
    }

    fn purge_from(
        &mut self,
        number: u32,
        purges: &[&(u64, ReleaseId)],
    ) -> Result<(), ClusterError> {
        let [releases, quotes] = self.generations.names(number);
        let both = format!("{releases},{quotes}");
        self.refresh(&both)?;
        let mut bulk = Bulk::new(self.client);
        for batch in purges.chunks(BATCH) {
            let seqs = batch
                .iter()
                .map(|(seq, id)| (id.to_string(), *seq))
                .collect();
            self.delete_all_but(&HashSet::new(), &seqs, [&releases, &quotes], &mut bulk)?;
        }
        bulk.flush()?;
        self.pushed.deleted += bulk.deleted;
        // Each generation that is kept loses the same releases.
        self.pushed.purged = self.pushed.purged.max(purges.len() as u64);
        if bulk.deleted > 0 {
            // A deleted document stays in its file until that is written anew.
            let path = format!("{both}/_forcemerge?only_expunge_deletes=true&flush=true");
            self.client.ask(Method::Post, &path, None)?;
        }
        Ok(())
    }

    /// Sends the releases that the generation lacks.
    fn fill(
        &mut self,
        number: u32,
        mut state: State,
        progress: &dyn PushProgress,
        stop: &AtomicBool,
    ) -> Result<(), ClusterError> {
        let [releases, quotes] = self.generations.names(number);
        let both = format!("{releases},{quotes}");
        self.refresh(&both)?;
        let reader = self.archive.reader;
        let mut newer = newer_releases(reader, VersionStatus::Current, state.seq)?;
        newer.extend(newer_releases(reader, VersionStatus::Gone, state.seq)?);
        newer.sort_by_key(|release| (release.seq, release.id));
        progress.expect(newer.len() as u64);
        let is_empty = self.count(&both)? == 0;
        let documents = JsonDocuments::default();
        let mut bulk = Bulk::new(self.client);
        for batch in newer.chunks(BATCH) {
            if stop.load(Ordering::Relaxed) {
                self.pushed.interrupted = true;
                break;
            }
            let made: Vec<Vec<Made>> = batch
                .par_iter()
                .map(|release| {
                    let versions = versions_of(reader, release.id)?;
                    let made = documents.of(release.id, &versions, release.seq);
                    Ok(made.into_iter().map(Made::of).collect())
                })
                .collect::<Result<_, IndexError>>()?;
            let sent: Vec<(u64, &Made)> = batch
                .iter()
                .zip(&made)
                .flat_map(|(release, made)| made.iter().map(|made| (release.seq, made)))
                .collect();
            // What a release had before, and has no more. A generation that was empty has nothing of that.
            if !is_empty {
                let seqs = batch
                    .iter()
                    .map(|release| (release.id.to_string(), release.seq));
                let wanted = sent.iter().map(|(_, made)| made.id.as_str()).collect();
                self.delete_all_but(&wanted, &seqs.collect(), [&releases, &quotes], &mut bulk)?;
            }
            for (seq, made) in sent {
                let index = if made.is_quote { &quotes } else { &releases };
                bulk.index(index, &made.id, seq, &made.text)?;
            }
            bulk.flush()?;
            crate::failpoint::reach("pushed");
            state.seq = batch.last().map_or(state.seq, |release| release.seq);
            self.generations.note(number, &state)?;
            self.pushed.releases += batch.len() as u64;
            progress.advance(batch.len() as u64);
        }
        self.pushed.documents += bulk.sent;
        self.pushed.deleted += bulk.deleted;
        self.pushed.rejected.append(&mut bulk.rejected);
        self.refresh(&both)
    }

    /// Deletes the documents of some releases that are not `wanted`, with these numbers as versions.
    fn delete_all_but(
        &self,
        wanted: &HashSet<&str>,
        seqs: &HashMap<String, u64>,
        [releases, quotes]: [&str; 2],
        bulk: &mut Bulk<'_>,
    ) -> Result<(), ClusterError> {
        for (index, field) in [(releases, "id"), (quotes, "release_id")] {
            let known = self.known(index, field, seqs.keys())?;
            for known in known.iter().filter(|known| !wanted.contains(&*known.key)) {
                let seq = seqs.get(&known.release).copied().unwrap_or_default();
                bulk.delete(index, &known.key, seq.max(known.seq + 1))?;
            }
        }
        Ok(())
    }

    /// Makes what was sent visible to searches.
    fn refresh(&self, indexes: &str) -> Result<(), ClusterError> {
        let path = format!("{indexes}/_refresh");
        self.client.ask(Method::Post, &path, None)?;
        Ok(())
    }

    /// Fails if the indexes do not have as many documents as the archive.
    fn compare(&self, indexes: &[String; 2]) -> Result<(), ClusterError> {
        let reader = self.archive.reader;
        let wanted = [reader.releases.num_docs(), reader.quotes.num_docs()];
        // A document that the cluster does not take is told by name.
        if !self.pushed.rejected.is_empty() {
            return Ok(());
        }
        for (index, wanted) in indexes.iter().zip(wanted) {
            let found = self.count(index)?;
            if found != wanted {
                return Err(ClusterError::Differs {
                    index: index.clone(),
                    found,
                    wanted,
                });
            }
        }
        Ok(())
    }

    fn count(&self, indexes: &str) -> Result<u64, ClusterError> {
        let body = json!({ "size": 0, "track_total_hits": true });
        let found = self.search(indexes, &body)?;
        Ok(found["total"]["value"].as_u64().unwrap_or_default())
    }

    /// Returns what a search finds on all shards. While a shard has no node, it is asked again: a part of the answer
    /// would say that documents are missing.
    fn search(&self, indexes: &str, body: &Value) -> Result<Value, ClusterError> {
        let path = format!("{indexes}/_search?allow_partial_search_results=false");
        let mut answer = self.client.ask(Method::Post, &path, Some(body))?;
        Ok(answer.body["hits"].take())
    }

    /// Returns the documents that an index has of some releases.
    fn known<'r>(
        &self,
        index: &str,
        field: &str,
        releases: impl Iterator<Item = &'r String>,
    ) -> Result<Vec<Known>, ClusterError> {
        let ids: Vec<&String> = releases.collect();
        let mut found: Vec<Known> = Vec::new();
        loop {
            let mut body = json!({
                "size": PAGE, "_source": false, "docvalue_fields": ["key", field, "seq"],
                "query": { "terms": { field: ids } }, "sort": ["key"],
            });
            if let Some(last) = found.last() {
                body["search_after"] = json!([last.key]);
            }
            let hits = self.search(index, &body)?;
            let hits = hits["hits"].as_array().map(Vec::as_slice);
            let hits = hits.unwrap_or_default();
            found.extend(hits.iter().map(|hit| Known::of(&hit["fields"], field)));
            if hits.len() < PAGE {
                return Ok(found);
            }
        }
    }
}

/// A document that is ready to be sent.
struct Made {
    is_quote: bool,
    id: String,
    text: String,
}

impl Made {
    fn of(document: JsonDocument) -> Self {
        Self {
            is_quote: document.is_quote,
            text: Value::Object(document.fields).to_string(),
            id: document.id,
        }
    }
}

/// A document that the cluster has.
struct Known {
    key: String,
    release: String,
    seq: u64,
}

impl Known {
    fn of(fields: &Value, release: &str) -> Self {
        let text = |name: &str| fields[name][0].as_str().unwrap_or_default().to_owned();
        Self {
            key: text("key"),
            release: text(release),
            seq: fields["seq"][0].as_u64().unwrap_or_default(),
        }
    }
}
