//! Reads the queries of a batch: lines of TSV, CSV or JSON, each with an id and filters of its own.
//!
//! Leaves out answering them (`batch`). A line that cannot be read is told, and the others are read.

use std::io::{self, BufRead};

use serde_json::{Map, Value};

use crate::search::OPTIONS;

/// The format of a file of queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryFormat {
    /// An id, a tab and a query on each line.
    Tsv,
    /// A table (RFC 4180) with the columns `id` and `query`, and options: `since`, `publisher` and
    /// others. Cells may be separated by `;`.
    Csv,
    /// An object on each line, with the same keys.
    Jsonl,
}

/// A line of a file of queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QueryLine {
    /// Its number, 1 for the first.
    pub(super) number: usize,
    /// The query; `None` for an empty line. The error says what is wrong with the line.
    pub(super) asked: Result<Option<Asked>, String>,
}

/// A query with its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) id: String,
    /// Its words, followed by options as on the command line.
    pub(super) query: String,
}

/// Returns the lines of a file of queries, in order. Fails where the file cannot be read.
pub(super) fn lines(
    input: impl BufRead + 'static,
    format: QueryFormat,
) -> io::Result<Box<dyn Iterator<Item = io::Result<QueryLine>>>> {
    let of_line: fn(&[u8]) -> Result<Option<Asked>, String> = match format {
        QueryFormat::Csv => return table(input),
        QueryFormat::Tsv => tsv,
        QueryFormat::Jsonl => object,
    };
    let lines = input.split(b'\n').enumerate().map(move |(at, line)| {
        line.map(|line| QueryLine {
            number: at + 1,
            asked: of_line(&line),
        })
    });
    Ok(Box::new(lines))
}

/// The rows of a table.
fn table(
    mut input: impl BufRead + 'static,
) -> io::Result<Box<dyn Iterator<Item = io::Result<QueryLine>>>> {
    let head = input.fill_buf()?;
    let head = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let separator = if head.contains(&b';') && !head.contains(&b',') {
        b';'
    } else {
        b','
    };
    let mut table = ::csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_reader(input);
    let columns: Vec<String> = table
        .headers()?
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    for name in columns
        .iter()
        .filter(|name| !["id", "query"].contains(&name.as_str()))
    {
        if let Err(unknown) = option(name, &Value::from("0")) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, unknown));
        }
    }
    let rows = table.into_records().map(move |row| match row {
        Ok(row) => {
            let number = row.position().map_or(0, |place| place.line() as usize);
            let cells = columns.iter().cloned().zip(row.iter());
            let cells = cells.map(|(name, cell)| (name, Value::from(cell)));
            Ok(QueryLine {
                number,
                asked: asked(&cells.collect()).map(Some),
            })
        }
        Err(error) => match error.kind() {
            ::csv::ErrorKind::Utf8 { pos, .. } => Ok(QueryLine {
                number: pos.as_ref().map_or(0, |place| place.line() as usize),
                asked: Err("is not UTF-8 (save the file as UTF-8)".to_owned()),
            }),
            _ => Err(error.into()),
        },
    });
    Ok(Box::new(rows))
}

/// Reads a line as text; `None` if it is empty.
fn text(line: &[u8]) -> Result<Option<&str>, String> {
    // Spreadsheets put a byte order mark at the head of a file.
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let line = std::str::from_utf8(line).map_err(|_| "is not UTF-8 (save the file as UTF-8)")?;
    Ok(Some(line).filter(|line| !line.trim().is_empty()))
}

fn tsv(line: &[u8]) -> Result<Option<Asked>, String> {
    let Some(line) = text(line)? else {
        return Ok(None);
    };
    let (id, query) = line
        .split_once('\t')
        .ok_or("has no tab (write an id, a tab and a query)")?;
    checked(id, query.trim_end_matches('\r').to_owned()).map(Some)
}

fn object(line: &[u8]) -> Result<Option<Asked>, String> {
    let Some(line) = text(line)? else {
        return Ok(None);
    };
    let fields: Map<String, Value> = serde_json::from_str(line).map_err(|error| {
        format!("is not a JSON object ({error}; write {{\"id\": …, \"query\": …}})")
    })?;
    asked(&fields).map(Some)
}

/// Makes a query of named values.
fn asked(fields: &Map<String, Value>) -> Result<Asked, String> {
    let (mut id, mut query) = (String::new(), String::new());
    let mut options = String::new();
    for (name, value) in fields {
        match name.as_str() {
            "id" => id = word(value),
            "query" => query = word(value),
            name => options.push_str(&option(name, value)?),
        }
    }
    checked(&id, query + &options)
}

/// Writes an option as on the command line, with a space before it; nothing if it is not set.
fn option(name: &str, value: &Value) -> Result<String, String> {
    let flag = name.replace('_', "-");
    if let Value::Array(values) = value {
        return values.iter().map(|value| option(name, value)).collect();
    }
    let value = word(value);
    if value.is_empty() {
        return Ok(String::new());
    }
    let known = OPTIONS.iter().find(|(name, _)| *name == flag);
    let Some((_, has_value)) = known else {
        return Err(format!(
            "has an unknown field `{name}` (use id, query, {})",
            OPTIONS.map(|(name, _)| name).join(", ")
        ));
    };
    if *has_value {
        let value = value.replace('\0', " ");
        let value = shlex::try_quote(&value).unwrap_or_default();
        return Ok(format!(" --{flag} {value}"));
    }
    match value.as_str() {
        "true" | "1" => Ok(format!(" --{flag}")),
        "false" | "0" => Ok(String::new()),
        _ => Err(format!("has `{value}` for `{name}` (write true or false)")),
    }
}

/// Returns a value as text: a number as it is written, nothing for `null`.
fn word(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn checked(id: &str, query: String) -> Result<Asked, String> {
    if id.is_empty() {
        return Err("has no id".to_owned());
    }
    if id.contains(char::is_whitespace) {
        return Err(
            "has an id that contains a space (spaces separate the columns of a TREC run)"
                .to_owned(),
        );
    }
    if query.trim().is_empty() {
        return Err("has no query".to_owned());
    }
    let id = id.to_owned();
    Ok(Asked { id, query })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: QueryFormat, input: &'static str) -> Vec<Read> {
        let lines = lines(input.as_bytes(), format).expect("a file");
        let lines = lines.map(|line| line.expect("a line").asked);
        lines
            .map(|asked| asked.map(|asked| asked.map(|Asked { id, query }| (id, query))))
            .collect()
    }

    /// A line with this id and query.
    type Read = Result<Option<(String, String)>, String>;

    fn found(pairs: &[(&str, &str)]) -> Vec<Read> {
        let pairs = pairs.iter();
        pairs
            .map(|(id, query)| Ok(Some(((*id).to_owned(), (*query).to_owned()))))
            .collect()
    }

    #[test]
    fn lines_have_an_id_a_tab_and_a_query() {
        assert_eq!(
            read(QueryFormat::Tsv, "\u{feff}q1\tbrug open\r\n  \nq2\tdijk"),
            [
                found(&[("q1", "brug open")]),
                vec![Ok(None)],
                found(&[("q2", "dijk")])
            ]
            .concat()
        );
        for (line, reason) in [
            (&b"q1 brug"[..], "no tab"),
            (b"\tbrug", "no id"),
            (b"q 1\tbrug", "an id"),
            (b"q\xff", "UTF-8"),
        ] {
            assert!(tsv(line).is_err_and(|e| e.contains(reason)), "{reason}");
        }
    }

    #[test]
    fn a_table_and_objects_have_options() {
        let expected = found(&[
            (
                "q1",
                "brug, open --since 2021 --publisher 'gemeente Zandwijk'",
            ),
            ("2", "dijk --edited"),
        ]);
        let table = "id,query,since,publisher,edited\nq1,\"brug, open\",2021,gemeente Zandwijk,false\n2,dijk,,,true\n";
        assert_eq!(read(QueryFormat::Csv, table), expected);
        let table =
            "id;query;since;publisher;edited\nq1;brug, open;2021;gemeente Zandwijk;\n2;dijk;;;1\n";
        assert_eq!(read(QueryFormat::Csv, table), expected);
        let objects = "{\"id\":\"q1\",\"query\":\"brug, open\",\"since\":2021,\"publisher\":[\"gemeente Zandwijk\"]}\n{\"id\":2,\"query\":\"dijk\",\"edited\":true,\"until\":null}\n";
        assert_eq!(read(QueryFormat::Jsonl, objects), expected);
    }

    #[test]
    fn a_wrong_line_is_told_and_the_others_are_read() {
        let lines = read(
            QueryFormat::Jsonl,
            "{\"id\":1,\"query\":\"a\"}\n{\n{\"id\":2,\"query\":\"b\",\"sinds\":2021}\n{\"query\":\"c\"}\n{\"id\":3,\"query\":\"d\",\"exact\":\"ja\"}",
        );
        assert!(lines[0].is_ok());
        for (line, reason) in lines[1..].iter().zip([
            "is not a JSON object",
            "unknown field `sinds`",
            "has no id",
            "`ja` for `exact`",
        ]) {
            assert!(
                line.as_ref().is_err_and(|error| error.contains(reason)),
                "{line:?}"
            );
        }
    }
}
