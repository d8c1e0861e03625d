//! Text in the form that articles keep: no control characters, one space between words, no invisible marks.
//!
//! [`line`] cleans one line, [`paragraphs`] a text whose paragraphs are parted by line breaks. Both copy what is
//! clean already and look at single characters only where something is odd.

/// What a document's first characters may hold of control or replacement characters before it is binary, in percent.
const BINARY_PERCENT: usize = 10;
/// Characters looked at to tell binary data.
const BINARY_SAMPLE: usize = 4_096;

/// Whether a text is binary data that was read as text.
pub(crate) fn is_binary(text: &str) -> bool {
    let (mut seen, mut odd) = (0, 0);
    for letter in text.chars().take(BINARY_SAMPLE) {
        seen += 1;
        let is_layout = matches!(letter, '\n' | '\r' | '\t' | '\u{c}');
        if (letter.is_control() && !is_layout) || letter == '\u{fffd}' {
            odd += 1;
        }
    }
    odd > 2 && odd * 100 > seen * BINARY_PERCENT
}

/// Every kind of line end as `\n`, a form feed as a blank line; `None` if the text has only `\n`.
pub(crate) fn unix_lines(text: &str) -> Option<String> {
    let odd = |letter: char| matches!(letter, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if !text.contains(odd) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => {
                if letters.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{c}' | '\u{2029}' => out.push_str("\n\n"),
            _ if odd(letter) => out.push('\n'),
            _ => out.push(letter),
        }
    }
    Some(out)
}

/// One line, cleaned.
pub(crate) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_line(text, &mut out);
    out
}

/// Appends one line, cleaned and trimmed; line breaks in it become spaces.
pub(crate) fn push_line(text: &str, out: &mut String) {
    let text = text.trim();
    if is_clean(text) {
        out.push_str(text);
        return;
    }
    let start = out.len();
    let mut space = false;
    for letter in text.chars() {
        if is_invisible(letter) {
            continue;
        }
        if letter.is_whitespace() {
            space = out.len() > start;
            continue;
        }
        if letter.is_control() {
            continue;
        }
        if space {
            out.push(' ');
            space = false;
        }
        out.push(letter);
    }
}

/// Soft hyphens, zero-width spaces and byte order marks: they hide a word from search. Joiners stay, for some
/// scripts need them.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Whether nothing in the line needs cleaning; may say no where nothing does.
fn is_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    let odd = |byte: u8| byte < 0x20 || byte == 0x7f || byte == 0xc2 || byte == 0xe3 || byte == 0xef;
    if bytes.iter().fold(false, |found, byte| found | odd(*byte)) {
        // Characters behind these lead bytes are mostly harmless, so look closer.
        return text.chars().all(|letter| !is_odd(letter)) && !has_double_space(bytes) && !has_odd_punctuation(bytes);
    }
    !has_double_space(bytes) && !has_odd_punctuation(bytes)
}

/// Whether a character is dropped or changed by cleaning, a plain space apart.
fn is_odd(letter: char) -> bool {
    letter != ' ' && (letter.is_control() || letter.is_whitespace() || is_invisible(letter))
}

fn has_double_space(bytes: &[u8]) -> bool {
    let following = bytes.get(1..).unwrap_or(&[]);
    bytes.iter().zip(following).fold(false, |found, (one, two)| found | (*one == b' ' && *two == b' '))
}

/// Whether the block of general punctuation (`E2 80 ..`, `E2 81 ..`) is used for spaces or invisible marks.
fn has_odd_punctuation(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0xe2, bytes).any(|at| match (bytes.get(at + 1), bytes.get(at + 2)) {
        (Some(0x80), Some(last)) => matches!(last, 0x80..=0x8b | 0xa8 | 0xa9 | 0xaf),
        (Some(0x81), Some(last)) => matches!(last, 0x9f | 0xa0),
        _ => false,
    })
}

/// What a single line break in a text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Break {
    /// A new line inside a paragraph.
    Line,
    /// A new paragraph, unless blank lines part the paragraphs of the text.
    Paragraph,
}

/// A body of clean lines, its paragraphs parted by one blank line.
pub(crate) fn paragraphs(text: &str, single: Break) -> String {
    let unix = unix_lines_if_needed(text);
    let text = unix.as_deref().unwrap_or(text).trim();
    let by_blank_lines = single == Break::Line || has_blank_line(text);
    let mut out = String::with_capacity(text.len() + 64);
    let mut blank = false;
    let mut rest = text;
    loop {
        let end = memchr::memchr(b'\n', rest.as_bytes());
        let line = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
        let break_at = out.len();
        if !out.is_empty() {
            out.push_str(if blank || !by_blank_lines { "\n\n" } else { "\n" });
        }
        let start = out.len();
        push_line(line, &mut out);
        if out.len() == start {
            out.truncate(break_at);
            blank = true;
        } else {
            blank = false;
        }
        let Some(next) = end.and_then(|end| rest.get(end + 1..)) else {
            return out;
        };
        rest = next;
    }
}

/// [`unix_lines`], found needless by its rarest signs first.
fn unix_lines_if_needed(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let odd =
        memchr::memchr3(b'\r', 0xb, 0xc, bytes).is_some() || memchr::memmem::find(bytes, "\u{85}".as_bytes()).is_some();
    let separators =
        || memchr::memmem::find_iter(bytes, b"\xe2\x80").any(|at| matches!(bytes.get(at + 2), Some(0xa8 | 0xa9)));
    if odd || separators() { unix_lines(text) } else { None }
}

/// Whether an empty line, or one of spaces, parts the text.
fn has_blank_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\n', bytes).any(|at| {
        let after = bytes.get(at + 1..).unwrap_or(&[]);
        let next = after.iter().find(|byte| !matches!(**byte, b' ' | b'\t'));
        next == Some(&b'\n')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_single_and_invisible_marks_are_gone() {
        assert_eq!(line("  a\u{a0}\u{a0}b\tc\u{ad}d\u{0}e\u{200b}f\u{3000}g\u{2009}h \n"), "a b cdef g h");
        assert_eq!(line("it’s — fine"), "it’s — fine");
        assert_eq!(line("Der Zähler，日本"), "Der Zähler，日本");
    }

    #[test]
    fn lines_are_paragraphs_unless_blank_lines_part_them() {
        assert_eq!(paragraphs("a\nb\r\nc", Break::Paragraph), "a\n\nb\n\nc");
        assert_eq!(paragraphs("a\nb\n \n\n\nc\u{0}\n\u{0}\n", Break::Paragraph), "a\nb\n\nc");
        assert_eq!(paragraphs(" \n\u{a0}\n", Break::Paragraph), "");
    }

    #[test]
    fn lines_stay_lines_where_that_is_known() {
        assert_eq!(paragraphs("a\nb", Break::Line), "a\nb");
    }

    #[test]
    fn one_nul_is_no_binary_data() {
        assert!(!is_binary("Headline\n\nFirst.\u{0} Second."));
        assert!(is_binary("\u{0}a\u{0}b\u{1}c\u{fffd}\u{fffd}"));
        assert!(!is_binary(""));
    }
}
