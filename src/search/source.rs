//! Where does one spelling of a word, or a phrase, begin in a document? Read only when asked, and only once.

use crate::error::Result;
use crate::search::cursor::{Cursor, FEW_FORMS};
use crate::search::indexed_text::PhraseReader;
use crate::search::place::Starts;
use crate::search::segment::SlotLeaf;
use crate::search::wrap;
use tantivy::DocSet;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;

/// One of the things that may occur; documents are asked for in their order.
pub(super) struct Source {
    kind: Kind,
    /// Words of an occurrence beyond its first.
    more: u32,
    /// Occurrences must end before this position.
    limit: u32,
    /// Documents that hold it, about.
    documents: u32,
    /// Starts in the document `read`.
    starts: Vec<u32>,
    read: Option<u32>,
}

enum Kind {
    /// One entry of the dictionary, and in which languages it answers.
    Entry(Box<SegmentPostings>, u64),
    /// Many entries.
    Entries(Box<Cursor>),
    Phrase(Box<PhraseReader>),
}

impl Source {
    /// Adds the sources of a leaf in one slot.
    pub(super) fn of(leaf: &SlotLeaf, limit: u32, sources: &mut Vec<Source>) -> Result<()> {
        let most = |forms: &[crate::search::expansion::FormOfWord]| forms.iter().map(|form| form.info.doc_freq).max();
        let [token] = leaf.tokens.as_slice() else {
            let documents = leaf.tokens.iter().map(|token| most(&token.forms).unwrap_or(0)).min().unwrap_or(0);
            let reader = PhraseReader::open(leaf)?;
            let more = reader.more();
            sources.push(Source::new(Kind::Phrase(Box::new(reader)), more, limit, documents));
            return Ok(());
        };
        if token.forms.len() > FEW_FORMS {
            let forms = token.forms.iter().map(|form| (form.info.clone(), form.languages));
            let cursor = Cursor::new(&leaf.index, forms)?;
            let documents = most(&token.forms).unwrap_or(0);
            sources.push(Source::new(Kind::Entries(Box::new(cursor)), 0, limit, documents));
            return Ok(());
        }
        for form in &token.forms {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let postings = leaf.index.read_postings_from_terminfo(&form.info, option).map_err(wrap)?;
            let kind = Kind::Entry(Box::new(postings), form.languages);
            sources.push(Source::new(kind, 0, limit, form.info.doc_freq));
        }
        Ok(())
    }

    fn new(kind: Kind, more: u32, limit: u32, documents: u32) -> Self {
        Source { kind, more, limit, documents, starts: Vec::new(), read: None }
    }

    /// Documents that hold it, about.
    pub(super) fn documents(&self) -> u32 {
        self.documents
    }

    /// Whether it may be in a document; where not, it is not.
    #[inline]
    pub(super) fn is_in(&mut self, document: u32, language: u64) -> bool {
        match &mut self.kind {
            Kind::Entry(postings, languages) => *languages & language != 0 && is_at(postings, document),
            _ if self.read == Some(document) => !self.starts.is_empty(),
            _ => true,
        }
    }

    /// How often it is in a document, if it is a word.
    pub(super) fn count(&mut self, document: u32, language: u64) -> usize {
        match &mut self.kind {
            Kind::Entry(postings, languages) if self.limit == u32::MAX => {
                if *languages & language != 0 && is_at(postings, document) { postings.term_freq() as usize } else { 0 }
            }
            _ => self.starts(document, language).starts.len(),
        }
    }

    /// Where it begins in a document.
    #[inline]
    pub(super) fn starts(&mut self, document: u32, language: u64) -> Starts<'_> {
        if self.read != Some(document) {
            self.read = Some(document);
            self.read(document, language);
        }
        Starts { starts: &self.starts, more: self.more }
    }

    fn read(&mut self, document: u32, language: u64) {
        self.starts.clear();
        match &mut self.kind {
            Kind::Entry(postings, languages) => {
                if *languages & language != 0 && is_at(postings, document) {
                    postings.append_positions_with_offset(0, &mut self.starts);
                }
            }
            Kind::Entries(cursor) => cursor.positions(document, language, &mut self.starts),
            Kind::Phrase(reader) => self.starts.extend_from_slice(reader.starts(document, language)),
        }
        if self.limit != u32::MAX {
            let (more, limit) = (self.more, self.limit);
            self.starts.truncate(self.starts.partition_point(|start| start.saturating_add(more) < limit));
        }
    }
}

/// Goes to a document and says whether it is there.
#[inline]
fn is_at(postings: &mut SegmentPostings, document: u32) -> bool {
    let at = postings.doc();
    at == document || (at < document && postings.seek(document) == document)
}
