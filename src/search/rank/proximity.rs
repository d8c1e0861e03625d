//! How often are two words of a text near each other?

/// How many of the positions `of` have another position of `by` at most `near` words before or after. Both are sorted; a word
/// is not near itself.
pub fn near(of: &[u32], by: &[u32], near: u32) -> u64 {
    let mut begin = 0;
    let has_neighbour = |&&position: &&u32| {
        while by.get(begin).is_some_and(|other| other.saturating_add(near) < position) {
            begin += 1;
        }
        let reach = by.get(begin..).unwrap_or(&[]).iter().take_while(|other| **other <= position.saturating_add(near));
        // Of two that are in reach, one is another position.
        reach.take(2).any(|other| *other != position)
    };
    of.iter().filter(has_neighbour).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_word_is_near_others_and_not_itself() {
        assert_eq!(near(&[5], &[5], 10), 0);
        assert_eq!(near(&[5], &[4, 5], 1), 1);
        assert_eq!(near(&[0, 40], &[30], 30), 2);
        assert_eq!(near(&[0, 40], &[31], 30), 1);
        assert_eq!(near(&[u32::MAX], &[u32::MAX - 1], 3), 1);
    }

    fn positions() -> impl Strategy<Value = BTreeSet<u32>> {
        prop::collection::btree_set(0u32..60, 0..20)
    }

    proptest! {
        #[test]
        fn it_is_what_trying_all_pairs_gives(of in positions(), by in positions(), distance in 1u32..12) {
            let is_near = |one: &u32| by.iter().any(|other| one != other && one.abs_diff(*other) <= distance);
            let expected = of.iter().filter(|one| is_near(one)).count() as u64;
            let list = |set: &BTreeSet<u32>| set.iter().copied().collect::<Vec<u32>>();
            prop_assert_eq!(near(&list(&of), &list(&by), distance), expected);
        }
    }
}
