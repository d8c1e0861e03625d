//! `morgue entities`: the names in articles, and who is named with whom.

use crate::cli::args::{EntitiesArgs, EntitiesFormat, EntitySort, TrendChoice};
use crate::cli::commands::question::Question;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::output::{comentions, entities};
use crate::search::Engine;
use crate::search::comention::{ComentionOptions, Comentions, PairOrder};
use crate::search::entities::{EntityList, EntityOptions, EntityOrder, TrendUnit};

/// Names or pairs that are printed if nothing is asked.
const USUAL_LIMIT: usize = 50;
/// Pairs of a graph if nothing is asked.
const USUAL_EDGES: usize = 1000;

/// Lists names, or pairs of them.
pub fn run(args: &EntitiesArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    check(args)?;
    let mut question = Question::read(&args.query, &args.filter, settings, printer)?;
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    question.tell_match(&engine, printer);
    let has_any = if args.together {
        let found = engine.comentions(&question.request, &pair_options(args))?;
        question.add_warnings(&found.warnings, printer);
        print_pairs(&question.text, &found, args.format, printer)?;
        found.distinct > 0
    } else {
        let found = engine.entities(&question.request, &options(args))?;
        question.add_warnings(&found.warnings, printer);
        print(&question.text, &found, args.format, printer)?;
        found.distinct > 0
    };
    if args.filter.strict && !question.warnings.is_empty() {
        return Ok(Exit::Error);
    }
    Ok(Exit::found(has_any))
}

/// Options that do not go together.
fn check(args: &EntitiesArgs) -> Result<()> {
    let usage = |text: &str| Err(Error::Usage(format!("error: {text}")));
    match (args.together, args.sort, args.format) {
        (false, EntitySort::Association, _) => usage("--sort association is an order of pairs\nhint: add --together"),
        (false, _, EntitiesFormat::Gexf) => usage("--format gexf is a graph of pairs\nhint: add --together"),
        (true, EntitySort::First | EntitySort::Last, _) => usage(
            "--sort first and --sort last are orders of names\nhint: leave --together out, or sort by count, stories, name or association",
        ),
        _ => Ok(()),
    }
}

fn options(args: &EntitiesArgs) -> EntityOptions {
    EntityOptions {
        kinds: args.kind.iter().map(|kind| (*kind).into()).collect(),
        least: args.min,
        limit: args.limit.unwrap_or(USUAL_LIMIT),
        order: match args.sort {
            EntitySort::Count | EntitySort::Association => EntityOrder::Articles,
            EntitySort::Stories => EntityOrder::Stories,
            EntitySort::Name => EntityOrder::Name,
            EntitySort::First => EntityOrder::First,
            EntitySort::Last => EntityOrder::Last,
        },
        by: args.by.map(|unit| match unit {
            TrendChoice::Month => TrendUnit::Month,
            TrendChoice::Year => TrendUnit::Year,
        }),
    }
}

fn pair_options(args: &EntitiesArgs) -> ComentionOptions {
    let usual = if args.format == EntitiesFormat::Gexf { USUAL_EDGES } else { USUAL_LIMIT };
    ComentionOptions {
        kinds: args.kind.iter().map(|kind| (*kind).into()).collect(),
        among: usize::from(args.among),
        least: args.min,
        limit: args.limit.unwrap_or(usual),
        order: match args.sort {
            EntitySort::Association => PairOrder::Association,
            EntitySort::Stories => PairOrder::Stories,
            EntitySort::Name => PairOrder::Name,
            EntitySort::Count | EntitySort::First | EntitySort::Last => PairOrder::Articles,
        },
    }
}

fn print(query: &str, list: &EntityList, format: EntitiesFormat, printer: Printer) -> Result<()> {
    printer.print(|writer| match format {
        EntitiesFormat::Text | EntitiesFormat::Gexf => entities::text(list, printer.style(), writer),
        EntitiesFormat::Json => entities::json(query, list, writer),
        EntitiesFormat::Jsonl => entities::jsonl(list, writer),
        EntitiesFormat::Csv => entities::csv(list, writer),
    })?;
    for note in entities::left_out(list) {
        printer.say(&format!("note: {note}"));
    }
    Ok(())
}

fn print_pairs(query: &str, pairs: &Comentions, format: EntitiesFormat, printer: Printer) -> Result<()> {
    printer.print(|writer| match format {
        EntitiesFormat::Text => comentions::text(pairs, printer.style(), writer),
        EntitiesFormat::Json => comentions::json(query, pairs, writer),
        EntitiesFormat::Jsonl => comentions::jsonl(pairs, writer),
        EntitiesFormat::Csv => comentions::csv(pairs, writer),
        EntitiesFormat::Gexf => comentions::gexf(pairs, writer),
    })?;
    for note in comentions::left_out(pairs) {
        printer.say(&format!("note: {note}"));
    }
    Ok(())
}
