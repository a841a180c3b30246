//! Converts the quotes of a version to documents of the index of quotes.
//!
//! Leaves out the release (`document`).

use std::collections::HashMap;

use super::document::{
    IndexDocument, TextField, Value, ValueField, encoded, offices, speaker_names,
};
use super::encoded_terms::EncodedTerms;
use super::schema::REPEATED;
use crate::analysis::{Analyzer, fold};
use crate::document::{Quote, QuoteId, Release, Speaker, Version, json_name};
use crate::dutch::offices::is_of;

/// Returns the ids of the quotes of a release, in order.
#[must_use]
pub fn quote_ids(release: &Release) -> Vec<QuoteId> {
    let mut times: HashMap<String, usize> = HashMap::new();
    let ids = release.quotes.iter().map(|quote| {
        let words = folded_words(release, quote);
        let occurrence = times.entry(words.clone()).or_default();
        *occurrence += 1;
        QuoteId::of(release.id, &words, *occurrence)
    });
    ids.collect()
}

/// Returns the words of a quote, folded, with one space between them. Signs and the bounds of segments
/// do not count.
fn folded_words(release: &Release, quote: &Quote) -> String {
    let segments = quote.segments.iter().map(|span| release.text(*span));
    let folded = fold(&segments.collect::<Vec<_>>().join(" "));
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A quote of a version.
pub(super) struct QuoteInVersion<'a> {
    pub(super) quote: &'a Quote,
    /// Its words.
    pub(super) spoken: &'a EncodedTerms,
    pub(super) id: QuoteId,
    /// Its number in the version.
    pub(super) ordinal: usize,
    /// Whether a later version has it too.
    pub(super) is_repeated: bool,
}

/// Analyzes the quotes of a version.
pub(super) fn quote_documents<'a>(
    analyzer: Analyzer,
    version: &Version,
    quotes: impl Iterator<Item = QuoteInVersion<'a>>,
    publishers: &EncodedTerms,
) -> Vec<IndexDocument> {
    let Version { release, meta } = version;
    let title = encoded(analyzer, release.title.as_deref());
    let quotes = quotes.map(|quoted| {
        let QuoteInVersion { quote, .. } = quoted;
        let mut document = IndexDocument::default();
        for (field, number) in [
            (ValueField::Quote, quoted.id.as_u64()),
            (ValueField::Release, release.id.as_u64()),
            (ValueField::Version, u64::from(meta.number)),
            (ValueField::Ordinal, quoted.ordinal as u64),
        ] {
            document.values.push((field, Value::Number(number)));
        }
        document
            .values
            .push((ValueField::Kind, Value::Text(json_name(&quote.kind))));
        document.add_each(ValueField::Speaker, speaker_names(quote));
        document.add_status(*meta);
        if quoted.is_repeated {
            let repeated = Value::Text(REPEATED.to_owned());
            document.values.push((ValueField::Status, repeated));
        }
        document.add_date(release.published.as_ref());
        document.add(TextField::Quotes, quoted.spoken.clone());
        document.add(TextField::Title, title.clone());
        document.add_words(analyzer, TextField::Context, around(release, quote));
        document.add_words(analyzer, TextField::Speakers, speaker_names(quote));
        document.add_words(analyzer, TextField::Offices, offices(quote));
        let speakers = || quote.speakers.iter();
        let bodies = speakers().filter_map(|speaker| speaks_for(release, speaker));
        document.add_words(analyzer, TextField::Organisations, bodies);
        let parties = speakers().filter_map(|speaker| party_of(release, speaker));
        document.add_words(analyzer, TextField::Parties, parties);
        document.add(TextField::Publishers, publishers.clone());
        document
    });
    quotes.collect()
}

/// Returns the body for which a speaker speaks: the one that the release names, else its publisher if only
/// such bodies have the office.
#[must_use]
pub fn speaks_for<'r>(release: &'r Release, speaker: &'r Speaker) -> Option<&'r str> {
    let publisher = || {
        let publisher = release.publisher.as_ref()?;
        let role = speaker.role.as_deref()?;
        is_of(role, publisher.kind).then_some(publisher.name.as_str())
    };
    speaker.organisation.as_deref().or_else(publisher)
}

/// Returns the party of a speaker, if the release states it.
#[must_use]
pub fn party_of<'r>(release: &'r Release, speaker: &Speaker) -> Option<&'r str> {
    let official = release.officials.get(speaker.official? as usize)?;
    official.party.as_deref()
}

/// Returns the text of the blocks around a quote, without its words.
fn around<'r>(release: &'r Release, quote: &Quote) -> Vec<&'r str> {
    let mut texts = Vec::new();
    for segments in quote.segments.chunk_by(|one, next| one.block == next.block) {
        let block = segments[0].block as usize;
        let text = release.blocks.get(block).map_or("", |block| &block.text);
        let mut at = 0;
        for segment in segments {
            texts.extend(text.get(at..segment.range().start));
            at = segment.range().end;
        }
        texts.extend(text.get(at..));
    }
    texts
}
