//! How articles spell the other forms of a name.
//!
//! Spellings of fullest forms are in the columns of names. Of forms that always stand beside a fuller one, columns hold only
//! the key; their spelling is read from the article with the smallest id that has them, so that it depends on no segment.

use crate::article::EntityKind;
use crate::error::Result;
use crate::index::document::split_alias;
use crate::search::Engine;
use crate::search::names::{NameNumber, key_of};
use crate::search::ordinal::each_value;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use tantivy::DocAddress;

/// Kind and key of a form.
type FormKey = (EntityKind, String);

impl Engine {
    /// For each of the names, its other forms: as articles spell them, most frequent first, forms that never stand alone last.
    pub(super) fn aliases(&self, numbers: &[NameNumber]) -> Result<BTreeMap<NameNumber, Vec<String>>> {
        let names = self.names()?;
        let mut unspelt: FxHashMap<FormKey, NameNumber> = FxHashMap::default();
        let mut aliases: BTreeMap<NameNumber, Vec<String>> = BTreeMap::new();
        for number in numbers {
            let Some(name) = names.name(*number) else {
                continue;
            };
            aliases.insert(*number, name.spellings.iter().skip(1).map(|(spelling, _)| spelling.to_string()).collect());
            unspelt.extend(name.unspelt().map(|key| ((name.kind, key.to_owned()), *number)));
        }
        let mut spelt: Vec<(NameNumber, String)> = Vec::new();
        for ((kind, key), (_, address)) in self.holders_of_forms(&unspelt)? {
            let article = self.article(address)?;
            let of_kind = article.entities.iter().filter(|entity| entity.kind == kind);
            let spelling = of_kind.flat_map(|entity| &entity.aliases).find(|alias| key_of(alias) == key);
            if let Some(number) = unspelt.get(&(kind, key)) {
                spelt.extend(spelling.map(|spelling| (*number, spelling.clone())));
            }
        }
        spelt.sort_unstable();
        for (number, spelling) in spelt {
            aliases.entry(number).or_default().push(spelling);
        }
        Ok(aliases)
    }

    /// For each form the article with the smallest id in which it stands for its name.
    fn holders_of_forms(&self, forms: &FxHashMap<FormKey, NameNumber>) -> Result<BTreeMap<FormKey, (u64, DocAddress)>> {
        let mut first: BTreeMap<FormKey, (u64, DocAddress)> = BTreeMap::new();
        if forms.is_empty() {
            return Ok(first);
        }
        let names = self.names()?;
        for (segment_ord, reader) in (0..).zip(self.searcher.segment_readers()) {
            let Some(column) = reader.fast_fields().str("alias")? else {
                continue;
            };
            let mut wanted: FxHashMap<u64, FormKey> = FxHashMap::default();
            each_value(&column, reader.doc_ids_alive(), &mut |ordinal, value, _| {
                let Some((kind, form, name)) = split_alias(value) else {
                    return;
                };
                let key = (kind, form.to_owned());
                if forms.get(&key).is_some_and(|number| names.number_of_key(kind, name) == Some(*number)) {
                    wanted.insert(ordinal as u64, key);
                }
            })?;
            let ids = reader.fast_fields().u64("id")?;
            for doc_id in reader.doc_ids_alive() {
                for key in column.ords().values_for_doc(doc_id).filter_map(|ordinal| wanted.get(&ordinal)) {
                    let place = (ids.first(doc_id).unwrap_or(0), DocAddress { segment_ord, doc_id });
                    let held = first.entry(key.clone()).or_insert(place);
                    *held = place.min(*held);
                }
            }
        }
        Ok(first)
    }
}
