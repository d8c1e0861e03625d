//! From the contract (`schema/article.json`) to a tantivy schema and typed field handles.

use crate::article::EntityKind;
use crate::field::{self, Analyser, Kind};
use tantivy::schema::{BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

/// Handles of all fields, by name.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "schema/article.json says what each field means")]
pub struct Fields {
    pub id: Field,
    pub guid: Field,
    pub url: Field,
    pub canonical_url: Field,
    pub domain: Field,
    pub title: Field,
    pub subtitle: Field,
    pub body: Field,
    pub author: Field,
    pub publisher: Field,
    pub section: Field,
    pub keyword: Field,
    pub person: Field,
    pub org: Field,
    pub place: Field,
    pub other: Field,
    pub person_name: Field,
    pub org_name: Field,
    pub place_name: Field,
    pub other_name: Field,
    pub alias: Field,
    pub entities: Field,
    pub language: Field,
    pub incomplete: Field,
    pub published: Field,
    pub published_day: Field,
    pub published_precision: Field,
    pub updated_day: Field,
    pub captured_day: Field,
    pub indexed_at: Field,
    pub dates: Field,
    pub words: Field,
    pub source: Field,
    pub member: Field,
    pub offset: Field,
    pub digest: Field,
    pub sketch: Field,
}

impl Fields {
    /// Finds every field; fails on a schema that was not made by [`schema`].
    pub fn of(schema: &Schema) -> tantivy::Result<Self> {
        let get = |name| schema.get_field(name);
        Ok(Fields {
            id: get("id")?,
            guid: get("guid")?,
            url: get("url")?,
            canonical_url: get("canonical_url")?,
            domain: get("domain")?,
            title: get("title")?,
            subtitle: get("subtitle")?,
            body: get("body")?,
            author: get("author")?,
            publisher: get("publisher")?,
            section: get("section")?,
            keyword: get("keyword")?,
            person: get("person")?,
            org: get("org")?,
            place: get("place")?,
            other: get("other")?,
            person_name: get("person_name")?,
            org_name: get("org_name")?,
            place_name: get("place_name")?,
            other_name: get("other_name")?,
            alias: get("alias")?,
            entities: get("entities")?,
            language: get("language")?,
            incomplete: get("incomplete")?,
            published: get("published")?,
            published_day: get("published_day")?,
            published_precision: get("published_precision")?,
            updated_day: get("updated_day")?,
            captured_day: get("captured_day")?,
            indexed_at: get("indexed_at")?,
            dates: get("dates")?,
            words: get("words")?,
            source: get("source")?,
            member: get("member")?,
            offset: get("offset")?,
            digest: get("digest")?,
            sketch: get("sketch")?,
        })
    }
}

impl Fields {
    /// Where entities of a kind are filed: all their names, and their canonical names.
    pub fn of_kind(&self, kind: EntityKind) -> (Field, Field) {
        match kind {
            EntityKind::Person => (self.person, self.person_name),
            EntityKind::Organisation => (self.org, self.org_name),
            EntityKind::Place => (self.place, self.place_name),
            EntityKind::Other => (self.other, self.other_name),
        }
    }
}

/// Name under which an analyser is registered with the engine.
pub fn analyser_name(analyser: Analyser) -> &'static str {
    match analyser {
        Analyser::Words => "words",
        Analyser::Passages => "passages",
        Analyser::Whole => "raw",
        Analyser::Domains => "domains",
    }
}

/// The tantivy schema of an archive.
pub fn schema() -> Schema {
    let mut builder = Schema::builder();
    for field in field::fields() {
        match field.kind {
            Kind::Text | Kind::Keyword => builder.add_text_field(&field.name, text_options(field)),
            Kind::Integer if field.name == "id" => builder.add_u64_field(&field.name, integer_options(field)),
            Kind::Integer => builder.add_i64_field(&field.name, integer_options(field)),
            Kind::Bytes => builder.add_bytes_field(&field.name, bytes_options(field)),
        };
    }
    builder.build()
}

fn text_options(field: &field::Field) -> TextOptions {
    let mut options = TextOptions::default();
    if let Some(analyser) = field.analyser {
        let has_words = matches!(analyser, Analyser::Words | Analyser::Passages);
        let record = if has_words { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::Basic };
        options = options.set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(analyser_name(analyser))
                .set_index_option(record)
                .set_fieldnorms(analyser == Analyser::Passages),
        );
    }
    if field.stored {
        options = options.set_stored();
    }
    if field.fast {
        options = options.set_fast("raw");
    }
    options
}

fn integer_options(field: &field::Field) -> NumericOptions {
    let mut options = NumericOptions::default();
    if field.stored {
        options = options.set_stored();
    }
    if field.fast {
        options = options.set_fast();
    }
    options
}

fn bytes_options(field: &field::Field) -> BytesOptions {
    let mut options = BytesOptions::default();
    if field.stored {
        options = options.set_stored();
    }
    if field.fast {
        options = options.set_fast();
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_contract_has_a_handle_and_the_other_way_round() {
        let schema = schema();
        let fields = Fields::of(&schema).unwrap();
        assert_eq!(schema.num_fields(), field::fields().len());
        assert_eq!(format!("{fields:?}").matches("Field(").count(), schema.num_fields());
    }
}
