//! `morgue stats`: numbers about the archive.

use crate::cli::args::{StatsArgs, SummaryFormat};
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::error::Result;
use crate::index::Archive;
use crate::output::statistics;
use crate::search::Engine;

/// Prints the numbers.
pub fn run(args: &StatsArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    let numbers = engine.statistics()?;
    printer.print(|writer| match args.format {
        SummaryFormat::Text => statistics::text(&numbers, writer),
        SummaryFormat::Json => statistics::json(&numbers, writer),
    })?;
    Ok(Exit::Done)
}
