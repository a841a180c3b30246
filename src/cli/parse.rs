//! `omroeper parse`.

use std::io::Write as _;

use clap::Args;
use omroeper::search::Query;

use super::exit::Exit;

/// Print how a query is parsed
#[derive(Debug, Args)]
pub(crate) struct Parse {
    /// The query, including any options after its words
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Parse {
    pub(crate) fn run(&self) -> anyhow::Result<Exit> {
        let query: Query = self.query.join(" ").parse()?;
        let mut out = anstream::stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string_pretty(&query.words)?)?;
            return Ok(Exit::Done);
        }
        if let Some(words) = &query.words {
            write!(out, "{}", words.tree())?;
        }
        let options = Query {
            words: None,
            ..query
        };
        if options != Query::default() {
            writeln!(
                out,
                "options{}",
                options.to_string().trim_start_matches('*')
            )?;
        }
        Ok(Exit::Done)
    }
}
