//! Which places of the index does a field of the query name?

use crate::query::ast::FieldName;
use crate::search::plan::Slot;

/// Where a part of a query looks.
#[derive(Clone)]
pub(super) struct Scope {
    pub(super) slots: Vec<Slot>,
    /// The lead of the body besides the slots.
    pub(super) lead: bool,
    /// A field whose values are compared as a whole.
    pub(super) whole: Option<FieldName>,
}

/// Where words are looked for in these fields.
pub(super) fn field_scope(fields: &[FieldName]) -> Scope {
    let mut scope = Scope { slots: Vec::new(), lead: false, whole: None };
    for field in fields {
        match field {
            FieldName::Lead => scope.lead = true,
            FieldName::Entity => scope.slots.extend(Slot::ENTITIES),
            field => match slot_of(*field) {
                Some(slot) => scope.slots.push(slot),
                None => scope.whole = Some(*field),
            },
        }
    }
    scope
}

/// The columns that hold the whole values of a field.
pub(super) fn value_columns(field: FieldName) -> &'static [&'static str] {
    match field {
        FieldName::Byline => &["author"],
        FieldName::Publisher => &["publisher"],
        FieldName::Section => &["section"],
        FieldName::Keyword => &["keyword"],
        FieldName::Person => &["person_name"],
        FieldName::Organisation => &["org_name"],
        FieldName::Place => &["place_name"],
        FieldName::Entity => &["person_name", "org_name", "place_name", "other_name"],
        _ => &[],
    }
}

fn slot_of(field: FieldName) -> Option<Slot> {
    Some(match field {
        FieldName::Title => Slot::Title,
        FieldName::Subtitle => Slot::Subtitle,
        FieldName::Body => Slot::Body,
        FieldName::Byline => Slot::Author,
        FieldName::Publisher => Slot::Publisher,
        FieldName::Section => Slot::Section,
        FieldName::Person => Slot::Person,
        FieldName::Organisation => Slot::Org,
        FieldName::Place => Slot::Place,
        FieldName::Keyword => Slot::Keyword,
        FieldName::Url => Slot::Url,
        _ => return None,
    })
}

pub(super) fn whole_field(field: FieldName) -> Option<&'static str> {
    Some(match field {
        FieldName::Language => "language",
        FieldName::Domain => "domain",
        FieldName::Guid => "guid",
        FieldName::File => "source",
        _ => return None,
    })
}

pub(super) fn normal_value(field: &str, value: &str) -> String {
    match field {
        "language" | "domain" => value.to_lowercase(),
        _ => value.to_owned(),
    }
}
