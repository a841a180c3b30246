//! A push brings the cluster level, whatever ends in between.

use std::time::Duration;

use super::{Names, PATIENCE, Whole, archive, documents, http, records};
use crate::support::World;

#[test]
fn a_push_follows_the_archive() {
    let names = Names::new("proef-volgt");
    let world = World::new();
    let run = world.run(&["ingest", "fixtures/pages", "fixtures/searches.jsonl"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let first = names.push(&world, &["--json"]);
    assert_eq!(first.code(), 0, "{}", first.stderr());
    let first = first.json();
    assert_eq!(first["became_live"], true);
    names.assert_level(&world);
    let again = names.push(&world, &["--json"]).json();
    assert_eq!(
        (&again["releases"], &again["documents"]),
        (&0.into(), &0.into())
    );

    // A new version with fewer quotes, a new page, and one that is gone.
    let url = "https://www.zandwijk.example/brug";
    let page = |quotes: &str| {
        format!(
            "<link rel=canonical href=\"{url}\"><main><h1>Brug open</h1><p>De brug is open.</p>{quotes}</main>"
        )
    };
    let quotes = "<p>“De brug is open”, zegt wethouder Henk Brink.</p><p>“En zij blijft open”, zegt burgemeester Anna Kwibus.</p>";
    world.ingest_on("2024-05-01", "brug", page(quotes));
    assert_eq!(names.push(&world, &[]).code(), 0);
    names.assert_level(&world);
    world.ingest_on(
        "2024-05-02",
        "brug",
        page("<p>De opening was gisteren.</p>"),
    );
    let pushed = names.push(&world, &["--json"]).json();
    assert_eq!(pushed["releases"], 1, "{pushed}");
    names.assert_level(&world);
    let gone = "https://www.noorderdiep.example/nieuws/gemaal-oude-vaart";
    assert_eq!(world.run(&["forget", gone]).code(), 0);
    let pushed = names.push(&world, &["--json"]).json();
    assert_eq!(pushed["releases"], 1, "{pushed}");
    names.assert_level(&world);

    // Another build of the index may read the same pages otherwise.
    assert_eq!(world.run(&["reindex"]).code(), 0);
    let pushed = names.push(&world, &["--json"]).json();
    assert_eq!(pushed["index"], "proef-volgt-releases-000002");
    names.assert_level(&world);

    // A purge reaches the cluster.
    let purged = world.run(&["purge", url, "--reason", "privacy"]);
    assert_eq!(purged.code(), 0, "{}", purged.stderr());
    let pushed = names.push(&world, &["--json"]).json();
    assert_eq!(pushed["purged"], 1, "{pushed}");
    names.assert_level(&world);
    let found = http("GET", "/proef-volgt-*/_search?q=docid:*brug*", None);
    assert!(!found.to_string().contains("Henk Brink"), "{found}");
}

#[test]
fn another_analysis_is_filled_beside_the_live_one_and_can_be_rolled_back() {
    let names = Names::new("proef-andere");
    let world = archive(20);
    assert_eq!(names.push(&world, &[]).code(), 0);
    let other = serde_json::json!({ "_meta": { "omroeper": {
        "template": 1, "analyzer": 1, "schema": 1, "lexicon": "" } } });
    for kind in ["releases", "quotes"] {
        let path = format!("/proef-andere-{kind}-000001/_mapping");
        http("PUT", &path, Some(&other));
    }
    let pushed = names.push(&world, &["--json"]).json();
    assert_eq!(pushed["index"], "proef-andere-releases-000002");
    assert_eq!(pushed["became_live"], true);
    names.assert_level(&world);
    let live = || http("GET", "/_alias/proef-andere-quotes", None).to_string();
    assert!(
        live().contains("000002") && !live().contains("000001"),
        "{}",
        live()
    );
    let back = names.push(&world, &["--rollback"]);
    assert_eq!(back.code(), 0, "{}", back.stderr());
    assert!(
        live().contains("000001") && !live().contains("000002"),
        "{}",
        live()
    );
    let none = names.push(&world, &["--rollback"]);
    assert_eq!(none.code(), 2, "{}", none.stderr());

    // A purge reaches the indexes that are kept.
    let url = "https://www.noorderdiep.example/nieuws/7";
    assert_eq!(world.run(&["purge", url, "--reason", "privacy"]).code(), 0);
    assert_eq!(names.push(&world, &[]).code(), 0);
    names.assert_level(&world);
    for number in ["000001", "000002"] {
        let kept = documents(&format!("proef-andere-releases-{number}"));
        assert_eq!(kept.len(), 19, "{number}");
    }
}

#[test]
fn a_push_that_is_killed_goes_on() {
    let names = Names::new("proef-gedood");
    let world = archive(1500);
    let mut seed: u64 = 7;
    for round in 0..20 {
        // A linear congruential generator is random enough for the time of a death.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let mut child = names.start(&world);
        std::thread::sleep(Duration::from_millis(40 + seed % 700));
        child.kill().expect("it is killed");
        child.wait().expect("it ends");
        if round % 7 == 3 {
            world.ingest(&world.write("meer.jsonl", records(round * 10..round * 10 + 5, "sluis")));
        }
    }
    let last = names.push(&world, &["--json"]);
    assert_eq!(last.code(), 0, "{}", last.stderr());
    names.assert_level(&world);
}

fn assert_done(run: &std::process::Output) {
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(0), "{said}");
}

/// Waits until an index has that many documents.
fn wait_for(count: u64, index: &str) {
    let start = std::time::Instant::now();
    loop {
        http("POST", &format!("/{index}/_refresh"), None);
        let found = http("GET", &format!("/{index}/_count"), None);
        if found["count"].as_u64().is_some_and(|found| found >= count) {
            return;
        }
        assert!(start.elapsed() < PATIENCE, "{index}: {found}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Waits until every shard of these indexes has its copy. What only a dead node has, nobody can write to.
fn wait_for_copies(indexes: &str) {
    let path = format!("/_cluster/health/{indexes}?wait_for_status=green&timeout=90s");
    let health = http("GET", &path, None);
    assert_eq!(health["status"], "green", "{health}");
}

#[test]
fn a_node_that_dies_costs_nothing() {
    let _whole = Whole::new();
    let names = Names::alone("proef-knoop");
    let world = archive(3000);
    let child = names.start(&world);
    wait_for(400, "proef-knoop-releases-000001");
    wait_for_copies("proef-knoop-*");
    Whole::run("kill", 3);
    let run = child.wait_with_output().expect("it ends");
    Whole::heal(&[3]);
    assert_done(&run);
    names.assert_level(&world);
    // All nodes at once.
    world.ingest(&world.write("meer.jsonl", records(0..1500, "sluis")));
    let child = names.start(&world);
    wait_for(3400, "proef-knoop-releases-000001");
    for node in 1..=3 {
        Whole::run("kill", node);
    }
    Whole::heal(&[1, 2, 3]);
    assert_done(&child.wait_with_output().expect("it ends"));
    names.assert_level(&world);
}
