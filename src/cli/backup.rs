//! `omroeper backup` and `omroeper restore`.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use omroeper::archive::PurgedRelease;
use omroeper::document::dutch_time;
use omroeper::pipeline::{self, Job, Restored};
use omroeper::present::counted;
use serde::Deserialize;

use super::exit::{self, Exit};
use super::{Global, LockWait, terminal};

/// Copy the archive into a folder
///
/// Copies the captures, the catalog and the watches as they are at one moment. Searches go on meanwhile, and
/// jobs that write wait. A backup that is in the folder is replaced when the new one is whole. The index is not
/// copied: `restore` builds it.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The folder: a new or empty one, or one with an earlier backup
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    lock_wait: LockWait,
}

/// Make an archive of a backup
///
/// What was purged after the backup was made is purged again: the purges of the archive that is there, and
/// those in the file of --purges, which `omroeper purge --list` prints. If there is neither, a warning says
/// that removed pages may be back.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The folder of the backup
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Move an archive that is there aside, to a folder beside it
    #[arg(long)]
    replace: bool,
    /// File of purges to make again: a JSON object with release and reason on each line
    #[arg(long, value_name = "FILE")]
    purges: Option<PathBuf>,
    #[command(flatten)]
    lock_wait: LockWait,
}

impl Backup {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let job = Job {
            wait: self.lock_wait.duration(),
            ..Job::default()
        };
        let backup = pipeline::back_up(&global.home()?, &self.folder, Timestamp::now(), &job)?;
        if !global.quiet {
            terminal::note(&format!(
                "{} in `{}` ({:.1} MB of records)",
                counted(backup.captures, "capture"),
                self.folder.display(),
                backup.bytes as f64 / 1e6
            ));
        }
        Ok(Exit::Done)
    }
}

impl Restore {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let home = global.home()?;
        let job = Job {
            wait: self.lock_wait.duration(),
            ..Job::default()
        };
        let purges = self.purges.as_deref().map(purges).transpose()?;
        let knows_purges = purges.is_some() || home.catalog().exists();
        let purges = purges.unwrap_or_default();
        let restored = pipeline::restore(&self.folder, &home, self.replace, purges, &job)?;
        let Restored {
            backup,
            purged,
            before,
            report,
        } = restored;
        if !knows_purges {
            terminal::note(
                "what was purged after the backup may be back (give the purges with `--purges FILE`)",
            );
        }
        terminal::note_failures(global, &report.failures);
        if !global.quiet {
            let made = dutch_time(backup.made).strftime("%Y-%m-%d %H:%M");
            let captures = counted(backup.captures, "capture");
            let again = counted(purged as u64, "purge");
            terminal::note(&format!(
                "{captures} of {made} restored, {again} made again"
            ));
            if let Some(before) = before {
                terminal::note(&format!(
                    "the archive that was there is in `{}`",
                    before.display()
                ));
            }
        }
        Ok(Exit::of_run(&report))
    }
}

/// A line of a file of purges.
#[derive(Deserialize)]
struct Line {
    release: String,
    reason: String,
    time: Option<Timestamp>,
}

fn purges(path: &Path) -> anyhow::Result<Vec<PurgedRelease>> {
    let wrong = |what: String| exit::usage(format!("cannot read `{}`: {what}", path.display()));
    let file =
        std::fs::File::open(path).map_err(|error| wrong(format!("{error} (check the path)")))?;
    let mut purges = Vec::new();
    for (n, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| wrong(error.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        let place = |what: String| wrong(format!("line {}: {what}", n + 1));
        let line: Line = serde_json::from_str(&line).map_err(|error| place(error.to_string()))?;
        let release = line.release.parse();
        purges.push(PurgedRelease {
            release: release.map_err(|error| place(format!("{error}")))?,
            time: line.time.unwrap_or_else(Timestamp::now),
            reason: line.reason,
        });
    }
    Ok(purges)
}
