//! Features of the first pass.
//!
//! A feature is a pair (template, value). Those of one word alone, seen from a token at most two away,
//! are told by [`alone`]; they can be summed once per distinct word. Those of several words, of the
//! sentence and of the document are told by [`together`]. Only the row that a pair hashes to is ever used.

use super::hash::{mix, pair};
use super::layout::{Layout, Run, Sentence, word_at};
use super::word::{Class, DIGIT, Word, Words};

/// Offsets from a token to the words whose own features it takes.
pub const OFFSETS: [isize; 5] = [-2, -1, 0, 1, 2];

/// The largest of [`OFFSETS`].
pub const REACH: usize = 2;

/// Templates of [`together`] start here; [`alone`] uses 64 for each offset.
const TOGETHER: u64 = 1000;

/// Tells the features that a token takes from `word` at position `place` of [`OFFSETS`].
#[inline]
pub fn alone(word: &Word, place: usize, tell: &mut impl FnMut(u64, u64)) {
    let base = 64 * place as u64;
    let class = word.class as u64;
    tell(base, word.lower);
    tell(base + 1, class);
    tell(base + 2, pair(u64::from(word.clusters[1]), class));
    tell(base + 20, pair(u64::from(word.groups[1]), class));
    if place == 0 || place == 4 {
        tell(base + 3, u64::from(word.clusters[2]));
        tell(base + 21, u64::from(word.groups[2]));
        return;
    }
    tell(base + 3, pair(u64::from(word.clusters[2]), class));
    tell(base + 4, pair(u64::from(word.clusters[0]), class));
    tell(base + 21, pair(u64::from(word.groups[2]), class));
    tell(base + 22, pair(u64::from(word.groups[0]), class));
    tell(base + 5, word.exact);
    tell(base + 6, word.shape);
    tell(base + 7, pair(u64::from(word.usage), class));
    tell(base + 8, pair(u64::from(word.kinds()), class));
    tell(base + 9, word.suffixes[2]);
    if place != 2 {
        return;
    }
    for (index, prefix) in word.prefixes.into_iter().enumerate() {
        tell(base + 10 + index as u64, prefix);
    }
    tell(base + 13, word.suffixes[0]);
    tell(base + 14, word.suffixes[1]);
    tell(base + 15, word.suffixes[3]);
    for (index, part) in word.parts.into_iter().enumerate().filter(|(_, part)| *part != 0) {
        tell(base + 16 + index as u64, part);
    }
    let mut kinds = word.kinds();
    while kinds != 0 {
        tell(base + 18, pair(u64::from(kinds.trailing_zeros()), class));
        kinds &= kinds - 1;
    }
    tell(base + 19, pair(u64::from(word.length.min(12)), class));
}

/// Tells the features of token `at` of `sentence` that no single word has.
#[inline]
pub fn together(layout: &Layout, words: &Words, sentence: Sentence, at: usize, tell: &mut impl FnMut(u64, u64)) {
    let here = at as isize;
    let [before2, before, word, after, after2] = OFFSETS.map(|offset| word_at(layout, words, sentence, here + offset));
    let class = |word: &Word| word.class as u64;
    let fine = |word: &Word| u64::from(word.clusters[1]);
    let t = TOGETHER;
    tell(t, pair(before.lower, word.lower));
    tell(t + 1, pair(word.lower, after.lower));
    tell(t + 2, pair(pair(before.lower, class(word)), after.lower));
    tell(t + 3, pair(pair(fine(before), fine(word)), class(word)));
    tell(t + 4, pair(pair(fine(word), class(word)), fine(after)));
    tell(t + 5, pair(pair(fine(before), class(word)), fine(after)));
    let group = |word: &Word| u64::from(word.groups[1]);
    tell(t + 25, pair(pair(group(before), group(word)), class(word)));
    tell(t + 26, pair(pair(group(word), class(word)), group(after)));
    tell(t + 27, pair(pair(group(before), class(word)), group(after)));
    tell(t + 6, pair(before.shape, word.shape));
    tell(t + 7, pair(word.shape, after.shape));
    let classes = class(before) | class(word) << 4 | class(after) << 8;
    tell(t + 8, classes);
    tell(t + 9, classes | class(before2) << 12 | class(after2) << 16);
    tell(t + 10, pair(before.lower, class(word)));
    tell(t + 11, pair(after.lower, class(word)));
    tell(t + 12, pair(u64::from(before.kinds()) << 16 | u64::from(word.kinds()), class(word)));
    tell(t + 13, pair(u64::from(word.kinds()) << 16 | u64::from(after.kinds()), class(word)));
    let first = u64::from(at == sentence.start);
    let evidence = u64::from(layout.evidence.get(at).copied().unwrap_or(0));
    let style = first << 1 | u64::from(sentence.title_case);
    tell(t + 14, style << 16 | evidence << 8 | u64::from(word.usage) << 4 | class(word));
    tell(t + 15, pair(word.lower, style));
    let phrase = layout.phrases.get(at).copied().unwrap_or(0);
    if phrase != 0 {
        let place = u64::from(layout.phrase_place.get(at).copied().unwrap_or(0));
        tell(t + 16, u64::from(phrase) << 8 | place);
        tell(t + 17, pair(u64::from(phrase) << 8 | place, after.lower));
    }
    tell(t + 18, pair(before2.lower, before.lower) ^ class(word));
    tell(t + 19, pair(after.lower, after2.lower) ^ class(word));
    tell_past_marks(layout, words, sentence, at, t + 200, tell);
    if word.class.is_capital() {
        tell_elsewhere(layout, words, at, t + 120, tell);
    }
    let run = layout.runs.get(at).copied().unwrap_or_default();
    if run.end > run.start {
        tell_run(layout, words, sentence, at, run, t + 30, tell);
    }
    let long = layout.long_runs.get(at).copied().unwrap_or_default();
    if long.end > long.start && long != run {
        tell_run(layout, words, sentence, at, long, t + 60, tell);
    }
}

/// Tells the nearest words on both sides that are no marks, where marks stand between: sets split words at
/// hyphens and quotation marks.
#[inline]
fn tell_past_marks(
    layout: &Layout,
    words: &Words,
    sentence: Sentence,
    at: usize,
    t: u64,
    tell: &mut impl FnMut(u64, u64),
) {
    let here = at as isize;
    let word = word_at(layout, words, sentence, here);
    for (side, step) in [(0, -1), (1, 1)] {
        let beside = word_at(layout, words, sentence, here + step);
        if beside.class != Class::Mark {
            continue;
        }
        let mut past = word_at(layout, words, sentence, here + 2 * step);
        if past.class == Class::Mark {
            past = word_at(layout, words, sentence, here + 3 * step);
        }
        let t = t + 8 * side;
        let (mark, class) = (beside.lower, word.class as u64);
        tell(t, pair(pair(past.lower, mark), class));
        tell(t + 1, pair(pair(u64::from(past.groups[1]), mark), class));
        tell(t + 2, pair(pair(past.class as u64, mark), class));
        tell(t + 3, pair(pair(past.class as u64, mark), u64::from(word.groups[1])));
        tell(t + 4, pair(pair(u64::from(past.kinds()), mark), class));
    }
}

/// Tells what stands beside the other occurrences of the word of token `at` (Chieu and Ng 2003).
#[inline]
fn tell_elsewhere(layout: &Layout, words: &Words, at: usize, t: u64, tell: &mut impl FnMut(u64, u64)) {
    let beside =
        |index: Option<usize>| index.and_then(|index| layout.ids.get(index)).map_or(&Word::BORDER, |&id| words.get(id));
    tell_expansion(layout, words, at, t + 20, tell);
    for place in layout.elsewhere(at) {
        tell_expansion(layout, words, place, t + 20, tell);
        let (before, after) = (beside(place.checked_sub(1)), beside(Some(place + 1)));
        tell(t, before.lower);
        tell(t + 1, after.lower);
        tell(t + 2, pair(u64::from(before.kinds()), before.class as u64));
        tell(t + 3, pair(u64::from(after.clusters[1]), after.class as u64));
        tell(t + 4, pair(u64::from(before.clusters[1]), before.class as u64));
        let run = layout.runs.get(place).copied().unwrap_or_default();
        let (start, end) = (run.start as usize, run.end as usize);
        let position = ((place - start).min(2) << 2 | (end - 1 - place).min(2)) as u64;
        tell(t + 5, position);
        if end - start > 1 {
            tell(t + 6, pair(beside(Some(start)).lower, position));
            tell(t + 7, pair(beside(Some(end - 1)).lower, position));
            tell(t + 8, pair(beside(start.checked_sub(1)).lower, position));
            tell(t + 9, pair(beside(Some(end)).lower, position));
        }
    }
}

/// Tells what name stands before the bracket that the capitals at `place` stand in.
#[inline]
fn tell_expansion(layout: &Layout, words: &Words, place: usize, t: u64, tell: &mut impl FnMut(u64, u64)) {
    let word = |index: usize| layout.ids.get(index).map_or(&Word::BORDER, |&id| words.get(id));
    if !matches!(word(place).class, Class::Upper | Class::Mixed | Class::Dotted) || place < 2 {
        return;
    }
    let run = layout.long_runs.get(place - 2).copied().unwrap_or_default();
    if run.end as usize + 1 != place || word(place - 1).class != Class::Mark || run.end - run.start < 2 {
        return;
    }
    let (first, last) = (word(run.start as usize), word(run.end as usize - 1));
    tell(t, first.lower);
    tell(t + 1, last.lower);
    tell(t + 2, u64::from(last.clusters[1]));
    tell(t + 3, u64::from((run.end - run.start) as usize == usize::from(word(place).length)));
}

/// Tells what is known of the run of capitalised words that token `at` is in.
#[inline]
fn tell_run(
    layout: &Layout,
    words: &Words,
    sentence: Sentence,
    at: usize,
    run: Run,
    t: u64,
    tell: &mut impl FnMut(u64, u64),
) {
    let (start, end) = (run.start as usize, run.end as usize);
    let place = (at - start).min(3) as u64;
    let left = (end - 1 - at).min(3) as u64;
    let position = place << 2 | left;
    let word_in = |index: isize| word_at(layout, words, sentence, index);
    let first = word_in(start as isize);
    let last = word_in(end as isize - 1);
    let before = word_in(start as isize - 1);
    let after = word_in(end as isize);
    tell(t, position);
    tell(t + 1, pair(first.lower, position));
    tell(t + 2, pair(last.lower, position));
    tell(t + 3, pair(before.lower, position));
    tell(t + 4, pair(after.lower, position));
    tell(t + 5, pair(u64::from(last.clusters[1]), position));
    tell(t + 6, pair(u64::from(first.clusters[1]), position));
    tell(t + 7, pair(u64::from(first.kinds()) << 16 | u64::from(last.kinds()), position));
    tell(t + 8, pair(pair(u64::from(before.clusters[1]), u64::from(after.clusters[1])), position));
    tell(t + 9, pair(pair(before.lower, last.lower), position));
    tell(t + 10, pair(u64::from(last.groups[1]), position));
    tell(t + 11, pair(u64::from(first.groups[1]), position));
    tell(t + 12, pair(pair(u64::from(before.groups[1]), u64::from(after.groups[1])), position));
    tell(t + 13, pair(pair(u64::from(first.groups[1]), u64::from(last.groups[1])), position));
    for other in (start..end.min(start + 8)).filter(|&other| other != at) {
        let word = word_in(other as isize);
        let side = u64::from(other > at);
        tell(t + 14, pair(word.lower, side));
        tell(t + 15, pair(u64::from(word.groups[1]), side));
        tell(t + 16, pair(u64::from(word.kinds()), side));
    }
}

/// Whether a token can be in a name at all; where no such token is near, all is O.
#[inline]
pub fn is_candidate(word: &Word) -> bool {
    word.class.is_capital() || matches!(word.class, Class::Alphanumeric) || word.flags & DIGIT != 0
}

/// A bucket of a score, roughly logarithmic.
#[inline]
pub fn bucket(score: i32) -> u64 {
    match score {
        i32::MIN..=0 => 0,
        _ => u64::from(32 - (score as u32).leading_zeros()),
    }
}

/// Hash of a small tuple, for templates of the second pass.
#[inline]
pub fn tuple(values: [u64; 4]) -> u64 {
    values.into_iter().fold(0, |held, value| mix(held.wrapping_mul(31).wrapping_add(value).wrapping_add(1)))
}
