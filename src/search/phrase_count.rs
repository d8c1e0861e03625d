//! How often does a phrase, or a word in the lead, occur in one document after the other?

use crate::error::Result;
use crate::search::indexed_text::{IndexedText, PhraseReader};
use crate::search::locate::leaf_occurrences;
use crate::search::plan::{Compiled, Slot};
use crate::search::segment::LookedUp;

/// So many occurrences in a slot of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PhraseCount {
    pub(super) document: u32,
    pub(super) slot: Slot,
    pub(super) count: u32,
}

/// Counts the occurrences of one leaf; documents are asked for in their order.
pub(super) struct PhraseCounter<'a> {
    leaf: usize,
    words: &'a LookedUp<'a>,
    compiled: &'a Compiled,
    /// Of the slots in which it counts wherever it stands.
    readers: Vec<(Slot, Option<PhraseReader>)>,
    text: IndexedText<'a>,
}

impl<'a> PhraseCounter<'a> {
    pub(super) fn new(leaf: usize, words: &'a LookedUp<'a>, compiled: &'a Compiled) -> Result<Self> {
        let in_lead = compiled.leaves.get(leaf).is_some_and(|leaf| leaf.lead_only);
        let mut readers = Vec::new();
        for slot in words.leaves.get(leaf).into_iter().flatten() {
            let is_whole = !in_lead || slot.slot != Slot::Body;
            readers.push((slot.slot, is_whole.then(|| PhraseReader::open(slot)).transpose()?));
        }
        Ok(PhraseCounter { leaf, words, compiled, readers, text: IndexedText::new(words) })
    }

    /// Appends the counts of a document, slot by slot; nothing where it does not occur.
    pub(super) fn count(&mut self, document: u32, counts: &mut Vec<PhraseCount>) -> Result<()> {
        let language = self.words.language_bit(document);
        self.text.document = document;
        for (slot, reader) in &mut self.readers {
            let count = match reader {
                Some(reader) => reader.starts(document, language).len(),
                None => leaf_occurrences(self.leaf, *slot, self.compiled, &self.text)?.len(),
            };
            if count > 0 {
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                counts.push(PhraseCount { document, slot: *slot, count });
            }
        }
        Ok(())
    }
}
