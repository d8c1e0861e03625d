//! Article to tantivy and back: the archive on disk.
//!
//! An archive is a folder with `archive.json` (its format), the files of one tantivy index, and beside it the ledger, the
//! families with their state, and a person's gazetteer and model. Everything that describes the index is named by the payload of its last commit (see [`Payload`]), so a reader or a
//! rerun after a crash sees one consistent state.
//!
//! # How words are filed, and why
//!
//! Every word is filed once, at its position, under a key that begins with the folded word and ends with its spelling
//! ([`crate::text::term`]). Questions are answered by expansion at query time: stems, accents, capitals, wildcards and regular
//! expressions all choose entries of one dictionary. What was weighed (title and body of 30,000 generated articles of 555 words,
//! one thread, no stored text, median of five interleaved rounds; `cargo bench --bench layout` repeats it):
//!
//! | filed for each word | seconds | bytes |
//! |---|---|---|
//! | its spelling | 0.94 | 0.98 |
//! | **its spelling, and marks where sentences and paragraphs begin** | **1.00** (2.28 s) | **1.00** (38.6 MB) |
//! | the folded word: no exact or case-sensitive search | 1.10 | 0.95 |
//! | the English stem: no wildcards either, one language only | 1.59 | 0.90 |
//! | spelling and stem at one position | 2.63 | 1.31 |
//! | the stem, and a second field of spellings without positions | 2.37 | 1.16 |
//!
//! (The stem rows pay for stemming at ingest; a stemmer inside the tokenizer would be cheaper, but not its postings.)
//!
//! - **Exact and case-sensitive search** reads the one entry of that spelling: nothing is checked against stored text.
//! - **Sentences and paragraphs** are marks at the positions of the words that begin them. Distances between words stay exact,
//!   which gaps in the positions would not allow; a query that does not ask for sentences never reads the marks. They cost 6 %
//!   of the time and 2 % of the bytes above.
//! - **Near-duplicate families** are computed from sketches ([`crate::duplicate`]), at most 350 bytes and 5 to 8
//!   microseconds an article, kept as a column of the segment so that they are committed with it. Which family an article is
//!   in is a function of all sketches, hence computed after the last commit of a run, never written into an article, and
//!   made visible by a commit of its own ([`families`]). A second file, some 40 bytes an article, is named by the same commit
//!   and read by the next run alone: from it and the articles that came and went, families are brought up to date without
//!   comparing those that stayed.
//! - **What the query pays**: a word reads about as many postings as its stem would have had, from several lists.

pub mod analyser;
pub mod directory;
pub mod document;
pub mod families;
pub mod filing;
pub mod ledger;
pub mod schema;
pub mod sealed;
pub mod sketches;
pub mod writer;

use crate::error::{Error, Result};
use crate::field;
use directory::ArchiveDirectory;
use schema::Fields;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexReader, IndexSettings, ReloadPolicy};

const ARCHIVE_FILE: &str = "archive.json";

/// What `archive.json` says; written once.
#[derive(Debug, Serialize, Deserialize)]
struct ArchiveFile {
    morgue_archive_format: u32,
}

/// What a commit says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// Number of the commit in the life of the archive.
    pub generation: u64,
    /// Ledger files in force, oldest first.
    pub ledger: Vec<String>,
    /// The last families that were computed, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub families: Option<FamiliesFile>,
    /// Of how many articles names were left out.
    #[serde(default, skip_serializing_if = "filing::Extent::is_none")]
    pub names_left_out: filing::Extent,
    /// The person's files with which later runs recognise names.
    #[serde(default, skip_serializing_if = "filing::Kept::is_empty")]
    pub kept: filing::Kept,
}

/// A file of families and the commit whose articles it speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamiliesFile {
    /// Its name in the archive's folder.
    pub file: String,
    /// The commit that named it first.
    pub generation: u64,
    /// The file from which the next families are made (`duplicate::State`); a search does not read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl Payload {
    /// Whether the families are those of the articles of this very commit.
    pub fn has_current_families(&self) -> bool {
        self.families.as_ref().is_some_and(|families| families.generation == self.generation)
    }
}

/// An archive that is open for reading.
pub struct Archive {
    path: PathBuf,
    index: Index,
    fields: Fields,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Archive").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Archive {
    /// Opens the archive in this folder.
    pub fn open(path: &Path) -> Result<Self> {
        check_format(path)?;
        let directory = ArchiveDirectory::open(path)?;
        let mut index = Index::open(directory)?;
        index.set_tokenizers(analyser::tokenizers());
        let fields = Fields::of(&index.schema())?;
        Ok(Archive { path: path.to_owned(), index, fields })
    }

    /// Opens the archive in this folder, or makes an empty one if the folder is missing or empty.
    pub fn open_or_create(path: &Path) -> Result<Self> {
        if path.join(ARCHIVE_FILE).exists() && path.join("meta.json").exists() {
            return Self::open(path);
        }
        Self::create(path)
    }

    fn create(path: &Path) -> Result<Self> {
        let wrap = |error| Error::io(path, error);
        fs::create_dir_all(path).map_err(wrap)?;
        let is_unfinished_archive = path.join(ARCHIVE_FILE).exists();
        if !is_unfinished_archive && fs::read_dir(path).map_err(wrap)?.next().is_some() {
            return Err(Error::NotAnArchive { path: path.to_owned() });
        }
        let marker = ArchiveFile { morgue_archive_format: field::version() };
        let text = serde_json::to_string(&marker).map_err(|error| wrap(error.into()))?;
        let marker_path = path.join(ARCHIVE_FILE);
        fs::write(&marker_path, text + "\n").map_err(|error| Error::io(marker_path, error))?;
        let directory = ArchiveDirectory::open(path)?;
        Index::create(directory, schema::schema(), settings())?;
        Self::open(path)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The engine's index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Handles of the fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// A reader that stays at the commit it saw first.
    pub fn reader(&self) -> Result<IndexReader> {
        Ok(self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
    }

    /// What the last commit says.
    pub fn payload(&self) -> Result<Payload> {
        let Some(text) = self.index.load_metas()?.payload else {
            return Ok(Payload::default());
        };
        serde_json::from_str(&text).map_err(|error| Error::Damaged {
            path: self.path.join("meta.json"),
            what: format!("payload of the commit: {error}"),
        })
    }

    /// What was ingested from where, as of the last commit.
    pub fn ledger(&self) -> Result<ledger::Ledger> {
        ledger::Ledger::read(&self.path, &self.payload()?.ledger)
    }

    /// The sketches of all articles of the last commit.
    pub fn sketches(&self) -> Result<sketches::Sketches> {
        sketches::Sketches::new(&self.reader()?.searcher())
    }

    /// The families of articles, as of the last time they were computed.
    pub fn families(&self) -> Result<families::Families> {
        let payload = self.payload()?;
        match &payload.families {
            Some(named) => families::Families::read(&self.path.join(&named.file)),
            None => Ok(families::Families::default()),
        }
    }

    /// Verifies the checksums of all files of the index; returns the damaged ones.
    pub fn damaged_files(&self) -> Result<Vec<PathBuf>> {
        let mut damaged: Vec<PathBuf> = self.index.validate_checksum()?.into_iter().collect();
        damaged.sort();
        Ok(damaged)
    }
}

/// How documents are stored: Zstandard level 1 in blocks of 32 kB, by the thread that writes the segment.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(1) }),
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: 1 << 15,
        ..IndexSettings::default()
    }
}

fn check_format(path: &Path) -> Result<()> {
    let marker = path.join(ARCHIVE_FILE);
    let text = match fs::read_to_string(&marker) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Error::NoArchive { path: path.to_owned() });
        }
        Err(error) => return Err(Error::io(marker, error)),
    };
    let found: ArchiveFile =
        serde_json::from_str(&text).map_err(|error| Error::Damaged { path: marker, what: error.to_string() })?;
    if found.morgue_archive_format != field::version() {
        return Err(Error::Format {
            path: path.to_owned(),
            found: found.morgue_archive_format,
            expected: field::version(),
        });
    }
    if !path.join("meta.json").exists() {
        return Err(Error::NoArchive { path: path.to_owned() });
    }
    Ok(())
}
