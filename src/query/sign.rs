//! Signs inside words that the index does not hold: `C++`, `AT&T`, `U.S.`.
//!
//! An index files words as [`crate::text::segment`] cuts them. What a query's word loses by that is told, with the words that
//! are searched instead. Apostrophes, hyphens and the punctuation of sentences part words for every reader alike; they go
//! without a word.

use super::ast::{Case, Pattern, Word};
use super::problem::Problem;
use super::token::{is_apostrophe, is_dash, is_quote};
use super::word::bounded;
use super::{Span, problem::Diagnostics};
use crate::text::segment::{is_mark, is_unspaced, words};

/// A word with one character in the place of every piece of its pattern.
struct Shape {
    /// As a text would be cut, with a letter or digit for each wildcard.
    cut: String,
    /// Byte of `cut` at which each piece begins, how it is written, whether it may stand for no letter.
    pieces: Vec<(usize, String, bool)>,
}

impl Shape {
    fn of(word: &Word) -> Shape {
        let wild = word.pattern == Pattern::Wildcard;
        let mut shape = Shape { cut: String::with_capacity(word.text.len()), pieces: Vec::new() };
        let mut rest = word.text.as_str();
        while let Some(c) = rest.chars().next() {
            let tail = rest.get(c.len_utf8()..).unwrap_or_default();
            let number = shape.cut.strip_suffix(['.', ',']).unwrap_or(&shape.cut);
            let after_digit = number.ends_with(|c: char| c.is_ascii_digit());
            let stand_in = if after_digit { '0' } else { 'x' };
            let (letter, written, free, left) = match c {
                '\\' if wild => {
                    let literal = tail.chars().next().unwrap_or(c);
                    (literal, literal.to_string(), false, tail.get(literal.len_utf8()..).unwrap_or_default())
                }
                '*' if wild => (stand_in, "*".to_owned(), true, tail),
                '?' if wild => (stand_in, "?".to_owned(), false, tail),
                '[' if wild && bounded(tail).is_some() => {
                    let (letters, left) = bounded(tail).unwrap_or((0, tail));
                    (stand_in, format!("[*{letters}]"), true, left)
                }
                _ => (c, c.to_lowercase().to_string(), false, tail),
            };
            shape.pieces.push((shape.cut.len(), written, free));
            shape.cut.push(letter);
            rest = left;
        }
        shape
    }

    /// The words that are searched, and whether each is nothing but wildcards.
    fn searched(&self) -> Vec<(std::ops::Range<usize>, String, bool)> {
        words(&self.cut)
            .map(|word| {
                let place = |byte: usize| self.pieces.partition_point(|(at, ..)| *at < byte);
                let inside = self.pieces.get(place(word.start)..place(word.end)).unwrap_or_default();
                let keeps_points =
                    inside.iter().any(|(_, written, _)| written.starts_with(|c: char| c.is_ascii_digit()));
                let text = inside.iter().map(|(_, written, _)| written.as_str());
                let text = text.filter(|written| keeps_points || *written != ".").collect();
                (word.start..word.end, text, inside.iter().all(|(_, _, free)| *free))
            })
            .collect()
    }
}

/// Tells what of a word is not searched for; `is_told` if it has been said already that its signs are only text.
///
/// # Errors
/// A wildcard that would be a word of its own: `AT&*` would ask for every `at` with anything behind it.
pub(super) fn report(word: &Word, span: Span, is_told: bool, diagnostics: &mut Diagnostics) -> Result<(), Problem> {
    if !word.text.contains(|c: char| !c.is_alphanumeric()) {
        return Ok(());
    }
    let shape = Shape::of(word);
    let searched = shape.searched();
    let around = |range: &std::ops::Range<usize>| {
        let before = shape.cut.get(..range.start).unwrap_or_default().chars().next_back();
        let after = shape.cut.get(range.end..).unwrap_or_default().chars().next();
        before.into_iter().chain(after).find(|c| !is_unspaced(*c))
    };
    let shown = escaped_marks(&word.text, word.pattern);
    if searched.len() > 1
        && let Some((range, ..)) = searched.iter().find(|(range, _, free)| *free && around(range).is_some())
        && let Some(sign) = around(range)
    {
        let message = format!("the wildcard of `{shown}` stands for a whole word, since `{sign}` parts words");
        if !is_dash(sign) && !is_apostrophe(sign) && sign != '-' {
            let problem = Problem::new(message, span)
                .expected("a letter beside the wildcard")
                .hint("write the words that are meant, with OR between them");
            return diagnostics.refuse(problem);
        }
        diagnostics.warn(message, span, "write a letter beside it, or put the words in quotes");
    }
    let has_points = word.case == Case::Any
        && searched.iter().any(|(range, text, _)| {
            let cut = shape.cut.get(range.clone()).unwrap_or_default();
            cut.contains('.') && !text.contains('.')
        });
    let is_inside = |at: usize| {
        let next = searched.partition_point(|(range, ..)| range.start <= at);
        next.checked_sub(1).and_then(|last| searched.get(last)).is_some_and(|(range, ..)| at < range.end)
    };
    let is_lost = |(at, c): (usize, char)| is_meaningful(c) && !is_inside(at);
    if is_told || searched.is_empty() || (!has_points && !shape.cut.char_indices().any(is_lost)) {
        return Ok(());
    }
    let parts: Vec<String> = searched.into_iter().map(|(_, text, _)| format!("`{text}`")).collect();
    let beside = if parts.len() > 1 { ", side by side" } else { "" };
    let what = if has_points { "points" } else { "signs" };
    let hint = if has_points {
        "`allcaps(US)` finds `US` and `U.S.`, but not `us`"
    } else {
        "add words that say what is meant"
    };
    diagnostics.warn(
        format!("`{shown}` is searched as {}{beside}: {what} are not indexed", parts.join(" ")),
        span,
        hint,
    );
    Ok(())
}

/// The text of a word without the escapes of the tree.
fn escaped_marks(text: &str, pattern: Pattern) -> String {
    if pattern == Pattern::Wildcard { super::word::unescaped(text) } else { text.to_owned() }
}

/// Whether a reader would miss the sign.
fn is_meaningful(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, '#' | '$' | '%' | '&' | '*' | '+' | '<' | '=' | '>' | '@' | '^' | '|' | '~' | '\\');
    }
    let typographic =
        is_dash(c) || is_apostrophe(c) || is_quote(c) || matches!(u32::from(c), 0x2000..=0x206F | 0x3000..=0x303F);
    !c.is_alphanumeric()
        && !c.is_whitespace()
        && !is_mark(c)
        && !typographic
        && !matches!(c, '·' | '¿' | '¡' | '«' | '»')
}
