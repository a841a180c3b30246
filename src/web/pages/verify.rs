//! `/controleer`: whether somebody said these words.

use askama::Template;
use axum::response::Response;

use super::super::asked::Asked;
use super::super::site::{Frame, PageError, Site, html};
use super::super::text::{Changed, Day, changed};
use super::said_by;
use crate::document::VersionStatus;
use crate::present::views::{VerdictView, VerificationView};
use crate::search::{Claim, extent, verify};

/// Longest text that is verified, in bytes.
const LONGEST: usize = 2000;

#[derive(Template)]
#[template(path = "verify.html", config = "src/web/askama.toml")]
struct VerifyPage<'a> {
    frame: Frame,
    text: &'a str,
    speaker: &'a str,
    verdict: Option<&'static str>,
    is_not_found: bool,
    found: Vec<Occurrence<'a>>,
    searched: String,
}

struct Occurrence<'a> {
    passage: String,
    changes: Vec<Changed<'a>>,
    who: String,
    day: Option<Day>,
    publisher: &'a str,
    title: &'a str,
    href: String,
}

/// Returns the form, and what was found if a text was given.
pub(in super::super) fn verify_page(site: &Site, asked: &Asked) -> Result<Response, PageError> {
    let w = asked.language().words();
    let reader = site.reader()?;
    let searched = extent(&reader)?;
    let given = asked.get("tekst").unwrap_or_default();
    let text = given.get(..LONGEST.min(given.len())).unwrap_or_default();
    let speaker = asked.get("spreker").unwrap_or_default();
    let claim = Claim {
        text: text.to_owned(),
        speaker: Some(speaker.to_owned()).filter(|name| name.contains(char::is_alphanumeric)),
    };
    let has_words = text.contains(char::is_alphanumeric);
    let verification = has_words.then(|| verify(&reader, &claim)).transpose()?;
    let view = verification
        .as_ref()
        .map(|found| VerificationView::of(&claim, found, &searched));
    let frame = site.frame(asked, "/controleer", w.verify.to_owned());
    let found = view.iter().flat_map(|view| &view.found);
    let shown =
        found.filter(|found| site.options.show_removed || found.meta.status != VersionStatus::Gone);
    let found = shown.map(|found| Occurrence {
        passage: found
            .passage
            .iter()
            .map(|segment| segment.text)
            .collect::<Vec<_>>()
            .join(" … "),
        changes: changed(&found.changes),
        who: said_by(&found.speakers, w),
        day: Day::read(found.date.as_deref(), w),
        publisher: found.publisher.unwrap_or(w.no_publisher),
        title: found.title.unwrap_or(w.no_title),
        href: format!(
            "{}/bericht/{}/versie/{}{}",
            site.options.prefix, found.release, found.meta.number, frame.suffix
        ),
    });
    let verdict = view.as_ref().map(|view| view.verdict);
    html(&VerifyPage {
        text,
        speaker,
        verdict: verdict.map(|verdict| match verdict {
            VerdictView::Exact => w.exact,
            VerdictView::OtherSpeaker => w.other_speaker,
            VerdictView::Altered => w.altered,
            VerdictView::NotFound => w.not_found,
        }),
        is_not_found: verdict == Some(VerdictView::NotFound),
        found: found.collect(),
        searched: super::coverage_sentence(&searched, w),
        frame,
    })
}
