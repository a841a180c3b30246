//! `/bericht/{id}`: a release with its quotes marked, its versions, and what it rests on.

use askama::Template;
use axum::response::Response;

use super::super::asked::{Asked, LAST_PAGE, PAGE};
use super::super::memento;
use super::super::site::{Frame, PageError, Site, html, release_id};
use super::super::text::{Changed, Day, changed, encoded, source};
use super::said_by;
use super::search::{Hit, notes};
use crate::document::{BlockKind, Release, ReleaseId, Version, VersionStatus, dutch_time};
use crate::dutch::offices::{office_of, qualified};
use crate::pipeline::{History, history};
use crate::present::views::{
    AnswerView, CitationView, DiffView, QuoteDifferenceView, SpeakerView, VariantsView,
};
use crate::search::{
    Paging, Query, SameText, Synonyms, latest_version, mark_same_texts, same_texts,
};

/// Number of similar releases that are named.
const SIMILAR: usize = 5;

#[derive(Template)]
#[template(path = "release.html", config = "src/web/askama.toml")]
struct ReleasePage<'a> {
    frame: Frame,
    release: &'a Release,
    day: Option<Day>,
    publisher: &'a str,
    notes: Vec<String>,
    blocks: Vec<Block<'a>>,
    officials: Vec<OfficialLine<'a>>,
    source: Option<String>,
    versions: Vec<VersionLine>,
    number: u32,
    captured: Day,
    cite: String,
    similar: Vec<Hit<'a>>,
    variants: Vec<(&'a str, String)>,
    back: Option<String>,
    before: Option<String>,
    after: Option<String>,
    json_ld: String,
}

/// A block of the text.
struct Block<'a> {
    kind: BlockKind,
    /// Whether a list begins or ends with it.
    begins_list: bool,
    ends_list: bool,
    spans: Vec<TextSpan<'a>>,
}

/// A piece of a block: the words of a quote, or words between quotes.
struct TextSpan<'a> {
    text: &'a str,
    /// The number of the quote, and whether these are its first words.
    quote: Option<(usize, bool)>,
}

struct OfficialLine<'a> {
    name: &'a str,
    what: String,
    /// The page of a holder of a public office.
    person: Option<String>,
}

struct VersionLine {
    number: u32,
    day: Day,
    notes: Vec<String>,
    href: String,
    difference: Option<String>,
}

/// Returns the page of the newest version of a release.
pub(in super::super) fn release(
    site: &Site,
    asked: &Asked,
    id: &str,
) -> Result<Response, PageError> {
    let id = release_id(id)?;
    let reader = site.reader()?;
    let version = latest_version(&reader, id)?;
    let history = history(&site.home, id)?;
    match version {
        Some(version) => page(site, asked, id, &version, &history),
        None if history.purged.is_some() => Err(PageError::Purged),
        None => Err(PageError::Missing),
    }
}

/// Returns the page of one version of a release.
pub(in super::super) fn version(
    site: &Site,
    asked: &Asked,
    id: &str,
    number: &str,
) -> Result<Response, PageError> {
    let id = release_id(id)?;
    let history = history(&site.home, id)?;
    let version = numbered(&history, number)?;
    let response = page(site, asked, id, version, &history)?;
    Ok(memento::mark(site, version, response))
}

fn numbered<'h>(history: &'h History, number: &str) -> Result<&'h Version, PageError> {
    if history.purged.is_some() {
        return Err(PageError::Purged);
    }
    let number: u32 = number.parse().map_err(|_| PageError::Missing)?;
    let found = history
        .versions
        .iter()
        .find(|version| version.meta.number == number);
    found.ok_or(PageError::Missing)
}

/// Fails if the page of a release is gone and such releases are not shown.
fn ensure_shown(site: &Site, history: &History) -> Result<(), PageError> {
    let last = history.versions.last();
    let is_gone = last.is_some_and(|version| version.meta.status == VersionStatus::Gone);
    if is_gone && !site.options.show_removed {
        return Err(PageError::Removed);
    }
    Ok(())
}

fn page(
    site: &Site,
    asked: &Asked,
    id: ReleaseId,
    version: &Version,
    history: &History,
) -> Result<Response, PageError> {
    ensure_shown(site, history)?;
    let w = asked.language().words();
    let (release, meta) = (&version.release, version.meta);
    let title = release.title.as_deref().unwrap_or(w.no_title);
    let mut frame = site.frame(asked, &format!("/bericht/{id}"), title.to_owned());
    let is_newest = history
        .versions
        .last()
        .is_none_or(|last| last.meta.number == meta.number);
    frame.noindex = meta.status == VersionStatus::Gone || !is_newest;
    let reader = site.reader()?;
    let same = same_texts(&reader, release)?;
    let found = similar(release, &reader, &same)?;
    let view = found.as_ref().map(|answer| AnswerView::of("", answer));
    let hits = view.iter().flat_map(|view| &view.hits);
    let variants = same.iter().map(|same| {
        let other = &same.version.release;
        let name = other
            .publisher
            .as_ref()
            .map_or(other.url.as_str(), |body| &body.name);
        (
            name,
            format!(
                "{}/bericht/{}/variant/{}{}",
                site.options.prefix, id, other.id, frame.suffix
            ),
        )
    });
    let plain = asked.with("q", "").with("plaats", "");
    let [before, after] = neighbors(site, asked, &frame)?;
    let similar = hits.map(|hit| Hit::of(hit, &frame, &plain)).collect();
    let versions = history.versions.iter().enumerate().map(|(at, version)| {
        let number = version.meta.number;
        let below = |what: &str| {
            format!(
                "{}/bericht/{id}/{what}/{number}{}",
                site.options.prefix, frame.suffix
            )
        };
        VersionLine {
            number,
            day: Day::of(dutch_time(version.meta.from).date(), w),
            notes: notes(version.meta, w),
            href: below("versie"),
            difference: (at > 0).then(|| below("verschil")),
        }
    });
    html(&ReleasePage {
        release,
        day: release
            .published
            .as_ref()
            .map(|stamp| Day::of(stamp.date, w)),
        publisher: release
            .publisher
            .as_ref()
            .map_or(w.no_publisher, |body| &body.name),
        notes: notes(meta, w),
        blocks: blocks(release),
        officials: officials(release, &frame),
        source: source(&release.url, None),
        versions: versions.collect(),
        number: meta.number,
        captured: Day::of(dutch_time(meta.captured).date(), w),
        cite: cite(release, version, w),
        similar,
        variants: variants.collect(),
        back: asked.get("q").map(|_| {
            asked
                .with("plaats", "")
                .address(&format!("{}/zoeken", site.options.prefix))
        }),
        before,
        after,
        json_ld: json_ld(release),
        frame,
    })
}

/// Returns the addresses of the hits before and after the one that led here, in the list of the question.
fn neighbors(site: &Site, asked: &Asked, frame: &Frame) -> Result<[Option<String>; 2], PageError> {
    let place = asked
        .get("plaats")
        .and_then(|place| place.parse::<usize>().ok());
    let Some(place) = place.filter(|place| (1..=LAST_PAGE * PAGE).contains(place)) else {
        return Ok([None, None]);
    };
    let question = asked.with("plaats", "");
    let engine = site.engine()?;
    let search = engine.search(&question.query()?, Synonyms::of_program())?;
    let answer = search.top_grouped(&Paging {
        offset: place.saturating_sub(2),
        limit: 3,
        ..question.paging()
    })?;
    let at = |rank: usize| {
        let hit = answer.hits.iter().find(|hit| hit.rank == rank)?;
        let question = question.with("plaats", &rank.to_string());
        Some(frame.release(hit.release.id, &question))
    };
    Ok([at(place - 1), at(place + 1)])
}

fn similar(
    release: &Release,
    reader: &crate::index::Reader,
    same: &[SameText],
) -> Result<Option<crate::search::Answer>, PageError> {
    let Some(query) = Query::like(release, reader)? else {
        return Ok(None);
    };
    let mut answer = query.prepare_without(release, reader)?.top(&Paging {
        limit: SIMILAR,
        ..Paging::default()
    })?;
    mark_same_texts(&mut answer.hits, same);
    Ok(Some(answer))
}

/// Returns the text in blocks, with the words of quotes apart.
fn blocks(release: &Release) -> Vec<Block<'_>> {
    let is_item = |at: usize| {
        release
            .blocks
            .get(at)
            .is_some_and(|block| block.kind == BlockKind::ListItem)
    };
    let blocks = release.blocks.iter().enumerate().map(|(at, block)| {
        let mut said: Vec<(usize, usize, usize, bool)> = Vec::new();
        for (number, quote) in release.quotes.iter().enumerate() {
            for (part, span) in quote.segments.iter().enumerate() {
                let range = span.range();
                if span.block as usize == at {
                    said.push((range.start, range.end, number, part == 0));
                }
            }
        }
        said.sort_unstable();
        let text = block.text.as_str();
        let mut spans = Vec::new();
        let mut from = 0;
        for (start, end, number, is_first) in said {
            if let (Some(before), Some(words)) = (text.get(from..start), text.get(start..end)) {
                spans.push(TextSpan {
                    text: before,
                    quote: None,
                });
                spans.push(TextSpan {
                    text: words,
                    quote: Some((number, is_first)),
                });
                from = end;
            }
        }
        spans.push(TextSpan {
            text: &text[from..],
            quote: None,
        });
        Block {
            kind: block.kind,
            begins_list: is_item(at) && (at == 0 || !is_item(at - 1)),
            ends_list: is_item(at) && !is_item(at + 1),
            spans,
        }
    });
    blocks.collect()
}

fn officials<'a>(release: &'a Release, frame: &Frame) -> Vec<OfficialLine<'a>> {
    let lines = release.officials.iter().map(|official| {
        let role = qualified(&official.role, &official.modifiers);
        let parts = [
            Some(role.as_str()),
            official.organisation.as_deref(),
            official.party.as_deref(),
        ];
        let is_public = office_of(&official.role).is_some();
        OfficialLine {
            name: &official.name,
            what: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
            person: is_public.then(|| {
                format!(
                    "{}/persoon/{}{}",
                    frame.prefix,
                    encoded(&official.name),
                    frame.suffix
                )
            }),
        }
    });
    lines.collect()
}

/// Returns the release as a source to cite, on one line.
fn cite(release: &Release, version: &Version, w: &super::super::words::Words) -> String {
    let view = CitationView::of(release, version.meta);
    let author: Vec<&str> = view.author.iter().map(|name| name.literal).collect();
    let day = release.published.as_ref().map(|stamp| w.day(stamp.date));
    let accessed = w.day(dutch_time(version.meta.captured).date());
    let parts = [
        (!author.is_empty()).then(|| author.join(", ")),
        release.title.clone().map(|title| format!("“{title}”")),
        day,
        Some(release.url.clone()),
        Some(format!("{} {accessed}", w.captured.to_lowercase())),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Returns the release as JSON-LD (schema.org `NewsArticle`, with each quote as a `Quotation`). It can stand in
/// a script element: no `<` is left in it.
fn json_ld(release: &Release) -> String {
    let quotes: Vec<serde_json::Value> = release
        .quotes
        .iter()
        .filter(|quote| quote.is_literal())
        .map(|quote| {
            let words: Vec<&str> = quote.segments.iter().map(|span| release.text(*span)).collect();
            let speakers: Vec<&str> = quote.speakers.iter().filter_map(|speaker| speaker.name.as_deref()).collect();
            serde_json::json!({
                "@type": "Quotation",
                "text": words.join(" … "),
                "spokenByCharacter": speakers.iter().map(|name| serde_json::json!({ "@type": "Person", "name": name })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let article = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": release.title,
        "datePublished": release.published.as_ref().map(|stamp| stamp.date.to_string()),
        "url": release.url,
        "inLanguage": release.language,
        "publisher": release.publisher.as_ref().map(|body| serde_json::json!({ "@type": "GovernmentOrganization", "name": body.name })),
        "hasPart": quotes,
    });
    article.to_string().replace('<', "\\u003c")
}

#[derive(Template)]
#[template(path = "difference.html", config = "src/web/askama.toml")]
struct DifferencePage<'a> {
    frame: Frame,
    back: String,
    quotes: Vec<ChangedQuote<'a>>,
    changes: Vec<Changed<'a>>,
}

struct ChangedQuote<'a> {
    changes: Vec<Changed<'a>>,
    who: String,
}

/// Returns what a version of a release changed in the one before.
pub(in super::super) fn difference(
    site: &Site,
    asked: &Asked,
    id: &str,
    number: &str,
) -> Result<Response, PageError> {
    let w = asked.language().words();
    let id = release_id(id)?;
    let history = history(&site.home, id)?;
    let new = numbered(&history, number)?;
    ensure_shown(site, &history)?;
    let at = history
        .versions
        .iter()
        .position(|version| version.meta.number == new.meta.number);
    let old = at
        .and_then(|at| history.versions.get(at.checked_sub(1)?))
        .ok_or(PageError::Missing)?;
    let view = DiffView::between(old, new);
    let title = format!(
        "{}: {}",
        w.difference,
        new.release.title.as_deref().unwrap_or(w.no_title)
    );
    let frame = site
        .frame(asked, &format!("/bericht/{id}/verschil/{number}"), title)
        .noindex();
    html(&DifferencePage {
        back: format!("{}/bericht/{id}{}", site.options.prefix, frame.suffix),
        quotes: Vec::new(),
        changes: changed(&view.changes),
        frame,
    })
}

/// Returns how another publisher put out the text of a release.
pub(in super::super) fn variant(
    site: &Site,
    asked: &Asked,
    id: &str,
    other: &str,
) -> Result<Response, PageError> {
    let w = asked.language().words();
    let (id, other) = (release_id(id)?, release_id(other)?);
    let reader = site.reader()?;
    let version = latest_version(&reader, id)?.ok_or(PageError::Missing)?;
    ensure_shown(site, &history(&site.home, id)?)?;
    let mut same = same_texts(&reader, &version.release)?;
    same.retain(|same| same.version.release.id == other);
    let view = VariantsView::of(&version, &same);
    let variant = view.variants.first().ok_or(PageError::Missing)?;
    let said =
        |speakers: &Option<Vec<SpeakerView<'_>>>| speakers.as_ref().map(|all| said_by(all, w));
    let quotes = variant
        .quotes
        .iter()
        .map(|quote: &QuoteDifferenceView<'_>| {
            let names = [said(&quote.said_by), said(&quote.said_by_in_variant)];
            let mut names: Vec<String> = names.into_iter().flatten().collect();
            names.dedup();
            ChangedQuote {
                changes: changed(&quote.changes),
                who: names.join(" → "),
            }
        });
    let publisher = variant.variant.publisher.unwrap_or(w.no_publisher);
    let title = format!("{}: {publisher}", w.variants);
    let frame = site
        .frame(asked, &format!("/bericht/{id}/variant/{other}"), title)
        .noindex();
    html(&DifferencePage {
        back: format!("{}/bericht/{other}{}", site.options.prefix, frame.suffix),
        quotes: quotes.collect(),
        changes: changed(&variant.changes),
        frame,
    })
}
