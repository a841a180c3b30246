//! A release as documents of both indexes.
//!
//! Leaves out writing them.

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::schema::{EDITED, QuoteFields, ReleaseFields, TextFields, acronym_term};
use crate::analysis::{Analyzer, WrittenTerms, acronyms};
use crate::document::{BlockKind, DateStamp, Quote, Speaker, Standing, Version, json_name};

/// The documents of one release.
#[derive(Debug)]
pub(super) struct Documents {
    pub(super) release: TantivyDocument,
    pub(super) quotes: Vec<TantivyDocument>,
}

/// Analyses a version of a release whose newest capture is number `seq`.
pub(super) fn documents(version: &Version, seq: u64, fields: &ReleaseFields, quote_fields: &QuoteFields) -> Documents {
    let Version { release, edition } = version;
    let mut doc = TantivyDocument::default();
    doc.add_u64(fields.id, release.id.as_u64());
    doc.add_u64(fields.seq, seq);
    doc.add_text(fields.docid, release.source_id.clone().unwrap_or_else(|| release.id.to_string()));
    doc.add_bytes(fields.release, &serde_json::to_vec(release).expect("a release serialises"));
    doc.add_text(fields.kind, json_name(&release.kind));
    doc.add_text(fields.standing, json_name(&edition.standing));
    doc.add_date(fields.from, moment(edition.from));
    doc.add_date(fields.until, edition.until.map_or(tantivy::DateTime::MAX, moment));
    if edition.silent > 0 {
        doc.add_text(fields.standing, EDITED);
    }
    doc.add_bytes(fields.edition, &serde_json::to_vec(edition).expect("an edition serialises"));
    for (acronym, words) in release.blocks.iter().flat_map(|block| acronyms::explained(&block.text)) {
        doc.add_text(fields.acronyms, acronym_term(acronym, words));
    }
    if let Some(language) = &release.language {
        doc.add_text(fields.language, language);
    }
    let analyzer = Analyzer::of(release.language.as_deref());
    let mut text = Text { doc: &mut doc, analyzer };
    let publishers = || release.publisher.iter().chain(&release.co_publishers).map(|p| p.name.as_str());
    text.add(fields.title, release.title.as_deref());
    let (mut body, mut bullets) = (WrittenTerms::default(), WrittenTerms::default());
    for (at, block) in release.blocks.iter().enumerate() {
        let terms = text.terms([block.text.as_str()]);
        body.append(&terms);
        if release.lead.is_some_and(|lead| lead.block as usize == at) {
            text.add_terms(fields.lead, &terms);
        }
        if block.kind == BlockKind::ListItem {
            bullets.append(&terms);
        }
    }
    text.add_terms(fields.body, &body);
    if !bullets.is_empty() {
        text.doc.add_text(fields.bullets, bullets.as_str());
    }
    let spoken: Vec<WrittenTerms> =
        release.quotes.iter().map(|q| text.terms(q.segments.iter().map(|&span| release.text(span)))).collect();
    let mut literal = WrittenTerms::default();
    for (terms, _) in spoken.iter().zip(&release.quotes).filter(|(_, quote)| quote.is_literal()) {
        literal.append(terms);
    }
    text.add_terms(fields.quotes, &literal);
    text.add(fields.speakers, release.quotes.iter().flat_map(speaker_names));
    text.add(
        fields.offices,
        release.officials.iter().map(|o| o.role.as_str()).chain(release.quotes.iter().flat_map(offices)),
    );
    text.add(
        fields.officials,
        release.officials.iter().map(|o| o.name.as_str()).chain(release.quotes.iter().flat_map(speaker_names)),
    );
    let publisher_terms = text.add(fields.publishers, publishers());
    text.add(fields.topics, release.tags.iter().map(|t| t.text.as_str()));
    if let Some(publisher) = &release.publisher {
        doc.add_text(fields.publisher, &publisher.name);
    }
    add_date(&mut doc, fields.published, release.published.as_ref());

    // Of older versions only the text is kept.
    let current = edition.standing == Standing::Current;
    let quotes =
        release.quotes.iter().filter(|_| current).zip(&spoken).enumerate().map(|(ordinal, (quote, spoken))| {
            let mut doc = TantivyDocument::default();
            doc.add_u64(quote_fields.release_id, release.id.as_u64());
            doc.add_u64(quote_fields.ordinal, ordinal as u64);
            let mut text = Text { doc: &mut doc, analyzer };
            text.add_terms(quote_fields.text, spoken);
            text.add(quote_fields.speakers, speaker_names(quote));
            text.add(quote_fields.offices, offices(quote));
            text.add_terms(quote_fields.publishers, &publisher_terms);
            add_date(&mut doc, quote_fields.published, release.published.as_ref());
            doc
        });
    let quotes = quotes.collect();
    Documents { release: doc, quotes }
}

fn speaker_names(quote: &Quote) -> impl Iterator<Item = &str> {
    quote.speakers.iter().filter_map(Speaker::who)
}

fn offices(quote: &Quote) -> impl Iterator<Item = &str> {
    quote.speakers.iter().filter_map(|s| s.role.as_deref())
}

struct Text<'a> {
    doc: &'a mut TantivyDocument,
    analyzer: Analyzer,
}

impl Text<'_> {
    fn add<'t>(&mut self, field: TextFields, stretches: impl IntoIterator<Item = &'t str>) -> WrittenTerms {
        let terms = self.terms(stretches);
        self.add_terms(field, &terms);
        terms
    }

    fn terms<'t>(&self, stretches: impl IntoIterator<Item = &'t str>) -> WrittenTerms {
        let mut terms = WrittenTerms::default();
        for stretch in stretches {
            self.analyzer.write_terms(stretch, &mut terms);
        }
        terms
    }

    fn add_terms(&mut self, field: TextFields, terms: &WrittenTerms) {
        if !terms.is_empty() {
            for field in [field.exact, field.lemma, field.parts] {
                self.doc.add_text(field, terms.as_str());
            }
        }
    }
}

/// The stamp as the index keeps it: civil time as if it were UTC.
fn date_value(stamp: &DateStamp) -> tantivy::DateTime {
    let at = stamp.date.to_datetime(stamp.time.unwrap_or(jiff::civil::Time::midnight()));
    let seconds = at.to_zoned_datetime(jiff::tz::TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_second());
    tantivy::DateTime::from_timestamp_secs(seconds)
}

fn moment(at: jiff::Timestamp) -> tantivy::DateTime {
    tantivy::DateTime::from_timestamp_secs(at.as_second())
}

fn add_date(doc: &mut TantivyDocument, field: Field, stamp: Option<&DateStamp>) {
    if let Some(stamp) = stamp {
        doc.add_date(field, date_value(stamp));
    }
}
