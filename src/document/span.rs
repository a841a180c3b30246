//! `Span`: a place in the text of a release. All references to words are spans.
//!
//! Leaves out the text itself, which the blocks own.

use std::ops::Range;

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

/// A byte range within one block of a [`Release`](super::Release).
///
/// Offsets count UTF-8 bytes of the block's text, and always lie on character boundaries. So
/// slicing the text by the span returns the words byte for byte.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[schemars(transform = printed_with_text)]
pub struct Span {
    /// Index into `blocks`.
    pub block: u32,
    /// First byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// Makes the span of bytes `range` of block number `block`.
    ///
    /// # Panics
    /// If a block is longer than 4 GiB, which is over the size limit for pages.
    #[must_use]
    pub fn new(block: usize, range: Range<usize>) -> Self {
        let narrow = |n: usize| u32::try_from(n).expect("a page is far below 4 GiB");
        Self {
            block: narrow(block),
            start: narrow(range.start),
            end: narrow(range.end),
        }
    }

    /// Whether the span contains bytes `range` of block number `block`.
    #[must_use]
    pub fn holds(self, block: usize, range: &Range<usize>) -> bool {
        self.block as usize == block
            && self.range().start <= range.start
            && range.end <= self.range().end
    }

    /// Returns the byte range within its block.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Adds `text` to the schema: printed releases have the words beside the offsets.
fn printed_with_text(schema: &mut Schema) {
    if let Some(properties) = schema.get_mut("properties").and_then(|p| p.as_object_mut()) {
        properties.insert(
            "text".to_owned(),
            serde_json::json!({
                "description": "The words themselves. Printed releases have them, stored releases do not.",
                "type": "string"
            }),
        );
    }
}
