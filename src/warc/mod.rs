//! WARC 1.1 (ISO 28500:2017): reading and writing records, and converting them to and from a
//! [`Capture`].
//!
//! Leaves out where captures come from and where they are stored. This is our own code because the
//! only maintained crate does not report the offset of a record in its file, which the catalog
//! needs, and cannot continue after a broken record.
//!
//! [`Capture`]: crate::document::Capture

mod capture;
mod http;
mod read;
mod record;
mod write;

pub(crate) use capture::{
    address, capture_at, capture_in, capture_of, encode, http_capture, is_http, parse_time,
    revisit, time_of,
};
pub(crate) use http::{Response, is_digest_of};
pub(crate) use read::RecordReader;
pub(crate) use record::{ReadError, Record, record_in};
pub(crate) use write::{filler, info};
