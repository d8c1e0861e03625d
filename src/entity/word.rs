//! What features see of a word, worked out once per distinct word and kept.
//!
//! What the letters of a word tell is worked out when it is first noted; what the model knows of it is looked
//! up only once a text is to be tagged, because most of that is far from the processor.
//!
//! Invariant: word `id` of a [`Words`] always has its lower-case form's id in [`Word::lower_id`]; ids grow
//! from 0 and stay valid until [`Words::clear`].

use super::fold;
use super::knowledge::{Knowledge, list};
use super::spelling::analyse;
use rustc_hash::FxHasher;
use std::hash::Hasher;

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
    /// Whether lists, clusters, groups and usage have been looked up.
    pub is_learnt: bool,
    /// Id of the lower-case form.
    pub lower_id: u32,
    /// Where its text stands among those of all words.
    pub text: (u32, u32),
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
        is_learnt: true,
        lower_id: 0,
        text: (0, 0),
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
    /// Texts of all words; see [`Word::text`].
    text: String,
    /// Open addressing, a power of two long; 0 is free, else id + 1.
    slots: Vec<u32>,
    buffer: String,
    /// Words that are about to be looked up.
    unlearnt: Vec<u32>,
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
            + (self.slots.capacity() + self.unlearnt.capacity()) * 4
            + self.buffer.capacity()
    }

    #[inline]
    fn text_of(&self, id: usize) -> &[u8] {
        let (start, end) = self.words.get(id).map_or((0, 0), |word| word.text);
        self.text.as_bytes().get(start as usize..end as usize).unwrap_or(&[])
    }

    /// The id of `text`, which becomes known with all that the model knows of it.
    pub fn intern(&mut self, text: &str, knowledge: &Knowledge) -> u32 {
        let id = self.note(text);
        self.learn(&[id], knowledge);
        id
    }

    /// The id of `text`; what the model knows of it is still to be looked up by [`Words::learn`].
    pub fn note(&mut self, text: &str) -> u32 {
        let hashed = slot_hash(text.as_bytes());
        match self.find(text.as_bytes(), hashed) {
            Ok(id) => id,
            Err(_) => self.add(text, hashed),
        }
    }

    /// Appends the ids of `texts` to `ids`, as [`Words::note`] gives them.
    ///
    /// First all slots are visited and then all words, so that the processor waits for many at once.
    pub fn note_all<'t>(&mut self, texts: impl Iterator<Item = &'t str> + Clone, ids: &mut Vec<u32>) {
        let before = ids.len();
        let mask = self.slots.len().wrapping_sub(1);
        ids.extend(texts.clone().map(|text| {
            let held = self.slots.get(slot_hash(text.as_bytes()) & mask).copied().unwrap_or(0);
            held.checked_sub(1).unwrap_or(u32::MAX)
        }));
        for (id, text) in ids.iter_mut().skip(before).zip(texts) {
            // A word that was there before still has its id, whatever was added since.
            if *id == u32::MAX || self.text_of(*id as usize) != text.as_bytes() {
                *id = self.note(text);
            }
        }
    }

    /// Looks up what the model knows of `ids` and of their lower-case forms.
    ///
    /// One table after the other, so that the processor waits for many words at once.
    pub fn learn(&mut self, ids: &[u32], knowledge: &Knowledge) {
        self.unlearnt.clear();
        for &id in ids {
            let mut id = id as usize;
            while let Some(word) = self.words.get_mut(id).filter(|word| !word.is_learnt) {
                word.is_learnt = true;
                self.unlearnt.push(id as u32);
                id = word.lower_id as usize;
            }
        }
        for &id in &self.unlearnt {
            if let Some(word) = self.words.get_mut(id as usize) {
                word.lists = knowledge.lists.get(word.lower).unwrap_or(0);
            }
        }
        for &id in &self.unlearnt {
            if let Some(word) = self.words.get_mut(id as usize) {
                let known = knowledge.class(word.lower);
                (word.clusters, word.usage) = (known.clusters, known.usage);
            }
        }
        for &id in &self.unlearnt {
            if let Some(word) = self.words.get_mut(id as usize) {
                word.groups = knowledge.groups.of(word.lower);
            }
        }
    }

    /// The id of `text`, or the free slot for it.
    #[inline]
    fn find(&self, text: &[u8], hashed: usize) -> Result<u32, usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = hashed & mask;
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

    fn add(&mut self, text: &str, hashed: usize) -> u32 {
        if (self.words.len() + 2) * 2 > self.slots.len() {
            self.grow();
        }
        let id = self.words.len() as u32;
        let (mut word, is_lower) = analyse(text);
        let start = self.text.len() as u32;
        self.text.push_str(text);
        word.lower_id = id;
        word.text = (start, self.text.len() as u32);
        self.words.push(word);
        if let Err(slot) = self.find(text.as_bytes(), hashed)
            && let Some(free) = self.slots.get_mut(slot)
        {
            *free = id + 1;
        }
        if !is_lower {
            let mut lower = std::mem::take(&mut self.buffer);
            lower.clear();
            lower.extend(text.chars().map(fold::lower));
            let lower_id = if lower == text { id } else { self.note(&lower) };
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
            let hashed = slot_hash(self.text_of(id));
            if let Err(slot) = self.find(self.text_of(id), hashed)
                && let Some(free) = self.slots.get_mut(slot)
            {
                *free = id as u32 + 1;
            }
        }
    }
}

/// Where the search for a word begins; no model depends on it.
#[inline]
fn slot_hash(text: &[u8]) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(text);
    hasher.finish() as usize
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
}
