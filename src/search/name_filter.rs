//! Articles that have a name, in whatever form: the filters on people, organisations, places.
//!
//! A single name of a person takes all who bear it, as `person:` does in a query, and says so if there are several.

use crate::article::EntityKind;
use crate::error::Result;
use crate::search::document_set::DocumentSet;
use crate::search::likeness::{self, MOST_OFFERED, likest};
use crate::search::names::{Name, NameNumber, Names, key_of};
use crate::search::{Engine, Filter};
use tantivy::SegmentReader;

/// The names that are wanted, by kind.
pub(super) struct NameFilter<'a> {
    names: &'a Names,
    wanted: Vec<(EntityKind, Vec<NameNumber>)>,
}

impl NameFilter<'_> {
    /// The documents of a segment that have one of the wanted names of every kind.
    pub(super) fn of(&self, segment: usize, reader: &SegmentReader) -> Result<DocumentSet> {
        let mut set = DocumentSet::full(reader.max_doc());
        for (kind, wanted) in &self.wanted {
            set.and(&self.names.columns(segment, reader, &[*kind])?.holding(reader, wanted));
        }
        Ok(set)
    }
}

impl Engine {
    /// The names that a filter asks for; of those that are not known it is said which are near.
    pub(super) fn name_filter(&self, filter: &Filter, warnings: &mut Vec<String>) -> Result<Option<NameFilter<'_>>> {
        if filter.names.is_empty() {
            return Ok(None);
        }
        let names = self.names()?;
        let mut wanted = Vec::new();
        for kind in EntityKind::ALL {
            let mut numbers = Vec::new();
            let mut is_asked = false;
            for (_, name) in filter.names.iter().filter(|(asked, _)| *asked == kind) {
                is_asked = true;
                let bearers = if kind == EntityKind::Person { bearers(names, name) } else { Vec::new() };
                if bearers.len() > 1 {
                    warnings.push(several(names, name, &bearers));
                }
                match names.number(kind, name) {
                    _ if !bearers.is_empty() => numbers.extend(bearers),
                    Some(number) => numbers.push(number),
                    None => warnings.push(unknown(names, kind, name)),
                }
            }
            if is_asked {
                wanted.push((kind, numbers));
            }
        }
        Ok(Some(NameFilter { names, wanted }))
    }
}

/// The people who bear a single name, whatever else they are called; most articles first. None if several names are asked for.
fn bearers(names: &Names, asked: &str) -> Vec<NameNumber> {
    let asked = key_of(asked);
    if asked.contains(' ') {
        return Vec::new();
    }
    let bears = |name: &Name| name.keys.iter().any(|key| key.split(' ').any(|word| word == asked));
    let mut bearers: Vec<(std::cmp::Reverse<u64>, &str, NameNumber)> = (0..)
        .zip(names.iter())
        .filter(|(_, name)| name.kind == EntityKind::Person && !name.spellings.is_empty() && bears(name))
        .map(|(number, name)| (std::cmp::Reverse(name.weight()), name.shown(), number))
        .collect();
    bearers.sort_unstable();
    bearers.into_iter().map(|(_, _, number)| number).collect()
}

/// Says that a name is borne by several people, all of whom are taken.
fn several(names: &Names, asked: &str, bearers: &[NameNumber]) -> String {
    let shown: Vec<String> = bearers
        .iter()
        .take(MOST_OFFERED)
        .filter_map(|number| names.name(*number))
        .map(|name| format!("{} ({})", name.shown(), name.weight()))
        .collect();
    let more = bearers.len().saturating_sub(MOST_OFFERED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("`{asked}` is in {} names of people, which are all taken: {}{more}", bearers.len(), shown.join(", "))
}

fn unknown(names: &Names, kind: EntityKind, name: &str) -> String {
    let what = match kind {
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::Place => "place",
        EntityKind::Other => "other name",
    };
    let near = near(names, kind, name);
    if near.is_empty() {
        return format!("no {what} of the archive is called `{name}`");
    }
    format!("no {what} of the archive is called `{name}`; near it: {}", near.join(", "))
}

/// The names of a kind that are most like the one asked for.
fn near<'a>(names: &'a Names, kind: EntityKind, asked: &str) -> Vec<&'a str> {
    let asked = key_of(asked);
    let distance = |name: &Name| name.keys.iter().filter_map(|key| likeness::distance(&asked, key)).min();
    let of_kind = names.iter().filter(|name| name.kind == kind && !name.spellings.is_empty());
    likest(of_kind.filter_map(|name| Some((distance(name)?, name.weight(), name.shown()))))
}
