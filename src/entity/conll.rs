//! Tagged text in the form of CoNLL: `token tag` lines, an empty line after each sentence, and
//! `-DOCSTART-` before each document.
//!
//! Invariant: states are strict BIO; a file that is not is refused with the line at fault.

use std::fmt;

use super::tags::{self, OUTSIDE};

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

/// Reads a whole file. The tag is the second column; further columns are left alone.
pub fn parse(text: &str) -> Result<Vec<TaggedDocument>, ConllError> {
    let mut documents = Vec::new();
    let mut document = TaggedDocument::default();
    let mut sentence = TaggedSentence::default();
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
        let tag = columns.next().ok_or(error("a token without a tag"))?;
        let state = tags::parse(tag).ok_or(error("a tag that is not B-, I- (PER, ORG, LOC, MISC) or O"))?;
        let previous = sentence.states.last().copied().unwrap_or(OUTSIDE);
        if !tags::may_follow(usize::from(previous), usize::from(state)) {
            return Err(error("I- without a B- or I- of its kind before it"));
        }
        sentence.words.push(word.to_owned());
        sentence.states.push(state);
    }
    end_sentence(&mut sentence, &mut document);
    end_document(&mut document, &mut documents);
    Ok(documents)
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

    #[test]
    fn tags_that_are_not_strict_bio_are_refused() {
        assert_eq!(parse("Ann O\nLee I-PER\n").unwrap_err().line, 2);
        assert_eq!(parse("Ann\n").unwrap_err().line, 1);
        assert!(parse("Ann B-XYZ\n").is_err());
    }
}
