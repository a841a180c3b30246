//! Path arguments. `-` stands for a list of paths on stdin, or for a page on stdin.
//!
//! Leaves out reading the files.

use std::ffi::OsStr;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::NamedTempFile;

/// The paths given, with those listed on stdin in place of `-`.
pub(crate) fn expand(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let listed = if paths.iter().any(|path| is_stdin(path)) {
        listed(&read_stdin()?)
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
/// temporary file, which exists until the second value is dropped.
pub(crate) fn expand_or_page(
    paths: &[PathBuf],
) -> anyhow::Result<(Vec<PathBuf>, Option<NamedTempFile>)> {
    let [only] = paths else {
        return Ok((expand(paths)?, None));
    };
    if !is_stdin(only) {
        return Ok((paths.to_vec(), None));
    }
    let stdin = read_stdin()?;
    let begins = stdin
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&stdin)
        .trim_ascii_start();
    if !begins.starts_with(b"<") {
        return Ok((listed(&stdin), None));
    }
    let mut page = tempfile::Builder::new()
        .suffix(".html")
        .tempfile()
        .context("cannot store the page from stdin")?;
    page.write_all(&stdin)
        .context("cannot store the page from stdin")?;
    Ok((vec![page.path().to_owned()], Some(page)))
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
