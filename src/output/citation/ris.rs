//! RIS: two letters, two blanks, a hyphen, a blank, the value; one line each, lines end in CR LF.

use super::name::Name;
use super::{address, captured, note, published};
use crate::article::Article;
use crate::date::PartialDate;
use crate::output::escape;
use std::io::{self, Write};

/// Writes one record.
pub fn write(article: &Article, writer: &mut dyn Write) -> io::Result<()> {
    let mut field = |tag: &str, value: &str| {
        // A value on one line can neither end the record nor begin another.
        let value = escape::line(&escape::undirected(value));
        if value.is_empty() { Ok(()) } else { write!(writer, "{tag}  - {value}\r\n") }
    };
    field("TY", "NEWS")?;
    field("ID", &article.id.to_string())?;
    field("TI", &article.title)?;
    for author in &article.authors {
        field("AU", &author_text(author))?;
    }
    field("T2", article.publisher.as_deref().unwrap_or(""))?;
    if let Some(date) = published(article) {
        field("PY", &format!("{:04}", date.year()))?;
        field("DA", &slashed(date))?;
    }
    field("SE", article.section.as_deref().unwrap_or(""))?;
    field("LA", article.language.as_deref().unwrap_or(""))?;
    field("AB", article.subtitle.as_deref().unwrap_or(""))?;
    for keyword in &article.keywords {
        field("KW", keyword)?;
    }
    field("UR", address(article).unwrap_or(""))?;
    if let Some(date) = captured(article) {
        field("Y2", &slashed(date))?;
    }
    field("N1", &note(article))?;
    writer.write_all(b"ER  - \r\n\r\n")
}

/// Parts of a name are parted by commas, so they hold none themselves.
fn author_text(author: &str) -> String {
    match Name::of(author) {
        Name::Person { family, given, suffix: Some(suffix) } => format!("{family}, {given}, {suffix}"),
        Name::Person { family, given, suffix: None } => format!("{family}, {given}"),
        Name::Whole(name) => name.replace(',', ";"),
    }
}

/// `YYYY/MM/DD/` with what is unknown left empty.
fn slashed(date: PartialDate) -> String {
    let part = |number: Option<u32>| number.map_or(String::new(), |number| format!("{number:02}"));
    format!("{:04}/{}/{}/", date.year(), part(date.month()), part(date.day()))
}
