//! Many sketches in little memory: some 350 bytes each at most, in three pieces for all of them together.
//!
//! Invariant: a document that was never put has an empty sketch.

use super::sketch::View;

/// Number of an article in the order of ids.
pub(super) type Document = u32;

/// Sketches by document.
#[derive(Debug, Default)]
pub(super) struct Arena {
    heads: Vec<Head>,
    hashes: Vec<u32>,
    places: Vec<u8>,
}

/// What is kept of a sketch besides its samples. The hash of its text is not needed any more.
#[derive(Debug, Clone, Copy, Default)]
struct Head {
    figures: u64,
    names: u64,
    length: u32,
    bound: u32,
    /// The first sample in `hashes` and in `places`. At most 2^24 sketches of at most 64 samples.
    start: u32,
    count: u32,
}

impl Arena {
    /// Room for this many documents, all of them empty, and for this many samples.
    pub fn new(documents: usize, samples: usize) -> Arena {
        Arena {
            heads: vec![Head::default(); documents],
            hashes: Vec::with_capacity(samples),
            places: Vec::with_capacity(samples),
        }
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Gives a document its sketch.
    pub fn put(&mut self, document: Document, sketch: View<'_>) {
        let head = self.add_samples(sketch);
        if let Some(slot) = self.heads.get_mut(document as usize) {
            *slot = head;
        }
    }

    /// Adds a document.
    pub fn push(&mut self, sketch: View<'_>) -> Document {
        let head = self.add_samples(sketch);
        self.heads.push(head);
        self.heads.len() as u32 - 1
    }

    fn add_samples(&mut self, sketch: View<'_>) -> Head {
        let start = self.hashes.len() as u32;
        self.hashes.extend_from_slice(sketch.hashes);
        self.places.extend_from_slice(sketch.places);
        Head {
            figures: sketch.figures,
            names: sketch.names,
            length: sketch.length,
            bound: sketch.bound,
            start,
            count: sketch.hashes.len() as u32,
        }
    }

    /// Renumbers the documents: the one at place `i` of `order` becomes number `i`.
    pub fn reorder(&mut self, order: impl Iterator<Item = Document>) {
        self.heads = order.filter_map(|document| self.heads.get(document as usize).copied()).collect();
    }

    /// The sketch of a document, without the hash of its text.
    pub fn get(&self, document: Document) -> Option<View<'_>> {
        let head = self.heads.get(document as usize)?;
        let samples = head.start as usize..head.start as usize + head.count as usize;
        Some(View {
            text: 0,
            length: head.length,
            bound: head.bound,
            figures: head.figures,
            names: head.names,
            hashes: self.hashes.get(samples.clone())?,
            places: self.places.get(samples)?,
        })
    }

    /// Hashes of the samples of each document.
    pub fn all_hashes(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.heads.len() as u32).map(|document| self.get(document).map_or(&[][..], |sketch| sketch.hashes))
    }
}
