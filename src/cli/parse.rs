//! `omroeper parse`.

use std::io::Write as _;

use clap::Args;
use omroeper::search::query;

use super::exit::Exit;

/// Print how a query is read
#[derive(Debug, Args)]
pub(crate) struct Parse {
    /// The query
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Parse {
    pub(crate) fn run(&self) -> anyhow::Result<Exit> {
        let tree = query::parse(&self.query.join(" "))?;
        let mut out = anstream::stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string_pretty(&tree)?)?;
        } else {
            write!(out, "{tree}")?;
        }
        Ok(Exit::Done)
    }
}
