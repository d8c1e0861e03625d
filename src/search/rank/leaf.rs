//! Which words of a query count in the ranking, and what each weighs.

use super::Totals;
use crate::error::{Error, Result};
use crate::search::document_set::DocumentSet;
use crate::search::plan::{Compiled, Plan, Slot};
use crate::search::segment::SegmentSearch;
use crate::search::word::ALL_LANGUAGES;
use crate::text::term;
use tantivy::TantivyError;
use tantivy::schema::IndexRecordOption;

/// A word, pattern or phrase that counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ScoredLeaf {
    /// Its number in the compiled query.
    pub(super) leaf: usize,
    /// Boosts of the query, multiplied; shared by the repetitions of a word.
    pub(super) boost: f64,
    /// Rarity of its words in all their forms, summed.
    pub(super) rarity: f64,
    /// The folded word, if it stands for other forms too.
    pub(super) own: Option<String>,
    /// Rarity of that word itself.
    pub(super) own_rarity: Option<f64>,
    /// Whether it is one word and not a phrase.
    pub(super) is_word: bool,
}

/// The leaves that count, in their order; none that is only excluded.
pub(super) fn scored(compiled: &Compiled, segments: &[SegmentSearch<'_>], totals: &Totals) -> Result<Vec<ScoredLeaf>> {
    let mut boosts = Vec::new();
    collect_boosts(&compiled.root, 1.0, &mut boosts);
    boosts.sort_by_key(|(leaf, _)| *leaf);
    let repeated = |leaf: usize| boosts.iter().filter(|(other, _)| is_same_word(compiled, leaf, *other)).count();
    boosts
        .iter()
        .map(|&(leaf, boost)| {
            let tokens = compiled.leaves.get(leaf).map_or(&[][..], |leaf| &leaf.tokens);
            let is_word = tokens.len() == 1;
            let token = tokens.first().filter(|token| is_word && token.is_word());
            let own = token.and_then(|token| token.word_with_forms().map(str::to_owned));
            let (rarity, own_rarity) = match token {
                Some(_) => {
                    let holders = holders(leaf, segments, own.as_deref())?;
                    (totals.rarity(holders.all), own.is_some().then(|| totals.rarity(holders.own)))
                }
                None => (rarity(leaf, segments, totals), None),
            };
            Ok(ScoredLeaf {
                leaf,
                boost: f64::from(boost) / repeated(leaf).max(1) as f64,
                rarity,
                own,
                own_rarity,
                is_word,
            })
        })
        .collect()
}

/// Whether two leaves are forms of one word (or one leaf), looked for in the same places.
pub(super) fn is_same_word(compiled: &Compiled, one: usize, other: usize) -> bool {
    if one == other {
        return true;
    }
    let (Some(one), Some(other)) = (compiled.leaves.get(one), compiled.leaves.get(other)) else {
        return false;
    };
    let answers = |asked: &crate::search::plan::Leaf, word: &str| {
        asked.tokens.first().is_some_and(|token| token.languages_of(&term::key(word)) != 0)
    };
    let are_words = one.tokens.len() == 1 && other.tokens.len() == 1;
    are_words && one.slots == other.slots && (answers(one, &other.text) || answers(other, &one.text))
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

/// Articles that hold a word.
#[derive(Debug, Clone, Copy, Default)]
struct Holders {
    /// In any form.
    all: u64,
    /// In the forms that fold to the word itself.
    own: u64,
}

/// How many articles hold a word in any of its fields. Counted, not added up over its forms: `President` and `president` stand
/// in the same articles.
fn holders(leaf: usize, segments: &[SegmentSearch<'_>], own: Option<&str>) -> Result<Holders> {
    let mut holders = Holders::default();
    for segment in segments {
        let mut set = DocumentSet::empty(segment.reader().max_doc());
        add_holders(leaf, segment, &|key| own.is_some_and(|own| term::folded_part(key) == own), &mut set)?;
        holders.own += set.len();
        add_holders(leaf, segment, &|key| own.is_none_or(|own| term::folded_part(key) != own), &mut set)?;
        holders.all += set.len();
    }
    Ok(holders)
}

/// Adds the documents that hold one of the forms that count.
fn add_holders(
    leaf: usize,
    segment: &SegmentSearch<'_>,
    counts: &dyn Fn(&str) -> bool,
    set: &mut DocumentSet,
) -> Result<()> {
    for slot in segment.leaves().get(leaf).into_iter().flatten() {
        for form in slot.tokens.iter().flat_map(|token| &token.forms).filter(|form| counts(&form.key)) {
            let wrap = |error: std::io::Error| Error::Index(TantivyError::from(error));
            let mut block =
                slot.index.read_block_postings_from_terminfo(&form.info, IndexRecordOption::Basic).map_err(wrap)?;
            while !block.docs().is_empty() {
                for document in block.docs() {
                    if form.languages == ALL_LANGUAGES || form.languages & segment.language_bit(*document) != 0 {
                        set.insert(*document);
                    }
                }
                block.advance();
            }
        }
    }
    Ok(())
}

/// Sum over the tokens of a phrase or pattern of the rarity of each, in the field in which it is most frequent; articles are
/// added up over its forms, which may be many.
fn rarity(leaf: usize, segments: &[SegmentSearch<'_>], totals: &Totals) -> f64 {
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

/// Whether a slot holds running text, in which words have neighbours.
pub(super) fn is_text(slot: Slot) -> bool {
    Slot::TEXT.contains(&slot)
}
