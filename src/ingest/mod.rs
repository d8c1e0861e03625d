//! Files to index, in parallel: what was asked for is done once, counted, and committed with its account.
//!
//! ```text
//! walk -> plan (against the ledger) -> intake --units--> threads: read, extract, recognise, claim, index --> commit
//! ```
//!
//! Each thread takes a unit, makes articles of it and puts them into a segment of its own; nothing is handed from
//! thread to thread. Work goes in rounds: when a round's time is over, the threads finish their segments, and one commit
//! makes segments, removals and ledger visible together. Units are handed out in order, so what a commit holds is always a
//! prefix of the work.
//!
//! Which of two equal articles is filed and which is the duplicate depends on their order in the work alone: a thread
//! that meets the earlier one later takes over, and the other's copy is removed in the same commit.

pub mod claims;
pub mod derive;
pub mod families;
pub mod identity;
pub mod intake;
pub mod learning;
pub mod measure;
pub mod pipeline;
pub mod plan;
pub mod reading;

use crate::article::Article;
use crate::entity::Recogniser;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::index::filing::{Filing, UserFile};
use crate::index::ledger::{Outcomes, Problem, SourceFile, State};
use crate::index::writer::Writer;
use crate::source::Limits;
use crate::source::walk;
use intake::{Intake, Unit};
use plan::{STDIN_PREFIX, Task};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What to ingest and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Threads that read and index; 0 = one a core.
    pub threads: usize,
    /// Bytes of memory for segments under construction, all threads together.
    pub memory: usize,
    /// Bounds on documents.
    pub limits: Limits,
    /// How to walk folders.
    pub walk: walk::Options,
    /// Time between two commits.
    pub commit_every: Duration,
    /// Remove the articles of files that are gone or not wanted.
    pub prune: bool,
    /// Take pages that are no articles too.
    pub keep_all: bool,
    /// Leave blocks that repeat across pages of one host in the text.
    pub keep_boilerplate: bool,
    /// Finds the names in articles; `None` leaves them to what the sources say.
    pub recogniser: Option<Recogniser>,
    /// The gazetteer that is in the recogniser, if any.
    pub gazetteer: Option<UserFile>,
    /// The model that is in the recogniser, unless it is the shipped one.
    pub model: Option<UserFile>,
    /// Now, in nanoseconds since 1970.
    pub now: i64,
}

impl Options {
    /// How documents are read.
    fn reading(&self) -> reading::Options<'_> {
        reading::Options { limits: self.limits, boilerplate: None, recogniser: self.recogniser.as_ref() }
    }

    /// What of this changes the articles that are made.
    fn filing(&self) -> Filing {
        let digest = |file: &Option<UserFile>| {
            let file = file.as_ref().filter(|_| self.recogniser.is_some());
            file.map(|file| file.digest.clone()).unwrap_or_default()
        };
        Filing {
            names_left_out: self.recogniser.is_none(),
            gazetteer: digest(&self.gazetteer),
            model: digest(&self.model),
            keep_all: self.keep_all,
            keep_boilerplate: self.keep_boilerplate,
        }
    }

    fn planning(&self) -> plan::Options {
        plan::Options { prune: self.prune, started: self.now, filing: self.filing() }
    }

    fn thread_count(&self) -> usize {
        if self.threads > 0 {
            return self.threads;
        }
        std::thread::available_parallelism().map_or(1, usize::from)
    }
}

/// What is told while the work goes on; calls come from several threads.
pub trait Progress: Sync {
    /// The work: files, and their bytes on disk.
    fn start(&self, files: u64, bytes: u64);
    /// Bytes read from disk.
    fn bytes(&self, bytes: u64);
    /// Files read to their end and articles filed.
    fn done(&self, files: u64, articles: u64);
}

/// What became of everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// Outcomes of the documents that were read in this run; their sum is the number of documents read.
    pub outcomes: Outcomes,
    /// Files that were read.
    pub files: u64,
    /// Files that are as they were when they were read before.
    pub unchanged: u64,
    /// Files that were changed: their former articles were replaced.
    pub replaced: u64,
    /// Files that are as they were and were read again because names are looked for with other settings, ...
    pub other_names: u64,
    /// ... or because more of their text or pages is to be kept.
    pub other_text: u64,
    /// Unchanged files elsewhere that were read with other settings for names.
    pub elsewhere: u64,
    /// Files that are gone; their articles are still there.
    pub gone: u64,
    /// Files that are gone or not wanted and whose articles were removed.
    pub pruned: u64,
    /// Files of other kinds, not looked at.
    pub others: u64,
    /// Articles filed in this run in languages whose names are not recognised, by language.
    pub unrecognised: BTreeMap<String, u64>,
    /// Articles filed in this run whose names were not looked for.
    pub names_left_out: u64,
    /// Warnings about articles that were filed.
    pub warnings: u64,
    /// Bytes read from disk.
    pub bytes: u64,
    /// Failures by file, in order; as many as the ledger keeps.
    pub failures: Vec<(String, Problem)>,
    /// Folders and files that could not be looked at.
    pub unreadable: Vec<(PathBuf, String)>,
    /// Files and folders that were not wanted.
    pub left_out: Vec<walk::LeftOut>,
    /// Files that are not wanted and whose articles are still there.
    pub left_in: u64,
    /// Articles in the archive afterwards.
    pub articles: u64,
    /// Whether the run was stopped before its end.
    pub interrupted: bool,
}

/// Ingests `paths` into the archive; `-` is standard input. Stops soon, with a commit, once `interrupt` is set.
pub fn run(
    archive: &Path,
    paths: &[PathBuf],
    options: &Options,
    progress: &dyn Progress,
    interrupt: &AtomicBool,
) -> Result<Summary> {
    let (reads_stdin, files) = split_stdin(paths);
    // Look before the archive is made: a mistyped path leaves nothing behind.
    let walked = walk::walk(&files, archive, &options.walk)?;
    let mut roots = Vec::with_capacity(files.len());
    for path in &files {
        roots.push(plan::ledger_name(path, archive)?);
    }
    let mut writer = Writer::open(Archive::open_or_create(archive)?)?;
    let mut summary = Summary {
        others: walked.others,
        unreadable: walked.unreadable.clone(),
        left_out: walked.left_out.clone(),
        ..Summary::default()
    };
    let mut plan = plan::plan(walked, writer.ledger(), &roots, archive, &options.planning())?;
    if reads_stdin {
        plan.tasks.push(stdin_task(format!("{STDIN_PREFIX}{}", writer.payload().generation + 1), options));
    }
    summary.unchanged = plan.unchanged.len() as u64;
    summary.gone = plan.gone;
    summary.pruned = plan.pruned;
    summary.left_in = plan.left_in;
    (summary.other_names, summary.other_text, summary.elsewhere) = (plan.other_names, plan.other_text, plan.elsewhere);
    summary.replaced = plan.removed.len() as u64 - plan.pruned - plan.other_names - plan.other_text;
    // What is kept for names stays when a run does without.
    let is_kept_anew =
        options.recogniser.is_some() && writer.keep(options.gazetteer.as_ref(), options.model.as_ref())?;
    if is_kept_anew || !plan.tasks.is_empty() || !plan.changes.is_empty() {
        progress.start(plan.tasks.len() as u64, plan.tasks.iter().map(|task| task.size).sum());
        let stdin = reads_stdin.then(|| Box::new(std::io::stdin()) as Box<dyn Read + Send>);
        pipeline::run(&mut writer, plan, stdin, options, progress, interrupt, &mut summary)?;
    }
    if !summary.interrupted {
        families::update(&mut writer)?;
    }
    let reader = writer.archive().reader()?;
    summary.articles = reader.searcher().num_docs();
    writer.finish()?;
    Ok(summary)
}

fn split_stdin(paths: &[PathBuf]) -> (bool, Vec<PathBuf>) {
    let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
    let files = paths.iter().filter(|path| !is_stdin(path)).cloned().collect();
    (paths.iter().any(|path| is_stdin(&path)), files)
}

fn stdin_task(name: String, options: &Options) -> Task {
    Task { path: None, name, size: 0, modified: 0, kind: None, resume: None, filing: options.filing() }
}

/// What `convert` found besides articles.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Converted {
    /// Outcomes; `indexed` counts the articles given out.
    pub outcomes: Outcomes,
    /// Documents that gave no article: file, member and cause.
    pub problems: Vec<(String, Problem)>,
    /// Folders and files that could not be looked at.
    pub unreadable: Vec<(PathBuf, String)>,
    /// Files and folders that were not wanted.
    pub left_out: Vec<walk::LeftOut>,
}

/// Gives `each` every article that `run` would file, in the order of the files, duplicates included. No archive is needed; names
/// of files are relative to the folder of `base`.
pub fn convert(
    base: &Path,
    paths: &[PathBuf],
    options: &Options,
    interrupt: &AtomicBool,
    each: &mut dyn FnMut(&Article) -> Result<()>,
) -> Result<Converted> {
    let (reads_stdin, files) = split_stdin(paths);
    let walked = walk::walk(&files, base, &options.walk)?;
    let mut converted =
        Converted { unreadable: walked.unreadable.clone(), left_out: walked.left_out.clone(), ..Converted::default() };
    let mut plan = plan::plan(walked, &Default::default(), &[], base, &options.planning())?;
    if reads_stdin {
        plan.tasks.push(stdin_task("stdin".to_owned(), options));
    }
    let stdin = reads_stdin.then(|| Box::new(std::io::stdin()) as Box<dyn Read + Send>);
    let threads = options.thread_count();
    let pool = thread_pool(threads)?;
    let learned = learning::learn(&plan.tasks, options, &pool, interrupt);
    let reading = reading::Options { boilerplate: Some(&learned), ..options.reading() };
    let mut intake = Intake::new(plan.tasks, options.limits, stdin);
    loop {
        if interrupt.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        // A wave of units is read in parallel and given out in order; memory is bounded by the wave.
        let wave: Vec<Unit> = std::iter::from_fn(|| intake.next_unit()).take(4 * threads).collect();
        if wave.is_empty() {
            return Ok(converted);
        }
        let read: Vec<Vec<reading::Document>> =
            pool.install(|| wave.into_par_iter().map(|unit| collect(unit, &reading)).collect());
        for document in read.into_iter().flatten() {
            converted.receive(document, each)?;
        }
    }
}

fn collect(unit: Unit, options: &reading::Options<'_>) -> Vec<reading::Document> {
    struct Collector(Vec<reading::Document>);
    impl reading::Receiver for Collector {
        type Error = std::convert::Infallible;
        fn document(&mut self, document: reading::Document) -> std::result::Result<(), Self::Error> {
            self.0.push(document);
            Ok(())
        }
        fn file_end(&mut self, _: &Arc<Task>, _: reading::FileEnd) -> std::result::Result<(), Self::Error> {
            Ok(())
        }
    }
    let mut collector = Collector(Vec::new());
    match reading::read(unit.work, options, &mut collector) {
        Ok(()) => collector.0,
        Err(never) => match never {},
    }
}

impl Converted {
    fn receive(&mut self, document: reading::Document, each: &mut dyn FnMut(&Article) -> Result<()>) -> Result<()> {
        let mut problem = |kind: &str, why: String| {
            let problem = Problem { kind: kind.to_owned(), member: document.member.clone(), why };
            self.problems.push((document.task.name.clone(), problem));
        };
        match document.content {
            reading::Content::Article(article, warnings) => {
                for warning in warnings {
                    problem("warning", warning);
                }
                self.outcomes.indexed += 1;
                each(&article)?;
            }
            reading::Content::NotArticle(why) => {
                problem("not an article", why);
                self.outcomes.not_article += 1;
            }
            reading::Content::Failed(why) => {
                problem("failed", why);
                self.outcomes.failed += 1;
            }
        }
        Ok(())
    }
}

fn thread_pool(threads: usize) -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|number| format!("ingest-{number}"))
        .build()
        .map_err(|error| Error::io("threads", std::io::Error::other(error)))
}

/// A file's account before anything of it was read.
fn new_account(task: &Task) -> SourceFile {
    task.resume.clone().unwrap_or(SourceFile {
        size: task.size,
        modified: task.modified,
        digest: String::new(),
        state: State::Complete,
        outcomes: Outcomes::default(),
        problems: Vec::new(),
        duplicates_of: Vec::new(),
        filing: task.filing.clone(),
    })
}

/// Accounts of the files of a round, by name.
type Accounts = BTreeMap<String, SourceFile>;
