//! Writes hits, each with rank, title, date, publisher, passage and URL.
//!
//! Leaves out whole releases.

use std::io::{self, Write};

use anstyle::Style;
use jiff::civil::Date;

use super::count::write_facet;
use super::link::Address;
use super::version::{captured_later, changed};
use super::wrap::{TextLayout, write_marked};
use super::{FAINT, TITLE, speakers};
use crate::present::views::{AnswerView, HitView};

/// Writes the hits of an answer.
///
/// `width` is the width of the terminal in columns; `None` disables wrapping.
///
/// # Errors
/// The error of the writer.
pub fn write_answer(
    out: &mut impl Write,
    answer: &AnswerView<'_>,
    width: Option<usize>,
) -> io::Result<()> {
    let digits = answer
        .hits
        .last()
        .map_or(1, |hit| hit.rank.to_string().len());
    for (n, hit) in answer.hits.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        write_hit(out, hit, answer.as_of, digits, width)?;
    }
    let counted = answer.facets.iter().filter(|_| answer.total > 0);
    for (n, facet) in counted.enumerate() {
        if n > 0 || !answer.hits.is_empty() {
            writeln!(out)?;
        }
        write_facet(out, facet)?;
    }
    Ok(())
}

fn write_hit(
    out: &mut impl Write,
    hit: &HitView<'_>,
    as_of: Option<Date>,
    digits: usize,
    width: Option<usize>,
) -> io::Result<()> {
    let indent = " ".repeat(digits + 2);
    let layout = |style| TextLayout {
        style,
        indent: &indent,
        width,
    };
    write!(out, "{:>digits$}. ", hit.rank)?;
    write_marked(
        out,
        hit.title.unwrap_or("(no title)"),
        &hit.title_marks,
        layout(TITLE),
    )?;
    let publisher = hit.publisher.map(str::to_owned);
    let about: Vec<String> = hit
        .date
        .clone()
        .into_iter()
        .chain(publisher)
        .chain(changed(hit.meta))
        .chain(captured_later(hit.meta, as_of))
        .chain(
            hit.same_text
                .map(|share| format!("the same text ({:.0} %)", share * 100.0)),
        )
        .chain(hit.by_other_words.then(|| "by other words".to_owned()))
        .collect();
    let about = if about.is_empty() {
        "undated".to_owned()
    } else {
        about.join(" · ")
    };
    writeln!(out, "{indent}{FAINT}{about}{FAINT:#}")?;
    if !hit.snippet.text.is_empty() {
        write!(out, "{indent}")?;
        write_marked(
            out,
            hit.snippet.text,
            &hit.snippet.marks,
            layout(Style::new()),
        )?;
    }
    if let Some(said_by) = hit.said_by.filter(|speakers| !speakers.is_empty()) {
        writeln!(out, "{indent}{FAINT}— {}{FAINT:#}", speakers(said_by))?;
    }
    writeln!(out, "{indent}{FAINT}{}{FAINT:#}", Address(hit.url))?;
    if !hit.also_published.is_empty() {
        let others = hit.also_published.iter().map(|other| {
            let publisher = other.publisher.unwrap_or(other.url);
            let other_day = other.date.map(|date| date.to_string());
            match other_day.filter(|day| Some(day) != hit.date.as_ref()) {
                Some(day) => format!("{publisher} ({day})"),
                None => publisher.to_owned(),
            }
        });
        let others = others.collect::<Vec<_>>().join(", ");
        write!(out, "{indent}")?;
        write_marked(
            out,
            &format!("also published by {others}"),
            &[],
            layout(FAINT),
        )?;
    }
    if !hit.explanation.is_empty() {
        let parts = hit.explanation.iter();
        let parts = parts.map(|part| format!("{:.3} {}", part.score, part.part));
        let sum = parts.collect::<Vec<_>>().join(" + ");
        writeln!(
            out,
            "{indent}{FAINT}score {:.3} = {sum}{FAINT:#}",
            hit.score
        )?;
    }
    Ok(())
}
