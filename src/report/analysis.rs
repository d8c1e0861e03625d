//! Facets, timelines and trends as pieces of a report.
//!
//! Nothing is left out in silence: values beyond the limit, articles without a date, periods in which the archive holds
//! nothing are said below the table.

use crate::error::Result;
use crate::output::chart::{ChartOptions, facet_svg, timeline_svg};
use crate::output::figure::{articles_and_stories, counted};
use crate::output::timeline::Measure;
use crate::output::{facets as facets_output, timeline as timeline_output};
use crate::report::block::{Block, Cell, Column, Table};
use crate::report::search_record::day;
use crate::search::facet::{Facet, FacetField, FacetOptions};
use crate::search::timeline::{Series, Timeline, TimelineRequest};
use crate::search::trend::{DayRange, PeriodTotals, Trend, TrendKind, Trends, TrendsRequest};
use crate::search::{Engine, Request};

/// Width of charts in points; pages make them narrower where they must.
const CHART_WIDTH: f32 = 600.0;

/// The column of a timeline that says what it is measured against.
pub const HELD_COLUMN: &str = "articles in the archive";

/// Words of a million, as rates of words are told.
const MILLION: f64 = 1e6;

/// Several remarks as one.
fn remarks(notes: Vec<String>) -> Option<Block> {
    (!notes.is_empty()).then(|| Block::Note(format!("{}.", notes.join("; "))))
}

fn chart_options(title: &str) -> ChartOptions {
    ChartOptions { title: Some(title.to_owned()), width: CHART_WIDTH, ground: false, ..ChartOptions::default() }
}

/// Articles by the values of fields: a table each, after a chart if one is wanted.
pub fn facets(engine: &Engine, request: &Request, options: &FacetOptions, chart: bool) -> Result<Vec<Block>> {
    let found = engine.facets(request, options)?;
    let mut blocks: Vec<Block> = found.unrecognised.warning(found.articles).into_iter().map(Block::Warning).collect();
    for facet in &found.facets {
        if chart && !facet.values.is_empty() {
            let caption = format!("Articles by {}", field_name(facet.field));
            let svg = facet_svg(facet, &chart_options(&caption));
            blocks.push(Block::Chart { caption, svg, numbers: None });
        }
        blocks.push(Block::Table(facet_table(facet)));
        blocks.extend(remarks(facets_output::notes(facet)));
    }
    Ok(blocks)
}

fn field_name(field: FacetField) -> &'static str {
    match field {
        FacetField::Organisation => "organisation",
        FacetField::Other => "other name",
        FacetField::Entity => "name",
        FacetField::Domain => "site",
        other => other.as_str(),
    }
}

fn facet_table(facet: &Facet) -> Table {
    let name = field_name(facet.field);
    let columns =
        vec![Column::text(name), Column::number("articles"), Column::number("stories"), Column::number("share")];
    let rows = facet.values.iter().map(|value| {
        vec![
            Cell::Text(facets_output::shown_name(facet, value)),
            Cell::Count(value.articles),
            Cell::Count(value.stories),
            Cell::Share(value.share),
        ]
    });
    Table { caption: format!("By {name}"), columns, rows: rows.collect() }
}

/// Articles by periods: a chart of a measure, a table, and what is in neither.
pub fn timeline(engine: &Engine, request: &TimelineRequest, chart: Option<Measure>, table: bool) -> Result<Vec<Block>> {
    let counts = engine.timeline(request)?;
    let mut blocks = Vec::new();
    let unit = counts.by.as_str();
    let numbers = timeline_table(&counts, format!("Articles by {unit}"));
    if let Some(measure) = chart.filter(|_| !counts.periods.is_empty()) {
        let caption = match measure {
            Measure::Articles => format!("Articles by {unit}"),
            Measure::Stories => format!("Stories by {unit}"),
            Measure::Share => format!("Share of the articles in the archive by {unit}"),
        };
        let svg = timeline_svg(&counts, &ChartOptions { measure, ..chart_options(&caption) });
        let numbers = (!table).then(|| numbers.clone());
        blocks.push(Block::Chart { caption, svg, numbers });
    }
    if table {
        blocks.push(Block::Table(numbers));
    } else {
        let total = |series: &Series| {
            format!("{}: {} with a date", series.name, articles_and_stories(series.articles, series.stories))
        };
        blocks.extend(remarks(counts.series.iter().map(total).collect()));
    }
    blocks.extend(remarks(timeline_output::notes(&counts)));
    Ok(blocks)
}

/// One series with all its numbers, or several side by side.
fn timeline_table(counts: &Timeline, caption: String) -> Table {
    let is_single = counts.series.len() == 1;
    let mut columns = vec![Column::text(counts.by.as_str())];
    for series in &counts.series {
        if is_single {
            columns.extend(["articles", "stories", "share"].map(Column::number));
        } else {
            columns.push(Column::number(&series.name));
            columns.push(Column::number(&format!("{}, stories", series.name)));
            columns.push(Column::number(&format!("{}, share", series.name)));
        }
    }
    columns.push(Column::number(HELD_COLUMN));
    let rows = counts.periods.iter().zip(&counts.held).enumerate().map(|(place, (period, held))| {
        let mut row = vec![Cell::Day(period.label())];
        for count in counts.series.iter().filter_map(|series| series.counts.get(place)) {
            row.push(Cell::Count(count.articles));
            row.push(Cell::Count(count.stories));
            row.push(count.share.map_or(Cell::Empty, Cell::Share));
        }
        row.push(Cell::Count(*held));
        row
    });
    Table { caption, rows: rows.collect(), columns }
}

/// What rises and falls: a table for each kind.
pub fn trends(engine: &Engine, request: &TrendsRequest) -> Result<Vec<Block>> {
    let found = engine.trends(request)?;
    let mut blocks = vec![Block::Note(format!("{}, compared with {}.", totals(&found.period), totals(&found.against)))];
    for warning in &found.warnings {
        blocks.push(Block::Warning(warning.clone()));
    }
    for kind in &request.kinds {
        let of_kind: Vec<&Trend> = found.trends.iter().filter(|trend| trend.kind == *kind).collect();
        if of_kind.is_empty() {
            blocks.push(Block::Note(format!("{}: nothing rises or falls enough to be listed.", kind_name(*kind))));
        } else {
            blocks.push(Block::Table(trend_table(*kind, &of_kind)));
        }
    }
    blocks.extend(remark(&found, request));
    Ok(blocks)
}

fn totals(totals: &PeriodTotals) -> String {
    let DayRange { from, to } = totals.days;
    let days = match (from.map(day), to.map(|after| day(after - 1))) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => "all days".to_owned(),
    };
    format!("{days} ({})", articles_and_stories(totals.articles, totals.stories))
}

fn kind_name(kind: TrendKind) -> &'static str {
    match kind.as_str() {
        "term" => "Words",
        "person" => "People",
        "org" => "Organisations",
        "place" => "Places",
        _ => "Other names",
    }
}

fn trend_table(kind: TrendKind, trends: &[&Trend]) -> Table {
    let is_word = kind == TrendKind::Term;
    let unit = if is_word { "per million words" } else { "share of stories" };
    let columns = vec![
        Column::text(if is_word { "word" } else { "name" }),
        Column::text("trend"),
        Column::number("now"),
        Column::number("before"),
        Column::number(&format!("now, {unit}")),
        Column::number(&format!("before, {unit}")),
        Column::number("G2"),
        Column::number("log ratio"),
    ];
    let rate = |rate: f64| if is_word { Cell::Number(rate * MILLION) } else { Cell::Share(rate) };
    let rows = trends.iter().map(|trend| {
        vec![
            Cell::Text(trend.name.clone()),
            Cell::Text(if trend.is_rising() { "rises" } else { "falls" }.to_owned()),
            Cell::Count(trend.now.count),
            Cell::Count(trend.before.count),
            rate(trend.now.rate),
            rate(trend.before.rate),
            Cell::Number(trend.likelihood),
            Cell::Number(trend.log_ratio),
        ]
    });
    Table { caption: kind_name(kind).to_owned(), columns, rows: rows.collect() }
}

/// What the numbers mean, and what was passed over.
fn remark(found: &Trends, request: &TrendsRequest) -> Option<Block> {
    if found.trends.is_empty() {
        return None;
    }
    let mut text = format!(
        "G2 is the log-likelihood: above 10.83 by chance in one of 1000. Listed from {:.2} and {} on.",
        request.least_likelihood,
        counted(request.least_stories, "story", "stories")
    );
    if found.common_words > 0 {
        text.push_str(&format!(" {} passed over.", counted(found.common_words, "common word", "common words")));
    }
    Some(Block::Note(text))
}
