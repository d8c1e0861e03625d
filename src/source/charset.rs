//! Bytes to text: which character encoding is this, and what does it say?
//!
//! Evidence in order: a byte order mark; strict UTF-8 (hardly any other text passes for it); what was declared
//! from outside and in the document; statistics (chardetng). A declaration never wins against bytes it cannot
//! explain, and a few bad bytes do not turn a UTF-8 text into something else. Decoding never fails: bytes that mean
//! nothing become U+FFFD and [`Decoded::replaced`] says so.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, X_USER_DEFINED};

/// Bytes handed to the statistical detector at most; more does not change its answer.
const DETECTION_WINDOW: usize = 512 * 1024;

/// Text with the encoding it was read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text; borrowed where the bytes were UTF-8 already. Without byte order mark.
    pub text: Cow<'a, str>,
    /// Name of the encoding by the WHATWG Encoding Standard (`UTF-8`, `windows-1252`).
    pub encoding: &'static str,
    /// Whether bytes without meaning in this encoding became U+FFFD.
    pub replaced: bool,
}

/// Decodes a document. `outside` is the encoding declared beside it (an HTTP header), `declared` the one it
/// names itself; both are labels as written, unknown labels are ignored.
pub fn decode<'a>(bytes: &'a [u8], outside: Option<&str>, declared: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes.get(mark..).unwrap_or_default());
    }
    let labels = [outside, declared].map(|label| label.and_then(known));
    // The only encodings in use whose text is made of ASCII bytes, or of ASCII and NUL bytes.
    let escapes = memchr::memchr(0x1b, bytes).is_some();
    if escapes && labels.contains(&Some(ISO_2022_JP)) {
        return with(ISO_2022_JP, bytes);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return with(encoding, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), replaced: false };
    }
    if mostly_utf_8(bytes) {
        return with(UTF_8, bytes);
    }
    for encoding in labels.into_iter().flatten() {
        // UTF-8 was refuted above, and UTF-16 without a mark would have shown its NUL bytes.
        if encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE {
            continue;
        }
        let decoded = with(encoding, bytes);
        if !decoded.replaced || few_replacements(&decoded.text) {
            return decoded;
        }
    }
    with(detected(bytes), bytes)
}

/// The encoding a label names, if it can be decoded.
fn known(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes())
        .filter(|encoding| *encoding != REPLACEMENT && *encoding != X_USER_DEFINED)
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: encoding.name(), replaced }
}

/// UTF-16 of mostly Latin text: every other byte of the beginning is NUL.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(512) & !1)?;
    if sample.len() < 16 {
        return None;
    }
    let nul = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nul(0), nul(1));
    let most = sample.len() * 2 / 5;
    match (even, odd) {
        (0, odd) if odd >= most => Some(UTF_16LE),
        (even, 0) if even >= most => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether the text is UTF-8 but for a few damaged places: at least four good sequences for a bad one.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * 4
}

/// Whether at most one character in two hundred was replaced.
fn few_replacements(text: &str) -> bool {
    let (mut all, mut replaced) = (0_usize, 0_usize);
    for character in text.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        replaced += usize::from(character == char::REPLACEMENT_CHARACTER);
    }
    replaced * 50 <= all
}

/// What the statistics of the bytes say; never UTF-8, which was refuted before.
fn detected(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let window = bytes.get(first.saturating_sub(256)..).unwrap_or_default();
    let window = window.get(..DETECTION_WINDOW).unwrap_or(window);
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(window, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_beats_every_declaration() {
        let decoded = decode(b"\xef\xbb\xbfBesan\xc3\xa7on", Some("windows-1252"), None);
        assert_eq!((decoded.text.as_ref(), decoded.encoding), ("Besançon", "UTF-8"));
        let decoded = decode(b"\xff\xfea\0b\0", None, Some("utf-8"));
        assert_eq!((decoded.text.as_ref(), decoded.encoding), ("ab", "UTF-16LE"));
    }

    #[test]
    fn utf_8_declared_as_latin_1_stays_utf_8() {
        assert_eq!(decode("Besançon".as_bytes(), None, Some("iso-8859-1")).text, "Besançon");
    }

    #[test]
    fn latin_1_means_windows_1252() {
        let decoded = decode(b"d\x92euros \x85", None, Some("ISO-8859-1"));
        assert_eq!((decoded.text.as_ref(), decoded.encoding), ("d’euros …", "windows-1252"));
    }

    #[test]
    fn a_wrong_declaration_of_utf_8_is_not_believed() {
        let (bytes, _, _) =
            encoding_rs::SHIFT_JIS.encode("北海道で初雪、平年より五日早く観測されたと気象台が発表した。");
        let decoded = decode(&bytes, None, Some("utf-8"));
        assert_eq!(decoded.encoding, "Shift_JIS");
        assert!(decoded.text.starts_with("北海道"));
        let decoded = decode(b"La mairie de Besan\xe7on ferme la piscine d\x92hiver", None, Some("utf-8"));
        assert!(decoded.text.contains("Besançon"));
    }

    #[test]
    fn two_bad_bytes_do_not_make_utf_8_something_else() {
        let mut bytes = "Überall in Zürich hören Schüler das schöne Märchen äöü.".as_bytes().to_vec();
        bytes.extend(b" \xe9l\xe8ves");
        let decoded = decode(&bytes, None, None);
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.replaced && decoded.text.starts_with("Überall"));
    }

    #[test]
    fn escape_sequences_are_japanese_only_where_declared() {
        let (bytes, _, _) = encoding_rs::EUC_JP.encode("x");
        assert_eq!(decode(&bytes, None, Some("iso-2022-jp")).encoding, "UTF-8");
        let bytes = b"\x1b$BKL3$F;\x1b(B";
        assert_eq!(decode(bytes, None, Some("iso-2022-jp")).text, "北海道");
    }

    #[test]
    fn utf_16_is_known_by_its_zeros() {
        let bytes: Vec<u8> = "<html><title>Ferry".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bytes, None, None).text, "<html><title>Ferry");
    }

    #[test]
    fn unknown_labels_and_empty_input_do_no_harm() {
        assert_eq!(decode(b"", Some("utf-7"), Some("nonsense")).text, "");
        assert_eq!(decode(b"+AOc-", Some("utf-7"), None).text, "+AOc-");
    }
}
