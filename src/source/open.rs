//! Opening a file: compression is recognised by its first bytes, bombs are stopped, the bytes on disk are digested.

use super::Limits;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTANDARD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A stream of decompressed bytes that knows the SHA-256 of the bytes below it.
pub struct Stream {
    inner: Inner,
    limits: Limits,
    produced: u64,
}

enum Inner {
    Plain(Raw),
    Gzip(Box<flate2::bufread::MultiGzDecoder<BufReader<Raw>>>),
    Zstandard(Box<zstd::Decoder<'static, BufReader<Raw>>>),
}

/// The bytes as they lie on disk (or come from standard input), digested on their way.
struct Raw {
    head: io::Cursor<Vec<u8>>,
    rest: Box<dyn Read + Send>,
    digest: Sha256,
    consumed: u64,
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut count = self.head.read(buffer)?;
        if count == 0 {
            count = self.rest.read(buffer)?;
        }
        self.digest.update(buffer.get(..count).unwrap_or(&[]));
        self.consumed += count as u64;
        Ok(count)
    }
}

impl Stream {
    /// Opens a file.
    pub fn open(path: &Path, limits: Limits) -> io::Result<Self> {
        Self::new(Box::new(File::open(path)?), limits)
    }

    /// Reads from anything, for instance standard input.
    pub fn new(mut rest: Box<dyn Read + Send>, limits: Limits) -> io::Result<Self> {
        let mut head = Vec::with_capacity(4);
        rest.by_ref().take(4).read_to_end(&mut head)?;
        let is_gzip = head.starts_with(&GZIP);
        let is_zstandard = head.starts_with(&ZSTANDARD);
        let raw = Raw { head: io::Cursor::new(head), rest, digest: Sha256::new(), consumed: 0 };
        let inner = if is_gzip {
            let buffered = BufReader::with_capacity(1 << 16, raw);
            Inner::Gzip(Box::new(flate2::bufread::MultiGzDecoder::new(buffered)))
        } else if is_zstandard {
            Inner::Zstandard(Box::new(zstd::Decoder::with_buffer(BufReader::with_capacity(1 << 16, raw))?))
        } else {
            Inner::Plain(raw)
        };
        Ok(Stream { inner, limits, produced: 0 })
    }

    fn raw(&self) -> &Raw {
        match &self.inner {
            Inner::Plain(raw) => raw,
            Inner::Gzip(decoder) => decoder.get_ref().get_ref(),
            Inner::Zstandard(decoder) => decoder.get_ref().get_ref(),
        }
    }

    /// Bytes taken from the disk so far.
    pub fn consumed(&self) -> u64 {
        self.raw().consumed
    }

    /// SHA-256 of the bytes on disk that were read so far, in hexadecimal digits: of the whole file once the end was reached.
    pub fn digest(&self) -> String {
        hexadecimal(&self.raw().digest.clone().finalize())
    }

    /// Reads a whole document; longer than the limit is an error, and so is a broken end: then what came before it is
    /// left in `bytes`.
    pub fn read_document(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        let limit = self.limits.document;
        self.take(limit as u64 + 1).read_to_end(bytes)?;
        if bytes.len() > limit {
            return Err(too_long(limit));
        }
        Ok(())
    }
}

/// The error for a document over the limit.
pub fn too_long(limit: usize) -> io::Error {
    let limit = if limit >= 1 << 20 { format!("{} MB", limit >> 20) } else { format!("{limit} bytes") };
    io::Error::other(format!("longer than {limit}; --max-document raises the limit"))
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (count, what) = match &mut self.inner {
            Inner::Plain(raw) => (raw.read(buffer), ""),
            Inner::Gzip(decoder) => (decoder.read(buffer), "gzip"),
            Inner::Zstandard(decoder) => (decoder.read(buffer), "zstd"),
        };
        let count = count.map_err(|error| described(error, what))?;
        self.produced += count as u64;
        let is_bomb = self.produced > Limits::RATIO_FREE
            && self.produced / self.limits.ratio > self.consumed()
            && !matches!(self.inner, Inner::Plain(_));
        if is_bomb {
            return Err(io::Error::other(format!("decompresses to more than {} times its size", self.limits.ratio)));
        }
        Ok(count)
    }
}

/// Says which layer failed and, for a cut file, that it is cut.
fn described(error: io::Error, what: &str) -> io::Error {
    if what.is_empty() {
        return error;
    }
    let cause = match error.kind() {
        io::ErrorKind::UnexpectedEof => "the file ends in the middle of the compressed data".to_owned(),
        _ => error.to_string(),
    };
    io::Error::new(error.kind(), format!("damaged {what}: {cause}"))
}

/// SHA-256 of a file's bytes.
pub fn file_digest(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hexadecimal(&digest.finalize())),
            count => digest.update(buffer.get(..count).unwrap_or(&[])),
        }
    }
}

/// Lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(*DIGITS.get(usize::from(value)).unwrap_or(&b'0'));
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn stream(bytes: Vec<u8>, limits: Limits) -> Stream {
        Stream::new(Box::new(io::Cursor::new(bytes)), limits).unwrap()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn compression_is_recognised_by_its_bytes() {
        for bytes in [b"plain text".to_vec(), gzip(b"plain text"), zstd::encode_all(&b"plain text"[..], 1).unwrap()] {
            let mut stream = stream(bytes.clone(), Limits::default());
            let mut text = Vec::new();
            stream.read_document(&mut text).unwrap();
            assert_eq!(text, b"plain text");
            assert_eq!(stream.digest(), hexadecimal(&Sha256::digest(&bytes)));
        }
    }

    #[test]
    fn several_gzip_members_are_one_document() {
        let mut text = Vec::new();
        stream([gzip(b"one "), gzip(b"two")].concat(), Limits::default()).read_document(&mut text).unwrap();
        assert_eq!(text, b"one two");
    }

    #[test]
    fn a_cut_file_is_an_error_after_what_came_before() {
        let whole = gzip(&vec![b'x'; 100_000]);
        let mut bytes = Vec::new();
        let error = stream(whole[..whole.len() - 8].to_vec(), Limits::default()).read_document(&mut bytes).unwrap_err();
        assert!(error.to_string().contains("ends in the middle"), "{error}");
        assert_eq!(bytes.len(), 100_000);
    }

    #[test]
    fn bombs_are_stopped_while_reading() {
        let bomb = zstd::encode_all(io::repeat(0).take(200 << 20), 1).unwrap();
        let limits = Limits { document: 1 << 30, ..Limits::default() };
        let error = stream(bomb.clone(), limits).read_document(&mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("200 times"), "{error}");
        let error = stream(bomb, Limits { document: 1 << 20, ..limits }).read_document(&mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("longer than 1 MB"), "{error}");
    }
}
