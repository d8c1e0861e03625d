//! From hits to what is handed on: evidence packs, tables of many queries, and scripted reports.
//!
//! Everything here asks the engine and renders what it says; nothing here prints or reads the clock. Outputs appear whole
//! or not at all ([`staging`]): they are made under another name beside their place and renamed at the end.
//!
//! Invariants: the same archive, input and day give the same bytes; nothing is overwritten unless that was asked for.

mod analysis;
pub mod asked;
pub mod batch;
pub mod block;
pub mod diagnostic;
mod digest;
pub mod elsewhere;
pub mod pack;
pub mod record;
pub mod render;
pub mod run;
pub mod script;
pub mod search_record;
pub mod staging;
pub mod verdict;
pub mod verify;

#[cfg(test)]
mod property_tests;

use crate::error::{Error, Result};

/// What watches a long task; called from one thread.
pub trait Progress {
    /// A stage begins, with so many steps.
    fn stage(&self, name: &str, steps: u64);
    /// A step is done.
    fn step(&self);
    /// Whether the person asked to stop.
    fn is_stopped(&self) -> bool;
}

/// Counts a step, and stops if that was asked for.
fn step(progress: &dyn Progress) -> Result<()> {
    progress.step();
    if progress.is_stopped() { Err(Error::Interrupted) } else { Ok(()) }
}
