//! One kind for one name: where the tagger called the same words of a document by several kinds, the kind
//! that most were called by (of several, the one that fits all best) is given to those that were nearly as well called by it.
//!
//! Not to all: "Washington" can be a person and a place in one article, and a town gives its name to its
//! club. A name that no list of places knows is hardly ever two things in one article.

use super::decode::Scores;
use super::hash::pair;
use super::knowledge::list;
use super::layout::Layout;
use super::tags::{KINDS, Span, begin, inside};
use super::word::{Class, Words};

/// A mention of a place's name whose own kind leads by more than this keeps it (in steps of a weight; see
/// [`super::learn::SCALE`]).
const FIRM: i32 = 600;

/// What it counts for a kind that a mention was called by it; more than scores, so that they decide ties.
const VOTE: i64 = 1_000_000;

/// Positions of persons, places and others in the order of kinds.
const PERSON: usize = 0;
const PLACE: usize = 2;
const OTHER: usize = 3;

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
    pub fn settle(&mut self, layout: &Layout, words: &Words, scores: &[Scores], states: &mut [u8]) {
        self.spans.clear();
        for sentence in &layout.sentences {
            let own = states.get(sentence.start..sentence.end).unwrap_or(&[]);
            super::tags::spans(own, sentence.start as u32, &mut self.spans);
        }
        self.order.clear();
        for (index, span) in self.spans.iter().enumerate() {
            let words = layout.lower.get(span.start as usize..span.end as usize).unwrap_or(&[]);
            self.order.push((hashed(words), index as u32));
        }
        self.order.sort_unstable();
        for same in self.order.chunk_by(|left, right| left.0 == right.0) {
            let first = same.first().and_then(|entry| self.spans.get(entry.1 as usize));
            let firm = if first.is_some_and(|span| may_be_place(layout, words, *span)) { FIRM } else { i32::MAX };
            settle_one(&self.spans, same, firm, scores, states);
        }
        self.settle_products(layout, words, states);
    }

    /// A lone word that also begins a name of another kind ending in a number ("Mythos 5") names the same
    /// product, not a person.
    fn settle_products(&self, layout: &Layout, words: &Words, states: &mut [u8]) {
        for same in self.order.chunk_by(|left, right| left.0 == right.0) {
            let Some(span) = same.first().and_then(|entry| self.spans.get(entry.1 as usize)) else {
                continue;
            };
            let own = layout.lower.get(span.start as usize..span.end as usize).unwrap_or(&[]);
            let [first, .., last] = own else {
                continue;
            };
            let is_other = states.get(span.start as usize) == Some(&begin(OTHER));
            if !is_other || own.len() != 2 || words.get(*last).class != Class::Number {
                continue;
            }
            let alone = hashed(&[*first]);
            let from = self.order.partition_point(|entry| entry.0 < alone);
            for entry in self.order.iter().skip(from).take_while(|entry| entry.0 == alone) {
                let lone = self.spans.get(entry.1 as usize).and_then(|span| states.get_mut(span.start as usize));
                if let Some(state) = lone.filter(|state| **state == begin(PERSON)) {
                    *state = begin(OTHER);
                }
            }
        }
    }
}

/// Hash of the words of a name.
fn hashed(words: &[u32]) -> u64 {
    words.iter().fold(0, |held, &word| pair(held, u64::from(word) + 1))
}

fn settle_one(spans: &[Span], same: &[(u64, u32)], firm: i32, scores: &[Scores], states: &mut [u8]) {
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
        // The lists hold most places that news tells of: a name they lack is less likely one. And "other" is
        // what is left over: a name that is also called something else is more likely that.
        let kind = usize::from(span.kind);
        let doubtful = kind == PLACE && firm == i32::MAX || kind == OTHER;
        totals[kind] += if doubtful { VOTE / 2 } else { VOTE };
    }
    let mut winner = 0;
    for kind in 1..KINDS {
        if totals[kind] > totals[winner] {
            winner = kind;
        }
    }
    for span in same.iter().filter_map(span).filter(|span| usize::from(span.kind) != winner) {
        let lead = score(scores, span, usize::from(span.kind)) - score(scores, span, winner);
        if lead > firm {
            continue;
        }
        for at in span.start..span.end {
            if let Some(state) = states.get_mut(at as usize) {
                *state = if at == span.start { begin(winner) } else { inside(winner) };
            }
        }
    }
}

/// Whether a list of places holds the name or one of its words.
fn may_be_place(layout: &Layout, words: &Words, span: Span) -> bool {
    (span.start as usize..span.end as usize).any(|at| {
        let phrase = layout.phrases.get(at).copied().unwrap_or(0);
        let word = layout.lower.get(at).map_or(0, |&id| words.get(id).lists);
        (phrase | word) & list::PLACE != 0
    })
}

/// How well the words of `span` fit a name of `kind`.
fn score(scores: &[Scores], span: Span, kind: usize) -> i32 {
    let tokens = scores.get(span.start as usize..span.end as usize).unwrap_or(&[]);
    let slot = |state: u8, scores: &Scores| scores.get(usize::from(state) - 1).copied().unwrap_or(0);
    let mut sum = 0;
    for (place, scores) in tokens.iter().enumerate() {
        sum += slot(if place == 0 { begin(kind) } else { inside(kind) }, scores);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::knowledge::{Knowledge, Table, key, lower_hash};
    use crate::entity::layout::Sentence;

    #[test]
    fn a_name_of_several_kinds_gets_the_best_unless_it_is_firm() {
        let sentence = Sentence { start: 0, end: 3, caseless: false, title_case: false, headline: false };
        let mut layout = Layout::default();
        layout.lower = vec![0; 3];
        layout.ids = vec![0; 3];
        layout.sentences = vec![sentence];
        // Person (slot 0), organisation (slot 2): twice clearly an organisation, once barely a person.
        let scores =
            |last: i32| vec![[0, 0, 500, 0, 0, 0, 0, 0], [0, 0, 500, 0, 0, 0, 0, 0], [last, 0, 0, 0, 0, 0, 0, 0]];
        let mut states = vec![3, 3, 1];
        let lists = Table::new(vec![(key(lower_hash("rome")), list::CITY)], |first, _| first);
        let mut words = Words::default();
        words.intern("rome", &Knowledge { lists, ..Knowledge::default() });
        Settler::default().settle(&layout, &words, &scores(100), &mut states);
        assert_eq!(states, [3, 3, 3]);
        let mut states = vec![3, 3, 1];
        Settler::default().settle(&layout, &words, &scores(FIRM + 1), &mut states);
        assert_eq!(states, [3, 3, 1]);
        Settler::default().settle(&layout, &Words::default(), &scores(FIRM + 1), &mut states);
        assert_eq!(states, [3, 3, 3]);
    }

    #[test]
    fn a_lone_word_that_begins_a_product_is_that_product_and_no_person() {
        let mut words = Words::default();
        let knowledge = Knowledge::default();
        let [name, number] = ["Mythos", "5"].map(|text| words.intern(text, &knowledge));
        let sentence = Sentence { start: 0, end: 3, caseless: false, title_case: false, headline: false };
        let mut layout = Layout::default();
        layout.ids = vec![name, number, name];
        layout.lower = layout.ids.clone();
        layout.sentences = vec![sentence];
        let settled = |mut states: Vec<u8>| {
            Settler::default().settle(&layout, &words, &[[0; 8]; 3], &mut states);
            states
        };
        let (person, other) = (begin(PERSON), begin(OTHER));
        assert_eq!(settled(vec![other, inside(OTHER), person]), [other, inside(OTHER), other]);
        assert_eq!(settled(vec![person, inside(PERSON), person]), [person, inside(PERSON), person]);
    }
}
