//! Which names have the articles of a result, how often, and when?
//!
//! Names are those of the archive ([`super::names`]). An article counts once under a name, however often and in whatever form
//! it has it, and so does a story (a family of near-duplicates). What `limit` and `least` leave out is counted.
//!
//! The first pass over the result counts every name, the second makes the trends of those that are listed, so that memory
//! grows with the names of the archive and not with names times periods.

use crate::article::EntityKind;
use crate::date::PartialDate;
use crate::error::Result;
use crate::index::document::read_day;
use crate::search::document_set::DocumentSet;
use crate::search::names::{NameColumns, NameNumber};
use crate::search::recognition::Unrecognised;
use crate::search::{Engine, Request};
use std::collections::BTreeMap;
use tantivy::DocAddress;
use tantivy::columnar::Column;

/// Months that a result may span to be shown by month.
const MOST_MONTHS: i64 = 36;

/// What to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityOptions {
    /// Kinds of names; none means all.
    pub kinds: Vec<EntityKind>,
    /// Fewest articles of a name.
    pub least: u64,
    /// Most names.
    pub limit: usize,
    /// Which come first.
    pub order: EntityOrder,
    /// Periods of the trends; chosen by the span of the result if `None`.
    pub by: Option<TrendUnit>,
}

/// Order of names; ties by articles, then name, then kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EntityOrder {
    /// Most articles first.
    #[default]
    Articles,
    /// Most stories first.
    Stories,
    /// By name.
    Name,
    /// Earliest first article first; those without a date last.
    First,
    /// Latest last article first; those without a date last.
    Last,
}

/// Length of the periods of a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrendUnit {
    /// A month.
    Month,
    /// A year.
    Year,
}

impl TrendUnit {
    /// The word used in records.
    pub fn as_str(self) -> &'static str {
        match self {
            TrendUnit::Month => "month",
            TrendUnit::Year => "year",
        }
    }

    /// Number of the period of a day; `None` if only a longer period is known.
    fn period(self, day: i64, precision: i64) -> Option<i64> {
        let date = read_day(day, precision)?;
        match self {
            TrendUnit::Year => Some(i64::from(date.year())),
            TrendUnit::Month => Some(i64::from(date.year()) * 12 + i64::from(date.month()?) - 1),
        }
    }

    /// The name of a period: `2024`, `2024-05`.
    pub fn label(self, period: i64) -> String {
        match self {
            TrendUnit::Year => format!("{period:04}"),
            TrendUnit::Month => format!("{:04}-{:02}", period.div_euclid(12), period.rem_euclid(12) + 1),
        }
    }
}

/// Names of a result.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityList {
    /// Articles that match.
    pub articles: u64,
    /// Stories they tell.
    pub stories: u64,
    /// The names that were asked for.
    pub entities: Vec<EntityCount>,
    /// Names there are.
    pub distinct: u64,
    /// Of these, names in fewer articles than asked for.
    pub below_least: u64,
    /// Periods of the trends.
    pub by: TrendUnit,
    /// Articles that match and whose names were not looked for.
    pub unrecognised: Unrecognised,
    /// What was capped or could not be done as asked.
    pub warnings: Vec<String>,
    /// Identity of the articles in the archive.
    pub fingerprint: String,
}

impl EntityList {
    /// Names that have enough articles and were left out all the same.
    pub fn beyond_limit(&self) -> u64 {
        self.distinct - self.below_least - self.entities.len() as u64
    }
}

/// A name and what has it.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityCount {
    /// The spelling that most articles of the archive have.
    pub name: String,
    /// What it names.
    pub kind: EntityKind,
    /// Articles of the result that have it.
    pub articles: u64,
    /// Stories that have it.
    pub stories: u64,
    /// Date of the earliest article.
    pub first: Option<PartialDate>,
    /// Date of the latest article.
    pub last: Option<PartialDate>,
    /// Articles by number of their period; see [`TrendUnit::label`]. Those without a date or with too vague a one are missing.
    pub trend: Vec<(i64, u64)>,
    /// Other forms in the archive, most frequent first.
    pub aliases: Vec<String>,
}

/// Counts of a name, by its number.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) articles: u32,
    pub(super) stories: u32,
    /// Day and precision.
    first: Option<(i64, i8)>,
    last: Option<(i64, i8)>,
}

/// Columns of one segment.
pub(super) struct Columns<'a> {
    pub(super) names: NameColumns<'a>,
    days: Column<i64>,
    precisions: Option<Column<i64>>,
}

impl Columns<'_> {
    /// The names of a document, each once.
    pub(super) fn names(&self, document: u32, names: &mut Vec<NameNumber>) {
        names.clear();
        self.names.read(document, names);
        names.sort_unstable();
        names.dedup();
    }

    fn day(&self, document: u32) -> Option<(i64, i8)> {
        let day = self.days.first(document)?;
        let precision = self.precisions.as_ref().and_then(|precisions| precisions.first(document)).unwrap_or(3);
        Some((day, i8::try_from(precision).unwrap_or(3)))
    }
}

fn date(day: (i64, i8)) -> Option<PartialDate> {
    read_day(day.0, i64::from(day.1))
}

impl Engine {
    /// Lists the names in the articles that match.
    pub fn entities(&self, request: &Request, options: &EntityOptions) -> Result<EntityList> {
        let compiled = self.compile(request);
        let mut evaluated = self.evaluate(request, &compiled)?;
        let unrecognised = self.warn_of_uncounted(request, &evaluated.sets, &mut evaluated.warnings)?;
        let columns = self.name_columns(&options.kinds)?;
        let (tallies, stories) = self.tally(&evaluated.sets, &columns)?;
        let by = options.by.unwrap_or_else(|| fitting_unit(&tallies));
        let (chosen, distinct, below_least) = self.chosen(&tallies, options)?;
        let mut list = EntityList {
            articles: evaluated.total(),
            stories,
            entities: Vec::with_capacity(chosen.len()),
            distinct,
            below_least,
            by,
            unrecognised,
            warnings: evaluated.warnings,
            fingerprint: self.fingerprint().to_owned(),
        };
        let mut trends = trends(&evaluated.sets, &columns, &chosen, by);
        let mut aliases = self.aliases(&chosen)?;
        for number in chosen {
            let (Some(name), Some(tally)) = (self.names()?.name(number), tallies.get(number as usize)) else {
                continue;
            };
            list.entities.push(EntityCount {
                name: name.shown().to_owned(),
                kind: name.kind,
                articles: u64::from(tally.articles),
                stories: u64::from(tally.stories),
                first: tally.first.and_then(date),
                last: tally.last.and_then(date),
                trend: trends.remove(&number).unwrap_or_default().into_iter().collect(),
                aliases: aliases.remove(&number).unwrap_or_default(),
            });
        }
        Ok(list)
    }

    /// The columns of every segment, for names of these kinds.
    pub(super) fn name_columns(&self, kinds: &[EntityKind]) -> Result<Vec<Columns<'_>>> {
        let names = self.names()?;
        let kinds = if kinds.is_empty() { &EntityKind::ALL[..] } else { kinds };
        let of_segment = |(number, reader): (usize, &tantivy::SegmentReader)| {
            Ok(Columns {
                names: names.columns(number, reader, kinds)?,
                days: reader.fast_fields().i64("published_day")?,
                precisions: reader.fast_fields().column_opt("published_precision")?,
            })
        };
        self.searcher.segment_readers().iter().enumerate().map(of_segment).collect()
    }

    /// Counts every name; returns the number of stories too.
    pub(super) fn tally(&self, sets: &[DocumentSet], columns: &[Columns<'_>]) -> Result<(Vec<Tally>, u64)> {
        let mut tallies = vec![Tally::default(); self.names()?.len()];
        let (mut of_article, mut of_story) = (Vec::new(), Vec::new());
        let stories = self.each_story(sets, &mut |story: &[DocAddress]| {
            of_story.clear();
            for address in story {
                let Some(columns) = columns.get(address.segment_ord as usize) else {
                    continue;
                };
                columns.names(address.doc_id, &mut of_article);
                let day = columns.day(address.doc_id);
                for number in &of_article {
                    if let Some(tally) = tallies.get_mut(*number as usize) {
                        tally.articles += 1;
                        tally.first = tally.first.into_iter().chain(day).min();
                        tally.last = tally.last.into_iter().chain(day).max();
                    }
                }
                of_story.extend_from_slice(&of_article);
            }
            of_story.sort_unstable();
            of_story.dedup();
            for number in &of_story {
                if let Some(tally) = tallies.get_mut(*number as usize) {
                    tally.stories += 1;
                }
            }
            Ok(())
        })?;
        Ok((tallies, stories))
    }

    /// The names to list, in order; how many there are, and how many of them have too few articles.
    pub(super) fn chosen(&self, tallies: &[Tally], options: &EntityOptions) -> Result<(Vec<NameNumber>, u64, u64)> {
        let names = self.names()?;
        let occurring = || (0..).zip(tallies).filter(|(_, tally)| tally.articles > 0);
        let distinct = occurring().count() as u64;
        let mut chosen: Vec<_> = occurring()
            .filter(|(_, tally)| u64::from(tally.articles) >= options.least)
            .filter_map(|(number, tally)| {
                let name = names.name(number)?;
                let key = match options.order {
                    EntityOrder::Articles => -i64::from(tally.articles),
                    EntityOrder::Stories => -i64::from(tally.stories),
                    EntityOrder::Name => 0,
                    EntityOrder::First => tally.first.map_or(i64::MAX, |day| day.0),
                    EntityOrder::Last => tally.last.map_or(i64::MAX, |day| -day.0),
                };
                let articles = if options.order == EntityOrder::Name { 0 } else { tally.articles };
                Some((key, std::cmp::Reverse(articles), name.shown(), name.kind, number))
            })
            .collect();
        let below_least = distinct - chosen.len() as u64;
        chosen.sort_unstable();
        chosen.truncate(options.limit);
        Ok((chosen.into_iter().map(|(.., number)| number).collect(), distinct, below_least))
    }
}

/// Months, unless the result spans too many of them.
fn fitting_unit(tallies: &[Tally]) -> TrendUnit {
    let month = |day: (i64, i8)| TrendUnit::Month.period(day.0, 3);
    let first = tallies.iter().filter_map(|tally| tally.first).min().and_then(month);
    let last = tallies.iter().filter_map(|tally| tally.last).max().and_then(month);
    match first.zip(last) {
        Some((first, last)) if last - first >= MOST_MONTHS => TrendUnit::Year,
        _ => TrendUnit::Month,
    }
}

/// Articles by period for each of the chosen names.
fn trends(
    sets: &[DocumentSet],
    columns: &[Columns<'_>],
    chosen: &[NameNumber],
    by: TrendUnit,
) -> BTreeMap<NameNumber, BTreeMap<i64, u64>> {
    let mut trends: BTreeMap<NameNumber, BTreeMap<i64, u64>> =
        chosen.iter().map(|number| (*number, BTreeMap::new())).collect();
    let mut names = Vec::new();
    for (columns, set) in columns.iter().zip(sets) {
        for document in set.iter() {
            let day = columns.day(document);
            let Some(period) = day.and_then(|(day, precision)| by.period(day, i64::from(precision))) else {
                continue;
            };
            columns.names(document, &mut names);
            for number in &names {
                if let Some(trend) = trends.get_mut(number) {
                    *trend.entry(period).or_default() += 1;
                }
            }
        }
    }
    trends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_names_that_sort() {
        assert_eq!(
            TrendUnit::Month.period(0, 3).map(|period| TrendUnit::Month.label(period)).as_deref(),
            Some("1970-01")
        );
        assert_eq!(
            TrendUnit::Month.period(-1, 2).map(|period| TrendUnit::Month.label(period)).as_deref(),
            Some("1969-12")
        );
        assert_eq!(TrendUnit::Month.period(0, 1), None);
        assert_eq!(TrendUnit::Year.period(0, 1).map(|period| TrendUnit::Year.label(period)).as_deref(), Some("1970"));
    }
}
