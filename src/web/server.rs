//! The server: connections, and a stop that lets them finish.
//!
//! Leaves out which page answers which address (`routes`).

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;
use tower_http::add_extension::AddExtension;

use super::rate::Peer;
use super::request::Shared;
use super::routes::{PATIENCE, router};
use super::site::{OpenEngine, ServeOptions, Site, secret};
use crate::home::Home;
use crate::index::IndexError;

/// How long a client may take to send a request.
const HURRY: Duration = Duration::from_secs(10);

/// Most connections at once.
const MOST_CONNECTIONS: usize = 16_384;

/// Files that an open index may need.
const INDEX_FILES: usize = 512;

/// How often the server looks whether it should stop.
const GLANCE: Duration = Duration::from_millis(100);

/// Why an archive cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// There is no index that this build can read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The network cannot be used.
    #[error("cannot serve: {0}")]
    Network(#[from] std::io::Error),
}

/// A server of an archive whose index is open.
pub struct Server(Arc<Shared>);

impl Server {
    /// Opens the archive of `home`. Searches are answered by `engine`, if there is one; what one release has is
    /// read from the home.
    ///
    /// # Errors
    /// [`ServeError`] if there is no index.
    pub fn open(
        home: Home,
        options: ServeOptions,
        engine: Option<OpenEngine>,
    ) -> Result<Self, ServeError> {
        let token = secret().map_err(std::io::Error::other)?;
        let site = Site::open(home, options, engine, token)?;
        Ok(Self(Arc::new(Shared::of(site))))
    }

    /// Serves who connects to `listener`, until `stop` is set. Answers that were begun are finished.
    ///
    /// # Errors
    /// [`ServeError`] if the network cannot be used.
    pub fn serve(self, listener: TcpListener, stop: &AtomicBool) -> Result<(), ServeError> {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZeroUsize::get);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .max_blocking_threads(cores * 4)
            .build()?;
        listener.set_nonblocking(true)?;
        let done = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            accept(&listener, router(self.0), stop).await;
            Ok(())
        });
        runtime.shutdown_timeout(GLANCE);
        done
    }
}

/// Accepts connections until `stop` is set, then lets those that are open finish. A client that does not send
/// its request in time is cut off, so that slow ones do not use up the connections.
async fn accept(listener: &tokio::net::TcpListener, routes: Router, stop: &AtomicBool) {
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HURRY);
    let open = Arc::new(Semaphore::new(connections()));
    let ending = GracefulShutdown::new();
    while !stop.load(Ordering::Relaxed) {
        let place = tokio::time::timeout(GLANCE, Arc::clone(&open).acquire_owned()).await;
        let Ok(Ok(place)) = place else { continue };
        let (stream, peer) = match tokio::time::timeout(GLANCE, listener.accept()).await {
            Ok(Ok(accepted)) => accepted,
            Ok(Err(_)) => {
                // The system has no more connections to give.
                tokio::time::sleep(GLANCE).await;
                continue;
            }
            Err(_) => continue,
        };
        let routes = AddExtension::new(routes.clone(), Peer(peer.ip()));
        let service = TowerToHyperService::new(routes);
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = ending.watch(connection);
        tokio::spawn(async move {
            // A client that goes away is no error of the server.
            let _ = connection.await;
            drop(place);
        });
    }
    let _ = tokio::time::timeout(PATIENCE, ending.shutdown()).await;
}

/// Returns how many connections may be open: what the system allows, less what an index needs.
fn connections() -> usize {
    let allowed = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    let allowed = allowed.map_or(MOST_CONNECTIONS, |allowed| allowed as usize);
    allowed
        .saturating_sub(INDEX_FILES)
        .clamp(16, MOST_CONNECTIONS)
}
