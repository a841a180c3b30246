//! `omroeper reindex`.

use clap::Args;
use omroeper::pipeline::{self, Job, Run};
use omroeper::present::counted;

use super::exit::Exit;
use super::number::whole;
use super::progress::Bar;
use super::{Global, LockWait, terminal};

/// Rebuild the index from the captures
///
/// Builds a new generation of the index beside the live one, verifies it, and makes it live by one
/// rename. Searches and other commands can run meanwhile. A second reindex does not wait for the
/// first. If the run is interrupted, the live generation stays. It also stays if a capture is lost,
/// because it may hold the only remaining text of that capture.
#[derive(Debug, Args)]
pub(crate) struct Reindex {
    /// Make the generation before the live one live again; the next ingest adds what it lacks
    #[arg(long, conflicts_with_all = ["keep", "jobs"])]
    rollback: bool,
    /// Number of earlier generations to keep
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<usize>)]
    keep: usize,
    /// Maximum number of cores to use [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    #[command(flatten)]
    lock_wait: LockWait,
}

impl Reindex {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let home = global.home()?;
        if self.rollback {
            let (from, to) = pipeline::roll_back(&home, self.lock_wait.duration())?;
            if !global.quiet {
                terminal::note(&format!("{to} is live again, {from} is kept"));
            }
            return Ok(Exit::Done);
        }
        if let Some(jobs) = self.jobs {
            rayon::ThreadPoolBuilder::new()
                .num_threads(usize::from(jobs))
                .build_global()?;
        }
        let stop =
            terminal::stop_flag(|| terminal::note("stopping: the live index stays as it is"));
        let bar = Bar::new(global);
        let job = Job {
            progress: &bar,
            stop: &stop,
            wait: self.lock_wait.duration(),
        };
        let run = Run::begin(&home, "reindex");
        let report = pipeline::reindex(&home, self.keep, &job)?;
        run.end(&report, 0);
        bar.clear();
        terminal::note_failures(global, &report.failures);
        if !global.quiet {
            terminal::note(&match (report.interrupted, report.lost) {
                (true, _) => "stopped: the live index is unchanged".to_owned(),
                (false, 0) => format!("{} reindexed", counted(report.caught_up, "page")),
                (false, lost) => format!(
                    "the live index is unchanged, because {} cannot be read (restore `captures` from a backup, or overwrite them with `omroeper repair`)",
                    counted(lost, "capture")
                ),
            });
        }
        Ok(Exit::of_run(&report))
    }
}
