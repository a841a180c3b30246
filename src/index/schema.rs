//! The fields of both tantivy indexes, releases and quotes.
//!
//! Leaves out how text becomes terms (`analysis`) and how queries use the fields (`search`).

use tantivy::schema::{
    DateOptions, DateTimePrecision, FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema,
    SchemaBuilder, TextFieldIndexing, TextOptions,
};

/// Names under which the analyzers of the fields are registered.
pub(super) const FORMS: &str = "forms";
pub(super) const LEMMAS: &str = "lemmas";
pub(super) const PARTS: &str = "parts";
pub(super) const RANKED: &str = "ranked";

/// The version of the schema. It changes whenever a field changes. An index with another version is
/// not opened.
pub const SCHEMA_VERSION: u32 = 14;

/// The fields of one text, indexed by surface forms, by dictionary forms and by parts of compounds.
#[derive(Debug, Clone, Copy)]
pub struct TextFields {
    /// Folded surface forms with positions: phrases, names, codes.
    pub exact: Field,
    /// Dictionary forms with positions, of the words that are not their own. A word that is its own dictionary
    /// form ([`is_own_lemma`](crate::analysis::is_own_lemma)) stands in `exact` alone.
    pub lemma: Field,
    /// Dictionary forms of the parts of compounds, with frequencies only.
    pub parts: Field,
}

/// Fields of the index of releases.
#[derive(Debug, Clone, Copy)]
pub struct ReleaseFields {
    /// `ReleaseId` as a number; the key of upserts, shared by the versions of a release.
    pub id: Field,
    /// Sequence number of the capture that the release was read from.
    pub seq: Field,
    /// The id of the source record, else the release id: the docid of TREC runs.
    pub docid: Field,
    /// All words that a query without a field finds, each as often as the places where it stands
    /// weigh, by dictionary forms and parts of compounds: the field of ranking.
    pub ranked: Field,
    /// Title.
    pub title: TextFields,
    /// Opening paragraph.
    pub lead: TextFields,
    /// All text, lead and bullets included.
    pub body: TextFields,
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
    /// Parties of officials.
    pub parties: TextFields,
    /// The first publisher's name as written, for facets.
    pub publisher: Field,
    /// Offices of officials, for facets.
    pub office: Field,
    /// Names of officials as written, for facets.
    pub official: Field,
    /// Parties of officials as written, for facets.
    pub party: Field,
    /// Tags as written, for facets.
    pub topic: Field,
    /// How the release names each official: see `RegisterEntry`.
    pub register: Field,
    /// The canonical URL without scheme and `www.`.
    pub address: Field,
    /// Acronyms that the release explains, each as a term made by [`acronym_term`].
    pub acronyms: Field,
    /// `ReleaseKind`, for facets.
    pub kind: Field,
    /// Language code, for facets.
    pub language: Field,
    /// The hashes of the text's signature; none for a short text.
    pub signature: Field,
    /// Civil time of publication in Amsterdam, stored as if it were UTC, so that date filters use
    /// Dutch days.
    pub published: Field,
    /// `VersionStatus`; also [`EDITED`] for a silently changed release.
    pub status: Field,
    /// When the version was first seen.
    pub from: Field,
    /// When a later capture showed another version, or no page.
    pub until: Field,
    /// When the version was first captured.
    pub captured: Field,
    /// When the version was first captured, if its text differs from an earlier one.
    pub changed: Field,
    /// `VersionMeta` as JSON.
    pub meta: Field,
    /// The release as JSON, packed.
    pub release: Field,
}

/// Fields of the index of quotes. A quote of several versions of a release has a document for each.
#[derive(Debug, Clone, Copy)]
pub struct QuoteFields {
    /// `QuoteId` as a number.
    pub id: Field,
    /// The release's id; all quotes of a release are replaced together.
    pub release_id: Field,
    /// Number of the version of the release.
    pub version: Field,
    /// Number of the quote within its version.
    pub ordinal: Field,
    /// All words that a query without a field finds, each as often as the places where it stands
    /// weigh: the field of ranking.
    pub ranked: Field,
    /// The words.
    pub text: TextFields,
    /// Names of the speakers.
    pub speakers: TextFields,
    /// Their offices.
    pub offices: TextFields,
    /// The bodies that they speak for.
    pub organisations: TextFields,
    /// Their parties.
    pub parties: TextFields,
    /// Names of publishers.
    pub publishers: TextFields,
    /// Names of the speakers as written, for grouping.
    pub speaker: Field,
    /// `QuoteKind`.
    pub kind: Field,
    /// As in [`ReleaseFields`].
    pub published: Field,
    /// As in [`ReleaseFields`]; also [`REPEATED`] for a quote that a later version has too.
    pub status: Field,
    /// As in [`ReleaseFields`].
    pub from: Field,
    /// As in [`ReleaseFields`].
    pub until: Field,
    /// As in [`ReleaseFields`].
    pub captured: Field,
    /// As in [`ReleaseFields`].
    pub changed: Field,
}

impl ReleaseFields {
    /// Returns the schema and its fields.
    #[must_use]
    pub fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let fields = Self {
            id: schema.add_u64_field("id", key()),
            seq: schema.add_u64_field("seq", FAST),
            docid: schema.add_text_field("docid", column()),
            ranked: terms_field(&mut schema, "ranked", RANKED, IndexRecordOption::WithFreqs),
            title: text_fields(&mut schema, "title"),
            lead: text_fields(&mut schema, "lead"),
            body: text_fields(&mut schema, "body"),
            quotes: text_fields(&mut schema, "quotes"),
            speakers: text_fields(&mut schema, "speakers"),
            offices: text_fields(&mut schema, "offices"),
            officials: text_fields(&mut schema, "officials"),
            publishers: text_fields(&mut schema, "publishers"),
            topics: text_fields(&mut schema, "topics"),
            parties: text_fields(&mut schema, "parties"),
            publisher: schema.add_text_field("publisher", value().set_fast("raw")),
            office: schema.add_text_field("office", column()),
            official: schema.add_text_field("official", column()),
            party: schema.add_text_field("party", column()),
            topic: schema.add_text_field("topic", column()),
            register: schema.add_text_field("register", column()),
            address: schema.add_text_field("address", value()),
            acronyms: schema.add_text_field("acronyms", value()),
            kind: schema.add_text_field("kind", value().set_fast("raw")),
            language: schema.add_text_field("language", value().set_fast("raw")),
            signature: schema.add_u64_field("signature", NumericOptions::default().set_indexed()),
            published: schema.add_date_field("published", day_options()),
            status: schema.add_text_field("standing", value()),
            from: schema.add_date_field("from", day_options()),
            until: schema.add_date_field("until", day_options()),
            captured: schema.add_date_field("captured", day_options()),
            changed: schema.add_date_field("changed", day_options()),
            meta: schema.add_bytes_field("edition", STORED),
            release: schema.add_bytes_field("release", STORED),
        };
        (schema.build(), fields)
    }
}

impl QuoteFields {
    /// Returns the schema and its fields.
    #[must_use]
    pub fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let fields = Self {
            id: schema.add_u64_field("id", key()),
            release_id: schema.add_u64_field("release_id", key()),
            version: schema.add_u64_field("version", FAST),
            ordinal: schema.add_u64_field("ordinal", FAST),
            ranked: terms_field(&mut schema, "ranked", RANKED, IndexRecordOption::WithFreqs),
            text: text_fields(&mut schema, "text"),
            speakers: text_fields(&mut schema, "speakers"),
            offices: text_fields(&mut schema, "offices"),
            organisations: text_fields(&mut schema, "organisations"),
            parties: text_fields(&mut schema, "parties"),
            publishers: text_fields(&mut schema, "publishers"),
            speaker: schema.add_text_field("speaker", column()),
            kind: schema.add_text_field("kind", value()),
            published: schema.add_date_field("published", day_options()),
            status: schema.add_text_field("standing", value()),
            from: schema.add_date_field("from", day_options()),
            until: schema.add_date_field("until", day_options()),
            captured: schema.add_date_field("captured", day_options()),
            changed: schema.add_date_field("changed", day_options()),
        };
        (schema.build(), fields)
    }
}

/// An extra value of the status field: the text changed, but the page's own date of change did not.
pub const EDITED: &str = "edited";

/// An extra value of the status field: a later version of the release has the same quote.
pub const REPEATED: &str = "repeated";

/// Returns the term for `acronym` with the long form `words`. With empty `words`, returns the
/// prefix of all terms for `acronym`.
#[must_use]
pub fn acronym_term(acronym: &str, words: &str) -> String {
    format!("{}\t{words}", acronym.to_lowercase())
}

/// Options of a column of values that are not searched.
fn column() -> TextOptions {
    TextOptions::default().set_fast("raw")
}

/// Options of a field of whole values. They are not scored, so no lengths are kept.
fn value() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}

/// Options of a field of numbers.
fn key() -> NumericOptions {
    NumericOptions::default().set_indexed().set_fast()
}

fn day_options() -> DateOptions {
    let options = DateOptions::default().set_indexed().set_fast();
    options.set_precision(DateTimePrecision::Seconds)
}

fn text_fields(schema: &mut SchemaBuilder, name: &str) -> TextFields {
    let positions = IndexRecordOption::WithFreqsAndPositions;
    // The lengths of a text are those of its surface forms.
    let lemmas = terms(LEMMAS, positions).set_fieldnorms(false);
    let lemmas = TextOptions::default().set_indexing_options(lemmas);
    TextFields {
        exact: terms_field(schema, &format!("{name}_exact"), FORMS, positions),
        lemma: schema.add_text_field(&format!("{name}_lemma"), lemmas),
        parts: terms_field(
            schema,
            &format!("{name}_parts"),
            PARTS,
            IndexRecordOption::WithFreqs,
        ),
    }
}

fn terms_field(
    schema: &mut SchemaBuilder,
    name: &str,
    analyzer: &str,
    record: IndexRecordOption,
) -> Field {
    let terms = TextOptions::default().set_indexing_options(terms(analyzer, record));
    schema.add_text_field(name, terms)
}

fn terms(analyzer: &str, record: IndexRecordOption) -> TextFieldIndexing {
    TextFieldIndexing::default()
        .set_tokenizer(analyzer)
        .set_index_option(record)
}
