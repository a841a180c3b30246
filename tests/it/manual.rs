//! The manual pages, and the help that is made from the same definitions.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::World;

/// The sections of each page, in order.
const SECTIONS: [&str; 9] = [
    "NAME",
    "SYNOPSIS",
    "DESCRIPTION",
    "OPTIONS",
    "\"EXIT STATUS\"",
    "ENVIRONMENT",
    "FILES",
    "EXAMPLES",
    "\"SEE ALSO\"",
];

/// The section of commands that have commands of their own, after `OPTIONS`.
const COMMANDS: &str = "SUBCOMMANDS";

/// The requests and macros that a page may use.
const REQUESTS: [&str; 13] = [
    "ie", "el", "TH", "SH", "SS", "PP", "TP", "IP", "RS", "RE", "br", "nf", "fi",
];

/// The options that every command has.
const GLOBAL: [&str; 8] = [
    "--color",
    "--config",
    "--help",
    "--home",
    "--log-format",
    "--quiet",
    "--verbose",
    "--version",
];

/// A help: its lines by heading.
fn by_heading(help: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut lines: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut heading = "";
    for line in help.lines() {
        match line.strip_suffix(':') {
            Some(title) if !title.starts_with(' ') => heading = title,
            _ => lines.entry(heading).or_default().push(line),
        }
    }
    lines
}

/// The long options that lines of a help describe. Their names are at the start of a line; the text
/// about them is further to the right.
fn options<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let names = lines.iter().filter_map(|line| {
        let name = line.trim_start();
        let indent = line.len() - name.len();
        let name = &name[name.find("--")?..];
        let end = name.find([' ', ',', '.', '[', '=']).unwrap_or(name.len());
        (indent <= 6 && line.trim_start().starts_with('-')).then(|| &name[..end])
    });
    names.collect()
}

/// All commands except `help`, and those below them: `search`, `sources list`.
fn commands(world: &World) -> Vec<String> {
    let mut all = Vec::new();
    for command in commands_of(world, &["--help"]) {
        let below = commands_of(world, &[&command, "--help"]);
        let below: Vec<String> = below
            .iter()
            .map(|name| format!("{command} {name}"))
            .collect();
        all.push(command);
        all.extend(below);
    }
    all
}

fn commands_of(world: &World, help: &[&str]) -> Vec<String> {
    let help = world.run(help).stdout();
    let lines = by_heading(&help).remove("Commands").unwrap_or_default();
    let names = lines
        .iter()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned);
    names.collect()
}

/// The command lines below `Examples:` in a help.
fn examples(help: &str) -> Vec<String> {
    let lines = by_heading(help).remove("Examples").unwrap_or_default();
    let lines = lines.iter().filter_map(|line| line.strip_prefix("    "));
    lines.map(str::to_owned).collect()
}

/// The pages that `man --dir` writes: title and text.
fn pages(world: &World) -> BTreeMap<String, String> {
    let folder = world.path("share/man1");
    let run = world.run(&["man", "--dir", &folder.display().to_string()]);
    assert_eq!((run.code(), run.stdout()), (0, String::new()));
    let files = std::fs::read_dir(&folder).expect("the folder is created");
    let pages = files.map(|file| {
        let path = file.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        let title = name.strip_suffix(".1").expect("a page of section 1");
        (
            title.to_owned(),
            std::fs::read_to_string(&path).expect("text"),
        )
    });
    pages.collect()
}

/// The sections of a page, in order, each with its text.
fn sections(page: &str) -> Vec<(&str, &str)> {
    let sections = page.split("\n.SH ").skip(1);
    sections
        .map(|section| section.split_once('\n').expect("a section has text"))
        .collect()
}

#[test]
fn every_command_has_a_page_with_all_sections() {
    let world = World::new();
    let pages = pages(&world);
    let mut titles: BTreeSet<String> = commands(&world)
        .iter()
        .map(|command| format!("omroeper-{}", command.replace(' ', "-")))
        .collect();
    titles.insert("omroeper".to_owned());
    assert_eq!(pages.keys().cloned().collect::<BTreeSet<_>>(), titles);
    for (title, page) in &pages {
        let start = format!(
            ".TH {} 1 \"\" \"omroeper {}\" ",
            title.to_uppercase(),
            env!("CARGO_PKG_VERSION")
        );
        assert!(page.lines().any(|l| l.starts_with(&start)), "{title}");
        let sections = sections(page);
        let (found, others): (Vec<&str>, Vec<&str>) = sections
            .iter()
            .map(|(name, _)| *name)
            // Only commands with results have formats.
            .filter(|name| *name != "OUTPUT")
            .partition(|name| *name != COMMANDS);
        assert_eq!(found, SECTIONS, "{title}");
        let has_subcommands = [
            "omroeper",
            "omroeper-config",
            "omroeper-sources",
            "omroeper-watch",
        ];
        let expected = usize::from(has_subcommands.contains(&title.as_str()));
        assert_eq!(others.len(), expected, "{title}");
        for (name, text) in sections {
            assert!(!text.trim().is_empty(), "{title}: {name}");
        }
    }
}

#[test]
fn man_prints_the_main_page() {
    let world = World::new();
    assert_eq!(world.run(&["man"]).stdout(), pages(&world)["omroeper"]);
}

#[test]
fn no_text_of_a_page_is_taken_for_a_request() {
    let world = World::new();
    for (title, page) in pages(&world) {
        for line in page.lines() {
            assert!(!line.starts_with('\''), "{title}: {line}");
            if let Some(request) = line.strip_prefix('.') {
                let name = request.split(' ').next().unwrap_or_default();
                assert!(REQUESTS.contains(&name), "{title}: {line}");
            }
            assert!(!line.contains(['`', '~', '^']), "{title}: {line}");
        }
    }
}

#[test]
fn a_page_refers_only_to_pages_that_exist() {
    let world = World::new();
    let pages = pages(&world);
    for (title, page) in &pages {
        let sections = sections(page);
        let (_, see_also) = sections.last().expect("the page has sections");
        let others: Vec<String> = see_also
            .split(", ")
            .map(|other| other.replace("\\fB", "").replace("\\fR", ""))
            .map(|other| other.trim().replace("\\-", "-"))
            .collect();
        assert!(!others.is_empty(), "{title}");
        for other in others {
            let other = other.strip_suffix("(1)").expect("a page of section 1");
            assert!(pages.contains_key(other) && other != title, "{other}");
        }
    }
}

/// That they are valid command lines is tested beside them.
#[test]
fn help_and_manual_give_the_same_examples() {
    let world = World::new();
    let pages = pages(&world);
    for (title, page) in &pages {
        let command = title.strip_prefix("omroeper-").unwrap_or_default();
        let words = command.split('-').filter(|word| !word.is_empty());
        let arguments: Vec<&str> = words.chain(["-h"]).collect();
        let examples = examples(&world.run(&arguments).stdout());
        // A command below another shows those of its own only.
        let fewest = if command.contains('-') { 1 } else { 2 };
        assert!(
            (fewest..=4).contains(&examples.len()),
            "{title}: {examples:?}"
        );
        let sections = sections(page);
        let (_, manual) = sections
            .iter()
            .find(|(name, _)| *name == "EXAMPLES")
            .expect("a section of examples");
        assert_eq!(manual.matches("\n.nf\n").count(), examples.len(), "{title}");
        for example in examples {
            let written = example
                .replace('\\', r"\\")
                .replace('-', r"\-")
                .replace('\'', r"\*(Aq")
                .replace('~', r"\(ti");
            assert!(manual.contains(&format!("\n{written}\n")), "{written}");
        }
    }
}

#[test]
fn the_global_options_are_in_one_group_of_each_help() {
    let world = World::new();
    let commands = commands(&world);
    let names = commands.iter().map(String::as_str);
    for command in [""].into_iter().chain(names) {
        for flag in ["-h", "--help"] {
            let arguments: Vec<&str> = command.split_whitespace().chain([flag]).collect();
            let help = world.run(&arguments).stdout();
            let mut groups = by_heading(&help);
            let global = groups.remove("Global options").unwrap_or_default();
            let mut found = options(&global);
            found.sort_unstable();
            assert_eq!(found, GLOBAL, "{arguments:?}");
            for (heading, lines) in groups {
                for option in options(&lines) {
                    assert!(
                        !GLOBAL.contains(&option),
                        "{arguments:?}: `{option}` is below `{heading}`"
                    );
                }
            }
        }
    }
}
