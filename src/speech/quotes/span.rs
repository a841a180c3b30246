//! Reads one span in quotation marks: whether it is a quote or a term, and who speaks.
//!
//! Leaves out blocks without quotation marks, attributions in the blocks beside it (`beside`), and quotations that go on
//! (`goes_on`).

use std::ops::Range;

use super::QuoteReader;
use super::around::sets_against;
use super::attribution::Attribution;
use super::beside::{is_echo, names_another};
use super::glyphs::Family;
use super::marks::Marked;
use super::somebody::{is_said, is_said_by_somebody, refers_to_another, somebody_unnamed};
use super::span_kind::{
    IS_CALLED, SpanKind, announces_name, follows_copula, is_adjective, is_called_behind,
    is_named_thing, is_reported, is_topic, is_writers_word, makes_it_mixed, may_be_verb,
    names_what_follows, span_kind,
};
use crate::document::{BlockKind, QuoteKind, Span};
use crate::dutch::sentences::{clause_end, sentence_before, stretch_before, trimmed};
use crate::dutch::verbs::is_finite_verb;
use crate::dutch::words::{NO_SOURCES, PARTIES};
use crate::speech::words::Word;

/// A span in quotation marks, with its surroundings in the block.
pub(super) struct Place<'m> {
    pub(super) block: usize,
    pub(super) marked: &'m Marked,
    /// Byte at which the words before it begin.
    pub(super) before: usize,
    /// Byte at which the words after it end.
    pub(super) until: usize,
    /// The kind of mark that the block before left open, if any.
    pub(super) carried: Option<Family>,
}

/// What stands around a span.
struct Around {
    /// The words before it, up to the span before.
    head: Range<usize>,
    /// The words after it, up to the next span.
    tail: Range<usize>,
    /// Whether a colon introduces it.
    introduced: bool,
    /// Whether it is all of its paragraph.
    whole: bool,
    /// Whether the words after it are those of an attribution, read or not.
    has_own: bool,
}

impl QuoteReader<'_> {
    /// Reads one span: the first rule that fits decides.
    pub(super) fn span(&mut self, place: &Place<'_>) {
        self.last_sentence = None;
        let Place {
            block: at,
            marked,
            before,
            until,
            carried,
        } = *place;
        let text = self.text(at);
        let inner = without_doubled_marks(text, trimmed(text, marked.inner.clone()));
        if inner.is_empty() {
            return;
        }
        let words = &text[inner.clone()];
        let segment = Span::new(at, inner);
        let opens_block = text[..marked.outer.start].trim().is_empty();
        if !marked.closed {
            self.unclosed(at, marked, segment);
        }
        if carried == Some(marked.family) && opens_block && self.go_on(place, segment) {
            return;
        }
        let head = before..marked.outer.start;
        let tail = marked.outer.end..until;
        let introduced = text[head.clone()].trim_end().ends_with(':');
        let whole = opens_block && text[tail.clone()].trim_matches(['.', ',', ' ']).is_empty();
        // `Zij waarschuwt. “De brug moet dicht”. Dat kan nu.`
        let before_it = text[..marked.outer.start].trim_end();
        let is_sentence = text[tail.clone()].starts_with(['.', '!', '?'])
            && (opens_block || before_it.ends_with(['.', '!', '?']));
        let kind = if is_named_thing(&text[head.clone()], words) {
            SpanKind::Fragment
        } else {
            span_kind(words, whole || is_sentence)
        };
        if self.blocks[at].kind == BlockKind::Heading && !self.is_speech_line(place) {
            return self.quoted.terms.push(segment);
        }
        let is_name = || {
            is_nickname(&text[head.clone()], words, &text[tail.clone()])
                || is_name_of_thing(&text[tail.clone()])
        };
        if kind == SpanKind::Fragment && is_name() {
            return self.quoted.terms.push(segment);
        }
        let has_own = names_another(
            &text[marked.inner.end..marked.outer.end],
            &text[tail.clone()],
        );
        if introduced && !has_own && announces_name(&text[head.clone()]) {
            return self.quoted.terms.push(segment);
        }
        if self.resume(place, segment, kind, has_own) {
            return;
        }
        let is_called = words.starts_with(char::is_lowercase)
            && (has_own || makes_it_mixed(&text[head.clone()]));
        let is_named = names_what_follows(&text[head.clone()]) && !is_called;
        if is_named && kind == SpanKind::Fragment {
            return self.quoted.terms.push(segment);
        }
        // `Smit zegt: “Wij blijven.”`
        let is_sentence = || words.ends_with(['.', '!', '?']);
        let is_speech = kind == SpanKind::Speech || words.split(' ').count() > 2 || is_sentence();
        let announced = introduced && is_speech;
        let sentence = sentence_before(text, marked.outer.start);
        let is_called_before = kind == SpanKind::Fragment
            && sets_against(&text[sentence])
            && makes_it_mixed(&text[head.clone()]);
        let beside = self.beside(at, &head, &tail, announced);
        if let Some(found) = beside.filter(|_| !is_called_before) {
            let quote = match kind {
                SpanKind::Fragment if is_named_behind(&text[tail.clone()]) => QuoteKind::Mixed,
                _ => kind_beside(&text[..marked.outer.start], words, introduced),
            };
            return self.give_beside(at, segment, &head, quote, found);
        }
        if is_named {
            return self.quoted.terms.push(segment);
        }
        if opens_block
            && kind == SpanKind::Speech
            && let Some(found) = self.introduced_above(at)
        {
            self.push(segment, QuoteKind::Direct);
            return self.give(found, at - 1);
        }
        let ends_block = whole || text[tail.clone()].trim().is_empty();
        if let Some((found, block)) = self.in_next_block(at, &tail, ends_block, opens_block) {
            self.push(segment, QuoteKind::Direct);
            return self.give(found, block);
        }
        let around = Around {
            head,
            tail,
            introduced,
            whole,
            has_own,
        };
        self.unattributed(place, segment, kind, around);
    }

    /// Returns the attribution before or after a span in its block. `announced` says that a colon before it
    /// announces speech.
    fn beside(
        &mut self,
        at: usize,
        head: &Range<usize>,
        tail: &Range<usize>,
        announced: bool,
    ) -> Option<Attribution> {
        let mut clause = self.clause(at);
        if let Some(placed) = clause.placed(head, tail) {
            return Some(placed);
        }
        // Calls `before_colon` even for a term, because it also notes the person named before the
        // colon.
        let colon = clause.before_colon(head.clone()).filter(|_| announced);
        let after = clause.after(tail.clone());
        // `Wethouder X praat met bewoners: “…”, zegt bewoner Y`.
        let named = after.as_ref().is_some_and(|found| found.person.is_some());
        colon
            .filter(|_| !named)
            .or(after)
            .or_else(|| clause.signed(tail.clone()))
    }

    /// Gives a span to the speaker beside it, together with the fragments before it in the same sentence.
    fn give_beside(
        &mut self,
        at: usize,
        segment: Span,
        head: &Range<usize>,
        quote: QuoteKind,
        found: Attribution,
    ) {
        let first = self.listed_before(at, head);
        if quote == QuoteKind::Mixed
            && let Some(term) = self.fragment_before(at, head)
        {
            self.push(term, quote);
            self.give(found.clone(), at);
        }
        self.push(segment, quote);
        if let (Some(first), Some(last)) = (first, self.quoted.quotes.last_mut()) {
            last.segments.insert(0, first);
        }
        self.give(found, at);
    }

    /// Takes the term right before a fragment with *en* between them: *zich “gepakt” en “overvallen”, zegt X*.
    fn listed_before(&mut self, at: usize, between: &Range<usize>) -> Option<Span> {
        let is_listed = self.text(at)[between.clone()].trim() == "en";
        let is_next = is_listed && self.is_behind_term(at, between.start);
        is_next.then(|| self.quoted.terms.pop()).flatten()
    }

    /// Takes the last term if it is a fragment of the same sentence as the one behind `between`: *Er zijn “meer agenten”
    /// nodig “om de wijk te beschermen”, zegt X*.
    fn fragment_before(&mut self, at: usize, between: &Range<usize>) -> Option<Span> {
        let text = self.text(at);
        let sentence = sentence_before(text, between.end);
        let is_fragment = |term: &&Span| {
            let (start, end) = (term.start as usize, term.end as usize);
            term.block as usize == at && start > sentence.start && text[start..end].contains(' ')
        };
        let last = self.quoted.terms.last().filter(is_fragment);
        last.is_some().then(|| self.quoted.terms.pop()).flatten()
    }

    /// Whether a heading is all speech: in quotation marks from its first to its last word, or signed.
    fn is_speech_line(&self, place: &Place<'_>) -> bool {
        let text = self.text(place.block);
        let outer = place.marked.outer.clone();
        let words = text[place.marked.inner.clone()].split_whitespace().count();
        let rest = text[outer.end..].trim();
        let capitals = text[place.marked.inner.clone()]
            .split(' ')
            .filter(|word| word.starts_with(char::is_uppercase));
        outer.start == 0
            && (words > 2 || capitals.count() < 2)
            && (rest.is_empty() || rest.starts_with('('))
    }

    /// Reads a span that no attribution beside it gives to a speaker.
    fn unattributed(&mut self, place: &Place<'_>, segment: Span, kind: SpanKind, around: Around) {
        let Around {
            head,
            tail,
            introduced,
            whole,
            has_own,
        } = around;
        let (at, marked) = (place.block, place.marked);
        let text = self.text(at);
        let words = &text[segment.start as usize..segment.end as usize];
        let opens_sentence = || {
            let before = text[..marked.outer.start].trim_end();
            before.is_empty() || before.ends_with(['.', '!', '?'])
        };
        let so_far = stretch_before(text, marked.outer.start);
        let sentence = sentence_before(text, marked.outer.start);
        if is_of_party(&text[tail.clone()]) {
            let quote = match kind {
                SpanKind::Speech => QuoteKind::Direct,
                SpanKind::Fragment => QuoteKind::Mixed,
            };
            self.push(segment, quote);
            return self.is_of_another(at);
        }
        if kind == SpanKind::Fragment
            && let Some(found) = self.clause(at).called_by(&head, &tail)
        {
            self.push(segment, QuoteKind::Mixed);
            return self.give(found, at);
        }
        let reported = is_reported(&text[sentence.clone()], words, &text[tail.clone()])
            && !self.is_by_the_rules(at, &sentence);
        match kind {
            SpanKind::Speech if reported => self.reported_part(at, segment, so_far),
            SpanKind::Speech => {
                let before = text[..marked.outer.start].trim_end();
                // `Zijn droom was “ooit wil ik burgemeester worden”`, but `Het doel was “om met de raad …”`
                let is_whole = follows_copula(before)
                    && !["om ", "dat ", "te ", "ge"]
                        .iter()
                        .any(|part| words.starts_with(part));
                let quote = if is_whole {
                    QuoteKind::Direct
                } else {
                    kind_beside(before, words, introduced)
                };
                self.push(segment, quote);
                self.carry(at, &head, &tail, whole);
                if has_own {
                    self.somebody_speaks(at, &tail);
                }
            }
            // A short sentence after a colon: `Hij: “Nee!”`.
            SpanKind::Fragment if introduced && words.ends_with(['.', '!', '?']) => {
                self.push(segment, QuoteKind::Direct);
            }
            // `Smit is niet overtuigd. “En de tiende dan?”`
            SpanKind::Fragment
                if opens_sentence()
                    && words.contains(' ')
                    && is_exclaimed(words, &text[tail.clone()]) =>
            {
                self.push(segment, QuoteKind::Direct);
                self.carry(at, &head, &tail, whole);
            }
            SpanKind::Fragment if reported => self.reported_part(at, segment, so_far),
            // `‘De sfeer wordt grimmiger’, vinden de commandanten`, `‘Wees een vent!’ roept een boer`,
            // `‘Het wordt mooi’, zegt ze`, `‘Geweldig’, zeiden enkele raadsleden`.
            SpanKind::Fragment
                if has_own
                    && (words.split(' ').count() > 3
                        || opens_sentence() && is_said_by_somebody(&text[tail.clone()])
                        || words.contains(' ')
                            && (words.ends_with(['!', '?'])
                                || is_said(&text[tail.clone()])
                                || is_clause(words, &text[tail.clone()]))) =>
            {
                self.push(
                    segment,
                    kind_beside(&text[..marked.outer.start], words, introduced),
                );
                self.carry(at, &head, &tail, whole);
                self.somebody_speaks(at, &tail);
            }
            // A line of its own: `‘Absurde subsidie’`.
            SpanKind::Fragment if whole && self.is_speech_line(place) => {
                self.push(segment, QuoteKind::Mixed);
            }
            // `De argumenten zijn ‘verpletterd’, aldus de aanwezigen`
            SpanKind::Fragment if has_own && follows_copula(&text[head.clone()]) => {
                self.push(segment, QuoteKind::Mixed);
                self.somebody_speaks(at, &tail);
            }
            SpanKind::Fragment => self.fragment(at, segment, &head, tail),
        }
    }

    /// Reads a fragment in quotation marks: words of the one who speaks in its sentence, or a term.
    fn fragment(&mut self, at: usize, segment: Span, head: &Range<usize>, tail: Range<usize>) {
        let text = self.text(at);
        let words = &text[segment.start as usize..segment.end as usize];
        let so_far = stretch_before(text, head.end);
        let sentence = sentence_before(text, head.end);
        let head = &text[head.clone()];
        let is_called = makes_it_mixed(head) || is_called_behind(&text[tail.clone()]);
        // `Volgens minister Smit is dat “van groot belang”`
        let judges = || words.contains(' ') || is_adjective(words);
        let of_source = text[sentence.clone()].starts_with("Volgens ")
            && words.starts_with(char::is_lowercase)
            && follows_copula(head)
            && judges()
            && !self.is_by_the_rules(at, &sentence);
        let mixed = (is_called || of_source) && !is_writers_word(head, words);
        let found = if mixed {
            self.clause(at).around(so_far)
        } else if is_topic(head) {
            None
        } else {
            self.clause(at)
                .word_of_subject(so_far, words, &text[tail.clone()])
        };
        // `Minister Smit “moet vragen wat hij nodig heeft”, vindt de bond.`
        let after = self.clause(at).after_sentence(tail);
        match after.or(found) {
            Some(found) => {
                self.push(segment, QuoteKind::Mixed);
                self.give(found, at);
            }
            None => self.quoted.terms.push(segment),
        }
    }

    /// Whether a sentence names a law, a plan or figures as its source: *Volgens de regeling*, *Het beheerplan gaat
    /// ervan uit dat*.
    pub(super) fn is_by_the_rules(&self, at: usize, sentence: &Range<usize>) -> bool {
        let words = self.lines.line(at).part(sentence).words;
        let within = match words.first().map(|word| word.text) {
            Some("Volgens") => 4,
            Some("Het" | "De" | "Deze" | "Die" | "Dezelfde" | "Diezelfde") => 2,
            _ => return false,
        };
        let is_rule = |word: &Word<'_>| NO_SOURCES.iter().any(|noun| word.lower.ends_with(noun));
        words.iter().take(within).any(is_rule)
    }

    /// Notes that somebody speaks whom the attribution in `tail` does not tell, unless it only says that something was
    /// said. What follows the attribution belongs to the same quotation.
    fn somebody_speaks(&mut self, at: usize, tail: &Range<usize>) {
        let after = &self.text(at)[tail.clone()];
        if !is_echo(after) {
            self.is_of_another(at);
            // `“…”, zegt een aanwezige. Ze …`: a pronoun refers to somebody without a name.
            let is_new = |noun: &str| !refers_to_another(noun, after);
            if somebody_unnamed(after).is_some_and(is_new) {
                self.subject = None;
            }
        }
        self.attributed_until = Some((at, tail.start + clause_end(after)));
    }

    /// Adds a part of a reported sentence, with the subject of the sentence as its speaker.
    fn reported_part(&mut self, at: usize, segment: Span, so_far: Range<usize>) {
        let found = self.clause(at).around(so_far);
        self.push(segment, QuoteKind::Mixed);
        if let Some(found) = found {
            self.give(found, at);
        }
    }
}

/// Whether words are a question or a call, and their sentence goes on no further.
fn is_exclaimed(words: &str, after: &str) -> bool {
    let rest = after.trim_start();
    words.ends_with(['?', '!']) && (rest.is_empty() || rest.starts_with(char::is_uppercase))
}

/// Whether a verb of naming follows words: *‘Onuitlegbaar’, noemt Smit het plan*.
fn is_named_behind(after: &str) -> bool {
    let mut words = after.split(|c: char| !c.is_alphabetic());
    let verb = words.find(|word| !word.is_empty());
    verb.is_some_and(|verb| verb.starts_with("noem"))
}

/// Whether words between a given name and a surname are a nickname: *Gerrit ‘de Zwaluw’ Smit*.
fn is_nickname(before: &str, words: &str, after: &str) -> bool {
    let is_name =
        |word: Option<&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
    let given = before
        .strip_suffix(' ')
        .and_then(|before| before.rsplit(' ').next());
    let surname = after
        .strip_prefix(' ')
        .and_then(|after| after.split(' ').next());
    is_name(given) && is_name(surname) && words.split(' ').count() < 4
}

/// Whether the words behind a span tell whose name it is: *‘Schoon water’, heet het convenant*; but not *“…”, heette het*.
fn is_name_of_thing(after: &str) -> bool {
    let mut words = after
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let is_called = words.next().is_some_and(|word| IS_CALLED.contains(&word));
    let is_determined = words
        .next()
        .is_some_and(|word| matches!(word, "de" | "het" | "dit" | "deze"));
    is_called && is_determined && words.next().is_some_and(|noun| noun.len() > 3)
}

/// Whether the party whose words they are stands in parentheses behind a span: *De minister heeft ons “voorgelogen” (SP)*.
fn is_of_party(after: &str) -> bool {
    let inside = after.trim_start().strip_prefix('(');
    inside
        .and_then(|inside| inside.split_once(')'))
        .is_some_and(|(party, _)| PARTIES.contains(&party.to_lowercase()))
}

/// Whether a fragment with a verb stands before a clause of saying: *De minister “biedt geen plan”, stelt de afdeling*.
fn is_clause(words: &str, after: &str) -> bool {
    let opens_with_verb = words
        .split(' ')
        .next()
        .is_some_and(|word| is_finite_verb(word) || may_be_verb(word));
    after.starts_with(',') && opens_with_verb && is_said_by_somebody(after)
}

/// Returns the kind of a quotation beside its attribution. A fragment may end a sentence of the writer: *Het
/// college heeft “weggekeken”, stelt X*. `before` is the text before its mark.
fn kind_beside(before: &str, words: &str, introduced: bool) -> QuoteKind {
    let ends_sentence = !introduced
        && words.starts_with(char::is_lowercase)
        && before.trim_end().ends_with(char::is_alphanumeric);
    if ends_sentence {
        QuoteKind::Mixed
    } else {
        QuoteKind::Direct
    }
}

/// Returns `inner` without the marks that stand twice: `““Ja””`.
fn without_doubled_marks(text: &str, inner: Range<usize>) -> Range<usize> {
    let is_mark = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '"' | '„');
    let words = &text[inner.clone()];
    let (first, last) = (words.chars().next(), words.chars().next_back());
    match (first.filter(|c| is_mark(*c)), last.filter(|c| is_mark(*c))) {
        (Some(first), Some(last))
            if words.len() > first.len_utf8() + last.len_utf8()
                && !words[first.len_utf8()..words.len() - last.len_utf8()].contains(is_mark) =>
        {
            inner.start + first.len_utf8()..inner.end - last.len_utf8()
        }
        _ => inner,
    }
}
