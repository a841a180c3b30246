//! Files with many pages: one that has not changed is not read again.

use std::fs;
use std::time::SystemTime;

use crate::support::{Run, World};

const BRIDGE: &str = "https://www.zandwijk.example/brug";

fn record(url: &str, text: &str) -> String {
    format!("{{\"url\": \"{url}\", \"title\": \"Brug\", \"text\": \"{text}\"}}\n")
}

/// Writes `lines` as a file that was changed at `time`, and ingests it.
fn ingest(world: &World, lines: &str, time: SystemTime) -> Run {
    let path = world.write("records.jsonl", lines);
    let file = fs::File::options()
        .write(true)
        .open(&path)
        .expect("records");
    file.set_modified(time).expect("a time of change");
    world.run(&["ingest", &path.display().to_string()])
}

#[test]
fn an_unchanged_file_of_records_is_not_read_again() {
    let world = World::new();
    let now = SystemTime::now();
    let cost = |cost| record(BRIDGE, &format!("De brug kost {cost} miljoen euro."));
    assert!(
        ingest(&world, &cost("vier"), now)
            .stderr()
            .contains("1 new")
    );
    // The same size and time say that nothing changed.
    let again = ingest(&world, &cost("drie"), now);
    assert!(again.stderr().contains("1 unchanged"), "{}", again.stderr());
    assert_eq!(world.run(&["search", "vier"]).code(), 0);

    let later = now + std::time::Duration::from_secs(1);
    let changed = ingest(&world, &cost("drie"), later);
    assert!(
        changed.stderr().contains("1 changed"),
        "{}",
        changed.stderr()
    );
    let added =
        cost("drie") + &record("https://www.zandwijk.example/sluis", "De sluis gaat dicht.");
    let longer = ingest(&world, &added, later);
    assert!(longer.stderr().contains("1 new"), "{}", longer.stderr());
}

#[test]
fn a_file_with_a_broken_record_is_read_again() {
    let world = World::new();
    let now = SystemTime::now();
    let lines = record(BRIDGE, "De brug gaat open.") + "{\"text\": \n";
    for _ in 0..2 {
        let run = ingest(&world, &lines, now);
        assert_eq!(run.code(), 4, "{}", run.stderr());
        assert!(run.stderr().contains("records.jsonl:2"), "{}", run.stderr());
    }
}

#[test]
fn a_file_with_a_purged_page_is_read_again() {
    let world = World::new();
    let now = SystemTime::now();
    let lines = record(BRIDGE, "De brug gaat open.");
    ingest(&world, &lines, now);
    assert_eq!(
        world.run(&["purge", BRIDGE, "--reason", "verzoek"]).code(),
        0
    );
    for _ in 0..2 {
        let run = ingest(&world, &lines, now);
        assert!(run.stderr().contains("purged"), "{}", run.stderr());
    }
}
