//! Times queries on the index of a home: `cargo run --release --example query_times -- HOME [QUERIES]`.
//!
//! QUERIES has a query a line, or an id, a tab and a query. Without it, asks 100 queries of each kind, made of
//! the words of the home's own releases, and the same of an index that tantivy makes of the same texts with
//! its Dutch stemmer. Prints the median and the 99th percentile in milliseconds, of ranking ten releases
//! and of an answer with passages. Each query counts by the fastest of three runs, one at a time.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use frostem::{Algorithm, Stemmer};
use omroeper::home::Home;
use omroeper::index::{Indexes, Reader};
use omroeper::search::{Paging, Query, suggest};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query as TantivyQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TEXT};
use tantivy::{DocAddress, Index, IndexWriter, Searcher, TantivyDocument, Term};

const RUNS: usize = 3;

/// Number of queries of each kind.
const QUERIES: usize = 100;

/// The allocator of the program, so that its times are measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[expect(clippy::print_stdout, reason = "the times are what it prints")]
fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let usage = "usage: query_times HOME [QUERIES]";
    let home = Home::at(PathBuf::from(arguments.next().context(usage)?));
    let reader = Indexes::open(&home.index())?.reader()?;
    let paging = Paging::default();
    let ranking = |query: &Query| query.prepare(&reader)?.top_docids(&paging).map(drop);
    let answer = |query: &Query| query.prepare(&reader)?.top(&paging).map(drop);
    if let Some(file) = arguments.next() {
        let queries = std::fs::read_to_string(file)?;
        let queries: Vec<Query> = queries
            .lines()
            .map(|line| line.split_once('\t').map_or(line, |(_, query)| query))
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        println!("ranking: {}", shown(&times(&queries, ranking)?));
        println!("answer: {}", shown(&times(&queries, answer)?));
        return Ok(());
    }
    let words = sampled_words(&reader)?;
    let stock = Stock::of(&reader)?;
    println!(
        "| query | ranking | answer with passages, grouped | tantivy, ranking |\n|---|---|---|---|"
    );
    for (name, written, ask) in KINDS {
        let texts: Vec<String> = words.iter().map(written).collect();
        let queries: Vec<Query> = texts
            .iter()
            .map(|text| text.parse())
            .collect::<Result<_, _>>()?;
        let grouped = |query: &Query| query.prepare(&reader)?.top_grouped(&paging).map(drop);
        let (ranking, answer) = (times(&queries, ranking)?, times(&queries, grouped)?);
        let beside = match ask {
            Some(ask) => {
                let queries: Vec<_> = words.iter().map(|words| ask(&stock, words)).collect();
                shown(&times(&queries, |query| stock.rank(&**query))?)
            }
            None => "–".to_owned(),
        };
        println!(
            "| {name} | {} | {} | {beside} |",
            shown(&ranking),
            shown(&answer)
        );
    }
    let misspelled = words.iter().map(|[word, ..]| format!("{word}xq").parse());
    let misspelled: Vec<Query> = misspelled.collect::<Result<_, _>>()?;
    let suggestion = times(&misspelled, |query| suggest(&reader, query).map(drop))?;
    println!("\nanother spelling alone: {}", shown(&suggestion));
    Ok(())
}

/// Three words of one release; the second follows the first.
type Words = [String; 3];

/// A query of tantivy for the words of a release.
type Ask = fn(&Stock, &Words) -> Box<dyn TantivyQuery>;

/// A kind of query: its name, how it is written, and how tantivy is asked for the same.
type Kind = (&'static str, fn(&Words) -> String, Option<Ask>);

const KINDS: &[Kind] = &[
    (
        "one word",
        |[one, ..]| one.clone(),
        Some(|stock, words| stock.any(&words[..1])),
    ),
    (
        "two words",
        |[one, two, _]| format!("{one} {two}"),
        Some(|stock, words| stock.any(&words[..2])),
    ),
    (
        "three words",
        |[one, two, three]| format!("{one} {two} {three}"),
        Some(|stock, words| stock.any(words)),
    ),
    (
        "all of two words",
        |[one, two, _]| format!("+{one} +{two}"),
        Some(|stock, words| stock.all(&words[..2])),
    ),
    (
        "phrase",
        |[one, two, _]| format!("\"{one} {two}\""),
        Some(|stock, words| stock.phrase(&words[..2])),
    ),
    (
        "Boolean: a AND b NOT c",
        |[one, two, three]| format!("{one} AND {two} NOT {three}"),
        Some(|stock, words| stock.but(words)),
    ),
    (
        "two words near each other",
        |[one, two, _]| format!("{one} NEAR/5 {two}"),
        None,
    ),
    ("beginning", |[one, ..]| format!("{}*", head(one)), None),
    ("nearly", |[one, ..]| format!("{one}~"), None),
    ("in the title", |[one, ..]| format!("titel:{one}"), None),
    (
        "speaker and words",
        |[one, ..]| format!("spreker:brink {one}"),
        None,
    ),
    (
        "a word in a year",
        |[one, ..]| format!("{one} datum:2021"),
        None,
    ),
];

/// Returns the first five letters of a word.
fn head(word: &str) -> String {
    word.chars().take(5).collect()
}

/// Returns words of releases that are spread over the index.
fn sampled_words(reader: &Reader) -> anyhow::Result<Vec<Words>> {
    let segments = reader.releases.segment_readers();
    let mut sampled = Vec::new();
    for n in 0..QUERIES * 4 {
        let segment = n % segments.len();
        let most = segments[segment].max_doc() as usize;
        let doc = (n * 7919) % most;
        let release = reader.release(DocAddress::new(segment as u32, doc as u32))?;
        let text: Vec<&str> = release
            .blocks
            .iter()
            .map(|block| block.text.as_str())
            .collect();
        let text = text.join(" ");
        let words: Vec<&str> = text.split(' ').collect();
        let is_plain = |word: &str| word.len() > 4 && word.chars().all(|c| c.is_ascii_lowercase());
        let pair = words
            .windows(2)
            .position(|pair| pair.iter().all(|word| is_plain(word)));
        let last = words.iter().rev().find(|word| is_plain(word));
        if let Some((at, last)) = pair.zip(last) {
            sampled.push([words[at], words[at + 1], last].map(str::to_owned));
        }
        if sampled.len() == QUERIES {
            break;
        }
    }
    Ok(sampled)
}

/// An index that tantivy makes of the titles and texts of a home, with its Dutch stemmer.
struct Stock {
    searcher: Searcher,
    text: Field,
    stemmer: Stemmer,
    /// Deleted when the index is dropped.
    _folder: tempfile::TempDir,
}

impl Stock {
    fn of(reader: &Reader) -> anyhow::Result<Self> {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT);
        let folder = tempfile::tempdir()?;
        let index = Index::create_in_dir(folder.path(), schema.build())?;
        let mut writer: IndexWriter = index.writer(200_000_000)?;
        let stemmer = Stemmer::new(Algorithm::Dutch);
        for version in reader.versions() {
            let release = version?.release;
            let mut written = stems(&stemmer, release.title.as_deref().unwrap_or_default());
            for block in &release.blocks {
                written.extend(stems(&stemmer, &block.text));
            }
            let mut document = TantivyDocument::default();
            document.add_text(text, written.join(" "));
            writer.add_document(document)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        let searcher = index.reader()?.searcher();
        Ok(Self {
            searcher,
            text,
            stemmer,
            _folder: folder,
        })
    }

    fn terms(&self, words: &[String]) -> Vec<Term> {
        let stems = words.iter().flat_map(|word| stems(&self.stemmer, word));
        stems
            .map(|stem| Term::from_field_text(self.text, &stem))
            .collect()
    }

    fn clauses(&self, occur: Occur, words: &[String]) -> Vec<(Occur, Box<dyn TantivyQuery>)> {
        let one = |term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<_>;
        self.terms(words)
            .into_iter()
            .map(|term| (occur, one(term)))
            .collect()
    }

    fn any(&self, words: &[String]) -> Box<dyn TantivyQuery> {
        Box::new(BooleanQuery::new(self.clauses(Occur::Should, words)))
    }

    fn all(&self, words: &[String]) -> Box<dyn TantivyQuery> {
        Box::new(BooleanQuery::new(self.clauses(Occur::Must, words)))
    }

    fn phrase(&self, words: &[String]) -> Box<dyn TantivyQuery> {
        Box::new(PhraseQuery::new(self.terms(words)))
    }

    fn but(&self, words: &Words) -> Box<dyn TantivyQuery> {
        let mut clauses = self.clauses(Occur::Must, &words[..2]);
        clauses.extend(self.clauses(Occur::MustNot, &words[2..]));
        Box::new(BooleanQuery::new(clauses))
    }

    /// Ranks ten texts.
    fn rank(&self, query: &dyn TantivyQuery) -> tantivy::Result<()> {
        let top = TopDocs::with_limit(10).order_by_score();
        self.searcher.search(query, &top).map(drop)
    }
}

/// Returns the stems of the words of a text.
fn stems(stemmer: &Stemmer, text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(|word| stemmer.stem(word).into_owned()).collect()
}

/// Returns the milliseconds that `run` takes for each query, in order.
fn times<Q, E>(queries: &[Q], run: impl Fn(&Q) -> Result<(), E>) -> Result<Vec<f64>, E> {
    let mut fastest = vec![f64::INFINITY; queries.len()];
    for _ in 0..RUNS {
        for (query, fastest) in queries.iter().zip(&mut fastest) {
            let start = Instant::now();
            run(query)?;
            *fastest = fastest.min(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    fastest.sort_by(f64::total_cmp);
    Ok(fastest)
}

/// Returns the median and the 99th percentile.
fn shown(times: &[f64]) -> String {
    let at = |share: f64| times[(share * (times.len() - 1) as f64).round() as usize];
    format!("p50 {:.2} ms, p99 {:.2} ms", at(0.5), at(0.99))
}
