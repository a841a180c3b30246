//! Finds the name behind an office and its field, body or place: *De burgemeester van Waterhoek, Daan Smit*.
//!
//! Leaves out a name right behind the office (`mentions`) and an office behind a name (`apart`).

use super::facts::Facts;
use super::form::{Form, form, may_be_person};
use super::name::{Name, name_at};
use super::role::{PersonRole, role_at};
use crate::document::PublisherKind;
use crate::dutch::offices::office_of;
use crate::dutch::verbs::{SAYS, is_past};
use crate::dutch::words::{POLICY, STOP_WORDS, TITLES, is_body_noun, is_place};
use crate::speech::words::{Line, Word};

/// Most words of a phrase between an office and the name behind it.
const PHRASE: usize = 9;

/// Returns the name behind an office and *is*: `Voorzitter van de stichting is Wanny Smit`. `end` is the
/// index after the office.
pub(super) fn name_after_copula(line: &Line<'_>, end: usize) -> Option<Name> {
    let limit = line.words.len().min(end + 7);
    let copula = (end..limit)
        .take_while(|&at| line.words[at].joined)
        .find(|&at| is_copula(&line.words[at]))
        .or_else(|| copula_behind_clause(line, end))?;
    name_at(line.words, copula + 1).filter(|name| {
        // `De burgemeester is Piet Smit zeer dankbaar`
        let behind = line.words[name.end..].iter().take(2);
        let is_object = behind.take_while(|next| next.joined).any(takes_object);
        !is_object
            && line.words[copula + 1].joined
            && (form(name) == Form::Person || copula == end && name.is_full())
    })
}

/// Whether a word behind *is* takes somebody for its object: *is de wethouder dankbaar*.
pub(super) fn takes_object(word: &Word<'_>) -> bool {
    matches!(
        word.text,
        "dankbaar" | "erkentelijk" | "kwijt" | "vergeten" | "trouw"
    )
}

fn is_copula(word: &Word<'_>) -> bool {
    matches!(word.text, "is" | "was" | "wordt" | "werd")
}

/// Returns the word of *is* behind a relative clause: *De wethouder die op bezoek kwam, is Wanny Smit*. `end` is the
/// index after the office.
fn copula_behind_clause(line: &Line<'_>, end: usize) -> Option<usize> {
    let opens = line.words.get(end)?;
    (opens.joined && opens.text == "die").then_some(())?;
    let behind = (end + 1..line.words.len().min(end + 14)).find(|&at| !line.words[at].joined)?;
    let is_comma = line.between(behind - 1, behind) == ", ";
    (is_comma && is_copula(&line.words[behind]) && behind + 1 < line.words.len()).then_some(behind)
}

/// Returns the name of a person behind the field of an office: *hoogleraar geneeskunde Marcel Smit*, *hoogleraar
/// algemene rechtswetenschap Jan Bos*. `field` is the first word of the field.
pub(super) fn name_behind_field(line: &Line<'_>, field: usize) -> Option<Name> {
    let first = line.words.get(field)?;
    let has_adjective = first.joined
        && first.lower.ends_with('e')
        && line
            .words
            .get(field + 1)?
            .text
            .starts_with(char::is_lowercase);
    let field = field + usize::from(has_adjective);
    let word = line.words.get(field)?;
    let is_field = word.joined
        && word.text.starts_with(char::is_lowercase)
        && word.text.len() > 4
        && !STOP_WORDS.contains(&word.lower)
        // `De minister ontving Jan Bos`, `De rechter veroordeelt Jan Bos`
        && (POLICY.contains(&word.lower) || !may_be_finite(word));
    let is_joined = line.words.get(field + 1)?.joined;
    // `heemraad watersysteem Dorenda Smit van het waterschap: “…”`
    let introduces = || line.text.contains([':', '“', '‘', '"']);
    name_at(line.words, field + 1).filter(|name| {
        let opens = line
            .words
            .get(name.end)
            .is_none_or(|next| !next.joined || next.text == "van");
        is_field
            && is_joined
            && name.is_full()
            && (form(name) == Form::Person
                || is_science(&word.lower)
                || field == 1 && opens && introduces())
    })
}

/// Whether a word is the name of a science: *bodemkunde*, *sociologie*.
fn is_science(word: &str) -> bool {
    let ends = [
        "kunde",
        "logie",
        "wetenschap",
        "wetenschappen",
        "geschiedenis",
        "sofie",
        "nomie",
        "grafie",
    ];
    word.len() > 6 && ends.iter().any(|end| word.ends_with(end))
}

/// Whether a word behind an office or a name may be the verb of the sentence, whatever noun it looks like: *ontving*,
/// *veroordeelt*.
fn may_be_finite(word: &Word<'_>) -> bool {
    let is_present = word.text.len() > 4
        && word.text.ends_with('t')
        && !["recht", "kunst", "sport", "markt", "projekt", "project"]
            .iter()
            .any(|end| word.text.ends_with(end));
    word.is_finite_verb() || is_past(word.text) || is_present
}

/// Returns the name behind an office of municipalities and its place: *burgemeester van Waterhoek Ilva Smit*.
pub(super) fn name_behind_place(line: &Line<'_>, role: &PersonRole) -> Option<Name> {
    let of_municipality = office_of(&role.base) == Some(PublisherKind::Municipality);
    let [of, place, first, ..] = line.words.get(role.end..)? else {
        return None;
    };
    let are_joined = of.joined && of.text == "van" && place.joined && first.joined;
    let name = name_at(line.words, role.end + 2)?;
    let goes_on = line
        .words
        .get(name.end)
        .is_some_and(|next| next.joined && next.is_capitalized());
    // `burgemeester van Hendrik Ido Ambacht`
    let is_of_place = is_place(line.slice(role.end + 1, name.end));
    let is_name = name.is_full() && may_be_person(&name) && !goes_on && !is_of_place;
    (of_municipality && are_joined && place.is_capitalized() && is_name).then_some(name)
}

/// Returns the name behind a comma at word `at` that explains an office, and ends where a clause ends: *Gedeputeerde
/// Economische Zaken, Jaap Smit: “…”*. Without a field, a colon follows: *Inspecteur-generaal, Jaap Smit: “…”*.
pub(super) fn name_after_field(line: &Line<'_>, at: usize, has_field: bool) -> Option<Name> {
    let opens =
        line.words.get(at).is_some() && line.between(at - 1, at).trim_start_matches(')') == ", ";
    let name = name_at(line.words, at).filter(|name| opens && name.is_full())?;
    let behind = &line.text[line.words[name.end - 1].range.end..];
    let closes = behind.starts_with(':')
        || has_field && (behind.is_empty() || behind.starts_with([',', '.']));
    (closes && (form(&name) == Form::Person || may_be_person(&name))).then_some(name)
}

/// Returns the name that explains an office with an article: `De dierenarts, Noor Benali, begint`.
pub(super) fn name_after_comma(line: &Line<'_>, role: &PersonRole) -> Option<Name> {
    // `de tijdelijke minister`
    let adjective = role
        .first
        .checked_sub(1)
        .filter(|at| line.words[*at].lower.ends_with('e') && line.words[*at].lower.len() > 3);
    let article = adjective
        .unwrap_or(role.first)
        .checked_sub(1)
        .map(|before| &line.words[before])?;
    let next = line.words.get(role.end)?;
    let gap = line.between(role.end - 1, role.end);
    // `aldus commissaris van de Koning, Arthur Smit`
    let is_said = || role.end > role.first + 1 && SAYS.contains(&article.lower);
    // `een nieuwe beheerder: Rachid Smit`
    let is_explained = !next.joined
        && ((matches!(
            article.lower.as_ref(),
            "de" | "het" | "zijn" | "haar" | "hun"
        ) || is_said())
            && gap == ", "
            || gap == ": ");
    // `de tijdelijke minister, Smit.`
    let is_whole = |name: &Name| line.words.get(name.end).is_none_or(|next| !next.joined);
    name_at(line.words, role.end).filter(|name| {
        let is_list = gap == ", " && goes_on_as_list(line, name.end);
        // `Het oordeel van de wethouder: Jan Bos heeft de regels overtreden`
        let is_sentence = gap == ": " && !is_whole(name);
        is_explained
            && !is_list
            && !is_sentence
            && (form(name) == Form::Person || gap == ", " && is_whole(name))
    })
}

/// Whether a name that ends at word `end` is one of a list behind an office: *de directeur, Piet Mol en de leerlingen*, *de
/// burgemeester, Jan Bos van de visclub en de kinderen*.
fn goes_on_as_list(line: &Line<'_>, end: usize) -> bool {
    const WITHIN: usize = 8;
    let behind = line.words[end.min(line.words.len())..].iter().take(WITHIN);
    let mut behind = behind.take_while(|word| word.joined && !may_be_finite(word));
    behind.any(|word| word.text == "en")
}

/// Returns the name of a person behind the body of an office, which may begin with *van*. Notes the
/// body.
pub(super) fn name_behind_body(line: &Line<'_>, from: usize, facts: &mut Facts) -> Option<Name> {
    let words = &line.words;
    let is_start = words.get(from).is_some_and(|w| {
        w.joined && (w.is_capitalized() || matches!(w.text, "van" | "bij" | "voor" | "in"))
    });
    let first = from + usize::from(words.get(from)?.text.starts_with(char::is_lowercase));
    let end = (first + 1..words.len().min(first + 6)).find(|&n| {
        let whole = name_at(words, n);
        let separated = line.between(n - 1, n);
        // `de voorzitter van de Kamer, Anouchka Smit, `
        let is_apposition = |name: &Name| {
            let closes = name.end < words.len() && line.between(name.end - 1, name.end) == ", ";
            // `De rector van het college, Van der Plas, `
            let is_whole = name.is_full() || name.given.is_none();
            separated == ", " && closes && is_whole && may_be_person(name)
        };
        (separated == " " || separated == ", ")
            && whole.is_some_and(|name| form(&name) == Form::Person || is_apposition(&name))
    })?;
    // `schepen van Mobiliteit, Publieke Ruimte en Stedenbouw`, `de politie Oost/West`
    let is_list =
        |at: usize| words[at].is_capitalized() && matches!(line.between(at - 1, at), ", " | "/");
    // `gedeputeerde voor leefmilieu Bart Smit`
    let is_field = |word: &Word<'_>| {
        words[from].text == "voor"
            && word.lower.len() > 4
            && !STOP_WORDS.contains(&word.lower)
            && !SAYS.contains(&word.lower)
    };
    let is_body = words[first..end].iter().enumerate().all(|(n, w)| {
        (n == 0 || w.joined || is_list(first + n))
            && (w.is_capitalized()
                // `de burgemeester van de Zeeuwse stad Zandwijk, Ina Bos,`
                || matches!(w.text, "de" | "het" | "en" | "in" | "stad" | "dorp")
                || is_body_noun(&w.lower)
                || is_field(w))
    });
    // `de kapitein van de Anna Maria`: an article alone is no body
    let has_noun = words[first..end]
        .iter()
        .any(|word| !matches!(word.text, "de" | "het"));
    if !is_start || !is_body || !has_noun {
        return None;
    }
    let name = name_at(words, end)?;
    // `De burgemeester van Zandwijk, Jan Bos van de visclub en een groep kinderen`
    if line.between(end - 1, end) == ", " && goes_on_as_list(line, name.end) {
        return None;
    }
    // `Stedenbouw Filip Smit`: the name begins behind another word.
    let begins = usize::from(
        !TITLES.contains(&words[end].lower)
            && name
                .given
                .as_deref()
                .is_some_and(|given| !given.starts_with(words[end].text)),
    );
    let of = line.slice(first, end + begins).to_owned();
    if words[from].text == "voor" || POLICY.contains(&words[first].lower) {
        facts.portfolio.get_or_insert(of);
    } else if facts
        .organisation
        .as_deref()
        .is_none_or(|body| body.ends_with(line.slice(end + begins, name.end)))
    {
        // `van de stuurgroep Ina Smit` looks like a body.
        facts.organisation = Some(of);
    }
    Some(name)
}

/// Returns the name behind an office whose work and body are told in words: *omgevingsmanager dijken bij het waterschap,
/// Alex Smit*, *adviseur bodem en water van de provincie Petra Smit*. The phrase holds no other office.
pub(super) fn name_behind_phrase(line: &Line<'_>, role: &PersonRole) -> Option<Name> {
    let words = &line.words;
    let is_of_phrase = |word: &Word<'_>| {
        word.joined
            && word.text.starts_with(char::is_lowercase)
            && !word.is_finite_verb()
            && (!is_past(word.text) || POLICY.contains(&word.lower) || is_body_noun(&word.lower))
            && !matches!(
                word.text,
                "die" | "dat" | "om" | "te" | "over" | "aan" | "door" | "met" | "tot" | "als"
            )
    };
    let from = role.end;
    let phrase = words.get(from..)?.iter().take(PHRASE);
    let end = from + phrase.take_while(|word| is_of_phrase(word)).count();
    let last = words.get(from..end)?.last()?;
    // `de directeur van het museum, de heer Jan Post`
    let is_sir =
        matches!(words.get(end..), Some([the, sir, ..]) if the.text == "de" && sir.text == "heer");
    let name = name_at(words, end + usize::from(is_sir)).filter(Name::is_full)?;
    let stops = words.get(name.end).is_none_or(|next| !next.joined);
    let is_behind = match line.between(end - 1, end) {
        ", " => {
            // `initiatiefnemer van het eerste uur, Ina Smit`, but `de minister ontving een veteraan, Jan Smit`
            let first = words[from].text;
            stops
                && (is_body_noun(&last.lower)
                    || matches!(first, "van" | "voor" | "bij" | "namens" | "uit"))
                && (form(&name) == Form::Person || may_be_person(&name))
        }
        " " => {
            // `hoogleraar staats- en bestuursrecht Ina Bos`
            let is_science = is_science(&last.lower) || last.lower.ends_with("recht");
            (is_body_noun(&last.lower) || is_science) && form(&name) == Form::Person
        }
        _ => false,
    };
    let has_office = || (from..end).any(|at| role_at(words, at).is_some());
    (is_behind && !role.plural && !has_office()).then_some(name)
}
