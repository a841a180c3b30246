//! Searches on the cluster find what searches in the archive find.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Names, Whole, archive, http, nodes, records};
use crate::support::{Run, World};
use crate::web::server::Server;

/// A home of pages, searches and a page that changed, on the cluster under these names.
fn pushed(names: &Names) -> World {
    let world = World::new();
    let run = world.run(&["ingest", "fixtures/pages", "fixtures/searches.jsonl"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    for (day, text) in [
        ("2024-05-01", "De brug gaat open."),
        ("2024-05-02", "De brug blijft dicht."),
    ] {
        let url = "https://www.zandwijk.example/brug";
        let page =
            format!("<link rel=canonical href=\"{url}\"><main><h1>Brug</h1><p>{text}</p></main>");
        world.ingest_on(day, "brug", page);
    }
    let gone = "https://www.noorderdiep.example/nieuws/gemaal-oude-vaart";
    assert_eq!(world.run(&["forget", gone]).code(), 0);
    let run = names.push(&world, &[]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    world
}

/// Runs a command that searches the cluster.
fn on_cluster(world: &World, names: &Names, command: &[&str]) -> Run {
    let nodes = nodes();
    let on = ["--on", &nodes, "--name", names.name, "--patience", "60"];
    world.run(&[command, &on].concat())
}

/// An answer without scores. Hits by relevance are sorted by id: nearly equal ones may change places.
fn essence(answer: &str, is_ranked: bool) -> Value {
    let Ok(mut answer) = serde_json::from_str::<Value>(answer) else {
        return json!(answer.lines().collect::<Vec<_>>());
    };
    for hits in ["hits", "quotes"] {
        if let Some(hits) = answer.get_mut(hits).and_then(Value::as_array_mut) {
            for hit in &mut *hits {
                hit["score"] = Value::Null;
                if is_ranked {
                    hit["rank"] = Value::Null;
                }
            }
            if is_ranked {
                hits.sort_by_key(|hit| hit["id"].to_string());
            }
        }
    }
    answer
}

#[test]
fn every_kind_of_answer_is_that_of_the_archive() {
    let names = Names::new("proef-zoekt");
    let world = pushed(&names);
    let all_fields = "publisher,office,official,party,topic,kind,language,year";
    for command in [
        "search brug --json",
        "search woningen energie --json --limit 50",
        "search circulaire economie --json",
        "search water --json --facet",
        "search gemeente NOT brug --json --limit 50",
        "search gemeente --sort date --json --limit 30",
        "search gemeente --limit 3 --offset 2 --sort date --json",
        "search gemeente --jsonl --all",
        "search gemeente --urls --all --sort date",
        "search brug --as-of 2024-05-01 --json",
        "search gemaal --include-removed --json",
        "search gemaal --json",
        "search --edited --json",
        "search --publisher zandwijk --json --limit 30",
        "search --official hoekstra --since 2020 --json",
        "search woningbouw --exact --json",
        "search woningen bouwen --no-compounds --match all --json",
        "search kringlopwinkel --json",
        "search kwibusmolentje --json",
        "quotes gemeente --json --limit 30",
        "quotes --office wethouder --json --limit 30",
        "quotes --quote-kind direct --jsonl --all",
        "quotes --by speaker --json",
        "quotes water --by speaker --json",
        "timeline --json",
        "timeline gemeente --by day --csv",
        "timeline gemeente --by week --csv",
        "timeline --by year --split publisher:2 --json",
        "officials --json",
        "officials hoekstra --json",
    ] {
        let mut command: Vec<&str> = command.split(' ').collect();
        if command.last() == Some(&"--facet") {
            command.push(all_fields);
        }
        let here = world.run(&command);
        let there = on_cluster(&world, &names, &command);
        assert!(
            matches!(here.code(), 0 | 1),
            "{command:?}: {}",
            here.stderr()
        );
        assert!(!here.stdout().is_empty(), "{command:?}");
        assert_eq!(there.code(), here.code(), "{command:?}: {}", there.stderr());
        let is_ranked = !command.contains(&"date");
        let [found, wanted] = [there, here].map(|run| essence(&run.stdout(), is_ranked));
        assert_eq!(found, wanted, "{command:?}");
    }
}

#[test]
fn queries_of_every_form_find_as_much_and_rank_alike() {
    let names = Names::new("proef-rang");
    let world = pushed(&names);
    let queries = std::fs::read_to_string("fixtures/queries.txt").expect("the queries");
    let queries = queries
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with([' ', '#']));
    let numbered = queries
        .enumerate()
        .map(|(n, query)| format!("{n}\t{query}\n"));
    let file = world.write("queries.tsv", numbered.collect::<String>());
    let command = ["batch", file.to_str().expect("a path"), "--limit", "10"];
    let here = world.run(&command).json_lines();
    let there = on_cluster(&world, &names, &command);
    assert!(
        there.stderr().contains("leave out `--feedback`"),
        "{}",
        there.stderr()
    );
    let there = there.json_lines();
    assert!(there.len() > 150, "{}", there.len());
    let (mut shared, mut compared) = (0.0, 0.0);
    for found in &there {
        let wanted = here
            .iter()
            .find(|answer| answer["id"] == found["id"])
            .expect("an answer");
        let query = &wanted["query"];
        for count in ["total", "by_other_words"] {
            assert_eq!(found[count], wanted[count], "{count} of {query}");
        }
        let ids = |answer: &Value| -> BTreeSet<String> {
            let hits = answer["hits"].as_array().into_iter().flatten();
            hits.map(|hit| hit["id"].to_string()).collect()
        };
        let (found, wanted) = (ids(found), ids(wanted));
        assert_eq!(found.len(), wanted.len(), "{query}");
        if !wanted.is_empty() {
            shared += found.intersection(&wanted).count() as f64 / wanted.len() as f64;
            compared += 1.0;
        }
    }
    assert!(shared / compared >= 0.95, "{shared} of {compared}");
}

#[test]
fn what_a_cluster_cannot_do_is_refused_by_name() {
    let names = Names::new("proef-weigert");
    let world = archive(3);
    let on = |command: &[&str]| on_cluster(&world, &names, command);
    let run = on(&["search", "dijk"]);
    assert_eq!(run.code(), 3, "{}", run.stderr());
    assert!(run.stderr().contains("omroeper push"), "{}", run.stderr());
    assert_eq!(names.push(&world, &[]).code(), 0);
    for (command, remedy) in [
        (
            vec!["search", "dijk", "--feedback"],
            "leave out `--feedback`",
        ),
        (vec!["search", "dijk", "--explain"], "leave out `--explain`"),
        (vec!["search", "dijk", "--offset", "10000"], "use `--all`"),
        (
            vec!["search", "dijk", "--require-fresh", "24h"],
            "leave out `--require-fresh` or `--on`",
        ),
        (
            vec!["search", "dijk", "--in", "fixtures/pages"],
            "leave out `--in` or `--on`",
        ),
    ] {
        let run = on(&command);
        assert_eq!(run.code(), 2, "{command:?}: {}", run.stderr());
        assert!(
            run.stderr().contains(remedy),
            "{command:?}: {}",
            run.stderr()
        );
    }
    let run = on(&["search", "kwibus"]);
    assert_eq!(run.code(), 1, "{}", run.stderr());

    // An index of another analysis would find other words in silence.
    let mut meta = http("GET", "/proef-weigert-releases-000001/_mapping", None)
        ["proef-weigert-releases-000001"]["mappings"]["_meta"].clone();
    meta["omroeper"]["analyzer"] = json!(0);
    let body = json!({ "_meta": meta });
    http(
        "PUT",
        "/proef-weigert-releases-000001/_mapping",
        Some(&body),
    );
    let run = on(&["search", "dijk"]);
    assert_eq!(run.code(), 3, "{}", run.stderr());
    assert!(run.stderr().contains("another version"), "{}", run.stderr());
}

#[test]
fn pages_are_searched_on_the_cluster() {
    let names = Names::new("proef-bladen");
    let world = archive(30);
    assert_eq!(names.push(&world, &[]).code(), 0);
    let nodes = nodes();
    let server = Server::start(&world, &["--on", &nodes, "--name", names.name]);
    let page = server.get("/zoeken?q=dijk+kilometer");
    assert!(page.body.contains("30 berichten"), "{}", page.body);
    // What the home alone has is not found until it is pushed.
    world.ingest(&world.write("meer.jsonl", records(0..2, "sluis")));
    let count = |path: &str| server.json(path)["total"].as_u64();
    assert_eq!(count("/api/v1/berichten?q=sluis"), Some(0));
    assert_eq!(count("/api/v1/citaten?spreker=boer"), Some(30));
    assert_eq!(names.push(&world, &["--again"]).code(), 0);
    let start = std::time::Instant::now();
    while count("/api/v1/berichten?q=sluis") != Some(2) {
        assert!(
            start.elapsed().as_secs() < 60,
            "the server follows the push"
        );
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    let beyond = server.get("/api/v1/berichten?q=dijk&aantal=100&pagina=200");
    assert_eq!(beyond.status, 400, "{}", beyond.body);
    assert_eq!(server.get("/persoon/Marga%20de%20Boer").status, 200);
    assert_eq!(server.get("/gezond").status, 200);
    assert_eq!(server.end(), Some(0));
}

#[test]
fn a_long_list_is_read_to_its_end() {
    let names = Names::new("proef-lang");
    let world = archive(1200);
    world.ingest(&world.write(
        "zonder.jsonl",
        records(0..30, "undated").replace("\"date\":", "\"was\":"),
    ));
    assert_eq!(names.push(&world, &[]).code(), 0);
    for command in [
        "search --publisher noorderdiep --urls --all",
        "search --publisher noorderdiep --urls --all --sort date",
        "quotes --speaker boer --csv --all",
        "quotes --speaker boer --csv --all --sort date",
        "officials --json",
    ] {
        let command: Vec<&str> = command.split(' ').collect();
        let [here, there] = [world.run(&command), on_cluster(&world, &names, &command)];
        assert_eq!(
            (here.code(), there.code()),
            (0, 0),
            "{command:?}: {}",
            there.stderr()
        );
        assert!(here.stdout() == there.stdout(), "{command:?}");
    }
}

#[test]
fn searches_are_answered_while_a_node_is_lost() {
    let _whole = Whole::new();
    let names = Names::alone("proef-zoekt-door");
    let world = archive(200);
    let run = names.push(&world, &["--shards", "3"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let health = "/_cluster/health/proef-zoekt-door-*?wait_for_status=green&timeout=90s";
    assert_eq!(http("GET", health, None)["status"], "green");
    let queries = (0..400).map(|n| format!("{n}\tdijk kilometer {}\n", n % 50));
    let queries: Vec<String> = queries.collect();
    let file = world.write("queries.tsv", queries.concat());
    let command = ["batch", file.to_str().expect("a path"), "--limit", "5"];
    let wanted = world.run(&command).json_lines();
    let killer = std::thread::spawn(|| {
        std::thread::sleep(std::time::Duration::from_millis(700));
        Whole::run("kill", 3);
    });
    let run = on_cluster(&world, &names, &command);
    killer.join().expect("a node was ended");
    Whole::heal(&[3]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let found = run.json_lines();
    let totals = |answers: &[Value]| -> Vec<Value> {
        answers
            .iter()
            .map(|answer| answer["total"].clone())
            .collect()
    };
    assert_eq!(totals(&found), totals(&wanted));
}
