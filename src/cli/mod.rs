//! The subcommands. Each turns flags into option structs, makes one call, and returns an exit code.
//!
//! Leaves out everything else. Data goes to stdout, all other output to stderr.

mod analyze;
mod batch;
mod check;
mod exit;
mod export;
mod extract;
mod files;
mod generate;
mod history;
mod ingest;
mod officials;
mod parse;
mod progress;
mod reindex;
mod remove;
mod search;
mod show;
mod terminal;
mod update;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use omroeper::home::Home;
use tracing_subscriber::filter::LevelFilter;

use exit::Exit;

/// Finds what Dutch governments have said, and who said it.
#[derive(Debug, Parser)]
#[command(
    name = "omroeper",
    version,
    propagate_version = true,
    max_term_width = 100
)]
#[command(after_help = exit::HELP)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Flags of every subcommand.
#[derive(Debug, Args)]
struct Global {
    /// Folder of captures and index [default: `omroeper` in the user's data directory]
    #[arg(long, global = true, env = "OMROEPER_HOME", value_name = "DIR")]
    home: Option<PathBuf>,
    /// Print errors only
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Print more messages; twice for debug messages
    #[arg(short, long, global = true, action = clap::ArgAction::Count, conflicts_with = "quiet")]
    verbose: u8,
    /// When to use color
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: terminal::Color,
}

/// How long a command that writes waits for the lock.
#[derive(Debug, Args)]
struct LockWait {
    /// Seconds to wait while another process writes
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    wait: u64,
}

impl LockWait {
    fn duration(&self) -> Duration {
        Duration::from_secs(self.wait)
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Ingest(ingest::Ingest),
    Update(update::Update),
    Reindex(reindex::Reindex),
    Search(search::Search),
    Show(show::Show),
    Batch(batch::Batch),
    Officials(officials::Officials),
    History(history::Versions),
    Diff(history::Diff),
    Export(export::Export),
    Status(check::Status),
    /// Verify captures, catalog and index against each other
    ///
    /// Reads every record and compares it with its digests, its row and the index. Each finding
    /// names the command that repairs it.
    Check,
    Repair(check::Repair),
    /// Print a digest of all releases and their versions
    ///
    /// Two indexes of the same releases have the same digest, no matter how they were built. The
    /// bytes of the captures do not count.
    Digest,
    Forget(remove::Forget),
    Purge(remove::Purge),
    Extract(extract::Extract),
    Parse(parse::Parse),
    Analyze(analyze::Analyze),
    Completions(generate::Completions),
    /// Print the manual page
    Man,
}

impl Global {
    fn home(&self) -> anyhow::Result<Home> {
        self.home
            .clone()
            .map(Home::at)
            .or_else(Home::of_user)
            .ok_or_else(|| exit::usage("there is no home directory (give `--home DIR`)"))
    }
}

/// Runs the command line.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    cli.global.color.apply();
    let level = match (cli.global.quiet, cli.global.verbose) {
        (true, _) => LevelFilter::ERROR,
        (false, 0) => LevelFilter::WARN,
        (false, 1) => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_max_level(level)
        .without_time()
        .with_target(false)
        .with_ansi(terminal::stderr_has_color())
        .init();
    let outcome = std::panic::catch_unwind(|| answer(&cli)).unwrap_or_else(|_| {
        // tantivy does not verify its files when it reads them; only `check` verifies their
        // checksums.
        Err(anyhow::anyhow!(
            "panicked (run `omroeper check` to find damaged files; if there are no damaged files, please report it)"
        ))
    });
    let exit = outcome.unwrap_or_else(|error| {
        let exit = Exit::of(&error);
        if exit != Exit::Done {
            let _ = writeln!(
                anstream::stderr(),
                "{}omroeper:{:#} {error:#}",
                terminal::ERROR,
                terminal::ERROR
            );
        }
        exit
    });
    exit.into()
}

fn answer(cli: &Cli) -> anyhow::Result<Exit> {
    match &cli.command {
        Command::Ingest(command) => command.run(&cli.global),
        Command::Update(command) => command.run(&cli.global),
        Command::Reindex(command) => command.run(&cli.global),
        Command::Search(command) => command.run(&cli.global),
        Command::Show(command) => command.run(&cli.global),
        Command::Batch(command) => command.run(&cli.global),
        Command::Officials(command) => command.run(&cli.global),
        Command::History(command) => command.run(&cli.global),
        Command::Diff(command) => command.run(&cli.global),
        Command::Export(command) => command.run(&cli.global),
        Command::Status(command) => command.run(&cli.global),
        Command::Check => check::check(&cli.global),
        Command::Repair(command) => command.run(&cli.global),
        Command::Digest => update::digest(&cli.global),
        Command::Forget(command) => command.run(&cli.global),
        Command::Purge(command) => command.run(&cli.global),
        Command::Extract(command) => command.run(&cli.global),
        Command::Parse(command) => command.run(),
        Command::Analyze(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man => generate::man(),
    }
}
