//! What features see of a word, worked out once per distinct word and kept.
//!
//! Invariant: word `id` of a [`Words`] always has its lower-case form's id in [`Word::lower_id`]; ids grow
//! from 0 and stay valid until [`Words::clear`].

use super::fold;
use super::hash;
use super::knowledge::{Knowledge, list};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// Lower case.
    Lower,
    /// A capital, then lower case.
    Initial,
    /// Capitals only, two or more.
    Upper,
    /// Other mixtures of case (McDonald, iPhone).
    Mixed,
    /// One capital, with or without a full stop.
    Single,
    /// Digits, with separators.
    Number,
    /// Digits and letters.
    Alphanumeric,
    /// Marks.
    Mark,
    /// Hyphenated, with a capital in it.
    Hyphenated,
    /// Capitals with full stops (U.S.).
    Dotted,
    /// An address, a handle or a hashtag.
    Address,
    /// A script without case.
    Caseless,
    /// Before the first or after the last word of a sentence.
    Border,
}

impl Class {
    /// Whether the word may be part of a name by its capitals.
    #[inline]
    pub fn is_capital(self) -> bool {
        matches!(self, Class::Initial | Class::Upper | Class::Mixed | Class::Single | Class::Hyphenated | Class::Dotted)
    }
}

/// The word joins capitalised words of one name (of, de, and, &).
pub const CONNECTS: u8 = 1;
/// The word is a frequent English function word.
pub const ENGLISH: u8 = 2;
/// The word is alphabetic.
pub const ALPHABETIC: u8 = 4;
/// The word holds a digit.
pub const DIGIT: u8 = 8;

/// One distinct word.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Hash of the word with typography folded.
    pub exact: u64,
    /// Hash of the word in lower case, accents folded too.
    pub lower: u64,
    /// Hash of its shape, runs of more than two alike cut to two.
    pub shape: u64,
    /// Hashes of its first 2, 3 and 4 characters (case kept).
    pub prefixes: [u64; 3],
    /// Hashes of its last 1, 2, 3 and 4 characters (case kept).
    pub suffixes: [u64; 4],
    /// Hashes of what is before the first and after the last hyphen; 0 without one.
    pub parts: [u64; 2],
    /// Lists that hold the word; see [`list`].
    pub lists: u16,
    /// Clusters, coarse to fine.
    pub clusters: [u16; 3],
    /// Groups, wide to fine; see [`super::groups`].
    pub groups: [u16; 3],
    /// How it is mostly written; see [`super::knowledge::WordClass`].
    pub usage: u8,
    /// How it is written here.
    pub class: Class,
    /// Bits: [`CONNECTS`], [`ENGLISH`], [`ALPHABETIC`], [`DIGIT`].
    pub flags: u8,
    /// Characters, at most 255.
    pub length: u8,
    /// Id of the lower-case form.
    pub lower_id: u32,
}

impl Word {
    /// The pseudo word at a sentence's border.
    pub const BORDER: Word = Word {
        exact: 1,
        lower: 1,
        shape: 1,
        prefixes: [0; 3],
        suffixes: [0; 4],
        parts: [0; 2],
        lists: 0,
        clusters: [0; 3],
        groups: [0; 3],
        usage: 0,
        class: Class::Border,
        flags: 0,
        length: 0,
        lower_id: 0,
    };

    /// The kinds of list, without the phrase mark.
    #[inline]
    pub fn kinds(&self) -> u16 {
        self.lists & !list::STARTS_PHRASE
    }
}

/// All distinct words met so far.
#[derive(Debug, Default)]
pub struct Words {
    words: Vec<Word>,
    /// Text of word i is `text[ends[i - 1]..ends[i]]`.
    text: String,
    ends: Vec<u32>,
    /// Open addressing, a power of two long; 0 is free, else id + 1.
    slots: Vec<u32>,
    buffer: String,
}

impl Words {
    /// Whether no word is known.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Forgets all words but keeps the memory.
    pub fn clear(&mut self) {
        self.words.clear();
        self.text.clear();
        self.ends.clear();
        self.slots.fill(0);
    }

    /// The word `id`; the border word if there is none.
    #[inline]
    pub fn get(&self, id: u32) -> &Word {
        self.words.get(id as usize).unwrap_or(&Word::BORDER)
    }

    /// Heap bytes held, for tests of growth.
    pub fn capacity(&self) -> usize {
        self.words.capacity() * size_of::<Word>()
            + self.text.capacity()
            + (self.ends.capacity() + self.slots.capacity()) * 4
            + self.buffer.capacity()
    }

    fn text_of(&self, id: usize) -> &str {
        let start = id.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(id).copied().unwrap_or(0);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// The id of `text`, which becomes known if it is not.
    pub fn intern(&mut self, text: &str, knowledge: &Knowledge) -> u32 {
        let hashed = hash::bytes(text.as_bytes());
        match self.find(text, hashed) {
            Ok(id) => id,
            Err(_) => self.add(text, hashed, knowledge),
        }
    }

    /// The id of `text`, or the free slot for it.
    #[inline]
    fn find(&self, text: &str, hashed: u64) -> Result<u32, usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = hashed as usize & mask;
        while let Some(&held) = self.slots.get(slot) {
            if held == 0 {
                return Err(slot);
            }
            if self.text_of(held as usize - 1) == text {
                return Ok(held - 1);
            }
            slot = (slot + 1) & mask;
        }
        Err(0)
    }

    fn add(&mut self, text: &str, hashed: u64, knowledge: &Knowledge) -> u32 {
        if (self.words.len() + 2) * 2 > self.slots.len() {
            self.grow();
        }
        let id = self.words.len() as u32;
        let mut word = analyse(text, knowledge);
        word.lower_id = id;
        self.words.push(word);
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        if let Err(slot) = self.find(text, hashed)
            && let Some(free) = self.slots.get_mut(slot)
        {
            *free = id + 1;
        }
        if text.chars().any(char::is_uppercase) {
            let mut lower = std::mem::take(&mut self.buffer);
            lower.clear();
            lower.extend(text.chars().map(fold::lower));
            let lower_id = if lower == text { id } else { self.intern(&lower, knowledge) };
            self.buffer = lower;
            if let Some(word) = self.words.get_mut(id as usize) {
                word.lower_id = lower_id;
            }
        }
        id
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1 << 10);
        self.slots.clear();
        self.slots.resize(size, 0);
        for id in 0..self.words.len() {
            let hashed = hash::bytes(self.text_of(id).as_bytes());
            if let Err(slot) = self.find(self.text_of(id), hashed)
                && let Some(free) = self.slots.get_mut(slot)
            {
                *free = id as u32 + 1;
            }
        }
    }
}

fn class_of(text: &str) -> (Class, u8) {
    let (mut upper, mut lower, mut digits, mut other, mut letters, mut dots, mut hyphens) = (0, 0, 0, 0, 0, 0, 0);
    let mut first_upper = false;
    for (index, character) in text.chars().filter_map(fold::typography).enumerate() {
        if character.is_uppercase() {
            upper += 1;
            letters += 1;
            first_upper |= index == 0;
        } else if character.is_lowercase() {
            lower += 1;
            letters += 1;
        } else if character.is_alphabetic() {
            other += 1;
            letters += 1;
        } else if character.is_numeric() {
            digits += 1;
        } else if character == '.' {
            dots += 1;
        } else if character == '-' {
            hyphens += 1;
        }
    }
    let mut flags = 0;
    if letters > 0 && digits == 0 {
        flags |= ALPHABETIC;
    }
    if digits > 0 {
        flags |= DIGIT;
    }
    let address = text.starts_with(['@', '#']) && text.len() > 1 || text.contains("://") || text.starts_with("www.");
    let class = match () {
        () if address => Class::Address,
        () if letters == 0 && digits == 0 => Class::Mark,
        () if letters == 0 => Class::Number,
        () if other > 0 && upper == 0 && lower == 0 => Class::Caseless,
        () if hyphens > 0 && upper > 0 && lower > 0 => Class::Hyphenated,
        () if digits > 0 && upper > 0 => Class::Alphanumeric,
        () if upper == 0 => Class::Lower,
        () if upper == 1 && lower == 0 => Class::Single,
        () if lower == 0 && dots > 0 => Class::Dotted,
        () if lower == 0 => Class::Upper,
        () if first_upper && upper == 1 => Class::Initial,
        () => Class::Mixed,
    };
    (class, flags)
}

fn shape_of(text: &str) -> u64 {
    let mut hasher = hash::Hasher::new();
    let (mut last, mut run) = (0_u8, 0);
    for character in text.chars().filter_map(fold::typography) {
        let kind = match character {
            character if character.is_uppercase() => b'X',
            character if character.is_lowercase() => b'x',
            character if character.is_alphabetic() => b'o',
            character if character.is_numeric() => b'd',
            character if character.is_ascii() => character as u8,
            _ => b'?',
        };
        run = if kind == last { run + 1 } else { 1 };
        last = kind;
        if run <= 2 {
            hasher.byte(kind);
        }
    }
    hasher.finish()
}

fn analyse(text: &str, knowledge: &Knowledge) -> Word {
    let mut exact = hash::Hasher::new();
    let mut lower = hash::Hasher::new();
    let mut prefixes = [0; 3];
    let mut length = 0_usize;
    for character in text.chars().filter_map(fold::typography) {
        exact.character(character);
        length += 1;
        if let Some(prefix) = length.checked_sub(2).and_then(|index| prefixes.get_mut(index)) {
            *prefix = exact.finish();
        }
        if let Some(plain) = fold::accent(character) {
            lower.character(fold::lower(plain));
        }
    }
    let mut suffixes = [0; 4];
    let mut suffix = hash::Hasher::new();
    let backwards = text.chars().rev().filter_map(fold::typography);
    for (slot, character) in suffixes.iter_mut().zip(backwards) {
        suffix.character(character);
        *slot = suffix.finish();
    }
    let lower = lower.finish();
    let (class, mut flags) = class_of(text);
    let folded = fold::folded(text);
    if connects(&folded) {
        flags |= CONNECTS;
    }
    if is_function_word(&folded) {
        flags |= ENGLISH;
    }
    let known = knowledge.class(lower);
    Word {
        exact: exact.finish(),
        lower,
        shape: shape_of(text),
        prefixes,
        suffixes,
        parts: parts_of(&folded),
        lists: knowledge.lists.get(lower).unwrap_or(0),
        clusters: known.clusters,
        groups: knowledge.groups.of(lower),
        usage: known.usage,
        class,
        flags,
        length: length.min(255) as u8,
        lower_id: 0,
    }
}

/// Hashes of the first and last part of a hyphenated word.
fn parts_of(folded: &str) -> [u64; 2] {
    let Some((first, _)) = folded.split_once('-').filter(|(first, _)| !first.is_empty()) else {
        return [0; 2];
    };
    let last = folded.rsplit('-').next().unwrap_or("");
    [hash::bytes(first.as_bytes()), hash::bytes(last.as_bytes())]
}

fn connects(folded: &str) -> bool {
    matches!(
        folded,
        "of" | "the"
            | "and"
            | "&"
            | "for"
            | "de"
            | "la"
            | "le"
            | "von"
            | "van"
            | "al"
            | "bin"
            | "del"
            | "da"
            | "dos"
            | "di"
            | "du"
            | "der"
            | "den"
            | "el"
            | "y"
            | "'s"
            | "-"
            | "on"
            | "in"
            | "des"
            | "les"
            | "ul"
            | "ibn"
    )
}

fn is_function_word(folded: &str) -> bool {
    matches!(
        folded,
        "the"
            | "of"
            | "and"
            | "to"
            | "in"
            | "for"
            | "that"
            | "is"
            | "on"
            | "with"
            | "was"
            | "as"
            | "at"
            | "by"
            | "from"
            | "be"
            | "have"
            | "has"
            | "it"
            | "an"
            | "are"
            | "this"
            | "his"
            | "will"
            | "said"
            | "not"
            | "but"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_once_and_with_their_lower_form() {
        let knowledge = Knowledge::default();
        let mut words = Words::default();
        let id = words.intern("Reuters", &knowledge);
        assert_eq!(words.intern("Reuters", &knowledge), id);
        let lower = words.get(id).lower_id;
        assert_eq!(words.intern("reuters", &knowledge), lower);
        assert_eq!(words.get(id).lower, words.get(lower).lower);
        for number in 0..5000 {
            words.intern(&format!("Word{number}"), &knowledge);
        }
        assert_eq!(words.intern("Reuters", &knowledge), id);
    }

    #[test]
    fn classes_follow_the_capitals() {
        let class = |text| class_of(text).0;
        assert_eq!(class("Jassy"), Class::Initial);
        assert_eq!(class("U.S."), Class::Dotted);
        assert_eq!(class("WSJ"), Class::Upper);
        assert_eq!(class("McDonald"), Class::Mixed);
        assert_eq!(class("U.S.-based"), Class::Hyphenated);
        assert_eq!(class("1,000"), Class::Number);
        assert_eq!(class("\u{2014}"), Class::Mark);
    }
}
