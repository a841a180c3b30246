//! Kills a writing process many times, and checks that no page is lost or stored twice:
//! `cargo run --example crash -- KILLS [SEED]`.
//!
//! Each round starts a child process that ingests new and changed pages, rebuilds the index, purges
//! a page, or updates the index. The child is killed at a failpoint (`src/failpoint.rs`), or by
//! SIGKILL at a random moment. Then `check` must find nothing. The home must hold each acknowledged
//! page once, in the acknowledged revision or a newer one, and must not hold a purged page.

#[allow(dead_code, reason = "only its sentences are used here")]
mod synthetic;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use jiff::Timestamp;
use omroeper::archive::Log;
use omroeper::document::ReleaseId;
use omroeper::home::Home;
use omroeper::index::Indexes;
use omroeper::load::{self, LoadOptions};
use omroeper::pipeline::{self, Job, Progress};
use omroeper::search::latest_version;
use synthetic::Random;

/// The numbers of new pages and of changed pages in a round of ingest.
const NEW: usize = 30;
const CHANGED: usize = 5;

/// The failpoints that each kind of child can reach.
const DURING_INGEST: &[&str] = &["half-logged", "logged", "catalogued", "half-committed"];
const DURING_REINDEX: &[&str] = &["half-committed", "described", "swapped"];
const DURING_PURGE: &[&str] = &[
    "half-logged",
    "purge-logged",
    "purge-noted",
    "purge-filled",
    "purge-committed",
    "half-committed",
];

fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let ["child", home, what @ ..] =
        &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..]
    {
        return child(&Home::at(*home), what).map(|()| ExitCode::SUCCESS);
    }
    let number =
        |at: usize, default: u64| arguments.get(at).map_or(Ok(default), |text| text.parse());
    let usage = "usage: crash KILLS [SEED]";
    let (kills, seed) = (
        number(0, 20).context(usage)?,
        number(1, 2026).context(usage)?,
    );
    let mut say = std::io::stdout().lock();
    let mut world = World::new(seed)?;
    let (mut killed, mut rounds) = (0, 0);
    while killed < kills {
        rounds += 1;
        killed += u64::from(
            world
                .round()
                .with_context(|| format!("in round {rounds} of seed {seed}"))?,
        );
    }
    writeln!(
        say,
        "{killed} kills in {rounds} rounds: {} pages acknowledged, {} purged; none lost, none stored twice",
        world.acknowledged.len(),
        world.purged.len()
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Runs one job. Prints the number of pages that are safely stored.
fn child(home: &Home, what: &[&str]) -> anyhow::Result<()> {
    struct Acknowledge;
    impl Progress for Acknowledge {
        fn advance(&self, pages: u64, _bytes: u64) {
            let mut out = std::io::stdout().lock();
            let _ = writeln!(out, "{pages}").and_then(|()| out.flush());
        }
    }
    match what {
        ["ingest", folder, second] => {
            let job = Job {
                progress: &Acknowledge,
                ..Job::default()
            };
            let sources = vec![folder.into()];
            let options = LoadOptions {
                roots: pipeline::known_files(home, &sources, None, job.wait)?.0,
                ..LoadOptions::at(Timestamp::from_second(second.parse()?)?)
            };
            drop(pipeline::ingest(home, load::items(sources, options), &job)?);
        }
        ["reindex"] => drop(pipeline::reindex(home, 1, &Job::default())?),
        ["purge", id] => drop(pipeline::purge(
            home,
            id.parse()?,
            "test",
            Timestamp::now(),
            Duration::ZERO,
        )?),
        _ => drop(pipeline::update(home, &Job::default())?),
    }
    Ok(())
}

struct World {
    folder: tempfile::TempDir,
    random: Random,
    vocabulary: synthetic::Vocabulary,
    /// Page → the revision last written to its file.
    written: BTreeMap<u64, u32>,
    /// Page → the revision last acknowledged by a child.
    acknowledged: BTreeMap<u64, u32>,
    purged: BTreeSet<u64>,
    clock: i64,
}

impl World {
    fn new(seed: u64) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        std::fs::create_dir(folder.path().join("pages"))?;
        Ok(Self {
            folder,
            random: Random::new(seed),
            vocabulary: synthetic::Vocabulary::default(),
            written: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
            purged: BTreeSet::new(),
            clock: 1_600_000_000,
        })
    }

    fn home(&self) -> Home {
        Home::at(self.folder.path().join("home"))
    }

    /// Runs one child. Returns whether it was killed.
    fn round(&mut self) -> anyhow::Result<bool> {
        let home = self.home().path().display().to_string();
        let pages = self.folder.path().join("pages");
        let candidates: Vec<u64> = self
            .acknowledged
            .keys()
            .copied()
            .filter(|n| !self.purged.contains(n))
            .collect();
        let (what, places): (Vec<String>, _) = match self.random.below(10) {
            6 | 7 => (vec!["reindex".into()], DURING_REINDEX),
            8 if !candidates.is_empty() => {
                let page = candidates[self.random.below(candidates.len())];
                // The page may be gone as soon as the purge begins.
                self.purged.insert(page);
                (vec!["purge".into(), id(page).to_string()], DURING_PURGE)
            }
            9 => (vec!["update".into()], DURING_INGEST),
            _ => {
                self.write_pages(&pages)?;
                (
                    vec![
                        "ingest".into(),
                        pages.display().to_string(),
                        self.clock.to_string(),
                    ],
                    DURING_INGEST,
                )
            }
        };
        let mut command = Command::new(std::env::current_exe()?);
        command
            .args(["child", &home])
            .args(&what)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let by_failpoint = self.random.below(3) > 0;
        if by_failpoint {
            let place = places[self.random.below(places.len())];
            command.env(
                "OMROEPER_FAILPOINT",
                format!("{place}:{}", self.random.below(2)),
            );
        }
        let mut child = command.spawn()?;
        if !by_failpoint {
            std::thread::sleep(Duration::from_millis(self.random.below(400) as u64));
            child.kill()?;
        }
        let output = child.wait_with_output()?;
        let killed = output.status.code().is_none();
        ensure!(
            killed || output.status.success(),
            "{what:?} failed without being killed"
        );
        if what[0] == "ingest" {
            // A child ingests pages in order of their names, and prints how many are safe.
            let said = String::from_utf8_lossy(&output.stdout);
            let safe = said
                .lines()
                .filter_map(|line| line.parse::<usize>().ok())
                .sum::<usize>();
            let safe = if killed { safe } else { self.written.len() };
            self.acknowledged.extend(self.written.iter().take(safe));
        }
        self.verify(what[0] == "purge" && killed)
            .with_context(|| format!("after {what:?}"))?;
        Ok(killed)
    }

    fn write_pages(&mut self, folder: &Path) -> anyhow::Result<()> {
        let first = self.written.len() as u64;
        let mut numbers: Vec<u64> = (first..first + NEW as u64).collect();
        for _ in 0..CHANGED.min(self.written.len()) {
            numbers.push(self.random.below(self.written.len()) as u64);
        }
        self.clock += 60;
        for number in numbers {
            let revision = self
                .written
                .entry(number)
                .and_modify(|revision| *revision += 1)
                .or_insert(1);
            let text = self.vocabulary.sentence(&mut self.random);
            let page = format!(
                "<link rel=canonical href=\"{}\"><main><h1>Pagina {number}</h1><p>{text}</p><p>Dit is revisie {revision}.</p></main>",
                url(number)
            );
            let path = folder.join(format!("{number:06}.html"));
            std::fs::write(&path, page)?;
        }
        Ok(())
    }

    /// `purge_was_killed` means that a purge was killed: it must be done completely or not at all.
    fn verify(&mut self, purge_was_killed: bool) -> anyhow::Result<()> {
        let home = self.home();
        pipeline::update(&home, &Job::default())?;
        let findings = pipeline::check(&home)?.findings;
        ensure!(findings.is_empty(), "the check finds {findings:?}");
        let log = Log::open(&home)?;
        if purge_was_killed {
            let mut begun = BTreeSet::new();
            for page in &self.purged {
                if log.purged(id(*page))?.is_some() {
                    begun.insert(*page);
                }
            }
            self.purged = begun;
        }
        let reader = Indexes::open(&home.index())?.reader()?;
        let distinct: BTreeSet<ReleaseId> = reader.ids()?.into_iter().collect();
        ensure!(
            reader.count()? == distinct.len() as u64,
            "a release is in the index twice"
        );
        for (page, revision) in &self.acknowledged {
            let found = latest_version(&reader, id(*page))?;
            if self.purged.contains(page) {
                ensure!(
                    found.is_none(),
                    "page {page} was purged but is in the index"
                );
                ensure!(
                    log.captures_of(id(*page))?.is_empty(),
                    "page {page} was purged but is in the log"
                );
                continue;
            }
            let found = found.with_context(|| format!("page {page} is lost"))?;
            let said = found.release.blocks.iter().find_map(|b| {
                b.text
                    .strip_prefix("Dit is revisie ")?
                    .strip_suffix('.')?
                    .parse::<u32>()
                    .ok()
            });
            ensure!(
                said >= Some(*revision),
                "page {page} says revision {said:?}, not {revision}"
            );
        }
        Ok(())
    }
}

fn url(page: u64) -> String {
    format!("https://www.zandwijk.example/nieuws/{page}")
}

fn id(page: u64) -> ReleaseId {
    ReleaseId::of(&url(page))
}
