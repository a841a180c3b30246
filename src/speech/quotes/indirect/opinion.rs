//! Reads opinions without *dat*: *vindt het een goed plan*, *De samenwerking vindt hij erg goed*.
//!
//! Leaves out other statements behind a verb (`frame`).

use super::{Reported, Sentence, attributed};
use crate::document::AttributionForm;
use crate::dutch::verbs::{FINITE, reporting};
use crate::dutch::words::{JUDGEMENTS, STOP_WORDS};
use crate::speech::quotes::span_kind::is_adjective;
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::words::Word;

/// Forms of verbs that give an opinion without *dat*: *vindt het een goed plan*, *noemt het onzin*.
pub(super) const OPINIONS: [&str; 11] = [
    "vindt", "vond", "vinden", "vonden", "acht", "achtte", "achtten", "noemt", "noemde", "noemen",
    "noemden",
];

/// Words before *dat* that make it a pronoun: *een veelvoud van dat bedrag*, *terwijl dat niet mag*. An article behind
/// them belongs to the thing before.
pub(super) const BEFORE_PRONOUN: [&str; 16] = [
    "van", "in", "met", "op", "voor", "over", "bij", "door", "naar", "uit", "terwijl", "omdat",
    "en", "of", "als", "maar",
];

/// Words before the place where something is found.
const FOUND_AT: &[&str] = &[
    "achter", "onder", "naast", "tussen", "langs", "in", "op", "bij",
];

/// What somebody finds, and does not think: *vond een andere locatie*.
const FOUND: [&str; 8] = [
    "locatie",
    "plek",
    "plaats",
    "oplossing",
    "woning",
    "huis",
    "baan",
    "opvolger",
];

/// Words with which a judgement begins, besides adjectives behind *noemt*.
const DEGREES: [&str; 14] = [
    "erg",
    "heel",
    "zeer",
    "te",
    "niet",
    "wel",
    "echt",
    "vooral",
    "ook",
    "zelfs",
    "uiterst",
    "volstrekt",
    "nogal",
    "tamelijk",
];

/// Words that open a thing that is judged, and may follow *ook* or *met name*.
const OPENERS: [&str; 6] = ["de", "het", "een", "die", "deze", "dat"];

/// Words with which a thing is only named, and not judged.
const HOW_OFTEN: [&str; 7] = [
    "keer",
    "keren",
    "maal",
    "regelmatig",
    "vaak",
    "herhaaldelijk",
    "expliciet",
];

/// Most words behind the article of somebody's thing, the judgement included: *(de) uitspraken van minister Jan Smit zorgelijk*.
const OF_SOMEBODY: usize = 6;

/// Most words of the thing and of the judgement.
const WITHIN: usize = 16;

/// Returns the word at which the opinion behind the verb at word `verb` begins: *vindt het een goed plan*.
pub(super) fn opinion(
    clause: &SpeechClause<'_>,
    sentence: &Sentence<'_>,
    verb: usize,
) -> Option<usize> {
    let words = sentence.words();
    let first = sentence.after_verb(clause, verb, reporting(&words[verb].lower));
    // `Dat laatste vond vooral raadslid Ina Smit`
    let behind = usize::from(words.get(first).is_some_and(|word| word.text == "vooral"));
    if behind > 0 && clause.opens_with_speaker(&sentence.line, first + behind) {
        return None;
    }
    let opener = words.get(first)?;
    let opens = matches!(
        opener.text,
        "het" | "dit" | "deze" | "die" | "de" | "een" | "vooral" | "zo’n"
    );
    let takes_place = words[first..].iter().any(|word| word.text == "plaats");
    // `Jammer, vindt het Zandwijkse raadslid Ina Smit`
    let names_source = || {
        let near = words[first].range.start..words[(first + 4).min(words.len() - 1)].range.end;
        clause
            .people
            .mentions_in(clause.block, &near)
            .next()
            .is_some()
    };
    let closes =
        verb > 0 && sentence.gap(verb).contains(',') && (opener.text != "het" || names_source());
    // *vonden een kist achter de muur*: where something was found.
    let end = words.len();
    let is_found = opener.text == "een"
        && words[first..words.len().min(first + 4)]
            .iter()
            .any(|word| FOUND.contains(&word.text))
        || matches!(opener.text, "de" | "een")
            && (end.saturating_sub(3)..end.saturating_sub(1))
                .any(|at| at > first && FOUND_AT.contains(&words[at].text));
    // `noemt het teleurstellend dat`, `noemt het van groot belang dat`
    let has_dat = || {
        let mut near = words[first + 1..].iter().take(5);
        near.find(|word| word.text == "dat" || FINITE.contains(&word.lower))
            .is_some_and(|word| word.text == "dat")
            // `noemt het goed om te wachten`
            || words.get(first + 2).is_some_and(|word| word.text == "om")
    };
    // `noemt het een kans`, but `noemt het plan haalbaar` describes a thing.
    let judges = || {
        let next = words.get(first + 1);
        next.is_some_and(|next| first + 2 == end || matches!(next.text, "een" | "geen"))
            || has_dat()
    };
    let names = words[verb].lower.starts_with("noem");
    let is_found = is_found || !names && !is_judged(sentence, first);
    // `Verder noemde de politiechef het tekort`: the subject stands behind the verb.
    let is_subject_before = || {
        let before = words[0].range.start..words[verb].range.start;
        clause.opens_with_speaker(&sentence.line, 0)
            || clause
                .people
                .mentions_in(clause.block, &before)
                .next()
                .is_some()
    };
    let judges_thing = names
        && first == verb + 1
        && is_subject_before()
        && judges_what_it_names(clause, &words[first..]);
    let describes = names && !judges_thing && !(opener.text == "het" && judges());
    let is_other = closes || takes_place || !(opens || judges_thing) || is_found || describes;
    // `vindt het onzin`
    let least = if opener.text == "het" { 2 } else { 3 };
    // `Maar vervelend vindt hij het wel`
    let says_nothing = words[first..]
        .iter()
        .all(|word| STOP_WORDS.contains(&word.lower));
    (!is_other && !says_nothing && words.len() >= first + least).then_some(first)
}

/// Words before what is thought of something, which need not be an adjective: *te veel*, *erg mooi*.
const BEFORE_JUDGEMENT: [&str; 14] = [
    "erg",
    "heel",
    "zeer",
    "te",
    "zo",
    "nogal",
    "best",
    "echt",
    "niet",
    "wel",
    "ook",
    "voldoende",
    "nergens",
    "goed",
];

/// Whether what stands behind *vindt* from word `first` on is judged, and not found: *vindt de straat gevaarlijk*, but
/// *vindt een wapen in de auto*.
fn is_judged(sentence: &Sentence<'_>, first: usize) -> bool {
    let words = sentence.words();
    let end = (first + 1..words.len())
        .find(|&at| {
            sentence.gap(at).contains([',', ':', ';'])
                || matches!(words[at].text, "en" | "maar" | "omdat" | "want")
        })
        .unwrap_or(words.len());
    let judges = |word: &Word<'_>| {
        is_adjective(&word.lower)
            || JUDGEMENTS.contains(word.text)
            || word.text.ends_with('e') && word.text.starts_with("on")
    };
    let segment = &words[first..end];
    let goes_on = words[first..]
        .iter()
        .take(8)
        .any(|word| matches!(word.text, "dat" | "als" | "om"));
    let [opener, rest @ ..] = segment else {
        return false;
    };
    // `vindt het goed`, `vindt het daarom tijd om te stoppen`
    let next = rest.iter().find(|word| !STOP_WORDS.contains(&word.lower));
    let is_pronoun = matches!(opener.text, "het" | "dit" | "dat")
        && (next.is_none_or(judges)
            || rest
                .first()
                .is_none_or(|word| STOP_WORDS.contains(&word.lower))
            || goes_on
            || rest.len() == 1 && words[first - 1].text.ends_with('t'));
    let has_judgement = segment.windows(2).skip(1).any(|two| {
        let [before, word] = two else { return false };
        // `vindt de maatregel een goede stap`
        let is_second = matches!(word.text, "een" | "geen" | "onze")
            && !BEFORE_PRONOUN.contains(&before.lower.as_ref());
        // `de tijd om met bewoners te praten`
        let is_infinitive = before.text == "te" && word.text.ends_with("en");
        is_second || BEFORE_JUDGEMENT.contains(&before.text) && !is_infinitive
    });
    // `vindt de aanpak slap`, but `vindt de nieuwe directeur`, `vindt de sleutel in de tuin`
    let is_present = words[first - 1].text.starts_with("vind");
    // `de aanpak van de gemeente slap`
    let is_noun = |at: usize| {
        at > 1 && matches!(segment[at - 1].text, "de" | "het")
            || !segment[at].text.ends_with('e') && segment[at].text != "een"
    };
    let before_last = segment.len().saturating_sub(2);
    let ends_plainly = matches!(opener.text, "de" | "deze" | "die")
        && segment.len() > 2
        && is_noun(before_last)
        && !BEFORE_PRONOUN.contains(&segment[before_last].lower.as_ref())
        && !matches!(segment[before_last].text, "de" | "het");
    // `beter dan de oude`, `aan de hoge kant`
    let compares = segment
        .windows(2)
        .any(|two| two[0].text.ends_with("er") && two[1].text == "dan");
    let is_phrase = segment
        .windows(2)
        .any(|two| two[0].text == "hoge" && two[1].text == "kant")
        || segment
            .iter()
            .any(|word| word.text.starts_with("proportie"));
    is_pronoun
        || has_judgement
        || compares
        || is_phrase
        || is_present && ends_plainly && segment.len() <= 8
        || segment.len() > 1 && segment.last().is_some_and(judges)
}

/// Whether the words behind *noemt* are a thing or somebody, and what is thought of it: *de plannen een goede stap*, *het
/// plan erg haalbaar*, *dit de belangrijkste taak*.
fn judges_what_it_names(clause: &SpeechClause<'_>, words: &[Word<'_>]) -> bool {
    let [opener, rest @ ..] = words else {
        return false;
    };
    let is_definite = matches!(
        opener.lower.as_ref(),
        "de" | "het" | "deze" | "die" | "dit" | "dat"
    );
    let is_somebody = clause
        .people
        .mention_at(clause.block, opener.range.start)
        .is_some();
    // `noemde de kosten een paar keer`, `noemt de brug regelmatig`
    let tells_how_often = |word: &Word<'_>| HOW_OFTEN.contains(&word.text);
    if !is_definite && !is_somebody
        || rest
            .iter()
            .any(|word| word.text == "dat" || tells_how_often(word))
    {
        return false;
    }
    let is_alone = matches!(opener.text, "dit" | "dat");
    let is_judgement = |before: &Word<'_>, word: &Word<'_>| {
        let after_thing = !BEFORE_PRONOUN.contains(&before.lower.as_ref());
        let is_definite = matches!(word.text, "de" | "het");
        after_thing
            && (matches!(word.text, "een" | "geen")
                || DEGREES.contains(&word.text)
                || is_definite && (is_somebody || is_alone && before.range == opener.range))
    };
    // `noemt het plan onhaalbaar`
    // `noemt de uitspraken van de minister zorgelijk`
    let is_short = match rest {
        [_, last] => is_adjective(&last.lower),
        [_, of, .., last] => {
            of.text == "van" && rest.len() <= OF_SOMEBODY && is_adjective(&last.lower)
        }
        _ => false,
    };
    let within = &words[..words.len().min(WITHIN)];
    is_short || within.windows(2).any(|two| is_judgement(&two[0], &two[1]))
}

/// Reads *De samenwerking vindt hij erg goed*: a thing that the sentence names first, and what is thought of it.
pub(super) fn judged(clause: &mut SpeechClause<'_>, sentence: &Sentence<'_>) -> Option<Reported> {
    let words = sentence.words();
    let opens = words
        .iter()
        .take(3)
        .any(|word| OPENERS.contains(&word.lower.as_ref()));
    // `De situatie omschreef zij als een noodsituatie`
    let describes = |word: &Word<'_>| {
        matches!(
            word.text,
            "omschrijft" | "omschreef" | "bestempelt" | "bestempelde"
        )
    };
    let is_opinion = |word: &Word<'_>| OPINIONS.contains(&word.text) || describes(word);
    let verb = (2..words.len().min(WITHIN)).find(|&at| is_opinion(&words[at]))?;
    let is_plain = |word: &Word<'_>| {
        !FINITE.contains(&word.lower) && !matches!(word.text, "dat" | "die" | "wat")
    };
    let has_comma = (1..words.len()).any(|at| sentence.gap(at).contains([',', ':', ';']));
    let subject = words.get(verb + 1)?;
    let is_subject = matches!(subject.text, "hij" | "zij" | "ze")
        || clause.opens_with_speaker(&sentence.line, verb + 1);
    if !opens || !is_subject || has_comma || !words[1..verb].iter().all(is_plain) {
        return None;
    }
    let source = sentence.source_end(clause, verb + 1);
    let judgement = words.get(source..)?;
    let first = judgement.first()?;
    let names = words[verb].text.starts_with("noem");
    // `vindt hij politiek spel`
    let is_short = words[verb].text == "vindt"
        && judgement.len() == 2
        && !judgement
            .iter()
            .any(|word| STOP_WORDS.contains(&word.lower) || word.is_capitalized());
    // `De ongelijkheid vindt Smit stuitend`, `De affaire noemt hij schadelijk voor het dorp`
    let judges = is_adjective(&first.lower) || JUDGEMENTS.contains(first.text);
    let begins = DEGREES.contains(&first.text)
        || names && matches!(first.text, "een" | "geen")
        || describes(&words[verb]) && first.text == "als"
        || judges
        || is_short;
    let is_other = judgement.len() > WITHIN
        || judgement
            .iter()
            .any(|word| word.text == "plaats" || FINITE.contains(&word.lower));
    if !begins || is_other || judgement.len() < 2 && !judges {
        return None;
    }
    let by = clause.named_in(words[verb + 1].range.start..words[source - 1].range.end)?;
    let said = [
        sentence.statement(0, verb, 2)?,
        sentence.statement(source, words.len(), 1)?,
    ];
    let range = words[verb].range.start..words[source - 1].range.end;
    Some(Reported {
        words: said.into(),
        by: attributed(Some(by), range, AttributionForm::Within),
    })
}
