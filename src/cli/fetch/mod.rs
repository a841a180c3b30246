//! `omroeper fetch`, `sources check` and `sources discover`: asking servers.
//!
//! Leaves out the manners (`omroeper::fetch`).

mod asking;
mod outcome;
mod progress;
mod sources;

use std::io::Write as _;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use omroeper::fetch::{self, FetchOptions, SourceReport, Watcher};
use omroeper::home::Home;
use omroeper::pipeline::{self, Job, Report, Run};
use omroeper::present::views::FetchView;
use omroeper::search::DateBound;
use omroeper::sources::offers::Offer;
use omroeper::sources::register::{Source, duration};
use url::Url;

use super::config::{self, Config, Known};
use super::exit::{self, Exit};
use super::number::whole;
use super::{Global, LockWait, terminal};
use asking::Asking;
use outcome::{note, view};
use progress::{Logged, Show, Shown};
pub(crate) use sources::{CheckSources, Discover};

/// Fetch the enabled sources into the archive and the index
///
/// Reads the lists of each source, visits the pages that are new or due, and records what became of
/// each: captured, unchanged, gone, refused or failed. Pages are visited again after 1, 3, 7, 30 and
/// 180 days, sooner after a change, and at once if a list says that they changed or no longer names
/// them. A run can be interrupted at any moment; the next one goes on.
///
/// One request at a time goes to a host, at least 2 seconds apart, and robots.txt is obeyed. Before
/// the first request, say who you are: `omroeper config set contact ADDRESS`, and `token NAME`.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Fetch {
    /// Names of sources, or addresses of pages [default: the enabled sources]
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// Only pages published on or after this day, month or year, as their lists say
    #[arg(long, value_name = "DATE")]
    since: Option<DateBound>,
    /// The most pages of each source that are visited in a round
    #[arg(long, value_name = "N", value_parser = whole::<u64>)]
    max_pages: Option<u64>,
    /// Visit all known pages, whether they are due or not
    #[arg(long)]
    recheck: bool,
    /// Print what would be asked, and ask nothing
    #[arg(long, conflicts_with_all = ["repeat", "json", "jsonl"])]
    dry_run: bool,
    /// Go on, round after round, until stopped
    #[arg(long = "loop")]
    repeat: bool,
    /// Time between the rounds of `--loop`, at least 5m
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = time, requires = "repeat")]
    every: Duration,
    #[command(flatten)]
    asking: Asking,
    /// How progress is shown on stderr
    #[arg(long, value_enum, default_value = "auto", value_name = "HOW")]
    progress: Show,
    #[command(flatten)]
    lock_wait: LockWait,
    /// Print what became of each source and the new and changed releases as one JSON object, as in
    /// schema/fetch.schema.json
    #[arg(long, conflicts_with_all = ["jsonl", "repeat"])]
    json: bool,
    /// Print each new or changed release as one JSON object, when it is safe on disk
    #[arg(long)]
    jsonl: bool,
}

/// The least time between two rounds.
const LEAST_EVERY: Duration = Duration::from_mins(5);

fn time(text: &str) -> Result<Duration, &'static str> {
    duration(text)
        .filter(|time| *time >= LEAST_EVERY)
        .ok_or("is not a time of 5 minutes or more (write `30m` or `1h`)")
}

/// What to fetch.
struct Chosen {
    sources: Vec<Source>,
    addresses: Vec<Url>,
    /// Whether a file or a name of a source is wrong, so that something is left out.
    is_partial: bool,
}

impl Fetch {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let config = Config::read(global)?;
        let home = global.home()?;
        let chosen = self.chosen(&config)?;
        if self.dry_run {
            return self.list_requests(&home, &chosen);
        }
        let Chosen {
            sources,
            addresses,
            is_partial,
        } = chosen;
        let options = FetchOptions {
            addresses,
            since: self.first_day(),
            max_pages: self.max_pages,
            recheck: self.recheck,
            every: self.repeat.then_some(self.every),
            ..self.asking.options(&config, sources)?
        };
        let wait = self.lock_wait.duration();
        pipeline::create(&home, wait)?;
        let watcher = Arc::new(Shown::new(global, self));
        let shown = Arc::clone(&watcher);
        let stop = terminal::stop_flag(move || {
            shown.note("stopping; saving what was fetched (press Ctrl-C again to stop at once)");
        });
        let run = Run::begin(&home, "fetch");
        let (items, reports) = fetch::items(
            &home,
            options,
            Arc::clone(&stop),
            Arc::clone(&watcher) as Arc<dyn Watcher>,
        )?;
        let logged = Logged {
            jsonl: self.jsonl,
            json: self.json,
            releases: Mutex::default(),
        };
        let job = Job {
            progress: &logged,
            wait,
            // The stream ends when it is stopped; what it still holds is saved.
            ..Job::default()
        };
        let mut report = pipeline::ingest(&home, items, &job)?;
        report.interrupted |= stop.load(Ordering::Relaxed);
        watcher.clear();
        let reports = reports
            .lock()
            .map(|reports| reports.clone())
            .unwrap_or_default();
        let failed = reports
            .iter()
            .map(|source| source.failed.len() as u64)
            .sum();
        run.end(&report, failed);
        if self.json {
            let releases = logged.releases.into_inner().unwrap_or_default();
            let view = FetchView {
                sources: reports.iter().map(view).collect(),
                run: report.view(releases),
            };
            writeln!(
                anstream::stdout().lock(),
                "{}",
                serde_json::to_string_pretty(&view)?
            )?;
        }
        terminal::note_failures(global, &report.failures);
        if !self.repeat {
            note(global, &reports);
        }
        if !global.quiet {
            terminal::note(&terminal::summary(&report));
        }
        Ok(match exit_code(&report, &reports) {
            Exit::Done if is_partial => Exit::Partial,
            exit => exit,
        })
    }

    fn first_day(&self) -> Option<Date> {
        self.since.map(DateBound::first_day)
    }

    /// Prints what would be asked.
    fn list_requests(&self, home: &Home, chosen: &Chosen) -> anyhow::Result<Exit> {
        let mut out = terminal::out();
        let most = self.max_pages.map_or(usize::MAX, |most| most as usize);
        for source in &chosen.sources {
            writeln!(out, "{}", source.name)?;
            for offer in &source.offers {
                match offer {
                    Offer::Pages { urls } => {
                        for url in urls {
                            writeln!(out, "  page  {url}")?;
                        }
                    }
                    offer => writeln!(out, "  list  {}", offer.url())?,
                }
            }
            if source.offers.is_empty() {
                let site = source.site.as_ref().map_or("an unknown site", Url::as_str);
                writeln!(out, "  discover how {site} offers its news")?;
            }
            let (now, since) = (Timestamp::now(), self.first_day());
            let due = pipeline::due(home, &source.name, now, self.recheck, since)?;
            for url in due.iter().take(most) {
                writeln!(out, "  page  {url}")?;
            }
        }
        for url in &chosen.addresses {
            writeln!(out, "  page  {url}")?;
        }
        out.flush()?;
        Ok(if chosen.is_partial {
            Exit::Partial
        } else {
            Exit::Done
        })
    }

    /// The sources and addresses that are asked for.
    fn chosen(&self, config: &Config) -> anyhow::Result<Chosen> {
        let Known { register, mistakes } = config.register();
        let is_address = |text: &String| text.contains("://");
        let (addresses, names): (Vec<String>, Vec<String>) =
            self.sources.iter().cloned().partition(is_address);
        let parse = |text: &String| {
            let url = Url::parse(text).ok();
            let is_web = |url: &Url| matches!(url.scheme(), "http" | "https");
            url.filter(is_web).ok_or_else(|| {
                exit::usage(format!(
                    "`{text}` is not an address of the web (write `https://www.zandwijk.nl/nieuws/brug`)"
                ))
            })
        };
        let addresses: Vec<Url> = addresses.iter().map(parse).collect::<Result<_, _>>()?;
        if let Some(url) = addresses.iter().find(|url| has_password(url)) {
            let host = url.host_str().unwrap_or_default();
            return Err(exit::usage(format!(
                "the address at `{host}` holds a name or password (leave them out: only public pages are fetched)"
            )));
        }
        if !names.is_empty() || !addresses.is_empty() {
            let sources = config::sources_named(&register, &names)?;
            if let Some(ended) = sources.iter().find(|source| source.ended.is_some()) {
                return Err(config::has_ended(ended));
            }
            return Ok(Chosen {
                sources,
                addresses,
                is_partial: mistakes,
            });
        }
        let (mut enabled, has_unknown) = config.enabled_sources(&register);
        enabled.retain(|source| source.ended.is_none());
        if enabled.is_empty() && !has_unknown {
            return Err(exit::usage(
                "no source is enabled (enable one with `omroeper sources enable NAME`, such as `provincie-drenthe`; `omroeper sources list` lists them)",
            ));
        }
        Ok(Chosen {
            sources: enabled,
            addresses: Vec::new(),
            is_partial: mistakes || has_unknown,
        })
    }
}

/// Whether an address has a name or password, which would be shown in messages and kept in the archive.
fn has_password(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// How a source came off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Fine,
    Network,
    Refused,
    Failed,
}

fn ending(report: &SourceReport) -> Ending {
    let nothing = report.lists + report.pages() == 0;
    let is_refused = report.refusal.is_some() || nothing && !report.refused.is_empty();
    let is_network = report.failed.iter().all(|failed| failed.is_network);
    match (is_refused, report.failed.is_empty()) {
        (false, true) => Ending::Fine,
        (true, true) if nothing => Ending::Refused,
        (false, false) if nothing && is_network => Ending::Network,
        _ => Ending::Failed,
    }
}

/// 6 or 7 only if everything failed so; 4 if some of it failed.
fn exit_code(report: &Report, reports: &[SourceReport]) -> Exit {
    let archived = Exit::of_run(report);
    if archived != Exit::Done {
        return archived;
    }
    let endings: Vec<Ending> = reports.iter().map(ending).collect();
    let all = |one: Ending| !endings.is_empty() && endings.iter().all(|ending| *ending == one);
    if all(Ending::Network) {
        Exit::Network
    } else if all(Ending::Refused) {
        Exit::Refused
    } else if endings.iter().any(|ending| *ending != Ending::Fine) {
        Exit::Partial
    } else {
        Exit::Done
    }
}
