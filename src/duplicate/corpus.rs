//! Where the sketches of all articles come from, and their order.
//!
//! Sketches stay where they are and are gone through when they are needed, because there may be more of them than memory
//! should hold.

use super::arena::Document;
use super::sketch::{Sketch, View};
use crate::article::ArticleId;
use rustc_hash::FxHashMap;

/// All articles and their sketches. An article has a *place*, which stays the same while the corpus is there.
pub trait Corpus {
    /// Why a sketch cannot be had.
    type Error;

    /// The articles by place.
    fn ids(&self) -> &[ArticleId];

    /// Gives each sketch, with the place of its article.
    fn scan(&self, each: &mut dyn FnMut(u32, View<'_>)) -> Result<(), Self::Error>;

    /// Gives the sketches at these places, which ascend.
    fn fetch(&self, places: &[u32], each: &mut dyn FnMut(u32, View<'_>)) -> Result<(), Self::Error>;
}

/// A corpus in memory.
impl Corpus for (Vec<ArticleId>, Vec<Sketch>) {
    type Error = std::convert::Infallible;

    fn ids(&self) -> &[ArticleId] {
        &self.0
    }

    fn scan(&self, each: &mut dyn FnMut(u32, View<'_>)) -> Result<(), Self::Error> {
        (0..).zip(&self.1).for_each(|(place, sketch)| each(place, sketch.view()));
        Ok(())
    }

    fn fetch(&self, places: &[u32], each: &mut dyn FnMut(u32, View<'_>)) -> Result<(), Self::Error> {
        for place in places {
            if let Some(sketch) = self.1.get(*place as usize) {
                each(*place, sketch.view());
            }
        }
        Ok(())
    }
}

/// Stands for an article that has no number: its id was given before.
pub(super) const NONE: Document = Document::MAX;

/// The articles of a corpus in the order of their ids.
#[derive(Debug)]
pub(super) struct Numbering {
    /// The place of each article.
    pub places: Vec<u32>,
    /// The number of the article at each place; [`NONE`] if its id was given before.
    pub numbers: Vec<Document>,
}

impl Numbering {
    pub fn new(ids: &[ArticleId]) -> Numbering {
        let id = |place: &u32| ids.get(*place as usize).copied().unwrap_or_default();
        let mut places: Vec<u32> = (0..ids.len() as u32).collect();
        places.sort_unstable_by_key(|place| (id(place), *place));
        places.dedup_by_key(|place| id(place));
        places.shrink_to_fit();
        let mut numbers = vec![NONE; ids.len()];
        for (number, place) in (0..).zip(&places) {
            if let Some(slot) = numbers.get_mut(*place as usize) {
                *slot = number;
            }
        }
        Numbering { places, numbers }
    }

    /// The number of the article at a place.
    pub fn number(&self, place: u32) -> Option<Document> {
        self.numbers.get(place as usize).copied().filter(|number| *number != NONE)
    }

    /// Gives the sketches of these articles, in no particular order.
    pub fn fetch<C: Corpus>(
        &self,
        corpus: &C,
        numbers: impl Iterator<Item = Document>,
        mut each: impl FnMut(Document, View<'_>),
    ) -> Result<(), C::Error> {
        let mut places: Vec<u32> = numbers.filter_map(|number| self.places.get(number as usize).copied()).collect();
        places.sort_unstable();
        corpus.fetch(&places, &mut |place, sketch| {
            if let Some(number) = self.number(place) {
                each(number, sketch);
            }
        })
    }
}

/// Where articles with these ids are, as far as they are there.
pub(super) fn places_of(ids: &[ArticleId], wanted: &[ArticleId]) -> Vec<u32> {
    let mut found: FxHashMap<ArticleId, Option<u32>> = wanted.iter().map(|id| (*id, None)).collect();
    for (place, id) in (0..).zip(ids) {
        if let Some(slot) = found.get_mut(id) {
            *slot = slot.or(Some(place));
        }
    }
    let mut places: Vec<u32> = found.into_values().flatten().collect();
    places.sort_unstable();
    places
}
