//! Writes citations as BibTeX and RIS.
//!
//! Leaves out CSL-JSON, which is the view itself.

use std::io::{self, Write};

use super::on_one_line;
use crate::present::views::CitationView;

/// Writes an entry of biblatex (its manual, section 2.1.1: `@online`).
pub(super) fn write_bibtex(out: &mut impl Write, citation: &CitationView<'_>) -> io::Result<()> {
    let key = citation.id.replace('@', "-v");
    writeln!(out, "@online{{{key},")?;
    let mut field = |name: &str, value: &str| writeln!(out, "  {name} = {{{value}}},");
    if let Some(title) = citation.title {
        field("title", &escaped(title))?;
    }
    let authors: Vec<String> = citation
        .author
        .iter()
        .map(|author| format!("{{{}}}", escaped(author.literal)))
        .collect();
    if !authors.is_empty() {
        field("author", &authors.join(" and "))?;
    }
    if let Some(issued) = citation.issued {
        field("date", &issued.to_string())?;
    }
    field("url", citation.url)?;
    field("urldate", &citation.accessed.to_string())?;
    field("entrysubtype", citation.genre)?;
    field("note", &escaped(citation.archive_location))?;
    if let Some(note) = &citation.note {
        field("annotation", &escaped(note))?;
    }
    writeln!(out, "}}\n")
}

/// Escapes the characters that TeX reads as commands.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in on_one_line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '%' | '&' | '$' | '#' | '_' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Writes an entry of RIS (as Reference Manager and Zotero read it), of an electronic source.
pub(super) fn write_ris(out: &mut impl Write, citation: &CitationView<'_>) -> io::Result<()> {
    let mut line = |tag: &str, value: &str| write!(out, "{tag}  - {}\r\n", on_one_line(value));
    line("TY", "ELEC")?;
    line("ID", &citation.id)?;
    if let Some(title) = citation.title {
        line("TI", title)?;
    }
    for author in &citation.author {
        // A comma would divide the name into surname and given name.
        line("AU", &author.literal.replace(',', " "))?;
    }
    if let Some(issued) = citation.issued {
        line("PY", &format!("{:04}", issued.parts[0].0))?;
        line("DA", &issued.to_string().replace('-', "/"))?;
    }
    line("Y2", &citation.accessed.to_string().replace('-', "/"))?;
    line("UR", citation.url)?;
    line("M3", citation.genre)?;
    line("AN", citation.archive_location)?;
    if let Some(note) = &citation.note {
        line("N1", note)?;
    }
    line("ER", "")
}
