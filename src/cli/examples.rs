//! The examples of each command, for its help and its manual page.
//!
//! Leaves out how a manual page writes them.

use std::sync::LazyLock;

use clap::Command;

/// What a command line does, and the command line.
type Example = (&'static str, &'static str);

/// The examples of `omroeper` itself, then those of each command, in the order of the help.
static EXAMPLES: LazyLock<Vec<(&str, Vec<Example>)>> = LazyLock::new(|| {
    let mut commands: Vec<(&str, Vec<Example>)> = Vec::new();
    let lines = include_str!("examples.txt").lines();
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    while let Some(line) = lines.next() {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            commands.push((name, Vec::new()));
        } else if let Some((_, examples)) = commands.last_mut() {
            examples.push((line, lines.next().unwrap_or_default().trim_start()));
        }
    }
    // Commands that this build lacks have no help.
    let absent = [
        ("fetch", !cfg!(feature = "fetch")),
        ("push", !cfg!(feature = "opensearch")),
        ("serve", !cfg!(feature = "web")),
    ];
    commands.retain(|(name, _)| !absent.contains(&(*name, true)));
    commands
});

/// The examples of a command; `omroeper` is the program itself.
pub(crate) fn of(command: &str) -> &'static [Example] {
    EXAMPLES
        .iter()
        .find(|(name, _)| *name == command)
        .map(|(_, examples)| examples.as_slice())
        .unwrap_or_default()
}

/// The examples of a command, as its help shows them.
pub(crate) fn help(command: &str) -> String {
    shown(of(command))
}

/// The examples of a command, or of the command `below` it: those that show that one, or all if none does.
pub(super) fn of_page(command: &str, below: Option<&str>) -> Vec<Example> {
    let all = of(command);
    let begin = below.map(|below| format!("omroeper {command} {below} "));
    let shows = |(_, line): &&Example| {
        let line = format!("{line} ");
        begin.as_ref().is_some_and(|begin| line.starts_with(begin))
    };
    let own: Vec<Example> = all.iter().filter(shows).copied().collect();
    if own.is_empty() { all.to_vec() } else { own }
}

fn shown(examples: &[Example]) -> String {
    let examples: Vec<String> = examples
        .iter()
        .map(|(what, line)| format!("  {what}:\n    {line}"))
        .collect();
    format!("Examples:\n{}", examples.join("\n"))
}

/// Adds the examples of a command to its help, and to the help of each command below it those that show it.
pub(super) fn add_to(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let with_own = |below: Command| {
        let help = shown(&of_page(&name, Some(below.get_name())));
        below.after_help(help)
    };
    command.mut_subcommands(with_own).after_help(help(&name))
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
        for (name, examples) in EXAMPLES.iter() {
            assert!((2..=4).contains(&examples.len()), "{name}");
            for (_, line) in examples {
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
        for (what, line) in EXAMPLES.iter().flat_map(|(_, examples)| examples) {
            assert!(what.len() <= 72 && line.len() <= 84, "{line}");
        }
    }
}
