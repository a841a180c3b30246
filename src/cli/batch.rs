//! `omroeper batch`.

use std::io::{BufRead, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use omroeper::index::Indexes;
use omroeper::present;
use omroeper::search::{Answer, Request, SearchError, rank, search};
use rayon::prelude::*;
use serde_json::json;

use super::exit::Exit;
use super::search::Options;
use super::{Global, terminal};

/// Queries answered before their answers are written.
const AT_ONCE: usize = 512;

/// Answer many queries in one run, in the order given
///
/// FILE has an id, a tab and a query a line; - is stdin. A query that cannot be read is named and
/// the rest answered. TREC lines are `qid Q0 docid rank score tag`; docid is the id that a JSONL
/// record came with, else the release's.
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

/// An answer in the form that was asked for.
enum Answered {
    Full(Answer),
    Ranked(Vec<(String, f32)>),
}

impl Batch {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let reader = Indexes::open(&global.home()?.index())?.reader()?;
        let mut lines = lines(&self.file)?;
        let mut out = BufWriter::new(anstream::stdout().lock());
        let (mut number, mut failed) = (0, false);
        loop {
            let some: Vec<Vec<u8>> = lines
                .by_ref()
                .take(AT_ONCE)
                .collect::<Result<_, _>>()
                .with_context(|| format!("cannot read `{}`", self.file.display()))?;
            if some.is_empty() {
                break;
            }
            let some: Vec<Result<(&str, &str), &str>> = some.iter().map(|line| parts(line)).collect();
            let answers: Vec<Option<Result<Answered, SearchError>>> = some
                .par_iter()
                .map(|line| {
                    let (_, query) = line.as_ref().ok()?;
                    let request = Request { limit: self.limit, ..self.options.request(query) };
                    Some(match self.format {
                        Format::Jsonl => search(&reader, &request).map(Answered::Full),
                        Format::Trec => rank(&reader, &request).map(Answered::Ranked),
                    })
                })
                .collect();
            for (line, answer) in some.iter().zip(answers) {
                number += 1;
                let (id, query) = match line {
                    Ok(("", "")) => continue,
                    Ok(parts) => *parts,
                    Err(wrong) => {
                        failed = true;
                        terminal::note(&format!("`{}:{number}` {wrong}", self.file.display()));
                        continue;
                    }
                };
                match answer {
                    Some(Ok(Answered::Full(answer))) => {
                        let mut object = present::answer_json(query, &answer);
                        object.as_object_mut().map(|fields| fields.shift_insert(0, "id".into(), json!(id)));
                        writeln!(out, "{object}")?;
                    }
                    Some(Ok(Answered::Ranked(ranked))) => present::write_trec(&mut out, id, &ranked)?,
                    Some(Err(error @ SearchError::Query(_))) => {
                        failed = true;
                        terminal::note(&format!("`{}:{number}` {error}", self.file.display()));
                    }
                    Some(Err(error)) => return Err(error.into()),
                    None => {}
                }
            }
        }
        out.flush()?;
        Ok(if failed { Exit::Partial } else { Exit::Done })
    }
}

/// The id and the query of a line, both empty where it is; or what is wrong with it.
fn parts(line: &[u8]) -> Result<(&str, &str), &'static str> {
    // Spreadsheets put a byte order mark at the head of a file.
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let line = std::str::from_utf8(line).map_err(|_| "is not UTF-8 (save the file as UTF-8)")?;
    if line.trim().is_empty() {
        return Ok(("", ""));
    }
    let (id, query) = line.split_once('\t').ok_or("has no tab (write an id, a tab and a query)")?;
    if id.is_empty() || id.contains(char::is_whitespace) {
        return Err("has an id that is empty or has a space in it (TREC lines are parted by spaces)");
    }
    Ok((id, query.trim_end_matches('\r')))
}

fn lines(path: &Path) -> anyhow::Result<Box<dyn Iterator<Item = std::io::Result<Vec<u8>>>>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin().lock().split(b'\n')));
    }
    let file = std::fs::File::open(path)
        .map_err(|error| super::exit::usage(format!("cannot read `{}`: {error} (check the path)", path.display())))?;
    Ok(Box::new(BufReader::new(file).split(b'\n')))
}
