//! Answering many queries in one run, in the order given.
//!
//! Leaves out where the lines come from. A line that cannot be parsed is reported, and the others
//! are answered.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, BufRead, Write};

use rayon::prelude::*;

use super::PipelineError;
use super::queries::{self, Asked, QueryFormat, QueryLine};
use crate::index::IndexError;
use crate::present::views::AnswerView;
use crate::present::{HitOfQuery, RecordFormat, RecordWriter, write_trec};
use crate::search::{Answer, Engine, Paging, Query, QueryError, Synonyms};

/// Maximum number of queries that are answered before their answers are written, and of their hits, which take
/// some ten kilobytes each.
const QUERIES_PER_CHUNK: usize = 512;
const HITS_PER_CHUNK: usize = 8_000;

/// The output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchFormat {
    /// One JSON object per query: id, query, total, hits.
    Jsonl,
    /// A TREC run.
    Trec,
    /// A CSV table with a row for each hit.
    Csv,
}

/// How queries are answered.
#[derive(Debug, Clone)]
pub struct BatchOptions {
    /// The format of the queries.
    pub input: QueryFormat,
    /// The output format.
    pub format: BatchFormat,
    /// The tag of a TREC run.
    pub tag: String,
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

/// How many lines of a file were answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    /// Lines that were answered, also those for which nothing was found.
    pub answered: u64,
    /// Lines that could not be read.
    pub failed: u64,
}

/// An answer, in the shape that the output format needs.
enum Answered {
    Full(Answer),
    Ranked(Vec<(String, f32)>),
}

/// Answers the queries of a file and writes the answers to `out`, in order. Calls `wrong` for each line that
/// cannot be read. Returns how many lines were and were not answered.
///
/// # Errors
/// [`PipelineError`] if `input` or the index cannot be read, or `out` cannot be written.
pub fn answer_batch(
    engine: &dyn Engine,
    input: impl BufRead + 'static,
    options: &BatchOptions,
    out: &mut impl Write,
    mut wrong: impl FnMut(LineError),
) -> Result<Answers, PipelineError> {
    let mut lines = queries::lines(input, options.input).map_err(PipelineError::Queries)?;
    let mut answers = Answers::default();
    let mut ids: HashSet<String> = HashSet::new();
    let mut out = BatchWriter::new(out, options);
    // Each core has a query to answer, however many hits it may have.
    let least = rayon::current_num_threads();
    let queries =
        (HITS_PER_CHUNK / options.limit.max(1)).clamp(least, QUERIES_PER_CHUNK.max(least));
    loop {
        let some: Vec<QueryLine> = lines
            .by_ref()
            .take(queries)
            .collect::<Result<_, _>>()
            .map_err(PipelineError::Queries)?;
        if some.is_empty() {
            break;
        }
        let found: Vec<Result<Option<AnsweredLine<'_>>, String>> = some
            .par_iter()
            .map(|line| answer(engine, line, options))
            .collect::<Result<_, IndexError>>()?;
        for (line, answer) in some.iter().zip(found) {
            match answer {
                Ok(None) => {}
                Ok(Some(answered)) => {
                    if !ids.insert(answered.asked.id.clone()) {
                        tracing::warn!(
                            "line {} has the id `{}` of an earlier line; both are answered",
                            line.number,
                            answered.asked.id
                        );
                    }
                    answers.answered += 1;
                    out.write(&answered)?;
                }
                Err(reason) => {
                    answers.failed += 1;
                    wrong(LineError {
                        number: line.number,
                        reason,
                    });
                }
            }
        }
    }
    out.finish()?;
    Ok(answers)
}

/// A line and its answer.
struct AnsweredLine<'l> {
    asked: &'l Asked,
    answer: Answered,
}

/// Writes answers in the output format.
enum BatchWriter<'o, W: Write> {
    Jsonl(&'o mut W),
    Trec { out: &'o mut W, tag: &'o str },
    Csv(RecordWriter<&'o mut W>),
}

impl<'o, W: Write> BatchWriter<'o, W> {
    fn new(out: &'o mut W, options: &'o BatchOptions) -> Self {
        match options.format {
            BatchFormat::Jsonl => Self::Jsonl(out),
            BatchFormat::Trec => Self::Trec {
                out,
                tag: &options.tag,
            },
            BatchFormat::Csv => {
                let format = RecordFormat::Csv {
                    separator: b',',
                    mark: false,
                };
                Self::Csv(RecordWriter::new(out, format, Vec::new()))
            }
        }
    }

    fn write(&mut self, line: &AnsweredLine<'_>) -> io::Result<()> {
        let Asked { id, query } = line.asked;
        match (self, &line.answer) {
            (Self::Jsonl(out), Answered::Full(answer)) => {
                let view = AnswerView {
                    id: Some(id),
                    ..AnswerView::of(query, answer)
                };
                serde_json::to_writer(&mut *out, &view)?;
                writeln!(out)
            }
            (Self::Csv(out), Answered::Full(answer)) => {
                for hit in &answer.hits {
                    let record = HitOfQuery { id, hit };
                    out.write(&record).map_err(io::Error::other)?;
                }
                Ok(())
            }
            (Self::Trec { out, tag }, Answered::Ranked(ranked)) => write_trec(out, id, ranked, tag),
            _ => unreachable!("the answer has the shape of the format"),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Jsonl(out) | Self::Trec { out, .. } => out.flush(),
            Self::Csv(out) => out.finish().map(drop).map_err(io::Error::other),
        }
    }
}

/// The answer to a line; `None` if the line is empty. The inner error says what is wrong with the
/// line.
fn answer<'l>(
    engine: &dyn Engine,
    line: &'l QueryLine,
    options: &BatchOptions,
) -> Result<Result<Option<AnsweredLine<'l>>, String>, IndexError> {
    let asked = match &line.asked {
        Ok(Some(asked)) => asked,
        Ok(None) => return Ok(Ok(None)),
        Err(reason) => return Ok(Err(reason.clone())),
    };
    let query: Result<Query, QueryError> = asked.query.parse();
    let query = match query {
        Ok(query) => query.or(&options.defaults),
        Err(error) => return Ok(Err(error.to_string())),
    };
    if let Err(reversed) = query.filters.check_days() {
        return Ok(Err(reversed.to_string()));
    }
    let search = match engine.search(&query, &options.synonyms) {
        Err(refused @ IndexError::Unsupported { .. }) => return Ok(Err(refused.to_string())),
        search => search?,
    };
    let paging = Paging {
        limit: options.limit,
        ..Paging::default()
    };
    let answer = match options.format {
        BatchFormat::Jsonl | BatchFormat::Csv => Answered::Full(search.top(&paging)?),
        BatchFormat::Trec => Answered::Ranked(search.top_docids(&paging)?),
    };
    Ok(Ok(Some(AnsweredLine { asked, answer })))
}
