//! How well does an article answer the words of a query?
//!
//! # The formula
//!
//! The score of an article is a sum over the words of the query (words, patterns and phrases that are not excluded), each of
//! which adds
//!
//! 1. **its occurrences**: BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", CIKM
//!    2004): the counts in title, subtitle and body are divided by a measure of the field's length, weighted, added up, and only
//!    then saturated; times the rarity of the word in the archive. A phrase weighs as much as its words together.
//!    Of a word, two such values are mixed: one of all its forms (spellings, stems), with the rarity of all of them, and one of
//!    the word itself without its stem's other forms, with its own. So `airing` finds `aired`, but less well than `airing`.
//!    Stemmed and unstemmed rankings err on different queries; a linear mix of two scores is the CombSUM of Fox and Shaw
//!    ("Combination of multiple searches", TREC-2, 1994), with weights;
//! 2. **more if it stands in the lead**: an occurrence in the body at word `n` counts `1 + lead * exp(-n / lead_length)` times.
//!    News puts first what it is about;
//! 3. **more if others stand near**: for each two of the rarer words of the query, the occurrences of the rarer one that have the
//!    other within [`Weights::near`] words, saturated like occurrences, times the rarity of the less rare one: the unordered
//!    windows of Metzler and Croft ("A Markov random field model for term dependencies", SIGIR 2005), over all pairs.
//!
//! A word typed several times, in one form or several, counts once. Words that more than a quarter of the articles hold get neither 2 nor 3.
//!
//! # Two rounds
//!
//! The first is computed for every article that matches. The second and third need positions; they are computed for the best
//! [`HEAD`] articles of the first round, whatever page is asked for. Both only ever add, so an article of the head cannot fall
//! below one that is not in it, and pages are pieces of one list.
//!
//! # What always holds
//!
//! - Statistics are those of all articles of the archive, not counting removed ones. Frequencies are whole numbers (of 1/4096)
//!   and shares of a score are whole numbers (of 1/10,000), so sums do not depend on their order: scores are the same however
//!   articles are spread over segments, and what [`explanation`] lists adds up digit for digit.
//! - Equal scores are ordered by id.
#![doc = ""]
#![doc = include_str!("measured.md")]

mod bonus;
pub mod explanation;
mod formula;
mod leaf;
mod occurrences;
pub mod proximity;
pub mod recency;

use crate::error::Result;
use crate::index::schema::Fields;
use crate::search::document_set::DocumentSet;
use crate::search::plan::{Compiled, Slot};
use crate::search::segment::{SegmentSearch, field_of};
use bonus::Bonus;
use explanation::{DecayShare, NearShare, ScoreExplanation, WordShare};
use formula::Formula;
use leaf::ScoredLeaf;
use occurrences::{InSlot, Reader};
use recency::{Decay, Recency};
use tantivy::{DocAddress, SegmentReader};

/// Articles of the first round that get the second.
pub const HEAD: usize = 200;

/// Articles among which the best are chosen at a time.
const SELECTED: usize = 8 * HEAD;

/// Keeps the first [`HEAD`] of a list of articles by negated points and id; the points of the last of them.
fn keep_best(all: &mut Vec<(Points, u64, DocAddress)>) -> Points {
    if all.len() <= HEAD {
        return Points::MIN;
    }
    let (_, last, _) = all.select_nth_unstable(HEAD - 1);
    let least = -last.0;
    all.truncate(HEAD);
    least
}

/// Ten-thousandths of a score.
type Points = i64;

/// A score from its ten-thousandths.
fn score(points: Points) -> f32 {
    (points as f64 / formula::POINTS) as f32
}

/// The constants of the formula. How the defaults were chosen stands in `measured.md`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// How soon further occurrences stop to count.
    pub k1: f64,
    /// How much the length of a field counts, 0 to 1: title, subtitle, body.
    pub b: [f64; 3],
    /// Weight of a field: title, subtitle, body.
    pub field: [f64; 3],
    /// Share of the word itself, without the other forms of its stem, 0 to 1.
    pub own: f64,
    /// What an occurrence at the very beginning of the body counts more than one far down.
    pub lead: f64,
    /// Words after which that has fallen to a third (1/e).
    pub lead_length: f64,
    /// Weight of words near each other.
    pub proximity: f64,
    /// Most words from one to the other that is near: 1 is side by side.
    pub near: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            k1: 1.4,
            b: [0.4, 0.4, 0.55],
            field: [6.0, 3.0, 1.0],
            own: 0.35,
            lead: 0.8,
            lead_length: 25.0,
            proximity: 0.2,
            near: 30,
        }
    }
}

/// Numbers about the whole archive that the formula needs.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Totals {
    /// Articles.
    pub articles: u64,
    /// Words in title, subtitle and body of all articles, as the index keeps their lengths: exact up to 40, then about.
    pub words: [u64; 3],
}

impl Totals {
    /// Sums over all segments.
    pub fn of(readers: &[SegmentReader], fields: &Fields) -> Result<Self> {
        let mut totals = Totals::default();
        for reader in readers {
            totals.articles += u64::from(reader.num_docs());
            for (slot, words) in Slot::TEXT.into_iter().zip(&mut totals.words) {
                let lengths = reader.get_fieldnorms_reader(field_of(fields, slot))?;
                *words += reader.doc_ids_alive().map(|document| u64::from(lengths.fieldnorm(document))).sum::<u64>();
            }
        }
        Ok(totals)
    }

    /// Mean length of a text field in words.
    fn mean_length(&self, field: usize) -> f64 {
        let words = self.words.get(field).copied().unwrap_or(0);
        (words as f64 / self.articles.max(1) as f64).max(1.0)
    }

    /// Weight of a word that so many articles hold (the form of Lucene, never negative).
    fn rarity(&self, holders: u64) -> f64 {
        let (all, holders) = (self.articles as f64, holders.min(self.articles) as f64);
        (1.0 + (all - holders + 0.5) / (holders + 0.5)).ln()
    }
}

/// A query ready to rank the articles of an archive.
pub(super) struct Ranking<'a> {
    compiled: &'a Compiled,
    segments: &'a [SegmentSearch<'a>],
    leaves: Vec<ScoredLeaf>,
    formula: Formula<'a>,
    bonus: Bonus,
    fields: &'a Fields,
}

/// Scores of the articles that match.
pub(super) struct Scores {
    /// By segment and document, in ten-thousandths; 0 for documents that do not match.
    points: Vec<Vec<Points>>,
    /// Articles that got the second round, sorted.
    head: Vec<DocAddress>,
    decay: Option<Decay>,
}

impl Scores {
    /// The score of an article.
    pub(super) fn get(&self, address: DocAddress) -> f32 {
        let points = self.points.get(address.segment_ord as usize);
        score(points.and_then(|points| points.get(address.doc_id as usize)).copied().unwrap_or(0))
    }

    fn add(&mut self, address: DocAddress, more: Points) {
        let points = self.points.get_mut(address.segment_ord as usize);
        if let Some(points) = points.and_then(|points| points.get_mut(address.doc_id as usize)) {
            *points += more;
        }
    }
}

impl<'a> Ranking<'a> {
    /// Looks up how rare the words are.
    pub(super) fn new(
        compiled: &'a Compiled,
        segments: &'a [SegmentSearch<'a>],
        totals: &'a Totals,
        weights: &'a Weights,
        fields: &'a Fields,
    ) -> Result<Self> {
        let leaves = leaf::scored(compiled, segments, totals)?;
        let bonus = Bonus::new(compiled, &leaves, totals, weights);
        Ok(Ranking { compiled, segments, leaves, formula: Formula { weights, totals }, bonus, fields })
    }

    /// Scores of the articles in the sets, one set for each segment.
    pub(super) fn scores(&self, sets: &[DocumentSet], recency: Option<Recency>) -> Result<Scores> {
        let decay = recency.map(|recency| Decay::new(recency, self.segments, sets)).transpose()?;
        let mut scores = Scores { points: Vec::with_capacity(sets.len()), head: Vec::new(), decay };
        for (segment, set) in self.segments.iter().zip(sets) {
            scores.points.push(occurrences::points(segment, &self.leaves, set, &self.formula, self.fields)?);
        }
        if !self.bonus.is_none() {
            scores.head = self.head(sets, &scores)?;
            self.add_bonus(&mut scores)?;
        }
        if let Some(decay) = decay {
            for ((segment, set), points) in self.segments.iter().zip(sets).zip(&mut scores.points) {
                decay.apply(segment, set, points)?;
            }
        }
        Ok(scores)
    }

    /// The best articles of the first round, in the order of segments and documents.
    fn head(&self, sets: &[DocumentSet], scores: &Scores) -> Result<Vec<DocAddress>> {
        let mut all = Vec::with_capacity(SELECTED);
        // What is below this cannot be one of the best, whatever its id.
        let mut least = Points::MIN;
        for (segment_ord, ((segment, set), points)) in (0..).zip(self.segments.iter().zip(sets).zip(&scores.points)) {
            let columns = segment.reader().fast_fields();
            let (ids, days) = (columns.u64("id")?, columns.i64("published_day")?);
            for doc_id in set.iter() {
                let points = points.get(doc_id as usize).copied().unwrap_or(0);
                let points = match scores.decay {
                    Some(decay) => decay.of(points, days.first(doc_id).map(|day| decay.age(day))),
                    None => points,
                };
                if points < least {
                    continue;
                }
                all.push((-points, ids.first(doc_id).unwrap_or(0), DocAddress { segment_ord, doc_id }));
                if all.len() == SELECTED {
                    least = keep_best(&mut all);
                }
            }
        }
        keep_best(&mut all);
        let mut head: Vec<DocAddress> = all.into_iter().map(|(_, _, address)| address).collect();
        head.sort_unstable();
        Ok(head)
    }

    fn add_bonus(&self, scores: &mut Scores) -> Result<()> {
        let mut reader: Option<(u32, Reader<'_>)> = None;
        for address in scores.head.clone() {
            let is_open = reader.as_ref().is_some_and(|(segment, _)| *segment == address.segment_ord);
            if !is_open {
                reader = self.reader(address, self.bonus_leaves())?.map(|reader| (address.segment_ord, reader));
            }
            if let Some((_, reader)) = &mut reader {
                let found = reader.read(address.doc_id)?;
                let lead =
                    self.bonus_leaves().zip(&found).map(|(leaf, found)| self.bonus.lead(leaf, found, &self.formula));
                let near = self.bonus.near(&self.leaves, &found, &self.formula);
                scores.add(address, lead.sum::<Points>() + near.iter().map(|(.., points)| points).sum::<Points>());
            }
        }
        Ok(())
    }

    fn bonus_leaves(&self) -> impl Iterator<Item = &ScoredLeaf> {
        self.bonus.words.iter().filter_map(|word| self.leaves.get(*word))
    }

    fn reader<'b>(
        &'b self,
        address: DocAddress,
        leaves: impl Iterator<Item = &'b ScoredLeaf>,
    ) -> Result<Option<Reader<'b>>> {
        let segment = self.segments.get(address.segment_ord as usize);
        segment.map(|segment| Reader::open(segment, leaves, &self.formula, self.fields)).transpose()
    }

    /// How the score of an article came about.
    pub(super) fn explain(&self, scores: &Scores, address: DocAddress) -> Result<ScoreExplanation> {
        let mut explanation = ScoreExplanation::default();
        let Some(mut reader) = self.reader(address, self.leaves.iter())? else {
            return Ok(explanation);
        };
        let found = reader.read(address.doc_id)?;
        let is_head = scores.head.binary_search(&address).is_ok();
        for (place, (leaf, found)) in
            self.leaves.iter().zip(&found).enumerate().filter(|(_, (_, found))| !found.is_empty())
        {
            let has_lead = is_head && self.bonus.words.contains(&place);
            explanation.words.push(WordShare {
                text: self.text(leaf),
                boost: leaf.boost,
                rarity: leaf.rarity,
                own_rarity: leaf.own_rarity,
                fields: found.iter().map(InSlot::count).collect(),
                occurrences: self.formula.occurrences(leaf, occurrences::frequency(found)),
                lead: if has_lead { self.bonus.lead(leaf, found, &self.formula) } else { 0 },
            });
        }
        if is_head {
            let of_words: Vec<Vec<InSlot>> =
                self.bonus.words.iter().filter_map(|word| found.get(*word).cloned()).collect();
            let text = |place: usize| self.leaves.get(place).map_or(String::new(), |leaf| self.text(leaf));
            let near = self.bonus.near(&self.leaves, &of_words, &self.formula);
            explanation.near = near
                .into_iter()
                .map(|(one, other, count, points)| NearShare { words: [text(one), text(other)], count, points })
                .collect();
        }
        explanation.points = explanation.relevance();
        if let (Some(decay), Some(segment)) = (scores.decay, self.segments.get(address.segment_ord as usize)) {
            let day = segment.reader().fast_fields().i64("published_day")?.first(address.doc_id);
            let age = day.map(|day| decay.age(day));
            let relevance = explanation.points;
            explanation.decay = Some(DecayShare { relevance, age, factor: decay.factor(age) });
            explanation.points = decay.of(relevance, age);
        }
        Ok(explanation)
    }

    fn text(&self, leaf: &ScoredLeaf) -> String {
        self.compiled.leaves.get(leaf.leaf).map_or(String::new(), |leaf| leaf.text.clone())
    }
}
