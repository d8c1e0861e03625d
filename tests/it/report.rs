//! `morgue report`: report files, the reports made of them, and whether they still hold.

use crate::support::{Folder, assert_expected, project, records, text};
use serde_json::{Value, json};
use std::fs;

const FILE: &str = r#"
title = "Cables and {topic}"
author = "The <desk>"

[parameters]
topic = "licences"
since = { about = "First day", default = "2021" }

[filter]
from = "{since}"

[queries]
cables = "cable"
other = { title = "About {topic}", query = "licence OR licences", to = 2025 }

[[section]]
kind = "text"
text = """
Some *words* about {topic}, with <script>alert(1)</script> and {{topic}}.

# A heading

[good](https://a.example/) [bad](javascript:alert(1)) ![picture](https://a.example/p.png)
"""

[[section]]
kind = "counts"
title = "Numbers"

[[section]]
kind = "search"
title = "Hits"
query = "cables"
sort = "oldest"
limit = 2
passages = 1
"#;

fn folder() -> Folder {
    let folder = Folder::with_small_corpus();
    folder.write("r.toml", FILE);
    folder
}

fn report(folder: &Folder, arguments: &[&str]) -> String {
    folder.morgue([&["report", "run", "r.toml"], arguments].concat()).succeeds()
}

/// Names of the files in the test's folder, hidden ones too.
fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.path(".")).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_form_is_as_expected_and_the_same_every_time() {
    let folder = folder();
    for form in ["markdown", "html", "json", "csv"] {
        let made = report(&folder, &["--format", form]);
        assert_eq!(made, report(&folder, &["--format", form]), "{form}");
        assert_expected(&format!("report.{form}"), &made);
    }
}

#[test]
fn the_name_of_the_output_tells_the_form() {
    let folder = folder();
    for (name, form) in [("a.html", "html"), ("a.MD", "markdown"), ("a.json", "json"), ("a.csv", "csv")] {
        assert_eq!(report(&folder, &["-o", name]), "");
        assert_eq!(fs::read_to_string(folder.path(name)).unwrap(), report(&folder, &["--format", form]), "{name}");
    }
    folder.morgue(["report", "run", "r.toml", "-o", "a.doc"]).fails_saying("--format markdown, html, json or csv");
    assert!(!folder.path("a.doc").exists());
}

#[test]
fn a_page_stands_alone_and_markup_in_it_is_text() {
    let folder = folder();
    let page = report(&folder, &["--format", "html"]);
    assert_eq!(page.matches("<script").count(), 1, "the search record and nothing else");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("The &lt;desk&gt;"));
    assert!(page.contains("Some <em>words</em> about licences") && page.contains("{topic}"));
    assert!(page.contains("<h3>A heading</h3>") && !page.contains("<img") && !page.contains("javascript:alert(1)\""));
    for address in page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(address.starts_with("https://") || address.starts_with('#'), "{address}");
    }
    assert!(!page.contains("src=\"") && !page.contains("url(") && !page.contains("@import"));
    assert!(page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
}

#[test]
fn parameters_are_set_from_outside_and_must_have_a_value() {
    let folder = folder();
    let made = report(&folder, &["--set", "topic=harbours", "--set", "since=2024-12", "--format", "json"]);
    let made: Value = serde_json::from_str(&made).unwrap();
    assert_eq!(text(&made, "title"), "Cables and harbours");
    assert_eq!(made["record"]["parameters"], json!({"since": "2024-12", "topic": "harbours"}));
    assert_eq!(made["record"]["queries"][0]["articles"], 1);
    let run = |arguments: &[&str]| folder.morgue([&["report", "run", "r.toml"], arguments].concat());
    run(&["--set", "topics=x"]).fails_saying("no parameter `topics`\nhint: did you mean `topic`?");
    run(&["--set", "topic"]).fails_saying("write a name, = and a value");
    run(&["--set", "since=2024-13"]).fails_saying("r.toml:10:8: `2024-13` is not a date");
    folder.write("r.toml", FILE.replace("topic = \"licences\"", "topic = { about = \"What else\" }"));
    run(&[]).fails_saying("r.toml:2:21: the parameter `topic` has no value");
}

#[test]
fn all_that_is_wrong_with_a_file_is_named_with_its_place_and_nothing_is_written() {
    let folder = folder();
    let bad = r#"titel = "x"
[parameters]
a = "1"
b = { about = "x" }
[filter]
from = "2024-02-30"
publishers = "x"
[queries]
one = '"open {a}'
two = "tite:x {zz} {b}"
three = { qury = "x" }
four = 'cable w/0 cut'
[[section]]
kind = "serch"
[[section]]
kind = "search"
query = "tow"
limit = 0
[[section]]
kind = "facets"
query = "one"
fields = ["publisherr"]
[[section]]
kind = "trends"
period = "2025..2024"
against = 5.5
[[section]]
kind = "counts"
when = 1
[[section]]
title = "no kind"
"#;
    folder.write("bad.toml", bad);
    folder.write("half.toml", "title = \"x\n[a\n");
    folder.write("list.toml", "title = \"x\"\nsection = 3\nqueries = 4\nfilter = 5\nparameters = 6\n");
    folder.write("empty.toml", "");
    folder.write("latin.toml", b"title = \"caf\xe9\"");
    let before = names(&folder);
    let mut told = String::new();
    for name in ["bad.toml", "half.toml", "list.toml", "empty.toml", "latin.toml", "missing.toml"] {
        let run = folder.morgue(["report", "run", name, "-o", "out.html"]);
        run.fails_saying(name);
        told.push_str(&format!("$ morgue report run {name}\n{}\n", run.whole()));
    }
    assert_expected("bad_reports.txt", &told);
    assert_eq!(names(&folder), before);
}

#[test]
fn an_output_that_cannot_be_written_leaves_nothing_behind() {
    let folder = folder();
    let before = names(&folder);
    folder.morgue(["report", "run", "r.toml", "-o", "no/such/r.html"]).fails_saying("no/such/r.html");
    assert_eq!(names(&folder), before);
    folder.write("r.html", "former");
    folder.morgue(["report", "run", "r.toml", "-o", "r.html", "--archive", "nowhere"]).fails_saying("no archive here");
    assert_eq!(fs::read_to_string(folder.path("r.html")).unwrap(), "former");
}

fn validator(name: &str) -> jsonschema::Validator {
    let read = |name: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(project().join("schema").join(name)).unwrap()).unwrap()
    };
    let mut schema = read(name);
    if name == "report-result.schema.json" {
        // Hits have the form of another file.
        let text = schema.to_string().replace("page.schema.json#/$defs/hit", "#/$defs/hit");
        schema = serde_json::from_str(&text).unwrap();
        schema["$defs"] = read("page.schema.json")["$defs"].clone();
    }
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

#[track_caller]
fn assert_valid(validator: &jsonschema::Validator, value: &Value) {
    if let Err(error) = validator.validate(value) {
        panic!("{error} at {}", error.instance_path());
    }
}

fn sample_file() -> std::path::PathBuf {
    project().join("sample_corpus/reports/export-controls.toml")
}

fn toml(text: &str) -> Value {
    toml::from_str(text).unwrap()
}

#[test]
fn report_files_and_their_results_are_valid() {
    let folder = folder();
    let of_files = validator("report.schema.json");
    assert_valid(&of_files, &toml(FILE));
    assert_valid(&of_files, &toml(&fs::read_to_string(sample_file()).unwrap()));
    for wrong in ["title = \"x\"", "title = \"x\"\nsection = []", "title = \"x\"\n[[section]]\nkind = \"serch\""] {
        assert!(!of_files.is_valid(&toml(wrong)), "{wrong}");
    }
    let made: Value = serde_json::from_str(&report(&folder, &["--format", "json"])).unwrap();
    assert_valid(&validator("report-result.schema.json"), &made);
}

/// What the schema allows is what the program reads: every key and every choice of the schema, in a file of its own.
#[test]
fn the_program_reads_what_the_schema_describes() {
    let folder = folder();
    let schema: Value =
        serde_json::from_str(&fs::read_to_string(project().join("schema/report.schema.json")).unwrap()).unwrap();
    let head = "title = \"x\"\n[queries]\nq = \"cable\"\n[[section]]\n";
    let good: [(&str, &[&str]); 7] = [
        ("text", &["text = \"x\""]),
        ("search", &["query = \"q\"", "limit = 1", "passages = 1", "sort = \"newest\""]),
        ("counts", &["queries = \"q\""]),
        ("facets", &["query = \"q\"", "fields = [\"year\"]", "limit = 1", "chart = true"]),
        (
            "timeline",
            &[
                "queries = \"q\"",
                "by = \"year\"",
                "chart = true",
                "table = true",
                "measure = \"share\"",
                "outlets = true",
            ],
        ),
        (
            "trends",
            &[
                "query = \"q\"",
                "period = \"2024\"",
                "against = \"2023\"",
                "of = \"term\"",
                "limit = 1",
                "min = 1",
                "min_g2 = 1",
            ],
        ),
        ("entities", &["query = \"q\"", "kinds = \"person\"", "limit = 1"]),
    ];
    for (kind, lines) in good {
        let keys: Vec<&String> = schema["$defs"][kind]["properties"].as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), lines.len() + if kind == "text" { 2 } else { 3 }, "{kind}: {keys:?}");
        folder.write("k.toml", format!("{head}kind = \"{kind}\"\ntitle = \"t\"\n{}\n", lines.join("\n")));
        folder.morgue(["report", "run", "k.toml", "-o", "k.html"]).succeeds();
    }
    for field in schema["$defs"]["facets"]["properties"]["fields"]["oneOf"][0]["enum"].as_array().unwrap() {
        folder.write("k.toml", format!("{head}kind = \"facets\"\nquery = \"q\"\nfields = {field}\n"));
        folder.morgue(["report", "run", "k.toml", "-o", "k.html"]).succeeds();
    }
}

#[test]
fn nothing_found_is_exit_code_1_and_doubts_are_told() {
    let folder = folder();
    folder.write("n.toml", "title = \"x\"\n[queries]\nq = \"nosuchwordanywhere\"\n[[section]]\nkind = \"counts\"\n");
    assert_eq!(folder.morgue(["report", "run", "n.toml", "-o", "n.html"]).code, 1);
    folder.write("n.toml", "title = \"x\"\n[queries]\nq = \"NOT cable\"\n[[section]]\nkind = \"counts\"\n");
    let run = folder.morgue(["report", "run", "n.toml"]);
    assert!(run.stderr.starts_with("warning: q: this query only excludes"), "{run:?}");
    assert!(run.succeeds().contains("this query only excludes"));
    assert_eq!(folder.morgue(["report", "run", "n.toml", "--strict"]).code, 2);
}

/// Verifies a report; its exit code and the verdict.
fn verdict(folder: &Folder, report: &str) -> (i32, Value) {
    let run = folder.morgue(["report", "verify", report, "--format", "json"]);
    let value: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    assert_valid(&validator("verdict.schema.json"), &value);
    (run.code, value)
}

#[test]
fn an_untouched_report_holds_in_every_form() {
    let folder = folder();
    for name in ["r.html", "r.md", "r.json"] {
        report(&folder, &["-o", name]);
        let (code, verdict) = verdict(&folder, name);
        assert_eq!((code, &verdict["holds"]), (0, &json!(true)), "{name}: {verdict}");
    }
    let text = folder.morgue(["report", "verify", "r.html"]).succeeds();
    assert!(text.ends_with("nothing changed: the report holds\n"), "{text}");
}

/// Takes the articles out of the archive's source, one a line, changes the lines and files them again.
fn refile(folder: &Folder, change: impl Fn(&str) -> Option<String>) {
    let lines = fs::read_to_string(folder.path("articles.jsonl")).unwrap();
    let changed: Vec<String> = lines.lines().filter_map(change).collect();
    folder.write("articles.jsonl", changed.join("\n") + "\n");
    folder.morgue(["ingest", "articles.jsonl", "--quiet"]).succeeds();
}

/// Titles of the articles that changed in this way, with what is said of them.
fn changes(verdict: &Value, change: &str) -> Vec<(String, String, String)> {
    let articles = verdict["articles"].as_array().unwrap().iter().filter(|article| article["change"] == change);
    articles
        .map(|article| {
            let queries: Vec<&str> =
                article["queries"].as_array().unwrap().iter().map(|q| q.as_str().unwrap()).collect();
            (text(article, "title").to_owned(), text(article, "why").to_owned(), queries.join(" "))
        })
        .collect()
}

#[test]
fn an_article_added_behind_its_back_is_named() {
    let folder = folder();
    report(&folder, &["-o", "r.html"]);
    folder.write(
        "new.jsonl",
        r#"{"title":"A new cable","url":"https://n.example/1","published":"2024-06-01","publisher":"New","body":"A new cable was laid in the harbour on Monday, and all were glad of it."}"#,
    );
    folder.morgue(["ingest", "new.jsonl", "--quiet"]).succeeds();
    let (code, verdict) = verdict(&folder, "r.html");
    assert_eq!((code, &verdict["holds"]), (1, &json!(false)), "{verdict}");
    let expected = ("A new cable".to_owned(), "read from new.jsonl, line 1".to_owned(), "cables".to_owned());
    assert_eq!(changes(&verdict, "added"), [expected]);
    assert_eq!(verdict["articles"].as_array().unwrap().len(), 1);
    assert_eq!((&verdict["queries"][0]["then"], &verdict["queries"][0]["now"]), (&json!(3), &json!(4)));
    assert_eq!(
        verdict["sections"],
        json!([
            {"number": 2, "title": "Numbers", "denominator": false},
            {"number": 3, "title": "Hits", "denominator": false},
        ])
    );
}

#[test]
fn an_article_removed_behind_its_back_is_named() {
    let folder = folder();
    report(&folder, &["-o", "r.md"]);
    refile(&folder, |line| (!line.contains("Cable repaired after")).then(|| line.to_owned()));
    let (code, verdict) = verdict(&folder, "r.md");
    assert_eq!(code, 1);
    let why = "no longer in the archive".to_owned();
    assert_eq!(
        changes(&verdict, "removed"),
        [("Cable repaired after nineteen days".to_owned(), why, "cables".to_owned())]
    );
    let text = folder.morgue(["report", "verify", "r.md"]);
    assert!(text.stdout.contains("\nremoved  ") && text.stdout.ends_with("the report no longer holds\n"), "{text:?}");
}

#[test]
fn an_article_changed_behind_its_back_is_named_with_what_changed() {
    let folder = folder();
    report(&folder, &["-o", "r.json"]);
    refile(&folder, |line| Some(line.replace("Cable repaired after nineteen", "Cable repaired after ninety")));
    let (code, first) = verdict(&folder, "r.json");
    assert_eq!(code, 1);
    let changed = changes(&first, "changed");
    assert_eq!(changed.len(), 1, "{first}");
    let (title, why, queries) = &changed[0];
    assert_eq!((title.as_str(), queries.as_str()), ("Cable repaired after ninety days", "cables"));
    assert!(why.starts_with("title Cable repaired after nineteen days -> Cable repaired after ninety days"), "{why}");
    assert!(why.contains("; text ") && first["articles"].as_array().unwrap().len() == 1, "{first}");
    // The date is no part of the id: the article is the same and says something else.
    report(&folder, &["-o", "r.json"]);
    refile(&folder, |line| Some(line.replace("2024-12-06", "2024-12-07")));
    let (code, second) = verdict(&folder, "r.json");
    assert_eq!(code, 1);
    assert!(changes(&second, "changed").iter().any(|(_, why, _)| why.contains("published 2024-12-06")), "{second}");
    // Changed so that no query finds it any more: it is the same article still.
    report(&folder, &["-o", "r.json"]);
    refile(&folder, |line| match line.contains("Cable repaired after ninety") {
        true => Some(line.replace("Cable", "Cord").replace(" cable", " cord")),
        false => Some(line.to_owned()),
    });
    let (code, lost) = verdict(&folder, "r.json");
    assert_eq!(code, 1);
    let changed = changes(&lost, "changed");
    assert!(changed.len() == 1 && changed[0].1.ends_with("; no longer found"), "{lost}");
}

#[test]
fn a_change_outside_of_a_report_does_not_break_it_and_is_told() {
    let folder = folder();
    report(&folder, &["-o", "r.html"]);
    folder.write(
        "new.jsonl",
        r#"{"title":"Bread","url":"https://n.example/2","published":"2024-06-01","body":"The bakery in the market street sells more bread than ever before, its owner says."}"#,
    );
    folder.morgue(["ingest", "new.jsonl", "--quiet"]).succeeds();
    let run = folder.morgue(["report", "verify", "r.html"]);
    assert!(run.stdout.contains("outside  of all queries: 1 added, 0 changed, 0 removed\n  added    "), "{run:?}");
    assert!(
        run.stdout.ends_with("the archive changed, but not in what the report says: the report holds\n"),
        "{run:?}"
    );
    assert_eq!(run.code, 0);
}

#[test]
fn articles_that_no_query_finds_are_named_too() {
    let folder = folder();
    report(&folder, &["-o", "r.html"]);
    let gone = folder.exported().into_iter().find(|record| text(record, "title").starts_with("Hochwasser")).unwrap();
    refile(&folder, |line| (!line.contains("Hochwasser")).then(|| line.replace("\"Farming\"", "\"Fields\"")));
    folder.write(
        "new.jsonl",
        r#"{"title":"Bread","url":"https://n.example/2","published":"2024-06-01","publisher":"New","body":"The bakery in the market street sells more bread than ever before, its owner says."}"#,
    );
    folder.morgue(["ingest", "new.jsonl", "--quiet"]).succeeds();
    let (code, verdict) = verdict(&folder, "r.html");
    assert_eq!((code, &verdict["articles"]), (0, &json!([])), "{verdict}");
    let told: Vec<(&str, &str, &str)> = verdict["elsewhere"]["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|article| (text(article, "change"), text(article, "title"), text(article, "published")))
        .collect();
    let changed = folder.exported().into_iter().find(|record| text(record, "section") == "Fields").unwrap();
    let expected = [
        ("added", "Bread", "2024-06-01".to_owned()),
        ("changed", text(&changed, "title"), text(&changed, "published").to_owned()),
        ("removed", "", text(&gone, "published").to_owned()),
    ];
    assert!(
        told.iter().copied().eq(expected.iter().map(|(change, title, day)| (*change, *title, day.as_str()))),
        "{told:?}"
    );
    assert_eq!(verdict["elsewhere"]["articles"][2]["id"], gone["id"]);
    assert_eq!(verdict["elsewhere"]["others"], json!(false));
    let text = folder.morgue(["report", "verify", "r.html"]).stdout;
    assert!(text.contains("outside  of all queries: 1 added, 1 changed, 1 removed\n"), "{text}");
    assert!(text.contains("of what is gone the report knows id, day and outlet, not the title"), "{text}");
}

#[test]
fn a_share_that_moved_for_an_article_outside_is_explained() {
    let folder = folder();
    let line = "title = \"x\"\n[queries]\nq = \"cable\"\n[[section]]\nkind = \"timeline\"\nby = \"year\"\n";
    folder.write("share.toml", line);
    folder.morgue(["report", "run", "share.toml", "-o", "share.md"]).succeeds();
    refile(&folder, |line| (!line.contains("New licence rule")).then(|| line.to_owned()));
    let (code, verdict) = verdict(&folder, "share.md");
    assert_eq!((code, verdict["sections"].as_array().unwrap().len()), (1, 1), "{verdict}");
    assert_eq!((&verdict["queries"], &verdict["articles"]), (&json!([]), &json!([])), "no query finds it");
    let gone = &verdict["elsewhere"]["articles"][0];
    assert_eq!(
        (text(gone, "change"), text(gone, "published"), text(gone, "publisher")),
        ("removed", "2024-05-14", "The Harbour Ledger")
    );
}

#[test]
fn changes_too_many_to_be_told_apart_are_counted() {
    let folder = folder();
    report(&folder, &["-o", "r.html"]);
    let lines: String = (0..400).map(crate::support::article_line).map(|line| line.replace("cable", "rope")).collect();
    folder.write("many.jsonl", lines);
    let later = (crate::support::NOW.parse::<u64>().unwrap() + 86_400).to_string();
    let run = folder.command(["ingest", "many.jsonl", "--quiet"]).env("MORGUE_NOW", later).status().unwrap();
    assert!(run.success());
    let text = folder.morgue(["report", "verify", "r.html"]).stdout;
    assert!(text.contains("outside  of all queries more changed than can be told apart"), "{text}");
    let count = folder.exported().len();
    assert!(text.contains(&format!("{} of the {count} articles were filed on later days", count - 8)), "{text}");
}

#[test]
fn a_report_without_a_sketch_says_what_it_cannot_tell() {
    let folder = folder();
    report(&folder, &["-o", "r.json"]);
    let mut old: Value = serde_json::from_slice(&fs::read(folder.path("r.json")).unwrap()).unwrap();
    old["record"].as_object_mut().unwrap().remove("sketch").unwrap();
    folder.write("old.json", old.to_string());
    refile(&folder, |line| (!line.contains("Hochwasser")).then(|| line.to_owned()));
    let run = folder.morgue(["report", "verify", "old.json"]);
    assert!(run.stdout.contains("the report keeps no sketch of the archive"), "{run:?}");
}

#[test]
fn an_edit_by_hand_is_found() {
    let folder = folder();
    report(&folder, &["-o", "r.html"]);
    let page = fs::read_to_string(folder.path("r.html")).unwrap();
    folder.write("r.html", page.replacen(">3<", ">5<", 1));
    let (code, verdict) = verdict(&folder, "r.html");
    assert_eq!((code, &verdict["edited"]), (1, &json!(true)), "{verdict}");
}

#[test]
fn what_is_no_report_or_a_damaged_one_is_an_error() {
    let folder = folder();
    folder.write("x.html", "<p>nothing</p>");
    folder.morgue(["report", "verify", "x.html"]).fails_saying("x.html: no search record in it");
    report(&folder, &["-o", "r.html"]);
    let page = fs::read_to_string(folder.path("r.html")).unwrap();
    folder.write("cut.html", page.replace("\"morgue_report\":1,", ""));
    folder.morgue(["report", "verify", "cut.html"]).fails_saying("cut.html: its search record is damaged");
    folder.write("new.html", page.replace("\"morgue_report\":1,", "\"morgue_report\":9,"));
    folder.morgue(["report", "verify", "new.html"]).fails_saying("has form 9, but this morgue reads form 1");
    folder.write("day.html", page.replace("\"day\":\"2026-06-15\"", "\"day\":\"2026-06-99\""));
    folder.morgue(["report", "verify", "day.html"]).fails_saying("`2026-06-99` is no day");
    folder.morgue(["report", "verify", "missing.html"]).fails_saying("missing.html");
}

#[test]
fn text_that_looks_like_a_record_is_not_taken_for_one() {
    let folder = folder();
    let fake = "</script><script type=\"application/json\" id=\"morgue-record\">{}</script><!-- morgue-record {} -->--";
    folder.write("r.toml", FILE.replace("Cables and", &fake.replace('"', "\\\"")).replace("Some *words*", fake));
    for name in ["r.html", "r.md", "r.json"] {
        report(&folder, &["-o", name]);
        assert_eq!(verdict(&folder, name).0, 0, "{name}");
    }
}

#[test]
fn the_sample_report_is_made_and_holds() {
    let folder = Folder::new();
    folder.morgue(["ingest".as_ref(), project().join("sample_corpus").as_os_str(), "--quiet".as_ref()]).succeeds();
    let file = sample_file();
    let run = ["report".as_ref(), "run".as_ref(), file.as_os_str(), "-o".as_ref(), "r.json".as_ref()];
    folder.morgue(run).succeeds();
    assert_eq!(verdict(&folder, "r.json").0, 0);
    let made: Value = serde_json::from_slice(&fs::read(folder.path("r.json")).unwrap()).unwrap();
    assert_valid(&validator("report-result.schema.json"), &made);
    for section in made["sections"].as_array().unwrap() {
        assert!(!section["blocks"].as_array().unwrap().is_empty(), "{} shows nothing", section["title"]);
    }
    let exported = records(&folder.morgue(["export", "--from", "2020", "--to", "2026-06"]).succeeds()).len();
    assert!(exported as u64 > made["record"]["queries"][0]["articles"].as_u64().unwrap());
}

const COVERAGE: &str = "title = 'x'\n[queries]\ncables = 'cable'\nships = 'ship'\n[[section]]\nkind = 'search'\nquery = 'cables'\n\
    [[section]]\ntitle = 'Coverage'\nkind = 'timeline'\nqueries = ['cables', 'ships']\nby = 'year'\n";

/// An article that the queries do not find.
const BREAD: &str = r#"{"title":"Bread","url":"https://n.example/2","published":"2024-06-01","body":"The bakery in the market street sells more bread than ever before, its owner says."}"#;

#[test]
fn other_articles_move_scores_and_no_report_falls_by_that() {
    let folder = Folder::with_small_corpus();
    folder.write("r.toml", COVERAGE.split("[[section]]\ntitle").next().unwrap());
    for name in ["r.html", "r.json"] {
        report(&folder, &["-o", name]);
    }
    let score = |made: &str| {
        let made: Value = serde_json::from_str(made).unwrap();
        made["sections"][0]["blocks"][1]["hits"][0]["score"].as_f64().unwrap()
    };
    let before = score(&report(&folder, &["--format", "json"]));
    folder.write("new.jsonl", BREAD);
    folder.morgue(["ingest", "new.jsonl", "--quiet"]).succeeds();
    assert_ne!(score(&report(&folder, &["--format", "json"])), before, "the test needs a score that moves");
    for name in ["r.html", "r.json"] {
        let (code, verdict) = verdict(&folder, name);
        assert_eq!(
            (code, &verdict["holds"], &verdict["edited"]),
            (0, &json!(true), &json!(false)),
            "{name}: {verdict}"
        );
    }
    let edited = fs::read_to_string(folder.path("r.json")).unwrap().replace("\"title\":\"x\"", "\"title\":\"y\"");
    folder.write("r.json", edited);
    assert_eq!(verdict(&folder, "r.json").1["edited"], json!(true));
}

#[test]
fn a_changed_denominator_is_named_as_the_cause() {
    let folder = Folder::with_small_corpus();
    folder.write("r.toml", COVERAGE);
    report(&folder, &["-o", "r.html"]);
    folder.write("new.jsonl", BREAD);
    folder.morgue(["ingest", "new.jsonl", "--quiet"]).succeeds();
    let (code, verdict) = verdict(&folder, "r.html");
    assert_eq!(code, 1);
    assert_eq!(verdict["sections"], json!([{"number": 2, "title": "Coverage", "denominator": true}]));
    let text = folder.morgue(["report", "verify", "r.html"]).stdout;
    assert!(text.contains("2, Coverage: says something else now\n         its queries found the same;"), "{text}");
}

#[test]
fn a_table_of_a_report_leaves_nothing_out_in_silence() {
    let folder = Folder::with_small_corpus();
    folder.write("r.toml", COVERAGE.replace("'cable'", "'NOT ship'"));
    let csv = report(&folder, &["--format", "csv"]);
    assert!(csv.lines().any(|line| line.starts_with("2,Coverage,warning,") && line.contains("only excludes")), "{csv}");
    assert!(csv.lines().any(|line| line.starts_with("2,Coverage,note,") && line.contains("without a date")), "{csv}");
    assert!(csv.lines().any(|line| line.starts_with("2,Coverage,Articles by year,1,\"ships, stories\",")), "{csv}");
}

#[test]
fn the_value_of_a_parameter_is_one_operand_of_a_query() {
    let folder = Folder::with_small_corpus();
    let head = "title = 'x'\n[parameters]\na = 'cable'\n[queries]\n";
    let tail = "[[section]]\nkind = 'counts'\n";
    folder.write(
        "r.toml",
        format!("{head}out = 'ship AND {{a}}'\nin = '\"{{a}}\"'\ntable = {{ query = 'title:{{a}}' }}\n{tail}"),
    );
    let asked = |value: &str| -> Vec<String> {
        let run = folder.morgue(["report", "run", "r.toml", "--format", "json", "--set", &format!("a={value}")]);
        let made: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
        made["record"]["queries"].as_array().unwrap().iter().map(|query| text(query, "query").to_owned()).collect()
    };
    assert_eq!(asked("cable"), ["ship AND cable", "\"cable\"", "title:cable"]);
    assert_eq!(asked("cargo ship"), ["ship AND \"cargo ship\"", "\"cargo ship\"", "title:\"cargo ship\""]);
    assert_eq!(asked("a OR b")[0], "ship AND \"a OR b\"");
    assert_eq!(asked("a) OR (b")[0], "ship AND \"a) OR (b\"");
    assert_eq!(
        asked("the \"wire\""),
        ["ship AND \"the \\\"wire\\\"\"", "\"the \\\"wire\\\"\"", "title:\"the \\\"wire\\\"\"",]
    );
}

#[test]
fn a_number_is_no_title_and_no_query() {
    let folder = Folder::with_small_corpus();
    let body = "[queries]\nq = 7\n[[section]]\nkind = 'counts'\n";
    folder.write("r.toml", format!("title = 5\n{body}"));
    let run = folder.morgue(["report", "run", "r.toml"]);
    run.fails_saying("r.toml:1:9: `title` is not a text");
    run.fails_saying("r.toml:3:5: `q` is not a text");
    folder.write("latin.toml", b"title = 'x'\nauthor = 'caf\xe9'\n");
    folder.morgue(["report", "run", "latin.toml"]).fails_saying("latin.toml:2:14: not UTF-8");
}
