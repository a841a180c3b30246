//! Counts of releases: facets and timelines add up under every filter.

use std::collections::BTreeMap;

use expect_test::expect;
use serde_json::{Value, json};

use crate::support::World;

/// Publisher, date, text and tag of each release.
const RELEASES: [(&str, &str, &str, &str); 7] = [
    (
        "gemeente Zandwijk",
        "2021-01-04",
        "Wethouder Ans Pieterse (VVD) opent de brug over de vaart bij het dorp.",
        "verkeer",
    ),
    (
        "gemeente Zandwijk",
        "2021-01-10",
        "De brug gaat een week dicht voor groot onderhoud aan de klep.",
        "verkeer",
    ),
    (
        "gemeente Zandwijk",
        "2021-03-01",
        "Wethouder Ans Pieterse (VVD) en wethouder Otto Blom (D66) zien de brug.",
        "bestuur",
    ),
    (
        "provincie Eikenland",
        "2021-03-01",
        "Gedeputeerde Harm Wiersma (CDA) geeft geld voor de brug bij Zandwijk.",
        "geld",
    ),
    (
        "provincie Eikenland",
        "2022-12-31",
        "De brug bij Zandwijk kost de provincie meer dan gedacht was.",
        "",
    ),
    (
        "",
        "",
        "Een brug zonder datum en zonder afzender is ook een brug in het land.",
        "",
    ),
    (
        "waterschap Noorderdiep",
        "2022-06-01",
        "Dijkgraaf Mia Bos ziet dat de dijk bij Waterhoek veilig is.",
        "dijken",
    ),
];

fn world() -> World {
    let world = World::new();
    let records = RELEASES.iter().enumerate().map(|(n, (publisher, date, text, tag))| {
        let mut record = json!({ "id": n, "url": format!("https://www.nieuws.example/{n}"), "title": format!("Bericht {n}"), "text": text });
        for (key, value) in [("publisher", publisher), ("date", date), ("tags", tag)] {
            if !value.is_empty() {
                record[key] = json!(value);
            }
        }
        record.to_string()
    });
    let records: Vec<String> = records.collect();
    world.ingest(&world.write("berichten.jsonl", records.join("\n")));
    world
}

#[test]
fn facets_count_all_releases_that_match() {
    let run = world().run(&[
        "search",
        "brug",
        "-n",
        "1",
        "--facet",
        "publisher:1,office,official,party,topic,kind,language,year",
    ]);
    expect![[r"
        publisher
          3  gemeente Zandwijk
             and 1 more
          1  without one

        office
          2  wethouder
          1  gedeputeerde
          3  without one

        official
          2  Ans Pieterse
          1  Harm Wiersma
          1  Otto Blom
          3  without one

        party
          2  VVD
          1  CDA
          1  D66
          3  without one

        topic
          6  without one

        kind
          6  news

        language
          6  nl

        year
          4  2021
          1  2022
          1  without one
    "]]
    .assert_eq(
        run.stdout()
            .split_once("\n\n")
            .map_or("", |(_, facets)| facets),
    );
}

/// Filters, and how many of the releases pass them.
const FILTERS: [(&[&str], u64); 7] = [
    (&["brug"], 6),
    (&[], 7),
    (&["brug", "--publisher", "zandwijk"], 3),
    (&["brug", "--since", "2022"], 1),
    (&["brug", "--official", "pieterse"], 2),
    (&["brug -zandwijk"], 1),
    (&["brug", "--until", "2021-02"], 2),
];

#[test]
fn the_periods_of_a_timeline_and_the_undated_add_up_to_the_total() {
    let world = world();
    for (filters, total) in FILTERS {
        for by in ["day", "week", "month", "year"] {
            let run = world.run(&[&["timeline", "--by", by, "--json"], filters].concat());
            let timeline = run.json();
            let periods = timeline["periods"].as_array().expect("periods");
            let dated: u64 = periods
                .iter()
                .filter_map(|period| period["count"].as_u64())
                .sum();
            let undated = timeline["undated"].as_u64().expect("a number");
            assert_eq!(timeline["total"], total, "{filters:?}");
            assert_eq!(dated + undated, total, "{filters:?} by {by}");
        }
    }
}

#[test]
fn the_values_of_a_facet_and_the_releases_without_one_add_up_to_the_total() {
    let world = world();
    for (filters, total) in FILTERS
        .into_iter()
        .filter(|(filters, _)| !filters.is_empty())
    {
        let facets = [
            "search",
            "--json",
            "--facet",
            "publisher,kind,language,year",
        ];
        let answer = world.run(&[&facets, filters].concat()).json();
        assert_eq!(answer["total"], total);
        for facet in answer["facets"].as_array().expect("facets") {
            let values = facet["values"].as_array().expect("values").iter();
            let counted: u64 = values.filter_map(|value| value["count"].as_u64()).sum();
            let without = facet["without"].as_u64().expect("a number");
            assert_eq!(counted + without, total, "{filters:?} {facet}");
        }
    }
}

#[test]
fn a_timeline_has_all_periods_up_to_the_last_that_was_asked_for() {
    let world = world();
    let run = world.run(&["timeline", "brug", "--by", "month", "--until", "2021-04"]);
    assert_eq!(
        run.stdout(),
        "2021-01  2\n2021-02  0\n2021-03  2\n2021-04  0\n"
    );
    assert_eq!(run.stderr(), "4 releases\n");
    let weeks = world.run(&[
        "timeline", "brug", "--by", "week", "--until", "2021-01", "--csv",
    ]);
    assert_eq!(
        weeks.stdout(),
        "period,first,last,count\n\
         2021-W01,2021-01-04,2021-01-10,2\n\
         2021-W02,2021-01-11,2021-01-17,0\n\
         2021-W03,2021-01-18,2021-01-24,0\n\
         2021-W04,2021-01-25,2021-01-31,0\n"
    );
}

#[test]
fn a_timeline_is_split_by_the_values_of_a_field() {
    let world = world();
    let run = world.run(&[
        "timeline",
        "brug",
        "--by",
        "year",
        "--split",
        "publisher:2",
        "--json",
    ]);
    let timeline = run.json();
    assert_eq!(
        timeline["values"],
        json!(["gemeente Zandwijk", "provincie Eikenland"])
    );
    let splits: Vec<BTreeMap<String, u64>> = timeline["periods"]
        .as_array()
        .expect("periods")
        .iter()
        .map(|period| serde_json::from_value(period["split"].clone()).expect("counts"))
        .collect();
    let expected = [[3, 1], [0, 1]].map(|counts| {
        let names = ["gemeente Zandwijk", "provincie Eikenland"].map(str::to_owned);
        names.into_iter().zip(counts).collect::<BTreeMap<_, _>>()
    });
    assert_eq!(splits, expected);
    assert_eq!(run.json()["undated"], Value::from(1));
}

#[test]
fn a_timeline_is_drawn() {
    let world = world();
    let run = world.run(&["timeline", "brug", "--by", "year", "--plot"]);
    let lines: Vec<String> = run.stdout().lines().map(str::to_owned).collect();
    let bars = lines
        .iter()
        .map(|line| line.chars().filter(|c| *c == '█').count());
    assert_eq!(bars.collect::<Vec<_>>(), [60, 15]);
    let picture = world.path("brug.svg");
    let arguments = [
        "timeline",
        "brug & <sluis>",
        "--by",
        "year",
        "--split",
        "party",
        "--svg",
    ];
    let run = world.run(&[&arguments[..], &[&picture.display().to_string()]].concat());
    assert_eq!(
        (run.code(), run.stdout()),
        (0, String::new()),
        "{}",
        run.stderr()
    );
    let svg = std::fs::read_to_string(&picture).expect("a picture");
    assert!(
        svg.contains("<title>brug &amp; &lt;sluis&gt;: 6 releases, 1 undated</title>"),
        "{svg}"
    );
    assert!(svg.contains("VVD: 2</title></rect>"), "{svg}");
    assert!(every_element_is_closed(&svg), "{svg}");
}

fn every_element_is_closed(xml: &str) -> bool {
    let mut open = Vec::new();
    for tag in xml.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').expect("the end of a tag");
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or_default());
        }
    }
    open.is_empty()
}

#[test]
fn a_field_that_cannot_be_counted_is_refused() {
    let world = world();
    for (arguments, reason) in [
        (
            &["search", "brug", "--facet", "titel"][..],
            "`titel` is not a field to count by",
        ),
        (
            &["search", "brug", "--facet", "year:veel"],
            "`veel` is not a number of values",
        ),
        (&["timeline", "--split", "year"], "years are periods"),
    ] {
        let run = world.run(arguments);
        assert_eq!(run.code(), 2);
        assert!(run.stderr().contains(reason), "{}", run.stderr());
    }
    assert_eq!(world.run(&["timeline", "zeppelin"]).code(), 1);
}
