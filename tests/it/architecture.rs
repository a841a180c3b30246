//! The rooms and who may know whom, as `lib.rs` describes them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Which rooms each room may name. Whatever is not here may not be named.
const EDGES: &[(&str, &[&str])] = &[
    ("failpoint", &[]),
    ("document", &[]),
    ("markup", &[]),
    ("archive", &["document", "markup", "failpoint"]),
    ("extract", &["document", "markup"]),
    ("analysis", &[]),
    ("index", &["document", "analysis", "failpoint"]),
    ("search", &["document", "analysis", "index"]),
    ("present", &["document", "search"]),
    ("pipeline", &["document", "archive", "extract", "index"]),
];

/// Longest file written by hand.
const MAX_LINES: usize = 500;

fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ["src", "tests", "benches"].iter().flat_map(|folder| walkdir::WalkDir::new(root.join(folder)));
    files
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|p| p.extension().is_some_and(|e| e == "rs"))
        .collect()
}

/// The room of a file below `src`, if it is in one.
fn room(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).ok()?;
    let first = inside.components().next()?.as_os_str().to_string_lossy().into_owned();
    let room = first.trim_end_matches(".rs").to_owned();
    (!matches!(room.as_str(), "lib" | "main" | "cli")).then_some(room)
}

#[test]
fn rooms_know_only_whom_they_may() {
    let mut wrong = Vec::new();
    for path in sources() {
        let Some(room) = room(&path) else { continue };
        let (_, allowed) =
            EDGES.iter().find(|(name, _)| *name == room).unwrap_or_else(|| panic!("`{room}` has no line in the table"));
        let code = std::fs::read_to_string(&path).expect("a source file");
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let named: BTreeSet<&str> = lines
            .flat_map(|line| line.split("crate::").skip(1))
            .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
            .filter(|name| EDGES.iter().any(|(room, _)| room == name))
            .collect();
        for other in named {
            if other != room && !allowed.contains(&other) {
                wrong.push(format!("{} names `{other}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_is_there_and_in_the_crate_docs() {
    let lib = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("the library");
    let mut last = 0;
    // `failpoint` is a tool of tests, not a room.
    for (room, _) in EDGES.iter().filter(|(room, _)| *room != "failpoint") {
        assert!(lib.contains(&format!("[`{room}`]")), "`{room}` is not described");
        let declared = lib.find(&format!("pub mod {room};")).unwrap_or_else(|| panic!("`{room}` is not declared"));
        assert!(declared > last, "`{room}` stands out of order");
        last = declared;
    }
}

#[test]
fn every_file_says_what_it_is_for_and_stays_short() {
    for path in sources() {
        let code = std::fs::read_to_string(&path).expect("a source file");
        assert!(code.starts_with("//! "), "{} has no header", path.display());
        let lines = code.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", path.display());
    }
}
