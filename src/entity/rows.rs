//! Rows of weights, and the memory that they stand in.
//!
//! A token's features are some hundred rows anywhere in a table of several megabytes. In memory of the usual
//! small pages the processor has to ask for the place of nearly each page before it can ask for the row, so
//! that a model is unpacked into one stretch of memory for which large pages are asked. Where the system has
//! none, all is the same but slower.
//!
//! Invariant: the shared bytes are written once, before anybody reads them.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use memmap2::MmapMut;

use super::tags::SLOTS;

/// One row: a weight for each state but O.
pub type Row = [i8; SLOTS];

/// Memory for an unpacked model.
pub enum Memory {
    /// Pages of its own, large ones if the system has them.
    Mapped(MmapMut),
    /// Where the system gives no such pages.
    Heap(Vec<u8>),
}

impl Memory {
    /// `length` bytes, all zero.
    pub fn zeroed(length: usize) -> Self {
        let Ok(map) = MmapMut::map_anon(length) else {
            return Memory::Heap(vec![0; length]);
        };
        // A wish: the bytes are the same without it.
        #[cfg(target_os = "linux")]
        let _ = map.advise(memmap2::Advice::HugePage);
        Memory::Mapped(map)
    }

    /// All bytes, to be written.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        match self {
            Memory::Mapped(map) => map,
            Memory::Heap(bytes) => bytes,
        }
    }
}

impl Deref for Memory {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Memory::Mapped(map) => map,
            Memory::Heap(bytes) => bytes,
        }
    }
}

/// The rows of one table: of its own, or a part of an unpacked model.
#[derive(Clone)]
pub enum Rows {
    /// Made by training.
    Own(Vec<Row>),
    /// Bytes of a model.
    Shared(Arc<Memory>, Range<usize>),
}

impl Deref for Rows {
    type Target = [Row];

    #[inline]
    fn deref(&self) -> &[Row] {
        match self {
            Rows::Own(rows) => rows,
            Rows::Shared(memory, range) => {
                let bytes = memory.get(range.clone()).unwrap_or(&[]);
                // Whole rows: the reader takes that many bytes.
                bytemuck::try_cast_slice(bytes).unwrap_or(&[])
            }
        }
    }
}

impl FromIterator<Row> for Rows {
    fn from_iter<I: IntoIterator<Item = Row>>(rows: I) -> Self {
        Rows::Own(rows.into_iter().collect())
    }
}

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        self[..] == other[..]
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} rows", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_the_same_whoever_holds_them() {
        let mut memory = Memory::zeroed(3 * SLOTS + 1);
        assert!(memory.iter().all(|byte| *byte == 0));
        memory.bytes_mut()[1 + SLOTS] = 0xff;
        let shared = Rows::Shared(Arc::new(memory), 1..1 + 3 * SLOTS);
        let own: Rows = [[0; SLOTS], [-1, 0, 0, 0, 0, 0, 0, 0], [0; SLOTS]].into_iter().collect();
        assert_eq!(shared, own);
        assert_eq!(shared.get(3), None);
    }

    #[test]
    fn a_part_that_is_not_there_has_no_rows() {
        let memory = Arc::new(Memory::Heap(vec![1; 16]));
        assert!(Rows::Shared(Arc::clone(&memory), 8..24).is_empty());
        assert_eq!(Rows::Shared(memory, 0..16).len(), 2);
    }
}
