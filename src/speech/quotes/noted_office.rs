//! Notes the offices that sentences tell of the person they speak of: *Hij is archeoloog*, *Als adviseur houdt Ina Smit …*.
//!
//! Leaves out offices beside names (`people`), and of whom a sentence speaks (`topic`).

use super::named::Named;
use super::number::is_pronoun;
use super::speech_clause::SpeechClause;
use crate::dutch::words::{PARTIES, behind_article};
use crate::speech::people::People;
use crate::speech::words::Word;

/// Most words before a pronoun in a sentence that opens with an office.
pub(super) const ROLE_WITHIN: usize = 12;

/// Most words before the verb of a sentence that tells the office of whom it speaks: *Bijna een jaar is hij …*.
const INVERTED: usize = 5;

/// Most words of a sentence up to *jaar* before an office.
const SINCE: usize = 7;

/// Most words of a sentence up to *als* behind the verb of work.
const WORK: usize = 8;

impl SpeechClause<'_> {
    /// Notes the office of a person behind the first verb of a sentence: *Als adviseur houdt Ina Smit zich bezig met
    /// water*.
    pub(super) fn note_office_before(&mut self, words: &[Word<'_>], named: &Named) {
        let is_next = |verb: &Word<'_>| verb.range.end + 1 == named.start;
        if office_opening(words).is_some() && words.iter().take(ROLE_WITHIN).any(is_next) {
            self.note_office(words, Some(named.person));
        }
    }

    /// Notes the office of a member of the same house as the person spoken of before: *Raadslid Bos (VVD) is tegen. Daar
    /// sluit collega Ina Smit (SP) zich bij aan.*
    pub(super) fn note_office_of_fellow(&mut self, words: &[Word<'_>], named: &Named) {
        let is_fellow = words
            .iter()
            .any(|word| word.text == "collega" && word.range.end + 1 == named.start);
        let known = self.subject.map(|person| &self.people.persons[person]);
        let of_party = known.filter(|known| is_fellow && known.party.is_some());
        let Some(role) = of_party.and_then(|known| known.role.clone()) else {
            return;
        };
        let mention = self.people.mention_at(self.block, named.start);
        let behind = mention.and_then(|one| self.text.get(one.span.end as usize..));
        let in_parentheses = behind.and_then(|behind| behind.strip_prefix(" (")?.split(')').next());
        // `Zijn collega Ina Smit van het CDA`
        let behind_of = behind.and_then(|behind| {
            let behind = behind_article(behind.strip_prefix(" van ")?)?;
            behind.split([' ', '.', ',']).next()
        });
        let party = in_parentheses.or(behind_of);
        if party.is_some_and(|party| PARTIES.contains(&party.to_lowercase())) {
            let fellow = &mut self.people.persons[named.person];
            fellow.role.get_or_insert(role);
        }
    }

    /// Notes the office of a person to whom a pronoun refers: *Hij is archeoloog*, *Als dijkgraaf is ze*.
    pub(super) fn note_office(&mut self, words: &[Word<'_>], person: Option<usize>) {
        let is_form = matches!(words, [pronoun, copula, ..] if is_pronoun(pronoun) && matches!(copula.text, "is" | "was"));
        let opening = office_opening(words);
        if let (Some(at), Some(person)) = (works_as(words), person)
            && let Some(office) = People::office_at(words, at)
        {
            self.people.persons[person].take_office(office);
        }
        // `Hij is al bijna tien jaar redacteur`
        let since = words
            .iter()
            .take(SINCE)
            .rposition(|word| word.text == "jaar");
        let since = since.filter(|_| matches!(words.get(2), Some(word) if matches!(word.text, "al" | "sinds" | "ruim" | "bijna")));
        let article = since.map_or_else(
            || {
                usize::from(
                    words
                        .get(2)
                        .is_some_and(|word| matches!(word.text, "de" | "een" | "ook")),
                )
            },
            |year| year - 1,
        );
        // `Hij is namens de provincie Veenland projectleider`
        let for_others = words.get(2).is_some_and(|word| word.text == "namens");
        let of_body = (4..words.len().min(8)).find(|&at| {
            for_others && words[at].joined && People::nameless_role(words, at).is_some()
        });
        let inverted = behind_inverted_copula(words);
        let at = inverted.or(opening);
        let is_form = is_form || at.is_some();
        let at = at.or(of_body).unwrap_or(2 + article);
        if let (true, Some(person), Some(office)) = (is_form, person, People::office_at(words, at))
        {
            self.people.persons[person].take_office(office);
        }
    }
}

/// Returns the word of the office with which a sentence opens: *Als dijkgraaf*, *In zijn rol als dijkgraaf*.
pub(super) fn office_opening(words: &[Word<'_>]) -> Option<usize> {
    match words {
        [as_, ..] if as_.text == "Als" => Some(1),
        [in_, owner, noun, as_, ..]
            if in_.text == "In"
                && matches!(owner.text, "zijn" | "haar")
                && matches!(noun.text, "rol" | "functie" | "hoedanigheid")
                && as_.text == "als" =>
        {
            Some(4)
        }
        _ => None,
    }
}

/// Returns the word behind *is hij nu* within the opening words of a sentence: *Bijna een jaar is hij nu inspecteur*.
fn behind_inverted_copula(words: &[Word<'_>]) -> Option<usize> {
    let is_inverted = |two: &[Word<'_>]| matches!(two[0].text, "is" | "was") && is_pronoun(&two[1]);
    let copula = words.windows(2).take(INVERTED).position(is_inverted)?;
    let is_filler = |word: &&Word<'_>| {
        matches!(
            word.text,
            "nu" | "al" | "ook" | "de" | "een" | "inmiddels" | "tevens"
        )
    };
    let behind = copula + 2;
    Some(behind + words[behind..].iter().take_while(is_filler).count())
}

/// Returns the word behind *als* of a sentence that says what somebody's work is: *De laatste jaren werkte hij als
/// wethouder*, *Ze werkt bij de provincie als projectleider*.
fn works_as(words: &[Word<'_>]) -> Option<usize> {
    // `Hij vindt dat hij als raadslid veel heeft bereikt`
    let is_as = |two: &[Word<'_>]| is_pronoun(&two[0]) && two[1].joined && two[1].text == "als";
    if let Some(at) = words.windows(2).position(is_as) {
        return Some(at + 2);
    }
    let is_verb = |word: &Word<'_>| matches!(word.text, "werkt" | "werkte" | "was");
    let inverted = words
        .windows(3)
        .position(|three| is_verb(&three[0]) && is_pronoun(&three[1]) && three[2].text == "als");
    let opens = matches!(words, [pronoun, verb, ..] if is_pronoun(pronoun) && is_verb(verb) && verb.text != "was");
    let near = || (2..words.len().min(WORK)).find(|&at| opens && words[at].text == "als");
    Some(inverted.map(|at| at + 2).or_else(near)? + 1)
}
