//! Tests of output for programs: CSV, JSON and its schemas, TREC runs.
//!
//! Leaves out output for people.

use std::path::Path;

use crate::present::views::{FacetView, IntervalView, Operation, RunView, SourcesView};
use crate::search::{
    AlsoSearched, Claim, Extent, PartOfScore, QuoteAnswer, Relation, Republished, SameText,
    Verdict, Verification,
};
use expect_test::expect;
use serde_json::Value;

use super::*;

#[test]
fn a_row_holds_the_facts_of_a_release_and_each_speaker_once() {
    let mut release = release();
    let again = release.quotes[0].clone();
    release.quotes.push(again);
    let row = csv_record(&ReleaseView::of(&release));
    let cell = |name: &str| {
        let at = CSV_COLUMNS.iter().position(|column| *column == name);
        row[at.expect(name)].as_str()
    };
    assert_eq!(cell("id"), release.id.to_string());
    assert_eq!(cell("date"), "2021-03-01");
    assert_eq!(cell("publisher"), "gemeente Zandwijk");
    assert_eq!(cell("speakers"), "Anna Kwibus; provincie Eikenland");
    assert_eq!(cell("tags"), "verkeer; vaarwegen; bruggen");
    assert_eq!(cell("text").lines().count(), BLOCKS.len());
    let bare = csv_record(&ReleaseView::of(&bare_release()));
    assert_eq!(
        bare.iter().filter(|cell| !cell.is_empty()).count(),
        2,
        "id and url"
    );
}

#[test]
fn a_csv_file_reads_back_as_the_same_cells() {
    let mut release = release();
    release.title = Some("=1+2; \"brug\", zei zij\r\n- en @ook".to_owned());
    release.blocks[0].text = "\"a\";\"b\"\n,".to_owned();
    let row = csv_record(&ReleaseView::of(&release));
    let mut table = ::csv::Writer::from_writer(Vec::new());
    table
        .write_record(CSV_COLUMNS)
        .expect("memory takes all writes");
    table.write_record(&row).expect("memory takes all writes");
    let written = table.into_inner().expect("memory takes all writes");
    let mut read = ::csv::Reader::from_reader(written.as_slice());
    assert_eq!(read.headers().expect("a head"), &CSV_COLUMNS[..]);
    let rows: Vec<::csv::StringRecord> = read.records().collect::<Result<_, _>>().expect("rows");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0], row[..]);
}

#[test]
fn a_release_as_json_reads_back_as_the_same_release() {
    let release = release();
    let view = ReleaseView {
        file: Some("pages/brug.html"),
        meta: Some(first()),
        explanation: Some(&[]),
        ..ReleaseView::of(&release)
    };
    let value = serde_json::to_value(view).expect("JSON");
    let names: Vec<&String> = value.as_object().expect("an object").keys().collect();
    assert_eq!(names.first().map(|name| name.as_str()), Some("file"));
    assert_eq!(names[names.len() - 2..], ["edition", "explanation"]);
    let read: Release = serde_json::from_value(value).expect("a release");
    assert_eq!(read, release);
}

#[test]
fn every_span_of_a_release_as_json_has_its_words() {
    let release = release();
    let value = serde_json::to_value(ReleaseView::of(&release)).expect("JSON");
    let (mut open, mut spans) = (vec![&value], 0);
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(fields) => {
                open.extend(fields.values());
                if fields.contains_key("start") {
                    let span: Span = serde_json::from_value(value.clone()).expect("a span");
                    assert_eq!(fields["text"], release.text(span), "{value}");
                    spans += 1;
                }
            }
            _ => {}
        }
    }
    assert_eq!(spans, 13);
    let words = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    assert_eq!(words("/quotes/0/segments/1/text"), Some("Het duurde lang."));
    assert_eq!(words("/lists/0/items/1/label/text"), Some("een"));
    assert_eq!(words("/tags/0/text"), Some("verkeer"));
}

#[test]
fn a_hit_as_json_cites_its_release_and_who_said_it() {
    let answer = answer(vec![hit(1, release(), passage())]);
    let mut view = AnswerView::of("blij", &answer);
    let value = serde_json::to_value(&view).expect("JSON");
    assert_eq!(value.get("id"), None, "a query without an id");
    let shown = serde_json::to_string_pretty(&value).expect("JSON");
    expect![[r#"
        {
          "query": "blij",
          "total": 1,
          "hits": [
            {
              "rank": 1,
              "score": 1503.25,
              "id": "d4bfed40de2424fd",
              "source_id": "zw-7",
              "url": "https://zandwijk.example/nieuws/brug",
              "title": "Nieuwe brug over de Zandwijkse vaart",
              "title_marks": [
                [
                  7,
                  11
                ]
              ],
              "date": "2021-03-01",
              "publisher": "gemeente Zandwijk",
              "snippet": {
                "text": "“Wij zijn blij”, zegt wethouder Anna Kwibus. “Het duurde lang.” De bouw kost volgens de provincie € 2 miljoen.",
                "marks": [
                  [
                    12,
                    16
                  ]
                ],
                "source": {
                  "block": 2,
                  "start": 0,
                  "end": 120
                }
              },
              "said_by": [
                {
                  "name": "Anna Kwibus",
                  "role": "wethouder",
                  "organisation": "gemeente Zandwijk",
                  "official": 0,
                  "link": "name"
                }
              ],
              "edition": {
                "number": 1,
                "edits": 0,
                "silent": 0,
                "from": "2021-03-01T08:30:00Z",
                "captured": "2021-03-01T08:30:00Z",
                "until": null,
                "standing": "current"
              }
            }
          ]
        }"#]].assert_eq(&shown);
    view.id = Some("q1");
    let value = serde_json::to_value(&view).expect("JSON");
    assert_eq!(value["id"], "q1");
    assert!(no_quote()["said_by"].is_null());
}

fn no_quote() -> Value {
    let hit = hit(1, bare_release(), no_passage());
    serde_json::to_value(HitView::of(&hit)).expect("JSON")
}

fn run() -> RunView {
    RunView {
        pages: 1,
        new: 1,
        changed: 0,
        unchanged: 0,
        refused: 0,
        left_out: 0,
        interrupted: false,
        failures: Vec::new(),
        releases: Vec::new(),
    }
}

#[test]
fn every_field_of_every_view_is_in_its_schema() {
    let by_other_words = Hit {
        by_other_words: true,
        same_text: Some(0.8),
        also_published: vec![Republished {
            id: release().id,
            url: "https://www.eikenland.example/brug".to_owned(),
            publisher: None,
            date: None,
        }],
        explanation: vec![PartOfScore {
            part: "blij".to_owned(),
            score: 1503.25,
        }],
        ..hit(1, release(), passage())
    };
    let answer = Answer {
        by_other_words: 1,
        also_searched: vec![AlsoSearched {
            word: "blijj".to_owned(),
            other: "blij".to_owned(),
            relation: Relation::Spelling,
        }],
        ..answer(vec![by_other_words])
    };
    let answer = AnswerView {
        id: Some("q1"),
        as_of: Some(jiff::civil::Date::constant(2024, 1, 1)),
        facets: vec![FacetView {
            field: "year",
            values: Vec::new(),
            distinct: 0,
            without: 1,
        }],
        did_you_mean: Some("blij".to_owned()),
        ..AnswerView::of("blij", &answer)
    };
    let [old, new] = versions();
    let release = release();
    let release = ReleaseView {
        file: Some("pages/brug.html"),
        meta: Some(first()),
        explanation: Some(&[]),
        ..ReleaseView::of(&release)
    };
    let json = |value: serde_json::Result<Value>| value.expect("JSON");
    let mut views = vec![
        ("answer", json(serde_json::to_value(&answer))),
        (
            "diff",
            json(serde_json::to_value(DiffView::between(&old, &new))),
        ),
        (
            "change",
            json(serde_json::to_value(LogChangeView {
                sequence: 7,
                operation: Operation::Upsert,
                id: "03fe7d946db1976c".to_owned(),
                url: None,
            })),
        ),
        (
            "variants",
            json(serde_json::to_value(VariantsView::of(
                &old,
                &[SameText {
                    version: new.clone(),
                    resemblance: 0.8,
                }],
            ))),
        ),
        (
            "fetch",
            json(serde_json::to_value(FetchView {
                sources: Vec::new(),
                run: run(),
            })),
        ),
        ("hit", json(serde_json::to_value(&answer.hits[0]))),
        ("official", json(serde_json::to_value(official()))),
        ("release", json(serde_json::to_value(release))),
    ];

    let cited = self::versions();
    let record = Path::new("captures/000001.warc.gz");
    let evidence = EvidenceView::of(&cited[0], Some((record, 7, 9)));
    views.push(("evidence", json(serde_json::to_value(evidence))));
    views.push(("event", serde_json::to_value(event()).expect("JSON")));
    views.extend(views_of_quotes());
    views.extend(views_of_counts());
    views.extend(views_of_jobs());
    views.sort_by_key(|(name, _)| *name);
    let schemas = schemas();
    assert_eq!(schemas.len(), views.len());
    for ((name, schema), (view, value)) in schemas.iter().zip(&views) {
        assert_eq!(name, view);
        let properties = schema.get("properties").and_then(Value::as_object);
        let known: Vec<&String> = properties.expect(name).keys().collect();
        let written: Vec<&String> = value.as_object().expect(name).keys().collect();
        assert_eq!(written, known, "{name}");
    }
}

fn views_of_jobs() -> [(&'static str, Value); 3] {
    let sources = SourcesView {
        publishers: Vec::new(),
        sources: Vec::new(),
    };
    [
        ("run", serde_json::to_value(run())),
        ("status", serde_json::to_value(status())),
        ("sources", serde_json::to_value(sources)),
    ]
    .map(|(name, view)| (name, view.expect("JSON")))
}

fn event() -> Event {
    let speaker = json!({ "name": "Anna Kwibus", "role": "wethouder", "organisation": null });
    let event = json!({
        "id": "e1", "kind": "new", "watches": ["blij"], "release": "53c719b9137ef54a", "quote": null,
        "url": "https://zandwijk.example/nieuws/brug", "title": TITLE, "publisher": null,
        "published": "2021-03-01", "seen": "2021-03-01T08:30:00Z", "version": 1, "silent": false,
        "text": "Wij zijn blij", "speakers": [speaker],
    });
    serde_json::from_value(event).expect("an event")
}

/// Views of quotes, each with all its fields.
fn views_of_quotes() -> Vec<(&'static str, Value)> {
    let quotes = QuoteAnswer {
        total: 1,
        by_other_words: 1,
        also_searched: vec![AlsoSearched {
            word: "blijj".to_owned(),
            other: "blij".to_owned(),
            relation: Relation::Spelling,
        }],
        hits: vec![quote_hit()],
    };
    let quotes = QuotesView {
        as_of: Some(jiff::civil::Date::constant(2024, 1, 1)),
        did_you_mean: Some("blij".to_owned()),
        ..QuotesView::of("blij", &quotes)
    };
    let claim = Claim {
        text: "Wij zijn blij".to_owned(),
        speaker: Some("Kwibus".to_owned()),
    };
    let not_found = Verification {
        verdict: Verdict::NotFound,
        found: Vec::new(),
    };
    let searched = Extent {
        versions: 2,
        releases: 1,
        publishers: 1,
        period: None,
    };
    let verified = VerificationView::of(&claim, &not_found, &searched);
    let speakers = SpeakersView {
        query: "blij",
        total: 1,
        speakers: 1,
        groups: Vec::new(),
    };
    let json = |value: serde_json::Result<Value>| value.expect("JSON");
    vec![
        ("quote", json(serde_json::to_value(&quotes.quotes[0]))),
        ("quotes", json(serde_json::to_value(&quotes))),
        ("speakers", json(serde_json::to_value(speakers))),
        ("verification", json(serde_json::to_value(verified))),
    ]
}

/// Views of counts and citations, each with all its fields.
fn views_of_counts() -> Vec<(&'static str, Value)> {
    let cited = release();
    let timeline = TimelineView {
        query: "blij",
        by: IntervalView::Month,
        total: 1,
        undated: 1,
        values: &[],
        periods: Vec::new(),
    };
    let citation = CitationView {
        note: Some("“Wij zijn blij”".to_owned()),
        ..CitationView::of(&cited, first())
    };
    let json = |value: serde_json::Result<Value>| value.expect("JSON");
    vec![
        ("citation", json(serde_json::to_value(citation))),
        ("timeline", json(serde_json::to_value(timeline))),
    ]
}

#[test]
fn lines_of_a_run_have_six_fields_and_ranks_from_one() {
    let ranked = [("zw-7", 1503.25), ("zw\t8\n9", 0.5), ("ë", 0.0)];
    let ranked = ranked.map(|(docid, score)| (docid.to_owned(), score));
    check(
        |out| write_trec(out, "q1", &ranked, "omroeper"),
        expect![[r"
        q1 Q0 zw-7 1 1503.250000 omroeper
        q1 Q0 zw_8_9 2 0.500000 omroeper
        q1 Q0 ë 3 0.000000 omroeper
    "]],
    );
    let run = plain(|out| write_trec(out, "q1", &ranked, "omroeper"));
    assert!(
        run.lines().all(|line| line.split(' ').count() == 6),
        "{run}"
    );
    assert_eq!(plain(|out| write_trec(out, "q1", &[], "omroeper")), "");
}
