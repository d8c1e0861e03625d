//! What does each way of filing words cost?
//!
//! Measured: seconds of one thread and bytes on disk for one segment of title and body, stored text left out, so that only
//! the filing differs. Corpus: the file of article records in `MORGUE_BENCH_JSONL`, else 2,000 generated articles.
//! Notes: layouts are interleaved, the median of the rounds counts; the numbers in `src/index/mod.rs` come from here.
//!
//! Run: `MORGUE_BENCH_JSONL=articles.jsonl cargo bench --bench layout`

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench that cannot run has nothing better to do")]

mod generated;

use generated::Random;
use morgue::text::segment::{Break, Word, Words, words};
use morgue::text::term;
use std::time::Instant;
use tantivy::indexer::{AddOperation, SegmentWriter};
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};
use tantivy::{Index, TantivyDocument};

const ROUNDS: usize = 5;

/// What is filed for each word.
#[derive(Clone, Copy, PartialEq)]
enum Layout {
    /// The spelling beside the folded word (the one in use), without marks.
    Spelling,
    /// The same with sentence and paragraph marks.
    SpellingAndMarks,
    /// The folded word only: no exact or case-sensitive search.
    Folded,
    /// The English stem only: no wildcards either.
    Stem,
    /// The spelling, and at the same position the stem where it differs.
    SpellingAndStem,
    /// The stem, and a second field of spellings without positions.
    StemAndSecondField,
}

const LAYOUTS: [(Layout, &str); 6] = [
    (Layout::Spelling, "spelling"),
    (Layout::SpellingAndMarks, "spelling + marks (in use)"),
    (Layout::Folded, "folded word"),
    (Layout::Stem, "stem"),
    (Layout::SpellingAndStem, "spelling + stem, one position"),
    (Layout::StemAndSecondField, "stem + second field of spellings"),
];

#[derive(Clone)]
struct Filing {
    layout: Layout,
    token: Token,
    cache: Vec<(String, String)>,
}

impl Filing {
    fn new(layout: Layout) -> Self {
        // The direct-mapped cache makes the stemmer cheap: news repeats its words.
        Filing { layout, token: Token::default(), cache: vec![Default::default(); 1 << 14] }
    }
}

impl Tokenizer for Filing {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        Stream {
            text,
            words: words(text),
            filing: self,
            stemmer: frostem::Stemmer::new(frostem::Algorithm::English),
            pending: Vec::new(),
        }
    }
}

struct Stream<'a> {
    text: &'a str,
    words: Words<'a>,
    filing: &'a mut Filing,
    stemmer: frostem::Stemmer,
    pending: Vec<(Word, String)>,
}

impl Stream<'_> {
    fn stem(&mut self, word: &str) -> String {
        let folded = term::folded(word);
        let slot = folded.bytes().fold(0usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(byte)))
            % self.filing.cache.len();
        let (known, stem) = &mut self.filing.cache[slot];
        if *known != folded {
            *stem = self.stemmer.stem(&folded).into_owned();
            *known = folded;
        }
        stem.clone()
    }

    fn push(&mut self, word: Word) {
        let written = &self.text[word.start..word.end];
        match self.filing.layout {
            Layout::Spelling => self.pending.push((word, term::key(written))),
            Layout::SpellingAndMarks => {
                self.pending.push((word, term::key(written)));
                if word.break_before > Break::None {
                    self.pending.push((
                        word,
                        if word.break_before == Break::Sentence { "\u{5}s" } else { "\u{5}p" }.to_owned(),
                    ));
                }
            }
            Layout::Folded => self.pending.push((word, term::folded(written))),
            Layout::Stem | Layout::StemAndSecondField => {
                let stem = self.stem(written);
                self.pending.push((word, stem));
            }
            Layout::SpellingAndStem => {
                let stem = self.stem(written);
                if stem != term::folded(written) {
                    self.pending.push((word, format!("\u{6}{stem}")));
                }
                self.pending.push((word, term::key(written)));
            }
        }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if self.pending.is_empty() {
            let Some(word) = self.words.next() else {
                return false;
            };
            self.push(word);
        }
        let Some((word, key)) = self.pending.pop() else {
            return false;
        };
        self.filing.token.text = key;
        self.filing.token.position = word.position as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.filing.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.filing.token
    }
}

fn articles() -> Vec<(String, String)> {
    if let Ok(path) = std::env::var("MORGUE_BENCH_JSONL") {
        let text = std::fs::read_to_string(path).expect("MORGUE_BENCH_JSONL names a readable file");
        let get = |record: &serde_json::Value, name: &str| record[name].as_str().unwrap_or("").to_owned();
        return text
            .lines()
            .map(|line| serde_json::from_str(line).expect("a JSON record"))
            .map(|record| (get(&record, "title"), get(&record, "body")))
            .collect();
    }
    let mut random = Random(7);
    (0..2_000).map(|_| (random.sentence("The", 18), (0..25).map(|_| random.sentence("The", 18)).collect())).collect()
}

fn text_options(name: &str, record: IndexRecordOption) -> TextOptions {
    TextOptions::default()
        .set_indexing_options(TextFieldIndexing::default().set_tokenizer(name).set_index_option(record))
}

/// Seconds and bytes.
fn build(layout: Layout, articles: &[(String, String)]) -> (f64, u64) {
    let mut schema = Schema::builder();
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let title = schema.add_text_field("title", text_options("filing", positions));
    let body = schema.add_text_field("body", text_options("filing", positions));
    let second = (layout == Layout::StemAndSecondField)
        .then(|| schema.add_text_field("spelling", text_options("spelling", IndexRecordOption::Basic)));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = Index::create_in_dir(folder.path(), schema.build()).expect("an index");
    index.tokenizers().register("filing", TextAnalyzer::from(Filing::new(layout)));
    index.tokenizers().register("spelling", TextAnalyzer::from(Filing::new(Layout::Spelling)));
    let start = Instant::now();
    let segment = index.new_segment();
    let mut writer = SegmentWriter::for_segment(1 << 30, segment).expect("a segment");
    for (opstamp, (title_text, body_text)) in (0..).zip(articles) {
        let mut document = TantivyDocument::default();
        document.add_text(title, title_text);
        document.add_text(body, body_text);
        if let Some(second) = second {
            document.add_text(second, body_text);
        }
        writer.add_document(AddOperation { opstamp, document }).expect("a document");
    }
    writer.finalize().expect("a written segment");
    let seconds = start.elapsed().as_secs_f64();
    let bytes = std::fs::read_dir(folder.path())
        .expect("the folder")
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .map(|file| file.len())
        .sum();
    (seconds, bytes)
}

fn main() {
    let articles = articles();
    let mut seconds = vec![Vec::new(); LAYOUTS.len()];
    let mut bytes = vec![0; LAYOUTS.len()];
    for _ in 0..ROUNDS {
        for (number, (layout, _)) in LAYOUTS.iter().enumerate() {
            let (time, size) = build(*layout, &articles);
            seconds[number].push(time);
            bytes[number] = size;
        }
    }
    println!("{} articles, median of {ROUNDS} interleaved rounds", articles.len());
    println!("{:34} {:>8} {:>7} {:>9} {:>7}", "layout", "seconds", "ratio", "MB", "ratio");
    let medians: Vec<f64> = seconds
        .iter_mut()
        .map(|times| {
            times.sort_by(f64::total_cmp);
            times[ROUNDS / 2]
        })
        .collect();
    for (number, (_, name)) in LAYOUTS.iter().enumerate() {
        let (time_ratio, byte_ratio) = (medians[number] / medians[1], bytes[number] as f64 / bytes[1] as f64);
        println!(
            "{name:34} {:8.2} {time_ratio:7.2} {:9.1} {byte_ratio:7.2}",
            medians[number],
            bytes[number] as f64 / 1e6
        );
    }
}
