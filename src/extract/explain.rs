//! Why each field of a release is what it is: the rule that gave it, and the words that it rests on.
//!
//! Leaves out choosing; what a release does not record itself is in the reading's [`Trace`].

use serde::Serialize;

use super::draft::{BodyOrigin, BodyRule};
use crate::document::{
    DateStamp, Publisher, PublisherEvidence, Reason, Release, Speaker, json_name,
};

/// What a reading knows of itself that its release does not hold.
#[derive(Debug, Default)]
pub(super) struct Trace {
    pub(super) origin: BodyOrigin,
    /// The block that shows the title, and whether it is a heading.
    pub(super) title_shown: Option<(String, bool)>,
    /// The line that holds the date, where text gave it.
    pub(super) date_line: Option<String>,
    /// Stretches of text that are of the body, and all that the page has.
    pub(super) kept: (usize, usize),
}

/// The reasons of `release`, in the order of its fields.
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
            Some((shown, false)) => ("the first line, which is no sentence", Some(shown.clone())),
            None => (
                "the title in the page's metadata, the site's name cut off",
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
            by_whom(publisher, trace),
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
        BodyRule::Whole => "all there is: nothing sets the text apart",
        BodyRule::Site => "the elements that this layout has for its text",
        BodyRule::Claimed => {
            "the innermost element that calls itself the article and holds most of the text"
        }
        BodyRule::Densest => "the innermost element that holds nearly all running text",
        BodyRule::ArticleBody => "articleBody of the metadata: the page is drawn by a script",
        BodyRule::Record => "the fields that this interface has for its text",
    };
    let site = trace
        .origin
        .site
        .map(|site| format!("schema/sources/sites: {site}"));
    let (kept, all) = trace.kept;
    add(
        "blocks".into(),
        format!("{kept} of {all} stretches of text"),
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
            "nobody that the text names".to_owned()
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
            "in marks, and nobody's words".into(),
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
            "items in a row, introduced"
        } else {
            "items in a row"
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
            "named by its markup or its opening words".into(),
            Some(line),
        );
    }
    if let Some(language) = &release.language {
        add(
            "language".into(),
            language.clone(),
            "the letters of the running text, or the page's own word".into(),
            None,
        );
    }
    reasons
}

fn by_whom(publisher: &Publisher, trace: &Trace) -> Option<String> {
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

/// The name that a value has in JSON, its words parted by spaces.
fn words(value: &impl Serialize) -> String {
    json_name(value).replace('_', " ")
}
