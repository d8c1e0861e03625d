//! What the tagger knows of words besides its weights: name lists, word clusters and groups, by hash only.
//!
//! Invariant: all tables are sorted by key and hold each key once; no word can be read back from them.

use super::groups::Groups;
use super::{fold, hash, token};

/// Kinds of list a word or phrase may be on, one bit each.
pub mod list {
    /// A town below 100,000 people.
    pub const TOWN: u16 = 1;
    /// A larger town.
    pub const CITY: u16 = 1 << 1;
    /// A state, province or county.
    pub const REGION: u16 = 1 << 2;
    /// A country or continent.
    pub const COUNTRY: u16 = 1 << 3;
    /// A nationality or language.
    pub const NATIONALITY: u16 = 1 << 4;
    /// A surname.
    pub const SURNAME: u16 = 1 << 5;
    /// A surname among the most frequent.
    pub const COMMON_SURNAME: u16 = 1 << 6;
    /// A first name.
    pub const FIRST_NAME: u16 = 1 << 7;
    /// A first name among the most frequent.
    pub const COMMON_FIRST_NAME: u16 = 1 << 8;
    /// What ends a company's name.
    pub const COMPANY_SUFFIX: u16 = 1 << 9;
    /// Number of kinds.
    pub const COUNT: u32 = 10;
    /// Not a kind: some phrase of several words begins with this word.
    pub const STARTS_PHRASE: u16 = 1 << 15;
    /// All kinds of place.
    pub const PLACE: u16 = TOWN | CITY | REGION | COUNTRY;
}

/// The shipped lists and their kinds; every file begins with its source, version, licence and filter.
const LISTS: &[(&str, u16)] = &[
    (include_str!("data/towns.txt"), list::TOWN),
    (include_str!("data/large-cities.txt"), list::CITY),
    (include_str!("data/regions.txt"), list::REGION),
    (include_str!("data/countries.txt"), list::COUNTRY),
    (include_str!("data/nationalities.txt"), list::NATIONALITY),
    (include_str!("data/surnames.txt"), list::SURNAME),
    (include_str!("data/common-surnames.txt"), list::COMMON_SURNAME),
    (include_str!("data/first-names.txt"), list::FIRST_NAME),
    (include_str!("data/common-first-names.txt"), list::COMMON_FIRST_NAME),
    (include_str!("data/company-suffixes.txt"), list::COMPANY_SUFFIX),
];

/// Longest phrase of a list, in tokens.
pub const LONGEST_PHRASE: usize = 6;

/// What is known of one word from the training text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WordClass {
    /// Clusters, coarse to fine; 0 for a word not seen.
    pub clusters: [u16; 3],
    /// How the word is written inside sentences: 0 unknown, 1 mostly lower case, 2 both, 3 mostly capital.
    pub usage: u8,
}

impl WordClass {
    /// The class in 28 bits: 6, 8 and 11 for the clusters, 2 for the usage.
    pub fn packed(self) -> u32 {
        let [coarse, middle, fine] = self.clusters.map(u32::from);
        u32::from(self.usage) | coarse << 2 | middle << 8 | fine << 17
    }

    fn unpacked(bits: u32) -> Self {
        let clusters = [(bits >> 2 & 0x3f) as u16, (bits >> 8 & 0x1ff) as u16, (bits >> 17 & 0x7ff) as u16];
        WordClass { clusters, usage: (bits & 3) as u8 }
    }
}

/// A sorted table of 32-bit keys, which are parts of hashes and so spread evenly: the upper bits of a key tell where it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table<T> {
    /// Keys and values side by side: who finds the one has the other at hand.
    entries: Vec<(u32, T)>,
    /// For each value of the upper bits where its keys begin, and where the last ones end.
    begins: Vec<u32>,
    /// Lower bits of a key, at most 31.
    shift: u32,
}

impl<T: Copy + Default> Table<T> {
    /// A table of `entries`; of several values for a key `join` makes one.
    pub fn new(mut entries: Vec<(u32, T)>, join: impl Fn(T, T) -> T) -> Self {
        // A stable sort: values of one key are joined in the order given.
        entries.sort_by_key(|entry| entry.0);
        entries.dedup_by(|next, held| {
            let same = next.0 == held.0;
            if same {
                held.1 = join(held.1, next.1);
            }
            same
        });
        Table::of_sorted(entries)
    }

    /// A table of `entries` in order of their keys, each key once.
    pub fn of_sorted(entries: Vec<(u32, T)>) -> Self {
        // Four keys a value of the upper bits, on average.
        let shift = 32 - (entries.len() / 4).max(2).ilog2().min(24);
        let mut begins = Vec::with_capacity((u32::MAX >> shift) as usize + 2);
        for (at, entry) in entries.iter().enumerate() {
            let bits = (entry.0 >> shift) as usize;
            while begins.len() <= bits {
                begins.push(at as u32);
            }
        }
        begins.resize((u32::MAX >> shift) as usize + 2, entries.len() as u32);
        Table { entries, begins, shift }
    }

    /// The value for the hash `word`.
    #[inline]
    pub fn get(&self, word: u64) -> Option<T> {
        let key = key(word);
        let bits = (key >> self.shift) as usize;
        let (begin, end) = (*self.begins.get(bits)? as usize, *self.begins.get(bits + 1)? as usize);
        self.entries.get(begin..end)?.iter().find(|entry| entry.0 == key).map(|entry| entry.1)
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, T)> + '_ {
        self.entries.iter().copied()
    }

    /// Values in order of their keys.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.entries.iter_mut().map(|entry| &mut entry.1)
    }

    /// Whether it holds no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

/// The part of a hash that tables keep.
pub fn key(word: u64) -> u32 {
    (word >> 32) as u32
}

/// Name lists, word classes and groups of words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Knowledge {
    /// Word or phrase (folded, lower case) to the kinds of list it is on.
    pub lists: Table<u16>,
    /// Word (folded, lower case) to its packed class.
    pub classes: Table<u32>,
    /// Words of like use.
    pub groups: Groups,
}

impl Knowledge {
    /// The shipped lists and groups with the given word classes (hash of the folded word, class).
    pub fn new(classes: Vec<(u32, WordClass)>) -> Self {
        let packed = classes.into_iter().map(|(key, class)| (key, class.packed())).collect();
        let classes = Table::new(packed, |first, _| first);
        Knowledge { lists: compile_lists(), classes, groups: Groups::shipped() }
    }

    /// What is known of the word with the hash `lower`.
    pub fn class(&self, lower: u64) -> WordClass {
        self.classes.get(lower).map(WordClass::unpacked).unwrap_or_default()
    }
}

/// Hash of a word in lower case with typography and accents folded.
pub fn lower_hash(word: &str) -> u64 {
    let mut hasher = hash::Hasher::new();
    for character in word.chars().filter_map(fold::typography).filter_map(fold::accent) {
        hasher.character(fold::lower(character));
    }
    hasher.finish()
}

/// Hash of a phrase, built up word by word.
pub fn phrase_hash(words: impl IntoIterator<Item = u64>) -> u64 {
    words.into_iter().reduce(hash::pair).unwrap_or(0)
}

fn compile_lists() -> Table<u16> {
    let mut entries = Vec::new();
    let (mut tokens, mut words) = (Vec::new(), Vec::new());
    for &(text, kind) in LISTS {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            tokens.clear();
            words.clear();
            token::tokenize(line, &mut tokens);
            let parts = tokens.iter().filter_map(|token| line.get(token.start as usize..token.end as usize));
            words.extend(parts.map(lower_hash));
            let Some((&first, rest)) = words.split_first() else {
                continue;
            };
            if words.len() > LONGEST_PHRASE {
                continue;
            }
            entries.push((key(phrase_hash(words.iter().copied())), kind));
            if !rest.is_empty() {
                entries.push((key(first), list::STARTS_PHRASE));
            }
        }
    }
    Table::new(entries, |left, right| left | right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_finds_its_keys_and_no_others() {
        for count in [0_u64, 1, 2, 3, 1000, 70_000] {
            let entries: Vec<(u32, u64)> =
                (0..count).map(|n| (key(n.wrapping_mul(0x9e37_79b9_7f4a_7c15)), n)).collect();
            let table = Table::new(entries, |first, _| first);
            let word = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            assert!((0..count).all(|n| table.get(word(n)).is_some_and(|found| key(word(found)) == key(word(n)))));
            assert_eq!(table.len(), table.iter().count());
            for other in [0, u64::MAX, 1 << 32, word(count + 5)] {
                let expected = table.iter().find(|(held, _)| *held == key(other)).map(|(_, value)| value);
                assert_eq!(table.get(other), expected);
            }
        }
    }

    #[test]
    fn lists_know_words_and_phrases() {
        let knowledge = Knowledge::new(Vec::new());
        let kinds =
            |words: &[&str]| knowledge.lists.get(phrase_hash(words.iter().map(|word| lower_hash(word)))).unwrap_or(0);
        assert_ne!(kinds(&["Paris"]) & list::CITY, 0);
        assert_ne!(kinds(&["new", "york", "city"]) & list::CITY, 0);
        assert_ne!(kinds(&["New"]) & list::STARTS_PHRASE, 0);
        assert_ne!(kinds(&["french"]) & list::NATIONALITY, 0);
        assert_eq!(kinds(&["xqzt"]), 0);
    }

    #[test]
    fn a_word_class_survives_packing() {
        let class = WordClass { clusters: [32, 200, 1024], usage: 3 };
        assert_eq!(WordClass::unpacked(class.packed()), class);
    }
}
