//! WARC 1.1 (ISO 28500:2017): records read and written, and what of them is a [`Capture`].
//!
//! Leaves out where captures come from and where they are kept. Written here because the one kept crate
//! cannot say where in a file a record stands, which the catalogue needs, nor go on after a broken one.
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
