//! Facets for people, as JSON (`schema/facets.schema.json`), CSV and Markdown.

use crate::output::figure::{Share, articles_and_stories, bar, counted, fitted};
use crate::output::table::Table;
use crate::output::{Style, escape, json};
use crate::search::facet::{Facet, FacetValue, Facets};
use serde::Serialize;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Columns of the table of facets.
pub const FACET_COLUMNS: [&str; 6] = ["field", "value", "kind", "articles", "stories", "share"];

#[derive(Debug, Serialize)]
struct FacetsRecord<'a> {
    query: &'a str,
    articles: u64,
    stories: u64,
    fingerprint: &'a str,
    warnings: &'a [String],
    facets: Vec<FacetRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct FacetRecord<'a> {
    field: &'static str,
    values: Vec<ValueRecord<'a>>,
    distinct: u64,
    left_out: u64,
    without: u64,
    imprecise: u64,
}

#[derive(Debug, Serialize)]
struct ValueRecord<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    articles: u64,
    stories: u64,
    share: Share,
}

impl<'a> From<&'a Facet> for FacetRecord<'a> {
    fn from(facet: &'a Facet) -> Self {
        FacetRecord {
            field: facet.field.as_str(),
            values: facet.values.iter().map(ValueRecord::from).collect(),
            distinct: facet.distinct,
            left_out: facet.left_out(),
            without: facet.without,
            imprecise: facet.imprecise,
        }
    }
}

impl<'a> From<&'a FacetValue> for ValueRecord<'a> {
    fn from(value: &'a FacetValue) -> Self {
        ValueRecord {
            value: &value.name,
            kind: value.kind.map(|kind| kind.as_str()),
            articles: value.articles,
            stories: value.stories,
            share: Share(value.share),
        }
    }
}

/// Writes facets as one JSON object; `query` as it was typed.
pub fn json(query: &str, facets: &Facets, writer: &mut dyn Write) -> io::Result<()> {
    let record = FacetsRecord {
        query,
        articles: facets.articles,
        stories: facets.stories,
        fingerprint: &facets.fingerprint,
        warnings: &facets.warnings,
        facets: facets.facets.iter().map(FacetRecord::from).collect(),
    };
    json::write_line(&record, writer)
}

/// Writes facets as one table with [`FACET_COLUMNS`].
pub fn csv(facets: &Facets, writer: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(&FACET_COLUMNS, writer)?;
    for facet in &facets.facets {
        for value in &facet.values {
            table.row([
                facet.field.as_str(),
                &value.name,
                value.kind.map_or("", |kind| kind.as_str()),
                &value.articles.to_string(),
                &value.stories.to_string(),
                &Share(value.share).exact(),
            ])?;
        }
    }
    table.finish()
}

/// Writes facets for people.
pub fn text(facets: &Facets, style: Style, writer: &mut dyn Write) -> io::Result<()> {
    writeln!(writer, "{}", articles_and_stories(facets.articles, facets.stories))?;
    for facet in &facets.facets {
        writeln!(writer)?;
        facet_text(facet, style, writer)?;
    }
    Ok(())
}

/// Columns that the numbers of a line take: articles, stories, share and what parts them.
const NUMBERS: usize = 9 + 1 + 9 + 1 + 8 + 2;

fn facet_text(facet: &Facet, style: Style, writer: &mut dyn Write) -> io::Result<()> {
    let names: Vec<String> = facet.values.iter().map(|value| shown_name(facet, value)).collect();
    let longest = names.iter().map(|name| name.width()).chain([facet.field.as_str().len()]).max().unwrap_or(0);
    let room = style.width.max(Style::NARROWEST);
    let name_room = longest.min(room.saturating_sub(NUMBERS + 4).max(8));
    let bar_room = room.saturating_sub(name_room + NUMBERS).min(40);
    let heading =
        format!("{} {:>9} {:>9} {:>8}", fitted(facet.field.as_str(), name_room), "articles", "stories", "share");
    writeln!(writer, "{}", style.bold(&heading))?;
    let most = facet.values.iter().map(|value| value.articles).max().unwrap_or(0);
    for (value, name) in facet.values.iter().zip(&names) {
        let bar = bar(value.articles as f64, most as f64, bar_room);
        let share = Share(value.share).percent();
        let line = format!("{} {:>9} {:>9} {share:>8}  {bar}", fitted(name, name_room), value.articles, value.stories);
        writeln!(writer, "{}", line.trim_end())?;
    }
    for note in notes(facet) {
        writeln!(writer, "{}", style.dim(&note))?;
    }
    Ok(())
}

/// The name, with its kind where the facet holds several.
pub fn shown_name(facet: &Facet, value: &FacetValue) -> String {
    match value.kind.filter(|_| facet.field.kinds().len() > 1) {
        Some(kind) => format!("{} ({})", escape::line(&value.name), kind.as_str()),
        None => escape::line(&value.name),
    }
}

/// What is not in the list, in one line each.
pub fn notes(facet: &Facet) -> Vec<String> {
    let mut notes = Vec::new();
    if facet.left_out() > 0 {
        notes.push(format!("{} left out", counted(facet.left_out(), "more value", "more values")));
    }
    if facet.without > 0 {
        notes.push(format!("{} without a value", counted(facet.without, "article", "articles")));
    }
    if facet.imprecise > 0 {
        notes.push(format!(
            "{} with a date that is not precise enough",
            counted(facet.imprecise, "article", "articles")
        ));
    }
    notes
}

/// Writes facets as Markdown.
pub fn markdown(query: &str, facets: &Facets, writer: &mut dyn Write) -> io::Result<()> {
    let name = if query.trim().is_empty() { "All articles".to_owned() } else { escape::markdown(query) };
    writeln!(writer, "# {name}\n\n{}", articles_and_stories(facets.articles, facets.stories))?;
    for facet in &facets.facets {
        writeln!(writer, "\n| {} | articles | stories | share |\n|---|---:|---:|---:|", facet.field.as_str())?;
        for value in &facet.values {
            let (name, share) = (escape::markdown(&shown_name(facet, value)), Share(value.share).percent());
            writeln!(writer, "| {name} | {} | {} | {share} |", value.articles, value.stories)?;
        }
        for note in notes(facet) {
            writeln!(writer, "\n{note}")?;
        }
    }
    Ok(())
}
