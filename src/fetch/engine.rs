//! The thread of the fetcher: runs all sources side by side, round after round.
//!
//! Leaves out what a source does. The runtime and everything in it stay in this thread.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::{JoinSet, LocalSet};
use url::Url;

use super::client::Client;
use super::hosts::Hosts;
use super::source::{self, Shared};
use super::{FetchError, FetchOptions, Reports, SourceReport, Watcher, clock, discover as discovery};
use crate::archive::{FetchLock, Frontier};
use crate::home::Home;
use crate::load::SourceItem;
use crate::sources::offers::Offer;

/// Number of items that may wait to be read. A page may take megabytes.
const ITEMS_AHEAD: usize = 16;

/// Starts the thread. It ends when the iterator is dropped.
pub(super) fn start(
    lock: FetchLock,
    frontier: Frontier,
    options: FetchOptions,
    watcher: Arc<dyn Watcher>,
) -> (impl Iterator<Item = SourceItem> + Send + 'static + use<>, Reports) {
    let (sender, mut receiver) = mpsc::channel(ITEMS_AHEAD);
    let reports = Reports::default();
    let written = Arc::clone(&reports);
    std::thread::spawn(move || {
        let _lock = lock;
        run(frontier, &options, &watcher, sender, &written);
    });
    (std::iter::from_fn(move || receiver.blocking_recv()), reports)
}

fn run(
    frontier: Frontier,
    options: &FetchOptions,
    watcher: &Arc<dyn Watcher>,
    sender: mpsc::Sender<SourceItem>,
    reports: &Reports,
) {
    let everything = async {
        let client = match Client::new(options) {
            Ok(client) => client,
            Err(error) => return fail_all(options, &error, reports),
        };
        let frontier = Rc::new(RefCell::new(frontier));
        let hosts = Hosts::new(client, options.identity.token.clone(), Rc::clone(&frontier));
        let shared = Rc::new(Shared {
            frontier,
            hosts,
            sender,
            watcher: Arc::clone(watcher),
            visited: RefCell::default(),
            since: options.since,
            max_pages: options.max_pages,
            recheck: options.recheck,
            pace: options.pace,
        });
        loop {
            let mut tasks = JoinSet::new();
            for source in options.sources.clone() {
                let shared = Rc::clone(&shared);
                tasks.spawn_local(async move { source::run(&shared, &source).await });
            }
            let mut round: Vec<SourceReport> = Vec::new();
            while let Some(ended) = tasks.join_next().await {
                match ended {
                    Ok(Ok(report)) => round.push(report),
                    // Nobody reads the stream any more.
                    Ok(Err(source::Stopped)) => return,
                    Err(error) => tracing::error!("a source stopped: {error} (please report it)"),
                }
            }
            round.sort_by(|one, other| one.name.cmp(&other.name));
            watcher.round(&round);
            if let Ok(mut reports) = reports.lock() {
                *reports = round;
            }
            let Some(every) = options.every else { return };
            if tokio::time::timeout(clock::scaled(every), shared.sender.closed()).await.is_ok() {
                return;
            }
        }
    };
    block_on(everything);
}

/// Reports that no source can be fetched.
fn fail_all(options: &FetchOptions, error: &FetchError, reports: &Reports) {
    let failed = options.sources.iter().map(|source| SourceReport {
        name: source.name.clone(),
        failed: vec![super::FailedRequest {
            url: source.name.clone(),
            reason: error.to_string(),
            is_network: false,
        }],
        ..SourceReport::default()
    });
    if let Ok(mut reports) = reports.lock() {
        *reports = failed.collect();
    }
}

/// Finds how the site at `url` offers its news.
pub(super) fn discover(home: Option<&Home>, url: &Url, options: FetchOptions) -> Result<Vec<Offer>, FetchError> {
    // Without a home, the distance to the host is kept within this run only.
    let scratch;
    let home = match home {
        Some(home) => home.clone(),
        None => {
            scratch = tempfile::tempdir().map_err(|error| FetchError::BadAddress(format!("cannot make a folder: {error}")))?;
            Home::at(scratch.path())
        }
    };
    let frontier = Rc::new(RefCell::new(Frontier::open(&home)?));
    let client = Client::new(&options)?;
    let hosts = Hosts::new(client, options.identity.token.clone(), frontier);
    block_on(discovery::offers(&hosts, url, options.pace))
}

/// Runs a future in this thread.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("the system gives a thread of its own to wait for events");
    LocalSet::new().block_on(&runtime, future)
}
