//! A whole article for people: what it says, and how we know when it was published.

use crate::article::{Article, ArticleDate, EntityKind};
use crate::output::{Style, escape, wrap};
use std::io::{self, Write};

/// Columns of the names before the particulars.
const NAME_WIDTH: usize = 14;

/// Writes an article.
pub fn text(article: &Article, style: Style, writer: &mut dyn Write) -> io::Result<()> {
    let title = wrap::text(&article.title, 0, Style { colour: false, ..style });
    for line in title.lines() {
        writeln!(writer, "{}", style.linked(&style.bold(line), article.url.as_deref()))?;
    }
    if let Some(subtitle) = &article.subtitle {
        writeln!(writer, "{}", wrap::text(subtitle, 0, style))?;
    }
    if !article.authors.is_empty() {
        writeln!(writer, "By {}", escape::line(&article.authors.join(", ")))?;
    }
    writeln!(writer)?;
    for (name, value) in particulars(article) {
        let value = wrap::text(&value, NAME_WIDTH, style);
        writeln!(writer, "{}{}", style.dim(&format!("{name:NAME_WIDTH$}")), value.trim_start())?;
    }
    for paragraph in article.body.split("\n\n") {
        writeln!(writer)?;
        for line in paragraph.lines() {
            writeln!(writer, "{}", wrap::text(line, 0, style))?;
        }
    }
    Ok(())
}

/// Names and values of what is known besides the text.
fn particulars(article: &Article) -> Vec<(&'static str, String)> {
    let mut particulars = vec![("id", article.id.to_string())];
    let mut push = |name, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            particulars.push((name, value));
        }
    };
    push("publisher", article.publisher.clone());
    push("section", article.section.clone());
    push("published", dated(&article.published));
    push("updated", dated(&article.updated));
    push("captured", dated(&article.captured));
    push("address", article.url.clone());
    let canonical = article.canonical_url.clone().filter(|_| article.canonical_url != article.url);
    push("canonical", canonical);
    push("guid", article.guid.clone());
    push("language", article.language.clone());
    push("words", Some(article.word_count.to_string()));
    push("incomplete", article.incomplete.map(|why| why.as_str().to_owned()));
    push("keywords", Some(article.keywords.join(", ")));
    for kind in EntityKind::ALL {
        push(plural(kind), Some(names(article, kind)));
    }
    push("source", Some(source(article)));
    particulars
}

fn dated(date: &Option<ArticleDate>) -> Option<String> {
    date.as_ref().map(|date| format!("{} (from {}, confidence {:.2})", date.value, date.source, date.confidence))
}

fn plural(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "people",
        EntityKind::Organisation => "organisations",
        EntityKind::Place => "places",
        EntityKind::Other => "other names",
    }
}

/// Names of one kind, each with how often it is mentioned.
fn names(article: &Article, kind: EntityKind) -> String {
    let of_kind = article.entities.iter().filter(|entity| entity.kind == kind);
    let names: Vec<String> = of_kind
        .map(|entity| match entity.count {
            0 | 1 => entity.name.clone(),
            count => format!("{} ({count})", entity.name),
        })
        .collect();
    names.join(", ")
}

fn source(article: &Article) -> String {
    let origin = &article.origin;
    match origin.member.as_str() {
        "" => origin.file.clone(),
        member => format!("{}: {member} (byte {})", origin.file, origin.offset),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Entity, EntityOrigin, Origin};
    use crate::date::PartialDate;

    #[test]
    fn an_article_shows_its_evidence() {
        let article = Article {
            title: "Cable cut".to_owned(),
            body: "One.\n\nTwo\nlines.".to_owned(),
            authors: vec!["Ann Lee".to_owned()],
            published: Some(ArticleDate {
                value: PartialDate::new(2024, Some(11), Some(18)).unwrap(),
                source: "url".to_owned(),
                confidence: 0.9,
            }),
            entities: vec![Entity {
                name: "Port Ellery".to_owned(),
                kind: EntityKind::Place,
                origin: EntityOrigin::Recognised,
                aliases: Vec::new(),
                count: 2,
            }],
            word_count: 3,
            origin: Origin { file: "a.jsonl".to_owned(), member: "line 2".to_owned(), offset: 77 },
            ..Article::default()
        };
        let mut bytes = Vec::new();
        text(&article, Style::plain(), &mut bytes).unwrap();
        let expected = "Cable cut\nBy Ann Lee\n\n\
                        id            0000000000000000\n\
                        published     2024-11-18 (from url, confidence 0.90)\n\
                        words         3\n\
                        places        Port Ellery (2)\n\
                        source        a.jsonl: line 2 (byte 77)\n\
                        \nOne.\n\nTwo\nlines.\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }
}
