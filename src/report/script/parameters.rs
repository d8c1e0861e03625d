//! Parameters: declared in `[parameters]`, with or without a value, and set from outside.

use super::table::{Reading, Table, span, table_of, value_of};
use super::written::is_name;
use crate::error::{Error, Result};
use crate::report::diagnostic::proposal;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::DeValue;

/// Reads `[parameters]` and what was set; from now on texts are filled in.
pub fn read(
    value: Option<&Spanned<DeValue<'_>>>,
    set: &BTreeMap<String, String>,
    reading: &mut Reading<'_>,
) -> Result<()> {
    let table = value.map(|value| (span(value), value.get_ref()));
    let mut values = BTreeMap::new();
    match table {
        None => {}
        Some((_, DeValue::Table(table))) => {
            for (name, value) in table {
                let key = name.get_ref().to_string();
                if !is_name(&key) {
                    let hint = "begin with a letter, and use letters, digits, _ and -";
                    reading.refuse(span(name), &format!("`{key}` is no name of a parameter"), hint);
                    continue;
                }
                if let Some(value) = usual_value(&key, value, reading) {
                    values.insert(key.clone(), value);
                }
                reading.declared.push(key);
            }
        }
        Some((at, _)) => reading.refuse(at, "`parameters` is not a table", "write [parameters] and names below it"),
    }
    for (name, value) in set {
        if !reading.declared.contains(name) {
            let hint = proposal(name, reading.declared.iter().map(String::as_str));
            let hint = if hint.is_empty() { "the report file declares no parameters".to_owned() } else { hint };
            return Err(Error::Usage(format!("error: --set {name}={value}: no parameter `{name}`\nhint: {hint}")));
        }
        values.insert(name.clone(), value.clone());
    }
    reading.parameters = values;
    Ok(())
}

/// The value that the file gives: the text itself, or `default` in a table with `about`.
fn usual_value(name: &str, value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<String> {
    if !matches!(value.get_ref(), DeValue::Table(_)) {
        return value_of(name, value, reading).map(|text| text.text);
    }
    let mut table: Table<'_, '_> = table_of(name, value, reading)?;
    table.text("about", reading);
    let usual = table.value("default", reading).map(|text| text.text);
    table.finish(reading);
    usual
}
