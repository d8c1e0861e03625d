//! What a pack says about itself, in the form of `schema/pack.schema.json`.

use super::originals::{Missing, Original};
use crate::article::{ArticleId, Origin};
use crate::error::{Error, Result};
use crate::output::citation;
use crate::report::search_record::{ArchiveRecord, QueryRecord};
use crate::search::{Marked, Sort};
use serde::Serialize;
use std::fs;
use std::path::Path;

/// The form of the manifest.
const VERSION: u32 = 1;

/// Its name in a pack.
pub const MANIFEST: &str = "manifest.json";

/// The whole manifest.
#[derive(Debug, Serialize)]
pub struct Manifest {
    morgue_pack: u32,
    version: &'static str,
    /// Day of making.
    pub made: String,
    archive: ArchiveRecord,
    /// What was asked.
    pub search: SearchRecord,
    /// The articles in the order of the search.
    pub articles: Vec<Entry>,
}

/// What was asked and how much was found.
#[derive(Debug, Serialize)]
pub struct SearchRecord {
    /// The query as it was understood.
    #[serde(flatten)]
    pub query: QueryRecord,
    sort: &'static str,
    /// Articles that match.
    pub total: u64,
    /// What was doubtful.
    pub warnings: Vec<String>,
}

/// One article of a pack.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// Place in the result, from 1.
    pub rank: usize,
    id: String,
    /// Headline.
    pub title: String,
    /// Outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Date of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    family: String,
    digest: String,
    /// Matches in title and body.
    pub matches: usize,
    source_file: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    source_member: String,
    source_offset: u64,
    /// The text.
    pub text: FileRecord,
    /// The page.
    pub page: FileRecord,
    /// The original.
    pub original: OriginalRecord,
    /// Name of its files.
    #[serde(skip)]
    pub name: String,
    /// Where its bytes were.
    #[serde(skip)]
    pub origin: Origin,
}

/// A file of the pack.
#[derive(Debug, Serialize)]
pub struct FileRecord {
    /// Its name.
    pub file: String,
    /// Its digest.
    pub sha256: String,
}

/// What became of the original.
#[derive(Debug, Default, Serialize)]
pub struct OriginalRecord {
    /// `packed`, or why it is not here.
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// Its name in the pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checked_by: Option<&'static str>,
}

impl Manifest {
    /// Puts everything together.
    pub fn new(archive: ArchiveRecord, made: String, search: SearchRecord, articles: Vec<Entry>) -> Self {
        Manifest { morgue_pack: VERSION, version: env!("CARGO_PKG_VERSION"), made, archive, search, articles }
    }

    /// As indented JSON.
    pub fn json(&self) -> Result<String> {
        let text = serde_json::to_string_pretty(self).map_err(|error| Error::Output(error.into()))?;
        Ok(text + "\n")
    }

    /// Whether a folder is a pack.
    pub fn is_in(folder: &Path) -> bool {
        Manifest::is_manifest(&fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default())
    }

    /// Whether a text is the manifest of a pack.
    pub fn is_manifest(text: &str) -> bool {
        serde_json::from_str::<serde_json::Value>(text).is_ok_and(|value| value.get("morgue_pack").is_some())
    }
}

impl SearchRecord {
    /// The record of a search.
    pub fn new(query: QueryRecord, sort: Sort, total: u64, warnings: Vec<String>) -> Self {
        let sort = match sort {
            Sort::Relevance => "relevance",
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
        };
        SearchRecord { query, sort, total, warnings }
    }
}

impl Entry {
    /// An article whose files are about to be written.
    pub fn new(hit: &Marked, family: ArticleId, name: &str) -> Self {
        let article = &hit.article;
        let file = |file: String| FileRecord { file, sha256: String::new() };
        Entry {
            rank: hit.rank,
            id: article.id.to_string(),
            title: article.title.clone(),
            publisher: article.publisher.clone(),
            published: article.published.as_ref().map(|date| date.value.to_string()),
            url: article.url.clone(),
            family: family.to_string(),
            digest: citation::digest(article),
            matches: hit.title_spans.len() + hit.body_spans.len(),
            source_file: article.origin.file.clone(),
            source_member: article.origin.member.clone(),
            source_offset: article.origin.offset,
            text: file(format!("texts/{name}.txt")),
            page: file(format!("pages/{name}.html")),
            original: OriginalRecord::default(),
            name: name.to_owned(),
            origin: article.origin.clone(),
        }
    }
}

impl OriginalRecord {
    /// It is in the pack.
    pub fn here(file: String, sha256: String, bytes: u64, original: &Original) -> Self {
        OriginalRecord {
            status: "packed",
            why: None,
            file: Some(file),
            sha256: Some(sha256),
            bytes: Some(bytes),
            part: Some(original.part),
            checked_by: Some(original.checked_by),
        }
    }

    /// It is not.
    pub fn missing(missing: &Missing) -> Self {
        OriginalRecord { status: missing.status, why: Some(missing.why.clone()), ..OriginalRecord::default() }
    }

    /// Whether it is in the pack.
    pub fn is_here(&self) -> bool {
        self.file.is_some()
    }
}
