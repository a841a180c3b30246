//! The fields that a query can name, in Dutch and in English.
//!
//! Leaves out the index fields that they stand for (`compile`).

use serde::Serialize;

/// A field of the query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// `titel:`, `title:`
    Title,
    /// `lead:`, `inleiding:`
    Lead,
    /// `tekst:`, `text:`
    Text,
    /// `citaat:`, `quote:`
    Quote,
    /// `spreker:`, `speaker:`
    Speaker,
    /// `ambt:`, `office:`
    Office,
    /// `uitgever:`, `publisher:`
    Publisher,
    /// `onderwerp:`, `topic:`
    Topic,
    /// `partij:`, `party:`
    Party,
}

const NAMES: &[(&str, FieldName)] = &[
    ("titel", FieldName::Title),
    ("title", FieldName::Title),
    ("lead", FieldName::Lead),
    ("inleiding", FieldName::Lead),
    ("tekst", FieldName::Text),
    ("text", FieldName::Text),
    ("citaat", FieldName::Quote),
    ("quote", FieldName::Quote),
    ("spreker", FieldName::Speaker),
    ("speaker", FieldName::Speaker),
    ("ambt", FieldName::Office),
    ("office", FieldName::Office),
    ("uitgever", FieldName::Publisher),
    ("publisher", FieldName::Publisher),
    ("onderwerp", FieldName::Topic),
    ("topic", FieldName::Topic),
    ("partij", FieldName::Party),
    ("party", FieldName::Party),
];

impl FieldName {
    /// Returns the field with that name, ignoring case.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, field)| *field)
    }

    /// Returns the Dutch name of the field.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES
            .iter()
            .find(|(_, field)| *field == self)
            .map_or("", |(name, _)| name)
    }

    /// Returns the field name closest to `name`, if one is close enough; the Dutch one of two.
    pub(super) fn nearest(name: &str) -> Option<&'static str> {
        let lower = name.to_lowercase();
        let nearest = NAMES
            .iter()
            .map(|(known, _)| (strsim::damerau_levenshtein(&lower, known), *known))
            .min_by_key(|(distance, _)| *distance)?;
        (nearest.0 <= 2 && nearest.0 * 2 <= lower.len()).then_some(nearest.1)
    }
}
