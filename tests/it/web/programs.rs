//! What programs ask: the interface, feeds, files, changes, and the past of a release.

use serde_json::Value;

use super::server::{Answer, Server, world};
use crate::support::World;

/// What the link to the next results of an answer leads to. Its case counts.
fn next_of(server: &Server, answer: &Answer) -> Value {
    let line = answer
        .raw_head
        .lines()
        .find(|line| line.to_lowercase().starts_with("link: "));
    let next = line.and_then(|line| {
        let mut links = line["link: ".len()..].split(", ");
        links.find_map(|link| link.strip_prefix('<')?.strip_suffix(">; rel=\"next\""))
    });
    server.json(next.expect("a link to the next results"))
}

#[test]
fn the_interface_answers_in_the_forms_that_are_asked_for() {
    let world = world();
    let server = Server::start(&world, &[]);
    let first = server.get("/api/v1/berichten?q=dijk&aantal=2");
    assert!(first.head.contains("api-version: 1.0.0"));
    let after = next_of(&server, &first);
    let second = server.json("/api/v1/berichten?q=dijk&aantal=2&pagina=2");
    assert_eq!(after["hits"], second["hits"]);
    let same = world
        .run(&["search", "dijk", "-n", "2", "--json", "--no-group"])
        .json();
    let ours: Value = serde_json::from_str(&first.body).expect("JSON");
    assert_eq!(ours["hits"], same["hits"], "the views of the command line");
    let csv = server.get_with("/api/v1/berichten?q=dijk", "Accept: text/csv\r\n");
    assert!(csv.body.starts_with("rank,id,url"), "{}", csv.body);
    let lines = server.get_with("/api/v1/citaten", "Accept: application/x-ndjson\r\n");
    assert!(
        lines
            .body
            .lines()
            .all(|line| serde_json::from_str::<Value>(line).is_ok())
    );
    assert_eq!(
        server
            .get_with("/api/v1/citaten", "Accept: image/png\r\n")
            .status,
        406
    );
    let wrong = server.get("/api/v1/berichten?pagina=0&foo=1&sorteer=x&q=wo*ing");
    assert_eq!(wrong.status, 400);
    assert!(
        wrong
            .head
            .contains("content-type: application/problem+json")
    );
    let problem: Value = serde_json::from_str(&wrong.body).expect("JSON");
    assert_eq!(
        problem["errors"].as_array().map(Vec::len),
        Some(4),
        "all mistakes at once: {problem}"
    );
    for path in [
        "/api/v1/berichten/",
        "/api/v1/niets",
        "/api/v1/berichten/xyz",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    let public = [
        "--address",
        "https://archief.krant.example/",
        "--contact",
        "redactie@krant.example",
    ];
    let server = Server::start(&world, &public);
    let description = server.json("/api/v1/openapi.json");
    assert_eq!(description["openapi"], "3.1.0");
    let text = description.to_string();
    assert!(!text.contains("#/$defs/"));
    // What the linter of the API Design Rules asks for.
    let contact = &description["info"]["contact"];
    assert!(
        contact["email"].is_string() && contact["url"].is_string(),
        "{contact}"
    );
    let url = description["servers"][0]["url"].as_str();
    assert_eq!(url, Some("https://archief.krant.example/api/v1"));
    for (path, operation) in description["paths"].as_object().expect("paths") {
        for (status, response) in operation["get"]["responses"]
            .as_object()
            .expect("responses")
        {
            let is_problem = response["content"]["application/problem+json"].is_object();
            let has_version = response["headers"]["API-Version"].is_object();
            assert!(
                if status.as_str() < "400" {
                    has_version
                } else {
                    is_problem
                },
                "{path} {status}"
            );
        }
    }
}

#[test]
fn a_query_is_a_feed_and_a_file() {
    let world = world();
    let server = Server::start(&world, &["--prefix", "/omroeper/"]);
    let feed = server.get("/omroeper/zoeken?q=dijk&formaat=atom");
    assert!(
        feed.body
            .contains("<feed xmlns=\"http://www.w3.org/2005/Atom\">")
    );
    assert!(
        feed.body
            .contains("https://www.noorderdiep.example/nieuws/dijk-waterhoek")
    );
    let file = server.get("/omroeper/citaten?q=dijk&formaat=csv");
    assert!(file.head.contains("attachment; filename=\"citaten.csv\""));
    assert!(file.body.starts_with("rank,id,kind,text"));
    let page = server.get("/omroeper/zoeken?q=dijk");
    assert!(page.body.contains("href=\"/omroeper/stijl.css\""));
    for path in [
        "/omroeper/stijl.css",
        "/omroeper/robots.txt",
        "/omroeper/opensearch.xml",
        "/omroeper/gezond",
    ] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
    assert_eq!(server.get("/zoeken").status, 404);
    assert!(page.body.len() < 30_000, "{} bytes", page.body.len());
}

#[test]
fn programs_follow_what_changes() {
    let world = world();
    let server = Server::start(&world, &[]);
    let all = server.json("/api/v1/wijzigingen?na=0");
    let all = all.as_array().expect("changes");
    assert_eq!(all.len(), 19);
    assert!(
        all.windows(2)
            .all(|pair| pair[0]["sequence"].as_u64() < pair[1]["sequence"].as_u64())
    );
    let last = all[18]["sequence"].as_u64().expect("a number");
    let (gone, purged) = (
        "https://www.waterhoek.example/nieuws/bibliobus",
        "https://www.waterhoek.example/nieuws/windmolens",
    );
    assert_eq!(world.run(&["forget", gone]).code(), 0);
    assert_eq!(
        world.run(&["purge", purged, "--reason", "verzoek"]).code(),
        0
    );
    let newer = server.json(&format!("/api/v1/wijzigingen?na={last}"));
    let told: Vec<(&str, Option<&str>)> = newer
        .as_array()
        .expect("changes")
        .iter()
        .map(|change| {
            (
                change["operation"].as_str().expect("an operation"),
                change["url"].as_str(),
            )
        })
        .collect();
    assert_eq!(told, [("gone", Some(gone)), ("purge", None)]);
    assert_eq!(server.get("/api/v1/wijzigingen?na=x").status, 400);
}

#[test]
fn the_past_of_a_release_can_be_browsed() {
    let world = World::new();
    for (day, cost) in [("2021-05-03", "twee"), ("2021-07-04", "drie")] {
        let page = format!(
            "<link rel=canonical href=\"https://www.zandwijk.example/brug\"><main><h1>Nieuwe brug</h1>\
             <p>De gemeente Zandwijk bouwt een brug. Het werk kost {cost} miljoen euro.</p></main>"
        );
        world.ingest_on(day, "brug", page);
    }
    let server = Server::start(&world, &[]);
    let id = server.json("/api/v1/berichten?q=brug")["hits"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let at = |time: &str| {
        let header = format!("Accept-Datetime: {time}\r\n");
        server.get_with(&format!("/bericht/{id}"), &header)
    };
    let then = at("Tue, 01 Jun 2021 12:00:00 GMT");
    assert_eq!(then.status, 302);
    assert!(
        then.head
            .contains(&format!("location: /bericht/{id}/versie/1")),
        "{}",
        then.head
    );
    assert!(
        at("Sun, 01 Aug 2021 12:00:00 GMT")
            .head
            .contains("/versie/2")
    );
    assert_eq!(at("morgen").status, 400);
    let old = server.get(&format!("/bericht/{id}/versie/1"));
    assert!(
        old.head.contains("memento-datetime: mon, 03 may 2021")
            && old.body.contains("twee miljoen")
    );
    let map = server.get(&format!("/bericht/{id}/timemap"));
    assert_eq!(
        map.body.matches("rel=\"memento\"").count(),
        2,
        "{}",
        map.body
    );
    let difference = server.get(&format!("/bericht/{id}/verschil/2"));
    assert!(difference.body.contains("<del>") && difference.body.contains("drie"));
}

#[test]
fn a_client_that_asks_too_much_is_told_when_to_come_back() {
    let world = world();
    let server = Server::start(&world, &["--rate", "1"]);
    let statuses: Vec<u16> = (0..12).map(|_| server.get("/gezond").status).collect();
    assert!(
        statuses.starts_with(&[200; 5]) && statuses.contains(&429),
        "{statuses:?}"
    );
    assert!(server.get("/gezond").head.contains("retry-after: 1"));
}
