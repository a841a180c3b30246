//! The subcommands. Each turns flags into option structs, makes one call, and returns an exit code.
//!
//! Leaves out everything else. Data goes to stdout, all other output to stderr.

mod analyze;
mod arguments;
mod backup;
mod batch;
mod check;
mod cite;
#[cfg(feature = "opensearch")]
mod cluster;
mod completions;
mod config;
mod examples;
mod exit;
mod export;
mod extract;
#[cfg(feature = "fetch")]
mod fetch;
mod files;
mod history;
mod ingest;
mod log;
mod man;
mod number;
mod officials;
mod on;
mod output;
mod pager;
#[cfg(feature = "parquet")]
mod parquet;
mod parse;
mod progress;
#[cfg(feature = "opensearch")]
mod push;
mod quotes;
mod reindex;
mod remove;
mod search;
#[cfg(feature = "web")]
mod serve;
mod show;
mod similar;
mod sources;
mod synonyms;
mod terminal;
mod timeline;
mod update;
mod verify;
mod watch;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use omroeper::home::Home;
use tracing_subscriber::filter::LevelFilter;

use exit::Exit;

/// Heading of the options that every command has.
const GLOBAL_OPTIONS: &str = "Global options";

/// Finds what Dutch governments have said, and who said it.
#[derive(Debug, Parser)]
#[command(
    name = "omroeper",
    version,
    propagate_version = true,
    // `Global` has both, in its group.
    disable_help_flag = true,
    disable_version_flag = true,
    max_term_width = 100
)]
#[command(after_help = format!("{}\n\n{}", examples::help("omroeper"), exit::help()))]
#[command(mut_subcommands = examples::add_to)]
struct Cli {
    #[command(flatten, next_help_heading = GLOBAL_OPTIONS)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Flags of every subcommand.
#[derive(Debug, Args)]
struct Global {
    /// Folder of captures and index [default: `omroeper` in the user's data directory]
    #[arg(long, global = true, env = "OMROEPER_HOME", value_name = "DIR")]
    home: Option<OsString>,
    /// File of settings [default: `omroeper.toml` in the user's configuration directory]
    #[arg(long, global = true, env = "OMROEPER_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print errors only
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Print more messages; twice for debug messages
    #[arg(short, long, global = true, action = clap::ArgAction::Count, conflicts_with = "quiet")]
    verbose: u8,
    /// How messages on stderr are written
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    log_format: log::LogFormat,
    /// When to use color
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: terminal::Color,
    /// Print help (see more with '--help')
    #[arg(
        short,
        long,
        global = true,
        action = clap::ArgAction::Help,
        long_help = "Print help (see a summary with '-h')"
    )]
    help: (),
    /// Print version
    #[arg(short = 'V', long, global = true, action = clap::ArgAction::Version)]
    version: (),
}

/// How long a command that writes waits for the lock.
#[derive(Debug, Args)]
struct LockWait {
    /// Seconds to wait while another process writes
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = number::whole::<u64>)]
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
    #[cfg(feature = "fetch")]
    Fetch(fetch::Fetch),
    Sources(sources::Sources),
    Config(config::Show),
    Update(update::Update),
    Reindex(reindex::Reindex),
    #[cfg(feature = "opensearch")]
    Push(push::Push),
    Search(search::Search),
    Quotes(quotes::Quotes),
    Verify(verify::Verify),
    Timeline(timeline::Timeline),
    Watch(watch::Watch),
    #[cfg(feature = "web")]
    Serve(serve::Serve),
    Show(show::Show),
    Similar(similar::Similar),
    Variants(similar::Variants),
    Cite(cite::Cite),
    Batch(batch::Batch),
    Officials(officials::Officials),
    History(history::Versions),
    Diff(history::Diff),
    Export(export::Export),
    Status(check::Status),
    Check(check::Check),
    Repair(check::Repair),
    Digest(update::Digest),
    Forget(remove::Forget),
    Purge(remove::Purge),
    Backup(backup::Backup),
    Restore(backup::Restore),
    Extract(extract::Extract),
    Parse(parse::Parse),
    Analyze(analyze::Analyze),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Command {
    /// Whether only its output matters. Others are also run for what they do, or for their exit
    /// code, by programs that give them `/dev/null`.
    fn is_for_stdout(&self) -> bool {
        matches!(
            self,
            Self::Show(_)
                | Self::Similar(_)
                | Self::Variants(_)
                | Self::Cite(_)
                | Self::Batch(_)
                | Self::Officials(_)
                | Self::History(_)
                | Self::Diff(_)
                | Self::Export(_)
                | Self::Digest(_)
                | Self::Extract(_)
                | Self::Parse(_)
                | Self::Analyze(_)
                | Self::Completions(_)
                | Self::Man(_)
        )
    }
}

impl Global {
    fn home(&self) -> anyhow::Result<Home> {
        if self.home.as_deref().is_some_and(OsStr::is_empty) && arguments::names("--home") {
            return Err(exit::usage("`--home` is empty (give a folder)"));
        }
        // `OMROEPER_HOME=` means that it is not set.
        if let Some(home) = self.home.clone().filter(|home| !home.is_empty()) {
            return Ok(Home::at(home));
        }
        config::Config::read(self)?
            .home()
            .map(Home::at)
            .or_else(Home::of_user)
            .ok_or_else(|| exit::usage("there is no home directory (give `--home DIR`)"))
    }
}

/// Runs the command line.
pub(crate) fn run() -> ExitCode {
    let mut program = arguments::with_numbers(Cli::command());
    let arguments = arguments::with_words(std::env::args_os().collect(), &program);
    let read = program
        .try_get_matches_from_mut(arguments)
        .and_then(|read| Cli::from_arg_matches(&read))
        .map_err(|error| error.format(&mut program));
    let cli = read.unwrap_or_else(|error| {
        if error.use_stderr() && arguments::gives("--log-format", "json") {
            log::LogFormat::Json.apply(LevelFilter::ERROR, false);
            log::write(log::Level::Error, error.to_string().trim_end());
            std::process::exit(i32::from(Exit::Usage as u8));
        }
        error.exit()
    });
    cli.global.color.apply();
    omroeper::present::set_hyperlinks(supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout));
    let level = match (cli.global.quiet, cli.global.verbose) {
        (true, _) => LevelFilter::ERROR,
        (false, 0) => LevelFilter::WARN,
        (false, 1) => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    cli.global
        .log_format
        .apply(level, terminal::stderr_has_color());
    note_panics_of_index();
    let outcome = std::panic::catch_unwind(|| {
        if cli.command.is_for_stdout() {
            terminal::ensure_stdout_is_open()?;
        }
        answer(&cli)
    })
    .unwrap_or_else(|_| {
        Err(if IS_INDEX_DAMAGED.load(Ordering::Relaxed) {
            exit::damaged_index()
        } else {
            anyhow::anyhow!("panicked (please report it)")
        })
    });
    let exit = outcome.unwrap_or_else(|error| {
        let exit = Exit::of(&error);
        if exit != Exit::Done {
            let (start, end) = (terminal::ERROR, format!("{:#}", terminal::ERROR));
            let message = omroeper::pipeline::on_one_line(error.as_ref());
            log::write(
                log::Level::Error,
                &format!("{start}omroeper:{end} {message}"),
            );
        }
        exit
    });
    exit.into()
}

/// Whether the search library panicked. It does not verify its files when it reads them, so a damaged one makes it panic;
/// only `check` verifies their checksums.
static IS_INDEX_DAMAGED: AtomicBool = AtomicBool::new(false);

/// Notes panics of the search library instead of printing them.
fn note_panics_of_index() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_of_library = |place: &std::panic::Location<'_>| place.file().contains("tantivy");
        if panic.location().is_some_and(is_of_library) {
            IS_INDEX_DAMAGED.store(true, Ordering::Relaxed);
        } else {
            print(panic);
        }
    }));
}

fn answer(cli: &Cli) -> anyhow::Result<Exit> {
    match &cli.command {
        Command::Ingest(command) => command.run(&cli.global),
        #[cfg(feature = "fetch")]
        Command::Fetch(command) => command.run(&cli.global),
        Command::Sources(command) => command.run(&cli.global),
        Command::Config(command) => command.run(&cli.global),
        Command::Update(command) => command.run(&cli.global),
        Command::Reindex(command) => command.run(&cli.global),
        #[cfg(feature = "opensearch")]
        Command::Push(command) => command.run(&cli.global),
        Command::Search(command) => command.run(&cli.global),
        Command::Quotes(command) => command.run(&cli.global),
        Command::Verify(command) => command.run(&cli.global),
        Command::Timeline(command) => command.run(&cli.global),
        Command::Watch(command) => command.run(&cli.global),
        #[cfg(feature = "web")]
        Command::Serve(command) => command.run(&cli.global),
        Command::Show(command) => command.run(&cli.global),
        Command::Similar(command) => command.run(&cli.global),
        Command::Variants(command) => command.run(&cli.global),
        Command::Cite(command) => command.run(&cli.global),
        Command::Batch(command) => command.run(&cli.global),
        Command::Officials(command) => command.run(&cli.global),
        Command::History(command) => command.run(&cli.global),
        Command::Diff(command) => command.run(&cli.global),
        Command::Export(command) => command.run(&cli.global),
        Command::Status(command) => command.run(&cli.global),
        Command::Check(command) => command.run(&cli.global),
        Command::Repair(command) => command.run(&cli.global),
        Command::Digest(command) => command.run(&cli.global),
        Command::Forget(command) => command.run(&cli.global),
        Command::Purge(command) => command.run(&cli.global),
        Command::Backup(command) => command.run(&cli.global),
        Command::Restore(command) => command.run(&cli.global),
        Command::Extract(command) => command.run(&cli.global),
        Command::Parse(command) => command.run(),
        Command::Analyze(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Cli;

    #[test]
    fn no_command_has_two_options_of_one_name() {
        Cli::command().debug_assert();
    }
}
