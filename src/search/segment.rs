//! One segment: which documents match, and where.
//!
//! Boolean operators work on whole sets of documents. A proximity first takes the documents that hold its words at all, then
//! looks at their positions one by one.

use crate::error::Result;
use crate::index::schema::Fields;
use crate::query::ast::FieldName;
use crate::search::document_set::DocumentSet;
use crate::search::expansion::{Expansion, expand};
use crate::search::filter;
use crate::search::phrase_count::{PhraseCount, PhraseCounter};
use crate::search::plan::{Compiled, Leaf, Plan, Slot};
use crate::search::presence::Presence;
use crate::search::threads::Threads;
use crate::search::word::{ALL_LANGUAGES, UNKNOWN_LANGUAGE};
use crate::search::wrap;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, SegmentReader};

/// The words of a query, looked up in a segment.
pub(super) struct LookedUp<'a> {
    pub(super) reader: &'a SegmentReader,
    pub(super) fields: &'a Fields,
    /// For each leaf, each of its slots.
    pub(super) leaves: Vec<Vec<SlotLeaf>>,
    /// Number of the language of each document.
    languages: Arc<[u8]>,
}

impl LookedUp<'_> {
    /// Bit of the language of a document.
    pub(super) fn language_bit(&self, document: u32) -> u64 {
        let number = self.languages.get(document as usize).copied().unwrap_or(UNKNOWN_LANGUAGE);
        1 << number
    }
}

/// A segment, with the expansions of a compiled query.
pub struct SegmentSearch<'a> {
    words: LookedUp<'a>,
    compiled: &'a Compiled,
    threads: Threads,
    /// How often each phrase that was looked for occurs: by leaf, in the order of documents.
    counts: RefCell<FxHashMap<usize, Vec<PhraseCount>>>,
    /// Documents that meet a condition that is not on words, by where it stands in the query.
    conditions: RefCell<FxHashMap<usize, DocumentSet>>,
}

/// A leaf in one slot.
pub(super) struct SlotLeaf {
    pub(super) slot: Slot,
    pub(super) index: Arc<InvertedIndexReader>,
    /// For each token.
    pub(super) tokens: Vec<Expansion>,
}

/// Handle of a slot's field.
pub fn field_of(fields: &Fields, slot: Slot) -> Field {
    match slot {
        Slot::Title => fields.title,
        Slot::Subtitle => fields.subtitle,
        Slot::Body => fields.body,
        Slot::Author => fields.author,
        Slot::Publisher => fields.publisher,
        Slot::Section => fields.section,
        Slot::Keyword => fields.keyword,
        Slot::Person => fields.person,
        Slot::Org => fields.org,
        Slot::Place => fields.place,
        Slot::Other => fields.other,
        Slot::Url => fields.url,
    }
}

impl<'a> SegmentSearch<'a> {
    /// Looks up the words of a query in a segment. `languages` gives the number of the language of each document.
    pub fn new(
        reader: &'a SegmentReader,
        fields: &'a Fields,
        compiled: &'a Compiled,
        languages: &dyn Fn() -> Result<Arc<[u8]>>,
        threads: Threads,
    ) -> Result<Self> {
        let mut leaves = Vec::with_capacity(compiled.leaves.len());
        let mut needs_languages = false;
        for leaf in &compiled.leaves {
            let mut slots = Vec::with_capacity(leaf.slots.len());
            for &slot in &leaf.slots {
                let index = reader.inverted_index(field_of(fields, slot))?;
                let mut tokens = Vec::with_capacity(leaf.tokens.len());
                for test in &leaf.tokens {
                    let expansion = expand(test, &index).map_err(wrap)?;
                    needs_languages |= expansion.forms.iter().any(|form| form.languages != ALL_LANGUAGES);
                    tokens.push(expansion);
                }
                slots.push(SlotLeaf { slot, index, tokens });
            }
            leaves.push(slots);
        }
        let languages = if needs_languages { languages()? } else { Arc::default() };
        Ok(SegmentSearch {
            words: LookedUp { reader, fields, leaves, languages },
            compiled,
            threads,
            counts: RefCell::default(),
            conditions: RefCell::default(),
        })
    }

    /// The segment.
    pub fn reader(&self) -> &'a SegmentReader {
        self.words.reader
    }

    /// Leaves in their slots.
    pub(super) fn leaves(&self) -> &[Vec<SlotLeaf>] {
        &self.words.leaves
    }

    /// Words of the query that stand for too many entries.
    pub fn capped(&self) -> impl Iterator<Item = &'a Leaf> {
        let is_capped =
            |slots: &Vec<SlotLeaf>| slots.iter().any(|slot| slot.tokens.iter().any(|token| token.is_capped));
        let capped: Vec<&'a Leaf> = self
            .words
            .leaves
            .iter()
            .zip(&self.compiled.leaves)
            .filter(|(slots, _)| is_capped(slots))
            .map(|(_, leaf)| leaf)
            .collect();
        capped.into_iter()
    }

    /// Bit of the language of a document.
    pub(super) fn language_bit(&self, document: u32) -> u64 {
        self.words.language_bit(document)
    }

    /// The documents, not counting removed ones, that match a part of the query.
    pub fn matching(&self, plan: &Plan) -> Result<DocumentSet> {
        let mut set = self.set(plan)?;
        self.keep_alive(&mut set);
        Ok(set)
    }

    /// Whether a document meets a condition that is not on words; it is looked up once for the segment.
    pub(super) fn holds(&self, condition: &Plan, document: u32) -> Result<bool> {
        match self.conditions.borrow_mut().entry(std::ptr::from_ref(condition).addr()) {
            Entry::Occupied(entry) => Ok(entry.get().contains(document)),
            Entry::Vacant(entry) => Ok(entry.insert(self.set(condition)?).contains(document)),
        }
    }

    // Recursion is bounded by the depth of the query's tree.
    fn set(&self, plan: &Plan) -> Result<DocumentSet> {
        let size = self.words.reader.max_doc();
        match plan {
            Plan::All => Ok(DocumentSet::full(size)),
            Plan::Nothing => Ok(DocumentSet::empty(size)),
            Plan::And(plans) => self.all_of(plans),
            Plan::Or(plans) => self.any_of(plans),
            Plan::Not(plan) => {
                let mut set = self.set(plan)?;
                set.invert();
                Ok(set)
            }
            Plan::Bag { must, should, least, not } => self.bag(must, should, *least, not),
            Plan::Boost { plan, .. } => self.set(plan),
            Plan::Range { column, from, to } => filter::range(self.words.reader, column, *from, *to),
            Plan::Whole { field, values, pattern } => filter::whole(self.words.reader, field, values, *pattern),
            Plan::OneOf { columns, values } => filter::one_of(self.words.reader, columns, values),
            Plan::Exists(field) => self.existing(*field),
            Plan::Id(text) => filter::id(self.words.reader, text),
            Plan::Leaf(leaf) => self.leaf_set(*leaf),
            Plan::Near { .. } | Plan::SameUnit { .. } | Plan::AtLeast { .. } | Plan::First { .. } => {
                self.verified(plan)
            }
        }
    }

    fn all_of(&self, plans: &[Plan]) -> Result<DocumentSet> {
        let mut set = DocumentSet::full(self.words.reader.max_doc());
        for plan in plans {
            match plan {
                Plan::Not(plan) => set.and_not(&self.set(plan)?),
                plan => set.and(&self.set(plan)?),
            }
        }
        Ok(set)
    }

    fn any_of(&self, plans: &[Plan]) -> Result<DocumentSet> {
        let mut set = DocumentSet::empty(self.words.reader.max_doc());
        for plan in plans {
            set.or(&self.set(plan)?);
        }
        Ok(set)
    }

    /// Words side by side: all that must match do; of the others, at least `least`.
    fn bag(&self, must: &[Plan], should: &[Plan], least: usize, not: &[Plan]) -> Result<DocumentSet> {
        let size = self.words.reader.max_doc();
        let mut set = self.all_of(must)?;
        if least == 1 {
            set.and(&self.any_of(should)?);
        } else if least > 1 {
            let mut counts = vec![0u16; size as usize];
            for plan in should {
                for document in self.set(plan)?.iter() {
                    if let Some(count) = counts.get_mut(document as usize) {
                        *count = count.saturating_add(1);
                    }
                }
            }
            let mut enough = DocumentSet::empty(size);
            for (document, count) in (0..).zip(&counts) {
                if usize::from(*count) >= least {
                    enough.insert(document);
                }
            }
            set.and(&enough);
        }
        for plan in not {
            set.and_not(&self.set(plan)?);
        }
        Ok(set)
    }

    fn existing(&self, field: FieldName) -> Result<DocumentSet> {
        filter::existing(self.words.reader, self.words.fields, field)
    }

    /// Documents that hold a word of one token somewhere in a slot.
    fn token_set(&self, slot: &SlotLeaf, token: &Expansion, set: &mut DocumentSet) -> Result<()> {
        for form in &token.forms {
            let mut block =
                slot.index.read_block_postings_from_terminfo(&form.info, IndexRecordOption::Basic).map_err(wrap)?;
            loop {
                let documents = block.docs();
                if documents.is_empty() {
                    break;
                }
                for &document in documents {
                    if form.languages == ALL_LANGUAGES || form.languages & self.language_bit(document) != 0 {
                        set.insert(document);
                    }
                }
                block.advance();
            }
        }
        Ok(())
    }

    /// Whether a document that is not removed holds a token of a leaf.
    pub(super) fn holds_token(&self, leaf: usize, token: usize) -> Result<bool> {
        let removed = self.words.reader.max_doc() - self.words.reader.num_docs();
        for slot in self.words.leaves.get(leaf).into_iter().flatten() {
            let Some(expansion) = slot.tokens.get(token) else {
                continue;
            };
            let most = expansion.forms.iter().map(|form| form.info.doc_freq).max().unwrap_or(0);
            if most > removed && expansion.forms.iter().all(|form| form.languages == ALL_LANGUAGES) {
                return Ok(true);
            }
            if most > 0 {
                let mut set = DocumentSet::empty(self.words.reader.max_doc());
                self.token_set(slot, expansion, &mut set)?;
                self.keep_alive(&mut set);
                if !set.is_empty() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn keep_alive(&self, set: &mut DocumentSet) {
        if let Some(alive) = self.words.reader.alive_bitset() {
            let mut kept = DocumentSet::empty(self.words.reader.max_doc());
            alive.iter_alive().for_each(|document| kept.insert(document));
            set.and(&kept);
        }
    }

    /// Documents that hold every token of a leaf in one of its slots; for a single token, those that match.
    fn leaf_candidates(&self, leaf: usize) -> Result<DocumentSet> {
        let size = self.words.reader.max_doc();
        let mut any = DocumentSet::empty(size);
        for slot in self.words.leaves.get(leaf).into_iter().flatten() {
            let mut all: Option<DocumentSet> = None;
            for token in &slot.tokens {
                let mut set = DocumentSet::empty(size);
                self.token_set(slot, token, &mut set)?;
                match &mut all {
                    None => all = Some(set),
                    Some(all) => all.and(&set),
                }
            }
            if let Some(all) = all {
                any.or(&all);
            }
        }
        Ok(any)
    }

    fn leaf_set(&self, number: usize) -> Result<DocumentSet> {
        let is_simple = self.compiled.leaves.get(number).is_none_or(|leaf| leaf.tokens.len() == 1 && !leaf.lead_only);
        if is_simple {
            return self.leaf_candidates(number);
        }
        self.phrase_set(number, &self.leaf_candidates(number)?)
    }

    /// Documents that may match a proximity.
    fn candidates(&self, plan: &Plan) -> Result<DocumentSet> {
        match plan {
            Plan::Leaf(leaf) => self.leaf_candidates(*leaf),
            Plan::Near { left, negated: true, .. } | Plan::SameUnit { left, negated: true, .. } => {
                self.candidates(left)
            }
            Plan::Near { left, right, .. } | Plan::SameUnit { left, right, .. } => {
                let mut set = self.candidates(left)?;
                if !set.is_empty() {
                    set.and(&self.candidates(right)?);
                }
                Ok(set)
            }
            Plan::AtLeast { plan, .. } | Plan::First { plan, .. } | Plan::Boost { plan, .. } => self.candidates(plan),
            Plan::And(plans) => {
                let mut set = DocumentSet::full(self.words.reader.max_doc());
                for plan in plans {
                    set.and(&self.candidates(plan)?);
                }
                Ok(set)
            }
            Plan::Or(plans) => self.any_candidates(&mut plans.iter()),
            Plan::Bag { must, should, .. } => self.any_candidates(&mut must.iter().chain(should)),
            other => self.set(other),
        }
    }

    fn any_candidates(&self, plans: &mut dyn Iterator<Item = &Plan>) -> Result<DocumentSet> {
        let mut set = DocumentSet::empty(self.words.reader.max_doc());
        for plan in plans {
            set.or(&self.candidates(plan)?);
        }
        Ok(set)
    }

    /// Looks at the positions in each candidate.
    fn verified(&self, plan: &Plan) -> Result<DocumentSet> {
        let candidates = self.candidates(plan)?;
        let (words, compiled) = (&self.words, self.compiled);
        let parts = self.threads.each_part(&candidates, |documents| {
            let mut presence = Presence::new(plan, words, compiled)?;
            let mut found = Vec::new();
            for document in documents {
                if presence.is_in(document)? {
                    found.push(document);
                }
            }
            Ok(found)
        })?;
        let mut set = DocumentSet::empty(self.words.reader.max_doc());
        parts.into_iter().flatten().for_each(|document| set.insert(document));
        Ok(set)
    }

    /// Documents in which a phrase occurs; how often is kept for the ranking.
    fn phrase_set(&self, leaf: usize, candidates: &DocumentSet) -> Result<DocumentSet> {
        let (words, compiled) = (&self.words, self.compiled);
        let parts = self.threads.each_part(candidates, |documents| {
            let mut counter = PhraseCounter::new(leaf, words, compiled)?;
            let mut counts = Vec::new();
            for document in documents {
                counter.count(document, &mut counts);
            }
            Ok(counts)
        })?;
        let counts = parts.concat();
        let mut set = DocumentSet::empty(self.words.reader.max_doc());
        counts.iter().for_each(|count| set.insert(count.document));
        self.counts.borrow_mut().insert(leaf, counts);
        Ok(set)
    }

    /// How often a phrase occurs in the documents of a set.
    pub(super) fn phrase_counts(&self, leaf: usize, set: &DocumentSet) -> Result<Vec<PhraseCount>> {
        if let Some(counts) = self.counts.borrow().get(&leaf) {
            return Ok(counts.iter().filter(|count| set.contains(count.document)).copied().collect());
        }
        self.phrase_set(leaf, set)?;
        Ok(self.counts.borrow_mut().remove(&leaf).unwrap_or_default())
    }
}
