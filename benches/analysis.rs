//! How long do facets, timelines and trends take?
//!
//! Measured: counts of a result by field and by period, warm, one thread. Corpus: the archive in `MORGUE_BENCH_ARCHIVE`, else
//! 5,000 generated articles with names of people. Notes: the query is a word that many articles hold.
//!
//! Run: `MORGUE_BENCH_ARCHIVE=morgue-archive cargo bench --bench analysis`

#![allow(clippy::expect_used, reason = "a bench that cannot run has nothing better to do")]

mod generated;

use criterion::{Criterion, criterion_group, criterion_main};
use generated::Random;
use morgue::article::EntityKind;
use morgue::date::calendar::CalendarUnit;
use morgue::index::Archive;
use morgue::query::ast::Query;
use morgue::search::facet::{FacetField, FacetOptions};
use morgue::search::timeline::{SeriesQuery, TimelineRequest};
use morgue::search::trend::{DayRange, ONE_IN_A_THOUSAND, TrendKind, TrendsRequest};
use morgue::search::{Engine, Filter, Match, Request};
use morgue::{date, query};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

const ARTICLES: usize = 5_000;

/// Lines of JSON, as `morgue ingest` reads them.
fn records() -> String {
    let mut random = Random(11);
    let mut lines = String::new();
    for number in 0..ARTICLES {
        let body: String = (0..6).map(|_| random.sentence("The export of word1 was under control", 12)).collect();
        let names: Vec<serde_json::Value> = (0..5)
            .map(|_| serde_json::json!({"name": format!("Ada Number{}", random.below(2_000)), "kind": "person"}))
            .collect();
        let record = serde_json::json!({
            "url": format!("https://a{}.example/{number}", number % 40),
            "title": random.sentence("The export of word1 was under control", 6),
            "body": body,
            "publisher": format!("Paper {}", random.below(60)),
            "language": "en",
            "entities": names,
            "published": format!("20{:02}-{:02}-{:02}", random.below(24), 1 + random.below(12), 1 + random.below(28)),
        });
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{record}");
    }
    lines
}

/// Files the generated articles with the program itself.
fn ingest(folder: &Path) {
    let articles = folder.join("articles.jsonl");
    std::fs::write(&articles, records()).expect("a written file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
    command.arg("ingest").arg(&articles).args(["--no-entities", "--quiet", "--archive"]).arg(folder.join("archive"));
    assert!(command.output().expect("a run").status.success(), "the articles were not filed");
}

fn word(text: &str) -> Query {
    let today = date::parse::iso("2026-01-01").expect("a day");
    query::parse(text, query::Dialect::Morgue, today).expect("a query").query
}

fn counts(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let archive = match std::env::var_os("MORGUE_BENCH_ARCHIVE") {
        Some(archive) => archive.into(),
        None => {
            ingest(folder.path());
            folder.path().join("archive")
        }
    };
    let engine = Engine::open(&Archive::open(&archive).expect("an archive")).expect("an engine");
    let mut group = criterion.benchmark_group("analysis");
    group.sample_size(10);
    for field in [FacetField::Publisher, FacetField::Person, FacetField::Entity, FacetField::Month, FacetField::Domain]
    {
        let options = FacetOptions { fields: vec![field], ..FacetOptions::default() };
        group.bench_function(format!("facet {}, all articles", field.as_str()), |bencher| {
            bencher.iter(|| engine.facets(&Request::default(), &options).expect("facets"))
        });
    }
    for by in [CalendarUnit::Day, CalendarUnit::Month] {
        let one = SeriesQuery { name: "word1".to_owned(), query: Some(word("word1")), matching: Match::Most };
        let queries = vec![one, SeriesQuery::default()];
        let request = TimelineRequest { queries, filter: Filter::default(), by, outlets: false };
        group.bench_function(format!("timeline by {}, a word and all articles", by.as_str()), |bencher| {
            bencher.iter(|| engine.timeline(&request).expect("a timeline"))
        });
    }
    for kind in [TrendKind::Term, TrendKind::Entity(EntityKind::Person)] {
        let middle = Some(15_000);
        let request = TrendsRequest {
            query: None,
            matching: Match::Most,
            filter: Filter::default(),
            period: DayRange { from: middle, to: None },
            against: DayRange { from: None, to: middle },
            kinds: vec![kind],
            limit: 10,
            least_stories: 5,
            least_likelihood: ONE_IN_A_THOUSAND,
        };
        group.bench_function(format!("trends of {}", kind.as_str()), |bencher| {
            bencher.iter(|| engine.trends(&request).expect("trends"))
        });
    }
    group.finish();
}

criterion_group!(benches, counts);
criterion_main!(benches);
