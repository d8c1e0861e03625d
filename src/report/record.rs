//! The search record of a report: everything that is needed to run it again and to say what changed meanwhile.
//!
//! It holds the report file itself, the parameters, the day, the state of the archive, how each query was understood, and
//! which articles it found. It travels inside the report: in HTML as a block of data that no browser runs, in Markdown as a
//! comment, in JSON under `record`.

use crate::article::{Article, ArticleId};
use crate::error::{Error, Result};
use crate::output::{citation, html};
use crate::report::asked::{Asked, Count};
use crate::report::elsewhere;
use crate::report::search_record::{ArchiveRecord, QueryRecord};
use crate::report::staging::sha256;
use crate::search::Engine;
use crate::search::side_by_side::SideBySide;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The form of the record.
const FORM: u32 = 1;

/// Articles of one query that are listed one by one; of a larger result only the number and a digest are kept.
pub const MOST_LISTED: u64 = 10_000;

/// Begins the record in HTML.
pub const HTML_BEGIN: &str = "<script type=\"application/json\" id=\"morgue-record\">";
/// Ends it.
pub const HTML_END: &str = "</script>";
/// Begins the record in Markdown.
pub const MARKDOWN_BEGIN: &str = "<!-- morgue-record ";
/// Ends it.
pub const MARKDOWN_END: &str = " -->";

/// The record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    morgue_report: u32,
    /// Version of morgue that made the report.
    pub version: String,
    /// The day it was made, from which `-30d` was counted.
    pub day: String,
    /// Name of the report file.
    pub file: String,
    /// The report file.
    pub source: String,
    /// Values of its parameters.
    pub parameters: BTreeMap<String, String>,
    /// The archive that was asked.
    pub archive: ArchiveRecord,
    /// A sketch of all of its articles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sketch: Option<String>,
    /// What was asked.
    pub queries: Vec<QueryEntry>,
    /// What was found, by id.
    pub articles: Vec<ArticleEntry>,
    /// What each section said.
    pub sections: Vec<SectionEntry>,
}

/// A query and what it found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryEntry {
    /// What it is called.
    pub name: String,
    /// How it was understood.
    #[serde(flatten)]
    pub query: QueryRecord,
    /// So many of so many words side by side an article had to hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub side_by_side: Vec<SideBySide>,
    /// Articles it found.
    pub articles: u64,
    /// Stories they tell.
    pub stories: u64,
    /// What was doubtful.
    pub warnings: Vec<String>,
    /// SHA-256 of the ids, sorted, each with a line feed.
    pub ids_sha256: String,
    /// The ids, unless they are too many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids: Option<Vec<String>>,
}

/// An article as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleEntry {
    /// Its id.
    pub id: String,
    /// SHA-256 of its text.
    pub digest: String,
    /// Headline.
    pub title: String,
    /// Outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Date of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What a section said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionEntry {
    /// Its heading.
    pub title: String,
    /// What it shows.
    pub kind: String,
    /// SHA-256 of its content as JSON, without scores.
    pub sha256: String,
    /// SHA-256 of what its queries found, without what is measured against the whole archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures_sha256: Option<String>,
}

impl From<&Article> for ArticleEntry {
    fn from(article: &Article) -> Self {
        ArticleEntry {
            id: article.id.to_string(),
            digest: citation::digest(article),
            title: article.title.clone(),
            publisher: article.publisher.clone(),
            published: article.published.as_ref().map(|date| date.value.to_string()),
            url: article.canonical_url.clone().or_else(|| article.url.clone()),
        }
    }
}

/// A report file that is being run.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Its name, without folders.
    pub file: &'a str,
    /// What it holds.
    pub text: &'a str,
    /// The day.
    pub day: &'a str,
    /// Values of its parameters.
    pub parameters: &'a BTreeMap<String, String>,
}

impl Record {
    /// A record of queries and what they found.
    pub fn new(engine: &Engine, source: Source<'_>, queries: &[(&Asked, &Count)]) -> Result<Self> {
        let mut entries = Vec::with_capacity(queries.len());
        let mut listed: BTreeSet<ArticleId> = BTreeSet::new();
        for (asked, count) in queries {
            let ids = engine.ids(&asked.request)?;
            let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let lines: String = names.iter().map(|name| format!("{name}\n")).collect();
            let is_listed = count.articles <= MOST_LISTED;
            if is_listed {
                listed.extend(&ids);
            }
            entries.push(QueryEntry {
                name: asked.name.clone(),
                query: asked.record(),
                side_by_side: engine.side_by_side(&asked.request),
                articles: count.articles,
                stories: count.stories,
                warnings: count.warnings.clone(),
                ids_sha256: sha256(lines.as_bytes()),
                ids: is_listed.then_some(names),
            });
        }
        let listed: Vec<ArticleId> = listed.into_iter().collect();
        let articles = engine.articles(&listed)?.iter().map(ArticleEntry::from).collect();
        Ok(Record {
            morgue_report: FORM,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            day: source.day.to_owned(),
            file: source.file.to_owned(),
            source: source.text.to_owned(),
            parameters: source.parameters.clone(),
            archive: ArchiveRecord::of(engine),
            sketch: Some(elsewhere::sketch(engine)?),
            queries: entries,
            articles,
            sections: Vec::new(),
        })
    }

    /// As JSON that cannot end a block of data in HTML.
    pub fn for_html(&self) -> Result<String> {
        Ok(self.json()?.replace('<', "\\u003c"))
    }

    /// As JSON that cannot end a comment.
    pub fn for_comment(&self) -> Result<String> {
        Ok(self.json()?.replace("--", "-\\u002d").replace("->", "\\u002d>"))
    }

    fn json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::Output(error.into()))
    }
}

/// The form that a report has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// A page.
    Html,
    /// Markdown.
    Markdown,
    /// JSON.
    Json,
}

/// Finds the record in a report.
pub fn find(file: &str, report: &str) -> Result<(Record, Carrier)> {
    let between = |begin: &str, end: &str| {
        // The last one: what stands before it may show another.
        let start = report.rfind(begin)? + begin.len();
        let rest = report.get(start..)?;
        rest.get(..rest.find(end)?)
    };
    let begin = report.trim_start();
    let found = if begin.starts_with('{') {
        let value: Option<serde_json::Value> = serde_json::from_str(report).ok();
        value.and_then(|value| value.get("record").map(|record| (record.to_string(), Carrier::Json)))
    } else if begin.starts_with(html::BEGINNING) {
        between(HTML_BEGIN, HTML_END).map(|text| (text.to_owned(), Carrier::Html))
    } else {
        between(MARKDOWN_BEGIN, MARKDOWN_END).map(|text| (text.to_owned(), Carrier::Markdown))
    };
    let Some((text, carrier)) = found else {
        return Err(Error::Usage(format!(
            "error: {file}: no search record in it\nhint: give a report that `morgue report run` made as HTML, Markdown or JSON"
        )));
    };
    let record: Record = serde_json::from_str(&text)
        .map_err(|error| Error::Usage(format!("error: {file}: its search record is damaged: {error}")))?;
    if record.morgue_report != FORM {
        return Err(Error::Usage(format!(
            "error: {file}: its search record has form {}, but this morgue reads form {FORM}",
            record.morgue_report
        )));
    }
    Ok((record, carrier))
}
