//! What may not be read or written is named, and nothing else suffers. Skipped, with a message, where the system refuses nothing
//! (the tests run as root, or not on Unix).

#![cfg(unix)]

use crate::support::{Folder, article_line, title};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Rights of a file or folder that are given back with the value, so that the test's folder can go away.
struct Refused<'a> {
    path: &'a Path,
    before: u32,
}

impl<'a> Refused<'a> {
    fn new(path: &'a Path, rights: u32) -> Self {
        let before = fs::metadata(path).unwrap().permissions().mode();
        fs::set_permissions(path, Permissions::from_mode(rights)).unwrap();
        Refused { path, before }
    }
}

impl Drop for Refused<'_> {
    fn drop(&mut self) {
        fs::set_permissions(self.path, Permissions::from_mode(self.before)).unwrap();
    }
}

/// Whether the test has to be skipped: says so.
#[expect(clippy::print_stderr, reason = "a test that proves nothing says so")]
fn is_skipped(is_allowed: bool) -> bool {
    if is_allowed {
        eprintln!("skipped: this user may do what the rights of a file forbid");
    }
    is_allowed
}

#[test]
fn a_file_that_may_not_be_read_is_named_and_the_others_are_filed() {
    let folder = Folder::new();
    folder.write("news/a.jsonl", article_line(1));
    folder.write("news/b.jsonl", article_line(2));
    folder.write("news/shut/c.jsonl", article_line(3));
    let (file, shut) = (folder.path("news/a.jsonl"), folder.path("news/shut"));
    let refused = [Refused::new(&file, 0), Refused::new(&shut, 0)];
    if is_skipped(fs::File::open(&file).is_ok()) {
        return;
    }
    let run = folder.morgue(["ingest", "news"]);
    assert_eq!(run.code, 0, "{run:?}");
    for name in ["news/a.jsonl: ", "news/shut: cannot be read: "] {
        let line = run.stderr.lines().find(|line| line.starts_with(name));
        assert!(line.is_some_and(|line| line.to_lowercase().contains("permission denied")), "{name}: {run:?}");
    }
    assert_eq!(folder.titles(), [title(2)]);
    assert_eq!(folder.morgue(["ingest", "news", "--strict"]).code, 2);
    drop(refused);
    folder.morgue(["ingest", "news"]).succeeds();
    assert_eq!(folder.titles(), [title(1), title(2), title(3)], "what may be read again is filed");
    folder.assert_whole();
}

#[test]
fn an_archive_that_may_not_be_written_is_an_error_and_can_still_be_searched() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1));
    folder.morgue(["ingest", "a.jsonl", "--quiet"]).succeeds();
    folder.write("b.jsonl", article_line(2));
    let archive = folder.path("morgue-archive");
    let refused = Refused::new(&archive, 0o555);
    if is_skipped(fs::write(archive.join("probe"), "").is_ok()) {
        fs::remove_file(archive.join("probe")).unwrap();
        return;
    }
    let run = folder.morgue(["ingest", "b.jsonl"]);
    run.fails_saying("morgue-archive");
    assert!(run.stderr.to_lowercase().contains("permission denied"), "{run:?}");
    assert_eq!(folder.titles(), [title(1)], "reading needs no right to write");
    assert_eq!(folder.morgue(["search", "report", "--count"]).succeeds(), "1\n");
    drop(refused);
    folder.morgue(["ingest", "b.jsonl", "--quiet"]).succeeds();
    assert_eq!(folder.titles(), [title(1), title(2)]);
}

#[test]
fn a_place_where_no_archive_may_be_made_is_named() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1));
    folder.write("shut/x.txt", "x");
    let shut = folder.path("shut");
    let _refused = Refused::new(&shut, 0o555);
    if is_skipped(fs::create_dir(shut.join("probe")).is_ok()) {
        return;
    }
    let run = folder.morgue(["ingest", "a.jsonl", "--archive", "shut/archive"]);
    run.fails_saying("shut/archive");
    assert!(run.stderr.to_lowercase().contains("permission denied"), "{run:?}");
}
