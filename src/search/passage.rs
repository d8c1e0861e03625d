//! Evidence: where in the stored text the query is satisfied, and the passages that show it best.
//!
//! Exactly the spans that satisfied the query are marked ([`super::satisfied`]): the phrase and not its words elsewhere, this
//! pair of words within five and not the other.

use crate::article::Article;
use crate::error::Result;
use crate::search::plan::{Compiled, Slot};
use crate::search::satisfied::{Condition, satisfied_parts};
use crate::search::stored_text::StoredText;
use crate::search::word::Languages;
use crate::search::{ByteSpan, Passage, PassageOptions};
use crate::text::segment::{Break, Word};
use crate::text::term;

/// Fields that can be shown with marks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// Matches in the title.
    pub title: Vec<ByteSpan>,
    /// Matches in the body.
    pub body: Vec<ByteSpan>,
    /// The chosen passages.
    pub passages: Vec<Passage>,
}

/// Finds the evidence in one article that matches; `holds` tells whether it meets a condition that is not on words.
pub fn evidence(
    article: &Article,
    compiled: &Compiled,
    languages: &Languages,
    holds: Condition<'_>,
    options: &PassageOptions,
) -> Result<Evidence> {
    let text = StoredText::new(article, compiled, languages);
    let parts = satisfied_parts(&text, holds)?;
    let title = text.spans(&parts, Slot::Title)?;
    let body = text.spans(&parts, Slot::Body)?;
    let passages = choose(&article.body, &text.words(Slot::Body), &body, options);
    Ok(Evidence { title, body, passages })
}

/// A sentence of the body: its words and bytes.
struct Sentence {
    start: usize,
    end: usize,
    begins_paragraph: bool,
}

fn sentences(body: &str, words: &[Word]) -> Vec<Sentence> {
    let starts: Vec<(usize, bool)> = words
        .iter()
        .enumerate()
        .filter(|(number, word)| *number == 0 || word.break_before > Break::None)
        .map(|(number, word)| {
            (if number == 0 { 0 } else { opening(body, word.start) }, word.break_before == Break::Paragraph)
        })
        .collect();
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([body.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&(start, begins_paragraph), end)| {
            let text = body.get(start..end).unwrap_or("");
            // Signs between two paragraphs (`#`, `***`) belong to neither.
            let text = text.split_once("\n\n").map_or(text, |(text, _)| text);
            Sentence { start, end: start + text.trim_end().len(), begins_paragraph }
        })
        .collect()
}

/// Where the signs that belong to a word at the beginning of a sentence begin: quotation marks, brackets, dashes.
fn opening(body: &str, start: usize) -> usize {
    let before = body.get(..start).unwrap_or("");
    before
        .trim_end_matches(|c: char| {
            matches!(
                c,
                '"' | '“'
                    | '„'
                    | '«'
                    | '»'
                    | '‘'
                    | '\''
                    | '('
                    | '['
                    | '–'
                    | '—'
                    | '-'
                    | '¿'
                    | '¡'
                    | '$'
                    | '€'
                    | '£'
                    | '#'
                    | '@'
                    | '|'
            )
        })
        .len()
}

/// Chooses up to `options.count` passages of whole sentences: those with the most matches for their length, the earlier first on
/// a tie; in the order of the text. Without any match: the beginning of the body.
fn choose(body: &str, words: &[Word], spans: &[ByteSpan], options: &PassageOptions) -> Vec<Passage> {
    if options.count == 0 || words.is_empty() {
        return Vec::new();
    }
    let sentences = sentences(body, words);
    let mut windows: Vec<(usize, usize, ByteSpan)> = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let inside = |span: &&ByteSpan| span.start >= sentence.start && span.start < sentence.end;
        let matches: Vec<&ByteSpan> = spans.iter().filter(inside).collect();
        if !matches.is_empty() || (spans.is_empty() && number == 0) {
            let mut distinct: Vec<String> =
                matches.iter().map(|span| term::folded(body.get(span.start..span.end).unwrap_or(""))).collect();
            distinct.sort();
            distinct.dedup();
            let place = window(body, &sentences, number, matches.first().copied(), options.length);
            windows.push((distinct.len() * 4 + matches.len().min(3), number, place));
        }
    }
    windows.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut chosen: Vec<ByteSpan> = Vec::new();
    for (_, _, place) in windows {
        let overlaps = chosen.iter().any(|other| place.start < other.end && other.start < place.end);
        if !overlaps {
            chosen.push(place);
        }
        if chosen.len() == options.count {
            break;
        }
    }
    chosen.sort();
    chosen.into_iter().map(|place| passage(body, place, &sentences, spans)).collect()
}

/// The sentence, with the next ones of its paragraph as far as the length allows; of a longer sentence, a part around its first match.
fn window(body: &str, sentences: &[Sentence], number: usize, first: Option<&ByteSpan>, length: usize) -> ByteSpan {
    let Some(sentence) = sentences.get(number) else {
        return ByteSpan { start: 0, end: 0 };
    };
    let characters = |start: usize, end: usize| body.get(start..end).unwrap_or("").chars().count();
    let mut end = sentence.end;
    if characters(sentence.start, end) > length {
        return part(body, sentence, first.map_or(sentence.start, |span| span.start), length);
    }
    for next in sentences.get(number + 1..).unwrap_or(&[]) {
        if next.begins_paragraph || characters(sentence.start, next.end) > length {
            break;
        }
        end = next.end;
    }
    ByteSpan { start: sentence.start, end }
}

/// About `length` characters of a long sentence around the byte `around`, cut between words.
fn part(body: &str, sentence: &Sentence, around: usize, length: usize) -> ByteSpan {
    let before = body.get(sentence.start..around).unwrap_or("");
    let lead: usize = before.char_indices().rev().take(length / 3).last().map_or(around, |(at, _)| sentence.start + at);
    let is_whole_lead = before.chars().count() <= length / 3;
    let start = if is_whole_lead {
        sentence.start
    } else {
        lead + body.get(lead..around).and_then(|text| text.find(' ')).map_or(0, |space| space + 1)
    };
    let rest = body.get(start..sentence.end).unwrap_or("");
    let Some((cut, _)) = rest.char_indices().nth(length) else {
        return ByteSpan { start, end: sentence.end };
    };
    let end = rest.get(..cut).and_then(|text| text.rfind(' ')).filter(|space| start + space > around).unwrap_or(cut);
    ByteSpan { start, end: start + end }
}

fn passage(body: &str, place: ByteSpan, sentences: &[Sentence], spans: &[ByteSpan]) -> Passage {
    let inside = spans.iter().filter(|span| span.start >= place.start && span.end <= place.end);
    Passage {
        place,
        text: body.get(place.start..place.end).unwrap_or("").to_owned(),
        spans: inside.map(|span| ByteSpan { start: span.start - place.start, end: span.end - place.start }).collect(),
        begins_sentence: sentences.iter().any(|sentence| sentence.start == place.start),
        ends_sentence: sentences.iter().any(|sentence| sentence.end == place.end),
    }
}
