//! Quotes as results: a query with filters on who said what, and its best quotes.
//!
//! Leaves out finding quotes in a text (`extract`), and grouping them by speaker (`speakers`).

use std::ops::Range;

use tantivy::collector::DocSetCollector;
use tantivy::query::{Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::Query as Question;
use super::clauses::term;
use super::collection::Collection;
use super::compile::{Compiled, compile};
use super::cores::{count, on_all_cores};
use super::filter::{FilterFields, any_named};
use super::highlight::{Highlighter, Matched, Matches};
use super::one_release::numbered_version;
use super::other_words::AlsoSearched;
use super::plan::{Clause, Plan};
use super::query::{FieldName, Node, QueryError, QueryFault};
use super::select::{Paging, Selected, select};
use super::snippet::Snippet;
use super::synonyms::Synonyms;
use super::target::Target;
use crate::document::{
    Quote, QuoteId, QuoteKind, Release, ReleaseId, Span, Version, VersionMeta, json_name,
};
use crate::dutch::sentences::sentences;
use crate::index::{IndexError, QuoteFields, REPEATED, Reader, party_of, quote_ids, speaks_for};

/// A query for quotes. Its own filters are those on the release.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuoteQuery {
    /// The words, and filters on the release. An official is a speaker here.
    pub query: Question,
    /// Filters on the quote.
    pub said: QuoteFilters,
}

impl std::fmt::Display for QuoteQuery {
    /// Writes the words, the speakers and the filters on the release as a query that people can type.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words = self.query.words.as_ref().map(ToString::to_string);
        let speakers = self.said.speakers.iter();
        let speakers = speakers.map(|name| format!("speaker:\"{name}\""));
        let options = Some(self.query.options()).filter(|options| !options.is_empty());
        let parts: Vec<String> = words.into_iter().chain(speakers).chain(options).collect();
        f.write_str(&parts.join(" "))
    }
}

/// Filters on quotes. A quote must pass every filter; in one list, any value is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuoteFilters {
    /// Names of speakers, or consecutive words of a name.
    pub speakers: Vec<String>,
    /// Offices of speakers.
    pub offices: Vec<String>,
    /// Bodies for which they speak.
    pub organisations: Vec<String>,
    /// Their parties.
    pub parties: Vec<String>,
    /// Kinds of quotes.
    pub kinds: Vec<QuoteKind>,
    /// Also quotes that stand only in a replaced version of a release.
    pub all_versions: bool,
}

/// The answer to a query for quotes.
#[derive(Debug, Clone)]
pub struct QuoteAnswer {
    /// Number of quotes that match the query and its filters.
    pub total: usize,
    /// Number of quotes that only the words of `also_searched` find.
    pub by_other_words: usize,
    /// Words of the query, and what was searched beside them.
    pub also_searched: Vec<AlsoSearched>,
    /// The quotes that the paging selects.
    pub hits: Vec<QuoteHit>,
}

/// A quote that matches.
#[derive(Debug, Clone)]
pub struct QuoteHit {
    /// Rank among all quotes, from 1.
    pub rank: usize,
    /// The score. 0 if quotes are sorted by date.
    pub score: f32,
    /// Its id.
    pub id: QuoteId,
    /// Its number among the quotes of the release.
    pub ordinal: usize,
    /// For each segment: byte ranges of the matches in its text.
    pub marks: Vec<Vec<Range<usize>>>,
    /// The sentences around it, and the matches there.
    pub context: Snippet,
    /// The release.
    pub release: Release,
    /// Which version of the release this is.
    pub meta: VersionMeta,
}

impl QuoteHit {
    /// Returns the quote with this number in a version, with its matches, without rank and score.
    pub(crate) fn of(version: Version, ordinal: usize, highlighter: &Highlighter) -> Self {
        let Version { release, meta } = version;
        let matches = highlighter.matches(&release);
        let quote = &release.quotes[ordinal];
        let segments = quote.segments.iter();
        Self {
            rank: 0,
            score: 0.0,
            id: quote_ids(&release)[ordinal],
            ordinal,
            marks: segments.map(|span| marks_in(&matches, *span)).collect(),
            context: context(&release, quote, &matches),
            release,
            meta,
        }
    }

    /// Returns the quote.
    #[must_use]
    pub fn quote(&self) -> &Quote {
        &self.release.quotes[self.ordinal]
    }

    /// Returns who said it.
    pub fn speakers(&self) -> impl Iterator<Item = SaidBy<'_>> {
        SaidBy::all(&self.release, self.quote())
    }
}

/// Who said a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidBy<'a> {
    /// Fullest form of the person's name in the release.
    pub name: Option<&'a str>,
    /// Office in its base form.
    pub role: Option<&'a str>,
    /// The body that speaks or is spoken for: see [`speaks_for`].
    pub organisation: Option<&'a str>,
    /// The person's party.
    pub party: Option<&'a str>,
}

impl<'a> SaidBy<'a> {
    /// Returns who said a quote of a release.
    pub fn all(release: &'a Release, quote: &'a Quote) -> impl Iterator<Item = Self> {
        quote.speakers.iter().map(|speaker| Self {
            name: speaker.name.as_deref(),
            role: speaker.role.as_deref(),
            organisation: speaks_for(release, speaker),
            party: party_of(release, speaker),
        })
    }
}

/// A query for quotes that is ready to run on one state of an index.
pub struct PreparedQuotes<'r> {
    pub(super) reader: &'r Reader,
    pub(super) compiled: Compiled<Box<dyn Query>>,
}

impl QuoteQuery {
    /// Makes a query for quotes.
    ///
    /// # Errors
    /// [`QueryError`] where the words name a field that quotes lack.
    pub fn new(query: Question, said: QuoteFilters) -> Result<Self, QueryError> {
        if let Some(field) = query.words.as_ref().and_then(lacking) {
            let text = query.to_string();
            let name = field.to_string();
            let at = text.find(&format!("{name}:")).unwrap_or(0);
            return Err(QueryError {
                span: at..(at + name.len() + 1).min(text.len()),
                query: text,
                fault: QueryFault::QuoteField { name },
            });
        }
        Ok(Self { query, said })
    }

    /// Prepares the query on `reader`, with a list of synonyms.
    ///
    /// # Errors
    /// [`IndexError`] where the index's vocabulary cannot be read.
    pub fn prepare<'r>(
        &self,
        reader: &'r Reader,
        synonyms: &Synonyms,
    ) -> Result<PreparedQuotes<'r>, IndexError> {
        let compiled = self.compile(reader, synonyms)?;
        Ok(PreparedQuotes {
            reader,
            compiled: compiled.map(|plan| plan.query()),
        })
    }

    /// Compiles the query for the documents of any engine.
    pub(crate) fn compile(
        &self,
        collection: &dyn Collection,
        synonyms: &Synonyms,
    ) -> Result<Compiled<Plan>, IndexError> {
        let filters = self.clauses(collection.quote_fields());
        compile(&self.query, collection, synonyms, Target::Quotes, &filters)
    }

    fn clauses(&self, fields: &QuoteFields) -> Vec<Clause> {
        let said = &self.said;
        let of_release = FilterFields::of_quotes(fields);
        let mut clauses = if said.all_versions && self.query.filters.as_of.is_none() {
            let repeated = of_release.with_status(REPEATED);
            let mut clauses = self.query.filters.clauses(&of_release);
            clauses.retain(|(occur, _)| *occur == Occur::Must);
            clauses.push((Occur::MustNot, repeated));
            clauses
        } else {
            self.query.filters.clauses(&of_release)
        };
        let kinds = said.kinds.iter();
        let kinds = kinds.map(|kind| (Occur::Should, term(fields.kind, &json_name(kind))));
        let kinds = Plan::Clauses(kinds.collect());
        let musts = [
            any_named(fields.speakers, &said.speakers),
            any_named(fields.offices, &said.offices),
            any_named(fields.organisations, &said.organisations),
            any_named(fields.parties, &said.parties),
            (!said.kinds.is_empty()).then_some(kinds),
        ];
        let musts = musts.into_iter().flatten();
        clauses.extend(musts.map(|plan| (Occur::Must, plan.filter())));
        clauses
    }
}

/// Returns a field in `node` that quotes lack.
fn lacking(node: &Node) -> Option<&'static str> {
    match node {
        Node::Field(field, inner) => match field {
            FieldName::Quote
            | FieldName::Speaker
            | FieldName::Office
            | FieldName::Party
            | FieldName::Publisher => lacking(inner),
            FieldName::Title | FieldName::Lead | FieldName::Text | FieldName::Topic => {
                Some(field.name())
            }
        },
        Node::Kind(_) => Some("soort"),
        Node::Address(_) => Some("url"),
        Node::Group(clauses) => clauses.iter().find_map(|clause| lacking(&clause.node)),
        Node::Near(one, other, _) => lacking(one).or_else(|| lacking(other)),
        Node::And(parts) | Node::Or(parts) => parts.iter().find_map(lacking),
        _ => None,
    }
}

impl PreparedQuotes<'_> {
    /// Returns the quotes that `paging` selects.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn top(&self, paging: &Paging) -> Result<QuoteAnswer, IndexError> {
        let Selected { total: all, found } =
            select(&self.reader.quotes, &*self.compiled.query, paging, true)?;
        let total = match &self.compiled.own {
            Some(_) => self.count()?,
            None => all,
        };
        let mut hits = Vec::with_capacity(found.len());
        let addresses = found.iter().map(|(_, address)| Ok(*address));
        let read = on_all_cores(addresses, |address| self.hit(address));
        for (n, (hit, ((score, _), _))) in read.zip(&found).enumerate() {
            let mut hit = hit?;
            hit.rank = paging.offset + n + 1;
            hit.score = *score;
            hits.push(hit);
        }
        Ok(QuoteAnswer {
            total,
            by_other_words: all - total,
            also_searched: self.compiled.also_searched.clone(),
            hits,
        })
    }

    /// Returns the number of quotes that match the query and its filters.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn count(&self) -> Result<usize, IndexError> {
        count(&self.reader.quotes, self.compiled.own())
    }

    /// Returns the quote at `address` in the index of quotes, without rank and score.
    pub(super) fn hit(&self, address: DocAddress) -> Result<QuoteHit, IndexError> {
        let (version, ordinal) = quote_at(self.reader, address)?;
        let highlighter = self.compiled.marks.highlighter(self.reader)?;
        Ok(QuoteHit::of(version, ordinal, highlighter))
    }
}

/// Returns the newest version that has the quote with this id, and the number of the quote in it.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn quote_with_id(reader: &Reader, id: QuoteId) -> Result<Option<(Version, usize)>, IndexError> {
    let term = Term::from_field_u64(reader.quote_fields.id, id.as_u64());
    let query = TermQuery::new(term, IndexRecordOption::Basic);
    let found = reader.quotes.search(&query, &DocSetCollector);
    let found = found.map_err(IndexError::Read)?.into_iter();
    let versions = found.map(|address| quote_at(reader, address));
    let versions: Vec<(Version, usize)> = versions.collect::<Result<_, _>>()?;
    Ok(versions
        .into_iter()
        .max_by_key(|(version, _)| version.meta.number))
}

/// Returns the version that has the quote at `address`, and the number of the quote in it.
fn quote_at(reader: &Reader, address: DocAddress) -> Result<(Version, usize), IndexError> {
    let columns = reader
        .quotes
        .segment_reader(address.segment_ord)
        .fast_fields();
    let number = |name: &str| -> Result<u64, IndexError> {
        let column = columns.u64(name).map_err(IndexError::Read)?;
        Ok(column.first(address.doc_id).unwrap_or_default())
    };
    let id = ReleaseId::from_u64(number("release_id")?);
    let ordinal = number("ordinal")? as usize;
    let version = numbered_version(reader, id, number("version")? as u32)?;
    version
        .filter(|version| ordinal < version.release.quotes.len())
        .map(|version| (version, ordinal))
        .ok_or_else(|| IndexError::Damaged {
            path: "quotes".into(),
            reason: format!("holds a quote of release {id} that the index of releases lacks"),
        })
}

/// Returns the matches within `span`, as byte ranges of its text.
fn marks_in(matches: &Matches, span: Span) -> Vec<Range<usize>> {
    let of_block = matches.blocks.get(span.block as usize);
    let inside = |m: &&Matched| span.holds(span.block as usize, &m.span);
    let start = span.start as usize;
    let inside = of_block.into_iter().flatten().filter(inside);
    inside
        .map(|m| m.span.start - start..m.span.end - start)
        .collect()
}

/// Returns the sentences in which a quote and its attribution stand, in the block of its first words.
fn context(release: &Release, quote: &Quote, matches: &Matches) -> Snippet {
    let first = quote.segments[0];
    let block = first.block as usize;
    let text = release.blocks.get(block).map_or("", |block| &block.text);
    let own = quote.segments.iter().chain(&quote.attribution);
    let own = own.filter(|span| span.block == first.block);
    let (start, end) = own.fold((first.start, first.end), |(start, end), span| {
        (start.min(span.start), end.max(span.end))
    });
    let (mut from, mut to) = (0, text.len());
    for sentence in sentences(text) {
        if sentence.start <= start as usize {
            from = sentence.start;
        }
        if sentence.end >= end as usize {
            to = sentence.end;
            break;
        }
    }
    let to = from + text[from..to].trim_end().len();
    let source = Span::new(block, from..to);
    Snippet {
        text: release.text(source).to_owned(),
        marks: marks_in(matches, source),
        source: Some(source),
        quote: None,
    }
}
