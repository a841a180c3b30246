//! Reading WARC files, whole or damaged, gzipped by record, gzipped as one, or plain.
//!
//! Leaves out what records mean. A broken record costs itself: reading goes on at the next place
//! where a record can begin.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::bufread::GzDecoder;

/// Largest record that is taken into memory.
const MAX_RECORD_BYTES: u64 = 64 << 20;

/// Longest head of a record.
const MAX_HEAD_BYTES: u64 = 1 << 20;

/// A record: its headers and its block.
#[derive(Debug, Clone)]
pub(in crate::archive) struct Record {
    headers: Vec<(String, String)>,
    pub(in crate::archive) block: Vec<u8>,
    /// Where the record (or the gzip member that holds it) begins.
    pub(in crate::archive) offset: u64,
    /// Bytes that it takes in the file.
    pub(in crate::archive) length: u64,
}

impl Record {
    /// The value of a named field.
    pub(in crate::archive) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// `WARC-Target-URI`, without the angle brackets that WARC 1.0 writers put around it.
    pub(in crate::archive) fn target(&self) -> Option<&str> {
        self.header("WARC-Target-URI").map(|uri| uri.trim_matches(['<', '>']))
    }
}

/// Why a record could not be read.
#[derive(Debug, thiserror::Error)]
pub(in crate::archive) enum ReadError {
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

/// Records of a file, in order.
pub(in crate::archive) struct RecordReader {
    file: BufReader<File>,
    /// Where the next record begins.
    at: u64,
    size: u64,
    /// Uncompressed bytes of a gzip member that holds more than one record.
    member: Option<(Box<dyn BufRead + Send>, u64)>,
}

impl RecordReader {
    /// Reads the file at `path` from byte `from` on.
    pub(in crate::archive) fn open(path: &Path, from: u64) -> io::Result<Self> {
        Self::over(File::open(path)?, from)
    }

    /// Reads `file` from byte `from` on.
    pub(in crate::archive) fn over(mut file: File, from: u64) -> io::Result<Self> {
        let size = file.metadata()?.len();
        file.seek(SeekFrom::Start(from))?;
        Ok(Self { file: BufReader::with_capacity(256 << 10, file), at: from, size, member: None })
    }

    fn next_record(&mut self) -> Result<Option<Record>, ReadError> {
        if let Some((mut rest, offset)) = self.member.take()
            && !rest.fill_buf().unwrap_or_default().is_empty()
        {
            let record = parse(&mut rest, offset).map_err(|e| broken(offset, &e))?;
            self.member = Some((rest, offset));
            return Ok(record);
        }
        let offset = self.at;
        let head = self.file.fill_buf()?;
        if head.is_empty() {
            return Ok(None);
        }
        // A buffer may end behind the first byte; no plain record begins with it.
        let record = if head[0] == 0x1f { self.gzip_record(offset) } else { self.plain_record(offset) };
        match record {
            Ok(record) => {
                self.at = self.file.stream_position()?;
                Ok(record.map(|mut record| {
                    record.length = self.at - offset;
                    record
                }))
            }
            Err(error) => {
                self.skip_to_next(offset)?;
                Err(broken(offset, &error))
            }
        }
    }

    fn gzip_record(&mut self, offset: u64) -> io::Result<Option<Record>> {
        let mut decoder = BufReader::new(GzDecoder::new(&mut self.file));
        let record = parse(&mut decoder, offset)?;
        let mut rest = Vec::new();
        decoder.by_ref().take(MAX_RECORD_BYTES * 16).read_to_end(&mut rest)?;
        if rest.iter().any(|b| !b.is_ascii_whitespace()) {
            self.member = Some((Box::new(io::Cursor::new(rest)), offset));
        }
        Ok(record)
    }

    fn plain_record(&mut self, offset: u64) -> io::Result<Option<Record>> {
        parse(&mut self.file, offset)
    }

    /// Goes to the next place behind `broken` where a record can begin.
    fn skip_to_next(&mut self, broken: u64) -> io::Result<()> {
        let mut at = broken + 1;
        self.file.seek(SeekFrom::Start(at))?;
        let mut window: Vec<u8> = Vec::new();
        let mut chunk = vec![0; 256 << 10];
        loop {
            let read = self.file.read(&mut chunk)?;
            window.extend_from_slice(&chunk[..read]);
            let gzip = memchr::memmem::find_iter(&window, &[0x1f, 0x8b, 0x08])
                .find(|&n| begins_gzip_record(&window[n..], read == 0));
            let plain = memchr::memmem::find(&window, b"\nWARC/1.").map(|n| n + 1);
            if let Some(found) = gzip.into_iter().chain(plain).min() {
                at += found as u64;
                break;
            }
            if read == 0 {
                at = self.size;
                break;
            }
            // Keep what a beginning could straddle.
            let keep = window.len().saturating_sub(4096);
            at += keep as u64;
            window.drain(..keep);
        }
        self.file.seek(SeekFrom::Start(at))?;
        self.at = at;
        Ok(())
    }
}

/// Whether the gzip member at the head of `bytes` begins like a WARC record.
fn begins_gzip_record(bytes: &[u8], at_end: bool) -> bool {
    if bytes.len() < 2048 && !at_end {
        return false;
    }
    let mut start = [0; 5];
    GzDecoder::new(bytes).read_exact(&mut start).is_ok() && start == *b"WARC/"
}

fn broken(offset: u64, error: &io::Error) -> ReadError {
    let torn = error.kind() == io::ErrorKind::UnexpectedEof;
    let reason = if torn { "ends in the middle of a record".to_owned() } else { error.to_string() };
    ReadError::Broken { offset, reason, torn }
}

impl Iterator for RecordReader {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_record().transpose()
    }
}

/// The record in a gzip `member` that stands at byte `offset` of its file.
pub(in crate::archive) fn record_in(member: &[u8], offset: u64) -> Result<Record, ReadError> {
    let mut decoder = BufReader::new(GzDecoder::new(member));
    let read = parse(&mut decoder, offset).and_then(|record| {
        // The checksum stands behind the last byte.
        io::copy(&mut decoder, &mut io::sink())?;
        let mut record = record.ok_or(io::ErrorKind::UnexpectedEof)?;
        record.length = member.len() as u64;
        Ok(record)
    });
    read.map_err(|error| broken(offset, &error))
}

/// Reads one record; `None` at the end.
fn parse(input: &mut impl BufRead, offset: u64) -> io::Result<Option<Record>> {
    let invalid = |reason: &str| io::Error::new(io::ErrorKind::InvalidData, reason.to_owned());
    let mut version = String::new();
    loop {
        version.clear();
        if line(input, &mut version)? == 0 {
            return Ok(None);
        }
        if !version.trim().is_empty() {
            break;
        }
    }
    if !version.starts_with("WARC/") {
        return Err(invalid("holds something that is no WARC record"));
    }
    let mut headers: Vec<(String, String)> = Vec::new();
    loop {
        let mut field = String::new();
        if line(input, &mut field)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let field = field.trim_end();
        if field.is_empty() {
            break;
        }
        match (field.split_once(':'), headers.last_mut()) {
            (_, Some((_, value))) if field.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(field.trim());
            }
            (Some((name, value)), _) => headers.push((name.trim().to_owned(), value.trim().to_owned())),
            (None, _) => return Err(invalid("has a head that is no list of fields")),
        }
    }
    let length =
        headers.iter().find(|(n, _)| n.eq_ignore_ascii_case("Content-Length")).and_then(|(_, v)| v.parse::<u64>().ok());
    let length = length.ok_or_else(|| invalid("has a record without Content-Length"))?;
    let mut block = Vec::with_capacity(length.min(MAX_RECORD_BYTES) as usize);
    let taken = input.take(length.min(MAX_RECORD_BYTES)).read_to_end(&mut block)? as u64;
    let passed = io::copy(&mut input.take(length - length.min(MAX_RECORD_BYTES)), &mut io::sink())?;
    if taken + passed < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    // Two line ends close a record; writers that leave them out are forgiven.
    for _ in 0..2 {
        let next = input.fill_buf()?;
        let skip = if next.starts_with(b"\r\n") { 2 } else { usize::from(next.starts_with(b"\n")) };
        input.consume(skip);
    }
    Ok(Some(Record { headers, block, offset, length: 0 }))
}

fn line(input: &mut impl BufRead, out: &mut String) -> io::Result<usize> {
    let mut bytes = Vec::new();
    let read = input.take(MAX_HEAD_BYTES).read_until(b'\n', &mut bytes)?;
    out.push_str(&String::from_utf8_lossy(&bytes));
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::super::filler;
    use super::*;

    /// The records of a file that holds `members` one behind the other.
    fn read(members: &[&[u8]]) -> Vec<Result<Record, ReadError>> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.warc.gz");
        std::fs::write(&path, members.concat()).expect("a file");
        RecordReader::open(&path, 0).expect("the file").collect()
    }

    #[test]
    fn fillers_fit_any_room_and_read() {
        for length in (200..2_000).step_by(7).chain([65_530, 65_536, 65_600, 131_080, 300_001]) {
            let records = read(&[&filler(length, 1).expect("room enough")]);
            assert!(matches!(&records[..], [Ok(record)] if record.length == length as u64), "{length}: {records:?}");
        }
        assert!(filler(20, 1).is_none());
    }

    #[test]
    fn records_are_told_wherever_a_buffer_ends() {
        let buffer = 256 << 10;
        let first = filler(buffer - 1, 1).expect("room enough");
        let second = filler(300, 2).expect("room enough");
        let offsets: Vec<u64> = read(&[&first, &second]).into_iter().map(|r| r.expect("a record").offset).collect();
        assert_eq!(offsets, [0, buffer as u64 - 1], "the second begins with the last byte of the first buffer");
    }
}
