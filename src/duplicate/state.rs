//! What is kept of all articles so that families need not be computed anew for every change: a [`State`].
//!
//! An article takes 40 bytes: id, hash of its words, which of its samples are rare, and what its place in a list of like
//! ones depends on. Beside it stands what pairs of articles say of one another: those that are copies, and for an article
//! whose copies are in doubt if it is a digest, all whose openings it holds.
//!
//! Invariant: a pure function of the set of articles; families are a pure function of the state.

use super::arena::Document;
use super::corpus::NONE;
use super::kinship::Options;
use super::links::{Copying, Finding, links};
use super::rarity::likeness_of;
use super::sketch::{SKETCH_VERSION, View};
use crate::article::ArticleId;
use std::io::{self, Read, Write};

/// Another number whenever the same sketches would give another state.
const STATE_VERSION: u64 = 1;

/// What is known of all articles of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// By id.
    pub(super) records: Vec<Record>,
    /// Sorted by longer and shorter article, which are numbers of records.
    pub(super) findings: Vec<Finding>,
}

/// What is known of one article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub id: ArticleId,
    /// Hash of all content words in order.
    pub text: u64,
    /// Which samples are rare; nothing if `first` is another article.
    pub rare: u64,
    /// Shingles in the text, below 2^30; the highest bit says that the article is in a list parted into windows.
    pub marks: u32,
    /// The smallest hash of a sample.
    pub smallest: u32,
    /// See [`View::checksum`].
    pub checksum: u32,
    /// The first article with the same words.
    pub first: Document,
}

const CROWDED: u32 = 1 << 31;

impl Record {
    /// What a sketch says. The article counts as the only one with its words.
    pub fn new(id: ArticleId, number: Document, sketch: View<'_>) -> Record {
        Record {
            id,
            text: sketch.text,
            rare: 0,
            marks: sketch.length & !CROWDED,
            smallest: sketch.hashes.first().copied().unwrap_or(0),
            checksum: sketch.checksum(),
            first: number,
        }
    }

    pub fn length(&self) -> u32 {
        self.marks & !CROWDED
    }

    /// Equal for articles with the same words, if they have any.
    pub fn words(&self) -> (u64, u32) {
        (self.text, self.length())
    }

    pub fn is_crowded(&self) -> bool {
        self.marks & CROWDED != 0
    }

    pub fn set_crowded(&mut self, is_crowded: bool) {
        self.marks = self.length() | if is_crowded { CROWDED } else { 0 };
    }

    /// See [`super::rarity::likeness`].
    pub fn likeness(&self) -> u64 {
        likeness_of(self.smallest, self.length())
    }
}

/// Names a family: the smallest id of its articles.
pub type FamilyId = ArticleId;

/// An article in a family with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The article.
    pub article: ArticleId,
    /// Its family.
    pub family: FamilyId,
    /// The smallest id of the articles that have the same words (case, punctuation and short words apart).
    pub text: ArticleId,
}

impl State {
    /// Number of articles.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are no articles.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The articles in families with others, by id.
    pub fn members(&self) -> Vec<Member> {
        let mut joined = Joined::new(self.records.len());
        for (number, record) in (0..).zip(&self.records) {
            joined.join(number, record.first);
        }
        for findings in self.findings.chunk_by(|one, other| one.longer == other.longer) {
            links(findings).for_each(|link| joined.join(link.longer, link.shorter));
        }
        let mut has_others = vec![false; self.records.len()];
        let families: Vec<Document> = (0..self.records.len() as u32).map(|number| joined.smallest(number)).collect();
        for (number, family) in (0..).zip(&families) {
            if let Some(mark) = has_others.get_mut(*family as usize).filter(|_| *family != number) {
                *mark = true;
            }
        }
        let id = |number: Document| self.records.get(number as usize).map(|record| record.id);
        let members = self.records.iter().zip(&families);
        members
            .filter(|(_, family)| has_others.get(**family as usize).is_some_and(|mark| *mark))
            .filter_map(|(record, family)| {
                Some(Member { article: record.id, family: id(*family)?, text: id(record.first)? })
            })
            .collect()
    }

    /// Writes the state; [`State::read`] reads it.
    pub fn write(&self, options: &Options, to: &mut dyn Write) -> io::Result<()> {
        for number in [made_by(options), self.records.len() as u64, self.findings.len() as u64] {
            to.write_all(&number.to_le_bytes())?;
        }
        for record in &self.records {
            for number in [record.id.0, record.text, record.rare] {
                to.write_all(&number.to_le_bytes())?;
            }
            for number in [record.marks, record.smallest, record.checksum, record.first] {
                to.write_all(&number.to_le_bytes())?;
            }
        }
        for finding in &self.findings {
            to.write_all(&finding.longer.to_le_bytes())?;
            to.write_all(&finding.shorter.to_le_bytes())?;
            let (from, until) = finding.opening.unwrap_or_default();
            to.write_all(&[finding.copying as u8, u8::from(finding.opening.is_some()), from, until])?;
        }
        Ok(())
    }

    /// Reads a state; `None` if it was made by another version or with other options, or is none.
    pub fn read(options: &Options, from: &mut dyn Read) -> io::Result<Option<State>> {
        let mut head = [0; 24];
        from.read_exact(&mut head)?;
        let mut numbers = head.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
        let mut next = || numbers.next().unwrap_or_default();
        let (maker, records, findings) = (next(), next(), next());
        if maker != made_by(options) || records >= u64::from(NONE) {
            return Ok(None);
        }
        let mut state = State::default();
        // Room is made as it is needed: the numbers may be damaged.
        for _ in 0..records {
            let mut bytes = [0; 40];
            from.read_exact(&mut bytes)?;
            state.records.push(record(&bytes));
        }
        for _ in 0..findings {
            let mut bytes = [0; 12];
            from.read_exact(&mut bytes)?;
            let Some(finding) = finding(&bytes) else {
                return Ok(None);
            };
            state.findings.push(finding);
        }
        Ok(Some(state))
    }
}

fn record(bytes: &[u8; 40]) -> Record {
    let (longs, shorts) = bytes.split_at(24);
    let long = |at: usize| longs.as_chunks::<8>().0.get(at).map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let short = |at: usize| shorts.as_chunks::<4>().0.get(at).map_or(0, |bytes| u32::from_le_bytes(*bytes));
    Record {
        id: ArticleId(long(0)),
        text: long(1),
        rare: long(2),
        marks: short(0),
        smallest: short(1),
        checksum: short(2),
        first: short(3),
    }
}

fn finding(bytes: &[u8; 12]) -> Option<Finding> {
    let (longer, rest) = bytes.split_first_chunk::<4>()?;
    let (shorter, rest) = rest.split_first_chunk::<4>()?;
    let &[copying, has_opening, from, until] = rest else {
        return None;
    };
    let copying = match copying {
        0 => Copying::No,
        1 => Copying::Unsure,
        2 => Copying::Sure,
        _ => return None,
    };
    Some(Finding {
        longer: u32::from_le_bytes(*longer),
        shorter: u32::from_le_bytes(*shorter),
        copying,
        opening: (has_opening == 1).then_some((from, until)),
    })
}

/// Tells states apart that the same articles would give under different versions and options (FNV-1a).
fn made_by(options: &Options) -> u64 {
    let text = format!("{STATE_VERSION} {SKETCH_VERSION} {options:?}");
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Disjoint sets of numbers, each known by its smallest (union-find: Galler and Fischer 1964).
struct Joined {
    parents: Vec<u32>,
}

impl Joined {
    fn new(count: usize) -> Joined {
        Joined { parents: (0..count as u32).collect() }
    }

    /// The smallest number joined with `number`.
    fn smallest(&mut self, mut number: u32) -> u32 {
        while let Some(&parent) = self.parents.get(number as usize) {
            if parent == number {
                break;
            }
            let grandparent = self.parents.get(parent as usize).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(number as usize) {
                *slot = grandparent;
            }
            number = grandparent;
        }
        number
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.smallest(one), self.smallest(other));
        if let Some(slot) = self.parents.get_mut(one.max(other) as usize) {
            *slot = one.min(other);
        }
    }
}
