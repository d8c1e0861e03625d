//! `morgue export`: all matching articles, one after the other.

use crate::cli::args::{ExportArgs, ExportFormat};
use crate::cli::commands::question::Question;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::output::citation::{CitationStyle, Citations};
use crate::output::record;
use crate::output::table::{ARTICLE_COLUMNS, Table};
use crate::search::{Engine, Filter, Request};
use std::io::Write;

/// Prints every article that matches.
pub fn run(args: &ExportArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let mut question = Question::read(&args.query, &args.filter, settings, printer)?;
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    question.tell_match(&engine, printer);
    if question.request.query.is_some() || question.request.filter != Filter::default() {
        // What was capped, or is not known, must be known before anybody relies on the export.
        let (_, warnings) = engine.count(&question.request)?;
        question.add_warnings(&warnings, printer);
    }
    let mut output = printer.output();
    let count = match args.format {
        ExportFormat::Jsonl => jsonl(&engine, &question.request, &mut output)?,
        ExportFormat::Csv => csv(&engine, &question.request, &mut output)?,
        ExportFormat::Ris => citations(CitationStyle::Ris, &engine, &question.request, &mut output)?,
        ExportFormat::Bibtex => citations(CitationStyle::Bibtex, &engine, &question.request, &mut output)?,
        ExportFormat::CslJson => citations(CitationStyle::CslJson, &engine, &question.request, &mut output)?,
    };
    output.flush().map_err(Error::Output)?;
    if args.filter.strict && !question.warnings.is_empty() {
        return Ok(Exit::Error);
    }
    Ok(Exit::found(count > 0))
}

fn jsonl(engine: &Engine, request: &Request, writer: &mut dyn Write) -> Result<u64> {
    engine.export(request, &mut |article| {
        record::write(article, Some(engine.families().of(article.id)), writer).map_err(Error::Output)
    })
}

fn csv(engine: &Engine, request: &Request, writer: &mut dyn Write) -> Result<u64> {
    let mut table = Table::new(&ARTICLE_COLUMNS, writer).map_err(Error::Output)?;
    let count = engine.export(request, &mut |article| {
        table.article(article, engine.families().of(article.id)).map_err(Error::Output)
    })?;
    table.finish().map_err(Error::Output)?;
    Ok(count)
}

fn citations(style: CitationStyle, engine: &Engine, request: &Request, writer: &mut dyn Write) -> Result<u64> {
    let mut citations = Citations::new(style);
    let count = engine.export(request, &mut |article| citations.add(article, writer).map_err(Error::Output))?;
    citations.finish(writer).map_err(Error::Output)?;
    Ok(count)
}
