//! Tells that a quotation without an attribution is not by whom the text speaks of before it.
//!
//! Leaves out to whom it is carried instead (`beside`).

use std::ops::Range;

use super::QuoteReader;
use super::hearer::reads_aloud;
use super::number::{is_plural_form, is_pronoun};
use super::topic::Topic;
use super::unnamed::is_asked_by_somebody;
use crate::document::Speaker;
use crate::dutch::sentences::{last_start, sentence_before};
use crate::dutch::verbs::SAYS;
use crate::dutch::words::{OPINIONS, is_body_noun};
use crate::speech::people::{Mention, is_name_word};
use crate::speech::words::Word;

impl QuoteReader<'_> {
    /// Whether the sentence before a quotation gives it to others than the one spoken of: to a text, to the
    /// writer of what somebody reads aloud, to two people (*beiden*), a group, or a body that says no more.
    pub(super) fn follows_others(&self, at: usize, head: &Range<usize>) -> bool {
        let sentence = sentence_before(self.text(at), head.end);
        let words = self.lines.line(at).part(&sentence).words;
        let ends_in = |ends: &[&str]| words.last().is_some_and(|word| ends.contains(&word.text));
        let holds = |parts: &[&str]| {
            words
                .iter()
                .any(|word| parts.contains(&word.lower.as_ref()))
        };
        if is_of_a_text(words) || reads_aloud(words) {
            return true;
        }
        // `Daarop vroeg Bos of hij klaar is. “Nee, nog niet.”`: the answer of somebody else
        let said = self
            .quoted
            .quotes
            .last()
            .and_then(|quote| quote.segments.last());
        let is_question =
            said.is_some_and(|said| self.text(at)[..said.end as usize].ends_with('?'));
        if asks_whether(words) && !is_question {
            return true;
        }
        if self.people.mentions_in(at, &sentence).next().is_some() {
            return false;
        }
        if is_asked_by_somebody(words) || is_view_of_others(words) {
            return true;
        }
        // `In een van de schriftjes staat één zin: “…”`
        let stands = |word: &Word<'_>| matches!(word.text, "staat" | "stond");
        let is_place = words
            .first()
            .is_some_and(|first| matches!(first.text, "In" | "Op" | "Boven" | "Onder"));
        if is_place
            && words.iter().any(stands)
            && self.text(at)[..head.end].trim_end().ends_with(':')
        {
            return true;
        }
        // `Het werk is zwaar, ervaren beiden. “…”`
        let are_both = ends_in(&["beiden", "allebei"]);
        // `De Groenen hebben een andere mening: “…”`
        let are_members = matches!(words, [article, group, verb, ..]
            if article.text == "De" && group.is_capitalized() && group.lower.ends_with("en") && is_plural_form(verb));
        // `Hoe het gaat, wil de GGD niet zeggen. “…”`
        let is_body = |word: &Word<'_>| {
            let is_short_name = word.text.len() > 1 && word.text.chars().all(char::is_uppercase);
            is_short_name || is_body_noun(&word.lower)
        };
        let refuses = ends_in(&["zeggen", "kwijt", "melden", "vertellen", "bevestigen"])
            && holds(&["niet", "niets", "geen"])
            && words.iter().any(is_body);
        are_both || are_members || refuses
    }

    /// Whether the last quotation names one of `speakers` itself, or opens with *Jij*, and so speaks to the one who is spoken
    /// of: *“De minister en ik …”*, *“Smit heeft gelijk”*, *“Jij hebt je ingezet”*.
    pub(super) fn speaks_of(&self, speakers: &[Speaker]) -> bool {
        let Some(quote) = self.quoted.quotes.last() else {
            return false;
        };
        let words = quote.segments.iter().flat_map(|segment| {
            let line = self.lines.line(segment.block as usize);
            line.part(&(segment.start as usize..segment.end as usize))
                .words
        });
        if words
            .clone()
            .next()
            .is_some_and(|first| first.text == "Jij")
        {
            return true;
        }
        // `“Jef, dat kan niet.”`
        let is_hearer = |first: &Word<'_>, next: &Word<'_>| {
            let text = self.text(quote.segments[0].block as usize);
            let is_apart = text.get(first.range.end..next.range.start) == Some(", ");
            let is_given = |speaker: &Speaker| {
                let name = speaker
                    .name
                    .as_deref()
                    .and_then(|name| name.split(' ').next());
                name == Some(first.text)
            };
            is_apart && speakers.iter().any(is_given)
        };
        let mut opening = words.clone();
        if let (Some(first), Some(next)) = (opening.next(), opening.next())
            && is_hearer(first, next)
        {
            return true;
        }
        let surnames = surnames_of(speakers);
        words.clone().all(|word| word.lower != "naam")
            && words.into_iter().any(|word| surnames.contains(&word.text))
    }

    /// Whether block `at`, a question, names by the office or the surname of whom the text speaks: *En is de minister wakker
    /// geworden?*
    pub(super) fn is_spoken_of_in(&self, at: usize) -> bool {
        let Topic::Known((speakers, _)) = &self.spoken_of.topic else {
            return false;
        };
        let words = self.lines.line(at).words;
        let surnames = surnames_of(speakers);
        let is_office = |word: &Word<'_>| {
            let mut offices = speakers.iter().filter_map(|one| one.role.as_deref());
            word.joined && offices.any(|office| office == word.text)
        };
        let is_named = |two: &[Word<'_>]| {
            two[0].lower == "de" && is_office(&two[1]) || surnames.contains(&two[1].text)
        };
        !words.iter().any(Word::is_address) && words.windows(2).any(is_named)
    }

    /// Whether the last quotation begins with a pronoun that refers to `person`, who is named last before it and does not
    /// open that sentence: *Het bestuur dankt minister Smit. “Hij heeft ons geholpen.”*
    pub(super) fn refers_to(&self, person: usize, at: usize, head: &Range<usize>) -> bool {
        let Some(first) = self
            .quoted
            .quotes
            .last()
            .and_then(|quote| quote.segments.first())
        else {
            return false;
        };
        let line = self.lines.line(first.block as usize);
        let words = line.part(&(first.start as usize..first.end as usize)).words;
        // `“Als hij niet kan slagen”`
        let opens_clause = words
            .first()
            .is_some_and(|first| matches!(first.text, "Als" | "Dat" | "Omdat" | "Maar" | "Want"));
        let words = &words[usize::from(opens_clause)..];
        let refers =
            matches!(words, [pronoun, verb, ..] if is_pronoun(pronoun) && !is_plural_form(verb));
        let before = sentence_before(self.text(at), head.end);
        let named = self.people.mentions_in(at, &before).last();
        let is_object = |mention: &Mention| mention.span.start as usize > before.start;
        refers && named.is_some_and(|mention| mention.person == person && is_object(mention))
    }

    /// Whether a quotation follows a colon and an unknown name: *Nooitgedagt: “…”*, *Ook Natuurmonumenten denkt
    /// er zo over: “…”*.
    pub(super) fn is_unread_name(&self, at: usize, head: &Range<usize>) -> bool {
        let before = &self.text(at)[head.clone()];
        let Some(clause) = before.trim_end().strip_suffix(':') else {
            return false;
        };
        let range = head.start + last_start(clause)..head.start + clause.len();
        let words = self.lines.line(at).part(&range).words;
        let is_verb = |word: &Word<'_>| SAYS.contains(&word.lower);
        let speaks = words.windows(2).take(4).any(|pair| {
            pair[0].joined && is_name_word(&pair[0]) && is_verb(&pair[1])
                || is_verb(&pair[0]) && is_name_word(&pair[1])
        });
        // `Nyah (26): “…”`
        let is_aged =
            matches!(words, [name, age] if is_name_word(name) && age.text.parse::<u8>().is_ok());
        // `Maya en Nyah: “…”`
        let are_two = matches!(words, [one, joiner, other] if joiner.text == "en"
            && is_name_word(one) && is_name_word(other));
        // `Ook Engel Modders is niet te spreken over de plannen: “…”`
        let named = match words {
            [also, rest @ ..] if also.lower == "ook" => rest,
            _ => words,
        };
        let opens = matches!(named, [given, surname, ..] if surname.joined
            && is_name_word(given) && is_name_word(surname)
            && self.people.mention_at(at, given.range.start).is_none());
        // `Harald, een van hun vrienden: “…”`
        let is_described = matches!(words, [name, one, ..]
            if is_name_word(name) && !one.joined && one.text == "een");
        matches!(words, [only] if is_name_word(only))
            || is_described
            || is_aged
            || are_two
            || opens
            || speaks
    }
}

/// Returns the last words of the names of speakers.
fn surnames_of(speakers: &[Speaker]) -> Vec<&str> {
    let names = speakers.iter().filter_map(|one| one.name.as_deref());
    names.filter_map(|name| name.rsplit(' ').next()).collect()
}

/// Whether a sentence asks something of somebody: *Daarop vroeg Bos of hij klaar is*, but not *Bos vroeg zich af of …*.
fn asks_whether(words: &[Word<'_>]) -> bool {
    let asks = |word: &Word<'_>| matches!(word.text, "vroeg" | "vroegen" | "vraagt" | "vragen");
    let Some(verb) = words.iter().position(asks) else {
        return false;
    };
    let behind = &words[verb + 1..];
    let whether = |word: &Word<'_>| matches!(word.text, "of" | "waarom" | "hoe" | "wanneer");
    behind.iter().any(whether) && !behind.iter().any(|word| word.text == "zich")
}

/// Whether the words before a quotation are those of a view that people share: *De vraag op het eiland is “…”*.
fn is_view_of_others(words: &[Word<'_>]) -> bool {
    let is_copula = |word: &Word<'_>| matches!(word.text, "is" | "was" | "luidt" | "luidde");
    let is_view = |three: &[Word<'_>]| {
        three[0].lower == "de"
            && (OPINIONS.contains(&three[1].lower) || three[1].text == "vraag")
            && matches!(three[2].text, "op" | "in" | "onder" | "bij")
    };
    words.last().is_some_and(is_copula) && words.windows(3).take(3).any(is_view)
}

/// Whether a sentence is about a text, or about the message of people whom no rule reads: *Op de site staat dat “…”*, *De
/// boodschap van de raad was helder, “…”*, *Er wordt gezegd: “…”*.
fn is_of_a_text(words: &[Word<'_>]) -> bool {
    let message =
        matches!(words, [_, noun, of, ..] if OPINIONS.contains(&noun.lower) && of.text == "van");
    let is_text = words
        .iter()
        .any(|word| matches!(word.text, "staat" | "stond"))
        && words.last().is_some_and(|word| word.text == "dat");
    let is_passive = words.windows(2).any(|two| {
        matches!(two[0].text, "wordt" | "werd") && matches!(two[1].text, "gezegd" | "verteld")
    });
    message || is_text || is_passive
}
