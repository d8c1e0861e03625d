//! Which words of a query count in the ranking, and what each weighs.

use super::Totals;
use crate::error::Result;
use crate::search::document_set::DocumentSet;
use crate::search::expansion::FormOfWord;
use crate::search::plan::{Compiled, Plan, Slot};
use crate::search::segment::{SegmentSearch, SlotLeaf};
use crate::search::word::ALL_LANGUAGES;
use crate::search::wrap;
use crate::text::term;
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
            let own = tokens.first().filter(|_| is_word).and_then(|token| token.word_with_forms()).map(str::to_owned);
            let (mut rarity, mut own_rarity) = (0.0, None);
            for (place, token) in tokens.iter().enumerate() {
                let holders = match token.is_word() {
                    true => holders(leaf, place, segments, own.as_deref())?,
                    false => holders_of_pattern(leaf, place, segments)?,
                };
                rarity += totals.rarity(holders.all);
                own_rarity = own.is_some().then(|| totals.rarity(holders.own));
            }
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

/// How many articles hold a word of a leaf in any of its fields. Counted, not added up over its forms: `President` and
/// `president` stand in the same articles.
fn holders(leaf: usize, token: usize, segments: &[SegmentSearch<'_>], own: Option<&str>) -> Result<Holders> {
    let mut holders = Holders::default();
    for segment in segments {
        let is_own = |key: &str| own.is_some_and(|own| term::folded_part(key) == own);
        let mut set = DocumentSet::empty(segment.reader().max_doc());
        each_holder(leaf, token, segment, &is_own, &mut |document| set.insert(document))?;
        holders.own += set.len();
        each_holder(leaf, token, segment, &|key| !is_own(key), &mut |document| set.insert(document))?;
        holders.all += set.len();
    }
    Ok(holders)
}

/// The same for a pattern, in the field in which it is most frequent; added up over its forms, which may be many.
fn holders_of_pattern(leaf: usize, token: usize, segments: &[SegmentSearch<'_>]) -> Result<Holders> {
    let mut by_slot = [0u64; Slot::ALL.len()];
    for segment in segments {
        for (slot, count) in segment.leaves().get(leaf).into_iter().flatten().zip(&mut by_slot) {
            let forms = slot.tokens.get(token).map_or(&[][..], |token| &token.forms);
            for form in forms {
                match segment.reader().alive_bitset() {
                    None => *count += u64::from(form.info.doc_freq),
                    Some(alive) => {
                        each_document(slot, form, &mut |document| *count += u64::from(alive.is_alive(document)))?
                    }
                }
            }
        }
    }
    Ok(Holders { all: by_slot.into_iter().max().unwrap_or(0), own: 0 })
}

/// Gives `each` the documents, without removed ones, that hold one of the forms that count.
fn each_holder(
    leaf: usize,
    token: usize,
    segment: &SegmentSearch<'_>,
    counts: &dyn Fn(&str) -> bool,
    each: &mut dyn FnMut(u32),
) -> Result<()> {
    let alive = segment.reader().alive_bitset();
    for slot in segment.leaves().get(leaf).into_iter().flatten() {
        let forms = slot.tokens.get(token).map_or(&[][..], |token| &token.forms);
        for form in forms.iter().filter(|form| counts(&form.key)) {
            each_document(slot, form, &mut |document| {
                let answers = form.languages == ALL_LANGUAGES || form.languages & segment.language_bit(document) != 0;
                if answers && alive.is_none_or(|alive| alive.is_alive(document)) {
                    each(document);
                }
            })?;
        }
    }
    Ok(())
}

fn each_document(slot: &SlotLeaf, form: &FormOfWord, each: &mut dyn FnMut(u32)) -> Result<()> {
    let mut block = slot.index.read_block_postings_from_terminfo(&form.info, IndexRecordOption::Basic).map_err(wrap)?;
    while !block.docs().is_empty() {
        block.docs().iter().for_each(|document| each(*document));
        block.advance();
    }
    Ok(())
}

/// Whether a slot holds running text, in which words have neighbours.
pub(super) fn is_text(slot: Slot) -> bool {
    Slot::TEXT.contains(&slot)
}
