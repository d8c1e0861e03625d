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
}

impl PhraseReader {
    pub(super) fn open(leaf: &SlotLeaf) -> Result<Self> {
        let cursors: Vec<Cursor> = leaf
            .tokens
            .iter()
            .map(|token| Cursor::new(&leaf.index, token.forms.iter().map(|form| (form.info.clone(), form.languages))))
            .collect::<Result<_>>()?;
        Ok(PhraseReader { positions: vec![Vec::new(); cursors.len()], cursors, starts: Vec::new() })
    }

    /// Words of the phrase beyond its first.
    pub(super) fn more(&self) -> u32 {
        u32::try_from(self.cursors.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// Positions at which it begins in a document, sorted.
    pub(super) fn starts(&mut self, document: u32, language: u64) -> &[u32] {
        self.starts.clear();
        // Where one of the words is missing nothing has to be read of the others.
        if !self.cursors.iter_mut().all(|cursor| cursor.seek(document, language)) {
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
