//! Things recognised by name: functions that are no fields, and `/F50/`.

use super::ast::{Case, Form};
use super::dialect::Dialect;
use super::operator::number;
use super::token::Prefix;

/// Functions that are no fields: what they put before the group that follows.
pub(super) fn function(name: &str, dialect: Dialect) -> Option<Prefix> {
    let small = name.to_ascii_lowercase();
    let prefix = match small.as_str() {
        "exact" => Prefix::Form(Form::Exact),
        "number" => Prefix::Form(Form::Number),
        "singular" => Prefix::Form(Form::Singular),
        "plural" => Prefix::Form(Form::Plural),
        "caps" => Prefix::Case(Case::Caps),
        "allcaps" => Prefix::Case(Case::AllCaps),
        "nocaps" => Prefix::Case(Case::NoCaps),
        _ => {
            let first = small.strip_prefix("first").and_then(number).map(Prefix::First);
            let least = || at_least(&small).map(Prefix::AtLeast);
            first.or_else(least)?
        }
    };
    let known = match dialect {
        Dialect::Morgue => true,
        Dialect::Lucene => false,
        Dialect::Nexis => !matches!(prefix, Prefix::Form(Form::Exact | Form::Number) | Prefix::First(_)),
        Dialect::Factiva => small.starts_with("atleast"),
        Dialect::ProQuest => matches!(prefix, Prefix::Case(Case::AllCaps)),
    };
    known.then_some(prefix)
}

/// The number of `atleast5`, or of `atl5`, as Nexis also writes it.
pub(super) fn at_least(small: &str) -> Option<u32> {
    small.strip_prefix("atleast").or_else(|| small.strip_prefix("atl")).and_then(number)
}

/// Names of functions, for suggestions.
pub(super) const FUNCTIONS: [&str; 9] =
    ["exact", "number", "singular", "plural", "caps", "allcaps", "nocaps", "atleast5", "first50"];

/// `/F50/` or `/N5/` at the beginning of the text: the small letter, the number, the length in bytes.
pub(super) fn gap(text: &str) -> Option<(char, u32, usize)> {
    let mut chars = text.chars();
    if chars.next() != Some('/') {
        return None;
    }
    let letter = chars.next()?.to_ascii_lowercase();
    if letter != 'f' && letter != 'n' {
        return None;
    }
    let tail = text.get(2..)?;
    // Ten digits hold every number there is room for.
    let digits = tail.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let count = number(tail.get(..digits)?)?;
    (tail.as_bytes().get(digits) == Some(&b'/')).then_some((letter, count, digits + 3))
}
