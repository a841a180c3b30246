//! `omroeper batch`.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use omroeper::pipeline::{Answers, BatchFormat, BatchOptions, QueryFormat, answer_batch};

use super::exit::{self, Exit};
use super::number::whole;
use super::on::On;
use super::search::Options;
use super::synonyms::OwnSynonyms;
use super::{Global, terminal};

/// Answer many queries in one run, in the order given
///
/// FILE has an id, a tab and a query on each line; - is stdin. A query may have its own options after
/// its words: `brug --since 2021`. A .csv file has columns id and query, a .jsonl file an object with
/// these keys on each line, and both may have options: since, until, as-of, publisher, official,
/// match, edited, exact and others. A line that cannot be read is reported, and the others are answered.
/// TREC lines are `qid Q0 docid rank score tag`; docid is the id in a JSONL record, or else the id of the
/// release.
#[derive(Debug, Args)]
pub(crate) struct Batch {
    /// File of queries
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Format of FILE [default: by its ending, else tsv]
    #[arg(long, value_enum)]
    input: Option<Input>,
    /// Output format
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// Tag of a TREC run, the last column
    #[arg(long, value_name = "TAG", default_value = "omroeper", value_parser = tag)]
    tag: String,
    /// Maximum number of hits per query
    #[arg(long, short = 'n', default_value_t = 100, value_name = "N", value_parser = whole::<usize>)]
    limit: usize,
    #[command(flatten)]
    synonyms: OwnSynonyms,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    on: On,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object per query: id, query, total, hits
    Jsonl,
    /// A TREC run
    Trec,
    /// A CSV table with a row for each hit
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Input {
    /// An id, a tab and a query on each line
    Tsv,
    /// A table with a head
    Csv,
    /// A JSON object on each line
    Jsonl,
}

/// Reads a tag, which is a column between spaces.
fn tag(text: &str) -> Result<String, &'static str> {
    if text.is_empty() || text.contains(char::is_whitespace) {
        return Err("a tag has no spaces (write one word)");
    }
    Ok(text.to_owned())
}

impl Batch {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let (engine, _) = self.on.engine(global, &[])?;
        let format = match self.format {
            Format::Jsonl => BatchFormat::Jsonl,
            Format::Trec => BatchFormat::Trec,
            Format::Csv => BatchFormat::Csv,
        };
        let options = BatchOptions {
            input: self.input(),
            format,
            tag: self.tag.clone(),
            limit: self.limit,
            defaults: self.options.defaults()?,
            synonyms: self.synonyms.read()?,
        };
        let mut out = BufWriter::new(std::io::stdout().lock());
        let answers = answer_batch(&*engine, open(&self.file)?, &options, &mut out, |line| {
            terminal::note(&format!(
                "`{}:{}` {}",
                self.file.display(),
                line.number,
                line.reason
            ));
        })?;
        if answers == Answers::default() && !global.quiet {
            terminal::note(&format!("`{}` holds no queries", self.file.display()));
        }
        Ok(match answers.failed {
            0 => Exit::Done,
            _ => Exit::Partial,
        })
    }
}

impl Batch {
    fn input(&self) -> QueryFormat {
        let ending = self.file.extension().and_then(OsStr::to_str);
        match (self.input, ending) {
            (Some(Input::Csv), _) | (None, Some("csv")) => QueryFormat::Csv,
            (Some(Input::Jsonl), _) | (None, Some("jsonl" | "ndjson")) => QueryFormat::Jsonl,
            _ => QueryFormat::Tsv,
        }
    }
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    let file = std::fs::File::open(path).map_err(|error| {
        exit::usage(format!(
            "cannot read `{}`: {error} (check the path)",
            path.display()
        ))
    })?;
    Ok(Box::new(BufReader::new(file)))
}
