//! Runs a query on a reader. The query is compiled once and can run many times.
//!
//! Leaves out what the query matches (`compile`).

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;
use tantivy::query::{EnableScoring, Query, Scorer};
use tantivy::{DocAddress, DocSet};

use super::Query as Question;
use super::again::score_again;
use super::best::Scored;
use super::collection::Collection;
use super::compile::{Compiled, compile};
use super::cores::{count, on_all_cores};
use super::filter::FilterFields;
use super::highlight::Highlighter;
use super::other_words::AlsoSearched;
use super::plan::{Clause, Plan};
use super::same_text::Republished;
use super::select::{MAX_LIMIT, Paging, Selected, Sort, select};
use super::snippet::{Snippet, snippet};
use super::synonyms::Synonyms;
use super::target::Target;
use crate::document::{Release, Version, VersionMeta};
use crate::index::{IndexError, Reader};

/// The answer to a query.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Number of releases that match the query and its filters.
    pub total: usize,
    /// Number of releases that only the words of `also_searched` find.
    pub by_other_words: usize,
    /// Words of the query, and what was searched beside them.
    pub also_searched: Vec<AlsoSearched>,
    /// The hits that the paging selects.
    pub hits: Vec<Hit>,
}

/// A release that matches.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Rank among all hits, from 1.
    pub rank: usize,
    /// The score: the sum of the BM25F scores of the words. 0 if hits are sorted by date.
    pub score: f32,
    /// The passage that shows the match.
    pub snippet: Snippet,
    /// Byte ranges of the matches in the title.
    pub title_marks: Vec<Range<usize>>,
    /// The release.
    pub release: Release,
    /// Which version of the release this is.
    pub meta: VersionMeta,
    /// Whether the release matches only the words of `also_searched`.
    pub by_other_words: bool,
    /// The scores whose sum is the score, if they were asked for.
    pub explanation: Vec<PartOfScore>,
    /// How much its text resembles that of a release, from 0 to 1, if it is the same: see
    /// [`mark_same_texts`](super::mark_same_texts).
    pub same_text: Option<f64>,
    /// Hits with the same text that stand behind this one, in a list that is grouped.
    pub also_published: Vec<Republished>,
}

impl Hit {
    /// Returns a version that matches with the passage that shows it, without rank and score.
    pub(crate) fn of(version: Version, highlighter: &Highlighter) -> Self {
        let Version { release, meta } = version;
        let matches = highlighter.matches(&release);
        Self {
            rank: 0,
            score: 0.0,
            snippet: snippet(&release, &matches),
            title_marks: matches.title.into_iter().map(|m| m.span).collect(),
            release,
            meta,
            by_other_words: false,
            explanation: Vec::new(),
            same_text: None,
            also_published: Vec::new(),
        }
    }
}

/// What a part of a query adds to the score of a release.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PartOfScore {
    /// The part of the query, as it is typed.
    pub part: String,
    /// Its score.
    pub score: f32,
}

/// The matches that a paging selects.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// Number of matches, those by other words included; 0 if it was not asked for.
    pub(super) total: usize,
    /// The selected matches in order, with their scores.
    pub(super) found: Vec<(f32, DocAddress)>,
    /// What was added to scores when the best releases were scored again.
    pub(super) added: HashMap<DocAddress, f32>,
}

/// A compiled query that is ready to run on one state of an index.
pub struct PreparedSearch<'r> {
    pub(super) reader: &'r Reader,
    pub(super) compiled: Compiled<Box<dyn Query>>,
}

impl Question {
    /// Prepares the query on `reader`.
    ///
    /// # Errors
    /// [`IndexError`] where the index's vocabulary cannot be read.
    pub fn prepare<'r>(&self, reader: &'r Reader) -> Result<PreparedSearch<'r>, IndexError> {
        self.prepare_with(reader, Synonyms::of_program())
    }

    /// Prepares the query on `reader`, with a list of synonyms.
    ///
    /// # Errors
    /// [`IndexError`] where the index's vocabulary cannot be read.
    pub fn prepare_with<'r>(
        &self,
        reader: &'r Reader,
        synonyms: &Synonyms,
    ) -> Result<PreparedSearch<'r>, IndexError> {
        self.prepare_narrowed(reader, synonyms, None)
    }

    /// Prepares the query on `reader`, with one more clause than its filters have.
    pub(super) fn prepare_narrowed<'r>(
        &self,
        reader: &'r Reader,
        synonyms: &Synonyms,
        clause: Option<Clause>,
    ) -> Result<PreparedSearch<'r>, IndexError> {
        let compiled = self.compile(reader, synonyms, clause)?;
        Ok(PreparedSearch {
            reader,
            compiled: compiled.map(|plan| plan.query()),
        })
    }

    /// Compiles the query for the documents of any engine, with one more clause than its filters have.
    pub(crate) fn compile(
        &self,
        collection: &dyn Collection,
        synonyms: &Synonyms,
        clause: Option<Clause>,
    ) -> Result<Compiled<Plan>, IndexError> {
        let target = Target::Releases {
            current: self.filters.are_current(),
        };
        let fields = FilterFields::of_releases(collection.fields());
        let mut filters = self.filters.clauses(&fields);
        filters.extend(clause);
        compile(self, collection, synonyms, target, &filters)
    }
}

impl PreparedSearch<'_> {
    /// Returns the hits that `paging` selects, with the passages that show why they match.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn top(&self, paging: &Paging) -> Result<Answer, IndexError> {
        let collected = self.collect(paging, true)?;
        self.answer(paging, collected, HashMap::new())
    }

    /// Returns the answer with these hits, which follow each other from the offset of `paging` on. Some may have
    /// been `read` before.
    pub(super) fn answer(
        &self,
        paging: &Paging,
        collected: Collected,
        mut read: HashMap<DocAddress, Version>,
    ) -> Result<Answer, IndexError> {
        let Collected {
            total: found_in_all,
            found,
            added,
        } = collected;
        let total = match &self.compiled.own {
            Some(_) => self.count()?,
            None => found_in_all,
        };
        let addresses = found.iter().map(|(_, address)| *address);
        let by_own_words = match &self.compiled.own {
            Some(own) => self.matching(&**own, addresses.clone())?,
            None => addresses.clone().collect(),
        };
        if !found.is_empty() {
            // Before several cores ask for it.
            self.highlighter()?;
        }
        let mut hits = Vec::with_capacity(found.len());
        let found_or_read = addresses.map(|address| Ok((address, read.remove(&address))));
        let made = on_all_cores(found_or_read, |(address, version)| match version {
            Some(version) => Ok(Hit::of(version, self.highlighter()?)),
            None => self.hit(address),
        });
        for (n, (hit, (score, address))) in made.zip(&found).enumerate() {
            let (mut hit, score, address) = (hit?, *score, *address);
            hit.rank = paging.offset + n + 1;
            hit.score = score;
            hit.by_other_words = !by_own_words.contains(&address);
            if paging.explain && paging.sort == Sort::Relevance {
                hit.explanation = self.explain(address, added.get(&address).copied())?;
            }
            hits.push(hit);
        }
        Ok(Answer {
            total,
            by_other_words: found_in_all - total,
            also_searched: self.compiled.also_searched.clone(),
            hits,
        })
    }

    /// Returns the release at `address` with the passage that matches, without rank and score.
    pub(super) fn hit(&self, address: DocAddress) -> Result<Hit, IndexError> {
        let version = self.reader.version(address)?;
        Ok(Hit::of(version, self.highlighter()?))
    }

    fn highlighter(&self) -> Result<&Highlighter, IndexError> {
        self.compiled.marks.highlighter(self.reader)
    }

    /// Returns the parts of the query that the release at `address` matches, with their scores, and what was
    /// `added` when the best releases were scored again.
    fn explain(
        &self,
        address: DocAddress,
        added: Option<f32>,
    ) -> Result<Vec<PartOfScore>, IndexError> {
        let mut parts = Vec::new();
        for (part, plan) in &self.compiled.scored {
            let scoring = EnableScoring::enabled_from_searcher(&self.reader.releases);
            if let Some(mut scorer) = self.scorer_at(&*plan.query(), scoring, address)? {
                let (part, score) = (part.clone(), scorer.score());
                parts.push(PartOfScore { part, score });
            }
        }
        if let Some((again, score)) = self.compiled.again.as_ref().zip(added)
            && score > 0.0
        {
            let part = again.name().to_owned();
            parts.push(PartOfScore { part, score });
        }
        Ok(parts)
    }

    /// Returns the score of the release at `address`, which matches.
    pub(super) fn score_at(&self, address: DocAddress) -> Result<f32, IndexError> {
        let scoring = EnableScoring::enabled_from_searcher(&self.reader.releases);
        let scorer = self.scorer_at(&*self.compiled.query, scoring, address)?;
        Ok(scorer.map_or(0.0, |mut scorer| scorer.score()))
    }

    /// Returns those of `addresses` that `query` matches. Each segment is searched once.
    pub(super) fn matching(
        &self,
        query: &dyn Query,
        addresses: impl Iterator<Item = DocAddress>,
    ) -> Result<HashSet<DocAddress>, IndexError> {
        let mut addresses: Vec<DocAddress> = addresses.collect();
        addresses.sort_unstable();
        let scoring = EnableScoring::disabled_from_searcher(&self.reader.releases);
        let weight = query.weight(scoring).map_err(IndexError::Read)?;
        let mut found = HashSet::new();
        for of_segment in addresses.chunk_by(|one, next| one.segment_ord == next.segment_ord) {
            let segment = self
                .reader
                .releases
                .segment_reader(of_segment[0].segment_ord);
            let mut scorer = weight.scorer(segment, 1.0).map_err(IndexError::Read)?;
            found.extend(of_segment.iter().filter(|address| {
                let doc = address.doc_id;
                scorer.doc() == doc || scorer.doc() < doc && scorer.seek(doc) == doc
            }));
        }
        Ok(found)
    }

    /// Returns the scorer of `query` at the release at `address`; `None` if it does not match.
    fn scorer_at(
        &self,
        query: &dyn Query,
        scoring: EnableScoring<'_>,
        address: DocAddress,
    ) -> Result<Option<Box<dyn Scorer>>, IndexError> {
        let segment = self.reader.releases.segment_reader(address.segment_ord);
        let scorer = query
            .weight(scoring)
            .and_then(|weight| weight.scorer(segment, 1.0));
        let mut scorer = scorer.map_err(IndexError::Read)?;
        let matches =
            scorer.doc() <= address.doc_id && scorer.seek(address.doc_id) == address.doc_id;
        Ok(matches.then_some(scorer))
    }

    /// Returns the document ids and scores of the hits that `paging` selects, for TREC runs.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn top_docids(&self, paging: &Paging) -> Result<Vec<(String, f32)>, IndexError> {
        let Collected { found, .. } = self.collect(paging, false)?;
        let mut ranked = Vec::with_capacity(found.len());
        for (score, address) in found {
            let segment = self.reader.releases.segment_reader(address.segment_ord);
            let column = segment
                .fast_fields()
                .str("docid")
                .map_err(IndexError::Read)?;
            let mut docid = String::new();
            if let Some(column) = column
                && let Some(ord) = column.term_ords(address.doc_id).next()
            {
                column
                    .ord_to_str(ord, &mut docid)
                    .map_err(|e| IndexError::Read(e.into()))?;
            }
            ranked.push((docid, score));
        }
        Ok(ranked)
    }

    /// Returns the number of releases that match the query and its filters.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn count(&self) -> Result<usize, IndexError> {
        count(&self.reader.releases, self.compiled.own())
    }

    /// Returns the matches, those by other words included, that `paging` selects, and their number if they are to be
    /// `counted`. Ties are sorted by release id, so that the order does not depend on the segments.
    pub(super) fn collect(&self, paging: &Paging, counted: bool) -> Result<Collected, IndexError> {
        let (releases, query) = (&self.reader.releases, &*self.compiled.query);
        let Some(again) = self
            .compiled
            .again
            .as_ref()
            .filter(|_| paging.sort == Sort::Relevance && paging.limit > 0)
        else {
            let Selected { total, found } = select(releases, query, paging, counted)?;
            return Ok(Collected {
                total,
                found: scored(found),
                added: HashMap::new(),
            });
        };
        let offset = paging.offset.min(releases.num_docs() as usize);
        let limit = paging.limit.min(MAX_LIMIT);
        let most = Paging {
            limit: (offset + limit).max(again.releases()),
            offset: 0,
            ..*paging
        };
        let Selected { total, mut found } = select(releases, query, &most, counted)?;
        let added = score_again(self.reader, again, &mut found)?;
        let found = found.into_iter().skip(offset).take(limit).collect();
        Ok(Collected {
            total,
            found: scored(found),
            added,
        })
    }
}

fn scored(found: Vec<Scored>) -> Vec<(f32, DocAddress)> {
    let found = found.into_iter();
    found
        .map(|((score, _), address)| (score, address))
        .collect()
}
