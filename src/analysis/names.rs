//! Step 4: decides which words are names. Names have no other forms and no parts.
//!
//! Leaves out finding people in releases (`extract`). A name is one of these:
//!
//! - a place of the gazetteer
//! - a surname or an unlisted word that follows a title or another name
//! - a word with a capital inside a sentence that is not in the word list

use std::ops::Range;

use super::fold::fold;
use super::gazetteer::Gazetteer;
use super::lemma::is_listed;
use super::spelling::Spelling;

/// Reads the words of one text in order and decides which are names.
pub(super) struct Names<'t> {
    text: &'t str,
    /// The previous word.
    last: Range<usize>,
    /// The byte after the most recent place name of several words.
    place_end: usize,
    /// Whether the previous words may begin a name: they have a capital.
    begun: bool,
    /// Whether the previous word probably is a name: it follows a title, or the word list does not
    /// have it (*Marieke*).
    unlisted: bool,
}

impl<'t> Names<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            last: 0..0,
            place_end: 0,
            begun: false,
            unlisted: false,
        }
    }

    /// Returns the spelling of the next word, given its surface form, folded form and byte range.
    pub(super) fn next(&mut self, surface: &str, exact: &str, span: &Range<usize>) -> Spelling {
        let last = std::mem::replace(&mut self.last, span.clone());
        if !surface.starts_with(char::is_uppercase) {
            // *Henk van den Brink*
            self.begun &= matches!(
                exact,
                "van" | "de" | "den" | "der" | "het" | "ter" | "ten" | "te" | "el"
            );
            return if span.end <= self.place_end {
                Spelling::Name
            } else {
                Spelling::Plain
            };
        }
        let gazetteer = Gazetteer::get();
        if span.start >= self.place_end
            && let Some(places) = gazetteer.several.get(surface)
            && let Some(place) = places.iter().find(|place| self.begins(span.start, place))
        {
            self.place_end = span.start + place.len();
        }
        if span.end <= self.place_end {
            return Spelling::Name;
        }
        // `last.end` may exceed `span.start`: a joined form and its first part begin at one byte.
        let between = self.text.get(last.end..span.start).unwrap_or_default();
        let begins_sentence =
            last.end == 0 || between.contains(['.', '!', '?', ':', '“', '‘', '"', '\n', '•']);
        let all_capitals = surface.len() > 3 && surface.chars().all(char::is_uppercase);
        let adjacent = between.chars().all(|c| matches!(c, ' ' | '.'));
        let is_title = |word: &str| gazetteer.titles.contains(word);
        let follows_title = adjacent
            && last.end > 0
            && self
                .text
                .get(last)
                .is_some_and(|word| is_title(&fold(word)));
        let follows_name = adjacent && self.begun;
        let is_name = (!begins_sentence && gazetteer.ambiguous_places.contains(exact))
            || follows_title && !is_title(exact)
            || follows_name
                && (gazetteer.surnames.contains(exact) || !begins_sentence && self.unlisted);
        let spelling = match is_name && !all_capitals {
            true => Spelling::Name,
            false if begins_sentence || all_capitals => Spelling::Initial,
            false => Spelling::Capitalized,
        };
        self.begun = spelling != Spelling::Initial && !is_title(exact) || follows_title;
        self.unlisted = follows_title || spelling == Spelling::Capitalized && !is_listed(exact);
        spelling
    }

    /// Whether `place` occurs at byte `at` and no letter or digit follows it.
    fn begins(&self, at: usize, place: &str) -> bool {
        self.text[at..]
            .strip_prefix(place)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Analyzer;

    fn lemmas(text: &str) -> String {
        Analyzer::Dutch
            .tokens(text)
            .into_iter()
            .map(|t| t.lemma)
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn parts(text: &str) -> Vec<String> {
        Analyzer::Dutch
            .tokens(text)
            .into_iter()
            .flat_map(|t| t.parts)
            .map(|part| part.lemma)
            .collect()
    }

    #[test]
    fn names_of_places_and_people_keep_their_form() {
        assert_eq!(lemmas("in De Ronde Venen"), "in de ronde venen");
        assert_eq!(lemmas("De Ronde Venen bouwt"), "de ronde venen bouw");
        assert_eq!(lemmas("Wethouder Bakkers"), "wethouder bakkers");
        assert_eq!(
            lemmas("wethouder Henk van de Brink en Jan Vissers"),
            "wethouder henk van de brink en jan vissers"
        );
        assert_eq!(lemmas("inwoners van Houten"), "inwoner van houten");
        for whole in [
            "naar bergambacht",
            "Wethouder Bouwman",
            "Bergambacht",
            "uit Kinderdijkpolder",
            "door Marieke Waterval",
        ] {
            assert_eq!(parts(whole), [""; 0], "{whole}");
        }
    }

    #[test]
    fn words_are_not_taken_for_names() {
        assert_eq!(lemmas("Bakkers en vissers"), "bakker en visser");
        assert_eq!(
            lemmas("houten huizen in ronde venen"),
            "hout huis in rond veen"
        );
        assert_eq!(lemmas("de Gemeenten"), "de gemeente");
        assert_eq!(parts("NIEUWE WONINGBOUW"), ["woning", "bouw"]);
        assert_eq!(parts("Woningbouw"), ["woning", "bouw"]);
        assert_eq!(
            parts("de Regionale Omgevingsdienst"),
            ["omgeving", "dienst"]
        );
    }
}
