//! Reindexing: a new index generation is built while the live one answers searches.

use std::fs;

use crate::support::World;

fn generations(world: &World) -> Vec<String> {
    let entries = fs::read_dir(world.home().join("index")).expect("an index");
    let names = entries
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.starts_with('g')).collect();
    names.sort();
    names
}

#[test]
fn a_new_generation_returns_the_same_hits_as_the_previous_one() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    let answer = |world: &World| world.run(&["search", "gemeente woning", "--json"]).stdout();
    let before = answer(&world);
    let run = world.run(&["reindex"]);
    assert_eq!(
        (run.code(), run.stderr()),
        (0, "15 pages reindexed\n".to_owned())
    );
    assert_eq!(answer(&world), before);
    assert_eq!(generations(&world), ["g000001", "g000002"]);
    assert_eq!(
        world
            .run(&["reindex", "--keep", "0", "--jobs", "1", "-q"])
            .code(),
        0
    );
    assert_eq!(generations(&world), ["g000003"]);
    assert_eq!(answer(&world), before);
}

#[test]
fn an_index_of_another_version_can_be_rebuilt() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    fs::write(
        world.home().join("index/g000001/generation.json"),
        r#"{"analyzer": 1, "schema": 1}"#,
    )
    .expect("a file");
    let refused = world.run(&["search", "gemaal"]);
    assert_eq!(refused.code(), 3);
    assert!(
        refused.stderr().contains("omroeper reindex"),
        "{}",
        refused.stderr()
    );
    assert_eq!(world.run(&["reindex"]).code(), 0);
    assert_eq!(world.run(&["search", "gemaal"]).code(), 0);
    let back = world.run(&["reindex", "--rollback"]);
    assert_eq!(
        back.code(),
        3,
        "this build cannot read the previous generation: {}",
        back.stderr()
    );
    assert_eq!(world.run(&["search", "gemaal"]).code(), 0);
}

#[test]
fn a_rollback_goes_back_and_the_next_ingest_catches_up() {
    let world = World::new();
    assert_eq!(
        world.run(&["reindex", "--rollback"]).code(),
        3,
        "there is no index yet"
    );
    world.ingest("fixtures/pages/2001-08-24-zuivelfabriek.html".as_ref());
    assert_eq!(
        world.run(&["reindex", "--rollback"]).code(),
        3,
        "there is no previous generation"
    );
    assert_eq!(world.run(&["reindex"]).code(), 0);
    world.ingest("fixtures/pages/2024-01-18-sluis-gemeente.html".as_ref());
    assert_eq!(world.run(&["search", "sluis"]).code(), 0);
    let back = world.run(&["reindex", "--rollback"]);
    assert_eq!(
        (back.code(), back.stderr()),
        (0, "g000001 is live again, g000002 is kept\n".to_owned())
    );
    assert_eq!(
        world.run(&["search", "sluis"]).code(),
        1,
        "the older generation does not have the page"
    );
    world.ingest("fixtures/pages/2024-01-18-sluis-gemeente.html".as_ref());
    assert_eq!(
        world.run(&["search", "sluis"]).code(),
        0,
        "the index catches up from the log"
    );
}

#[test]
fn a_reindex_that_was_killed_leaves_the_live_generation_and_can_be_run_again() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    for place in ["half-committed", "described"] {
        let run = world.run_to_failpoint(place, &["reindex", "-q"]);
        assert!(
            run.was_killed(),
            "the run does not reach `{place}`: {}",
            run.stderr()
        );
        assert_eq!(world.run(&["search", "gemaal", "-n", "0"]).code(), 0);
        let live = fs::read_to_string(world.home().join("index/current")).expect("a pointer");
        assert_eq!(live, "g000001");
    }
    assert_eq!(world.run(&["reindex", "-q"]).code(), 0);
    assert_eq!(
        generations(&world),
        ["g000001", "g000002"],
        "the generations that the killed runs left are removed"
    );
}
