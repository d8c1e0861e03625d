//! A trained model and its file.
//!
//! File, all numbers little-endian: the magic bytes, a name (u32 length, UTF-8), four sets of weights
//! (cased first and second pass, caseless first and second pass: u32 bits, 81 transitions as i32, rows
//! of 8 bytes), the name lists (u32 count, keys as u32, kinds as u16) and the word classes (u32 count,
//! keys and packed classes as u32). Nothing of the training text can be read from it.

use std::fmt;

use super::decode::Transitions;
use super::knowledge::{Knowledge, Table};
use super::tagger::{Passes, Prepared};
use super::tags::{SLOTS, STATES};
use super::weights::Weights;

const MAGIC: &[u8; 8] = b"MORGNER1";
/// Larger tables are refused.
const MOST_BITS: u32 = 24;

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
        let name = String::from_utf8_lossy(reader.take(length)?).into_owned();
        let cased = Passes { first: reader.weights()?, second: reader.weights()? };
        let caseless = Passes { first: reader.weights()?, second: reader.weights()? };
        let lists = reader.table(2, |bytes| u16::from_le_bytes([bytes[0], bytes[1]]))?;
        let classes = reader.table(4, |bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))?;
        if !reader.0.is_empty() {
            return Err(ModelError::Damaged);
        }
        Ok(Model::new(name, [cased, caseless], Knowledge { lists, classes }))
    }

    /// The bytes of the model's file.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend((self.name.len() as u32).to_le_bytes());
        out.extend(self.name.as_bytes());
        for weights in self.passes.iter().flat_map(|passes| [&passes.first, &passes.second]) {
            out.extend(weights.bits.to_le_bytes());
            out.extend(weights.transitions.iter().flatten().flat_map(|score| score.to_le_bytes()));
            out.extend(weights.rows.iter().flatten().map(|weight| weight.to_le_bytes()[0]));
        }
        let lists = &self.knowledge.lists;
        out.extend((lists.len() as u32).to_le_bytes());
        out.extend(lists.iter().flat_map(|(key, _)| key.to_le_bytes()));
        out.extend(lists.iter().flat_map(|(_, kinds)| kinds.to_le_bytes()));
        let classes = &self.knowledge.classes;
        out.extend((classes.len() as u32).to_le_bytes());
        out.extend(classes.iter().flat_map(|(key, _)| key.to_le_bytes()));
        out.extend(classes.iter().flat_map(|(_, class)| class.to_le_bytes()));
        out
    }
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

    fn weights(&mut self) -> Result<Weights, ModelError> {
        let bits = self.number()?;
        if !(1..=MOST_BITS).contains(&bits) {
            return Err(ModelError::Damaged);
        }
        let mut transitions: Transitions = [[0; STATES]; STATES];
        for score in transitions.iter_mut().flatten() {
            // Far below what could overflow when summed over the longest sentence.
            *score = (self.number()? as i32).clamp(-100_000, 100_000);
        }
        let bytes = self.take(SLOTS << bits)?;
        let (chunks, _) = bytes.as_chunks::<SLOTS>();
        let rows = chunks.iter().map(|row| row.map(|byte| i8::from_le_bytes([byte]))).collect();
        Ok(Weights { bits, rows, transitions })
    }

    fn table<T: Copy + Default>(&mut self, size: usize, value: impl Fn(&[u8]) -> T) -> Result<Table<T>, ModelError> {
        let count = self.number()? as usize;
        let length = |size: usize| count.checked_mul(size).ok_or(ModelError::Damaged);
        let keys = self.take(length(4)?)?;
        let values = self.take(length(size)?)?;
        let key = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
        let entries = keys.as_chunks::<4>().0.iter().map(key).zip(values.chunks_exact(size).map(value)).collect();
        Ok(Table::new(entries, |first, _| first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Model {
        let mut weights = Weights::empty(4);
        weights.rows[3] = [1, -2, 3, -4, 5, -6, 7, -8];
        weights.transitions[1][2] = 99;
        let passes = Passes { first: weights.clone(), second: Weights::empty(2) };
        let knowledge = Knowledge {
            lists: Table::new(vec![(7, 3), (1, 4)], |left, right| left | right),
            classes: Table::new(vec![(9, 70_000)], |first, _| first),
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
}
