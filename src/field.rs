//! The fields of the index as data: `schema/article.json`, read once.
//!
//! The tantivy schema, the query language's field names and later the mappings for other engines derive from this
//! table, so that they cannot disagree. Knows no engine.

use serde::Deserialize;
use std::sync::LazyLock;

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Words.
    Text,
    /// A string as it is.
    Keyword,
    /// A whole number.
    Integer,
    /// Bytes.
    Bytes,
}

/// How a value is cut into terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Analyser {
    /// Words with positions.
    Words,
    /// Words with positions, and marks where sentences and paragraphs begin.
    Passages,
    /// The value as it is.
    Whole,
    /// A host and its parent domains.
    Domains,
}

/// One field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in the index.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// How it is cut into terms; `None` if it is not searched by terms.
    pub analyser: Option<Analyser>,
    /// Whether its terms are indexed.
    pub indexed: bool,
    /// Whether its value can be read back.
    pub stored: bool,
    /// Whether it has a column for filters, sorting and counts.
    pub fast: bool,
    /// Whether an article may have several values.
    pub multiple: bool,
    /// Weight in ranking when no field is named; 0 = not searched by default.
    pub boost: f32,
    /// What it means.
    pub meaning: String,
}

#[derive(Deserialize)]
struct Contract {
    version: u32,
    #[serde(rename = "comment")]
    _comment: String,
    fields: Vec<Field>,
}

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is compiled in and a test reads it")]
    serde_json::from_str(include_str!("../schema/article.json")).expect("schema/article.json is valid")
});

/// All fields, in the order of the contract.
pub fn fields() -> &'static [Field] {
    &CONTRACT.fields
}

/// Version of the contract, which is the version of the archive's format.
pub fn version() -> u32 {
    CONTRACT.version
}

/// The field of that name.
pub fn field(name: &str) -> Option<&'static Field> {
    fields().iter().find(|field| field.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contract_is_consistent() {
        assert!(version() > 0);
        for (number, field) in fields().iter().enumerate() {
            assert!(fields()[..number].iter().all(|other| other.name != field.name), "{} twice", field.name);
            assert_eq!(field.indexed, field.analyser.is_some(), "{}", field.name);
            assert!(field.indexed || field.stored || field.fast, "{} serves nothing", field.name);
            assert!(field.boost == 0.0 || field.kind == Kind::Text, "{}", field.name);
            assert!(!field.meaning.is_empty());
        }
    }
}
