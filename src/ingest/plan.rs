//! What has to be done: files on disk against the ledger.
//!
//! Invariants: tasks come in the order of their paths; a file that is neither new, changed, unfinished, stale nor read with other
//! settings is no task, but that when a file's articles are removed, every file that held duplicates of them becomes one, so that
//! no text is lost; what a file was once asked to keep it keeps, however it comes to be read again.

use crate::error::{Error, Result};
use crate::index::filing::Filing;
use crate::index::ledger::{Ledger, SourceFile, State};
use crate::source::detect::{Kind, Named};
use crate::source::open::file_digest;
use crate::source::walk::{Found, Walked};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// A file to read.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Where it is; `None` for standard input.
    pub path: Option<PathBuf>,
    /// Its name in the ledger.
    pub name: String,
    /// Bytes on disk.
    pub size: u64,
    /// Time of the last change, nanoseconds since 1970.
    pub modified: i64,
    /// What it is; `None` if its bytes must tell.
    pub kind: Option<Kind>,
    /// Where an interrupted ingest stopped, and its account so far.
    pub resume: Option<SourceFile>,
    /// With which settings it is to be read.
    pub filing: Filing,
}

/// How to plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether files that are gone lose their articles.
    pub prune: bool,
    /// Now, in nanoseconds since 1970.
    pub started: i64,
    /// With which settings files are read.
    pub filing: Filing,
}

/// The outcome of planning.
#[derive(Debug, Default)]
pub struct Plan {
    /// Files to read, in order.
    pub tasks: Vec<Task>,
    /// Files whose articles have to be removed first.
    pub removed: BTreeSet<String>,
    /// Changes of the ledger that go with the removals.
    pub changes: BTreeMap<String, Option<SourceFile>>,
    /// Unchanged files.
    pub unchanged: Vec<String>,
    /// Files to read again, though they are as they were, because names are looked for in another way ...
    pub other_names: u64,
    /// ... or because more of them is to be kept.
    pub other_text: u64,
    /// Files that are not looked at, on disk, read with other settings for names.
    pub elsewhere: u64,
    /// Files in the ledger that are gone from disk but were not asked to be pruned.
    pub gone: u64,
    /// Files that were pruned.
    pub pruned: u64,
    /// Files in the ledger that are not wanted any more but were not asked to be pruned: they are as if they had not been looked at.
    pub left_in: u64,
}

/// The name of a file in the ledger: relative to the folder that holds the archive if it lies below it, else absolute. So an
/// archive can be moved together with its sources.
pub fn ledger_name(path: &Path, archive: &Path) -> Result<String> {
    let wrap = |error| Error::io(path, error);
    let absolute = normal(&std::path::absolute(path).map_err(wrap)?);
    let archive = normal(&std::path::absolute(archive).map_err(wrap)?);
    let name = match archive.parent().and_then(|home| absolute.strip_prefix(home).ok()) {
        Some(relative) => relative.to_owned(),
        None => absolute,
    };
    Ok(printable(&name))
}

/// Takes `..` and `.` out of an absolute path without asking the disk.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}

/// A path as text; bytes that are not UTF-8 as `\xNN`, so that different paths stay different.
fn printable(path: &Path) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// Compares what was found with the ledger. Files that are gone or not wanted lose their articles if the options say so; of
/// files that are gone only those below `roots` (ledger names of the paths given) are looked for.
pub fn plan(walked: Walked, ledger: &Ledger, roots: &[String], archive: &Path, options: &Options) -> Result<Plan> {
    let left_out: BTreeSet<String> =
        walked.left_out.iter().map(|left_out| ledger_name(&left_out.path, archive)).collect::<Result<_>>()?;
    let is_left_out =
        |name: &str| Path::new(name).ancestors().any(|path| path.to_str().is_some_and(|path| left_out.contains(path)));
    let mut plan = Plan::default();
    let mut seen = BTreeSet::new();
    for found in walked.files {
        let name = ledger_name(&found.path, archive)?;
        if !seen.insert(name.clone()) {
            continue;
        }
        consider(found, name, ledger, options, &mut plan);
    }
    let is_asked = |name: &str| roots.iter().any(|root| is_below(name, root));
    for (name, entry) in ledger.iter() {
        if seen.contains(name) || name.starts_with(STDIN_PREFIX) {
            continue;
        }
        let path = archive.parent().unwrap_or(Path::new("")).join(name);
        let exists = path.exists();
        let is_unwanted = exists && is_left_out(name);
        if (!exists && is_asked(name) || is_unwanted) && options.prune {
            plan.pruned += 1;
            plan.removed.insert(name.to_owned());
            plan.changes.insert(name.to_owned(), None);
        } else if !exists && is_asked(name) {
            plan.gone += 1;
        } else if is_unwanted {
            plan.left_in += 1;
        } else if exists && entry.state == State::Stale {
            add_again(name, path, entry, options, &mut plan);
        } else if exists && needs_other_names(entry, &options.filing) {
            plan.elsewhere += 1;
        }
    }
    add_holders_of_duplicates(ledger, archive, options, &mut plan);
    plan.tasks.sort_by(|one, other| one.name.cmp(&other.name));
    plan.tasks.dedup_by(|one, other| one.name == other.name);
    Ok(plan)
}

/// Names of texts that came from standard input begin so.
pub const STDIN_PREFIX: &str = "stdin#";

fn is_below(name: &str, root: &str) -> bool {
    root.is_empty()
        || name == root
        || name.strip_prefix(root).is_some_and(|rest| rest.starts_with('/') || root.ends_with('/'))
}

/// How close to the start of a run a change may lie for the time alone not to be trusted: a file that is changed twice
/// within a clock tick of its file system keeps its time.
const RACY_NANOSECONDS: i64 = 2_000_000_000;

fn consider(found: Found, name: String, ledger: &Ledger, options: &Options, plan: &mut Plan) {
    let kind = match found.named {
        Named::Kind(kind) => Some(kind),
        Named::Other | Named::Unknown => None,
    };
    let mut task = Task {
        name,
        size: found.size,
        modified: found.modified,
        kind,
        resume: None,
        path: Some(found.path),
        filing: options.filing.clone(),
    };
    let Some(entry) = ledger.get(&task.name) else {
        plan.tasks.push(task);
        return;
    };
    task.filing = filing_for(entry, options);
    match &entry.state {
        State::Complete if is_same(entry, &task, options.started) => {
            let other_names = needs_other_names(entry, &options.filing);
            if !other_names && !needs_other_text(entry, &task) {
                plan.unchanged.push(task.name);
                return;
            }
            plan.other_names += u64::from(other_names);
            plan.other_text += u64::from(!other_names);
            mark_stale(&task.name, entry, plan);
            plan.tasks.push(task);
        }
        State::Partial { .. }
            if entry.size == task.size && entry.modified == task.modified && entry.filing == task.filing =>
        {
            task.resume = Some(entry.clone());
            plan.tasks.push(task);
        }
        _ => {
            mark_stale(&task.name, entry, plan);
            plan.tasks.push(task);
        }
    }
}

/// The settings for a file that was read before: what a former run was asked to keep is not lost because this one is asked for
/// something else.
fn filing_for(entry: &SourceFile, options: &Options) -> Filing {
    Filing {
        keep_all: options.filing.keep_all || entry.filing.keep_all,
        keep_boilerplate: options.filing.keep_boilerplate || entry.filing.keep_boilerplate,
        ..options.filing.clone()
    }
}

/// Whether names would be found by other rules in the articles of a file.
fn needs_other_names(entry: &SourceFile, filing: &Filing) -> bool {
    entry.outcomes.indexed + entry.outcomes.duplicate > 0 && !entry.filing.has_names_of(filing)
}

/// Whether more of a file is to be kept than was.
fn needs_other_text(entry: &SourceFile, task: &Task) -> bool {
    let all = task.filing.keep_all && !entry.filing.keep_all && entry.outcomes.not_article > 0;
    let is_page = matches!(task.kind, Some(Kind::Html) | None);
    let has_text = entry.outcomes.indexed + entry.outcomes.duplicate > 0;
    let blocks = task.filing.keep_boilerplate && !entry.filing.keep_boilerplate && is_page && has_text;
    all || blocks
}

fn is_same(entry: &SourceFile, task: &Task, started: i64) -> bool {
    if entry.size != task.size {
        return false;
    }
    let is_racy = task.modified.saturating_add(RACY_NANOSECONDS) > started;
    if entry.modified == task.modified && !is_racy {
        return true;
    }
    let Some(path) = task.path.as_deref().filter(|_| !entry.digest.is_empty()) else {
        return false;
    };
    file_digest(path).is_ok_and(|digest| digest == entry.digest)
}

/// Removes a file's articles and says in the ledger that it must be read again.
fn mark_stale(name: &str, entry: &SourceFile, plan: &mut Plan) {
    plan.removed.insert(name.to_owned());
    let stale = SourceFile {
        state: State::Stale,
        outcomes: Default::default(),
        problems: Vec::new(),
        duplicates_of: Vec::new(),
        ..entry.clone()
    };
    plan.changes.insert(name.to_owned(), Some(stale));
}

fn add_again(name: &str, path: PathBuf, entry: &SourceFile, options: &Options, plan: &mut Plan) {
    mark_stale(name, entry, plan);
    let kind = match crate::source::detect::by_name(&path) {
        Named::Kind(kind) => Some(kind),
        Named::Other | Named::Unknown => None,
    };
    plan.tasks.push(Task {
        name: name.to_owned(),
        size: entry.size,
        modified: entry.modified,
        kind,
        resume: None,
        path: Some(path),
        filing: filing_for(entry, options),
    });
}

/// Files that hold duplicates of articles which are about to be removed must be read again: they may be the only ones
/// left that hold them. One step is enough: their own articles come back with them.
fn add_holders_of_duplicates(ledger: &Ledger, archive: &Path, options: &Options, plan: &mut Plan) {
    if plan.removed.is_empty() {
        return;
    }
    let home = archive.parent().unwrap_or(Path::new(""));
    for (name, entry) in ledger.iter() {
        if plan.removed.contains(name) || !entry.duplicates_of.iter().any(|file| plan.removed.contains(file)) {
            continue;
        }
        let path = home.join(name);
        if path.exists() {
            plan.unchanged.retain(|unchanged| unchanged != name);
            add_again(name, path, entry, options, plan);
        }
    }
}
