//! CSL-JSON: the input form of citation processors.

use super::name::Name;
use super::{address, captured, note, published};
use crate::article::Article;
use crate::date::PartialDate;
use crate::output::escape::undirected;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Debug, Serialize)]
struct Item {
    id: String,
    r#type: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Author>,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    container_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keyword: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    note: String,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Author {
    Person {
        family: String,
        given: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        suffix: Option<String>,
    },
    Whole {
        literal: String,
    },
}

#[derive(Debug, Serialize)]
struct Date {
    #[serde(rename = "date-parts")]
    parts: [Vec<u32>; 1],
}

impl From<PartialDate> for Date {
    fn from(date: PartialDate) -> Self {
        let year = u32::try_from(date.year()).ok();
        Date { parts: [[year, date.month(), date.day()].into_iter().flatten().collect()] }
    }
}

impl From<Name> for Author {
    fn from(name: Name) -> Self {
        match name {
            Name::Person { family, given, suffix } => Author::Person { family, given, suffix },
            Name::Whole(literal) => Author::Whole { literal },
        }
    }
}

/// Writes one item, without what parts it from others.
pub fn write(article: &Article, writer: &mut dyn Write) -> io::Result<()> {
    let item = Item {
        id: article.id.to_string(),
        r#type: "article-newspaper",
        title: undirected(&article.title),
        author: article.authors.iter().map(|author| Name::of(&undirected(author)).into()).collect(),
        container_title: article.publisher.as_deref().map(undirected),
        issued: published(article).map(Date::from),
        accessed: captured(article).map(Date::from),
        section: article.section.as_deref().map(undirected),
        summary: article.subtitle.as_deref().map(undirected),
        keyword: (!article.keywords.is_empty()).then(|| undirected(&article.keywords.join(", "))),
        language: article.language.as_deref().map(undirected),
        url: address(article).map(str::to_owned),
        note: note(article),
    };
    serde_json::to_writer(writer, &item)?;
    Ok(())
}
