//! Turns a JSON record into a draft.
//!
//! Leaves out the meaning of each field (`sources::record`).

use super::{html, plain};
use crate::document::{DateSource, PublisherEvidence};
use crate::extract::ExtractError;
use crate::extract::draft::{BodyOrigin, BodyRule, CapturedOn, Draft};
use crate::extract::fields::kind::kind_of;
use crate::extract::normalize::normalize;
use crate::markup;
use crate::sources::record::{self, Body};

/// Reads a record. Its fields outrank the claims of its HTML.
///
/// # Errors
/// Returns [`ExtractError::Record`] if `json` is not a record, and [`ExtractError::Unreadable`] if
/// its HTML cannot be read.
pub(in crate::extract) fn draft(
    json: &str,
    url: &str,
    captured: CapturedOn,
) -> Result<Draft, ExtractError> {
    let content = record::read(json)?;
    let mut draft = match &content.body {
        Body::Html(page) => html::draft(page, &markup::strip_boilerplate(page)?, url, captured)?,
        Body::Text(text) => plain::draft(text),
    };
    let claims = &mut draft.claims;
    claims.bad_fields = content.bad;
    claims.source_id = content.id;
    let said = |text: String| Some(normalize(&text)).filter(|text| !text.is_empty());
    claims.titles.splice(0..0, content.title.and_then(said));
    if let Some(date) = content.date {
        claims.publish(normalize(&date), DateSource::Record);
    }
    let publishers = content
        .publishers
        .into_iter()
        .filter_map(said)
        .map(|name| (name, PublisherEvidence::Record));
    if let Some(interface) = content.interface {
        // The publisher known for the site comes before those that its interface names.
        claims.publishers.extend(publishers);
        claims.modified = content
            .modified
            .map(|date| (normalize(&date), DateSource::Record))
            .into_iter()
            .collect();
        claims.kind = content.kind.and_then(|kind| kind_of(&kind));
        claims.tags.extend(content.tags);
        draft.origin = BodyOrigin {
            rule: BodyRule::Record,
            site: Some(interface),
        };
    } else {
        claims.publishers.splice(0..0, publishers);
    }
    Ok(draft)
}
