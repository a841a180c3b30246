//! Tells the events of a watch in its files and to its command.
//!
//! Leaves out which events are told (`run`).

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::atom::feed;
use super::error::WatchError;
use super::event::Event;
use super::store::{Store, Watch};

/// Number of events in an Atom file.
const IN_FEED: usize = 200;

/// Tells the events of a watch. The error says what failed.
pub(super) fn tell(watch: &Watch, events: &[Event], store: &Store) -> Result<(), String> {
    let outputs = &watch.outputs;
    if let Some(path) = &outputs.jsonl {
        let written = append(path, events);
        written.map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
    }
    if let Some(path) = &outputs.atom {
        write_feed(watch, path, store).map_err(|error| error.to_string())?;
    }
    if let Some(command) = &outputs.command {
        run(command, events)?;
    }
    Ok(())
}

/// Appends the events that a file does not hold, as JSON lines, and syncs the file.
fn append(path: &Path, events: &[Event]) -> io::Result<()> {
    if path.exists() && !path.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let known = ids_in(path)?;
    let mut file = File::options().create(true).append(true).open(path)?;
    let mut lines = Vec::new();
    for event in events.iter().filter(|event| !known.contains(&event.id)) {
        serde_json::to_writer(&mut lines, event)?;
        lines.push(b'\n');
    }
    file.write_all(&lines)?;
    file.sync_data()
}

/// The part of a line that tells which event it is.
#[derive(Deserialize)]
struct Line {
    id: String,
}

/// Returns the ids of the events that a file of JSON lines holds. A line that a crash cut off holds none, and is
/// ended.
fn ids_in(path: &Path) -> io::Result<HashSet<String>> {
    let mut ids = HashSet::new();
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(ids),
        file => file?,
    };
    let mut is_whole = true;
    let mut lines = BufReader::new(file);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        is_whole = line.ends_with(b"\n");
        ids.extend(serde_json::from_slice::<Line>(&line).map(|line| line.id));
        line.clear();
    }
    if !is_whole {
        File::options().append(true).open(path)?.write_all(b"\n")?;
    }
    Ok(ids)
}

/// Writes the newest events as an Atom file, in place of the one before.
fn write_feed(watch: &Watch, path: &Path, store: &Store) -> Result<(), WatchError> {
    let events = store.newest(&watch.name, IN_FEED)?;
    replace(path, feed(watch, &events).as_bytes()).map_err(|source| WatchError::Io {
        path: path.to_owned(),
        source,
    })
}

/// Writes the Atom file of a watch that has none yet, so that a news reader can follow it from now on.
pub(super) fn begin_feed(watch: &Watch, store: &Store) -> Result<(), WatchError> {
    match &watch.outputs.atom {
        Some(path) if !path.exists() => write_feed(watch, path, store),
        _ => Ok(()),
    }
}

/// Replaces a file at once: a reader sees the old one or the new one.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    let mut file = File::create(&new)?;
    file.write_all(content)?;
    file.sync_data()?;
    fs::rename(new, path)
}

/// Runs a command of the shell, with the events as JSON lines on its stdin.
fn run(command: &str, events: &[Event]) -> Result<(), String> {
    let failed = |error: io::Error| format!("cannot run `{command}`: {error}");
    let mut child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::piped())
        // Data of the run goes to its own stdout.
        .stdout(io::stderr())
        .spawn()
        .map_err(failed)?;
    let mut stdin = child.stdin.take().expect("a piped stdin");
    let mut lines = Vec::new();
    for event in events {
        serde_json::to_writer(&mut lines, event).map_err(|error| failed(error.into()))?;
        lines.push(b'\n');
    }
    match stdin.write_all(&lines) {
        // A command need not read its input.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(failed(error)),
        _ => drop(stdin),
    }
    let status = child.wait().map_err(failed)?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{command}` failed ({status})"))
    }
}

/// Removes events from the files of a watch.
pub(super) fn forget_in_files(
    watch: &Watch,
    ids: &HashSet<String>,
    store: &Store,
) -> Result<(), WatchError> {
    if ids.is_empty() {
        return Ok(());
    }
    if let Some(path) = watch.outputs.atom.as_ref().filter(|path| path.exists()) {
        write_feed(watch, path, store)?;
    }
    if let Some(path) = watch.outputs.jsonl.as_ref().filter(|path| path.exists()) {
        let rewritten = fs::read(path).and_then(|content| {
            let lines = content.split_inclusive(|byte| *byte == b'\n');
            let kept = lines.filter(|line| {
                let line = serde_json::from_slice::<Line>(line);
                line.map_or(true, |line| !ids.contains(&line.id))
            });
            replace(path, &kept.collect::<Vec<_>>().concat())
        });
        rewritten.map_err(|source| WatchError::Io {
            path: path.clone(),
            source,
        })?;
    }
    Ok(())
}
