//! `morgue query`: how a query is read, and the same in other dialects.

use crate::cli::args::{QueryAction, QueryArgs, QueryExplainArgs, QueryTranslateArgs, SummaryFormat};
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::output::explanation::{self, Explanation};
use crate::output::json;
use crate::output::translation::TranslationRecord;
use crate::query::{self, Dialect, Parsed};
use crate::search::Engine;

/// Does what is asked.
pub fn run(args: &QueryArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    match &args.action {
        QueryAction::Explain(args) => explain(args, settings, printer),
        QueryAction::Translate(args) => translate(args, settings, printer),
    }
}

fn parse(text: &str, dialect: &str, settings: &Settings) -> Result<Parsed> {
    let dialect = Dialect::parse(dialect).unwrap_or_default();
    query::parse(text, dialect, settings.today()?).map_err(|problem| Error::Usage(problem.render(text)))
}

/// Without an archive there are no counts, and that is said.
fn explain(args: &QueryExplainArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let text = args.query.join(" ");
    let parsed = parse(&text, &args.dialect, settings)?;
    let counts = match Archive::open(&settings.archive) {
        Ok(archive) => {
            let engine = Engine::open(&archive)?;
            Some((engine.words_of(&parsed.query)?, engine.filters_of(&parsed.query)?))
        }
        Err(Error::NoArchive { .. }) => {
            printer.say("no archive here: articles are not counted");
            None
        }
        Err(error) => return Err(error),
    };
    let explanation = Explanation {
        text: &text,
        dialect: &args.dialect,
        parsed: &parsed,
        words: counts.as_ref().map(|(words, _)| words.as_slice()),
        filters: counts.as_ref().map(|(_, filters)| filters.as_slice()),
        disagreements: &query::disagreements(&text, settings.today()?),
    };
    printer.print(|writer| match args.format {
        SummaryFormat::Text => explanation::text(&explanation, writer),
        SummaryFormat::Json => explanation::json(&explanation, writer),
    })?;
    Ok(Exit::Done)
}

fn translate(args: &QueryTranslateArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let text = args.query.join(" ");
    let parsed = parse(&text, &args.dialect, settings)?;
    let to = Dialect::parse(&args.to).unwrap_or_default();
    let (translated, warnings) = query::translate(&parsed.query, to);
    for warning in parsed.warnings.iter().chain(&warnings) {
        printer.say(warning.render(&text).trim_end());
    }
    let lines: Vec<String> = parsed.warnings.iter().chain(&warnings).map(ToString::to_string).collect();
    let record = TranslationRecord {
        query: &text,
        dialect: &args.dialect,
        to: &args.to,
        translation: &translated,
        warnings: &lines,
    };
    if translated.is_empty() {
        printer.say("nothing of this query can be said there");
    }
    printer.print(|writer| match args.format {
        SummaryFormat::Json => json::write_line(&record, writer),
        SummaryFormat::Text if translated.is_empty() => Ok(()),
        SummaryFormat::Text => writeln!(writer, "{translated}"),
    })?;
    if args.strict && !lines.is_empty() {
        return Ok(Exit::Error);
    }
    Ok(Exit::found(!translated.is_empty()))
}
