//! Which articles are copies of one story: families from the sketches of all articles.
//!
//! Families are the connected parts of the links between articles (see [`super::links`]), since a copy may
//! descend from a copy. Articles with the same words are one for all of this and always in one family.
//!
//! Invariants: a pure function of the set of (id, sketch), whatever their order, however many threads and whatever was
//! computed before; so also of what is left after removals. A family is named by its smallest article id. Nothing is
//! quadratic in the number of articles.

use super::corpus::Corpus;
use super::increment::{Limits, increment};
use super::kinship::Options;
use super::state::State;
use super::whole::whole;

/// The state of all articles of a corpus, from which families follow ([`State::members`]).
///
/// `state` is a former one, if there is one; `former` gives the corpus of then, or as much of it as is to be had. They
/// change the cost and nothing else.
pub fn update<C: Corpus>(
    state: Option<State>,
    corpus: &C,
    former: impl FnOnce() -> Result<Option<C>, C::Error>,
    options: &Options,
) -> Result<State, C::Error> {
    if let Some(state) = state
        && let Some(state) = increment(&state, corpus, former, options, Limits::new(corpus.ids().len()))?
    {
        return Ok(state);
    }
    whole(corpus, options)
}

#[cfg(test)]
mod tests {
    use super::super::sketch::{Scratch, Sketch, sketch};
    use super::super::state::{FamilyId, Member};
    use super::*;
    use crate::article::ArticleId;
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

    /// Article, family and articles with the same words, of all articles.
    fn members(articles: &[(ArticleId, Sketch)], options: &Options) -> Vec<Member> {
        let corpus: (Vec<_>, Vec<_>) = articles.iter().cloned().unzip();
        let members = update(None, &corpus, || Ok(None), options).unwrap().members();
        let members: BTreeMap<_, _> = members.into_iter().map(|member| (member.article, member)).collect();
        let member = |id: ArticleId| members.get(&id).copied().unwrap_or(Member { article: id, family: id, text: id });
        articles.iter().map(|(id, _)| member(*id)).collect()
    }

    fn families(articles: &[(ArticleId, Sketch)], options: &Options) -> Vec<(ArticleId, FamilyId)> {
        members(articles, options).iter().map(|member| (member.article, member.family)).collect()
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
            for Member { article: id, text: same, .. } in members(&all, &Options::default()) {
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
