//! Articles as JSON records: the project's own (`schema/article.json`) and those of other programs.
//!
//! A record is one JSON object. Its keys are matched once against one table of names; texts are borrowed from the
//! record until they are cleaned into the article. A record with a `digest` and an `id` of 16 hexadecimal digits is the
//! project's own and is taken as it is; of any other, names and HTML are tidied first.

mod assemble;
mod dates;
mod field;
mod markup;
#[allow(clippy::module_inception)]
mod record;
mod repair;
mod value;

use super::{Extraction, Options};
use record::{Into, Record};
use serde::de::DeserializeSeed;

/// Why a record could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordError {
    /// A lower-case phrase without a full stop.
    pub message: String,
    /// The byte in the line at which reading stopped, counted from 1; 0 where it is unknown.
    pub column: usize,
}

impl std::fmt::Display for RecordError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} (column {})", self.message, self.column)
    }
}

impl std::error::Error for RecordError {}

/// Reads one record. What is no JSON object is an error; an object without title and text is no article.
pub fn extract(line: &str, options: &Options<'_>) -> Result<Extraction, RecordError> {
    let text = line.trim_start_matches('\u{feff}').trim();
    let column = line.len() - line.trim_start_matches(['\u{feff}', ' ', '\t']).len() + 1;
    if !text.starts_with('{') {
        let message = format!("expected a JSON object, found {}", kind_of(text));
        return Err(RecordError { message, column });
    }
    let error = match read(text) {
        Ok(record) => return Ok(assemble::article(&record, options)),
        Err(error) => error,
    };
    if let Some(repaired) = repair::repaired(text)
        && let Ok(record) = read(&repaired)
    {
        let mut extraction = assemble::article(&record, options);
        extraction.warnings.push("the record was not valid JSON and was repaired".to_owned());
        return Ok(extraction);
    }
    Err(error)
}

fn read(text: &str) -> Result<Record<'_>, RecordError> {
    let mut record = Record::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let into = Into { record: &mut record, is_outer: true };
    match into.deserialize(&mut deserializer).and_then(|()| deserializer.end()) {
        Ok(()) => Ok(record),
        Err(error) => Err(record_error(text, &error)),
    }
}

/// The parser's words without the place, which is given apart.
fn record_error(text: &str, error: &serde_json::Error) -> RecordError {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    RecordError { message: message.to_owned(), column: before + error.column() }
}

fn kind_of(text: &str) -> &'static str {
    match text.as_bytes().first() {
        None => "nothing",
        Some(b'[') => "a list",
        Some(b'"') => "a string",
        Some(b'-' | b'0'..=b'9') => "a number",
        Some(_) if ["true", "false", "null"].contains(&text) => "a constant",
        Some(_) => "text that is no JSON",
    }
}

#[cfg(test)]
mod tests;
