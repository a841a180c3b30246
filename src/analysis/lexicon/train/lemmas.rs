//! Finds lemmas: generates the forms of every candidate base, and keeps those in the list.
//!
//! Leaves out compounds, and how the result is stored. Generating forms and looking them up makes
//! fewer errors than cutting endings off: `wet` generates `wetten`, never `weten`.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::irregular::{ADJECTIVES, INSEPARABLE, NOUNS, SEPARABLE, VERBS};
use super::spelling::{before_vowel, closed, syllables};

/// Why a form has a lemma. Earlier reasons outrank later ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    IrregularNoun,
    /// A plural that compounds of the noun have too, or one beside another listed plural.
    SurePlural,
    IrregularVerb,
    Adjective,
    Plural,
    Verb,
    Diminutive,
    Stem,
}

/// The folded words of the list, and what was found about them.
pub(super) struct LemmaSearch<'a> {
    pub(super) words: &'a HashSet<String>,
    /// The words spelled backwards and sorted, so that words with the same ending are adjacent.
    backwards: Vec<String>,
    /// Form → its lemma and why.
    pub(super) found: HashMap<String, (Rule, String)>,
    /// Infinitives.
    pub(super) verbs: HashSet<String>,
    /// Infinitives and stems of weak verbs whose past tense is listed.
    weak: HashSet<String>,
    /// Words with a plural or degrees of comparison, which are therefore not just stems of verbs.
    pub(super) bases: HashSet<String>,
    /// Words with a diminutive or a sure plural, which are therefore not participles either.
    pub(super) nouns: HashSet<String>,
}

/// Returns the lemmas of the words that differ from their lemma, and the infinitives of the list.
pub(super) fn lemmas(words: &HashSet<String>) -> (BTreeMap<String, String>, HashSet<String>) {
    let mut sorted: Vec<&String> = words.iter().collect();
    sorted.sort();
    let mut backwards: Vec<String> = words.iter().map(|w| w.chars().rev().collect()).collect();
    backwards.sort();
    let mut lemmas = LemmaSearch {
        words,
        backwards,
        found: HashMap::new(),
        verbs: HashSet::new(),
        weak: HashSet::new(),
        bases: HashSet::new(),
        nouns: HashSet::new(),
    };
    for word in &sorted {
        lemmas.weak_verb(word);
    }
    lemmas.irregular(&sorted);
    for word in &sorted {
        lemmas.plural(word);
        lemmas.diminutive(word);
    }
    for word in &sorted {
        lemmas.adjective(word);
    }
    let mut settled = lemmas.resolve_chains(&sorted);
    lemmas.inflected(&sorted, &mut settled);
    (settled, lemmas.verbs)
}

impl LemmaSearch<'_> {
    fn add(&mut self, form: &str, lemma: &str, reason: Rule) {
        if form == lemma || !self.words.contains(form) {
            return;
        }
        let better = match self.found.get(form) {
            None => true,
            Some((known, base)) => {
                (reason, lemma.ends_with('e'), lemma.len(), lemma)
                    < (*known, base.ends_with('e'), base.len(), base.as_str())
            }
        };
        if matches!(
            reason,
            Rule::SurePlural | Rule::Plural | Rule::Diminutive | Rule::IrregularNoun
        ) && (reason != Rule::Plural || !self.verbs.contains(form))
        {
            self.bases.insert(lemma.to_owned());
        }
        if matches!(
            reason,
            Rule::SurePlural | Rule::Diminutive | Rule::IrregularNoun
        ) {
            self.nouns.insert(lemma.to_owned());
        }
        if better {
            self.found
                .insert(form.to_owned(), (reason, lemma.to_owned()));
        }
    }

    fn irregular(&mut self, sorted: &[&String]) {
        let plurals = &*NOUNS;
        for word in sorted {
            for (one, many) in plurals {
                // A compound has the plural of its head: `raadslid`, `raadsleden`.
                if let Some(head) = word
                    .strip_suffix(many)
                    .filter(|head| head.is_empty() || head.len() > 2)
                {
                    let base = format!("{head}{one}");
                    if self.words.contains(&base) {
                        self.add(word, &base, Rule::IrregularNoun);
                    }
                }
            }
            if let Some(head) = word.strip_suffix("heden") {
                let base = format!("{head}heid");
                if self.words.contains(&base) {
                    self.add(word, &base, Rule::IrregularNoun);
                }
            }
        }
        for line in VERBS.iter() {
            let forms: Vec<&str> = line.split(' ').collect();
            let participle = forms
                .iter()
                .copied()
                .find(|f| f.starts_with("ge") && !forms[0].starts_with("ge"));
            self.strong_verb(forms[0], &forms[1..], participle);
        }
        for line in ADJECTIVES.iter() {
            let forms: Vec<&str> = line.split(' ').collect();
            for form in &forms[1..] {
                self.add(form, forms[0], Rule::IrregularVerb);
            }
        }
    }

    /// Adds the forms of a strong verb, and of every prefixed verb made from it that is listed.
    fn strong_verb(&mut self, infinitive: &str, forms: &[&str], participle: Option<&str>) {
        for prefix in std::iter::once(&"")
            .chain(SEPARABLE.iter())
            .chain(INSEPARABLE.iter())
        {
            let verb = format!("{prefix}{infinitive}");
            if !self.words.contains(&verb) {
                continue;
            }
            self.verbs.insert(verb.clone());
            for form in forms {
                self.verb_form(&format!("{prefix}{form}"), &verb, Rule::IrregularVerb);
                if let Some(bare) = form
                    .strip_prefix("ge")
                    .filter(|_| Some(*form) == participle && INSEPARABLE.contains(prefix))
                {
                    self.verb_form(&format!("{prefix}{bare}"), &verb, Rule::IrregularVerb);
                }
            }
            self.present(&verb, Rule::IrregularVerb);
        }
    }

    fn verb_form(&mut self, form: &str, verb: &str, reason: Rule) {
        // *slopen* is a verb itself, which outranks the past tense of *sluipen*.
        if self.weak.contains(form) && form != verb {
            return;
        }
        self.add(form, verb, reason);
        if form.contains("ge") && form.ends_with(['t', 'd']) {
            self.add(&format!("{form}e"), verb, reason);
        }
        if let Some(head) = form.strip_suffix("aan") {
            self.add(&format!("{head}ane"), verb, reason);
        }
    }

    /// Adds the present tense and the present participle, and returns how many third persons are
    /// listed.
    fn present(&mut self, verb: &str, reason: Rule) -> usize {
        let Some(open) = verb.strip_suffix("en") else {
            return 0;
        };
        let mut known = 0;
        for stem in closed(open) {
            let third = if stem.ends_with('t') {
                stem.clone()
            } else {
                format!("{stem}t")
            };
            if self.words.contains(&third) {
                known += 1;
                self.add(&third, verb, reason);
                self.add(&stem, verb, Rule::Stem);
            }
        }
        for ending in ["d", "de"] {
            self.add(&format!("{verb}{ending}"), verb, reason);
        }
        known
    }

    /// Adds the forms of a weak verb, if its third person and at least two other forms are listed.
    fn weak_verb(&mut self, verb: &str) {
        let Some(open) = verb.strip_suffix("en").filter(|open| open.len() > 1) else {
            return;
        };
        for stem in closed(open) {
            let third = if stem.ends_with('t') {
                stem.clone()
            } else {
                format!("{stem}t")
            };
            let voiced = !open.ends_with(['t', 'k', 'f', 's', 'h', 'p', 'x']);
            let end = if voiced { "d" } else { "t" };
            let mut forms = vec![
                third.clone(),
                format!("{stem}{end}e"),
                format!("{stem}{end}en"),
            ];
            let separable = SEPARABLE.iter().copied().filter_map(|p| {
                stem.strip_prefix(p)
                    .filter(|rest| rest.len() > 1)
                    .map(|rest| (p, rest))
            });
            let mut participles: Vec<String> = vec![format!("ge{stem}")];
            participles.extend(separable.map(|(prefix, rest)| format!("{prefix}ge{rest}")));
            if INSEPARABLE.iter().any(|p| stem.starts_with(p)) {
                participles.push(stem.clone());
            }
            for participle in participles {
                let bare = participle.clone();
                if stem.ends_with(['t', 'd']) {
                    forms.extend([bare.clone(), format!("{bare}e")]);
                    forms.extend(
                        before_vowel(&bare)
                            .into_iter()
                            .map(|open| format!("{open}e")),
                    );
                } else {
                    forms.extend([format!("{bare}{end}"), format!("{bare}{end}e")]);
                }
            }
            let known: Vec<&String> = forms.iter().filter(|f| self.words.contains(*f)).collect();
            if !self.words.contains(&third) || known.len() < 3 {
                continue;
            }
            let known: Vec<String> = known.into_iter().cloned().collect();
            for form in known {
                self.add(&form, verb, Rule::Verb);
            }
            self.verbs.insert(verb.to_owned());
            if self.words.contains(&format!("{stem}{end}e")) {
                self.weak.extend([verb.to_owned(), stem.clone()]);
            }
            self.add(&stem, verb, Rule::Stem);
            for ending in ["d", "de"] {
                self.add(&format!("{verb}{ending}"), verb, Rule::Verb);
            }
            return;
        }
    }

    fn plural(&mut self, noun: &str) {
        if noun.len() < 2
            || self
                .found
                .get(noun)
                .is_some_and(|(reason, _)| *reason < Rule::Plural)
        {
            return;
        }
        for open in before_vowel(noun) {
            let plural = format!("{open}en");
            if !self.words.contains(&plural) {
                continue;
            }
            // A verb form counts as a plural only if compounds have that plural.
            let verbal = self.verbs.contains(&plural)
                || self
                    .found
                    .get(&plural)
                    .is_some_and(|(r, _)| matches!(r, Rule::IrregularVerb | Rule::Verb));
            if !verbal {
                self.add(&plural, noun, Rule::Plural);
            } else if self.compounds_share_plural(noun, &plural) {
                self.add(&plural, noun, Rule::SurePlural);
            }
        }
        let last = noun.chars().next_back().unwrap_or('a');
        let past = self
            .found
            .get(noun)
            .is_some_and(|(r, _)| matches!(r, Rule::Verb | Rule::IrregularVerb));
        let subjunctive = self.verbs.contains(&format!("{noun}n"));
        if last == 'e'
            && !noun.ends_with("ee")
            && !((past || subjunctive) && !self.words.contains(&format!("{noun}s")))
        {
            let both = self.words.contains(&format!("{noun}s")) && !self.is_female_form(noun);
            self.add(
                &format!("{noun}n"),
                noun,
                if both { Rule::SurePlural } else { Rule::Plural },
            );
        }
        if noun.ends_with("ie") {
            self.add(&format!("{noun}en"), noun, Rule::Plural);
        }
        let s_form = format!("{noun}s");
        // `kans` has a plural itself, so it is not the plural of `kan`.
        let own = self.words.contains(&format!("{s_form}en"))
            || self.words.contains(&format!("{noun}zen"));
        if !own
            && noun.len() > 3
            && (syllables(noun) > 1
                || noun.len() > 4
                || self.words.contains(&format!("{noun}pje"))
                || self.words.contains(&format!("{noun}je")))
            && last != 's'
        {
            self.add(&s_form, noun, Rule::Plural);
        }
        self.add(&format!("{noun}'s"), noun, Rule::Plural);
    }

    /// Whether `noun` is the female form of a listed noun. *studenten* is the plural of *student*,
    /// not of *studente*.
    fn is_female_form(&self, noun: &str) -> bool {
        let Some(male) = noun.strip_suffix('e').filter(|male| male.len() > 4) else {
            return false;
        };
        // *groente* is not the female form of *groent*, which is a form of the verb *groenen*.
        let verbal = male
            .strip_suffix('t')
            .is_some_and(|stem| self.words.contains(&format!("{stem}en")));
        let known = !verbal
            && closed(male).into_iter().any(|male| {
                self.words.contains(&male)
                    && !self
                        .found
                        .get(&male)
                        .is_some_and(|(r, _)| matches!(r, Rule::Verb | Rule::IrregularVerb))
            });
        known
            && [
                "ent", "ant", "ist", "aat", "at", "loog", "log", "oot", "uut",
            ]
            .iter()
            .any(|end| male.ends_with(end))
    }

    /// Whether at least four compounds of `noun` have this plural, and more than twice as many as
    /// there are verbs that end in it.
    fn compounds_share_plural(&self, noun: &str, plural: &str) -> bool {
        if noun.len() < 3 {
            return false;
        }
        let (mut nouns, mut verbs) = (0, 0);
        let ending: String = plural.chars().rev().collect();
        let from = self
            .backwards
            .partition_point(|w| w.as_str() < ending.as_str());
        for word in self.backwards[from..]
            .iter()
            .take_while(|w| w.starts_with(&ending))
        {
            let word: &String = &word.chars().rev().collect();
            if let Some(head) = word.strip_suffix(plural).filter(|head| head.len() > 1) {
                nouns += usize::from(
                    head.len() > 2
                        && self.words.contains(&format!("{head}{noun}"))
                        && !self.verbs.contains(word),
                );
                verbs += usize::from(self.verbs.contains(word));
            }
        }
        nouns > 3 && nouns > 2 * verbs
    }

    fn diminutive(&mut self, noun: &str) {
        if noun.len() < 3 {
            return;
        }
        let mut forms = vec![format!("{noun}tje"), format!("{noun}pje")];
        // *speeltje* is the diminutive of *speel*, not of *speelt*.
        let third = noun
            .strip_suffix('t')
            .is_some_and(|stem| self.weak.contains(stem));
        if !third {
            forms.push(format!("{noun}je"));
        }
        forms.extend(
            before_vowel(noun)
                .into_iter()
                .map(|open| format!("{open}etje")),
        );
        if let Some(head) = noun.strip_suffix("ing") {
            forms.push(format!("{head}inkje"));
        }
        for form in forms {
            self.add(&form, noun, Rule::Diminutive);
            self.add(&format!("{form}s"), noun, Rule::Diminutive);
        }
    }

    fn adjective(&mut self, word: &str) {
        const SUFFIXES: &[&str] = &[
            "lijk", "ig", "isch", "baar", "zaam", "loos", "aal", "eel", "ief", "air", "iek", "aat",
            "ant", "ent", "haftig", "vol", "rijk", "vrij", "matig", "waardig", "achtig",
        ];
        if word.len() < 3
            || self
                .found
                .get(word)
                .is_some_and(|(reason, _)| *reason <= Rule::Plural)
        {
            return;
        }
        let open = before_vowel(word);
        // *toetste* is a past tense, not a superlative of *toet*.
        let verbal = |form: &String| {
            self.found
                .get(form)
                .is_some_and(|(reason, _)| *reason == Rule::Verb)
        };
        let superlative = [format!("{word}st"), format!("{word}ste")]
            .iter()
            .any(|f| self.words.contains(f) && !verbal(f));
        let comparative = |o: &String| self.words.contains(&format!("{o}er"));
        let compared = superlative
            && (open.iter().any(comparative)
                || word.ends_with('r') && self.words.contains(&format!("{word}der")));
        let suffixed = SUFFIXES
            .iter()
            .any(|s| word.ends_with(s) && word.len() > s.len() + 1);
        let neither = !self.bases.contains(word)
            && !self.found.contains_key(word)
            && word.len() > 3
            && !self.verbs.contains(word);
        if !(compared || suffixed || neither) {
            return;
        }
        if compared || suffixed {
            self.bases.insert(word.to_owned());
        }
        for open in open {
            self.add(&format!("{open}e"), word, Rule::Adjective);
            if compared {
                for ending in ["er", "ere", "ers"] {
                    self.add(&format!("{open}{ending}"), word, Rule::Adjective);
                }
            }
        }
        if compared {
            for ending in ["der", "dere", "st", "ste"] {
                self.add(&format!("{word}{ending}"), word, Rule::Adjective);
            }
        }
        if word.ends_with("isch") || suffixed {
            self.add(&format!("{word}s"), word, Rule::Adjective);
        }
    }
}
