//! Manners: robots.txt, distance, failures, refusals, private addresses, and bodies without end.

use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Answer, LEAST, Site, feed, page};
use crate::support::{Run, World};

/// A site with a feed of pages, each with a title of its own.
fn site_with(world: &World, paths: &[&str]) -> Site {
    let site = Site::new();
    for path in paths {
        site.put(
            path,
            Answer::html(page(
                &format!("Bericht {path}"),
                "De gemeente opent een nieuwe brug.",
            )),
        );
    }
    list(world, &site, paths);
    site
}

/// Makes the feed of a site list these pages, and writes the source `zandwijk` for it.
fn list(world: &World, site: &Site, paths: &[&str]) {
    let items: Vec<_> = paths.iter().map(|path| (*path, *path, 3)).collect();
    site.put("/rss", Answer::xml(feed(site, &items)));
    world.source(
        "zandwijk",
        &format!("{{ kind = \"feed\", url = \"{}\" }}", site.url("/rss")),
    );
}

#[test]
fn robots_txt_is_obeyed_and_archived() {
    let world = World::new();
    let site = site_with(&world, &["/nieuws/brug", "/intern/plan", "/intern/pers"]);
    site.put("/robots.txt", Answer::text("\u{feff}User-agent: omroeper-proef/3.0\nDisallow: /intern\nAllow: /intern/pers\nCrawl-delay: 5\nCrawl-delay: 3\n\nUser-agent: *\nDisallow: /\n"));
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(
        run.code(),
        0,
        "a page that is forbidden is no failure: {}",
        run.stderr()
    );
    assert_eq!(site.count("/intern/plan"), 0);
    assert_eq!(
        (
            site.count("/nieuws/brug"),
            site.count("/intern/pers"),
            site.count("/robots.txt")
        ),
        (1, 1, 1)
    );
    site.assert_polite(Duration::from_millis(50));
    let status = world.status_of("zandwijk");
    assert_eq!(
        (&status["pages"]["captured"], &status["pages"]["refused"]),
        (&2.into(), &1.into())
    );
    // It is cached for a day, and archived.
    site.clear();
    assert_eq!(world.fetch(&["zandwijk"]).code(), 0);
    assert_eq!(site.count("/robots.txt"), 0);
    assert_eq!(
        world.run(&["status", "--json"]).json()["captures"]["robots"],
        1
    );
    assert_eq!(world.run(&["check"]).code(), 0);
}

#[test]
fn odd_answers_for_robots_txt() {
    let deny = "User-agent: *\nDisallow: /\n";
    for (answer, allowed) in [
        (Answer::new(404, "text/plain", deny), true),
        (
            Answer::html("<!doctype html><html><title>Oeps</title><p>Niet gevonden</p>"),
            true,
        ),
        (Answer::new(403, "text/plain", deny), true),
        (Answer::text(deny), false),
    ] {
        let world = World::new();
        let site = site_with(&world, &["/nieuws/brug"]);
        let status = answer.status;
        site.put("/robots.txt", answer);
        let run = world.fetch(&["zandwijk"]);
        assert_eq!(
            run.code(),
            if allowed { 0 } else { 7 },
            "{status}: {}",
            run.stderr()
        );
        assert_eq!(site.count("/nieuws/brug"), usize::from(allowed), "{status}");
        assert_eq!(site.count("/rss"), usize::from(allowed), "{status}");
    }
}

#[test]
fn nothing_is_asked_while_robots_txt_cannot_be_read() {
    for status in [429, 500, 503] {
        let world = World::new();
        let site = site_with(&world, &["/nieuws/brug"]);
        site.put("/robots.txt", Answer::status(status));
        let run = world.fetch(&["zandwijk"]);
        assert_eq!(run.code(), 6, "{status}: {}", run.stderr());
        assert_eq!(site.asked(), Vec::<String>::new(), "{status}");
        assert!(
            run.stderr().contains("robots.txt cannot be read"),
            "{}",
            run.stderr()
        );
        // It is asked again in the next run, not after a day.
        site.remove("/robots.txt");
        assert_eq!(world.fetch(&["zandwijk"]).code(), 0, "{status}");
    }
}

#[test]
fn a_slow_host_is_asked_less_often() {
    let world = World::new();
    let site = site_with(&world, &["/nieuws/brug", "/nieuws/sluis", "/nieuws/molen"]);
    // Five times a second is five seconds, which the factor of the tests makes 50 ms.
    for path in ["/nieuws/brug", "/nieuws/sluis", "/nieuws/molen"] {
        site.put(
            path,
            Answer::html(page(path, "Tekst.")).after(Duration::from_secs(1)),
        );
    }
    assert_eq!(world.fetch(&["zandwijk"]).code(), 0);
    let log = site.log();
    let last: Vec<_> = log
        .iter()
        .filter(|asked| asked.path.starts_with("/nieuws"))
        .collect();
    for pair in last.windows(2) {
        assert!(pair[1].came - pair[0].left >= Duration::from_millis(50));
    }
}

#[test]
fn retry_after_rules() {
    let world = World::new();
    let site = site_with(&world, &["/nieuws/brug"]);
    let busy = Answer::status(503).header("Retry-After", "60");
    site.put_all(
        "/nieuws/brug",
        vec![busy, Answer::html(page("Brug", "Tekst."))],
    );
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let log = site.log();
    let asked: Vec<_> = log
        .iter()
        .filter(|asked| asked.path == "/nieuws/brug")
        .collect();
    assert!(
        asked[1].came - asked[0].left >= Duration::from_millis(600),
        "a minute, shortened"
    );
    assert!(run.stderr().contains("1 new"), "{}", run.stderr());
}

#[test]
fn a_host_that_asks_for_an_hour_is_left_alone() {
    let world = World::new();
    let site = site_with(&world, &["/nieuws/a", "/nieuws/b", "/nieuws/c"]);
    site.put(
        "/nieuws/c",
        Answer::status(429).header("Retry-After", "3600"),
    );
    site.put(
        "/nieuws/b",
        Answer::status(429).header("Retry-After", "3600"),
    );
    site.put(
        "/nieuws/a",
        Answer::status(429).header("Retry-After", "3600"),
    );
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert_eq!(
        site.asked().len(),
        2,
        "the feed and one page: {:?}",
        site.asked()
    );
    assert!(run.stderr().contains("rests until"), "{}", run.stderr());
    // The next run keeps the promise, also in another process.
    site.clear();
    assert_eq!(world.fetch(&["zandwijk"]).code(), 6);
    assert_eq!(site.log().len(), 0);
}

#[test]
fn five_failures_in_a_row_rest_a_host() {
    let world = World::new();
    let paths = [
        "/nieuws/1",
        "/nieuws/2",
        "/nieuws/3",
        "/nieuws/4",
        "/nieuws/5",
        "/nieuws/6",
    ];
    let site = site_with(&world, &paths);
    for path in paths {
        site.put(path, Answer::status(500));
    }
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert_eq!(site.asked().len(), 1 + 5, "{:?}", site.asked());
    site.assert_polite(LEAST);
    assert!(run.stderr().contains("HTTP 500"), "{}", run.stderr());
}

#[test]
fn one_bad_page_stops_nothing() {
    let world = World::new();
    let paths = [
        "/nieuws/a",
        "/nieuws/b",
        "/nieuws/c",
        "/nieuws/d",
        "/nieuws/e",
        "/nieuws/f",
    ];
    let site = site_with(&world, &paths);
    site.put("/nieuws/a", Answer::status(500));
    site.put("/nieuws/b", Answer::new(200, "application/pdf", "%PDF-1.7"));
    site.put(
        "/nieuws/c",
        Answer::html("<p>half een pagina en dan".repeat(40)).torn_after(30),
    );
    site.put("/nieuws/d", Answer::html(""));
    let run = world.fetch(&["zandwijk", "--json"]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(run.stderr().contains("2 new"), "{}", run.stderr());
    let json = run.json();
    let failed = json["sources"][0]["failed"]
        .as_array()
        .expect("failures")
        .clone();
    let reason = |path: &str| {
        let found = failed.iter().find(|one| {
            one["origin"]
                .as_str()
                .is_some_and(|url| url.ends_with(path))
        });
        found
            .map(|one| one["reason"].as_str().expect("a reason").to_owned())
            .unwrap_or_default()
    };
    for (path, named) in [
        ("/a", "HTTP 500"),
        ("/b", "application/pdf"),
        ("/c", "no answer"),
        ("/d", "empty"),
    ] {
        assert!(reason(path).contains(named), "{path}: {failed:?}");
    }
}

#[test]
fn a_refusal_is_not_worked_around() {
    for answer in [
        Answer::status(403),
        Answer::status(401),
        Answer::html(
            "<title>Just a moment...</title><script src=\"/cdn-cgi/challenge-platform/x.js\"></script>",
        ),
        Answer::new(202, "text/html", "").header("x-amzn-waf-action", "challenge"),
    ] {
        let world = World::new();
        let site = site_with(&world, &["/nieuws/brug"]);
        site.put("/rss", answer);
        let run = world.fetch(&["zandwijk"]);
        assert_eq!(run.code(), 7, "{}", run.stderr());
        assert_eq!(site.asked(), ["/rss"]);
        assert_eq!(world.status_of("zandwijk")["status"], "refused");
    }
}

#[test]
fn endless_redirects_and_loops_end() {
    let world = World::new();
    let site = site_with(&world, &["/nieuws/lus", "/nieuws/keten"]);
    site.put("/nieuws/lus", Answer::redirect("/nieuws/lus"));
    for n in 0..20 {
        let from = if n == 0 {
            "/nieuws/keten".to_owned()
        } else {
            format!("/keten/{n}")
        };
        site.put(&from, Answer::redirect(&format!("/keten/{}", n + 1)));
    }
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(site.asked().len() <= 1 + 6 + 6, "{:?}", site.asked());
    assert!(
        run.stderr().contains("redirects more than 5 times"),
        "{}",
        run.stderr()
    );
    site.assert_polite(LEAST);
}

#[test]
fn every_hop_obeys_the_rules_of_its_host() {
    let world = World::new();
    let site = site_with(&world, &["/nieuws/weg"]);
    let other = Site::new();
    other.put("/robots.txt", Answer::text("User-agent: *\nDisallow: /\n"));
    site.put("/nieuws/weg", Answer::redirect(&other.url("/nieuws/weg")));
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(other.asked(), Vec::<String>::new());
    assert_eq!(run.code(), 0, "its list was read: {}", run.stderr());
    assert!(
        run.stderr().contains("robots.txt does not allow it"),
        "{}",
        run.stderr()
    );
}

#[test]
fn private_addresses_are_not_asked() {
    let world = World::new();
    let site = Site::new();
    let port = site.url("").rsplit(':').next().expect("a port").to_owned();
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.0.0.1",
    ] {
        let url = format!("http://{host}:{port}/nieuws");
        let mut command = world.fetching();
        let run = Run::output_of(command.args(["fetch", &url]));
        assert_eq!(run.code(), 7, "{host}: {}", run.stderr());
        assert!(
            run.stderr().contains("private address"),
            "{host}: {}",
            run.stderr()
        );
    }
    assert_eq!(site.log().len(), 0);
}

#[test]
fn bodies_without_end_cost_themselves_alone() {
    let world = World::new();
    let site = site_with(&world, &["/nieuws/bom", "/nieuws/groot", "/nieuws/brug"]);
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..64 {
        bomb.write_all(&vec![b'a'; 1 << 20]).expect("memory");
    }
    let bomb = bomb.finish().expect("memory");
    site.put(
        "/nieuws/bom",
        Answer::html(bomb).header("Content-Encoding", "gzip"),
    );
    site.put("/nieuws/groot", Answer::html(vec![b'a'; 11 << 20]));
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(
        run.stderr().contains("larger than 10 MB"),
        "{}",
        run.stderr()
    );
    assert!(run.stderr().contains("1 new"), "{}", run.stderr());
}

#[test]
fn a_dripping_server_is_given_up() {
    let world = World::new();
    let site = site_with(&world, &["/nieuws/traag", "/nieuws/brug"]);
    site.put(
        "/nieuws/traag",
        Answer::html(page("Traag", "Tekst.")).dripping(Duration::from_millis(500)),
    );
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(
        run.stderr().contains("it took too long"),
        "{}",
        run.stderr()
    );
    assert!(run.stderr().contains("1 new"), "{}", run.stderr());
}

#[test]
fn encodings_and_charsets_are_read() {
    let world = World::new();
    let site = site_with(&world, &["/nieuws/latin", "/nieuws/gzip"]);
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode("<title>Café</title><main><h1>Café geopend in Zandwijk</h1><p>De burgemeester opende het café “De Brug” met een reünie van oud-inwoners.</p></main>");
    site.put(
        "/nieuws/latin",
        Answer::new(200, "text/html; charset=utf-8", latin.into_owned()),
    );
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(page("Gemaal verhuist", "Het gemaal verhuist naar de overkant.").as_bytes())
        .expect("memory");
    site.put(
        "/nieuws/gzip",
        Answer::html(gzip.finish().expect("memory")).header("Content-Encoding", "gzip"),
    );
    assert_eq!(world.fetch(&["zandwijk"]).code(), 0);
    assert_eq!(world.run(&["search", "reünie"]).code(), 0);
    assert_eq!(world.run(&["search", "gemaal"]).code(), 0);
    let asked = site.log();
    let agent = asked
        .iter()
        .find(|asked| asked.path == "/nieuws/gzip")
        .expect("a request")
        .headers["user-agent"]
        .clone();
    assert!(
        agent.starts_with("omroeper-proef/") && agent.contains("proef@zandwijk.example"),
        "{agent}"
    );
}

#[test]
fn proxies_of_the_environment_are_ignored() {
    let world = World::new();
    let site = site_with(&world, &["/nieuws/brug"]);
    let proxy = Site::new();
    let mut command = world.fetching();
    command
        .env("http_proxy", proxy.url("/"))
        .env("HTTP_PROXY", proxy.url("/"))
        .env("ALL_PROXY", proxy.url("/"));
    let run = Run::output_of(command.args(["fetch", "--allow-private", "zandwijk"]));
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert_eq!(proxy.log().len(), 0);
    assert_eq!(site.count("/nieuws/brug"), 1);
    // One that the user names is used.
    let run = world.run(&["config", "set", "proxy", &proxy.url("/")]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    world.fetch(&["zandwijk"]);
    assert!(!proxy.log().is_empty());
}
