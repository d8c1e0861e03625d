//! Whether the articles that hold one shingle are few voices or many.
//!
//! A shingle in many articles ("white house", the frame of a daily report, a newsletter's sign-off) says
//! nothing about two of them. What is counted is not articles but *voices*: articles in a row that
//! resemble one another closely count once, so a story that two hundred outlets print keeps its words
//! while a phrase that two hundred stories share loses its.
//!
//! Invariants: a pure function of the articles' sketches and the order of their ids; a list is looked at
//! until it has proved common, and no longer.

use super::arena::Document;
use super::sketch::View;

/// What a list of articles that hold one shingle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// So few voices that the shingle is rare.
    Few,
    /// So many that it is common.
    Many,
    /// The sketch of the article at the place `at` of the list, or of the one after it, is needed to tell.
    Open {
        /// Place in the list.
        at: usize,
        /// Whether the list looks like one of copies up to there, so that all sketches will be needed.
        are_copies: bool,
    },
}

/// A number by which copies of one text stand together: they mostly have the smallest hash in common, and
/// longer ones contain shorter ones.
pub(super) fn likeness(sketch: View<'_>) -> u64 {
    likeness_of(sketch.hashes.first().copied().unwrap_or(0), sketch.length)
}

/// See [`likeness`].
pub(super) fn likeness_of(smallest: u32, length: u32) -> u64 {
    u64::from(smallest) << 32 | u64::from(length)
}

/// Puts like beside like. Words of its own make an article's smallest hash smaller, so such ones come last.
pub(super) fn sort_by_likeness(list: &mut [(u64, Document)]) {
    list.sort_unstable_by(|one, other| other.cmp(one));
}

/// Whether two articles have the smallest hash in common.
pub(super) fn share_smallest(one: &(u64, Document), other: &(u64, Document)) -> bool {
    one.0 >> 32 == other.0 >> 32
}

/// Counts the voices of articles in the order of [`sort_by_likeness`] up to `most`. `are_copies` tells of two
/// articles whether they are close copies, if it can.
pub(super) fn verdict(
    list: &[(u64, Document)],
    most: usize,
    mut are_copies: impl FnMut(Document, Document) -> Option<bool>,
) -> Verdict {
    let mut voices = 1;
    for (pair, looked_at) in list.windows(2).zip(1..) {
        let [one, other] = pair else {
            continue;
        };
        // Different smallest hashes mostly mean different texts; look closer only in a list of copies.
        let may_be_copies = share_smallest(one, other) || voices * 2 <= looked_at;
        let is_one_voice = match may_be_copies {
            true => match are_copies(one.1, other.1) {
                Some(copies) => copies,
                None => return Verdict::Open { at: looked_at - 1, are_copies: voices * 2 <= looked_at },
            },
            false => false,
        };
        voices += usize::from(!is_one_voice);
        if voices > most {
            return Verdict::Many;
        }
    }
    Verdict::Few
}
