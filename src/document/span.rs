//! A place in a release's text: the one way anything points at words.
//!
//! Leaves out the text itself, which only blocks own.

use std::ops::Range;

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

/// A byte range within one block of a [`Release`](super::Release).
///
/// Offsets count UTF-8 bytes of the block's text and always lie on character boundaries, so
/// slicing the block gives the text back byte for byte.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[schemars(transform = printed_with_text)]
pub struct Span {
    /// Index into `blocks`.
    pub block: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range` in block number `block`.
    ///
    /// # Panics
    /// Where a block is longer than 4 GiB, which no page that is read can be.
    #[must_use]
    pub fn new(block: usize, range: Range<usize>) -> Self {
        let narrow = |n: usize| u32::try_from(n).expect("a page is far below 4 GiB");
        Self {
            block: narrow(block),
            start: narrow(range.start),
            end: narrow(range.end),
        }
    }

    /// Whether bytes `range` of block number `block` lie within it.
    #[must_use]
    pub fn holds(self, block: usize, range: &Range<usize>) -> bool {
        self.block as usize == block
            && self.range().start <= range.start
            && range.end <= self.range().end
    }

    /// The byte range within its block.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Printed releases repeat the words beside the offsets, for readers without a slicer.
fn printed_with_text(schema: &mut Schema) {
    if let Some(properties) = schema.get_mut("properties").and_then(|p| p.as_object_mut()) {
        properties.insert(
            "text".to_owned(),
            serde_json::json!({
                "description": "The words themselves; present where a release is printed, absent where it is stored.",
                "type": "string"
            }),
        );
    }
}
