//! How much less is an old article worth, if recent ones are wanted?
//!
//! A score is halved for every half-life of age, as in the exponential decays of Li and Croft ("Time-based language models",
//! CIKM 2003), but at most [`HALVINGS`] times: what is older than that is old, and relevance alone orders it. Age counts from
//! the newest article that matches, or from today if that lies in the future, so that an archive of the sixties has recent
//! articles too and a mistyped year makes nothing old. Articles without a date count as old.

use super::Points;
use crate::error::Result;
use crate::search::document_set::DocumentSet;
use crate::search::segment::SegmentSearch;

/// Half-lives after which age counts no more.
pub const HALVINGS: f64 = 10.0;

/// A wish for recent articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recency {
    /// Today, in days since 1970-01-01.
    pub today: i64,
    /// Days of age after which a score counts half; 0 is taken as 1.
    pub half_life: u32,
}

/// Recency among certain articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decay {
    half_life: u32,
    /// The day from which age counts.
    newest: i64,
}

impl Decay {
    /// `sets`: the articles that match, one set for each segment.
    pub(super) fn new(recency: Recency, segments: &[SegmentSearch<'_>], sets: &[DocumentSet]) -> Result<Self> {
        let mut newest = i64::MIN;
        for (segment, set) in segments.iter().zip(sets) {
            let days = segment.reader().fast_fields().i64("published_day")?;
            newest = set.iter().filter_map(|document| days.first(document)).fold(newest, i64::max);
        }
        Ok(Decay { half_life: recency.half_life.max(1), newest: newest.min(recency.today) })
    }

    /// Age in days of an article of this day.
    pub(super) fn age(&self, day: i64) -> u64 {
        u64::try_from(self.newest.saturating_sub(day)).unwrap_or(0)
    }

    /// What a score of this age is multiplied by.
    pub(super) fn factor(&self, age: Option<u64>) -> f64 {
        let halvings = age.map_or(HALVINGS, |age| age as f64 / f64::from(self.half_life));
        (-halvings.min(HALVINGS)).exp2()
    }

    /// A score after the decay.
    pub(super) fn of(&self, points: Points, age: Option<u64>) -> Points {
        (points as f64 * self.factor(age)).round() as Points
    }

    /// The scores of a segment after the decay.
    pub(super) fn apply(&self, segment: &SegmentSearch<'_>, set: &DocumentSet, points: &mut [Points]) -> Result<()> {
        let days = segment.reader().fast_fields().i64("published_day")?;
        for document in set.iter() {
            if let Some(points) = points.get_mut(document as usize) {
                *points = self.of(*points, days.first(document).map(|day| self.age(day)));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_half_life_halves_and_ten_are_the_end() {
        let decay = Decay { half_life: 30, newest: 1000 };
        assert_eq!(decay.of(80_000, Some(decay.age(1000))), 80_000);
        assert_eq!(decay.of(80_000, Some(decay.age(970))), 40_000);
        assert_eq!(decay.of(102_400, Some(decay.age(0))), 100);
        assert_eq!(decay.of(102_400, None), 100, "without a date");
        assert_eq!(decay.age(2000), 0, "after the newest: a date in the future");
    }

    proptest! {
        #[test]
        fn an_older_article_never_counts_more(points in 0i64..10_000_000, one in 0u64..100_000, more in 0u64..10_000, half_life in 1u32..5000) {
            let decay = Decay { half_life, newest: 0 };
            let (young, old) = (decay.of(points, Some(one)), decay.of(points, Some(one + more)));
            prop_assert!(old <= young && young <= points);
            prop_assert!(decay.of(points, None) <= old);
        }
    }
}
