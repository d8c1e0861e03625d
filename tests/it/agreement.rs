//! The engine finds what the meaning of a query says, for random queries: see [`crate::reference`].
//!
//! Two thousand queries in every run. `MORGUE_QUERIES=100000 cargo test --test it agreement` tries as many as that (with
//! `CARGO_PROFILE_DEV_OPT_LEVEL=2` in some minutes); `MORGUE_QUERY_SEED=7` begins elsewhere in the random numbers. The archive
//! has several segments, several languages, articles of no known language, and articles that were removed.

use crate::reference::{Document, Place, Reference};
use crate::support::{Folder, NOW, Random};
use morgue::article::Article;
use morgue::date::PartialDate;
use morgue::duplicate::Scratch;
use morgue::index::Archive;
use morgue::index::document::Entry;
use morgue::index::writer::Writer;
use morgue::ingest::derive;
use morgue::query::{self, Dialect};
use morgue::search::concordance::ConcordanceOptions;
use morgue::search::{Engine, Request, Threads};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Queries of an ordinary run.
const QUERIES: u64 = 2_000;
/// Of so many queries, the places in the texts of one are compared too; of all, if a number of queries is asked for.
const PLACES_EVERY: u64 = 4;

const ENGLISH: &[&str] = &[
    "export",
    "exports",
    "Exported",
    "exporting",
    "control",
    "controls",
    "Controls",
    "CONTROL",
    "controlled",
    "bank",
    "banks",
    "Bank",
    "banking",
    "the",
    "of",
    "The",
    "and",
    "or",
    "woman",
    "women",
    "WHO",
    "who",
    "Turkey",
    "turkey",
    "U.S.",
    "US",
    "us",
    "COVID-19",
    "covid",
    "19",
    "3.5",
    "O'Brien",
    "résumé",
    "resume",
    "Resume",
    "naïve",
    "trade",
    "traded",
    "trader's",
    "chip",
    "chips",
    "chipmaker",
    "roam",
    "Rome",
    "room",
    "G7",
    "iPhone",
    "a",
    "AT&T",
];
const GERMAN: &[&str] = &[
    "Haus",
    "Häuser",
    "Hauses",
    "Kontrolle",
    "Kontrollen",
    "kontrolliert",
    "Export",
    "Exporte",
    "die",
    "der",
    "und",
    "Straße",
    "Strasse",
    "Bank",
    "Banken",
    "Chip",
    "Chips",
    "3.5",
    "WHO",
    "Exportkontrolle",
    "z.B.",
];
const FRENCH: &[&str] = &[
    "contrôle",
    "contrôles",
    "contrôler",
    "l'Europe",
    "exportations",
    "exportation",
    "le",
    "la",
    "banque",
    "banques",
    "export",
    "résumé",
    "Europe",
    "trade",
];
const JAPANESE: &[&str] = &["東京", "東", "京都", "文字", "export", "輸出", "規制"];
const SWEDISH: &[&str] = &["banken", "bankerna", "export", "exporterna", "kontroll", "kontrollen", "och", "chips"];
/// Not a word of any of the languages.
const NONE: &[&str] = &["zqx", "export", "controls", "bankerna", "Häuser", "xqz", "chips", "contrôles"];

const PEOPLE: &[&str] = &["Andy Jassy", "Ana O'Brien", "Xi Jinping", "Turkey Smith"];
const PLACES: &[&str] = &["Taiwan", "New York", "York"];
const OUTLETS: &[&str] = &["The Harbour Ledger", "Harbour Ledger", "Bank News", "WHO"];
const SECTIONS: &[&str] = &["Business", "Trade", "World News"];

fn pick<'a>(random: &mut Random, from: &[&'a str]) -> &'a str {
    from[random.below(from.len() as u64) as usize]
}

fn chance(random: &mut Random, in_ten: u64) -> bool {
    random.below(10) < in_ten
}

fn text_of(random: &mut Random, words: &[&str], count: u64) -> String {
    let mut text = String::new();
    for number in 0..count {
        if number > 0 {
            text.push_str(match random.below(14) {
                0 | 1 => ". ",
                2 => "! ",
                3 => "\n\n",
                4 => ", ",
                5 => " – ",
                _ => " ",
            });
        }
        text.push_str(pick(random, words));
    }
    text + "."
}

fn article(random: &mut Random, number: u64) -> Value {
    let (tag, words) = match random.below(10) {
        0..4 => (Some("en"), ENGLISH),
        4 | 5 => (Some("de"), GERMAN),
        6 => (Some("fr"), FRENCH),
        7 => (Some("ja"), JAPANESE),
        8 => (None, NONE),
        _ => (None, ENGLISH),
    };
    let length = if number.is_multiple_of(9) { 150 } else { 3 + random.below(40) };
    let lengths = [1 + random.below(4), random.below(5)];
    let mut record = json!({
        "title": format!("{} {number}", text_of(random, words, lengths[0])),
        "body": text_of(random, words, length),
        "id": format!("guid-{}", number % 23),
        "url": format!("https://{}example.org/20{:02}/export-{number}", ["", "news.", "www."][number as usize % 3], number % 30),
    });
    if lengths[1] > 0 {
        record["subtitle"] = text_of(random, words, lengths[1]).into();
    }
    if let Some(tag) = tag {
        record["language"] = tag.into();
    }
    if chance(random, 8) {
        let (year, month, day) = (2020 + random.below(5), 1 + random.below(12), 1 + random.below(28));
        record["published"] = match random.below(5) {
            0 => format!("{year}").into(),
            1 => format!("{year}-{month:02}").into(),
            2 => format!("{year}-{month:02}-{day:02}T23:30:00-05:00").into(),
            _ => format!("{year}-{month:02}-{day:02}").into(),
        };
    }
    if chance(random, 3) {
        record["updated"] = format!("2024-0{}-11", 1 + random.below(9)).into();
    }
    if chance(random, 6) {
        record["authors"] = (0..1 + random.below(2)).map(|_| pick(random, PEOPLE)).collect::<Vec<_>>().into();
    }
    if chance(random, 8) {
        record["publisher"] = pick(random, OUTLETS).into();
    }
    if chance(random, 5) {
        record["section"] = pick(random, SECTIONS).into();
    }
    if chance(random, 5) {
        record["keywords"] = json!([pick(random, words), pick(random, ENGLISH), "export controls"]);
    }
    if chance(random, 6) {
        record["entities"] = json!([
            {"name": pick(random, PEOPLE), "kind": "person", "aliases": ["Jassy", "Mr Smith"]},
            {"name": pick(random, PLACES), "kind": "place"},
            {"name": "WHO", "kind": "org", "aliases": ["World Health Organization"]},
        ]);
    }
    record
}

fn lines(random: &mut Random, numbers: std::ops::Range<u64>) -> String {
    numbers.map(|number| format!("{}\n", article(random, number))).collect()
}

/// Articles, as an ingest makes them.
fn articles(folder: &Folder) -> Vec<Article> {
    let mut random = Random::new(42);
    let mut text = lines(&mut random, 0..80);
    for number in 90..94 {
        let body = text_of(&mut random, SWEDISH, 12);
        text += &format!("{}\n", json!({"title": format!("{number}"), "body": body, "language": "sv"}));
    }
    let halves = text.split_at(text.match_indices('\n').nth(40).unwrap().0 + 1);
    folder.write("in/a1.jsonl", halves.0);
    folder.write("in/b1.jsonl", halves.1);
    folder.morgue(["ingest", "in", "--keep-all", "--no-entities", "--quiet", "--archive", "plain"]).succeeds();
    let engine = Engine::open(&Archive::open(&folder.path("plain")).unwrap()).unwrap();
    let mut articles = Vec::new();
    engine
        .export(&Request::default(), &mut |article| {
            articles.push(article.clone());
            Ok(())
        })
        .unwrap();
    articles
}

/// The same articles in several segments; some are removed again, all in Swedish among them.
fn archive(folder: &Folder) -> Engine {
    let path = folder.path("morgue-archive");
    let mut writer = Writer::open(Archive::open_or_create(&path).unwrap()).unwrap();
    let fields = *writer.fields();
    let articles = articles(folder);
    for part in articles.chunks(articles.len() / 4 + 1) {
        let mut segment = writer.segment_builder(15 << 20).unwrap();
        for article in part {
            let derived = derive::derived(article, &mut Scratch::default());
            segment.add(Entry::new(article.clone(), derived, fields, NOW.parse().unwrap())).unwrap();
        }
        writer.add_segment(segment.finish().unwrap().unwrap()).unwrap();
    }
    writer.commit(&BTreeMap::new()).unwrap();
    let is_removed =
        |(number, article): &(usize, &Article)| number % 5 == 3 || article.language.as_deref() == Some("sv");
    for (_, article) in articles.iter().enumerate().filter(is_removed) {
        writer.remove_copy(article.id, &article.origin.file, article.origin.offset).unwrap();
    }
    writer.commit(&BTreeMap::new()).unwrap();
    writer.finish().unwrap();
    let engine = Engine::open(&Archive::open(&path).unwrap()).unwrap();
    let statistics = engine.statistics().unwrap();
    assert!(statistics.segments == 4 && statistics.articles < articles.len() as u64 - 10, "{statistics:?}");
    engine
}

/// Writes random queries.
struct Asker<'a> {
    random: &'a mut Random,
    ids: Vec<String>,
    dialect: Dialect,
}

impl Asker<'_> {
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        pick(self.random, from)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.random.below(bound)
    }

    fn word(&mut self) -> String {
        let words = match self.below(10) {
            0..6 => ENGLISH,
            6 | 7 => GERMAN,
            8 => FRENCH,
            _ => [JAPANESE, SWEDISH, NONE][self.random.below(3) as usize],
        };
        let word = self.pick(words);
        match self.below(12) {
            0 => word.to_lowercase(),
            1 => word.to_uppercase(),
            2 => word.to_owned() + "s",
            _ => word.to_owned(),
        }
    }

    /// A word with wildcards.
    fn pattern(&mut self) -> String {
        let word = self.word();
        let characters: Vec<char> = word.chars().filter(|c| c.is_alphanumeric() && c.is_alphabetic()).collect();
        let count = characters.len() as u64;
        let at = self.below(count + 1) as usize;
        let beginning: String = characters[..at].iter().collect();
        let end: String = characters[at..].iter().collect();
        match self.below(9) {
            0 => format!("{beginning}*"),
            1 => format!("*{end}"),
            2 => format!("{beginning}?{}", end.chars().skip(1).collect::<String>()),
            3 => format!("*{beginning}*"),
            4 => format!("{beginning}*{end}"),
            5 => format!("{word}!"),
            6 if self.dialect == Dialect::Factiva => format!("{beginning}${}", self.below(4)),
            6 => format!("{beginning}[*{}]{}", self.below(4), if self.below(2) == 0 { &end } else { "" }),
            7 => format!("COVID-{}*", self.below(2)),
            _ => format!("{}?*", characters.first().unwrap_or(&'a')),
        }
    }

    fn regex(&mut self) -> String {
        let expressions =
            ["ex.*s", "contr(ol|ôle)s?", "[bc].{2,4}", ".*", "wom[ae]n", "\\d+", "r..m", "h(a|ä)us.*", "xq|zq."];
        format!("/{}/", self.pick(&expressions))
    }

    fn phrase(&mut self) -> String {
        let count = 1 + self.below(3);
        let words: Vec<String> =
            (0..count).map(|_| if self.below(5) == 0 { self.pattern() } else { self.word() }).collect();
        let quotes = [("\"", "\""), ("\"", "\""), ("“", "”"), ("«", "»")][self.random.below(4) as usize];
        let slop = if self.below(6) == 0 { format!("~{}", 1 + self.below(4)) } else { String::new() };
        format!("{}{}{}{slop}", quotes.0, words.join(" "), quotes.1)
    }

    /// Something with positions that is no group.
    fn term(&mut self) -> String {
        match self.below(16) {
            0..6 => self.word(),
            6 | 7 => self.phrase(),
            8 | 9 => self.pattern(),
            10 => format!("{}~{}", self.word(), 1 + self.below(2)),
            11 => self.regex(),
            12 => {
                let inner = if self.below(3) == 0 { self.phrase() } else { self.word() };
                let function = self.pick(&["exact", "caps", "allcaps", "nocaps", "singular", "plural"]);
                format!("{function}({inner})")
            }
            13 => format!("={}", self.word()),
            14 => format!("exact({})", self.pattern()),
            _ => format!("caps({})", self.pattern()),
        }
    }

    /// Something that can stand beside `w/5`.
    fn operand(&mut self, depth: u64) -> String {
        if depth == 0 || self.below(2) == 0 {
            return self.term();
        }
        let depth = depth - 1;
        match self.below(12) {
            0..3 => format!("({} OR {})", self.operand(depth), self.operand(depth)),
            3 | 4 => format!("({} AND {})", self.operand(depth), self.operand(depth)),
            5 => format!("({} {})", self.operand(depth), self.operand(depth)),
            6 | 7 => format!("({})", self.near(depth)),
            8 => format!("atleast{}({})", 1 + self.below(4), self.operand(depth)),
            9 => format!("first{}({})", 1 + self.below(20), self.operand(depth)),
            10 => {
                let field = self.pick(&["title", "body", "subtitle", "lead", "hlead", "text", "byline"]);
                format!("{field}:({})", self.operand(depth))
            }
            _ => format!("({})^2", self.operand(depth)),
        }
    }

    fn near(&mut self, depth: u64) -> String {
        let distance = [1, 1, 2, 3, 5, 10, 200][self.random.below(7) as usize];
        let operator = match self.below(14) {
            0..4 => format!("w/{distance}"),
            4 => format!("near/{distance}"),
            5 => format!("near{distance}"),
            6 => format!("pre/{distance}"),
            7 => format!("adj{distance}"),
            8 => format!("not w/{distance}"),
            9 => "w/s".to_owned(),
            10 => "w/p".to_owned(),
            11 => "not w/s".to_owned(),
            12 => "not w/p".to_owned(),
            _ => self.pick(&["w/seg", "not w/seg", "SAME", "not pre/3"]).to_owned(),
        };
        let left = self.operand(depth);
        let right = if self.below(8) == 0 { left.clone() } else { self.operand(depth) };
        let chain =
            if self.below(6) == 0 { format!(" w/{} {}", 1 + self.below(6), self.operand(0)) } else { String::new() };
        format!("{left} {operator} {right}{chain}")
    }

    fn filter(&mut self) -> String {
        let year = 2020 + self.below(5);
        let month = 1 + self.below(12);
        match self.below(30) {
            0 => format!("date:{year}"),
            1 => format!("date:{year}-{month:02}"),
            2 => format!("date:{year}-{month:02}-15.."),
            3 => format!("date:..{year}-{month:02}"),
            4 => format!("date:{}-01..{year}-{month:02}-15", year - 1),
            5 => format!("date:>={year}-{month:02}"),
            6 => format!("date:[{}-02 TO {year}-{month:02}}}", year - 1),
            7 => "date:-900d".to_owned(),
            8 => format!("updated:2024-0{}", 1 + self.below(9)),
            9 => self
                .pick(&["indexed:2026-06", "indexed:2026-06-15T12:00:00Z", "indexed:..2020", "captured:*"])
                .to_owned(),
            10 => format!("words>{}", self.below(40)),
            11 => format!("words:{}..{}", self.below(10), 10 + self.below(30)),
            12 => format!("words<={}", self.below(30)),
            13 => {
                let fields = [
                    "title",
                    "subtitle",
                    "body",
                    "lead",
                    "byline",
                    "publisher",
                    "section",
                    "keyword",
                    "person",
                    "org",
                    "place",
                    "entity",
                    "lang",
                    "url",
                    "domain",
                    "guid",
                    "id",
                    "file",
                    "date",
                    "updated",
                    "captured",
                ];
                format!("{}:*", self.pick(&fields))
            }
            14 => format!("lang:{}", self.pick(&["en", "de", "fr", "ja", "sv", "english", "EN", "*"])),
            15 => "lang:IN [en fr]".to_owned(),
            16 => format!(
                "domain:{}",
                self.pick(&["example.org", "news.example.org", "NEWS.*", "*example*", "www.*.org"])
            ),
            17 => format!("guid:{}", self.pick(&["guid-1", "guid-2*", "GUID-1", "\"guid-3\"", "gu?d-1"])),
            18 => format!("file:{}", self.pick(&["in/a1.jsonl", "in/*", "*b1*", "a1", "*"])),
            19 => {
                let index = self.random.below(self.ids.len() as u64) as usize;
                let length = 1 + self.below(16) as usize;
                format!("id:{}", &self.ids[index][..length])
            }
            20 => format!("publisher:\"{}\"", self.pick(OUTLETS)),
            21 => {
                format!("publisher:IN [\"{}\" \"{}\"]", self.pick(OUTLETS), self.pick(&["harbour ledger", "x", "who"]))
            }
            22 => format!("section:({} OR {})", self.pick(SECTIONS), self.word()),
            23 => format!("byline:{}", self.pick(&["jassy", "Smith", "\"Ana O'Brien\"", "\"Jassy Ana\"", "O*"])),
            24 => format!("person:{}", self.pick(&["jassy", "\"Xi Jinping\"", "\"Jassy Mr\"", "\"Mr Smith\"", "s*"])),
            25 => format!(
                "{}:{}",
                self.pick(&["org", "place", "entity", "keyword"]),
                self.pick(&["WHO", "york", "world", "export"])
            ),
            26 => format!("keyword:(\"export controls\" OR {})", self.word()),
            27 => {
                format!("url:{}", self.pick(&["export", "https://news.example.org/2005/*", "*port", "\"example.org\""]))
            }
            28 => format!(
                "{}:IN [{} \"Andy Jassy\" \"export controls\"]",
                self.pick(&["byline", "keyword", "person", "place"]),
                self.word()
            ),
            _ => format!("person:({})", self.near(0)),
        }
    }

    fn query(&mut self, depth: u64) -> String {
        if depth == 0 {
            return if self.below(5) == 0 { self.filter() } else { self.term() };
        }
        let depth = depth - 1;
        match self.below(17) {
            0 | 1 => self.near(depth.min(2)),
            2 | 3 => format!("{} AND {}", self.query(depth), self.query(depth)),
            4 | 5 => format!("({} OR {})", self.query(depth), self.query(depth)),
            6 => format!("({}) NOT ({})", self.query(depth), self.query(depth)),
            7 => format!("NOT ({})", self.query(depth)),
            8 => {
                let count = 2 + self.below(6);
                let members: Vec<String> = (0..count)
                    .map(|_| {
                        let sign = ["", "", "", "", "+", "-"][self.random.below(6) as usize];
                        format!(
                            "{sign}{}",
                            if self.below(6) == 0 { format!("({})", self.query(depth)) } else { self.term() }
                        )
                    })
                    .collect();
                members.join(" ")
            }
            9 => format!("atleast{}({})", 1 + self.below(5), self.operand(depth.min(2))),
            10 => format!("first{}({})", 1 + self.below(30), self.operand(depth.min(2))),
            11 => format!("({}) /F{}/", self.operand(depth.min(1)), 1 + self.below(30)),
            12 | 13 => {
                let field = self
                    .pick(&["title", "headline", "subtitle", "body", "lead", "hlead", "hlp", "text", "keyword", "hl"]);
                let inner = if self.below(2) == 0 { self.query(depth) } else { self.near(depth.min(2)) };
                format!("{field}({inner})")
            }
            14 => format!("({})^{}", self.query(depth), 1 + self.below(3)),
            15 => self.filter(),
            _ => self.term(),
        }
    }
}

/// Ids of the articles that match, by the engine.
fn found(engine: &Engine, request: &Request) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    engine
        .export(request, &mut |article| {
            ids.insert(article.id.to_string());
            Ok(())
        })
        .unwrap();
    ids
}

type Spans = BTreeMap<(String, String), Vec<(usize, usize)>>;

/// Places that the engine shows, by article and field.
fn shown(engine: &Engine, request: &Request) -> Spans {
    let mut spans = Spans::new();
    let options = ConcordanceOptions { context: 2, limit: None };
    engine
        .concordance(request, options, &mut |line| {
            let field = spans.entry((line.article.id.to_string(), line.field.to_owned())).or_default();
            field.push((line.place.start, line.place.end));
            Ok(())
        })
        .unwrap();
    spans
}

#[test]
fn agreement_of_the_engine_with_the_meaning_of_random_queries() {
    let number = |name: &str, default: u64| std::env::var(name).ok().map_or(default, |text| text.parse().unwrap());
    let (queries, seed) = (number("MORGUE_QUERIES", QUERIES), number("MORGUE_QUERY_SEED", 1));
    let folder = Folder::new();
    let engine = archive(&folder);
    let mut documents = Vec::new();
    let indexed_at = NOW.parse().unwrap();
    engine
        .export(&Request::default(), &mut |article| {
            documents.push(Document::new(article.clone(), indexed_at));
            Ok(())
        })
        .unwrap();
    let reference = Reference::new(&documents);
    let today = PartialDate::from_unix_seconds(indexed_at).unwrap();
    let mut random = Random::new(seed);
    let (mut read, mut matching, mut occurrences) = (0u64, 0u64, 0u64);
    let mut differences = Vec::new();
    while read < queries && differences.len() < 20 {
        let dialect = match random.below(10) {
            0 => Dialect::ALL[random.below(5) as usize],
            _ => Dialect::Morgue,
        };
        let ids = documents.iter().map(|document| document.article.id.to_string()).collect();
        let depth = random.below(4);
        let text = Asker { random: &mut random, ids, dialect }.query(depth);
        let Ok(parsed) = query::parse(&text, dialect, today) else {
            continue;
        };
        read += 1;
        let root = parsed.query.root.clone();
        let request = Request { query: Some(parsed.query), ..Request::default() };
        let expected: Vec<&Document> = documents.iter().filter(|document| reference.matches(&root, document)).collect();
        let ids: BTreeSet<String> = expected.iter().map(|document| document.article.id.to_string()).collect();
        matching += ids.len() as u64;
        let actual = found(&engine, &request);
        if actual != ids {
            let (missing, wrong) = (ids.difference(&actual).count(), actual.difference(&ids).count());
            differences.push(format!("{dialect}: {text}\n    {missing} articles missing, {wrong} wrong"));
            continue;
        }
        if queries == QUERIES && !read.is_multiple_of(PLACES_EVERY) {
            continue;
        }
        let mut places = Spans::new();
        for document in &expected {
            for (place, name) in [(Place::Title, "title"), (Place::Subtitle, "subtitle"), (Place::Body, "body")] {
                let spans = document.spans(place, &reference.evidence(&root, place, document));
                occurrences += spans.len() as u64;
                if !spans.is_empty() {
                    places.insert((document.article.id.to_string(), name.to_owned()), spans);
                }
            }
        }
        if shown(&engine, &request) != places {
            differences.push(format!("{dialect}: {text}\n    the same articles, other places"));
        }
    }
    println!("{read} queries, {matching} articles found, {occurrences} occurrences");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(matching > read && occurrences > matching, "the queries find too little to tell anything");
}

#[test]
fn one_thread_and_several_give_the_same_page() {
    let folder = Folder::new();
    let mut engine = archive(&folder);
    let ids: Vec<String> = found(&engine, &Request::default()).into_iter().collect();
    let today = PartialDate::from_unix_seconds(NOW.parse().unwrap()).unwrap();
    let mut random = Random::new(3);
    let mut hits = 0;
    for number in 0..300 {
        let dialect = Dialect::Morgue;
        let mut asker = Asker { random: &mut random, ids: ids.clone(), dialect };
        // Operators on positions are what is shared out.
        let text = if number % 3 == 0 { asker.query(2) } else { asker.near(1) };
        let Ok(parsed) = query::parse(&text, dialect, today) else {
            continue;
        };
        let request = Request { query: Some(parsed.query), ..Request::default() };
        engine.set_threads(Threads::ONE);
        let page = engine.search(&request).unwrap();
        engine.set_threads(Threads { most: 4, least_documents: 2 });
        assert_eq!(engine.search(&request).unwrap(), page, "{text}");
        hits += page.hits.len();
    }
    assert!(hits > 300, "the queries find too little to tell anything: {hits}");
}
