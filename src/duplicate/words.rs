//! Content words of a text, as hashes: what the sketch of an article is made of.
//!
//! A content word has four letters or more, or a digit. Short words carry little, change from copy to
//! copy ("the", "has", "it's") and are shared by everything; figures are what sets one filled-in report
//! apart from the next. Letters outside the Latin, Greek and Cyrillic alphabets count twice, since words
//! are shorter there; in scripts written without spaces every pair of neighbouring characters is a word.
//!
//! Each word comes with a [`Mark`]: whether it is a figure or a name, by its form. Copies of a story keep
//! figures and names and change what stands between; reports filled into a frame do the opposite.
//!
//! Invariants: a pure function of the text; case (for the hash), punctuation, kinds of quotes and spaces do
//! not matter; one pass, no allocation, no panic on any input.

/// Letters below which a word without digits is passed over.
const CONTENT_LETTERS: u32 = 4;

/// Spreads the bits of `value` over 64 bits (the finaliser of SplitMix64, Steele and others 2014).
#[inline]
pub(super) fn spread(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// What the form of a word says of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Mark {
    /// It has a digit.
    pub figure: bool,
    /// It begins with a capital.
    pub name: bool,
}

/// Letters of a word that are kept; what follows in a longer one is not looked at.
const LONGEST: usize = 64;

/// Bytes looked at in one go.
const BLOCK: usize = 64;

/// Bytes that may be read beyond the end of a word.
const BEYOND: usize = 16;

/// Calls `each` with the hash and mark of every content word of `text`, in order.
#[inline]
pub(super) fn content_words(text: &str, mut each: impl FnMut(u64, Mark)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(ahead) = bytes.get(at..).and_then(|rest| rest.first_chunk::<{ BLOCK + BEYOND }>()) {
        let block = Block::new(ahead);
        let (end, mixed) = block.end();
        block.words_before(end, ahead, &mut each);
        at += end;
        if mixed {
            at += mixed_words(text.get(at..).unwrap_or_default(), &mut each);
        }
    }
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at += mixed_words(rest, &mut each);
    }
}

/// What the bytes of a block are, one bit each.
struct Block {
    /// ASCII letters and digits.
    letters: u64,
    digits: u64,
    /// Apostrophes and parts of characters beyond ASCII.
    others: u64,
}

impl Block {
    #[inline]
    fn new(bytes: &[u8; BLOCK + BEYOND]) -> Block {
        let mut block = Block { letters: 0, digits: 0, others: 0 };
        let (eights, _) = bytes.as_chunks::<8>();
        for (eight, shift) in eights.iter().zip((0..BLOCK as u32).step_by(8)) {
            let (letters, digits, others) = classes(u64::from_le_bytes(*eight));
            block.letters |= gathered(letters | digits) << shift;
            block.digits |= gathered(digits) << shift;
            block.others |= gathered(others) << shift;
        }
        block
    }

    /// Up to where the words of the block are whole and plain ASCII, and whether what follows is neither.
    #[inline]
    fn end(&self) -> (usize, bool) {
        let first = self.others.trailing_zeros();
        // Letters right before the end belong to the word that goes on there.
        let before = self.letters.unbounded_shl(64 - first).leading_ones();
        let end = (first - before) as usize;
        (end, first < 64 || end == 0)
    }

    /// The content words before `end`, which parts no word.
    #[inline]
    fn words_before(&self, end: usize, ahead: &[u8; BLOCK + BEYOND], each: &mut impl FnMut(u64, Mark)) {
        let letters = self.letters & !u64::MAX.unbounded_shl(end as u32);
        let digits = self.digits & letters;
        let mut starts = letters & !(letters << 1);
        if digits == 0 {
            // Runs of four or more letters.
            starts &= letters & letters >> 1 & letters >> 2 & letters >> 3;
        }
        while starts != 0 {
            let start = starts.trailing_zeros();
            starts &= starts - 1;
            let length = (letters >> start).trailing_ones();
            let figure = digits >> start & !u64::MAX.unbounded_shl(length) != 0;
            if length < CONTENT_LETTERS && !figure {
                continue;
            }
            let word = ahead.get(start as usize..).unwrap_or_default();
            let name = word.first().is_some_and(u8::is_ascii_uppercase);
            each(hash_word(word, length as usize), Mark { figure, name });
        }
    }
}

/// Letters, digits and others among eight bytes, each marked by its byte's highest bit.
#[inline]
fn classes(bytes: u64) -> (u64, u64, u64) {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    const LOW: u64 = 0x7f * ONES;
    let low = bytes & LOW;
    let wide = bytes & HIGH;
    // No sum leaves its byte: both sides are below 128.
    let at_least = |bytes: u64, least: u8| bytes + u64::from(128 - least) * ONES;
    let within = |bytes: u64, least: u8, most: u8| at_least(bytes, least) & !at_least(bytes, most + 1) & HIGH & !wide;
    let letters = within(low | (0x20 * ONES), b'a', b'z');
    let digits = within(low, b'0', b'9');
    let apostrophes = within(low, b'\'', b'\'');
    (letters, digits, wide | apostrophes)
}

/// The highest bits of eight bytes, side by side.
#[inline]
fn gathered(high_bits: u64) -> u64 {
    (high_bits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Hash of the first `length` bytes; capital ASCII letters count as small ones.
#[inline]
fn hash_word(bytes: &[u8], length: usize) -> u64 {
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let fold = |hash: u64, part: u64| (hash.rotate_left(29) ^ (part | SMALL)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let first = bytes.first_chunk::<16>().map_or(0, |bytes| u128::from_le_bytes(*bytes));
    let first = first & !u128::MAX.unbounded_shl(8 * length as u32);
    let hash = fold(fold(length as u64, first as u64), (first >> 64) as u64);
    (16..length).step_by(8).fold(hash, |hash, at| {
        let part = bytes.get(at..).and_then(|bytes| bytes.first_chunk::<8>());
        let part = part.map_or(0, |part| u64::from_le_bytes(*part));
        fold(hash, part & !u64::MAX.unbounded_shl(8 * (length - at) as u32))
    })
}

/// A word with apostrophes or with letters beyond ASCII in it, as far as it has been read.
struct Mixed {
    letters: [u8; LONGEST + BEYOND],
    length: usize,
    weight: u32,
    mark: Mark,
}

impl Mixed {
    fn new() -> Mixed {
        Mixed { letters: [0; LONGEST + BEYOND], length: 0, weight: 0, mark: Mark::default() }
    }

    fn push(&mut self, letter: char, weight: u32) {
        self.mark.name |= self.length == 0 && letter.is_uppercase();
        self.mark.figure |= letter.is_numeric();
        self.weight += weight;
        if letter.is_ascii() {
            self.keep(letter.to_ascii_lowercase());
            return;
        }
        letter.to_lowercase().for_each(|lower| self.keep(lower));
    }

    fn keep(&mut self, letter: char) {
        let end = self.length + letter.len_utf8();
        let kept = self.letters.get_mut(..LONGEST).unwrap_or_default();
        if let Some(free) = kept.get_mut(self.length..end) {
            letter.encode_utf8(free);
            self.length = end;
        }
    }

    fn finish(&mut self, each: &mut impl FnMut(u64, Mark)) {
        if self.weight >= CONTENT_LETTERS {
            each(hash_word(&self.letters, self.length), self.mark);
        }
        *self = Mixed::new();
    }
}

/// Reads `text` up to the first ASCII separator, letter by letter; gives the number of bytes read.
fn mixed_words(text: &str, each: &mut impl FnMut(u64, Mark)) -> usize {
    let mut word = Mixed::new();
    let mut dense_before: Option<char> = None;
    let mut read = 0;
    for letter in text.chars() {
        read += letter.len_utf8();
        let kind = kind_of(letter);
        match kind {
            Kind::Ignored => continue,
            Kind::Letter(weight) => word.push(letter, weight),
            Kind::Separator | Kind::Dense => word.finish(each),
        }
        if matches!(kind, Kind::Separator) && letter.is_ascii() {
            break;
        }
        let dense = matches!(kind, Kind::Dense).then_some(letter);
        if let (Some(before), Some(letter)) = (dense_before, dense) {
            let pair = u64::from(u32::from(before)) << 32 | u64::from(u32::from(letter));
            each(spread(pair), Mark::default());
        }
        dense_before = dense;
    }
    word.finish(each);
    read
}

/// What a character is to the reader.
enum Kind {
    Ignored,
    Separator,
    /// Of a script written without spaces.
    Dense,
    /// Part of a word, with its weight in letters.
    Letter(u32),
}

fn kind_of(letter: char) -> Kind {
    match u32::from(letter) {
        0x61..=0x7a | 0x41..=0x5a => Kind::Letter(1),
        0x30..=0x39 => Kind::Letter(CONTENT_LETTERS),
        0x27 => Kind::Ignored,
        ..0x80 => Kind::Separator,
        // Typographic apostrophes, soft hyphen, combining accents, joiners.
        0x2018 | 0x2019 | 0x02bc | 0x00ad | 0x0300..=0x036f | 0x200b..=0x200f => Kind::Ignored,
        0x2000..=0x206f => Kind::Separator,
        // Dandas end sentences in Indic scripts, whose vowel signs are not all alphabetic.
        0x0964 | 0x0965 => Kind::Separator,
        0x0900..=0x0dff => Kind::Letter(2),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff => Kind::Dense,
        0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff => Kind::Dense,
        _ if !letter.is_alphanumeric() => Kind::Separator,
        _ if letter.is_numeric() => Kind::Letter(CONTENT_LETTERS),
        code if code >= 0x0590 => Kind::Letter(2),
        _ => Kind::Letter(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<u64> {
        let mut words = Vec::new();
        content_words(text, |word, _| words.push(word));
        words
    }

    #[test]
    fn short_words_are_passed_over_and_figures_are_kept() {
        assert_eq!(words("It was the 5 of us").len(), 1);
        assert_eq!(words("Five senators voted against the bill").len(), 5);
    }

    #[test]
    fn case_quotes_and_dashes_do_not_matter() {
        let plain = words("\"We don't agree\" -- said Senator Muñoz");
        assert_eq!(plain, words("“We don’t agree” — SAID   senator MUÑOZ."));
        assert_eq!(plain.len(), 5);
    }

    #[test]
    fn figures_and_names_are_marked() {
        let mut marks = Vec::new();
        content_words("Ms. Élysée paid 40 euros in McLean, 2nd Avenue", |_, mark| {
            marks.push((mark.figure, mark.name));
        });
        let (plain, name, figure) = ((false, false), (false, true), (true, false));
        assert_eq!(marks, [name, plain, figure, plain, name, figure, name]);
    }

    /// The words of `text` read letter by letter.
    fn slowly(text: &str) -> Vec<(u64, Mark)> {
        let mut words = Vec::new();
        let mut at = 0;
        while at < text.len() {
            at += mixed_words(&text[at..], &mut |word, mark| words.push((word, mark)));
        }
        words
    }

    proptest! {
        #[test]
        fn blocks_give_the_same_words_as_letters(
            text in "([a-zA-Z]{1,12}|[0-9]{1,4}|[a-z]{1,3}[0-9]|[ ,.'-]{1,3}|[a-z]{60,70}|[éßЖ日’— ]| ){0,120}",
        ) {
            let mut words = Vec::new();
            content_words(&text, |word, mark| words.push((word, mark)));
            prop_assert_eq!(words, slowly(&text));
        }

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let mut words = Vec::new();
            content_words(&text, |word, mark| words.push((word, mark)));
            prop_assert_eq!(words, slowly(&text));
        }
    }

    #[test]
    fn texts_without_spaces_give_pairs_of_characters() {
        assert_eq!(words("日本銀行は").len(), 4);
        assert_eq!(words("日本。銀行").len(), 2);
        assert!(words("서울시는 오늘").len() == 2);
    }
}
