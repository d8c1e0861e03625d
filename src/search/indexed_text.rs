//! The text of a document of the index: the positions of the words asked for.

use crate::error::Result;
use crate::query::ast::Unit;
use crate::search::cursor::Cursor;
use crate::search::locate::Text;
use crate::search::occurrence::{self, Occurrence};
use crate::search::plan::Slot;
use crate::search::segment::{SegmentSearch, SlotLeaf};
use crate::search::word::{Languages, UNKNOWN_LANGUAGE};
use crate::search::wrap;
use tantivy::SegmentReader;

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

/// A document of the index.
pub(super) struct IndexedText<'a> {
    pub(super) segment: &'a SegmentSearch<'a>,
    pub(super) document: u32,
}

/// The positions of a leaf's tokens, read from one document to the next; the lists are used again.
pub(super) struct Opened {
    cursors: Vec<Cursor>,
    positions: Vec<Vec<u32>>,
}

impl Text for IndexedText<'_> {
    fn leaf(&self, number: usize, slot: Slot) -> Result<Vec<Occurrence>> {
        let slots = self.segment.leaves().get(number).map_or(&[][..], Vec::as_slice);
        let Some(leaf) = slots.iter().find(|leaf| leaf.slot == slot) else {
            return Ok(Vec::new());
        };
        let language = self.segment.language_bit(self.document);
        let mut opened = leaf.opened.borrow_mut();
        let opened = match opened.as_mut() {
            Some(opened) => opened,
            None => opened.insert(leaf.open()?),
        };
        for (cursor, positions) in opened.cursors.iter_mut().zip(&mut opened.positions) {
            positions.clear();
            cursor.positions(self.document, language, positions);
            if positions.is_empty() {
                return Ok(Vec::new());
            }
        }
        Ok(occurrence::phrase(&opened.positions))
    }

    fn starts(&self, slot: Slot, unit: Unit) -> Result<Vec<u32>> {
        self.segment.mark_positions(slot, unit, self.document)
    }
}

impl SlotLeaf {
    fn open(&self) -> Result<Opened> {
        let cursors: Vec<Cursor> = self
            .tokens
            .iter()
            .map(|token| Cursor::new(&self.index, token.forms.iter().map(|form| (form.info.clone(), form.languages))))
            .collect::<Result<_>>()?;
        Ok(Opened { positions: vec![Vec::new(); cursors.len()], cursors })
    }
}
