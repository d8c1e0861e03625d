//! The articles of a result, story by story: a family of near-duplicates is one, and so is an article that is alone.

use crate::article::ArticleId;
use crate::error::Result;
use crate::search::document_set::DocumentSet;
use crate::search::{Closeness, Engine};
use tantivy::DocAddress;

impl Engine {
    /// Gives `each` the articles of every story in `sets` (one set a segment); returns how many stories there are.
    pub(super) fn each_story(
        &self,
        sets: &[DocumentSet],
        each: &mut dyn FnMut(&[DocAddress]) -> Result<()>,
    ) -> Result<u64> {
        let mut stories = 0;
        let mut in_families: Vec<(ArticleId, DocAddress)> = Vec::new();
        for ((segment_ord, reader), set) in (0..).zip(self.searcher.segment_readers()).zip(sets) {
            let ids = reader.fast_fields().u64("id")?;
            for doc_id in set.iter() {
                let id = ArticleId(ids.first(doc_id).unwrap_or(0));
                let address = DocAddress { segment_ord, doc_id };
                match self.families.group_with_others(id, Closeness::Near) {
                    Some(family) => in_families.push((family, address)),
                    None => {
                        stories += 1;
                        each(&[address])?;
                    }
                }
            }
        }
        in_families.sort_unstable();
        let mut story = Vec::new();
        for family in in_families.chunk_by(|one, other| one.0 == other.0) {
            stories += 1;
            story.clear();
            story.extend(family.iter().map(|(_, address)| *address));
            each(&story)?;
        }
        Ok(stories)
    }
}
