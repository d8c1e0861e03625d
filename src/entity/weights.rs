//! Weights of one pass: rows of eight small integers, and transitions between states.

use super::decode::Transitions;
use super::features::{OFFSETS, alone};
use super::hash;
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
    pub rows: Vec<[i8; SLOTS]>,
    /// Transition scores, without those that BIO forbids.
    pub transitions: Transitions,
}

impl Weights {
    /// Weights that say nothing.
    pub fn empty(bits: u32) -> Self {
        Weights { bits, rows: vec![[0; SLOTS]; 1 << bits], transitions: [[0; STATES]; STATES] }
    }

    /// Adds the row of a feature to `sums`. A row holds at most 127 and a token has fewer than 240
    /// features, so that 16 bits suffice.
    #[inline]
    pub fn add(&self, template: u64, value: u64, sums: &mut Sums) {
        self.add_row(hash::row(template, value, self.bits), sums);
    }

    /// Adds row `row` to `sums`.
    #[inline]
    pub fn add_row(&self, row: u32, sums: &mut Sums) {
        if let Some(row) = self.rows.get(row as usize) {
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum = sum.wrapping_add(i16::from(weight));
            }
        }
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
    let mut places = [[0; SLOTS]; OFFSETS.len()];
    for (place, sums) in places.iter_mut().enumerate() {
        alone(word, place, &mut |template, value| weights.add(template, value, sums));
    }
    places
}
