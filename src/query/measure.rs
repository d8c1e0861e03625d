//! Values of date and number fields -> ranges.

use super::ast::{DateRange, FieldName, Node, NodeKind, NumberRange, Span};
use super::comparison::{Sign, brackets, comparison};
use super::date_form::ambiguous;
use super::dialect::Dialect;
use super::field::{Entry, FieldKind};
use super::lexer::Lexer;
use super::period::{Period, Reader, Refusal, finish};
use super::problem::Problem;
use super::token::{TokenKind, is_quote};
use crate::date::parse::month_name;

/// Longest value of a date or number field, in bytes.
const MAX_VALUE: usize = 200;

impl Lexer<'_> {
    /// The next bytes of the text, at most [`MAX_VALUE`].
    pub(super) fn window(&self, from: usize) -> &str {
        let rest = self.text.get(from..).unwrap_or_default();
        let mut end = rest.len().min(MAX_VALUE);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        rest.get(..end).unwrap_or_default()
    }

    /// A date or number behind `name:`: `2024`, `>= 2024`, `[a TO b}`, `"2024-05-01 10:00"`.
    pub(super) fn measure(&mut self, entry: &'static Entry, start: usize) -> Result<(), Problem> {
        let value = self.at;
        let window = self.window(value);
        let length = if window.starts_with(['[', '{']) {
            window.find([']', '}']).map(|at| at + 1)
        } else if let Some(quote) = window.chars().next().filter(|c| is_quote(*c)) {
            let inside = window.get(quote.len_utf8()..).unwrap_or_default();
            inside.char_indices().find(|(_, c)| is_quote(*c)).map(|(at, c)| quote.len_utf8() + at + c.len_utf8())
        } else {
            let signs = window.len() - window.trim_start_matches(['<', '>', '=']).len();
            let tail = window.get(signs..).unwrap_or_default();
            let blanks = tail.len() - tail.trim_start().len();
            let run = run_length(tail.trim_start());
            let length = signs + if signs > 0 { blanks } else { 0 } + run;
            Some(self.bare_range_end(entry, window, length).unwrap_or(length))
        };
        let Some(length) = length else {
            let problem = Problem::new("this range is never closed", Span::new(value, value + 1))
                .expected("`]` or `}` after `a TO b`");
            self.at = value + 1;
            return self.diagnostics.refuse(problem);
        };
        self.at = value + length;
        self.leaf(entry, start, Span::new(value, self.at))
    }

    /// Where `2024-05-01 TO 2024-05-31` ends, which wants brackets but cannot mean anything else.
    fn bare_range_end(&self, entry: &Entry, window: &str, length: usize) -> Option<usize> {
        let last = window.get(length..)?.trim_start().strip_prefix("TO ")?.trim_start();
        let end = window.len() - last.len() + run_length(last);
        let is_date = |text: &str| entry.kind() == FieldKind::Date && self.reader.period(text).is_ok();
        (is_date(window.get(..length)?) && is_date(last.get(..run_length(last))?)).then_some(end)
    }

    /// `words > 1000`, `date geq 1/1/2024`, `date from 20240101 to 20240301`; false if the name stands
    /// for itself.
    pub(super) fn measured(&mut self, name: &str, entry: &'static Entry) -> Result<bool, Problem> {
        if !matches!(entry.kind(), FieldKind::Date | FieldKind::Number) {
            return Ok(false);
        }
        let start = self.at;
        let value = start + name.len();
        let window = self.text.get(value..value + self.window(value).len()).unwrap_or_default();
        let signed = window.trim_start().starts_with(['<', '>', '=']);
        let vendor = matches!(self.dialect(), Dialect::Nexis | Dialect::Factiva);
        let blank = window.starts_with(char::is_whitespace);
        if blank && self.dialect() == Dialect::Morgue && !signed {
            self.warn_of_worded_date(entry, Span::new(start, value), window.trim_start());
        }
        let worded = vendor && blank;
        if !signed && !worded {
            return Ok(false);
        }
        let Some((_, tail)) = comparison(window) else {
            return Ok(false);
        };
        let run = run_length(tail.trim_start());
        let is_value = tail.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == '-');
        if run == 0 || !is_value {
            return Ok(false);
        }
        let mut end = window.len() - tail.trim_start().len() + run;
        // Factiva: `from a to b`.
        let more = window.get(end..).unwrap_or_default().trim_start();
        if worded && let Some(last) = more.strip_prefix("to ").or_else(|| more.strip_prefix("TO ")) {
            end = window.len() - last.trim_start().len() + run_length(last.trim_start());
        }
        let written = Span::new(value, value + end);
        self.at = written.end;
        self.leaf(entry, start, written)?;
        Ok(true)
    }

    /// Says that `date after 20240101` is only text in our dialect.
    fn warn_of_worded_date(&mut self, entry: &Entry, name: Span, window: &str) {
        let Some((_, tail)) = comparison(window) else {
            return;
        };
        let tail = tail.trim_start();
        let day = tail.get(..run_length(tail)).unwrap_or_default();
        if entry.kind() == FieldKind::Date && self.reader.period(day).is_ok() {
            self.diagnostics.warn(
                format!("`{}` with words behind it is text, not a filter", entry.name),
                name,
                "write `date:>=2024-01-31`, or choose the Nexis or Factiva dialect",
            );
        }
    }

    /// Adds a date or number range, or complains; a lenient reading goes on with the value as words.
    pub(super) fn leaf(&mut self, entry: &'static Entry, start: usize, written: Span) -> Result<(), Problem> {
        let raw = self.slice(written);
        let leaf = match entry.kind() {
            FieldKind::Date => self.reader.date_leaf(entry, raw, written),
            _ => number_leaf(entry, raw, written),
        };
        match leaf {
            Ok(kind) => {
                self.push(TokenKind::Leaf(kind), start);
                Ok(())
            }
            Err(problem) => {
                self.diagnostics.refuse(problem)?;
                self.at = written.start.max(start + 1);
                // Reading goes on inside the value, which is at most a few bytes long.
                if self.slice(written).starts_with(['<', '>', '=', '[', '{']) {
                    self.at += 1;
                }
                Ok(())
            }
        }
    }
}

/// Bytes up to the next blank or parenthesis.
fn run_length(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || c == '(' || c == ')').unwrap_or(text.len())
}

/// The field, if the name stands for one only.
pub(super) fn single_field(entry: &Entry) -> Option<FieldName> {
    match entry.fields {
        [field] => Some(*field),
        _ => None,
    }
}

/// "Has any value", of any of the fields.
pub(super) fn exists(entry: &Entry, span: Span) -> NodeKind {
    let mut kinds = entry.fields.iter().map(|field| NodeKind::Exists(*field));
    if entry.fields.len() > 1 {
        return NodeKind::Or(kinds.map(|kind| Node::new(kind, span)).collect());
    }
    kinds.next().unwrap_or(NodeKind::All)
}

impl Reader {
    /// The range of dates that a value stands for.
    pub(super) fn date_leaf(self, entry: &Entry, raw: &str, span: Span) -> Result<NodeKind, Problem> {
        let raw = raw.trim().trim_matches(is_quote);
        let is_plain = self.dialect.has_signs() && !raw.starts_with(char::is_alphabetic);
        let mut parts = raw.split([' ', '[', ']', '{', '}', '<', '>', '=']).flat_map(|part| part.split(".."));
        if is_plain && let Some((part, [one, other, year])) = parts.find_map(|part| Some((part, ambiguous(part)?))) {
            return Err(Problem::new(format!("`{part}` could be two days"), span)
                .expected(format!("{year}-{one:0>2}-{other:0>2} or {year}-{other:0>2}-{one:0>2}"))
                .hint("write dates as year-month-day"));
        }
        let period = match self.dialect {
            Dialect::Lucene => self.period(raw),
            _ => self.vendor_period(raw),
        };
        let Some(field) = single_field(entry) else {
            return Err(Problem::new("a date needs one field", span));
        };
        match period {
            Ok(Period { from, to, text }) => Ok(NodeKind::DateRange(DateRange { field, from, to, text })),
            Err(Refusal::Unbounded) => Ok(NodeKind::Exists(field)),
            Err(Refusal::Empty) => {
                Err(Problem::new("this period ends before it begins", span).hint("write the earlier date first"))
            }
            Err(Refusal::Unreadable) => Err(Problem::new(format!("`{raw}` is no date or period"), span)
                .expected("2024, 2024-05, 2024-05-01..2024-06-15, 2024-05.., >=2024-05, -30d, last-month, [a TO b]")
                .hint(match month_name(raw) {
                    Some(_) => format!("with blanks inside it needs quotes: `{}:\"{raw} 2024\"`", entry.name),
                    None => "write dates as year-month-day".to_owned(),
                })),
        }
    }

    /// `geq 1/1/2024 and leq 3/1/2024`, `from 20240101 to 20240301`.
    fn vendor_period(self, raw: &str) -> Result<Period, Refusal> {
        let small = raw.to_ascii_lowercase();
        if small.starts_with("from ")
            && let Some(at) = small.find(" to ")
        {
            let first = raw.get(5..at).unwrap_or_default();
            let last = raw.get(at + 4..).unwrap_or_default();
            return self.between(first, last, true, true);
        }
        // Factiva: "after -30" are the last thirty days.
        if let Some((Sign::Above, rest)) = comparison(raw)
            && rest.trim_start().starts_with('-')
        {
            return self.period(rest);
        }
        let Some(at) = small.find(" and ") else {
            return self.period(raw);
        };
        let first = self.period(raw.get(..at).unwrap_or_default())?;
        let last = self.period(raw.get(at + 5..).unwrap_or_default())?;
        let from = first.from.max(last.from);
        let to = match (first.to, last.to) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        finish(from, to, None)
    }
}

/// The range of numbers that a value stands for.
pub(super) fn number_leaf(entry: &Entry, raw: &str, span: Span) -> Result<NodeKind, Problem> {
    let raw = raw.trim().trim_matches(is_quote);
    let unreadable = || {
        Problem::new(format!("`{raw}` is no number or range"), span)
            .expected("1000, >1000, 500..1000, [500 TO 1000]")
            .hint("write whole numbers, without separators")
    };
    let Some(field) = single_field(entry) else {
        return Err(unreadable());
    };
    let Some((from, to)) = number_range(raw) else {
        return Err(unreadable());
    };
    match (from, to) {
        (None, None) => Ok(NodeKind::Exists(field)),
        (Some(from), Some(to)) if from >= to => {
            Err(Problem::new("this range holds no number", span).hint("write the smaller number first"))
        }
        (None, Some(0)) => Err(Problem::new("no number is below 0", span).hint("use a larger number")),
        _ => Ok(NodeKind::NumberRange(NumberRange { field, from, to })),
    }
}

/// Half-open range of numbers; `None` if the text is no range.
fn number_range(raw: &str) -> Option<(Option<u64>, Option<u64>)> {
    let whole = |text: &str| -> Option<u64> {
        let text = text.trim();
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    let end = |text: &str| -> Option<Option<u64>> {
        match text.trim() {
            "" | "*" => Some(None),
            text => whole(text).map(Some),
        }
    };
    let next = |number: Option<u64>| -> Option<Option<u64>> {
        match number {
            None => Some(None),
            Some(number) => number.checked_add(1).map(Some),
        }
    };
    if raw.starts_with(['[', '{']) {
        let (from_included, to_included, from, to) = brackets(raw)?;
        let (from, to) = (end(from)?, end(to)?);
        let from = if from_included { from } else { next(from)? };
        let to = if to_included { next(to)? } else { to };
        return Some((from, to));
    }
    if let Some((sign, rest)) = comparison(raw) {
        if let Some((from, to)) = rest.split_once(" to ") {
            return Some((end(from)?, next(end(to)?)?));
        }
        let number = whole(rest)?;
        return match sign {
            Sign::Equal => Some((Some(number), Some(number.checked_add(1)?))),
            Sign::Above => Some((Some(number.checked_add(1)?), None)),
            Sign::AtLeast => Some((Some(number), None)),
            Sign::Below => Some((None, Some(number))),
            Sign::AtMost => Some((None, Some(number.checked_add(1)?))),
        };
    }
    if let Some((from, to)) = raw.split_once("..") {
        return Some((end(from)?, next(end(to)?)?));
    }
    let number = whole(raw)?;
    Some((Some(number), Some(number.checked_add(1)?)))
}
