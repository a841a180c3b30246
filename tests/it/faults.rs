//! Faults that real pages and other programs showed: each keeps its folder in `fixtures/faults`,
//! tested along with other input of its kind.
//!
//! This file reads pages; `archives` and `files` read other files, and `queries` searches.

mod archives;
mod files;
mod layouts;
mod prints;
mod page_dates;
mod queries;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Run, World};

const TITLE: &str = "Kade krijgt nieuwe muur";

/// Three paragraphs, the second with a quote.
const PARAGRAPHS: [&str; 3] = [
    "De gemeente Lindeloo vernieuwt vanaf maandag de kade langs de haven. Het werk duurt vier maanden, en schepen leggen zolang aan bij de nieuwe steiger.",
    "Wethouder Jelle Sipkema (Haven): “Deze kade is honderd jaar oud, en dat kun je zien. Wij zijn blij dat het werk eindelijk begint.” Schippers krijgen volgende week een brief.",
    "In het najaar volgt het plein bij de vismarkt, waar ook veertig bomen worden geplant. De gemeente betaalt het werk samen met de provincie.",
];

/// Where a site has its pages.
const SITE: &str = "https://www.zandwijk.example/nieuws";

/// A file of a fault.
fn fault(name: &str) -> PathBuf {
    Path::new("fixtures/faults").join(name)
}

/// The release that is read from a file.
fn read(file: &Path) -> Value {
    let run = World::new().run(&["extract", &file.display().to_string()]);
    assert_eq!(run.code(), 0, "{}: {}", file.display(), run.stderr());
    run.json()
}

/// The release that is read from a page with this markup.
fn read_page(html: impl AsRef<[u8]>) -> Value {
    let world = World::new();
    read(&world.write("pagina.html", html))
}

/// A page of a municipality, with these elements in its head and below its title.
fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=nl><head><meta charset=utf-8><title>{TITLE}</title>{head}</head><body>\
         <header><nav><ul><li><a href=/>Home</a></li><li><a href=/nieuws>Nieuws</a></li></ul></nav></header>\
         <main><h1>{TITLE}</h1>{body}</main>\
         <footer><p>Gemeente Lindeloo, Havenstraat 2, Lindeloo</p></footer></body></html>"
    )
}

fn paragraphs(texts: &[&str]) -> String {
    format!("<p>{}</p>", texts.join("</p><p>"))
}

fn texts(release: &Value) -> Vec<&str> {
    let blocks = release["blocks"].as_array().expect("blocks");
    blocks
        .iter()
        .map(|block| block["text"].as_str().expect("a text"))
        .collect()
}

/// The date of publication, as far as a page states it.
fn published(release: &Value) -> Option<&str> {
    release["published"]["date"].as_str()
}

/// The names of all whom a release quotes.
fn speakers(release: &Value) -> Vec<&str> {
    let quotes = release["quotes"].as_array().expect("quotes").iter();
    quotes
        .filter_map(|quote| quote["speakers"][0]["name"].as_str())
        .collect()
}

#[track_caller]
fn assert_has(release: &Value, lines: &[&str]) {
    let found = texts(release);
    for line in lines {
        assert!(found.contains(line), "{line:?} is not in {found:#?}");
    }
}

fn ingest(world: &World, source: &Path) -> Run {
    world.run(&["ingest", &source.display().to_string()])
}

/// A home with the pages of one file, which must have no failures.
fn home_of(name: &str, content: impl AsRef<[u8]>) -> World {
    let world = World::new();
    world.ingest(&world.write(name, content));
    world
}

/// The releases of a home, by title.
fn releases(world: &World) -> Vec<Value> {
    let mut releases = world.run(&["export", "--jsonl"]).json_lines();
    releases.sort_by_key(|release| release["title"].to_string());
    releases
}

/// The release of a home that holds no other.
fn only_release(world: &World) -> Value {
    let mut releases = releases(world);
    assert_eq!(releases.len(), 1, "{:?}", titles(world));
    releases.remove(0)
}

fn titles(world: &World) -> Vec<String> {
    let releases = releases(world).into_iter();
    releases
        .map(|release| release["title"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// The number of versions of a page.
fn versions(world: &World, url: &str) -> usize {
    world.run(&["history", url, "--jsonl"]).json_lines().len()
}

/// Checks that every capture of a home can be read, also when the index is built again.
#[track_caller]
fn assert_is_readable(world: &World) {
    for command in ["check", "reindex"] {
        let run = world.run(&[command]);
        assert_eq!(run.code(), 0, "{}", run.stderr());
        assert!(!run.stderr().contains("failed"), "{}", run.stderr());
    }
}

/// A page with a title and one paragraph.
fn short_page(title: &str, head: &str, text: &str) -> String {
    format!("<title>{title}</title>{head}<main><h1>{title}</h1><p>{text}</p></main>")
}

#[test]
fn text_is_not_thrown_away_on_a_class_word() {
    let pages = ["control", "pagination-first", "with-sidebar"]
        .map(|name| read(&fault(&format!("01-body-lost-by-class-word/{name}.html"))));
    let control = texts(&pages[0]);
    assert_eq!(control.len(), 3);
    for page in &pages[1..] {
        let found = texts(page);
        assert_eq!((found.len(), &found[..2]), (3, &control[..2]));
        assert!(found[2].starts_with(control[2]), "{found:?}");
        assert_eq!(speakers(page), ["Anna Duinstra"]);
    }
    let text = paragraphs(&PARAGRAPHS);
    for attribute in [
        "class='l-sidebar-fixed l-article-segment'",
        "class='page no-cookies modal-closed'",
        "class='search-result detail'",
        "id=menu-content",
        "id=contact class='tekst zonder-logo'",
    ] {
        let release = read_page(page(
            "",
            &format!(
                "<div {attribute}>{text}</div><div class=sidebar><ul><li><a href=/a>Afval</a></li><li><a href=/b>Parkeren</a></li></ul></div>"
            ),
        ));
        assert_eq!(texts(&release), PARAGRAPHS, "{attribute}");
    }
    let [first, second, third] = PARAGRAPHS;
    for body in [
        format!(
            "<p class='text has-popup'>{first}</p><p class=after-pagination>{second}</p><p>{third}</p>"
        ),
        format!("<p>{first}</p><div class='deel deel-2'><p>{second}</p><p>{third}</p></div>"),
    ] {
        assert_eq!(texts(&read_page(page("", &body))), PARAGRAPHS, "{body}");
    }
}

#[test]
fn sections_whose_ids_come_from_their_headings_are_kept() {
    let read_fault = |name: &str| read(&fault(&format!("02-anchor-ids-of-headings/{name}.html")));
    assert_has(&read_fault("kop"), &["Reacties van bewoners"]);
    let release = read_fault("sectie");
    assert_has(&release, &["Deel 1: de brug", "Contact met bewoners"]);
    assert_eq!(speakers(&release), ["Anna Duinstra"]);

    let [first, second, third] = PARAGRAPHS;
    for (id, heading) in [
        ("zoeken-naar-een-ligplaats", "Zoeken naar een ligplaats"),
        ("de-bijlagen-bij-het-besluit", "De bijlagen bij het besluit"),
        ("h-nieuwsbrief-voor-schippers", "Nieuwsbrief voor schippers"),
        ("skip-de-oude-kade", "Skip de oude kade!"),
        ("delen-van-de-steiger", "Délen van de steiger"),
    ] {
        for body in [
            format!("<section id={id}><h2>{heading}</h2><p>{second}</p></section>"),
            format!(
                "<div class=section id={id}><h2>{heading}<a href=#{id}>¶</a></h2><p>{second}</p></div>"
            ),
            format!("<h2 id={id}>{heading}</h2><p>{second}</p>"),
            format!("<h2><span id={id}>{heading}</span></h2><p>{second}</p>"),
        ] {
            let release = read_page(page("", &format!("<p>{first}</p>{body}<p>{third}</p>")));
            let found = texts(&release);
            assert_eq!(found.len(), 4, "{body}: {found:?}");
            assert!(found[1].starts_with(heading), "{found:?}");
            assert_eq!(speakers(&release), ["Jelle Sipkema"], "{body}");
        }
    }
}

#[test]
fn one_bad_byte_does_not_change_the_charset_of_a_page() {
    let folder = fault("03-one-bad-byte-in-utf8");
    for name in ["meta-cut", "latin1-footer", "cut-off"] {
        let release = read(&folder.join(name).with_extension("html"));
        assert_eq!(release["title"], "Financiële steun voor cafés", "{name}");
        assert_eq!(speakers(&release), ["Zoë Brûlée"], "{name}");
        let bad = texts(&release).concat().matches('\u{fffd}').count();
        assert!(bad <= 1, "{name}: {bad}");
    }
    let world = World::new();
    world.ingest(&folder);
    for query in ["financiële", "spreker:brûlée"] {
        let found = world.run(&["search", query, "--json"]).json();
        assert_eq!(found["total"], 3, "{query}");
    }

    // A byte of a cut character, of windows-1252, or of none; each in another place.
    let text = "De coöperatie van Zandwijk kreeg € 300 voor één café, zegt directeur Renée Müller: “Een fraai idee!”";
    for (before, bad, after) in [
        ("<!-- ", &b"\xe9"[..], " -->"),
        ("<p>", b"\xff", "</p>"),
        ("<img alt='Caf", b"\xc3", "'>"),
        ("<p>", b"\xe2\x80", ""),
    ] {
        let html = page("", &format!("<p>{text}</p>"));
        let html = html.trim_end_matches("</main>").as_bytes();
        let html = [html, before.as_bytes(), bad, after.as_bytes()].concat();
        assert_eq!(texts(&read_page(html))[0], text, "{before}");
    }
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let html = [b"<meta charset=utf-8><h1>Steun</h1><p>", &windows[..]].concat();
    assert_eq!(texts(&read_page(html)), [text], "a page in another charset");
}

const PUBLISHED: &str = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Kade krijgt nieuwe muur","datePublished":"2024-03-05T09:00:00+01:00"}</script>"#;

#[test]
fn dates_in_a_text_stay_in_it() {
    for (name, lines) in [
        ("lijst", ["11 maart 2024", "12 maart 2024"]),
        ("kopjes", ["Maandag 11 maart", "Vrijdag 19 april"]),
        ("tabel", ["Start | 11 maart 2024", "Einde | 19 april 2024"]),
        ("datum", ["Datum: 11 maart 2024", "Tijd: 19.30 uur"]),
    ] {
        let release = read(&fault(&format!("05-date-lines-swallowed/{name}.html")));
        assert_has(&release, &lines);
        assert_eq!(published(&release), Some("2024-03-05"), "{name}");
    }
    let [first, _, third] = PARAGRAPHS;
    for (body, lines) in [
        (
            "<p>De steiger is dicht op:</p><ol><li>zaterdag 4 mei 2024</li><li>11-05-2024</li></ol>",
            ["zaterdag 4 mei 2024", "11-05-2024"],
        ),
        (
            "<h2>4 mei 2024</h2><p>De kade gaat open.</p><h2>11 mei 2024</h2><p>Het plein gaat dicht.</p>",
            ["4 mei 2024", "11 mei 2024"],
        ),
        (
            "<p><b>Datum:</b> 4 mei 2024</p><p><b>Plaats:</b> vismarkt</p>",
            ["Datum: 4 mei 2024", "Plaats: vismarkt"],
        ),
        (
            "<table><tr><th>Fase<th>Begin</tr><tr><td>Kade<td>4 mei 2024</tr><tr><td>Plein<td>1 oktober 2024</tr></table>",
            ["Kade | 4 mei 2024", "Plein | 1 oktober 2024"],
        ),
    ] {
        let shown = "<p class=date>5 maart 2024</p>";
        let release = read_page(page(
            PUBLISHED,
            &format!("{shown}<p>{first}</p>{body}<p>{third}</p>"),
        ));
        assert_has(&release, &lines);
        assert_eq!(published(&release), Some("2024-03-05"), "{body}");
        assert!(!texts(&release).contains(&"5 maart 2024"), "{body}");
    }
}

#[test]
fn a_date_of_something_else_is_not_the_date_of_publication() {
    for name in [
        "tabel",
        "datum-tijd-plaats",
        "time-in-zin",
        "ld-ander-bericht",
    ] {
        let name = format!("06-event-dates-as-publication/{name}.html");
        assert_eq!(published(&read(&fault(&name))), None, "{name}");
    }
    let [first, _, third] = PARAGRAPHS;
    let json = |json: &str| format!("<script type='application/ld+json'>{json}</script>");
    for part in [
        json(r#"{"@type":"Event","name":"Open dag","startDate":"2024-05-04","endDate":"2024-05-05"}"#),
        json(r#"{"@graph":[{"@type":"WebSite","name":"Lindeloo","datePublished":"2019-01-02"},{"@type":"ImageObject","uploadDate":"2020-01-02","datePublished":"2020-01-02"}]}"#),
        json(r#"{"@type":"WebPage","mentions":[{"@type":"NewsArticle","headline":"Pont vaart weer","datePublished":"2023-06-07"}]}"#),
        "<dl><dt>Wanneer</dt><dd>4 mei 2024</dd><dt>Waar</dt><dd>de vismarkt</dd></dl>".to_owned(),
        "<ul><li>Datum: 4 mei 2024</li><li>Aanvang: 20.00 uur</li><li>Locatie: de vismarkt</li></ul>".to_owned(),
        "<p>Reageren kan tot en met <time datetime=2024-05-04>4 mei</time> bij de gemeente.</p>".to_owned(),
        "<aside class=agenda><h2>Agenda</h2><p><time datetime=2024-05-04>4 mei 2024</time> Open dag</p></aside>".to_owned(),
    ] {
        let release = read_page(page("", &format!("<p>{first}</p>{part}<p>{third}</p>")));
        assert_eq!(published(&release), None, "{part}");
    }
}

#[test]
fn text_that_opens_on_a_click_is_read() {
    let read_fault = |name: &str| read(&fault(&format!("15-hidden-panels/{name}.html")));
    let heading = "Hoe kom ik bij mijn huis?";
    let panel =
        "Bewoners van de Vaartkade krijgen een ontheffing en mogen door de versperring rijden.";
    assert_has(&read_fault("uitklap"), &[heading, panel]);
    assert_has(&read_fault("knop"), &[heading, "Met een ontheffing."]);
    let shadow = read_fault("schaduw");
    assert_eq!(texts(&shadow).len(), 3);
    assert_eq!(speakers(&shadow), ["Anna Duinstra"]);

    let [first, second, third] = PARAGRAPHS;
    for body in [
        format!("<p>{first}</p><div hidden=until-found><p>{second}</p></div><p>{third}</p>"),
        format!(
            "<p>{first}</p><details><summary>Meer</summary><p>{second}</p></details><p>{third}</p>"
        ),
        format!(
            "<p>{first}</p><div role=tabpanel aria-labelledby=t2 hidden><p>{second}</p></div><p>{third}</p>"
        ),
        format!(
            "<p>{first}</p><button aria-controls=p1>Lees meer</button><div id=p1 hidden><p>{second}</p><p>{third}</p></div>"
        ),
        format!(
            "<!--$?--><template id=B:0></template><p>Laden…</p><!--/$--><div hidden id=S:0>{}</div><script>$RC('B:0','S:0')</script>",
            paragraphs(&PARAGRAPHS)
        ),
        format!(
            "<l-bericht><template shadowrootmode=closed><p>{first}</p><l-deel><template shadowrootmode=open><p>{second}</p></template></l-deel><p>{third}</p></template></l-bericht>"
        ),
    ] {
        let release = read_page(page("", &body));
        assert_has(&release, &PARAGRAPHS);
    }
    let never_shown = "<template><p>Deze tekst is een sjabloon voor berichten die er nog niet zijn.</p></template>";
    let release = read_page(page("", &(paragraphs(&PARAGRAPHS) + never_shown)));
    assert_eq!(texts(&release), PARAGRAPHS);
}

#[test]
fn quotation_marks_saved_as_control_characters_are_read() {
    let release = read(&fault("27-c1-quotation-marks/c1.html"));
    let text = texts(&release).concat();
    assert!(
        text.contains("“We helpen") && text.contains("– vandaag –"),
        "{text}"
    );
    assert_eq!(speakers(&release), ["Anna Duinstra"]);

    // The numbers of ‘ ’ “ ” … € in windows-1252.
    let text = "Wethouder Jelle Sipkema: \u{93}Zo\u{92}n kade kost \u{80} 300\u{85}\u{94} Dat zei hij gisteren in \u{91}De Haven\u{92} van Zandwijk.";
    let right = "Wethouder Jelle Sipkema: “Zo’n kade kost € 300…” Dat zei hij gisteren in ‘De Haven’ van Zandwijk.";
    let world = World::new();
    let line = serde_json::json!({"id": 1, "title": "Kade", "text": text}).to_string();
    for (name, content) in [
        ("a.html", page("", &format!("<p>{text}</p>"))),
        ("a.txt", format!("{TITLE}\n\n{text}\n")),
        ("a.jsonl", line),
    ] {
        let release = read(&world.write(name, content));
        assert_eq!(texts(&release), [right], "{name}");
        assert_eq!(speakers(&release), ["Jelle Sipkema"], "{name}");
    }
}
