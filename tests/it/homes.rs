//! Homes of earlier builds: they keep their content when they are opened, updated and reindexed.
//!
//! `fixtures/homes/catalog-3-schema-5.zip` was made by the last build before the modules were
//! reorganized, `catalog-4-schema-6.zip` by the last build without a fetcher,
//! `catalog-5-schema-6.zip` by the last build without a ranked field, `catalog-5-schema-7.zip` by the
//! last build that could not search quotes, `catalog-5-schema-8.zip` by the last build that did not
//! know the same text of several publishers, `catalog-5-schema-10.zip` by the last build that read
//! unchanged files of records again, `catalog-6-schema-11.zip` by the last build that indexed every
//! word by its dictionary form too, and `catalog-6-schema-12.zip` by the last build that stored
//! releases as bytes. Each has a page with two versions, a page that was captured again unchanged, a
//! page that is gone, and a page that was purged; the last four also a watch.
//! When the ids, the catalog, the schema or the log change, add a home made by the build before the
//! change.

use std::io::Cursor;

use crate::support::World;

const BRIDGE: &str = "https://www.zandwijk.example/nieuws/brug";
const LOCK: &str = "https://www.zandwijk.example/nieuws/sluis";
const MARKET: &str = "https://www.zandwijk.example/nieuws/markt";

/// The output of `digest` after a reindex by this build.
const DIGEST: &str = "sha256:4db47b9145823c9df68a8070081556041858249c3cd597410752b541693b70f9\n";

/// Homes made by earlier builds.
const HOMES: [&[u8]; 8] = [
    include_bytes!("../../fixtures/homes/catalog-3-schema-5.zip"),
    include_bytes!("../../fixtures/homes/catalog-4-schema-6.zip"),
    include_bytes!("../../fixtures/homes/catalog-5-schema-6.zip"),
    include_bytes!("../../fixtures/homes/catalog-5-schema-7.zip"),
    include_bytes!("../../fixtures/homes/catalog-5-schema-8.zip"),
    include_bytes!("../../fixtures/homes/catalog-5-schema-10.zip"),
    include_bytes!("../../fixtures/homes/catalog-6-schema-11.zip"),
    include_bytes!("../../fixtures/homes/catalog-6-schema-12.zip"),
];

fn old_home(bytes: &[u8]) -> World {
    let world = World::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
    zip.extract(world.home()).expect("a folder for the home");
    world
}

/// Checks that users still see the same releases, versions and removals.
fn check_content(world: &World) {
    let check = world.run(&["check"]);
    assert_eq!(check.code(), 0, "{}", check.stderr());
    let status = world.run(&["status", "--json"]).json();
    let counts = ["releases", "versions", "gone"].map(|name| status[name].clone());
    assert_eq!(counts, [2, 4, 1]);
    let captures = ["pages", "unchanged", "gone", "purged"];
    let captures = captures.map(|name| status["captures"][name].clone());
    assert_eq!(captures, [4, 1, 1, 3]);

    let history = world.run(&["history", BRIDGE]).stdout();
    let days: Vec<&str> = history
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("     "))
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    assert_eq!(days, ["2021-05-03", "2021-07-04"]);
    let before = ["search", "miljoen", "--as-of", "2021-06-01", "--json"];
    assert!(world.run(&before).stdout().contains("twee miljoen"));
    assert!(
        world
            .run(&["search", "miljoen", "--json"])
            .stdout()
            .contains("drie miljoen")
    );

    assert_eq!(
        world.run(&["search", "waterschap"]).code(),
        1,
        "its page is gone"
    );
    assert_eq!(
        world
            .run(&["search", "waterschap", "--include-removed"])
            .code(),
        0
    );
    assert!(
        world
            .run(&["show", LOCK])
            .stdout()
            .contains("Sluis dicht voor onderhoud")
    );

    let purged = ["search", "weekmarkt", "--include-removed"];
    assert_eq!(world.run(&purged).code(), 1, "it was purged");
    assert_eq!(world.run(&["show", MARKET]).code(), 1);
}

/// Rebuilds the index, whose analysis may be that of an earlier build.
fn reindex(world: &World) {
    let search = world.run(&["search", "brug"]);
    if search.code() != 0 {
        assert_eq!(search.code(), 3, "{}", search.stderr());
        assert!(
            search.stderr().contains("omroeper reindex"),
            "{}",
            search.stderr()
        );
    }
    let reindex = world.run(&["reindex"]);
    assert_eq!(reindex.code(), 0, "{}", reindex.stderr());
}

#[test]
fn a_home_of_an_earlier_build_answers_as_it_did() {
    for home in HOMES {
        let world = old_home(home);
        reindex(&world);
        assert_eq!(world.run(&["digest"]).stdout(), DIGEST);
        check_content(&world);
    }
}

#[test]
fn a_home_of_an_earlier_build_can_be_written_and_reindexed() {
    for home in HOMES {
        write_and_reindex(&old_home(home));
    }
}

fn write_and_reindex(world: &World) {
    reindex(world);
    let purged = world.write(
        "markt.html",
        format!(
            "<link rel=canonical href=\"{MARKET}\"><main><h1>Weekmarkt verhuist</h1>\
             <p>De weekmarkt van Zandwijk verhuist naar een ander plein.</p></main>"
        ),
    );
    let run = world.run(&["ingest", &purged.display().to_string()]);
    assert!(
        run.stderr().contains("0 new"),
        "it stays purged: {}",
        run.stderr()
    );
    check_content(world);
    let reindex = world.run(&["reindex"]);
    assert_eq!(reindex.code(), 0, "{}", reindex.stderr());
    assert_eq!(world.run(&["digest"]).stdout(), DIGEST);
    check_content(world);
}

#[test]
fn an_older_catalog_is_migrated() {
    let world = old_home(HOMES[0]);
    let catalog = rusqlite::Connection::open(world.home().join("catalog.sqlite")).expect("SQLite");
    // Undo the third migration.
    catalog
        .execute_batch("DROP TABLE addresses; PRAGMA user_version = 2;")
        .expect("a catalog");
    drop(catalog);
    assert_eq!(world.run(&["reindex"]).code(), 0);
    let run = world.run(&["update"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    check_content(&world);
}

/// A purged page is not fetched either.
#[test]
fn a_home_of_an_earlier_build_can_be_fetched_into() {
    for home in HOMES {
        let world = old_home(home);
        reindex(&world);
        let run = world.run(&[
            "fetch",
            MARKET,
            "--token",
            "proef",
            "--contact",
            "a@zandwijk.example",
        ]);
        assert_eq!(run.code(), 4, "{}", run.stderr());
        assert!(run.stderr().contains("purged"), "{}", run.stderr());
        check_content(&world);
    }
}

/// A watch does not tell again what it told before the reindex.
#[test]
fn a_watch_of_an_earlier_build_goes_on() {
    for home in &HOMES[4..] {
        go_on_watching(&old_home(home));
    }
}

fn go_on_watching(world: &World) {
    reindex(world);
    assert!(world.run(&["watch", "list"]).stdout().contains("brug"));
    let run = world.run(&["watch", "run"]);
    assert_eq!(
        (run.code(), run.stdout()),
        (0, String::new()),
        "{}",
        run.stderr()
    );
    world.ingest_on(
        "2021-08-01",
        "veer",
        "<link rel=canonical href=\"https://www.zandwijk.example/nieuws/veer\"><main>\
         <h1>Veer naast de brug vaart</h1><p>Naast de brug vaart vanaf maandag een veer.</p></main>",
    );
    let run = world.run(&["watch", "run"]);
    assert!(
        run.stdout().contains("Veer naast de brug"),
        "{}",
        run.stdout()
    );
}

/// What needs no index of this build can be read before a reindex, and readers do not migrate the
/// catalog.
#[test]
fn a_home_of_an_earlier_build_shows_its_history_before_it_is_reindexed() {
    for home in HOMES {
        let world = old_home(home);
        let history = world.run(&["history", BRIDGE]);
        assert_eq!(history.code(), 0, "{}", history.stderr());
        assert!(history.stdout().contains("2021-07-04"));
        let search = world.run(&["search", "brug"]);
        assert_eq!(search.code(), 3);
        assert!(search.stderr().contains("omroeper reindex"));
    }
}
