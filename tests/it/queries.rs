//! How queries are read, as golden text: `fixtures/queries.txt`.
//!
//! Below each query is its tree with the options that differ from the defaults, or what is wrong with it.

use std::fmt::Write as _;

use expect_test::expect_file;
use omroeper::search::Query;

#[test]
fn queries_are_read_as_described() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/queries.txt");
    let file = std::fs::read_to_string(path).expect("the queries");
    let mut out = String::new();
    // A query never begins with four spaces.
    let queries = file.lines().filter(|line| !line.starts_with("    "));
    for query in queries {
        writeln!(out, "{query}").expect("writing to memory succeeds");
        for line in read(query).lines() {
            writeln!(out, "    {line}").expect("writing to memory succeeds");
        }
    }
    assert!(out.lines().count() > 400);
    expect_file![path].assert_eq(&out);
}

fn read(query: &str) -> String {
    let parsed = match query.parse::<Query>() {
        Ok(parsed) => parsed,
        Err(error) => return format!("error: {} ({})", error.fault.reason(), error.fault.remedy()),
    };
    let tree = parsed.words.as_ref().map_or_else(
        || "everything\n".to_owned(),
        |words| words.tree().to_string(),
    );
    let options = Query {
        words: None,
        ..parsed
    };
    if options == Query::default() {
        return tree;
    }
    let options = options.to_string();
    format!("{tree}options{}\n", options.trim_start_matches('*'))
}
