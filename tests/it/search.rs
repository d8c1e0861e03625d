//! `morgue search`: formats, filters, order, pages, and what is said about a bad query.

use crate::support::{Folder, Run, assert_expected, project, records, text};
use serde_json::Value;

fn search(folder: &Folder, arguments: &[&str]) -> Run {
    folder.morgue(["search"].iter().chain(arguments))
}

/// Titles of the hits, in order.
#[track_caller]
fn titles(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let run = search(folder, &[arguments, &["--format", "jsonl", "--limit", "100"]].concat());
    assert!(run.code < 2, "{run:?}");
    records(&run.stdout).iter().map(|hit| text(hit, "title").to_owned()).collect()
}

#[test]
fn every_format_is_as_expected() {
    let folder = Folder::with_small_corpus();
    for format in ["text", "json", "jsonl", "csv", "markdown"] {
        let run = search(&folder, &["cable", "--format", format]);
        assert_expected(&format!("search.{format}"), &run.succeeds());
    }
    let run = search(&folder, &["cable", "cut", "--color", "always", "--limit", "2"]);
    assert_expected("search.colour", &run.succeeds());
}

#[test]
fn filters_are_inclusive_and_combine() {
    let folder = Folder::with_small_corpus();
    assert_eq!(
        titles(&folder, &["cable", "--from", "2024-12-06", "--to", "2024-12-06"]),
        ["Cable repaired after nineteen days"]
    );
    assert_eq!(titles(&folder, &["cable", "--from", "2024-12", "--publisher", "the harbour ledger"]).len(), 1);
    assert_eq!(titles(&folder, &["--language", "de"]), ["Hochwasser: Die Sirenen blieben stumm"]);
    assert_eq!(titles(&folder, &["--section", "Farming", "--section", "World"]).len(), 2);
    assert_eq!(titles(&folder, &["--to", "2023"]).len(), 3);
    assert_eq!(titles(&folder, &["--from", "2021-07", "--to", "2021-07"]).len(), 1);
    assert_eq!(titles(&folder, &["--from", "-560d"]).len(), 1, "2024-12-06 is 556 days before the fixed today");
    assert_eq!(titles(&folder, &[]).len(), 8);
}

#[test]
fn hits_come_in_the_order_asked_for() {
    let folder = Folder::with_small_corpus();
    let newest = titles(&folder, &["--sort", "newest"]);
    assert_eq!(newest[0], "Cable repaired after nineteen days");
    assert_eq!(newest[7], "What the archive remembers", "without a date, so last");
    let oldest = titles(&folder, &["--sort", "oldest"]);
    assert_eq!(oldest[0], "Hochwasser: Die Sirenen blieben stumm");
    assert_eq!(oldest[7], "What the archive remembers");
}

#[test]
fn pages_are_pieces_of_the_whole_list() {
    let folder = Folder::with_small_corpus();
    let all = titles(&folder, &["cable"]);
    assert!(all.len() >= 4, "{all:?}");
    for offset in 0..all.len() {
        let run = search(&folder, &["cable", "--format", "json", "--limit", "1", "--offset", &offset.to_string()]);
        let page: Value = serde_json::from_str(&run.succeeds()).unwrap();
        assert_eq!(page["hits"][0]["title"].as_str(), Some(all[offset].as_str()));
        assert_eq!(page["hits"][0]["rank"].as_u64(), Some(offset as u64 + 1));
        assert_eq!(page["total"].as_u64(), Some(all.len() as u64));
    }
    let run = search(&folder, &["cable", "--offset", "100"]);
    assert_eq!(run.stdout, format!("{} articles, none of them here\n", all.len()));
}

#[test]
fn removed_articles_do_not_count_for_what_is_typical() {
    let word = |group: char, number: usize| format!("word{group}{}", char::from(b'a' + number as u8));
    let words = |group: char| (0..25).map(|number| word(group, number)).collect::<Vec<_>>().join(" ");
    let line = |title: &str, body: String| {
        format!("{}\n", serde_json::json!({"title": title, "body": body, "url": format!("https://a.example/{title}")}))
    };
    // The words of x stand in three articles, those of y in one, and in some that are removed later: too few of all for the
    // segment to be rewritten.
    let mut kept = line("subject", format!("{}. {}.", words('x'), words('y')));
    kept += &line("other", format!("{}.", words('x')));
    kept += &line("third", format!("Once more: {}.", words('x')));
    kept +=
        &(0..99).map(|number| line(&format!("filler{number}"), format!("Filler number {number}."))).collect::<String>();
    let removed: String = (0..9).map(|number| line(&format!("gone{number}"), words('y'))).collect();
    let found = |folder: &Folder| {
        let subject = folder.exported().into_iter().find(|record| text(record, "title") == "subject").unwrap();
        records(&search(folder, &[&format!("like:{}", text(&subject, "id")), "--format", "jsonl"]).stdout)
    };
    let fresh = Folder::new();
    fresh.write("kept.jsonl", &kept);
    fresh.morgue(["ingest", ".", "--threads", "1", "--quiet"]).succeeds();
    let used = Folder::new();
    used.write("kept.jsonl", &kept);
    used.write("removed.jsonl", &removed);
    used.morgue(["ingest", ".", "--threads", "1", "--quiet"]).succeeds();
    used.remove("removed.jsonl");
    used.morgue(["ingest", ".", "--prune", "--quiet"]).succeeds();
    let scores = |hits: &[Value]| hits.iter().map(|hit| (hit["id"].clone(), hit["score"].clone())).collect::<Vec<_>>();
    assert_eq!(scores(&found(&used)), scores(&found(&fresh)));
    assert_eq!(found(&used).len(), 1, "no other article holds the words that only the subject has");
}

#[test]
fn a_count_is_a_number_and_nothing_else() {
    let folder = Folder::with_small_corpus();
    assert_eq!(search(&folder, &["\"export control\"", "--count"]).succeeds(), "1\n");
    let run = search(&folder, &["nosuchwordanywhere", "--count"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, "0\n"));
}

#[test]
fn nothing_found_is_exit_code_1() {
    let folder = Folder::with_small_corpus();
    let run = search(&folder, &["nosuchwordanywhere"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (1, "0 articles\n", ""));
}

#[test]
fn a_phrase_is_found_only_where_its_words_stand_side_by_side() {
    let folder = Folder::with_small_corpus();
    assert_eq!(titles(&folder, &["\"export control\""]), ["New licence rule for chip machines"]);
    assert_eq!(titles(&folder, &["export AND control"]).len(), 2);
    assert_eq!(titles(&folder, &["machine*", "AND", "licence"]), ["New licence rule for chip machines"]);
    assert_eq!(titles(&folder, &["title:hochwasser"]).len(), 1);
}

#[test]
fn snippets_can_be_left_out() {
    let folder = Folder::with_small_corpus();
    let run = search(&folder, &["cable", "--snippets", "0", "--format", "json"]);
    let page: Value = serde_json::from_str(&run.succeeds()).unwrap();
    assert!(page["hits"].as_array().unwrap().iter().all(|hit| hit["passages"].as_array().unwrap().is_empty()));
}

#[test]
fn a_bad_query_is_shown_with_carets_under_the_place() {
    let folder = Folder::with_small_corpus();
    let mut all = String::new();
    for query in [
        "\"export",
        "(cable",
        "tite:x",
        "cable w/0 cut",
        "published:soon",
        "\"\"",
        "/[/",
        "date:05/01/2024",
        "date:05-01-2024",
        "date:May 2024",
    ] {
        let run = search(&folder, &[query]);
        all.push_str(&format!("$ morgue search '{query}'\n{}\n", run.whole()));
        assert_eq!(run.code, 2, "{query}: {run:?}");
        assert_eq!(run.stdout, "", "{query}");
    }
    assert_expected("bad_queries.txt", &all);
}

#[test]
fn bad_options_are_named() {
    let folder = Folder::with_small_corpus();
    search(&folder, &["cable", "--from", "soon"]).fails_saying("--from soon: not a date");
    search(&folder, &["cable", "--from", "2025", "--to", "2024"]).fails_saying("ends before it begins");
    search(&folder, &["cable", "--limt", "3"]).fails_saying("'--limit'");
    search(&folder, &["cable", "--dialect", "google"]).fails_saying("possible values: morgue, lucene");
    let mut command = folder.command(["search", "cable"]);
    let output = command.env("MORGUE_NOW", "soon").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("error: MORGUE_NOW is \"soon\""));
}

#[test]
fn doubtful_queries_warn_and_fail_only_if_asked() {
    let folder = Folder::with_small_corpus();
    let run = search(&folder, &["NOT cable"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.starts_with("warning: "), "{run:?}");
    let strict = search(&folder, &["NOT cable", "--strict"]);
    assert_eq!((strict.code, strict.stdout), (2, run.stdout));
    let quiet = search(&folder, &["NOT cable", "--quiet"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
}

#[test]
fn the_archive_is_named_by_option_or_environment() {
    let folder = Folder::with_small_corpus();
    std::fs::rename(folder.path("morgue-archive"), folder.path("other")).unwrap();
    assert_eq!(search(&folder, &["cable"]).code, 2);
    assert_eq!(search(&folder, &["cable", "--archive", "other"]).code, 0);
    let output = folder.command(["search", "cable"]).env("MORGUE_ARCHIVE", "other").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn results_do_not_depend_on_threads_or_segments() {
    let folder = Folder::new();
    let sample = project().join("sample_corpus");
    let outputs = |archive: &str, options: &[&str]| {
        let ingest = ["ingest", sample.to_str().unwrap(), "--quiet", "--archive", archive];
        folder.morgue(ingest.iter().chain(options)).succeeds();
        let mut outputs = folder.morgue(["export", "--archive", archive]).succeeds();
        for query in
            ["\"export control\"", "port strike settlement", "cable w/5 cut", "chip* -china", "Exportkontrolle"]
        {
            for sort in ["relevance", "newest"] {
                let arguments =
                    ["search", query, "--format", "json", "--limit", "50", "--sort", sort, "--archive", archive];
                outputs += &folder.morgue(arguments).succeeds();
            }
        }
        outputs
    };
    let expected = outputs("one", &["--threads", "1"]);
    assert_eq!(outputs("two", &["--threads", "2"]), expected);
    assert_eq!(outputs("four", &["--threads", "4"]), expected);
    assert_eq!(outputs("often", &["--threads", "2", "--commit-every", "0"]), expected);
}
