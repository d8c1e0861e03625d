//! A text as it was written and as it reads once parameters are filled in; places in the one are found in the other.

use crate::query::Span;

/// A text with its place in the file.
#[derive(Debug, Clone)]
pub struct Written {
    /// The text with parameters filled in.
    pub text: String,
    /// Where the value stands in the file, its quotes included.
    pub span: Span,
    /// Runs of `text` with their place in the file, in order; none if the value is written with escapes.
    runs: Vec<Run>,
}

/// Bytes of the text that come from some bytes of the file: one by one, or as a whole in place of a parameter.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    source: Span,
    is_parameter: bool,
}

/// A parameter that a text names and that has no value: its name, and its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unset {
    /// Its name.
    pub name: String,
    /// Where it is named.
    pub span: Span,
}

impl Written {
    /// Fills in parameters: `{name}` is replaced, `{{name}}` stands for `{name}`. `value` is the text as TOML understands it,
    /// `source` the file, `span` the place of the value in it. `insert` says how the value of a parameter stands behind the text
    /// before it.
    pub fn fill<'v>(
        value: &str,
        source: &str,
        span: Span,
        lookup: &dyn Fn(&str) -> Option<&'v str>,
        insert: &dyn Fn(&str, &str) -> String,
    ) -> (Written, Vec<Unset>) {
        let raw = source.get(span.start..span.end).unwrap_or("");
        let content = raw.find(value).map(|place| span.start + place);
        let mut written = Written { text: String::with_capacity(value.len()), span, runs: Vec::new() };
        let mut unset = Vec::new();
        let place = |start: usize, end: usize| content.map_or(span, |at| Span::new(at + start, at + end));
        let mut done = 0;
        for brace in braces(value) {
            written.push(value.get(done..brace.start).unwrap_or(""), place(done, brace.start), false);
            done = brace.end;
            if brace.is_literal {
                written.push(&format!("{{{}}}", brace.name), place(brace.start, brace.end), true);
                continue;
            }
            match lookup(brace.name) {
                Some(filled) => {
                    let filled = insert(&written.text, filled);
                    written.push(&filled, place(brace.start, brace.end), true);
                }
                None => {
                    unset.push(Unset { name: brace.name.to_owned(), span: place(brace.start, brace.end) });
                }
            }
        }
        written.push(value.get(done..).unwrap_or(""), place(done, value.len()), false);
        if content.is_none() {
            written.runs.clear();
        }
        (written, unset)
    }

    fn push(&mut self, text: &str, source: Span, is_parameter: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        self.runs.push(Run { start, end: self.text.len(), source, is_parameter });
    }

    /// Where some bytes of the text stand in the file; the whole value where that cannot be told.
    pub fn locate(&self, span: Span) -> Span {
        let (Some(start), Some(end)) = (self.place(span.start, false), self.place(span.end, true)) else {
            return self.span;
        };
        Span::new(start, end.max(start))
    }

    fn place(&self, at: usize, is_end: bool) -> Option<usize> {
        let holds = |run: &&Run| if is_end { run.start < at && at <= run.end } else { run.start <= at && at < run.end };
        let run = self.runs.iter().find(holds).or_else(|| self.runs.iter().rev().find(|run| run.end == at))?;
        Some(match (run.is_parameter, is_end) {
            (true, false) => run.source.start,
            (true, true) => run.source.end,
            (false, _) => run.source.start + (at - run.start),
        })
    }
}

/// A name in braces.
struct Brace<'a> {
    name: &'a str,
    start: usize,
    end: usize,
    /// Written with double braces.
    is_literal: bool,
}

/// Names in braces; other braces (of regular expressions, `{2,3}`) mean nothing.
fn braces(text: &str) -> Vec<Brace<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('{')).map(|place| at + place) {
        let is_double = text.get(open..).is_some_and(|rest| rest.starts_with("{{"));
        let inner = open + if is_double { 2 } else { 1 };
        let rest = text.get(inner..).unwrap_or("");
        let name = rest.get(..rest.find(|c: char| !is_of_name(c)).unwrap_or(rest.len())).unwrap_or("");
        let close = if is_double { "}}" } else { "}" };
        let is_closed = rest.get(name.len()..).is_some_and(|rest| rest.starts_with(close));
        if is_closed && is_name(name) {
            let end = inner + name.len() + close.len();
            found.push(Brace { name, start: open, end, is_literal: is_double });
            at = end;
        } else {
            at = open + 1;
        }
    }
    found
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

/// Whether a text can name a parameter: a letter, then letters, digits, `_` and `-`.
pub fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_of_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(raw: &str) -> (Written, Vec<Unset>) {
        let source = format!("q = {raw}");
        let value = raw.trim_matches(['"', '\'']).to_owned();
        Written::fill(
            &value,
            &source,
            Span::new(4, source.len()),
            &|name| (name == "a").then_some("Taiwan"),
            &|_, value| value.to_owned(),
        )
    }

    #[test]
    fn parameters_are_filled_in_and_other_braces_are_left() {
        let (written, unset) = fill("'x {a} /y{2,3}/ {{a}} {b} {'");
        assert_eq!(written.text, "x Taiwan /y{2,3}/ {a}  {");
        assert_eq!(unset, [Unset { name: "b".to_owned(), span: Span::new(26, 29) }]);
    }

    #[test]
    fn places_are_found_in_the_file_behind_a_parameter_too() {
        let (written, _) = fill("'{a} AND (x'");
        let bracket = written.text.find('(').unwrap();
        assert_eq!(written.locate(Span::new(bracket, bracket + 1)), Span::new(13, 14));
        assert_eq!(written.locate(Span::new(0, 3)), Span::new(5, 8), "inside a parameter: all of it");
        assert_eq!(written.locate(Span::new(0, written.text.len())), Span::new(5, 15));
    }
}
