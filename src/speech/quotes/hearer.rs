//! Tells who hears or reads speech from who speaks: *“…”, kreeg Smit te horen*, *Smit kreeg een brief: “…”*.
//!
//! Leaves out attributions to speakers (`attribution`).

use std::ops::Range;

use super::QuoteReader;
use crate::dutch::verbs::SAYS;
use crate::speech::words::Word;

/// Whether the words behind a quotation name who heard or read it: *kreeg Smit te horen*, *hoorde Smit van zijn arts*, *las
/// ze op het bord*, *klonk het toen Smit binnenkwam*.
pub(super) fn names_hearer(words: &[Word<'_>]) -> bool {
    let Some(verb) = words.first() else {
        return false;
    };
    let has = |sought: &[&str]| words.iter().any(|word| sought.contains(&word.text));
    match verb.lower.as_ref() {
        "kreeg" | "krijgt" | "kregen" | "krijgen" => {
            has(&["horen", "telefoon", "mail", "antwoord"])
        }
        "ontving" | "ontvangt" | "ontvingen" => true,
        "hoorde" | "hoort" | "hoorden" | "leerde" | "leerden" => has(&["van"]),
        "las" | "leest" | "lazen" | "lezen" => has(&["op", "in"]) && !has(&["voor"]),
        "klonk" | "klinkt" => {
            words.get(1).is_some_and(|next| next.text == "het") && has(&["toen", "als"])
        }
        _ => false,
    }
}

/// Nouns for what holds words of others: *briefje*, *spandoek*, *buurtapp*.
pub(super) const WRITTEN: [&str; 20] = [
    "briefje",
    "brief",
    "spandoek",
    "bord",
    "mailbox",
    "mailtje",
    "kaartje",
    "sticker",
    "muur",
    "leus",
    "leuze",
    "tekst",
    "poster",
    "flyer",
    "gedicht",
    "lied",
    "gastenboek",
    "buurtapp",
    "spreekkoor",
    "petitie",
];

/// Whether a clause tells that somebody reads aloud what another wrote: *Zij las ook het antwoord voor*, *Hij begon met het
/// voorlezen ervan*, but not *De minister las een verklaring voor*.
pub(super) fn reads_aloud(words: &[Word<'_>]) -> bool {
    let holds = |parts: &[&str]| {
        words
            .iter()
            .any(|word| parts.contains(&word.lower.as_ref()))
    };
    let reads = words.last().is_some_and(|last| last.text == "voor")
        && holds(&["lees", "leest", "las"])
        || holds(&["voorlezen", "voorgelezen", "voorleest", "voorlas"]);
    reads
        && !holds(&[
            "verklaring",
            "statement",
            "toespraak",
            "speech",
            "troonrede",
        ])
}

/// Nouns for what somebody gets, with words of others.
const RECEIVED: [&str; 15] = [
    "schrijven",
    "briefje",
    "dreigbrief",
    "petitie",
    "boodschap",
    "sms",
    "laag",
    "appje",
    "bericht",
    "brief",
    "mail",
    "mailtje",
    "kaart",
    "telefoontje",
    "vraag",
];

/// Whether a clause before a colon tells what somebody got, heard, read or was shouted, whose words then do not follow:
/// *Smit kreeg een appje van haar moeder:*, *Smit hoorde haar collega zeggen:*, *Boeren riepen Smit toe:*.
pub(super) fn tells_receipt(words: &[Word<'_>]) -> bool {
    let gets = words.iter().any(|word| {
        matches!(
            word.text,
            "kreeg" | "krijgt" | "ontving" | "ontvangt" | "vond"
        )
    });
    let hears = words
        .iter()
        .any(|word| matches!(word.text, "hoorde" | "hoort"));
    // `Minister Bos las de tekst op het spandoek:`, `Rechter Bos las de brief van het slachtoffer voor:`
    let reads = words
        .iter()
        .any(|word| matches!(word.text, "las" | "leest"))
        && !words.iter().any(|word| word.text == "waarin");
    // `Boze boeren riepen minister Bos toe:`
    let calls = words
        .iter()
        .any(|word| matches!(word.text, "riepen" | "roepen" | "schreeuwden"));
    gets && words.iter().any(|word| RECEIVED.contains(&word.text))
        || hears
            && words
                .last()
                .is_some_and(|word| word.text.len() > 5 && word.text.ends_with("en"))
        || reads && words.iter().any(|word| WRITTEN.contains(&word.text))
        || calls && words.last().is_some_and(|word| word.text == "toe")
}

/// Whether a clause before a colon announces a message, and does not say whose it is: *Twee dagen later volgt een
/// bevestiging:*.
pub(super) fn announces_message(words: &[Word<'_>]) -> bool {
    const MESSAGES: [&str; 9] = [
        "antwoord",
        "appje",
        "bericht",
        "bevestiging",
        "brief",
        "e-mail",
        "mail",
        "mailtje",
        "tweet",
    ];
    const COMES: [&str; 6] = ["volgt", "volgde", "komt", "kwam", "verschijnt", "verscheen"];
    let message = words.windows(3).position(|three| {
        COMES.contains(&three[0].text)
            && three[1].text == "een"
            && MESSAGES.contains(&three[2].text)
    });
    // `was de reactie afwijzend:`
    let reaction = words.windows(3).position(|three| {
        matches!(three[0].text, "is" | "was" | "luidt" | "luidde")
            && three[1].text == "de"
            && matches!(
                three[2].text,
                "reactie" | "boodschap" | "strekking" | "teneur" | "oproep"
            )
    });
    // `Maar altijd is er weer dat antwoord:`
    let is_there = words
        .windows(2)
        .any(|two| two[0].text == "is" && two[1].text == "er");
    let last = words.len().checked_sub(1);
    let answer = last.filter(|last| is_there && MESSAGES.contains(&words[*last].text));
    let announced = message.or(reaction).or(answer);
    announced.is_some_and(|at| !words[at..].iter().any(Word::is_capitalized))
}

/// Whether a clause before a colon ends with what several people say whom it does not name: *Waar zijn de bestuurders die
/// toen zeiden:*.
pub(super) fn tells_of_several(words: &[Word<'_>]) -> bool {
    let [before @ .., verb] = words else {
        return false;
    };
    let is_plural = verb.lower.ends_with("en") && SAYS.contains(&verb.lower);
    let die = before.iter().rposition(|word| word.text == "die");
    die.is_some_and(|at| {
        let people = at.checked_sub(1).map(|noun| &before[noun]);
        let is_noun = |noun: &Word<'_>| noun.text.starts_with(char::is_lowercase);
        is_plural && before.len() - at <= 3 && people.is_some_and(is_noun)
    })
}

/// Whether the words behind a quotation tell where it stands, and not who said it: *“…”, zo valt te lezen in de notulen*.
pub(super) fn tells_place(words: &[Word<'_>]) -> bool {
    let words = match words {
        [so, rest @ ..] if so.lower == "zo" => rest,
        _ => words,
    };
    let [verb, to, read, ..] = words else {
        return false;
    };
    let is_there = matches!(
        verb.text,
        "valt" | "viel" | "staat" | "stond" | "is" | "was"
    );
    is_there && to.text == "te" && read.text == "lezen"
}

/// Whether a sentence tells that somebody got a message, whose words may follow: *Vorige week kreeg Smit een intimiderend
/// schrijven.*
pub(super) fn gets_message(words: &[Word<'_>]) -> bool {
    let gets = |word: &Word<'_>| matches!(word.text, "kreeg" | "krijgt" | "ontving" | "ontvangt");
    let is_message = |three: &[Word<'_>]| {
        three[0].text == "een" && three[1..].iter().any(|noun| RECEIVED.contains(&noun.text))
    };
    words.iter().any(gets) && words.windows(3).any(is_message)
}

/// Returns the bytes of the office whose holder gives words along to somebody: *gaf de rechter Smit mee*, *voegde de
/// voorzitter Smit toe*.
pub(super) fn giver(words: &[Word<'_>]) -> Option<Range<usize>> {
    let [verb, article, office, name, .., particle] = words else {
        return None;
    };
    let gives = matches!(
        verb.text,
        "gaf" | "geeft" | "voegde" | "voegt" | "beet" | "bijt" | "riep" | "roept" | "schreeuwde"
    );
    let is_form = gives
        && article.text == "de"
        && office.text.starts_with(char::is_lowercase)
        && name.is_capitalized()
        && matches!(particle.text, "mee" | "toe");
    is_form.then_some(article.range.start..office.range.end)
}

impl QuoteReader<'_> {
    /// Returns whom the quotation at the end of the paragraph above block `at` addresses by name: *“Daar was u bij, mevrouw
    /// Smit.”*
    pub(super) fn addressed_above(&self, at: usize) -> Option<usize> {
        let above = at.checked_sub(1)?;
        let said = self.quoted.quotes.iter().rev().nth(1)?;
        let last = said
            .segments
            .last()
            .filter(|last| last.block as usize == above)?;
        let line = self.lines.line(above);
        let words = line.part(&(last.start as usize..last.end as usize)).words;
        let is_title = |word: &Word<'_>| matches!(word.text, "mevrouw" | "meneer" | "mijnheer");
        let title = words.iter().rposition(is_title)?;
        let (person, _) = self.people.by_part_of_name(words, title + 1)?;
        let mut speakers = said.speakers.iter();
        let is_other = speakers.all(|speaker| self.people.person_of(speaker) != Some(person));
        is_other.then_some(person)
    }
}
