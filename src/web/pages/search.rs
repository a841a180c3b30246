//! `/zoeken`: the answer to a query, with what narrows it.

use askama::Template;
use axum::response::Response;

use super::super::asked::{Asked, LAST_PAGE, PAGE};
use super::super::site::{Frame, PageError, Site, html};
use super::super::text::{Day, Piece, pieces};
use super::super::words::Words;
use super::Pager;
use crate::document::{VersionMeta, VersionStatus};
use crate::present::timeline_svg;
use crate::present::views::{AnswerView, HitView, TimelineView};
use crate::search::{FacetField, Interval, Query, Search, Synonyms, extent};

/// What is counted beside the answer, each with the field of the address that narrows by it, and how many
/// values are shown. Only offices are counted, not persons: who is quoted as a citizen is not listed.
const FACETS: [(FacetField, &str, usize); 6] = [
    (FacetField::Publisher, "uitgever", 8),
    (FacetField::Year, "jaar", 30),
    (FacetField::Office, "ambt", 6),
    (FacetField::Party, "partij", 6),
    (FacetField::Topic, "onderwerp", 8),
    (FacetField::Kind, "soort", 4),
];

/// The values of the field `soort`, by the names of kinds.
const KINDS: [(&str, &str); 4] = [
    ("news", "nieuws"),
    ("press_release", "persbericht"),
    ("speech", "toespraak"),
    ("parliamentary_paper", "kamerstuk"),
];

/// Years of a timeline up to which it counts by month.
const MONTHS_UP_TO: i16 = 2;

/// Queries that show what can be asked.
const EXAMPLES: [&str; 4] = [
    "circulaire economie",
    "\"sociale woningbouw\"",
    "spreker:burgemeester veiligheid",
    "dijk NEAR/5 brug",
];

#[derive(Template)]
#[template(path = "search.html", config = "src/web/askama.toml")]
struct SearchPage<'a> {
    frame: Frame,
    from: &'a str,
    until: &'a str,
    by_date: bool,
    /// Fields that the form keeps.
    kept: Vec<(&'a str, &'a str)>,
    chosen: Vec<Chip<'a>>,
    answer: Option<Shown<'a>>,
    examples: Vec<(&'static str, String)>,
    coverage: String,
    files: Vec<(&'static str, String)>,
    feed: String,
    /// The form that keeps the query as a watch.
    watch: String,
}

/// A value that narrows the answer, and the address without it.
struct Chip<'a> {
    value: &'a str,
    href: String,
}

struct Shown<'a> {
    total: String,
    by_other_words: Option<String>,
    also_searched: Vec<(&'a str, &'a str)>,
    did_you_mean: Option<(String, String)>,
    first: usize,
    hits: Vec<Hit<'a>>,
    facets: Vec<FacetBox>,
    timeline: Option<TimelineBox>,
    pager: Pager,
}

/// A hit of a list.
pub(super) struct Hit<'a> {
    pub(super) href: String,
    pub(super) title: Vec<Piece<'a>>,
    pub(super) day: Option<Day>,
    pub(super) publisher: &'a str,
    pub(super) notes: Vec<String>,
    pub(super) passage: Vec<Piece<'a>>,
    pub(super) said_by: Option<String>,
    pub(super) others: Vec<(&'a str, String)>,
}

struct FacetBox {
    name: &'static str,
    is_open: bool,
    values: Vec<FacetValue>,
}

struct FacetValue {
    value: String,
    count: String,
    href: String,
    is_chosen: bool,
}

struct TimelineBox {
    svg: String,
    rows: Vec<(String, u64)>,
}

/// Returns the page for a query, or for nothing asked the page that invites to ask.
pub(in super::super) fn search(site: &Site, asked: &Asked) -> Result<Response, PageError> {
    let w = asked.language().words();
    let query = asked.query()?;
    let engine = site.engine()?;
    let typed = asked.get("q").unwrap_or_default();
    let title = if typed.is_empty() {
        w.search.to_owned()
    } else {
        format!("{}: {typed}", w.search)
    };
    let frame = site.frame(asked, "/zoeken", title);
    let path = format!("{}/zoeken", site.options.prefix);
    let prepared = engine.search(&query, Synonyms::of_program())?;
    let is_asked = query != Query::default();
    let answer = if is_asked {
        Some(prepared.top_grouped(&asked.paging())?)
    } else {
        None
    };
    let view = answer.as_ref().map(|answer| AnswerView::of(typed, answer));
    let better = match &view {
        Some(view) if view.total + view.by_other_words == 0 => engine.suggest(&query)?,
        _ => None,
    };
    let shown = match &view {
        Some(view) => Some(Shown {
            did_you_mean: better.map(|better| suggestion(&better, asked, &path)),
            facets: facets(&*prepared, asked, &path)?,
            timeline: timeline(&*prepared, typed)?,
            ..Shown::of(view, &frame, asked, &path)
        }),
        None => None,
    };
    let fields = [
        "uitgever",
        "ambt",
        "partij",
        "onderwerp",
        "soort",
        "jaar",
        "persoon",
    ];
    let narrowing = fields
        .iter()
        .flat_map(|field| asked.all(field).map(move |value| (*field, value)));
    let narrowing: Vec<(&str, &str)> = narrowing.collect();
    let chosen = narrowing.iter().map(|&(field, value)| Chip {
        value,
        href: asked.toggled(field, value).address(&path),
    });
    let files = [
        ("CSV", "csv"),
        ("JSONL", "jsonl"),
        ("BibTeX", "bibtex"),
        ("RIS", "ris"),
    ];
    let file = |format: &str| asked.with("formaat", format).address(&path);
    // Only the page without an answer says what there is: that takes a look at every release.
    let coverage = if is_asked {
        String::new()
    } else {
        super::coverage_sentence(&extent(&site.reader()?)?, w)
    };
    html(&SearchPage {
        from: asked.get("van").unwrap_or_default(),
        until: asked.get("tot").unwrap_or_default(),
        by_date: asked.get("sorteer") == Some("datum"),
        kept: narrowing
            .iter()
            .copied()
            .chain(asked.get("taal").map(|code| ("taal", code)))
            .collect(),
        chosen: chosen.collect(),
        answer: shown,
        examples: EXAMPLES
            .iter()
            .map(|text| (*text, asked.with("q", text).address(&path)))
            .collect(),
        coverage,
        files: files
            .iter()
            .map(|(name, format)| (*name, file(format)))
            .collect(),
        feed: file("atom"),
        watch: Asked::default()
            .with("q", &query.to_string())
            .with("taal", asked.get("taal").unwrap_or_default())
            .address(&format!("{}/meldingen", site.options.prefix)),
        frame,
    })
}

/// Returns a better spelling of a query, and the address that asks it.
fn suggestion(better: &Query, asked: &Asked, path: &str) -> (String, String) {
    let words = better.words.as_ref();
    let words = words.map(ToString::to_string).unwrap_or_default();
    let href = asked.with("q", &words).address(path);
    (words, href)
}

impl<'a> Shown<'a> {
    fn of(view: &'a AnswerView<'a>, frame: &Frame, asked: &Asked, path: &str) -> Self {
        let w = frame.w;
        let found = view.total + view.by_other_words;
        let also = view.also_searched.iter();
        Self {
            total: w.counted(found as u64, w.release, w.releases),
            by_other_words: (view.by_other_words > 0).then(|| w.number(view.by_other_words as u64)),
            also_searched: also.map(|also| (&*also.word, &*also.other)).collect(),
            did_you_mean: None,
            first: view.hits.first().map_or(1, |hit| hit.rank),
            hits: view
                .hits
                .iter()
                .map(|hit| Hit::of(hit, frame, asked))
                .collect(),
            facets: Vec::new(),
            timeline: None,
            pager: Pager::of(asked, path, found, PAGE),
        }
    }
}

impl<'a> Hit<'a> {
    pub(super) fn of(hit: &'a HitView<'a>, frame: &Frame, asked: &Asked) -> Self {
        let w = frame.w;
        let said_by = hit.said_by.filter(|speakers| !speakers.is_empty());
        // Only what was asked has hits before and after this one.
        let place = asked
            .get("q")
            .map_or_else(String::new, |_| hit.rank.to_string());
        let mut notes = notes(hit.meta, w);
        notes.extend(hit.same_text.map(|_| w.same_text.to_owned()));
        Self {
            href: frame.release(&hit.id, &asked.with("plaats", &place)),
            title: pieces(hit.title.unwrap_or(w.no_title), &hit.title_marks),
            day: Day::read(hit.date.as_deref(), w),
            publisher: hit.publisher.unwrap_or(w.no_publisher),
            notes,
            passage: pieces(hit.snippet.text, &hit.snippet.marks),
            said_by: said_by.map(|speakers| {
                let one = |speaker: &crate::document::Speaker| {
                    let body = speaker.organisation.as_deref();
                    let parts = [speaker.name.as_deref(), speaker.role.as_deref(), body];
                    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
                };
                speakers.iter().map(one).collect::<Vec<_>>().join("; ")
            }),
            others: hit
                .also_published
                .iter()
                .map(|other| {
                    (
                        other.publisher.unwrap_or(other.url),
                        frame.release(&other.id, asked),
                    )
                })
                .collect(),
        }
    }
}

/// Returns whether a release was changed or is gone, in words.
pub(super) fn notes(meta: VersionMeta, w: &Words) -> Vec<String> {
    let changed = match (meta.edits, meta.silent) {
        (0, _) => None,
        (_, 0) => Some(w.changed),
        _ => Some(w.changed_silently),
    };
    let gone = (meta.status == VersionStatus::Gone).then_some(w.gone);
    changed.into_iter().chain(gone).map(str::to_owned).collect()
}

fn facets(prepared: &dyn Search, asked: &Asked, path: &str) -> Result<Vec<FacetBox>, PageError> {
    let w = asked.language().words();
    let names = [w.publisher, w.year, w.office, w.party, w.topic, w.kind];
    let wanted = FACETS.map(|(field, _, most)| (field, most));
    let counted = prepared.facets(&wanted)?;
    let mut boxes = Vec::new();
    for (((_, field, _), name), facet) in FACETS.iter().zip(names).zip(counted) {
        let values = facet.values.into_iter().filter_map(|(value, count)| {
            let value = match *field {
                "soort" => KINDS.iter().find(|(kind, _)| *kind == value)?.1.to_owned(),
                "ambt" if crate::dutch::offices::office_of(&value).is_none() => return None,
                _ => value,
            };
            Some(FacetValue {
                href: asked.toggled(field, &value).address(path),
                is_chosen: asked.has(field, &value),
                count: w.number(count),
                value,
            })
        });
        let mut values: Vec<FacetValue> = values.collect();
        if *field == "jaar" {
            values.reverse();
        }
        if !values.is_empty() {
            boxes.push(FacetBox {
                name,
                is_open: boxes.is_empty() || values.iter().any(|value| value.is_chosen),
                values,
            });
        }
    }
    Ok(boxes)
}

fn timeline(prepared: &dyn Search, typed: &str) -> Result<Option<TimelineBox>, PageError> {
    let mut timeline = prepared.timeline(Interval::Year, None, None)?;
    let (Some(first), Some(last)) = (timeline.periods.first(), timeline.periods.last()) else {
        return Ok(None);
    };
    if last.first.year() - first.first.year() <= MONTHS_UP_TO {
        timeline = prepared.timeline(Interval::Month, None, None)?;
    }
    let view = TimelineView::of(typed, &timeline);
    Ok(Some(TimelineBox {
        svg: timeline_svg(&view),
        rows: view
            .periods
            .iter()
            .map(|period| (period.period.clone(), period.count))
            .collect(),
    }))
}

/// The last page that a list has.
pub(super) fn last_page(found: usize, size: usize) -> usize {
    found.div_ceil(size).clamp(1, LAST_PAGE)
}
