//! Syntax of single vendors that our tree can say in another way, or not at all.
//!
//! What an archive of texts cannot answer (codes of a vendor's own, types of documents) is left out of the query with a warning
//! that names it: as a word it would be required, and nothing would be found.

use super::ast::{FieldName, NodeKind, Span};
use super::dialect::Dialect;
use super::field::{self, Entry};
use super::language;
use super::lexer::Lexer;
use super::measure::single_field;
use super::problem::Problem;
use super::token::{Prefix, TokenKind, is_quote};

/// Longest value in parentheses that is looked at, in bytes.
const MAX_VALUE: usize = 2_000;

/// Factiva's codes and page data, asked for by `name=value`.
const FACTIVA: [(&str, &str); 17] = [
    ("sc", "codes of sources"),
    ("ns", "codes of subjects"),
    ("in", "codes of industries"),
    ("ticker", "codes of shares"),
    ("pg", "page numbers"),
    ("clm", "names of columns"),
    ("art", "captions"),
    ("cr", "credits"),
    ("ct", "contacts"),
    ("cy", "copyright lines"),
    ("ed", "editions"),
    ("vol", "volumes"),
    ("de", "descriptors"),
    ("djn", "codes of Dow Jones"),
    ("ipc", "codes of Dow Jones"),
    ("ipd", "codes of Dow Jones"),
    ("rf", "references"),
];

/// Segments of Nexis and fields of ProQuest, asked for by `name(value)`.
const NEXIS: [(&str, &str); 8] = [
    ("ticker", "codes of shares"),
    ("dateline", "datelines apart from the text"),
    ("cite", "citations"),
    ("edition", "editions"),
    ("graphic", "captions"),
    ("type", "types of documents"),
    ("industry", "codes of industries"),
    ("series", "names of series"),
];
const PROQUEST: [(&str, &str); 6] = [
    ("dtype", "types of documents"),
    ("stype", "types of sources"),
    ("rtype", "types of documents"),
    ("issn", "numbers of journals"),
    ("pg", "page numbers"),
    ("fdb", "names of databases"),
];

/// What a field holds that no archive of texts has.
fn lacking(name: &str, opened: char, dialect: Dialect) -> Option<&'static str> {
    let table: &[(&str, &str)] = match (dialect, opened) {
        (Dialect::Factiva, '=') => &FACTIVA,
        (Dialect::Nexis, '(') => &NEXIS,
        (Dialect::ProQuest, '(') => &PROQUEST,
        _ => return None,
    };
    table.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, what)| *what)
}

/// The dialect that knows `name(`.
pub(super) fn knower(name: &str) -> Option<Dialect> {
    let small = name.to_ascii_lowercase();
    if small.ends_with(".exact") || (small.contains(',') && field::find(&small, Dialect::ProQuest).is_some()) {
        return Some(Dialect::ProQuest);
    }
    Dialect::ALL.into_iter().find(|other| {
        let field = other.has_function_fields() && field::find(name, *other).is_some();
        field || super::function::function(name, *other).is_some()
    })
}

impl Lexer<'_> {
    /// A field that cannot be asked for, with its value; false if `name` begins none.
    pub(super) fn ignored(&mut self, name: &str, opened: Option<char>) -> bool {
        let (start, dialect) = (self.at, self.dialect());
        let Some((what, opened)) = opened.and_then(|opened| Some((lacking(name, opened, dialect)?, opened))) else {
            return false;
        };
        let value = start + name.len() + usize::from(opened == '=');
        let Some(length) = self.value_length(value) else {
            return false;
        };
        self.at = value + length;
        let span = Span::new(start, self.at);
        self.push(TokenKind::Ignored, start);
        self.diagnostics.warn(
            format!("`{}` is ignored: news texts have no {what}", self.slice(span)),
            span,
            "use `publisher`, `section`, `keyword` or words instead",
        );
        true
    }

    /// Bytes of a value: a phrase, a group, or a run without blanks; `None` if it is not closed within reach.
    fn value_length(&self, from: usize) -> Option<usize> {
        let rest = self.text.get(from..).unwrap_or_default();
        let first = rest.chars().next()?;
        let mut depth = 0_usize;
        let mut quoted = false;
        for (at, c) in rest.char_indices() {
            if at > MAX_VALUE {
                return None;
            }
            let end = at + c.len_utf8();
            match c {
                _ if is_quote(c) => quoted = !quoted,
                '(' if !quoted => depth += 1,
                ')' if !quoted && depth == 0 => return Some(at),
                ')' if !quoted => depth -= 1,
                _ if !quoted && depth == 0 && c.is_whitespace() => return Some(at),
                _ => {}
            }
            let is_whole = if first == '(' { c == ')' && depth == 0 } else { is_quote(first) && at > 0 && !quoted };
            if is_whole {
                return Some(end);
            }
        }
        (depth == 0 && !quoted && first != '(').then_some(rest.len())
    }

    /// ProQuest's `TI,AB(x)` and `SU.EXACT("x")`; false if neither stands here.
    pub(super) fn compound_name(&mut self, name: &str, after: &str) -> Result<bool, Problem> {
        let (start, dialect) = (self.at, self.dialect());
        if dialect != Dialect::ProQuest || !after.starts_with(['.', ',']) {
            return Ok(false);
        }
        let more = after.bytes().take(40).take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'.' | b','));
        let length = name.len() + more.count();
        let whole = self.text.get(start..start + length).unwrap_or_default();
        if !self.text.get(start + length..).unwrap_or_default().starts_with('(') {
            return Ok(false);
        }
        let small = whole.to_ascii_lowercase();
        if let Some(entry) = field::find(&small, dialect) {
            self.at = start + length;
            self.push(TokenKind::Prefix(Prefix::Field(entry)), start);
            return Ok(true);
        }
        let Some(entry) = small.strip_suffix(".exact").and_then(|name| field::find(name, dialect)) else {
            return Ok(false);
        };
        self.at = start + length;
        if let Some(field) = single_field(entry)
            && let Some(inside) = self.value_length(self.at)
            && let Some(values) =
                whole_values(self.slice(Span::new(self.at + 1, self.at + inside.saturating_sub(1))), field)
        {
            self.at += inside;
            self.push(TokenKind::Leaf(NodeKind::OneOf(field, values)), start);
            return Ok(true);
        }
        self.inexact(entry, start);
        Ok(true)
    }

    /// A whole value that is asked for by an expression.
    fn inexact(&mut self, entry: &'static Entry, start: usize) {
        let span = Span::new(start, self.at);
        self.diagnostics.warn(
            format!(
                "`.EXACT` is ignored in `{}`: the expression is looked for anywhere in the field",
                self.slice(span)
            ),
            span,
            "write whole values in quotes, with OR between them",
        );
        self.push(TokenKind::Prefix(Prefix::Field(entry)), start);
    }

    /// `[a TO m]` without a field; false if it is none.
    pub(super) fn bare_range(&mut self) -> bool {
        let start = self.at;
        let window = self.window(start);
        let Some(end) = window.find([']', '}']).filter(|_| window.starts_with(['[', '{'])) else {
            return false;
        };
        let inside = window.get(1..end).unwrap_or_default();
        if !inside.contains(" TO ") || inside.contains(is_quote) || inside.contains(['(', ')']) {
            return false;
        }
        self.at = start + end + 1;
        let span = Span::new(start, self.at);
        self.push(TokenKind::Ignored, start);
        self.diagnostics.warn(
            format!("`{}` is ignored: only dates and `words` have ranges", self.slice(span)),
            span,
            "write `date:[2024-01 TO 2024-05]`, or a word with `*`",
        );
        true
    }

    /// Warns of a field whose colon stands behind a blank.
    pub(super) fn detached_colon(&mut self, raw: &str, span: Span) {
        let known = raw.strip_prefix(':').filter(|rest| rest.starts_with(char::is_alphanumeric));
        if known.is_some() && self.dialect().has_signs() {
            self.diagnostics.warn(
                format!("`{raw}` names no field: the colon must stand right behind the name"),
                span,
                "write `title:word`",
            );
        }
    }
}

/// `"a" OR "b"`, or one value without quotes; `None` for any other expression.
fn whole_values(inside: &str, field: FieldName) -> Option<Vec<String>> {
    let mut values = Vec::new();
    let mut rest = inside.trim();
    while let Some(open) = rest.chars().next().filter(|c| is_quote(*c)) {
        let tail = rest.get(open.len_utf8()..)?;
        let (at, close) = tail.char_indices().find(|(_, c)| is_quote(*c))?;
        values.push(tail.get(..at)?.to_owned());
        rest = tail.get(at + close.len_utf8()..)?.trim_start();
        let after = match rest.get(..3) {
            Some(word) if word.eq_ignore_ascii_case("or ") => rest.get(3..)?,
            _ => rest.strip_prefix(',').unwrap_or(rest),
        };
        // Values side by side must all be there, which one value cannot be.
        if after == rest && !rest.is_empty() {
            return None;
        }
        rest = after.trim_start();
    }
    if values.is_empty() {
        let is_one = !rest.is_empty()
            && !rest.contains(['(', ')', '*', '?'])
            && !rest.split_whitespace().any(|word| ["and", "or", "not"].contains(&word.to_ascii_lowercase().as_str()));
        values.extend(is_one.then(|| std::mem::take(&mut rest).to_owned()));
    }
    if !rest.is_empty() || values.is_empty() || values.iter().any(|value| value.trim().is_empty()) {
        return None;
    }
    if field == FieldName::Language {
        for value in &mut values {
            *value = language::subtag(value).map_or(std::mem::take(value), str::to_owned);
        }
    }
    Some(values)
}
