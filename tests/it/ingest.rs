//! Ingest: new, repeated and changed pages, from every kind of source.

use std::io::Write as _;
use std::process::Stdio;

use crate::support::World;

fn total(world: &World, query: &str) -> u64 {
    world.run(&["search", query, "--json", "-q"]).json()["total"]
        .as_u64()
        .expect("a count")
}

#[test]
fn ingesting_the_same_input_again_writes_nothing() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    let size = |name: &str| {
        std::fs::metadata(world.home().join(name))
            .expect("a file")
            .len()
    };
    let log = size("captures/000001.warc.gz");
    let again = world.run(&["ingest", "fixtures/pages"]);
    assert_eq!(again.code(), 0);
    assert!(again.stderr().contains("0 new"), "{}", again.stderr());
    assert_eq!(size("captures/000001.warc.gz"), log);
}

#[test]
fn a_changed_page_replaces_its_earlier_version_in_searches() {
    let world = World::new();
    let page = |text: &str| {
        format!(
            "<link rel=canonical href='https://a.example/brug'><h1>Brug</h1><p>De gemeente Zandwijk {text} een brug over de vaart bij het dorp.</p>"
        )
    };
    world.ingest(&world.write("a.html", page("plant")));
    world.ingest(&world.write("b.html", page("sloopt")));
    assert_eq!(total(&world, "brug"), 1);
    assert_eq!(total(&world, "sloopt"), 1);
    assert_eq!(total(&world, "\"zandwijk plant\""), 0);
}

#[test]
fn hidden_files_and_pictures_are_left_out() {
    let world = World::new();
    let text = "<h1>Zichtbaar</h1><p>Een zichtbare pagina van de gemeente Zandwijk over het dorpshuis.</p>";
    world.write("map/zichtbaar.html", text);
    world.write(
        "map/.verborgen.html",
        text.replace("Zichtbaar", "Verborgen"),
    );
    world.write(
        "map/.git/pagina.html",
        text.replace("Zichtbaar", "Verborgen"),
    );
    world.write("map/foto.jpg", [0xff, 0xd8, 0xff]);
    world.write("map/stijl.css", "p{}");
    let run = world.run(&["ingest", &world.path("map").display().to_string()]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(
        run.stderr()
            .contains("1 page: 1 new, 0 unchanged, 2 left out"),
        "{}",
        run.stderr()
    );
}

#[test]
fn a_local_page_without_a_url_gets_the_url_of_its_file() {
    let world = World::new();
    world.write(
        "map/onder/pagina een.html",
        "<h1>Dorpshuis</h1><p>De gemeente Zandwijk verbouwt het dorpshuis in het voorjaar.</p>",
    );
    world.ingest(&world.path("map"));
    let found = world.run(&["search", "dorpshuis", "--json"]).json();
    assert_eq!(
        found["hits"][0]["url"],
        "file:///map/onder/pagina%20een.html"
    );
}

#[test]
fn only_the_pages_of_a_warc_are_ingested() {
    let world = World::new();
    let run = world.run(&["ingest", "fixtures/warc/lindeloo.warc"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let found = world.run(&["search", "zwembad", "--json"]).json();
    assert_eq!(found["total"], 1);
    let hit = &found["hits"][0];
    assert_eq!(hit["url"], "https://www.lindeloo.example/nieuws/zwembad");
    assert_eq!(hit["date"], "2022-05-03");
    assert_eq!(
        total(&world, "gevonden"),
        0,
        "an error page is not a release"
    );
}

#[test]
fn the_log_of_one_home_can_be_ingested_into_another() {
    let world = World::new();
    world.ingest("fixtures/warc/lindeloo.warc".as_ref());
    world.ingest("fixtures/pages/2023-05-15-gemaal-oude-vaart.html".as_ref());
    let other = World::new();
    other.ingest(&world.home().join("captures/000001.warc.gz"));
    assert_eq!((total(&other, "zwembad"), total(&other, "gemaal")), (1, 1));
}

#[test]
fn a_dash_reads_paths_from_stdin() {
    let world = World::new();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_omroeper"))
        .args(["ingest", "-"])
        .env("OMROEPER_HOME", world.home())
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    writeln!(stdin, "fixtures/pages/2023-05-15-gemaal-oude-vaart.html\n\nfixtures/pages/2001-08-24-zuivelfabriek.html")
        .expect("a pipe");
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
    assert_eq!(
        (total(&world, "gemaal"), total(&world, "zuivelfabriek")),
        (1, 1)
    );
}

#[test]
fn jsonl_records_keep_their_ids_in_runs() {
    let world = World::new();
    let records = "{\"id\":\"doc-1\",\"title\":\"Dijk\",\"date\":\"2020-01-02\",\"text\":\"De dijk wordt verhoogd.\",\"publisher\":\"waterschap Noorderdiep\"}\n{\"url\":\"https://a.example/2\",\"title\":\"Weg\",\"html\":\"<h1>Weg</h1><p>De weg langs de dijk gaat dicht.</p>\"}\n";
    world.ingest(&world.write("records.jsonl", records));
    let queries = world.write("queries.tsv", "q1\tdijk\n");
    let run = world.run(&["batch", &queries.display().to_string(), "--format", "trec"]);
    let lines: Vec<String> = run.stdout().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2, "{}", run.stderr());
    assert!(
        lines[0].starts_with("q1 Q0 doc-1 1 ") && lines[0].ends_with(" omroeper"),
        "{}",
        lines[0]
    );
    let hit = &world
        .run(&["search", "dijk", "--publisher", "noorderdiep", "--json"])
        .json()["hits"][0];
    assert_eq!(
        (hit["title"].as_str(), hit["date"].as_str()),
        (Some("Dijk"), Some("2020-01-02"))
    );
}

#[test]
fn an_index_of_another_version_is_refused_with_the_remedy() {
    let world = World::new();
    world.ingest("fixtures/warc/lindeloo.warc".as_ref());
    let about = world.home().join("index/g000001/generation.json");
    std::fs::write(&about, "{\"analyzer\": 9999, \"schema\": 1}").expect("the file is there");
    for arguments in [&["search", "zwembad"][..], &["ingest", "fixtures/pages"]] {
        let run = world.run(arguments);
        assert_eq!(run.code(), 3);
        assert!(
            run.stderr().contains("omroeper reindex"),
            "{}",
            run.stderr()
        );
    }
}

#[test]
fn pages_are_counted_in_advance_if_file_names_suffice() {
    use omroeper::load::{LoadOptions, count};
    let options = LoadOptions::at(jiff::Timestamp::UNIX_EPOCH);
    let pages = std::fs::read_dir("fixtures/pages")
        .expect("the fixtures")
        .filter_map(Result::ok);
    let pages = pages
        .filter(|e| e.path().extension().is_some_and(|e| e != "json"))
        .count();
    assert_eq!(
        count(&["fixtures/pages".into()], &options),
        Some(pages as u64)
    );
    assert_eq!(
        count(&["fixtures".into()], &options),
        None,
        "a WARC must be read to be counted"
    );
}

#[test]
fn files_of_a_folder_are_chosen_by_patterns() {
    let world = World::new();
    for name in [
        "brug.html",
        "brug.txt",
        "concept-sluis.html",
        "archief/vaart.html",
    ] {
        world.write(
            &format!("site/{name}"),
            format!("<h1>Over {name}</h1><p>De tekst van {name} is kort.</p>"),
        );
    }
    let site = world.path("site").display().to_string();
    let mut ingest = vec!["ingest", &site, "--jsonl", "--include", "*.html"];
    ingest.extend(["--exclude", "concept*", "--exclude", "archief/"]);
    let run = world.run(&ingest);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let urls = run.json_lines().into_iter().map(|line| line["url"].clone());
    assert_eq!(urls.collect::<Vec<_>>(), ["file:///site/brug.html"]);
    let wrong = world.run(&["ingest", &site, "--include", "{a"]);
    assert_eq!(wrong.code(), 2);
    assert!(
        wrong.stderr().contains("`{a` is no pattern"),
        "{}",
        wrong.stderr()
    );
}
