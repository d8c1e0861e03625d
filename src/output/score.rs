//! How a score came about, for people and as JSON. Shares are printed with all their decimals, so they add up as printed.

use crate::output::{escape, json};
use crate::search::ScoreExplanation;
use crate::search::rank::explanation::{FieldCount, NearShare, WordShare};
use serde::Serialize;
use std::io::{self, Write};

/// Ten-thousandths make a score.
const POINTS: f64 = 10_000.0;

#[derive(Debug, Serialize)]
pub(super) struct ScoreRecord<'a> {
    words: Vec<WordRecord<'a>>,
    near: Vec<NearRecord<'a>>,
    relevance: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    decay: Option<DecayRecord>,
    score: f64,
}

#[derive(Debug, Serialize)]
struct WordRecord<'a> {
    text: &'a str,
    occurrences: f64,
    lead: f64,
    boost: f64,
    rarity: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    own_rarity: Option<f64>,
    fields: Vec<FieldRecord>,
}

#[derive(Debug, Serialize)]
struct FieldRecord {
    field: &'static str,
    count: u64,
    own: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<u32>,
    weight: f64,
}

#[derive(Debug, Serialize)]
struct NearRecord<'a> {
    words: [&'a str; 2],
    count: u64,
    share: f64,
}

#[derive(Debug, Serialize)]
struct DecayRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    age_days: Option<u64>,
    factor: f64,
}

fn value(points: i64) -> f64 {
    points as f64 / POINTS
}

fn shown(value: f64) -> String {
    format!("{value:.4}")
}

impl<'a> From<&'a ScoreExplanation> for ScoreRecord<'a> {
    fn from(explanation: &'a ScoreExplanation) -> Self {
        ScoreRecord {
            words: explanation.words.iter().map(WordRecord::from).collect(),
            near: explanation.near.iter().map(NearRecord::from).collect(),
            relevance: value(explanation.relevance()),
            decay: explanation.decay.as_ref().map(|decay| DecayRecord { age_days: decay.age, factor: decay.factor }),
            score: value(explanation.points),
        }
    }
}

impl<'a> From<&'a WordShare> for WordRecord<'a> {
    fn from(word: &'a WordShare) -> Self {
        WordRecord {
            text: &word.text,
            occurrences: value(word.occurrences),
            lead: value(word.lead),
            boost: word.boost,
            rarity: word.rarity,
            own_rarity: word.own_rarity,
            fields: word.fields.iter().map(FieldRecord::from).collect(),
        }
    }
}

impl From<&FieldCount> for FieldRecord {
    fn from(field: &FieldCount) -> Self {
        let FieldCount { field, count, own, length, weight } = *field;
        FieldRecord { field, count, own, length, weight }
    }
}

impl<'a> From<&'a NearShare> for NearRecord<'a> {
    fn from(near: &'a NearShare) -> Self {
        let [one, other] = &near.words;
        NearRecord { words: [one, other], count: near.count, share: value(near.points) }
    }
}

/// Writes one line for the sum and one for each share, indented by so many spaces.
pub(super) fn text(explanation: &ScoreExplanation, indent: usize, writer: &mut dyn Write) -> io::Result<()> {
    let sum = |shares: &mut dyn Iterator<Item = i64>| shown(value(shares.sum()));
    let mut parts = vec![
        format!("words {}", sum(&mut explanation.words.iter().map(|word| word.occurrences))),
        format!("in the lead {}", sum(&mut explanation.words.iter().map(|word| word.lead))),
        format!("near each other {}", sum(&mut explanation.near.iter().map(|near| near.points))),
    ];
    let score = shown(value(explanation.points));
    if let Some(decay) = &explanation.decay {
        let relevance = shown(value(decay.relevance));
        let age = decay.age.map_or("no date".to_owned(), |days| format!("{days} days old"));
        writeln!(writer, "{:indent$}score {score} = {relevance} x {} ({age})", "", shown(decay.factor))?;
        parts.insert(0, relevance);
    } else {
        parts.insert(0, format!("score {score}"));
    }
    let first = parts.remove(0);
    writeln!(writer, "{:indent$}{first} = {}", "", parts.join(" + "))?;
    for word in &explanation.words {
        writeln!(writer, "{:indent$}  {}", "", word_line(word))?;
    }
    for near in &explanation.near {
        let [one, other] = near.words.each_ref().map(|word| escape::line(word));
        let times = if near.count == 1 { "once".to_owned() } else { format!("{} times", near.count) };
        writeln!(writer, "{:indent$}  {} {one} near {other}, {times}", "", shown(value(near.points)))?;
    }
    Ok(())
}

fn word_line(word: &WordShare) -> String {
    let fields: Vec<String> = word.fields.iter().map(|field| field_part(field, word.own_rarity.is_some())).collect();
    let lead = if word.lead > 0 { format!(" + {} lead", shown(value(word.lead))) } else { String::new() };
    let own = word.own_rarity.map_or(String::new(), |rarity| format!(", {} as typed", json::score(rarity as f32)));
    let boost = if word.boost == 1.0 { String::new() } else { format!(", boost {}", shown(word.boost)) };
    let (text, share, rarity) = (escape::line(&word.text), shown(value(word.occurrences)), shown(word.rarity));
    format!("{share}{lead} {text}: {}; rarity {rarity}{own}{boost}", fields.join(", "))
}

fn field_part(field: &FieldCount, has_forms: bool) -> String {
    let FieldCount { field, count, own, length, weight } = field;
    let own = if has_forms && own != count { format!(" ({own} as typed)") } else { String::new() };
    let length = length.map_or(String::new(), |length| format!(" of about {length} words"));
    format!("{count}{own} in {field}{length}, each {weight:.4}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::rank::explanation::DecayShare;

    #[test]
    fn what_is_printed_adds_up() {
        let field = |field, count, own| FieldCount { field, count, own, length: Some(12), weight: 1.5 };
        let explanation = ScoreExplanation {
            words: vec![WordShare {
                text: "con\u{1b}trol".to_owned(),
                boost: 1.0,
                rarity: 2.0,
                own_rarity: Some(2.5),
                fields: vec![field("title", 1, 1), field("body", 3, 1)],
                occurrences: 12_345,
                lead: 2_000,
            }],
            near: vec![NearShare { words: ["a".to_owned(), "b".to_owned()], count: 1, points: 655 }],
            decay: Some(DecayShare { relevance: 15_000, age: Some(90), factor: 0.5 }),
            points: 7_500,
        };
        let mut lines = Vec::new();
        text(&explanation, 1, &mut lines).unwrap();
        let expected = " score 0.7500 = 1.5000 x 0.5000 (90 days old)\n 1.5000 = words 1.2345 + in the lead 0.2000 + near each \
                        other 0.0655\n   1.2345 + 0.2000 lead con\\u{1b}trol: 1 in title of about 12 words, each 1.5000, 3 (1 as \
                        typed) in body of about 12 words, each 1.5000; rarity 2.0000, 2.5000 as typed\n   0.0655 a near b, once\n";
        assert_eq!(String::from_utf8(lines).unwrap(), expected);
        let record = serde_json::to_value(ScoreRecord::from(&explanation)).unwrap();
        assert_eq!((record["relevance"].as_f64(), record["score"].as_f64()), (Some(1.5), Some(0.75)));
    }
}
