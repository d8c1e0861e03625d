//! Pages with random damage are read without a panic or an abort, in a small stack.
//!
//! `MORGUE_MUTATIONS=1000000` tries more than the few of a normal run, and prints how long the slowest took. Each run is the same.

use crate::support::{Random, project};
use morgue::extract::{Options, html};
use std::fs;
use std::time::{Duration, Instant};

const MUTATIONS: u64 = 2_000;
/// What threads other than the first have by default.
const STACK: usize = 2 << 20;
/// Markup that parsers treat in ways of their own.
const PIECES: [&str; 12] = [
    "<",
    ">",
    "\"",
    "<!--",
    "<table><tr><p>",
    "</body>",
    "<script>",
    "<svg><![CDATA[",
    "&#x0;&bull",
    "<template><select>",
    "\0",
    "<b><i><p>",
];

fn pages() -> Vec<Vec<u8>> {
    let folder = project().join("sample_corpus/html");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().filter(|path| path.is_file()).map(|path| fs::read(path).unwrap()).collect()
}

/// Cuts, doubles, swaps and inserts at random places, up to eight times.
fn mutate(page: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(8) {
        let at = random.below(page.len() as u64 + 1) as usize;
        let end = (at + random.below(400) as usize).min(page.len());
        match random.below(5) {
            0 => drop(page.drain(at..end)),
            1 => {
                let copy = page[at..end].to_vec();
                page.splice(at..at, copy);
            }
            2 => page[at..end].reverse(),
            3 => page.truncate(at.max(1)),
            _ => {
                let piece = PIECES[random.below(PIECES.len() as u64) as usize];
                page.splice(at..at, piece.bytes());
            }
        }
    }
}

#[test]
fn damaged_pages_are_read_without_a_panic() {
    let asked = std::env::var("MORGUE_MUTATIONS").ok().and_then(|text| text.parse().ok());
    let work = move || {
        let (pages, mut random) = (pages(), Random::new(7));
        let mut slowest = Duration::ZERO;
        for _ in 0..asked.unwrap_or(MUTATIONS) {
            let mut page = pages[random.below(pages.len() as u64) as usize].clone();
            mutate(&mut page, &mut random);
            let start = Instant::now();
            let extraction = html::extract(&page, &Options::default());
            slowest = slowest.max(start.elapsed());
            let body = &extraction.article.body;
            assert!(!body.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{body:?}");
        }
        (pages.len(), slowest)
    };
    let (pages, slowest) = std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap();
    assert!(pages > 20, "{pages} pages");
    println!("slowest: {slowest:?}");
}
