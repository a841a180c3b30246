//! Packs the JSON of stored documents with Zstandard (RFC 8878).
//!
//! Several releases in one block would pack best, but each hit would then unpack the whole block. So each release is packed
//! alone, with a dictionary (RFC 8878, section 5) of what releases have in common.
//!
//! Leaves out which values are stored (`release_document`).
//!
//! The dictionary was made of the releases of `fixtures`. Another one needs another `SCHEMA_VERSION`:
//!
//! ```sh
//! omroeper ingest --home HOME fixtures
//! cargo run --example stored_releases -- HOME FOLDER
//! zstd --train --maxdict=32KB -o src/index/releases.zdict FOLDER/*
//! ```

use std::cell::RefCell;
use std::io;
use std::sync::LazyLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::get_frame_content_size;

const DICTIONARY: &[u8] = include_bytes!("releases.zdict");

/// Zstandard's own default. Higher levels save a twentieth and take twice the time.
const LEVEL: i32 = 3;

/// Longest text that is unpacked. A longer one is not ours: pages are far shorter.
const MAX_BYTES: u64 = 1 << 30;

static TO_PACK: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL));

static TO_UNPACK: LazyLock<DecoderDictionary<'static>> =
    LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

thread_local! {
    static COMPRESSOR: RefCell<Compressor<'static>> = RefCell::new(
        Compressor::with_prepared_dictionary(&TO_PACK).expect("the dictionary is sound"),
    );
    static DECOMPRESSOR: RefCell<Decompressor<'static>> = RefCell::new(
        Decompressor::with_prepared_dictionary(&TO_UNPACK).expect("the dictionary is sound"),
    );
}

/// Packs a text.
pub(super) fn pack(text: &str) -> Vec<u8> {
    COMPRESSOR
        .with_borrow_mut(|compressor| compressor.compress(text.as_bytes()))
        .expect("the buffer has room for any text")
}

/// Returns the text that was packed.
///
/// # Errors
/// An error of the kind [`io::ErrorKind::InvalidData`] or of Zstandard if `packed` is damaged.
pub(super) fn unpack(packed: &[u8]) -> io::Result<String> {
    let invalid = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what);
    let bytes = get_frame_content_size(packed).ok().flatten();
    let bytes = bytes.filter(|bytes| *bytes <= MAX_BYTES);
    let bytes = bytes.ok_or_else(|| invalid("it is not packed"))?;
    let text = DECOMPRESSOR
        .with_borrow_mut(|decompressor| decompressor.decompress(packed, bytes as usize))?;
    String::from_utf8(text).map_err(|_| invalid("it is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_returned_as_it_was() {
        for text in [
            "",
            "{\"title\":\"Brug bij Ter Aarde dicht\"}",
            &"€".repeat(300_000),
        ] {
            assert_eq!(unpack(&pack(text)).expect("packed just now"), text);
        }
    }

    #[test]
    fn what_is_damaged_is_an_error() {
        let packed = pack(&"Het waterschap verlaagt het peil. ".repeat(9));
        for damaged in [&packed[..packed.len() - 3], b"{}", b""] {
            unpack(damaged).expect_err("damaged");
        }
    }
}
