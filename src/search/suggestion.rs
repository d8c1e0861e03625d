//! "Did you mean": words of the archive that are like a word of the query that no article holds.
//!
//! The dictionary is walked with a Levenshtein automaton, so only entries that begin almost like the word are looked at. Offered
//! are the words with the fewest changes, of those the ones in most articles first.

use crate::error::Result;
use crate::search::likeness::{MOST_OFFERED, edits_within};
use crate::search::plan::{Compiled, Plan};
use crate::search::segment::{SegmentSearch, SlotLeaf};
use crate::search::value_suggestion::is_found;
use crate::search::wrap;
use crate::search::{Engine, Request};
use crate::text::term;
use serde::Serialize;
use std::collections::BTreeMap;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;

/// Letters of the shortest word that others are like, and of the shortest that may differ in two of them.
const SHORTEST: (usize, usize) = (3, 5);

/// The automaton is made of a term, of which only the text counts.
const ANY_FIELD: Field = Field::from_field_id(0);

/// A word of the query that no article holds, and what may be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The word as the index would file it.
    pub word: String,
    /// Words of the archive, likest first.
    pub near: Vec<String>,
}

impl Engine {
    /// Words of a query that no article holds, with words that are like them; those that are like none are left out.
    pub fn suggestions(&self, request: &Request) -> Result<Vec<Suggestion>> {
        let compiled = self.compile(request);
        let segments = self.segments(&compiled)?;
        self.suggested(&compiled, &segments)
    }

    /// The same, of words that were looked up.
    pub(super) fn suggested(&self, compiled: &Compiled, segments: &[SegmentSearch<'_>]) -> Result<Vec<Suggestion>> {
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for (number, leaf) in compiled.leaves.iter().enumerate() {
            if answered_by_another_form(&leaf.text, compiled, segments)? {
                continue;
            }
            for suggestion in self.suggested_for(number, compiled, segments)? {
                if !suggestions.contains(&suggestion) {
                    suggestions.push(suggestion);
                }
            }
        }
        suggestions.extend(self.near_whole_values(&compiled.root, segments)?);
        Ok(suggestions)
    }

    /// The same for one leaf.
    pub(super) fn suggested_for(
        &self,
        number: usize,
        compiled: &Compiled,
        segments: &[SegmentSearch<'_>],
    ) -> Result<Vec<Suggestion>> {
        let Some(leaf) = compiled.leaves.get(number) else {
            return Ok(Vec::new());
        };
        if let Some(suggestion) = self.near_values(number, compiled, segments)? {
            return Ok(vec![suggestion]);
        }
        let mut suggestions = Vec::new();
        for (token, test) in leaf.tokens.iter().enumerate() {
            let Some(word) = test.plain_word().filter(|word| word.chars().count() >= SHORTEST.0) else {
                continue;
            };
            let mut is_held = false;
            for segment in segments {
                is_held = is_held || segment.holds_token(number, token)?;
            }
            if is_held {
                continue;
            }
            let near = near_words(&word, segments.iter().filter_map(|segment| segment.leaves().get(number)).flatten())?;
            if !near.is_empty() {
                suggestions.push(Suggestion { word, near });
            }
        }
        Ok(suggestions)
    }
}

/// Whether articles match by another form of the name that was written.
fn answered_by_another_form(text: &str, compiled: &Compiled, segments: &[SegmentSearch<'_>]) -> Result<bool> {
    for (number, leaf) in compiled.leaves.iter().enumerate() {
        if leaf.form_of.as_deref() == Some(text) && is_found(&Plan::Leaf(number), segments)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The likest words of these fields.
fn near_words<'s>(word: &str, slots: impl Iterator<Item = &'s SlotLeaf>) -> Result<Vec<String>> {
    let most: u8 = if word.chars().count() < SHORTEST.1 { 1 } else { 2 };
    // By changes and folded word: articles, and of the spelling in most of them, articles and spelling.
    let mut found: BTreeMap<(usize, String), (u64, u32, String)> = BTreeMap::new();
    for slot in slots {
        // A key goes on after the word with the mark of its spelling, so that only its beginning must be near.
        let automaton = FuzzyTermQuery::new_prefix(Term::from_field_text(ANY_FIELD, word), most, true).automaton()?;
        let mut stream = slot.index.terms().search(automaton).into_stream().map_err(wrap)?;
        while let Some((key, info)) = stream.next() {
            let Ok(key) = std::str::from_utf8(key) else {
                continue;
            };
            let folded = term::folded_part(key);
            let Some(edits) = edits_within(word, folded, usize::from(most)).filter(|edits| *edits > 0) else {
                continue;
            };
            let entry = found.entry((edits, folded.to_owned())).or_default();
            entry.0 += u64::from(info.doc_freq);
            if info.doc_freq > entry.1 {
                (entry.1, entry.2) = (info.doc_freq, term::as_written(key).into_owned());
            }
        }
    }
    let Some(fewest) = found.keys().next().map(|(edits, _)| *edits) else {
        return Ok(Vec::new());
    };
    let mut near: Vec<_> = found.into_iter().filter(|((edits, _), _)| *edits == fewest).collect();
    near.sort_by(|((_, one), (one_count, ..)), ((_, other), (other_count, ..))| {
        other_count.cmp(one_count).then(one.cmp(other))
    });
    Ok(near.into_iter().take(MOST_OFFERED).map(|(_, (_, _, written))| written).collect())
}
