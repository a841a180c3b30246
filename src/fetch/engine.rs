//! The thread of the fetcher: runs all sources side by side, round after round.
//!
//! Leaves out what a source does. The runtime and everything in it stay in this thread.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::{JoinSet, LocalSet};
use url::Url;

use super::client::Client;
use super::hosts::Hosts;
use super::source::{self, Shared};
use super::{
    CheckedOffer, FailedRequest, FetchError, FetchOptions, Reports, SourceReport, Watcher, clock,
    discover as discovery,
};
use crate::archive::{FetchLock, Frontier, SINGLE_PAGES};
use crate::home::Home;
use crate::load::SourceItem;
use crate::sources::offers::Offer;

/// Number of items that may wait to be read. A page may take megabytes.
const ITEMS_AHEAD: usize = 16;

/// How often it is checked whether to stop.
const STOP_POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Starts the thread. It ends when the iterator is dropped.
pub(super) fn start(
    lock: FetchLock,
    frontier: Frontier,
    options: FetchOptions,
    stop: Arc<AtomicBool>,
    watcher: Arc<dyn Watcher>,
) -> (
    impl Iterator<Item = SourceItem> + Send + 'static + use<>,
    Reports,
) {
    let (sender, mut receiver) = mpsc::channel(ITEMS_AHEAD);
    let reports = Reports::default();
    let written = Arc::clone(&reports);
    std::thread::spawn(move || {
        let _lock = lock;
        block_on(async {
            let mut running =
                tokio::task::spawn_local(run(frontier, options, watcher, sender, written));
            while !stop.load(Ordering::Relaxed) {
                let ended = tokio::time::timeout(STOP_POLL_INTERVAL, &mut running).await;
                if ended.is_ok() {
                    return;
                }
            }
            running.abort();
        });
    });
    (
        std::iter::from_fn(move || receiver.blocking_recv()),
        reports,
    )
}

/// Fetches all sources, round after round.
async fn run(
    frontier: Frontier,
    options: FetchOptions,
    watcher: Arc<dyn Watcher>,
    sender: mpsc::Sender<SourceItem>,
    reports: Reports,
) {
    let client = match Client::new(&options) {
        Ok(client) => client,
        Err(error) => return fail_all(&options, &error, &reports),
    };
    let frontier = Rc::new(RefCell::new(frontier));
    let hosts = Hosts::new(client, options.identity.token.clone(), Rc::clone(&frontier));
    let shared = Rc::new(Shared {
        frontier,
        hosts,
        sender,
        watcher: Arc::clone(&watcher),
        visited: RefCell::default(),
        led_to: RefCell::default(),
        active: options
            .sources
            .iter()
            .map(|source| source.name.clone())
            .collect(),
        since: options.since,
        max_pages: options.max_pages,
        recheck: options.recheck,
        pace: options.pace,
    });
    loop {
        let mut tasks = JoinSet::new();
        let mut names = HashMap::new();
        let mut sources = options.sources.clone();
        if !options.addresses.is_empty() {
            sources.push(source::of_addresses(&options.addresses));
        }
        for source in sources {
            let (shared, name) = (Rc::clone(&shared), source.name.clone());
            let task = tasks.spawn_local(async move { source::run(&shared, &source).await });
            names.insert(task.id(), name);
        }
        write_reports(&reports, Vec::clear);
        while let Some(ended) = tasks.join_next().await {
            let report = match ended {
                Ok(Ok(report)) => report,
                // Nobody reads the stream any more.
                Ok(Err(source::Stopped)) => return,
                Err(error) => {
                    let name = names.remove(&error.id()).unwrap_or_default();
                    let reason = format!("the fetcher panicked: {error} (please report it)");
                    failed(name, reason)
                }
            };
            write_reports(&reports, |reports| reports.push(report));
        }
        write_reports(&reports, |reports| {
            reports.sort_by(|one, other| one.name.cmp(&other.name));
            watcher.round(reports);
        });
        shared.forget_visits();
        let Some(every) = options.every else { return };
        if tokio::time::timeout(clock::scaled(every), shared.sender.closed())
            .await
            .is_ok()
        {
            return;
        }
    }
}

/// Reports that no source can be fetched.
fn fail_all(options: &FetchOptions, error: &FetchError, reports: &Reports) {
    let names = options.sources.iter().map(|source| source.name.as_str());
    let single = (!options.addresses.is_empty()).then_some(SINGLE_PAGES);
    let all = names
        .chain(single)
        .map(|name| failed(name.to_owned(), error.to_string()));
    write_reports(reports, |reports| reports.extend(all));
}

fn write_reports(reports: &Reports, write: impl FnOnce(&mut Vec<SourceReport>)) {
    write(&mut reports.lock().unwrap_or_else(PoisonError::into_inner));
}

/// The report of a source that could not be fetched at all.
fn failed(name: String, reason: String) -> SourceReport {
    let url = name.clone();
    SourceReport {
        name,
        failed: vec![FailedRequest::new(url, reason)],
        ..SourceReport::default()
    }
}

/// Finds how the site at `url` offers its news.
pub(super) fn discover(
    home: Option<&Home>,
    url: &Url,
    options: &FetchOptions,
) -> Result<Vec<Offer>, FetchError> {
    ask(home, options, async |hosts| {
        discovery::offers(hosts, url, options.pace).await
    })
}

/// Asks for the first answer of each offer.
pub(super) fn check(
    home: Option<&Home>,
    options: &FetchOptions,
) -> Result<Vec<CheckedOffer>, FetchError> {
    ask(home, options, async |hosts| {
        let mut checked = Vec::new();
        for source in &options.sources {
            let pace = source.pace.unwrap_or_default().max(options.pace);
            let offers = match &source.site {
                Some(site) if source.offers.is_empty() => {
                    discovery::offers(hosts, site, pace).await
                }
                _ => Ok(source.offers.clone()),
            };
            match offers {
                Ok(offers) => {
                    for offer in offers {
                        let outcome = discovery::first_answer(hosts, &offer, pace).await;
                        checked.push((source.name.clone(), offer.url(), outcome));
                    }
                }
                Err(error) => {
                    let site = source.site.as_ref().map(Url::to_string);
                    checked.push((source.name.clone(), site.unwrap_or_default(), Err(error)));
                }
            }
        }
        Ok(checked)
    })
}

/// Runs `work` with hosts, outside a fetch. Without a home, the distance to a host is kept within this
/// run only.
fn ask<T>(
    home: Option<&Home>,
    options: &FetchOptions,
    work: impl AsyncFnOnce(&Hosts) -> Result<T, FetchError>,
) -> Result<T, FetchError> {
    let scratch = tempfile::tempdir()
        .map_err(|error| FetchError::BadAddress(format!("cannot make a folder: {error}")))?;
    let home = home.map_or_else(|| Home::at(scratch.path()), Home::clone);
    let _lock = FetchLock::take(&home)?;
    let frontier = Rc::new(RefCell::new(Frontier::open(&home)?));
    let client = Client::new(options)?;
    let hosts = Hosts::new(client, options.identity.token.clone(), frontier);
    block_on(work(&hosts))
}

/// Runs a future in this thread.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("the system gives a thread of its own to wait for events");
    LocalSet::new().block_on(&runtime, future)
}
