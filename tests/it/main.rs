//! What users rely on, tested from outside: one binary, one module a subject.

mod architecture;
mod bad_input;
mod command_line;
mod crash;
mod extraction;
mod highlights;
mod homes;
mod hostile;
mod ingest;
mod officials;
mod quote_grammar;
mod quotes;
mod records;
mod reindex;
mod repair;
mod revisits;
mod schema;
mod search;
mod sites;
mod storage;
mod support;
mod versions;
mod wacz;
mod warcs;
mod words;
mod writers;
