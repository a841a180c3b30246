//! Writes persons of the register of officials.
//!
//! Leaves out selecting them (`search`).

use std::io::{self, Write};

use super::{FAINT, TITLE, counted};
use crate::present::views::{OfficialView, PeriodView};

/// Writes a person with counts and period, then a line for each office.
///
/// # Errors
/// The error of the writer.
pub fn write_official(out: &mut impl Write, person: &OfficialView<'_>) -> io::Result<()> {
    let counts = format!(
        "{}, {}",
        counted(person.releases, "release"),
        counted(person.quotes, "quote")
    );
    writeln!(
        out,
        "{TITLE}{}{TITLE:#} {FAINT}· {counts}{}{FAINT:#}",
        person.name,
        period(person.period)
    )?;
    if person.may_be_several {
        writeln!(
            out,
            "   {FAINT}perhaps several people of this name: offices of several bodies{FAINT:#}"
        )?;
    }
    for tenure in &person.offices {
        let portfolios = &tenure.portfolios;
        let policy = if portfolios.is_empty() {
            String::new()
        } else {
            format!(" ({})", portfolios.join("; "))
        };
        let body = tenure
            .organisation
            .map_or(String::new(), |body| format!(", {body}"));
        let counts = counted(tenure.releases, "release");
        writeln!(
            out,
            "   {}{policy}{body} {FAINT}· {counts}{}{FAINT:#}",
            tenure.role,
            period(tenure.period)
        )?;
    }
    if !person.variants.is_empty() {
        writeln!(
            out,
            "   {FAINT}also: {}{FAINT:#}",
            person.variants.join("; ")
        )?;
    }
    Ok(())
}

pub(super) fn period(period: Option<PeriodView>) -> String {
    match period {
        Some(PeriodView(first, last)) if first == last => format!(" · {first}"),
        Some(PeriodView(first, last)) => format!(" · {first} – {last}"),
        None => String::new(),
    }
}
