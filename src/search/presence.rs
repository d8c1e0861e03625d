//! Does a part of the query occur in a document? Answered from as few positions as will do.
//!
//! [`super::locate`] says where something occurs; whether it does can mostly be told from the first words of a text. So the
//! spellings of a word are read one after the other, the most frequent first, and the first pair that is near ends the search.
//! That is sound because nearness is a matter of two places: of alternatives, any may give the pair. What has no such shape
//! (proximities of proximities, for one) is located. The answer is always that of [`super::locate::occurrences`]:
//! `tests/it/agreement.rs` tries both.

use crate::error::Result;
use crate::query::ast::Unit;
use crate::search::cursor::Cursor;
use crate::search::indexed_text::{IndexedText, mark_cursor};
use crate::search::locate::{members, occurrences, slots_of};
use crate::search::place::{Starts, any_follows, any_near, any_shares_unit, is_near_any};
use crate::search::plan::{Compiled, Plan, Slot};
use crate::search::segment::LookedUp;
use crate::search::source::Source;

/// A question to one document after the other, in their order.
pub(super) struct Presence<'a> {
    words: &'a LookedUp<'a>,
    compiled: &'a Compiled,
    checks: Vec<Check<'a>>,
    /// So many occurrences, in all slots together.
    least: usize,
    text: IndexedText<'a>,
}

/// What has to hold in one slot.
struct Check<'a> {
    slot: Slot,
    kind: Kind<'a>,
}

enum Kind<'a> {
    /// Any of these occurs.
    Any(Vec<Source>),
    /// All pairs of a left and a right side are near each other.
    Near { left: Vec<Vec<Source>>, right: Vec<Vec<Source>>, distance: u32, ordered: bool },
    /// Something on the left is near nothing on the right.
    NotNear { left: Vec<Source>, right: Vec<Source>, distance: u32, ordered: bool },
    /// All pairs share a unit; where units begin, in several lists.
    SameUnit { left: Vec<Vec<Source>>, right: Vec<Vec<Source>>, marks: Marks },
    /// So often by the counts of the index.
    Count(Vec<Source>),
    /// Has to be located.
    Located(&'a Plan),
}

/// Where the units of a text begin, read when first needed.
struct Marks {
    cursor: Option<Cursor>,
    starts: Vec<u32>,
    document: Option<u32>,
}

impl Marks {
    fn starts(&mut self, document: u32) -> &[u32] {
        if self.document != Some(document) {
            self.starts.clear();
            if let Some(cursor) = &mut self.cursor {
                cursor.positions(document, crate::search::word::ALL_LANGUAGES, &mut self.starts);
            }
            self.document = Some(document);
        }
        &self.starts
    }
}

impl<'a> Presence<'a> {
    pub(super) fn new(plan: &'a Plan, words: &'a LookedUp<'a>, compiled: &'a Compiled) -> Result<Self> {
        let (inner, least) = match plan {
            Plan::AtLeast { count, plan } => (plan.as_ref(), *count as usize),
            plan => (plan, 1),
        };
        let mut slots = slots_of(inner, compiled);
        // Most of what there is to find is in the body.
        slots.sort_by_key(|slot| *slot != Slot::Body);
        let maker = Maker { words, compiled };
        let mut checks = Vec::with_capacity(slots.len());
        for slot in slots {
            checks.push(Check { slot, kind: maker.kind(inner, slot, least)? });
        }
        Ok(Presence { words, compiled, checks, least, text: IndexedText::new(words) })
    }

    /// Whether it is in a document; documents must be asked for in their order.
    pub(super) fn is_in(&mut self, document: u32) -> Result<bool> {
        let language = self.words.language_bit(document);
        self.text.document = document;
        let mut found = 0;
        for check in &mut self.checks {
            found += match &mut check.kind {
                Kind::Located(plan) => occurrences(plan, check.slot, self.compiled, &self.text)?.len(),
                Kind::Count(sources) => sources.iter_mut().map(|source| source.count(document, language)).sum(),
                kind => usize::from(kind.holds(document, language)),
            };
            if found >= self.least {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Kind<'_> {
    fn holds(&mut self, document: u32, language: u64) -> bool {
        match self {
            Kind::Any(sources) => sources.iter_mut().any(|source| !source.starts(document, language).is_empty()),
            Kind::Near { left, right, distance, ordered } => {
                every_pair(left, right, document, language, &mut |one, other| {
                    if *ordered { any_follows(one, other, *distance) } else { any_near(one, other, *distance) }
                })
            }
            Kind::SameUnit { left, right, marks } => every_pair(left, right, document, language, &mut |one, other| {
                any_shares_unit(one, other, marks.starts(document))
            }),
            Kind::NotNear { left, right, distance, ordered } => {
                let others: Vec<Starts<'_>> =
                    right.iter_mut().map(|source| source.starts(document, language)).collect();
                left.iter_mut().any(|source| {
                    let places = source.starts(document, language);
                    places.iter().any(|place| !is_near_any(place, &others, *distance, *ordered))
                })
            }
            Kind::Count(_) | Kind::Located(_) => false,
        }
    }
}

/// Whether of each left and each right side some alternatives make a pair.
fn every_pair(
    left: &mut [Vec<Source>],
    right: &mut [Vec<Source>],
    document: u32,
    language: u64,
    is_pair: &mut dyn FnMut(Starts<'_>, Starts<'_>) -> bool,
) -> bool {
    let mut some = |left: &mut Vec<Source>, right: &mut Vec<Source>| {
        // Whether a word is there at all is known before its positions are read.
        if !right.iter_mut().any(|source| source.is_in(document, language)) {
            return false;
        }
        left.iter_mut().any(|one| {
            one.is_in(document, language)
                && right.iter_mut().any(|other| {
                    other.is_in(document, language)
                        && is_pair(one.starts(document, language), other.starts(document, language))
                })
        })
    };
    left.iter_mut().all(|left| right.iter_mut().all(|right| some(left, right)))
}

/// Makes the checks of a plan.
struct Maker<'a> {
    words: &'a LookedUp<'a>,
    compiled: &'a Compiled,
}

impl<'a> Maker<'a> {
    fn kind(&self, plan: &'a Plan, slot: Slot, least: usize) -> Result<Kind<'a>> {
        let kind = if least == 1 { self.presence(plan, slot)? } else { self.count(plan, slot)? };
        Ok(kind.unwrap_or(Kind::Located(plan)))
    }

    fn presence(&self, plan: &'a Plan, slot: Slot) -> Result<Option<Kind<'a>>> {
        Ok(match plan {
            Plan::Near { left, right, distance, ordered, negated: false } => self
                .sides(left, right, slot)?
                .map(|(left, right)| Kind::Near { left, right, distance: *distance, ordered: *ordered }),
            Plan::Near { left, right, distance, ordered, negated: true } => {
                let sides = self.side(left, slot)?.zip(self.side(right, slot)?);
                sides.map(|(left, right)| Kind::NotNear { left, right, distance: *distance, ordered: *ordered })
            }
            Plan::SameUnit { unit, left, right, negated: false } => match self.sides(left, right, slot)? {
                Some((left, right)) => Some(Kind::SameUnit { left, right, marks: self.marks(*unit, slot)? }),
                None => None,
            },
            Plan::SameUnit { negated: true, .. } => None,
            plan => self.side(plan, slot)?.map(Kind::Any),
        })
    }

    /// Of a single word, the index tells how often it occurs.
    fn count(&self, plan: &'a Plan, slot: Slot) -> Result<Option<Kind<'a>>> {
        let Plan::Leaf(number) = plan else {
            return Ok(None);
        };
        let is_word = self.compiled.leaves.get(*number).is_some_and(|leaf| leaf.tokens.len() == 1);
        Ok(self.side(plan, slot)?.filter(|_| is_word).map(Kind::Count))
    }

    fn marks(&self, unit: Unit, slot: Slot) -> Result<Marks> {
        let cursor = if unit == Unit::Segment { None } else { Some(mark_cursor(self.words, slot, unit)?) };
        Ok(Marks { cursor, starts: Vec::new(), document: None })
    }

    /// The members of both sides of a proximity.
    #[expect(clippy::type_complexity, reason = "two lists of the same kind")]
    fn sides(
        &self,
        left: &'a Plan,
        right: &'a Plan,
        slot: Slot,
    ) -> Result<Option<(Vec<Vec<Source>>, Vec<Vec<Source>>)>> {
        let all = |plan: &'a Plan| -> Result<Option<Vec<Vec<Source>>>> {
            let mut found = Vec::new();
            members(plan, &mut found);
            if found.is_empty() {
                return Ok(None);
            }
            found.into_iter().map(|plan| self.side(plan, slot)).collect()
        };
        Ok(all(left)?.zip(all(right)?))
    }

    /// The alternatives of a side, if it is a choice of words and phrases.
    fn side(&self, plan: &Plan, slot: Slot) -> Result<Option<Vec<Source>>> {
        let mut sources = Vec::new();
        let is_plain = self.alternatives(plan, slot, u32::MAX, &mut sources)?;
        sources.sort_by_key(|source| std::cmp::Reverse(source.documents()));
        Ok(is_plain.then_some(sources))
    }

    /// Adds the alternatives of a part, as far as they end before `limit`; whether that was possible.
    fn alternatives(&self, plan: &Plan, slot: Slot, limit: u32, sources: &mut Vec<Source>) -> Result<bool> {
        let mut all = |plans: &mut dyn Iterator<Item = &Plan>| -> Result<bool> {
            for plan in plans {
                if !self.alternatives(plan, slot, limit, sources)? {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        match plan {
            Plan::Or(plans) => all(&mut plans.iter()),
            Plan::Bag { must, should, .. } => all(&mut must.iter().chain(should)),
            Plan::Boost { plan, .. } => self.alternatives(plan, slot, limit, sources),
            Plan::First { words, plan } => self.alternatives(plan, slot, limit.min(*words), sources),
            Plan::Leaf(number) => {
                if self.compiled.leaves.get(*number).is_some_and(|leaf| leaf.lead_only) && slot == Slot::Body {
                    return Ok(false);
                }
                let slots = self.words.leaves.get(*number).into_iter().flatten();
                for leaf in slots.filter(|leaf| leaf.slot == slot) {
                    Source::of(leaf, limit, sources)?;
                }
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}
