//! Which of the values that the archive knows are like one that it does not know?
//!
//! A value that holds all the words asked for is nearest; then come those that differ in few letters, as a whole or in a stretch
//! of as many words. Short words have no letters to spare.

use std::cmp::Reverse;

/// Most values offered for one.
pub(super) const MOST_OFFERED: usize = 3;
/// Most letters that may be wrong, and of how many letters one may be.
const EDITS: (usize, usize) = (2, 4);

/// Edits that part two words (letters added, dropped, changed, or two neighbours swapped: optimal string alignment), if there
/// are no more than `most`.
pub(super) fn edits_within(one: &str, other: &str, most: usize) -> Option<usize> {
    // Letters are at most four bytes, so that most words that differ in length need not be looked at.
    if one.len().abs_diff(other.len()) > 4 * most {
        return None;
    }
    Some(strsim::osa_distance(one, other)).filter(|edits| *edits <= most)
}

/// How far a value is from the one asked for, both in small letters; `None` if too far to be meant.
pub(super) fn distance(asked: &str, value: &str) -> Option<usize> {
    let wanted: Vec<&str> = asked.split_whitespace().collect();
    let words: Vec<&str> = value.split_whitespace().collect();
    if !wanted.is_empty() && wanted.iter().all(|word| words.contains(word)) {
        return Some(0);
    }
    let most = EDITS.0.min(asked.chars().count() / EDITS.1);
    let stretches = words.windows(wanted.len().max(1)).map(|words| words.join(" "));
    let nearest = stretches.filter_map(|stretch| edits_within(asked, &stretch, most)).min();
    nearest.into_iter().chain(edits_within(asked, value, most)).min()
}

/// The likest of some values with their distances and numbers of articles: nearest first, then those of most articles.
pub(super) fn likest<T: Ord>(near: impl Iterator<Item = (usize, u64, T)>) -> Vec<T> {
    let mut near: Vec<(usize, Reverse<u64>, T)> =
        near.map(|(distance, articles, value)| (distance, Reverse(articles), value)).collect();
    near.sort_unstable();
    near.dedup_by(|one, other| one.2 == other.2);
    near.into_iter().take(MOST_OFFERED).map(|(.., value)| value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_wrong_letters_are_near_and_short_names_must_be_right() {
        assert_eq!(distance("andy jasy", "andy jassy"), Some(1));
        assert_eq!(distance("jassy", "jessy"), Some(1));
        assert_eq!(distance("roee", "anna roe"), Some(1));
        assert_eq!(distance("test pots", "test post"), Some(1));
        assert_eq!(distance("jassy", "andy jassy"), Some(0));
        assert_eq!(distance("kim", "tim"), None);
        assert_eq!(distance("andy jassy", "mary smith"), None);
    }

    #[test]
    fn the_likest_are_the_nearest_and_of_these_the_most_frequent() {
        let near = [(1, 9, "a"), (0, 1, "b"), (0, 5, "c"), (1, 9, "a"), (2, 99, "d")];
        assert_eq!(likest(near.into_iter()), ["c", "b", "a"]);
    }
}
