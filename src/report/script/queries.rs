//! Conditions and named queries of a report file.

use super::table::{Reading, Table, choose, query_of, span, table_of};
use super::written::Written;
use super::{NamedQuery, Settings};
use crate::query::{DAY_FORMS, Dialect, day_after, first_day};
use crate::report::asked::{Asked, Conditions};
use crate::search::Match;
use toml::Spanned;
use toml::de::DeValue;

const DIALECTS: [&str; 5] = ["morgue", "lucene", "nexis", "factiva", "proquest"];

/// Reads conditions out of a table; what it does not say holds on.
pub fn conditions(
    table: &mut Table<'_, '_>,
    usual: &Conditions,
    settings: &Settings<'_>,
    reading: &mut Reading<'_>,
) -> Conditions {
    let mut conditions = usual.clone();
    let today = settings.today;
    if let Some(text) = table.value("from", reading) {
        conditions.filter.from_day = day(&text, first_day(&text.text, today), reading);
    }
    let to = table.value("to", reading);
    if let Some(text) = &to {
        conditions.filter.to_day = day(text, day_after(&text.text, today), reading);
    }
    let (from, after) = (conditions.filter.from_day, conditions.filter.to_day);
    if from.zip(after).is_some_and(|(from, after)| from >= after) {
        let at = to.map_or(table.span, |text| text.span);
        reading.refuse(at, "this period ends before it begins", "");
        conditions.filter.to_day = None;
    }
    let names = |texts: Vec<Written>| texts.into_iter().map(|text| text.text).collect();
    if let Some(texts) = table.texts("publisher", reading) {
        conditions.filter.publishers = names(texts);
    }
    if let Some(texts) = table.texts("language", reading) {
        conditions.filter.languages = names(texts);
    }
    if let Some(texts) = table.texts("section", reading) {
        conditions.filter.sections = names(texts);
    }
    if let Some(text) = table.text("dialect", reading) {
        let name = choose("dialect", &text, &DIALECTS, reading);
        conditions.dialect = name.and_then(Dialect::parse).unwrap_or_default();
    }
    if let Some(name) = table.choice("match", &Match::NAMES, reading) {
        conditions.matching = Match::parse(name).unwrap_or_default();
    }
    conditions
}

/// A day, or a problem.
pub fn day(text: &Written, day: Option<i64>, reading: &mut Reading<'_>) -> Option<i64> {
    if day.is_none() {
        reading.refuse(text.span, &format!("`{}` is not a date", text.text), &format!("write {DAY_FORMS}"));
    }
    day
}

/// Reads `[queries]`, in the order of the file.
pub fn queries(
    value: Option<&Spanned<DeValue<'_>>>,
    usual: &Conditions,
    settings: &Settings<'_>,
    reading: &mut Reading<'_>,
) -> Vec<NamedQuery> {
    let Some(value) = value else {
        return Vec::new();
    };
    let DeValue::Table(table) = value.get_ref() else {
        reading.refuse(span(value), "`queries` is not a table", "write [queries] and names below it");
        return Vec::new();
    };
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    let mut queries = Vec::with_capacity(entries.len());
    for (name, value) in entries {
        let name = name.get_ref().to_string();
        let query = match value.get_ref() {
            DeValue::Table(table) => from_table(&name, Table::new(table, span(value)), usual, settings, reading),
            _ => query_of(&name, value, usual.dialect, reading)
                .map(|text| named(&name, None, &text, usual, settings, reading)),
        };
        // A query that cannot be read keeps its name, so that the sections that refer to it are not blamed too.
        queries.push(query.unwrap_or_else(|| empty(&name, usual)));
    }
    queries
}

fn empty(name: &str, usual: &Conditions) -> NamedQuery {
    let request = usual.request();
    let (name, text) = (name.to_owned(), String::new());
    NamedQuery {
        title: name.clone(),
        asked: Asked { name, text, dialect: usual.dialect, request, warnings: Vec::new() },
    }
}

fn from_table(
    name: &str,
    mut table: Table<'_, '_>,
    usual: &Conditions,
    settings: &Settings<'_>,
    reading: &mut Reading<'_>,
) -> Option<NamedQuery> {
    let title = table.text("title", reading).map(|text| text.text);
    let conditions = conditions(&mut table, usual, settings, reading);
    let text = match table.get("query") {
        Some(value) => query_of("query", value, conditions.dialect, reading),
        None => {
            reading.refuse(table.span, "`query` is missing", "");
            None
        }
    };
    table.finish(reading);
    text.map(|text| named(name, title, &text, &conditions, settings, reading))
}

fn named(
    name: &str,
    title: Option<String>,
    text: &Written,
    conditions: &Conditions,
    settings: &Settings<'_>,
    reading: &mut Reading<'_>,
) -> NamedQuery {
    let title = title.unwrap_or_else(|| name.to_owned());
    match Asked::read(name, &text.text, conditions, settings.today) {
        Ok(asked) => NamedQuery { title, asked },
        Err(problem) => {
            let mut message = format!("query `{name}`: {}", problem.message);
            if !problem.expected.is_empty() {
                message.push_str(&format!("; expected {}", problem.expected));
            }
            reading.refuse(text.locate(problem.span), &message, &problem.hint);
            NamedQuery { title, ..empty(name, conditions) }
        }
    }
}

/// Reads the table of a section as conditions would be read, for the keys `filter`.
pub fn filter(value: Option<&Spanned<DeValue<'_>>>, settings: &Settings<'_>, reading: &mut Reading<'_>) -> Conditions {
    let usual = Conditions::default();
    let Some(mut table) = value.and_then(|value| table_of("filter", value, reading)) else {
        return usual;
    };
    let read = conditions(&mut table, &usual, settings, reading);
    table.finish(reading);
    read
}
