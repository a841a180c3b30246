//! The grammar of Dutch names: `titles? initials? given (infix* surname)*`.
//!
//! Leaves out surnames of their own (`surname`), offices (`role`) and to whom a name refers (`People`).

use super::before_name::{LONG_NOUN, is_before_name};
use super::name_word::{is_capital_infix, is_infix, is_name_word, is_of_place};
use super::surname::{
    double_surname_end, ends_double_surname, ends_in_infix, is_day_as_surname,
    is_initial_as_surname, is_noun_as_surname, is_one_initial, push_surname, undoubled,
};
use crate::dutch::offices::ROLE_FORMS;
use crate::dutch::words::{FIRST_NAMES, GIVEN_NAMES, OF_PLACES, PARTIES, TITLES, is_place};
use crate::speech::words::{Line, Word};

/// A name in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// Index of the first word, titles included.
    pub(super) first: usize,
    /// Index after the last word.
    pub(super) end: usize,
    pub(super) given: Option<String>,
    /// With its infixes: `van den Oever`.
    pub(super) surname: Option<String>,
}

impl Name {
    /// Returns the given name and the surname: `Mieke van den Oever`.
    pub(super) fn full(&self) -> String {
        [self.given.as_deref(), self.surname.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Whether the last of several given names is often a second one: *Sierd Jan Bos*.
    pub(super) fn has_second_given(&self) -> bool {
        let last = self
            .given
            .as_deref()
            .and_then(|given| given.rsplit_once(' '));
        last.is_some_and(|(_, last)| self.surname.is_some() && GIVEN_NAMES.contains(last))
    }

    /// Whether the name has both a given name and a surname.
    pub(super) fn is_full(&self) -> bool {
        self.given.is_some() && self.surname.is_some()
    }
}

/// Returns the name that begins at word `at`. Only single spaces may separate its words.
pub(super) fn name_at(words: &[Word<'_>], at: usize) -> Option<Name> {
    let first = words.get(at)?;
    let titled = TITLES.contains(&first.lower);
    if !(titled || first.is_capitalized()) || is_before_name(words, at) {
        return None;
    }
    let mut next = at;
    while words.get(next).is_some_and(|w| TITLES.contains(&w.lower)) {
        next += 1;
    }
    let mut initials = bare_initials(words, next);
    next += usize::from(initials.is_some());
    while let Some(word) = words
        .get(next)
        .filter(|w| w.is_initials() && (next == at || w.joined))
    {
        initials = Some(word.text.to_owned());
        next += 1;
    }
    // `G.G.J. (Gregor) Rensen`: the call name is in parentheses.
    let call_name = initials.is_some()
        && words
            .get(next)
            .is_some_and(|w| !w.joined && w.is_capitalized());
    let word = words.get(next)?;
    if next > at && !word.joined && !call_name && !titled {
        return None;
    }
    let mut surname: Vec<&str> = Vec::new();
    let mut given = initials.clone();
    if (is_infix(word) || word.is_capitalized())
        && (given.is_some() && !call_name || is_capital_infix(word))
    {
        // Initials or a capitalized infix: what follows is the surname.
        next = push_surname(words, next, &mut surname)?;
    } else if is_name_word(word) {
        given = Some(word.text.to_owned());
        next += 1;
        if call_name
            && words
                .get(next)
                .is_some_and(|w| w.is_capitalized() || is_infix(w))
        {
            surname.clear();
            next = push_surname(words, next, &mut surname).unwrap_or(next);
        }
    } else {
        return None;
    }
    next = read_rest(words, next, &mut given, &mut surname);
    // `Openbare Werken Luc Spiessens`, `Ouder Hakan Tekin`, `Zandwijk Detlev Smit`: another word before a whole name.
    let may_be_given = |given: &str| {
        let is_behind_place = is_place(given) && surname[0].starts_with(char::is_uppercase);
        FIRST_NAMES.contains(surname[0]) || GIVEN_NAMES.contains(surname[0]) || is_behind_place
    };
    // `de Amerikaanse Lucas`
    let is_described = surname.len() == 1 && is_of_place(first) && FIRST_NAMES.contains(surname[0]);
    if (surname.len() > 1 || is_described)
        && initials.is_none()
        && given
            .as_deref()
            .is_some_and(|given| !FIRST_NAMES.contains(given) && may_be_given(given))
    {
        given = Some(surname.remove(0).to_owned());
    }
    // `Henk Boot Boot`: typed twice
    if let [.., one, other] = surname[..]
        && one == other
    {
        surname.pop();
    }
    if let Some(last) = surname.last_mut() {
        *last = undoubled(last);
    }
    let surname = (!surname.is_empty()).then(|| surname.join(" "));
    Some(Name {
        first: at,
        end: next,
        given,
        surname,
    })
}

/// Returns initials without full stops behind an office: *wethouder JW Smit*.
fn bare_initials(words: &[Word<'_>], at: usize) -> Option<String> {
    let office = words.get(at.checked_sub(1)?)?;
    let word = words.get(at).filter(|word| word.joined)?;
    let goes_on = words
        .get(at + 1)
        .is_some_and(|next| next.joined && (is_name_word(next) || is_infix(next)));
    let is_short = word.text.len() <= 3 && word.text.chars().all(char::is_uppercase);
    let is_behind_office = ROLE_FORMS.contains_key(&*office.lower);
    (is_short && goes_on && is_behind_office && !PARTIES.contains(&word.lower))
        .then(|| word.text.to_owned())
}

/// Returns the name that begins at word `at` of a line, with a second surname behind a hyphen between spaces: *Agnes
/// van Aalten - van der Horst*.
pub(super) fn name_in(line: &Line<'_>, at: usize) -> Option<Name> {
    let name = without_adjective(line.words, name_at(line.words, at)?);
    let has_hyphen = name.is_full()
        && line.words.get(name.end).is_some()
        && matches!(
            line.between(name.end - 1, name.end),
            " - " | " – " | "- " | " -"
        );
    match surname_at(line.words, name.end).filter(|_| has_hyphen) {
        Some(second) => Some(Name {
            end: second.end,
            surname: Some(format!("{}-{}", name.surname?, second.surname?)),
            ..name
        }),
        None => Some(name),
    }
}

/// Returns a name without the adjective of a place before an office behind it: *Ina Smit Brussels burgemeester*.
fn without_adjective(words: &[Word<'_>], name: Name) -> Name {
    let is_office = |word: &Word<'_>| {
        word.joined
            && word.text.starts_with(char::is_lowercase)
            && ROLE_FORMS.contains_key(&*word.lower)
    };
    let last = name.end - 1;
    match &name.surname {
        Some(surname)
            if words.get(name.end).is_some_and(is_office)
                && OF_PLACES.contains(&words[last].lower) =>
        {
            let own = surname.strip_suffix(words[last].text).map(str::trim_end);
            match own.filter(|own| !own.is_empty()) {
                Some(own) => Name {
                    end: last,
                    surname: Some(own.to_owned()),
                    ..name
                },
                None => name,
            }
        }
        _ => name,
    }
}

/// Returns the surname without a given name that begins with an infix in lower case at word `at`: *stelde te
/// Kolste*. Its infix may as well belong to the sentence.
pub(super) fn surname_at(words: &[Word<'_>], at: usize) -> Option<Name> {
    words.get(at).filter(|word| is_infix(word))?;
    let mut surname = Vec::new();
    let end = push_surname(words, at, &mut surname)?;
    Some(Name {
        first: at,
        end,
        given: None,
        surname: Some(surname.join(" ")),
    })
}

/// Returns the name, or the part of one, that begins at word `at`: *Ina Bos*, *van den Bos*, *K.*
pub(super) fn part_of_name_at(words: &[Word<'_>], at: usize) -> Option<Name> {
    let initial = || {
        let word = words.get(at).filter(|word| is_one_initial(word))?;
        Some(Name {
            first: at,
            end: at + 1,
            given: None,
            surname: Some(word.text.to_owned()),
        })
    };
    name_at(words, at)
        .or_else(|| surname_at(words, at))
        .or_else(initial)
}

/// Reads the words of a name after its first given name or surname: more given names, infixes and
/// surnames. Returns the index after them.
fn read_rest<'a>(
    words: &[Word<'a>],
    at: usize,
    given: &mut Option<String>,
    surname: &mut Vec<&'a str>,
) -> usize {
    let mut next = at;
    while surname.len() < 6 {
        let Some(word) = words.get(next).filter(|w| w.joined) else {
            break;
        };
        let bare_hyphen = surname
            .last()
            .or(given.as_deref().as_ref())
            .is_some_and(|s| ends_in_infix(s));
        // `Sierd Jan Bos`, but `Onderwijsrecht Jan Bos`, and `Sloop Jan Bos` at the start of a sentence
        let may_have_second = given.as_deref().is_some_and(|given| {
            let is_short = given.len() < LONG_NOUN && at > 0 && words[at - 1].joined;
            FIRST_NAMES.contains(given) || is_short
        });
        let second = matches!(surname[..], [only] if GIVEN_NAMES.contains(only) && may_have_second)
            || matches!(surname[..], [only] if FIRST_NAMES.contains(only))
                && given
                    .as_deref()
                    .is_some_and(|given| FIRST_NAMES.contains(given));
        let infix_begins = is_infix(word) && !leaves_name(words, next)
            || (surname.is_empty() || second)
                && is_capital_infix(word)
                && (!matches!(word.text, "In" | "Op") || words.get(next + 1).is_some_and(is_infix));
        if infix_begins && (surname.is_empty() || second || bare_hyphen) {
            let mut infix = Vec::new();
            let Some(end) = push_surname(words, next, &mut infix) else {
                break;
            };
            // `Maarten Otto van Netbeheer Nederland`: a body.
            let goes_on = words.get(end).is_some_and(|w| w.joined && is_name_word(w));
            if second && word.text == "van" && goes_on {
                break;
            }
            if second && let (Some(given), Some(second)) = (given.as_mut(), surname.pop()) {
                // `Jan Willem de Boer`
                given.push(' ');
                given.push_str(second);
            }
            surname.append(&mut infix);
            next = end;
        } else if word.is_initials()
            && surname.is_empty()
            && words.get(next + 1).is_some_and(is_name_word)
        {
            // `Jan P. Bos`
            if let Some(given) = given.as_mut() {
                given.push(' ');
                given.push_str(word.text);
            }
            next += 1;
        } else if is_initial_as_surname(given.as_deref(), surname, words, next) {
            surname.push(word.text);
            next += 1;
            break;
        } else if second && is_name_word(word) {
            // `Henk Jan Bolding`
            if let (Some(given), Some(second)) = (given.as_mut(), surname.pop()) {
                given.push(' ');
                given.push_str(second);
            }
            surname.push(word.text);
            next += 1;
        } else if (is_name_word(word)
            && (surname.len() < 2 || bare_hyphen || ends_double_surname(words, next, surname)))
            || surname.is_empty()
                && (is_day_as_surname(given.as_deref(), word)
                    || is_noun_as_surname(given.as_deref(), words, next))
        {
            surname.push(word.text);
            next += 1;
            if let Some(end) = double_surname_end(words, next - 1) {
                surname.extend(words[next..end].iter().map(|word| word.text));
                next = end;
            }
        } else {
            break;
        }
    }
    next
}

/// Whether *in* or *op* at word `at` begins a place, not a surname: *Berx op Radio 2*, *Brouns in het
/// programma*, but *Ina in ’t Veld*. Whether *van* begins a body: *Smit van de Arnhemse fractie*.
fn leaves_name(words: &[Word<'_>], at: usize) -> bool {
    let of_body = matches!(words.get(at..), Some([of, the, adjective, noun, ..])
        if of.text == "van" && matches!(the.text, "de" | "het") && adjective.joined && adjective.is_capitalized() && is_of_place(adjective) && noun.joined);
    of_body
        || matches!(words[at].text, "in" | "op" | "aan" | "over")
            && !words.get(at + 1).is_some_and(|w| {
                w.joined
                    && matches!(w.lower.as_ref(), "'t" | "t" | "den" | "der" | "de")
                    && !w.is_capitalized()
            })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::words::words;

    #[test]
    fn names_of_every_shape_are_read_exactly() {
        for (text, given, surname) in [
            ("Henk Brink is blij", Some("Henk"), Some("Brink")),
            (
                "Mieke van den Oever (Wonen)",
                Some("Mieke"),
                Some("van den Oever"),
            ),
            ("Saïda el Amrani", Some("Saïda"), Some("el Amrani")),
            ("Mehmet Yıldız zegt", Some("Mehmet"), Some("Yıldız")),
            (
                "Sytske Hoekstra-de Boer",
                Some("Sytske"),
                Some("Hoekstra-de Boer"),
            ),
            ("Van der Spoel: ja", None, Some("Van der Spoel")),
            (
                "Bart Kok van de gemeente Zandwijk",
                Some("Bart"),
                Some("Kok"),
            ),
            ("Lotte Prins van Wonen", Some("Lotte"), Some("Prins")),
            (
                "drs. G.G.J. (Gregor) Rensen",
                Some("Gregor"),
                Some("Rensen"),
            ),
            ("P. de Wit", Some("P."), Some("de Wit")),
            ("Fenna werkt", Some("Fenna"), None),
            (
                "Jan Willem de Boer zegt",
                Some("Jan Willem"),
                Some("de Boer"),
            ),
            (
                "Anne Marie van der Meer",
                Some("Anne Marie"),
                Some("van der Meer"),
            ),
            (
                "Ria Jansen-van den Berg",
                Some("Ria"),
                Some("Jansen-van den Berg"),
            ),
            ("Jan P. Bos", Some("Jan P."), Some("Bos")),
            (
                "Hans Onno Van den Berg",
                Some("Hans Onno"),
                Some("Van den Berg"),
            ),
            (
                "Henric de Jong Schouwenaar zegt",
                Some("Henric"),
                Some("de Jong Schouwenaar"),
            ),
            ("Marieke de Raad", Some("Marieke"), Some("de Raad")),
            (
                "Henk Brink van Natuurmonumenten",
                Some("Henk"),
                Some("Brink"),
            ),
            ("Ina in ’t Veld", Some("Ina"), Some("in ’t Veld")),
        ] {
            let found = name_at(&words(text, 0..text.len()), 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (found.given.as_deref(), found.surname.as_deref()),
                (given, surname),
                "{text}"
            );
        }
    }

    #[test]
    fn other_words_are_not_names() {
        for text in [
            "Provincie Drenthe",
            "De brug",
            "FNV Metaal",
            "het dorp",
            "Volgens Henk",
        ] {
            let found = name_at(&words(text, 0..text.len()), 0);
            assert!(found.is_none(), "{text}: {found:?}");
        }
    }
}
