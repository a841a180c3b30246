//! Asks a cluster, and waits for it where it is busy or where a node is lost.
//!
//! Leaves out what is asked. The official client has the connections; tokio stays inside.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use opensearch::auth::Credentials as Known;
use opensearch::cert::{Certificate, CertificateValidation};
use opensearch::http::headers::{CONTENT_TYPE, HeaderMap, HeaderValue};
use opensearch::http::transport::{Connection, ConnectionPool, Transport, TransportBuilder};
use serde_json::Value;

pub(super) use opensearch::http::Method;

use super::ClusterError;
use super::address::{ClusterAddress, Credentials};

/// How long the first question may go without an answer: an address may be wrong.
const FIRST: Duration = Duration::from_secs(5);

/// How long one request of a push may take.
pub(super) const REQUEST: Duration = Duration::from_mins(2);

/// The first pause before a question is asked again; each next one is twice as long.
const PAUSE: Duration = Duration::from_millis(250);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// A cluster that can be asked.
pub(super) struct Client {
    transport: Transport,
    /// Always there, but while it is dropped.
    runtime: Option<tokio::runtime::Runtime>,
    /// Its addresses, as messages name them.
    nodes: String,
    patience: Duration,
    /// How long one request may take.
    request: Duration,
    /// The version of `OpenSearch`, up to the first dot.
    major: u32,
}

/// The nodes of a cluster, asked in turn, so that a question is asked again at another node.
#[derive(Debug, Clone)]
struct InTurn {
    connections: Arc<[Connection]>,
    next: Arc<AtomicUsize>,
}

impl ConnectionPool for InTurn {
    fn next(&self) -> Connection {
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        self.connections[next % self.connections.len()].clone()
    }
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Answer {
    /// Returns what the cluster says is wrong.
    pub(super) fn reason(&self) -> String {
        let error = &self.body["error"];
        // A request that goes to each copy of each shard fails without a word at the top.
        let failure = self.body["_shards"]["failures"].get(0);
        let error = failure.map_or(error, |failure| &failure["reason"]);
        let cause = error["root_cause"].get(0).unwrap_or(error);
        let reason = cause["reason"].as_str().or(error.as_str());
        reason.unwrap_or("without a reason").to_owned()
    }

    fn kind(&self) -> &str {
        self.body["error"]["type"].as_str().unwrap_or_default()
    }
}

impl Client {
    /// Connects, and finds out whether the other side is a cluster that this program knows.
    ///
    /// # Errors
    /// [`ClusterError`].
    pub(super) fn connect(
        address: &ClusterAddress,
        request: Duration,
    ) -> Result<Self, ClusterError> {
        let connections = address.nodes.iter().cloned().map(Connection::new);
        let pool = InTurn {
            connections: connections.collect(),
            next: Arc::default(),
        };
        let mut transport = TransportBuilder::new(pool).timeout(REQUEST).disable_proxy();
        if let Some(credentials) = &address.credentials {
            transport = transport.auth(match credentials.clone() {
                Credentials::Basic(user, password) => Known::Basic(user, password),
                Credentials::Bearer(token) => Known::Bearer(token),
            });
        }
        if let Some(path) = &address.authority {
            let unusable = |reason: String| ClusterError::File {
                path: path.clone(),
                reason,
            };
            let pem = std::fs::read(path).map_err(|error| unusable(error.to_string()))?;
            let authority = Certificate::from_pem(&pem)
                .map_err(|error| unusable(format!("no certificates in PEM form ({error})")))?;
            transport = transport.cert_validation(CertificateValidation::Full(authority));
        }
        let nodes = address.shown();
        let unusable = |reason: String| ClusterError::Unreachable {
            nodes: nodes.clone(),
            reason,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| unusable(error.to_string()))?;
        let transport = transport
            .build()
            .map_err(|error| unusable(error.to_string()))?;
        let mut client = Self {
            transport,
            runtime: Some(runtime),
            nodes,
            patience: FIRST.min(address.patience),
            request: FIRST,
            major: 0,
        };
        let root = client.get("")?;
        let version = &root.body["version"];
        let major = version["number"]
            .as_str()
            .and_then(|number| number.split('.').next());
        client.major = major.and_then(|major| major.parse().ok()).unwrap_or(0);
        if version["distribution"] != "opensearch" || client.major < 2 {
            let found = match &root.body["tagline"] {
                Value::String(tagline) => format!("{tagline}, version {}", version["number"]),
                _ => "something else".to_owned(),
            };
            return Err(ClusterError::NotOpenSearch {
                nodes: client.nodes.clone(),
                found,
            });
        }
        client.patience = address.patience;
        client.request = request;
        Ok(client)
    }

    /// Returns the version of `OpenSearch`, up to the first dot.
    pub(super) fn major(&self) -> u32 {
        self.major
    }

    /// Returns the addresses as messages name them.
    pub(super) fn nodes(&self) -> String {
        self.nodes.clone()
    }

    pub(super) fn get(&self, path: &str) -> Result<Answer, ClusterError> {
        self.ask(Method::Get, path, None)
    }

    /// Asks, and fails unless the answer is one of success.
    pub(super) fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, ClusterError> {
        let answer = self.ask_any(method, path, body)?;
        if !(200..300).contains(&answer.status) {
            return Err(self.refused(&answer, path));
        }
        if answer.body.is_object() {
            return Ok(answer);
        }
        Err(ClusterError::Answer {
            nodes: self.nodes(),
            status: answer.status,
            what: format!("`{path}`"),
            reason: "no JSON object (is a proxy before the cluster?)".to_owned(),
        })
    }

    /// Asks, and returns the answer, whatever it is.
    pub(super) fn ask_any(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, ClusterError> {
        let body = body.map(Value::to_string).unwrap_or_default();
        self.send(method, path, body.into_bytes(), "application/json")
    }

    /// Asks once, and does not wait for an answer that matters.
    pub(super) fn ask_once(&self, method: Method, path: &str, body: &Value) {
        let body = bytes::Bytes::from(body.to_string());
        let _ = self.once(method, path, body, "application/json");
    }

    /// Sends lines of JSON to `_bulk`.
    pub(super) fn bulk(&self, lines: Vec<u8>) -> Result<Answer, ClusterError> {
        let answer = self.send(Method::Post, "_bulk", lines, "application/x-ndjson")?;
        if answer.status == 200 {
            return Ok(answer);
        }
        Err(self.refused(&answer, "_bulk"))
    }

    fn refused(&self, answer: &Answer, path: &str) -> ClusterError {
        let (nodes, reason) = (self.nodes(), answer.reason());
        match answer.status {
            403 | 429 if answer.kind() == "cluster_block_exception" => {
                ClusterError::ReadOnly { nodes, reason }
            }
            401 | 403 => ClusterError::Credentials {
                nodes,
                status: answer.status,
                reason,
            },
            503 => ClusterError::NotReady { nodes, reason },
            status => ClusterError::Answer {
                nodes,
                status,
                what: format!("`{path}`"),
                reason,
            },
        }
    }

    /// Sends a request again, at the next node, until one answers that it did or did not do it.
    fn send(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        kind: &'static str,
    ) -> Result<Answer, ClusterError> {
        let body = bytes::Bytes::from(body);
        let start = Instant::now();
        let mut pause = PAUSE;
        loop {
            let failed = match self.once(method, path, body.clone(), kind) {
                Ok(answer) if !is_busy(answer.status.into()) => return Ok(answer),
                Ok(answer) => match self.refused(&answer, path) {
                    // A full disk does not get room by waiting.
                    read_only @ ClusterError::ReadOnly { .. } => return Err(read_only),
                    busy => busy,
                },
                Err(error) => {
                    let reason = causes(&error);
                    let nodes = self.nodes();
                    // Another certificate does not come by waiting.
                    if reason.contains("certificate") {
                        return Err(ClusterError::Certificate { nodes, reason });
                    }
                    ClusterError::Unreachable { nodes, reason }
                }
            };
            if start.elapsed() + pause > self.patience {
                return Err(failed);
            }
            tracing::info!("asking again in {} ms: {failed}", pause.as_millis());
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn once(
        &self,
        method: Method,
        path: &str,
        body: bytes::Bytes,
        kind: &'static str,
    ) -> Result<Answer, opensearch::Error> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        let body = (!body.is_empty()).then_some(body);
        let runtime = self.runtime.as_ref().expect("it is there");
        runtime.block_on(async {
            let sent =
                self.transport
                    .send(method, path, headers, None::<&()>, body, Some(self.request));
            let response = sent.await?;
            let status = response.status_code().as_u16();
            let text = response.text().await?;
            Ok(Answer {
                status,
                body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
            })
        })
    }
}

impl Drop for Client {
    /// A server drops it where nothing may wait.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Whether to ask again: the cluster has too much to do, no manager, or has just lost a node, which it tells by any
/// status from 500 on. Whatever is sent here may be sent twice.
pub(super) fn is_busy(status: u64) -> bool {
    matches!(status, 429 | 500..=599)
}

/// Returns an error with its causes, on one line.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let next_text = next.to_string();
        if !text.contains(&next_text) {
            text = format!("{text}: {next_text}");
        }
        cause = next.source();
    }
    text
}
