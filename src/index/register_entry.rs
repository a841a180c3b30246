//! How a release names an official, as a column of the index holds it for the register of officials.
//!
//! Leaves out finding officials (`extract`), and who is the same person (`search::officials`).

use crate::document::Release;
use crate::dutch::offices::{can_belong_to, qualified};

/// Stands between the values of an entry. No value has it: extraction makes white space a space.
const BETWEEN: char = '\t';

/// How a release names an official. Many releases share an entry, so that a column of them is small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterEntry {
    /// The name, as in [`Official`](crate::document::Official).
    pub name: String,
    /// The office in its base form, with what qualifies it: `oud-minister`.
    pub role: String,
    /// The body as the release names it, else the publisher of the release, if the office can be one of its own.
    pub organisation: Option<String>,
    /// The policy field.
    pub portfolio: Option<String>,
    /// Number of literal quotes by the official.
    pub quotes: u64,
}

impl RegisterEntry {
    /// Returns the entries of the officials of a release.
    pub fn of(release: &Release) -> impl Iterator<Item = Self> {
        let publisher = release.publisher.as_ref();
        release
            .officials
            .iter()
            .enumerate()
            .map(move |(at, official)| {
                let publisher = || {
                    publisher
                        .filter(|publisher| can_belong_to(&official.role, publisher.kind))
                        .map(|publisher| publisher.name.clone())
                };
                let literal = release.quotes.iter().filter(|quote| quote.is_literal());
                let speakers = literal.flat_map(|quote| &quote.speakers);
                let quotes = speakers.filter(|speaker| speaker.official == Some(at as u32));
                Self {
                    name: official.name.clone(),
                    role: qualified(&official.role, &official.modifiers),
                    organisation: official.organisation.clone().or_else(publisher),
                    portfolio: official.portfolio.clone(),
                    quotes: quotes.count() as u64,
                }
            })
    }

    /// Returns the entry as a value of the column.
    pub(super) fn encode(&self) -> String {
        let optional = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            self.name.clone(),
            self.role.clone(),
            optional(&self.organisation),
            optional(&self.portfolio),
            self.quotes.to_string(),
        ]
        .map(|value| value.replace(BETWEEN, " "))
        .join(&BETWEEN.to_string())
    }

    /// Returns the entry that a value of the column holds; `None` if it holds none.
    #[must_use]
    pub fn decode(value: &str) -> Option<Self> {
        let mut values = value.split(BETWEEN);
        let mut next = || values.next().map(str::to_owned);
        Some(Self {
            name: next()?,
            role: next()?,
            organisation: next().filter(|value| !value.is_empty()),
            portfolio: next().filter(|value| !value.is_empty()),
            quotes: next()?.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_comes_back_from_its_column() {
        for (organisation, portfolio) in [
            (Some("gemeente Zandwijk"), Some("Wonen")),
            (None, Some("Wonen")),
            (None, None),
        ] {
            let entry = RegisterEntry {
                name: "Mieke van den Oever".to_owned(),
                role: "wethouder".to_owned(),
                organisation: organisation.map(str::to_owned),
                portfolio: portfolio.map(str::to_owned),
                quotes: 3,
            };
            assert_eq!(RegisterEntry::decode(&entry.encode()), Some(entry));
        }
        assert_eq!(RegisterEntry::decode("Mieke van den Oever"), None);
    }
}
