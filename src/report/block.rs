//! What a section shows, whatever it will look like: prose, hits, tables, charts and remarks.

use crate::date::PartialDate;
use crate::output::hits;
use crate::search::Hit;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A piece of a section.
#[derive(Debug, Clone)]
pub enum Block {
    /// Markdown of the report's author.
    Prose(String),
    /// A remark of ours.
    Note(String),
    /// Something to be careful about.
    Warning(String),
    /// Hits with quotations.
    Hits(Vec<Hit>),
    /// Rows and columns.
    Table(Table),
    /// A drawing.
    Chart {
        /// What it shows.
        caption: String,
        /// An `svg` element.
        svg: String,
        /// Its numbers, unless a table beside it has them: for those who do not see it.
        numbers: Option<Table>,
    },
}

/// Rows and columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Names of the columns.
    pub columns: Vec<Column>,
    /// Cells, as many in each row as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Whether it holds numbers.
    pub is_number: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A date or period, which is not broken over lines.
    Day(String),
    /// A count.
    Count(u64),
    /// A part of a whole, 0 to 1.
    Share(f64),
    /// Any other number.
    Number(f64),
}

impl Column {
    /// A column of texts.
    pub fn text(name: &str) -> Self {
        Column { name: name.to_owned(), is_number: false }
    }

    /// A column of numbers.
    pub fn number(name: &str) -> Self {
        Column { name: name.to_owned(), is_number: true }
    }
}

impl Cell {
    /// A text, if there is one.
    pub fn optional(text: Option<String>) -> Self {
        text.map_or(Cell::Empty, Cell::Text)
    }

    /// A date, if there is one.
    pub fn day(date: Option<PartialDate>) -> Self {
        date.map_or(Cell::Empty, |date| Cell::Day(date.to_string()))
    }

    /// For people.
    pub fn shown(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Day(text) => text.clone(),
            Cell::Count(count) => count.to_string(),
            Cell::Share(share) => format!("{:.1} %", share * 100.0),
            Cell::Number(number) => format!("{number:.2}"),
        }
    }

    /// For programs.
    pub fn exact(&self) -> String {
        match self {
            Cell::Share(share) => format!("{share:.4}"),
            Cell::Number(number) => format!("{number:.4}"),
            other => other.shown(),
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Empty => serializer.serialize_none(),
            Cell::Text(text) | Cell::Day(text) => serializer.serialize_str(text),
            Cell::Count(count) => serializer.serialize_u64(*count),
            Cell::Share(number) | Cell::Number(number) => serializer.serialize_f64(*number),
        }
    }
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Block::Prose(text) => map.serialize_entry("prose", text)?,
            Block::Note(text) => map.serialize_entry("note", text)?,
            Block::Warning(text) => map.serialize_entry("warning", text)?,
            Block::Hits(found) => {
                let records: Vec<_> = found.iter().map(hits::record).collect();
                map.serialize_entry("hits", &records)?;
            }
            Block::Table(table) => {
                map.serialize_entry("table", &table.caption)?;
                entries(table, &mut map)?;
            }
            Block::Chart { caption, svg, numbers } => {
                map.serialize_entry("chart", caption)?;
                map.serialize_entry("svg", svg)?;
                if let Some(table) = numbers {
                    entries(table, &mut map)?;
                }
            }
        }
        map.end()
    }
}

fn entries<M: SerializeMap>(table: &Table, map: &mut M) -> Result<(), M::Error> {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    map.serialize_entry("columns", &columns)?;
    map.serialize_entry("rows", &table.rows)
}
