//! What searches find, over pages and records whose text is known (`fixtures/searches.txt`), and over
//! synthetic releases, where a plain scan of their words says what must be found.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::World;

const CASES: &str = include_str!("../../fixtures/searches.txt");

/// A home with the releases that the cases are about.
fn world() -> World {
    let world = World::new();
    let run = world.run(&["ingest", "fixtures/pages", "fixtures/searches.jsonl"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    world
}

/// What a command line finds, compared with what a case expects.
fn check(world: &World, command: &str, expected: &[&str]) -> Result<(), String> {
    let arguments = shlex::split(command).expect("a command line");
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let run = world.run(&[&arguments[..], &["--json"]].concat());
    if run.code() > 1 {
        return Err(format!("ends with {}: {}", run.code(), run.stderr()));
    }
    let answer = run.json();
    if let Some(facet) = answer["facets"].get(0) {
        let values = facet["values"].as_array().expect("values");
        let line = |value: &serde_json::Value| {
            let name = value["value"].as_str().unwrap_or("null");
            format!("{name} {}", value["count"])
        };
        let counted: Vec<String> = values.iter().map(line).collect();
        return if counted == expected {
            Ok(())
        } else {
            Err(format!("counts {counted:?}"))
        };
    }
    let key = if arguments[0] == "quotes" {
        "quotes"
    } else {
        "hits"
    };
    let found = answer[key].as_array().expect("hits").iter();
    let found: BTreeSet<&str> = found.filter_map(|hit| hit["url"].as_str()).collect();
    let names: Vec<&str> = expected.iter().flat_map(|line| line.split(' ')).collect();
    let are_found = names
        .iter()
        .all(|name| found.iter().any(|url| url.contains(name)));
    if are_found && names.len() == found.len() && (run.code() == 1) == names.is_empty() {
        Ok(())
    } else {
        Err(format!("finds {found:?}, exit code {}", run.code()))
    }
}

#[test]
fn every_search_finds_what_its_case_says() {
    let world = world();
    let mut cases: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in CASES.lines() {
        match (line.strip_prefix("    "), cases.last_mut()) {
            (Some(expected), Some((_, lines))) => lines.push(expected),
            _ if line.is_empty() || line.starts_with('#') => {}
            _ => cases.push((line, Vec::new())),
        }
    }
    assert!(cases.len() >= 100, "{} cases", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(command, expected)| {
            let problem = check(&world, command, expected).err()?;
            Some(format!("{command}\n    wanted {expected:?}\n    {problem}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The words of a synthetic release in lower case, in order.
type Words = Vec<String>;

/// Whether two words stand at most `most` words from each other.
fn are_near(words: &Words, one: &str, other: &str, most: usize) -> bool {
    let places = |wanted: &str| -> Vec<usize> {
        let places = words.iter().enumerate();
        places
            .filter(|(_, word)| *word == wanted)
            .map(|(at, _)| at)
            .collect()
    };
    let others = places(other);
    places(one).iter().any(|at| {
        others
            .iter()
            .any(|place| at != place && at.abs_diff(*place) <= most)
    })
}

/// Each operator finds exactly the releases that a scan of the bodies finds.
#[test]
fn operators_agree_with_a_plain_scan_of_synthetic_releases() {
    let world = World::new();
    world.ingest(&world.pages(300, 3000));
    let export = world.run(&["export", "--jsonl"]);
    let mut bodies: Vec<Words> = Vec::new();
    for line in export.stdout().lines() {
        let release: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let mut words = Vec::new();
        for block in release["blocks"].as_array().expect("blocks") {
            let text = block["text"].as_str().expect("text").to_lowercase();
            // A number with a point or a comma in it is one word.
            let split = text.split(|c: char| c.is_whitespace() || "-–—/".contains(c));
            let bare = split.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
            words.extend(bare.filter(|word| !word.is_empty()).map(str::to_owned));
            // No phrase goes on in the next paragraph.
            words.extend(std::iter::repeat_n(String::new(), 64));
        }
        bodies.push(words);
    }
    assert_eq!(bodies.len(), 300);
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for word in bodies.iter().flat_map(BTreeSet::from_iter) {
        *times.entry(word).or_default() += 1;
    }
    // Words of letters that a tenth to a half of the releases have.
    let usual = times.iter().filter(|(word, times)| {
        (30..150).contains(*times) && word.len() > 4 && word.chars().all(|c| c.is_ascii_lowercase())
    });
    let usual: Vec<&str> = usual.map(|(word, _)| *word).collect();
    assert!(usual.len() > 40, "{} words", usual.len());
    let count =
        |matches: &dyn Fn(&Words) -> bool| bodies.iter().filter(|words| matches(words)).count();
    let total = |query: &str| {
        let run = world.run(&["search", query, "--limit", "0", "--no-expansion", "--json"]);
        run.json()["total"].as_u64().expect("a number") as usize
    };
    for pair in usual
        .chunks_exact(usual.len() / 12)
        .map(|chunk| &chunk[..2])
    {
        let (one, two) = (pair[0].to_owned(), pair[1].to_owned());
        let has = |words: &Words, word: &str| words.iter().any(|other| other == word);
        let is_phrase = |words: &Words| words.windows(2).any(|at| at[0] == one && at[1] == two);
        for (query, expected) in [
            (format!("tekst:={one}"), count(&|words| has(words, &one))),
            (
                format!("tekst:(={one} AND ={two})"),
                count(&|words| has(words, &one) && has(words, &two)),
            ),
            (
                format!("tekst:(={one} OR ={two})"),
                count(&|words| has(words, &one) || has(words, &two)),
            ),
            (
                format!("+tekst:={one} -tekst:={two}"),
                count(&|words| has(words, &one) && !has(words, &two)),
            ),
            (
                format!("tekst:{}*", &one[..4]),
                count(&|words| words.iter().any(|word| word.starts_with(&one[..4]))),
            ),
            (format!("tekst:\"{one} {two}\" --exact"), count(&is_phrase)),
            (
                format!("tekst:(={one} NEAR/8 ={two})"),
                count(&|words| are_near(words, &one, &two, 8)),
            ),
        ] {
            assert_eq!(total(&query), expected, "{query}");
        }
    }
}
