//! Making text from anywhere safe to keep: one form for the same characters, no control characters.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Text without control characters (but `\n` and `\t`), byte-order marks and soft hyphens, in Unicode form NFC.
/// Borrows when nothing has to change, which is nearly always.
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_clean_at_sight(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let unwanted = |c: char| matches!(c, '\u{feff}' | '\u{ad}') || (c.is_control() && c != '\n' && c != '\t');
    let text: Cow<'_, str> =
        if text.contains(unwanted) { Cow::Owned(text.replace(unwanted, "")) } else { Cow::Borrowed(text) };
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    Cow::Owned(text.nfc().collect())
}

/// Whether a text holds nothing but printable ASCII, Latin letters with their accents (U+00A0 to U+02FF) and typographic
/// punctuation (U+2010 to U+203F): all of them single characters in NFC.
fn is_clean_at_sight(bytes: &[u8]) -> bool {
    let is_doubtful =
        |byte: u8| (byte < b' ' && byte != b'\n' && byte != b'\t') || byte == 0x7f || (byte > 0xcb && byte != 0xe2);
    // No early exit, so that many bytes are looked at in one step.
    if bytes.iter().fold(false, |found, byte| found | is_doubtful(*byte)) {
        return false;
    }
    // U+0080 to U+009F are control characters, U+00AD is the soft hyphen; beyond U+2010 to U+203F (but for the marks of
    // direction) lie signs that NFC may change.
    memchr::memchr2_iter(0xc2, 0xe2, bytes).all(|at| match (bytes.get(at), bytes.get(at + 1), bytes.get(at + 2)) {
        (Some(0xc2), Some(next), _) => *next >= 0xa0 && *next != 0xad,
        (_, Some(0x80), Some(last)) => *last >= 0x90 && !(0xa8..=0xaf).contains(last),
        _ => false,
    })
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
        assert_eq!(clean("caf\u{e9} \u{2126} \u{85}x"), "café Ω x");
    }

    proptest::proptest! {
        #[test]
        fn the_quick_look_never_passes_what_has_to_change(text in "\\PC{0,20}|[a-zé’“\u{80}-\u{ff}\u{2000}-\u{2070}\u{300}]{0,20}") {
            if is_clean_at_sight(text.as_bytes()) {
                proptest::prop_assert_eq!(text.nfc().collect::<String>(), text.clone());
                proptest::prop_assert!(!text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            }
        }
    }
}
