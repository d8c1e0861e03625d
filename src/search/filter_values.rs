//! Does the archive know the values that a filter asks for: outlets, languages, sections?
//!
//! A value that no article has is no error (the archive may yet get it), but it is told of, with what is near it: a zero that
//! comes of a slip of the pen must not be read as a finding.

use crate::error::Result;
use crate::search::name_filter::edits;
use crate::search::{Engine, Filter, wrap};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use tantivy::SegmentReader;

/// Values that are proposed for one that is not known.
const PROPOSED: usize = 3;
/// Values that are listed where none is near, if there are no more.
const LISTED: usize = 8;

impl Engine {
    /// Warns of the values of a filter that no article has.
    pub(super) fn unknown_values(&self, filter: &Filter, warnings: &mut Vec<String>) -> Result<()> {
        let conditions =
            [("publisher", &filter.publishers), ("language", &filter.languages), ("section", &filter.sections)];
        for (column, wanted) in conditions.into_iter().filter(|(_, wanted)| !wanted.is_empty()) {
            let mut known: BTreeMap<String, u64> = BTreeMap::new();
            for reader in self.searcher.segment_readers() {
                add_values(reader, column, &mut known)?;
            }
            for value in wanted {
                if !known.keys().any(|name| name.to_lowercase() == value.to_lowercase()) {
                    warnings.push(unknown(column, value, &known));
                }
            }
        }
        Ok(())
    }
}

/// Adds the values of a column that articles have, and how many.
fn add_values(reader: &SegmentReader, name: &str, known: &mut BTreeMap<String, u64>) -> Result<()> {
    let Some(column) = reader.fast_fields().str(name)? else {
        return Ok(());
    };
    let mut counts = vec![0u64; column.num_terms()];
    for document in reader.doc_ids_alive() {
        for ordinal in column.ords().values_for_doc(document) {
            if let Some(count) = counts.get_mut(ordinal as usize) {
                *count += 1;
            }
        }
    }
    let mut value = String::new();
    for (ordinal, count) in (0..).zip(counts).filter(|(_, count)| *count > 0) {
        value.clear();
        column.ord_to_str(ordinal, &mut value).map_err(wrap)?;
        *known.entry(value.clone()).or_default() += count;
    }
    Ok(())
}

fn unknown(column: &str, asked: &str, known: &BTreeMap<String, u64>) -> String {
    let said = format!("no article of the archive has the {column} `{asked}`");
    let near = near(asked, known);
    if !near.is_empty() {
        return format!("{said}; near it: {}", near.join(", "));
    }
    if known.is_empty() || known.len() > LISTED {
        return said;
    }
    format!("{said}; there are: {}", known.keys().map(String::as_str).collect::<Vec<_>>().join(", "))
}

/// Values that hold the words asked for, then those that are spelt nearly so; those of most articles first.
fn near<'a>(asked: &str, known: &'a BTreeMap<String, u64>) -> Vec<&'a str> {
    let asked = asked.trim().to_lowercase();
    let words: Vec<&str> = asked.split_whitespace().collect();
    let distance = |value: &str| {
        let value = value.to_lowercase();
        let holds = !words.is_empty() && words.iter().all(|word| value.split_whitespace().any(|other| other == *word));
        if holds { Some(0) } else { edits(&asked, &value) }
    };
    let mut near: Vec<(usize, Reverse<u64>, &str)> =
        known.iter().filter_map(|(value, articles)| Some((distance(value)?, Reverse(*articles), &**value))).collect();
    near.sort_unstable();
    near.into_iter().take(PROPOSED).map(|(_, _, value)| value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_value_is_named_and_where_there_is_none_the_few_there_are() {
        let known: BTreeMap<String, u64> = [("Kestrel Times", 7), ("Kestrel Evening Times", 2), ("De", 1)]
            .map(|(name, count)| (name.to_owned(), count))
            .into();
        assert_eq!(near("kestrel tims", &known), ["Kestrel Times"]);
        assert_eq!(near("Kestrel", &known), ["Kestrel Times", "Kestrel Evening Times"]);
        let told = unknown("language", "klingon", &known);
        assert!(told.ends_with("there are: De, Kestrel Evening Times, Kestrel Times"), "{told}");
    }
}
