//! Counting the articles of a result by the values of a column.
//!
//! Within a segment values are ordinals, and counting is adding to an array; texts are only read of the values that occur, and
//! only then are segments brought together. A name is filed as the key under which its spellings meet and the spelling
//! ([`crate::index::document`]): the forms of a name in the archive ([`crate::search::names`]) are one value, shown in
//! the spelling that most articles of the archive have.

use crate::article::EntityKind;
use crate::error::Result;
use crate::index::document::split_name;
use crate::search::Engine;
use crate::search::document_set::DocumentSet;
use crate::search::facet::FacetField;
use crate::search::names as archive;
use crate::search::ordinal::{Names, Ordinals, column_of_kind};
use crate::search::surplus::{StoryCount, Surplus};
use crate::search::wrap;
use rustc_hash::FxHashMap;

/// The counts of a field.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Values that occur, in no particular order.
    pub(super) values: Vec<Counted>,
    /// Articles without any.
    pub(super) without: u64,
    /// Articles with a date that is too vague.
    pub(super) imprecise: u64,
}

/// A value with what has it.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) name: String,
    /// What tells it from other values of its kind.
    pub(super) key: String,
    pub(super) kind: Option<EntityKind>,
    pub(super) articles: u64,
    pub(super) stories: u64,
}

/// Counts the documents in `sets`, one set a segment, by the values of a field.
pub(super) fn of_field(
    engine: &Engine,
    field: FacetField,
    sets: &[DocumentSet],
    stories: &StoryCount,
) -> Result<Tally> {
    if field.kinds().is_empty() {
        let mut count = Count::new(sets, None);
        for (number, reader) in engine.searcher.segment_readers().iter().enumerate() {
            count.add(number, &Ordinals::of_field(reader, field)?, stories)?;
        }
        let without = count.without.iter().map(DocumentSet::len).sum();
        return Ok(count.finish(without));
    }
    let names = engine.names()?;
    let mut tally = Tally::default();
    let mut without = sets.to_vec();
    for kind in field.kinds() {
        let mut count = Count::new(sets, Some((*kind, names)));
        for (number, reader) in engine.searcher.segment_readers().iter().enumerate() {
            count.add(number, &Ordinals::of_strings(reader, column_of_kind(*kind), true)?, stories)?;
        }
        without.iter_mut().zip(&count.without).for_each(|(all, this)| all.and(this));
        tally.values.extend(count.finish(0).values);
    }
    tally.without = without.iter().map(DocumentSet::len).sum();
    Ok(tally)
}

/// A count under way: segments are added one after the other.
struct Count<'a> {
    sets: &'a [DocumentSet],
    /// What kind of name, if it is one, and all names of the archive.
    kind: Option<(EntityKind, &'a archive::Names)>,
    /// Documents of the sets that have no value in the segments added so far.
    without: Vec<DocumentSet>,
    numbers: FxHashMap<Box<str>, u32>,
    values: Vec<Value>,
    surplus: Surplus,
    imprecise: u64,
}

/// A value under its number.
struct Value {
    articles: u64,
    /// The spelling that is shown, if it is a name.
    shown: Option<Box<str>>,
}

/// Number of what is too vague to be a value.
const NO_VALUE: u32 = u32::MAX;

impl<'a> Count<'a> {
    fn new(sets: &'a [DocumentSet], kind: Option<(EntityKind, &'a archive::Names)>) -> Self {
        Count {
            sets,
            kind,
            without: sets.to_vec(),
            numbers: FxHashMap::default(),
            values: Vec::new(),
            surplus: Surplus::default(),
            imprecise: 0,
        }
    }

    /// Adds the documents of a segment.
    fn add(&mut self, segment: usize, ordinals: &Ordinals<'_>, stories: &StoryCount) -> Result<()> {
        let Some(set) = self.sets.get(segment) else {
            return Ok(());
        };
        let mut by_ordinal = vec![0u64; ordinals.size];
        let mut found = Vec::new();
        for document in set.iter() {
            found.clear();
            ordinals.read(document, &mut found);
            if found.is_empty() {
                continue;
            }
            if found.len() > 1 {
                found.sort_unstable();
                found.dedup();
            }
            for ordinal in &found {
                if let Some(count) = by_ordinal.get_mut(*ordinal as usize) {
                    *count += 1;
                }
            }
            if let Some(without) = self.without.get_mut(segment) {
                without.remove(document);
            }
        }
        let numbers = self.number(ordinals, &by_ordinal)?;
        if ordinals.has_keys() {
            self.count_keys(set, ordinals, &numbers);
        } else {
            self.count_ordinals(&numbers, &by_ordinal);
        }
        for (document, family) in stories.repeated(segment) {
            numbers_of(*document, ordinals, &numbers, &mut found);
            found.iter().for_each(|number| self.surplus.add(*number, *family));
        }
        Ok(())
    }

    /// The number of the value of each ordinal that occurs.
    fn number(&mut self, ordinals: &Ordinals<'_>, by_ordinal: &[u64]) -> Result<Vec<u32>> {
        let mut numbers = vec![NO_VALUE; by_ordinal.len()];
        let occurring = || by_ordinal.iter().enumerate().filter(|(_, count)| **count > 0);
        match &ordinals.names {
            Names::None => {}
            Names::Labels(labels) => {
                for (ordinal, count) in occurring() {
                    let Some(label) = labels.get(ordinal).and_then(Option::as_ref) else {
                        self.imprecise += count;
                        continue;
                    };
                    if let Some(number) = numbers.get_mut(ordinal) {
                        *number = self.number_of(label, None);
                    }
                }
            }
            Names::Dictionary { column, has_keys } => {
                let ordinals: Vec<u64> = occurring().map(|(ordinal, _)| ordinal as u64).collect();
                let mut rest = occurring();
                let each = |text: &[u8]| {
                    let text = String::from_utf8_lossy(text);
                    let Some(number) = rest.next().and_then(|(ordinal, _)| numbers.get_mut(ordinal)) else {
                        return;
                    };
                    *number = if *has_keys { self.number_of_name(&text) } else { self.number_of(&text, None) };
                };
                column.dictionary().sorted_ords_to_term_cb(&ordinals, each).map_err(wrap)?;
            }
        }
        Ok(numbers)
    }

    /// The number of a value of a column of names: all forms of a name in the archive have one.
    fn number_of_name(&mut self, value: &str) -> u32 {
        let (key, spelling) = split_name(value);
        let known = self.kind.and_then(|(kind, names)| names.name(names.number_of_key(kind, key)?));
        match known {
            Some(name) => self.number_of(name.keys.first().map_or(key, |key| key), Some(name.shown())),
            None => self.number_of(key, Some(spelling)),
        }
    }

    fn number_of(&mut self, key: &str, shown: Option<&str>) -> u32 {
        if let Some(number) = self.numbers.get(key) {
            return *number;
        }
        let number = u32::try_from(self.values.len()).unwrap_or(NO_VALUE);
        self.values.push(Value { articles: 0, shown: shown.map(Box::from) });
        self.numbers.insert(key.into(), number);
        number
    }

    fn count_ordinals(&mut self, numbers: &[u32], by_ordinal: &[u64]) {
        for (number, count) in numbers.iter().zip(by_ordinal) {
            if let Some(value) = self.values.get_mut(*number as usize) {
                value.articles += count;
            }
        }
    }

    /// An article that has a name in two spellings has it once.
    fn count_keys(&mut self, set: &DocumentSet, ordinals: &Ordinals<'_>, numbers: &[u32]) {
        let mut found = Vec::new();
        for document in set.iter() {
            numbers_of(document, ordinals, numbers, &mut found);
            for number in &found {
                if let Some(value) = self.values.get_mut(*number as usize) {
                    value.articles += 1;
                }
            }
        }
    }

    fn finish(self, without: u64) -> Tally {
        let surplus = self.surplus.by_number(self.values.len());
        let mut keys = vec![Box::default(); self.values.len()];
        for (key, number) in self.numbers {
            if let Some(place) = keys.get_mut(number as usize) {
                *place = key;
            }
        }
        let values = self.values.into_iter().zip(keys).zip(surplus);
        let counted = values.map(|((value, key), surplus)| Counted {
            name: value.shown.unwrap_or_else(|| key.clone()).into(),
            key: key.into(),
            kind: self.kind.map(|(kind, _)| kind),
            articles: value.articles,
            stories: value.articles - surplus,
        });
        Tally { values: counted.collect(), without, imprecise: self.imprecise }
    }
}

/// The numbers of the values of a document, each once.
fn numbers_of(document: u32, ordinals: &Ordinals<'_>, numbers: &[u32], found: &mut Vec<u32>) {
    found.clear();
    ordinals.read(document, found);
    found.iter_mut().for_each(|value| *value = numbers.get(*value as usize).copied().unwrap_or(NO_VALUE));
    found.retain(|number| *number != NO_VALUE);
    found.sort_unstable();
    found.dedup();
}
