//! What one copy of a story has that another has not, sentence by sentence and word by word.
//!
//! Sentences found once in each text and in the same order hold the two together (patience diff: Cohen
//! 2008). Between them sentences are paired so that the paired ones have as many words in common as can be
//! (Needleman and Wunsch 1970), and paired sentences are compared word by word in the same way.
//!
//! Invariants: deterministic; words differ if they differ in more than case, punctuation and kinds of
//! quotes; the sentences of either text are all given, in their order; time and memory are linear in the texts but
//! for stretches between common sentences, whose cost is capped: longer ones are cut and added.

use super::align::{Step, align};
use super::sentences::sentences;
use rustc_hash::FxHashMap;

/// Part of the words (in thousandths) that two sentences must share to be one sentence changed.
const RELATED: u32 = 400;

/// A step from the first text to the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<'text> {
    /// The same words; the sentence as the second text has it.
    Same(&'text str),
    /// A sentence that only the first text has.
    Cut(&'text str),
    /// A sentence that only the second text has.
    Added(&'text str),
    /// A sentence that both have with other words.
    Changed {
        /// As the first text has it.
        before: &'text str,
        /// As the second text has it.
        after: &'text str,
        /// The words of both, in order.
        words: Vec<Words<'text>>,
    },
}

/// Some words on end of a changed sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words<'text> {
    /// In both; as the second text has them.
    Same(&'text str),
    /// Only in the first.
    Cut(&'text str),
    /// Only in the second.
    Added(&'text str),
}

/// How to get from `before` to `after`.
pub fn diff<'text>(before: &'text str, after: &'text str) -> Vec<Change<'text>> {
    let first: Vec<Sentence> = sentences(before).into_iter().map(Sentence::new).collect();
    let second: Vec<Sentence> = sentences(after).into_iter().map(Sentence::new).collect();
    let (mut from, mut to) = (0, 0);
    let mut changes = Vec::with_capacity(first.len().max(second.len()));
    let ends = (first.len(), second.len());
    for (one, other) in anchors(&first, &second).into_iter().chain([ends]) {
        stretch(part(&first, from, one), part(&second, to, other), &mut changes);
        if let Some(sentence) = second.get(other) {
            changes.push(Change::Same(sentence.text));
        }
        (from, to) = (one + 1, other + 1);
    }
    changes
}

/// A sentence and what it is compared by.
struct Sentence<'text> {
    text: &'text str,
    words: Vec<Word<'text>>,
    /// Keys of all words, sorted.
    sorted: Vec<u64>,
    /// Key of the sentence.
    key: u64,
}

/// A word with the punctuation around it.
#[derive(Clone, Copy)]
struct Word<'text> {
    /// Where it begins in the sentence, in bytes.
    begin: usize,
    text: &'text str,
    key: u64,
}

impl<'text> Sentence<'text> {
    fn new(text: &'text str) -> Sentence<'text> {
        let mut begin = 0;
        let mut words = Vec::new();
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            let key = key(word);
            if !word.is_empty() {
                words.push(Word { begin, text: word, key });
            }
            begin += piece.len();
        }
        let mut sorted: Vec<u64> = words.iter().map(|word| word.key).collect();
        let key = sorted.iter().fold(0, |key, word| step(key, *word));
        sorted.sort_unstable();
        Sentence { text, words, sorted, key }
    }

    /// Words in common, in thousandths of all words of both.
    fn related(&self, other: &Sentence<'_>) -> u32 {
        if self.key == other.key {
            return 1000;
        }
        let (mut at, mut beside, mut common) = (0, 0, 0);
        while let (Some(one), Some(two)) = (self.sorted.get(at), other.sorted.get(beside)) {
            common += usize::from(one == two);
            at += usize::from(one <= two);
            beside += usize::from(two <= one);
        }
        let all = (self.sorted.len() + other.sorted.len()).max(1);
        u32::try_from(2000 * common / all).unwrap_or(0)
    }
}

fn step(key: u64, value: u64) -> u64 {
    (key.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Key of a word by its letters and digits; of anything else (a dash) by its characters.
fn key(word: &str) -> u64 {
    let letters = word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase);
    let key = letters.fold(0, |key, letter| step(key, u64::from(u32::from(letter))));
    if key != 0 {
        return key;
    }
    // All kinds of dashes and quotes standing alone are one.
    1
}

fn part<Item>(all: &[Item], from: usize, to: usize) -> &[Item] {
    all.get(from..to).unwrap_or(&[])
}

/// Pairs of equal sentences that stand once in each text, as many as are in the same order in both.
fn anchors(first: &[Sentence], second: &[Sentence]) -> Vec<(usize, usize)> {
    let in_second = once(second);
    let in_first = once(first);
    let pairs: Vec<(usize, usize)> = first
        .iter()
        .enumerate()
        .filter(|(at, sentence)| in_first.get(&sentence.key) == Some(&Some(*at)))
        .filter_map(|(at, sentence)| Some((at, in_second.get(&sentence.key).copied().flatten()?)))
        .collect();
    longest_rising(&pairs)
}

/// For each key where it stands, if only once. The order in which keys come does not matter.
fn once(sentences: &[Sentence]) -> FxHashMap<u64, Option<usize>> {
    let mut places = FxHashMap::default();
    for (at, sentence) in sentences.iter().enumerate() {
        places.entry(sentence.key).and_modify(|place| *place = None).or_insert(Some(at));
    }
    places
}

/// The longest part of `pairs`, rising in their first, that also rises in their second (Schensted 1961).
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair that ends such a part lowest, and for each pair the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let second = |number: usize| pairs.get(number).map_or(0, |pair| pair.1);
    for (number, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| second(*end) < pair.1);
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    let last = ends.last().copied();
    let previous = |number: &usize| before.get(*number).copied().flatten();
    let mut rising: Vec<(usize, usize)> =
        std::iter::successors(last, previous).filter_map(|number| pairs.get(number).copied()).collect();
    rising.reverse();
    rising
}

/// Compares the sentences between two anchors.
fn stretch<'text>(first: &[Sentence<'text>], second: &[Sentence<'text>], changes: &mut Vec<Change<'text>>) {
    let related = |one: &Sentence, other: &Sentence| Some(one.related(other)).filter(|related| *related >= RELATED);
    for step in align(first, second, related) {
        changes.push(match step {
            Step::Cut(sentence) => Change::Cut(sentence.text),
            Step::Added(sentence) => Change::Added(sentence.text),
            Step::Paired(one, other) if one.key == other.key => Change::Same(other.text),
            Step::Paired(one, other) => {
                Change::Changed { before: one.text, after: other.text, words: compare(one, other) }
            }
        });
    }
}

/// The words of two sentences side by side.
fn compare<'text>(first: &Sentence<'text>, second: &Sentence<'text>) -> Vec<Words<'text>> {
    let same = |one: &Word, other: &Word| (one.key == other.key).then_some(1);
    let mut runs: Vec<(Kind, Word<'text>, Word<'text>)> = Vec::new();
    for step in align(&first.words, &second.words, same) {
        let (kind, word) = match step {
            Step::Cut(word) => (Kind::Cut, *word),
            Step::Added(word) => (Kind::Added, *word),
            Step::Paired(_, word) => (Kind::Same, *word),
        };
        match runs.last_mut() {
            Some((last, _, end)) if *last == kind => *end = word,
            _ => runs.push((kind, word, word)),
        }
    }
    let text = |sentence: &Sentence<'text>, begin: Word, end: Word| {
        let to = end.begin + end.text.len();
        sentence.text.get(begin.begin..to).unwrap_or("")
    };
    let words = runs.into_iter().map(|(kind, begin, end)| match kind {
        Kind::Cut => Words::Cut(text(first, begin, end)),
        Kind::Added => Words::Added(text(second, begin, end)),
        Kind::Same => Words::Same(text(second, begin, end)),
    });
    words.collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Cut,
    Added,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cut_added_and_changed_sentences_are_told_apart() {
        let before = "The council met on Monday. It voted 7-2 for the plan. Critics called it rushed. Rain fell.";
        let after = "There was news: the council met Monday. It voted 7-3 for the plan. Rain fell. Read more tomorrow.";
        let changes = diff(before, after);
        let changed = |before, after, words| Change::Changed { before, after, words };
        assert_eq!(
            changes,
            [
                changed(
                    "The council met on Monday.",
                    "There was news: the council met Monday.",
                    vec![
                        Words::Added("There was news:"),
                        Words::Same("the council met"),
                        Words::Cut("on"),
                        Words::Same("Monday."),
                    ]
                ),
                changed(
                    "It voted 7-2 for the plan.",
                    "It voted 7-3 for the plan.",
                    vec![Words::Same("It voted"), Words::Cut("7-2"), Words::Added("7-3"), Words::Same("for the plan."),]
                ),
                Change::Cut("Critics called it rushed."),
                Change::Same("Rain fell."),
                Change::Added("Read more tomorrow."),
            ]
        );
    }

    #[test]
    fn kinds_of_quotes_and_spaces_are_no_change() {
        let changes = diff("\"We agree,\" she  said -- twice.", "“We agree”, she said — twice.");
        assert_eq!(changes, [Change::Same("“We agree”, she said — twice.")]);
    }

    #[test]
    fn a_sentence_repeated_in_one_text_is_paired_once() {
        let changes = diff("Never. He said no more than that. Never.", "Never. He said no more than that.");
        let same = changes.iter().filter(|change| matches!(change, Change::Same(_))).count();
        assert_eq!((same, changes.len()), (2, 3));
    }

    #[test]
    fn long_texts_without_a_common_sentence_are_cut_and_added() {
        let text = |name: &str| -> String { (0..3000).map(|n| format!("{name} number {n} it is. ")).collect() };
        assert_eq!(diff(&text("One"), &text("Two")).len(), 6000);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_back(
            before in prop::collection::vec("[A-D][a-c]{0,2}( [a-d]{1,2}){0,4}\\.", 0..12),
            after in prop::collection::vec("[A-D][a-c]{0,2}( [a-d]{1,2}){0,4}\\.", 0..12),
        ) {
            let (first, second) = (before.join(" "), after.join(" "));
            let mut read_before = Vec::new();
            let mut read_after = Vec::new();
            for change in diff(&first, &second) {
                match change {
                    Change::Same(text) => { read_before.push(text); read_after.push(text) }
                    Change::Cut(text) => read_before.push(text),
                    Change::Added(text) => read_after.push(text),
                    Change::Changed { before, after, words } => {
                        let side = |other: fn(&Words) -> bool| -> Vec<&str> {
                            words.iter().filter(|words| !other(words)).map(|words| match words {
                                Words::Same(text) | Words::Cut(text) | Words::Added(text) => *text,
                            }).collect()
                        };
                        prop_assert_eq!(side(|words| matches!(words, Words::Cut(_))).join(" "), after);
                        read_before.push(before);
                        read_after.push(after);
                    }
                }
            }
            prop_assert_eq!(read_after.join(" "), second.as_str());
            // What is the same is given as the second text has it: in the first case and stops may differ.
            let words = |text: &str| text.to_lowercase().replace('.', "");
            prop_assert_eq!(words(&read_before.join(" ")), words(&first));
        }

        #[test]
        fn any_text_can_be_compared(before in any::<String>(), after in any::<String>()) {
            diff(&before, &after);
        }
    }
}
