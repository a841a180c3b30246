//! Unattended runs: killed and resumed, interrupted, beside other commands, without a network.

use std::collections::HashMap;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{Answer, LEAST, SCALE, Site, feed, page};
use crate::support::{Run, World};

/// The longest that a test waits for something to happen.
const PATIENCE: Duration = Duration::from_mins(1);

/// A site whose feed lists `count` pages, as the source `name`.
fn site_of(world: &World, name: &str, count: usize) -> Site {
    slow_site_of(world, name, count, Duration::ZERO)
}

/// A site that takes `delay` to answer for each page.
fn slow_site_of(world: &World, name: &str, count: usize, delay: Duration) -> Site {
    let site = Site::new();
    let paths: Vec<(String, String)> = (1..=count)
        .map(|n| (format!("/nieuws/{n}"), format!("Bericht {n} van {name}")))
        .collect();
    for (path, title) in &paths {
        let text = format!("De raad besprak {title} in de vergadering.");
        site.put(path, Answer::html(page(title, &text)).after(delay));
    }
    let items: Vec<(&str, &str, u8)> = paths
        .iter()
        .map(|(path, title)| (path.as_str(), title.as_str(), 3))
        .collect();
    site.put("/rss", Answer::xml(feed(&site, &items)));
    let offer = format!("{{ kind = \"feed\", url = \"{}\" }}", site.url("/rss"));
    world.source(name, &offer);
    site
}

/// Starts `omroeper fetch`.
fn start(world: &World, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_omroeper"));
    command
        .env("OMROEPER_HOME", world.home())
        .env("XDG_CONFIG_HOME", world.path("config"))
        .env("OMROEPER_TOKEN", "omroeper-proef")
        .env("OMROEPER_CONTACT", "proef@zandwijk.example")
        .env("OMROEPER_TIME_SCALE", SCALE)
        .args(["fetch", "--allow-private"])
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().expect("the binary runs")
}

/// Waits until `holds`.
fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn interrupt(child: &Child) {
    let status = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(status.expect("kill runs").success());
}

/// Waits for the end of a child, which must come by itself.
fn end_of(child: Child) -> Run {
    Run::from(child.wait_with_output().expect("the process ends"))
}

#[test]
fn a_fetch_that_is_killed_goes_on_where_it_was() {
    // How long an answer may take to reach the disk: far less than the real time between two requests.
    const TO_DISK: Duration = Duration::from_millis(200);
    const KILLS: usize = 20;
    const PAGES: usize = 60;
    let world = World::new();
    let names = ["zandwijk", "veenland", "noorderdiep"];
    let sites = names.map(|name| site_of(&world, name, PAGES));
    // What each site was asked for last when the process died.
    let mut in_flight: HashMap<(usize, String), usize> = HashMap::new();
    for kill in 0..KILLS {
        let before = sites.each_ref().map(|site| site.log().len());
        let mut child = start(&world, &names);
        wait_until("a site is asked", || {
            let asked = sites
                .iter()
                .zip(before)
                .map(|(site, before)| site.log().len() - before);
            asked.sum::<usize>() > kill % 7
        });
        std::thread::sleep(Duration::from_millis(3 * kill as u64));
        let died = Instant::now();
        child.kill().expect("it runs");
        child.wait().expect("it ends");
        for (n, site) in sites.iter().enumerate() {
            for asked in site
                .log()
                .into_iter()
                .filter(|asked| asked.left + TO_DISK > died)
            {
                *in_flight.entry((n, asked.path)).or_default() += 1;
            }
        }
    }
    let run = world.fetch(&names);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    for (n, site) in sites.iter().enumerate() {
        site.assert_polite(LEAST);
        for page in 1..=PAGES {
            let path = format!("/nieuws/{page}");
            let again = site.count(&path) - 1;
            let allowed = in_flight.get(&(n, path.clone())).copied().unwrap_or(0);
            assert!(
                again <= allowed,
                "{path} was asked {again} times again, not {allowed}"
            );
        }
        assert_eq!(world.status_of(names[n])["pages"]["captured"], PAGES);
    }
    let status = world.run(&["status", "--json"]).json();
    let whole = names.len() * PAGES;
    assert_eq!(
        (&status["releases"], &status["versions"]),
        (&whole.into(), &whole.into())
    );
    assert_eq!(world.run(&["check"]).code(), 0);
}

#[test]
fn other_commands_work_beside_a_loop() {
    let world = World::new();
    let quick = site_of(&world, "zandwijk", 3);
    // The other source takes minutes, longer than the test on a busy machine.
    let slow = slow_site_of(&world, "veenland", 5_000, Duration::from_millis(50));
    let child = start(&world, &["zandwijk", "veenland", "--loop", "--every", "5m"]);
    let finds = |query: &str| world.run(&["search", query]).code() == 0;
    wait_until("the quick source is searchable", || {
        finds("\"bericht 3 van zandwijk\"")
    });
    assert!(
        slow.count("/nieuws/5000") == 0,
        "the other source is under way"
    );
    let file = world.write("sluis.html", page("Sluis dicht", "De sluis gaat dicht."));
    let run = world.run(&["ingest", &file.display().to_string()]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(finds("sluis"));
    let run = world.run(&["purge", &quick.url("/nieuws/2"), "--reason", "privacy"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert_eq!(world.run(&["reindex"]).code(), 0);
    assert!(!finds("\"bericht 2 van zandwijk\"") && finds("\"bericht 1 van zandwijk\""));

    let second = world.fetch(&["zandwijk"]);
    assert_eq!(second.code(), 5, "{}", second.stderr());
    let pid = format!("process {}", child.id());
    assert!(second.stderr().contains(&pid), "{}", second.stderr());

    interrupt(&child);
    let run = end_of(child);
    assert_eq!(run.code(), 130, "{}", run.stderr());
    assert!(run.stderr().contains("stopping"), "{}", run.stderr());
    let (captured, asked) = (world.status_of("veenland"), slow.asked());
    let held = captured["pages"]["captured"].as_u64().expect("a count");
    // All that was asked for is kept but what was in flight; robots.txt and the feed are no pages.
    assert!(held + 3 >= asked.len() as u64, "{held} of {}", asked.len());
    assert_eq!(world.run(&["check"]).code(), 0);
}

#[test]
fn a_loop_comes_back() {
    let world = World::new();
    let site = site_of(&world, "zandwijk", 1);
    let child = start(&world, &["zandwijk", "--loop", "--every", "5m"]);
    wait_until("a first round", || site.count("/nieuws/1") == 1);
    let url = site.url("/nieuws/nieuw");
    site.put(
        "/nieuws/nieuw",
        Answer::html(page("Dijk hoger", "De dijk wordt hoger.")),
    );
    let items = [
        ("/nieuws/nieuw", "Dijk hoger", 4),
        ("/nieuws/1", "Bericht 1", 3),
    ];
    site.put("/rss", Answer::xml(feed(&site, &items)));
    wait_until("the new page is searchable", || {
        world.run(&["show", &url]).code() == 0
    });
    interrupt(&child);
    assert_eq!(end_of(child).code(), 130);
    site.assert_polite(LEAST);
}

#[test]
fn without_a_network_everything_fails_so() {
    let world = World::new();
    let site = site_of(&world, "zandwijk", 2);
    let gone = site_of(&world, "veenland", 2);
    gone.stop();
    let run = world.fetch(&["veenland"]);
    assert_eq!(run.code(), 6, "{}", run.stderr());
    assert!(run.stderr().contains(&gone.url("")), "{}", run.stderr());
    let run = world.fetch(&["veenland", "zandwijk"]);
    assert_eq!(run.code(), 4, "one source of two: {}", run.stderr());
    assert_eq!(site.count("/nieuws/2"), 1);
    assert_eq!(world.fetch(&["zandwijk"]).code(), 0, "nothing new is fine");
}

#[test]
fn a_dry_run_asks_nothing() {
    let world = World::new();
    let site = site_of(&world, "zandwijk", 3);
    let run = world.fetch(&["zandwijk", "--dry-run"]);
    assert_eq!((run.code(), site.log().len()), (0, 0), "{}", run.stderr());
    assert!(run.stdout().contains(&site.url("/rss")), "{}", run.stdout());
    assert_eq!(world.fetch(&["zandwijk", "--max-pages", "1"]).code(), 0);
    site.clear();
    let run = world.fetch(&["zandwijk", "--dry-run"]);
    assert_eq!(site.log().len(), 0);
    let pages = run
        .stdout()
        .lines()
        .filter(|line| line.starts_with("  page "))
        .count();
    assert_eq!(pages, 2, "{}", run.stdout());
}

#[test]
fn progress_is_one_object_a_line() {
    let world = World::new();
    let _site = site_of(&world, "zandwijk", 3);
    let run = world.fetch(&["zandwijk", "--progress", "json", "--jsonl"]);
    let lines: Vec<serde_json::Value> = run
        .stderr()
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    assert_eq!(
        lines[0],
        serde_json::json!({"source": "zandwijk", "visited": 0, "left": 3, "done": false})
    );
    let last = lines.last().expect("lines");
    assert_eq!(
        *last,
        serde_json::json!({"source": "zandwijk", "visited": 3, "left": 0, "done": true})
    );
    let releases = run.json_lines();
    assert_eq!(releases.len(), 3);
    assert!(
        releases.iter().all(|release| release["change"] == "new"),
        "{releases:?}"
    );
}

#[test]
fn pages_before_a_day_are_left_out() {
    let (world, site) = (World::new(), Site::new());
    let items = [("/nieuws/nieuw", "Nieuw", 20), ("/nieuws/oud", "Oud", 2)];
    for (path, title, _) in items {
        site.put(path, Answer::html(page(title, "Tekst van het bericht.")));
    }
    site.put("/rss", Answer::xml(feed(&site, &items)));
    let offer = format!("{{ kind = \"feed\", url = \"{}\" }}", site.url("/rss"));
    world.source("zandwijk", &offer);
    assert_eq!(
        world.fetch(&["zandwijk", "--since", "2026-11-10"]).code(),
        0
    );
    assert_eq!(site.asked(), ["/rss", "/nieuws/nieuw"]);
    // Without the bound, the older page is fetched too.
    assert_eq!(world.fetch(&["zandwijk"]).code(), 0);
    assert_eq!(site.count("/nieuws/oud"), 1);
}

#[test]
fn addresses_are_fetched_by_themselves() {
    let (world, site) = (World::new(), Site::new());
    site.put(
        "/nieuws/brug",
        Answer::html(page("Brug open", "De brug is open.")),
    );
    let url = site.url("/nieuws/brug");
    assert_eq!(world.fetch(&[&url]).code(), 0);
    assert_eq!(world.run(&["show", &url]).code(), 0);
    let run = world.fetch(&[&site.url("/nieuws/weg")]);
    assert_eq!(
        run.code(),
        0,
        "a page that is gone is an answer: {}",
        run.stderr()
    );
    assert!(run.stderr().contains("1 gone"), "{}", run.stderr());
}
