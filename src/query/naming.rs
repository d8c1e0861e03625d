//! The part of the lexer that reads `name:value`, `name=value`, `name(value)` and `name > value`.

use super::ast::{FieldName, NodeKind, Span};
use super::dialect::Dialect;
use super::field::{self, Entry, FieldKind};
use super::function::{FUNCTIONS, function};
use super::language;
use super::lexer::Lexer;
use super::measure::{exists, single_field};
use super::problem::Problem;
use super::token::{Prefix, TokenKind, is_quote};

impl Lexer<'_> {
    /// Reads a name and what belongs to it; false if the text here is no name with a value.
    pub(super) fn named(&mut self) -> Result<bool, Problem> {
        let Some(name) = self.name() else {
            return Ok(false);
        };
        let (start, dialect) = (self.at, self.dialect());
        let after = self.text.get(start + name.len()..).unwrap_or_default();
        let entry = field::find(name, dialect);
        let next = after.chars().next();
        if self.ignored(name, next) || self.compound_name(name, after)? {
            return Ok(true);
        }
        match (next, entry) {
            (Some('('), _) => self.called(name, entry),
            (Some(':'), _) if dialect.has_signs() => self.colon(name, entry, after),
            (Some('='), Some(entry)) if dialect.has_equals_fields() && !after.starts_with("=>") => {
                self.at = start + name.len() + 1;
                self.value(entry, start)?;
                Ok(true)
            }
            (_, Some(entry)) => self.measured(name, entry),
            _ => Ok(false),
        }
    }

    /// `name(`.
    fn called(&mut self, name: &str, entry: Option<&'static Entry>) -> Result<bool, Problem> {
        let (start, dialect) = (self.at, self.dialect());
        if let Some(prefix) = function(name, dialect) {
            self.at += name.len();
            self.push(TokenKind::Prefix(prefix), start);
            return Ok(true);
        }
        let Some(entry) = entry.filter(|_| dialect.has_function_fields()) else {
            self.unknown_function(name);
            return Ok(false);
        };
        self.at += name.len();
        match entry.kind() {
            FieldKind::Text | FieldKind::Verbatim => {
                self.push(TokenKind::Prefix(Prefix::Field(entry)), start);
                Ok(true)
            }
            FieldKind::Date | FieldKind::Number => {
                let inside = self.at + 1;
                let window = self.window(inside);
                let Some(length) = window.find(')') else {
                    let problem = Problem::new("this parenthesis is never closed", Span::new(self.at, inside))
                        .expected("`)` after the value");
                    self.diagnostics.refuse(problem)?;
                    self.at = inside;
                    return Ok(true);
                };
                self.at = inside + length + 1;
                self.leaf(entry, start, Span::new(inside, inside + length))?;
                Ok(true)
            }
        }
    }

    /// Warns that a word before a parenthesis is no function.
    pub(super) fn unknown_function(&mut self, name: &str) {
        let dialect = self.dialect();
        if super::operator::keyword(name, dialect).is_some() {
            return;
        }
        if self.diagnostics.is_full() {
            self.diagnostics.warn("", Span::default(), "");
            return;
        }
        let elsewhere = super::vendor::knower(name);
        let functions: &[&str] = if dialect == Dialect::Morgue { &FUNCTIONS } else { &[] };
        let hint = match (elsewhere, field::suggestion(name, dialect, functions)) {
            (Some(other), _) => format!("the {other} dialect knows it"),
            (None, Some(known)) if dialect.has_function_fields() => {
                format!("did you mean `{known}(`?")
            }
            _ => "write a blank before the parenthesis if a word is meant".to_owned(),
        };
        let span = Span::new(self.at, self.at + name.len());
        self.diagnostics.warn(
            format!("`{name}(` is no function of the {dialect} dialect; `{name}` is read as a word"),
            span,
            hint,
        );
    }

    /// `name:`.
    fn colon(&mut self, name: &str, entry: Option<&'static Entry>, after: &str) -> Result<bool, Problem> {
        let start = self.at;
        let value = start + name.len() + 1;
        if let Some(entry) = entry {
            self.at = value;
            self.value(entry, start)?;
            return Ok(true);
        }
        if name.eq_ignore_ascii_case("like") && self.dialect() == Dialect::Morgue {
            self.at = value;
            return self.like(start);
        }
        if name == "_exists_" {
            self.at = value;
            return self.exists_by_name(start);
        }
        let behind = after.chars().nth(1);
        let is_text = name.len() < 2 || behind.is_none_or(|c| c.is_whitespace() || matches!(c, '/' | ')' | ':'));
        if is_text {
            return Ok(false);
        }
        let others: &[&str] = if self.dialect() == Dialect::Morgue { &["like"] } else { &[] };
        let known = (!self.diagnostics.is_full()).then(|| field::suggestion(name, self.dialect(), others));
        let hint = match known.flatten() {
            Some(known) => format!("did you mean `{known}:`? If text is meant, write `{name}\\:`"),
            None => format!("if text is meant, write `{name}\\:` or quotes"),
        };
        let problem = Problem::new(format!("there is no field `{name}`"), Span::new(start, value - 1))
            .expected("title, body, lead, byline, publisher, section, date, lang, person, org, place, ...")
            .hint(hint);
        self.diagnostics.refuse(problem)?;
        Ok(false)
    }

    /// The value behind `name:` or `name=`.
    fn value(&mut self, entry: &'static Entry, start: usize) -> Result<(), Problem> {
        let blanks_from = self.at;
        self.skip_blanks();
        if self.at > blanks_from && self.peek().is_some() {
            let name = Span::new(start, blanks_from);
            self.diagnostics.warn(
                format!("`{}` with a blank behind it still names the field", self.slice(name)),
                name,
                "write `\\:` if the word itself is meant",
            );
        }
        let rest = self.rest();
        let Some(next) = rest.chars().next() else {
            self.push(TokenKind::Prefix(Prefix::Field(entry)), start);
            return Ok(());
        };
        let behind_star = rest.strip_prefix('*').map(|tail| tail.chars().next());
        if let Some(behind) = behind_star
            && behind.is_none_or(|c| c.is_whitespace() || c == ')' || c == '^')
        {
            self.at += 1;
            self.push(TokenKind::Leaf(exists(entry, Span::new(start, self.at))), start);
            return Ok(());
        }
        if self.one_of(entry, start)? {
            return Ok(());
        }
        if next == '(' || next == ')' {
            self.push(TokenKind::Prefix(Prefix::Field(entry)), start);
            return Ok(());
        }
        match entry.kind() {
            FieldKind::Date | FieldKind::Number => self.measure(entry, start),
            FieldKind::Text if matches!(next, '[' | '{' | '<' | '>') => {
                let problem = Problem::new(format!("`{}` has no ranges", entry.name), Span::new(start, self.at + 1))
                    .expected("a word, a phrase or a group")
                    .hint("only dates and `words` have ranges");
                self.at += 1;
                self.diagnostics.refuse(problem)
            }
            FieldKind::Text => {
                self.push(TokenKind::Prefix(Prefix::Field(entry)), start);
                Ok(())
            }
            FieldKind::Verbatim => {
                self.push(TokenKind::Prefix(Prefix::Field(entry)), start);
                if !is_quote(next) {
                    self.verbatim();
                }
                Ok(())
            }
        }
    }

    /// A raw value: up to a blank or a parenthesis that it did not open itself.
    fn verbatim(&mut self) {
        let start = self.at;
        let escapes = self.dialect().has_signs();
        let mut depth = 0_usize;
        let mut length = 0;
        let mut chars = self.rest().char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c.is_whitespace() || (c == ')' && depth == 0) {
                break;
            }
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            length = at + c.len_utf8();
            // A backslash before a letter is a part of the path.
            if escapes
                && c == '\\'
                && let Some((at, next)) = chars.next_if(|(_, next)| !next.is_alphanumeric())
            {
                length = at + next.len_utf8();
            }
        }
        self.at += length;
        self.push(TokenKind::Verbatim, start);
    }

    /// `like:ID`.
    fn like(&mut self, start: usize) -> Result<bool, Problem> {
        let value = self.at;
        self.verbatim();
        let raw = self.slice(Span::new(value, self.at));
        self.tokens.pop();
        let id = super::word::unescaped(raw.trim_matches(is_quote));
        if id.is_empty() {
            let problem = Problem::new("`like:` needs the id of an article", Span::new(start, value))
                .expected("an id of 16 hexadecimal digits");
            self.diagnostics.refuse(problem)?;
            return Ok(true);
        }
        self.push(TokenKind::Leaf(NodeKind::Like(id)), start);
        Ok(true)
    }

    /// Lucene's `_exists_:field`.
    fn exists_by_name(&mut self, start: usize) -> Result<bool, Problem> {
        let name = self.name().unwrap_or_default();
        let span = Span::new(self.at, self.at + name.len());
        self.at = span.end;
        let Some(entry) = field::find(name, self.dialect()) else {
            let problem = Problem::new(format!("there is no field `{name}`"), span)
                .hint("write the name of a field after `_exists_:`");
            self.diagnostics.refuse(problem)?;
            return Ok(true);
        };
        let kind = exists(entry, Span::new(start, self.at));
        self.push(TokenKind::Leaf(kind), start);
        Ok(true)
    }

    /// `IN [a "b c"]`; false if something else follows.
    fn one_of(&mut self, entry: &'static Entry, start: usize) -> Result<bool, Problem> {
        let rest = self.rest();
        let Some(tail) = rest.strip_prefix("IN").or_else(|| rest.strip_prefix("in")) else {
            return Ok(false);
        };
        // `IN[*2]` are the letters "in" and up to two more.
        let is_word = tail.strip_prefix("[*").is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
        if is_word || !self.dialect().has_signs() || !tail.trim_start().starts_with('[') {
            return Ok(false);
        }
        let open = self.at + rest.len() - tail.trim_start().len();
        let Some(field) = single_field(entry) else {
            let problem = Problem::new(format!("`{}` has no `IN [...]`", entry.name), Span::new(start, open))
                .hint("use OR between the values");
            self.diagnostics.refuse(problem)?;
            self.at = open + 1;
            return Ok(true);
        };
        let Some((close, end)) = self.closing_bracket(open + 1) else {
            let problem = Problem::new("this bracket is never closed", Span::new(open, open + 1))
                .expected("`]` after the values");
            self.at = open + 1;
            self.diagnostics.refuse(problem)?;
            return Ok(true);
        };
        self.at = end;
        let mut values = values(self.slice(Span::new(open + 1, close)));
        if field == FieldName::Language {
            for value in &mut values {
                *value = language::subtag(value).map_or(std::mem::take(value), str::to_owned);
            }
        }
        if values.is_empty() {
            let problem = Problem::new("this list has no values", Span::new(open, end))
                .expected("values with blanks between them");
            self.diagnostics.refuse(problem)?;
            return Ok(true);
        }
        self.push(TokenKind::Leaf(NodeKind::OneOf(field, values)), start);
        Ok(true)
    }

    /// The next `]` outside quotes.
    fn closing_bracket(&mut self, from: usize) -> Option<(usize, usize)> {
        let quoted = std::cell::Cell::new(false);
        self.closing(']', from, true, |c| {
            if is_quote(c) {
                quoted.set(!quoted.get());
            }
            c == ']' && !quoted.get()
        })
    }
}

/// The values of `[a "b c"]`.
fn values(inside: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut value = String::new();
    let mut quoted = false;
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            value.extend(chars.next());
        } else if is_quote(c) {
            quoted = !quoted;
        } else if !quoted && (c.is_whitespace() || c == ',') {
            values.push(std::mem::take(&mut value));
        } else {
            value.push(c);
        }
    }
    values.push(value);
    values.retain(|value| !value.is_empty());
    values
}
