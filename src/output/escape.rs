//! Text of documents, made harmless for where it is going.
//!
//! An article may hold escape sequences that rewrite a terminal, characters that turn the direction of what follows, cells
//! that a spreadsheet would run as formulas, and markup. Nothing of this is dropped in silence: it is shown.

use std::borrow::Cow;

/// Characters that change the direction of the text around them and so can hide what it says.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Without the characters that turn direction: for programs that set the text themselves.
pub fn undirected(text: &str) -> String {
    text.replace(turns_direction, "")
}

/// Whether an address is one of the web: no script, no file.
pub fn is_web_address(address: &str) -> bool {
    let begins = |scheme: &str| address.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    begins("https://") || begins("http://")
}

/// For a terminal: control and direction characters are written as `\u{1b}`; line feeds and tabs stay.
pub fn terminal(text: &str) -> Cow<'_, str> {
    let is_harmful = |c: char| (c.is_control() && c != '\n' && c != '\t') || turns_direction(c);
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_harmful(c) {
            escaped.extend(c.escape_unicode());
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// For one line of a terminal: as [`terminal`], and runs of white space become one space.
pub fn line(text: &str) -> String {
    terminal(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// For a cell of a table that a spreadsheet may open: what would be a formula gets an apostrophe before it.
pub fn cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// For Markdown, in which HTML counts too: every character that could mean something is escaped. White space becomes one
/// space, so that no line can begin something.
pub fn markdown(text: &str) -> String {
    let line = line(text);
    let mut escaped = String::with_capacity(line.len() + 16);
    for (place, c) in line.char_indices() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '#' | '+' | '-' | '=' if place == 0 => {
                escaped.push('\\');
                escaped.push(c);
            }
            // "12. " at the beginning would be a list.
            '.' | ')' if is_number(line.get(..place)) => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

fn is_number(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// For the target of a link in Markdown; `None` for what is no web address.
pub fn markdown_address(address: &str) -> Option<String> {
    if !is_web_address(address) {
        return None;
    }
    let mut escaped = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '(' => escaped.push_str("%28"),
            ')' => escaped.push_str("%29"),
            '<' => escaped.push_str("%3C"),
            '>' => escaped.push_str("%3E"),
            '\\' => escaped.push_str("%5C"),
            _ if c.is_whitespace() || c.is_control() || turns_direction(c) => return None,
            _ => escaped.push(c),
        }
    }
    Some(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_are_shown_and_not_sent() {
        assert_eq!(terminal("a\u{1b}[31mb\u{9b}\u{202e}c\n\td"), "a\\u{1b}[31mb\\u{9b}\\u{202e}c\n\td");
        assert!(matches!(terminal("plain – ümlaut"), Cow::Borrowed(_)));
        assert_eq!(line(" a\n\n b\tc "), "a b c");
    }

    #[test]
    fn marks_of_direction_are_no_part_of_a_text_and_scripts_are_no_addresses() {
        assert_eq!(undirected("\u{202b}שלום\u{202c} \u{2067}a\u{2069}\n"), "שלום a\n");
        assert!(is_web_address("HTTPS://a.example/") && !is_web_address("javascript:x") && !is_web_address("é"));
    }

    #[test]
    fn cells_are_no_formulas() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(cell("-1"), "'-1");
        assert_eq!(cell("a=b"), "a=b");
    }

    #[test]
    fn markdown_of_documents_is_text() {
        assert_eq!(markdown("<script>*x*</script>\n# a"), "&lt;script&gt;\\*x\\*&lt;/script&gt; # a");
        assert_eq!(markdown("# a"), "\\# a");
        assert_eq!(markdown("12. a 3. b"), "12\\. a 3. b");
        assert_eq!(markdown_address("https://a.example/(x)").as_deref(), Some("https://a.example/%28x%29"));
        assert_eq!(markdown_address("javascript:x"), None);
    }
}
