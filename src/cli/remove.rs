//! `omroeper forget` and `omroeper purge`: pages that are gone, and pages that must go.

use clap::Args;
use jiff::Timestamp;
use omroeper::document::ReleaseId;
use omroeper::pipeline;

use super::exit::Exit;
use super::{Global, Turn, terminal};

/// Note that a page is gone from its site
///
/// It leaves the results of `search` (but for `--include-removed` and `--as-of`) and can still be cited.
/// A 404 or 410 in a WARC does the same.
#[derive(Debug, Args)]
pub(crate) struct Forget {
    /// Its URL
    url: String,
    /// Keep it as a tombstone, which is the default; `purge` removes it
    #[arg(long)]
    tombstone: bool,
    /// Why it is gone
    #[arg(long, value_name = "TEXT", default_value = "reported by the operator")]
    reason: String,
    #[command(flatten)]
    turn: Turn,
}

impl Forget {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let wait = self.turn.wait();
        if !pipeline::forget(
            &global.home()?,
            &self.url,
            &self.reason,
            Timestamp::now(),
            wait,
        )? {
            terminal::note(&format!(
                "`{}` was never ingested, or is gone already",
                self.url
            ));
            return Ok(Exit::NothingFound);
        }
        if !global.quiet {
            terminal::note(
                "gone from the results; `show`, `history` and `--include-removed` still have it",
            );
        }
        Ok(Exit::Done)
    }
}

/// Remove a page for good: its captures, its versions, its text in every index
///
/// The reason is kept without the text, and the page is refused from then on. Generations of the index
/// that were kept for `--rollback` are removed with it.
#[derive(Debug, Args)]
pub(crate) struct Purge {
    /// Its id or its URL
    #[arg(value_name = "ID|URL")]
    page: String,
    /// Why: a decision, a request, an order
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    reason: String,
    #[command(flatten)]
    turn: Turn,
}

impl Purge {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let release = ReleaseId::named(&self.page);
        let wait = self.turn.wait();
        let Some(purged) = pipeline::purge(
            &global.home()?,
            release,
            &self.reason,
            Timestamp::now(),
            wait,
        )?
        else {
            terminal::note(&format!(
                "nothing of `{}` was ever ingested (give a release's id or URL)",
                self.page
            ));
            return Ok(Exit::NothingFound);
        };
        if !global.quiet {
            terminal::note(&match purged.captures {
                0 => "it was purged before".to_owned(),
                1 => "1 capture removed".to_owned(),
                captures => format!("{captures} captures removed"),
            });
        }
        Ok(Exit::Done)
    }
}
