//! What repeats across the saved pages of one site?
//!
//! Before the pages are filed, a sample of them is read once: from each folder up to [`SAMPLE`] pages, evenly spread over its
//! files in their order. Blocks that stand in several articles of one host are then left out of every page of that host.
//! The sample depends on the files alone, so the result does not depend on threads; its size bounds what learning costs
//! when a folder holds many pages.

use crate::extract::html::boilerplate::{Boilerplate, host_of};
use crate::extract::{self, Extraction, Verdict};
use crate::ingest::Options;
use crate::ingest::plan::Task;
use crate::source::detect::Kind;
use crate::source::open::Stream;
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Pages read of one folder.
const SAMPLE: usize = 64;
/// Pages of a folder below which nothing can be learned: a block must stand in three articles.
const FEWEST: usize = 3;
/// Pages read before their blocks are counted; bounds memory.
const WAVE: usize = 256;

/// Learns from a sample of the pages among these tasks.
pub fn learn(tasks: &[Task], options: &Options, pool: &rayon::ThreadPool, interrupt: &AtomicBool) -> Boilerplate {
    let mut learned = Boilerplate::default();
    if options.keep_boilerplate {
        return learned;
    }
    for wave in sample(tasks).chunks(WAVE) {
        if interrupt.load(Ordering::Relaxed) {
            break;
        }
        let read: Vec<Option<Extraction>> = pool.install(|| wave.par_iter().map(|path| page(path, options)).collect());
        for extraction in read.into_iter().flatten() {
            if let Some(host) = host_of(&extraction.article) {
                learned.add(&host, &extraction.article.title, &extraction.article.body);
            }
        }
    }
    learned.settle();
    learned
}

/// The pages to read, in order.
fn sample(tasks: &[Task]) -> Vec<&Path> {
    let pages: Vec<&Path> =
        tasks.iter().filter(|task| task.kind == Some(Kind::Html)).filter_map(|task| task.path.as_deref()).collect();
    let mut sample = Vec::new();
    for folder in pages.chunk_by(|one, other| one.parent() == other.parent()) {
        if folder.len() < FEWEST {
            continue;
        }
        let count = folder.len().min(SAMPLE);
        sample.extend((0..count).filter_map(|number| folder.get(number * folder.len() / count).copied()));
    }
    sample
}

/// A page that cannot be read is reported when it is filed.
fn page(path: &Path, options: &Options) -> Option<Extraction> {
    let mut bytes = Vec::new();
    Stream::open(path, options.limits).ok()?.read_document(&mut bytes).ok()?;
    let extraction = extract::document(&bytes, Kind::Html, &extract::Options::default());
    (extraction.verdict == Verdict::Article).then_some(extraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_spread_over_each_folder_and_bounded() {
        let task = |folder: &str, number: usize| Task {
            path: Some(format!("{folder}/{number:04}.html").into()),
            name: String::new(),
            size: 0,
            modified: 0,
            kind: Some(Kind::Html),
            resume: None,
            filing: Default::default(),
        };
        let mut tasks: Vec<Task> = (0..1_000).map(|number| task("a", number)).collect();
        tasks.extend((0..5).map(|number| task("b", number)));
        tasks.extend((0..2).map(|number| task("c", number)));
        let sample = sample(&tasks);
        let of = |folder: &str| sample.iter().filter(|path| path.starts_with(folder)).count();
        assert_eq!((of("a"), of("b"), of("c")), (SAMPLE, 5, 0));
        assert_eq!(sample.first(), Some(&Path::new("a/0000.html")));
    }
}
