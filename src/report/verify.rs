//! Whether a report still holds: its search record is run again, and what changed is named, with the reason.
//!
//! Articles are compared one by one: one that is found now and was not is *added*; one that was found and is not is *removed*;
//! two of these with one address, or one whose record says something else, are *changed*. Of a result too large to be listed
//! only the numbers and a digest of its ids are compared. If nothing changed, the report is written again and compared byte by byte, so
//! that an edit by hand is found too.

use crate::date::PartialDate;
use crate::error::{Error, Result};
use crate::output::citation;
use crate::report::Progress;
use crate::report::digest;
use crate::report::elsewhere::{self, Elsewhere};
use crate::report::record::{self, ArticleEntry, Carrier, Record, Source};
use crate::report::render;
use crate::report::run;
use crate::report::script;
use crate::report::search_record::ArchiveRecord;
use crate::search::{Engine, Lookup};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What became of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The archive that was asked then.
    pub then: ArchiveRecord,
    /// The archive as it is.
    pub now: ArchiveRecord,
    /// The day of the report.
    pub day: String,
    /// The version of morgue that made it.
    pub version: String,
    /// Queries that find something else, or are understood otherwise.
    pub queries: Vec<QueryChange>,
    /// Articles that changed.
    pub articles: Vec<ArticleChange>,
    /// What changed besides them.
    pub elsewhere: Elsewhere,
    /// Sections that say something else now.
    pub sections: Vec<SectionChange>,
    /// Whether the file is not what would be written now although nothing changed.
    pub is_edited: bool,
}

/// A query that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryChange {
    /// Its name.
    pub name: String,
    /// Articles it found.
    pub then: u64,
    /// Articles it finds.
    pub now: u64,
    /// Whether this version of morgue reads it otherwise.
    pub is_read_otherwise: bool,
    /// Whether its articles are too many to be named.
    pub is_unlisted: bool,
}

/// A section that says something else now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionChange {
    /// Its number, from 1.
    pub number: usize,
    /// Its heading.
    pub title: String,
    /// Whether its queries found the same, and only what they are measured against changed.
    pub is_denominator: bool,
}

/// What happened to an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Found now, not then.
    Added,
    /// Found both times, and not the same.
    Changed,
    /// Found then, not now.
    Removed,
}

impl Change {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Changed => "changed",
            Change::Removed => "removed",
        }
    }
}

/// An article that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleChange {
    /// What happened.
    pub change: Change,
    /// The article as it is, or as it was.
    pub article: ArticleEntry,
    /// Its id then, if that is another.
    pub former_id: Option<String>,
    /// Why.
    pub why: String,
    /// Names of the queries that it concerns.
    pub queries: Vec<String>,
}

impl Verdict {
    /// Whether the report still says what the archive holds.
    pub fn holds(&self) -> bool {
        self.queries.is_empty() && self.articles.is_empty() && self.sections.is_empty() && !self.is_edited
    }
}

/// Runs the record of a report again. `file` is the name that the person knows the report by.
pub fn verify(engine: &Engine, file: &str, report: &str, progress: &dyn Progress) -> Result<Verdict> {
    let (then, carrier) = record::find(file, report)?;
    let today = day_of(file, &then.day)?;
    let settings = script::Settings { file: &then.file, set: &then.parameters, today };
    let script = script::read(&then.source, &settings)?;
    let source = Source { file: &then.file, text: &then.source, day: &then.day, parameters: &script.parameters };
    let again = run::run(engine, &script, source, progress)?;
    let now = &again.record;
    let changed = articles(engine, &then, now)?;
    let mut verdict = Verdict {
        then: then.archive.clone(),
        now: now.archive.clone(),
        day: then.day.clone(),
        version: then.version.clone(),
        queries: queries(&then, now),
        elsewhere: elsewhere(engine, &then, now, i64::from(today.days_since_epoch()), &changed)?,
        articles: changed,
        sections: sections(&then, now),
        is_edited: false,
    };
    if verdict.holds() && then.version == now.version {
        let mut same = again.clone();
        // The archive may have other articles than then, which no query finds.
        same.record.archive = then.archive.clone();
        same.record.sketch = then.sketch.clone();
        verdict.is_edited = is_edited(&render::render(&same, carrier.into())?, report, carrier);
    }
    Ok(verdict)
}

/// Whether a report is not as it would be written now. Scores, which JSON alone has, may differ: other articles move them.
fn is_edited(same: &[u8], report: &str, carrier: Carrier) -> bool {
    if same == report.as_bytes() {
        return false;
    }
    let value = |bytes: &[u8]| {
        let mut value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
        digest::leave_scores_out(&mut value);
        Some(value)
    };
    carrier != Carrier::Json || value(same) != value(report.as_bytes())
}

fn sections(then: &Record, now: &Record) -> Vec<SectionChange> {
    let mut changes = Vec::new();
    for (number, (then, now)) in (1..).zip(then.sections.iter().zip(&now.sections)) {
        if then.sha256 != now.sha256 || then.title != now.title || then.kind != now.kind {
            let is_denominator = then.figures_sha256.is_some() && then.figures_sha256 == now.figures_sha256;
            changes.push(SectionChange { number, title: then.title.clone(), is_denominator });
        }
    }
    changes
}

fn elsewhere(engine: &Engine, then: &Record, now: &Record, day: i64, told: &[ArticleChange]) -> Result<Elsewhere> {
    if then.archive == now.archive && then.sketch == now.sketch {
        return Ok(Elsewhere::default());
    }
    let ids = told.iter().flat_map(|change| [Some(&change.article.id), change.former_id.as_ref()]);
    let told = ids.flatten().map(String::as_str).collect();
    elsewhere::changes(engine, then, day, &told)
}

fn day_of(file: &str, day: &str) -> Result<PartialDate> {
    let mut parts = day.split('-').map(|part| part.parse::<u32>().ok());
    let mut next = || parts.next().flatten();
    let date = next().and_then(|year| i32::try_from(year).ok()).zip(next()).zip(next());
    date.and_then(|((year, month), day)| PartialDate::new(year, Some(month), Some(day)))
        .ok_or_else(|| Error::Usage(format!("error: {file}: its search record is damaged: `{day}` is no day")))
}

fn queries(then: &Record, now: &Record) -> Vec<QueryChange> {
    let mut changes = Vec::new();
    for (then, now) in then.queries.iter().zip(&now.queries) {
        let is_read_otherwise = then.query != now.query;
        if then.ids_sha256 != now.ids_sha256 || is_read_otherwise || then.stories != now.stories {
            changes.push(QueryChange {
                name: then.name.clone(),
                then: then.articles,
                now: now.articles,
                is_read_otherwise,
                is_unlisted: then.ids.is_none() || now.ids.is_none(),
            });
        }
    }
    changes
}

/// Queries by the articles that they find.
fn finders(record: &Record) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut finders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for query in &record.queries {
        for id in query.ids.iter().flatten() {
            finders.entry(id).or_default().insert(&query.name);
        }
    }
    finders
}

/// Queries whose articles are listed on both sides.
fn listed<'a>(then: &'a Record, now: &Record) -> BTreeSet<&'a str> {
    let both = then.queries.iter().zip(&now.queries).filter(|(then, now)| then.ids.is_some() && now.ids.is_some());
    both.map(|(then, _)| then.name.as_str()).collect()
}

fn articles(engine: &Engine, then: &Record, now: &Record) -> Result<Vec<ArticleChange>> {
    let listed = listed(then, now);
    let (finders_then, finders_now) = (finders(then), finders(now));
    let entries = |record: &'_ Record| -> BTreeMap<String, ArticleEntry> {
        record.articles.iter().map(|entry| (entry.id.clone(), entry.clone())).collect()
    };
    let (entries_then, entries_now) = (entries(then), entries(now));
    let ids: BTreeSet<&str> = finders_then.keys().chain(finders_now.keys()).copied().collect();
    let mut changes = Vec::new();
    for id in ids {
        let none = BTreeSet::new();
        let found_then = finders_then.get(id).unwrap_or(&none);
        let found_now = finders_now.get(id).unwrap_or(&none);
        let names = |from: &BTreeSet<&str>, not: &BTreeSet<&str>| -> Vec<String> {
            from.difference(not).filter(|name| listed.contains(**name)).map(|name| (*name).to_owned()).collect()
        };
        let (entry_then, entry_now) = (entries_then.get(id), entries_now.get(id));
        if let (Some(one), Some(other)) = (entry_then, entry_now)
            && one != other
        {
            let why = difference(one, other);
            let queries = found_now.iter().map(|name| (*name).to_owned()).collect();
            changes.push(ArticleChange {
                change: Change::Changed,
                article: other.clone(),
                former_id: None,
                why,
                queries,
            });
        }
        let (gone, new) = (names(found_then, found_now), names(found_now, found_then));
        if let Some(entry) = entry_then.filter(|_| !gone.is_empty()) {
            changes.push(removed(engine, entry, gone)?);
        }
        if let Some(entry) = entry_now.filter(|_| !new.is_empty()) {
            changes.push(added(engine, entry, entry_then.is_some(), new)?);
        }
    }
    let mut changes = paired(changes);
    changes.sort_by(|one, other| (one.change, &one.article.id).cmp(&(other.change, &other.article.id)));
    Ok(changes)
}

/// The reason for which an article is found no more that is none of the search's.
const GONE: &str = "no longer in the archive";

fn removed(engine: &Engine, entry: &ArticleEntry, queries: Vec<String>) -> Result<ArticleChange> {
    let change = |change, article, former_id, why: String| ArticleChange { change, article, former_id, why, queries };
    if !matches!(engine.lookup(&entry.id)?, Lookup::Missing) {
        let why = "still in the archive, but no longer found".to_owned();
        return Ok(change(Change::Removed, entry.clone(), None, why));
    }
    // Another text at its address is another version of it.
    let address = entry.url.as_deref().map(|url| engine.lookup(url)).transpose()?;
    match address {
        Some(Lookup::Found(article)) if citation::digest(&article) != entry.digest => {
            let now = ArticleEntry::from(&*article);
            let why = format!("{}; no longer found", difference(entry, &now));
            Ok(change(Change::Changed, now, Some(entry.id.clone()), why))
        }
        _ => Ok(change(Change::Removed, entry.clone(), None, GONE.to_owned())),
    }
}

fn added(engine: &Engine, entry: &ArticleEntry, was_there: bool, queries: Vec<String>) -> Result<ArticleChange> {
    let why = match engine.lookup(&entry.id)? {
        _ if was_there => "was in the archive, and is found now".to_owned(),
        Lookup::Found(article) => format!("read from {}", place(&article.origin)),
        Lookup::Missing | Lookup::Ambiguous(_) => String::new(),
    };
    Ok(ArticleChange { change: Change::Added, article: entry.clone(), former_id: None, why, queries })
}

fn place(origin: &crate::article::Origin) -> String {
    match origin.member.as_str() {
        "" => origin.file.clone(),
        member => format!("{}, {member}", origin.file),
    }
}

/// Takes an article that went and one that came as its other version for one article with another text.
fn paired(changes: Vec<ArticleChange>) -> Vec<ArticleChange> {
    let is_version = |change: &ArticleChange| change.change == Change::Changed && change.former_id.is_some();
    let (mut versions, others): (Vec<_>, Vec<_>) = changes.into_iter().partition(is_version);
    let mut kept = Vec::with_capacity(others.len());
    for change in others {
        let is_same = |version: &&mut ArticleChange| version.article.id == change.article.id;
        match versions.iter_mut().find(is_same).filter(|_| change.change == Change::Added) {
            // It is found under its other id, so nothing is lost.
            Some(version) => {
                version.why = version.why.trim_end_matches("; no longer found").to_owned();
                let queries: BTreeSet<String> = version.queries.drain(..).chain(change.queries).collect();
                version.queries = queries.into_iter().collect();
            }
            None => kept.push(change),
        }
    }
    kept.extend(versions);
    kept
}

/// What one article says otherwise than the other.
fn difference(then: &ArticleEntry, now: &ArticleEntry) -> String {
    let mut parts = Vec::new();
    let mut compare = |name: &str, then: Option<&str>, now: Option<&str>| {
        if then != now {
            parts.push(format!("{name} {} -> {}", then.unwrap_or("none"), now.unwrap_or("none")));
        }
    };
    compare("title", Some(&then.title), Some(&now.title));
    compare("publisher", then.publisher.as_deref(), now.publisher.as_deref());
    compare("published", then.published.as_deref(), now.published.as_deref());
    compare("address", then.url.as_deref(), now.url.as_deref());
    let digest = |entry: &ArticleEntry| entry.digest.get(..12).unwrap_or("").to_owned();
    if then.digest != now.digest {
        parts.push(format!("text {}… -> {}…", digest(then), digest(now)));
    }
    parts.join("; ")
}
