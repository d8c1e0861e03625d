//! What a section says, as digests: of all of it, and of its own figures alone.
//!
//! Scores are in neither: they move with every article of the archive, and the report says none of them as a finding. Own
//! figures are what the section's queries found; shares of coverage, periods, gaps and what the archive holds are measured
//! against the whole archive, so that a section whose own figures are the same changed in its denominators only.

use crate::report::analysis::HELD_COLUMN;
use crate::report::block::{Block, Cell, Table};
use crate::report::staging::sha256;
use serde_json::Value;

/// Digest of the content of a section.
pub fn content(blocks: &[Block]) -> String {
    digest(blocks.iter().filter_map(without_scores).collect())
}

/// Digest of what the queries of a section found, whatever else the archive holds.
pub fn figures(blocks: &[Block]) -> String {
    digest(blocks.iter().filter_map(own_figures).collect())
}

fn digest(values: Vec<Value>) -> String {
    sha256(Value::Array(values).to_string().as_bytes())
}

fn without_scores(block: &Block) -> Option<Value> {
    let mut value = serde_json::to_value(block).ok()?;
    leave_scores_out(&mut value);
    Some(value)
}

/// Takes the scores out of the hits in a block, a section or a whole report in JSON.
pub fn leave_scores_out(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(leave_scores_out),
        Value::Object(entries) => {
            if let Some(Value::Array(hits)) = entries.get_mut("hits") {
                hits.iter_mut().filter_map(Value::as_object_mut).for_each(|hit| {
                    hit.remove("score");
                });
            }
            for inner in ["sections", "blocks"] {
                entries.get_mut(inner).into_iter().for_each(leave_scores_out);
            }
        }
        _ => {}
    }
}

fn own_figures(block: &Block) -> Option<Value> {
    match block {
        Block::Chart { numbers, .. } => numbers.as_ref().and_then(own_table),
        Block::Table(table) => own_table(table),
        Block::Note(_) => None,
        Block::Prose(_) | Block::Warning(_) | Block::Hits(_) => without_scores(block),
    }
}

/// A table; of one that says what the archive holds, the counts of the periods in which anything was found.
fn own_table(table: &Table) -> Option<Value> {
    let Some(held) = table.columns.iter().position(|column| column.name == HELD_COLUMN) else {
        return serde_json::to_value(&table.rows).ok();
    };
    let own = |row: &Vec<Cell>| -> Vec<Cell> {
        let cells = row.iter().enumerate().filter(|(place, _)| *place != held).map(|(_, cell)| cell);
        cells.filter(|cell| !matches!(cell, Cell::Share(_) | Cell::Empty)).cloned().collect()
    };
    let is_something = |row: &Vec<Cell>| row.iter().any(|cell| matches!(cell, Cell::Count(count) if *count > 0));
    let rows: Vec<Vec<Cell>> = table.rows.iter().map(own).filter(is_something).collect();
    serde_json::to_value(rows).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::block::Column;

    fn timeline(rows: &[(&str, u64, f64, u64)]) -> Block {
        let columns = vec![
            Column::text("year"),
            Column::number("articles"),
            Column::number("share"),
            Column::number(HELD_COLUMN),
        ];
        let row = |&(year, articles, share, held): &(&str, u64, f64, u64)| {
            vec![Cell::Day(year.to_owned()), Cell::Count(articles), Cell::Share(share), Cell::Count(held)]
        };
        Block::Table(Table { caption: String::new(), columns, rows: rows.iter().map(row).collect() })
    }

    #[test]
    fn a_denominator_is_no_figure_of_the_section() {
        let before = [timeline(&[("2024", 2, 0.5, 4)])];
        let held_more = [timeline(&[("2024", 2, 0.4, 5), ("2025", 0, 0.0, 1)])];
        let found_more = [timeline(&[("2024", 3, 0.6, 5)])];
        assert_ne!(content(&before), content(&held_more));
        assert_eq!(figures(&before), figures(&held_more));
        assert_ne!(figures(&before), figures(&found_more));
    }

    #[test]
    fn scores_are_left_out_wherever_hits_are() {
        let mut report =
            serde_json::json!({"sections": [{"blocks": [{"hits": [{"rank": 1, "score": 2.5}]}]}], "score": 1});
        leave_scores_out(&mut report);
        assert_eq!(report, serde_json::json!({"sections": [{"blocks": [{"hits": [{"rank": 1}]}]}], "score": 1}));
    }
}
