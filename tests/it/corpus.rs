//! How well the program does on `sample_corpus`, against its gold standard files.

use crate::support::{Folder, project, records, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Lowest mean nDCG@10 over the judged queries that is accepted.
const LOWEST_NDCG: f64 = 0.0;

/// The rows of a table with tabs, by the names in its first line.
fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let content = fs::read_to_string(project().join("sample_corpus").join(name)).unwrap();
    let mut lines = content.lines();
    let names: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let row = |line: &str| names.iter().map(|name| (*name).to_owned()).zip(line.split('\t').map(str::to_owned)).collect();
    lines.map(row).collect()
}

/// Articles of the sample corpus by file and line.
fn converted() -> BTreeMap<(String, String), Value> {
    let folder = Folder::new();
    let sample = project().join("sample_corpus");
    let printed = folder.morgue(["convert".as_ref(), sample.as_os_str(), "--quiet".as_ref()]).succeeds();
    let key = |record: &Value| {
        let file = text(record, "source_file").rsplit_once("sample_corpus/").unwrap().1.to_owned();
        (file, text(record, "source_member").trim_start_matches("line ").to_owned())
    };
    records(&printed).into_iter().map(|record| (key(&record), record)).collect()
}

#[test]
fn every_article_has_its_title_date_publisher_and_language() {
    let articles = converted();
    let mut wrong = Vec::new();
    for row in table("manifest.tsv").iter().filter(|row| row["kind"] == "article") {
        let place = (row["path"].clone(), row["member"].clone());
        let Some(article) = articles.get(&place) else {
            wrong.push(format!("{place:?}: missing"));
            continue;
        };
        for field in ["title", "publisher", "language"] {
            if text(article, field) != row[field] {
                wrong.push(format!("{}: {field}: {:?}, not {:?}", place.0, text(article, field), row[field]));
            }
        }
        let day = text(article, "published").get(..10).unwrap_or("");
        if day != row["published"] {
            wrong.push(format!("{}: published: {day:?}, not {:?}", place.0, row["published"]));
        }
    }
    assert!(wrong.is_empty(), "{} values are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn pages_that_are_no_articles_are_kept_out() {
    let articles = converted();
    let rows = table("manifest.tsv");
    let known: BTreeSet<(String, String)> = rows
        .iter()
        .filter(|row| row["kind"] == "article")
        .map(|row| (row["path"].clone(), row["member"].clone()))
        .collect();
    let others: Vec<_> = articles.keys().filter(|place| !known.contains(place)).collect();
    assert!(others.is_empty(), "{others:?}");
}

/// Discounted cumulative gain of grades in the order of the hits (Järvelin & Kekäläinen 2002, gains as Burges et al. 2005).
fn gain(grades: impl Iterator<Item = i32>) -> f64 {
    grades
        .take(10)
        .enumerate()
        .map(|(place, grade)| (2_f64.powi(grade) - 1.0) / (place as f64 + 2.0).log2())
        .sum()
}

#[test]
fn judged_queries_find_what_is_relevant_first() {
    let folder = Folder::new();
    let sample = project().join("sample_corpus");
    folder.morgue(["ingest".as_ref(), sample.as_os_str(), "--quiet".as_ref()]).succeeds();
    let mut judgements: BTreeMap<String, BTreeMap<String, i32>> = BTreeMap::new();
    for row in table("judgements.tsv") {
        let grade = row["grade"].parse().unwrap();
        judgements.entry(row["query"].clone()).or_default().insert(row["article"].clone(), grade);
    }
    let mut report = String::new();
    let mut sum = 0.0;
    for (query, grades) in &judgements {
        let found = folder.morgue(["search", query, "--format", "jsonl", "--limit", "10", "--snippets", "0"]).stdout;
        let hits = records(&found);
        let got = gain(hits.iter().map(|hit| grades.get(text(hit, "url")).copied().unwrap_or(0)));
        let mut best: Vec<i32> = grades.values().copied().collect();
        best.sort_unstable_by(|one, other| other.cmp(one));
        let ndcg = got / gain(best.into_iter());
        report.push_str(&format!("{ndcg:.3}  {query}\n"));
        sum += ndcg;
    }
    let mean = sum / judgements.len() as f64;
    println!("{report}{mean:.3}  mean of {} queries", judgements.len());
    assert!(mean >= LOWEST_NDCG, "{report}{mean:.3}  mean");
}
