//! The part of the parser that reads words, phrases and regular expressions.

use super::ast::{FieldName, Form, NodeKind, Pattern, Phrase, Span, Word};
use super::combine::Part;
use super::dialect::{Adjacency, Dialect};
use super::field::{self, Entry, FieldKind};
use super::language;
use super::measure::{exists, number_leaf};
use super::operator::{MAX_DISTANCE, Operator, looks_like_proximity};
use super::parser::Parser;
use super::problem::Problem;
use super::sign;
use super::word::{Place, Style, WordReader, unescaped};

impl Parser<'_> {
    fn word_reader(&mut self, place: Place, style: Style) -> WordReader<'_> {
        WordReader { dialect: self.reader.dialect, place, style, diagnostics: self.diagnostics }
    }

    /// A word that is no operator.
    pub(super) fn plain_word(&mut self, span: Span) -> Result<(), Problem> {
        let scope = self.scope();
        if let Some(entry) = scope {
            match entry.kind() {
                FieldKind::Text => {}
                FieldKind::Verbatim => return self.verbatim(span),
                FieldKind::Date | FieldKind::Number => return self.measured_word(entry, span),
            }
        }
        let raw = self.slice(span);
        if raw == "*:*" {
            if !self.dialect().has_signs() {
                self.diagnostics.warn(
                    format!("{} has no `*:*`; read as every article", self.dialect()),
                    span,
                    "the morgue and Lucene dialects know it",
                );
            }
            return self.operand(Part::leaf(NodeKind::All, span));
        }
        let is_told = self.warn_of_foreign_signs(raw, span);
        let style = self.style();
        let Some(word) = self.word_reader(Place::Bare, style).read(raw, span) else {
            self.diagnostics.warn(format!("`{raw}` holds no letter or digit and is ignored"), span, "remove it");
            return Ok(());
        };
        if word.text == "*" || raw == "*" {
            return self.operand(Part::leaf(NodeKind::All, span));
        }
        sign::report(&word, span, is_told, self.diagnostics)?;
        self.text_operand(Part::leaf(NodeKind::Word(word), span))
    }

    /// Adds a word or phrase, which may join its neighbours.
    fn text_operand(&mut self, part: Part) -> Result<(), Problem> {
        if self.dialect().adjacency() == Adjacency::Phrase {
            return self.operand(part.joinable());
        }
        self.operand(part)
    }

    /// The value of a verbatim field.
    pub(super) fn verbatim(&mut self, span: Span) -> Result<(), Problem> {
        let raw = self.slice(span);
        match self.word_reader(Place::Verbatim, Style::ANY).read(raw, span) {
            Some(word) if word.pattern == Pattern::Wildcard && word.text == "*" => {
                let kind = self.scope().map_or(NodeKind::All, |entry| exists(entry, span));
                self.operand(Part::leaf(kind, span))
            }
            Some(word) => self.verbatim_word(word, span),
            None => Ok(()),
        }
    }

    /// Adds a verbatim value; languages may be given by name.
    fn verbatim_word(&mut self, mut word: Word, span: Span) -> Result<(), Problem> {
        let language = self.scope().is_some_and(|entry| entry.fields == [FieldName::Language]);
        if language && let Some(subtag) = language::subtag(&word.text) {
            word.text = subtag.to_owned();
        }
        self.operand(Part::leaf(NodeKind::Word(word), span))
    }

    /// A date or number inside `date:( ... )`.
    fn measured_word(&mut self, entry: &'static Entry, span: Span) -> Result<(), Problem> {
        let raw = self.slice(span);
        let leaf = match entry.kind() {
            FieldKind::Date => self.reader.date_leaf(entry, raw, span),
            _ => number_leaf(entry, raw, span),
        };
        match leaf {
            Ok(kind) => self.operand(Part::leaf(kind, span)),
            Err(problem) => {
                self.diagnostics.refuse(problem)?;
                self.operand(Part::leaf(NodeKind::Word(Word::plain(raw)), span))
            }
        }
    }

    /// What stands between quotes.
    pub(super) fn phrase(&mut self, span: Span, inner: Span, slop: Option<u32>) -> Result<(), Problem> {
        match self.scope().map(Entry::kind) {
            Some(FieldKind::Verbatim) => {
                let value = self.slice(inner);
                let value = if self.dialect().has_signs() { unescaped(value) } else { value.to_owned() };
                if !value.is_empty() {
                    return self.verbatim_word(Word::plain(value), span);
                }
            }
            Some(FieldKind::Date | FieldKind::Number) => return self.plain_word(span),
            _ => {}
        }
        let words = self.phrase_words(inner)?;
        if words.is_empty() {
            let problem = Problem::new("there is no word between these quotes", span).expected("at least one word");
            return self.diagnostics.refuse(problem);
        }
        if let Some(slop) = slop.filter(|slop| *slop > 0 && words.len() > 1) {
            return self.sloppy(span, words, slop);
        }
        let words = words.into_iter().map(|(word, _)| word).collect();
        self.text_operand(Part::leaf(NodeKind::Phrase(Phrase { words }), span))
    }

    /// The words between quotes and where they are.
    fn phrase_words(&mut self, inner: Span) -> Result<Vec<(Word, Span)>, Problem> {
        let mut style = self.style();
        let mut inner = inner;
        if self.dialect() == Dialect::ProQuest {
            // Quotes switch the variants of words off, `"{...}"` keeps them.
            let text = self.slice(inner);
            if text.starts_with('{') && text.ends_with('}') && text.len() > 1 {
                inner = Span::new(inner.start + 1, inner.end - 1);
            } else if style.form == Form::Stemmed {
                style.form = Form::Exact;
            }
        }
        let escapes = self.dialect().has_signs();
        let text = self.slice(inner);
        let mut words = Vec::new();
        let mut start = None;
        let mut chars = text.char_indices().chain([(text.len(), ' ')]);
        while let Some((at, c)) = chars.next() {
            if !c.is_whitespace() {
                start = start.or(Some(at));
                if escapes && c == '\\' {
                    chars.next();
                }
                continue;
            }
            let Some(from) = start.take() else {
                continue;
            };
            let span = Span::new(inner.start + from, inner.start + at);
            let raw = self.slice(span);
            if let Some(word) = self.word_reader(Place::Quoted, style).read(raw, span) {
                sign::report(&word, span, false, self.diagnostics)?;
                words.push((word, span));
            }
        }
        Ok(words)
    }

    /// `"a b"~5`: each word near to the ones before it.
    fn sloppy(&mut self, span: Span, words: Vec<(Word, Span)>, slop: u32) -> Result<(), Problem> {
        let mut distance = slop;
        if self.dialect() == Dialect::Lucene {
            // Lucene counts moves: words in order that are d apart cost d - 1, in reverse order d + 1.
            distance = slop.saturating_add(1);
            self.diagnostics.warn(
                format!("Lucene's `~{slop}` counts moves of words; read as within {distance} words in any order"),
                span,
                "words in reverse order may be found that Lucene would not find",
            );
        }
        if distance > MAX_DISTANCE {
            self.diagnostics.warn(format!("a distance is capped at {MAX_DISTANCE} words"), span, "use AND");
        }
        let operator = Operator::Near { distance: distance.min(MAX_DISTANCE), ordered: false, negated: false };
        let mut whole: Option<Part> = None;
        for (word, at) in words {
            let part = Part::leaf(NodeKind::Word(word), at);
            whole = Some(match whole {
                None => part,
                Some(left) => self.combiner().binary(operator, span, left, part)?,
            });
        }
        match whole {
            Some(mut part) => {
                part.node.span = span;
                self.operand(part)
            }
            None => Ok(()),
        }
    }

    /// What stands between slashes.
    pub(super) fn regex(&mut self, span: Span, inner: Span) -> Result<(), Problem> {
        let mut pattern = String::new();
        let mut chars = self.slice(inner).chars();
        while let Some(c) = chars.next() {
            if c != '\\' {
                pattern.push(c);
                continue;
            }
            match chars.next() {
                Some('/') => pattern.push('/'),
                Some(escaped) => pattern.extend(['\\', escaped]),
                None => pattern.push('\\'),
            }
        }
        if self.style() != Style::usual(self.dialect()) {
            self.diagnostics.warn(
                "a regular expression has neither form nor case: the function around it is ignored",
                span,
                "take it out of the function",
            );
        }
        if pattern.contains(char::is_whitespace) {
            self.diagnostics.warn(
                "a regular expression is compared with single words, which hold no blanks",
                span,
                "join two expressions with `pre/1`",
            );
        }
        if let Some(reason) = unreadable(&pattern) {
            let problem = Problem::new(format!("`/{pattern}/` is no regular expression: {reason}"), span)
                .expected("an expression for one whole word")
                .hint("write a backslash before signs that are meant as such");
            self.diagnostics.refuse(problem)?;
            return self.operand(Part::nothing(span));
        }
        self.operand(Part::leaf(NodeKind::Regex(pattern), span))
    }

    /// Warns of what another dialect would take for syntax; whether it did.
    fn warn_of_foreign_signs(&mut self, raw: &str, span: Span) -> bool {
        let dialect = self.dialect();
        if looks_like_proximity(raw) {
            self.diagnostics.warn(
                format!("`{raw}` is no operator of the {dialect} dialect here; it is searched for as text"),
                span,
                "proximity is written `w/5`, `near/5` or `pre/5` in the morgue dialect",
            );
            return true;
        }
        if dialect == Dialect::Lucene && ["and", "or", "not"].contains(&raw) {
            self.diagnostics.warn(
                format!("`{raw}` in small letters is a word to Lucene"),
                span,
                format!("write `{}`", raw.to_ascii_uppercase()),
            );
            return true;
        }
        if has_foreign_signs(raw, dialect) {
            self.diagnostics.warn(
                format!("`{raw}` has signs that mean nothing in {dialect}; it is searched for as text"),
                span,
                "the morgue dialect knows them",
            );
            return true;
        }
        false
    }
}

/// Why a pattern is no regular expression, in one line.
fn unreadable(pattern: &str) -> Option<String> {
    let error = regex::RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(1 << 20).build().err()?;
    let text = error.to_string();
    Some(text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned())
}

/// Whether the word has signs that mean something in another dialect only.
fn has_foreign_signs(raw: &str, dialect: Dialect) -> bool {
    if dialect == Dialect::Morgue {
        return false;
    }
    let truncated = dialect != Dialect::Nexis && raw.len() > 1 && raw.ends_with('!');
    let separators: &[char] = if dialect == Dialect::Lucene { &['='] } else { &[':', '=', '<', '>'] };
    let named = raw
        .split_once(separators)
        .is_some_and(|(name, value)| !value.starts_with('/') && field::find(name, Dialect::Morgue).is_some());
    if truncated || named || dialect == Dialect::Lucene {
        return truncated || named;
    }
    let signed = raw.len() > 1 && raw.starts_with(['+', '-', '=', '/', '!']);
    let tailed = raw
        .rsplit_once(['~', '^'])
        .is_some_and(|(stem, tail)| !stem.is_empty() && tail.bytes().all(|byte| byte.is_ascii_digit()));
    signed || tailed || raw == "&&" || raw == "||"
}
