//! Values of a record, read without building a tree: texts are borrowed from the record where they hold no escapes.
//!
//! Records of other programs put a text, a list, an object with a name or nothing under the same key, so every kind
//! of value is accepted everywhere, and what cannot be used is nothing. Depth is limited by `serde_json`.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// One or several texts, or a number.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Values<'a> {
    #[default]
    Nothing,
    Text(Cow<'a, str>),
    Number(i64),
    Many(Vec<Cow<'a, str>>),
}

impl<'a> Values<'a> {
    /// Whether it says nothing; `"None"` and `"null"` are how some programs write nothing.
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Values::Nothing => true,
            Values::Text(text) => is_nothing(text),
            Values::Number(_) => false,
            Values::Many(values) => values.iter().all(|value| is_nothing(value)),
        }
    }

    /// The first text.
    pub(super) fn text(&self) -> Option<Cow<'_, str>> {
        let text = match self {
            Values::Nothing => return None,
            Values::Text(text) => Cow::Borrowed(text.as_ref()),
            Values::Number(number) => Cow::Owned(number.to_string()),
            Values::Many(values) => Cow::Borrowed(values.iter().find(|value| !is_nothing(value))?.as_ref()),
        };
        (!is_nothing(&text)).then_some(text)
    }

    /// All texts.
    pub(super) fn texts(&self) -> Vec<Cow<'_, str>> {
        match self {
            Values::Many(values) => {
                values.iter().filter(|value| !is_nothing(value)).map(|value| Cow::Borrowed(value.as_ref())).collect()
            }
            other => other.text().into_iter().collect(),
        }
    }

    /// All texts as one, parted by blank lines.
    pub(super) fn joined(&self) -> Cow<'_, str> {
        match self {
            Values::Many(values) => Cow::Owned(values.join("\n\n")),
            other => other.text().unwrap_or_default(),
        }
    }

    /// Adds the texts to a list.
    fn move_into(self, list: &mut Vec<Cow<'a, str>>) {
        match self {
            Values::Nothing => {}
            Values::Text(text) => list.push(text),
            Values::Number(number) => list.push(Cow::Owned(number.to_string())),
            Values::Many(values) => list.extend(values),
        }
    }
}

fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || (text.len() <= 4 && ["None", "null", "NULL", "nan", "NaN"].contains(&text))
}

/// Kinds of values that a visitor accepts as nothing.
macro_rules! accepted_as_nothing {
    ($($method:ident($kind:ty)),*) => {
        $(fn $method<E>(self, _: $kind) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        })*
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
}

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    accepted_as_nothing!(visit_bool(bool));

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Values::Number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(number).map_or_else(|_| Values::Text(Cow::Owned(number.to_string())), Values::Number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        // Whole seconds are all that a point of time needs; the cast saturates.
        Ok(Values::Number(number as i64))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Values::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Values::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(values) = items.next_element::<Values<'de>>()? {
            values.move_into(&mut list);
        }
        Ok(Values::Many(list))
    }

    /// An object is what it is called: its name, its value or, failing these, its address.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        const NAMES: [&str; 9] = ["name", "value", "webTitle", "label", "title", "@value", "text", "@id", "url"];
        let mut best = NAMES.len();
        let mut found = Values::Nothing;
        while let Some(Key(key)) = map.next_key()? {
            match NAMES.iter().position(|name| *name == key).filter(|rank| *rank < best) {
                Some(rank) => {
                    let values: Values<'de> = map.next_value()?;
                    if !values.is_nothing() {
                        (best, found) = (rank, values);
                    }
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Values<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValuesVisitor)
    }
}

/// A key, borrowed if it holds no escapes.
pub(super) struct Key<'a>(pub(super) Cow<'a, str>);

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Key(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Key(Cow::Owned(text.to_owned())))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

/// An object inside a record whose keys are few and known: an entity, the evidence for a date, a block of contents.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Part<'a> {
    pub(super) name: Values<'a>,
    /// `kind` or `type`.
    pub(super) kind: Values<'a>,
    pub(super) origin: Values<'a>,
    pub(super) aliases: Values<'a>,
    pub(super) count: Values<'a>,
    pub(super) source: Values<'a>,
    pub(super) confidence: Option<f32>,
    pub(super) content: Values<'a>,
}

struct PartVisitor;

impl<'de> Visitor<'de> for PartVisitor {
    type Value = Part<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    accepted_as_nothing!(visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64));

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Part { name: Values::Text(Cow::Borrowed(text)), ..Part::default() })
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Part { name: Values::Text(Cow::Owned(text.to_owned())), ..Part::default() })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Part::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut part = Part::default();
        while let Some(Key(key)) = map.next_key()? {
            match key.as_ref() {
                "name" => part.name = map.next_value()?,
                "kind" | "type" => part.kind = map.next_value()?,
                "origin" => part.origin = map.next_value()?,
                "aliases" => part.aliases = map.next_value()?,
                "count" => part.count = map.next_value()?,
                "source" => part.source = map.next_value()?,
                "confidence" => part.confidence = map.next_value::<Fraction>()?.0,
                "content" => part.content = map.next_value()?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(part)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Part<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PartVisitor)
    }
}

/// Several parts; anything but a list is none.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parts<'a>(pub(super) Vec<Part<'a>>);

struct PartsVisitor;

impl<'de> Visitor<'de> for PartsVisitor {
    type Value = Parts<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    accepted_as_nothing!(visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_str(&str));

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = items.next_element()? {
            parts.push(part);
        }
        Ok(Parts(parts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Parts::default())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Parts<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PartsVisitor)
    }
}

/// A number from 0 to 1; anything else is none.
#[derive(Debug, Default)]
struct Fraction(Option<f32>);

struct FractionVisitor;

impl<'de> Visitor<'de> for FractionVisitor {
    type Value = Fraction;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number")
    }

    accepted_as_nothing!(visit_bool(bool), visit_str(&str));

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Fraction(None))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Fraction((number <= 1).then_some(if number == 0 { 0.0 } else { 1.0 })))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        // Nearest single-precision number; only fractions get here.
        Ok(Fraction((0.0..=1.0).contains(&number).then_some(number as f32)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Fraction(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Fraction(None))
    }
}

impl<'de> Deserialize<'de> for Fraction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FractionVisitor)
    }
}
