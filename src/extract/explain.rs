//! Explains each field of a release: the rule that produced it, and the evidence for it.
//!
//! Leaves out choosing the fields. [`Trace`] holds the decisions that the release does not record.

use serde::Serialize;

use super::draft::{BodyOrigin, BodyRule};
use crate::document::{
    BulletList, DateStamp, Publisher, PublisherEvidence, Quote, Reason, Release, Speaker, json_name,
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
    /// The blocks that repeat earlier words, each with the rule that recognized it.
    pub(super) repeats: Vec<(String, &'static str)>,
    /// The rule that recognized each section of the tail.
    pub(super) tail: Vec<&'static str>,
}

/// Returns the reasons for the fields of `release`, in the order of the fields.
pub(super) fn reasons(release: &Release, trace: &Trace) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = heading(release, trace);
    reasons.push(body(trace));
    reasons.extend(each("left out", &trace.repeats, |(text, rule)| {
        (text.clone(), (*rule).to_owned(), None)
    }));
    reasons.extend(each("quotes", &release.quotes, |quote| {
        of_quote(release, quote)
    }));
    reasons.extend(each("terms", &release.terms, |span| {
        let term = release.text(*span).to_owned();
        (term, "in quotation marks, but not a quote".into(), None)
    }));
    reasons.extend(each("lists", &release.lists, |list| of_list(release, list)));
    reasons.extend(each("officials", &release.officials, |official| {
        let value = format!("{}, {}", official.name, official.role);
        let mention = official.mentions.first();
        let evidence = mention.map(|span| release.text(*span).to_owned());
        (value, "an office beside a name".into(), evidence)
    }));
    let sections: Vec<_> = release.tail.iter().zip(&trace.tail).collect();
    reasons.extend(each("tail", &sections, |(section, rule)| {
        let line = section.text.lines().next().unwrap_or_default().to_owned();
        (words(&section.kind), (**rule).to_owned(), Some(line))
    }));
    if let Some(language) = &release.language {
        let rule = "detected from the running text, or stated by the page";
        reasons.push(reason("language", (language.clone(), rule.into(), None)));
    }
    reasons
}

/// A value, the rule that gave it, and the evidence for it.
type Explained = (String, String, Option<String>);

fn reason(field: impl Into<String>, (value, rule, evidence): Explained) -> Reason {
    Reason {
        field: field.into(),
        value,
        rule,
        evidence,
    }
}

/// Returns a reason for each of `items`, of the fields `NAME[0]`, `NAME[1]` and so on.
fn each<T>(
    name: &str,
    items: &[T],
    explain: impl Fn(&T) -> Explained,
) -> impl Iterator<Item = Reason> {
    let numbered = items.iter().enumerate();
    numbered.map(move |(n, item)| reason(format!("{name}[{n}]"), explain(item)))
}

/// Returns the reasons for title, publisher and dates.
fn heading(release: &Release, trace: &Trace) -> Vec<Reason> {
    let title = release.title.as_ref().map(|title| {
        let rule = match &trace.title_shown {
            Some((_, true)) => "the heading shown above the text",
            Some((_, false)) => "the first line, which is not a sentence",
            None => "the title in the page's metadata, without the site's name",
        };
        let shown = trace.title_shown.as_ref().map(|(shown, _)| shown.clone());
        reason("title", (title.clone(), rule.into(), shown))
    });
    let publisher = release.publisher.as_ref().map(|publisher| {
        let evidence = publisher_evidence(publisher, release, trace);
        let rule = words(&publisher.evidence);
        reason("publisher", (publisher.name.clone(), rule, evidence))
    });
    let issued = release.published.as_ref().map(|stamp| {
        let line = trace.date_line.clone();
        reason("published", (date(stamp), words(&stamp.source), line))
    });
    let modified = release
        .modified
        .as_ref()
        .map(|stamp| reason("modified", (date(stamp), words(&stamp.source), None)));
    [title, publisher, issued, modified]
        .into_iter()
        .flatten()
        .collect()
}

fn body(trace: &Trace) -> Reason {
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
    let (kept, all) = trace.kept;
    let value = format!("{kept} of {all} blocks");
    reason(
        "blocks",
        (value, rule.into(), trace.origin.site.map(site_file)),
    )
}

fn of_quote(release: &Release, quote: &Quote) -> Explained {
    let said: Vec<&str> = quote
        .segments
        .iter()
        .map(|span| release.text(*span))
        .collect();
    let speakers = quote.speakers.iter();
    let by: Vec<String> = speakers
        .map(|speaker| format!("{} by {}", said_by(speaker), words(&speaker.link)))
        .collect();
    let by = if by.is_empty() {
        "no speaker named".to_owned()
    } else {
        by.join(" and ")
    };
    let (kind, form) = (words(&quote.kind), words(&quote.form));
    let rule = format!(
        "{kind} speech; form: {form}; {by}; confidence {}",
        quote.confidence
    );
    let attribution = quote.attribution.map(|span| release.text(span).to_owned());
    (said.join(" … "), rule, attribution)
}

fn of_list(release: &Release, list: &BulletList) -> Explained {
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
    let intro = list.intro.map(|span| release.text(span).to_owned());
    (value, rule.into(), intro)
}

fn site_file(site: &str) -> String {
    format!("schema/sources/sites: {site}")
}

fn publisher_evidence(publisher: &Publisher, release: &Release, trace: &Trace) -> Option<String> {
    if publisher.evidence == PublisherEvidence::Text {
        let name = publisher.name.to_lowercase();
        let texts = release.blocks.iter().map(|block| &block.text);
        return release
            .title
            .iter()
            .chain(texts)
            .find(|text| text.to_lowercase().contains(&name))
            .cloned();
    }
    let site = trace
        .origin
        .site
        .filter(|_| publisher.evidence == PublisherEvidence::Site);
    site.map(site_file)
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
