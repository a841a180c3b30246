//! `omroeper export`.

use std::io::{BufWriter, Write};

use clap::{ArgGroup, Args};
use omroeper::archive::Log;
use omroeper::search::matching;
use omroeper::{index, present};

use super::Global;
use super::exit::Exit;
use super::search::Options;

/// Write releases out, all or those that a query finds
///
/// In order of release id, so that the same index gives the same file. A WARC holds every capture of
/// the releases, byte for byte as they were taken in.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("format").required(true)))]
pub(crate) struct Export {
    /// Which releases; all without
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Their captures, as gzipped WARC
    #[arg(long, group = "format")]
    warc: bool,
    /// One JSON object a line, by schema/release.schema.json
    #[arg(long, group = "format")]
    jsonl: bool,
    /// A table: id, url, date, publisher, title, speakers, tags, text
    #[arg(long, group = "format")]
    csv: bool,
    #[command(flatten)]
    options: Options,
}

impl Export {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let home = global.home()?;
        let request = self.options.request(&self.query.join(" "));
        let reader = index::Indexes::open(&home.index())?.reader()?;
        let found = matching(&reader, &request)?;
        let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
        if self.warc {
            let log = Log::open(&home)?;
            out.write_all(&Log::warc_head())?;
            for address in &found {
                for record in log.records(reader.release(*address)?.id)? {
                    out.write_all(&record)?;
                }
            }
        } else if self.csv {
            let mut table = csv::Writer::from_writer(&mut out);
            table.write_record(present::CSV_COLUMNS).map_err(std::io::Error::from)?;
            for address in &found {
                table.write_record(present::csv_record(&reader.release(*address)?)).map_err(std::io::Error::from)?;
            }
            table.flush()?;
        } else {
            for address in &found {
                writeln!(out, "{}", present::release_json(&reader.release(*address)?, None))?;
            }
        }
        out.flush()?;
        Ok(if found.is_empty() { Exit::NothingFound } else { Exit::Done })
    }
}
