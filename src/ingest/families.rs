//! Families of near-duplicates, computed from the sketches of all articles after the last commit of a run.
//!
//! A function of the set of articles alone: neither the order of files nor threads nor how many runs it took matter. A run
//! that is stopped or killed before leaves the former families in force, and the next run makes up for it.

use crate::duplicate::{self, Options, Sketch};
use crate::error::{Error, Result};
use crate::index::families::{Families, Member};
use crate::index::writer::Writer;

/// Computes families, unless those of the last commit are there already.
pub fn update(writer: &mut Writer) -> Result<()> {
    if writer.payload().has_current_families() {
        return Ok(());
    }
    let path = writer.archive().path().to_owned();
    let mut sketches = Vec::new();
    writer.archive().sketches(&mut |article, bytes| {
        let sketch = Sketch::from_bytes(bytes)
            .ok_or_else(|| Error::Damaged { path: path.clone(), what: format!("the sketch of article {article}") })?;
        sketches.push((article, sketch));
        Ok(())
    })?;
    let families = of(&sketches);
    drop(sketches);
    writer.commit_families(&families)
}

/// The families of articles with these sketches.
pub(super) fn of(sketches: &[(crate::article::ArticleId, Sketch)]) -> Families {
    let near = duplicate::families(sketches, &Options::default());
    let same = duplicate::same_words(sketches);
    let mut sizes = rustc_hash::FxHashMap::default();
    for (_, family) in &near {
        *sizes.entry(*family).or_insert(0u32) += 1;
    }
    let members = near.iter().zip(same).filter(|((_, family), _)| sizes.get(family).is_some_and(|size| *size > 1));
    Families::new(
        members.map(|((article, family), (_, text))| Member { article: *article, family: *family, text }).collect(),
    )
}
