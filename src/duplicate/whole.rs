//! The state of all articles, computed from all sketches at once.
//!
//! Memory: it grows with the archive. An article takes its sketch (352 bytes at most), the lists of its rare samples (10 bytes
//! for each sample that another article has too, so 640 at most; most samples of real articles are their own) and 130 more.
//! Samples are sorted in 16 parts, as many at once as there are threads, at 32 bytes an article each.

use super::arena::{Arena, Document};
use super::corpus::{Corpus, Numbering};
use super::kinship::Options;
use super::links::{Comparison, Copying, Finding};
use super::state::{Record, State};
use rayon::prelude::*;

/// Computes the state of all articles.
pub(super) fn whole<C: Corpus>(corpus: &C, options: &Options) -> Result<State, C::Error> {
    let numbering = Numbering::new(corpus.ids());
    let mut records = vec![Record::default(); numbering.places.len()];
    let mut samples = 0;
    corpus.scan(&mut |place, sketch| {
        let Some(number) = numbering.number(place) else {
            return;
        };
        let id = corpus.ids().get(place as usize).copied().unwrap_or_default();
        if let Some(slot) = records.get_mut(number as usize) {
            *slot = Record::new(id, number, sketch);
            samples += sketch.hashes.len();
        }
    })?;
    find_firsts(&mut records);
    let mut sketches = Arena::new(records.len(), samples);
    corpus.scan(&mut |place, sketch| {
        if let Some(number) = numbering.number(place).filter(|number| is_document(&records, *number)) {
            sketches.put(number, sketch);
        }
    })?;
    drop(numbering);
    let comparison = Comparison::new(&sketches, options);
    for (number, record) in (0..).zip(&mut records) {
        if record.first == number && record.length() > 0 {
            let (rare, is_crowded) = comparison.rarity(number);
            let samples = sketches.get(number).map_or(0, |sketch| sketch.hashes.len() as u32);
            record.rare = rare & u64::MAX.checked_shr(u64::BITS - samples).unwrap_or(0);
            record.set_crowded(is_crowded);
        }
    }
    let mut findings = comparison.copies();
    let unsure = unsure(&findings, records.len());
    findings.extend(comparison.openings(&unsure));
    findings.par_sort_unstable();
    Ok(State { records, findings })
}

/// Whether an article is compared with others: it has words, and is the first that has them.
pub(super) fn is_document(records: &[Record], number: Document) -> bool {
    records.get(number as usize).is_some_and(|record| record.first == number && record.length() > 0)
}

/// Marks the longer articles of which copies are in doubt.
pub(super) fn unsure(findings: &[Finding], documents: usize) -> Vec<bool> {
    let mut marks = vec![false; documents];
    for finding in findings.iter().filter(|finding| finding.copying == Copying::Unsure) {
        if let Some(mark) = marks.get_mut(finding.longer as usize) {
            *mark = true;
        }
    }
    marks
}

/// Finds for each article the first that has the same words. Articles without words are alone.
fn find_firsts(records: &mut [Record]) {
    let mut by_words: Vec<(u64, u32, Document)> = (0..)
        .zip(records.iter())
        .filter(|(_, record)| record.length() > 0)
        .map(|(number, record)| (record.text, record.length(), number))
        .collect();
    by_words.par_sort_unstable();
    for same in by_words.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let Some((.., first)) = same.first() else {
            continue;
        };
        for (.., number) in same {
            if let Some(record) = records.get_mut(*number as usize) {
                record.first = *first;
            }
        }
    }
}
