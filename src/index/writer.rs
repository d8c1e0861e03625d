//! Writing to an archive: segments built by the threads that made the articles, one commit for everything.
//!
//! A [`SegmentBuilder`] belongs to one thread and needs no lock. The [`Writer`] (one a process, one an archive) takes the
//! finished segments, the removals and the ledger's changes, and makes them visible in one commit.
//!
//! Removals of files reach the segments that were there when the writer was opened, and no others: so a file's new articles
//! replace its former ones in one commit, whatever the order of calls. Segments are therefore merged only at the end
//! ([`Writer::merge_from_now_on`]). Removals of single copies come after the segment that holds the copy.

use crate::article::{Article, ArticleId};
use crate::error::{Error, Result};
use crate::index::document::{self, Entry};
use crate::index::families::Families;
use crate::index::filing::{Extent, Kept, UserFile};
use crate::index::ledger::{self, Ledger, SourceFile};
use crate::index::schema::Fields;
use crate::index::sketches::Sketches;
use crate::index::{Archive, FamiliesFile, Payload, sealed};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::iter;
use std::sync::Arc;
use tantivy::directory::error::LockError;
use tantivy::index::{Segment, SegmentId};
use tantivy::indexer::{AddOperation, IndexWriterOptions, LogMergePolicy, NoMergePolicy, SegmentWriter};
use tantivy::query::{BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocAddress, DocId, DocSet, IndexWriter, Score, Searcher, SegmentReader, TERMINATED, TantivyDocument, TantivyError,
    Term,
};

/// A finished segment, to be handed from its builder to the writer.
pub use tantivy::index::SegmentMeta;

/// The engine demands a budget for its own indexing thread, which stays idle here; this is its minimum.
const IDLE_THREAD_BUDGET: usize = 15_000_000;
/// Ledger files in force before they are written anew as one.
const LONGEST_LEDGER_CHAIN: usize = 8;
/// Share of removed articles in a segment above which it is written anew.
const REMOVED_SHARE: f32 = 0.3;

/// A segment under construction, owned by one thread.
pub struct SegmentBuilder {
    segment: Segment,
    writer: SegmentWriter,
}

impl std::fmt::Debug for SegmentBuilder {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SegmentBuilder").field("articles", &self.writer.max_doc()).finish_non_exhaustive()
    }
}

impl SegmentBuilder {
    /// Adds an article.
    pub fn add(&mut self, entry: Entry) -> Result<()> {
        let operation = AddOperation { opstamp: 0, document: entry };
        Ok(self.writer.add_document(operation)?)
    }

    /// Bytes of memory in use.
    pub fn memory(&self) -> usize {
        self.writer.mem_usage()
    }

    /// Writes the segment to disk; `None` if it is empty.
    pub fn finish(self) -> Result<Option<SegmentMeta>> {
        let articles = self.writer.max_doc();
        if articles == 0 {
            return Ok(None);
        }
        self.writer.finalize()?;
        let meta = self.segment.with_max_doc(articles).meta().clone();
        meta.untrack_temp_docstore();
        Ok(Some(meta))
    }
}

/// Where an article that is in the index already was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Address(DocAddress);

/// The one writer of an archive.
pub struct Writer {
    archive: Archive,
    engine: IndexWriter<Entry>,
    searcher: Searcher,
    /// The segments that were there at the opening.
    opened: Arc<FxHashSet<SegmentId>>,
    payload: Payload,
    ledger: Ledger,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Writer").field("archive", &self.archive).finish_non_exhaustive()
    }
}

impl Writer {
    /// Takes the archive's lock; [`Error::Busy`] if another process has it.
    pub fn open(archive: Archive) -> Result<Self> {
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(IDLE_THREAD_BUDGET)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let engine = match archive.index().writer_with_options(options) {
            Ok(engine) => engine,
            Err(TantivyError::LockFailure(..)) if is_locked(&archive) => {
                return Err(Error::Busy { path: archive.path().to_owned() });
            }
            Err(TantivyError::LockFailure(LockError::IoError(cause), _)) => {
                let why = format!("cannot be locked for writing: {cause}");
                return Err(Error::io(archive.path(), io::Error::new(cause.kind(), why)));
            }
            Err(error) => return Err(error.into()),
        };
        engine.set_merge_policy(Box::new(NoMergePolicy));
        // Read after the lock is held, so that nobody can change it any more.
        let payload = archive.payload()?;
        let ledger = Ledger::read(archive.path(), &payload.ledger)?;
        let searcher = archive.reader()?.searcher();
        let opened = Arc::new(searcher.segment_readers().iter().map(SegmentReader::segment_id).collect());
        let writer = Writer { archive, engine, searcher, opened, payload, ledger };
        writer.remove_orphans();
        // A killed run may have left files under names that this one is going to use.
        writer.engine.garbage_collect_files().wait()?;
        Ok(writer)
    }

    /// The archive.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The ledger as of the last commit.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Handles of the fields.
    pub fn fields(&self) -> &Fields {
        self.archive.fields()
    }

    /// A new segment for one thread. `memory` is what it may use before the caller should finish it.
    pub fn segment_builder(&self, memory: usize) -> Result<SegmentBuilder> {
        let segment = self.engine.new_segment();
        let writer = SegmentWriter::for_segment(memory, segment.clone())?;
        Ok(SegmentBuilder { segment, writer })
    }

    /// All articles that were in the index when the writer was opened, without those of `removed` files.
    pub fn known(&self, removed: &BTreeSet<String>) -> Result<Vec<(ArticleId, Address)>> {
        let mut gone = FxHashSet::default();
        for file in removed {
            self.collect_addresses(file, &mut gone)?;
        }
        let mut known = Vec::with_capacity(usize::try_from(self.searcher.num_docs()).unwrap_or_default());
        for (segment_ord, reader) in (0..).zip(self.searcher.segment_readers()) {
            let ids = reader.fast_fields().u64("id")?;
            for doc_id in reader.doc_ids_alive() {
                let address = Address(DocAddress { segment_ord, doc_id });
                if let Some(id) = ids.first(doc_id).filter(|_| !gone.contains(&address)) {
                    known.push((ArticleId(id), address));
                }
            }
        }
        Ok(known)
    }

    fn collect_addresses(&self, file: &str, addresses: &mut FxHashSet<Address>) -> Result<()> {
        let term = Term::from_field_text(self.fields().source, file);
        for (segment_ord, reader) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = reader.inverted_index(self.fields().source)?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(TantivyError::from)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                let doc_id = postings.doc();
                addresses.insert(Address(DocAddress { segment_ord, doc_id }));
                postings.advance();
            }
        }
        Ok(())
    }

    /// The article at an address that [`Writer::known`] gave.
    pub fn article(&self, address: Address) -> Result<Article> {
        let document: TantivyDocument = self.searcher.doc(address.0)?;
        Ok(document::read(&document, self.fields()))
    }

    /// Removes all articles of a file that were committed when the writer was opened.
    pub fn remove_source(&self, file: &str) -> Result<()> {
        let query = FormerArticles {
            source: Term::from_field_text(self.fields().source, file),
            segments: Arc::clone(&self.opened),
        };
        self.engine.delete_query(Box::new(query))?;
        Ok(())
    }

    /// Removes one copy of an article: the one that came from this record of this file.
    pub fn remove_copy(&self, id: ArticleId, file: &str, offset: u64) -> Result<()> {
        let query = OneCopy {
            source: Term::from_field_text(self.fields().source, file),
            id,
            offset: i64::try_from(offset).unwrap_or(i64::MAX),
        };
        self.engine.delete_query(Box::new(query))?;
        Ok(())
    }

    /// Takes a finished segment; visible after the commit.
    pub fn add_segment(&self, segment: SegmentMeta) -> Result<()> {
        Ok(self.engine.add_segment(segment)?)
    }

    /// Makes segments, removals and changes of the ledger visible at once.
    pub fn commit(&mut self, changes: &BTreeMap<String, Option<SourceFile>>) -> Result<()> {
        self.ledger.apply(changes);
        let generation = self.payload.generation + 1;
        let name = format!("ledger-{generation:08}.jsonl.zst");
        let path = self.archive.path().join(&name);
        let mut chain = self.payload.ledger.clone();
        if chain.len() >= LONGEST_LEDGER_CHAIN {
            self.ledger.write(&path)?;
            chain.clear();
        } else {
            ledger::write_changes(&path, changes)?;
        }
        chain.push(name);
        let names_left_out = Extent::of_names_left_out(&self.ledger);
        self.commit_as(Payload { generation, ledger: chain, names_left_out, ..self.payload.clone() })
    }

    /// Keeps these files of the person's for later runs, in place of those that are kept; named by the next commit. Whether
    /// there is anything new to name.
    pub fn keep(&mut self, gazetteer: Option<&UserFile>, model: Option<&UserFile>) -> Result<bool> {
        let folder = self.archive.path().to_owned();
        let kept = |file: Option<&UserFile>, beginning| file.map(|file| file.keep(&folder, beginning)).transpose();
        let kept = Kept { gazetteer: kept(gazetteer, "gazetteer")?, model: kept(model, "model")? };
        let is_new = kept != self.payload.kept;
        self.payload.kept = kept;
        Ok(is_new)
    }

    /// Makes families visible that were computed from all articles of the last commit, with what `state` writes for the
    /// next time.
    pub fn commit_families(
        &mut self,
        families: &Families,
        state: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let generation = self.payload.generation + 1;
        let file = format!("families-{generation:08}.bin");
        families.write(&self.archive.path().join(&file))?;
        let state_file = format!("families-{generation:08}.state");
        sealed::write(&self.archive.path().join(&state_file), state)?;
        let families = Some(FamiliesFile { file, generation, state: Some(state_file) });
        self.commit_as(Payload { generation, families, ..self.payload.clone() })
    }

    /// The sketches of the articles that were there when the writer was opened.
    pub fn former_sketches(&self) -> Result<Sketches> {
        Sketches::new(&self.searcher)
    }

    fn commit_as(&mut self, payload: Payload) -> Result<()> {
        let text = serde_json::to_string(&payload).map_err(|error| Error::io(self.archive.path(), error.into()))?;
        let mut commit = self.engine.prepare_commit()?;
        commit.set_payload(&text);
        commit.commit()?;
        self.payload = payload;
        self.remove_orphans();
        Ok(())
    }

    /// What the last commit says of itself, with what [`Writer::keep`] has added for the next one.
    pub fn payload(&self) -> &Payload {
        &self.payload
    }

    /// Lets the next commit merge small segments, and rewrite those that hold many removed articles.
    pub fn merge_from_now_on(&self) {
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(REMOVED_SHARE);
        self.engine.set_merge_policy(Box::new(policy));
    }

    /// Waits for merges that are under way.
    pub fn finish(self) -> Result<()> {
        Ok(self.engine.wait_merging_threads()?)
    }

    /// Deletes files of ledger, families and the person's that the last commit does not name. Failing to is harmless.
    fn remove_orphans(&self) {
        let Ok(entries) = fs::read_dir(self.archive.path()) else {
            return;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                continue;
            };
            let is_ours = ["ledger-", "families-", "gazetteer-", "model-"].iter().any(|ours| name.starts_with(ours));
            let families = self.payload.families.iter();
            let families = families.flat_map(|families| iter::once(&families.file).chain(&families.state));
            let mut kept = self.payload.ledger.iter().chain(families).chain(self.payload.kept.files());
            if is_ours && !kept.any(|kept| kept == name) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether another process holds the writer's lock, as opposed to the lock's file being out of reach.
fn is_locked(archive: &Archive) -> bool {
    let path = archive.path().join(".tantivy-writer.lock");
    match fs::OpenOptions::new().write(true).open(path) {
        Ok(file) => matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)),
        Err(_) => false,
    }
}

/// Matches the articles of a file in the segments that were there when the writer was opened.
#[derive(Debug, Clone)]
struct FormerArticles {
    source: Term,
    segments: Arc<FxHashSet<SegmentId>>,
}

impl Query for FormerArticles {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for FormerArticles {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        if !self.segments.contains(&reader.segment_id()) {
            return Ok(Box::new(EmptyScorer));
        }
        let inverted = reader.inverted_index(self.source.field())?;
        match inverted.read_postings(&self.source, IndexRecordOption::Basic)? {
            Some(postings) => Ok(Box::new(ConstScorer::from(postings))),
            None => Ok(Box::new(EmptyScorer)),
        }
    }

    fn explain(&self, _reader: &SegmentReader, _doc: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("former articles of a file", 1.0))
    }
}

/// Matches the copy of an article that came from one record of one file.
#[derive(Debug, Clone)]
struct OneCopy {
    source: Term,
    id: ArticleId,
    offset: i64,
}

impl Query for OneCopy {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for OneCopy {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut found = tantivy::BitSet::with_max_value(reader.max_doc());
        let inverted = reader.inverted_index(self.source.field())?;
        let ids = reader.fast_fields().u64("id")?;
        let offsets = reader.fast_fields().i64("offset")?;
        if let Some(mut postings) = inverted.read_postings(&self.source, IndexRecordOption::Basic)? {
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if ids.first(doc) == Some(self.id.0) && offsets.first(doc) == Some(self.offset) {
                    found.insert(doc);
                }
                postings.advance();
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, _reader: &SegmentReader, _doc: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("one copy of an article", 1.0))
    }
}
