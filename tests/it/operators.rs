//! Every operator in every dialect on real articles: `operators.txt` beside this file.

use crate::support::Folder;
use morgue::date::PartialDate;
use morgue::index::Archive;
use morgue::query::{self, Dialect};
use morgue::search::{Engine, Request};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const TABLE: &str = include_str!("operators.txt");

/// The articles of the table as records; the name is the source's identifier.
fn articles() -> String {
    let mut lines = String::new();
    for line in TABLE.lines() {
        let Some(line) = line.strip_prefix("@ ") else {
            continue;
        };
        let mut parts = line.splitn(3, " | ");
        let name = parts.next().unwrap().trim().to_owned();
        let rest: Vec<&str> = parts.collect();
        let (fields, text) = match rest.as_slice() {
            [text] => ("", text.trim_start_matches("| ")),
            [fields, text] => (*fields, *text),
            _ => panic!("{line}"),
        };
        let mut record = json!({"id": name, "title": "Report", "language": "en", "body": text.replace(" // ", "\n\n")});
        let mut entities = Vec::new();
        for field in fields.split(';').map(str::trim).filter(|field| !field.is_empty()) {
            let (name, value) = field.split_once('=').unwrap();
            match name {
                "date" => record["published"] = value.into(),
                "author" => record["authors"] = json!([value]),
                "keyword" => record["keywords"] = json!([value]),
                "person" | "org" | "place" => entities.push(json!({"name": value, "kind": name})),
                name => record[name] = value.into(),
            }
        }
        if !entities.is_empty() {
            record["entities"] = Value::Array(entities);
        }
        lines += &format!("{record}\n");
    }
    lines
}

#[test]
fn every_operator_finds_the_articles_that_it_must_and_no_others() {
    let folder = Folder::new();
    folder.write("in.jsonl", articles());
    folder.morgue(["ingest", "in.jsonl", "--keep-all", "--no-entities", "--quiet"]).succeeds();
    let engine = Engine::open(&Archive::open(&folder.path("morgue-archive")).unwrap()).unwrap();
    assert_eq!(
        engine.statistics().unwrap().articles,
        TABLE.lines().filter(|line| line.starts_with("@ ")).count() as u64
    );
    let today = PartialDate::new(2024, Some(6), Some(15)).unwrap();
    let mut wrong = String::new();
    let mut rows: BTreeMap<Dialect, u32> = BTreeMap::new();
    for line in TABLE.lines() {
        let Some((asked, names)) = line.split_once(" =>").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let (dialects, text) = asked.split_once(": ").unwrap();
        let expected: BTreeSet<&str> = names.split_whitespace().collect();
        for dialect in Dialect::ALL
            .into_iter()
            .filter(|dialect| dialects == "all" || dialects.split(' ').any(|name| name == dialect.as_str()))
        {
            *rows.entry(dialect).or_default() += 1;
            let parsed =
                query::parse(text, dialect, today).unwrap_or_else(|problem| panic!("{dialect}: {text}\n{problem}"));
            let mut found = BTreeSet::new();
            let request = Request { query: Some(parsed.query), ..Request::default() };
            engine
                .export(&request, &mut |article| {
                    found.insert(article.guid.clone().unwrap());
                    Ok(())
                })
                .unwrap();
            if found.iter().map(String::as_str).collect::<BTreeSet<_>>() != expected {
                let found: Vec<String> = found.into_iter().collect();
                wrong += &format!("{dialect}: {text} => {}\n", found.join(" "));
            }
        }
    }
    assert!(wrong.is_empty(), "these find something else:\n{wrong}");
    assert!(rows.len() == 5 && rows.values().all(|rows| *rows > 25), "{rows:?}");
}
