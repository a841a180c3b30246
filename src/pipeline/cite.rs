//! The evidence for a release or a quote: the capture that says so, and where its record is.
//!
//! Leaves out citation formats (`present`).

use std::path::PathBuf;

use super::PipelineError;
use super::show::{Shown, show};
use crate::archive::Log;
use crate::document::{QuoteId, ReleaseId, Version};
use crate::home::Home;
use crate::index::Indexes;
use crate::search::quote_with_id;

/// What a release or a quote rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The version of the release. A quote is in the newest version that has it.
    pub version: Version,
    /// The number of the quote in this version, and its id.
    pub quote: Option<(usize, QuoteId)>,
    /// The WARC file of the capture, and the first byte and the length of its record; `None` if the log
    /// has lost it.
    pub record: Option<(PathBuf, u64, u64)>,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cited {
    /// A release or a quote.
    Evidence(Box<Evidence>),
    /// Several releases, with their ids and addresses.
    Several(Vec<(ReleaseId, String)>),
    /// Nothing.
    Unknown,
}

/// Returns the evidence for `name`: the id of a quote, or what [`show`] takes.
///
/// # Errors
/// [`PipelineError::NoVersion`] for a number that the page does not have; other errors if the home
/// cannot be read.
pub fn cite(home: &Home, name: &str) -> Result<Cited, PipelineError> {
    let (version, quote) = if let Ok(id) = name.parse::<QuoteId>() {
        let reader = Indexes::open(&home.index())?.reader()?;
        match quote_with_id(&reader, id)? {
            Some((version, at)) => (version, Some((at, id))),
            None => return Ok(Cited::Unknown),
        }
    } else {
        match show(home, name)? {
            Shown::Release(version) => (*version, None),
            Shown::Several(several) => return Ok(Cited::Several(several)),
            Shown::Unknown => return Ok(Cited::Unknown),
        }
    };
    let captures = Log::open(home)?.captures_of(version.release.id)?;
    let made = version.release.capture.time;
    // Of two captures with the same time, the one ingested later counts.
    let capture = captures.iter().rfind(|capture| capture.time == made);
    let record = capture.map(|capture| {
        let (offset, length) = capture.place();
        (capture.file(), offset, length)
    });
    Ok(Cited::Evidence(Box::new(Evidence {
        version,
        quote,
        record,
    })))
}
