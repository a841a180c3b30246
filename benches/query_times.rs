//! Times queries on the index of a home: `cargo run --release --example query_times -- HOME QUERIES`.
//!
//! QUERIES has a query a line, or an id, a tab and a query. Prints the median and the 99th percentile, in
//! milliseconds, of ranking ten releases, and of an answer with passages. Each query counts by the fastest of
//! three runs, on one thread.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use omroeper::home::Home;
use omroeper::index::Indexes;
use omroeper::search::{Paging, Query};

const RUNS: usize = 3;

#[expect(clippy::print_stdout, reason = "the times are what it prints")]
fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let usage = "usage: query_times HOME QUERIES";
    let home = Home::at(PathBuf::from(arguments.next().context(usage)?));
    let queries = std::fs::read_to_string(arguments.next().context(usage)?)?;
    let queries: Vec<Query> = queries
        .lines()
        .map(|line| line.split_once('\t').map_or(line, |(_, query)| query))
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    let reader = Indexes::open(&home.index())?.reader()?;
    let paging = Paging::default();
    let ranking = times(&queries, |query| {
        query.prepare(&reader)?.top_docids(&paging).map(drop)
    })?;
    let answers = times(&queries, |query| {
        query.prepare(&reader)?.top(&paging).map(drop)
    })?;
    for (name, times) in [("ranking", ranking), ("answer", answers)] {
        let at = |share: f64| times[(share * (times.len() - 1) as f64).round() as usize];
        println!("{name}: p50 {:.2} ms, p99 {:.2} ms", at(0.5), at(0.99));
    }
    Ok(())
}

/// Returns the milliseconds that `run` takes for each query, in order.
fn times<E>(queries: &[Query], run: impl Fn(&Query) -> Result<(), E>) -> Result<Vec<f64>, E> {
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
