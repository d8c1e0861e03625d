//! Which day, week, month, quarter or year is it? Periods of a calendar, one after the other.
//!
//! Days are counted from 1970-01-01, as written in the articles. Weeks are those of ISO 8601: they begin on Monday, and the
//! week that holds the first Thursday of a year is its first. Periods of one unit do not overlap and leave no gap.

use crate::date::Precision;
use jiff::civil;
use jiff::{Span, Unit as JiffUnit};

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CalendarUnit {
    /// A day.
    Day,
    /// A week of ISO 8601.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

impl CalendarUnit {
    /// All units, shortest first.
    pub const ALL: [CalendarUnit; 5] =
        [CalendarUnit::Day, CalendarUnit::Week, CalendarUnit::Month, CalendarUnit::Quarter, CalendarUnit::Year];

    /// The word used on the command line and in records.
    pub fn as_str(self) -> &'static str {
        match self {
            CalendarUnit::Day => "day",
            CalendarUnit::Week => "week",
            CalendarUnit::Month => "month",
            CalendarUnit::Quarter => "quarter",
            CalendarUnit::Year => "year",
        }
    }

    /// The inverse of [`CalendarUnit::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        CalendarUnit::ALL.into_iter().find(|unit| unit.as_str() == text)
    }

    /// How precise a date must be to fall into one period of this unit and no other.
    pub fn needs(self) -> Precision {
        match self {
            CalendarUnit::Day | CalendarUnit::Week => Precision::Day,
            CalendarUnit::Month | CalendarUnit::Quarter => Precision::Month,
            CalendarUnit::Year => Precision::Year,
        }
    }
}

/// A day, week, month, quarter or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CalendarPeriod {
    unit: CalendarUnit,
    first: civil::Date,
}

impl CalendarPeriod {
    /// The period of a unit that holds a day; `None` for days that no calendar names (before -9999 or after 9999).
    pub fn containing(unit: CalendarUnit, day: i64) -> Option<Self> {
        let date = date_of(day)?;
        let first = match unit {
            CalendarUnit::Day => date,
            CalendarUnit::Week => date.checked_sub(Span::new().days(date.weekday().to_monday_zero_offset())).ok()?,
            CalendarUnit::Month => date.first_of_month(),
            CalendarUnit::Quarter => civil::Date::new(date.year(), (date.month() - 1) / 3 * 3 + 1, 1).ok()?,
            CalendarUnit::Year => date.first_of_year(),
        };
        Some(CalendarPeriod { unit, first })
    }

    /// The unit.
    pub fn unit(self) -> CalendarUnit {
        self.unit
    }

    /// Its first day.
    pub fn first_day(self) -> i64 {
        day_of(self.first)
    }

    /// The first day after it; `None` at the end of the calendar.
    pub fn end_day(self) -> Option<i64> {
        Some(self.next()?.first_day())
    }

    /// The period after it; `None` at the end of the calendar.
    pub fn next(self) -> Option<Self> {
        let span = match self.unit {
            CalendarUnit::Day => Span::new().days(1),
            CalendarUnit::Week => Span::new().weeks(1),
            CalendarUnit::Month => Span::new().months(1),
            CalendarUnit::Quarter => Span::new().months(3),
            CalendarUnit::Year => Span::new().years(1),
        };
        Some(CalendarPeriod { unit: self.unit, first: self.first.checked_add(span).ok()? })
    }

    /// Its number among the periods of its unit: neighbours differ by one, January and the first quarter of a
    /// year are multiples of 12 and 4.
    pub fn number(self) -> i64 {
        let (year, month) = (i64::from(self.first.year()), i64::from(self.first.month()));
        match self.unit {
            CalendarUnit::Day => self.first_day(),
            CalendarUnit::Week => (self.first_day() + 3).div_euclid(7),
            CalendarUnit::Month => 12 * year + month - 1,
            CalendarUnit::Quarter => 4 * year + (month - 1) / 3,
            CalendarUnit::Year => year,
        }
    }

    /// Its name, which sorts like the periods of its unit: `2024-05-14`, `2024-W20`, `2024-05`, `2024-Q2`, `2024`.
    pub fn label(self) -> String {
        let (year, month) = (self.first.year(), self.first.month());
        match self.unit {
            CalendarUnit::Day => format!("{year:04}-{month:02}-{:02}", self.first.day()),
            CalendarUnit::Week => {
                let week = self.first.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            CalendarUnit::Month => format!("{year:04}-{month:02}"),
            CalendarUnit::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            CalendarUnit::Year => format!("{year:04}"),
        }
    }
}

fn date_of(day: i64) -> Option<civil::Date> {
    let span = Span::new().try_days(day).ok()?;
    civil::date(1970, 1, 1).checked_add(span).ok()
}

fn day_of(date: civil::Date) -> i64 {
    // The difference of two dates in days always exists; without it the epoch itself is meant.
    date.since((JiffUnit::Day, civil::date(1970, 1, 1))).map_or(0, |span| i64::from(span.get_days()))
}

/// The day as `2024-05-14`.
pub fn day_label(day: i64) -> Option<String> {
    Some(CalendarPeriod::containing(CalendarUnit::Day, day)?.label())
}

/// Number of the day of the week, from 0 for Monday.
pub fn weekday(day: i64) -> usize {
    // 1970-01-01 was a Thursday.
    usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
}

/// Names of the days of the week, from Monday.
pub const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Periods without a gap, and the way from a day to its period.
#[derive(Debug, Clone, Default)]
pub struct PeriodTable {
    periods: Vec<CalendarPeriod>,
    first_day: i64,
    /// For each day from the first day of the first period: the number of its period.
    numbers: Vec<u32>,
}

impl PeriodTable {
    /// All periods from the one that holds `first` to the one that holds `last`.
    pub fn new(unit: CalendarUnit, first: i64, last: i64) -> Self {
        let mut table = PeriodTable::default();
        let Some(mut period) = CalendarPeriod::containing(unit, first).filter(|_| first <= last) else {
            return table;
        };
        table.first_day = period.first_day();
        while period.first_day() <= last {
            let number = u32::try_from(table.periods.len()).unwrap_or(u32::MAX);
            table.periods.push(period);
            let Some(next) = period.next() else {
                break;
            };
            let days = usize::try_from(next.first_day() - table.first_day).unwrap_or(0);
            table.numbers.resize(days, number);
            period = next;
        }
        table
    }

    /// The periods in order.
    pub fn periods(&self) -> &[CalendarPeriod] {
        &self.periods
    }

    /// Number of the period that holds a day.
    pub fn number(&self, day: i64) -> Option<u32> {
        let place = usize::try_from(day.checked_sub(self.first_day)?).ok()?;
        self.numbers.get(place).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::PartialDate;

    fn day(text: &str) -> i64 {
        crate::date::parse::iso(text).unwrap().days_since_epoch().into()
    }

    fn label(unit: CalendarUnit, text: &str) -> String {
        CalendarPeriod::containing(unit, day(text)).unwrap().label()
    }

    #[test]
    fn weeks_are_those_of_the_standard() {
        for (date, week) in [
            ("2024-12-29", "2024-W52"),
            ("2024-12-30", "2025-W01"),
            ("2021-01-03", "2020-W53"),
            ("2021-01-04", "2021-W01"),
            ("1650-01-01", "1649-W52"),
        ] {
            assert_eq!(label(CalendarUnit::Week, date), week, "{date}");
        }
        assert_eq!((weekday(day("2024-05-13")), weekday(day("1650-01-02"))), (0, 6));
    }

    #[test]
    fn periods_have_names_and_follow_each_other() {
        assert_eq!(label(CalendarUnit::Quarter, "2024-12-31"), "2024-Q4");
        assert_eq!(label(CalendarUnit::Month, "1650-02-28"), "1650-02");
        let december = CalendarPeriod::containing(CalendarUnit::Month, day("2023-12-31")).unwrap();
        assert_eq!(december.next().unwrap().label(), "2024-01");
        assert_eq!(december.end_day(), Some(day("2024-01-01")));
        assert!(CalendarPeriod::containing(CalendarUnit::Day, i64::MAX).is_none());
    }

    proptest::proptest! {
        #[test]
        fn every_day_is_in_one_period_of_a_table(first in -354_000i64..370_000, length in 0i64..1500, unit in 0usize..5) {
            let unit = CalendarUnit::ALL[unit];
            let table = PeriodTable::new(unit, first, first + length);
            let labels: Vec<String> = table.periods().iter().map(|period| period.label()).collect();
            proptest::prop_assert!(table.periods().windows(2).all(|pair| pair[0].number() + 1 == pair[1].number()));
            proptest::prop_assert!(labels.is_sorted() && labels.windows(2).all(|pair| pair[0] != pair[1]));
            for day in [first, first + length / 2, first + length] {
                let period = table.periods()[table.number(day).unwrap() as usize];
                proptest::prop_assert_eq!(Some(period), CalendarPeriod::containing(unit, day));
                proptest::prop_assert!(period.first_day() <= day && day < period.end_day().unwrap());
            }
            let date = PartialDate::from_unix_seconds(first * 86_400).unwrap();
            let name = day_label(first).unwrap();
            proptest::prop_assert_eq!(name, date.date_only().to_string());
        }
    }
}
