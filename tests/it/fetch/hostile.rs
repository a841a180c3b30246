//! What real servers do wrong: nothing wrong is archived, and nothing forbidden is asked.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Answer, LEAST, Site, captured, feed, fetch_source, offer, page, put_pages};
use crate::support::World;

#[test]
fn a_notice_of_maintenance_is_no_release() {
    let (world, site) = (World::new(), Site::new());
    let paths = ["/nieuws/brug", "/nieuws/sluis", "/nieuws/dijk"];
    site.put(
        "/onderhoud",
        Answer::html(page("Onderhoud", "Wij voeren onderhoud uit.")),
    );
    let away = || Answer::status(302).header("Location", "/onderhoud");
    for path in paths {
        site.put(path, away());
    }
    let items = paths.map(|path| (path, path, 3));
    site.put("/rss", Answer::xml(feed(&site, &items)));
    offer(&world, &site, "feed", "/rss");
    let (code, _) = fetch_source(&world, &[]);
    assert_eq!((code, captured(&world)), (4, 0));
    put_pages(&site, &paths);
    assert_eq!(fetch_source(&world, &["--recheck"]).0, 0);
    assert_eq!(captured(&world), 3);
    // A page that was captured is neither edited nor removed by the next notice.
    for path in paths {
        site.put(path, away());
    }
    assert_eq!(fetch_source(&world, &["--recheck"]).0, 4);
    let status = world.run(&["status", "--json"]).json();
    assert_eq!(
        (&status["releases"], &status["versions"]),
        (&3.into(), &3.into())
    );
}

#[test]
fn other_forms_of_an_address_are_the_page() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/brug/", "/nieuws/sluis"]);
    site.put("/nieuws/brug/index.html", Answer::redirect("/nieuws/brug/"));
    site.put("/nieuws/sluis/amp", Answer::redirect("/nieuws/sluis"));
    let items = [
        ("/nieuws/brug/index.html", "Brug", 3),
        ("/nieuws/sluis/amp", "Sluis", 3),
    ];
    site.put("/rss", Answer::xml(feed(&site, &items)));
    offer(&world, &site, "feed", "/rss");
    let (code, source) = fetch_source(&world, &[]);
    assert_eq!(
        (code, &source["captured"], &source["gone"]),
        (0, &2.into(), &0.into())
    );
}

#[test]
fn a_location_may_hold_any_bytes() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/caf%C3%A9-open"]);
    site.put("/nieuws/1", Answer::redirect("/nieuws/café-open"));
    let url = site.url("/nieuws/1");
    assert_eq!(world.fetch(&[&url]).code(), 0);
    assert_eq!(world.run(&["search", "bericht"]).code(), 0);
}

#[test]
fn a_host_that_is_closed_stops_only_its_own_pages() {
    let (world, site, other) = (World::new(), Site::new(), Site::new());
    other.put("/robots.txt", Answer::status(500));
    put_pages(&site, &["/nieuws/brug", "/nieuws/sluis"]);
    site.put("/nieuws/elders", Answer::redirect(&other.url("/nieuws/1")));
    let item = |url: &str| format!("<url><loc>{url}</loc></url>");
    let pages =
        ["/nieuws/elders", "/nieuws/brug", "/nieuws/sluis"].map(|path| item(&site.url(path)));
    let foreign = item(&other.url("/nieuws/2"));
    site.put(
        "/sitemap.xml",
        Answer::xml(format!("<urlset>{foreign}{}</urlset>", pages.concat())),
    );
    offer(&world, &site, "sitemap", "/sitemap.xml");
    let (code, source) = fetch_source(&world, &[]);
    assert_eq!((code, captured(&world)), (4, 2), "{source}");
    assert_eq!(other.asked(), Vec::<String>::new());
}

#[test]
fn the_script_of_a_challenge_refuses_nothing_but_a_challenge_does() {
    let (world, site) = (World::new(), Site::new());
    let script = "<script src=\"/cdn-cgi/challenge-platform/scripts/jsd/main.js\"></script>";
    let words = "De brug over de vaart is weer open voor al het verkeer. ".repeat(8);
    site.put(
        "/nieuws/brug",
        Answer::html(page("Brug", &words).replace("</body>", &format!("{script}</body>"))),
    );
    site.put(
        "/nieuws/muur",
        Answer::html(format!(
            "<html><title>Just a moment...</title><body>{script}<p>Even geduld</p></body></html>"
        )),
    );
    let items = [("/nieuws/brug", "Brug", 3), ("/nieuws/muur", "Muur", 3)];
    site.put("/rss", Answer::xml(feed(&site, &items)));
    offer(&world, &site, "feed", "/rss");
    let (code, source) = fetch_source(&world, &[]);
    assert_eq!((code, captured(&world)), (0, 1), "{source}");
    assert!(
        source["refused"][0]["origin"]
            .as_str()
            .is_some_and(|url| url.ends_with("/muur"))
    );
}

#[test]
fn robots_txt_is_obeyed_whatever_its_form() {
    let deny = "User-agent: *\nDisallow: /nieuws\n";
    let large = format!("{deny}{}", "# vulling vulling vulling\n".repeat(500_000));
    let gzip = |text: &str| {
        let mut zipped = GzEncoder::new(Vec::new(), Compression::fast());
        zipped.write_all(text.as_bytes()).expect("memory");
        zipped.finish().expect("memory")
    };
    let torn = gzip(deny)[..20].to_vec();
    for (name, answer) in [
        (
            "markup in a comment",
            Answer::text(format!("# <html> geen <p>\n{deny}")),
        ),
        ("too large", Answer::text(large)),
        (
            "damaged",
            Answer::text(torn).header("Content-Encoding", "gzip"),
        ),
        (
            "busy",
            Answer::new(503, "text/html", "<title>Just a moment...</title>"),
        ),
        (
            "a challenge",
            Answer::status(429).header("cf-mitigated", "challenge"),
        ),
        ("no address", Answer::status(301)),
    ] {
        let (world, site) = (World::new(), Site::new());
        put_pages(&site, &["/nieuws/brug"]);
        site.put("/robots.txt", answer);
        let run = world.fetch(&[&site.url("/nieuws/brug")]);
        assert!([4, 6, 7].contains(&run.code()), "{name}: {}", run.stderr());
        assert_eq!(site.asked(), Vec::<String>::new(), "{name}");
        site.assert_polite(LEAST);
    }
}

#[test]
fn ports_of_a_host_share_its_distance() {
    let world = World::new();
    let one = Site::new();
    let other = Site::at(one.host());
    let sites = [(&one, "een"), (&other, "twee")];
    for (site, name) in sites {
        put_pages(site, &["/nieuws/1", "/nieuws/2", "/nieuws/3"]);
        let items = [
            ("/nieuws/1", "1", 1),
            ("/nieuws/2", "2", 2),
            ("/nieuws/3", "3", 3),
        ];
        site.put("/rss", Answer::xml(feed(site, &items)));
        world.source(
            name,
            &format!("{{ kind = \"feed\", url = \"{}\" }}", site.url("/rss")),
        );
    }
    assert_eq!(world.fetch(&["een", "twee"]).code(), 0);
    let mut log = [one.log(), other.log()].concat();
    log.sort_by_key(|asked| asked.came);
    assert_eq!(log.len(), 10);
    for pair in log.windows(2) {
        let pause = pair[1].came.saturating_duration_since(pair[0].left);
        assert!(pause >= LEAST, "{pause:?}");
    }
}

#[test]
fn a_redirect_leads_to_no_purged_page() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/geheim"]);
    let url = site.url("/nieuws/geheim");
    assert_eq!(world.fetch(&[&url]).code(), 0);
    assert_eq!(world.run(&["purge", &url, "--reason", "privacy"]).code(), 0);
    site.put("/nieuws/x", Answer::redirect("/nieuws/geheim"));
    site.clear();
    let run = world.fetch(&[&site.url("/nieuws/x")]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert_eq!(site.asked(), ["/nieuws/x"]);
}
