//! Concurrent writers: one of them holds the lock at a time, and long jobs let the others in.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Scope, ScopedJoinHandle};
use std::time::Duration;

use jiff::Timestamp;
use omroeper::archive::{Archive, ReindexLock};
use omroeper::home::Home;
use omroeper::load::{self, LoadOptions, SourceItem};
use omroeper::pipeline::{self, Job, PipelineError, Progress, Report};

use crate::support::World;

const LONG_WAIT: Duration = Duration::from_mins(1);

fn url(name: &str) -> String {
    format!("https://www.zandwijk.example/nieuws/{name}")
}

fn page(world: &World, name: &str, text: &str) -> PathBuf {
    world.write(
        &format!("{name}.html"),
        format!(
            "<link rel=canonical href=\"{}\"><main><h1>Nieuws over {name}</h1><p>{text}</p></main>",
            url(name)
        ),
    )
}

fn ingest_page(world: &World, name: &str) {
    let text = format!("De gemeente Zandwijk heeft nieuws over {name} voor alle inwoners.");
    world.ingest(&page(world, name, &text));
}

fn is_found(world: &World, query: &str) -> bool {
    world.run(&["search", query, "-n", "0"]).code() == 0
}

/// Starts an ingest of the paths sent on a channel. It ends when the sender is dropped.
fn open_ingest<'scope>(
    scope: &'scope Scope<'scope, '_>,
    home: &'scope Home,
) -> (
    Sender<PathBuf>,
    ScopedJoinHandle<'scope, Result<Report, PipelineError>>,
) {
    let (sender, receiver) = channel::<PathBuf>();
    let ingest = scope.spawn(move || {
        let items = receiver.into_iter().flat_map(|path| {
            load::items(vec![path], LoadOptions::at(Timestamp::now())).collect::<Vec<SourceItem>>()
        });
        let job = Job {
            wait: LONG_WAIT,
            ..Job::default()
        };
        pipeline::ingest(home, items, &job)
    });
    (sender, ingest)
}

#[test]
fn an_ingest_that_waits_for_its_source_lets_every_other_writer_in() {
    let world = World::new();
    for name in ["brug", "markt", "zwembad"] {
        ingest_page(&world, name);
    }
    let home = Home::at(world.home());
    std::thread::scope(|scope| {
        let (sender, ingest) = open_ingest(scope, &home);
        sender
            .send(page(
                &world,
                "pont",
                "De pont van Zandwijk vaart weer elke dag.",
            ))
            .expect("an open source");
        // Ingested pages become searchable while the source is still open.
        while !is_found(&world, "pont") {}
        let sluis = page(
            &world,
            "sluis",
            "De sluis van Zandwijk gaat een week dicht.",
        );
        let markt = url("markt");
        let zwembad = url("zwembad");
        for arguments in [
            &["purge", "--reason", "verzoek", markt.as_str()][..],
            &["forget", "--tombstone", zwembad.as_str()],
            &["ingest", sluis.to_str().expect("a UTF-8 path")],
            &["update"],
            &["repair"],
            &["reindex"],
        ] {
            let run = world.run(arguments);
            assert_eq!(run.code(), 0, "{arguments:?}: {}", run.stderr());
        }
        sender
            .send(page(
                &world,
                "kade",
                "De kade van Zandwijk krijgt nieuwe bomen.",
            ))
            .expect("an open source");
        drop(sender);
        let report = ingest.join().expect("no panic").expect("an ingest");
        assert_eq!(report.added, 2);
    });
    for (word, found) in [
        ("pont", true),
        ("kade", true),
        ("sluis", true),
        ("markt", false),
        ("zwembad", false),
    ] {
        assert_eq!(is_found(&world, word), found, "{word}");
    }
    assert_eq!(world.run(&["check"]).code(), 0);
}

/// Stops a job at its first page, until it is released.
struct Gate {
    reached: Mutex<Option<Sender<()>>>,
    released: Mutex<Receiver<()>>,
}

impl Progress for Gate {
    fn advance(&self, _pages: u64, _bytes: u64) {
        if let Some(reached) = self.reached.lock().expect("no panic").take() {
            reached.send(()).expect("the test waits");
            // An error means that the test has released it.
            let _ = self.released.lock().expect("no panic").recv();
        }
    }
}

#[test]
fn a_reindex_lets_every_other_writer_in_and_includes_what_they_wrote() {
    let world = World::new();
    for name in ["brug", "markt", "zwembad"] {
        ingest_page(&world, name);
    }
    let home = Home::at(world.home());
    let (reached, is_building) = channel();
    let (release, released) = channel();
    let gate = Gate {
        reached: Mutex::new(Some(reached)),
        released: Mutex::new(released),
    };
    std::thread::scope(|scope| {
        let reindex = scope.spawn(|| {
            let job = Job {
                progress: &gate,
                wait: LONG_WAIT,
                ..Job::default()
            };
            pipeline::reindex(&home, 1, &job)
        });
        is_building.recv().expect("a reindex that builds");
        let second = world.run(&["reindex"]);
        assert_eq!(second.code(), 5, "{}", second.stderr());
        let holder = format!("process {}", std::process::id());
        assert!(second.stderr().contains(&holder), "{}", second.stderr());
        ingest_page(&world, "sluis");
        let (markt, zwembad) = (url("markt"), url("zwembad"));
        for arguments in [
            &["purge", "--reason", "verzoek", markt.as_str()][..],
            &["forget", "--tombstone", zwembad.as_str()],
            &["update"],
            &["repair"],
        ] {
            let run = world.run(arguments);
            assert_eq!(run.code(), 0, "{arguments:?}: {}", run.stderr());
        }
        drop(release);
        let report = reindex.join().expect("no panic").expect("a reindex");
        assert_eq!(report.lost, 0);
    });
    let live = std::fs::read_to_string(world.home().join("index/current")).expect("a pointer");
    assert_eq!(live, "g000002");
    for (word, found) in [
        ("brug", true),
        ("sluis", true),
        ("markt", false),
        ("zwembad", false),
    ] {
        assert_eq!(is_found(&world, word), found, "{word}");
    }
    assert_eq!(world.run(&["check"]).code(), 0);
}

#[test]
fn a_writer_that_may_not_wait_exits_with_5_and_names_the_lock_holder() {
    let world = World::new();
    ingest_page(&world, "brug");
    let other = Archive::open(&Home::at(world.home())).expect("a free lock");
    let brug = url("brug");
    for arguments in [
        &["ingest", "fixtures/pages", "--wait", "0"][..],
        &["update", "--wait", "0"],
        &["reindex", "--wait", "0"],
        &["repair", "--wait", "0"],
        &["forget", "--tombstone", brug.as_str(), "--wait", "0"],
        &["purge", "--reason", "verzoek", brug.as_str(), "--wait", "0"],
    ] {
        let run = world.run(arguments);
        assert_eq!(run.code(), 5, "{arguments:?}: {}", run.stderr());
        let holder = format!("process {}", std::process::id());
        assert!(run.stderr().contains(&holder), "{}", run.stderr());
    }
    drop(other);
    assert_eq!(world.run(&["update", "--wait", "0"]).code(), 0);
}

#[test]
fn a_second_reindex_does_not_start_while_one_runs() {
    let world = World::new();
    ingest_page(&world, "brug");
    let other = ReindexLock::take(&Home::at(world.home())).expect("a free lock");
    assert_eq!(world.run(&["reindex"]).code(), 5);
    assert_eq!(world.run(&["update"]).code(), 0);
    drop(other);
    assert_eq!(world.run(&["reindex"]).code(), 0);
}
