//! Numbers about an archive, for people and as JSON.

use crate::output::{escape, json};
use crate::search::Statistics;
use serde::Serialize;
use std::io::{self, Write};

/// Rows of a list that are shown to people; JSON has all of them.
const ROWS: usize = 20;

#[derive(Debug, Serialize)]
struct StatisticsRecord<'a> {
    articles: u64,
    stories: u64,
    words: u64,
    undated: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_day: Option<String>,
    publishers: Vec<Count<'a>>,
    languages: Vec<Count<'a>>,
    years: Vec<YearCount>,
    segments: usize,
    bytes: u64,
    parts: Vec<PartBytes<'a>>,
    generation: u64,
}

#[derive(Debug, Serialize)]
struct Count<'a> {
    name: &'a str,
    articles: u64,
}

#[derive(Debug, Serialize)]
struct YearCount {
    year: i32,
    articles: u64,
}

#[derive(Debug, Serialize)]
struct PartBytes<'a> {
    part: &'a str,
    bytes: u64,
}

/// Writes the numbers as one JSON object.
pub fn json(statistics: &Statistics, writer: &mut dyn Write) -> io::Result<()> {
    let record = StatisticsRecord {
        articles: statistics.articles,
        stories: statistics.stories,
        words: statistics.words,
        undated: statistics.undated,
        first_day: statistics.days.and_then(|(first, _)| day(first)),
        last_day: statistics.days.and_then(|(_, last)| day(last)),
        publishers: counted(&statistics.publishers),
        languages: counted(&statistics.languages),
        years: statistics.years.iter().map(|&(year, articles)| YearCount { year, articles }).collect(),
        segments: statistics.segments,
        bytes: statistics.bytes,
        parts: statistics.parts.iter().map(|(part, bytes)| PartBytes { part, bytes: *bytes }).collect(),
        generation: statistics.generation,
    };
    json::write_line(&record, writer)
}

fn counted(list: &[(String, u64)]) -> Vec<Count<'_>> {
    list.iter().map(|(name, articles)| Count { name, articles: *articles }).collect()
}

/// A day counted from 1970-01-01.
fn day(days: i64) -> Option<String> {
    let seconds = days.checked_mul(86_400)?;
    Some(crate::date::PartialDate::from_unix_seconds(seconds)?.date_only().to_string())
}

/// Writes the numbers for people.
pub fn text(statistics: &Statistics, writer: &mut dyn Write) -> io::Result<()> {
    writeln!(writer, "articles     {}", statistics.articles)?;
    writeln!(writer, "stories      {} (near-duplicates counted once)", statistics.stories)?;
    writeln!(writer, "words        {}", statistics.words)?;
    if let Some((first, last)) = statistics.days
        && let (Some(first), Some(last)) = (day(first), day(last))
    {
        writeln!(writer, "published    {first} to {last}")?;
    }
    writeln!(writer, "without date {}", statistics.undated)?;
    writeln!(writer, "on disk      {} in {} segments", size(statistics.bytes), statistics.segments)?;
    writeln!(writer, "commits      {}", statistics.generation)?;
    list(
        "languages",
        statistics.languages.iter().map(|(name, count)| (escape::line(name), count.to_string())),
        writer,
    )?;
    list(
        "publishers",
        statistics.publishers.iter().map(|(name, count)| (escape::line(name), count.to_string())),
        writer,
    )?;
    list("years", statistics.years.iter().map(|(year, count)| (year.to_string(), count.to_string())), writer)?;
    list("parts of the index", statistics.parts.iter().map(|(part, bytes)| (part.clone(), size(*bytes))), writer)
}

fn list(name: &str, rows: impl ExactSizeIterator<Item = (String, String)>, writer: &mut dyn Write) -> io::Result<()> {
    let count = rows.len();
    if count == 0 {
        return Ok(());
    }
    writeln!(writer, "\n{name}")?;
    for (label, value) in rows.take(ROWS) {
        writeln!(writer, "{value:>10}  {label}")?;
    }
    if count > ROWS {
        writeln!(writer, "{:>10}  and {} more", "", count - ROWS)?;
    }
    Ok(())
}

/// Bytes for people: `17.3 MB`.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} bytes");
    }
    // Rounding of a size for people may lose digits.
    let mut value = bytes as f64 / 1000.0;
    let mut unit = UNITS[0];
    for larger in UNITS.iter().skip(1) {
        if value < 999.95 {
            break;
        }
        value /= 1000.0;
        unit = larger;
    }
    format!("{value:.1} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(1000), "1.0 kB");
        assert_eq!(size(17_300_000), "17.3 MB");
        assert_eq!(size(999_999), "1.0 MB");
    }

    #[test]
    fn days_are_written_as_dates() {
        let statistics = Statistics {
            articles: 2,
            days: Some((-1, 19_000)),
            publishers: (0..30).map(|number| (format!("Outlet {number}"), 1)).collect(),
            ..Statistics::default()
        };
        let mut bytes = Vec::new();
        text(&statistics, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("published    1969-12-31 to 2022-01-08\n"), "{text}");
        assert!(text.contains("and 10 more\n"), "{text}");
        let mut bytes = Vec::new();
        json(&statistics, &mut bytes).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(value["publishers"].as_array().unwrap().len(), 30);
    }
}
