//! Writes results as records, one after another, in a format for programs and texts.
//!
//! Leaves out answers as one JSON object, and output for a terminal.

mod citation;
mod markdown;
#[cfg(feature = "parquet")]
mod parquet;
mod records;

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::Value;

use super::csv::harmless;
use super::views::CitationView;
use citation::{write_bibtex, write_ris};
use markdown::row;
#[cfg(feature = "parquet")]
pub use parquet::{ParquetWriter, TableError};
pub use records::{CitedVersion, HitOfQuery};

/// A format of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFormat {
    /// One JSON object a line.
    Jsonl,
    /// A CSV table (RFC 4180, with line feeds).
    Csv {
        /// The byte between cells.
        separator: u8,
        /// Whether a byte order mark comes first, by which spreadsheets know UTF-8.
        mark: bool,
    },
    /// Markdown (`CommonMark`; tables as GitHub has them).
    Markdown,
    /// BibTeX entries, as biblatex's `@online`.
    Bibtex,
    /// An array of CSL-JSON.
    Csl,
    /// RIS entries, of type `ELEC`.
    Ris,
    /// One URL a line.
    Urls,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column<'a> {
    /// Its name.
    pub name: &'a str,
    /// What its cells are. An empty cell is no value.
    pub kind: ColumnKind,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Whole numbers.
    Number,
    /// Days: `2021-02-03`.
    Day,
    /// `true` or `false`.
    Truth,
}

/// A result that can be written in every format.
pub trait Record {
    /// The columns of a table, in order.
    fn columns(&self) -> Vec<Column<'_>>;

    /// The cells, in the order of the columns.
    fn cells(&self) -> Vec<String>;

    /// The record as JSON.
    ///
    /// # Errors
    /// The error of the serializer.
    fn json(&self) -> serde_json::Result<Value>;

    /// Writes the record as Markdown, by default as a row of a table. Before the first row, writes the head.
    ///
    /// # Errors
    /// The error of the writer.
    fn write_markdown(&self, out: &mut dyn Write, is_first: bool) -> io::Result<()> {
        let columns = self.columns();
        if is_first {
            writeln!(out, "{}", row(columns.iter().map(|column| column.name)))?;
            writeln!(out, "|{}", "---|".repeat(columns.len()))?;
        }
        let cells = self.cells();
        writeln!(out, "{}", row(cells.iter().map(String::as_str)))
    }

    /// The source to cite; `None` for what is no source.
    fn citation(&self) -> Option<CitationView<'_>> {
        None
    }
}

impl<R: Record> Record for &R {
    fn columns(&self) -> Vec<Column<'_>> {
        (*self).columns()
    }

    fn cells(&self) -> Vec<String> {
        (*self).cells()
    }

    fn json(&self) -> serde_json::Result<Value> {
        (*self).json()
    }

    fn write_markdown(&self, out: &mut dyn Write, is_first: bool) -> io::Result<()> {
        (*self).write_markdown(out, is_first)
    }

    fn citation(&self) -> Option<CitationView<'_>> {
        (*self).citation()
    }
}

/// The record lacks a field that was asked for.
#[derive(Debug, thiserror::Error)]
#[error("there is no field `{name}` (the fields are {})", fields.join(", "))]
pub struct FieldError {
    name: String,
    fields: Vec<String>,
}

/// Why records could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The writer failed.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// A field is unknown.
    #[error(transparent)]
    Field(#[from] FieldError),
}

/// Most sources that are remembered.
const KNOWN: usize = 20_000;

/// Writes records in one format.
pub struct RecordWriter<W: Write> {
    out: W,
    format: RecordFormat,
    /// The fields that are written; all if empty.
    fields: Vec<String>,
    written: usize,
    /// What was cited: a source or an address is written once. A stream of very many is in the order of their ids,
    /// so that it is enough to know the last ones.
    cited: BTreeSet<String>,
}

impl<W: Write> RecordWriter<W> {
    /// Makes a writer. `fields` are columns of a table or keys of JSON; all are written if there are none.
    pub fn new(out: W, format: RecordFormat, fields: Vec<String>) -> Self {
        Self {
            out,
            format,
            fields,
            written: 0,
            cited: BTreeSet::new(),
        }
    }

    /// Writes a record.
    ///
    /// # Errors
    /// [`RecordError`] if a field is unknown or the writer fails.
    pub fn write(&mut self, record: &impl Record) -> Result<(), RecordError> {
        let is_first = self.written == 0;
        self.written += 1;
        match self.format {
            RecordFormat::Jsonl => {
                let value = self.selected_keys(record)?;
                writeln!(self.out, "{value}")?;
            }
            RecordFormat::Csv { separator, mark } => {
                let columns = record.columns();
                let columns: Vec<&str> = columns.iter().map(|column| column.name).collect();
                let selected = selected(&self.fields, &columns)?;
                if is_first {
                    if mark {
                        self.out.write_all("\u{feff}".as_bytes())?;
                    }
                    let head = selected.iter().map(|at| columns[*at].to_owned());
                    write_row(&mut self.out, separator, head)?;
                }
                let cells = record.cells();
                let cells = selected.iter().map(|at| cells[*at].clone());
                write_row(&mut self.out, separator, cells.map(harmless))?;
            }
            RecordFormat::Markdown => record.write_markdown(&mut self.out, is_first)?,
            RecordFormat::Bibtex | RecordFormat::Csl | RecordFormat::Ris | RecordFormat::Urls => {
                self.cite(record)?;
            }
        }
        Ok(())
    }

    /// Writes what ends the format.
    ///
    /// # Errors
    /// The error of the writer.
    pub fn finish(mut self) -> Result<W, RecordError> {
        if self.format == RecordFormat::Csl {
            let begin = if self.cited.is_empty() { "[" } else { "" };
            writeln!(self.out, "{begin}\n]")?;
        }
        self.out.flush()?;
        Ok(self.out)
    }

    fn cite(&mut self, record: &impl Record) -> Result<(), RecordError> {
        let Some(citation) = record.citation() else {
            return Ok(());
        };
        let key = if self.format == RecordFormat::Urls {
            citation.url.to_owned()
        } else {
            citation.id.clone()
        };
        let is_first = self.cited.is_empty();
        if self.cited.len() >= KNOWN {
            self.cited.clear();
        }
        if !self.cited.insert(key) {
            return Ok(());
        }
        match self.format {
            RecordFormat::Bibtex => write_bibtex(&mut self.out, &citation)?,
            RecordFormat::Ris => write_ris(&mut self.out, &citation)?,
            RecordFormat::Csl => {
                let begin = if is_first { "[" } else { "," };
                let json = serde_json::to_string(&citation).map_err(io::Error::from)?;
                write!(self.out, "{begin}\n{json}")?;
            }
            _ => writeln!(self.out, "{}", citation.url)?,
        }
        Ok(())
    }

    /// Returns the JSON of a record with the selected keys.
    fn selected_keys(&self, record: &impl Record) -> Result<Value, RecordError> {
        let value = record.json().map_err(io::Error::from)?;
        let Value::Object(mut object) = value else {
            return Ok(value);
        };
        if self.fields.is_empty() {
            return Ok(Value::Object(object));
        }
        let keys: Vec<&str> = object.keys().map(String::as_str).collect();
        selected(&self.fields, &keys)?;
        let fields = self.fields.iter();
        let fields = fields.filter_map(|name| Some((name.clone(), object.shift_remove(name)?)));
        Ok(Value::Object(fields.collect()))
    }
}

/// Returns the places of the fields that were asked for among those that are `known`: all if none was.
fn selected(fields: &[String], known: &[&str]) -> Result<Vec<usize>, FieldError> {
    if fields.is_empty() {
        return Ok((0..known.len()).collect());
    }
    let place = |name: &String| {
        let place = known.iter().position(|known| known == name);
        place.ok_or_else(|| FieldError {
            name: name.clone(),
            fields: known.iter().map(|field| (*field).to_owned()).collect(),
        })
    };
    fields.iter().map(place).collect()
}

fn write_row(
    out: &mut impl Write,
    separator: u8,
    cells: impl Iterator<Item = String>,
) -> io::Result<()> {
    let mut row = ::csv::WriterBuilder::new()
        .delimiter(separator)
        .from_writer(out);
    row.write_record(cells.map(String::into_bytes))?;
    row.flush()
}

/// Returns text for a terminal or Markdown on one line.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
