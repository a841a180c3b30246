//! WARC 1.1 (ISO 28500:2017) records, read and written.
//!
//! Leaves out what a record is captured for. Written here because the one kept crate cannot say
//! where in a file a record stands, which the catalogue needs, nor go on behind a broken one.

mod http;
mod read;
mod write;

pub(super) use http::{Response, is_digest_of};
pub(super) use read::{ReadError, Record, RecordReader, record_in};
pub(super) use write::{ADDRESS, encode, filler, info, revisit};
