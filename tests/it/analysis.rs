//! `morgue facets`, `timeline`, `trends` and `similar`: formats, charts, schemas, and what is said about bad options.
//!
//! That the figures are right is the business of [`crate::figures`].

use crate::support::{Folder, assert_expected, project, records, text};
use serde_json::Value;
use std::fs;

fn sample() -> Folder {
    let folder = Folder::new();
    let sample = project().join("sample_corpus");
    folder.morgue(["ingest".as_ref(), sample.as_os_str(), "--quiet".as_ref()]).succeeds();
    folder
}

#[track_caller]
fn assert_valid(schema: &str, json: &str) {
    let text = fs::read_to_string(project().join("schema").join(schema)).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let value = serde_json::from_str(json).unwrap();
    if let Err(error) = validator.validate(&value) {
        panic!("{error} at {}: {value}", error.instance_path());
    }
}

#[test]
fn facets_and_timelines_are_as_expected_in_every_format() {
    let folder = Folder::with_small_corpus();
    for format in ["text", "json", "csv", "markdown"] {
        let facets =
            folder.morgue(["facets", "publisher,section", "month", "cable", "--limit", "2", "--format", format]);
        assert_expected(&format!("facets.{format}"), &facets.succeeds());
        let timeline = folder.morgue(["timeline", "cable", "--by", "quarter", "--outlets", "--format", format]);
        assert_expected(&format!("timeline.{format}"), &timeline.succeeds());
        let several =
            folder.morgue(["timeline", "cable", "ship", "--from", "2024-10", "--to", "2025-01", "--format", format]);
        assert_expected(&format!("timelines.{format}"), &several.succeeds());
    }
}

#[test]
fn what_is_printed_for_programs_is_valid() {
    let folder = sample();
    let everything =
        "publisher,section,author,language,keyword,person,org,place,other,entity,domain,year,month,weekday,length";
    for query in ["", "export control", "nosuchwordanywhere"] {
        let run = folder.morgue(["facets", everything, "--format", "json", query]);
        assert_valid("facets.schema.json", &run.stdout);
        for by in ["day", "week", "month", "quarter", "year"] {
            let run = folder.morgue(["timeline", query, "cable", "--by", by, "--outlets", "--format", "json"]);
            assert_valid("timeline.schema.json", &run.stdout);
        }
        let run = folder.morgue([
            "trends",
            query,
            "--from",
            "2024",
            "--against",
            "..2023",
            "--min-g2",
            "1",
            "--format",
            "json",
        ]);
        assert_valid("trends.schema.json", &run.stdout);
    }
}

#[test]
fn trends_name_what_the_later_articles_are_about() {
    let folder = sample();
    let arguments = ["trends", "--from", "2024", "--against", "..2023", "--kind", "term,org", "--limit", "5"];
    assert_expected("trends.text", &folder.morgue(arguments).succeeds());
    let csv = folder.morgue(arguments.iter().copied().chain(["--format", "csv"])).succeeds();
    assert!(csv.starts_with("kind,name,direction,count,against_count,rate,against_rate,"), "{csv}");
    assert!(csv.lines().any(|line| line.starts_with("term,cable,rising,")), "{csv}");
    assert!(
        csv.lines().any(|line| line.starts_with("term,") && line.contains(",falling,") && line.contains(",-")),
        "{csv}"
    );
    let run = folder.morgue(["trends", "--from", "2024", "--against", "1950"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("no articles in the period of --against"), "{run:?}");
}

#[test]
fn a_zero_is_explained_by_what_the_archive_holds() {
    let folder = Folder::with_small_corpus();
    // The outlet has articles of 2023 and 2024, and none of them says this.
    let run = folder.morgue(["timeline", "nosuchwordanywhere", "--by", "year", "--format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    let timeline: Value = serde_json::from_str(&run.stdout).unwrap();
    let everything: Value =
        serde_json::from_str(&folder.morgue(["timeline", "--by", "year", "--format", "json"]).succeeds()).unwrap();
    assert_eq!(timeline["periods"], everything["periods"]);
    let counted =
        |place: usize| everything["periods"][place]["held"] == everything["series"][0]["counts"][place]["articles"];
    assert!((0..everything["periods"].as_array().unwrap().len()).all(counted), "{everything}");
    assert!(!everything["periods"].as_array().unwrap().is_empty(), "{everything}");
    let run = folder.morgue(["timeline", "--publisher", "The Vale Gazette", "--language", "de"]);
    assert!(run.stdout.contains("the archive holds no articles with a date under these filters"), "{run:?}");
}

#[test]
fn a_filter_value_that_no_article_has_is_warned_of_with_the_nearest() {
    let folder = Folder::with_small_corpus();
    let warning = "no article of the archive has the publisher `the habour ledger`; near it: The Harbour Ledger";
    for command in [&["timeline", "cable"][..], &["facets", "year", "cable"], &["search", "cable"]] {
        let run = folder.morgue([command, &["--publisher", "the habour ledger", "--format", "json"]].concat());
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.stderr.contains(&format!("warning: {warning}")), "{run:?}");
        let printed: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(printed["warnings"], serde_json::json!([warning]), "{command:?}");
        let run = folder.morgue([command, &["--publisher", "the harbour ledger"]].concat());
        assert!(!run.stderr.contains("warning"), "{run:?}");
    }
    let run = folder.morgue(["export", "--publisher", "the habour ledger"]);
    assert!(run.code == 1 && run.stderr.contains(&format!("warning: {warning}")), "{run:?}");
    folder.write("r.toml", "title = 'x'\n[filter]\npublisher = 'the habour ledger'\n[queries]\nq = 'cable'\n[[section]]\nkind = 'counts'\nqueries = ['q']\n");
    let run = folder.morgue(["report", "run", "r.toml"]);
    assert!(
        run.stderr.contains(warning) && run.stdout.contains("no article of the archive has the publisher"),
        "{run:?}"
    );
}

#[test]
fn a_period_without_holdings_is_told_from_silence() {
    let folder = Folder::with_small_corpus();
    let run = folder.morgue([
        "timeline",
        "harbour",
        "--by",
        "year",
        "--from",
        "2015",
        "--to",
        "2025",
        "--publisher",
        "Nowhere Times",
    ]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains("\nNowhere Times: no articles in the archive in any of these periods"), "{run:?}");
    assert!(run.stdout.contains("\nno articles in the archive: 2015 to 2025"), "{run:?}");
    let csv = folder
        .morgue(["timeline", "cable", "--by", "month", "--from", "2024-10", "--to", "2024-12", "--format", "csv"])
        .succeeds();
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows[0], "period,articles,stories,share");
    assert_eq!(rows[1], "2024-10,0,0,", "no share of nothing");
    assert!(rows[2].starts_with("2024-11,") && rows[2].ends_with(",1.000000"), "{csv}");
}

#[test]
fn charts_are_written_whole_or_not_at_all() {
    let folder = Folder::with_small_corpus();
    folder.morgue(["timeline", "cable", "ship", "--by", "month", "--chart", "t.svg", "--quiet"]).succeeds();
    let svg = fs::read_to_string(folder.path("t.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
    assert!(svg.contains("<title>cable, ship</title>") && svg.contains("<desc>articles by month, "), "{svg}");
    assert!(!svg.contains("<script"));
    folder.morgue(["facets", "publisher", "cable", "--chart", "f.png"]).succeeds();
    assert!(fs::read(folder.path("f.png")).unwrap().starts_with(b"\x89PNG"));
    folder.morgue(["timeline", "cable", "--chart", "t.gif"]).fails_saying("end the name in .svg or .png");
    let run = folder.morgue(["timeline", "cable", "--chart", "nowhere/t.svg"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("nowhere/t.svg: "), "{run:?}");
    assert!(!folder.path("nowhere").exists());
    let left: Vec<_> = fs::read_dir(folder.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("unfinished")), "{left:?}");
}

#[test]
fn a_picture_that_cannot_show_its_letters_says_so() {
    let folder = Folder::new();
    let line = |number: u32, publisher: &str| {
        let body = format!("The council met for the {number}th time, and rope was mentioned by all who spoke.");
        serde_json::json!({"title": format!("Report {number}"), "body": body, "publisher": publisher}).to_string()
            + "\n"
    };
    folder.write("a.jsonl", line(5, "朝日新聞") + &line(6, "Morgenblatt") + &line(7, "الأهرام"));
    folder.morgue(["ingest", ".", "--quiet"]).succeeds();
    let run = folder.morgue(["facets", "publisher", "rope", "--chart", "p.png"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            0,
            "warning: p.png: 2 labels of it have letters that the built-in font lacks or cannot set; end the name in .svg to see them\n"
        )
    );
    let run = folder.morgue(["facets", "publisher", "rope", "--chart", "p.svg"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let run = folder.morgue(["timeline", "rope", "--chart", "t.png"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[test]
fn similar_articles_are_others_about_the_same_matter() {
    let folder = sample();
    let all = folder.exported();
    let story = all.iter().find(|record| text(record, "title").starts_with("Court Clears Captain")).unwrap();
    let (id, family) = (text(story, "id"), text(story, "family"));
    let similar = |options: &[&str]| {
        let arguments = ["similar", id, "--format", "jsonl", "--limit", "100"];
        records(&folder.morgue(arguments.iter().chain(options)).stdout)
    };
    let hits = similar(&[]);
    assert!(hits.len() > 3, "{hits:?}");
    for hit in &hits {
        assert!(text(hit, "id") != id && text(hit, "family") != family, "{hit}");
    }
    assert!(hits.iter().take(3).all(|hit| text(hit, "title").to_lowercase().contains("cable")), "{hits:?}");
    let scores: Vec<f64> = hits.iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|one, other| one >= other), "{scores:?}");
    let later = similar(&["--from", "2025"]);
    assert!(!later.is_empty() && later.len() < hits.len());
    assert!(later.iter().all(|hit| text(hit, "published") >= "2025"), "{later:?}");
    let copied = all
        .iter()
        .find(|record| all.iter().filter(|other| text(other, "family") == text(record, "family")).count() > 2)
        .unwrap();
    let of_family = |choice: &str| {
        let arguments = ["similar", text(copied, "id"), "--families", choice, "--format", "jsonl", "--limit", "100"];
        let hits = records(&folder.morgue(arguments).succeeds());
        assert!(hits.iter().all(|hit| choice != "off" || hit["copies"].as_array().is_none_or(Vec::is_empty)));
        hits.iter().filter(|hit| text(hit, "family") == text(copied, "family")).count()
    };
    assert_eq!(of_family("near"), 0, "the other copies are no other story");
    assert!(of_family("exact") >= 1, "a copy with other words");
    assert!(of_family("off") >= 2, "every copy for itself");
    let run = folder.morgue(["similar", "0000000000000000"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("no such article"), "{run:?}");
}

#[test]
fn bad_fields_and_periods_are_named() {
    let folder = Folder::with_small_corpus();
    folder.morgue(["facets", "publsher", "cable"]).fails_saying("\"publsher\" is no field to count by");
    folder.morgue(["timeline", "cable", "--from", "2024-13"]).fails_saying("--from 2024-13: not a date");
    folder.morgue(["trends", "--from", "2024", "--against", "soon"]).fails_saying("--against soon: not a date");
    folder.morgue(["trends", "--from", "2024", "--against", "2024-05.."]).fails_saying("the periods share days");
    folder
        .morgue(["trends", "--from", "2024", "--against", "2023", "--kind", "words"])
        .fails_saying("--kind words: no such kind");
    folder.morgue(["trends", "--from", "2024"]).fails_saying("--against");
    folder.morgue(["timeline", "(cable"]).fails_saying("(cable");
    let run = folder.morgue(["facets", "year", "--", "year"]).succeeds();
    let count = folder.morgue(["search", "year", "--count"]).succeeds();
    assert!(run.starts_with(count.trim_end()), "after -- a name of a field is a query: {run}");
}

#[test]
fn a_table_says_beside_itself_what_it_has_no_place_for() {
    let folder = Folder::with_small_corpus();
    let run = folder.morgue(["facets", "publisher,year", "--limit", "1", "--format", "csv"]);
    assert!(run.stderr.contains("note: publisher: 4 more values left out"), "{run:?}");
    assert!(run.stderr.contains("note: year: 1 article without a value"), "{run:?}");
    let run = folder.morgue(["timeline", "cable", "--by", "year", "--format", "csv"]);
    assert!(run.stderr.contains("note: 1 article without a date, not counted"), "{run:?}");
    assert!(!run.stdout.contains("note"), "{run:?}");
}

#[test]
fn times_are_in_their_order_unless_another_is_asked_for() {
    let folder = Folder::with_small_corpus();
    let values = |arguments: &[&str]| -> Vec<String> {
        let csv = folder.morgue([&["facets", "--format", "csv", "--limit", "50"], arguments].concat()).succeeds();
        csv.lines().skip(1).filter_map(|line| line.split(',').nth(1)).map(str::to_owned).collect()
    };
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let found = values(&["weekday"]);
    let expected: Vec<&str> = days.into_iter().filter(|day| found.iter().any(|found| found == day)).collect();
    assert!(found.len() > 2 && found == expected, "{found:?}");
    assert_ne!(values(&["weekday", "--sort", "name"]), expected);
    for field in ["year", "month"] {
        let found = values(&[field]);
        assert!(found.len() > 2 && found.is_sorted(), "{found:?}");
    }
    assert!(!values(&["year", "--sort", "count"]).is_sorted());
}

#[test]
fn what_is_left_out_of_similar_articles_is_said_and_a_missing_period_is_asked_for() {
    let folder = sample();
    let copied = folder.exported().into_iter().find(|record| record["id"] != record["family"]).unwrap();
    let run = folder.morgue(["similar", text(&copied, "id")]);
    assert!(run.stderr.contains(" of the article left out; --families off shows them"), "{run:?}");
    let run = folder.morgue(["similar", text(&copied, "id"), "--families", "off"]);
    assert!(!run.stderr.contains("left out"), "{run:?}");
    folder.morgue(["trends", "--against", "2023"]).fails_saying("name it with --from and --to");
}
