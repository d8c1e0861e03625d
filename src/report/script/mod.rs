//! A report file: what is to be asked and in which order it is told. TOML, described by `schema/report.schema.json`.
//!
//! The file is read by hand from TOML's own tree, so that everything that is wrong can be named at its place: an unknown key,
//! a query that cannot be read, a date that is none, a parameter without a value, a query that no section can refer to. All
//! problems are told at once. What is read needs no second look: queries are parsed, days are days.

mod operand;
mod parameters;
mod queries;
mod read;
mod sections;
mod table;
mod written;

use crate::date::PartialDate;
use crate::date::calendar::CalendarUnit;
use crate::output::timeline::Measure;
use crate::report::asked::Asked;
use crate::search::facet::FacetOptions;
use crate::search::trend::{DayRange, TrendKind};
use crate::search::{Filter, Sort};
use std::collections::BTreeMap;

pub use read::read;

/// A report file that was understood.
#[derive(Debug, Clone)]
pub struct Script {
    /// Title.
    pub title: String,
    /// What stands below it.
    pub subtitle: Option<String>,
    /// Who answers for it.
    pub author: Option<String>,
    /// Language of the report itself, as a tag.
    pub language: String,
    /// Values of all parameters.
    pub parameters: BTreeMap<String, String>,
    /// Conditions on all queries that do not say otherwise.
    pub filter: Filter,
    /// Named queries in the order of the file.
    pub queries: Vec<NamedQuery>,
    /// Sections in order.
    pub sections: Vec<Section>,
}

/// A query that sections refer to by name.
#[derive(Debug, Clone)]
pub struct NamedQuery {
    /// What it is called in the report.
    pub title: String,
    /// The query.
    pub asked: Asked,
}

/// A part of a report.
#[derive(Debug, Clone)]
pub struct Section {
    /// Heading; may be empty.
    pub title: String,
    /// Markdown below the heading; may be empty.
    pub text: String,
    /// What it shows.
    pub kind: Kind,
}

/// What a section shows. Queries are numbers in [`Script::queries`].
#[derive(Debug, Clone)]
pub enum Kind {
    /// Its text and nothing else.
    Text,
    /// The first hits of a query, with quotations.
    Search {
        /// The query.
        query: usize,
        /// Order of the hits.
        sort: Sort,
        /// Most hits.
        limit: usize,
        /// Quotations of each.
        passages: usize,
    },
    /// How much each query finds.
    Counts {
        /// The queries.
        queries: Vec<usize>,
    },
    /// Articles by the values of fields.
    Facets {
        /// The query.
        query: usize,
        /// What is counted.
        options: FacetOptions,
        /// Whether to draw bars.
        chart: bool,
    },
    /// Articles by periods.
    Timeline {
        /// The queries, one line each.
        queries: Vec<usize>,
        /// Length of the periods.
        by: CalendarUnit,
        /// What the chart shows.
        measure: Measure,
        /// Whether to say which outlets are missing when.
        outlets: bool,
        /// Whether to draw a chart.
        chart: bool,
        /// Whether to list the numbers.
        table: bool,
    },
    /// What rises and falls between two periods.
    Trends {
        /// The query, if not everything.
        query: Option<usize>,
        /// The period, and the one it is compared with, as half-open days.
        period: DayRange,
        /// The other.
        against: DayRange,
        /// What may rise and fall.
        of: Vec<TrendKind>,
        /// Most of each kind and direction.
        limit: usize,
        /// Fewest stories, both periods together.
        least_stories: u64,
        /// Least log-likelihood.
        least_likelihood: f64,
    },
    /// Names in what a query finds.
    Entities {
        /// The query.
        query: usize,
        /// What is counted.
        options: FacetOptions,
    },
}

impl Kind {
    /// The word that a report file uses.
    pub fn as_str(&self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Search { .. } => "search",
            Kind::Counts { .. } => "counts",
            Kind::Facets { .. } => "facets",
            Kind::Timeline { .. } => "timeline",
            Kind::Trends { .. } => "trends",
            Kind::Entities { .. } => "entities",
        }
    }
}

/// What a report file is read with.
#[derive(Debug, Clone)]
pub struct Settings<'a> {
    /// The name that the person knows the file by.
    pub file: &'a str,
    /// Values of parameters that were given besides the file.
    pub set: &'a BTreeMap<String, String>,
    /// The day from which `-30d` is counted.
    pub today: PartialDate,
}
