//! What has changed since a state was made: articles that came and went, and whose words are represented by another one.
//!
//! Articles with the same words are one document, represented by the first of them. One that comes to represent its words,
//! or does not any more, counts as added or removed, because its id orders lists and its capitals may differ.

use super::arena::Document;
use super::corpus::{Corpus, NONE, Numbering};
use super::state::{Record, State};
use super::whole::is_document;
use crate::article::ArticleId;
use rustc_hash::FxHashMap;

/// The articles as they are now, and how they differ from those of a state.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// By id. What is rare in added documents is not known yet.
    pub records: Vec<Record>,
    /// For each article of the former state its number now; [`NONE`] if it is no document any more.
    pub renumbered: Vec<Document>,
    /// Articles that are documents now and were not.
    pub added: Vec<Document>,
    /// Articles that were documents, are there, and are none any more.
    pub demoted: Vec<Document>,
    /// Documents that are gone, with the checksums of their sketches.
    pub removed: Vec<(ArticleId, u32)>,
}

impl Changes {
    /// Compares a state with a corpus; `None` if more than `most` articles came and went.
    pub fn new<C: Corpus>(
        former: &State,
        corpus: &C,
        numbering: &Numbering,
        most: usize,
    ) -> Result<Option<Changes>, C::Error> {
        let (mut changes, came) = Changes::carry(former, corpus.ids(), numbering);
        let gone = changes.renumbered.iter().filter(|number| **number == NONE).count();
        if came.len() + gone > most {
            return Ok(None);
        }
        let records = &mut changes.records;
        numbering.fetch(corpus, came.iter().copied(), |number, sketch| {
            if let Some(record) = records.get_mut(number as usize) {
                *record = Record::new(record.id, number, sketch);
            }
        })?;
        changes.tell_documents(former, &came);
        Ok(Some(changes))
    }

    /// Records of the articles that are there, those that stay as they were, and the numbers of the others.
    fn carry(former: &State, ids: &[ArticleId], numbering: &Numbering) -> (Changes, Vec<Document>) {
        let mut changes = Changes { renumbered: vec![NONE; former.records.len()], ..Changes::default() };
        changes.records.reserve_exact(numbering.places.len());
        let mut came = Vec::new();
        let mut rest = (0..).zip(&former.records).peekable();
        for (number, place) in (0..).zip(&numbering.places) {
            let id = ids.get(*place as usize).copied().unwrap_or_default();
            while rest.next_if(|(_, record)| record.id < id).is_some() {}
            if let Some((old, record)) = rest.next_if(|(_, record)| record.id == id) {
                changes.records.push(*record);
                if let Some(slot) = changes.renumbered.get_mut(old) {
                    *slot = number;
                }
            } else {
                changes.records.push(Record { id, first: number, ..Record::default() });
                came.push(number);
            }
        }
        (changes, came)
    }

    /// Finds who represents whose words now, and which documents were added and removed by that.
    fn tell_documents(&mut self, former: &State, came: &[Document]) {
        let mut was_document = vec![false; self.records.len()];
        // Words that another article may represent now.
        let mut open: FxHashMap<(u64, u32), Document> = FxHashMap::default();
        for ((old, record), number) in (0..).zip(&former.records).zip(&self.renumbered) {
            let represents = is_document(&former.records, old);
            let Some(new) = self.records.get_mut(*number as usize) else {
                if represents {
                    self.removed.push((record.id, record.checksum));
                    open.insert(record.words(), NONE);
                }
                continue;
            };
            new.first = self.renumbered.get(record.first as usize).copied().unwrap_or(NONE);
            if let Some(mark) = was_document.get_mut(*number as usize) {
                *mark = represents;
            }
        }
        let words_of = |number: &Document| self.records.get(*number as usize).map(Record::words);
        open.extend(came.iter().filter_map(words_of).map(|words| (words, NONE)));
        for (number, record) in (0..).zip(&mut self.records) {
            if record.length() == 0 {
                record.first = number;
            } else if let Some(first) = open.get_mut(&record.words()) {
                *first = (*first).min(number);
                record.first = *first;
            }
        }
        self.mark_documents(&was_document);
    }

    fn mark_documents(&mut self, was_document: &[bool]) {
        for (number, was) in (0..).zip(was_document) {
            match (was, is_document(&self.records, number)) {
                (false, true) => self.added.push(number),
                (true, false) => self.demoted.push(number),
                _ => continue,
            }
            if let Some(record) = self.records.get_mut(number as usize) {
                record.rare = 0;
                record.set_crowded(false);
            }
        }
        for number in &mut self.renumbered {
            if *number != NONE && !is_document(&self.records, *number) {
                *number = NONE;
            }
        }
    }
}
