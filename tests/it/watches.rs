//! Watches: what is new, changed or gone is told once, whatever happens between runs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;
use serde_json::Value;

use crate::support::World;

const SITE: &str = "https://www.zandwijk.example/nieuws";

/// Ingests a page as it was captured on a day of 2030 and later. A page is recorded as gone today, so what is
/// captured after that must have a later time.
fn capture(world: &World, name: &str, day: u32, text: &str) {
    let page = format!(
        "<link rel=canonical href=\"{SITE}/{name}\"><main><h1>Bericht over {name}</h1>\
         <p>Geplaatst op: 3 mei 2019</p><p>{text}</p></main>"
    );
    let day = format!("2030-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
    world.ingest_on(&day, name, page);
}

fn bridge(cost: u32) -> String {
    format!("De gemeente Zandwijk bouwt voor {cost} miljoen euro een nieuwe brug over de vaart.")
}

/// Kind and page of each event that a run tells.
fn told(world: &World, arguments: &[&str]) -> Vec<(String, String)> {
    let run = world.run(&[&["watch", "run", "--jsonl"], arguments].concat());
    assert_eq!(run.code(), 0, "{}", run.stderr());
    run.json_lines().iter().map(what).collect()
}

fn what(event: &Value) -> (String, String) {
    let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
    let page = text("url")
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    (text("kind"), page)
}

fn event(kind: &str, page: &str) -> (String, String) {
    (kind.to_owned(), page.to_owned())
}

/// A home with one page, and a watch for bridges that writes both files.
fn world() -> World {
    let world = World::new();
    capture(&world, "oud", 1, &bridge(1));
    let files = [file(&world, "jsonl"), file(&world, "atom")];
    let [jsonl, atom] = files.map(|path| path.display().to_string());
    let add = [
        "watch", "add", "bruggen", "brug", "--jsonl", &jsonl, "--atom", &atom,
    ];
    let run = world.run(&add);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(
        run.stderr().contains("now 1 release, not to be told"),
        "{}",
        run.stderr()
    );
    let feed = read(&world, "atom");
    assert!(
        feed.contains("<feed") && !feed.contains("<entry>"),
        "{feed}"
    );
    world
}

fn file(world: &World, ending: &str) -> PathBuf {
    world.path(&format!("bruggen.{ending}"))
}

fn read(world: &World, ending: &str) -> String {
    std::fs::read_to_string(file(world, ending)).unwrap_or_default()
}

#[test]
fn each_release_is_told_once_by_its_capture_and_not_by_its_date() {
    let world = world();
    assert_eq!(told(&world, &[]), []);
    // Published in 2019, captured now.
    capture(&world, "nieuw", 2, &bridge(2));
    capture(
        &world,
        "sluis",
        2,
        "De gemeente Zandwijk sluit de oude sluis voor altijd.",
    );
    assert_eq!(told(&world, &[]), [event("new", "nieuw")]);
    assert_eq!(told(&world, &[]), []);
    assert_eq!(world.run(&["reindex"]).code(), 0);
    assert_eq!(told(&world, &[]), []);
    // Captured again, with another menu and the same text.
    capture(&world, "nieuw", 3, &format!("{} ", bridge(2)));
    assert_eq!(told(&world, &[]), []);
}

#[test]
fn changes_removals_and_returns_of_what_was_seen_are_told() {
    let world = world();
    capture(&world, "oud", 2, &bridge(9));
    let run = world.run(&["watch", "run"]);
    let shown = run.stdout();
    assert!(
        shown.starts_with("changed silently: Bericht over oud\n"),
        "{shown}"
    );
    assert!(
        shown.contains("published 2019-05-03 · seen 2030-01-03"),
        "{shown}"
    );
    // Also if the text does not match any more.
    capture(
        &world,
        "oud",
        3,
        "De gemeente Zandwijk ziet van het plan af.",
    );
    assert_eq!(told(&world, &[]), [event("changed", "oud")]);
    let url = format!("{SITE}/oud");
    assert_eq!(world.run(&["forget", &url]).code(), 0);
    assert_eq!(told(&world, &[]), [event("gone", "oud")]);
    assert_eq!(told(&world, &[]), []);
}

#[test]
fn a_watch_of_quotes_tells_words_and_speakers() {
    let world = World::new();
    let said = |words: &str| format!("“{words}”, zegt wethouder Ans Pieterse.");
    capture(
        &world,
        "oud",
        1,
        &said("De brug is morgen weer helemaal open"),
    );
    let add = ["watch", "add", "pieterse", "--quotes", "spreker:pieterse"];
    assert_eq!(world.run(&add).code(), 0);
    capture(
        &world,
        "nieuw",
        2,
        &said("De sluis blijft nog een maand dicht"),
    );
    let events = world.run(&["watch", "run", "--jsonl"]).json_lines();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["text"], "De sluis blijft nog een maand dicht");
    assert_eq!(events[0]["speakers"][0]["name"], "Ans Pieterse");
    capture(
        &world,
        "nieuw",
        3,
        &said("De sluis blijft nog een jaar dicht"),
    );
    assert_eq!(
        told(&world, &[]),
        [event("gone", "nieuw"), event("new", "nieuw")]
    );
    assert_eq!(told(&world, &[]), []);
}

#[test]
fn an_event_of_several_watches_is_printed_once_and_is_in_each_file() {
    let world = world();
    let other = world.path("zandwijk.jsonl");
    let path = other.display().to_string();
    let add = ["watch", "add", "zandwijk", "Zandwijk", "--jsonl", &path];
    assert_eq!(world.run(&add).code(), 0);
    capture(&world, "nieuw", 2, &bridge(2));
    let events = world.run(&["watch", "run", "--jsonl"]).json_lines();
    assert_eq!(events.len(), 1);
    assert_eq!(
        events[0]["watches"],
        serde_json::json!(["bruggen", "zandwijk"])
    );
    let id = events[0]["id"].as_str().expect("an id");
    assert!(read(&world, "jsonl").contains(id));
    assert!(
        std::fs::read_to_string(&other)
            .expect("a file")
            .contains(id)
    );
    let atom = read(&world, "atom");
    assert!(atom.contains(&format!("urn:omroeper:event:{id}")), "{atom}");
}

#[test]
fn a_run_that_is_killed_loses_nothing_and_prints_nothing_twice() {
    for place in ["watch-written", "watch-told"] {
        let world = world();
        capture(&world, "nieuw", 2, &bridge(2));
        let killed = world.run_to_failpoint(place, &["watch", "run", "--jsonl"]);
        assert!(killed.was_killed(), "{place}");
        let mut events = killed.json_lines();
        events.extend(world.run(&["watch", "run", "--jsonl"]).json_lines());
        assert_eq!(events.len(), 1, "{place}: printed once");
        assert_eq!(read(&world, "jsonl").lines().count(), 1, "{place}");
        assert_eq!(
            read(&world, "atom").matches("<entry>").count(),
            1,
            "{place}"
        );
        assert_eq!(told(&world, &[]), [], "{place}");
    }
}

#[test]
fn a_purge_takes_a_release_out_of_state_and_files() {
    let world = world();
    capture(&world, "geheim", 2, &bridge(2));
    capture(&world, "later", 2, &bridge(3));
    assert_eq!(told(&world, &[]).len(), 2);
    capture(&world, "geheim", 3, &bridge(4));
    let killed = world.run_to_failpoint("watch-written", &["watch", "run"]);
    assert!(killed.was_killed());
    let url = format!("{SITE}/geheim");
    let purge = world.run(&["purge", &url, "--reason", "proef"]);
    assert_eq!(purge.code(), 0, "{}", purge.stderr());
    assert_eq!(told(&world, &[]), [], "what was found of it is not told");
    for ending in ["jsonl", "atom"] {
        let file = read(&world, ending);
        assert!(
            !file.contains("geheim") && file.contains("/later"),
            "{file}"
        );
    }
    let store = std::fs::read(world.home().join("watches.sqlite")).expect("the watches");
    let text = String::from_utf8_lossy(&store);
    assert!(!text.contains("geheim"), "its text is overwritten");
}

#[test]
fn a_command_gets_the_events_and_is_asked_again_if_it_fails() {
    let world = world();
    let out = world.path("mail.txt");
    let command = format!("grep -q klaar {0} 2>/dev/null && cat >> {0}", out.display());
    let edit = ["watch", "edit", "bruggen", "--exec", &command];
    assert_eq!(world.run(&edit).code(), 0);
    capture(&world, "nieuw", 2, &bridge(2));
    let failed = world.run(&["watch", "run", "--jsonl"]);
    assert_eq!(failed.code(), 4);
    assert_eq!(failed.json_lines().len(), 1);
    assert!(
        failed.stderr().contains("the next run tells it again"),
        "{}",
        failed.stderr()
    );
    std::fs::write(&out, "klaar\n").expect("a file");
    assert_eq!(told(&world, &[]), [], "it is printed already");
    let mail = std::fs::read_to_string(&out).expect("a file");
    let lines: Vec<Value> = mail
        .lines()
        .skip(1)
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 1);
    assert_eq!(told(&world, &[]), []);
    assert_eq!(
        read(&world, "jsonl").lines().count(),
        1,
        "the file has it once"
    );
}

#[test]
fn a_watch_that_cannot_be_is_refused() {
    let world = world();
    for (arguments, reason) in [
        (&["add", "alles", "*"][..], "would find everything"),
        (&["add", "alles"], "would find everything"),
        (&["add", "bruggen", "sluis"], "there is a watch `bruggen`"),
        (&["add", "../x", "sluis"], "is not a name for a watch"),
        (
            &["add", "x", "--quotes", "titel:sluis"],
            "quotes have no field `titel:`",
        ),
        (&["add", "x", "wo*ing"], "cannot stand within a word"),
        (&["run", "nergens"], "there is no watch `nergens`"),
        (&["remove", "nergens"], "there is no watch `nergens`"),
        (&["edit", "bruggen", "*"], "would find everything"),
    ] {
        let run = world.run(&[&["watch"], arguments].concat());
        assert_eq!(run.code(), 2, "{arguments:?}: {}", run.stderr());
        assert!(run.stderr().contains(reason), "{}", run.stderr());
    }
    assert_eq!(world.run(&["watch", "remove", "bruggen"]).code(), 0);
    capture(&world, "nieuw", 2, &bridge(2));
    assert_eq!(told(&world, &[]), []);
}

#[test]
fn backfill_tells_what_matches_when_the_watch_is_added() {
    let world = world();
    let add = ["watch", "add", "alle", "brug", "--backfill"];
    assert_eq!(world.run(&add).code(), 0);
    assert_eq!(told(&world, &["alle"]), [event("new", "oud")]);
    let test = world.run(&["watch", "test", "alle"]);
    assert_eq!(test.stderr(), "1 release now\n");
    let list = world.run(&["watch", "list", "--json"]).json();
    assert_eq!(list[0]["query"], "brug --match all --no-expansion");
}

/// A page as the watch knows it: the number of its text, and whether it is gone.
type Seen = BTreeMap<String, (u32, bool)>;

/// A generator of numbers (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Captures, edits, removals, reindexes and kills in random order.
#[test]
fn whatever_happens_every_event_is_told_under_one_id() {
    (0..50).into_par_iter().for_each(schedule);
}

fn schedule(number: u64) {
    let mut random = Random(number + 1);
    let world = world();
    let (mut pages, mut seen) = (Seen::new(), Seen::new());
    pages.insert("oud".to_owned(), (1, false));
    seen.clone_from(&pages);
    let mut expected: Vec<(String, String)> = Vec::new();
    let mut cost = 1;
    let mut day = 1;
    for _ in 2..9 {
        for _ in 0..=random.below(2) {
            cost += 1;
            day += 1;
            let name = format!("p{}", random.below(3));
            match random.below(5) {
                0..=2 => {
                    capture(&world, &name, day, &bridge(cost));
                    pages.insert(name, (cost, false));
                }
                3 if pages.get(&name).is_some_and(|(_, gone)| !gone) => {
                    let url = format!("{SITE}/{name}");
                    assert_eq!(world.run(&["forget", &url]).code(), 0);
                    let (cost, _) = pages[&name];
                    pages.insert(name, (cost, true));
                }
                3 => {}
                _ => assert_eq!(world.run(&["reindex"]).code(), 0),
            }
        }
        let place = ["", "watch-written", "watch-told"][random.below(3) as usize];
        if !place.is_empty() {
            world.run_to_failpoint(place, &["watch", "run"]);
        } else if random.below(2) == 0 {
            continue;
        } else {
            assert_eq!(world.run(&["watch", "run"]).code(), 0);
        }
        for (name, (cost, gone)) in &pages {
            let before = seen.get(name);
            let kind = match (before, gone) {
                (None, false) => "new",
                (Some((_, false)), true) => "gone",
                (Some((known, was_gone)), false) if known != cost || *was_gone => "changed",
                _ => continue,
            };
            expected.push(event(kind, name));
            seen.insert(name.clone(), (*cost, *gone));
        }
    }
    let last = world.run(&["watch", "run"]);
    assert_eq!(last.code(), 0, "{}", last.stderr());
    for (name, (cost, gone)) in &pages {
        let kind = match (seen.get(name), gone) {
            (None, false) => "new",
            (Some((_, false)), true) => "gone",
            (Some((known, was_gone)), false) if known != cost || *was_gone => "changed",
            _ => continue,
        };
        expected.push(event(kind, name));
    }
    let file = read(&world, "jsonl");
    let events: Vec<Value> = file
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let mut found: Vec<(String, String)> = events.iter().map(what).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "schedule {number}");
    let ids: std::collections::BTreeSet<&str> = events
        .iter()
        .filter_map(|event| event["id"].as_str())
        .collect();
    assert_eq!(ids.len(), events.len(), "schedule {number}: an id twice");
    assert_eq!(
        read(&world, "atom").matches("<entry>").count(),
        events.len(),
        "schedule {number}"
    );
    let nothing = world.run(&["watch", "run", "--jsonl"]);
    assert_eq!((nothing.code(), nothing.stdout()), (0, String::new()));
}
