//! Web archives, saved pages and feeds: which of their parts are pages, and at which address.
//!
//! Leaves out the text of a page (`faults`).

use serde_json::json;

use super::{
    PARAGRAPHS, SITE, TITLE, assert_is_readable, fault, home_of, ingest, only_release, page,
    paragraphs, published, short_page, speakers, texts, titles, versions,
};
use crate::records::{record, response};
use crate::search::found;
use crate::support::World;

/// The record of an answer of another type than HTML.
fn answer(url: &str, time: &str, media_type: &str, body: &str) -> Vec<u8> {
    let head = [
        ("WARC-Type", "response"),
        ("WARC-Target-URI", url),
        ("WARC-Date", time),
        ("Content-Type", "application/http; msgtype=response"),
    ];
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n{body}");
    record("1.1", &head, http)
}

#[test]
fn an_answer_of_a_site_does_not_replace_a_page() {
    let file = |name: &str| fault("07-json-of-the-site-replaces-the-release").join(name);
    let world = World::new();
    world.ingest(&file("crawl.warc"));
    assert_eq!(found(&world, "omgeleid", &[]), ["Brug dicht voor herstel"]);
    assert_eq!(
        versions(&world, "https://www.waterhoek.example/nieuws/brug"),
        1
    );
    let world = World::new();
    world.ingest(&file("menu.warc"));
    assert_eq!(titles(&world), ["Brug dicht voor herstel"]);

    let url = format!("{SITE}/kade");
    let whole = page("", &paragraphs(&PARAGRAPHS));
    let teaser = format!("{} {}…", PARAGRAPHS[0], PARAGRAPHS[2]);
    let item = |text: &str| json!({"title": TITLE, "url": url, "date": "2024-03-05", "text": text});
    for (media_type, body) in [
        (
            "application/json",
            json!({"hits": [item("Zo wordt de kade vernieuwd.")]}).to_string(),
        ),
        ("application/json", json!([item(&teaser)]).to_string()),
        (
            "application/json",
            item(&PARAGRAPHS.join("\n\n")).to_string(),
        ),
        (
            "application/xml",
            format!(
                "<lijst><bericht><title>{TITLE}</title><url>{url}</url><introduction>Een nieuwe muur.</introduction></bericht></lijst>"
            ),
        ),
    ] {
        // The site answers a search before or after the crawler fetches the page.
        let page = |day: u8| response(&url, &format!("2024-03-0{day}T10:00:00Z"), 200, &whole);
        let answer = |day: u8| {
            answer(
                &format!("{SITE}/zoek?q=kade"),
                &format!("2024-03-0{day}T10:00:00Z"),
                media_type,
                &body,
            )
        };
        for records in [[page(6), answer(7)], [answer(6), page(7)]] {
            let world = home_of("crawl.warc", records.concat());
            assert_eq!(found(&world, "vismarkt", &[]), [TITLE], "{body}");
            assert_eq!(titles(&world), [TITLE], "{body}");
            assert_eq!(versions(&world, &url), 1, "{body}");
        }
    }
}

#[test]
fn feeds_leave_no_captures_that_cannot_be_read() {
    let world = World::new();
    for name in ["feed.warc", "atom.warc", "zoek.warc", "feed.xml"] {
        world.ingest(&fault("08-feeds-that-fail-for-ever").join(name));
    }
    assert_is_readable(&world);

    let text = paragraphs(&PARAGRAPHS);
    let item = |more: &str| {
        format!(
            "<item><title>Kade</title><link>{SITE}/kade</link><pubDate>Tue, 05 Mar 2024 09:00:00 +0100</pubDate>{more}</item>"
        )
    };
    let rss = |item: &str| {
        format!(
            "<?xml version='1.0'?><rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Nieuws</title><link>{SITE}</link>{item}</channel></rss>"
        )
    };
    let media = "<media:group><media:title>Foto</media:title><media:text>Een foto</media:text><media:content url='https://www.zandwijk.example/k.jpg'/></media:group>";
    let whole = rss(&item(&format!(
        "{media}<content:encoded><![CDATA[{text}]]></content:encoded>"
    )));
    for (media_type, body) in [
        ("application/rss+xml", rss(&item(&format!("<description>Kort</description>{media}")))),
        ("text/xml", rss(&item("<description/><content:encoded/>"))),
        ("application/atom+xml", format!("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='xhtml'><div>Kade</div></title><link href='{SITE}/kade'/><content src='{SITE}/kade'/></entry></feed>")),
        ("application/json", json!({"results": [{"id": 7, "title": {"nl": "Kade"}, "text": {"kop": "Muur"}}]}).to_string()),
        ("application/json", json!([{"id": 8, "title": ["Kade", "Muur"], "text": [[], 3]}, {"id": 9, "title": "Muur", "text": true}]).to_string()),
        ("application/rss+xml", whole.clone()),
    ] {
        let time = "2024-03-06T10:00:00Z";
        let world = World::new();
        let file = world.write("crawl.warc", answer(&format!("{SITE}/feed"), time, media_type, &body));
        for _ in 0..2 {
            world.ingest(&file);
        }
        assert_is_readable(&world);
    }
    let world = home_of("feed.xml", whole);
    let release = only_release(&world);
    assert_eq!(release["url"], format!("{SITE}/kade"));
    assert_eq!(published(&release), Some("2024-03-05"));
    assert_eq!(texts(&release), PARAGRAPHS);
}

#[test]
fn a_page_saved_as_a_single_file_is_read() {
    let world = World::new();
    world.ingest(&fault("09-mhtml-as-page/steun.mhtml"));
    for query in ["ondernemers", "financiële", "spreker:brûlée"] {
        assert_eq!(
            found(&world, query, &[]),
            ["Financiële steun voor cafés"],
            "{query}"
        );
    }
    let release = only_release(&world);
    assert_eq!(release["url"], "https://www.waterhoek.example/nieuws/steun");
    assert_eq!(release["publisher"]["name"], "gemeente Waterhoek");

    let html = page("", &paragraphs(&PARAGRAPHS)).replace("<meta charset=utf-8>", "");
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(&html);
    let lines = |bytes: &[u8]| {
        let encoded = data_encoding::BASE64.encode(bytes).into_bytes();
        let lines: Vec<&[u8]> = encoded.chunks(76).collect();
        String::from_utf8(lines.join(&b"\r\n"[..])).expect("ASCII")
    };
    let picture = "--grens\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://www.zandwijk.example/logo.png\r\n\r\niVBORw0KGgo=\r\n";
    for (name, kind, body) in [
        (
            "edge.mht",
            "text/html; charset=windows-1252",
            lines(&windows),
        ),
        (
            "chrome.mhtml",
            "text/html; charset=\"utf-8\"",
            lines(html.as_bytes()),
        ),
        // Browsers also offer the name that the page had.
        (
            "kade.html",
            "text/html;\r\n\tcharset=utf-8",
            lines(html.as_bytes()),
        ),
    ] {
        let message = format!(
            "From: <Saved by Browser>\r\nSubject: =?utf-8?Q?Kade?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=grens; type=\"text/html\"\r\n\r\n{picture}\
             --grens\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\nContent-Location: {SITE}/kade\r\n\r\n{body}\r\n--grens--\r\n"
        );
        let world = home_of(name, message);
        let release = only_release(&world);
        assert_eq!(release["url"], format!("{SITE}/kade"), "{name}");
        assert_eq!(texts(&release), PARAGRAPHS, "{name}");
        assert_eq!(speakers(&release), ["Jelle Sipkema"], "{name}");
    }
}

#[test]
fn a_broken_record_costs_only_itself() {
    let folder = fault("10-broken-record-costs-its-neighbour");
    for (name, failures, expected) in [
        ("kop-stuk.warc", 1, &["Brug dicht", "Zwembad open"][..]),
        (
            "nullen.warc",
            0,
            &["Brug dicht", "Nieuw gemaal", "Zwembad open"],
        ),
        ("nullen-achteraan.warc", 0, &["Brug dicht", "Nieuw gemaal"]),
    ] {
        let world = World::new();
        let run = ingest(&world, &folder.join(name));
        assert_eq!(titles(&world), expected, "{name}: {}", run.stderr());
        let named = run.stderr().matches("failed: ").count();
        assert_eq!(
            (named, run.code()),
            (failures, 4 * i32::from(failures > 0)),
            "{name}"
        );
        // The second record is at byte 653.
        assert_eq!(run.stderr().contains("at byte 653"), failures > 0, "{name}");
    }

    let time = "2024-03-05T10:00:00Z";
    let pages = ["Kade", "Markt", "Pont"].map(|title| {
        let text = format!("De gemeente Zandwijk heeft nieuws over de {title} voor alle inwoners.");
        response(
            &format!("{SITE}/{title}"),
            time,
            200,
            &short_page(title, "", &text),
        )
    });
    let [kade, markt, pont] = &pages;
    let stated = |change: i64| {
        let text = String::from_utf8_lossy(markt);
        let (_, rest) = text.split_once("Content-Length: ").expect("a length");
        let (length, _) = rest.split_once('\r').expect("a line");
        let other = length.parse::<i64>().expect("a number") + change;
        text.replace(
            &format!("Content-Length: {length}"),
            &format!("Content-Length: {other}"),
        )
        .into_bytes()
    };
    for (damage, second) in [
        ("a length that is too small", stated(-40)),
        ("a length that is too large", stated(60)),
        (
            "a length that is no number",
            String::from_utf8_lossy(markt)
                .replace("Length: ", "Length: x")
                .into_bytes(),
        ),
        (
            "text of another file",
            b"<html>\r\n<p>Een pagina zonder kop</p>\r\n</html>\r\n\r\n".to_vec(),
        ),
        ("the end of a record", markt[markt.len() / 2..].to_vec()),
    ] {
        let world = World::new();
        let file = world.write(
            "crawl.warc",
            [kade, &second, pont].map(Vec::as_slice).concat(),
        );
        let run = ingest(&world, &file);
        assert_eq!(
            titles(&world),
            ["Kade", "Pont"],
            "{damage}: {}",
            run.stderr()
        );
        assert!(
            run.stderr().contains(&format!("at byte {}", kade.len())),
            "{damage}: {}",
            run.stderr()
        );
        assert_eq!(run.code(), 4, "{damage}");
    }
    let padding = vec![0; 10_000];
    let world = home_of(
        "crawl.warc",
        [&kade[..], &padding, markt, pont, &padding].concat(),
    );
    assert_eq!(titles(&world), ["Kade", "Markt", "Pont"]);
}

#[test]
fn pages_that_declare_one_address_stay_apart() {
    let world = World::new();
    world.ingest(&fault("16-canonical-names-the-section/crawl.warc"));
    assert_eq!(titles(&world).len(), 3);
    assert_eq!(found(&world, "gemaal", &[]), ["Nieuw gemaal bij de polder"]);
    let url = "https://www.waterhoek.example/nieuws/brug";
    assert_eq!(versions(&world, url), 1);

    let time = "2024-03-05T10:00:00Z";
    let names = ["kade", "markt", "pont"];
    for head in [
        "<meta property=og:url content=https://www.zandwijk.example/nl/>",
        "<link rel=canonical href=https://www.lindeloo.example/nieuws/overzicht>",
        "<link rel=canonical href='https://www.zandwijk.example/{{ page.slug }}'>",
        "<link rel=canonical href=https://www.zandwijk.example/nieuws/kade>",
        "<title>Gemeente Zandwijk</title><link rel=canonical href=/artikelen/alles>",
    ] {
        let records = names.map(|name| {
            let text = format!("Het college vertelt de bewoners meer over plannen voor de {name}.");
            let html = format!("{head}<h1>Nieuws over de {name}</h1><p>{text}</p>");
            response(&format!("{SITE}/{name}"), time, 200, &html)
        });
        let (together, apart) = (home_of("crawl.warc", records.concat()), World::new());
        for (name, record) in std::iter::zip(names, records) {
            apart.ingest(&apart.write(&format!("{name}.warc"), record));
        }
        for (way, world) in [("together", together), ("apart", apart)] {
            let found = names.map(|name| found(&world, name, &[]).concat());
            let expected = names.map(|name| format!("Nieuws over de {name}"));
            assert_eq!(found, expected, "{head}, {way}");
        }
    }
    // Two addresses of one page are one release.
    let head = format!("<link rel=canonical href={SITE}/kade>");
    let html = short_page("Kade", &head, PARAGRAPHS[0]);
    let records = ["kade?utm_source=brief", "kade/print"]
        .map(|name| response(&format!("{SITE}/{name}"), time, 200, &html));
    let world = home_of("crawl.warc", records.concat());
    assert_eq!(only_release(&world)["url"], format!("{SITE}/kade"));
}
