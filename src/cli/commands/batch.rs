//! `morgue batch`: many queries, one table.

use crate::cli::args::{BatchArgs, BatchFormat};
use crate::cli::commands::{match_note, question};
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::cli::steps::Steps;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::query::Dialect;
use crate::report::asked::Conditions;
use crate::report::batch;
use crate::search::{Engine, Match, Request};
use std::io::Read;
use std::path::Path;

/// Counts what the queries of a file find; exit code 1 if none finds anything.
pub fn run(args: &BatchArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let bytes = read(&args.file)?;
    let name = args.file.to_string_lossy();
    let matching = args.filter.words.matching.map(Match::from);
    let conditions = Conditions {
        filter: question::filter(&args.filter, settings)?,
        dialect: Dialect::parse(&args.filter.dialect).unwrap_or_default(),
        matching: matching.unwrap_or_default(),
    };
    let today = settings.today()?;
    let batch::Queries { queries, warnings } = batch::read(&name, &bytes, &conditions, today)?;
    warnings.iter().for_each(|warning| printer.say(&format!("warning: {name}: {warning}")));
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    let requests: Vec<&Request> = queries.iter().map(|asked| &asked.request).collect();
    match_note::tell(&engine, &requests, matching.is_some(), printer);
    let steps = Steps::new(printer);
    let table = batch::run(&engine, queries, today.to_string(), &steps)?;
    drop(steps);
    printer.print(|writer| match args.format {
        BatchFormat::Text => batch::text(&table, writer),
        BatchFormat::Csv => batch::csv(&table, writer),
        BatchFormat::Json => batch::json(&table, writer),
        BatchFormat::Markdown => batch::markdown(&table, writer),
    })?;
    let is_doubtful = !warnings.is_empty() || table.rows.iter().any(|(_, count)| !count.warnings.is_empty());
    if args.filter.strict && is_doubtful {
        return Ok(Exit::Error);
    }
    Ok(Exit::found(table.rows.iter().any(|(_, count)| count.articles > 0)))
}

/// The bytes of a file; of standard input for `-`.
fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::io("standard input", error))?;
        return Ok(bytes);
    }
    std::fs::read(path).map_err(|error| Error::io(path, error))
}
