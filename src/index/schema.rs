//! The fields of both tantivy indexes, releases and quotes.
//!
//! Leaves out how text becomes terms (`analysis`) and how queries use the fields (`search`).

use tantivy::schema::{
    DateOptions, DateTimePrecision, FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use crate::analysis::{FieldTerms, GAP};

/// Changes whenever a field changes; indexes of another version are refused.
pub const SCHEMA_VERSION: u32 = 1;

/// Name under which [`Terms`] is registered.
const TERMS: &str = "terms";

/// A stretch of text, indexed once by surface forms and once by dictionary forms.
#[derive(Debug, Clone, Copy)]
pub struct TextPair {
    /// Folded surface forms with positions: phrases, names, codes.
    pub exact: Field,
    /// Dictionary forms with positions: the main field of ranking.
    pub lemma: Field,
}

/// Fields of the index of releases.
#[derive(Debug, Clone, Copy)]
pub struct ReleaseFields {
    /// `ReleaseId` as a number; the key of upserts.
    pub id: Field,
    /// Sequence number of the capture that the release was read from.
    pub seq: Field,
    /// The loaded record's own id, else the release id: the docid of TREC runs.
    pub docid: Field,
    /// Title.
    pub title: TextPair,
    /// Opening paragraph.
    pub lead: TextPair,
    /// All text, lead and bullets included.
    pub body: TextPair,
    /// Items of lists.
    pub bullets: TextPair,
    /// Words of quotes.
    pub quotes: TextPair,
    /// Names of speakers.
    pub speakers: TextPair,
    /// Offices and functions.
    pub offices: TextPair,
    /// Names of officials and speakers, for `--official`.
    pub officials: TextPair,
    /// Names of publishers.
    pub publishers: TextPair,
    /// Tags.
    pub topics: TextPair,
    /// The first publisher's name as it stands, for facets.
    pub publisher: Field,
    /// `ReleaseKind`, for facets.
    pub kind: Field,
    /// Language code, for facets.
    pub language: Field,
    /// Civil time of publication in Amsterdam, stored as if it were UTC, so that a day is a day.
    pub published: Field,
    /// The release as JSON.
    pub release: Field,
}

/// Fields of the index of quotes.
#[derive(Debug, Clone, Copy)]
pub struct QuoteFields {
    /// The release's id; all its quotes are replaced together.
    pub release_id: Field,
    /// Number of the quote within its release.
    pub ordinal: Field,
    /// The words.
    pub text: TextPair,
    /// Names of the speakers.
    pub speakers: TextPair,
    /// Their offices.
    pub offices: TextPair,
    /// Names of publishers.
    pub publishers: TextPair,
    /// As in [`ReleaseFields`].
    pub published: Field,
}

impl ReleaseFields {
    /// The schema, and where its fields are.
    #[must_use]
    pub fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let fields = Self {
            id: schema.add_u64_field("id", INDEXED | FAST),
            seq: schema.add_u64_field("seq", FAST),
            docid: schema.add_text_field("docid", TextOptions::default().set_fast("raw")),
            title: text_pair(&mut schema, "title"),
            lead: text_pair(&mut schema, "lead"),
            body: text_pair(&mut schema, "body"),
            bullets: text_pair(&mut schema, "bullets"),
            quotes: text_pair(&mut schema, "quotes"),
            speakers: text_pair(&mut schema, "speakers"),
            offices: text_pair(&mut schema, "offices"),
            officials: text_pair(&mut schema, "officials"),
            publishers: text_pair(&mut schema, "publishers"),
            topics: text_pair(&mut schema, "topics"),
            publisher: schema.add_text_field("publisher", STRING | FAST),
            kind: schema.add_text_field("kind", STRING | FAST),
            language: schema.add_text_field("language", STRING | FAST),
            published: schema.add_date_field("published", day_options()),
            release: schema.add_bytes_field("release", STORED),
        };
        (schema.build(), fields)
    }
}

impl QuoteFields {
    /// The schema, and where its fields are.
    #[must_use]
    pub fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let fields = Self {
            release_id: schema.add_u64_field("release_id", INDEXED | FAST),
            ordinal: schema.add_u64_field("ordinal", FAST),
            text: text_pair(&mut schema, "text"),
            speakers: text_pair(&mut schema, "speakers"),
            offices: text_pair(&mut schema, "offices"),
            publishers: text_pair(&mut schema, "publishers"),
            published: schema.add_date_field("published", day_options()),
        };
        (schema.build(), fields)
    }
}

fn day_options() -> DateOptions {
    DateOptions::from(INDEXED | FAST).set_precision(DateTimePrecision::Seconds)
}

fn text_pair(schema: &mut SchemaBuilder, name: &str) -> TextPair {
    let options = || {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(TERMS)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        )
    };
    TextPair {
        exact: schema.add_text_field(&format!("{name}_exact"), options()),
        lemma: schema.add_text_field(&format!("{name}_lemma"), options()),
    }
}

/// The tokenizers that both schemas name.
#[must_use]
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TERMS, Terms::default());
    manager
}

/// Reads back the terms that [`FieldTerms`] wrote.
#[derive(Debug, Clone, Default)]
struct Terms {
    token: Token,
}

struct TermStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
    next: usize,
}

impl Tokenizer for Terms {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TermStream<'a> {
        self.token.reset();
        TermStream { rest: text, token: &mut self.token, next: 0 }
    }
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        while !self.rest.is_empty() {
            let end = memchr::memchr(b' ', self.rest.as_bytes()).unwrap_or(self.rest.len());
            let term = &self.rest[..end];
            self.rest = self.rest.get(end + 1..).unwrap_or_default();
            if term == FieldTerms::BREAK {
                self.next += GAP;
                continue;
            }
            let term = match term.strip_prefix(FieldTerms::SAME) {
                Some(same) => {
                    self.next -= 1;
                    same
                }
                None => term,
            };
            self.token.text.clear();
            self.token.text.push_str(term);
            self.token.position = self.next;
            self.next += 1;
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;

    #[test]
    fn written_terms_are_read_back_where_they_stood() {
        let mut terms = FieldTerms::default();
        let analyzer = Analyzer::default();
        analyzer.write_terms("de N-34", &mut terms);
        analyzer.write_terms("weg", &mut terms);
        let mut tokenizer = Terms::default();
        let mut stream = tokenizer.token_stream(&terms.exact);
        let mut read = Vec::new();
        while stream.advance() {
            read.push((stream.token().text.clone(), stream.token().position));
        }
        let expected = [("de", 0), ("n34", 1), ("n", 1), ("34", 2), ("weg", 3 + GAP)];
        assert_eq!(read, expected.map(|(t, p)| (t.to_owned(), p)));
    }
}
