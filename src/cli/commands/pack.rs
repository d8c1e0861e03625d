//! `morgue pack`: hits as a folder or zip that stands alone.

use crate::cli::args::PackArgs;
use crate::cli::commands::question::Question;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::cli::steps::Steps;
use crate::error::Result;
use crate::index::Archive;
use crate::report::pack::{self, Order, Summary};
use crate::report::search_record::QueryRecord;
use crate::search::Engine;

/// Packs what was found; exit code 1 if that is nothing.
pub fn run(args: &PackArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let mut question = Question::read(&args.query, &args.filter, settings, printer)?;
    question.request.sort = args.sort.into();
    question.request.limit = args.limit.unwrap_or(pack::USUAL_LIMIT);
    let archive = Archive::open(&settings.archive)?;
    let engine = Engine::open(&archive)?;
    question.tell_match(&engine, printer);
    let request = &question.request;
    let order = Order {
        request,
        query: QueryRecord::new(&question.text, &args.filter.dialect, request),
        day: settings.today()?.to_string(),
        warnings: question.warnings.clone(),
        force: args.force,
    };
    let steps = Steps::new(printer);
    let summary = pack::pack(&engine, &archive, &order, &args.output, &steps)?;
    drop(steps);
    let mut warnings = summary.warnings.clone();
    if args.limit.is_none() && summary.packed < summary.total {
        warnings.push(format!("only the first {} of {} articles were packed", summary.packed, summary.total));
    }
    question.add_warnings(&warnings, printer);
    tell(&summary, args, printer);
    if args.filter.strict && !question.warnings.is_empty() {
        return Ok(Exit::Error);
    }
    Ok(Exit::found(summary.packed > 0))
}

fn tell(summary: &Summary, args: &PackArgs, printer: Printer) {
    let Summary { total, packed, originals, .. } = summary;
    if *packed == 0 {
        printer.say("0 articles: nothing was packed");
        return;
    }
    let articles = if packed == total { format!("{packed} articles") } else { format!("{packed} of {total} articles") };
    printer.say(&format!("{articles}, {originals} with their original: {}", args.output.display()));
}
