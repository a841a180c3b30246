//! The examples of each command, for its help and its manual page.
//!
//! Leaves out how a manual page writes them.

use clap::Command;

/// What a command line does, and the command line.
type Example = (&'static str, &'static str);

/// The examples of `omroeper` itself, then those of each command, in the order of the help.
const EXAMPLES: &[(&str, &[Example])] = &[
    (
        "omroeper",
        &[
            ("Ingest a folder of saved pages", "omroeper ingest pages"),
            (
                "Find releases since 2021",
                "omroeper search 'circulaire economie' --since 2021",
            ),
            (
                "Keep another archive, in a folder of your choice",
                "omroeper --home archive ingest pages",
            ),
        ],
    ),
    (
        "ingest",
        &[
            ("Ingest a folder of saved pages", "omroeper ingest pages"),
            (
                "Ingest what a crawler has captured",
                "omroeper ingest crawl.warc.gz",
            ),
            (
                "Ingest the files that another program lists",
                "find pages -name '*.html' -print0 | omroeper ingest -",
            ),
            (
                "Wait up to ten minutes while another process writes",
                "omroeper ingest pages --wait 600",
            ),
        ],
    ),
    (
        "fetch",
        &[
            (
                "Fetch the enabled sources into the archive",
                "omroeper fetch",
            ),
            (
                "Fetch at most 20 pages of one source, published since October",
                "omroeper fetch provincie-drenthe --since 2026-10 --max-pages 20",
            ),
            (
                "See what would be asked, and ask nothing",
                "omroeper fetch --dry-run",
            ),
            (
                "Go on for ever, a round each half hour",
                "omroeper fetch --loop --every 30m",
            ),
        ],
    ),
    (
        "sources",
        &[
            (
                "Enable a province and all its municipalities",
                "omroeper sources enable --province drenthe",
            ),
            (
                "List the water boards, and which of them are enabled",
                "omroeper sources list --kind waterschap",
            ),
            (
                "Find how a site offers its news, as TOML for a file of your own",
                "omroeper sources discover https://www.zandwijk.nl",
            ),
        ],
    ),
    (
        "config",
        &[
            ("Print each setting, and what sets it", "omroeper config"),
            (
                "Say who asks, before the first fetch",
                "omroeper config set contact redactie@dorpsblad.nl",
            ),
        ],
    ),
    (
        "update",
        &[
            ("Add the captures that the index lacks", "omroeper update"),
            (
                "Fail at once if another process writes",
                "omroeper update --wait 0",
            ),
        ],
    ),
    (
        "reindex",
        &[
            ("Rebuild the index on all cores", "omroeper reindex"),
            (
                "Use four cores, and keep two earlier generations",
                "omroeper reindex --jobs 4 --keep 2",
            ),
            (
                "Make the previous generation live again",
                "omroeper reindex --rollback",
            ),
        ],
    ),
    (
        "search",
        &[
            (
                "Search files without ingesting them",
                "omroeper search 'circulaire economie' --in pages",
            ),
            (
                "Find what a publisher has said since 2021",
                "omroeper search woningbouw --publisher drenthe --since 2021",
            ),
            (
                "Find a phrase in the words of a speaker, as JSON",
                "omroeper search 'spreker:brink \"groene economie\"' --json",
            ),
            (
                "List the releases that were changed silently, newest first",
                "omroeper search '*' --edited --sort date",
            ),
        ],
    ),
    (
        "quotes",
        &[
            (
                "Find what an official has said about a subject",
                "omroeper quotes 'circulaire economie' --speaker 'henk brink'",
            ),
            (
                "List who spoke about it, those who did most first",
                "omroeper quotes 'circulaire economie' --by speaker",
            ),
            (
                "Find whole sentences of aldermen since 2021, newest first",
                "omroeper quotes --office wethouder --quote-kind direct --since 2021 --sort date",
            ),
            (
                "Search files without ingesting them, and print JSON",
                "omroeper quotes woningbouw --in pages --json",
            ),
        ],
    ),
    (
        "verify",
        &[
            (
                "See whether an official said these words",
                "omroeper verify 'De brug gaat in mei open' --speaker 'ans pieterse'",
            ),
            (
                "Verify a quote from which words were left out",
                "omroeper verify 'De brug … gaat in mei open' --json",
            ),
            (
                "Verify a list: a text a line, and after a tab who said it",
                "omroeper verify --file quotes.tsv --jsonl",
            ),
        ],
    ),
    (
        "timeline",
        &[
            (
                "Draw how often a subject was in the releases of each month",
                "omroeper timeline stikstof",
            ),
            (
                "Compare publishers by year, as a table for a spreadsheet",
                "omroeper timeline stikstof --by year --split publisher --csv --csv-sep ';' --bom",
            ),
            (
                "Draw a picture",
                "omroeper timeline woningbouw --since 2015 --by year --svg woningbouw.svg",
            ),
        ],
    ),
    (
        "show",
        &[
            (
                "Print a release as text",
                "omroeper show https://www.noorderdiep.example/nieuws/gemaal-oude-vaart",
            ),
            (
                "Print a release as JSON, by its id",
                "omroeper show 03fe7d946db1976c --json",
            ),
        ],
    ),
    (
        "batch",
        &[
            ("Answer a file of queries", "omroeper batch queries.tsv"),
            (
                "Write a TREC run with up to 1000 hits per query",
                "omroeper batch queries.tsv --format trec -n 1000 > run.txt",
            ),
            (
                "Answer a query from stdin, with a filter",
                r"printf 'q1\tgemaal\n' | omroeper batch - --publisher noorderdiep",
            ),
        ],
    ),
    (
        "officials",
        &[
            ("Look up a person", "omroeper officials wiersma"),
            (
                "List who held an office in 2021",
                "omroeper officials --office gedeputeerde --since 2021 --until 2021",
            ),
            (
                "Read files without ingesting them, and print JSON",
                "omroeper officials --in pages --jsonl",
            ),
        ],
    ),
    (
        "history",
        &[
            (
                "List the versions of a page",
                "omroeper history https://www.noorderdiep.example/nieuws/gemaal-oude-vaart",
            ),
            (
                "Print each version as JSON",
                "omroeper history 03fe7d946db1976c --jsonl",
            ),
        ],
    ),
    (
        "diff",
        &[
            (
                "Compare the last two versions of a page",
                "omroeper diff https://www.noorderdiep.example/nieuws/gemaal-oude-vaart",
            ),
            (
                "Compare the first version with the third",
                "omroeper diff 03fe7d946db1976c@1 03fe7d946db1976c@3",
            ),
            (
                "Compare two pages, as JSON",
                "omroeper diff 03fe7d946db1976c 63857fc947adfa79 --json",
            ),
        ],
    ),
    (
        "export",
        &[
            (
                "Export all releases as JSON",
                "omroeper export --jsonl > releases.jsonl",
            ),
            (
                "Export what a query finds as a table",
                "omroeper export --csv gemaal --since 2021 > gemaal.csv",
            ),
            (
                "Export all captures, also of pages that are gone",
                "omroeper export --warc --include-removed > captures.warc.gz",
            ),
        ],
    ),
    (
        "status",
        &[
            ("Print what the home holds", "omroeper status"),
            ("Print it as JSON", "omroeper status --json"),
        ],
    ),
    (
        "check",
        &[
            ("Verify the home", "omroeper check"),
            (
                "Verify another home, and print only what is wrong",
                "omroeper check --quiet --home archive",
            ),
        ],
    ),
    (
        "repair",
        &[
            (
                "Give up lost captures, and keep the addresses of their pages",
                "omroeper repair > lost.txt",
            ),
            (
                "Wait up to ten minutes while another process writes",
                "omroeper repair --wait 600",
            ),
        ],
    ),
    (
        "digest",
        &[
            ("Print the digest of the home", "omroeper digest"),
            (
                "Print the digest of a copy, to compare them",
                "omroeper digest --home archive",
            ),
        ],
    ),
    (
        "forget",
        &[
            (
                "Record that a page is gone",
                "omroeper forget https://www.noorderdiep.example/nieuws/gemaal-oude-vaart",
            ),
            (
                "Record why it is gone",
                "omroeper forget https://www.noorderdiep.example/ --reason 'site closed'",
            ),
        ],
    ),
    (
        "purge",
        &[
            (
                "Remove a page by its id",
                "omroeper purge 03fe7d946db1976c --reason 'court order of 2024-05-03'",
            ),
            (
                "Remove a page by its URL",
                "omroeper purge https://www.noorderdiep.example/ --reason 'request by mail'",
            ),
        ],
    ),
    (
        "extract",
        &[
            (
                "Print what is extracted from a folder of pages, as JSON",
                "omroeper extract pages > releases.jsonl",
            ),
            (
                "Print a page from stdin as text",
                "omroeper extract --text - < page.html",
            ),
            (
                "Print which rule extracted each field",
                "omroeper extract --explain --text page.html",
            ),
        ],
    ),
    (
        "parse",
        &[
            (
                "Print how operators are parsed",
                "omroeper parse 'woning AND (huur OR koop) NOT sloop'",
            ),
            (
                "Print a query with options",
                "omroeper parse 'brug --since 2021 --publisher drenthe'",
            ),
            (
                "Print a query as JSON",
                "omroeper parse --json 'spreker:postma \"tweede kolk\"'",
            ),
        ],
    ),
    (
        "analyze",
        &[
            (
                "Print the terms of a text, and the parts of its compounds",
                "omroeper analyze 'De woningbouwopgave in Bergambacht'",
            ),
            (
                "Print a JSON object for each line of a file",
                "omroeper analyze --jsonl < words.txt",
            ),
        ],
    ),
    (
        "completions",
        &[
            (
                "Install the completions for bash",
                "omroeper completions bash > ~/.local/share/bash-completion/completions/omroeper",
            ),
            (
                "Install the completions for fish",
                "omroeper completions fish > ~/.config/fish/completions/omroeper.fish",
            ),
        ],
    ),
    (
        "man",
        &[
            ("Read the main page", "omroeper man | man -l -"),
            (
                "Install the pages of all commands",
                "omroeper man --dir ~/.local/share/man/man1",
            ),
        ],
    ),
];

/// The examples of a command; `omroeper` is the program itself.
pub(crate) fn of(command: &str) -> &'static [Example] {
    EXAMPLES
        .iter()
        .find(|(name, _)| *name == command)
        .map(|(_, examples)| *examples)
        .unwrap_or_default()
}

/// The examples of a command, as its help shows them.
pub(crate) fn help(command: &str) -> String {
    let examples: Vec<String> = of(command)
        .iter()
        .map(|(what, line)| format!("  {what}:\n    {line}"))
        .collect();
    format!("Examples:\n{}", examples.join("\n"))
}

/// Adds the examples of a command to its help, and to the help of the commands below it.
pub(super) fn add_to(command: Command) -> Command {
    let help = help(command.get_name());
    command
        .mut_subcommands(|below| below.after_help(help.clone()))
        .after_help(help)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::super::Cli;
    use super::*;

    /// The words from `omroeper` to the end of its part of the pipeline.
    fn arguments(line: &str) -> Vec<String> {
        let words = shlex::split(line).expect("a line of a shell");
        words
            .into_iter()
            .skip_while(|word| word != "omroeper")
            .take_while(|word| !["|", "<", ">"].contains(&word.as_str()))
            .collect()
    }

    #[test]
    fn the_examples_are_in_the_order_of_the_help() {
        let cli = Cli::command();
        let commands = cli.get_subcommands().filter(|c| !c.is_hide_set());
        let names: Vec<&str> = std::iter::once(&cli)
            .chain(commands)
            .map(Command::get_name)
            .collect();
        let described: Vec<&str> = EXAMPLES.iter().map(|(name, _)| *name).collect();
        assert_eq!(described, names);
    }

    #[test]
    fn every_example_is_a_valid_command_line() {
        for (name, examples) in EXAMPLES {
            assert!((2..=4).contains(&examples.len()), "{name}");
            for (_, line) in *examples {
                let matches = Cli::command()
                    .try_get_matches_from(arguments(line))
                    .unwrap_or_else(|error| panic!("`{line}`: {error}"));
                assert!(
                    *name == "omroeper" || matches.subcommand_name() == Some(*name),
                    "`{line}` is no example of `{name}`"
                );
            }
        }
    }

    #[test]
    fn the_examples_fit_on_a_terminal() {
        for (what, line) in EXAMPLES.iter().flat_map(|(_, examples)| *examples) {
            assert!(what.len() <= 72 && line.len() <= 84, "{line}");
        }
    }
}
