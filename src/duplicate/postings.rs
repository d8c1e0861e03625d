//! Which articles hold which sampled shingle, and which shingles are rare enough to tell stories apart.
//!
//! A shingle in many articles ("white house", the frame of a daily report, a newsletter's sign-off) says
//! nothing about two of them. What is counted is not articles but *voices*: articles in a row that
//! resemble one another closely count once, so a story that two hundred outlets print keeps its words
//! while a phrase that two hundred stories share loses its.
//!
//! Invariants: a pure function of the sketches in their order (the caller's: by article id); nothing
//! quadratic: a shingle in many articles is looked at until it has proved common, and then dropped.

use super::overlap::resemblance;
use super::sketch::{SAMPLES, Sketch};
use rayon::prelude::*;

/// Number of an article in the order of ids.
pub(super) type Document = u32;

/// The limits for [`Postings::new`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Rarity {
    /// The most voices a rare shingle has.
    pub voices: usize,
    /// Resemblance from which neighbours in a list are one voice.
    pub same_voice: f32,
}

/// Articles in one window of a long list; each is compared with those in its windows only.
const WINDOW: usize = 16;

/// Rare sampled shingles and the articles that hold them.
pub(super) struct Postings {
    /// For each article, which of its samples are rare: bit `i` for sample `i`.
    rare: Vec<u64>,
    /// For each article, whether it is in a list so long that it is compared with a part of it only.
    crowded: Vec<bool>,
    /// Articles of all groups, one group after the other; ascending in each.
    members: Vec<Document>,
    /// Where each group begins in `members`, and the end.
    starts: Vec<u32>,
    /// Groups of all articles, one article after the other.
    groups: Vec<u32>,
    /// Where each article's groups begin in `groups`, and the end.
    of_document: Vec<u32>,
}

/// Bits for the number of a sample in an [`Entry`]; the rest under the hash is the article.
const SAMPLE_BITS: u32 = 6;

/// The most articles that are put together; all their places in lists can be counted in 32 bits.
const MAX_DOCUMENTS: usize = 1 << 24;

/// One sample of one article: hash, article and number of the sample, from the upper bits down.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry(u64);

impl Entry {
    fn new(hash: u32, document: Document, sample: u32) -> Entry {
        Entry(u64::from(hash) << 32 | u64::from(document) << SAMPLE_BITS | u64::from(sample))
    }

    fn hash(self) -> u32 {
        (self.0 >> 32) as u32
    }

    fn document(self) -> Document {
        self.0 as u32 >> SAMPLE_BITS
    }

    fn sample(self) -> u32 {
        self.0 as u32 & ((1 << SAMPLE_BITS) - 1)
    }
}

/// What one range of hashes gives.
#[derive(Default)]
struct Range {
    members: Vec<Document>,
    /// Length of each group.
    lengths: Vec<u32>,
    /// Entries of shingles that are not rare.
    common: Vec<Entry>,
    /// Articles of lists that were parted into windows.
    crowded: Vec<Document>,
}

impl Postings {
    /// Groups the articles by their samples. Articles beyond the first 16,777,216 are left alone.
    pub fn new(sketches: &[&Sketch], rarity: Rarity) -> Postings {
        let sketches = sketches.get(..MAX_DOCUMENTS).unwrap_or(sketches);
        let corpus = Corpus::new(sketches, rarity);
        let ranges: Vec<Range> = (0..RANGES).into_par_iter().map(|range| Range::new(&corpus, range)).collect();
        let mut rare = vec![u64::MAX; sketches.len()];
        let mut crowded = vec![false; sketches.len()];
        let mut members = Vec::with_capacity(ranges.iter().map(|range| range.members.len()).sum());
        let mut starts = vec![0];
        for range in ranges {
            for entry in &range.common {
                if let Some(mask) = rare.get_mut(entry.document() as usize) {
                    *mask &= !(1 << entry.sample());
                }
            }
            for document in &range.crowded {
                if let Some(crowded) = crowded.get_mut(*document as usize) {
                    *crowded = true;
                }
            }
            let mut end = members.len() as u32;
            members.extend_from_slice(&range.members);
            for length in range.lengths {
                end += length;
                starts.push(end);
            }
        }
        let (groups, of_document) = invert(&members, &starts, sketches.len());
        Postings { rare, crowded, members, starts, groups, of_document }
    }

    /// Which samples of an article are rare, one bit each.
    pub fn rare(&self, document: Document) -> u64 {
        self.rare.get(document as usize).copied().unwrap_or(0)
    }

    /// Articles before `document` that share at least `least` of its rare samples, ascending, and how
    /// many they share; `None` if more than were counted. `found` is working memory.
    pub fn neighbours(
        &self,
        document: Document,
        least: u32,
        found: &mut Vec<Document>,
    ) -> Vec<(Document, Option<u32>)> {
        found.clear();
        for group in slice(&self.groups, &self.of_document, document) {
            let members = slice(&self.members, &self.starts, *group);
            found.extend(members.iter().take_while(|member| **member < document));
        }
        found.sort_unstable();
        let runs = found.chunk_by(|one, other| one == other);
        runs.filter(|run| run.len() >= least as usize)
            .filter_map(|run| Some((*run.first()?, run.len() as u32)))
            .map(|(neighbour, shared)| {
                let counted = !self.is_crowded(document) || !self.is_crowded(neighbour);
                (neighbour, counted.then_some(shared))
            })
            .collect()
    }

    fn is_crowded(&self, document: Document) -> bool {
        self.crowded.get(document as usize).copied().unwrap_or(false)
    }
}

/// Part number `index` of `all`, whose parts begin at `starts`.
fn slice<'all>(all: &'all [u32], starts: &[u32], index: u32) -> &'all [u32] {
    let index = index as usize;
    let (Some(&from), Some(&to)) = (starts.get(index), starts.get(index + 1)) else {
        return &[];
    };
    all.get(from as usize..to as usize).unwrap_or(&[])
}

/// For each article the groups it is in, and where each article's begin.
fn invert(members: &[Document], starts: &[u32], documents: usize) -> (Vec<u32>, Vec<u32>) {
    let mut of_document = vec![0u32; documents + 1];
    for member in members {
        if let Some(count) = of_document.get_mut(*member as usize + 1) {
            *count += 1;
        }
    }
    let mut total = 0;
    for count in &mut of_document {
        total += *count;
        *count = total;
    }
    let mut next = of_document.clone();
    let mut groups = vec![0; members.len()];
    for group in 0..starts.len().saturating_sub(1) as u32 {
        for member in slice(members, starts, group) {
            let Some(at) = next.get_mut(*member as usize) else {
                continue;
            };
            if let Some(slot) = groups.get_mut(*at as usize) {
                *slot = group;
            }
            *at += 1;
        }
    }
    (groups, of_document)
}

/// Parts into which the hashes are divided, so that not all samples need be sorted at once.
const RANGES: usize = 8;

/// The first hash beyond each range; each range holds about as many samples as any other.
fn range_ends(sketches: &[&Sketch]) -> [u64; RANGES] {
    const SLICE_BITS: u32 = 20;
    let mut counts = vec![0usize; 1 << (32 - SLICE_BITS)];
    for hash in sketches.iter().flat_map(|sketch| sketch.hashes()) {
        if let Some(count) = counts.get_mut((hash >> SLICE_BITS) as usize) {
            *count += 1;
        }
    }
    let each = counts.iter().sum::<usize>().div_ceil(RANGES).max(1);
    let mut ends = [1 << 32; RANGES];
    let mut held = 0;
    for (slice, count) in (1u64..).zip(counts) {
        held += count;
        // The last range ends with the last hash.
        for end in ends.iter_mut().take((held / each).min(RANGES - 1)) {
            *end = (*end).min(slice << SLICE_BITS);
        }
    }
    ends
}

/// For each article, how many of its samples come before the end of each range.
fn samples_before(sketches: &[&Sketch], ends: [u64; RANGES]) -> Vec<[u8; RANGES]> {
    let before = |sketch: &&Sketch| {
        // At most 64 samples.
        ends.map(|end| sketch.hashes().partition_point(|hash| u64::from(*hash) < end) as u8)
    };
    sketches.par_iter().map(before).collect()
}

/// What is known of all articles before their samples are put together.
struct Corpus<'corpus> {
    sketches: &'corpus [&'corpus Sketch],
    /// For each article, see [`likeness`].
    likeness: Vec<u64>,
    /// For each article, how many of its samples come before the end of each range.
    before: Vec<[u8; RANGES]>,
    rarity: Rarity,
}

impl<'corpus> Corpus<'corpus> {
    fn new(sketches: &'corpus [&'corpus Sketch], rarity: Rarity) -> Self {
        Corpus {
            sketches,
            likeness: sketches.iter().map(|sketch| likeness(sketch)).collect(),
            before: samples_before(sketches, range_ends(sketches)),
            rarity,
        }
    }

    /// All samples of one range, by hash and article.
    fn entries(&self, range: usize) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(self.sketches.len() * SAMPLES / RANGES);
        for ((document, sketch), before) in (0..).zip(self.sketches).zip(&self.before) {
            let from = range.checked_sub(1).and_then(|previous| before.get(previous)).copied().unwrap_or(0);
            let to = before.get(range).copied().unwrap_or(from);
            let hashes = sketch.hashes().get(usize::from(from)..usize::from(to)).unwrap_or(&[]);
            let samples = hashes.iter().zip(u32::from(from)..);
            entries.extend(samples.map(|(hash, sample)| Entry::new(*hash, document, sample)));
        }
        entries.sort_unstable();
        entries
    }

    /// The articles of a long list, like beside like, if they are few voices; `None` if many.
    fn few_voices(&self, list: &[Entry]) -> Option<Vec<Document>> {
        let likeness = |document: Document| self.likeness.get(document as usize).copied().unwrap_or(0);
        let documents = list.iter().map(|entry| entry.document());
        let mut alike: Vec<(u64, Document)> = documents.map(|document| (likeness(document), document)).collect();
        // Words of its own make an article's smallest hash smaller, so such ones come last.
        alike.sort_unstable_by(|one, other| other.cmp(one));
        let mut voices = 1;
        for (pair, looked_at) in alike.windows(2).zip(1..) {
            let [one, other] = pair else {
                continue;
            };
            // Different smallest hashes mostly mean different texts; look closer only in a list of copies.
            let copies = one.0 >> 32 == other.0 >> 32 || voices * 2 <= looked_at;
            voices += usize::from(!copies || !self.one_voice(one.1, other.1));
            if voices > self.rarity.voices {
                return None;
            }
        }
        Some(alike.into_iter().map(|(_, document)| document).collect())
    }

    /// Whether two articles are close copies.
    fn one_voice(&self, one: Document, other: Document) -> bool {
        let sketch = |document: Document| self.sketches.get(document as usize);
        sketch(one).zip(sketch(other)).is_some_and(|(one, other)| resemblance(one, other) >= self.rarity.same_voice)
    }
}

/// A number by which copies of one text stand together: they mostly have the smallest hash in common, and
/// longer ones contain shorter ones.
fn likeness(sketch: &Sketch) -> u64 {
    let smallest = sketch.hashes().first().copied().unwrap_or(0);
    u64::from(smallest) << 32 | u64::from(sketch.length())
}

impl Range {
    fn new(corpus: &Corpus<'_>, range: usize) -> Range {
        let entries = corpus.entries(range);
        let mut range = Range::default();
        for list in entries.chunk_by(|one, other| one.hash() == other.hash()) {
            range.add(corpus, list);
        }
        range
    }

    /// Takes in the articles that hold one shingle.
    fn add(&mut self, corpus: &Corpus<'_>, list: &[Entry]) {
        if list.len() < 2 {
            return;
        }
        if list.len() <= corpus.rarity.voices {
            self.members.extend(list.iter().map(|entry| entry.document()));
            self.lengths.push(list.len() as u32);
            return;
        }
        let Some(alike) = corpus.few_voices(list) else {
            self.common.extend_from_slice(list);
            return;
        };
        self.crowded.extend_from_slice(&alike);
        // Overlapping windows join neighbours with one another at a cost linear in the list.
        for start in (0..alike.len()).step_by(WINDOW / 2) {
            let mut window: Vec<Document> = alike.iter().skip(start).take(WINDOW).copied().collect();
            if window.len() < 2 {
                break;
            }
            window.sort_unstable();
            self.members.extend_from_slice(&window);
            self.lengths.push(window.len() as u32);
        }
    }
}
