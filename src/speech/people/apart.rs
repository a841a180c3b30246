//! Reads an office and a name that other words keep apart: *De burgemeester van Waterhoek, Daan Smit*, *Smit
//! is gekozen tot dijkgraaf*.
//!
//! Leaves out an office right beside a name (`mentions`).

use super::behind_office::takes_object;
use super::form::{Form, form};
use super::members::is_party_member;
use super::name::{Name, name_at};
use super::role::{PersonRole, role_at};
use crate::document::PublisherKind;
use crate::dutch::calendar::month_number;
use crate::dutch::offices::{is_citizen, is_former, office_of};
use crate::dutch::verbs::{FINITE, SAYS, is_past};
use crate::dutch::words::{FIRST_NAMES, PARTIES, is_body_noun, is_number};
use crate::speech::words::{Line, Word};

/// Most words of a relative clause behind a name.
const CLAUSE: usize = 16;

/// Words between *is* and an office, besides numbers and months: *is officieel de nieuwe*, *is pas een paar maanden*.
const FILLERS: [&str; 39] = [
    "de",
    "het",
    "een",
    "ook",
    "al",
    "nu",
    "sinds",
    "nog",
    "tevens",
    "officieel",
    "inmiddels",
    "maar",
    "pas",
    "net",
    "ruim",
    "bijna",
    "begin",
    "eind",
    "halverwege",
    "vorig",
    "vorige",
    "dit",
    "deze",
    "enkele",
    "paar",
    "week",
    "weken",
    "maand",
    "maanden",
    "jaar",
    "jaren",
    "voorjaar",
    "najaar",
    "zomer",
    "herfst",
    "winter",
    "lente",
    "dag",
    "dagen",
];

/// Adjectives before the office of an apposition: *Ina Smit, nieuw raadslid*.
const ADJECTIVES: [&str; 13] = [
    "nieuw",
    "nieuwe",
    "kersvers",
    "kersverse",
    "jong",
    "jonge",
    "provinciaal",
    "regionaal",
    "nationaal",
    "landelijk",
    "plaatselijk",
    "lokaal",
    "Vlaams",
];

/// Words for the time of an office: *Ina Smit, destijds directeur*.
const SINCE: [&str; 7] = [
    "sinds",
    "nu",
    "destijds",
    "inmiddels",
    "momenteel",
    "tegenwoordig",
    "thans",
];

/// Words of somebody who takes, has or leaves an office: *geïnstalleerd als*, *neemt afscheid als*.
const TAKES: [&str; 30] = [
    "volgt",
    "volgde",
    "geïnstalleerd",
    "benoemd",
    "beëdigd",
    "gekozen",
    "aangesteld",
    "voorgedragen",
    "begint",
    "begon",
    "start",
    "startte",
    "werkzaam",
    "actief",
    "aantreedt",
    "aantrad",
    "aangetreden",
    "rol",
    "functie",
    "hoedanigheid",
    "afscheid",
    "herbenoemd",
    "herkozen",
    "ontslag",
    "stopt",
    "stopte",
    "gestopt",
    "vertrekt",
    "zwaait",
    "zwaaide",
];

/// Most words from a name to the *als* or *tot* before its office.
const OFFICE_WITHIN: usize = 16;

/// Most of these words between which nothing opens another clause.
const OFFICE_NEAR: usize = 8;

/// Words that open another clause.
const JOINS_CLAUSE: [&str; 14] = [
    "die", "dat", "en", "maar", "want", "of", "omdat", "nadat", "toen", "terwijl", "waar",
    "waarin", "waarmee", "wie",
];

/// Words before a name that is not the subject.
const GOVERNS: [&str; 18] = [
    "volgens", "met", "bij", "naast", "achter", "zonder", "van", "na", "voor", "door", "tegen",
    "over", "aan", "onder", "via", "dankzij", "rond", "sinds",
];

/// Number of the words *een van de*.
pub(super) const ONE_OF: usize = 3;

/// Returns the number of words before the office of an apposition that begins at word `at`: an article, *een van de*,
/// how long it is held.
pub(super) fn before_office(line: &Line<'_>, at: usize) -> usize {
    match line.words.get(at..).unwrap_or_default() {
        [one, of, all, ..] if one.text == "een" && of.text == "van" && all.text == "de" => ONE_OF,
        [article, ..] if matches!(article.text, "de" | "het" | "een") => 1,
        _ => since(line, at),
    }
}

/// Returns how many words before the office of an apposition tell since when or until when it is held: *Ina Smit, sinds
/// begin dit jaar directeur*, *Ina Smit, nu nog directeur*.
fn since(line: &Line<'_>, at: usize) -> usize {
    let opens = line
        .words
        .get(at)
        .is_some_and(|word| SINCE.contains(&word.text));
    let until = (at + 1..line.words.len().min(at + 6))
        .take_while(|&n| line.words[n].joined && opens)
        .find(|&n| role_at(line.words, n).is_some_and(|role| role.first == n));
    until.map_or(0, |office| office - at)
}

/// Whether word `at` is an adjective before the office of an apposition.
pub(super) fn is_adjective_of_office(line: &Line<'_>, at: usize) -> bool {
    let word = line.words.get(at);
    // `Ina Smit, de Brusselse minister`
    let is_of_place = |word: &Word<'_>| word.is_capitalized() && word.text.ends_with("se");
    word.is_some_and(|word| ADJECTIVES.contains(&word.text) || is_of_place(word))
}

/// Returns the index after words in parentheses at word `at`, or `at` if there are none.
pub(super) fn past_parenthesis(line: &Line<'_>, at: usize) -> usize {
    let opens = line.words.get(at).is_some() && line.between(at - 1, at) == " (";
    let close =
        (at + 1..line.words.len().min(at + 5)).find(|&end| line.between(end - 1, end) == ") ");
    close.filter(|_| opens).unwrap_or(at)
}

/// Returns the index after an age or a party in parentheses behind a name: `Jan Bos (71), brugwachter`,
/// `Onno Smit (D66), burgemeester`.
pub(super) fn after_parenthesis(line: &Line<'_>, at: usize) -> usize {
    let opens = line.words.get(at).is_some() && line.between(at - 1, at) == " (";
    let close = (at + 1..line.words.len().min(at + 4))
        .find(|&end| line.between(end - 1, end).starts_with("), "));
    close.filter(|_| opens).unwrap_or(at)
}

/// Whether a word may stand between *is* and an office: *is sinds 1 december 2014 dijkgraaf*, *is al veertien jaar*.
fn is_filler(word: &Word<'_>) -> bool {
    let is_date =
        || word.text.bytes().all(|b| b.is_ascii_digit()) || month_number(&word.lower).is_some();
    FILLERS.contains(&word.text) || is_number(word.text) || is_date()
}

/// Returns the office that a person holds or takes: `Lotte Brandsma is geïnstalleerd als nieuwe dijkgraaf`,
/// `Ilse Smit is schepen`, `Sinds maart is Fenna Postma boswachter`. `first` and `after` are the words at
/// which the name begins and after it.
pub(super) fn office_held(line: &Line<'_>, first: usize, after: usize) -> Option<PersonRole> {
    let words = line
        .words
        .get(after..line.words.len().min(after + OFFICE_WITHIN))?;
    let sentence = words
        .iter()
        .enumerate()
        .take_while(|(n, w)| *n == 0 || w.joined)
        .map(|(_, w)| w);
    let sentence: Vec<_> = sentence.collect();
    let singular = |role: &PersonRole| !role.plural;
    let is_copula = |word: &Word<'_>| {
        matches!(
            word.lower.as_ref(),
            "is" | "was" | "werd" | "wordt" | "blijft"
        )
    };
    let behind = first
        .checked_sub(1)
        .filter(|&n| line.words[first].joined && is_copula(&line.words[n]));
    let before = sentence.first().is_some_and(|word| {
        is_copula(word) && (word.joined || line.between(after - 1, after) == ") ")
    });
    // `Volgens Jan Bos was de burgemeester op de hoogte`, `Met Jan Bos is de trainer niet blij`, `door Jan Bos
    // voorgedragen als voorzitter`
    let governed = first.checked_sub(1).is_some_and(|n| {
        line.words[first].joined && GOVERNS.contains(&line.words[n].lower.as_ref())
    });
    if governed {
        return None;
    }
    if behind.is_some() || before {
        let from = after + usize::from(before);
        let filled = line.words[from.min(line.words.len())..]
            .iter()
            .take_while(|word| word.joined && is_filler(word))
            .count();
        let role = role_after_adjective(line, from + filled).filter(singular);
        // `Jan Bos is de wethouder dankbaar`, `werd bijna burgemeester`
        let is_of_another = |role: &PersonRole| {
            let last = (from + filled)
                .checked_sub(1)
                .map(|last| line.words[last].text);
            line.words.get(role.end).is_some_and(takes_object)
                || filled > 0 && last == Some("bijna")
        };
        if let Some(role) = role {
            return (!is_of_another(&role)).then_some(role);
        }
    }
    let takes = |word: &&Word<'_>| TAKES.contains(&word.lower.as_ref());
    let joiner = sentence
        .iter()
        .position(|w| matches!(w.text, "als" | "tot"))?;
    // `Jan Bos bedankte haar voor de jaren die zij …`: another clause
    let is_far = joiner >= OFFICE_NEAR;
    if is_far
        && sentence[..joiner]
            .iter()
            .any(|word| JOINS_CLAUSE.contains(&word.text))
    {
        return None;
    }
    // `Wiener, die als rapporteur`, `Smit sprak als voorzitter`
    let is_near = joiner < 2 && sentence[joiner].text == "als";
    // `Ina Smit volgt Jan Bos op als dijkgraaf`: not that of Bos
    let is_followed = first.checked_sub(1).is_some_and(|n| {
        matches!(line.words[n].text, "volgt" | "volgde")
            && sentence.first().is_some_and(|word| word.text == "op")
    });
    if is_followed {
        return None;
    }
    // `De partij wil Jan Bos als minister`
    let is_wanted = first.checked_sub(1).is_some_and(|n| {
        let verb = line.words[n].lower.as_ref();
        matches!(
            verb,
            "wil" | "willen" | "wilde" | "wilden" | "ziet" | "zien" | "zag"
        )
    });
    if is_wanted {
        return None;
    }
    if !is_near && !sentence.iter().any(takes) {
        return None;
    }
    // `benoemd tot Lid in de Orde van Oranje-Nassau`, `begon in 1985 als medewerker`
    let behind = &line.words[(after + joiner).min(line.words.len())..];
    let is_ribbon = behind.iter().take(6).any(|word| word.text == "Orde");
    let began = sentence
        .iter()
        .any(|word| matches!(word.text, "begon" | "startte"));
    let is_past = began
        && sentence
            .iter()
            .any(|word| word.text.len() == 4 && word.text.bytes().all(|b| b.is_ascii_digit()));
    if is_ribbon || is_past {
        return None;
    }
    role_after_adjective(line, after + joiner + 1).filter(singular)
}

/// Returns the office at word `at`, or behind an adjective there.
pub(super) fn role_after_adjective(line: &Line<'_>, at: usize) -> Option<PersonRole> {
    let is_adjective = line
        .words
        .get(at)
        .is_some_and(|word| word.joined && word.lower.ends_with('e'));
    role_at(line.words, at)
        .or_else(|| is_adjective.then(|| role_at(line.words, at + 1)).flatten())
        .filter(|_| line.words.get(at).is_some_and(|word| word.joined))
}

/// Returns the office before a name to which *en* joins another function, and the index after both: *Gedeputeerde en
/// vice-voorzitter van het IPO*, *Minister en partijgenoot Arie Smit*. The second one is the office where the first is
/// none or ends: *bewoner en raadslid*, *scheidend raadslid en nieuwe wethouder*.
pub(super) fn joined_offices(line: &Line<'_>, role: PersonRole) -> (PersonRole, usize) {
    let joined = |at: usize| line.words.get(at).filter(|word| word.joined);
    let at = role.end + 1;
    let own_end = role.end;
    if joined(role.end).is_none_or(|word| !matches!(word.text, "en" | "én")) {
        return (role, own_end);
    }
    if let Some(second) = role_at(line.words, at) {
        let end = second.end;
        // `scheidend raadslid en nieuwe wethouder`
        let ends =
            is_former(&role.modifiers) || role.modifiers.iter().any(|own| own == "scheidend");
        let is_none = ends || is_citizen(&role.base) && !is_citizen(&second.base);
        return (if is_none { second } else { role }, end);
    }
    let is_noun = |word: &Word<'_>| {
        let name = name_at(line.words, at + 1).filter(|name| form(name) == Form::Person);
        word.text.starts_with(char::is_lowercase) && joined(at + 1).is_some() && name.is_some()
    };
    let is_joined = joined(at).is_some_and(|word| is_party_member(word) || is_noun(word));
    (role, if is_joined { at + 1 } else { own_end })
}

/// Names the body of an office for which the text gives only the place: a mayor of Waterhoek holds office in
/// the municipality of Waterhoek.
pub(super) fn body_of_place(role: &PersonRole, body: &mut String) {
    let is_place = body.starts_with(char::is_uppercase) && !body.contains(' ');
    let kind = match office_of(&role.base) {
        Some(PublisherKind::Municipality) => "gemeente",
        Some(PublisherKind::Province) => "provincie",
        _ => return,
    };
    if is_place && !PARTIES.contains(&body.to_lowercase()) && role.organisation.is_none() {
        *body = format!("{kind} {body}");
    }
}

/// Whether a person follows the noun of a body at word `at`, behind an office: *voorzitter van de stuurgroep Ina Smit*.
pub(super) fn is_before_person(words: &[Word<'_>], at: usize) -> bool {
    let before = at.checked_sub(3).and_then(|first| words.get(first..at));
    let is_office = matches!(before, Some([_, of, article]) if of.text == "van" && article.text == "de")
        && role_at(words, at - 3).is_some();
    let name = name_at(words, at + 1).filter(|_| is_office);
    name.is_some_and(|name| form(&name) == Form::Person)
}

/// Whether an office follows a whole name without a comma, at word `at`: *zegt Theo Smit burgemeester van Waterhoek*.
pub(super) fn lacks_comma(line: &Line<'_>, name: &Name, at: usize) -> bool {
    let role = role_at(line.words, at).filter(|role| role.first == at && name.is_full());
    let rest = role.and_then(|role| line.words.get(role.end..));
    let verb = name.first.checked_sub(1).map(|before| &line.words[before]);
    // `vertelt Piet Smit bewoner van flat De Zwaan`
    let is_said = verb.is_some_and(|verb| SAYS.contains(&verb.lower));
    // `commandant van brandweer Twente`
    let of_body = matches!(rest, Some([of, body, ..]) if of.joined && of.text == "van"
        && (is_said || body.is_capitalized() || is_body_noun(&body.lower)));
    // `Vrijdag ontmoette Jan Bos burgemeester Hoekstra`
    let is_subject = name.first.checked_sub(1).is_some_and(|before| {
        let verb = &line.words[before];
        line.words[name.first].joined
            && !SAYS.contains(&verb.lower)
            && (is_past(verb.text) || FINITE.contains(&verb.lower))
    });
    // `bestuurslid Brabantse Delta`
    let before_body = matches!(rest, Some([body, ..]) if body.joined && body.is_capitalized()
        && !FIRST_NAMES.contains(body.text) && !is_subject);
    (of_body || before_body)
        && line.words[at].joined
        && line.words[at].text.starts_with(char::is_lowercase)
}

/// Returns the index after *uit* and a place at word `at`, or `at`: *wethouder Zorg uit Waterhoek, Ina Smit*.
pub(super) fn past_place(line: &Line<'_>, at: usize) -> usize {
    let is_place = matches!(line.words.get(at..), Some([from, place, ..])
        if from.joined && from.text == "uit" && place.joined && place.is_capitalized());
    at + if is_place { 2 } else { 0 }
}

/// Whether a whole name comes from a place: *Randy Smit uit Waterhoek*.
pub(super) fn comes_from(line: &Line<'_>, name: &Name) -> bool {
    past_place(line, name.end) > name.end && name.is_full()
}

/// Whether a whole name speaks for others: *Of Ciska Smit, namens de bewoners*, *De bond, vertegenwoordigd door Ciska
/// Smit*.
pub(super) fn speaks_for_others(line: &Line<'_>, name: &Name) -> bool {
    let behind = &line.text[line.words[name.end - 1].range.end..];
    let before = line.text[..line.words[name.first].range.start].trim_end();
    name.is_full()
        && (behind.trim_start_matches(',').starts_with(" namens ")
            || before.ends_with("vertegenwoordigd door")
            || before.ends_with("bij monde van"))
}

/// Returns the office in the relative clause that begins at word `at`: *Ina Smit, die jarenlang wethouder van Zandwijk was*.
pub(super) fn office_in_clause(line: &Line<'_>, at: usize) -> Option<PersonRole> {
    let words = line.words.get(at..line.words.len().min(at + CLAUSE))?;
    words
        .first()
        .filter(|word| !word.joined && word.text == "die")?;
    let within = words[1..].iter().take_while(|word| word.joined).count();
    let is_copula = matches!(words[within].text, "is" | "was" | "werd" | "wordt");
    let mut places = (at + 1..at + within).filter(|_| is_copula);
    let role = places.find_map(|at| role_at(line.words, at))?;
    let before = line.words[role.first - 1].text;
    let is_of_another = matches!(before, "de" | "het" | "door" | "van" | "bij" | "met");
    (!role.plural && !is_of_another).then_some(role)
}

/// Whether a whole name stands at word `at`, with something of its own behind it.
pub(super) fn is_next_person(line: &Line<'_>, at: usize) -> bool {
    let name = name_at(line.words, at).filter(|name| form(name) == Form::Person);
    name.is_some_and(|name| {
        let next = line.words.get(name.end);
        next.is_some_and(|next| !next.joined)
    })
}
