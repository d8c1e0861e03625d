//! The best sequence of states (Viterbi), in integers, ties to the lower state.
//!
//! States index fixed arrays of [`STATES`] numbers and never pass them; tokens index vectors made as long
//! as the sentence.

use super::tags::{ANY, SLOTS, STATES, may_follow};

/// Emission scores of one token: one per state but O, whose score is 0.
pub type Scores = [i32; SLOTS];
/// Score of going from a state (first index) to the next.
pub type Transitions = [[i32; STATES]; STATES];

/// Less than any score, yet far from overflow when summed over a sentence.
const IMPOSSIBLE: i32 = -1_000_000_000;

/// Room for decoding, kept between sentences.
#[derive(Debug, Default)]
pub struct Decoder {
    back: Vec<[u8; STATES]>,
}

impl Decoder {
    /// Heap bytes held, for tests of growth.
    pub fn capacity(&self) -> usize {
        self.back.capacity() * STATES
    }

    /// Writes the best states for `scores` to `out` and returns their score.
    ///
    /// `allowed` limits each token's states (all if it is empty); at least one allowed path must exist.
    pub fn decode(&mut self, scores: &[Scores], transitions: &Transitions, allowed: &[u16], out: &mut Vec<u8>) -> i32 {
        self.back.clear();
        let mut best = [IMPOSSIBLE; STATES];
        best[0] = 0;
        for (index, emissions) in scores.iter().enumerate() {
            let mask = allowed.get(index).copied().unwrap_or(ANY);
            let mut next = [i32::MIN; STATES];
            let mut from = [0_u8; STATES];
            for (previous, (&score, row)) in best.iter().zip(transitions).enumerate() {
                for state in 0..STATES {
                    let sum = score + row[state];
                    let better = sum > next[state];
                    next[state] = if better { sum } else { next[state] };
                    from[state] = if better { previous as u8 } else { from[state] };
                }
            }
            for (slot, &emission) in emissions.iter().enumerate() {
                next[slot + 1] += emission;
            }
            for (state, score) in next.iter_mut().enumerate() {
                let forbidden = mask >> state & 1 == 0 || *score < IMPOSSIBLE;
                *score = if forbidden { IMPOSSIBLE } else { *score };
            }
            best = next;
            self.back.push(from);
        }
        let (mut state, score) = maximum(&best);
        let start = out.len();
        out.resize(start + scores.len(), 0);
        for (target, from) in out.iter_mut().skip(start).rev().zip(self.back.iter().rev()) {
            *target = state as u8;
            state = usize::from(from[state]);
        }
        score
    }
}

fn maximum(best: &[i32; STATES]) -> (usize, i32) {
    let mut found = (0, best[0]);
    for (state, &score) in best.iter().enumerate() {
        if score > found.1 {
            found = (state, score);
        }
    }
    found
}

/// `weights` with the transitions that BIO forbids made impossible.
pub fn with_forbidden(weights: &Transitions) -> Transitions {
    let mut out = *weights;
    for (previous, row) in out.iter_mut().enumerate() {
        for (next, score) in row.iter_mut().enumerate() {
            if !may_follow(previous, next) {
                *score = IMPOSSIBLE / 2;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_path_respects_bio_and_masks() {
        let transitions = with_forbidden(&[[0; STATES]; STATES]);
        let mut scores = vec![[0; SLOTS]; 3];
        scores[0][0] = 5;
        scores[1][1] = 5;
        scores[2][3] = 5;
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        let score = decoder.decode(&scores, &transitions, &[], &mut out);
        // I-ORG (4) cannot follow I-PER (2), so the third token is better left outside.
        assert_eq!((out.as_slice(), score), (&[1, 2, 0][..], 10));
        out.clear();
        decoder.decode(&scores, &transitions, &[1, ANY, ANY], &mut out);
        assert_eq!(out, [0, 3, 4]);
    }

    #[test]
    fn ties_go_to_the_lower_state() {
        let transitions = with_forbidden(&[[0; STATES]; STATES]);
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.decode(&[[0; SLOTS]; 2], &transitions, &[], &mut out);
        assert_eq!(out, [0, 0]);
    }
}
