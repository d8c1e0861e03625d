//! Groups of words of like use, from word vectors learnt on far more text than is tagged.
//!
//! The vectors are GloVe's (Pennington, Socher and Manning 2014; public domain). Their words were put into
//! groups by direction three times, into few, more and many groups ([`super::group_maker`]);
//! `data/word-groups.txt.zst` holds the words of each and says how it was made. Groups number from 1; 0 is a
//! word in none.

use std::io::Read;

use super::knowledge::{Table, key, lower_hash};

/// The shipped groups: lines of `fine middle wide: word word ...`, Zstandard.
const SHIPPED: &[u8] = include_bytes!("data/word-groups.txt.zst");

/// Lines of groups as the shipped file holds them: compressed (Zstandard).
pub fn packed(lines: &str) -> std::io::Result<Vec<u8>> {
    zstd::bulk::compress(lines.as_bytes(), 22)
}

/// The groups of each word.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Groups {
    /// Word (folded, lower case) to its groups, wide to fine.
    pub words: Table<[u16; 3]>,
}

impl Groups {
    /// The shipped groups, for training; a trained model holds its own copy.
    pub fn shipped() -> Self {
        let mut text = String::new();
        // The file is part of the program; a test reads it.
        let decoder = zstd::stream::read::Decoder::new(SHIPPED);
        if decoder.and_then(|mut decoder| decoder.read_to_string(&mut text)).is_err() {
            return Groups::default();
        }
        Groups::parse(&text)
    }

    /// Reads lines of `fine middle wide: word word ...`; lines that begin with `#` are comments. Of a word
    /// that stands twice the first counts.
    fn parse(text: &str) -> Self {
        let mut entries = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((numbers, words)) = line.split_once(": ") else {
                continue;
            };
            let mut numbers = numbers.split(' ').filter_map(|number| number.parse::<u16>().ok());
            let (Some(fine), Some(middle), Some(wide)) = (numbers.next(), numbers.next(), numbers.next()) else {
                continue;
            };
            entries.extend(words.split(' ').map(|word| (key(lower_hash(word)), [wide, middle, fine])));
        }
        Groups { words: Table::new(entries, |first, _| first) }
    }

    /// The groups of a word, wide to fine; zeros for a word in none.
    pub fn of(&self, word: u64) -> [u16; 3] {
        self.words.get(word).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_like_use_share_a_group() {
        let groups = Groups::shipped();
        let of = |word: &str| groups.of(lower_hash(word));
        assert!(groups.words.len() > 100_000);
        assert_eq!(of("monday"), of("tuesday"));
        assert_eq!(of("Monday"), of("monday"));
        assert_ne!(of("monday"), of("london"));
        assert_eq!(of("xqztw"), [0; 3]);
    }

    #[test]
    fn lines_are_groups_and_the_first_of_two_words_counts() {
        let groups = Groups::parse("# made up\n3 2 1: ann bob\n1 1 1: bob zoe\nno group\n");
        assert_eq!(groups.of(lower_hash("bob")), [1, 2, 3]);
        assert_eq!(groups.of(lower_hash("zoe")), [1, 1, 1]);
    }
}
