//! The text of a document of the index: the positions of the words asked for.

use crate::error::Result;
use crate::index::analyser::{PARAGRAPH_MARK, SENTENCE_MARK};
use crate::query::ast::Unit;
use crate::search::cursor::Cursor;
use crate::search::locate::Text;
use crate::search::occurrence::{self, Occurrence};
use crate::search::plan::Slot;
use crate::search::segment::{LookedUp, SlotLeaf, field_of};
use crate::search::word::{ALL_LANGUAGES, Languages, UNKNOWN_LANGUAGE};
use crate::search::wrap;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::hash_map::Entry;
use tantivy::{SegmentReader, Term};

/// The language of each document of a segment, by number.
pub(super) fn document_languages(reader: &SegmentReader, languages: &Languages) -> Result<Vec<u8>> {
    let mut numbers = vec![UNKNOWN_LANGUAGE; reader.max_doc() as usize];
    let Some(column) = reader.fast_fields().str("language")? else {
        return Ok(numbers);
    };
    let mut by_ordinal = Vec::with_capacity(column.num_terms());
    let mut tag = String::new();
    for ordinal in 0..column.num_terms() as u64 {
        tag.clear();
        column.ord_to_str(ordinal, &mut tag).map_err(wrap)?;
        by_ordinal.push(languages.number(&tag));
    }
    for (document, number) in (0..).zip(&mut numbers) {
        if let Some(ordinal) = column.ords().first(document) {
            *number = by_ordinal.get(ordinal as usize).copied().unwrap_or(UNKNOWN_LANGUAGE);
        }
    }
    Ok(numbers)
}

/// One document of the index after the other. What was opened for one is used for the next, so each thread has its own.
pub(super) struct IndexedText<'a> {
    words: &'a LookedUp<'a>,
    /// The document that is asked.
    pub(super) document: u32,
    /// By leaf, each of its slots; opened when it is first asked for.
    opened: RefCell<Vec<Vec<Option<PhraseReader>>>>,
    marks: RefCell<FxHashMap<(Slot, Unit), Cursor>>,
}

impl<'a> IndexedText<'a> {
    pub(super) fn new(words: &'a LookedUp<'a>) -> Self {
        let opened = words.leaves.iter().map(|slots| slots.iter().map(|_| None).collect()).collect();
        IndexedText { words, document: 0, opened: RefCell::new(opened), marks: RefCell::default() }
    }
}

impl Text for IndexedText<'_> {
    fn leaf(&self, number: usize, slot: Slot) -> Result<Vec<Occurrence>> {
        let slots = self.words.leaves.get(number).map_or(&[][..], Vec::as_slice);
        let Some(place) = slots.iter().position(|leaf| leaf.slot == slot) else {
            return Ok(Vec::new());
        };
        let mut opened = self.opened.borrow_mut();
        let (Some(leaf), Some(reader)) =
            (slots.get(place), opened.get_mut(number).and_then(|slots| slots.get_mut(place)))
        else {
            return Ok(Vec::new());
        };
        let reader = match reader {
            Some(reader) => reader,
            None => reader.insert(PhraseReader::open(leaf)?),
        };
        let more = reader.more();
        let starts = reader.starts(self.document, self.words.language_bit(self.document));
        Ok(starts.iter().map(|&first| Occurrence { first, last: first.saturating_add(more) }).collect())
    }

    fn starts(&self, slot: Slot, unit: Unit) -> Result<Vec<u32>> {
        let mut marks = self.marks.borrow_mut();
        let cursor = match marks.entry((slot, unit)) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(mark_cursor(self.words, slot, unit)?),
        };
        let mut positions = Vec::new();
        cursor.positions(self.document, ALL_LANGUAGES, &mut positions);
        Ok(positions)
    }
}

/// The beginnings of the sentences or paragraphs of a field.
pub(super) fn mark_cursor(words: &LookedUp<'_>, slot: Slot, unit: Unit) -> Result<Cursor> {
    let field = field_of(words.fields, slot);
    let index = words.reader.inverted_index(field)?;
    let marks: &[&str] = match unit {
        Unit::Sentence => &[SENTENCE_MARK, PARAGRAPH_MARK],
        Unit::Paragraph => &[PARAGRAPH_MARK],
        Unit::Segment => &[],
    };
    let mut forms = Vec::new();
    for mark in marks {
        let term = Term::from_field_text(field, mark);
        if let Some(info) = index.get_term_info(&term).map_err(wrap)? {
            forms.push((info, ALL_LANGUAGES));
        }
    }
    Cursor::new(&index, forms.into_iter())
}

/// The places of a word or phrase, from one document to the next; the lists are used again.
pub(super) struct PhraseReader {
    cursors: Vec<Cursor>,
    /// Of each word.
    positions: Vec<Vec<u32>>,
    starts: Vec<u32>,
    marked: Marked,
}

impl PhraseReader {
    pub(super) fn open(leaf: &SlotLeaf) -> Result<Self> {
        let cursors: Vec<Cursor> = leaf
            .tokens
            .iter()
            .map(|token| Cursor::new(&leaf.index, token.forms.iter().map(|form| (form.info.clone(), form.languages))))
            .collect::<Result<_>>()?;
        Ok(PhraseReader {
            positions: vec![Vec::new(); cursors.len()],
            cursors,
            starts: Vec::new(),
            marked: Marked::default(),
        })
    }

    /// Words of the phrase beyond its first.
    pub(super) fn more(&self) -> u32 {
        u32::try_from(self.cursors.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// Whether all of its words are in a document.
    pub(super) fn has_words(&mut self, document: u32, language: u64) -> bool {
        self.cursors.iter_mut().all(|cursor| cursor.seek(document, language))
    }

    /// How often it occurs in a document and ends before position `limit`.
    ///
    /// The positions of a word's spellings are marked as bits, so that they need not be put in order; a phrase begins where
    /// the bits of its words, each moved back by its place in the phrase, meet.
    pub(super) fn count(&mut self, document: u32, language: u64, limit: u32) -> usize {
        let more = self.more();
        if more >= u64::BITS {
            let starts = self.starts(document, language);
            return starts.iter().filter(|start| start.saturating_add(more) < limit).count();
        }
        if !self.has_words(document, language) {
            return 0;
        }
        for (place, cursor) in (0..).zip(&mut self.cursors) {
            self.starts.clear();
            cursor.read_unsorted(language, &mut self.starts);
            self.marked.meet(&self.starts, place);
        }
        self.marked.count(limit.saturating_sub(more))
    }

    /// Positions at which it begins in a document, sorted.
    pub(super) fn starts(&mut self, document: u32, language: u64) -> &[u32] {
        self.starts.clear();
        // Where one of the words is missing nothing has to be read of the others.
        if !self.has_words(document, language) {
            return &[];
        }
        for (cursor, positions) in self.cursors.iter_mut().zip(&mut self.positions) {
            positions.clear();
            cursor.read(language, positions);
        }
        if let [only] = self.positions.as_slice() {
            return only;
        }
        occurrence::phrase(&self.positions, &mut self.starts);
        &self.starts
    }
}

/// Positions of a text, a bit for each.
#[derive(Default)]
struct Marked {
    bits: Vec<u64>,
    word: Vec<u64>,
}

impl Marked {
    /// Keeps those positions that have one of these `place` (less than 64) behind them; at place 0 begins with these.
    fn meet(&mut self, positions: &[u32], place: u32) {
        let bits = if place == 0 { &mut self.bits } else { &mut self.word };
        let longest = positions.iter().max().copied().unwrap_or(0);
        bits.clear();
        bits.resize(longest as usize / 64 + 1, 0);
        for position in positions {
            if let Some(bits) = bits.get_mut(*position as usize / 64) {
                *bits |= 1 << (position % 64);
            }
        }
        if place == 0 {
            return;
        }
        self.bits.truncate(self.word.len());
        // The bit that follows the last one of a group is the first of the next group.
        let following = self.word.iter().skip(1).chain([&0]);
        for ((bits, word), next) in self.bits.iter_mut().zip(&self.word).zip(following) {
            *bits &= word >> place | next << (u64::BITS - place);
        }
    }

    /// Number of positions before `limit`.
    fn count(&self, limit: u32) -> usize {
        let whole = self.bits.iter().take(limit as usize / 64).map(|bits| bits.count_ones() as usize).sum::<usize>();
        let rest = self.bits.get(limit as usize / 64).map_or(0, |bits| bits & ((1 << (limit % 64)) - 1));
        whole + rest.count_ones() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn marks_meet_where_every_word_stands_behind_the_one_before(
            words in prop::collection::vec(prop::collection::vec(0u32..300, 1..120), 1..4),
            limit in 0u32..400,
        ) {
            let mut marked = Marked::default();
            for _ in 0..2 {
                for (place, positions) in (0..).zip(&words) {
                    marked.meet(positions, place);
                }
            }
            let sets: Vec<BTreeSet<u32>> = words.iter().map(|word| word.iter().copied().collect()).collect();
            let is_start = |start: &u32| (0..).zip(&sets).all(|(place, word)| word.contains(&(start + place)));
            let expected = (0..limit).filter(is_start).count();
            prop_assert_eq!(marked.count(limit), expected);
        }
    }
}
