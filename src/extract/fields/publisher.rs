//! Finds the public body that publishes a release. It is not always the owner of the site.
//!
//! Leaves out the list of public bodies (`sources::bodies`).

use std::cmp::Reverse;
use std::collections::HashMap;

use super::news::is_news;
use super::title::{KICKERS, parts as title_parts};
use crate::document::{Publisher, PublisherEvidence, PublisherKind};
use crate::extract::draft::{Draft, Region};
use crate::sources::bodies::{kind_of, named_in, tidy};

/// Labels of the line that names the source of a text.
const SOURCES: [&str; 3] = ["bron", "afzender", "uitgever"];

/// Words before the source of a text in a line of its own.
const OPENINGS: [&str; 4] = [
    "Bericht van de ",
    "Bericht van ",
    "Persbericht van de ",
    "Persbericht van ",
];

/// Longest name of a source, in bytes.
const SOURCE_MAX: usize = 80;

/// Returns all bodies that publish the draft, the main one first. `title` and the text may name
/// them.
///
/// Metadata that names a public body decides. Next come a line that names the source, the site's
/// own name if it is that of a public body, a line above the title with the name of a body, and
/// the body that the text shows to be its own, unless it reads like news. The publisher in the
/// metadata comes last if it is not a known public body.
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
        .or_else(|| from_line_above(draft, title?))
        .or_else(|| most_named(draft, title).filter(|_| !is_news(draft)))
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
    let lines = draft.blocks.iter().filter_map(|block| {
        // `Bericht van waterschap Noorderdiep.`
        let of = OPENINGS.iter().find_map(|of| block.text.strip_prefix(of));
        if let Some(name) = of.filter(|name| name.len() <= SOURCE_MAX) {
            return Some(name);
        }
        let (label, name) = block.text.split_once(':')?;
        let label = label.trim();
        let is_source = SOURCES
            .iter()
            .any(|source| label.eq_ignore_ascii_case(source));
        Some(name.trim()).filter(|name| is_source && name.len() <= SOURCE_MAX)
    });
    lines.into_iter().find_map(|name| {
        let name = name.trim_end_matches('.');
        kind_of(name).map(|kind| publisher(name, kind, PublisherEvidence::SourceLine))
    })
}

/// Reads the name of a body that is a line right above the title of a text without headings.
fn from_line_above(draft: &Draft, title: &str) -> Option<Publisher> {
    let mut blocks = draft.blocks.iter();
    let below = blocks.position(|block| block.level == 0 && block.text == title)?;
    let above = &draft.blocks[below.saturating_sub(KICKERS)..below];
    let named = above.iter().find_map(|block| {
        let name = block.text.strip_prefix("Logo ").unwrap_or(&block.text);
        Some((name, kind_of(name)?))
    });
    named.map(|(name, kind)| publisher(name, kind, PublisherEvidence::SourceLine))
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
        let name = without_medium(name);
        kind_of(name).map(|kind| publisher(name, kind, PublisherEvidence::SiteName))
    })
}

/// Returns the name of a site without the words for where it is: `Gemeente Zandwijk op Internet`.
fn without_medium(name: &str) -> &str {
    let lower = name.to_lowercase();
    let media = [" op internet", " op het internet", " online"];
    let medium = media.iter().find(|medium| lower.ends_with(**medium));
    medium
        .and_then(|medium| name.get(..name.len() - medium.len()))
        .unwrap_or(name)
}

/// Least weight of a body that the text names only in passing. The title counts for three paragraphs.
const NAMED_OFTEN: usize = 5;

/// Returns the body that the text shows to be its own: the title or the first paragraph says what it
/// does, or the text names it often and no other body nearly as often. A body that is named in
/// passing, or that the text says it is not about, is not the publisher.
fn most_named(draft: &Draft, title: Option<&str>) -> Option<Publisher> {
    let mut bodies: HashMap<String, Named> = HashMap::new();
    let body = draft.blocks[draft.body.clone()]
        .iter()
        .filter(|b| b.region == Region::Content)
        .map(|b| b.text.as_str());
    let texts: Vec<&str> = title.into_iter().chain(body).collect();
    for (order, text) in texts.iter().copied().enumerate() {
        for named in named_in(text) {
            let at = named.as_ptr() as usize - text.as_ptr() as usize;
            let entry = bodies.entry(tidy(named)).or_insert(Named {
                weight: 0,
                first: order,
                acts: false,
                denied: false,
            });
            entry.weight += if order == 0 { 3 } else { 1 };
            entry.acts |= order < EARLY && begins_sentence(text, at);
            entry.denied |= is_denied(&text[..at]);
        }
    }
    // *Drenthe zet in op …* says what the province of that name does.
    let early = &texts[..texts.len().min(EARLY)];
    for (name, named) in &mut bodies {
        named.acts |= early.iter().any(|text| acts_by_own_name(text, name));
    }
    let best = bodies
        .iter()
        .filter(|(_, named)| !named.denied)
        .max_by_key(|(name, named)| {
            (
                named.acts,
                named.weight,
                Reverse(named.first),
                (*name).clone(),
            )
        })?;
    let (name, named) = best;
    let others = bodies.iter().filter(|(other, _)| *other != name);
    let next = others
        .clone()
        .map(|(_, other)| other.weight)
        .max()
        .unwrap_or_default();
    let rivals = others.filter(|(_, other)| other.acts).count();
    // A text without a title may be about anybody: an answer, a letter, a part of a page.
    let is_own = title.is_some() && named.acts && (rivals == 0 || named.weight > next)
        || named.weight >= NAMED_OFTEN && named.weight > 2 * next;
    kind_of(name)
        .filter(|_| is_own)
        .map(|kind| publisher(name, kind, PublisherEvidence::Text))
}

/// How a text names a body.
struct Named {
    weight: usize,
    /// Number of the paragraph that names it first; 0 is the title.
    first: usize,
    /// Whether an early sentence begins with it, so that it says what the body does.
    acts: bool,
    /// Whether the text says that it is not about the body.
    denied: bool,
}

/// Number of early texts: the title and two paragraphs.
const EARLY: usize = 3;

/// Whether a sentence of `text` begins with the own name of the body `name`: *Drenthe* for
/// *provincie Drenthe*.
fn acts_by_own_name(text: &str, name: &str) -> bool {
    let Some((_, own)) = name.split_once(' ') else {
        return false;
    };
    own.starts_with(char::is_uppercase)
        && text.match_indices(own).any(|(at, _)| {
            let after = text[at + own.len()..].chars().next();
            begins_sentence(text, at) && after.is_some_and(|c| c == ' ')
        })
}

/// Whether the name at byte `at` is the begin of a sentence, after an article and the organ of the body at most:
/// *De gemeente*, *Gedeputeerde Staten van de provincie*.
fn begins_sentence(text: &str, at: usize) -> bool {
    const ORGANS: [&str; 8] = [
        "Gedeputeerde Staten van",
        "Provinciale Staten van",
        "gemeenteraad van",
        "college van",
        "college van burgemeester en wethouders van",
        "algemeen bestuur van",
        "dagelijks bestuur van",
        "bestuur van",
    ];
    let before = without_article(&text[..at]);
    let organ = ORGANS.iter().find_map(|organ| {
        let rest = before.len().checked_sub(organ.len())?;
        let (rest, last) = before.split_at_checked(rest)?;
        last.eq_ignore_ascii_case(organ).then_some(rest)
    });
    let before = organ.map_or(before, without_article);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '–', '-'])
}

/// Returns `text` without an article at its end.
fn without_article(text: &str) -> &str {
    let text = text.trim_end();
    let article = ["De", "Het", "de", "het"].iter().find_map(|article| {
        text.strip_suffix(article)
            .filter(|rest| rest.is_empty() || rest.ends_with(char::is_whitespace))
    });
    article.unwrap_or(text).trim_end()
}

/// Whether the words before a name deny it: *niet van de gemeente Zandwijk*.
fn is_denied(before: &str) -> bool {
    let words: Vec<String> = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(4)
        .map(str::to_lowercase)
        .collect();
    let small = [
        "de", "het", "van", "door", "in", "uit", "voor", "namens", "om", "over",
    ];
    words
        .iter()
        .find(|word| !small.contains(&word.as_str()))
        .is_some_and(|word| matches!(word.as_str(), "niet" | "geen" | "buiten" | "behalve"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;
    use crate::extract::draft::RawBlock;

    fn named(title: &str, texts: &[&str]) -> Option<String> {
        let blocks: Vec<RawBlock> = texts
            .iter()
            .map(|text| RawBlock::new(BlockKind::Paragraph, (*text).to_owned()))
            .collect();
        let draft = Draft {
            body: 0..blocks.len(),
            blocks,
            ..Draft::default()
        };
        most_named(&draft, Some(title)).map(|publisher| publisher.name)
    }

    #[test]
    fn an_organ_acts_for_its_body() {
        let texts = [
            "Gedeputeerde Staten van de provincie Eikenland maken plaats voor de gemeente Het Nieuwe Land.",
        ];
        let provincie = Some("provincie Eikenland".to_owned());
        assert_eq!(named("Nieuwe gemeente op de kaart", &texts), provincie);
    }

    #[test]
    fn news_about_a_body_is_not_its_own() {
        let acts = "De gemeente Zandwijk sluit de brug.";
        for texts in [
            ["ZANDWIJK - De gemeente Zandwijk sluit de brug.", ""],
            [acts, "Dat zei de wethouder op Omroep Veenland."],
            ["Door Kees Bos", acts],
            [acts, "VVD, D66 en SP waren tegen."],
        ] {
            let blocks = texts
                .iter()
                .map(|text| RawBlock::new(BlockKind::Paragraph, (*text).to_owned()));
            let blocks: Vec<RawBlock> = blocks.collect();
            let draft = Draft {
                body: 0..blocks.len(),
                blocks,
                ..Draft::default()
            };
            assert_eq!(publishers(&draft, Some("Brug dicht")), [], "{texts:?}");
        }
    }

    #[test]
    fn a_body_is_the_publisher_if_the_text_says_what_it_does() {
        let zandwijk = Some("gemeente Zandwijk".to_owned());
        assert_eq!(
            named("Brug dicht", &["De gemeente Zandwijk sluit de brug."]),
            zandwijk
        );
        assert_eq!(
            named("Gemeente Zandwijk sluit brug", &["De brug is oud."]),
            zandwijk
        );
        assert_eq!(
            named(
                "Zandwijk sluit brug",
                &["In een plan van de gemeente Zandwijk staat waarom."]
            ),
            zandwijk
        );
        for text in [
            "De brug ligt op de grens met de gemeente Zandwijk.",
            "Deze brug is niet van de gemeente Zandwijk.",
            "Samen met de provincie Eikenland en de gemeente Zandwijk wordt de brug hersteld.",
        ] {
            assert_eq!(named("Brug dicht", &[text]), None, "{text}");
        }
    }
}
