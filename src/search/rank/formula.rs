//! The arithmetic of the ranking, in whole numbers wherever something is added up.
//!
//! A frequency is in [`UNIT`]s of an occurrence in a body of mean length, a share of a score in [`POINTS`] of one. What is
//! rounded, is rounded once and before it is added, so that no sum depends on its order.

use super::leaf::ScoredLeaf;
use super::{Points, Totals, Weights};
use crate::search::plan::Slot;
use tantivy::fieldnorm::FieldNormReader;

/// What an occurrence in a body of mean length counts.
pub(super) const UNIT: f64 = 4096.0;
/// Shares of a score are whole numbers of this part of it.
pub(super) const POINTS: f64 = 10_000.0;
/// No boost makes a share larger than this, so that no sum overflows.
const MOST_POINTS: f64 = 1e15;

/// Weighted occurrences of one word of the query in one article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Frequency {
    /// Of all its forms.
    pub(super) all: u64,
    /// Of the word itself.
    pub(super) own: u64,
}

/// The formula with its constants and the statistics of an archive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Formula<'a> {
    pub(super) weights: &'a Weights,
    pub(super) totals: &'a Totals,
}

/// Place of a slot among the text fields.
pub(super) fn text_field(slot: Slot) -> Option<usize> {
    Slot::TEXT.iter().position(|text| *text == slot)
}

fn rounded(value: f64) -> Points {
    // Not a number and infinities become numbers here.
    (value * POINTS).clamp(0.0, MOST_POINTS).round() as Points
}

impl Formula<'_> {
    /// What one occurrence counts in a field of this many words; names, outlets and the like have no length.
    pub(super) fn once(&self, slot: Slot, length: u32) -> u64 {
        let Some(field) = text_field(slot) else {
            return UNIT as u64;
        };
        let get = |values: &[f64; 3]| values.get(field).copied().unwrap_or(1.0);
        let (b, weight) = (get(&self.weights.b), get(&self.weights.field));
        let norm = 1.0 - b + b * f64::from(length) / self.totals.mean_length(field);
        (UNIT * weight / norm).round() as u64
    }

    /// The same by the code under which the index keeps a length.
    pub(super) fn by_code(&self, slot: Slot) -> [u64; 256] {
        std::array::from_fn(|code| {
            self.once(slot, FieldNormReader::id_to_fieldnorm(u8::try_from(code).unwrap_or(u8::MAX)))
        })
    }

    fn saturated(&self, frequency: u64) -> f64 {
        let frequency = frequency as f64 / UNIT;
        frequency * (self.weights.k1 + 1.0) / (frequency + self.weights.k1)
    }

    /// What the occurrences of a word add.
    pub(super) fn occurrences(&self, leaf: &ScoredLeaf, frequency: Frequency) -> Points {
        let own = self.weights.own;
        let all = leaf.rarity * self.saturated(frequency.all);
        let mixed = match leaf.own_rarity {
            Some(rarity) => (1.0 - own) * all + own * rarity * self.saturated(frequency.own),
            None => all,
        };
        rounded(leaf.boost * mixed)
    }

    /// What two words near each other add; `frequency` weighs the places where they are.
    pub(super) fn near(&self, one: &ScoredLeaf, other: &ScoredLeaf, frequency: u64) -> Points {
        let (boost, rarity) = (one.boost.min(other.boost), one.rarity.min(other.rarity));
        rounded(self.weights.proximity * boost * rarity * self.saturated(frequency))
    }
}
