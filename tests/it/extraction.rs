//! Extraction of every fixture page: each field must equal the one in its `.json` file.

use crate::support::World;
use std::path::{Path, PathBuf};

use omroeper::document::{Capture, Release, Span, Speaker};
use omroeper::extract::extract;
use serde_json::{Value, json};

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the fixtures")
        .filter_map(Result::ok)
        .map(|e| e.path())
        .collect();
    pages.retain(|p| p.extension().is_some_and(|e| e != "json"));
    pages.sort();
    pages
}

fn read(path: &Path) -> Release {
    let payload = std::fs::read(path).expect("a fixture");
    read_payload(
        &path.file_name().expect("a name").to_string_lossy(),
        payload,
    )
}

fn read_payload(name: &str, payload: Vec<u8>) -> Release {
    let is_html = Path::new(name)
        .extension()
        .is_some_and(|ending| ending == "html");
    let media_type = if is_html { "text/html" } else { "text/plain" };
    let time = "2026-01-01T00:00:00Z".parse().expect("a time");
    let decoded = omroeper::markup::decode(&payload, media_type).text;
    let url =
        omroeper::markup::declared_url(&decoded, None).unwrap_or_else(|| format!("file:///{name}"));
    extract(&Capture::new(url, time, media_type, payload)).unwrap_or_else(|e| panic!("{name} {e}"))
}

/// Everything extracted from a page, in a form that is easy to write by hand.
fn summary(release: &Release) -> Value {
    let text = |span: Span| release.text(span).to_owned();
    let speaker = |s: &Speaker| json!({"name": s.name, "role": s.role, "organisation": s.organisation, "link": s.link});
    json!({
        "url": release.url,
        "title": release.title,
        "publisher": release.publisher,
        "co_publishers": release.co_publishers.iter().map(|p| &p.name).collect::<Vec<_>>(),
        "kind": release.kind,
        "published": release.published,
        "modified": release.modified.as_ref().map(|s| s.date.to_string()),
        "language": release.language,
        "lead": release.lead.map(text),
        "blocks": release.blocks.iter().map(|b| json!([b.kind, b.text])).collect::<Vec<_>>(),
        "quotes": release.quotes.iter().map(|q| json!({
            "kind": q.kind,
            "form": q.form,
            "segments": q.segments.iter().map(|s| text(*s)).collect::<Vec<_>>(),
            "speakers": q.speakers.iter().map(speaker).collect::<Vec<_>>(),
            "attribution": q.attribution.map(text),
        })).collect::<Vec<_>>(),
        "links": release.links.iter().map(|l| json!([l.label, l.url, l.attachment])).collect::<Vec<_>>(),
        "terms": release.terms.iter().map(|s| text(*s)).collect::<Vec<_>>(),
        "lists": release.lists.iter().map(|l| json!({
            "intro": l.intro.map(text),
            "ordered": l.ordered,
            "items": l.items.iter().map(|i| json!([i.label.map(text), text(i.span)])).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "officials": release.officials.iter().map(|o| json!({
            "name": o.name, "role": o.role, "modifiers": o.modifiers, "portfolio": o.portfolio, "organisation": o.organisation, "party": o.party,
        })).collect::<Vec<_>>(),
        "tags": release.tags.iter().map(|t| &t.text).collect::<Vec<_>>(),
        "tail": release.tail.iter().map(|t| json!([t.kind, t.text])).collect::<Vec<_>>(),
        "warnings": release.warnings.iter().map(|w| w.code).collect::<Vec<_>>(),
    })
}

#[test]
fn every_fixture_is_extracted_as_expected() {
    let pages = fixtures();
    assert!(pages.len() >= 12, "only {} fixtures", pages.len());
    for page in pages {
        let found = serde_json::to_string_pretty(&summary(&read(&page))).expect("JSON");
        let expected = page.with_extension("json");
        expect_test::expect_file![expected].assert_eq(&format!("{found}\n"));
    }
}

#[test]
fn no_expectation_is_empty_and_every_page_names_its_layout() {
    for page in fixtures() {
        let bytes = std::fs::read(&page).expect("a fixture");
        let text = String::from_utf8_lossy(&bytes);
        let plain = page.extension().is_some_and(|e| e == "txt");
        assert!(
            plain || text.contains("Written for Omroeper. Layout: "),
            "{}",
            page.display()
        );
        let expected: Value = serde_json::from_slice(
            &std::fs::read(page.with_extension("json")).expect("an expectation"),
        )
        .expect("JSON");
        assert!(
            expected["title"].is_string()
                && expected["blocks"].as_array().is_some_and(|b| b.len() > 1),
            "{}",
            page.display()
        );
    }
}

/// Calls `check` with every span in `value`, as `(block, start, end, text)`.
fn each_span(value: &Value, check: &mut impl FnMut(usize, usize, usize, &str)) {
    match value {
        Value::Object(fields) => {
            let at = ["block", "start", "end"].map(|name| fields.get(name).and_then(Value::as_u64));
            let text = fields.get("text").and_then(Value::as_str);
            if let ([Some(block), Some(start), Some(end)], Some(text)) = (at, text) {
                check(block as usize, start as usize, end as usize, text);
            }
            fields.values().for_each(|field| each_span(field, check));
        }
        Value::Array(items) => items.iter().for_each(|item| each_span(item, check)),
        _ => {}
    }
}

/// The JSON output has the position and the text of each span. They must agree.
#[test]
fn the_position_of_every_span_selects_exactly_its_text() {
    let world = World::new();
    for page in fixtures() {
        let run = world.run(&["extract", "--jsonl", &page.display().to_string()]);
        let release = run.json();
        let block = |n: usize| release["blocks"][n]["text"].as_str().expect("a block");
        let mut spans = 0;
        each_span(&release, &mut |at, start, end, text| {
            let bytes = &block(at).as_bytes()[start..end];
            assert_eq!(bytes, text.as_bytes(), "{}", page.display());
            assert!(!text.is_empty(), "{}", page.display());
            spans += 1;
        });
        assert!(spans > 0, "{} has no spans", page.display());
    }
}

#[test]
fn a_release_is_extracted_alike_from_text_and_from_html() {
    let page =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages/2021-04-19-wijkverpleging.txt");
    let text = std::fs::read_to_string(&page).expect("a fixture");
    let html: String = text
        .split("\n\n")
        .enumerate()
        .map(|(n, chunk)| {
            if n == 0 {
                format!("<h1>{chunk}</h1>")
            } else {
                format!(
                    "<p>{}</p>",
                    chunk
                        .replace("\n•", "<br>•")
                        .replace(":\nzorg", ":<br>zorg")
                )
            }
        })
        .collect();
    let strip = |release: &Release| {
        let mut summary = summary(release);
        summary["url"] = Value::Null;
        summary
    };
    assert_eq!(
        strip(&read_payload("a.html", html.into_bytes())),
        strip(&read(&page))
    );
}

#[test]
fn a_time_element_is_the_publication_date_unless_its_context_says_otherwise() {
    let dates = |lines: &str| {
        let text = "<p>De gemeente Zandwijk vernieuwt de kade en plant er in het najaar veertig bomen.</p>";
        let page = format!("<main><h1>De kade</h1>{lines}{text}</main>");
        let release = read_payload("kade.html", page.into_bytes());
        let day = |stamp: Option<omroeper::document::DateStamp>| {
            stamp.map(|stamp| stamp.date.to_string())
        };
        (day(release.published), day(release.modified))
    };
    let time = |day: &str| format!("<time datetime=\"2021-05-{day}\">{day} mei 2021</time>");
    let expected_dates = |published: Option<&str>, modified: Option<&str>| {
        (published.map(str::to_owned), modified.map(str::to_owned))
    };
    let (third, tenth) = (time("03"), time("10"));
    assert_eq!(dates(&third), expected_dates(Some("2021-05-03"), None));
    assert_eq!(
        dates(&format!("<p>Laatst gewijzigd op {tenth}</p>")),
        expected_dates(None, Some("2021-05-10"))
    );
    assert_eq!(
        dates(&format!(
            "<p>Gepubliceerd op {third}</p><p>Laatst gewijzigd op {tenth}</p>"
        )),
        expected_dates(Some("2021-05-03"), Some("2021-05-10"))
    );
    let sentence = "is er een open dag op de kade, waar iedereen kan zien hoe de nieuwe bomen worden geplant en verzorgd";
    assert_eq!(
        dates(&format!("<p>Op maandag {tenth} {sentence}.</p>")),
        expected_dates(None, None)
    );
}

#[test]
fn the_title_of_a_text_stands_below_its_section_place_or_credit() {
    let text =
        "De gemeente sluit de brug over de vaart een week. Fietsers rijden om langs de sluis.";
    for above in [
        "",
        "Reportage\n\n",
        "Gemeente Zandwijk\n\n",
        "Zandwijk\n",
        "Zandwijk, Nederland\n\n3 mei 2022\n\n",
        "Foto: Peter de Vries\n\n",
        "• Eigen foto\n\n",
        "• Marc de Groot\n\n",
        "Dit artikel hoort bij: Dijkbode 04\n\n",
        "Nieuws\n\nZandwijk\n\n",
    ] {
        let payload = format!("{above}Brug over de vaart gaat een week dicht\n\n{text}\n");
        let release = read_payload("brug.txt", payload.into());
        let title = release.title.as_deref();
        assert_eq!(
            title,
            Some("Brug over de vaart gaat een week dicht"),
            "{above}"
        );
        assert_eq!(release.blocks.last().map(|b| b.text.as_str()), Some(text));
        if above.contains("Gemeente") {
            let publisher = release.publisher.map(|publisher| publisher.name);
            assert_eq!(publisher.as_deref(), Some("gemeente Zandwijk"));
        }
    }
    for title in [
        "Brugwachters",
        "Nieuwe brug",
        "Besluitenlijst B&W 21 mei 2024",
        "Nieuwsbrief oktober 2019",
    ] {
        let payload = format!("{title}\n\n{text}\n\nMeer over de brug leest u hier\n");
        let release = read_payload("brug.txt", payload.into());
        assert_eq!(release.title.as_deref(), Some(title));
    }
}

#[test]
fn a_caption_is_no_title_and_names_people_in_full() {
    let payload = "Rogier Hoornstra is blij met het besluit (foto: Omroep Veenland)\n\nDe brug komt er. \
                   De schipper wachtte er lang op.\n\n“Eindelijk kunnen we varen”, zegt advocaat Hoornstra.\n";
    let release = read_payload("brug.txt", payload.into());
    assert_eq!(release.title, None);
    let speakers: Vec<_> = release
        .quotes
        .iter()
        .flat_map(|quote| &quote.speakers)
        .collect();
    assert_eq!(speakers[0].name.as_deref(), Some("Rogier Hoornstra"));
    let publisher = release.publisher.map(|publisher| publisher.name);
    assert_eq!(publisher.as_deref(), Some("Omroep Veenland"));
}

#[test]
fn table_rows_with_paragraphs_and_numbered_paragraphs_are_recognized() {
    let text =
        "<p>De gemeente Zandwijk vernieuwt de kade en plant er in het najaar veertig bomen.</p>";
    let table = "<table><tr><td><p>Kadeweg</p></td><td><p>oktober</p></td></tr></table>";
    let items = "<p>1. de kade vervangen</p><p>2. bomen planten</p><p>12. januari is het feest</p>";
    let release = read_payload(
        "kade.html",
        format!("<main><h1>De kade</h1>{text}{table}{items}</main>").into_bytes(),
    );
    let texts: Vec<&str> = release
        .blocks
        .iter()
        .map(|block| block.text.as_str())
        .collect();
    assert!(texts.contains(&"Kadeweg | oktober"), "{texts:?}");
    assert!(texts.contains(&"12. januari is het feest"), "{texts:?}");
    assert_eq!(
        release
            .lists
            .iter()
            .map(|list| list.items.len())
            .collect::<Vec<_>>(),
        [2],
        "{texts:?}"
    );
}

#[test]
fn rows_of_a_table_keep_their_links() {
    let text =
        "<p>De gemeente Zandwijk vernieuwt de kade en plant er in het najaar veertig bomen.</p>";
    let row = "<table><tr><td>Kaart</td><td><a href=/kaart.pdf>De kaart</a></td></tr></table>";
    let release = read_payload(
        "kade.html",
        format!("<main><h1>De kade</h1>{text}{row}{text}</main>").into_bytes(),
    );
    let links: Vec<&str> = release.links.iter().map(|link| link.url.as_str()).collect();
    assert!(
        matches!(&links[..], [link] if link.ends_with("/kaart.pdf")),
        "{links:?}"
    );
}

#[test]
fn decomposed_letters_become_composed() {
    let nfd = "<h1>Coo\u{308}rdinatie</h1><p>De gemeente Zandwijk stelt een coo\u{308}rdinator aan voor het hele gebied.</p>";
    let release = read_payload("a.html", nfd.as_bytes().to_vec());
    assert_eq!(release.title.as_deref(), Some("Coördinatie"));
    assert!(release.blocks[0].text.contains("coördinator"));
}

const AT: &str = "--captured-at=2024-05-01T10:00:00Z";

#[test]
fn extract_prints_json_lines_indented_json_or_text() {
    let world = World::new();
    let page = "fixtures/pages/2021-02-08-dorpsblad-kringloop.html";
    let lines = world.run(&["extract", AT, page, page]).stdout();
    assert_eq!(lines.lines().count(), 2);
    assert_eq!(
        lines,
        world.run(&["extract", AT, "--jsonl", page, page]).stdout()
    );
    let set_out = world.run(&["extract", AT, "--json", page]).json();
    assert_eq!(
        Some(&set_out),
        world.run(&["extract", AT, page]).json_lines().first()
    );
    let text = world.run(&["extract", "--text", page]).stdout();
    assert!(
        text.starts_with(set_out["title"].as_str().expect("a title")) && text.contains("Quotes"),
        "{text}"
    );
}
