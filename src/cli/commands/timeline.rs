//! `morgue timeline`: the articles that match by day, week, month, quarter or year.

use crate::cli::analysis_args::{CountFormat, Measured, Period, TimelineArgs};
use crate::cli::commands::chart::{ChartFile, ChartFormat};
use crate::cli::commands::match_note;
use crate::cli::commands::question::Question;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::date::calendar::CalendarUnit;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::output::chart::{self, ChartOptions};
use crate::output::timeline::{self, Measure};
use crate::search::timeline::{SeriesQuery, TimelineRequest};
use crate::search::{Engine, Request};

/// Counts and prints.
pub fn run(args: &TimelineArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let file = args.chart.as_deref().map(ChartFile::new).transpose()?;
    let mut questions = questions(args, settings, printer)?;
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    let requests: Vec<&Request> = questions.iter().map(|question| &question.request).collect();
    match_note::tell(&engine, &requests, args.filter.words.matching.is_some(), printer);
    let request = TimelineRequest {
        queries: questions.iter().map(series_query).collect(),
        filter: questions.first().map(|question| question.request.filter.clone()).unwrap_or_default(),
        by: unit(args.by),
        outlets: args.outlets,
    };
    let mut counts = engine.timeline(&request)?;
    if let Some(last) = questions.last_mut() {
        last.add_warnings(&counts.warnings, printer);
    }
    counts.warnings = questions.into_iter().flat_map(|question| question.warnings).collect();
    let measure = measure(args.measure);
    printer.print(|writer| match args.format {
        CountFormat::Text => timeline::text(&counts, measure, printer.style(), writer),
        CountFormat::Json => timeline::json(&counts, writer),
        CountFormat::Csv => timeline::csv(&counts, writer),
        CountFormat::Markdown => timeline::markdown(&counts, writer),
    })?;
    if args.format == CountFormat::Csv {
        // A table has no place for them.
        timeline::notes(&counts).iter().for_each(|note| printer.say(&format!("note: {note}")));
    }
    if let Some(file) = file {
        let options = ChartOptions { measure, ..ChartOptions::default() };
        match file.format {
            ChartFormat::Svg => file.write(chart::timeline_svg(&counts, &options).as_bytes())?,
            ChartFormat::Png => {
                file.write_png(&chart::timeline_png(&counts, &options).map_err(Error::Output)?, printer)?;
            }
        }
    }
    if args.filter.strict && !counts.warnings.is_empty() {
        return Ok(Exit::Error);
    }
    Ok(Exit::found(counts.has_articles()))
}

/// One question for each query; without any, one for all articles.
fn questions(args: &TimelineArgs, settings: &Settings, printer: Printer) -> Result<Vec<Question>> {
    let read = |words: &[String]| Question::read(words, &args.filter, settings, printer);
    if args.queries.is_empty() {
        return Ok(vec![read(&[])?]);
    }
    args.queries.chunks(1).map(read).collect()
}

fn series_query(question: &Question) -> SeriesQuery {
    let Request { query, matching, .. } = &question.request;
    SeriesQuery { name: question.text.clone(), query: query.clone(), matching: *matching }
}

fn unit(period: Period) -> CalendarUnit {
    match period {
        Period::Day => CalendarUnit::Day,
        Period::Week => CalendarUnit::Week,
        Period::Month => CalendarUnit::Month,
        Period::Quarter => CalendarUnit::Quarter,
        Period::Year => CalendarUnit::Year,
    }
}

fn measure(measured: Measured) -> Measure {
    match measured {
        Measured::Articles => Measure::Articles,
        Measured::Stories => Measure::Stories,
        Measured::Share => Measure::Share,
    }
}
