//! With which settings was a file read, and which of a person's files does the archive keep for the next run?
//!
//! Every entry of the ledger says with which settings its articles were made ([`Filing`]); an entry that says nothing is of the
//! usual ones, or older than this record. The commit's payload tells in one word whether names were left out of any article,
//! so that a search need not read the ledger to know that none was.

use crate::error::{Error, Result};
use crate::index::ledger::Ledger;
use crate::index::sealed;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// The settings that change what articles a file becomes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filing {
    /// Names were not looked for.
    #[serde(skip_serializing_if = "is_false")]
    pub names_left_out: bool,
    /// Digest of the person's gazetteer; empty if there was none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub gazetteer: String,
    /// Digest of the person's model; empty for the shipped one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub model: String,
    /// Pages that are no articles were taken too.
    #[serde(skip_serializing_if = "is_false")]
    pub keep_all: bool,
    /// Blocks that repeat across pages of one host were left in the text.
    #[serde(skip_serializing_if = "is_false")]
    pub keep_boilerplate: bool,
}

fn is_false(value: &bool) -> bool {
    !*value
}

impl Filing {
    /// Whether all is as it usually is.
    pub fn is_usual(&self) -> bool {
        *self == Filing::default()
    }

    /// Whether names are looked for in the same way.
    pub fn has_names_of(&self, other: &Filing) -> bool {
        match (self.names_left_out, other.names_left_out) {
            (true, true) => true,
            (false, false) => self.gazetteer == other.gazetteer && self.model == other.model,
            _ => false,
        }
    }
}

/// A file of the person's with which names are recognised, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserFile {
    /// Its path as the person gave it.
    pub name: String,
    /// The first 64 bits of its SHA-256, in hexadecimal digits.
    pub digest: String,
    /// What it holds.
    pub bytes: Arc<[u8]>,
}

impl UserFile {
    /// A file with this content.
    pub fn new(name: String, bytes: Vec<u8>) -> Self {
        let sum = Sha256::digest(&bytes);
        let digest = sum.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        UserFile { name, digest, bytes: bytes.into() }
    }

    /// Puts a copy into the archive's folder, forced to disk, unless it is there whole.
    pub(super) fn keep(&self, folder: &Path, beginning: &str) -> Result<KeptFile> {
        let kept = KeptFile { file: format!("{beginning}-{}", self.digest), name: self.name.clone() };
        // One that is damaged is written anew.
        if kept.read(folder).is_err() {
            sealed::write_whole(&folder.join(&kept.file), |mut file| {
                file.write_all(&self.bytes)?;
                Ok(file)
            })?;
        }
        Ok(kept)
    }
}

/// A copy of a person's file in the archive's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    /// Its name in the folder; ends with the digest.
    pub file: String,
    /// Its path as the person gave it.
    pub name: String,
}

impl KeptFile {
    /// Reads it back; [`Error::Damaged`] if it is not what was kept.
    pub fn read(&self, folder: &Path) -> Result<UserFile> {
        let path = folder.join(&self.file);
        let bytes = fs::read(&path).map_err(|error| Error::io(&path, error))?;
        let read = UserFile::new(self.name.clone(), bytes);
        if !self.file.ends_with(&read.digest) {
            return Err(Error::Damaged { path, what: format!("it is no longer the copy of {}", self.name) });
        }
        Ok(read)
    }
}

/// The person's files that later runs use too, until others are given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// Names of the person's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gazetteer: Option<KeptFile>,
    /// A model of the person's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<KeptFile>,
}

impl Kept {
    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        *self == Kept::default()
    }

    /// Names of the files in the archive's folder.
    pub fn files(&self) -> impl Iterator<Item = &String> {
        [&self.gazetteer, &self.model].into_iter().flatten().map(|kept| &kept.file)
    }
}

/// How many of an archive's articles something holds for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// None.
    #[default]
    None,
    /// Some; the ledger tells which.
    Some,
    /// All.
    All,
}

impl Extent {
    /// Whether it is none.
    pub fn is_none(&self) -> bool {
        *self == Extent::None
    }

    /// Of how many articles names were left out.
    pub fn of_names_left_out(ledger: &Ledger) -> Self {
        let (mut with, mut without) = (false, false);
        for (_, entry) in ledger.iter().filter(|(_, entry)| entry.outcomes.indexed > 0) {
            without |= entry.filing.names_left_out;
            with |= !entry.filing.names_left_out;
        }
        match (with, without) {
            (_, false) => Extent::None,
            (true, true) => Extent::Some,
            (false, true) => Extent::All,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_file_is_read_back_and_a_changed_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = UserFile::new("names.tsv".to_owned(), b"Zorvex\torg\n".to_vec());
        let kept = file.keep(folder.path(), "gazetteer").unwrap();
        assert_eq!(kept.read(folder.path()).unwrap(), file);
        fs::write(folder.path().join(&kept.file), "Zorvex\tplace\n").unwrap();
        assert!(matches!(kept.read(folder.path()), Err(Error::Damaged { .. })));
    }

    #[test]
    fn usual_settings_leave_no_trace_in_a_record() {
        assert_eq!(serde_json::to_string(&Filing::default()).unwrap(), "{}");
        assert_eq!(serde_json::to_string(&Kept::default()).unwrap(), "{}");
        let filing = Filing { gazetteer: "00ff".to_owned(), ..Filing::default() };
        let text = serde_json::to_string(&filing).unwrap();
        assert_eq!(text, "{\"gazetteer\":\"00ff\"}");
        assert_eq!(serde_json::from_str::<Filing>(&text).unwrap(), filing);
    }
}
