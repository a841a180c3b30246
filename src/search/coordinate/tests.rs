//! The scorer beside tantivy's own Boolean query, on indexes made at random.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use tantivy::collector::{Count, DocSetCollector, TopDocs};
use tantivy::merge_policy::NoMergePolicy;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::{Field, INDEXED, IndexRecordOption, Schema, TEXT};
use tantivy::{DocAddress, Index, IndexWriter, Searcher, TantivyDocument};

use super::*;

/// The words of documents. Queries also use [`NOWHERE`].
const WORDS: [&str; 5] = ["brug", "dijk", "haven", "sluis", "vaart"];

/// A word that no document has.
const NOWHERE: &str = "zeppelin";

#[derive(Debug, Clone)]
struct Document {
    whole: Vec<usize>,
    inside: Vec<usize>,
    deleted: bool,
}

/// A clause: any of the words of `whole`, or inside compounds the word `inside`.
#[derive(Debug, Clone)]
struct Asked {
    whole: Vec<usize>,
    inside: Option<usize>,
    required: bool,
}

/// An index in memory with a field for words, and one for parts of compounds.
struct Indexed {
    searcher: Searcher,
    whole: Field,
    inside: Field,
}

impl Indexed {
    /// Indexes `documents`, with so many of them in a segment, then deletes those to be deleted.
    fn of(documents: &[Document], per_segment: usize) -> Self {
        let mut schema = Schema::builder();
        let whole = schema.add_text_field("whole", TEXT);
        let inside = schema.add_text_field("inside", TEXT);
        let number = schema.add_u64_field("number", INDEXED);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index
            .writer_with_num_threads(1, 15_000_000)
            .expect("a writer in memory");
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let mut numbers = 0_u64..;
        let mut deleted = Vec::new();
        for segment in documents.chunks(per_segment) {
            for (document, n) in segment.iter().zip(&mut numbers) {
                let mut doc = TantivyDocument::default();
                doc.add_text(whole, text(&document.whole));
                doc.add_text(inside, text(&document.inside));
                doc.add_u64(number, n);
                writer.add_document(doc).expect("a document in memory");
                deleted.extend(document.deleted.then_some(n));
            }
            writer.commit().expect("a commit in memory");
        }
        for n in deleted {
            writer.delete_term(Term::from_field_u64(number, n));
        }
        writer.commit().expect("a commit in memory");
        Self {
            searcher: index.reader().expect("a reader").searcher(),
            whole,
            inside,
        }
    }

    fn clause(&self, asked: &Asked) -> WordClause {
        let term = |field, word: usize| {
            let word = WORDS.get(word).unwrap_or(&NOWHERE);
            let term = Term::from_field_text(field, word);
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>
        };
        let whole = asked.whole.iter().map(|&word| term(self.whole, word));
        WordClause {
            whole: Box::new(BooleanQuery::union(whole.collect())),
            inside: asked.inside.map(|word| term(self.inside, word)),
            required: asked.required,
        }
    }

    fn coordination(&self, asked: &[Asked], tiers: bool) -> Coordination {
        Coordination {
            clauses: asked.iter().map(|asked| self.clause(asked)).collect(),
            tiers,
        }
    }

    /// The same query without tiers, made of tantivy's own.
    fn boolean(&self, asked: &[Asked]) -> BooleanQuery {
        let clauses = asked.iter().map(|asked| {
            let clause = self.clause(asked);
            let occur = if clause.required {
                Occur::Must
            } else {
                Occur::Should
            };
            let ways = std::iter::once(clause.whole).chain(clause.inside).collect();
            (occur, Box::new(BooleanQuery::union(ways)) as Box<dyn Query>)
        });
        BooleanQuery::new(clauses.collect())
    }

    fn scores(&self, query: &dyn Query) -> HashMap<DocAddress, Score> {
        let top = self
            .searcher
            .search(query, &TopDocs::with_limit(10_000).order_by_score())
            .expect("a search in memory");
        top.into_iter()
            .map(|(score, address)| (address, score))
            .collect()
    }

    fn addresses(&self, query: &dyn Query) -> HashSet<DocAddress> {
        self.searcher
            .search(query, &DocSetCollector)
            .expect("a search in memory")
    }

    fn count(&self, query: &dyn Query) -> usize {
        self.searcher
            .search(query, &Count)
            .expect("a search in memory")
    }
}

fn text(words: &[usize]) -> String {
    let words: Vec<&str> = words.iter().map(|&word| WORDS[word]).collect();
    words.join(" ")
}

/// Whether two scores are equal but for the order in which they were summed.
fn close(one: Score, other: Score) -> bool {
    (one - other).abs() <= 1e-5 * one.abs().max(1.0)
}

fn assert_close(
    found: &HashMap<DocAddress, Score>,
    expected: &HashMap<DocAddress, Score>,
    asked: &[Asked],
) {
    let addresses = |scores: &HashMap<DocAddress, Score>| -> HashSet<DocAddress> {
        scores.keys().copied().collect()
    };
    assert_eq!(addresses(found), addresses(expected), "{asked:?}");
    for (address, score) in found {
        let expected = expected[address];
        assert!(
            close(*score, expected),
            "{address:?}: {score}, not {expected}, for {asked:?}"
        );
    }
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    let words = || prop::collection::vec(0..WORDS.len(), 0..6);
    let document = (words(), words(), prop::bool::weighted(0.2));
    let document = document.prop_map(|(whole, inside, deleted)| Document {
        whole,
        inside,
        deleted,
    });
    prop::collection::vec(document, 1..40)
}

fn asked() -> impl Strategy<Value = Vec<Asked>> {
    let words = prop::collection::vec(0..=WORDS.len(), 1..3);
    let inside = prop::option::of(0..=WORDS.len());
    let clause = (words, inside, prop::bool::weighted(0.4));
    let clause = clause.prop_map(|(whole, inside, required)| Asked {
        whole,
        inside,
        required,
    });
    prop::collection::vec(clause, 1..5)
}

fn document(whole: &[usize], inside: &[usize]) -> Document {
    Document {
        whole: whole.into(),
        inside: inside.into(),
        deleted: false,
    }
}

fn optional(word: usize) -> Asked {
    Asked {
        whole: vec![word],
        inside: Some(word),
        required: false,
    }
}

/// Numbers of documents, best first.
fn ranking(index: &Indexed, query: &Coordination) -> Vec<DocId> {
    let top = index
        .searcher
        .search(query, &TopDocs::with_limit(100).order_by_score())
        .expect("a search in memory");
    top.into_iter().map(|(_, address)| address.doc_id).collect()
}

#[test]
fn every_word_ranks_above_one_word_often_and_whole_words_above_parts() {
    let often = document(&[0; 30], &[]);
    let parts = document(&[], &[0, 1]);
    let one_part = document(&[0], &[1]);
    let both = document(&[0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], &[]);
    let neither = document(&[3], &[4]);
    let index = Indexed::of(&[often, parts, one_part, both, neither], 5);
    let query = index.coordination(&[optional(0), optional(1)], true);
    assert_eq!(ranking(&index, &query), [3, 2, 1, 0]);
    let without = index.scores(&index.coordination(&[optional(0), optional(1)], false));
    assert_eq!(without.len(), 4);
    assert!(without.values().all(|score| *score < WHOLE), "{without:?}");
}

#[test]
fn of_one_word_only_the_whole_word_gets_a_tier() {
    let index = Indexed::of(&[document(&[0, 1, 2], &[]), document(&[], &[0])], 2);
    let scores = index.scores(&index.coordination(&[optional(0)], true));
    let score = |doc| scores[&DocAddress::new(0, doc)];
    assert!(score(0) > WHOLE && score(0) < ALL, "{}", score(0));
    assert!(score(1) > 0.0 && score(1) < WHOLE, "{}", score(1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn without_tiers_it_finds_and_scores_like_a_boolean_query(
        documents in documents(), per_segment in 1..20_usize, asked in asked(),
    ) {
        let index = Indexed::of(&documents, per_segment);
        let (ours, theirs) = (index.coordination(&asked, false), index.boolean(&asked));
        assert_close(&index.scores(&ours), &index.scores(&theirs), &asked);
        prop_assert_eq!(index.addresses(&ours), index.addresses(&theirs));
        prop_assert_eq!(index.count(&ours), index.count(&theirs));
    }

    #[test]
    fn tiers_add_to_releases_that_match_every_clause_and_to_no_other(
        documents in documents(), per_segment in 1..20_usize, asked in asked(),
    ) {
        let index = Indexed::of(&documents, per_segment);
        let mut expected = index.scores(&index.boolean(&asked));
        let clauses: Vec<_> = asked.iter().map(|asked| {
            let WordClause { whole, inside, .. } = index.clause(asked);
            let whole = index.addresses(&*whole);
            let inside = inside.map_or_else(HashSet::new, |inside| index.addresses(&*inside));
            (whole, inside)
        }).collect();
        for (address, score) in &mut expected {
            let matches_all = clauses
                .iter()
                .all(|(whole, inside)| whole.contains(address) || inside.contains(address));
            if matches_all {
                let whole = clauses.iter().filter(|(whole, _)| whole.contains(address)).count();
                *score += WHOLE * whole as Score / clauses.len() as Score;
                *score += if clauses.len() > 1 { ALL } else { 0.0 };
            }
        }
        assert_close(&index.scores(&index.coordination(&asked, true)), &expected, &asked);
    }

    #[test]
    fn within_other_queries_it_finds_what_a_boolean_query_finds(
        documents in documents(), per_segment in 1..20_usize,
        asked in asked(), also in asked(), never in asked(),
    ) {
        let index = Indexed::of(&documents, per_segment);
        let around = |inner: [Box<dyn Query>; 3]| {
            let occurs = [Occur::Must, Occur::Must, Occur::MustNot];
            BooleanQuery::new(occurs.into_iter().zip(inner).collect())
        };
        let ours = [&asked, &also, &never]
            .map(|asked| Box::new(index.coordination(asked, false)) as Box<dyn Query>);
        let theirs = [&asked, &also, &never]
            .map(|asked| Box::new(index.boolean(asked)) as Box<dyn Query>);
        assert_close(&index.scores(&around(ours)), &index.scores(&around(theirs)), &asked);
    }

    #[test]
    fn seek_and_advance_meet_the_same_releases(
        documents in documents(), asked in asked(), tiers in any::<bool>(),
        steps in prop::collection::vec(0..60_u32, 1..60),
    ) {
        // So many that the postings of a word take several blocks.
        let documents: Vec<Document> =
            documents.iter().cycle().take(10 * documents.len()).cloned().collect();
        let index = Indexed::of(&documents, documents.len());
        let query = index.coordination(&asked, tiers);
        let weight = query
            .weight(EnableScoring::enabled_from_searcher(&index.searcher))
            .expect("a weight in memory");
        for segment in index.searcher.segment_readers() {
            let mut all: Vec<(DocId, Score)> = Vec::new();
            weight
                .for_each(segment, &mut |doc, score| all.push((doc, score)))
                .expect("a search in memory");
            prop_assert!(all.is_sorted_by(|one, next| one.0 < next.0));
            let mut scorer = weight.scorer(segment, 1.0).expect("a scorer in memory");
            for &step in &steps {
                let before = scorer.doc();
                // A step of none is `advance`.
                let target = (before + step.max(1)).min(TERMINATED);
                let doc = if step == 0 { scorer.advance() } else { scorer.seek(target) };
                let expected = all.iter().find(|(doc, _)| *doc >= target);
                prop_assert_eq!(doc, expected.map_or(TERMINATED, |(doc, _)| *doc));
                prop_assert_eq!(scorer.doc(), doc);
                if let Some((_, score)) = expected {
                    prop_assert!(close(scorer.score(), *score), "{} {}", scorer.score(), score);
                }
            }
        }
    }

    #[test]
    fn an_explanation_gives_the_score(
        documents in documents(), asked in asked(), tiers in any::<bool>(),
    ) {
        let index = Indexed::of(&documents, 8);
        let query = index.coordination(&asked, tiers);
        let scores = index.scores(&query);
        for (ord, segment) in (0..).zip(index.searcher.segment_readers()) {
            for doc in segment.doc_ids_alive() {
                let address = DocAddress::new(ord, doc);
                let explained = query
                    .explain(&index.searcher, address)
                    .expect("an explanation in memory");
                let score = scores.get(&address).copied().unwrap_or_default();
                prop_assert!(close(explained.value(), score), "{address:?}");
            }
        }
    }
}
