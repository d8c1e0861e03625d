//! Which articles hold which sampled shingle, and which shingles are rare enough to tell stories apart.
//!
//! A shingle is rare if it is in few articles, or in many that are few voices ([`super::rarity`]).
//!
//! Invariants: a pure function of the sketches in their order (the caller's: by article id); nothing
//! quadratic: a shingle in many articles is looked at until it has proved common, and then dropped.

use super::arena::{Arena, Document};
use super::hashes::Hashes;
use super::overlap::resemblance;
use super::rarity::{Verdict, likeness, sort_by_likeness, verdict};
use rayon::prelude::*;

/// The limits for [`Postings::new`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Rarity {
    /// The most voices a rare shingle has.
    pub voices: usize,
    /// Resemblance from which neighbours in a list are one voice.
    pub same_voice: f32,
    /// Articles in one window of a long list; each is compared with those in its windows only.
    pub window: usize,
}

/// What is known of articles when some of all are put together.
///
/// The articles must be the renewed ones and all that share with one of them a list that is parted into windows, or so many
/// rare samples as make neighbours.
#[derive(Debug)]
pub(super) struct Known {
    /// All samples of the renewed articles that are rare.
    pub hashes: Hashes,
    /// For each article, which of its samples are rare.
    pub rare: Vec<u64>,
    /// For each article that is not renewed, whether it is crowded.
    pub crowded: Vec<bool>,
    /// The articles whose neighbours are asked for.
    pub renewed: Vec<bool>,
}

/// Rare sampled shingles and the articles that hold them.
pub(super) struct Postings {
    /// For each article, which of its samples are rare: bit `i` for sample `i`.
    rare: Vec<u64>,
    /// For each article, whether it is in a list so long that it is compared with a part of it only.
    crowded: Vec<bool>,
    /// All groups, one after the other: how many articles there are in it, and these, ascending.
    lists: Vec<u32>,
    /// Groups of all articles, one article after the other: where each begins in `lists`.
    groups: Vec<u32>,
    /// Where each article's groups begin in `groups`, and the end.
    of_document: Vec<u32>,
    /// What can be said of each article at a glance.
    glances: Vec<Glance>,
    /// The first hash beyond each range.
    ends: [u64; RANGES],
}

/// Bits for the number of a sample in an [`Entry`]; the rest under the hash is the article.
const SAMPLE_BITS: u32 = 6;

/// The most articles that are put together; all their places in lists can be counted in 32 bits.
pub(super) const MAX_DOCUMENTS: usize = 1 << 24;

/// One sample of one article: hash, article and number of the sample, from the upper bits down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry(u64);

impl Entry {
    pub fn new(hash: u32, document: Document, sample: u32) -> Entry {
        Entry(u64::from(hash) << 32 | u64::from(document) << SAMPLE_BITS | u64::from(sample))
    }

    pub fn hash(self) -> u32 {
        (self.0 >> 32) as u32
    }

    pub fn document(self) -> Document {
        self.0 as u32 >> SAMPLE_BITS
    }

    pub fn sample(self) -> u32 {
        self.0 as u32 & ((1 << SAMPLE_BITS) - 1)
    }
}

/// What one range of hashes gives.
#[derive(Default)]
struct Range {
    /// All groups, one after the other: how many articles there are in it, and these, ascending.
    lists: Vec<u32>,
    /// Entries of shingles that are not rare.
    common: Vec<Entry>,
    /// Articles of lists that were parted into windows.
    crowded: Vec<Document>,
}

impl Postings {
    /// Groups all articles by their samples. Those beyond the first 16,777,216 are left alone.
    pub fn new(sketches: &Arena, rarity: Rarity) -> Postings {
        Postings::group(sketches, rarity, None)
    }

    /// Groups some of all articles by the samples that are in question.
    pub fn of_some(sketches: &Arena, rarity: Rarity, known: &Known) -> Postings {
        Postings::group(sketches, rarity, Some(known))
    }

    fn group(sketches: &Arena, rarity: Rarity, known: Option<&Known>) -> Postings {
        let corpus = Corpus::new(sketches, rarity, known);
        let documents = corpus.before.len();
        let mut postings = Postings {
            rare: known.map_or_else(|| vec![u64::MAX; documents], |known| known.rare.clone()),
            crowded: known.map_or_else(|| vec![false; documents], |known| known.crowded.clone()),
            lists: Vec::new(),
            groups: Vec::new(),
            of_document: Vec::new(),
            glances: Vec::new(),
            ends: corpus.ends,
        };
        // No more ranges at once than there are threads, so that their memory is bounded.
        let ranges: Vec<usize> = (0..RANGES).collect();
        for some in ranges.chunks(rayon::current_num_threads().max(1)) {
            let some: Vec<Range> = some.par_iter().map(|range| Range::new(&corpus, *range)).collect();
            some.into_iter().for_each(|range| postings.take_in(range));
        }
        let glance = |((document, before), rare): ((Document, &[u8; RANGES]), &u64)| {
            let (length, bound) = sketches.get(document).map_or((0, u32::MAX), |sketch| (sketch.length, sketch.bound));
            Glance { length, bound, rare: *rare, before: *before }
        };
        postings.glances = (0..).zip(&corpus.before).zip(&postings.rare).map(glance).collect();
        drop(corpus);
        (postings.groups, postings.of_document) = invert(&postings.lists, documents);
        postings
    }

    fn take_in(&mut self, range: Range) {
        for entry in &range.common {
            if let Some(mask) = self.rare.get_mut(entry.document() as usize) {
                *mask &= !(1 << entry.sample());
            }
        }
        for document in &range.crowded {
            if let Some(crowded) = self.crowded.get_mut(*document as usize) {
                *crowded = true;
            }
        }
        self.lists.extend_from_slice(&range.lists);
    }

    /// What can be said of an article at a glance.
    pub fn glance(&self, document: Document) -> Option<&Glance> {
        self.glances.get(document as usize)
    }

    /// Of the ranges, how many end at or before this bound.
    pub fn range(&self, bound: u32) -> usize {
        self.ends.partition_point(|end| *end <= u64::from(bound) + 1)
    }

    /// Where the groups begin that an article is in.
    fn groups_of(&self, document: Document) -> &[u32] {
        let place = |document: usize| self.of_document.get(document).map(|place| *place as usize);
        let places = place(document as usize).zip(place(document as usize + 1));
        places.and_then(|(from, to)| self.groups.get(from..to)).unwrap_or_default()
    }

    /// Which samples of an article are rare, one bit each.
    pub fn rare(&self, document: Document) -> u64 {
        self.rare.get(document as usize).copied().unwrap_or(0)
    }

    /// Articles that are wanted and share at least `least` of a document's rare samples, ascending, and how many they
    /// share; `None` if more than were counted.
    pub fn neighbours(
        &self,
        document: Document,
        least: u8,
        wanted: Wanted<'_>,
        counter: &mut Counter,
    ) -> Vec<(Document, Option<u32>)> {
        let groups = self.groups_of(document);
        // The lists are all over memory. What is asked for together arrives together.
        let lengths = groups.iter().filter_map(|group| self.lists.get(*group as usize));
        std::hint::black_box(lengths.sum::<u32>());
        let lists = || groups.iter().map(|group| list(&self.lists, *group));
        for list in lists() {
            for member in list.iter().take_while(|member| **member < document) {
                counter.add(*member, least);
            }
            let after = || list.iter().rev().take_while(|member| **member > document);
            match wanted {
                Wanted::Before => {}
                Wanted::All => after().for_each(|member| counter.add(*member, least)),
                Wanted::BeforeOrNot(renewed) => {
                    let is_renewed = |member: Document| renewed.get(member as usize).is_some_and(|renewed| *renewed);
                    after().filter(|member| !is_renewed(**member)).for_each(|member| counter.add(*member, least));
                }
            }
        }
        counter.reached.sort_unstable();
        let is_crowded = self.is_crowded(document);
        let neighbour = |neighbour: &Document| {
            let counted = !is_crowded || !self.is_crowded(*neighbour);
            (*neighbour, counted.then_some(u32::from(counter.count(*neighbour))))
        };
        let neighbours = counter.reached.iter().map(neighbour).collect();
        lists().for_each(|list| counter.forget(list));
        neighbours
    }

    /// Whether an article is in a list so long that it is compared with a part of it only.
    pub fn is_crowded(&self, document: Document) -> bool {
        self.crowded.get(document as usize).copied().unwrap_or(false)
    }
}

/// Counts how often each article is met.
pub(super) struct Counter {
    /// By article; nobody is met more often than it has samples, in two windows each.
    counts: Vec<u8>,
    /// Those that were met often enough.
    reached: Vec<Document>,
}

impl Counter {
    /// A counter of this many articles.
    pub fn new(documents: usize) -> Counter {
        Counter { counts: vec![0; documents], reached: Vec::new() }
    }

    fn add(&mut self, document: Document, least: u8) {
        if let Some(count) = self.counts.get_mut(document as usize) {
            *count = count.saturating_add(1);
            if *count == least {
                self.reached.push(document);
            }
        }
    }

    fn count(&self, document: Document) -> u8 {
        self.counts.get(document as usize).copied().unwrap_or(0)
    }

    fn forget(&mut self, documents: &[Document]) {
        self.reached.clear();
        for document in documents {
            if let Some(count) = self.counts.get_mut(*document as usize) {
                *count = 0;
            }
        }
    }
}

/// What can be said of an article at a glance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glance {
    pub length: u32,
    pub bound: u32,
    rare: u64,
    /// How many of its samples come before the end of each range.
    before: [u8; RANGES],
}

impl Glance {
    /// A number of rare samples with a hash up to `bound` that there are at least. `range` is that of the bound.
    pub fn fewest(&self, bound: u32, range: usize) -> u32 {
        let range = if bound >= self.bound { RANGES } else { range };
        let samples = range.checked_sub(1).and_then(|previous| self.before.get(previous)).copied().unwrap_or(0);
        let mask = u64::MAX.checked_shr(u64::BITS - u32::from(samples)).unwrap_or(0);
        (self.rare & mask).count_ones()
    }
}

/// Which neighbours of an article are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted<'of> {
    /// Those before it.
    Before,
    /// All.
    All,
    /// Those before it, and of those after it the ones that are not marked.
    BeforeOrNot(&'of [bool]),
}

/// The articles of the group that begins here.
fn list(lists: &[u32], start: u32) -> &[Document] {
    let rest = lists.get(start as usize..).unwrap_or_default();
    rest.split_first().and_then(|(length, rest)| rest.get(..*length as usize)).unwrap_or_default()
}

/// For each article where the groups begin that it is in, and where each article's are.
fn invert(lists: &[u32], documents: usize) -> (Vec<u32>, Vec<u32>) {
    let each_list = |each: &mut dyn FnMut(u32, &[Document])| {
        let mut start = 0;
        while (start as usize) < lists.len() {
            let members = list(lists, start);
            each(start, members);
            start += 1 + members.len() as u32;
        }
    };
    let mut of_document = vec![0u32; documents + 1];
    let mut all = 0;
    each_list(&mut |_, members| {
        all += members.len();
        for member in members {
            if let Some(count) = of_document.get_mut(*member as usize + 1) {
                *count += 1;
            }
        }
    });
    let mut total = 0;
    for count in &mut of_document {
        total += *count;
        *count = total;
    }
    let mut next = of_document.clone();
    let mut groups = vec![0; all];
    each_list(&mut |start, members| {
        for member in members {
            let Some(at) = next.get_mut(*member as usize) else {
                continue;
            };
            if let Some(slot) = groups.get_mut(*at as usize) {
                *slot = start;
            }
            *at += 1;
        }
    });
    (groups, of_document)
}

/// Parts into which the hashes are divided, so that not all samples need be sorted at once.
const RANGES: usize = 16;

/// The first hash beyond each range; each range holds about as many samples as any other.
fn range_ends(sketches: &Arena) -> [u64; RANGES] {
    const SLICE_BITS: u32 = 20;
    let mut counts = vec![0usize; 1 << (32 - SLICE_BITS)];
    for hash in sketches.all_hashes().flatten() {
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
fn samples_before(sketches: &Arena, ends: [u64; RANGES]) -> Vec<[u8; RANGES]> {
    let before = |hashes: &[u32]| {
        // At most 64 samples.
        ends.map(|end| hashes.partition_point(|hash| u64::from(*hash) < end) as u8)
    };
    sketches.all_hashes().take(MAX_DOCUMENTS).map(before).collect()
}

/// What is known of all articles before their samples are put together.
struct Corpus<'corpus> {
    sketches: &'corpus Arena,
    /// For each article, see [`likeness`].
    likeness: Vec<u64>,
    /// The first hash beyond each range.
    ends: [u64; RANGES],
    /// For each article, how many of its samples come before the end of each range.
    before: Vec<[u8; RANGES]>,
    rarity: Rarity,
    known: Option<&'corpus Known>,
}

impl<'corpus> Corpus<'corpus> {
    fn new(sketches: &'corpus Arena, rarity: Rarity, known: Option<&'corpus Known>) -> Self {
        let ends = range_ends(sketches);
        let documents = 0..sketches.len().min(MAX_DOCUMENTS) as u32;
        Corpus {
            sketches,
            likeness: documents.map(|document| sketches.get(document).map_or(0, likeness)).collect(),
            ends,
            before: samples_before(sketches, ends),
            rarity,
            known,
        }
    }

    /// All samples of one range that are in question, by hash and article.
    fn entries(&self, range: usize) -> Vec<Entry> {
        let bounds = |before: &[u8; RANGES]| {
            let from = range.checked_sub(1).and_then(|previous| before.get(previous)).copied().unwrap_or(0);
            (from, before.get(range).copied().unwrap_or(from))
        };
        let count = self.before.iter().map(bounds).map(|(from, to)| usize::from(to - from)).sum();
        let mut entries = Vec::with_capacity(if self.known.is_none() { count } else { 0 });
        for ((document, hashes), before) in (0..).zip(self.sketches.all_hashes()).zip(&self.before) {
            let (from, to) = bounds(before);
            let hashes = hashes.get(usize::from(from)..usize::from(to)).unwrap_or(&[]);
            let samples = hashes.iter().zip(u32::from(from)..);
            let entry = |(hash, sample): (&u32, u32)| Entry::new(*hash, document, sample);
            match self.known {
                None => entries.extend(samples.map(entry)),
                Some(known) => {
                    let rare = known.rare.get(document as usize).copied().unwrap_or(0);
                    let asked =
                        samples.filter(|(hash, sample)| rare >> sample & 1 == 1 && known.hashes.contains(**hash));
                    entries.extend(asked.map(entry));
                }
            }
        }
        entries.sort_unstable();
        entries
    }

    /// The articles of a long list, like beside like, if they are few voices; `None` if many.
    fn few_voices(&self, list: &[Entry]) -> Option<Vec<(u64, Document)>> {
        let likeness = |document: Document| self.likeness.get(document as usize).copied().unwrap_or(0);
        let mut alike: Vec<(u64, Document)> =
            list.iter().map(|entry| (likeness(entry.document()), entry.document())).collect();
        sort_by_likeness(&mut alike);
        let are_few = self.known.is_some()
            || verdict(&alike, self.rarity.voices, |one, other| Some(self.one_voice(one, other))) == Verdict::Few;
        are_few.then_some(alike)
    }

    /// Whether two articles are close copies.
    fn one_voice(&self, one: Document, other: Document) -> bool {
        let sketches = self.sketches.get(one).zip(self.sketches.get(other));
        sketches.is_some_and(|(one, other)| resemblance(one, other) >= self.rarity.same_voice)
    }
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
            self.lists.push(list.len() as u32);
            self.lists.extend(list.iter().map(|entry| entry.document()));
            return;
        }
        let Some(alike) = corpus.few_voices(list) else {
            self.common.extend_from_slice(list);
            return;
        };
        self.crowded.extend(alike.iter().map(|(_, document)| document));
        // Overlapping windows join neighbours with one another at a cost linear in the list.
        for start in (0..alike.len()).step_by((corpus.rarity.window / 2).max(1)) {
            let window = alike.iter().skip(start).take(corpus.rarity.window);
            let mut window: Vec<Document> = window.map(|(_, document)| *document).collect();
            if window.len() < 2 {
                break;
            }
            window.sort_unstable();
            self.lists.push(window.len() as u32);
            self.lists.extend_from_slice(&window);
        }
    }
}
