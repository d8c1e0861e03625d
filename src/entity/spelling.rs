//! What the letters of a word tell: how it is written, and hashes of the word and of its parts.
//!
//! Invariant: models are made of these hashes, so that they may never change.

use super::fold;
use super::hash::{self, Hasher};
use super::word::{ALPHABETIC, CONNECTS, Class, DIGIT, ENGLISH, Word};

/// Letters of the longest word that [`connects`] and [`is_function_word`] know.
const SMALL: usize = 4;

/// All that the letters of `text` tell, and whether none of them is a capital.
pub fn analyse(text: &str) -> (Word, bool) {
    let (mut exact, mut lower) = (Hasher::new(), Hasher::new());
    let mut prefixes = [0; 3];
    let mut counts = Counts::default();
    let mut shape = Shape::default();
    let mut small = Small::default();
    let mut length = 0_usize;
    for character in text.chars().filter_map(fold::typography) {
        exact.character(character);
        length += 1;
        if let Some(prefix) = length.checked_sub(2).and_then(|index| prefixes.get_mut(index)) {
            *prefix = exact.finish();
        }
        shape.take(counts.take(character));
        if let Some(plain) = fold::accent(character) {
            let plain = fold::lower(plain);
            lower.character(plain);
            small.take(plain);
        }
    }
    let (class, mut flags) = counts.class(is_address(text));
    if connects(small.text()) {
        flags |= CONNECTS;
    }
    if is_function_word(small.text()) {
        flags |= ENGLISH;
    }
    let word = Word {
        exact: exact.finish(),
        lower: lower.finish(),
        shape: shape.hasher.finish(),
        prefixes,
        suffixes: suffixes_of(text),
        parts: if counts.hyphens > 0 { parts_of(&fold::folded(text)) } else { [0; 2] },
        class,
        flags,
        length: length.min(255) as u8,
        is_learnt: false,
        ..Word::BORDER
    };
    (word, counts.upper == 0)
}

/// Kinds of character in a word.
#[derive(Default)]
struct Counts {
    upper: usize,
    lower: usize,
    digits: usize,
    other: usize,
    dots: usize,
    hyphens: usize,
    all: usize,
    begins_upper: bool,
}

impl Counts {
    /// Counts `character`; returns what shows of it in the word's shape.
    #[inline]
    fn take(&mut self, character: char) -> u8 {
        let is_first = self.all == 0;
        self.all += 1;
        if character.is_lowercase() {
            self.lower += 1;
            return b'x';
        }
        if character.is_uppercase() {
            self.upper += 1;
            self.begins_upper |= is_first;
            return b'X';
        }
        if character.is_alphabetic() {
            self.other += 1;
            return b'o';
        }
        if character.is_numeric() {
            self.digits += 1;
            return b'd';
        }
        self.dots += usize::from(character == '.');
        self.hyphens += usize::from(character == '-');
        if character.is_ascii() { character as u8 } else { b'?' }
    }

    fn class(&self, is_address: bool) -> (Class, u8) {
        let &Counts { upper, lower, digits, other, dots, hyphens, begins_upper, .. } = self;
        let letters = upper + lower + other;
        let mut flags = 0;
        if letters > 0 && digits == 0 {
            flags |= ALPHABETIC;
        }
        if digits > 0 {
            flags |= DIGIT;
        }
        let class = match () {
            () if is_address => Class::Address,
            () if letters == 0 && digits == 0 => Class::Mark,
            () if letters == 0 => Class::Number,
            () if other > 0 && upper == 0 && lower == 0 => Class::Caseless,
            () if hyphens > 0 && upper > 0 && lower > 0 => Class::Hyphenated,
            () if digits > 0 && upper > 0 => Class::Alphanumeric,
            () if upper == 0 => Class::Lower,
            () if upper == 1 && lower == 0 => Class::Single,
            () if lower == 0 && dots > 0 => Class::Dotted,
            () if lower == 0 => Class::Upper,
            () if begins_upper && upper == 1 => Class::Initial,
            () => Class::Mixed,
        };
        (class, flags)
    }
}

fn is_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes.first() {
        Some(b'@' | b'#') => bytes.len() > 1,
        Some(b'w') if bytes.starts_with(b"www.") => true,
        _ => bytes.len() > 2 && bytes.contains(&b':') && text.contains("://"),
    }
}

/// A word's shape: runs of more than two characters of one kind are cut to two.
#[derive(Default)]
struct Shape {
    hasher: Hasher,
    last: u8,
    run: u32,
}

impl Shape {
    #[inline]
    fn take(&mut self, kind: u8) {
        self.run = if kind == self.last { self.run + 1 } else { 1 };
        self.last = kind;
        if self.run <= 2 {
            self.hasher.byte(kind);
        }
    }
}

/// A folded word, if it is small and of ASCII.
#[derive(Default)]
struct Small {
    bytes: [u8; SMALL],
    length: usize,
}

impl Small {
    #[inline]
    fn take(&mut self, character: char) {
        if let Some(slot) = self.bytes.get_mut(self.length) {
            // No byte of a longer character is in a list.
            *slot = if character.is_ascii() { character as u8 } else { 0 };
        }
        self.length += 1;
    }

    /// The word; nothing if it is longer.
    fn text(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or(&[])
    }
}

/// Hashes of the last 1, 2, 3 and 4 characters.
fn suffixes_of(text: &str) -> [u64; 4] {
    let mut suffixes = [0; 4];
    let mut hasher = Hasher::new();
    let backwards = text.chars().rev().filter_map(fold::typography);
    for (slot, character) in suffixes.iter_mut().zip(backwards) {
        hasher.character(character);
        *slot = hasher.finish();
    }
    suffixes
}

/// Hashes of the first and last part of a hyphenated word.
fn parts_of(folded: &str) -> [u64; 2] {
    let Some((first, _)) = folded.split_once('-').filter(|(first, _)| !first.is_empty()) else {
        return [0; 2];
    };
    let last = folded.rsplit('-').next().unwrap_or("");
    [hash::bytes(first.as_bytes()), hash::bytes(last.as_bytes())]
}

fn connects(folded: &[u8]) -> bool {
    match folded.len() {
        1 => matches!(folded, b"&" | b"y" | b"-"),
        2 => matches!(
            folded,
            b"of" | b"de" | b"la" | b"le" | b"al" | b"da" | b"di" | b"du" | b"el" | b"'s" | b"on" | b"in" | b"ul"
        ),
        3 => matches!(
            folded,
            b"the"
                | b"and"
                | b"for"
                | b"von"
                | b"van"
                | b"bin"
                | b"del"
                | b"dos"
                | b"der"
                | b"den"
                | b"des"
                | b"les"
                | b"ibn"
        ),
        _ => false,
    }
}

fn is_function_word(folded: &[u8]) -> bool {
    match folded.len() {
        2 => matches!(folded, b"of" | b"to" | b"in" | b"is" | b"on" | b"as" | b"at" | b"by" | b"be" | b"it" | b"an"),
        3 => matches!(folded, b"the" | b"and" | b"for" | b"was" | b"has" | b"are" | b"his" | b"not" | b"but"),
        4 => matches!(folded, b"that" | b"with" | b"from" | b"have" | b"this" | b"will" | b"said"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_follow_the_capitals() {
        let class = |text| analyse(text).0.class;
        assert_eq!(class("Jassy"), Class::Initial);
        assert_eq!(class("U.S."), Class::Dotted);
        assert_eq!(class("WSJ"), Class::Upper);
        assert_eq!(class("McDonald"), Class::Mixed);
        assert_eq!(class("U.S.-based"), Class::Hyphenated);
        assert_eq!(class("1,000"), Class::Number);
        assert_eq!(class("\u{2014}"), Class::Mark);
        assert_eq!(class("https://example.org"), Class::Address);
        assert_eq!(class("www.example.org"), Class::Address);
        assert_eq!(class("#tag"), Class::Address);
        assert_eq!(class("東"), Class::Caseless);
    }

    #[test]
    fn small_words_are_known_in_any_spelling_and_others_are_not() {
        let flags = |text| analyse(text).0.flags & (CONNECTS | ENGLISH);
        assert_eq!(flags("THE"), CONNECTS | ENGLISH);
        assert_eq!(flags("\u{2019}s"), CONNECTS);
        assert_eq!(flags("With"), ENGLISH);
        assert_eq!(flags("withe"), 0);
        assert_eq!(flags("thé"), CONNECTS | ENGLISH);
        assert_eq!(flags("東"), 0);
        assert_eq!(flags(""), 0);
    }
}
