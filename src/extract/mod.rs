//! `Capture` → [`Release`]: a pure function; no storage, no network, no clock.
//!
//! Leaves out indexing. Whatever carries the text becomes a draft first; then each field
//! is read from the draft by a module of its own, and what cannot be read is a warning.
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
mod explain;
mod normalize;
mod plain;
mod html;
mod record;
mod sites;
mod title;
mod dates;
mod publisher;
mod tail;
mod lists;
mod links;
mod people;
mod quotes;

use std::ops::Range;

use jiff::tz::TimeZone;
use whichlang::Lang;

use crate::document::{
    Block, BlockKind, Capture, CaptureRef, MediaKind, Reason, Release, ReleaseId, ReleaseKind, Span, Tag, Warning,
    WarningCode, canonical_url,
};
use crate::markup::{self, Unreadable};
use draft::{CapturedOn, Draft, RawBlock, Region};
use explain::Trace;

/// Why a capture gives no release at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// The bytes are no page.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// A record is no JSON object of the expected fields.
    #[error("is no JSON record (one object a line, with `id` or `url`, `title`, `date`, and `text` or `html`)")]
    Record(#[source] serde_json::Error),
    /// A record has nothing to read.
    #[error("has neither `text` nor `html` (add one)")]
    RecordWithoutText,
    /// A media type that holds no text.
    #[error("is `{0}`, not HTML, text or JSON (leave it out)")]
    MediaType(String),
}

/// Reads a capture.
///
/// # Errors
/// [`ExtractError`] where there is nothing to read; anything less is a warning of the release.
pub fn extract(capture: &Capture) -> Result<Release, ExtractError> {
    traced(capture).map(|(release, _)| release)
}

/// Reads a capture, and says of each field which rule gave it and on what evidence.
///
/// # Errors
/// As [`extract`].
pub fn explain(capture: &Capture) -> Result<(Release, Vec<Reason>), ExtractError> {
    let (release, trace) = traced(capture)?;
    let reasons = explain::reasons(&release, &trace);
    Ok((release, reasons))
}

fn traced(capture: &Capture) -> Result<(Release, Trace), ExtractError> {
    markup::check(capture.payload())?;
    let decoded = markup::decode(capture.payload(), &capture.media_type);
    let captured = CapturedOn(capture.time.to_zoned_datetime(TimeZone::UTC).date());
    let draft = match capture.kind() {
        MediaKind::Html => html::draft(&markup::prune(&decoded.text)?, &capture.url, captured),
        MediaKind::Text => plain::draft(&decoded.text),
        MediaKind::Record => record::draft(&decoded.text, &capture.url, captured)?,
        MediaKind::Other | MediaKind::Gone => return Err(ExtractError::MediaType(capture.media_type.clone())),
    };
    let (mut release, trace) = read(draft, capture, captured);
    if decoded.damaged {
        warn(&mut release, WarningCode::BadEncoding, format!("bytes that are not {}", decoded.encoding));
    }
    Ok((release, trace))
}

fn read(mut draft: Draft, capture: &Capture, captured: CapturedOn) -> (Release, Trace) {
    let url = canonical_url(&capture.url);
    let (title, title_at) = title::title(&draft);
    let dates = dates::date(&draft, title_at, &url, captured);
    let start = title_at.filter(|at| draft.body.contains(at)).map_or(draft.body.start, |at| at + 1);
    draft.body.start = start;
    let end = tail::cut(&draft.blocks, draft.body.clone());
    let publishers = publisher::publishers(&draft, title.as_deref());
    let Kept { text: kept, repeats } = text_blocks(&draft, start..end, title.as_deref(), &dates.lines);
    let raw: Vec<&RawBlock> = kept.iter().map(|&at| &draft.blocks[at]).collect();
    let blocks: Vec<Block> = raw.iter().map(|b| Block { kind: b.kind, text: b.text.clone() }).collect();
    let apart = (start..draft.blocks.len())
        .filter(|at| [&kept, &repeats, &dates.lines].iter().all(|known| known.binary_search(at).is_err()));
    let links = links::links(&capture.url, &raw, apart.clone().map(|at| &draft.blocks[at]));
    let tail = tail::sections(apart.map(|at| &draft.blocks[at]).filter(|b| b.region != Region::Frame));

    let trace = Trace {
        found: draft.found,
        title_shown: title_at.map(|at| (draft.blocks[at].text.clone(), draft.blocks[at].level > 0)),
        date_line: dates.shown.map(|at| draft.blocks[at].text.clone()),
        kept: (kept.len(), draft.blocks.len()),
    };
    let mut people = people::People::read(&blocks);
    let quotes = quotes::quotes(&blocks, &mut people);
    let mut publishers = publishers.into_iter();
    let mut release = Release {
        id: ReleaseId::of(&url),
        source_id: draft.claims.source_id.take(),
        publisher: publishers.next(),
        co_publishers: publishers.collect(),
        kind: draft.claims.kind.or_else(|| kind_shown(&draft, start)).unwrap_or_default(),
        published: dates.published,
        modified: dates.modified,
        lead: blocks
            .iter()
            .position(|b| b.kind == BlockKind::Paragraph)
            .map(|at| Span::new(at, 0..blocks[at].text.len())),
        lists: lists::lists(&blocks, &raw),
        officials: people.into_officials(),
        links,
        tags: unique_tags(std::mem::take(&mut draft.claims.tags), tail.tags),
        tail: tail.sections,
        language: language(&blocks).or(draft.claims.language),
        quotes: quotes.quotes,
        terms: quotes.terms,
        warnings: Vec::new(),
        capture: CaptureRef { time: capture.time, digest: capture.digest().to_string() },
        url,
        title,
        blocks,
    };
    for span in quotes.unpaired {
        let detail = release.text(span).to_owned();
        warn(&mut release, WarningCode::UnpairedMark, detail);
    }
    for written in dates.bad {
        warn(&mut release, WarningCode::BadDate, written);
    }
    warn_of_gaps(&mut release);
    (release, trace)
}

/// Indices of blocks, rising.
#[derive(Default)]
struct Kept {
    /// The release's text.
    text: Vec<usize>,
    /// Its title and lead once more.
    repeats: Vec<usize>,
}

/// The blocks of `range` that are the release's text.
fn text_blocks(draft: &Draft, range: Range<usize>, title: Option<&str>, date_lines: &[usize]) -> Kept {
    let mut kept = Kept::default();
    for at in range {
        let block = &draft.blocks[at];
        let before = kept.text.last().map_or("", |&n| draft.blocks[n].text.as_str());
        let repeats = kept.text.len() < 3
            && (title::same(&block.text, title.unwrap_or_default())
                || block.text.len() > 40 && before.len() > 40 && title::same(before, &block.text));
        let outside =
            block.region != Region::Content || tail::is_aside(block).is_some() || date_lines.binary_search(&at).is_ok();
        let all_tags = !block.tags.is_empty() && block.linked * 2 > block.text.len();
        if repeats {
            kept.repeats.push(at);
        } else if !(outside || all_tags) {
            kept.text.push(at);
        }
    }
    kept
}

/// `Persbericht` beside the title.
fn kind_shown(draft: &Draft, start: usize) -> Option<ReleaseKind> {
    let near = &draft.blocks[start.saturating_sub(3)..(start + 2).min(draft.blocks.len())];
    near.iter().find_map(|b| {
        let word = b.text.split([',', '|', ':', ' ']).next().unwrap_or_default();
        html::kind_of(word).filter(|_| b.text.len() < 60)
    })
}

fn unique_tags(claimed: Vec<String>, mut tags: Vec<Tag>) -> Vec<Tag> {
    tags.extend(claimed.into_iter().map(|text| Tag { text }));
    let mut seen = std::collections::HashSet::new();
    tags.retain(|tag| !tag.text.is_empty() && seen.insert(tag.text.to_lowercase()));
    tags
}

/// Bytes of text that its language is told by; the model errs on one in a thousand that long.
const LANGUAGE_SAMPLE: usize = 400;

/// Bytes of text below which only Dutch and Frisian are told.
const FOREIGN_SAMPLE: usize = 160;

/// The language of the running text, told by its letters (whichlang).
fn language(blocks: &[Block]) -> Option<String> {
    let mut sample = String::new();
    for block in blocks.iter().filter(|b| b.kind != BlockKind::Heading) {
        sample.push_str(&block.text[..block.text.floor_char_boundary(LANGUAGE_SAMPLE)]);
        sample.push(' ');
        if sample.len() > LANGUAGE_SAMPLE {
            break;
        }
    }
    if sample.len() < 60 {
        return None;
    }
    let long = sample.len() >= FOREIGN_SAMPLE;
    Some(
        match whichlang::detect_language(&sample) {
            Lang::Nld if is_frisian(&sample) => "fy",
            Lang::Nld => "nl",
            Lang::Eng if long => "en",
            Lang::Deu if long => "de",
            Lang::Fra if long => "fr",
            // The model takes short Dutch for its neighbours; another language here is noise.
            _ => return None,
        }
        .to_owned(),
    )
}

/// Function words that Frisian has and Dutch has not.
const FRISIAN: &[&str] = &[
    "it", "yn", "fan", "oan", "foar", "dêr", "wurdt", "wurde", "ek", "by", "ús", "binne", "hat", "kinne", "fjouwer",
    "dy't", "sil", "wol", "neffens",
];

/// Whether a sample that the model takes for Dutch is Frisian, which the model does not know.
fn is_frisian(sample: &str) -> bool {
    let words = sample.split_whitespace();
    let total = words.clone().count();
    let frisian = words
        .filter(|w| FRISIAN.contains(&w.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase().as_str()))
        .count();
    frisian * 100 > total * 6
}

fn warn(release: &mut Release, code: WarningCode, detail: String) {
    release.warnings.push(Warning { code, detail });
}

fn warn_of_gaps(release: &mut Release) {
    let gaps = [
        (release.title.is_none(), WarningCode::NoTitle, "no title on the page"),
        (release.published.is_none(), WarningCode::NoDate, "no publication date on the page"),
        (release.publisher.is_none(), WarningCode::NoPublisher, "nothing says which body speaks"),
        (release.blocks.is_empty(), WarningCode::NoBody, "no running text"),
    ];
    for (missing, code, detail) in gaps {
        if missing {
            warn(release, code, detail.to_owned());
        }
    }
}
