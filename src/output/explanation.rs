//! How a query is read: its tree, its words, and where the dialects disagree.

use crate::output::{escape, json};
use crate::query::{self, Disagreement, Parsed};
use crate::search::{FilterCount, Suggestion, WordCount};
use serde::Serialize;
use std::io::{self, Write};

/// Forms of a word that are shown to people.
const FORMS_SHOWN: usize = 12;

/// What is known of a query.
#[derive(Debug)]
pub struct Explanation<'a> {
    /// As typed.
    pub text: &'a str,
    /// Whose rules it was read by.
    pub dialect: &'a str,
    /// As read.
    pub parsed: &'a Parsed,
    /// What its words stand for in the archive.
    pub words: Option<&'a [WordCount]>,
    /// What its filters let through.
    pub filters: Option<&'a [FilterCount]>,
    /// Dialects that read it differently.
    pub disagreements: &'a [Disagreement],
}

#[derive(Debug, Serialize)]
struct ExplanationRecord<'a> {
    query: &'a str,
    dialect: &'a str,
    tree: serde_json::Value,
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Vec<WordRecord<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filters: Option<Vec<FilterRecord<'a>>>,
    disagreements: Vec<DisagreementRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct WordRecord<'a> {
    word: &'a str,
    start: usize,
    end: usize,
    fields: &'a [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    form_of: Option<&'a str>,
    articles: u64,
    forms: &'a [(String, u64)],
    capped: bool,
    suggestions: &'a [Suggestion],
}

#[derive(Debug, Serialize)]
struct FilterRecord<'a> {
    filter: &'a str,
    start: usize,
    end: usize,
    articles: u64,
}

#[derive(Debug, Serialize)]
struct DisagreementRecord<'a> {
    dialect: &'static str,
    start: usize,
    end: usize,
    here: &'a str,
    there: &'a str,
    reason: &'a str,
}

/// Writes the explanation as one JSON object.
pub fn json(explanation: &Explanation<'_>, writer: &mut dyn Write) -> io::Result<()> {
    let record = ExplanationRecord {
        query: explanation.text,
        dialect: explanation.dialect,
        tree: query::to_json(&explanation.parsed.query),
        warnings: explanation.parsed.warnings.iter().map(ToString::to_string).collect(),
        words: explanation.words.map(|words| {
            words
                .iter()
                .map(|word| WordRecord {
                    word: &word.text,
                    start: word.span.start,
                    end: word.span.end,
                    fields: &word.fields,
                    form_of: word.form_of.as_deref(),
                    articles: word.articles,
                    forms: &word.forms,
                    capped: word.is_capped,
                    suggestions: &word.suggestions,
                })
                .collect()
        }),
        filters: explanation.filters.map(|filters| filters.iter().map(filter_record).collect()),
        disagreements: explanation
            .disagreements
            .iter()
            .map(|disagreement| DisagreementRecord {
                dialect: disagreement.dialect.as_str(),
                start: disagreement.span.start,
                end: disagreement.span.end,
                here: &disagreement.here,
                there: &disagreement.there,
                reason: &disagreement.reason,
            })
            .collect(),
    };
    json::write_line(&record, writer)
}

fn filter_record(filter: &FilterCount) -> FilterRecord<'_> {
    FilterRecord { filter: &filter.text, start: filter.span.start, end: filter.span.end, articles: filter.articles }
}

/// The word, with the fields it is looked for in unless they are the usual ones.
fn labelled(word: &WordCount) -> String {
    if word.fields == ["title", "subtitle", "body"] {
        return word.text.clone();
    }
    format!("{}: {}", word.fields.join("+"), word.text)
}

/// Writes the explanation for people.
pub fn text(explanation: &Explanation<'_>, writer: &mut dyn Write) -> io::Result<()> {
    write!(writer, "{}", escape::terminal(&query::tree(&explanation.parsed.query)))?;
    for warning in &explanation.parsed.warnings {
        write!(writer, "\n{}", escape::terminal(&warning.render(explanation.text)))?;
    }
    if let Some(words) = explanation.words.filter(|words| !words.is_empty()) {
        writeln!(writer, "\nwords in the archive")?;
        for word in words {
            let forms: Vec<String> =
                word.forms.iter().take(FORMS_SHOWN).map(|(form, articles)| format!("{form} {articles}")).collect();
            let more = word.forms.len().saturating_sub(FORMS_SHOWN);
            let more = if more > 0 { format!(", {more} more") } else { String::new() };
            writeln!(
                writer,
                "  {:20} {:>8} articles: {}{more}",
                escape::terminal(&labelled(word)),
                word.articles,
                escape::terminal(&forms.join(", "))
            )?;
            if let Some(name) = &word.form_of {
                writeln!(writer, "  {:20} looked for too: another form of the name `{}`", "", escape::terminal(name))?;
            }
            for Suggestion { word, near } in &word.suggestions {
                let line = format!("{word}: did you mean {}?", near.join(", "));
                writeln!(writer, "  {:20} {}", "", escape::terminal(&line))?;
            }
        }
    }
    if let Some(filters) = explanation.filters.filter(|filters| !filters.is_empty()) {
        writeln!(writer, "\nfilters in the archive")?;
        for filter in filters {
            writeln!(writer, "  {:20} {:>8} articles", escape::terminal(&filter.text), filter.articles)?;
        }
    }
    if !explanation.disagreements.is_empty() {
        writeln!(writer, "\nread differently by")?;
        for disagreement in explanation.disagreements {
            writeln!(
                writer,
                "  {}: {} ({})",
                disagreement.dialect,
                escape::terminal(&disagreement.there),
                escape::terminal(&disagreement.reason)
            )?;
        }
    }
    Ok(())
}
