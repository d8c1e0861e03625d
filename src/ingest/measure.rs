//! How fast is each stage on this machine and these files?
//!
//! Every stage runs alone, on one thread, over documents that are in memory already, so that its cost can be told from the
//! others'; the last figure is a whole ingest with all threads into a temporary archive. Times are the median of the rounds.

use crate::article::{Article, ArticleId};
use crate::duplicate::{self, Scratch, Sketch, sketch};
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::index::document::Entry;
use crate::index::writer::Writer;
use crate::ingest::intake::Intake;
use crate::ingest::reading::{self, Content};
use crate::ingest::{Options, Progress, collect, derive, identity, plan, run};
use crate::source::walk;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// What one stage did.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// `read`, `extract`, `identify`, `recognise`, `families`, `index`, `ingest`.
    pub name: &'static str,
    /// What it does, for people.
    pub meaning: &'static str,
    /// Threads it ran on.
    pub threads: usize,
    /// Documents it handled.
    pub documents: u64,
    /// Bytes on disk that these documents take.
    pub bytes: u64,
    /// Median of the rounds.
    pub seconds: f64,
}

struct Silent;

impl Progress for Silent {
    fn start(&self, _: u64, _: u64) {}
    fn bytes(&self, _: u64) {}
    fn done(&self, _: u64, _: u64) {}
}

/// Measures the stages on `paths`; `folder` is an empty folder for archives, which the caller removes.
pub fn stages(
    paths: &[PathBuf],
    options: &Options,
    rounds: usize,
    folder: &Path,
    interrupt: &AtomicBool,
) -> Result<Vec<Stage>> {
    let mut seconds: [Vec<f64>; 7] = Default::default();
    let reading = reading::Options { recogniser: None, ..options.reading() };
    let (mut documents, mut bytes) = (0, 0);
    for round in 0..rounds.max(1) {
        if interrupt.load(std::sync::atomic::Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let archive = folder.join(format!("archive-{round}"));
        let [read, extract, identify, recognise, families, index, ingest] = &mut seconds;
        let start = Instant::now();
        let walked = walk::walk(paths, &archive, &options.walk)?;
        bytes = walked.files.iter().map(|file| file.size).sum();
        let tasks = plan::plan(walked, &Default::default(), &[], &archive, &options.planning())?.tasks;
        let mut intake = Intake::new(tasks, options.limits, None);
        let units: Vec<_> = std::iter::from_fn(|| intake.next_unit()).collect();
        read.push(start.elapsed().as_secs_f64());

        let start = Instant::now();
        let read_documents: Vec<_> = units.into_iter().flat_map(|unit| collect(unit, &reading)).collect();
        extract.push(start.elapsed().as_secs_f64());
        documents = read_documents.len() as u64;
        let mut articles: Vec<Article> = read_documents.into_iter().filter_map(article).collect();

        let start = Instant::now();
        articles.iter_mut().for_each(identity::complete);
        identify.push(start.elapsed().as_secs_f64());

        let start = Instant::now();
        if let Some(recogniser) = &options.recogniser {
            articles.iter_mut().for_each(|article| reading::recognise(recogniser, article));
        }
        recognise.push(start.elapsed().as_secs_f64());

        let corpus = sketches(&articles);
        let start = Instant::now();
        let Ok(state) = duplicate::update(None, &corpus, || Ok(None), &duplicate::Options::default());
        drop(state.members());
        families.push(start.elapsed().as_secs_f64());

        index.push(index_all(articles, &folder.join(format!("index-{round}")), options)?);
        let start = Instant::now();
        run(&archive, paths, options, &Silent, interrupt)?;
        ingest.push(start.elapsed().as_secs_f64());
    }
    let meanings = [
        ("read", "walk, decompress, cut into units (whole files are read by the next stage)"),
        ("extract", "documents to complete articles, without the names in them"),
        ("identify", "the part of it that cleans text, counts words and makes the id"),
        ("recognise", "the names in titles and bodies (left out by --no-entities)"),
        ("families", "sketches of all articles to families of near-duplicates"),
        ("index", "sketches, keys of names, and articles to a committed segment"),
        ("ingest", "everything, with all threads"),
    ];
    Ok(meanings
        .into_iter()
        .zip(seconds)
        .filter(|((name, _), _)| options.recogniser.is_some() || *name != "recognise")
        .map(|((name, meaning), times)| Stage {
            name,
            meaning,
            threads: if name == "ingest" { options.thread_count() } else { 1 },
            documents,
            bytes,
            seconds: median(times),
        })
        .collect())
}

fn article(document: reading::Document) -> Option<Article> {
    match document.content {
        Content::Article(article, _) => Some(*article),
        Content::NotArticle(_) | Content::Failed(_) => None,
    }
}

/// The sketches of all articles.
fn sketches(articles: &[Article]) -> (Vec<ArticleId>, Vec<Sketch>) {
    let mut scratch = Scratch::default();
    articles.iter().map(|article| (article.id, sketch(&article.title, &article.body, &mut scratch))).unzip()
}

fn index_all(articles: Vec<Article>, folder: &Path, options: &Options) -> Result<f64> {
    let mut writer = Writer::open(Archive::open_or_create(folder)?)?;
    let start = Instant::now();
    let mut builder = writer.segment_builder(options.memory)?;
    let mut scratch = Scratch::default();
    for article in articles {
        let derived = derive::derived(&article, &mut scratch);
        builder.add(Entry::new(article, derived, *writer.fields(), options.now / 1_000_000_000))?;
        if builder.memory() >= options.memory {
            let full = std::mem::replace(&mut builder, writer.segment_builder(options.memory)?);
            if let Some(segment) = full.finish()? {
                writer.add_segment(segment)?;
            }
        }
    }
    if let Some(segment) = builder.finish()? {
        writer.add_segment(segment)?;
    }
    writer.commit(&Default::default())?;
    Ok(start.elapsed().as_secs_f64())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(0.0)
}
