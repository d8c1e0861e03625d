//! `morgue batch`: a file of queries as one table.

use crate::support::{Folder, assert_expected, project, text};
use serde_json::Value;

const QUERIES: &str = "# what the desk watches\n\ncable\n\"export control\"\nNOT cable\nnosuchwordanywhere\n";

fn folder() -> Folder {
    let folder = Folder::with_small_corpus();
    folder.write("queries.txt", QUERIES);
    folder.write("queries.csv", "name,query\nCables,cable\n\"=Controls, all\",\"\"\"export control\"\"\"\n");
    folder
}

#[test]
fn every_form_of_the_table_is_as_expected() {
    let folder = folder();
    for (format, file) in
        [("text", "queries.txt"), ("csv", "queries.csv"), ("json", "queries.csv"), ("markdown", "queries.txt")]
    {
        assert_expected(&format!("batch.{format}"), &folder.morgue(["batch", file, "--format", format]).succeeds());
    }
}

#[test]
fn the_numbers_are_those_of_search() {
    let folder = folder();
    let batch = ["batch", "queries.txt", "--from", "2024", "--format", "json"];
    let table: Value = serde_json::from_str(&folder.morgue(batch).succeeds()).unwrap();
    let schema = std::fs::read_to_string(project().join("schema/batch.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap();
    assert!(validator.is_valid(&table), "{table}");
    let rows = table["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    for row in rows {
        let count = folder.morgue(["search", text(row, "query"), "--from", "2024", "--count"]);
        assert_eq!(count.stdout.trim(), row["articles"].to_string(), "{row}");
    }
    assert_eq!(text(&rows[0], "last"), "2024-12-06");
}

#[test]
fn all_bad_queries_are_named_and_no_table_is_printed() {
    let folder = folder();
    folder.write("bad.txt", "cable\n  (open\ntite:x\n");
    let run = folder.morgue(["batch", "bad.txt"]);
    run.fails_saying("error: bad.txt:2:3: ");
    run.fails_saying("error: bad.txt:3:1: ");
    assert_eq!(run.stdout, "");
    folder.write("bad.csv", "name,query\na,cable\nb,\"(open\"\n");
    folder.morgue(["batch", "bad.csv"]).fails_saying("error: bad.csv:3:4: ");
    folder.write("latin.txt", b"cable\ncaf\xe9\n");
    folder.morgue(["batch", "latin.txt"]).fails_saying("error: latin.txt:2:4: not UTF-8");
    folder.write("empty.txt", "# nothing\n");
    folder.morgue(["batch", "empty.txt"]).fails_saying("empty.txt: holds no query");
    folder.morgue(["batch", "missing.txt"]).fails_saying("missing.txt");
}

#[test]
fn a_batch_comes_from_standard_input_and_says_if_nothing_was_found() {
    let folder = folder();
    assert_eq!(folder.morgue_with_input(["batch", "-"], b"cable\n").code, 0);
    assert_eq!(folder.morgue_with_input(["batch", "-"], b"nosuchwordanywhere\n").code, 1);
    assert_eq!(folder.morgue_with_input(["batch", "-", "--strict"], b"NOT cable\n").code, 2);
}

#[test]
fn tables_of_spreadsheets_are_read_as_tables() {
    let folder = folder();
    let count = |content: &str| {
        folder.write("t.csv", content);
        let run = folder.morgue(["batch", "t.csv", "--format", "json"]);
        let table: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
        (table["rows"].as_array().unwrap().len(), text(&table["rows"][0], "name").to_owned(), run.stderr)
    };
    assert_eq!(count("name;query\nCables;cable\n"), (1, "Cables".to_owned(), String::new()));
    assert_eq!(count("name\tquery\nCables\tcable\n"), (1, "Cables".to_owned(), String::new()));
    assert_eq!(count("query\ncable\n"), (1, "cable".to_owned(), String::new()));
    let (rows, name, said) = count("desk;name;query\nForeign;Cables;cable\n");
    assert_eq!((rows, name.as_str()), (1, "Cables"));
    assert!(said.contains("warning: t.csv: the column `desk` is ignored: only name, query, match are read"), "{said}");
    assert_eq!(folder.morgue(["batch", "t.csv", "--strict"]).code, 2);
}
