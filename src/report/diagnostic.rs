//! What is wrong with a file that a person wrote: which line and column, how it looks there, what to write instead.
//!
//! All problems of a file are collected and told together, in the order of their places, so that a file is mended once.

use crate::error::Error;
use crate::query::{self, Span};
use std::fmt::Write as _;
use std::str::Utf8Error;

/// Problems that are told; of further ones only the number.
const MOST_TOLD: usize = 20;

/// Likeness below which another name is not worth proposing.
const LEAST_LIKENESS: f64 = 0.7;

/// Problems of one file.
#[derive(Debug)]
pub struct Diagnostics<'a> {
    file: &'a str,
    text: &'a str,
    problems: Vec<(Span, String)>,
}

impl<'a> Diagnostics<'a> {
    /// None yet. `file` is the name that the person knows the file by.
    pub fn new(file: &'a str, text: &'a str) -> Self {
        Diagnostics { file, text, problems: Vec::new() }
    }

    /// Adds a problem at some bytes of the file, with what to do about it (may be empty).
    pub fn push(&mut self, span: Span, message: &str, hint: &str) {
        let start = boundary(self.text, span.start);
        let (line, column, line_start) = place(self.text, start);
        let whole = self.text.get(line_start..).unwrap_or("").lines().next().unwrap_or("");
        let end = boundary(self.text, span.end).min(line_start + whole.len());
        let mut told = format!("error: {}:{line}:{column}: {message}\n", self.file);
        let inside = Span::new(start - line_start, end.max(start) - line_start);
        told.push_str(&query::picture(whole, inside));
        if !hint.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(told, "hint: {hint}");
        }
        self.problems.push((span, told));
    }

    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// All of them as one error; `Ok` if there are none.
    pub fn into_result(mut self) -> Result<(), Error> {
        if self.problems.is_empty() {
            return Ok(());
        }
        self.problems.sort_by_key(|(span, _)| span.start);
        let mut text: String = self.problems.iter().take(MOST_TOLD).map(|(_, told)| told.as_str()).collect();
        let untold = self.problems.len().saturating_sub(MOST_TOLD);
        if untold > 0 {
            let _ = writeln!(text, "error: {}: {untold} more problems", self.file);
        }
        Err(Error::Usage(text))
    }
}

/// The error of a file that is no UTF-8, with the place of the first byte that is none.
pub fn not_utf8(file: &str, bytes: &[u8], error: Utf8Error) -> Error {
    let text = bytes.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok()).unwrap_or("");
    let (line, column, _) = place(text, text.len());
    Error::Usage(format!("error: {file}:{line}:{column}: not UTF-8\nhint: save the file as UTF-8"))
}

/// Line and column of a byte, both from 1, columns in characters; and the first byte of the line.
fn place(text: &str, at: usize) -> (usize, usize, usize) {
    let before = text.get(..at).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.matches('\n').count() + 1;
    let column = before.get(line_start..).unwrap_or("").chars().count() + 1;
    (line, column, line_start)
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The known name that a wrong one was probably meant to be.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |other: &str| strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase());
    let mut best: Option<(f64, &str)> = None;
    for other in known {
        let score = likeness(other);
        if score >= LEAST_LIKENESS && best.is_none_or(|(before, _)| score > before) {
            best = Some((score, other));
        }
    }
    best.map(|(_, other)| other)
}

/// "did you mean `x`?", or what there is.
pub fn proposal<'a>(name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(other) = nearest(name, known.clone()) {
        return format!("did you mean `{other}`?");
    }
    let all: Vec<&str> = known.into_iter().take(MOST_TOLD).collect();
    if all.is_empty() { String::new() } else { format!("there are: {}", all.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_told_in_order_with_line_and_column() {
        let text = "a = 1\nüß = \"x\" y\n";
        let mut diagnostics = Diagnostics::new("f.toml", text);
        let at = text.find('y').unwrap();
        diagnostics.push(Span::new(at, at + 1), "second", "");
        diagnostics.push(Span::new(0, 1), "first", "write b");
        let told = diagnostics.into_result().unwrap_err().to_string();
        assert_eq!(
            told,
            "error: f.toml:1:1: first\n  a = 1\n  ^\nhint: write b\nerror: f.toml:2:10: second\n  üß = \"x\" y\n           ^\n"
        );
    }

    #[test]
    fn places_outside_the_text_do_no_harm() {
        for (start, end) in [(0, 99), (99, 100), (1, 1), (3, 2)] {
            let mut diagnostics = Diagnostics::new("f", "é\nx");
            diagnostics.push(Span::new(start, end), "m", "");
            assert!(diagnostics.into_result().is_err());
        }
        assert!(Diagnostics::new("f", "").into_result().is_ok());
    }

    #[test]
    fn a_wrong_name_is_told_the_right_one() {
        assert_eq!(proposal("serch", ["search", "text"]), "did you mean `search`?");
        assert_eq!(proposal("zzz", ["search", "text"]), "there are: search, text");
        assert_eq!(proposal("zzz", []), "");
    }
}
