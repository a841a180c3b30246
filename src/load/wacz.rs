//! WARC files inside a WACZ file, as Browsertrix and ArchiveWeb.page write it (WACZ 1.1.1, a ZIP file).
//!
//! Leaves out its indexes, pages and digests: whatever they say is in the WARC files too.

use std::fs::File;
use std::io::{self, Seek as _};
use std::path::Path;

use jiff::Timestamp;
use zip::ZipArchive;
use zip::result::ZipError;

use super::format::WARC_ENDINGS;
use super::{Items, LoadError, files, io_error, only_failed, warcs};
use crate::warc::RecordReader;

/// The folder that holds the WARC files (WACZ 1.1.1, section 5.2.1).
const ARCHIVE: &str = "archive/";

pub(super) fn items(path: &Path) -> Items {
    let origin = path.display().to_string();
    let (mut zip, written, names) = match open(path) {
        Ok(opened) => opened,
        Err(error) => return only_failed(origin, load_error(error)),
    };
    if names.is_empty() {
        let reason = format!("holds no WARC file in `{ARCHIVE}` (is it a WACZ file?)");
        return only_failed(origin, LoadError::Warc(reason));
    }
    Box::new(names.into_iter().flat_map(move |name| -> Items {
        let origin = format!("{origin} in {name}");
        match unpacked(&mut zip, &name) {
            Ok(records) => Box::new(warcs::items_of(records, origin, written)),
            Err(error) => only_failed(origin, load_error(error)),
        }
    }))
}

/// The file, when it was written, and the names of the WARC files in it.
fn open(path: &Path) -> Result<(ZipArchive<File>, Timestamp, Vec<String>), ZipError> {
    let file = File::open(path)?;
    let written = files::time_of(&file);
    let zip = ZipArchive::new(file)?;
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.map(Into::into))
        .collect::<Result<_, _>>()?;
    let is_warc = |name: &str| {
        name.starts_with(ARCHIVE) && WARC_ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    Ok((
        zip,
        written,
        names.into_iter().filter(|name| is_warc(name)).collect(),
    ))
}

/// The records of a WARC file, copied out: the inside of a ZIP file cannot be read from any byte on.
fn unpacked(zip: &mut ZipArchive<File>, name: &str) -> Result<RecordReader, ZipError> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut zip.by_name(name)?, &mut file)?;
    file.rewind()?;
    Ok(RecordReader::over(file, 0)?)
}

fn load_error(error: ZipError) -> LoadError {
    match error {
        ZipError::Io(error) => io_error(error),
        error => LoadError::Warc(format!(
            "is not a sound ZIP file: {error} (fetch or copy it again)"
        )),
    }
}
