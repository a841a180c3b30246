//! Verbs used to recognize speech, and what each form does.
//!
//! Leaves out lemmas (`analysis`).

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt as _};

use super::list::{Endings, WordList, section};

const FILE: &str = include_str!("data/verbs.txt");

/// A form of a verb that reports what somebody said.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of a line of `verbs.txt`"
)]
pub(crate) struct Reporting {
    /// It reports what follows *dat*.
    pub(crate) dat: bool,
    /// It reports what follows with *te* and an infinitive.
    pub(crate) te: bool,
    /// It attributes the clause before it: `De brug is open, zegt wethouder Smit`.
    pub(crate) clause: bool,
    pub(crate) participle: bool,
    /// It reports only with one of these words: *laat weten*. Empty if it needs none, `-` among them if it may have
    /// none.
    with: Vec<&'static str>,
}

impl Reporting {
    /// Whether `word` is one of those that the verb needs.
    pub(crate) fn needs(&self, word: &str) -> bool {
        self.with.contains(&word)
    }

    /// Whether the words `near` the verb hold the one that it needs.
    pub(crate) fn is_whole<'w>(&self, mut near: impl Iterator<Item = &'w str>) -> bool {
        self.with.is_empty()
            || self.with.contains(&"-")
            || near.any(|word| self.with.contains(&word))
    }
}

/// A line of the section `speech`: its forms, whether each is a participle, its flags and the words
/// that it needs.
struct Verb {
    forms: Vec<(&'static str, bool)>,
    flags: Vec<&'static str>,
    with: Vec<&'static str>,
}

fn verbs() -> impl Iterator<Item = Verb> {
    section(FILE, "speech").map(|line| {
        let (forms, flags) = line
            .split_once(": ")
            .unwrap_or_else(|| panic!("verbs.txt: `{line}` has no flag"));
        let (finite, participles) = forms.split_once(" |").unwrap_or((forms, ""));
        let (flags, with) = flags.split_once(" with ").unwrap_or((flags, ""));
        let split = |words: &'static str| words.split(' ').filter(|word| !word.is_empty());
        Verb {
            forms: split(finite)
                .map(|form| (form, false))
                .chain(split(participles).map(|form| (form, true)))
                .collect(),
            flags: split(flags).collect(),
            with: split(with).collect(),
        }
    })
}

/// Returns the finite forms of the verbs with the flag `wanted`.
fn flagged(wanted: &'static str) -> WordList {
    let has = move |verb: &Verb| verb.flags.contains(&wanted);
    let finite = |verb: Verb| {
        let forms = verb.forms.into_iter();
        forms.filter_map(|(form, participle)| (!participle).then_some(form))
    };
    WordList::new(verbs().filter(has).flat_map(finite))
}

/// Forms that attribute words to a speaker: `“…”, zegt wethouder Smit`.
pub(crate) static SAYS: LazyLock<WordList> = LazyLock::new(|| flagged("says"));

/// Forms after which a fragment in quotation marks is the speaker's word for something.
pub(crate) static CALLS: LazyLock<WordList> = LazyLock::new(|| flagged("calls"));

/// Forms that occur in nearly every spoken sentence.
pub(crate) static FINITE: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(section(FILE, "finite")));

/// Whether a word in lower case is a finite verb, of saying or of those that occur in nearly every sentence.
pub(crate) fn is_finite_verb(word: &str) -> bool {
    FINITE.contains(word) || SAYS.contains(word)
}

/// Forms of irregular verbs other than the infinitive and what begins with *ge*: pasts most of all (*ving*, *vingen*), but
/// also *begonnen*, *doet*.
static IRREGULAR_FORMS: LazyLock<WordList> = LazyLock::new(|| {
    let forms = section(include_str!("data/irregular.txt"), "verbs")
        .flat_map(|line| line.split(' ').skip(1))
        .filter(|form| !form.starts_with("ge"));
    WordList::new(forms)
});

/// Whether a word looks like a past: *veroordeelde*, *ontving*, *sprak*. Nouns and adjectives in *-de* and *-te* do too.
pub(crate) fn is_past(word: &str) -> bool {
    const PREFIXES: [&str; 12] = [
        "", "be", "her", "ont", "ver", "er", "over", "onder", "aan", "door", "mis", "vol",
    ];
    let is_weak = word.len() > 4
        && ["de", "te", "den", "ten"]
            .iter()
            .any(|end| word.ends_with(end))
        && !word.ends_with("kunde");
    let mut stems = PREFIXES
        .iter()
        .filter_map(|prefix| word.strip_prefix(prefix));
    is_weak || stems.any(|stem| IRREGULAR_FORMS.contains(stem))
}

/// Forms that report a statement, and their endings.
static REPORTING: LazyLock<(Endings, HashMap<String, Reporting>)> = LazyLock::new(|| {
    let mut forms: HashMap<String, Reporting> = HashMap::new();
    for verb in verbs() {
        let has = |flag: &str| verb.flags.contains(&flag);
        for &(form, participle) in &verb.forms {
            let reporting = Reporting {
                dat: has("dat"),
                te: has("te"),
                clause: has("reports") && !participle,
                participle,
                // A participle holds its particle: *aangegeven*.
                with: if participle {
                    Vec::new()
                } else {
                    verb.with.clone()
                },
            };
            if reporting.dat || reporting.te || reporting.clause {
                forms.insert(form.to_owned(), reporting);
            }
        }
        // Behind its clause a verb holds its particle: *hoewel hij toegaf dat*, *moest toegeven dat*.
        for &particle in verb.with.iter().filter(|_| has("dat") || has("te")) {
            for (form, _) in verb.forms.iter().filter(|(_, participle)| !participle) {
                forms
                    .entry(format!("{particle}{form}"))
                    .or_insert(Reporting {
                        dat: has("dat"),
                        te: has("te"),
                        clause: false,
                        participle: false,
                        with: Vec::new(),
                    });
            }
        }
    }
    (Endings::of(forms.keys().map(String::as_str)), forms)
});

/// Returns what `word` reports, if it is a form of a verb that reports a statement.
pub(crate) fn reporting(word: &str) -> Option<&'static Reporting> {
    let (endings, forms) = &*REPORTING;
    endings.may_end(word).then(|| forms.get(word)).flatten()
}

/// Verbs and nouns that report together: *is van mening dat*.
static PHRASES: LazyLock<Vec<(WordList, WordList)>> = LazyLock::new(|| {
    section(FILE, "phrases")
        .map(|line| {
            let (verbs, nouns) = line
                .split_once(": ")
                .unwrap_or_else(|| panic!("verbs.txt: `{line}` has no noun"));
            (
                WordList::new(verbs.split(' ')),
                WordList::new(nouns.split(' ')),
            )
        })
        .collect()
});

/// Whether a word is the verb of a phrase that reports.
pub(crate) fn is_of_phrase(word: &str) -> bool {
    static VERBS: LazyLock<WordList> =
        LazyLock::new(|| WordList::new(PHRASES.iter().flat_map(|(verbs, _)| verbs.iter())));
    VERBS.contains(word)
}

/// Whether `verb` and one of the words `near` it report together what follows *dat*.
pub(crate) fn is_phrase<'w>(verb: &str, near: &(impl Iterator<Item = &'w str> + Clone)) -> bool {
    PHRASES
        .iter()
        .any(|(verbs, nouns)| verbs.contains(verb) && near.clone().any(|word| nouns.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_have_their_flags() {
        assert!(SAYS.contains("zegt") && reporting("zegt").is_some_and(|verb| verb.clause));
        assert!(CALLS.contains("omschrijft") && reporting("omschrijft").is_none());
        assert!(FINITE.contains("is") && !SAYS.contains("is"));
        assert!(
            !SAYS.contains("gezegd") && reporting("gezegd").is_some_and(|verb| verb.participle)
        );
    }

    #[test]
    fn some_verbs_report_only_with_another_word() {
        let laat = reporting("laat").expect("a form");
        assert!(laat.is_whole(["de", "raad", "weten"].into_iter()));
        assert!(!laat.is_whole(["zien"].into_iter()));
        assert!(is_phrase("is", &["van", "mening"].into_iter()));
        assert!(!is_phrase("is", &["van", "hout"].into_iter()));
    }
}
