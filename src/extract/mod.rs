//! `Capture` → [`Release`]: a pure function; no storage, no network, no clock.
//!
//! Leaves out indexing. Each file format (HTML, plain text, JSON record) becomes a draft first.
//! Then one module per field reads the draft. A field that cannot be read becomes a warning.
//!
//! ```
//! use omroeper::{document::Capture, extract::extract};
//!
//! let page = "<h1>Nieuwe brug</h1><p>Geplaatst op: 3 mei 2021</p>\
//!     <p>De gemeente Zandwijk bouwt een brug over de vaart, en dat is voor het dorp groot nieuws.</p>\
//!     <p>Wethouder Ans Bakker: “We zijn er blij mee.”</p>";
//! let capture = Capture::new("https://zandwijk.example/brug", "2021-06-01T00:00:00Z".parse()?, "text/html", page.into());
//! let release = extract(&capture)?;
//! assert_eq!(release.title.as_deref(), Some("Nieuwe brug"));
//! let quote = &release.quotes[0];
//! assert_eq!(release.text(quote.segments[0]), "We zijn er blij mee.");
//! assert_eq!(quote.speakers[0].name.as_deref(), Some("Ans Bakker"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod draft;
mod normalize;
mod carriers;
mod fields;
mod prints;
mod role;
mod roles;
mod explain;
mod versions;

use jiff::tz::TimeZone;

use crate::document::{
    Block, BlockKind, Capture, CaptureRef, MediaKind, Official, Quote, Reason, Release, Span, Tag,
    TailKind, Warning, WarningCode,
};
use crate::markup::{self, Unreadable};
use crate::sources::bodies;
use crate::sources::record::RecordError;
use crate::speech::people::People;
use crate::speech::quotes::quotes;
use crate::speech::words::Lines;
use carriers::{html, plain, record};
use draft::{CapturedOn, Draft, RawBlock};
use explain::Trace;
use fields::{aside, dates, kind, language, links, listing, lists, publisher, tail, title};
use role::{Assigned, Role};
pub use versions::versions;

/// Why a capture cannot be read as a release.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// The bytes cannot be read as a page.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The JSON is not a record, or has nothing to read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The media type is not HTML, text or JSON.
    #[error("has media type `{0}`, not HTML, text or JSON (leave it out)")]
    MediaType(String),
    /// The page lists other pages.
    #[error("lists other pages, so it is no release")]
    Listing,
}

/// Reads a capture into a release.
///
/// # Errors
/// Returns [`ExtractError`] if the capture cannot be read at all. Lesser problems become warnings
/// in the release.
pub fn extract(capture: &Capture) -> Result<Release, ExtractError> {
    traced(capture).map(|(release, _)| release)
}

/// Reads a capture, and explains the rule and the evidence for each field.
///
/// # Errors
/// Returns the same errors as [`extract`].
pub fn explain(capture: &Capture) -> Result<(Release, Vec<Reason>), ExtractError> {
    let (release, trace) = traced(capture)?;
    let reasons = explain::reasons(&release, &trace);
    Ok((release, reasons))
}

fn traced(capture: &Capture) -> Result<(Release, Trace), ExtractError> {
    let characters = markup::characters(capture)?;
    let captured = CapturedOn(capture.time.to_zoned_datetime(TimeZone::UTC).date());
    let mut draft = match capture.kind() {
        MediaKind::Html => html::draft(
            characters.text,
            markup::page_text(capture)?,
            capture.url(),
            captured,
        )?,
        MediaKind::Text => plain::draft(characters.text),
        MediaKind::Record => record::draft(characters.text, capture.url(), captured)?,
        MediaKind::Other | MediaKind::Gone => {
            return Err(ExtractError::MediaType(capture.media_type.clone()));
        }
    };
    draft.claims.add_those_of_a_list(&capture.claims);
    let title = title::title(&draft);
    if capture.kind() == MediaKind::Html && listing::is_listing(&draft, title.0.as_deref()) {
        return Err(ExtractError::Listing);
    }
    let (mut release, trace) = read(draft, title, capture, captured);
    if characters.damaged {
        warn(
            &mut release,
            WarningCode::BadEncoding,
            format!("bytes that are not {}", characters.encoding),
        );
    }
    if characters.repaired {
        warn(
            &mut release,
            WarningCode::BadEncoding,
            "characters that were encoded twice, repaired".to_owned(),
        );
    }
    Ok((release, trace))
}

/// Reads a draft whose title is `title`, shown in block `title_at`.
fn read(
    mut draft: Draft,
    (title, title_at): (Option<String>, Option<usize>),
    capture: &Capture,
    captured: CapturedOn,
) -> (Release, Trace) {
    let address = capture.address();
    let mut dates = dates::date(&draft, title_at, address.canonical(), captured);
    if capture.exchange.is_none() {
        dates.drop_inferred_year();
    }
    draft.body.start = title_at
        .filter(|at| draft.body.contains(at))
        .map_or(draft.body.start, |at| at + 1);
    let publishers = publisher::publishers(&draft, title.as_deref());
    let roles = roles::assign(&draft, title_at, title.as_deref(), &dates.lines);
    let claims = std::mem::take(&mut draft.claims);
    let text: Vec<&RawBlock> = with_role(&draft, &roles, |role| role == Role::Text).collect();
    let blocks: Vec<Block> = text
        .iter()
        .map(|b| Block {
            kind: b.kind,
            text: b.text.clone(),
        })
        .collect();
    let beside = |role| matches!(role, Role::Tail(_));
    let links = links::links(capture.url(), &text, with_role(&draft, &roles, beside));
    let tail = tail::sections(draft.blocks.iter().zip(&roles));

    let trace = Trace {
        origin: draft.origin,
        title_shown: title_at.map(|at| (draft.blocks[at].text.clone(), draft.blocks[at].level > 0)),
        date_line: dates.shown.map(|at| draft.blocks[at].text.clone()),
        kept: (text.len(), draft.blocks.len()),
        repeats: draft
            .blocks
            .iter()
            .zip(&roles)
            .filter(|(_, assigned)| assigned.role == Role::Repeat)
            .map(|(block, assigned)| (block.text.clone(), assigned.rule))
            .collect(),
        tail: tail.rules,
    };
    let words = Lines::of(&blocks);
    let captions = tail.sections.iter().filter(|section| {
        section.kind == TailKind::PhotoCredit || aside::is_caption(&section.text)
    });
    let beside = title
        .iter()
        .map(String::as_str)
        .chain(captions.map(|section| section.text.as_str()));
    let mut people = People::read(beside, &blocks, &words);
    let mut quotes = quotes(&blocks, &words, &mut people);
    let officials = without_bodies(people.into_officials(), &mut quotes.quotes);
    let mut publishers = publishers.into_iter();
    let mut release = Release {
        id: address.id(),
        url: address.url().trim().to_owned(),
        source_id: claims.source_id,
        title,
        publisher: publishers.next(),
        co_publishers: publishers.collect(),
        kind: claims
            .kind
            .or_else(|| kind::kind_shown(&draft, draft.body.start))
            .unwrap_or_default(),
        published: dates.published,
        modified: dates.modified,
        lead: blocks
            .iter()
            .position(|b| b.kind == BlockKind::Paragraph)
            .map(|at| Span::new(at, 0..blocks[at].text.len())),
        lists: lists::lists(&blocks, &text),
        officials,
        links,
        tags: unique_tags(claims.tags, tail.tags),
        tail: tail.sections,
        language: language::language(&blocks).or(claims.language),
        quotes: quotes.quotes,
        terms: quotes.terms,
        warnings: Vec::new(),
        capture: CaptureRef {
            time: capture.time,
            digest: capture.digest().to_string(),
        },
        blocks,
    };
    for span in quotes.unpaired {
        let detail = release.text(span).to_owned();
        warn(&mut release, WarningCode::UnpairedMark, detail);
    }
    for field in claims.bad_fields {
        let code = if field.starts_with("date:") || field.starts_with("published:") {
            WarningCode::BadDate
        } else {
            WarningCode::BadField
        };
        warn(&mut release, code, field);
    }
    for written in dates.bad {
        warn(&mut release, WarningCode::BadDate, written);
    }
    warn_of_missing_fields(&mut release);
    (release, trace)
}

/// Returns `officials` without those whose name is that of a public body (*Rijksoverheid,
/// medewerker*), and with roles without words in parentheses. Speakers of `quotes` keep their
/// official.
fn without_bodies(officials: Vec<Official>, quotes: &mut [Quote]) -> Vec<Official> {
    let mut places: Vec<Option<u32>> = Vec::with_capacity(officials.len());
    let mut kept: Vec<Official> = Vec::with_capacity(officials.len());
    for mut official in officials {
        if let Some(end) = official.role.find('(') {
            official.role.truncate(end);
            official.role.truncate(official.role.trim_end().len());
        }
        let is_person = !official.role.is_empty() && !bodies::is_public_body(&official.name);
        places.push(is_person.then_some(kept.len() as u32));
        if is_person {
            kept.push(official);
        }
    }
    for speaker in quotes.iter_mut().flat_map(|quote| &mut quote.speakers) {
        let place = |at: u32| places.get(at as usize).copied().flatten();
        speaker.official = speaker.official.and_then(place);
    }
    kept
}

/// Returns the blocks of a draft whose role passes `wanted`.
fn with_role<'d>(
    draft: &'d Draft,
    roles: &[Assigned],
    wanted: fn(Role) -> bool,
) -> impl Iterator<Item = &'d RawBlock> {
    draft
        .blocks
        .iter()
        .zip(roles)
        .filter(move |(_, assigned)| wanted(assigned.role))
        .map(|(block, _)| block)
}

fn unique_tags(claimed: Vec<String>, mut tags: Vec<Tag>) -> Vec<Tag> {
    tags.extend(claimed.into_iter().map(|text| Tag { text }));
    let mut seen = std::collections::HashSet::new();
    tags.retain(|tag| !tag.text.is_empty() && seen.insert(tag.text.to_lowercase()));
    tags
}

fn warn(release: &mut Release, code: WarningCode, detail: String) {
    release.warnings.push(Warning { code, detail });
}

/// Warns of each field that was not found. The details are stored, so a new wording changes
/// digests.
fn warn_of_missing_fields(release: &mut Release) {
    let gaps = [
        (
            release.title.is_none(),
            WarningCode::NoTitle,
            "no title on the page",
        ),
        (
            release.published.is_none(),
            WarningCode::NoDate,
            "no publication date on the page",
        ),
        (
            release.publisher.is_none(),
            WarningCode::NoPublisher,
            "nothing says which body speaks",
        ),
        (
            release.blocks.is_empty(),
            WarningCode::NoBody,
            "no running text",
        ),
    ];
    for (missing, code, detail) in gaps {
        if missing {
            warn(release, code, detail.to_owned());
        }
    }
}
