//! Versions of a page: their list, and what changed between two.
//!
//! Leaves out where versions come from.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

use super::release_json;
use super::terminal::FAINT;
use crate::document::{Version, dutch_time};

const GONE: Style = AnsiColor::Red.on_default().strikethrough();
const NEW: Style = AnsiColor::Green.on_default().underline();

/// A version as JSON: its release, and its place as `edition`.
#[must_use]
pub fn version_json(version: &Version) -> Value {
    let mut json = release_json(&version.release, None);
    json["edition"] = serde_json::to_value(version.edition).expect("an edition serialises");
    json
}

/// Writes one line a version: number, from when (in Amsterdam), what became of it.
///
/// # Errors
/// What the writer fails with.
pub fn write_history(out: &mut impl Write, versions: &[Version], seen_again: &[Timestamp]) -> io::Result<()> {
    let time = |at: Timestamp| dutch_time(at).strftime("%Y-%m-%d %H:%M").to_string();
    for (n, version) in versions.iter().enumerate() {
        let edition = version.edition;
        let before = n.checked_sub(1).map(|n| versions[n].edition);
        let what = match before {
            None => "published, or first seen".to_owned(),
            Some(before) if edition.silent > before.silent => "text changed, and the page does not say so".to_owned(),
            Some(before) if edition.edits > before.edits => "text changed".to_owned(),
            Some(_) => "there again".to_owned(),
        };
        writeln!(out, "{:>3}  {}  {what}", edition.number, time(edition.from))?;
        let until = edition.until.unwrap_or(Timestamp::MAX);
        let again: Vec<&Timestamp> = seen_again.iter().filter(|at| **at >= edition.from && **at < until).collect();
        if let Some(last) = again.last() {
            let often = if again.len() == 1 { "once".to_owned() } else { format!("{} times", again.len()) };
            writeln!(out, "     {}  {FAINT}seen again as it was, {often}{FAINT:#}", time(**last))?;
        }
        let replaced = versions.get(n + 1).map(|next| next.edition.from);
        if edition.until.is_some() && edition.until != replaced {
            writeln!(out, "     {}  gone", time(until))?;
        }
    }
    Ok(())
}

/// The words of both versions that stayed (`same`), went (`old`) and came (`new`), in order.
fn changes(old: &Version, new: &Version) -> Vec<(ChangeTag, String)> {
    let (old, new) = (text(old), text(new));
    let diff = TextDiff::from_words(&old, &new);
    let mut stretches: Vec<(ChangeTag, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        match stretches.last_mut() {
            Some((tag, words)) if *tag == change.tag() => words.push_str(change.value()),
            _ => stretches.push((change.tag(), change.value().to_owned())),
        }
    }
    stretches
}

fn text(version: &Version) -> String {
    let release = &version.release;
    let mut text = release.title.clone().unwrap_or_default() + "\n";
    for block in &release.blocks {
        text.push('\n');
        text.push_str(&block.text);
        text.push('\n');
    }
    text
}

/// Both versions and their differences as JSON.
#[must_use]
pub fn diff_json(old: &Version, new: &Version) -> Value {
    let changes = changes(old, new).into_iter().map(|(tag, text)| {
        let what = match tag {
            ChangeTag::Equal => "same",
            ChangeTag::Delete => "old",
            ChangeTag::Insert => "new",
        };
        json!({ "what": what, "text": text })
    });
    json!({
        "url": new.release.url,
        "old": old.edition,
        "new": new.edition,
        "changes": changes.collect::<Vec<_>>(),
    })
}

/// Writes the newer text with what went as `[-…-]` and what came as `{+…+}`, in colour where there is
/// any.
///
/// # Errors
/// What the writer fails with.
pub fn write_diff(out: &mut impl Write, old: &Version, new: &Version) -> io::Result<()> {
    for (tag, words) in changes(old, new) {
        let bare = words.trim_end();
        let space = &words[bare.len()..];
        match tag {
            ChangeTag::Equal => write!(out, "{words}")?,
            _ if bare.is_empty() => write!(out, "{space}")?,
            ChangeTag::Delete => write!(out, "{GONE}[-{bare}-]{GONE:#}{space}")?,
            ChangeTag::Insert => write!(out, "{NEW}{{+{bare}+}}{NEW:#}{space}")?,
        }
    }
    Ok(())
}
