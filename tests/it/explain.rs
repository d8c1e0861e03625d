//! `morgue explain`, `query` and `bench`: how pages and queries are read, and how fast.

use crate::support::{Folder, project};
use serde_json::Value;

#[test]
fn explain_names_the_evidence_for_every_field() {
    let folder = Folder::new();
    let name = "2022-06-13-meridianrecord-corvane-first-halden-merger.html";
    let page = project().join("sample_corpus/html").join(name);
    let explained = folder.morgue(["explain", page.to_str().unwrap(), "--format", "json"]);
    let explained: Value = serde_json::from_str(&explained.succeeds()).unwrap();
    let candidates = explained["candidates"].as_array().unwrap();
    for field in ["title", "published"] {
        let of_field: Vec<&Value> = candidates.iter().filter(|candidate| candidate["field"] == field).collect();
        let chosen = of_field.iter().filter(|candidate| candidate["chosen"] == true).count();
        assert_eq!(chosen, 1, "{field}: {of_field:?}");
    }
    assert!(!folder.path("morgue-archive").exists());
    folder.morgue(["explain", "nosuchfile.html"]).fails_saying("nosuchfile.html");
}

#[test]
fn a_query_is_explained_and_translated() {
    let folder = Folder::with_small_corpus();
    let explained = folder.morgue(["query", "explain", "cable w/5 cut"]).succeeds();
    assert!(explained.contains("cable") && explained.contains("cut"), "{explained}");
    let translated = folder.morgue(["query", "translate", "--to", "lucene", "cable AND NOT strike"]);
    let translated = translated.succeeds();
    assert!(translated.contains("cable") && translated.contains("strike"), "{translated}");
    folder.morgue(["query", "explain", "(cable"]).fails_saying("this parenthesis is never closed");
}

#[test]
fn bench_measures_without_touching_an_archive() {
    let folder = Folder::new();
    folder.write("a.jsonl", (0..20).map(crate::support::article_line).collect::<String>());
    let measured = folder.morgue(["bench", "a.jsonl", "--rounds", "1", "--format", "json"]).succeeds();
    assert!(serde_json::from_str::<Value>(&measured).unwrap().is_object() || measured.starts_with('['), "{measured}");
    let bare = folder.morgue(["bench", "a.jsonl", "--rounds", "1", "--no-entities"]).succeeds();
    assert!(measured.contains("recognise") && !bare.contains("recognise"), "{bare}");
    assert!(!folder.path("morgue-archive").exists());
}
