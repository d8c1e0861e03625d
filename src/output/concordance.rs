//! Occurrences with the words around them: for a terminal with the occurrences below each other, as JSON and as a table.
//!
//! The JSON forms are described by `schema/kwic.schema.json`. They and the table hold the texts as they are and the bytes of the
//! field at which an occurrence begins and ends; the form for people folds white space and cuts what does not fit its line.

use crate::article::{Article, ArticleId};
use crate::output::table::Table;
use crate::output::{Style, escape, json};
use crate::search::Suggestion;
use crate::search::concordance::{ConcordanceLine, ConcordanceTotals};
use serde::Serialize;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of the table.
pub const COLUMNS: [&str; 10] =
    ["id", "published", "publisher", "title", "field", "start", "end", "left", "match", "right"];

/// Spaces before a line.
const INDENT: usize = 2;

/// An occurrence as it is serialised.
#[derive(Debug, Clone, Serialize)]
pub struct LineRecord {
    id: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    field: &'static str,
    start: usize,
    end: usize,
    left: String,
    #[serde(rename = "match")]
    matched: String,
    right: String,
}

impl From<&ConcordanceLine<'_>> for LineRecord {
    fn from(line: &ConcordanceLine<'_>) -> Self {
        LineRecord {
            id: line.article.id.to_string(),
            title: line.article.title.clone(),
            url: line.article.url.clone(),
            publisher: line.article.publisher.clone(),
            published: published(line.article),
            field: line.field,
            start: line.place.start,
            end: line.place.end,
            left: line.left.to_owned(),
            matched: line.matched.to_owned(),
            right: line.right.to_owned(),
        }
    }
}

#[derive(Debug, Serialize)]
struct ConcordanceRecord<'a> {
    query: &'a str,
    articles: u64,
    occurrences: u64,
    is_cut: bool,
    fingerprint: &'a str,
    warnings: &'a [String],
    suggestions: &'a [Suggestion],
    lines: &'a [LineRecord],
}

fn published(article: &Article) -> Option<String> {
    article.published.as_ref().map(|date| date.value.to_string())
}

/// Writes all occurrences as one JSON object; `query` as it was typed.
pub fn json(query: &str, totals: &ConcordanceTotals, lines: &[LineRecord], writer: &mut dyn Write) -> io::Result<()> {
    let record = ConcordanceRecord {
        query,
        articles: totals.articles,
        occurrences: totals.occurrences,
        is_cut: totals.is_cut,
        fingerprint: &totals.fingerprint,
        warnings: &totals.warnings,
        suggestions: &totals.suggestions,
        lines,
    };
    json::write_line(&record, writer)
}

/// Writes an occurrence as a line of JSON.
pub fn jsonl(line: &ConcordanceLine<'_>, writer: &mut dyn Write) -> io::Result<()> {
    json::write_line(&LineRecord::from(line), writer)
}

/// Adds an occurrence to a table with [`COLUMNS`].
pub fn row(line: &ConcordanceLine<'_>, table: &mut Table<'_>) -> io::Result<()> {
    table.row([
        line.article.id.to_string().as_str(),
        published(line.article).as_deref().unwrap_or(""),
        line.article.publisher.as_deref().unwrap_or(""),
        &line.article.title,
        line.field,
        &line.place.start.to_string(),
        &line.place.end.to_string(),
        line.left,
        line.matched,
        line.right,
    ])
}

/// Writes occurrences for people, each article under its title.
#[derive(Debug)]
pub struct Columns {
    style: Style,
    last: Option<ArticleId>,
}

impl Columns {
    /// Nothing is written yet.
    pub fn new(style: Style) -> Self {
        Columns { style, last: None }
    }

    /// Adds an occurrence; its first letter stands in the same column as all others.
    pub fn write(&mut self, line: &ConcordanceLine<'_>, writer: &mut dyn Write) -> io::Result<()> {
        if self.last != Some(line.article.id) {
            if self.last.is_some() {
                writeln!(writer)?;
            }
            self.last = Some(line.article.id);
            self.heading(line.article, writer)?;
        }
        let room = self.style.width.max(Style::NARROWEST) - INDENT;
        let column = room * 2 / 5;
        let left = end_of(&flat(line.left), column);
        let padding = INDENT + column - left.width();
        let matched = flat(line.matched);
        let right = beginning_of(&flat(line.right), room.saturating_sub(column + matched.width()));
        writeln!(writer, "{:padding$}{left}{}{}", "", self.style.marked(&matched), right.trim_end())
    }

    fn heading(&self, article: &Article, writer: &mut dyn Write) -> io::Result<()> {
        let title = escape::line(&article.title);
        let facts = [article.publisher.clone(), published(article), Some(article.id.to_string())];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        writeln!(writer, "{}", self.style.linked(&self.style.bold(&title), article.url.as_deref()))?;
        writeln!(writer, "{}", self.style.dim(&escape::line(&facts.join(" · "))))
    }
}

/// The text on one line, harmless, with every run of white space as one space; none is cut off at the ends.
fn flat(text: &str) -> String {
    let mut flat = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            flat.push(c);
        } else if !flat.ends_with(' ') {
            flat.push(' ');
        }
    }
    escape::terminal(&flat).into_owned()
}

/// As much of the beginning of a text as has room.
fn beginning_of(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut width = 1;
    for c in text.chars() {
        width += c.width().unwrap_or(0);
        if width > room {
            break;
        }
        kept.push(c);
    }
    if room > 0 {
        kept.push('…');
    }
    kept
}

/// As much of the end of a text as has room.
fn end_of(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut start = text.len();
    let mut width = 1;
    for (place, c) in text.char_indices().rev() {
        width += c.width().unwrap_or(0);
        if width > room {
            break;
        }
        start = place;
    }
    // A combining mark without its letter would sit on the sign of omission.
    let kept = text.get(start..).unwrap_or("").trim_start_matches(|c: char| c.width() == Some(0));
    if room > 0 { format!("…{kept}") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::ByteSpan;

    fn written(lines: &[(&str, &str, &str)], width: usize) -> Vec<String> {
        let article = Article { title: "A \u{1b}title".to_owned(), ..Article::default() };
        let mut columns = Columns::new(Style { width, ..Style::plain() });
        let mut bytes = Vec::new();
        for (left, matched, right) in lines {
            let place = ByteSpan { start: 0, end: 0 };
            let line = ConcordanceLine { article: &article, field: "body", place, left, matched, right };
            columns.write(&line, &mut bytes).unwrap();
        }
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn occurrences_begin_in_one_column_whatever_the_script() {
        let lines = written(
            &[
                ("the new ", "export", " controls"),
                ("昨日東京で輸出規制が発表されました。新しい", "輸出", "規制は来月から始まります。"),
                ("l'", "Europe", "\n\nélargie"),
                (
                    "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
                    "x",
                    "",
                ),
                ("", "a\u{1b}[2J", " b"),
            ],
            40,
        );
        assert_eq!(lines[0], "A \\u{1b}title");
        let begin = |line: &str, matched: &str| line[..line.rfind(matched).unwrap()].width();
        for (line, matched) in lines[2..].iter().zip(["export", "輸出", "Europe", "x", "a\\u{1b}"]) {
            assert!(line.width() <= 40 && begin(line, matched).abs_diff(17) <= 1, "{line}");
        }
        assert_eq!(begin(&lines[2], "export"), 17);
        assert!(lines[3].contains('…') && lines[4].contains("Europe élargie"), "{lines:?}");
    }
}
