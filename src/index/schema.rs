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
pub const SCHEMA_VERSION: u32 = 2;

/// Name under which [`Terms`] is registered.
const TERMS: &str = "terms";

/// A stretch of text, indexed by surface forms, by dictionary forms and by parts of compounds.
#[derive(Debug, Clone, Copy)]
pub struct TextFields {
    /// Folded surface forms with positions: phrases, names, codes.
    pub exact: Field,
    /// Dictionary forms with positions: the main field of ranking.
    pub lemma: Field,
    /// Dictionary forms of the parts of compounds, with frequencies only.
    pub parts: Field,
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
    pub title: TextFields,
    /// Opening paragraph.
    pub lead: TextFields,
    /// All text, lead and bullets included.
    pub body: TextFields,
    /// Items of lists.
    pub bullets: TextFields,
    /// Words of quotes.
    pub quotes: TextFields,
    /// Names of speakers.
    pub speakers: TextFields,
    /// Offices and functions.
    pub offices: TextFields,
    /// Names of officials and speakers, for `--official`.
    pub officials: TextFields,
    /// Names of publishers.
    pub publishers: TextFields,
    /// Tags.
    pub topics: TextFields,
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
    pub text: TextFields,
    /// Names of the speakers.
    pub speakers: TextFields,
    /// Their offices.
    pub offices: TextFields,
    /// Names of publishers.
    pub publishers: TextFields,
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
            title: text_fields(&mut schema, "title"),
            lead: text_fields(&mut schema, "lead"),
            body: text_fields(&mut schema, "body"),
            bullets: text_fields(&mut schema, "bullets"),
            quotes: text_fields(&mut schema, "quotes"),
            speakers: text_fields(&mut schema, "speakers"),
            offices: text_fields(&mut schema, "offices"),
            officials: text_fields(&mut schema, "officials"),
            publishers: text_fields(&mut schema, "publishers"),
            topics: text_fields(&mut schema, "topics"),
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
            text: text_fields(&mut schema, "text"),
            speakers: text_fields(&mut schema, "speakers"),
            offices: text_fields(&mut schema, "offices"),
            publishers: text_fields(&mut schema, "publishers"),
            published: schema.add_date_field("published", day_options()),
        };
        (schema.build(), fields)
    }
}

fn day_options() -> DateOptions {
    DateOptions::from(INDEXED | FAST).set_precision(DateTimePrecision::Seconds)
}

fn text_fields(schema: &mut SchemaBuilder, name: &str) -> TextFields {
    let options = |record| {
        TextOptions::default()
            .set_indexing_options(TextFieldIndexing::default().set_tokenizer(TERMS).set_index_option(record))
    };
    let mut add = |kind, record| schema.add_text_field(&format!("{name}_{kind}"), options(record));
    TextFields {
        exact: add("exact", IndexRecordOption::WithFreqsAndPositions),
        lemma: add("lemma", IndexRecordOption::WithFreqsAndPositions),
        parts: add("parts", IndexRecordOption::WithFreqs),
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
        let analyzer = Analyzer;
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
