//! Which words of a query count in the ranking, and what each weighs.

use super::Totals;
use crate::search::plan::{Compiled, Plan, Slot};
use crate::search::segment::SegmentSearch;
use crate::text::term;

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
pub(super) fn scored(compiled: &Compiled, segments: &[SegmentSearch<'_>], totals: &Totals) -> Vec<ScoredLeaf> {
    let mut boosts = Vec::new();
    collect_boosts(&compiled.root, 1.0, &mut boosts);
    boosts.sort_by_key(|(leaf, _)| *leaf);
    let repeated = |leaf: usize| boosts.iter().filter(|(other, _)| is_same_word(compiled, leaf, *other)).count();
    boosts
        .iter()
        .map(|&(leaf, boost)| {
            let is_word = compiled.leaves.get(leaf).is_some_and(|leaf| leaf.tokens.len() == 1);
            let own = compiled
                .leaves
                .get(leaf)
                .filter(|_| is_word)
                .and_then(|leaf| leaf.tokens.first()?.word_with_forms().map(str::to_owned));
            let own_rarity = own.as_deref().map(|own| rarity(leaf, segments, totals, Some(own)));
            ScoredLeaf {
                leaf,
                boost: f64::from(boost) / repeated(leaf).max(1) as f64,
                rarity: rarity(leaf, segments, totals, None),
                own,
                own_rarity,
                is_word,
            }
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

/// Sum over the tokens of a leaf of the rarity of each, in the field in which it is most frequent; of the forms that fold to
/// `own` only, if it is given.
fn rarity(leaf: usize, segments: &[SegmentSearch<'_>], totals: &Totals, own: Option<&str>) -> f64 {
    let slots = |segment: &SegmentSearch<'_>| segment.leaves().get(leaf).map_or(0, Vec::len);
    let slot_count = segments.first().map_or(0, slots);
    let token_count = segments
        .first()
        .and_then(|segment| segment.leaves().get(leaf))
        .and_then(|slots| slots.first())
        .map_or(0, |slot| slot.tokens.len());
    let counts = |key: &str| own.is_none_or(|own| term::folded_part(key) == own);
    let holders = |slot: usize, token: usize| -> u64 {
        let in_segment = |segment: &SegmentSearch<'_>| -> u64 {
            let expansion =
                segment.leaves().get(leaf).and_then(|slots| slots.get(slot)).and_then(|slot| slot.tokens.get(token));
            expansion.map_or(0, |expansion| {
                let forms = expansion.forms.iter().filter(|form| counts(&form.key));
                forms.map(|form| u64::from(form.info.doc_freq)).sum()
            })
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
