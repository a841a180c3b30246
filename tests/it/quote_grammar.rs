//! Every pair of quotation marks with every form of attribution and every name.

use crate::quotes::{all, read};

/// Opening and closing marks.
const MARKS: &[(&str, &str)] = &[
    ("“", "”"),
    ("‘", "’"),
    ("\"", "\""),
    ("„", "”"),
    (",,", "’’"),
    (",,", "\""),
    ("''", "''"),
    ("«", "»"),
    ("”", "”"),
];

/// A person as written in the text, and the expected name and role.
const PEOPLE: &[(&str, &str, &str)] = &[
    ("wethouder Mieke Smit", "Mieke Smit", "wethouder"),
    (
        "gedeputeerde Jan van den Berg",
        "Jan van den Berg",
        "gedeputeerde",
    ),
    (
        "burgemeester Saskia El Amrani",
        "Saskia El Amrani",
        "burgemeester",
    ),
    (
        "loco-burgemeester Teun Bos-Visser",
        "Teun Bos-Visser",
        "loco-burgemeester",
    ),
    (
        "dijkgraaf drs. A.B. (Anna) de Wit",
        "Anna de Wit",
        "dijkgraaf",
    ),
    (
        "minister van Financiën Bart Klein",
        "Bart Klein",
        "minister",
    ),
    (
        "wethouder Wonen Loes ter Horst",
        "Loes ter Horst",
        "wethouder",
    ),
    (
        "projectleider Yıldız Demir",
        "Yıldız Demir",
        "projectleider",
    ),
    (
        "heemraad Gerrit-Jan in ’t Veld",
        "Gerrit-Jan in ’t Veld",
        "heemraad",
    ),
];

const SPEECH: &str = "Wij zijn heel blij met de nieuwe brug";

/// Sentence templates. `{Who}` is the speaker at the start of a sentence, `{who}` elsewhere.
/// `{words}` is the quotation; `{sentence}` ends it with a full stop inside the marks.
const FORMS: &[&str] = &[
    "{Who}: {sentence}",
    "{Who} is er duidelijk over: {sentence}",
    "{Who} legt uit: {sentence}",
    "{words}, aldus {who}.",
    "{words}, zegt {who}.",
    "{words}, vertelt {who} over de plannen.",
    "{sentence} Dat zei {who}.",
    "De brug gaat morgen open. {words}, benadrukt {who}.",
];

#[test]
fn every_combination_of_marks_form_and_name_is_read() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    for (open, close) in MARKS {
        for form in FORMS {
            for (who, name, role) in PEOPLE {
                cases += 1;
                let (first, rest) = who.split_at(1);
                let text = form
                    .replace("{Who}", &(first.to_uppercase() + rest))
                    .replace("{who}", who)
                    .replace("{words}", &format!("{open}{SPEECH}{close}"))
                    .replace("{sentence}", &format!("{open}{SPEECH}.{close}"));
                let stop = if form.contains("{sentence}") { "." } else { "" };
                let expected = format!("direct: {SPEECH}{stop} — {name}, {role}");
                let found = all(&read(&text));
                if found != [expected.as_str()] {
                    wrong.push(format!(
                        "{text}\n  expected {expected}\n  found    {found:?}"
                    ));
                }
            }
        }
    }
    assert!(cases >= 400);
    assert!(
        wrong.is_empty(),
        "{} of {cases}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(25)].join("\n")
    );
}
