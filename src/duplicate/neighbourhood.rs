//! Some articles and all others that they have to be compared with.

use super::arena::{Arena, Document};
use super::corpus::{Corpus, Numbering};
use super::hashes::Hashes;
use super::links::{Comparison, Finding, LEAST_SHARED};
use super::postings::Known;
use super::state::Record;
use super::whole::is_document;
use rustc_hash::FxHashSet;

/// Articles that are renewed, and those that share so much with one of them that they may say something of one another.
///
/// Documents in it have numbers of their own, in the same order.
#[derive(Debug)]
pub(super) struct Neighbourhood {
    pub sketches: Arena,
    pub known: Known,
    /// Number of each document among all articles; ascending.
    numbers: Vec<Document>,
}

impl Neighbourhood {
    /// Goes through the sketches of all articles.
    pub fn new<C: Corpus>(
        corpus: &C,
        numbering: &Numbering,
        records: &[Record],
        renewed: &[bool],
    ) -> Result<Self, C::Error> {
        let hashes = rare_hashes(corpus, numbering, records, renewed)?;
        let mut sketches = Arena::default();
        let mut numbers = Vec::new();
        corpus.scan(&mut |place, sketch| {
            let Some(number) = numbering.number(place).filter(|number| is_document(records, *number)) else {
                return;
            };
            let Some(record) = records.get(number as usize) else {
                return;
            };
            let least = if record.is_crowded() { 1 } else { usize::from(LEAST_SHARED) };
            let shared = (0..)
                .zip(sketch.hashes)
                .filter(|(sample, hash)| record.rare >> *sample & 1 == 1 && hashes.contains(**hash));
            if is_marked(renewed, number) || shared.take(least).count() == least {
                sketches.push(sketch);
                numbers.push(number);
            }
        })?;
        let mut order: Vec<(Document, Document)> = numbers.into_iter().zip(0..).collect();
        order.sort_unstable();
        sketches.reorder(order.iter().map(|(_, document)| *document));
        let numbers: Vec<Document> = order.into_iter().map(|(number, _)| number).collect();
        let record = |number: &Document| records.get(*number as usize).copied().unwrap_or_default();
        let known = Known {
            hashes,
            rare: numbers.iter().map(|number| record(number).rare).collect(),
            crowded: numbers.iter().map(|number| record(number).is_crowded() && !is_marked(renewed, *number)).collect(),
            renewed: numbers.iter().map(|number| is_marked(renewed, *number)).collect(),
        };
        Ok(Neighbourhood { sketches, known, numbers })
    }

    /// Findings with the numbers of all articles.
    pub fn numbered(&self, findings: Vec<Finding>) -> impl Iterator<Item = Finding> {
        let number = |document: Document| self.numbers.get(document as usize).copied();
        findings.into_iter().filter_map(move |finding| {
            Some(Finding { longer: number(finding.longer)?, shorter: number(finding.shorter)?, ..finding })
        })
    }

    /// The marks of the documents in it among those of all articles.
    pub fn marks(&self, marks: &[bool]) -> Vec<bool> {
        self.numbers.iter().map(|number| is_marked(marks, *number)).collect()
    }

    /// Writes into the records which renewed articles are crowded now.
    pub fn keep_crowded(&self, comparison: &Comparison<'_>, records: &mut [Record]) {
        for ((document, number), renewed) in (0..).zip(&self.numbers).zip(&self.known.renewed) {
            if let Some(record) = records.get_mut(*number as usize).filter(|_| *renewed) {
                record.set_crowded(comparison.rarity(document).1);
            }
        }
    }
}

/// All rare samples of renewed articles.
fn rare_hashes<C: Corpus>(
    corpus: &C,
    numbering: &Numbering,
    records: &[Record],
    renewed: &[bool],
) -> Result<Hashes, C::Error> {
    let mut hashes = FxHashSet::default();
    numbering.fetch(corpus, marked(renewed), |number, sketch| {
        let rare = records.get(number as usize).map_or(0, |record| record.rare);
        let samples = (0..).zip(sketch.hashes).filter(|(sample, _)| rare >> *sample & 1 == 1);
        hashes.extend(samples.map(|(_, hash)| *hash));
    })?;
    Ok(Hashes::new(hashes))
}

/// Whether a document is marked.
pub(super) fn is_marked(marks: &[bool], document: Document) -> bool {
    marks.get(document as usize).copied().unwrap_or(false)
}

/// The documents that are marked.
pub(super) fn marked(marks: &[bool]) -> impl Iterator<Item = Document> {
    (0..).zip(marks).filter(|(_, mark)| **mark).map(|(document, _)| document)
}
