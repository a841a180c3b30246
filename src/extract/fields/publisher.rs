//! Finds the public body that publishes a release. It is not always the owner of the site.
//!
//! Leaves out the list of public bodies (`sources::bodies`).

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::title::parts as title_parts;
use crate::document::{Publisher, PublisherEvidence, PublisherKind};
use crate::extract::draft::{Draft, Region};
use crate::sources::bodies::{kind_of, named_in, tidy};

static SOURCE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:bron|afzender|uitgever)\s*:\s*(?P<name>.{3,80})$")
        .expect("a valid pattern")
});

/// Returns all bodies that publish the draft, the main one first. `title` and the text may name
/// them.
///
/// Metadata that names a public body decides. Next come a line that names the source, the site's
/// own name if it is that of a public body, and the body that the text names most often. The
/// publisher in the metadata comes last if it is not a known public body.
pub(in crate::extract) fn publishers(draft: &Draft, title: Option<&str>) -> Vec<Publisher> {
    let mut found: Vec<Publisher> = Vec::new();
    for (name, evidence) in &draft.claims.publishers {
        let known = kind_of(name)
            .or((*evidence == PublisherEvidence::Record).then_some(PublisherKind::Other));
        if let Some(kind) = known
            && !found
                .iter()
                .any(|p| p.name.eq_ignore_ascii_case(&tidy(name)))
        {
            found.push(publisher(name, kind, *evidence));
        }
    }
    if !found.is_empty() {
        return found;
    }
    let claimed = || {
        draft
            .claims
            .publishers
            .first()
            .map(|(name, evidence)| publisher(name, PublisherKind::Other, *evidence))
    };
    let one = from_source_line(draft)
        .or_else(|| from_site_name(draft))
        .or_else(|| most_named(draft, title))
        .or_else(claimed);
    one.into_iter().collect()
}

fn publisher(name: &str, kind: PublisherKind, evidence: PublisherEvidence) -> Publisher {
    Publisher {
        name: tidy(name),
        kind,
        evidence,
    }
}

fn from_source_line(draft: &Draft) -> Option<Publisher> {
    let lines = draft
        .blocks
        .iter()
        .filter_map(|block| SOURCE_LINE.captures(&block.text));
    lines.into_iter().find_map(|line| {
        let name = line["name"].trim_end_matches('.');
        kind_of(name).map(|kind| publisher(name, kind, PublisherEvidence::SourceLine))
    })
}

fn from_site_name(draft: &Draft) -> Option<Publisher> {
    let parts = draft
        .claims
        .titles
        .iter()
        .flat_map(|title| title_parts(title));
    let mut names = draft
        .claims
        .site_names
        .iter()
        .map(String::as_str)
        .chain(parts);
    names.find_map(|name| {
        kind_of(name).map(|kind| publisher(name, kind, PublisherEvidence::SiteName))
    })
}

/// Returns the body that the title and text name most often. The earliest one wins a tie.
fn most_named(draft: &Draft, title: Option<&str>) -> Option<Publisher> {
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    let body = draft.blocks[draft.body.clone()]
        .iter()
        .filter(|b| b.region == Region::Content)
        .map(|b| b.text.as_str());
    for (order, text) in title.into_iter().chain(body).enumerate() {
        for named in named_in(text) {
            let entry = counts.entry(tidy(named)).or_insert((0, order));
            entry.0 += if order == 0 { 3 } else { 1 };
        }
    }
    let (name, _) = counts
        .into_iter()
        .max_by_key(|(name, (count, first))| (*count, Reverse(*first), name.clone()))?;
    kind_of(&name).map(|kind| publisher(&name, kind, PublisherEvidence::Text))
}
