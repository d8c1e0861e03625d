//! Names across the archive: what is one, found by any form, counted, and put in pairs.

use crate::support::{Folder, Random, assert_expected, project, records, text};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A line of JSON that is article number `number` and has these names: kind, name and other forms.
fn line(number: usize, date: &str, names: &[(&str, &str, &[&str])]) -> String {
    let entities: Vec<Value> = names
        .iter()
        .map(|(kind, name, aliases)| json!({"name": name, "kind": kind, "origin": "source", "aliases": aliases, "count": 0}))
        .collect();
    // Words of their own, so that no article is a near-duplicate of another.
    let words: Vec<String> = (0..40).map(|place| format!("w{number}x{place}")).collect();
    let record = json!({
        "title": format!("Report {number}"), "url": format!("https://www.example.org/{number}"), "language": "en",
        "published": date, "publisher": "First Wire", "entities": entities,
        "body": format!("Part {number} is about {}.", words.join(" ")),
    });
    format!("{record}\n")
}

/// An archive of these lines; names are those that the lines give.
fn archive(lines: &[String]) -> Folder {
    let folder = Folder::new();
    folder.write("all.jsonl", lines.concat());
    folder.morgue(["ingest", "all.jsonl", "--quiet", "--no-entities"]).succeeds();
    folder
}

fn regulators() -> Folder {
    let commission = "Federal Communications Commission";
    archive(&[
        line(1, "2024-01-05", &[("org", commission, &["FCC"]), ("person", "Andy Jassy", &["Jassy", "Andrew Jassy"])]),
        line(2, "2024-02-05", &[("org", "FCC", &[]), ("person", "Andrew Jassy", &[])]),
        line(3, "2024-03-05", &[("org", "The Federal Communications Commission", &[])]),
        line(4, "2024-03-06", &[("org", "FCC", &[]), ("person", "Jassy", &[])]),
        line(5, "2024-03-07", &[("person", "Andy Jassy", &["Andrew Jassy"]), ("org", "Amazon", &[])]),
        line(6, "2024-03-08", &[("place", "FCC", &[]), ("org", "Amazon", &[])]),
    ])
}

fn count(folder: &Folder, arguments: &[&str]) -> String {
    let run = folder.morgue(["search", "--count"].iter().chain(arguments));
    assert!(run.code < 2 && !run.stderr.contains("panicked"), "{run:?}");
    run.stdout.trim().to_owned()
}

fn json_of(folder: &Folder, arguments: &[&str]) -> Value {
    let run = folder.morgue(["entities", "--format", "json"].iter().chain(arguments));
    assert!(run.code < 2, "{run:?}");
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn a_name_is_found_by_any_of_its_forms() {
    let folder = regulators();
    for query in ["org:\"FCC\"", "org:FCC", "org:\"federal communications commission\"", "org:\"F.C.C.\""] {
        assert_eq!(count(&folder, &[query]), "4", "{query}");
    }
    assert_eq!(count(&folder, &["entity:\"FCC\""]), "5", "the place, too");
    assert_eq!(count(&folder, &["person:\"Andrew Jassy\""]), "3");
    assert_eq!(count(&folder, &["person:\"Andy Jassy\""]), "3");
    assert_eq!(count(&folder, &["person:Jassy"]), "4", "a surname finds whoever bears it");
    assert_eq!(count(&folder, &["org:commission AND NOT org:\"FCC\""]), "0");
    assert_eq!(count(&folder, &["org:FCC*"]), "3", "a pattern is no name");
}

#[test]
fn other_forms_that_are_looked_for_are_explained() {
    let folder = regulators();
    let explained = folder.morgue(["query", "explain", "org:\"FCC\" AND person:Jassy"]).succeeds();
    assert!(explained.contains("Federal Communications Commission"), "{explained}");
    assert!(explained.contains("another form of the name `FCC`"), "{explained}");
    assert!(!explained.contains("another form of the name `Jassy`"), "{explained}");
    let json = folder.morgue(["query", "explain", "--format", "json", "org:\"FCC\""]).succeeds();
    let words = serde_json::from_str::<Value>(&json).unwrap()["words"].as_array().unwrap().clone();
    let forms: Vec<(&str, &str)> = words.iter().map(|word| (text(word, "word"), text(word, "form_of"))).collect();
    assert_eq!(forms, [("FCC", ""), ("Federal Communications Commission", "FCC")]);
}

#[test]
fn filters_take_any_form_and_say_what_is_near_an_unknown_name() {
    let folder = regulators();
    assert_eq!(count(&folder, &["--org", "fcc"]), "4");
    assert_eq!(count(&folder, &["--org", "FCC", "--org", "Amazon"]), "6");
    assert_eq!(count(&folder, &["--org", "Amazon", "--person", "Andrew Jassy"]), "1");
    assert_eq!(count(&folder, &["--place", "FCC"]), "1");
    let exported = folder.morgue(["export", "--person", "ANDREW JASSY"]).succeeds();
    assert_eq!(records(&exported).len(), 3);
    let run = folder.morgue(["search", "--person", "Andy Jasy"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("no person of the archive is called `Andy Jasy`; near it: Andy Jassy"), "{run:?}");
    assert_eq!(folder.morgue(["search", "--person", "Nobody At All", "--strict"]).code, 2);
}

#[test]
fn titles_are_not_looked_for_and_a_single_name_takes_all_who_bear_it() {
    let folder = archive(&[
        line(1, "2024-01-05", &[("person", "Emmanuel Macron", &["Macron"]), ("person", "Andy Jassy", &["Jassy"])]),
        line(2, "2024-02-05", &[("person", "Donald Trump", &["Trump"])]),
        line(3, "2024-03-05", &[("person", "Donald Trump", &[]), ("person", "Melania Trump", &[])]),
        line(4, "2024-03-06", &[("person", "Trump", &[])]),
    ]);
    for query in ["person:\"Mr Jassy\"", "person:\"President Macron\"", "person:\"Mr. Emmanuel Macron\""] {
        assert_eq!(count(&folder, &[query]), "1", "{query}");
    }
    assert_eq!(count(&folder, &["person:\"President Trump\""]), "3");
    let run = folder.morgue(["search", "--count", "--person", "Jassy"]);
    assert_eq!((run.stdout.trim(), run.stderr.contains("Jassy")), ("1", false), "one person is no doubt");
    let run = folder.morgue(["search", "--count", "--person", "Trump"]);
    assert_eq!(run.stdout.trim(), count(&folder, &["person:Trump"]));
    let said = "`Trump` is in 3 names of people, which are all taken: Donald Trump (2), Melania Trump (1), Trump (1)";
    assert!(run.stderr.contains(said), "{run:?}");
    assert_eq!(count(&folder, &["--person", "Mr Trump"]), "3");
}

#[test]
fn names_that_differ_by_an_address_or_a_short_first_name_are_one() {
    let folder = archive(&[
        line(1, "2024-01-05", &[("org", "Amazon.com Inc.", &[]), ("person", "Andrew Jassy", &[])]),
        line(2, "2024-02-05", &[("org", "Amazon", &[]), ("person", "Andy Jassy", &[])]),
    ]);
    assert_eq!(count(&folder, &["--org", "Amazon", "--person", "Andy Jassy"]), "2");
    assert_eq!(count(&folder, &["org:\"Amazon.com\""]), "2");
}

#[test]
fn forms_of_one_name_are_counted_as_one_and_surnames_stay_apart() {
    let list = json_of(&regulators(), &[]);
    let rows: Vec<(&str, &str, u64, Vec<&str>)> = list["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entity| {
            let aliases = entity["aliases"].as_array().unwrap().iter().map(|alias| alias.as_str().unwrap()).collect();
            (text(entity, "name"), text(entity, "kind"), entity["articles"].as_u64().unwrap(), aliases)
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("FCC", "org", 4, vec!["Federal Communications Commission", "The Federal Communications Commission"]),
            ("Andy Jassy", "person", 3, vec!["Andrew Jassy"]),
            ("Amazon", "org", 2, vec![]),
            ("FCC", "place", 1, vec![]),
            ("Jassy", "person", 1, vec![]),
        ]
    );
    let jassy = &list["entities"][1];
    assert_eq!((text(jassy, "first"), text(jassy, "last")), ("2024-01-05", "2024-03-07"));
    assert_eq!(jassy["trend"][2], json!({"period": "2024-03", "articles": 1}));
}

#[test]
fn a_form_that_never_stands_alone_is_shown_as_articles_spell_it() {
    let folder = archive(&[line(1, "2024", &[("org", "World Trade Office", &["WTO"])])]);
    assert_eq!(json_of(&folder, &[])["entities"][0]["aliases"], json!(["WTO"]));
    assert_eq!(count(&folder, &["--org", "wto"]), "1");
}

#[test]
fn what_is_left_out_is_said() {
    let folder = regulators();
    let run = folder.morgue(["entities", "--limit", "1", "--min", "2"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("2 more names are left out by --limit"), "{run:?}");
    assert!(run.stderr.contains("2 names are left out by --min"), "{run:?}");
    let run = folder.morgue(["entities", "--together", "--among", "2", "--limit", "0"]);
    assert!(run.stderr.contains("pairs were counted among 2 names; 3 less frequent ones were left out"), "{run:?}");
    assert!(run.stderr.contains("1 more pair is left out by --limit"), "{run:?}");
    assert!(folder.morgue(["entities", "--limit", "1", "--quiet"]).stderr.is_empty());
    let run = folder.morgue(["entities", "--org", "Amazon", "--to", "2023"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, "0 articles, 0 names\n"));
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let folder = regulators();
    folder.morgue(["entities", "--format", "gexf"]).fails_saying("--together");
    folder.morgue(["entities", "--sort", "association"]).fails_saying("--together");
    folder.morgue(["entities", "--together", "--sort", "first"]).fails_saying("orders of names");
    folder.morgue(["entities", "--among", "9"]).fails_saying("--together");
}

#[test]
fn languages_whose_names_are_not_recognised_are_named() {
    let folder = Folder::new();
    let sample = project().join("sample_corpus");
    folder.morgue(["ingest".as_ref(), sample.as_os_str(), "--quiet".as_ref()]).succeeds();
    let run = folder.morgue(["entities"]);
    assert!(run.stderr.contains("names were not recognised in"), "{run:?}");
    assert!(
        ["language de ", "language es ", "language fr "].iter().all(|language| run.stderr.contains(language)),
        "{run:?}"
    );
    assert!(!folder.morgue(["entities", "--language", "en"]).stderr.contains("not recognised"));
}

#[test]
fn lists_of_names_and_pairs_look_as_expected() {
    let folder = regulators();
    for (name, arguments) in [
        ("entities.text", &["entities"][..]),
        ("entities.csv", &["entities", "--format", "csv"]),
        ("entities.jsonl", &["entities", "--format", "jsonl", "--sort", "name"]),
        ("comentions.text", &["entities", "--together"]),
        ("comentions.csv", &["entities", "--together", "--format", "csv"]),
        ("comentions.gexf", &["entities", "--together", "--format", "gexf", "--sort", "association"]),
    ] {
        assert_expected(name, &folder.morgue(arguments).succeeds());
    }
}

const KINDS: [&str; 4] = ["person", "org", "place", "other"];

/// Articles with random names; every third is a copy of the one before with other names.
fn random_lines(seed: u64) -> Vec<String> {
    let mut random = Random::new(seed);
    let mut lines: Vec<String> = Vec::new();
    for number in 0..60 {
        let mut names: BTreeSet<(String, &str)> = BTreeSet::new();
        for _ in 0..random.below(7) {
            let name = random.below(12);
            names.insert((format!("Name{name} Family{name}"), KINDS[random.below(4) as usize]));
        }
        let date = match random.below(5) {
            0 => String::new(),
            1 => format!("20{}", 20 + random.below(5)),
            _ => format!("20{}-0{}-1{}", 20 + random.below(5), 1 + random.below(9), random.below(9)),
        };
        let names: Vec<(&str, &str, &[&str])> =
            names.iter().map(|(name, kind)| (*kind, name.as_str(), &[][..])).collect();
        let mut record: Value = serde_json::from_str(&line(number, &date, &names)).unwrap();
        if date.is_empty() {
            record.as_object_mut().unwrap().remove("published");
        }
        if number % 3 == 1 {
            let before: Value = serde_json::from_str(lines.last().unwrap()).unwrap();
            record["body"] = before["body"].clone();
        }
        lines.push(format!("{record}\n"));
    }
    lines
}

type Key = (String, String);

/// Names of an exported record, by name and kind.
fn names_of(record: &Value) -> BTreeSet<Key> {
    let entities = record["entities"].as_array().cloned().unwrap_or_default();
    entities.iter().map(|entity| (text(entity, "name").to_owned(), text(entity, "kind").to_owned())).collect()
}

#[test]
fn counts_are_those_of_the_exported_articles() {
    for seed in 0..4 {
        let folder = archive(&random_lines(seed));
        let exported = folder.exported();
        let mut articles: BTreeMap<Key, u64> = BTreeMap::new();
        let mut stories: BTreeMap<Key, BTreeSet<String>> = BTreeMap::new();
        let mut days: BTreeMap<Key, Vec<String>> = BTreeMap::new();
        let mut pairs: BTreeMap<(Key, Key), (u64, BTreeSet<String>)> = BTreeMap::new();
        for record in &exported {
            let names = names_of(record);
            for name in &names {
                *articles.entry(name.clone()).or_default() += 1;
                stories.entry(name.clone()).or_default().insert(text(record, "family").to_owned());
                let day = text(record, "published");
                days.entry(name.clone()).or_default().extend((!day.is_empty()).then(|| day.to_owned()));
                for other in names.iter().filter(|other| name < other) {
                    let pair = pairs.entry((name.clone(), other.clone())).or_default();
                    pair.0 += 1;
                    pair.1.insert(text(record, "family").to_owned());
                }
            }
        }
        let list = json_of(&folder, &["--limit", "1000", "--by", "year"]);
        let families: BTreeSet<&str> = exported.iter().map(|record| text(record, "family")).collect();
        assert!(families.len() < exported.len(), "there are copies");
        assert_eq!((list["articles"].as_u64(), list["stories"].as_u64()), (Some(60), Some(families.len() as u64)));
        assert_eq!(list["entities"].as_array().unwrap().len(), articles.len());
        for entity in list["entities"].as_array().unwrap() {
            let key = (text(entity, "name").to_owned(), text(entity, "kind").to_owned());
            assert_eq!(entity["articles"].as_u64(), articles.get(&key).copied(), "{entity}");
            assert_eq!(entity["stories"].as_u64(), stories.get(&key).map(|stories| stories.len() as u64), "{entity}");
            let years = days[&key].iter().map(|day| day[..4].to_owned());
            let mut by_year: BTreeMap<String, u64> = BTreeMap::new();
            years.for_each(|year| *by_year.entry(year).or_default() += 1);
            let trend = entity["trend"].as_array().unwrap().iter();
            let trend: BTreeMap<String, u64> =
                trend.map(|period| (text(period, "period").to_owned(), period["articles"].as_u64().unwrap())).collect();
            assert_eq!(trend, by_year, "{entity}");
            let first = days[&key].iter().map(|day| day[..4].to_owned()).min().unwrap_or_default();
            assert!(text(entity, "first").starts_with(&first), "{entity} {:?}", days[&key]);
        }
        let together = json_of(&folder, &["--together", "--limit", "5000"]);
        assert_eq!(together["pairs"].as_array().unwrap().len(), pairs.len());
        for pair in together["pairs"].as_array().unwrap() {
            let key = |side: &str| (text(&pair[side], "name").to_owned(), text(&pair[side], "kind").to_owned());
            let (one, other) = (key("one"), key("other"));
            let (articles, stories) = &pairs[&(one.clone().min(other.clone()), one.max(other))];
            assert_eq!(pair["articles"].as_u64(), Some(*articles), "{pair}");
            assert_eq!(pair["stories"].as_u64(), Some(stories.len() as u64), "{pair}");
        }
    }
}

#[test]
fn names_do_not_depend_on_segments_or_order() {
    let mut lines = random_lines(9);
    lines.push(line(100, "2024", &[("org", "Federal Communications Commission", &["FCC"])]));
    lines.push(line(101, "2024", &[("org", "FCC", &[])]));
    let whole = archive(&lines);
    let grown = Folder::new();
    for (number, part) in lines.rchunks(9).enumerate() {
        grown.write(&format!("part{number}.jsonl"), part.concat());
        grown.morgue(["ingest", ".", "--quiet", "--no-entities"]).succeeds();
    }
    for arguments in
        [&["--limit", "1000"][..], &["--together", "--among", "20"], &["--together", "--sort", "association"]]
    {
        assert_eq!(json_of(&whole, arguments), json_of(&grown, arguments));
    }
}

#[test]
fn the_typical_article_names_whom_it_should() {
    let folder = Folder::new();
    let body = "Orvane chief Maria Lindqvist told Reuters that Orvane had warned Treasury Secretary Peter Hallam. \
        Lindqvist said that Orvane researchers had tested the models of Corvexia, and that Corvexia knew of it. \
        Hallam declined to comment. A spokesman of Corvexia said that the security of Covrexia was in good hands.";
    folder.write(
        "a.txt",
        format!("Orvane chief warned of Corvexia model\n\n{body}\n\nSource: https://example.org/2026/06/13/orvane\n"),
    );
    let explained = folder.morgue(["explain", "a.txt", "--format", "json"]).stdout;
    let explained: Value = serde_json::from_str(&explained).unwrap();
    let people: Vec<&str> = explained["entities"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entity| entity["kind"] == "person")
        .map(|entity| text(entity, "name"))
        .collect();
    assert_eq!(people, ["Maria Lindqvist", "Peter Hallam"], "{explained}");
}
