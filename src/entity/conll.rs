//! Tagged text in the form of CoNLL: a token and its tag a line, an empty line after each sentence, and
//! `-DOCSTART-` before each document.
//!
//! The tag is the second column if that of the first token is a tag, as in this project's files, and else the
//! last one, as in the four columns of CoNLL-2003. Tags may be BIO, IOB1 (a name begins with I- unless it
//! follows another of its kind) or mark ends and single words (E- and S-, or L- and U-).
//!
//! Invariant: states that are given out are strict BIO; a line that cannot be read is refused by its number.

use std::fmt;

use super::tags::{self, OUTSIDE, begin, inside, is_begin, kind_of};

/// A tagged sentence; both vectors are equally long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaggedSentence {
    /// The words.
    pub words: Vec<String>,
    /// Their states; see [`tags`].
    pub states: Vec<u8>,
}

/// The tagged sentences of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaggedDocument {
    /// Its sentences in order.
    pub sentences: Vec<TaggedSentence>,
}

/// Why a file was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConllError {
    /// The line at fault, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl fmt::Display for ConllError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for ConllError {}

/// Reads a whole file.
pub fn parse(text: &str) -> Result<Vec<TaggedDocument>, ConllError> {
    let mut documents = Vec::new();
    let mut document = TaggedDocument::default();
    let mut sentence = TaggedSentence::default();
    let mut is_second = None;
    for (index, line) in text.lines().enumerate() {
        let mut columns = line.split_ascii_whitespace();
        let Some(word) = columns.next() else {
            end_sentence(&mut sentence, &mut document);
            continue;
        };
        if word == "-DOCSTART-" {
            end_sentence(&mut sentence, &mut document);
            end_document(&mut document, &mut documents);
            continue;
        }
        let error = |problem| ConllError { line: index + 1, problem };
        let second = columns.next().ok_or(error(NO_TAG))?;
        let is_second = *is_second.get_or_insert_with(|| state(second).is_some());
        let tag = if is_second { second } else { columns.last().unwrap_or(second) };
        let read = state(tag).ok_or(error(if is_second { BAD_TAG } else { BAD_LAST_TAG }))?;
        let previous = sentence.states.last().copied().unwrap_or(OUTSIDE);
        sentence.words.push(word.to_owned());
        sentence.states.push(strict(previous, read));
    }
    end_sentence(&mut sentence, &mut document);
    end_document(&mut document, &mut documents);
    Ok(documents)
}

const NO_TAG: &str = "a token without a tag; expected a token and its tag, parted by blanks or a tab";
const BAD_TAG: &str = "the second column is no tag; expected O, or B-, I-, E- or S- and PER, ORG, LOC or MISC";
const BAD_LAST_TAG: &str = "the last column is no tag; expected O, or B-, I-, E- or S- and PER, ORG, LOC or MISC";

/// The state of a tag, ends as what goes on and single words as beginnings.
fn state(tag: &str) -> Option<u8> {
    if let Some(state) = tags::parse(tag) {
        return Some(state);
    }
    let (prefix, name) = tag.split_once('-')?;
    let of = |prefix: &str| tags::parse(&format!("{prefix}-{name}"));
    match prefix {
        "E" | "L" => of("I"),
        "S" | "U" => of("B"),
        _ => None,
    }
}

/// The state in strict BIO: what nothing of its kind precedes begins a name.
fn strict(previous: u8, state: u8) -> u8 {
    match kind_of(state) {
        Some(kind) if !is_begin(state) && previous != begin(kind) && previous != inside(kind) => begin(kind),
        _ => state,
    }
}

fn end_sentence(sentence: &mut TaggedSentence, document: &mut TaggedDocument) {
    if !sentence.words.is_empty() {
        document.sentences.push(std::mem::take(sentence));
    }
}

fn end_document(document: &mut TaggedDocument, documents: &mut Vec<TaggedDocument>) {
    if !document.sentences.is_empty() {
        documents.push(std::mem::take(document));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_and_sentences_are_parted() {
        let text = "-DOCSTART- O\n\nAnn B-PER\nLee I-PER\nleft O\n\nBye O\n\n-DOCSTART- O\n\nRome B-LOC\n";
        let documents = parse(text).unwrap();
        assert_eq!(documents.len(), 2);
        assert_eq!(documents[0].sentences.len(), 2);
        assert_eq!(documents[0].sentences[0].states, [1, 2, 0]);
    }

    fn states(text: &str) -> Vec<u8> {
        parse(text)
            .unwrap()
            .iter()
            .flat_map(|document| &document.sentences)
            .flat_map(|one| one.states.clone())
            .collect()
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        assert_eq!(parse("Ann\n").unwrap_err(), ConllError { line: 1, problem: NO_TAG });
        assert_eq!(parse("Ann O\nLee B-XYZ\n").unwrap_err(), ConllError { line: 2, problem: BAD_TAG });
        assert_eq!(parse("Ann NNP B-NP X\n").unwrap_err(), ConllError { line: 1, problem: BAD_LAST_TAG });
    }

    #[test]
    fn the_four_columns_of_conll_2003_are_read() {
        let text = "-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\nGerman JJ B-NP B-MISC\n\n";
        assert_eq!(states(text), [3, 0, 7]);
        assert_eq!(states("Ann B-PER Q1\nleft O -\n"), [1, 0]);
    }

    #[test]
    fn the_usual_forms_of_tags_mean_the_same() {
        let bio = "Ann B-PER\nLee I-PER\nBob B-PER\nin O\nRome B-LOC\n";
        let iob1 = "Ann I-PER\nLee I-PER\nBob B-PER\nin O\nRome I-LOC\n";
        let iobes = "Ann B-PER\nLee E-PER\nBob S-PER\nin O\nRome S-LOC\n";
        let bilou = "Ann B-PER\nLee L-PER\nBob U-PER\nin O\nRome U-LOC\n";
        for text in [bio, iob1, iobes, bilou] {
            assert_eq!(states(text), [1, 2, 1, 0, 5], "{text}");
        }
        assert_eq!(states("Ann I-PER\nFord I-ORG\n"), [1, 3]);
    }
}
