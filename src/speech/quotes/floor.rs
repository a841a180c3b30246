//! Finds the person to whom a clause gives the floor: *Hij gaf het woord aan Ina Smit*.
//!
//! Leaves out the subject of the clause (`subject`).

use std::ops::Range;

use super::speech_clause::SpeechClause;
use super::unnamed::AGREED;
use crate::dutch::words::OPINIONS;
use crate::speech::words::Line;

/// Verbs with which somebody gets support from another, who then speaks.
const SUPPORT: [&str; 8] = [
    "krijgt", "kreeg", "krijgen", "kregen", "vindt", "vond", "ontvangt", "oogst",
];

impl SpeechClause<'_> {
    /// Returns the person to whom a clause gives the floor: *De burgemeester gaf het woord aan X*, *Y kreeg
    /// bijval van X*, *Het antwoord van X is kort*.
    pub(super) fn given_the_floor(&self, line: &Line<'_>, clause: &Range<usize>) -> Option<usize> {
        if let Some(person) = self.follows(line, clause) {
            return Some(person);
        }
        let floor = line.words.windows(3).enumerate().find(|(at, three)| {
            let [first, noun, preposition] = three else {
                return false;
            };
            let is_word = noun.text == "woord" && first.text == "het" && preposition.text == "aan";
            let is_support = || {
                matches!(noun.text, "steun" | "bijval" | "gelijk") && SUPPORT.contains(&first.text)
            };
            let is_answer = || *at == 0 && OPINIONS.contains(&noun.lower);
            // `zegt bij monde van fractievoorzitter Smit het vertrouwen op`
            let is_mouthpiece =
                first.text == "bij" && noun.text == "monde" && preposition.text == "van";
            is_word || is_mouthpiece || preposition.text == "van" && (is_support() || is_answer())
        });
        let (_, three) = floor?;
        let after = three[2].range.end;
        let mention = self
            .people
            .mentions_in(self.block, &(after..clause.end))
            .next()?;
        // Only an office, an age and a name stand between.
        let between = line.part(&(after..mention.span.start as usize)).words;
        let is_noun_phrase =
            between.len() <= 2 && between.iter().all(|word| word.text.ends_with('e'));
        is_noun_phrase.then_some(mention.person)
    }

    /// Returns the person who agrees with the subject of a passive clause: *Zij wordt bijgevallen door haar
    /// partijgenoot X*.
    fn follows(&self, line: &Line<'_>, clause: &Range<usize>) -> Option<usize> {
        // `aldus Bos, die wordt gesteund door Smit`: Bos speaks.
        let main = line.words.iter().take_while(|word| word.text != "die");
        let agreed = line.words[..main.count()]
            .windows(2)
            .find(|two| AGREED.contains(&two[0].text) && two[1].joined && two[1].text == "door")?;
        let after = agreed[1].range.end;
        let mut mentions = self.people.mentions_in(self.block, &(after..clause.end));
        let mention = mentions.next()?;
        let between = line.part(&(after..mention.span.start as usize)).words;
        let is_noun_phrase = between.len() <= 3 && between.iter().all(|word| word.joined);
        is_noun_phrase.then_some(mention.person)
    }
}
