//! The sketches of all articles of one commit, where they lie: a column of each segment.
//!
//! A segment keeps each different sketch once, in the order of their bytes, in blocks. So they are gone through in this order,
//! and a few can be had without the rest.

use crate::article::ArticleId;
use crate::error::Result;
use tantivy::columnar::BytesColumn;
use tantivy::{Searcher, TantivyError};

/// The sketches of one commit. The *place* of an article is its number in the order in which they are gone through.
///
/// Takes 12 bytes of memory an article.
pub struct Sketches {
    /// Articles by place.
    ids: Vec<ArticleId>,
    /// Where the sketch of each is in the dictionary of its segment.
    ordinals: Vec<u32>,
    segments: Vec<Segment>,
}

/// The sketches of one segment.
struct Segment {
    column: BytesColumn,
    /// Its places.
    places: std::ops::Range<u32>,
}

impl std::fmt::Debug for Sketches {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Sketches").field("articles", &self.ids.len()).finish_non_exhaustive()
    }
}

impl Sketches {
    /// Those of the articles that a searcher sees.
    pub fn new(searcher: &Searcher) -> Result<Self> {
        let articles = usize::try_from(searcher.num_docs()).unwrap_or_default();
        let mut sketches = Sketches {
            ids: Vec::with_capacity(articles),
            ordinals: Vec::with_capacity(articles),
            segments: Vec::with_capacity(searcher.segment_readers().len()),
        };
        for reader in searcher.segment_readers() {
            let ids = reader.fast_fields().u64("id")?;
            let Some(column) = reader.fast_fields().bytes("sketch")? else {
                continue;
            };
            // By ordinal, so that the dictionary is read once from its beginning to its end. A segment has fewer than 2^32
            // articles, so the ordinals fit.
            let ordinal = |document| column.ords().first(document).map(|ordinal| ordinal as u32);
            let articles = reader.doc_ids_alive();
            let mut articles: Vec<(u32, ArticleId)> =
                articles.filter_map(|document| Some((ordinal(document)?, ArticleId(ids.first(document)?)))).collect();
            articles.sort_unstable();
            let start = sketches.ids.len() as u32;
            sketches.ids.extend(articles.iter().map(|(_, id)| id));
            sketches.ordinals.extend(articles.iter().map(|(ordinal, _)| ordinal));
            sketches.segments.push(Segment { column, places: start..sketches.ids.len() as u32 });
        }
        Ok(sketches)
    }

    /// The articles by place.
    pub fn ids(&self) -> &[ArticleId] {
        &self.ids
    }

    /// Gives `each` every sketch with the place of its article, by place.
    pub fn scan(&self, each: &mut dyn FnMut(u32, &[u8]) -> Result<()>) -> Result<()> {
        for segment in &self.segments {
            let mut stream = segment.column.dictionary().stream().map_err(TantivyError::from)?;
            let mut rest = segment.places.clone().peekable();
            while rest.peek().is_some() && stream.advance() {
                while let Some(place) = rest.next_if(|place| u64::from(self.ordinal(*place)) == stream.term_ord()) {
                    each(place, stream.key())?;
                }
            }
        }
        Ok(())
    }

    /// Gives `each` the sketches at these places, which must ascend.
    pub fn fetch(&self, places: &[u32], each: &mut dyn FnMut(u32, &[u8]) -> Result<()>) -> Result<()> {
        for segment in &self.segments {
            let from = places.partition_point(|place| *place < segment.places.start);
            let to = places.partition_point(|place| *place < segment.places.end);
            let here = places.get(from..to).unwrap_or_default();
            let ordinals: Vec<u64> = here.iter().map(|place| u64::from(self.ordinal(*place))).collect();
            let mut outcome = Ok(());
            let mut places = here.iter();
            let mut give = |sketch: &[u8]| {
                if let (Some(place), Ok(())) = (places.next(), &outcome) {
                    outcome = each(*place, sketch);
                }
            };
            segment.column.dictionary().sorted_ords_to_term_cb(&ordinals, &mut give).map_err(TantivyError::from)?;
            outcome?;
        }
        Ok(())
    }

    fn ordinal(&self, place: u32) -> u32 {
        self.ordinals.get(place as usize).copied().unwrap_or(u32::MAX)
    }
}
