//! A report as one table for spreadsheets: a row for every cell of every table, so that tables of any shape fit into one.
//! Remarks and warnings are rows too, of tables named `note` and `warning`, so that nothing is left out in silence.

use crate::error::{Error, Result};
use crate::output::table::Table as Output;
use crate::report::block::{Block, Cell, Column, Table};
use crate::report::run::Report;
use crate::search::Hit;

const COLUMNS: [&str; 6] = ["section", "title", "table", "row", "column", "value"];

/// Renders a report.
pub fn render(report: &Report) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut output = Output::new(&COLUMNS, &mut bytes).map_err(Error::Output)?;
    for (number, section) in (1..).zip(&report.sections) {
        let mut remarks = 0;
        for block in &section.blocks {
            let table = match block {
                Block::Note(text) | Block::Warning(text) => {
                    remarks += 1;
                    let kind = if matches!(block, Block::Note(_)) { "note" } else { "warning" };
                    let (section_number, row) = (number.to_string(), remarks.to_string());
                    let cells = [&section_number, section.title.as_str(), kind, &row, "text", text];
                    output.row(cells).map_err(Error::Output)?;
                    continue;
                }
                Block::Table(table) => table.clone(),
                Block::Chart { numbers: Some(table), .. } => table.clone(),
                Block::Hits(hits) => table_of(hits),
                _ => continue,
            };
            write(number, &section.title, &table, &mut output)?;
        }
    }
    output.finish().map_err(Error::Output)?;
    Ok(bytes)
}

fn write(section: usize, title: &str, table: &Table, output: &mut Output<'_>) -> Result<()> {
    for (number, row) in (1..).zip(&table.rows) {
        for (column, cell) in table.columns.iter().zip(row) {
            let numbers: (String, String) = (section.to_string(), number.to_string());
            let cells = [&numbers.0, title, &table.caption, &numbers.1, &column.name, &cell.exact()];
            output.row(cells).map_err(Error::Output)?;
        }
    }
    Ok(())
}

fn table_of(hits: &[Hit]) -> Table {
    let columns = ["rank", "id", "published", "publisher", "title", "url"].map(Column::text);
    let rows = hits.iter().map(|hit| {
        let article = &hit.article;
        vec![
            Cell::Count(hit.rank as u64),
            Cell::Text(article.id.to_string()),
            Cell::optional(article.published.as_ref().map(|date| date.value.to_string())),
            Cell::optional(article.publisher.clone()),
            Cell::Text(article.title.clone()),
            Cell::optional(article.url.clone()),
        ]
    });
    Table { caption: "hits".to_owned(), columns: columns.to_vec(), rows: rows.collect() }
}
