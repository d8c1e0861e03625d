//! From articles that match to stories: copies of one story take one place in a result.
//!
//! A story stands where its best article would stand, whichever of its articles is shown. Nothing is lost by it: the other
//! articles that match are listed with the story, and totals count articles and stories.
//!
//! Invariant: what a result holds does not depend on the order in which articles are added.

use crate::article::ArticleId;
use crate::index::families::{Closeness, Families};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use tantivy::DocAddress;

/// A document that matches, before it is fetched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    /// How well it matches.
    pub score: f32,
    /// What the order is by, if not by score; larger is earlier.
    pub key: i64,
    /// The article.
    pub id: ArticleId,
    /// Where it is.
    pub address: DocAddress,
}

impl Eq for Candidate {}

impl Ord for Candidate {
    /// Greater is worse, so that a heap gives up its worst first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.key.cmp(&self.key).then(other.score.total_cmp(&self.score)).then(self.id.cmp(&other.id))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A place in a result.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Story {
    /// The best of its articles.
    pub best: Candidate,
    /// The article that is shown.
    pub lead: DocAddress,
    /// The other articles that match, best first.
    pub copies: Vec<Candidate>,
}

/// Articles of one family.
struct Group {
    /// Least is shown: what the choice is by, then the usual order.
    lead: (i64, Candidate),
    members: Vec<Candidate>,
}

/// The best stories among the articles added so far.
pub(super) struct Stories<'a> {
    families: &'a Families,
    closeness: Closeness,
    wanted: usize,
    /// Articles that are alone.
    heap: BinaryHeap<Candidate>,
    groups: FxHashMap<ArticleId, Group>,
    lone: u64,
}

impl<'a> Stories<'a> {
    /// Keeps the first `wanted` stories.
    pub fn new(families: &'a Families, closeness: Closeness, wanted: usize) -> Self {
        let closeness = if families.is_empty() { Closeness::Off } else { closeness };
        Stories { families, closeness, wanted, heap: BinaryHeap::new(), groups: FxHashMap::default(), lone: 0 }
    }

    /// Adds an article; `lead_key` is small for an article that should be shown.
    pub fn add(&mut self, candidate: Candidate, lead_key: impl FnOnce() -> i64) {
        match self.families.group_with_others(candidate.id, self.closeness) {
            None => {
                self.lone += 1;
                self.add_lone(candidate);
            }
            Some(group) => {
                let lead = (lead_key(), candidate);
                let group = self.groups.entry(group).or_insert_with(|| Group { lead, members: Vec::new() });
                group.lead = group.lead.min(lead);
                group.members.push(candidate);
            }
        }
    }

    /// Whether an article that is alone comes after all that are wanted, whatever its id.
    pub fn is_beyond(&self, key: i64, score: f32) -> bool {
        let is_after = |worst: &Candidate| worst.key.cmp(&key).then(worst.score.total_cmp(&score)).is_gt();
        self.heap.len() >= self.wanted && self.heap.peek().is_none_or(is_after)
    }

    /// Counts an article that is alone and not wanted.
    pub fn pass_over(&mut self) {
        self.lone += 1;
    }

    fn add_lone(&mut self, candidate: Candidate) {
        if self.heap.len() < self.wanted {
            self.heap.push(candidate);
        } else if self.heap.peek().is_some_and(|worst| candidate < *worst) {
            self.heap.pop();
            self.heap.push(candidate);
        }
    }

    /// The best stories in order, and how many there are altogether.
    pub fn finish(self) -> (Vec<Story>, u64) {
        let total = self.lone + self.groups.len() as u64;
        let alone = |best: Candidate| Story { best, lead: best.address, copies: Vec::new() };
        let mut stories: Vec<Story> = self.heap.into_iter().map(alone).collect();
        stories.extend(self.groups.into_values().filter_map(|mut group| {
            group.members.sort_unstable();
            let best = *group.members.first()?;
            let lead = group.lead.1.address;
            group.members.retain(|member| member.address != lead);
            Some(Story { best, lead, copies: group.members })
        }));
        stories.sort_unstable_by_key(|story| story.best);
        stories.truncate(self.wanted);
        (stories, total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::families::Member;
    use crate::search::Lead;

    fn candidate(id: u64, score: f32) -> Candidate {
        let doc_id = u32::try_from(id).unwrap();
        Candidate { score, key: 0, id: ArticleId(id), address: DocAddress { segment_ord: 0, doc_id } }
    }

    fn families() -> Families {
        let member =
            |article, text| Member { article: ArticleId(article), family: ArticleId(1), text: ArticleId(text) };
        Families::new(vec![member(1, 1), member(2, 1), member(3, 3)])
    }

    /// Scores of articles 1 to 5; 1 to 3 are a family. The key for the lead is the id, turned round.
    fn stories(closeness: Closeness, lead: Lead, wanted: usize) -> (Vec<(u64, u32, Vec<u64>)>, u64) {
        let families = families();
        let mut stories = Stories::new(&families, closeness, wanted);
        for (id, score) in [(4, 3.0), (1, 1.0), (3, 4.0), (2, 2.0), (5, 0.5)] {
            let key = if lead == Lead::Best { 0 } else { -i64::try_from(id).unwrap() };
            stories.add(candidate(id, score), || key);
        }
        let (stories, total) = stories.finish();
        let shown = |story: Story| {
            (story.best.id.0, story.lead.doc_id, story.copies.iter().map(|copy| copy.id.0).collect::<Vec<_>>())
        };
        (stories.into_iter().map(shown).collect(), total)
    }

    #[test]
    fn a_family_takes_one_place_and_names_its_other_articles() {
        let expected = vec![(3, 3, vec![2, 1]), (4, 4, vec![]), (5, 5, vec![])];
        assert_eq!(stories(Closeness::Near, Lead::Best, 9), (expected, 3));
        let (first, total) = stories(Closeness::Near, Lead::Best, 1);
        assert_eq!((first.len(), total), (1, 3));
    }

    #[test]
    fn the_lead_is_chosen_but_the_place_is_that_of_the_best() {
        let (shown, _) = stories(Closeness::Exact, Lead::Longest, 9);
        assert_eq!(shown, vec![(3, 3, vec![]), (4, 4, vec![]), (2, 2, vec![1]), (5, 5, vec![])]);
        let (shown, _) = stories(Closeness::Off, Lead::Longest, 9);
        assert_eq!(shown.iter().map(|story| story.0).collect::<Vec<_>>(), [3, 4, 2, 1, 5]);
    }
}
