//! Which words and names are more, or less, frequent in one period than in another?
//!
//! Names are counted in stories: in how many of all stories of the period is it named? Words are counted in occurrences: how
//! many of all words in titles and bodies is it? Either is a table of two rows and two columns, and the log-likelihood ratio
//! G2 (Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19, 1993) says
//! how surprising it would be if the periods did not differ: above 10.83 by chance in one of 1000 words (chi-squared, one
//! degree of freedom). How large the difference is says the log ratio (Hardie, "Log Ratio: an informal introduction", 2014):
//! the logarithm to base 2 of the quotient of the rates; 1 is twice as frequent. A count of 0 is taken as 0.5 there.
//!
//! Copies do not make a trend: a story is counted once in a period, with the words of its first article (by time of
//! publication, then id). Common words are passed over: those that more than half of all articles of both periods hold, or
//! more than half of those in a language (with at least [`LANGUAGE_ARTICLES`] articles); so are words without a letter. G2
//! takes words as independent; they are not, so a word must be in several stories to be listed.

use crate::article::{ArticleId, EntityKind};
use crate::error::Result;
use crate::query::ast::Query;
use crate::search::document_set::DocumentSet;
use crate::search::facet::FacetField;
use crate::search::indexed_text::document_languages;
use crate::search::surplus::StoryCount;
use crate::search::tally;
use crate::search::term_count::{self, Groups, WordOccurrences};
use crate::search::{Engine, Filter, Match, Request};
use rustc_hash::FxHashMap;

/// What can rise and fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TrendKind {
    /// Words of title and body.
    Term,
    /// Names of a kind.
    Entity(EntityKind),
}

impl TrendKind {
    /// All kinds, names first.
    pub const ALL: [TrendKind; 5] = [
        TrendKind::Entity(EntityKind::Person),
        TrendKind::Entity(EntityKind::Organisation),
        TrendKind::Entity(EntityKind::Place),
        TrendKind::Entity(EntityKind::Other),
        TrendKind::Term,
    ];

    /// The word used on the command line and in records.
    pub fn as_str(self) -> &'static str {
        match self {
            TrendKind::Term => "term",
            TrendKind::Entity(kind) => kind.as_str(),
        }
    }
}

/// First day, and first day after it; `None` is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayRange {
    /// First day, in days since 1970-01-01.
    pub from: Option<i64>,
    /// First day after it.
    pub to: Option<i64>,
}

impl DayRange {
    /// Whether a day is in both.
    pub fn overlaps(self, other: DayRange) -> bool {
        let begins = |one: DayRange, other: DayRange| one.from.zip(other.to).is_none_or(|(from, to)| from < to);
        begins(self, other) && begins(other, self)
    }
}

/// What to compare.
#[derive(Debug, Clone)]
pub struct TrendsRequest {
    /// Which articles; `None` is all.
    pub query: Option<Query>,
    /// How many of the words side by side must match.
    pub matching: Match,
    /// Conditions besides; its days are not used.
    pub filter: Filter,
    /// The period that is looked at.
    pub period: DayRange,
    /// The period that it is compared with.
    pub against: DayRange,
    /// What may rise and fall.
    pub kinds: Vec<TrendKind>,
    /// Most trends of each kind and direction.
    pub limit: usize,
    /// Fewest stories, in both periods together.
    pub least_stories: u64,
    /// Least log-likelihood.
    pub least_likelihood: f64,
}

/// G2 that is exceeded by chance once in a thousand times.
pub const ONE_IN_A_THOUSAND: f64 = 10.83;

/// Fewest articles in a language of which it is told whether a word is common in it.
pub const LANGUAGE_ARTICLES: u64 = 20;

/// What changed between two periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Trends {
    /// The period that is looked at.
    pub period: PeriodTotals,
    /// The period that it is compared with.
    pub against: PeriodTotals,
    /// By kind in the order asked for, rising before falling, most likely first.
    pub trends: Vec<Trend>,
    /// Words that would have been listed if they were not common.
    pub common_words: u64,
    /// What of the query was capped or could not be done as asked.
    pub warnings: Vec<String>,
    /// Identity of the articles in the archive.
    pub fingerprint: String,
}

/// How much there is of a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PeriodTotals {
    /// Its days.
    pub days: DayRange,
    /// Articles that match.
    pub articles: u64,
    /// Stories they tell.
    pub stories: u64,
    /// Words in titles and bodies, of one article a story. 0 unless words were compared.
    pub words: u64,
}

/// A word or name in a period.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TrendCount {
    /// Articles that hold it.
    pub articles: u64,
    /// Stories that hold it.
    pub stories: u64,
    /// What the rate is made of: occurrences of a word, stories with a name.
    pub count: u64,
    /// Part of all words, or of all stories.
    pub rate: f64,
}

/// A word or name that is more or less frequent than it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// What it is.
    pub kind: TrendKind,
    /// In its most frequent spelling.
    pub name: String,
    /// In the period that is looked at.
    pub now: TrendCount,
    /// In the period that it is compared with.
    pub before: TrendCount,
    /// G2.
    pub likelihood: f64,
    /// Logarithm of the quotient of the rates to base 2; negative if it is less frequent.
    pub log_ratio: f64,
}

impl Trend {
    /// Whether it is more frequent now.
    pub fn is_rising(&self) -> bool {
        self.log_ratio > 0.0
    }
}

/// The articles of a period.
struct Period {
    sets: Vec<DocumentSet>,
    stories: StoryCount,
    totals: PeriodTotals,
}

impl Engine {
    /// Compares two periods.
    pub fn trends(&self, request: &TrendsRequest) -> Result<Trends> {
        let mut warnings = Vec::new();
        let mut now = self.period(request, request.period, &mut warnings)?;
        let mut before = self.period(request, request.against, &mut warnings)?;
        let (mut lists, mut common_words) = (Vec::new(), 0);
        for kind in &request.kinds {
            let list = match kind {
                TrendKind::Entity(kind) => self.name_trends(*kind, &now, &before, request)?,
                TrendKind::Term => {
                    let (list, common) = self.word_trends(&mut now, &mut before, request)?;
                    common_words = common;
                    list
                }
            };
            lists.extend(list);
        }
        Ok(Trends {
            period: now.totals,
            against: before.totals,
            trends: lists,
            common_words,
            warnings,
            fingerprint: self.fingerprint().to_owned(),
        })
    }

    fn period(&self, request: &TrendsRequest, days: DayRange, warnings: &mut Vec<String>) -> Result<Period> {
        let filter = Filter { from_day: days.from, to_day: days.to, ..request.filter.clone() };
        let (query, matching) = (request.query.clone(), request.matching);
        let part = Request { query, filter, matching, ..Request::default() };
        let compiled = self.compile(&part);
        let mut evaluated = self.evaluate(&part, &compiled)?;
        if request.kinds.iter().any(|kind| matches!(kind, TrendKind::Entity(_))) {
            self.warn_of_uncounted(&part, &evaluated.sets, &mut evaluated.warnings)?;
        }
        for warning in &evaluated.warnings {
            if !warnings.contains(warning) {
                warnings.push(warning.clone());
            }
        }
        let articles = evaluated.total();
        let stories = StoryCount::of(self, &evaluated.sets)?;
        let totals = PeriodTotals { days, articles, stories: stories.among(articles), words: 0 };
        Ok(Period { sets: evaluated.sets, stories, totals })
    }

    fn name_trends(
        &self,
        kind: EntityKind,
        now: &Period,
        before: &Period,
        request: &TrendsRequest,
    ) -> Result<Vec<Trend>> {
        let field = field_of(kind);
        let counts = |period: &Period| -> Result<FxHashMap<String, TrendCount>> {
            let all = period.totals.stories;
            let tally = tally::of_field(self, field, &period.sets, &period.stories)?;
            let count = |value: tally::Counted| {
                (
                    value.key,
                    TrendCount {
                        articles: value.articles,
                        stories: value.stories,
                        count: value.stories,
                        rate: rate(value.stories, all),
                    },
                )
            };
            Ok(tally.values.into_iter().map(count).collect())
        };
        let (now_counts, before_counts) = (counts(now)?, counts(before)?);
        let mut both = now.sets.clone();
        both.iter_mut().zip(&before.sets).for_each(|(one, other)| one.or(other));
        // Only for the names: of several spellings, the one with most articles in both periods.
        let names = tally::of_field(self, field, &both, &StoryCount::default())?;
        let trends = names.values.into_iter().map(|value| Trend {
            kind: TrendKind::Entity(kind),
            now: now_counts.get(&value.key).copied().unwrap_or_default(),
            before: before_counts.get(&value.key).copied().unwrap_or_default(),
            name: value.name,
            likelihood: 0.0,
            log_ratio: 0.0,
        });
        let [mut rising, mut falling] = ranked(trends, [now.totals.stories, before.totals.stories], request);
        rising.truncate(request.limit);
        falling.truncate(request.limit);
        rising.append(&mut falling);
        Ok(rising)
    }

    /// Also counts all words of the periods. The number besides: common words that were passed over.
    fn word_trends(&self, now: &mut Period, before: &mut Period, request: &TrendsRequest) -> Result<(Vec<Trend>, u64)> {
        let readers = self.searcher.segment_readers();
        let firsts = [self.first_articles(now)?, self.first_articles(before)?];
        let groups = Groups::new(readers, [&now.sets, &before.sets], [&firsts[0], &firsts[1]]);
        let vocabulary = term_count::count(readers, &self.fields, &groups)?;
        let totals = vocabulary.total;
        [now.totals.words, before.totals.words] = totals;
        let words = vocabulary.words.into_iter().filter(|(word, _)| word.chars().any(char::is_alphabetic));
        let trends = words.map(|(word, counts)| Trend {
            kind: TrendKind::Term,
            name: word.into(),
            now: trend_count(counts, 0, totals),
            before: trend_count(counts, 1, totals),
            likelihood: 0.0,
            log_ratio: 0.0,
        });
        let languages =
            readers.iter().map(|reader| document_languages(reader, &self.languages)).collect::<Result<Vec<_>>>()?;
        let articles = now.totals.articles + before.totals.articles;
        let by_language = groups.by_language(&languages);
        let (mut listed, mut common) = (Vec::new(), 0);
        for list in ranked(trends, totals, request) {
            let end = listed.len().saturating_add(request.limit);
            for mut trend in list {
                if listed.len() == end {
                    break;
                }
                let details = term_count::details(readers, &self.fields, &groups, &languages, &trend.name)?;
                let is_common_in = |(language, holders): (&u8, &u64)| {
                    let all = by_language.get(language).copied().unwrap_or(0);
                    all >= LANGUAGE_ARTICLES && 2 * holders > all
                };
                if 2 * (trend.now.articles + trend.before.articles) > articles
                    || details.by_language.iter().any(is_common_in)
                {
                    common += 1;
                    continue;
                }
                trend.name = details.spelling;
                listed.push(trend);
            }
        }
        Ok((listed, common))
    }

    /// Of each story the article that was published first.
    fn first_articles(&self, period: &Period) -> Result<Vec<DocumentSet>> {
        let mut firsts = period.sets.clone();
        let mut copies: Vec<(u32, i64, ArticleId, usize, u32)> = Vec::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let (ids, dates) = (reader.fast_fields().u64("id")?, reader.fast_fields().i64("published")?);
            for (document, family) in period.stories.repeated(segment) {
                let date = dates.first(*document).unwrap_or(i64::MAX);
                let id = ArticleId(ids.first(*document).unwrap_or(0));
                copies.push((*family, date, id, segment, *document));
            }
        }
        copies.sort_unstable();
        for family in copies.chunk_by(|one, other| one.0 == other.0) {
            for (.., segment, document) in family.iter().skip(1) {
                if let Some(set) = firsts.get_mut(*segment) {
                    set.remove(*document);
                }
            }
        }
        Ok(firsts)
    }
}

fn field_of(kind: EntityKind) -> FacetField {
    match kind {
        EntityKind::Person => FacetField::Person,
        EntityKind::Organisation => FacetField::Organisation,
        EntityKind::Place => FacetField::Place,
        EntityKind::Other => FacetField::Other,
    }
}

fn trend_count(counts: WordOccurrences, group: usize, totals: [u64; 2]) -> TrendCount {
    let of = |numbers: [u64; 2]| numbers.get(group).copied().unwrap_or(0);
    TrendCount {
        articles: of(counts.articles),
        stories: of(counts.stories),
        count: of(counts.occurrences),
        rate: rate(of(counts.occurrences), of(totals)),
    }
}

fn rate(count: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { count as f64 / all as f64 }
}

/// Trends that are likely enough, rising and falling ones, likeliest first. The names are keys at this point, so that no two
/// of a kind are equal.
fn ranked(trends: impl Iterator<Item = Trend>, totals: [u64; 2], request: &TrendsRequest) -> [Vec<Trend>; 2] {
    let (mut rising, mut falling) = (Vec::new(), Vec::new());
    for mut trend in trends {
        if totals.contains(&0) || trend.now.stories + trend.before.stories < request.least_stories {
            continue;
        }
        let counts = [trend.now.count, trend.before.count];
        trend.likelihood = log_likelihood(counts, totals);
        trend.log_ratio = log_ratio(counts, totals);
        // A word that is as frequent as it was does neither.
        if trend.likelihood < request.least_likelihood || trend.log_ratio == 0.0 {
            continue;
        }
        if trend.is_rising() { &mut rising } else { &mut falling }.push(trend);
    }
    let mut lists = [rising, falling];
    for list in &mut lists {
        list.sort_unstable_by(|one: &Trend, other| {
            other.likelihood.total_cmp(&one.likelihood).then_with(|| one.name.cmp(&other.name))
        });
    }
    lists
}

/// G2 of so many of so many, twice: twice the sum of each count times the logarithm of it over the count to be expected if
/// both rates were the same. Natural logarithms.
pub fn log_likelihood(counts: [u64; 2], totals: [u64; 2]) -> f64 {
    let [a, b] = counts.map(|count| count as f64);
    let [n, m] = totals.map(|total| total as f64);
    let share = (a + b) / (n + m);
    let term =
        |count: f64, expected: f64| if count > 0.0 && expected > 0.0 { count * (count / expected).ln() } else { 0.0 };
    let sum = term(a, n * share) + term(b, m * share) + term(n - a, n * (1.0 - share)) + term(m - b, m * (1.0 - share));
    // What is left of rounding where both rates are the same.
    (2.0 * sum).max(0.0)
}

/// Logarithm to base 2 of the quotient of the rates; a count of 0 is taken as 0.5.
pub fn log_ratio(counts: [u64; 2], totals: [u64; 2]) -> f64 {
    let [a, b] = counts.map(|count| if count == 0 { 0.5 } else { count as f64 });
    let [n, m] = totals.map(|total| total as f64);
    // The quotient of products is exactly 1 where the rates are the same.
    ((a * m) / (b * n)).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likelihoods_are_those_of_the_formula_written_out() {
        // 2 * (10 ln(10/7.5) + 5 ln(5/7.5) + 90 ln(90/92.5) + 95 ln(95/92.5))
        assert!(
            (log_likelihood([10, 5], [100, 100]) - 1.834_1).abs() < 1e-3,
            "{}",
            log_likelihood([10, 5], [100, 100])
        );
        assert_eq!(log_likelihood([3, 3], [50, 50]), 0.0);
        assert!(log_likelihood([20, 0], [1000, 1000]) > ONE_IN_A_THOUSAND);
        assert!(log_likelihood([0, 0], [10, 10]) == 0.0 && log_likelihood([10, 10], [10, 10]) == 0.0);
    }

    #[test]
    fn a_log_ratio_of_one_is_twice_as_frequent() {
        assert_eq!(log_ratio([20, 10], [1000, 1000]), 1.0);
        assert_eq!(log_ratio([1, 4], [1000, 1000]), -2.0);
        assert_eq!(log_ratio([3, 9], [700, 2100]), 0.0);
        assert_eq!(log_ratio([2, 0], [1000, 1000]), 2.0);
    }

    #[test]
    fn periods_overlap_if_they_share_a_day() {
        let range = |from, to| DayRange { from, to };
        assert!(!range(Some(5), Some(9)).overlaps(range(Some(9), None)));
        assert!(range(Some(5), Some(9)).overlaps(range(Some(8), None)));
        assert!(!range(None, Some(5)).overlaps(range(Some(5), Some(6))));
        assert!(range(None, None).overlaps(range(Some(5), Some(6))));
    }
}
