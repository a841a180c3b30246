//! What becomes of pages: claims, revisits, moves, removals, purges, and lists that change.

use super::{Answer, Site, feed, page};
use crate::support::World;

fn source(world: &World, site: &Site, items: &[(&str, &str, u8)]) {
    site.put("/rss", Answer::xml(feed(site, items)));
    world.source(
        "zandwijk",
        &format!("{{ kind = \"feed\", url = \"{}\" }}", site.url("/rss")),
    );
}

fn fetch(world: &World, arguments: &[&str]) {
    let run = world.fetch(&[&["zandwijk"], arguments].concat());
    assert_eq!(run.code(), 0, "{}", run.stderr());
}

#[test]
fn what_a_list_claims_fills_what_the_page_does_not_say() {
    let (world, site) = (World::new(), Site::new());
    let bare = "<main><h1>Brug over de Nieuwe Vaart open</h1><p>De brug is vanaf vandaag open voor al het verkeer, ook voor vrachtwagens.</p></main>";
    site.put("/nieuws/brug", Answer::html(bare));
    site.put(
        "/nieuws/sluis",
        Answer::html(page("Sluis dicht", "De sluis gaat dicht.")),
    );
    source(
        &world,
        &site,
        &[
            ("/nieuws/brug", "Iets anders", 9),
            ("/nieuws/sluis", "Sluis dicht", 9),
        ],
    );
    fetch(&world, &[]);
    let shown = |path: &str| world.run(&["show", &site.url(path), "--json"]).json();
    let brug = shown("/nieuws/brug");
    assert_eq!(
        (&brug["published"]["date"], &brug["published"]["source"]),
        (&"2026-11-09".into(), &"list".into())
    );
    assert_eq!(
        brug["title"], "Brug over de Nieuwe Vaart open",
        "the page precedes"
    );
    assert_eq!(
        shown("/nieuws/sluis")["published"]["date"],
        "2026-11-03",
        "the page precedes"
    );
    // The claims are in the archive, so a new index says the same.
    assert_eq!(world.run(&["reindex"]).code(), 0);
    assert_eq!(shown("/nieuws/brug")["published"]["date"], "2026-11-09");
}

#[test]
fn an_unchanged_page_is_asked_for_with_its_validators() {
    let (world, site) = (World::new(), Site::new());
    site.put(
        "/nieuws/brug",
        Answer::html(page("Brug open", "De brug is open.")).etag("\"v1\""),
    );
    source(&world, &site, &[("/nieuws/brug", "Brug open", 3)]);
    fetch(&world, &[]);
    fetch(&world, &["--recheck"]);
    let log = site.log();
    let again = log
        .iter()
        .rfind(|asked| asked.path == "/nieuws/brug")
        .expect("a request");
    assert_eq!(again.headers["if-none-match"], "\"v1\"");
    let status = world.run(&["status", "--json"]).json();
    assert_eq!(
        (
            &status["captures"]["pages"],
            &status["captures"]["unchanged"]
        ),
        (&1.into(), &1.into())
    );
    // A page whose markup changes with each answer has the same text.
    let noisy = |token: &str| {
        Answer::html(page("Brug open", "De brug is open.").replace(
            "<main>",
            &format!("<main data-token=\"{token}\"><script>var t = '{token}'</script>"),
        ))
    };
    site.put("/nieuws/brug", noisy("a"));
    let json = world.fetch(&["zandwijk", "--recheck", "--json"]).json();
    assert_eq!(
        (
            &json["sources"][0]["unchanged"],
            &json["sources"][0]["captured"]
        ),
        (&1.into(), &0.into()),
        "{json}"
    );
    let versions = world.run(&["history", &site.url("/nieuws/brug"), "--jsonl"]);
    assert_eq!(versions.json_lines().len(), 1);
}

#[test]
fn a_page_that_moves_stays_one_release() {
    let (world, site) = (World::new(), Site::new());
    site.put(
        "/oud/brug",
        Answer::html(page("Brug open", "De brug is open.")),
    );
    source(&world, &site, &[("/oud/brug", "Brug open", 3)]);
    fetch(&world, &[]);
    site.put("/oud/brug", Answer::redirect("/nieuw/brug"));
    site.put(
        "/nieuw/brug",
        Answer::html(page(
            "Brug open",
            "De brug is open, en de pont vaart niet meer.",
        )),
    );
    fetch(&world, &["--recheck"]);
    // The new site lists the new address.
    source(&world, &site, &[("/nieuw/brug", "Brug open", 3)]);
    fetch(&world, &["--recheck"]);
    let status = world.run(&["status", "--json"]).json();
    assert_eq!(
        (&status["releases"], &status["versions"], &status["gone"]),
        (&1.into(), &2.into(), &0.into()),
        "{status}"
    );
    assert_eq!(
        world.run(&["show", &site.url("/nieuw/brug")]).code(),
        0,
        "it is found at its new address too"
    );
}

#[test]
fn a_redirect_to_the_front_page_is_a_removal() {
    let (world, site) = (World::new(), Site::new());
    site.put(
        "/nieuws/brug",
        Answer::html(page("Brug open", "De brug is open.")),
    );
    site.put("/", Answer::html("<p>Welkom</p>"));
    source(&world, &site, &[("/nieuws/brug", "Brug open", 3)]);
    fetch(&world, &[]);
    site.put("/nieuws/brug", Answer::redirect("/"));
    fetch(&world, &["--recheck"]);
    assert_eq!(world.run(&["search", "brug"]).code(), 1);
    assert_eq!(world.status_of("zandwijk")["pages"]["gone"], 1);
    // It may come back.
    site.put(
        "/nieuws/brug",
        Answer::html(page("Brug open", "De brug is weer open.")),
    );
    fetch(&world, &["--recheck"]);
    assert_eq!(world.run(&["search", "brug"]).code(), 0);
}

#[test]
fn a_purged_page_is_never_asked_for_again() {
    let (world, site) = (World::new(), Site::new());
    let canonical = page("Brug open", "Met het telefoonnummer van een inwoner.").replace(
        "<title>",
        &format!(
            "<link rel=\"canonical\" href=\"{}\"><title>",
            site.url("/n/eigen-adres")
        ),
    );
    site.put("/nieuws/brug", Answer::html(canonical));
    source(
        &world,
        &site,
        &[("/nieuws/brug", "Telefoonnummer van een inwoner", 3)],
    );
    fetch(&world, &[]);
    let run = world.run(&["purge", &site.url("/nieuws/brug"), "--reason", "privacy"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    site.clear();
    fetch(&world, &["--recheck"]);
    assert_eq!(site.asked(), ["/rss"]);
    let catalog = std::fs::read(world.home().join("catalog.sqlite")).expect("the catalog");
    let holds = |text: &str| {
        catalog
            .windows(text.len())
            .any(|bytes| bytes == text.as_bytes())
    };
    assert!(
        !holds("Telefoonnummer van een inwoner") && !holds("eigen-adres") && !holds("/nieuws/brug")
    );
}

#[test]
fn a_list_that_was_emptied_is_failing() {
    let (world, site) = (World::new(), Site::new());
    site.put(
        "/nieuws/brug",
        Answer::html(page("Brug open", "De brug is open.")),
    );
    source(&world, &site, &[("/nieuws/brug", "Brug open", 3)]);
    fetch(&world, &[]);
    source(&world, &site, &[]);
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(
        run.stderr().contains("named 1 pages before"),
        "{}",
        run.stderr()
    );
    assert_eq!(world.status_of("zandwijk")["status"], "failing");
    source(&world, &site, &[("/nieuws/brug", "Brug open", 3)]);
    fetch(&world, &[]);
    assert_eq!(world.status_of("zandwijk")["status"], "ok");
}

#[test]
fn a_feed_that_rolls_over_is_told() {
    let (world, site) = (World::new(), Site::new());
    for path in ["/nieuws/1", "/nieuws/2", "/nieuws/3", "/nieuws/4"] {
        site.put(path, Answer::html(page(path, "Tekst van dit bericht.")));
    }
    source(
        &world,
        &site,
        &[("/nieuws/1", "1", 1), ("/nieuws/2", "2", 2)],
    );
    fetch(&world, &[]);
    source(
        &world,
        &site,
        &[("/nieuws/3", "3", 3), ("/nieuws/4", "4", 4)],
    );
    let run = world.fetch(&["zandwijk"]);
    assert!(
        run.stderr().contains("pages may have been missed"),
        "{}",
        run.stderr()
    );
    let gaps = world.status_of("zandwijk")["gaps"]
        .as_array()
        .cloned()
        .expect("gaps");
    assert_eq!(gaps.len(), 1, "{gaps:?}");
}

#[test]
fn a_page_that_a_list_drops_is_visited_again() {
    let (world, site) = (World::new(), Site::new());
    for path in ["/nieuws/1", "/nieuws/2", "/nieuws/3"] {
        site.put(path, Answer::html(page(path, "Tekst van dit bericht.")));
    }
    source(
        &world,
        &site,
        &[
            ("/nieuws/1", "1", 1),
            ("/nieuws/2", "2", 2),
            ("/nieuws/3", "3", 3),
        ],
    );
    fetch(&world, &[]);
    site.clear();
    site.remove("/nieuws/2");
    source(
        &world,
        &site,
        &[("/nieuws/1", "1", 1), ("/nieuws/3", "3", 3)],
    );
    fetch(&world, &[]);
    assert_eq!(site.asked(), ["/rss", "/nieuws/2"]);
    assert_eq!(world.status_of("zandwijk")["pages"]["gone"], 1);
}

#[test]
fn endless_calendars_end() {
    let (world, site) = (World::new(), Site::new());
    let item = |n: u32| {
        format!(
            "<div><a href=\"/agenda/{n}\">Dag {n} van de agenda</a> <time>3 november 2026</time></div>"
        )
    };
    for n in 0..40 {
        let body = format!(
            "<main>{}{}</main><a rel=\"next\" href=\"/agenda?p={}\">Volgende</a>",
            item(2 * n),
            item(2 * n + 1),
            n + 1
        );
        site.put(
            &if n == 0 {
                "/agenda".to_owned()
            } else {
                format!("/agenda?p={n}")
            },
            Answer::html(body),
        );
    }
    site.put(
        "/agenda/*",
        Answer::html(page("Dag", "Tekst van dit bericht.")),
    );
    world.source(
        "zandwijk",
        &format!(
            "{{ kind = \"listing\", url = \"{}\" }}",
            site.url("/agenda")
        ),
    );
    let run = world.fetch(&["zandwijk", "--max-pages", "5"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let pages = site
        .asked()
        .iter()
        .filter(|path| path.starts_with("/agenda/"))
        .count();
    assert_eq!(pages, 5);
}

#[test]
fn each_capture_is_a_pair_with_address_time_and_decision() {
    let (world, site) = (World::new(), Site::new());
    let html = page("Brug open", "De brug is open.").replace(
        "<title>",
        "<meta name=\"robots\" content=\"noarchive\"><title>",
    );
    site.put(
        "/nieuws/brug",
        Answer::html(html)
            .header("X-Robots-Tag", "noai")
            .header("tdm-reservation", "1"),
    );
    source(&world, &site, &[("/nieuws/brug", "Brug open", 3)]);
    fetch(&world, &[]);
    let warc = world.run(&["export", "--warc"]);
    let path = world.write("uit.warc.gz", warc_bytes(&world));
    assert!(!warc.stdout().is_empty());
    let mut text = String::new();
    let mut gzip =
        flate2::read::MultiGzDecoder::new(std::fs::File::open(path).expect("the export"));
    std::io::Read::read_to_string(&mut gzip, &mut text).expect("gzip");
    for part in [
        "WARC-Type: response",
        "WARC-Type: request",
        "WARC-IP-Address: 127.1.",
        "WARC-Concurrent-To:",
        "Omroeper-Decision: allowed",
        "X-Robots-Tag: noai",
        "robots: noarchive",
        "tdm-reservation: 1",
        "Omroeper-Claims: {\"title\":\"Brug open\"",
        "GET /nieuws/brug HTTP/1.1",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // The same archive elsewhere says the same.
    let other = World::new();
    let copy = other.write("uit.warc.gz", warc_bytes(&world));
    other.ingest(&copy);
    assert_eq!(
        other.run(&["digest"]).stdout(),
        world.run(&["digest"]).stdout()
    );
}

fn warc_bytes(world: &World) -> Vec<u8> {
    world
        .command()
        .args(["export", "--warc"])
        .output()
        .expect("the binary runs")
        .stdout
}
