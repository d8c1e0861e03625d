//! How many articles and stories match in each day, week, month, quarter or year, and what part of the archive is that?
//!
//! Invariants: no period between the first and the last is left out; a share is a part of what the archive holds in the same
//! period under the same filters, and there is none where it holds nothing; articles without a date, or whose date names a
//! longer period than is counted by, are in no period but counted apart. A story is counted in each period in which it was
//! told, so the stories of all periods may be more than the stories in all.

use crate::date::calendar::{CalendarPeriod, CalendarUnit, PeriodTable};
use crate::error::Result;
use crate::query::ast::Query;
use crate::search::document_set::DocumentSet;
use crate::search::ordinal::{Day, Days};
use crate::search::surplus::{StoryCount, Surplus};
use crate::search::wrap;
use crate::search::{Engine, Filter, Match, Request};
use std::collections::BTreeMap;
use std::ops::Range;

/// What to count, and by what.
#[derive(Debug, Clone)]
pub struct TimelineRequest {
    /// What each series counts.
    pub queries: Vec<SeriesQuery>,
    /// Conditions on all series and on what they are compared with. Its days are the bounds of the timeline; without them, it
    /// goes from the first to the last article of the archive under these conditions, whether it matches or not.
    pub filter: Filter,
    /// Length of the periods.
    pub by: CalendarUnit,
    /// Whether to tell in which periods each outlet of the archive is missing. Told of outlets that the filter names in any case.
    pub outlets: bool,
}

/// What a series counts.
#[derive(Debug, Clone, Default)]
pub struct SeriesQuery {
    /// Its name.
    pub name: String,
    /// The query; `None` is every article.
    pub query: Option<Query>,
    /// How many of the words side by side must match.
    pub matching: Match,
}

/// Counts by period.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// Length of the periods.
    pub by: CalendarUnit,
    /// Periods in order.
    pub periods: Vec<CalendarPeriod>,
    /// What the archive holds in each of the periods.
    pub held: Vec<u64>,
    /// One for each query.
    pub series: Vec<Series>,
    /// Outlets and where they are missing, by name.
    pub outlets: Vec<Outlet>,
    /// What of the queries was capped or could not be done as asked.
    pub warnings: Vec<String>,
    /// Identity of the articles in the archive.
    pub fingerprint: String,
}

/// The counts of a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// For each period.
    pub counts: Vec<PeriodCount>,
    /// Articles that match and have a date within the bounds.
    pub articles: u64,
    /// Stories they tell.
    pub stories: u64,
    /// Of these articles, those whose date names a longer period only, and which are in none of the counts therefore.
    pub imprecise: u64,
    /// Articles that match and have no date; they are in none of the numbers above.
    pub undated: u64,
}

/// The count of a period.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PeriodCount {
    /// Articles that match.
    pub articles: u64,
    /// Stories they tell.
    pub stories: u64,
    /// Part of the articles held; `None` if none are.
    pub share: Option<f64>,
}

/// An outlet of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    /// Its name; as asked for, if the archive has nothing of it.
    pub name: String,
    /// Articles of it in all periods of the timeline.
    pub articles: u64,
    /// Runs of periods in which the archive holds nothing of it, by their numbers.
    pub missing: Vec<Range<usize>>,
}

impl Timeline {
    /// Runs of periods in which the archive holds nothing, by their numbers.
    pub fn gaps(&self) -> Vec<Range<usize>> {
        runs(self.held.iter().map(|held| *held == 0))
    }

    /// Names of the first and last of these periods.
    pub fn labels(&self, run: &Range<usize>) -> Option<(String, String)> {
        let label = |number: usize| self.periods.get(number).map(|period| period.label());
        Some((label(run.start)?, label(run.end.checked_sub(1)?)?))
    }

    /// Whether any series has an article.
    pub fn has_articles(&self) -> bool {
        self.series.iter().any(|series| series.articles + series.undated > 0)
    }
}

/// Runs of numbers for which the test is true.
fn runs(tests: impl Iterator<Item = bool>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (number, _) in tests.enumerate().filter(|(_, test)| *test) {
        match runs.last_mut() {
            Some(run) if run.end == number => run.end += 1,
            _ => runs.push(number..number + 1),
        }
    }
    runs
}

/// Articles that match, whatever their day.
struct Matching {
    /// All of them, by segment.
    whole: Vec<DocumentSet>,
    /// Those of them with a date within the bounds.
    dated: Vec<DocumentSet>,
    undated: u64,
    warnings: Vec<String>,
    /// First and last known day.
    days: Option<(i64, i64)>,
}

impl Engine {
    /// Counts the articles that match by period.
    pub fn timeline(&self, request: &TimelineRequest) -> Result<Timeline> {
        let mut matching = Vec::with_capacity(request.queries.len());
        for asked in &request.queries {
            matching.push(self.dated(asked, request)?);
        }
        let all = self.dated(&SeriesQuery::default(), request)?;
        let table = bounds(request, &all)
            .map_or_else(PeriodTable::default, |(first, last)| PeriodTable::new(request.by, first, last));
        let held = self.series("", &all, request.by, &table, &[])?;
        let held: Vec<u64> = held.counts.iter().map(|count| count.articles).collect();
        let mut timeline = Timeline {
            by: request.by,
            periods: table.periods().to_vec(),
            series: Vec::with_capacity(matching.len()),
            outlets: self.outlets(request, &all, &table)?,
            warnings: Vec::new(),
            fingerprint: self.fingerprint().to_owned(),
            held,
        };
        for (asked, matching) in request.queries.iter().zip(&matching) {
            timeline.series.push(self.series(&asked.name, matching, request.by, &table, &timeline.held)?);
            for warning in &matching.warnings {
                if !timeline.warnings.contains(warning) {
                    timeline.warnings.push(warning.clone());
                }
            }
        }
        Ok(timeline)
    }

    /// The articles that match, parted by whether they have a date.
    fn dated(&self, asked: &SeriesQuery, request: &TimelineRequest) -> Result<Matching> {
        let filter = Filter { from_day: None, to_day: None, ..request.filter.clone() };
        let query = asked.query.clone();
        let whole = Request { query, filter, matching: asked.matching, ..Request::default() };
        let compiled = self.compile(&whole);
        let evaluated = self.evaluate(&whole, &compiled)?;
        let mut matching = Matching {
            dated: evaluated.sets.clone(),
            whole: evaluated.sets,
            undated: 0,
            warnings: evaluated.warnings,
            days: None,
        };
        let from = request.filter.from_day.unwrap_or(i64::MIN);
        let to = request.filter.to_day.unwrap_or(i64::MAX);
        for (reader, set) in self.searcher.segment_readers().iter().zip(&mut matching.dated) {
            let days = Days::new(reader)?;
            let mut left = DocumentSet::empty(reader.max_doc());
            for document in set.iter() {
                match days.of(document, request.by.needs()) {
                    Day::Unknown => {
                        matching.undated += 1;
                        left.insert(document);
                    }
                    Day::Known(day) | Day::Vague(day) if day < from || day >= to => left.insert(document),
                    Day::Known(day) => {
                        let (first, last) = matching.days.unwrap_or((day, day));
                        matching.days = Some((first.min(day), last.max(day)));
                    }
                    Day::Vague(_) => {}
                }
            }
            set.and_not(&left);
        }
        Ok(matching)
    }

    fn series(
        &self,
        name: &str,
        matching: &Matching,
        by: CalendarUnit,
        table: &PeriodTable,
        held: &[u64],
    ) -> Result<Series> {
        let size = table.periods().len();
        let mut series = Series { name: name.to_owned(), undated: matching.undated, ..Series::default() };
        series.counts = vec![PeriodCount::default(); size];
        let stories = StoryCount::of(self, &matching.dated)?;
        let mut surplus = Surplus::default();
        for (number, (reader, set)) in self.searcher.segment_readers().iter().zip(&matching.dated).enumerate() {
            let days = Days::new(reader)?;
            let period = |document: u32| match days.of(document, by.needs()) {
                Day::Known(day) => table.number(day),
                Day::Vague(_) | Day::Unknown => None,
            };
            for document in set.iter() {
                series.articles += 1;
                match period(document).and_then(|period| series.counts.get_mut(period as usize)) {
                    Some(count) => count.articles += 1,
                    None => series.imprecise += 1,
                }
            }
            for (document, family) in stories.repeated(number) {
                if let Some(period) = period(*document) {
                    surplus.add(period, *family);
                }
            }
        }
        series.stories = stories.among(series.articles);
        for (count, surplus) in series.counts.iter_mut().zip(surplus.by_number(size)) {
            count.stories = count.articles - surplus;
        }
        for (count, held) in series.counts.iter_mut().zip(held) {
            count.share = (*held > 0).then(|| count.articles as f64 / *held as f64);
        }
        Ok(series)
    }

    /// Where each outlet is missing, if that is asked.
    fn outlets(&self, request: &TimelineRequest, all: &Matching, table: &PeriodTable) -> Result<Vec<Outlet>> {
        let wanted = &request.filter.publishers;
        if wanted.is_empty() && !request.outlets {
            return Ok(Vec::new());
        }
        let mut held = self.periods_of_outlets(request.by, all, table)?;
        for name in wanted {
            let name = name.trim();
            if !held.keys().any(|known| known.to_lowercase() == name.to_lowercase()) {
                held.insert(name.to_owned(), Vec::new());
            }
        }
        let size = table.periods().len();
        let outlets = held.into_iter().map(|(name, mut periods)| {
            let articles = periods.len() as u64;
            periods.sort_unstable();
            periods.dedup();
            let is_missing =
                |number: usize| u32::try_from(number).is_ok_and(|number| periods.binary_search(&number).is_err());
            let missing = runs((0..size).map(is_missing));
            Outlet { name, articles, missing }
        });
        Ok(outlets.collect())
    }

    /// For each outlet the number of the period of every article that is in one.
    fn periods_of_outlets(
        &self,
        by: CalendarUnit,
        all: &Matching,
        table: &PeriodTable,
    ) -> Result<BTreeMap<String, Vec<u32>>> {
        let mut by_outlet: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (number, reader) in self.searcher.segment_readers().iter().enumerate() {
            let Some(column) = reader.fast_fields().str("publisher")? else {
                continue;
            };
            let days = Days::new(reader)?;
            let mut by_ordinal: Vec<Option<Vec<u32>>> = vec![None; column.num_terms()];
            for document in all.whole.get(number).into_iter().flat_map(DocumentSet::iter) {
                let is_dated = all.dated.get(number).is_some_and(|set| set.contains(document));
                let period = match days.of(document, by.needs()) {
                    Day::Known(day) if is_dated => table.number(day),
                    _ => None,
                };
                for ordinal in column.ords().values_for_doc(document) {
                    if let Some(periods) = by_ordinal.get_mut(ordinal as usize) {
                        periods.get_or_insert_default().extend(period);
                    }
                }
            }
            let mut name = String::new();
            for (ordinal, periods) in (0..).zip(by_ordinal) {
                if let Some(periods) = periods {
                    column.ord_to_str(ordinal, &mut name).map_err(wrap)?;
                    by_outlet.entry(name.clone()).or_default().extend(periods);
                }
            }
        }
        Ok(by_outlet)
    }
}

/// First and last day of a timeline: where not asked for, those of all that the archive holds under the filters.
fn bounds(request: &TimelineRequest, all: &Matching) -> Option<(i64, i64)> {
    let first = request.filter.from_day.or_else(|| all.days.map(|(first, _)| first))?;
    let last = request.filter.to_day.map(|end| end - 1).or_else(|| all.days.map(|(_, last)| last))?;
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_one_run() {
        let tests = [true, true, false, false, true, false, true];
        assert_eq!(runs(tests.into_iter()), vec![0..2, 4..5, 6..7]);
        assert!(runs([false].into_iter()).is_empty());
    }
}
