//! rijksoverheid.nl since June 2026: a rolling news sitemap, a search interface for single days, and
//! the sitemap of the whole site for the past.
//!
//! Leaves out the old open-data XML, which is only loaded from files.

use std::collections::VecDeque;

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use serde_json::json;
use url::Url;

use super::{Answer, Coverage, Listed, OfferError, Scope, Walk, sitemap};
use crate::document::at_dutch_time;

/// The most items that the search interface answers, in order of relevance and without pages. A period
/// with as many is halved.
const MOST: usize = 20;

/// The shortest period that is asked for, in minutes.
const SHORTEST: i64 = 15;

/// Number of days back that the search interface is asked for. The sitemap has the rest.
const DAYS: i64 = 14;

/// News on the site.
const NEWS: &[&str] = &["/actueel/nieuws/", "/nieuws/", "/news/"];

/// The root of the site.
pub(super) fn site() -> Url {
    "https://www.rijksoverheid.nl/".parse().expect("an address")
}

/// A period, from its first moment to the moment after its last.
#[derive(Clone, Copy)]
struct Period(Timestamp, Timestamp);

impl Period {
    fn day(day: Date) -> Option<Self> {
        let midnight = |day: Date| at_dutch_time(day.at(0, 0, 0, 0));
        Some(Self(midnight(day)?, midnight(day.tomorrow().ok()?)?))
    }

    fn halves(self) -> Option<[Self; 2]> {
        let Self(from, to) = self;
        let minutes = (to.as_second() - from.as_second()) / 60;
        let middle = from.checked_add(Span::new().minutes(minutes / 2)).ok()?;
        (minutes > SHORTEST).then_some([Self(from, middle), Self(middle, to)])
    }
}

/// What was asked last.
enum Asked {
    News,
    Search(Period),
    Past,
}

pub(super) struct Rijksoverheid {
    site: Url,
    news: Option<sitemap::Sitemap>,
    periods: VecDeque<Period>,
    past: sitemap::Sitemap,
    asked: Asked,
    missed: Option<String>,
}

impl Rijksoverheid {
    pub(super) fn new(site: &Url, scope: Scope) -> Self {
        let at = |path: &str| site.join(path).expect("a path");
        let news: Vec<String> = NEWS.iter().map(|path| (*path).to_owned()).collect();
        let start = scope.today().saturating_sub(Span::new().days(DAYS));
        let first = scope.start().map_or(start, |asked| asked.max(start));
        let days = first
            .series(Span::new().days(1))
            .take_while(|day| *day <= scope.today());
        Self {
            news: Some(sitemap::Sitemap::new(
                at("news/sitemap.xml"),
                Vec::new(),
                scope,
            )),
            periods: days.filter_map(Period::day).collect(),
            past: sitemap::Sitemap::new(at("sitemap.xml"), news, scope),
            site: site.clone(),
            asked: Asked::News,
            missed: None,
        }
    }
}

impl Walk for Rijksoverheid {
    fn next(&mut self) -> Option<Url> {
        if let Some(url) = self.news.as_mut().and_then(Walk::next) {
            self.asked = Asked::News;
            return Some(url);
        }
        if let Some(period) = self.periods.pop_front() {
            self.asked = Asked::Search(period);
            let Period(from, to) = period;
            // Full moments: the interface answers HTTP 500 to a day.
            let written = |time: Timestamp| time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
            let last = to.checked_sub(Span::new().milliseconds(1)).unwrap_or(to);
            let query = json!({
                "filters": [
                    { "field": "content_type", "values": ["pro:newsDocument"], "type": "all" },
                    { "field": "sort_date", "type": "all",
                      "values": [{ "from": written(from), "to": written(last), "name": "specificPeriod" }] },
                ],
                "resultSearchTerm": "",
                "pageTitle": "Nieuws",
            });
            let mut url = self.site.join("api/rss").expect("a path");
            url.query_pairs_mut()
                .append_pair("query", &query.to_string());
            return Some(url);
        }
        self.asked = Asked::Past;
        self.past.next()
    }

    fn read(&mut self, answer: &Answer<'_>) -> Result<Vec<Listed>, OfferError> {
        match self.asked {
            Asked::News => match &mut self.news {
                Some(news) => {
                    let mut listed = news.read(answer)?;
                    // Its dates are those of the last change.
                    for item in &mut listed {
                        item.page.claims.date = None;
                    }
                    Ok(listed)
                }
                None => Ok(Vec::new()),
            },
            Asked::Past => self.past.read(answer),
            Asked::Search(period) => {
                let items = super::feed::Feed::new(answer.url.clone()).read(answer)?;
                if items.len() >= MOST {
                    if let Some([first, second]) = period.halves() {
                        self.periods.push_front(second);
                        self.periods.push_front(first);
                    } else {
                        let from = period.0;
                        self.missed = Some(format!(
                            "the search has more than {MOST} items in the {SHORTEST} minutes from {from}"
                        ));
                    }
                }
                Ok(items)
            }
        }
    }

    fn coverage(&self) -> Coverage {
        Coverage::Period
    }

    fn missed(&self) -> Option<String> {
        self.missed.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(walk: &mut Rijksoverheid, path: &str, body: &str) -> Vec<Listed> {
        let url = walk.next().expect("an address");
        assert!(url.path().starts_with(path), "{url}");
        let answer = Answer {
            url: &url,
            status: 200,
            body: body.as_bytes(),
            media_type: "",
            total_pages: None,
        };
        walk.read(&answer).expect("an answer")
    }

    #[test]
    fn a_day_with_too_many_items_is_halved() {
        let now: Timestamp = "2026-09-23T12:00:00Z".parse().expect("a time");
        let scope = Scope {
            since: Some(Date::constant(2026, 9, 23)),
            last: None,
            now,
        };
        let mut walk = Rijksoverheid::new(&site(), scope);
        let empty = "<urlset></urlset>";
        assert_eq!(answer(&mut walk, "/news/sitemap.xml", empty), []);
        let item = |n: usize| {
            format!(
                "<item><title>t</title><link>https://www.rijksoverheid.nl/actueel/nieuws/2026/09/23/n{n}</link>\
                     <pubDate>Wed, 23 Sep 2026 14:47:00 GMT</pubDate><guid isPermaLink=\"false\">d{n}</guid></item>"
            )
        };
        let feed = |count: usize| {
            let items: String = (0..count).map(item).collect();
            format!("<rss version=\"2.0\"><channel><title>Nieuws</title>{items}</channel></rss>")
        };
        let listed = answer(&mut walk, "/api/rss", &feed(20));
        assert_eq!((listed.len(), walk.periods.len()), (20, 2));
        let url = walk.next().expect("the first half");
        let query = url
            .query_pairs()
            .find(|(name, _)| name == "query")
            .expect("a query")
            .1
            .into_owned();
        assert!(
            query.contains("2026-09-22T22:00:00.000Z")
                && query.contains("2026-09-23T09:59:59.999Z"),
            "{query}"
        );
        walk.read(&Answer {
            url: &url,
            status: 200,
            body: feed(1).as_bytes(),
            media_type: "",
            total_pages: None,
        })
        .expect("a feed");
        assert_eq!(answer(&mut walk, "/api/rss", &feed(0)), []);
        let index = "<sitemapindex><sitemap><loc>https://www.rijksoverheid.nl/sitemap/1.xml</loc></sitemap></sitemapindex>";
        assert_eq!(answer(&mut walk, "/sitemap.xml", index), []);
        let pages = "<urlset><url><loc>https://www.rijksoverheid.nl/actueel/nieuws/2026/09/23/brug</loc></url>
                     <url><loc>https://www.rijksoverheid.nl/themas/bruggen</loc></url></urlset>";
        assert_eq!(answer(&mut walk, "/sitemap/1.xml", pages).len(), 1);
    }
}
