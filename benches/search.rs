//! How long does a search take, by the kind of query?
//!
//! Measured: milliseconds of [`Engine::search`], first ten hits, warm: median and 99th percentile over all queries
//! of a class, without and with passages, and how many times longer it takes with them (all queries together). Corpus: the
//! archive in `MORGUE_BENCH_ARCHIVE`, else one of 20,000 generated articles. Queries are made of sentences of its articles,
//! chosen with a fixed seed, so that they find something. Notes: articles in a result vary from a few to most of the archive;
//! `MORGUE_BENCH_CLASS=phrase` measures one class, `MORGUE_BENCH_THREADS=1` leaves a search on one thread, and of a machine
//! with other work to do `MORGUE_BENCH_QUERIES=10` asks for less.
//!
//! Run: `MORGUE_BENCH_ARCHIVE=morgue-archive cargo bench --bench search`

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench that cannot run has nothing better to do")]

mod generated;

use generated::Random;
use morgue::article::Article;
use morgue::date::PartialDate;
use morgue::index::Archive;
use morgue::index::document::Entry;
use morgue::index::writer::Writer;
use morgue::query::{self, Dialect};
use morgue::search::{Engine, PassageOptions, Request, Sort, Threads};
use morgue::text::segment::words;
use morgue::text::term;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Instant;

/// Queries of a class if no number is asked for, and times that each is measured.
const QUERIES: usize = 40;
const ROUNDS: usize = 5;
/// Articles from which the queries are made.
const SAMPLES: usize = 400;
/// Articles of a generated archive.
const ARTICLES: usize = 20_000;

/// One for every operator of the language, those that read positions of the commonest words too.
const CLASSES: [&str; 36] = [
    "word",
    "common word",
    "exact",
    "caps",
    "phrase",
    "phrase of common words",
    "phrase of 4",
    "and",
    "or",
    "not",
    "boolean mix",
    "w/5",
    "w/5 of common words",
    "w/50 of groups",
    "near",
    "pre/3 of common words",
    "not w/5",
    "w/s",
    "w/s of common words",
    "w/p of common words",
    "w/5 of patterns",
    "atleast",
    "first",
    "hlead",
    "trailing wildcard",
    "inner wildcard",
    "leading wildcard",
    "fuzzy",
    "regular expression",
    "field",
    "any value",
    "word and period",
    "length",
    "like",
    "bag of 3",
    "bag of 15",
];

/// The words of the archive's articles, in runs of a sentence or more, and in how many of the articles each is.
struct Sample {
    texts: Vec<Vec<String>>,
    ids: Vec<String>,
    holders: HashMap<String, usize>,
}

impl Sample {
    fn of(engine: &Engine) -> Self {
        let request = Request {
            sort: Sort::Newest,
            limit: SAMPLES,
            passages: PassageOptions { count: 0, length: 0 },
            ..Request::default()
        };
        let mut sample = Sample { texts: Vec::new(), ids: Vec::new(), holders: HashMap::new() };
        for hit in engine.search(&request).expect("a search").hits {
            sample.ids.push(hit.article.id.to_string());
            let body = &hit.article.body;
            let text: Vec<String> =
                words(body).take(300).map(|word| term::folded(&body[word.start..word.end])).collect();
            let mut distinct = text.clone();
            distinct.sort();
            distinct.dedup();
            for word in distinct {
                *sample.holders.entry(word).or_default() += 1;
            }
            sample.texts.push(text);
        }
        sample.texts.retain(|text| text.len() > 30);
        sample
    }

    fn share(&self, word: &str) -> f64 {
        self.holders.get(word).copied().unwrap_or(0) as f64 / SAMPLES as f64
    }

    /// Words beside each other that are all in at least (or, if not `common`, at most) this share of the articles.
    fn run(&self, random: &mut Random, count: usize, common: bool, share: f64) -> Vec<&str> {
        for _ in 0..20_000 {
            let text = &self.texts[random.below(self.texts.len())];
            let at = random.below(text.len() - count);
            let run: Vec<&str> = text[at..at + count].iter().map(String::as_str).collect();
            let fits = |word: &&str| {
                let is_word = word.chars().all(char::is_alphabetic) && !["and", "or", "not"].contains(word);
                is_word && (common || word.chars().count() > 3) && (self.share(word) >= share) == common
            };
            if run.iter().all(fits) {
                return run;
            }
        }
        panic!("the archive holds no such words");
    }

    fn query(&self, class: &str, random: &mut Random) -> String {
        let some = |random: &mut Random| self.run(random, 1, false, 0.05)[0].to_owned();
        let frequent = |random: &mut Random| self.run(random, 1, true, 0.3)[0].to_owned();
        match class {
            "word" => some(random),
            "common word" => frequent(random),
            "exact" => format!("exact({})", frequent(random)),
            "caps" => format!("caps({})", frequent(random)),
            "phrase of 4" => format!("\"{}\"", self.run(random, 4, true, 0.05).join(" ")),
            "boolean mix" => {
                let (one, two, three) = (some(random), some(random), frequent(random));
                let phrase = self.run(random, 2, false, 0.3).join(" ");
                format!("({one} OR {two}*) AND ({three} OR \"{phrase}\") NOT {}", some(random))
            }
            "w/50 of groups" => format!("({} OR {}) w/50 {}", frequent(random), frequent(random), frequent(random)),
            "near" => format!("{} near/10 {}", some(random), frequent(random)),
            "pre/3 of common words" => format!("{} pre/3 {}", frequent(random), frequent(random)),
            "not w/5" => format!("{} not w/5 {}", frequent(random), frequent(random)),
            "w/s of common words" => format!("{} w/s {}", frequent(random), frequent(random)),
            "w/p of common words" => format!("{} w/p {}", frequent(random), frequent(random)),
            "w/5 of patterns" => {
                let beginning = |word: String| word.chars().take(4).collect::<String>();
                format!("{}* w/5 {}*", beginning(some(random)), beginning(some(random)))
            }
            "atleast" => format!("atleast5({})", frequent(random)),
            "first" => format!("first50({})", frequent(random)),
            "hlead" => format!("hlead({})", frequent(random)),
            "inner wildcard" => {
                let word: Vec<char> = some(random).chars().collect();
                let (begin, end) = word.split_at(word.len() / 2);
                format!("{}*{}", begin.iter().collect::<String>(), end.iter().skip(1).collect::<String>())
            }
            "any value" => {
                let fields = ["person", "place", "publisher", "section", "byline", "title", "keyword", "entity"];
                format!("{} AND {}:*", frequent(random), fields[random.below(fields.len())])
            }
            "length" => format!("{} AND words>{}", frequent(random), 50 * random.below(12)),
            "like" => format!("like:{}", self.ids[random.below(self.ids.len())]),
            "phrase" => format!("\"{}\"", self.run(random, 2, false, 0.3).join(" ")),
            "phrase of common words" => format!("\"{}\"", self.run(random, 2, true, 0.3).join(" ")),
            "and" => format!("{} AND {}", some(random), frequent(random)),
            "or" => format!("{} OR {}", some(random), some(random)),
            "not" => format!("{} NOT {}", frequent(random), some(random)),
            "w/5" => format!("{} w/5 {}", some(random), some(random)),
            "w/5 of common words" => format!("{} w/5 {}", frequent(random), frequent(random)),
            "w/s" => format!("{} w/s {}", some(random), frequent(random)),
            "trailing wildcard" => format!("{}*", some(random).chars().take(5).collect::<String>()),
            "leading wildcard" => format!("*{}", some(random).chars().skip(2).collect::<String>()),
            "fuzzy" => format!("{}~1", some(random)),
            "regular expression" => {
                let word = some(random);
                let beginning: String = word.chars().take(3).collect();
                let end: String = word.chars().skip(4).collect();
                format!("/{beginning}.?{end}/")
            }
            "field" => format!("title:{}", some(random)),
            "word and period" => format!("{} AND date:20{:02}..", frequent(random), 10 + random.below(10)),
            "bag of 3" => self.run(random, 3, false, 0.5).join(" "),
            _ => {
                let text = &self.texts[random.below(self.texts.len())];
                let is_word = |word: &&String| word.chars().all(char::is_alphabetic) && word.len() > 1;
                let words: Vec<&str> = text.iter().filter(is_word).skip(5).take(15).map(String::as_str).collect();
                words.iter().map(|word| format!("{word} ")).collect::<String>().replace("not ", "").replace("or ", "")
            }
        }
    }
}

/// Milliseconds of each run of a query, the articles found.
fn measured(engine: &Engine, request: &Request) -> (Vec<f64>, u64) {
    let total = engine.search(request).expect("a search").total;
    let time = |_| {
        let begun = Instant::now();
        std::hint::black_box(engine.search(request).expect("a search"));
        begun.elapsed().as_secs_f64() * 1000.0
    };
    ((0..ROUNDS).map(time).collect(), total)
}

fn percentile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    let last = times.len() - 1;
    times[(last as f64 * share).ceil() as usize]
}

fn generate(path: &Path) {
    let mut writer = Writer::open(Archive::open_or_create(path).expect("a folder")).expect("a writer");
    let fields = *writer.fields();
    let mut random = Random(11);
    for part in 0..4 {
        let mut segment = writer.segment_builder(64 << 20).expect("memory");
        for number in 0..ARTICLES / 4 {
            let mut article = Article { language: Some("en".to_owned()), ..Article::default() };
            article.id.0 = (part * ARTICLES + number) as u64 + 1;
            article.title = random.sentence("Report on the trade", 5);
            let paragraph =
                |random: &mut Random| (0..5).map(|_| random.sentence("The trade of the port", 16)).collect();
            article.body = (0..5).map(|_| paragraph(&mut random)).collect::<Vec<String>>().join("\n\n");
            segment.add(Entry::new(article, Default::default(), fields, 0)).expect("an entry");
        }
        writer.add_segment(segment.finish().expect("a segment").expect("articles")).expect("a segment");
    }
    writer.commit(&BTreeMap::new()).expect("a commit");
}

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = std::env::var("MORGUE_BENCH_ARCHIVE").unwrap_or_else(|_| {
        generate(folder.path());
        folder.path().display().to_string()
    });
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<usize>().expect("a number"));
    let queries = number("MORGUE_BENCH_QUERIES").unwrap_or(QUERIES);
    let mut engine = Engine::open(&Archive::open(Path::new(&path)).expect("an archive")).expect("an archive");
    if let Some(most) = number("MORGUE_BENCH_THREADS") {
        engine.set_threads(Threads { most, ..Threads::available() });
    }
    let sample = Sample::of(&engine);
    let today = PartialDate::new(2026, Some(6), Some(15)).expect("a date");
    let chosen = std::env::var("MORGUE_BENCH_CLASS").ok();
    println!(
        "{:24} {:>9} {:>9} {:>9} {:>9} {:>7} {:>9}",
        "class", "median", "p99", "+passages", "p99", "ratio", "articles"
    );
    for class in CLASSES.into_iter().filter(|class| chosen.as_deref().is_none_or(|chosen| chosen == *class)) {
        let mut random = Random(5);
        let (mut bare, mut full, mut found) = (Vec::new(), Vec::new(), Vec::new());
        let mut worst = (0.0, String::new());
        for _ in 0..queries {
            let text = sample.query(class, &mut random);
            let Ok(parsed) = query::parse(&text, Dialect::Morgue, today) else {
                continue;
            };
            let with = Request { query: Some(parsed.query), ..Request::default() };
            let without = Request { passages: PassageOptions { count: 0, ..with.passages }, ..with.clone() };
            let (times, total) = measured(&engine, &without);
            bare.extend(times);
            let (times, _) = measured(&engine, &with);
            let slowest = times.iter().copied().fold(0.0, f64::max);
            if slowest > worst.0 {
                worst = (slowest, text);
            }
            full.extend(times);
            found.push(total as f64);
        }
        let ratio = full.iter().sum::<f64>() / bare.iter().sum::<f64>();
        println!(
            "{class:24} {:9.2} {:9.2} {:9.2} {:9.2} {ratio:7.2} {:9.0}  {}",
            percentile(&mut bare, 0.5),
            percentile(&mut bare, 0.99),
            percentile(&mut full, 0.5),
            percentile(&mut full, 0.99),
            percentile(&mut found, 0.5),
            worst.1
        );
    }
}
