//! The results that are written as records: hits, quotes, persons with an office, periods.
//!
//! Leaves out the formats.

use std::io::{self, Write};

use serde_json::Value;

use super::markdown::{escaped, link, marked};
use super::{Column, ColumnKind, Record};
use crate::document::{QuoteId, QuoteKind, Speaker, Version};
use crate::present::views::{
    CitationView, HitView, OfficialView, PeriodView, QuoteView, SpeakerGroupView, SpeakerView,
    TimelinePeriodView,
};
use crate::search::{Hit, QuoteHit, SaidBy};

fn text(name: &str) -> Column<'_> {
    column(name, ColumnKind::Text)
}

fn number(name: &str) -> Column<'_> {
    column(name, ColumnKind::Number)
}

fn day(name: &str) -> Column<'_> {
    column(name, ColumnKind::Day)
}

fn truth(name: &str) -> Column<'_> {
    column(name, ColumnKind::Truth)
}

fn column(name: &str, kind: ColumnKind) -> Column<'_> {
    Column { name, kind }
}

/// Joins several values in one cell.
fn joined<'t>(values: impl Iterator<Item = &'t str>) -> String {
    let mut different: Vec<&str> = Vec::new();
    for value in values {
        if !different.contains(&value) {
            different.push(value);
        }
    }
    different.join("; ")
}

fn or_empty(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

impl Record for Hit {
    fn columns(&self) -> Vec<Column<'_>> {
        vec![
            number("rank"),
            text("id"),
            text("url"),
            day("date"),
            text("publisher"),
            text("title"),
            text("snippet"),
            text("said_by"),
            text("source_id"),
            number("version"),
        ]
    }

    fn cells(&self) -> Vec<String> {
        let view = HitView::of(self);
        let speakers = view.said_by.unwrap_or_default().iter();
        vec![
            view.rank.to_string(),
            view.id.clone(),
            view.url.to_owned(),
            view.date.clone().unwrap_or_default(),
            or_empty(view.publisher),
            or_empty(view.title),
            view.snippet.text.to_owned(),
            joined(speakers.filter_map(Speaker::who)),
            or_empty(view.source_id),
            view.meta.number.to_string(),
        ]
    }

    fn json(&self) -> serde_json::Result<Value> {
        serde_json::to_value(HitView::of(self))
    }

    fn write_markdown(&self, out: &mut dyn Write, _: bool) -> io::Result<()> {
        let view = HitView::of(self);
        let title = link(view.title.unwrap_or(view.url), view.url);
        let about = [view.date.as_deref(), view.publisher];
        let about: Vec<String> = about.into_iter().flatten().map(escaped).collect();
        let about = about.join(", ");
        let dash = if about.is_empty() { "" } else { " — " };
        writeln!(out, "{}. {title}{dash}{about}  ", view.rank)?;
        let passage = marked(view.snippet.text, &view.snippet.marks);
        writeln!(out, "   {passage}\n")
    }

    fn citation(&self) -> Option<CitationView<'_>> {
        Some(CitationView::of(&self.release, self.meta))
    }
}

/// A hit of one of many queries.
#[derive(Debug, Clone, Copy)]
pub struct HitOfQuery<'a> {
    /// The id of the query.
    pub id: &'a str,
    /// The hit.
    pub hit: &'a Hit,
}

impl Record for HitOfQuery<'_> {
    fn columns(&self) -> Vec<Column<'_>> {
        std::iter::once(text("query_id"))
            .chain(self.hit.columns())
            .collect()
    }

    fn cells(&self) -> Vec<String> {
        let id = std::iter::once(self.id.to_owned());
        id.chain(self.hit.cells()).collect()
    }

    fn json(&self) -> serde_json::Result<Value> {
        self.hit.json()
    }

    fn write_markdown(&self, out: &mut dyn Write, is_first: bool) -> io::Result<()> {
        self.hit.write_markdown(out, is_first)
    }

    fn citation(&self) -> Option<CitationView<'_>> {
        self.hit.citation()
    }
}

impl Record for QuoteHit {
    fn columns(&self) -> Vec<Column<'_>> {
        vec![
            number("rank"),
            text("id"),
            text("kind"),
            text("text"),
            text("speakers"),
            text("offices"),
            text("organisations"),
            text("parties"),
            number("confidence"),
            day("date"),
            text("publisher"),
            text("title"),
            text("url"),
            text("release"),
            number("version"),
            text("context"),
        ]
    }

    fn cells(&self) -> Vec<String> {
        let view = QuoteView::of(self);
        let of = |field: for<'s, 'v> fn(&'s SpeakerView<'v>) -> Option<&'v str>| {
            joined(view.speakers.iter().filter_map(field))
        };
        vec![
            view.rank.to_string(),
            view.id.clone(),
            crate::document::json_name(&view.kind),
            words(&view),
            of(|speaker| speaker.name.or(speaker.organisation)),
            of(|speaker| speaker.role),
            of(|speaker| speaker.organisation),
            of(|speaker| speaker.party),
            view.confidence.to_string(),
            view.date.clone().unwrap_or_default(),
            or_empty(view.publisher),
            or_empty(view.title),
            view.url.to_owned(),
            view.release.clone(),
            view.meta.number.to_string(),
            view.context.text.to_owned(),
        ]
    }

    fn json(&self) -> serde_json::Result<Value> {
        serde_json::to_value(QuoteView::of(self))
    }

    fn write_markdown(&self, out: &mut dyn Write, _: bool) -> io::Result<()> {
        let view = QuoteView::of(self);
        // A fragment or a statement is shown in its sentence, in the words of the writer.
        let said = if view.kind == QuoteKind::Direct {
            escaped(&format!("“{}”", words(&view)))
        } else {
            marked(view.context.text, &view.context.marks)
        };
        writeln!(out, "> {said}\n>")?;
        let who = escaped(&who(&view.speakers));
        let date = view.date.as_deref().map(|date| format!(", {date}"));
        let title = link(view.title.unwrap_or(view.url), view.url);
        writeln!(out, "> — {who}, {title}{}\n", date.unwrap_or_default())
    }

    fn citation(&self) -> Option<CitationView<'_>> {
        let view = QuoteView::of(self);
        Some(CitationView {
            id: view.id.clone(),
            note: Some(note(view.kind, &words(&view), &view.speakers)),
            ..CitationView::of(&self.release, self.meta)
        })
    }
}

/// A version to cite, or a quote in it.
#[derive(Debug, Clone, Copy)]
pub struct CitedVersion<'a> {
    /// The version.
    pub version: &'a Version,
    /// The number of the quote, and its id.
    pub quote: Option<(usize, QuoteId)>,
}

impl Record for CitedVersion<'_> {
    fn columns(&self) -> Vec<Column<'_>> {
        Vec::new()
    }

    fn cells(&self) -> Vec<String> {
        Vec::new()
    }

    fn json(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self.citation())
    }

    fn write_markdown(&self, out: &mut dyn Write, _: bool) -> io::Result<()> {
        let release = &self.version.release;
        let title = release.title.as_deref().unwrap_or(&release.url);
        writeln!(out, "{}", link(title, &release.url))
    }

    fn citation(&self) -> Option<CitationView<'_>> {
        let Version { release, meta } = self.version;
        let quote = self.quote.and_then(|(at, _)| release.quotes.get(at));
        let note = quote.map(|quote| {
            let words = quote.segments.iter().map(|span| release.text(*span));
            let words = words.collect::<Vec<_>>().join(" … ");
            let speakers: Vec<SpeakerView<'_>> =
                SaidBy::all(release, quote).map(SpeakerView::of).collect();
            self::note(quote.kind, &words, &speakers)
        });
        let citation = CitationView::of(release, *meta);
        let id = self.quote.map(|(_, id)| id.to_string());
        Some(CitationView {
            id: id.unwrap_or(citation.id),
            note,
            ..citation
        })
    }
}

/// Returns the words of a quote and who said them; only words that were said are in quotation marks.
fn note(kind: QuoteKind, words: &str, speakers: &[SpeakerView<'_>]) -> String {
    let who = who(speakers);
    match kind {
        QuoteKind::Direct | QuoteKind::Mixed => format!("“{words}” — {who}"),
        QuoteKind::Indirect => format!("{words} (in other words) — {who}"),
    }
}

/// Returns the words of a quote. `…` stands for an attribution between its pieces.
fn words(view: &QuoteView<'_>) -> String {
    let segments = view.segments.iter().map(|segment| segment.text);
    segments.collect::<Vec<_>>().join(" … ")
}

fn who(speakers: &[SpeakerView<'_>]) -> String {
    if speakers.is_empty() {
        return "speaker not named".to_owned();
    }
    let one = |speaker: &SpeakerView<'_>| {
        let parts = [speaker.name, speaker.role, speaker.organisation];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    speakers.iter().map(one).collect::<Vec<_>>().join("; ")
}

impl Record for SpeakerGroupView<'_> {
    fn columns(&self) -> Vec<Column<'_>> {
        vec![
            text("speaker"),
            number("quotes"),
            day("first"),
            day("last"),
            text("best"),
            text("url"),
        ]
    }

    fn cells(&self) -> Vec<String> {
        let (first, last) = days(self.period);
        vec![
            or_empty(self.speaker),
            self.quotes.to_string(),
            first,
            last,
            words(&self.best),
            self.best.url.to_owned(),
        ]
    }

    fn json(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }
}

/// Returns the first and the last day of a period.
fn days(period: Option<PeriodView>) -> (String, String) {
    period.map_or_else(Default::default, |PeriodView(first, last)| {
        (first.to_string(), last.to_string())
    })
}

impl Record for OfficialView<'_> {
    fn columns(&self) -> Vec<Column<'_>> {
        vec![
            text("name"),
            text("offices"),
            text("organisations"),
            text("portfolios"),
            number("releases"),
            number("quotes"),
            day("first"),
            day("last"),
            text("variants"),
            truth("may_be_several"),
        ]
    }

    fn cells(&self) -> Vec<String> {
        let offices = || self.offices.iter();
        let (first, last) = days(self.period);
        vec![
            self.name.to_owned(),
            joined(offices().map(|tenure| tenure.role)),
            joined(offices().filter_map(|tenure| tenure.organisation)),
            joined(offices().flat_map(|tenure| tenure.portfolios.iter().copied())),
            self.releases.to_string(),
            self.quotes.to_string(),
            first,
            last,
            joined(self.variants.iter().copied()),
            self.may_be_several.to_string(),
        ]
    }

    fn json(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }
}

impl Record for TimelinePeriodView<'_> {
    fn columns(&self) -> Vec<Column<'_>> {
        let own = [text("period"), day("first"), day("last"), number("count")];
        let split = self.split.keys().copied().map(number);
        let others = (!self.split.is_empty()).then_some(number("(others)"));
        own.into_iter().chain(split).chain(others).collect()
    }

    fn cells(&self) -> Vec<String> {
        let own = [
            self.period.clone(),
            self.first.to_string(),
            self.last.to_string(),
            self.count.to_string(),
        ];
        own.into_iter()
            .chain(self.split.values().map(u64::to_string))
            .chain((!self.split.is_empty()).then(|| self.others.to_string()))
            .collect()
    }

    fn json(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }
}
