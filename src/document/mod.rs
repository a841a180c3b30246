//! The data types: a page before it is read (`Capture`) and after (`Release`), and their parts.
//!
//! Leaves out reading files, parsing markup, and the index.

mod address;
mod capture;
mod claims;
mod date;
mod official;
mod quote;
mod reason;
mod release;
mod span;
mod version;
mod visit;

pub use address::{Address, ReleaseId, ReleaseIdError, canonical_url};
pub use capture::{Capture, Decoded, Digest, DigestError, Exchange, GONE, MediaKind};
pub use claims::{Claims, ListedAddress};
pub use date::{DateSource, DateStamp, Precision, at_dutch_time, dutch_time};
pub use official::Official;
pub use quote::{AttributionForm, Quote, QuoteId, QuoteIdError, QuoteKind, Speaker, SpeakerLink};
pub use reason::Reason;
pub use release::{
    Block, BlockKind, BulletList, CaptureRef, Link, ListItem, Publisher, PublisherEvidence,
    PublisherKind, Release, ReleaseKind, Tag, TailKind, TailSection, Warning, WarningCode,
};
pub use span::Span;
pub use version::{Version, VersionMeta, VersionStatus};
pub use visit::{Outcome, Validators, Visit};

/// Returns the JSON name of an enum value without fields, such as `press_release`.
#[must_use]
pub fn json_name(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}
