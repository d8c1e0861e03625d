//! Periods of time as queries write them: short forms, ranges, days counted back from today.
//!
//! A date that names only a month or a year is the whole month or year. Today is always given by the
//! caller; no clock is read. Periods are in UTC unless a time carries its own offset.

use super::comparison::{Sign, brackets, comparison};
use super::date_form::written_out;
use super::dialect::Dialect;
use crate::date::{self, PartialDate, Precision};
use std::borrow::Cow;

/// Longest text that is looked at; no date is longer.
const MAX_BYTES: usize = 100;

const DAY: i64 = 86_400;

/// A half-open period and how the morgue dialect writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) from: Option<i64>,
    pub(super) to: Option<i64>,
    pub(super) text: String,
}

/// Why a text is no period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It cannot be read.
    Unreadable,
    /// It ends before it begins.
    Empty,
    /// It has neither beginning nor end.
    Unbounded,
}

/// Seconds between which a single date lies, and whether it was counted from today.
#[derive(Debug, Clone, Copy)]
struct Moment {
    start: i64,
    end: i64,
    relative: bool,
}

/// Reads dates of one dialect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader {
    pub(super) today: PartialDate,
    pub(super) dialect: Dialect,
}

impl Reader {
    /// Reads `2024`, `2024-05..2024-06`, `>=2024-05`, `-30d`, `last-month`, `[a TO b}`.
    pub(super) fn period(self, text: &str) -> Result<Period, Refusal> {
        let text = text.trim();
        if text.len() > MAX_BYTES {
            return Err(Refusal::Unreadable);
        }
        if text.starts_with(['[', '{']) {
            return self.bracketed(text);
        }
        if let Some((sign, rest)) = comparison(text) {
            let moment = self.moment(rest).ok_or(Refusal::Unreadable)?;
            return compared(sign, moment);
        }
        if let Some((from, to)) = text.split_once("..").or_else(|| text.split_once(" TO ")) {
            return self.between(from, to, true, true);
        }
        if self.dialect != Dialect::Lucene
            && let Some(period) = self.dashed(text)
        {
            return period;
        }
        let moment = self.moment(text).ok_or(Refusal::Unreadable)?;
        if counted_back(text).is_some() {
            // "The last 30 days" end with today; a single day is only an end of a range.
            return finish(Some(moment.start), Some(self.today.date_only().end()), Some(text));
        }
        let relative = moment.relative.then_some(text);
        finish(Some(moment.start), Some(moment.end), relative)
    }

    /// Reads `[a TO b]`, `{a TO b}` and mixtures; `*` leaves an end open.
    fn bracketed(self, text: &str) -> Result<Period, Refusal> {
        let (from_included, to_included, from, to) = brackets(text).ok_or(Refusal::Unreadable)?;
        let open = |end: &str| {
            if end == "*" { String::new() } else { end.to_owned() }
        };
        self.between(&open(from), &open(to), from_included, to_included)
    }

    /// Reads both ends of a range; an empty end is open.
    pub(super) fn between(
        self,
        from: &str,
        to: &str,
        from_included: bool,
        to_included: bool,
    ) -> Result<Period, Refusal> {
        let (from, to) = (&plain_now(from), &plain_now(to));
        let end = |text: &str| -> Result<Option<Moment>, Refusal> {
            let text = text.trim();
            if text.is_empty() {
                return Ok(None);
            }
            self.moment(text).map(Some).ok_or(Refusal::Unreadable)
        };
        let (first, last) = (end(from)?, end(to)?);
        let relative = first.is_some_and(|m| m.relative) || last.is_some_and(|m| m.relative);
        let text = format!("{}..{}", from.trim(), to.trim());
        let plain = from_included && to_included;
        finish(
            first.map(|m| if from_included { m.start } else { m.end }),
            last.map(|m| if to_included { m.end } else { m.start }),
            (relative && plain).then_some(text.as_str()),
        )
    }

    /// ProQuest's `20240101-20240301`; no single date looks like it.
    fn dashed(self, text: &str) -> Option<Result<Period, Refusal>> {
        let (from, to) = text.split_once('-')?;
        let compact = |part: &str| matches!(part.len(), 4 | 8) && part.bytes().all(|byte| byte.is_ascii_digit());
        (compact(from) && compact(to)).then(|| self.between(from, to, true, true))
    }

    /// Reads a single date.
    fn moment(self, text: &str) -> Option<Moment> {
        let text = plain_now(text);
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_BYTES {
            return None;
        }
        if let Some(moment) = self.relative(&text.to_ascii_lowercase().replace('_', "-")) {
            return Some(moment);
        }
        if let Some(date) = date::parse::iso(text).or_else(|| american(text)) {
            return Some(whole(date));
        }
        if let Some((first, last)) = written_out(text) {
            return Some(Moment { start: first.start(), end: last.end(), relative: false });
        }
        // Vendors' queries spell months out: "January 5, 2024".
        let spelled = self.dialect == Dialect::Nexis && text.contains(|c: char| c.is_alphabetic());
        spelled.then(|| date::parse::loose(text, Some("en"))).flatten().map(whole)
    }

    /// `today`, `yesterday`, `last-month`, `-30d`.
    fn relative(self, text: &str) -> Option<Moment> {
        let today = i64::from(self.today.days_since_epoch());
        let days = |from: i64, to: i64| {
            Some(Moment { start: from.checked_mul(DAY)?, end: to.checked_mul(DAY)?, relative: true })
        };
        // Day 0, 1970-01-01, was a Thursday; weeks begin on Monday.
        let monday = today - (today + 3).rem_euclid(7);
        match text {
            "today" => return days(today, today + 1),
            "yesterday" => return days(today - 1, today),
            "this-week" => return days(monday, monday + 7),
            "last-week" => return days(monday - 7, monday),
            "this-month" => return self.month(0),
            "last-month" => return self.month(-1),
            "this-year" => return self.year(0),
            "last-year" => return self.year(-1),
            _ => {}
        }
        let (count, unit) = counted_back(text)?;
        match unit {
            'd' => days(today - count, today - count + 1),
            'w' => days(today - 7 * count, today - 7 * count + 1),
            'm' => self.months_ago(count),
            _ => self.months_ago(12 * count),
        }
    }

    fn month(self, offset: i64) -> Option<Moment> {
        let (year, month) = self.shifted(offset)?;
        let period = whole(PartialDate::new(year, Some(month), None)?);
        Some(Moment { relative: true, ..period })
    }

    fn year(self, offset: i32) -> Option<Moment> {
        let period = whole(PartialDate::new(self.today.year() + offset, None, None)?);
        Some(Moment { relative: true, ..period })
    }

    /// The day of the same number `count` months ago, or the last one of that month.
    fn months_ago(self, count: i64) -> Option<Moment> {
        let (year, month) = self.shifted(-count)?;
        let day = self.today.day().unwrap_or(1);
        let date = (0..4)
            .filter_map(|less| day.checked_sub(less))
            .find_map(|day| PartialDate::new(year, Some(month), Some(day)))?;
        Some(Moment { relative: true, ..whole(date) })
    }

    /// Year and month this many months from today's.
    fn shifted(self, months: i64) -> Option<(i32, u32)> {
        let now = i64::from(self.today.year()) * 12 + i64::from(self.today.month().unwrap_or(1)) - 1;
        let then = now.checked_add(months)?;
        let year = i32::try_from(then.div_euclid(12)).ok()?;
        let month = u32::try_from(then.rem_euclid(12)).ok()? + 1;
        Some((year, month))
    }
}

/// Lucene's `now`, `now/d`, `now-30d`, `now-1M/d` as we write them.
fn plain_now(text: &str) -> Cow<'_, str> {
    let Some(rest) = text.trim().strip_prefix("now") else {
        return Cow::Borrowed(text);
    };
    let rest = rest.strip_suffix("/d").unwrap_or(rest);
    match rest.chars().last() {
        None => Cow::Borrowed("today"),
        // A small `m` are minutes to Lucene.
        Some('d' | 'w' | 'y' | 'M') if rest.starts_with('-') => Cow::Owned(rest.to_ascii_lowercase()),
        _ => Cow::Borrowed(text),
    }
}

fn whole(date: PartialDate) -> Moment {
    Moment { start: date.start(), end: date.end(), relative: false }
}

/// `-30d`, `-2w`, `-6m`, `-1y`; a bare `-30` counts days (Factiva).
fn counted_back(text: &str) -> Option<(i64, char)> {
    let rest = text.trim().strip_prefix('-')?;
    let (digits, unit) = match rest.chars().last()?.to_ascii_lowercase() {
        unit @ ('d' | 'w' | 'm' | 'y') => (rest.get(..rest.len() - 1)?, unit),
        _ => (rest, 'd'),
    };
    if digits.is_empty() || digits.len() > 5 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((digits.parse().ok()?, unit))
}

/// `1/31/2024` and `1/2024`, as Nexis and Factiva write them; `1-31-2024` too.
fn american(text: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = text.split(['/', '-']).collect();
    let number = |part: &str| -> Option<u32> {
        let digits = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    let year = |part: &str| -> Option<i32> { (part.len() == 4).then(|| part.parse().ok()).flatten() };
    match parts.as_slice() {
        [month, day, last] => PartialDate::new(year(last)?, Some(number(month)?), Some(number(day)?)),
        [month, last] => PartialDate::new(year(last)?, Some(number(month)?), None),
        _ => None,
    }
}

/// What is on that side of a moment.
fn compared(sign: Sign, moment: Moment) -> Result<Period, Refusal> {
    let (from, to) = match sign {
        Sign::Equal => (Some(moment.start), Some(moment.end)),
        Sign::Above => (Some(moment.end), None),
        Sign::AtLeast => (Some(moment.start), None),
        Sign::Below => (None, Some(moment.start)),
        Sign::AtMost => (None, Some(moment.end)),
    };
    finish(from, to, None)
}

/// Checks that the period holds something and writes it in the morgue dialect.
pub(super) fn finish(from: Option<i64>, to: Option<i64>, written: Option<&str>) -> Result<Period, Refusal> {
    match (from, to) {
        (None, None) => return Err(Refusal::Unbounded),
        (Some(from), Some(to)) if from >= to => return Err(Refusal::Empty),
        _ => {}
    }
    let text = match written {
        Some(text) => text.trim().to_ascii_lowercase().replace('_', "-"),
        None => canonical(from, to).ok_or(Refusal::Unreadable)?,
    };
    Ok(Period { from, to, text })
}

/// The shortest absolute text of a period: `2024`, `2024-05`, `2024-05-01..2024-06-15`.
fn canonical(from: Option<i64>, to: Option<i64>) -> Option<String> {
    let first = match from {
        None => None,
        Some(from) => Some(date_at(from, from.rem_euclid(DAY) == 0)?),
    };
    let last = match to {
        None => None,
        // The last second that belongs to the period, or its last day.
        Some(to) if to.rem_euclid(DAY) == 0 => Some(date_at(to - DAY, true)?),
        Some(to) => Some(date_at(to - 1, false)?),
    };
    if let (Some(first), Some(from), Some(to)) = (first, from, to) {
        let day = (first.month(), first.day());
        let year = PartialDate::new(first.year(), None, None);
        let month = PartialDate::new(first.year(), day.0, None);
        let single =
            [year, month, Some(first)].into_iter().flatten().find(|date| date.start() == from && date.end() == to);
        if let Some(single) = single {
            return Some(single.to_string());
        }
    }
    let written = |date: Option<PartialDate>| date.map(|d| d.to_string()).unwrap_or_default();
    // An end that falls on a day while the other has a time still means the whole day.
    Some(format!("{}..{}", written(first), written(last)))
}

/// The date of a second, to the day or to the second.
pub(super) fn date_at(second: i64, day: bool) -> Option<PartialDate> {
    let date = PartialDate::from_unix_seconds(second)?;
    if day && date.precision() == Precision::Time {
        return Some(date.date_only());
    }
    Some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        read_in(text, Dialect::Morgue)
    }

    fn read_in(text: &str, dialect: Dialect) -> String {
        let today = PartialDate::new(2024, Some(3), Some(31)).unwrap();
        match (Reader { today, dialect }).period(text) {
            Err(refusal) => format!("{refusal:?}"),
            Ok(period) => {
                let shown = |second: Option<i64>| {
                    second
                        .and_then(|s| date_at(s, s.rem_euclid(DAY) == 0))
                        .map(|date| date.to_string())
                        .unwrap_or_default()
                };
                format!("{}|{}|{}", shown(period.from), shown(period.to), period.text)
            }
        }
    }

    #[test]
    fn short_forms_are_whole_periods() {
        assert_eq!(read("2024"), "2024-01-01|2025-01-01|2024");
        assert_eq!(read("2024-02"), "2024-02-01|2024-03-01|2024-02");
        assert_eq!(read("20240229"), "2024-02-29|2024-03-01|2024-02-29");
        assert_eq!(read("2024-05..2024-06-15"), "2024-05-01|2024-06-16|2024-05-01..2024-06-15");
        assert_eq!(read("2024-05..2024-05"), "2024-05-01|2024-06-01|2024-05");
        assert_eq!(read("2024-05-01.."), "2024-05-01||2024-05-01..");
        assert_eq!(read("..2024"), "|2025-01-01|..2024-12-31");
        assert_eq!(read(">=2024-05"), "2024-05-01||2024-05-01..");
        assert_eq!(read(">2024-05"), "2024-06-01||2024-06-01..");
        assert_eq!(read("<2024"), "|2024-01-01|..2023-12-31");
        assert_eq!(read("<=2024"), "|2025-01-01|..2024-12-31");
        assert_eq!(read("2024-05-01T10:00Z"), "2024-05-01T10:00:00Z|2024-05-01T10:00:01Z|2024-05-01T10:00:00Z");
    }

    #[test]
    fn brackets_say_whether_an_end_belongs_to_the_range() {
        assert_eq!(read("[2024 TO 2025]"), "2024-01-01|2026-01-01|2024-01-01..2025-12-31");
        assert_eq!(read("[2024 TO 2025}"), "2024-01-01|2025-01-01|2024");
        assert_eq!(read("{2024-01 to *]"), "2024-02-01||2024-02-01..");
        assert_eq!(read("[\"2024\" TO *]"), "2024-01-01||2024-01-01..");
        assert_eq!(read("[* TO *]"), "Unbounded");
    }

    #[test]
    fn days_are_counted_from_the_given_today() {
        assert_eq!(read("-30d"), "2024-03-01|2024-04-01|-30d");
        assert_eq!(read("-1m"), "2024-02-29|2024-04-01|-1m");
        assert_eq!(read("-1Y"), "2023-03-31|2024-04-01|-1y");
        assert_eq!(read("-2w..-1w"), "2024-03-17|2024-03-25|-2w..-1w");
        assert_eq!(read("yesterday"), "2024-03-30|2024-03-31|yesterday");
        assert_eq!(read("last_month"), "2024-02-01|2024-03-01|last-month");
        assert_eq!(read("last-week"), "2024-03-18|2024-03-25|last-week");
        assert_eq!(read("this-year"), "2024-01-01|2025-01-01|this-year");
    }

    #[test]
    fn dates_with_one_meaning_are_read_however_they_are_written() {
        for (written, read_as) in [
            ("May 2024", "2024-05-01|2024-06-01|2024-05"),
            ("5 May 2024", "2024-05-05|2024-05-06|2024-05-05"),
            ("May 5, 2024", "2024-05-05|2024-05-06|2024-05-05"),
            ("2024-Q2", "2024-04-01|2024-07-01|2024-04-01..2024-06-30"),
            ("Q4 2023", "2023-10-01|2024-01-01|2023-10-01..2023-12-31"),
            ("2024/05/01", "2024-05-01|2024-05-02|2024-05-01"),
            ("01.05.2024", "2024-05-01|2024-05-02|2024-05-01"),
            ("01.05.2024..15.05.2024", "2024-05-01|2024-05-16|2024-05-01..2024-05-15"),
            ("05.2024", "2024-05-01|2024-06-01|2024-05"),
            ("31/12/2024", "2024-12-31|2025-01-01|2024-12-31"),
            (">=2024-Q2", "2024-04-01||2024-04-01.."),
        ] {
            assert_eq!(read(written), read_as, "{written}");
        }
        for text in ["May", "2024-Q5", "32.05.2024", "2024/13/01", "soon 2024"] {
            assert_eq!(read(text), "Unreadable", "{text}");
        }
    }

    #[test]
    fn vendors_forms() {
        assert_eq!(read_in("1/31/2024", Dialect::Nexis), "2024-01-31|2024-02-01|2024-01-31");
        assert_eq!(read_in("geq 1/2024", Dialect::Nexis), "2024-01-01||2024-01-01..");
        assert_eq!(read_in("20240101-20240301", Dialect::ProQuest), "2024-01-01|2024-03-02|2024-01-01..2024-03-01");
    }

    #[test]
    fn nonsense_and_empty_periods_are_refused() {
        for text in ["", "..", "soon", "2024-13", "-d", "-999999d", "[2024]", "[", "é", "2024..x"] {
            assert!(matches!(read(text).as_str(), "Unreadable" | "Unbounded"), "{text}");
        }
        assert_eq!(read("2025..2024"), "Empty");
    }
}
