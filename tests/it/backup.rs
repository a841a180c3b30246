//! `omroeper backup` and `restore`: nothing is lost, and nothing that was purged comes back.

use crate::support::World;

fn capture(world: &World, name: &str) {
    let page = format!(
        "<link rel=canonical href=\"https://www.zandwijk.example/{name}\"><main><h1>Bericht {name}</h1>\
         <p>De gemeente Zandwijk bouwt een nieuwe brug over de vaart bij {name}.</p></main>"
    );
    let file = world.write(&format!("{name}.html"), page);
    let file = file.display().to_string();
    let run = world.run(&["ingest", "--captured-at", "2024-05-01T10:00:00Z", &file]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
}

/// A home with two pages and a watch, and a backup of it.
fn world() -> (World, String) {
    let world = World::new();
    capture(&world, "eerste");
    capture(&world, "geheim");
    assert_eq!(world.run(&["watch", "add", "bruggen", "brug"]).code(), 0);
    let folder = world.path("backup").display().to_string();
    let run = world.run(&["backup", &folder]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(run.stderr().contains("2 captures in"), "{}", run.stderr());
    (world, folder)
}

fn found(world: &World, home: &str) -> Vec<String> {
    let run = world.run(&["--home", home, "search", "brug", "--urls"]);
    let mut names: Vec<String> = run
        .stdout()
        .lines()
        .map(|url| url.rsplit('/').next().unwrap_or_default().to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_restored_archive_is_the_one_that_was_backed_up() {
    let (world, folder) = world();
    let before = world.run(&["digest"]).stdout();
    let home = world.path("elders").display().to_string();
    let run = world.run(&["--home", &home, "restore", &folder]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(run.stderr().contains("may be back"), "{}", run.stderr());
    assert_eq!(found(&world, &home), ["eerste", "geheim"]);
    assert_eq!(world.run(&["--home", &home, "digest"]).stdout(), before);
    let check = world.run(&["--home", &home, "check"]);
    assert_eq!(check.code(), 0, "{}", check.stderr());
    let watches = world.run(&["--home", &home, "watch", "list"]).stdout();
    assert!(watches.starts_with("bruggen  brug"), "{watches}");
    assert_eq!(world.run(&["--home", &home, "watch", "run"]).code(), 0);
}

#[test]
fn what_was_purged_after_the_backup_stays_away() {
    let (world, folder) = world();
    capture(&world, "derde");
    let page = "https://www.zandwijk.example/geheim";
    let later = "https://www.zandwijk.example/derde";
    for page in [page, later] {
        assert_eq!(world.run(&["purge", page, "--reason", "verzoek"]).code(), 0);
    }
    let list = world.run(&["purge", "--list"]);
    assert_eq!(list.json_lines().len(), 2);
    let purges = world
        .write("purges.jsonl", list.stdout())
        .display()
        .to_string();

    let refused = world.run(&["restore", &folder]);
    assert_eq!(refused.code(), 2);
    assert!(
        refused.stderr().contains("--replace"),
        "{}",
        refused.stderr()
    );
    let run = world.run(&["restore", &folder, "--replace"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(
        run.stderr().contains("2 purges made again"),
        "{}",
        run.stderr()
    );
    let home = world.home().display().to_string();
    let elsewhere = world.path("elders").display().to_string();
    let run = world.run(&[
        "--home", &elsewhere, "restore", &folder, "--purges", &purges,
    ]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(!run.stderr().contains("may be back"), "{}", run.stderr());
    for home in [&home, &elsewhere] {
        assert_eq!(found(&world, home), ["eerste"]);
        assert_eq!(world.run(&["--home", home, "check"]).code(), 0);
        let segment = std::fs::read(format!("{home}/captures/000001.warc.gz")).expect("a segment");
        let mut text = String::new();
        let mut members = flate2::read::MultiGzDecoder::new(&segment[..]);
        std::io::Read::read_to_string(&mut members, &mut text).expect("records");
        assert!(
            !text.contains("vaart bij geheim"),
            "its text is overwritten"
        );
        // It stays refused, also a page that the backup did not hold.
        for name in ["geheim", "derde"] {
            let file = world.path(&format!("{name}.html")).display().to_string();
            let run = world.run(&["--home", home, "ingest", &file]);
            assert!(run.stderr().contains("refused"), "{}", run.stderr());
        }
    }
    let aside = world.path("home.before-restore-1");
    assert!(aside.join("catalog.sqlite").exists());
}

#[test]
fn a_later_backup_takes_the_place_of_the_one_before() {
    let (world, folder) = world();
    capture(&world, "derde");
    assert_eq!(world.run(&["backup", &folder]).code(), 0);
    let home = world.path("elders").display().to_string();
    assert_eq!(world.run(&["--home", &home, "restore", &folder]).code(), 0);
    assert_eq!(found(&world, &home), ["derde", "eerste", "geheim"]);
}

#[test]
fn a_damaged_log_takes_the_place_of_no_backup() {
    let (world, folder) = world();
    let log = world.home().join("captures/000001.warc.gz");
    let mut bytes = std::fs::read(&log).expect("a log");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8].fill(0xff);
    std::fs::write(&log, bytes).expect("a damaged log");
    let run = world.run(&["backup", &folder]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(
        run.stderr().contains("nothing was replaced"),
        "{}",
        run.stderr()
    );
    assert!(!world.path("backup.new").exists(), "no rest of it stays");
    let home = world.path("elders").display().to_string();
    assert_eq!(world.run(&["--home", &home, "restore", &folder]).code(), 0);
    assert_eq!(found(&world, &home), ["eerste", "geheim"]);
}

#[test]
fn a_folder_that_is_no_backup_is_left_alone() {
    let (world, _) = world();
    let other = world.write("foto's/vakantie.txt", "niet weggooien");
    let folder = other.parent().expect("a folder").display().to_string();
    for arguments in [["backup", &folder], ["restore", &folder]] {
        let run = world.run(&arguments);
        assert_eq!(run.code(), 2, "{}", run.stderr());
        assert!(run.stderr().contains("is not a backup"), "{}", run.stderr());
    }
    assert!(other.exists());
    let new = world.path("nieuw").display().to_string();
    let none = world.run(&["--home", "/nergens/x", "backup", &new]);
    assert_eq!(none.code(), 3, "{}", none.stderr());
}
