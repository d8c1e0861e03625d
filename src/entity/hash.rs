//! The one hash of the recogniser: fixed for ever, because model files are made of it.
//!
//! Invariant: a value never depends on platform, process or allocation.

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// A running FNV-1a hash (Fowler, Noll, Vo) over bytes, mixed at the end.
#[derive(Clone, Copy)]
pub struct Hasher(u64);

impl Default for Hasher {
    fn default() -> Self {
        Hasher::new()
    }
}

impl Hasher {
    /// An empty hash.
    pub fn new() -> Self {
        Hasher(OFFSET)
    }

    /// Takes in one byte.
    #[inline]
    pub fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(PRIME);
    }

    /// Takes in one character, as UTF-8.
    #[inline]
    pub fn character(&mut self, character: char) {
        if character.is_ascii() {
            self.byte(character as u8);
            return;
        }
        let mut buffer = [0; 4];
        for byte in character.encode_utf8(&mut buffer).bytes() {
            self.byte(byte);
        }
    }

    /// The value, its bits well mixed.
    #[inline]
    pub fn finish(self) -> u64 {
        mix(self.0)
    }
}

/// Hash of a byte string.
#[inline]
pub fn bytes(text: &[u8]) -> u64 {
    let mut hasher = Hasher::new();
    for &byte in text {
        hasher.byte(byte);
    }
    hasher.finish()
}

/// Spreads the entropy of `value` over all bits.
#[inline]
pub fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 32)).wrapping_mul(MULTIPLIER);
    value ^ (value >> 29)
}

/// Hash of an ordered pair.
#[inline]
pub fn pair(left: u64, right: u64) -> u64 {
    mix(left.rotate_left(25).wrapping_add(right.wrapping_mul(MULTIPLIER)))
}

/// The row of a table of `2^bits` rows for the feature `template` = `value`.
#[inline]
pub fn row(template: u64, value: u64, bits: u32) -> u32 {
    let mixed = mix(value.wrapping_add(template.wrapping_mul(0xd6e8_feb8_6659_fd93)));
    (mixed.wrapping_mul(MULTIPLIER) >> (64 - bits)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_are_those_that_shipped_models_were_made_with() {
        assert_eq!(bytes(b"Reuters"), bytes(b"Reuters"));
        assert_ne!(pair(1, 2), pair(2, 1));
        assert!(row(7, 99, 10) < 1024);
    }
}
