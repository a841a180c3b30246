//! Finds the parts of a release that a query matched.
//!
//! Leaves out which passage is shown (`snippet`). It uses the same forms, parts and fields as
//! `compile`, so that the marks show why the release matched.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::{HashSet, HashSetExt as _};
use tantivy::Term;

use super::clauses::parts_of;
use super::collection::Collection;
use super::query::{FieldName, Scope};
use crate::analysis::{Analyzer, FormFilter, Token};
use crate::document::Release;
use crate::index::IndexError;

/// Weight of a match inside a compound, relative to a whole word.
const INSIDE: f32 = 0.3;

/// A match in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matched {
    /// Byte range of the match in the text.
    pub(super) span: Range<usize>,
    /// The word or phrase that matched; repeats have the same value.
    pub(super) what: String,
    pub(super) weight: f32,
}

/// All matches in a release, in order and without overlap.
#[derive(Debug, Default)]
pub(super) struct Matches {
    pub(super) title: Vec<Matched>,
    /// The matches in each block.
    pub(super) blocks: Vec<Vec<Matched>>,
}

/// Finds the words of a query in texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Highlighter {
    wanted: Vec<(Scope, Wanted)>,
    /// The surface forms and dictionary forms of all words that are wanted, but for spellings.
    forms: HashSet<String>,
    /// Passes over the words that have none of them.
    filter: FormFilter,
    /// The weight of each single word; a rare word weighs more.
    weights: HashMap<String, f32>,
}

/// Words in order: the relative position, surface form and dictionary form of each.
type Phrase = Vec<(usize, String, String)>;

/// Something to find in a text.
#[derive(Debug, Clone)]
enum Wanted {
    /// A word in all its forms, by surface and dictionary form; if `loose`, also inside compounds.
    Word {
        exact: String,
        lemma: String,
        loose: bool,
    },
    /// The parts of a compound. They match only in a release that has all of them and does not have
    /// the compound itself, also not as the words between its hyphens.
    Parts {
        compound: String,
        words: Phrase,
        parts: Vec<String>,
    },
    /// Words in order.
    Phrase(Phrase),
    /// A surface form.
    Form(String),
    /// A prefix of surface forms, or a spelling with the maximum edit distance from it.
    Spelling(String, Option<u8>),
}

impl Wanted {
    /// Whether it is a beginning or a spelling that the folded `word` has.
    fn spells(&self, word: &str) -> bool {
        match self {
            Self::Spelling(text, None) => word.starts_with(text.as_str()),
            Self::Spelling(text, Some(most)) => {
                strsim::osa_distance(word, text) <= usize::from(*most)
            }
            _ => false,
        }
    }
}

impl Highlighter {
    pub(super) fn add_word(&mut self, tokens: &[Token], loose: bool, scope: Scope) {
        let apart: Vec<&Token> = tokens.iter().filter(|t| !t.joined).collect();
        if apart.len() > 1 {
            self.add_phrase(&apart, scope);
        }
        for token in tokens.iter().filter(|t| t.joined || apart.len() == 1) {
            self.add(
                scope,
                Wanted::Word {
                    exact: token.exact.clone(),
                    lemma: token.lemma.clone(),
                    loose,
                },
            );
            let parts = parts_of(tokens).into_iter().map(str::to_owned);
            let parts: Vec<String> = parts.collect();
            if loose && parts.len() > 1 {
                self.add(
                    scope,
                    Wanted::Parts {
                        compound: token.lemma.clone(),
                        words: phrase(&apart),
                        parts,
                    },
                );
            }
        }
    }

    /// Adds a compound that several words of the query form together.
    pub(super) fn add_joined(&mut self, lemma: &str, scope: Scope) {
        self.add(
            scope,
            Wanted::Word {
                exact: lemma.to_owned(),
                lemma: lemma.to_owned(),
                loose: false,
            },
        );
    }

    pub(super) fn add_form(&mut self, tokens: &[&Token], scope: Scope) {
        match tokens {
            [one] => self.add(scope, Wanted::Form(one.exact.clone())),
            several => self.add_phrase(several, scope),
        }
    }

    pub(super) fn add_spelling(&mut self, text: &str, distance: Option<u8>, scope: Scope) {
        self.add(scope, Wanted::Spelling(text.to_owned(), distance));
    }

    pub(super) fn add_phrase(&mut self, tokens: &[&Token], scope: Scope) {
        match tokens {
            [] => {}
            [one] => {
                self.add(
                    scope,
                    Wanted::Word {
                        exact: one.exact.clone(),
                        lemma: one.lemma.clone(),
                        loose: false,
                    },
                );
            }
            several => self.add(scope, Wanted::Phrase(phrase(several))),
        }
    }

    fn add(&mut self, scope: Scope, wanted: Wanted) {
        let of_phrase = |words: &Phrase| {
            words
                .iter()
                .flat_map(|(_, exact, lemma)| [exact.clone(), lemma.clone()])
                .collect()
        };
        let forms: Vec<String> = match &wanted {
            Wanted::Word { exact, lemma, .. } => vec![exact.clone(), lemma.clone()],
            Wanted::Parts {
                compound,
                words,
                parts,
            } => {
                let mut forms: Vec<String> = of_phrase(words);
                forms.extend(parts.iter().chain([compound]).cloned());
                forms
            }
            Wanted::Phrase(words) => of_phrase(words),
            Wanted::Form(form) => vec![form.clone()],
            Wanted::Spelling(..) => {
                self.filter = FormFilter::all();
                Vec::new()
            }
        };
        for form in forms {
            self.filter.add(&form);
            self.forms.insert(form);
        }
        self.wanted.push((scope, wanted));
    }

    /// Weighs each word by its rarity in releases (BM25's idf).
    ///
    /// # Errors
    /// [`IndexError`] where the documents cannot be read.
    pub(super) fn weigh(&mut self, collection: &dyn Collection) -> Result<(), IndexError> {
        let total = collection.versions() as f32;
        let words = self.wanted.iter().filter_map(|(_, wanted)| match wanted {
            Wanted::Word { lemma, .. } => Some(lemma.clone()),
            _ => None,
        });
        let words: Vec<String> = words.collect();
        let field = collection.fields().ranked;
        let terms = words.iter().map(|word| Term::from_field_text(field, word));
        let frequencies = collection.frequencies(&terms.collect::<Vec<_>>())?;
        for (word, frequency) in words.into_iter().zip(frequencies) {
            let odds = (total - frequency as f32 + 0.5) / (frequency as f32 + 0.5);
            self.weights.insert(word, (1.0 + odds).ln().max(0.01));
        }
        Ok(())
    }

    /// Returns all matches in `release`.
    pub(super) fn matches(&self, release: &Release) -> Matches {
        if self.wanted.is_empty() {
            return Matches {
                title: Vec::new(),
                blocks: vec![Vec::new(); release.blocks.len()],
            };
        }
        let title = release.title.as_deref().unwrap_or_default();
        let analyzer = Analyzer::of(release.language.as_deref());
        let mut terms = HashSet::new();
        let mut tokens = |text: &str| self.wanted_tokens(analyzer, text, &mut terms);
        let title_tokens = tokens(title);
        let blocks = release.blocks.iter().map(|block| tokens(&block.text));
        let blocks: Vec<Vec<Token>> = blocks.collect();
        let has_phrase = |words: &Phrase| {
            let texts = std::iter::once(&title_tokens).chain(&blocks);
            words.len() > 1
                && texts
                    .flat_map(|tokens| (0..tokens.len()).map(move |at| &tokens[at..]))
                    .any(|tokens| phrase_end(words, tokens).is_some())
        };
        let active: Vec<&(Scope, Wanted)> = self
            .wanted
            .iter()
            .filter(|(_, wanted)| match wanted {
                Wanted::Parts {
                    compound,
                    words,
                    parts,
                } => {
                    !terms.contains(compound.as_str())
                        && !has_phrase(words)
                        && parts.iter().all(|part| terms.contains(part.as_str()))
                }
                _ => true,
            })
            .collect();
        let in_title =
            |scope, _: &Range<usize>| matches!(scope, Scope::All | Scope::One(FieldName::Title));
        let in_blocks = blocks.iter().enumerate().map(|(at, tokens)| {
            self.matches_in_text(&release.blocks[at].text, tokens, &active, |scope, span| {
                match scope {
                    Scope::One(FieldName::Lead) => {
                        release.lead.is_some_and(|lead| lead.block as usize == at)
                    }
                    Scope::One(FieldName::Quote) => {
                        let literal = release.quotes.iter().filter(|quote| quote.is_literal());
                        literal
                            .flat_map(|quote| &quote.segments)
                            .any(|segment| segment.holds(at, span))
                    }
                    // Only in attributions and mentions: elsewhere the same words may mean
                    // something else.
                    Scope::One(FieldName::Speaker | FieldName::Office | FieldName::Party) => {
                        let attributions =
                            release.quotes.iter().flat_map(|quote| &quote.attribution);
                        let mentions = release
                            .officials
                            .iter()
                            .flat_map(|official| &official.mentions);
                        attributions
                            .chain(mentions)
                            .any(|given| given.holds(at, span))
                    }
                    Scope::All | Scope::One(FieldName::Text) => true,
                    Scope::One(FieldName::Title | FieldName::Publisher | FieldName::Topic) => false,
                }
            })
        });
        Matches {
            blocks: in_blocks.collect(),
            title: self.matches_in_text(title, &title_tokens, &active, in_title),
        }
    }

    /// Returns the words of `text` that have a form or a spelling that is wanted. Adds to `terms` the wanted forms that
    /// are the dictionary form of one of its words, or of a part of one.
    fn wanted_tokens<'h>(
        &'h self,
        analyzer: Analyzer,
        text: &str,
        terms: &mut HashSet<&'h str>,
    ) -> Vec<Token> {
        analyzer.wanted_tokens(text, &self.filter, |exact, word| {
            let mut is_wanted = self.forms.contains(exact)
                || self.wanted.iter().any(|(_, wanted)| wanted.spells(exact));
            let parts = word.parts.iter().map(|part| &part.lemma);
            for form in std::iter::once(&word.lemma).chain(parts) {
                if let Some(form) = self.forms.get(form.as_str()) {
                    terms.insert(form);
                    is_wanted = true;
                }
            }
            is_wanted
        })
    }

    fn matches_in_text(
        &self,
        text: &str,
        tokens: &[Token],
        wanted: &[&(Scope, Wanted)],
        counts: impl Fn(Scope, &Range<usize>) -> bool,
    ) -> Vec<Matched> {
        let mut found: Vec<Matched> = Vec::new();
        for at in 0..tokens.len() {
            for (scope, wanted) in wanted {
                let matched = self.at(text, &tokens[at..], wanted).into_iter();
                found.extend(matched.filter(|m| counts(*scope, &m.span)));
            }
        }
        // Of overlapping matches, keep the first; of those that begin together, the longest.
        found.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        found.dedup_by(|next, kept| next.span.start < kept.span.end);
        found
    }

    /// Returns the matches of `wanted` that begin at or inside the first of `tokens`.
    fn at(&self, text: &str, tokens: &[Token], wanted: &Wanted) -> Vec<Matched> {
        let token = &tokens[0];
        let weight = |lemma: &str| self.weights.get(lemma).copied().unwrap_or(1.0);
        let whole = |what: &str, weight| {
            vec![Matched {
                span: token.span.clone(),
                what: what.to_owned(),
                weight,
            }]
        };
        match wanted {
            Wanted::Word { exact, lemma, .. } if token.lemma == *lemma || token.exact == *exact => {
                whole(lemma, weight(lemma))
            }
            Wanted::Word {
                lemma, loose: true, ..
            } => inside(text, token, lemma)
                .map(|span| Matched {
                    span,
                    what: lemma.clone(),
                    weight: weight(lemma) * INSIDE,
                })
                .collect(),
            Wanted::Parts { parts, .. } => {
                let of_one = parts.iter().flat_map(|part| {
                    let itself = (token.lemma == *part).then(|| token.span.clone());
                    let spans: Vec<_> = itself
                        .into_iter()
                        .chain(inside(text, token, part))
                        .collect();
                    spans.into_iter().map(|span| Matched {
                        span,
                        what: part.clone(),
                        weight: INSIDE,
                    })
                });
                of_one.collect()
            }
            Wanted::Phrase(words) => match phrase_end(words, tokens) {
                Some(end) => {
                    let what = words
                        .iter()
                        .map(|(_, _, lemma)| lemma.as_str())
                        .collect::<Vec<_>>()
                        .join(" ");
                    vec![Matched {
                        span: token.span.start..end,
                        what,
                        weight: 2.0 * words.len() as f32,
                    }]
                }
                None => Vec::new(),
            },
            Wanted::Form(form) if token.exact == *form => whole(form, 1.0),
            Wanted::Spelling(text, _) if wanted.spells(&token.exact) => whole(text, 1.0),
            _ => Vec::new(),
        }
    }
}

fn phrase(tokens: &[&Token]) -> Phrase {
    let first = tokens.first().map_or(0, |token| token.position);
    let word = |t: &&Token| (t.position - first, t.exact.clone(), t.lemma.clone());
    tokens.iter().map(word).collect()
}

/// Returns the byte ranges of the part `lemma` in `token`, a word of `text`.
fn inside<'t>(
    text: &'t str,
    token: &'t Token,
    lemma: &'t str,
) -> impl Iterator<Item = Range<usize>> + 't {
    token
        .parts
        .iter()
        .filter(move |part| part.lemma == lemma)
        .filter_map(move |part| {
            let surface = &text[token.span.clone()];
            // Folding keeps the number of characters, except for a few letters; then the whole word
            // is marked. A joined form has lost its hyphens. It is not marked, because its words
            // are tokens too.
            let same = surface.chars().count() == token.exact.chars().count();
            let place = |at: usize| {
                let before = token.exact[..at].chars().count();
                token.span.start
                    + surface
                        .char_indices()
                        .nth(before)
                        .map_or(surface.len(), |(byte, _)| byte)
            };
            if same {
                Some(place(part.range.start)..place(part.range.end))
            } else {
                (!token.joined).then(|| token.span.clone())
            }
        })
}

/// Returns the end byte of the phrase, if it begins at the first of `tokens`.
fn phrase_end(phrase: &[(usize, String, String)], tokens: &[Token]) -> Option<usize> {
    let start = tokens.first().filter(|t| !t.joined)?.position;
    let by = |matches: fn(&Token, &(usize, String, String)) -> bool| {
        let mut end = None;
        for word in phrase {
            let mut here = tokens.iter().take_while(|t| t.position <= start + word.0);
            let token =
                here.find(|t| t.position == start + word.0 && !t.joined && matches(t, word))?;
            end = Some(token.span.end);
        }
        end
    };
    by(|token, (_, exact, _)| token.exact == *exact)
        .or_else(|| by(|token, (_, _, lemma)| token.lemma == *lemma))
}
