//! Dates in running text, as people write them.
//!
//! [`find`] goes through the text once and returns what can only be a date: a day, a month and a year beside each
//! other in one of the usual orders. Nothing is completed from today's date.

use super::{PartialDate, words};

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The date, with the time of day where one follows.
    pub date: PartialDate,
    /// Position of the first byte.
    pub start: usize,
    /// Position after the last byte.
    pub end: usize,
    /// Whether day and month could be read the other way round and the language had to decide.
    pub ambiguous: bool,
}

/// Finds the dates of a text in order, at most `limit`. `language` is a language tag (`de`, `en-gb`); it decides whether
/// 3/4/2020 is in March or in April.
pub fn find(text: &str, language: Option<&str>, limit: usize) -> Vec<Found> {
    let tokens = tokens(text);
    let reader = Reader { tokens: &tokens, month_first: month_first(language) };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() && found.len() < limit {
        match reader.date_at(at) {
            Some((date, ambiguous, next)) => {
                let (date, next) = reader.time_after(date, next);
                let start = tokens.get(at).map_or(0, |token| token.start);
                let end = tokens.get(next.saturating_sub(1)).map_or(text.len(), |token| token.end);
                found.push(Found { date, start, end, ambiguous });
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// Whether numbers are written month first: in American English.
fn month_first(language: Option<&str>) -> bool {
    language.is_none_or(|language| {
        let mut parts = language.split(['-', '_']);
        let english = parts.next().is_some_and(|part| part.eq_ignore_ascii_case("en"));
        let region = parts.next().unwrap_or("us");
        english && (region.eq_ignore_ascii_case("us") || region.len() != 2)
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A number with its count of digits.
    Number(u32, usize),
    /// A month named by a word.
    Month(u32),
    /// A connecting word.
    Join,
    /// Any other word.
    Word,
    /// A character that is neither letter, digit nor white space.
    Mark(char),
}

#[derive(Debug, Clone, Copy)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
    /// Whether white space stands before it.
    spaced: bool,
    /// Beginning of the word in lower case, for the few short words that matter.
    word: [u8; 8],
}

impl Token {
    fn word(&self) -> &str {
        let length = self.word.iter().position(|byte| *byte == 0).unwrap_or(self.word.len());
        self.word.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }
}

fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut spaced = true;
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if first.is_whitespace() {
            spaced = true;
            continue;
        }
        let mut end = start + first.len_utf8();
        let mut word = [0_u8; 8];
        let kind = if first.is_ascii_digit() {
            while let Some((_, next)) = rest.next_if(|(_, next)| next.is_ascii_digit()) {
                end += next.len_utf8();
            }
            let digits = text.get(start..end).unwrap_or_default();
            Kind::Number(digits.parse().unwrap_or(u32::MAX), digits.len())
        } else if first.is_alphabetic() {
            if !is_ideograph(first) {
                while let Some((_, next)) = rest.next_if(|(_, next)| next.is_alphabetic() && !is_ideograph(*next)) {
                    end += next.len_utf8();
                }
            }
            let raw = text.get(start..end).unwrap_or_default();
            if raw.len() <= 28 {
                let lower = raw.to_lowercase();
                for (to, from) in word.iter_mut().zip(lower.bytes().chain(std::iter::repeat(0))) {
                    *to = from;
                }
                match words::month(&lower) {
                    Some(month) => Kind::Month(month),
                    None if words::joins(&lower) => Kind::Join,
                    None => Kind::Word,
                }
            } else {
                Kind::Word
            }
        } else {
            Kind::Mark(first)
        };
        tokens.push(Token { kind, start, end, spaced, word });
        spaced = false;
    }
    tokens
}

type Read = Option<(PartialDate, bool, usize)>;

struct Reader<'t> {
    tokens: &'t [Token],
    month_first: bool,
}

impl Reader<'_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn number(&self, at: usize, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        match self.kind(at)? {
            Kind::Number(value, count) if digits.contains(&count) => Some(value),
            _ => None,
        }
    }

    fn year(&self, at: usize) -> Option<i32> {
        self.number(at, 4..=4).and_then(|year| i32::try_from(year).ok()).filter(|year| (1000..=2999).contains(year))
    }

    fn month(&self, at: usize) -> Option<u32> {
        match self.kind(at)? {
            Kind::Month(month) => Some(month),
            _ => None,
        }
    }

    fn mark(&self, at: usize) -> Option<char> {
        match self.kind(at)? {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", Token::word)
    }

    fn spaced(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.spaced)
    }

    fn date_at(&self, at: usize) -> Read {
        // A number inside a longer one ("1.2.3.2020", "A-2020-01-02") is no beginning.
        if !self.spaced(at) && at > 0 && matches!(self.kind(at - 1), Some(Kind::Number(..))) {
            return None;
        }
        match self.kind(at)? {
            Kind::Number(_, 4) => self.year_first(at),
            Kind::Number(_, 1 | 2) => self.day_month_year(at).or_else(|| self.numeric(at)),
            Kind::Month(_) => self.month_day_year(at),
            _ => None,
        }
    }

    /// 2020-03-04, 2020/3/4, 2020年3月4日, 2020 March 4.
    fn year_first(&self, at: usize) -> Read {
        let year = self.year(at)?;
        if matches!(self.word(at + 1), "年" | "년") {
            let (month, day) = (self.number(at + 2, 1..=2)?, self.number(at + 4, 1..=2)?);
            let named = matches!(self.word(at + 3), "月" | "월") && matches!(self.word(at + 5), "日" | "일");
            return Some((PartialDate::new(year, Some(month), Some(day)).filter(|_| named)?, false, at + 6));
        }
        let separator = self.mark(at + 1).filter(|mark| matches!(mark, '-' | '/' | '.'));
        if let Some(separator) = separator
            && self.mark(at + 3) == Some(separator)
            && let (Some(month), Some(day)) = (self.number(at + 2, 1..=2), self.number(at + 4, 1..=2))
        {
            let date = PartialDate::new(year, Some(month), Some(day))?;
            return Some((date, false, at + 5));
        }
        let month_at = self.skip(at + 1, 2, |kind| matches!(kind, Kind::Mark('-' | '.' | ',' | '/')));
        let month = self.month(month_at)?;
        let day_at = self.skip(month_at + 1, 1, |kind| matches!(kind, Kind::Mark('-' | '.' | ',' | '/')));
        let day = self.number(day_at, 1..=2)?;
        Some((PartialDate::new(year, Some(month), Some(day))?, false, day_at + 1))
    }

    /// 4 March 2020, 4th of March, 2020, 4. März 2020, 4 de marzo de 2020, 04-Mar-2020.
    fn day_month_year(&self, at: usize) -> Read {
        let day = self.number(at, 1..=2)?;
        let between = |kind: Kind| matches!(kind, Kind::Join | Kind::Mark('.' | '-' | '/' | ',' | '°' | 'º' | 'ª'));
        let month_at = self.skip(at + 1, 3, between);
        let month = self.month(month_at)?;
        let year_at = self.skip(month_at + 1, 3, |kind| between(kind) || matches!(kind, Kind::Mark('\'' | '’')));
        let year = match self.year(year_at) {
            Some(year) => year,
            None => short_year(self.number(year_at, 2..=2).filter(|_| {
                matches!(self.mark(month_at + 1), Some('-' | '/' | '.' | '\'' | '’'))
                    && self.mark(year_at + 1) != Some(':')
            })?),
        };
        Some((PartialDate::new(year, Some(month), Some(day))?, false, year_at + 1))
    }

    /// March 4, 2020; Mar. 4th 2020; Mar 04 10:00:00 CET 2020.
    fn month_day_year(&self, at: usize) -> Read {
        let month = self.month(at)?;
        let day_at = self.skip(at + 1, 2, |kind| matches!(kind, Kind::Mark('.' | '-' | '/' | ',') | Kind::Join));
        let day = self.number(day_at, 1..=2)?;
        let year_at = self.skip(day_at + 1, 3, |kind| matches!(kind, Kind::Mark('.' | '-' | '/' | ',') | Kind::Join));
        if let Some(year) = self.year(year_at) {
            return Some((PartialDate::new(year, Some(month), Some(day))?, false, year_at + 1));
        }
        // The form of C's ctime: the time, and perhaps a zone, before the year.
        let clock = [day_at + 2, day_at + 4].map(|at| self.mark(at)) == [Some(':'), Some(':')];
        let zone = usize::from(matches!(self.kind(day_at + 6), Some(Kind::Word)));
        let year = self.year(day_at + 6 + zone).filter(|_| clock)?;
        let date = PartialDate::new(year, Some(month), Some(day))?;
        let (date, _) = self.time_after(date, day_at + 1);
        Some((date, false, day_at + 7 + zone))
    }

    /// 4.3.2020, 4/3/2020, 3/4/2020, 04-03-2020, 4.3.20.
    fn numeric(&self, at: usize) -> Read {
        let (first, second) = (self.number(at, 1..=2)?, self.number(at + 2, 1..=2)?);
        let separator = self.mark(at + 1).filter(|mark| matches!(mark, '-' | '/' | '.'))?;
        if self.mark(at + 3) != Some(separator) || self.spaced(at + 1) || self.spaced(at + 3) {
            return None;
        }
        let year = match self.year(at + 4) {
            Some(year) => year,
            None if separator != '-'
                && !self.spaced(at + 4)
                && !matches!(self.mark(at + 5), Some('.' | ':' | '/') if !self.spaced(at + 6)) =>
            {
                short_year(self.number(at + 4, 2..=2)?)
            }
            None => return None,
        };
        let ambiguous = first <= 12 && second <= 12 && first != second;
        let american = separator != '.' && self.month_first;
        let (day, month) = if second > 12 || (ambiguous && american) { (second, first) } else { (first, second) };
        Some((PartialDate::new(year, Some(month), Some(day))?, ambiguous && separator != '.', at + 5))
    }

    fn skip(&self, from: usize, most: usize, what: impl Fn(Kind) -> bool) -> usize {
        let mut at = from;
        while at < from + most && self.kind(at).is_some_and(&what) {
            at += 1;
        }
        at
    }

    /// Reads the time of day after a date, if there is one.
    fn time_after(&self, date: PartialDate, from: usize) -> (PartialDate, usize) {
        let mut at = from;
        while at < from + 3 {
            match self.kind(at) {
                Some(Kind::Mark(',' | '-' | '–' | '|' | '·' | '/' | '@' | '•' | '(' | '.')) => at += 1,
                Some(Kind::Word | Kind::Join) if words::introduces_time(self.word(at)) => at += 1,
                _ => break,
            }
        }
        self.clock(date, at).unwrap_or((date, from))
    }

    fn clock(&self, date: PartialDate, at: usize) -> Option<(PartialDate, usize)> {
        let mut hour = self.number(at, 1..=2)?;
        let mut next = at + 1;
        let (mut minute, mut second) = (0, 0);
        let parted = matches!(self.mark(next), Some(':' | '.')) || matches!(self.word(next), "h");
        if parted && let Some(value) = self.number(next + 1, 2..=2) {
            minute = value;
            next += 2;
            if matches!(self.mark(next), Some(':'))
                && let Some(value) = self.number(next + 1, 2..=2)
            {
                second = value;
                next += 2;
            }
            if self.mark(next) == Some('.') && !self.spaced(next + 1) && self.number(next + 1, 1..=9).is_some() {
                next += 2;
            }
        } else if !matches!(self.word(next), "am" | "pm" | "uhr" | "h") {
            return None;
        }
        match (self.word(next), self.word(next + 2)) {
            ("am" | "pm", _) => {
                hour = twelve_hours(hour, self.word(next) == "pm")?;
                next += 1;
            }
            ("a" | "p", "m") if self.mark(next + 1) == Some('.') => {
                hour = twelve_hours(hour, self.word(next) == "p")?;
                next += 3;
                next += usize::from(self.mark(next) == Some('.'));
            }
            ("uhr" | "h", _) => next += 1,
            _ => {}
        }
        let (offset, next) = self.offset(next);
        Some((date.date_only().with_time(hour, minute, second, offset)?, next))
    }

    fn offset(&self, from: usize) -> (Option<i32>, usize) {
        let mut at = from + usize::from(self.mark(from) == Some('('));
        let named = words::zone(self.word(at));
        at += usize::from(named.is_some());
        if let Some(sign @ ('+' | '-')) = self.mark(at)
            && !(named.is_none() && self.spaced(at + 1))
        {
            let sign = if sign == '+' { 1 } else { -1 };
            let minutes = match self.kind(at + 1) {
                Some(Kind::Number(value, 4)) => Some((value / 100 * 60 + value % 100, at + 2)),
                Some(Kind::Number(hours, 1 | 2)) if self.mark(at + 2) == Some(':') => {
                    self.number(at + 3, 2..=2).map(|minutes| (hours * 60 + minutes, at + 4))
                }
                Some(Kind::Number(hours, 2)) => Some((hours * 60, at + 2)),
                Some(Kind::Number(hours, 1)) if named.is_some() => Some((hours * 60, at + 2)),
                _ => None,
            };
            if let Some((minutes, next)) = minutes
                && let Ok(minutes) = i32::try_from(minutes)
                && minutes <= 14 * 60
            {
                return (Some(sign * minutes), next);
            }
        }
        match named {
            Some(offset) => (Some(offset), at),
            None => (None, from),
        }
    }
}

fn twelve_hours(hour: u32, afternoon: bool) -> Option<u32> {
    match (hour, afternoon) {
        (12, false) => Some(0),
        (12, true) => Some(12),
        (1..=11, true) => Some(hour + 12),
        (13..=23, true) | (0..=11, false) => Some(hour),
        _ => None,
    }
}

/// The year two digits stand for: the reader's own century up to 2068, as POSIX has it.
fn short_year(two: u32) -> i32 {
    let two = i32::try_from(two).unwrap_or(0);
    if two < 69 { 2000 + two } else { 1900 + two }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str, language: Option<&str>) -> Option<String> {
        find(text, language, 1).first().map(|found| found.date.to_string())
    }

    #[test]
    fn dates_of_many_languages_are_read() {
        for (text, language, expected) in [
            ("Published: March 4th, 2020 at 5:15 p.m. EST", "en", "2020-03-04T17:15:00-05:00"),
            ("Mi., 4. März 2020, 10:30 Uhr", "de", "2020-03-04T10:30:00"),
            ("le mercredi 4 mars 2020 à 10h30", "fr", "2020-03-04T10:30:00"),
            ("4 de marzo de 2020", "es", "2020-03-04"),
            ("mercoledì 4 marzo 2020 - 10:30", "it", "2020-03-04T10:30:00"),
            ("4 de março de 2020 às 10:30", "pt", "2020-03-04T10:30:00"),
            ("4 maart 2020 om 10.30", "nl", "2020-03-04T10:30:00"),
            ("4 marca 2020", "pl", "2020-03-04"),
            ("4 марта 2020", "ru", "2020-03-04"),
            ("2020年3月4日", "ja", "2020-03-04"),
            ("04.03.2020", "de", "2020-03-04"),
            ("04/03/2020", "fr", "2020-03-04"),
            ("03/04/2020", "en", "2020-03-04"),
            ("04/03/2020", "en-gb", "2020-03-04"),
            ("25/03/2020", "en", "2020-03-25"),
            ("4.3.20", "de", "2020-03-04"),
            ("Wed, 04 Mar 2020 10:30:00 +0100", "en", "2020-03-04T10:30:00+01:00"),
            ("Wed Mar 04 10:30:00 CET 2020", "en", "2020-03-04T10:30:00"),
            ("2020-03-04T10:30:00.123+01:00", "en", "2020-03-04T10:30:00+01:00"),
            ("04-Mar-2020", "en", "2020-03-04"),
        ] {
            let read = first(text, Some(language));
            assert!(read.as_deref().is_some_and(|read| read.starts_with(expected)), "{text}: {read:?}");
        }
    }

    #[test]
    fn what_only_looks_like_a_date_is_left_alone() {
        for text in
            ["192.168.10.2020", "version 1.2.3", "31.02.2020", "12-10 2020", "call 555 2020", "may 2020 be better"]
        {
            assert_eq!(first(text, Some("en")), None, "{text}");
        }
    }

    #[test]
    fn the_place_of_a_date_is_known() {
        let text = "In Köln am 4. März 2020 und am 5.3.2020.";
        let found = find(text, Some("de"), 9);
        assert_eq!(found.len(), 2);
        assert_eq!(found.first().map(|found| &text[found.start..found.end]), Some("4. März 2020"));
    }
}
