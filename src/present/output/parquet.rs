//! Writes records as a Parquet table, with the columns of a CSV table: numbers, days and truth values have
//! types of their own, and an empty cell is null.
//!
//! Leaves out the records themselves.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Date32Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use jiff::civil::{Date, date};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::{Column, ColumnKind, FieldError, Record, selected};

/// Rows that are written at once.
const ROWS: usize = 4096;

/// Rows in a row group, which is held in memory until it is full.
const GROUP: usize = 65_536;

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] ParquetError),
    /// A field is unknown.
    #[error(transparent)]
    Field(#[from] FieldError),
}

/// Writes records into a Parquet file, in constant memory.
pub struct ParquetWriter<W: Write + Send> {
    /// Takes the table; `None` once the table has begun.
    out: Option<W>,
    table: Option<Table<W>>,
    /// The columns that are written; all if empty.
    fields: Vec<String>,
}

/// A table that has begun.
struct Table<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: Arc<Schema>,
    /// The places of its columns among those of a record.
    selected: Vec<usize>,
    kinds: Vec<ColumnKind>,
    /// Cells that are not written yet, by column.
    held: Vec<Vec<String>>,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// Makes a writer. `fields` are the columns; all are written if there are none.
    pub fn new(out: W, fields: Vec<String>) -> Self {
        Self {
            out: Some(out),
            table: None,
            fields,
        }
    }

    /// Writes a record. The first one decides the columns.
    ///
    /// # Errors
    /// [`TableError`] if a field is unknown or the file cannot be written.
    pub fn write(&mut self, record: &impl Record) -> Result<(), TableError> {
        if let Some(out) = self.out.take() {
            let columns = record.columns();
            let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
            let selected = selected(&self.fields, &names)?;
            self.table = Some(Table::begin(out, &columns, selected)?);
        }
        let Some(table) = &mut self.table else {
            return Ok(());
        };
        let cells = record.cells();
        for (held, at) in table.held.iter_mut().zip(&table.selected) {
            held.push(cells[*at].clone());
        }
        if table.held.first().is_some_and(|held| held.len() >= ROWS) {
            table.write_held()?;
        }
        Ok(())
    }

    /// Writes the rest and the end of the table. Writes nothing if there were no records.
    ///
    /// # Errors
    /// [`TableError`] if the file cannot be written.
    pub fn finish(self) -> Result<(), TableError> {
        if let Some(mut table) = self.table {
            table.write_held()?;
            table.writer.close()?;
        }
        Ok(())
    }
}

impl<W: Write + Send> Table<W> {
    fn begin(out: W, columns: &[Column<'_>], selected: Vec<usize>) -> Result<Self, ParquetError> {
        let chosen: Vec<Column<'_>> = selected.iter().map(|at| columns[*at]).collect();
        let fields = chosen.iter().map(|column| {
            let data_type = match column.kind {
                ColumnKind::Text => DataType::Utf8,
                ColumnKind::Number => DataType::Int64,
                ColumnKind::Day => DataType::Date32,
                ColumnKind::Truth => DataType::Boolean,
            };
            Field::new(column.name, data_type, true)
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP))
            .build();
        Ok(Self {
            writer: ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))?,
            schema,
            kinds: chosen.iter().map(|column| column.kind).collect(),
            held: vec![Vec::new(); selected.len()],
            selected,
        })
    }

    fn write_held(&mut self) -> Result<(), ParquetError> {
        let held = self.held.iter_mut().map(std::mem::take);
        let arrays = held
            .zip(&self.kinds)
            .map(|(cells, kind)| array(&cells, *kind));
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays.collect())?;
        self.writer.write(&batch)
    }
}

fn array(cells: &[String], kind: ColumnKind) -> ArrayRef {
    let cells = cells
        .iter()
        .map(|cell| Some(cell.as_str()).filter(|cell| !cell.is_empty()));
    match kind {
        ColumnKind::Text => Arc::new(cells.collect::<StringArray>()),
        ColumnKind::Number => {
            Arc::new(cells.map(|cell| cell?.parse().ok()).collect::<Int64Array>())
        }
        ColumnKind::Day => Arc::new(cells.map(|cell| day(cell?)).collect::<Date32Array>()),
        ColumnKind::Truth => Arc::new(
            cells
                .map(|cell| cell?.parse().ok())
                .collect::<BooleanArray>(),
        ),
    }
}

/// Returns the days from 1970 on.
fn day(text: &str) -> Option<i32> {
    let day: Date = text.parse().ok()?;
    let hours = day.duration_since(date(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).ok()
}
