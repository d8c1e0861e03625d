//! `morgue ingest`: files to the archive.

use crate::cli::args::{IngestArgs, ReadingArgs, SummaryFormat};
use crate::cli::commands::recognition::{self, Recognition};
use crate::cli::commands::summary;
use crate::cli::exit::Exit;
use crate::cli::interrupt;
use crate::cli::printer::Printer;
use crate::cli::progress::Bar;
use crate::cli::settings::Settings;
use crate::error::Result;
use crate::index::ledger::Problem;
use crate::ingest::{self, Options, Summary};
use crate::source::{Limits, walk};
use std::path::Path;
use std::time::{Duration, Instant};

/// Failures and unreadable paths that are named, each; the ledger has all failures.
const FAILURES_NAMED: usize = 20;

/// Ingests and prints the summary.
pub fn run(args: &IngestArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let recognition = recognition::load(&args.reading.names, Some(&settings.archive), printer)?;
    let options = Options {
        memory: args.memory,
        commit_every: args.commit_every,
        prune: args.prune,
        ..reading_options(&args.reading, &recognition, settings)
    };
    let interrupt = interrupt::catch();
    let bar = Bar::new(printer);
    let started = Instant::now();
    let result = ingest::run(&settings.archive, &args.reading.paths, &options, &bar, &interrupt);
    bar.clear();
    let summary = result?;
    print(&summary, &recognition, started.elapsed(), args.format, settings, printer)?;
    name_failures(&summary, printer);
    Ok(exit(&summary, args.reading.strict))
}

/// How files are found and read; what only `ingest` needs has its usual value.
pub fn reading_options(args: &ReadingArgs, recognition: &Recognition, settings: &Settings) -> Options {
    let file = |loaded: &Option<recognition::Loaded>| loaded.as_ref().map(|loaded| loaded.file.clone());
    Options {
        threads: args.threads,
        memory: 0,
        limits: Limits { document: args.max_document, ..Limits::default() },
        walk: walk::Options { hidden: args.hidden, follow: args.follow, unwanted: args.excluding.unwanted() },
        commit_every: Duration::ZERO,
        prune: false,
        keep_all: args.keep_all,
        keep_boilerplate: args.keep_boilerplate,
        recogniser: recognition.recogniser.clone(),
        gazetteer: file(&recognition.gazetteer),
        model: file(&recognition.model),
        now: settings.now,
    }
}

fn print(
    summary: &Summary,
    recognition: &Recognition,
    time: Duration,
    format: SummaryFormat,
    settings: &Settings,
    printer: Printer,
) -> Result<()> {
    let archive = settings.archive.strip_prefix(&settings.folder).unwrap_or(&settings.archive);
    let archive = archive.display().to_string();
    printer.print(|writer| match format {
        SummaryFormat::Text => summary::text(summary, recognition, time, &archive, writer),
        SummaryFormat::Json => summary::json(summary, recognition, time, writer),
    })
}

fn name_failures(summary: &Summary, printer: Printer) {
    for (path, why) in summary.unreadable.iter().take(FAILURES_NAMED) {
        printer.say(&unreadable_line(path, why));
    }
    if let Some(more) = summary.unreadable.len().checked_sub(FAILURES_NAMED).filter(|more| *more > 0) {
        printer.say(&format!("... and {more} more unreadable paths"));
    }
    for (file, problem) in summary.failures.iter().take(FAILURES_NAMED) {
        printer.say(&failure_line(file, problem));
    }
    let failed = usize::try_from(summary.outcomes.failed).unwrap_or(usize::MAX);
    if failed > FAILURES_NAMED {
        printer.say(&format!("... and {} more: see `morgue ledger --failed`", failed - FAILURES_NAMED));
    }
    if summary.interrupted {
        printer.say("interrupted: what is counted above is kept; the same command goes on from there");
    }
}

/// `folder: cannot be read: permission denied`.
pub fn unreadable_line(path: &Path, why: &str) -> String {
    format!("{}: cannot be read: {why}", path.display())
}

/// `file: line 12: cause`.
pub fn failure_line(file: &str, problem: &Problem) -> String {
    match problem.member.as_str() {
        "" => format!("{file}: {}", problem.why),
        member => format!("{file}: {member}: {}", problem.why),
    }
}

fn exit(summary: &Summary, is_strict: bool) -> Exit {
    if summary.interrupted {
        return Exit::Interrupted;
    }
    let has_failed = summary.outcomes.failed > 0 || !summary.unreadable.is_empty();
    if is_strict && has_failed { Exit::Error } else { Exit::Done }
}
