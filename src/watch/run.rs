//! The jobs of watches: add, edit, remove, run.
//!
//! Leaves out finding (`find`), keeping (`store`) and telling (`tell`) events.

use std::collections::{HashMap, HashSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::error::WatchError;
use super::event::Event;
use super::find::{Searched, find, query};
use super::store::{Outputs, Store, Subject, Watch};
use super::tell::{begin_feed, forget_in_files, tell};
use crate::document::ReleaseId;
use crate::failpoint;
use crate::home::Home;
use crate::index::Reader;
use crate::search::Query;

/// How long a job waits before it looks again whether another one has finished.
const RETRY: Duration = Duration::from_millis(20);

type Result<T> = std::result::Result<T, WatchError>;

/// What a run of watches did.
#[derive(Debug, Default)]
pub struct RunOutcome {
    /// The events in order, each once, with the names of all watches that found it.
    pub events: Vec<Event>,
    /// The watches that could not tell their events, with the reason. They tell them in the next run.
    pub failures: Vec<(String, String)>,
}

/// The lock of the watches of a home. It is released when this value is dropped.
struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

fn lock(home: &Home, wait: Duration) -> Result<Lock> {
    let path = home.watch_lock();
    let deadline = Instant::now() + wait;
    let failed = |source| WatchError::Io {
        path: path.clone(),
        source,
    };
    let mut options = OpenOptions::new();
    let file = options.write(true).create(true).truncate(false);
    let file = file.open(&path).map_err(failed)?;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock(file)),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => std::thread::sleep(RETRY),
            Err(TryLockError::WouldBlock) => return Err(WatchError::Locked { path }),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
    }
}

/// All watches, by name.
///
/// # Errors
/// [`WatchError`].
pub fn list(home: &Home) -> Result<Vec<Watch>> {
    Store::read(home)?.map_or_else(|| Ok(Vec::new()), |store| store.watches())
}

/// The newest events of a watch, the newest first.
///
/// # Errors
/// [`WatchError`].
pub fn newest(home: &Home, name: &str, most: usize) -> Result<(Watch, Vec<Event>)> {
    let unknown = || WatchError::Unknown {
        name: name.to_owned(),
    };
    let store = Store::read(home)?.ok_or_else(unknown)?;
    let watch = known(&store, name)?;
    let events = store.newest(name, most)?;
    Ok((watch, events))
}

/// Adds a watch. What matches now is not told, unless `backfill` is set.
///
/// # Errors
/// [`WatchError`]; nothing is added.
pub fn add(
    home: &Home,
    reader: &Reader,
    name: &str,
    asked: Query,
    (subject, outputs): (Subject, Outputs),
    backfill: bool,
) -> Result<Watch> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || !name.chars().all(is_name) {
        return Err(WatchError::Name {
            name: name.to_owned(),
        });
    }
    let _lock = lock(home, Duration::ZERO)?;
    let mut store = Store::open(home)?;
    if store.watch(name)?.is_some() {
        return Err(WatchError::Exists {
            name: name.to_owned(),
        });
    }
    let watch = Watch {
        name: name.to_owned(),
        query: query(asked, subject)?.to_string(),
        subject,
        outputs,
        seq: if backfill { 0 } else { reader.committed()? },
        ran: None,
    };
    let items = if backfill {
        Vec::new()
    } else {
        Searched::prepare(&watch, reader)?.items()?
    };
    store.put(&watch, &items)?;
    begin_feed(&watch, &store)?;
    Ok(watch)
}

/// Changes the query or the outputs of a watch. What matches a new query now is not told.
///
/// # Errors
/// [`WatchError`]; nothing is changed.
pub fn edit(
    home: &Home,
    reader: &Reader,
    name: &str,
    asked: Option<Query>,
    change: impl FnOnce(&mut Outputs),
) -> Result<Watch> {
    let _lock = lock(home, Duration::ZERO)?;
    let mut store = Store::open(home)?;
    let mut watch = known(&store, name)?;
    change(&mut watch.outputs);
    let has_new_query = asked.is_some();
    if let Some(asked) = asked {
        watch.query = query(asked, watch.subject)?.to_string();
        watch.seq = reader.committed()?;
    }
    let mut items = Searched::prepare(&watch, reader)?.items()?;
    if !has_new_query {
        // Only what was seen stays seen.
        let mut seen = Vec::with_capacity(items.len());
        for item in items {
            seen.extend(store.item(name, item.id)?);
        }
        items = seen;
    }
    store.put(&watch, &items)?;
    begin_feed(&watch, &store)?;
    Ok(watch)
}

/// Removes a watch, what it has seen and its events. Its files stay.
///
/// # Errors
/// [`WatchError`].
pub fn remove(home: &Home, name: &str) -> Result<()> {
    if !home.watches().exists() {
        return Err(WatchError::Unknown {
            name: name.to_owned(),
        });
    }
    let _lock = lock(home, Duration::ZERO)?;
    let mut store = Store::open(home)?;
    known(&store, name)?;
    store.remove(name)
}

fn known(store: &Store, name: &str) -> Result<Watch> {
    store.watch(name)?.ok_or_else(|| WatchError::Unknown {
        name: name.to_owned(),
    })
}

/// Runs the watches with these names, or all of them, and tells in their own files and commands what is new.
/// `print` is called with all events that no earlier run printed. If it fails, none is told.
///
/// # Errors
/// [`WatchError`]; what was found stays, and is told by the next run.
pub fn run(
    home: &Home,
    reader: &Reader,
    names: &[String],
    now: Timestamp,
    print: impl FnOnce(&[Event]) -> std::io::Result<()>,
) -> Result<RunOutcome> {
    let mut outcome = RunOutcome::default();
    if !home.watches().exists() {
        return match names.first() {
            Some(name) => Err(WatchError::Unknown { name: name.clone() }),
            None => Ok(outcome),
        };
    }
    let _lock = lock(home, Duration::ZERO)?;
    let mut store = Store::open(home)?;
    let watches = if names.is_empty() {
        store.watches()?
    } else {
        let chosen = names.iter().map(|name| known(&store, name));
        chosen.collect::<Result<_>>()?
    };
    let seq = reader.committed()?;
    for watch in &watches {
        let found = find(watch, reader, &store)?;
        // An index of an earlier generation may lag behind.
        let seq = seq.max(watch.seq);
        store.note(&watch.name, seq, now, &found.events, &found.items)?;
        failpoint::reach("watch-written");
    }
    let mut places: HashMap<String, usize> = HashMap::new();
    for watch in &watches {
        for (_, event) in store.unprinted(&watch.name)? {
            let at = *places
                .entry(event.id.clone())
                .or_insert(outcome.events.len());
            if at == outcome.events.len() {
                outcome.events.push(event);
            }
            outcome.events[at].watches.push(watch.name.clone());
        }
    }
    let path = store.path().to_owned();
    print(&outcome.events).map_err(|source| WatchError::Io { path, source })?;
    for watch in &watches {
        store.mark_printed(&watch.name)?;
        let events = store.untold(&watch.name)?;
        if events.is_empty() {
            continue;
        }
        let told: Vec<Event> = events
            .iter()
            .map(|(_, event)| match places.get(&event.id) {
                Some(at) => outcome.events[*at].clone(),
                // It was printed by an earlier run.
                None => Event {
                    watches: vec![watch.name.clone()],
                    ..event.clone()
                },
            })
            .collect();
        match tell(watch, &told, &store) {
            Ok(()) => {
                failpoint::reach("watch-told");
                let numbers: Vec<u64> = events.iter().map(|(number, _)| *number).collect();
                store.mark(&watch.name, &numbers)?;
            }
            Err(reason) => outcome.failures.push((watch.name.clone(), reason)),
        }
    }
    Ok(outcome)
}

/// Copies the watches of a home into another one, which has none.
///
/// # Errors
/// [`WatchError`].
pub fn back_up(home: &Home, into: &Home) -> Result<()> {
    let store = Store::read(home)?;
    store.map_or(Ok(()), |store| store.copy_into(&into.watches()))
}

/// Removes purged releases from all watches and from their files. Waits for a run to finish.
///
/// # Errors
/// [`WatchError`].
pub fn forget(home: &Home, releases: &[ReleaseId], wait: Duration) -> Result<()> {
    if releases.is_empty() || !home.watches().exists() {
        return Ok(());
    }
    let _lock = lock(home, wait)?;
    let mut store = Store::open(home)?;
    let mut ids = HashSet::new();
    for release in releases {
        ids.extend(store.forget(*release)?);
    }
    for watch in store.watches()? {
        forget_in_files(&watch, &ids, &store)?;
    }
    Ok(())
}
