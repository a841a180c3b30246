//! Converts a version of a release to documents of both indexes.
//!
//! Leaves out the documents of quotes (`quote_document`), and how Dutch becomes terms (`analysis`).

use std::collections::HashSet;

use super::document::{
    IndexDocument, TextField, Value, ValueField, encoded, offices, speaker_names,
};
use super::encoded_terms::EncodedTerms;
use super::quote_document::{QuoteInVersion, quote_documents};
use super::register_entry::RegisterEntry;
use super::schema::acronym_term;
use crate::analysis::{Analyzer, Shingles, Signature, acronyms};
use crate::document::{QuoteId, Release, ReleaseId, Version, VersionMeta, json_name};

/// The documents of one version of a release.
#[derive(Debug)]
pub(super) struct Documents {
    pub(super) release: IndexDocument,
    pub(super) quotes: Vec<IndexDocument>,
}

/// Analyzes a version of a release. `seq` is the sequence number of the release's newest capture, `ids` are
/// those of the version's quotes, and `later` those of later versions.
pub(super) fn documents(
    version: &Version,
    seq: u64,
    ids: &[QuoteId],
    later: &HashSet<QuoteId>,
) -> Documents {
    let Version { release, meta } = version;
    let analyzer = Analyzer::of(release.language.as_deref());
    let spoken: Vec<EncodedTerms> = release
        .quotes
        .iter()
        .map(|quote| {
            encoded(
                analyzer,
                quote.segments.iter().map(|&span| release.text(span)),
            )
        })
        .collect();
    let publishers = release
        .publisher
        .iter()
        .chain(&release.co_publishers)
        .map(|p| p.name.as_str());
    let publishers = encoded(analyzer, publishers);
    let mut document = IndexDocument::default();
    document.add_values(release, *meta, seq);
    document.add_text(analyzer, release);
    document.add_quotes_and_officials(analyzer, release, &spoken);
    document.add(TextField::Publishers, publishers.clone());
    let topics = || release.tags.iter().map(|tag| tag.text.as_str());
    document.add_words(analyzer, TextField::Topics, topics());
    document.add_each(ValueField::Topic, topics());
    let quotes = release.quotes.iter().zip(&spoken).zip(ids).enumerate();
    let quotes = quotes.map(|(ordinal, ((quote, spoken), &id))| QuoteInVersion {
        quote,
        spoken,
        id,
        ordinal,
        is_repeated: later.contains(&id),
    });
    let quotes = quote_documents(analyzer, version, quotes, &publishers);
    Documents {
        quotes,
        release: document,
    }
}

impl IndexDocument {
    fn add_values(&mut self, release: &Release, meta: VersionMeta, seq: u64) {
        let json =
            |value: serde_json::Result<String>| Value::Json(value.expect("a release serializes"));
        let mut add = |field, value| self.values.push((field, value));
        add(ValueField::Release, Value::Number(release.id.as_u64()));
        add(ValueField::Seq, Value::Number(seq));
        add(ValueField::Address, Value::Text(bare_address(&release.url)));
        add(
            ValueField::Docid,
            Value::Text(docid(release.source_id.as_ref(), release.id)),
        );
        add(ValueField::Text, json(serde_json::to_string(release)));
        add(ValueField::Kind, Value::Text(json_name(&release.kind)));
        add(ValueField::Meta, json(serde_json::to_string(&meta)));
        for (acronym, words) in release
            .blocks
            .iter()
            .flat_map(|block| acronyms::explained(&block.text))
        {
            add(
                ValueField::Acronyms,
                Value::Text(acronym_term(acronym, words)),
            );
        }
        if let Some(language) = &release.language {
            add(ValueField::Language, Value::Text(language.clone()));
        }
        if let Some(publisher) = &release.publisher {
            add(ValueField::Publisher, Value::Text(publisher.name.clone()));
        }
        let text = Shingles::of(release.blocks.iter().map(|block| block.text.as_str()));
        let signature = text.signature().into_iter();
        for hash in signature.flat_map(Signature::terms) {
            add(ValueField::Signature, Value::Number(hash));
        }
        self.add_status(meta);
        self.add_date(release.published.as_ref());
    }

    /// Adds the title, lead and body. Each block is analyzed once.
    fn add_text(&mut self, analyzer: Analyzer, release: &Release) {
        self.add_words(analyzer, TextField::Title, release.title.as_deref());
        let mut body = EncodedTerms::default();
        for (at, block) in release.blocks.iter().enumerate() {
            let terms = encoded(analyzer, [block.text.as_str()]);
            body.append(&terms);
            if release.lead.is_some_and(|lead| lead.block as usize == at) {
                self.add(TextField::Lead, terms);
            }
        }
        self.add(TextField::Body, body);
    }

    /// Adds the quotes, speakers, offices and officials.
    fn add_quotes_and_officials(
        &mut self,
        analyzer: Analyzer,
        release: &Release,
        spoken: &[EncodedTerms],
    ) {
        let mut literal = EncodedTerms::default();
        for (terms, _) in spoken
            .iter()
            .zip(&release.quotes)
            .filter(|(_, quote)| quote.is_literal())
        {
            literal.append(terms);
        }
        self.add(TextField::Quotes, literal);
        let (quotes, officials) = (&release.quotes, &release.officials);
        self.add_words(
            analyzer,
            TextField::Speakers,
            quotes.iter().flat_map(speaker_names),
        );
        let roles = officials.iter().map(|official| official.role.as_str());
        self.add_words(
            analyzer,
            TextField::Offices,
            roles.chain(quotes.iter().flat_map(offices)),
        );
        let names = officials.iter().map(|official| official.name.as_str());
        self.add_words(
            analyzer,
            TextField::Officials,
            names.chain(quotes.iter().flat_map(speaker_names)),
        );
        let parties = || {
            officials
                .iter()
                .filter_map(|official| official.party.as_deref())
        };
        self.add_words(analyzer, TextField::Parties, parties());
        self.add_each(ValueField::Party, parties());
        self.add_each(
            ValueField::Office,
            officials.iter().map(|official| official.role.as_str()),
        );
        self.add_each(
            ValueField::Official,
            officials.iter().map(|official| official.name.as_str()),
        );
        let entries = RegisterEntry::of(release).map(|entry| Value::Text(entry.encode()));
        self.values
            .extend(entries.map(|entry| (ValueField::Register, entry)));
    }
}

/// Returns a URL without its scheme and `www.`, in lower case.
#[must_use]
pub fn bare_address(url: &str) -> String {
    let lower = url.to_lowercase();
    let bare = lower.split_once("://").map_or(&*lower, |(_, rest)| rest);
    let bare = bare.trim_matches('/');
    bare.strip_prefix("www.").unwrap_or(bare).to_owned()
}

/// Returns the id of the source record, else the id of the release.
fn docid(source_id: Option<&String>, id: ReleaseId) -> String {
    source_id.cloned().unwrap_or_else(|| id.to_string())
}
