//! Where in a text something occurs, and which of two things are near each other.
//!
//! Pure functions over sorted positions, used on the index (to find) and on stored text (to show). An occurrence is a run of
//! words; two occurrences never pair with themselves or with one they overlap, so `marvin w/5 marvin` needs the word twice.
//! The result of a proximity is every occurrence that takes part in a pair: that is what is counted, chained and highlighted.

/// Words `first..=last` of a field, by their positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occurrence {
    /// Position of the first word.
    pub first: u32,
    /// Position of the last word.
    pub last: u32,
}

impl Occurrence {
    /// One word.
    pub fn word(position: u32) -> Self {
        Occurrence { first: position, last: position }
    }
}

/// Sorts and removes repetitions.
pub fn normalise(occurrences: &mut Vec<Occurrence>) {
    occurrences.sort_unstable();
    occurrences.dedup();
}

/// Where words stand one after the other: `tokens` are the sorted positions of each word of the phrase. Appends the positions
/// of the first word to `starts`, sorted.
pub fn phrase(tokens: &[Vec<u32>], starts: &mut Vec<u32>) {
    let Some((first, rest)) = tokens.split_first() else {
        return;
    };
    let from = starts.len();
    let Some((second, rest)) = rest.split_first() else {
        starts.extend_from_slice(first);
        return;
    };
    beside(first, second, 1, starts);
    for (offset, positions) in (2..).zip(rest) {
        let begun = starts.split_off(from);
        beside(&begun, positions, offset, starts);
    }
}

/// Appends those of `starts` that have one of `positions` so many words behind them.
fn beside(starts: &[u32], positions: &[u32], offset: u32, kept: &mut Vec<u32>) {
    let (mut left, mut right) = (starts.iter(), positions.iter());
    let (mut start, mut position) = (left.next(), right.next());
    while let (Some(one), Some(other)) = (start, position) {
        let wanted = one.saturating_add(offset);
        if wanted == *other {
            kept.push(*one);
        }
        if wanted <= *other {
            start = left.next();
        }
        if wanted >= *other {
            position = right.next();
        }
    }
}

/// Whether `right` comes within `distance` words after `left`, without overlap.
fn follows(left: Occurrence, right: Occurrence, distance: u32) -> bool {
    right.first > left.last && right.first - left.last <= distance
}

fn is_near(one: Occurrence, other: Occurrence, distance: u32, ordered: bool) -> bool {
    follows(one, other, distance) || (!ordered && follows(other, one, distance))
}

/// Occurrences of `left` that have a partner in `right`.
fn partnered(
    left: &[Occurrence],
    right: &[Occurrence],
    is_partner: impl Fn(Occurrence, Occurrence) -> bool,
    reach: u32,
) -> Vec<bool> {
    let longest = right.iter().map(|occurrence| occurrence.last - occurrence.first).max().unwrap_or(0);
    let mut begin = 0;
    left.iter()
        .map(|one| {
            // Sorted by first word, so what ends too early for this one does so for all later ones.
            let lowest = one.first.saturating_sub(reach.saturating_add(longest));
            while right.get(begin).is_some_and(|other| other.first < lowest) {
                begin += 1;
            }
            let highest = one.last.saturating_add(reach);
            right
                .get(begin..)
                .unwrap_or(&[])
                .iter()
                .take_while(|other| other.first <= highest)
                .any(|other| is_partner(*one, *other))
        })
        .collect()
}

fn kept(occurrences: &[Occurrence], keep: &[bool]) -> Vec<Occurrence> {
    occurrences.iter().zip(keep).filter(|(_, keep)| **keep).map(|(occurrence, _)| *occurrence).collect()
}

/// Occurrences that are near one of the other side. If `negated`: those of `left` that are near none of `right`.
pub fn near(left: &[Occurrence], right: &[Occurrence], distance: u32, ordered: bool, negated: bool) -> Vec<Occurrence> {
    let left_has = partnered(left, right, |one, other| is_near(one, other, distance, ordered), distance);
    if negated {
        let lacks: Vec<bool> = left_has.iter().map(|has| !has).collect();
        return kept(left, &lacks);
    }
    let right_has = partnered(right, left, |other, one| is_near(one, other, distance, ordered), distance);
    let mut all = kept(left, &left_has);
    all.extend(kept(right, &right_has));
    normalise(&mut all);
    all
}

/// Number of the unit that a position is in; `starts` are the sorted positions at which a unit after the first begins.
fn unit_of(position: u32, starts: &[u32]) -> usize {
    starts.partition_point(|start| *start <= position)
}

/// Occurrences that share a unit (begin in it) with one of the other side that does not overlap them.
pub fn same_unit(left: &[Occurrence], right: &[Occurrence], starts: &[u32], negated: bool) -> Vec<Occurrence> {
    let units = |side: &[Occurrence]| -> Vec<usize> {
        side.iter().map(|occurrence| unit_of(occurrence.first, starts)).collect()
    };
    let (left_units, right_units) = (units(left), units(right));
    let has = |side: &[Occurrence], side_units: &[usize], others: &[Occurrence], other_units: &[usize]| -> Vec<bool> {
        side.iter()
            .zip(side_units)
            .map(|(one, unit)| {
                let begin = other_units.partition_point(|other| other < unit);
                let end = other_units.partition_point(|other| other <= unit);
                others
                    .get(begin..end)
                    .unwrap_or(&[])
                    .iter()
                    .any(|other| other.first > one.last || other.last < one.first)
            })
            .collect()
    };
    let left_has = has(left, &left_units, right, &right_units);
    if negated {
        let lacks: Vec<bool> = left_has.iter().map(|has| !has).collect();
        return kept(left, &lacks);
    }
    let right_has = has(right, &right_units, left, &left_units);
    let mut all = kept(left, &left_has);
    all.extend(kept(right, &right_has));
    normalise(&mut all);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(positions: &[u32]) -> Vec<Occurrence> {
        positions.iter().map(|position| Occurrence::word(*position)).collect()
    }

    #[test]
    fn a_word_is_not_near_itself() {
        assert_eq!(near(&words(&[4]), &words(&[4]), 5, false, false), []);
        assert_eq!(near(&words(&[4, 9]), &words(&[4, 9]), 5, false, false), words(&[4, 9]));
    }

    #[test]
    fn order_and_distance_are_exact() {
        assert_eq!(near(&words(&[1]), &words(&[4]), 3, true, false), words(&[1, 4]));
        assert_eq!(near(&words(&[4]), &words(&[1]), 3, true, false), []);
        assert_eq!(near(&words(&[1]), &words(&[4]), 2, false, false), []);
        assert_eq!(near(&words(&[1, 20]), &words(&[4]), 3, false, true), words(&[20]));
    }

    #[test]
    fn phrases_need_neighbouring_positions() {
        let starts = |tokens: &[Vec<u32>]| {
            let mut starts = Vec::new();
            phrase(tokens, &mut starts);
            starts
        };
        assert_eq!(starts(&[vec![1, 7], vec![2, 9]]), [1]);
        assert_eq!(starts(&[vec![1, 7, 9], vec![2, 8, 10], vec![9, 11]]), [7, 9]);
        assert_eq!(starts(&[vec![3]]), [3]);
    }

    #[test]
    fn units_begin_at_their_marks() {
        assert_eq!(same_unit(&words(&[1, 12]), &words(&[9]), &[10], false), words(&[1, 9]));
        assert_eq!(same_unit(&words(&[1, 12]), &words(&[9]), &[10], true), words(&[12]));
        assert_eq!(same_unit(&words(&[1]), &words(&[1]), &[], false), []);
    }

    proptest! {
        #[test]
        fn a_phrase_is_what_trying_all_starts_gives(
            tokens in prop::collection::vec(prop::collection::btree_set(0u32..90, 0..40), 1..4),
            shift in prop::sample::select(vec![0u32, 30, 4030, 5000]),
        ) {
            let tokens: Vec<Vec<u32>> = tokens.into_iter().map(|token| token.into_iter().map(|at| at + shift).collect()).collect();
            let is_there = |start: &u32| (0..).zip(&tokens).all(|(offset, token)| token.contains(&(start + offset)));
            let expected: Vec<u32> = tokens[0].iter().copied().filter(is_there).collect();
            let mut found = Vec::new();
            phrase(&tokens, &mut found);
            prop_assert_eq!(found, expected);
        }
    }

    fn some() -> impl Strategy<Value = Vec<Occurrence>> {
        prop::collection::vec((0u32..40, 0u32..3), 0..8).prop_map(|pairs| {
            let mut all: Vec<Occurrence> =
                pairs.into_iter().map(|(first, more)| Occurrence { first, last: first + more }).collect();
            normalise(&mut all);
            all
        })
    }

    proptest! {
        #[test]
        fn near_is_what_trying_all_pairs_gives(left in some(), right in some(), distance in 1u32..6, ordered: bool) {
            let mut expected = Vec::new();
            for one in &left {
                for other in &right {
                    if is_near(*one, *other, distance, ordered) {
                        expected.extend([*one, *other]);
                    }
                }
            }
            normalise(&mut expected);
            prop_assert_eq!(near(&left, &right, distance, ordered, false), expected);
        }

        #[test]
        fn same_unit_is_what_trying_all_pairs_gives(left in some(), right in some(), starts in prop::collection::btree_set(1u32..40, 0..6)) {
            let starts: Vec<u32> = starts.into_iter().collect();
            let unit = |occurrence: &Occurrence| starts.iter().filter(|start| **start <= occurrence.first).count();
            let mut expected = Vec::new();
            for one in &left {
                for other in &right {
                    if unit(one) == unit(other) && (one.last < other.first || other.last < one.first) {
                        expected.extend([*one, *other]);
                    }
                }
            }
            normalise(&mut expected);
            prop_assert_eq!(same_unit(&left, &right, &starts, false), expected);
        }
    }
}
