//! Which articles came and went between two states of an archive, if of the former only a few kilobytes are kept?
//!
//! A sketch of the articles of a state is an invertible Bloom lookup table (Goodrich and Mitzenmacher 2011): every article is
//! added into one cell of each of four tables; cells are sums. The difference of the sketches of two states holds only what
//! differs, and an article that is alone in a cell can be read from it and taken out of its other cells, and so on. Some
//! ninety differences are read whole; of more, few or none, and then that is said.
//!
//! Of an article the sketch knows its id, date and outlet, and a digest of what else is counted by: section, language,
//! length. So another date at the same id is seen, too. Invariant: equal sets of articles have equal sketches, whatever their order.

use crate::article::ArticleId;
use crate::date::PartialDate;
use crate::error::Result;
use crate::index::document;
use crate::search::engine::mixed;
use crate::search::{Engine, wrap};
use std::collections::BTreeMap;
use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;

/// Tables, in each of which an article has one cell.
const TABLES: usize = 4;
/// Cells of a table.
const CELLS: usize = 36;
/// Numbers that stand for an article.
const WORDS: usize = 3;
/// Hexadecimal digits of a cell: the count, then its sums.
const CELL_DIGITS: usize = 8 + 16 * WORDS;

/// An article as the sketch knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trace {
    /// Its id.
    pub id: ArticleId,
    /// Its date, as [`Trace::published`] reads it.
    date: u32,
    /// Stands for its outlet.
    pub outlet: u32,
    /// Stands for everything else.
    rest: u32,
}

impl Trace {
    /// When it was published, to the day at most.
    pub fn published(&self) -> Option<PartialDate> {
        let (day, precision) = (self.date.cast_signed() >> 3, self.date & 7);
        document::read_day(i64::from(day), i64::from(precision)).filter(|_| precision > 0)
    }

    fn words(&self) -> [u64; WORDS] {
        let mut words = [self.id.0, pair(self.date, self.outlet), pair(self.rest, 0)];
        words[2] |= key(&words) & u64::from(u32::MAX);
        words
    }

    /// The article of which these are the numbers, if they are of one.
    fn read(words: [u64; WORDS]) -> Option<Trace> {
        let [id, middle, last] = words;
        let (date, outlet) = parted(middle);
        let trace = Trace { id: ArticleId(id), date, outlet, rest: parted(last).0 };
        (trace.words() == words).then_some(trace)
    }

    /// Its cell in each table.
    fn cells(&self) -> [usize; TABLES] {
        let key = key(&self.words());
        std::array::from_fn(|table| table * CELLS + (mixed(key ^ mixed(table as u64)) % CELLS as u64) as usize)
    }
}

fn pair(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

fn parted(word: u64) -> (u32, u32) {
    ((word >> 32) as u32, word as u32)
}

/// A number that depends on all of an article but the check at the end.
fn key([id, middle, last]: &[u64; WORDS]) -> u64 {
    mixed(id ^ mixed(middle ^ mixed(last >> 32)))
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cell {
    count: i32,
    sums: [u64; WORDS],
}

impl Cell {
    fn add(&mut self, words: [u64; WORDS], times: i32) {
        self.count = self.count.wrapping_add(times);
        self.sums.iter_mut().zip(words).for_each(|(sum, word)| *sum ^= word);
    }
}

/// See the module header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentsSketch {
    cells: Vec<Cell>,
}

/// What differs between two states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Articles of the later state alone, by id.
    pub added: Vec<Trace>,
    /// Articles of the earlier state alone, by id.
    pub removed: Vec<Trace>,
    /// Whether there are others, which could not be told apart.
    pub has_others: bool,
}

impl Default for ContentsSketch {
    fn default() -> Self {
        ContentsSketch { cells: vec![Cell::default(); TABLES * CELLS] }
    }
}

impl ContentsSketch {
    fn add(&mut self, trace: &Trace, times: i32) {
        for number in trace.cells() {
            if let Some(cell) = self.cells.get_mut(number) {
                cell.add(trace.words(), times);
            }
        }
    }

    /// What this state has that the earlier one had not, and the other way round.
    pub fn since(&self, earlier: &ContentsSketch) -> Difference {
        let mut rest = self.clone();
        for (cell, then) in rest.cells.iter_mut().zip(&earlier.cells) {
            cell.add(then.sums, then.count.wrapping_neg());
        }
        let mut difference = Difference::default();
        // Every article that is read empties a cell for good; the bound is for sketches that are no sketches.
        let mut left = rest.cells.len();
        while let Some((trace, count)) = rest.cells.iter().find_map(alone).filter(|_| left > 0) {
            left -= 1;
            rest.add(&trace, -count);
            if count > 0 { difference.added.push(trace) } else { difference.removed.push(trace) }
        }
        difference.added.sort_unstable();
        difference.removed.sort_unstable();
        difference.has_others = rest != ContentsSketch::default();
        difference
    }

    /// As hexadecimal digits.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.cells.len() * CELL_DIGITS);
        for cell in &self.cells {
            text.push_str(&format!("{:08x}", cell.count));
            cell.sums.iter().for_each(|sum| text.push_str(&format!("{sum:016x}")));
        }
        text
    }

    /// What [`ContentsSketch::to_text`] wrote; `None` for another text.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != TABLES * CELLS * CELL_DIGITS || !text.is_ascii() {
            return None;
        }
        let number = |from: usize, to: usize| u64::from_str_radix(text.get(from..to)?, 16).ok();
        let cell = |start: usize| {
            let mut sums = [0; WORDS];
            for (place, sum) in sums.iter_mut().enumerate() {
                let from = start + 8 + 16 * place;
                *sum = number(from, from + 16)?;
            }
            Some(Cell { count: u32::try_from(number(start, start + 8)?).ok()?.cast_signed(), sums })
        };
        let cells = (0..TABLES * CELLS).map(|place| cell(place * CELL_DIGITS)).collect::<Option<_>>()?;
        Some(ContentsSketch { cells })
    }
}

/// The article that is alone in a cell, and whether it came (1) or went (-1).
fn alone(cell: &Cell) -> Option<(Trace, i32)> {
    let is_one = cell.count == 1 || cell.count == -1;
    Trace::read(cell.sums).filter(|_| is_one).map(|trace| (trace, cell.count))
}

/// A state of the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its articles.
    pub sketch: ContentsSketch,
    /// Names of outlets by what stands for them in the sketch.
    pub outlets: BTreeMap<u32, String>,
    /// When the ingests began that filed its articles, in seconds since 1970, with the articles of each.
    pub filed: BTreeMap<i64, u64>,
}

impl Engine {
    /// The state of the archive: all articles are looked at, their texts are not.
    pub fn contents(&self) -> Result<Contents> {
        let mut contents = Contents::default();
        for reader in self.searcher.segment_readers() {
            contents.add(reader)?;
        }
        Ok(contents)
    }
}

impl Contents {
    fn add(&mut self, reader: &SegmentReader) -> Result<()> {
        let columns = reader.fast_fields();
        let (ids, words) = (columns.u64("id")?, columns.i64("words")?);
        let (published, filed) = (columns.i64("published")?, columns.i64("indexed_at")?);
        let (days, precisions) = (columns.i64("published_day")?, columns.i64("published_precision")?);
        let outlets = Labels::new(columns.str("publisher")?, |hash, name| {
            self.outlets.entry(hash as u32).or_insert_with(|| name.to_owned());
        })?;
        let sections = Labels::new(columns.str("section")?, |_, _| {})?;
        let languages = Labels::new(columns.str("language")?, |_, _| {})?;
        for document in reader.doc_ids_alive() {
            let day = days.first(document).zip(precisions.first(document));
            let date = day.map_or(0, |(day, precision)| (day as i32) << 3 | (precision & 7) as i32);
            let second = published.first(document).unwrap_or(i64::MIN).cast_unsigned();
            let length = words.first(document).unwrap_or(0).cast_unsigned();
            let named = mixed(sections.of(document) ^ mixed(languages.of(document)));
            let trace = Trace {
                id: ArticleId(ids.first(document).unwrap_or(0)),
                date: date.cast_unsigned(),
                outlet: outlets.of(document) as u32,
                rest: mixed(second ^ mixed(length ^ named)) as u32,
            };
            self.sketch.add(&trace, 1);
            *self.filed.entry(filed.first(document).unwrap_or(0)).or_default() += 1;
        }
        Ok(())
    }
}

/// The values of a column of texts as numbers that are the same in every segment.
struct Labels {
    column: Option<StrColumn>,
    hashes: Vec<u64>,
}

impl Labels {
    fn new(column: Option<StrColumn>, mut each: impl FnMut(u64, &str)) -> Result<Self> {
        let mut hashes = Vec::new();
        if let Some(column) = &column {
            let mut stream = column.dictionary().stream().map_err(wrap)?;
            while stream.advance() {
                let hash = hash(stream.key());
                each(hash, &String::from_utf8_lossy(stream.key()));
                hashes.push(hash);
            }
        }
        Ok(Labels { column, hashes })
    }

    /// 0 for no value.
    fn of(&self, document: u32) -> u64 {
        let ordinal = self.column.as_ref().and_then(|column| column.ords().first(document));
        ordinal.and_then(|ordinal| self.hashes.get(ordinal as usize).copied()).unwrap_or(0)
    }
}

/// FNV-1a (Fowler, Noll and Vo), mixed.
fn hash(bytes: &[u8]) -> u64 {
    let sum = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    mixed(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn trace(number: u32) -> Trace {
        Trace { id: ArticleId(mixed(u64::from(number))), date: number << 3 | 3, outlet: number % 7, rest: number }
    }

    fn sketch(numbers: impl IntoIterator<Item = u32>) -> ContentsSketch {
        let mut sketch = ContentsSketch::default();
        numbers.into_iter().for_each(|number| sketch.add(&trace(number), 1));
        sketch
    }

    #[test]
    fn seventy_differences_of_a_hundred_thousand_articles_are_read() {
        let (then, now) = (sketch(0..100_000), sketch(30..100_040));
        let difference = now.since(&then);
        let sorted = |numbers: std::ops::Range<u32>| {
            let mut traces: Vec<Trace> = numbers.map(trace).collect();
            traces.sort_unstable();
            traces
        };
        assert_eq!((difference.added, difference.removed), (sorted(100_000..100_040), sorted(0..30)));
        assert!(!difference.has_others);
        assert!(sketch(0..1_000).since(&sketch([])).has_others);
    }

    #[test]
    fn a_date_of_any_precision_is_read_from_a_trace() {
        let day = |text: &str| PartialDate::from_unix_seconds(0).map(|_| text.to_owned());
        let shown = |days: i32, precision: u32| {
            Trace { date: (days << 3).cast_unsigned() | precision, ..trace(1) }.published().map(|date| date.to_string())
        };
        assert_eq!(shown(19_723, 3), day("2024-01-01"));
        assert_eq!(shown(19_723, 2), day("2024-01"));
        assert_eq!(shown(-1, 3), day("1969-12-31"));
        assert_eq!(shown(0, 0), None, "without a date");
    }

    proptest! {
        #[test]
        fn what_is_read_is_true(then in prop::collection::btree_set(0u32..400, 0..200), now in prop::collection::btree_set(0u32..400, 0..200)) {
            let difference = sketch(now.iter().copied()).since(&sketch(then.iter().copied()));
            let added: Vec<Trace> = now.difference(&then).map(|number| trace(*number)).collect();
            let removed: Vec<Trace> = then.difference(&now).map(|number| trace(*number)).collect();
            prop_assert!(difference.added.iter().all(|trace| added.contains(trace)));
            prop_assert!(difference.removed.iter().all(|trace| removed.contains(trace)));
            let is_whole = (difference.added.len(), difference.removed.len()) == (added.len(), removed.len());
            prop_assert_eq!(is_whole, !difference.has_others);
        }

        #[test]
        fn a_sketch_is_read_as_it_was_written(numbers in prop::collection::vec(0u32..1000, 0..50), wrong in ".{0,40}") {
            let sketch = sketch(numbers);
            prop_assert_eq!(ContentsSketch::parse(&sketch.to_text()), Some(sketch));
            prop_assert_eq!(ContentsSketch::parse(&wrong), None);
        }

        #[test]
        fn any_cells_come_to_an_end(digits in prop::collection::vec(0u8..16, 64), count in 0..3usize) {
            let mut text = ContentsSketch::default().to_text();
            for (place, digit) in digits.iter().enumerate() {
                let at = (place * 37 * (count + 1)) % text.len();
                text.replace_range(at..=at, &format!("{digit:x}"));
            }
            if let Some(sketch) = ContentsSketch::parse(&text) {
                let _ = sketch.since(&ContentsSketch::default());
            }
        }
    }
}
