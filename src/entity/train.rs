//! Training a model from tagged text.
//!
//! A list of sets (TOML) says what may teach: file, SHA-256, weight and which kinds the set labels. The
//! same list and files give the same model, byte for byte, with any number of threads.
//!
//! The second pass learns from first-pass output on documents that the first pass has not seen: the
//! documents are parted into folds, and each fold is tagged by weights learnt from the others.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::clusters;
use super::conll::{self, TaggedDocument, TaggedSentence};
use super::features::{OFFSETS, alone, together};
use super::hash;
use super::knowledge::{Knowledge, list};
use super::layout::{Layout, Sentence, stretches, word_at};
use super::learn::{Examples, Schedule, Trained, Unit, train as learn};
use super::model::Model;
use super::sentence;
use super::tagger::{Passes, Prepared, Room};
use super::tags::{begin, inside, kind_index};
use super::token;
use super::weights::Weights;
use super::word::Words;
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
    /// Share of the second pass's weights that is used, 0 to 1: what it learns is the custom of the marked
    /// documents, and less of it serves other text better.
    pub second_share: f32,
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
        let list: TrainingList =
            toml::from_str(text).map_err(|error| TrainError::List(error.to_string()))?;
        if list.bits.iter().any(|bits| !(4..=24).contains(bits)) || list.folds < 2 {
            return Err(TrainError::List(
                "bits must be 4 to 24 and folds at least 2".to_owned(),
            ));
        }
        for kind in list.set.iter().flat_map(|set| &set.kinds) {
            EntityKind::parse(kind)
                .ok_or_else(|| TrainError::List(format!("unknown kind {kind:?}")))?;
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
        loaded.sets.push(LoadedSet {
            set: set.clone(),
            documents,
        });
    }
    for plain in &list.text {
        let (_, text) = read_checked(&folder.join(&plain.path), &plain.sha256)?;
        loaded.plain.extend(text.lines().filter_map(plain_document));
    }
    Ok(loaded)
}

fn read_checked(path: &Path, sha256: &str) -> Result<(PathBuf, String), TrainError> {
    let bytes = std::fs::read(path).map_err(|error| TrainError::Read(path.to_owned(), error))?;
    let found: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    if !found.eq_ignore_ascii_case(sha256) {
        return Err(TrainError::Changed(path.to_owned(), found));
    }
    Ok((
        path.to_owned(),
        String::from_utf8_lossy(&bytes).into_owned(),
    ))
}

/// The sentences of a line of JSON; none of a line that is no object.
fn plain_document(line: &str) -> Option<Vec<Vec<String>>> {
    let record: serde_json::Value = serde_json::from_str(line).ok()?;
    let field = |name: &str| {
        record
            .get(name)
            .and_then(|value| value.as_str())
            .unwrap_or("")
    };
    let (mut tokens, mut ranges) = (Vec::new(), Vec::new());
    let mut sentences = Vec::new();
    for text in [field("title"), field("body")] {
        tokens.clear();
        ranges.clear();
        token::tokenize(text, &mut tokens);
        sentence::split(text, &tokens, &mut ranges);
        for &(start, end) in &ranges {
            let own = tokens.get(start as usize..end as usize).unwrap_or(&[]);
            let word = |token: &token::Token| {
                text.get(token.start as usize..token.end as usize)
                    .map(str::to_owned)
            };
            sentences.push(own.iter().filter_map(word).collect());
        }
    }
    Some(sentences)
}

/// Trains a model; `report` is told of each step.
pub fn train(list: &TrainingList, loaded: &Loaded, report: &mut (dyn FnMut(&str) + Send)) -> Model {
    report("word classes");
    let sets = loaded.sets.as_slice();
    let observed = clusters::word_classes(&texts(loaded));
    // A word that occurs in one document only is as good as new in that document. So that the tagger
    // learns to do without its class, training asks for one document more than the model does.
    let known = |least: u32| {
        let kept = observed.iter().filter(|word| word.documents >= least);
        Knowledge::new(kept.map(|word| (word.key, word.class)).collect())
    };
    let (knowledge, shipped) = (known(LEAST_DOCUMENTS + 1), known(LEAST_DOCUMENTS));
    report(&format!("{} word classes", shipped.classes.len()));
    let passes = [false, true].map(|caseless| {
        let mut trainer = Trainer {
            list,
            sets,
            knowledge: &knowledge,
            caseless,
            words: Words::default(),
        };
        trainer.passes(report)
    });
    Model::new(list.name.clone(), passes, shipped)
}

/// Documents that a word must occur in for its class to be kept.
const LEAST_DOCUMENTS: u32 = 2;

/// Sentences that are taken as one document where documents are not marked.
const UNMARKED: usize = 20;

/// The documents of all sets, as lists of sentences.
fn texts(loaded: &Loaded) -> Vec<Vec<&[String]>> {
    let plain = loaded
        .plain
        .iter()
        .map(|document| document.iter().map(Vec::as_slice).collect());
    let mut texts: Vec<Vec<&[String]>> = plain.collect();
    for loaded in &loaded.sets {
        let size = if loaded.set.documents { 1 } else { UNMARKED };
        for documents in loaded.documents.chunks(size) {
            let sentences = documents.iter().flat_map(|document| &document.sentences);
            texts.push(
                sentences
                    .map(|sentence| sentence.words.as_slice())
                    .collect(),
            );
        }
    }
    texts
}

/// Training of the two passes for one manner of writing.
struct Trainer<'a> {
    list: &'a TrainingList,
    sets: &'a [LoadedSet],
    knowledge: &'a Knowledge,
    caseless: bool,
    words: Words,
}

impl Trainer<'_> {
    fn passes(&mut self, report: &mut (dyn FnMut(&str) + Send)) -> Passes {
        let manner = if self.caseless { "caseless" } else { "cased" };
        let schedule = self.schedule(0);
        let examples = self.first_examples(schedule.bits);
        report(&format!(
            "{manner}: {} tokens in {} stretches",
            examples.tokens(),
            examples.units.len()
        ));
        let whole = learn(&examples, schedule, None, |_| true);
        let manner_at = usize::from(self.caseless) * 2;
        let [eager_first, eager_second] = [0, 1].map(|pass| self.list.eagerness[manner_at + pass]);
        let first = whole.quantised(1.0, eager_first);
        report(&format!("{manner}: first pass"));
        let folds: Vec<Trained> = (0..self.list.folds)
            .map(|fold| learn(&examples, schedule, None, |unit: &Unit| unit.fold != fold))
            .collect();
        drop(examples);
        report(&format!("{manner}: folds"));
        let schedule = self.schedule(1);
        let examples = self.second_examples(schedule.bits, &folds);
        let second = learn(&examples, schedule, Some(&whole), |_| true);
        report(&format!(
            "{manner}: second pass, {} tokens",
            examples.tokens()
        ));
        Passes {
            first,
            second: second.quantised(self.list.second_share, eager_second),
        }
    }

    fn schedule(&self, pass: usize) -> Schedule {
        Schedule {
            bits: self.list.bits[usize::from(self.caseless) * 2 + pass],
            epochs: self.list.epochs[pass],
            rate: self.list.rates[pass],
            decay: self.list.decays[pass],
            seed: self.list.seed.wrapping_add(pass as u64),
            dropout: self.list.dropout[pass],
        }
    }

    fn first_examples(&mut self, bits: u32) -> Examples {
        let mut examples = Examples::default();
        let mut layout = Layout::default();
        let mut ranges = Vec::new();
        let (sets, caseless) = (self.sets, self.caseless);
        for loaded in sets
            .iter()
            .filter(|loaded| loaded.set.caseless || !caseless)
        {
            for (index, document) in loaded.documents.iter().enumerate() {
                self.lay_out(document, &mut layout);
                for (sentence, tagged) in layout.sentences.iter().zip(&document.sentences) {
                    if sentence.caseless != self.caseless {
                        continue;
                    }
                    ranges.clear();
                    stretches(&layout, &self.words, *sentence, &mut ranges);
                    for &range in &ranges {
                        let first = examples.tokens();
                        for at in range.0..range.1 {
                            first_features(
                                &layout,
                                &self.words,
                                *sentence,
                                at,
                                bits,
                                &mut examples,
                            );
                            examples.token(
                                self.allowed(&loaded.set, &layout, *sentence, tagged, at),
                                None,
                            );
                        }
                        examples
                            .units
                            .push(self.unit(loaded, index, first, examples.tokens()));
                    }
                }
            }
        }
        examples
    }

    fn second_examples(&mut self, bits: u32, folds: &[Trained]) -> Examples {
        let mut examples = Examples::default();
        let mut layout = Layout::default();
        let mut room = Room::default();
        for (fold, trained) in folds.iter().enumerate() {
            let passes = Passes {
                first: trained.quantised(1.0, self.list.eagerness[usize::from(self.caseless) * 2]),
                second: Weights::empty(1),
            };
            let prepared = Prepared::new(&passes);
            room.clear();
            for loaded in self.sets.iter().filter(|loaded| loaded.set.documents) {
                for (index, document) in loaded.documents.iter().enumerate() {
                    if self.fold(loaded, index) != fold as u32 {
                        continue;
                    }
                    self.lay_out(document, &mut layout);
                    room.first_pass([(&passes, &prepared); 2], &layout, &self.words);
                    room.collect_votes(&layout, &self.words, usize::MAX);
                    self.second_of_document(
                        loaded,
                        index,
                        document,
                        &layout,
                        &room,
                        bits,
                        &mut examples,
                    );
                }
            }
        }
        examples
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one step of a loop, parted for length"
    )]
    fn second_of_document(
        &self,
        loaded: &LoadedSet,
        index: usize,
        document: &TaggedDocument,
        layout: &Layout,
        room: &Room,
        bits: u32,
        examples: &mut Examples,
    ) {
        let mut ranges = Vec::new();
        for (sentence, tagged) in layout.sentences.iter().zip(&document.sentences) {
            if sentence.caseless != self.caseless {
                continue;
            }
            ranges.clear();
            stretches(layout, &self.words, *sentence, &mut ranges);
            for &(start, end) in &ranges {
                let first = examples.tokens();
                for at in start..end {
                    room.tell_second(
                        layout,
                        &self.words,
                        *sentence,
                        at,
                        &mut |template, value| {
                            examples.feature(hash::row(template, value, bits));
                        },
                    );
                    let allowed = self.allowed(&loaded.set, layout, *sentence, tagged, at);
                    examples.token(allowed, Some(room.first_scores(at)));
                }
                examples
                    .units
                    .push(self.unit(loaded, index, first, examples.tokens()));
            }
        }
    }

    fn unit(&self, loaded: &LoadedSet, document: usize, start: usize, end: usize) -> Unit {
        Unit {
            start,
            end,
            weight: loaded.set.weight,
            fold: self.fold(loaded, document),
        }
    }

    /// The part that a document is in. Neighbours in a set tell of the same things, so that they must be
    /// in the same part for the others to be as strange to them as new text is.
    fn fold(&self, loaded: &LoadedSet, document: usize) -> u32 {
        (document * self.list.folds as usize / loaded.documents.len().max(1)) as u32
    }

    fn lay_out(&mut self, document: &TaggedDocument, layout: &mut Layout) {
        lay_out(
            document,
            &mut self.words,
            self.knowledge,
            layout,
            self.caseless,
        );
    }

    /// The states that the set allows token `at` to have.
    fn allowed(
        &self,
        set: &TrainingSet,
        layout: &Layout,
        sentence: Sentence,
        tagged: &TaggedSentence,
        at: usize,
    ) -> u16 {
        let state = tagged.states.get(at - sentence.start).copied().unwrap_or(0);
        let other = kind_index(EntityKind::Other);
        let any_other = 1_u16 << begin(other) | 1 << inside(other);
        let word = word_at(layout, &self.words, sentence, at as isize);
        let nationality = set.nationalities_unsure && word.lists & list::NATIONALITY != 0;
        let labels_other = set
            .kinds
            .iter()
            .any(|kind| EntityKind::parse(kind) == Some(EntityKind::Other));
        let unsure = match state {
            0 if nationality => 1 << begin(other),
            0 if !labels_other && (sentence.caseless || super::features::is_candidate(word)) => {
                any_other
            }
            state if nationality && state == begin(kind_index(EntityKind::Place)) => {
                1 << begin(other)
            }
            _ => 0,
        };
        1 << state | unsure
    }
}

/// Lays a tagged document out as running text is laid out.
pub fn lay_out(
    document: &TaggedDocument,
    words: &mut Words,
    knowledge: &Knowledge,
    layout: &mut Layout,
    caseless: bool,
) {
    layout.clear();
    let mut ids = Vec::new();
    for sentence in &document.sentences {
        ids.clear();
        ids.extend(
            sentence
                .words
                .iter()
                .map(|word| words.intern(word, knowledge)),
        );
        layout.push(ids.iter().copied(), words, false);
    }
    if caseless {
        layout.make_caseless();
    }
    layout.finish(words, knowledge);
}

fn first_features(
    layout: &Layout,
    words: &Words,
    sentence: Sentence,
    at: usize,
    bits: u32,
    examples: &mut Examples,
) {
    let mut tell = |template, value| examples.feature(hash::row(template, value, bits));
    for (place, offset) in OFFSETS.into_iter().enumerate() {
        alone(
            word_at(layout, words, sentence, at as isize + offset),
            place,
            &mut tell,
        );
    }
    together(layout, words, sentence, at, &mut tell);
}
