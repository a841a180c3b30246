//! Homes on full disks, in read-only folders, and under clocks that go backwards.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::support::{Run, World};

/// The id of a user that owns no files (`nobody` on most systems).
const NOBODY: u32 = 65_534;

const PAGES: u64 = 80;

/// Runs `omroeper` with a limit of `kilobytes` on the size of each file, like a disk quota.
fn run_within(world: &World, kilobytes: u64, arguments: &[&str]) -> Run {
    let mut command = Command::new("sh");
    let limit = format!(
        "trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"",
        kilobytes * 2
    );
    command
        .args(["-c", &limit, env!("CARGO_BIN_EXE_omroeper")])
        .args(arguments);
    Run::of(command.env("OMROEPER_HOME", world.home()))
}

#[test]
fn a_full_disk_is_reported_and_loses_nothing() {
    let mut stopped = 0;
    // From a limit at which nothing fits to a limit at which everything fits.
    for kilobytes in [8, 32, 48, 64, 80, 96, 112, 128, 160, 200, 260, 4_000] {
        let world = World::new();
        let pages = world.pages(PAGES, 12_000).display().to_string();
        let run = run_within(&world, kilobytes, &["ingest", &pages]);
        if run.code() == 0 {
            continue;
        }
        assert_eq!(run.code(), 4, "{kilobytes} kB: {}", run.stderr());
        assert!(
            run.stderr().contains("is the disk full"),
            "{kilobytes} kB: {}",
            run.stderr()
        );
        stopped += 1;
        let run = world.run(&["ingest", &pages]);
        assert_eq!(run.code(), 0, "{kilobytes} kB: {}", run.stderr());
        let status = world.run(&["status", "--json"]).json();
        assert_eq!(
            (&status["releases"], &status["captures"]["pages"]),
            (&PAGES.into(), &PAGES.into())
        );
        assert_eq!(world.run(&["check"]).code(), 0);
    }
    assert!(stopped > 2, "the disk was full {stopped} times");
}

#[test]
fn an_index_that_did_not_fit_on_the_disk_catches_up_later() {
    let world = World::new();
    world.ingest(&world.pages(PAGES, 12_000));
    fs::remove_dir_all(world.home().join("index")).expect("an index");
    let run = run_within(&world, 40, &["update"]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(
        run.stderr()
            .contains("cannot write the index (is the disk full?)"),
        "{}",
        run.stderr()
    );
    assert_eq!(world.run(&["update"]).code(), 0);
    assert_eq!(world.run(&["check"]).code(), 0);
    assert_eq!(world.run(&["status", "--json"]).json()["releases"], PAGES);
}

#[test]
fn a_reindex_on_a_full_disk_keeps_the_live_index() {
    let world = World::new();
    world.ingest(&world.pages(PAGES, 12_000));
    let before = world.run(&["search", "gemeente", "--jsonl"]).stdout();
    let run = run_within(&world, 40, &["reindex"]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(
        run.stderr()
            .contains("cannot write the index (is the disk full?)"),
        "{}",
        run.stderr()
    );
    assert_eq!(
        world.run(&["search", "gemeente", "--jsonl"]).stdout(),
        before
    );
    assert_eq!(world.run(&["check"]).code(), 0);
    assert_eq!(
        fs::read_dir(world.home().join("index"))
            .expect("an index")
            .count(),
        2,
        "`current` and the generation that it names"
    );
}

/// Sets the permissions of everything below a folder.
fn set_permissions_below(folder: &Path, folders: u32, files: u32) {
    for entry in walkdir::WalkDir::new(folder).contents_first(true) {
        let entry = entry.expect("an entry");
        let mode = if entry.file_type().is_dir() {
            folders
        } else {
            files
        };
        fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).expect("rights");
    }
}

#[test]
fn a_read_only_home_can_be_read_but_not_written() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    assert_eq!(world.run(&["watch", "add", "gemalen", "gemaal"]).code(), 0);
    // Root may write everywhere, so the commands run as another user.
    let binary = world.path("omroeper");
    fs::copy(env!("CARGO_BIN_EXE_omroeper"), &binary).expect("a copy that others may run");
    set_permissions_below(world.path("").as_path(), 0o555, 0o444);
    fs::set_permissions(&binary, fs::Permissions::from_mode(0o555)).expect("rights");
    let is_root = rustix::process::geteuid().is_root();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&binary);
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        let command = command
            .env("OMROEPER_HOME", world.home())
            .env("XDG_CONFIG_HOME", world.path("config"));
        Run::of(command.args(arguments))
    };
    for arguments in [
        &["search", "gemaal"][..],
        &["status"],
        &["check"],
        &["digest"],
        &["export", "--csv"],
        &["officials"],
        &["watch", "list"],
        &["watch", "test", "gemaal"],
    ] {
        let run = run(arguments);
        assert_eq!(run.code(), 0, "{arguments:?}: {}", run.stderr());
    }
    for arguments in [
        &["ingest", "/"][..],
        &["update"],
        &["reindex"],
        &["forget", "https://zandwijk.example/"],
    ] {
        let run = run(arguments);
        assert_eq!(run.code(), 4, "{arguments:?}: {}", run.stderr());
        assert!(
            run.stderr().contains("read-only"),
            "{arguments:?}: {}",
            run.stderr()
        );
    }
    set_permissions_below(world.path("").as_path(), 0o755, 0o644);
}

#[test]
fn each_damaged_part_of_a_home_is_told_with_its_remedy() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    assert_eq!(world.run(&["watch", "add", "gemalen", "gemaal"]).code(), 0);
    for rest in ["watches.sqlite-wal", "watches.sqlite-shm"] {
        let _ = fs::remove_file(world.home().join(rest));
    }
    fs::write(world.home().join("watches.sqlite"), "geen tabel").expect("a damaged file");
    let list = world.run(&["watch", "list"]);
    assert_eq!(list.code(), 3, "{}", list.stderr());
    assert!(list.stderr().contains("move it away"), "{}", list.stderr());
    let check = world.run(&["check", "--jsonl"]);
    assert_eq!(check.code(), 4);
    assert_eq!(check.json_lines()[0]["part"], "watches");
    fs::remove_file(world.home().join("watches.sqlite")).expect("moved away");

    for entry in walkdir::WalkDir::new(world.home().join("index"))
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|end| end == "term" || end == "idx")
        })
    {
        let mut bytes = fs::read(entry.path()).expect("a file of the index");
        let end = bytes.len().min(60);
        bytes[8..end].fill(0xff);
        fs::write(entry.path(), bytes).expect("a damaged file");
    }
    let check = world.run(&["check"]);
    assert_eq!(check.code(), 3, "{}", check.stderr());
    assert!(check.stdout().contains("omroeper reindex"));
    // Only a check reads all bytes. A search may not notice the damage, but it does not panic.
    for arguments in [["similar", "gemaal"], ["quotes", "water"]] {
        let run = world.run(&arguments);
        let told = run.stderr();
        assert!(!told.contains("panicked"), "{arguments:?}: {told}");
        let is_told = run.code() != 3 || told.contains("omroeper reindex");
        assert!(is_told, "{arguments:?}: {told}");
    }
}

#[test]
fn files_that_one_user_writes_can_be_read_by_others() {
    let world = World::new();
    let script =
        "umask 022; \"$0\" ingest \"$1\" -q && \"$0\" reindex -q && \"$0\" ingest \"$2\" -q";
    let mut command = Command::new("sh");
    command
        .args(["-c", script, env!("CARGO_BIN_EXE_omroeper")])
        .arg(world.pages(5, 3_000))
        .arg("fixtures/pages");
    let run = Run::of(command.env("OMROEPER_HOME", world.home()));
    assert_eq!(run.code(), 0, "{}", run.stderr());
    for entry in walkdir::WalkDir::new(world.home())
        .into_iter()
        .filter_map(Result::ok)
    {
        // Lock files are only for the writer.
        if entry.file_name().to_string_lossy().contains("lock") {
            continue;
        }
        let mode = entry.metadata().expect("a file").permissions().mode();
        assert_eq!(mode & 0o044, 0o044, "{}: {mode:o}", entry.path().display());
    }
}

#[test]
fn a_clock_that_goes_backwards_loses_nothing() {
    const URL: &str = "https://www.zandwijk.example/brug";
    let world = World::new();
    let now = SystemTime::now();
    let year = Duration::from_hours(365 * 24);
    // Saved first with the clock five years ahead, then with the right time, then five years back.
    for (cost, time) in [
        ("vier", now + 5 * year),
        ("vijf", now),
        ("zes", now - 5 * year),
    ] {
        let page = format!(
            "<link rel=canonical href={URL}><title>Brug</title><h1>Brug</h1><p>De brug kost {cost} miljoen euro.</p>"
        );
        let file = fs::File::options()
            .write(true)
            .open(world.write("page.html", page))
            .expect("a page");
        file.set_modified(time).expect("a time of change");
        world.ingest(&world.path("page.html"));
    }
    assert_eq!(
        world.run(&["history", URL, "--jsonl"]).json_lines().len(),
        3
    );
    let found = world.run(&["search", "brug", "--jsonl"]).json_lines();
    assert_eq!(
        found.len(),
        1,
        "one version is current, the one with the latest time"
    );
    let digest = world.run(&["digest"]).stdout();
    assert_eq!(world.run(&["reindex"]).code(), 0);
    assert_eq!(world.run(&["digest"]).stdout(), digest);
    // `forget` removes the page even if an earlier capture has a later time.
    assert_eq!(world.run(&["forget", URL]).code(), 0);
    assert_eq!(world.run(&["search", "brug"]).code(), 1);
    assert_eq!(world.run(&["check"]).code(), 0);
}
