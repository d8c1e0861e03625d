//! `morgue facets`: the articles that match by outlet, name, year, ...

use crate::cli::analysis_args::{CountFormat, FacetsArgs, ValueOrder};
use crate::cli::commands::chart::{ChartFile, ChartFormat};
use crate::cli::commands::question::Question;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::output::chart::{self, ChartOptions};
use crate::output::facets;
use crate::search::Engine;
use crate::search::facet::{FacetField, FacetOptions, FacetOrder, Facets};

/// Counts and prints.
pub fn run(args: &FacetsArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let (fields, words) = fields_and_query(&args.words, &args.query)?;
    let file = args.chart.as_deref().map(ChartFile::new).transpose()?;
    let mut question = Question::read(words, &args.filter, settings, printer)?;
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    question.tell_match(&engine, printer);
    let order = match args.sort {
        None => FacetOrder::Usual,
        Some(ValueOrder::Count) => FacetOrder::Count,
        Some(ValueOrder::Name) => FacetOrder::Name,
    };
    let options = FacetOptions { fields, limit: args.limit, least: args.min, order };
    let mut counts = engine.facets(&question.request, &options)?;
    question.add_warnings(&counts.warnings, printer);
    counts.warnings.clone_from(&question.warnings);
    printer.print(|writer| match args.format {
        CountFormat::Text => facets::text(&counts, printer.style(), writer),
        CountFormat::Json => facets::json(&question.text, &counts, writer),
        CountFormat::Csv => facets::csv(&counts, writer),
        CountFormat::Markdown => facets::markdown(&question.text, &counts, writer),
    })?;
    if args.format == CountFormat::Csv {
        tell_left_out(&counts, printer);
    }
    if let (Some(file), Some(facet)) = (file, counts.facets.first()) {
        let title = match question.text.trim() {
            "" => format!("all articles by {}", facet.field.as_str()),
            query => format!("{query}: articles by {}", facet.field.as_str()),
        };
        let options = ChartOptions { title: Some(title), ..ChartOptions::default() };
        match file.format {
            ChartFormat::Svg => file.write(chart::facet_svg(facet, &options).as_bytes())?,
            ChartFormat::Png => {
                file.write_png(&chart::facet_png(facet, &options).map_err(Error::Output)?, printer)?;
            }
        }
    }
    if args.filter.strict && !question.warnings.is_empty() {
        return Ok(Exit::Error);
    }
    Ok(Exit::found(counts.articles > 0))
}

/// What a table has no place for.
fn tell_left_out(counts: &Facets, printer: Printer) {
    for facet in &counts.facets {
        for note in facets::notes(facet) {
            printer.say(&format!("note: {}: {note}", facet.field.as_str()));
        }
    }
}

/// Parts the fields at the beginning from the query after them.
fn fields_and_query<'a>(words: &'a [String], after: &'a [String]) -> Result<(Vec<FacetField>, &'a [String])> {
    let mut fields = Vec::new();
    let mut rest = words;
    while let Some((word, others)) = rest.split_first()
        && let Some(named) = fields_of(word)
    {
        fields.extend(named);
        rest = others;
    }
    if !after.is_empty() && !rest.is_empty() || fields.is_empty() {
        return Err(no_field(rest.first().map_or("", String::as_str)));
    }
    let mut seen = Vec::new();
    fields.retain(|field| {
        let is_new = !seen.contains(field);
        seen.push(*field);
        is_new
    });
    Ok((fields, if after.is_empty() { rest } else { after }))
}

/// `person,org` -> both; `None` if any of them is no field.
fn fields_of(word: &str) -> Option<Vec<FacetField>> {
    word.split(',').map(FacetField::parse).collect()
}

fn no_field(word: &str) -> Error {
    let names: Vec<&str> = FacetField::ALL.iter().map(|field| field.as_str()).collect();
    Error::Usage(format!("error: {word:?} is no field to count by\nhint: write one or more of {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str], after: &[&str]) -> Option<(Vec<&'static str>, Vec<String>)> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let (words, after) = (owned(words), owned(after));
        let (fields, query) = fields_and_query(&words, &after).ok()?;
        Some((fields.into_iter().map(FacetField::as_str).collect(), query.to_vec()))
    }

    #[test]
    fn the_query_begins_with_the_first_word_that_is_no_field() {
        let query = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            read(&["year", "org,place", "cable", "year"], &[]),
            Some((vec!["year", "org", "place"], query(&["cable", "year"])))
        );
        assert_eq!(read(&["year", "year"], &["place"]), Some((vec!["year"], query(&["place"]))));
        assert_eq!(read(&["cable"], &[]), None);
        assert_eq!(read(&["year", "cable"], &["place"]), None);
        assert_eq!(read(&["org,cable"], &[]), None);
    }
}
