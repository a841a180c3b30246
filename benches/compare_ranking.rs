//! Compares our ranking with that of a stock tantivy index on sets of questions:
//! `cargo run --release --example compare_ranking -- DIR...`.
//!
//! Leaves out speed. Each DIR holds `corpus.jsonl` (`id`, `title`, `text`), `queries.tsv` (id, tab,
//! query) and `qrels.tsv` (id of the query, id of a text, relevance). Prints a Markdown table of
//! MRR@10 (the mean of 1 / rank of the first relevant text among ten) and of the share of queries
//! with a relevant text among the first ten. The stock index has one field of title and text,
//! split at what is no letter, in lower case, with tantivy's Dutch stemmer. A second row for each DIR has
//! known items: the opening sentence of a text asks for the rest of it.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use frostem::{Algorithm, Stemmer};
use jiff::Timestamp;
use omroeper::load::{self, LoadOptions};
use omroeper::pipeline::{Job, index_in_memory};
use omroeper::search::{Paging, Query};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query as TantivyQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, STRING, Schema, TEXT, Value as _};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

/// Numbers of words in an opening sentence that is asked.
const OPENING: std::ops::RangeInclusive<usize> = 4..=20;

/// How many texts of a ranking count.
const DEPTH: usize = 10;

/// The texts found for each query, best first, by the ids of both.
type Run = HashMap<String, Vec<String>>;

fn main() -> anyhow::Result<()> {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    anyhow::ensure!(!folders.is_empty(), "usage: compare_ranking DIR...");
    let mut out = String::from(
        "| questions | tantivy, Dutch stemmer: MRR@10 | in ten | Omroeper: MRR@10 | in ten |\n|---|---|---|---|---|\n",
    );
    for folder in &folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        out += &row(&name, folder, &Set::read(folder)?)?;
        let items = tempfile::tempdir()?;
        let set = Set::known_items(folder, items.path())?;
        out += &row(&format!("openings of {name}"), items.path(), &set)?;
    }
    std::io::Write::write_all(&mut std::io::stdout(), out.as_bytes())?;
    Ok(())
}

/// Returns the row of a set whose texts are in `folder`.
fn row(name: &str, folder: &Path, set: &Set) -> anyhow::Result<String> {
    let stock = set.score(&stock(folder, set)?);
    let ours = set.score(&ours(folder, set)?);
    Ok(format!(
        "| {name}, {} | {stock} | {ours} |\n",
        set.queries.len()
    ))
}

/// The queries of a folder, and the texts that are relevant for each.
struct Set {
    queries: Vec<(String, String)>,
    relevant: HashMap<String, HashSet<String>>,
}

impl Set {
    fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut relevant: HashMap<String, HashSet<String>> = HashMap::new();
        for line in lines(&folder.join("qrels.tsv"))? {
            let fields: Vec<&str> = line.split('\t').collect();
            if let [query, text, grade] = fields.as_slice()
                && grade.trim().parse::<i64>().is_ok_and(|grade| grade > 0)
            {
                let texts = relevant.entry((*query).to_owned()).or_default();
                texts.insert((*text).to_owned());
            }
        }
        let queries = lines(&folder.join("queries.tsv"))?;
        let queries = queries.iter().filter_map(|line| line.split_once('\t'));
        let judged = queries.filter(|(id, _)| relevant.contains_key(*id));
        Ok(Self {
            queries: judged.map(|(id, text)| (id.into(), text.into())).collect(),
            relevant,
        })
    }

    /// Makes a set of known items of the texts in `folder`, and writes its corpus into `into`: the opening
    /// sentence of each text of three sentences or more asks for the rest of it.
    fn known_items(folder: &Path, into: &Path) -> anyhow::Result<Self> {
        let mut set = Self {
            queries: Vec::new(),
            relevant: HashMap::new(),
        };
        let mut corpus = String::new();
        for line in lines(&folder.join("corpus.jsonl"))? {
            let mut record: serde_json::Value = serde_json::from_str(&line)?;
            let id = record["id"].as_str().unwrap_or_default().to_owned();
            let text = record["text"]
                .as_str()
                .unwrap_or_default()
                .replace('\n', " ");
            if let Some((opening, rest)) = text.split_once(". ")
                && rest.contains(". ")
                && OPENING.contains(&opening.split(' ').count())
            {
                set.queries.push((id.clone(), opening.to_owned()));
                set.relevant.insert(id.clone(), HashSet::from([id]));
                record["text"] = rest.into();
            }
            writeln!(corpus, "{record}")?;
        }
        std::fs::write(into.join("corpus.jsonl"), corpus)?;
        Ok(set)
    }

    /// Returns the cells of MRR@10 and success@10.
    fn score(&self, run: &Run) -> String {
        let (mut reciprocal, mut found) = (0.0, 0);
        for (id, _) in &self.queries {
            let ranked = run.get(id).into_iter().flatten().take(DEPTH);
            let mut ranks = ranked.zip(1..);
            if let Some((_, rank)) = ranks.find(|(text, _)| self.relevant[id].contains(*text)) {
                reciprocal += 1.0 / f64::from(rank);
                found += 1;
            }
        }
        let all = self.queries.len().max(1) as f64;
        format!("{:.3} | {:.3}", reciprocal / all, f64::from(found) / all)
    }
}

fn ours(folder: &Path, set: &Set) -> anyhow::Result<Run> {
    let corpus = vec![folder.join("corpus.jsonl")];
    let items = load::items(corpus, LoadOptions::at(Timestamp::UNIX_EPOCH));
    let (indexes, _) = index_in_memory(items, &Job::default())?;
    let reader = indexes.reader()?;
    let paging = Paging {
        limit: DEPTH,
        ..Paging::default()
    };
    let mut run = Run::new();
    for (id, text) in &set.queries {
        let query: Query = text.parse()?;
        let ranked = query.prepare(&reader)?.top_docids(&paging)?;
        let ranked = ranked.into_iter().map(|(docid, _)| docid);
        run.insert(id.clone(), ranked.collect());
    }
    Ok(run)
}

fn stock(folder: &Path, set: &Set) -> anyhow::Result<Run> {
    let mut schema = Schema::builder();
    let id = schema.add_text_field("id", STRING | STORED);
    let text = schema.add_text_field("text", TEXT);
    let index = Index::create_in_ram(schema.build());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 50_000_000)?;
    let stemmer = Stemmer::new(Algorithm::Dutch);
    let stems = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(|word| stemmer.stem(word).into_owned())
            .collect()
    };
    for line in lines(&folder.join("corpus.jsonl"))? {
        let record: serde_json::Value = serde_json::from_str(&line)?;
        let field = |name: &str| record[name].as_str().unwrap_or_default();
        let mut document = TantivyDocument::default();
        document.add_text(id, field("id"));
        document.add_text(
            text,
            stems(&format!("{} {}", field("title"), field("text"))).join(" "),
        );
        writer.add_document(document)?;
    }
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    let mut run = Run::new();
    for (query, words) in &set.queries {
        let terms = stems(words).into_iter().map(|word| {
            let term = Term::from_field_text(text, &word);
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn TantivyQuery>
        });
        let top = TopDocs::with_limit(DEPTH).order_by_score();
        let mut ranked = Vec::new();
        for (_, address) in searcher.search(&BooleanQuery::union(terms.collect()), &top)? {
            let document: TantivyDocument = searcher.doc(address)?;
            let found = document.get_first(id).and_then(|value| value.as_str());
            ranked.extend(found.map(str::to_owned));
        }
        run.insert(query.clone(), ranked);
    }
    Ok(run)
}

fn lines(path: &Path) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(text.lines().map(str::to_owned).collect())
}
