//! BibTeX: values in braces, with the characters that mean something to TeX written so that they do not.
//!
//! A brace counts for BibTeX even behind a backslash, hence `\textbraceleft{}`. Titles stand in a second pair of braces and so
//! keep their capitals.

use super::name::Name;
use super::{address, captured, note, published};
use crate::article::Article;
use crate::output::escape;
use std::io::{self, Write};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Longest part of a key that is taken from the outlet.
const KEY_LENGTH: usize = 24;

/// Writes one entry.
pub fn write(article: &Article, writer: &mut dyn Write) -> io::Result<()> {
    let kind = if article.publisher.is_some() { "article" } else { "misc" };
    writeln!(writer, "@{kind}{{{},", key(article))?;
    let mut field = |name: &str, value: &str| {
        if value.is_empty() { Ok(()) } else { writeln!(writer, "  {name} = {{{value}}},") }
    };
    field("title", &format!("{{{}}}", tex(&article.title)))?;
    let authors: Vec<String> = article.authors.iter().map(|author| author_text(author)).collect();
    field("author", &authors.join(" and "))?;
    field("journal", &tex(article.publisher.as_deref().unwrap_or("")))?;
    if let Some(date) = published(article) {
        field("date", &date.date_only().to_string())?;
        field("year", &format!("{:04}", date.year()))?;
    }
    field("url", &verbatim(address(article).unwrap_or("")))?;
    field("urldate", &captured(article).map_or(String::new(), |date| date.date_only().to_string()))?;
    field("langid", &tex(article.language.as_deref().unwrap_or("")))?;
    field("abstract", &tex(article.subtitle.as_deref().unwrap_or("")))?;
    field("keywords", &tex(&article.keywords.join(", ")))?;
    field("note", &tex(&note(article)))?;
    let month = published(article).and_then(|date| date.month());
    if let Some(name) = month.and_then(|month| MONTHS.get(month as usize - 1)) {
        // A macro, which styles write out in their own language; so it stands outside of braces.
        writeln!(writer, "  month = {name},")?;
    }
    writer.write_all(b"}\n\n")
}

/// Outlet, year and id in letters and digits: unique, and the same in every export.
fn key(article: &Article) -> String {
    let outlet = article.publisher.as_deref().unwrap_or("");
    let letters = outlet.chars().filter(char::is_ascii_alphanumeric).take(KEY_LENGTH);
    let mut key: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    key.push_str(&published(article).map_or("undated".to_owned(), |date| date.year().to_string()));
    format!("{key}-{}", article.id)
}

fn author_text(author: &str) -> String {
    match Name::of(author) {
        Name::Person { family, given, suffix: Some(suffix) } => {
            format!("{}, {}, {}", part(&family), part(&suffix), part(&given))
        }
        Name::Person { family, given, suffix: None } => format!("{}, {}", part(&family), part(&given)),
        Name::Whole(name) => format!("{{{}}}", tex(&name)),
    }
}

/// A part of a name; a part that holds the word that parts names is held together by braces.
fn part(text: &str) -> String {
    let is_whole = text.split_whitespace().any(|word| word.eq_ignore_ascii_case("and")) || text.contains(',');
    if is_whole { format!("{{{}}}", tex(text)) } else { tex(text) }
}

/// Text on one line with nothing in it that TeX would act upon.
fn tex(text: &str) -> String {
    let line = escape::line(&escape::undirected(text));
    let mut escaped = String::with_capacity(line.len() + 16);
    for c in line.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '%' | '$' | '&' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// An address as it is, but for what would end the field: packages for addresses read them verbatim.
fn verbatim(address: &str) -> String {
    let line = escape::line(address);
    line.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C").replace(' ', "%20")
}
