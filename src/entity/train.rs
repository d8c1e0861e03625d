//! Training a model from tagged text.
//!
//! The same list ([`super::training_list`]) and texts give the same model, byte for byte.
//!
//! The second pass learns from first-pass output on documents that the first pass has not seen: the
//! documents are parted into folds, and each fold is tagged by weights learnt from the others.

use super::clusters;
use super::conll::{TaggedDocument, TaggedSentence};
use super::features::{OFFSETS, alone, together};
use super::hash;
use super::knowledge::{Knowledge, list};
use super::layout::{Layout, Sentence, stretches, word_at};
use super::learn::{Examples, Schedule, Trained, Unit, train as learn};
use super::model::Model;
use super::tagger::{Passes, Prepared, Room};
use super::tags::{begin, inside, kind_index};
use super::training_list::{Loaded, LoadedSet, TrainingList, TrainingSet};
use super::weights::Weights;
use super::word::Words;
use crate::article::EntityKind;

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
        let mut trainer = Trainer { list, sets, knowledge: &knowledge, caseless, words: Words::default() };
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
    let plain = loaded.plain.iter().map(|document| document.iter().map(Vec::as_slice).collect());
    let mut texts: Vec<Vec<&[String]>> = plain.collect();
    for loaded in &loaded.sets {
        let size = if loaded.set.documents { 1 } else { UNMARKED };
        for documents in loaded.documents.chunks(size) {
            let sentences = documents.iter().flat_map(|document| &document.sentences);
            texts.push(sentences.map(|sentence| sentence.words.as_slice()).collect());
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
        report(&format!("{manner}: {} tokens in {} stretches", examples.tokens(), examples.units.len()));
        let whole = learn(&examples, schedule, None, |_| true);
        let manner_at = usize::from(self.caseless) * 2;
        let [eager_first, eager_second] = [0, 1].map(|pass| self.list.eagerness[manner_at + pass]);
        let first = whole.quantised(1.0, eager_first);
        report(&format!("{manner}: first pass"));
        // What the second pass learns from need not be as smooth as what it adds to.
        let once = Schedule { bags: 1, ..schedule };
        let folds: Vec<Trained> =
            (0..self.list.folds).map(|fold| learn(&examples, once, None, |unit: &Unit| unit.fold != fold)).collect();
        drop(examples);
        report(&format!("{manner}: folds"));
        let schedule = self.schedule(1);
        let examples = self.second_examples(schedule.bits, &folds);
        let second = learn(&examples, schedule, Some(&whole), |_| true);
        report(&format!("{manner}: second pass, {} tokens", examples.tokens()));
        Passes { first, second: second.quantised(self.list.second_share[usize::from(self.caseless)], eager_second) }
    }

    fn schedule(&self, pass: usize) -> Schedule {
        Schedule {
            bits: self.list.bits[usize::from(self.caseless) * 2 + pass],
            epochs: self.list.epochs[pass],
            rate: self.list.rates[pass],
            decay: self.list.decays[pass],
            seed: self.list.seed.wrapping_add(pass as u64),
            dropout: self.list.dropout[pass],
            bags: self.list.bags[pass],
        }
    }

    fn first_examples(&mut self, bits: u32) -> Examples {
        let mut examples = Examples::default();
        let mut layout = Layout::default();
        let mut ranges = Vec::new();
        let (sets, caseless) = (self.sets, self.caseless);
        for loaded in sets.iter().filter(|loaded| loaded.set.caseless || !caseless) {
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
                            first_features(&layout, &self.words, *sentence, at, bits, &mut examples);
                            examples.token(self.allowed(&loaded.set, &layout, *sentence, tagged, at), None);
                        }
                        examples.units.push(self.unit(loaded, index, first, examples.tokens()));
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
                    self.second_of_document(loaded, index, document, &layout, &room, bits, &mut examples);
                }
            }
        }
        examples
    }

    #[expect(clippy::too_many_arguments, reason = "one step of a loop, parted for length")]
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
                    room.tell_second(layout, &self.words, *sentence, at, &mut |template, value| {
                        examples.feature(hash::row(template, value, bits));
                    });
                    let allowed = self.allowed(&loaded.set, layout, *sentence, tagged, at);
                    examples.token(allowed, Some(room.first_scores(at)));
                }
                examples.units.push(self.unit(loaded, index, first, examples.tokens()));
            }
        }
    }

    fn unit(&self, loaded: &LoadedSet, document: usize, start: usize, end: usize) -> Unit {
        Unit { start, end, weight: loaded.set.weight, fold: self.fold(loaded, document) }
    }

    /// The part that a document is in. Neighbours in a set tell of the same things, so that they must be
    /// in the same part for the others to be as strange to them as new text is.
    fn fold(&self, loaded: &LoadedSet, document: usize) -> u32 {
        (document * self.list.folds as usize / loaded.documents.len().max(1)) as u32
    }

    fn lay_out(&mut self, document: &TaggedDocument, layout: &mut Layout) {
        lay_out(document, &mut self.words, self.knowledge, layout, self.caseless);
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
        let labels_other = set.kinds.iter().any(|kind| EntityKind::parse(kind) == Some(EntityKind::Other));
        let unsure = match state {
            0 if nationality => 1 << begin(other),
            0 if !labels_other && (sentence.caseless || super::features::is_candidate(word)) => any_other,
            state if nationality && state == begin(kind_index(EntityKind::Place)) => 1 << begin(other),
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
        ids.extend(sentence.words.iter().map(|word| words.intern(word, knowledge)));
        layout.push(ids.iter().copied(), words, false);
    }
    if caseless {
        layout.make_caseless();
    }
    layout.finish(words, knowledge);
}

fn first_features(layout: &Layout, words: &Words, sentence: Sentence, at: usize, bits: u32, examples: &mut Examples) {
    let mut tell = |template, value| examples.feature(hash::row(template, value, bits));
    for (place, offset) in OFFSETS.into_iter().enumerate() {
        alone(word_at(layout, words, sentence, at as isize + offset), place, &mut tell);
    }
    together(layout, words, sentence, at, &mut tell);
}
