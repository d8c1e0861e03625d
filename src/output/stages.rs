//! Measured stages as a table and as JSON.

use crate::output::json;
use serde::Serialize;
use std::io::{self, Write};

/// One stage, as it is shown.
#[derive(Debug, Clone, Serialize)]
pub struct StageRecord<'a> {
    /// Its name.
    pub stage: &'a str,
    /// What it does.
    pub meaning: &'a str,
    /// Threads it ran on.
    pub threads: usize,
    /// Documents it handled.
    pub documents: u64,
    /// Their bytes on disk.
    pub bytes: u64,
    /// Median of the rounds.
    pub seconds: f64,
    /// Documents a second.
    pub documents_per_second: f64,
    /// Megabytes (10^6 bytes) a second.
    pub megabytes_per_second: f64,
}

impl<'a> StageRecord<'a> {
    /// Computes the rates.
    pub fn new(stage: &'a str, meaning: &'a str, threads: usize, documents: u64, bytes: u64, seconds: f64) -> Self {
        let rate = |amount: f64| if seconds > 0.0 { amount / seconds } else { 0.0 };
        StageRecord {
            stage,
            meaning,
            threads,
            documents,
            bytes,
            seconds,
            documents_per_second: rate(documents as f64),
            megabytes_per_second: rate(bytes as f64 / 1e6),
        }
    }
}

/// Writes the stages as one JSON array.
pub fn json(stages: &[StageRecord<'_>], writer: &mut dyn Write) -> io::Result<()> {
    json::write_line(&stages, writer)
}

/// Writes the stages as a table.
pub fn text(stages: &[StageRecord<'_>], writer: &mut dyn Write) -> io::Result<()> {
    writeln!(writer, "{:10} {:>7} {:>10} {:>12} {:>10}  what", "stage", "threads", "seconds", "documents/s", "MB/s")?;
    for stage in stages {
        writeln!(
            writer,
            "{:10} {:>7} {:>10.3} {:>12.0} {:>10.1}  {}",
            stage.stage,
            stage.threads,
            stage.seconds,
            stage.documents_per_second,
            stage.megabytes_per_second,
            stage.meaning
        )?;
    }
    Ok(())
}
