//! Answers and releases for people.
//!
//! Leaves out whether there is a terminal: styles are written always, and stripped by the stream
//! where they are not wanted.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};

use crate::document::{BlockKind, Edition, Link, Quote, Reason, Release, Speaker, Standing, dutch_time};
use crate::search::{Answer, Hit, Registered};

const TITLE: Style = Style::new().bold();
const MATCH: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const FAINT: Style = Style::new().dimmed();

/// Writes the hits of an answer, each with rank, title, date, publisher, passage and URL.
///
/// `width` is that of the terminal in columns; without it, lines are not broken.
///
/// # Errors
/// What the writer fails with.
pub fn write_answer(out: &mut impl Write, answer: &Answer, width: Option<usize>) -> io::Result<()> {
    let places = answer.hits.last().map_or(1, |hit| hit.rank.to_string().len());
    for (n, hit) in answer.hits.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        write_hit(out, hit, places, width)?;
    }
    Ok(())
}

fn write_hit(out: &mut impl Write, hit: &Hit, places: usize, width: Option<usize>) -> io::Result<()> {
    let release = &hit.release;
    let indent = " ".repeat(places + 2);
    let title = release.title.as_deref().unwrap_or("(no title)");
    write!(out, "{:>places$}. ", hit.rank)?;
    write_marked(out, title, &hit.title_marks, TITLE, &indent, width)?;
    let date = release.published.as_ref().map(|stamp| stamp.date.to_string());
    let publisher = release.publisher.as_ref().map(|p| p.name.clone());
    let about: Vec<String> = date.into_iter().chain(publisher).chain(changed(hit.edition)).collect();
    let about = if about.is_empty() { "undated".to_owned() } else { about.join(" · ") };
    writeln!(out, "{indent}{FAINT}{about}{FAINT:#}")?;
    if !hit.snippet.text.is_empty() {
        write!(out, "{indent}")?;
        write_marked(out, &hit.snippet.text, &hit.snippet.marks, Style::new(), &indent, width)?;
    }
    if let Some(quote) = hit.snippet.quote.and_then(|n| release.quotes.get(n)).filter(|q| !q.speakers.is_empty()) {
        writeln!(out, "{indent}{FAINT}— {}{FAINT:#}", speakers(quote))?;
    }
    writeln!(out, "{indent}{FAINT}{}{FAINT:#}", release.url)
}

/// What has become of a version, if anything has: `gewijzigd`, `verdwenen`.
fn changed(edition: Edition) -> Option<String> {
    let day = |at: jiff::Timestamp| dutch_time(at).date();
    let edited = match edition.edits {
        0 => None,
        _ if edition.silent > 0 => Some(format!("stil gewijzigd {}", day(edition.from))),
        _ => Some(format!("gewijzigd {}", day(edition.from))),
    };
    let gone = edition.until.filter(|_| edition.standing == Standing::Gone).map(|at| format!("verdwenen {}", day(at)));
    gone.or(edited)
}

/// Writes which version of its page a release is; nothing of a page that never changed.
///
/// # Errors
/// What the writer fails with.
pub fn write_edition(out: &mut impl Write, edition: Edition) -> io::Result<()> {
    let Some(changed) = changed(edition) else { return Ok(()) };
    writeln!(out, "\n{FAINT}version {}, {changed} (see `omroeper history`){FAINT:#}", edition.number)
}

/// Writes `text` with its marks shown, broken between words where `width` says so.
fn write_marked(
    out: &mut impl Write,
    text: &str,
    marks: &[Range<usize>],
    base: Style,
    indent: &str,
    width: Option<usize>,
) -> io::Result<()> {
    let room = width.map_or(usize::MAX, |w| w.clamp(40, 100) - indent.len());
    let mut column = 0;
    let mut marks = marks.iter().peekable();
    for word in text.split_inclusive(' ') {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let length = word.trim_end().chars().count();
        if column > 0 && column + length > room {
            write!(out, "\n{indent}")?;
            column = 0;
        }
        column += word.chars().count();
        let mut at = start;
        while at < start + word.len() {
            while marks.peek().is_some_and(|m| m.end <= at) {
                marks.next();
            }
            let (style, until) = match marks.peek() {
                Some(mark) if mark.start <= at => (MATCH, mark.end),
                Some(mark) => (base, mark.start),
                None => (base, usize::MAX),
            };
            let until = until.min(start + word.len());
            write!(out, "{style}{}{style:#}", &text[at..until])?;
            at = until;
        }
    }
    writeln!(out)
}

/// Writes a release to be read: head, text, and below it who said what.
///
/// # Errors
/// What the writer fails with.
pub fn write_release(out: &mut impl Write, release: &Release) -> io::Result<()> {
    writeln!(out, "{TITLE}{}{TITLE:#}", release.title.as_deref().unwrap_or("(no title)"))?;
    let mut field = |name: &str, value: Option<String>| match value {
        Some(value) => writeln!(out, "{FAINT}{name:<10}{FAINT:#} {value}"),
        None => Ok(()),
    };
    field(
        "published",
        release
            .published
            .as_ref()
            .map(|s| s.time.map_or(s.date.to_string(), |t| format!("{} {}", s.date, t.strftime("%H:%M")))),
    )?;
    field("modified", release.modified.as_ref().map(|s| s.date.to_string()))?;
    let publishers: Vec<&str> =
        release.publisher.iter().chain(&release.co_publishers).map(|p| p.name.as_str()).collect();
    field("publisher", (!publishers.is_empty()).then(|| publishers.join(", ")))?;
    let tags: Vec<&str> = release.tags.iter().map(|t| t.text.as_str()).collect();
    field("topics", (!tags.is_empty()).then(|| tags.join(", ")))?;
    field("url", Some(release.url.clone()))?;
    field("id", Some(release.id.to_string()))?;
    for (n, block) in release.blocks.iter().enumerate() {
        let item = block.kind == BlockKind::ListItem;
        if !(item && n > 0 && release.blocks[n - 1].kind == BlockKind::ListItem) {
            writeln!(out)?;
        }
        match block.kind {
            BlockKind::Heading => writeln!(out, "{TITLE}{}{TITLE:#}", block.text)?,
            BlockKind::ListItem => writeln!(out, "• {}", block.text)?,
            BlockKind::BlockQuote => writeln!(out, "> {}", block.text)?,
            BlockKind::Paragraph | BlockKind::TableRow => writeln!(out, "{}", block.text)?,
        }
    }
    if !release.quotes.is_empty() {
        writeln!(out, "\n{TITLE}Quotes{TITLE:#}")?;
        for quote in &release.quotes {
            let words: Vec<&str> = quote.segments.iter().map(|s| release.text(*s)).collect();
            let (open, close) = if quote.is_literal() { ("“", "”") } else { ("", "") };
            writeln!(out, "{open}{}{close} {FAINT}— {}{FAINT:#}", words.join(" … "), speakers(quote))?;
        }
    }
    let files: Vec<&Link> = release.links.iter().filter(|link| link.attachment).collect();
    if !files.is_empty() {
        writeln!(out, "\n{TITLE}Files{TITLE:#}")?;
        for file in files {
            writeln!(out, "{} {FAINT}{}{FAINT:#}", file.label, file.url)?;
        }
    }
    if !release.warnings.is_empty() {
        writeln!(out)?;
        for warning in &release.warnings {
            writeln!(out, "{FAINT}warning: {}{FAINT:#}", warning.detail)?;
        }
    }
    Ok(())
}

/// Writes why each field of a release is what it is; nothing where there are no reasons.
///
/// # Errors
/// What the writer fails with.
pub fn write_reasons(out: &mut impl Write, reasons: &[Reason]) -> io::Result<()> {
    if !reasons.is_empty() {
        writeln!(out, "\n{TITLE}Why{TITLE:#}")?;
    }
    for Reason { field, value, rule, evidence } in reasons {
        writeln!(out, "{field}: {value}\n    {FAINT}{rule}{FAINT:#}")?;
        if let Some(evidence) = evidence {
            writeln!(out, "    {FAINT}⟵ {evidence}{FAINT:#}")?;
        }
    }
    Ok(())
}

/// Writes a person of the register: counts and period, and below the offices.
///
/// # Errors
/// What the writer fails with.
pub fn write_official(out: &mut impl Write, person: &Registered) -> io::Result<()> {
    let counted = |n: u64, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    let period = |period: Option<(jiff::civil::Date, jiff::civil::Date)>| match period {
        Some((first, last)) if first == last => format!(" · {first}"),
        Some((first, last)) => format!(" · {first} – {last}"),
        None => String::new(),
    };
    let counts = format!("{}, {}", counted(person.releases, "release"), counted(person.quotes, "quote"));
    writeln!(out, "{TITLE}{}{TITLE:#} {FAINT}· {counts}{}{FAINT:#}", person.name, period(person.period))?;
    for tenure in &person.offices {
        let portfolios: Vec<&str> = tenure.portfolios.iter().map(String::as_str).collect();
        let policy = if portfolios.is_empty() { String::new() } else { format!(" ({})", portfolios.join("; ")) };
        let body = tenure.organisation.as_ref().map_or(String::new(), |body| format!(", {body}"));
        let counts = counted(tenure.releases, "release");
        writeln!(out, "   {}{policy}{body} {FAINT}· {counts}{}{FAINT:#}", tenure.role, period(tenure.period))?;
    }
    if !person.variants.is_empty() {
        let variants: Vec<&str> = person.variants.iter().map(String::as_str).collect();
        writeln!(out, "   {FAINT}also: {}{FAINT:#}", variants.join("; "))?;
    }
    Ok(())
}

/// `Henk Brink, gedeputeerde; Mieke de Wit`
fn speakers(quote: &Quote) -> String {
    let one = |s: &Speaker| {
        let who = s.name.as_ref().or(s.organisation.as_ref());
        match (who, &s.role) {
            (Some(who), Some(role)) => format!("{who}, {role}"),
            (Some(who), None) => who.clone(),
            (None, Some(role)) => role.clone(),
            (None, None) => String::new(),
        }
    };
    if quote.speakers.is_empty() {
        "speaker not named".to_owned()
    } else {
        quote.speakers.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}
