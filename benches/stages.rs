//! Benchmarks of each stage and of the whole pipeline: `cargo bench`.
//!
//! Compare figures only within one run: machines differ and are noisy.

mod synthetic;

use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use omroeper::analysis::Analyzer;
use omroeper::archive::Log;
use omroeper::document::Capture;
use omroeper::extract::extract;
use omroeper::home::Home;
use omroeper::index::Reader;
use omroeper::load::{self, LoadOptions, SourceItem};
use omroeper::pipeline::{Job, index_in_memory, ingest, reindex};
use omroeper::search::{Expansion, Paging, Query};
use rayon::prelude::*;

const SEED: u64 = 2026;
const PAGES: u64 = 400;
const PAGE_BYTES: usize = 60_000;

/// Number of pages in the ingested folder.
const INGESTED: u64 = 10_000;

/// Number and size of the pages in the reindexed log.
const LOGGED: u64 = 10_000;
const LOGGED_BYTES: usize = 20_000;

/// Number of releases in the searched index.
const SEARCHED: u64 = 5_000;

/// The pages in `folder`.
fn items(folder: &Path) -> impl Iterator<Item = SourceItem> + Send + use<> {
    load::items(vec![folder.to_owned()], LoadOptions::at(Timestamp::now()))
}

fn pages() -> Vec<String> {
    let vocabulary = synthetic::Vocabulary::default();
    (0..PAGES)
        .map(|n| synthetic::page(&vocabulary, SEED, n, Some(PAGE_BYTES)))
        .collect()
}

fn captures(pages: &[String]) -> Vec<Capture> {
    let time = "2026-01-01T00:00:00Z".parse().expect("a time");
    let capture = |(n, page): (usize, &String)| {
        Capture::new(
            format!("file:///{n}.html"),
            time,
            "text/html",
            page.clone().into_bytes(),
        )
    };
    pages.iter().enumerate().map(capture).collect()
}

/// Extraction, compared with parsing alone. One page at a time on one core.
fn extract_pages(criterion: &mut Criterion) {
    let pages = pages();
    let captures = captures(&pages);
    let mut group = criterion.benchmark_group("extract");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(PAGES));
    group.bench_function("scraper alone", |b| {
        b.iter(|| {
            pages
                .iter()
                .map(|page| scraper::Html::parse_document(page).tree.nodes().len())
                .sum::<usize>()
        });
    });
    group.bench_function("extract", |b| {
        b.iter(|| {
            captures
                .iter()
                .filter(|capture| black_box(extract(capture)).is_ok())
                .count()
        });
    });
    group.finish();
}

/// Extraction of ten kilobytes of text with quotes and lists, from plain text and from HTML.
fn extract_text(criterion: &mut Criterion) {
    let vocabulary = synthetic::Vocabulary::default();
    let mut random = synthetic::Random::new(SEED);
    let article = synthetic::article(&vocabulary, &mut random, "Zandwijk", 10_000);
    let text = article
        .replace("</p>", "\n\n")
        .replace("<li>", "• ")
        .replace("</li>", "\n");
    let time = "2026-01-01T00:00:00Z".parse().expect("a time");
    let mut group = criterion.benchmark_group("ten kilobytes of text");
    for (name, media_type, payload) in [
        ("as text", "text/plain", text),
        ("as HTML", "text/html", article),
    ] {
        let capture = Capture::new("file:///x", time, media_type, payload.into_bytes());
        group.bench_function(name, |b| b.iter(|| black_box(extract(&capture)).is_ok()));
    }
    group.finish();
}

/// The analyzer on running text, on one core.
fn analyze_text(criterion: &mut Criterion) {
    let vocabulary = synthetic::Vocabulary::default();
    let mut random = synthetic::Random::new(SEED);
    let text: String = (0..2_000)
        .map(|_| vocabulary.sentence(&mut random) + " ")
        .collect();
    let analyzer = Analyzer::Dutch;
    let tokens = analyzer.tokens(&text).len();
    let mut group = criterion.benchmark_group("analyze");
    group.throughput(Throughput::Elements(tokens as u64));
    group.bench_function("tokens", |b| {
        b.iter(|| analyzer.tokens(black_box(&text)).len());
    });
    group.finish();
}

/// From a folder to a committed index, compared with parsing alone on as many cores.
fn ingest_folder(_: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    write_pages(folder.path(), INGESTED, PAGE_BYTES);
    compare(
        ("ingest", || {
            let home = tempfile::tempdir().expect("a home");
            ingest_all(&Home::at(home.path()), folder.path(), INGESTED);
        }),
        ("scraper alone", || parse_folder(folder.path())),
    );
}

/// From a log to a new index, compared with reading the log and extracting on as many cores.
fn reindex_log(_: &mut Criterion) {
    let (folder, home) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a home"),
    );
    write_pages(folder.path(), LOGGED, LOGGED_BYTES);
    let home = Home::at(home.path());
    ingest_all(&home, folder.path(), LOGGED);
    compare(
        ("reindex", || {
            drop(reindex(&home, 0, &Job::default()).expect("a reindex"));
        }),
        ("extract alone", || assert_eq!(extract_log(&home), LOGGED)),
    );
}

/// Times the work and a baseline in turn, and prints their ratio.
fn compare((what, work): (&str, impl Fn()), (yardstick, other): (&str, impl Fn())) {
    let mut times: Vec<[f64; 2]> = (0..5)
        .map(|_| [timed(&work).as_secs_f64(), timed(&other).as_secs_f64()])
        .collect();
    times.sort_by(|a, b| (a[0] / a[1]).total_cmp(&(b[0] / b[1])));
    let ratio = |n: usize| times[n][0] / times[n][1];
    let [took, other_took] = times[2];
    say(&format!(
        "{what} {took:.2} s, {yardstick} {other_took:.2} s: {what} / {yardstick} {:.2} (median of 5, {:.2}–{:.2})",
        ratio(2),
        ratio(0),
        ratio(4)
    ));
}

fn write_pages(folder: &Path, pages: u64, bytes: usize) {
    let vocabulary = synthetic::Vocabulary::default();
    (0..pages).into_par_iter().for_each(|n| {
        let page = synthetic::page(&vocabulary, SEED, n, Some(bytes));
        std::fs::write(folder.join(format!("{n:05}.html")), page).expect("a page");
    });
}

fn ingest_all(home: &Home, folder: &Path, pages: u64) {
    let report = ingest(home, items(folder), &Job::default()).expect("an ingest");
    assert_eq!(report.added, pages);
}

/// Reads a whole log and extracts its releases on all cores. Returns their number.
fn extract_log(home: &Home) -> u64 {
    let log = Log::open(home).expect("a log");
    let (mut after, mut releases) = (0, 0);
    while let Some(stretch) = log.after(after, 512).expect("a stretch of the log") {
        after = stretch.last;
        let read = stretch.captures.into_par_iter().filter(|logged| {
            logged
                .as_ref()
                .is_ok_and(|logged| black_box(extract(&logged.capture)).is_ok())
        });
        releases += read.count() as u64;
    }
    releases
}

fn parse_folder(source: &Path) {
    let files: Vec<_> = std::fs::read_dir(source)
        .expect("a folder")
        .filter_map(Result::ok)
        .map(|e| e.path())
        .collect();
    let nodes: usize = files
        .par_iter()
        .map(|path| {
            scraper::Html::parse_document(&std::fs::read_to_string(path).unwrap_or_default())
                .tree
                .nodes()
                .len()
        })
        .sum();
    black_box(nodes);
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// The first use of the lexicon in a process, a cost of every command. Must run first.
fn start_up(_: &mut Criterion) {
    let first = timed(|| {
        drop(black_box(
            Analyzer::Dutch.tokens("Wethouder Jansen opent de woningbouw in Houten"),
        ));
    });
    say(&format!("first use of the lexicon: {first:.1?}"));
}

fn say(line: &str) {
    writeln!(std::io::stdout(), "{line}").expect("a line on stdout");
}

/// Searches of an open index.
fn search_index(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let vocabulary = synthetic::Vocabulary::default();
    for n in 0..SEARCHED {
        let page = synthetic::page(&vocabulary, SEED, n, None);
        std::fs::write(folder.path().join(format!("{n:05}.html")), page).expect("a page");
    }
    let (indexes, _) = index_in_memory(items(folder.path()), &Job::default()).expect("an index");
    let reader = indexes.reader().expect("a reader");
    index_growth(&reader);
    query_times(&reader, &vocabulary);
    let mut group = criterion.benchmark_group("search");
    for query in [
        "woningbouw",
        "woning water subsidie",
        "\"de gemeente\"",
        "wethouder AND (brug OR dijk) NOT zorg",
    ] {
        let parsed: Query = query.parse().expect("a query");
        group.bench_function(query, |b| {
            b.iter(|| answer(&reader, black_box(&parsed)));
        });
        group.bench_function(format!("{query}, ids"), |b| {
            b.iter(|| rank(&reader, black_box(&parsed)));
        });
    }
    group.finish();
}

/// Compiles a query, and reads and highlights its ten best releases.
fn answer(reader: &Reader, query: &Query) -> usize {
    let search = query.prepare(reader).expect("a prepared search");
    search.top(&Paging::default()).expect("an answer").total
}

/// Compiles a query, and ranks its ten best releases without reading them.
fn rank(reader: &Reader, query: &Query) -> usize {
    let search = query.prepare(reader).expect("a prepared search");
    search.top_docids(&Paging::default()).expect("ids").len()
}

/// How much surface forms and compound parts add to the size of an index of dictionary forms.
fn index_growth(reader: &Reader) {
    let usage = reader.releases.space_usage().expect("sizes");
    let (mut total, mut added, mut stored) = (0, 0, 0);
    for segment in usage.segments() {
        total += segment.total().get_bytes();
        stored += segment.store().total().get_bytes();
        for component in [
            segment.termdict(),
            segment.postings(),
            segment.positions(),
            segment.fieldnorms(),
        ] {
            let more = component.fields().filter(|f| {
                f.field_name().ends_with("_exact") || f.field_name().ends_with("_parts")
            });
            added += more.map(|field| field.total().get_bytes()).sum::<u64>();
        }
    }
    let ratio = |all: u64, added: u64| all as f64 / (all - added) as f64;
    say(&format!(
        "index size / size with dictionary forms alone: {:.2} ({:.2} without the stored releases)",
        ratio(total, added),
        ratio(total - stored, added)
    ));
}

/// Median times of two-word queries, with compound parts and with dictionary forms alone. Measures
/// the answer with its snippets, and ranking alone.
fn query_times(reader: &Reader, vocabulary: &synthetic::Vocabulary) {
    let mut random = synthetic::Random::new(SEED);
    let two_words = |sentence: String| {
        sentence
            .split(' ')
            .filter(|w| w.len() > 5)
            .take(2)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let queries: Vec<String> = (0..200)
        .map(|_| two_words(vocabulary.sentence(&mut random)))
        .collect();
    let median = |expansion, work: fn(&Reader, &Query) -> usize| {
        let queries = queries
            .iter()
            .filter(|words| !words.is_empty())
            .map(|words| Query {
                expansion,
                ..words.parse().expect("a query")
            });
        let mut times: Vec<Duration> = queries
            .map(|query| {
                timed(|| {
                    black_box(work(reader, &query));
                })
            })
            .collect();
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e6
    };
    for (what, work) in [
        ("answer", answer as fn(&Reader, &Query) -> usize),
        ("ranking", rank),
    ] {
        let ours = median(Expansion::Compounds, work);
        let alone = median(Expansion::Lemmas, work);
        say(&format!(
            "median {what} over {} releases: {ours:.0} µs; / time with dictionary forms alone: {:.2}",
            reader.count().expect("a count"),
            ours / alone
        ));
    }
}

criterion_group!(
    stages,
    start_up,
    extract_pages,
    extract_text,
    analyze_text,
    ingest_folder,
    reindex_log,
    search_index
);
criterion_main!(stages);
