//! Speed of entity recognition: text to entities and mentions, both passes, one thread.
//!
//! Two texts: one made up here, of few words that return all the time, and the English articles of the sample
//! corpus. The second is measured with all its words known from an article before, and with a new scratch, to
//! which every word is new; an archive's articles are between the two. With `MORGUE_BENCH_TEXT=FILE` a file of
//! articles, parted by lines of `%%`, is measured too. What it takes to read the model is measured beside.

#![allow(clippy::expect_used, reason = "a bench that cannot run has nothing better to do")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;

use morgue::entity::{Recogniser, Scratch, model::Model, token::tokenize};

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

/// The plain text articles of the sample corpus that are in English.
fn sample_corpus() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus/text");
    let files = std::fs::read_dir(folder).expect("the sample corpus is there");
    let mut paths: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.sort();
    let texts = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    texts.filter(|text| text.matches(" the ").count() * 60 > text.split(' ').count()).collect()
}

fn articles() -> Vec<(&'static str, Vec<String>)> {
    let mut sets = vec![("made up", (0..200).map(article).collect()), ("sample corpus", sample_corpus())];
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
        let all = |scratch: &mut Scratch| {
            for article in &articles {
                black_box(recogniser.annotate(scratch, "Talks on the plan resume", article, Some("en"), &[]));
            }
        };
        let mut scratch = Scratch::new();
        group.bench_function(name, |bencher| bencher.iter(|| all(&mut scratch)));
        group.bench_function(format!("{name}, new words"), |bencher| bencher.iter(|| all(&mut Scratch::new())));
    }
    group.finish();
}

fn read_model(criterion: &mut Criterion) {
    let bytes = include_bytes!("../src/entity/data/model.bin");
    let mut group = criterion.benchmark_group("entity model");
    group.sample_size(10);
    group.bench_function("read", |bencher| bencher.iter(|| Model::read(black_box(bytes)).expect("it is a model")));
    group.finish();
}

criterion_group!(benches, recognise, read_model);
criterion_main!(benches);
