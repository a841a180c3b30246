//! Known sites, content management systems and interfaces: `schema/sources/sites/*.toml`.
//!
//! Leaves out finding the text of pages without a known layout (`html::body`). A site is recognized
//! by its host, a content management system by strings in its markup, an interface by its fields.
//! Each layout has a date on which it was in use, so that old captures are read with their own
//! layout.

use std::sync::LazyLock;

use jiff::civil::Date;
use scraper::Selector;
use serde::{Deserialize, Deserializer};
use url::Url;

/// A site, a content management system, or an interface.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Site {
    /// Its name in warnings and explanations.
    pub(crate) name: String,
    /// Its hosts. Their subdomains belong to the site too.
    #[serde(default)]
    hosts: Vec<String>,
    /// Strings of markup. A page that contains one of them is of this system.
    #[serde(default)]
    marks: Vec<String>,
    /// The publisher of the site, if there is only one.
    pub(crate) publisher: Option<String>,
    #[serde(default)]
    layouts: Vec<Layout>,
    /// The fields of its records, if it offers records.
    record: Option<RecordFields>,
}

/// CSS selectors of the parts of a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Layout {
    /// A date on which pages had this layout.
    seen: Date,
    pub(crate) title: Option<Css>,
    pub(crate) date: Option<Css>,
    /// The elements that hold the text.
    pub(crate) text: Css,
    pub(crate) tags: Option<Css>,
    /// Elements inside the text that are not part of it.
    pub(crate) leave_out: Option<Css>,
}

/// Paths of the parts of a record: keys joined by dots. A path selects from every item of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordFields {
    /// Fields that every record of this interface has.
    pub(crate) needs: Vec<String>,
    pub(crate) title: String,
    /// Publication dates, most trusted first.
    pub(crate) date: Vec<String>,
    pub(crate) modified: Option<String>,
    #[serde(default)]
    pub(crate) publisher: Vec<String>,
    pub(crate) kind: Option<String>,
    pub(crate) tags: Option<String>,
    pub(crate) lead: Option<String>,
    pub(crate) text: Option<String>,
    /// Parts of the text, each with a heading.
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
        /// The name and content of every file in `schema/sources/sites`.
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../schema/sources/sites/", $name, ".toml")))),*];
    };
}

// Files with records are in the order in which they are tried: the more fields needed, the earlier.
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

/// Returns the site of `url`, if it is known.
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

/// Returns the content management systems whose markup `html` contains.
pub(crate) fn systems_in(html: &str) -> impl Iterator<Item = &'static Site> {
    SITES.iter().filter(move |site| {
        site.marks
            .iter()
            .any(|mark| memchr::memmem::find(html.as_bytes(), mark.as_bytes()).is_some())
    })
}

/// Returns the interfaces that offer records, with the fields of their records.
pub(super) fn record_sites() -> impl Iterator<Item = (&'static Site, &'static RecordFields)> {
    SITES
        .iter()
        .filter_map(|site| Some((site, site.record.as_ref()?)))
}

impl Site {
    /// Returns its layouts, ordered by the distance between their date and the capture's.
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
                "no page or record can match site `{}`",
                site.name
            );
        }
    }

    #[test]
    fn sites_are_recognized_by_host_and_systems_by_markup() {
        let name = |url| at(url).map(|site| site.name.as_str());
        assert_eq!(
            name("https://www.rijksoverheid.nl/actueel/nieuws/2019/10/15/x"),
            Some("rijksoverheid")
        );
        assert_eq!(name("https://nietrijksoverheid.nl/x"), None);
        assert_eq!(name("file:///x.html"), None);
        let systems: Vec<_> = systems_in("<div class='field field--name-body'>")
            .map(|site| site.name.as_str())
            .collect();
        assert_eq!(systems, ["drupal"]);
    }

    #[test]
    fn the_layout_nearest_to_the_capture_comes_first() {
        let site = at("https://rijksoverheid.nl/").expect("a known site");
        let seen = |on| site.layouts(on)[0].seen;
        assert_eq!(seen(Date::constant(2013, 1, 1)), Date::constant(2014, 1, 1));
        assert_eq!(
            seen(Date::constant(2026, 1, 1)),
            Date::constant(2020, 1, 22)
        );
    }
}
