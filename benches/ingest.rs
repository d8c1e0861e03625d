//! How long do the stages of an ingest take?
//!
//! Measured: records and texts to articles; articles to a committed segment; the whole on two threads. Corpus: 500 generated
//! articles of about 450 words, fixed seed. Notes: one segment and one commit an iteration, so the commit is part of it.

#![allow(clippy::expect_used, reason = "a bench that cannot run has nothing better to do")]

mod generated;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use generated::Random;
use morgue::article::Article;
use morgue::duplicate::Scratch;
use morgue::extract;
use morgue::index::Archive;
use morgue::index::document::Entry;
use morgue::index::writer::Writer;
use morgue::ingest::derive;
use morgue::ingest::identity;
use morgue::search::{Engine, Request};
use morgue::{date, query};

const ARTICLES: usize = 500;

fn records() -> Vec<String> {
    let mut random = Random(7);
    (0..ARTICLES)
        .map(|number| {
            let body: Vec<String> = (0..8)
                .map(|_| (0..3).map(|_| random.sentence("The export of word1 was under control", 12)).collect())
                .collect();
            serde_json::json!({
                "url": format!("https://a.example/2024/05/{:02}/{number}", number % 28 + 1),
                "title": random.sentence("The export of word1 was under control", 12),
                "body": body.join("\n\n"),
                "publisher": format!("Paper {}", number % 9),
                "language": "en",
                "published": format!("2024-05-{:02}", number % 28 + 1),
            })
            .to_string()
        })
        .collect()
}

fn read(record: &str) -> Article {
    let extraction = extract::record::extract(record, &extract::Options::default()).expect("a record");
    let mut article = extraction.article;
    identity::complete(&mut article);
    article
}

fn build(articles: Vec<Article>, folder: &std::path::Path) -> Archive {
    let mut writer = Writer::open(Archive::open_or_create(folder).expect("an archive")).expect("a writer");
    let mut builder = writer.segment_builder(256 << 20).expect("a segment");
    let mut scratch = Scratch::default();
    for article in articles {
        let derived = derive::derived(&article, &mut scratch);
        builder.add(Entry::new(article, derived, *writer.fields(), 0)).expect("an article");
    }
    let segment = builder.finish().expect("a written segment").expect("articles in it");
    writer.add_segment(segment).expect("a taken segment");
    writer.commit(&Default::default()).expect("a commit");
    drop(writer);
    Archive::open(folder).expect("an archive")
}

fn stages(criterion: &mut Criterion) {
    let records = records();
    let bytes: usize = records.iter().map(String::len).sum();
    let mut group = criterion.benchmark_group("ingest");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(20);
    group.bench_function("records to articles", |bencher| {
        bencher.iter(|| records.iter().map(|record| read(record)).collect::<Vec<_>>())
    });
    let articles: Vec<Article> = records.iter().map(|record| read(record)).collect();
    group.bench_function("articles to a committed segment", |bencher| {
        bencher.iter_batched(
            || (articles.clone(), tempfile::tempdir().expect("a temporary folder")),
            |(articles, folder)| build(articles, folder.path()),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn queries(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let articles: Vec<Article> = records().iter().map(|record| read(record)).collect();
    let engine = Engine::open(&build(articles, folder.path())).expect("an engine");
    let today = date::parse::iso("2026-01-01").expect("a day");
    let mut group = criterion.benchmark_group("search");
    for text in [
        "export control",
        "\"under control\"",
        "export w/5 control",
        "word1*",
        "export AND control NOT word7ing",
        "(export OR word3ing) w/s word5ing",
    ] {
        let parsed = query::parse(text, query::Dialect::Morgue, today).expect("a query");
        let request = Request { query: Some(parsed.query), ..Request::default() };
        group.bench_function(text, |bencher| bencher.iter(|| engine.search(&request).expect("a page")));
    }
    group.finish();
}

criterion_group!(benches, stages, queries);
criterion_main!(benches);
