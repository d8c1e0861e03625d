//! Which articles are copies of one story: families from the sketches of all articles.
//!
//! Families are the connected parts of the links between articles (see [`super::links`]), since a copy may
//! descend from a copy. Articles with the same words are one for all of this and always in one family.
//!
//! Invariants: a pure function of the set of (id, sketch), whatever their order and however many threads;
//! so also of what is left after removals. A family is named by its smallest article id. An article in no
//! family with others is in one of its own. Nothing is quadratic in the number of articles.

use super::kinship::Options;
use super::links::{Pair, links};
use super::sketch::Sketch;
use crate::article::ArticleId;
use rayon::prelude::*;

/// Names a family: the smallest id of its articles.
pub type FamilyId = ArticleId;

/// The family of every article, in the order of `articles`. If an id is given twice, the first counts.
pub fn families(articles: &[(ArticleId, Sketch)], options: &Options) -> Vec<(ArticleId, FamilyId)> {
    let mut order: Vec<&(ArticleId, Sketch)> = articles.iter().collect();
    order.sort_by_key(|(id, _)| *id);
    order.dedup_by_key(|(id, _)| *id);
    let mut joined = Joined::new(order.len());
    let texts = one_of_each_text(&order, &mut joined);
    let sketches: Vec<&Sketch> =
        texts.iter().filter_map(|number| order.get(*number as usize)).map(|(_, sketch)| sketch).collect();
    for Pair { longer, shorter, .. } in links(&sketches, options) {
        if let (Some(one), Some(other)) = (texts.get(longer as usize), texts.get(shorter as usize)) {
            joined.join(*one, *other);
        }
    }
    let family_of = |id: ArticleId, joined: &mut Joined| {
        let number = order.partition_point(|(other, _)| *other < id) as u32;
        let smallest = joined.smallest(number);
        order.get(smallest as usize).map_or(id, |(smallest, _)| *smallest)
    };
    articles.iter().map(|(id, _)| (*id, family_of(*id, &mut joined))).collect()
}

/// For every article the smallest id of those that have the same words (case, punctuation and short words apart), in the
/// order of `articles`. Articles without words are alone.
pub fn same_words(articles: &[(ArticleId, Sketch)]) -> Vec<(ArticleId, ArticleId)> {
    let mut by_text: Vec<(u64, u32, ArticleId)> =
        articles.iter().map(|(id, sketch)| (sketch.text(), sketch.length(), *id)).collect();
    by_text.par_sort_unstable();
    let smallest = |id: ArticleId, sketch: &Sketch| {
        let key = (sketch.text(), sketch.length());
        let first = by_text.partition_point(|(text, length, _)| (*text, *length) < key);
        by_text.get(first).filter(|_| sketch.length() > 0).map_or(id, |(_, _, first)| *first)
    };
    articles.par_iter().map(|(id, sketch)| (*id, smallest(*id, sketch))).collect()
}

/// Joins articles that have the same words; gives the first of each.
fn one_of_each_text(order: &[&(ArticleId, Sketch)], joined: &mut Joined) -> Vec<u32> {
    let mut by_text: Vec<(u64, u32, u32)> =
        (0..).zip(order).map(|(number, (_, sketch))| (sketch.text(), sketch.length(), number)).collect();
    by_text.par_sort_unstable();
    let mut firsts = Vec::with_capacity(by_text.len());
    for same in by_text.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let Some((_, length, first)) = same.first() else {
            continue;
        };
        firsts.push(*first);
        // Articles without words are not copies of one another.
        if *length > 0 {
            same.iter().for_each(|(_, _, other)| joined.join(*first, *other));
        }
    }
    firsts.sort_unstable();
    firsts
}

/// Disjoint sets of numbers, each known by its smallest (union-find: Galler and Fischer 1964).
struct Joined {
    parents: Vec<u32>,
}

impl Joined {
    fn new(count: usize) -> Joined {
        Joined { parents: (0..count as u32).collect() }
    }

    /// The smallest number joined with `number`.
    fn smallest(&mut self, mut number: u32) -> u32 {
        while let Some(&parent) = self.parents.get(number as usize) {
            if parent == number {
                break;
            }
            let grandparent = self.parents.get(parent as usize).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(number as usize) {
                *slot = grandparent;
            }
            number = grandparent;
        }
        number
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.smallest(one), self.smallest(other));
        if let Some(slot) = self.parents.get_mut(one.max(other) as usize) {
            *slot = one.min(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sketch::{Scratch, sketch};
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Words `from..to` of story `story`; a text of its own for each story.
    fn words(story: u32, range: std::ops::Range<u32>) -> String {
        range.map(|word| format!("story{story}word{word} ")).collect()
    }

    fn articles(texts: &[String]) -> Vec<(ArticleId, Sketch)> {
        let mut scratch = Scratch::default();
        let ids = (0..).map(|number: u64| ArticleId(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        ids.zip(texts).map(|(id, text)| (id, sketch("", text, &mut scratch))).collect()
    }

    /// For each text the number of the first text in its family.
    fn grouped(texts: &[String]) -> Vec<usize> {
        let families = families(&articles(texts), &Options::default());
        let first = |family: FamilyId| families.iter().position(|(_, other)| *other == family).unwrap();
        families.iter().map(|(_, family)| first(*family)).collect()
    }

    #[test]
    fn a_cut_and_a_cut_of_the_cut_are_one_family() {
        let texts = [words(1, 0..400), words(1, 0..240), words(1, 0..120), words(2, 0..300)];
        assert_eq!(grouped(&texts), [0, 0, 0, 3]);
    }

    #[test]
    fn background_in_a_new_story_does_not_make_a_family() {
        let follow_up = words(2, 0..150) + &words(1, 150..300) + &words(2, 150..300);
        assert_eq!(grouped(&[words(1, 0..400), follow_up]), [0, 1]);
    }

    #[test]
    fn a_digest_does_not_tie_families_together() {
        let digest: String = (1..6).map(|story| words(story, 0..70)).collect();
        let cuts = (1..6).map(|story| words(story, 0..90));
        let stories = (1..6).map(|story| words(story, 0..200));
        let texts: Vec<String> = cuts.chain(stories).chain([digest]).collect();
        assert_eq!(grouped(&texts), [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 10]);
    }

    #[test]
    fn reports_filled_into_one_frame_are_no_copies() {
        let report = |company: &str, figures: [u32; 6]| {
            let [profit, before, revenue, expected, low, high] = figures;
            format!(
                "{company} on Monday reported a quarterly net profit of ${profit} million compared with ${before} \
                 million a year earlier. Revenue rose to ${revenue} million. Analysts on average had expected \
                 revenue of ${expected} million. The company said it expects full-year earnings of between ${low} \
                 and ${high} a share. This article contains forward-looking statements, and actual results may \
                 differ materially from those expressed or implied."
            )
        };
        let texts =
            [report("Aldton Foods", [12, 34, 560, 571, 2, 3]), report("Marwick Energy", [88, 61, 904, 887, 5, 6])];
        assert_eq!(grouped(&texts), [0, 1]);
    }

    #[test]
    fn a_story_in_more_outlets_than_a_rare_word_may_have_is_one_family() {
        let texts: Vec<String> = (0..150).map(|copy| words(1, 0..250 - copy) + &words(copy + 2, 0..12)).collect();
        assert_eq!(grouped(&texts), vec![0; 150]);
    }

    #[test]
    fn the_same_words_are_one_family_however_common_and_nothing_is_none() {
        let mut texts = vec![words(1, 0..3); 60];
        texts.extend([String::new(), String::new()]);
        let mut expected = vec![0; 60];
        expected.extend([60, 61]);
        assert_eq!(grouped(&texts), expected);
    }

    #[test]
    fn an_id_given_twice_counts_once() {
        let mut all = articles(&[words(1, 0..100), words(2, 0..100)]);
        let (first, second) = (all[0].clone(), all[1].clone());
        all.push((first.0, second.1));
        let families = families(&all, &Options::default());
        assert_eq!(families, [(first.0, first.0), (second.0, second.0), (first.0, first.0)]);
    }

    /// Some stories, and texts that are cuts of them with words exchanged, other ends and digests.
    fn archive() -> impl Strategy<Value = Vec<String>> {
        let piece = (0..6u32, 0..60u32, 20..150u32).prop_map(|(story, from, length)| words(story, from..from + length));
        let text = prop_oneof![
            3 => (0..6u32, 60..200u32, 0..40u32).prop_map(|(story, to, other)| words(story, 0..to) + &words(9, 0..other)),
            1 => prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat()),
        ];
        prop::collection::vec(text, 1..40)
    }

    fn by_id(articles: &[(ArticleId, Sketch)], threads: usize) -> BTreeMap<ArticleId, FamilyId> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| families(articles, &Options::default())).into_iter().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn neither_order_nor_threads_nor_what_was_removed_matter(
            texts in archive(),
            seed in any::<u64>(),
        ) {
            let all = articles(&texts);
            let expected = by_id(&all, 1);
            let mut shuffled = all.clone();
            shuffled.sort_by_key(|(id, _)| (id.0 ^ seed).wrapping_mul(0x2545_f491_4f6c_dd1d));
            prop_assert_eq!(&by_id(&shuffled, 3), &expected);

            let kept = |(id, _): &(ArticleId, Sketch)| (id.0 ^ seed).is_multiple_of(3);
            let never_added: Vec<_> = all.iter().filter(|article| kept(article)).cloned().collect();
            shuffled.retain(kept);
            prop_assert_eq!(by_id(&shuffled, 2), by_id(&never_added, 1));
        }

        #[test]
        fn families_part_the_articles_and_are_named_by_their_smallest(texts in archive()) {
            let all = articles(&texts);
            let families = by_id(&all, 2);
            for (id, same) in same_words(&all) {
                prop_assert!(same <= id);
                prop_assert_eq!(families.get(&same), families.get(&id));
            }
            prop_assert_eq!(families.len(), texts.len());
            for (id, family) in &families {
                prop_assert!(family <= id);
                prop_assert_eq!(families.get(family), Some(family));
            }
        }
    }
}
