//! `morgue search --queries`: many queries in one process, each with a ranked list of articles, for evaluating and scripting.

use crate::cli::args::{SearchArgs, SearchFormat};
use crate::cli::commands::question::Question;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::output::trec;
use crate::search::Engine;
use std::io::{Read, Write};
use std::path::Path;

/// Articles a query, if nothing else is asked: what evaluations look at.
const USUAL_LIMIT: usize = 1000;

/// Runs every query of a file and prints the rankings in the order of the file.
pub fn run(args: &SearchArgs, path: &Path, settings: &Settings, printer: Printer) -> Result<Exit> {
    if !matches!(args.format, SearchFormat::Text | SearchFormat::Trec) {
        return Err(Error::Usage("error: --queries prints a TREC run\nhint: leave --format out".to_owned()));
    }
    let text = read(path)?;
    let queries = queries(&text, path)?;
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    let guids = engine.guids()?;
    let mut output = printer.output();
    let (mut found, mut has_warnings) = (false, false);
    for (id, words) in queries {
        let words = [words.to_owned()];
        let mut question = Question::of_search(&words, args, settings, printer).map_err(|error| match error {
            Error::Usage(text) => {
                let hint = "hint: --plain takes every query as words and nothing else";
                Error::Usage(format!("{}: query {id}:\n{}\n{hint}", path.display(), text.trim_end()))
            }
            other => other,
        })?;
        question.request.limit = args.limit.unwrap_or(USUAL_LIMIT);
        let (ranked, warnings) = engine.ranked(&question.request, &guids)?;
        question.add_warnings(&warnings, printer);
        has_warnings |= !question.warnings.is_empty();
        found |= !ranked.is_empty();
        trec::run(id, &ranked, &mut output).map_err(Error::Output)?;
    }
    output.flush().map_err(Error::Output)?;
    if args.filter.strict && has_warnings {
        return Ok(Exit::Error);
    }
    Ok(Exit::found(found))
}

fn read(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::io(path, error))?;
    } else {
        bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    }
    String::from_utf8(bytes).map_err(|error| {
        let line =
            error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|byte| **byte == b'\n').count();
        Error::Usage(format!("error: {}: line {}: not UTF-8", path.display(), line + 1))
    })
}

/// Id and query of each line; empty lines are passed over.
fn queries<'a>(text: &'a str, path: &Path) -> Result<Vec<(&'a str, &'a str)>> {
    let mut queries = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |what: &str| {
            let place = format!("error: {}: line {number}: {what}", path.display());
            Error::Usage(format!("{place}\nhint: write an id without spaces, a tab, and the query"))
        };
        let (id, words) = line.split_once('\t').ok_or_else(|| wrong("no tab between an id and a query"))?;
        if id.is_empty() || id.contains(char::is_whitespace) {
            return Err(wrong("the id is empty or holds a space"));
        }
        if words.trim().is_empty() {
            return Err(wrong("the query is empty"));
        }
        queries.push((id, words));
    }
    Ok(queries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_id_and_a_query() {
        let path = Path::new("q.tsv");
        assert_eq!(
            queries("1\ta b\tc\n\n x\n", path).unwrap_err().to_string().lines().next(),
            Some("error: q.tsv: line 3: no tab between an id and a query")
        );
        assert_eq!(queries("1\ta b\tc\r\n\nk2\tx\n", path).unwrap(), [("1", "a b\tc"), ("k2", "x")]);
        assert!(queries("1 2\ta", path).is_err() && queries("1\t ", path).is_err());
    }
}
