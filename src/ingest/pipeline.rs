//! Units to segments on all threads, in rounds that end with a commit.

use crate::article::{Article, ArticleId};
use crate::duplicate::Scratch;
use crate::entity::recogniser::is_english;
use crate::error::Result;
use crate::extract::html::boilerplate::Boilerplate;
use crate::index::document::Entry;
use crate::index::ledger::{Outcomes, Problem, SourceFile, State};
use crate::index::writer::{SegmentBuilder, SegmentMeta, Writer};
use crate::ingest::claims::{Answer, Claims, Holder};
use crate::ingest::intake::{Intake, Unit};
use crate::ingest::plan::{Plan, Task};
use crate::ingest::reading::{self, Content, Document, FileEnd};
use crate::ingest::{Accounts, Options, Progress, Summary, new_account, thread_pool};
use crate::ingest::{derive, learning};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Does what the plan says.
pub fn run(
    writer: &mut Writer,
    plan: Plan,
    stdin: Option<Box<dyn Read + Send>>,
    options: &Options,
    progress: &dyn Progress,
    interrupt: &AtomicBool,
    summary: &mut Summary,
) -> Result<()> {
    let threads = options.thread_count();
    let pool = thread_pool(threads)?;
    let claims = Claims::new(writer.known(&plan.removed)?);
    for file in &plan.removed {
        writer.remove_source(file)?;
    }
    let mut changes = plan.changes;
    let learned = learning::learn(&plan.tasks, options, &pool, interrupt);
    let mut intake = Intake::new(plan.tasks, options.limits, stdin);
    let mut accounts = Accounts::new();
    loop {
        let round = Round {
            writer,
            claims: &claims,
            learned: &learned,
            options,
            progress,
            interrupt,
            intake: Mutex::new(&mut intake),
            has_begun: AtomicBool::new(false),
            is_exhausted: AtomicBool::new(false),
            has_failed: AtomicBool::new(false),
            deadline: Instant::now() + options.commit_every,
            memory: options.memory / threads,
        };
        let results: Vec<Result<Shift>> = pool.broadcast(|_| round.work());
        let is_exhausted = round.is_exhausted.load(Ordering::Relaxed);
        let shifts = results.into_iter().collect::<Result<Vec<_>>>()?;
        summary.interrupted = interrupt.load(Ordering::Relaxed) && !is_exhausted;
        let closed = close(writer, &claims, shifts, &intake, &mut accounts, summary)?;
        changes.extend(closed.into_iter().map(|(name, account)| (name, Some(account))));
        if is_exhausted || summary.interrupted {
            writer.merge_from_now_on();
        }
        writer.commit(&changes)?;
        changes.clear();
        if is_exhausted || summary.interrupted {
            return Ok(());
        }
    }
}

/// What all threads of a round share.
struct Round<'a> {
    writer: &'a Writer,
    claims: &'a Claims,
    learned: &'a Boilerplate,
    options: &'a Options,
    progress: &'a dyn Progress,
    interrupt: &'a AtomicBool,
    intake: Mutex<&'a mut Intake>,
    has_begun: AtomicBool,
    is_exhausted: AtomicBool,
    has_failed: AtomicBool,
    deadline: Instant,
    /// Bytes that one segment under construction may take.
    memory: usize,
}

/// What one thread did in a round.
#[derive(Default)]
struct Shift {
    segments: Vec<SegmentMeta>,
    files: BTreeMap<String, FileWork>,
    /// Copies that an earlier one replaces, and the language in which their names are not recognised.
    taken_over: Vec<(ArticleId, Holder, Option<String>)>,
}

/// What one thread did for one file.
struct FileWork {
    task: Arc<Task>,
    outcomes: Outcomes,
    /// With the order of the document each is about.
    problems: Vec<(u64, Problem)>,
    duplicates: Vec<ArticleId>,
    warnings: u64,
    /// Articles in languages whose names are not recognised.
    unrecognised: BTreeMap<String, u64>,
    bytes: u64,
    /// Set by the thread that saw the end of the file.
    end: Option<FileEnd>,
}

impl Round<'_> {
    fn work(&self) -> Result<Shift> {
        let mut worker = Worker {
            round: self,
            shift: Shift::default(),
            builder: None,
            names: FxHashMap::default(),
            scratch: Scratch::default(),
            order: 0,
        };
        let result = worker.run();
        if result.is_err() {
            self.has_failed.store(true, Ordering::Relaxed);
        }
        result.map(|()| worker.shift)
    }

    fn next_unit(&self) -> Option<Unit> {
        if self.interrupt.load(Ordering::Relaxed) || self.has_failed.load(Ordering::Relaxed) {
            return None;
        }
        // Every round does something, however short the time between commits is.
        if self.has_begun.swap(true, Ordering::Relaxed) && Instant::now() >= self.deadline {
            return None;
        }
        // Poisoned only if a thread panicked while reading; then the round fails anyhow when the panic is passed on.
        let unit = self.intake.lock().unwrap_or_else(PoisonError::into_inner).next_unit();
        if unit.is_none() {
            self.is_exhausted.store(true, Ordering::Relaxed);
        }
        unit
    }
}

struct Worker<'a, 'r> {
    round: &'a Round<'r>,
    shift: Shift,
    builder: Option<SegmentBuilder>,
    /// Names shared between the claims of one file.
    names: FxHashMap<String, Arc<str>>,
    scratch: Scratch,
    /// Order of the next document.
    order: u64,
}

impl Worker<'_, '_> {
    fn run(&mut self) -> Result<()> {
        while let Some(unit) = self.round.next_unit() {
            self.order = unit.sequence << 32;
            self.names.clear();
            let options = reading::Options { boilerplate: Some(self.round.learned), ..self.round.options.reading() };
            reading::read(unit.work, &options, self)?;
        }
        self.finish_segment()
    }

    fn finish_segment(&mut self) -> Result<()> {
        if let Some(builder) = self.builder.take() {
            self.shift.segments.extend(builder.finish()?);
        }
        Ok(())
    }

    fn file(&mut self, task: &Arc<Task>) -> &mut FileWork {
        self.shift.files.entry(task.name.clone()).or_insert_with(|| FileWork {
            task: Arc::clone(task),
            outcomes: Outcomes::default(),
            problems: Vec::new(),
            duplicates: Vec::new(),
            warnings: 0,
            unrecognised: BTreeMap::new(),
            bytes: 0,
            end: None,
        })
    }

    fn name(&mut self, task: &Task) -> Arc<str> {
        if let Some(name) = self.names.get(&task.name) {
            return Arc::clone(name);
        }
        let name: Arc<str> = Arc::from(task.name.as_str());
        self.names.insert(task.name.clone(), Arc::clone(&name));
        name
    }

    /// The language of an article whose names the recogniser did not look for because of it.
    fn unrecognised_language(&self, article: &Article) -> Option<String> {
        let language = article.language.as_ref().filter(|_| self.round.options.recogniser.is_some())?;
        (!is_english(language)).then(|| language.clone())
    }

    fn push_problem(&mut self, task: &Arc<Task>, kind: &str, member: String, why: String) {
        let order = self.order;
        let problem = Problem { kind: kind.to_owned(), member, why };
        self.file(task).problems.push((order, problem));
    }

    fn index(&mut self, entry: Entry) -> Result<()> {
        let mut builder = match self.builder.take() {
            Some(builder) => builder,
            None => self.round.writer.segment_builder(self.round.memory)?,
        };
        builder.add(entry)?;
        let is_full = builder.memory() >= self.round.memory;
        self.builder = Some(builder);
        if is_full {
            self.finish_segment()?;
        }
        Ok(())
    }
}

impl reading::Receiver for Worker<'_, '_> {
    type Error = crate::error::Error;

    fn document(&mut self, document: Document) -> Result<()> {
        self.order += 1;
        let Document { task, member, offset, content } = document;
        let (article, warnings) = match content {
            Content::Article(article, warnings) => (article, warnings),
            Content::NotArticle(why) => {
                self.file(&task).outcomes.not_article += 1;
                self.push_problem(&task, "not an article", member, why);
                return Ok(());
            }
            Content::Failed(why) => {
                self.file(&task).outcomes.failed += 1;
                self.push_problem(&task, "failed", member, why);
                return Ok(());
            }
        };
        let id = article.id;
        let holder = Holder { order: self.order, file: self.name(&task), offset };
        match self.round.claims.claim(id, holder) {
            Answer::Duplicate => {
                let file = self.file(&task);
                file.outcomes.duplicate += 1;
                file.duplicates.push(id);
                return Ok(());
            }
            Answer::TakeOver(holder) => self.shift.taken_over.push((id, holder, self.unrecognised_language(&article))),
            Answer::Yours => {}
        }
        self.round.progress.done(0, 1);
        if let Some(language) = self.unrecognised_language(&article) {
            *self.file(&task).unrecognised.entry(language).or_default() += 1;
        }
        self.file(&task).outcomes.indexed += 1;
        self.file(&task).warnings += warnings.len() as u64;
        for warning in warnings {
            self.push_problem(&task, "warning", member.clone(), warning);
        }
        let derived = derive::derived(&article, &mut self.scratch);
        let entry = Entry::new(*article, derived, *self.round.writer.fields(), self.round.options.now / 1_000_000_000);
        self.index(entry)
    }

    fn file_end(&mut self, task: &Arc<Task>, end: FileEnd) -> Result<()> {
        let progress = self.round.progress;
        let file = self.file(task);
        file.bytes += end.consumed;
        progress.bytes(end.consumed);
        progress.done(u64::from(end.is_complete), 0);
        if end.is_complete {
            file.end = Some(end);
        }
        Ok(())
    }
}

/// Puts the work of all threads together: removals and segments to the writer, accounts to the ledger.
fn close(
    writer: &Writer,
    claims: &Claims,
    shifts: Vec<Shift>,
    intake: &Intake,
    accounts: &mut Accounts,
    summary: &mut Summary,
) -> Result<BTreeMap<String, SourceFile>> {
    let mut files: BTreeMap<String, FileWork> = BTreeMap::new();
    let mut taken_over = Vec::new();
    for shift in shifts {
        for segment in shift.segments {
            writer.add_segment(segment)?;
        }
        taken_over.extend(shift.taken_over);
        for (name, work) in shift.files {
            match files.remove(&name) {
                Some(other) => files.insert(name, joined(other, work)),
                None => files.insert(name, work),
            };
        }
    }
    for (id, holder, language) in taken_over {
        writer.remove_copy(id, &holder.file, holder.offset)?;
        if let Some(work) = files.get_mut(holder.file.as_ref()) {
            work.outcomes.indexed -= 1;
            if let Some(count) = language.and_then(|language| work.unrecognised.get_mut(&language)) {
                *count = count.saturating_sub(1);
            }
            work.outcomes.duplicate += 1;
            work.duplicates.push(id);
            // What was said of the copy goes with it.
            let problems = work.problems.len();
            work.problems.retain(|(order, problem)| *order != holder.order || problem.kind != "warning");
            work.warnings -= (problems - work.problems.len()) as u64;
        }
    }
    let mut changes = BTreeMap::new();
    for (name, mut work) in files {
        let mut account = accounts.remove(&name).unwrap_or_else(|| new_account(&work.task));
        account.outcomes.add(&work.outcomes);
        summary.outcomes.add(&work.outcomes);
        summary.warnings += work.warnings;
        add_counts(&mut summary.unrecognised, &work.unrecognised);
        if account.filing.names_left_out {
            summary.names_left_out += work.outcomes.indexed;
        }
        summary.bytes += work.bytes;
        work.problems.sort_by_key(|(order, _)| *order);
        for (_, problem) in work.problems {
            if problem.kind == "failed" {
                summary.failures.push((name.clone(), problem.clone()));
            }
            account.push_problem(problem);
        }
        account.duplicates_of = holders(writer, claims, &name, &work.duplicates, account.duplicates_of)?;
        match work.end {
            Some(end) => {
                summary.files += 1;
                account.state = State::Complete;
                account.digest = end.digest;
            }
            None => {
                if let Some((_, state)) = intake.position().filter(|(task, _)| task.name == name) {
                    account.state = state.clone();
                }
                accounts.insert(name.clone(), account.clone());
            }
        }
        changes.insert(name, account);
    }
    Ok(changes)
}

fn joined(mut one: FileWork, other: FileWork) -> FileWork {
    one.outcomes.add(&other.outcomes);
    one.problems.extend(other.problems);
    one.duplicates.extend(other.duplicates);
    one.warnings += other.warnings;
    add_counts(&mut one.unrecognised, &other.unrecognised);
    one.bytes += other.bytes;
    one.end = one.end.or(other.end);
    one
}

fn add_counts(sums: &mut BTreeMap<String, u64>, counts: &BTreeMap<String, u64>) {
    for (language, count) in counts.iter().filter(|(_, count)| **count > 0) {
        *sums.entry(language.clone()).or_default() += count;
    }
}

/// The files that hold these articles, other than `name` itself.
fn holders(
    writer: &Writer,
    claims: &Claims,
    name: &str,
    duplicates: &[ArticleId],
    before: Vec<String>,
) -> Result<Vec<String>> {
    let mut holders: BTreeSet<String> = before.into_iter().collect();
    for id in duplicates {
        match claims.holder(*id) {
            Some(Ok(file)) => holders.insert(file.as_ref().to_owned()),
            Some(Err(address)) => holders.insert(writer.article(address)?.origin.file),
            None => false,
        };
    }
    holders.remove(name);
    Ok(holders.into_iter().collect())
}
