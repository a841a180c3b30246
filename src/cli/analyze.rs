//! `omroeper analyze`.

use std::io::{BufRead as _, BufWriter, Write as _};

use clap::Args;
use omroeper::analysis::{Analyzer, LemmaSource, Spelling, Token};
use serde_json::{Value, json};

use super::exit::Exit;

/// Print how the analyzer splits Dutch text: the terms of each field, the parts of compounds, and
/// why
///
/// Without TEXT, analyzes each line of stdin by itself.
#[derive(Debug, Args)]
pub(crate) struct Analyze {
    /// The text
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// Print one JSON object per text: text, segments, tokens of each field
    #[arg(long)]
    jsonl: bool,
}

impl Analyze {
    pub(crate) fn run(&self) -> anyhow::Result<Exit> {
        let mut out = BufWriter::new(anstream::stdout().lock());
        let mut write = |text: &str| {
            if self.jsonl {
                writeln!(out, "{}", as_json(text))
            } else {
                write_table(&mut out, text)
            }
        };
        if self.text.is_empty() {
            for line in std::io::stdin().lock().lines() {
                write(&line?)?;
            }
        } else {
            write(&self.text.join(" "))?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }
}

/// The segments of a token's folded form: each part with the linking letters after it.
fn segments(token: &Token) -> Vec<&str> {
    let later = token
        .parts
        .iter()
        .filter(|part| part.simple)
        .map(|part| part.range.start)
        .skip(1);
    let mut start = 0;
    later
        .chain([token.exact.len()])
        .map(|end| &token.exact[std::mem::replace(&mut start, end)..end])
        .collect()
}

fn as_json(text: &str) -> Value {
    let tokens = Analyzer::Dutch.tokens(text);
    let mut fields: Vec<Value> = Vec::new();
    for token in &tokens {
        let mut add = |field: &str, term: &str| {
            fields.push(json!({ "field": field, "term": term, "position": token.position }));
        };
        add("exact", &token.exact);
        add("lemma", &token.lemma);
        token.parts.iter().for_each(|part| add("part", &part.lemma));
    }
    let segments: Vec<&str> = tokens
        .iter()
        .filter(|t| !t.joined)
        .flat_map(segments)
        .collect();
    json!({ "text": text, "segments": segments, "tokens": fields })
}

fn write_table(out: &mut impl std::io::Write, text: &str) -> std::io::Result<()> {
    for token in Analyzer::Dutch.tokens(text) {
        let why = match (token.spelling, token.source) {
            (Spelling::Name, _) | (_, LemmaSource::Place) => "a name, kept whole",
            (_, LemmaSource::Listed) => "in the word list",
            (Spelling::Capitalized, _) => "a name because of its capital, kept whole",
            (_, LemmaSource::Rule) => "by a rule",
            (_, LemmaSource::Pieces) => "not in the word list; split by the weights of its pieces",
            (_, LemmaSource::Stemmed) => "unknown; stemmed by the Kraaij-Pohlmann stemmer",
            (_, LemmaSource::Unknown) => "unknown, kept as it is",
        };
        let joined = if token.joined { ", joined" } else { "" };
        writeln!(
            out,
            "{:>3}  {}  {}  ({why}{joined})",
            token.position, token.exact, token.lemma
        )?;
        if !token.parts.is_empty() {
            let parts: Vec<&str> = token.parts.iter().map(|part| part.lemma.as_str()).collect();
            writeln!(
                out,
                "     {} → {}",
                segments(&token).join("+"),
                parts.join(" ")
            )?;
        }
    }
    Ok(())
}
