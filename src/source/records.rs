//! A file of records, one a line, cut into chunks of whole lines.
//!
//! One thread reads (decompression cannot be shared), many parse. A line over the limit is passed over without being
//! held in memory. Offsets are in the decompressed file.

use super::Limits;
use super::open::Stream;
use std::io::{self, Read};

/// Bytes of a chunk, as long as lines are shorter: few enough to stay in a core's cache until they are parsed.
pub const CHUNK: usize = 1 << 18;

/// Some whole lines of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// The lines, each with its line feed (the last of a file may lack it).
    pub bytes: Vec<u8>,
    /// Offset of the first byte.
    pub offset: u64,
    /// Number of the first line, from 1.
    pub first_line: u64,
    /// Lines that were too long: number and offset.
    pub too_long: Vec<(u64, u64)>,
    /// Why reading stopped here, if it did before the end.
    pub error: Option<String>,
    /// Whether this is the last chunk.
    pub is_last: bool,
    /// Bytes taken from the disk for it.
    pub consumed: u64,
}

impl Chunk {
    /// Lines with number and offset, blank ones left out.
    pub fn lines(&self) -> impl Iterator<Item = (u64, u64, &[u8])> {
        let mut offset = self.offset;
        (self.first_line..)
            .zip(self.bytes.split_inclusive(|&byte| byte == b'\n'))
            .map(move |(number, line)| {
                let start = offset;
                offset += line.len() as u64;
                (number, start, line.trim_ascii())
            })
            .filter(|(_, _, line)| !line.is_empty())
    }

    /// Offset of the first byte after the chunk.
    pub fn end(&self) -> u64 {
        self.offset + self.bytes.len() as u64
    }

    /// Number of the first line after the chunk.
    pub fn end_line(&self) -> u64 {
        self.first_line + memchr::memchr_iter(b'\n', &self.bytes).count() as u64
    }
}

/// Cuts a stream into chunks.
pub struct Records {
    stream: Stream,
    limits: Limits,
    /// Read but not yet handed out.
    pending: Vec<u8>,
    offset: u64,
    line: u64,
    consumed: u64,
    is_done: bool,
}

impl Records {
    /// Starts at the beginning of a stream.
    pub fn new(stream: Stream, limits: Limits) -> Self {
        Records { stream, limits, pending: Vec::new(), offset: 0, line: 1, consumed: 0, is_done: false }
    }

    /// SHA-256 of the bytes on disk read so far.
    pub fn digest(&self) -> String {
        self.stream.digest()
    }

    /// Reads and forgets everything before `offset`, which begins line `line`.
    pub fn skip_to(&mut self, offset: u64, line: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.stream.by_ref().take(offset), &mut io::sink())?;
        if skipped < offset {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "shorter than when it was read before"));
        }
        self.offset = offset;
        self.line = line;
        self.consumed = self.stream.consumed();
        Ok(())
    }

    /// The next chunk; `None` after the last.
    pub fn next_chunk(&mut self) -> Option<Chunk> {
        if self.is_done {
            return None;
        }
        let mut chunk = Chunk { offset: self.offset, first_line: self.line, ..Chunk::default() };
        let mut bytes = std::mem::take(&mut self.pending);
        loop {
            // Doubles on a line longer than a chunk, so that looking for its end stays linear.
            let wanted = if bytes.len() < CHUNK { CHUNK - bytes.len() } else { bytes.len() };
            let read = self.stream.by_ref().take(wanted as u64).read_to_end(&mut bytes);
            let is_end = matches!(read, Ok(0)) || read.is_err();
            if let Err(error) = read {
                chunk.error = Some(error.to_string());
            }
            if is_end {
                self.is_done = true;
                break;
            }
            if bytes.len() < CHUNK {
                continue;
            }
            if let Some(last) = memchr::memrchr(b'\n', &bytes) {
                self.pending = bytes.split_off(last + 1);
                break;
            }
            if bytes.len() > self.limits.document {
                self.pass_over_line(&mut chunk, &mut bytes);
                break;
            }
        }
        chunk.bytes = bytes;
        chunk.is_last = self.is_done;
        let skipped = self.offset.max(chunk.end());
        self.offset = skipped;
        self.line = self.line.max(chunk.end_line());
        chunk.consumed = self.stream.consumed() - self.consumed;
        self.consumed = self.stream.consumed();
        Some(chunk)
    }

    /// The whole of `bytes` is the beginning of one line that is too long: drops it up to its end.
    fn pass_over_line(&mut self, chunk: &mut Chunk, bytes: &mut Vec<u8>) {
        chunk.too_long.push((chunk.first_line, chunk.offset));
        let mut passed = bytes.len() as u64;
        bytes.clear();
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = match self.stream.read(&mut buffer) {
                Ok(0) => {
                    self.is_done = true;
                    break;
                }
                Ok(count) => count,
                Err(error) => {
                    chunk.error = Some(error.to_string());
                    self.is_done = true;
                    break;
                }
            };
            let read = buffer.get(..count).unwrap_or(&[]);
            if let Some(end) = memchr::memchr(b'\n', read) {
                passed += end as u64 + 1;
                self.pending = read.get(end + 1..).unwrap_or(&[]).to_vec();
                break;
            }
            passed += count as u64;
        }
        self.offset = chunk.offset + passed;
        self.line = chunk.first_line + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(bytes: Vec<u8>, limits: Limits) -> Records {
        Records::new(Stream::new(Box::new(io::Cursor::new(bytes)), limits).unwrap(), limits)
    }

    fn all_lines(records: &mut Records) -> Vec<(u64, u64, Vec<u8>)> {
        let mut lines = Vec::new();
        while let Some(chunk) = records.next_chunk() {
            lines.extend(chunk.lines().map(|(number, offset, line)| (number, offset, line.to_vec())));
        }
        lines
    }

    #[test]
    fn lines_keep_their_numbers_and_offsets_across_chunks() {
        let line = |number: usize| format!("{{\"n\":{number},\"pad\":\"{}\"}}\r\n", "x".repeat(number % 5_000));
        let mut text = String::new();
        let mut expected = Vec::new();
        for number in 0..2_000 {
            expected.push((number as u64 + 1, text.len() as u64, line(number).trim().as_bytes().to_vec()));
            text.push_str(&line(number));
        }
        let mut whole = records(text.clone().into_bytes(), Limits::default());
        assert_eq!(all_lines(&mut whole), expected);
        let (number, offset, _) = expected[1_234].clone();
        let mut rest = records(text.into_bytes(), Limits::default());
        rest.skip_to(offset, number).unwrap();
        assert_eq!(all_lines(&mut rest), expected[1_234..]);
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over_and_named() {
        let mut text = b"first\n".to_vec();
        text.extend(vec![b'x'; 5 << 20]);
        text.extend(b"\nlast");
        let limits = Limits { document: 2 << 20, ..Limits::default() };
        let mut records = records(text, limits);
        let mut lines = Vec::new();
        let mut too_long = Vec::new();
        while let Some(chunk) = records.next_chunk() {
            lines.extend(chunk.lines().map(|(number, offset, _)| (number, offset)));
            too_long.extend(chunk.too_long.clone());
        }
        assert_eq!(lines, [(1, 0), (3, 6 + (5 << 20) + 1)]);
        assert_eq!(too_long, [(2, 6)]);
    }

    #[test]
    fn what_came_before_a_broken_end_is_kept() {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(b"one\ntwo\n").unwrap();
        let whole = encoder.finish().unwrap();
        let mut records = records(whole[..whole.len() - 4].to_vec(), Limits::default());
        let chunk = records.next_chunk().unwrap();
        assert_eq!(chunk.lines().count(), 2);
        assert!(chunk.is_last && chunk.error.unwrap().contains("gzip"));
        assert!(records.next_chunk().is_none());
    }
}
