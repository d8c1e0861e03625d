//! Cutting text into words, and telling where sentences and paragraphs begin.
//!
//! Rules, chosen for news in European languages and for scripts without spaces:
//! - a word is a run of letters, digits and combining marks; everything else parts words;
//! - an apostrophe parts words (`l'Europe`, `O'Brien` are two), but an English possessive `'s` is no word of its own;
//! - a point or comma between digits stays inside (`3.5`, `1,000`);
//! - single letters with points are one word (`U.S.`, `z.B.`);
//! - each Han, kana, Thai, Lao, Khmer or Myanmar character is a word (a phrase search finds longer words);
//! - a sentence ends at `.`, `!`, `?` or `…` followed by white space and no lower-case letter, unless the point closes an
//!   abbreviation or an initial; at an ideographic full stop; and at the end of a line;
//! - a paragraph ends at a blank line.
//!
//! Invariants: words come in order, do not overlap and lie on character boundaries; one pass, no allocation, linear time.

/// What parts a word from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// Nothing but a word boundary.
    None,
    /// A new sentence begins with this word.
    Sentence,
    /// A new paragraph (and so a new sentence) begins with this word.
    Paragraph,
}

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// Number of the word in the text, from 0.
    pub position: u32,
    /// What begins with it.
    pub break_before: Break,
}

/// Iterates over the words of `text`.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0, position: 0, previous: None }
}

/// How many words a text has for a reader: what white space parts; in scripts without spaces, each character.
pub fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    // Lead bytes of scripts without spaces, of Hangul and of rare signs; typographic punctuation apart. No early exit, so that
    // many bytes are looked at in one step.
    let may_be_unspaced = bytes.iter().fold(false, |found, &byte| found | (byte >= 0xE0 && byte != 0xE2));
    if may_be_unspaced && text.chars().any(is_unspaced) {
        return words(text).count();
    }
    // In clean text everything up to the space is white space.
    let begins = |before: u8, byte: u8| u8::from(before <= b' ') & u8::from(byte > b' ');
    let after = bytes.get(1..).unwrap_or(&[]);
    // Sums of at most 255 fit a byte, which again allows many in one step.
    let inside: usize = bytes
        .chunks(255)
        .zip(after.chunks(255))
        .map(|(before, bytes)| before.iter().zip(bytes).map(|(before, byte)| begins(*before, *byte)).sum::<u8>())
        .map(usize::from)
        .sum();
    inside + bytes.first().map_or(0, |byte| usize::from(begins(b' ', *byte)))
}

/// See [`words`].
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    position: u32,
    previous: Option<(usize, usize)>,
}

/// What a byte means to the scanner.
const OTHER: u8 = 0;
/// An ASCII letter or digit.
const WORD: u8 = 1;
/// The beginning or middle of a character beyond ASCII.
const BEYOND: u8 = 2;

const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [BEYOND; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = if (byte as u8).is_ascii_alphanumeric() { WORD } else { OTHER };
        byte += 1;
    }
    classes
}

/// Class of the byte at `at`; the end of the text parts words like any sign.
fn class_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).map_or(OTHER, |byte| CLASSES[usize::from(*byte)])
}

/// Whether the character at `at` is a typographic quotation mark, dash or space (U+2000 to U+207F): by far the most common
/// characters beyond ASCII in English text, and no part of a word.
fn is_punctuation(bytes: &[u8], at: usize) -> bool {
    bytes.get(at) == Some(&0xE2) && matches!(bytes.get(at + 1), Some(0x80 | 0x81))
}

/// Whether each character of the script is a word of its own.
pub fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x3040..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0xFF66..=0xFF9F | 0x20000..=0x3FFFF
        | 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF)
        && (c.is_alphanumeric() || is_mark(c))
}

/// Combining marks that continue a word although they are neither letters nor digits.
pub fn is_mark(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F | 0x0483..=0x0487 | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C2 | 0x05C4..=0x05C5
        | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06DC | 0x0900..=0x0903 | 0x093A..=0x094F
        | 0x0981..=0x0983 | 0x09BC..=0x09CD | 0x0A3C..=0x0A4D | 0x0ABC..=0x0ACD | 0x0B3C..=0x0B4D
        | 0x0BBE..=0x0BCD | 0x0C3E..=0x0C4D | 0x0CBC..=0x0CCD | 0x0D3E..=0x0D4D
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

impl<'a> Words<'a> {
    fn character_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// First byte at or after `at` that begins a word.
    #[inline]
    fn find_start(&self, mut at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        loop {
            at += bytes.get(at..)?.iter().position(|byte| CLASSES[usize::from(*byte)] != OTHER)?;
            if class_at(bytes, at) == WORD {
                return Some(at);
            }
            if is_punctuation(bytes, at) {
                at += 3;
                continue;
            }
            let c = self.character_at(at)?;
            if c.is_alphanumeric() {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }

    /// First byte after the run of word characters that begins at `start`.
    #[inline]
    fn find_end(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(start..).unwrap_or(&[]);
        let at = start + rest.iter().position(|byte| CLASSES[usize::from(*byte)] != WORD).unwrap_or(rest.len());
        match bytes.get(at) {
            None => at,
            Some(b'.' | b',') if self.joins_digits(at) => self.find_unusual_end(start, at),
            Some(byte) if byte.is_ascii() || is_punctuation(bytes, at) => at,
            Some(_) => self.find_unusual_end(start, at),
        }
    }

    /// The same, from `at` on, for words with characters beyond ASCII or signs between digits.
    fn find_unusual_end(&self, start: usize, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        loop {
            match class_at(bytes, at) {
                WORD => at += 1,
                OTHER if self.joins_digits(at) => at += 1,
                OTHER => return at,
                _ => {
                    let Some(c) = self.character_at(at).filter(|&c| is_word_character(c)) else {
                        return at;
                    };
                    if is_unspaced(c) {
                        return if at == start { self.end_with_marks(at + c.len_utf8()) } else { at };
                    }
                    at += c.len_utf8();
                }
            }
        }
    }

    /// Takes the marks that follow a character of an unspaced script.
    fn end_with_marks(&self, mut at: usize) -> usize {
        while let Some(c) = self.character_at(at).filter(|&c| is_mark(c)) {
            at += c.len_utf8();
        }
        at
    }

    /// Whether the byte at `at` is a point or comma between two digits.
    fn joins_digits(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let digit = |index: Option<usize>| index.and_then(|index| bytes.get(index)).is_some_and(u8::is_ascii_digit);
        matches!(bytes.get(at), Some(b'.' | b',')) && digit(at.checked_sub(1)) && digit(at.checked_add(1))
    }

    /// End of `U.S.`, `z.B.`: at least two single letters, each followed by a point.
    fn dotted_end(&self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = start;
        let mut letters = 0;
        while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) && bytes.get(at + 1) == Some(&b'.') {
            at += 2;
            letters += 1;
        }
        if letters >= 1 && bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            // `U.S` and `F.B.I` without their last point.
            let after = self.character_at(at + 1);
            if !after.is_some_and(|c| is_word_character(c) || c == '.') {
                return Some(at + 1);
            }
        }
        let runs_on = self.character_at(at).is_some_and(is_word_character);
        (letters >= 2 && !runs_on).then_some(at)
    }

    /// Whether the word at `start..end` is the `s` of a possessive.
    fn is_possessive(&self, start: usize, end: usize) -> bool {
        let Some((_, previous_end)) = self.previous else {
            return false;
        };
        end - start == 1
            && matches!(self.text.as_bytes().get(start), Some(b's' | b'S'))
            && matches!(self.text.get(previous_end..start), Some("'" | "\u{2019}"))
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    // Inlined into the analyser's loop, where it is a tenth of an ingest.
    #[inline]
    fn next(&mut self) -> Option<Word> {
        loop {
            let start = self.find_start(self.at)?;
            let bytes = self.text.as_bytes();
            let dotted = if bytes.get(start + 1) == Some(&b'.') { self.dotted_end(start) } else { None };
            let end = dotted.unwrap_or_else(|| self.find_end(start));
            self.at = end;
            if self.is_possessive(start, end) {
                continue;
            }
            let break_before = match self.previous {
                // By far the most common gap, and never a break (a dotted word keeps its own point).
                Some((_, previous_end)) if previous_end + 1 == start && bytes.get(previous_end) == Some(&b' ') => {
                    Break::None
                }
                Some(previous) => gap_break(self.text, previous, start),
                None => Break::None,
            };
            let position = self.position;
            self.position += 1;
            self.previous = Some((start, end));
            return Some(Word { start, end, position, break_before });
        }
    }
}

/// What the characters between the word `previous` and the word at `start` say.
fn gap_break(text: &str, previous: (usize, usize), start: usize) -> Break {
    let gap = text.get(previous.1..start).unwrap_or("");
    let mut newlines = 0;
    let mut stop: Option<char> = None;
    let mut space_after_stop = false;
    for c in gap.chars() {
        match c {
            '\n' => newlines += 1,
            '。' | '！' | '？' => return lines_break(gap).max(Break::Sentence),
            '.' | '!' | '?' | '…' => {
                stop = Some(c);
                space_after_stop = false;
            }
            _ if c.is_whitespace() => space_after_stop |= stop.is_some(),
            _ => {}
        }
    }
    if newlines > 0 {
        return lines_break(gap);
    }
    let Some(stop) = stop.filter(|_| space_after_stop) else {
        return Break::None;
    };
    let next = text.get(start..).unwrap_or("");
    if next.chars().next().is_some_and(char::is_lowercase) {
        return Break::None;
    }
    let word = text.get(previous.0..previous.1).unwrap_or("");
    if stop == '.' && gap.starts_with('.') && is_abbreviation(word, next) {
        return Break::None;
    }
    Break::Sentence
}

fn lines_break(gap: &str) -> Break {
    match gap.bytes().filter(|&byte| byte == b'\n').count() {
        0 => Break::None,
        1 => Break::Sentence,
        _ => Break::Paragraph,
    }
}

/// Words after which a point does not end a sentence, in lower case.
const ABBREVIATIONS: &[&str] = &[
    "adm", "art", "aug", "av", "bzw", "ca", "capt", "col", "cpl", "dec", "dr", "dra", "etc", "evtl", "feb", "fig",
    "fr", "ft", "gen", "gov", "hon", "hr", "jan", "jr", "jul", "jun", "lt", "maj", "mlle", "mme", "mr", "mrs", "ms",
    "mt", "nov", "nr", "oct", "okt", "op", "pp", "prof", "rep", "rev", "sen", "sep", "sept", "sgt", "sr", "sra",
    "srta", "st", "tel", "vgl", "vs", "zzgl",
];

/// Beginnings of month names that may follow a German or Danish ordinal ("14. Mai").
const MONTH_BEGINNINGS: &[&str] =
    &["Jan", "Jän", "Feb", "Mär", "Mar", "Apr", "Mai", "Maj", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez", "Dec"];

fn is_abbreviation(word: &str, next: &str) -> bool {
    let mut characters = word.chars();
    let first = characters.next();
    if characters.next().is_none() {
        return first.is_some_and(|c| c.is_alphabetic() && !is_unspaced(c));
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.len() <= 2 && MONTH_BEGINNINGS.iter().any(|month| next.starts_with(month));
    }
    if word.len() > 4 || !word.is_ascii() {
        return false;
    }
    ABBREVIATIONS
        .binary_search_by(|abbreviation| abbreviation.bytes().cmp(word.bytes().map(|byte| byte.to_ascii_lowercase())))
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text).map(|word| &text[word.start..word.end]).collect()
    }

    fn sentences(text: &str) -> Vec<String> {
        let mut sentences: Vec<String> = Vec::new();
        for word in words(text) {
            let piece = &text[word.start..word.end];
            match (word.break_before, sentences.last_mut()) {
                (Break::None, Some(sentence)) => {
                    sentence.push(' ');
                    sentence.push_str(piece);
                }
                (Break::Paragraph, Some(_)) => sentences.push(format!("¶{piece}")),
                _ => sentences.push(piece.to_owned()),
            }
        }
        sentences
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(cut("COVID-19, AT&T: $5bn (3.5%)"), ["COVID", "19", "AT", "T", "5bn", "3.5"]);
        assert_eq!(
            cut("l’Europe O'Brien Amazon's Amazon’s don't"),
            ["l", "Europe", "O", "Brien", "Amazon", "Amazon", "don", "t"]
        );
        assert_eq!(cut("1,000 and 2.5. End"), ["1,000", "and", "2.5", "End"]);
        assert_eq!(cut("e\u{301}te\u{301} naïve"), ["e\u{301}te\u{301}", "naïve"]);
    }

    #[test]
    fn words_are_counted_as_a_reader_would() {
        assert_eq!(count("One two\n\nthree’s  four-five"), 4);
        assert_eq!(count(""), 0);
        assert_eq!(count("輸出規制 ABC"), 5);
        assert_eq!(count("서울 지하철"), 2);
        assert_eq!(count(&"word ".repeat(1_000)), 1_000);
    }

    #[test]
    fn dotted_letters_are_one_word() {
        assert_eq!(
            cut("The U.S. and U.S. troops, z.B. hier"),
            ["The", "U.S.", "and", "U.S.", "troops", "z.B.", "hier"]
        );
        assert_eq!(cut("J. Smith, F.B.I agent, a.out"), ["J", "Smith", "F.B.I", "agent", "a", "out"]);
        assert_eq!(cut("the U.S-led"), ["the", "U.S", "led"]);
    }

    #[test]
    fn each_character_of_an_unspaced_script_is_a_word() {
        assert_eq!(cut("輸出規制のABC社"), ["輸", "出", "規", "制", "の", "ABC", "社"]);
        assert_eq!(cut("서울 지하철"), ["서울", "지하철"]);
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        assert_eq!(
            sentences("Mr. Smith met J. Doe. They spoke. \"Why?\" he asked. In 2024. Then\nline\n\nNew para."),
            ["Mr Smith met J Doe", "They spoke", "Why he asked", "In 2024", "Then", "line", "¶New para"]
        );
        assert_eq!(sentences("Am 14. Mai kam er. Es regnete."), ["Am 14 Mai kam er", "Es regnete"]);
        assert_eq!(sentences("The U.S. Army came. It won 3.5 points."), ["The U.S. Army came", "It won 3.5 points"]);
        assert_eq!(sentences("初雪。寒い！"), ["初 雪", "寒 い"]);
    }

    #[test]
    fn abbreviations_are_sorted_for_the_binary_search() {
        assert!(ABBREVIATIONS.is_sorted());
    }

    proptest::proptest! {
        #[test]
        fn words_are_ordered_and_on_boundaries(text in "\\PC{0,80}|[a-zA-Z .'\n輸é]{0,80}") {
            let mut last = 0;
            for (number, word) in words(&text).enumerate() {
                proptest::prop_assert!(word.start >= last && word.end > word.start);
                proptest::prop_assert!(text.get(word.start..word.end).is_some());
                proptest::prop_assert_eq!(word.position as usize, number);
                last = word.end;
            }
        }
    }
}
