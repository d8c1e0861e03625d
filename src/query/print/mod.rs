//! Writes a tree as query text, with a warning for whatever the dialect cannot say.
//!
//! Text in the morgue dialect parses back to an equal tree; nothing is lost there. The other dialects
//! lose what they lack, and say so.

mod foreign;
mod foreign_leaf;
mod lucene;
mod morgue;
#[cfg(test)]
mod translation_tests;

use super::ast::{NodeKind, Pattern, Query, Word};
use super::dialect::Dialect;
use super::problem::Warning;

/// The query in another dialect, and what it cannot say there. Spans are those of the tree.
pub fn translate(query: &Query, to: Dialect) -> (String, Vec<Warning>) {
    match to {
        Dialect::Morgue => (morgue::write(query), Vec::new()),
        Dialect::Lucene => lucene::write(query),
        Dialect::Nexis | Dialect::Factiva | Dialect::ProQuest => foreign::write(query, to),
    }
}

/// Whether the node needs no parentheses anywhere.
fn is_simple(kind: &NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::All
            | NodeKind::Word(_)
            | NodeKind::Phrase(_)
            | NodeKind::DateRange(_)
            | NodeKind::NumberRange(_)
            | NodeKind::Exists(_)
            | NodeKind::OneOf(..)
            | NodeKind::Like(_)
    )
}

/// Where an escaped text will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Bare,
    Quoted,
    /// Right behind the name of a verbatim field.
    Verbatim,
    /// In a group behind the name of a verbatim field.
    VerbatimGroup,
}

/// The text of a word with a backslash before everything that the morgue and Lucene dialects would read
/// as syntax; the fuzzy suffix included.
fn escaped(word: &Word, place: Place) -> String {
    let mut out = String::with_capacity(word.text.len());
    let mut chars = word.text.chars().peekable();
    let wild = word.pattern == Pattern::Wildcard;
    while let Some(c) = chars.next() {
        if wild && c == '\\' {
            // An escape of the tree is an escape of the text.
            out.push(c);
            out.extend(chars.next());
            continue;
        }
        if wild && c == '[' && !matches!(place, Place::Verbatim | Place::VerbatimGroup) {
            // A bounded wildcard, to its end.
            out.push(c);
            out.extend(chars.by_ref().take_while(|c| *c != ']'));
            out.push(']');
            continue;
        }
        let sign = wild && (c == '*' || c == '?');
        let inside = !out.is_empty() && chars.peek().is_some();
        if !sign && needs_escape(c, place, inside) {
            out.push('\\');
        }
        out.push(c);
    }
    if let Pattern::Fuzzy(letters) = word.pattern {
        out.push_str(&format!("~{letters}"));
    }
    out
}

fn needs_escape(c: char, place: Place, inside: bool) -> bool {
    use super::token::{is_apostrophe, is_dash, is_quote};
    if c.is_whitespace() || is_quote(c) || c == '\\' || c == '*' {
        return true;
    }
    match place {
        // Every question mark of a verbatim value is one, and so are most other signs.
        Place::Verbatim => matches!(c, '(' | ')' | '[') || (!inside && c.is_ascii_punctuation()),
        Place::VerbatimGroup => c.is_ascii_punctuation(),
        Place::Quoted => {
            matches!(c, '?' | '~') || (is_apostrophe(c) && c != '\'') || (!inside && c.is_ascii_punctuation())
        }
        Place::Bare => {
            let harmless = inside && matches!(c, '-' | '\'' | '.' | '_' | '@' | '#' | '%');
            (c.is_ascii_punctuation() && !harmless) || (!inside && is_dash(c)) || (is_apostrophe(c) && c != '\'')
        }
    }
}

/// The number of `[*5]`, after the bracket; the characters are taken up to its end.
fn bound(chars: &mut impl Iterator<Item = char>) -> usize {
    let inside: String = chars.take_while(|c| *c != ']').collect();
    inside.trim_start_matches('*').parse().unwrap_or(0)
}

/// A text between quotes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if super::token::is_quote(c) || c == '\\' {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}
