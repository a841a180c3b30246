//! `--parquet FILE`: results as a table in a file.

use std::path::Path;

use omroeper::present::{ParquetWriter, Record, TableError};

use super::{exit, terminal};

/// Writes records into a Parquet file. It replaces a file that is there once it is whole. Returns their
/// number.
pub(super) fn write<R: Record>(
    path: &Path,
    fields: &[String],
    records: impl Iterator<Item = anyhow::Result<R>>,
) -> anyhow::Result<usize> {
    let failed = |error: &dyn std::fmt::Display| {
        let path = path.display();
        exit::usage(format!("cannot write `{path}`: {error} (check the path)"))
    };
    let told = |error| match error {
        TableError::Field(unknown) => exit::usage(unknown.to_string()),
        TableError::Write(error) => failed(&error),
    };
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let file = builder.tempfile_in(folder.unwrap_or(Path::new(".")));
    let mut file = file.map_err(|error| failed(&error))?;
    let mut out = ParquetWriter::new(file.as_file_mut(), fields.to_vec());
    let mut written = 0;
    for record in records {
        out.write(&record?).map_err(told)?;
        written += 1;
    }
    out.finish().map_err(told)?;
    if written == 0 {
        terminal::note(&format!(
            "nothing found; `{}` was not written",
            path.display()
        ));
        return Ok(0);
    }
    file.persist(path).map_err(|error| failed(&error.error))?;
    Ok(written)
}
