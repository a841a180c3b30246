//! Answering many queries in one run, in the order given.
//!
//! Leaves out where the lines come from. A line that cannot be parsed is reported, and the others
//! are answered.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{BufRead, Write};

use rayon::prelude::*;

use super::PipelineError;
use crate::index::{IndexError, Reader};
use crate::present::views::AnswerView;
use crate::present::write_trec;
use crate::search::{Answer, Paging, Query, QueryError, Synonyms};

/// Number of queries that are answered before their answers are written.
const QUERIES_PER_CHUNK: usize = 512;

/// The output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchFormat {
    /// One JSON object per query: id, query, total, hits.
    Jsonl,
    /// A TREC run.
    Trec,
}

/// How queries are answered.
#[derive(Debug, Clone)]
pub struct BatchOptions {
    /// The output format.
    pub format: BatchFormat,
    /// Maximum number of hits per query.
    pub limit: usize,
    /// Options for each query, besides its words. A query may override them.
    pub defaults: Query,
    /// The synonyms that short queries use.
    pub synonyms: Cow<'static, Synonyms>,
}

/// A line that was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// Its number, 1 for the first.
    pub number: usize,
    /// Why.
    pub reason: String,
}

/// An answer, in the shape that the output format needs.
enum Answered {
    Full(Answer),
    Ranked(Vec<(String, f32)>),
}

/// Answers `lines` and writes the answers to `out`. Each line is an id, a tab and a query. Calls
/// `wrong` for each line that cannot be parsed. Returns whether every line was answered.
///
/// # Errors
/// [`PipelineError`] if `lines` or the index cannot be read, or `out` cannot be written.
pub fn answer_batch(
    reader: &Reader,
    lines: impl BufRead,
    options: &BatchOptions,
    out: &mut impl Write,
    mut wrong: impl FnMut(LineError),
) -> Result<bool, PipelineError> {
    let mut lines = lines.split(b'\n');
    let (mut number, mut all_answered) = (0, true);
    let mut ids: HashSet<String> = HashSet::new();
    loop {
        let some: Vec<Vec<u8>> = lines
            .by_ref()
            .take(QUERIES_PER_CHUNK)
            .collect::<Result<_, _>>()
            .map_err(PipelineError::Queries)?;
        if some.is_empty() {
            break;
        }
        let answers: Vec<Result<Option<AnsweredLine<'_>>, String>> = some
            .par_iter()
            .map(|line| answer(reader, line, options))
            .collect::<Result<_, IndexError>>()?;
        for answer in answers {
            number += 1;
            match answer {
                Ok(None) => {}
                Ok(Some(line)) => {
                    if !ids.insert(line.id.to_owned()) {
                        tracing::warn!(
                            "line {number} has the id `{}` of an earlier line; both are answered",
                            line.id
                        );
                    }
                    line.write(out)?;
                }
                Err(reason) => {
                    all_answered = false;
                    wrong(LineError { number, reason });
                }
            }
        }
    }
    out.flush()?;
    Ok(all_answered)
}

/// A line and its answer.
struct AnsweredLine<'l> {
    id: &'l str,
    query: &'l str,
    answer: Answered,
}

impl AnsweredLine<'_> {
    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        match &self.answer {
            Answered::Full(answer) => {
                let view = AnswerView {
                    id: Some(self.id),
                    ..AnswerView::of(self.query, answer)
                };
                serde_json::to_writer(&mut *out, &view)?;
                writeln!(out)
            }
            Answered::Ranked(ranked) => write_trec(out, self.id, ranked),
        }
    }
}

/// The answer to a line; `None` if the line is empty. The inner error says what is wrong with the
/// line.
fn answer<'l>(
    reader: &Reader,
    line: &'l [u8],
    options: &BatchOptions,
) -> Result<Result<Option<AnsweredLine<'l>>, String>, IndexError> {
    let (id, text) = match parts(line) {
        Ok(Some(parts)) => parts,
        Ok(None) => return Ok(Ok(None)),
        Err(reason) => return Ok(Err(reason.to_owned())),
    };
    let query: Result<Query, QueryError> = text.parse();
    let query = match query {
        Ok(query) => query.or(&options.defaults),
        Err(error) => return Ok(Err(error.to_string())),
    };
    if let Some(reason) = query.filters.contradiction() {
        return Ok(Err(reason));
    }
    let search = query.prepare_with(reader, &options.synonyms)?;
    let paging = Paging {
        limit: options.limit,
        ..Paging::default()
    };
    let answer = match options.format {
        BatchFormat::Jsonl => Answered::Full(search.top(&paging)?),
        BatchFormat::Trec => Answered::Ranked(search.top_docids(&paging)?),
    };
    Ok(Ok(Some(AnsweredLine {
        id,
        query: text,
        answer,
    })))
}

/// The id and the query of a line; `None` if the line is empty. The error says what is wrong with
/// the line.
fn parts(line: &[u8]) -> Result<Option<(&str, &str)>, &'static str> {
    // Spreadsheets put a byte order mark at the head of a file.
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let line = std::str::from_utf8(line).map_err(|_| "is not UTF-8 (save the file as UTF-8)")?;
    if line.trim().is_empty() {
        return Ok(None);
    }
    let (id, query) = line
        .split_once('\t')
        .ok_or("has no tab (write an id, a tab and a query)")?;
    if id.is_empty() || id.contains(char::is_whitespace) {
        return Err(
            "has an id that is empty or contains a space (spaces separate the columns of a TREC run)",
        );
    }
    Ok(Some((id, query.trim_end_matches('\r'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_an_id_a_tab_and_a_query() {
        assert_eq!(
            parts("\u{feff}q1\tbrug open\r".as_bytes()),
            Ok(Some(("q1", "brug open")))
        );
        assert_eq!(parts(b"  "), Ok(None));
        for (line, reason) in [
            (&b"q1 brug"[..], "no tab"),
            (b"\tbrug", "an id"),
            (b"q 1\tbrug", "an id"),
            (b"q\xff", "UTF-8"),
        ] {
            assert!(parts(line).is_err_and(|e| e.contains(reason)), "{reason}");
        }
    }
}
