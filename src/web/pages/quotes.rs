//! `/citaten` and `/citaat/{id}`: who said what.

use askama::Template;
use axum::response::Response;

use super::super::asked::{Asked, PAGE};
use super::super::site::{Frame, PageError, Site, html};
use super::super::text::{Day, Piece, encoded, pieces, source};
use super::{Pager, said_by};
use crate::document::{QuoteId, QuoteKind, VersionStatus};
use crate::present::views::{EvidenceView, QuoteView, QuotesView, SpeakerView};
use crate::search::{SaidBy, quote_with_id};

#[derive(Template)]
#[template(path = "quotes.html", config = "src/web/askama.toml")]
struct QuotesPage<'a> {
    frame: Frame,
    speaker: &'a str,
    from: &'a str,
    until: &'a str,
    total: Option<String>,
    /// A better spelling of the question, and the address that asks it.
    did_you_mean: Option<(String, String)>,
    cards: Vec<Card<'a>>,
    first: usize,
    pager: Pager,
    files: Vec<(&'static str, String)>,
}

/// A quote of a list.
pub(super) struct Card<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    /// Whether all words are those of the speaker.
    pub(super) is_direct: bool,
    pub(super) who: String,
    /// The page of the speaker, if he or she holds a public office.
    pub(super) person: Option<String>,
    pub(super) day: Option<Day>,
    pub(super) publisher: &'a str,
    pub(super) title: &'a str,
    /// The statement in its release.
    pub(super) href: String,
    pub(super) own: String,
}

impl<'a> Card<'a> {
    pub(super) fn of(
        quote: &'a QuoteView<'a>,
        ordinal: usize,
        frame: &Frame,
        asked: &Asked,
    ) -> Self {
        let w = frame.w;
        let is_direct = quote.kind == QuoteKind::Direct;
        let mut words = Vec::new();
        if is_direct {
            for segment in &quote.segments {
                if !words.is_empty() {
                    words.push(Piece {
                        text: " … ",
                        is_marked: false,
                    });
                }
                words.extend(pieces(segment.text, &segment.marks));
            }
        } else {
            words = pieces(quote.context.text, &quote.context.marks);
        }
        Self {
            pieces: words,
            is_direct,
            who: said_by(&quote.speakers, w),
            person: person(&quote.speakers, frame),
            day: Day::read(quote.date.as_deref(), w),
            publisher: quote.publisher.unwrap_or(w.no_publisher),
            title: quote.title.unwrap_or(w.no_title),
            href: format!("{}#citaat-{ordinal}", frame.release(&quote.release, asked)),
            own: format!("{}/citaat/{}{}", frame.prefix, quote.id, frame.suffix),
        }
    }
}

/// Returns the page of the only speaker, if he or she holds a public office.
fn person(speakers: &[SpeakerView<'_>], frame: &Frame) -> Option<String> {
    let [speaker] = speakers else { return None };
    crate::dutch::offices::office_of(speaker.role?)?;
    Some(format!(
        "{}/persoon/{}{}",
        frame.prefix,
        encoded(speaker.name?),
        frame.suffix
    ))
}

/// Returns the quotes that a query finds, or all of them, the newest first.
pub(in super::super) fn quotes(site: &Site, asked: &Asked) -> Result<Response, PageError> {
    let w = asked.language().words();
    let query = asked.quote_query()?;
    let engine = site.engine()?;
    let prepared = engine.quotes(&query, crate::search::Synonyms::of_program())?;
    let answer = prepared.top(&asked.paging())?;
    let typed = asked.get("q").unwrap_or_default();
    let view = QuotesView::of(typed, &answer);
    let frame = site.frame(asked, "/citaten", w.quotes.to_owned());
    let path = format!("{}/citaten", site.options.prefix);
    let found = view.total + view.by_other_words;
    let cards = view.quotes.iter().zip(&answer.hits);
    let cards = cards.map(|(quote, hit)| Card::of(quote, hit.ordinal, &frame, asked));
    let file = |format: &str| asked.with("formaat", format).address(&path);
    let better = if found == 0 {
        engine.suggest_quotes(&query)?
    } else {
        None
    };
    let did_you_mean = better.map(|better| {
        let words = better.query.words.as_ref();
        let words = words.map(ToString::to_string).unwrap_or_default();
        let speaker = better.said.speakers.first().map_or("", String::as_str);
        let href = asked
            .with("q", &words)
            .with("spreker", speaker)
            .address(&path);
        ([words.as_str(), speaker].join(" ").trim().to_owned(), href)
    });
    html(&QuotesPage {
        speaker: asked.get("spreker").unwrap_or_default(),
        from: asked.get("van").unwrap_or_default(),
        until: asked.get("tot").unwrap_or_default(),
        total: Some(w.counted(found as u64, w.quote, w.quotes_noun)),
        did_you_mean,
        cards: cards.collect(),
        first: view.quotes.first().map_or(1, |quote| quote.rank),
        pager: Pager::of(asked, &path, found, PAGE),
        files: [("CSV", "csv"), ("JSONL", "jsonl"), ("BibTeX", "bibtex")]
            .map(|(name, format)| (name, file(format)))
            .into(),
        frame,
    })
}

#[derive(Template)]
#[template(path = "quote.html", config = "src/web/askama.toml")]
struct QuotePage<'a> {
    frame: Frame,
    words: String,
    is_direct: bool,
    who: String,
    person: Option<String>,
    day: Option<Day>,
    publisher: &'a str,
    title: &'a str,
    href: String,
    source: Option<String>,
    evidence: EvidenceView<'a>,
    captured: Day,
    notes: Vec<String>,
}

/// Returns the page of one quote, with what it rests on.
pub(in super::super) fn quote(site: &Site, asked: &Asked, id: &str) -> Result<Response, PageError> {
    let w = asked.language().words();
    let id: QuoteId = id.parse().map_err(|_| PageError::Missing)?;
    let reader = site.reader()?;
    let (version, at) = quote_with_id(&reader, id)?.ok_or(PageError::Missing)?;
    let (release, meta) = (&version.release, version.meta);
    let is_gone = meta.status == VersionStatus::Gone;
    if is_gone && !site.options.show_removed {
        return Err(PageError::Removed);
    }
    let said = &release.quotes[at];
    let segments: Vec<&str> = said
        .segments
        .iter()
        .map(|span| release.text(*span))
        .collect();
    let speakers: Vec<SpeakerView<'_>> = SaidBy::all(release, said).map(SpeakerView::of).collect();
    let mut frame = site.frame(asked, &format!("/citaat/{id}"), w.quote.to_owned());
    frame.noindex = is_gone;
    let evidence = EvidenceView::of(&version, None).with_quote(&version, at, id.to_string());
    html(&QuotePage {
        words: segments.join(" … "),
        is_direct: said.kind == QuoteKind::Direct,
        who: said_by(&speakers, w),
        person: person(&speakers, &frame),
        day: release
            .published
            .as_ref()
            .map(|stamp| Day::of(stamp.date, w)),
        publisher: release
            .publisher
            .as_ref()
            .map_or(w.no_publisher, |body| &body.name),
        title: release.title.as_deref().unwrap_or(w.no_title),
        href: format!(
            "{}/bericht/{}/versie/{}{}#citaat-{at}",
            site.options.prefix, release.id, meta.number, frame.suffix
        ),
        source: source(&release.url, segments.first().copied()),
        captured: Day::of(crate::document::dutch_time(meta.captured).date(), w),
        notes: super::search::notes(meta, w),
        evidence,
        frame,
    })
}
