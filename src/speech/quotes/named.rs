//! Finds the people whom a clause names as its possible subject.
//!
//! Leaves out pronouns, offices alone and bodies (`subject`).

use std::ops::Range;

use super::number::is_plural_form;
use super::span_kind::may_be_verb;
use super::speech_clause::SpeechClause;
use crate::dutch::verbs::{CALLS, FINITE, SAYS};
use crate::dutch::words::{OPINIONS, is_body_noun};
use crate::speech::people::People;
use crate::speech::words::{Line, Word};

/// A person whom a clause names.
pub(super) struct Named {
    pub(super) person: usize,
    /// Whether the person is joined to the one before: *Smit en Bos*.
    pub(super) joint: bool,
    /// Byte of the block at which the mention begins.
    pub(super) start: usize,
}

/// Words before a person who is not the subject: *tegen X*.
const GOVERNS: [&str; 9] = [
    "tegen", "aan", "over", "voor", "namens", "naar", "rond", "omtrent", "op",
];

/// Words of a talk, in which also the person behind *met* speaks: *We spraken met X*.
const TALKING: [&str; 14] = [
    "spreekt",
    "sprak",
    "spreken",
    "spraken",
    "gesproken",
    "praat",
    "praatte",
    "praten",
    "praatten",
    "gesprek",
    "interview",
    "belt",
    "belde",
    "Samen",
];

/// Verbs whose object is somebody of whom something is said: *De raad noemt Smit “een bouwer”*.
const CALLING: [&str; 6] = ["noem", "vind", "vond", "omschr", "bestemp", "typeer"];

/// Beginnings of verbs whose object hears something: *waarschuwde Smit*, *wezen Smit erop*, *lieten Smit weten*.
const WARNING: [&str; 9] = [
    "waarschuw",
    "wees",
    "wezen",
    "wijs",
    "wijzen",
    "herinner",
    "liet",
    "laat",
    "laten",
];

/// Words that open a subject.
const DETERMINERS: [&str; 10] = [
    "de", "het", "een", "zijn", "haar", "hun", "onze", "alle", "deze", "die",
];

/// Nouns of people around somebody, who speak themselves: *vrienden van Smit*, *het team van Smit*.
const AROUND: [&str; 23] = [
    "vriend",
    "vriendin",
    "vrienden",
    "team",
    "familie",
    "collega",
    "collega's",
    "collega’s",
    "omgeving",
    "kring",
    "achterban",
    "advocaat",
    "woordvoerder",
    "fan",
    "fans",
    "klas",
    "critici",
    "aanhangers",
    "partijgenoten",
    "medewerkers",
    "leerlingen",
    "huurders",
    "ouders",
];

/// Prepositions behind a noun for somebody whom the text does not name: *een fan onder de foto van Smit*.
const BEHIND_ANYBODY: [&str; 9] = [
    "onder", "over", "uit", "naar", "in", "op", "van", "bij", "aan",
];

/// Conjunctions and pronouns behind which another clause begins: *zei een vrouw nadat Smit*.
const OTHER_CLAUSE: [&str; 9] = [
    "nadat", "als", "toen", "die", "wanneer", "terwijl", "omdat", "voordat", "sinds",
];

/// Most words between two people of whom the first is of a body.
const BODY: usize = 7;

/// Word up to which *van* belongs to the subject: *de benoeming van X verrast*, but *het is de schuld van X*.
const SUBJECT_WITHIN: usize = 5;

impl SpeechClause<'_> {
    /// Returns the only person of a clause, if that person is its object: *De raad bedankte Smit*.
    pub(super) fn sole_object(&self, line: &Line<'_>, clause: &Range<usize>) -> Option<usize> {
        let mut mentions = self.people.mentions_in(self.block, clause);
        let mention = mentions.next().filter(|_| mentions.next().is_none())?;
        let start = mention.span.start as usize;
        let at = line.words.partition_point(|word| word.range.start < start);
        // `Opvallend was de bijdrage van Smit, die tegen stemde.`
        let behind = &self.text[mention.span.end as usize..];
        let is_described = || {
            let of = at.checked_sub(1).map(|of| line.words[of].text);
            of == Some("van") && behind.starts_with(", die ")
        };
        (is_object(line.words, at) || is_described()).then_some(mention.person)
    }

    /// Returns the people whom a clause names, except those who are not its subject.
    pub(super) fn named(&self, line: &Line<'_>, clause: &Range<usize>) -> Vec<Named> {
        let mentions = self.people.mentions_in(self.block, clause);
        let company = after_company(line.words);
        let mut named: Vec<Named> = Vec::new();
        let mut end = clause.start;
        for mention in mentions.filter(|mention| mention.span.start as usize >= company) {
            let start = mention.span.start as usize;
            let at = line.words.partition_point(|word| word.range.start < start);
            let article = at
                .checked_sub(1)
                .is_some_and(|n| matches!(line.words[n].text, "de" | "het"));
            let before = at
                .checked_sub(1 + usize::from(article))
                .map(|n| line.words[n].lower.as_ref());
            let joined = line.words.get(at).is_some_and(|word| word.joined);
            let governed = joined && before.is_some_and(|word| governs(line.words, word, at))
                || is_object(line.words, at)
                || named.is_empty() && is_behind_anybody(line.words, at);
            let joint = mention.joint || !named.is_empty() && joins(line, &(end..start));
            end = mention.span.end as usize;
            if !governed && (!joint || !named.is_empty()) {
                named.push(Named {
                    person: mention.person,
                    joint,
                    start,
                });
            }
        }
        named
    }
}

/// Whether the words between two people join them behind the body of the first: *Smit van de Boerenbond en wethouder
/// Bos*.
fn joins(line: &Line<'_>, between: &Range<usize>) -> bool {
    if between.is_empty() {
        return false;
    }
    let words = line.part(between).words;
    let [of, .., en] = words else {
        return false;
    };
    matches!(of.text, "van" | "bij" | "namens" | "uit")
        && en.text == "en"
        && words.len() <= BODY
        && !words
            .iter()
            .any(|word| !word.joined || FINITE.contains(&word.lower))
}

/// Whether the person at word `at` is the object of a body's or a group's verb: *De raad bedankt Smit*, *Het bestuur heeft
/// Smit benoemd*, *Bewoners noemen Smit “een bouwer”*.
pub(super) fn is_object(words: &[Word<'_>], at: usize) -> bool {
    let Some(verb) = at.checked_sub(1).map(|before| &words[before]) else {
        return false;
    };
    if is_hearer(words, at) {
        return true;
    }
    let calls = CALLING.iter().any(|begin| verb.lower.starts_with(begin));
    let is_finite = calls
        || [&*FINITE, &*CALLS, &*SAYS]
            .iter()
            .any(|list| list.contains(&verb.lower))
        || may_be_verb(verb.text);
    if !is_finite || !words.get(at).is_some_and(|word| word.joined) || verb.is_capitalized() {
        return false;
    }
    let is_plural = verb.lower.ends_with("en");
    let noun = usize::from(matches!(words[0].lower.as_ref(), "de" | "het"));
    let Some(subject) = words.get(noun).filter(|_| noun + 1 < at) else {
        return false;
    };
    let is_nameless = calls && People::nameless_role(words, noun).is_some();
    let opens_with_body = is_nameless || is_body_noun(&subject.lower) || subject.is_acronym();
    // Nothing but the name of the body stands before the verb.
    let is_subject = words[noun + 1..at - 1].iter().all(|word| {
        word.joined
            && (word.is_capitalized()
                || matches!(word.text, "van" | "voor" | "de" | "het" | "toezicht"))
    });
    // `Bewoners schreven wethouder Smit een brief`
    let is_group = is_plural && verb.joined && (calls && at <= 4 || People::group_at(words, 0));
    opens_with_body && is_subject || is_group
}

/// Whether the person at word `at` stands behind somebody whom the text does not name, and who is the subject: *een collega
/// uit het team van Smit*, *een vrouw nadat Smit*, *vrienden van Smit*.
fn is_behind_anybody(words: &[Word<'_>], at: usize) -> bool {
    // `zeggen medewerkers van directeur Smit`
    let around = at.checked_sub(2).map(|noun| &words[noun]);
    let is_of = at > 1 && words[at - 1].text == "van" && words[at].joined;
    let is_around = |noun: &Word<'_>| {
        !OPINIONS.contains(&noun.lower)
            && (People::group_at(words, at - 2) || AROUND.contains(&noun.lower.as_ref()))
    };
    if is_of && around.is_some_and(is_around) {
        return true;
    }
    // `lieten inwoners burgemeester Smit weten`
    let opens_with_group = People::group_at(words, 0);
    if opens_with_group && at == 1 && words[1].joined {
        return true;
    }
    let is_anybody = opens_with_group || matches!(words[0].lower.as_ref(), "een" | "iemand");
    let is_named = matches!(words[at - usize::from(at > 0)].text, "is" | "was" | "heet");
    let joined = (1..=at).rev().take_while(|n| words[*n].joined).last();
    let mut between = words[joined.unwrap_or(at)..at].iter();
    is_anybody
        && !is_named
        && between
            .any(|word| OTHER_CLAUSE.contains(&word.text) || BEHIND_ANYBODY.contains(&word.text))
}

/// Whether the person at word `at` hears what others say: *Zijn arts waarschuwde Smit*, *Boze ouders lieten wethouder Smit
/// weten*.
pub(super) fn is_hearer(words: &[Word<'_>], at: usize) -> bool {
    if at < 2 {
        return false;
    }
    let verb = &words[at - 1];
    let has_subject =
        is_plural_form(verb) || at > 2 && DETERMINERS.contains(&words[0].lower.as_ref());
    WARNING.iter().any(|begin| verb.lower.starts_with(begin)) && has_subject && words[1].joined
}

/// Whether the words open with somebody without a name who belongs to somebody with one: *De vader van Jan Smit is boos*.
pub(super) fn is_of_somebody(words: &[Word<'_>]) -> bool {
    const RELATED: [&str; 14] = [
        "vader", "moeder", "zoon", "dochter", "broer", "zus", "man", "vrouw", "partner", "weduwe",
        "baas", "trainer", "arts", "raadsman",
    ];
    let [article, noun, of, name, ..] = words else {
        return false;
    };
    let is_person = |noun: &str| RELATED.contains(&noun) || AROUND.contains(&noun);
    matches!(article.text, "De" | "Een")
        && noun.joined
        && is_person(&noun.lower)
        && of.text == "van"
        && name.joined
        && name.is_capitalized()
}

/// Whether `word`, of `words`, before a person at word `at` shows that the person is not the subject.
pub(super) fn governs(words: &[Word<'_>], word: &str, at: usize) -> bool {
    let opens_with_noun = || {
        words
            .first()
            .is_some_and(|first| matches!(first.lower.as_ref(), "de" | "het" | "een"))
    };
    // `De partij wil zo snel mogelijk van minister X horen`
    let opens_with_body = || {
        matches!(words, [article, noun, ..]
            if article.is_acronym()
                || matches!(article.lower.as_ref(), "de" | "het") && is_body_noun(&noun.lower))
    };
    let talks = || words.iter().any(|word| TALKING.contains(&word.text));
    GOVERNS.contains(&word)
        || word == "met" && !talks()
        || word == "van" && (2..=SUBJECT_WITHIN).contains(&at) && opens_with_noun()
        || word == "van" && belongs_to_governed(words, at)
        || matches!(word, "van" | "bij" | "door") && opens_with_body()
}

/// Whether the person at word `at` belongs to a noun that is not the subject: *wacht op een reactie van Smit*.
fn belongs_to_governed(words: &[Word<'_>], at: usize) -> bool {
    const BEFORE: [&str; 5] = ["op", "na", "over", "naar", "tegen"];
    let Some(of) = words[..at].iter().rposition(|word| word.text == "van") else {
        return false;
    };
    // `op vragen van Smit`
    if let [.., before, noun] = &words[..of]
        && before.text == "op"
        && matches!(
            noun.text,
            "vragen" | "verzoek" | "aandringen" | "initiatief"
        )
    {
        return true;
    }
    let [.., before, article, noun] = &words[..of] else {
        return false;
    };
    BEFORE.contains(&before.lower.as_ref())
        && matches!(article.text, "de" | "het" | "een")
        && noun.joined
        && noun.text.starts_with(char::is_lowercase)
}

/// Returns the byte at which the main clause begins behind *Samen met X en Y*, *Anders dan X* or *In tegenstelling tot X*;
/// 0 for other openings.
fn after_company(words: &[Word<'_>]) -> usize {
    let [first, second, third, rest @ ..] = words else {
        return 0;
    };
    let opening = (first.lower.as_ref(), second.text);
    let is_apart = matches!(opening, ("samen", "met") | ("anders", "dan"))
        || opening == ("in", "tegenstelling") && third.text == "tot";
    let is_verb = |word: &&Word<'_>| {
        word.text.starts_with(char::is_lowercase)
            && (FINITE.contains(&word.lower) || may_be_verb(word.text))
    };
    let verb = rest.iter().find(is_verb).filter(|_| is_apart);
    verb.map_or(0, |verb| verb.range.start)
}
