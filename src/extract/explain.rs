//! Explains each field of a release: the rule that produced it, and the evidence for it.
//!
//! Leaves out choosing the fields. [`Trace`] holds the decisions that the release does not record.

use serde::Serialize;

use super::draft::{BodyOrigin, BodyRule};
use crate::document::{
    DateStamp, Publisher, PublisherEvidence, Reason, Release, Speaker, json_name,
};

/// Decisions made while a release was read that the release does not record.
#[derive(Debug, Default)]
pub(super) struct Trace {
    pub(super) origin: BodyOrigin,
    /// The block that shows the title, and whether it is a heading.
    pub(super) title_shown: Option<(String, bool)>,
    /// The line that holds the date of publication, if the date was read from the text.
    pub(super) date_line: Option<String>,
    /// The number of blocks in the text, and on the whole page.
    pub(super) kept: (usize, usize),
}

/// Returns the reasons for the fields of `release`, in the order of the fields.
pub(super) fn reasons(release: &Release, trace: &Trace) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut add = |field: String, value: String, rule: String, evidence: Option<String>| {
        reasons.push(Reason {
            field,
            value,
            rule,
            evidence,
        });
    };
    if let Some(title) = &release.title {
        let (rule, evidence) = match &trace.title_shown {
            Some((shown, true)) => ("the heading shown above the text", Some(shown.clone())),
            Some((shown, false)) => (
                "the first line, which is not a sentence",
                Some(shown.clone()),
            ),
            None => (
                "the title in the page's metadata, without the site's name",
                None,
            ),
        };
        add("title".into(), title.clone(), rule.into(), evidence);
    }
    if let Some(publisher) = &release.publisher {
        add(
            "publisher".into(),
            publisher.name.clone(),
            words(&publisher.evidence),
            publisher_evidence(publisher, trace),
        );
    }
    if let Some(stamp) = &release.published {
        add(
            "published".into(),
            date(stamp),
            words(&stamp.source),
            trace.date_line.clone(),
        );
    }
    if let Some(stamp) = &release.modified {
        add("modified".into(), date(stamp), words(&stamp.source), None);
    }
    let rule = match trace.origin.rule {
        BodyRule::Whole => "the whole page: nothing marks the text",
        BodyRule::Site => "the text elements of this layout",
        BodyRule::Claimed => {
            "the innermost element that is marked as the article and holds most of the text"
        }
        BodyRule::Densest => "the innermost element that holds nearly all running text",
        BodyRule::ArticleBody => "`articleBody` in the metadata: a script renders the page",
        BodyRule::Record => "the text fields of this interface",
    };
    let site = trace
        .origin
        .site
        .map(|site| format!("schema/sources/sites: {site}"));
    let (kept, all) = trace.kept;
    add(
        "blocks".into(),
        format!("{kept} of {all} blocks"),
        rule.into(),
        site,
    );
    for (n, quote) in release.quotes.iter().enumerate() {
        let said: Vec<&str> = quote
            .segments
            .iter()
            .map(|span| release.text(*span))
            .collect();
        let by = quote
            .speakers
            .iter()
            .map(|s| format!("{} by {}", said_by(s), words(&s.link)));
        let by = by.collect::<Vec<_>>().join(" and ");
        let by = if by.is_empty() {
            "no speaker named".to_owned()
        } else {
            by
        };
        let rule = format!(
            "{} speech; form: {}; {by}; confidence {}",
            words(&quote.kind),
            words(&quote.form),
            quote.confidence
        );
        add(
            format!("quotes[{n}]"),
            said.join(" … "),
            rule,
            quote.attribution.map(|span| release.text(span).to_owned()),
        );
    }
    for (n, span) in release.terms.iter().enumerate() {
        add(
            format!("terms[{n}]"),
            release.text(*span).to_owned(),
            "in quotation marks, but not a quote".into(),
            None,
        );
    }
    for (n, list) in release.lists.iter().enumerate() {
        let labels = list
            .items
            .iter()
            .filter(|item| item.label.is_some())
            .count();
        let value = format!("{} items, {labels} with a label", list.items.len());
        let rule = if list.intro.is_some() {
            "consecutive items with an introduction"
        } else {
            "consecutive items"
        };
        add(
            format!("lists[{n}]"),
            value,
            rule.into(),
            list.intro.map(|span| release.text(span).to_owned()),
        );
    }
    for (n, official) in release.officials.iter().enumerate() {
        let evidence = official
            .mentions
            .first()
            .map(|span| release.text(*span).to_owned());
        let value = format!("{}, {}", official.name, official.role);
        add(
            format!("officials[{n}]"),
            value,
            "an office beside a name".into(),
            evidence,
        );
    }
    for (n, section) in release.tail.iter().enumerate() {
        let line = section.text.lines().next().unwrap_or_default().to_owned();
        add(
            format!("tail[{n}]"),
            words(&section.kind),
            "recognized by its markup or its opening words".into(),
            Some(line),
        );
    }
    if let Some(language) = &release.language {
        add(
            "language".into(),
            language.clone(),
            "detected from the running text, or stated by the page".into(),
            None,
        );
    }
    reasons
}

fn publisher_evidence(publisher: &Publisher, trace: &Trace) -> Option<String> {
    let site = trace
        .origin
        .site
        .filter(|_| publisher.evidence == PublisherEvidence::Site);
    site.map(|site| format!("schema/sources/sites: {site}"))
}

fn said_by(speaker: &Speaker) -> &str {
    speaker
        .who()
        .or(speaker.role.as_deref())
        .unwrap_or("somebody")
}

fn date(stamp: &DateStamp) -> String {
    stamp.time.map_or_else(
        || stamp.date.to_string(),
        |time| format!("{} {}", stamp.date, time.strftime("%H:%M")),
    )
}

/// Returns the JSON name of a value, with spaces between its words.
fn words(value: &impl Serialize) -> String {
    json_name(value).replace('_', " ")
}
