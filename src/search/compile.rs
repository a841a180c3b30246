//! Compiles a query's tree into a plan, with the weights for ranking.
//!
//! Leaves out parsing queries (`query`) and showing matches (`highlight`, `snippet`).

use tantivy::Term;
use tantivy::query::Occur;

use super::again::Again;
use super::clauses::{any_of, beginning, combined, in_order, parts_of, term};
use super::collection::Collection;
use super::expand;
use super::filter::{FilterFields, Filters, published};
use super::marks::Marks;
use super::other_words::{AlsoSearched, Beside};
use super::plan::{Clause, Plan};
use super::query::Query as Question;
use super::query::{self, Expansion, FieldName, MinimumMatch, Node, OtherWords, Scope};
use super::rank::RankedWord;
use super::synonyms::{self, Synonyms};
use super::target::Target;
use super::zones::{inside_in_zones, near_in_zones, phrase_in_zones, whole_in_zones, zones};
use crate::analysis::{Analyzer, Token, is_stop_word};
use crate::document::json_name;
use crate::index::{IndexError, RARE_IN_PROSE};

/// Weight of a phrase for what a word names: an acronym. The scores of a phrase in all zones are four times a word's.
const FOR_WORD: f32 = 0.25;

/// Most words of a query, stop words apart, that names what is sought.
const PROSE: usize = 10;

/// A query for an engine: a [`Plan`], or what it became there.
pub(crate) struct Compiled<Q> {
    pub(crate) query: Q,
    /// The query without other words, if `query` has any.
    pub(crate) own: Option<Q>,
    /// The other words.
    pub(crate) also_searched: Vec<AlsoSearched>,
    /// How the best releases are scored again.
    pub(crate) again: Option<Again>,
    /// The parts of the question as they are typed, whose scores make the score of a release.
    pub(crate) scored: Vec<(String, Plan)>,
    pub(crate) marks: Marks,
}

impl<Q> Compiled<Q> {
    /// Returns the query without other words: what the question itself finds.
    pub(crate) fn own(&self) -> &Q {
        self.own.as_ref().unwrap_or(&self.query)
    }

    /// Returns the query for an engine that `translate` translates to.
    pub(crate) fn map<R>(self, translate: impl Fn(Q) -> R) -> Compiled<R> {
        Compiled {
            query: translate(self.query),
            own: self.own.map(&translate),
            also_searched: self.also_searched,
            again: self.again,
            scored: self.scored,
            marks: self.marks,
        }
    }
}

/// Compiles `question` into a plan over releases or quotes. What it finds passes `filters`.
///
/// # Errors
/// [`IndexError::Read`] where the index's vocabulary cannot be read.
pub(super) fn compile(
    question: &Question,
    collection: &dyn Collection,
    synonyms: &Synonyms,
    target: Target,
    filters: &[Clause],
) -> Result<Compiled<Plan>, IndexError> {
    let Question {
        words,
        minimum_match,
        expansion,
        other_words,
        feedback,
        filters: _,
    } = question;
    let narrow = |plan: Plan| {
        let clauses = std::iter::once((Occur::Must, plan)).chain(filters.iter().cloned());
        Plan::Clauses(clauses.collect())
    };
    let Some(words) = words else {
        return Ok(Compiled {
            query: narrow(Plan::All),
            own: None,
            also_searched: Vec::new(),
            again: None,
            scored: Vec::new(),
            marks: Marks::default(),
        });
    };
    let count = words.content_words();
    let compiler = |other_words| Compiler {
        analyzer: Analyzer::Dutch,
        collection,
        minimum_match: *minimum_match,
        expansion: *expansion,
        target,
        beside: Beside::new(collection, other_words, synonyms, count),
        emphasis: if count > PROSE { RARE_IN_PROSE } else { 1.0 },
        scored: Some(Vec::new()),
        marks: Marks::default(),
    };
    let narrowed = |compiler: &mut Compiler<'_>| -> Result<Plan, IndexError> {
        let plan = match words {
            Node::Group(_) | Node::And(_) => compiler.node(words, Scope::All, true)?,
            _ => compiler.part(words, Scope::All, true)?,
        };
        Ok(narrow(plan))
    };
    let mut full = compiler(*other_words);
    let query = narrowed(&mut full)?;
    let own = if full.beside.found.is_empty() {
        None
    } else {
        Some(narrowed(&mut compiler(OtherWords::None))?)
    };
    Ok(Compiled {
        query,
        own,
        again: match target {
            Target::Releases { .. } => Again::of(words, *expansion, *feedback),
            Target::Quotes => None,
        },
        also_searched: full.beside.found,
        scored: full.scored.unwrap_or_default(),
        marks: full.marks,
    })
}

struct Compiler<'r> {
    analyzer: Analyzer,
    collection: &'r dyn Collection,
    minimum_match: MinimumMatch,
    expansion: Expansion,
    target: Target,
    /// The other words.
    beside: Beside<'r>,
    /// The power of how rare a word is.
    emphasis: f32,
    /// The parts of the question that were compiled; `None` inside one of them.
    scored: Option<Vec<(String, Plan)>>,
    marks: Marks,
}

impl Compiler<'_> {
    /// Compiles `node`. `wanted` is false inside a negation: excluded words are not highlighted.
    fn node(&mut self, node: &Node, scope: Scope, wanted: bool) -> Result<Plan, IndexError> {
        Ok(match node {
            // A name has no other forms: *Kuipers* is not *Kuiper*.
            Node::Word(word) | Node::Phrase(word) if scope == Scope::One(FieldName::Speaker) => {
                self.form(&word.text, scope, wanted)
            }
            Node::Word(word) if self.expansion == Expansion::Exact => {
                self.form(&word.text, scope, wanted)
            }
            Node::Word(word) => self.word(&word.text, scope, wanted)?,
            Node::Field(field, inner) => self.node(inner, Scope::One(*field), wanted)?,
            Node::Or(any) => {
                let any = any.iter().map(|part| self.node(part, scope, wanted));
                any_of(any.collect::<Result<_, _>>()?)
            }
            Node::Form(word) => self.form(&word.text, scope, wanted),
            Node::Prefix(word) => self.spelled(&word.text, scope, wanted, true),
            Node::Fuzzy(word) => self.spelled(&word.text, scope, wanted, false),
            Node::Phrase(phrase) => self.phrase(&phrase.text, scope, wanted),
            Node::Near(one, two, distance) => self.near([one, two], *distance, scope, wanted)?,
            Node::Published(period) => {
                let fields = FilterFields::of(self.target, self.collection);
                published(fields, *period).filter()
            }
            Node::Kind(kind) => term(self.collection.fields().kind, &json_name(kind)).filter(),
            Node::Address(begin) => beginning(self.collection.fields().address, begin).filter(),
            Node::Group(clauses) => self.group(clauses, scope, wanted)?,
            Node::And(all) => self.all(all, scope, wanted)?,
        })
    }

    /// Compiles `node`, a part of a group of the question, and notes it as a part of the score.
    fn part(&mut self, node: &Node, scope: Scope, wanted: bool) -> Result<Plan, IndexError> {
        let mut scored = self.scored.take();
        let plan = self.node(node, scope, wanted)?;
        if let Some(scored) = scored.as_mut().filter(|_| wanted) {
            scored.push((node.to_string(), plan.clone()));
        }
        self.scored = scored;
        Ok(plan)
    }

    fn all(&mut self, parts: &[Node], scope: Scope, wanted: bool) -> Result<Plan, IndexError> {
        let mut clauses = Vec::with_capacity(parts.len());
        for part in parts {
            clauses.push(match part {
                // A group of one exclusion excludes from the whole conjunction.
                Node::Group(inner)
                    if inner.len() == 1 && inner[0].occur == query::Occur::MustNot =>
                {
                    (Occur::MustNot, self.part(&inner[0].node, scope, false)?)
                }
                _ => (Occur::Must, self.part(part, scope, wanted)?),
            });
        }
        clauses.extend(self.same_quote_clause(parts.iter(), wanted)?);
        Ok(combined(clauses))
    }

    /// Returns a clause for releases in which one single quote matches all the quote, speaker and
    /// office fields of `asked`: the named speaker must have said the words. Returns `None` if
    /// `asked` has fewer than two of these fields.
    fn same_quote_clause<'n>(
        &self,
        asked: impl Iterator<Item = &'n Node>,
        wanted: bool,
    ) -> Result<Option<Clause>, IndexError> {
        let of_quotes = |node: &&Node| {
            matches!(
                node,
                Node::Field(FieldName::Quote | FieldName::Speaker | FieldName::Office, _)
            )
        };
        let asked: Vec<&Node> = asked.filter(of_quotes).collect();
        if !matches!(self.target, Target::Releases { current: true } if wanted) || asked.len() < 2 {
            return Ok(None);
        }
        let mut compiler = Compiler {
            target: Target::Quotes,
            beside: Beside::none(self.collection),
            scored: None,
            marks: Marks::default(),
            ..*self
        };
        let clauses = asked
            .into_iter()
            .map(|node| Ok((Occur::Must, compiler.node(node, Scope::All, true)?)));
        let all = combined(clauses.collect::<Result<_, IndexError>>()?);
        let fields = FilterFields::of(Target::Quotes, self.collection);
        let all = Filters::default().narrow(all, &fields);
        let releases = self.collection.releases_with_quote(&all)?;
        Ok(Some((Occur::Must, Plan::AnyTerm(releases).filter())))
    }

    fn group(
        &mut self,
        clauses: &[query::Clause],
        scope: Scope,
        wanted: bool,
    ) -> Result<Plan, IndexError> {
        let fillers: Vec<bool> = clauses
            .iter()
            .map(|clause| self.is_stop_words_only(&clause.node))
            .collect();
        let topical = clauses
            .iter()
            .zip(&fillers)
            .any(|(c, filler)| c.occur != query::Occur::MustNot && !filler);
        let (mut all, mut words, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        for (clause, filler) in clauses.iter().zip(fillers) {
            let occur = match clause.occur {
                query::Occur::MustNot => Occur::MustNot,
                query::Occur::Should if topical && filler => continue,
                query::Occur::Should if self.narrows(&clause.node) => Occur::Must,
                query::Occur::Should if self.minimum_match != MinimumMatch::All => Occur::Should,
                query::Occur::Should | query::Occur::Must => Occur::Must,
            };
            // A word that is asked again, in any of its forms, counts once.
            let mut only = None;
            if let (Node::Word(word), true) = (&clause.node, occur != Occur::MustNot) {
                let mut tokens = self.analyzer.tokens(&word.text);
                let lemmas: Vec<String> = tokens.iter().map(|token| token.lemma.clone()).collect();
                let again = self.expansion != Expansion::Exact && asked.contains(&lemmas);
                if occur == Occur::Should && again {
                    continue;
                }
                asked.push(lemmas);
                only = tokens.pop().filter(|_| tokens.is_empty());
            }
            let wanted = wanted && occur != Occur::MustNot;
            all.push((occur, self.part(&clause.node, scope, wanted)?));
            if occur != Occur::MustNot {
                words.push(only);
            }
        }
        if wanted && self.expansion == Expansion::Compounds {
            self.marks.add_adjacent(words, scope);
        }
        if clauses.iter().any(|clause| self.narrows(&clause.node)) {
            // A part that must match does not make the words beside it optional.
            let (any, rest): (Vec<Clause>, Vec<Clause>) = all
                .into_iter()
                .partition(|(occur, _)| *occur == Occur::Should);
            all = rest;
            if !any.is_empty() {
                all.push((Occur::Must, combined(any)));
            }
        }
        if self.minimum_match != MinimumMatch::Any {
            let may_match = clauses
                .iter()
                .filter(|clause| clause.occur != query::Occur::MustNot);
            all.extend(self.same_quote_clause(may_match.map(|clause| &clause.node), wanted)?);
        }
        Ok(combined(all))
    }

    /// Whether everything that is found must match `node`, without a sign before it: a filter, and in a search
    /// for quotes a field, since who asks for a speaker's words on a subject wants nobody else's.
    fn narrows(&self, node: &Node) -> bool {
        let is_field = matches!(self.target, Target::Quotes) && matches!(node, Node::Field(..));
        node.is_filter() || is_field && self.minimum_match != MinimumMatch::Any
    }

    /// Whether `node` is an unquoted word that consists of stop words only.
    fn is_stop_words_only(&self, node: &Node) -> bool {
        match node {
            // A word in capitals is an acronym, not a stop word: *OM*, *PS*.
            Node::Word(word)
                if word.text.len() > 1 && word.text.chars().all(char::is_uppercase) =>
            {
                false
            }
            Node::Word(word) => {
                let tokens = self.analyzer.tokens(&word.text);
                tokens.iter().all(|token| is_stop_word(&token.exact))
            }
            _ => false,
        }
    }

    fn word(&mut self, text: &str, scope: Scope, wanted: bool) -> Result<Plan, IndexError> {
        let tokens = self.analyzer.tokens(text);
        let mut searched = zones(self.collection, self.target, scope);
        if !wanted {
            // The body has what is excluded from the lead.
            searched.retain(|zone| zone.has_exact);
        }
        // An excluded word matches by its own forms only, not inside compounds.
        let loose = wanted && self.expansion == Expansion::Compounds;
        if wanted {
            self.marks.asked().add_word(&tokens, loose, scope);
        }
        let apart: Vec<&Token> = tokens.iter().filter(|t| !t.joined).collect();
        let whole = tokens.iter().filter(|t| t.joined || apart.len() == 1);
        let mut ways: Vec<Plan> = Vec::new();
        if loose && scope == Scope::All {
            let near = self.beside.respelled(text, &tokens)?;
            self.marks.asked().add_word(&near, true, Scope::All);
            let whole: Vec<&Token> = whole.chain(&near).collect();
            let forms = whole.iter().flat_map(|token| [&token.lemma, &token.exact]);
            let parts = parts_of(&tokens).into_iter().chain(parts_of(&near));
            let field = self.target.ranked(self.collection);
            let mut word = RankedWord::new(field, forms.map(String::as_str), parts)
                .with_emphasis(self.emphasis);
            if let Some(asked) = synonyms::one_word(&tokens) {
                for synonym in self.beside.synonyms_of(asked)? {
                    word.or_synonym(synonym.iter().map(|token| token.lemma.as_str()));
                    for token in synonym {
                        self.marks.asked().add_word(&[token], false, Scope::All);
                    }
                }
            }
            ways.push(Plan::Word(word));
        } else {
            for token in whole {
                ways.extend(whole_in_zones(&searched, token));
                if loose {
                    ways.extend(inside_in_zones(&searched, token));
                }
            }
        }
        // Words apart and long forms name once what the word names: the better of the scores counts.
        let mut phrases = Vec::new();
        if apart.len() > 1 {
            phrases.push(any_of(phrase_in_zones(&searched, &apart, FOR_WORD)));
        }
        for long_form in expand::long_forms(text, self.collection)? {
            let tokens = self.analyzer.tokens(&long_form);
            let apart: Vec<&Token> = tokens.iter().filter(|t| !t.joined).collect();
            phrases.push(any_of(phrase_in_zones(&searched, &apart, FOR_WORD)));
            if wanted {
                self.marks.asked().add_phrase(&apart, scope);
            }
        }
        if phrases.is_empty() {
            return Ok(any_of(ways));
        }
        phrases.push(any_of(ways));
        Ok(Plan::BestOf(phrases))
    }

    /// Returns a plan for the form as written only.
    fn form(&mut self, text: &str, scope: Scope, wanted: bool) -> Plan {
        let tokens = self.analyzer.tokens(text);
        let parts: Vec<&Token> = tokens.iter().filter(|t| !t.joined).collect();
        if wanted {
            self.marks.asked().add_form(&parts, scope);
        }
        let zones = zones(self.collection, self.target, scope);
        let ways = zones
            .iter()
            .filter(|zone| zone.has_exact)
            .map(|zone| in_order(zone.fields, parts.iter().copied()).weighed(zone.weight));
        any_of(ways.collect())
    }

    /// Returns a plan for forms that begin with `text` (`prefix`) or are spelled nearly like it.
    /// All forms score the same.
    fn spelled(&mut self, text: &str, scope: Scope, wanted: bool, prefix: bool) -> Plan {
        let Some(token) = self.analyzer.tokens(text).into_iter().next() else {
            return Plan::Nothing;
        };
        let distance = if token.exact.len() > 5 { 2 } else { 1 };
        if wanted {
            self.marks.asked().add_spelling(
                &token.exact,
                if prefix { None } else { Some(distance) },
                scope,
            );
        }
        let zones = zones(self.collection, self.target, scope);
        let ways = zones.iter().filter(|zone| zone.has_exact).map(|zone| {
            let term = Term::from_field_text(zone.fields.exact, &token.exact);
            let plan = if prefix {
                Plan::Prefix(term)
            } else {
                Plan::Fuzzy(term, distance)
            };
            plan.weighed(zone.weight)
        });
        any_of(ways.collect())
    }

    /// Returns a plan for two words or phrases near each other. They score as words do.
    fn near(
        &mut self,
        sides: [&Node; 2],
        distance: u32,
        scope: Scope,
        wanted: bool,
    ) -> Result<Plan, IndexError> {
        let zones = zones(self.collection, self.target, scope);
        let near = near_in_zones(&zones, sides, distance, self.expansion);
        let mut parts = vec![(Occur::Must, near)];
        for side in sides {
            parts.push((Occur::Should, self.node(side, scope, wanted)?));
        }
        Ok(Plan::Clauses(parts))
    }

    fn phrase(&mut self, text: &str, scope: Scope, wanted: bool) -> Plan {
        let tokens = self.analyzer.tokens(text);
        let parts: Vec<&Token> = tokens.iter().filter(|t| !t.joined).collect();
        if wanted {
            self.marks.asked().add_phrase(&parts, scope);
        }
        any_of(phrase_in_zones(
            &zones(self.collection, self.target, scope),
            &parts,
            1.0,
        ))
    }
}
