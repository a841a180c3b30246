//! Exit codes, streams and help: the behavior that scripts rely on.

use std::io::Read as _;
use std::process::{Command, Stdio};

use crate::support::{Run, World};

#[test]
fn every_outcome_has_its_exit_code() {
    let world = World::new();
    let code = |arguments: &[&str]| world.run(arguments).code();
    assert_eq!(code(&["search", "gemaal"]), 3, "no index");
    world.ingest("fixtures/pages".as_ref());
    assert_eq!(code(&["search", "gemaal"]), 0);
    assert_eq!(code(&["search", "onvindbaarwoord"]), 1);
    assert_eq!(code(&["search", "gemaal~3"]), 2);
    assert_eq!(code(&["search"]), 2);
    let reversed = ["search", "gemaal", "--since", "2024", "--until", "2023"];
    assert_eq!(code(&reversed), 2);
    assert_eq!(code(&["search", "gemaal", "--since", "nooit"]), 2);
    assert_eq!(code(&["zoek"]), 2);
    assert_eq!(code(&["show", "https://nergens.example/"]), 1);
    assert_eq!(code(&["batch", "nergens.tsv"]), 2);
    assert_eq!(code(&["extract", "nergens.html"]), 4);
    assert_eq!(
        code(&[
            "search",
            "gemaal",
            "--in",
            "fixtures/pages",
            "--in",
            "nergens.html"
        ]),
        4
    );
}

#[test]
fn errors_name_the_remedy_on_stderr_and_leave_stdout_empty() {
    let world = World::new();
    let run = world.run(&["search", "gemaal"]);
    assert_eq!(run.stdout(), "");
    assert!(
        run.stderr().contains("omroeper ingest") && run.stderr().contains("--in PATH"),
        "{}",
        run.stderr()
    );
    let run = world.run(&["search", "dijk NEAR/99 brug"]);
    assert_eq!(run.stdout(), "");
    assert!(
        run.stderr().contains("^^^^^^") && run.stderr().contains("(write `word NEAR/5 word`)"),
        "{}",
        run.stderr()
    );
    // A name that is no field is text; a near one gets a hint.
    world.ingest("fixtures/pages".as_ref());
    let run = world.run(&["search", "spreekr:gemaal"]);
    assert!(
        run.stderr().contains("did you mean `spreker:`?"),
        "{}",
        run.stderr()
    );
}

#[test]
fn a_wrong_number_is_told_in_plain_words() {
    let world = World::new();
    for (option, remedy) in [("--limit", "(write `10`)"), ("--open", "(write `1`")] {
        let run = world.run(&["search", "gemaal", option, "veel"]);
        assert_eq!(run.code(), 2);
        assert!(run.stderr().contains(remedy), "{}", run.stderr());
    }
}

#[test]
fn a_word_with_a_hyphen_is_left_out() {
    let world = World::new();
    let found = |query: &[&str]| {
        let arguments = [&["search", "--in", "fixtures/pages", "--json"], query].concat();
        let run = world.run(&arguments);
        serde_json::from_str::<serde_json::Value>(&run.stdout()).expect("JSON")["total"].clone()
    };
    assert_eq!(
        found(&["gemaal", "-huur", "-n", "1"]),
        found(&["gemaal -huur"])
    );
    assert_ne!(found(&["gemaal"]), found(&["gemaal", "-gemaal", "-pomp"]));
}

#[test]
fn input_without_anything_to_read_is_told() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    let empty = world.write("leeg.warc", "").display().to_string();
    let queries = world.write("leeg.tsv", "").display().to_string();
    for (arguments, told) in [
        (["ingest", &empty], "there was nothing to read"),
        (["extract", &empty], "there was nothing to read"),
        (["batch", &queries], "holds no queries"),
    ] {
        let run = world.run(&arguments);
        assert_eq!(run.code(), 0, "{arguments:?}");
        assert!(run.stderr().contains(told), "{}", run.stderr());
    }
}

#[test]
fn a_broken_pipe_is_not_an_error() {
    let world = World::new();
    let pages = world.pages(300, 20_000);
    let mut child = Command::new(env!("CARGO_BIN_EXE_omroeper"))
        .args(["extract", "--jsonl"])
        .arg(pages)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut first = [0; 10];
    child
        .stdout
        .take()
        .expect("a pipe")
        .read_exact(&mut first)
        .expect("output");
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(
        (
            ended.status.code(),
            String::from_utf8_lossy(&ended.stderr).into_owned()
        ),
        (Some(0), String::new())
    );
}

#[test]
fn quiet_prints_only_errors() {
    let world = World::new();
    assert_eq!(world.run(&["ingest", "-q", "fixtures/pages"]).stderr(), "");
    assert_eq!(world.run(&["search", "-q", "gemaal"]).stderr(), "");
    assert_ne!(world.run(&["search", "-q", "gemaal~3"]).stderr(), "");
}

#[test]
fn show_takes_an_id_or_an_address() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    let url = "https://www.noorderdiep.example/nieuws/gemaal-oude-vaart";
    let by_url = world
        .run(&["show", &format!("{url}/?utm_source=x"), "--json"])
        .json();
    let id = by_url["id"].as_str().expect("an id").to_owned();
    assert_eq!(world.run(&["show", &id, "--json"]).json(), by_url);
    let text = world.run(&["show", &id]).stdout();
    for expected in [
        "Gemaal Oude Vaart draait weer",
        "2023-05-15 09:30",
        "waterschap Noorderdiep",
        "Sytske Hoekstra-de Boer, dijkgraaf",
    ] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
}

#[test]
fn parse_prints_the_tree() {
    let world = World::new();
    assert_eq!(
        world.run(&["parse", "a EN b"]).stdout(),
        "and\n  word a\n  word b\n"
    );
    assert_eq!(
        world.run(&["parse", "--json", "a"]).json()["word"]["text"],
        "a"
    );
}

#[test]
fn analyze_shows_terms_and_parts() {
    let world = World::new();
    let run = world.run(&["analyze", "--jsonl", "gemeenteraadsverkiezingen"]);
    let analysed = &run.json_lines()[0];
    assert_eq!(
        analysed["segments"],
        serde_json::json!(["gemeente", "raads", "verkiezingen"])
    );
    let table = world
        .run(&["analyze", "De woningbouwopgave in Bergambacht"])
        .stdout();
    assert!(
        table.contains("woning+bouw+opgave → woning bouw opgave"),
        "{table}"
    );
    assert!(
        table
            .lines()
            .any(|l| l.contains("bergambacht  bergambacht") && !l.contains('→')),
        "{table}"
    );
    let lines = world
        .command()
        .args(["analyze", "--jsonl"])
        .write_stdin("woningen\n\nfoto's\n")
        .output()
        .expect("the binary runs");
    assert_eq!(
        String::from_utf8_lossy(&lines.stdout).lines().count(),
        3,
        "one line in, one line out"
    );
}

#[test]
fn completions_come_from_the_same_definitions() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            world
                .run(&["completions", shell])
                .stdout()
                .contains("publisher"),
            "{shell}"
        );
    }
}

#[test]
fn extract_prints_what_the_schema_describes() {
    let world = World::new();
    let run = world.run(&[
        "extract",
        "--jsonl",
        "fixtures/pages/2021-04-19-wijkverpleging.txt",
    ]);
    let release = &run.json_lines()[0];
    assert!(
        release["file"]
            .as_str()
            .is_some_and(|f| f.ends_with("wijkverpleging.txt"))
    );
    let quote = &release["quotes"][0]["segments"][0];
    let block = release["blocks"][quote["block"].as_u64().unwrap_or(99) as usize]["text"]
        .as_str()
        .expect("a block");
    let at = |name: &str| quote[name].as_u64().expect("an offset") as usize;
    assert_eq!(
        &block[at("start")..at("end")],
        quote["text"].as_str().expect("words")
    );
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../schema/release.schema.json")).expect("JSON");
    let described = schema["properties"].as_object().expect("properties");
    for field in release.as_object().expect("an object").keys() {
        assert!(
            described.contains_key(field),
            "`{field}` is not in the schema"
        );
    }
}

#[test]
fn without_a_home_directory_and_settings_everything_works() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    let mut command = Command::new(env!("CARGO_BIN_EXE_omroeper"));
    let command = command.env_clear().arg("--home").arg(world.home());
    let run = Run::of(command.args(["search", "gemaal"]));
    assert_eq!(run.code(), 0, "{}", run.stderr());
}

/// Runs `omroeper` on a terminal of its own. Returns what the terminal shows.
fn on_terminal(world: &World, pager: &str, arguments: &str) -> String {
    let program = world.command().get_program().to_owned();
    let mut script = Command::new("script");
    script.env("FORCE_HYPERLINK", "1");
    script
        .args(["--quiet", "--return", "--command"])
        .arg(format!("{} {arguments}", program.display()))
        .arg("/dev/null")
        .env("OMROEPER_HOME", world.home())
        .env("OMROEPER_PAGER", pager)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null());
    let run = Run::of(&mut script);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    run.stdout()
}

#[test]
fn text_goes_through_the_pager_on_a_terminal_only() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    let paged = on_terminal(&world, "sed s/^/PAGED:/", "search gemaal");
    assert!(paged.starts_with("PAGED:1. "), "{paged}");
    let lines = on_terminal(&world, "sed s/^/PAGED:/", "search gemaal --jsonl");
    assert!(lines.starts_with('{'), "{lines}");
    for none in ["''", "cat", "nonesuch-pager"] {
        let direct = on_terminal(&world, none, "search gemaal");
        assert!(direct.starts_with("1. "), "{none}: {direct}");
    }
    let mut piped = world.command();
    piped
        .args(["search", "gemaal"])
        .env("OMROEPER_PAGER", "sed s/^/PAGED:/");
    assert!(Run::output_of(&mut piped).stdout().starts_with("1. "));
}

#[test]
fn a_pager_that_is_left_early_is_no_failure() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    let shown = on_terminal(&world, "head -n 1", "search gemeente -n 1000");
    assert!(shown.starts_with("1. "), "{shown}");
}

#[test]
fn a_hit_is_opened_in_the_browser() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    let opened = world.path("opened");
    let browser = world.write(
        "browser",
        format!("#!/bin/sh\necho \"$1\" > {}\n", opened.display()),
    );
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&browser, mode).expect("the mode is set");
    let open = |arguments: &[&str]| {
        let mut command = world.command();
        Run::output_of(command.args(arguments).env("BROWSER", &browser))
    };
    let second = &world
        .run(&["search", "gemaal OR sluis", "--jsonl"])
        .json_lines()[1];
    let run = open(&["search", "gemaal OR sluis", "--open", "2"]);
    assert_eq!(
        (run.code(), run.stdout().as_str()),
        (0, ""),
        "{}",
        run.stderr()
    );
    let address = second["url"].as_str().expect("an address");
    assert!(run.stderr().contains(address), "{}", run.stderr());
    // The browser is not waited for.
    let read = || std::fs::read_to_string(&opened).unwrap_or_default();
    for _ in 0..200 {
        if read().ends_with('\n') {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(read().trim_end(), address);
    assert_eq!(open(&["search", "gemaal", "--open", "99"]).code(), 1);
    assert_eq!(open(&["search", "gemaal", "--open", "0"]).code(), 2);
    assert_eq!(
        open(&["quotes", "gemaal", "--open", "1", "--json"]).code(),
        2
    );
}

#[test]
fn an_address_is_a_hyperlink_on_a_terminal_only() {
    let world = World::new();
    world.ingest("fixtures/pages".as_ref());
    let address = "https://www.rivierland.example/nieuws/sluis-tweede-kolk";
    let link = format!("\u{1b}]8;;{address}\u{1b}\\{address}\u{1b}]8;;\u{1b}\\");
    for command in ["search sluis", "quotes sluis"] {
        let shown = on_terminal(&world, "cat", command);
        assert!(shown.contains(&link), "{shown:?}");
    }
    let mut piped = world.command();
    piped.args(["search", "sluis"]).env("FORCE_HYPERLINK", "1");
    let text = Run::output_of(&mut piped).stdout();
    assert!(
        text.contains(address) && !text.contains('\u{1b}'),
        "{text:?}"
    );
}
