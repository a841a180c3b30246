//! What an address asks: the fields of its query string, as a query, and back as an address.
//!
//! Leaves out answering. The address is the query: whoever has it gets the same answer.

use url::form_urlencoded::{Serializer, parse};

use super::words::Language;
use crate::search::query::Node;
use crate::search::{
    DateBound, DateBoundError, Filters, Paging, Query, QueryError, QuoteFilters, QuoteQuery,
    ReversedDays, Sort,
};

/// Hits on one page.
pub(super) const PAGE: usize = 10;

/// The last page. Beyond it, a reader should ask a narrower question, or take a file.
pub(super) const LAST_PAGE: usize = 1000;

/// Longest query, in bytes.
pub(super) const LONGEST: usize = 1000;

/// The values of `formaat`.
pub(super) const FORMATS: &str = "csv, jsonl, bibtex, ris, csl, atom, jsonfeed";

/// The fields that narrow a search by parts of the query language, each with the name of that part.
const PARTS: [(&str, &str); 5] = [
    ("ambt", "ambt"),
    ("partij", "partij"),
    ("onderwerp", "onderwerp"),
    ("soort", "soort"),
    ("jaar", "datum"),
];

/// The fields of an address, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked(Vec<(String, String)>);

/// Why an address cannot be answered.
#[derive(Debug, thiserror::Error)]
pub(super) enum AskedError {
    /// The query cannot be read.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The query is too long.
    #[error("a query has at most {LONGEST} bytes")]
    TooLong,
    /// An answer in a format that there is not.
    #[error("`formaat`: `{value}` is none of {FORMATS}")]
    Format { value: String },
    /// A field that takes a day has none.
    #[error("`{field}`: {source}")]
    Day {
        field: &'static str,
        value: String,
        source: DateBoundError,
    },
    /// The first day is after the last one.
    #[error("`van` ({}) is after `tot` ({}) (swap them)", .0.since, .0.until)]
    ReversedDays(ReversedDays),
}

impl Asked {
    /// Reads a query string. Fields without a value are left out, as forms send them.
    pub(super) fn read(query: Option<&str>) -> Self {
        let pairs = parse(query.unwrap_or_default().as_bytes());
        let pairs = pairs.map(|(name, value)| (name.into_owned(), value.trim().to_owned()));
        Self(pairs.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// Reads the fields of a form.
    pub(super) fn form(body: &[u8]) -> Self {
        Self::read(std::str::from_utf8(body).ok())
    }

    /// Returns the first value of a field.
    pub(super) fn get<'a>(&'a self, field: &str) -> Option<&'a str> {
        self.all(field).next()
    }

    /// Returns all values of a field.
    pub(super) fn all<'a, 'f>(
        &'a self,
        field: &'f str,
    ) -> impl Iterator<Item = &'a str> + use<'a, 'f> {
        let pairs = self.0.iter().filter(move |(name, _)| name == field);
        pairs.map(|(_, value)| value.as_str())
    }

    /// Returns the names of the fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Whether a field has a value.
    pub(super) fn has(&self, field: &str, value: &str) -> bool {
        self.all(field).any(|known| known == value)
    }

    /// Returns the same question with one value of a field. An empty value is none. Another question
    /// begins at its first page.
    pub(super) fn with(&self, field: &str, value: &str) -> Self {
        let mut pairs = self.0.clone();
        pairs.retain(|(name, _)| name != field && name != "pagina");
        if !value.is_empty() {
            pairs.push((field.to_owned(), value.to_owned()));
        }
        Self(pairs)
    }

    /// Returns the same question with one more value of a field, or without it if it has it.
    pub(super) fn toggled(&self, field: &str, value: &str) -> Self {
        let mut pairs = self.0.clone();
        pairs.retain(|(name, known)| name != "pagina" && !(name == field && known == value));
        if pairs.len() == self.0.iter().filter(|(name, _)| name != "pagina").count() {
            pairs.push((field.to_owned(), value.to_owned()));
        }
        Self(pairs)
    }

    /// Returns the query string, without a question mark; empty if nothing is asked.
    pub(super) fn query_string(&self) -> String {
        let mut out = Serializer::new(String::new());
        out.extend_pairs(&self.0);
        out.finish()
    }

    /// Returns the address of the question below `path`.
    pub(super) fn address(&self, path: &str) -> String {
        match self.query_string().as_str() {
            "" => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    /// Returns the language of the pages.
    pub(super) fn language(&self) -> Language {
        self.get("taal").and_then(Language::of).unwrap_or_default()
    }

    /// Returns the number of the page, from 1.
    pub(super) fn page(&self) -> usize {
        let page = self.get("pagina").and_then(|page| page.parse().ok());
        page.unwrap_or(1).clamp(1, LAST_PAGE)
    }

    /// Returns the query, as it was typed and with the fields that narrow it.
    pub(super) fn query(&self) -> Result<Query, AskedError> {
        let typed = self.get("q").unwrap_or_default();
        if typed.len() > LONGEST {
            return Err(AskedError::TooLong);
        }
        let mut query = if typed.is_empty() {
            Query::default()
        } else {
            typed.parse::<Query>()?
        };
        let mut parts: Vec<Node> = query.words.take().into_iter().collect();
        for (field, name) in PARTS {
            for value in self.all(field) {
                let value = value.replace('"', " ");
                parts.extend(format!("{name}:\"{value}\"").parse::<Query>()?.words);
            }
        }
        query.words = match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(Node::And(parts)),
        };
        let narrowed = Filters {
            publishers: self.all("uitgever").map(str::to_owned).collect(),
            officials: self.all("persoon").map(str::to_owned).collect(),
            since: self.day("van")?,
            until: self.day("tot")?,
            ..Filters::default()
        };
        narrowed.check_days().map_err(AskedError::ReversedDays)?;
        Ok(query.or(&Query {
            filters: narrowed,
            ..Query::default()
        }))
    }

    /// Returns the query for quotes.
    pub(super) fn quote_query(&self) -> Result<QuoteQuery, AskedError> {
        let said = QuoteFilters {
            speakers: self.all("spreker").map(str::to_owned).collect(),
            offices: self.all("ambt").map(str::to_owned).collect(),
            parties: self.all("partij").map(str::to_owned).collect(),
            ..QuoteFilters::default()
        };
        let query = self.with("ambt", "").with("partij", "").query()?;
        Ok(QuoteQuery::new(query, said)?)
    }

    /// Returns the paging of a list of pages. Without words, all hits match alike.
    pub(super) fn paging(&self) -> Paging {
        let is_by_date = self.get("sorteer") == Some("datum") || self.get("q").is_none();
        Paging {
            sort: if is_by_date {
                Sort::Date
            } else {
                Sort::Relevance
            },
            limit: PAGE,
            offset: (self.page() - 1) * PAGE,
            explain: false,
        }
    }

    fn day(&self, field: &'static str) -> Result<Option<DateBound>, AskedError> {
        let bound = |value: &str| {
            DateBound::bound(value).map_err(|source| AskedError::Day {
                field,
                value: value.to_owned(),
                source,
            })
        };
        self.get(field).map(bound).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_question_and_back() {
        let asked = Asked::read(Some(
            "q=brug+%26+sluis&uitgever=gemeente+Zandwijk&van=&pagina=3",
        ));
        assert_eq!(
            (asked.get("q"), asked.get("van"), asked.page()),
            (Some("brug & sluis"), None, 3)
        );
        let more = asked.toggled("onderwerp", "wonen");
        assert_eq!(
            more.query_string(),
            "q=brug+%26+sluis&uitgever=gemeente+Zandwijk&onderwerp=wonen"
        );
        assert_eq!(more.toggled("onderwerp", "wonen"), asked.with("pagina", ""));
        assert_eq!(
            asked.with("q", "").query_string(),
            "uitgever=gemeente+Zandwijk"
        );
        let query = more.query().expect("a query");
        assert_eq!(query.filters.publishers, ["gemeente Zandwijk"]);
        assert_eq!(
            query.words.map(|words| words.to_string()),
            Some("brug sluis AND onderwerp:\"wonen\"".to_owned())
        );
    }

    #[test]
    fn what_cannot_be_asked_is_refused_by_name() {
        let error = |query| {
            Asked::read(Some(query))
                .query()
                .expect_err("is wrong")
                .to_string()
        };
        assert!(error("van=gisterennacht").contains("`van`"));
        assert!(error("q=wo*ing").contains('*'));
        assert!(error(&format!("q={}", "a".repeat(2000))).contains("at most"));
        assert_eq!(Asked::read(Some("pagina=-3")).page(), 1);
        assert_eq!(Asked::read(Some("pagina=99999999999999999999")).page(), 1);
    }
}
