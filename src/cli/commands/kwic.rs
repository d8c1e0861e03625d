//! `morgue search --kwic N`: every occurrence in context.

use crate::cli::args::{SearchArgs, SearchFormat};
use crate::cli::commands::question::Question;
use crate::cli::commands::search::tell_suggestions;
use crate::cli::printer::Printer;
use crate::error::{Error, Result};
use crate::output::concordance::{self, COLUMNS, Columns, LineRecord};
use crate::output::table::Table;
use crate::search::Engine;
use crate::search::concordance::{ConcordanceLine, ConcordanceOptions, ConcordanceTotals};
use std::io::Write;

/// Prints the occurrences; returns how many.
pub fn print(
    engine: &Engine,
    question: &mut Question,
    context: usize,
    args: &SearchArgs,
    printer: Printer,
) -> Result<u64> {
    let options = ConcordanceOptions { context, limit: args.limit };
    let mut output = printer.output();
    let totals = match args.format {
        SearchFormat::Text => text(engine, question, options, printer, &mut output)?,
        SearchFormat::Json => json(engine, question, options, &mut output)?,
        SearchFormat::Jsonl => engine.concordance(&question.request, options, &mut |line| {
            concordance::jsonl(line, &mut output).map_err(Error::Output)
        })?,
        SearchFormat::Csv => csv(engine, question, options, &mut output)?,
        SearchFormat::Markdown | SearchFormat::Trec => {
            let message = "error: --kwic has no such form; use text, json, jsonl or csv";
            return Err(Error::Usage(message.to_owned()));
        }
    };
    output.flush().map_err(Error::Output)?;
    question.add_warnings(&totals.warnings, printer);
    tell_suggestions(&totals.suggestions, printer);
    tell(&totals, printer);
    Ok(totals.occurrences)
}

fn text(
    engine: &Engine,
    question: &Question,
    options: ConcordanceOptions,
    printer: Printer,
    writer: &mut dyn Write,
) -> Result<ConcordanceTotals> {
    let mut columns = Columns::new(printer.style());
    engine.concordance(&question.request, options, &mut |line| columns.write(line, writer).map_err(Error::Output))
}

/// What was said of the query before the search belongs to the record too.
fn json(
    engine: &Engine,
    question: &Question,
    options: ConcordanceOptions,
    writer: &mut dyn Write,
) -> Result<ConcordanceTotals> {
    let mut lines: Vec<LineRecord> = Vec::new();
    let totals = engine.concordance(&question.request, options, &mut |line: &ConcordanceLine<'_>| {
        lines.push(LineRecord::from(line));
        Ok(())
    })?;
    let warnings = question.warnings.iter().chain(&totals.warnings).cloned().collect();
    let record = ConcordanceTotals { warnings, ..totals.clone() };
    concordance::json(&question.text, &record, &lines, writer).map_err(Error::Output)?;
    Ok(totals)
}

fn csv(
    engine: &Engine,
    question: &Question,
    options: ConcordanceOptions,
    writer: &mut dyn Write,
) -> Result<ConcordanceTotals> {
    let mut table = Table::new(&COLUMNS, writer).map_err(Error::Output)?;
    let totals = engine.concordance(&question.request, options, &mut |line| {
        concordance::row(line, &mut table).map_err(Error::Output)
    })?;
    table.finish().map_err(Error::Output)?;
    Ok(totals)
}

/// How many there are, and whether these are all.
fn tell(totals: &ConcordanceTotals, printer: Printer) {
    let plural = |count: u64, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let mut message =
        format!("{} in {}", plural(totals.occurrences, "occurrence"), plural(totals.articles_shown, "article"));
    if totals.is_cut {
        message += &format!(": more were left out by --limit; {} match", plural(totals.articles, "article"));
    } else if totals.articles > totals.articles_shown {
        let others = totals.articles - totals.articles_shown;
        message += &format!("; {} without a word to show", plural(others, "other article"));
    }
    printer.say(&message);
}
