//! The arguments of the process, before they are parsed.

use std::ffi::OsString;

use clap::{Arg, Command};

/// Letters of the options that have no value.
const FLAGS: [char; 4] = ['h', 'q', 'v', 'V'];

/// Puts a space before each argument such as `-markt`, if the subcommand has a query: it is a word to leave out,
/// and not the options `-m`, `-a` and so on.
pub(super) fn with_words(arguments: Vec<OsString>, program: &Command) -> Vec<OsString> {
    let named = |argument: &OsString| program.find_subcommand(argument);
    if !arguments.iter().find_map(named).is_some_and(has_query) {
        return arguments;
    }
    let mut are_options = true;
    let spaced = |argument: OsString| match argument.to_str() {
        Some("--") => {
            are_options = false;
            argument
        }
        Some(text) if are_options && is_word(text) => format!(" {text}").into(),
        _ => argument,
    };
    arguments.into_iter().map(spaced).collect()
}

/// Lets every option and word of a command be a negative number: the message for `--limit -1` is that of its value.
pub(super) fn with_numbers(command: Command) -> Command {
    let numbers = |arg: Arg| {
        let has_value = arg.get_action().takes_values();
        arg.allow_negative_numbers(has_value)
    };
    command.mut_args(numbers).mut_subcommands(with_numbers)
}

/// Whether the command line gives an option this value.
pub(super) fn gives(option: &str, value: &str) -> bool {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let joined = format!("{option}={value}");
    let is_pair = |pair: &[OsString]| pair[0] == option && pair[1] == value;
    arguments.windows(2).any(is_pair) || arguments.iter().any(|argument| *argument == *joined)
}

/// Whether the command line gives an option, and not only its environment variable.
pub(super) fn names(option: &str) -> bool {
    let is_option = |argument: &OsString| {
        let argument = argument.to_str().and_then(|text| text.strip_prefix(option));
        argument.is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    };
    std::env::args_os()
        .skip(1)
        .any(|argument| is_option(&argument))
}

fn has_query(command: &Command) -> bool {
    let is_query = |name: &clap::builder::Str| matches!(name.as_str(), "QUERY" | "TEXT" | "WORDS");
    command
        .get_positionals()
        .filter_map(clap::Arg::get_value_names)
        .any(|names| names.iter().any(is_query))
        || command.get_subcommands().any(has_query)
}

/// Whether an argument that begins with a hyphen is a word, and not short options: `-qv`, `-n`, `-n5`.
fn is_word(argument: &str) -> bool {
    let Some(letters) = argument.strip_prefix('-') else {
        return false;
    };
    if letters.starts_with(['"', '“', '(']) {
        return true;
    }
    let option = letters.trim_start_matches(FLAGS);
    let is_limit = option
        .strip_prefix('n')
        .is_some_and(|value| !value.starts_with(char::is_alphabetic));
    letters.starts_with(char::is_alphabetic)
        && letters.chars().count() > 1
        && !option.is_empty()
        && !is_limit
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::super::Cli;
    use super::*;

    fn read(line: &str) -> Vec<OsString> {
        let arguments = line.split(' ').map(OsString::from).collect();
        with_words(arguments, &Cli::command())
    }

    #[test]
    fn a_word_to_leave_out_is_no_option() {
        for word in [
            "-markt",
            "-huur",
            "-nieuw",
            "-verkeer",
            "-spreker:brink",
            "-\"markt",
            "-(markt",
        ] {
            let read = read(&format!("omroeper -q search woning {word} -n 5"));
            let spaced = format!(" {word}");
            assert_eq!(read[4].to_str(), Some(spaced.as_str()));
            assert_eq!(read[5], "-n");
        }
    }

    #[test]
    fn options_stay_options() {
        for line in [
            "omroeper search woning -n5 -qv -h --since -30d",
            "omroeper search woning -qn 5",
            "omroeper search -- -markt",
            "omroeper extract -markt.html",
        ] {
            let unchanged: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(read(line), unchanged);
        }
    }
}
