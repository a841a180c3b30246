//! Exporting all releases, or those that a query finds.
//!
//! Leaves out the output formats (`present`).

use std::io::Write;

use super::PipelineError;
use crate::archive::Log;
use crate::home::Home;
use crate::index::Indexes;
use crate::present::views::ReleaseView;
use crate::present::{CSV_COLUMNS, csv_record};
use crate::search::Query;

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// The captures of the releases, as gzipped WARC.
    Warc,
    /// One JSON object per line, as in `schema/release.schema.json`.
    Jsonl,
    /// A CSV table of [`CSV_COLUMNS`].
    Csv,
}

/// Writes the releases that `query` finds to `out`, in order of their ids. Returns their number.
///
/// # Errors
/// [`PipelineError`] if the home cannot be read, or `out` cannot be written.
pub fn export(
    home: &Home,
    query: &Query,
    format: ExportFormat,
    out: &mut impl Write,
) -> Result<usize, PipelineError> {
    let reader = Indexes::open(&home.index())?.reader()?;
    let search = query.prepare(&reader)?;
    let hits = search.stream()?;
    let total = hits.total();
    match format {
        ExportFormat::Warc => {
            let log = Log::open(home)?;
            out.write_all(&Log::warc_head())?;
            for hit in hits {
                for record in log.records(hit?.release.id)? {
                    out.write_all(&record)?;
                }
            }
        }
        ExportFormat::Jsonl => {
            for hit in hits {
                serde_json::to_writer(&mut *out, &ReleaseView::of(&hit?.release))
                    .map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
        }
        ExportFormat::Csv => {
            let mut table = csv::Writer::from_writer(&mut *out);
            table
                .write_record(CSV_COLUMNS)
                .map_err(std::io::Error::from)?;
            for hit in hits {
                table
                    .write_record(csv_record(&ReleaseView::of(&hit?.release)))
                    .map_err(std::io::Error::from)?;
            }
            table.flush()?;
        }
    }
    out.flush()?;
    Ok(total)
}
