//! What is wrong with a query, or doubtful about it, and how that is shown.
//!
//! Nothing of a query is ignored, reinterpreted or capped without a [`Warning`]; what cannot be read at
//! all is a [`Problem`]. Spans are bytes of the query text, on character boundaries.

use super::ast::Span;
use std::fmt;
use unicode_width::UnicodeWidthChar;

/// Warnings kept for one query; further ones are only counted.
pub const MAX_WARNINGS: usize = 100;

/// Columns of the query that a picture shows around the place in question.
const WINDOW_COLUMNS: usize = 76;

/// Columns shown before the place when the query is longer than the window.
const LEAD_COLUMNS: usize = 30;

/// Something that was ignored, reinterpreted or capped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What was done.
    pub message: String,
    /// With which part of the query.
    pub span: Span,
    /// How to say what was probably meant; may be empty.
    pub hint: String,
}

/// Why a query cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What could stand there; may be empty.
    pub expected: String,
    /// What to write instead; may be empty.
    pub hint: String,
}

impl Problem {
    pub(super) fn new(message: impl Into<String>, span: Span) -> Self {
        Problem { message: message.into(), span, expected: String::new(), hint: String::new() }
    }

    pub(super) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The message, the query line with carets under the place, what was expected and the hint.
    pub fn render(&self, text: &str) -> String {
        let mut out = format!("error: {}\n{}", self.message, picture(text, self.span));
        if !self.expected.is_empty() {
            out.push_str(&format!("expected: {}\n", self.expected));
        }
        if !self.hint.is_empty() {
            out.push_str(&format!("hint: {}\n", self.hint));
        }
        out
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} (at byte {} of the query)", self.message, self.span.start)?;
        if self.hint.is_empty() {
            return Ok(());
        }
        write!(formatter, "; {}", self.hint)
    }
}

impl std::error::Error for Problem {}

impl Warning {
    /// The message, the query line with carets under the place, and the hint.
    pub fn render(&self, text: &str) -> String {
        let mut out = format!("warning: {}\n{}", self.message, picture(text, self.span));
        if !self.hint.is_empty() {
            out.push_str(&format!("hint: {}\n", self.hint));
        }
        out
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)?;
        if self.hint.is_empty() {
            return Ok(());
        }
        write!(formatter, "; {}", self.hint)
    }
}

/// Two lines: the query, cut to a window around the span, and carets under the span.
pub(crate) fn picture(text: &str, span: Span) -> String {
    let start = boundary(text, span.start);
    let end = boundary(text, span.end).max(start);
    let (before, rest) = text.split_at(start);
    let (marked, after) = rest.split_at(end - start);
    let lead_limit = if width(text) <= WINDOW_COLUMNS { WINDOW_COLUMNS } else { LEAD_COLUMNS };
    let lead = last_columns(before, lead_limit);
    let marked_shown = first_columns(marked, WINDOW_COLUMNS.saturating_sub(width(lead)));
    let room = WINDOW_COLUMNS.saturating_sub(width(lead) + width(marked_shown));
    let tail = if marked_shown.len() < marked.len() { "" } else { first_columns(after, room) };
    let cut_left = if lead.len() < before.len() { "…" } else { "" };
    let cut_right = if lead.len() + marked_shown.len() + tail.len() + (before.len() - lead.len()) < text.len() {
        "…"
    } else {
        ""
    };
    let line: String =
        [lead, marked_shown, tail].concat().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let indent = width(cut_left) + width(lead);
    let carets = width(marked_shown).max(1);
    format!("  {cut_left}{line}{cut_right}\n  {}{}\n", " ".repeat(indent), "^".repeat(carets))
}

/// The nearest character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Columns a character takes; a control character is shown as a blank.
fn columns(c: char) -> usize {
    c.width().unwrap_or(1)
}

/// Columns of a text, counted no further than needed to know that it is too long.
fn width(text: &str) -> usize {
    let mut total = 0;
    for c in text.chars() {
        total += columns(c);
        if total > 4 * WINDOW_COLUMNS {
            break;
        }
    }
    total
}

/// The longest beginning of at most `limit` columns.
fn first_columns(text: &str, limit: usize) -> &str {
    let mut total = 0;
    for (at, c) in text.char_indices() {
        total += columns(c);
        if total > limit {
            return text.get(..at).unwrap_or(text);
        }
    }
    text
}

/// The longest end of at most `limit` columns.
fn last_columns(text: &str, limit: usize) -> &str {
    let mut total = 0;
    for (at, c) in text.char_indices().rev() {
        total += columns(c);
        if total > limit {
            return text.get(at + c.len_utf8()..).unwrap_or(text);
        }
    }
    text
}

/// Collects warnings, and decides whether a problem stops the reading.
#[derive(Debug)]
pub(super) struct Diagnostics {
    lenient: bool,
    warnings: Vec<Warning>,
    uncounted: usize,
}

impl Diagnostics {
    pub(super) fn new(lenient: bool) -> Self {
        Diagnostics { lenient, warnings: Vec::new(), uncounted: 0 }
    }

    pub(super) fn warn(&mut self, message: impl Into<String>, span: Span, hint: impl Into<String>) {
        if self.is_full() {
            self.uncounted += 1;
            return;
        }
        self.warnings.push(Warning { message: message.into(), span, hint: hint.into() });
    }

    /// Whether further warnings are only counted, so that their texts are not worth making.
    pub(super) fn is_full(&self) -> bool {
        self.warnings.len() >= MAX_WARNINGS
    }

    /// Stops a strict reading; a lenient one goes on with a warning, and the caller repairs the query.
    pub(super) fn refuse(&mut self, problem: Problem) -> Result<(), Problem> {
        if !self.lenient {
            return Err(problem);
        }
        self.warn(problem.message, problem.span, problem.hint);
        Ok(())
    }

    pub(super) fn into_warnings(mut self) -> Vec<Warning> {
        if self.uncounted > 0 {
            self.warnings.push(Warning {
                message: format!("{} further warnings are not shown", self.uncounted),
                span: Span::default(),
                hint: String::new(),
            });
        }
        self.warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caret_column(picture: &str) -> usize {
        let carets = picture.lines().nth(1).unwrap();
        carets.find('^').unwrap()
    }

    #[test]
    fn the_caret_stands_under_the_character_even_after_wide_ones() {
        let text = "東京 \"open";
        let quote = text.find('"').unwrap();
        let picture = picture(text, Span::new(quote, quote + 1));
        assert_eq!(picture, "  東京 \"open\n       ^\n");
    }

    #[test]
    fn a_long_query_is_shown_as_a_window_around_the_place() {
        let text = format!("{} ( {}", "word ".repeat(1000), "word ".repeat(1000));
        let at = text.find('(').unwrap();
        let picture = picture(&text, Span::new(at, at + 1));
        let line = picture.lines().next().unwrap();
        assert!(line.chars().count() < 90, "{line}");
        assert!(line.starts_with("  …") && line.ends_with('…'));
        let under = line.chars().nth(caret_column(&picture)).unwrap();
        assert_eq!(under, '(');
    }

    #[test]
    fn spans_outside_the_text_or_inside_a_character_do_no_harm() {
        for (start, end) in [(1, 2), (0, 99), (99, 99), (3, 1)] {
            picture("é", Span::new(start, end));
        }
        picture("", Span::default());
    }
}
