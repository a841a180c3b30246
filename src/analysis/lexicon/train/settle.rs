//! Settles the lemma of each form: a lemma that is a form itself, and inflected participles and adjectives.
//!
//! Leaves out finding the forms of words (`lemmas`).

use std::collections::BTreeMap;

use super::irregular::INSEPARABLE;
use super::lemmas::{LemmaSearch, Rule};
use crate::analysis::is_stop_word;

impl LemmaSearch<'_> {
    /// Gives inflected participles the verb of the participle (*ontwikkelde*), and adjectives used as nouns
    /// the adjective (*werklozen*).
    pub(super) fn inflected(&self, sorted: &[&String], settled: &mut BTreeMap<String, String>) {
        for word in sorted {
            let is_participle = |bare: &&str| {
                let begins = bare.contains("ge") || INSEPARABLE.iter().any(|p| bare.starts_with(p));
                bare.ends_with(['d', 't']) && begins
            };
            let Some(bare) = word.strip_suffix('e').filter(is_participle) else {
                continue;
            };
            let is_adjective = |known: &String| known.as_str() == bare;
            let verb = settled
                .get(bare)
                .filter(|lemma| self.verbs.contains(*lemma));
            if let Some(verb) = verb.cloned()
                && settled.get(*word).is_none_or(is_adjective)
            {
                settled.insert((*word).clone(), verb);
            }
        }
        for word in sorted {
            let Some(inflected) = word.strip_suffix('n').filter(|form| form.ends_with('e')) else {
                continue;
            };
            let of_adjective = self.found.get(inflected);
            if let Some((Rule::Adjective, adjective)) = of_adjective
                && !self.verbs.contains(*word)
                && adjective.len() > 4
            {
                let lemma = settled.get(inflected).unwrap_or(adjective).clone();
                settled.insert((*word).clone(), lemma);
            }
        }
    }

    /// Resolves the lemma of a lemma where needed, so that all forms of a word share one.
    pub(super) fn resolve_chains(&self, sorted: &[&String]) -> BTreeMap<String, String> {
        let mut settled = BTreeMap::new();
        for word in sorted {
            let Some((reason, lemma)) = self.found.get(*word) else {
                continue;
            };
            // A noun or an adjective is not the stem or participle of a verb.
            let noun = match reason {
                // A function word is not a stem either: *in* is not a form of *innen*.
                Rule::Stem => self.bases.contains(*word) || is_stop_word(word),
                Rule::Verb => self.nouns.contains(*word),
                _ => false,
            };
            if noun {
                continue;
            }
            // If an infinitive is also a plural, the other forms of the verb get the noun as lemma.
            let onward = self.found.get(lemma).filter(|(next, _)| match reason {
                Rule::Verb | Rule::IrregularVerb | Rule::Stem => *next == Rule::SurePlural,
                Rule::Plural | Rule::SurePlural => *next == Rule::Diminutive,
                _ => false,
            });
            let lemma = onward.map_or(lemma, |(_, further)| further);
            if lemma != *word {
                settled.insert((*word).clone(), lemma.clone());
            }
        }
        settled
    }
}
