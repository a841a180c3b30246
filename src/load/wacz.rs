//! Loading the WARC files in a WACZ file (WACZ 1.1.1, a ZIP file), which Browsertrix and
//! ArchiveWeb.page write.
//!
//! Leaves out its indexes, page lists and digests, because the WARC files hold the same
//! information.

use std::fs::File;
use std::io::{self, Seek as _};
use std::path::Path;

use jiff::Timestamp;
use zip::ZipArchive;
use zip::result::ZipError;

use super::format::WARC_ENDINGS;
use super::{Items, LoadError, files, io_error, single_failure, warcs};
use crate::warc::RecordReader;

/// The folder that holds the WARC files (WACZ 1.1.1, section 5.2.1).
const ARCHIVE: &str = "archive/";

pub(super) fn items(path: &Path) -> Items {
    let origin = path.display().to_string();
    let (mut zip, written, names) = match open(path) {
        Ok(opened) => opened,
        Err(error) => return single_failure(origin, load_error(error)),
    };
    if names.is_empty() {
        let reason = format!("holds no WARC file in `{ARCHIVE}` (is it a WACZ file?)");
        return single_failure(origin, LoadError::Warc(reason));
    }
    Box::new(names.into_iter().flat_map(move |name| -> Items {
        let origin = format!("{origin} in {name}");
        match unpacked(&mut zip, &name) {
            Ok(records) => Box::new(warcs::items_of(records, origin, written)),
            Err(error) => single_failure(origin, load_error(error)),
        }
    }))
}

/// Opens the ZIP file. Also returns its modification time, and the names of its WARC files.
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

/// The records of a WARC file in the ZIP file. Copies it to a temporary file first, because reading
/// records needs seeking, which a ZIP file does not allow.
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
            "is not a valid ZIP file: {error} (fetch or copy it again)"
        )),
    }
}
