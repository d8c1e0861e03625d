//! What was ingested from where: one entry a source file.
//!
//! The ledger is a chain of files beside the index, each holding the entries that changed in one commit. The commit's
//! payload names the chain, and the engine replaces its commit record atomically: so ledger and index always agree,
//! and a file that no commit names was never in force. A later entry replaces an earlier one of the same file; an entry
//! without `state` removes it. Chains are kept short by writing the whole ledger anew now and then.

use crate::error::{Error, Result};
use crate::index::filing::Filing;
use crate::index::sealed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

/// How many problems of one file are kept by name; the counters count all.
pub const PROBLEMS_KEPT: usize = 1_000;

/// What became of the documents of one file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcomes {
    /// Articles in the index.
    #[serde(skip_serializing_if = "is_zero")]
    pub indexed: u64,
    /// Articles that are in the index already, word for word from the same address.
    #[serde(skip_serializing_if = "is_zero")]
    pub duplicate: u64,
    /// Documents that are no articles.
    #[serde(skip_serializing_if = "is_zero")]
    pub not_article: u64,
    /// Documents that could not be read.
    #[serde(skip_serializing_if = "is_zero")]
    pub failed: u64,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Outcomes {
    /// All documents that were read.
    pub fn total(&self) -> u64 {
        self.indexed + self.duplicate + self.not_article + self.failed
    }

    /// Adds the counts of another.
    pub fn add(&mut self, other: &Outcomes) {
        self.indexed += other.indexed;
        self.duplicate += other.duplicate;
        self.not_article += other.not_article;
        self.failed += other.failed;
    }
}

/// Why one document is not in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `failed`, `not an article`, `duplicate` or `warning`.
    pub kind: String,
    /// Member or line inside the file; empty for the whole file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub member: String,
    /// The cause.
    pub why: String,
}

/// How far a file has been read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// To its end.
    Complete,
    /// Up to this byte of the decompressed file; an interrupted ingest goes on from there.
    Partial {
        /// First byte not yet read.
        offset: u64,
        /// Records before it.
        records: u64,
    },
    /// It has to be read anew although it is unchanged.
    Stale,
}

/// One source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Bytes on disk.
    pub size: u64,
    /// Time of its last change in nanoseconds since 1970.
    pub modified: i64,
    /// SHA-256 of the file as far as it was read, in hexadecimal digits; empty where only a part was read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub digest: String,
    /// How far it was read.
    pub state: State,
    /// What became of its documents.
    #[serde(default)]
    pub outcomes: Outcomes,
    /// What has to be told about them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// Files that hold the articles of which this one has duplicates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duplicates_of: Vec<String>,
    /// With which settings it was read.
    #[serde(default, skip_serializing_if = "Filing::is_usual")]
    pub filing: Filing,
}

impl SourceFile {
    /// Keeps a problem, unless there are too many.
    pub fn push_problem(&mut self, problem: Problem) {
        if self.problems.len() < PROBLEMS_KEPT {
            self.problems.push(problem);
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Line<'a> {
    file: std::borrow::Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entry: Option<SourceFile>,
}

/// All source files of an archive, by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ledger {
    files: BTreeMap<String, SourceFile>,
}

impl Ledger {
    /// Reads a chain of ledger files, oldest first.
    pub fn read(folder: &Path, chain: &[String]) -> Result<Self> {
        let mut ledger = Ledger::default();
        for name in chain {
            ledger.read_file(&folder.join(name))?;
        }
        Ok(ledger)
    }

    fn read_file(&mut self, path: &Path) -> Result<()> {
        let file = File::open(path).map_err(|error| Error::io(path, error))?;
        let decoder = zstd::Decoder::new(file).map_err(|error| Error::io(path, error))?;
        for (number, line) in BufReader::new(decoder).lines().enumerate() {
            let line = line.map_err(|error| Error::Damaged { path: path.to_owned(), what: error.to_string() })?;
            let line: Line = serde_json::from_str(&line).map_err(|error| Error::Damaged {
                path: path.to_owned(),
                what: format!("line {}: {error}", number + 1),
            })?;
            match line.entry {
                Some(entry) => self.files.insert(line.file.into_owned(), entry),
                None => self.files.remove(line.file.as_ref()),
            };
        }
        Ok(())
    }

    /// The entry of a file.
    pub fn get(&self, file: &str) -> Option<&SourceFile> {
        self.files.get(file)
    }

    /// All entries by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &SourceFile)> {
        self.files.iter().map(|(name, file)| (name.as_str(), file))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether nothing was ingested yet.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Sum of all outcomes.
    pub fn outcomes(&self) -> Outcomes {
        let mut sum = Outcomes::default();
        for file in self.files.values() {
            sum.add(&file.outcomes);
        }
        sum
    }

    /// Applies changes: `None` removes the file.
    pub fn apply(&mut self, changes: &BTreeMap<String, Option<SourceFile>>) {
        for (file, entry) in changes {
            match entry {
                Some(entry) => self.files.insert(file.clone(), entry.clone()),
                None => self.files.remove(file),
            };
        }
    }

    /// Writes the whole ledger as one file.
    pub fn write(&self, path: &Path) -> Result<()> {
        write_lines(path, self.files.iter().map(|(file, entry)| (file, Some(entry))))
    }
}

/// Writes the changes of one commit as a ledger file.
pub fn write_changes(path: &Path, changes: &BTreeMap<String, Option<SourceFile>>) -> Result<()> {
    write_lines(path, changes.iter().map(|(file, entry)| (file, entry.as_ref())))
}

fn write_lines<'a>(path: &Path, lines: impl Iterator<Item = (&'a String, Option<&'a SourceFile>)>) -> Result<()> {
    sealed::write_whole(path, |file| {
        let mut encoder = zstd::Encoder::new(file, 3)?;
        encoder.include_checksum(true)?;
        let mut writer = BufWriter::new(encoder);
        for (file, entry) in lines {
            let line = Line { file: file.into(), entry: entry.cloned() };
            serde_json::to_writer(&mut writer, &line)?;
            writer.write_all(b"\n")?;
        }
        writer.into_inner().map_err(io::IntoInnerError::into_error)?.finish()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn entry(indexed: u64) -> SourceFile {
        SourceFile {
            size: 10,
            modified: 5,
            digest: "ab".to_owned(),
            state: State::Complete,
            outcomes: Outcomes { indexed, ..Outcomes::default() },
            problems: Vec::new(),
            duplicates_of: Vec::new(),
            filing: Filing::default(),
        }
    }

    #[test]
    fn a_chain_of_changes_reads_as_the_ledger_they_made() {
        let folder = tempfile::tempdir().unwrap();
        let mut changes = BTreeMap::from([("a".to_owned(), Some(entry(1))), ("b".to_owned(), Some(entry(2)))]);
        let mut expected = Ledger::default();
        expected.apply(&changes);
        write_changes(&folder.path().join("1"), &changes).unwrap();
        changes = BTreeMap::from([("a".to_owned(), None), ("c".to_owned(), Some(entry(3)))]);
        expected.apply(&changes);
        write_changes(&folder.path().join("2"), &changes).unwrap();
        let read = Ledger::read(folder.path(), &["1".to_owned(), "2".to_owned()]).unwrap();
        assert_eq!(read, expected);
        assert_eq!(read.outcomes().indexed, 5);
    }

    #[test]
    fn a_damaged_ledger_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("1");
        write_changes(&path, &BTreeMap::from([("a".to_owned(), Some(entry(1)))])).unwrap();
        let mut bytes = fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(&path, bytes).unwrap();
        let error = Ledger::read(folder.path(), &["1".to_owned()]).unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }), "{error}");
    }
}
