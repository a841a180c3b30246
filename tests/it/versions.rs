//! Pages that change, disappear or are purged: every version can be found until it is purged.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use omroeper::home::Home;
use omroeper::index::{IndexError, Indexes};
use omroeper::pipeline::{self, Job};
use omroeper::search::{Paging, Query};
use serde_json::{Value, json};

use crate::records::response;
use crate::support::World;

const BRIDGE: &str = "https://www.zandwijk.example/nieuws/brug";
const LOCK: &str = "https://www.zandwijk.example/nieuws/sluis";

/// Writes a page captured on day `day` of 2021. Its menu contains the day.
fn capture(world: &World, url: &str, day: u64, title: &str, text: &str) -> PathBuf {
    let name = url.rsplit('/').next().expect("a name");
    let page = format!(
        "<link rel=canonical href=\"{url}\"><nav>bezoeker {day}</nav><main><h1>{title}</h1>\
         <p>Geplaatst op: 3 mei 2021</p><p>{text}</p></main><!-- {day} -->"
    );
    world.write(&format!("{day}/{name}.html"), page)
}

/// Ingests a page or a folder of pages. The day on which they were captured is in their path.
fn ingest(world: &World, source: &Path) {
    let day: i64 = source
        .iter()
        .rev()
        .find_map(|part| part.to_str()?.parse().ok())
        .expect("a day");
    let time = Timestamp::from_second(1_609_459_200 + 86_400 * (day - 1) + 43_200);
    let time = time.expect("a time").to_string();
    let source = source.display().to_string();
    let run = world.run(&["ingest", &source, "--captured-at", &time]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
}

fn bridge(cost: &str) -> String {
    format!(
        "De gemeente Zandwijk bouwt voor {cost} miljoen euro een nieuwe brug over de vaart in het dorp."
    )
}

/// A home with two pages: one about a bridge, whose price changes silently on 4 July, and one
/// about a canal lock, which does not change.
fn world_with_changes() -> World {
    let world = World::new();
    ingest(
        &world,
        &capture(&world, BRIDGE, 124, "Nieuwe brug", &bridge("twee")),
    );
    ingest(
        &world,
        &capture(
            &world,
            LOCK,
            124,
            "Oude sluis",
            "De gemeente Zandwijk sluit de oude sluis in de herfst voor altijd.",
        ),
    );
    ingest(
        &world,
        &capture(&world, BRIDGE, 155, "Nieuwe brug", &bridge("twee")),
    );
    ingest(
        &world,
        &capture(&world, BRIDGE, 185, "Nieuwe brug", &bridge("drie")),
    );
    world
}

fn titles(world: &World, arguments: &[&str]) -> Vec<String> {
    let run = world.run(&[&["search", "--jsonl"], arguments].concat());
    run.json_lines()
        .iter()
        .map(|hit| {
            hit["snippet"]["text"]
                .as_str()
                .expect("a passage")
                .to_owned()
        })
        .collect()
}

#[test]
fn only_a_change_of_the_text_makes_a_version() {
    let world = world_with_changes();
    let versions = world.run(&["history", BRIDGE, "--jsonl"]).json_lines();
    let edition = |n: usize, field: &str| versions[n]["edition"][field].clone();
    assert_eq!(
        versions.len(),
        2,
        "changed menus and counters do not make a version"
    );
    assert_eq!(
        (edition(0, "standing"), edition(1, "standing")),
        (json!("superseded"), json!("current"))
    );
    assert_eq!(
        (edition(1, "edits"), edition(1, "silent")),
        (json!(1), json!(1))
    );
    assert_eq!(
        world
            .run(&["history", "https://www.zandwijk.example/niets"])
            .code(),
        1
    );
}

#[test]
fn a_diff_names_the_words_that_changed() {
    let world = world_with_changes();
    let shown = world.run(&["diff", BRIDGE]).stdout();
    assert!(
        shown.contains("bouwt voor [-twee-]{+drie+} miljoen"),
        "{shown}"
    );
    let diff = world
        .run(&[
            "diff",
            &format!("{BRIDGE}@2"),
            &format!("{BRIDGE}@1"),
            "--json",
        ])
        .json();
    let changed: Vec<&Value> = diff["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .filter(|change| change["what"] != "same")
        .collect();
    assert_eq!(
        changed,
        [
            &json!({"what": "old", "text": "drie"}),
            &json!({"what": "new", "text": "twee"})
        ]
    );
    let wrong = world.run(&["diff", &format!("{BRIDGE}@7")]);
    assert_eq!(wrong.code(), 2);
    assert!(
        wrong.stderr().contains("versions 1 to 2"),
        "{}",
        wrong.stderr()
    );
}

#[test]
fn a_search_answers_as_of_a_day() {
    let world = world_with_changes();
    assert_eq!(titles(&world, &["brug"]), [bridge("drie")]);
    assert_eq!(
        titles(&world, &["brug", "--as-of", "2021-06-30"]),
        [bridge("twee")]
    );
    assert_eq!(titles(&world, &["brug", "--as-of", "2021-04"]), [""; 0]);
    assert_eq!(titles(&world, &["gemeente", "--edited"]), [bridge("drie")]);
    assert!(
        world
            .run(&["search", "brug"])
            .stdout()
            .contains("changed silently 2021-07-04")
    );
}

#[test]
fn a_page_that_is_gone_leaves_the_results_and_can_be_cited() {
    let world = world_with_changes();
    assert_eq!(world.run(&["forget", "--tombstone", LOCK]).code(), 0);
    assert_eq!(world.run(&["forget", LOCK]).code(), 1, "it is gone already");
    assert_eq!(world.run(&["search", "sluis"]).code(), 1);
    assert_eq!(titles(&world, &["sluis", "--include-removed"]).len(), 1);
    assert_eq!(titles(&world, &["sluis", "--as-of", "2021-06-30"]).len(), 1);
    assert!(world.run(&["show", LOCK]).stdout().contains("gone "));
    // The page comes back.
    ingest(
        &world,
        &capture(
            &world,
            LOCK,
            4000,
            "Oude sluis",
            "De gemeente Zandwijk houdt de oude sluis toch open voor iedereen.",
        ),
    );
    assert_eq!(world.run(&["search", "sluis"]).code(), 0);
}

#[test]
fn a_page_that_a_crawl_did_not_find_any_more_is_gone() {
    let world = world_with_changes();
    let gone = |url: &str| response(url, "2022-01-01T00:00:00Z", 410, "<p>weg</p>");
    let unknown = "https://www.zandwijk.example/nooit-gezien";
    let crawl = world
        .write("crawl.warc", [gone(LOCK), gone(unknown)].concat())
        .display()
        .to_string();
    let run = world.run(&["ingest", &crawl]);
    assert!(
        run.stderr()
            .contains("1 page: 0 new, 0 unchanged, 1 changed, 1 left out"),
        "{}",
        run.stderr()
    );
    assert_eq!(world.run(&["search", "sluis"]).code(), 1);
    assert_eq!(
        world.run(&["status", "--json"]).json()["gone"],
        1,
        "an unknown page is not counted"
    );
}

#[test]
fn nothing_of_a_purged_page_is_left() {
    let world = world_with_changes();
    assert_eq!(world.run(&["reindex"]).code(), 0);
    assert_eq!(
        world
            .run(&["purge", BRIDGE, "--reason", "verzoek 12"])
            .code(),
        0
    );
    for file in walkdir::WalkDir::new(world.home())
        .into_iter()
        .filter_map(Result::ok)
        .filter(|f| f.file_type().is_file())
    {
        let bytes = std::fs::read(file.path()).expect("a file of the home");
        let mut text = Vec::new();
        let _ = flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut text);
        for stretch in [&bytes, &text] {
            for phrase in ["miljoen euro", "Nieuwe brug", "nieuws/brug"] {
                let found = stretch
                    .windows(phrase.len())
                    .any(|window| window == phrase.as_bytes());
                assert!(!found, "`{phrase}` is in {}", file.path().display());
            }
        }
    }
    assert_eq!(
        world.run(&["check"]).code(),
        0,
        "{}",
        world.run(&["check"]).stdout()
    );
    assert_eq!(titles(&world, &["sluis"]).len(), 1, "the other page stays");
    let again = world.run(&["ingest", &world.path("185").display().to_string()]);
    assert!(
        again.stderr().contains("1 refused (purged before)"),
        "{}",
        again.stderr()
    );
    let history = world.run(&["history", BRIDGE]);
    assert_eq!(history.code(), 1);
    assert!(
        history.stderr().contains("verzoek 12"),
        "{}",
        history.stderr()
    );
}

#[test]
fn the_same_log_gives_the_same_digest_however_it_was_indexed() {
    let world = world_with_changes();
    let digest = world.run(&["digest"]).stdout();
    assert_eq!(world.run(&["reindex"]).code(), 0);
    assert_eq!(world.run(&["digest"]).stdout(), digest);
    // The same captures in another order.
    let other = World::new();
    for folder in ["185", "124", "155"] {
        ingest(&other, &world.path(folder));
    }
    assert_eq!(other.run(&["digest"]).stdout(), digest);
    let more = capture(
        &other,
        LOCK,
        200,
        "Oude sluis",
        "De gemeente Zandwijk denkt nog eens na over de oude sluis.",
    );
    ingest(&other, &more);
    assert_ne!(other.run(&["digest"]).stdout(), digest);
}

#[test]
fn an_export_is_complete() {
    let world = world_with_changes();
    let warc = world
        .command()
        .args(["export", "--warc"])
        .output()
        .expect("an export")
        .stdout;
    let other = World::new();
    other.ingest(&other.write("export.warc.gz", warc));
    assert_eq!(
        other.run(&["digest"]).stdout(),
        world.run(&["digest"]).stdout()
    );
    let lines = world.run(&["export", "--jsonl"]).json_lines();
    assert_eq!(lines.len(), 2);
    let table = world.run(&["export", "--csv", "sluis"]).stdout();
    assert!(
        table.starts_with("id,url,date,publisher,title,speakers,tags,text\n"),
        "{table}"
    );
    assert_eq!(table.lines().count(), 2);
    assert_eq!(world.run(&["export"]).code(), 2, "a format must be given");
}

#[test]
fn a_check_names_the_damage_and_the_remedy() {
    let world = world_with_changes();
    assert_eq!(world.run(&["check"]).code(), 0);
    let log = world.home().join("captures/000001.warc.gz");
    let whole = std::fs::read(&log).expect("the log");
    let mut broken = whole.clone();
    let middle = broken.len() / 2;
    broken[middle..middle + 20].fill(0);
    std::fs::write(&log, broken).expect("a broken log");
    let check = world.run(&["check"]);
    assert_eq!(check.code(), 4);
    assert!(
        check.stdout().contains("000001.warc.gz") && check.stdout().contains("backup"),
        "{}",
        check.stdout()
    );
    std::fs::write(&log, whole).expect("the log");
    std::fs::remove_dir_all(world.home().join("index")).expect("the index");
    let check = world.run(&["check"]);
    assert!(
        check.stdout().contains("omroeper update"),
        "{}",
        check.stdout()
    );
    assert_eq!(world.run(&["update"]).code(), 0);
    assert_eq!(world.run(&["check"]).code(), 0);
}

#[test]
fn the_counts_of_a_status_are_right() {
    let world = world_with_changes();
    let status = world.run(&["status", "--json"]).json();
    assert_eq!(
        (&status["releases"], &status["versions"]),
        (&json!(2), &json!(3))
    );
    assert_eq!(
        status["captures"],
        json!({"pages": 4, "unchanged": 0, "gone": 0, "purged": 0, "lost": 0, "robots": 0})
    );
    let [publisher] = &status["publishers"].as_array().expect("publishers")[..] else {
        panic!("one publisher")
    };
    assert_eq!(publisher["releases"], 2);
    assert!(
        world
            .run(&["status"])
            .stdout()
            .contains("gemeente Zandwijk")
    );
    assert_eq!(World::new().run(&["status"]).code(), 3);
}

#[test]
fn searches_go_on_while_the_index_is_built_and_swapped() {
    let world = World::new();
    world.ingest(&world.pages(300, 4_000));
    let home = Home::at(world.home());
    let query: Query = "gemeente OR woning".parse().expect("a query");
    let paging = Paging {
        limit: 20,
        ..Paging::default()
    };
    let answer = |indexes: &Indexes| {
        let found = query.prepare(&indexes.reader()?)?.top(&paging)?;
        let mut ids: Vec<_> = found.hits.iter().map(|hit| hit.release.id).collect();
        ids.sort();
        Ok::<_, IndexError>((found.total, ids))
    };
    let held = Indexes::open(&home.index()).expect("an index");
    let expected = answer(&held).expect("an answer");
    assert!(
        expected.0 > 100,
        "{} releases are too few to show a mixed answer",
        expected.0
    );
    let asked = AtomicBool::new(false);
    let builds = std::thread::scope(|scope| {
        let builder = scope.spawn(|| {
            let mut builds = 0;
            while !asked.load(Ordering::Relaxed) {
                pipeline::reindex(&home, 0, &Job::default()).expect("a reindex");
                builds += 1;
            }
            builds
        });
        // Uses a handle that stays open, and a new handle per query, as commands do.
        let wrong = (0..500).find_map(|n| {
            let answers = [
                answer(&held),
                Indexes::open(&home.index()).and_then(|i| answer(&i)),
            ];
            let wrong = answers
                .into_iter()
                .find(|answer| answer.as_ref().ok() != Some(&expected));
            wrong.map(|answer| format!("query {n}: {:?}", answer.map(|(total, _)| total)))
        });
        asked.store(true, Ordering::Relaxed);
        assert_eq!(wrong, None, "an empty, mixed or failed answer");
        builder.join().expect("every build succeeds")
    });
    assert!(builds > 1, "only {builds} builds ran during the queries");
}

#[test]
fn a_handle_that_stays_open_follows_the_live_generation() {
    let world = world_with_changes();
    let home = Home::at(world.home());
    let held = Indexes::open(&home.index()).expect("an index");
    let before = held.reader().expect("a reader");
    assert_eq!(before.count().expect("a count"), 2);
    world.run(&["reindex", "--keep", "1"]);
    ingest(
        &world,
        &capture(
            &world,
            "https://www.zandwijk.example/pont",
            200,
            "Pont",
            "De pont vaart weer.",
        ),
    );
    assert_eq!(
        held.reader()
            .and_then(|reader| reader.count())
            .expect("a count"),
        3
    );
    assert_eq!(
        before.count().expect("a count"),
        2,
        "an open reader does not change"
    );
    world.run(&["reindex", "--rollback"]);
    assert_eq!(
        held.reader()
            .and_then(|reader| reader.count())
            .expect("a count"),
        2
    );
}
