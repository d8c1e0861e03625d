//! Operators written as words: `and`, `or`, `not`, `w/5`, `near/5`, `pre/5`, `w/s`, `same`, `atleast5`.
//!
//! Whether such a word really is an operator depends on what stands around it; that is the parser's
//! business.

use super::ast::Unit;
use super::dialect::Dialect;
use super::function::at_least;

/// Largest distance of `w/n`; a larger one is capped, with a warning.
pub const MAX_DISTANCE: u32 = 10_000;

/// An operator between operands, or a word before one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// Nothing but a blank.
    Side,
    /// `and`.
    And,
    /// `and not`, `not` between operands.
    AndNot,
    /// `or`.
    Or,
    /// `not` before an operand.
    Not,
    /// `w/n` and its kin.
    Near { distance: u32, ordered: bool, negated: bool },
    /// `w/s`, `w/p`, `w/seg`.
    Same { unit: Unit, negated: bool },
    /// A field or `atleast` that reaches over proximity operators (Factiva).
    LoosePrefix,
}

/// What a word could be, seen alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    And,
    Or,
    Not,
    /// `but`, which is an operator only before `not`.
    But,
    /// A proximity operator; the flag says that its number is too large and was capped.
    Proximity(Operator, bool),
    /// `w/0`: a proximity operator that makes no sense.
    NoDistance,
    /// `atleast5`.
    AtLeast(u32),
}

/// Whether a word joins, excludes or counts in this dialect, where it stands between others.
pub fn is_operator(word: &str, dialect: Dialect) -> bool {
    keyword(word, dialect).is_some()
}

/// What the word could be in this dialect.
pub(super) fn keyword(word: &str, dialect: Dialect) -> Option<Keyword> {
    // The longest keyword is shorter than this; longer words are not worth folding.
    if word.len() > 24 || !word.is_ascii() {
        return None;
    }
    let small = word.to_ascii_lowercase();
    if !dialect.small_operators() {
        return match word {
            "AND" => Some(Keyword::And),
            "OR" => Some(Keyword::Or),
            "NOT" => Some(Keyword::Not),
            _ => None,
        };
    }
    match small.as_str() {
        "and" => return Some(Keyword::And),
        "or" => return Some(Keyword::Or),
        "not" => return Some(Keyword::Not),
        "but" if matches!(dialect, Dialect::Morgue | Dialect::Nexis) => return Some(Keyword::But),
        _ => {}
    }
    let spelled =
        if dialect == Dialect::Factiva { small.strip_prefix("atleast").and_then(number) } else { at_least(&small) };
    if let Some(count) = spelled {
        return (dialect != Dialect::ProQuest).then_some(Keyword::AtLeast(count));
    }
    proximity(word, &small, dialect)
}

/// Reads a proximity operator.
fn proximity(word: &str, small: &str, dialect: Dialect) -> Option<Keyword> {
    let unit = |unit| {
        let negated = false;
        Some(Keyword::Proximity(Operator::Same { unit, negated }, false))
    };
    let units = matches!(dialect, Dialect::Morgue | Dialect::Nexis);
    match small {
        "/s" | "/sent" if dialect == Dialect::Nexis => return unit(Unit::Sentence),
        "/p" | "/para" if dialect == Dialect::Nexis => return unit(Unit::Paragraph),
        "/seg" if dialect == Dialect::Nexis => return unit(Unit::Segment),
        "w/s" | "w/sent" if units => return unit(Unit::Sentence),
        "w/p" | "w/para" if units => return unit(Unit::Paragraph),
        "w/seg" if units => return unit(Unit::Segment),
        // In our own dialect only in capitals: "the same" is plain English.
        "same" if dialect == Dialect::Factiva || (dialect == Dialect::Morgue && word == "SAME") => {
            return unit(Unit::Paragraph);
        }
        "near" if dialect == Dialect::ProQuest => return near(4, false),
        "pre" if dialect == Dialect::ProQuest => return near(4, true),
        _ => {}
    }
    let digits_at = small.find(|c: char| c.is_ascii_digit())?;
    let (name, digits) = small.split_at(digits_at);
    let distance = number(digits)?;
    let ordered = ordered(name, dialect)?;
    near(distance, ordered)
}

/// Whether the operator of this name (`w/`, `near`, ...) is ordered; `None` if there is none.
fn ordered(name: &str, dialect: Dialect) -> Option<bool> {
    match (dialect, name) {
        (Dialect::Factiva, "w/" | "adj" | "adj/" | "pre/") => Some(true),
        (Dialect::Factiva, "near" | "near/" | "/n") => Some(false),
        (Dialect::Morgue | Dialect::Nexis, "w/" | "near/" | "n/") => Some(false),
        (Dialect::Morgue | Dialect::Nexis, "pre/" | "onear/") => Some(true),
        (Dialect::Nexis, "/") => Some(false),
        (Dialect::Nexis, "+") => Some(true),
        (Dialect::Morgue, "near") => Some(false),
        (Dialect::Morgue, "adj" | "adj/" | "p/") => Some(true),
        (Dialect::ProQuest, "w/" | "near/" | "n/") => Some(false),
        (Dialect::ProQuest, "pre/" | "p/") => Some(true),
        _ => None,
    }
}

/// A proximity operator of this distance.
pub(super) fn near(distance: u32, ordered: bool) -> Option<Keyword> {
    if distance == 0 {
        return Some(Keyword::NoDistance);
    }
    let capped = distance > MAX_DISTANCE;
    let operator = Operator::Near { distance: distance.min(MAX_DISTANCE), ordered, negated: false };
    Some(Keyword::Proximity(operator, capped))
}

/// A run of digits; numbers too large for 32 bits are the largest one, to be capped by the caller.
pub(super) fn number(digits: &str) -> Option<u32> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse().unwrap_or(u32::MAX))
}

/// Whether the word looks like a proximity operator that this dialect does not know (`w/5x`, `pre/`).
pub(super) fn looks_like_proximity(word: &str) -> bool {
    let small = word.to_ascii_lowercase();
    let attached = ["near", "adj"].iter().find_map(|name| small.strip_prefix(name));
    if attached.and_then(number).is_some() {
        return true;
    }
    let known = ["w/", "near/", "n/", "pre/", "onear/", "adj/", "/"];
    let Some(rest) = known.iter().find_map(|name| small.strip_prefix(name)) else {
        return false;
    };
    rest.is_empty()
        || rest.strip_prefix('-').unwrap_or(rest).starts_with(|c: char| c.is_ascii_digit())
        || matches!(rest, "s" | "p" | "seg" | "sent" | "para")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn within_is_ordered_in_factiva_only() {
        for dialect in [Dialect::Morgue, Dialect::Nexis, Dialect::ProQuest] {
            assert_eq!(keyword("W/5", dialect), near(5, false), "{dialect}");
        }
        assert_eq!(keyword("w/5", Dialect::Factiva), near(5, true));
        assert_eq!(keyword("w/5", Dialect::Lucene), None);
    }

    #[test]
    fn huge_numbers_are_capped_and_zero_is_no_distance() {
        let Some(Keyword::Proximity(Operator::Near { distance, .. }, true)) =
            keyword("w/99999999999999", Dialect::Morgue)
        else {
            panic!("not capped");
        };
        assert_eq!(distance, MAX_DISTANCE);
        assert_eq!(keyword("w/0", Dialect::Morgue), Some(Keyword::NoDistance));
    }

    #[test]
    fn plain_english_is_no_operator() {
        for word in ["near", "same", "w/o", "within", "atleast", "adj", "p"] {
            assert_eq!(keyword(word, Dialect::Morgue), None, "{word}");
        }
    }
}
