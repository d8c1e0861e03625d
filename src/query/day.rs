//! Days as options and files name them: one date in any of the short forms, as the first or the last day of a period.

use super::ast::NodeKind;
use super::{Dialect, parse};
use crate::date::PartialDate;

const DAY: i64 = 86_400;

/// What can be written where a day is asked for.
pub const DAY_FORMS: &str = "2024, 2024-05, 2024-05-01, today, yesterday, last-month or -30d";

/// The first day of a period, in days since 1970-01-01; `None` if the text names none.
pub fn first_day(text: &str, today: PartialDate) -> Option<i64> {
    let (from, _) = period(text, &format!("published:{text}.."), today)?;
    from.map(|second| second.div_euclid(DAY))
}

/// The first day after a period, likewise.
pub fn day_after(text: &str, today: PartialDate) -> Option<i64> {
    let (_, to) = period(text, &format!("published:..{text}"), today)?;
    to.map(|second| -(-second).div_euclid(DAY))
}

/// Both ends of a period, read as the query language reads it.
fn period(text: &str, query: &str, today: PartialDate) -> Option<(Option<i64>, Option<i64>)> {
    let is_one_word = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !text.is_empty();
    if !is_one_word {
        return None;
    }
    match parse(query, Dialect::Morgue, today).ok()?.query.root.kind {
        NodeKind::DateRange(range) => Some((range.from, range.to)),
        _ => None,
    }
}
