//! Numbers as people read them: shares, bars and sparklines.
//!
//! Invariants: a bar of nothing is empty and a bar of something never is; a sparkline has a sign for each number, or sums
//! neighbours until it fits.

use crate::output::escape;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use unicode_width::UnicodeWidthStr;

/// Decimals of a share in machine-readable forms.
const SHARE_DECIMALS: usize = 6;

/// A part of a whole, 0 to 1, which is written with more decimals than a score has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share(pub f64);

impl Share {
    /// For machines: `0.031250`.
    pub fn exact(self) -> String {
        format!("{:.SHARE_DECIMALS$}", self.0)
    }

    /// For people: `3.1 %`.
    pub fn percent(self) -> String {
        percent(self.0)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.exact()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent > 0.0 && percent < 0.1 {
        return format!("{percent:.3} %");
    }
    format!("{percent:.1} %")
}

/// Signs that fill one to eight eighths of a column from the left.
const FROM_LEFT: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
/// Signs that fill one to eight eighths of a line from below.
const FROM_BELOW: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Eighths that stand for a number where `most` is drawn in `room` columns or lines.
fn eighths(number: f64, most: f64, room: usize) -> usize {
    if number <= 0.0 || most <= 0.0 || !number.is_finite() {
        return 0;
    }
    // Both are positive and the quotient at most 1, so that the result is at most 8 * room.
    ((number / most).min(1.0) * (8 * room) as f64).round().max(1.0) as usize
}

/// A bar of at most `room` columns.
pub fn bar(number: f64, most: f64, room: usize) -> String {
    let eighths = eighths(number, most, room);
    let mut bar = "█".repeat(eighths / 8);
    bar.extend((eighths % 8).checked_sub(1).and_then(|rest| FROM_LEFT.get(rest)));
    bar
}

/// A line of signs whose height stands for the numbers, in at most `room` columns. `None` is drawn as a point.
pub fn sparkline(numbers: &[Option<f64>], room: usize) -> String {
    let together = numbers.len().div_ceil(room.max(1)).max(1);
    let sums: Vec<Option<f64>> = numbers
        .chunks(together)
        .map(|chunk| chunk.iter().flatten().copied().reduce(|one, other| one + other))
        .collect();
    let most = sums.iter().flatten().copied().fold(0.0, f64::max);
    let sign = |number: &Option<f64>| match number {
        None => '·',
        Some(number) => eighths(*number, most, 1)
            .checked_sub(1)
            .and_then(|eighths| FROM_BELOW.get(eighths))
            .map_or(' ', |sign| *sign),
    };
    sums.iter().map(sign).collect()
}

/// Text of a document on one line in exactly `room` columns, cut with `…` if it is longer.
pub fn fitted(text: &str, room: usize) -> String {
    let line = escape::line(text);
    let width = line.width();
    if width <= room {
        return line + &" ".repeat(room - width);
    }
    let mut fitted = String::new();
    let mut used = 0;
    for c in line.chars() {
        let width = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used + width + 1 > room {
            break;
        }
        fitted.push(c);
        used += width;
    }
    fitted.push('…');
    fitted + &" ".repeat(room.saturating_sub(used + 1))
}

/// `1 article`, `2 articles`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `12 articles, 9 stories`; stories are left out where they are as many.
pub fn articles_and_stories(articles: u64, stories: u64) -> String {
    let articles_text = counted(articles, "article", "articles");
    if stories == articles {
        return articles_text;
    }
    format!("{articles_text}, {}", counted(stories, "story", "stories"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_never_drawn_as_nothing() {
        assert_eq!(bar(0.0, 10.0, 5), "");
        assert_eq!(bar(10.0, 10.0, 5), "█████");
        assert_eq!(bar(1.0, 1_000_000.0, 5), "▏");
        assert_eq!(bar(5.0, 10.0, 5), "██▌");
        assert_eq!(sparkline(&[Some(0.0), Some(1.0), Some(800.0), None], 10), " ▁█·");
        assert_eq!(sparkline(&[Some(1.0), Some(1.0), Some(0.0), Some(4.0)], 2), "▄█");
        assert_eq!(sparkline(&[], 10), "");
    }

    #[test]
    fn text_fits_whatever_it_is() {
        for text in ["", "short", "a longer text than fits", "漢字漢字漢字漢字漢字", "e\u{301}\u{1b}[2J"] {
            for room in 1..14 {
                assert_eq!(fitted(text, room).width(), room, "{text:?} in {room}: {:?}", fitted(text, room));
            }
        }
    }

    #[test]
    fn shares_are_exact_for_machines_and_short_for_people() {
        assert_eq!(serde_json::to_string(&Share(1.0 / 3.0)).unwrap(), "0.333333");
        assert_eq!(Share(0.0312).percent(), "3.1 %");
        assert_eq!(Share(0.000_04).percent(), "0.004 %");
    }
}
