//! Sample values for the tests of all output formats: a release, a hit, and others.
//!
//! Leaves out the tests.

mod people;
mod programs;

use expect_test::Expect;
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::json;

use super::views::{
    BytesView, CapturesView, CoverageView, GapView, PastRunView, PeriodView, RunOutcome, TenureView,
};
use super::*;
use crate::document::{QuoteId, Release, ReleaseId, Span, Version, VersionMeta, VersionStatus};
use crate::search::{Answer, Hit, QuoteHit, Snippet};

const TITLE: &str = "Nieuwe brug over de Zandwijkse vaart";

const BLOCKS: [(&str, &str); 7] = [
    (
        "paragraph",
        "De gemeente Zandwijk bouwt een brug over de vaart.",
    ),
    ("heading", "Twee jaar werk"),
    (
        "paragraph",
        "“Wij zijn blij”, zegt wethouder Anna Kwibus. “Het duurde lang.” De bouw kost volgens de provincie € 2 miljoen.",
    ),
    ("list_item", "een brug voor fietsers"),
    ("list_item", "een steiger"),
    ("block_quote", "Een brug verbindt."),
    ("table_row", "2021 | begin"),
];

/// Returns the place of `words`, which must be in one block.
fn span(words: &str) -> Span {
    let mut places = BLOCKS.iter().enumerate();
    places
        .find_map(|(n, (_, text))| {
            let at = text.find(words)?;
            Some(Span::new(n, at..at + words.len()))
        })
        .expect("words of the text")
}

/// Returns a release with all fields.
fn release() -> Release {
    let url = "https://zandwijk.example/nieuws/brug";
    let blocks = BLOCKS.map(|(kind, text)| json!({ "kind": kind, "text": text }));
    let speaker = json!({
        "name": "Anna Kwibus",
        "role": "wethouder",
        "organisation": "gemeente Zandwijk",
        "official": 0,
        "link": "name",
    });
    let province = json!({ "organisation": "provincie Eikenland", "link": "organisation" });
    let stamp = |date: &str, time: Option<&str>| json!({ "date": date, "time": time, "precision": "minute", "source": "record" });
    serde_json::from_value(json!({
        "id": ReleaseId::of(url),
        "url": url,
        "source_id": "zw-7",
        "title": TITLE,
        "publisher": { "name": "gemeente Zandwijk", "kind": "municipality", "evidence": "site" },
        "co_publishers": [
            { "name": "provincie Eikenland", "kind": "province", "evidence": "text" },
        ],
        "kind": "press_release",
        "published": stamp("2021-03-01", Some("09:30:00")),
        "modified": stamp("2021-03-03", None),
        "lead": span(BLOCKS[0].1),
        "blocks": blocks,
        "quotes": [
            {
                "segments": [span("Wij zijn blij"), span("Het duurde lang.")],
                "kind": "direct",
                "speakers": [speaker],
                "attribution": span("zegt wethouder Anna Kwibus"),
                "form": "verb_after",
                "confidence": 90,
            },
            {
                "segments": [span("De bouw kost volgens de provincie € 2 miljoen.")],
                "kind": "indirect",
                "speakers": [province],
                "attribution": span("volgens de provincie"),
                "form": "within",
                "confidence": 60,
            },
            {
                "segments": [span("Een brug verbindt.")],
                "kind": "direct",
                "speakers": [],
                "form": "none",
                "confidence": 0,
            },
        ],
        "terms": [],
        "lists": [{
            "intro": span("Twee jaar werk"),
            "ordered": false,
            "items": [
                { "block": 3, "start": 0, "end": 22 },
                { "label": span("een"), "block": 4, "start": 0, "end": 11 },
            ],
        }],
        "officials": [{
            "name": "Anna Kwibus",
            "role": "wethouder",
            "modifiers": [],
            "portfolio": "Verkeer",
            "mentions": [span("Anna Kwibus")],
        }],
        "tags": [{ "text": "verkeer" }, { "text": "vaarwegen; bruggen" }],
        "links": [
            {
                "url": "https://zandwijk.example/brug.pdf",
                "label": "Tekening (pdf)",
                "attachment": true,
            },
            {
                "url": "https://zandwijk.example/bouw",
                "label": "bouw",
                "place": span("bouw"),
                "attachment": false,
            },
        ],
        "tail": [{ "kind": "contact", "text": "Bel de gemeente." }],
        "language": "nl",
        "warnings": [{ "code": "bad_date", "detail": "`31 februari` is not a date" }],
        "capture": { "time": "2021-03-04T12:00:00Z", "digest": "sha256:00" },
    }))
    .expect("a release")
}

/// Returns a release with only an address.
fn bare_release() -> Release {
    Release {
        source_id: None,
        title: None,
        publisher: None,
        co_publishers: Vec::new(),
        published: None,
        modified: None,
        lead: None,
        blocks: Vec::new(),
        quotes: Vec::new(),
        lists: Vec::new(),
        officials: Vec::new(),
        tags: Vec::new(),
        links: Vec::new(),
        tail: Vec::new(),
        language: None,
        warnings: Vec::new(),
        ..release()
    }
}

fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn first() -> VersionMeta {
    VersionMeta {
        number: 1,
        edits: 0,
        silent: 0,
        from: time("2021-03-01T08:30:00Z"),
        captured: time("2021-03-01T08:30:00Z"),
        until: None,
        status: VersionStatus::Current,
    }
}

/// Returns the first quote of the release as a result.
fn quote_hit() -> QuoteHit {
    QuoteHit {
        rank: 1,
        score: 1.0,
        id: QuoteId::from_u64(7),
        ordinal: 0,
        marks: vec![vec![10..14], vec![]],
        context: passage(),
        release: release(),
        meta: first(),
    }
}

fn hit(rank: usize, release: Release, snippet: Snippet) -> Hit {
    Hit {
        rank,
        score: 1503.25,
        snippet,
        title_marks: release.title.iter().map(|_| 7..11).collect(),
        release,
        meta: first(),
        by_other_words: false,
        explanation: Vec::new(),
        same_text: None,
        also_published: Vec::new(),
    }
}

fn passage() -> Snippet {
    let text = BLOCKS[2].1;
    let at = text.find("blij").expect("a word of the text");
    let mark = at..at + "blij".len();
    Snippet {
        text: text.to_owned(),
        marks: Vec::from([mark]),
        source: Some(span(text)),
        quote: Some(0),
    }
}

fn no_passage() -> Snippet {
    Snippet {
        text: String::new(),
        marks: Vec::new(),
        source: None,
        quote: None,
    }
}

fn answer(hits: Vec<Hit>) -> Answer {
    Answer {
        total: hits.len(),
        by_other_words: 0,
        also_searched: Vec::new(),
        hits,
    }
}

/// Returns what `write` writes, without color.
fn plain(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("writing to memory succeeds");
    let bare = anstream::adapter::strip_bytes(&out).into_vec();
    String::from_utf8(bare).expect("UTF-8")
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "`expect!` returns an owned value"
)]
fn check(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>, expected: Expect) {
    expected.assert_eq(&plain(write));
}

/// Returns two versions of a page that is gone after the second.
fn versions() -> [Version; 2] {
    let mut later = release();
    later.title = Some("Nieuwe brug over de Zandwijkse gracht".to_owned());
    later.blocks.truncate(1);
    later.blocks[0].text = "De gemeente bouwt een mooie brug over de vaart.".to_owned();
    let mut earlier = release();
    earlier.blocks.truncate(1);
    let until = time("2021-04-01T10:00:00Z");
    let old = VersionMeta {
        until: Some(until),
        status: VersionStatus::Superseded,
        ..first()
    };
    let new = VersionMeta {
        number: 2,
        edits: 1,
        silent: 1,
        from: until,
        captured: until,
        until: Some(time("2021-06-01T10:00:00Z")),
        status: VersionStatus::Gone,
    };
    [(earlier, old), (later, new)].map(|(release, meta)| Version { release, meta })
}

fn coverage() -> [CoverageView; 2] {
    let dated = CoverageView {
        publisher: Some("gemeente Zandwijk".to_owned()),
        releases: 12,
        undated: 1,
        period: Some(PeriodView(date(2019, 1, 2), date(2021, 3, 1))),
        longest_gap: Some(GapView(date(2019, 5, 1), 120)),
    };
    let undated = CoverageView {
        publisher: None,
        releases: 1,
        undated: 1,
        period: None,
        longest_gap: None,
    };
    [dated, undated]
}

fn status() -> StatusView {
    StatusView {
        releases: 13,
        versions: 15,
        gone: 1,
        captures: CapturesView {
            pages: 16,
            unchanged: 4,
            gone: 1,
            purged: 0,
            lost: 0,
            robots: 0,
        },
        bytes: BytesView {
            captures: 1_250_000,
            index: 300_000,
            room: Some(17_250_000_000),
        },
        generation: Some("000001".to_owned()),
        behind: 0,
        publishers: coverage().into(),
        sources: Vec::new(),
        runs: vec![
            PastRunView {
                pages: 20,
                new: 3,
                failures: 1,
                ended: Some(Timestamp::UNIX_EPOCH),
                outcome: RunOutcome::Partial,
                ..PastRunView::begun("ingest".to_owned(), Timestamp::UNIX_EPOCH)
            },
            PastRunView::begun("fetch".to_owned(), Timestamp::UNIX_EPOCH),
        ],
    }
}

fn official() -> OfficialView<'static> {
    OfficialView {
        name: "Anna Kwibus",
        variants: vec!["Kwibus", "A. Kwibus"],
        may_be_several: false,
        offices: vec![
            TenureView {
                role: "wethouder",
                organisation: Some("gemeente Zandwijk"),
                portfolios: vec!["Verkeer", "Water"],
                releases: 4,
                period: Some(PeriodView(date(2019, 1, 2), date(2021, 3, 1))),
            },
            TenureView {
                role: "voorzitter",
                organisation: None,
                portfolios: Vec::new(),
                releases: 1,
                period: Some(PeriodView(date(2018, 5, 5), date(2018, 5, 5))),
            },
        ],
        releases: 5,
        quotes: 1,
        period: None,
    }
}
