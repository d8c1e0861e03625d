//! A table of TOML, read key by key: what is missing, of another type or unknown is named at its place.

use super::operand::operand;
use super::written::Written;
use crate::query::{Dialect, Span};
use crate::report::diagnostic::{Diagnostics, proposal};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What reading needs everywhere: the file, what is wrong with it, the parameters.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The file.
    pub source: &'a str,
    /// What is wrong with it.
    pub diagnostics: Diagnostics<'a>,
    /// Values of parameters.
    pub parameters: BTreeMap<String, String>,
    /// Parameters that the file declares, those without a value too.
    pub declared: Vec<String>,
}

/// The place of a value.
pub fn span<T>(spanned: &Spanned<T>) -> Span {
    Span::new(spanned.span().start, spanned.span().end)
}

impl Reading<'_> {
    /// Names a problem.
    pub fn refuse(&mut self, span: Span, message: &str, hint: &str) {
        self.diagnostics.push(span, message, hint);
    }

    fn fill(&mut self, value: &str, span: Span) -> Written {
        self.fill_as(value, span, &|_, value| value.to_owned())
    }

    /// Fills in parameters in the way of `insert` ([`Written::fill`]).
    fn fill_as(&mut self, value: &str, span: Span, insert: &dyn Fn(&str, &str) -> String) -> Written {
        let parameters = &self.parameters;
        let lookup = |name: &str| parameters.get(name).map(String::as_str);
        let (written, unset) = Written::fill(value, self.source, span, &lookup, insert);
        for unset in unset {
            let name = &unset.name;
            if self.declared.contains(name) {
                self.diagnostics.push(
                    unset.span,
                    &format!("the parameter `{name}` has no value"),
                    &format!("give it one with --set {name}=VALUE, or in [parameters]"),
                );
                continue;
            }
            let known = proposal(name, self.declared.iter().map(String::as_str));
            let hint =
                if known.is_empty() { format!("declare it in [parameters], or write {{{{{name}}}}}") } else { known };
            self.diagnostics.push(unset.span, &format!("no parameter `{name}`"), &hint);
        }
        written
    }
}

/// A table that is being read. Every getter names the key as known.
#[derive(Debug)]
pub struct Table<'t, 's> {
    table: &'t DeTable<'s>,
    /// Where the table stands, for what is missing in it.
    pub span: Span,
    known: Vec<&'static str>,
}

impl<'t, 's> Table<'t, 's> {
    /// Begins to read a table.
    pub fn new(table: &'t DeTable<'s>, span: Span) -> Self {
        Table { table, span, known: Vec::new() }
    }

    /// The value of a key.
    pub fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'s>>> {
        self.known.push(key);
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    /// A text in quotes.
    pub fn text(&mut self, key: &'static str, reading: &mut Reading<'_>) -> Option<Written> {
        let value = self.get(key)?;
        text_of(key, value, reading)
    }

    /// A text; dates and numbers are taken as they are written.
    pub fn value(&mut self, key: &'static str, reading: &mut Reading<'_>) -> Option<Written> {
        let value = self.get(key)?;
        value_of(key, value, reading)
    }

    /// A text that must be there.
    pub fn needed_text(&mut self, key: &'static str, reading: &mut Reading<'_>) -> Option<Written> {
        let text = self.text(key, reading);
        if text.is_none() && self.get(key).is_none() {
            reading.refuse(self.span, &format!("`{key}` is missing"), "");
        }
        text
    }

    /// Texts: a list of them, or one.
    pub fn texts(&mut self, key: &'static str, reading: &mut Reading<'_>) -> Option<Vec<Written>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Array(values) => Some(values.iter().filter_map(|value| text_of(key, value, reading)).collect()),
            _ => text_of(key, value, reading).map(|text| vec![text]),
        }
    }

    /// A number from 1 to `most`.
    pub fn count(&mut self, key: &'static str, usual: usize, most: usize, reading: &mut Reading<'_>) -> usize {
        let Some(value) = self.get(key) else {
            return usual;
        };
        let number = match value.get_ref() {
            DeValue::Integer(number) => usize::from_str_radix(number.as_str(), number.radix()).ok(),
            DeValue::String(_) => text_of(key, value, reading).and_then(|text| text.text.parse().ok()),
            _ => None,
        };
        number.filter(|number| (1..=most).contains(number)).unwrap_or_else(|| {
            reading.refuse(span(value), &format!("`{key}` is not a number from 1 to {most}"), "");
            usual
        })
    }

    /// A number of 0 or more.
    pub fn number(&mut self, key: &'static str, usual: f64, reading: &mut Reading<'_>) -> f64 {
        let Some(value) = self.get(key) else {
            return usual;
        };
        let number = match value.get_ref() {
            DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::String(_) => text_of(key, value, reading).and_then(|text| text.text.parse().ok()),
            _ => None,
        };
        number.filter(|number| number.is_finite() && *number >= 0.0).unwrap_or_else(|| {
            reading.refuse(span(value), &format!("`{key}` is not a number of 0 or more"), "");
            usual
        })
    }

    /// `true` or `false`.
    pub fn switch(&mut self, key: &'static str, usual: bool, reading: &mut Reading<'_>) -> bool {
        match self.get(key).map(|value| (value, value.get_ref())) {
            None => usual,
            Some((_, DeValue::Boolean(value))) => *value,
            Some((value, _)) => {
                reading.refuse(span(value), &format!("`{key}` is neither true nor false"), "");
                usual
            }
        }
    }

    /// A word out of a list, where one is given.
    pub fn choice(
        &mut self,
        key: &'static str,
        choices: &[&'static str],
        reading: &mut Reading<'_>,
    ) -> Option<&'static str> {
        let text = self.text(key, reading)?;
        choose(key, &text, choices, reading)
    }

    /// Names the keys that nobody asked for.
    pub fn finish(&self, reading: &mut Reading<'_>) {
        for (name, _) in self.table {
            if !self.known.contains(&name.get_ref().as_ref()) {
                let mut known = self.known.clone();
                known.sort_unstable();
                known.dedup();
                let hint = proposal(name.get_ref(), known.iter().copied());
                reading.refuse(span(name), &format!("unknown key `{}`", name.get_ref()), &hint);
            }
        }
    }
}

/// A word out of a list.
pub fn choose(key: &str, text: &Written, choices: &[&'static str], reading: &mut Reading<'_>) -> Option<&'static str> {
    let found = choices.iter().find(|choice| **choice == text.text).copied();
    if found.is_none() {
        let hint = proposal(&text.text, choices.iter().copied());
        reading.refuse(text.span, &format!("`{}` is no value of `{key}`", text.text), &hint);
    }
    found
}

/// A query in quotes, in which the value of a parameter is one operand.
pub fn query_of(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    dialect: Dialect,
    reading: &mut Reading<'_>,
) -> Option<Written> {
    match value.get_ref() {
        DeValue::String(text) => {
            let insert = |before: &str, value: &str| operand(dialect, before, value);
            Some(reading.fill_as(text, span(value), &insert))
        }
        _ => text_of(key, value, reading),
    }
}

/// A text in quotes.
pub fn text_of(key: &str, value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Written> {
    match value.get_ref() {
        DeValue::String(text) => Some(reading.fill(text, span(value))),
        _ => {
            reading.refuse(span(value), &format!("`{key}` is not a text"), "put it in quotes");
            None
        }
    }
}

/// A value as a text; dates and numbers are taken as they are written.
pub fn value_of(key: &str, value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Written> {
    let at = span(value);
    match value.get_ref() {
        DeValue::String(text) => Some(reading.fill(text, at)),
        DeValue::Integer(number) => Some(reading.fill(number.as_str(), at)),
        DeValue::Datetime(date) => Some(reading.fill(&date.to_string(), at)),
        _ => {
            reading.refuse(at, &format!("`{key}` is not a text"), "put it in quotes");
            None
        }
    }
}

/// A table, or a problem.
pub fn table_of<'t, 's>(
    key: &str,
    value: &'t Spanned<DeValue<'s>>,
    reading: &mut Reading<'_>,
) -> Option<Table<'t, 's>> {
    match value.get_ref() {
        DeValue::Table(table) => Some(Table::new(table, span(value))),
        _ => {
            reading.refuse(
                span(value),
                &format!("`{key}` is not a table"),
                &format!("write [{key}] and keys below it"),
            );
            None
        }
    }
}
