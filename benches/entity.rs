//! Speed of entity recognition: text to entities and mentions, both passes, one thread.
//!
//! The text is made up here. With `MORGUE_BENCH_TEXT=FILE` a file of articles, parted by lines of `%%`,
//! is measured too.

#![allow(clippy::expect_used, reason = "a bench that cannot run has nothing better to do")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

use morgue::entity::{Recogniser, Scratch, token::tokenize};

const OPENINGS: &[&str] = &[
    "The government said on Monday that it would review the plan before the end of the year",
    "Shares of the company fell sharply after it lowered its forecast for the third quarter",
    "A spokesman declined to say when the talks would resume, but called them useful",
    "Officials who asked not to be named said the agreement had been delayed again",
    "Residents of the valley have complained for years about the noise of the quarry",
];
const FIRST: &[&str] = &["Anna", "Peter", "Maria", "James", "Wei", "Fatima", "Carlos", "Ingrid", "Samuel", "Priya"];
const LAST: &[&str] = &["Lindqvist", "Okafor", "Hallam", "Marchetti", "Tanaka", "Novak", "Delgado", "Hussein"];
const BODIES: &[&str] = &["Ministry of Transport", "Orvane Inc.", "University of Leeds", "Northgate Bank", "Reuters"];
const TOWNS: &[&str] = &["London", "Nairobi", "Buenos Aires", "Stockholm", "Seoul", "New Delhi", "Ottawa"];

/// An article of about 500 words; others for other numbers.
fn article(number: usize) -> String {
    let pick = |list: &[&'static str], salt: usize| list[(number * 7 + salt * 13) % list.len()];
    let mut text = String::new();
    for sentence in 0..24 {
        let (first, last) = (pick(FIRST, sentence / 6), pick(LAST, sentence / 6));
        let (body, town) = (pick(BODIES, sentence / 4), pick(TOWNS, sentence / 5));
        text.push_str(pick(OPENINGS, sentence));
        match sentence % 3 {
            0 => text.push_str(&format!(", {first} {last} of the {body} told reporters in {town}. ")),
            1 => text.push_str(&format!(". {last} said the {body} had been told in June. ")),
            _ => text.push_str(". It gave no reason, and none was asked for.\n\n"),
        }
    }
    text
}

fn articles() -> Vec<(&'static str, Vec<String>)> {
    let mut sets = vec![("made up", (0..200).map(article).collect())];
    if let Some(text) = std::env::var_os("MORGUE_BENCH_TEXT").and_then(|path| std::fs::read_to_string(path).ok()) {
        sets.push(("file", text.split("\n%%\n").map(str::to_owned).collect()));
    }
    sets
}

fn recognise(criterion: &mut Criterion) {
    let recogniser = Recogniser::shipped().expect("the shipped model can be read");
    let mut group = criterion.benchmark_group("entity");
    group.sample_size(10);
    for (name, articles) in articles() {
        let mut tokens = Vec::new();
        let mut count = 0;
        for article in &articles {
            tokens.clear();
            tokenize(article, &mut tokens);
            count += tokens.len() as u64;
        }
        // Elements are tokens.
        group.throughput(Throughput::Elements(count));
        let mut scratch = Scratch::new();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for article in &articles {
                    black_box(recogniser.annotate(&mut scratch, "Talks on the plan resume", article, Some("en"), &[]));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, recognise);
criterion_main!(benches);
