//! `omroeper batch`: the formats of queries and answers, and answers that do not depend on the machine.

use crate::support::World;

fn world() -> World {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    world
}

#[test]
fn the_same_queries_in_each_format_have_the_same_answers() {
    let world = world();
    let files = [
        (
            "queries.tsv",
            "q1\tgemaal\nq2\tgemeente --since 2021 --publisher zandwijk\n",
        ),
        (
            "queries.csv",
            "id,query,since,publisher\nq1,gemaal,,\nq2,gemeente,2021,zandwijk\n",
        ),
        (
            "queries.jsonl",
            "{\"id\":\"q1\",\"query\":\"gemaal\"}\n{\"id\":\"q2\",\"query\":\"gemeente\",\"since\":2021,\"publisher\":[\"zandwijk\"]}\n",
        ),
    ];
    for format in ["trec", "csv"] {
        let answers = files.map(|(name, content)| {
            let file = world.write(name, content).display().to_string();
            let run = world.run(&["batch", &file, "--format", format]);
            assert_eq!(run.code(), 0, "{}", run.stderr());
            run.stdout()
        });
        assert!(answers[0].contains("q1") && answers[0].lines().count() > 1);
        assert_eq!(answers[0], answers[1], "{format}");
        assert_eq!(answers[0], answers[2], "{format}");
    }
}

#[test]
fn a_run_has_its_tag_and_a_table_its_head() {
    let world = world();
    let file = world
        .write("queries.tsv", "q1\tgemaal\n")
        .display()
        .to_string();
    let run = world.run(&["batch", &file, "--format", "trec", "--tag", "proef-2"]);
    assert!(run.stdout().lines().all(|line| line.ends_with(" proef-2")));
    let table = world
        .run(&["batch", &file, "--format", "csv", "-n", "1"])
        .stdout();
    assert!(
        table.starts_with("query_id,rank,id,url,date,publisher,title,"),
        "{table}"
    );
    assert_eq!(
        world.run(&["batch", &file, "--tag", "twee woorden"]).code(),
        2
    );
}

#[test]
fn a_wrong_row_is_reported_and_the_others_are_answered() {
    let world = world();
    let rows = "id,query,since\nq1,gemaal,\nq2,wo*ing,\nq3,gemaal,nooit\n,gemaal,\nq5,sluis,\n";
    let file = world.write("queries.csv", rows).display().to_string();
    let run = world.run(&["batch", &file]);
    assert_eq!(run.code(), 4);
    let ids: Vec<String> = run
        .json_lines()
        .iter()
        .map(|answer| answer["id"].as_str().expect("an id").to_owned())
        .collect();
    assert_eq!(ids, ["q1", "q5"]);
    for place in [":3`", ":4`", ":5`"] {
        assert!(run.stderr().contains(place), "{}", run.stderr());
    }
}

#[test]
fn answers_are_the_same_on_any_number_of_cores() {
    let world = World::new();
    world.ingest(&world.pages(60, 2_000));
    let queries: Vec<String> = (0..40)
        .map(|n| format!("q{n}\tgemeente woning {n}"))
        .collect();
    let file = world
        .write("queries.tsv", queries.join("\n"))
        .display()
        .to_string();
    let answers = ["1", "2", "7"].map(|threads| {
        let mut command = world.command();
        command
            .args(["batch", &file])
            .env("RAYON_NUM_THREADS", threads);
        command.output().expect("the binary runs").stdout
    });
    assert!(answers[0].len() > 1000);
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}
