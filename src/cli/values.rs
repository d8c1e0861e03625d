//! Values of options: sizes, durations and days.

use crate::date::PartialDate;
use crate::error::{Error, Result};
use crate::query::{self, DAY_FORMS};
use std::time::Duration;

/// Reads `512M`, `1G`, `64MiB` or a number of bytes; units are powers of 1024.
pub fn memory_size(text: &str) -> std::result::Result<usize, String> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        _ => return Err("write a size as 64M or 1G".to_owned()),
    };
    let number: usize = number.parse().map_err(|_| "write a size as 64M or 1G".to_owned())?;
    number.checked_mul(1 << shift).filter(|size| *size > 0).ok_or_else(|| "this size is out of range".to_owned())
}

/// Reads `name=value`.
pub fn assignment(text: &str) -> std::result::Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "write a name, = and a value".to_owned())?;
    if name.trim().is_empty() {
        return Err("write a name before the =".to_owned());
    }
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Longest time that can be asked for: a year.
const LONGEST: Duration = Duration::from_secs(366 * 86_400);

/// Reads a number of seconds, with or without fractions.
pub fn seconds(text: &str) -> std::result::Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "write a number of seconds".to_owned())?;
    let time = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    Ok(time.min(LONGEST))
}

/// The first day of a period, in days since 1970-01-01.
pub fn first_day(option: &str, text: &str, today: PartialDate) -> Result<i64> {
    query::first_day(text, today).ok_or_else(|| no_date(option, text))
}

/// The first day after a period, in days since 1970-01-01.
pub fn day_after(option: &str, text: &str, today: PartialDate) -> Result<i64> {
    query::day_after(text, today).ok_or_else(|| no_date(option, text))
}

fn no_date(option: &str, text: &str) -> Error {
    Error::Usage(format!("error: {option} {text}: not a date\nhint: write {DAY_FORMS}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn today() -> PartialDate {
        PartialDate::new(2024, Some(5), Some(15)).unwrap()
    }

    fn days(from: &str, to: &str) -> (String, String) {
        let text = |day: i64| PartialDate::from_unix_seconds(day * DAY).unwrap().date_only().to_string();
        (text(first_day("--from", from, today()).unwrap()), text(day_after("--to", to, today()).unwrap()))
    }

    #[test]
    fn sizes_and_seconds_are_read() {
        assert_eq!(memory_size("512M"), Ok(512 << 20));
        assert_eq!(memory_size("1GiB"), Ok(1 << 30));
        assert_eq!(memory_size("17"), Ok(17));
        for wrong in ["", "0", "M", "1X", "-1", "99999999999G"] {
            assert!(memory_size(wrong).is_err(), "{wrong}");
        }
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        assert_eq!(seconds("1e15"), Ok(LONGEST));
        assert!(seconds("-1").is_err());
        assert!(seconds("NaN").is_err());
    }

    #[test]
    fn short_dates_are_whole_periods() {
        assert_eq!(days("2024", "2024"), ("2024-01-01".to_owned(), "2025-01-01".to_owned()));
        assert_eq!(days("2024-02", "2024-02"), ("2024-02-01".to_owned(), "2024-03-01".to_owned()));
        assert_eq!(days("1650-12-31", "1650-12-31"), ("1650-12-31".to_owned(), "1651-01-01".to_owned()));
        assert_eq!(days("yesterday", "yesterday"), ("2024-05-14".to_owned(), "2024-05-15".to_owned()));
        assert_eq!(days("-30d", "-7d").0, "2024-04-15");
    }

    #[test]
    fn other_texts_are_refused_with_the_option_that_holds_them() {
        for wrong in ["", "soon", "2024-13", "2024 OR x", "2024..2025", "a:b"] {
            let error = first_day("--from", wrong, today()).unwrap_err().to_string();
            assert!(error.starts_with("error: --from"), "{error}");
        }
    }
}
