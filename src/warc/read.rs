//! Reading WARC files: plain, gzipped record by record, or gzipped as a whole; intact or damaged.
//!
//! Leaves out what records mean. A broken record does not affect the others: reading continues at
//! the next place where a record can begin.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::bufread::GzDecoder;

use super::record::{HEAD, MAX_HEAD_BYTES, ReadError, Record, broken, parse};

/// Records of a file, in order.
pub(crate) struct RecordReader {
    /// `None` while it is replaced, and at the end.
    input: Option<Input>,
    /// Offset of the next record, or of the gzip member that holds it.
    at: u64,
    size: u64,
}

/// What records are read from.
enum Input {
    File(BufReader<File>),
    /// A gzip member, and how many of its records were read.
    Member(Box<MemberContent>, u64),
}

/// The decompressed content of a gzip member. Bytes that were put back are read again first.
struct MemberContent {
    again: io::Cursor<Vec<u8>>,
    content: BufReader<GzDecoder<BufReader<File>>>,
}

impl MemberContent {
    fn put_back(&mut self, mut bytes: Vec<u8>) -> io::Result<()> {
        self.again.read_to_end(&mut bytes)?;
        self.again = io::Cursor::new(bytes);
        Ok(())
    }

    /// Skips to the next line that begins a record, first in `passed` and then in the rest. Returns
    /// `false` if there is no such line.
    fn skip_to_next(&mut self, passed: Vec<u8>) -> io::Result<bool> {
        self.put_back(passed)?;
        let mut line = Vec::new();
        while self
            .by_ref()
            .take(MAX_HEAD_BYTES)
            .read_until(b'\n', &mut line)?
            > 0
        {
            if line.starts_with(HEAD) {
                return self.put_back(line).map(|()| true);
            }
            line.clear();
        }
        Ok(false)
    }

    fn into_file(self: Box<Self>) -> BufReader<File> {
        self.content.into_inner().into_inner()
    }
}

impl Read for MemberContent {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let taken = available.len().min(out.len());
        out[..taken].copy_from_slice(&available[..taken]);
        self.consume(taken);
        Ok(taken)
    }
}

impl BufRead for MemberContent {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.again.fill_buf()?.is_empty() {
            self.content.fill_buf()
        } else {
            self.again.fill_buf()
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.again.fill_buf().is_ok_and(<[u8]>::is_empty) {
            self.content.consume(amount);
        } else {
            self.again.consume(amount);
        }
    }
}

impl RecordReader {
    /// Reads the file at `path` from byte `from` on.
    pub(crate) fn open(path: &Path, from: u64) -> io::Result<Self> {
        Self::over(File::open(path)?, from)
    }

    /// Reads `file` from byte `from` on.
    pub(crate) fn over(mut file: File, from: u64) -> io::Result<Self> {
        let size = file.metadata()?.len();
        file.seek(SeekFrom::Start(from))?;
        Ok(Self {
            input: Some(Input::File(BufReader::with_capacity(256 << 10, file))),
            at: from,
            size,
        })
    }

    /// Offset of the next record, or of the gzip member that holds it.
    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    fn next_record(&mut self) -> Result<Option<Record>, ReadError> {
        loop {
            match self.input.take() {
                None => return Ok(None),
                Some(Input::File(mut file)) => {
                    let head = file.fill_buf()?;
                    if head.is_empty() {
                        return Ok(None);
                    }
                    // Check the first byte only, because the buffer may end after it. A plain
                    // record does not begin with this byte.
                    if head[0] != 0x1f {
                        return self.plain_record(file);
                    }
                    let content = BufReader::new(GzDecoder::new(file));
                    self.input = Some(Input::Member(
                        Box::new(MemberContent {
                            again: io::Cursor::default(),
                            content,
                        }),
                        0,
                    ));
                }
                Some(Input::Member(member, before)) => {
                    if let Some(record) = self.packed_record(member, before)? {
                        return Ok(Some(record));
                    }
                }
            }
        }
    }

    fn plain_record(&mut self, mut file: BufReader<File>) -> Result<Option<Record>, ReadError> {
        let offset = self.at;
        match parse(&mut file, offset, &mut Vec::new()) {
            Ok(record) => {
                self.continue_with(file)?;
                Ok(record.map(|record| Record {
                    length: self.at - offset,
                    ..record
                }))
            }
            Err(error) => {
                self.skip_to_next(file, offset)?;
                Err(broken(offset, &error))
            }
        }
    }

    /// The next record of a gzip member, after `before` of its records; `None` at its end.
    fn packed_record(
        &mut self,
        mut member: Box<MemberContent>,
        before: u64,
    ) -> Result<Option<Record>, ReadError> {
        let offset = self.at;
        let mut passed = Vec::new();
        let read = parse(&mut member, offset, &mut passed)
            .and_then(|record| Ok((record, member.fill_buf()?.is_empty())));
        match read {
            Ok((Some(record), false)) => {
                self.input = Some(Input::Member(member, before + 1));
                Ok(Some(record))
            }
            Ok((record, _)) => {
                self.continue_with(member.into_file())?;
                let length = if before == 0 { self.at - offset } else { 0 };
                Ok(record.map(|record| Record { length, ..record }))
            }
            Err(error) => {
                match member.skip_to_next(passed) {
                    Ok(true) => self.input = Some(Input::Member(member, before + 1)),
                    Ok(false) => self.continue_with(member.into_file())?,
                    Err(_) => self.skip_to_next(member.into_file(), offset)?,
                }
                Err(broken(offset, &error))
            }
        }
    }

    fn continue_with(&mut self, mut file: BufReader<File>) -> io::Result<()> {
        self.at = file.stream_position()?;
        self.input = Some(Input::File(file));
        Ok(())
    }

    /// Skips to the next place after offset `broken` where a record can begin.
    fn skip_to_next(&mut self, mut file: BufReader<File>, broken: u64) -> io::Result<()> {
        let mut at = broken + 1;
        file.seek(SeekFrom::Start(at))?;
        let mut window: Vec<u8> = Vec::new();
        let mut chunk = vec![0; 256 << 10];
        loop {
            let read = file.read(&mut chunk)?;
            window.extend_from_slice(&chunk[..read]);
            let gzip = memchr::memmem::find_iter(&window, &[0x1f, 0x8b, 0x08])
                .find(|&n| begins_gzip_record(&window[n..], read == 0));
            let plain =
                memchr::memmem::find_iter(&window, HEAD).find(|&n| n > 0 && window[n - 1] == b'\n');
            if let Some(found) = gzip.into_iter().chain(plain).min() {
                at += found as u64;
                break;
            }
            if read == 0 {
                at = self.size;
                break;
            }
            // Keep the end of the window: the beginning of a record may continue in the next chunk.
            let keep = window.len().saturating_sub(4096);
            at += keep as u64;
            window.drain(..keep);
        }
        file.seek(SeekFrom::Start(at))?;
        self.continue_with(file)
    }
}

/// Whether the content of the gzip member at the start of `bytes` begins like a WARC record.
fn begins_gzip_record(bytes: &[u8], at_end: bool) -> bool {
    if bytes.len() < 2048 && !at_end {
        return false;
    }
    let mut start = [0; 5];
    GzDecoder::new(bytes).read_exact(&mut start).is_ok() && start == *b"WARC/"
}

impl Iterator for RecordReader {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_record().transpose()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::super::filler;
    use super::*;

    /// The records of a file that holds `members` one after the other.
    fn read(members: &[&[u8]]) -> Vec<Result<Record, ReadError>> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.warc.gz");
        std::fs::write(&path, members.concat()).expect("a file");
        RecordReader::open(&path, 0).expect("the file").collect()
    }

    #[test]
    fn fillers_have_any_length_and_can_be_read() {
        for length in (200..2_000)
            .step_by(7)
            .chain([65_530, 65_536, 65_600, 131_080, 300_001])
        {
            let records = read(&[&filler(length, 1).expect("room enough")]);
            assert!(
                matches!(&records[..], [Ok(record)] if record.length == length as u64),
                "{length}: {records:?}"
            );
        }
        assert!(filler(20, 1).is_none());
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(bytes)
            .and_then(|()| gzip.finish())
            .expect("memory takes all writes")
    }

    /// A record whose stated length is `off` bytes more than that of its block, which has `length`
    /// bytes.
    fn stating(length: usize, off: isize) -> Vec<u8> {
        let block = "woord ".repeat(length / 6);
        let stated = block.len().strict_add_signed(off);
        format!(
            "WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: {stated}\r\n\r\n{block}\r\n\r\n"
        )
        .into_bytes()
    }

    #[test]
    fn a_wrong_length_loses_only_its_record_in_any_packing() {
        for off in [-40, -1, 7, 100, 1_000_000] {
            let records = [
                stating(600, 0),
                stating(1200, off),
                stating(1800, 0),
                stating(2400, 0),
            ];
            let members: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
            let packings = [records.concat(), members.concat(), gzip(&records.concat())];
            // Not 1 to 4: a stated length that is so little too long covers the line ends, and the
            // record can be read.
            for (packing, file) in packings.iter().enumerate() {
                let read = read(&[file]);
                let blocks: Vec<usize> = read
                    .iter()
                    .flatten()
                    .map(|record| record.block.len())
                    .collect();
                assert_eq!(
                    blocks,
                    [600, 1800, 2400],
                    "{off} off, packing {packing}: {read:?}"
                );
                assert_eq!(read.len(), 4, "{off} off, packing {packing}: {read:?}");
            }
        }
    }

    #[test]
    fn a_truncated_member_returns_the_records_before_the_cut() {
        let records: Vec<u8> = (1..=200).flat_map(|n| stating(n * 600, 0)).collect();
        let file = gzip(&records);
        let read = read(&[&file[..file.len() - 40]]);
        assert!(
            read.iter().filter(|record| record.is_ok()).count() > 150,
            "{}",
            read.len()
        );
        assert!(matches!(read.last(), Some(Err(ReadError::Broken { .. }))));
    }

    #[test]
    fn a_record_at_the_last_byte_of_a_buffer_is_found() {
        let buffer = 256 << 10;
        let first = filler(buffer - 1, 1).expect("room enough");
        let second = filler(300, 2).expect("room enough");
        let offsets: Vec<u64> = read(&[&first, &second])
            .into_iter()
            .map(|r| r.expect("a record").offset)
            .collect();
        assert_eq!(
            offsets,
            [0, buffer as u64 - 1],
            "the second begins with the last byte of the first buffer"
        );
    }
}
