//! `morgue show`, `export`, `stats` and `ledger`: what is in the archive, whole.

use crate::support::{Folder, assert_expected, project, records, text};
use serde_json::Value;

/// The id of the first article whose title begins so.
fn id(folder: &Folder, title: &str) -> String {
    let found = folder.exported().into_iter().find(|record| text(record, "title").starts_with(title));
    text(&found.unwrap(), "id").to_owned()
}

#[test]
fn show_prints_an_article_in_every_format() {
    let folder = Folder::with_small_corpus();
    let id = id(&folder, "Undersea cable");
    for format in ["text", "json", "markdown"] {
        let shown = folder.morgue(["show", &id, "--format", format]).succeeds();
        assert_expected(&format!("show.{format}"), &shown);
    }
}

#[test]
fn an_article_is_found_by_the_beginning_of_its_id_and_by_its_address() {
    let folder = Folder::with_small_corpus();
    let id = id(&folder, "Undersea cable");
    let whole = folder.morgue(["show", &id]).succeeds();
    assert_eq!(folder.morgue(["show", &id[..6]]).succeeds(), whole);
    assert_eq!(folder.morgue(["show", "https://wire.example/2024/11/17/undersea-cable"]).succeeds(), whole);
    let both = folder.morgue(["show", &id, &id]).succeeds();
    assert_eq!(both, format!("{whole}\n{whole}"));
}

#[test]
fn a_missing_article_is_exit_code_1() {
    let folder = Folder::with_small_corpus();
    let run = folder.morgue(["show", "ffffffffffffffff"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", "ffffffffffffffff: no such article\n"));
}

/// Lines of an export without what says where the articles were read.
fn without_source(jsonl: &str) -> Vec<String> {
    let bare = |line: &str| {
        let (before, after) = line.rsplit_once(",\"source_file\":").unwrap();
        format!("{before},{}", after.rsplit_once(",\"digest\":").unwrap().1)
    };
    jsonl.lines().map(bare).collect()
}

#[test]
fn an_export_filed_in_a_new_archive_is_exported_the_same() {
    let folder = Folder::new();
    let sample = project().join("sample_corpus");
    folder.morgue(["ingest".as_ref(), sample.as_os_str()]).succeeds();
    let first = folder.morgue(["export"]).succeeds();
    folder.write("export.jsonl", &first);
    folder.morgue(["ingest", "export.jsonl", "--archive", "second", "--strict"]).succeeds();
    let second = folder.morgue(["export", "--archive", "second"]).succeeds();
    let (first, second) = (without_source(&first), without_source(&second));
    assert_eq!(first.len(), second.len());
    for (first, second) in first.into_iter().zip(second) {
        assert_eq!(second, first);
    }
}

#[test]
fn an_export_holds_what_matches_and_nothing_else() {
    let folder = Folder::with_small_corpus();
    let all = folder.exported().len();
    let found = records(&folder.morgue(["export", "cable"]).succeeds()).len();
    assert!(found > 0 && found < all, "{found} of {all}");
    let count = folder.morgue(["search", "cable", "--count"]).succeeds();
    assert_eq!(count, format!("{found}\n"));
    let of_2024 = records(&folder.morgue(["export", "--from", "2024", "--to", "2024"]).succeeds());
    assert!(of_2024.iter().all(|record| text(record, "published").starts_with("2024")));
    assert_eq!(folder.morgue(["export", "nosuchwordanywhere"]).code, 1);
}

#[test]
fn an_exported_table_is_safe_for_spreadsheets() {
    let folder = Folder::with_small_corpus();
    assert_expected("export.csv", &folder.morgue(["export", "--format", "csv"]).succeeds());
}

#[test]
fn stats_and_ledger_tell_what_is_there() {
    let folder = Folder::with_small_corpus();
    let stats: Value = serde_json::from_str(&folder.morgue(["stats", "--format", "json"]).succeeds()).unwrap();
    assert_eq!(stats["articles"].as_u64(), Some(folder.exported().len() as u64));
    assert!(folder.morgue(["stats"]).succeeds().starts_with("articles "));
    for format in ["text", "json", "jsonl", "csv"] {
        assert_expected(&format!("ledger.{format}"), &folder.morgue(["ledger", "--format", format]).succeeds());
    }
    assert_eq!(folder.morgue(["ledger", "nowhere/"]).code, 1);
    assert_eq!(folder.morgue(["ledger", "articles"]).code, 0);
}

#[test]
fn check_says_what_it_looked_at_and_finds_damage() {
    let folder = Folder::with_small_corpus();
    assert_expected("check.txt", &folder.morgue(["check"]).succeeds());
    let store = std::fs::read_dir(folder.path("morgue-archive")).unwrap().map(|entry| entry.unwrap().path());
    let store = store.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "store")).unwrap();
    let mut bytes = std::fs::read(&store).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&store, bytes).unwrap();
    let run = folder.morgue(["check"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stdout.contains("wrong checksum"), "{run:?}");
    assert!(run.stdout.ends_with("the archive is damaged\n"), "{run:?}");
}
