//! `omroeper batch`.

use std::io::{BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use omroeper::index::Indexes;
use omroeper::pipeline::{BatchFormat, BatchOptions, answer_batch};

use super::exit::{self, Exit};
use super::search::{Options, OwnSynonyms};
use super::{Global, terminal};

/// Answer many queries in one run, in the order given
///
/// Each line of FILE is an id, a tab and a query; - is stdin. A query may have its own options
/// after its words: `brug --since 2021`. A query that cannot be parsed is reported, and the others
/// are answered. TREC lines are `qid Q0 docid rank score tag`; docid is the id in a JSONL record,
/// or else the id of the release.
#[derive(Debug, Args)]
pub(crate) struct Batch {
    /// File of queries
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Output format
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// Maximum number of hits per query
    #[arg(long, short = 'n', default_value_t = 100, value_name = "N")]
    limit: usize,
    #[command(flatten)]
    synonyms: OwnSynonyms,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object per query: id, query, total, hits
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
            defaults: self.options.defaults()?,
            synonyms: self.synonyms.read()?,
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
