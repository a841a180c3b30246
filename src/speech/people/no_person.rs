//! Tells that a name behind an office is not that of a person.
//!
//! Leaves out the form of names (`name`).

use super::People;
use super::bodies::{is_company, is_group};
use super::form::{Form, form};
use super::name::Name;
use super::role::PersonRole;
use crate::dutch::words::{FIRST_NAMES, is_place, is_place_at};
use crate::speech::words::{Line, Word, has_inner_capital};

impl People {
    /// Whether a name behind an office is rather that of a body or a place: *bestuursvoorzitter Zorginstituut*,
    /// *initiatiefnemer Zonnekracht*, *Burgemeester Delft erkent fouten*, where nobody has that surname.
    pub(super) fn is_no_person(&self, line: &Line<'_>, role: &PersonRole, name: &Name) -> bool {
        if form(name) == Form::Person {
            return false;
        }
        let (first, last) = (&line.words[name.first], &line.words[name.end - 1]);
        let is_single = name.end == name.first + 1;
        let has_infix = line.words[name.first..name.end]
            .iter()
            .any(|word| word.text.starts_with(char::is_lowercase));
        let is_firm = is_single && has_inner_capital(first.text);
        let is_place = || is_single && is_place_at(&line.text[first.range.start..]);
        let is_company = || is_company(&role.base);
        // `organisator Zandwijk Expo 2022`
        let is_numbered = line
            .words
            .get(name.end)
            .is_some_and(|next| next.joined && next.text.bytes().all(|byte| byte.is_ascii_digit()));
        is_numbered
            || is_group(&first.lower)
            // `Omroep Zandwijk Bond`, but `wethouder Minke Bond`
            || is_group(&last.lower) && (is_single || !FIRST_NAMES.contains(first.text))
            || is_company() && (is_single || !FIRST_NAMES.contains(first.text) && !has_infix)
            // `De Burgemeester Stramanweg is afgesloten`
            || is_single && is_named_after_office(line, role, first)
            // `Hoofd Inkoop`, `Ina is projectleider Zandwijk`
            || is_single && (role.base == "hoofd" || is_held_by_other(line, role))
            || is_single && is_field(line, role, name)
            // `student Juridische Dienstverlening`
            || is_noun_of_field(&last.lower)
            || is_single && is_branch(first.text) && !self.capitals.speaks(first.text)
            || is_firm && !self.capitals.speaks(first.text)
            // A headline speaks of the place: `Burgemeester Delft erkent fouten`.
            || is_place() && self.by_part_of_name(line.words, name.first).is_none()
    }
}

/// Whether an office with a capital within a sentence, and the word behind it, are the name of a street or a prize: *De
/// Burgemeester Stramanweg*.
fn is_named_after_office(line: &Line<'_>, role: &PersonRole, name: &Word<'_>) -> bool {
    const THINGS: [&str; 10] = [
        "weg", "laan", "straat", "plein", "kade", "singel", "brug", "school", "lezing", "prijs",
    ];
    let article = role
        .first
        .checked_sub(1)
        .map(|before| line.words[before].lower.as_ref());
    matches!(article, Some("de" | "het"))
        && line.words[role.first].is_capitalized()
        && THINGS.iter().any(|thing| name.lower.ends_with(thing))
}

/// Whether a sentence says of somebody else that he holds the office, so that its field follows.
fn is_held_by_other(line: &Line<'_>, role: &PersonRole) -> bool {
    let before = line.words[..role.first].last_chunk();
    before.is_some_and(|[holder, copula]| {
        matches!(copula.text, "is" | "was" | "wordt" | "werd") && FIRST_NAMES.contains(holder.text)
    })
}

/// Whether a name is that of a firm or body in a place: *Noordlijn-Overijssel*.
fn is_branch(name: &str) -> bool {
    name.split_once('-')
        .is_some_and(|(_, place)| is_place(place))
}

/// Whether a noun is that of a building or another thing with a person's name behind it: *het gemaal Jan Smit*.
pub(super) fn is_named_after_somebody(noun: &str) -> bool {
    const THINGS: [&str; 18] = [
        "gemaal",
        "school",
        "sporthal",
        "zaal",
        "brug",
        "sluis",
        "molen",
        "theater",
        "museum",
        "stadion",
        "schip",
        "tunnel",
        "gebouw",
        "kerk",
        "lyceum",
        "stichting",
        "prijs",
        "straat",
    ];
    THINGS.iter().any(|thing| noun.ends_with(thing))
}

/// Whether a capitalized word behind an office begins a field of several: *wethouder Bouwen en Wonen*.
fn is_field(line: &Line<'_>, role: &PersonRole, name: &Name) -> bool {
    let behind = line.words.get(name.end..);
    let goes_on = matches!(behind, Some([joiner, next, ..])
        if joiner.joined && matches!(joiner.text, "en" | "&") && next.joined && next.is_capitalized());
    goes_on && !role.plural
}

/// Whether a capitalized word behind an office is the noun of a field, too long for a surname: *coördinator
/// Gladheidsbestrijding*.
fn is_noun_of_field(word: &str) -> bool {
    const LONG: usize = 12;
    let ends = [
        "ing",
        "heid",
        "atie",
        "itie",
        "beheer",
        "zorg",
        "zaken",
        "beleid",
        "management",
        "techniek",
    ];
    word.len() >= LONG && ends.iter().any(|end| word.ends_with(end))
}
