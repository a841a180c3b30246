//! One WARC record: its parts, and parsing it from bytes.
//!
//! Leaves out files of records, and how reading continues after a broken record (`read`).

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use crate::document::Digest;

/// Maximum number of bytes of a block that are kept in memory; the rest is skipped.
const MAX_RECORD_BYTES: u64 = 64 << 20;

/// Maximum memory that is reserved before a block is read: its stated length may be wrong.
const MAX_PREPARED_BYTES: u64 = 1 << 20;

/// Maximum number of bytes of a line in a record's head.
pub(super) const MAX_HEAD_BYTES: u64 = 1 << 20;

/// What every record begins with.
pub(super) const HEAD: &[u8] = b"WARC/";

/// A record: its headers and its block.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(super) headers: Vec<(String, String)>,
    pub(crate) block: Vec<u8>,
    /// Offset in the file of the record, or of the gzip member that holds it.
    pub(crate) offset: u64,
    /// Number of bytes that it takes in the file.
    pub(crate) length: u64,
}

impl Record {
    /// Whether its bytes do not match the digest that it states.
    pub(crate) fn has_wrong_digest(&self) -> bool {
        let stated = self.header("WARC-Block-Digest");
        let stated = stated.and_then(|digest| digest.parse::<Digest>().ok());
        stated.is_some_and(|stated| stated != Digest::of(&self.block))
    }

    /// The record that a WARC file would hold for a response that another format holds.
    pub(crate) fn response(url: &str, time: &str, server: Option<&str>, block: Vec<u8>) -> Self {
        let mut headers = vec![
            ("WARC-Type".to_owned(), "response".to_owned()),
            ("WARC-Target-URI".to_owned(), url.to_owned()),
            ("WARC-Date".to_owned(), time.to_owned()),
        ];
        headers.extend(server.map(|server| ("WARC-IP-Address".to_owned(), server.to_owned())));
        Self {
            headers,
            length: block.len() as u64,
            block,
            offset: 0,
        }
    }

    /// The value of a named field.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// `WARC-Target-URI`, without the angle brackets that WARC 1.0 writers put around it.
    pub(crate) fn target(&self) -> Option<&str> {
        self.header("WARC-Target-URI")
            .map(|uri| uri.trim_matches(['<', '>']))
    }

    /// `WARC-Type`.
    pub(crate) fn kind(&self) -> Option<&str> {
        self.header("WARC-Type")
    }
}

/// Why a record could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    #[error("{reason}")]
    Broken {
        offset: u64,
        reason: String,
        /// The file ends inside the record.
        torn: bool,
    },
    #[error(transparent)]
    Io(#[from] io::Error),
}

pub(super) fn broken(offset: u64, error: &io::Error) -> ReadError {
    let torn = error.kind() == io::ErrorKind::UnexpectedEof;
    let reason = if torn {
        "ends in the middle of a record".to_owned()
    } else {
        error.to_string()
    };
    ReadError::Broken {
        offset,
        reason,
        torn,
    }
}

/// The record in a gzip `member` at byte `offset` of its file.
pub(crate) fn record_in(member: &[u8], offset: u64) -> Result<Record, ReadError> {
    let ended = || broken(offset, &io::ErrorKind::UnexpectedEof.into());
    records_in(member, offset)
        .next()
        .unwrap_or_else(|| Err(ended()))
}

/// The records in gzip `members`, one record per member. The first member is at byte `offset` of
/// its file.
pub(super) fn records_in(
    members: &[u8],
    offset: u64,
) -> impl Iterator<Item = Result<Record, ReadError>> {
    let mut rest = members;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let at = offset + (members.len() - rest.len()) as u64;
        let mut decoder = BufReader::new(GzDecoder::new(rest));
        let read = parse(&mut decoder, at, &mut Vec::new()).and_then(|record| {
            // The member ends after the record's last byte, so read on to its end.
            io::copy(&mut decoder, &mut io::sink())?;
            record.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
        });
        let left = decoder.into_inner().into_inner();
        let length = (rest.len() - left.len()) as u64;
        rest = if read.is_ok() { left } else { &[] };
        Some(
            read.map(|record| Record { length, ..record })
                .map_err(|error| broken(at, &error)),
        )
    })
}

/// Parses one record, and checks that another record or the end of the file follows it. Returns
/// `None` at the end. On failure, `passed` holds the part of the block that was read.
pub(super) fn parse(
    input: &mut impl BufRead,
    offset: u64,
    passed: &mut Vec<u8>,
) -> io::Result<Option<Record>> {
    let invalid = |reason: &str| io::Error::new(io::ErrorKind::InvalidData, reason.to_owned());
    let mut version = String::new();
    loop {
        skip_padding(input)?;
        version.clear();
        if line(input, &mut version)? == 0 {
            return Ok(None);
        }
        if !version.trim().is_empty() {
            break;
        }
    }
    if !version.starts_with("WARC/") {
        return Err(invalid("holds something that is not a WARC record"));
    }
    let mut headers: Vec<(String, String)> = Vec::new();
    loop {
        let mut field = String::new();
        if line(input, &mut field)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if matches!(field.as_str(), "\r\n" | "\n") {
            break;
        }
        let field = field.trim_end();
        if field.is_empty() {
            continue;
        }
        match (field.split_once(':'), headers.last_mut()) {
            (_, Some((_, value))) if field.starts_with([' ', '\t']) => {
                if !value.is_empty() {
                    value.push(' ');
                }
                value.push_str(field.trim());
            }
            (Some((name, value)), _) => {
                headers.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            (None, _) => return Err(invalid("has a record head that is not a list of fields")),
        }
    }
    let length = headers
        .iter()
        .find(|(n, _)| n.eq_ignore_ascii_case("Content-Length"))
        .and_then(|(_, v)| v.parse::<u64>().ok());
    let length = length.ok_or_else(|| invalid("has a record without Content-Length"))?;
    passed.reserve(length.min(MAX_PREPARED_BYTES) as usize);
    let taken = input
        .take(length.min(MAX_RECORD_BYTES))
        .read_to_end(passed)? as u64;
    let skipped = io::copy(
        &mut input.take(length - length.min(MAX_RECORD_BYTES)),
        &mut io::sink(),
    )?;
    if taken + skipped < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    // Two line ends close a record. Records without them are accepted if another record or the end
    // of the file follows.
    let is_closed = skip_padding(input)? >= 2;
    let next = input.fill_buf()?;
    if !(is_closed
        || next.is_empty()
        || next[0] == 0x1f
        || HEAD.starts_with(&next[..next.len().min(HEAD.len())]))
    {
        return Err(invalid("has a record whose length is not the stated one"));
    }
    Ok(Some(Record {
        headers,
        block: std::mem::take(passed),
        offset,
        length: 0,
    }))
}

/// Skips line ends, and the zeros that a crawler leaves in a file when it dies. Returns the number
/// of line ends.
fn skip_padding(input: &mut impl BufRead) -> io::Result<usize> {
    let mut ends = 0;
    loop {
        let next = input.fill_buf()?;
        let padding = next
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n' | 0))
            .count();
        if padding == 0 {
            return Ok(ends);
        }
        ends += memchr::memchr_iter(b'\n', &next[..padding]).count();
        input.consume(padding);
    }
}

fn line(input: &mut impl BufRead, out: &mut String) -> io::Result<usize> {
    let mut bytes = Vec::new();
    let read = input.take(MAX_HEAD_BYTES).read_until(b'\n', &mut bytes)?;
    out.push_str(&String::from_utf8_lossy(&bytes));
    Ok(read)
}
