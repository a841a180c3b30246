//! Counts the matches of a query on a cluster by values and by period.
//!
//! Leaves out the matches themselves (`search`). Every count is exact: values are read in pages to the last one, where
//! the cluster would otherwise list the most frequent ones of each shard.

use jiff::civil::Date;
use serde_json::{Map, Value, json};
use tantivy::DateTime;

use super::live::{Cluster, PAGE_OF_VALUES, RELEASES};
use super::pages::buckets;
use crate::index::IndexError;
use crate::search::{DAY, DayCounts, Days, Facet, FacetField, Interval, Timeline, day_of};

/// Counts the matches of `query` by the values of each field.
pub(super) fn facets(
    cluster: &Cluster,
    query: &Value,
    asked: &[(FacetField, usize)],
) -> Result<Vec<Facet>, IndexError> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut aggregations = Map::new();
    for (field, _) in asked {
        let (name, column) = (field.name(), column(*field));
        let counted = match field {
            FacetField::Year => histogram(Interval::Year),
            _ => json!({ "composite": {
                "size": PAGE_OF_VALUES, "sources": [{ "value": { "terms": { "field": column } } }],
            } }),
        };
        aggregations.insert(name.to_owned(), counted);
        let without = json!({ "missing": { "field": column } });
        aggregations.insert(format!("without {name}"), without);
    }
    let body = json!({ "size": 0, "query": query, "aggs": aggregations });
    let answer = cluster.ask(RELEASES, &body)?;
    let mut facets = Vec::new();
    for (field, most) in asked {
        let found = buckets(&answer, field.name());
        let values = match field {
            FacetField::Year => {
                let years = found.iter().filter_map(|bucket| {
                    let (day, count) = day(bucket);
                    let first = day_of(DateTime::from_timestamp_secs(day * DAY))?;
                    Some((Interval::Year.label(first), count))
                });
                years.collect()
            }
            _ if found.len() < PAGE_OF_VALUES => {
                let value = |bucket: &Value| bucket["key"]["value"].as_str().map(str::to_owned);
                let values = found.iter();
                let values = values.filter_map(|bucket| Some((value(bucket)?, count(bucket))));
                values.collect()
            }
            _ => cluster.values(RELEASES, query, column(*field), usize::MAX)?,
        };
        let without = count(&answer["aggregations"][format!("without {}", field.name())]);
        facets.push(Facet::of(*field, *most, values, without));
    }
    Ok(facets)
}

/// Counts the matches of `query` by period.
pub(super) fn timeline(
    cluster: &Cluster,
    query: &Value,
    interval: Interval,
    split: Option<(FacetField, usize)>,
    within: Option<(Option<Date>, Option<Date>)>,
) -> Result<Timeline, IndexError> {
    let mut values: Vec<String> = Vec::new();
    let mut filters = vec![json!({ "match_all": {} })];
    if let Some((field, most)) = split {
        let facet = facets(cluster, query, &[(field, most)])?.remove(0);
        values = facet.values.into_iter().map(|(value, _)| value).collect();
        let is = |value: &String| json!({ "term": { column(field): value } });
        filters.extend(values.iter().map(is));
        let each: Vec<Value> = values.iter().map(is).collect();
        filters.push(json!({ "bool": { "must_not": each } }));
    }
    let mut counted = Vec::with_capacity(filters.len());
    for filters in filters.chunks(at_once(interval)) {
        counted.extend(days(cluster, query, filters, interval)?);
    }
    let split = counted.split_off(1);
    let days = counted.remove(0);
    Ok(Timeline::of(
        interval,
        values,
        &DayCounts { days, split },
        within,
    ))
}

/// Returns how many timelines are asked for at once: an answer has at most 65,535 periods.
fn at_once(interval: Interval) -> usize {
    match interval {
        Interval::Day => 1,
        Interval::Week => 10,
        Interval::Month => 50,
        Interval::Year => 200,
    }
}

/// Returns the number of matches of `query` that pass each filter, in each period, by its first day.
fn days(
    cluster: &Cluster,
    query: &Value,
    filters: &[Value],
    interval: Interval,
) -> Result<Vec<Days>, IndexError> {
    let aggregations = filters.iter().enumerate().map(|(n, filter)| {
        let counted = json!({ "filter": filter, "aggs": {
            "days": histogram(interval), "undated": { "missing": { "field": "published" } },
        } });
        (n.to_string(), counted)
    });
    let aggregations: Map<String, Value> = aggregations.collect();
    let body = json!({ "size": 0, "query": query, "aggs": aggregations });
    let answer = cluster.ask(RELEASES, &body)?;
    let counts = (0..filters.len()).map(|n| {
        let found = &answer["aggregations"][n.to_string()];
        let days = found["days"]["buckets"].as_array().into_iter().flatten();
        let mut days: Days = days
            .map(day)
            .map(|(day, count)| (Some(day), count))
            .collect();
        let undated = count(&found["undated"]);
        if undated > 0 {
            days.insert(None, undated);
        }
        days
    });
    Ok(counts.collect())
}

/// Returns the name of the column that has the values of a field.
fn column(field: FacetField) -> &'static str {
    match field {
        FacetField::Year => "published",
        field => field.name(),
    }
}

fn histogram(interval: Interval) -> Value {
    let interval = match interval {
        Interval::Day => "day",
        Interval::Week => "week",
        Interval::Month => "month",
        Interval::Year => "year",
    };
    json!({ "date_histogram": {
        "field": "published", "calendar_interval": interval, "min_doc_count": 1,
    } })
}

/// Returns the first day of a period, since 1970, and its number of matches.
fn day(bucket: &Value) -> (i64, u64) {
    let at = bucket["key"].as_i64().unwrap_or_default();
    (at.div_euclid(1000 * DAY), count(bucket))
}

fn count(bucket: &Value) -> u64 {
    bucket["doc_count"].as_u64().unwrap_or_default()
}
