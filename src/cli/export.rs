//! `omroeper export`.

use std::io::BufWriter;

use clap::{ArgGroup, Args};
use omroeper::pipeline::{ExportFormat, export};

use super::exit::Exit;
use super::search::Options;
use super::{Global, terminal};

/// Export all releases, or those that a query finds
///
/// Exports them in order of release id, so that the same index gives the same file. A WARC holds
/// every capture of the releases, byte for byte as it was ingested.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("format").required(true)))]
pub(crate) struct Export {
    /// Which releases; all of them if omitted
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Write their captures as gzipped WARC
    #[arg(long, group = "format")]
    warc: bool,
    /// Write one JSON object per line, as in schema/release.schema.json
    #[arg(long, group = "format")]
    jsonl: bool,
    /// Write a CSV table: id, url, date, publisher, title, speakers, tags, text
    #[arg(long, group = "format")]
    csv: bool,
    #[command(flatten)]
    options: Options,
}

impl Export {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let words = self.query.join(" ");
        let query = if words.trim().is_empty() {
            self.options.defaults()?
        } else {
            self.options.query(&words)?
        };
        let format = match (self.warc, self.csv) {
            (true, _) => ExportFormat::Warc,
            (false, true) => ExportFormat::Csv,
            (false, false) => ExportFormat::Jsonl,
        };
        let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
        let exported = export(&global.home()?, &query, format, &mut out)?;
        terminal::note_failures(global, &exported.failures);
        Ok(if !exported.failures.is_empty() {
            Exit::Partial
        } else if exported.releases == 0 {
            if !global.quiet {
                terminal::note("nothing found to export");
            }
            Exit::NothingFound
        } else {
            Exit::Done
        })
    }
}
