//! Whether one article is a copy of another, from what their sketches have in common.
//!
//! Two articles are taken for copies if a copy explains what they share:
//! - *alike*: more than half of the longer one is covered by the other, and densely;
//! - *cut*: nearly all of the shorter one is covered, and what the longer one has beyond it stands at its
//!   end, which is where stories are cut. Background repeated in a new story stands elsewhere.
//!
//! Neither holds if names and figures are exchanged where the plain words agree: those are reports filled
//! into one frame (earnings, weather, results). Texts of a line or two must agree almost wholly.
//!
//! Invariant: a pure function of the overlap and the options.

use super::overlap::{Overlap, Part};

/// What counts as a copy. The defaults are measured; shares are between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The most articles, counting close copies once, in which a shingle still speaks for a common text.
    pub rare: usize,
    /// Share of common samples from which two articles count once for `rare`.
    pub same_voice: f32,
    /// Articles in one window of a list longer than `rare`; each is compared with those in its windows only.
    pub window: usize,
    /// Share of the longer article that must be covered in articles that are alike.
    pub alike: f32,
    /// Share of the shorter article's samples that must be shared in articles that are alike.
    pub alike_shared: f32,
    /// Share of the shorter article that must be covered in a cut.
    pub cut: f32,
    /// The least share of the longer article that a cut leaves.
    pub cut_least: f32,
    /// The most of the longer article that may stand before what a cut leaves.
    pub cut_lead: f32,
    /// The most of the shorter article that may stand before what a cut leaves.
    pub cut_own_lead: f32,
    /// The most of the longer article that a cut may leave out in between.
    pub cut_gaps: f32,
    /// Samples of the shorter article below which a cut is not believed.
    pub cut_samples: u32,
    /// Part of the samples in covered passages that must be shared.
    pub density: f32,
    /// Shingles below which a text is too short for any of the above.
    pub brief: u32,
    /// Share of the longer one's samples that must be shared if the shorter one is brief.
    pub brief_shared: f32,
    /// How much larger a part of the plain words than of the names and figures may be shared.
    pub frame: f32,
    /// How much larger a part of the plain words than of the figures may be shared.
    pub frame_figures: f32,
    /// Share of the covered samples that have other names or figures, below which there is no frame.
    pub frame_exchanged: f32,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            rare: 40,
            same_voice: 0.6,
            window: 16,
            alike: 0.6,
            alike_shared: 0.45,
            cut: 0.7,
            cut_least: 0.15,
            cut_lead: 0.12,
            cut_own_lead: 0.2,
            cut_gaps: 0.25,
            cut_samples: 8,
            density: 0.5,
            brief: 24,
            brief_shared: 0.85,
            frame: 0.28,
            frame_figures: 0.5,
            frame_exchanged: 0.13,
        }
    }
}

/// Why two articles are taken for copies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Relation {
    /// More than half of the longer one is covered.
    Alike,
    /// The shorter one is the longer one without its end.
    Cut,
}

/// What the overlap of a longer (first) and a shorter article says.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Kinship {
    /// Why they are copies, if they are.
    pub relation: Option<Relation>,
    /// Where in the longer article the opening of the shorter one is, if it is there.
    pub opening: Option<(u8, u8)>,
}

/// Reads the overlap of a longer (first) and a shorter article.
pub(super) fn kinship(overlap: &Overlap, options: &Options) -> Kinship {
    let (longer, shorter) = (&overlap.first, &overlap.second);
    let shared = overlap.shared as f32;
    let dense = shared >= options.density * shorter.covered as f32;
    if !dense || is_framed(longer, shorter, options) {
        return Kinship::default();
    }
    if longer.coverage() >= options.alike && shared >= options.alike_shared * shorter.samples as f32 {
        return Kinship { relation: Some(Relation::Alike), opening: None };
    }
    if shorter.lead() > options.cut_own_lead || longer.gaps() > options.cut_gaps {
        return Kinship::default();
    }
    let cut = shorter.samples >= options.cut_samples
        && shorter.coverage() >= options.cut
        && longer.coverage() >= options.cut_least
        && longer.lead() <= options.cut_lead;
    let opening = cut || overlap.shared >= OPENING_SHARED;
    Kinship { relation: cut.then_some(Relation::Cut), opening: opening.then_some(longer.places) }
}

/// Whether the two seem filled into one frame: what is shared are the plain words, not names and figures.
fn is_framed(longer: &Part, shorter: &Part, options: &Options) -> bool {
    let plain = longer.plain.and(shorter.plain);
    let telling = longer.telling.and(shorter.telling);
    let figures = longer.figures.and(shorter.figures);
    let exchanged = (telling.all - telling.shared) as f32 / (plain.all + telling.all).max(1) as f32;
    if exchanged < options.frame_exchanged {
        return false;
    }
    let difference = plain.share() - telling.share();
    let by_figures = figures.all >= FRAME_FIGURES && plain.share() - figures.share() > options.frame_figures;
    difference > options.frame || (by_figures && difference > options.frame / 2.0)
}

/// Covered samples with figures, in both articles, below which these alone prove no frame.
const FRAME_FIGURES: u32 = 6;

/// Shared samples below which an opening is not believed.
const OPENING_SHARED: u32 = 4;
