//! Text for benches: the same every time, with words as unevenly frequent as in real text.

/// A linear congruential generator (Knuth, MMIX).
pub struct Random(pub u64);

impl Random {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    /// A sentence that begins so and goes on with so many words.
    pub fn sentence(&mut self, beginning: &str, words: usize) -> String {
        let mut sentence = beginning.to_owned();
        for _ in 0..words {
            let rank = 1 << (4 + self.below(12));
            sentence.push_str(&format!(" word{}ing", self.below(rank)));
        }
        sentence + ". "
    }
}
