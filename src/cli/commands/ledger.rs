//! `morgue ledger`: source files and what became of them.

use crate::cli::args::{LedgerArgs, LedgerFormat};
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::error::Result;
use crate::index::Archive;
use crate::index::ledger::{Outcomes, Problem};
use crate::output::ledger::{self, Row};

/// Lists the files that were asked for; exit code 1 if there is none.
pub fn run(args: &LedgerArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let read = Archive::open(&settings.archive)?.ledger()?;
    let prefix = args.prefix.as_deref().unwrap_or("");
    let prefix = prefix.strip_prefix("./").unwrap_or(prefix);
    let rows: Vec<Row> = read
        .iter()
        .filter(|(file, entry)| file.starts_with(prefix) && is_wanted(args, &entry.outcomes))
        .map(|(file, entry)| Row {
            file,
            entry,
            problems: entry.problems.iter().filter(|problem| is_shown(args, problem)).collect(),
        })
        .collect();
    printer.print(|writer| match args.format {
        LedgerFormat::Text => ledger::text(&rows, writer),
        LedgerFormat::Json => ledger::json(&rows, writer),
        LedgerFormat::Jsonl => ledger::jsonl(&rows, writer),
        LedgerFormat::Csv => ledger::csv(&rows, writer),
    })?;
    Ok(Exit::found(!rows.is_empty()))
}

fn is_selective(args: &LedgerArgs) -> bool {
    args.failed || args.not_articles || args.duplicates
}

fn is_wanted(args: &LedgerArgs, outcomes: &Outcomes) -> bool {
    !is_selective(args)
        || (args.failed && outcomes.failed > 0)
        || (args.not_articles && outcomes.not_article > 0)
        || (args.duplicates && outcomes.duplicate > 0)
}

fn is_shown(args: &LedgerArgs, problem: &Problem) -> bool {
    if !is_selective(args) {
        return true;
    }
    match problem.kind.as_str() {
        "failed" => args.failed,
        "not an article" => args.not_articles,
        "duplicate" => args.duplicates,
        _ => false,
    }
}
