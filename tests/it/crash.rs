//! Recovery after a crash: the next process continues, and no page is lost or stored twice.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use omroeper::archive::Archive;
use omroeper::home::Home;
use omroeper::index::Indexes;

use crate::support::World;

/// Counts the captures and the releases of a home. Checks that no page was logged twice.
fn counts(home: &Path) -> (u64, u64) {
    let home = Home::at(home);
    let archive = Archive::open(&home).expect("the archive opens");
    let releases = Indexes::open(&home.index())
        .and_then(|i| i.reader())
        .and_then(|r| r.count())
        .expect("the index opens");
    let mut urls: HashMap<String, u32> = HashMap::new();
    let log = archive
        .log()
        .after(0, usize::MAX >> 1)
        .expect("the catalog can be read")
        .expect("a log");
    for logged in &log.captures {
        *urls
            .entry(
                logged
                    .as_ref()
                    .expect("every record can be read")
                    .capture
                    .url()
                    .to_owned(),
            )
            .or_default() += 1;
    }
    assert_eq!(log.length, log.captures.len(), "a page was logged twice");
    assert!(urls.values().all(|n| *n == 1), "a page was logged twice");
    (urls.len() as u64, releases)
}

#[test]
fn a_torn_record_at_the_end_of_the_log_is_cut_off() {
    let world = World::new();
    world.ingest(&world.pages(20, 3_000));
    let log = world.home().join("captures/000001.warc.gz");
    let whole = fs::read(&log).expect("the log");
    fs::write(&log, [&whole[..], &whole[400..900]].concat()).expect("the log takes more");
    world.ingest("fixtures/warc/lindeloo.warc".as_ref());
    assert!(
        fs::read(&log).expect("the log").starts_with(&whole),
        "whole records stay"
    );
    assert_eq!(
        counts(&world.home()),
        (22, 21),
        "one of the two pages in the file was not found"
    );
}

#[test]
fn records_that_the_catalog_lacks_are_added_to_it() {
    let world = World::new();
    world.ingest(&world.pages(20, 3_000));
    for file in ["catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm"] {
        let _ = fs::remove_file(world.home().join(file));
    }
    let run = world.run(&["ingest", &world.path("pages").display().to_string()]);
    assert!(
        run.stderr().contains("0 new, 20 unchanged"),
        "{}",
        run.stderr()
    );
    assert_eq!(counts(&world.home()), (20, 20));
}

#[test]
fn an_index_older_than_the_log_catches_up() {
    let world = World::new();
    world.ingest(&world.pages(20, 3_000));
    fs::remove_dir_all(world.home().join("index")).expect("an index");
    let run = world.run(&["ingest", &world.path("pages").display().to_string()]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(run.stderr().contains("20 caught up"), "{}", run.stderr());
    assert_eq!(counts(&world.home()), (20, 20));
}

#[test]
fn files_of_an_interrupted_commit_do_not_block_the_next_one() {
    let world = World::new();
    world.ingest(&world.pages(20, 3_000));
    let live = fs::read_to_string(world.home().join("index/current")).expect("a live generation");
    let commit = world
        .home()
        .join("index")
        .join(live.trim())
        .join("releases/meta.json");
    let before = fs::read(&commit).expect("the last commit");
    let page = fs::read_to_string(world.path("pages/000007.html")).expect("a page");
    world.write(
        "pages/000007.html",
        page.replace("</p>", " De pont vaart weer.</p>"),
    );
    world.ingest(&world.path("pages"));
    // The state after a kill when all files were written except the one that lists them.
    fs::write(&commit, before).expect("the previous commit");
    let run = world.run(&["update"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert_eq!(world.run(&["status", "--json"]).json()["releases"], 20);
    assert_eq!(world.run(&["check"]).code(), 0);
}

#[test]
fn a_second_writer_is_told_which_process_is_first() {
    let world = World::new();
    let _first = Archive::open(&Home::at(world.home())).expect("the archive opens");
    let run = world.run(&["ingest", "--wait", "0", "fixtures/pages"]);
    assert_eq!(run.code(), 5);
    assert!(
        run.stderr()
            .contains(&format!("process {}", std::process::id())),
        "{}",
        run.stderr()
    );
    assert!(run.stderr().contains("--home"), "{}", run.stderr());
}

#[test]
fn readers_need_no_lock() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    let _writer = Archive::open(&Home::at(world.home())).expect("the archive opens");
    assert_eq!(world.run(&["search", "gemaal"]).code(), 0);
}
