//! Known sites, content management systems and APIs: their layouts and fields are read correctly.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::World;

fn read(world: &World, path: &Path) -> Vec<Value> {
    let run = world.run(&["extract", &path.display().to_string()]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    run.json_lines()
}

/// The fields that the tests compare: title, date, publisher and texts.
fn summary(release: &Value) -> Value {
    let texts: Vec<&Value> = release["blocks"]
        .as_array()
        .expect("blocks")
        .iter()
        .map(|b| &b["text"])
        .collect();
    json!([
        release["title"],
        release["published"]["date"],
        release["publisher"]["name"],
        texts
    ])
}

const LEAD: &str = "De gemeente bouwt een nieuwe brug over de vaart, zodat fietsers niet meer hoeven om te rijden.";

#[test]
fn a_known_layout_yields_its_text_without_the_rest_of_the_page() {
    let world = World::new();
    let page = |host: &str, body: &str| {
        format!(
            "<html><head><link rel=canonical href=\"https://{host}/nieuws/brug\"></head><body>{body}</body></html>"
        )
    };
    let more =
        "Het werk begint in de herfst en duurt naar verwachting tot aan de zomer van volgend jaar.";
    let noise = "<div><p>Een blok van de redactie dat op elke pagina van deze site staat, los van het bericht zelf.</p></div>";
    for (name, html, publisher) in [
        (
            "rijksoverheid",
            page(
                "www.rijksoverheid.nl",
                &format!(
                    "<div id=x><h1 class=news>Nieuwe brug</h1><p class=article-meta>Nieuwsbericht | 03-05-2021 | 10:00</p>\
                     <div class=intro><p>{LEAD}</p></div>{noise}<div class=contentBox><p>{more}</p></div></div>{noise}"
                ),
            ),
            Value::Null,
        ),
        (
            "om",
            page(
                "www.om.nl",
                &format!(
                    "<main>{noise}<h1 class=grid-title>Nieuwe brug</h1><div class=\"iprox-content iprox-date date\">3 mei 2021 - 10:00</div>\
                     <div class=iprox-rich-content><p>{LEAD}</p><p>{more}</p></div>{noise}</main>"
                ),
            ),
            json!("Openbaar Ministerie"),
        ),
        (
            "drupal on an unknown host",
            page(
                "www.zandwijk.example",
                &format!(
                    "<main><h1>Nieuwe brug</h1><time datetime=2021-05-03>3 mei</time>{noise}\
                     <div class=\"field field--name-body\"><p>{LEAD}</p><p>{more}</p></div>{noise}</main>"
                ),
            ),
            Value::Null,
        ),
    ] {
        let file = world.write(&format!("{name}.html"), html);
        let [release] = &read(&world, &file)[..] else {
            panic!("one release")
        };
        assert_eq!(
            summary(release),
            json!(["Nieuwe brug", "2021-05-03", publisher, [LEAD, more]]),
            "{name}"
        );
    }
}

#[test]
fn lists_and_headings_beside_the_paragraphs_of_a_layout_are_text() {
    let world = World::new();
    let html = format!(
        "<link rel=canonical href=\"https://www.rijksoverheid.nl/x\"><main><div class='article content'>\
         <h1 class=news>Nieuwe brug</h1><p class=article-meta>Nieuwsbericht | 03-05-2021 | 09:15</p>\
         <div class=intro><p>{LEAD}</p></div><h2>Planning</h2><p>Het werk heeft twee delen:</p>\
         <ul><li>de pijlers;</li><li>het dek.</li></ul></div></main>"
    );
    let file = world.write("old.html", html);
    assert_eq!(
        summary(&read(&world, &file)[0])[3],
        json!([
            LEAD,
            "Planning",
            "Het werk heeft twee delen:",
            "de pijlers;",
            "het dek."
        ])
    );
}

#[test]
fn an_unknown_layout_of_a_known_site_is_read_like_any_page() {
    let world = World::new();
    let html = format!(
        "<link rel=canonical href=\"https://www.rijksoverheid.nl/x\"><main><h1>Nieuwe brug</h1><p>3 mei 2021</p><p>{LEAD}</p></main>"
    );
    let file = world.write("new.html", html);
    assert_eq!(
        summary(&read(&world, &file)[0]),
        json!(["Nieuwe brug", "2021-05-03", null, [LEAD]])
    );
}

#[test]
fn each_item_of_an_api_response_becomes_a_release() {
    let world = World::new();
    let police = json!({"nieuwsberichten": [
        {"uid": "a1", "titel": "Fietsendief gepakt", "publicatiedatum": "2021-05-03 10:00:00",
         "introductie": "Agenten hielden maandagavond op het station een man aan die net een fiets wegnam.",
         "alineas": [{"titel": "Getuigen", "opgemaaktetekst": "<p>Zag u iets? Bel de politie.</p>"}],
         "url": "https://www.politie.nl/nieuws/2021/mei/3/fietsendief.html"},
        {"uid": "a2", "titel": "Verdachte vrij", "publicatiedatum": "2021-05-04", "introductie": "Een man is weer vrij.",
         "alineas": [{"opgemaaktetekst": "Hij blijft verdachte."}]}
    ]});
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><documents><document><id>r1</id><type>nieuwsbericht</type>\
         <canonical>https://www.rijksoverheid.nl/actueel/nieuws/brug</canonical><title>Brug &amp; sluis</title>\
         <introduction><![CDATA[<p>{LEAD}</p>]]></introduction><content><contentblock><paragraphtitle>Planning</paragraphtitle>\
         <paragraph><![CDATA[<p>De bouw begint in mei.</p>]]></paragraph></contentblock></content>\
         <issued>2021-05-03T10:00:00.000Z</issued><authorities><authority>Ministerie van Financiën</authority></authorities>\
         </document></documents>"
    );
    let wordpress = json!([{"id": 7, "date": "2021-05-03T09:30:00", "link": "https://zandwijk.example/brug",
        "title": {"rendered": "Nieuwe brug"}, "content": {"rendered": format!("<p>{LEAD}</p>")}}]);
    let openpub = json!({"id": 8, "title": "Nieuwe brug", "date": "2021-05-03 09:30:00", "excerpt": LEAD,
        "content": "<p>De bouw begint in mei.</p>", "additional_info": "Dit staat onder elk bericht."});
    for (name, answer, expected) in [
        (
            "politie.json",
            police.to_string(),
            vec![
                json!([
                    "Fietsendief gepakt",
                    "2021-05-03",
                    "Politie",
                    [
                        "Agenten hielden maandagavond op het station een man aan die net een fiets wegnam.",
                        "Getuigen",
                        "Zag u iets? Bel de politie."
                    ]
                ]),
                json!([
                    "Verdachte vrij",
                    "2021-05-04",
                    "Politie",
                    ["Een man is weer vrij.", "Hij blijft verdachte."]
                ]),
            ],
        ),
        (
            "ronl.xml",
            xml,
            vec![json!([
                "Brug & sluis",
                "2021-05-03",
                "Ministerie van Financiën",
                [LEAD, "Planning", "De bouw begint in mei."]
            ])],
        ),
        (
            "wordpress.json",
            wordpress.to_string(),
            vec![json!(["Nieuwe brug", "2021-05-03", null, [LEAD]])],
        ),
        (
            "openpub.jsonl",
            openpub.to_string(),
            vec![json!([
                "Nieuwe brug",
                "2021-05-03",
                null,
                [LEAD, "De bouw begint in mei."]
            ])],
        ),
    ] {
        let file = world.write(name, answer);
        assert_eq!(
            read(&world, &file).iter().map(summary).collect::<Vec<_>>(),
            expected,
            "{name}"
        );
    }
}

#[test]
fn an_api_response_without_news_is_an_error_but_is_skipped_in_a_folder() {
    let world = World::new();
    let empty = world.write("site/leeg.json", r#"{"items": []}"#);
    let run = world.run(&["extract", &empty.display().to_string()]);
    assert_eq!(run.code(), 4);
    assert!(
        run.stderr().contains("leeg.json") && run.stderr().contains("title and a full text"),
        "{}",
        run.stderr()
    );
    world.write(
        "site/sitemap.xml",
        "<urlset><url><loc>https://zandwijk.example/</loc></url></urlset>",
    );
    let run = world.run(&["extract", &world.path("site").display().to_string()]);
    assert_eq!(
        (run.code(), run.stdout().as_str()),
        (0, ""),
        "{}",
        run.stderr()
    );
}

#[test]
fn links_in_the_text_and_to_files_below_it_are_kept() {
    let world = World::new();
    let html = format!(
        "<link rel=canonical href=\"https://www.zandwijk.example/nieuws/brug\"><nav><a href=/>Home</a></nav><main><h1>Nieuwe brug</h1>\
         <p>3 mei 2021</p><p>{LEAD} Lees de <a href=\"/plannen\">plannen</a> of <a href=\"mailto:x@zandwijk.example\">mail ons</a>.</p>\
         <p>{LEAD}</p><h2>Downloads</h2><ul><li><a href=\"/files/Brug.PDF\">Tekening (pdf)</a></li></ul></main>"
    );
    let file = world.write("brug.html", html);
    let release = &read(&world, &file)[0];
    let links: Vec<Value> = release["links"]
        .as_array()
        .expect("links")
        .iter()
        .map(|link| {
            json!([
                link["label"],
                link["url"],
                link["attachment"],
                link["place"]["text"]
            ])
        })
        .collect();
    assert_eq!(
        links,
        [
            json!([
                "plannen",
                "https://www.zandwijk.example/plannen",
                false,
                "plannen"
            ]),
            json!([
                "Tekening (pdf)",
                "https://www.zandwijk.example/files/Brug.PDF",
                true,
                null
            ]),
        ]
    );
}

#[test]
fn other_languages_are_labeled_and_match_exact_words_only() {
    let world = World::new();
    let english = "The municipality opens a new bridge for cyclists next week. Houses along the canal were not affected by \
                   the works, the city council said in a statement, and all schools in the district remain open.";
    let file = world.write(
        "en.html",
        format!("<main><h1>New bridge</h1><p>3 mei 2021</p><p>{english}</p></main>"),
    );
    assert_eq!(read(&world, &file)[0]["language"], "en");
    world.ingest(&file);
    assert_eq!(world.run(&["search", "houses"]).code(), 0);
    // No Dutch rule turns `schools` into `school`.
    assert_eq!(world.run(&["search", "school"]).code(), 1);
}

#[test]
fn an_explanation_names_the_rule_and_evidence_of_each_field() {
    let world = World::new();
    let run = world.run(&[
        "extract",
        "--explain",
        "fixtures/pages/2019-10-15-warmtefonds.html",
    ]);
    let release = run.json();
    let reasons = release["explanation"].as_array().expect("an explanation");
    let of = |field: &str| {
        reasons
            .iter()
            .find(|reason| reason["field"] == field)
            .unwrap_or_else(|| panic!("{field}"))
    };
    assert_eq!(of("title")["value"], release["title"]);
    assert_eq!(
        of("quotes[0]")["evidence"],
        release["quotes"][0]["attribution"]["text"]
    );
    for field in [
        "publisher",
        "published",
        "blocks",
        "officials[0]",
        "language",
    ] {
        assert!(
            of(field)["rule"]
                .as_str()
                .is_some_and(|rule| !rule.is_empty()),
            "{field}"
        );
    }
}
