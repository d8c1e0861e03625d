//! Every figure of facets, timelines and trends is what counting the exported articles gives.
//!
//! Random archives of several segments, with removed articles, near-duplicates, dates of every precision and names in several
//! spellings; random filters and queries. `MORGUE_ARCHIVES=50` tries more than the few of a normal run.

use crate::support::{Folder, Random, records, text};
use morgue::entity::canonical_key;
use morgue::text::{segment, term};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const ARCHIVES: u64 = 3;
const ROUNDS: usize = 6;
const FILES: u64 = 4;
const ARTICLES: u64 = 45;

const FIELDS: [&str; 15] = [
    "publisher",
    "section",
    "author",
    "language",
    "keyword",
    "person",
    "org",
    "place",
    "other",
    "entity",
    "domain",
    "year",
    "month",
    "weekday",
    "length",
];

fn pick<'a>(random: &mut Random, from: &[&'a str]) -> &'a str {
    from[random.below(from.len() as u64) as usize]
}

fn date(random: &mut Random) -> Option<String> {
    let (year, month, day) = (2019 + random.below(4), 1 + random.below(12), 1 + random.below(28));
    Some(match random.below(9) {
        0 => return None,
        1 => format!("{year}"),
        2 => format!("{year}-{month:02}"),
        3 => format!("{year}-{month:02}-{day:02}T23:{:02}:00-05:00", random.below(60)),
        _ => format!("{year}-{month:02}-{day:02}"),
    })
}

/// So many sentences of a story; those of one story share their sentences.
fn story(story: u64, sentences: u64) -> String {
    let sentence = |number: u64| {
        let mut random = Random::new(story * 1000 + number + 1);
        let words: Vec<String> = (0..9).map(|_| format!("word{}", random.below(4000))).collect();
        format!("Then {}.", words.join(" "))
    };
    (0..sentences).map(sentence).collect::<Vec<_>>().join(" ")
}

fn body(random: &mut Random) -> String {
    const WORDS: [&str; 16] = [
        "the", "of", "harbour", "Cable", "strike", "STRIKE", "café", "cafe", "budget", "Budget", "port", "ships",
        "2021", "vote", "river", "a",
    ];
    if random.below(4) == 0 {
        return story(random.below(6), 16 + random.below(5));
    }
    let length = 1 + random.below(140);
    (0..length).map(|_| pick(random, &WORDS)).collect::<Vec<_>>().join(" ") + "."
}

fn line(random: &mut Random, number: u64) -> String {
    let names = [
        "Andrew Vance",
        "ANDREW VANCE",
        "Mara Oduya",
        "The Boreal Fibre",
        "Boreal Fibre Ltd",
        "Port Ellery",
        "U.S.",
        "USA",
    ];
    let entities: Vec<Value> = (0..random.below(4))
        .map(|_| json!({"name": pick(random, &names), "kind": pick(random, &["person", "org", "place", "other"])}))
        .collect();
    let several = |random: &mut Random, from: &[&str]| {
        (0..random.below(4)).map(|_| pick(random, from).to_owned()).collect::<Vec<_>>()
    };
    let mut record = json!({
        "title": format!("{} {number}", pick(random, &["Strike in the port", "Cable cut", "The budget", "Ships"])),
        "body": body(random),
        "authors": several(random, &["Ada Finch", "Tom Abel", "Ines Roth"]),
        "keywords": several(random, &["ports", "labour", "Ports", "cables"]),
        "entities": entities,
    });
    let mut set = |field: &str, value: Option<String>| {
        if let Some(value) = value {
            record[field] = value.into();
        }
    };
    let outlet = pick(random, &["First Wire", "Second Post", "Third Ledger", "=Fourth|Herald", ""]);
    set("publisher", (!outlet.is_empty()).then(|| outlet.to_owned()));
    set("section", (random.below(3) > 0).then(|| pick(random, &["World", "Business", "world"]).to_owned()));
    set("language", (random.below(5) > 0).then(|| pick(random, &["en", "de"]).to_owned()));
    set("published", date(random));
    let host = pick(random, &["news.example.org", "example.org", "www.example.com", "a.b.example.net"]);
    set("url", (random.below(6) > 0).then(|| format!("https://{host}/{number}")));
    format!("{record}\n")
}

/// An archive whose files came in one after the other, were changed, and of which one went away.
fn archive(random: &mut Random) -> Folder {
    let folder = Folder::new();
    let mut number = 0;
    let mut write = |folder: &Folder, random: &mut Random, file: u64| {
        let lines: String = (0..ARTICLES)
            .map(|_| {
                number += 1;
                line(random, number)
            })
            .collect();
        folder.write(&format!("in/{file}.jsonl"), lines);
        folder.morgue(["ingest", "in", "--quiet", "--no-entities", "--prune"]).succeeds();
    };
    for file in 0..FILES {
        write(&folder, random, file);
    }
    write(&folder, random, 1);
    folder.remove("in/2.jsonl");
    folder.morgue(["ingest", "in", "--quiet", "--no-entities", "--prune"]).succeeds();
    folder
}

/// Options of a random restriction but for its days.
fn filters(random: &mut Random) -> Vec<String> {
    let mut options = Vec::new();
    let mut add = |option: &str, value: &str| options.extend([option.to_owned(), value.to_owned()]);
    match random.below(5) {
        0 => add("--publisher", "second post"),
        1 => {
            add("--publisher", "First Wire");
            add("--publisher", "Nowhere Times");
        }
        2 => add("--language", "en"),
        3 => add("--section", "WORLD"),
        _ => {}
    }
    options
}

/// First and last day of a random period, either of which may be open.
fn days(random: &mut Random) -> Vec<String> {
    match random.below(4) {
        0 => vec!["--from".to_owned(), "2019-11-20".to_owned(), "--to".to_owned(), "2021-03-04".to_owned()],
        1 => vec!["--from".to_owned(), "2020".to_owned()],
        2 => vec!["--to".to_owned(), "2021-07".to_owned()],
        _ => Vec::new(),
    }
}

fn query(random: &mut Random) -> &'static str {
    pick(random, &["", "strike", "cafe", "\"cable cut\" OR budget", "NOT ships", "word17"])
}

/// The exported articles that answer.
fn exported(folder: &Folder, query: &str, options: &[String]) -> Vec<Value> {
    let arguments = ["export".to_owned(), query.to_owned()].into_iter().chain(options.iter().cloned());
    records(&folder.morgue(arguments).stdout)
}

fn printed(folder: &Folder, arguments: &[&str], options: &[String]) -> Value {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).chain(options.iter().cloned());
    let run = folder.morgue(arguments);
    assert!(run.code < 2, "{run:?}");
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

/// The story an article tells.
fn family(record: &Value) -> &str {
    text(record, "family")
}

fn stories<'a>(records: impl IntoIterator<Item = &'a Value>) -> u64 {
    records.into_iter().map(family).collect::<BTreeSet<_>>().len() as u64
}

fn strings(record: &Value, field: &str) -> Vec<String> {
    record[field].as_array().into_iter().flatten().map(|value| value.as_str().unwrap().to_owned()).collect()
}

/// Days since 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms").
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a date as far as they are written.
fn parts(published: &str) -> Vec<i64> {
    published.split('T').next().unwrap().split('-').map(|part| part.parse().unwrap()).collect()
}

fn weekday(days: i64) -> i64 {
    (days + 3).rem_euclid(7)
}

/// The name of the period of a day.
fn label(unit: &str, year: i64, month: i64, day: i64) -> String {
    match unit {
        "day" => format!("{year}-{month:02}-{day:02}"),
        "month" => format!("{year}-{month:02}"),
        "quarter" => format!("{year}-Q{}", (month + 2) / 3),
        "year" => year.to_string(),
        _ => {
            // The week belongs to the year of its Thursday.
            let days = day_number(year, month, day);
            let thursday = days - weekday(days) + 3;
            let year =
                [year - 1, year, year + 1].into_iter().rfind(|year| day_number(*year, 1, 1) <= thursday).unwrap();
            format!("{year}-W{:02}", (thursday - day_number(year, 1, 1)) / 7 + 1)
        }
    }
}

/// The period of an article; `Err` says that it is vague (true) or not dated.
fn period(record: &Value, unit: &str) -> Result<String, bool> {
    let published = text(record, "published");
    if published.is_empty() {
        return Err(false);
    }
    let parts = parts(published);
    let needed = match unit {
        "year" => 1,
        "month" | "quarter" => 2,
        _ => 3,
    };
    if parts.len() < needed {
        return Err(true);
    }
    let part = |place: usize| parts.get(place).copied().unwrap_or(1);
    Ok(label(unit, part(0), part(1), part(2)))
}

/// Values of a field of an article: each with its kind, key and name. `None` if there is a date that is too vague.
fn values(record: &Value, field: &str) -> Option<Vec<(String, String, String)>> {
    let plain = |name: String| (String::new(), name.clone(), name);
    let one = |field: &str| {
        vec![text(record, field).to_owned()].into_iter().filter(|name| !name.is_empty()).map(plain).collect()
    };
    Some(match field {
        "publisher" | "section" | "language" => one(field),
        "author" => strings(record, "authors").into_iter().map(plain).collect(),
        "keyword" => strings(record, "keywords").into_iter().map(plain).collect(),
        "domain" => {
            let host = text(record, "url").split('/').nth(2).unwrap_or("");
            let host = host.strip_prefix("www.").unwrap_or(host);
            [host].into_iter().filter(|host| !host.is_empty()).map(|host| plain(host.to_owned())).collect()
        }
        "year" | "month" => match period(record, field) {
            Ok(label) => vec![plain(label)],
            Err(true) => return None,
            Err(false) => Vec::new(),
        },
        "weekday" => match parts_or_none(record) {
            None => Vec::new(),
            Some(parts) if parts.len() < 3 => return None,
            Some(parts) => {
                const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
                let day = weekday(day_number(parts[0], parts[1], parts[2]));
                vec![plain(NAMES[day as usize].to_owned())]
            }
        },
        "length" => {
            let name = match record["word_count"].as_u64().unwrap() {
                0..100 => "0-99",
                100..300 => "100-299",
                300..600 => "300-599",
                600..1000 => "600-999",
                1000..2000 => "1000-1999",
                _ => "2000+",
            };
            vec![plain(name.to_owned())]
        }
        kind => {
            let entities = record["entities"].as_array().into_iter().flatten();
            let wanted = entities.filter(|entity| kind == "entity" || text(entity, "kind") == kind);
            let named = |entity: &Value| {
                (text(entity, "kind").to_owned(), canonical_key(text(entity, "name")), text(entity, "name").to_owned())
            };
            wanted.map(named).collect()
        }
    })
}

fn parts_or_none(record: &Value) -> Option<Vec<i64>> {
    Some(text(record, "published")).filter(|published| !published.is_empty()).map(parts)
}

/// Articles by value; and the name of each value: the form that most articles of the archive have, of several the smallest.
fn grouped<'a>(
    all: &[Value],
    records: &'a [Value],
    field: &str,
) -> BTreeMap<(String, String), (String, Vec<&'a Value>)> {
    let mut forms: BTreeMap<(String, String), BTreeMap<String, BTreeSet<&str>>> = BTreeMap::new();
    for record in all {
        for (kind, key, name) in values(record, field).unwrap_or_default() {
            forms.entry((kind, key)).or_default().entry(name).or_default().insert(text(record, "id"));
        }
    }
    let mut groups: BTreeMap<(String, String), BTreeMap<&str, &'a Value>> = BTreeMap::new();
    for record in records {
        for (kind, key, _) in values(record, field).unwrap_or_default() {
            groups.entry((kind, key)).or_default().insert(text(record, "id"), record);
        }
    }
    let chosen = |key: &(String, String)| {
        let best = forms[key].iter().map(|(name, articles)| (std::cmp::Reverse(articles.len()), name)).min().unwrap();
        best.1.clone()
    };
    let named = |(key, members): ((String, String), BTreeMap<&str, &'a Value>)| {
        let name = chosen(&key);
        (key, (name, members.into_values().collect()))
    };
    groups.into_iter().map(named).collect()
}

fn check_facets(folder: &Folder, query: &str, options: &[String]) {
    let records = exported(folder, query, options);
    let all = exported(folder, "", &[]);
    let fields = FIELDS.join(",");
    let facets = printed(folder, &["facets", &fields, "--format", "json", "--limit", "100000", query], options);
    assert_eq!(facets["articles"], records.len() as u64);
    assert_eq!(facets["stories"], stories(&records));
    for (field, facet) in FIELDS.iter().zip(facets["facets"].as_array().unwrap()) {
        let mut expected: Vec<Value> = grouped(&all, &records, field)
            .into_iter()
            .map(|((kind, _), (name, members))| {
                let share = format!("{:.6}", members.len() as f64 / records.len() as f64).parse::<f64>().unwrap();
                let mut value =
                    json!({"value": name, "articles": members.len(), "stories": stories(members), "share": share});
                if !kind.is_empty() {
                    value["kind"] = kind.into();
                }
                value
            })
            .collect();
        let kinds = ["", "person", "org", "place", "other"];
        const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let is_time = ["year", "month", "weekday"].contains(field);
        // Times come in their order, whatever their number.
        let count = |value: &Value| if is_time { 0 } else { value["articles"].as_u64().unwrap() };
        let day = |value: &Value| DAYS.iter().position(|day| *day == text(value, "value"));
        expected.sort_by_key(|value| {
            let kind = kinds.iter().position(|kind| *kind == text(value, "kind"));
            (std::cmp::Reverse(count(value)), day(value), text(value, "value").to_owned(), kind)
        });
        assert_eq!(facet["field"], *field);
        assert_eq!(facet["values"], Value::from(expected.clone()), "{field} {query} {options:?}");
        let all = records.iter().map(|record| values(record, field));
        assert_eq!(facet["imprecise"], all.clone().filter(Option::is_none).count(), "{field}");
        assert_eq!(facet["without"], all.flatten().filter(Vec::is_empty).count(), "{field} {query} {options:?}");
        assert_eq!((&facet["distinct"], &facet["left_out"]), (&json!(expected.len()), &json!(0)));
    }
    let few = printed(folder, &["facets", "month", "--format", "json", "--limit", "3", "--min", "2", query], options);
    let whole = facets["facets"].as_array().unwrap().iter().find(|facet| facet["field"] == "month").unwrap();
    let mut frequent = whole["values"].as_array().unwrap().clone();
    frequent.retain(|value| value["articles"].as_u64() >= Some(2));
    frequent.sort_by_key(|value| std::cmp::Reverse(value["articles"].as_u64()));
    frequent.truncate(3);
    frequent.sort_by_key(|value| text(value, "value").to_owned());
    assert_eq!(few["facets"][0]["values"], Value::from(frequent));
}

/// Names of all periods from the first to the last day.
fn labels(unit: &str, first: i64, last: i64) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for year in 2018..2024 {
        for month in 1..=12 {
            let next = if month == 12 { day_number(year + 1, 1, 1) } else { day_number(year, month + 1, 1) };
            let begin = day_number(year, month, 1);
            for day in (begin..next).filter(|day| (first..=last).contains(day)) {
                labels.push(label(unit, year, month, day - begin + 1));
            }
        }
    }
    labels.dedup();
    labels
}

fn day_of(record: &Value) -> Option<i64> {
    let parts = parts_or_none(record)?;
    let part = |place: usize| parts.get(place).copied().unwrap_or(1);
    Some(day_number(part(0), part(1), part(2)))
}

fn check_timeline(folder: &Folder, queries: [&str; 2], unit: &str, options: &[String], days: &[String]) {
    let whole = [options, days].concat();
    let arguments = ["timeline", "--by", unit, "--outlets", "--format", "json", "--", queries[0], queries[1]];
    let options_first: Vec<&str> = ["timeline"]
        .into_iter()
        .chain(whole.iter().map(String::as_str))
        .chain(arguments[1..].iter().copied())
        .collect();
    let timeline = printed(folder, &options_first, &[]);
    let matching = queries.map(|query| exported(folder, query, &whole));
    let dated = |records: &[Value]| {
        records.iter().filter(|record| period(record, unit).is_ok()).filter_map(day_of).collect::<Vec<_>>()
    };
    let all = exported(folder, "", &whole);
    let found = dated(&all);
    let bound = |option: &str, day: i64| days.iter().any(|given| given == option).then_some(day);
    let is_both = days.len() == 4;
    let first = bound("--from", if is_both { day_number(2019, 11, 20) } else { day_number(2020, 1, 1) })
        .or(found.iter().min().copied());
    let last = bound("--to", if is_both { day_number(2021, 3, 4) } else { day_number(2021, 7, 31) })
        .or(found.iter().max().copied());
    let labels = first.zip(last).map(|(first, last)| labels(unit, first, last)).unwrap_or_default();
    let in_period = |records: &[Value], label: &str| {
        records.iter().filter(|record| period(record, unit).as_deref() == Ok(label)).cloned().collect::<Vec<_>>()
    };
    let held: Vec<u64> = labels.iter().map(|label| in_period(&all, label).len() as u64).collect();
    let told: Vec<(&str, u64)> = timeline["periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|period| (text(period, "period"), period["held"].as_u64().unwrap()))
        .collect();
    assert_eq!(told, labels.iter().map(String::as_str).zip(held.iter().copied()).collect::<Vec<_>>(), "{whole:?}");
    for ((query, records), series) in queries.iter().zip(&matching).zip(timeline["series"].as_array().unwrap()) {
        let undated = exported(folder, query, options).iter().filter(|record| day_of(record).is_none()).count();
        let records: Vec<Value> = records.iter().filter(|record| day_of(record).is_some()).cloned().collect();
        let counts: Vec<Value> = labels
            .iter()
            .zip(&held)
            .map(|(label, held)| {
                let members = in_period(&records, label);
                let share =
                    (*held > 0).then(|| format!("{:.6}", members.len() as f64 / *held as f64).parse::<f64>().unwrap());
                json!({"period": label, "articles": members.len(), "stories": stories(&members), "share": share})
            })
            .collect();
        let vague = records.iter().filter(|record| period(record, unit) == Err(true)).count();
        let expected = json!({
            "query": query, "articles": records.len(), "stories": stories(&records), "imprecise": vague, "undated": undated,
            "counts": counts,
        });
        assert_eq!(*series, expected, "{query} {unit} {whole:?}");
    }
    check_outlets(&timeline, &exported(folder, "", options), &all, unit, &labels, options);
}

/// Each outlet has an article in just the periods that are not named.
fn check_outlets(timeline: &Value, known: &[Value], all: &[Value], unit: &str, labels: &[String], options: &[String]) {
    let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for record in known.iter().filter(|record| !text(record, "publisher").is_empty()) {
        expected.entry(text(record, "publisher").to_owned()).or_default();
    }
    if options.contains(&"Nowhere Times".to_owned()) {
        expected.insert("Nowhere Times".to_owned(), BTreeSet::new());
        expected.entry("First Wire".to_owned()).or_default();
    }
    if options.contains(&"second post".to_owned()) && expected.is_empty() {
        expected.insert("second post".to_owned(), BTreeSet::new());
    }
    for record in all {
        if let (Ok(label), Some(periods)) = (period(record, unit), expected.get_mut(text(record, "publisher")))
            && labels.contains(&label)
        {
            periods.insert(label);
        }
    }
    let missing = |outlet: &Value| {
        let place = |label: &Value| labels.iter().position(|known| known == label.as_str().unwrap()).unwrap();
        let runs = outlet["missing"].as_array().unwrap().iter().map(|run| place(&run[0])..=place(&run[1]));
        runs.flatten().collect::<BTreeSet<usize>>()
    };
    let told: BTreeMap<String, BTreeSet<String>> = timeline["outlets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outlet| {
            let missing = missing(outlet);
            let present =
                labels.iter().enumerate().filter(|(place, _)| !missing.contains(place)).map(|(_, label)| label.clone());
            (text(outlet, "name").to_owned(), present.collect())
        })
        .collect();
    assert_eq!(told, expected);
}

/// The articles of a period whose words count: of each story the first.
fn firsts(records: &[Value]) -> Vec<&Value> {
    let mut firsts: BTreeMap<&str, (i64, &str, &Value)> = BTreeMap::new();
    for record in records {
        let start = morgue::date::parse::iso(text(record, "published")).unwrap().start();
        let new = (start, text(record, "id"), record);
        let known = firsts.entry(family(record)).or_insert(new);
        if (new.0, new.1) < (known.0, known.1) {
            *known = new;
        }
    }
    firsts.into_values().map(|(.., record)| record).collect()
}

fn words(record: &Value) -> Vec<String> {
    let of =
        |text: &str| segment::words(text).map(|word| term::folded(&text[word.start..word.end])).collect::<Vec<_>>();
    [of(text(record, "title")), of(text(record, "body"))].concat()
}

fn likelihood([a, b]: [f64; 2], [n, m]: [f64; 2]) -> f64 {
    let part = |observed: f64, row: f64, column: f64| {
        if observed == 0.0 { 0.0 } else { observed * (observed * (n + m) / (row * column)).ln() }
    };
    2.0 * (part(a, n, a + b) + part(b, m, a + b) + part(n - a, n, n + m - a - b) + part(m - b, m, n + m - a - b))
}

/// By name: articles, stories and count in both periods.
type Counts = BTreeMap<String, [[u64; 2]; 3]>;

/// Counts of all words, and words of both periods.
fn word_counts(periods: &[Vec<Value>; 2]) -> (Counts, [u64; 2]) {
    let (mut counts, mut totals) = (Counts::new(), [0; 2]);
    for (number, records) in periods.iter().enumerate() {
        for record in records {
            for word in words(record).into_iter().collect::<BTreeSet<_>>() {
                counts.entry(word).or_default()[0][number] += 1;
            }
        }
        for record in firsts(records) {
            let words = words(record);
            totals[number] += words.len() as u64;
            for word in words.iter().collect::<BTreeSet<_>>() {
                counts.get_mut(word).unwrap()[1][number] += 1;
            }
            for word in words {
                counts.get_mut(&word).unwrap()[2][number] += 1;
            }
        }
    }
    (counts, totals)
}

fn is_common(word: &str, both: &[&Value]) -> bool {
    let holders = |records: &[&Value]| {
        2 * records.iter().filter(|record| words(record).iter().any(|other| other == word)).count() > records.len()
    };
    let languages: BTreeSet<&str> = both.iter().map(|record| text(record, "language")).collect();
    let in_language = |language: &&str| {
        let records: Vec<&Value> =
            both.iter().copied().filter(|record| text(record, "language") == *language).collect();
        records.len() >= 20 && holders(&records)
    };
    holders(both) || languages.iter().any(in_language)
}

/// Articles, stories and count in both periods, G2, and whether it is rising.
type Told = ([u64; 2], [u64; 2], [u64; 2], String, bool);

fn check_trends(folder: &Folder, query: &str, options: &[String]) {
    const LEAST: f64 = 2.0;
    const LEAST_STORIES: u64 = 3;
    let between = |days: [&str; 4]| [options, &days.map(str::to_owned)].concat();
    let periods = [["--from", "2021", "--to", "2022-06"], ["--from", "2019-03", "--to", "2020"]]
        .map(|days| exported(folder, query, &between(days)));
    let trends = printed(
        folder,
        &[
            "trends",
            query,
            "--from",
            "2021",
            "--to",
            "2022-06",
            "--against",
            "2019-03..2020",
            "--min",
            "3",
            "--min-g2",
            "2.0",
            "--limit",
            "100000",
            "--format",
            "json",
        ],
        options,
    );
    let (words, word_totals) = word_counts(&periods);
    let story_totals = [stories(&periods[0]), stories(&periods[1])];
    for (name, number) in [("period", 0), ("against", 1)] {
        let told = &trends[name];
        assert_eq!(
            (&told["articles"], &told["stories"], &told["words"]),
            (&json!(periods[number].len()), &json!(story_totals[number]), &json!(word_totals[number]))
        );
    }
    let both: Vec<&Value> = periods.iter().flatten().collect();
    let all = exported(folder, "", &[]);
    for kind in ["person", "org", "place", "other", "term"] {
        let (counts, totals) = match kind {
            "term" => (words.clone(), word_totals),
            kind => (name_counts(&all, &periods, kind), story_totals),
        };
        let mut expected = BTreeMap::new();
        let mut common = 0;
        for (name, [articles, stories, count]) in counts {
            let g2 = likelihood(count.map(|count| count as f64), totals.map(|total| total as f64));
            let rates = [0, 1].map(|number| count[number] as f64 / totals[number] as f64);
            if stories[0] + stories[1] < LEAST_STORIES || totals.contains(&0) || rates[0] == rates[1] || g2 < LEAST {
                continue;
            }
            if kind == "term" && (!name.chars().any(char::is_alphabetic) || is_common(&name, &both)) {
                common += u64::from(name.chars().any(char::is_alphabetic));
                continue;
            }
            expected.insert(name, (articles, stories, count, format!("{g2:.3}"), rates[0] > rates[1]));
        }
        let told = trends["trends"].as_array().unwrap().iter().filter(|trend| trend["kind"] == kind);
        let pair =
            |trend: &Value, field: &str| [&trend["now"], &trend["against"]].map(|count| count[field].as_u64().unwrap());
        let told: BTreeMap<String, _> = told
            .map(|trend| {
                let name =
                    if kind == "term" { term::folded(text(trend, "name")) } else { text(trend, "name").to_owned() };
                let g2 = format!("{:.3}", trend["log_likelihood"].as_f64().unwrap());
                (
                    name,
                    (
                        pair(trend, "articles"),
                        pair(trend, "stories"),
                        pair(trend, "count"),
                        g2,
                        trend["direction"] == "rising",
                    ),
                )
            })
            .collect();
        // The last digit is rounded twice.
        let rounded = |trends: &BTreeMap<String, Told>| {
            trends
                .iter()
                .map(|(name, trend)| (name.clone(), (trend.0, trend.1, trend.2, trend.4)))
                .collect::<BTreeMap<_, _>>()
        };
        assert_eq!(rounded(&told), rounded(&expected), "{kind} {query} {options:?}");
        for (name, trend) in &told {
            let (one, other): (f64, f64) = (trend.3.parse().unwrap(), expected[name].3.parse().unwrap());
            assert!((one - other).abs() < 0.002, "{name}: {one} {other}");
        }
        if kind == "term" {
            assert_eq!(trends["common_words"], common);
        }
    }
}

fn name_counts(all: &[Value], periods: &[Vec<Value>; 2], kind: &str) -> Counts {
    let mut counts = Counts::new();
    for (number, records) in periods.iter().enumerate() {
        for (name, members) in grouped(all, records, kind).into_values() {
            let count = counts.entry(name).or_default();
            count[0][number] = members.len() as u64;
            count[1][number] = stories(members);
            count[2][number] = count[1][number];
        }
    }
    counts
}

#[test]
fn every_figure_is_what_counting_the_exported_articles_gives() {
    let archives = std::env::var("MORGUE_ARCHIVES").ok().and_then(|count| count.parse().ok()).unwrap_or(ARCHIVES);
    for seed in 0..archives {
        let mut random = Random::new(seed);
        let folder = archive(&mut random);
        let all = folder.exported();
        assert!(stories(&all) < all.len() as u64, "an archive without copies tests no stories");
        for _ in 0..ROUNDS {
            let options = filters(&mut random);
            let days = days(&mut random);
            check_facets(&folder, query(&mut random), &[options.as_slice(), &days].concat());
            let unit = pick(&mut random, &["day", "week", "month", "quarter", "year"]);
            check_timeline(&folder, [query(&mut random), query(&mut random)], unit, &options, &days);
        }
        check_trends(&folder, query(&mut random), &[]);
        check_trends(&folder, "", &filters(&mut random));
    }
}
