//! A small country: several sites, fetched from nothing, searched, edited, and fetched again.

use super::{Answer, LEAST, Site, feed, page};
use crate::support::World;

/// A municipality with a sitemap that says when pages changed, a province with a feed, and a water board
/// with `OpenPub`.
struct Country {
    world: World,
    municipality: Site,
    province: Site,
    board: Site,
}

impl Country {
    fn new() -> Self {
        let country = Self {
            world: World::new(),
            municipality: Site::new(),
            province: Site::new(),
            board: Site::new(),
        };
        let Self {
            world,
            municipality,
            province,
            board,
        } = &country;
        municipality.put(
            "/nieuws/kade",
            Answer::html(page(
                "Kade krijgt nieuwe damwand",
                "De damwand langs de kade is versleten.",
            ))
            .etag("\"k1\""),
        );
        municipality.put(
            "/nieuws/markt",
            Answer::html(page(
                "Weekmarkt verhuist naar het plein",
                "De weekmarkt verhuist in mei.",
            )),
        );
        country.list_municipality(&[
            ("/nieuws/kade", "2026-11-01"),
            ("/nieuws/markt", "2026-11-02"),
        ]);
        province.put(
            "/actueel/kringloop",
            Answer::html(page(
                "Provincie steunt kringloop",
                "De provincie geeft geld voor circulair bouwen.",
            )),
        );
        province.put(
            "/rss",
            Answer::xml(feed(province, &[("/actueel/kringloop", "Kringloop", 3)])),
        );
        board.put(
            "/nieuws/gemaal",
            Answer::html(page("Gemaal draait weer", "Het gemaal is gerepareerd.")),
        );
        let items = format!(
            r#"{{"data": [{{"id": 9, "title": "Gemaal", "content": "x", "date": "2026-11-03 10:00:00", "portal_url": "{}"}}],
                "pagination": {{"total_pages": 1}}}}"#,
            board.url("/nieuws/gemaal")
        );
        board.put(
            "/wp-json/owc/openpub/v1/items?limit=50&page=1",
            Answer::json(items),
        );
        world.source(
            "zandwijk",
            &format!(
                "{{ kind = \"sitemap\", url = \"{}\" }}",
                municipality.url("/sitemap.xml")
            ),
        );
        world.source(
            "veenland",
            &format!("{{ kind = \"feed\", url = \"{}\" }}", province.url("/rss")),
        );
        world.source(
            "noorderdiep",
            &format!(
                "{{ kind = \"openpub\", url = \"{}\" }}",
                board.url("/wp-json/owc/openpub/v1/items")
            ),
        );
        let run = world.run(&["sources", "enable", "zandwijk", "veenland", "noorderdiep"]);
        assert_eq!(run.code(), 0, "{}", run.stderr());
        country
    }

    fn list_municipality(&self, pages: &[(&str, &str)]) {
        let entry = |(path, changed): &(&str, &str)| {
            format!(
                "<url><loc>{}</loc><lastmod>{changed}</lastmod></url>",
                self.municipality.url(path)
            )
        };
        let entries: String = pages.iter().map(entry).collect();
        self.municipality.put(
            "/sitemap.xml",
            Answer::xml(format!("<urlset>{entries}</urlset>")),
        );
    }
}

#[test]
fn a_country_is_fetched_searched_edited_and_fetched_again() {
    let country = Country::new();
    let Country {
        world,
        municipality,
        province,
        board,
    } = &country;
    let run = world.fetch(&[]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(run.stderr().contains("4 pages: 4 new"), "{}", run.stderr());
    for site in [municipality, province, board] {
        site.assert_polite(LEAST);
        site.clear();
    }
    let quote = world
        .run(&["search", "citaat:\"op gewacht\" kringloop", "--json"])
        .json();
    assert_eq!(quote["hits"][0]["title"], "Provincie steunt kringloop");

    // One page is edited, one is removed; both stay or go in the list.
    let edited = page(
        "Kade krijgt nieuwe damwand",
        "De damwand langs de kade wordt pas in 2029 vervangen.",
    );
    municipality.put("/nieuws/kade", Answer::html(edited));
    municipality.remove("/nieuws/markt");
    country.list_municipality(&[("/nieuws/kade", "2026-11-20")]);
    let run = world.fetch(&[]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let mut asked = municipality.asked();
    asked.sort();
    assert_eq!(asked, ["/nieuws/kade", "/nieuws/markt", "/sitemap.xml"]);
    assert_eq!(province.asked(), ["/rss"], "its page is not due");
    let diff = world.run(&["diff", &municipality.url("/nieuws/kade")]);
    assert!(diff.stdout().contains("2029"), "{}", diff.stdout());
    assert_eq!(world.run(&["search", "weekmarkt"]).code(), 1, "it is gone");
    assert_eq!(
        world
            .run(&["search", "weekmarkt", "--include-removed"])
            .code(),
        0
    );
    for (name, captured, gone) in [
        ("zandwijk", 1, 1),
        ("veenland", 1, 0),
        ("noorderdiep", 1, 0),
    ] {
        let status = world.status_of(name);
        assert_eq!(status["status"], "ok", "{status}");
        assert_eq!(
            (&status["pages"]["captured"], &status["pages"]["gone"]),
            (&captured.into(), &gone.into()),
            "{status}"
        );
        assert_eq!(
            status["newest_release"].as_str().is_some(),
            name != "zandwijk",
            "a sitemap has no dates: {status}"
        );
    }
    assert_eq!(world.run(&["check"]).code(), 0);
}

#[test]
fn one_bad_source_does_not_stop_the_others() {
    let country = Country::new();
    country.province.put("/rss", Answer::xml("<html>Onderhoud"));
    let run = country.world.fetch(&[]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(run.stderr().contains("3 pages: 3 new"), "{}", run.stderr());
    let status = country.world.status_of("veenland");
    assert_eq!(status["status"], "failing");
    assert!(
        status["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("not a feed")),
        "{status}"
    );
    assert_eq!(country.world.status_of("zandwijk")["status"], "ok");
}

#[test]
fn stale_sources_are_told_when_searching() {
    let country = Country::new();
    let world = &country.world;
    assert_eq!(world.fetch(&["zandwijk", "noorderdiep"]).code(), 0);
    let run = world.run(&["search", "damwand"]);
    assert_eq!(run.code(), 0);
    assert!(
        run.stderr().contains("1 source not up to date: veenland"),
        "{}",
        run.stderr()
    );
    assert_eq!(world.status_of("veenland")["status"], "never");
    let strict = world.run(&["search", "damwand", "--require-fresh", "24h"]);
    assert_eq!(strict.code(), 4, "{}", strict.stderr());
    assert!(
        strict.stdout().contains("damwand"),
        "the answer is given all the same"
    );
    assert_eq!(world.fetch(&[]).code(), 0);
    let run = world.run(&["search", "damwand", "--require-fresh", "24h"]);
    assert_eq!(
        (run.code(), run.stderr().contains("not up to date")),
        (0, false),
        "{}",
        run.stderr()
    );
}
