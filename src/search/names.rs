//! Which names are there in the archive, and which of their forms are one?
//!
//! A table made from the dictionaries of the columns of names and aliases: spellings with equal keys are one name, and other
//! forms are joined by the rules of [`crate::entity::joining`]. A name is shown in the spelling that most articles have it in.
//! Made when it is first asked for, and kept as long as the engine.
//!
//! Invariant: what is one, and how it is called, depends on the articles alone, not on segments; numbers of names do, and
//! never leave this layer.

use crate::article::EntityKind;
use crate::entity::canonical_key;
use crate::entity::joining::Joiner;
pub(super) use crate::entity::joining::NameNumber;
use crate::entity::tags::kind_index;
use crate::error::Result;
use crate::index::document::{split_alias, split_name};
use crate::search::Engine;
use crate::search::document_set::DocumentSet;
use crate::search::ordinal::column_of_kind;
use crate::search::ordinal::each_value;
use rustc_hash::FxHashMap;
use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;

/// Stands for no name.
pub(super) const NO_NAME: NameNumber = NameNumber::MAX;

/// The names of an archive; see the module header.
#[derive(Debug, Default)]
pub struct Names {
    names: Vec<Name>,
    /// For each kind, the names by the keys of their forms.
    by_key: [FxHashMap<Box<str>, NameNumber>; 4],
    /// For each segment and kind, the names of the ordinals of its column.
    by_ordinal: Vec<[Vec<NameNumber>; 4]>,
}

/// A person, organisation, place or other thing, by all forms of its name.
#[derive(Debug)]
pub struct Name {
    /// What it names.
    pub kind: EntityKind,
    /// Spellings in which articles have it as the fullest form, with the number of articles; most first, then by text.
    pub spellings: Vec<(Box<str>, u64)>,
    /// Keys of all its forms, sorted.
    pub keys: Vec<Box<str>>,
}

impl Name {
    /// The spelling that is shown.
    pub fn shown(&self) -> &str {
        let key = || self.keys.first().map_or("", |key| key);
        self.spellings.first().map_or_else(key, |(spelling, _)| spelling)
    }

    /// Articles by their spellings, added up; those with two spellings count twice.
    pub(super) fn weight(&self) -> u64 {
        self.spellings.iter().map(|(_, articles)| articles).sum()
    }

    /// Keys of forms that no article has as the fullest form.
    pub(super) fn unspelt(&self) -> impl Iterator<Item = &str> {
        let spelt: Vec<String> = self.spellings.iter().map(|(spelling, _)| key_of(spelling)).collect();
        self.keys.iter().map(|key| &**key).filter(move |key| !spelt.iter().any(|spelt| spelt == key))
    }
}

/// The key under which a form is filed.
pub(super) fn key_of(form: &str) -> String {
    let key = canonical_key(form);
    if key.is_empty() { form.to_owned() } else { key }
}

impl Engine {
    /// The names of the archive.
    pub fn names(&self) -> Result<&Names> {
        if let Some(names) = self.names.get() {
            return Ok(names);
        }
        let names = Names::of(self.searcher.segment_readers())?;
        Ok(self.names.get_or_init(|| names))
    }
}

impl Names {
    fn of(readers: &[SegmentReader]) -> Result<Self> {
        let mut joiner = Joiner::default();
        let mut spellings: Vec<Vec<(Box<str>, u64)>> = Vec::new();
        let mut by_ordinal = Vec::with_capacity(readers.len());
        for reader in readers {
            let mut of_segment: [Vec<NameNumber>; 4] = Default::default();
            for kind in EntityKind::ALL {
                of_segment[kind_index(kind)] = add_names(reader, kind, &mut joiner, &mut spellings)?;
            }
            add_aliases(reader, &mut joiner)?;
            by_ordinal.push(of_segment);
        }
        let joined = joiner.finish();
        spellings.resize_with(joined.roots.len(), Vec::new);
        let mut names = Names { by_key: joined.numbers, by_ordinal, ..Names::default() };
        let numbers = names.gather(&joined.roots, spellings);
        let renumber = |number: &mut NameNumber| *number = numbers.get(*number as usize).copied().unwrap_or(NO_NAME);
        names.by_ordinal.iter_mut().flatten().flatten().for_each(renumber);
        for (keys, kind) in names.by_key.iter_mut().zip(EntityKind::ALL) {
            for (key, number) in keys {
                renumber(number);
                if let Some(name) = names.names.get_mut(*number as usize) {
                    name.kind = kind;
                    name.keys.push(key.clone());
                }
            }
        }
        names.names.iter_mut().for_each(|name| name.keys.sort_unstable());
        Ok(names)
    }

    /// Makes a name of each root; returns the number of the name for each number of the joiner.
    fn gather(&mut self, roots: &[NameNumber], spellings: Vec<Vec<(Box<str>, u64)>>) -> Vec<NameNumber> {
        let mut numbers: Vec<NameNumber> = Vec::with_capacity(roots.len());
        for ((number, root), spellings) in (0..).zip(roots).zip(spellings) {
            if *root == number {
                numbers.push(NameNumber::try_from(self.names.len()).unwrap_or(NO_NAME));
                self.names.push(Name { kind: EntityKind::Other, spellings, keys: Vec::new() });
                continue;
            }
            // A root stands before what is joined to it.
            let name = numbers.get(*root as usize).copied().unwrap_or(NO_NAME);
            numbers.push(name);
            if let Some(name) = self.names.get_mut(name as usize) {
                name.spellings.extend(spellings);
            }
        }
        for name in &mut self.names {
            name.spellings.sort_unstable_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        }
        numbers
    }

    /// Number of names.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether the archive has no names.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The name of which this is a form, whatever its case, accents, dots and titles.
    pub fn find(&self, kind: EntityKind, form: &str) -> Option<&Name> {
        self.name(self.number(kind, form)?)
    }

    pub(super) fn name(&self, number: NameNumber) -> Option<&Name> {
        self.names.get(number as usize)
    }

    pub(super) fn number(&self, kind: EntityKind, form: &str) -> Option<NameNumber> {
        self.number_of_key(kind, &key_of(form))
    }

    /// The name of a form that is given by its key. A form that stands for several names, and alone in no article, has none.
    pub(super) fn number_of_key(&self, kind: EntityKind, key: &str) -> Option<NameNumber> {
        let number = *self.by_key[kind_index(kind)].get(key)?;
        self.name(number).filter(|name| !name.spellings.is_empty()).map(|_| number)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Name> {
        self.names.iter()
    }

    /// The names of the documents of a segment, for names of these kinds.
    pub(super) fn columns(
        &self,
        segment: usize,
        reader: &SegmentReader,
        kinds: &[EntityKind],
    ) -> Result<NameColumns<'_>> {
        let mut columns = NameColumns { columns: Vec::with_capacity(kinds.len()) };
        for kind in kinds {
            let numbers = self.by_ordinal.get(segment).map_or(&[][..], |of_kind| &of_kind[kind_index(*kind)]);
            if let Some(column) = reader.fast_fields().str(column_of_kind(*kind))? {
                columns.columns.push((column, numbers));
            }
        }
        Ok(columns)
    }
}

/// Columns of names of one segment, read as numbers of names.
pub(super) struct NameColumns<'a> {
    columns: Vec<(StrColumn, &'a [NameNumber])>,
}

impl NameColumns<'_> {
    /// Adds the names of a document; one may come twice.
    pub(super) fn read(&self, document: u32, names: &mut Vec<NameNumber>) {
        for (column, numbers) in &self.columns {
            let ordinals = column.ords().values_for_doc(document);
            names.extend(ordinals.filter_map(|ordinal| numbers.get(ordinal as usize)).filter(|name| **name != NO_NAME));
        }
    }

    /// The documents that have any of these names.
    pub(super) fn holding(&self, reader: &SegmentReader, wanted: &[NameNumber]) -> DocumentSet {
        let mut set = DocumentSet::empty(reader.max_doc());
        let mut names = Vec::new();
        for document in 0..reader.max_doc() {
            names.clear();
            self.read(document, &mut names);
            if names.iter().any(|name| wanted.contains(name)) {
                set.insert(document);
            }
        }
        set
    }
}

/// Adds the names of a column; returns the number of the name of each ordinal.
fn add_names(
    reader: &SegmentReader,
    kind: EntityKind,
    joiner: &mut Joiner,
    spellings: &mut Vec<Vec<(Box<str>, u64)>>,
) -> Result<Vec<NameNumber>> {
    let Some(column) = reader.fast_fields().str(column_of_kind(kind))? else {
        return Ok(Vec::new());
    };
    let mut numbers = vec![NO_NAME; column.num_terms()];
    each_value(&column, reader.doc_ids_alive(), &mut |ordinal, value, articles| {
        let (key, spelling) = split_name(value);
        let number = joiner.name(kind, key, articles);
        if spellings.len() <= number as usize {
            spellings.resize_with(number as usize + 1, Vec::new);
        }
        if let Some(spellings) = spellings.get_mut(number as usize) {
            match spellings.iter_mut().find(|(known, _)| **known == *spelling) {
                Some((_, count)) => *count += articles,
                None => spellings.push((spelling.into(), articles)),
            }
        }
        if let Some(place) = numbers.get_mut(ordinal) {
            *place = number;
        }
    })?;
    Ok(numbers)
}

fn add_aliases(reader: &SegmentReader, joiner: &mut Joiner) -> Result<()> {
    let Some(column) = reader.fast_fields().str("alias")? else {
        return Ok(());
    };
    each_value(&column, reader.doc_ids_alive(), &mut |_, value, articles| {
        if let Some((kind, form, name)) = split_alias(value) {
            joiner.alias(kind, form, name, articles);
        }
    })
}
