//! A trained model and its file.
//!
//! File, all numbers little-endian: the magic bytes, the length of the rest before it was compressed (u32),
//! and the rest, compressed (Zstandard, with its checksum; one without is read too). The rest: a name (u32 length, UTF-8), four sets of weights (cased
//! first and second pass, caseless first and second pass: u32 bits, 81 transitions as i32, rows of 8 bytes),
//! and three tables: the name lists (values u16), the word classes (u32) and the fine groups (u16), and after
//! them the middle and the wide groups of the same words (u16 each). A table is its count (u32), the
//! difference of each key to the one before (7 bits a byte, the lowest first) and the values. Nothing of the
//! training text can be read from it.

use std::fmt;
use std::sync::Arc;

use super::decode::Transitions;
use super::groups::Groups;
use super::knowledge::{Knowledge, Table};
use super::rows::{Memory, Rows};
use super::tagger::{Passes, Prepared};
use super::tags::{SLOTS, STATES};
use super::weights::Weights;

const MAGIC: &[u8; 8] = b"MORGNER2";
/// Larger tables are refused.
const MOST_BITS: u32 = 24;
/// Models that are longer before compression are refused.
const LONGEST: usize = 1 << 28;
/// Zstandard's level: models are written seldom.
const LEVEL: i32 = 19;

/// A trained model.
#[derive(Debug)]
pub struct Model {
    /// What the list of training sets calls it.
    pub name: String,
    /// Weights for cased and for caseless sentences.
    pub passes: [Passes; 2],
    /// Lists and word classes.
    pub knowledge: Knowledge,
    prepared: [Prepared; 2],
}

/// Why a file is no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelError {
    /// It does not begin as model files of this version do.
    NotAModel,
    /// It ends too early, too late or holds sizes that make no sense.
    Damaged,
}

impl fmt::Display for ModelError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            ModelError::NotAModel => "not a model of this version",
            ModelError::Damaged => "a damaged model",
        })
    }
}

impl std::error::Error for ModelError {}

impl Model {
    /// Puts a model together.
    pub fn new(name: String, passes: [Passes; 2], knowledge: Knowledge) -> Self {
        let prepared = [Prepared::new(&passes[0]), Prepared::new(&passes[1])];
        Model { name, passes, knowledge, prepared }
    }

    /// Weights and what is worked out from them, for cased and for caseless sentences.
    pub fn tagging(&self) -> [(&Passes, &Prepared); 2] {
        let [cased, caseless] = &self.passes;
        [(cased, &self.prepared[0]), (caseless, &self.prepared[1])]
    }

    /// Reads a model file.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or(ModelError::NotAModel)?;
        let mut reader = Reader(rest);
        let length = reader.number()? as usize;
        if length > LONGEST {
            return Err(ModelError::Damaged);
        }
        let mut body = Memory::zeroed(length);
        let written = zstd::bulk::decompress_to_buffer(reader.0, body.bytes_mut()).map_err(|_| ModelError::Damaged)?;
        if written != length {
            return Err(ModelError::Damaged);
        }
        let body = Arc::new(body);
        let mut reader = Reader(&body);
        let length = reader.number()? as usize;
        let name = String::from_utf8_lossy(reader.take(length)?).into_owned();
        let cased = Passes { first: reader.weights(&body)?, second: reader.weights(&body)? };
        let caseless = Passes { first: reader.weights(&body)?, second: reader.weights(&body)? };
        let u16_of = |bytes: &[u8]| bytes.first_chunk::<2>().map_or(0, |bytes| u16::from_le_bytes(*bytes));
        let u32_of = |bytes: &[u8]| bytes.first_chunk::<4>().map_or(0, |bytes| u32::from_le_bytes(*bytes));
        let lists = reader.table(2, u16_of)?;
        let classes = reader.table(4, u32_of)?;
        let mut words = reader.table(2, |value| [0, 0, u16_of(value)])?;
        for place in [1, 0] {
            let values = reader.take(words.len() * 2)?.chunks_exact(2);
            words.values_mut().zip(values).for_each(|(groups, value)| groups[place] = u16_of(value));
        }
        let groups = Groups { words };
        if !reader.0.is_empty() {
            return Err(ModelError::Damaged);
        }
        Ok(Model::new(name, [cased, caseless], Knowledge { lists, classes, groups }))
    }

    /// The bytes of the model's file.
    pub fn write(&self) -> Vec<u8> {
        let mut body = Vec::new();
        body.extend((self.name.len() as u32).to_le_bytes());
        body.extend(self.name.as_bytes());
        for weights in self.passes.iter().flat_map(|passes| [&passes.first, &passes.second]) {
            body.extend(weights.bits.to_le_bytes());
            body.extend(weights.transitions.iter().flatten().flat_map(|score| score.to_le_bytes()));
            body.extend(weights.rows.iter().flatten().map(|weight| weight.to_le_bytes()[0]));
        }
        let Knowledge { lists, classes, groups } = &self.knowledge;
        write_table(lists, u16::to_le_bytes, &mut body);
        write_table(classes, u32::to_le_bytes, &mut body);
        write_table(&groups.words, |[_, _, fine]| fine.to_le_bytes(), &mut body);
        for place in [1, 0] {
            body.extend(groups.words.iter().flat_map(|(_, groups)| groups[place].to_le_bytes()));
        }
        let mut out = MAGIC.to_vec();
        out.extend((body.len() as u32).to_le_bytes());
        // Compression into memory has no reason to fail; a file without a body is refused when it is read.
        out.extend(compressed(&body).unwrap_or_default());
        out
    }
}

/// With a checksum, so that a changed file is not taken for a model.
fn compressed(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut compressor = zstd::bulk::Compressor::new(LEVEL)?;
    compressor.include_checksum(true)?;
    compressor.compress(body)
}

fn write_table<T: Copy + Default, const N: usize>(table: &Table<T>, bytes: impl Fn(T) -> [u8; N], out: &mut Vec<u8>) {
    out.extend((table.len() as u32).to_le_bytes());
    let mut before = 0;
    for (key, _) in table.iter() {
        let mut rest = key - before;
        while rest >= 0x80 {
            out.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
        before = key;
    }
    out.extend(table.iter().flat_map(|(_, value)| bytes(value)));
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], ModelError> {
        let (head, rest) = self.0.split_at_checked(length).ok_or(ModelError::Damaged)?;
        self.0 = rest;
        Ok(head)
    }

    fn number(&mut self) -> Result<u32, ModelError> {
        let bytes = self.take(4)?.first_chunk::<4>().ok_or(ModelError::Damaged)?;
        Ok(u32::from_le_bytes(*bytes))
    }

    /// Weights whose rows are a part of `body`, of which the rest is still to be read.
    fn weights(&mut self, body: &Arc<Memory>) -> Result<Weights, ModelError> {
        let bits = self.number()?;
        if !(1..=MOST_BITS).contains(&bits) {
            return Err(ModelError::Damaged);
        }
        let mut transitions: Transitions = [[0; STATES]; STATES];
        for score in transitions.iter_mut().flatten() {
            // Far below what could overflow when summed over the longest sentence.
            *score = (self.number()? as i32).clamp(-100_000, 100_000);
        }
        let start = body.len() - self.0.len();
        let length = self.take(SLOTS << bits)?.len();
        Ok(Weights { bits, rows: Rows::Shared(Arc::clone(body), start..start + length), transitions })
    }

    fn table<T: Copy + Default>(&mut self, size: usize, value: impl Fn(&[u8]) -> T) -> Result<Table<T>, ModelError> {
        let count = self.number()? as usize;
        // Each entry is longer than its value, so that a false count cannot ask for much memory.
        if count.checked_mul(size).is_none_or(|length| length > self.0.len()) {
            return Err(ModelError::Damaged);
        }
        let (mut entries, mut key) = (Vec::with_capacity(count), 0_u32);
        for index in 0..count {
            let difference = self.difference()?;
            if difference == 0 && index > 0 {
                return Err(ModelError::Damaged);
            }
            key = key.checked_add(difference).ok_or(ModelError::Damaged)?;
            entries.push((key, T::default()));
        }
        let values = self.take(count * size)?.chunks_exact(size);
        entries.iter_mut().zip(values).for_each(|(entry, bytes)| entry.1 = value(bytes));
        Ok(Table::of_sorted(entries))
    }

    /// A number in 7 bits a byte, the lowest first.
    fn difference(&mut self) -> Result<u32, ModelError> {
        let mut value = 0_u32;
        for shift in (0..32).step_by(7) {
            let byte = u32::from(self.take(1)?.first().copied().unwrap_or(0));
            value |= (byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(ModelError::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Model {
        let mut weights = Weights::empty(4);
        let row = |row| if row == 3 { [1, -2, 3, -4, 5, -6, 7, -8] } else { [0; SLOTS] };
        weights.rows = (0..16).map(row).collect();
        weights.transitions[1][2] = 99;
        let passes = Passes { first: weights.clone(), second: Weights::empty(2) };
        let knowledge = Knowledge {
            lists: Table::new(vec![(7, 3), (1, 4)], |left, right| left | right),
            classes: Table::new(vec![(9, 70_000), (u32::MAX, 1)], |first, _| first),
            groups: Groups { words: Table::new(vec![(300, [1, 2, 7]), (17, [3, 1, 1])], |first, _| first) },
        };
        Model::new("small".to_owned(), [passes.clone(), passes], knowledge)
    }

    #[test]
    fn a_model_is_read_as_it_was_written() {
        let model = small();
        let bytes = model.write();
        let read = Model::read(&bytes).unwrap();
        assert_eq!(read.passes, model.passes);
        assert_eq!(read.knowledge, model.knowledge);
        assert_eq!(read.write(), bytes);
    }

    #[test]
    fn a_damaged_file_is_refused_at_any_length() {
        let bytes = small().write();
        for length in 0..bytes.len() {
            assert!(Model::read(&bytes[..length]).is_err());
        }
        let mut longer = bytes;
        longer.push(0);
        assert_eq!(Model::read(&longer).unwrap_err(), ModelError::Damaged);
    }

    #[test]
    fn a_changed_file_is_refused_wherever_it_was_changed() {
        let bytes = small().write();
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 0x10;
            // One bit of the frame's header says nothing of the content.
            if let Ok(read) = Model::read(&changed) {
                assert_eq!(read.write(), bytes, "byte {place} of {}", bytes.len());
            }
        }
    }
}
