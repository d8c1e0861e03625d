//! Outputs that appear whole or not at all.
//!
//! A folder or file is made under a hidden name beside its place and renamed at the end. What is left half done, for whatever
//! reason, is removed. A folder that exists is replaced only if it is what we would have made ourselves.

use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The list of checksums in a folder, in the form that `sha256sum -c` reads.
pub const SUMS_FILE: &str = "SHA256SUMS";

/// SHA-256 of some bytes in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// A name beside `path` that nobody else uses.
fn beside(path: &Path, what: &str) -> Result<PathBuf> {
    let name =
        path.file_name().ok_or_else(|| Error::Usage(format!("error: {}: not a name of a file", path.display())))?;
    let name = format!(".{}.{what}-{}", name.to_string_lossy(), std::process::id());
    Ok(path.with_file_name(name))
}

/// Writes several files, all or none of them, over what is there.
pub fn write_files(files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    let mut written: Vec<(PathBuf, &Path)> = Vec::with_capacity(files.len());
    let result = files.iter().try_for_each(|(path, bytes)| {
        let partial = beside(path, "partial")?;
        written.push((partial.clone(), path));
        fs::write(&partial, bytes).map_err(|error| Error::io(path, error))
    });
    let result = result.and_then(|()| {
        written
            .iter()
            .try_for_each(|(partial, path)| fs::rename(partial, path).map_err(|error| Error::io(*path, error)))
    });
    if result.is_err() {
        for (partial, _) in &written {
            // Best effort: the first error is the one to tell of.
            let _ = fs::remove_file(partial);
        }
    }
    result
}

/// A folder in the making, and the digests of its files.
#[derive(Debug)]
pub struct StagedFolder {
    place: PathBuf,
    sums: BTreeMap<String, String>,
}

impl StagedFolder {
    /// Begins a folder beside `target`.
    pub fn begin(target: &Path) -> Result<Self> {
        let place = beside(target, "partial")?;
        fs::create_dir(&place).map_err(|error| Error::io(target, error))?;
        Ok(StagedFolder { place, sums: BTreeMap::new() })
    }

    /// Writes a file; `name` is relative, with `/`, and made by us. Returns its SHA-256.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<String> {
        let path = self.place.join(name);
        let wrap = |error| Error::io(name, error);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(wrap)?;
        }
        fs::write(&path, bytes).map_err(wrap)?;
        let digest = sha256(bytes);
        self.sums.insert(name.to_owned(), digest.clone());
        Ok(digest)
    }

    /// Writes the list of checksums of all files written so far.
    pub fn write_sums(&mut self) -> Result<()> {
        let list: String = self.sums.iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect();
        self.write(SUMS_FILE, list.as_bytes()).map(|_| ())
    }

    /// Names of all files, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sums.keys().map(String::as_str)
    }

    /// Where a file of it lies meanwhile.
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.place.join(name)
    }

    /// Puts the folder in its place; one that is there is replaced.
    pub fn keep(self, target: &Path) -> Result<()> {
        let wrap = |error| Error::io(target, error);
        let is_empty = fs::read_dir(target).map(|mut entries| entries.next().is_none()).unwrap_or(false);
        if is_empty {
            fs::remove_dir(target).map_err(wrap)?;
        }
        if !target.exists() {
            return fs::rename(&self.place, target).map_err(wrap);
        }
        let former = beside(target, "former")?;
        fs::rename(target, &former).map_err(wrap)?;
        if let Err(error) = fs::rename(&self.place, target) {
            // Puts back what was there; if that fails too, it still lies beside under its other name.
            let _ = fs::rename(&former, target);
            return Err(wrap(error));
        }
        fs::remove_dir_all(&former).map_err(|error| Error::io(former, error))
    }
}

impl Drop for StagedFolder {
    fn drop(&mut self) {
        // After `keep` nothing is there any more.
        let _ = fs::remove_dir_all(&self.place);
    }
}

/// Puts a file in its place in one step, by writing it beside.
pub fn write_file(target: &Path, write: impl FnOnce(fs::File) -> std::io::Result<()>) -> Result<()> {
    let partial = beside(target, "writing")?;
    let wrap = |error| Error::io(target, error);
    let result = fs::File::create(&partial).and_then(write).and_then(|()| fs::rename(&partial, target));
    if result.is_err() {
        let _ = fs::remove_file(&partial);
    }
    result.map_err(wrap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_appears_whole_and_replaces_the_former() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("pack");
        for content in ["one", "two"] {
            let mut folder = StagedFolder::begin(&target).unwrap();
            folder.write("a/b.txt", content.as_bytes()).unwrap();
            folder.write_sums().unwrap();
            folder.keep(&target).unwrap();
            assert_eq!(fs::read_to_string(target.join("a/b.txt")).unwrap(), content);
            assert_eq!(names(home.path()), ["pack"]);
        }
    }

    #[test]
    fn what_is_given_up_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let mut folder = StagedFolder::begin(&home.path().join("pack")).unwrap();
        folder.write("a", b"x").unwrap();
        drop(folder);
        assert!(names(home.path()).is_empty());
        let good = home.path().join("good");
        let result = write_files(&[(good.clone(), b"x".to_vec()), (home.path().join("no/such"), b"y".to_vec())]);
        assert!(result.is_err());
        assert!(names(home.path()).is_empty(), "one file of two must not be left");
        write_files(&[(good, b"x".to_vec())]).unwrap();
        assert_eq!(names(home.path()), ["good"]);
    }
}
