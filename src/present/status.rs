//! What a home holds, for a terminal.
//!
//! Leaves out counting.

use std::io::{self, Write};

use serde_json::Value;

/// Writes the status that `omroeper status --json` gives: totals, then a line a publisher.
///
/// # Errors
/// What the writer fails with.
pub fn write_status(out: &mut impl Write, status: &Value) -> io::Result<()> {
    let megabytes = |bytes: &Value| bytes.as_f64().unwrap_or_default() / 1e6;
    let captures = &status["captures"];
    writeln!(out, "releases   {} ({} versions, {} gone)", status["releases"], status["versions"], status["gone"])?;
    writeln!(
        out,
        "captures   {} pages, {} seen again, {} purged; {:.1} MB",
        captures["pages"],
        captures["unchanged"],
        captures["purged"],
        megabytes(&status["bytes"]["captures"])
    )?;
    let generation = status["generation"].as_str().unwrap_or("none");
    writeln!(out, "index      {generation}, {:.1} MB", megabytes(&status["bytes"]["index"]))?;
    match status["behind"].as_u64() {
        Some(0) | None => {}
        Some(behind) => writeln!(out, "behind     {behind} captures (`omroeper update` applies them)")?,
    }
    writeln!(out)?;
    for publisher in status["publishers"].as_array().into_iter().flatten() {
        let name = publisher["publisher"].as_str().unwrap_or("(no publisher)");
        write!(out, "{:>7}  {name}", publisher["releases"].to_string())?;
        if let Some([first, last]) = publisher["period"].as_array().map(Vec::as_slice) {
            let day = |date: &Value| date.as_str().unwrap_or_default().to_owned();
            write!(out, "  {} – {}", day(first), day(last))?;
        }
        if let Some([from, days]) = publisher["longest_gap"].as_array().map(Vec::as_slice) {
            write!(out, ", longest gap {days} days after {}", from.as_str().unwrap_or_default())?;
        }
        match publisher["undated"].as_u64() {
            Some(0) | None => writeln!(out)?,
            Some(undated) => writeln!(out, ", {undated} undated")?,
        }
    }
    Ok(())
}
