//! Finds the title of plain text and of old pages without headings among the lines above the text, by signs that weigh.
//!
//! Leaves out titles that markup or metadata shows.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex::Regex;

use super::{
    CREDIT, LEAST_LETTERS, LEAST_TEXT, SHORT_TEXT, has_letters, is_running, names_more_than_site,
    parts,
};
use crate::document::BlockKind;
use crate::dutch::offices::ROLE_FORMS;
use crate::dutch::pattern::pattern;
use crate::dutch::sentences::sentences;
use crate::dutch::words::{FIRST_NAMES, INFIXES, SECTIONS, STOP_WORDS, is_body_noun};
use crate::extract::draft::{Draft, RawBlock, Region};
use crate::extract::fields::address::holds_address;
use crate::extract::fields::aside::is_caption;
use crate::extract::fields::dates;
use crate::sources::media::is_medium;

/// Most lines above the text among which its title stands.
const LINES: usize = 14;

/// Most lines between a title and the text: a subtitle, a writer.
const BETWEEN: usize = 2;

/// Length in bytes from which a line is long for a title.
const LONG: usize = 110;

/// Fewest letters of a word that tells what a text is about.
const WORD: usize = 4;

/// How many words a title has that is a sentence with its full stop.
const SENTENCE_WORDS: RangeInclusive<usize> = 3..=12;

/// Marks that close a quotation.
const CLOSING_MARKS: [char; 5] = ['”', '’', '"', '\'', '»'];

/// The least weight of a title; below it, the text has none.
const LEAST_WEIGHT: i32 = 0;

/// Returns the line above the text that is most likely its title. It may be none of them.
pub(super) fn opening(draft: &Draft) -> Option<usize> {
    let above = Above::of(draft);
    let weighed = (0..above.text)
        .filter(|&line| above.may_be_title(line))
        .map(|line| (above.weight(line), Reverse(line)));
    let (weight, Reverse(line)) = weighed.max()?;
    (weight >= LEAST_WEIGHT && draft.body.len() > 1).then(|| above.lines[line])
}

/// The lines above the text of a page.
struct Above<'d> {
    draft: &'d Draft,
    /// The blocks of the content.
    lines: Vec<usize>,
    /// Number of those above the text.
    text: usize,
    /// The words of these lines that the text holds too.
    shared: HashSet<String>,
}

impl<'d> Above<'d> {
    fn of(draft: &'d Draft) -> Self {
        let lines: Vec<usize> = (draft.body.clone())
            .filter(|&at| draft.blocks[at].region == Region::Content)
            .collect();
        let block = |line: usize| &draft.blocks[lines[line]];
        let greeted = (0..lines.len()).find(|&line| greets(&block(line).text));
        // What stands below the credit of a picture, or twice, once with its credit
        let describes_picture = |line: usize| {
            let own = block(line).text.as_str();
            let is_below_credit = line > 0 && block(line - 1).text.starts_with('©');
            let is_repeated = line + 1 < lines.len() && block(line + 1).text.starts_with(own)
                || line > 0 && own.starts_with(&block(line - 1).text);
            own.len() <= LEAST_TEXT && (is_below_credit || is_repeated)
        };
        let begins = |line: usize| {
            // `Hieronder ons persbericht.`
            let is_of_letter = greeted.is_some_and(|greeted| greeted < line);
            let is_second = || is_sentence(block(line - 1)) && !describes_picture(line - 1);
            is_text(block(line)) || line > 0 && !is_of_letter && is_second()
        };
        let text = (0..lines.len()).find(|&line| begins(line));
        let text = text.unwrap_or(lines.len().saturating_sub(1)).min(LINES);
        let (above, below) = lines.split_at(text);
        let words = |&at: &usize| telling_words(&draft.blocks[at].text);
        let own: HashSet<String> = above.iter().flat_map(words).collect();
        let below = below.iter().flat_map(words);
        let shared = below.filter(|word| own.contains(word)).collect();
        Self {
            draft,
            lines,
            text,
            shared,
        }
    }

    fn block(&self, line: usize) -> &'d RawBlock {
        &self.draft.blocks[self.lines[line]]
    }

    fn may_be_title(&self, line: usize) -> bool {
        let block = self.block(line);
        block.list.is_none()
            && (!is_sentence(block) || self.is_sentence_above_text(line))
            && !ends_with_office(&block.text)
            && !is_of_letter(self.draft, self.lines[line])
    }

    /// Whether a line is one short sentence above a long paragraph: *Den Haag luistert niet.*
    fn is_sentence_above_text(&self, line: usize) -> bool {
        let sentence = self.block(line).text.as_str();
        let below = self.lines.iter().skip(line + 1).take(BETWEEN + 1);
        let text = below
            .map(|&at| &self.draft.blocks[at])
            .find(|below| is_running(below));
        let is_above_text = text.is_some_and(|text| sentences(&text.text).count() > 1);
        is_above_text
            && sentence.starts_with(char::is_uppercase)
            && sentence.ends_with('.')
            && sentences(sentence).count() == 1
            && SENTENCE_WORDS.contains(&sentence.split(' ').count())
            && !sentence.contains(['“', '"', '‘'])
    }

    /// Returns how likely a line is the title. The signs were chosen, and their weights fitted, as a conditional logit
    /// (`McFadden`, *Conditional logit analysis of qualitative choice behavior*, 1974) over the lines above 708 texts, of which
    /// one or none is the title, and rounded to halves.
    fn weight(&self, line: usize) -> i32 {
        let block = self.block(line);
        let text = block.text.as_str();
        let next = self.lines.get(line + 1).map(|_| self.block(line + 1));
        let before = line.checked_sub(1).map(|before| self.block(before));
        let is_dated = |block: Option<&RawBlock>| block.is_some_and(|block| is_dated(&block.text));
        let between = (line + 1..self.text).filter(|&line| !is_beside_title(self.block(line)));
        let telling: HashSet<String> = telling_words(text).collect();
        let shared = telling.intersection(&self.shared).count();
        let is_aside = is_caption(text) || CREDIT.is_match(text);
        let signs = [
            (5, line == 0),
            (2, is_headline(block)),
            (
                2,
                is_headline(block) && !(0..line).any(|line| is_headline(self.block(line))),
            ),
            (2, block.kind == BlockKind::Heading),
            (4, is_document(text)),
            (
                2,
                text.contains(['“', '‘', '"', '„', '«'])
                    || text.contains(" '")
                    || text.starts_with('\''),
            ),
            (3, text.ends_with(['!', '?'])),
            (1, shared > 1),
            (-3, shared == 0),
            (2, is_dated(before)),
            (2, is_dated(next)),
            (2, next.is_some_and(|next| greets(&next.text))),
            (-2, between.count() > BETWEEN),
            (-5, text.ends_with(['.', ':', ';', ',', '…'])),
            (-7, text.len() > LONG),
            (-2, text.starts_with(char::is_lowercase)),
            (-4, has_parts(text)),
            (-3, is_in_capitals(text)),
            (-3, is_titled(text)),
            (-4, numbers_an_issue(text)),
            (-1, telling.iter().any(|word| SECTIONS.contains(word))),
            (-5, !names_more_than_site(text, &[])),
            (-3, !is_aside && !is_name(text) && is_kicker(text)),
            (-3, is_beside_title(block)),
            (-7, is_caption(text)),
            (-1, greets(text) || text.starts_with("Aan ")),
        ];
        signs
            .iter()
            .filter(|(_, shows)| *shows)
            .map(|(weight, _)| weight)
            .sum()
    }
}

/// Whether a block ends as a sentence, or holds one in quotation marks.
fn is_sentence(block: &RawBlock) -> bool {
    let line = block.text.trim_end_matches(CLOSING_MARKS);
    let holds_speech = || {
        let mut ends = line.match_indices(['”', '’', '"']).map(|(at, _)| at);
        ends.any(|at| line[..at].ends_with('.') && line[at..].contains(' '))
    };
    let is_sentence = line.ends_with('.') && !line.ends_with("..") || holds_speech();
    is_sentence && !is_beside_title(block)
}

/// Whether a block is a paragraph, and not a line above the text.
fn is_text(block: &RawBlock) -> bool {
    let is_short_text = || {
        block.level == 0
            && !block.bold
            && block.linked == 0
            && block.text.len() > SHORT_TEXT
            && block.text.ends_with('.')
            && sentences(&block.text).count() > 1
    };
    (is_running(block) || is_short_text()) && !is_caption(&block.text)
}

/// Returns the words of a text that tell what it is about, in lower case.
fn telling_words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.chars().count() >= WORD)
        .map(str::to_lowercase)
        .filter(|word| !STOP_WORDS.contains(word))
}

/// Whether the text holds several words of a line that tell what it is about.
pub(super) fn is_about(line: &RawBlock, text: &[RawBlock]) -> bool {
    let own: HashSet<String> = telling_words(&line.text).collect();
    let words = text.iter().flat_map(|block| telling_words(&block.text));
    let shared: HashSet<String> = words.filter(|word| own.contains(word)).collect();
    shared.len() > 1
}

/// Whether a line is only a date, or tells when the page was published.
fn is_dated(line: &str) -> bool {
    dates::is_date_line(line) || dates::is_line_of_publication(line)
}

/// Whether a line stands around titles: a date, the credit of a picture, a caption, a writer or a person with an office, how to
/// read a mailing.
fn is_beside_title(block: &RawBlock) -> bool {
    let line = block.text.as_str();
    let is_of_mail = || line.contains(" browser") || line.contains("webversie");
    // `Ina Bos, vertrekkend ombudsman`
    let person = line.split_once(", ").map_or(line, |(name, _)| name);
    is_dated(line) || CREDIT.is_match(line) || is_caption(line) || is_name(person) || is_of_mail()
}

fn greets(line: &str) -> bool {
    line.starts_with("Beste ") || line.starts_with("Geachte ")
}

/// Whether a line ends with the office of the person whom it quotes or shows: *De brug is oud Ina Bos - wethouder Zandwijk*.
fn ends_with_office(line: &str) -> bool {
    let parts = parts(line);
    let last = parts.last().filter(|_| parts.len() > 1);
    last.and_then(|last| last.split(' ').next())
        .is_some_and(|word| ROLE_FORMS.contains_key(word))
}

/// Whether a line has parts, as the name of a site and its section: *Dorpsraad | nieuws*, *~ nieuwsbrief ~ mei ~*.
fn has_parts(line: &str) -> bool {
    parts(line).len() > 1 || line.contains(" / ") || line.contains(['~', '►'])
}

/// Whether a line names or numbers an issue of a periodical: *Nieuwsbrief nr. 7*, *jaargang 12*, *Ledenblad van De Bond*.
fn numbers_an_issue(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default();
    if first.to_lowercase().ends_with("blad") {
        return true;
    }
    let mut words = line.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        matches!(
            word.to_lowercase().as_str(),
            "nr" | "nummer"
                | "jaargang"
                | "editie"
                | "nieuwsbrief"
                | "nieuwsflits"
                | "pagina"
                | "bulletin"
                | "uitgave"
        )
    })
}

/// Fewest capitals of a line in capitals.
const CAPITALS: usize = 4;

fn is_in_capitals(line: &str) -> bool {
    !line.contains(char::is_lowercase)
        && line.chars().filter(|c| c.is_uppercase()).count() >= CAPITALS
}

/// Fewest words of a title before the name of its writer.
const BEFORE_WRITER: usize = 3;

/// Returns the title in block `at` without the name of its writer, which a site put behind it: the date follows in a line of
/// its own, and the text does not name that person.
pub(super) fn without_writer(draft: &Draft, at: usize) -> &str {
    let line = draft.blocks[at].text.as_str();
    let is_dated = draft
        .blocks
        .get(at + 1)
        .is_some_and(|below| dates::is_only_date(&below.text));
    let spaces = line.match_indices(' ').map(|(at, _)| at);
    let mut names = spaces.skip(BEFORE_WRITER - 1).filter(|space| {
        let name = &line[space + 1..];
        let mut others = draft
            .blocks
            .iter()
            .filter(|block| !std::ptr::eq(block.text.as_str(), line));
        (is_name(name) || name == "Redactie") && others.all(|block| !block.text.contains(name))
    });
    let writer = names.next().filter(|_| is_dated);
    writer.map_or(line, |space| &line[..space])
}

/// Number of lines above the greeting of a letter.
const HEAD_OF_LETTER: usize = 4;

/// Whether a line tells to whom a letter goes: *Aan de bewoners van de Kade*, and below it *Beste bewoner,*.
fn is_of_letter(draft: &Draft, at: usize) -> bool {
    let mut below = draft.blocks[at + 1..].iter().take(HEAD_OF_LETTER);
    draft.blocks[at].text.starts_with("Aan ") && below.any(|block| greets(&block.text))
}

/// Whether a line names a document of a day: `Besluitenlijst B&W 21 mei 2024`.
pub(super) fn is_document(line: &str) -> bool {
    let documents = [
        "Besluitenlijst",
        "Persconferentie",
        "Notulen",
        "Verslag",
        "Agenda",
        "Bewonersbrief",
        "Raadsbrief",
        "Nieuwsbrief",
        "Raadsvergadering",
        "Vergadering",
        "Commissie",
    ];
    documents.iter().any(|document| line.starts_with(document))
}

/// Whether a line names a place, a medium, an address or a section, as the lines above a title do: *Zandwijk, Nederland*,
/// *Radio Zandwijk – dicht bij u*, *Nieuws • Landbouw*.
fn is_kicker(line: &str) -> bool {
    let is_place = line.split(", ").all(|part| !part.contains(' '));
    let is_of_site = || {
        let mut parts = parts(line);
        if parts.len() == 1 {
            parts = line.split(" / ").collect();
        }
        let [first, _, rest @ ..] = &parts[..] else {
            return false;
        };
        let is_path = SECTIONS.contains(&first.trim().to_lowercase())
            && (!rest.is_empty() || parts.iter().all(|part| !part.trim().contains(' ')));
        is_path || is_medium(first)
    };
    is_place
        || is_medium(line)
        || holds_address(line)
        || line.starts_with("Postbus ")
        || is_of_site()
        || is_part_of_site(line)
        || line.contains(" | ") && dates::has_day(line)
}

/// What stands between the name of a site or a periodical and its part: *Streekziekenhuis, locatie Zandwijk*, *Dorpsblad –
/// Nieuwsbrief nr. 7*.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\p{Lu}[^,>|–]*?(?:, (?:locatie|vestiging|editie|afdeling) \p{Lu}| > | [–|-] (?:Nieuwsbrief|nieuwsbrief|[Nn]ummer|[Ee]ditie|[Nn]r\.?)\b| [|–-] [Nn]ieuws\p{Ll}*$)",
    )
});

/// Longest line, in bytes, with the name of a site and its part.
const PART_OF_SITE: usize = 80;

/// Whether a line names a site or a periodical, and a part of it.
fn is_part_of_site(line: &str) -> bool {
    line.len() <= PART_OF_SITE && PART.is_match(line)
}

/// Whether each word of a line begins with a capital, as in a name; the words of a title do not. Small words join those of a
/// body: *Ministerie van Volksgezondheid, Welzijn en Sport*.
fn is_titled(line: &str) -> bool {
    let (first, rest) = line.split_once(' ').unwrap_or_default();
    let is_of_body = is_body_noun(&first.to_lowercase());
    let joins = |word: &str| is_of_body && matches!(word, "van" | "voor" | "en" | "de" | "het");
    let mut small = rest
        .split(' ')
        .filter(|word| word.starts_with(char::is_lowercase));
    first.starts_with(|c: char| !c.is_lowercase())
        && line.contains(char::is_lowercase)
        && small.all(joins)
}

/// Whether a line is the name of a person, as that of a photographer or a writer.
pub(super) fn is_name(line: &str) -> bool {
    let mut words = line.split(' ');
    let given = words.next().is_some_and(|word| FIRST_NAMES.contains(word));
    let is_part = |word: &str| word.starts_with(char::is_uppercase) || INFIXES.contains(word);
    given && (2..=4).contains(&line.split(' ').count()) && words.all(is_part)
}

/// Whether a line has the length and the words of a title, and is no sentence. It may be speech without a full stop.
fn is_headline(block: &RawBlock) -> bool {
    let line = block.text.trim_end_matches(CLOSING_MARKS);
    let has_capitals = is_in_capitals(line);
    let small = line.split(' ').filter(|word| {
        word.starts_with(char::is_lowercase)
            || has_capitals && STOP_WORDS.contains(&word.to_lowercase())
    });
    block.list.is_none()
        && line.len() <= LEAST_TEXT
        && small.count() > usize::from(!has_capitals)
        && has_letters(line, LEAST_LETTERS)
        && !line.ends_with(['.', ':', ';', ',', '…'])
        && !greets(line)
        && !dates::has_day(line)
        && !is_beside_title(block)
        && sentences(line).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::fields::title::title;

    #[test]
    fn the_first_line_that_is_no_name_and_no_caption_is_the_title() {
        let text = "Het waterschap hoogt de kade langs de vaart op. Dat duurt vier maanden, en de weg langs de vaart gaat daarvoor twee weken dicht. Bussen rijden om over de dijk en de Brink.";
        for (lines, wanted) in [
            (
                ["Vaart Politiek Gezien", "Ina Bos: ‘dicht bij de mensen’"],
                Some("Ina Bos: ‘dicht bij de mensen’"),
            ),
            (
                [
                    "Ina Bos. (Archieffoto: Vaartstad)",
                    "Kade langs de vaart gaat omhoog",
                ],
                Some("Kade langs de vaart gaat omhoog"),
            ),
            (
                ["PERSBERICHT", "KADE LANGS DE VAART GAAT OMHOOG"],
                Some("KADE LANGS DE VAART GAAT OMHOOG"),
            ),
            (
                ["Kade langs de vaart omhoog Ina Bos", "3 mei 2021"],
                Some("Kade langs de vaart omhoog"),
            ),
            (
                ["Waterschap hoogt kade op.", ""],
                Some("Waterschap hoogt kade op."),
            ),
            (["2 weken geleden was de kade dicht.", ""], None),
            (
                [
                    "Het Vaartse Nieuws – Zandwijk",
                    "Kade langs de vaart gaat omhoog",
                ],
                Some("Kade langs de vaart gaat omhoog"),
            ),
            (["Aan de bewoners van de Kade", "Beste bewoner,"], None),
            (
                [
                    "Nieuwsbrief nr. 7 – Dorpsraad Vaart",
                    "Kade gaat volgend jaar omhoog",
                ],
                Some("Kade gaat volgend jaar omhoog"),
            ),
            (
                [
                    "Home / Nieuws / Water",
                    "Waterschap hoogt kade langs de vaart op",
                ],
                Some("Waterschap hoogt kade langs de vaart op"),
            ),
            (
                ["Onderwerp: Kade gaat omhoog", "Datum: 3 mei 2021"],
                Some("Kade gaat omhoog"),
            ),
            (["“De kade is veel te oud.”", "Ina Bos, dijkgraaf"], None),
        ] {
            let lines: Vec<&str> = lines
                .into_iter()
                .chain([text])
                .filter(|line| !line.is_empty())
                .collect();
            let (found, _) = title(&Draft::of_paragraphs(&lines));
            assert_eq!(found.as_deref(), wanted, "{lines:?}");
        }
    }
}
