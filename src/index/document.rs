//! An article in the shape the engine takes, and back.
//!
//! [`Entry`] lends the engine the article's own strings: nothing is copied between extraction and the index.

use crate::article::{Article, ArticleDate, ArticleId, Entity, EntityKind, EntityOrigin, Incomplete, Origin};
use crate::date::{self, Precision};
use crate::index::schema::Fields;
use crate::text::address::host;
use std::fmt::Write as _;
use tantivy::TantivyDocument;
use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};
use tantivy::schema::{Document, Field, Value};

/// What is filed of an article besides its own fields; made by layers that the index does not know.
#[derive(Debug, Default)]
pub struct Derived {
    /// The sketch of the text ([`crate::duplicate`]) as bytes.
    pub sketch: Vec<u8>,
    /// For each entity of the article, in order: [`name_value`].
    pub names: Vec<String>,
    /// [`alias_value`]s.
    pub aliases: Vec<String>,
}

/// A name in a column: the key under which its spellings meet, then the name itself.
pub fn name_value(key: &str, name: &str) -> String {
    format!("{key}{UNIT}{name}")
}

/// Key and name of a [`name_value`].
pub fn split_name(value: &str) -> (&str, &str) {
    value.split_once(UNIT).unwrap_or((value, value))
}

/// Another form of a name in a column.
pub fn alias_value(kind: EntityKind, form_key: &str, name_key: &str) -> String {
    format!("{}{UNIT}{form_key}{UNIT}{name_key}", kind.as_str())
}

/// Kind, key of the form and key of the name of an [`alias_value`].
pub fn split_alias(value: &str) -> Option<(EntityKind, &str, &str)> {
    let (kind, rest) = value.split_once(UNIT)?;
    let (form, name) = rest.split_once(UNIT)?;
    Some((EntityKind::parse(kind)?, form, name))
}

/// An article and what the index keeps of it besides.
#[derive(Debug)]
pub struct Entry {
    article: Article,
    derived: Derived,
    fields: Fields,
    host: String,
    dates: Vec<String>,
    entities: Vec<String>,
    indexed_at: i64,
}

impl Entry {
    /// Makes an entry of an identified article. `indexed_at` is in seconds since 1970 UTC.
    pub fn new(article: Article, derived: Derived, fields: Fields, indexed_at: i64) -> Self {
        let address = article.canonical_url.as_deref().or(article.url.as_deref());
        Entry {
            host: address.and_then(host).unwrap_or_default(),
            dates: write_dates(&article),
            entities: article.entities.iter().map(write_entity).collect(),
            article,
            derived,
            fields,
            indexed_at,
        }
    }

    /// The article inside.
    pub fn article(&self) -> &Article {
        &self.article
    }

    fn values<'a>(&'a self) -> Vec<(Field, FieldValue<'a>)> {
        let (article, fields) = (&self.article, &self.fields);
        let mut values = Vec::with_capacity(32 + 3 * article.entities.len());
        values.push((fields.id, FieldValue::Unsigned(article.id.0)));
        values.push((fields.title, FieldValue::Text(&article.title)));
        values.push((fields.body, FieldValue::Text(&article.body)));
        let mut text = |field, value: Option<&'a str>| push_text(&mut values, field, value);
        text(fields.guid, article.guid.as_deref());
        text(fields.url, article.url.as_deref());
        text(fields.canonical_url, article.canonical_url.as_deref());
        text(fields.domain, Some(&self.host));
        text(fields.subtitle, article.subtitle.as_deref());
        text(fields.publisher, article.publisher.as_deref());
        text(fields.section, article.section.as_deref());
        text(fields.language, article.language.as_deref());
        text(fields.incomplete, article.incomplete.map(Incomplete::as_str));
        text(fields.source, Some(&article.origin.file));
        text(fields.member, Some(&article.origin.member));
        for author in &article.authors {
            text(fields.author, Some(author));
        }
        for keyword in &article.keywords {
            text(fields.keyword, Some(keyword));
        }
        for date in &self.dates {
            text(fields.dates, Some(date));
        }
        for entity in &self.entities {
            text(fields.entities, Some(entity));
        }
        for entity in &article.entities {
            let (names, _) = self.fields.of_kind(entity.kind);
            text(names, Some(&entity.name));
            for alias in &entity.aliases {
                text(names, Some(alias));
            }
        }
        for (entity, name) in article.entities.iter().zip(&self.derived.names) {
            text(self.fields.of_kind(entity.kind).1, Some(name));
        }
        for alias in &self.derived.aliases {
            text(fields.alias, Some(alias));
        }
        self.push_integers(&mut values);
        values.push((fields.digest, FieldValue::Bytes(&article.digest)));
        values.push((fields.sketch, FieldValue::Bytes(&self.derived.sketch)));
        values
    }

    fn push_integers<'a>(&'a self, values: &mut Vec<(Field, FieldValue<'a>)>) {
        let (article, fields) = (&self.article, &self.fields);
        let day = |date: &Option<ArticleDate>| date.as_ref().map(|date| i64::from(date.value.days_since_epoch()));
        let integers = [
            (fields.published, article.published.as_ref().map(|date| date.value.start())),
            (fields.published_day, day(&article.published)),
            (fields.published_precision, article.published.as_ref().map(|date| precision(&date.value))),
            (fields.updated_day, day(&article.updated)),
            (fields.captured_day, day(&article.captured)),
            (fields.indexed_at, Some(self.indexed_at)),
            (fields.words, Some(i64::from(article.word_count))),
            (fields.offset, i64::try_from(article.origin.offset).ok()),
        ];
        values.extend(
            integers.into_iter().filter_map(|(field, value)| value.map(|value| (field, FieldValue::Integer(value)))),
        );
    }
}

/// What is known of a date, as the column holds it.
fn precision(date: &date::PartialDate) -> i64 {
    match date.precision() {
        Precision::Year => 1,
        Precision::Month => 2,
        Precision::Day => 3,
        Precision::Time => 4,
    }
}

/// The date in the columns `published_day` and `published_precision`, to the day at most.
pub fn read_day(day: i64, precision: i64) -> Option<date::PartialDate> {
    let date = date::PartialDate::from_unix_seconds(day.checked_mul(86_400)?)?;
    let (month, day) = (date.month(), date.day());
    match precision {
        1 => date::PartialDate::new(date.year(), None, None),
        2 => date::PartialDate::new(date.year(), month, None),
        _ => date::PartialDate::new(date.year(), month, day),
    }
}

/// The latest moment of a date in columns, as [`date::PartialDate::latest`]; of a midnight only the one of UTC is known as such.
pub fn latest(published: i64, day: Option<i64>, precision: Option<i64>) -> i64 {
    match precision {
        Some(4) if published.rem_euclid(86_400) != 0 => published,
        Some(1 | 2) => day
            .zip(precision)
            .and_then(|(day, precision)| read_day(day, precision))
            .map_or(published, |date| date.latest()),
        _ => published.saturating_add(86_400 - 1),
    }
}

/// Adds a text, unless there is none.
fn push_text<'a>(values: &mut Vec<(Field, FieldValue<'a>)>, field: Field, value: Option<&'a str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        values.push((field, FieldValue::Text(value)));
    }
}

/// A value lent to the engine.
#[derive(Debug, Clone, Copy)]
pub enum FieldValue<'a> {
    /// A string.
    Text(&'a str),
    /// A signed number.
    Integer(i64),
    /// An unsigned number.
    Unsigned(u64),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> for FieldValue<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match *self {
            FieldValue::Text(text) => ReferenceValueLeaf::Str(text),
            FieldValue::Integer(number) => ReferenceValueLeaf::I64(number),
            FieldValue::Unsigned(number) => ReferenceValueLeaf::U64(number),
            FieldValue::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
        })
    }
}

impl Document for Entry {
    type Value<'a> = FieldValue<'a>;
    type FieldsValuesIter<'a> = std::vec::IntoIter<(Field, FieldValue<'a>)>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.values().into_iter()
    }
}

/// Parts the pieces of a stored date or entity; no clean text contains it.
pub const UNIT: char = '\u{1f}';

fn write_dates(article: &Article) -> Vec<String> {
    [("published", &article.published), ("updated", &article.updated), ("captured", &article.captured)]
        .into_iter()
        .filter_map(|(name, date)| date.as_ref().map(|date| (name, date)))
        .map(|(name, date)| format!("{name}{UNIT}{}{UNIT}{:.2}{UNIT}{}", date.value, date.confidence, date.source))
        .collect()
}

fn read_date(text: &str) -> Option<(&str, ArticleDate)> {
    let mut parts = text.splitn(4, UNIT);
    let name = parts.next()?;
    let value = date::parse::iso(parts.next()?)?;
    let confidence = parts.next()?.parse().ok()?;
    let source = parts.next()?.to_owned();
    Some((name, ArticleDate { value, source, confidence }))
}

fn write_entity(entity: &Entity) -> String {
    let mut text = String::with_capacity(64);
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "{}{UNIT}{}{UNIT}{}{UNIT}{}",
        entity.kind.as_str(),
        entity.origin.as_str(),
        entity.count,
        entity.name
    );
    for alias in &entity.aliases {
        text.push(UNIT);
        text.push_str(alias);
    }
    text
}

fn read_entity(text: &str) -> Option<Entity> {
    let mut parts = text.split(UNIT);
    let kind = EntityKind::parse(parts.next()?)?;
    let origin = match parts.next()? {
        "source" => EntityOrigin::Source,
        _ => EntityOrigin::Recognised,
    };
    let count = parts.next()?.parse().ok()?;
    let name = parts.next()?.to_owned();
    Some(Entity { name, kind, origin, aliases: parts.map(str::to_owned).collect(), count })
}

/// The article in a stored document. Counts its words anew: they are not stored.
pub fn read(document: &TantivyDocument, fields: &Fields) -> Article {
    let mut article = Article::default();
    for (field, value) in document.field_values() {
        if let Some(number) = value.as_u64() {
            if field == fields.id {
                article.id = ArticleId(number);
            }
            continue;
        }
        if let Some(bytes) = value.as_bytes() {
            if let Ok(digest) = bytes.try_into() {
                article.digest = digest;
            }
            continue;
        }
        if let Some(text) = value.as_str() {
            read_text(&mut article, fields, field, text);
        }
    }
    article
}

fn read_text(article: &mut Article, fields: &Fields, field: Field, text: &str) {
    let own = || Some(text.to_owned());
    match field {
        _ if field == fields.title => article.title = text.to_owned(),
        _ if field == fields.body => article.body = text.to_owned(),
        _ if field == fields.guid => article.guid = own(),
        _ if field == fields.url => article.url = own(),
        _ if field == fields.canonical_url => article.canonical_url = own(),
        _ if field == fields.subtitle => article.subtitle = own(),
        _ if field == fields.publisher => article.publisher = own(),
        _ if field == fields.section => article.section = own(),
        _ if field == fields.language => article.language = own(),
        _ if field == fields.incomplete => article.incomplete = Incomplete::parse(text),
        _ if field == fields.author => article.authors.push(text.to_owned()),
        _ if field == fields.keyword => article.keywords.push(text.to_owned()),
        _ if field == fields.entities => article.entities.extend(read_entity(text)),
        _ if field == fields.source => article.origin.file = text.to_owned(),
        _ if field == fields.member => article.origin.member = text.to_owned(),
        _ if field == fields.dates => match read_date(text) {
            Some(("published", date)) => article.published = Some(date),
            Some(("updated", date)) => article.updated = Some(date),
            Some(("captured", date)) => article.captured = Some(date),
            _ => {}
        },
        _ => {}
    }
}

/// The columns that [`read`] cannot give.
pub fn with_columns(mut article: Article, word_count: i64, offset: i64) -> Article {
    article.word_count = u32::try_from(word_count).unwrap_or(0);
    article.origin = Origin { offset: u64::try_from(offset).unwrap_or(0), ..article.origin };
    article
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_and_dates_survive_being_stored() {
        let entity = Entity {
            name: "Andy Jassy".to_owned(),
            kind: EntityKind::Person,
            origin: EntityOrigin::Recognised,
            aliases: vec!["Jassy".to_owned(), "Mr Jassy".to_owned()],
            count: 3,
        };
        assert_eq!(read_entity(&write_entity(&entity)), Some(entity));
        let article = Article {
            published: Some(ArticleDate {
                value: date::parse::iso("2026-06").unwrap(),
                source: "url".to_owned(),
                confidence: 0.75,
            }),
            ..Article::default()
        };
        let written = write_dates(&article);
        let (name, date) = read_date(&written[0]).unwrap();
        assert_eq!((name, Some(date)), ("published", article.published));
    }
}
