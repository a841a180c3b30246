//! Reads statements with their source after *volgens*.
//!
//! Leaves out sources that do not speak: a law, a plan, figures.

use std::ops::Range;

use super::unsaid::is_said_before;
use super::{Reported, Sentence, attributed};
use crate::document::AttributionForm;
use crate::dutch::verbs::{FINITE, reporting};
use crate::dutch::words::{NO_SOURCES, STOP_WORDS};
use crate::speech::people::People;
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::words::Word;

/// Most words of a source between *Volgens* and the verb.
const SOURCE: usize = 16;

/// Most words of *wat X betreft*.
const CONCERN: usize = 9;

/// Fewest words in a statement.
const LEAST_WORDS: usize = 3;

/// Reads *Volgens X rijdt de bus weer*, *…, maar volgens X rijdt de bus* and *De bus rijdt volgens X
/// weer*.
pub(super) fn according_to(
    clause: &mut SpeechClause<'_>,
    sentence: &Sentence<'_>,
) -> Vec<Reported> {
    let words = sentence.words();
    if let Some(found) = in_own_words(clause, sentence) {
        return Vec::from([found]);
    }
    let sources = (0..words.len()).filter_map(|at| Some((at, source_at(words, at)?)));
    let mut until = 0;
    let mut found = Vec::new();
    for (at, source) in sources {
        if at >= until
            && let Some((reported, end)) = according_to_one(clause, sentence, at, source, until)
        {
            found.push(reported);
            until = end;
        }
    }
    found
}

/// Reads *X heeft naar eigen zeggen geen haast*: the whole sentence is the statement of its subject.
fn in_own_words(clause: &mut SpeechClause<'_>, sentence: &Sentence<'_>) -> Option<Reported> {
    let words = sentence.words();
    let at = words.windows(3).position(|three| {
        let [first, second, third] = three else {
            return false;
        };
        first.lower == "naar" && second.text == "eigen" && third.text == "zeggen"
    })?;
    // `De bond, naar eigen zeggen de grootste, tekende niet`
    if sentence.gap(at).contains(',') {
        return None;
    }
    let first = sentence.clause_start(at);
    let last = sentence.statement_end(at + 2, true);
    let said = sentence.statement(first, last, LEAST_WORDS)?;
    let phrase = words[at].range.start..words[at + 2].range.end;
    let subject = words[first].range.start..if at > first { phrase.start } else { said.end };
    let by = clause.named_in(subject)?;
    Some(Reported {
        words: Vec::from([said]),
        by: attributed(Some(by), phrase, AttributionForm::Within),
    })
}

/// Number of the words *naar de mening van*.
const VIEW: usize = 4;

/// Nouns of what somebody thinks, behind *in zijn* and *naar zijn*.
const THOUGHTS: [&str; 10] = [
    "zeggen",
    "optiek",
    "ogen",
    "visie",
    "beleving",
    "mening",
    "oordeel",
    "idee",
    "gevoel",
    "opvatting",
];

/// Finite verbs that stand right before *in haar ogen*, or with one word between: *is het in haar ogen te duur*.
pub(super) const BEFORE_VIEW: [&str; 22] = [
    "is", "was", "zijn", "waren", "moet", "moeten", "moest", "kan", "kunnen", "kon", "zou",
    "zouden", "heeft", "hebben", "had", "wordt", "werd", "worden", "blijft", "hoeft", "zal",
    "gaat",
];

/// Whether the words from `at` are the thoughts of somebody spoken of: *in haar optiek*, *wat hem betreft*.
fn is_own_view(words: &[Word<'_>], at: usize) -> bool {
    let Some([preposition, owner, noun]) = words.get(at..at + 3) else {
        return false;
    };
    let concerns = preposition.lower == "wat" && noun.text == "betreft";
    // `De tranen stonden in haar ogen`, `luisterde naar zijn gevoel`, but `is in haar ogen te duur`
    let follows_auxiliary = at == 0
        || !preposition.joined
        || words[at - 1].joined && BEFORE_VIEW.contains(&words[at - 1].lower.as_ref())
        || at > 1 && BEFORE_VIEW.contains(&words[at - 2].lower.as_ref());
    // `In haar visie op de toekomst staan …`
    let is_plan = words
        .get(at + 3)
        .is_some_and(|next| matches!(next.text, "op" | "voor" | "van"));
    concerns && matches!(owner.text, "hem" | "haar")
        || follows_auxiliary
            && !is_plan
            && matches!(preposition.lower.as_ref(), "in" | "naar")
            && matches!(owner.text, "zijn" | "haar")
            && THOUGHTS.contains(&noun.text)
}

/// Returns the index after *wat X betreft*, which begins at word `at`.
fn concern_end(words: &[Word<'_>], at: usize) -> Option<usize> {
    let near = at + 2..words.len().min(at + CONCERN);
    // `waar hij wat hen betreft mee begint`: not the subject of a sentence
    let mut near = near.filter(|_| {
        words[at].lower == "wat" && words.get(at + 1).is_some_and(|who| who.text != "hen")
    });
    Some(near.find(|&end| words[end].text == "betreft")? + 1)
}

/// Returns the index of the first word of the source that word `at` announces: *volgens X*, *naar de mening van
/// X*, *wat X betreft*.
fn source_at(words: &[Word<'_>], at: usize) -> Option<usize> {
    if !matches!(words[at].lower.as_ref(), "volgens" | "wat" | "in" | "naar") {
        return None;
    }
    if words[at].lower == "volgens" {
        // `volgens onder andere Ina Smit`
        let among = matches!(words.get(at + 1..), Some([under, other, ..])
            if under.text == "onder" && matches!(other.text, "andere" | "anderen" | "meer"));
        return Some(at + if among { 3 } else { 1 });
    }
    if is_own_view(words, at) || concern_end(words, at).is_some() {
        return Some(at + 1);
    }
    let [preposition, article, noun, of] = words.get(at..at + VIEW)? else {
        return None;
    };
    // `past in de visie van minister Smit`: a plan
    let is_noun = match preposition.lower.as_ref() {
        "in" => matches!(noun.text, "ogen" | "optiek" | "beleving"),
        "naar" => {
            matches!(noun.text, "mening" | "oordeel" | "opvatting") && !words.iter().any(asks)
        }
        _ => false,
    };
    let is_view = is_noun && matches!(article.text, "de" | "het") && of.text == "van";
    is_view.then_some(at + VIEW)
}

/// Whether a word takes a view for its object: *De raad vroeg naar de mening van Smit*.
fn asks(word: &Word<'_>) -> bool {
    const STEMS: [&str; 11] = [
        "vraag",
        "vrag",
        "vroeg",
        "gevraagd",
        "benieuwd",
        "nieuwsgierig",
        "luister",
        "geluister",
        "informe",
        "geïnformeerd",
        "peil",
    ];
    STEMS.iter().any(|stem| word.lower.starts_with(stem))
}

/// Whether word `at` stands between an article and its noun: *een dure, maar volgens de raad nodige brug*, *de volgens
/// bewoners dure brug*.
fn describes_noun(words: &[Word<'_>], at: usize) -> bool {
    let is_article = |word: &Word<'_>| matches!(word.lower.as_ref(), "een" | "de" | "het" | "deze");
    // `Toch lukt het volgens hem`
    if at > 0 && words[at].joined && is_article(&words[at - 1]) && words[at - 1].lower != "het" {
        return true;
    }
    let Some([article, adjective, joiner]) = at.checked_sub(3).and_then(|n| words.get(n..at))
    else {
        return false;
    };
    matches!(joiner.text, "maar" | "en") && adjective.lower.ends_with('e') && is_article(article)
}

/// Reads the statement of the source that begins at word `first`, announced at word `at`; the words before `from`
/// belong to another one. Returns the index after it too.
fn according_to_one(
    clause: &mut SpeechClause<'_>,
    sentence: &Sentence<'_>,
    at: usize,
    first: usize,
    from: usize,
) -> Option<(Reported, usize)> {
    let words = sentence.words();
    let next = words.get(first)?;
    // `volgens mij`, `volgens plan`
    // `… “een ramp”, maar volgens hem is er geen geld`
    let is_joined = at == 1 && matches!(words[0].text, "maar" | "en" | "want");
    // `volgens ons raadslid`
    let is_ours = next.text == "ons" && People::office_at(words, first + 1).is_some();
    if sentence.after_mark && !is_joined
        || is_own_view(words, at) && (clause.subject.is_none() || is_said_before(words, at))
        || describes_noun(words, at)
        || !next.joined
        // `volgens informatie- en risicogestuurd toezicht`
        || sentence.line.text[next.range.end..].starts_with('-')
        || matches!(next.text, "mij" | "ons" | "jou" | "u" | "wie") && !is_ours
        || is_pronoun(next) && sentence.is_in_relative_clause(at)
        || concern_end(words, at).is_some() && !clause.opens_with_speaker(&sentence.line, first)
    {
        return None;
    }
    let joiner = at.checked_sub(1).map(|before| words[before].lower.as_ref());
    let is_fronted = match joiner {
        None | Some("maar" | "want" | "en" | "ook" | "dus") => true,
        Some(_) => sentence.gap(at).contains(',') && verb_after(sentence, first).is_some(),
    };
    let plain_end = sentence.source_end(clause, first);
    let end = match verb_after(sentence, first).filter(|_| is_fronted) {
        // The verb follows the source.
        Some(verb) if may_follow(words.get(plain_end)) => verb.min(plain_end),
        Some(verb) => verb,
        None => plain_end,
    };
    // `volgens voorzitter Klok`: a surname
    let is_no_source = |word: &Word<'_>| {
        (word.text.starts_with(char::is_lowercase)
            || word.is_acronym()
            || words[first].text == "de")
            && NO_SOURCES.iter().any(|noun| word.lower.ends_with(noun))
    };
    if !is_fronted && sentence.is_in_question(at) {
        return None;
    }
    // `volgens een oud model`: an adjective without an ending hides its noun.
    let past = words.len().min(end + usize::from(end == first + 2));
    if words[first..past].iter().take(4).any(is_no_source) {
        return None;
    }
    // `volgens onderzoeker Smit, die de cijfers las, gaat dit veranderen`
    let is_relative =
        words.get(end).is_some_and(|word| word.text == "die") && sentence.gap(end) == ", ";
    let past_relative =
        (end + 1..words.len()).find(|&at| is_relative && sentence.gap(at).contains(','));
    let end = past_relative.unwrap_or(end);
    // `in haar optiek`
    let end = if is_own_view(words, at) {
        end.max(at + 3)
    } else {
        concern_end(words, at).unwrap_or(end)
    };
    let last = sentence.past_explanation(sentence.statement_end(end, is_fronted));
    // `De man die volgens Smit de auto reed, is aangehouden`
    let is_of_noun =
        at > 0 && words[at].joined && matches!(words[at - 1].text, "die" | "waarin" | "waarbij");
    let comma = (end + 1..last).find(|&n| is_of_noun && sentence.gap(n).contains(','));
    let last = comma.unwrap_or(last);
    let source = words[first].range.start..words[end - 1].range.end;
    let range = words[at].range.start..source.end;
    let mut parts: Vec<Range<usize>> = Vec::new();
    if !is_fronted {
        let start = sentence.clause_start(at).max(from);
        parts.extend(sentence.statement(start, at, 1));
    }
    parts.extend(sentence.statement(end, last, 1));
    let count: usize = parts
        .iter()
        .map(|part| sentence.line.text[part.clone()].split_whitespace().count())
        .sum();
    let is_cut = sentence.into_mark && last == words.len();
    if count < LEAST_WORDS || is_cut {
        return None;
    }
    let by = match clause.subject.filter(|_| is_own_view(words, at)) {
        Some(person) => Some(clause.referred_to(person, source)),
        None => clause.named_in(source),
    };
    Some((
        Reported {
            words: parts,
            by: attributed(by, range, AttributionForm::Within),
        },
        last,
    ))
}

fn is_pronoun(word: &Word<'_>) -> bool {
    matches!(word.text, "hen" | "hem" | "haar" | "hun")
}

/// Whether a word right behind a source may be the verb of the statement: *volgens de bonden verliezen …*.
fn may_follow(word: Option<&Word<'_>>) -> bool {
    let endings = ["t", "en", "de", "te"];
    word.is_some_and(|word| {
        word.joined
            && word.text.len() > 4
            && word.text.starts_with(char::is_lowercase)
            && !STOP_WORDS.contains(&word.lower)
            && endings.iter().any(|end| word.text.ends_with(end))
    })
}

/// Returns the verb that ends the source which begins at word `first`.
fn verb_after(sentence: &Sentence<'_>, first: usize) -> Option<usize> {
    let words = sentence.words();
    let is_verb = |word: &Word<'_>| {
        word.text != "aldus"
            && (FINITE.contains(&word.lower)
                || reporting(&word.lower).is_some_and(|verb| !verb.participle))
    };
    // A relative clause in the source has a verb of its own: *volgens X, die erbij was, is …*.
    (first + 1..words.len().min(first + SOURCE)).find(|&at| {
        let relative = sentence.gap(at).is_empty()
            || words[first..at].iter().any(|word| {
                matches!(word.text, "die" | "dat" | "wie")
                    && word.range.start > words[first].range.start
            });
        is_verb(&words[at]) && words[at].text.starts_with(char::is_lowercase) && !relative
    })
}
