//! One kind for one name: where the tagger called the same words of a document by several kinds, the kind
//! that most were called by (of several, the one that fits all best) is given to those that were nearly as well called by it.
//!
//! Not to all: "Washington" can be a person and a place in one article.

use super::decode::Scores;
use super::hash::pair;
use super::layout::Layout;
use super::tags::{KINDS, Span, begin, inside};

/// A mention whose own kind leads by more than this keeps it (in steps of a weight; see
/// [`super::learn::SCALE`]).
const FIRM: i32 = 1200;

/// What it counts for a kind that a mention was called by it; more than scores, so that they decide ties.
const VOTE: i64 = 1_000_000;

/// Room for settling, kept between documents.
#[derive(Debug, Default)]
pub struct Settler {
    spans: Vec<Span>,
    /// Hash of each name's words and its position in `spans`, sorted.
    order: Vec<(u64, u32)>,
}

impl Settler {
    /// Heap bytes held, for tests of growth.
    pub fn capacity(&self) -> usize {
        self.spans.capacity() * size_of::<Span>() + self.order.capacity() * size_of::<(u64, u32)>()
    }

    /// Settles `states` of the document, given the scores that they were chosen by.
    pub fn settle(&mut self, layout: &Layout, scores: &[Scores], states: &mut [u8]) {
        self.spans.clear();
        for sentence in &layout.sentences {
            let own = states.get(sentence.start..sentence.end).unwrap_or(&[]);
            super::tags::spans(own, sentence.start as u32, &mut self.spans);
        }
        self.order.clear();
        for (index, span) in self.spans.iter().enumerate() {
            let words = layout
                .lower
                .get(span.start as usize..span.end as usize)
                .unwrap_or(&[]);
            let hashed = words
                .iter()
                .fold(0, |held, &word| pair(held, u64::from(word) + 1));
            self.order.push((hashed, index as u32));
        }
        self.order.sort_unstable();
        for same in self.order.chunk_by(|left, right| left.0 == right.0) {
            settle_one(&self.spans, same, scores, states);
        }
    }
}

fn settle_one(spans: &[Span], same: &[(u64, u32)], scores: &[Scores], states: &mut [u8]) {
    let span = |entry: &(u64, u32)| spans.get(entry.1 as usize).copied();
    let mut kinds = same.iter().filter_map(span).map(|span| span.kind);
    let first = kinds.next();
    if kinds.all(|kind| Some(kind) == first) {
        return;
    }
    let mut totals = [0_i64; KINDS];
    for span in same.iter().filter_map(span) {
        for (kind, total) in totals.iter_mut().enumerate() {
            *total += i64::from(score(scores, span, kind));
        }
        totals[usize::from(span.kind)] += VOTE;
    }
    let mut winner = 0;
    for kind in 1..KINDS {
        if totals[kind] > totals[winner] {
            winner = kind;
        }
    }
    for span in same
        .iter()
        .filter_map(span)
        .filter(|span| usize::from(span.kind) != winner)
    {
        let lead = score(scores, span, usize::from(span.kind)) - score(scores, span, winner);
        if lead > FIRM {
            continue;
        }
        for at in span.start..span.end {
            if let Some(state) = states.get_mut(at as usize) {
                *state = if at == span.start {
                    begin(winner)
                } else {
                    inside(winner)
                };
            }
        }
    }
}

/// How well the words of `span` fit a name of `kind`.
fn score(scores: &[Scores], span: Span, kind: usize) -> i32 {
    let tokens = scores
        .get(span.start as usize..span.end as usize)
        .unwrap_or(&[]);
    let slot =
        |state: u8, scores: &Scores| scores.get(usize::from(state) - 1).copied().unwrap_or(0);
    let mut sum = 0;
    for (place, scores) in tokens.iter().enumerate() {
        sum += slot(
            if place == 0 {
                begin(kind)
            } else {
                inside(kind)
            },
            scores,
        );
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::layout::Sentence;

    #[test]
    fn a_name_of_several_kinds_gets_the_best_unless_it_is_firm() {
        let sentence = Sentence {
            start: 0,
            end: 3,
            caseless: false,
            title_case: false,
            headline: false,
        };
        let layout = Layout {
            lower: vec![7, 7, 7],
            ids: vec![7, 7, 7],
            sentences: vec![sentence],
            ..Layout::default()
        };
        // Person (slot 0), organisation (slot 2): twice clearly an organisation, once barely a person.
        let scores = |last: i32| {
            vec![
                [0, 0, 500, 0, 0, 0, 0, 0],
                [0, 0, 500, 0, 0, 0, 0, 0],
                [last, 0, 0, 0, 0, 0, 0, 0],
            ]
        };
        let mut states = vec![3, 3, 1];
        Settler::default().settle(&layout, &scores(100), &mut states);
        assert_eq!(states, [3, 3, 3]);
        let mut states = vec![3, 3, 1];
        Settler::default().settle(&layout, &scores(FIRM + 1), &mut states);
        assert_eq!(states, [3, 3, 1]);
    }
}
