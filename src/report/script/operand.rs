//! The value of a parameter in a query: always one operand, whatever it holds.
//!
//! A report is written once and run with many values; who sets `country=South Korea` or a name with an `OR` in it must not
//! change how the rest of the query is read. So a value that is more than a word becomes a phrase, unless the query has it
//! within quotes already; quotes in it are escaped. A whole query is no value: what is to be joined by `OR` stands in the file.

use crate::query::{Dialect, is_operator, is_quote};

/// The value as it is to stand in a query, behind the text `before`.
pub fn operand(dialect: Dialect, before: &str, value: &str) -> String {
    let value = value.trim();
    if is_within_quotes(dialect, before) {
        return escaped(dialect, value);
    }
    if value.is_empty() || is_word(value) || is_phrase(value) {
        return value.to_owned();
    }
    format!("\"{}\"", escaped(dialect, value))
}

/// Whether a backslash takes the meaning off a character.
fn has_escapes(dialect: Dialect) -> bool {
    matches!(dialect, Dialect::Morgue | Dialect::Lucene)
}

/// Whether a phrase is open at the end of a text: whatever quote comes next closes it.
fn is_within_quotes(dialect: Dialect, before: &str) -> bool {
    let mut is_open = false;
    let mut chars = before.chars();
    while let Some(c) = chars.next() {
        if c == '\\' && has_escapes(dialect) {
            chars.next();
        } else if is_quote(c) {
            is_open = !is_open;
        }
    }
    is_open
}

/// A word that nothing in a query can take for something else; it may have wildcards.
fn is_word(value: &str) -> bool {
    let begins = value.chars().next().is_some_and(char::is_alphanumeric);
    let is_plain = value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '.' | '_' | '*' | '?'));
    // "to" stands between the ends of a range.
    let joins = value.eq_ignore_ascii_case("to") || Dialect::ALL.iter().any(|dialect| is_operator(value, *dialect));
    begins && is_plain && !joins
}

/// A phrase that is in quotes already, and nothing but one.
fn is_phrase(value: &str) -> bool {
    let mut inner = value.chars();
    let ends = (inner.next(), inner.next_back());
    matches!(ends, (Some(first), Some(last)) if is_quote(first) && is_quote(last))
        && !inner.as_str().contains(|c| is_quote(c) || c == '\\')
}

/// For within quotes. Where nothing takes the meaning off a quote it becomes a blank: it is no part of any word.
fn escaped(dialect: Dialect, value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 4);
    for c in value.chars() {
        match (has_escapes(dialect), is_quote(c) || c == '\\') {
            (_, false) => text.push(c),
            (true, true) => text.extend(['\\', c]),
            (false, true) => text.push(' '),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::PartialDate;
    use crate::query;

    fn filled(before: &str, value: &str) -> String {
        operand(Dialect::Morgue, before, value)
    }

    #[test]
    fn a_value_of_several_words_is_a_phrase_and_a_word_stays_one() {
        assert_eq!(filled("chips w/p ", "South Korea"), "\"South Korea\"");
        assert_eq!(filled("chips w/p ", " Taiwan "), "Taiwan");
        assert_eq!(filled("", "licen*"), "licen*");
        assert_eq!(filled("", "Gulf-state"), "Gulf-state");
        assert_eq!(filled("", "\"South Korea\""), "\"South Korea\"");
        assert_eq!(filled("", ""), "");
        assert_eq!(filled("cable AND ", "atl5"), "\"atl5\"");
    }

    #[test]
    fn within_quotes_only_quotes_are_escaped() {
        assert_eq!(filled("\"exports to ", "South Korea"), "South Korea");
        assert_eq!(filled("“exports to ", "the \"North\""), "the \\\"North\\\"");
        assert_eq!(filled("\"a\" AND ", "b c"), "\"b c\"");
        assert_eq!(filled("\"a \\\" ", "b c"), "b c");
        assert_eq!(operand(Dialect::Nexis, "", "the \"North\" sea"), "\"the  North  sea\"");
    }

    #[test]
    fn operators_and_signs_are_text() {
        for value in
            ["Netherlands OR gallium", "(open", "close)", "a AND", "or", "near5", "-x", "title:x", "/x/", "a^2"]
        {
            assert_eq!(filled("b AND ", value), format!("\"{value}\""));
        }
    }

    #[test]
    fn no_value_changes_how_the_rest_is_read() {
        let today = PartialDate::new(2024, Some(5), Some(15)).unwrap();
        let shape = |value: &str| {
            let text = format!("cable AND {} OR ship", operand(Dialect::Morgue, "cable AND ", value));
            let parsed =
                query::parse(&text, Dialect::Morgue, today).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            let tree = query::to_json(&parsed.query);
            let plain = query::parse("cable AND \"two words\" OR ship", Dialect::Morgue, today).unwrap();
            (kinds(&tree), kinds(&query::to_json(&plain.query)))
        };
        for value in ["Netherlands OR gallium", "a\" OR \"b", "x) OR (y", "back\\slash end\\", "a AND NOT b", "“a” b"]
        {
            let (found, expected) = shape(value);
            assert_eq!(found, expected, "{value}");
        }
    }

    /// How many operators of each kind there are in a tree.
    fn kinds(tree: &serde_json::Value) -> [usize; 3] {
        let text = tree.to_string().to_lowercase();
        ["and", "or", "not"].map(|kind| text.matches(&format!("\"type\":\"{kind}\"")).count())
    }
}
