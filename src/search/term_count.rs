//! How often do the words of title and body occur in some of the articles?
//!
//! Counted in the index, not in the stored text: the dictionaries of title and body are read side by side, so that all
//! spellings of a folded word come together, and their postings are added up. Marks of sentences are no words.

use crate::error::Result;
use crate::index::schema::Fields;
use crate::search::document_set::DocumentSet;
use crate::search::word::UNKNOWN_LANGUAGE;
use crate::search::wrap;
use crate::text::term::{AFTER_MARKS, as_written, folded_part};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;
use tantivy::{InvertedIndexReader, SegmentReader};

/// Two groups of articles, and in each those whose words count.
#[derive(Debug)]
pub(super) struct Groups {
    /// By segment, then document: bits of the groups it is in.
    bits: Vec<Vec<u8>>,
}

/// Bits of articles of the first and of the second group.
const ARTICLE: [u8; 2] = [1, 2];
/// Bits of those whose words count.
const COUNTED: [u8; 2] = [4, 8];

impl Groups {
    /// Articles of both groups by the number of their language.
    pub(super) fn by_language(&self, languages: &[Vec<u8>]) -> FxHashMap<u8, u64> {
        let mut counts = FxHashMap::default();
        for (bits, languages) in self.bits.iter().zip(languages) {
            for (_, language) in bits.iter().zip(languages).filter(|(bits, _)| **bits != 0) {
                *counts.entry(*language).or_default() += 1;
            }
        }
        counts
    }

    /// For each of the two groups: its articles and, among them, those whose words count, one set a segment.
    pub(super) fn new(readers: &[SegmentReader], articles: [&[DocumentSet]; 2], counted: [&[DocumentSet]; 2]) -> Self {
        let mut bits: Vec<Vec<u8>> = readers.iter().map(|reader| vec![0; reader.max_doc() as usize]).collect();
        let mut mark = |sets: &[DocumentSet], bit: u8| {
            for (bits, set) in bits.iter_mut().zip(sets) {
                for document in set.iter() {
                    if let Some(bits) = bits.get_mut(document as usize) {
                        *bits |= bit;
                    }
                }
            }
        };
        for group in [0, 1] {
            if let (Some(articles), Some(counted)) = (articles.get(group), counted.get(group)) {
                mark(articles, if group == 0 { ARTICLE[0] } else { ARTICLE[1] });
                mark(counted, if group == 0 { COUNTED[0] } else { COUNTED[1] });
            }
        }
        Groups { bits }
    }
}

/// The counts of a word, in the first and the second group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct WordOccurrences {
    /// Articles that hold it.
    pub(super) articles: [u64; 2],
    /// Articles among those whose words count that hold it.
    pub(super) stories: [u64; 2],
    /// Occurrences in these.
    pub(super) occurrences: [u64; 2],
}

impl WordOccurrences {
    fn add(&mut self, bits: u8, is_new: bool, occurrences: u32) {
        for group in [0, 1] {
            let has = |all: [u8; 2]| all.get(group).is_some_and(|bit| bits & bit != 0);
            let count = |counts: &mut [u64; 2], number: u64| {
                if let Some(count) = counts.get_mut(group) {
                    *count += number;
                }
            };
            if has(ARTICLE) && is_new {
                count(&mut self.articles, 1);
            }
            if has(COUNTED) {
                count(&mut self.stories, u64::from(is_new));
                count(&mut self.occurrences, u64::from(occurrences));
            }
        }
    }
}

/// Folded words with their counts, and the number of all words in the two groups.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub(super) words: FxHashMap<Box<str>, WordOccurrences>,
    pub(super) total: [u64; 2],
}

/// Counts all words of title and body.
pub(super) fn count(readers: &[SegmentReader], fields: &Fields, groups: &Groups) -> Result<Vocabulary> {
    let mut vocabulary = Vocabulary::default();
    for (reader, bits) in readers.iter().zip(&groups.bits) {
        if bits.iter().all(|bits| *bits == 0) {
            continue;
        }
        let (title, body) = (reader.inverted_index(fields.title)?, reader.inverted_index(fields.body)?);
        let mut terms = [Terms::new(&title)?, Terms::new(&body)?];
        let mut counter = Counter { bits, seen: vec![0; bits.len()], word: 0 };
        while let Some(word) = next_word(&terms) {
            let mut counts = WordOccurrences::default();
            counter.word += 1;
            for terms in &mut terms {
                while terms.folded() == Some(word.as_str()) {
                    counter.add(&terms.index, terms.stream.value(), &mut counts)?;
                    terms.advance();
                }
            }
            if counts.articles == [0, 0] {
                continue;
            }
            for (total, count) in vocabulary.total.iter_mut().zip(counts.occurrences) {
                *total += count;
            }
            let known = vocabulary.words.entry(word.into()).or_default();
            for (known, new) in [
                (&mut known.articles, counts.articles),
                (&mut known.stories, counts.stories),
                (&mut known.occurrences, counts.occurrences),
            ] {
                known.iter_mut().zip(new).for_each(|(known, new)| *known += new);
            }
        }
    }
    Ok(vocabulary)
}

/// The words of one field in the order of the dictionary.
struct Terms<'a> {
    index: Arc<InvertedIndexReader>,
    stream: TermStreamer<'a>,
    is_at_end: bool,
}

impl<'a> Terms<'a> {
    fn new(index: &'a Arc<InvertedIndexReader>) -> Result<Self> {
        let stream = index.terms().stream().map_err(wrap)?;
        let mut terms = Terms { index: index.clone(), stream, is_at_end: false };
        terms.advance();
        Ok(terms)
    }

    /// Goes on to the next word; marks and what is no text are passed over.
    fn advance(&mut self) {
        loop {
            self.is_at_end = !self.stream.advance();
            let is_word = self.stream.key().first().is_some_and(|byte| u32::from(*byte) > u32::from(AFTER_MARKS) + 1);
            if self.is_at_end || (is_word && std::str::from_utf8(self.stream.key()).is_ok()) {
                return;
            }
        }
    }

    /// The folded word.
    fn folded(&self) -> Option<&str> {
        if self.is_at_end {
            return None;
        }
        std::str::from_utf8(self.stream.key()).ok().map(folded_part)
    }
}

fn next_word(terms: &[Terms<'_>; 2]) -> Option<String> {
    terms.iter().filter_map(Terms::folded).min().map(str::to_owned)
}

/// Adds up postings.
struct Counter<'a> {
    bits: &'a [u8],
    /// By document: the last word that was found in it.
    seen: Vec<u32>,
    /// Number of the present word.
    word: u32,
}

impl Counter<'_> {
    fn add(&mut self, index: &InvertedIndexReader, info: &TermInfo, counts: &mut WordOccurrences) -> Result<()> {
        let mut block = index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs).map_err(wrap)?;
        while !block.docs().is_empty() {
            for (document, occurrences) in block.docs().iter().zip(block.freqs()) {
                let place = *document as usize;
                let (Some(bits), Some(seen)) = (self.bits.get(place), self.seen.get_mut(place)) else {
                    continue;
                };
                if *bits == 0 {
                    continue;
                }
                let is_new = *seen != self.word;
                *seen = self.word;
                counts.add(*bits, is_new, *occurrences);
            }
            block.advance();
        }
        Ok(())
    }
}

/// What is only looked up of words that may be listed.
#[derive(Debug, Default)]
pub(super) struct WordDetails {
    /// The spelling that occurs most often in the articles whose words count; of several, the smallest text.
    pub(super) spelling: String,
    /// Articles of both groups that hold it, by the number of their language.
    pub(super) by_language: FxHashMap<u8, u64>,
}

/// Looks up a folded word. `languages` has the number of the language of each document, by segment.
pub(super) fn details(
    readers: &[SegmentReader],
    fields: &Fields,
    groups: &Groups,
    languages: &[Vec<u8>],
    folded: &str,
) -> Result<WordDetails> {
    let mut details = WordDetails::default();
    let mut spellings: BTreeMap<String, u64> = BTreeMap::new();
    let end = format!("{folded}{AFTER_MARKS}");
    for ((reader, bits), languages) in readers.iter().zip(&groups.bits).zip(languages) {
        let mut holders = DocumentSet::empty(reader.max_doc());
        for field in [fields.title, fields.body] {
            let index = reader.inverted_index(field)?;
            let range = index.terms().range().ge(folded.as_bytes()).lt(end.as_bytes());
            let mut stream = range.into_stream().map_err(wrap)?;
            while let Some((key, info)) = stream.next() {
                let mut occurring = 0;
                each_posting(&index, info, &mut |document, occurrences| {
                    let bits = bits.get(document as usize).copied().unwrap_or(0);
                    if bits != 0 {
                        holders.insert(document);
                    }
                    let times = COUNTED.iter().filter(|bit| bits & **bit != 0).count() as u64;
                    occurring += times * u64::from(occurrences);
                })?;
                if let Ok(key) = std::str::from_utf8(key) {
                    *spellings.entry(as_written(key).into_owned()).or_default() += occurring;
                }
            }
        }
        for document in holders.iter() {
            let language = languages.get(document as usize).copied().unwrap_or(UNKNOWN_LANGUAGE);
            *details.by_language.entry(language).or_default() += 1;
        }
    }
    let best = spellings.into_iter().max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(&one.0)));
    details.spelling = best.map_or_else(|| folded.to_owned(), |(spelling, _)| spelling);
    Ok(details)
}

fn each_posting(index: &InvertedIndexReader, info: &TermInfo, each: &mut dyn FnMut(u32, u32)) -> Result<()> {
    let mut block = index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs).map_err(wrap)?;
    while !block.docs().is_empty() {
        block.docs().iter().zip(block.freqs()).for_each(|(document, occurrences)| each(*document, *occurrences));
        block.advance();
    }
    Ok(())
}
