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
use super::{Items, LoadError, io_error, single_failure, warcs};
use crate::warc::RecordReader;

/// The folder that holds the WARC files (WACZ 1.1.1, section 5.2.1).
const ARCHIVE: &str = "archive/";

/// The extension of WACZ files in a multi-WACZ (WACZ 1.1.1, section 6).
const NESTED: &str = ".wacz";

/// How deep WACZ files may be nested: a multi-WACZ holds WACZ files.
const MAX_DEPTH: u8 = 2;

pub(super) fn items(path: &Path, captured: Timestamp) -> Items {
    let origin = path.display().to_string();
    match File::open(path) {
        Ok(file) => items_of(file, origin, captured, 0),
        Err(error) => single_failure(origin, io_error(error)),
    }
}

/// The items in the WACZ file `file`, which is named `origin`.
fn items_of(file: File, origin: String, captured: Timestamp, depth: u8) -> Items {
    let (mut zip, names) = match open(file) {
        Ok(opened) => opened,
        Err(error) => return single_failure(origin, load_error(error)),
    };
    if names.is_empty() {
        let reason = format!("holds no WARC file in `{ARCHIVE}` (is it a WACZ file?)");
        return single_failure(origin, LoadError::Warc(reason));
    }
    Box::new(names.into_iter().flat_map(move |name| -> Items {
        let origin = format!("{origin} in {name}");
        let file = match unpacked(&mut zip, &name) {
            Ok(file) => file,
            Err(error) => return single_failure(origin, load_error(error)),
        };
        if !name.ends_with(NESTED) {
            return match RecordReader::over(file, 0) {
                Ok(records) => Box::new(warcs::items_of(records, origin, captured)),
                Err(error) => single_failure(origin, io_error(error)),
            };
        }
        if depth < MAX_DEPTH {
            return items_of(file, origin, captured, depth + 1);
        }
        let reason = format!("nests WACZ files deeper than {MAX_DEPTH} (unpack it)");
        single_failure(origin, LoadError::Warc(reason))
    }))
}

/// Opens the ZIP file. Also returns the names of its WARC files and WACZ files.
fn open(file: File) -> Result<(ZipArchive<File>, Vec<String>), ZipError> {
    let zip = ZipArchive::new(file)?;
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.map(Into::into))
        .collect::<Result<_, _>>()?;
    let is_read = |name: &str| {
        name.ends_with(NESTED)
            || name.starts_with(ARCHIVE) && WARC_ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    Ok((
        zip,
        names.into_iter().filter(|name| is_read(name)).collect(),
    ))
}

/// A file in the ZIP file. Copies it to a temporary file first, because reading records needs
/// seeking, which a ZIP file does not allow.
fn unpacked(zip: &mut ZipArchive<File>, name: &str) -> Result<File, ZipError> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut zip.by_name(name)?, &mut file)?;
    file.rewind()?;
    Ok(file)
}

fn load_error(error: ZipError) -> LoadError {
    match error {
        ZipError::Io(error) => io_error(error),
        error => LoadError::Warc(format!(
            "is not a valid ZIP file: {error} (fetch or copy it again)"
        )),
    }
}
