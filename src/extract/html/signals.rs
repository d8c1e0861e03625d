//! Signals of dates, gathered from the whole page: JSON-LD, meta elements, microdata, `time`, the address, names of
//! classes, text near the headline, scripts, and the text itself where nothing else speaks.
//!
//! The weights follow how often each signal is right on news pages (JSON-LD, meta, microdata and address about
//! 19 times in 20, visible text 4 times in 5).

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::blocks::Block;
use super::json_ld::LinkedData;
use super::meta::Head;
use super::shown_dates::{from_elements, from_running_text, from_text_near_heading};
use super::tree::Tree;
use crate::date::{PartialDate, Precision, parse, scan};

/// What a signal dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dates {
    Publication,
    Change,
}

/// One signal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signal {
    pub date: PartialDate,
    pub source: &'static str,
    pub weight: f32,
    pub dates: Dates,
    /// Whether people see it on the page.
    pub visible: bool,
}

/// Weight from which a signal is one of the article rather than of something beside it.
pub(super) const STRONG: f32 = 0.9;

/// Where the vote looks for signals.
pub(super) struct Sources<'s, 'a> {
    pub tree: &'s Tree<'a>,
    pub head: &'s Head<'a>,
    pub data: &'s LinkedData<'s>,
    pub scripts: &'s [&'a str],
    pub blocks: &'s [Block],
    /// Index of the node of the headline; 0 if there is none.
    pub heading: usize,
    /// Indexes of the nodes of the text.
    pub body: std::ops::Range<usize>,
    /// Addresses of the page.
    pub urls: Vec<&'s str>,
    /// Language tag of the page, in lower case.
    pub language: Option<&'s str>,
}

const PUBLISHED_NAMES: &str = "article:published_time article:published og:published_time og:article:published_time \
    datepublished date pubdate publishdate publish-date publish_date published-date \
    published_date publication_date publication-date pub_date dc.date dc.date.issued \
    dc.date.created dcterms.created dcterms.date dcterms.issued dc:date dc:created \
    dcterms:created sailthru.date parsely-pub-date article.published article.created \
    article_date_original cxenseparse:recs:publishtime cxenseparse:pub-date rnews:datepublished \
    bt:pubdate citation_publication_date citation_date citation_online_date datecreated \
    date_published originalpublicationdate displaydate created creation_date datepublication \
    dateofpublication article-publication-date shareaholic:article_published_time originaldate \
    last-publish-date published issuedate newsdate pdate ptime vr:published_time timestamp \
    content_create_date release_date releasedate video:release_date";
const CHANGED_NAMES: &str = "article:modified_time og:updated_time article:modified last-modified lastmodified \
    datemodified dc.date.modified dcterms.modified revised modified moddate updated_time \
    article:updated_time og:modified_time shareaholic:article_modified_time article.updated \
    last_modified modificationdate lastmod updated";

static META_NAMES: LazyLock<FxHashMap<&'static str, Dates>> = LazyLock::new(|| {
    let changed = CHANGED_NAMES.split_ascii_whitespace().map(|name| (name, Dates::Change));
    changed.chain(PUBLISHED_NAMES.split_ascii_whitespace().map(|name| (name, Dates::Publication))).collect()
});

/// Gathers the signals of a page.
pub(super) fn gather(sources: &Sources<'_, '_>) -> Vec<Signal> {
    let mut signals = Vec::new();
    from_data(sources, &mut signals);
    from_meta(sources, &mut signals);
    from_elements(sources, &mut signals);
    from_addresses(sources, &mut signals);
    from_text_near_heading(sources, &mut signals);
    if signals.iter().filter(|signal| signal.dates == Dates::Publication && !signal.visible).count() < 2 {
        from_scripts(sources, &mut signals);
    }
    if !signals.iter().any(|signal| signal.dates == Dates::Publication && signal.weight >= STRONG) {
        from_running_text(sources, &mut signals);
    }
    signals
}

/// The beginning of the computers' time and the like are no dates of articles.
fn is_plausible(date: PartialDate) -> bool {
    let day = date.date_only().to_string();
    !matches!(day.as_str(), "1970-01-01" | "1969-12-31" | "1970" | "1970-01") && date.year() >= 1400
}

/// Adds a signal if it holds a plausible date.
pub(super) fn push(
    signals: &mut Vec<Signal>,
    date: Option<PartialDate>,
    source: &'static str,
    weight: f32,
    dates: Dates,
    visible: bool,
) {
    if let Some(date) = date.filter(|date| is_plausible(*date))
        && signals.len() < 256
    {
        signals.push(Signal { date, source, weight, dates, visible });
    }
}

fn from_data(sources: &Sources<'_, '_>, signals: &mut Vec<Signal>) {
    let read = |text: &str| parse::loose(text, sources.language);
    let data = sources.data;
    for (key, source, weight, dates) in [
        ("datePublished", "json-ld datePublished", 3.0, Dates::Publication),
        ("dateCreated", "json-ld dateCreated", 1.6, Dates::Publication),
        ("uploadDate", "json-ld uploadDate", 1.6, Dates::Publication),
        ("dateModified", "json-ld dateModified", 3.0, Dates::Change),
    ] {
        if let Some(text) = data.raw(key) {
            push(signals, read(text), source, weight, dates, false);
        } else if key == "datePublished"
            && let Some(text) = data.anywhere(key)
        {
            push(signals, read(text), source, weight * 0.6, dates, false);
        }
    }
}

fn from_meta(sources: &Sources<'_, '_>, signals: &mut Vec<Signal>) {
    for (name, content) in sources.head.pairs() {
        let Some(dates) = META_NAMES.get(name).copied() else {
            continue;
        };
        let weight = match name {
            "article:published_time" | "datepublished" => 3.0,
            "date" | "timestamp" | "created" => 2.0,
            _ => 2.5,
        };
        push(signals, parse::loose(content, sources.language), "meta", weight, dates, false);
    }
}

fn from_addresses(sources: &Sources<'_, '_>, signals: &mut Vec<Signal>) {
    for url in &sources.urls {
        push(signals, in_address(url), "url", 2.6, Dates::Publication, false);
    }
}

/// The date in an address: `/2020/03/04/`, `/2020-03-04`, `/20200304`, `/2020/mar/04/`; a month alone is given as such.
fn in_address(url: &str) -> Option<PartialDate> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.get(path.find('/')?..)?.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let mut month_only = None;
    for (index, part) in parts.iter().enumerate() {
        let bytes = part.as_bytes();
        let century = part.starts_with("20") || part.starts_with("19");
        if bytes.len() == 8
            && bytes.iter().all(u8::is_ascii_digit)
            && century
            && let Some(date) = parse::iso(part)
        {
            return Some(date);
        }
        let Some(year) = Some(*part)
            .filter(|part| part.len() == 4 && (part.starts_with("20") || part.starts_with("19")))
            .and_then(|part| part.parse::<i32>().ok())
        else {
            continue;
        };
        let number = |at: usize| -> Option<u32> {
            let part = parts.get(at)?;
            (matches!(part.len(), 1 | 2)).then(|| part.parse().ok()).flatten()
        };
        // Day and month before the year, as in `29-10-2021`; never both ways round.
        if let (Some(day), Some(month)) = (index.checked_sub(2).and_then(number), index.checked_sub(1).and_then(number))
            && day > 12
            && let Some(date) = PartialDate::new(year, Some(month), Some(day))
        {
            return Some(date);
        }
        let named = parts.get(index + 1).filter(|part| part.len() == 3).and_then(|part| parse::month_name(part));
        let Some(month) = number(index + 1).or(named) else {
            continue;
        };
        if let Some(day) = number(index + 2)
            && let Some(date) = PartialDate::new(year, Some(month), Some(day))
        {
            return Some(date);
        }
        month_only = month_only.or_else(|| PartialDate::new(year, Some(month), None));
    }
    month_only
}

/// Names under which scripts keep the date of publication.
const SCRIPT_WORDS: &str = "datepublished publishedat published_at publishdate publish_date published_date \
    publisheddate pubdate publicationdate publication_date firstpublished datecreated \
    published_time publishtime publish_time articledate article_date pagedate datepublication \
    created_at displaydate publishedtime";

static SCRIPT_NAMES: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(SCRIPT_WORDS.split(' ')).ok());

fn from_scripts(sources: &Sources<'_, '_>, signals: &mut Vec<Signal>) {
    let Some(names) = SCRIPT_NAMES.as_ref() else {
        return;
    };
    let mut count = 0;
    for script in sources.scripts {
        // A short script in the page that holds a date writes it there: `showDate("2020/03/04 10:00")`.
        if script.len() < 160
            && script.contains('(')
            && let [only] = scan::find(script, sources.language, 2).as_slice()
        {
            push(signals, Some(only.date), "script", 0.7, Dates::Publication, false);
        }
        for found in names.find_iter(script).take(64) {
            // The value stands right after the name: `"publishedAt":"2020-03-04…"`, also with escaped quotes.
            let rest = script.get(found.end()..).unwrap_or_default();
            let rest = rest.get(..rest.char_indices().nth(60).map_or(rest.len(), |(at, _)| at)).unwrap_or_default();
            let value = rest.trim_start_matches(['"', '\'', '\\', ':', '=', ' ', ',', '\n', '\t', '(', '&']);
            let value = value.strip_prefix("quot;").unwrap_or(value);
            let end = value.find(['"', '\'', '\\', '}', '&', '<', ';']).unwrap_or(value.len());
            let date = value.get(..end).and_then(|value| parse::loose(value, sources.language));
            let Some(date) = date.filter(|date| date.precision() >= Precision::Day) else {
                continue;
            };
            let weight = if count == 0 { 1.4 } else { 0.5 };
            push(signals, Some(date), "script", weight, Dates::Publication, false);
            count += 1;
            if count >= 4 {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_dates() {
        for (url, expected) in [
            ("https://a.example/2020/03/04/story", Some("2020-03-04")),
            ("https://a.example/news/story-2020-03-04.html", Some("2020-03-04")),
            ("https://a.example/20200304/x", Some("2020-03-04")),
            ("https://a.example/2020/mar/04/x", Some("2020-03-04")),
            ("https://a.example/2020/03/story", Some("2020-03")),
            ("https://a.example/news/29-10-2021", Some("2021-10-29")),
            ("https://a.example/story-12345678", None),
            ("https://2020.example/03/04", None),
        ] {
            assert_eq!(in_address(url).map(|date| date.to_string()).as_deref(), expected, "{url}");
        }
    }
}
