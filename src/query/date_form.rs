//! Dates as people write them beside year-month-day: `May 2024`, `2024-Q2`, `2024/05/01`, `01.05.2024`.
//!
//! Only what has one meaning is read. Whether `05/01/2024` is in January or in May depends on the country; the vendors' dialects
//! say it (month first), ours asks.

use crate::date::{self, PartialDate};

/// The first and the last date of the period; they are the same for a single date.
pub(super) fn written_out(text: &str) -> Option<(PartialDate, PartialDate)> {
    let same = |date: PartialDate| Some((date, date));
    if let Some(quarter) = quarter(text) {
        return Some(quarter);
    }
    let parts = |sign: char| -> Option<Vec<u32>> {
        let digits = |part: &str| (!part.is_empty() && part.len() <= 4).then(|| part.parse().ok()).flatten();
        text.split(sign).map(digits).collect()
    };
    if let Some([year, month, day]) = parts('/').as_deref()
        && *year > 999
    {
        return same(PartialDate::new(i32::try_from(*year).ok()?, Some(*month), Some(*day))?);
    }
    if let Some([day, month, year]) = parts('/').as_deref()
        && *day > 12
        && *year > 999
    {
        return same(PartialDate::new(i32::try_from(*year).ok()?, Some(*month), Some(*day))?);
    }
    match parts('.').as_deref() {
        Some([day, month, year]) if *year > 999 => {
            return same(PartialDate::new(i32::try_from(*year).ok()?, Some(*month), Some(*day))?);
        }
        Some([month, year]) if *year > 999 => {
            return same(PartialDate::new(i32::try_from(*year).ok()?, Some(*month), None)?);
        }
        _ => {}
    }
    let words: Vec<&str> = text.split([' ', ',', '-', '_']).filter(|word| !word.is_empty()).collect();
    let number = |word: &str| -> Option<u32> { word.trim_end_matches('.').parse().ok() };
    let (month, day, year) = match words.as_slice() {
        [month, year] => (date::parse::month_name(month)?, None, year),
        [first, second, year] => match date::parse::month_name(first) {
            Some(month) => (month, Some(number(second)?), year),
            None => (date::parse::month_name(second)?, Some(number(first)?), year),
        },
        _ => return None,
    };
    let year = year.parse().ok().filter(|year| (1000..3000).contains(year))?;
    same(PartialDate::new(year, Some(month), day)?)
}

/// `2024-Q2`, `Q2 2024`.
fn quarter(text: &str) -> Option<(PartialDate, PartialDate)> {
    let small = text.to_ascii_lowercase();
    let (first, second) = small.split_once(['-', ' ', '/'])?;
    let (year, quarter) = if first.starts_with('q') { (second, first) } else { (first, second) };
    let quarter: u32 = quarter.strip_prefix('q')?.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
    let year = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
    let month = |month: u32| PartialDate::new(year, Some(month), None);
    Some((month(3 * quarter - 2)?, month(3 * quarter)?))
}

/// The parts of a date whose day and month could be either: these two, then the year.
pub(super) fn ambiguous(text: &str) -> Option<[&str; 3]> {
    let mut parts = text.split(['/', '-']);
    let (one, other, year) = (parts.next()?, parts.next()?, parts.next()?);
    let small = |part: &str| part.len() <= 2 && part.parse::<u32>().is_ok_and(|number| (1..=12).contains(&number));
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    (parts.next().is_none() && small(one) && small(other) && one != other && is_year).then_some([one, other, year])
}
