//! What others rely on: schemas, help, completions, manual pages.

use crate::support::{Folder, project, records};
use serde_json::Value;
use std::fs;

const COMMANDS: [&str; 22] = [
    "ingest",
    "convert",
    "search",
    "show",
    "family",
    "entities",
    "export",
    "similar",
    "facets",
    "timeline",
    "trends",
    "pack",
    "batch",
    "report",
    "stats",
    "check",
    "ledger",
    "explain",
    "query",
    "bench",
    "completions",
    "man",
];

fn validator(name: &str) -> jsonschema::Validator {
    let schema = fs::read_to_string(project().join("schema").join(name)).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

#[track_caller]
fn assert_valid(validator: &jsonschema::Validator, value: &Value) {
    if let Err(error) = validator.validate(value) {
        panic!("{} at {}: {value}", error, error.instance_path());
    }
}

fn archive_of_sample_corpus() -> Folder {
    let folder = Folder::new();
    let sample = project().join("sample_corpus");
    folder.morgue(["ingest".as_ref(), sample.as_os_str(), "--quiet".as_ref()]).succeeds();
    folder
}

/// Names of the properties in the order of the schema file.
fn properties(schema: &str) -> Vec<String> {
    let text = fs::read_to_string(project().join("schema").join(schema)).unwrap();
    let begin = text.find("\n  \"properties\": {").unwrap();
    let end = begin + text[begin..].find("\n  }").unwrap();
    let names = text[begin..end].lines().filter_map(|line| line.strip_prefix("    \"")?.split_once('"'));
    names.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn articles_are_valid_and_their_keys_come_in_order() {
    let folder = archive_of_sample_corpus();
    let validator = validator("article.schema.json");
    let order = properties("article.schema.json");
    let exported = folder.morgue(["export"]).succeeds();
    for (record, line) in records(&exported).iter().zip(exported.lines()) {
        assert_valid(&validator, record);
        let places: Vec<usize> = order
            .iter()
            .filter(|name| record.get(name.as_str()).is_some())
            .map(|name| line.find(&format!("\"{name}\":")).unwrap())
            .collect();
        // A text could hold what looks like a key, but not before the keys of our order in these articles.
        assert!(places.is_sorted(), "{line}");
    }
}

#[test]
fn families_are_valid() {
    let folder = archive_of_sample_corpus();
    let validator = validator("family.schema.json");
    let families: std::collections::BTreeSet<String> =
        folder.exported().iter().map(|record| record["family"].as_str().unwrap().to_owned()).collect();
    for family in families {
        let run = folder.morgue(["family", &family, "--format", "json", "--against", "longest"]);
        assert_valid(&validator, &serde_json::from_str(&run.succeeds()).unwrap());
    }
}

#[test]
fn lists_of_names_are_valid() {
    let folder = archive_of_sample_corpus();
    let validator = validator("entities.schema.json");
    for arguments in [&["entities"][..], &["entities", "--together"], &["entities", "nosuchwordanywhere"]] {
        let run = folder.morgue(arguments.iter().chain(&["--format", "json"]));
        assert_valid(&validator, &serde_json::from_str(&run.stdout).unwrap());
    }
}

#[test]
fn pages_are_valid() {
    let folder = archive_of_sample_corpus();
    let validator = validator("page.schema.json");
    for query in ["\"export control\"", "", "NOT cable", "nosuchwordanywhere", "person:Sarn", "exprot"] {
        for sort in ["relevance", "oldest"] {
            let run = folder.morgue(["search", query, "--format", "json", "--sort", sort]);
            assert_valid(&validator, &serde_json::from_str(&run.stdout).unwrap());
        }
        for rank in ["words", "recent"] {
            let run = folder.morgue(["search", query, "--format", "json", "--explain", "--rank", rank]);
            assert_valid(&validator, &serde_json::from_str(&run.stdout).unwrap());
        }
    }
}

#[test]
fn occurrences_in_context_are_valid_and_stand_where_they_say() {
    let folder = archive_of_sample_corpus();
    let validator = validator("kwic.schema.json");
    let mut count = 0;
    for query in ["export w/5 control*", "contrôle exportations", "cable OR date:2024", "nosuchwordanywhere", "exprot"]
    {
        let run = folder.morgue(["search", query, "--kwic", "6", "--format", "json"]);
        let record: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_valid(&validator, &record);
        for line in record["lines"].as_array().unwrap() {
            count += 1;
            let shown = folder.morgue(["show", line["id"].as_str().unwrap(), "--format", "json"]).succeeds();
            let article = &records(&shown)[0];
            let field = article[line["field"].as_str().unwrap()].as_str().unwrap();
            let place = |name: &str| usize::try_from(line[name].as_u64().unwrap()).unwrap();
            let part = |name: &str| line[name].as_str().unwrap();
            assert_eq!(&field[place("start")..place("end")], part("match"));
            assert!(
                field[..place("start")].ends_with(part("left")) && field[place("end")..].starts_with(part("right"))
            );
        }
    }
    assert!(count > 50, "{count}");
}

#[test]
fn spans_of_a_page_are_stretches_of_its_texts() {
    let folder = archive_of_sample_corpus();
    let run = folder.morgue(["search", "contrôle exportations", "--format", "jsonl", "--limit", "50"]);
    for hit in records(&run.succeeds()) {
        let shown = folder.morgue(["show", hit["id"].as_str().unwrap(), "--format", "json"]).succeeds();
        let article = &records(&shown)[0];
        for passage in hit["passages"].as_array().unwrap() {
            let place = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
            let text = passage["text"].as_str().unwrap();
            let body = article["body"].as_str().unwrap();
            assert_eq!(&body[place(&passage["start"])..place(&passage["end"])], text);
            for span in passage["spans"].as_array().unwrap() {
                assert!(text.get(place(&span[0])..place(&span[1])).is_some_and(|text| !text.is_empty()), "{hit}");
            }
        }
    }
}

#[test]
fn every_command_has_help_with_examples() {
    let folder = Folder::new();
    for command in COMMANDS {
        let help = folder.morgue([command, "--help"]).succeeds();
        assert!(help.contains("Examples:\n"), "{command}");
        assert!(help.contains(&format!("\n  morgue {command}")), "{command}");
    }
    let help = folder.morgue(["--help"]).succeeds();
    assert!(COMMANDS.iter().all(|command| help.contains(&format!("\n  {command} "))), "{help}");
    assert!(help.contains("Exit codes: 0 found or done, 1 nothing found, 2 error, 130 interrupted"));
}

#[test]
fn lines_of_help_fit_in_eighty_columns() {
    let folder = Folder::new();
    for command in COMMANDS {
        let help = folder.morgue([command, "--help"]).succeeds();
        let examples = help.split_once("Examples:").unwrap();
        let written = help.lines().filter(|line| !line.starts_with(' ') && examples.1.contains(line));
        assert!(written.into_iter().all(|line| line.len() <= 80), "{command}");
    }
}

#[test]
fn completions_and_manual_pages_are_made() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(folder.morgue(["completions", shell]).succeeds().contains("ingest"), "{shell}");
    }
    assert!(folder.morgue(["man"]).succeeds().contains(".TH morgue 1"));
    folder.morgue(["man", "pages"]).succeeds();
    for command in COMMANDS {
        assert!(folder.path(&format!("pages/morgue-{command}.1")).exists(), "{command}");
    }
}

#[test]
fn a_command_line_that_cannot_be_read_is_exit_code_2() {
    let folder = Folder::new();
    for arguments in [vec![], vec!["serch", "x"], vec!["ingest"], vec!["search", "--nosuch"]] {
        let run = folder.morgue(&arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    }
    assert!(folder.morgue(["serch"]).stderr.contains("'search'"));
}

#[test]
fn a_translation_is_valid_whether_anything_can_be_said_or_not() {
    let folder = Folder::new();
    for query in ["chip* w/5 ban AND date:-30d", "/x/"] {
        let run = folder.morgue(["query", "translate", "--to", "factiva", "--format", "json", query]);
        let record: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_valid(&validator("translation.schema.json"), &record);
        assert_eq!((&record["query"], run.code == 0), (&query.into(), record["translation"] != ""));
    }
}

#[test]
fn scores_of_a_model_are_valid() {
    let folder = Folder::new();
    folder.write("a.conll", "-DOCSTART- O\n\nPeter B-PER\nNovak I-PER\nwent O\nto O\nParis B-LOC\n. O\n\n");
    let arguments = ["entity", "eval", "a.conll", "a.conll", "--format", "json", "--kinds", "person,place"];
    let scores: Value = serde_json::from_str(&folder.morgue(arguments).succeeds()).unwrap();
    assert_valid(&validator("entity-eval.schema.json"), &scores);
    assert_eq!((&scores["total"]["all"]["gold"], &scores["case"]), (&4.into(), &"as-is".into()));
}
