//! What is known of single sites and of the systems behind them: `schema/sources/sites/*.toml`.
//!
//! Leaves out finding the text of a page that nothing is known of (`html::body`). A site is known by
//! its host, a content management system by stretches of its markup, an interface by its fields. A
//! site's layouts are dated by when they were seen, so that old captures keep theirs.

use std::sync::LazyLock;

use jiff::civil::Date;
use scraper::Selector;
use serde::{Deserialize, Deserializer};
use url::Url;

/// A site, a content management system, or an interface.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Site {
    /// What it is called in warnings and explanations.
    pub(crate) name: String,
    /// Its hosts; those below them are its own too.
    #[serde(default)]
    hosts: Vec<String>,
    /// Markup of which any tells the system.
    #[serde(default)]
    marks: Vec<String>,
    /// The body that speaks on it, where that is one.
    pub(crate) publisher: Option<String>,
    #[serde(default)]
    layouts: Vec<Layout>,
    /// The fields of its records, where it offers any.
    record: Option<Fields>,
}

/// Where the parts of a page stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Layout {
    /// A day on which pages had this layout.
    seen: Date,
    pub(crate) title: Option<Css>,
    pub(crate) date: Option<Css>,
    /// The elements that hold the text.
    pub(crate) text: Css,
    pub(crate) tags: Option<Css>,
    /// Elements within the text that are not of it.
    pub(crate) leave_out: Option<Css>,
}

/// Where the parts of a record stand: keys joined by dots; lists on the way are gone through.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fields {
    /// What a record must have to be one of these.
    pub(crate) needs: Vec<String>,
    pub(crate) title: String,
    /// Dates of publication, most trusted first.
    pub(crate) date: Vec<String>,
    pub(crate) modified: Option<String>,
    #[serde(default)]
    pub(crate) publisher: Vec<String>,
    pub(crate) kind: Option<String>,
    pub(crate) tags: Option<String>,
    pub(crate) lead: Option<String>,
    pub(crate) text: Option<String>,
    /// Stretches of text with a heading each.
    pub(crate) parts: Option<String>,
    pub(crate) part_title: Option<String>,
    pub(crate) part_text: Option<String>,
}

/// A CSS selector.
#[derive(Debug)]
pub(crate) struct Css(pub(crate) Selector);

impl<'de> Deserialize<'de> for Css {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Selector::parse(&text)
            .map(Self)
            .map_err(|e| serde::de::Error::custom(format!("`{text}`: {e}")))
    }
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// Every file of `schema/sources/sites`, by name.
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../schema/sources/sites/", $name, ".toml")))),*];
    };
}

// Those with records in the order in which they are tried: the more they need, the earlier.
files![
    "rijksoverheid-open-data",
    "politie",
    "wordpress-api",
    "openpub",
    "gent",
    "rijksoverheid",
    "om",
    "zuid-holland",
    "noord-holland",
    "limburg",
    "drenthe",
    "fryslan",
    "urk",
    "hhnk",
    "vechtstromen",
    "steenwijkerland",
    "digitaleoverheid",
    "iprox",
    "drupal",
    "typo3",
    "liferay",
    "wordpress",
];

static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, text)| {
            toml::from_str(text).unwrap_or_else(|e| panic!("schema/sources/sites/{name}.toml: {e}"))
        })
        .collect()
});

/// The site at `url`, if it is a known one.
pub(crate) fn at(url: &str) -> Option<&'static Site> {
    let url = Url::parse(url).ok()?;
    let host = url.host_str()?;
    SITES.iter().find(|site| {
        let below = |own: &String| {
            host.strip_suffix(own.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        site.hosts.iter().any(below)
    })
}

/// The systems that `html` shows marks of.
pub(crate) fn behind(html: &str) -> impl Iterator<Item = &'static Site> {
    SITES.iter().filter(move |site| {
        site.marks
            .iter()
            .any(|mark| memchr::memmem::find(html.as_bytes(), mark.as_bytes()).is_some())
    })
}

/// The fields of every kind of record, and what has it.
pub(super) fn record_sites() -> impl Iterator<Item = (&'static Site, &'static Fields)> {
    SITES
        .iter()
        .filter_map(|site| Some((site, site.record.as_ref()?)))
}

impl Site {
    /// Its layouts, those seen nearest to the capture first.
    pub(crate) fn layouts(&self, captured: Date) -> Vec<&Layout> {
        let mut layouts: Vec<&Layout> = self.layouts.iter().collect();
        layouts.sort_by_key(|layout| (layout.seen - captured).get_days().abs());
        layouts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/sources/sites");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .path()
                    .file_stem()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        there.sort();
        let mut read: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        read.sort_unstable();
        assert_eq!(read, there);
        for site in &*SITES {
            assert!(
                !site.hosts.is_empty() || !site.marks.is_empty() || site.record.is_some(),
                "{} can never be met",
                site.name
            );
        }
    }

    #[test]
    fn sites_are_known_by_host_and_systems_by_markup() {
        let name = |url| at(url).map(|site| site.name.as_str());
        assert_eq!(
            name("https://www.rijksoverheid.nl/actueel/nieuws/2019/10/15/x"),
            Some("rijksoverheid")
        );
        assert_eq!(name("https://nietrijksoverheid.nl/x"), None);
        assert_eq!(name("file:///x.html"), None);
        let systems: Vec<_> = behind("<div class='field field--name-body'>")
            .map(|site| site.name.as_str())
            .collect();
        assert_eq!(systems, ["drupal"]);
    }

    #[test]
    fn a_layout_is_taken_by_its_day() {
        let site = at("https://rijksoverheid.nl/").expect("a known site");
        let seen = |on| site.layouts(on)[0].seen;
        assert_eq!(seen(Date::constant(2013, 1, 1)), Date::constant(2014, 1, 1));
        assert_eq!(
            seen(Date::constant(2026, 1, 1)),
            Date::constant(2020, 1, 22)
        );
    }
}
