//! Scores of a model on tagged text, as conlleval counts them: a name is right if both its borders and
//! its kind are.

use super::conll::TaggedDocument;
use super::layout::Layout;
use super::model::Model;
use super::tagger::Room;
use super::tags::{KINDS, Span, spans};
use super::train::lay_out;
use super::word::Words;
use crate::article::EntityKind;

/// Counts of names, or of pairs of names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found rightly.
    pub right: u64,
    /// Found.
    pub found: u64,
    /// What there is to find.
    pub gold: u64,
}

impl Counts {
    /// Share of what was found that is right, 0 to 1.
    pub fn precision(self) -> f64 {
        ratio(self.right, self.found)
    }

    /// Share of what there is that was found, 0 to 1.
    pub fn recall(self) -> f64 {
        ratio(self.right, self.gold)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        ratio(2 * self.right, self.found + self.gold)
    }

    /// Adds other counts.
    pub fn add(&mut self, other: Counts) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Scores per kind, in the order of [`EntityKind::ALL`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scores {
    /// Counts per kind.
    pub kinds: [Counts; KINDS],
}

impl Scores {
    /// Counts over the given kinds together (micro average).
    pub fn total(&self, kinds: &[EntityKind]) -> Counts {
        let mut total = Counts::default();
        for (counts, kind) in self.kinds.iter().zip(EntityKind::ALL) {
            if kinds.contains(&kind) {
                total.add(*counts);
            }
        }
        total
    }

    /// Adds the counts of another text.
    pub fn merge(&mut self, other: &Scores) {
        for (counts, other) in self.kinds.iter_mut().zip(other.kinds) {
            counts.add(other);
        }
    }

    /// Counts the names of one sentence.
    pub fn add(&mut self, gold: &[Span], found: &[Span]) {
        for span in gold {
            self.kinds[usize::from(span.kind)].gold += 1;
        }
        for span in found {
            let counts = &mut self.kinds[usize::from(span.kind)];
            counts.found += 1;
            counts.right += u64::from(gold.contains(span));
        }
    }
}

/// How a document's words are changed before they are tagged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Case {
    /// Not at all.
    #[default]
    AsWritten,
    /// Into lower case.
    Lower,
    /// Into capitals.
    Upper,
}

/// Tags the given tokens; calls `each` with every document and its states.
pub fn tag_documents(
    model: &Model,
    documents: &[TaggedDocument],
    case: Case,
    mut each: impl FnMut(&TaggedDocument, &[u8]),
) {
    let (mut words, mut layout, mut room) = (Words::default(), Layout::default(), Room::default());
    for document in documents {
        let changed;
        let document = match case {
            Case::AsWritten => document,
            Case::Lower | Case::Upper => {
                changed = recased(document, case);
                &changed
            }
        };
        lay_out(document, &mut words, &model.knowledge, &mut layout, false);
        room.tag(model.tagging(), &layout, &words, usize::MAX);
        each(document, &room.states);
    }
}

fn recased(document: &TaggedDocument, case: Case) -> TaggedDocument {
    let mut document = document.clone();
    for word in document.sentences.iter_mut().flat_map(|sentence| &mut sentence.words) {
        *word = if case == Case::Lower { word.to_lowercase() } else { word.to_uppercase() };
    }
    document
}

/// Scores `model` on the given tokens of `documents`.
pub fn evaluate(model: &Model, documents: &[TaggedDocument], case: Case) -> Scores {
    let mut scores = Scores::default();
    let (mut gold, mut found) = (Vec::new(), Vec::new());
    tag_documents(model, documents, case, |document, states| {
        let mut start = 0;
        for sentence in &document.sentences {
            let end = start + sentence.states.len();
            gold.clear();
            found.clear();
            spans(&sentence.states, 0, &mut gold);
            spans(states.get(start..end).unwrap_or(&[]), 0, &mut found);
            scores.add(&gold, &found);
            start = end;
        }
    });
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_counts_only_with_both_borders_and_its_kind() {
        let span = |start, end, kind| Span { start, end, kind };
        let mut scores = Scores::default();
        scores.add(&[span(0, 2, 0), span(3, 4, 1)], &[span(0, 2, 0), span(3, 4, 2), span(5, 6, 0)]);
        let total = scores.total(&EntityKind::ALL);
        assert_eq!(total, Counts { right: 1, found: 3, gold: 2 });
        assert!((total.f1() - 0.4).abs() < 1e-9);
    }
}
