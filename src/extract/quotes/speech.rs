//! Speech, a fragment of speech, or a mere name in marks.
//!
//! Leaves out who speaks.

/// Verbs by which Dutch releases give words to somebody, as they stand beside a speaker.
pub(super) const SPEECH_VERBS: &[&str] = &[
    "zegt",
    "zei",
    "zeggen",
    "zeiden",
    "stelt",
    "stelde",
    "stellen",
    "vertelt",
    "vertelde",
    "vertellen",
    "meldt",
    "meldde",
    "melden",
    "benadrukt",
    "benadrukte",
    "benadrukken",
    "vindt",
    "vond",
    "vinden",
    "vervolgt",
    "vervolgde",
    "waarschuwt",
    "waarschuwde",
    "reageert",
    "reageerde",
    "lacht",
    "lachte",
    "legt",
    "legde",
    "licht",
    "lichtte",
    "laat",
    "liet",
    "laten",
    "vult",
    "vulde",
    "geeft",
    "gaf",
    "geven",
    "concludeert",
    "concludeerde",
    "verklaart",
    "verklaarde",
    "noemt",
    "noemde",
    "noemen",
    "denkt",
    "dacht",
    "hoopt",
    "hoopte",
    "verwacht",
    "verwachtte",
    "schrijft",
    "schreef",
    "antwoordt",
    "antwoordde",
    "vraagt",
    "vroeg",
    "besluit",
    "besloot",
    "sluit",
    "roept",
    "riep",
    "weet",
    "wist",
    "merkt",
    "ziet",
    "blikt",
    "constateert",
    "constateerde",
    "bevestigt",
    "bevestigde",
    "betoogt",
    "onderstreept",
    "onderstreepte",
    "verduidelijkt",
    "verzekert",
    "verzucht",
    "somt",
    "voegt",
    "voegde",
    "spreekt",
    "sprak",
    "aldus",
    "volgens",
    "klinkt",
    "oordeelt",
    "pleit",
    "belooft",
    "beloofde",
    "erkent",
    "herhaalt",
    "jubelt",
    "kijkt",
    "citeert",
    "stipt",
    "begint",
    "voorspelt",
    "voorspelde",
    "schetst",
    "schetste",
    "adviseert",
    "adviseerde",
    "beaamt",
    "beaamde",
    "beklemtoont",
    "beklemtoonde",
    "nuanceert",
    "relativeert",
    "onderschrijft",
    "prijst",
    "complimenteert",
    "vat",
    "vatte",
    "haakt",
    "spoort",
    "omschrijft",
    "formuleert",
    "verwoordt",
    "verwoordde",
    "glimlacht",
    "grapt",
    "grapte",
    "juicht",
    "mailt",
    "appt",
    "twittert",
    "merkte",
    "erkende",
    "herhaalde",
    "pleitte",
    "betoogde",
    "keek",
    "blikte",
    "verzekerde",
    "oordeelde",
    "somde",
    "begon",
    "sloot",
    "klonk",
    "reageren",
    "reageerden",
    "hopen",
    "waarschuwen",
    "schrijven",
    "constateren",
    "stelden",
    "vulden",
    "bevestigden",
    "bevestigen",
    "vertelden",
    "verzuchtte",
    "jubelde",
];

/// Verbs and words after which a fragment in marks is somebody's word for a thing.
const WORD_FOR: &[&str] = &[
    "noemt",
    "noemde",
    "noemen",
    "vindt",
    "vond",
    "vinden",
    "spreekt",
    "sprak",
    "spreken",
    "volgens",
    "omschrijft",
    "typeert",
    "bestempelt",
    "ziet",
    "heeft het over",
];

/// Finite verbs that occur in nearly every spoken sentence.
const FINITE: &[&str] = &[
    "is", "zijn", "was", "waren", "heeft", "hebben", "had", "hadden", "heb", "ben", "bent", "wordt", "worden", "werd",
    "werden", "kan", "kunnen", "kon", "konden", "moet", "moeten", "moest", "moesten", "wil", "willen", "wilde",
    "wilden", "gaat", "gaan", "ga", "ging", "mag", "mogen", "zal", "zullen", "zou", "zouden", "doet", "doen", "komt",
    "komen", "kwam", "blijft", "blijven", "bleef", "laat", "laten", "vind", "weet", "weten", "staat", "staan", "ligt",
    "liggen", "geeft", "geven", "maakt", "maken", "zie", "ziet", "zien", "hoop", "denk", "wens", "werkt", "werken",
    "krijgt", "krijgen", "zit", "zitten", "hoef", "hoeft", "hoeven", "helpt", "bouw", "bouwt", "houdt", "houden",
    "neem", "nemen", "neemt", "leggen", "zorgt", "zorgen", "ken", "kent", "lijkt", "betekent", "vraagt", "biedt",
    "loopt",
];

/// What a stretch in marks is, by itself and by what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Whole sentences.
    Speech,
    /// A fragment; speech only if somebody's word for something.
    Fragment,
}

/// Reads the words `inner`; `whole` says that they fill their paragraph but for an attribution.
pub(super) fn reading(inner: &str, whole: bool) -> Reading {
    let words: Vec<String> = inner
        .split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .filter(|w| !w.is_empty())
        .collect();
    let ends = inner.trim_end().ends_with(['.', '!', '?', ',', '…']);
    let finite = words.iter().any(|w| FINITE.contains(&w.as_str()));
    if words.len() > 6 && (finite || ends)
        || words.len() >= 4 && finite && (ends || whole)
        || ends && words.len() > 2 && inner.trim_end().ends_with('.')
    {
        Reading::Speech
    } else {
        Reading::Fragment
    }
}

/// Whether the clause `before` a fragment makes it somebody's word for something. In *vindt dit jammer en
/// is de ‘Week van het Water’* it does not: another clause has begun.
pub(super) fn makes_it_mixed(before: &str) -> bool {
    let clause = before.rsplit(['.', '!', '?', ';']).next().unwrap_or(before).to_lowercase();
    let words: Vec<&str> = clause.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let Some(verb) = words.iter().rposition(|w| WORD_FOR.contains(w)) else { return false };
    !words[verb..].windows(2).any(|pair| matches!(pair[0], "en" | "maar" | "terwijl") && FINITE.contains(&pair[1]))
}

/// Whether `word`, between words in marks and somebody's name, can be no less than a verb: *“…”, mijmert
/// wethouder Smit*.
pub(super) fn may_be_verb(word: &str) -> bool {
    const OTHERS: &[&str] =
        &["want", "omdat", "zodat", "nadat", "totdat", "voordat", "doordat", "opdat", "naast", "niet", "beste"];
    word.len() > 4 && ["t", "de", "te"].iter().any(|end| word.ends_with(end)) && !OTHERS.contains(&word)
}

/// Nouns before words in marks that are its name: *het rapport “Water en bodem sturen mee”*.
const NAMED_IN_MARKS: &[&str] = &[
    "plan",
    "nota",
    "notitie",
    "rapport",
    "programma",
    "campagne",
    "motto",
    "slogan",
    "leus",
    "titel",
    "thema",
    "bijeenkomst",
    "prijs",
    "film",
    "boek",
    "lied",
    "melding",
    "project",
    "onderzoek",
    "brochure",
    "folder",
    "expositie",
    "tentoonstelling",
    "voorstelling",
    "documentaire",
    "podcast",
    "symposium",
    "congres",
    "conferentie",
    "workshop",
    "lezing",
    "wedstrijd",
    "visie",
    "agenda",
    "motie",
    "amendement",
    "artikel",
    "website",
    "app",
    "musical",
    "serie",
    "publicatie",
    "handreiking",
    "convenant",
    "manifest",
    "pilot",
];

/// Whether the last word of the clause `before` marks makes what they hold its name.
pub(super) fn names_what_follows(before: &str) -> bool {
    let before = before.trim_end();
    let word = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
    before.ends_with(char::is_alphanumeric) && NAMED_IN_MARKS.iter().any(|noun| word.ends_with(noun))
}

/// Whether `word` gives words to somebody.
pub(super) fn is_speech_verb(word: &str) -> bool {
    SPEECH_VERBS.contains(&word)
}
