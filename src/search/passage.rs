//! Evidence: where in the stored text the query is satisfied, and the passages that show it best.
//!
//! The stored text is cut into the same words as at ingest and asked the same questions as the index, so that exactly the
//! spans that satisfied the query are marked: the phrase and not its words elsewhere, this pair of words within five and not
//! the other.

use crate::article::Article;
use crate::error::Result;
use crate::query::ast::Unit;
use crate::search::locate::{Text, occurrences};
use crate::search::occurrence::{self, Occurrence};
use crate::search::plan::{Compiled, Plan, Slot};
use crate::search::word::{Languages, WordTest};
use crate::search::{ByteSpan, Passage, PassageOptions};
use crate::text::segment::{Break, Word, words};
use crate::text::term;
use std::collections::BTreeMap;

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

/// Finds the evidence in one article.
pub fn evidence(
    article: &Article,
    compiled: &Compiled,
    languages: &Languages,
    options: &PassageOptions,
) -> Result<Evidence> {
    let language = article.language.as_deref().map_or(super::word::UNKNOWN_LANGUAGE, |tag| languages.number(tag));
    let text = StoredText::new(article, compiled, 1 << language);
    let title = text.spans(&compiled.root, Slot::Title, compiled)?;
    let body = text.spans(&compiled.root, Slot::Body, compiled)?;
    let body_words: Vec<Word> = text.words(Slot::Body);
    let passages = choose(&article.body, &body_words, &body, options);
    Ok(Evidence { title, body, passages })
}

/// The parts of a query whose occurrences are evidence: not what is excluded.
fn witnesses<'a>(plan: &'a Plan, found: &mut Vec<&'a Plan>) {
    match plan {
        Plan::And(plans) | Plan::Or(plans) => plans.iter().for_each(|plan| witnesses(plan, found)),
        Plan::Bag { must, should, .. } => must.iter().chain(should).for_each(|plan| witnesses(plan, found)),
        Plan::Boost { plan, .. } => witnesses(plan, found),
        Plan::Leaf(_) | Plan::Near { .. } | Plan::SameUnit { .. } | Plan::AtLeast { .. } | Plan::First { .. } => {
            found.push(plan)
        }
        _ => {}
    }
}

/// A word of the stored text, and the number of its spelling among those of the article.
type Spelled = (Word, usize);

struct StoredText<'a> {
    compiled: &'a Compiled,
    language: u64,
    fields: BTreeMap<Slot, Vec<Spelled>>,
    /// For each leaf and token, whether a spelling answers.
    answers: Vec<Vec<Vec<bool>>>,
}

impl<'a> StoredText<'a> {
    fn new(article: &'a Article, compiled: &'a Compiled, language: u64) -> Self {
        let mut keys: BTreeMap<String, usize> = BTreeMap::new();
        let mut fields = BTreeMap::new();
        for (slot, text) in [(Slot::Title, article.title.as_str()), (Slot::Body, &article.body)] {
            let spelled: Vec<Spelled> = words(text)
                .map(|word| {
                    let key = term::key(text.get(word.start..word.end).unwrap_or(""));
                    let next = keys.len();
                    (word, *keys.entry(key).or_insert(next))
                })
                .collect();
            fields.insert(slot, spelled);
        }
        let ask = |test: &WordTest| -> Vec<bool> {
            let mut answers = vec![false; keys.len()];
            for (key, number) in &keys {
                if let Some(answer) = answers.get_mut(*number) {
                    *answer = test.languages_of(key) & language != 0;
                }
            }
            answers
        };
        let answers = compiled.leaves.iter().map(|leaf| leaf.tokens.iter().map(ask).collect()).collect();
        StoredText { compiled, language, fields, answers }
    }

    fn words(&self, slot: Slot) -> Vec<Word> {
        self.fields.get(&slot).map(|spelled| spelled.iter().map(|(word, _)| *word).collect()).unwrap_or_default()
    }

    /// Spans of all evidence in a slot; overlapping and neighbouring words of one occurrence are one span.
    fn spans(&self, root: &Plan, slot: Slot, compiled: &Compiled) -> Result<Vec<ByteSpan>> {
        let mut parts = Vec::new();
        witnesses(root, &mut parts);
        let mut found = Vec::new();
        for part in parts {
            found.extend(occurrences(part, slot, compiled, self)?);
        }
        occurrence::normalise(&mut found);
        let spelled = self.fields.get(&slot).map_or(&[][..], Vec::as_slice);
        let mut spans: Vec<ByteSpan> = Vec::new();
        for Occurrence { first, last } in found {
            let (Some((first, _)), Some((last, _))) = (spelled.get(first as usize), spelled.get(last as usize)) else {
                continue;
            };
            match spans.last_mut() {
                Some(before) if first.start < before.end => before.end = before.end.max(last.end),
                _ => spans.push(ByteSpan { start: first.start, end: last.end }),
            }
        }
        Ok(spans)
    }
}

impl Text for StoredText<'_> {
    fn leaf(&self, number: usize, slot: Slot) -> Result<Vec<Occurrence>> {
        let is_asked =
            self.compiled.leaves.get(number).is_some_and(|leaf| leaf.slots.contains(&slot)) && self.language != 0;
        let (Some(spelled), Some(tokens)) = (self.fields.get(&slot), self.answers.get(number)) else {
            return Ok(Vec::new());
        };
        if !is_asked {
            return Ok(Vec::new());
        }
        let positions = |answers: &Vec<bool>| -> Vec<u32> {
            spelled
                .iter()
                .filter(|(_, spelling)| answers.get(*spelling).copied().unwrap_or(false))
                .map(|(word, _)| word.position)
                .collect()
        };
        Ok(occurrence::phrase(&tokens.iter().map(positions).collect::<Vec<_>>()))
    }

    fn starts(&self, slot: Slot, unit: Unit) -> Result<Vec<u32>> {
        let least = match unit {
            Unit::Sentence => Break::Sentence,
            Unit::Paragraph => Break::Paragraph,
            Unit::Segment => return Ok(Vec::new()),
        };
        let spelled = self.fields.get(&slot).map_or(&[][..], Vec::as_slice);
        Ok(spelled.iter().filter(|(word, _)| word.break_before >= least).map(|(word, _)| word.position).collect())
    }
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
