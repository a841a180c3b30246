//! Scores how certain an attribution is.
//!
//! Leaves out finding the attribution.

use crate::document::{AttributionForm, Quote, SpeakerLink};

/// Returns how certain the attribution is, from 0 (no speaker) to 100.
///
/// The score is the share of speakers that are right, in percent, among quotes with this form of
/// attribution and this link to the speaker. It was counted on the texts of `benches/first-contact`
/// (rounds 1 to 6); the README has the table, with the counts of a round that was not used.
pub(super) fn confidence(quote: &Quote) -> u8 {
    let links = quote.speakers.iter().map(|speaker| speaker.link);
    links
        .map(|link| share_right(quote.form, link))
        .min()
        .unwrap_or(0)
}

/// Returns the share of right speakers, in percent.
fn share_right(form: AttributionForm, link: SpeakerLink) -> u8 {
    match (form, link) {
        (AttributionForm::None, _) => 0,
        // An office without a name: another person may hold it too.
        (_, SpeakerLink::Role) => 87,
        (AttributionForm::Floating | AttributionForm::Dash | AttributionForm::DatZei, _)
        | (_, SpeakerLink::Carried) => 89,
        (AttributionForm::Within, SpeakerLink::Name) => 90,
        (AttributionForm::ClauseColon, _) | (_, SpeakerLink::Pronoun) => 96,
        (_, SpeakerLink::Surname | SpeakerLink::FirstName) => 97,
        (AttributionForm::Aldus, SpeakerLink::Name) => 92,
        (_, SpeakerLink::Name | SpeakerLink::Organisation) => 98,
    }
}
