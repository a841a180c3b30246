//! Integration tests of what users rely on: one binary, one module per subject.

mod architecture;
mod bad_input;
mod command_line;
mod crash;
mod discourse;
mod extraction;
mod faults;
#[cfg(feature = "fetch")]
mod fetch;
mod highlights;
mod homes;
mod hostile;
mod ingest;
mod manual;
mod nodes;
mod odd_files;
mod officials;
mod quote_grammar;
mod quote_search;
mod quotes;
mod ranking;
mod records;
mod reindex;
mod repair;
mod revisits;
mod schema;
mod search;
mod sites;
mod speech;
mod storage;
mod support;
mod versions;
mod wacz;
mod warcs;
mod words;
mod writers;
