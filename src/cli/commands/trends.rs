//! `morgue trends`: what is named more, or less, often than in another period.

use crate::cli::analysis_args::{TrendFormat, TrendsArgs};
use crate::cli::commands::question::Question;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::cli::values;
use crate::date::PartialDate;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::output::trends;
use crate::search::Engine;
use crate::search::trend::{DayRange, PeriodTotals, TrendKind, TrendsRequest};

/// Compares and prints.
pub fn run(args: &TrendsArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let mut question = Question::read(&args.query, &args.filter, settings, printer)?;
    let filter = question.request.filter.clone();
    let period = DayRange { from: filter.from_day, to: filter.to_day };
    let against = days("--against", &args.against, settings.today()?)?;
    if period.from.is_none() && period.to.is_none() {
        return Err(Error::Usage(
            "error: which period is compared?\nhint: name it with --from and --to; --against names the other"
                .to_owned(),
        ));
    }
    if period.overlaps(against) {
        return Err(Error::Usage(
            "error: the periods share days\nhint: --from and --to name the one, --against the other".to_owned(),
        ));
    }
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    question.tell_match(&engine, printer);
    let request = TrendsRequest {
        query: question.request.query.clone(),
        matching: question.request.matching,
        filter,
        period,
        against,
        kinds: kinds(&args.kind)?,
        limit: args.limit,
        least_stories: args.min,
        least_likelihood: args.min_g2,
    };
    let mut found = engine.trends(&request)?;
    question.add_warnings(&found.warnings, printer);
    found.warnings.clone_from(&question.warnings);
    for (option, totals) in [("--from and --to", &found.period), ("--against", &found.against)] {
        tell_if_empty(option, totals, printer);
    }
    printer.print(|writer| match args.format {
        TrendFormat::Text => trends::text(&found, printer.style(), writer),
        TrendFormat::Json => trends::json(&question.text, &found, writer),
        TrendFormat::Csv => trends::csv(&found, writer),
    })?;
    if args.filter.strict && !question.warnings.is_empty() {
        return Ok(Exit::Error);
    }
    Ok(Exit::found(!found.trends.is_empty()))
}

fn tell_if_empty(option: &str, totals: &PeriodTotals, printer: Printer) {
    if totals.articles == 0 {
        printer.say(&format!("no articles in the period of {option}: there is nothing to compare"));
    }
}

/// `2023-01..2023-06`, `..2023`, `2024..` or a single period.
fn days(option: &str, text: &str, today: PartialDate) -> Result<DayRange> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let from = (!from.is_empty()).then(|| values::first_day(option, from, today)).transpose()?;
    let to = (!to.is_empty()).then(|| values::day_after(option, to, today)).transpose()?;
    match (from, to) {
        (Some(from), Some(to)) if from >= to => {
            Err(Error::Usage(format!("error: {option} {text}: the period ends before it begins")))
        }
        (None, None) => Err(Error::Usage(format!(
            "error: {option} {text}: not a period\nhint: write 2023, 2023-01..2023-06, ..2023 or 2024.."
        ))),
        (from, to) => Ok(DayRange { from, to }),
    }
}

/// The kinds that were named, each once; `entity` is all kinds of names.
fn kinds(names: &[String]) -> Result<Vec<TrendKind>> {
    let mut kinds = Vec::new();
    for name in names {
        let named: Vec<TrendKind> = match name.as_str() {
            "entity" => TrendKind::ALL.into_iter().filter(|kind| *kind != TrendKind::Term).collect(),
            name => TrendKind::ALL.into_iter().filter(|kind| kind.as_str() == name).collect(),
        };
        if named.is_empty() {
            return Err(Error::Usage(format!(
                "error: --kind {name}: no such kind\nhint: write one or more of term, entity, person, org, place, other"
            )));
        }
        kinds.extend(named);
    }
    let mut seen = Vec::new();
    kinds.retain(|kind| {
        let is_new = !seen.contains(kind);
        seen.push(*kind);
        is_new
    });
    Ok(if kinds.is_empty() { TrendKind::ALL.to_vec() } else { kinds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_in_all_their_forms() {
        let today = PartialDate::new(2024, Some(5), Some(15)).unwrap();
        let read = |text: &str| days("--against", text, today).map(|days| (days.from, days.to)).ok();
        assert_eq!(read("1970"), Some((Some(0), Some(365))));
        assert_eq!(read("1970-01..1970-02"), Some((Some(0), Some(59))));
        assert_eq!(read("..1969"), Some((None, Some(0))));
        assert_eq!(read("1970.."), Some((Some(0), None)));
        for wrong in ["", "..", "soon", "2024..2023", "2024...2025"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn kinds_come_once_in_the_order_named() {
        let read = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            kinds(&names).map(|kinds| kinds.into_iter().map(TrendKind::as_str).collect::<Vec<_>>()).ok()
        };
        assert_eq!(read(&["term", "entity", "org"]), Some(vec!["term", "person", "org", "place", "other"]));
        assert_eq!(read(&[]).map(|kinds| kinds.len()), Some(5));
        assert_eq!(read(&["words"]), None);
    }
}
