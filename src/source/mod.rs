//! Bytes on disk to documents.
//!
//! [`walk`] says which files there are and [`leave_out`] which of them are not wanted, [`open`](mod@open) removes compression while it guards size and ratio, [`records`] cuts
//! a stream of lines into chunks that many threads can parse, [`detect`] says what kind of document some bytes are, and
//! [`charset`] turns them into text. Nothing here knows what an article is.
//!
//! Invariants: limits are enforced while reading, never after; a limit or a broken file gives an error that names the
//! cause, and everything read before it is kept.

pub mod charset;
pub mod detect;
pub mod leave_out;
pub mod open;
pub mod records;
pub mod walk;

/// Bounds on what is read; the defaults suit archives of newspapers.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Longest document (a file, or a line of a file of records) in bytes, decompressed.
    pub document: usize,
    /// Largest ratio of decompressed to compressed bytes, tested once [`Limits::RATIO_FREE`] bytes have come.
    pub ratio: u64,
}

impl Limits {
    /// Decompressed bytes below which any ratio is allowed: repetitive small files are no bombs.
    pub const RATIO_FREE: u64 = 64 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Limits { document: 64 << 20, ratio: 200 }
    }
}
