//! The key under which a word is filed, and back.
//!
//! The key is the folded word (lower case, without accents), followed for every other spelling by what makes it
//! different: `\u{1}` for a capital first letter, `\u{2}` for capitals throughout, `\u{3}` and the word as written for anything
//! else (accents, inner capitals). So `resume` is filed as `resume`, `Resume` as `resume\u{1}`, `RESUME` as `resume\u{2}` and
//! `Résumé` as `resume\u{3}Résumé`.
//!
//! Why: one posting for each word serves every question. All spellings of a folded word are neighbours in the
//! dictionary, so the ordinary, case- and accent-blind search reads one short range of it; an exact or
//! case-sensitive search reads one entry; wildcards and regular expressions see whole words, not stems. Costs and
//! the alternatives measured stand in `index/mod.rs`.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Marks a capital first letter.
pub const CAPITALISED: char = '\u{1}';
/// Marks a word in capitals.
pub const CAPITALS: char = '\u{2}';
/// Marks a word that is kept as written.
pub const AS_WRITTEN: char = '\u{3}';
/// First character that is no mark: the end of the range of spellings of a folded word.
pub const AFTER_MARKS: char = '\u{4}';

/// Longest word that is filed whole, in bytes; of a longer one only the beginning is filed (and searched).
pub const LONGEST_WORD: usize = 128;

/// Appends the key of `word` (a word as [`super::segment`] cuts it) to `key`.
pub fn push_key(word: &str, key: &mut String) {
    let word = shorten(word);
    let shape = Shape::of(word.as_bytes());
    if shape.is_plain {
        push_ascii_key(word, &shape, key);
        return;
    }
    let word = undotted(word);
    let begin = key.len();
    push_folded(&word, key);
    match spelling(&word, &key[begin..]) {
        Spelling::Folded => {}
        Spelling::Capitalised => key.push(CAPITALISED),
        Spelling::Capitals => key.push(CAPITALS),
        Spelling::Other => {
            key.push(AS_WRITTEN);
            key.push_str(&word);
        }
    }
}

/// What one look at the bytes of a word tells.
struct Shape {
    /// ASCII letters and digits only.
    is_plain: bool,
    capitals: usize,
    has_small: bool,
}

const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const UNUSUAL: u8 = 4;

/// What each byte adds to the shape of a word.
const SHAPES: [u8; 256] = {
    let mut shapes = [UNUSUAL; 256];
    let mut byte = 0;
    while byte < 128 {
        shapes[byte] = match byte as u8 {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'.' => UNUSUAL,
            _ => 0,
        };
        byte += 1;
    }
    shapes
};

impl Shape {
    #[inline]
    fn of(bytes: &[u8]) -> Self {
        let signs = bytes.iter().fold(0, |signs, byte| signs | SHAPES[usize::from(*byte)]);
        let capitals =
            if signs & CAPITAL == 0 { 0 } else { bytes.iter().filter(|byte| byte.is_ascii_uppercase()).count() };
        Shape { is_plain: signs & UNUSUAL == 0, capitals, has_small: signs & SMALL != 0 }
    }
}

/// The key of one word.
pub fn key(word: &str) -> String {
    let mut key = String::with_capacity(word.len() + 4);
    push_key(word, &mut key);
    key
}

/// The folded form of a word: lower case, no accents, no points inside.
pub fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    push_folded(&undotted(shorten(word)), &mut folded);
    folded
}

/// The folded part of a key.
pub fn folded_part(key: &str) -> &str {
    // The marks are single bytes, and no part of another character.
    let end = key.bytes().position(|byte| matches!(byte, 1..=3)).unwrap_or(key.len());
    key.get(..end).unwrap_or(key)
}

/// The word as it was written, from its key.
pub fn as_written(key: &str) -> Cow<'_, str> {
    if let Some((_, written)) = key.split_once(AS_WRITTEN) {
        return Cow::Borrowed(written);
    }
    if let Some(folded) = key.strip_suffix(CAPITALS) {
        return Cow::Owned(folded.to_uppercase());
    }
    if let Some(folded) = key.strip_suffix(CAPITALISED) {
        return Cow::Owned(capitalised(folded));
    }
    Cow::Borrowed(key)
}

fn capitalised(folded: &str) -> String {
    let mut characters = folded.chars();
    let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + characters.as_str()
}

fn push_ascii_key(word: &str, shape: &Shape, key: &mut String) {
    let begin = key.len();
    key.push_str(word);
    if shape.capitals == 0 {
        return;
    }
    if let Some(folded) = key.get_mut(begin..) {
        folded.make_ascii_lowercase();
    }
    let first_is_capital = word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    if shape.capitals == 1 && first_is_capital {
        key.push(CAPITALISED);
    } else if !shape.has_small {
        key.push(CAPITALS);
    } else {
        key.push(AS_WRITTEN);
        key.push_str(word);
    }
}

enum Spelling {
    Folded,
    Capitalised,
    Capitals,
    Other,
}

/// Which mark brings `word` back from its folded form.
fn spelling(word: &str, folded: &str) -> Spelling {
    if word == folded {
        return Spelling::Folded;
    }
    if word.chars().filter(|c| c.is_uppercase()).count() == 1 && word == capitalised(folded) {
        return Spelling::Capitalised;
    }
    if word == folded.to_uppercase() {
        return Spelling::Capitals;
    }
    Spelling::Other
}

fn shorten(word: &str) -> &str {
    if word.len() <= LONGEST_WORD {
        return word;
    }
    let mut end = LONGEST_WORD;
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    &word[..end]
}

/// `U.S.` is filed as `US`; `3.5` keeps its point.
fn undotted(word: &str) -> Cow<'_, str> {
    if word.contains('.') && word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Cow::Owned(word.replace('.', ""))
    } else {
        Cow::Borrowed(word)
    }
}

fn push_folded(word: &str, folded: &mut String) {
    for c in word.chars().flat_map(char::to_lowercase) {
        if c.is_ascii() {
            folded.push(c);
            continue;
        }
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            'ё' => folded.push('е'),
            _ if super::segment::is_mark(c) && matches!(u32::from(c), 0x0300..=0x036F) => {}
            _ if is_foldable(c) => folded.extend(std::iter::once(c).nfkd().filter(|c| !super::segment::is_mark(*c))),
            _ => folded.push(c),
        }
    }
}

/// Latin, Greek and full-width letters lose their accents; in other scripts a mark makes another letter.
fn is_foldable(c: char) -> bool {
    matches!(u32::from(c), 0x00AA..=0x024F | 0x0370..=0x03FF | 0x1E00..=0x1FFF | 0xFB00..=0xFB06 | 0xFF01..=0xFF5E)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_has_its_own_key_beside_the_folded_word() {
        for (word, expected) in [
            ("resume", "resume"),
            ("Resume", "resume\u{1}"),
            ("RESUME", "resume\u{2}"),
            ("Résumé", "resume\u{3}Résumé"),
            ("iPhone", "iphone\u{3}iPhone"),
            ("A", "a\u{1}"),
            ("U.S.", "us\u{2}"),
            ("3.5", "3.5"),
            ("Straße", "strasse\u{3}Straße"),
            ("G7", "g7\u{1}"),
            ("Москва", "москва\u{1}"),
        ] {
            assert_eq!(key(word), expected, "{word}");
        }
    }

    #[test]
    fn a_word_comes_back_from_its_key() {
        for word in ["resume", "Resume", "RESUME", "Résumé", "iPhone", "Straße", "ΣΊΣΥΦΟΣ", "輸", "5bn", "ǅ", "İ"]
        {
            assert_eq!(as_written(&key(word)), word);
        }
    }

    proptest::proptest! {
        #[test]
        fn keys_are_reversible_and_lie_in_the_range_of_their_folded_word(text in "\\w{1,12}|[A-Za-zéÉßİ.]{1,9}") {
            for word in crate::text::segment::words(&text) {
                let word = &text[word.start..word.end];
                let key = key(word);
                let folded = folded(word);
                proptest::prop_assert_eq!(folded_part(&key), &folded);
                let end = folded.clone() + &AFTER_MARKS.to_string();
                proptest::prop_assert!(key >= folded && key < end);
                proptest::prop_assert_eq!(as_written(&key).into_owned(), undotted(word).into_owned());
            }
        }
    }
}
