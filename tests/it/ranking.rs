//! Scores, and words that are also searched in another spelling.

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
    assert_eq!(answer["also_searched"][0]["neighbor"], "subsidie");
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
