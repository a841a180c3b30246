//! The formats of results: tables, citations, addresses, and every hit of a query.

use expect_test::expect;
use serde_json::{Value, json};

use crate::support::World;

fn world() -> World {
    let world = World::new();
    let record = |id: u64, date: &str, title: &str, text: &str| {
        let url = format!("https://www.nieuws.example/{id}");
        json!({ "id": id, "url": url, "date": date, "publisher": "gemeente Zandwijk", "title": title, "text": text })
            .to_string()
    };
    let records = [
        record(
            1,
            "2021-02-03",
            "Brug & sluis: 50% klaar",
            "Wethouder Ans Pieterse: “De brug; en ook de “sluis” gaat weer open.” De *vaart* blijft dicht.",
        ),
        record(
            2,
            "2022-05-01",
            "=1+1",
            "De brug over de vaart gaat morgen open voor alle verkeer.",
        ),
        record(
            3,
            "2020-01-01",
            "Brug in de mist",
            "De brug over de vaart bij het dorp is dicht vanwege de mist.",
        ),
    ];
    world.ingest(&world.write("berichten.jsonl", records.join("\n")));
    world
}

/// The output of a command without the day of the capture, which is today.
fn printed(world: &World, arguments: &[&str]) -> String {
    let run = world.run(arguments);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let today = world.run(&["search", "mist", "--csl"]).json();
    let parts: [i64; 3] =
        serde_json::from_value(today[0]["accessed"]["date-parts"][0].clone()).expect("a date");
    let [year, month, day] = parts;
    let output = run.stdout();
    let output = output.replace(&format!("{year:04}-{month:02}-{day:02}"), "TODAY");
    let output = output.replace(&format!("{year:04}/{month:02}/{day:02}"), "TODAY");
    output.replace(&format!("[{year},{month},{day}]"), "TODAY")
}

#[test]
fn a_table_has_a_row_for_each_hit_and_runs_no_formula() {
    let world = world();
    let fields = "rank,date,title,snippet";
    expect![[r"
        rank,date,title,snippet
        1,2020-01-01,Brug in de mist,De brug over de vaart bij het dorp is dicht vanwege de mist.
        2,2021-02-03,Brug & sluis: 50% klaar,Wethouder Ans Pieterse: “De brug; en ook de “sluis” gaat weer open.” De *vaart* blijft dicht.
        3,2022-05-01,'=1+1,De brug over de vaart gaat morgen open voor alle verkeer.
    "]].assert_eq(&printed(
        &world,
        &["search", "brug", "--csv", "--fields", fields],
    ));
    let semicolons = [
        "search",
        "brug",
        "--csv",
        "--csv-sep",
        ";",
        "--bom",
        "--fields",
        "rank,title",
    ];
    assert_eq!(
        printed(&world, &semicolons),
        "\u{feff}rank;title\n1;Brug in de mist\n2;Brug & sluis: 50% klaar\n3;'=1+1\n"
    );
    let quotes = [
        "quotes",
        "brug",
        "--csv",
        "--fields",
        "text,speakers,offices,confidence",
    ];
    expect![[r"
        text,speakers,offices,confidence
        De brug; en ook de “sluis” gaat weer open.,Ans Pieterse,wethouder,98
    "]]
    .assert_eq(&printed(&world, &quotes));
    expect![[r"
        name,offices,quotes
        Ans Pieterse,wethouder,1
    "]]
    .assert_eq(&printed(
        &world,
        &["officials", "--csv", "--fields", "name,offices,quotes"],
    ));
}

#[test]
fn sources_are_cited() {
    let world = world();
    expect![[r"
        @online{022015e9985ff3f6-v1,
          title = {Brug \& sluis: 50\% klaar},
          author = {{gemeente Zandwijk}},
          date = {2021-02-03},
          url = {https://www.nieuws.example/1},
          urldate = {TODAY},
          entrysubtype = {Persbericht},
          note = {sha256:438fac6769438fe75ee45eb7e832f19a80a237ade5b9690bb0263f5c890e9d9d},
        }

    "]]
    .assert_eq(&printed(&world, &["search", "sluis", "--bibtex"]));
    expect![[r"
        TY  - ELEC
        ID  - 022015e9985ff3f6@1
        TI  - Brug & sluis: 50% klaar
        AU  - gemeente Zandwijk
        PY  - 2021
        DA  - 2021/02/03
        Y2  - TODAY
        UR  - https://www.nieuws.example/1
        M3  - Persbericht
        AN  - sha256:438fac6769438fe75ee45eb7e832f19a80a237ade5b9690bb0263f5c890e9d9d
        ER  - 
    "]]
    .assert_eq(&printed(&world, &["search", "sluis", "--ris"]).replace('\r', ""));
    expect![[r#"
        [
        {"id":"q8afcbc07043f0471","type":"webpage","genre":"Persbericht","title":"Brug & sluis: 50% klaar","author":[{"literal":"gemeente Zandwijk"}],"issued":{"date-parts":[[2021,2,3]]},"accessed":{"date-parts":[TODAY]},"URL":"https://www.nieuws.example/1","archive_location":"sha256:438fac6769438fe75ee45eb7e832f19a80a237ade5b9690bb0263f5c890e9d9d","language":"nl","note":"“De brug; en ook de “sluis” gaat weer open.” — Ans Pieterse, wethouder, gemeente Zandwijk"}
        ]
    "#]].assert_eq(&printed(&world, &["quotes", "sluis", "--csl"]));
    expect![[r"
        > “De brug; en ook de “sluis” gaat weer open.”
        >
        > — Ans Pieterse, wethouder, gemeente Zandwijk, [Brug \& sluis: 50% klaar](<https://www.nieuws.example/1>), 2021-02-03

    "]].assert_eq(&printed(&world, &["quotes", "sluis", "--md"]));
    expect![[r"
        1. [Brug \& sluis: 50% klaar](<https://www.nieuws.example/1>) — 2021-02-03, gemeente Zandwijk  
           Wethouder Ans Pieterse: “De brug; en ook de “**sluis**” gaat weer open.” De \*vaart\* blijft dicht.

    "]].assert_eq(&printed(&world, &["search", "sluis", "--md"]));
    let urls = printed(&world, &["search", "brug", "--sort", "date", "--urls"]);
    expect![[r"
        https://www.nieuws.example/2
        https://www.nieuws.example/1
        https://www.nieuws.example/3
    "]]
    .assert_eq(&urls);
}

#[test]
fn nothing_found_is_an_empty_list() {
    let world = world();
    for (format, empty) in [("--csl", "[\n]\n"), ("--csv", ""), ("--bibtex", "")] {
        let run = world.run(&["search", "zeppelin", format]);
        assert_eq!(
            (run.code(), run.stdout()),
            (1, empty.to_owned()),
            "{format}"
        );
    }
}

#[test]
fn every_hit_is_printed_in_order_of_id_or_date() {
    let world = World::new();
    world.ingest(&world.pages(60, 2_000));
    let ids = |more: &[&str]| -> Vec<String> {
        let arguments = [&["search", "*", "--all", "--jsonl"], more].concat();
        let hits = world.run(&arguments).json_lines();
        hits.iter()
            .map(|hit| hit["id"].as_str().expect("an id").to_owned())
            .collect()
    };
    let all = ids(&[]);
    assert_eq!(all.len(), 60);
    assert!(all.is_sorted());
    let newest = world
        .run(&["search", "*", "--all", "--jsonl", "--sort", "date"])
        .json_lines();
    let dates: Vec<&Value> = newest.iter().map(|hit| &hit["date"]).collect();
    assert_eq!(dates.len(), 60);
    let days: Vec<&str> = dates.iter().filter_map(|date| date.as_str()).collect();
    assert!(days.is_sorted_by(|one, next| one >= next));
    assert!(
        dates[days.len()..].iter().all(|date| date.is_null()),
        "undated ones come last"
    );

    let quotes = world
        .run(&["quotes", "--all", "--jsonl", "--quote-kind", "direct"])
        .json_lines();
    let total = world
        .run(&["quotes", "--json", "--quote-kind", "direct"])
        .json();
    assert_eq!(total["total"], quotes.len());
}

#[test]
fn what_cannot_be_printed_is_refused() {
    let world = world();
    for (arguments, reason) in [
        (&["search", "brug", "--all"][..], "`--all` needs a format"),
        (
            &["search", "brug", "--csv", "--fields", "id,naam"],
            "there is no field `naam`",
        ),
        (
            &["search", "brug", "--jsonl", "--fields", "naam"],
            "there is no field `naam`",
        ),
        (
            &["search", "brug", "--csv", "--csv-sep", "ab"],
            "is not a separator",
        ),
        (&["search", "brug", "--csv", "--ris"], "cannot be used with"),
    ] {
        let run = world.run(arguments);
        assert_eq!(run.code(), 2, "{arguments:?}");
        assert!(run.stderr().contains(reason), "{}", run.stderr());
    }
}

/// Other programs read numbers and days as such, and an empty cell as null.
#[cfg(feature = "parquet")]
#[test]
fn a_parquet_table_has_types() {
    use arrow_array::{Array as _, Date32Array, Int64Array, StringArray};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    let world = World::new();
    let path = world.path("brieven.parquet");
    let name = path.display().to_string();
    let command = [
        "search",
        "*",
        "--in",
        "fixtures/pages",
        "--all",
        "--parquet",
    ];
    let fields = ["--fields", "rank,date,publisher"];
    let run = world.run(&[&command[..], &[&name], &fields].concat());
    assert_eq!(
        (run.code(), run.stdout()),
        (0, String::new()),
        "{}",
        run.stderr()
    );
    let file = std::fs::File::open(&path).expect("the table");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("a table");
    let batches = reader.build().expect("a reader");
    let rows: Vec<_> = batches.map(|batch| batch.expect("rows")).collect();
    let [batch] = rows.as_slice() else {
        panic!("one batch")
    };
    assert_eq!(batch.num_rows(), 15);
    let ranks: &Int64Array = batch.column(0).as_any().downcast_ref().expect("numbers");
    assert_eq!(ranks.values().to_vec(), (1..=15).collect::<Vec<_>>());
    let days: &Date32Array = batch.column(1).as_any().downcast_ref().expect("days");
    assert_eq!(days.null_count(), 1, "one release is undated");
    // 24 August 2001.
    assert!(days.iter().flatten().any(|day| day == 11_558));
    let publishers: &StringArray = batch.column(2).as_any().downcast_ref().expect("text");
    assert!(
        publishers
            .iter()
            .flatten()
            .any(|name| name == "gemeente Dijkerhout")
    );

    let absent = world.path("niets.parquet");
    let nothing = ["search", "zzqx", "--in", "fixtures/pages", "--parquet"];
    let run = world.run(&[&nothing[..], &[&absent.display().to_string()]].concat());
    assert_eq!(run.code(), 1);
    assert!(!absent.exists());
}
