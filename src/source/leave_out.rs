//! Which files of a folder does the person not want? Patterns in the syntax of `.gitignore`, given as options or in files named
//! `.morgueignore`.
//!
//! Options are asked first, then the files from the folder of an entry upwards, those above the walked folder too. The first pattern
//! that matches decides, and one with `!` takes in. Inside a folder that is left out nothing is looked at; a folder or file that
//! the person names is wanted whatever a pattern says of it.

use crate::error::{Error, Result};
use crate::source::walk::LeftOut;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Name of files with patterns.
pub const IGNORE_FILE: &str = ".morgueignore";
/// How the option is told of.
const OPTION: &str = "--exclude";

/// What is asked about what is not wanted.
#[derive(Debug, Clone, Default)]
pub struct Unwanted {
    /// Patterns, relative to the folder that is walked.
    pub patterns: Vec<String>,
    /// Whether files with patterns mean nothing.
    pub without_files: bool,
}

/// The patterns that hold in one walk.
#[derive(Debug)]
pub(super) struct Rules {
    /// The folder as it was given, and as the disk knows it.
    folder: PathBuf,
    real: PathBuf,
    options: Gitignore,
    /// Files with patterns, by their folder.
    files: HashMap<PathBuf, Gitignore>,
    without_files: bool,
    /// What was left out so far.
    pub left_out: Vec<LeftOut>,
    /// Files with patterns that could not be understood, with the reason.
    pub unreadable: Vec<(PathBuf, String)>,
}

impl Rules {
    /// The patterns for a folder.
    pub fn new(folder: &Path, unwanted: &Unwanted) -> Result<Self> {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let mut rules = Rules {
            options: options(&real, &unwanted.patterns)?,
            folder: folder.to_owned(),
            files: HashMap::new(),
            without_files: unwanted.without_files,
            left_out: Vec::new(),
            unreadable: Vec::new(),
            real,
        };
        for above in rules.real.clone().ancestors() {
            rules.read(above);
        }
        Ok(rules)
    }

    fn read(&mut self, real: &Path) {
        let path = real.join(IGNORE_FILE);
        if self.without_files || !path.is_file() {
            return;
        }
        let mut builder = GitignoreBuilder::new(real);
        if let Some(error) = builder.add(&path) {
            self.unreadable.push((path.clone(), error.to_string()));
        }
        match builder.build() {
            Ok(patterns) => {
                self.files.insert(real.to_owned(), patterns);
            }
            Err(error) => self.unreadable.push((path, error.to_string())),
        }
    }

    /// Whether an entry of the walk is wanted.
    pub fn takes(&mut self, path: &Path, is_folder: bool) -> bool {
        let real = match path.strip_prefix(&self.folder) {
            Ok(rest) => self.real.join(rest),
            Err(_) => path.to_owned(),
        };
        if let Some(by) = self.refused_by(&real, is_folder) {
            self.left_out.push(LeftOut { path: path.to_owned(), is_folder, by });
            return false;
        }
        if is_folder {
            self.read(&real);
        }
        true
    }

    /// The pattern that leaves an entry out: the file it stands in, and itself.
    fn refused_by(&self, real: &Path, is_folder: bool) -> Option<(PathBuf, String)> {
        let files = real.ancestors().skip(1).filter_map(|folder| self.files.get(folder));
        for patterns in std::iter::once(&self.options).chain(files) {
            match patterns.matched(real, is_folder) {
                Match::None => {}
                Match::Whitelist(_) => return None,
                Match::Ignore(glob) => {
                    let from = glob.from().unwrap_or(Path::new(OPTION));
                    return Some((self.as_given(from), glob.original().to_owned()));
                }
            }
        }
        None
    }

    /// A path as the person would write it.
    fn as_given(&self, real: &Path) -> PathBuf {
        real.strip_prefix(&self.real).map_or_else(|_| real.to_owned(), |rest| self.folder.join(rest))
    }
}

/// The patterns that were given as options.
fn options(real: &Path, patterns: &[String]) -> Result<Gitignore> {
    let mut builder = GitignoreBuilder::new(real);
    builder.allow_unclosed_class(false);
    let wrong = |pattern: &str, error: ignore::Error| Error::Usage(format!("error: {OPTION} {pattern}: {error}"));
    for pattern in patterns {
        builder.add_line(None, pattern).map_err(|error| wrong(pattern, error))?;
    }
    builder.build().map_err(|error| wrong(&patterns.join(" "), error))
}

/// A file that was named itself, if it is not wanted: files with patterns say nothing about it, options do.
pub(super) fn named(path: &Path, unwanted: &Unwanted) -> Result<Option<LeftOut>> {
    if unwanted.patterns.is_empty() {
        return Ok(None);
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut rules = Rules::new(folder, &Unwanted { without_files: true, ..unwanted.clone() })?;
    rules.takes(path, false);
    Ok(rules.left_out.pop())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_nearest_pattern_decides_and_options_before_all() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("news");
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::write(folder.path().join(IGNORE_FILE), "*.md\n").unwrap();
        fs::write(root.join(IGNORE_FILE), "/drafts/\n!keep.md\n").unwrap();
        fs::write(root.join("a").join(IGNORE_FILE), "keep.md\n").unwrap();
        let unwanted = Unwanted { patterns: vec!["b/*.txt".to_owned(), "!a/c.md".to_owned()], without_files: false };
        let mut rules = Rules::new(&root, &unwanted).unwrap();
        assert!(rules.takes(&root.join("a"), true));
        let mut takes = |name: &str, is_folder| rules.takes(&root.join(name), is_folder);
        assert!(!takes("x.md", false), "by the folder above");
        assert!(takes("keep.md", false), "the folder itself says otherwise");
        assert!(!takes("a/keep.md", false), "the folder below says otherwise again");
        assert!(takes("a/c.md", false), "an option takes in");
        assert!(takes("a/b/c.txt", false), "a pattern with a slash is meant from the folder that is walked");
        assert!(!takes("b/c.txt", false));
        assert!(!takes("drafts", true) && takes("a/drafts", true), "from the folder of the file");
        let by: Vec<String> =
            rules.left_out.iter().map(|left| format!("{} {}", left.by.0.display(), left.by.1)).collect();
        let above = folder.path().canonicalize().unwrap().join(IGNORE_FILE);
        assert_eq!(by[0], format!("{} *.md", above.display()));
        assert_eq!(by[2], "--exclude b/*.txt");
        assert!(Rules::new(&root, &Unwanted { patterns: vec!["a[".to_owned()], without_files: false }).is_err());
    }
}
