//! Path arguments. `-` stands for a list of paths on stdin, or for a page on stdin.
//!
//! Leaves out reading the files.

use std::ffi::OsStr;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::Timestamp;
use omroeper::load::LoadOptions;
use tempfile::TempDir;

use super::exit;

/// The paths given, with those listed on stdin in place of `-`.
pub(crate) fn expand(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let listed = if paths.iter().any(|path| is_stdin(path)) {
        let stdin = read_stdin()?;
        if begins_like_page(&stdin) {
            return Err(exit::usage(
                "stdin holds a page, not a list of paths (save it to a file, or use `omroeper extract -`)",
            ));
        }
        listed(&stdin)
    } else {
        Vec::new()
    };
    Ok(paths
        .iter()
        .flat_map(|path| {
            if is_stdin(path) {
                listed.clone()
            } else {
                vec![path.clone()]
            }
        })
        .collect())
}

/// Like [`expand`], but also accepts a page on stdin. If stdin begins with a tag, it is stored in a
/// temporary folder, which exists until the second value is dropped. Its path there is always the
/// same, so that the page always has the same id.
pub(crate) fn expand_or_page(paths: &[PathBuf]) -> anyhow::Result<(Vec<PathBuf>, Option<TempDir>)> {
    let [only] = paths else {
        return Ok((expand(paths)?, None));
    };
    if !is_stdin(only) {
        return Ok((paths.to_vec(), None));
    }
    let stdin = read_stdin()?;
    if !begins_like_page(&stdin) {
        return Ok((listed(&stdin), None));
    }
    let store = || -> std::io::Result<(PathBuf, TempDir)> {
        let folder = tempfile::tempdir()?;
        let below = folder.path().join("stdin");
        std::fs::create_dir(&below)?;
        let page = below.join("page.html");
        std::fs::write(&page, &stdin)?;
        Ok((page, folder))
    };
    let (page, folder) = store().context("cannot store the page from stdin")?;
    Ok((vec![page], Some(folder)))
}

/// Options for loading `paths` without a home.
pub(crate) fn options(paths: &[PathBuf]) -> LoadOptions {
    let mut options = LoadOptions::at(Timestamp::now());
    // Only a root that is given can be wrong.
    let _ = options.roots.add(paths, None);
    options
}

/// Reads a time of capture.
pub(crate) fn time(text: &str) -> Result<Timestamp, &'static str> {
    text.parse()
        .map_err(|_| "is not a time (write day, time and zone: `2024-03-05T10:00:00Z`)")
}

fn begins_like_page(stdin: &[u8]) -> bool {
    stdin
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(stdin)
        .trim_ascii_start()
        .starts_with(b"<")
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn read_stdin() -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .context("cannot read stdin")?;
    Ok(bytes)
}

/// Parses a list of paths in any encoding: one per line, or each ended by a zero byte, as `find
/// -print0` prints them.
fn listed(stdin: &[u8]) -> Vec<PathBuf> {
    let end = if stdin.contains(&0) { 0 } else { b'\n' };
    let lines = stdin
        .split(|byte| *byte == end)
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines
        .filter(|line| !line.trim_ascii().is_empty())
        .map(|line| OsStr::from_bytes(line).into())
        .collect()
}
