//! The query language at the command line: hit sets, warnings and errors of single queries.

use crate::support::{Folder, Run};
use serde_json::{Value, json};

/// An archive of texts, each named by its title.
fn archive(texts: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    let line = |(title, body): &(&str, &str)| format!("{}\n", json!({"title": title, "body": body, "language": "en"}));
    folder.write("in.jsonl", texts.iter().map(line).collect::<String>());
    folder.morgue(["ingest", "in.jsonl", "--keep-all", "--no-entities", "--quiet"]).succeeds();
    folder
}

fn search(folder: &Folder, arguments: &[&str]) -> Run {
    let arguments = [&["search"], arguments].concat();
    folder.morgue(arguments)
}

fn count(folder: &Folder, arguments: &[&str]) -> String {
    search(folder, &[arguments, &["--count"]].concat()).stdout.trim().to_owned()
}

/// What is warned of, as a program gets it.
fn warnings(folder: &Folder, query: &str) -> Vec<String> {
    let run = search(folder, &["--format", "json", "--", query]);
    let page: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    let warnings = page["warnings"].as_array().cloned().unwrap_or_default();
    warnings.iter().map(|warning| warning.as_str().unwrap().to_owned()).collect()
}

#[test]
fn beside_operators_the_hits_do_not_depend_on_the_order() {
    let folder = archive(&[
        ("one", "The tariff was imposed in june."),
        ("two", "The tariff of june."),
        ("three", "Alpha town. Beta."),
        ("four", "Alpha and beta."),
        ("five", "The tariff stands."),
        ("six", "Town and beta."),
    ]);
    for (query, hits) in [
        ("tariff NOT imposed june", "1"),
        ("tariff AND NOT imposed june", "1"),
        ("alpha town AND beta", "1"),
        ("stands june OR alpha town", "1"),
        ("NOT (tariff june alpha)", "6"),
        ("tariff w/9 june imposed", "1"),
        ("tariff -(imposed june stands)", "3"),
    ] {
        assert_eq!(count(&folder, &[query]), hits, "{query}");
        assert_eq!(count(&folder, &[query, "--sort", "newest"]), hits, "{query}");
        let lines = folder.morgue(["export", query]).stdout.lines().count();
        assert_eq!(lines.to_string(), hits, "{query}");
    }
}

#[test]
fn signs_that_are_not_searched_are_told_and_fail_if_asked() {
    let folder = archive(&[
        ("one", "Written in C++ at AT&T for $5bn."),
        ("two", "The U.S. looks at us."),
        ("three", "Users at home in US towns."),
    ]);
    for (query, warning) in [
        ("C++", "`C++` is searched as `c`: signs are not indexed"),
        ("exact(C++)", "`C++` is searched as `c`: signs are not indexed"),
        ("\"AT&T\"", "`AT&T` is searched as `at` `t`, side by side: signs are not indexed"),
        ("$5bn", "`$5bn` is searched as `5bn`"),
        ("U.S.", "`U.S.` is searched as `us`: points are not indexed"),
    ] {
        let warned = warnings(&folder, query);
        assert!(warned.iter().any(|one| one.contains(warning)), "{query}: {warned:?}");
        let run = search(&folder, &["--strict", "--", query]);
        assert!(run.code == 2 && run.stderr.contains(warning), "{query}: {run:?}");
    }
    assert_eq!(count(&folder, &["U.S.*"]), "2");
    assert_eq!(count(&folder, &["allcaps(U.S.)"]), "2");
    search(&folder, &["AT&*"]).fails_saying("stands for a whole word, since `&` parts words");
}

#[test]
fn a_value_that_no_article_has_brings_the_likest() {
    let folder = Folder::new();
    let record = json!({"title": "One", "body": "Some text.", "language": "en", "publisher": "Test Post",
        "authors": ["Jane Roe"], "entities": [{"name": "Anna Roe", "kind": "person"},
        {"name": "United States", "kind": "place", "aliases": ["US"]}]});
    folder.write("in.jsonl", format!("{record}\n"));
    folder.morgue(["ingest", "in.jsonl", "--keep-all", "--no-entities", "--quiet"]).succeeds();
    for (query, note) in [
        ("lang:klingon", "no article holds `klingon`; did you mean `en`?"),
        ("person:roee", "no article holds `roee`; did you mean `Anna Roe`?"),
        ("byline:\"Jane Ro\"", "no article holds `Jane Ro`; did you mean `Jane Roe`?"),
        ("publisher:\"Test Pots\"", "no article holds `Test Pots`; did you mean `Test Post`?"),
    ] {
        let run = search(&folder, &[query]);
        assert!(run.code == 1 && run.stderr.contains(note), "{query}: {run:?}");
    }
    let found = search(&folder, &["place:US"]);
    assert!(found.code == 0 && !found.stderr.contains("no article holds"), "{found:?}");
}

#[test]
fn a_translation_that_loses_something_says_so_to_people_and_programs() {
    let folder = Folder::new();
    let translate =
        |arguments: &[&str]| folder.morgue([&["query", "translate", "--to", "factiva"], arguments].concat());
    let run = translate(&["alpha AND date:-30d"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "alpha and date after -30\n"), "{run:?}");
    for nothing in ["/x/", "*:*"] {
        let run = translate(&[nothing]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
        assert!(run.stderr.contains("nothing of this query can be said there"), "{run:?}");
    }
    let run = translate(&["--strict", "alpha^2"]);
    assert!(run.code == 2 && run.stderr.contains("Factiva has no weights"), "{run:?}");
    assert_eq!(translate(&["--strict", "=alpha"]).code, 0);
    let run = translate(&["--format", "json", "alpha^2"]);
    let record: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, record["translation"].as_str(), record["to"].as_str()), (0, Some("alpha"), Some("factiva")));
    assert!(record["warnings"][0].as_str().unwrap().contains("Factiva has no weights"), "{record}");
    let run = folder.morgue(["query", "translate", "--to", "nexis", "hotel*"]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("hotel!\n", ""));
}

#[test]
fn an_explanation_tells_fields_places_and_what_filters_let_through() {
    let folder = archive(&[("Alpha", "Beta."), ("Beta", "Alpha.")]);
    let explain = |arguments: &[&str]| folder.morgue([&["query", "explain"], arguments].concat()).succeeds();
    let shown = explain(&["title:alpha AND alpha AND lang:en NOT date:2024"]);
    for line in [
        "title: alpha                1 articles",
        "alpha                       2 articles",
        "(lang en)                   2 articles",
        "(date 2024)                 0 articles",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    let record: Value = serde_json::from_str(&explain(&["--format", "json", "title:alpha lang:en"])).unwrap();
    assert_eq!(record["words"][0]["fields"], json!(["title"]));
    assert_eq!((&record["words"][0]["start"], &record["words"][0]["end"]), (&json!(6), &json!(11)));
    assert_eq!(record["filters"], json!([{"filter": "(lang en)", "start": 12, "end": 19, "articles": 2}]));
}
