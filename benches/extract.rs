//! Extraction of whole pages against a bare parse of the same text, one thread, decoding excluded.
//!
//! Runs on a synthetic page; with `MORGUE_PAGES` naming a folder of HTML files, on those too.

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use morgue::extract::Options;
use morgue::extract::html::{boilerplate::Boilerplate, extract, extract_text};
use morgue::source::charset;
use scraper::Html;

/// A page as publishing systems make them: long scripts, styled markup, navigation, text, links, comments.
fn synthetic(paragraphs: usize) -> String {
    let script = "window.dataLayer=window.dataLayer||[];function track(event){dataLayer.push(event)}\n".repeat(400);
    let menu: String = (0..80)
        .map(|n| format!("<li class=\"menu-item menu-item-{n}\" data-track=\"nav\"><a href=\"/section/{n}\" style=\"color:#333\">Section {n}</a></li>\n"))
        .collect();
    let text: String = (0..paragraphs)
        .map(|n| {
            format!(
                "<p class=\"story__paragraph\" data-id=\"{n}\">The harbour authority said on day {n} that <b>sailings</b> would run to \
                 <a href=\"/timetable?day={n}\" rel=\"nofollow\" target=\"_blank\">timetable</a>, and thanked passengers for their patience.</p>\n"
            )
        })
        .collect();
    let related: String = (0..30)
        .map(|n| format!("<div class=\"related-card\"><img src=\"/i/{n}.jpg\" srcset=\"/i/{n}-2x.jpg 2x\"><h3><a href=\"/story/{n}\">Another story {n}</a></h3></div>\n"))
        .collect();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Ferry resumes | Harbour Post</title><meta property=\"article:published_time\" content=\"2021-02-03T08:15:00Z\">\
         <style>.a{{color:red}}</style><script>{script}</script></head><body><nav><ul>{menu}</ul></nav><article><h1>Ferry resumes</h1>\
         <div class=\"story-body\">{text}</div></article><aside>{related}</aside><script>{script}</script></body></html>"
    )
}

fn pages_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    paths
        .iter()
        .filter_map(|path| std::fs::read(path).ok())
        .map(|bytes| charset::decode(&bytes, None, None).text.into_owned())
        .collect()
}

fn whole_pages(criterion: &mut Criterion) {
    let mut sets = vec![("synthetic", vec![synthetic(40)])];
    if let Some(folder) = std::env::var_os("MORGUE_PAGES") {
        sets.push(("folder", pages_in(Path::new(&folder))));
    }
    let mut group = criterion.benchmark_group("html");
    group.sample_size(20);
    for (name, pages) in &sets {
        let bytes: usize = pages.iter().map(String::len).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_with_input(BenchmarkId::new("bare parse", name), pages, |bencher, pages| {
            bencher.iter(|| pages.iter().for_each(|page| drop(black_box(Html::parse_document(page)))));
        });
        group.bench_with_input(BenchmarkId::new("whole page", name), pages, |bencher, pages| {
            let options = Options::default();
            bencher.iter(|| pages.iter().for_each(|page| drop(black_box(extract_text(page, &options)))));
        });
    }
    group.finish();
}

fn decoding(criterion: &mut Criterion) {
    let page = synthetic(40);
    let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(&page);
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("utf-8", |bencher| bencher.iter(|| charset::decode(black_box(page.as_bytes()), None, None)));
    group.bench_function("declared", |bencher| {
        bencher.iter(|| charset::decode(black_box(&cyrillic), None, Some("windows-1251")));
    });
    group.bench_function("bytes to article", |bencher| {
        bencher.iter(|| extract(black_box(page.as_bytes()), &Options::default()));
    });
    group.finish();
}

fn boilerplate(criterion: &mut Criterion) {
    let body = extract_text(&synthetic(40), &Options::default()).article.body;
    criterion.bench_function("boilerplate add", |bencher| {
        bencher.iter(|| {
            let mut learned = Boilerplate::default();
            learned.add("a.example", "Ferry resumes", black_box(&body));
            learned
        });
    });
}

criterion_group!(benches, whole_pages, decoding, boilerplate);
criterion_main!(benches);
