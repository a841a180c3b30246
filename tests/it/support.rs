//! Test support: runs the binary on a temporary home, and writes pages to ingest.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

#[path = "../../benches/synthetic/mod.rs"]
pub(crate) mod synthetic;

/// Seed of the synthetic pages in tests.
pub(crate) const SEED: u64 = 11;

/// A temporary folder with a home. It is deleted when the test ends.
pub(crate) struct World {
    folder: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder for the test"),
        }
    }

    /// A path in the test's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the test's folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a file in a folder"))
            .expect("a folder for the file");
        std::fs::write(&path, content).expect("a file for the test");
        path
    }

    /// Writes `count` synthetic pages of about `bytes` bytes each. Returns their folder.
    pub(crate) fn pages(&self, count: u64, bytes: usize) -> PathBuf {
        let vocabulary = synthetic::Vocabulary::default();
        for n in 0..count {
            self.write(
                &format!("pages/{n:06}.html"),
                synthetic::page(&vocabulary, SEED, n, Some(bytes)),
            );
        }
        self.path("pages")
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.path("home")
    }

    /// `omroeper` with the test's home.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::cargo_bin("omroeper").expect("the binary is built");
        command
            .env("OMROEPER_HOME", self.home())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env_remove("OMROEPER_CONFIG")
            .env_remove("NO_COLOR")
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        command
    }

    /// Runs `omroeper` with arguments.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run(self
            .command()
            .args(arguments)
            .output()
            .expect("the binary runs"))
    }

    /// Runs `omroeper` until it reaches the failpoint `place` (`src/failpoint.rs`) and aborts.
    pub(crate) fn run_to_failpoint(&self, place: &str, arguments: &[&str]) -> Run {
        let mut command = self.command();
        command.args(arguments).env("OMROEPER_FAILPOINT", place);
        Run(command.output().expect("the binary runs"))
    }

    /// Ingests a page as it was captured at ten o'clock on `day`.
    pub(crate) fn ingest_on(&self, day: &str, name: &str, page: impl AsRef<[u8]>) {
        let file = self.write(&format!("{day}/{name}.html"), page);
        let time = format!("{day}T10:00:00Z");
        let file = file.display().to_string();
        let run = self.run(&["ingest", "--captured-at", &time, &file]);
        assert_eq!(run.code(), 0, "{}", run.stderr());
    }

    /// Ingests a source, which must have no failures.
    pub(crate) fn ingest(&self, source: &Path) {
        let run = self.run(&["ingest", &source.display().to_string()]);
        assert_eq!(run.code(), 0, "{}", run.stderr());
    }
}

/// The exit status and the output of a run.
pub(crate) struct Run(pub(crate) Output);

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self(output)
    }
}

impl Run {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut std::process::Command) -> Self {
        Self(command.output().expect("the command runs"))
    }

    /// Runs a command of the test library to its end.
    pub(crate) fn output_of(command: &mut Command) -> Self {
        Self(command.output().expect("the command runs"))
    }

    /// Whether a signal ended it.
    pub(crate) fn was_killed(&self) -> bool {
        self.0.status.code().is_none()
    }

    pub(crate) fn code(&self) -> i32 {
        self.0.status.code().expect("it ended by itself")
    }

    pub(crate) fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    pub(crate) fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// Stdout as one JSON value.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.0.stdout)
            .unwrap_or_else(|e| panic!("{e}: {}\n{}", self.stdout(), self.stderr()))
    }

    /// Stdout as JSON Lines: one value per line.
    pub(crate) fn json_lines(&self) -> Vec<serde_json::Value> {
        self.stdout()
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON on each line"))
            .collect()
    }
}
