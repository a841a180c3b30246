//! Answers as text for a terminal, JSON, and TREC runs.
//!
//! Leaves out where an answer came from. Everything is written to a given writer; whether that is a
//! terminal with colour is the caller's to know.

mod record;
mod status;
mod terminal;
mod version;

use std::io;

use serde_json::{Value, json};

use crate::search::{Answer, Hit};
pub use record::{CSV_COLUMNS, csv_record, release_json, release_schema};
pub use status::{Bytes, Captures, Status, write_status};
pub use terminal::{write_answer, write_edition, write_official, write_reasons, write_release};
pub use version::{diff_json, version_json, write_diff, write_history};

/// An answer as one JSON object: the query, the total, the hits.
#[must_use]
pub fn answer_json(query: &str, answer: &Answer) -> Value {
    json!({ "query": query, "total": answer.total, "hits": answer.hits.iter().map(hit_json).collect::<Vec<_>>() })
}

/// A hit as a JSON object: enough to cite, the passage that matched, and by whom it was said.
#[must_use]
pub fn hit_json(hit: &Hit) -> Value {
    let release = &hit.release;
    let quote = hit.snippet.quote.and_then(|n| release.quotes.get(n));
    let marks = |marks: &[std::ops::Range<usize>]| marks.iter().map(|m| json!([m.start, m.end])).collect::<Vec<_>>();
    json!({
        "rank": hit.rank,
        "score": hit.score,
        "id": release.id.to_string(),
        "source_id": release.source_id,
        "url": release.url,
        "title": release.title,
        "title_marks": marks(&hit.title_marks),
        "date": release.published.as_ref().map(|stamp| stamp.date.to_string()),
        "publisher": release.publisher.as_ref().map(|p| &p.name),
        "snippet": { "text": hit.snippet.text, "marks": marks(&hit.snippet.marks), "source": hit.snippet.source },
        "said_by": quote.map(|quote| &quote.speakers),
        "edition": hit.edition,
    })
}

/// Lines of a TREC run: `qid Q0 docid rank score tag`.
///
/// # Errors
/// What the writer fails with.
pub fn write_trec(out: &mut impl io::Write, query_id: &str, ranked: &[(String, f32)]) -> io::Result<()> {
    for (n, (docid, score)) in ranked.iter().enumerate() {
        // Fields are parted by spaces, so none may hold one.
        let docid = docid.replace(char::is_whitespace, "_");
        writeln!(out, "{query_id} Q0 {docid} {} {score:.6} omroeper", n + 1)?;
    }
    Ok(())
}
