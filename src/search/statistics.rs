//! Numbers about the whole archive.

use crate::error::Result;
use crate::search::ordinal::each_value;
use crate::search::wrap;
use crate::search::{Engine, Statistics};
use std::collections::BTreeMap;
use tantivy::SegmentReader;

impl Engine {
    /// Numbers about the whole archive.
    pub fn statistics(&self) -> Result<Statistics> {
        let readers = self.searcher.segment_readers();
        let mut statistics = Statistics {
            articles: self.searcher.num_docs(),
            stories: self.searcher.num_docs().saturating_sub((self.families.len() - self.families.count()) as u64),
            segments: readers.len(),
            generation: self.generation,
            ..Statistics::default()
        };
        let mut years: BTreeMap<i32, u64> = BTreeMap::new();
        for reader in readers {
            let words = reader.fast_fields().i64("words")?;
            let days = reader.fast_fields().i64("published_day")?;
            for document in reader.doc_ids_alive() {
                statistics.words += words.first(document).and_then(|words| u64::try_from(words).ok()).unwrap_or(0);
                match days.first(document) {
                    Some(day) => {
                        let (first, last) = statistics.days.unwrap_or((day, day));
                        statistics.days = Some((first.min(day), last.max(day)));
                        let year =
                            crate::date::PartialDate::from_unix_seconds(day * 86_400).map_or(0, |date| date.year());
                        *years.entry(year).or_default() += 1;
                    }
                    None => statistics.undated += 1,
                }
            }
        }
        statistics.years = years.into_iter().collect();
        statistics.publishers = values(readers, "publisher")?;
        statistics.languages = values(readers, "language")?;
        let mut parts: BTreeMap<String, u64> = BTreeMap::new();
        let usage = self.searcher.space_usage().map_err(wrap)?;
        statistics.bytes = usage.total().get_bytes();
        for segment in usage.segments() {
            for (name, part) in [
                ("terms", segment.termdict().total()),
                ("postings", segment.postings().total()),
                ("positions", segment.positions().total()),
                ("columns", segment.fast_fields().total()),
                ("lengths", segment.fieldnorms().total()),
                ("texts", segment.store().total()),
            ] {
                *parts.entry(name.to_owned()).or_default() += part.get_bytes();
            }
        }
        statistics.parts = parts.into_iter().collect();
        statistics.parts.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        Ok(statistics)
    }
}

/// The values of a column of strings with the number of articles that have them, most first.
pub(super) fn values(readers: &[SegmentReader], column: &str) -> Result<Vec<(String, u64)>> {
    let mut counts = BTreeMap::new();
    for reader in readers {
        add_values(reader, column, reader.doc_ids_alive(), &mut counts)?;
    }
    Ok(most_first(counts))
}

/// Adds the values that documents of a segment have in a column of strings, and how many documents have each.
pub(super) fn add_values(
    reader: &SegmentReader,
    column: &str,
    documents: impl Iterator<Item = u32>,
    counts: &mut BTreeMap<String, u64>,
) -> Result<()> {
    let Some(column) = reader.fast_fields().str(column)? else {
        return Ok(());
    };
    each_value(&column, documents, &mut |_, value, articles| *counts.entry(value.to_owned()).or_default() += articles)
}

/// Values with their counts, most first, then by name.
pub(super) fn most_first(counts: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    counts
}
