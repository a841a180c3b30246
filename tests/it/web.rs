//! Pages over real connections to `omroeper serve`.

mod programs;
pub(crate) mod server;
mod wrong;

use std::io::Write as _;
use std::net::TcpStream;

use crate::support::World;
use server::{Server, send, world};

#[test]
fn a_reader_goes_from_a_query_to_the_statement_and_its_evidence() {
    let world = world();
    let server = Server::start(&world, &[]);
    let start = server.get("/");
    assert_eq!(
        (start.status, start.head.contains("location: /zoeken")),
        (308, true)
    );
    let page = server.get("/zoeken?q=spreker:hoekstra+polder");
    assert_eq!(page.status, 200);
    for part in [
        "<html lang=\"nl\">",
        "Gemaal Oude Vaart draait weer",
        "<mark>",
        "<time datetime=\"2023-05-15\">15 mei 2023</time>",
        "— Sytske Hoekstra-de Boer, dijkgraaf",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let quotes = server.json("/api/v1/citaten?spreker=hoekstra&q=polder");
    let quote = &quotes["quotes"][0];
    let release = server.get(&format!(
        "/bericht/{}",
        quote["release"].as_str().expect("an id")
    ));
    assert!(
        release
            .body
            .contains("id=\"citaat-0\">Zo’n gemaal bouw je niet in één dag.")
    );
    assert!(release.body.contains("\"@type\":\"Quotation\""));
    let own = server.get(&format!("/citaat/{}", quote["id"].as_str().expect("an id")));
    assert!(own.body.contains("sha256:"), "{}", own.body);
    assert!(
        own.body
            .contains("gemaal-oude-vaart#:~:text=Zo%E2%80%99n%20gemaal"),
        "{}",
        own.body
    );
    let misspelled = server.get("/citaten?spreker=Hoekstar").body;
    assert!(misspelled.contains("<a href=\"/citaten?spreker=Hoekstra\">Hoekstra</a>?"));
    let english = server.get("/zoeken?q=gemaal&taal=en");
    assert!(english.body.contains("<html lang=\"en\">") && english.body.contains("15 May 2023"));
}

#[test]
fn only_holders_of_public_office_have_a_page() {
    let world = world();
    let server = Server::start(&world, &[]);
    let person = server.get("/persoon/Sytske%20Hoekstra-de%20Boer");
    assert_eq!(person.status, 200);
    assert!(person.body.contains("noindex") && person.body.contains("dijkgraaf"));
    for name in ["Joop%20Kuiper", "Mark%20Bos", "Niemand"] {
        assert_eq!(
            server.get(&format!("/persoon/{name}")).status,
            404,
            "{name}"
        );
    }
    let listed = server.json("/api/v1/personen").to_string();
    assert!(listed.contains("Ina Smit") && !listed.contains("Joop Kuiper"));
}

#[test]
fn a_quote_is_verified_on_a_page() {
    let world = world();
    let server = Server::start(&world, &[]);
    let page = |text: &str| server.get(&format!("/controleer?tekst={text}")).body;
    assert!(page("Elke+rat+minder+is+een+gat+minder").contains("Letterlijk gevonden"));
    let altered = page("Elke+rat+minder+is+een+gat+meer");
    assert!(altered.contains("Gevonden met andere woorden") && altered.contains("<del>"));
    assert!(page("Dit+heeft+niemand+gezegd+hier").contains("Niet gevonden"));
}

#[test]
fn nothing_of_a_page_becomes_markup() {
    let world = World::new();
    let evil = r#"{"id":"1","url":"javascript:alert(1)//x","title":"<script>alert(1)</script> brug","date":"2024-01-01","publisher":"<img src=x>","text":"De brug </mark><script>alert(2)</script> gaat open. \"<b>Mooi</b> </script>\", zegt wethouder Jan Stam."}"#;
    world.ingest(&world.write("kwaad.jsonl", evil));
    let server = Server::start(&world, &[]);
    let found = server.json("/api/v1/berichten?q=brug");
    let id = found["hits"][0]["id"].as_str().expect("an id").to_owned();
    for path in [
        "/zoeken?q=brug".to_owned(),
        "/zoeken?q=%3Cscript%3Ealert(3)%3C/script%3E".to_owned(),
        "/zoeken?q=wo*%3Cscript%3E".to_owned(),
        format!("/bericht/{id}"),
        "/citaten?q=mooi".to_owned(),
        "/bronnen".to_owned(),
        "/controleer?tekst=%3Cscript%3Ealert(4)%3C/script%3E".to_owned(),
    ] {
        let answer = server.get(&path);
        let bare = answer
            .body
            .replace("<script type=\"application/ld+json\">", "");
        for bad in ["<script", "<img", "<b>", "href=\"javascript:"] {
            assert!(!bare.contains(bad), "{path}: {bad} in {}", answer.body);
        }
        assert!(
            answer
                .head
                .contains("content-security-policy: default-src 'none'")
        );
        assert!(answer.head.contains("x-content-type-options: nosniff"));
    }
}

#[test]
fn an_answer_that_the_client_has_is_not_sent_again() {
    let world = world();
    let server = Server::start(&world, &[]);
    let first = server.get("/zoeken?q=dijk");
    let tag = first
        .head
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .expect("a tag");
    let again = format!("If-None-Match: {}\r\n", tag.replace("w/", "W/"));
    assert_eq!(server.get_with("/zoeken?q=dijk", &again).status, 304);
    assert_eq!(server.get_with("/zoeken?q=dijken", &again).status, 200);
    let page = "<link rel=canonical href=\"https://www.zandwijk.example/dijk\"><main><h1>Dijk gaat dicht</h1><p>De dijk bij Zandwijk gaat dicht.</p></main>";
    world.ingest(&world.write("nieuw.html", page));
    let changed = server.get_with("/zoeken?q=dijk", &again);
    assert_eq!(changed.status, 200, "it follows what is ingested");
    assert!(changed.body.contains("</mark> gaat dicht"));
    assert_eq!(
        world
            .run(&[
                "purge",
                "https://www.zandwijk.example/dijk",
                "--reason",
                "verzoek"
            ])
            .code(),
        0
    );
    assert!(
        !server
            .get("/zoeken?q=dijk")
            .body
            .contains("</mark> gaat dicht"),
        "purged means gone"
    );
}

#[test]
fn removed_releases_are_hidden_from_other_machines() {
    let world = world();
    let page = "https://www.waterhoek.example/nieuws/bibliobus";
    assert_eq!(world.run(&["forget", page]).code(), 0);
    let here = Server::start(&world, &[]);
    let id = world.run(&["show", page, "--json"]).json()["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let shown = here.get(&format!("/bericht/{id}"));
    assert!(
        shown.status == 200 && shown.body.contains("verdwenen") && shown.body.contains("noindex")
    );
    let there = Server::start(&world, &["--listen", "0.0.0.0:0"]);
    let hidden = there.get(&format!("/bericht/{id}"));
    assert_eq!(hidden.status, 410);
    assert!(!hidden.body.contains("tweeduizend boeken"));
    assert_eq!(there.get(&format!("/api/v1/berichten/{id}")).status, 410);
}

#[test]
fn it_goes_on_answering_whatever_is_sent() {
    let world = world();
    let server = Server::start(&world, &[]);
    let long = format!(
        "GET /zoeken?q={} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "a".repeat(9000)
    );
    for broken in [
        "\0\0\0\0\r\n\r\n",
        "GET\r\n\r\n",
        "POST /zoeken HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "GET /zoeken?q=%FF%00%zz&pagina=18446744073709551616 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /bericht/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /persoon/%2F%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        long.as_str(),
    ] {
        let answer = server.ask(broken);
        assert!(answer.status < 500, "{broken:?}: {}", answer.status);
    }
    // Clients that never finish their request.
    let slow: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = TcpStream::connect(&server.address).expect("a connection");
            stream.write_all(b"GET /zoeken HTT").expect("it is sent");
            stream
        })
        .collect();
    assert_eq!(server.get("/gezond").status, 200);
    drop(slow);
}

#[test]
fn a_reindex_beside_it_costs_no_answer() {
    let world = world();
    let server = Server::start(&world, &[]);
    let before = server.json("/api/v1/berichten?q=dijk")["total"].clone();
    std::thread::scope(|scope| {
        let reindex = scope.spawn(|| {
            for _ in 0..3 {
                assert_eq!(world.run(&["reindex"]).code(), 0);
            }
        });
        let mut asked = 0;
        while !reindex.is_finished() || asked < 100 {
            assert_eq!(server.json("/api/v1/berichten?q=dijk")["total"], before);
            asked += 1;
        }
    });
}

#[test]
fn hits_lead_to_their_neighbors() {
    let world = world();
    let server = Server::start(&world, &[]);
    let list = server.get("/zoeken?q=dijk").body;
    let hits: Vec<&str> = list
        .split("<h3><a href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(hits.len() > 2, "{list}");
    let address = |href: &str| href.replace("&amp;", "&").replace("&#38;", "&");
    let second = server.get(&address(hits[1])).body;
    let link = |rel: &str| {
        let rest = second.split(&format!("<a rel=\"{rel}\" href=\"")).nth(1);
        rest.and_then(|rest| rest.split('"').next()).map(address)
    };
    assert_eq!(link("prev"), Some(address(hits[0])));
    assert_eq!(link("next"), Some(address(hits[2])));
    let first = server.get(&address(hits[0])).body;
    assert!(!first.contains("rel=\"prev\"") && first.contains("rel=\"next\""));
}

#[test]
fn it_stops_when_it_is_told_to() {
    let world = world();
    let server = Server::start(&world, &[]);
    assert_eq!(server.get("/gezond").status, 200);
    assert_eq!(server.end(), Some(0));
    let missing = World::new().run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(missing.code(), 3, "{}", missing.stderr());
}

/// The token of the forms on a page.
fn token_of(page: &str) -> String {
    let rest = page.split("name=\"teken\" value=\"").nth(1);
    rest.and_then(|rest| rest.get(..32))
        .expect("a token")
        .to_owned()
}

#[test]
fn watches_are_made_and_removed_on_this_machine_alone() {
    let world = world();
    let server = Server::start(&world, &[]);
    let own = format!("http://{}", server.address);
    let page = server.get_as(&server.address, "/meldingen?q=brug").body;
    assert!(page.contains("value=\"brug\""));
    let token = token_of(&page);
    let form = format!("teken={token}&naam=brug&q=brug&soort=berichten");
    for (form, origin) in [
        (form.as_str(), "https://www.boos.example"),
        ("naam=brug&q=brug", own.as_str()),
        ("teken=0123&naam=brug&q=brug", own.as_str()),
    ] {
        assert_eq!(
            send(&server, "/meldingen", form, origin).status,
            403,
            "{form}, {origin}"
        );
    }
    let wrong = send(
        &server,
        "/meldingen",
        &format!("teken={token}&naam=a/b&q=brug"),
        &own,
    );
    assert!(wrong.status == 400 && wrong.body.contains("role=\"alert\""));
    let everything = send(
        &server,
        "/meldingen",
        &format!("teken={token}&naam=alles&q=*"),
        &own,
    );
    assert_eq!(everything.status, 400);
    assert_eq!(send(&server, "/meldingen", &form, &own).status, 303);
    let list = world.run(&["watch", "list", "--json"]).stdout();
    assert!(
        list.contains("\"brug\"") && !list.contains("\"exec\": \""),
        "{list}"
    );
    let page = "<link rel=canonical href=\"https://www.zandwijk.example/brug\"><main><h1>Brug open</h1><p>De brug bij Zandwijk is weer open voor alle verkeer.</p></main>";
    world.ingest(&world.write("nieuw.html", page));
    assert_eq!(world.run(&["watch", "run"]).code(), 0);
    let found = server.get_as(&server.address, "/meldingen/brug").body;
    assert!(
        found.contains("Brug open") && found.contains("nieuw"),
        "{found}"
    );
    let gone = send(
        &server,
        "/meldingen/brug/verwijder",
        &format!("teken={token}"),
        &own,
    );
    assert_eq!(gone.status, 303);
    assert_eq!(
        server.get_as(&server.address, "/meldingen/brug").status,
        404
    );
    assert_eq!(server.get_as(&server.address, "/meldingen").status, 200);
    assert_eq!(
        server.get("/meldingen").status,
        404,
        "a name that another site gave this machine"
    );
    for flags in [
        ["--listen", "0.0.0.0:0"],
        ["--address", "https://archief.krant.example"],
    ] {
        let there = Server::start(&world, &flags);
        assert_eq!(there.get_as(&there.address, "/meldingen").status, 404);
        assert!(!there.get("/zoeken?q=dijk").body.contains("/meldingen"));
    }
}

#[test]
fn a_watch_of_a_reader_has_an_address_that_nobody_can_guess() {
    let world = world();
    world.run(&["watch", "add", "van-de-redactie", "gemaal"]);
    let server = Server::start(&world, &["--allow-edit", "--prefix", "/archief"]);
    let own = format!("http://{}", server.address);
    let page = server.get("/archief/meldingen?q=brug").body;
    assert!(
        !page.contains("van-de-redactie") && !page.contains("name=\"naam\""),
        "{page}"
    );
    assert_eq!(server.get("/archief/meldingen/van-de-redactie").status, 404);
    let token = token_of(&page);
    let form = format!("teken={token}&q=brug");
    let made = send(&server, "/archief/meldingen", &form, &own);
    assert_eq!(made.status, 303, "{}", made.body);
    let address = made
        .head
        .lines()
        .find_map(|line| line.strip_prefix("location: "));
    let address = address.expect("an address").to_owned();
    let name = address.strip_prefix("/archief/meldingen/").expect("a name");
    assert_eq!(name.len(), 28, "128 bits: {name}");
    let own_page = server.get(&address);
    assert!(
        own_page.body.contains("<code>brug</code>"),
        "{}",
        own_page.body
    );
    assert!(own_page.head.contains("no-store"));
    for wrong in ["teken=0123&q=dijk", "q=dijk"] {
        let refused = send(&server, &format!("{address}/wijzig"), wrong, &own);
        assert_eq!(refused.status, 403, "{wrong}");
    }
    let wrong = send(
        &server,
        &format!("{address}/wijzig"),
        &format!("teken={token}&q=wo*ing"),
        &own,
    );
    assert_eq!(wrong.status, 400);
    assert!(
        wrong
            .body
            .contains("* en ? kunnen niet midden in een woord staan"),
        "{}",
        wrong.body
    );
    let right = send(
        &server,
        &format!("{address}/wijzig"),
        &format!("teken={token}&q=sluis"),
        &own,
    );
    assert_eq!(right.status, 303);
    let page = "<link rel=canonical href=\"https://www.zandwijk.example/sluis\"><main><h1>Sluis open</h1><p>De sluis bij Zandwijk is weer open voor alle schepen.</p></main>";
    world.ingest(&world.write("nieuw.html", page));
    assert_eq!(world.run(&["watch", "run"]).code(), 0);
    let feed = server.get(&format!("{address}?formaat=atom")).body;
    assert!(feed.contains("Sluis open"), "{feed}");
    let gone = send(
        &server,
        &format!("{address}/verwijder"),
        &format!("teken={token}"),
        &own,
    );
    assert_eq!(gone.status, 303);
    assert_eq!(server.get(&address).status, 404);
    let list = world.run(&["watch", "list", "--json"]).stdout();
    assert!(
        list.contains("van-de-redactie") && !list.contains(name),
        "{list}"
    );
}

#[test]
#[cfg(feature = "fetch")]
fn what_is_fetched_beside_it_is_shown_with_how_fresh_it_is() {
    use crate::fetch::{Answer, Site, feed, offer, page};
    let world = world();
    let site = Site::new();
    site.put(
        "/nieuws/1",
        Answer::html(page("Sluis open", "De sluis is open.")),
    );
    site.put(
        "/rss",
        Answer::xml(feed(&site, &[("/nieuws/1", "Sluis open", 3)])),
    );
    offer(&world, &site, "feed", "/rss");
    let enabled = world.run(&["sources", "enable", "zandwijk"]);
    assert_eq!(enabled.code(), 0, "{}", enabled.stderr());
    let flags = ["--fetch", "--allow-private"];
    let server = Server::start(&world, &flags);
    assert!(server.get("/bronnen").body.contains("nog nooit gelezen"));
    let start = std::time::Instant::now();
    while !server
        .get("/zoeken?q=%22sluis+open%22")
        .body
        .contains("<mark>")
    {
        assert!(
            start.elapsed() < std::time::Duration::from_mins(1),
            "it is fetched"
        );
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let sources = server.json("/api/v1/bronnen");
    assert_eq!(sources["sources"][0]["name"], "zandwijk");
    assert_eq!(sources["sources"][0]["pages"]["captured"], 1);
    let page = server.get("/bronnen").body;
    assert!(
        page.contains("gemeente zandwijk") && page.contains("bijgewerkt"),
        "{page}"
    );
    // The server ends its fetch with itself.
    assert_eq!(server.end(), Some(0));
}
