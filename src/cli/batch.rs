//! `omroeper batch`.

use std::io::{BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use omroeper::index::Indexes;
use omroeper::pipeline::{BatchFormat, BatchOptions, answer_batch};

use super::exit::{self, Exit};
use super::search::Options;
use super::{Global, terminal};

/// Answer many queries in one run, in the order given
///
/// FILE has an id, a tab and a query a line; - is stdin. A query may have options of its own after its
/// words: `brug --since 2021`. A query that cannot be read is named and the rest answered. TREC lines are
/// `qid Q0 docid rank score tag`; docid is the id that a JSONL record came with, else the release's.
#[derive(Debug, Args)]
pub(crate) struct Batch {
    /// The queries
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Form of the answers
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// Hits a query at most
    #[arg(long, short = 'n', default_value_t = 100, value_name = "N")]
    limit: usize,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a query: id, query, total, hits
    Jsonl,
    /// A TREC run
    Trec,
}

impl Batch {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let reader = Indexes::open(&global.home()?.index())?.reader()?;
        let format = match self.format {
            Format::Jsonl => BatchFormat::Jsonl,
            Format::Trec => BatchFormat::Trec,
        };
        let options = BatchOptions {
            format,
            limit: self.limit,
            defaults: self.options.defaults(),
        };
        let mut out = BufWriter::new(anstream::stdout().lock());
        let all_answered = answer_batch(&reader, open(&self.file)?, &options, &mut out, |line| {
            terminal::note(&format!(
                "`{}:{}` {}",
                self.file.display(),
                line.number,
                line.reason
            ));
        })?;
        Ok(if all_answered {
            Exit::Done
        } else {
            Exit::Partial
        })
    }
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    let file = std::fs::File::open(path).map_err(|error| {
        exit::usage(format!(
            "cannot read `{}`: {error} (check the path)",
            path.display()
        ))
    })?;
    Ok(Box::new(BufReader::new(file)))
}
