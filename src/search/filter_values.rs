//! Does the archive know the values that a filter asks for: outlets, languages, sections?
//!
//! A value that no article has is no error (the archive may yet get it), but it is told of, with what is near it: a zero that
//! comes of a slip of the pen must not be read as a finding.

use crate::error::Result;
use crate::search::likeness::{self, likest};
use crate::search::statistics::values;
use crate::search::{Engine, Filter};

/// Values that are listed where none is near, if there are no more.
const LISTED: usize = 8;

impl Engine {
    /// Warns of the values of a filter that no article has.
    pub(super) fn unknown_values(&self, filter: &Filter, warnings: &mut Vec<String>) -> Result<()> {
        let conditions =
            [("publisher", &filter.publishers), ("language", &filter.languages), ("section", &filter.sections)];
        for (column, wanted) in conditions.into_iter().filter(|(_, wanted)| !wanted.is_empty()) {
            let known = values(self.searcher.segment_readers(), column)?;
            for value in wanted {
                if !known.iter().any(|(name, _)| name.to_lowercase() == value.to_lowercase()) {
                    warnings.push(unknown(column, value, &known));
                }
            }
        }
        Ok(())
    }
}

fn unknown(column: &str, asked: &str, known: &[(String, u64)]) -> String {
    let said = format!("no article of the archive has the {column} `{asked}`");
    let near = near(asked, known);
    if !near.is_empty() {
        return format!("{said}; near it: {}", near.join(", "));
    }
    if known.is_empty() || known.len() > LISTED {
        return said;
    }
    format!("{said}; there are: {}", known.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", "))
}

fn near<'a>(asked: &str, known: &'a [(String, u64)]) -> Vec<&'a str> {
    let asked = asked.trim().to_lowercase();
    let distance = |value: &str| likeness::distance(&asked, &value.to_lowercase());
    likest(known.iter().filter_map(|(value, articles)| Some((distance(value)?, *articles, &**value))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_value_is_named_and_where_there_is_none_the_few_there_are() {
        let known = [("Kestrel Times", 7), ("Kestrel Evening Times", 2), ("De", 1)]
            .map(|(name, count)| (name.to_owned(), count));
        assert_eq!(near("kestrel tims", &known), ["Kestrel Times"]);
        assert_eq!(near("Kestrel", &known), ["Kestrel Times", "Kestrel Evening Times"]);
        let told = unknown("language", "klingon", &known);
        assert!(told.ends_with("there are: Kestrel Times, Kestrel Evening Times, De"), "{told}");
    }
}
