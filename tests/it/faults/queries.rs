//! Queries: forms and parts of words that were not found, and pasted text that is no syntax.
//!
//! Leaves out the order of the answers (`search`), except which comes first.

use super::fault;
use crate::search::{found, world_of};
use crate::support::World;

/// A home with the records of a fault.
fn home(folder: &str) -> World {
    let world = World::new();
    world.ingest(&fault(folder).join("r.jsonl"));
    world
}

/// A home of pages with these titles, all with the same text.
fn home_of_titles(titles: &[&str]) -> World {
    let text =
        "De gemeente Zandwijk legt dit later uit in de krant en op een avond in het dorpshuis.";
    let pages: Vec<(&str, &str)> = titles.iter().map(|title| (*title, text)).collect();
    world_of(&pages)
}

#[test]
fn an_adjective_of_a_place_finds_its_other_form() {
    let world = home("12-inflected-place-adjectives");
    let places = [
        "Nederlands",
        "Fries",
        "Drents",
        "Zeeuws",
        "Limburgs",
        "Haags",
        "Duits",
        "Amsterdams",
    ];
    for (n, place) in places.into_iter().enumerate() {
        for query in [place, &place.to_lowercase()] {
            assert_eq!(
                found(&world, query, &[]),
                [format!("Bericht {n}")],
                "{query}"
            );
        }
    }

    let pairs = [
        ["Brabants", "Brabantse"],
        ["Utrechts", "Utrechtse"],
        ["Gronings", "Groningse"],
        ["Twents", "Twentse"],
        ["Rotterdams", "Rotterdamse"],
        ["Leids", "Leidse"],
        ["Engels", "Engelse"],
        ["Deens", "Deense"],
        ["Zwitsers", "Zwitserse"],
        ["Europees", "Europese"],
        ["Chinees", "Chinese"],
        ["Grieks", "Griekse"],
    ];
    let titles: Vec<String> = (0..pairs.len()).map(|n| format!("Bericht {n}")).collect();
    for (written, asked) in [(0, 1), (1, 0)] {
        let text =
            |pair: [&str; 2]| format!("Over {} bestuur, vanavond in Zandwijk.", pair[written]);
        let texts = pairs.map(text);
        let pages: Vec<(&str, &str)> = std::iter::zip(&titles, &texts)
            .map(|(title, text)| (title.as_str(), text.as_str()))
            .collect();
        let world = world_of(&pages);
        for (pair, title) in std::iter::zip(pairs, &titles) {
            assert_eq!(
                found(&world, pair[asked], &[]),
                [title.as_str()],
                "{pair:?}"
            );
        }
    }
}

#[test]
fn words_joined_to_letters_with_an_ampersand_are_found() {
    let world = home("13-words-joined-to-B-and-W");
    for query in [
        "B&W",
        "besluitenlijst",
        "O&O",
        "fonds",
        "B&W-besluitenlijst",
        "besluitenlijst B&W",
    ] {
        assert_eq!(
            found(&world, query, &["--match", "all"]),
            ["Lijst"],
            "{query}"
        );
    }
    let world = world_of(&[
        (
            "Haven",
            "De R&D-afdeling van de haven in Zandwijk krijgt volgend jaar een eigen gebouw.",
        ),
        (
            "Kerkweg",
            "Het oude V&D-pand aan de Kerkweg in Lindeloo wordt een school met twintig lokalen.",
        ),
        (
            "Raad",
            "Na de B&W\u{2011}vergadering volgt in Zandwijk een lange Q&A–sessie met alle bewoners.",
        ),
        (
            "Loket",
            "Een P&O/F&C-adviseur van de gemeente Lindeloo zit voortaan ook op zaterdag klaar.",
        ),
    ]);
    for (title, queries) in [
        ("Haven", &["R&D", "afdeling", "R&D-afdelingen"][..]),
        ("Kerkweg", &["V&D", "panden", "V&D-pand", "oude V&D"]),
        (
            "Raad",
            &["B&W", "vergadering", "Q&A", "sessie", "B&W-vergadering"],
        ),
        ("Loket", &["P&O", "F&C", "adviseurs", "F&C-adviseur"]),
    ] {
        for query in queries {
            assert_eq!(
                found(&world, query, &["--match", "all"]),
                [title],
                "{query}"
            );
        }
    }
}

#[test]
fn an_unsupported_operator_is_refused_and_a_slash_is_text() {
    let world = home("20-unsupported-operators-find-nothing");
    for query in [
        "woning*uw",
        "w?ningbouw",
        "\"sociale huur*\"",
        "woningbouw~1",
        "woningbouw^2",
        "\"brug vaart\"~5",
        "*bouw",
        "titel:woning*uw",
        "brug \"aan de va?rt\"",
        "(brug vaart)^3",
        "+woningbouw~0.8 brug",
        "\"brug vaart\"^2",
        "=w?ning",
    ] {
        let run = world.run(&["search", "--", query]);
        let said = run.stderr();
        assert_eq!(run.code(), 2, "{query}: {said}");
        let points = said.lines().any(|line| line.trim_start().starts_with('^'));
        let hints = said.lines().any(|line| line.starts_with('('));
        assert!(points && hints, "{said}");
    }
    for query in [
        "gemeente/brug",
        "huurwoningen/koopwoningen",
        "brug/sluis/vaart",
        "titel:(brug/woningbouw)",
    ] {
        let (slash, space) = (
            found(&world, query, &[]),
            found(&world, &query.replace('/', " "), &[]),
        );
        assert_eq!((slash.len(), &slash), (1, &space), "{query}");
    }
    for text in [
        "Wanneer begint de woningbouw?",
        "woningbouw ~ brug",
        "de brug (?) en de vaart",
        "brug^",
        "Woningbouw*)",
    ] {
        assert_eq!(found(&world, text, &[]), ["Woningbouw"], "{text}");
    }
}

#[test]
fn a_title_in_capitals_has_no_operators() {
    let title = "BRUG NIET OPEN VOOR VERKEER";
    let world = home("21-all-caps-title");
    assert_eq!(found(&world, title, &["--match", "all"]), [title]);
    assert_eq!(found(&world, "brug NIET verkeer", &[]), [""; 0]);

    let titles = [
        "WEL OF GEEN SLUIS BIJ ZANDWIJK?",
        "PONT VAART NIET: 3 DAGEN STILSTAND",
        "OUD EN NIEUW IN LINDELOO",
        "NIET ROKEN OF VAPEN",
        "HAVEN (ZUID) NIET BEREIKBAAR",
        "FILM 'DO OR DIE' AND NOT MUCH MORE",
    ];
    let world = home_of_titles(&titles);
    for title in titles {
        assert_eq!(found(&world, title, &["--match", "all"]), [title]);
    }
    let list = titles.map(|title| format!("{title}\t{title}\n")).concat();
    let list = world.write("vragen.tsv", list).display().to_string();
    for (line, title) in world
        .run(&["batch", &list, "-n", "1"])
        .json_lines()
        .iter()
        .zip(titles)
    {
        assert_eq!(line["hits"][0]["title"], title);
    }
}

#[test]
fn a_pasted_title_finds_its_release() {
    let world = home("29-pasted-title-refused");
    for title in [
        "Groei van de bevolking (%) in 2023",
        "Keuze tussen a) wonen en b) werken",
        "Buis van 24\" vervangen",
    ] {
        assert_eq!(found(&world, title, &[])[0], title);
    }
    let titles = [
        "Vragen over de markt :)",
        "Fase 1) slopen en fase 2) bouwen",
        "Kosten (€) van de haven (€/m²)",
        "Scherm van 32\" voor de raadzaal",
        "(Her)inrichting van het plein (deel 2",
        "Vaart „De Zwin is weer open",
        "Wat betekent dat (!?) voor u",
        "Nota [concept] (nr. 3))",
        "Pont ( ) naar de overkant",
        "Breedte 5'11\" voor de sluis",
        "Kade: 20% minder uitstoot & 3 bomen",
    ];
    let world = home_of_titles(&titles);
    for title in titles {
        let run = world.run(&["search", "--json", "--", title]);
        assert_eq!(run.code(), 0, "{title}: {}", run.stderr());
        assert_eq!(run.json()["hits"][0]["title"], title);
    }
}
