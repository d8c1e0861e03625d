//! `morgue search`: a page of hits.

use crate::cli::args::{SearchArgs, SearchFormat};
use crate::cli::commands::kwic;
use crate::cli::commands::question::Question;
use crate::cli::commands::trec;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::output::{hits, markdown, table};
use crate::search::{Engine, Page, PassageOptions, Suggestion};

/// Articles on a page, if nothing else is asked.
const USUAL_LIMIT: usize = 10;

/// Searches and prints what was found.
pub fn run(args: &SearchArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    if let Some(path) = &args.ranking.queries {
        return trec::run(args, path, settings, printer);
    }
    if args.format == SearchFormat::Trec {
        return Err(Error::Usage("error: --format trec needs --queries".to_owned()));
    }
    let mut question = Question::of_search(&args.query, args, settings, printer)?;
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    question.tell_match(&engine, printer);
    let total = if let Some(context) = args.kwic {
        complete(&mut question, args);
        kwic::print(&engine, &mut question, context, args, printer)?
    } else if args.count {
        let (total, warnings) = engine.count(&question.request)?;
        question.add_warnings(&warnings, printer);
        tell_suggestions(&engine.suggestions(&question.request)?, printer);
        printer.print(|writer| writeln!(writer, "{total}"))?;
        total
    } else {
        complete(&mut question, args);
        let mut page = engine.search(&question.request)?;
        question.add_warnings(&page.warnings, printer);
        tell_suggestions(&page.suggestions, printer);
        page.warnings.clone_from(&question.warnings);
        print(&question.text, &page, args.format, printer)?;
        page.total
    };
    if args.filter.strict && !question.warnings.is_empty() {
        return Ok(Exit::Error);
    }
    Ok(Exit::found(total > 0))
}

/// Adds what is asked of a page to the question.
fn complete(question: &mut Question, args: &SearchArgs) {
    let request = &mut question.request;
    request.families = args.families.into();
    request.lead = args.lead.into();
    request.offset = args.offset;
    request.limit = args.limit.unwrap_or(USUAL_LIMIT);
    request.passages = PassageOptions { count: args.snippets, ..PassageOptions::default() };
}

/// Tells of words that no article holds.
pub(super) fn tell_suggestions(suggestions: &[Suggestion], printer: Printer) {
    for Suggestion { word, near } in suggestions {
        let near: Vec<String> = near.iter().map(|word| format!("`{word}`")).collect();
        printer.say(&format!("note: no article holds `{word}`; did you mean {}?", near.join(", ")));
    }
}

pub(super) fn print(query: &str, page: &Page, format: SearchFormat, printer: Printer) -> Result<()> {
    printer.print(|writer| match format {
        SearchFormat::Text | SearchFormat::Trec => hits::text(page, printer.style(), writer),
        SearchFormat::Json => hits::json(query, page, writer),
        SearchFormat::Jsonl => hits::jsonl(page, writer),
        SearchFormat::Csv => table::hits(page, writer),
        SearchFormat::Markdown => markdown::page(query, page, writer),
    })
}
