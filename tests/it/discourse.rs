//! Who said what in short texts of our own. People who did not know the rules wrote most of them, with what is right;
//! later ones hold what a round of `benches/first-contact` showed to be wrong.

use omroeper::document::{Quote, Release};

use crate::quotes::{read, said};

/// A text with the lines expected of it, and whether it is a known gap.
struct Case<'a> {
    text: &'a str,
    expected: Vec<&'a str>,
    is_gap: bool,
}

/// Reads cases in the form that `speakers.txt` describes.
fn cases(file: &str) -> Vec<Case<'_>> {
    file.split("\n\n")
        .filter_map(|part| {
            let mut lines = part
                .lines()
                .filter(|line| !line.starts_with('#') && !line.is_empty());
            let first = lines.next()?;
            Some(Case {
                text: first.trim_start_matches("~ "),
                expected: lines.filter(|line| !line.starts_with("term: ")).collect(),
                is_gap: first.starts_with("~ "),
            })
        })
        .collect()
}

/// Returns a quote as a line of the files: `kind: words — Name, role & Name, role`.
fn shown(release: &Release, quote: &Quote) -> String {
    let speakers: Vec<String> = quote
        .speakers
        .iter()
        .filter_map(|speaker| {
            let who = speaker.who()?.to_owned();
            let role = speaker.role.as_ref().filter(|_| speaker.name.is_some());
            Some(role.map_or(who.clone(), |role| format!("{who}, {role}")))
        })
        .collect();
    let speakers = if speakers.is_empty() {
        String::new()
    } else {
        format!(" — {}", speakers.join(" & "))
    };
    said(release, quote) + &speakers
}

fn check(file: &str, least: usize) {
    let cases = cases(file);
    assert!(cases.len() >= least, "the file holds {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let release = read(case.text);
        let found: Vec<String> = release
            .quotes
            .iter()
            .map(|quote| shown(&release, quote))
            .collect();
        match (found == case.expected, case.is_gap) {
            (true, false) | (false, true) => {}
            (true, true) => wrong.push(format!("{}\n  is right now: remove its `~`", case.text)),
            (false, false) => wrong.push(format!(
                "{}\n  expected {:#?}\n  found    {found:#?}",
                case.text, case.expected
            )),
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_speaker_of_each_quote_is_found() {
    check(include_str!("discourse/speakers.txt"), 130);
}

#[test]
fn statements_without_quotation_marks_are_found() {
    check(include_str!("discourse/statements.txt"), 150);
}

#[test]
fn what_only_looks_like_a_report_is_none() {
    check(include_str!("discourse/narrow.txt"), 150);
}

#[test]
fn reports_in_newspapers_are_read() {
    check(include_str!("discourse/reports.txt"), 52);
}
