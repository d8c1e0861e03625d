//! `morgue check`: is the archive whole?

use crate::cli::args::CheckArgs;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::error::Result;
use crate::index::Archive;
use crate::index::ledger::Ledger;
use crate::index::sealed;
use crate::output::escape;

/// Verifies checksums and compares ledger and index; prints what was looked at.
pub fn run(_: &CheckArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let archive = Archive::open(&settings.archive)?;
    let findings = [checksums(&archive)?, ledger(&archive)?, families(&archive)?, kept(&archive)?];
    let is_whole = findings.iter().all(|finding| finding.is_good);
    printer.print(|writer| {
        for finding in &findings {
            for line in &finding.lines {
                writeln!(writer, "{line}")?;
            }
        }
        let verdict = if is_whole { "the archive is whole" } else { "the archive is damaged" };
        writeln!(writer, "{verdict}")
    })?;
    if !is_whole {
        printer.say("hint: ingest the sources into a new archive, or restore a copy of this one");
    }
    Ok(if is_whole { Exit::Done } else { Exit::Error })
}

/// What was looked at and how it is.
struct Finding {
    lines: Vec<String>,
    is_good: bool,
}

fn checksums(archive: &Archive) -> Result<Finding> {
    let damaged = archive.damaged_files()?;
    if damaged.is_empty() {
        return Ok(Finding { lines: vec!["index: all checksums are right".to_owned()], is_good: true });
    }
    let lines = damaged.iter().map(|file| format!("index: {}: wrong checksum", file.display()));
    Ok(Finding { lines: lines.collect(), is_good: false })
}

fn ledger(archive: &Archive) -> Result<Finding> {
    let chain = archive.payload()?.ledger;
    let ledger = match Ledger::read(archive.path(), &chain) {
        Ok(ledger) => ledger,
        Err(error) => {
            return Ok(Finding { lines: vec![format!("ledger: {error}")], is_good: false });
        }
    };
    let articles = archive.reader()?.searcher().num_docs();
    let indexed = ledger.outcomes().indexed;
    let is_good = articles == indexed;
    let agreement = if is_good {
        format!("articles: {articles} in the index, {indexed} in the ledger")
    } else {
        format!("articles: {articles} in the index, but {indexed} in the ledger")
    };
    Ok(Finding {
        lines: vec![format!("ledger: {} source files, all entries readable", ledger.len()), agreement],
        is_good,
    })
}

/// Copies of the person's gazetteer and model; nothing is said if there are none.
fn kept(archive: &Archive) -> Result<Finding> {
    let kept = archive.payload()?.kept;
    let mut finding = Finding { lines: Vec::new(), is_good: true };
    for (what, file) in [("gazetteer", kept.gazetteer), ("model", kept.model)] {
        let Some(file) = file else {
            continue;
        };
        let state = match file.read(archive.path()) {
            Ok(_) => "its copy is whole".to_owned(),
            Err(error) => {
                finding.is_good = false;
                error.to_string()
            }
        };
        finding.lines.push(format!("{what}: {}: {state}", escape::terminal(&file.name)));
    }
    Ok(finding)
}

fn families(archive: &Archive) -> Result<Finding> {
    let payload = archive.payload()?;
    let Some(named) = &payload.families else {
        let lines = vec!["families: not yet computed; `morgue ingest` does it at the end of a run".to_owned()];
        return Ok(Finding { lines, is_good: true });
    };
    for file in [Some(&named.file), named.state.as_ref()].into_iter().flatten() {
        if let Err(error) = sealed::verify(&archive.path().join(file)) {
            return Ok(Finding { lines: vec![format!("families: {error}")], is_good: false });
        }
    }
    let families = archive.families()?;
    let (count, articles) = (families.count(), families.len());
    let state = if payload.has_current_families() { "" } else { ", of an earlier state; `morgue ingest` renews them" };
    Ok(Finding {
        lines: vec![format!("families: {count} of more than one article, {articles} articles{state}")],
        is_good: true,
    })
}
