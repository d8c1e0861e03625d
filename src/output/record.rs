//! An article as a line of JSON: what `convert` and `export` write and `ingest` takes back.
//!
//! The form is described by `schema/article.schema.json`. Keys come in one order; what is unknown is left out.

use crate::article::{Article, ArticleDate, ArticleId, Entity};
use crate::output::json;
use serde::{Serialize, Serializer};
use std::fmt::Write as _;
use std::io::{self, Write};

/// An article in the form of the contract.
#[derive(Debug, Serialize)]
pub struct ArticleRecord<'a> {
    #[serde(serialize_with = "as_text")]
    id: ArticleId,
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical_url: Option<&'a str>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle: Option<&'a str>,
    body: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    authors: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    keywords: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    entities: Vec<EntityRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_evidence: Option<EvidenceRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_evidence: Option<EvidenceRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    captured: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    captured_evidence: Option<EvidenceRecord<'a>>,
    word_count: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    incomplete: Option<&'static str>,
    source_file: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    source_member: &'a str,
    source_offset: u64,
    digest: String,
}

/// A name in an article, in the form of the contract.
#[derive(Debug, Serialize)]
pub struct EntityRecord<'a> {
    name: &'a str,
    kind: &'static str,
    origin: &'static str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    aliases: &'a [String],
    count: u32,
}

/// How well a date is known.
#[derive(Debug, Serialize)]
struct EvidenceRecord<'a> {
    precision: &'static str,
    source: &'a str,
    confidence: f32,
}

fn as_text<S: Serializer>(value: &impl std::fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

impl<'a> From<&'a Article> for ArticleRecord<'a> {
    fn from(article: &'a Article) -> Self {
        ArticleRecord {
            id: article.id,
            family: None,
            guid: article.guid.as_deref(),
            url: article.url.as_deref(),
            canonical_url: article.canonical_url.as_deref(),
            title: &article.title,
            subtitle: article.subtitle.as_deref(),
            body: &article.body,
            authors: &article.authors,
            publisher: article.publisher.as_deref(),
            section: article.section.as_deref(),
            keywords: &article.keywords,
            entities: article.entities.iter().map(EntityRecord::from).collect(),
            language: article.language.as_deref(),
            published: value(&article.published),
            published_evidence: evidence(&article.published),
            updated: value(&article.updated),
            updated_evidence: evidence(&article.updated),
            captured: value(&article.captured),
            captured_evidence: evidence(&article.captured),
            word_count: article.word_count,
            incomplete: article.incomplete.map(|why| why.as_str()),
            source_file: &article.origin.file,
            source_member: &article.origin.member,
            source_offset: article.origin.offset,
            digest: hexadecimal(&article.digest),
        }
    }
}

impl<'a> From<&'a Entity> for EntityRecord<'a> {
    fn from(entity: &'a Entity) -> Self {
        EntityRecord {
            name: &entity.name,
            kind: entity.kind.as_str(),
            origin: entity.origin.as_str(),
            aliases: &entity.aliases,
            count: entity.count,
        }
    }
}

fn value(date: &Option<ArticleDate>) -> Option<String> {
    date.as_ref().map(|date| date.value.to_string())
}

fn evidence(date: &Option<ArticleDate>) -> Option<EvidenceRecord<'_>> {
    date.as_ref().map(|date| EvidenceRecord {
        precision: date.value.precision().as_str(),
        source: &date.source,
        confidence: date.confidence,
    })
}

/// Bytes as lower-case hexadecimal digits.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Writes an article as one line; `family` names the near-duplicates it belongs to, where there is an archive that knows.
pub fn write(article: &Article, family: Option<ArticleId>, writer: &mut dyn Write) -> io::Result<()> {
    let family = family.map(|family| family.to_string());
    json::write_line(&ArticleRecord { family, ..ArticleRecord::from(article) }, writer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{EntityKind, EntityOrigin};
    use crate::date::PartialDate;

    #[test]
    fn what_is_unknown_is_left_out_and_the_rest_keeps_its_order() {
        let article = Article {
            title: "T".to_owned(),
            body: "one\n\ntwo".to_owned(),
            entities: vec![Entity {
                name: "Port Ellery".to_owned(),
                kind: EntityKind::Place,
                origin: EntityOrigin::Recognised,
                aliases: Vec::new(),
                count: 1,
            }],
            published: Some(ArticleDate {
                value: PartialDate::new(2024, Some(5), None).unwrap(),
                source: "url".to_owned(),
                confidence: 0.9,
            }),
            word_count: 2,
            ..Article::default()
        };
        let mut bytes = Vec::new();
        write(&article, None, &mut bytes).unwrap();
        let zeros = "0".repeat(64);
        let expected = format!(
            "{}{}{zeros}\"}}\n",
            "{\"id\":\"0000000000000000\",\"title\":\"T\",\"body\":\"one\\n\\ntwo\",\"entities\":[{\"name\":\"Port Ellery\",\
             \"kind\":\"place\",\"origin\":\"recognised\",\"count\":1}],\"published\":\"2024-05\",\"published_evidence\":\
             {\"precision\":\"month\",\"source\":\"url\",\"confidence\":0.90},\"word_count\":2,",
            "\"source_file\":\"\",\"source_offset\":0,\"digest\":\""
        );
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }
}
