//! Converts the versions of a release to JSON documents, for an engine that takes terms as text.
//!
//! Leaves out the contents of a document (`document`) and the engine (`opensearch`). The fields have the names of
//! tantivy's fields (`schema`). A field of words is a list of passages, whose words have spaces between them; forms
//! of one word, which stand at one place, have [`SAME_PLACE`] between them. The field of ranking has each of its
//! terms once, as `term|frequency`.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use tantivy::schema::{Field, Schema};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer as _, TokenizerManager};

use super::decode::{EncodedTermsTokenizer, lemma};
use super::document::{IndexDocument, Value, ValueField};
use super::ranked::RankedTokenizer;
use super::schema::{FORMS, PARTS, QuoteFields, ReleaseFields};
use super::tantivy_document::Fields;
use super::tokenizer::tokenizers;
use super::versions::documents_of;
use crate::analysis::GAP;
use crate::document::{ReleaseId, Version};

/// Stands between the forms of one word.
pub const SAME_PLACE: char = '\u{1}';

/// Seconds since 1970 that sort after all times: the end of the year 9999.
const NEVER: i64 = 253_402_300_799;

/// A document of one version of a release, or of one of its quotes.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonDocument {
    /// Whether it is a quote.
    pub is_quote: bool,
    /// Its id: of the release and the number of the version, and for a quote its number in the version.
    pub id: String,
    /// Its fields.
    pub fields: Map<String, Json>,
}

impl JsonDocument {
    /// An engine sorts by a field, not by an id, so the id is a field too.
    fn new(is_quote: bool, id: String, mut fields: Map<String, Json>) -> Self {
        fields.insert("key".to_owned(), json!(id));
        Self {
            is_quote,
            id,
            fields,
        }
    }
}

/// Makes JSON documents.
pub struct JsonDocuments {
    releases: Index<ReleaseFields>,
    quotes: Index<QuoteFields>,
}

struct Index<F> {
    schema: Schema,
    fields: F,
    analyzers: TokenizerManager,
}

impl Default for JsonDocuments {
    fn default() -> Self {
        let (schema, fields) = ReleaseFields::build();
        let analyzers = tokenizers();
        let releases = Index {
            schema,
            fields,
            analyzers: analyzers.clone(),
        };
        let (schema, fields) = QuoteFields::build();
        let quotes = Index {
            schema,
            fields,
            analyzers,
        };
        Self { releases, quotes }
    }
}

impl JsonDocuments {
    /// Returns the documents of all versions of a release. `seq` is the number of its newest capture.
    #[must_use]
    pub fn of(&self, release: ReleaseId, versions: &[Version], seq: u64) -> Vec<JsonDocument> {
        let mut made = Vec::new();
        for (version, documents) in documents_of(versions, seq) {
            let number = version.meta.number;
            let of_release = json!(release.to_string());
            let mut fields = self.releases.json(&documents.release);
            fields.insert("id".to_owned(), of_release.clone());
            made.push(JsonDocument::new(
                false,
                format!("{release}-{number}"),
                fields,
            ));
            for (ordinal, quote) in documents.quotes.iter().enumerate() {
                let mut fields = self.quotes.json(quote);
                fields.insert("release_id".to_owned(), of_release.clone());
                fields.insert("seq".to_owned(), json!(seq));
                let id = format!("{release}-{number}-{ordinal}");
                made.push(JsonDocument::new(true, id, fields));
            }
        }
        made
    }
}

impl<F: Fields> Index<F> {
    fn name(&self, field: Field) -> String {
        self.schema.get_field_name(field).to_owned()
    }

    fn json(&self, document: &IndexDocument) -> Map<String, Json> {
        let mut fields = Map::new();
        for (field, value) in &document.values {
            // Only the embedded engine looks for copies of a text, and reads the register from a column.
            if matches!(field, ValueField::Signature | ValueField::Register) {
                continue;
            }
            let value = match value {
                // Ids take 64 bits, which no number of JSON has.
                Value::Number(number) if *field == ValueField::Quote => {
                    json!(format!("{number:016x}"))
                }
                Value::Number(number) => json!(number),
                Value::Text(text) => json!(text),
                Value::Json(json) => serde_json::from_str(json).unwrap_or(Json::Null),
                Value::Time(time) => json!(time.unwrap_or(NEVER)),
            };
            add(&mut fields, self.name(self.fields.of_value(*field)), value);
        }
        let mut ranked: BTreeMap<String, u32> = BTreeMap::new();
        for (field, terms) in &document.terms {
            let times = self.fields.times(*field);
            let words = times.unwrap_or_default().encode(terms);
            for field in self.fields.of_text(*field) {
                for passage in self.passages(field, &words) {
                    add(&mut fields, self.name(field), json!(passage));
                }
            }
            if times.is_some() {
                let mut tokenizer = RankedTokenizer::default();
                let mut stream = tokenizer.token_stream(&words);
                while stream.advance() {
                    *ranked.entry(stream.token().text.clone()).or_default() += 1;
                }
            }
        }
        let ranked: Vec<String> = ranked
            .into_iter()
            .map(|(term, frequency)| format!("{term}|{frequency}"))
            .collect();
        let name = self.name(self.fields.ranked());
        fields.insert(name, json!(ranked.join(" ")));
        fields
    }

    /// Returns the words of a field in passages. The field of dictionary forms has those of all words: an engine
    /// looks for words in order in one field only.
    fn passages(&self, field: Field, encoded: &str) -> Vec<String> {
        let name = self.schema.get_field_name(field);
        let analyzer = match name.rsplit('_').next() {
            Some("exact") => FORMS,
            Some("lemma") => {
                let mut words = EncodedTermsTokenizer::default();
                return passages(&mut words.token_stream(encoded), lemma);
            }
            _ => PARTS,
        };
        let mut analyzer: TextAnalyzer = self.analyzers.get(analyzer).expect("it is registered");
        passages(&mut analyzer.token_stream(encoded), |token| &token.text)
    }
}

/// Returns the words of `stream` in passages: a gap in the positions ends one.
fn passages(stream: &mut dyn TokenStream, word: impl Fn(&Token) -> &str) -> Vec<String> {
    let (mut passages, mut last) = (vec![String::new()], None);
    while stream.advance() {
        let token = stream.token();
        let distance = last.map(|last: usize| token.position.wrapping_sub(last));
        if distance.is_some_and(|distance| distance >= GAP) {
            passages.push(String::new());
        }
        if let Some(passage) = passages.last_mut() {
            if !passage.is_empty() {
                passage.push(if distance == Some(0) { SAME_PLACE } else { ' ' });
            }
            passage.push_str(word(token));
        }
        last = Some(token.position);
    }
    passages.retain(|passage| !passage.is_empty());
    passages
}

/// Adds a value to a field that may have several.
fn add(fields: &mut Map<String, Json>, name: String, value: Json) {
    match fields.get_mut(&name) {
        None => {
            fields.insert(name, value);
        }
        Some(Json::Array(values)) => values.push(value),
        Some(one) => *one = Json::Array(vec![one.take(), value]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::TextField;
    use super::super::encoded_terms::EncodedTerms;
    use super::*;
    use crate::analysis::Analyzer;

    #[test]
    fn words_are_written_with_their_places_and_frequencies() {
        let mut body = EncodedTerms::default();
        body.add(Analyzer::Dutch, "Bruggen over de N-34");
        body.add(Analyzer::Dutch, "woningbouw");
        let mut title = EncodedTerms::default();
        title.add(Analyzer::Dutch, "Woningbouw");
        let mut document = IndexDocument::default();
        document.add(TextField::Body, body);
        document.add(TextField::Title, title);
        let fields = JsonDocuments::default().releases.json(&document);
        assert_eq!(
            fields["body_exact"],
            json!(["bruggen over de n34\u{1}n 34", "woningbouw"])
        );
        assert_eq!(
            fields["body_lemma"],
            json!(["brug over de n34\u{1}n 34", "woningbouw"])
        );
        assert_eq!(fields["body_parts"], json!("woning\u{1}bouw"));
        assert_eq!(
            fields["ranked"],
            json!("34|2 bouw|3 brug|2 de|2 n|2 n34|2 over|2 woning|3 woningbouw|6")
        );
    }
}
