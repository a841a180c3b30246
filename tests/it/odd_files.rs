//! A folder of 2,000 hostile and odd files: each is read, left out or refused. No command panics,
//! hangs or loses a sound page.
//!
//! Leaves out what the text of an odd page should be (`extraction`).

mod generated;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::{Duration, SystemTime};

use assert_cmd::Command;
use rustix::fs::{CWD, Mode, mkfifoat};
use serde_json::Value;

use crate::support::{SEED, World};
use generated::{OTHER_WORD, OddFile, SOUND_WORD, document, sentences};

const FILES: usize = 2_000;

/// The time that a command may take with all files, and with one of them: far more than it needs.
const LIMIT: Duration = Duration::from_mins(2);
const LIMIT_FOR_ONE: Duration = Duration::from_secs(20);

/// The memory that a command may take, in kilobytes: an endless loop must not fill the machine's.
const MAX_MEMORY: u64 = 8_000_000;

/// Pairs of names that become one if their bytes are replaced, composed or left out.
const TWINS: &[&[u8]] = &[
    b"brief \xe8.html",
    b"brief \xe9.html",
    "caf\u{e9}.html".as_bytes(),
    "cafe\u{301}.html".as_bytes(),
    b"tab\tregel\n.html",
    b"tabregel.html",
];

/// The files, and whether a search must find a page of each.
struct Pile {
    world: World,
    files: Vec<(PathBuf, bool)>,
}

impl Pile {
    fn new() -> Self {
        let mut pile = Self {
            world: World::new(),
            files: Vec::new(),
        };
        let folder = pile.folder();
        for number in 0..FILES {
            let mut file = OddFile::new(number);
            let path = folder.join(file.path());
            pile.write(&path, file.is_sound(), &file.content());
        }
        for (n, name) in TWINS.iter().enumerate() {
            let page = document(FILES + n, "", &sentences(SOUND_WORD));
            pile.write(&folder.join(OsStr::from_bytes(name)), true, page.as_bytes());
        }
        // Root can read this file, other users cannot.
        let closed = folder.join("dicht.html");
        pile.write(&closed, false, sentences(OTHER_WORD).as_bytes());
        fs::set_permissions(&closed, Permissions::from_mode(0o000)).expect("permissions");
        pile.make_special_files();
        pile
    }

    fn make_special_files(&mut self) {
        let folder = self.folder();
        let [itself, nothing, pipe, socket] = ["zichzelf", "bungelt", "pijp", "contact"]
            .map(|name| folder.join(name).with_extension("html"));
        fs::create_dir(folder.join("leeg")).expect("an empty folder");
        symlink(&folder, folder.join("rond")).expect("a link to its own folder");
        symlink(&itself, &itself).expect("a link to itself");
        symlink("nergens.html", &nothing).expect("a link to nothing");
        mkfifoat(CWD, &pipe, Mode::RUSR | Mode::WUSR).expect("a pipe");
        UnixListener::bind(&socket).expect("a socket");
        let special = [itself, nothing, pipe, socket].map(|path| (path, false));
        self.files.extend(special);
    }

    fn folder(&self) -> PathBuf {
        self.world.path("stapel")
    }

    fn write(&mut self, path: &Path, is_sound: bool, content: &[u8]) {
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        let mut file = File::create(path).expect("a file");
        file.write_all(content).expect("room for the file");
        // Versions are ordered by time, so files have the same times in each run.
        let seconds = 1_700_000_000 + self.files.len() as u64;
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        file.set_modified(time).expect("a file of our own");
        self.files.push((path.to_owned(), is_sound));
    }

    /// The folder, and the files that are left out of a folder but read if they are named.
    fn sources(&self) -> Vec<PathBuf> {
        let is_left_out = |path: &&PathBuf| {
            let name = path.as_os_str().as_bytes();
            name.ends_with(b"l.gz") || name.ends_with(b".json")
        };
        let files = self.files.iter().map(|(path, _)| path);
        let named = files.filter(is_left_out).cloned();
        std::iter::once(self.folder()).chain(named).collect()
    }

    /// Runs a command, which must not hang or panic, and must end with one of the exit `codes`.
    fn run(&self, world: &World, arguments: &[&str], paths: &[PathBuf], codes: &[i32]) -> Output {
        let mut command = limited(world, LIMIT);
        let output = command.args(arguments).args(paths).output();
        let output = output.expect("the binary runs");
        assert!(
            is_orderly(&output, codes),
            "seed {SEED}: {arguments:?}: {}\n{}\nfiles that fail alone: {:#?}",
            output.status,
            String::from_utf8_lossy(&output.stderr),
            self.culprits(false, &[0, 1, 4])
        );
        output
    }

    /// The files, or the sound ones, for which alone a search does not end with one of `codes`.
    fn culprits(&self, only_sound: bool, codes: &[i32]) -> Vec<&PathBuf> {
        let fails = |path: &PathBuf| {
            let mut command = limited(&self.world, LIMIT_FOR_ONE);
            command.args(["search", SOUND_WORD, "--in"]).arg(path);
            let output = command.output();
            !is_orderly(&output.expect("the binary runs"), codes)
        };
        let mut culprits = Vec::new();
        for (path, is_sound) in &self.files {
            if (*is_sound || !only_sound) && fails(path) {
                culprits.push(path);
            }
        }
        culprits
    }

    /// The address and the content of each release in a home, without the capture's own digest.
    fn releases(&self, world: &World) -> BTreeSet<(String, String)> {
        let arguments = ["export", "--jsonl", "--include-removed"];
        let lines = self.run(world, &arguments, &[], &[0]).stdout;
        let lines = serde_json::Deserializer::from_slice(&lines).into_iter::<Value>();
        let release = |release: serde_json::Result<Value>| {
            let mut release = release.expect("JSON");
            release["capture"] = Value::Null;
            (release["url"].to_string(), release.to_string())
        };
        lines.map(release).collect()
    }

    fn digest(&self, world: &World) -> Vec<u8> {
        self.run(world, &["digest"], &[], &[0]).stdout
    }

    fn check(&self, world: &World) {
        let findings = self.run(world, &["check"], &[], &[0, 4]).stdout;
        assert_eq!(String::from_utf8_lossy(&findings), "", "seed {SEED}");
    }
}

/// `omroeper` with a home, and with limits of its time and its memory.
fn limited(world: &World, time: Duration) -> Command {
    let script = format!("ulimit -v {MAX_MEMORY}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command
        .args(["-c", &script, env!("CARGO_BIN_EXE_omroeper")])
        .env("OMROEPER_HOME", world.home())
        .timeout(time);
    command
}

/// Whether a run ended by itself, with one of the exit `codes`, and did not report a panic.
fn is_orderly(output: &Output, codes: &[i32]) -> bool {
    let code = output.status.code();
    code.is_some_and(|code| codes.contains(&code))
        && memchr::memmem::find(&output.stderr, b"panic").is_none()
}

/// The number before `what` in the last line of a run: `7 pages: 2 new, 1 unchanged, 4 failed`.
fn count(output: &Output, what: &str) -> u64 {
    let said = String::from_utf8_lossy(&output.stderr);
    let summary = said.lines().next_back().unwrap_or_default();
    let mut counts = summary
        .split([':', ','])
        .filter_map(|part| part.trim().split_once(' '));
    let found = counts.find(|(_, name)| *name == what);
    found.map_or(0, |(number, _)| number.parse().expect("a number"))
}

#[test]
fn odd_files_are_read_or_refused_and_do_not_harm_sound_ones() {
    let pile = Pile::new();
    let world = &pile.world;
    let ingest = || {
        let run = pile.run(world, &["ingest"], &pile.sources(), &[0, 4]);
        let counts = ["new", "changed", "unchanged", "failed"].map(|what| count(&run, what));
        let [new, _, _, failed] = counts;
        let pages = count(&run, "pages");
        assert_eq!(counts.iter().sum::<u64>(), pages, "seed {SEED}: {counts:?}");
        assert_eq!(run.status.code() == Some(4), failed > 0, "seed {SEED}");
        (pages, new)
    };
    let (pages, new) = ingest();
    assert!(
        pages > new && new > FILES as u64 / 4,
        "seed {SEED}: {new} of {pages}"
    );
    let (_, new) = ingest();
    assert_eq!(new, 0, "seed {SEED}: the same files give other pages");

    let search = ["search", SOUND_WORD, "--json", "-n", "0"];
    let found = pile.run(world, &search, &[], &[0]).stdout;
    let found: Value = serde_json::from_slice(&found).expect("JSON");
    let sound = pile.files.iter().filter(|(_, is_sound)| *is_sound);
    assert_eq!(
        found["total"],
        sound.count(),
        "seed {SEED}: sound pages are not found, those of these files not even alone: {:#?}",
        pile.culprits(true, &[0, 4])
    );
    pile.check(world);

    let digest = pile.digest(world);
    pile.run(world, &["reindex"], &[], &[0]);
    assert!(
        pile.digest(world) == digest,
        "seed {SEED}: a reindex gives other releases"
    );
    pile.check(world);

    let export = ["export", "--warc", "--include-removed"];
    let export = pile.run(world, &export, &[], &[0]).stdout;
    let other = World::new();
    let file = other.write("export.warc.gz", export);
    pile.run(&other, &["ingest"], &[file], &[0, 4]);
    pile.check(&other);
    let (ours, theirs) = (pile.releases(world), pile.releases(&other));
    let differ = ours.symmetric_difference(&theirs);
    let differ: BTreeSet<&str> = differ.map(|(url, _)| url.as_str()).collect();
    assert!(
        pile.digest(&other) == digest,
        "seed {SEED}: an export restores other versions, of the newest: {differ:#?}"
    );
}
