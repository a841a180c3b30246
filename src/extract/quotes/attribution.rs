//! Who says it: the words beside a quotation that name its speaker.
//!
//! Leaves out pairing marks and telling speech from names, which its neighbours do. Rules are tried
//! in the order of `attribute`; the first that names somebody decides.

use std::ops::Range;

use super::speech::{is_speech_verb, may_be_verb};
use crate::document::{AttributionForm, Speaker, SpeakerLink};
use crate::extract::people::{Line, People, speaking_body};

/// What an attribution says.
#[derive(Debug, Clone)]
pub(super) struct Attribution {
    pub(super) speakers: Vec<Speaker>,
    /// The person who is its subject, for pronouns to come.
    pub(super) person: Option<usize>,
    /// Bytes of its block.
    pub(super) range: Range<usize>,
    pub(super) form: AttributionForm,
}

/// The attribution in the clause that ends in a colon at the end of `before`, a range of `text`.
pub(super) fn before_colon(
    people: &mut People,
    block: usize,
    text: &str,
    before: Range<usize>,
    subject: Option<usize>,
) -> Option<Attribution> {
    let head = text[before.clone()].trim_end();
    let clause_text = head.strip_suffix(':')?;
    let start = before.start + sentence_start(clause_text);
    let end = before.start + clause_text.len();
    let clause = trimmed(text, start..end);
    let (speakers, person) = subject_of(people, block, text, &clause, subject)?;
    let tokens = Line::within(block, text, clause.clone()).words;
    let verbal =
        tokens.iter().any(|w| is_speech_verb(&w.lower) || matches!(w.text, "is" | "zijn" | "kijkt" | "over" | "ook"));
    let form = if verbal { AttributionForm::ClauseColon } else { AttributionForm::BeforeColon };
    Some(Attribution { speakers, person, range: clause.start..before.start + head.len(), form })
}

/// The attribution that follows the closing mark: `, aldus X`, `, zegt X`, `. Dat zei X`.
pub(super) fn after(
    people: &mut People,
    block: usize,
    text: &str,
    after: Range<usize>,
    subject: Option<usize>,
) -> Option<Attribution> {
    let rest = &text[after.clone()];
    let lead = rest.len() - rest.trim_start_matches([',', '.', ' ', '–', '-', '—']).len();
    let start = after.start + lead;
    let spoken = text[..after.start].trim_end_matches(['”', '’', '"', '\'', '“', '»', '´', '`', ' ']);
    let sentence_ended = after.start == 0 || rest[..lead].contains('.') || spoken.ends_with(['.', '!', '?']);
    let end = start + clause_end(&text[start..after.end]);
    let end = start + text[start..end].trim_end_matches([',', ' ']).len();
    let tokens = Line::within(block, text, start..end).words;
    let mut first = 0;
    let mut form = AttributionForm::VerbAfter;
    if tokens.first().is_some_and(|w| w.lower == "zo" || w.lower == "dat" && sentence_ended) {
        form = if tokens[0].lower == "dat" { AttributionForm::DatZei } else { form };
        first += 1;
    } else if sentence_ended
        && rest[..lead].contains(". ")
        && !tokens.first().is_some_and(|w| matches!(w.text, "Aldus" | "Zegt"))
    {
        return None;
    }
    let named = tokens.get(first + 1).is_some_and(|w| people.mention_at(block, w.range.start).is_some());
    let gives_words = |w: &&str| is_speech_verb(w) || named && may_be_verb(w);
    let verb = tokens.get(first).map(|w| w.lower.as_ref()).filter(gives_words)?;
    if verb == "aldus" || verb == "volgens" {
        form = AttributionForm::Aldus;
    }
    let from = tokens[first].range.end;
    let (speakers, person) = subject_of(people, block, text, &trimmed(text, from..end), subject)?;
    Some(Attribution { speakers, person, range: start..end, form })
}

/// The name behind the marks that signs them: `“…” – Ton Smit, wethouder`, `“…” (wethouder Ton Smit)`.
pub(super) fn signed(people: &People, block: usize, text: &str, after: Range<usize>) -> Option<Attribution> {
    let rest = &text[after.clone()];
    let signature = rest.trim_start().strip_prefix(['–', '—', '-', '('])?.trim_start();
    let start = after.end - signature.len();
    let mention = people.mention_at(block, start)?;
    let alone = text.get(mention.span.end as usize..after.end)?.trim_matches([')', '.', ' ']).is_empty();
    alone.then(|| super::signature(people, mention))
}

/// The subject of the sentence that a fragment stands in: `Heemraad X vindt het “…”`.
pub(super) fn around(
    people: &mut People,
    block: usize,
    text: &str,
    before: Range<usize>,
    subject: Option<usize>,
) -> Option<Attribution> {
    let head = &text[before.clone()];
    let start = before.start + sentence_start(head);
    let range = trimmed(text, start..before.end);
    let clause = match text[range.clone()].strip_prefix("Volgens ") {
        Some(rest) => range.end - rest.len()..range.end,
        None => range.clone(),
    };
    let (speakers, person) = subject_of(people, block, text, &clause, subject)?;
    Some(Attribution { speakers, person, range, form: AttributionForm::Within })
}

/// Whoever a clause without a verb names: what stands behind *Volgens*.
pub(super) fn of_clause(
    people: &mut People,
    block: usize,
    text: &str,
    clause: Range<usize>,
    subject: Option<usize>,
) -> Option<Attribution> {
    let (speakers, person) = subject_of(people, block, text, &clause, subject)?;
    Some(Attribution { speakers, person, range: clause, form: AttributionForm::Within })
}

/// Everybody whom `clause` has as its subject.
fn subject_of(
    people: &mut People,
    block: usize,
    text: &str,
    clause: &Range<usize>,
    subject: Option<usize>,
) -> Option<(Vec<Speaker>, Option<usize>)> {
    if clause.is_empty() {
        return None;
    }
    let named: Vec<(usize, bool, usize)> =
        people.mentions_in(block, clause).map(|m| (m.person, m.joint, m.span.start as usize)).collect();
    let stretch = Line::within(block, text, clause.clone());
    let tokens = &stretch.words;
    let first = tokens.first()?;
    let opening = &tokens[..tokens.len().min(4)];
    // A surname or pronoun that opens the clause is its subject, whoever is named later.
    let mention_opens =
        named.first().is_some_and(|(_, _, start)| *start <= opening.last().map_or(clause.start, |w| w.range.start));
    if !mention_opens {
        if matches!(first.lower.as_ref(), "hij" | "zij" | "ze" | "hem" | "haar") {
            return subject.map(|p| (vec![speaker(people, p, SpeakerLink::Pronoun)], Some(p)));
        }
        if let Some((person, by_surname)) = people.by_part_of_name(tokens, 0) {
            let link = if by_surname { SpeakerLink::Surname } else { SpeakerLink::FirstName };
            return Some((vec![speaker(people, person, link)], Some(person)));
        }
        let article = usize::from(matches!(first.lower.as_ref(), "de" | "het" | "een"));
        if let Some(person) = people.by_role(tokens, article) {
            return Some((vec![speaker(people, person, SpeakerLink::Role)], Some(person)));
        }
    }
    if let Some(&(person, ..)) = named.first() {
        let mut speakers = vec![speaker(people, person, SpeakerLink::Name)];
        speakers.extend(
            named
                .iter()
                .skip(1)
                .take_while(|(_, joint, _)| *joint)
                .map(|(p, ..)| speaker(people, *p, SpeakerLink::Name)),
        );
        return Some((speakers, Some(person)));
    }
    // `Joop Kuiper`, or `veerbaas Joop Kuiper`: any word may be somebody's trade.
    let trade = first.text.starts_with(char::is_lowercase)
        && !matches!(first.text, "de" | "het" | "een" | "deze" | "dit" | "die" | "zijn" | "haar" | "hun" | "onze")
        && tokens.get(1).is_some_and(|w| w.joined && w.is_capitalised());
    if let Some(person) = people.note_bare_name(&stretch, usize::from(trade)) {
        if trade {
            people.persons[person].role.get_or_insert_with(|| first.lower.to_string());
        }
        return Some((vec![speaker(people, person, SpeakerLink::Name)], Some(person)));
    }
    if let Some(body) = speaking_body(&stretch, 0) {
        let organisation = Some(body.to_owned());
        return Some((
            vec![Speaker { name: None, role: None, organisation, official: None, link: SpeakerLink::Organisation }],
            None,
        ));
    }
    // A pronoun or a known name further on: `Ook vertelt ze:`, `Volgens Smit:`.
    for (at, word) in tokens.iter().enumerate().skip(1) {
        if matches!(word.text, "hij" | "zij" | "ze")
            && let Some(person) = subject
        {
            return Some((vec![speaker(people, person, SpeakerLink::Pronoun)], Some(person)));
        }
        if word.is_capitalised()
            && let Some((person, by_surname)) = people.by_part_of_name(tokens, at)
        {
            let link = if by_surname { SpeakerLink::Surname } else { SpeakerLink::FirstName };
            return Some((vec![speaker(people, person, link)], Some(person)));
        }
    }
    let article = usize::from(matches!(first.lower.as_ref(), "de" | "het" | "een"));
    let role = People::nameless_role(tokens, article)?;
    Some((
        vec![Speaker { name: None, role: Some(role), organisation: None, official: None, link: SpeakerLink::Role }],
        None,
    ))
}

/// Person number `person` as a speaker.
pub(super) fn speaker(people: &People, person: usize, link: SpeakerLink) -> Speaker {
    let known = &people.persons[person];
    Speaker {
        name: Some(known.name.clone()),
        role: known.role.clone(),
        organisation: known.organisation.clone(),
        official: people.official_index(person),
        link,
    }
}

/// Byte of `text` at which its last sentence begins.
pub(super) fn sentence_start(text: &str) -> usize {
    sentence_starts(text).last().unwrap_or(0)
}

/// The sentences of `text`, in order.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    sentence_starts(text).chain(std::iter::once(text.len())).map(move |end| std::mem::replace(&mut start, end)..end)
}

/// Where sentences begin, the first one left out.
fn sentence_starts(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['.', '!', '?', '”', '’', '"']).filter_map(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        let next = rest.trim_start();
        let opens = rest.starts_with(' ')
            && next.starts_with(|c: char| c.is_uppercase() || matches!(c, '‘' | '“' | '"' | '\'' | '’'));
        let word_start = text[..at].rfind([' ', '(']).map_or(0, |n| n + 1);
        let word = &text[word_start..at];
        let shortened = mark == "."
            && (word.chars().count() == 1
                || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
                || word.contains('.'));
        let closes_term = matches!(mark, "”" | "’" | "\"") && !text[..at].ends_with(['.', '!', '?']);
        (opens && !shortened && !closes_term).then(|| at + mark.len() + (rest.len() - next.len()))
    })
}

/// Words that a full stop shortens rather than ends a sentence.
const ABBREVIATIONS: &[&str] = &[
    "drs", "mr", "ir", "ing", "dr", "prof", "dhr", "mw", "mevr", "nr", "ca", "bijv", "bv", "st", "jl", "resp", "incl",
    "excl", "tel", "max", "min", "art", "blz", "evt",
];

/// Length of the first clause of `text`: to the end of its sentence, or to a mark that opens.
fn clause_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        let next_is_space = bytes.get(at + c.len_utf8()).is_none_or(u8::is_ascii_whitespace);
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '.' if depth == 0 && next_is_space => {
                let word = text[..at].rsplit(' ').next().unwrap_or_default();
                if word.chars().count() > 1 && !ABBREVIATIONS.contains(&word.to_lowercase().as_str()) {
                    return at;
                }
            }
            '!' | '?' | ':' | ';' if depth == 0 && next_is_space => return at,
            '“' | '„' | '‘' | '"' if at > 0 => return text[..at].trim_end_matches([' ', ',']).len(),
            _ => {}
        }
    }
    text.len()
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..range.end - (slice.len() - slice.trim_end().len()).min(range.end - start)
}
