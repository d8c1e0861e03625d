//! Making text from anywhere safe to keep: one form for the same characters, no control characters.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Text without control characters (but `\n` and `\t`), byte-order marks and soft hyphens, in Unicode form NFC.
/// Borrows when nothing has to change, which is nearly always.
pub fn clean(text: &str) -> Cow<'_, str> {
    let unwanted = |c: char| matches!(c, '\u{feff}' | '\u{ad}') || (c.is_control() && c != '\n' && c != '\t');
    let is_plain_ascii = text.is_ascii();
    if is_plain_ascii && !text.bytes().any(|byte| (byte < 32 && byte != b'\n' && byte != b'\t') || byte == 127) {
        return Cow::Borrowed(text);
    }
    let text: Cow<'_, str> = if text.contains(unwanted) {
        Cow::Owned(text.replace(unwanted, ""))
    } else {
        Cow::Borrowed(text)
    };
    if is_plain_ascii || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    Cow::Owned(text.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_is_borrowed_and_dirty_text_is_mended() {
        assert!(matches!(clean("plain text\n\nnext"), Cow::Borrowed(_)));
        assert!(matches!(clean("déjà vu"), Cow::Borrowed(_)));
        assert_eq!(clean("\u{feff}a\u{0}b\u{1b}[31mc\u{ad}d"), "ab[31mcd");
        assert_eq!(clean("e\u{301}"), "é");
    }
}
