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

/// One state: how it goes on, and what the words that end here say.
struct State {
    next: [u32; CLASSES],
    words: Vec<(Marks, Edge)>,
}

impl State {
    const EMPTY: State = State { next: [0; CLASSES], words: Vec::new() };
}

/// The words.
pub(super) struct WordTree {
    /// The first state is the beginning; nothing leads back to it, so that 0 means "no further".
    states: Vec<State>,
}

impl Default for WordTree {
    fn default() -> Self {
        WordTree { states: vec![State::EMPTY] }
    }
}

impl WordTree {
    /// Adds a word of letters, digits, `-` and `_`.
    pub(super) fn add(&mut self, word: &str, marks: Marks, edge: Edge) {
        let mut state = 0;
        for byte in word.bytes() {
            let new = self.states.len();
            let Some(slot) = self.states.get_mut(state).and_then(|state| state.next.get_mut(class(byte))) else {
                return;
            };
            if *slot == 0 {
                *slot = u32::try_from(new).unwrap_or(0);
                self.states.push(State::EMPTY);
            }
            state = self.next(state, byte);
        }
        if let Some(end) = self.states.get_mut(state) {
            end.words.push((marks, edge));
        }
    }

    fn next(&self, state: usize, byte: u8) -> usize {
        let next = self.states.get(state).and_then(|state| state.next.get(class(byte)));
        next.map_or(0, |next| *next as usize)
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
            let words = self.states.get(state).map(|state| state.words.as_slice()).unwrap_or_default();
            for (mark, edge) in words {
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
