//! Damaged logs: readable captures are kept, and lost pages can be ingested again.

use std::fs;
use std::path::PathBuf;

use crate::support::World;

/// A home with five pages, and the folder from which they were ingested.
fn world_of_quays() -> (World, PathBuf) {
    let world = World::new();
    for n in 1..=5 {
        write_page(&world, "kades", n);
    }
    world.ingest(&world.path("kades"));
    let folder = world.path("kades");
    (world, folder)
}

fn write_page(world: &World, what: &str, n: u32) {
    let page = format!(
        "<html lang=nl><link rel=canonical href=\"https://www.lindeloo.example/{what}/{n}\"><main><h1>Bericht {n}</h1>\
         <p>De gemeente Lindeloo vernieuwt in week {n} de {what} van de haven van het dorp.</p></main></html>"
    );
    world.write(&format!("{what}/{n}.html"), page);
}

fn log(world: &World) -> PathBuf {
    world.home().join("captures/000001.warc.gz")
}

/// The offset of the record of page `n`. The first record of the log is the `warcinfo` record.
fn offset(world: &World, n: usize) -> usize {
    let log = fs::read(log(world)).expect("the log");
    let begins = memchr::memmem::find_iter(&log, b"\x1f\x8b\x08").collect::<Vec<_>>();
    begins[n]
}

fn damage(world: &World, n: usize) {
    let mut bytes = fs::read(log(world)).expect("the log");
    let at = offset(world, n) + 200;
    bytes[at..at + 8].fill(0xff);
    fs::write(log(world), bytes).expect("a damaged log");
}

fn found(world: &World, query: &str) -> u64 {
    world.run(&["search", query, "--json"]).json()["total"]
        .as_u64()
        .expect("a count")
}

#[test]
fn a_page_whose_record_is_lost_can_be_ingested_again() {
    let (world, folder) = world_of_quays();
    damage(&world, 3);
    let check = world.run(&["check"]);
    assert!(
        check.stdout().contains("omroeper repair"),
        "{}",
        check.stdout()
    );
    let reindex = world.run(&["reindex"]);
    assert_eq!(reindex.code(), 4, "{}", reindex.stderr());
    assert!(
        reindex.stderr().contains("lindeloo.example/kades/3"),
        "{}",
        reindex.stderr()
    );
    assert_eq!(
        found(&world, "kades"),
        5,
        "the live index still has the lost page"
    );
    let repair = world.run(&["repair"]);
    assert_eq!(
        (repair.code(), repair.stdout().trim()),
        (0, "https://www.lindeloo.example/kades/3")
    );
    assert_eq!(
        world.run(&["repair"]).stdout(),
        "",
        "repair finds nothing more"
    );
    assert_eq!(
        world.run(&["status", "--json"]).json()["captures"]["lost"],
        1
    );
    assert!(world.run(&["check"]).stdout().contains("captures are lost"));
    assert_eq!(found(&world, "kades"), 5);
    world.ingest(&folder);
    assert_eq!(world.run(&["check"]).stdout(), "");
    assert_eq!(world.run(&["reindex", "-q"]).code(), 0);
    assert_eq!(
        (found(&world, "kades"), world.run(&["check"]).code()),
        (5, 0)
    );
}

#[test]
fn a_record_that_is_lost_is_left_out_of_an_export_and_named() {
    let (world, _) = world_of_quays();
    damage(&world, 3);
    let export = world.run(&["export", "--warc"]);
    assert_eq!(export.code(), 4, "{}", export.stderr());
    assert!(
        export.stderr().contains("lindeloo.example/kades/3"),
        "{}",
        export.stderr()
    );
    let other = World::new();
    let file = other.write("rest.warc.gz", &export.0.stdout);
    other.ingest(&file);
    assert_eq!(found(&other, "kades"), 4, "the others are whole");
}

#[test]
fn the_next_index_leaves_out_captures_that_repair_gave_up() {
    let (world, _) = world_of_quays();
    damage(&world, 5);
    assert_eq!(world.run(&["repair", "-q"]).code(), 0);
    assert_eq!(world.run(&["reindex", "-q"]).code(), 0);
    assert_eq!(
        (found(&world, "kades"), world.run(&["check"]).stdout()),
        (4, String::new())
    );
}

#[test]
fn a_truncated_log_loses_nothing_more() {
    for whole in [true, false] {
        let (world, folder) = world_of_quays();
        let cut = if whole {
            offset(&world, 4)
        } else {
            offset(&world, 4) + 100
        };
        let bytes = fs::read(log(&world)).expect("the log");
        fs::write(log(&world), &bytes[..cut]).expect("a shorter log");
        for n in 6..=9 {
            write_page(&world, "sluizen", n);
        }
        let run = world.run(&["ingest", &world.path("sluizen").display().to_string()]);
        assert_eq!(run.code(), 4, "captures are lost: {}", run.stderr());
        assert!(run.stderr().contains("omroeper repair"), "{}", run.stderr());
        assert_eq!((found(&world, "kades"), found(&world, "sluizen")), (5, 4));
        assert_eq!(
            world
                .run(&[
                    "purge",
                    "https://www.lindeloo.example/sluizen/6",
                    "--reason",
                    "avg"
                ])
                .code(),
            0
        );
        assert_eq!(found(&world, "sluizen"), 3);
        assert_eq!(world.run(&["repair"]).stdout().lines().count(), 2);
        world.ingest(&folder);
        assert_eq!(
            world.run(&["check"]).stdout(),
            "",
            "cut at a record: {whole}"
        );
        assert_eq!(world.run(&["reindex", "-q"]).code(), 0);
        assert_eq!((found(&world, "kades"), found(&world, "sluizen")), (5, 3));
        assert_eq!(world.run(&["update"]).stderr(), "the index is up to date\n");
    }
}

#[test]
fn a_purge_survives_damage_to_its_log_file() {
    for whole in [true, false] {
        let (world, folder) = world_of_quays();
        let purged = "https://www.lindeloo.example/kades/5";
        assert_eq!(world.run(&["purge", purged, "--reason", "avg"]).code(), 0);
        if whole {
            fs::remove_file(log(&world)).expect("the log");
        } else {
            let bytes = fs::read(log(&world)).expect("the log");
            fs::write(log(&world), &bytes[..bytes.len() - 5]).expect("a shorter log");
        }
        assert_eq!(world.run(&["repair"]).code(), 0);
        world.ingest(&folder);
        assert_eq!(
            world.run(&["check"]).stdout(),
            "",
            "the file is gone: {whole}"
        );
        assert_eq!(world.run(&["reindex", "-q"]).code(), 0);
        assert_eq!(
            (found(&world, "kades"), world.run(&["check"]).stdout()),
            (4, String::new())
        );
    }
}

#[test]
fn a_missing_log_does_not_destroy_the_index() {
    let (world, folder) = world_of_quays();
    fs::remove_dir_all(world.home().join("captures")).expect("the log");
    for command in ["reindex", "update"] {
        let run = world.run(&[command]);
        assert_ne!(run.code(), 0, "{command}: {}", run.stderr());
        assert_eq!(found(&world, "kades"), 5, "{command}");
        let _ = fs::remove_file(world.home().join("catalog.sqlite"));
    }
    // Only the index still shows that this home held pages.
    let lost = world.run(&["ingest", &folder.display().to_string()]);
    assert_eq!(lost.code(), 3, "{}", lost.stderr());
    assert!(
        lost.stderr().contains("restore `captures`"),
        "{}",
        lost.stderr()
    );
    fs::rename(world.home().join("index"), world.path("index")).expect("the index");
    world.ingest(&folder);
    assert_eq!(
        (found(&world, "kades"), world.run(&["check"]).code()),
        (5, 0)
    );
}

#[test]
fn repair_removes_an_unreadable_record_that_the_catalog_does_not_list() {
    let (world, folder) = world_of_quays();
    damage(&world, 2);
    for name in ["catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm"] {
        let _ = fs::remove_file(world.home().join(name));
    }
    fs::remove_dir_all(world.home().join("index")).expect("the index");
    let update = world.run(&["update"]);
    assert_eq!(
        (update.code(), found(&world, "kades")),
        (0, 4),
        "{}",
        update.stderr()
    );
    assert!(world.run(&["check"]).stdout().contains("omroeper repair"));
    assert_eq!(
        (
            world.run(&["repair"]).code(),
            world.run(&["check"]).stdout()
        ),
        (0, String::new())
    );
    world.ingest(&folder);
    assert_eq!(
        (found(&world, "kades"), world.run(&["check"]).code()),
        (5, 0)
    );
}

#[test]
fn the_reason_of_the_first_purge_stays() {
    let (world, _) = world_of_quays();
    let page = "https://www.lindeloo.example/kades/5";
    for reason in ["besluit 12", "nog eens"] {
        assert_eq!(world.run(&["purge", page, "--reason", reason]).code(), 0);
        let list = world.run(&["purge", "--list"]);
        assert_eq!(list.json()["reason"], "besluit 12", "after {reason}");
    }
}

#[test]
fn only_ingest_creates_a_home() {
    let world = World::new();
    for command in [
        &["update"][..],
        &["reindex"],
        &["reindex", "--rollback"],
        &["repair"],
        &["forget", "https://a.example/"],
        &["purge", "https://a.example/", "--reason", "avg"],
    ] {
        let run = world.run(command);
        assert_eq!(run.code(), 3, "{command:?}: {}", run.stderr());
        assert!(
            run.stderr().contains("omroeper ingest"),
            "{command:?}: {}",
            run.stderr()
        );
        assert!(!world.home().exists(), "{command:?}");
    }
    let (world, _) = world_of_quays();
    assert_eq!(
        world.run(&["purge", "Sluis 3", "--reason", "avg"]).code(),
        1
    );
    assert_eq!(
        world.run(&["status", "--json"]).json()["captures"]["purged"],
        0
    );
}
