//! `morgue search --kwic`, "did you mean", and words that stand for too many.

use crate::support::{Folder, Run, assert_expected, records, text};
use serde_json::Value;

fn search(folder: &Folder, arguments: &[&str]) -> Run {
    folder.morgue(["search"].iter().chain(arguments))
}

fn archive(lines: &[&str]) -> Folder {
    let folder = Folder::new();
    folder.write("in.jsonl", lines.join("\n"));
    folder.morgue(["ingest", "in.jsonl", "--keep-all", "--no-entities", "--quiet"]).succeeds();
    folder
}

#[test]
fn every_occurrence_is_printed_in_context_in_every_format() {
    let folder = Folder::with_small_corpus();
    for format in ["text", "json", "jsonl", "csv"] {
        let run = search(&folder, &["cable OR exports", "--kwic", "4", "--format", format, "--sort", "oldest"]);
        assert_expected(&format!("kwic.{format}"), &run.whole());
    }
    search(&folder, &["cable", "--kwic", "4", "--format", "markdown"]).fails_saying("no such form");
}

#[test]
fn only_what_satisfied_the_query_is_an_occurrence() {
    let folder = archive(&[
        r#"{"title":"One","body":"Cable cut here. No cable far away from any cut that would be of interest to us. Gold."}"#,
        r#"{"title":"Two","body":"Silver and cable, but nothing of the other thing that is asked for."}"#,
    ]);
    let places = |query: &str| -> Vec<(u64, String)> {
        records(&search(&folder, &[query, "--kwic", "1", "--format", "jsonl"]).stdout)
            .iter()
            .map(|line| (line["start"].as_u64().unwrap(), text(line, "match").to_lowercase()))
            .collect()
    };
    let pair = |start: u64, word: &str| (start, word.to_owned());
    assert_eq!(places("cable w/2 cut"), [pair(0, "cable"), pair(6, "cut")]);
    assert_eq!(places("\"cable cut\""), [pair(0, "cable cut")]);
    // Silver holds, but not together with gold; cable is not there twice.
    assert_eq!(places("title:two AND ((silver AND gold) OR asked)"), [pair(0, "two"), pair(57, "asked")]);
    assert_eq!(places("title:two AND (atleast2(cable) OR asked)"), [pair(0, "two"), pair(57, "asked")]);
    assert_eq!(places("cable not w/2 cut AND gold"), [pair(19, "cable"), pair(80, "gold")]);
}

#[test]
fn an_explicit_limit_is_the_only_one_and_is_told() {
    let body = "word and ".repeat(3_000);
    let folder = archive(&[&format!(r#"{{"title":"Many","body":"{body}"}}"#)]);
    let run = search(&folder, &["word", "--kwic", "0", "--format", "csv"]);
    assert_eq!(run.stdout.lines().count(), 3_001);
    assert!(run.stderr.contains("3000 occurrences in 1 article\n"), "{}", run.stderr);
    let run = search(&folder, &["word", "--kwic", "0", "--format", "json", "--limit", "7"]);
    assert!(run.stderr.contains("7 occurrences in 1 article: more were left out by --limit"), "{}", run.stderr);
    let record: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((record["is_cut"].as_bool(), record["lines"].as_array().map(Vec::len)), (Some(true), Some(7)));
    let run = search(&folder, &["words>5", "--kwic", "3"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("1 other article without a word to show"), "{}", run.stderr);
}

#[test]
fn a_word_that_no_article_holds_brings_words_that_are_like_it() {
    let folder = archive(&[
        r#"{"title":"Exports","body":"The export of Exports. Experts said so. Résumé."}"#,
        r#"{"title":"Expert","body":"An expert on export controls."}"#,
    ]);
    let run = search(&folder, &["exprot"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("note: no article holds `exprot`; did you mean `export`?"), "{}", run.stderr);
    let run = search(&folder, &["contorls AND xeport", "--format", "json"]);
    let record: Value = serde_json::from_str(&run.stdout).unwrap();
    let expected = serde_json::json!([
        {"word": "contorls", "near": ["controls"]},
        {"word": "xeport", "near": ["export"]},
    ]);
    assert_eq!(record["suggestions"], expected);
    let said = |query: &str| search(&folder, &[query, "--count"]).stderr;
    assert!(said("Resumé").is_empty() && said("exprot*").is_empty() && said("expurt~1").is_empty());
    assert!(said("\"the epxort\"").contains("did you mean `export`?"));
    assert!(said("Rösume").contains("did you mean `Résumé`?"), "{}", said("Rösume"));
    assert!(said("zzzzzz").is_empty());
    let explained = folder.morgue(["query", "explain", "contorls"]).succeeds();
    assert!(explained.contains("contorls: did you mean controls?"), "{explained}");
    assert!(
        folder
            .morgue(["query", "explain", "contorls", "--format", "json"])
            .succeeds()
            .contains(r#""near":["controls"]"#)
    );
}

#[test]
fn words_of_removed_articles_are_suggested_against() {
    let folder = Folder::new();
    folder.write("in/a.jsonl", r#"{"title":"Old","body":"The harbor was closed."}"#);
    let all: String =
        (0..9).map(|n| format!("{{\"title\":\"New {n}\",\"body\":\"The harbour was opened {n}.\"}}\n")).collect();
    folder.write("in/b.jsonl", all);
    let ingest = ["ingest", "in", "--keep-all", "--no-entities", "--quiet", "--prune", "--threads", "1"];
    folder.morgue(ingest).succeeds();
    assert!(search(&folder, &["harbor"]).stderr.is_empty());
    folder.remove("in/a.jsonl");
    folder.morgue(ingest).succeeds();
    assert!(search(&folder, &["harbor"]).stderr.contains("did you mean `harbour`?"));
}

#[test]
fn a_wildcard_that_stands_for_too_many_words_is_told_and_fails_if_asked() {
    let words: String = (0..100_100).map(|number| format!("zq{number:06} ")).collect();
    let folder = archive(&[&format!(r#"{{"title":"Numbers","body":"{words}"}}"#)]);
    let warning = "`zq*` stands for more than 100000 words; only the first 100000 were searched";
    let run = search(&folder, &["zq*", "--format", "json"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains(&format!("warning: {warning}\n")), "{}", run.stderr);
    let record: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(record["warnings"], serde_json::json!([warning]));
    for more in [&["--count"][..], &["--kwic", "1", "--limit", "3"], &[]] {
        let arguments: Vec<&str> = ["zq*", "--strict"].iter().chain(more).copied().collect();
        let run = search(&folder, &arguments);
        assert_eq!(run.code, 2, "{more:?}");
        assert!(run.stderr.contains(warning), "{}", run.stderr);
    }
    let run = folder.morgue(["query", "explain", "zq*", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&run.stdout).unwrap()["words"][0]["capped"], true);
    assert_eq!(search(&folder, &["zq00*", "--strict"]).code, 0);
}

#[test]
fn nearness_across_fields_is_told_to_find_nothing() {
    let folder = Folder::with_small_corpus();
    let run = search(&folder, &["person:Sarn w/s cable", "--count"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("one side is looked for in person and the other in title, subtitle, body"), "{run:?}");
    assert!(search(&folder, &["title:cable w/s cut", "--count"]).stderr.is_empty());
}
