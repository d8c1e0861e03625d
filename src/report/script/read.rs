//! The whole file.

use super::table::{Reading, Table};
use super::{Script, Settings, parameters, queries, sections};
use crate::error::{Error, Result};
use crate::query::Span;
use crate::report::diagnostic::Diagnostics;
use std::collections::BTreeMap;
use toml::de::DeTable;

/// Longest report file, in bytes.
const LONGEST: usize = 4 << 20;

/// Reads a report file, or names everything that is wrong with it.
pub fn read(source: &str, settings: &Settings<'_>) -> Result<Script> {
    if source.len() > LONGEST {
        return Err(Error::Usage(format!("error: {}: longer than {} MB", settings.file, LONGEST >> 20)));
    }
    let mut reading = Reading {
        source,
        diagnostics: Diagnostics::new(settings.file, source),
        parameters: BTreeMap::new(),
        declared: Vec::new(),
    };
    let (document, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        for error in errors {
            let at = error.span().map_or(Span::default(), |range| Span::new(range.start, range.end));
            reading.refuse(at, error.message(), "");
        }
        reading.diagnostics.into_result()?;
        return Err(Error::Usage(format!("error: {}: not TOML", settings.file)));
    }
    let mut table = Table::new(document.get_ref(), Span::new(0, 0));
    parameters::read(table.get("parameters"), settings.set, &mut reading)?;
    let script = rest(&mut table, settings, &mut reading);
    table.finish(&mut reading);
    reading.diagnostics.into_result()?;
    Ok(script)
}

fn rest(table: &mut Table<'_, '_>, settings: &Settings<'_>, reading: &mut Reading<'_>) -> Script {
    let title = table.needed_text("title", reading).map(|text| text.text).unwrap_or_default();
    let subtitle = table.text("subtitle", reading).map(|text| text.text);
    let author = table.text("author", reading).map(|text| text.text);
    let language = table.text("language", reading);
    if let Some(text) = &language
        && !is_language(&text.text)
    {
        reading.refuse(text.span, &format!("`{}` is no language tag", text.text), "write en or pt-BR");
    }
    let usual = queries::filter(table.get("filter"), settings, reading);
    let queries = queries::queries(table.get("queries"), &usual, settings, reading);
    let sections = match table.get("section") {
        Some(value) => sections::read(value, &queries, settings, reading),
        None => {
            reading.refuse(table.span, "there are no sections", "add one: [[section]] and kind = \"counts\" below it");
            Vec::new()
        }
    };
    Script {
        title,
        subtitle,
        author,
        language: language.map_or("en".to_owned(), |text| text.text),
        parameters: reading.parameters.clone(),
        filter: usual.filter,
        queries,
        sections,
    }
}

fn is_language(tag: &str) -> bool {
    (2..=35).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !tag.starts_with('-')
}
