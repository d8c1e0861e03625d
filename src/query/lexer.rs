//! Cuts a query text into [`Token`]s, one pass from left to right.
//!
//! Invariants: spans lie on character boundaries and do not overlap; time is linear in the text, since
//! a search for a closing sign that failed once is not repeated.

use super::ast::{Form, Span};
use super::dialect::Dialect;
use super::function::gap;
use super::operator::number;
use super::period::Reader;
use super::problem::{Diagnostics, Problem};
use super::token::{Prefix, Token, TokenKind, is_apostrophe, is_dash, is_quote};

/// Longest name of a field or function, in bytes.
const MAX_NAME: usize = 32;

/// Cuts a text into tokens.
pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) reader: Reader,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) tokens: Vec<Token>,
    /// Signs whose closing partner is known to be missing from here on.
    missing: Vec<char>,
    /// Where a word began with a single quote.
    single_quote: Option<Span>,
}

impl<'a> Lexer<'a> {
    /// The tokens of the text.
    pub(super) fn run(text: &'a str, reader: Reader, diagnostics: &'a mut Diagnostics) -> Result<Vec<Token>, Problem> {
        let mut lexer =
            Lexer { text, at: 0, reader, diagnostics, tokens: Vec::new(), missing: Vec::new(), single_quote: None };
        while let Some(c) = lexer.peek() {
            lexer.token(c)?;
        }
        Ok(lexer.tokens)
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.reader.dialect
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn peek_second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Adds a token from `start` to here.
    pub(super) fn push(&mut self, kind: TokenKind, start: usize) {
        let span = Span::new(start, self.at);
        self.tokens.push(Token { kind, span });
    }

    pub(super) fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Whether the last token ends here, without a blank.
    fn attached(&self) -> bool {
        self.tokens.last().is_some_and(|token| token.span.end == self.at)
    }

    fn token(&mut self, c: char) -> Result<(), Problem> {
        let start = self.at;
        let signs = self.dialect().has_signs();
        let rest = self.rest();
        if c.is_whitespace() {
            self.at += c.len_utf8();
            return Ok(());
        }
        if c == '(' || c == ')' {
            self.at += 1;
            let kind = if c == '(' { TokenKind::Open } else { TokenKind::Close };
            self.push(kind, start);
            return Ok(());
        }
        if is_quote(c) {
            return self.phrase(c);
        }
        if c == '/' && self.slashed()? {
            return Ok(());
        }
        if !signs {
            return self.name_or_word();
        }
        if matches!(c, '[' | '{') && self.bare_range() {
            return Ok(());
        }
        if rest.starts_with("&&") || rest.starts_with("||") {
            self.at += 2;
            let kind = if c == '&' { TokenKind::And } else { TokenKind::Or };
            self.push(kind, start);
            return Ok(());
        }
        if c == '^' && self.attached() && self.boost()? {
            return Ok(());
        }
        if let Some(prefix) = self.sign(c) {
            self.at += c.len_utf8();
            self.push(TokenKind::Prefix(prefix), start);
            return Ok(());
        }
        self.name_or_word()
    }

    /// Whether the dash before this operand was a hyphen until a word processor made it typographic.
    fn is_typographic_sign(&mut self, c: char, next: char) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default().chars().next_back();
        let begins = before.is_none_or(|before| before.is_whitespace() || before == '(');
        let opens = next.is_alphanumeric() || is_quote(next) || next == '(';
        if !is_dash(c) || !begins || !opens {
            return false;
        }
        self.diagnostics.warn(
            format!("`{c}` right before a word is read as `-`: what follows is excluded"),
            Span::new(self.at, self.at + c.len_utf8()),
            "put a blank behind it if a dash is meant",
        );
        true
    }

    /// `+`, `-`, `!` or `=` before an operand; a run of them, or one before a blank, is punctuation.
    fn sign(&mut self, c: char) -> Option<Prefix> {
        let next = self.peek_second()?;
        let run = matches!(next, '+' | '-' | '!') || (c == '=' && next == '=');
        if run || next.is_whitespace() || next == ')' {
            return None;
        }
        match c {
            '+' => Some(Prefix::Must),
            '-' | '!' => Some(Prefix::Exclude),
            _ if self.is_typographic_sign(c, next) => Some(Prefix::Exclude),
            '=' if self.dialect() == Dialect::Morgue => Some(Prefix::Form(Form::Exact)),
            _ => None,
        }
    }

    fn name_or_word(&mut self) -> Result<(), Problem> {
        if self.named()? {
            return Ok(());
        }
        self.word();
        Ok(())
    }

    /// The name that begins here, if a letter begins here.
    pub(super) fn name(&self) -> Option<&'a str> {
        let rest = self.rest();
        let first = rest.bytes().next()?;
        if !first.is_ascii_alphabetic() && first != b'_' {
            return None;
        }
        let end = rest
            .bytes()
            .take(MAX_NAME + 1)
            .position(|byte| !byte.is_ascii_alphanumeric() && byte != b'_' && byte != b'-')
            .unwrap_or(rest.len());
        (end <= MAX_NAME).then(|| rest.get(..end)).flatten()
    }

    /// A word, up to a blank, a parenthesis, a quote or a sign that cannot be inside a word.
    pub(super) fn word(&mut self) {
        let start = self.at;
        let signs = self.dialect().has_signs();
        let mut chars = self.rest().char_indices().peekable();
        let mut length = 0;
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            let first = at == 0;
            if c.is_whitespace() || c == '(' || c == ')' || is_quote(c) {
                break;
            }
            if signs && !first {
                let boost = c == '^' && next.is_some_and(|n| n.is_ascii_digit() || n == '.' || n == '-');
                let doubled = (c == '&' || c == '|') && next == Some(c);
                if boost || doubled {
                    break;
                }
            }
            let slash = c == '/' && !first && self.has_gaps();
            if slash && gap(self.text.get(start + at..).unwrap_or_default()).is_some() {
                break;
            }
            length = at + c.len_utf8();
            if signs
                && c == '\\'
                && let Some((at, escaped)) = chars.next()
            {
                length = at + escaped.len_utf8();
            }
        }
        if length == 0 {
            // Only a closing sign can be left over; it is taken as a word rather than looped upon.
            length = self.peek().map_or(0, char::len_utf8);
        }
        let attached = self.attached();
        self.at += length;
        self.push(TokenKind::Word, start);
        let span = Span::new(start, self.at);
        self.doubtful_word(span, attached);
        let raw = self.slice(span);
        self.detached_colon(raw, span);
        if self.peek() == Some('(') && raw.len() <= 2 * MAX_NAME && raw.contains(['.', ',']) {
            self.at = start;
            self.unknown_function(raw);
            self.at = span.end;
        }
    }

    /// Warns of words that look as if they were meant as syntax.
    fn doubtful_word(&mut self, span: Span, attached: bool) {
        let raw = self.slice(span);
        if raw.starts_with('~') && attached {
            self.diagnostics.warn(
                "`~` means something only after a word or a phrase; here it is read as text",
                span,
                "write `word~1` or `\"two words\"~5`",
            );
        }
        let opened = raw.starts_with(is_apostrophe) && raw.chars().count() > 1;
        if opened && !raw.ends_with(is_apostrophe) {
            self.single_quote = Some(span);
            return;
        }
        if raw.ends_with(is_apostrophe)
            && let Some(open) = self.single_quote.take()
        {
            self.diagnostics.warn(
                "single quotes do not make a phrase: they are apostrophes",
                open.to(span),
                "write double quotes around a phrase",
            );
        }
    }

    /// A phrase in quotes of any style; whatever quote comes next closes it.
    fn phrase(&mut self, quote: char) -> Result<(), Problem> {
        let start = self.at;
        let inner_start = start + quote.len_utf8();
        let escapes = self.dialect().has_signs();
        let Some((inner_end, end)) = self.closing('"', inner_start, escapes, is_quote) else {
            self.at = inner_start;
            let problem = Problem::new("this quote is never closed", Span::new(start, inner_start))
                .expected("a closing quote")
                .hint(self.dialect().unbalanced_hint('"'));
            return self.diagnostics.refuse(problem);
        };
        self.at = end;
        let mut slop = None;
        if escapes && let Some(tail) = self.rest().strip_prefix('~') {
            let digits = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            slop = tail.get(..digits).and_then(number);
            if slop.is_some() {
                self.at += 1 + digits;
            }
        }
        let inner = Span::new(inner_start, inner_end);
        self.push(TokenKind::Phrase { inner, slop }, start);
        Ok(())
    }

    /// The next unescaped closing sign after `from`: where it begins and ends. `name` stands for the
    /// kind of sign, to remember a search in vain.
    pub(super) fn closing(
        &mut self,
        name: char,
        from: usize,
        escapes: bool,
        closes: impl Fn(char) -> bool,
    ) -> Option<(usize, usize)> {
        if self.missing.contains(&name) {
            return None;
        }
        let mut chars = self.text.get(from..)?.char_indices();
        while let Some((at, c)) = chars.next() {
            if escapes && c == '\\' {
                chars.next();
                continue;
            }
            if closes(c) {
                return Some((from + at, from + at + c.len_utf8()));
            }
        }
        self.missing.push(name);
        None
    }

    fn has_gaps(&self) -> bool {
        matches!(self.dialect(), Dialect::Morgue | Dialect::Factiva)
    }

    /// `/F50/`, `/N5/` or a regular expression; false if the slash is only a character.
    fn slashed(&mut self) -> Result<bool, Problem> {
        let start = self.at;
        if self.has_gaps()
            && let Some((letter, count, length)) = gap(self.rest())
        {
            self.at += length;
            let inner = Span::new(start + 1, self.at - 1);
            let kind = match letter {
                'f' => TokenKind::Head { words: count, inner },
                _ => TokenKind::Gap { distance: count, inner },
            };
            self.push(kind, start);
            return Ok(true);
        }
        let opens = self.peek_second().is_some_and(|next| !next.is_whitespace() && next != '/' && next != ')');
        if !self.dialect().has_signs() || !opens {
            return Ok(false);
        }
        let Some((inner_end, end)) = self.regex_end(start + 1) else {
            let problem = Problem::new("this regular expression is never closed", Span::new(start, start + 1))
                .expected("a closing `/` before a blank")
                .hint(self.slash_hint());
            self.diagnostics.refuse(problem)?;
            return Ok(false);
        };
        self.at = end;
        let inner = Span::new(start + 1, inner_end);
        self.push(TokenKind::Regex { inner }, start);
        Ok(true)
    }

    /// What a slash before a blank was probably meant as.
    fn slash_hint(&self) -> String {
        let word = self.rest().split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
        let unit = word.get(1..).unwrap_or_default();
        match unit.to_ascii_lowercase().as_str() {
            "s" => "for the same sentence write `w/s`".to_owned(),
            "p" => "for the same paragraph write `w/p`".to_owned(),
            digits if number(digits).is_some() => format!("for {digits} words apart write `w/{digits}`"),
            _ => "close it, or write `\\/` if a slash is meant".to_owned(),
        }
    }

    /// Where a regular expression ends: at an unescaped slash that no word goes on behind.
    fn regex_end(&mut self, from: usize) -> Option<(usize, usize)> {
        if self.missing.contains(&'/') {
            return None;
        }
        let mut chars = self.text.get(from..)?.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c == '\\' {
                chars.next();
                continue;
            }
            let next = chars.peek().map(|(_, next)| *next);
            let boundary = next.is_none_or(|n| n.is_whitespace() || matches!(n, ')' | '^'));
            if c == '/' && boundary {
                return Some((from + at, from + at + 1));
            }
        }
        self.missing.push('/');
        None
    }

    /// `^2` behind what it weighs; false if no number follows.
    fn boost(&mut self) -> Result<bool, Problem> {
        let start = self.at;
        let Some(tail) = self.rest().strip_prefix('^') else {
            return Ok(false);
        };
        let sign = usize::from(tail.starts_with('-'));
        let amount = tail.get(sign..).unwrap_or_default();
        let digits = amount.len() - amount.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let digits = if digits > 0 { digits + sign } else { 0 };
        let Some(number) = tail.get(..digits).filter(|number| !number.is_empty()) else {
            return Ok(false);
        };
        self.at += 1 + digits;
        let factor = number.parse().unwrap_or(f32::NAN);
        if factor > 0.0 && f32::is_finite(factor) {
            self.push(TokenKind::Boost(factor), start);
            return Ok(true);
        }
        let problem = Problem::new("a weight must be a number above 0", Span::new(start, self.at))
            .expected("a number like `2` or `0.5` after `^`")
            .hint("to exclude something, write `NOT` before it");
        self.diagnostics.refuse(problem)?;
        Ok(true)
    }
}
