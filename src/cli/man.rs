//! `omroeper man`: the manual pages, made from the same definitions as the help.
//!
//! Leaves out the examples (`examples`) and the meaning of the exit codes (`exit`).

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Command, CommandFactory as _};
use clap_mangen::Man as Manual;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};
use omroeper::home::Home;

use super::exit::{self, Exit};
use super::{Cli, GLOBAL_OPTIONS, config, examples};

/// The default home, as the pages write it.
const DEFAULT_HOME: &str = "~/.local/share/omroeper";

/// The default folder of settings, as the pages write it.
const DEFAULT_CONFIG: &str = "~/.config/omroeper";

/// The commands that do not use the home.
const WITHOUT_HOME: [&str; 6] = [
    "config",
    "extract",
    "parse",
    "analyze",
    "completions",
    "man",
];

/// The commands that belong together. Each page refers to the others of its group.
const RELATED: [&[&str]; 9] = [
    &[
        "ingest",
        "update",
        "reindex",
        #[cfg(feature = "opensearch")]
        "push",
    ],
    &["fetch", "sources", "config"],
    &[
        "search",
        "quotes",
        "verify",
        "timeline",
        "officials",
        "batch",
        "export",
    ],
    &["watch", "serve"],
    &["show", "similar", "variants", "cite", "history", "diff"],
    &["status", "check", "repair", "digest"],
    &["forget", "purge", "backup", "restore"],
    &["extract", "parse", "analyze"],
    &["completions", "man"],
];

/// Print the manual page, or write a page for each command
///
/// Prints omroeper(1). With `--dir`, writes it to omroeper.1, and the page of each command to a
/// file of its own, such as omroeper-search.1.
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// Write the pages into this folder, which is created if it does not exist
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(&self) -> anyhow::Result<Exit> {
        // `omroeper help` needs no page.
        let mut omroeper = Cli::command().disable_help_subcommand(true);
        omroeper.build();
        let Some(dir) = &self.dir else {
            io::stdout()
                .lock()
                .write_all(page(&omroeper, omroeper.get_name()).as_bytes())?;
            return Ok(Exit::Done);
        };
        std::fs::create_dir_all(dir)
            .with_context(|| format!("cannot create the folder `{}`", dir.display()))?;
        for command in std::iter::once(&omroeper).chain(visible(&omroeper)) {
            write(dir, command, command.get_name())?;
            let below = visible(command).filter(|_| command.get_name() != omroeper.get_name());
            for nested in below {
                write(dir, nested, command.get_name())?;
            }
        }
        Ok(Exit::Done)
    }
}

/// Writes the page of a command. `family` is the command of `omroeper` to which it belongs.
fn write(dir: &Path, command: &Command, family: &str) -> anyhow::Result<()> {
    let path = dir.join(format!("{}.1", title(command)));
    std::fs::write(&path, page(command, family))
        .with_context(|| format!("cannot write `{}`", path.display()))
}

/// The commands below a command.
fn visible(command: &Command) -> impl Iterator<Item = &Command> {
    command
        .get_subcommands()
        .filter(|below| !below.is_hide_set() && below.get_name() != "help")
}

/// The name of a command's page: `omroeper`, `omroeper-search`.
fn title(command: &Command) -> &str {
    command
        .get_display_name()
        .unwrap_or_else(|| command.get_name())
}

/// The page of a command in roff. Its sections are in the order of man-pages(7).
fn page(command: &Command, family: &str) -> String {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").to_owned();
    let manual = Manual::new(command.clone().override_usage(usage))
        .title(title(command).to_uppercase())
        // Written as it is: an empty argument would be left out. Without a date, one version
        // always gives the same page.
        .date("\"\"")
        .source(concat!("omroeper ", env!("CARGO_PKG_VERSION")))
        .manual("Omroeper Manual");
    let mut page = Roff::new().render();
    page += &section(&manual, Manual::render_title);
    page += &section(&manual, Manual::render_name_section);
    page += &section(&manual, Manual::render_synopsis_section);
    page += &section(&manual, Manual::render_description_section);
    page += &options(&manual);
    if command.has_subcommands() {
        page += &section(&manual, Manual::render_subcommands_section);
    }
    let mut rest = Roff::new();
    add_exit_status(&mut rest);
    add_environment(&mut rest, uses_home(family));
    add_files(&mut rest, uses_home(family));
    let name = Some(command.get_name()).filter(|name| *name != family);
    add_examples(&mut rest, family, name);
    add_see_also(&mut rest, command, family);
    page += without_preamble(&rest.render());
    // roff prints these as quotation marks and accents.
    page.replace('`', r"\(ga")
        .replace('^', r"\(ha")
        .replace('~', r"\(ti")
}

/// A section as `clap_mangen` renders it.
fn section(manual: &Manual, render: fn(&Manual, &mut dyn Write) -> io::Result<()>) -> String {
    let mut text = Vec::new();
    render(manual, &mut text).expect("writing to memory does not fail");
    let text = String::from_utf8(text).expect("the help is UTF-8");
    without_preamble(&text).to_owned()
}

/// Roff without the definitions that are before each document, and that a page needs once.
fn without_preamble(roff: &str) -> &str {
    roff.strip_prefix(&Roff::new().render()).unwrap_or(roff)
}

/// The options: first those of the command, then those that every command has.
fn options(manual: &Manual) -> String {
    let heading = |level: &str, title: &str| Roff::new().control(level, [title]).to_roff();
    // `clap_mangen` gives each group of options a section of its own.
    let text = section(manual, Manual::render_options_section).replace(
        &heading("SH", &GLOBAL_OPTIONS.to_uppercase()),
        &heading("SS", GLOBAL_OPTIONS),
    );
    let first = heading("SH", "OPTIONS");
    if text.starts_with(&first) {
        text
    } else {
        first + &text
    }
}

/// Adds terms, each with its meaning.
fn add_terms<'a>(roff: &mut Roff, terms: impl IntoIterator<Item = (Inline, &'a str)>) {
    for (term, meaning) in terms {
        roff.control("TP", []);
        roff.text([term]);
        roff.text([roman(meaning)]);
    }
}

fn add_exit_status(roff: &mut Roff) {
    roff.control("SH", ["EXIT STATUS"]);
    let terms = exit::MEANINGS
        .into_iter()
        .map(|(exit, meaning)| (bold((exit as u8).to_string()), meaning));
    add_terms(roff, terms);
}

fn add_environment(roff: &mut Roff, uses_home: bool) {
    roff.control("SH", ["ENVIRONMENT"]);
    let home = [
        ("OMROEPER_HOME", "The home, if there is no `--home`."),
        (
            "XDG_DATA_HOME",
            "The home is `omroeper` in this folder, if nothing else names it.",
        ),
        (
            "HOME",
            "The home is `.local/share/omroeper` in this folder, if nothing else names it.",
        ),
    ];
    let color = (
        "NO_COLOR",
        "If it is set and not empty, `--color auto` uses no color.",
    );
    let settings = [
        (
            "OMROEPER_CONFIG",
            "The file of settings, if there is no `--config`.",
        ),
        (
            "XDG_CONFIG_HOME",
            "The file of settings is `omroeper/omroeper.toml` in this folder, if nothing else names \
             it.",
        ),
        (
            "OMROEPER_TOKEN",
            "The product token of a fetch, if there is no `--token`.",
        ),
        (
            "OMROEPER_CONTACT",
            "The contact address of a fetch, if there is no `--contact`.",
        ),
    ];
    let terms = home.into_iter().filter(|_| uses_home).chain(settings);
    let terms = terms.chain([color]);
    add_terms(roff, terms.map(|(name, meaning)| (bold(name), meaning)));
}

fn add_files(roff: &mut Roff, uses_home: bool) {
    roff.control("SH", ["FILES"]);
    let settings = [
        (
            Path::new(DEFAULT_CONFIG).join(config::FILE),
            "The file of settings, unless `--config` or the environment names another.",
        ),
        (
            Path::new(DEFAULT_CONFIG).join(config::SOURCES),
            "Your own sources: TOML files.",
        ),
    ];
    let home = Home::at(DEFAULT_HOME);
    let of_home = [
        (
            home.path().to_owned(),
            "The home: the folder of captures and index, unless `--home` or the environment names \
             another.",
        ),
        (
            home.captures(),
            "The captured pages in WARC files: the log, from which everything else is made.",
        ),
        (home.catalog(), "The catalog: a row for each capture."),
        (
            home.index(),
            "The generations of the index; the file `current` names the live one.",
        ),
        (home.lock(), "Locked by the process that writes."),
        (
            home.write_queue(),
            "Locked by the first process that waits to write.",
        ),
        (home.reindex_lock(), "Locked by the process that reindexes."),
        (home.fetch_lock(), "Locked by the process that fetches."),
    ];
    let terms = of_home
        .into_iter()
        .filter(|_| uses_home)
        .chain(settings)
        .map(|(path, meaning)| (italic(path.display().to_string()), meaning));
    add_terms(roff, terms);
}

fn add_examples(roff: &mut Roff, family: &str, below: Option<&str>) {
    roff.control("SH", ["EXAMPLES"]);
    for (what, line) in examples::of_page(family, below) {
        roff.control("PP", []);
        roff.text([roman(format!("{what}:"))]);
        roff.control("RS", ["4"]);
        roff.control("nf", []);
        roff.text([roman(line)]);
        roff.control("fi", []);
        roff.control("RE", []);
    }
}

fn add_see_also(roff: &mut Roff, command: &Command, family: &str) {
    roff.control("SH", ["SEE ALSO"]);
    let mut line = Vec::new();
    for page in see_also(command, family) {
        if !line.is_empty() {
            line.push(roman(", "));
        }
        line.extend([bold(page), roman("(1)")]);
    }
    roff.text(line);
}

/// The pages to which a page refers: the main page to all, each other page to the main page, to those
/// below it and to its group.
fn see_also(command: &Command, family: &str) -> Vec<String> {
    let below = visible(command).map(|c| title(c).to_owned());
    if family == "omroeper" {
        return below.collect();
    }
    let group = RELATED.iter().find(|group| group.contains(&family));
    let others = group
        .into_iter()
        .flat_map(|group| group.iter())
        .filter(|other| **other != command.get_name())
        .map(|other| format!("omroeper-{other}"));
    std::iter::once("omroeper".to_owned())
        .chain(below)
        .chain(others)
        .collect()
}

fn uses_home(family: &str) -> bool {
    !WITHOUT_HOME.contains(&family)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_command_is_in_one_group() {
        let omroeper = Cli::command();
        let names: BTreeSet<&str> = visible(&omroeper).map(Command::get_name).collect();
        let related: Vec<&str> = RELATED.concat();
        assert_eq!(related.len(), names.len());
        assert_eq!(related.into_iter().collect::<BTreeSet<_>>(), names);
        assert!(WITHOUT_HOME.iter().all(|name| names.contains(name)));
    }
}
