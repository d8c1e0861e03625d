//! One JSON object as slots of known fields.

use super::field::{self, Field, Meaning};
use super::value::{Key, Part, Parts, Values};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// What stands under one field, and the rank of the key it stood under.
#[derive(Debug, Default)]
struct Slot<'a> {
    values: Values<'a>,
    rank: u8,
    is_filled: bool,
}

/// The known fields of a record.
#[derive(Debug, Default)]
pub(super) struct Record<'a> {
    slots: [Slot<'a>; Field::COUNT],
    pub(super) entities: Vec<Part<'a>>,
    pub(super) contents: Vec<Part<'a>>,
    pub(super) published_evidence: Part<'a>,
    pub(super) updated_evidence: Part<'a>,
    pub(super) captured_evidence: Part<'a>,
    /// A key that stood twice.
    pub(super) duplicate: Option<String>,
}

impl<'a> Record<'a> {
    /// What stands under a field.
    pub(super) fn get(&self, field: Field) -> &Values<'a> {
        const NOTHING: &Values<'static> = &Values::Nothing;
        self.slots.get(field as usize).map_or(NOTHING, |slot| &slot.values)
    }

    /// Whether a value under a key of this rank would be kept.
    fn wants(&self, meaning: Meaning) -> bool {
        self.slots.get(meaning.field as usize).is_some_and(|slot| !slot.is_filled || meaning.rank <= slot.rank)
    }

    fn set(&mut self, meaning: Meaning, values: Values<'a>, key: &str, is_outer: bool) {
        let Some(slot) = self.slots.get_mut(meaning.field as usize) else {
            return;
        };
        if slot.is_filled && slot.rank == meaning.rank && is_outer {
            self.duplicate.get_or_insert_with(|| key.to_owned());
        }
        if !values.is_nothing() {
            *slot = Slot { values, rank: meaning.rank, is_filled: true };
        }
    }

    /// Reads one entry of the object.
    fn read<A: MapAccess<'a>>(&mut self, key: &str, map: &mut A, is_outer: bool) -> Result<(), A::Error> {
        let Some(meaning) = field::meaning(key) else {
            return skip(map);
        };
        match meaning.field {
            Field::Entities => self.entities = map.next_value::<Parts<'a>>()?.0,
            Field::Contents => self.contents = map.next_value::<Parts<'a>>()?.0,
            Field::PublishedEvidence => self.published_evidence = map.next_value()?,
            Field::UpdatedEvidence => self.updated_evidence = map.next_value()?,
            Field::CapturedEvidence => self.captured_evidence = map.next_value()?,
            Field::Nested => map.next_value_seed(Into { record: self, is_outer: false })?,
            _ if !self.wants(meaning) => return skip(map),
            _ => {
                let values = map.next_value()?;
                self.set(meaning, values, key, is_outer);
            }
        }
        Ok(())
    }
}

fn skip<'a, A: MapAccess<'a>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(|_| ())
}

/// Reads an object into a record; anything else under a key of objects is nothing.
pub(super) struct Into<'r, 'a> {
    pub(super) record: &'r mut Record<'a>,
    /// Whether it is the record itself and not an object in it.
    pub(super) is_outer: bool,
}

impl<'a> DeserializeSeed<'a> for Into<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Into<'_, 'a> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            self.record.read(&key, &mut map, self.is_outer)?;
        }
        Ok(())
    }
}
