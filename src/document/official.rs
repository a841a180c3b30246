//! `Official`: a person named with an office.
//!
//! Leaves out finding officials in text (`extract`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// A person whom a release names together with an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Official {
    /// Fullest form of the name in the release, without titles: `Mieke van den Oever`.
    pub name: String,
    /// Office in its base form, lower case: `gedeputeerde`, `wethouder`.
    pub role: String,
    /// Modifiers of the office: `demissionair`, `loco`, `waarnemend`, `Vlaams`.
    pub modifiers: Vec<String>,
    /// Policy field: `Wonen`, `Klimaat en Energie`.
    pub portfolio: Option<String>,
    /// The body that the office belongs to, if the release states it.
    pub organisation: Option<String>,
    /// Political party, if the release states it.
    pub party: Option<String>,
    /// The places where the release names the person, at least one.
    pub mentions: Vec<Span>,
}
