//! `omroeper check`, `repair` and `status`: whether the home is damaged, and what it holds.

use std::io::Write as _;

use clap::Args;
use jiff::Timestamp;
use omroeper::archive::{Finding, Part};
use omroeper::pipeline::UserSources;
use omroeper::{pipeline, present};

use super::config::Config;
use super::exit::Exit;
use super::{Global, LockWait, terminal};

/// Verify captures, catalog and index against each other
///
/// Reads every record and compares it with its digests, its row and the index. Each finding names
/// the command that repairs it. While another process writes, what it has not finished is not
/// compared.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Print one JSON object per finding, one per line: what, remedy
    #[arg(long)]
    jsonl: bool,
}

impl Check {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let checked = pipeline::check(&global.home()?)?;
        let mut out = anstream::stdout().lock();
        for finding in &checked.findings {
            if self.jsonl {
                writeln!(out, "{}", serde_json::to_string(finding)?)?;
            } else {
                writeln!(out, "{} ({})", finding.what, finding.remedy)?;
            }
        }
        if !global.quiet {
            if checked.is_written {
                terminal::note(
                    "another process writes: what it has not finished was not compared (check again when it is done)",
                );
            }
            if checked.findings.is_empty() {
                terminal::note("captures, catalog and index agree");
            }
        }
        let is_of_index = |finding: &Finding| finding.part == Part::Index;
        Ok(if checked.findings.is_empty() {
            Exit::Done
        } else if checked.findings.iter().all(is_of_index) {
            Exit::Index
        } else {
            Exit::Partial
        })
    }
}

/// Give up captures that are lost, so that the rest of the log can be read
///
/// Overwrites the parts of the log that cannot be read, and prints the addresses of the pages whose
/// captures are lost, so that you can ingest them again. If you have a backup, restore `captures`
/// from it first. The live index keeps the last copy of their text until the next `reindex`.
#[derive(Debug, Args)]
pub(crate) struct Repair {
    #[command(flatten)]
    lock_wait: LockWait,
}

impl Repair {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let repaired = pipeline::repair(&global.home()?, self.lock_wait.duration())?;
        let mut out = anstream::stdout().lock();
        for address in &repaired.lost {
            writeln!(out, "{address}")?;
        }
        if !global.quiet {
            terminal::note(&match (repaired.lost.len(), repaired.filled) {
                (0, 0) => "the log is complete; no capture is lost".to_owned(),
                (0, _) => "the log can be read again; no capture is lost".to_owned(),
                (1, _) => {
                    "1 capture is lost (ingest the page again; until then only the index has its text)"
                        .to_owned()
                }
                (lost, _) => {
                    format!(
                        "{lost} captures are lost (ingest the pages again; until then only the index has their text)"
                    )
                }
            });
        }
        Ok(Exit::Done)
    }
}

/// Print what the home holds, by publisher, and how each source is
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// Print one JSON object, as in schema/status.schema.json
    #[arg(long)]
    json: bool,
}

impl Status {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let config = Config::read(global)?;
        let register = config.register().register;
        let (enabled, _) = config.enabled_sources(&register);
        let sources = UserSources { enabled, register };
        let status = pipeline::status(&global.home()?, &sources, Timestamp::now())?;
        let mut out = terminal::out();
        if self.json {
            writeln!(out, "{}", serde_json::to_string_pretty(&status)?)?;
        } else {
            present::write_status(&mut out, &status)?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }
}
