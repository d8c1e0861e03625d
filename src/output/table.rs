//! Hits and articles as tables that a spreadsheet opens without running anything in them.

use crate::article::{Article, ArticleId};
use crate::output::{escape, json};
use crate::search::Page;
use std::io::{self, Write};

/// Columns of a table of hits.
pub const HIT_COLUMNS: [&str; 10] =
    ["rank", "score", "id", "family", "copies", "published", "publisher", "title", "url", "snippet"];

/// Columns of a table of articles.
pub const ARTICLE_COLUMNS: [&str; 13] = [
    "id",
    "family",
    "published",
    "publisher",
    "section",
    "language",
    "authors",
    "title",
    "subtitle",
    "url",
    "keywords",
    "word_count",
    "body",
];

/// A table that is written row by row.
pub struct Table<'a> {
    writer: csv::Writer<&'a mut dyn Write>,
}

impl std::fmt::Debug for Table<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Table").finish_non_exhaustive()
    }
}

impl<'a> Table<'a> {
    /// Begins a table with its header.
    pub fn new(columns: &[&str], writer: &'a mut dyn Write) -> io::Result<Self> {
        let mut table = Table { writer: csv::Writer::from_writer(writer) };
        table.writer.write_record(columns).map_err(io_error)?;
        Ok(table)
    }

    /// Adds a row; cells that look like formulas are disarmed.
    pub fn row<'b>(&mut self, cells: impl IntoIterator<Item = &'b str>) -> io::Result<()> {
        for cell in cells {
            self.writer.write_field(escape::cell(cell).as_bytes()).map_err(io_error)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(io_error)
    }

    /// Adds a row that ends in numbers; a minus sign before a number makes no formula of it.
    pub fn numbers<'b>(&mut self, cells: impl IntoIterator<Item = &'b str>, numbers: &[String]) -> io::Result<()> {
        for cell in cells {
            self.writer.write_field(escape::cell(cell).as_bytes()).map_err(io_error)?;
        }
        self.writer.write_record(numbers).map_err(io_error)
    }

    /// Adds an article to a table with [`ARTICLE_COLUMNS`].
    pub fn article(&mut self, article: &Article, family: ArticleId) -> io::Result<()> {
        let published = article.published.as_ref().map(|date| date.value.to_string());
        self.row([
            article.id.to_string().as_str(),
            &family.to_string(),
            published.as_deref().unwrap_or(""),
            article.publisher.as_deref().unwrap_or(""),
            article.section.as_deref().unwrap_or(""),
            article.language.as_deref().unwrap_or(""),
            &article.authors.join("; "),
            &article.title,
            article.subtitle.as_deref().unwrap_or(""),
            article.url.as_deref().unwrap_or(""),
            &article.keywords.join("; "),
            &article.word_count.to_string(),
            &article.body,
        ])
    }

    /// Writes what is still held back.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Writes the hits of a page as a table.
pub fn hits(page: &Page, writer: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(&HIT_COLUMNS, writer)?;
    for hit in &page.hits {
        let article = &hit.article;
        let published = article.published.as_ref().map(|date| date.value.to_string());
        let passages: Vec<String> = hit.passages.iter().map(|passage| escape::line(&passage.text)).collect();
        table.row([
            hit.rank.to_string().as_str(),
            &json::score(hit.score),
            &article.id.to_string(),
            &hit.family.to_string(),
            &hit.copies.len().to_string(),
            published.as_deref().unwrap_or(""),
            article.publisher.as_deref().unwrap_or(""),
            &article.title,
            article.url.as_deref().unwrap_or(""),
            &passages.join(" … "),
        ])?;
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use crate::output::hits::tests::hostile_page;

    #[test]
    fn cells_that_would_be_formulas_are_disarmed() {
        let mut bytes = Vec::new();
        super::hits(&hostile_page(), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 1);
        assert_eq!(&rows[0][7], "'=cmd() \u{202e}title");
        assert_eq!(&rows[0][9], "'=1+1 \\u{1b}[2J export control | *x* <b>");
    }
}
