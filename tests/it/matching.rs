//! How many words side by side must match: one option and one count for every command that takes a query.

use crate::support::{Folder, Run, records, text};
use serde_json::Value;

/// Two articles hold one of the words, two hold both.
fn folder() -> Folder {
    let folder = Folder::new();
    let texts = ["heron and otter", "heron", "otter", "otter, then heron"];
    let lines: String = (1..)
        .zip(texts)
        .map(|(day, text)| {
            let body = format!("The {text} by the river on day {day}, seen from bridge number {day}{day}.");
            let record = serde_json::json!({
                "title": format!("Report {day}"), "body": body, "published": format!("2024-05-0{day}"),
                "publisher": format!("Paper {day}"), "entities": [{"name": format!("Ada Quill{day}"), "kind": "person"}],
            });
            format!("{record}\n")
        })
        .collect();
    folder.write("articles.jsonl", lines);
    folder.morgue(["ingest", "articles.jsonl", "--quiet"]).succeeds();
    folder
}

fn value(run: Run) -> Value {
    serde_json::from_str(&run.succeeds()).unwrap()
}

/// What each command counts for two words side by side.
fn counts(folder: &Folder, options: &[&str]) -> Vec<(&'static str, u64)> {
    let run = |arguments: &[&str]| folder.morgue([arguments, options].concat());
    let number = |value: &Value| value.as_u64().unwrap();
    folder.write("queries.txt", "heron otter\n");
    let pack = run(&["pack", "heron otter", "-o", "pack.zip", "--force"]);
    assert_eq!(pack.code, 0, "{pack:?}");
    let packed = pack.stderr.lines().find_map(|line| line.split_once(" articles, ")?.0.parse().ok()).unwrap();
    let facets = value(run(&["facets", "publisher", "heron otter", "--format", "json"]));
    let timeline = value(run(&["timeline", "heron otter", "--format", "json"]));
    let names = value(run(&["entities", "heron otter", "--format", "json"]));
    let batch = value(run(&["batch", "queries.txt", "--format", "json"]));
    vec![
        ("count", run(&["search", "heron otter", "--count"]).succeeds().trim().parse().unwrap()),
        ("search", number(&value(run(&["search", "heron otter", "--format", "json"]))["total"])),
        ("export", records(&run(&["export", "heron otter"]).succeeds()).len() as u64),
        ("facets", number(&facets["articles"])),
        ("timeline", number(&timeline["series"][0]["articles"])),
        ("entities", number(&names["articles"])),
        ("batch", number(&batch["rows"][0]["articles"])),
        ("pack", packed),
    ]
}

#[test]
fn one_rule_gives_one_count_in_every_command() {
    let folder = folder();
    for (rule, expected) in [("some", 4), ("most", 2), ("all", 2)] {
        for (command, count) in counts(&folder, &["--match", rule]) {
            assert_eq!(count, expected, "{command} --match {rule}");
        }
    }
    let usual = counts(&folder, &[]);
    assert!(
        usual
            .iter()
            .all(|(command, count)| *count == if command.ends_with("rch") || *command == "count" { 4 } else { 2 }),
        "{usual:?}"
    );
    let trends = |rule: &str| {
        folder.morgue([
            "trends",
            "heron otter",
            "--from",
            "2024-05-03",
            "--against",
            "..2024-05-02",
            "--match",
            rule,
            "--format",
            "json",
            "--min",
            "1",
            "--min-g2",
            "0",
        ])
    };
    assert_eq!(value(trends("some"))["period"]["articles"], 2);
    assert_eq!(value(trends("all"))["period"]["articles"], 1);
}

#[test]
fn a_count_that_another_command_makes_otherwise_says_its_rule() {
    let folder = folder();
    let said = |arguments: &[&str]| folder.morgue(arguments).stderr;
    let like = format!("like:{}", text(&folder.exported()[0], "id"));
    assert_eq!(
        said(&["search", "heron", "otter"]),
        "note: articles with at least 1 of 2 words side by side are counted; other commands ask for 2 (see --match)\n"
    );
    let other = "note: articles with at least 2 of 2 words side by side are counted; a search by relevance asks for 1 (see --match)\n";
    for arguments in [
        &["search", "heron", "otter", "--sort", "newest"][..],
        &["timeline", "otter", "heron otter"],
        &["facets", "publisher", "heron otter"],
        &["export", "heron otter"],
        &["entities", "heron otter"],
    ] {
        assert_eq!(said(arguments), other, "{arguments:?}");
    }
    for silent in [
        &["search", "heron", "otter", "--match", "some"][..],
        &["search", "heron AND otter"],
        &["search", "+heron otter"],
        &["search", &like],
        &["timeline", "\"heron and otter\""],
        &["search", "heron otter", "--quiet"],
    ] {
        assert_eq!(said(silent), "", "{silent:?}");
    }
}

#[test]
fn a_query_of_a_file_may_have_a_rule_of_its_own() {
    let folder = folder();
    folder.write("queries.csv", "name,query,match\na,heron otter,some\nb,heron otter,\n");
    let batch = value(folder.morgue(["batch", "queries.csv", "--format", "json"]));
    let rows: Vec<(&Value, &Value)> =
        batch["rows"].as_array().unwrap().iter().map(|row| (&row["match"], &row["articles"])).collect();
    assert_eq!(rows, [(&"some".into(), &4.into()), (&"most".into(), &2.into())]);
    folder.write("wrong.csv", "name,query,match\na,heron otter,sme\n");
    let run = folder.morgue(["batch", "wrong.csv"]);
    run.fails_saying("wrong.csv:2:15: `sme` is no value of `match`");
    assert!(run.stderr.contains("some"), "{run:?}");
}

#[test]
fn a_report_keeps_the_rule_of_each_query() {
    let folder = folder();
    let report = "title = 'T'\n[filter]\nmatch = 'some'\n[queries]\nloose = 'heron otter'\n\
                  [queries.strict]\nquery = 'heron otter'\nmatch = 'all'\n[[section]]\nkind = 'counts'\n\
                  [[section]]\nkind = 'timeline'\nqueries = ['loose', 'strict']\nby = 'year'\n";
    folder.write("r.toml", report);
    let told = value(folder.morgue(["report", "run", "r.toml", "--format", "json"]));
    let query = |number: usize| &told["record"]["queries"][number];
    assert_eq!((&query(0)["match"], &query(0)["articles"]), (&"some".into(), &4.into()), "{told}");
    assert_eq!((&query(1)["match"], &query(1)["articles"]), (&"all".into(), &2.into()), "{told}");
    let text = folder.morgue(["report", "run", "r.toml"]).succeeds();
    assert!(text.contains("| 2024 | 4 | 4 | 100.0 % | 2 | 2 | 50.0 % | 4 |"), "{text}");
    assert!(text.contains("heron otter (at least 1 of 2 words): 4 articles"), "{text}");
    assert!(text.contains("heron otter (all 2 words): 2 articles"), "{text}");
    folder.write("bad.toml", report.replace("'all'", "'al'"));
    folder.morgue(["report", "run", "bad.toml"]).fails_saying("`al` is no value of `match`");
}
