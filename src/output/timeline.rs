//! Timelines for people, as JSON (`schema/timeline.schema.json`), CSV and Markdown.

use crate::date::calendar::day_label;
use crate::output::figure::{Share, articles_and_stories, bar, counted, sparkline};
use crate::output::table::Table;
use crate::output::{Style, escape, json};
use crate::search::timeline::{Outlet, PeriodCount, Series, Timeline};
use serde::Serialize;
use std::io::{self, Write};
use std::ops::Range;

/// Columns of the table of one series.
pub const PERIOD_COLUMNS: [&str; 4] = ["period", "articles", "stories", "share"];
/// Columns of the table of several series.
pub const SERIES_COLUMNS: [&str; 5] = ["period", "query", "articles", "stories", "share"];

/// Runs of periods that are named to people; machine-readable forms have all of them.
const RUNS: usize = 8;
/// Outlets that are named to people.
const OUTLETS: usize = 20;

/// What bars, sparklines and charts stand for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Measure {
    /// Articles.
    #[default]
    Articles,
    /// Stories.
    Stories,
    /// Part of what the archive holds.
    Share,
}

impl Measure {
    /// What is measured, for an axis.
    pub fn as_str(self) -> &'static str {
        match self {
            Measure::Articles => "articles",
            Measure::Stories => "stories",
            Measure::Share => "share of coverage",
        }
    }

    /// The number of a period; `None` where the archive holds nothing.
    pub fn of(self, count: &PeriodCount) -> Option<f64> {
        let share = count.share?;
        Some(match self {
            Measure::Articles => count.articles as f64,
            Measure::Stories => count.stories as f64,
            Measure::Share => share,
        })
    }

    /// A number as it is written at a bar or an axis.
    pub fn shown(self, number: f64) -> String {
        match self {
            Measure::Articles | Measure::Stories => format!("{number:.0}"),
            Measure::Share => Share(number).percent(),
        }
    }
}

#[derive(Debug, Serialize)]
struct TimelineRecord<'a> {
    by: &'static str,
    fingerprint: &'a str,
    warnings: &'a [String],
    periods: Vec<PeriodRecord>,
    series: Vec<SeriesRecord<'a>>,
    gaps: Vec<[String; 2]>,
    outlets: Vec<OutletRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct PeriodRecord {
    period: String,
    first_day: Option<String>,
    held: u64,
}

#[derive(Debug, Serialize)]
struct SeriesRecord<'a> {
    query: &'a str,
    articles: u64,
    stories: u64,
    imprecise: u64,
    undated: u64,
    counts: Vec<CountRecord>,
}

#[derive(Debug, Serialize)]
struct CountRecord {
    period: String,
    articles: u64,
    stories: u64,
    share: Option<Share>,
}

#[derive(Debug, Serialize)]
struct OutletRecord<'a> {
    name: &'a str,
    articles: u64,
    missing: Vec<[String; 2]>,
}

/// Writes a timeline as one JSON object.
pub fn json(timeline: &Timeline, writer: &mut dyn Write) -> io::Result<()> {
    let periods = timeline.periods.iter().zip(&timeline.held).map(|(period, held)| PeriodRecord {
        period: period.label(),
        first_day: day_label(period.first_day()),
        held: *held,
    });
    let record = TimelineRecord {
        by: timeline.by.as_str(),
        fingerprint: &timeline.fingerprint,
        warnings: &timeline.warnings,
        periods: periods.collect(),
        series: timeline.series.iter().map(|series| series_record(timeline, series)).collect(),
        gaps: labelled(timeline, &timeline.gaps()),
        outlets: timeline.outlets.iter().map(|outlet| outlet_record(timeline, outlet)).collect(),
    };
    json::write_line(&record, writer)
}

fn series_record<'a>(timeline: &Timeline, series: &'a Series) -> SeriesRecord<'a> {
    let counts = timeline.periods.iter().zip(&series.counts).map(|(period, count)| CountRecord {
        period: period.label(),
        articles: count.articles,
        stories: count.stories,
        share: count.share.map(Share),
    });
    SeriesRecord {
        query: &series.name,
        articles: series.articles,
        stories: series.stories,
        imprecise: series.imprecise,
        undated: series.undated,
        counts: counts.collect(),
    }
}

fn outlet_record<'a>(timeline: &Timeline, outlet: &'a Outlet) -> OutletRecord<'a> {
    OutletRecord { name: &outlet.name, articles: outlet.articles, missing: labelled(timeline, &outlet.missing) }
}

fn labelled(timeline: &Timeline, runs: &[Range<usize>]) -> Vec<[String; 2]> {
    runs.iter().filter_map(|run| timeline.labels(run)).map(|(first, last)| [first, last]).collect()
}

/// Writes a timeline as a table: [`PERIOD_COLUMNS`] of one series, [`SERIES_COLUMNS`] of several, period by period. The share
/// is empty where the archive holds nothing.
pub fn csv(timeline: &Timeline, writer: &mut dyn Write) -> io::Result<()> {
    let is_one = timeline.series.len() == 1;
    let columns: &[&str] = if is_one { &PERIOD_COLUMNS } else { &SERIES_COLUMNS };
    let mut table = Table::new(columns, writer)?;
    for (number, period) in timeline.periods.iter().enumerate() {
        for series in &timeline.series {
            let Some(count) = series.counts.get(number) else {
                continue;
            };
            let name = (!is_one).then_some(series.name.as_str());
            let label = period.label();
            let numbers = [count.articles.to_string(), count.stories.to_string()];
            let share = count.share.map(|share| Share(share).exact()).unwrap_or_default();
            let cells = [label.as_str()].into_iter().chain(name).chain(numbers.iter().map(String::as_str));
            table.row(cells.chain([share.as_str()]))?;
        }
    }
    table.finish()
}

/// Name of a series for people.
pub fn shown_name(series: &Series) -> String {
    if series.name.trim().is_empty() { "all articles".to_owned() } else { escape::line(&series.name) }
}

/// Writes a timeline for people.
pub fn text(timeline: &Timeline, measure: Measure, style: Style, writer: &mut dyn Write) -> io::Result<()> {
    let room = style.width.max(Style::NARROWEST);
    for series in &timeline.series {
        let counts = articles_and_stories(series.articles, series.stories);
        writeln!(writer, "{}", style.bold(&format!("{}: {counts}", shown_name(series))))?;
        if series.counts.len() > 1 {
            let numbers: Vec<Option<f64>> = series.counts.iter().map(|count| measure.of(count)).collect();
            writeln!(writer, "{}", sparkline(&numbers, room).trim_end())?;
        }
    }
    if let [series] = timeline.series.as_slice() {
        one_series(timeline, series, measure, style, writer)?;
    } else {
        side_by_side(timeline, measure, style, writer)?;
    }
    let notes = notes(timeline);
    if !notes.is_empty() {
        writeln!(writer)?;
    }
    notes.iter().try_for_each(|note| writeln!(writer, "{}", style.dim(note)))
}

/// Columns of a label, which is as wide as the names of all periods of a unit.
fn label_width(timeline: &Timeline) -> usize {
    timeline.periods.first().map_or(0, |period| period.label().len()).max("period".len())
}

fn one_series(
    timeline: &Timeline,
    series: &Series,
    measure: Measure,
    style: Style,
    writer: &mut dyn Write,
) -> io::Result<()> {
    if timeline.periods.is_empty() {
        return Ok(());
    }
    let width = label_width(timeline);
    let bar_room = style.width.max(Style::NARROWEST).saturating_sub(width + 39).min(60);
    let most = most(timeline, measure);
    let heading = format!("{:width$} {:>8} {:>9} {:>9} {:>8}", "period", "held", "articles", "stories", "share");
    writeln!(writer, "\n{}", style.bold(&heading))?;
    for ((period, held), count) in timeline.periods.iter().zip(&timeline.held).zip(&series.counts) {
        let share = count.share.map_or("–".to_owned(), |share| Share(share).percent());
        let bar = match measure.of(count) {
            Some(number) => bar(number, most, bar_room),
            None => style.dim("no articles in the archive"),
        };
        let numbers = format!("{held:>8} {:>9} {:>9} {share:>8}", count.articles, count.stories);
        let line = format!("{:width$} {numbers}  {bar}", period.label());
        writeln!(writer, "{}", line.trim_end())?;
    }
    Ok(())
}

/// A column with numbers and bars for each series.
fn side_by_side(timeline: &Timeline, measure: Measure, style: Style, writer: &mut dyn Write) -> io::Result<()> {
    let series = &timeline.series;
    if timeline.periods.is_empty() || series.is_empty() {
        return Ok(());
    }
    let width = label_width(timeline);
    let room = style.width.max(Style::NARROWEST).saturating_sub(width + 10) / series.len();
    let bar_room = room.saturating_sub(10).min(30);
    let most = most(timeline, measure);
    let mut heading = format!("{:width$} {:>8}", "period", "held");
    for number in 1..=series.len() {
        heading.push_str(&format!(" {:>8} {:bar_room$}", format!("({number})"), ""));
    }
    writeln!(writer, "\n{}: {}", measure.as_str(), numbered(series))?;
    writeln!(writer, "{}", style.bold(heading.trim_end()))?;
    for (row, (period, held)) in timeline.periods.iter().zip(&timeline.held).enumerate() {
        let mut line = format!("{:width$} {held:>8}", period.label());
        for count in series.iter().filter_map(|series| series.counts.get(row)) {
            let number = measure.of(count);
            let shown = number.map_or("–".to_owned(), |number| measure.shown(number));
            let bar = number.map_or(String::new(), |number| bar(number, most, bar_room));
            line.push_str(&format!(" {shown:>8} {bar:bar_room$}"));
        }
        writeln!(writer, "{}", line.trim_end())?;
    }
    Ok(())
}

/// `(1) cable, (2) strike`.
fn numbered(series: &[Series]) -> String {
    let names = series.iter().enumerate().map(|(number, series)| format!("({}) {}", number + 1, shown_name(series)));
    names.collect::<Vec<_>>().join(", ")
}

/// The largest number of all series.
fn most(timeline: &Timeline, measure: Measure) -> f64 {
    let counts = timeline.series.iter().flat_map(|series| &series.counts);
    counts.filter_map(|count| measure.of(count)).fold(0.0, f64::max)
}

/// What is in no period, and where the archive holds nothing, in one line each.
pub fn notes(timeline: &Timeline) -> Vec<String> {
    let mut notes = Vec::new();
    for series in &timeline.series {
        let name = if timeline.series.len() > 1 { format!("{}: ", shown_name(series)) } else { String::new() };
        if series.undated > 0 {
            notes.push(format!("{name}{} without a date, not counted", counted(series.undated, "article", "articles")));
        }
        if series.imprecise > 0 {
            let count = counted(series.imprecise, "article", "articles");
            notes.push(format!(
                "{name}{count} in no {} because the date names a longer period only",
                timeline.by.as_str()
            ));
        }
    }
    if timeline.periods.is_empty() {
        notes.push("the archive holds no articles with a date under these filters".to_owned());
    }
    let gaps = timeline.gaps();
    if !gaps.is_empty() {
        notes.push(format!("no articles in the archive: {}", named_runs(timeline, &gaps)));
    }
    let missing: Vec<&Outlet> = timeline.outlets.iter().filter(|outlet| !outlet.missing.is_empty()).collect();
    for outlet in missing.iter().take(OUTLETS) {
        let name = escape::line(&outlet.name);
        let is_everywhere = outlet.articles == 0;
        let runs = if is_everywhere {
            "in any of these periods".to_owned()
        } else {
            format!("in {}", named_runs(timeline, &outlet.missing))
        };
        notes.push(format!("{name}: no articles in the archive {runs}"));
    }
    if missing.len() > OUTLETS {
        notes.push(format!("and {} more outlets with no articles in some periods", missing.len() - OUTLETS));
    }
    notes
}

/// `2024-01 to 2024-03, 2024-05`.
fn named_runs(timeline: &Timeline, runs: &[Range<usize>]) -> String {
    let named = |run: &Range<usize>| {
        let (first, last) = timeline.labels(run)?;
        Some(if first == last { first } else { format!("{first} to {last}") })
    };
    let mut names: Vec<String> = runs.iter().take(RUNS).filter_map(named).collect();
    if runs.len() > RUNS {
        names.push(format!("and {} more times", runs.len() - RUNS));
    }
    names.join(", ")
}

/// Writes a timeline as Markdown.
pub fn markdown(timeline: &Timeline, writer: &mut dyn Write) -> io::Result<()> {
    for (number, series) in timeline.series.iter().enumerate() {
        if number > 0 {
            writeln!(writer)?;
        }
        let name = escape::markdown(&shown_name(series));
        writeln!(writer, "# {name}\n\n{}\n", articles_and_stories(series.articles, series.stories))?;
        writeln!(
            writer,
            "| {} | held | articles | stories | share |\n|---|---:|---:|---:|---:|",
            timeline.by.as_str()
        )?;
        for ((period, held), count) in timeline.periods.iter().zip(&timeline.held).zip(&series.counts) {
            let share = count.share.map_or("no articles in the archive".to_owned(), |share| Share(share).percent());
            writeln!(writer, "| {} | {held} | {} | {} | {share} |", period.label(), count.articles, count.stories)?;
        }
    }
    for note in notes(timeline) {
        writeln!(writer, "\n{}", escape::markdown(&note))?;
    }
    Ok(())
}
