//! A query in two dialects, for programs.

use serde::Serialize;

/// A translation as JSON; see `schema/translation.schema.json`.
#[derive(Debug, Serialize)]
pub struct TranslationRecord<'a> {
    /// As it was given.
    pub query: &'a str,
    /// The dialect it was read in.
    pub dialect: &'a str,
    /// The dialect it is written in.
    pub to: &'a str,
    /// Empty if nothing can be said.
    pub translation: &'a str,
    /// What is doubtful about the query, and what the other dialect lacks.
    pub warnings: &'a [String],
}
