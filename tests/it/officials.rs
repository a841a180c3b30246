//! The register of officials over all releases.

use expect_test::expect;
use serde_json::json;

use crate::support::World;

/// A home with four releases of two bodies.
fn world() -> World {
    let world = World::new();
    let record = |id: u64, date: &str, publisher: &str, text: &str| {
        let title = format!("Bericht {id}");
        json!({ "id": id, "date": date, "publisher": publisher, "title": title, "text": text })
            .to_string()
    };
    let (province, town) = ("provincie Eikenland", "gemeente Zandwijk");
    let records = [
        record(
            1,
            "2021-02-03",
            province,
            "Gedeputeerde Harm Wiersma: “Dit is een mooie stap voor de hele provincie.”",
        ),
        record(
            2,
            "2022-05-01",
            province,
            "De weg is klaar, zegt gedeputeerde H. Wiersma. Vanaf morgen rijden er weer bussen.",
        ),
        record(
            3,
            "2021-03-01",
            town,
            "Wethouder Ans Pieterse (Wonen): “We kunnen nu eindelijk gaan bouwen aan de kade.”",
        ),
        record(
            4,
            "2023-03-01",
            town,
            "Wethouder Harm Wiersma opent de nieuwe brug. De brug kostte twee miljoen euro.",
        ),
    ];
    world.ingest(&world.write("berichten.jsonl", records.join("\n")));
    world
}

#[test]
fn the_register_says_who_held_which_office_and_when() {
    let world = world();
    let run = world.run(&["officials"]);
    expect![[r"
        Harm Wiersma · 3 releases, 1 quote · 2021-02-03 – 2023-03-01
           gedeputeerde, provincie Eikenland · 2 releases · 2021-02-03 – 2022-05-01
           wethouder, gemeente Zandwijk · 1 release · 2023-03-01
           also: H. Wiersma
        Ans Pieterse · 1 release, 1 quote · 2021-03-01
           wethouder (Wonen), gemeente Zandwijk · 1 release · 2021-03-01
    "]]
    .assert_eq(&run.stdout());
    assert_eq!((run.code(), run.stderr()), (0, "2 persons\n".to_owned()));
}

#[test]
fn who_left_an_office_does_not_hold_it_for_longer() {
    let world = World::new();
    let record = |id: u64, date: &str, who: &str| {
        json!({ "id": id, "date": date, "publisher": "gemeente Zandwijk", "title": format!("Bericht {id}"),
            "text": format!("De kade is klaar. Dat zegt {who}. Vanaf morgen varen er weer boten.") })
        .to_string()
    };
    let records = [
        record(1, "2014-02-03", "burgemeester Harm Wiersma"),
        record(2, "2019-05-01", "oud-burgemeester H. Wiersma"),
        record(3, "2020-05-01", "waarnemend burgemeester Ina Smit"),
    ];
    world.ingest(&world.write("berichten.jsonl", records.join("\n")));
    let found = |office: &str| world.run(&["officials", "--office", office]).stdout();
    expect![[r"
        Harm Wiersma · 2 releases, 0 quotes · 2014-02-03 – 2019-05-01
           burgemeester, gemeente Zandwijk · 1 release · 2014-02-03
           oud-burgemeester, gemeente Zandwijk · 1 release · 2019-05-01
           also: H. Wiersma
        Ina Smit · 1 release, 0 quotes · 2020-05-01
           waarnemend burgemeester, gemeente Zandwijk · 1 release · 2020-05-01
    "]]
    .assert_eq(&found("burgemeester"));
    assert!(found("Oud-burgemeester").starts_with("Harm Wiersma"));
    assert!(!found("oud-burgemeester").contains("Ina Smit"));
}

#[test]
fn an_office_is_not_assigned_to_a_body_that_cannot_have_it() {
    let world = World::new();
    let text =
        "Gedeputeerde Harm Wiersma: “Dit is een mooie stap voor het hele dorp en de streek.”";
    let record =
        json!({ "id": 1, "publisher": "gemeente Zandwijk", "title": "Bericht", "text": text });
    world.ingest(&world.write("berichten.jsonl", record.to_string()));
    let person = &world.run(&["officials", "--jsonl"]).json_lines()[0];
    assert_eq!(person["offices"][0]["role"], "gedeputeerde");
    assert_eq!(
        person["offices"][0]["organisation"],
        serde_json::Value::Null
    );
}

#[test]
fn the_register_is_filtered_by_name_office_publisher_and_date() {
    let world = world();
    let names = |flags: &[&str]| {
        let run = world.run(&[&["officials", "--jsonl"], flags].concat());
        let people = run.json_lines();
        people
            .iter()
            .map(|p| p["name"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&["pieterse"]), ["Ans Pieterse"]);
    assert_eq!(names(&["--office", "gedeputeerde"]), ["Harm Wiersma"]);
    assert_eq!(
        names(&["--publisher", "zandwijk", "--until", "2021"]),
        ["Ans Pieterse"]
    );
    assert_eq!(names(&["--since", "2023"]), ["Harm Wiersma"]);
    let nobody = world.run(&["officials", "jansen"]);
    assert_eq!(
        (nobody.code(), nobody.stderr()),
        (1, "nobody found\n".to_owned())
    );
}
