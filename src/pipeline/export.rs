//! Exporting all releases, or those that a query finds.
//!
//! Leaves out the output formats (`present`).

use std::io::Write;

use super::PipelineError;
use crate::archive::Log;
use crate::document::Release;
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
    let total = search.count()?;
    match format {
        ExportFormat::Warc => {
            let log = Log::open(home)?;
            out.write_all(&Log::warc_head())?;
            for release in search.stream(|version| version.release.id)? {
                for record in log.records(release?)? {
                    out.write_all(&record)?;
                }
            }
        }
        ExportFormat::Jsonl => {
            for line in search.stream(|version| line(&version.release))? {
                out.write_all(&line?)?;
            }
        }
        ExportFormat::Csv => {
            let mut table = csv::Writer::from_writer(&mut *out);
            table
                .write_record(CSV_COLUMNS)
                .map_err(std::io::Error::from)?;
            for record in search.stream(|version| csv_record(&ReleaseView::of(&version.release)))? {
                table.write_record(record?).map_err(std::io::Error::from)?;
            }
            table.flush()?;
        }
    }
    out.flush()?;
    Ok(total)
}

/// Returns a release as a line of JSON.
fn line(release: &Release) -> Vec<u8> {
    let mut line = serde_json::to_vec(&ReleaseView::of(release)).expect("a release serializes");
    line.push(b'\n');
    line
}
