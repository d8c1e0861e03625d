//! Reads one word: escapes, wildcard signs and the fuzzy suffix of each dialect.

use super::ast::{Case, Form, Pattern, Span, Word};
use super::dialect::Dialect;
use super::operator::number;
use super::problem::Diagnostics;
use super::token::{is_apostrophe, is_punctuation};

/// Where a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// By itself.
    Bare,
    /// Between quotes.
    Quoted,
    /// As the value of a verbatim field.
    Verbatim,
}

/// How strictly a word is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) form: Form,
    pub(super) case: Case,
}

impl Style {
    pub(super) const ANY: Style = Style { form: Form::Stemmed, case: Case::Any };

    /// What a word without any function finds.
    pub(super) fn usual(dialect: Dialect) -> Style {
        Style { form: dialect.usual_form(), ..Style::ANY }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Literal(char),
    Many,
    One,
    /// So many letters, or fewer.
    UpTo(u32),
}

/// Letters that a wildcard of ProQuest stands for at most if it does not say how many.
const PROQUEST_LETTERS: u32 = 5;
/// No word has more letters than this: a larger bound is none.
const MOST_LETTERS: u32 = 100;

/// Reads words of one dialect.
#[derive(Debug)]
pub(super) struct WordReader<'a> {
    pub(super) dialect: Dialect,
    pub(super) place: Place,
    pub(super) style: Style,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl WordReader<'_> {
    /// The word, or `None` if it holds nothing that could be searched for.
    pub(super) fn read(&mut self, raw: &str, span: Span) -> Option<Word> {
        let raw = self.trimmed(raw);
        let (stem, fuzzy) = self.fuzzy(raw, span);
        let pieces = self.pieces(stem, span);
        let wild = pieces.iter().any(|piece| !matches!(piece, Piece::Literal(_)));
        let text = written(&pieces, wild);
        if text.is_empty() || (!wild && self.place != Place::Verbatim && is_punctuation(&text)) {
            return None;
        }
        let pattern = match (wild, fuzzy) {
            (false, None | Some(0)) => Pattern::Plain,
            (false, Some(letters)) => Pattern::Fuzzy(letters),
            (true, None) => Pattern::Wildcard,
            (true, Some(_)) => {
                self.diagnostics.warn(
                    "a word with wildcards cannot be fuzzy too: `~` is ignored",
                    span,
                    "use one of the two",
                );
                Pattern::Wildcard
            }
        };
        let style = if self.place == Place::Verbatim { Style::ANY } else { self.style };
        Some(Word { text, pattern, form: style.form, case: style.case })
    }

    /// Without the comma that belongs to the sentence and not to the word.
    fn trimmed<'t>(&self, raw: &'t str) -> &'t str {
        if self.place == Place::Verbatim {
            return raw;
        }
        let cut = raw.trim_end_matches([',', ';', ':']);
        if self.dialect.has_signs() && ends_in_escape(cut) {
            // The first sign cut off was an escaped one.
            let kept = cut.len() + raw.get(cut.len()..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8);
            return raw.get(..kept).unwrap_or(raw);
        }
        cut
    }

    /// Splits `~1` off.
    fn fuzzy<'t>(&mut self, raw: &'t str, span: Span) -> (&'t str, Option<u8>) {
        if !self.dialect.has_signs() || self.place == Place::Verbatim {
            return (raw, None);
        }
        let Some((stem, suffix)) = raw.rsplit_once('~') else {
            return (raw, None);
        };
        let number = suffix.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if stem.is_empty() || !number || ends_in_escape(stem) {
            return (raw, None);
        }
        let letters = match suffix {
            "" | "2" => 2,
            "1" => 1,
            "0" => 0,
            _ if suffix.contains('.') => {
                self.diagnostics.warn(
                    format!("`~{suffix}` is the old form of fuzziness; read as two letters"),
                    span,
                    "write `~1` or `~2`",
                );
                2
            }
            _ => {
                self.diagnostics.warn(
                    format!("`~{suffix}` is capped: at most two letters may differ"),
                    span,
                    "write `~1` or `~2`, or `~5` after a phrase in quotes for nearness",
                );
                2
            }
        };
        (stem, Some(letters))
    }

    fn pieces(&mut self, raw: &str, span: Span) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut rest = raw;
        while let Some(c) = rest.chars().next() {
            let tail = rest.get(c.len_utf8()..).unwrap_or_default();
            let (piece, left) = self.piece(c, tail, !pieces.is_empty(), span);
            rest = left;
            match (pieces.last_mut(), piece) {
                (_, Piece::UpTo(0)) | (Some(Piece::Many), Piece::Many | Piece::UpTo(_)) => {}
                (Some(Piece::UpTo(before)), Piece::UpTo(more)) if *before + more <= MOST_LETTERS => *before += more,
                (Some(before @ Piece::UpTo(_)), Piece::Many | Piece::UpTo(_)) => *before = Piece::Many,
                (_, Piece::UpTo(letters)) if letters > MOST_LETTERS => pieces.push(Piece::Many),
                (_, piece) => pieces.push(piece),
            }
        }
        pieces
    }

    /// The piece that begins with `c`, and the text behind it.
    fn piece<'t>(&mut self, c: char, tail: &'t str, inside: bool, span: Span) -> (Piece, &'t str) {
        if c == '\\' && self.dialect.has_signs() {
            return self.escape(tail, inside, span);
        }
        if self.place == Place::Verbatim {
            let piece = if c == '*' { Piece::Many } else { Piece::Literal(c) };
            return (piece, tail);
        }
        if is_apostrophe(c) {
            return (Piece::Literal('\''), tail);
        }
        match (self.dialect, c) {
            // At the end of a word each is one letter or none.
            (Dialect::Nexis, '*') if tail.trim_end_matches('*').is_empty() => {
                (Piece::UpTo(u32::try_from(tail.len() + 1).unwrap_or(u32::MAX)), "")
            }
            (Dialect::Nexis, '*') => (Piece::One, tail),
            (Dialect::Nexis, '!') if inside => (Piece::Many, tail),
            (Dialect::Morgue, '!') if inside && self.place == Place::Bare => (Piece::Many, tail),
            (Dialect::ProQuest | Dialect::Morgue, '[') => match bounded(tail) {
                Some((letters, left)) => (Piece::UpTo(letters), left),
                None => (Piece::Literal(c), tail),
            },
            (Dialect::Factiva | Dialect::ProQuest, '$') if inside => {
                let left = tail.trim_start_matches(|c: char| c.is_ascii_digit());
                match number(tail.get(..tail.len() - left.len()).unwrap_or_default()) {
                    Some(letters) => (Piece::UpTo(letters), left),
                    None if self.dialect == Dialect::ProQuest => (Piece::UpTo(PROQUEST_LETTERS), left),
                    None => (Piece::Many, left),
                }
            }
            (Dialect::ProQuest, '*') => (Piece::UpTo(PROQUEST_LETTERS), tail),
            (_, '*') => (Piece::Many, tail),
            (_, '?') => {
                self.question_mark(tail, span);
                (Piece::One, tail)
            }
            _ => (Piece::Literal(c), tail),
        }
    }

    /// Inside quotes a question mark at the end of a word is probably one.
    fn question_mark(&mut self, tail: &str, span: Span) {
        if self.place == Place::Quoted && tail.is_empty() {
            self.diagnostics.warn(
                "`?` stands for exactly one letter, inside quotes too",
                span,
                "leave it out if it only ends a question",
            );
        }
    }

    /// What a backslash makes of the text behind it.
    fn escape<'t>(&mut self, tail: &'t str, inside: bool, span: Span) -> (Piece, &'t str) {
        let Some(c) = tail.chars().next() else {
            return (Piece::Literal('\\'), tail);
        };
        if self.place == Place::Verbatim && c.is_alphanumeric() {
            return (Piece::Literal('\\'), tail);
        }
        if inside && c.is_alphanumeric() {
            self.diagnostics.warn(
                "a backslash before a letter or digit is dropped",
                span,
                "write `\\\\` if a backslash is meant",
            );
        }
        (Piece::Literal(c), tail.get(c.len_utf8()..).unwrap_or_default())
    }
}

/// `[*5]`, after the bracket: the number and the text behind it. Without a number, `[*]` has that of a lone `*`.
pub(super) fn bounded(tail: &str) -> Option<(u32, &str)> {
    let rest = tail.strip_prefix(['*', '?'])?;
    let left = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let letters = number(rest.get(..rest.len() - left.len())?).unwrap_or(PROQUEST_LETTERS);
    Some((letters, left.strip_prefix(']')?))
}

/// Whether the text ends in a backslash that would escape what follows.
fn ends_in_escape(text: &str) -> bool {
    (text.len() - text.trim_end_matches('\\').len()) % 2 == 1
}

fn written(pieces: &[Piece], wild: bool) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Many => text.push('*'),
            Piece::One => text.push('?'),
            Piece::UpTo(letters) => text.push_str(&format!("[*{letters}]")),
            Piece::Literal(c) => {
                if wild && matches!(c, '*' | '?' | '[' | '\\') {
                    text.push('\\');
                }
                text.push(*c);
            }
        }
    }
    text
}

/// The text without its escapes.
pub(super) fn unescaped(raw: &str) -> String {
    let mut text = String::new();
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            text.extend(chars.next());
        } else {
            text.push(c);
        }
    }
    text
}
