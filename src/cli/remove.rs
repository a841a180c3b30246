//! `omroeper forget` and `omroeper purge`: marking pages as gone, and removing pages for good.

use clap::Args;
use jiff::Timestamp;
use omroeper::document::ReleaseId;
use omroeper::pipeline;
use omroeper::present::counted;

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
                "`{}` was never ingested, or is already gone",
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
    #[arg(value_name = "ID|URL")]
    page: String,
    /// Why the page is removed: a decision, a request, an order
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: String,
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
        let release = ReleaseId::named(&self.page);
        let wait = self.lock_wait.duration();
        let Some(purged) = pipeline::purge(
            &global.home()?,
            release,
            &self.reason,
            Timestamp::now(),
            wait,
        )?
        else {
            terminal::note(&format!(
                "`{}` was never ingested (give a release's id or URL)",
                self.page
            ));
            return Ok(Exit::NothingFound);
        };
        if !global.quiet {
            terminal::note(&match purged.captures {
                0 => "the page was already purged".to_owned(),
                captures => format!("{} removed", counted(captures, "capture")),
            });
        }
        Ok(Exit::Done)
    }
}
