//! `/persoon/{name}`: the offices and the quotes of a holder of a public office.
//!
//! Leaves out everybody else: citizens who are quoted stay in their release.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;

use super::super::asked::Asked;
use super::super::site::{Frame, PageError, Site, html};
use super::quotes::Card;
use crate::dutch::offices::office_of;
use crate::present::views::{PeriodView, QuoteView, QuotesView};
use crate::search::{Paging, Query, QuoteFilters, QuoteQuery, RegisterRequest, Sort, Synonyms};

/// Most quotes on the page; all of them are in the list of quotes.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "person.html", config = "src/web/askama.toml")]
struct PersonPage<'a> {
    frame: Frame,
    offices: Vec<String>,
    total: String,
    years: Vec<(String, Vec<Card<'a>>)>,
    all: String,
}

/// Returns the page of a holder of a public office.
pub(in super::super) fn person(
    site: &Site,
    asked: &Asked,
    name: &str,
) -> Result<Response, PageError> {
    let w = asked.language().words();
    let engine = site.engine()?;
    let request = RegisterRequest {
        name: Some(name.to_owned()),
        ..RegisterRequest::default()
    };
    let found = engine.officials(&request)?;
    let is_it = |record: &&crate::search::OfficialRecord| {
        record.name == name || record.variants.contains(name)
    };
    let record = found.iter().find(is_it).ok_or(PageError::Missing)?;
    let public = record
        .offices
        .iter()
        .filter(|tenure| office_of(&tenure.role).is_some());
    let offices: Vec<String> = public
        .map(|tenure| {
            let parts = [Some(tenure.role.as_str()), tenure.organisation.as_deref()];
            let office = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
            match PeriodView::of(tenure.period) {
                Some(PeriodView(first, last)) => {
                    format!("{office}: {} – {}", w.day(first), w.day(last))
                }
                None => office,
            }
        })
        .collect();
    if offices.is_empty() {
        return Err(PageError::Missing);
    }
    let said = QuoteFilters {
        speakers: vec![record.name.clone()],
        ..QuoteFilters::default()
    };
    let query =
        QuoteQuery::new(Query::default(), said).map_err(super::super::asked::AskedError::from)?;
    let answer = engine
        .quotes(&query, Synonyms::of_program())?
        .top(&Paging {
            sort: Sort::Date,
            limit: MOST,
            ..Paging::default()
        })?;
    let view = QuotesView::of("", &answer);
    let frame = site.frame(asked, "/persoon", record.name.clone()).noindex();
    let mut years: BTreeMap<String, Vec<Card<'_>>> = BTreeMap::new();
    for (quote, hit) in view.quotes.iter().zip(&answer.hits) {
        let quote: &QuoteView<'_> = quote;
        let year = quote.date.as_deref().map_or(w.undated, |date| &date[..4]);
        let card = Card::of(quote, hit.ordinal, &frame, &Asked::default());
        years.entry(year.to_owned()).or_default().push(card);
    }
    html(&PersonPage {
        offices,
        total: w.counted(view.total as u64, w.quote, w.quotes_noun),
        years: years.into_iter().rev().collect(),
        all: Asked::default()
            .with("spreker", &record.name)
            .address(&format!("{}/citaten", site.options.prefix)),
        frame,
    })
}
