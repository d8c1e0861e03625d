//! Where in a text is a part of the query satisfied?
//!
//! The same rules for a document of the index and for the stored text of a hit: each gives the occurrences of words and the
//! beginnings of sentences, and the operators are those of [`super::occurrence`]. Recursion is bounded by the depth of the
//! query's tree.

use crate::error::Result;
use crate::query::ast::Unit;
use crate::search::occurrence::{self, Occurrence};
use crate::search::plan::{Compiled, Plan, Slot};

/// Words of the lead where the body has no paragraphs.
pub(super) const LEAD_WORDS: u32 = 120;

/// The slots in which a part of a query can occur.
pub fn slots_of(plan: &Plan, compiled: &Compiled) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut open = vec![plan];
    while let Some(plan) = open.pop() {
        match plan {
            Plan::Leaf(leaf) => {
                slots.extend(compiled.leaves.get(*leaf).into_iter().flat_map(|leaf| leaf.slots.iter().copied()))
            }
            Plan::Near { left, right, .. } | Plan::SameUnit { left, right, .. } => open.extend([left.as_ref(), right]),
            Plan::AtLeast { plan, .. } | Plan::First { plan, .. } | Plan::Boost { plan, .. } | Plan::Not(plan) => {
                open.push(plan)
            }
            Plan::And(plans) | Plan::Or(plans) => open.extend(plans),
            Plan::Bag { must, should, .. } => open.extend(must.iter().chain(should)),
            _ => {}
        }
    }
    slots.sort();
    slots.dedup();
    slots
}

/// Warns of nearness between words that are looked for in different fields: nothing can satisfy it.
pub fn warn_of_distant_fields(plan: &Plan, compiled: &Compiled, warnings: &mut Vec<String>) {
    match plan {
        Plan::Near { left, right, negated, .. } | Plan::SameUnit { left, right, negated, .. } => {
            let (one, other) = (slots_of(left, compiled), slots_of(right, compiled));
            let is_apart = !one.iter().any(|slot| other.contains(slot)) && !one.is_empty() && !other.is_empty();
            if is_apart && !negated {
                let name = |slots: &[Slot]| slots.iter().map(|slot| slot.field_name()).collect::<Vec<_>>().join(", ");
                warnings.push(format!(
                    "nearness is within one field, but one side is looked for in {} and the other in {}: nothing matches",
                    name(&one),
                    name(&other)
                ));
            }
            [left, right].into_iter().for_each(|plan| warn_of_distant_fields(plan, compiled, warnings));
        }
        Plan::AtLeast { plan, .. } | Plan::First { plan, .. } | Plan::Boost { plan, .. } | Plan::Not(plan) => {
            warn_of_distant_fields(plan, compiled, warnings);
        }
        Plan::And(plans) | Plan::Or(plans) => {
            plans.iter().for_each(|plan| warn_of_distant_fields(plan, compiled, warnings));
        }
        Plan::Bag { must, should, not, .. } => {
            must.iter().chain(should).chain(not).for_each(|plan| warn_of_distant_fields(plan, compiled, warnings));
        }
        _ => {}
    }
}

/// A text in which occurrences can be looked for: a document of the index, or the stored text of a hit.
pub trait Text {
    /// Occurrences of a leaf in a slot, sorted.
    fn leaf(&self, number: usize, slot: Slot) -> Result<Vec<Occurrence>>;
    /// Positions at which a sentence or paragraph begins, the first left out.
    fn starts(&self, slot: Slot, unit: Unit) -> Result<Vec<u32>>;
}

/// Occurrences of a part of a query in one slot of a text, sorted.
pub fn occurrences(plan: &Plan, slot: Slot, compiled: &Compiled, text: &dyn Text) -> Result<Vec<Occurrence>> {
    match plan {
        Plan::Leaf(number) => leaf_occurrences(*number, slot, compiled, text),
        Plan::Near { left, right, distance, ordered, negated } => {
            let pairs = |left: Vec<Occurrence>, right: Vec<Occurrence>| {
                occurrence::near(&left, &right, *distance, *ordered, *negated)
            };
            pairwise(left, right, slot, compiled, text, *negated, &pairs)
        }
        Plan::SameUnit { unit, left, right, negated } => {
            let starts = if *unit == Unit::Segment { Vec::new() } else { text.starts(slot, *unit)? };
            let pairs =
                |left: Vec<Occurrence>, right: Vec<Occurrence>| occurrence::same_unit(&left, &right, &starts, *negated);
            pairwise(left, right, slot, compiled, text, *negated, &pairs)
        }
        Plan::First { words, plan } => {
            let mut all = occurrences(plan, slot, compiled, text)?;
            all.retain(|occurrence| occurrence.last < *words);
            Ok(all)
        }
        Plan::Boost { plan, .. } => occurrences(plan, slot, compiled, text),
        Plan::AtLeast { count, plan } => {
            let mut found = 0;
            for slot in slots_of(plan, compiled) {
                found += occurrences(plan, slot, compiled, text)?.len();
            }
            if found < *count as usize { Ok(Vec::new()) } else { occurrences(plan, slot, compiled, text) }
        }
        Plan::And(plans) => {
            let mut all = Vec::new();
            for plan in plans {
                let found = occurrences(plan, slot, compiled, text)?;
                if found.is_empty() {
                    return Ok(found);
                }
                all.extend(found);
            }
            occurrence::normalise(&mut all);
            Ok(all)
        }
        Plan::Or(plans) => any(&mut plans.iter(), slot, compiled, text),
        // Fields are required members of a bag; beside `w/5` all its members are alike.
        Plan::Bag { must, should, .. } => any(&mut must.iter().chain(should), slot, compiled, text),
        _ => Ok(Vec::new()),
    }
}

/// Occurrences of any of these.
fn any(
    plans: &mut dyn Iterator<Item = &Plan>,
    slot: Slot,
    compiled: &Compiled,
    text: &dyn Text,
) -> Result<Vec<Occurrence>> {
    let mut all = Vec::new();
    for plan in plans {
        all.extend(occurrences(plan, slot, compiled, text)?);
    }
    occurrence::normalise(&mut all);
    Ok(all)
}

/// The members of an `And` with all that it holds directly; anything else is its only member.
pub(super) fn members<'a>(plan: &'a Plan, found: &mut Vec<&'a Plan>) {
    match plan {
        Plan::And(plans) => plans.iter().for_each(|plan| members(plan, found)),
        Plan::Boost { plan, .. } => members(plan, found),
        other => found.push(other),
    }
}

/// A proximity whose operands may be lists: each member of an `And` has to take part by itself.
fn pairwise(
    left: &Plan,
    right: &Plan,
    slot: Slot,
    compiled: &Compiled,
    text: &dyn Text,
    negated: bool,
    pairs: &dyn Fn(Vec<Occurrence>, Vec<Occurrence>) -> Vec<Occurrence>,
) -> Result<Vec<Occurrence>> {
    let list = |plan| {
        let mut found = Vec::new();
        if negated {
            found.push(plan);
        } else {
            members(plan, &mut found);
        }
        found
    };
    let mut all = Vec::new();
    for left in list(left) {
        let left = occurrences(left, slot, compiled, text)?;
        if left.is_empty() {
            return Ok(Vec::new());
        }
        for right in list(right) {
            let right = occurrences(right, slot, compiled, text)?;
            let found = pairs(left.clone(), right);
            if found.is_empty() {
                return Ok(found);
            }
            all.extend(found);
        }
    }
    occurrence::normalise(&mut all);
    Ok(all)
}

/// Occurrences of a leaf in one slot, within the lead if it asks for that.
pub(super) fn leaf_occurrences(
    number: usize,
    slot: Slot,
    compiled: &Compiled,
    text: &dyn Text,
) -> Result<Vec<Occurrence>> {
    let mut found = text.leaf(number, slot)?;
    let lead_only = compiled.leaves.get(number).is_some_and(|leaf| leaf.lead_only) && slot == Slot::Body;
    if lead_only && !found.is_empty() {
        let end = text.starts(slot, Unit::Paragraph)?.get(1).copied().unwrap_or(LEAD_WORDS);
        found.retain(|occurrence| occurrence.last < end);
    }
    Ok(found)
}
