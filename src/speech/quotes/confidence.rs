//! Scores how certain an attribution is.
//!
//! Leaves out finding the attribution.

use crate::document::{AttributionForm, Quote, SpeakerLink};

/// Returns how certain the attribution is, from 0 to 100.
///
/// The form of the attribution sets the score. An indirect link to the speaker, like a pronoun,
/// lowers it. The numbers are set by hand and only give an order: they are not measured
/// probabilities.
pub(super) fn confidence(quote: &Quote) -> u8 {
    let form = match quote.form {
        AttributionForm::BeforeColon => 98,
        AttributionForm::Aldus => 97,
        AttributionForm::VerbAfter | AttributionForm::DatZei => 95,
        AttributionForm::ClauseColon => 94,
        AttributionForm::Dash => 92,
        AttributionForm::Within => 88,
        AttributionForm::Floating => 75,
        AttributionForm::None => 0,
    };
    let link = quote.speakers.iter().map(|speaker| match speaker.link {
        SpeakerLink::Name => 100,
        SpeakerLink::Surname => 97,
        SpeakerLink::Organisation => 95,
        SpeakerLink::Role | SpeakerLink::FirstName => 92,
        SpeakerLink::Pronoun | SpeakerLink::Carried => 85,
    });
    link.min().map_or(0, |link| (form * link / 100) as u8)
}
