//! Writes how other publishers put out the text of a release.
//!
//! Leaves out finding them (`search`).

use std::io::{self, Write};

use super::link::Address;
use super::quote::named;
use super::version::write_changes;
use super::{FAINT, TITLE, counted};
use crate::present::views::{ChangeView, VariantOfView, VariantsView, WhatChanged};

/// Words that are kept at each end of an unchanged passage.
const KEPT: usize = 8;

/// Writes each variant of a release: who published it and when, the quotes that differ, then the words
/// that differ.
///
/// # Errors
/// The error of the writer.
pub fn write_variants(out: &mut impl Write, view: &VariantsView<'_>) -> io::Result<()> {
    for (n, variant) in view.variants.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        write_head(out, &variant.variant)?;
        writeln!(
            out,
            "{FAINT}{:.0} % the same as {}{FAINT:#}",
            variant.resemblance * 100.0,
            Address(view.release.url)
        )?;
        if !variant.quotes.is_empty() {
            let quotes = counted(variant.quotes.len() as u64, "quote");
            writeln!(out, "\n{quotes} not the same:")?;
        }
        for quote in &variant.quotes {
            write!(out, "  ")?;
            write_changes(out, &quote.changes)?;
            let (old, new) = (&quote.said_by, &quote.said_by_in_variant);
            let who = match (old, new) {
                (Some(old), Some(new)) if old != new => {
                    format!("{}; in the variant {}", named(old), named(new))
                }
                (Some(old), Some(_)) => named(old),
                (Some(old), None) => format!("{}; not in the variant", named(old)),
                (None, Some(new)) => format!("{}; only in the variant", named(new)),
                (None, None) => String::new(),
            };
            writeln!(out, "\n  {FAINT}— {who}{FAINT:#}")?;
        }
        if variant
            .changes
            .iter()
            .all(|change| change.what == WhatChanged::Same)
        {
            writeln!(out, "no word differs")?;
            continue;
        }
        writeln!(out)?;
        write_changes(out, &shortened(&variant.changes))?;
        writeln!(out)?;
    }
    Ok(())
}

fn write_head(out: &mut impl Write, release: &VariantOfView<'_>) -> io::Result<()> {
    let publisher = release.publisher.unwrap_or("(publisher not named)");
    let date = release.date.as_deref().unwrap_or("undated");
    writeln!(out, "{TITLE}{publisher}{TITLE:#} {FAINT}· {date}{FAINT:#}")?;
    writeln!(out, "{FAINT}{}{FAINT:#}", Address(release.url))
}

/// Returns the changes with the middle of long unchanged passages left out.
fn shortened(changes: &[ChangeView]) -> Vec<ChangeView> {
    let last = changes.len().saturating_sub(1);
    let shorten = |(at, change): (usize, &ChangeView)| {
        let mut change = change.clone();
        let words: Vec<&str> = change.text.split(' ').collect();
        let (first, end) = (
            if at == 0 { 0 } else { KEPT },
            if at == last { 0 } else { KEPT },
        );
        if change.what == WhatChanged::Same && words.len() > first + end + KEPT {
            let (begin, tail) = (&words[..first], &words[words.len() - end..]);
            change.text = format!("{} […] {}", begin.join(" "), tail.join(" "));
        }
        change
    };
    changes.iter().enumerate().map(shorten).collect()
}
