//! The pieces that a query text falls into.

use super::ast::{Case, Form, NodeKind, Span};
use super::field::Entry;

/// A piece of the query text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

/// What a piece is, as far as it can be told without its neighbours.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// A word, perhaps an operator; with its escapes and wildcards as typed.
    Word,
    /// The value of a verbatim field, as typed.
    Verbatim,
    /// What stands between quotes, and the number after `~`.
    Phrase { inner: Span, slop: Option<u32> },
    /// What stands between slashes.
    Regex { inner: Span },
    /// `/F50/`, or the regular expression `F50` where an operand is due.
    Head { words: u32, inner: Span },
    /// `/N5/`, or the regular expression `N5` where an operand is due.
    Gap { distance: u32, inner: Span },
    /// Something before an operand.
    Prefix(Prefix),
    /// `&&`.
    And,
    /// `||`.
    Or,
    /// `^2`, attached to what it weighs.
    Boost(f32),
    /// A complete operand.
    Leaf(NodeKind),
    /// An operand that means nothing here, and what joins it means nothing either.
    Ignored,
}

/// Something before an operand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Prefix {
    /// `-x`, `!x`.
    Exclude,
    /// `+x`.
    Must,
    /// `not x`; reaches further than `-x`.
    Not,
    /// `=x`, `exact(x)`, `plural(x)`.
    Form(Form),
    /// `caps(x)`.
    Case(Case),
    /// `title:`, `title(`, `hd=`.
    Field(&'static Entry),
    /// `atleast5`.
    AtLeast(u32),
    /// `first50`.
    First(u32),
}

/// Whether the character opens or closes a phrase; typographic quotes count as `"`.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '〝' | '〞')
}

/// Whether the character is an apostrophe or a single quote.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | 'ʼ' | '＇')
}

/// Whether the character is a dash or minus that is typed as a hyphen.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―' | '−' | '‒' | '‐' | '‑' | '－')
}

/// Whether the text is nothing but punctuation, so that no index can hold it.
pub(super) fn is_punctuation(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_ascii_punctuation()
            || c.is_whitespace()
            || is_quote(c)
            || is_apostrophe(c)
            || is_dash(c)
            || matches!(c, '…' | '·' | '•' | '‹' | '›' | '‚' | '¿' | '¡')
    })
}
