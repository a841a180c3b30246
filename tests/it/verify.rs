//! `omroeper verify`: exact, altered and invented quotes.
//!
//! Leaves out the alignment of words, which has unit tests.

use expect_test::expect;
use serde_json::{Value, json};

use crate::support::World;

const PAGE: &str = "https://www.zandwijk.example/nieuws/brug";

fn page(last: &str) -> String {
    format!(
        "<link rel=canonical href=\"{PAGE}\"><main><h1>Brug dicht</h1><p>Geplaatst op: 3 mei 2024</p>\
         <p>De brug bij Waterhoek gaat volgende week dicht voor onderhoud aan de klep.</p>\
         <p>“Het werk aan de brug duurt hooguit drie weken”, zegt wethouder Ans Pieterse. “Daarna kan \
         iedereen weer veilig naar de overkant.”</p>\
         <p>“We houden in die tijd een pont in de vaart”, zegt havenmeester Otto Blom.</p>\
         <p>{last}</p></main>"
    )
}

/// A home with a page whose last paragraph changed.
fn world() -> World {
    let world = World::new();
    for (day, last) in [
        (
            "2024-05-03",
            "De pont vaart gratis voor alle fietsers en voetgangers uit het dorp.",
        ),
        (
            "2024-06-01",
            "Een kaartje voor de pont kost voor iedereen twee euro per overtocht.",
        ),
    ] {
        world.ingest_on(day, "brug", page(last));
    }
    world
}

#[test]
fn words_are_exact_across_attributions_marks_and_omissions() {
    let world = world();
    for text in [
        "Het werk aan de brug duurt hooguit drie weken. Daarna kan iedereen weer veilig naar de overkant.",
        "„het werk aan  de BRUG duurt hooguit drie weken!”",
        "Het werk aan de brug … kan iedereen weer veilig naar de overkant",
        "Het werk [...] duurt (...) drie weken",
    ] {
        let run = world.run(&["verify", text, "--speaker", "Pieterse", "--json"]);
        assert_eq!(run.code(), 0, "{text}: {}", run.stdout());
        let found = &run.json()["found"][0];
        assert_eq!(found["speakers"][0]["name"], "Ans Pieterse");
        assert_eq!(found["date"], "2024-05-03");
    }
}

#[test]
fn an_altered_text_is_shown_beside_the_nearest_passage() {
    let run = world().run(&["verify", "Het werk aan de sluis duurt hooguit twee weken"]);
    expect![[r"
        altered: Het werk aan de sluis duurt hooguit twee weken
           Het werk aan de [-brug-] {+sluis+} duurt hooguit [-drie-] {+twee+} weken
           — Ans Pieterse, wethouder
           2024-05-03 · changed silently 2024-06-01 · Brug dicht
           https://www.zandwijk.example/nieuws/brug · q11432ae06889cec2
        searched: 1 release (2 versions) of 0 publishers · 2024-05-03
    "]]
    .assert_eq(&run.stdout());
    assert_eq!(run.code(), 8);
}

#[test]
fn words_of_different_speakers_are_not_one_quote() {
    let joined = "Het werk aan de brug duurt hooguit drie weken … We houden in die tijd een pont in de vaart";
    assert_eq!(world().run(&["verify", joined]).code(), 8);
}

#[test]
fn who_said_the_words_counts_if_a_speaker_is_given() {
    let world = world();
    let text = "We houden in die tijd een pont in de vaart";
    assert_eq!(
        world
            .run(&["verify", text, "--speaker", "otto blom"])
            .code(),
        0
    );
    let double = "Wethouder Mia Bos-de Wit: “Alle kaarten voor het feest zijn nu verkocht.”";
    world.ingest(&world.write("feest.txt", format!("Feest\n\n{double}")));
    let double = [
        "verify",
        "alle kaarten voor het feest zijn nu verkocht",
        "--speaker",
        "bos",
    ];
    assert_eq!(world.run(&double).code(), 0, "a part of a double name");
    let other = world.run(&["verify", text, "--speaker", "pieterse", "--json"]);
    assert_eq!(other.code(), 8);
    let answer = other.json();
    assert_eq!(answer["verdict"], "other_speaker");
    assert_eq!(answer["found"][0]["speakers"][0]["name"], "Otto Blom");
    let outside = "De brug bij Waterhoek gaat volgende week dicht";
    assert_eq!(
        world.run(&["verify", outside, "--speaker", "blom"]).code(),
        8
    );
    assert_eq!(world.run(&["verify", outside]).code(), 0);
}

#[test]
fn a_text_of_an_earlier_version_or_of_a_page_that_is_gone_is_found() {
    let world = world();
    let old = "De pont vaart gratis voor alle fietsers en voetgangers uit het dorp";
    let versions = |world: &World| {
        let run = world.run(&["verify", old, "--json"]);
        assert_eq!(run.code(), 0);
        run.json()["found"][0]["versions"].clone()
    };
    assert_eq!(versions(&world), json!([1]));
    let shown = world.run(&["verify", old]).stdout();
    assert!(
        shown.contains("only in version 1, replaced 2024-06-01"),
        "{shown}"
    );
    assert_eq!(world.run(&["forget", PAGE]).code(), 0);
    assert_eq!(versions(&world), json!([1]));
    assert_eq!(world.run(&["purge", PAGE, "--reason", "proef"]).code(), 0);
    assert_eq!(world.run(&["verify", old]).code(), 1);
}

#[test]
fn what_was_searched_is_told_if_nothing_is_found() {
    let run = world().run(&[
        "verify",
        "De burgemeester bezoekt morgen alle scholen van de stad",
    ]);
    assert_eq!(run.code(), 1);
    assert!(run.stdout().contains("searched: 1 release (2 versions)"));
    assert_eq!(world().run(&["verify", "…"]).code(), 2);
}

#[test]
fn a_list_has_the_exit_code_of_its_worst_line() {
    let world = world();
    let (exact, altered, unknown) = (
        "Het werk aan de brug duurt hooguit drie weken\tAns Pieterse",
        "Het werk aan de brug duurt hooguit dertig weken",
        "De burgemeester bezoekt morgen alle scholen van de stad",
    );
    for (lines, code) in [
        (&[exact][..], 0),
        (&[exact, "", unknown], 1),
        (&[unknown, altered, exact], 8),
        (&["", " "], 2),
    ] {
        let list = world.write("list.tsv", lines.join("\n"));
        let run = world.run(&["verify", "--jsonl", "--file", &list.display().to_string()]);
        assert_eq!(run.code(), code, "{lines:?}: {}", run.stderr());
        let asked = lines.iter().filter(|line| !line.trim().is_empty()).count();
        assert_eq!(run.json_lines().len(), asked);
    }
}

/// Two hundred quotes of the fixtures, each altered in one of eight ways.
#[test]
fn every_kind_of_alteration_is_told() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    let quotes = world.run(&[
        "quotes",
        "--quote-kind",
        "direct",
        "-n",
        "100",
        "--by",
        "speaker",
    ]);
    assert_eq!(quotes.code(), 0);
    let quotes = world.run(&["quotes", "--quote-kind", "direct", "-n", "100", "--jsonl"]);
    let words = |quote: &Value| -> Vec<String> {
        let segments = quote["segments"].as_array().expect("segments").iter();
        let text = segments.filter_map(|segment| segment["text"].as_str());
        let text = text.collect::<Vec<_>>().join(" ");
        text.split_whitespace().map(str::to_owned).collect()
    };
    let quotes: Vec<Vec<String>> = quotes.json_lines().iter().map(words).collect();
    let long: Vec<&Vec<String>> = quotes.iter().filter(|words| words.len() >= 9).collect();
    assert!(long.len() >= 8, "{}", long.len());
    let (mut lines, mut expected) = (Vec::new(), Vec::new());
    for n in 0..200 {
        let words = long[n % long.len()];
        // A place in the quote, neither its first nor its last word.
        let round = n / long.len();
        let at = 2 + (round / 8 + n) % (words.len() - 5);
        let (before, after) = (words[..at].join(" "), words[at + 1..].join(" "));
        let (text, verdict) = match round % 8 {
            0 => (words.join("  "), "exact"),
            1 => (format!("„{}”", words.join(" ").to_uppercase()), "exact"),
            2 => (words.join(" ").replace(", ", " ; "), "exact"),
            3 => (format!("{before} … {}", words[at + 2..].join(" ")), "exact"),
            4 => (format!("{before} {after}"), "altered"),
            5 => (format!("{before} zeppelin {after}"), "altered"),
            6 => (format!("{before} {} niet {after}", words[at]), "altered"),
            _ => {
                let mut moved = words.clone();
                moved.swap(at, at + 2);
                (moved.join(" "), "altered")
            }
        };
        lines.push(text);
        expected.push(verdict);
    }
    let list = world.write("list.txt", lines.join("\n"));
    let run = world.run(&["verify", "--jsonl", "--file", &list.display().to_string()]);
    for ((line, verdict), told) in lines.iter().zip(expected).zip(run.json_lines()) {
        // Words that were swapped may be the same.
        let same =
            told["verdict"] == "exact" && quotes.iter().any(|words| &words.join(" ") == line);
        assert!(
            same || told["verdict"] == verdict,
            "{verdict}: {line}: {told}"
        );
    }
}
