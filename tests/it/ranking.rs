//! Scores, words that are searched beside those of a query, and releases that are scored again.

use serde_json::Value;

use crate::search::world_of;
use crate::support::World;

/// Ten releases: *subsidie* in five of them, *vergunning* in four.
fn world_of_subsidies() -> World {
    let texts: Vec<(String, &str)> = (1..=10)
        .map(|n| {
            let text = match n {
                1..=5 => "De gemeente verstrekt subsidie aan de molen.",
                6..=9 => "De gemeente verleent een vergunning voor de loods.",
                _ => "De burgemeester opent de haven.",
            };
            (format!("Bericht {n}"), text)
        })
        .collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(t, text)| (t.as_str(), *text)).collect();
    world_of(&texts)
}

#[test]
fn an_unknown_word_is_also_searched_in_another_spelling() {
    let world = world_of_subsidies();
    let run = world.run(&["search", "subsidje burgemeester"]);
    assert_eq!(run.code(), 0);
    let told = run.stderr();
    assert!(told.contains("also searched for `subsidie`"), "{told}");
    assert!(
        told.contains("6 releases, 5 of them by other words"),
        "{told}"
    );
    assert!(run.stdout().contains("by other words"));

    let answer = world
        .run(&["search", "subsidje burgemeester", "--json"])
        .json();
    assert_eq!([&answer["total"], &answer["by_other_words"]], [1, 5]);
    assert_eq!(answer["also_searched"][0]["word"], "subsidje");
    assert_eq!(answer["also_searched"][0]["other"], "subsidie");
    assert_eq!(answer["also_searched"][0]["relation"], "spelling");
    let marked = answer["hits"].as_array().expect("hits");
    let marked = marked.iter().filter(|hit| hit["by_other_words"] == true);
    assert_eq!(marked.count(), 5);

    let alone = world.run(&["search", "subsidje"]);
    assert_eq!(alone.code(), 0, "releases are listed");
    let told = alone.stderr();
    assert!(told.contains("5 releases, all by other words"), "{told}");
    let exported = world.run(&["export", "--jsonl", "subsidje burgemeester"]);
    assert_eq!(exported.stdout().lines().count(), 1, "its own matches only");
}

#[test]
fn names_rare_neighbors_and_known_words_are_searched_as_they_are_spelled() {
    let world = world_of_subsidies();
    for query in [
        "subsidje --no-spelling",
        "subsidje --no-expansion",
        "de heer Subsidje",
        "\"subsidje\"",
        "=subsidje",
        "gemeente -subsidje",
        "vergunninh",
        "bubsidie",
        "subsidjer",
    ] {
        let answer = world.run(&["search", query, "--json"]);
        let answer = answer.json();
        assert!(answer["also_searched"].is_null(), "{query}: {answer}");
    }
}

#[test]
fn the_parts_of_a_score_add_up_to_it() {
    let world = world_of_subsidies();
    for query in [
        "subsidie molen",
        "vergunning",
        "+gemeente loods -molen",
        "gemeente AND (loods OR haven) AND NOT molen",
        "titel:bericht burgemeester",
        "\"de gemeente\" subsidies molens",
        "subsidje burgemeester --since 1900",
        "gemeente --no-compounds",
        "een =gemeente loods*",
    ] {
        let answer = world.run(&["search", query, "--explain", "--json"]).json();
        for hit in answer["hits"].as_array().expect("hits") {
            let parts = hit["explanation"].as_array().expect(query);
            let parts = parts.iter().filter_map(|part| part["score"].as_f64());
            let (sum, score) = (parts.sum::<f64>(), hit["score"].as_f64().expect("a score"));
            assert!(
                (sum - score).abs() <= 1e-5 * score,
                "{query}: {sum}, {score}"
            );
        }
    }
    let run = world.run(&["search", "loods haven", "--explain", "-n", "1"]);
    assert!(run.stdout().contains(" haven\n"), "{}", run.stdout());
    let plain = world.run(&["search", "loods", "--json"]).json();
    assert!(plain["hits"][0]["explanation"].is_null());
}

/// A thousand releases about other things, which make a home large enough for synonyms, and these.
fn large_world(texts: &[(&str, &str)]) -> World {
    let record = |title: &str, text: &str| {
        let record = serde_json::json!({ "id": title, "title": title, "text": text });
        format!("{record}\n")
    };
    let fillers = (0..1_000).map(|n| {
        let text = format!("De raad van dorp {n} bespreekt het onderhoud van de dijk en de weg.");
        record(&format!("Verslag {n}"), &text)
    });
    let texts = texts.iter().map(|(title, text)| record(title, text));
    let world = World::new();
    world.ingest(&world.write("berichten.jsonl", fillers.chain(texts).collect::<String>()));
    world
}

fn titles(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().expect("hits").iter();
    hits.map(|hit| hit["title"].as_str().expect("a title"))
        .collect()
}

#[test]
fn a_short_query_finds_synonyms_and_says_so() {
    let world = large_world(&[
        (
            "Nieuw gebouw",
            "Het ziekenhuis van Zandwijk krijgt een nieuw gebouw.",
        ),
        (
            "Oud gebouw",
            "Het hospitaal van Lindeloo sluit volgend jaar de deuren.",
        ),
        (
            "Kliniek",
            "De polikliniek van Hogedam verhuist naar het plein.",
        ),
    ]);
    let run = world.run(&["search", "ziekenhuizen"]);
    let told = run.stderr();
    assert!(
        told.contains("also searched for `hospitaal`, beside `ziekenhuizen`"),
        "{told}"
    );
    let answer = world.run(&["search", "ziekenhuizen", "--json"]).json();
    assert_eq!([&answer["total"], &answer["by_other_words"]], [1, 1]);
    assert_eq!(
        titles(&answer),
        ["Nieuw gebouw", "Oud gebouw"],
        "the word itself first"
    );
    assert_eq!(answer["also_searched"][0]["relation"], "synonym");
    let synonym = &answer["hits"][1];
    assert_eq!(synonym["by_other_words"], true);
    assert!(
        synonym["snippet"]["marks"]
            .as_array()
            .is_some_and(|marks| marks.len() == 1)
    );
    let exported = world.run(&["export", "--jsonl", "ziekenhuizen"]);
    assert_eq!(exported.stdout().lines().count(), 1, "its own matches only");

    let own = world
        .run(&["search", "ziekenhuizen --no-expansion", "--json"])
        .json();
    assert_eq!(titles(&own), ["Nieuw gebouw"]);
    let long = "ziekenhuizen zandwijk volgend jaar plein verhuizing";
    let long = world.run(&["search", long, "--json"]).json();
    assert!(
        long["also_searched"].is_null(),
        "a long query has words enough"
    );
    let small = world_of(&[("Oud gebouw", "Het hospitaal van Lindeloo sluit de deuren.")]);
    assert_eq!(
        small.run(&["search", "ziekenhuis"]).code(),
        1,
        "the home is small"
    );
}

#[test]
fn a_list_of_synonyms_of_ones_own_is_used_beside_the_programs() {
    let world = large_world(&[
        (
            "Trekkers",
            "In Zandwijk blokkeren trekkers de brug bij de sluis.",
        ),
        ("Hospitaal", "Het hospitaal van Lindeloo sluit de deuren."),
    ]);
    let list = world.write("woorden.txt", "# landbouw\ntractor, trekker\n");
    let list = list.display().to_string();
    let search = |query: &str| {
        world
            .run(&["search", query, "--json", "--synonyms", &list])
            .json()
    };
    assert_eq!(titles(&search("tractoren")), ["Trekkers"]);
    assert_eq!(titles(&search("ziekenhuis")), ["Hospitaal"]);
    let queries = world
        .write("vragen.tsv", "q1\ttractoren\n")
        .display()
        .to_string();
    let batch = world.run(&["batch", &queries, "--format", "trec", "--synonyms", &list]);
    assert!(
        batch.stdout().starts_with("q1 Q0 Trekkers 1 "),
        "{}",
        batch.stdout()
    );

    let wrong = world
        .write("fout.txt", "tractor, trekker\n\ntractor\n")
        .display()
        .to_string();
    let run = world.run(&["search", "tractor", "--synonyms", &wrong]);
    assert_eq!(run.code(), 2);
    assert!(
        run.stderr().contains("fout.txt") && run.stderr().contains("line 3"),
        "{}",
        run.stderr()
    );
    assert_eq!(
        world
            .run(&["search", "tractor", "--synonyms", "/nergens"])
            .code(),
        2
    );
}

#[test]
fn near_words_of_a_long_query_and_words_of_the_best_releases_change_only_the_order() {
    let far = "De brug is open. De veerman vaart. Het loon stijgt in mei. De sluis sluit. Een molen draait. De haven is vol.";
    let near = "De brug, de sluis, de haven. De veerman vaart. Het loon stijgt in mei. Een molen draait. Alles is open en vol.";
    let world = large_world(&[
        ("Ver", far),
        ("Dichtbij", near),
        ("Veer", "De veerpont bij de aanlegsteiger vaart niet."),
        ("Pont", "De veerpont en de aanlegsteiger zijn oud."),
        (
            "Steiger",
            "De aanlegsteiger en de veerpont gaan dicht, de schipper ook.",
        ),
        ("Schip", "De schipper en de veerpont."),
    ]);
    let answer = |query: &str| world.run(&["search", query, "--explain", "--json"]).json();
    let long = answer("brug sluis haven veerman molen");
    assert_eq!(titles(&long), ["Dichtbij", "Ver"]);
    let parts = long["hits"][0]["explanation"].as_array().expect("parts");
    assert!(
        parts
            .iter()
            .any(|part| part["part"] == "(words near each other)"),
        "{parts:?}"
    );

    let plain = answer("veerpont");
    let again = answer("veerpont --feedback");
    let sorted = |answer: &Value| {
        let mut titles: Vec<String> = titles(answer).into_iter().map(str::to_owned).collect();
        titles.sort();
        titles
    };
    assert_eq!(plain["total"], again["total"]);
    assert_eq!(sorted(&plain), sorted(&again));
    assert_ne!(titles(&plain), titles(&again), "*aanlegsteiger* counts");
    for answer in [&long, &again] {
        for hit in answer["hits"].as_array().expect("hits") {
            let parts = hit["explanation"].as_array().expect("parts").iter();
            let sum: f64 = parts
                .map(|part| part["score"].as_f64().expect("a score"))
                .sum();
            let score = hit["score"].as_f64().expect("a score");
            assert!(
                (sum - score).abs() <= 1e-5 * score.max(1.0),
                "{sum}, not {score}"
            );
        }
    }
}
