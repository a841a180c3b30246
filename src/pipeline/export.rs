//! Exporting all releases, or those that a query finds.
//!
//! Leaves out the output formats (`present`).

use std::io::Write;

use super::{Failure, PipelineError};
use crate::archive::Log;
use crate::document::{Release, Version};
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

/// What was exported.
#[derive(Debug)]
pub struct Exported {
    /// Number of releases that the query finds.
    pub releases: usize,
    /// Captures of them that cannot be read, and are left out.
    pub failures: Vec<Failure>,
}

/// Writes the releases that `query` finds to `out`, in order of their ids.
///
/// # Errors
/// [`PipelineError`] if the home cannot be read, or `out` cannot be written.
pub fn export(
    home: &Home,
    query: &Query,
    format: ExportFormat,
    out: &mut impl Write,
) -> Result<Exported, PipelineError> {
    let reader = Indexes::open(&home.index())?.reader()?;
    let search = query.prepare(&reader)?;
    let releases = search.count()?;
    let mut failures = Vec::new();
    match format {
        ExportFormat::Warc => {
            let log = Log::open(home)?;
            out.write_all(&Log::warc_head())?;
            let found = |version: Version| (version.release.id, version.release.url);
            for release in search.stream(found)? {
                let (release, url) = release?;
                for record in log.records(release)? {
                    match record {
                        Ok(record) => out.write_all(&record)?,
                        Err(error) => failures.push(Failure {
                            origin: url.clone(),
                            cause: error.into(),
                        }),
                    }
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
    Ok(Exported { releases, failures })
}

/// Returns a release as a line of JSON.
fn line(release: &Release) -> Vec<u8> {
    let mut line = serde_json::to_vec(&ReleaseView::of(release)).expect("a release serializes");
    line.push(b'\n');
    line
}
