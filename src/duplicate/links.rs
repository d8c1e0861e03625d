//! The pairs of articles that are copies of one another or both of a third.
//!
//! A digest gives the openings of several stories one after the other; it would tie their families into
//! one. An article that holds the openings of two articles in different places is one, and is linked only
//! to what covers nearly all of it.
//!
//! Invariants: a pure function of the sketches in their order (the caller's: by article id); each article
//! is compared with a bounded number of others.

use super::kinship::{Kinship, Options, Relation, kinship};
use super::overlap::{Side, comparable, overlap, resemblance};
use super::postings::{Document, Postings, Rarity};
use super::sketch::Sketch;
use rayon::prelude::*;

/// Shared rare samples below which two articles are not looked at.
const LEAST_SHARED: u32 = 3;

/// Two articles with samples in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub longer: Document,
    pub shorter: Document,
    /// How many rare samples the two share, if they were counted.
    pub shared: Option<u32>,
}

/// What one pair of articles says.
#[derive(Debug, Clone, Copy)]
struct Finding {
    pair: Pair,
    kinship: Kinship,
    /// Share of the longer article that is covered.
    coverage: f32,
}

/// The articles to compare and what is needed for it.
struct Comparison<'all> {
    sketches: &'all [&'all Sketch],
    postings: Postings,
    options: &'all Options,
}

/// The pairs of articles that are copies of one another or of a third.
pub(super) fn links(sketches: &[&Sketch], options: &Options) -> Vec<Pair> {
    let rarity = Rarity { voices: options.rare, same_voice: options.same_voice };
    let comparison = Comparison { sketches, postings: Postings::new(sketches, rarity), options };
    let mut pairs: Vec<Pair> = (0..sketches.len() as u32)
        .into_par_iter()
        .map_init(Vec::new, |found, document| {
            let neighbours = comparison.postings.neighbours(document, LEAST_SHARED, found);
            let pair = |(other, shared)| comparison.pair(other, document, shared);
            neighbours.into_iter().filter_map(pair).collect::<Vec<Pair>>()
        })
        .flatten_iter()
        .collect();
    pairs.par_sort_unstable();
    let of_longer: Vec<&[Pair]> = pairs.chunk_by(|one, other| one.longer == other.longer).collect();
    of_longer.into_par_iter().flat_map_iter(|pairs| comparison.links_of_one(pairs)).collect()
}

/// Share of a digest that must be covered for it to be a copy.
const DIGEST_ALIKE: f32 = 0.8;

impl Comparison<'_> {
    fn side(&self, document: Document) -> Option<Side<'_>> {
        Some(Side { sketch: self.sketches.get(document as usize)?, rare: self.postings.rare(document) })
    }

    fn pair(&self, one: Document, other: Document, shared: Option<u32>) -> Option<Pair> {
        let length = |document: Document| Some(self.sketches.get(document as usize)?.length());
        let (longer, shorter) = if length(one)? >= length(other)? { (one, other) } else { (other, one) };
        Some(Pair { longer, shorter, shared })
    }

    /// Of the pairs that have one longer article, those that are copies.
    fn links_of_one(&self, pairs: &[Pair]) -> Vec<Pair> {
        // Most pairs share a phrase or two, which is seen without looking where it stands.
        let least = self.options.alike_shared.min(self.options.cut * self.options.density);
        let copies: Vec<Finding> = pairs
            .iter()
            .filter(|pair| self.may_share(**pair, least))
            .filter_map(|pair| self.finding(*pair))
            .filter(|finding| finding.kinship.relation.is_some())
            .collect();
        let sure =
            |finding: &Finding| finding.kinship.relation == Some(Relation::Alike) && finding.coverage >= DIGEST_ALIKE;
        let digest = !copies.iter().all(sure) && self.is_digest(pairs);
        let believed = copies.iter().filter(|finding| !digest || sure(finding));
        believed.map(|finding| finding.pair).collect()
    }

    /// Whether the longer article holds the openings of two others in different places.
    fn is_digest(&self, pairs: &[Pair]) -> bool {
        let mut openings: Vec<(u8, u8)> =
            pairs.iter().filter_map(|pair| self.finding(*pair)).filter_map(|finding| finding.kinship.opening).collect();
        // Copies of one story have it at few different places, however many they are.
        openings.sort_unstable();
        openings.dedup();
        openings.iter().any(|one| openings.iter().any(|other| apart(*one, *other)))
    }

    /// Whether the two may share this part of what the one that has fewer samples has.
    fn may_share(&self, pair: Pair, least: f32) -> bool {
        let Some(shared) = pair.shared else {
            return true;
        };
        let sides = self.side(pair.longer).zip(self.side(pair.shorter));
        sides.is_some_and(|(longer, shorter)| shared as f32 >= least * comparable(longer, shorter) as f32)
    }

    /// What the two articles say.
    fn finding(&self, pair: Pair) -> Option<Finding> {
        let (longer, shorter) = (self.side(pair.longer)?, self.side(pair.shorter)?);
        let overlap = overlap(longer, shorter);
        let kinship = if shorter.sketch.length() < self.options.brief {
            let same = resemblance(longer.sketch, shorter.sketch) >= self.options.brief_shared;
            Kinship { relation: same.then_some(Relation::Alike), opening: None }
        } else {
            kinship(&overlap, self.options)
        };
        Some(Finding { pair, kinship, coverage: overlap.first.coverage() })
    }
}

/// Whether two passages have next to nothing in common.
fn apart(one: (u8, u8), other: (u8, u8)) -> bool {
    let common = i32::from(one.1.min(other.1)) - i32::from(one.0.max(other.0));
    let shorter = i32::from(one.1.abs_diff(one.0)).min(i32::from(other.1.abs_diff(other.0)));
    common * 4 < shorter
}
