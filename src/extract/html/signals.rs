//! Signals of dates, gathered from the whole page: JSON-LD, meta elements, microdata, `time`, the address, names of
//! classes, text near the headline, scripts, and the text itself where nothing else speaks.
//!
//! The weights follow how often each signal is right on news pages (JSON-LD, meta, microdata and address about
//! 19 times in 20, visible text 4 times in 5).

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::blocks::Block;
use super::json_ld::LinkedData;
use super::meta::Head;
use super::rules::Marks;
use super::tree::{Node, Tag, Tree};
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

const PUBLISHED_NAMES: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published-date",
    "published_date",
    "publication_date",
    "publication-date",
    "pub_date",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "dc:date",
    "dc:created",
    "dcterms:created",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "article.created",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "cxenseparse:pub-date",
    "rnews:datepublished",
    "bt:pubdate",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "datecreated",
    "date_published",
    "originalpublicationdate",
    "displaydate",
    "created",
    "creation_date",
    "datepublication",
    "dateofpublication",
    "article-publication-date",
    "shareaholic:article_published_time",
    "originaldate",
    "last-publish-date",
    "published",
    "issuedate",
    "newsdate",
    "pdate",
    "ptime",
    "vr:published_time",
    "timestamp",
    "content_create_date",
    "release_date",
    "releasedate",
    "video:release_date",
];
const CHANGED_NAMES: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "article:modified",
    "last-modified",
    "lastmodified",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "revised",
    "modified",
    "moddate",
    "updated_time",
    "article:updated_time",
    "og:modified_time",
    "shareaholic:article_modified_time",
    "article.updated",
    "last_modified",
    "modificationdate",
    "lastmod",
    "updated",
];

/// Gathers the signals of a page.
pub(super) fn gather(sources: &Sources<'_, '_>) -> Vec<Signal> {
    let mut signals = Vec::new();
    from_data(sources, &mut signals);
    from_meta(sources, &mut signals);
    from_elements(sources, &mut signals);
    from_addresses(sources, &mut signals);
    from_text_near_heading(sources, &mut signals);
    if signals
        .iter()
        .filter(|signal| signal.dates == Dates::Publication && !signal.visible)
        .count()
        < 2
    {
        from_scripts(sources, &mut signals);
    }
    if !signals
        .iter()
        .any(|signal| signal.dates == Dates::Publication && signal.weight >= STRONG)
    {
        from_running_text(sources, &mut signals);
    }
    signals
}

/// The beginning of the computers' time and the like are no dates of articles.
fn is_plausible(date: PartialDate) -> bool {
    let day = date.date_only().to_string();
    !matches!(
        day.as_str(),
        "1970-01-01" | "1969-12-31" | "1970" | "1970-01"
    ) && date.year() >= 1400
}

fn push(
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
        signals.push(Signal {
            date,
            source,
            weight,
            dates,
            visible,
        });
    }
}

fn from_data(sources: &Sources<'_, '_>, signals: &mut Vec<Signal>) {
    let read = |text: &str| parse::loose(text, sources.language);
    let data = sources.data;
    for (key, source, weight, dates) in [
        (
            "datePublished",
            "json-ld datePublished",
            3.0,
            Dates::Publication,
        ),
        (
            "dateCreated",
            "json-ld dateCreated",
            1.6,
            Dates::Publication,
        ),
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
        let dates = if PUBLISHED_NAMES.contains(&name) {
            Dates::Publication
        } else if CHANGED_NAMES.contains(&name) {
            Dates::Change
        } else {
            continue;
        };
        let weight = match name {
            "article:published_time" | "datepublished" => 3.0,
            "date" | "timestamp" | "created" => 2.0,
            _ => 2.5,
        };
        push(
            signals,
            parse::loose(content, sources.language),
            "meta",
            weight,
            dates,
            false,
        );
    }
}

fn from_addresses(sources: &Sources<'_, '_>, signals: &mut Vec<Signal>) {
    for url in &sources.urls {
        push(
            signals,
            in_address(url),
            "url",
            2.6,
            Dates::Publication,
            false,
        );
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
            (matches!(part.len(), 1 | 2))
                .then(|| part.parse().ok())
                .flatten()
        };
        // Day and month before the year, as in `29-10-2021`; never both ways round.
        if let (Some(day), Some(month)) = (
            index.checked_sub(2).and_then(number),
            index.checked_sub(1).and_then(number),
        ) && day > 12
            && let Some(date) = PartialDate::new(year, Some(month), Some(day))
        {
            return Some(date);
        }
        let named = parts
            .get(index + 1)
            .filter(|part| part.len() == 3)
            .and_then(|part| parse::month_name(part));
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

fn from_elements(sources: &Sources<'_, '_>, signals: &mut Vec<Signal>) {
    let tree = sources.tree;
    let mut times = 0;
    let mut texts = 0;
    let mut skip_until = 0;
    for (index, node) in tree.nodes.iter().enumerate() {
        if node.element.is_none()
            || node.tag == Tag::Meta
            || (node.tag != Tag::Time && !node.marks.any(Marks::DATE))
        {
            continue;
        }
        let properties =
            ["itemprop", "property"].map(|key| node.attribute(key).unwrap_or_default());
        let has = |word: &str| properties.iter().any(|property| property.contains(word));
        let near = nearness(sources, index) * if node.aside { 0.25 } else { 1.0 };
        let machine = machine_date(node, sources.language);
        if has("datePublished") || has("dateCreated") {
            let date = machine.or_else(|| text_date(sources, index).map(|(date, _)| date));
            push(
                signals,
                date,
                "itemprop datePublished",
                3.0 * near,
                Dates::Publication,
                false,
            );
        } else if has("dateModified") {
            let date = machine.or_else(|| text_date(sources, index).map(|(date, _)| date));
            push(
                signals,
                date,
                "itemprop dateModified",
                2.6 * near,
                Dates::Change,
                false,
            );
        } else if node.tag == Tag::Time {
            if times < 12 {
                let dates = if is_change(tree, index) {
                    Dates::Change
                } else {
                    Dates::Publication
                };
                let named = node.attribute("pubdate").is_some()
                    || is_named(
                        tree,
                        index,
                        &["publish", "entry-date", "post-date", "posted", "created"],
                    );
                let weight = if named { 2.6 } else { 2.0 };
                let order = if times == 0 { 1.0 } else { 0.6 };
                push(
                    signals,
                    machine,
                    "time element",
                    weight * near * order,
                    dates,
                    false,
                );
                times +=
                    usize::from(machine.is_some() && dates == Dates::Publication && !node.aside);
            }
        } else if let Some(date) = machine {
            push(
                signals,
                Some(date),
                "date attribute",
                1.6 * near,
                Dates::Publication,
                false,
            );
        }
        if index >= skip_until && texts < 12 {
            let Some((date, change)) = text_date(sources, index) else {
                continue;
            };
            skip_until = node.end;
            let order = match texts {
                0 => 1.0,
                1 | 2 => 0.7,
                _ => 0.3,
            };
            let dates = if change || is_change(tree, index) {
                Dates::Change
            } else {
                Dates::Publication
            };
            push(
                signals,
                Some(date),
                "class date",
                1.7 * near * order,
                dates,
                true,
            );
            texts += usize::from(!node.aside);
        }
    }
}

/// How likely a date at a node belongs to the article: close to the headline or inside the text.
fn nearness(sources: &Sources<'_, '_>, index: usize) -> f32 {
    if sources.heading == 0 {
        return 0.8;
    }
    let distance = index.abs_diff(sources.heading);
    if index < sources.heading {
        return if distance < 60 { 0.9 } else { 0.5 };
    }
    if distance < 150 || sources.body.contains(&index) {
        return 1.0;
    }
    if index > sources.body.end + 60 {
        0.4
    } else {
        0.7
    }
}

/// The date in the attributes of an element.
fn machine_date(node: &Node<'_>, language: Option<&str>) -> Option<PartialDate> {
    let element = node.element?;
    let mut found = None;
    for (name, value) in element.attrs() {
        let wanted = match name {
            "datetime" | "content" => true,
            "title" => node.marks.any(Marks::DATE) || node.tag == Tag::Time,
            "class" | "id" | "href" => false,
            _ => {
                name.starts_with("data-")
                    && (name.contains("date") || name.contains("time") || name.contains("publish"))
            }
        };
        if wanted && value.len() <= 64 {
            let date =
                parse::loose(value, language).filter(|date| date.precision() >= Precision::Day);
            if name == "datetime" && date.is_some() {
                return date;
            }
            found = found.or(date);
        }
    }
    found
}

/// The date in the text of an element, and whether it is called one of change.
fn text_date(sources: &Sources<'_, '_>, index: usize) -> Option<(PartialDate, bool)> {
    let text = sources.tree.text(index, 160);
    if text.len() > 160 {
        return None;
    }
    in_short_text(&text, sources.language)
}

fn in_short_text(text: &str, language: Option<&str>) -> Option<(PartialDate, bool)> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let found = scan::find(text, language, 4);
    let mut change = None;
    for date in &found {
        let before = text.get(..date.start).unwrap_or_default();
        let from = found
            .iter()
            .filter(|other| other.end <= date.start)
            .map(|other| other.end)
            .max()
            .unwrap_or(0);
        let label = before.get(from..).unwrap_or_default().to_lowercase();
        if !speaks_of_change(&label) {
            return Some((date.date, false));
        }
        change = change.or(Some((date.date, true)));
    }
    change
}

fn speaks_of_change(label: &str) -> bool {
    [
        "update",
        "modif",
        "aktualisiert",
        "geändert",
        "changed",
        "revised",
        "mis à jour",
        "mise à jour",
        "actualizado",
        "actualización",
        "aggiornat",
        "atualizad",
        "bijgewerkt",
        "gewijzigd",
        "stand:",
        "edited",
        "aktualizacja",
        "обновлено",
        "last reviewed",
    ]
    .iter()
    .any(|word| label.contains(word))
}

fn is_change(tree: &Tree<'_>, index: usize) -> bool {
    is_named(
        tree,
        index,
        &["updat", "modif", "aktualisiert", "dtreviewed"],
    )
}

/// Whether the class, identifier or property of a node or its parent holds one of the words.
fn is_named(tree: &Tree<'_>, index: usize, words: &[&str]) -> bool {
    [index, tree.node(index).parent].iter().any(|index| {
        let node = tree.node(*index);
        if node.tag == Tag::Body || node.tag.is_block() && node.end - index > 12 {
            return false;
        }
        ["class", "id", "itemprop", "property"].iter().any(|key| {
            node.attribute(key).is_some_and(|value| {
                let value = value.to_ascii_lowercase();
                words.iter().any(|word| value.contains(word))
            })
        })
    })
}

fn from_text_near_heading(sources: &Sources<'_, '_>, signals: &mut Vec<Signal>) {
    if sources.heading == 0 {
        return;
    }
    let Some(first_after) = sources
        .blocks
        .iter()
        .position(|block| block.first > sources.heading)
    else {
        return;
    };
    let from = first_after.saturating_sub(5);
    for (nth, block) in sources.blocks.iter().enumerate().skip(from).take(13) {
        if block.weight > 220 || block.weight < 6 {
            continue;
        }
        let Some((date, change)) = in_short_text(&block.text, sources.language) else {
            continue;
        };
        let aside = if sources.tree.node(block.first).aside {
            0.4
        } else {
            1.0
        };
        let after = if nth >= first_after { 1.0 } else { 0.7 };
        let dates = if change {
            Dates::Change
        } else {
            Dates::Publication
        };
        push(
            signals,
            Some(date),
            "text near title",
            1.3 * aside * after,
            dates,
            true,
        );
    }
}

/// Names under which scripts keep the date of publication.
static SCRIPT_NAMES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build([
            "datepublished",
            "publishedat",
            "published_at",
            "publishdate",
            "publish_date",
            "published_date",
            "publisheddate",
            "pubdate",
            "publicationdate",
            "publication_date",
            "firstpublished",
            "datecreated",
            "published_time",
            "publishtime",
            "publish_time",
            "articledate",
            "article_date",
            "pagedate",
            "datepublication",
            "created_at",
            "displaydate",
            "publishedtime",
        ])
        .ok()
});

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
            push(
                signals,
                Some(only.date),
                "script",
                0.7,
                Dates::Publication,
                false,
            );
        }
        for found in names.find_iter(script).take(64) {
            // The value stands right after the name: `"publishedAt":"2020-03-04…"`, also with escaped quotes.
            let rest = script.get(found.end()..).unwrap_or_default();
            let rest = rest
                .get(..rest.char_indices().nth(60).map_or(rest.len(), |(at, _)| at))
                .unwrap_or_default();
            let value = rest
                .trim_start_matches(['"', '\'', '\\', ':', '=', ' ', ',', '\n', '\t', '(', '&']);
            let value = value.strip_prefix("quot;").unwrap_or(value);
            let end = value
                .find(['"', '\'', '\\', '}', '&', '<', ';'])
                .unwrap_or(value.len());
            let date = value
                .get(..end)
                .and_then(|value| parse::loose(value, sources.language));
            let Some(date) = date.filter(|date| date.precision() >= Precision::Day) else {
                continue;
            };
            let weight = if count == 0 { 1.4 } else { 0.5 };
            push(
                signals,
                Some(date),
                "script",
                weight,
                Dates::Publication,
                false,
            );
            count += 1;
            if count >= 4 {
                return;
            }
        }
    }
}

/// Dates in the text itself: the beginning first, then its end, then the rest of the page.
fn from_running_text(sources: &Sources<'_, '_>, signals: &mut Vec<Signal>) {
    let inside: Vec<&Block> = sources
        .blocks
        .iter()
        .filter(|block| sources.body.contains(&block.first))
        .collect();
    let head = inside.iter().take(3);
    let tail = inside.iter().rev().take(3);
    for block in head.chain(tail) {
        if let Some(found) = scan::find(&block.text, sources.language, 1).first() {
            push(
                signals,
                Some(found.date),
                "text",
                0.6,
                Dates::Publication,
                true,
            );
            return;
        }
    }
    for block in sources
        .blocks
        .iter()
        .filter(|block| block.weight < 300 && !sources.tree.node(block.first).aside)
    {
        if let Some((date, change)) = in_short_text(&block.text, sources.language) {
            let dates = if change {
                Dates::Change
            } else {
                Dates::Publication
            };
            push(signals, Some(date), "text", 0.4, dates, true);
            return;
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
            (
                "https://a.example/news/story-2020-03-04.html",
                Some("2020-03-04"),
            ),
            ("https://a.example/20200304/x", Some("2020-03-04")),
            ("https://a.example/2020/mar/04/x", Some("2020-03-04")),
            ("https://a.example/2020/03/story", Some("2020-03")),
            ("https://a.example/news/29-10-2021", Some("2021-10-29")),
            ("https://a.example/story-12345678", None),
            ("https://2020.example/03/04", None),
        ] {
            assert_eq!(
                in_address(url).map(|date| date.to_string()).as_deref(),
                expected,
                "{url}"
            );
        }
    }

    #[test]
    fn a_label_tells_publication_from_change() {
        let read =
            |text| in_short_text(text, Some("de")).map(|(date, change)| (date.to_string(), change));
        assert_eq!(
            read("Stand: 4.3.2020"),
            Some(("2020-03-04".to_owned(), true))
        );
        assert_eq!(
            read("Aktualisiert: 5.3.2020, veröffentlicht: 4.3.2020"),
            Some(("2020-03-04".to_owned(), false))
        );
        assert_eq!(read("Lesezeit 3 Minuten"), None);
    }
}
