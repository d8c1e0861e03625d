//! `morgue bench`: how fast each stage is on this machine and these files.

use crate::cli::args::{BenchArgs, SummaryFormat};
use crate::cli::commands::{ingest, recognition};
use crate::cli::exit::Exit;
use crate::cli::interrupt;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::error::{Error, Result};
use crate::ingest::{Options, measure};
use crate::output::stages::{self, StageRecord};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Measures and prints; what it files goes to a folder beside the archive that is removed afterwards.
pub fn run(args: &BenchArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let stop = interrupt::catch();
    let folder = Folder::new(&settings.archive)?;
    let recognition = recognition::load(&args.reading.names, None, printer)?;
    let options = Options {
        memory: args.memory,
        commit_every: Duration::from_secs(30),
        ..ingest::reading_options(&args.reading, &recognition, settings)
    };
    let measured = measure::stages(&args.reading.paths, &options, args.rounds, &folder.0, &stop)?;
    let records: Vec<StageRecord<'_>> = measured
        .iter()
        .map(|stage| {
            StageRecord::new(stage.name, stage.meaning, stage.threads, stage.documents, stage.bytes, stage.seconds)
        })
        .collect();
    printer.print(|writer| match args.format {
        SummaryFormat::Text => stages::text(&records, writer),
        SummaryFormat::Json => stages::json(&records, writer),
    })?;
    Ok(Exit::Done)
}

/// A folder that goes away with its value.
struct Folder(PathBuf);

impl Folder {
    fn new(archive: &Path) -> Result<Self> {
        let folder = archive.with_file_name(format!("morgue-bench-{}", std::process::id()));
        std::fs::create_dir(&folder).map_err(|error| Error::io(&folder, error))?;
        Ok(Folder(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nothing can be done about it here; the name says what it is.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
