//! Paths as arguments; `-` stands for a list of them on stdin.
//!
//! Leaves out what is at the paths.

use std::io::BufRead as _;
use std::path::PathBuf;

use anyhow::Context as _;

/// The paths given, with those listed on stdin in place of `-`.
pub(crate) fn expand(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut all = Vec::with_capacity(paths.len());
    for path in paths {
        if path.as_os_str() == "-" {
            for line in std::io::stdin().lock().lines() {
                let line = line.context("cannot read the list of paths on stdin (one path a line, in UTF-8)")?;
                if !line.trim().is_empty() {
                    all.push(PathBuf::from(line.trim_end_matches('\r')));
                }
            }
        } else {
            all.push(path.clone());
        }
    }
    Ok(all)
}
