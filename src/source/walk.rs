//! Which files are meant by some paths, in an order that depends on their names alone.

use crate::error::{Error, Result};
use crate::source::detect::{self, Named};
use crate::source::leave_out::{self, Rules, Unwanted};
use ignore::{DirEntry, WalkBuilder};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

/// A file to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Bytes on disk.
    pub size: u64,
    /// Time of the last change, nanoseconds since 1970; 0 if the system does not say.
    pub modified: i64,
    /// What its name says it is.
    pub named: Named,
}

/// How to walk folders.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Go into hidden files and folders too.
    pub hidden: bool,
    /// Follow symbolic links.
    pub follow: bool,
    /// What is left out.
    pub unwanted: Unwanted,
}

/// All files that `paths` name, each once, sorted by path; and the paths that could not be looked at.
///
/// A path that does not exist is an error, since it was typed. Inside folders, files of other kinds are counted
/// only, `except` (the archive itself) is passed over.
pub fn walk(paths: &[PathBuf], except: &Path, options: &Options) -> Result<Walked> {
    let mut walked = Walked::default();
    for path in paths {
        let metadata = fs::metadata(path).map_err(|error| Error::io(path, error))?;
        if metadata.is_dir() {
            walk_folder(path, except, options, &mut walked)?;
        } else if let Some(left_out) = leave_out::named(path, &options.unwanted)? {
            walked.left_out.push(left_out);
        } else {
            let mut found = describe(path.clone(), &metadata);
            if found.named == Named::Other {
                // It was named, so its bytes decide.
                found.named = Named::Unknown;
            }
            walked.files.push(found);
        }
    }
    walked.files.sort_by(|one, other| one.path.cmp(&other.path));
    walked.files.dedup_by(|one, other| one.path == other.path);
    let is_taken = |path: &Path| walked.files.binary_search_by(|found| found.path.as_path().cmp(path)).is_ok();
    walked.left_out.retain(|left_out| !is_taken(&left_out.path));
    walked.left_out.sort_by(|one, other| one.path.cmp(&other.path));
    walked.left_out.dedup_by(|one, other| one.path == other.path);
    Ok(walked)
}

/// What [`walk`] found.
#[derive(Debug, Default)]
pub struct Walked {
    /// Files that may hold articles.
    pub files: Vec<Found>,
    /// Files of other kinds (pictures, style sheets).
    pub others: u64,
    /// Folders and files that could not be looked at, with the reason.
    pub unreadable: Vec<(PathBuf, String)>,
    /// Files that may hold articles, and whole folders, that are not wanted; sorted by path.
    pub left_out: Vec<LeftOut>,
}

/// A file or folder that is not wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is a folder, with all that is in it.
    pub is_folder: bool,
    /// Where the pattern stands (a file, or `--exclude`), and the pattern.
    pub by: (PathBuf, String),
}

fn walk_folder(folder: &Path, except: &Path, options: &Options, walked: &mut Walked) -> Result<()> {
    let except = as_seen_from(folder, except);
    // The walk wants to own what it asks.
    let rules = Arc::new(Mutex::new(Rules::new(folder, &options.unwanted)?));
    let asked = Arc::clone(&rules);
    let walk = WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(!options.hidden)
        .follow_links(options.follow)
        .filter_entry(move |entry| entry.path() != except && takes(&mut locked(&asked), entry))
        .build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                walked.unreadable.push((error_path(&error).unwrap_or(folder).to_owned(), reason(&error)));
                continue;
            }
        };
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        match entry.metadata() {
            Ok(metadata) => {
                let found = describe(entry.into_path(), &metadata);
                if found.named == Named::Other {
                    walked.others += 1;
                } else {
                    walked.files.push(found);
                }
            }
            Err(error) => walked.unreadable.push((entry.path().to_owned(), reason(&error))),
        }
    }
    let mut rules = locked(&rules);
    walked.left_out.append(&mut rules.left_out);
    walked.unreadable.append(&mut rules.unreadable);
    Ok(())
}

/// Nothing panics while the lock is held, and the rules would be whole even so.
fn locked(rules: &Mutex<Rules>) -> MutexGuard<'_, Rules> {
    rules.lock().unwrap_or_else(PoisonError::into_inner)
}

fn takes(rules: &mut Rules, entry: &DirEntry) -> bool {
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    // Files of other kinds are counted as such.
    let is_other = !is_folder && detect::by_name(entry.path()) == Named::Other;
    is_other || rules.takes(entry.path(), is_folder)
}

/// The path under which a walk of `folder` meets `path`, however either of them is written.
fn as_seen_from(folder: &Path, path: &Path) -> PathBuf {
    match (folder.canonicalize(), path.canonicalize()) {
        (Ok(root), Ok(target)) => target.strip_prefix(root).map_or(target.clone(), |rest| folder.join(rest)),
        _ => path.to_owned(),
    }
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } => error_path(err),
        _ => None,
    }
}

fn reason(error: &ignore::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), ToString::to_string)
}

fn describe(path: PathBuf, metadata: &fs::Metadata) -> Found {
    let modified = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_nanos()).ok())
        .unwrap_or(0);
    Found { named: detect::by_name(&path), size: metadata.len(), modified, path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_sorted_once_and_without_the_archive() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in ["b.txt", "a/z.html", "a.md", "a/picture.png", ".hidden/x.txt", "archive/y.txt"] {
            fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            fs::write(root.join(name), "x").unwrap();
        }
        let paths = [root.to_owned(), root.join("b.txt")];
        let walked = walk(&paths, &root.join("archive"), &Options::default()).unwrap();
        let names: Vec<_> =
            walked.files.iter().map(|found| found.path.strip_prefix(root).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a/z.html", "a.md", "b.txt"]);
        assert_eq!(walked.others, 1);
        assert!(walk(&[root.join("missing")], root, &Options::default()).is_err());
    }
}
