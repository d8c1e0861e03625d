//! How often does a phrase, or a word in the lead, occur in one document after the other?

use crate::error::Result;
use crate::query::ast::Unit;
use crate::search::cursor::Cursor;
use crate::search::indexed_text::{PhraseReader, mark_cursor};
use crate::search::locate::LEAD_WORDS;
use crate::search::plan::{Compiled, Slot};
use crate::search::segment::LookedUp;
use crate::search::word::ALL_LANGUAGES;

/// So many occurrences in a slot of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PhraseCount {
    pub(super) document: u32,
    pub(super) slot: Slot,
    pub(super) count: u32,
}

/// Counts the occurrences of one leaf; documents are asked for in their order.
pub(super) struct PhraseCounter<'a> {
    words: &'a LookedUp<'a>,
    readers: Vec<SlotReader>,
    /// Used again for each document.
    paragraphs: Vec<u32>,
}

/// A leaf in one slot.
struct SlotReader {
    slot: Slot,
    phrase: PhraseReader,
    /// Where paragraphs begin, if it counts in the first one only.
    paragraphs: Option<Cursor>,
}

impl<'a> PhraseCounter<'a> {
    pub(super) fn new(leaf: usize, words: &'a LookedUp<'a>, compiled: &'a Compiled) -> Result<Self> {
        let in_lead = compiled.leaves.get(leaf).is_some_and(|leaf| leaf.lead_only);
        let mut readers = Vec::new();
        for leaf in words.leaves.get(leaf).into_iter().flatten() {
            let in_part = in_lead && leaf.slot == Slot::Body;
            let paragraphs = in_part.then(|| mark_cursor(words, leaf.slot, Unit::Paragraph)).transpose()?;
            readers.push(SlotReader { slot: leaf.slot, phrase: PhraseReader::open(leaf)?, paragraphs });
        }
        Ok(PhraseCounter { words, readers, paragraphs: Vec::new() })
    }

    /// Appends the counts of a document, slot by slot; nothing where it does not occur.
    pub(super) fn count(&mut self, document: u32, counts: &mut Vec<PhraseCount>) {
        let language = self.words.language_bit(document);
        for SlotReader { slot, phrase, paragraphs } in &mut self.readers {
            let mut limit = u32::MAX;
            if let Some(paragraphs) = paragraphs {
                if !phrase.has_words(document, language) {
                    continue;
                }
                self.paragraphs.clear();
                paragraphs.positions(document, ALL_LANGUAGES, &mut self.paragraphs);
                limit = self.paragraphs.get(1).copied().unwrap_or(LEAD_WORDS);
            }
            let count = phrase.count(document, language, limit);
            if count > 0 {
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                counts.push(PhraseCount { document, slot: *slot, count });
            }
        }
    }
}
