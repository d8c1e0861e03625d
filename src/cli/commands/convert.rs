//! `morgue convert`: files to records on standard output, without an archive.

use crate::cli::args::ConvertArgs;
use crate::cli::commands::ingest::{failure_line, reading_options, unreadable_line};
use crate::cli::commands::recognition;
use crate::cli::commands::summary::left_out_lines;
use crate::cli::exit::Exit;
use crate::cli::interrupt;
use crate::cli::printer::Printer;
use crate::cli::settings::{DEFAULT_ARCHIVE, Settings};
use crate::error::{Error, Result};
use crate::ingest;
use crate::output::record;
use std::io::Write;

/// Prints the articles; exit code 1 if there is none.
pub fn run(args: &ConvertArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let recognition = recognition::load(&args.reading.names, None, printer)?;
    let options = reading_options(&args.reading, &recognition, settings);
    let interrupt = interrupt::catch();
    let mut output = printer.output();
    // Names of files are relative to the folder of an archive; here that is the current one.
    let base = settings.folder.join(DEFAULT_ARCHIVE);
    let converted = ingest::convert(&base, &args.reading.paths, &options, &interrupt, &mut |article| {
        record::write(article, None, &mut output).map_err(Error::Output)
    })?;
    output.flush().map_err(Error::Output)?;
    for line in left_out_lines(&converted.left_out) {
        printer.say(&line);
    }
    for (path, why) in &converted.unreadable {
        printer.say(&unreadable_line(path, why));
    }
    for (file, problem) in &converted.problems {
        let line = failure_line(file, problem);
        match problem.kind.as_str() {
            "failed" => printer.say(&line),
            kind => printer.say(&format!("{line} ({kind})")),
        }
    }
    let has_failed = converted.outcomes.failed > 0 || !converted.unreadable.is_empty();
    if args.reading.strict && has_failed {
        return Ok(Exit::Error);
    }
    Ok(Exit::found(converted.outcomes.indexed > 0))
}
