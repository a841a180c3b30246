//! `omroeper forget` and `omroeper purge`: marking pages as gone, and removing pages for good.

use std::io::{BufWriter, Write as _};

use clap::Args;
use jiff::Timestamp;
use omroeper::archive::Log;
use omroeper::document::ReleaseId;
use omroeper::home::Home;
use omroeper::pipeline;
use omroeper::present::counted;
use serde_json::json;

use super::exit::Exit;
use super::{Global, LockWait, terminal};

/// Record that a page is gone from its site
///
/// `search` no longer finds the page, except with `--include-removed` and `--as-of`. It can still
/// be cited. A 404 or 410 response in a WARC has the same effect.
#[derive(Debug, Args)]
pub(crate) struct Forget {
    /// Its id or URL
    #[arg(value_name = "ID|URL")]
    url: String,
    /// Keep the page as a tombstone (the default); `purge` removes it
    #[arg(long)]
    tombstone: bool,
    /// Why it is gone
    #[arg(long, value_name = "TEXT", default_value = "reported by the operator")]
    reason: String,
    #[command(flatten)]
    lock_wait: LockWait,
}

impl Forget {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let wait = self.lock_wait.duration();
        if !pipeline::forget(
            &global.home()?,
            &self.url,
            &self.reason,
            Timestamp::now(),
            wait,
        )? {
            terminal::note(&format!(
                "no page has the URL `{}`, or it is already gone (give the whole of it; `omroeper search --json` prints it)",
                self.url
            ));
            return Ok(Exit::NothingFound);
        }
        if !global.quiet {
            terminal::note(
                "removed from the results; `show`, `history` and `--include-removed` still find it",
            );
        }
        Ok(Exit::Done)
    }
}

/// Remove a page for good: its captures, its versions, and its text in every index generation
///
/// Keeps the reason but not the text, and refuses the page from then on. Also removes the index
/// generations that were kept for `--rollback`.
#[derive(Debug, Args)]
pub(crate) struct Purge {
    /// Id or URL of the page
    #[arg(value_name = "ID|URL", required_unless_present = "list")]
    page: Option<String>,
    /// Why the page is removed: a decision, a request, an order
    #[arg(long, value_name = "TEXT", value_parser = reason, required_unless_present = "list")]
    reason: Option<String>,
    /// Print what was purged, a JSON object on each line, for `omroeper restore --purges`
    #[arg(long, conflicts_with_all = ["page", "reason"])]
    list: bool,
    #[command(flatten)]
    lock_wait: LockWait,
}

/// Reads the reason of a purge, which stays when the page is gone.
fn reason(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("is empty (write a decision, a request or an order)"),
        reason => Ok(reason.to_owned()),
    }
}

impl Purge {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let home = global.home()?;
        let (Some(page), Some(reason)) = (&self.page, &self.reason) else {
            return list(&home);
        };
        let release = ReleaseId::named(page);
        let wait = self.lock_wait.duration();
        let Some(purged) = pipeline::purge(&home, release, reason, Timestamp::now(), wait)? else {
            terminal::note(&format!(
                "no page has the id or URL `{page}` (give the whole of it; `omroeper search --json` prints it)"
            ));
            return Ok(Exit::NothingFound);
        };
        if !global.quiet {
            terminal::note(&match purged.captures {
                0 => "the page was already purged; its first reason stays".to_owned(),
                captures => format!("{} removed", counted(captures, "capture")),
            });
        }
        Ok(Exit::Done)
    }
}

/// Prints what was purged, one JSON object per line.
fn list(home: &Home) -> anyhow::Result<Exit> {
    let mut out = BufWriter::new(anstream::stdout().lock());
    for purged in Log::open(home)?.purges()? {
        let line = json!({
            "release": purged.release,
            "time": purged.time.to_string(),
            "reason": purged.reason,
        });
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
