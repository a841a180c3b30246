//! `omroeper reindex`.

use clap::Args;
use omroeper::pipeline::{self, Job};

use super::exit::Exit;
use super::progress::Bar;
use super::{Global, Turn, terminal};

/// Build the index anew from the captures
///
/// The new generation is built beside the live one, verified, and made live by one rename; searches
/// and other commands go on meanwhile; a second reindex does not wait for the first. Interrupted, it leaves
/// the live one as it was; so it does where a capture is lost, for the live one may hold the last of its
/// text.
#[derive(Debug, Args)]
pub(crate) struct Reindex {
    /// Make the generation before the live one live again; what it lacks is applied by the next ingest
    #[arg(long, conflicts_with_all = ["keep", "jobs"])]
    rollback: bool,
    /// Generations before the new one that stay
    #[arg(long, value_name = "N", default_value_t = 1)]
    keep: usize,
    /// Cores to use at most [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    #[command(flatten)]
    turn: Turn,
}

impl Reindex {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let home = global.home()?;
        if self.rollback {
            let (from, to) = pipeline::roll_back(&home, self.turn.wait())?;
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
        let stop = terminal::stop_flag("stopping: the live index stays as it is");
        let bar = Bar::new(global);
        let job = Job {
            progress: &bar,
            stop: &stop,
            wait: self.turn.wait(),
        };
        let report = pipeline::reindex(&home, self.keep, &job)?;
        bar.clear();
        terminal::note_failures(&report.failures);
        if !global.quiet {
            terminal::note(&match (report.interrupted, report.lost) {
                (true, _) => "stopped: the live index is as it was".to_owned(),
                (false, 0) => format!("{} indexed anew", terminal::pages(report.caught_up)),
                (false, lost) => format!(
                    "the live index is as it was: {lost} of the captures it was made of cannot be read (restore `captures` from a backup, or give them up with `omroeper repair`)"
                ),
            });
        }
        Ok(Exit::of_run(&report))
    }
}
