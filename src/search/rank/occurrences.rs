//! How often does each word of the query occur in an article?
//!
//! For all articles of a segment at once ([`points`]), from the counts in the postings; and for one article after the other
//! ([`Reader`]), with positions.

use super::Points;
use super::explanation::FieldCount;
use super::formula::{Formula, Frequency, UNIT, text_field};
use super::leaf::ScoredLeaf;
use crate::error::Result;
use crate::index::schema::Fields;
use crate::search::cursor::Cursor;
use crate::search::document_set::DocumentSet;
use crate::search::expansion::FormOfWord;
use crate::search::phrase_count::PhraseCount;
use crate::search::plan::Slot;
use crate::search::segment::{SegmentSearch, SlotLeaf, field_of};
use crate::search::word::ALL_LANGUAGES;
use crate::search::wrap;
use crate::text::term;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;

fn is_own(leaf: &ScoredLeaf, form: &FormOfWord) -> bool {
    leaf.own.as_deref().is_none_or(|own| term::folded_part(&form.key) == own)
}

fn norms(segment: &SegmentSearch<'_>, fields: &Fields) -> Result<Vec<FieldNormReader>> {
    let norm = |slot: &Slot| segment.reader().get_fieldnorms_reader(field_of(fields, *slot));
    Ok(Slot::TEXT.iter().map(norm).collect::<tantivy::Result<_>>()?)
}

/// What the occurrences of all words add to the documents of a set, by document number; others have 0.
pub(super) fn points(
    segment: &SegmentSearch<'_>,
    leaves: &[ScoredLeaf],
    set: &DocumentSet,
    formula: &Formula<'_>,
    fields: &Fields,
) -> Result<Vec<Points>> {
    let size = segment.reader().max_doc() as usize;
    let mut points = vec![0; size];
    if set.is_empty() {
        return Ok(points);
    }
    let mut counter = Counter {
        segment,
        set,
        formula,
        norms: norms(segment, fields)?,
        frequencies: vec![Frequency::default(); size],
        touched: Vec::new(),
    };
    for leaf in leaves {
        counter.count(leaf)?;
        for document in counter.touched.drain(..) {
            let (Some(frequency), Some(points)) =
                (counter.frequencies.get_mut(document as usize), points.get_mut(document as usize))
            else {
                continue;
            };
            *points += formula.occurrences(leaf, *frequency);
            *frequency = Frequency::default();
        }
    }
    Ok(points)
}

struct Counter<'a> {
    segment: &'a SegmentSearch<'a>,
    set: &'a DocumentSet,
    formula: &'a Formula<'a>,
    norms: Vec<FieldNormReader>,
    /// Of the present leaf, by document.
    frequencies: Vec<Frequency>,
    touched: Vec<u32>,
}

impl Counter<'_> {
    fn count(&mut self, leaf: &ScoredLeaf) -> Result<()> {
        if leaf.is_word {
            for slot in self.segment.leaves().get(leaf.leaf).into_iter().flatten() {
                self.count_word(leaf, slot)?;
            }
            return Ok(());
        }
        for PhraseCount { document, slot, count } in self.segment.phrase_counts(leaf.leaf, self.set)? {
            let length =
                text_field(slot).and_then(|field| self.norms.get(field)).map_or(0, |norm| norm.fieldnorm(document));
            self.add(document, self.formula.once(slot, length) * u64::from(count), true);
        }
        Ok(())
    }

    fn add(&mut self, document: u32, amount: u64, is_own: bool) {
        if let Some(frequency) = self.frequencies.get_mut(document as usize) {
            if frequency.all == 0 {
                self.touched.push(document);
            }
            frequency.all += amount;
            frequency.own += if is_own { amount } else { 0 };
        }
    }

    fn count_word(&mut self, leaf: &ScoredLeaf, slot: &SlotLeaf) -> Result<()> {
        let by_code = self.formula.by_code(slot.slot);
        let norm = text_field(slot.slot).and_then(|field| self.norms.get(field)).cloned();
        for form in slot.tokens.iter().flat_map(|token| &token.forms) {
            let is_own = is_own(leaf, form);
            let mut block =
                slot.index.read_block_postings_from_terminfo(&form.info, IndexRecordOption::WithFreqs).map_err(wrap)?;
            while !block.docs().is_empty() {
                for (document, count) in block.docs().iter().zip(block.freqs()) {
                    if !self.set.contains(*document) {
                        continue;
                    }
                    if form.languages != ALL_LANGUAGES && form.languages & self.segment.language_bit(*document) == 0 {
                        continue;
                    }
                    let code = norm.as_ref().map_or(0, |norm| norm.fieldnorm_id(*document));
                    let once = by_code.get(usize::from(code)).copied().unwrap_or(0);
                    self.add(*document, once * u64::from(*count), is_own);
                }
                block.advance();
            }
        }
        Ok(())
    }
}

/// Occurrences of one leaf in one slot of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InSlot {
    pub(super) slot: Slot,
    /// Words of the field, as the index keeps it: exact up to 40, then about.
    pub(super) length: u32,
    /// What one occurrence counts.
    pub(super) once: u64,
    /// Positions of the word itself, sorted; of a phrase, only their number counts.
    pub(super) own: Vec<u32>,
    /// Positions of its other forms, sorted.
    pub(super) others: Vec<u32>,
}

impl InSlot {
    /// The same for people.
    pub(super) fn count(&self) -> FieldCount {
        FieldCount {
            field: self.slot.field_name(),
            count: (self.own.len() + self.others.len()) as u64,
            own: self.own.len() as u64,
            length: text_field(self.slot).map(|_| self.length),
            weight: self.once as f64 / UNIT,
        }
    }

    /// All positions, sorted.
    pub(super) fn positions(&self) -> Vec<u32> {
        let mut all = [self.own.as_slice(), &self.others].concat();
        all.sort_unstable();
        all
    }
}

/// Weighted occurrences in all slots.
pub(super) fn frequency(slots: &[InSlot]) -> Frequency {
    slots.iter().fold(Frequency::default(), |sum, slot| {
        let own = slot.once * slot.own.len() as u64;
        Frequency { all: sum.all + own + slot.once * slot.others.len() as u64, own: sum.own + own }
    })
}

/// Reads one article of a segment after the other; going back is allowed, but slow.
pub(super) struct Reader<'a> {
    segment: &'a SegmentSearch<'a>,
    formula: &'a Formula<'a>,
    norms: Vec<FieldNormReader>,
    /// For each leaf asked for, by its number in the query.
    leaves: Vec<(usize, Vec<SlotReader>)>,
}

struct SlotReader {
    slot: Slot,
    own: Cursor,
    others: Cursor,
}

impl<'a> Reader<'a> {
    /// Opens the postings of some words.
    pub(super) fn open<'b>(
        segment: &'a SegmentSearch<'a>,
        leaves: impl Iterator<Item = &'b ScoredLeaf>,
        formula: &'a Formula<'a>,
        fields: &Fields,
    ) -> Result<Self> {
        let mut open = Vec::new();
        for leaf in leaves {
            let mut slots = Vec::new();
            for slot in segment.leaves().get(leaf.leaf).into_iter().flatten().filter(|_| leaf.is_word) {
                let forms = |own: bool| {
                    let chosen = slot.tokens.iter().flat_map(|token| &token.forms);
                    let chosen = chosen.filter(move |form| is_own(leaf, form) == own);
                    chosen.map(|form| (form.info.clone(), form.languages))
                };
                let (own, others) = (Cursor::new(&slot.index, forms(true))?, Cursor::new(&slot.index, forms(false))?);
                slots.push(SlotReader { slot: slot.slot, own, others });
            }
            open.push((leaf.leaf, slots));
        }
        Ok(Reader { segment, formula, norms: norms(segment, fields)?, leaves: open })
    }

    /// Occurrences of each of the words in an article, in the slots that hold any.
    pub(super) fn read(&mut self, document: u32) -> Result<Vec<Vec<InSlot>>> {
        let language = self.segment.language_bit(document);
        let norms = &self.norms;
        let in_slot = |slot: Slot, own: Vec<u32>, others: Vec<u32>| {
            let length = text_field(slot).and_then(|field| norms.get(field)).map_or(0, |norm| norm.fieldnorm(document));
            InSlot { slot, length, once: self.formula.once(slot, length), own, others }
        };
        let mut all = Vec::with_capacity(self.leaves.len());
        for (leaf, slots) in &mut self.leaves {
            let mut found = Vec::new();
            for reader in slots.iter_mut() {
                let (mut own, mut others) = (Vec::new(), Vec::new());
                reader.own.positions(document, language, &mut own);
                reader.others.positions(document, language, &mut others);
                if !own.is_empty() || !others.is_empty() {
                    found.push(in_slot(reader.slot, own, others));
                }
            }
            if slots.is_empty() {
                let mut only = DocumentSet::empty(self.segment.reader().max_doc());
                only.insert(document);
                for PhraseCount { slot, count, .. } in self.segment.phrase_counts(*leaf, &only)? {
                    found.push(in_slot(slot, (0..count).collect(), Vec::new()));
                }
            }
            all.push(found);
        }
        Ok(all)
    }
}
