//! The bytes an article was read from, if they are still what they were.
//!
//! A file is what it was if it has the SHA-256 that the ledger keeps; where an ingest read a file in parts and so has no
//! digest of the whole, size and time of change must be the same. Of a saved page the whole file is taken as it lies on disk,
//! compressed or not; of a file of records the bytes of the one record. Records are asked for in the order of their offsets,
//! so that a file is read once.

use crate::article::Origin;
use crate::index::ledger::{Ledger, SourceFile};
use crate::source::open::{Stream, file_digest};
use crate::source::{Limits, charset};
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Names of texts that came from standard input begin so.
const STDIN_PREFIX: &str = "stdin#";

/// Extensions that a saved file keeps; all others become `bin`.
const EXTENSIONS: [&str; 9] = ["html", "htm", "xhtml", "txt", "md", "markdown", "json", "gz", "zst"];

/// Bytes of an original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What they are called.
    pub extension: String,
    /// `file` or `record`.
    pub part: &'static str,
    /// What says that they are unchanged: `sha256`, or `size and time`.
    pub checked_by: &'static str,
}

/// Why there is no original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// `gone`, `changed`, `not kept` or `unreadable`.
    pub status: &'static str,
    /// In words.
    pub why: String,
}

fn missing(status: &'static str, why: impl Into<String>) -> Missing {
    Missing { status, why: why.into() }
}

fn unreadable(error: &io::Error) -> Missing {
    missing("unreadable", error.to_string())
}

/// A source file that was compared with the ledger.
pub struct Source {
    name: String,
    path: PathBuf,
    state: Result<&'static str, Missing>,
    lines: Option<Lines>,
    /// The text of a file of JSON values.
    text: Option<String>,
}

/// A file of records, read forward.
struct Lines {
    reader: BufReader<Stream>,
    place: u64,
}

impl Source {
    /// Compares a file with what the ledger says of it. `home` is the folder that names in the ledger are relative to.
    pub fn open(home: &Path, name: &str, ledger: &Ledger) -> Self {
        let path = home.join(name);
        let state = compare(&path, name, ledger.get(name));
        Source { name: name.to_owned(), path, state, lines: None, text: None }
    }

    /// The file as the ledger names it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes of one article.
    pub fn fetch(&mut self, origin: &Origin) -> Result<Original, Missing> {
        let checked_by = self.state.clone()?;
        let (bytes, extension, part) = if origin.member.is_empty() {
            (self.whole()?, extension(&self.name), "file")
        } else if origin.member.starts_with("line ") {
            (self.line(origin.offset)?, "json".to_owned(), "record")
        } else {
            (self.record(origin.offset)?, "json".to_owned(), "record")
        };
        Ok(Original { bytes, extension, part, checked_by })
    }

    fn whole(&self) -> Result<Vec<u8>, Missing> {
        let limit = Limits::default().document as u64;
        let mut bytes = Vec::new();
        let file = fs::File::open(&self.path).map_err(|error| unreadable(&error))?;
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        if bytes.len() as u64 > limit {
            return Err(missing("not kept", format!("longer than {} MB", limit >> 20)));
        }
        Ok(bytes)
    }

    /// The line that begins at this byte of the decompressed file.
    fn line(&mut self, offset: u64) -> Result<Vec<u8>, Missing> {
        let limits = Limits::default();
        if self.lines.as_ref().is_none_or(|lines| lines.place > offset) {
            let stream = Stream::open(&self.path, limits).map_err(|error| unreadable(&error))?;
            self.lines = Some(Lines { reader: BufReader::new(stream), place: 0 });
        }
        let Some(lines) = self.lines.as_mut() else {
            return Err(missing("unreadable", "not open"));
        };
        let mut bytes = Vec::new();
        let read = lines.read_at(offset, limits.document as u64, &mut bytes);
        if let Err(error) = read {
            // The reader may be anywhere now.
            self.lines = None;
            return Err(unreadable(&error));
        }
        Ok(bytes.trim_ascii().to_vec())
    }

    /// The whole file as text.
    fn decoded(&self) -> Result<String, Missing> {
        let mut bytes = Vec::new();
        let read = Stream::open(&self.path, Limits::default()).and_then(|mut stream| stream.read_document(&mut bytes));
        read.map_err(|error| unreadable(&error))?;
        Ok(charset::decode(&bytes, None, None).text.into_owned())
    }

    /// The JSON value that begins at this byte of the decoded file.
    fn record(&mut self, offset: u64) -> Result<Vec<u8>, Missing> {
        let text = match self.text.take() {
            Some(text) => text,
            None => self.decoded()?,
        };
        let text = self.text.insert(text);
        let rest = usize::try_from(offset).ok().and_then(|offset| text.get(offset..));
        let mut values =
            serde_json::Deserializer::from_str(rest.unwrap_or("")).into_iter::<&serde_json::value::RawValue>();
        match values.next() {
            Some(Ok(raw)) => Ok(raw.get().as_bytes().to_vec()),
            _ => Err(missing("unreadable", "no record at its place")),
        }
    }
}

impl Lines {
    fn read_at(&mut self, offset: u64, limit: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        let before = offset.saturating_sub(self.place);
        let passed = io::copy(&mut self.reader.by_ref().take(before), &mut io::sink())?;
        self.place += passed;
        if passed < before {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "shorter than when it was read"));
        }
        let read = self.reader.by_ref().take(limit).read_until(b'\n', bytes)?;
        self.place += read as u64;
        Ok(())
    }
}

/// What says that a file is unchanged, or why it is not.
fn compare(path: &Path, name: &str, entry: Option<&SourceFile>) -> Result<&'static str, Missing> {
    if name.starts_with(STDIN_PREFIX) {
        return Err(missing("not kept", "it came from standard input"));
    }
    let Ok(metadata) = fs::metadata(path) else {
        return Err(missing("gone", "there is no such file any more"));
    };
    let Some(entry) = entry.filter(|_| metadata.is_file()) else {
        return Err(missing("changed", "it is no longer the file that was read"));
    };
    if metadata.len() != entry.size {
        return Err(missing("changed", format!("it had {} bytes and has {}", entry.size, metadata.len())));
    }
    if entry.digest.is_empty() {
        let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = since.and_then(|since| i64::try_from(since.as_nanos()).ok());
        return if modified == Some(entry.modified) {
            Ok("size and time")
        } else {
            Err(missing("changed", "it was written to since it was read"))
        };
    }
    match file_digest(path) {
        Ok(digest) if digest == entry.digest => Ok("sha256"),
        Ok(_) => Err(missing("changed", "its bytes are not those that were read")),
        Err(error) => Err(unreadable(&error)),
    }
}

/// The extensions of a file, compression too, as far as they are known.
fn extension(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let known = |part: &&str| EXTENSIONS.contains(part);
    let mut parts: Vec<&str> = file.split('.').skip(1).collect();
    let last = parts.pop().filter(known).unwrap_or("bin");
    match parts.pop().filter(known).filter(|_| matches!(last, "gz" | "zst")) {
        Some(inner) => format!("{inner}.{last}"),
        None => last.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_extensions_are_kept() {
        assert_eq!(extension("a/b.c/page.HTML"), "html");
        assert_eq!(extension("page.html.gz"), "html.gz");
        assert_eq!(extension("page.gz"), "gz");
        assert_eq!(extension("a.exe"), "bin");
        assert_eq!(extension("a/page"), "bin");
        assert_eq!(extension("a.exe.gz"), "gz");
    }

    #[test]
    fn records_are_read_forward_and_back() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.jsonl");
        fs::write(&path, "{\"n\":1}\r\n\n{\"n\":2}\n{\"n\":3}").unwrap();
        let mut source = Source { name: "a.jsonl".to_owned(), path, state: Ok("sha256"), lines: None, text: None };
        let mut at = |offset| {
            let origin = Origin { file: "a.jsonl".to_owned(), member: "line 1".to_owned(), offset };
            String::from_utf8(source.fetch(&origin).unwrap().bytes).unwrap()
        };
        assert_eq!((at(10), at(18), at(0)), ("{\"n\":2}".to_owned(), "{\"n\":3}".to_owned(), "{\"n\":1}".to_owned()));
        let far = Origin { file: String::new(), member: "line 9".to_owned(), offset: 999 };
        assert_eq!(source.fetch(&far).unwrap_err().status, "unreadable");
    }
}
