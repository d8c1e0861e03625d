//! Which articles of a result tell the same story?
//!
//! Counting stories means counting families. Most articles are alone, so what is kept is the exception: the articles whose
//! family holds another article of the same result. A count of stories is then the count of articles less the surplus: what
//! families have beyond their first.

use crate::article::ArticleId;
use crate::error::Result;
use crate::search::Engine;
use crate::search::document_set::DocumentSet;
use rustc_hash::FxHashSet;

/// See the module header.
#[derive(Debug, Default)]
pub(super) struct StoryCount {
    /// By segment: documents in families with others of the result, each with the number of its family, by document.
    repeated: Vec<Vec<(u32, u32)>>,
    /// Articles beyond the first of each family.
    surplus: u64,
}

impl StoryCount {
    /// Looks up the families of the documents in `sets`, one set a segment.
    pub(super) fn of(engine: &Engine, sets: &[DocumentSet]) -> Result<Self> {
        let mut found: Vec<(ArticleId, u32, u32)> = Vec::new();
        let mut alone: Vec<(ArticleId, u32, u32)> = Vec::new();
        for ((segment, reader), set) in (0u32..).zip(engine.searcher.segment_readers()).zip(sets) {
            let ids = reader.fast_fields().u64("id")?;
            for document in set.iter() {
                let article = ArticleId(ids.first(document).unwrap_or(0));
                let family = engine.story_of(article);
                if family == article { &mut alone } else { &mut found }.push((family, segment, document));
            }
        }
        // What is named like its family is alone, unless others of the family were found.
        let families: FxHashSet<ArticleId> = found.iter().map(|(family, ..)| *family).collect();
        if !families.is_empty() {
            found.extend(alone.into_iter().filter(|(article, ..)| families.contains(article)));
        }
        found.sort_unstable();
        let mut stories = StoryCount { repeated: vec![Vec::new(); sets.len()], surplus: 0 };
        for (number, family) in (0u32..).zip(found.chunk_by(|one, other| one.0 == other.0)) {
            if family.len() < 2 {
                continue;
            }
            stories.surplus += family.len() as u64 - 1;
            for (_, segment, document) in family {
                if let Some(repeated) = stories.repeated.get_mut(*segment as usize) {
                    repeated.push((*document, number));
                }
            }
        }
        stories.repeated.iter_mut().for_each(|repeated| repeated.sort_unstable());
        Ok(stories)
    }

    /// Stories among so many articles, which must be all that these stories were made of.
    pub(super) fn among(&self, articles: u64) -> u64 {
        articles.saturating_sub(self.surplus)
    }

    /// Documents of a segment in families with others of the result, each with the number of its family.
    pub(super) fn repeated(&self, segment: usize) -> &[(u32, u32)] {
        self.repeated.get(segment).map_or(&[], Vec::as_slice)
    }
}

/// Articles that are counted more than once under one number, to be taken off its count of stories.
#[derive(Debug, Default)]
pub(super) struct Surplus {
    /// Number and family, once for each article.
    pairs: Vec<(u32, u32)>,
}

impl Surplus {
    /// An article of a family is counted under a number.
    pub(super) fn add(&mut self, number: u32, family: u32) {
        self.pairs.push((number, family));
    }

    /// For each of the numbers: the articles beyond the first of each family.
    pub(super) fn by_number(mut self, numbers: usize) -> Vec<u64> {
        let mut surplus = vec![0; numbers];
        self.pairs.sort_unstable();
        for same in self.pairs.chunk_by(|one, other| one == other) {
            if let Some(surplus) = same.first().and_then(|(number, _)| surplus.get_mut(*number as usize)) {
                *surplus += same.len() as u64 - 1;
            }
        }
        surplus
    }
}

impl Engine {
    /// The family of an article; itself if it is alone.
    fn story_of(&self, article: ArticleId) -> ArticleId {
        self.families.of(article)
    }

    /// The articles of the family of an article, itself among them.
    pub(super) fn family_members(&self, article: ArticleId) -> Vec<ArticleId> {
        let family = self.families.of(article);
        let members: Vec<ArticleId> = self.families.members(family).map(|member| member.article).collect();
        if members.is_empty() { vec![article] } else { members }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_family_is_no_surplus() {
        let mut surplus = Surplus::default();
        for (number, family) in [(1, 7), (0, 7), (1, 7), (1, 8), (1, 7)] {
            surplus.add(number, family);
        }
        assert_eq!(surplus.by_number(3), [0, 2, 0]);
    }
}
