//! A document as the tagger sees it: words, sentences, how each sentence is written, what the document
//! says of its own words, phrases on lists, and runs of capitalised words.
//!
//! Token arrays of a [`Layout`] are all as long as `ids`; sentence ranges lie inside it. Indices come from
//! these ranges only.

use super::hash;
use super::knowledge::{Knowledge, LONGEST_PHRASE, list};
use super::word::{ALPHABETIC, CONNECTS, Class, Word, Words};

/// A sentence: tokens `start..end` of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// Whether capitals tell nothing here: all are capitals, or none is.
    pub caseless: bool,
    /// Whether nearly every word is capitalised, as in headlines.
    pub title_case: bool,
    /// Whether it is the article's headline.
    pub headline: bool,
}

/// How a word is written elsewhere in the document.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    lower: u16,
    capital: u16,
}

/// A run of capitalised words that one token is part of, as token indices of the document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Run {
    /// First token.
    pub start: u32,
    /// One past the last token; equal to `start` where there is no run.
    pub end: u32,
}

/// A document laid out for tagging.
#[derive(Debug, Default)]
pub struct Layout {
    /// Word of each token, as the features take it: a truecased headline has lower-case words.
    pub ids: Vec<u32>,
    /// Lower-case form of each token.
    pub lower: Vec<u32>,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
    /// Kinds of list a phrase of several words over this token is on.
    pub phrases: Vec<u16>,
    /// 0 outside such phrases, 1 at the first token, 2 inside, 3 at the last.
    pub phrase_place: Vec<u8>,
    /// The run of capitalised words around each token.
    pub runs: Vec<Run>,
    /// The same with connecting words (of, de, and) inside.
    pub long_runs: Vec<Run>,
    /// What the document says of the word's case: see [`Layout::evidence`].
    pub evidence: Vec<u8>,
    seen: Vec<Seen>,
    touched: Vec<u32>,
    /// By lower-case word id: the first few tokens (plus one) where the word is capitalised.
    places: Vec<[u32; PLACES]>,
    placed: Vec<u32>,
}

/// Tokens of a document from which on the lack of a word in it tells something.
const LONG_TEXT: usize = 100;

/// Occurrences of a word whose surroundings the word's other occurrences see.
pub const PLACES: usize = 4;

impl Layout {
    /// Heap bytes held, for tests of growth.
    pub fn capacity(&self) -> usize {
        (self.ids.capacity() + self.lower.capacity() + self.touched.capacity() + self.seen.capacity()) * 4
            + self.sentences.capacity() * size_of::<Sentence>()
            + (self.runs.capacity() + self.long_runs.capacity()) * size_of::<Run>()
            + self.places.capacity() * size_of::<[u32; PLACES]>()
            + self.placed.capacity() * 4
            + self.phrases.capacity() * 2
            + self.phrase_place.capacity()
            + self.evidence.capacity()
    }

    /// Begins a new document.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.lower.clear();
        self.sentences.clear();
        for &id in &self.touched {
            if let Some(seen) = self.seen.get_mut(id as usize) {
                *seen = Seen::default();
            }
        }
        self.touched.clear();
        for &id in &self.placed {
            if let Some(places) = self.places.get_mut(id as usize) {
                *places = [0; PLACES];
            }
        }
        self.placed.clear();
    }

    /// Adds a sentence of the words `ids`.
    pub fn push(&mut self, ids: impl Iterator<Item = u32>, words: &Words, headline: bool) {
        let start = self.ids.len();
        self.ids.extend(ids);
        self.lower.extend(self.ids[start..].iter().map(|&id| words.get(id).lower_id));
        let (caseless, title_case) = writing(&self.ids[start..], words);
        self.sentences.push(Sentence { start, end: self.ids.len(), caseless, title_case, headline });
    }

    /// Tags every sentence without regard to case, as if none of its capitals told anything.
    pub fn make_caseless(&mut self) {
        for sentence in &mut self.sentences {
            sentence.caseless = true;
            sentence.title_case = false;
        }
    }

    /// Works out everything but words and sentences. To be called once, after the last sentence.
    pub fn finish(&mut self, words: &Words, knowledge: &Knowledge) {
        self.count_cases(words);
        let length = self.ids.len();
        self.evidence.clear();
        self.evidence.resize(length, 0);
        for index in 0..self.sentences.len() {
            let sentence = self.sentences[index];
            if sentence.caseless {
                self.ids[sentence.start..sentence.end].copy_from_slice(&self.lower[sentence.start..sentence.end]);
            } else if sentence.title_case {
                self.sentences[index].title_case = self.truecase(sentence, words);
            }
            for at in sentence.start..sentence.end {
                self.evidence[at] = self.evidence_of(self.lower[at]);
            }
        }
        self.phrase_place.clear();
        self.phrase_place.resize(length, 0);
        self.phrases.clear();
        self.phrases.resize(length, 0);
        for runs in [&mut self.runs, &mut self.long_runs] {
            runs.clear();
            runs.resize(length, Run::default());
        }
        for index in 0..self.sentences.len() {
            let sentence = self.sentences[index];
            self.match_phrases(sentence, words, knowledge);
            if !sentence.caseless {
                self.find_runs(sentence, words);
            }
            if !sentence.caseless && !sentence.title_case {
                self.note_places(sentence, words);
            }
        }
    }

    fn note_places(&mut self, sentence: Sentence, words: &Words) {
        if self.places.len() < words.len() {
            self.places.resize(words.len().next_power_of_two(), [0; PLACES]);
        }
        for at in sentence.start..sentence.end {
            if !words.get(self.ids[at]).class.is_capital() {
                continue;
            }
            let lower = self.lower[at];
            let places = &mut self.places[lower as usize];
            if places[0] == 0 {
                self.placed.push(lower);
            }
            if let Some(free) = places.iter_mut().find(|place| **place == 0) {
                *free = at as u32 + 1;
            }
        }
    }

    /// Tokens where the word of token `at` is capitalised, but not `at` itself.
    #[inline]
    pub fn elsewhere(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let places = self.lower.get(at).and_then(|&lower| self.places.get(lower as usize));
        let places = places.copied().unwrap_or_default().into_iter();
        places.filter_map(|place| place.checked_sub(1)).map(|place| place as usize).filter(move |&place| place != at)
    }

    fn count_cases(&mut self, words: &Words) {
        if self.seen.len() < words.len() {
            self.seen.resize(words.len().next_power_of_two(), Seen::default());
        }
        for sentence in &self.sentences {
            if sentence.caseless || sentence.title_case {
                continue;
            }
            let mut opening = true;
            for at in sentence.start..sentence.end {
                let word = words.get(self.ids[at]);
                if word.flags & ALPHABETIC == 0 {
                    // Behind a quotation mark, a bracket or a number a word may open a sentence too.
                    opening |= word.class == Class::Mark && !matches!(word.length, 0);
                    continue;
                }
                let seen = &mut self.seen[self.lower[at] as usize];
                if word.class == Class::Lower {
                    seen.lower = seen.lower.saturating_add(1);
                    self.touched.push(self.lower[at]);
                } else if !opening {
                    seen.capital = seen.capital.saturating_add(1);
                    self.touched.push(self.lower[at]);
                }
                opening = false;
            }
        }
    }

    /// 0 nothing is known, 1 elsewhere in lower case only, 2 elsewhere capitalised only, 3 both.
    fn evidence_of(&self, lower: u32) -> u8 {
        let seen = self.seen.get(lower as usize).copied().unwrap_or_default();
        u8::from(seen.lower > 0) | u8::from(seen.capital > 0) << 1
    }

    /// Takes the capital from words of a headline that the document, or else the language, writes small.
    ///
    /// A list of names looks much like a headline but holds few such words, and is left as it is.
    fn truecase(&mut self, sentence: Sentence, words: &Words) -> bool {
        let tokens = sentence.start..sentence.end;
        let capitals = tokens.clone().filter(|&at| words.get(self.ids[at]).class == Class::Initial).count();
        let small = tokens.clone().filter(|&at| self.is_small(at, words, sentence.headline)).count();
        if small < 2 || small * 5 < capitals * 2 {
            return false;
        }
        for at in tokens {
            if self.is_small(at, words, sentence.headline) {
                self.ids[at] = self.lower[at];
            }
        }
        true
    }

    /// Whether the capitalised word at `at` is written small elsewhere.
    fn is_small(&self, at: usize, words: &Words, headline: bool) -> bool {
        let word = words.get(self.ids[at]);
        let lower = self.lower[at];
        if word.class != Class::Initial {
            return false;
        }
        // A name in a headline is nearly always in the text too, if there is much of it.
        let long = headline && self.ids.len() >= LONG_TEXT;
        match self.evidence_of(lower) {
            0 => word.usage == 1 || long && word.usage != 3 && word.kinds() == 0,
            1 => word.usage != 3,
            2 => false,
            _ => word.usage == 1 && self.seen[lower as usize].lower >= self.seen[lower as usize].capital,
        }
    }

    fn match_phrases(&mut self, sentence: Sentence, words: &Words, knowledge: &Knowledge) {
        let mut at = sentence.start;
        while at < sentence.end {
            let first = words.get(self.ids[at]);
            let possible = first.lists & list::STARTS_PHRASE != 0 && (sentence.caseless || first.class.is_capital());
            let found = if possible { self.longest_phrase(at, sentence.end, words, knowledge) } else { None };
            let Some((length, kinds)) = found else {
                at += 1;
                continue;
            };
            for place in at..at + length {
                self.phrases[place] = kinds;
                self.phrase_place[place] = 2;
            }
            self.phrase_place[at] = 1;
            self.phrase_place[at + length - 1] = 3;
            at += length;
        }
    }

    fn longest_phrase(&self, at: usize, end: usize, words: &Words, knowledge: &Knowledge) -> Option<(usize, u16)> {
        let mut hashed = words.get(self.ids[at]).lower;
        let mut found = None;
        for (offset, &id) in self.ids[at..end.min(at + LONGEST_PHRASE)].iter().enumerate().skip(1) {
            hashed = hash::pair(hashed, words.get(id).lower);
            let kinds = knowledge.lists.get(hashed).unwrap_or(0) & !list::STARTS_PHRASE;
            if kinds != 0 {
                found = Some((offset + 1, kinds));
            }
        }
        found
    }

    fn find_runs(&mut self, sentence: Sentence, words: &Words) {
        mark_runs(&self.ids, sentence, words, false, &mut self.runs);
        mark_runs(&self.ids, sentence, words, true, &mut self.long_runs);
    }
}

fn mark_runs(ids: &[u32], sentence: Sentence, words: &Words, connected: bool, out: &mut [Run]) {
    let in_name = |at: usize| -> bool {
        let word = words.get(ids[at]);
        word.class.is_capital() || word.class == Class::Alphanumeric
    };
    let mut at = sentence.start;
    while at < sentence.end {
        if !in_name(at) {
            at += 1;
            continue;
        }
        let start = at;
        let mut end = at + 1;
        let mut ahead = end;
        while ahead < sentence.end {
            if in_name(ahead) {
                end = ahead + 1;
            } else if !(connected && ahead - end < 2 && words.get(ids[ahead]).flags & CONNECTS != 0) {
                break;
            }
            ahead += 1;
        }
        for run in &mut out[start..end] {
            *run = Run { start: start as u32, end: end as u32 };
        }
        at = end;
    }
}

/// Whether a sentence is caseless, and whether it is in title case.
fn writing(ids: &[u32], words: &Words) -> (bool, bool) {
    let (mut upper, mut initial, mut lower, mut short_lower) = (0, 0, 0, 0);
    for word in ids.iter().map(|&id| words.get(id)) {
        match word.class {
            Class::Upper if word.length > 1 => upper += 1,
            Class::Initial | Class::Mixed | Class::Hyphenated => initial += 1,
            Class::Lower if word.flags & ALPHABETIC != 0 && word.length > 1 => {
                lower += 1;
                short_lower += usize::from(word.length < 4 || word.flags & CONNECTS != 0);
            }
            _ => {}
        }
    }
    let all_capitals = initial == 0 && lower == 0 && upper >= 1;
    let no_capital = initial == 0 && upper == 0 && lower >= 1;
    let long_lower = lower - short_lower;
    let title_case = initial + upper >= 3 && initial >= 2 && long_lower * 4 <= initial && initial + lower >= 4;
    (all_capitals || no_capital, title_case)
}

/// The word at `at`, or the border word outside of `sentence`.
#[inline]
pub fn word_at<'a>(layout: &Layout, words: &'a Words, sentence: Sentence, at: isize) -> &'a Word {
    if at < sentence.start as isize || at >= sentence.end as isize {
        return &Word::BORDER;
    }
    layout.ids.get(at as usize).map_or(&Word::BORDER, |&id| words.get(id))
}

/// Non-candidates between two candidates that are still decoded in one stretch.
const LONGEST_GAP: usize = 3;

/// Appends the stretches of `sentence` that can hold names, each with a margin of one token, as ranges of
/// tokens of the document; every other token is outside of names.
pub fn stretches(layout: &Layout, words: &Words, sentence: Sentence, out: &mut Vec<(usize, usize)>) {
    if sentence.caseless {
        out.push((sentence.start, sentence.end));
        return;
    }
    let mut open: Option<(usize, usize)> = None;
    for at in sentence.start..sentence.end {
        if !super::features::is_candidate(words.get(layout.ids[at])) {
            continue;
        }
        match open.as_mut() {
            Some(stretch) if at <= stretch.1 + LONGEST_GAP => stretch.1 = at + 1,
            _ => {
                out.extend(open.map(|(start, end)| (start, (end + 1).min(sentence.end))));
                open = Some((at.saturating_sub(1).max(sentence.start), at + 1));
            }
        }
    }
    out.extend(open.map(|(start, end)| (start, (end + 1).min(sentence.end))));
}
