//! Documents of both indexes: fields with terms and values.
//!
//! Leaves out what the fields hold (`release_document`, `quote_document`), and tantivy's types
//! (`tantivy_document`).

use std::collections::BTreeSet;

use super::encoded_terms::EncodedTerms;
use super::schema::EDITED;
use crate::analysis::Analyzer;
use crate::document::{DateStamp, Quote, Speaker, VersionMeta, json_name};

/// A field of text: surface forms, dictionary forms, and parts of compounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextField {
    Title,
    Lead,
    Body,
    /// Words of a release's literal quotes; in the index of quotes, the words of one quote.
    Quotes,
    Speakers,
    Offices,
    Officials,
    Publishers,
    Topics,
    Parties,
    /// The bodies that the speakers of a quote speak for.
    Organisations,
    /// The text around a quote.
    Context,
}

/// A field of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueField {
    Release,
    Quote,
    Version,
    Ordinal,
    Speaker,
    Office,
    Official,
    Party,
    Topic,
    /// How the release names an official.
    Register,
    Address,
    Seq,
    Docid,
    Kind,
    Status,
    From,
    Until,
    Captured,
    Changed,
    Meta,
    Text,
    Acronyms,
    Language,
    Publisher,
    Published,
    /// One of the hashes of the signature.
    Signature,
}

/// A value of a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Number(u64),
    Text(String),
    Json(String),
    /// Seconds since 1970; `None` sorts after all other times.
    Time(Option<i64>),
}

/// A document of an index.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct IndexDocument {
    pub(super) terms: Vec<(TextField, EncodedTerms)>,
    pub(super) values: Vec<(ValueField, Value)>,
}

impl IndexDocument {
    /// Adds the status of a version and its period, with which quotes and releases are filtered.
    pub(super) fn add_status(&mut self, meta: VersionMeta) {
        let mut add = |field, value| self.values.push((field, value));
        add(ValueField::Status, Value::Text(json_name(&meta.status)));
        if meta.silent > 0 {
            add(ValueField::Status, Value::Text(EDITED.to_owned()));
        }
        add(ValueField::From, Value::Time(Some(meta.from.as_second())));
        let captured = Value::Time(Some(meta.captured.as_second()));
        if meta.edits > 0 {
            add(ValueField::Changed, captured.clone());
        }
        add(ValueField::Captured, captured);
        add(
            ValueField::Until,
            Value::Time(meta.until.map(jiff::Timestamp::as_second)),
        );
    }

    /// Adds each of `values` once, with one form of the apostrophe: *Van ’t Hof* is one person in counts.
    pub(super) fn add_each<'t>(
        &mut self,
        field: ValueField,
        values: impl IntoIterator<Item = &'t str>,
    ) {
        let values = values.into_iter().map(|value| value.replace('’', "'"));
        for value in values.collect::<BTreeSet<_>>() {
            self.values.push((field, Value::Text(value)));
        }
    }

    pub(super) fn add_words<'t>(
        &mut self,
        analyzer: Analyzer,
        field: TextField,
        texts: impl IntoIterator<Item = &'t str>,
    ) {
        self.add(field, encoded(analyzer, texts));
    }

    pub(super) fn add(&mut self, field: TextField, terms: EncodedTerms) {
        if !terms.is_empty() {
            self.terms.push((field, terms));
        }
    }

    /// Adds the date of publication: civil time, stored as if it were UTC.
    pub(super) fn add_date(&mut self, stamp: Option<&DateStamp>) {
        let Some(stamp) = stamp else { return };
        let at = stamp
            .date
            .to_datetime(stamp.time.unwrap_or(jiff::civil::Time::midnight()));
        let seconds = at
            .to_zoned_datetime(jiff::tz::TimeZone::UTC)
            .map_or(0, |zoned| zoned.timestamp().as_second());
        self.values
            .push((ValueField::Published, Value::Time(Some(seconds))));
    }
}

pub(super) fn encoded<'t>(
    analyzer: Analyzer,
    texts: impl IntoIterator<Item = &'t str>,
) -> EncodedTerms {
    let mut terms = EncodedTerms::default();
    for text in texts {
        terms.add(analyzer, text);
    }
    terms
}

pub(super) fn speaker_names(quote: &Quote) -> impl Iterator<Item = &str> {
    quote.speakers.iter().filter_map(Speaker::who)
}

pub(super) fn offices(quote: &Quote) -> impl Iterator<Item = &str> {
    quote.speakers.iter().filter_map(|s| s.role.as_deref())
}
