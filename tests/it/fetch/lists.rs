//! Lists as sites offer them: odd, broken off, endless, or in a file with a mistake. Nothing that they list
//! is lost.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use super::{Answer, Site, captured, feed, fetch_source, offer, page, put_pages};
use crate::support::World;

fn sitemap(site: &Site, paths: impl IntoIterator<Item = String>) -> String {
    let mut xml = "<urlset>".to_owned();
    for path in paths {
        let _ = write!(xml, "<url><loc>{}</loc></url>", site.url(&path));
    }
    xml + "</urlset>"
}

/// Bytes in which `SITE` stands for the address of a site.
fn with_root(body: &[u8], site: &Site) -> Vec<u8> {
    let mut whole = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.windows(4).position(|bytes| bytes == b"SITE") {
        whole.extend_from_slice(&rest[..at]);
        whole.extend_from_slice(site.url("").as_bytes());
        rest = &rest[at + 4..];
    }
    whole.extend_from_slice(rest);
    whole
}

#[test]
fn a_walk_that_broke_off_is_walked_to_its_end_later() {
    let (world, site) = (World::new(), Site::new());
    let list = |numbers: &[u32]| {
        let item = |n: &u32| format!("<li><a href=\"/nieuws/{n}\">Bericht {n}</a></li>");
        Answer::html(format!(
            "<ul>{}</ul>",
            numbers.iter().map(item).collect::<Vec<_>>().concat()
        ))
    };
    for n in 1..=8 {
        put_pages(&site, &[&format!("/nieuws/{n}")]);
    }
    let url = site.url("/lijst");
    let listing = format!("{{ kind = \"listing\", url = \"{url}\", page = \"p\", item = \"li\" }}");
    world.source("zandwijk", &listing);
    site.put("/lijst", list(&[1, 2]));
    assert_eq!(fetch_source(&world, &[]).0, 0);
    site.put("/lijst", list(&[8, 7]));
    site.put("/lijst?p=1", list(&[6, 5]));
    site.put("/lijst?p=2", Answer::status(500));
    assert_eq!(fetch_source(&world, &[]).0, 4);
    site.put("/lijst?p=2", list(&[4, 3]));
    site.put("/lijst?p=3", list(&[2, 1]));
    assert_eq!(fetch_source(&world, &[]).0, 0);
    assert_eq!(captured(&world), 8);
}

#[test]
fn a_limit_on_pages_ends_no_discovery() {
    let (world, site) = (World::new(), Site::new());
    let child = |n| {
        format!(
            "<sitemap><loc>{}</loc></sitemap>",
            site.url(&format!("/{n}.xml"))
        )
    };
    let index = [0, 1, 2].map(child).concat();
    site.put(
        "/sitemap.xml",
        Answer::xml(format!("<sitemapindex>{index}</sitemapindex>")),
    );
    for n in 0..3 {
        let paths = (0..600).map(|m| format!("/nieuws/{n}-{m}"));
        site.put(&format!("/{n}.xml"), Answer::xml(sitemap(&site, paths)));
    }
    site.put(
        "/nieuws/*",
        Answer::html(page("Bericht", "Tekst van het bericht.")),
    );
    offer(&world, &site, "sitemap", "/sitemap.xml");
    assert_eq!(fetch_source(&world, &["--max-pages", "1"]).0, 0);
    assert_eq!(fetch_source(&world, &["--max-pages", "1"]).0, 0);
    let status = world.status_of("zandwijk");
    assert_eq!(
        (&status["pages"]["captured"], &status["pages"]["waiting"]),
        (&2.into(), &1798.into())
    );
}

#[test]
fn odd_sitemaps_are_read_as_far_as_they_go() {
    let latin = {
        let xml = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><urlset><url><loc>SITE/nieuws/1</loc></url><url><loc>SITE/nieuws/2?x=\u{e9}</loc></url><url><loc>SITE/nieuws/3</loc></url></urlset>";
        xml.chars().map(|c| c as u8).collect::<Vec<u8>>()
    };
    let amp = b"<urlset><url><loc>SITE/nieuws/1</loc></url><url><loc>SITE/nieuws/2?a=1&b=2</loc></url><url><loc>SITE/nieuws/3</loc></url></urlset>";
    for (name, body, expected, code) in [
        ("latin", latin, 3, 0),
        ("ampersand", amp.to_vec(), 3, 0),
        ("empty", b"<?xml version=\"1.0\"?><urlset/>".to_vec(), 0, 0),
        ("page", b"<html><p>Onderhoud</p></html>".to_vec(), 0, 4),
    ] {
        let (world, site) = (World::new(), Site::new());
        site.put(
            "/nieuws/*",
            Answer::html(page("Bericht", "Tekst van het bericht.")),
        );
        site.put("/sitemap.xml", Answer::xml(with_root(&body, &site)));
        offer(&world, &site, "sitemap", "/sitemap.xml");
        let (found, source) = fetch_source(&world, &[]);
        assert_eq!(
            (found, captured(&world)),
            (code, expected),
            "{name}: {source}"
        );
    }
}

#[test]
fn a_sitemap_that_breaks_off_is_told() {
    let (world, site) = (World::new(), Site::new());
    site.put(
        "/nieuws/*",
        Answer::html(page("Bericht", "Tekst van het bericht.")),
    );
    let mut zipped = GzEncoder::new(Vec::new(), Compression::fast());
    let paths = (0..400).map(|n| format!("/nieuws/{n}"));
    zipped
        .write_all(sitemap(&site, paths).as_bytes())
        .expect("memory");
    let zipped = zipped.finish().expect("memory");
    site.put(
        "/sitemap.xml.gz",
        Answer::new(200, "application/gzip", &zipped[..zipped.len() / 2]),
    );
    offer(&world, &site, "sitemap", "/sitemap.xml.gz");
    let (code, source) = fetch_source(&world, &["--max-pages", "1"]);
    assert_eq!(code, 0);
    assert!(
        source["gaps"][0]
            .as_str()
            .is_some_and(|gap| gap.contains("breaks off")),
        "{source}"
    );
}

#[test]
fn a_broken_sitemap_of_an_index_costs_itself_alone() {
    let (world, site) = (World::new(), Site::new());
    let child = |n: u32| {
        format!(
            "<sitemap><loc>{}</loc></sitemap>",
            site.url(&format!("/{n}.xml"))
        )
    };
    let index = [1, 2, 3, 4].map(child).concat();
    // It lists itself too.
    let itself = format!("<sitemap><loc>{}</loc></sitemap>", site.url("/sitemap.xml"));
    site.put(
        "/sitemap.xml",
        Answer::xml(format!("<sitemapindex>{itself}{index}</sitemapindex>")),
    );
    for n in [1, 4] {
        let path = format!("/nieuws/{n}");
        put_pages(&site, &[&path]);
        site.put(&format!("/{n}.xml"), Answer::xml(sitemap(&site, [path])));
    }
    site.put("/3.xml", Answer::xml("<urlset></urlset>"));
    offer(&world, &site, "sitemap", "/sitemap.xml");
    let (code, source) = fetch_source(&world, &[]);
    assert_eq!((code, captured(&world)), (4, 2), "{source}");
    assert!(
        source["failed"][0]["origin"]
            .as_str()
            .is_some_and(|url| url.ends_with("/2.xml"))
    );
    assert_eq!(site.count("/sitemap.xml"), 1);
}

#[test]
fn interfaces_that_never_end_are_left() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/brug"]);
    let url = site.url("/nieuws/brug");
    for (kind, path, body) in [
        (
            "wordpress",
            "/wp",
            format!(
                "[{}]",
                vec![format!(r#"{{"id": 1, "link": "{url}"}}"#); 100].join(",")
            ),
        ),
        (
            "openpub",
            "/openpub",
            format!(
                r#"{{"data": [{{"id": 1, "portal_url": "{url}"}}], "pagination": {{"total_pages": "900"}}}}"#
            ),
        ),
        (
            "open-overheid",
            "/zoek",
            format!(
                r#"{{"totaal": "5000", "resultaten": [{{"document": {{"weblocatie": "{url}"}}}}]}}"#
            ),
        ),
        (
            "politie",
            "/politie",
            format!(
                r#"{{"nieuwsberichten": [{{"url": "{url}"}}], "iterator": {{"last": "false"}}}}"#
            ),
        ),
    ] {
        site.clear();
        site.put(&format!("{path}*"), Answer::json(body));
        offer(&world, &site, kind, path);
        let (code, source) = fetch_source(&world, &[]);
        assert_eq!(code, 0, "{kind}: {source}");
        let asked = site
            .asked()
            .iter()
            .filter(|asked| asked.starts_with(path))
            .count();
        assert!((1..=5).contains(&asked), "{kind}: {asked}");
        assert_eq!(captured(&world), 1, "{kind}");
    }
}

#[test]
fn odd_feeds_are_read() {
    let item =
        |title: &str| format!("<item><title>{title}</title><link>SITE/nieuws/1</link></item>");
    let rss = |inside: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>n</title>{inside}<item><title>Twee</title><link>SITE/nieuws/2</link></item></channel></rss>"
        )
    };
    let latin = rss(&item("Caf\u{e9}"))
        .chars()
        .map(|c| c as u8)
        .collect::<Vec<u8>>();
    let cut = rss(&item("Brug")).replace("</channel></rss>", "<item><title>Half");
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>n</title><id>n</id><updated>2026-03-05T09:00:00Z</updated>
        <entry><title>Een</title><id>1</id><updated>2026-03-05T09:00:00Z</updated><link rel=\"alternate\" type=\"application/pdf\" href=\"SITE/een.pdf\"/>
        <link rel=\"alternate\" type=\"text/html\" href=\"SITE/nieuws/1\"/></entry>
        <entry><title>Twee</title><id>2</id><updated>2026-03-05T09:00:00Z</updated><link href=\"SITE/nieuws/2\"/></entry></feed>";
    let json = "\u{feff}{\"title\": \"n\", \"items\": [{\"id\": 1, \"url\": \"SITE/nieuws/1\"}, {\"id\": \"2\", \"url\": \"/nieuws/2\"}]}";
    for (name, body) in [
        ("latin-1", latin),
        ("cut off", cut.into_bytes()),
        ("markup in a title", rss(&item("Een<br>twee")).into_bytes()),
        ("bare signs", rss(&item("a < b & c")).into_bytes()),
        ("no character", rss(&item("Brug &#xD800;")).into_bytes()),
        (
            "a warning before it",
            format!("Warning: foo in /x.php\n{}", rss(&item("Brug"))).into_bytes(),
        ),
        ("several alternates", atom.into()),
        ("json", json.into()),
    ] {
        let (world, site) = (World::new(), Site::new());
        put_pages(&site, &["/nieuws/1", "/nieuws/2"]);
        site.put("/rss", Answer::xml(with_root(&body, &site)));
        offer(&world, &site, "feed", "/rss");
        let (code, source) = fetch_source(&world, &[]);
        assert_eq!((code, captured(&world)), (0, 2), "{name}: {source}");
    }
}

#[test]
fn an_answer_that_says_unchanged_unasked_is_an_error() {
    let (world, site) = (World::new(), Site::new());
    site.put("/rss", Answer::status(304));
    offer(&world, &site, "feed", "/rss");
    let (code, source) = fetch_source(&world, &[]);
    assert_eq!(code, 4);
    assert_eq!(source["failed"][0]["reason"], "HTTP 304", "{source}");
}

#[test]
fn a_page_passes_to_the_source_that_lists_it() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/1", "/nieuws/2"]);
    site.put(
        "/rss",
        Answer::xml(feed(&site, &[("/nieuws/1", "1", 1), ("/nieuws/2", "2", 2)])),
    );
    world.source(
        "oud",
        &format!("{{ kind = \"feed\", url = \"{}\" }}", site.url("/rss")),
    );
    assert_eq!(world.fetch(&["oud", "--max-pages", "1"]).code(), 0);
    std::fs::remove_file(world.path("config/omroeper/sources/oud.toml")).expect("the file");
    offer(&world, &site, "feed", "/rss");
    assert_eq!(fetch_source(&world, &[]).0, 0);
    assert_eq!(captured(&world), 2);
}

#[test]
fn records_without_a_page_are_captured_once() {
    let (world, site) = (World::new(), Site::new());
    let text = "De provincie steunt de kringloop met een bijdrage. ".repeat(6);
    let items = |title: &str| {
        let record = format!(
            r#"{{"id": 9, "title": "{title}", "content": "{text}", "date": "2026-11-03 10:00:00"}}"#
        );
        Answer::json(format!(
            r#"{{"data": [{record}], "pagination": {{"total_pages": 1}}}}"#
        ))
    };
    site.put("/items*", items("Kringloop"));
    offer(&world, &site, "openpub", "/items");
    let counts = |source: &Value| (source["captured"].as_u64(), source["unchanged"].as_u64());
    assert_eq!(counts(&fetch_source(&world, &[]).1), (Some(1), Some(0)));
    let (code, source) = fetch_source(&world, &["--recheck"]);
    assert_eq!((code, counts(&source)), (0, (Some(0), Some(1))));
    assert_eq!(source["gaps"], Value::Array(Vec::new()));
    site.put("/items*", items("Kringloop groeit"));
    assert_eq!(counts(&fetch_source(&world, &[]).1), (Some(1), Some(0)));
    let status = world.run(&["status", "--json"]).json();
    assert_eq!(
        (&status["releases"], &status["versions"]),
        (&1.into(), &2.into())
    );
}

#[test]
fn a_time_that_always_changes_is_not_trusted() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/1"]);
    let url = site.url("/nieuws/1");
    offer(&world, &site, "sitemap", "/sitemap.xml");
    for second in 10..15 {
        let entry =
            format!("<url><loc>{url}</loc><lastmod>2026-11-26T10:00:{second}Z</lastmod></url>");
        site.put(
            "/sitemap.xml",
            Answer::xml(format!("<urlset>{entry}</urlset>")),
        );
        assert_eq!(fetch_source(&world, &[]).0, 0);
    }
    assert_eq!(site.count("/nieuws/1"), 3, "twice unchanged is enough");
}

#[test]
fn numbers_of_sessions_make_no_new_pages() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/1?a=1"]);
    for session in ["x1", "x2"] {
        let link = format!("/nieuws/1;jsessionid={session}?PHPSESSID={session}&amp;a=1");
        site.put("/rss", Answer::xml(feed(&site, &[(&link, "1", 1)])));
        offer(&world, &site, "feed", "/rss");
        assert_eq!(fetch_source(&world, &[]).0, 0);
    }
    assert_eq!(site.asked(), ["/rss", "/nieuws/1?a=1", "/rss"]);
}

#[test]
fn a_wrong_file_of_sources_stops_no_other_source() {
    let (world, site) = (World::new(), Site::new());
    put_pages(&site, &["/nieuws/1"]);
    site.put("/rss", Answer::xml(feed(&site, &[("/nieuws/1", "1", 1)])));
    offer(&world, &site, "feed", "/rss");
    world.write(
        "config/omroeper/sources/fout.toml",
        "[fout]\noffers = [{ kind = \"fed\" }]\n",
    );
    let run = world.fetch(&["zandwijk"]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(
        run.stderr().contains("fout.toml` line 2"),
        "{}",
        run.stderr()
    );
    assert_eq!(captured(&world), 1);
    assert_eq!(world.run(&["sources", "check"]).code(), 2);
    std::fs::remove_file(world.path("config/omroeper/sources/fout.toml")).expect("the file");
    assert_eq!(world.run(&["sources", "enable", "zandwijk"]).code(), 0);
    world.write(
        "config/omroeper/omroeper.toml",
        "sources = [\"zandwijk\", \"nergens\"]\n",
    );
    let run = world.fetch(&[]);
    assert_eq!(run.code(), 4, "{}", run.stderr());
    assert!(
        run.stderr().contains("sources disable nergens"),
        "{}",
        run.stderr()
    );
}

#[test]
fn a_source_that_offers_nothing_fails() {
    let (world, site) = (World::new(), Site::new());
    site.put("/", Answer::html("<p>Welkom</p>"));
    world.sources(&format!(
        "[zandwijk]\nsite = \"{}\"\noffers = []\n[leeg]\ntitle = \"x\"\noffers = []\n",
        site.url("/")
    ));
    for name in ["zandwijk", "leeg"] {
        let run = world.fetch(&[name]);
        assert_eq!(run.code(), 4, "{name}: {}", run.stderr());
        assert_eq!(world.status_of(name)["status"], "failing");
    }
}
