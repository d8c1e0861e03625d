//! Records that are nearly JSON, as common programs write them.
//!
//! Python writes `NaN` and lone surrogates, careless programs write raw line breaks inside strings. All else stays an error.

/// The record with `NaN` and infinities as `null`, lone surrogate escapes as U+FFFD and raw control characters in
/// strings as spaces; `None` if nothing of this is in it.
pub(super) fn repaired(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut is_changed = false;
    let mut in_string = false;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let length = letter.len_utf8();
        let (taken, replacement) = match letter {
            '"' => {
                in_string = !in_string;
                (length, None)
            }
            '\\' if in_string => escape(rest),
            _ if in_string && letter < ' ' => (length, Some(" ")),
            'N' | 'I' | '-' if !in_string => constant(rest),
            _ => (length, None),
        };
        let Some((head, tail)) = rest.split_at_checked(taken) else {
            break;
        };
        is_changed |= replacement.is_some();
        out.push_str(replacement.unwrap_or(head));
        rest = tail;
    }
    is_changed.then_some(out)
}

/// The length of an escape, and what replaces it if it is half of a pair.
fn escape(text: &str) -> (usize, Option<&'static str>) {
    const LONE: Option<&str> = Some("\u{fffd}");
    match code_unit(text) {
        Some(0xd800..=0xdbff) => match text.get(6..).and_then(code_unit) {
            Some(0xdc00..=0xdfff) => (12, None),
            _ => (6, LONE),
        },
        Some(0xdc00..=0xdfff) => (6, LONE),
        Some(_) => (6, None),
        // The escaped character may be of several bytes in broken records.
        None => (1 + text.chars().nth(1).map_or(0, char::len_utf8), None),
    }
}

/// The number in `\uXXXX`.
fn code_unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

/// Constants of JavaScript that JSON does not have.
fn constant(text: &str) -> (usize, Option<&'static str>) {
    let found = ["NaN", "Infinity", "-Infinity"].iter().find(|constant| text.starts_with(**constant));
    found.map_or((1, None), |constant| (constant.len(), Some("null")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_json_becomes_json() {
        for (text, expected) in [
            (r#"{"a": NaN, "b": -Infinity, "c": -1}"#, r#"{"a": null, "b": null, "c": -1}"#),
            (r#"{"a": "x\ud83d y\ud83d\ude00\udc00"}"#, "{\"a\": \"x\u{fffd} y\\ud83d\\ude00\u{fffd}\"}"),
            ("{\"a\": \"x\ny\"}", "{\"a\": \"x y\"}"),
        ] {
            assert_eq!(repaired(text).as_deref(), Some(expected));
        }
    }

    #[test]
    fn sound_text_is_left_alone() {
        for text in [r#"{"a": "NaN \" \\ \u00e9"}"#, "{", "\\", "\"\\", "\"\\é", "[]", ""] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }
}
