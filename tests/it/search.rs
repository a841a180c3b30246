//! Search: which releases are found, in which order, and how the results look.

use expect_test::expect;

use crate::support::World;

/// Titles found by a search, best first.
pub(crate) fn found(world: &World, query: &str, flags: &[&str]) -> Vec<String> {
    let run = world.run(&[&["search", query, "--json"], flags].concat());
    let answer = run.json();
    answer["hits"]
        .as_array()
        .expect("hits")
        .iter()
        .map(|h| h["title"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// Titles found among the fixtures.
pub(crate) fn titles(world: &World, query: &str, flags: &[&str]) -> Vec<String> {
    found(world, query, &[flags, &["--in", "fixtures/pages"]].concat())
}

#[test]
fn the_answer_is_laid_out_for_reading() {
    let world = World::new();
    let run = world.run(&["search", "fietspad scholieren", "--in", "fixtures/pages"]);
    expect![[r"
        1. Fietspad langs de N348 wordt breder
           2020-03-12 · provincie Eikenland
           ZUIDBROEK – Wie van Zuidbroek naar Lochum fietst, heeft vanaf de zomer een meter meer ruimte. De provincie verbreedt het fietspad langs de N348 over een lengte van zeven kilometer.
           https://www.eikenland.example/actueel/nieuws/maart/fietspad-n348
    "]]
    .assert_eq(&run.stdout());
    assert_eq!(run.stderr(), "1 release\n");
}

#[test]
fn output_is_colored_only_on_request() {
    let world = World::new();
    let plain = world
        .run(&["search", "gemaal", "--in", "fixtures/pages"])
        .stdout();
    assert!(!plain.contains('\u{1b}'));
    let colored = world
        .run(&[
            "search",
            "gemaal",
            "--color",
            "always",
            "--in",
            "fixtures/pages",
        ])
        .stdout();
    assert!(colored.contains("\u{1b}[1m\u{1b}[33mGemaal"), "{colored:?}");
}

#[test]
fn releases_with_all_words_come_before_those_with_some() {
    let world = World::new();
    let found = titles(&world, "gemeente sluis kolk", &[]);
    assert!(found.len() > 2, "{found:?}");
    assert!(
        found[..2].iter().all(|t| t.starts_with("Sluis")),
        "{found:?}"
    );
}

#[test]
fn a_long_question_still_finds_its_answer() {
    let world = World::new();
    let found = titles(
        &world,
        "Wanneer kan ik als eigenaar van een oud huis geld lenen bij het Warmtefonds om mijn woning te isoleren?",
        &[],
    );
    assert_eq!(found[0], "Warmtefonds helpt huiseigenaren op weg");
}

#[test]
fn match_sets_how_many_words_must_match() {
    let world = World::new();
    assert_eq!(
        titles(&world, "gemaal sluis", &["--match", "all"]),
        Vec::<String>::new()
    );
    assert!(titles(&world, "gemaal sluis", &["--match", "any"]).len() >= 3);
    assert!(
        titles(&world, "+gemaal sluis", &[])
            .iter()
            .all(|t| t.starts_with("Gemaal"))
    );
}

#[test]
fn operators_phrases_and_fields_narrow_a_search() {
    let world = World::new();
    assert_eq!(
        titles(&world, "\"tweede kolk\" NOT uitgever:rivierland", &[]).len(),
        1
    );
    assert_eq!(titles(&world, "\"kolk tweede\"", &[]), Vec::<String>::new());
    assert_eq!(
        titles(&world, "spreker:wiersma", &[]),
        ["Provincie steunt kringloop in de bouw"]
    );
    assert_eq!(
        titles(&world, "citaat:afval", &[]),
        ["Provincie steunt kringloop in de bouw"]
    );
    assert_eq!(
        titles(&world, "ambt:dijkgraaf vispassage -waterhoek", &[])[0],
        "Gemaal Oude Vaart draait weer"
    );
    assert_eq!(
        titles(&world, "topic:wijken OF onderwerp:bouw", &[]).len(),
        2
    );
    assert_eq!(
        titles(&world, "titel:(veerpont OR muskusratten)", &[]).len(),
        2
    );
}

#[test]
fn filters_restrict_by_publisher_official_and_date() {
    let world = World::new();
    assert_eq!(
        titles(&world, "dijk", &["--publisher", "waterschap Noorderdiep"]),
        [
            "Dijk bij Waterhoek gaat op de schop",
            "Gemaal Oude Vaart draait weer"
        ],
        "the second contains it in `dijkgraaf`"
    );
    assert_eq!(
        titles(&world, "voorraad", &["--official", "Harm Wiersma"]),
        ["Provincie steunt kringloop in de bouw"]
    );
    assert_eq!(
        titles(&world, "voorraad", &["--official", "Henk Brink"]),
        Vec::<String>::new()
    );
    assert_eq!(
        titles(
            &world,
            "gemeente",
            &["--since", "2022", "--until", "2022-11"]
        ),
        ["Honderd flexwoningen aan de Parklaan"]
    );
    let newest = titles(&world, "gemeente", &["--sort", "date"]);
    assert!(newest[0].starts_with("Sluis"), "{newest:?}");
}

#[test]
fn a_misspelled_word_gets_a_suggestion() {
    let world = world_of_dwellings();
    let run = world.run(&["search", "beschadigt brandt zwaarr gementee"]);
    assert_eq!(run.code(), 0, "`brandt` is a form of an indexed word");
    let run = world.run(&["search", "gementee"]);
    assert_eq!(run.code(), 1);
    assert!(
        run.stderr().contains("Did you mean: gemeente"),
        "{}",
        run.stderr()
    );
}

#[test]
fn pages_of_an_answer_follow_each_other() {
    let world = World::new();
    let all = titles(&world, "gemeente", &["-n", "6"]);
    let first = titles(&world, "gemeente", &["-n", "3"]);
    let second = titles(&world, "gemeente", &["-n", "3", "--offset", "3"]);
    assert_eq!([first, second].concat(), all);
}

#[test]
fn a_hit_in_a_quote_names_the_speaker() {
    let world = World::new();
    let hit = &world
        .run(&["search", "oude balk", "--json", "--in", "fixtures/pages"])
        .json()["hits"][0];
    assert_eq!(hit["said_by"][0]["name"], "Harm Wiersma");
    assert_eq!(hit["said_by"][0]["role"], "gedeputeerde");
}

/// A home with two releases. Two people speak in the first. The surname of one, Brink, is also the
/// word for a village green.
fn world_of_two_speakers() -> World {
    world_of(&[
        (
            "Kringloop",
            "Gedeputeerde Henk Brink: “De weg naar Assen wordt volgend jaar breder.” Wethouder Mieke de Wit: “Afval is een grondstof in de circulaire economie.”",
        ),
        (
            "Feest op de brink",
            "Op de brink in het dorp is een feest. “Wij kiezen voor de circulaire economie”, zegt gedeputeerde Henk Brink.",
        ),
    ])
}

#[test]
fn speaker_office_and_words_must_match_in_the_same_quote() {
    let world = world_of_two_speakers();
    assert_eq!(
        found(&world, "spreker:brink citaat:economie", &[]),
        ["Feest op de brink"]
    );
    assert_eq!(
        found(&world, "+spreker:brink +ambt:wethouder", &[]),
        [""; 0]
    );
    assert_eq!(
        found(&world, "spreker:brink AND citaat:(weg OR afval)", &[]),
        ["Kringloop"]
    );
    assert_eq!(
        found(
            &world,
            "spreker:wit ambt:wethouder citaat:\"circulaire economie\"",
            &[]
        ),
        ["Kringloop"]
    );
    assert_eq!(
        found(
            &world,
            "spreker:brink citaat:economie",
            &["--include-removed"]
        )
        .len(),
        2,
        "with removed versions, a match anywhere in the release is enough"
    );
}

#[test]
fn a_speaker_named_in_the_query_is_shown_with_the_office() {
    let world = world_of_two_speakers();
    for hit in world
        .run(&["search", "spreker:brink", "--jsonl"])
        .json_lines()
    {
        assert_eq!(hit["said_by"][0]["name"], "Henk Brink", "{hit}");
        assert_eq!(hit["said_by"][0]["role"], "gedeputeerde", "{hit}");
        let text = hit["snippet"]["text"].as_str().expect("a passage");
        let marks = hit["snippet"]["marks"].as_array().expect("marks");
        assert_eq!(
            marks.len(),
            1,
            "only the name is marked, not the village green: {hit}"
        );
        let start = marks[0][0]
            .as_u64()
            .or(marks[0]["start"].as_u64())
            .expect("a byte") as usize;
        assert!(text[..start].ends_with("Henk "), "{hit}");
        assert_eq!(
            hit["title_marks"].as_array().map(Vec::len),
            Some(0),
            "{hit}"
        );
    }
}

#[test]
fn a_phrase_longer_than_a_passage_is_marked() {
    let long = "De gemeente vernieuwt de kade en de sluis en de brug en het gemaal en de weg langs het water en het plein voor de kerk en de haven en het park en de school en het zwembad en de bibliotheek in het dorp";
    let world = world_of(&[("Alles nieuw", &format!("{long}. Dat duurt tien jaar."))]);
    let hit = world
        .run(&["search", &format!("\"{long}\""), "--jsonl"])
        .json();
    assert_eq!(
        hit["snippet"]["marks"].as_array().map(Vec::len),
        Some(1),
        "{hit}"
    );
}

#[test]
fn a_whole_word_counts_more_than_a_part_on_either_side_of_or() {
    let world = world_of(&[
        (
            "Huur",
            "Er komt een enkele huurwoning in de wijk, en verder blijft alles zoals het tot nu toe was.",
        ),
        (
            "Woning",
            "Er komt een enkele woning in de wijk, en verder blijft alles zoals het tot nu toe was.",
        ),
    ]);
    assert_eq!(
        found(&world, "woning OR appartement", &[]),
        ["Woning", "Huur"]
    );
}

#[test]
fn extreme_queries_do_not_break_a_search() {
    let world = world_of_two_speakers();
    let far = world.run(&["search", "economie", "--offset", "18446744073709551615"]);
    assert_eq!(far.code(), 0, "{}", far.stderr());
    for query in [
        "titel:".repeat(100_000) + "weg",
        "(".repeat(100_000) + "weg" + &")".repeat(100_000),
    ] {
        let list = world.write("vragen.tsv", format!("q1\t{query}\nq2\teconomie\n"));
        let run = world.run(&["batch", &list.display().to_string()]);
        assert_eq!(
            run.code(),
            4,
            "{}",
            &run.stderr()[run.stderr().len().saturating_sub(300)..]
        );
        assert_eq!(run.json_lines().len(), 1);
    }
}

#[test]
fn a_batch_names_the_lines_that_it_cannot_read() {
    let world = world_of_two_speakers();
    let list = world.write(
        "vragen.tsv",
        b"\xef\xbb\xbfq1\teconomie\r\nq2\tcaf\xe9\nq 3\tweg\n\nq4\tweg\n",
    );
    let run = world.run(&["batch", &list.display().to_string(), "--format", "trec"]);
    assert_eq!(run.code(), 4);
    let ids: Vec<String> = run
        .stdout()
        .lines()
        .map(|line| line.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(ids, ["q1", "q1", "q4"]);
    assert!(
        run.stderr().contains("vragen.tsv:2") && run.stderr().contains("vragen.tsv:3"),
        "{}",
        run.stderr()
    );
}

#[test]
fn a_suggestion_is_made_only_if_it_finds_something() {
    let world = world_of_two_speakers();
    assert!(
        world
            .run(&["search", "economei"])
            .stderr()
            .contains("Did you mean: economie")
    );
    let elsewhere = world.run(&["search", "economei", "--publisher", "zandwijk"]);
    assert!(
        !elsewhere.stderr().contains("Did you mean"),
        "{}",
        elsewhere.stderr()
    );
}

#[test]
fn marks_are_the_words_that_matched() {
    let world = World::new();
    let hit = &world
        .run(&[
            "search",
            "wethouders",
            "--json",
            "--in",
            "fixtures/pages/2022-11-04-flexwoningen.html",
        ])
        .json()["hits"][0];
    let text = hit["snippet"]["text"].as_str().expect("a passage");
    let marks = hit["snippet"]["marks"].as_array().expect("marks");
    let marked: Vec<&str> = marks
        .iter()
        .map(|m| &text[m[0].as_u64().unwrap_or(0) as usize..m[1].as_u64().unwrap_or(0) as usize])
        .collect();
    assert_eq!(marked, ["Wethouders"]);
}

#[test]
fn batch_answers_in_input_order_even_if_queries_fail() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    let queries = world.write(
        "q.tsv",
        "a\tgemaal\nb\topen~3\nc zonder tab\nd\tmuskusratten\n",
    );
    let run = world.run(&["batch", &queries.display().to_string(), "-n", "1"]);
    assert_eq!(run.code(), 4);
    let ids: Vec<String> = run
        .json_lines()
        .iter()
        .map(|l| l["id"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(ids, ["a", "d"]);
    assert!(
        run.stderr().contains("q.tsv:2") && run.stderr().contains("q.tsv:3"),
        "{}",
        run.stderr()
    );
}

#[test]
fn a_query_has_the_same_answer_however_the_index_is_segmented() {
    let pages = [
        "2001-08-24-zuivelfabriek.html",
        "2024-01-18-sluis-gemeente.html",
        "2024-01-18-sluis-provincie.html",
    ]
    .map(|page| format!("fixtures/pages/{page}"));
    let time = "--captured-at=2024-05-01T10:00:00Z";
    let ingest = |world: &World, pages: &[String]| {
        let arguments: Vec<&str> = ["ingest", time]
            .into_iter()
            .chain(pages.iter().map(String::as_str))
            .collect();
        assert_eq!(world.run(&arguments).code(), 0);
    };
    let (apart, together) = (World::new(), World::new());
    for page in &pages {
        ingest(&apart, std::slice::from_ref(page));
    }
    ingest(&together, &pages);
    let answer = |world: &World| {
        world
            .run(&["search", "sluis OR gemeente", "--jsonl"])
            .stdout()
    };
    assert_eq!(answer(&apart), answer(&together));
}

/// Two releases: one says *woningbouwopgave*, the other *woning*.
pub(crate) fn world_of_dwellings() -> World {
    let world = World::new();
    let page = |title: &str, text: &str| format!("<h1>{title}</h1><p>{text}</p>");
    world.ingest(&world.write(
        "a.html",
        page(
            "De opgave",
            "De gemeente Zandwijk rekent met een grote woningbouwopgave in de komende jaren.",
        ),
    ));
    world.ingest(&world.write(
        "b.html",
        page("Brand", "Bij een brand in Zandwijk raakte gisteravond een woning zwaar beschadigd, meldt de gemeente."),
    ));
    world
}

/// A home with one page per title and text.
pub(crate) fn world_of(pages: &[(&str, &str)]) -> World {
    let world = World::new();
    for (n, (title, text)) in pages.iter().enumerate() {
        world.write(
            &format!("pages/{n}.html"),
            format!("<h1>{title}</h1><p>{text}</p>"),
        );
    }
    world.ingest(&world.path("pages"));
    world
}
