//! The view of the same text as other publishers put it out.
//!
//! Leaves out finding such texts (`search`).

use schemars::JsonSchema;
use serde::Serialize;
use similar::TextDiff;

use super::diff::{ChangeView, changes, text};
use super::quote::SpeakerView;
use crate::document::{Quote, Release, Version};
use crate::search::{SaidBy, SameText};

/// From this similarity of their words on, two quotes are one quote with changes.
const ALIKE: f32 = 0.5;

/// A release, and how other publishers put out its text.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct VariantsView<'a> {
    /// The release.
    pub release: VariantOfView<'a>,
    /// The same text of other publishers: the first published first.
    pub variants: Vec<VariantView<'a>>,
}

/// A release whose variants are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VariantOfView<'a> {
    /// The release's id.
    pub id: String,
    /// Its canonical URL.
    pub url: &'a str,
    /// Its title.
    pub title: Option<&'a str>,
    /// The body that publishes it.
    pub publisher: Option<&'a str>,
    /// The day of publication (`2021-02-03`).
    #[schemars(extend("format" = "date"))]
    pub date: Option<String>,
}

/// A variant of a release.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct VariantView<'a> {
    /// The variant.
    #[serde(flatten)]
    pub variant: VariantOfView<'a>,
    /// The share of the runs of three words of both texts that both have, from 0 to 1.
    pub resemblance: f64,
    /// The quotes whose words or speakers differ.
    pub quotes: Vec<QuoteDifferenceView<'a>>,
    /// The equal, deleted and inserted passages of title and text, in order.
    pub changes: Vec<ChangeView>,
}

/// A quote that is not the same in both releases.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct QuoteDifferenceView<'a> {
    /// Who says it in the release; `null` if the release lacks it.
    pub said_by: Option<Vec<SpeakerView<'a>>>,
    /// Who says it in the variant; `null` if the variant lacks it.
    pub said_by_in_variant: Option<Vec<SpeakerView<'a>>>,
    /// The equal, deleted and inserted words.
    pub changes: Vec<ChangeView>,
}

impl<'a> VariantsView<'a> {
    /// Makes the view of a release and its variants.
    #[must_use]
    pub fn of(release: &'a Version, variants: &'a [SameText]) -> Self {
        let variants = variants.iter().map(|same| VariantView {
            variant: VariantOfView::of(&same.version.release),
            resemblance: (same.resemblance * 1000.0).round() / 1000.0,
            quotes: differences(&release.release, &same.version.release),
            changes: changes(&text(release), &text(&same.version)),
        });
        Self {
            release: VariantOfView::of(&release.release),
            variants: variants.collect(),
        }
    }
}

impl<'a> VariantOfView<'a> {
    fn of(release: &'a Release) -> Self {
        Self {
            id: release.id.to_string(),
            url: &release.url,
            title: release.title.as_deref(),
            publisher: release.publisher.as_ref().map(|body| body.name.as_str()),
            date: release
                .published
                .as_ref()
                .map(|stamp| stamp.date.to_string()),
        }
    }
}

/// A quote with its words and speakers.
struct Said<'a> {
    words: String,
    speakers: Vec<SpeakerView<'a>>,
}

impl<'a> Said<'a> {
    fn of(release: &'a Release, quote: &'a Quote) -> Self {
        let segments = quote.segments.iter().map(|span| release.text(*span));
        Self {
            words: segments.collect::<Vec<_>>().join(" … "),
            speakers: SaidBy::all(release, quote).map(SpeakerView::of).collect(),
        }
    }

    /// Whether both are the same words of the same persons.
    fn is(&self, other: &Self) -> bool {
        let names = |said: &Self| -> Vec<Option<&str>> {
            said.speakers.iter().map(|speaker| speaker.name).collect()
        };
        bare(&self.words) == bare(&other.words) && names(self) == names(other)
    }
}

/// Returns the letters and digits of a text.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn differences<'a>(old: &'a Release, new: &'a Release) -> Vec<QuoteDifferenceView<'a>> {
    let said = |release: &'a Release| -> Vec<Said<'a>> {
        let quotes = release.quotes.iter().filter(|quote| quote.is_literal());
        quotes.map(|quote| Said::of(release, quote)).collect()
    };
    let (mut before, mut after) = (said(old), said(new));
    before.retain(|one| match after.iter().position(|other| one.is(other)) {
        Some(at) => {
            after.remove(at);
            false
        }
        None => true,
    });
    let mut found = Vec::new();
    for one in before {
        let alike = |other: &Said<'_>| TextDiff::from_words(&one.words, &other.words).ratio();
        let nearest = after.iter().map(alike).enumerate();
        let nearest = nearest.max_by(|(_, one), (_, other)| one.total_cmp(other));
        let other = nearest
            .filter(|(_, ratio)| *ratio >= ALIKE)
            .map(|(at, _)| after.remove(at));
        let words = other.as_ref().map_or("", |other| &other.words);
        found.push(QuoteDifferenceView {
            changes: changes(&one.words, words),
            said_by: Some(one.speakers),
            said_by_in_variant: other.map(|other| other.speakers),
        });
    }
    found.extend(after.into_iter().map(|other| QuoteDifferenceView {
        changes: changes("", &other.words),
        said_by: None,
        said_by_in_variant: Some(other.speakers),
    }));
    found
}
