//! The sketch of an article: a small sample of its two-word shingles, from which the share of its text
//! that another article repeats can be read without either text.
//!
//! A shingle is a pair of neighbouring content words. The sample are the [`SAMPLES`] smallest hashes
//! (bottom-k sketch: Broder 1997, Cohen and Kaplan 2007), so two sketches sample the same shingles up to
//! the smaller of their bounds. Beside each hash stands where in the text the shingle first occurs, so
//! that it can be seen which part of an article another one repeats: its opening, its end, a block in the
//! middle or something here and there.
//!
//! Invariants: a pure function of title and body; hashes strictly increasing; at most [`SAMPLES`] of them;
//! [`Sketch::from_bytes`] accepts what [`Sketch::to_bytes`] wrote and nothing that breaks the above.

use super::words::{Mark, content_words, spread};

/// The most shingles in one sketch. 64 estimate a share of one half within .06 (standard error).
pub const SAMPLES: usize = 64;

/// Another number whenever the same article would give another sketch; sketches of different versions
/// must not be put together.
pub const SKETCH_VERSION: u32 = 1;

/// Shingles below which a body is too short to speak for itself, so the title counts as text.
const SHORT_BODY: u32 = 24;

/// The most shingles that are counted in one text.
const MAX_LENGTH: u32 = (1 << 30) - 1;

/// Shingles for which room is made at first.
const ROOM: usize = 256;

/// Bytes before the samples in the written form.
const HEADER: usize = 30;

/// A sample of an article's two-word shingles, at most 64, with their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// Hash of all content words in order; equal for texts that differ only in case, punctuation and
    /// short words.
    text: u64,
    /// Shingles in the text, repeated ones too.
    length: u32,
    /// Every shingle of the text with a hash up to this one is in the sample.
    bound: u32,
    /// Bit `i` is set if sample `i` has a figure in it.
    figures: u64,
    /// Bit `i` is set if sample `i` has a capitalised word in it.
    names: u64,
    /// Hashes of the sampled shingles, strictly increasing.
    hashes: Box<[u32]>,
    /// Where each shingle first occurs: 0 the beginning, 255 the end of the text.
    places: Box<[u8]>,
}

impl Sketch {
    /// Hash of all content words in order.
    pub fn text(&self) -> u64 {
        self.text
    }

    /// Number of shingles in the text.
    pub fn length(&self) -> u32 {
        self.length
    }

    /// Every shingle of the text whose hash is not above this is in the sample.
    pub fn bound(&self) -> u32 {
        self.bound
    }

    /// Hashes of the sampled shingles, strictly increasing.
    pub fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// Where each sampled shingle first occurs, in 256ths of the text; as many as [`Sketch::hashes`].
    pub fn places(&self) -> &[u8] {
        &self.places
    }

    /// Which samples have a figure in them: bit `i` for sample `i`.
    pub fn figures(&self) -> u64 {
        self.figures
    }

    /// Which samples have a capitalised word in them: bit `i` for sample `i`.
    pub fn names(&self) -> u64 {
        self.names
    }

    /// The sketch as bytes: text, length, count, marks and samples, little-endian; at most 350 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + 5 * self.hashes.len());
        bytes.extend_from_slice(&self.text.to_le_bytes());
        bytes.extend_from_slice(&self.length.to_le_bytes());
        // Never more than SAMPLES, so it fits.
        bytes.extend_from_slice(&(self.hashes.len() as u16).to_le_bytes());
        bytes.extend_from_slice(&self.figures.to_le_bytes());
        bytes.extend_from_slice(&self.names.to_le_bytes());
        for hash in &self.hashes {
            bytes.extend_from_slice(&hash.to_le_bytes());
        }
        bytes.extend_from_slice(&self.places);
        bytes
    }

    /// Reads what [`Sketch::to_bytes`] wrote; `None` if `bytes` are anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Sketch> {
        let mut reader = Reader::default();
        let view = reader.read(bytes)?;
        Some(Sketch {
            text: view.text,
            length: view.length,
            bound: view.bound,
            figures: view.figures,
            names: view.names,
            hashes: view.hashes.into(),
            places: view.places.into(),
        })
    }

    /// This sketch as one that is kept here.
    pub fn view(&self) -> View<'_> {
        View {
            text: self.text,
            length: self.length,
            bound: self.bound,
            figures: self.figures,
            names: self.names,
            hashes: &self.hashes,
            places: &self.places,
        }
    }
}

/// A [`Sketch`] that is kept elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct View<'sketch> {
    /// See [`Sketch::text`].
    pub text: u64,
    /// See [`Sketch::length`].
    pub length: u32,
    /// See [`Sketch::bound`].
    pub bound: u32,
    /// See [`Sketch::figures`].
    pub figures: u64,
    /// See [`Sketch::names`].
    pub names: u64,
    /// See [`Sketch::hashes`].
    pub hashes: &'sketch [u32],
    /// See [`Sketch::places`].
    pub places: &'sketch [u8],
}

impl View<'_> {
    /// A number that another sketch hardly has.
    pub fn checksum(&self) -> u32 {
        let heads = [self.text, u64::from(self.length), self.figures, self.names];
        let pairs = self.hashes.chunks(2).map(|pair| pair.iter().fold(0, |sum, hash| sum << 32 | u64::from(*hash)));
        let places = self.places.chunks(8).map(|some| some.iter().fold(0, |sum, place| sum << 8 | u64::from(*place)));
        let sum = heads
            .into_iter()
            .chain(pairs)
            .chain(places)
            .fold(0u64, |sum, word| (sum.rotate_left(7) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        (sum >> 32) as u32
    }
}

/// Reads sketches that were written by [`Sketch::to_bytes`], one after the other.
#[derive(Debug)]
pub struct Reader {
    hashes: [u32; SAMPLES],
}

impl Default for Reader {
    fn default() -> Self {
        Reader { hashes: [0; SAMPLES] }
    }
}

impl Reader {
    /// Reads what [`Sketch::to_bytes`] wrote; `None` if `bytes` are anything else.
    pub fn read<'read>(&'read mut self, bytes: &'read [u8]) -> Option<View<'read>> {
        let (text, rest) = bytes.split_first_chunk::<8>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (count, rest) = rest.split_first_chunk::<2>()?;
        let (figures, rest) = rest.split_first_chunk::<8>()?;
        let (names, rest) = rest.split_first_chunk::<8>()?;
        let count = usize::from(u16::from_le_bytes(*count));
        if count > SAMPLES || rest.len() != 5 * count {
            return None;
        }
        let (written, places) = rest.split_at_checked(4 * count)?;
        let hashes = self.hashes.get_mut(..count)?;
        for (hash, chunk) in hashes.iter_mut().zip(written.as_chunks::<4>().0) {
            *hash = u32::from_le_bytes(*chunk);
        }
        if !hashes.is_sorted_by(|before, after| before < after) {
            return None;
        }
        Some(View {
            text: u64::from_le_bytes(*text),
            length: u32::from_le_bytes(*length),
            bound: bound_of(hashes),
            figures: u64::from_le_bytes(*figures),
            names: u64::from_le_bytes(*names),
            hashes,
            places,
        })
    }
}

/// The last hash of a full sample; everything if the sample holds all shingles.
fn bound_of(hashes: &[u32]) -> u32 {
    if hashes.len() < SAMPLES {
        return u32::MAX;
    }
    hashes.last().copied().unwrap_or(u32::MAX)
}

/// Memory that [`sketch`] uses again for the next article; one per thread.
#[derive(Debug, Default)]
pub struct Scratch {
    /// From the upper bits down: hash (32), position (30), figure, name.
    shingles: Vec<u64>,
}

/// What is gathered while the words of a text go by.
struct Gathering<'scratch> {
    /// The first `held` are shingles, the rest is room for more.
    shingles: &'scratch mut Vec<u64>,
    held: usize,
    /// Shingles with a hash above this are left out.
    limit: u32,
    before: Option<(u64, Mark)>,
    text: u64,
    length: u32,
}

impl Gathering<'_> {
    #[inline]
    fn word(&mut self, word: u64, mark: Mark) {
        self.text = (self.text.rotate_left(7) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let Some((before, mark_before)) = self.before.replace((word, mark)) else {
            return;
        };
        let hash = (spread(before.rotate_left(23) ^ word) >> 32) as u32;
        let figure = u64::from(mark.figure | mark_before.figure);
        let name = u64::from(mark.name | mark_before.name);
        let shingle = u64::from(hash) << 32 | u64::from(self.length) << 2 | figure << 1 | name;
        if self.held == self.shingles.len() {
            self.shingles.resize(self.held * 2 + ROOM, 0);
        }
        // Whether a hash is low enough cannot be foreseen, so there is no branch on it.
        if let Some(free) = self.shingles.get_mut(self.held) {
            *free = shingle;
        }
        self.held += usize::from(hash <= self.limit);
        self.length = (self.length + 1).min(MAX_LENGTH);
    }
}

/// The sketch of an article. Costs one pass over the text; `scratch` may be anything used before.
pub fn sketch(title: &str, body: &str, scratch: &mut Scratch) -> Sketch {
    // A content word takes about nine bytes; the limit lets some three times the sample through.
    let expected = (body.len() / 9).max(1) as u64;
    let limit = u64::from(u32::MAX) * 2 * SAMPLES as u64 / expected;
    let limit = u32::try_from(limit).unwrap_or(u32::MAX);
    let sparse = gather(title, body, limit, scratch);
    if limit == u32::MAX || sparse.hashes.len() == SAMPLES {
        return sparse;
    }
    gather(title, body, u32::MAX, scratch)
}

/// The sketch from the shingles with hashes up to `limit`; right if it is full or `limit` leaves none out.
fn gather(title: &str, body: &str, limit: u32, scratch: &mut Scratch) -> Sketch {
    let mut gathering = Gathering { shingles: &mut scratch.shingles, held: 0, limit, before: None, text: 0, length: 0 };
    content_words(body, |word, mark| gathering.word(word, mark));
    if gathering.length < SHORT_BODY {
        content_words(title, |word, mark| gathering.word(word, mark));
    }
    let (text, length, held) = (gathering.text, gathering.length, gathering.held);
    let shingles = &mut scratch.shingles;
    shingles.truncate(held);
    shingles.sort_unstable();
    shingles.dedup_by_key(|shingle| *shingle >> 32);
    shingles.truncate(SAMPLES);
    let hashes: Box<[u32]> = shingles.iter().map(|shingle| (*shingle >> 32) as u32).collect();
    let places =
        shingles.iter().map(|shingle| ((*shingle as u32 >> 2) as u64 * 256 / u64::from(length.max(1))) as u8).collect();
    let marks = |bit: u64| (0..).zip(&*shingles).fold(0, |marks, (at, shingle)| marks | (shingle >> bit & 1) << at);
    Sketch { text, length, bound: bound_of(&hashes), figures: marks(1), names: marks(0), hashes, places }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Sketch {
        sketch("", body, &mut Scratch::default())
    }

    fn numbered(range: std::ops::Range<u32>) -> String {
        range.map(|number| format!("word{number} ")).collect()
    }

    #[test]
    fn bytes_come_back_as_they_were() {
        for body in ["", "Two words", &numbered(0..2000)] {
            let sketch = of(body);
            assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), Some(sketch));
        }
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let bytes = of(&numbered(0..90)).to_bytes();
        assert_eq!(Sketch::from_bytes(bytes.get(1..).unwrap_or_default()), None);
        assert_eq!(Sketch::from_bytes(&[]), None);
        let mut swapped = bytes;
        swapped.swap(HEADER, HEADER + 7);
        assert_eq!(Sketch::from_bytes(&swapped), None);
    }

    #[test]
    fn the_sample_is_the_smallest_hashes_whatever_the_length() {
        let long = numbered(0..5000);
        let whole = gather("", &long, u32::MAX, &mut Scratch::default());
        assert_eq!(of(&long), whole);
        assert_eq!(whole.hashes().len(), SAMPLES);
        // Words far longer than usual make the first guess of the limit too low or too high.
        let wide: String = (0..300).map(|n| format!("{}{n} ", "x".repeat(90))).collect();
        assert_eq!(of(&wide), gather("", &wide, u32::MAX, &mut Scratch::default()));
    }

    #[test]
    fn a_part_samples_what_the_whole_samples_there() {
        let (whole, part) = (of(&numbered(0..400)), of(&numbered(0..200)));
        let bound = whole.bound().min(part.bound());
        let shared = |sketch: &Sketch, other: &Sketch| {
            let hashes = sketch.hashes().iter().filter(|hash| **hash <= bound);
            hashes.filter(|hash| other.hashes().binary_search(hash).is_err()).count()
        };
        assert_eq!(shared(&part, &whole), 0);
        assert!(shared(&whole, &part) > 10);
    }

    #[test]
    fn this_version_gives_these_sketches() {
        let text = "Sen. Ann Doe said on Monday the 2 bills would pass; l’été, 日本銀行, ещё раз.";
        let sketch = of(&text.repeat(3));
        let samples = sketch.hashes().iter().zip(sketch.places());
        let sum =
            samples.fold(sketch.text(), |sum, (hash, place)| spread(sum ^ u64::from(*hash) << 8 ^ u64::from(*place)));
        let marks = (sketch.figures().count_ones(), sketch.names().count_ones());
        assert_eq!((SKETCH_VERSION, sum, marks), (1, 17_994_128_283_839_721_127, (2, 2)));
    }

    #[test]
    fn places_run_from_the_beginning_to_the_end() {
        let sketch = of(&numbered(0..60));
        assert_eq!(sketch.places().iter().min(), Some(&0));
        assert!(sketch.places().iter().max() > Some(&250));
    }

    #[test]
    fn a_stub_is_told_apart_by_its_title() {
        let stub = "Subscribe to continue reading.";
        let mut scratch = Scratch::default();
        let first = sketch("Senate passes budget after long debate", stub, &mut scratch);
        let second = sketch("Storm closes schools along the coast", stub, &mut scratch);
        assert_ne!(first.text(), second.text());
    }
}
