//! Which parts of a query did an article satisfy?
//!
//! An article that matches `(a AND b) OR c` by its `c` alone may hold `a` too; that is no evidence. So the tree is walked from
//! its root, which holds, into those alternatives that hold in this article, and only the words below them count.

use crate::error::Result;
use crate::search::locate::{occurrences, slots_of};
use crate::search::plan::Plan;
use crate::search::stored_text::StoredText;

/// Whether an article meets a condition that is not on its words: a date, a length, a whole value, an id.
pub type Condition<'a> = &'a dyn Fn(&Plan) -> Result<bool>;

/// The parts of the query whose occurrences are evidence, for an article that matches.
pub fn satisfied_parts<'a>(text: &StoredText<'a>, holds: Condition<'_>) -> Result<Vec<&'a Plan>> {
    let mut parts = Vec::new();
    collect(&text.compiled().root, true, text, holds, &mut parts)?;
    Ok(parts)
}

// Recursion is bounded by the depth of the query's tree.
fn collect<'a>(
    plan: &'a Plan,
    is_known: bool,
    text: &StoredText<'a>,
    holds: Condition<'_>,
    parts: &mut Vec<&'a Plan>,
) -> Result<()> {
    match plan {
        // Where they do not hold they occur nowhere.
        Plan::Leaf(_) | Plan::Near { .. } | Plan::SameUnit { .. } | Plan::First { .. } | Plan::AtLeast { .. } => {
            parts.push(plan);
        }
        Plan::Boost { plan, .. } => collect(plan, is_known, text, holds, parts)?,
        Plan::Or(plans) => {
            for plan in plans {
                collect(plan, false, text, holds, parts)?;
            }
        }
        Plan::And(plans) if is_known || is_satisfied(plan, text, holds)? => {
            for plan in plans {
                collect(plan, true, text, holds, parts)?;
            }
        }
        Plan::Bag { must, should, .. } if is_known || is_satisfied(plan, text, holds)? => {
            for plan in must {
                collect(plan, true, text, holds, parts)?;
            }
            for plan in should {
                collect(plan, false, text, holds, parts)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Whether a part of the query holds in the article.
fn is_satisfied(plan: &Plan, text: &StoredText<'_>, holds: Condition<'_>) -> Result<bool> {
    let all = |plans: &[Plan]| -> Result<bool> {
        for plan in plans {
            if !is_satisfied(plan, text, holds)? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    let count = |plans: &[Plan]| -> Result<usize> {
        let mut count = 0;
        for plan in plans {
            count += usize::from(is_satisfied(plan, text, holds)?);
        }
        Ok(count)
    };
    match plan {
        Plan::Leaf(_) | Plan::Near { .. } | Plan::SameUnit { .. } | Plan::First { .. } | Plan::AtLeast { .. } => {
            for slot in slots_of(plan, text.compiled()) {
                if !occurrences(plan, slot, text.compiled(), text)?.is_empty() {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Plan::And(plans) => all(plans),
        Plan::Or(plans) => Ok(count(plans)? > 0),
        Plan::Not(plan) => Ok(!is_satisfied(plan, text, holds)?),
        Plan::Bag { must, should, least, not } => Ok(all(must)? && count(should)? >= *least && count(not)? == 0),
        Plan::Boost { plan, .. } => is_satisfied(plan, text, holds),
        Plan::All => Ok(true),
        Plan::Nothing => Ok(false),
        Plan::Range { .. } | Plan::Whole { .. } | Plan::OneOf { .. } | Plan::Exists(_) | Plan::Id(_) => holds(plan),
    }
}
