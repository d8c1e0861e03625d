//! What rises and falls, for people, as JSON (`schema/trends.schema.json`) and CSV.

use crate::date::calendar::day_label;
use crate::output::figure::{Share, articles_and_stories, counted, fitted};
use crate::output::table::Table;
use crate::output::{Style, escape, json};
use crate::search::trend::{DayRange, PeriodTotals, Trend, TrendCount, TrendKind, Trends};
use serde::Serialize;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Columns of the table of trends.
pub const TREND_COLUMNS: [&str; 13] = [
    "kind",
    "name",
    "direction",
    "count",
    "against_count",
    "rate",
    "against_rate",
    "articles",
    "against_articles",
    "stories",
    "against_stories",
    "log_likelihood",
    "log_ratio",
];

#[derive(Debug, Serialize)]
struct TrendsRecord<'a> {
    query: &'a str,
    fingerprint: &'a str,
    warnings: &'a [String],
    period: PeriodRecord,
    against: PeriodRecord,
    common_words: u64,
    trends: Vec<TrendRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct PeriodRecord {
    from: Option<String>,
    to: Option<String>,
    articles: u64,
    stories: u64,
    words: u64,
}

#[derive(Debug, Serialize)]
struct TrendRecord<'a> {
    kind: &'static str,
    name: &'a str,
    direction: &'static str,
    now: CountRecord,
    against: CountRecord,
    log_likelihood: f64,
    log_ratio: f64,
}

#[derive(Debug, Serialize)]
struct CountRecord {
    articles: u64,
    stories: u64,
    count: u64,
    rate: Share,
}

impl From<&PeriodTotals> for PeriodRecord {
    fn from(totals: &PeriodTotals) -> Self {
        PeriodRecord {
            from: totals.days.from.and_then(day_label),
            to: totals.days.to.and_then(|day| day_label(day - 1)),
            articles: totals.articles,
            stories: totals.stories,
            words: totals.words,
        }
    }
}

/// Words of a million for words, a part of 1 for names.
fn rate(kind: TrendKind, count: &TrendCount) -> Share {
    match kind {
        TrendKind::Term => Share(1e6 * count.rate),
        TrendKind::Entity(_) => Share(count.rate),
    }
}

fn direction(trend: &Trend) -> &'static str {
    if trend.is_rising() { "rising" } else { "falling" }
}

fn count_record(kind: TrendKind, count: &TrendCount) -> CountRecord {
    CountRecord { articles: count.articles, stories: count.stories, count: count.count, rate: rate(kind, count) }
}

/// Writes trends as one JSON object; `query` as it was typed.
pub fn json<'a>(query: &str, trends: &'a Trends, writer: &mut dyn Write) -> io::Result<()> {
    let record = |trend: &'a Trend| {
        let Trend { kind, name, now, before, likelihood, log_ratio } = trend;
        TrendRecord {
            kind: kind.as_str(),
            name,
            direction: direction(trend),
            now: count_record(*kind, now),
            against: count_record(*kind, before),
            log_likelihood: *likelihood,
            log_ratio: *log_ratio,
        }
    };
    let record = TrendsRecord {
        query,
        fingerprint: &trends.fingerprint,
        warnings: &trends.warnings,
        period: PeriodRecord::from(&trends.period),
        against: PeriodRecord::from(&trends.against),
        common_words: trends.common_words,
        trends: trends.trends.iter().map(record).collect(),
    };
    json::write_line(&record, writer)
}

/// Writes trends as a table with [`TREND_COLUMNS`].
pub fn csv(trends: &Trends, writer: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(&TREND_COLUMNS, writer)?;
    for trend in &trends.trends {
        let (now, before) = (&trend.now, &trend.before);
        let numbers = [
            now.count.to_string(),
            before.count.to_string(),
            rate(trend.kind, now).exact(),
            rate(trend.kind, before).exact(),
            now.articles.to_string(),
            before.articles.to_string(),
            now.stories.to_string(),
            before.stories.to_string(),
            format!("{:.4}", trend.likelihood),
            format!("{:.4}", trend.log_ratio),
        ];
        table.numbers([trend.kind.as_str(), &trend.name, direction(trend)], &numbers)?;
    }
    table.finish()
}

/// Writes trends for people.
pub fn text(trends: &Trends, style: Style, writer: &mut dyn Write) -> io::Result<()> {
    writeln!(writer, "{}", style.bold(&totals(&trends.period)))?;
    writeln!(writer, "compared with {}", totals(&trends.against))?;
    for list in trends.trends.chunk_by(|one, other| (one.kind, one.is_rising()) == (other.kind, other.is_rising())) {
        writeln!(writer)?;
        list_text(list, style, writer)?;
    }
    if trends.trends.is_empty() {
        writeln!(writer, "\nnothing rises or falls by more than chance")?;
    }
    if trends.common_words > 0 {
        let note = format!("{} passed over", counted(trends.common_words, "common word", "common words"));
        writeln!(writer, "\n{}", style.dim(&note))?;
    }
    Ok(())
}

fn totals(totals: &PeriodTotals) -> String {
    let counts = articles_and_stories(totals.articles, totals.stories);
    let words = if totals.words > 0 { format!(", {} words", totals.words) } else { String::new() };
    format!("{}: {counts}{words}", days(totals.days))
}

/// `2024-01-01 to 2024-06-30`.
fn days(days: DayRange) -> String {
    let from = days.from.and_then(day_label);
    let to = days.to.and_then(|day| day_label(day - 1));
    match (from, to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => "all days".to_owned(),
    }
}

/// Columns that the numbers of a line take.
const NUMBERS: usize = 8 + 9 + 10 + 10 + 10 + 8;

fn list_text(list: &[Trend], style: Style, writer: &mut dyn Write) -> io::Result<()> {
    let Some(first) = list.first() else {
        return Ok(());
    };
    let heading = format!("{}, {}", first.kind.as_str(), direction(first));
    let longest = list.iter().map(|trend| escape::line(&trend.name).width()).chain([heading.len()]).max().unwrap_or(0);
    let room = longest.min(style.width.max(Style::NARROWEST).saturating_sub(NUMBERS).max(12));
    let (counted, rated) = match first.kind {
        TrendKind::Term => ("words", "a million"),
        TrendKind::Entity(_) => ("stories", "share"),
    };
    let columns = format!(
        "{} {counted:>7} {:>8} {rated:>9} {:>9} {:>9} {:>7}",
        fitted(&heading, room),
        "before",
        "before",
        "G2",
        "ratio"
    );
    writeln!(writer, "{}", style.bold(&columns))?;
    for trend in list {
        let shown = |count: &TrendCount| match trend.kind {
            TrendKind::Term => format!("{:.1}", 1e6 * count.rate),
            TrendKind::Entity(_) => Share(count.rate).percent(),
        };
        writeln!(
            writer,
            "{} {:>7} {:>8} {:>9} {:>9} {:>9.1} {:>+7.2}",
            fitted(&trend.name, room),
            trend.now.count,
            trend.before.count,
            shown(&trend.now),
            shown(&trend.before),
            trend.likelihood,
            trend.log_ratio
        )?;
    }
    Ok(())
}
