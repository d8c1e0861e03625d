//! Sections of a report file.

use super::queries::day;
use super::table::{Reading, Table, choose, span};
use super::written::Written;
use super::{Days, Kind, NamedQuery, Section, Settings};
use crate::query::{day_after, first_day};
use crate::report::diagnostic::proposal;
use crate::search::Sort;
use toml::Spanned;
use toml::de::DeValue;

const KINDS: [&str; 7] = ["text", "search", "counts", "facets", "timeline", "trends", "entities"];
const SORTS: [&str; 3] = ["relevance", "newest", "oldest"];
const UNITS: [&str; 5] = ["day", "week", "month", "quarter", "year"];
const ENTITY_KINDS: [&str; 4] = ["person", "org", "place", "other"];
const TREND_KINDS: [&str; 2] = ["words", "entities"];
const FACETS: [&str; 15] = [
    "publisher",
    "section",
    "author",
    "language",
    "keyword",
    "person",
    "org",
    "place",
    "other",
    "entity",
    "domain",
    "year",
    "month",
    "weekday",
    "length",
];

/// Most hits, values or names of a section.
const MOST: usize = 1_000;

/// Most quotations of a hit.
const MOST_PASSAGES: usize = 20;

/// Most queries that one timeline compares.
const MOST_LINES: usize = 12;

/// Reads `[[section]]`.
pub fn read(
    value: &Spanned<DeValue<'_>>,
    queries: &[NamedQuery],
    settings: &Settings<'_>,
    reading: &mut Reading<'_>,
) -> Vec<Section> {
    let DeValue::Array(values) = value.get_ref() else {
        reading.refuse(span(value), "`section` is not a list of tables", "write [[section]], with double brackets");
        return Vec::new();
    };
    let mut sections = Vec::with_capacity(values.len());
    for value in values {
        let DeValue::Table(table) = value.get_ref() else {
            reading.refuse(span(value), "a section is not a table", "write [[section]] and keys below it");
            continue;
        };
        let mut reader = Reader { table: Table::new(table, span(value)), queries, settings, reading };
        sections.extend(reader.section());
    }
    sections
}

struct Reader<'r, 't, 's, 'a> {
    table: Table<'t, 's>,
    queries: &'r [NamedQuery],
    settings: &'r Settings<'r>,
    reading: &'r mut Reading<'a>,
}

impl Reader<'_, '_, '_, '_> {
    fn section(&mut self) -> Option<Section> {
        let title = self.table.text("title", self.reading).map(|text| text.text).unwrap_or_default();
        let kind = self.table.needed_text("kind", self.reading)?;
        let kind = choose("kind", &kind, &KINDS, self.reading)?;
        let text = match kind {
            "text" => self.table.needed_text("text", self.reading),
            _ => self.table.text("text", self.reading),
        };
        let kind = self.kind(kind);
        self.table.finish(self.reading);
        Some(Section { title, text: text.map(|text| text.text).unwrap_or_default(), kind: kind? })
    }

    fn kind(&mut self, kind: &str) -> Option<Kind> {
        Some(match kind {
            "search" => {
                let query = self.query();
                let sort = self.table.choice("sort", &SORTS, self.reading);
                let limit = self.table.count("limit", 10, MOST, self.reading);
                let passages = self.table.count("passages", 2, MOST_PASSAGES, self.reading);
                let sort = match sort {
                    Some("newest") => Sort::Newest,
                    Some("oldest") => Sort::Oldest,
                    _ => Sort::Relevance,
                };
                Kind::Search { query: query?, sort, limit, passages }
            }
            "counts" => Kind::Counts { queries: self.several(usize::MAX) },
            "facets" => {
                let query = self.query();
                let fields = self.choices("fields", &FACETS, None);
                let limit = self.table.count("limit", 10, MOST, self.reading);
                let chart = self.table.switch("chart", false, self.reading);
                Kind::Facets { query: query?, fields, limit, chart }
            }
            "timeline" => {
                let queries = self.several(MOST_LINES);
                let by = self.table.choice("by", &UNITS, self.reading).unwrap_or("month").to_owned();
                let chart = self.table.switch("chart", true, self.reading);
                let table = self.table.switch("table", true, self.reading);
                Kind::Timeline { queries, by, chart, table }
            }
            "trends" => {
                let query = self.table.get("query").is_some().then(|| self.query());
                let period = self.days("period");
                let against = self.days("against");
                let of = self.choices("of", &TREND_KINDS, Some(&TREND_KINDS));
                let limit = self.table.count("limit", 10, MOST, self.reading);
                let query = match query {
                    Some(query) => Some(query?),
                    None => None,
                };
                Kind::Trends { query, period: period?, against: against?, of, limit }
            }
            "entities" => {
                let query = self.query();
                let kinds = self.choices("kinds", &ENTITY_KINDS, Some(&["person", "org", "place"]));
                let limit = self.table.count("limit", 10, MOST, self.reading);
                Kind::Entities { query: query?, kinds, limit }
            }
            _ => Kind::Text,
        })
    }

    /// The query that `query` names.
    fn query(&mut self) -> Option<usize> {
        let name = self.table.needed_text("query", self.reading)?;
        self.number(&name)
    }

    /// The queries that `queries` names; all of them if it is missing.
    fn several(&mut self, most: usize) -> Vec<usize> {
        let numbers: Vec<usize> = match self.table.texts("queries", self.reading) {
            Some(names) => names.iter().filter_map(|name| self.number(name)).collect(),
            None => (0..self.queries.len()).collect(),
        };
        if numbers.is_empty() && self.queries.is_empty() {
            let hint = "add [queries] and a line like controls = '\"export control\"' below it";
            self.reading.refuse(self.table.span, "there are no queries", hint);
        }
        if numbers.len() > most {
            self.reading.refuse(self.table.span, &format!("more than {most} queries"), "name fewer in `queries`");
        }
        numbers
    }

    fn number(&mut self, name: &Written) -> Option<usize> {
        let found = self.queries.iter().position(|query| query.asked.name == name.text);
        if found.is_none() {
            let hint = proposal(&name.text, self.queries.iter().map(|query| query.asked.name.as_str()));
            let hint = if hint.is_empty() { "queries are named in [queries]".to_owned() } else { hint };
            self.reading.refuse(name.span, &format!("no query `{}`", name.text), &hint);
        }
        found
    }

    /// Words out of a list; without any, `usual`, or a problem.
    fn choices(&mut self, key: &'static str, choices: &[&'static str], usual: Option<&[&'static str]>) -> Vec<String> {
        let owned = |names: &[&'static str]| names.iter().map(|name| (*name).to_owned()).collect();
        let Some(texts) = self.table.texts(key, self.reading) else {
            return match usual {
                Some(usual) => owned(usual),
                None => {
                    let hint = format!("there are: {}", choices.join(", "));
                    self.reading.refuse(self.table.span, &format!("`{key}` is missing"), &hint);
                    Vec::new()
                }
            };
        };
        let mut found: Vec<&'static str> = Vec::new();
        for text in &texts {
            found.extend(choose(key, text, choices, self.reading).filter(|name| !found.contains(name)));
        }
        owned(&found)
    }

    /// A period: one date, or two parted by `..`.
    fn days(&mut self, key: &'static str) -> Option<Days> {
        let text = self.table.needed_text(key, self.reading)?;
        let (first, last) = text.text.split_once("..").unwrap_or((&text.text, &text.text));
        let today = self.settings.today;
        let (from, to) = (first_day(first.trim(), today), day_after(last.trim(), today));
        let from = day(&text, from, self.reading)?;
        let to = day(&text, to, self.reading)?;
        if from >= to {
            self.reading.refuse(text.span, "this period ends before it begins", "");
            return None;
        }
        Some(Days { from, to })
    }
}
