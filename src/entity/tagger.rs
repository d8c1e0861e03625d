//! The two passes over a laid-out document.

use super::decode::{Decoder, Scores, Transitions, with_forbidden};
use super::features::{OFFSETS, REACH, together};
use super::layout::{Layout, Sentence, stretches};
use super::second::Votes;
use super::settle::Settler;
use super::tags::{KINDS, OUTSIDE, SLOTS, STATES, begin, inside, kind_of};
use super::weights::{Sums, Weights, WordSums, word_sums};
use super::word::{Word, Words};

/// The weights of both passes for one manner of writing.
#[derive(Debug, Clone, PartialEq)]
pub struct Passes {
    /// First pass.
    pub first: Weights,
    /// What the second pass adds to the first pass's scores.
    pub second: Weights,
}

/// What [`Passes`] needs worked out once.
#[derive(Debug)]
pub struct Prepared {
    first: Transitions,
    second: Transitions,
    border: [Sums; OFFSETS.len()],
}

impl Prepared {
    /// Works out what `passes` needs.
    pub fn new(passes: &Passes) -> Self {
        Prepared {
            first: with_forbidden(&passes.first.transitions),
            second: with_forbidden(&passes.second.transitions),
            border: word_sums(&Word::BORDER, &passes.first),
        }
    }
}

/// Room for tagging one document, kept between documents.
#[derive(Debug, Default)]
pub struct Room {
    /// Sums per word for cased and caseless sentences.
    sums: [WordSums; 2],
    decoder: Decoder,
    votes: Votes,
    /// Emissions of the first pass.
    scores: Vec<Scores>,
    /// Emissions of one stretch in the second pass.
    stretch: Vec<Scores>,
    /// States of the first pass, and how clearly each was chosen.
    first: Vec<u8>,
    margins: Vec<i32>,
    ranges: Vec<(usize, usize)>,
    decoded: Vec<u8>,
    settler: Settler,
    /// States of the second pass: the result.
    pub states: Vec<u8>,
}

impl Room {
    /// Forgets what is kept per word.
    pub fn clear(&mut self) {
        self.sums.iter_mut().for_each(WordSums::clear);
    }

    /// Heap bytes held, for tests of growth.
    pub fn capacity(&self) -> usize {
        self.sums.iter().map(WordSums::capacity).sum::<usize>()
            + self.decoder.capacity()
            + self.votes.capacity()
            + (self.scores.capacity() + self.stretch.capacity()) * size_of::<Scores>()
            + self.first.capacity()
            + self.margins.capacity() * 4
            + self.ranges.capacity() * size_of::<(usize, usize)>()
            + self.decoded.capacity()
            + self.settler.capacity()
            + self.states.capacity()
    }

    /// Tags `layout`; sentences from `silent` on (the headline) get evidence but give none.
    ///
    /// The result is in [`Room::states`]. `passes` are those for cased and for caseless sentences.
    pub fn tag(&mut self, passes: [(&Passes, &Prepared); 2], layout: &Layout, words: &Words, silent: usize) {
        self.first_pass(passes, layout, words);
        self.collect_votes(layout, words, silent);
        self.states.clear();
        self.states.resize(layout.ids.len(), OUTSIDE);
        for &sentence in &layout.sentences {
            let (weights, prepared) = passes[usize::from(sentence.caseless)];
            self.second_pass(&weights.second, &prepared.second, layout, words, sentence);
        }
        self.settler.settle(layout, words, &self.scores, &mut self.states);
    }

    /// Takes the first pass's output as evidence, but for sentences from `silent` on.
    pub fn collect_votes(&mut self, layout: &Layout, words: &Words, silent: usize) {
        self.votes.clear();
        self.votes.collect(layout, words, &self.first, &self.margins, silent);
    }

    /// Scores that the first pass gave token `at`.
    pub fn first_scores(&self, at: usize) -> Scores {
        self.scores.get(at).copied().unwrap_or_default()
    }

    /// Tells the second pass's features of token `at`.
    #[inline]
    pub fn tell_second(
        &self,
        layout: &Layout,
        words: &Words,
        sentence: Sentence,
        at: usize,
        tell: &mut impl FnMut(u64, u64),
    ) {
        self.votes.tell(layout, words, sentence, at, &self.first, &self.margins, tell);
    }

    /// Tags each sentence by itself.
    pub fn first_pass(&mut self, passes: [(&Passes, &Prepared); 2], layout: &Layout, words: &Words) {
        let length = layout.ids.len();
        self.scores.clear();
        self.scores.resize(length, [0; SLOTS]);
        self.first.clear();
        self.first.resize(length, OUTSIDE);
        self.margins.clear();
        self.margins.resize(length, 0);
        for &sentence in &layout.sentences {
            let manner = usize::from(sentence.caseless);
            let (weights, prepared) = passes[manner];
            self.ranges.clear();
            stretches(layout, words, sentence, &mut self.ranges);
            for &(start, end) in &self.ranges {
                let near = start.saturating_sub(REACH).max(sentence.start)..(end + REACH).min(sentence.end);
                self.sums[manner].fill(layout.ids.get(near).unwrap_or(&[]), words, &weights.first);
                for at in start..end {
                    let sums = first_sums(weights, prepared, &self.sums[manner], layout, words, sentence, at);
                    self.scores[at] = sums.map(i32::from);
                }
                self.decoded.clear();
                self.decoder.decode(&self.scores[start..end], &prepared.first, &[], &mut self.decoded);
                self.first[start..end].copy_from_slice(&self.decoded);
                for at in start..end {
                    self.margins[at] = margin(&self.scores[at], self.first[at]);
                }
            }
        }
    }

    fn second_pass(
        &mut self,
        weights: &Weights,
        transitions: &Transitions,
        layout: &Layout,
        words: &Words,
        sentence: Sentence,
    ) {
        self.ranges.clear();
        stretches(layout, words, sentence, &mut self.ranges);
        for &(start, end) in &self.ranges {
            self.stretch.clear();
            for at in start..end {
                let mut summation = weights.summation();
                let mut tell = |template, value| summation.add(template, value);
                self.tell_second(layout, words, sentence, at, &mut tell);
                let mut scores = self.scores[at];
                for (score, sum) in scores.iter_mut().zip(summation.finish()) {
                    *score += i32::from(sum);
                }
                self.stretch.push(scores);
            }
            self.scores[start..end].copy_from_slice(&self.stretch);
            self.decoded.clear();
            self.decoder.decode(&self.stretch, transitions, &[], &mut self.decoded);
            self.states[start..end].copy_from_slice(&self.decoded);
        }
    }
}

#[inline]
fn first_sums(
    weights: &Passes,
    prepared: &Prepared,
    word_sums: &WordSums,
    layout: &Layout,
    words: &Words,
    sentence: Sentence,
    at: usize,
) -> Sums {
    let mut sums = [0; SLOTS];
    for (place, offset) in OFFSETS.into_iter().enumerate() {
        let beside = at as isize + offset;
        if beside < sentence.start as isize || beside >= sentence.end as isize {
            for (sum, own) in sums.iter_mut().zip(prepared.border[place]) {
                *sum += own;
            }
        } else {
            word_sums.add(layout.ids[beside as usize], place, &mut sums);
        }
    }
    let mut summation = weights.first.summation();
    together(layout, words, sentence, at, &mut |template, value| summation.add(template, value));
    for (sum, own) in sums.iter_mut().zip(summation.finish()) {
        *sum = sum.wrapping_add(own);
    }
    sums
}

/// How far the kind of `state` is ahead of the best other kind (or O) by emissions alone.
pub fn margin(scores: &Scores, state: u8) -> i32 {
    let of_kind = |kind: usize| {
        let slot = |state: u8| scores.get(usize::from(state).wrapping_sub(1)).copied().unwrap_or(0);
        slot(begin(kind)).max(slot(inside(kind)))
    };
    let chosen = kind_of(state);
    let own = chosen.map_or(0, of_kind);
    let mut other = if chosen.is_some() { 0 } else { i32::MIN };
    for kind in (0..KINDS).filter(|&kind| Some(kind) != chosen) {
        other = other.max(of_kind(kind));
    }
    own.saturating_sub(other)
}

const _: () = assert!(STATES == SLOTS + 1);
