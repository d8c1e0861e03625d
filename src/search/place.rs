//! Is one of these occurrences near one of those? Yes or no, from sorted beginnings; [`super::occurrence`] says which.

/// Occurrences that are all of one length: a word, or a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Starts<'a> {
    /// Positions of their first words, sorted.
    pub(super) starts: &'a [u32],
    /// Words beyond the first.
    pub(super) more: u32,
}

impl<'a> Starts<'a> {
    /// First and last word of each.
    pub(super) fn iter(self) -> impl Iterator<Item = (u32, u32)> + use<'a> {
        self.starts.iter().map(move |start| (*start, start.saturating_add(self.more)))
    }

    pub(super) fn is_empty(self) -> bool {
        self.starts.is_empty()
    }
}

/// Whether one of `right` begins within `distance` words after the end of one of `left`.
pub(super) fn any_follows(left: Starts<'_>, right: Starts<'_>, distance: u32) -> bool {
    let mut others = right.starts.iter();
    let Some(mut other) = others.next() else {
        return false;
    };
    for (_, last) in left.iter() {
        while *other <= last {
            match others.next() {
                Some(next) => other = next,
                None => return false,
            }
        }
        if *other - last <= distance {
            return true;
        }
    }
    false
}

/// Whether one of `left` and one of `right` are within `distance` words of each other, in any order.
pub(super) fn any_near(left: Starts<'_>, right: Starts<'_>, distance: u32) -> bool {
    if left.more > 0 || right.more > 0 {
        return any_follows(left, right, distance) || any_follows(right, left, distance);
    }
    // Of single words, two that are nearest are neighbours among all: one walk in the order of the text.
    let (mut left, mut right) = (left.starts, right.starts);
    while let (Some((one, after_one)), Some((other, after_other))) = (left.split_first(), right.split_first()) {
        let gap = one.abs_diff(*other);
        if gap != 0 && gap <= distance {
            return true;
        }
        if gap == 0 {
            // Both words at one place: a word is not near itself, but may be near the next one of either.
            let next = after_one.first().into_iter().chain(after_other.first()).min();
            if next.is_some_and(|next| next - one <= distance) {
                return true;
            }
        }
        if one <= other {
            left = after_one;
        }
        if other <= one {
            right = after_other;
        }
    }
    false
}

/// Whether one of `left` and one of `right` begin in the same unit and do not overlap; `marks` are the sorted positions at
/// which a unit after the first begins.
pub(super) fn any_shares_unit(left: Starts<'_>, right: Starts<'_>, marks: &[u32]) -> bool {
    let (mut marks, mut others) = (marks, right.starts);
    let mut begin = 0;
    for (first, last) in left.iter() {
        while let Some((mark, rest)) = marks.split_first().filter(|(mark, _)| **mark <= first) {
            (begin, marks) = (*mark, rest);
        }
        while let Some((_, rest)) = others.split_first().filter(|(other, _)| **other < begin) {
            others = rest;
        }
        let end = marks.first().copied().unwrap_or(u32::MAX);
        let is_inside = |other: &&u32| **other < end || marks.is_empty();
        let mut inside = others.iter().take_while(is_inside);
        if inside.any(|other| *other > last || other.saturating_add(right.more) < first) {
            return true;
        }
    }
    false
}

/// Whether an occurrence is near one of several lists of others; if `ordered`, before it.
pub(super) fn is_near_any((first, last): (u32, u32), others: &[Starts<'_>], distance: u32, ordered: bool) -> bool {
    others.iter().any(|others| {
        let is_after = |starts: &[u32], end: u32| {
            let next = starts.partition_point(|other| *other <= end);
            starts.get(next).is_some_and(|other| *other - end <= distance)
        };
        // Those of one length end in the order in which they begin: the last that ends before this one is the nearest.
        let is_before = |starts: &[u32]| {
            let before = starts.partition_point(|other| other.saturating_add(others.more) < first);
            let last = before.checked_sub(1).and_then(|before| starts.get(before));
            last.is_some_and(|other| first - other.saturating_add(others.more) <= distance)
        };
        is_after(others.starts, last) || (!ordered && is_before(others.starts))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::occurrence::{Occurrence, near, same_unit};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn starts() -> impl Strategy<Value = (Vec<u32>, u32)> {
        (prop::collection::btree_set(0u32..40, 0..8), 0u32..3)
            .prop_map(|(starts, more)| (starts.into_iter().collect(), more))
    }

    fn listed(starts: Starts<'_>) -> Vec<Occurrence> {
        starts.iter().map(|(first, last)| Occurrence { first, last }).collect()
    }

    proptest! {
        #[test]
        fn yes_is_said_where_places_are_found(
            (left, left_more) in starts(),
            (right, right_more) in starts(),
            (third, third_more) in starts(),
            marks in prop::collection::btree_set(1u32..40, 0..6),
            distance in 1u32..6,
            ordered: bool,
        ) {
            let marks: BTreeSet<u32> = marks;
            let marks: Vec<u32> = marks.into_iter().collect();
            let left = Starts { starts: &left, more: left_more };
            let right = Starts { starts: &right, more: right_more };
            let third = Starts { starts: &third, more: third_more };
            let is_near = if ordered { any_follows(left, right, distance) } else { any_near(left, right, distance) };
            let found = near(&listed(left), &listed(right), distance, ordered, false);
            prop_assert_eq!(is_near, !found.is_empty());
            let found = same_unit(&listed(left), &listed(right), &marks, false);
            prop_assert_eq!(any_shares_unit(left, right, &marks), !found.is_empty());
            let mut others = [listed(right), listed(third)].concat();
            crate::search::occurrence::normalise(&mut others);
            let lacking = near(&listed(left), &others, distance, ordered, true);
            let lacks = left.iter().filter(|place| !is_near_any(*place, &[right, third], distance, ordered)).count();
            prop_assert_eq!(lacks, lacking.len());
        }
    }
}
