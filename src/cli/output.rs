//! The options that say how results are written, which `search`, `quotes`, `officials` and `timeline` share.
//!
//! Leaves out the formats themselves (`omroeper::present`).

use std::io::{self, BufWriter, Write};

use clap::{ArgGroup, Args};
use omroeper::present::{Record, RecordError, RecordFormat, RecordWriter};
use serde::Serialize;

use super::{exit, terminal};

/// Heading of these options in the help.
const HEADING: &str = "Output";

/// A table or lines of JSON, for results of any kind.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(group(ArgGroup::new("format").multiple(false)))]
pub(super) struct Tables {
    /// Print one JSON object
    #[arg(long, group = "format", help_heading = HEADING)]
    pub(super) json: bool,
    /// Print one JSON object per result, one per line
    #[arg(long, group = "format", help_heading = HEADING)]
    jsonl: bool,
    /// Print a CSV table
    #[arg(long, group = "format", help_heading = HEADING)]
    csv: bool,
    /// Print Markdown
    #[arg(long, group = "format", help_heading = HEADING)]
    md: bool,
    /// Separate the cells of a CSV table by this character
    #[arg(long, value_name = "CHAR", default_value = ",", value_parser = separator, help_heading = HEADING)]
    csv_sep: u8,
    /// Begin a CSV table with a byte order mark, so that spreadsheets read it as UTF-8
    #[arg(long, requires = "csv", help_heading = HEADING)]
    bom: bool,
    /// Write a Parquet table into this file, with the columns of a CSV table
    #[cfg(feature = "parquet")]
    #[arg(long, value_name = "FILE", group = "format", help_heading = HEADING)]
    parquet: Option<std::path::PathBuf>,
    /// Print only these columns of a table, or keys of JSON lines, in this order
    #[arg(long, value_delimiter = ',', value_name = "NAMES", help_heading = HEADING)]
    fields: Vec<String>,
}

/// The formats of sources that can be cited.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Sources {
    #[command(flatten)]
    pub(super) tables: Tables,
    /// Print BibTeX entries
    #[arg(long, group = "format", help_heading = HEADING)]
    bibtex: bool,
    /// Print CSL-JSON
    #[arg(long, group = "format", help_heading = HEADING)]
    csl: bool,
    /// Print RIS entries
    #[arg(long, group = "format", help_heading = HEADING)]
    ris: bool,
    /// Print the addresses, one per line
    #[arg(long, group = "format", help_heading = HEADING)]
    urls: bool,
    /// Print every result in order of id, or of date with `--sort date`, in one of these formats. What
    /// only other words find is left out
    #[arg(long, conflicts_with_all = ["json", "limit", "offset"], help_heading = HEADING)]
    pub(super) all: bool,
}

/// Reads a character of one byte.
fn separator(text: &str) -> Result<u8, &'static str> {
    match text {
        "\\t" => Ok(b'\t'),
        _ => match text.as_bytes() {
            [byte @ (b',' | b';' | b'|' | b':' | b'\t')] => Ok(*byte),
            _ => Err("is not a separator (write `,`, `;`, `|`, `:` or `\\t`)"),
        },
    }
}

impl Tables {
    /// The format of records that was asked for.
    fn records(&self) -> Option<RecordFormat> {
        if self.csv {
            return Some(RecordFormat::Csv {
                separator: self.csv_sep,
                mark: self.bom,
            });
        }
        if self.md {
            return Some(RecordFormat::Markdown);
        }
        self.jsonl.then_some(RecordFormat::Jsonl)
    }

    /// Whether the output is for people.
    pub(super) fn is_for_people(&self) -> bool {
        !self.json && self.records().is_none() && !self.writes_table()
    }

    /// Whether a file of a table was asked for.
    #[cfg_attr(
        not(feature = "parquet"),
        expect(
            clippy::unused_self,
            reason = "there is no such file without the feature"
        )
    )]
    fn writes_table(&self) -> bool {
        #[cfg(feature = "parquet")]
        return self.parquet.is_some();
        #[cfg(not(feature = "parquet"))]
        return false;
    }

    /// Prints an answer: `whole` as one JSON object, its `records` one after another, or for people.
    pub(super) fn print<'r, R: Record + 'r>(
        &self,
        whole: &impl Serialize,
        records: impl IntoIterator<Item = &'r R>,
        for_people: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        self.print_as(self.records(), whole, records, for_people)
    }

    fn print_as<'r, R: Record + 'r>(
        &self,
        format: Option<RecordFormat>,
        whole: &impl Serialize,
        records: impl IntoIterator<Item = &'r R>,
        for_people: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        #[cfg(feature = "parquet")]
        if let Some(path) = &self.parquet {
            super::parquet::write(path, &self.fields, records.into_iter().map(Ok))?;
            return Ok(());
        }
        if self.json {
            terminal::print_json(whole)?;
        } else if let Some(format) = format {
            write(format, &self.fields, records.into_iter().map(Ok))?;
        } else {
            let mut out = terminal::out();
            for_people(&mut out)?;
            out.flush()?;
        }
        Ok(())
    }
}

impl Sources {
    fn records(&self) -> Option<RecordFormat> {
        let cited = [
            (self.bibtex, RecordFormat::Bibtex),
            (self.csl, RecordFormat::Csl),
            (self.ris, RecordFormat::Ris),
            (self.urls, RecordFormat::Urls),
        ];
        let cited = cited.into_iter().find(|(is_set, _)| *is_set);
        cited
            .map(|(_, format)| format)
            .or_else(|| self.tables.records())
    }

    /// Whether the output is for people.
    pub(super) fn is_for_people(&self) -> bool {
        self.tables.is_for_people() && self.records().is_none()
    }

    /// As [`Tables::print`], also in the formats of sources.
    pub(super) fn print<'r, R: Record + 'r>(
        &self,
        whole: &impl Serialize,
        records: impl IntoIterator<Item = &'r R>,
        for_people: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        self.tables
            .print_as(self.records(), whole, records, for_people)
    }

    /// Writes every record as it comes. Returns their number.
    pub(super) fn write_all<R: Record, E: Into<anyhow::Error>>(
        &self,
        records: impl Iterator<Item = Result<R, E>>,
    ) -> anyhow::Result<usize> {
        let records = records.map(|record| record.map_err(Into::into));
        #[cfg(feature = "parquet")]
        if let Some(path) = &self.tables.parquet {
            return super::parquet::write(path, &self.tables.fields, records);
        }
        let format = self.records().ok_or_else(|| {
            exit::usage("`--all` needs a format (add `--jsonl`, `--csv`, `--md`, `--bibtex`, `--csl`, `--ris` or `--urls`)")
        })?;
        write(format, &self.tables.fields, records)
    }
}

/// Writes records to stdout. Returns their number.
fn write<R: Record>(
    format: RecordFormat,
    fields: &[String],
    records: impl Iterator<Item = anyhow::Result<R>>,
) -> anyhow::Result<usize> {
    let out = BufWriter::new(io::stdout().lock());
    let mut out = RecordWriter::new(out, format, fields.to_vec());
    let told = |error| match error {
        RecordError::Field(unknown) => exit::usage(unknown.to_string()),
        RecordError::Write(error) => error.into(),
    };
    let mut written = 0;
    for record in records {
        out.write(&record?).map_err(told)?;
        written += 1;
    }
    out.finish().map_err(told)?.flush()?;
    Ok(written)
}
