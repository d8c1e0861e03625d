//! What was asked, of what, and how it was understood: the part of every output that lets others repeat the search.

use crate::article::EntityKind;
use crate::date::PartialDate;
use crate::query;
use crate::search::{Engine, Filter, Match, Request};
use serde::{Deserialize, Serialize};
use serde_json::Value;

const DAY: i64 = 86_400;

/// The state of the archive that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveRecord {
    /// Identity of the articles in it.
    pub fingerprint: String,
    /// How many there are.
    pub articles: u64,
}

impl ArchiveRecord {
    /// The state that an engine sees.
    pub fn of(engine: &Engine) -> Self {
        ArchiveRecord { fingerprint: engine.fingerprint().to_owned(), articles: engine.article_count() }
    }
}

/// Conditions besides the query, as they were applied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterRecord {
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Any of these outlets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub publishers: Vec<String>,
    /// Any of these languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Any of these sections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<String>,
    /// Any of these people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// Any of these organisations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<String>,
    /// Any of these places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
}

impl From<&Filter> for FilterRecord {
    fn from(filter: &Filter) -> Self {
        let names = |kind| -> Vec<String> {
            filter.names.iter().filter(|(of, _)| *of == kind).map(|(_, name)| name.clone()).collect()
        };
        FilterRecord {
            from: filter.from_day.map(day),
            to: filter.to_day.map(|after| day(after - 1)),
            publishers: filter.publishers.clone(),
            languages: filter.languages.clone(),
            sections: filter.sections.clone(),
            people: names(EntityKind::Person),
            organisations: names(EntityKind::Organisation),
            places: names(EntityKind::Place),
        }
    }
}

/// A day since 1970 as `YYYY-MM-DD`.
pub fn day(day: i64) -> String {
    match PartialDate::from_unix_seconds(day.saturating_mul(DAY)) {
        Some(date) => date.date_only().to_string(),
        None => format!("day {day}"),
    }
}

/// How a query was understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryRecord {
    /// As written.
    pub query: String,
    /// The language it is written in.
    pub dialect: String,
    /// The tree that was searched for; none for every article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<Value>,
    /// How many of the words side by side must match.
    #[serde(default, rename = "match")]
    pub matching: Match,
    /// Conditions besides the query.
    pub filter: FilterRecord,
}

impl QueryRecord {
    /// The record of a query.
    pub fn new(text: &str, dialect: &str, request: &Request) -> Self {
        QueryRecord {
            query: text.to_owned(),
            dialect: dialect.to_owned(),
            tree: request.query.as_ref().map(query::to_json),
            matching: request.matching,
            filter: (&request.filter).into(),
        }
    }
}
