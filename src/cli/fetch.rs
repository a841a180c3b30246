//! `omroeper fetch`, `sources check` and `sources discover`: asking servers.
//!
//! Leaves out the manners (`omroeper::fetch`).

use std::collections::HashMap;
use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clap::{Args, ValueEnum};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use jiff::Timestamp;
use jiff::civil::Date;
use omroeper::document::Capture;
use omroeper::fetch::{
    self, FetchError, FetchOptions, Identity, LEAST_PACE, SourceProgress, SourceReport, Watcher,
};
use omroeper::home::Home;
use omroeper::pipeline::{self, Job, Progress, Report};
use omroeper::present::views::{Change, FailureView, FetchView, FetchedSourceView, LoggedView};
use omroeper::search::DateBound;
use omroeper::sources::register::{Source, duration};
use url::Url;

use super::config::{self, Config};
use super::exit::{self, Exit};
use super::{Global, LockWait, sources, terminal};

/// Number of sources whose progress is shown at once.
const BARS: usize = 12;

/// Number of failures of a source that are named.
const NAMED: usize = 3;

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
pub(crate) struct Fetch {
    /// Names of sources, or addresses of pages [default: the enabled sources]
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// Only pages published on or after this day, month or year, as their lists say
    #[arg(long, value_name = "DATE")]
    since: Option<DateBound>,
    /// The most pages of each source that are visited in a round
    #[arg(long, value_name = "N")]
    max_pages: Option<u64>,
    /// Visit all known pages, whether they are due or not
    #[arg(long)]
    recheck: bool,
    /// Print what would be asked, and ask nothing
    #[arg(long)]
    dry_run: bool,
    /// Go on, round after round, until stopped
    #[arg(long = "loop")]
    repeat: bool,
    /// Time between the rounds of `--loop`
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = time)]
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
    #[arg(long, conflicts_with = "jsonl")]
    json: bool,
    /// Print each new or changed release as one JSON object, when it is safe on disk
    #[arg(long)]
    jsonl: bool,
}

/// How servers are asked.
#[derive(Debug, Args)]
struct Asking {
    /// Product token, which robots.txt may name: letters, `-` and `_`
    #[arg(long, value_name = "NAME", env = "OMROEPER_TOKEN")]
    token: Option<String>,
    /// E-mail address or page for the owners of sites
    #[arg(long, value_name = "ADDRESS", env = "OMROEPER_CONTACT")]
    contact: Option<String>,
    /// Allow private, loopback and link-local addresses
    #[arg(long)]
    allow_private: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Show {
    /// Bars on a terminal, else nothing
    Auto,
    /// One JSON object per line
    Json,
    /// Nothing
    None,
}

fn time(text: &str) -> Result<Duration, &'static str> {
    duration(text).ok_or("is not a time (write `30m` or `1h`)")
}

impl Asking {
    fn options(&self, config: &Config, sources: Vec<Source>) -> anyhow::Result<FetchOptions> {
        let set = |flag: &Option<String>| flag.clone().filter(|value| !value.is_empty());
        let token = set(&self.token).or_else(|| config.token().map(str::to_owned));
        let contact = set(&self.contact).or_else(|| config.contact().map(str::to_owned));
        let (Some(token), Some(contact)) = (token, contact) else {
            return Err(exit::usage(
                "owners of sites must be able to see who asks (set a token and a contact address: `omroeper config set token NAME`, `omroeper config set contact ADDRESS`)",
            ));
        };
        let identity = Identity { token, contact };
        if let Some(mistake) = identity.mistake() {
            return Err(exit::usage(mistake));
        }
        Ok(FetchOptions {
            identity,
            sources,
            addresses: Vec::new(),
            since: None,
            max_pages: None,
            recheck: false,
            pace: config.pace()?.unwrap_or(LEAST_PACE),
            allow_private: self.allow_private,
            proxy: config.proxy().cloned(),
            every: None,
        })
    }
}

impl Fetch {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let config = Config::read(global)?;
        let (chosen, addresses) = self.chosen(&config)?;
        let since = self.since.map(DateBound::first_day);
        if self.dry_run {
            return dry_run(&global.home()?, &chosen, &addresses, since);
        }
        let home = global.home()?;
        let options = FetchOptions {
            addresses,
            since,
            max_pages: self.max_pages,
            recheck: self.recheck,
            every: self.repeat.then_some(self.every),
            ..self.asking.options(&config, chosen)?
        };
        let wait = self.lock_wait.duration();
        pipeline::create(&home, wait)?;
        let stop = terminal::stop_flag(
            "stopping; saving what was fetched (press Ctrl-C again to stop at once)",
        );
        let watcher = Arc::new(Shown::new(global, self));
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
            // The stream ends when it is stopped; what it still holds is saved.
            wait,
            ..Job::default()
        };
        let mut report = pipeline::ingest(&home, items, &job)?;
        report.interrupted |= stop.load(Ordering::Relaxed);
        watcher.clear();
        let reports = reports
            .lock()
            .map(|reports| reports.clone())
            .unwrap_or_default();
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
        Ok(exit_code(&report, &reports))
    }

    /// The sources and addresses that are asked for.
    fn chosen(&self, config: &Config) -> anyhow::Result<(Vec<Source>, Vec<Url>)> {
        let register = config.register()?;
        let is_address =
            |text: &String| text.starts_with("https://") || text.starts_with("http://");
        let (addresses, names): (Vec<String>, Vec<String>) =
            self.sources.iter().cloned().partition(is_address);
        let parse = |text: &String| {
            Url::parse(text)
                .map_err(|error| exit::usage(format!("`{text}` is not an address: {error}")))
        };
        let addresses: Vec<Url> = addresses.iter().map(parse).collect::<Result<_, _>>()?;
        if !names.is_empty() || !addresses.is_empty() {
            let sources = config::sources_named(&register, &names)?;
            if let Some(ended) = sources.iter().find(|source| source.ended.is_some()) {
                return Err(exit::usage(format!(
                    "`{}` does not exist any more (its successor is `{}`)",
                    ended.name,
                    ended.successors.join("`, `")
                )));
            }
            return Ok((sources, addresses));
        }
        let mut enabled = config.enabled_sources(&register)?;
        enabled.retain(|source| source.ended.is_none());
        if enabled.is_empty() {
            return Err(exit::usage(
                "no source is enabled (enable one with `omroeper sources enable NAME`, such as `provincie-drenthe`; `omroeper sources list` lists them)",
            ));
        }
        Ok((enabled, Vec::new()))
    }
}

/// Prints what a fetch would ask.
fn dry_run(
    home: &Home,
    chosen: &[Source],
    addresses: &[Url],
    since: Option<Date>,
) -> anyhow::Result<Exit> {
    let mut out = terminal::out();
    for source in chosen {
        writeln!(out, "{}", source.name)?;
        for offer in &source.offers {
            writeln!(out, "  list  {}", offer.url())?;
        }
        if source.offers.is_empty() {
            let site = source.site.as_ref().map_or("an unknown site", Url::as_str);
            writeln!(out, "  discover how {site} offers its news")?;
        }
        for url in pipeline::due(home, &source.name, Timestamp::now(), since)? {
            writeln!(out, "  page  {url}")?;
        }
    }
    for url in addresses {
        writeln!(out, "  page  {url}")?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// Collects or prints the releases that change.
struct Logged {
    json: bool,
    jsonl: bool,
    releases: Mutex<Vec<LoggedView>>,
}

impl Progress for Logged {
    fn advance(&self, _pages: u64, _bytes: u64) {}

    fn logged(&self, capture: &Capture, change: Change) {
        if self.jsonl {
            let line = serde_json::to_string(&LoggedView::of(capture, change)).unwrap_or_default();
            // A reader that closes the pipe does not stop the run.
            let _ = writeln!(anstream::stdout().lock(), "{line}");
        } else if self.json
            && let Ok(mut releases) = self.releases.lock()
        {
            releases.push(LoggedView::of(capture, change));
        }
    }
}

/// Shows the progress of each source.
struct Shown {
    show: Show,
    repeat: bool,
    quiet: bool,
    bars: MultiProgress,
    shown: Mutex<HashMap<String, ProgressBar>>,
}

impl Shown {
    fn new(global: &Global, command: &Fetch) -> Self {
        let is_terminal = std::io::stderr().is_terminal() && !global.quiet;
        let show = match command.progress {
            Show::Auto if !is_terminal => Show::None,
            show => show,
        };
        Self {
            show,
            repeat: command.repeat,
            quiet: global.quiet,
            bars: MultiProgress::new(),
            shown: Mutex::default(),
        }
    }

    fn clear(&self) {
        let _ = self.bars.clear();
    }
}

impl Watcher for Shown {
    fn progress(&self, source: &str, now: &SourceProgress) {
        match self.show {
            Show::None => {}
            Show::Json => {
                let SourceProgress {
                    visited,
                    left,
                    done,
                } = now;
                let line = serde_json::json!({ "source": source, "visited": visited, "left": left, "done": done });
                terminal::note(&line.to_string());
            }
            Show::Auto => {
                let Ok(mut shown) = self.shown.lock() else {
                    return;
                };
                if now.done {
                    if let Some(bar) = shown.remove(source) {
                        bar.finish_and_clear();
                        self.bars.remove(&bar);
                    }
                    return;
                }
                if !shown.contains_key(source) {
                    if shown.len() >= BARS {
                        return;
                    }
                    let bar = self.bars.add(ProgressBar::new(now.visited + now.left));
                    let style = ProgressStyle::with_template(
                        "{prefix:32!} {bar:24} {human_pos} of {human_len} pages  {eta} left",
                    );
                    bar.set_style(style.expect("a valid template"));
                    bar.set_prefix(source.to_owned());
                    shown.insert(source.to_owned(), bar);
                }
                if let Some(bar) = shown.get(source) {
                    bar.set_length(now.visited + now.left);
                    bar.set_position(now.visited);
                }
            }
        }
    }

    fn round(&self, reports: &[SourceReport]) {
        if self.repeat {
            let _ = self.bars.clear();
            if !self.quiet {
                reports.iter().for_each(note_source);
            }
        }
    }
}

fn note(global: &Global, reports: &[SourceReport]) {
    for report in reports {
        if !global.quiet || !report.failed.is_empty() || report.refusal.is_some() {
            note_source(report);
        }
    }
}

/// Prints what became of a source.
fn note_source(report: &SourceReport) {
    let mut parts = Vec::new();
    for (count, what) in [
        (report.captured, "captured"),
        (report.unchanged, "unchanged"),
        (report.gone, "gone"),
        (report.refused.len() as u64, "refused"),
        (report.failed.len() as u64, "failed"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    if parts.is_empty() {
        parts.push("nothing new".to_owned());
    }
    terminal::note(&format!("{}: {}", report.name, parts.join(", ")));
    if let Some(refusal) = &report.refusal {
        terminal::note(&format!(
            "{}refused:{:#} {refusal}",
            terminal::ERROR,
            terminal::ERROR
        ));
    }
    for (url, reason) in report.refused.iter().take(NAMED) {
        terminal::note(&format!("  refused: `{url}` {reason}"));
    }
    for failed in report.failed.iter().take(NAMED) {
        terminal::note(&format!(
            "{}failed:{:#} `{}` {}",
            terminal::ERROR,
            terminal::ERROR,
            failed.url,
            failed.reason
        ));
    }
    let more =
        report.failed.len().saturating_sub(NAMED) + report.refused.len().saturating_sub(NAMED);
    if more > 0 {
        terminal::note(&format!("  … and {more} more (list them with `--json`)"));
    }
    for gap in &report.gaps {
        terminal::note(&format!("  pages may have been missed: {gap}"));
    }
}

fn view(report: &SourceReport) -> FetchedSourceView {
    let failure = |origin: &str, reason: &str| FailureView {
        origin: origin.to_owned(),
        reason: reason.to_owned(),
    };
    FetchedSourceView {
        name: report.name.clone(),
        discovered: report.discovered,
        captured: report.captured,
        unchanged: report.unchanged,
        gone: report.gone,
        refusal: report.refusal.clone(),
        refused: report
            .refused
            .iter()
            .map(|(url, reason)| failure(url, reason))
            .collect(),
        failed: report
            .failed
            .iter()
            .map(|failed| failure(&failed.url, &failed.reason))
            .collect(),
        gaps: report.gaps.clone(),
    }
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
    let is_refused = report.refusal.is_some() || !report.refused.is_empty() && report.pages() == 0;
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

fn exit_of(error: &FetchError) -> Exit {
    if error.is_refusal() {
        Exit::Refused
    } else if error.is_network() {
        Exit::Network
    } else {
        Exit::Partial
    }
}

/// Options of `sources discover`.
#[derive(Debug, Args)]
pub(crate) struct Discover {
    /// Its address, or a page that lists its news
    #[arg(value_name = "URL")]
    url: Url,
    #[command(flatten)]
    asking: Asking,
}

impl Discover {
    pub(crate) fn run(&self, global: &Global, config: &Config) -> anyhow::Result<Exit> {
        if !matches!(self.url.scheme(), "http" | "https") {
            return Err(exit::usage(format!(
                "`{}` is not an address of the web (write `https://www.zandwijk.nl`)",
                self.url
            )));
        }
        let options = self.asking.options(config, Vec::new())?;
        let home = home_with_frontier(global)?;
        let offers = match fetch::discover(home.as_ref(), &self.url, options) {
            Ok(offers) => offers,
            Err(error) => {
                terminal::note(&format!(
                    "{}failed:{:#} `{}` {error}",
                    terminal::ERROR,
                    terminal::ERROR,
                    self.url
                ));
                return Ok(exit_of(&error));
            }
        };
        if offers.is_empty() {
            terminal::note(
                "the site offers no feed, sitemap, interface or listing that can be read (write a `listing` with selectors; see `omroeper sources show NAME` for the format)",
            );
            return Ok(Exit::NothingFound);
        }
        let host = self.url.host_str().unwrap_or_default();
        let name = host
            .trim_start_matches("www.")
            .replace('.', "-")
            .to_lowercase();
        let register = config.register()?;
        let known = register
            .iter()
            .find(|source| source.site.as_ref().and_then(Url::host_str) == self.url.host_str());
        let mut source = known.cloned().unwrap_or_else(|| Source {
            site: self.url.join("/").ok(),
            ..Source::named(&name)
        });
        source.offers = offers;
        let text = sources::as_toml(&source.name.clone(), source.entry())?;
        write!(anstream::stdout().lock(), "{text}")?;
        if !global.quiet {
            terminal::note(&format!(
                "put this into a `.toml` file in `{}` to use it",
                config.sources_folder().display()
            ));
        }
        Ok(Exit::Done)
    }
}

/// The home, if there is one whose frontier remembers when hosts were asked.
fn home_with_frontier(global: &Global) -> anyhow::Result<Option<Home>> {
    let home = global.home()?;
    Ok(home.catalog().exists().then_some(home))
}

/// Options of `sources check`.
#[derive(Debug, Args)]
pub(crate) struct CheckSources {
    /// Names of sources whose lists are asked for
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    asking: Asking,
}

impl CheckSources {
    pub(crate) fn run(&self, global: &Global, config: &Config) -> anyhow::Result<Exit> {
        let register = config.register()?;
        config.enabled_sources(&register)?;
        if self.names.is_empty() {
            let own = register
                .iter()
                .filter(|source| source.file.is_some())
                .count() as u64;
            terminal::note(&format!(
                "the register is sound: {} sources, {own} of them in `{}`",
                register.iter().count(),
                config.sources_folder().display()
            ));
            return Ok(Exit::Done);
        }
        let chosen = config::sources_named(&register, &self.names)?;
        let options = self.asking.options(config, chosen)?;
        let home = home_with_frontier(global)?;
        let mut out = anstream::stdout().lock();
        let mut errors = Vec::new();
        let checked = fetch::check(home.as_ref(), options)?;
        let total = checked.len();
        for (name, offer, outcome) in checked {
            match outcome {
                Ok(count) => writeln!(out, "{name}\t{offer}\t{count} pages")?,
                Err(error) => {
                    writeln!(out, "{name}\t{offer}\t{error}")?;
                    errors.push(exit_of(&error));
                }
            }
        }
        Ok(match errors.as_slice() {
            [] => Exit::Done,
            [first, rest @ ..] if errors.len() == total && rest.iter().all(|one| one == first) => {
                *first
            }
            _ => Exit::Partial,
        })
    }
}
