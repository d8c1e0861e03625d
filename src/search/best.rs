//! Which of the articles that match come first?
//!
//! A common word matches most of an archive, and most of what matches cannot reach the page. So an article that is alone is
//! compared with the last one of the page before anything is read of it, and which articles are alone is kept for the archive.

use crate::article::ArticleId;
use crate::error::Result;
use crate::index::document;
use crate::search::document_set::DocumentSet;
use crate::search::engine::Evaluated;
use crate::search::rank::Scores;
use crate::search::story::{Candidate, Stories, Story};
use crate::search::{Closeness, Engine, Lead, Request, Sort};
use std::sync::OnceLock;
use tantivy::{DocAddress, SegmentReader};

/// A result of fewer than one in so many articles is not worth looking up the families of all.
const SMALL_SHARE: u64 = 8;

/// The documents of each segment that are in a family with others, once a large result asked for them.
pub(super) struct InFamilies(Vec<OnceLock<DocumentSet>>);

impl InFamilies {
    pub(super) fn of_segments(count: usize) -> Self {
        InFamilies((0..count).map(|_| OnceLock::new()).collect())
    }
}

impl Engine {
    /// The best stories among the articles that match, and how many stories there are.
    pub(super) fn best(
        &self,
        request: &Request,
        evaluated: &Evaluated<'_>,
        scores: Option<&Scores>,
        wanted: usize,
    ) -> Result<(Vec<Story>, u64)> {
        let mut stories = Stories::new(&self.families, request.families, wanted);
        for (segment_ord, (segment, set)) in (0..).zip(evaluated.segments.iter().zip(&evaluated.sets)) {
            if set.is_empty() {
                continue;
            }
            let columns = segment.reader().fast_fields();
            let (ids, dates, words) = (columns.u64("id")?, columns.i64("published")?, columns.i64("words")?);
            let (days, precisions) = (columns.i64("published_day")?, columns.i64("published_precision")?);
            let in_families = self.in_families(request.families, segment_ord, segment.reader(), set)?;
            for doc_id in set.iter() {
                let key = match request.sort {
                    Sort::Relevance => 0,
                    Sort::Newest => dates.first(doc_id).unwrap_or(i64::MIN),
                    Sort::Oldest => dates.first(doc_id).map_or(i64::MIN, |date| -date),
                };
                let address = DocAddress { segment_ord, doc_id };
                let score = scores.map_or(0.0, |scores| scores.get(address));
                let is_alone = in_families.is_some_and(|in_families| !in_families.contains(doc_id));
                if is_alone && stories.is_beyond(key, score) {
                    stories.pass_over();
                    continue;
                }
                let candidate = Candidate { score, key, id: ArticleId(ids.first(doc_id).unwrap_or(0)), address };
                stories.add(candidate, || match request.lead {
                    Lead::Best => 0,
                    Lead::First => dates.first(doc_id).map_or(i64::MAX, |second| {
                        document::latest(second, days.first(doc_id), precisions.first(doc_id))
                    }),
                    Lead::Longest => -words.first(doc_id).unwrap_or(0),
                });
            }
        }
        Ok(stories.finish())
    }

    /// The documents of a segment that may share a place with others; `None` if that is not known.
    fn in_families(
        &self,
        closeness: Closeness,
        segment_ord: u32,
        reader: &SegmentReader,
        set: &DocumentSet,
    ) -> Result<Option<&DocumentSet>> {
        let Some(known) = self.in_families.0.get(segment_ord as usize) else {
            return Ok(None);
        };
        if let Some(known) = known.get() {
            return Ok(Some(known));
        }
        if set.len() < u64::from(reader.max_doc()) / SMALL_SHARE {
            return Ok(None);
        }
        let mut found = DocumentSet::empty(reader.max_doc());
        if closeness == Closeness::Off || self.families.is_empty() {
            // Nothing is grouped; that says nothing about other requests.
            return Ok(self.families.is_empty().then(|| known.get_or_init(|| found)));
        }
        let ids = reader.fast_fields().u64("id")?;
        for document in 0..reader.max_doc() {
            let id = ArticleId(ids.first(document).unwrap_or(0));
            if self.families.group_with_others(id, Closeness::Near).is_some() {
                found.insert(document);
            }
        }
        Ok(Some(known.get_or_init(|| found)))
    }
}
