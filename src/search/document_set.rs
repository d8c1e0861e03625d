//! A set of documents of one segment, as bits.

use std::ops::Range;

/// See the module header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSet {
    words: Vec<u64>,
    /// Documents in the segment.
    size: u32,
}

impl DocumentSet {
    /// No documents of a segment of `size`.
    pub fn empty(size: u32) -> Self {
        DocumentSet { words: vec![0; (size as usize).div_ceil(64)], size }
    }

    /// All documents of a segment of `size`.
    pub fn full(size: u32) -> Self {
        let mut set = DocumentSet::empty(size);
        set.words.fill(u64::MAX);
        set.trim();
        set
    }

    /// Clears the bits beyond the last document.
    fn trim(&mut self) {
        let used = self.size % 64;
        if let Some(last) = self.words.last_mut().filter(|_| used != 0) {
            *last &= (1 << used) - 1;
        }
    }

    /// Adds a document; one beyond the segment is ignored.
    pub fn insert(&mut self, document: u32) {
        if let Some(word) = self.words.get_mut(document as usize / 64).filter(|_| document < self.size) {
            *word |= 1 << (document % 64);
        }
    }

    /// Takes a document out.
    pub fn remove(&mut self, document: u32) {
        if let Some(word) = self.words.get_mut(document as usize / 64) {
            *word &= !(1 << (document % 64));
        }
    }

    /// Whether the document is in it.
    pub fn contains(&self, document: u32) -> bool {
        self.words.get(document as usize / 64).is_some_and(|word| word >> (document % 64) & 1 == 1)
    }

    /// How many documents are in it.
    pub fn len(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Whether none is in it.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Keeps what is in both.
    pub fn and(&mut self, other: &DocumentSet) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds what is in the other.
    pub fn or(&mut self, other: &DocumentSet) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Removes what is in the other.
    pub fn and_not(&mut self, other: &DocumentSet) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Exchanges what is in it and what is not.
    pub fn invert(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        self.trim();
    }

    /// The documents in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.within(0..self.words.len())
    }

    /// Cuts the set into so many runs of documents, of about as many documents each: see [`DocumentSet::within`].
    pub(super) fn runs(&self, count: usize) -> Vec<Range<usize>> {
        let all = self.len();
        let (mut runs, mut begin, mut passed) = (Vec::with_capacity(count), 0, 0);
        for (end, word) in (1..).zip(&self.words) {
            passed += u64::from(word.count_ones());
            if runs.len() + 1 < count && passed * count as u64 >= all * (runs.len() as u64 + 1) {
                runs.push(begin..end);
                begin = end;
            }
        }
        runs.push(begin..self.words.len());
        runs
    }

    /// The documents of a run in order.
    pub(super) fn within(&self, run: Range<usize>) -> impl Iterator<Item = u32> + '_ {
        let first = u32::try_from(run.start * 64).unwrap_or(u32::MAX);
        let words = self.words.get(run).unwrap_or(&[]);
        (first..).step_by(64).zip(words).flat_map(|(base, &word)| Bits(word).map(move |bit| base + bit))
    }
}

/// Numbers of the bits of a word that are set.
struct Bits(u64);

impl Iterator for Bits {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros();
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    proptest::proptest! {
        #[test]
        fn operations_are_those_of_sets(size in 0u32..200, one in proptest::collection::btree_set(0u32..200, 0..60), other in proptest::collection::btree_set(0u32..200, 0..60)) {
            let within = |numbers: &BTreeSet<u32>| numbers.iter().copied().filter(|n| *n < size).collect::<BTreeSet<u32>>();
            let (one, other) = (within(&one), within(&other));
            let set = |numbers: &BTreeSet<u32>| {
                let mut set = DocumentSet::empty(size);
                numbers.iter().for_each(|n| set.insert(*n));
                set
            };
            let listed = |set: &DocumentSet| set.iter().collect::<BTreeSet<u32>>();
            let mut result = set(&one);
            result.and(&set(&other));
            proptest::prop_assert_eq!(listed(&result), &one & &other);
            result = set(&one);
            result.or(&set(&other));
            proptest::prop_assert_eq!(listed(&result), &one | &other);
            result = set(&one);
            result.and_not(&set(&other));
            proptest::prop_assert_eq!(listed(&result), &one - &other);
            result = set(&one);
            result.invert();
            proptest::prop_assert_eq!(result.len(), u64::from(size) - one.len() as u64);
            proptest::prop_assert_eq!(listed(&DocumentSet::full(size)).len(), size as usize);
        }
    }
}
