//! The state of all articles from a former state and the articles that came and went since: the same as from all sketches at
//! once ([`super::whole`]), at a cost that goes with the change and two or three passes over the sketches as they lie.
//!
//! Memory: some 110 bytes an article, and what the change touches: at most the samples and sketches of a quarter of the
//! archive, beyond which all is computed anew.
//!
//! Why it is the same. What two articles say of one another depends on their sketches, on what is rare in them, on the lists
//! both are in, and on whether they are in lists parted into windows. A list changes only if a document came or went that
//! holds its hash. So:
//!
//! 1. The lists of all samples of these documents are made ([`super::statuses`]). An article is *renewed* if it came, or if
//!    one of its lists turned from rare to common or back, or is or was parted into windows. Two articles that are not
//!    renewed are in the same lists as before, with the same in them that concerns the two.
//! 2. The renewed are compared with all that share enough with them; what they said before is dropped.
//! 3. Openings are kept for longer articles of which copies are in doubt. Where that is new for an article which is not
//!    renewed itself, its neighbours are looked at once more.

use super::arena::Document;
use super::changes::Changes;
use super::corpus::{Corpus, NONE, Numbering, places_of};
use super::kinship::Options;
use super::links::{Comparison, Copying, Finding};
use super::neighbourhood::{Neighbourhood, is_marked as is, marked};
use super::postings::MAX_DOCUMENTS;
use super::state::State;
use super::statuses::{Touched, statuses};
use super::whole::unsure;
use rustc_hash::FxHashSet;

/// Where it is cheaper to compute everything anew.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Articles that came, went or are renewed.
    pub articles: usize,
    /// Samples in the lists that changed.
    pub samples: usize,
}

impl Limits {
    /// For an archive of this many articles.
    pub fn new(articles: usize) -> Limits {
        Limits { articles: articles / 4 + 16, samples: articles.saturating_mul(16) + 4096 }
    }
}

/// Brings a state up to date; `None` where that costs more than computing all anew, or cannot be done. `former` gives the
/// articles of the state that are gone, as far as they are to be had.
pub(super) fn increment<C: Corpus>(
    state: &State,
    corpus: &C,
    former: impl FnOnce() -> Result<Option<C>, C::Error>,
    options: &Options,
    limits: Limits,
) -> Result<Option<State>, C::Error> {
    if corpus.ids().len().max(state.records.len()) > MAX_DOCUMENTS {
        return Ok(None);
    }
    let numbering = Numbering::new(corpus.ids());
    let Some(mut changes) = Changes::new(state, corpus, &numbering, limits.articles)? else {
        return Ok(None);
    };
    let Some(touched) = touched(&changes, corpus, &numbering, former)? else {
        return Ok(None);
    };
    let Some(renewed) = statuses(corpus, &numbering, &mut changes, touched, options, limits)? else {
        return Ok(None);
    };
    let numbers: Vec<Document> = marked(&renewed).collect();
    if numbers.len() > limits.articles {
        return Ok(None);
    }
    let findings = findings(state, corpus, &numbering, &mut changes, &renewed, options)?;
    Ok(Some(State { records: changes.records, findings }))
}

/// The hashes of all documents that came or went; `None` if the sketch of one that went is not to be had.
fn touched<C: Corpus>(
    changes: &Changes,
    corpus: &C,
    numbering: &Numbering,
    former: impl FnOnce() -> Result<Option<C>, C::Error>,
) -> Result<Option<Touched>, C::Error> {
    let mut touched = Touched::default();
    numbering.fetch(corpus, changes.added.iter().copied(), |_, sketch| touched.add(sketch.hashes))?;
    numbering.fetch(corpus, changes.demoted.iter().copied(), |_, sketch| touched.remove(sketch.hashes))?;
    if changes.removed.is_empty() {
        return Ok(Some(touched));
    }
    let Some(former) = former()? else {
        return Ok(None);
    };
    let ids: Vec<_> = changes.removed.iter().map(|(id, _)| *id).collect();
    let mut missing: FxHashSet<_> = changes.removed.iter().copied().collect();
    former.fetch(&places_of(former.ids(), &ids), &mut |place, sketch| {
        let id = former.ids().get(place as usize).copied().unwrap_or_default();
        // Another sketch than the state has seen would name other lists.
        if missing.remove(&(id, sketch.checksum())) {
            touched.remove(sketch.hashes);
        }
    })?;
    Ok(missing.is_empty().then_some(touched))
}

/// All findings: those that stay, and those of renewed articles.
fn findings<C: Corpus>(
    state: &State,
    corpus: &C,
    numbering: &Numbering,
    changes: &mut Changes,
    renewed: &[bool],
    options: &Options,
) -> Result<Vec<Finding>, C::Error> {
    let number = |old: Document| {
        let number = changes.renumbered.get(old as usize).copied().unwrap_or(NONE);
        (number != NONE).then_some(number)
    };
    let mut was_unsure = vec![false; changes.records.len()];
    let mut findings = Vec::with_capacity(state.findings.len());
    for finding in &state.findings {
        let Some(longer) = number(finding.longer) else {
            continue;
        };
        if let Some(mark) = was_unsure.get_mut(longer as usize) {
            *mark |= finding.copying == Copying::Unsure;
        }
        if let Some(shorter) = number(finding.shorter).filter(|shorter| !is(renewed, *shorter) && !is(renewed, longer))
        {
            findings.push(Finding { longer, shorter, ..*finding });
        }
    }
    let mut is_unsure = unsure(&findings, renewed.len());
    if renewed.contains(&true) {
        let some = Neighbourhood::new(corpus, numbering, &changes.records, renewed)?;
        let comparison = Comparison::of_some(&some.sketches, options, &some.known);
        some.keep_crowded(&comparison, &mut changes.records);
        findings.extend(some.numbered(comparison.copies()));
        is_unsure = unsure(&findings, renewed.len());
        let asked = (0..renewed.len() as u32)
            .map(|number| is(&is_unsure, number) && (is(renewed, number) || is(&was_unsure, number)));
        findings.extend(some.numbered(comparison.openings(&some.marks(&asked.collect::<Vec<bool>>()))));
    }
    // Articles whose openings nobody asked for before.
    let newly: Vec<bool> = (0..renewed.len() as u32)
        .map(|number| is(&is_unsure, number) && !is(renewed, number) && !is(&was_unsure, number))
        .collect();
    if newly.contains(&true) {
        let some = Neighbourhood::new(corpus, numbering, &changes.records, &newly)?;
        let comparison = Comparison::of_some(&some.sketches, options, &some.known);
        findings.extend(some.numbered(comparison.openings(&some.marks(&newly))));
    }
    findings.retain(|finding| finding.copying != Copying::No || is(&is_unsure, finding.longer));
    findings.sort_unstable();
    Ok(findings)
}
