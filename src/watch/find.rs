//! Finds what is new, changed or gone for a watch, by the numbers of captures.
//!
//! Leaves out keeping it (`store`) and telling it (`tell`). A date of publication does not count: what arrives
//! late is new too.

use std::collections::BTreeSet;

use super::error::WatchError;
use super::event::{Event, EventKind};
use super::store::{Item, Store, Subject, Watch};
use crate::document::{QuoteId, ReleaseId, VersionStatus};
use crate::index::{IndexError, Reader};
use crate::search::{
    MinimumMatch, NewerRelease, OtherWords, PreparedQuotes, PreparedSearch, Query, QuoteFilters,
    QuoteQuery, Synonyms, current_quotes, newer_releases, newer_version, quote_with_id,
};

/// The search of a watch, prepared on a reader.
pub enum Searched<'r> {
    /// For releases.
    Releases(PreparedSearch<'r>),
    /// For quotes.
    Quotes(PreparedQuotes<'r>),
}

/// What a watch found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) events: Vec<Event>,
    /// The items that are new or changed.
    pub(super) items: Vec<Item>,
}

/// Returns the query of a watch as it is kept: all words must match, unless it says otherwise, and no other words
/// are searched.
///
/// # Errors
/// [`WatchError::Query`]; [`WatchError::Everything`] if it narrows nothing.
pub(super) fn query(mut query: Query, subject: Subject) -> Result<Query, WatchError> {
    if query.words.is_none() && query.filters == Query::default().filters {
        return Err(WatchError::Everything);
    }
    if query.minimum_match == MinimumMatch::Best {
        query.minimum_match = MinimumMatch::All;
    }
    query.other_words = OtherWords::None;
    query.feedback = false;
    if subject == Subject::Quotes {
        QuoteQuery::new(query.clone(), QuoteFilters::default())?;
    }
    Ok(query)
}

impl<'r> Searched<'r> {
    /// Prepares the query of a watch.
    ///
    /// # Errors
    /// [`WatchError`] if the query or the index cannot be read.
    pub fn prepare(watch: &Watch, reader: &'r Reader) -> Result<Self, WatchError> {
        let query: Query = watch.query.parse()?;
        let synonyms = Synonyms::of_program();
        Ok(match watch.subject {
            Subject::Releases => Self::Releases(query.prepare_with(reader, synonyms)?),
            Subject::Quotes => {
                let query = QuoteQuery::new(query, QuoteFilters::default())?;
                Self::Quotes(query.prepare(reader, synonyms)?)
            }
        })
    }

    /// Returns how many releases or quotes match.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn count(&self) -> Result<usize, IndexError> {
        match self {
            Self::Releases(search) => search.count(),
            Self::Quotes(search) => search.count(),
        }
    }

    /// Returns all items that match now.
    pub(super) fn items(&self) -> Result<Vec<Item>, IndexError> {
        Ok(match self {
            Self::Releases(search) => search.newer(0)?.iter().map(release_item).collect(),
            Self::Quotes(search) => {
                let quotes = search.of_releases(None)?.into_iter();
                quotes
                    .map(|quote| quote_item(quote.id, quote.release))
                    .collect()
            }
        })
    }
}

fn release_item(release: &NewerRelease) -> Item {
    Item {
        id: release.id.as_u64(),
        release: release.id,
        since: release.from,
        gone: false,
    }
}

fn quote_item(id: QuoteId, release: ReleaseId) -> Item {
    Item {
        id: id.as_u64(),
        release,
        since: 0,
        gone: false,
    }
}

/// The releases with a capture that a watch has not seen.
struct Newer {
    current: Vec<NewerRelease>,
    gone: Vec<NewerRelease>,
}

/// Returns what a watch has not seen yet.
pub(super) fn find(watch: &Watch, reader: &Reader, store: &Store) -> Result<Found, WatchError> {
    let newer = Newer {
        current: newer_releases(reader, VersionStatus::Current, watch.seq)?,
        gone: newer_releases(reader, VersionStatus::Gone, watch.seq)?,
    };
    match Searched::prepare(watch, reader)? {
        Searched::Releases(search) => releases(watch, reader, store, &newer, &search),
        Searched::Quotes(search) => quotes(watch, reader, store, &newer, &search),
    }
}

fn releases(
    watch: &Watch,
    reader: &Reader,
    store: &Store,
    newer: &Newer,
    search: &PreparedSearch<'_>,
) -> Result<Found, WatchError> {
    let mut found = Found::default();
    for release in &newer.gone {
        let known = store.item(&watch.name, release.id.as_u64())?;
        if let Some(known) = known.filter(|known| !known.gone) {
            let version = newer_version(reader, release)?;
            let event = Event::of_release(EventKind::Gone, &version.release, version.meta);
            found.events.push(event);
            found.items.push(Item {
                gone: true,
                ..known
            });
        }
    }
    for release in &newer.current {
        let Some(known) = store.item(&watch.name, release.id.as_u64())? else {
            continue;
        };
        if known.gone || release.from > known.since {
            let version = newer_version(reader, release)?;
            let event = Event::of_release(EventKind::Changed, &version.release, version.meta);
            found.events.push(event);
            found.items.push(release_item(release));
        }
    }
    for release in search.newer(watch.seq)? {
        if store.item(&watch.name, release.id.as_u64())?.is_none() {
            let hit = search.newer_hit(&release)?;
            found.events.push(Event::of_hit(EventKind::New, &hit));
            found.items.push(release_item(&release));
        }
    }
    Ok(found)
}

fn quotes(
    watch: &Watch,
    reader: &Reader,
    store: &Store,
    newer: &Newer,
    search: &PreparedQuotes<'_>,
) -> Result<Found, WatchError> {
    let mut found = Found::default();
    let releases: BTreeSet<ReleaseId> = newer.current.iter().map(|release| release.id).collect();
    let current = current_quotes(reader, &releases)?;
    for release in newer.gone.iter().chain(&newer.current) {
        for known in store.items_of(&watch.name, release.id)? {
            let id = QuoteId::from_u64(known.id);
            if known.gone || current.contains(&id) {
                continue;
            }
            found.items.push(Item {
                gone: true,
                ..known
            });
            if let Some((version, ordinal)) = quote_with_id(reader, id)? {
                let event = Event::of_release(EventKind::Gone, &version.release, version.meta);
                let event = event.with_quote(&version.release, ordinal, id);
                found.events.push(event);
            }
        }
    }
    for quote in search.of_releases(Some(&releases))? {
        let known = store.item(&watch.name, quote.id.as_u64())?;
        // A quote that came back is new again.
        if known.is_none_or(|known| known.gone) {
            let hit = search.newer_hit(&quote)?;
            found.events.push(Event::of_quote(EventKind::New, &hit));
            found.items.push(quote_item(quote.id, quote.release));
        }
    }
    Ok(found)
}
