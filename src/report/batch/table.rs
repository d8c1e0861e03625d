//! The table of a batch in every form. The JSON form is described by `schema/batch.schema.json`.

use super::Batch;
use crate::date::PartialDate;
use crate::output::table::Table;
use crate::output::{escape, json as output_json};
use crate::report::asked::{Asked, Count};
use crate::report::search_record::{ArchiveRecord, QueryRecord};
use serde::Serialize;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

const COLUMNS: [&str; 7] = ["name", "query", "articles", "stories", "first", "last", "warnings"];

/// Columns of a terminal that names get at most.
const WIDEST_NAME: usize = 48;

#[derive(Debug, Serialize)]
struct BatchRecord<'a> {
    version: &'static str,
    day: &'a str,
    archive: &'a ArchiveRecord,
    rows: Vec<RowRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct RowRecord<'a> {
    name: &'a str,
    #[serde(flatten)]
    query: QueryRecord,
    articles: u64,
    stories: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    warnings: &'a [String],
}

fn day(date: Option<PartialDate>) -> String {
    date.map_or(String::new(), |date| date.to_string())
}

fn cells(asked: &Asked, count: &Count) -> [String; 7] {
    [
        asked.name.clone(),
        asked.text.clone(),
        count.articles.to_string(),
        count.stories.to_string(),
        day(count.first),
        day(count.last),
        count.warnings.join("; "),
    ]
}

/// Writes the table as one JSON object, with the search record of each query.
pub fn json(batch: &Batch, writer: &mut dyn Write) -> io::Result<()> {
    let rows = batch.rows.iter().map(|(asked, count)| RowRecord {
        name: &asked.name,
        query: asked.record(),
        articles: count.articles,
        stories: count.stories,
        first: count.first.map(|date| date.to_string()),
        last: count.last.map(|date| date.to_string()),
        warnings: &count.warnings,
    });
    let record = BatchRecord {
        version: env!("CARGO_PKG_VERSION"),
        day: &batch.day,
        archive: &batch.archive,
        rows: rows.collect(),
    };
    output_json::write_line(&record, writer)
}

/// Writes the table as CSV.
pub fn csv(batch: &Batch, writer: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(&COLUMNS, writer)?;
    for (asked, count) in &batch.rows {
        table.row(cells(asked, count).iter().map(String::as_str))?;
    }
    table.finish()
}

/// Writes the table as Markdown.
pub fn markdown(batch: &Batch, writer: &mut dyn Write) -> io::Result<()> {
    writeln!(writer, "| {} |\n| --- | --- | ---: | ---: | --- | --- | --- |", COLUMNS.join(" | "))?;
    for (asked, count) in &batch.rows {
        let cells = cells(asked, count).map(|cell| escape::markdown(&cell));
        writeln!(writer, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

/// Writes the table for people: names in columns, warnings below their query.
pub fn text(batch: &Batch, writer: &mut dyn Write) -> io::Result<()> {
    let names: Vec<String> = batch.rows.iter().map(|(asked, _)| shortened(&escape::line(&asked.name))).collect();
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let head = format!("{:width$}  articles  stories  {:10}  last", "query", "first");
    writeln!(writer, "{head}")?;
    for (name, (_, count)) in names.iter().zip(&batch.rows) {
        let padding = " ".repeat(width.saturating_sub(name.width()));
        let (articles, stories) = (count.articles, count.stories);
        let (first, last) = (day(count.first), day(count.last));
        let line = format!("{name}{padding}  {articles:>8}  {stories:>7}  {first:10}  {last:10}");
        writeln!(writer, "{}", line.trim_end())?;
        for warning in &count.warnings {
            writeln!(writer, "  warning: {}", escape::line(warning))?;
        }
    }
    Ok(())
}

fn shortened(name: &str) -> String {
    if name.width() <= WIDEST_NAME {
        return name.to_owned();
    }
    let mut shown = String::new();
    for c in name.chars() {
        if shown.width() + 2 > WIDEST_NAME {
            break;
        }
        shown.push(c);
    }
    shown + "…"
}
