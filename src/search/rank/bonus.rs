//! What positions add to a score: words in the lead, and words near each other.

use super::formula::{Formula, Frequency, UNIT};
use super::leaf::{ScoredLeaf, is_same_word, is_text};
use super::occurrences::{InSlot, frequency};
use super::proximity::near;
use super::{Points, Totals, Weights};
use crate::search::plan::{Compiled, Slot};

/// Words that take part in pairs: the rarest. Pairs of more add time and, measured, nothing else.
const MOST_NEIGHBOURS: usize = 8;
/// A word is common if more than one article of so many holds it.
const COMMON: u64 = 4;

/// Which words get what. Words are meant by their place in the list of scored leaves.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bonus {
    /// Words that count more in the lead.
    pub(super) words: Vec<usize>,
    /// Pairs that count if they are near each other, as places in `words`; the rarer word first.
    pairs: Vec<(usize, usize)>,
    /// What an occurrence at each of the first positions of a body counts more, in 1/4096.
    lead: Vec<u64>,
    near: u32,
}

impl Bonus {
    pub(super) fn new(compiled: &Compiled, leaves: &[ScoredLeaf], totals: &Totals, weights: &Weights) -> Self {
        let common = totals.rarity(totals.articles / COMMON);
        let is_word = |leaf: &ScoredLeaf| {
            let token = compiled.leaves.get(leaf.leaf).and_then(|leaf| leaf.tokens.first());
            leaf.is_word && token.is_some_and(|token| token.is_word())
        };
        let words: Vec<usize> = leaves
            .iter()
            .enumerate()
            .filter(|(_, leaf)| is_word(leaf) && leaf.rarity >= common)
            .map(|(place, _)| place)
            .collect();
        let leaf = |place: &usize| words.get(*place).and_then(|word| leaves.get(*word));
        let mut rarest: Vec<usize> = (0..words.len()).collect();
        let rarity = |place: &usize| leaf(place).map_or(0.0, |leaf| leaf.rarity);
        rarest.sort_by(|one, other| rarity(other).total_cmp(&rarity(one)).then(one.cmp(other)));
        let number = |place: &usize| leaf(place).map_or(0, |leaf| leaf.leaf);
        let mut neighbours: Vec<usize> = Vec::new();
        for place in rarest {
            if neighbours.len() < MOST_NEIGHBOURS
                && !neighbours.iter().any(|other| is_same_word(compiled, number(other), number(&place)))
            {
                neighbours.push(place);
            }
        }
        let others = |at: usize| neighbours.get(at + 1..).unwrap_or(&[]);
        let pairs = neighbours.iter().enumerate().flat_map(|(at, one)| others(at).iter().map(|other| (*one, *other)));
        Bonus { pairs: pairs.collect(), lead: lead(weights), near: weights.near, words }
    }

    /// Whether no word gets anything.
    pub(super) fn is_none(&self) -> bool {
        self.words.is_empty()
    }

    /// What a word gets for standing in the lead of an article.
    pub(super) fn lead(&self, leaf: &ScoredLeaf, slots: &[InSlot], formula: &Formula<'_>) -> Points {
        let plain = frequency(slots);
        let mut more = Frequency::default();
        for slot in slots.iter().filter(|slot| slot.slot == Slot::Body) {
            let extra = |positions: &[u32]| -> u64 {
                let each = positions.iter().map_while(|position| self.lead.get(*position as usize));
                slot.once * each.sum::<u64>() / UNIT as u64
            };
            let own = extra(&slot.own);
            more = Frequency { all: more.all + own + extra(&slot.others), own: more.own + own };
        }
        let with = Frequency { all: plain.all + more.all, own: plain.own + more.own };
        formula.occurrences(leaf, with) - formula.occurrences(leaf, plain)
    }

    /// What pairs of words get for being near each other: the places of both in the list of scored leaves, how often, how much.
    pub(super) fn near(
        &self,
        leaves: &[ScoredLeaf],
        found: &[Vec<InSlot>],
        formula: &Formula<'_>,
    ) -> Vec<(usize, usize, u64, Points)> {
        let positions: Vec<Vec<(&InSlot, Vec<u32>)>> = found
            .iter()
            .map(|slots| slots.iter().filter(|slot| is_text(slot.slot)).map(|slot| (slot, slot.positions())).collect())
            .collect();
        let get = |place: usize| positions.get(place).map_or(&[][..], Vec::as_slice);
        let mut shares = Vec::new();
        for &(one, other) in &self.pairs {
            let (mut count, mut weighted) = (0, 0);
            for (slot, of) in get(one) {
                let Some((_, by)) = get(other).iter().find(|(other, _)| other.slot == slot.slot) else {
                    continue;
                };
                let times = near(of, by, self.near);
                count += times;
                weighted += slot.once * times;
            }
            let (Some(&one), Some(&other)) = (self.words.get(one), self.words.get(other)) else {
                continue;
            };
            if let (true, Some(first), Some(second)) = (count > 0, leaves.get(one), leaves.get(other)) {
                shares.push((one, other, count, formula.near(first, second, weighted)));
            }
        }
        shares
    }
}

fn lead(weights: &Weights) -> Vec<u64> {
    (0..u16::MAX)
        .map(|position| (weights.lead * (-f64::from(position) / weights.lead_length).exp() * UNIT).round() as u64)
        .take_while(|more| *more > 0)
        .collect()
}
