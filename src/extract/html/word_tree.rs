//! The words of the tables as a tree of letters, walked from the beginnings of words in a name.
//!
//! Most walks end after two or three letters, so that a name costs little more than a look at its bytes.

use super::rules::{Edge, Marks};

/// Letters, digits, `-` and `_`.
const CLASSES: usize = 38;
/// The class of all other bytes.
const NO_CLASS: u8 = 255;

/// For each byte its class, whatever its case.
const CLASS: [u8; 256] = {
    let mut class = [NO_CLASS; 256];
    let mut rest: &mut [u8] = &mut class;
    let mut byte = 0_u8;
    while let Some((slot, tail)) = rest.split_first_mut() {
        *slot = match byte {
            b'a'..=b'z' => byte - b'a',
            b'A'..=b'Z' => byte - b'A',
            b'0'..=b'9' => 26 + byte - b'0',
            b'-' => 36,
            b'_' => 37,
            _ => NO_CLASS,
        };
        rest = tail;
        byte = byte.wrapping_add(1);
    }
    class
};

fn class(byte: u8) -> usize {
    CLASS.get(usize::from(byte)).map_or(usize::from(NO_CLASS), |class| usize::from(*class))
}

/// One state: how it goes on, and which list of words ends here. Small, so that the states often met stay in the cache.
struct State {
    next: [u16; CLASSES],
    /// Index of the list; the first one is empty.
    words: u16,
}

impl State {
    const EMPTY: State = State { next: [0; CLASSES], words: 0 };
}

/// The words.
pub(super) struct WordTree {
    /// The first state is the beginning; nothing leads back to it, so that 0 means "no further".
    states: Vec<State>,
    /// What the words say that end in one state.
    words: Vec<Vec<(Marks, Edge)>>,
}

impl Default for WordTree {
    fn default() -> Self {
        WordTree { states: vec![State::EMPTY], words: vec![Vec::new()] }
    }
}

impl WordTree {
    /// Adds a word of letters, digits, `-` and `_`; gives back whether there was room.
    pub(super) fn add(&mut self, word: &str, marks: Marks, edge: Edge) -> bool {
        let mut state = 0;
        for byte in word.bytes() {
            let new = u16::try_from(self.states.len());
            let Some(slot) = self.states.get_mut(state).and_then(|state| state.next.get_mut(class(byte))) else {
                return false;
            };
            if *slot == 0 {
                let Ok(new) = new else {
                    return false;
                };
                *slot = new;
                self.states.push(State::EMPTY);
            }
            state = self.next(state, byte);
        }
        let (Some(end), Ok(new)) = (self.states.get_mut(state), u16::try_from(self.words.len())) else {
            return false;
        };
        if end.words == 0 {
            end.words = new;
            self.words.push(Vec::new());
        }
        let words = self.words.get_mut(usize::from(end.words));
        words.map(|words| words.push((marks, edge))).is_some()
    }

    fn next(&self, state: usize, byte: u8) -> usize {
        let next = self.states.get(state).and_then(|state| state.next.get(class(byte)));
        next.map_or(0, |next| usize::from(*next))
    }

    /// What the words say that stand in a name at the beginning of a word.
    pub(super) fn at(&self, name: &[u8], start: usize) -> Marks {
        let mut marks = Marks::NONE;
        let mut state = 0;
        for (at, byte) in name.iter().enumerate().skip(start) {
            state = self.next(state, *byte);
            if state == 0 {
                break;
            }
            let list = self.states.get(state).map_or(0, |state| usize::from(state.words));
            if list == 0 {
                continue;
            }
            for (mark, edge) in self.words.get(list).into_iter().flatten() {
                if !marks.any(*mark) && fits(name, start, at, *edge) {
                    marks = marks.with(*mark);
                }
            }
        }
        marks
    }
}

/// Whether a word that stands at `start..=last` ends as it must.
fn fits(name: &[u8], start: usize, last: usize, edge: Edge) -> bool {
    let after = name.get(last + 1);
    match edge {
        Edge::Left => true,
        Edge::Both => {
            let byte = name.get(last).copied().unwrap_or(b' ');
            byte == b'-'
                || after.is_none_or(|after| {
                    !after.is_ascii_alphabetic() || (byte.is_ascii_lowercase() && after.is_ascii_uppercase())
                })
        }
        Edge::Whole => {
            let before = start.checked_sub(1).and_then(|before| name.get(before));
            before.is_none_or(u8::is_ascii_whitespace) && after.is_none_or(u8::is_ascii_whitespace)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_begin_and_end_as_they_must() {
        let mut tree = WordTree::default();
        for (word, marks, edge) in [
            ("share", Marks::SHARE, Edge::Left),
            ("shares", Marks::TAGS, Edge::Both),
            ("ad-", Marks::AD, Edge::Left),
            ("hide", Marks::HIDDEN, Edge::Whole),
        ] {
            assert!(tree.add(word, marks, edge));
        }
        assert!(tree.at(b"x-Share_bar", 2).any(Marks::SHARE));
        assert_eq!(tree.at(b"x-share", 0), Marks::NONE);
        assert_eq!(tree.at(b"shares", 0), Marks::SHARE.with(Marks::TAGS));
        assert_eq!(tree.at(b"sharesX", 0), Marks::SHARE.with(Marks::TAGS));
        assert_eq!(tree.at(b"sharesx", 0), Marks::SHARE);
        assert_eq!(tree.at(b"ad", 0), Marks::NONE);
        assert_eq!(tree.at(b"ad-1", 0), Marks::AD);
        assert_eq!(tree.at(b"a hide b", 2), Marks::HIDDEN);
        assert_eq!(tree.at(b"x-hide", 2), Marks::NONE);
    }
}
