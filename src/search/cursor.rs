//! Positions of a word of the query in one document after the other.
//!
//! A word stands for several entries of the dictionary; their postings are read side by side.

use crate::error::Result;
use crate::search::wrap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

/// Entries up to which all are looked at for each document; beyond, a heap says which have something there.
pub(super) const FEW_FORMS: usize = 12;

/// Positions up to which they are put among others one by one: the spellings of a word with a capital are few in a text.
const FEW_ADDED: usize = 6;

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
        if self.seek(document, language) {
            self.read(language, positions);
        }
    }

    /// Goes to a document and says whether an entry that answers in its language is there.
    pub(super) fn seek(&mut self, document: u32, language: u64) -> bool {
        if document < self.last && self.rewind().is_err() {
            return false;
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
        let forms = &self.forms;
        self.here.iter().any(|number| forms.get(*number).is_some_and(|(_, languages)| languages & language != 0))
    }

    /// Appends the positions in the document that was gone to.
    pub(super) fn read(&mut self, language: u64, positions: &mut Vec<u32>) {
        let from = positions.len();
        for &number in &self.here {
            let answers = self.forms.get(number).is_some_and(|(_, languages)| languages & language != 0);
            if let Some(postings) = self.postings.get_mut(number).filter(|_| answers) {
                let middle = positions.len();
                postings.append_positions_with_offset(0, positions);
                if middle > from {
                    merge(positions, from, middle, &mut self.buffer);
                }
            }
        }
    }

    /// Appends the positions in the document that was gone to, entry by entry: not sorted, and one may come twice.
    pub(super) fn read_unsorted(&mut self, language: u64, positions: &mut Vec<u32>) {
        for &number in &self.here {
            let answers = self.forms.get(number).is_some_and(|(_, languages)| languages & language != 0);
            if let Some(postings) = self.postings.get_mut(number).filter(|_| answers) {
                postings.append_positions_with_offset(0, positions);
            }
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

/// Makes one sorted list of two that lie behind each other: `from..middle` and `middle..`. Entries that lie at one position, as
/// the marks of a sentence and of its paragraph could, are one.
fn merge(positions: &mut Vec<u32>, from: usize, middle: usize, buffer: &mut Vec<u32>) {
    let in_order = match (middle.checked_sub(1).and_then(|last| positions.get(last)), positions.get(middle)) {
        (Some(last), Some(first)) => last < first,
        _ => true,
    };
    if in_order {
        return;
    }
    if positions.len() - middle <= FEW_ADDED {
        buffer.clear();
        buffer.extend(positions.drain(middle..));
        for &position in buffer.iter() {
            let at = from + positions.get(from..).unwrap_or(&[]).partition_point(|other| *other < position);
            if positions.get(at) != Some(&position) {
                positions.insert(at, position);
            }
        }
        return;
    }
    // What lies before the first of the second list stays where it is.
    let first = positions.get(middle).copied().unwrap_or(u32::MAX);
    let from = from + positions.get(from..middle).unwrap_or(&[]).partition_point(|position| *position < first);
    buffer.clear();
    buffer.extend_from_slice(positions.get(from..).unwrap_or(&[]));
    positions.truncate(from);
    let (left, right) = buffer.split_at(middle - from);
    let (mut at, mut beside) = (0, 0);
    // Which side steps is a coin toss, so there is no branch on it.
    while let (Some(&one), Some(&other)) = (left.get(at), right.get(beside)) {
        positions.push(one.min(other));
        at += usize::from(one <= other);
        beside += usize::from(other <= one);
    }
    positions.extend_from_slice(left.get(at..).unwrap_or(&[]));
    positions.extend_from_slice(right.get(beside..).unwrap_or(&[]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    proptest::proptest! {
        #[test]
        fn merged_positions_are_the_sorted_union(
            before in proptest::collection::vec(0u32..9, 0..3),
            one in proptest::collection::btree_set(0u32..60, 1..20),
            other in proptest::collection::btree_set(0u32..60, 1..20),
        ) {
            let mut positions: Vec<u32> = before.iter().chain(&one).chain(&other).copied().collect();
            merge(&mut positions, before.len(), before.len() + one.len(), &mut Vec::new());
            let union: BTreeSet<u32> = one.union(&other).copied().collect();
            let expected: Vec<u32> = before.into_iter().chain(union).collect();
            proptest::prop_assert_eq!(positions, expected);
        }
    }
}
