//! Files beside the index, whole or not at all, and such as end with the SHA-256 of what stands before it.
//!
//! Invariant: a file has its name only once it is whole and on disk.

use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// Bytes of the checksum at the end.
const CHECKSUM: u64 = 32;

/// Lets `fill` write to a neighbour, forces it to disk and renames it.
pub fn write_whole(path: &Path, fill: impl FnOnce(File) -> io::Result<File>) -> Result<()> {
    let unfinished = path.with_extension("unfinished");
    let written = File::create(&unfinished).and_then(fill).and_then(|file| file.sync_all());
    written.map_err(|error| Error::io(&unfinished, error))?;
    fs::rename(&unfinished, path).map_err(|error| Error::io(path, error))
}

/// Writes a file that ends with its checksum; whole or not at all.
pub fn write(path: &Path, fill: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    write_whole(path, |file| {
        let mut to = BufWriter::with_capacity(1 << 16, Hashing { file, digest: Sha256::new() });
        fill(&mut to)?;
        let Hashing { mut file, digest } = to.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.write_all(&digest.finalize())?;
        Ok(file)
    })
}

/// Reads a file with `read`, which must leave nothing but the checksum, and verifies that. An error of `read` is damage too.
pub fn read<T>(path: &Path, read: impl FnOnce(&mut dyn Read) -> io::Result<T>) -> Result<T> {
    let wrap = |error| Error::io(path, error);
    let damaged = |what: String| Error::Damaged { path: path.to_owned(), what };
    let file = File::open(path).map_err(wrap)?;
    let length = file.metadata().map_err(wrap)?.len().checked_sub(CHECKSUM);
    let Some(length) = length else {
        return Err(damaged("cut".to_owned()));
    };
    let hashing = Hashing { file, digest: Sha256::new() };
    let mut from = BufReader::with_capacity(1 << 16, hashing.take(length));
    let content = read(&mut from).map_err(|error| damaged(error.to_string()))?;
    // What `read` did not want counts too.
    io::copy(&mut from, &mut io::sink()).map_err(wrap)?;
    let Hashing { mut file, digest } = from.into_inner().into_inner();
    let mut checksum = Vec::new();
    file.read_to_end(&mut checksum).map_err(wrap)?;
    match digest.finalize().as_slice() == checksum {
        true => Ok(content),
        false => Err(damaged("wrong checksum".to_owned())),
    }
}

/// Verifies the checksum of a file.
pub fn verify(path: &Path) -> Result<()> {
    read(path, |_| Ok(()))
}

/// A file whose bytes are digested as they pass.
struct Hashing {
    file: File,
    digest: Sha256,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Read for Hashing {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(bytes)?;
        self.digest.update(bytes.get(..read).unwrap_or_default());
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_is_read_and_damage_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.state");
        write(&path, &mut |to| to.write_all(&[7; 200_000])).unwrap();
        let whole = |from: &mut dyn Read| {
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes).map(|_| bytes)
        };
        assert_eq!(read(&path, whole).unwrap(), [7; 200_000]);
        verify(&path).unwrap();
        let bytes = fs::read(&path).unwrap();
        for place in [0, 100_000, bytes.len() - 1] {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1;
            fs::write(&path, &damaged).unwrap();
            assert!(matches!(read(&path, whole), Err(Error::Damaged { .. })), "{place}");
            assert!(matches!(verify(&path), Err(Error::Damaged { .. })), "{place}");
        }
        for length in [0, 31, 32, bytes.len() - 1] {
            fs::write(&path, &bytes[..length]).unwrap();
            assert!(matches!(verify(&path), Err(Error::Damaged { .. })), "{length}");
        }
    }
}
