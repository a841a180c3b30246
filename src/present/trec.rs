//! Writes the lines of a TREC run.
//!
//! Leaves out ranking.

use std::io;

/// Writes `qid Q0 docid rank score tag` for each hit.
///
/// # Errors
/// The error of the writer.
pub fn write_trec(
    out: &mut impl io::Write,
    query_id: &str,
    ranked: &[(String, f32)],
    tag: &str,
) -> io::Result<()> {
    for (n, (docid, score)) in ranked.iter().enumerate() {
        // Fields are separated by spaces, so a field must not contain one.
        let docid = docid.replace(char::is_whitespace, "_");
        writeln!(out, "{query_id} Q0 {docid} {} {score:.6} {tag}", n + 1)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_docid_with_a_space_stays_one_field() {
        let mut out = Vec::new();
        let ranked = [("a b".to_owned(), 1.5)];
        write_trec(&mut out, "q1", &ranked, "proef").expect("writing to memory succeeds");
        assert_eq!(
            String::from_utf8_lossy(&out),
            "q1 Q0 a_b 1 1.500000 proef\n"
        );
    }
}
