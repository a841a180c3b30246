//! Step 5: the dictionary form (lemma) that a word's forms share, and the parts of compounds.
//!
//! Leaves out how the lexicon is made. A listed word has the lemma of the list. An unlisted
//! compound is lemmatized by its last part. Other words are stemmed by Kraaij-Pohlmann, tantivy's
//! Dutch stemmer, at a pinned version: on the development list it joins a few more forms, and none
//! wrongly. An unknown word with a capital keeps its form, because it is mostly a name.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use foldhash::{HashMap, HashMapExt as _};
use frostem::{Algorithm, Stemmer};

use super::adjective;
use super::gazetteer::is_place;
use super::lexicon::{LemmaSource, Lexicon};
use super::spelling::Spelling;

/// The analysis of a folded word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordAnalysis {
    /// Its dictionary form.
    pub lemma: String,
    /// Its parts, then the runs of parts that are words themselves; empty if it is not a compound.
    pub parts: Vec<Part>,
    /// Where its lemma comes from.
    pub source: LemmaSource,
    /// Whether the word is a dictionary form, also where it is no name: see [`is_own_lemma`].
    pub is_own: bool,
}

/// A part of a compound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its dictionary form.
    pub lemma: String,
    /// Byte range in the folded word, without a linking element.
    pub range: Range<usize>,
    /// Whether it is a single part. *gemeenteraadsverkiezingen* also has the part *gemeenteraad*,
    /// which is made of two.
    pub simple: bool,
}

/// Most words in a thread's cache. Most text consists of a few thousand words, and names.
const MAX_CACHED_WORDS: usize = 1 << 16;

/// Most parts of a word for which runs of parts are looked up.
const MAX_PARTS: usize = 6;

thread_local! {
    static CACHE: RefCell<HashMap<String, WordAnalysis>> = RefCell::new(HashMap::new());
}

/// Calls `take` with the analysis of the folded `word` that has the given spelling.
pub fn analyze_word<R>(word: &str, spelling: Spelling, take: impl FnOnce(&WordAnalysis) -> R) -> R {
    let whole = |is_own| WordAnalysis {
        lemma: word.to_owned(),
        parts: Vec::new(),
        source: LemmaSource::Unknown,
        is_own,
    };
    if !word.contains(|c: char| c.is_ascii_lowercase()) {
        return take(&whole(true));
    }
    let give = |known: &WordAnalysis| {
        // An unlisted word with a capital is a name, even if it could be split into parts.
        let is_name = match spelling {
            Spelling::Plain => false,
            Spelling::Name => true,
            Spelling::Initial => known.source == LemmaSource::Stemmed,
            Spelling::Capitalized => !matches!(
                known.source,
                LemmaSource::Listed | LemmaSource::Place | LemmaSource::Rule
            ),
        };
        if is_name {
            take(&whole(known.is_own))
        } else {
            take(known)
        }
    };
    CACHE.with_borrow_mut(|seen| {
        if let Some(known) = seen.get(word) {
            return give(known);
        }
        if seen.len() == MAX_CACHED_WORDS {
            seen.clear();
        }
        let known = look_up(word);
        let given = give(&known);
        seen.insert(word.to_owned(), known);
        given
    })
}

/// Whether the folded `word` is a dictionary form. It then has no other in any spelling.
#[must_use]
pub fn is_own_lemma(word: &str) -> bool {
    analyze_word(word, Spelling::Plain, |analysis| analysis.is_own)
}

/// Whether the word list or a rule has the folded `word`.
pub(super) fn is_listed(word: &str) -> bool {
    let known = CACHE.with_borrow(|seen| seen.get(word).map(|known| known.source));
    // Splitting a word that is asked for once would take ten times as long as this look.
    known.map_or_else(
        || !is_place(word) && (by_rule(word).is_some() || Lexicon::get().knows(word)),
        |source| matches!(source, LemmaSource::Listed | LemmaSource::Rule),
    )
}

fn look_up(word: &str) -> WordAnalysis {
    if is_place(word) {
        return WordAnalysis {
            lemma: word.to_owned(),
            parts: Vec::new(),
            source: LemmaSource::Place,
            is_own: true,
        };
    }
    if let Some(analysis) = by_rule(word) {
        return analysis;
    }
    let lexicon = Lexicon::get();
    let mut lemma = String::with_capacity(word.len());
    let ends = lexicon.split_points(word);
    let mut source = lexicon.lemma(word, &ends, &mut lemma);
    if source == LemmaSource::Unknown {
        if word.bytes().all(|b| b.is_ascii_lowercase()) {
            lemma.push_str(&Stemmer::new(Algorithm::Dutch).stem(word));
            source = LemmaSource::Stemmed;
        } else {
            lemma.push_str(&without_plural(word));
        }
    }
    let starts: Vec<usize> = std::iter::once(0).chain(ends.iter().copied()).collect();
    let mut parts: Vec<Part> = Vec::with_capacity(ends.len());
    for (start, end) in starts.iter().zip(&ends) {
        let mut lemma = String::new();
        let bare = lexicon.part_lemma(&word[*start..*end], &mut lemma);
        parts.push(Part {
            lemma,
            range: *start..start + bare,
            simple: true,
        });
    }
    if (3..=MAX_PARTS).contains(&ends.len()) {
        for (first, start) in starts.iter().enumerate() {
            for end in ends
                .iter()
                .skip(first + 1)
                .filter(|end| **end - start < word.len())
            {
                let several = &word[*start..*end];
                if let Some(bare) = lexicon.listed_run_length(several) {
                    let mut lemma = String::new();
                    lexicon.lemma(&several[..bare], &[], &mut lemma);
                    parts.push(Part {
                        lemma,
                        range: *start..start + bare,
                        simple: false,
                    });
                }
            }
        }
    }
    WordAnalysis {
        is_own: lemma == word,
        lemma,
        parts,
        source,
    }
}

/// Returns the analysis of a word that a rule has.
fn by_rule(word: &str) -> Option<WordAnalysis> {
    let of = |lemma: &str, parts| WordAnalysis {
        lemma: lemma.to_owned(),
        parts,
        source: LemmaSource::Rule,
        is_own: lemma == word,
    };
    if let Some(base) = adjective::base_of(word) {
        return Some(of(&base, Vec::new()));
    }
    // *VVD'er* and *zzp'ers* hold the abbreviation.
    let member = word
        .strip_suffix("'er")
        .or_else(|| word.strip_suffix("'ers"))
        .filter(|short| !short.is_empty());
    if let Some(short) = member {
        let part = Part {
            lemma: short.to_owned(),
            range: 0..short.len(),
            simple: true,
        };
        return Some(of(&format!("{short}'er"), vec![part]));
    }
    // *autos* for *auto's*
    let one = word.strip_suffix('s')?;
    let mut lemma = String::new();
    let lexicon = Lexicon::get();
    (one.len() > 2
        && one.ends_with(['a', 'i', 'o', 'u', 'y'])
        && lexicon.lemma(word, &[], &mut lemma) != LemmaSource::Listed)
        .then(|| {
            lemma.clear();
            (lexicon.lemma(one, &[], &mut lemma) == LemmaSource::Listed)
                .then(|| of(&lemma, Vec::new()))
        })
        .flatten()
}

/// Removes the plural ending after the apostrophe of an abbreviation: *pgb's* → *pgb*, *ggd'en* →
/// *ggd*, *zzp'ers* → *zzp'er*.
fn without_plural(word: &str) -> Cow<'_, str> {
    match (
        word.strip_suffix("'s").or_else(|| word.strip_suffix("'en")),
        word.strip_suffix("'ers"),
    ) {
        (Some(one), _) if !one.is_empty() => one.into(),
        (_, Some(one)) => format!("{one}'er").into(),
        _ => word.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemma(word: &str, spelling: Spelling) -> String {
        analyze_word(word, spelling, |k| k.lemma.clone())
    }

    fn parts(word: &str, spelling: Spelling) -> Vec<String> {
        analyze_word(word, spelling, |k| {
            k.parts.iter().map(|part| part.lemma.clone()).collect()
        })
    }

    #[test]
    fn words_have_lemmas_and_compounds_have_parts() {
        assert_eq!(lemma("woningen", Spelling::Plain), "woning");
        assert_eq!(parts("woningen", Spelling::Plain), [""; 0]);
        assert_eq!(parts("woningbouw", Spelling::Plain), ["woning", "bouw"]);
        assert_eq!(lemma("34", Spelling::Plain), "34");
        assert_eq!(
            ["pgb's", "ggd'en", "zzp'ers"].map(|word| lemma(word, Spelling::Plain)),
            ["pgb", "ggd", "zzp'er"]
        );
        assert_eq!(
            lemma("swipten", Spelling::Plain),
            lemma("swipte", Spelling::Plain)
        );
    }

    #[test]
    fn runs_of_parts_that_are_words_are_parts_too() {
        assert_eq!(
            parts("gemeenteraadsverkiezingen", Spelling::Plain),
            [
                "gemeente",
                "raad",
                "verkiezing",
                "gemeenteraad",
                "raadsverkiezing"
            ]
        );
        analyze_word("gemeenteraadsverkiezingen", Spelling::Plain, |k| {
            let ranges: Vec<&str> = k
                .parts
                .iter()
                .map(|p| &"gemeenteraadsverkiezingen"[p.range.clone()])
                .collect();
            assert_eq!(
                ranges,
                [
                    "gemeente",
                    "raad",
                    "verkiezingen",
                    "gemeenteraad",
                    "raadsverkiezingen"
                ]
            );
        });
    }

    #[test]
    fn names_are_neither_lemmatized_nor_split() {
        assert_eq!(parts("bergambacht", Spelling::Capitalized), [""; 0]);
        assert_eq!(
            parts("omgevingsdienst", Spelling::Capitalized),
            ["omgeving", "dienst"]
        );
        assert_eq!(lemma("woningen", Spelling::Capitalized), "woning");
        assert_eq!(lemma("bakkers", Spelling::Name), "bakkers");
        assert_eq!(lemma("jetten", Spelling::Initial), "jetten");
    }
}
