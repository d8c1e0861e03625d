//! Which shingles are rare after some documents came and others went, and whom that concerns.

use super::arena::{Arena, Document};
use super::changes::Changes;
use super::corpus::{Corpus, Numbering};
use super::hashes::Hashes;
use super::increment::Limits;
use super::kinship::Options;
use super::neighbourhood::is_marked;
use super::overlap::resemblance;
use super::postings::Entry;
use super::rarity::{Verdict, share_smallest, sort_by_likeness, verdict};
use super::state::Record;
use super::whole::is_document;
use rustc_hash::{FxHashMap, FxHashSet};

/// The samples of documents that came or went.
#[derive(Debug, Default)]
pub(super) struct Touched {
    hashes: FxHashSet<u32>,
    /// How many documents with this sample went.
    removed: FxHashMap<u32, usize>,
}

impl Touched {
    pub fn add(&mut self, hashes: &[u32]) {
        self.hashes.extend(hashes);
    }

    pub fn remove(&mut self, hashes: &[u32]) {
        self.hashes.extend(hashes);
        for hash in hashes {
            *self.removed.entry(*hash).or_default() += 1;
        }
    }
}

/// Brings up to date which samples of all documents are rare. Marks the documents that are renewed: those that came, and
/// those in lists that turned, or are or were parted into windows. `None` if it costs too much, or if a sketch is not the
/// one that the state has seen.
pub(super) fn statuses<C: Corpus>(
    corpus: &C,
    numbering: &Numbering,
    changes: &mut Changes,
    touched: Touched,
    options: &Options,
    limits: Limits,
) -> Result<Option<Vec<bool>>, C::Error> {
    let mut marks = vec![false; changes.records.len()];
    for number in &changes.added {
        mark(&mut marks, *number);
    }
    let Some(entries) = entries(corpus, numbering, &changes.records, touched.hashes, limits)? else {
        return Ok(None);
    };
    let lists: Vec<&[Entry]> = entries.chunk_by(|one, other| one.hash() == other.hash()).collect();
    let Some(are_rare) = Judge { corpus, numbering, options, limits }.judge(&lists, &changes.records)? else {
        return Ok(None);
    };
    let came = marks.clone();
    for (list, is_rare) in lists.into_iter().zip(are_rare) {
        let stayed = || list.iter().filter(|entry| !is_marked(&came, entry.document()));
        let went = list.first().and_then(|entry| touched.removed.get(&entry.hash())).copied().unwrap_or(0);
        // All that hold a sample say the same of it.
        let was_rare = stayed().next().is_none_or(|entry| {
            let record = changes.records.get(entry.document() as usize);
            record.is_some_and(|record| record.rare >> entry.sample() & 1 == 1)
        });
        let was_parted = was_rare && stayed().count() + went > options.rare;
        let is_parted = is_rare && list.len() > options.rare;
        if was_rare != is_rare || was_parted || is_parted {
            list.iter().for_each(|entry| mark(&mut marks, entry.document()));
        }
        for entry in list {
            if let Some(record) = changes.records.get_mut(entry.document() as usize) {
                record.rare = record.rare & !(1 << entry.sample()) | u64::from(is_rare) << entry.sample();
            }
        }
    }
    Ok(Some(marks))
}

fn mark(marks: &mut [bool], number: Document) {
    if let Some(mark) = marks.get_mut(number as usize) {
        *mark = true;
    }
}

/// All samples of documents that are touched, by hash and document. `None` if they are too many, or if a sketch is not the
/// one of the record.
fn entries<C: Corpus>(
    corpus: &C,
    numbering: &Numbering,
    records: &[Record],
    touched: FxHashSet<u32>,
    limits: Limits,
) -> Result<Option<Vec<Entry>>, C::Error> {
    let mut entries = Vec::new();
    let mut is_possible = true;
    let hashes = Hashes::new(touched);
    if hashes.is_empty() {
        return Ok(Some(entries));
    }
    corpus.scan(&mut |place, sketch| {
        let Some(number) = numbering.number(place).filter(|_| is_possible) else {
            return;
        };
        let checksum = records.get(number as usize).map(|record| record.checksum);
        is_possible = checksum == Some(sketch.checksum()) && entries.len() <= limits.samples;
        if !is_document(records, number) {
            return;
        }
        let samples = (0..).zip(sketch.hashes).filter(|(_, hash)| hashes.contains(**hash));
        entries.extend(samples.map(|(sample, hash)| Entry::new(*hash, number, sample)));
    })?;
    entries.sort_unstable();
    Ok(is_possible.then_some(entries))
}

/// Tells which lists are of rare shingles; sketches are fetched as they are needed.
struct Judge<'all, C> {
    corpus: &'all C,
    numbering: &'all Numbering,
    options: &'all Options,
    limits: Limits,
}

/// Articles of a list of which sketches are fetched at first, if they are needed; four times as many each time after.
const LOOKED_AT_FIRST: usize = 64;

impl<C: Corpus> Judge<'_, C> {
    /// For each list, whether its shingle is rare; `None` if too many sketches are needed to tell.
    fn judge(&self, lists: &[&[Entry]], records: &[Record]) -> Result<Option<Vec<bool>>, C::Error> {
        let mut are_rare = vec![true; lists.len()];
        let likeness = |number: Document| records.get(number as usize).map_or(0, Record::likeness);
        let long = lists.iter().zip(0..).filter(|(list, _)| list.len() > self.options.rare);
        let mut open: Vec<(usize, Vec<(u64, Document)>)> = long
            .map(|(list, index)| {
                let mut alike: Vec<(u64, Document)> =
                    list.iter().map(|entry| (likeness(entry.document()), entry.document())).collect();
                sort_by_likeness(&mut alike);
                (index, alike)
            })
            .collect();
        let mut sketches = Sketches::default();
        let mut looked_at_once = LOOKED_AT_FIRST;
        while !open.is_empty() {
            let mut needed = FxHashSet::default();
            open.retain(|(index, alike)| {
                let judged = verdict(alike, self.options.rare, |one, other| {
                    sketches.resemblance(one, other).map(|same| same >= self.options.same_voice)
                });
                if let Verdict::Open { at, are_copies } = judged {
                    let pairs = alike.windows(2).zip(0..).skip(at).take(looked_at_once);
                    for (pair, place) in pairs {
                        if let [one, other] = pair
                            && (are_copies || place == at || share_smallest(one, other))
                        {
                            needed.extend([one.1, other.1]);
                        }
                    }
                    return true;
                }
                if let Some(is_rare) = are_rare.get_mut(*index) {
                    *is_rare = judged == Verdict::Few;
                }
                false
            });
            needed.retain(|number| !sketches.by_number.contains_key(number));
            if sketches.by_number.len() + needed.len() > self.limits.articles {
                return Ok(None);
            }
            let fetched = sketches.by_number.len();
            self.numbering.fetch(self.corpus, needed.into_iter(), |number, sketch| {
                let document = sketches.arena.push(sketch);
                sketches.by_number.insert(number, document);
            })?;
            if sketches.by_number.len() == fetched && !open.is_empty() {
                return Ok(None);
            }
            looked_at_once *= 4;
        }
        Ok(Some(are_rare))
    }
}

/// Sketches of some articles.
#[derive(Debug, Default)]
struct Sketches {
    arena: Arena,
    by_number: FxHashMap<Document, Document>,
}

impl Sketches {
    fn resemblance(&self, one: Document, other: Document) -> Option<f32> {
        let sketch = |number| self.arena.get(*self.by_number.get(&number)?);
        Some(resemblance(sketch(one)?, sketch(other)?))
    }
}
