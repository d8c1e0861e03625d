//! Where names are not looked for, and with which settings they are: what is said, and what a rerun does.

use crate::support::Folder;
use serde_json::Value;

const ENGLISH: &str = "{\"url\":\"https://a.example/1\",\"title\":\"Ministry signs deal\",\"language\":\"en\",\"published\":\"2024-05-14\",\
\"body\":\"Peter Novak, head of Reuters in Paris, met Maria Delgado on Monday. Novak said that Zorvex would pay.\"}\n";
const FRENCH: &str = "{\"url\":\"https://b.example/1\",\"title\":\"Le président à Berlin\",\"language\":\"fr\",\"published\":\"2024-06-01\",\
\"body\":\"Le président Emmanuel Macron a rencontré le chancelier à Berlin lundi. Macron a parlé peu.\"}\n";

fn json(printed: &str) -> Value {
    serde_json::from_str(printed).unwrap()
}

fn warnings(printed: &str) -> Vec<String> {
    let list = json(printed)["warnings"].as_array().cloned().unwrap_or_default();
    list.iter().map(|warning| warning.as_str().unwrap_or("").to_owned()).collect()
}

/// An archive of one article in English and one in French.
fn two_languages() -> Folder {
    let folder = Folder::new();
    folder.write("en.jsonl", ENGLISH);
    folder.write("fr.jsonl", FRENCH);
    folder
}

#[test]
fn a_summary_says_in_how_many_articles_names_were_not_recognised_and_why() {
    let folder = two_languages();
    let summary = folder.morgue(["ingest", "en.jsonl", "fr.jsonl"]).succeeds();
    assert!(summary.contains("\nnames not recognised in 1 of 2 articles: language fr 1\n"), "{summary}");
    let left_out = folder.morgue(["ingest", "en.jsonl", "fr.jsonl", "--no-entities", "--archive", "bare"]).succeeds();
    assert!(left_out.contains("\nnames not recognised in 2 of 2 articles: --no-entities 2\n"), "{left_out}");
    let english = folder.morgue(["ingest", "en.jsonl", "--archive", "english"]).succeeds();
    assert!(!english.contains("names not recognised"), "{english}");
    let record = json(&folder.morgue(["ingest", "fr.jsonl", "--archive", "json", "--format", "json"]).succeeds());
    assert_eq!(record["unrecognised"][0]["language"], "fr");
    assert_eq!((&record["unrecognised"][0]["articles"], &record["names_left_out"]), (&1.into(), &0.into()));
}

#[test]
fn explain_names_the_language_and_whether_names_were_recognised_in_it() {
    let folder = Folder::new();
    let german = "Bundeskanzler Olaf Scholz sprach am Montag in Berlin über die Lage der Wirtschaft und die Folgen für die Städte.";
    folder.write("d.txt", format!("Scholz in Berlin\n\n{german}\n\n{german}\n"));
    let explained = folder.morgue(["explain", "d.txt"]);
    assert!(explained.stdout.contains("language de: names not recognised"), "{explained:?}");
    let record = json(&folder.morgue(["explain", "d.txt", "--format", "json"]).stdout);
    assert_eq!((&record["names"]["language"], &record["names"]["recognised"]), (&"de".into(), &false.into()));
    folder.write("e.jsonl", ENGLISH);
    let english = folder.morgue(["explain", "e.jsonl"]).stdout;
    assert!(english.contains("language en: names recognised\n"), "{english}");
}

#[test]
fn a_question_about_names_says_where_they_were_not_looked_for() {
    let folder = two_languages();
    folder.morgue(["ingest", "en.jsonl", "fr.jsonl"]).succeeds();
    let expected = "names were not recognised in 1 of 2 articles (language fr 1): there only names given by the source or a \
                    gazetteer are found";
    for arguments in [
        &["search", "person:Macron"][..],
        &["search", "--person", "Macron"],
        &["search", "person:Novak", "--count"],
        &["facets", "person"],
        &["facets", "year", "person:Novak"],
        &["timeline", "person:Macron"],
        &["entities"],
        &["entities", "--together"],
        &["trends", "--from", "2024-06", "--against", "..2024-05", "--kind", "org"],
    ] {
        let run = folder.morgue(arguments);
        let told = run.stderr.matches("warning: names were not recognised in").count();
        assert!(told >= 1, "{arguments:?}: {run:?}");
        if arguments[0] != "trends" {
            assert!(told == 1 && run.stderr.contains(expected), "{arguments:?}: {run:?}");
        }
    }
    for arguments in [
        &["search", "person:Macron", "--format", "json"][..],
        &["facets", "person,place", "--format", "json"],
        &["entities", "--format", "json"],
    ] {
        assert_eq!(warnings(&folder.morgue(arguments).stdout), [expected], "{arguments:?}");
    }
    assert_eq!(folder.morgue(["search", "person:Novak", "--strict"]).code, 2);
}

#[test]
fn nothing_is_said_where_names_are_not_asked_for_or_were_looked_for() {
    let folder = two_languages();
    folder.morgue(["ingest", "en.jsonl", "fr.jsonl"]).succeeds();
    for arguments in [
        &["search", "Macron"][..],
        &["search", "person:Novak", "--language", "en"],
        &["search", "person:Novak AND lang:en"],
        &["search", "person:Novak AND Zorvex"],
        &["facets", "year"],
        &["facets", "person", "Zorvex"],
        &["entities", "--to", "2024-05"],
        &["trends", "--from", "2024-06", "--against", "..2024-05", "--kind", "term"],
    ] {
        let run = folder.morgue(arguments);
        assert!(!run.stderr.contains("not recognised"), "{arguments:?}: {run:?}");
    }
}

#[test]
fn not_looked_for_is_told_from_absent() {
    let folder = two_languages();
    folder.write("other.jsonl", ENGLISH.replace("a.example/1", "a.example/2").replace("Monday", "Tuesday"));
    folder.morgue(["ingest", "en.jsonl", "fr.jsonl", "--no-entities"]).succeeds();
    let all = folder.morgue(["entities"]);
    assert!(all.stderr.contains("not recognised in 2 of 2 articles (--no-entities 2)"), "{all:?}");
    folder.morgue(["ingest", "other.jsonl"]).succeeds();
    let some = folder.morgue(["search", "person:Novak"]);
    assert!(some.stderr.contains("not recognised in 2 of 3 articles (--no-entities 2)"), "{some:?}");
    let record = json(&folder.morgue(["entities", "--format", "json"]).stdout);
    assert_eq!((&record["names_left_out"], &record["unrecognised"]), (&2.into(), &Value::Array(Vec::new())));
}
