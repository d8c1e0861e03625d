//! Reading dates as machines and people write them.
//!
//! [`iso`] reads ISO 8601 in its common forms, [`loose`] a text that holds a date in any common form; nothing here is
//! completed from today's date: what cannot be read with certainty is `None`.

use super::{PartialDate, scan, words};

/// Reads `2026`, `2026-06`, `2026-06-13`, `20260613`, and a day followed by a time: `T` or a space, `10:00`,
/// `10:00:00`, fractions of a second (dropped), `100000`, then nothing, `Z`, `UTC`, `+02:00`, `+0200` or `+02`.
pub fn iso(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = bytes.get(from..to)?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| digits.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0')))
    };
    let year = i32::try_from(number(0, 4)?).ok()?;
    let dashed = bytes.get(4) == Some(&b'-');
    let (day_end, month, day) = match (bytes.len(), dashed) {
        (4, _) => return PartialDate::new(year, None, None),
        (7, true) => return PartialDate::new(year, Some(number(5, 7)?), None),
        (_, true) if bytes.get(7) == Some(&b'-') => (10, number(5, 7)?, number(8, 10)?),
        (_, false) => (8, number(4, 6)?, number(6, 8)?),
        _ => return None,
    };
    let date = PartialDate::new(year, Some(month), Some(day))?;
    let rest = text.get(day_end..)?;
    if rest.is_empty() {
        return Some(date);
    }
    let time = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    clock(date, time)
}

/// Reads a text that is a date in any common form, perhaps with words around it ("Published on 4 March 2020 at 10:30"):
/// ISO 8601, RFC 2822, numbers, names of months in many languages, seconds or milliseconds since 1970.
/// `language` (a lower-case language tag) settles the order of day and month. A month with a year ("June 2020") is read
/// as such. The first date counts; what cannot be read with certainty is `None`.
pub fn loose(text: &str, language: Option<&str>) -> Option<PartialDate> {
    let text = text.trim();
    iso(text)
        .or_else(|| unix(text))
        .or_else(|| scan::find(text, language, 1).first().map(|found| found.date))
        .or_else(|| month_and_year(text))
}

/// The month a word names, 1 to 12, in any of the languages of [`loose`].
pub fn month_name(word: &str) -> Option<u32> {
    words::month(word.trim_end_matches('.').to_lowercase().as_str())
}

/// Seconds or milliseconds since 1970, from 1985 to 2065.
fn unix(text: &str) -> Option<PartialDate> {
    let seconds = match text.len() {
        10 => text.parse::<i64>().ok()?,
        13 => text.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    PartialDate::from_unix_seconds(seconds).filter(|_| (473_000_000..3_000_000_000).contains(&seconds))
}

/// "June 2020", "juin 2020", "06/2020".
fn month_and_year(text: &str) -> Option<PartialDate> {
    let mut parts = text.split([' ', '/', ',']).filter(|part| !part.is_empty());
    let (month, year, rest) = (parts.next()?, parts.next()?, parts.next());
    if rest.is_some() || year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let month = match month_name(month) {
        Some(month) => month,
        None if month.len() <= 2 => month.parse().ok()?,
        None => return None,
    };
    PartialDate::new(year.parse().ok()?, Some(month), None)
}

/// Reads the time of day and offset that follow a date.
fn clock(date: PartialDate, text: &str) -> Option<PartialDate> {
    let zone_at = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(text.len());
    let (time, zone) = text.split_at(zone_at);
    let whole = time.split(['.', ',']).next()?;
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    if !digits.len().is_multiple_of(2) || !(2..=6).contains(&digits.len()) {
        return None;
    }
    let part = |at: usize| -> Option<u32> { digits.get(at..at + 2).map_or(Some(0), |part| part.parse().ok()) };
    date.with_time(part(0)?, part(2)?, part(4)?, offset(zone.trim())?)
}

/// Reads an offset from UTC: outer `None` for nonsense, inner `None` for no offset.
fn offset(zone: &str) -> Option<Option<i32>> {
    if zone.is_empty() {
        return Some(None);
    }
    if ["Z", "z", "UTC", "GMT"].contains(&zone) {
        return Some(Some(0));
    }
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = zone.chars().skip(1).filter(|c| *c != ':').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        2 => (digits.parse::<i32>().ok()?, 0),
        4 => (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse::<i32>().ok()?),
        _ => return None,
    };
    Some(Some(sign * (hours * 60 + minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_forms_are_read_and_printed_back() {
        for (text, expected) in [
            ("2026", "2026"),
            ("2026-06", "2026-06"),
            ("2026-06-13", "2026-06-13"),
            ("20260613", "2026-06-13"),
            ("2026-06-13T10:00", "2026-06-13T10:00:00"),
            ("2026-06-13 10:00:59.123Z", "2026-06-13T10:00:59Z"),
            ("20240501T120000Z", "2024-05-01T12:00:00Z"),
            ("2026-06-13T10:00:00+0200", "2026-06-13T10:00:00+02:00"),
            ("2026-06-13T10:00:00 -05", "2026-06-13T10:00:00-05:00"),
            ("1605-09-01", "1605-09-01"),
        ] {
            assert_eq!(iso(text).map(|date| date.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn loose_reads_machines_and_people() {
        for (text, expected) in [
            ("1583315400", "2020-03-04T09:50:00Z"),
            ("1583315400000", "2020-03-04T09:50:00Z"),
            ("Posted on March 4, 2020 by Jo", "2020-03-04"),
            ("June 2020", "2020-06"),
            ("juin 2020", "2020-06"),
            ("2020-6-1", "2020-06-01"),
        ] {
            assert_eq!(loose(text, Some("en")).map(|date| date.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["yesterday", "12345", "13/2020", "2020-13-45"] {
            assert_eq!(loose(text, None), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "None", "2020-13-45", "2023-02-29", "2026-06-13T25:00", "13.06.2026", "2026-6-1", "20260613x", "é2026"]
        {
            assert_eq!(iso(text), None, "{text}");
        }
    }
}
