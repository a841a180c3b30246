//! Who said what, in short texts of the kinds that real releases and news have. The texts are our own.

use crate::quotes::{all, read, titled};

/// Checks what is found in each text: see `quotes::all` for its form.
fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(all(&read(text)), *expected, "{text}");
    }
}

#[test]
fn people_without_an_office_are_found_by_their_names() {
    check(&[
        (
            "Wilma Hofstra van de dorpsraad is boos. ‘We moeten nu helemaal omlopen’, zegt Hofstra.",
            &["direct: We moeten nu helemaal omlopen — Wilma Hofstra"],
        ),
        (
            "In de zaal zit data-analist Bart Vreeman. ¶ “Dat is echt heel veel geld”, zegt Vreeman.",
            &["direct: Dat is echt heel veel geld — Bart Vreeman, data-analist"],
        ),
        (
            "Juridisch medewerker Tom Aalbers las de stukken. “De termijn is gewoon voorbij”, aldus Aalbers.",
            &["direct: De termijn is gewoon voorbij — Tom Aalbers, juridisch medewerker"],
        ),
        (
            "“De zaal is eindelijk klaar”, zei Josien Van Meersch, bestuurder bij waterschap Noorderdiep.",
            &["direct: De zaal is eindelijk klaar — Josien Van Meersch, bestuurder"],
        ),
        (
            "“We stellen het feest een week uit”, zegt wethouder Kees Zondag.",
            &["direct: We stellen het feest een week uit — Kees Zondag, wethouder"],
        ),
        (
            "“Dit kan echt niet langer zo”, vindt Henk Jan Bolder. “Het moet anders”, zegt Bolder later.",
            &[
                "direct: Dit kan echt niet langer zo — Henk Jan Bolder",
                "direct: Het moet anders — Henk Jan Bolder",
            ],
        ),
    ]);
}

#[test]
fn an_office_may_stand_apart_from_the_name() {
    check(&[
        (
            "Bestuurder Bond Vervoer Karin Meulen: “De roosters kloppen gewoon niet.”",
            &["direct: De roosters kloppen gewoon niet. — Karin Meulen, bestuurder"],
        ),
        (
            "Lotte Brandsma is geïnstalleerd als nieuwe dijkgraaf van waterschap Noorderdiep. Brandsma: “Alleen samen vinden we oplossingen.”",
            &["direct: Alleen samen vinden we oplossingen. — Lotte Brandsma, dijkgraaf"],
        ),
        (
            "De burgemeester van Waterhoek, Daan Pronk, liet weten dat het water zakt.",
            &["indirect: het water zakt — Daan Pronk, burgemeester"],
        ),
        (
            "“Dat is een heel slecht plan”, zegt D66-wethouder Ans de Wit.",
            &["direct: Dat is een heel slecht plan — Ans de Wit, wethouder"],
        ),
        (
            "“Het bestuur wist ervan”, zegt Frits van Hoven, destijds voorzitter van de rekenkamer.",
            &["direct: Het bestuur wist ervan — Frits van Hoven, voorzitter"],
        ),
        (
            "“Het rapport is eindelijk klaar”, zegt de directeur van het museum, de heer Jan Post.",
            &["direct: Het rapport is eindelijk klaar — Jan Post, directeur"],
        ),
        (
            "“Ze komen elke avond terug”, vertelt Piet de Munck bewoner van flat De Zwaan.",
            &["direct: Ze komen elke avond terug — Piet de Munck, bewoner"],
        ),
        (
            "Dat zegt commissaris der Koning Ina Smit. “Het is nog niet geregeld”, aldus de commissaris.",
            &["direct: Het is nog niet geregeld — Ina Smit, commissaris der koning"],
        ),
    ]);
}

#[test]
fn the_office_in_a_title_is_that_of_the_person_in_the_text() {
    let text = "‘Het water zakt weer’, zegt Van Hoven.";
    for (title, found) in [
        (
            "Dijkgraaf Inge van Hoven kijkt uit",
            "Inge van Hoven, dijkgraaf",
        ),
        ("Oud-dijkgraaf Inge van Hoven kijkt om", "Inge van Hoven"),
    ] {
        let expected = format!("direct: Het water zakt weer — {found}");
        assert_eq!(all(&titled(title, text)), [expected], "{title}");
    }
}

#[test]
fn the_title_tells_whose_surname_the_text_has() {
    for (title, text, expected) in [
        (
            "Burgemeester Haverkamp van Tubberdijk is blij",
            "Tubberdijk heeft een nieuwe burgemeester: Wilmien Haverkamp. “Het dorp is mooi.”",
            "direct: Het dorp is mooi. — Wilmien Haverkamp, burgemeester",
        ),
        (
            "Minister Hugo de Jonge in de kerk",
            "Het kan volgens De Jonge snel. “Ik kom naar haar verjaardag”, zei De Jonge.",
            "direct: Ik kom naar haar verjaardag — Hugo de Jonge, minister",
        ),
        (
            "Wethouder Postmus: geen cent voor het theater",
            "Dat zei Roelie Postmus. “Wie meer wil, moet het betalen”, aldus Postmus.",
            "direct: Wie meer wil, moet het betalen — Roelie Postmus, wethouder",
        ),
    ] {
        let found = all(&titled(title, text));
        assert!(
            found.iter().any(|quote| quote == expected),
            "{title}: {found:?}"
        );
    }
    for text in [
        "De wethouders worden Peter Blom (VVD), Samira Haddou (D66) en Loes Aalbers (Lokaal Rijswaard).",
        "De burgemeesters Peter Blom (Alphen aan den Rijn), Samira Haddou (Goes) en Loes Aalbers (Bergen op Zoom) willen meer.",
        "De heemraden zijn Peter Blom, Samira Haddou en Loes Aalbers.",
    ] {
        let release = read(text);
        let found = release.officials.iter().map(|one| one.name.as_str());
        let names = ["Peter Blom", "Samira Haddou", "Loes Aalbers"];
        assert_eq!(found.collect::<Vec<_>>(), names, "{text}");
    }
}

#[test]
fn a_statement_is_reported_in_five_forms() {
    check(&[
        (
            "Wethouder Anja Kuiper zegt dat de aannemers hun werk kennen.",
            &["indirect: de aannemers hun werk kennen — Anja Kuiper, wethouder"],
        ),
        (
            "Ook meldt wethouder Anja Kuiper dat de brug in mei open gaat.",
            &["indirect: de brug in mei open gaat — Anja Kuiper, wethouder"],
        ),
        (
            "De brug gaat volgens wethouder Anja Kuiper in mei weer open.",
            &["indirect: De brug gaat | in mei weer open — Anja Kuiper, wethouder"],
        ),
        (
            "De brug gaat in mei weer open. Dat zegt wethouder Anja Kuiper.",
            &["indirect: De brug gaat in mei weer open — Anja Kuiper, wethouder"],
        ),
        (
            "Als wethouder Anja Kuiper zegt dat het kan, begint het werk.",
            &[],
        ),
        ("Wethouder Anja Kuiper zegt niet dat het werk begint.", &[]),
        (
            "Wethouder Anja Kuiper vindt het jammer dat de brug dicht is.",
            &["indirect: het jammer dat de brug dicht is — Anja Kuiper, wethouder"],
        ),
    ]);
}

#[test]
fn a_fragment_in_a_reported_sentence_is_speech() {
    check(&[
        (
            "Wethouder Anja Kuiper zegt dat “alle seinen op groen” staan.",
            &["mixed: alle seinen op groen — Anja Kuiper, wethouder"],
        ),
        (
            "De bewoners stonden bij het hek en scandeerden “Weg met de mast”.",
            &["mixed: Weg met de mast — "],
        ),
        (
            "De wethouder schreef zijn motto op de lei: ‘Geniet nooit met mate!’",
            &[],
        ),
    ]);
}

#[test]
fn who_is_not_named_is_nobody_else() {
    check(&[
        (
            "De camera’s hangen er op last van burgemeester Jan Haaksma. Een buurtbewoonster liet weten dat zij had gebeld. “Maar er was nog niets gebeurd”, zei ze.",
            &[
                "indirect: zij had gebeld — ?, buurtbewoonster",
                "direct: Maar er was nog niets gebeurd — ",
            ],
        ),
        (
            "Ook burgemeester Martijn Smit krijgt kritiek. “Waarom is de provincie hier niet?”, klinkt het vanuit de zaal.",
            &["direct: Waarom is de provincie hier niet? — "],
        ),
        (
            "De gemeente praat met bewoners: “Zij zijn een belangrijke partner voor ons”, aldus wethouder Anja Kuiper.",
            &["direct: Zij zijn een belangrijke partner voor ons — Anja Kuiper, wethouder"],
        ),
        (
            "Burgemeester Joke Veenstra opende de hal. ¶ Zij is trots op het dorp. “Iedereen heeft hier aan meegedaan.”",
            &["direct: Iedereen heeft hier aan meegedaan. — Joke Veenstra, burgemeester"],
        ),
    ]);
}

#[test]
fn a_party_is_the_body_of_who_has_no_office() {
    for (text, body) in [
        ("“De brug moet open”, zegt Jan Smit (VVD).", Some("VVD")),
        ("“De brug moet open”, zegt wethouder Jan Smit (VVD).", None),
        ("“De brug moet open”, zegt Jan Smit (71).", None),
    ] {
        let release = read(text);
        let speaker = &release.quotes[0].speakers[0];
        assert_eq!(speaker.organisation.as_deref(), body, "{text}");
    }
}

#[test]
fn a_field_or_a_body_behind_an_office_holds_no_office() {
    for (text, names) in [
        (
            "Marije is projectleider Zwanewoud. Zij kent het bos.",
            &["Marije"][..],
        ),
        ("Het hoofd Communicatie was er, en ook Hoofd Inkoop.", &[]),
        ("Teammanager Energiebesparing was er ook.", &[]),
        (
            "Dat zei Cécile Frankema dagelijks bestuurslid Zandwijkse Delta aan boord.",
            &["Cécile Frankema"],
        ),
    ] {
        let release = read(text);
        let found = release.officials.iter().map(|one| one.name.as_str());
        assert_eq!(found.collect::<Vec<_>>(), names, "{text}");
    }
}

#[test]
fn the_object_of_an_office_and_a_name_in_another_phrase_hold_no_office() {
    for text in [
        "De minister ontving Jan Bos voor een gesprek.",
        "De rechter veroordeelde Jan Bos tot een taakstraf.",
        "De voorzitter ontsloeg Jan Bos na vijf nederlagen.",
        "De burgemeester speldde Jan Bos een lintje op.",
        "De directeur bedankt Jan Bos voor zijn inzet.",
        "De burgemeester overhandigde namens de gemeente Jan Bos een cheque.",
        "Volgens Jan Bos was de burgemeester op de hoogte.",
        "Met Jan Bos is de trainer niet blij.",
        "De partij wil Jan Bos als minister van Asiel.",
        "De raad koos niet voor Jan Bos als burgemeester.",
        "Jan Bos werd bijna burgemeester van Zandwijk.",
        "De burgemeester is Jan Bos zeer erkentelijk voor zijn inzet.",
        "Jan Bos is de wethouder dankbaar dat er een gesprek komt.",
        "Vrijdag ontmoette Jan Bos burgemeester Hoekstra op het gemeentehuis.",
        "Onder de gasten waren de burgemeester, Jan Bos van het oranjecomité en de kinderen van groep 8.",
        "Het oordeel van de wethouder: Jan Bos heeft de regels overtreden.",
        "“Auto’s rijden hier veel te hard”, zegt Jan Bos. De wethouder wil drempels aanleggen.",
    ] {
        let release = read(text);
        let officials = release.officials.iter();
        let mut bos = officials.filter(|one| one.name == "Jan Bos");
        assert!(bos.next().is_none(), "{text}");
    }
    let release = read("De wethouders Ans Bos en Piet Smit. Karel de Wit zat op de tribune.");
    let found = release.officials.iter().map(|one| one.name.as_str());
    assert_eq!(found.collect::<Vec<_>>(), ["Ans Bos", "Piet Smit"]);
}

#[test]
fn what_a_verb_gets_from_a_body_is_no_fact_about_a_person() {
    for text in [
        "Kritiek kreeg burgemeester Karel de Wit van het CDA en de PvdA.",
        "Morgen verschijnt wethouder Karel de Wit voor de rechtbank in Assen.",
        "Wethouder Karel de Wit (Archieffoto) opende het plein.",
        "Karel de Wit, wethouder sinds Pasen, stapt op.",
        "Karel de Wit, wethouder en fan van Ajax, opende het stadion.",
    ] {
        let release = read(text);
        let [official] = &release.officials[..] else {
            panic!("{text}: {:?}", release.officials)
        };
        assert_eq!(
            (&official.party, &official.organisation),
            (&None, &None),
            "{text}"
        );
    }
}

#[test]
fn streets_firms_and_surnames_hold_no_office() {
    for (text, names) in [
        (
            "De Burgemeester Stramanweg is dicht. De Minister Lelylaan ook.",
            &[][..],
        ),
        (
            "Aannemer Dura Vermeer bouwt de brug. Vliegtuigbouwer Noordvleugel levert later.",
            &[],
        ),
        (
            "Piet Mol, Ina de Wit en Kees Visser zitten in de jury.",
            &[],
        ),
        (
            "Karin Smeets (CDA), Piet Visser (VVD) en Jan Bos (SP) stemden tegen.",
            &[],
        ),
        (
            "Tegen de wethouder, Jan Bakker en twee ambtenaren is aangifte gedaan.",
            &[],
        ),
        ("De burgemeester is Piet de Jong dankbaar.", &[]),
        (
            "Ina de Wit uit Almelo is benoemd tot Lid in de Orde van Oranje-Nassau.",
            &[],
        ),
        // Who has said nothing yet may be anybody.
        (
            "Jan Bakker (84) viel van de trap. De huisarts kwam direct.",
            &[],
        ),
        (
            "Elco Brinks zwaait na achttien jaar af als voorzitter van de bond.",
            &["Elco Brinks"],
        ),
    ] {
        let release = read(text);
        let found = release.officials.iter().map(|one| one.name.as_str());
        assert_eq!(found.collect::<Vec<_>>(), names, "{text}");
    }
}

#[test]
fn marks_may_be_wrong_or_stand_without_a_space() {
    check(&[
        (
            "Wethouder Mary Gerritsen: \"Ook een kind moet dat kunnen vertellen.' Het is moeilijk te bereiken.",
            &["direct: Ook een kind moet dat kunnen vertellen. — Mary Gerritsen, wethouder"],
        ),
        (
            "‘Het is klaar voor de winter’, zegt wethouder Ans Bos.‘Daar zijn we blij mee.’Het werk duurde lang.",
            &["direct: Het is klaar voor de winter | Daar zijn we blij mee. — Ans Bos, wethouder"],
        ),
    ]);
}
