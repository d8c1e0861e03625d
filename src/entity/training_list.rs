//! The list of what a model learns from, and reading the texts it names.
//!
//! Invariant: a text is used only if its SHA-256 is the one in the list.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::conll::{self, TaggedDocument};
use super::{sentence, token};
use crate::article::EntityKind;

/// What a model learns from and how.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingList {
    /// Name of the model.
    pub name: String,
    /// Seed of the order of examples.
    pub seed: u64,
    /// Rounds over all examples, first and second pass.
    pub epochs: [usize; 2],
    /// Parts that the documents are divided into for the second pass.
    pub folds: u32,
    /// Logarithms of the number of rows: cased first and second pass, caseless first and second pass.
    pub bits: [u32; 4],
    /// Size of the first steps, first and second pass.
    pub rates: [f32; 2],
    /// Share of a weight lost at each full step, first and second pass.
    pub decays: [f32; 2],
    /// Share of features left out at each visit, in 256ths, first and second pass.
    pub dropout: [u64; 2],
    /// Trainings whose weights are averaged, first and second pass.
    pub bags: [u64; 2],
    /// Share of the second pass's weights that is used, 0 to 1: what it learns is the custom of the marked
    /// documents, and less of it serves other text better. For cased and for caseless text.
    pub second_share: [f32; 2],
    /// What is added to the score of beginning a name, in 192ths: cased first and second pass, caseless
    /// first and second pass.
    pub eagerness: [i32; 4],
    /// The sets.
    pub set: Vec<TrainingSet>,
    /// Text without tags, for word classes only.
    #[serde(default)]
    pub text: Vec<PlainText>,
}

/// A file of text without tags: JSON lines whose fields `title` and `body` are read, a document a line.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlainText {
    /// The file, relative to the folder given to [`load`].
    pub path: PathBuf,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Where the text comes from, for the model card.
    pub source: String,
    /// Its terms, for the model card.
    pub terms: String,
}

/// One file of tagged text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingSet {
    /// The file, relative to the folder given to [`load`].
    pub path: PathBuf,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Size of the updates that its sentences make.
    pub weight: f32,
    /// Kinds that it labels; for a kind left out, O says nothing.
    pub kinds: Vec<String>,
    /// Whether its documents are marked and teach the second pass.
    pub documents: bool,
    /// Whether it leaves nationality words unlabelled or labels them as places.
    #[serde(default)]
    pub nationalities_unsure: bool,
    /// Whether it teaches the passes for text without case; tweets, written small at whim, do not.
    pub caseless: bool,
    /// Where the text comes from, for the model card.
    pub source: String,
    /// Its terms, for the model card.
    pub terms: String,
}

/// Why training failed.
#[derive(Debug)]
pub enum TrainError {
    /// The list of sets cannot be understood.
    List(String),
    /// A file cannot be read.
    Read(PathBuf, std::io::Error),
    /// A file is not the one that the list names; holds the SHA-256 found.
    Changed(PathBuf, String),
    /// A file is not strict BIO.
    Conll(PathBuf, conll::ConllError),
}

impl fmt::Display for TrainError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TrainError::List(problem) => write!(formatter, "list of training sets: {problem}"),
            TrainError::Read(path, error) => write!(formatter, "{}: {error}", path.display()),
            TrainError::Changed(path, found) => {
                write!(formatter, "{}: its SHA-256 is {found}", path.display())
            }
            TrainError::Conll(path, error) => write!(formatter, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for TrainError {}

/// A set with its text.
#[derive(Debug)]
pub struct LoadedSet {
    /// What the list says of it.
    pub set: TrainingSet,
    /// Its documents.
    pub documents: Vec<TaggedDocument>,
}

impl TrainingList {
    /// Reads a list in TOML.
    pub fn parse(text: &str) -> Result<Self, TrainError> {
        let list: TrainingList = toml::from_str(text).map_err(|error| TrainError::List(error.to_string()))?;
        if list.bits.iter().any(|bits| !(4..=24).contains(bits)) || list.folds < 2 || list.bags.contains(&0) {
            return Err(TrainError::List("bits must be 4 to 24, folds at least 2 and bags at least 1".to_owned()));
        }
        for kind in list.set.iter().flat_map(|set| &set.kinds) {
            EntityKind::parse(kind).ok_or_else(|| TrainError::List(format!("unknown kind {kind:?}")))?;
        }
        Ok(list)
    }
}

/// The texts of a training list.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Tagged sets.
    pub sets: Vec<LoadedSet>,
    /// Documents without tags, as sentences of words.
    pub plain: Vec<Vec<Vec<String>>>,
}

/// Reads the files of `list` below `folder` and checks that they are the ones it names.
pub fn load(list: &TrainingList, folder: &Path) -> Result<Loaded, TrainError> {
    let mut loaded = Loaded::default();
    for set in &list.set {
        let (path, text) = read_checked(&folder.join(&set.path), &set.sha256)?;
        let documents = conll::parse(&text).map_err(|error| TrainError::Conll(path, error))?;
        loaded.sets.push(LoadedSet { set: set.clone(), documents });
    }
    for plain in &list.text {
        let (_, text) = read_checked(&folder.join(&plain.path), &plain.sha256)?;
        loaded.plain.extend(text.lines().filter_map(plain_document));
    }
    Ok(loaded)
}

/// The SHA-256 of `bytes`, hexadecimal.
pub fn sha256_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read_checked(path: &Path, sha256: &str) -> Result<(PathBuf, String), TrainError> {
    let bytes = std::fs::read(path).map_err(|error| TrainError::Read(path.to_owned(), error))?;
    let found = sha256_of(&bytes);
    if !found.eq_ignore_ascii_case(sha256) {
        return Err(TrainError::Changed(path.to_owned(), found));
    }
    Ok((path.to_owned(), String::from_utf8_lossy(&bytes).into_owned()))
}

/// The sentences of a line of JSON; none of a line that is no object.
fn plain_document(line: &str) -> Option<Vec<Vec<String>>> {
    let record: serde_json::Value = serde_json::from_str(line).ok()?;
    let field = |name: &str| record.get(name).and_then(|value| value.as_str()).unwrap_or("");
    let (mut tokens, mut ranges) = (Vec::new(), Vec::new());
    let mut sentences = Vec::new();
    for text in [field("title"), field("body")] {
        tokens.clear();
        ranges.clear();
        token::tokenize(text, &mut tokens);
        sentence::split(text, &tokens, &mut ranges);
        for &(start, end) in &ranges {
            let own = tokens.get(start as usize..end as usize).unwrap_or(&[]);
            let word = |token: &token::Token| text.get(token.start as usize..token.end as usize).map(str::to_owned);
            sentences.push(own.iter().filter_map(word).collect());
        }
    }
    Some(sentences)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_beside_the_model_can_be_read() {
        let shipped = TrainingList::parse(include_str!("data/shipped.toml")).unwrap();
        let permissive = TrainingList::parse(include_str!("data/permissive.toml")).unwrap();
        assert!(shipped.set.len() > permissive.set.len());
        assert!(permissive.set.iter().all(|set| set.terms.contains("CC BY")));
        assert!(shipped.set.iter().all(|set| !set.terms.contains("NC")));
    }

    #[test]
    fn a_list_with_an_unknown_kind_is_refused() {
        let text = include_str!("data/permissive.toml").replacen("\"org\"", "\"firm\"", 1);
        assert!(matches!(TrainingList::parse(&text), Err(TrainError::List(_))));
    }
}
