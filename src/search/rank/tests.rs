//! The scorer beside a plain reading of the formula, on indexes made at random.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use tantivy::collector::{Count, DocSetCollector, TopDocs};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::query::{BooleanQuery, Occur};
use tantivy::schema::{INDEXED, Schema, TEXT};
use tantivy::{DocAddress, Index, IndexWriter, Searcher, TantivyDocument};

use super::super::best::{Scored, best};
use super::super::cores::count;
use super::super::plan::{Plan, words_of};

use super::*;

/// The words of documents. Queries also use [`NOWHERE`].
const WORDS: [&str; 5] = ["brug", "dijk", "haven", "sluis", "vaart"];

/// A word that no document has.
const NOWHERE: &str = "zeppelin";

#[derive(Debug, Clone)]
struct Document {
    words: Vec<usize>,
    deleted: bool,
}

#[derive(Debug, Clone)]
struct Asked {
    forms: Vec<usize>,
    parts: Vec<usize>,
    /// A synonym of one word or more; none if empty.
    synonym: Vec<usize>,
    emphasis: Score,
}

struct Indexed {
    searcher: Searcher,
    field: Field,
    /// The documents, by their address.
    documents: HashMap<DocAddress, Document>,
}

impl Indexed {
    /// Indexes `documents`, with so many of them in a segment, then deletes those to be deleted.
    fn of(documents: &[Document], per_segment: usize) -> Self {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("ranked", TEXT);
        let number = schema.add_u64_field("id", INDEXED | tantivy::schema::FAST);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index
            .writer_with_num_threads(1, 15_000_000)
            .expect("a writer in memory");
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let mut numbers = 0_u64..;
        for segment in documents.chunks(per_segment) {
            for (document, n) in segment.iter().zip(&mut numbers) {
                let mut doc = TantivyDocument::default();
                let words: Vec<&str> = document.words.iter().map(|&word| WORDS[word]).collect();
                doc.add_text(field, words.join(" "));
                doc.add_u64(number, n);
                writer.add_document(doc).expect("a document in memory");
            }
            writer.commit().expect("a commit in memory");
        }
        let searcher = index.reader().expect("a reader").searcher();
        for (n, _) in (0_u64..).zip(documents).filter(|(_, d)| d.deleted) {
            writer.delete_term(Term::from_field_u64(number, n));
        }
        writer.commit().expect("a commit in memory");
        let deleted = index.reader().expect("a reader").searcher();
        // A segment without a document left is gone, and its statistics with it.
        let searcher = if deleted.segment_readers().len() == searcher.segment_readers().len() {
            deleted
        } else {
            searcher
        };
        let mut found = HashMap::new();
        for (ord, segment) in (0..).zip(searcher.segment_readers()) {
            let numbers = segment.fast_fields().u64("id").expect("a column");
            for doc in segment.doc_ids_alive() {
                let n = numbers.first(doc).expect("a number") as usize;
                found.insert(DocAddress::new(ord, doc), documents[n].clone());
            }
        }
        Self {
            searcher,
            field,
            documents: found,
        }
    }

    fn query(&self, asked: &Asked) -> RankedWord {
        let text = |words: &[usize]| -> Vec<&str> {
            let words = words.iter();
            words
                .map(|&word| *WORDS.get(word).unwrap_or(&NOWHERE))
                .collect()
        };
        let mut word = RankedWord::new(self.field, text(&asked.forms), text(&asked.parts))
            .with_emphasis(asked.emphasis);
        word.or_synonym(text(&asked.synonym));
        word
    }

    /// The formula as it is written, on all `documents`, deleted ones too.
    fn expected(&self, all: &[Document], asked: &Asked) -> HashMap<DocAddress, Score> {
        let unique = |words: &[usize]| -> HashSet<usize> { words.iter().copied().collect() };
        let (forms, mut parts) = (unique(&asked.forms), unique(&asked.parts));
        if parts.len() < 2 {
            parts.clear();
        }
        let times = |document: &Document, word: usize| {
            document.words.iter().filter(|w| **w == word).count() as f64
        };
        let number = all.len() as f64;
        let holders = |word: &usize| all.iter().filter(|d| times(d, *word) > 0.0).count() as f64;
        let mut holding = forms.iter().map(holders).fold(0.0, f64::max);
        if !parts.is_empty() {
            let together: f64 = parts.iter().map(|part| holders(part) / number).product();
            holding = holding.max(number * together);
        }
        let idf = (1.0 + (number - holding + 0.5).max(0.5) / (holding + 0.5)).ln();
        let idf = idf.powf(f64::from(asked.emphasis));
        let tokens: usize = all.iter().map(|document| document.words.len()).sum();
        let mean = (tokens as f64 / number).max(1.0);
        let mut scores = HashMap::new();
        for (address, document) in &self.documents {
            let least_of = |words: &HashSet<usize>| {
                let least = words.iter().map(|word| times(document, *word));
                least.min_by(f64::total_cmp).unwrap_or_default()
            };
            let own: f64 = forms.iter().map(|word| times(document, *word)).sum();
            let synonym = unique(&asked.synonym);
            let frequency = own + 0.35 * least_of(&parts) + 0.2 * least_of(&synonym);
            if frequency > 0.0 {
                let id = FieldNormReader::fieldnorm_to_id(document.words.len() as u32);
                let length = f64::from(FieldNormReader::id_to_fieldnorm(id));
                let norm = 2.4 * (0.25 + 0.75 * length / mean);
                let score = idf * 2.2 * frequency / (frequency + norm);
                scores.insert(*address, score as Score);
            }
        }
        scores
    }

    fn scores(&self, query: &dyn Query) -> HashMap<DocAddress, Score> {
        let top = TopDocs::with_limit(10_000).order_by_score();
        let top = self
            .searcher
            .search(query, &top)
            .expect("a search in memory");
        top.into_iter()
            .map(|(score, address)| (address, score))
            .collect()
    }
}

/// Whether two scores are equal but for rounding.
fn close(one: Score, other: Score) -> bool {
    (one - other).abs() <= 1e-5 * one.abs().max(1.0)
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    let words = prop::collection::vec(0..WORDS.len(), 0..60);
    let document = (words, prop::bool::weighted(0.2));
    let document = document.prop_map(|(words, deleted)| Document { words, deleted });
    prop::collection::vec(document, 1..40)
}

fn asked() -> impl Strategy<Value = Asked> {
    let words = |range| prop::collection::vec(0..=WORDS.len(), range);
    let emphasis = prop::sample::select(vec![1.0, 1.3]);
    let asked = (words(1..3), words(0..4), words(0..3), emphasis);
    asked.prop_map(|(forms, parts, synonym, emphasis)| Asked {
        forms,
        parts,
        synonym,
        emphasis,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn scores_are_those_of_the_formula(
        documents in documents(), per_segment in 1..20_usize, asked in asked(),
    ) {
        let index = Indexed::of(&documents, per_segment);
        let (query, expected) = (index.query(&asked), index.expected(&documents, &asked));
        let found = index.scores(&query);
        prop_assert_eq!(found.len(), expected.len());
        for (address, score) in &found {
            prop_assert!(close(*score, expected[address]), "{score}, not {}", expected[address]);
        }
        let counted = index.searcher.search(&query, &Count).expect("a search in memory");
        prop_assert_eq!(counted, expected.len());
    }

    #[test]
    fn scores_of_several_words_add_up(
        documents in documents(), per_segment in 1..20_usize,
        any in asked(), all in asked(), none in asked(),
    ) {
        let index = Indexed::of(&documents, per_segment);
        let [one, must, not] = [&any, &all, &none].map(|asked| index.expected(&documents, asked));
        let clauses = [(Occur::Should, &any), (Occur::Must, &all), (Occur::MustNot, &none)];
        let query = BooleanQuery::new(
            clauses
                .map(|(occur, asked)| (occur, Box::new(index.query(asked)) as Box<dyn Query>))
                .into(),
        );
        let found = index.scores(&query);
        let wanted = must.keys().filter(|address| !not.contains_key(address)).count();
        prop_assert_eq!(found.len(), wanted);
        for (address, score) in &found {
            let expected = must[address] + one.get(address).copied().unwrap_or_default();
            prop_assert!(close(*score, expected), "{score}, not {expected}");
        }
    }

    #[test]
    fn seek_and_advance_meet_the_same_releases(
        documents in documents(), asked in asked(),
        steps in prop::collection::vec(0..60_u32, 1..60),
    ) {
        // So many that the postings of a word take several blocks.
        let documents: Vec<Document> =
            documents.iter().cycle().take(10 * documents.len()).cloned().collect();
        let index = Indexed::of(&documents, documents.len());
        let query = index.query(&asked);
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
                // A step of none is `advance`.
                let target = (scorer.doc() + step.max(1)).min(TERMINATED);
                let doc = if step == 0 { scorer.advance() } else { scorer.seek(target) };
                let expected = all.iter().find(|(doc, _)| *doc >= target);
                prop_assert_eq!(doc, expected.map_or(TERMINATED, |(doc, _)| *doc));
                if let Some((_, score)) = expected {
                    prop_assert!(close(scorer.score(), *score));
                }
            }
        }
    }

    #[test]
    fn an_explanation_gives_the_score(documents in documents(), asked in asked()) {
        let index = Indexed::of(&documents, 8);
        let query = index.query(&asked);
        let scores = index.scores(&query);
        let found = index.searcher.search(&query, &DocSetCollector).expect("a search in memory");
        prop_assert_eq!(found.len(), scores.len());
        for address in found {
            let explained = query
                .explain(&index.searcher, address)
                .expect("an explanation in memory");
            prop_assert!(close(explained.value(), scores[&address]));
        }
    }

    #[test]
    fn the_best_matches_are_those_of_a_walk_over_all(
        documents in documents(), per_segment in 1..400_usize, limit in 1..12_usize,
        words in prop::collection::vec(asked(), 1..4), all in any::<bool>(),
        required in prop::option::of(asked()), excluded in prop::option::of(asked()),
    ) {
        let documents: Vec<Document> =
            documents.iter().cycle().take(20 * documents.len()).cloned().collect();
        let index = Indexed::of(&documents, per_segment);
        let plan = |asked: &Asked| Plan::Word(index.query(asked));
        let occur = if all { Occur::Must } else { Occur::Should };
        let words = words.iter().map(|asked| (occur, plan(asked)));
        let mut clauses = vec![(Occur::Must, Plan::Clauses(words.collect()))];
        clauses.extend(required.iter().map(|asked| (Occur::Must, plan(asked).filter())));
        clauses.extend(excluded.iter().map(|asked| (Occur::MustNot, plan(asked))));
        let query = words_of(&clauses).expect("words and filters");
        let scores = {
            // The same, with something that is more than words.
            clauses.push((Occur::Should, Plan::Nothing));
            prop_assert!(words_of(&clauses).is_none());
            index.scores(&*Plan::Clauses(clauses).query())
        };
        let counted = count(&index.searcher, &query).expect("a search in memory");
        prop_assert_eq!(counted, scores.len());
        let found = best(&index.searcher, &query, limit).expect("a search in memory");
        let mut wanted: Vec<Score> = scores.values().copied().collect();
        wanted.sort_by(|one, other| other.total_cmp(one));
        prop_assert_eq!(found.len(), limit.min(wanted.len()));
        for (((score, _), address), wanted) in found.iter().zip(wanted) {
            prop_assert!(close(*score, scores[address]) && close(*score, wanted));
        }
        let key = |((score, id), _): &Scored| (std::cmp::Reverse(score.to_bits()), *id);
        prop_assert!(found.is_sorted_by_key(key));
    }
}
