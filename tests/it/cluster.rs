//! `omroeper push` to a real cluster of three nodes, which `tests/cluster/cluster start 3` starts.
//!
//! Each test has names of its own on the cluster. Tests that end nodes have the cluster for themselves: they wait for
//! all others.

mod hostile;
mod push;
mod search;
mod tls;

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use omroeper::index::{Indexes, JsonDocuments};
use omroeper::search::versions_of;
use serde_json::{Value, json};

use crate::support::{Run, World};

/// The port below those of the nodes.
const PORT: u16 = 19200;

/// How long a node may take to start: three at a time, on a slow machine that runs other tests too.
const PATIENCE: Duration = Duration::from_mins(4);

/// Who ends nodes has the cluster for itself.
static NODES: RwLock<()> = RwLock::new(());

/// The names of one test on the cluster. They are removed with it.
pub(super) struct Names {
    pub(super) name: &'static str,
    /// Held while nodes must not be ended.
    _nodes: Option<RwLockReadGuard<'static, ()>>,
}

impl Names {
    pub(super) fn new(name: &'static str) -> Self {
        let nodes = NODES
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Self::of(name, Some(nodes))
    }

    /// Names for a test that has the cluster for itself.
    pub(super) fn alone(name: &'static str) -> Self {
        Self::of(name, None)
    }

    fn of(name: &'static str, nodes: Option<RwLockReadGuard<'static, ()>>) -> Self {
        let health = http("GET", "/_cluster/health?wait_for_nodes=3&timeout=90s", None);
        assert_eq!(
            health["number_of_nodes"], 3,
            "start the cluster with `tests/cluster/cluster start 3`"
        );
        let names = Self {
            name,
            _nodes: nodes,
        };
        names.wipe();
        names
    }

    fn wipe(&self) {
        let name = self.name;
        http("DELETE", &format!("/{name}-*?expand_wildcards=all"), None);
    }

    /// `omroeper push` to these names, at all nodes.
    pub(super) fn push(&self, world: &World, more: &[&str]) -> Run {
        Run::output_of(&mut self.command(world, more))
    }

    fn command(&self, world: &World, more: &[&str]) -> assert_cmd::Command {
        let mut command = world.command();
        command.args(["push", "--name", self.name, "--to", &nodes()]);
        command.args(more);
        command
    }

    /// Starts a push.
    pub(super) fn start(&self, world: &World) -> Child {
        Command::new(env!("CARGO_BIN_EXE_omroeper"))
            .args(["push", "--quiet", "--name", self.name, "--to", &nodes()])
            .env("OMROEPER_HOME", world.home())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts")
    }

    /// Fails unless the live indexes are equal to the archive: ids, versions, and what they hold.
    pub(super) fn assert_level(&self, world: &World) {
        let (releases, quotes) = wanted(world);
        for (kind, wanted) in [("releases", releases), ("quotes", quotes)] {
            let found = documents(&format!("{}-{kind}", self.name));
            let keys = |documents: &Documents| documents.keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(&found), keys(&wanted), "{kind}");
            for (id, found) in &found {
                assert_eq!(found, &wanted[id], "{kind} {id}");
            }
        }
    }
}

impl Drop for Names {
    fn drop(&mut self) {
        self.wipe();
    }
}

type Documents = BTreeMap<String, (u64, Value)>;

/// The documents of an index, each with its version and what the cluster keeps of its text.
pub(super) fn documents(index: &str) -> Documents {
    http("POST", &format!("/{index}/_refresh"), None);
    let mut found = Documents::new();
    let mut after = json!([""]);
    loop {
        let body = json!({
            "size": 2000, "version": true, "sort": ["key"], "search_after": after,
            "query": { "match_all": {} },
        });
        let answer = http("POST", &format!("/{index}/_search"), Some(&body));
        let hits = answer["hits"]["hits"].as_array().expect("hits").clone();
        let Some(last) = hits.last() else {
            return found;
        };
        after = last["sort"].clone();
        for hit in hits {
            let id = hit["_id"].as_str().expect("an id").to_owned();
            let version = hit["_version"].as_u64().expect("a version");
            let known = found.insert(id, (version, hit["_source"].clone()));
            assert!(known.is_none(), "a document occurs twice");
        }
    }
}

/// The documents that the cluster should have.
fn wanted(world: &World) -> (Documents, Documents) {
    let indexes = Indexes::open(&world.home().join("index")).expect("an index");
    let reader = indexes.reader().expect("a reader");
    let documents = JsonDocuments::default();
    let (mut releases, mut quotes) = (Documents::new(), Documents::new());
    let mut ids = reader.ids().expect("ids");
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let versions = versions_of(&reader, id).expect("versions");
        // The numbers of captures are not in the versions; the documents of releases have them.
        for document in documents.of(id, &versions, seq_of(&reader, id)) {
            let mut fields = document.fields;
            fields.retain(|name, _| {
                name != "ranked"
                    && !["_exact", "_lemma", "_parts"]
                        .iter()
                        .any(|end| name.ends_with(end))
            });
            fields.insert("key".to_owned(), json!(document.id));
            let version = fields["seq"].as_u64().expect("a number");
            let into = if document.is_quote {
                &mut quotes
            } else {
                &mut releases
            };
            into.insert(document.id, (version, Value::Object(fields)));
        }
    }
    (releases, quotes)
}

/// The number of the newest capture of a release.
fn seq_of(reader: &omroeper::index::Reader, id: omroeper::document::ReleaseId) -> u64 {
    use omroeper::document::VersionStatus::{Current, Gone};
    let newer = [Current, Gone]
        .map(|status| omroeper::search::newer_releases(reader, status, 0).expect("releases"));
    let found = newer.iter().flatten().find(|release| release.id == id);
    found.expect("it is in the index").seq
}

/// The addresses of all nodes.
pub(super) fn nodes() -> String {
    let nodes = (1..=3).map(|n| format!("http://127.0.0.1:{}", PORT + n));
    nodes.collect::<Vec<_>>().join(",")
}

/// Asks the cluster, at the first node that answers.
pub(super) fn http(method: &str, path: &str, body: Option<&Value>) -> Value {
    let start = Instant::now();
    loop {
        for n in 1..=3 {
            let address = format!("http://127.0.0.1:{}{path}", PORT + n);
            let mut command = Command::new("curl");
            command.args(["-s", "-m", "100", "-X", method, &address]);
            command.args(["-H", "Content-Type: application/json"]);
            if let Some(body) = body {
                command.args(["-d", &body.to_string()]);
            }
            let output = command.output().expect("curl runs");
            if output.status.success() {
                return serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
            }
        }
        assert!(
            start.elapsed() < PATIENCE,
            "no node answers; start the cluster with `tests/cluster/cluster start 3`, \
             or read what `tests/cluster/cluster logs` prints"
        );
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// The cluster, for a test that ends nodes. It is whole again at the end.
pub(super) struct Whole(#[expect(dead_code, reason = "it is held")] RwLockWriteGuard<'static, ()>);

impl Whole {
    pub(super) fn new() -> Self {
        Self(
            NODES
                .write()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }

    pub(super) fn run(command: &str, node: u8) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cluster/cluster");
        let run = Command::new(script)
            .args([command, &node.to_string()])
            .status();
        assert!(run.expect("the script runs").success(), "{command} {node}");
        if command == "kill" {
            let port = PORT + u16::from(node);
            let answer = std::net::TcpStream::connect(("127.0.0.1", port));
            assert!(answer.is_err(), "node {node} is of another cluster script");
        }
    }

    /// Brings back the nodes that were ended.
    pub(super) fn heal(nodes: &[u8]) {
        for node in nodes {
            Self::run("node", *node);
        }
        let start = Instant::now();
        while http("GET", "/_cluster/health?timeout=1s", None)["number_of_nodes"] != 3 {
            assert!(
                start.elapsed() < PATIENCE,
                "a node does not come back; read what `tests/cluster/cluster logs` prints"
            );
            std::thread::sleep(Duration::from_millis(500));
        }
    }
}

/// A home with `count` releases, each with a quote.
pub(super) fn archive(count: usize) -> World {
    let world = World::new();
    world.ingest(&world.write("berichten.jsonl", records(0..count, "dijk")));
    world
}

/// Records of releases on a subject.
pub(super) fn records(range: std::ops::Range<usize>, subject: &str) -> String {
    let record = |n: usize| {
        let text = format!(
            "Het waterschap begint in week {n} aan de {subject} bij kilometer {n}. Het werk duurt {} dagen.\n\n\
             “Zonder {subject} houden we het hier niet droog”, zegt dijkgraaf Marga de Boer van het waterschap.",
            n % 40 + 1
        );
        json!({
            "url": format!("https://www.noorderdiep.example/nieuws/{n}"), "publisher": "waterschap Noorderdiep",
            "date": format!("2024-{:02}-{:02}", n % 12 + 1, n % 28 + 1),
            "title": format!("Werk aan de {subject} in week {n}"), "text": text,
        })
        .to_string()
    };
    range.map(record).collect::<Vec<_>>().join("\n")
}
