//! Names with their counts and trends, for people, as JSON and as a table.

use crate::output::figure::counted;
use crate::output::table::Table;
use crate::output::{Style, escape, json};
use crate::search::entities::{EntityCount, EntityList, TrendUnit};
use serde::Serialize;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of a table of names.
pub const ENTITY_COLUMNS: [&str; 8] = ["name", "kind", "articles", "stories", "first", "last", "trend", "aliases"];
/// Signs that stand for more and more articles.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Columns of a trend for people.
const TREND_WIDTH: usize = 24;
/// Other forms of a name that are shown to people.
const ALIASES_SHOWN: usize = 6;
/// Columns of a name for people.
const NAME_WIDTH: usize = 30;

#[derive(Debug, Serialize)]
struct ListRecord<'a> {
    query: &'a str,
    articles: u64,
    stories: u64,
    fingerprint: &'a str,
    warnings: &'a [String],
    unrecognised: Vec<LanguageRecord<'a>>,
    names_left_out: u64,
    distinct: u64,
    below_min: u64,
    beyond_limit: u64,
    by: &'static str,
    entities: Vec<EntityRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct LanguageRecord<'a> {
    language: &'a str,
    articles: u64,
}

#[derive(Debug, Serialize)]
struct EntityRecord<'a> {
    name: &'a str,
    kind: &'static str,
    articles: u64,
    stories: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    trend: Vec<PeriodRecord>,
    aliases: &'a [String],
}

#[derive(Debug, Serialize)]
struct PeriodRecord {
    period: String,
    articles: u64,
}

fn record(entity: &EntityCount, by: TrendUnit) -> EntityRecord<'_> {
    let periods = entity.trend.iter();
    EntityRecord {
        name: &entity.name,
        kind: entity.kind.as_str(),
        articles: entity.articles,
        stories: entity.stories,
        first: entity.first.map(|date| date.to_string()),
        last: entity.last.map(|date| date.to_string()),
        trend: periods
            .map(|(period, articles)| PeriodRecord { period: by.label(*period), articles: *articles })
            .collect(),
        aliases: &entity.aliases,
    }
}

/// Writes the list as one JSON object.
pub fn json(query: &str, list: &EntityList, writer: &mut dyn Write) -> io::Result<()> {
    let languages = list.unrecognised.languages.iter();
    let record = ListRecord {
        query,
        articles: list.articles,
        stories: list.stories,
        fingerprint: &list.fingerprint,
        warnings: &list.warnings,
        unrecognised: languages.map(|(language, articles)| LanguageRecord { language, articles: *articles }).collect(),
        names_left_out: list.unrecognised.left_out,
        distinct: list.distinct,
        below_min: list.below_least,
        beyond_limit: list.beyond_limit(),
        by: list.by.as_str(),
        entities: list.entities.iter().map(|entity| record(entity, list.by)).collect(),
    };
    json::write_line(&record, writer)
}

/// Writes each name as one line of JSON.
pub fn jsonl(list: &EntityList, writer: &mut dyn Write) -> io::Result<()> {
    list.entities.iter().try_for_each(|entity| json::write_line(&record(entity, list.by), writer))
}

/// Writes the names as a table.
pub fn csv(list: &EntityList, writer: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(&ENTITY_COLUMNS, writer)?;
    for entity in &list.entities {
        let trend: Vec<String> =
            entity.trend.iter().map(|(period, articles)| format!("{}={articles}", list.by.label(*period))).collect();
        let date = |date: Option<crate::date::PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        table.row([
            entity.name.as_str(),
            entity.kind.as_str(),
            &entity.articles.to_string(),
            &entity.stories.to_string(),
            &date(entity.first),
            &date(entity.last),
            &trend.join(" "),
            &entity.aliases.join("; "),
        ])?;
    }
    table.finish()
}

/// Writes the names for people.
pub fn text(list: &EntityList, style: Style, writer: &mut dyn Write) -> io::Result<()> {
    let counted = counted(list.articles, "article", "articles");
    let stories = if list.stories == list.articles { String::new() } else { format!(", {} stories", list.stories) };
    let names = if list.distinct == 1 { "name" } else { "names" };
    writeln!(writer, "{counted}{stories}, {} {names}", list.distinct)?;
    if list.entities.is_empty() {
        return Ok(());
    }
    let periods = || list.entities.iter().flat_map(|entity| &entity.trend).map(|(period, _)| *period);
    let span = periods().min().zip(periods().max());
    let header = span.map_or_else(
        || "trend".to_owned(),
        |(first, last)| format!("{} - {} by {}", list.by.label(first), list.by.label(last), list.by.as_str()),
    );
    let width = TREND_WIDTH.max(header.width());
    writeln!(
        writer,
        "{}",
        style.dim(&format!(
            "{:>8} {:>7}  {:6}  {}  {header:width$}  dates",
            "articles",
            "stories",
            "kind",
            fitted("name", NAME_WIDTH)
        ))
    )?;
    for entity in &list.entities {
        let trend = span.map_or_else(String::new, |span| trend(&entity.trend, span));
        writeln!(
            writer,
            "{:>8} {:>7}  {:6}  {}  {trend}{}  {}",
            entity.articles,
            entity.stories,
            entity.kind.as_str(),
            style.bold(&fitted(&entity.name, NAME_WIDTH)),
            " ".repeat(width.saturating_sub(trend.width())),
            dates(entity),
        )?;
        if !entity.aliases.is_empty() {
            writeln!(writer, "{:27}{}", "", style.dim(&also(&entity.aliases)))?;
        }
    }
    Ok(())
}

fn also(aliases: &[String]) -> String {
    let shown: Vec<&str> = aliases.iter().take(ALIASES_SHOWN).map(String::as_str).collect();
    let more = aliases.len() - shown.len();
    let more =
        if more > 0 { format!(" and {}", counted(more as u64, "other form", "other forms")) } else { String::new() };
    format!("also {}{more}", escape::line(&shown.join(", ")))
}

/// What the list does not show, in one phrase each.
pub fn left_out(list: &EntityList) -> Vec<String> {
    let mut notes = Vec::new();
    if list.beyond_limit() > 0 {
        notes.push(format!("{} left out by --limit", counted(list.beyond_limit(), "more name is", "more names are")));
    }
    if list.below_least > 0 {
        notes.push(format!("{} left out by --min", counted(list.below_least, "name is", "names are")));
    }
    notes
}

fn dates(entity: &EntityCount) -> String {
    match (entity.first, entity.last) {
        (Some(first), Some(last)) if first != last => format!("{first} - {last}"),
        (Some(date), _) | (None, Some(date)) => date.to_string(),
        (None, None) => "no date".to_owned(),
    }
}

/// A sign for each period from the first to the last, or for several of them if they do not fit.
fn trend(periods: &[(i64, u64)], (first, last): (i64, i64)) -> String {
    let count = usize::try_from(last - first).unwrap_or(0) + 1;
    let together = count.div_ceil(TREND_WIDTH);
    let mut sums = vec![0u64; count.div_ceil(together)];
    for (period, articles) in periods {
        let place = usize::try_from(period - first).unwrap_or(0) / together;
        if let Some(sum) = sums.get_mut(place) {
            *sum += articles;
        }
    }
    let most = sums.iter().copied().max().unwrap_or(0).max(1);
    // Any article at all is seen.
    let sign = |sum: &u64| match sum {
        0 => ' ',
        sum => HEIGHTS.get((sum * 8).div_ceil(most) as usize - 1).copied().unwrap_or('█'),
    };
    sums.iter().map(sign).collect()
}

/// Text of a document on one line in exactly `room` columns, cut with `…` if it is longer.
pub(super) fn fitted(text: &str, room: usize) -> String {
    let line = escape::line(text);
    let mut fitted = String::new();
    let mut used = 0;
    let is_cut = line.width() > room;
    let room_for_text = if is_cut { room - 1 } else { room };
    for character in line.chars() {
        let width = character.width().unwrap_or(0);
        if used + width > room_for_text {
            break;
        }
        fitted.push(character);
        used += width;
    }
    if is_cut {
        fitted.push('…');
        used += 1;
    }
    fitted + &" ".repeat(room.saturating_sub(used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_shows_every_period_that_has_articles() {
        assert_eq!(trend(&[(2020, 1), (2022, 800)], (2020, 2023)), "▁ █ ");
        assert_eq!(trend(&[(0, 1), (100, 1)], (0, 100)).chars().count(), 21);
        assert_eq!(trend(&[], (5, 5)), " ");
    }

    #[test]
    fn names_take_the_room_they_are_given() {
        for text in ["", "short", "a longer name than fits", "漢字漢字漢字漢字漢字", "\u{1b}[2J"] {
            assert_eq!(fitted(text, 12).width(), 12, "{text:?}");
        }
    }
}
