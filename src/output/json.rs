//! JSON whose bytes depend on the values alone: keys in the order of the types, numbers with fixed decimals.

use serde::Serialize;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Decimals of scores (written from `f64`).
const SCORE_DECIMALS: usize = 4;
/// Decimals of confidences (written from `f32`), as many as the index keeps.
const CONFIDENCE_DECIMALS: usize = 2;

/// Compact JSON; finite numbers only.
struct FixedDecimals;

impl Formatter for FixedDecimals {
    fn write_f32<W: ?Sized + Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        write!(writer, "{value:.CONFIDENCE_DECIMALS$}")
    }

    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        write!(writer, "{value:.SCORE_DECIMALS$}")
    }
}

/// Writes a value and a line feed.
pub fn write_line(value: &impl Serialize, writer: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *writer, FixedDecimals);
    value.serialize(&mut serializer)?;
    writer.write_all(b"\n")
}

/// A score as the text formats write it.
pub fn score(score: f32) -> String {
    format!("{score:.SCORE_DECIMALS$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_fixed_decimals() {
        let mut bytes = Vec::new();
        write_line(&(1.0_f64, 0.123_456_f64, 0.9_f32, 3_u32), &mut bytes).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), "[1.0000,0.1235,0.90,3]\n");
        assert_eq!(score(12.3), "12.3000");
    }
}
