//! The pairs of articles that are copies of one another or both of a third.
//!
//! A digest gives the openings of several stories one after the other; it would tie their families into
//! one. An article that holds the openings of two articles in different places is one, and is linked only
//! to what covers nearly all of it.
//!
//! What two articles say of one another ([`Finding`]) is parted from what follows from it ([`links`]), so that it can be
//! kept for the next time: it depends on the two alone and on what is rare in them.
//!
//! Invariants: a pure function of the sketches in their order (the caller's: by article id); each article
//! is compared with a bounded number of others.

use super::arena::{Arena, Document};
use super::kinship::{Kinship, Options, Relation, kinship};
use super::overlap::{Side, comparable, overlap, resemblance};
use super::postings::{Counter, Known, Postings, Rarity, Wanted};
use rayon::prelude::*;

/// Shared rare samples below which two articles are not looked at.
pub(super) const LEAST_SHARED: u8 = 3;

/// Articles that one thread takes at once at least.
const FEWEST_AT_ONCE: usize = 512;

/// Share of a digest that must be covered for it to be a copy.
const DIGEST_ALIKE: f32 = 0.8;

/// Two articles with samples in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    longer: Document,
    shorter: Document,
    /// How many rare samples the two share, if they were counted.
    shared: Option<u32>,
}

/// Whether two articles are copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Copying {
    /// They are not.
    No,
    /// They are, unless the longer one is a digest.
    Unsure,
    /// They are.
    Sure,
}

/// What one pair of articles says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    pub longer: Document,
    pub shorter: Document,
    pub copying: Copying,
    /// Where in the longer article the opening of the shorter one is, if it is there.
    pub opening: Option<(u8, u8)>,
}

/// The findings of one longer article of which there are `findings` that are copies.
pub(super) fn links(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    let are_sure = findings.iter().all(|finding| finding.copying != Copying::Unsure);
    let digest = !are_sure && is_digest(findings);
    findings.iter().filter(move |finding| match finding.copying {
        Copying::No => false,
        Copying::Unsure => !digest,
        Copying::Sure => true,
    })
}

/// Whether the longer article holds the openings of two others in different places.
fn is_digest(findings: &[Finding]) -> bool {
    let mut openings: Vec<(u8, u8)> = findings.iter().filter_map(|finding| finding.opening).collect();
    // Copies of one story have it at few different places, however many they are.
    openings.sort_unstable();
    openings.dedup();
    openings.iter().any(|one| openings.iter().any(|other| apart(*one, *other)))
}

/// Whether two passages have next to nothing in common.
fn apart(one: (u8, u8), other: (u8, u8)) -> bool {
    let common = i32::from(one.1.min(other.1)) - i32::from(one.0.max(other.0));
    let shorter = i32::from(one.1.abs_diff(one.0)).min(i32::from(other.1.abs_diff(other.0)));
    common * 4 < shorter
}

/// The articles to compare and what is needed for it.
pub(super) struct Comparison<'all> {
    sketches: &'all Arena,
    postings: Postings,
    options: &'all Options,
    /// The articles whose pairs are asked for, if not all.
    renewed: Option<&'all [bool]>,
}

impl<'all> Comparison<'all> {
    /// Compares all articles.
    pub fn new(sketches: &'all Arena, options: &'all Options) -> Self {
        Comparison { sketches, postings: Postings::new(sketches, rarity(options)), options, renewed: None }
    }

    /// Compares those articles that are renewed with all others.
    pub fn of_some(sketches: &'all Arena, options: &'all Options, known: &'all Known) -> Self {
        let postings = Postings::of_some(sketches, rarity(options), known);
        Comparison { sketches, postings, options, renewed: Some(&known.renewed) }
    }

    /// What is rare in an article, and whether it is in a list that was parted into windows.
    pub fn rarity(&self, document: Document) -> (u64, bool) {
        (self.postings.rare(document), self.postings.is_crowded(document))
    }

    /// Whether the pairs of an article are asked for.
    fn is_renewed(&self, document: Document) -> bool {
        self.renewed.is_none_or(|renewed| is_marked(renewed, document))
    }

    /// The pairs that are copies, in no particular order.
    pub fn copies(&self) -> Vec<Finding> {
        let wanted = self.renewed.map_or(Wanted::Before, Wanted::BeforeOrNot);
        self.of_each(|document, counter| {
            let pairs = self.pairs(document, wanted, counter).filter(|pair| self.may_share(*pair));
            pairs.filter_map(|pair| self.finding(pair)).filter(|finding| finding.copying != Copying::No).collect()
        })
    }

    /// The openings of others in those longer articles that are marked, by pairs that are not copies.
    pub fn openings(&self, marked: &[bool]) -> Vec<Finding> {
        self.of_each(|document, counter| {
            // The pairs of a renewed article with a marked one that is not are found from the renewed one.
            if self.renewed.is_none() && !is_marked(marked, document) {
                return Vec::new();
            }
            let is_asked =
                |longer: Document| is_marked(marked, longer) && (longer == document || !self.is_renewed(longer));
            let pairs = self.pairs(document, Wanted::All, counter).filter(|pair| is_asked(pair.longer));
            let not_copies = pairs.filter_map(|pair| {
                let finding = self.finding(pair)?;
                let is_copy = finding.copying != Copying::No && self.may_share(pair);
                (!is_copy).then_some(Finding { copying: Copying::No, ..finding })
            });
            not_copies.filter(|finding| finding.opening.is_some()).collect()
        })
    }

    /// What `of_one` gives for every article whose pairs are asked for; it is given working memory.
    fn of_each(&self, of_one: impl Fn(Document, &mut Counter) -> Vec<Finding> + Sync) -> Vec<Finding> {
        (0..self.sketches.len() as u32)
            .into_par_iter()
            .with_min_len(FEWEST_AT_ONCE)
            .filter(|document| self.is_renewed(*document))
            .map_init(|| Counter::new(self.sketches.len()), |counter, document| of_one(document, counter))
            .flatten_iter()
            .collect()
    }

    /// The pairs of a document with its neighbours. Of two articles that are equally long the first counts as the longer.
    fn pairs(
        &self,
        document: Document,
        wanted: Wanted<'_>,
        counter: &mut Counter,
    ) -> impl Iterator<Item = Pair> + use<'_, 'all> {
        let length = |document: Document| self.postings.glance(document).map_or(0, |glance| glance.length);
        let own = length(document);
        let neighbours = self.postings.neighbours(document, LEAST_SHARED, wanted, counter);
        neighbours.into_iter().map(move |(other, shared)| {
            let other_length = length(other);
            let is_longer = if document < other { own >= other_length } else { own > other_length };
            let (longer, shorter) = if is_longer { (document, other) } else { (other, document) };
            Pair { longer, shorter, shared }
        })
    }

    fn side(&self, document: Document) -> Option<Side<'_>> {
        Some(Side { sketch: self.sketches.get(document)?, rare: self.postings.rare(document) })
    }

    /// Whether the two may be copies by how much they share of what the one that has fewer samples has. Most pairs share a
    /// phrase or two, which is seen without looking where it stands.
    fn may_share(&self, pair: Pair) -> bool {
        let Some(shared) = pair.shared else {
            return true;
        };
        let least = self.options.alike_shared.min(self.options.cut * self.options.density);
        let is_enough = |comparable: u32| shared as f32 >= least * comparable as f32;
        let glances = self.postings.glance(pair.longer).zip(self.postings.glance(pair.shorter));
        let fewest = glances.map_or(0, |(longer, shorter)| {
            let bound = longer.bound.min(shorter.bound);
            let range = self.postings.range(bound);
            longer.fewest(bound, range).min(shorter.fewest(bound, range))
        });
        if !is_enough(fewest) {
            return false;
        }
        let sides = self.side(pair.longer).zip(self.side(pair.shorter));
        sides.is_some_and(|(longer, shorter)| is_enough(comparable(longer, shorter)))
    }

    /// What the two articles say.
    fn finding(&self, pair: Pair) -> Option<Finding> {
        let (longer, shorter) = (self.side(pair.longer)?, self.side(pair.shorter)?);
        let overlap = overlap(longer, shorter);
        let kinship = if shorter.sketch.length < self.options.brief {
            let same = resemblance(longer.sketch, shorter.sketch) >= self.options.brief_shared;
            Kinship { relation: same.then_some(Relation::Alike), opening: None }
        } else {
            kinship(&overlap, self.options)
        };
        let copying = match kinship.relation {
            None => Copying::No,
            Some(Relation::Alike) if overlap.first.coverage() >= DIGEST_ALIKE => Copying::Sure,
            Some(_) => Copying::Unsure,
        };
        Some(Finding { longer: pair.longer, shorter: pair.shorter, copying, opening: kinship.opening })
    }
}

fn rarity(options: &Options) -> Rarity {
    Rarity { voices: options.rare, same_voice: options.same_voice, window: options.window }
}

fn is_marked(marks: &[bool], document: Document) -> bool {
    marks.get(document as usize).copied().unwrap_or(false)
}
