//! `morgue report`: scripted reports, made and verified.

use crate::cli::args::{ReportAction, ReportArgs, ReportFormat, ReportRunArgs, ReportVerifyArgs, SummaryFormat};
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::cli::steps::Steps;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::report::diagnostic::not_utf8;
use crate::report::record::Source;
use crate::report::render::{self, Form};
use crate::report::{run as runner, script, staging, verdict, verify as verifier};
use crate::search::Engine;
use std::path::Path;

/// Does what is asked.
pub fn run(args: &ReportArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    match &args.action {
        ReportAction::Run(args) => make(args, settings, printer),
        ReportAction::Verify(args) => verify(args, settings, printer),
    }
}

/// The text of a file.
fn text_of(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    String::from_utf8(bytes).map_err(|error| not_utf8(&path.to_string_lossy(), error.as_bytes(), error.utf8_error()))
}

/// Runs a report file; exit code 1 if none of its queries finds anything.
fn make(args: &ReportRunArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let text = text_of(&args.file)?;
    let name = args.file.to_string_lossy();
    let form = form(args)?;
    let set = args.set.iter().cloned().collect();
    let today = settings.today()?;
    let script = script::read(&text, &script::Settings { file: &name, set: &set, today })?;
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    let short = args.file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let source = Source { file: &short, text: &text, day: &today.to_string(), parameters: &script.parameters };
    let steps = Steps::new(printer);
    let report = runner::run(&engine, &script, source, &steps)?;
    drop(steps);
    let bytes = render::render(&report, form)?;
    match &args.output {
        Some(path) => staging::write_files(&[(path.clone(), bytes)])?,
        None => printer.print(|writer| writer.write_all(&bytes))?,
    }
    let mut is_doubtful = false;
    for query in &report.record.queries {
        for warning in &query.warnings {
            is_doubtful = true;
            printer.say(&format!("warning: {}: {warning}", query.name));
        }
    }
    if args.strict && is_doubtful {
        return Ok(Exit::Error);
    }
    let queries = &report.record.queries;
    Ok(Exit::found(queries.is_empty() || queries.iter().any(|query| query.articles > 0)))
}

/// The form that was asked for, or that the name of the output tells.
fn form(args: &ReportRunArgs) -> Result<Form> {
    if let Some(format) = args.format {
        return Ok(format.into());
    }
    let Some(path) = &args.output else {
        return Ok(Form::Markdown);
    };
    match path.extension().and_then(|kind| kind.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("html" | "htm") => Ok(Form::Html),
        Some("md" | "markdown") => Ok(Form::Markdown),
        Some("json") => Ok(Form::Json),
        Some("csv") => Ok(Form::Csv),
        _ => Err(Error::Usage(format!(
            "error: {}: its name does not tell the form\nhint: add --format markdown, html, json or csv",
            path.display()
        ))),
    }
}

impl From<ReportFormat> for Form {
    fn from(format: ReportFormat) -> Self {
        match format {
            ReportFormat::Markdown => Form::Markdown,
            ReportFormat::Html => Form::Html,
            ReportFormat::Json => Form::Json,
            ReportFormat::Csv => Form::Csv,
        }
    }
}

/// Runs the record of a report again; exit code 1 if it no longer holds.
fn verify(args: &ReportVerifyArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let text = text_of(&args.report)?;
    let name = args.report.to_string_lossy();
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    let steps = Steps::new(printer);
    let found = verifier::verify(&engine, &name, &text, &steps)?;
    drop(steps);
    printer.print(|writer| match args.format {
        SummaryFormat::Text => verdict::text(&name, &found, writer),
        SummaryFormat::Json => verdict::json(&name, &found, writer),
    })?;
    Ok(Exit::found(found.holds()))
}
