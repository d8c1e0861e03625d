//! What the address of an article says: its host, the outlet's name and the date of publication.

use crate::article::ArticleDate;
use crate::date::PartialDate;

/// Trust in a day named by an address.
const DAY_CONFIDENCE: f32 = 0.7;
/// Trust in a month named by an address.
const MONTH_CONFIDENCE: f32 = 0.5;
/// Earliest year an address can name: the web's first.
const FIRST_YEAR: u32 = 1990;
/// Latest year believed of an address.
const LAST_YEAR: u32 = 2099;
/// Second-level labels under which countries register names (`bbc.co.uk`).
const SHARED_LABELS: &[&str] =
    &["co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "go", "gob", "gouv", "govt", "nom", "info"];

/// Whether the text is one absolute web address and nothing else.
pub(crate) fn is_address(text: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| text.get(scheme.len()..))?
    });
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        host.contains('.') && !rest.contains(|letter: char| letter.is_whitespace() || matches!(letter, '<' | '>' | '"'))
    })
}

/// The host of an absolute address, lower-case, without user, port and a leading `www.`.
pub(crate) fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("//")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit('@').next()?;
    let name = authority.split(':').next()?.trim_end_matches('.').to_lowercase();
    let name = name.strip_prefix("www.").unwrap_or(&name);
    name.contains('.').then(|| name.to_owned())
}

/// The label under which the site is registered: `bbc` of `news.bbc.co.uk`.
fn registrable_label(host: &str) -> Option<&str> {
    let labels: Vec<&str> = host.split('.').collect();
    let (last, before) = labels.split_last()?;
    let (second, before) = before.split_last()?;
    let is_shared = last.len() == 2 && SHARED_LABELS.contains(second);
    match before.last() {
        Some(third) if is_shared => Some(third),
        _ => Some(second),
    }
}

/// The outlet's own name within a longer one: the most words of `name` that, written together, are the
/// registrable label of `host`; otherwise the whole name. ("TechCrunch AI" at techcrunch.com is "TechCrunch".)
pub(crate) fn outlet(name: &str, host: Option<&str>) -> String {
    let name = name.trim();
    let Some(label) = host.and_then(registrable_label) else {
        return name.to_owned();
    };
    let label = letters_and_digits(label);
    let ends = name.char_indices().filter(|(_, letter)| letter.is_whitespace()).map(|(at, _)| at);
    let mut prefixes: Vec<&str> = ends.chain([name.len()]).filter_map(|end| name.get(..end)).collect();
    prefixes.reverse();
    let matching = prefixes.into_iter().find(|prefix| letters_and_digits(prefix) == label);
    matching.unwrap_or(name).to_owned()
}

/// Whether a name is, written together, the registrable label of a host.
pub(crate) fn is_spelled_by(name: &str, host: &str) -> bool {
    registrable_label(host).is_some_and(|label| letters_and_digits(label) == letters_and_digits(name))
}

/// Letters and digits only, lower-case.
fn letters_and_digits(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of the address's last telling path segment, lower-case: evidence for the headline.
pub(crate) fn slug_words(address: &str) -> Vec<String> {
    let path = address.split_once("//").map_or(address, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or("");
    let segments = path.split('/').skip(1);
    let longest = segments.max_by_key(|segment| segment.split(['-', '_']).count());
    let words = longest.unwrap_or("").split(['-', '_', '.']);
    words.filter(|word| word.len() > 1).map(str::to_lowercase).collect()
}

/// The date that an address names: `/2026/06/13/`, `/2026-06-13-`, `-20260613` name a day, `/2026/06/` a month.
pub(crate) fn date(address: &str) -> Option<ArticleDate> {
    let path = address.split_once("//").map_or(address, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let path = path.get(path.find('/')?..)?;
    let day = in_segments(path).filter(|date| date.day().is_some()).or_else(|| in_name(path));
    let value = day.or_else(|| in_segments(path))?;
    let confidence = if value.day().is_some() { DAY_CONFIDENCE } else { MONTH_CONFIDENCE };
    Some(ArticleDate { value, source: "url".to_owned(), confidence })
}

/// Year, month and perhaps day as segments of their own.
fn in_segments(path: &str) -> Option<PartialDate> {
    let segments: Vec<&str> = path.split('/').collect();
    segments.iter().enumerate().find_map(|(at, segment)| {
        let year = number(segment, 4..=4).filter(|year| (FIRST_YEAR..=LAST_YEAR).contains(year))?;
        let month = month(segments.get(at + 1)?)?;
        let year = i32::try_from(year).ok()?;
        let day = segments.get(at + 2).and_then(|segment| number(segment, 1..=2));
        // The last segment is the article itself: `/2026/06/13` may be its number, but a day is likelier.
        let whole = day.and_then(|day| PartialDate::new(year, Some(month), Some(day)));
        whole.or_else(|| PartialDate::new(year, Some(month), None))
    })
}

/// `2026-06-13`, `2026_06_13` or `20260613` inside a segment, not touched by further digits.
fn in_name(path: &str) -> Option<PartialDate> {
    let bytes = path.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let starts = (1..bytes.len()).filter(|at| is_digit(*at) && !is_digit(at - 1));
    starts.into_iter().find_map(|at| {
        let separator = bytes.get(at + 4).copied()?;
        let (month_at, day_at) = match separator {
            b'-' | b'_' if bytes.get(at + 7) == Some(&separator) => (at + 5, at + 8),
            _ if separator.is_ascii_digit() => (at + 4, at + 6),
            _ => return None,
        };
        if is_digit(day_at + 2) {
            return None;
        }
        let part = |from: usize, length: usize| number(path.get(from..from + length)?, length..=length);
        let year = part(at, 4).filter(|year| (FIRST_YEAR..=LAST_YEAR).contains(year))?;
        PartialDate::new(i32::try_from(year).ok()?, Some(part(month_at, 2)?), Some(part(day_at, 2)?))
    })
}

/// A month as number or English abbreviation, as in `/2026/jun/13/`.
fn month(segment: &str) -> Option<u32> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let named = NAMES.iter().position(|name| segment.eq_ignore_ascii_case(name));
    let named = named.and_then(|place| u32::try_from(place + 1).ok());
    named.or_else(|| number(segment, 1..=2)).filter(|month| (1..=12).contains(month))
}

/// A number of so many digits and nothing else.
fn number(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let digits = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outlet_is_the_part_of_the_name_that_the_host_spells() {
        for (name, host, expected) in [
            ("TechCrunch AI", "techcrunch.com", "TechCrunch"),
            ("The Guardian", "theguardian.com", "The Guardian"),
            ("The Guardian World News", "amp.theguardian.com", "The Guardian"),
            ("BBC News", "bbc.co.uk", "BBC"),
            ("Frankfurter Allgemeine", "faz.net", "Frankfurter Allgemeine"),
            ("Al-Monitor Daily", "al-monitor.com", "Al-Monitor"),
        ] {
            assert_eq!(outlet(name, Some(host)), expected);
        }
        assert_eq!(outlet("Some Paper", None), "Some Paper");
    }

    #[test]
    fn an_address_names_a_day_or_a_month() {
        for (address, expected) in [
            ("https://a.example/2026/06/13/title/", Some("2026-06-13")),
            ("https://a.example/world/2026/jun/13/title", Some("2026-06-13")),
            ("https://a.example/news/2026-06-13-title.html", Some("2026-06-13")),
            ("https://a.example/2026/06/title-20260613", Some("2026-06-13")),
            ("https://a.example/2026/06/title", Some("2026-06")),
            ("https://a.example/a/202311/17/WS65571297a310d5acd876f404.html", None),
            ("https://a.example/2026/13/45/title", None),
            ("https://a.example/id-202606131", None),
            ("https://a.example/?d=2026-06-13", None),
            ("https://2026.example/", None),
            ("", None),
        ] {
            assert_eq!(date(address).map(|date| date.value.to_string()).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn a_host_has_no_port_user_or_www() {
        assert_eq!(host("https://user@WWW.Example.org:8080/a").as_deref(), Some("example.org"));
        assert_eq!(host("no address"), None);
        assert!(is_address("https://example.org/a"));
        assert!(!is_address("https://example.org/a b"));
        assert!(!is_address("https://localhost"));
    }
}
