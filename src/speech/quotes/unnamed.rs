//! Tells sentences about people whom the text does not name: a clause opens with them, they are brought on, agree or ask.
//!
//! Leaves out bodies, and subjects that the text names (`subject`).

use super::number::is_pronoun;
use crate::dutch::offices::people_without_name;
use crate::dutch::words::PARTIES;
use crate::speech::people::People;
use crate::speech::people::is_name_word;
use crate::speech::words::Word;

/// Words that open a subject which the text does not name.
const INDEFINITE: [&str; 12] = [
    "een",
    "eén",
    "één",
    "iemand",
    "twee",
    "enkele",
    "sommige",
    "veel",
    "andere",
    "verschillende",
    "meerdere",
    "beide",
];

/// Number of words behind *een van de bewoners* that may hold the name of that person.
const ONE_OF: usize = 12;

/// Most words up to a subject behind its verb.
const BEHIND_VERB: usize = 14;

/// Most words up to the verb behind a name that opens its sentence.
const SUBJECT: usize = 4;

/// Whether a person whom the text does not name opens the words: *Een buurtbewoonster*, *De bewoners*, *Ook de vrouw
/// die komt stemmen*.
pub(super) fn is_unnamed_person(words: &[Word<'_>]) -> bool {
    let words = match words {
        [also, rest @ ..] if also.lower == "ook" && !rest.is_empty() => rest,
        _ => words,
    };
    let is_described = matches!(words, [article, noun, relative, ..]
        if article.lower == "de" && relative.joined && relative.text == "die"
            && people_without_name(&noun.lower).is_some());
    if is_described {
        return true;
    }
    if is_somebody_of_same_mind(words) {
        return true;
    }
    // `Een van de geëvacueerden`, but not `Een van hen, Ina Smit`
    let is_one_of = matches!(words, [one, of, article, noun, rest @ ..]
        if one.lower == "een" && of.text == "van"
            && matches!(article.text, "de" | "die" | "deze" | "hun" | "zijn" | "haar")
            && noun.joined && !noun.is_capitalized()
            && !rest.iter().take(ONE_OF).any(|word| is_name_word(word) || word.text == "is"));
    if is_one_of {
        return true;
    }
    let noun = |at: usize| words.get(at).filter(|word| word.joined || at == 0);
    let opening = words[0].lower.as_ref();
    let is_group = |at: usize| noun(at).is_some() && People::group_at(words, at);
    if opening == "iemand" || is_group(0) || matches!(opening, "de" | "het") && is_group(1) {
        return true;
    }
    INDEFINITE.contains(&opening)
        && (1..4).any(|at| {
            noun(at).is_some_and(|word| {
                People::nameless_role(words, at).is_some()
                    || is_group(at)
                    || people_without_name(&word.lower).is_some()
            })
        })
}

/// Whether somebody who belongs to the one spoken of, and has no name, agrees: *Haar buurman is het met haar eens*.
fn is_somebody_of_same_mind(words: &[Word<'_>]) -> bool {
    let [owner, noun, next, ..] = words else {
        return false;
    };
    let is_owned = matches!(owner.text, "Haar" | "Zijn" | "Hun" | "Diens")
        && people_without_name(&noun.lower).is_some();
    let agrees = words.iter().any(|word| word.text == "eens");
    // `Haar collega van groep 3 mist de vrijdag`
    let is_other = noun.text.starts_with("collega") && next.text == "van";
    is_owned && !next.is_capitalized() && (agrees || is_other)
}

/// Verbs of a sentence that brings somebody on.
const BRINGS_ON: [&str; 18] = [
    "belt",
    "belde",
    "mailde",
    "schreef",
    "komt",
    "kwam",
    "staat",
    "stond",
    "loopt",
    "liep",
    "zit",
    "zat",
    "fietst",
    "fietste",
    "sprak",
    "spreek",
    "ontmoet",
    "ontmoette",
];

/// Whether a word is the verb of a sentence that may bring somebody on.
pub(super) fn brings_on(verb: &Word<'_>) -> bool {
    BRINGS_ON.contains(&verb.text)
}

/// Returns the byte at which a sentence brings on somebody by the age: *hijst een 12-jarig meisje zich*, *werd een 21-jarige
/// vrouw aangehouden*.
pub(super) fn brought_on_at(words: &[Word<'_>]) -> Option<usize> {
    let is_of_age = |three: &&[Word<'_>]| {
        let [article, age, noun] = three else {
            return false;
        };
        article.text == "een"
            && (age.text.ends_with("-jarige") || age.text.ends_with("-jarig"))
            && noun.text.starts_with(char::is_lowercase)
    };
    Some(words.windows(3).find(is_of_age)?[0].range.start)
}

/// Whether somebody with an office and without a name is the subject behind the verb: *Daarop wijst ook een woordvoerder van de
/// gemeente*.
pub(super) fn is_somebody_behind_verb(words: &[Word<'_>]) -> bool {
    let near = &words[..words.len().min(BEHIND_VERB)];
    (1..near.len()).any(|at| {
        let also = usize::from(at > 1 && near[at - 1].text == "ook");
        let verb = &near[at - 1 - also];
        near[at].text == "een"
            && near[at].joined
            && (verb.is_finite_verb() || verb.text.len() > 4 && verb.text.ends_with('t'))
            && People::nameless_role(words, at + 1).is_some()
    })
}

/// Whether a sentence brings on a person without a name behind its verb: *Even later komt er een vader aangefietst*, *Op de
/// gang sprak ik een ambtenaar*.
pub(super) fn brings_on_somebody(words: &[Word<'_>]) -> bool {
    let verb = words.iter().position(brings_on);
    let behind = verb.map(|verb| &words[verb..]).unwrap_or_default();
    behind.windows(2).any(|two| {
        let noun = &two[1].lower;
        let is_person = || {
            let is_parent = matches!(noun.as_ref(), "vader" | "moeder");
            is_parent
                || people_without_name(noun) == Some(false)
                || People::nameless_role(&two[1..], 0).is_some()
        };
        two[0].text == "een" && two[1].joined && is_person()
    })
}

/// Participles of somebody whom another agrees with, who then speaks.
pub(super) const AGREED: [&str; 8] = [
    "beaamd",
    "gedeeld",
    "onderschreven",
    "gevolgd",
    "bijgevallen",
    "gesteund",
    "aangevuld",
    "bijgestaan",
];

/// Whether a passive sentence tells that people whom the text does not name agree: *Die zorg wordt gedeeld door de
/// eigenaar van een boerderij*.
pub(super) fn is_agreed_by_somebody(words: &[Word<'_>]) -> bool {
    words.windows(4).any(|four| {
        let [agreed, by, article, noun] = four else {
            return false;
        };
        AGREED.contains(&agreed.text)
            && by.text == "door"
            && matches!(article.text, "de" | "het" | "een" | "haar" | "zijn")
            && !noun.is_capitalized()
    })
}

/// Whether a sentence tells that somebody whom the text does not name asks or writes something: *Daarop vroeg een van de
/// leden*, *De krant kreeg een vraag van een lezer*.
pub(super) fn is_asked_by_somebody(words: &[Word<'_>]) -> bool {
    let asks = |word: &Word<'_>| {
        matches!(
            word.text,
            "vroeg" | "vraagt" | "riep" | "roept" | "scandeerde" | "schreeuwde" | "schreeuwt"
        )
    };
    let is_letter = |two: &[Word<'_>]| {
        matches!(two[0].text, "vraag" | "mail" | "brief" | "bericht") && two[1].text == "van"
    };
    let verb = words.iter().position(asks).map(|at| at + 1);
    let letter = words.windows(2).position(is_letter).map(|at| at + 2);
    // `Smit vraagt bezoekers om weg te blijven`
    let is_name = |at: usize| {
        let subject = at.checked_sub(2).and_then(|subject| words.get(subject));
        at <= SUBJECT && subject.is_some_and(is_name_word)
    };
    let subject = verb
        .filter(|&at| !words[..at].iter().any(is_pronoun) && !is_name(at))
        .or(letter);
    let behind = subject.and_then(|at| words.get(at..)).unwrap_or_default();
    behind.first().is_some_and(|first| first.joined) && is_unnamed_person(behind)
}

/// Whether the words are one who comes from a place: *de Zandwijkse*, *de Zandwijker*.
pub(super) fn is_inhabitant(words: &[Word<'_>]) -> bool {
    matches!(words, [article, noun] if article.text == "de" && noun.is_capitalized()
        && ["se", "er", "aar"].iter().any(|end| noun.text.ends_with(end)))
}

/// What somebody of a party is called, and the parties.
const OF_PARTIES: [(&str, &[&str]); 6] = [
    ("GroenLinkser", &["groenlinks", "groenlinks-pvda"]),
    ("liberaal", &["vvd", "open vld", "d66"]),
    ("christendemocraat", &["cda", "cd&v"]),
    (
        "sociaaldemocraat",
        &["pvda", "groenlinks-pvda", "vooruit", "sp.a"],
    ),
    ("socialist", &["sp", "pvda", "vooruit", "sp.a", "ps"]),
    ("nationalist", &["n-va"]),
];

/// Returns the parties of a person who is called only by one: *De N-VA-politica*, *de liberaal*.
pub(super) fn parties_of_noun<'w>(words: &[Word<'w>]) -> Option<Vec<&'w str>> {
    let [article, noun, ..] = words else {
        return None;
    };
    let is_definite = article.lower == "de";
    let of_any = OF_PARTIES.iter().find(|(own, _)| noun.text == *own);
    if let Some((_, parties)) = of_any.filter(|_| is_definite) {
        return Some(parties.to_vec());
    }
    let (party, of) = noun.text.rsplit_once(['-', '’', '\''])?;
    let is_person = matches!(
        of,
        "politica" | "politicus" | "vrouw" | "man" | "er" | "ster"
    );
    (is_definite && is_person && PARTIES.contains(&party.to_lowercase())).then(|| vec![party])
}
