//! Positions of a word of the query in one document after the other.
//!
//! A word stands for several entries of the dictionary; their postings are read side by side.

use crate::error::{Error, Result};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED, TantivyError};

fn wrap(error: std::io::Error) -> Error {
    Error::Index(TantivyError::from(error))
}

/// Entries up to which all are looked at for each document; beyond, a heap says which have something there.
const FEW_FORMS: usize = 12;

/// Positions of any of several entries, document after document. A document before the last one asked for starts anew.
pub(super) struct Cursor {
    index: Arc<InvertedIndexReader>,
    forms: Vec<(TermInfo, u64)>,
    postings: Vec<SegmentPostings>,
    /// Next document of each of the postings, earliest first; empty if there are few.
    heap: BinaryHeap<Reverse<(u32, usize)>>,
    last: u32,
    /// Postings that have the present document.
    here: Vec<usize>,
    buffer: Vec<u32>,
}

impl Cursor {
    pub(super) fn new(index: &Arc<InvertedIndexReader>, forms: impl Iterator<Item = (TermInfo, u64)>) -> Result<Self> {
        let mut cursor = Cursor {
            index: Arc::clone(index),
            forms: forms.collect(),
            postings: Vec::new(),
            heap: BinaryHeap::new(),
            last: 0,
            here: Vec::new(),
            buffer: Vec::new(),
        };
        cursor.rewind()?;
        Ok(cursor)
    }

    fn rewind(&mut self) -> Result<()> {
        self.postings.clear();
        self.heap.clear();
        for (info, _) in &self.forms {
            let postings =
                self.index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions).map_err(wrap)?;
            self.postings.push(postings);
        }
        if self.postings.len() > FEW_FORMS {
            self.heap
                .extend(self.postings.iter().enumerate().map(|(number, postings)| Reverse((postings.doc(), number))));
        }
        self.last = 0;
        Ok(())
    }

    /// Appends the positions in `document`, sorted, of the entries that answer in its language.
    pub(super) fn positions(&mut self, document: u32, language: u64, positions: &mut Vec<u32>) {
        if document < self.last && self.rewind().is_err() {
            return;
        }
        self.last = document;
        self.here.clear();
        if self.postings.len() > FEW_FORMS {
            self.seek_by_heap(document);
        } else {
            for (number, postings) in self.postings.iter_mut().enumerate() {
                let at = postings.doc();
                if at == document || (at < document && postings.seek(document) == document) {
                    self.here.push(number);
                }
            }
        }
        let mut is_sorted = true;
        for &number in &self.here {
            let answers = self.forms.get(number).is_some_and(|(_, languages)| languages & language != 0);
            if let Some(postings) = self.postings.get_mut(number).filter(|_| answers) {
                postings.positions(&mut self.buffer);
                is_sorted &= positions.is_empty();
                positions.extend_from_slice(&self.buffer);
            }
        }
        if !is_sorted {
            positions.sort_unstable();
            positions.dedup();
        }
    }

    fn seek_by_heap(&mut self, document: u32) {
        while let Some(&Reverse((next, number))) = self.heap.peek() {
            if next > document || next == TERMINATED {
                break;
            }
            self.heap.pop();
            let Some(postings) = self.postings.get_mut(number) else {
                continue;
            };
            let at = if next < document { postings.seek(document) } else { next };
            if at == document {
                self.here.push(number);
            } else if at != TERMINATED {
                self.heap.push(Reverse((at, number)));
            }
        }
        self.heap.extend(self.here.iter().map(|number| Reverse((document, *number))));
    }
}
