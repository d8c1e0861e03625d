//! `morgue similar`: a page of articles like one of them.

use crate::cli::args::SimilarArgs;
use crate::cli::commands::question::Question;
use crate::cli::commands::search::print;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::output::figure::counted;
use crate::search::{Engine, Lookup, PassageOptions};

/// Searches and prints what was found.
pub fn run(args: &SimilarArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let mut question = Question::read(&args.query, &args.filter, settings, printer)?;
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    question.tell_match(&engine, printer);
    let article = match engine.lookup(&args.id)? {
        Lookup::Found(article) => article,
        Lookup::Missing => {
            printer.say(&format!("{}: no such article", args.id));
            return Ok(Exit::Nothing);
        }
        Lookup::Ambiguous(ids) => {
            return Err(Error::Usage(format!("error: {}: {} articles have ids that begin so", args.id, ids.len())));
        }
    };
    question.request.families = args.families.into();
    question.request.offset = args.offset;
    question.request.limit = args.limit;
    question.request.passages = PassageOptions { count: args.snippets, ..PassageOptions::default() };
    let mut page = engine.similar(&article, &question.request)?;
    question.add_warnings(&page.warnings, printer);
    page.warnings.clone_from(&question.warnings);
    print(format!("like:{} {}", article.id, question.text).trim_end(), &page, args.format, printer)?;
    let left_out = engine.copies_left_out(article.id, question.request.families);
    if left_out > 0 {
        let copies = counted(left_out as u64, "copy", "copies");
        printer.say(&format!("note: {copies} of the article left out; --families off shows them"));
    }
    if args.filter.strict && !question.warnings.is_empty() {
        return Ok(Exit::Error);
    }
    Ok(Exit::found(page.total > 0))
}
