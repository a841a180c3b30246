//! Which query words match which words: forms, compounds, acronyms, names, misspelled words.

use crate::search::{found, world_of, world_of_dwellings};

#[test]
fn a_word_finds_itself_first_and_then_compounds_with_it() {
    let world = world_of_dwellings();
    assert_eq!(found(&world, "woning", &[]), ["Brand", "De opgave"]);
    assert_eq!(found(&world, "woningen", &[]), ["Brand", "De opgave"]);
    assert_eq!(found(&world, "woningbouw", &[]), ["De opgave"]);
    assert_eq!(found(&world, "woning bouw opgave", &[])[0], "De opgave");
    assert_eq!(
        found(&world, "gemeente -woning", &[]),
        ["De opgave"],
        "an exclusion covers only the word itself"
    );
    let hit = &world.run(&["search", "opgave", "--json"]).json()["hits"][0];
    let (text, mark) = (
        hit["snippet"]["text"].as_str().expect("a passage"),
        &hit["snippet"]["marks"][0],
    );
    let at = |n: usize| mark[n].as_u64().expect("an offset") as usize;
    assert_eq!(
        (&text[at(0)..at(1)], &text[at(1)..=at(1)]),
        ("opgave", " "),
        "only the part is marked: {text}"
    );
}

#[test]
fn forms_and_compounds_can_be_switched_off() {
    let world = world_of_dwellings();
    assert_eq!(found(&world, "woningen", &["--no-compounds"]), ["Brand"]);
    assert_eq!(
        found(&world, "woningen", &["--exact"]),
        Vec::<String>::new()
    );
    assert_eq!(found(&world, "=woning", &[]), ["Brand"]);
    assert_eq!(found(&world, "=woningen", &[]), Vec::<String>::new());
    assert_eq!(found(&world, "woningbouw*", &[]), ["De opgave"]);
    assert_eq!(found(&world, "wonnig~", &[]), ["Brand"]);
}

#[test]
fn a_text_about_the_matter_comes_before_a_word_in_passing() {
    let world = world_of(&[
        (
            "Waterveiligheid",
            &"Over waterveiligheid, waterkwaliteit, waterbeheer en waterpeil. ".repeat(3),
        ),
        (
            "Terugblik",
            "Een lange terugblik op het jaar, waarin ergens ook het water van de vaart genoemd wordt door een bezoeker.",
        ),
        (
            "Peil",
            "Een lange terugblik op het jaar, waarin ergens ook het waterpeil van de vaart genoemd wordt door een bezoeker.",
        ),
    ]);
    assert_eq!(
        found(&world, "water", &[]),
        ["Waterveiligheid", "Terugblik", "Peil"]
    );
    assert_eq!(found(&world, "titel:water OR water", &[]).len(), 3);
}

#[test]
fn acronyms_find_what_they_stand_for() {
    let world = world_of(&[
        (
            "Besluit",
            "Het college van burgemeester en wethouders heeft de begroting voor het komende jaar vastgesteld.",
        ),
        (
            "Toezicht",
            "De Regionale Uitvoeringsdienst Zandwijk (RUDZ) controleert dit jaar driehonderd bedrijven in de regio.",
        ),
        (
            "Bezoek",
            "Vorige week kwam de Regionale Uitvoeringsdienst Zandwijk langs bij een bedrijf aan de haven.",
        ),
    ]);
    assert_eq!(found(&world, "B&W", &[]), ["Besluit"]);
    assert_eq!(
        found(&world, "rudz", &[]),
        ["Toezicht", "Bezoek"],
        "the first release explains it"
    );
    assert_eq!(found(&world, "rudz", &["--exact"]), ["Toezicht"]);
}

#[test]
fn adjacent_words_find_the_word_that_they_make() {
    let world = world_of(&[
        (
            "Stembureau",
            "Voor de gemeenteraadsverkiezingen zoekt de griffie nog vrijwilligers voor de stembureaus.",
        ),
        (
            "Verhuizing",
            "Het kantoor aan de haven gaat verhuizen, en de kant van het oor blijft buiten beschouwing.",
        ),
    ]);
    for query in [
        "gemeenteraad verkiezing",
        "gemeenteraden verkiezingen",
        "gemeente raad verkiezingen",
    ] {
        assert_eq!(
            found(&world, query, &["--match", "all"]),
            ["Stembureau"],
            "{query}"
        );
    }
    assert_eq!(
        found(&world, "gemeenteraad verkiezing", &["--no-compounds"]),
        Vec::<String>::new()
    );
    let hit = &world.run(&["search", "kant oor", "--json"]).json()["hits"][0];
    assert_eq!(
        hit["snippet"]["marks"].as_array().map(Vec::len),
        Some(2),
        "the two words are marked, not `kantoor`: {hit}"
    );
}

#[test]
fn names_are_found_and_not_mistaken_for_words() {
    let world = world_of(&[
        (
            "Bezoek",
            "De burgemeester van De Ronde Venen sprak gisteren met wethouder Bakkers over het nieuwe zwembad.",
        ),
        (
            "Brood",
            "Een bakker uit de wijk deelt elke week brood uit aan de voedselbank in het oude postkantoor.",
        ),
    ]);
    assert_eq!(found(&world, "bakker", &[]), ["Brood"]);
    assert_eq!(found(&world, "veen", &[]), Vec::<String>::new());
    for query in [
        "ronde venen",
        "De Ronde Venen",
        "\"de ronde venen\"",
        "wethouder bakkers",
    ] {
        assert_eq!(
            found(&world, query, &["--match", "all"]),
            ["Bezoek"],
            "{query}"
        );
    }
}

#[test]
fn a_misspelled_part_of_a_compound_gets_a_suggestion() {
    let world = world_of_dwellings();
    let run = world.run(&["search", "wonigopgave"]);
    assert!(
        run.stderr().contains("Did you mean: woningopgave"),
        "{}",
        run.stderr()
    );
    // What finds nothing either is not suggested.
    let run = world.run(&["search", "wonigmarkt"]);
    assert_eq!(run.code(), 1);
    assert!(!run.stderr().contains("Did you mean"), "{}", run.stderr());
}
