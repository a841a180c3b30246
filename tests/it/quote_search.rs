//! Quotes as results: `omroeper quotes`.
//!
//! Leaves out finding quotes in a text (`quotes`, `discourse`).

use std::io::Read as _;

use expect_test::expect;
use serde_json::{Value, json};

use crate::support::World;

/// A home with releases of three bodies.
fn world() -> World {
    let world = World::new();
    let record = |id: u64, date: &str, publisher: &str, title: &str, text: &str| {
        let url = format!("https://www.nieuws.example/{id}");
        json!({ "id": id, "url": url, "date": date, "publisher": publisher, "title": title, "text": text })
            .to_string()
    };
    let records = [
        record(
            1,
            "2021-02-03",
            "provincie Eikenland",
            "Meer windmolens op zee",
            "De provincie wil meer stroom van eigen bodem.\n\n\
             Gedeputeerde Harm Wiersma (CDA): “De windmolens leveren stroom aan alle dorpen langs de kust.”\n\n\
             Volgens Wiersma wordt de rekening daardoor lager.",
        ),
        record(
            2,
            "2022-05-01",
            "gemeente Zandwijk",
            "Windmolens langs de snelweg",
            "De raad stemt vanavond over het plan.\n\n\
             “We luisteren naar wat de omwonenden ervan vinden”, zegt wethouder Ans Pieterse van de VVD.\n\n\
             Raadslid Otto Blom noemt de molens “een aanslag op het uitzicht”.",
        ),
        record(
            3,
            "2023-03-01",
            "waterschap Noorderdiep",
            "Dijk krijgt nieuwe bekleding",
            "“De dijk is na dit werk weer vijftig jaar veilig”, zegt dijkgraaf Mia Bos.",
        ),
    ];
    world.ingest(&world.write("berichten.jsonl", records.join("\n")));
    world
}

/// The words of each quote that is found, in order.
fn found(world: &World, arguments: &[&str]) -> Vec<String> {
    let run = world.run(&[&["quotes", "--jsonl"], arguments].concat());
    let quotes = run.json_lines();
    assert_eq!(run.code(), i32::from(quotes.is_empty()), "{}", run.stderr());
    quotes.iter().map(words).collect()
}

fn words(quote: &Value) -> String {
    quote["segments"][0]["text"]
        .as_str()
        .expect("words")
        .to_owned()
}

const POWER: &str = "De windmolens leveren stroom aan alle dorpen langs de kust.";
const BILL: &str = "wordt de rekening daardoor lager";
const LISTEN: &str = "We luisteren naar wat de omwonenden ervan vinden";
const VIEW: &str = "een aanslag op het uitzicht";
const DIKE: &str = "De dijk is na dit werk weer vijftig jaar veilig";

#[test]
fn quotes_are_shown_with_words_speaker_date_release_and_id() {
    let run = world().run(&["quotes", "windmolen", "--no-expansion"]);
    expect![[r"
        1. “De windmolens leveren stroom aan alle dorpen langs de kust.”
           — Harm Wiersma, gedeputeerde, provincie Eikenland (CDA)
           2021-02-03 · provincie Eikenland · Meer windmolens op zee
           https://www.nieuws.example/1 · qe5923883b367a3d5

        2. Raadslid Otto Blom noemt de molens “een aanslag op het uitzicht”.
           — Otto Blom, raadslid, gemeente Zandwijk
           2022-05-01 · gemeente Zandwijk · Windmolens langs de snelweg
           https://www.nieuws.example/2 · qb621385f35e6c7e0

        3. Volgens Wiersma wordt de rekening daardoor lager.
           — Harm Wiersma, gedeputeerde, provincie Eikenland (CDA)
           2021-02-03 · provincie Eikenland · Meer windmolens op zee
           https://www.nieuws.example/1 · qdcb0c9728d06779f

        4. “We luisteren naar wat de omwonenden ervan vinden”
           — Ans Pieterse, wethouder, gemeente Zandwijk (VVD)
           2022-05-01 · gemeente Zandwijk · Windmolens langs de snelweg
           https://www.nieuws.example/2 · q53ec448f610e0a0d
    "]]
    .assert_eq(&run.stdout());
    assert_eq!((run.code(), run.stderr()), (0, "4 quotes\n".to_owned()));
}

#[test]
fn the_words_of_a_quote_count_more_than_the_text_around_it() {
    let world = world();
    assert_eq!(found(&world, &["windmolens"])[0], POWER);
    assert_eq!(found(&world, &["omwonenden windmolens"])[0], LISTEN);
}

#[test]
fn each_filter_narrows_the_quotes() {
    let world = world();
    for (arguments, expected) in [
        (&["--speaker", "wiersma"][..], &[POWER, BILL][..]),
        (&["--speaker", "Otto Blom"], &[VIEW]),
        (&["--office", "wethouder"], &[LISTEN]),
        (
            &["--office", "wethouder", "--office", "dijkgraaf"],
            &[DIKE, LISTEN],
        ),
        (&["--organisation", "eikenland"], &[POWER, BILL]),
        (&["--publisher", "zandwijk"], &[VIEW, LISTEN]),
        (&["--party", "vvd"], &[LISTEN]),
        (&["--since", "2023"], &[DIKE]),
        (&["--until", "2021", "--quote-kind", "direct"], &[POWER]),
        (&["--quote-kind", "mixed,indirect"], &[VIEW, BILL]),
        (&["spreker:pieterse"], &[LISTEN]),
        (&["partij:cda", "stroom"], &[POWER]),
        (&["spreker:wiersma stroom rekening"], &[POWER, BILL]),
        (&["uitgever:noorderdiep"], &[DIKE]),
        (&["citaat:uitzicht"], &[VIEW]),
        (&["--speaker", "nobody"], &[]),
    ] {
        let sorted = |mut words: Vec<String>| {
            words.sort();
            words
        };
        let expected = expected.iter().map(|words| (*words).to_owned()).collect();
        assert_eq!(
            sorted(found(&world, arguments)),
            sorted(expected),
            "{arguments:?}"
        );
    }
}

#[test]
fn an_office_finds_those_who_hold_it_in_another_way() {
    let world = World::new();
    for (name, who) in [
        ("a.txt", "waarnemend burgemeester Karel Bosman"),
        ("b.txt", "loco-burgemeester Ina Smit"),
        ("c.txt", "oud-burgemeester Piet Vos"),
    ] {
        let text = format!(
            "Kade krijgt nieuwe muur\n\n“De muur van {name} komt er in mei”, zegt {who}.\n"
        );
        world.ingest(&world.write(name, text));
    }
    assert_eq!(found(&world, &["--office", "burgemeester"]).len(), 3);
    for office in ["loco-burgemeester", "locoburgemeester"] {
        let words = found(&world, &["--office", office]);
        assert_eq!(words, ["De muur van b.txt komt er in mei"], "{office}");
    }
}

#[test]
fn speakers_are_listed_with_their_number_of_quotes() {
    let world = world();
    let run = world.run(&["quotes", "--by", "speaker", "--json"]);
    let answer = run.json();
    let groups: Vec<(&str, u64)> = answer["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .map(|group| {
            let name = group["speaker"].as_str().expect("a name");
            (name, group["quotes"].as_u64().expect("a number"))
        })
        .collect();
    let expected = [
        ("Harm Wiersma", 2),
        ("Ans Pieterse", 1),
        ("Mia Bos", 1),
        ("Otto Blom", 1),
    ];
    assert_eq!(groups, expected);
    assert_eq!(
        (&answer["total"], &answer["speakers"]),
        (&json!(5), &json!(4))
    );
    let best = &answer["groups"][0]["best"];
    assert_eq!(best["speakers"][0]["party"], "CDA");
    let two = world.run(&["quotes", "--by", "speaker", "-n", "2"]);
    assert_eq!(
        two.stderr(),
        "2 of 4 speakers (`--limit` shows more), 5 quotes\n"
    );
}

#[test]
fn a_misspelled_word_or_speaker_gets_a_suggestion_that_finds_quotes() {
    let world = world();
    for (arguments, better) in [
        (&["windmolnes"][..], "windmolens"),
        (&["--speaker", "Harm Wiersna"], "speaker:\"Harm Wiersma\""),
        (
            &["stroom", "--speaker", "Wiersna"],
            "stroom speaker:\"Wiersma\"",
        ),
        (
            &["windmolnes", "--publisher", "zandwijk"],
            "windmolens --publisher zandwijk",
        ),
    ] {
        let run = world.run(&[&["quotes"], arguments].concat());
        assert_eq!(run.code(), 1);
        let note = format!("Did you mean: {better}\n");
        assert!(run.stderr().contains(&note), "{}", run.stderr());
        let answer = world
            .run(&[&["quotes", "--json"], arguments].concat())
            .json();
        assert_eq!(answer["did_you_mean"], better);
        assert_eq!(world.run(&["quotes", better]).code(), 0, "{better}");
    }
    let run = world.run(&["quotes", "stroom", "--speaker", "Pieterze"]);
    assert!(!run.stderr().contains("Did you mean"), "{}", run.stderr());
}

#[test]
fn a_field_that_quotes_lack_is_refused() {
    let run = world().run(&["quotes", "titel:windmolens"]);
    assert_eq!(run.code(), 2);
    assert!(run.stderr().contains("quotes have no field `titel:`"));
    assert_eq!(world().run(&["quotes"]).code(), 2, "nothing is asked");
}

fn page(quote: &str) -> String {
    format!(
        "<link rel=canonical href=\"https://www.zandwijk.example/nieuws/brug\"><main><h1>Brug dicht</h1>\
         <p>De brug bij Waterhoek gaat volgende week dicht voor onderhoud aan de klep.</p>\
         <p>“{quote}”, zegt wethouder Ans Pieterse.</p>\
         <p>“We houden de pont in de vaart”, zegt havenmeester Otto Blom.</p></main>"
    )
}

/// A page whose first quote changed, and whose second quote did not.
fn edited() -> World {
    let world = World::new();
    for (day, quote) in [
        ("2024-05-01", "Het werk duurt hooguit drie weken"),
        ("2024-06-01", "Het werk duurt langer dan we hoopten"),
    ] {
        world.ingest_on(day, "brug", page(quote));
    }
    world
}

#[test]
fn quotes_of_earlier_versions_are_found_on_request() {
    let world = edited();
    let asked = |more: &[&str]| found(&world, &[&["--speaker", "pieterse"], more].concat());
    let (old, new) = (
        "Het werk duurt hooguit drie weken",
        "Het werk duurt langer dan we hoopten",
    );
    assert_eq!(asked(&[]), [new]);
    assert_eq!(asked(&["--as-of", "2024-05-10"]), [old]);
    assert_eq!(asked(&["--all-versions", "--sort", "date"]).len(), 2);
    for (filter, found) in [
        (&["--captured-since", "2024-05-20"][..], 0),
        (&["--captured-since", "2024-06-02"], 1),
        (&["--changed-since", "2024"], 0),
        (&["--changed-since", "2024-06-02"], 1),
    ] {
        let arguments = [&["search", "brug"], filter].concat();
        assert_eq!(world.run(&arguments).code(), found, "{filter:?}");
    }
    let kept = found(&world, &["--speaker", "blom", "--all-versions"]);
    assert_eq!(kept.len(), 1, "a quote of both versions is one quote");
}

#[test]
fn a_quote_keeps_its_id_through_versions_and_reindexes() {
    let world = edited();
    let id = |more: &[&str]| {
        let arguments = [&["quotes", "--speaker", "blom", "--jsonl"], more].concat();
        let quotes = world.run(&arguments).json_lines();
        assert_eq!(quotes.len(), 1);
        quotes[0]["id"].as_str().expect("an id").to_owned()
    };
    let first = id(&["--as-of", "2024-05-10"]);
    assert_eq!(id(&[]), first);
    assert_eq!(world.run(&["reindex"]).code(), 0);
    assert_eq!(id(&[]), first);
}

#[test]
fn a_quote_is_cited_with_the_capture_that_has_it() {
    let world = edited();
    let quote = &world
        .run(&["quotes", "--speaker", "blom", "--jsonl"])
        .json_lines()[0];
    let id = quote["id"].as_str().expect("an id");
    let run = world.run(&["cite", id, "--json"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let evidence = run.json();
    assert_eq!(
        evidence["edition"]["number"], 2,
        "the newest version that has it"
    );
    assert_eq!(evidence["quote"]["speakers"][0]["name"], "Otto Blom");
    // The record is where the evidence says, and holds the page.
    let record = &evidence["record"];
    let bytes = std::fs::read(record["file"].as_str().expect("a file")).expect("a WARC file");
    let number = |name: &str| record[name].as_u64().expect("a number") as usize;
    let member = &bytes[number("offset")..number("offset") + number("length")];
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(member)
        .read_to_string(&mut text)
        .expect("a gzip member");
    assert!(
        text.starts_with("WARC/1.") && text.contains("Het werk duurt langer"),
        "{text}"
    );
    let first = "https://www.zandwijk.example/nieuws/brug@1";
    let shown = world.run(&["cite", first]).stdout();
    assert!(
        shown.contains("version   1, replaced 2024-06-01\n"),
        "{shown}"
    );
    let csl = world.run(&["cite", id, "--csl"]).json();
    let note = "“We houden de pont in de vaart” — Otto Blom, havenmeester";
    assert_eq!(csl[0]["note"], note);
    assert_eq!(world.run(&["cite", "q0000000000000000"]).code(), 1);
    assert_eq!(world.run(&["cite", "nergens"]).code(), 1);
}

#[test]
fn quotes_of_a_page_that_is_gone_are_found_on_request() {
    let world = edited();
    let url = "https://www.zandwijk.example/nieuws/brug";
    assert_eq!(world.run(&["forget", url]).code(), 0);
    assert_eq!(world.run(&["quotes", "--speaker", "blom"]).code(), 1);
    let removed = ["quotes", "--speaker", "blom", "--include-removed"];
    assert_eq!(world.run(&removed).code(), 0);
    assert_eq!(world.run(&["purge", url, "--reason", "proef"]).code(), 0);
    assert_eq!(world.run(&removed).code(), 1);
    let all = ["quotes", "--speaker", "blom", "--all-versions"];
    assert_eq!(world.run(&all).code(), 1);
}
