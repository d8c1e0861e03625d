//! Any sequence of changes to files and of ingests, whole or killed, leaves what a simple model says.
//!
//! `MORGUE_SEQUENCES=200` tries more than the few of a normal run.

use crate::support::{Folder, Random, article_line, gzip};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const SEQUENCES: u64 = 8;
const STEPS: u64 = 25;
const FILES: u64 = 6;
/// Few enough that files share articles.
const ARTICLES: u64 = 14;

/// What is on disk and what was filed of it, as numbers of articles.
#[derive(Default)]
struct Model {
    disk: BTreeMap<String, BTreeSet<u64>>,
    filed: BTreeMap<String, BTreeSet<u64>>,
    /// Articles whose file is gone and that were filed from another file, which has changed since. Which of two equal articles
    /// is the one that is kept depends on the order in which they came, and a gone file cannot be read again.
    orphans: BTreeSet<u64>,
}

impl Model {
    fn ingest(&mut self, prune: bool) {
        let before = self.filed.clone();
        if prune {
            self.filed.retain(|file, _| self.disk.contains_key(file));
        }
        self.filed.extend(self.disk.clone());
        let gone = |file: &&String| !self.disk.contains_key(*file);
        let left: BTreeSet<u64> = self.filed.keys().filter(gone).flat_map(|file| &self.filed[file]).copied().collect();
        for (file, articles) in &before {
            let is_replaced = self.filed.get(file) != Some(articles);
            self.orphans.extend(articles.iter().filter(|article| is_replaced && left.contains(*article)));
        }
        self.orphans.retain(|article| !self.disk.values().any(|articles| articles.contains(article)));
    }

    fn texts(&self) -> BTreeSet<(String, String)> {
        let numbers: BTreeSet<u64> = self.filed.values().flatten().copied().collect();
        numbers.into_iter().map(title_and_body).collect()
    }
}

fn title_and_body(number: u64) -> (String, String) {
    let record: Value = serde_json::from_str(&article_line(number)).unwrap();
    let text = |field: &str| record[field].as_str().unwrap().to_owned();
    (text("title"), text("body"))
}

/// Writes or changes a file; every third is compressed.
fn write(folder: &Folder, model: &mut Model, random: &mut Random) {
    let file = random.below(FILES);
    let articles: BTreeSet<u64> = (0..=random.below(4)).map(|_| random.below(ARTICLES)).collect();
    let lines: String = articles.iter().map(|number| article_line(*number)).collect();
    let name = if file.is_multiple_of(3) { format!("in/{file}.jsonl.gz") } else { format!("in/{file}.jsonl") };
    let bytes = if file.is_multiple_of(3) { gzip(lines.as_bytes()) } else { lines.into_bytes() };
    folder.write(&name, bytes);
    model.disk.insert(name, articles);
}

fn remove(folder: &Folder, model: &mut Model, random: &mut Random) {
    let names: Vec<String> = model.disk.keys().cloned().collect();
    if names.is_empty() {
        return;
    }
    let name = &names[random.below(names.len() as u64) as usize];
    folder.remove(name);
    model.disk.remove(name);
}

fn ingest(folder: &Folder, model: &mut Model, random: &mut Random) {
    let prune = random.below(2) == 0;
    let threads = ["1", "2", "4"][random.below(3) as usize];
    let mut arguments = vec!["ingest", "in", "--quiet", "--threads", threads];
    arguments.extend(prune.then_some("--prune"));
    if random.below(3) == 0 {
        let mut child = folder.command(&arguments).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(random.below(60)));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    folder.morgue(&arguments).succeeds();
    model.ingest(prune);
}

#[track_caller]
fn assert_agrees(folder: &Folder, model: &Model, moment: &str) {
    let (found, expected) = (folder.texts(), model.texts());
    let titles = |texts: &BTreeSet<(String, String)>, others: &BTreeSet<(String, String)>| -> Vec<String> {
        texts.difference(others).map(|(title, _)| title.clone()).collect()
    };
    let orphans: BTreeSet<String> = model.orphans.iter().map(|number| title_and_body(*number).0).collect();
    let mut missing = titles(&expected, &found);
    missing.retain(|title| !orphans.contains(title));
    let surplus = titles(&found, &expected);
    let ledger = || folder.morgue(["ledger"]).stdout;
    let is_right = missing.is_empty() && surplus.is_empty();
    assert!(is_right, "{moment}: missing {missing:?}, surplus {surplus:?}\n{}\n{:?}", ledger(), model.filed);
}

#[test]
fn the_archive_holds_what_the_model_says_after_any_sequence_of_changes() {
    let sequences = std::env::var("MORGUE_SEQUENCES").ok().and_then(|text| text.parse().ok()).unwrap_or(SEQUENCES);
    for sequence in 0..sequences {
        let folder = Folder::new();
        std::fs::create_dir(folder.path("in")).unwrap();
        let mut model = Model::default();
        let mut random = Random::new(100 + sequence);
        for step in 0..STEPS {
            match random.below(10) {
                0..4 => write(&folder, &mut model, &mut random),
                4..6 => remove(&folder, &mut model, &mut random),
                _ => {
                    ingest(&folder, &mut model, &mut random);
                    assert_agrees(&folder, &model, &format!("sequence {sequence}, step {step}"));
                }
            }
        }
        ingest(&folder, &mut model, &mut random);
        assert_agrees(&folder, &model, &format!("sequence {sequence}, at its end"));
        folder.assert_whole();
    }
}
