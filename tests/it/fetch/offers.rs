//! Every kind of offer, from a server that plays the recorded shape.

use super::{Answer, LEAST, Site, feed, page};
use crate::support::World;

/// Fetches a source with `offer`, twice, and returns the addresses of the releases.
fn releases(world: &World, site: &Site, offer: &str) -> Vec<String> {
    world.source("zandwijk", offer);
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    site.assert_polite(LEAST);
    let found = world
        .run(&["search", "*", "--jsonl", "-n", "1000"])
        .json_lines();
    let mut urls: Vec<String> = found
        .iter()
        .map(|hit| {
            hit["url"]
                .as_str()
                .expect("an address")
                .replace(&site.url(""), "")
        })
        .collect();
    urls.sort();
    urls
}

fn put_pages(site: &Site, paths: &[&str]) {
    for path in paths {
        site.put(
            path,
            Answer::html(page(
                &format!("Bericht {path}"),
                "De gemeente opent een nieuwe brug over de vaart.",
            )),
        );
    }
}

#[test]
fn a_feed() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/brug", "/nieuws/sluis"]);
    let items = [
        ("/nieuws/brug", "Bouwen & wonen", 3),
        ("/nieuws/sluis", "Sluis", 2),
    ];
    site.put(
        "/nieuws.rss",
        Answer::new(200, "application/rss+xml", feed(&site, &items)),
    );
    let offer = format!(
        "{{ kind = \"feed\", url = \"{}\" }}",
        site.url("/nieuws.rss")
    );
    assert_eq!(
        releases(&world, &site, &offer),
        ["/nieuws/brug", "/nieuws/sluis"]
    );
}

#[test]
fn an_index_of_sitemaps() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/brug", "/nieuws/sluis"]);
    site.put("/robots.txt", Answer::text("User-agent: *\nDisallow:\n"));
    let index = format!(
        "<sitemapindex><sitemap><loc>{}</loc></sitemap></sitemapindex>",
        site.url("/sitemap/1.xml")
    );
    site.put("/sitemap.xml", Answer::xml(index));
    let entry = |path: &str| {
        format!(
            "<url><loc>{}</loc><lastmod>2026-11-01</lastmod></url>",
            site.url(path)
        )
    };
    let pages = format!(
        "<urlset>{}{}{}</urlset>",
        entry("/nieuws/brug"),
        entry("/nieuws/sluis"),
        entry("/contact")
    );
    site.put("/sitemap/1.xml", Answer::xml(pages));
    let offer = format!(
        "{{ kind = \"sitemap\", url = \"{}\", only = [\"/nieuws/\"] }}",
        site.url("/sitemap.xml")
    );
    assert_eq!(
        releases(&world, &site, &offer),
        ["/nieuws/brug", "/nieuws/sluis"]
    );
}

#[test]
fn a_listing_of_numbered_pages() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/brug", "/nieuws/sluis", "/nieuws/molen"]);
    let item = |path: &str| {
        format!(
            "<div class=\"grid-element\"><h3><a class=\"siteLink\" href=\"{path}\">Bericht</a></h3><div class=\"iprox-date\">3 november 2026 - Zandwijk</div></div>"
        )
    };
    site.put(
        "/nieuws",
        Answer::html(format!(
            "<main>{}{}</main>",
            item("/nieuws/brug"),
            item("/nieuws/sluis")
        )),
    );
    site.put(
        "/nieuws?pager_page=1",
        Answer::html(format!("<main>{}</main>", item("/nieuws/molen"))),
    );
    site.put(
        "/nieuws?pager_page=2",
        Answer::html(format!("<main>{}</main>", item("/nieuws/molen"))),
    );
    let offer = format!(
        "{{ kind = \"listing\", url = \"{}\", page = \"pager_page\", item = \".grid-element\", date = \".iprox-date\" }}",
        site.url("/nieuws")
    );
    assert_eq!(
        releases(&world, &site, &offer),
        ["/nieuws/brug", "/nieuws/molen", "/nieuws/sluis"]
    );
}

#[test]
fn openpub_with_and_without_pages() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/brug"]);
    let long =
        "De sluis bij Zandwijk gaat drie weken dicht voor onderhoud aan de deuren. ".repeat(4);
    let items = format!(
        r#"{{"data": [
            {{"id": 1, "title": "Brug open", "content": "<p>x</p>", "date": "2026-11-03 10:00:00", "portal_url": "{}", "taxonomies": {{}}}},
            {{"id": 2, "title": "Sluis dicht", "content": "<p>{long}</p>", "date": "2026-11-02 10:00:00", "slug": "sluis", "portal_url": ""}}],
           "pagination": {{"total_count": 2, "total_pages": 1, "current_page": 1, "limit": 50}}}}"#,
        site.url("/nieuws/brug")
    );
    site.put(
        "/wp-json/owc/openpub/v1/items?limit=50&page=1",
        Answer::json(items),
    );
    let offer = format!(
        "{{ kind = \"openpub\", url = \"{}\" }}",
        site.url("/wp-json/owc/openpub/v1/items")
    );
    assert_eq!(
        releases(&world, &site, &offer),
        ["/nieuws/brug", "/wp-json/owc/openpub/v1/items?id=2"]
    );
    // The record is compared with the archive, and is not a new version each time.
    let again = world.fetch(&["zandwijk"]);
    assert!(again.stderr().contains("0 new"), "{}", again.stderr());
}

#[test]
fn wordpress_pages_until_the_last() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/brug", "/sluis"]);
    let post = |id: u32, path: &str| {
        format!(
            r#"{{"id": {id}, "date": "2026-11-03T10:00:00", "date_gmt": "2026-11-03T09:00:00", "modified_gmt": "2026-11-03T09:00:00",
                    "link": "{}", "title": {{"rendered": "Bericht &#8211; {id}"}}}}"#,
            site.url(path)
        )
    };
    let first = Answer::json(format!("[{}]", post(1, "/brug"))).header("X-WP-TotalPages", "2");
    site.put("/wp-json/wp/v2/posts?per_page=100&page=1", first);
    // A post that was published meanwhile moves another one to the second page.
    let second = Answer::json(format!("[{},{}]", post(1, "/brug"), post(2, "/sluis")))
        .header("X-WP-TotalPages", "2");
    site.put("/wp-json/wp/v2/posts?per_page=100&page=2", second);
    let offer = format!(
        "{{ kind = \"wordpress\", url = \"{}\" }}",
        site.url("/wp-json/wp/v2/posts")
    );
    assert_eq!(releases(&world, &site, &offer), ["/brug", "/sluis"]);
}

#[test]
fn the_police() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/1", "/nieuws/2"]);
    let answer = |path: &str, last: bool| {
        format!(
            r#"{{"iterator": {{"last": {last}, "offset": 0}}, "nieuwsberichten": [{{"uid": "u{path}", "url": "{}", "titel": "Getuigen gezocht",
                    "introductie": "x", "publicatiedatum": "2026-11-03 09:00:00", "alineas": []}}]}}"#,
            site.url(path)
        )
    };
    let answers = [answer("/nieuws/1", false), answer("/nieuws/2", true)];
    site.put_all("/v4/nieuws?*", answers.map(Answer::json).into());
    let offer = format!(
        "{{ kind = \"politie\", url = \"{}\" }}",
        site.url("/v4/nieuws")
    );
    assert_eq!(releases(&world, &site, &offer), ["/nieuws/1", "/nieuws/2"]);
    let asked = site.asked();
    assert!(
        asked[0].contains("language=nl&fromdate=20100101&todate="),
        "{asked:?}"
    );
    assert!(
        asked[1].ends_with("&maxnumberofitems=25&offset=1"),
        "{asked:?}"
    );
    // No release in the period.
    site.put("/v4/nieuws?*", Answer::new(204, "application/json", ""));
    assert_eq!(world.fetch(&["zandwijk"]).code(), 0);
}

#[test]
fn open_overheid() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/documenten/1"]);
    let answer = format!(
        r#"{{"totaal": 1, "resultaten": [{{"document": {{"id": "1_1", "pid": "{}", "titel": "Kamerbrief", "openbaarmakingsdatum": "2026-11-03"}}, "aantalPaginas": 2}}]}}"#,
        site.url("/documenten/1")
    );
    site.put(
        "/zoek?organisatie=x&start=0&aantalResultaten=50",
        Answer::json(answer),
    );
    let offer = format!(
        "{{ kind = \"open-overheid\", url = \"{}\" }}",
        site.url("/zoek?organisatie=x")
    );
    assert_eq!(releases(&world, &site, &offer), ["/documenten/1"]);
}

#[test]
fn rijksoverheid_from_its_sitemaps() {
    let (world, site) = (World::new(), Site::new());
    put_pages(
        &site,
        &[
            "/actueel/nieuws/2026/11/03/brug",
            "/actueel/nieuws/2020/01/01/sluis",
        ],
    );
    let news = "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"";
    let recent = format!(
        "<urlset {news}><url><loc>{}</loc><lastmod>2026-11-03T14:47:39.847Z</lastmod><news:news><news:publication_date>2026-11-03T14:47:46.215Z</news:publication_date><news:title>Brug</news:title></news:news></url></urlset>",
        site.url("/actueel/nieuws/2026/11/03/brug")
    );
    site.put("/news/sitemap.xml", Answer::xml(recent));
    let index = format!(
        "<sitemapindex><sitemap><loc>{}</loc></sitemap></sitemapindex>",
        site.url("/sitemap/1.xml")
    );
    site.put("/sitemap.xml", Answer::xml(index));
    let past = format!(
        "<urlset><url><loc>{}</loc></url><url><loc>{}</loc></url></urlset>",
        site.url("/actueel/nieuws/2020/01/01/sluis"),
        site.url("/themas/bruggen")
    );
    site.put("/sitemap/1.xml", Answer::xml(past));
    site.put(
        "/api/rss?*",
        Answer::xml("<rss version=\"2.0\"><channel><title>Nieuws</title></channel></rss>"),
    );
    let offer = format!(
        "{{ kind = \"rijksoverheid\", url = \"{}\" }}",
        site.url("/")
    );
    assert_eq!(
        releases(&world, &site, &offer),
        [
            "/actueel/nieuws/2020/01/01/sluis",
            "/actueel/nieuws/2026/11/03/brug"
        ]
    );
    // The search interface is asked for two weeks, a day at a time.
    let days = site
        .asked()
        .iter()
        .filter(|path| path.starts_with("/api/rss?query="))
        .count();
    assert_eq!(days, 15);
    site.remove("/api/rss?*");
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(run.code(), 4, "an interface that is gone is a failure");
    assert!(
        run.stderr().contains("/api/rss") && run.stderr().contains("HTTP 404"),
        "{}",
        run.stderr()
    );
    assert_eq!(world.status_of("zandwijk")["status"], "failing");
}

#[test]
fn an_answer_of_another_shape_fails_by_name() {
    for (kind, path, asked, answer, named) in [
        (
            "openpub",
            "/items",
            "/items?limit=50&page=1",
            r#"{"items": []}"#,
            "`data`",
        ),
        (
            "open-overheid",
            "/zoek",
            "/zoek?start=0&aantalResultaten=50",
            r#"{"totaal": 3}"#,
            "`resultaten`",
        ),
        (
            "wordpress",
            "/posts",
            "/posts?per_page=100&page=1",
            r#"{"code": "rest_disabled", "message": "uit"}"#,
            "uit",
        ),
        (
            "feed",
            "/rss",
            "/rss",
            "<html><p>Onderhoud</p></html>",
            "not a feed",
        ),
        (
            "sitemap",
            "/sitemap.xml",
            "/sitemap.xml",
            "<html><p>Onderhoud</p></html>",
            "not a sitemap",
        ),
    ] {
        let (world, site) = (World::new(), Site::new());
        site.put(asked, Answer::json(answer));
        world.source(
            "zandwijk",
            &format!("{{ kind = \"{kind}\", url = \"{}\" }}", site.url(path)),
        );
        let run = world.fetch(&["zandwijk"]);
        assert_eq!(run.code(), 4, "{kind}: {}", run.stderr());
        assert!(
            run.stderr().contains(named) && run.stderr().contains(path),
            "{kind}: {}",
            run.stderr()
        );
        assert_eq!(world.status_of("zandwijk")["status"], "failing", "{kind}");
    }
}

#[test]
fn an_unknown_site_is_discovered() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/brug", "/nieuws/sluis"]);
    site.put("/", Answer::html("<html><head><title>Zandwijk</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/berichten.xml\"></head><body><p>Welkom</p></body></html>"));
    site.put(
        "/berichten.xml",
        Answer::xml(feed(&site, &[("/nieuws/brug", "Brug", 3)])),
    );
    site.put(
        "/robots.txt",
        Answer::text(format!("Sitemap: {}\n", site.url("/kaart.xml"))),
    );
    let entry = |path: &str| format!("<url><loc>{}</loc></url>", site.url(path));
    let map = format!(
        "<urlset>{}{}{}</urlset>",
        entry("/nieuws/brug"),
        entry("/nieuws/sluis"),
        entry("/contact")
    );
    site.put("/kaart.xml", Answer::xml(map));
    let run = crate::support::Run::output_of(world.fetching().args([
        "sources",
        "discover",
        "--allow-private",
        &site.url("/"),
    ]));
    assert_eq!(run.code(), 0, "{}", run.stderr());
    site.assert_polite(LEAST);
    // What it prints is a file of sources.
    let toml = run.stdout();
    assert!(
        toml.contains("berichten.xml") && toml.contains("kaart.xml") && toml.contains("/nieuws/"),
        "{toml}"
    );
    world.sources(&toml);
    let name = toml.split(['[', ']']).nth(1).expect("a name").to_owned();
    let run = world.fetch(&[&name]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(run.stderr().contains("2 new"), "{}", run.stderr());
}

#[test]
fn a_source_without_offers_is_discovered_when_it_is_fetched() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/brug", "/nieuws/sluis", "/nieuws/molen"]);
    let item = |path: &str, day: u8| {
        format!(
            "<li><a href=\"{path}\">Een bericht over {path}</a> <span>{day} november 2026</span></li>"
        )
    };
    let list = format!(
        "<main><ul>{}{}{}</ul></main>",
        item("/nieuws/brug", 3),
        item("/nieuws/sluis", 2),
        item("/nieuws/molen", 1)
    );
    site.put("/", Answer::html("<html><body><nav><a href=\"/nieuwsoverzicht\">Nieuws</a></nav><p>Welkom</p></body></html>"));
    site.put("/nieuwsoverzicht", Answer::html(list));
    world.sources(&format!("[zandwijk]\nsite = \"{}\"\n", site.url("/")));
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(run.stderr().contains("3 new"), "{}", run.stderr());
    site.clear();
    assert_eq!(world.fetch(&["zandwijk"]).code(), 0);
    assert_eq!(
        site.asked(),
        ["/nieuwsoverzicht"],
        "the offers are remembered"
    );
}
