//! Weights of one pass: rows of eight small integers, and transitions between states.

use super::decode::Transitions;
use super::features::{OFFSETS, alone};
use super::hash;
use super::rows::{Row, Rows};
use super::tags::{SLOTS, STATES};
use super::word::{Word, Words};

/// Sums of weights while they are added up.
pub type Sums = [i16; SLOTS];

/// What a trained pass knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Logarithm of the number of rows.
    pub bits: u32,
    /// `2^bits` rows.
    pub rows: Rows,
    /// Transition scores, without those that BIO forbids.
    pub transitions: Transitions,
}

impl Weights {
    /// Weights that say nothing.
    pub fn empty(bits: u32) -> Self {
        Weights { bits, rows: Rows::Own(vec![[0; SLOTS]; 1 << bits]), transitions: [[0; STATES]; STATES] }
    }

    /// Begins to add up the weights of one token's features.
    #[inline]
    pub fn summation(&self) -> Summation<'_> {
        Summation { table: &self.rows, bits: self.bits, rows: [0; TOGETHER], length: 0, sums: [0; SLOTS] }
    }
}

/// Rows that are added up at once.
const TOGETHER: usize = 64;

/// The sums of one token's features, in the making.
///
/// Rows stand far from each other in a large table. They are gathered before they are added up, so that the
/// processor waits for many at once. A row holds at most 127 and a token has fewer than 240 features, so that
/// 16 bits suffice for sums.
pub struct Summation<'a> {
    table: &'a [Row],
    bits: u32,
    rows: [u32; TOGETHER],
    length: usize,
    sums: Sums,
}

impl Summation<'_> {
    /// Adds the feature `template` = `value`.
    #[inline]
    pub fn add(&mut self, template: u64, value: u64) {
        if self.length == TOGETHER {
            self.add_up();
        }
        self.rows[self.length % TOGETHER] = hash::row(template, value, self.bits);
        self.length += 1;
    }

    /// The sums.
    #[inline]
    pub fn finish(mut self) -> Sums {
        self.add_up();
        self.sums
    }

    #[inline(never)]
    fn add_up(&mut self) {
        let mut sums = self.sums;
        for &row in self.rows.iter().take(self.length) {
            if let Some(row) = self.table.get(row as usize) {
                for (sum, &weight) in sums.iter_mut().zip(row) {
                    *sum = sum.wrapping_add(i16::from(weight));
                }
            }
        }
        self.sums = sums;
        self.length = 0;
    }
}

/// Per distinct word, the sums of its own features at each offset, filled when first asked for.
#[derive(Debug, Default)]
pub struct WordSums {
    sums: Vec<Option<[Sums; OFFSETS.len()]>>,
}

impl WordSums {
    /// Forgets all sums but keeps the memory.
    pub fn clear(&mut self) {
        self.sums.clear();
    }

    /// Heap bytes held, for tests of growth.
    pub fn capacity(&self) -> usize {
        self.sums.capacity() * size_of::<Option<[Sums; OFFSETS.len()]>>()
    }

    /// Makes sure that the sums of all of `ids` are there.
    pub fn fill(&mut self, ids: &[u32], words: &Words, weights: &Weights) {
        if self.sums.len() < words.len() {
            self.sums.resize(words.len(), None);
        }
        for &id in ids {
            if let Some(slot @ None) = self.sums.get_mut(id as usize) {
                *slot = Some(word_sums(words.get(id), weights));
            }
        }
    }

    /// Adds the sums of `id` at position `place` of [`OFFSETS`].
    #[inline]
    pub fn add(&self, id: u32, place: usize, sums: &mut Sums) {
        if let Some(Some(places)) = self.sums.get(id as usize) {
            for (sum, &own) in sums.iter_mut().zip(&places[place]) {
                *sum = sum.wrapping_add(own);
            }
        }
    }
}

/// The sums of a word's own features at each offset.
pub fn word_sums(word: &Word, weights: &Weights) -> [Sums; OFFSETS.len()] {
    std::array::from_fn(|place| {
        let mut summation = weights.summation();
        alone(word, place, &mut |template, value| summation.add(template, value));
        summation.finish()
    })
}
