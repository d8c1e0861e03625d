//! Sections of a report file.

use super::queries::day;
use super::table::{Reading, Table, choose, span};
use super::written::Written;
use super::{Kind, NamedQuery, Section, Settings};
use crate::date::calendar::CalendarUnit;
use crate::output::timeline::Measure;
use crate::query::{day_after, first_day};
use crate::report::diagnostic::proposal;
use crate::search::Sort;
use crate::search::facet::{FacetField, FacetOptions};
use crate::search::trend::{DayRange, ONE_IN_A_THOUSAND, TrendKind};
use toml::Spanned;
use toml::de::DeValue;

const KINDS: [&str; 7] = ["text", "search", "counts", "facets", "timeline", "trends", "entities"];
const SORTS: [&str; 3] = ["relevance", "newest", "oldest"];
const MEASURES: [&str; 3] = ["articles", "stories", "share"];
const NAMES: [FacetField; 4] = [FacetField::Person, FacetField::Organisation, FacetField::Place, FacetField::Other];

/// Most hits, values or names of a section.
const MOST: usize = 1_000;

/// Most quotations of a hit.
const MOST_PASSAGES: usize = 20;

/// Fewest stories of a trend, unless another number is given.
const LEAST_STORIES: usize = 5;

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
                let fields = self.choices("fields", &FacetField::ALL, FacetField::as_str, &[]);
                let options = self.facet_options(fields);
                let chart = self.table.switch("chart", false, self.reading);
                Kind::Facets { query: query?, options, chart }
            }
            "timeline" => {
                let queries = self.compared();
                let units = CalendarUnit::ALL.map(CalendarUnit::as_str);
                let by = self.table.choice("by", &units, self.reading);
                let by = by.and_then(CalendarUnit::parse).unwrap_or(CalendarUnit::Month);
                let chart = self.table.switch("chart", true, self.reading);
                let table = self.table.switch("table", true, self.reading);
                let measure = match self.table.choice("measure", &MEASURES, self.reading) {
                    Some("stories") => Measure::Stories,
                    Some("share") => Measure::Share,
                    _ => Measure::Articles,
                };
                let outlets = self.table.switch("outlets", false, self.reading);
                Kind::Timeline { queries, by, measure, outlets, chart, table }
            }
            "trends" => self.trends()?,
            "entities" => {
                let query = self.query();
                let usual = [FacetField::Person, FacetField::Organisation, FacetField::Place];
                let fields = self.choices("kinds", &NAMES, FacetField::as_str, &usual);
                let options = self.facet_options(fields);
                Kind::Entities { query: query?, options }
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

    fn trends(&mut self) -> Option<Kind> {
        let query = self.table.get("query").is_some().then(|| self.query());
        let period = self.days("period");
        let against = self.days("against");
        if let (Some(period), Some(against)) = (period, against)
            && period.overlaps(against)
        {
            self.reading.refuse(self.table.span, "`period` and `against` share days", "");
        }
        let of = self.choices("of", &TrendKind::ALL, TrendKind::as_str, &TrendKind::ALL);
        let limit = self.table.count("limit", 10, MOST, self.reading);
        let least_stories = self.table.count("min", LEAST_STORIES, MOST, self.reading) as u64;
        let least_likelihood = self.table.number("min_g2", ONE_IN_A_THOUSAND, self.reading);
        let query = match query {
            Some(query) => Some(query?),
            None => None,
        };
        Some(Kind::Trends { query, period: period?, against: against?, of, limit, least_stories, least_likelihood })
    }

    fn facet_options(&mut self, fields: Vec<FacetField>) -> FacetOptions {
        let limit = self.table.count("limit", 10, MOST, self.reading);
        FacetOptions { fields, limit, ..FacetOptions::default() }
    }

    /// Queries that can stand in one timeline: a share is a part of what the archive holds under the same conditions.
    fn compared(&mut self) -> Vec<usize> {
        let numbers = self.several(MOST_LINES);
        let filters =
            numbers.iter().filter_map(|number| self.queries.get(*number)).map(|query| &query.asked.request.filter);
        let is_one = filters.clone().zip(filters.skip(1)).all(|(one, other)| one == other);
        if !is_one {
            self.reading.refuse(
                self.table.span,
                "the queries of a timeline have different conditions",
                "give them the same from, to, publisher, language and section, or a timeline each",
            );
        }
        numbers
    }

    /// Words out of a list; without any, `usual`, or a problem if there is nothing usual.
    fn choices<T: Copy + PartialEq>(
        &mut self,
        key: &'static str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
        usual: &[T],
    ) -> Vec<T> {
        let names: Vec<&'static str> = all.iter().map(|one| name(*one)).collect();
        let Some(texts) = self.table.texts(key, self.reading) else {
            if usual.is_empty() && self.table.get(key).is_none() {
                let hint = format!("there are: {}", names.join(", "));
                self.reading.refuse(self.table.span, &format!("`{key}` is missing"), &hint);
            }
            return usual.to_vec();
        };
        let mut found: Vec<T> = Vec::new();
        for text in &texts {
            let chosen = choose(key, text, &names, self.reading);
            let one = all.iter().copied().find(|one| Some(name(*one)) == chosen);
            found.extend(one.filter(|one| !found.contains(one)));
        }
        found
    }

    /// A period: one date, or two parted by `..`, either of which may be missing.
    fn days(&mut self, key: &'static str) -> Option<DayRange> {
        let text = self.table.value(key, self.reading);
        if text.is_none() && self.table.get(key).is_none() {
            self.reading.refuse(self.table.span, &format!("`{key}` is missing"), "");
        }
        let text = text?;
        let (first, last) = text.text.split_once("..").unwrap_or((&text.text, &text.text));
        let (first, last) = (first.trim(), last.trim());
        let today = self.settings.today;
        let (mut from, mut to) = (None, None);
        if !first.is_empty() || last.is_empty() {
            from = Some(day(&text, first_day(first, today), self.reading)?);
        }
        if !last.is_empty() {
            to = Some(day(&text, day_after(last, today), self.reading)?);
        }
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            self.reading.refuse(text.span, "this period ends before it begins", "");
            return None;
        }
        Some(DayRange { from, to })
    }
}
