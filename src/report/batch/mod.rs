//! A batch: many queries, one table. All queries are read before any is searched for, so a bad one costs nothing but its
//! own mending: all bad ones are named together, and no table is printed.

mod read;
mod table;

use crate::error::Result;
use crate::report::asked::{Asked, Count};
use crate::report::search_record::ArchiveRecord;
use crate::report::{Progress, step};
use crate::search::Engine;

pub use read::{Queries, read};
pub use table::{csv, json, markdown, text};

/// The table.
#[derive(Debug)]
pub struct Batch {
    /// The archive that was asked.
    pub archive: ArchiveRecord,
    /// The day it was asked.
    pub day: String,
    /// One row a query, in the order of the file.
    pub rows: Vec<(Asked, Count)>,
}

/// Counts what each query finds.
pub fn run(engine: &Engine, queries: Vec<Asked>, day: String, progress: &dyn Progress) -> Result<Batch> {
    progress.stage("queries", queries.len() as u64);
    let mut rows = Vec::with_capacity(queries.len());
    for asked in queries {
        let count = asked.count(engine)?;
        rows.push((asked, count));
        step(progress)?;
    }
    Ok(Batch { archive: ArchiveRecord::of(engine), day, rows })
}
