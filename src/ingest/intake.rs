//! Tasks to units of work: pieces of about equal size that any thread can take, numbered in the order of the files.
//!
//! One thread at a time asks for the next unit, so reading and decompressing a big file happen one after the other, while
//! parsing and everything after it run in parallel. At any moment the units handed out are a prefix of the work, which is what
//! makes a commit between two of them a state that a rerun can go on from.

use crate::index::ledger::State;
use crate::ingest::plan::Task;
use crate::source::Limits;
use crate::source::detect::{self, Kind};
use crate::source::open::Stream;
use crate::source::records::{Chunk, Records};
use std::io::{self, Read};
use std::sync::Arc;

/// Whole files are put together until they have this many bytes on disk ...
const UNIT_BYTES: u64 = 1 << 20;
/// ... or are this many.
const UNIT_FILES: usize = 64;

/// A piece of work.
#[derive(Debug)]
pub struct Unit {
    /// Its number, from 0 without gaps.
    pub sequence: u64,
    /// What to do.
    pub work: Work,
}

/// What a unit holds.
#[derive(Debug)]
pub enum Work {
    /// Files that are documents themselves, still to be read.
    Files(Vec<Arc<Task>>),
    /// Lines of a file of records.
    Lines {
        /// The file.
        task: Arc<Task>,
        /// The lines.
        chunk: Chunk,
        /// SHA-256 of the file's bytes, with its last chunk if it was read to the end.
        digest: Option<String>,
    },
    /// A file that could not be opened.
    Unreadable {
        /// The file.
        task: Arc<Task>,
        /// Why.
        error: String,
    },
}

/// Hands out units.
pub struct Intake {
    tasks: std::iter::Peekable<std::vec::IntoIter<Arc<Task>>>,
    limits: Limits,
    sequence: u64,
    open: Option<(Arc<Task>, Records)>,
    stdin: Option<Box<dyn Read + Send>>,
    position: Option<(Arc<Task>, State)>,
}

impl Intake {
    /// Starts on these tasks; the one without a path reads `stdin`.
    pub fn new(tasks: Vec<Task>, limits: Limits, stdin: Option<Box<dyn Read + Send>>) -> Self {
        let tasks: Vec<Arc<Task>> = tasks.into_iter().map(Arc::new).collect();
        Intake { tasks: tasks.into_iter().peekable(), limits, sequence: 0, open: None, stdin, position: None }
    }

    /// The file of records that is being read, and how far units of it were handed out.
    pub fn position(&self) -> Option<(&Task, &State)> {
        self.position.as_ref().map(|(task, state)| (task.as_ref(), state))
    }

    /// The next unit; `None` when all is handed out.
    pub fn next_unit(&mut self) -> Option<Unit> {
        let work = self.next_chunk().or_else(|| self.next_files())?;
        let sequence = self.sequence;
        self.sequence += 1;
        Some(Unit { sequence, work })
    }

    fn next_chunk(&mut self) -> Option<Work> {
        let (task, records) = self.open.as_mut()?;
        let task = Arc::clone(task);
        let Some(chunk) = records.next_chunk() else {
            self.open = None;
            self.position = None;
            return None;
        };
        let mut digest = None;
        if chunk.is_last {
            digest = chunk.error.is_none().then(|| records.digest());
            self.open = None;
            self.position = None;
        } else {
            let state = State::Partial { offset: chunk.end(), records: chunk.end_line() - 1 };
            self.position = Some((Arc::clone(&task), state));
        }
        Some(Work::Lines { task, chunk, digest })
    }

    fn next_files(&mut self) -> Option<Work> {
        let mut files = Vec::new();
        let mut bytes = 0;
        loop {
            let limits = self.limits;
            let is_records = self.tasks.peek().is_some_and(|task| is_streamed(task, limits));
            if is_records && files.is_empty() {
                let task = self.tasks.next()?;
                return Some(self.start_records(task));
            }
            if is_records || files.len() >= UNIT_FILES || bytes >= UNIT_BYTES {
                break;
            }
            let Some(task) = self.tasks.next() else {
                break;
            };
            bytes += task.size;
            files.push(task);
        }
        (!files.is_empty()).then_some(Work::Files(files))
    }

    fn start_records(&mut self, task: Arc<Task>) -> Work {
        match self.open_records(&task) {
            Ok(records) => {
                self.open = Some((Arc::clone(&task), records));
                let first = self.next_chunk().unwrap_or(Work::Files(Vec::new()));
                self.whole_document(first)
            }
            Err(error) => Work::Unreadable { task, error: error.to_string() },
        }
    }

    /// Text of an untold kind that does not begin like a record is one document, however many chunks it comes in.
    fn whole_document(&mut self, first: Work) -> Work {
        let Work::Lines { task, mut chunk, mut digest } = first else {
            return first;
        };
        let is_document = task.kind.is_none() && detect::by_content(&chunk.bytes) != Kind::Records;
        while is_document && !chunk.is_last && chunk.bytes.len() <= self.limits.document {
            let Some(Work::Lines { chunk: next, digest: end, .. }) = self.next_chunk() else {
                break;
            };
            chunk.bytes.extend_from_slice(&next.bytes);
            chunk.is_last = next.is_last;
            chunk.error = next.error;
            chunk.consumed += next.consumed;
            digest = end;
        }
        Work::Lines { task, chunk, digest }
    }

    fn open_records(&mut self, task: &Task) -> io::Result<Records> {
        let stream = match (&task.path, self.stdin.take()) {
            (Some(path), stdin) => {
                self.stdin = stdin;
                Stream::open(path, self.limits)?
            }
            (None, Some(stdin)) => Stream::new(stdin, self.limits)?,
            (None, None) => return Err(io::Error::other("standard input was read already")),
        };
        let mut records = Records::new(stream, self.limits);
        if let Some(State::Partial { offset, records: count }) = task.resume.as_ref().map(|entry| &entry.state) {
            records.skip_to(*offset, count + 1)?;
        }
        Ok(records)
    }
}

/// Whether a file is read line by line: one that is named so, one of an untold kind that begins like a record, and
/// standard input, which is looked at while it is read.
fn is_streamed(task: &Task, limits: Limits) -> bool {
    match (task.kind, &task.path) {
        (Some(kind), _) => kind == Kind::Records,
        (None, None) => true,
        (None, Some(path)) => {
            let mut head = Vec::new();
            Stream::open(path, limits).is_ok_and(|stream| {
                stream.take(1024).read_to_end(&mut head).is_ok() && detect::by_content(&head) == Kind::Records
            })
        }
    }
}
