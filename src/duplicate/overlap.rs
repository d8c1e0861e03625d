//! What two sketches say of the text that two articles share: how much of each, and where.
//!
//! Words exchanged and sentences rewritten break shingles all through a copied passage, so the part of
//! the shingles shared understates the part of the text copied. Samples are therefore read in the order
//! of the text, and one counts as *covered* if two or more of the five around it are shared. A copy, even
//! a heavily edited one, is covered nearly throughout; background repeated in a new story is a block with
//! nothing around it.
//!
//! Invariants: a pure function of the two sketches and of which of their shingles are rare; swapping the
//! two sides swaps the result's sides.

use super::sketch::View;

/// A sketch and which of its samples are rare enough to speak for a common text: bit `i` for sample `i`.
#[derive(Clone, Copy)]
pub(super) struct Side<'sketch> {
    pub sketch: View<'sketch>,
    pub rare: u64,
}

impl Side<'_> {
    /// Number of rare samples with a hash up to `bound`.
    fn comparable(&self, bound: u32) -> u32 {
        let below = self.sketch.hashes.partition_point(|hash| *hash <= bound);
        let mask = u64::MAX.checked_shr(64 - below as u32).unwrap_or(0);
        (self.rare & mask).count_ones()
    }
}

/// The part of one article that the other one has too. All parts are counted in comparable samples.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Part {
    /// Samples that the other sketch would hold too if the other text had them.
    pub samples: u32,
    /// Samples in covered passages.
    pub covered: u32,
    /// Samples before the first covered one.
    pub before: u32,
    /// Samples after the last covered one.
    pub after: u32,
    /// Covered samples without figures and names.
    pub plain: Tally,
    /// Covered samples with figures or names.
    pub telling: Tally,
    /// Covered samples with figures.
    pub figures: Tally,
    /// Place in the text of the first and of the last covered sample, 0 to 255.
    pub places: (u8, u8),
}

impl Part {
    /// Share of the article that is covered.
    pub fn coverage(&self) -> f32 {
        self.share(self.covered)
    }

    /// Share of the article before the first covered passage.
    pub fn lead(&self) -> f32 {
        self.share(self.before)
    }

    /// Share of the article between the first and the last covered passage that is not covered itself.
    pub fn gaps(&self) -> f32 {
        self.share(self.samples.saturating_sub(self.before + self.after + self.covered))
    }

    fn share(&self, count: u32) -> f32 {
        count as f32 / self.samples.max(1) as f32
    }
}

/// How many of some samples are shared.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Tally {
    pub all: u32,
    pub shared: u32,
}

impl Tally {
    fn new(samples: u64, shared: u64) -> Tally {
        Tally { all: samples.count_ones(), shared: (samples & shared).count_ones() }
    }

    /// Both together.
    pub fn and(self, other: Tally) -> Tally {
        Tally { all: self.all + other.all, shared: self.shared + other.shared }
    }

    /// Part of them that is shared, drawn towards one half where they are few.
    pub fn share(self) -> f32 {
        (self.shared as f32 + 1.0) / (self.all as f32 + 2.0)
    }
}

/// What two articles have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Overlap {
    /// Rare samples in both.
    pub shared: u32,
    /// The part of the first article.
    pub first: Part,
    /// The part of the second article.
    pub second: Part,
}

/// Compares two sketches by their rare samples.
pub(super) fn overlap(first: Side<'_>, second: Side<'_>) -> Overlap {
    let bound = first.sketch.bound.min(second.sketch.bound);
    let (in_first, in_second) = shared_samples(first, second);
    Overlap {
        shared: in_first.count_ones(),
        first: part(first, bound, in_first),
        second: part(second, bound, in_second),
    }
}

/// Rare samples that both sketches could share, going by the one that has fewer.
pub(super) fn comparable(first: Side<'_>, second: Side<'_>) -> u32 {
    let bound = first.sketch.bound.min(second.sketch.bound);
    first.comparable(bound).min(second.comparable(bound))
}

/// Share of the larger sketch's comparable samples, rare or not, that the other one has.
pub(super) fn resemblance<'sketch>(first: View<'sketch>, second: View<'sketch>) -> f32 {
    let bound = first.bound.min(second.bound);
    let all = |sketch| Side { sketch, rare: u64::MAX };
    let shared = shared_samples(all(first), all(second)).0.count_ones();
    let comparable = |sketch: View<'_>| sketch.hashes.partition_point(|hash| *hash <= bound);
    let larger = comparable(first).max(comparable(second)).max(1);
    shared as f32 / larger as f32
}

/// The rare samples that both have, as bits over the samples of the first and of the second.
fn shared_samples(first: Side<'_>, second: Side<'_>) -> (u64, u64) {
    let (left, right) = (first.sketch.hashes, second.sketch.hashes);
    let (mut in_first, mut in_second) = (0, 0);
    let (mut at, mut beside) = (0, 0);
    // Which side steps is a coin toss, so there is no branch on it.
    while let (Some(one), Some(other)) = (left.get(at), right.get(beside)) {
        let same = u64::from(one == other);
        in_first |= same << at;
        in_second |= same << beside;
        at += usize::from(one <= other);
        beside += usize::from(other <= one);
    }
    (in_first & first.rare, in_second & second.rare)
}

/// One article's comparable samples in the order of its text, one bit each.
#[derive(Default)]
struct Line {
    /// Bits used.
    count: u32,
    shared: u64,
    figures: u64,
    names: u64,
    places: Places,
}

/// Place of each sample in a [`Line`].
struct Places([u8; 64]);

impl Default for Places {
    fn default() -> Self {
        Places([0; 64])
    }
}

impl Line {
    fn new(side: Side<'_>, bound: u32, shared: u64) -> Line {
        let mut keys = [0u16; 64];
        let mut count = 0;
        let samples = side.sketch.hashes.iter().zip(side.sketch.places);
        for ((hash, place), bit) in samples.zip(0u32..) {
            if *hash > bound {
                break;
            }
            let flag = |mask: u64| (mask >> bit & 1) as u16;
            if flag(side.rare) == 0 {
                continue;
            }
            let marks = flag(side.sketch.figures) << 2 | flag(side.sketch.names) << 1 | flag(shared);
            if let Some(key) = keys.get_mut(count) {
                *key = u16::from(*place) << 3 | marks;
                count += 1;
            }
        }
        let keys = keys.get_mut(..count).unwrap_or_default();
        keys.sort_unstable();
        let mut line = Line { count: count as u32, ..Line::default() };
        for ((key, place), at) in keys.iter().zip(&mut line.places.0).zip(0u32..) {
            line.shared |= u64::from(key & 1) << at;
            line.names |= u64::from(key >> 1 & 1) << at;
            line.figures |= u64::from(key >> 2 & 1) << at;
            *place = (key >> 3) as u8;
        }
        line
    }

    /// The samples with two or more shared ones among the five around them.
    fn covered(&self) -> u64 {
        let hits = u128::from(self.shared) << 2;
        (0..self.count).filter(|at| (hits >> at & 0b11111).count_ones() >= 2).fold(0, |covered, at| covered | 1 << at)
    }

    fn place(&self, at: u32) -> u8 {
        self.places.0.get(at as usize).copied().unwrap_or(0)
    }
}

/// Reads one article's samples.
fn part(side: Side<'_>, bound: u32, shared: u64) -> Part {
    let line = Line::new(side, bound, shared);
    let covered = line.covered();
    let before = covered.trailing_zeros().min(line.count);
    let end = 64 - covered.leading_zeros();
    let telling = (line.figures | line.names) & covered;
    let plain = covered & !telling;
    Part {
        samples: line.count,
        covered: covered.count_ones(),
        before,
        after: if covered == 0 { 0 } else { line.count - end },
        places: (line.place(before), line.place(end.saturating_sub(1))),
        plain: Tally::new(plain, line.shared),
        telling: Tally::new(telling, line.shared),
        figures: Tally::new(line.figures & covered, line.shared),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sketch::{Scratch, sketch};
    use super::*;

    fn words(range: std::ops::Range<u32>) -> String {
        range.map(|number| format!("word{number} ")).collect()
    }

    fn compare(first: &str, second: &str) -> Overlap {
        let mut scratch = Scratch::default();
        let (first, second) = (sketch("", first, &mut scratch), sketch("", second, &mut scratch));
        overlap(Side { sketch: first.view(), rare: u64::MAX }, Side { sketch: second.view(), rare: u64::MAX })
    }

    #[test]
    fn the_same_text_is_covered_throughout() {
        let same = compare(&words(0..300), &words(0..300));
        assert_eq!(same.first, same.second);
        assert_eq!(same.first.coverage(), 1.0);
    }

    #[test]
    fn a_cut_covers_the_opening_and_leaves_the_end() {
        let cut = compare(&words(0..400), &words(0..160));
        assert_eq!(cut.second.coverage(), 1.0);
        assert!((0.3..0.5).contains(&cut.first.coverage()), "{cut:?}");
        assert!(cut.first.lead() < 0.05 && cut.first.gaps() < 0.05, "{cut:?}");
        assert!(cut.first.places.1 < 120, "{cut:?}");
    }

    #[test]
    fn repeated_background_is_a_block_in_the_middle() {
        let follow_up = words(1000..1150) + &words(100..220) + &words(1150..1300);
        let block = compare(&follow_up, &words(0..400));
        assert!((0.2..0.4).contains(&block.first.coverage()), "{block:?}");
        assert!(block.first.lead() > 0.25 && block.second.lead() > 0.1, "{block:?}");
    }

    #[test]
    fn common_shingles_do_not_count() {
        let text = words(0..100);
        let sketch = sketch("", &text, &mut Scratch::default());
        let side = Side { sketch: sketch.view(), rare: 0 };
        assert_eq!(overlap(side, side).first.samples, 0);
        assert_eq!(resemblance(sketch.view(), sketch.view()), 1.0);
    }
}
