//! How well does an article answer the words of a query?
//!
//! BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004): the frequencies of
//! a word in title, subtitle and body are normalised by the length of each field, weighted, summed, and only then
//! saturated. All forms of a word (spellings, stems) are one word: their frequencies add up. A phrase counts as often as it
//! occurs and weighs as much as its words together.
//!
//! Statistics are those of the whole archive and every sum runs in the same order, so scores do not depend on segments.

use crate::error::{Error, Result};
use crate::index::schema::Fields;
use crate::search::document_set::DocumentSet;
use crate::search::plan::{Compiled, Plan, Slot};
use crate::search::segment::{PhraseCount, SegmentSearch, SlotLeaf, field_of};
use crate::search::word::ALL_LANGUAGES;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, TantivyError};

/// The constants of the formula.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// How soon further occurrences stop to count.
    pub k1: f32,
    /// How much the length of a field counts, 0 to 1: title, subtitle, body.
    pub b: [f32; 3],
    /// Weight of a field: title, subtitle, body.
    pub field: [f32; 3],
}

impl Default for Weights {
    fn default() -> Self {
        Weights { k1: 1.2, b: [0.5, 0.5, 0.75], field: [2.0, 1.0, 1.0] }
    }
}

/// Numbers about the whole archive that the formula needs.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Totals {
    /// Articles, removed ones that are still in segments included (as in the frequencies of words).
    pub articles: u64,
    /// Words in title, subtitle and body of all articles.
    pub words: [u64; 3],
}

impl Totals {
    /// Sums over all segments.
    pub fn of(readers: &[SegmentReader], fields: &Fields) -> Result<Self> {
        let mut totals = Totals::default();
        for reader in readers {
            totals.articles += u64::from(reader.max_doc());
            for (slot, words) in Slot::TEXT.into_iter().zip(&mut totals.words) {
                *words += reader.inverted_index(field_of(fields, slot))?.total_num_tokens();
            }
        }
        Ok(totals)
    }

    /// Mean length of a text field in words.
    fn mean_length(&self, field: usize) -> f32 {
        let words = self.words.get(field).copied().unwrap_or(0);
        ((words as f64 / self.articles.max(1) as f64) as f32).max(1.0)
    }

    /// Weight of a word that so many articles hold (the form of Lucene, never negative).
    fn rarity(&self, holders: u64) -> f32 {
        let (all, holders) = (self.articles as f64, holders.min(self.articles) as f64);
        (1.0 + (all - holders + 0.5) / (holders + 0.5)).ln() as f32
    }
}

/// A leaf that counts in the ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoredLeaf {
    /// Its number.
    pub leaf: usize,
    /// Boosts of the query, multiplied.
    pub boost: f32,
    /// Rarity of its words, summed.
    pub rarity: f32,
}

/// The leaves that count, with their weights. `None` for a leaf that is only excluded.
pub fn scored_leaves(compiled: &Compiled, segments: &[SegmentSearch<'_>], totals: &Totals) -> Vec<ScoredLeaf> {
    let mut boosts = Vec::new();
    collect_boosts(&compiled.root, 1.0, &mut boosts);
    boosts.sort_by_key(|(leaf, _)| *leaf);
    boosts.into_iter().map(|(leaf, boost)| ScoredLeaf { leaf, boost, rarity: rarity(leaf, segments, totals) }).collect()
}

fn collect_boosts(plan: &Plan, boost: f32, boosts: &mut Vec<(usize, f32)>) {
    match plan {
        Plan::Leaf(leaf) => boosts.push((*leaf, boost)),
        Plan::Boost { factor, plan } => collect_boosts(plan, boost * factor, boosts),
        Plan::And(plans) | Plan::Or(plans) => plans.iter().for_each(|plan| collect_boosts(plan, boost, boosts)),
        Plan::Bag { must, should, .. } => {
            must.iter().chain(should).for_each(|plan| collect_boosts(plan, boost, boosts))
        }
        Plan::Near { left, negated: true, .. } | Plan::SameUnit { left, negated: true, .. } => {
            collect_boosts(left, boost, boosts)
        }
        Plan::Near { left, right, .. } | Plan::SameUnit { left, right, .. } => {
            collect_boosts(left, boost, boosts);
            collect_boosts(right, boost, boosts);
        }
        Plan::AtLeast { plan, .. } | Plan::First { plan, .. } => collect_boosts(plan, boost, boosts),
        _ => {}
    }
}

/// Sum over the tokens of a leaf of the rarity of each, in the field in which it is most frequent.
fn rarity(leaf: usize, segments: &[SegmentSearch<'_>], totals: &Totals) -> f32 {
    let slots = |segment: &SegmentSearch<'_>| segment.leaves().get(leaf).map_or(0, Vec::len);
    let slot_count = segments.first().map_or(0, slots);
    let token_count = segments
        .first()
        .and_then(|segment| segment.leaves().get(leaf))
        .and_then(|slots| slots.first())
        .map_or(0, |slot| slot.tokens.len());
    let holders = |slot: usize, token: usize| -> u64 {
        let in_segment = |segment: &SegmentSearch<'_>| -> u64 {
            let expansion =
                segment.leaves().get(leaf).and_then(|slots| slots.get(slot)).and_then(|slot| slot.tokens.get(token));
            expansion.map_or(0, |expansion| expansion.forms.iter().map(|form| u64::from(form.info.doc_freq)).sum())
        };
        segments.iter().map(in_segment).sum()
    };
    (0..token_count)
        .map(|token| totals.rarity((0..slot_count).map(|slot| holders(slot, token)).max().unwrap_or(0)))
        .sum()
}

/// Scores of the documents in `set`, by document number; others have 0.
pub fn scores(
    segment: &SegmentSearch<'_>,
    compiled: &Compiled,
    leaves: &[ScoredLeaf],
    set: &DocumentSet,
    totals: &Totals,
    weights: &Weights,
    fields: &Fields,
) -> Result<Vec<f32>> {
    let size = segment.reader().max_doc() as usize;
    let mut scores = vec![0.0f32; size];
    let mut scorer = Scorer {
        segment,
        compiled,
        set,
        totals,
        weights,
        norms: Slot::TEXT
            .iter()
            .map(|slot| segment.reader().get_fieldnorms_reader(field_of(fields, *slot)))
            .collect::<tantivy::Result<_>>()?,
        frequencies: vec![0.0; size],
        touched: Vec::new(),
    };
    for leaf in leaves {
        scorer.add_leaf(leaf, &mut scores)?;
    }
    Ok(scores)
}

struct Scorer<'a> {
    segment: &'a SegmentSearch<'a>,
    compiled: &'a Compiled,
    set: &'a DocumentSet,
    totals: &'a Totals,
    weights: &'a Weights,
    norms: Vec<FieldNormReader>,
    /// Weighted frequency of the present leaf, by document.
    frequencies: Vec<f32>,
    touched: Vec<u32>,
}

impl Scorer<'_> {
    fn add_leaf(&mut self, leaf: &ScoredLeaf, scores: &mut [f32]) -> Result<()> {
        let is_phrase = self.compiled.leaves.get(leaf.leaf).is_some_and(|leaf| leaf.tokens.len() > 1);
        if is_phrase {
            self.add_phrase(leaf.leaf)?;
        } else {
            for slot in self.segment.leaves().get(leaf.leaf).into_iter().flatten() {
                self.add_word(slot)?;
            }
        }
        let weight = leaf.boost * leaf.rarity * (self.weights.k1 + 1.0);
        for document in self.touched.drain(..) {
            let (Some(frequency), Some(score)) =
                (self.frequencies.get_mut(document as usize), scores.get_mut(document as usize))
            else {
                continue;
            };
            *score += weight * *frequency / (*frequency + self.weights.k1);
            *frequency = 0.0;
        }
        Ok(())
    }

    /// What one occurrence in a slot adds, by the code of the field's length.
    fn weights_by_norm(&self, slot: Slot) -> [f32; 256] {
        std::array::from_fn(|code| self.once(slot, u8::try_from(code).unwrap_or(u8::MAX)))
    }

    /// What one occurrence adds in a field whose length has this code.
    fn once(&self, slot: Slot, code: u8) -> f32 {
        let Some(field) = Slot::TEXT.iter().position(|text| *text == slot) else {
            return 1.0;
        };
        let get = |values: &[f32; 3]| values.get(field).copied().unwrap_or(1.0);
        let (b, weight, mean) = (get(&self.weights.b), get(&self.weights.field), self.totals.mean_length(field));
        weight / (1.0 - b + b * FieldNormReader::id_to_fieldnorm(code) as f32 / mean)
    }

    fn norm(&self, slot: Slot) -> Option<FieldNormReader> {
        let field = Slot::TEXT.iter().position(|text| *text == slot)?;
        self.norms.get(field).cloned()
    }

    fn add(&mut self, document: u32, amount: f32) {
        if let Some(frequency) = self.frequencies.get_mut(document as usize) {
            if *frequency == 0.0 {
                self.touched.push(document);
            }
            *frequency += amount;
        }
    }

    fn add_word(&mut self, slot: &SlotLeaf) -> Result<()> {
        let by_norm = self.weights_by_norm(slot.slot);
        let norm = self.norm(slot.slot);
        for form in slot.tokens.iter().flat_map(|token| &token.forms) {
            let wrap = |error: std::io::Error| Error::Index(TantivyError::from(error));
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
                    let once = by_norm.get(usize::from(code)).copied().unwrap_or(1.0);
                    self.add(*document, once * *count as f32);
                }
                block.advance();
            }
        }
        Ok(())
    }

    fn add_phrase(&mut self, leaf: usize) -> Result<()> {
        for PhraseCount { document, slot, count } in self.segment.phrase_counts(leaf, self.set)? {
            let code = self.norm(slot).map_or(0, |norm| norm.fieldnorm_id(document));
            let once = self.once(slot, code);
            self.add(document, once * count as f32);
        }
        Ok(())
    }
}
