//! Classifies text in quotation marks: whole sentences of speech, or a fragment, which may be a
//! name.
//!
//! Leaves out who speaks.

use crate::dutch::verbs::{CALLS, FINITE, SAYS, is_finite_verb, is_phrase, reporting};
use crate::dutch::words::{FRISIAN, NAMED_IN_MARKS, NOT_VERBS, STOP_WORDS, behind_article};

/// Most words of a verb and its noun that report together: *is vooral van mening*.
const PHRASE: usize = 7;

/// Words before a source that judges: *zijn in de ogen van de wethouder “kleine jongens”*.
pub(super) const IN_THE_EYES: &str = " in de ogen van ";

/// Words right behind a predicate: *dat de sfeer “grimmig” is*.
const BEHIND_PREDICATE: [&str; 15] = [
    "is", "zijn", "was", "waren", "wordt", "worden", "werd", "werden", "zou", "zal", "geworden",
    "gebleven", "geweest", "en", "dat",
];

/// The kind of text in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SpanKind {
    /// Whole sentences.
    Speech,
    /// A fragment. It is speech only if it is somebody's word for something.
    Fragment,
}

/// Classifies the words `inner`. `whole` means that the quotation is all of its sentence or paragraph.
pub(super) fn span_kind(inner: &str, whole: bool) -> SpanKind {
    let words: Vec<String> = inner
        .split_whitespace()
        .map(|w| {
            w.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|w| !w.is_empty())
        .collect();
    let ends = inner.trim_end().ends_with(['.', '!', '?', ',', '…']);
    // `We zetten er een streep onder`: whatever the verb is.
    let opens = words.first().map_or("", String::as_str);
    let has_subject = matches!(opens, "we" | "wij" | "ik" | "hij" | "ze" | "jullie");
    // `Dêr sprekt fertrouwen út`
    let is_frisian = || words.iter().filter(|word| FRISIAN.contains(word)).count() > 1;
    let finite = has_subject || words.iter().any(|w| FINITE.contains(w)) || is_frisian();
    // `SAMEN NAAR EEN VEILIGE STAD` is a motto.
    if !inner.chars().any(char::is_lowercase) {
        return SpanKind::Fragment;
    }
    let is_own = words.iter().any(|word| word == "ik");
    let has_sentences = [". ", "! ", "? "]
        .iter()
        .flat_map(|stop| inner.split(stop).skip(1))
        .any(|next| next.starts_with(char::is_uppercase));
    if words.len() > 6 && (finite || ends || has_sentences)
        || words.len() >= 4 && finite && is_own
        || words.len() >= 4 && finite && (ends || whole)
        || ends && words.len() > 2 && inner.trim_end().ends_with('.')
    {
        SpanKind::Speech
    } else {
        SpanKind::Fragment
    }
}

/// Whether words in quotation marks are the name of a thing: behind an article, without a verb: *het ‘Beleid voor
/// Dorpshuizen 2030.’* `before` ends where they begin.
pub(super) fn is_named_thing(before: &str, words: &str) -> bool {
    let article = before.trim_end().rsplit(' ').next().unwrap_or_default();
    let mut lower = words
        .split(|c: char| !c.is_alphabetic())
        .map(str::to_lowercase);
    matches!(article, "de" | "het" | "een")
        && words.starts_with(char::is_uppercase)
        && !lower.any(|word| is_finite_verb(&word))
}

/// Whether the clause `before` a fragment makes it somebody's word for something. *vindt dit jammer
/// en is de ‘Week van het Water’* does not: another clause begins after the verb.
pub(super) fn makes_it_mixed(before: &str) -> bool {
    let clause = before
        .rsplit(['.', '!', '?', ';'])
        .next()
        .unwrap_or(before)
        .to_lowercase();
    let words: Vec<&str> = clause
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let Some(verb) = words.iter().rposition(|w| CALLS.contains(w)) else {
        return false;
    };
    !words[verb..]
        .windows(2)
        .any(|pair| matches!(pair[0], "en" | "maar" | "terwijl") && FINITE.contains(pair[1]))
}

/// Whether a verb that names something stands right behind a fragment: *de brand, die Smit “een ramp” noemt*.
pub(super) fn is_called_behind(after: &str) -> bool {
    let verb = after
        .trim_start()
        .split(|c: char| !c.is_alphabetic())
        .next();
    after.starts_with(' ') && verb.is_some_and(|verb| CALLS.contains(verb))
}

/// Whether a fragment is in a sentence that reports speech: *zegt dat hij “hard werkt”*, *is volgens
/// de wethouder “onhoudbaar”*. A fragment that begins with a capital may be a name. `before` is the
/// sentence up to the fragment, and `after` the text behind it.
pub(super) fn is_reported(before: &str, fragment: &str, after: &str) -> bool {
    // `De raad gaf een “verklaring” af` reports nothing: *gaf* does so with *aan* or *toe*.
    let near = || before.split(' ').chain(after.split(' ').take(PHRASE));
    let near = || near().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let reports = |word: &str| match reporting(word) {
        Some(verb) => verb.is_whole(near()),
        None => CALLS.contains(word) || SAYS.contains(word),
    };
    let calls_out = [
        "scandeerden",
        "scandeerde",
        "scanderen",
        "riepen",
        "roepen",
        "riep",
    ];
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default();
    if calls_out.contains(&last)
        || [" het over", " het over een", " het bij"]
            .iter()
            .any(|end| before.trim_end().ends_with(end))
    {
        return true;
    }
    // `vroeg het in een “dringend verzoek” of`
    let in_what = [" in een", " met een", " via een", " tijdens een"];
    let is_in_what = || in_what.iter().any(|end| before.trim_end().ends_with(end));
    if is_in_name_clause(before) || is_in_what() {
        return false;
    }
    let finds = ["te vinden", "te noemen"]
        .iter()
        .any(|end| after.trim_start().starts_with(end));
    if finds && before.split(' ').any(|word| SAYS.contains(word)) {
        return true;
    }
    // One word is reported only as a predicate: `zegt dat de sfeer “grimmig” is`.
    let next = after.split_whitespace().next().unwrap_or_default();
    let ends = after.trim().is_empty() || after.trim_start().starts_with(['.', '!', '?']);
    let rest = after.trim_start();
    // `zegt dat de sfeer “grimmig” blijft.`
    let ends_soon = rest
        .split_once(' ')
        .map_or(rest, |(word, _)| word)
        .ends_with(['.', '!', '?']);
    let is_predicate = ends
        || ends_soon
        || follows_copula(before)
        || BEHIND_PREDICATE.contains(&next.trim_matches(|c: char| !c.is_alphanumeric()));
    let is_word = !fragment.trim().contains(' ');
    // `vindt het “aangewezen” om`
    let mut last = before.trim_end().rsplit(' ');
    let judges = last.next() == Some("het") && last.next().is_some_and(|verb| CALLS.contains(verb));
    // `zegt “verbaasd” te zijn`, `reageert “verbaasd” op het plan`
    let is_manner = ["te zijn", "te worden"]
        .iter()
        .any(|end| rest.starts_with(end))
        || [
            "reageert",
            "reageerde",
            "reageerden",
            "reageren",
            "toont zich",
            "toonde zich",
        ]
        .iter()
        .any(|verb| before.trim_end().ends_with(verb));
    let is_judgement =
        is_word && (judges || is_manner || is_predicate && is_adjective(fragment.trim()));
    if is_writers_word(before, fragment) && !is_judgement {
        return false;
    }
    // `begint met een “ouderwetse” prijsvraag`
    let is_before_noun =
        before.trim_end().ends_with(" een") && rest.starts_with(char::is_lowercase);
    // `stelt dat zij “onhaalbare” eisen stelt`
    let inflected = fragment.trim().strip_suffix('e').filter(|_| is_word);
    let judges_noun = inflected.is_some_and(is_adjective)
        && before.contains(" dat ")
        && rest.starts_with(char::is_lowercase)
        && !is_before_noun;
    let is_attribute = is_word && (!is_predicate || is_before_noun) && !judges_noun && !is_manner;
    let words = before.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    // `is ervan overtuigd`
    let mut near = (0..words.len()).map(|at| &words[at..words.len().min(at + PHRASE)]);
    if !is_attribute && near.any(|near| is_phrase(near[0], &near[1..].iter().copied())) {
        let is_clause = before.trim_end().ends_with(" dat") && fragment.split(' ').count() > 3;
        return is_clause || fragment.starts_with(char::is_lowercase);
    }
    // `zegt dat “Defensie van ver komt”`
    let is_clause = before.trim_end().ends_with(" dat") && fragment.split(' ').count() > 3;
    (is_clause || fragment.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()))
        && (before.contains(IN_THE_EYES)
            || concerns_somebody(before)
            || words.iter().any(|word| {
                let word = word.to_lowercase();
                CALLS.contains(&word) || !is_attribute && reports(&word)
            }))
}

/// Whether the words before a fragment tell whose view it is: *is wat haar betreft “van de baan”*.
fn concerns_somebody(before: &str) -> bool {
    let opening = before.rfind("wat ");
    opening.is_some_and(|at| before[at..].contains(" betreft"))
}

/// Whether the words before a fragment end in a copula, or in one and *het*: *is het “vreemd” hoe*.
pub(super) fn follows_copula(before: &str) -> bool {
    let mut last = before.trim_end().rsplit(' ');
    let word = last.next();
    let copula = if matches!(word, Some("het" | "dit" | "dat")) {
        last.next()
    } else {
        word
    };
    matches!(
        copula,
        Some("is" | "zijn" | "was" | "waren" | "maakt" | "maken")
    )
}

/// Whether a word in lower case is an adjective by its ending, or one that judges.
pub(super) fn is_adjective(word: &str) -> bool {
    const ENDINGS: [&str; 10] = [
        "lijk", "ig", "baar", "loos", "isch", "zaam", "end", "abel", "ibel", "ief",
    ];
    const JUDGING: [&str; 18] = [
        "terecht",
        "onterecht",
        "onjuist",
        "mooi",
        "absurd",
        "beter",
        "bizar",
        "dom",
        "fout",
        "goed",
        "jammer",
        "prima",
        "raar",
        "slecht",
        "vreemd",
        "triest",
        "zuur",
        "zot",
    ];
    ENDINGS.iter().any(|end| word.ends_with(end)) || JUDGING.contains(&word)
}

/// Whether the marks around one word are the writer's: *de ‘kaasschaafmethode’*, *‘hun’ wijk*. `before` ends
/// where the word begins.
pub(super) fn is_writers_word(before: &str, fragment: &str) -> bool {
    // `vindt dat ‘De Kameleon’ moet blijven`, `noemen dat ‘het Leesschip’`: a name
    let is_name = fragment.contains(' ')
        && behind_article(fragment)
            .unwrap_or(fragment)
            .split(' ')
            .all(|word| word.starts_with(char::is_uppercase));
    if is_name {
        return true;
    }
    let last = before
        .trim_end()
        .rsplit(' ')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    // `noemde die “begrijpelijk”`: what is called so
    let mut ahead = before.trim_end().rsplit(' ').skip(1);
    let mut is_object = || ahead.next().is_some_and(|verb| CALLS.contains(verb));
    let determined = match last.as_str() {
        "de" | "het" => true,
        "deze" | "die" | "dit" => !is_object(),
        _ => false,
    };
    // `zijn “collega”`, `als “hoogste baas”`, `de eerste “streekdag”`
    let mut words = before.trim_end().rsplit(' ').skip(1);
    let is_noun = matches!(last.as_str(), "zijn" | "haar" | "hun")
        || last.ends_with('e') && matches!(words.next(), Some("de" | "het"));
    if last == "als" && !makes_it_mixed(before) {
        return true;
    }
    if matches!(
        last.as_str(),
        "zogenoemde" | "zogeheten" | "zogenaamde" | "zgn."
    ) || is_topic(before)
    {
        return true;
    }
    // `noemde de prijs en de “hekken en hagen”`
    let names = || before.split(' ').any(|word| word.starts_with("noem"));
    if determined && last != "het" && names() {
        return true;
    }
    let is_word = !fragment.trim().contains(' ');
    is_word && (determined || is_noun || STOP_WORDS.contains(&fragment.to_lowercase()))
}

/// Whether a fragment is what something is about: *een onderzoek over ‘fout hout’*, but *sprak over “een schande”*.
pub(super) fn is_topic(before: &str) -> bool {
    const SPEAKING: [&str; 8] = [
        "spreekt", "sprak", "spreken", "spraken", "praat", "praten", "heeft", "had",
    ];
    let mut words = before.trim_end().rsplit(' ');
    words.next() == Some("over") && !words.take(6).any(|word| SPEAKING.contains(&word))
}

/// Whether the sentence before a colon announces a motto or a title: *schreef zijn motto op de lei:*.
pub(super) fn announces_name(before: &str) -> bool {
    let sentence = before.rsplit(['.', '!', '?']).next().unwrap_or(before);
    let names = [
        "motto",
        "slogan",
        "leus",
        "spreuk",
        "titel",
        "opschrift",
        "thema",
    ];
    // `Column: ‘Het water komt’`
    let labels = [
        "column", "blog", "podcast", "lezing", "boek", "film", "lied",
    ];
    let label = sentence.trim_matches(|c: char| !c.is_alphanumeric());
    let mut words = sentence.split(|c: char| !c.is_alphanumeric());
    labels.contains(&label.to_lowercase().as_str())
        || words.any(|word| names.contains(&word.to_lowercase().as_str()))
}

/// Verbs of a clause that tells what something is called.
pub(super) const IS_CALLED: [&str; 4] = ["heet", "heette", "heten", "heetten"];

/// Whether the clause before a fragment tells what something is called: *In de mails die zij vond, heet geld steeds “eieren”*.
fn is_in_name_clause(before: &str) -> bool {
    let clause = before.rsplit(',').next().unwrap_or_default();
    let mut words = clause.split(' ');
    words.any(|word| IS_CALLED.contains(&word))
}

/// Whether `word`, between text in quotation marks and somebody's name, may be a verb: *“…”,
/// mijmert wethouder Smit*.
pub(super) fn may_be_verb(word: &str) -> bool {
    word.len() > 4
        && ["t", "de", "te"].iter().any(|end| word.ends_with(end))
        && !NOT_VERBS.contains(word)
}

/// Whether the clause `before` quotation marks ends in a noun whose name the marks hold.
pub(super) fn names_what_follows(before: &str) -> bool {
    let before = before.trim_end();
    let word = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
    before.ends_with(char::is_alphanumeric)
        && NAMED_IN_MARKS.iter().any(|noun| word.ends_with(noun))
}
