//! Sets of hashes of shingles that are asked for millions of times, mostly for what they do not hold.

use rustc_hash::FxHashSet;

/// A set of hashes.
#[derive(Debug, Default)]
pub(super) struct Hashes {
    set: FxHashSet<u32>,
    /// Bit `i` is set if the set holds a hash whose lower bits are `i`; a power of two of bits.
    filter: Vec<u64>,
}

/// Bits of the filter for each hash.
const BITS_EACH: usize = 16;
/// Words of the largest filter: 4 MB.
const MOST_WORDS: usize = 1 << 19;

impl Hashes {
    /// The set of these.
    pub fn new(set: FxHashSet<u32>) -> Hashes {
        let words = (set.len() * BITS_EACH / 64).next_power_of_two().clamp(1 << 10, MOST_WORDS);
        let mut hashes = Hashes { set, filter: vec![0; words] };
        for hash in &hashes.set {
            if let Some(word) = hashes.filter.get_mut(*hash as usize >> 6 & (words - 1)) {
                *word |= 1 << (hash & 63);
            }
        }
        hashes
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Whether it holds this one.
    #[inline]
    pub fn contains(&self, hash: u32) -> bool {
        let word = self.filter.get(hash as usize >> 6 & (self.filter.len().wrapping_sub(1)));
        word.is_some_and(|word| word >> (hash & 63) & 1 == 1) && self.set.contains(&hash)
    }
}
