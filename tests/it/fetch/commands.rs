//! The commands about settings and sources, and what they say about wrong input.

use crate::support::{Run, World};

/// The value and the origin of a setting, as `omroeper config` prints them.
fn setting(run: &Run, name: &str) -> String {
    let stdout = run.stdout();
    let line = stdout.lines().find(|line| line.starts_with(name));
    line.expect(name)[name.len()..].trim().to_owned()
}

#[test]
fn flags_precede_the_environment_which_precedes_the_file() {
    let world = World::new();
    assert_eq!(
        world.run(&["config", "set", "token", "Uit-bestand"]).code(),
        0
    );
    let run = world.run(&["config"]);
    assert!(
        setting(&run, "token").starts_with("Uit-bestand  (from `"),
        "{}",
        run.stdout()
    );
    let mut command = world.command();
    let run = Run::output_of(command.arg("config").env("OMROEPER_TOKEN", "Uit-omgeving"));
    assert_eq!(
        setting(&run, "token"),
        "Uit-omgeving  (from `OMROEPER_TOKEN`)"
    );
    assert_eq!(setting(&run, "contact").split("  ").next(), Some("not set"));
    // A comment in the file stays.
    let file = world.path("config/omroeper/omroeper.toml");
    let text = std::fs::read_to_string(&file).expect("the file");
    std::fs::write(&file, format!("# van de redactie\n{text}")).expect("the file");
    assert_eq!(
        world
            .run(&["config", "set", "contact", "a@zandwijk.example"])
            .code(),
        0
    );
    let text = std::fs::read_to_string(&file).expect("the file");
    assert!(
        text.contains("# van de redactie") && text.contains("a@zandwijk.example"),
        "{text}"
    );
    // The home of the file is used, if nothing else names one.
    let home = world.path("elders");
    let home = home.display().to_string();
    assert_eq!(world.run(&["config", "set", "home", &home]).code(), 0);
    let mut command = world.command();
    let run = Run::output_of(command.env_remove("OMROEPER_HOME").args(["search", "x"]));
    assert!(run.stderr().contains(&home), "{}", run.stderr());
}

#[test]
fn who_asks_must_be_said_before_the_first_request() {
    let world = World::new();
    for (arguments, named) in [
        (
            &["fetch", "provincie-drenthe"][..],
            "omroeper config set contact",
        ),
        (
            &[
                "fetch",
                "provincie-drenthe",
                "--token",
                "a b",
                "--contact",
                "a@b.nl",
            ],
            "`a b`",
        ),
        (
            &[
                "fetch",
                "provincie-drenthe",
                "--token",
                "a",
                "--contact",
                "redactie",
            ],
            "`redactie`",
        ),
        (&["config", "set", "token", "bot/1.0"], "`bot/1.0`"),
        (&["config", "set", "contact", "geen adres"], "`geen adres`"),
        (&["config", "set", "pace", "1s"], "2 seconds"),
        (&["config", "set", "proxy", "proxy"], "`proxy`"),
    ] {
        let run = world.run(arguments);
        assert_eq!(run.code(), 2, "{arguments:?}: {}", run.stderr());
        assert!(
            run.stderr().contains(named),
            "{arguments:?}: {}",
            run.stderr()
        );
    }
    assert!(!world.home().exists(), "nothing was begun");
}

#[test]
fn wrong_settings_are_named_with_their_line() {
    let world = World::new();
    for (text, named) in [
        ("token = \"a\"\ntokn = \"b\"\n", "line 2"),
        ("token = \n", "line 1"),
        ("token = 5\n", "line 1"),
    ] {
        world.write("config/omroeper/omroeper.toml", text);
        let run = world.run(&["config"]);
        assert_eq!(run.code(), 2, "{text}: {}", run.stderr());
        assert!(
            run.stderr().contains("omroeper.toml") && run.stderr().contains(named),
            "{}",
            run.stderr()
        );
    }
    let run = world.run(&["--config", "/nergens/omroeper.toml", "fetch", "x"]);
    assert_eq!(run.code(), 2, "{}", run.stderr());
    assert!(
        run.stderr()
            .contains("`/nergens/omroeper.toml` does not exist"),
        "{}",
        run.stderr()
    );
}

#[test]
fn sources_are_enabled_by_name_kind_and_province() {
    let world = World::new();
    let enabled = || -> Vec<String> {
        let run = world.run(&["sources", "list", "--enabled", "--jsonl"]);
        let name = |line: serde_json::Value| line["name"].as_str().expect("a name").to_owned();
        run.json_lines().into_iter().map(name).collect()
    };
    let run = world.run(&["fetch"]);
    assert_eq!(run.code(), 2);
    assert!(
        run.stderr().contains("omroeper sources enable"),
        "{}",
        run.stderr()
    );
    let drenthe = [
        "sources",
        "enable",
        "--kind",
        "gemeente",
        "--province",
        "drenthe",
    ];
    assert_eq!(world.run(&drenthe).code(), 0);
    assert_eq!(enabled().len(), 12);
    assert_eq!(
        world.run(&["sources", "disable", "gemeente-assen"]).code(),
        0
    );
    assert_eq!(
        world
            .run(&["sources", "enable", "provincie-drenthe"])
            .code(),
        0
    );
    let names = enabled();
    assert_eq!(names.len(), 12);
    assert!(names.contains(&"provincie-drenthe".to_owned()));
    assert!(!names.contains(&"gemeente-assen".to_owned()));
    for (arguments, named) in [
        (
            &["sources", "enable", "provincie-drente"][..],
            "`provincie-drenthe`",
        ),
        (
            &["sources", "enable", "gemeente-haren"],
            "`gemeente-groningen`",
        ),
        (&["sources", "enable"], "NAME"),
        (&["sources", "enable", "--kind", "dorp"], "gemeente"),
        (&["sources", "enable", "--province", "drente"], "drenthe"),
        (&["sources", "show", "assen"], "`gemeente-assen`"),
        (&["fetch", "gemeente-haren"], "`gemeente-groningen`"),
    ] {
        let run = world.run(arguments);
        assert_eq!(run.code(), 2, "{arguments:?}: {}", run.stderr());
        assert!(
            run.stderr().contains(named),
            "{arguments:?}: {}",
            run.stderr()
        );
    }
}

#[test]
fn what_show_prints_is_a_file_of_sources() {
    let world = World::new();
    let run = world.run(&["sources", "show", "provincie-drenthe"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    world.sources(&run.stdout());
    let check = world.run(&["sources", "check"]);
    assert_eq!(check.code(), 0, "{}", check.stderr());
    assert!(check.stderr().contains("1 of them"), "{}", check.stderr());
}

#[test]
fn the_register_is_updated_from_the_register_of_organisations() {
    let world = World::new();
    let organisation = |name: &str, tooi: &str, end: &str| {
        let id = format!("https://identifier.overheid.nl/tooi/id/gemeente/{tooi}");
        let site =
            format!("<p:internetadres><p:url>https://www.{tooi}.example</p:url></p:internetadres>");
        format!(
            "<p:organisatie p:resourceIdentifierTOOI=\"{id}\"><p:naam>{name}</p:naam>
             <p:types><p:type>Gemeente</p:type></p:types>{end}
             <p:contact><p:internetadressen>{site}</p:internetadressen></p:contact></p:organisatie>"
        )
    };
    let file = world.write(
        "exportOO.xml",
        format!(
            "<p:overheidsorganisaties xmlns:p=\"https://organisaties.overheid.nl/static/schema/oo/export/2.6.9\"><p:organisaties>{}{}</p:organisaties></p:overheidsorganisaties>",
            organisation("Gemeente Zandwijk", "gm9901", ""),
            organisation("Gemeente Veenland", "gm9902", "<p:eindDatum>2025-12-31</p:eindDatum>"),
        ),
    );
    let run = world.run(&["sources", "update", &file.display().to_string()]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let shown = world
        .run(&["sources", "show", "gemeente-zandwijk"])
        .stdout();
    assert!(shown.contains("gm9901"), "{shown}");
    assert!(!shown.contains("9902"));
    let wrong = world.write("anders.xml", "<html><p>Onderhoud</p></html>");
    let run = world.run(&["sources", "update", &wrong.display().to_string()]);
    assert_eq!(run.code(), 2, "{}", run.stderr());
    assert!(run.stderr().contains("anders.xml"), "{}", run.stderr());
}
