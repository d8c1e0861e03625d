//! Makes the groups of words of like use ([`super::groups`]) from word vectors.
//!
//! Each vector, less the mean of all and scaled to length 1, goes to the group whose direction is nearest
//! (spherical k-means: Dhillon and Modha 2001), three times: into few, more and many groups. Sums are added
//! in the order of the words, sums of products in a fixed order, and ties go to the lower group, so that the
//! same vectors give the same groups for any number of threads.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use rayon::prelude::*;
use serde::Deserialize;

use super::knowledge::lower_hash;

/// Sizes of the three groupings, as the lines of the file have them: fine, middle, wide.
pub const SIZES: [usize; 3] = [2000, 250, 60];
/// Rounds of k-means; fewer if hardly a word moves.
const ROUNDS: usize = 15;
/// Groups start from vectors of the most frequent words: this many times as many words as groups.
const START: usize = 20;
/// Numbers that are multiplied at once; vectors are filled up to a multiple of it.
const LANES: usize = 8;
/// Words whose groups are looked for together.
const TOGETHER: usize = 1024;

/// Words with their vectors, the most frequent word first.
#[derive(Debug, Default, PartialEq)]
pub struct Vectors {
    words: Vec<String>,
    /// Numbers of all words, `width` each: `dimensions` of their own, and zeros.
    numbers: Vec<f32>,
    width: usize,
    dimensions: usize,
}

/// Why a text holds no vectors; lines number from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VectorsError {
    /// The line is no word with numbers, or has not as many as the first.
    Line(usize),
    /// The JSON is not what it should be.
    Json(String),
    /// There is no vector.
    Empty,
}

impl fmt::Display for VectorsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VectorsError::Line(line) => {
                write!(formatter, "line {line}: expected a word and as many numbers as in line 1")
            }
            VectorsError::Json(problem) => write!(formatter, "expected \"words\" and their \"vectors\": {problem}"),
            VectorsError::Empty => formatter.write_str("no word vectors"),
        }
    }
}

impl std::error::Error for VectorsError {}

/// Vectors as packed for winkNLP: words by frequency, and numbers by word, of which the first `dimensions`
/// are the vector.
#[derive(Deserialize)]
struct Packed {
    dimensions: usize,
    words: Vec<String>,
    vectors: HashMap<String, Vec<f32>>,
}

impl Vectors {
    /// Reads GloVe's text (`word number number ...`, a word a line) or the JSON of packages for winkNLP.
    pub fn parse(text: &str) -> Result<Self, VectorsError> {
        let mut vectors = Vectors::default();
        if text.starts_with('{') {
            let packed: Packed = serde_json::from_str(text).map_err(|error| VectorsError::Json(error.to_string()))?;
            for (line, word) in packed.words.iter().enumerate() {
                let numbers = packed.vectors.get(word).and_then(|numbers| numbers.get(..packed.dimensions));
                vectors.push(word, numbers.unwrap_or(&[]), line + 1)?;
            }
        } else {
            for (line, text) in text.lines().enumerate() {
                let mut fields = text.split(' ');
                let word = fields.next().unwrap_or("");
                let numbers: Result<Vec<f32>, _> = fields.map(str::parse).collect();
                vectors.push(word, &numbers.unwrap_or_default(), line + 1)?;
            }
        }
        if vectors.words.is_empty() { Err(VectorsError::Empty) } else { Ok(vectors) }
    }

    fn push(&mut self, word: &str, numbers: &[f32], line: usize) -> Result<(), VectorsError> {
        let strange = numbers.is_empty() || numbers.iter().any(|number| !number.is_finite());
        if strange || (self.dimensions != 0 && self.dimensions != numbers.len()) {
            return Err(VectorsError::Line(line));
        }
        self.dimensions = numbers.len();
        self.width = numbers.len().next_multiple_of(LANES);
        self.words.push(word.to_owned());
        self.numbers.extend(numbers);
        self.numbers.resize(self.words.len() * self.width, 0.0);
        Ok(())
    }

    /// Takes the mean off all vectors and scales them to length 1.
    fn centre(&mut self) {
        let mut mean = vec![0.0_f64; self.width];
        for vector in self.numbers.chunks_exact(self.width) {
            mean.iter_mut().zip(vector).for_each(|(mean, number)| *mean += f64::from(*number));
        }
        let count = self.words.len() as f64;
        for vector in self.numbers.chunks_exact_mut(self.width) {
            vector.iter_mut().zip(&mean).for_each(|(number, mean)| *number -= (mean / count) as f32);
            scale(vector);
        }
    }

    /// The vector of word `index`, counted around.
    fn vector(&self, index: usize) -> &[f32] {
        let start = index % self.words.len().max(1) * self.width;
        self.numbers.get(start..start + self.width).unwrap_or(&[])
    }
}

/// Sum of products, in [`LANES`] sums that are added at the end.
#[inline]
fn product(left: &[f32], right: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let ((left, _), (right, _)) = (left.as_chunks::<LANES>(), right.as_chunks::<LANES>());
    for (left, right) in left.iter().zip(right) {
        for (sum, (left, right)) in sums.iter_mut().zip(left.iter().zip(right)) {
            *sum += left * right;
        }
    }
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}

fn scale(vector: &mut [f32]) {
    let length = product(vector, vector).sqrt().max(1e-9);
    vector.iter_mut().for_each(|number| *number /= length);
}

/// The nearest of `centres` for each vector of `numbers`.
fn nearest(numbers: &[f32], centres: &[f32], width: usize) -> Vec<u16> {
    let best = |vector: &[f32]| {
        let mut best = (0, f32::MIN);
        for (index, centre) in centres.chunks_exact(width).enumerate() {
            let likeness = product(vector, centre);
            if likeness > best.1 {
                best = (index as u16, likeness);
            }
        }
        best.0
    };
    numbers.chunks_exact(width).map(best).collect()
}

/// The group of each word, from 0; `vectors` are centred.
fn group(vectors: &Vectors, size: usize, report: &mut dyn FnMut(&str)) -> Vec<u16> {
    let (count, width) = (vectors.words.len(), vectors.width);
    let among = count.min(size * START);
    // Spread over the most frequent words without favouring the first of them.
    let start = |group: usize| group.wrapping_mul(2_654_435_761) % among;
    let mut centres: Vec<f32> = (0..size).flat_map(|group| vectors.vector(start(group)).iter().copied()).collect();
    let mut groups = vec![0; count];
    for round in 0..ROUNDS {
        let parts = vectors.numbers.par_chunks(width * TOGETHER);
        let found: Vec<u16> = parts.flat_map_iter(|part| nearest(part, &centres, width)).collect();
        let moved = groups.iter().zip(&found).filter(|(before, now)| before != now).count();
        report(&format!("{size} groups, round {}: {moved} words moved", round + 1));
        groups = found;
        if moved * 500 < count {
            break;
        }
        centres = directions(vectors, &groups, size, round);
    }
    groups
}

/// The direction of each group; one that lost all its words starts anew from some word.
fn directions(vectors: &Vectors, groups: &[u16], size: usize, round: usize) -> Vec<f32> {
    let width = vectors.width;
    let mut sums = vec![0.0_f32; size * width];
    for (index, &group) in groups.iter().enumerate() {
        let start = usize::from(group) * width;
        for (sum, number) in sums.iter_mut().skip(start).zip(vectors.vector(index)) {
            *sum += number;
        }
    }
    for (group, sum) in sums.chunks_exact_mut(width).enumerate() {
        if product(sum, sum) < 1e-6 {
            sum.copy_from_slice(vectors.vector(group * 7919 + round * 104_729));
        }
        scale(sum);
    }
    sums
}

/// The lines of a file of groups: `fine middle wide: word word ...`, groups from 1. Of words that differ in
/// accents only the most frequent one is kept.
pub fn make(mut vectors: Vectors, sizes: [usize; 3], report: &mut dyn FnMut(&str)) -> String {
    vectors.centre();
    let kinds = vectors.words.len();
    let [fine, middle, wide] = sizes.map(|size| group(&vectors, size.clamp(1, 1 << 15), report));
    let mut lines: BTreeMap<[u16; 3], Vec<&str>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for (word, ((fine, middle), wide)) in vectors.words.iter().zip(fine.iter().zip(&middle).zip(&wide)) {
        let plain = !word.is_empty() && !word.contains(char::is_whitespace);
        if plain && seen.insert(lower_hash(word)) {
            lines.entry([fine + 1, middle + 1, wide + 1]).or_default().push(word);
        }
    }
    let [most, some, few] = sizes;
    let head = format!(
        "# Groups of words of like use: lines of \"fine middle wide: words\", the words by frequency.\n\
         # Made by spherical k-means of {kinds} vectors less their mean, scaled to length 1: {most}, {some} and {few}\n\
         # groups, at most {ROUNDS} rounds, starting from vectors of the most frequent words ({START} times as many\n\
         # words as groups). Of words that differ in accents only the most frequent one is kept.\n"
    );
    let line =
        |([fine, middle, wide], words): ([u16; 3], Vec<&str>)| format!("{fine} {middle} {wide}: {}\n", words.join(" "));
    std::iter::once(head).chain(lines.into_iter().map(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three directions with two words each, the most frequent words first.
    const SMALL: &str =
        "monday 1 0.1 0\nlondon 0 1 0.1\nrun 0 0.1 1\ntuesday 0.9 0 0.1\nparis 0.1 1.1 0\nsit 0.1 0 1\n";

    fn lines(text: &str) -> String {
        make(Vectors::parse(text).unwrap(), [3, 3, 1], &mut |_| ())
    }

    #[test]
    fn words_of_like_direction_share_a_group() {
        let made = lines(SMALL);
        let pairs: Vec<&str> = made.lines().filter_map(|line| line.split_once(": ")).map(|pair| pair.1).collect();
        for pair in ["monday tuesday", "london paris", "run sit"] {
            assert!(pairs.contains(&pair), "{made}");
        }
        assert_eq!(made, lines(SMALL));
    }

    #[test]
    fn text_and_json_are_read_alike_and_further_numbers_are_left_out() {
        let json = r#"{"dimensions":2,"words":["b","a"],"vectors":{"a":[3.0,4.5,9,0],"b":[1.0,-2.0,9,1]}}"#;
        assert_eq!(Vectors::parse(json), Vectors::parse("b 1 -2\na 3 4.5\n"));
    }

    #[test]
    fn what_is_no_vector_is_refused_with_its_line() {
        assert_eq!(Vectors::parse(""), Err(VectorsError::Empty));
        assert_eq!(Vectors::parse("a 1 2\nb 1 two\n"), Err(VectorsError::Line(2)));
        assert_eq!(Vectors::parse("a 1 2\nb 1\n"), Err(VectorsError::Line(2)));
        assert_eq!(Vectors::parse("a 1 nan\n"), Err(VectorsError::Line(1)));
        assert!(matches!(Vectors::parse("{}"), Err(VectorsError::Json(_))));
        let json = r#"{"dimensions":2,"words":["b"],"vectors":{"a":[3.0,4.5]}}"#;
        assert_eq!(Vectors::parse(json), Err(VectorsError::Line(1)));
    }

    #[test]
    fn words_that_differ_in_accents_only_stand_once() {
        let made = lines("cafe 1 0\ncafé 1 0.1\nrun 0 1\n");
        assert!(made.contains("cafe") && !made.contains("café"));
    }
}
