//! How a report looks. Every form tells the same; HTML, Markdown and JSON carry the search record.

mod csv;
mod html;
mod json;
mod markdown;

use crate::error::Result;
use crate::report::record::{Carrier, QueryEntry, Record};
use crate::report::run::Report;
use crate::search::side_by_side::SideBySide;

/// A form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Markdown,
    /// A page that stands alone.
    Html,
    /// JSON, described by `schema/report-result.schema.json`.
    Json,
    /// All tables as one: a row for every cell.
    Csv,
}

impl From<Carrier> for Form {
    fn from(carrier: Carrier) -> Self {
        match carrier {
            Carrier::Html => Form::Html,
            Carrier::Markdown => Form::Markdown,
            Carrier::Json => Form::Json,
        }
    }
}

/// Renders a report.
pub fn render(report: &Report, form: Form) -> Result<Vec<u8>> {
    match form {
        Form::Markdown => markdown::render(report).map(String::into_bytes),
        Form::Html => html::render(report).map(String::into_bytes),
        Form::Json => json::render(report),
        Form::Csv => csv::render(report),
    }
}

/// The sentence that says of what a report was made.
fn provenance(record: &Record) -> String {
    format!(
        "Made on {} with morgue {} from an archive of {} articles (fingerprint {}).",
        record.day, record.version, record.archive.articles, record.archive.fingerprint
    )
}

fn words_asked(asked: &SideBySide) -> String {
    if asked.least == asked.words {
        return format!("all {} words", asked.words);
    }
    format!("at least {} of {} words", asked.least, asked.words)
}

/// The conditions of a query in words.
fn conditions(query: &QueryEntry) -> String {
    let filter = &query.query.filter;
    let mut parts: Vec<String> = query.side_by_side.iter().map(words_asked).collect();
    match (&filter.from, &filter.to) {
        (Some(from), Some(to)) => parts.push(format!("{from} to {to}")),
        (Some(from), None) => parts.push(format!("from {from}")),
        (None, Some(to)) => parts.push(format!("to {to}")),
        (None, None) => {}
    }
    for (name, values) in [
        ("publisher", &filter.publishers),
        ("language", &filter.languages),
        ("section", &filter.sections),
        ("person", &filter.people),
        ("organisation", &filter.organisations),
        ("place", &filter.places),
    ] {
        if !values.is_empty() {
            parts.push(format!("{name} {}", values.join(" or ")));
        }
    }
    parts.join("; ")
}
