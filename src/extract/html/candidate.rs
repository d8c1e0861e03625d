//! Candidates for a field: what was read, from which signal, and how far to trust it.

use crate::extract::Evidence;

/// One candidate.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate<T> {
    pub value: T,
    /// The signal, as shown to people: "json-ld headline".
    pub source: &'static str,
    /// Trust, 0 to 1.
    pub weight: f32,
}

impl<T> Candidate<T> {
    pub(super) fn new(value: T, source: &'static str, weight: f32) -> Self {
        Candidate { value, source, weight }
    }
}

/// The candidate trusted most; the first of equals, so that order is the order of evidence.
pub(super) fn best<T>(candidates: &[Candidate<T>]) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (index, candidate) in candidates.iter().enumerate() {
        if best.is_none_or(|(_, weight)| candidate.weight > weight) {
            best = Some((index, candidate.weight));
        }
    }
    best.map(|(index, _)| index)
}

/// Collects evidence if it is wanted.
#[derive(Debug, Default)]
pub(super) struct Witness {
    pub wanted: bool,
    pub evidence: Vec<Evidence>,
}

impl Witness {
    /// Takes the best candidate of a field and notes all of them.
    pub(super) fn settle<T: Clone>(
        &mut self,
        field: &'static str,
        candidates: &[Candidate<T>],
        show: impl Fn(&T) -> String,
    ) -> Option<T> {
        let chosen = best(candidates);
        self.note(field, candidates, chosen, show);
        chosen.and_then(|index| candidates.get(index)).map(|candidate| candidate.value.clone())
    }

    /// Notes candidates of which one was chosen.
    pub(super) fn note<T>(
        &mut self,
        field: &'static str,
        candidates: &[Candidate<T>],
        chosen: Option<usize>,
        show: impl Fn(&T) -> String,
    ) {
        if !self.wanted {
            return;
        }
        for (index, candidate) in candidates.iter().enumerate() {
            self.evidence.push(Evidence {
                field,
                value: show(&candidate.value),
                source: candidate.source.to_owned(),
                confidence: candidate.weight,
                chosen: chosen == Some(index),
            });
        }
    }
}
