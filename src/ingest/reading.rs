//! A unit of work to documents, and each document to an article.
//!
//! This is where `source` and `extract` meet; `ingest` and `convert` both use it, so that what the one prints is what the other
//! files.

use crate::article::{Article, EntityOrigin, Origin};
use crate::entity::{Recogniser, Scratch};
use crate::extract::html::boilerplate::Boilerplate;
use crate::extract::{self, Extraction, Verdict};
use crate::ingest::identity;
use crate::ingest::intake::Work;
use crate::ingest::plan::Task;
use crate::source::Limits;
use crate::source::detect::{self, Kind};
use crate::source::open::{Stream, too_long};
use crate::source::records::Chunk;
use std::cell::RefCell;
use std::sync::Arc;

/// One document, read.
#[derive(Debug)]
pub struct Document {
    /// The file it came from.
    pub task: Arc<Task>,
    /// Member or line inside the file.
    pub member: String,
    /// Its first byte.
    pub offset: u64,
    /// What it is.
    pub content: Content,
}

/// What a document turned out to be.
#[derive(Debug)]
pub enum Content {
    /// An article, complete with id, and what was odd about it.
    Article(Box<Article>, Vec<String>),
    /// No article, because.
    NotArticle(String),
    /// Unreadable, because.
    Failed(String),
}

/// What is known of a file once all its documents in a unit are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEnd {
    /// Bytes taken from the disk.
    pub consumed: u64,
    /// Whether the file is read to its end.
    pub is_complete: bool,
    /// SHA-256 of its bytes, if it was read to the end.
    pub digest: String,
}

/// How to read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Bounds.
    pub limits: Limits,
    /// Blocks that repeat across pages of a host, to be left out.
    pub boilerplate: Option<&'a Boilerplate>,
    /// Finds the names in articles.
    pub recogniser: Option<&'a Recogniser>,
}

thread_local! {
    /// What the recogniser of names keeps between articles; it makes no difference to what it finds.
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::new());
}

impl Options<'_> {
    fn extraction(&self, task: &Task) -> extract::Options<'_> {
        let boilerplate = self.boilerplate.filter(|_| !task.filing.keep_boilerplate);
        extract::Options { boilerplate, ..extract::Options::default() }
    }
}

/// Receives what a unit holds.
pub trait Receiver {
    /// Why receiving stopped.
    type Error;
    /// A document.
    fn document(&mut self, document: Document) -> Result<(), Self::Error>;
    /// No more documents of this file in this unit.
    fn file_end(&mut self, task: &Arc<Task>, end: FileEnd) -> Result<(), Self::Error>;
}

/// Reads the documents of a unit in order.
pub fn read<R: Receiver>(work: Work, options: &Options<'_>, receiver: &mut R) -> Result<(), R::Error> {
    match work {
        Work::Files(tasks) => tasks.iter().try_for_each(|task| read_file(task, options, receiver)),
        Work::Lines { task, chunk, digest } => read_lines(&task, &chunk, digest, options, receiver),
        Work::Unreadable { task, error } => {
            receiver.document(failed(&task, String::new(), 0, error))?;
            receiver.file_end(&task, FileEnd { consumed: 0, is_complete: true, digest: String::new() })
        }
    }
}

fn failed(task: &Arc<Task>, member: String, offset: u64, why: String) -> Document {
    Document { task: Arc::clone(task), member, offset, content: Content::Failed(why) }
}

fn read_lines<R: Receiver>(
    task: &Arc<Task>,
    chunk: &Chunk,
    digest: Option<String>,
    options: &Options<'_>,
    receiver: &mut R,
) -> Result<(), R::Error> {
    for (number, offset) in &chunk.too_long {
        let why = too_long(options.limits.document).to_string();
        receiver.document(failed(task, line_name(*number), *offset, why))?;
    }
    // A file that was named as something else, or standard input, may hold one whole document.
    let is_whole = chunk.is_last && chunk.offset == 0 && chunk.error.is_none();
    if task.kind.is_none() && is_whole && detect::by_content(&chunk.bytes) != Kind::Records {
        read_bytes(task, &chunk.bytes, detect::by_content(&chunk.bytes), options, receiver)?;
    } else {
        for (number, offset, line) in chunk.lines() {
            let is_cut = chunk.error.is_some() && offset + line.len() as u64 >= chunk.end();
            if line.len() > options.limits.document {
                let why = too_long(options.limits.document).to_string();
                receiver.document(failed(task, line_name(number), offset, why))?;
            } else if !is_cut {
                receiver.document(read_record(task, line, line_name(number), offset, options))?;
            }
        }
    }
    if let Some(error) = &chunk.error {
        receiver.document(failed(task, line_name(chunk.end_line()), chunk.end(), error.clone()))?;
    }
    let end = FileEnd { consumed: chunk.consumed, is_complete: chunk.is_last, digest: digest.unwrap_or_default() };
    receiver.file_end(task, end)
}

fn line_name(number: u64) -> String {
    format!("line {number}")
}

fn read_file<R: Receiver>(task: &Arc<Task>, options: &Options<'_>, receiver: &mut R) -> Result<(), R::Error> {
    let mut bytes = Vec::new();
    let mut end = FileEnd { consumed: 0, is_complete: true, digest: String::new() };
    let read = task.path.as_deref().map(|path| {
        let mut stream = Stream::open(path, options.limits)?;
        let read = stream.read_document(&mut bytes);
        end.consumed = stream.consumed();
        end.digest = stream.digest();
        read
    });
    match read {
        Some(Ok(())) => {
            let kind = task.kind.unwrap_or_else(|| detect::by_content(&bytes));
            read_bytes(task, &bytes, kind, options, receiver)?;
        }
        Some(Err(error)) => {
            end.digest.clear();
            receiver.document(failed(task, String::new(), 0, error.to_string()))?;
        }
        None => {}
    }
    receiver.file_end(task, end)
}

/// Reads the documents in the bytes of a whole file.
fn read_bytes<R: Receiver>(
    task: &Arc<Task>,
    bytes: &[u8],
    kind: Kind,
    options: &Options<'_>,
    receiver: &mut R,
) -> Result<(), R::Error> {
    if bytes.is_empty() {
        return receiver.document(Document {
            task: Arc::clone(task),
            member: String::new(),
            offset: 0,
            content: Content::NotArticle("empty file".to_owned()),
        });
    }
    if kind == Kind::Json || kind == Kind::Records {
        return read_json(task, bytes, options, receiver);
    }
    let extraction = extract::document(bytes, kind, &options.extraction(task));
    receiver.document(judge(task, String::new(), 0, extraction, options))
}

/// A JSON file: one object, several one after the other, or an array of them.
fn read_json<R: Receiver>(
    task: &Arc<Task>,
    bytes: &[u8],
    options: &Options<'_>,
    receiver: &mut R,
) -> Result<(), R::Error> {
    let text = crate::source::charset::decode(bytes, None, None).text;
    let is_array = text.trim_start().starts_with('[');
    let mut count = 0;
    let mut each = |raw: &serde_json::value::RawValue, receiver: &mut R| {
        count += 1;
        let offset = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize) as u64;
        receiver.document(read_record(task, raw.get().as_bytes(), format!("record {count}"), offset, options))
    };
    let mut stop = None;
    if is_array {
        match serde_json::from_str::<Vec<&serde_json::value::RawValue>>(&text) {
            Ok(records) => records.into_iter().try_for_each(|raw| each(raw, receiver))?,
            Err(error) => stop = Some(error),
        }
    } else {
        for raw in serde_json::Deserializer::from_str(&text).into_iter::<&serde_json::value::RawValue>() {
            match raw {
                Ok(raw) => each(raw, receiver)?,
                Err(error) => {
                    stop = Some(error);
                    break;
                }
            }
        }
    }
    match stop {
        Some(error) => receiver.document(failed(task, String::new(), 0, format!("invalid JSON: {error}"))),
        None => Ok(()),
    }
}

fn read_record(task: &Arc<Task>, line: &[u8], member: String, offset: u64, options: &Options<'_>) -> Document {
    let text = match std::str::from_utf8(line) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let why = format!("not UTF-8: invalid byte at column {}", error.valid_up_to() + 1);
            return failed(task, member, offset, why);
        }
    };
    match extract::record::extract(text, &extract::Options::default()) {
        Ok(extraction) => judge(task, member, offset, extraction, options),
        Err(error) => failed(task, member, offset, error.to_string()),
    }
}

fn judge(task: &Arc<Task>, member: String, offset: u64, extraction: Extraction, options: &Options<'_>) -> Document {
    let Extraction { mut article, verdict, warnings, .. } = extraction;
    let content = match verdict {
        Verdict::NotArticle(reason) if !task.filing.keep_all || article.body.is_empty() => {
            Content::NotArticle(reason.to_owned())
        }
        _ => {
            identity::complete(&mut article);
            if let Some(recogniser) = options.recogniser {
                recognise(recogniser, &mut article);
            }
            article.origin = Origin { file: task.name.clone(), member: member.clone(), offset };
            Content::Article(Box::new(article), warnings)
        }
    };
    Document { task: Arc::clone(task), member, offset, content }
}

/// Adds the names in title and body to those that the source gives. Names that an earlier run recognised (an export that is
/// read again) are found anew.
pub(super) fn recognise(recogniser: &Recogniser, article: &mut Article) {
    article.entities.retain(|entity| entity.origin == EntityOrigin::Source);
    let annotations = SCRATCH.with_borrow_mut(|scratch| {
        recogniser.annotate(scratch, &article.title, &article.body, article.language.as_deref(), &article.entities)
    });
    article.entities = annotations.entities;
}
