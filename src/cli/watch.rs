//! `omroeper watch`.

use std::ffi::OsString;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use omroeper::home::Home;
use omroeper::index::{Indexes, Reader};
use omroeper::present::{self, counted};
use omroeper::search::{Query, QuoteFilters, QuoteQuery, Synonyms};
use omroeper::watch::{self, Outputs, Searched, Subject, Watch as Saved};
use serde_json::json;

use super::exit::{self, Exit};
use super::search::Options;
use super::{Global, terminal};

/// Keep queries, and tell what is new, changed or gone for them
///
/// A watch is a saved query. `watch run`, from cron or a timer, tells each release or quote once: what
/// the archive did not have in the last run, whatever its date; the changes of what was told; and what
/// is gone. All words of a watch must match, unless it is added with --match.
#[derive(Debug, Args)]
pub(crate) struct Watch {
    #[command(subcommand)]
    job: Job,
}

#[derive(Debug, Subcommand)]
enum Job {
    Add(Add),
    Edit(Edit),
    List(List),
    Remove(Remove),
    Run(Run),
    Test(Test),
}

/// Keep a query
///
/// What matches now is not told, unless --backfill is given.
#[derive(Debug, Args)]
struct Add {
    /// Its name: letters, digits, - and _
    #[arg(value_name = "NAME")]
    name: String,
    /// What to look for; may be omitted if an option narrows the releases
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Look for quotes; fields as for `omroeper quotes`
    #[arg(long)]
    quotes: bool,
    /// Also keep the newest 200 events in this Atom file
    #[arg(long, value_name = "FILE")]
    atom: Option<PathBuf>,
    /// Also append each event to this file of JSON lines
    #[arg(long, value_name = "FILE")]
    jsonl: Option<PathBuf>,
    /// Also run this command of the shell, with the events as JSON lines on its stdin
    #[arg(long, value_name = "COMMAND")]
    exec: Option<String>,
    /// Tell in the first run what matches now
    #[arg(long)]
    backfill: bool,
    #[command(flatten)]
    options: Options,
}

/// Change the query or the outputs of a watch
///
/// What matches the new query now is not told.
#[derive(Debug, Args)]
struct Edit {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// The new query, with its options after the words; the old one stays if omitted
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Keep the newest 200 events in this Atom file; an empty name ends it
    #[arg(long, value_name = "FILE")]
    atom: Option<OsString>,
    /// Append each event to this file of JSON lines; an empty name ends it
    #[arg(long, value_name = "FILE")]
    jsonl: Option<OsString>,
    /// Run this command of the shell; an empty one ends it
    #[arg(long, value_name = "COMMAND")]
    exec: Option<String>,
}

/// List the watches
#[derive(Debug, Args)]
struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Remove a watch; its files stay
#[derive(Debug, Args)]
struct Remove {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
}

/// Tell what is new since the last run
///
/// Prints each event once, with the names of all watches that found it. An event is safe on disk before it
/// is told, so none is lost; if a run is killed, the next one may tell an event again, under the same id.
#[derive(Debug, Args)]
struct Run {
    /// Names of watches [default: all]
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Print one JSON object per event, one per line
    #[arg(long)]
    jsonl: bool,
}

/// Show what a watch or a query finds now, and tell nothing
#[derive(Debug, Args)]
struct Test {
    /// The name of a watch, or a query
    #[arg(value_name = "NAME|QUERY", required = true)]
    query: Vec<String>,
    /// The query is for quotes
    #[arg(long)]
    quotes: bool,
}

impl Watch {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let home = global.home()?;
        match &self.job {
            Job::Add(add) => add.run(global, &home),
            Job::Edit(edit) => edit.run(global, &home),
            Job::List(list) => list.run(global, &home),
            Job::Remove(remove) => {
                watch::remove(&home, &remove.name)?;
                Ok(Exit::Done)
            }
            Job::Run(run) => run.run(global, &home),
            Job::Test(test) => test.run(&home),
        }
    }
}

fn reader(home: &Home) -> anyhow::Result<Reader> {
    Ok(Indexes::open(&home.index())?.reader()?)
}

/// Returns the absolute path of a file that a watch may write: a file, or none yet in a folder that exists.
fn absolute(path: &Path) -> anyhow::Result<PathBuf> {
    let wrong =
        |what: &str| exit::usage(format!("a watch cannot write `{}`: {what}", path.display()));
    let absolute = std::path::absolute(path).map_err(|error| wrong(&error.to_string()))?;
    let is_in_folder = absolute.parent().is_some_and(Path::is_dir);
    if absolute.exists() && !absolute.is_file() {
        return Err(wrong("it is no file (give the path of a file)"));
    }
    if !is_in_folder {
        return Err(wrong("its folder does not exist (make it first)"));
    }
    Ok(absolute)
}

/// Fails if the outputs of a watch would destroy each other, or a file that is no feed.
fn checked_outputs(outputs: &Outputs) -> anyhow::Result<()> {
    if outputs.atom.is_some() && outputs.atom == outputs.jsonl {
        return Err(exit::usage(
            "the Atom file and the file of JSON lines are one (give two paths)",
        ));
    }
    if let Some(path) = outputs.atom.as_ref().filter(|path| path.exists()) {
        let is_feed = std::fs::read_to_string(path).is_ok_and(|text| text.contains("<feed"));
        if !is_feed {
            return Err(exit::usage(format!(
                "`{}` holds something else than a feed (give another path)",
                path.display()
            )));
        }
    }
    Ok(())
}

impl Add {
    fn run(&self, global: &Global, home: &Home) -> anyhow::Result<Exit> {
        let written = self.query.join(" ");
        let query = if written.trim().is_empty() {
            self.options.defaults()?
        } else {
            self.options.query(&written)?
        };
        let subject = if self.quotes {
            Subject::Quotes
        } else {
            Subject::Releases
        };
        let outputs = Outputs {
            atom: self.atom.as_deref().map(absolute).transpose()?,
            jsonl: self.jsonl.as_deref().map(absolute).transpose()?,
            command: self.exec.clone(),
        };
        checked_outputs(&outputs)?;
        let reader = reader(home)?;
        let kept = (subject, outputs);
        let watch = watch::add(home, &reader, &self.name, query, kept, self.backfill)?;
        if !global.quiet {
            let found = Searched::prepare(&watch, &reader)?.count()? as u64;
            let told = if self.backfill {
                "to be told by the next run"
            } else {
                "not to be told"
            };
            let found = counted(found, noun(watch.subject));
            terminal::note(&format!(
                "`{}` watches `{}`; now {found}, {told}",
                watch.name, watch.query
            ));
        }
        Ok(Exit::Done)
    }
}

fn noun(subject: Subject) -> &'static str {
    match subject {
        Subject::Releases => "release",
        Subject::Quotes => "quote",
    }
}

impl Edit {
    fn run(&self, global: &Global, home: &Home) -> anyhow::Result<Exit> {
        let written = self.query.join(" ");
        let query: Option<Query> = if written.trim().is_empty() {
            None
        } else {
            Some(written.parse()?)
        };
        let file = |path: &Option<OsString>| -> anyhow::Result<Option<Option<PathBuf>>> {
            let Some(path) = path else { return Ok(None) };
            let path = (!path.is_empty()).then(|| absolute(Path::new(path)));
            Ok(Some(path.transpose()?))
        };
        let (atom, jsonl) = (file(&self.atom)?, file(&self.jsonl)?);
        let command = self.exec.clone();
        checked_outputs(&Outputs {
            atom: atom.clone().flatten(),
            jsonl: jsonl.clone().flatten(),
            command: None,
        })?;
        let watch = watch::edit(home, &reader(home)?, &self.name, query, |outputs| {
            if let Some(atom) = atom {
                outputs.atom = atom;
            }
            if let Some(jsonl) = jsonl {
                outputs.jsonl = jsonl;
            }
            if let Some(command) = command {
                outputs.command = Some(command).filter(|command| !command.is_empty());
            }
        })?;
        if !global.quiet {
            terminal::note(&format!("`{}` watches `{}`", watch.name, watch.query));
        }
        Ok(Exit::Done)
    }
}

impl List {
    fn run(&self, global: &Global, home: &Home) -> anyhow::Result<Exit> {
        let watches = watch::list(home)?;
        let mut out = terminal::out();
        if self.json {
            let watches: Vec<_> = watches.iter().map(as_json).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&watches)?)?;
        } else {
            for watch in &watches {
                let ran = watch.ran.map_or("never ran".to_owned(), |ran| {
                    let ran = omroeper::document::dutch_time(ran);
                    format!("ran {}", ran.strftime("%Y-%m-%d %H:%M"))
                });
                let noun = noun(watch.subject);
                writeln!(out, "{}  {}  ({noun}s, {ran})", watch.name, watch.query)?;
                let Outputs {
                    atom,
                    jsonl,
                    command,
                } = &watch.outputs;
                for path in atom.iter().chain(jsonl) {
                    writeln!(out, "   {}", path.display())?;
                }
                if let Some(command) = command {
                    writeln!(out, "   runs `{command}`")?;
                }
            }
        }
        out.flush()?;
        if watches.is_empty() && !global.quiet && !self.json {
            terminal::note("there are no watches (add one with `omroeper watch add NAME QUERY`)");
        }
        Ok(Exit::Done)
    }
}

fn as_json(watch: &Saved) -> serde_json::Value {
    json!({
        "name": watch.name,
        "query": watch.query,
        "subject": format!("{}s", noun(watch.subject)),
        "atom": watch.outputs.atom,
        "jsonl": watch.outputs.jsonl,
        "exec": watch.outputs.command,
        "ran": watch.ran.map(|ran| ran.to_string()),
    })
}

impl Run {
    fn run(&self, global: &Global, home: &Home) -> anyhow::Result<Exit> {
        let reader = reader(home)?;
        let now = Timestamp::now();
        let outcome = watch::run(home, &reader, &self.names, now, |events| {
            let mut out = BufWriter::new(anstream::stdout().lock());
            for (n, event) in events.iter().enumerate() {
                if self.jsonl {
                    writeln!(out, "{}", serde_json::to_string(event)?)?;
                    continue;
                }
                if n > 0 {
                    writeln!(out)?;
                }
                present::write_event(&mut out, event, terminal::width())?;
            }
            out.flush()
        })?;
        for (name, reason) in &outcome.failures {
            terminal::note(&format!(
                "`{name}` could not tell: {reason} (the next run tells it again)"
            ));
        }
        if !global.quiet && !self.jsonl {
            terminal::note(&counted(outcome.events.len() as u64, "event"));
        }
        Ok(if outcome.failures.is_empty() {
            Exit::Done
        } else {
            Exit::Partial
        })
    }
}

impl Test {
    fn run(&self, home: &Home) -> anyhow::Result<Exit> {
        let written = self.query.join(" ");
        let reader = reader(home)?;
        let saved = watch::list(home)?
            .into_iter()
            .find(|saved| saved.name == written);
        if saved.is_none() && self.query.len() == 1 && !written.contains(' ') {
            terminal::note(&format!(
                "there is no watch `{written}`, so it is read as a query"
            ));
        }
        let (query, is_of_quotes) = match &saved {
            Some(saved) => (saved.query.parse()?, saved.subject == Subject::Quotes),
            None => (written.parse::<Query>()?, self.quotes),
        };
        let width = terminal::width();
        let mut out = BufWriter::new(anstream::stdout().lock());
        let paging = omroeper::search::Paging::default();
        let total = if is_of_quotes {
            let query = QuoteQuery::new(query, QuoteFilters::default())?;
            let answer = query
                .prepare(&reader, Synonyms::of_program())?
                .top(&paging)?;
            let view = present::views::QuotesView::of(&written, &answer);
            present::write_quotes(&mut out, &view, width)?;
            answer.total
        } else {
            let answer = query.prepare(&reader)?.top(&paging)?;
            let view = present::views::AnswerView::of(&written, &answer);
            present::write_answer(&mut out, &view, width)?;
            answer.total
        };
        out.flush()?;
        let noun = if is_of_quotes { "quote" } else { "release" };
        terminal::note(&format!("{} now", counted(total as u64, noun)));
        Ok(Exit::of_search(false, total))
    }
}
