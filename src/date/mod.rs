//! Dates of articles: as precise as the source gave them, in the source's own zone.
//!
//! A newspaper archive holds years that nanosecond clocks cannot (1600 to 2200 at least) and dates that
//! name only a month. A [`PartialDate`] is therefore kept as written and compared as the half-open
//! period of seconds it stands for. A date without a zone is read as UTC when compared.

pub mod calendar;
pub mod parse;
pub mod scan;
mod words;

use jiff::civil;
use std::fmt;

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// A calendar day.
    Day,
    /// A time of day, to the minute or second.
    Time,
}

impl Precision {
    /// The word used in records and in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
            Precision::Time => "time",
        }
    }
}

/// A calendar date of known precision, proleptic Gregorian, years 1000 to 2999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    date: civil::Date,
    precision: Precision0,
}

/// Precision with what it carries, so that impossible states cannot be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Precision0 {
    Year,
    Month,
    Day,
    Time { seconds: u32, offset_minutes: Option<i16> },
}

impl PartialDate {
    /// A date from its known parts; `None` if they name no day of the calendar or a year outside 1000..=2999.
    pub fn new(year: i32, month: Option<u32>, day: Option<u32>) -> Option<Self> {
        let year = i16::try_from(year).ok().filter(|year| (1000..=2999).contains(year))?;
        let precision = match (month, day) {
            (None, None) => Precision0::Year,
            (Some(_), None) => Precision0::Month,
            (Some(_), Some(_)) => Precision0::Day,
            (None, Some(_)) => return None,
        };
        let month = i8::try_from(month.unwrap_or(1)).ok()?;
        let day = i8::try_from(day.unwrap_or(1)).ok()?;
        let date = civil::Date::new(year, month, day).ok()?;
        Some(PartialDate { date, precision })
    }

    /// The same day with a time of day and, if known, its offset from UTC in minutes (east positive).
    /// `None` unless the date has day precision and the time exists; second 60 counts as 59.
    pub fn with_time(self, hour: u32, minute: u32, second: u32, offset_minutes: Option<i32>) -> Option<Self> {
        if self.precision() < Precision::Day || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let offset_minutes = match offset_minutes {
            None => None,
            Some(minutes) if minutes.abs() <= 18 * 60 => Some(i16::try_from(minutes).ok()?),
            Some(_) => return None,
        };
        let seconds = hour * 3600 + minute * 60 + second.min(59);
        Some(PartialDate { date: self.date, precision: Precision0::Time { seconds, offset_minutes } })
    }

    /// A point of time in UTC, seconds since 1970.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let timestamp = jiff::Timestamp::from_second(seconds).ok()?;
        let time = jiff::tz::TimeZone::UTC.to_datetime(timestamp);
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        PartialDate::new(
            i32::from(time.year()),
            Some(u32::try_from(time.month()).ok()?),
            Some(u32::try_from(time.day()).ok()?),
        )?
        .with_time(
            u32::try_from(hour).ok()?,
            u32::try_from(minute).ok()?,
            u32::try_from(second).ok()?,
            Some(0),
        )
    }

    /// How much is known.
    pub fn precision(self) -> Precision {
        match self.precision {
            Precision0::Year => Precision::Year,
            Precision0::Month => Precision::Month,
            Precision0::Day => Precision::Day,
            Precision0::Time { .. } => Precision::Time,
        }
    }

    /// The year as written.
    pub fn year(self) -> i32 {
        i32::from(self.date.year())
    }

    /// The month as written, 1 to 12, where it is known.
    pub fn month(self) -> Option<u32> {
        (self.precision() >= Precision::Month).then(|| self.date.month().unsigned_abs().into())
    }

    /// The day of the month as written, where it is known.
    pub fn day(self) -> Option<u32> {
        (self.precision() >= Precision::Day).then(|| self.date.day().unsigned_abs().into())
    }

    /// The time of day in seconds, where it is known.
    pub fn seconds_of_day(self) -> Option<u32> {
        match self.precision {
            Precision0::Time { seconds, .. } => Some(seconds),
            _ => None,
        }
    }

    /// Whether the hour is known. Midnight sharp is what sources write that know the day only.
    pub fn has_hour(self) -> bool {
        self.seconds_of_day().is_some_and(|seconds| seconds != 0)
    }

    /// The latest moment at which it may have been, in seconds since 1970-01-01T00:00:00Z: where only the day, month or year is
    /// known, that is its end. Whoever asks what was *first* may claim no more than that.
    pub fn latest(self) -> i64 {
        match self.precision {
            Precision0::Time { seconds: 0, .. } => self.start() + 86_400 - 1,
            _ => self.end() - 1,
        }
    }

    /// Offset from UTC in minutes, where it is known.
    pub fn offset_minutes(self) -> Option<i32> {
        match self.precision {
            Precision0::Time { offset_minutes, .. } => offset_minutes.map(i32::from),
            _ => None,
        }
    }

    /// The calendar day alone, as written, in its own zone: nothing is converted.
    pub fn date_only(self) -> Self {
        match self.precision {
            Precision0::Time { .. } => PartialDate { date: self.date, precision: Precision0::Day },
            _ => self,
        }
    }

    /// First day of the period, counted in days since 1970-01-01, as written (no zone applied).
    pub fn days_since_epoch(self) -> i32 {
        let epoch = civil::date(1970, 1, 1);
        // Both dates are civil and within 1000..=2999, so the difference always exists and fits.
        (self.date - epoch).get_days()
    }

    /// First second of the period, since 1970-01-01T00:00:00Z.
    pub fn start(self) -> i64 {
        let midnight = i64::from(self.days_since_epoch()) * 86_400;
        match self.precision {
            Precision0::Time { seconds, offset_minutes } => {
                midnight + i64::from(seconds) - i64::from(offset_minutes.unwrap_or(0)) * 60
            }
            _ => midnight,
        }
    }

    /// First second after the period: the next year, month, day or second.
    pub fn end(self) -> i64 {
        let next = match self.precision {
            Precision0::Year => PartialDate::new(self.year() + 1, None, None),
            Precision0::Month => {
                let (year, month) = (self.year(), self.date.month());
                if month == 12 {
                    PartialDate::new(year + 1, None, None)
                } else {
                    PartialDate::new(year, Some(u32::from(month.unsigned_abs()) + 1), None)
                }
            }
            Precision0::Day => return self.start() + 86_400,
            Precision0::Time { .. } => return self.start() + 1,
        };
        // Only the last year of the supported range has no successor; its end is its last second.
        next.map_or(i64::from(self.days_since_epoch()) * 86_400 + 366 * 86_400, PartialDate::start)
    }
}

impl fmt::Display for PartialDate {
    /// ISO 8601, with exactly the parts that are known: `2026`, `2026-06`, `2026-06-13`,
    /// `2026-06-13T10:00:00`, `2026-06-13T10:00:00+02:00`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.date.year(), self.date.month(), self.date.day());
        match self.precision {
            Precision0::Year => write!(formatter, "{year:04}"),
            Precision0::Month => write!(formatter, "{year:04}-{month:02}"),
            Precision0::Day => write!(formatter, "{year:04}-{month:02}-{day:02}"),
            Precision0::Time { seconds, offset_minutes } => {
                let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                write!(formatter, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
                match offset_minutes {
                    None => Ok(()),
                    Some(0) => formatter.write_str("Z"),
                    Some(offset) => {
                        let sign = if offset < 0 { '-' } else { '+' };
                        let minutes = offset.unsigned_abs();
                        write!(formatter, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_an_hour_may_have_been_its_last_moment() {
        let day = PartialDate::new(2024, Some(2), Some(29)).unwrap();
        let morning = day.with_time(10, 30, 0, Some(0)).unwrap();
        let midnight = day.with_time(0, 0, 0, Some(0)).unwrap();
        let month = PartialDate::new(2024, Some(2), None).unwrap();
        assert!(morning.has_hour() && !midnight.has_hour() && !day.has_hour());
        assert_eq!(midnight.latest(), day.latest());
        assert!(morning.latest() < day.latest() && day.latest() == month.latest());
    }

    #[test]
    fn a_partial_date_is_the_whole_period_it_names() {
        let year = PartialDate::new(1650, None, None).unwrap();
        assert_eq!(year.end() - year.start(), 365 * 86_400);
        let february = PartialDate::new(2024, Some(2), None).unwrap();
        assert_eq!(february.end() - february.start(), 29 * 86_400);
        let december = PartialDate::new(2200, Some(12), None).unwrap();
        assert_eq!(december.end() - december.start(), 31 * 86_400);
    }

    #[test]
    fn impossible_days_and_times_are_refused() {
        assert!(PartialDate::new(2023, Some(2), Some(29)).is_none());
        assert!(PartialDate::new(2023, None, Some(1)).is_none());
        assert!(PartialDate::new(999, None, None).is_none());
        let day = PartialDate::new(2023, Some(2), Some(28)).unwrap();
        assert!(day.with_time(24, 0, 0, None).is_none());
        assert!(day.with_time(1, 0, 0, Some(19 * 60)).is_none());
    }

    #[test]
    fn display_keeps_the_zone_as_written() {
        let day = PartialDate::new(2026, Some(6), Some(13)).unwrap();
        let time = day.with_time(10, 5, 0, Some(-330)).unwrap();
        assert_eq!(time.to_string(), "2026-06-13T10:05:00-05:30");
        assert_eq!(time.start(), day.start() + 10 * 3600 + 300 + 330 * 60);
        assert_eq!(time.date_only(), day);
        assert_eq!(PartialDate::from_unix_seconds(0).unwrap().to_string(), "1970-01-01T00:00:00Z");
    }
}
