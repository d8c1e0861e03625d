//! What values has a document in a column, as numbers of its segment?
//!
//! Columns of texts, hosts, dates and lengths all read alike: a document has ordinals, and ordinals have names. Days that are
//! not known well enough have an ordinal without a name, so that they can be counted apart.

use crate::article::EntityKind;
use crate::date::Precision;
use crate::date::calendar::{CalendarUnit, PeriodTable, WEEKDAYS, weekday};
use crate::error::Result;
use crate::search::facet::FacetField;
use crate::search::wrap;
use tantivy::SegmentReader;
use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::IndexRecordOption;

/// The column of the names of a kind.
pub(super) fn column_of_kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person_name",
        EntityKind::Organisation => "org_name",
        EntityKind::Place => "place_name",
        EntityKind::Other => "other_name",
    }
}

/// Gives `each` the values that some documents have in a column of texts, in order: ordinal, value, and how many documents
/// have it.
pub(super) fn each_value(
    column: &StrColumn,
    documents: impl Iterator<Item = u32>,
    each: &mut dyn FnMut(usize, &str, u64),
) -> Result<()> {
    let mut counts = vec![0u64; column.num_terms()];
    let mut found: Vec<u64> = Vec::new();
    for document in documents {
        found.clear();
        found.extend(column.ords().values_for_doc(document));
        found.sort_unstable();
        found.dedup();
        for ordinal in &found {
            if let Some(count) = counts.get_mut(*ordinal as usize) {
                *count += 1;
            }
        }
    }
    let mut stream = column.dictionary().stream().map_err(wrap)?;
    let mut ordinal = 0;
    while stream.advance() {
        let articles = counts.get(ordinal).copied().unwrap_or(0);
        if articles > 0
            && let Ok(value) = std::str::from_utf8(stream.key())
        {
            each(ordinal, value, articles);
        }
        ordinal += 1;
    }
    Ok(())
}

/// The ordinals of the values of a document.
type Reading<'a> = Box<dyn Fn(u32, &mut Vec<u32>) + 'a>;

/// A column of a segment whose values are numbered from 0.
pub(super) struct Ordinals<'a> {
    /// Ordinals there are.
    pub(super) size: usize,
    read: Reading<'a>,
    pub(super) names: Names,
}

/// What the ordinals stand for.
pub(super) enum Names {
    /// Texts of a dictionary.
    Dictionary { column: StrColumn, has_keys: bool },
    /// Labels; no label for what is too vague.
    Labels(Vec<Option<String>>),
    /// Nothing.
    None,
}

impl<'a> Ordinals<'a> {
    fn none() -> Self {
        Ordinals { size: 0, read: Box::new(|_, _| {}), names: Names::None }
    }

    /// The column of a field that is no name.
    pub(super) fn of_field(reader: &'a SegmentReader, field: FacetField) -> Result<Self> {
        match field {
            FacetField::Publisher => Self::of_strings(reader, "publisher", false),
            FacetField::Section => Self::of_strings(reader, "section", false),
            FacetField::Author => Self::of_strings(reader, "author", false),
            FacetField::Language => Self::of_strings(reader, "language", false),
            FacetField::Keyword => Self::of_strings(reader, "keyword", false),
            FacetField::Domain => Self::of_hosts(reader),
            FacetField::Year => Self::of_periods(reader, CalendarUnit::Year),
            FacetField::Month => Self::of_periods(reader, CalendarUnit::Month),
            FacetField::Weekday => Self::of_weekdays(reader),
            FacetField::Length => Self::of_lengths(reader),
            FacetField::Person
            | FacetField::Organisation
            | FacetField::Place
            | FacetField::Other
            | FacetField::Entity => Ok(Self::none()),
        }
    }

    /// A column of texts; `has_keys` if they are names with keys.
    pub(super) fn of_strings(reader: &'a SegmentReader, column: &str, has_keys: bool) -> Result<Self> {
        let Some(column) = reader.fast_fields().str(column)? else {
            return Ok(Self::none());
        };
        let ordinals = column.ords().clone();
        let read: Reading<'a> = Box::new(move |document, values| {
            values.extend(ordinals.values_for_doc(document).filter_map(|ordinal| u32::try_from(ordinal).ok()));
        });
        Ok(Ordinals { size: column.num_terms(), read, names: Names::Dictionary { column, has_keys } })
    }

    /// Of the domains under which an article is filed, its host is the longest: the others are its parents.
    fn of_hosts(reader: &'a SegmentReader) -> Result<Self> {
        let index = reader.inverted_index(reader.schema().get_field("domain")?)?;
        let mut hosts = vec![u32::MAX; reader.max_doc() as usize];
        let mut labels: Vec<Option<String>> = Vec::new();
        let mut stream = index.terms().stream().map_err(wrap)?;
        while let Some((key, info)) = stream.next() {
            let length = |number: u32| labels.get(number as usize).and_then(Option::as_ref).map_or(0, String::len);
            let mut block = index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic).map_err(wrap)?;
            let number = u32::try_from(labels.len()).unwrap_or(u32::MAX);
            while !block.docs().is_empty() {
                for document in block.docs() {
                    if let Some(host) = hosts.get_mut(*document as usize).filter(|host| length(**host) < key.len()) {
                        *host = number;
                    }
                }
                block.advance();
            }
            labels.push(Some(String::from_utf8_lossy(key).into_owned()));
        }
        let read: Reading<'a> = Box::new(move |document, values| {
            values.extend(hosts.get(document as usize).filter(|host| **host != u32::MAX));
        });
        Ok(Ordinals { size: labels.len(), read, names: Names::Labels(labels) })
    }

    fn of_periods(reader: &'a SegmentReader, unit: CalendarUnit) -> Result<Self> {
        let days = Days::new(reader)?;
        let table = PeriodTable::new(unit, days.days.min_value(), days.days.max_value());
        let mut labels: Vec<Option<String>> = table.periods().iter().map(|period| Some(period.label())).collect();
        labels.push(None);
        let vague = u32::try_from(table.periods().len()).unwrap_or(u32::MAX);
        let read: Reading<'a> = Box::new(move |document, values| match days.of(document, unit.needs()) {
            Day::Known(day) => values.extend(table.number(day)),
            Day::Vague(_) => values.push(vague),
            Day::Unknown => {}
        });
        Ok(Ordinals { size: labels.len(), read, names: Names::Labels(labels) })
    }

    fn of_weekdays(reader: &'a SegmentReader) -> Result<Self> {
        let days = Days::new(reader)?;
        let mut labels: Vec<Option<String>> = WEEKDAYS.iter().map(|name| Some((*name).to_owned())).collect();
        labels.push(None);
        let read: Reading<'a> = Box::new(move |document, values| match days.of(document, Precision::Day) {
            Day::Known(day) => values.extend(u32::try_from(weekday(day)).ok()),
            Day::Vague(_) => values.push(7),
            Day::Unknown => {}
        });
        Ok(Ordinals { size: labels.len(), read, names: Names::Labels(labels) })
    }

    fn of_lengths(reader: &'a SegmentReader) -> Result<Self> {
        let words = reader.fast_fields().i64("words")?;
        let labels = length_classes().into_iter().map(Some).collect::<Vec<_>>();
        let read: Reading<'a> = Box::new(move |document, values| {
            let class = |words: i64| LENGTHS.iter().rposition(|least| *least <= words).unwrap_or(0);
            values.extend(words.first(document).and_then(|words| u32::try_from(class(words)).ok()));
        });
        Ok(Ordinals { size: labels.len(), read, names: Names::Labels(labels) })
    }
}

/// Fewest words of each class of length.
const LENGTHS: [i64; 6] = [0, 100, 300, 600, 1000, 2000];

/// Names of the classes of length, in words.
fn length_classes() -> Vec<String> {
    let mut names: Vec<String> = LENGTHS.windows(2).map(|pair| format!("{}-{}", pair[0], pair[1] - 1)).collect();
    names.extend(LENGTHS.last().map(|least| format!("{least}+")));
    names
}

/// The day of publication, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// Known well enough; a day of the period it stands for.
    Known(i64),
    /// Only a longer period is known: its first day.
    Vague(i64),
    /// There is no date.
    Unknown,
}

/// Days of publication of a segment.
pub(super) struct Days {
    days: Column<i64>,
    precisions: Column<i64>,
}

impl Days {
    pub(super) fn new(reader: &SegmentReader) -> Result<Self> {
        let columns = reader.fast_fields();
        Ok(Days { days: columns.i64("published_day")?, precisions: columns.i64("published_precision")? })
    }

    /// The day of a document, if it is as precise as needed.
    pub(super) fn of(&self, document: u32, needed: Precision) -> Day {
        let Some(day) = self.days.first(document) else {
            return Day::Unknown;
        };
        let least = match needed {
            Precision::Year => return Day::Known(day),
            Precision::Month => 2,
            Precision::Day => 3,
            Precision::Time => 4,
        };
        match self.precisions.first(document) {
            Some(precision) if precision < least => Day::Vague(day),
            _ => Day::Known(day),
        }
    }
}

impl Ordinals<'_> {
    /// Adds the ordinals of a document, in no particular order; one may come twice.
    pub(super) fn read(&self, document: u32, values: &mut Vec<u32>) {
        (self.read)(document, values);
    }

    /// Whether several ordinals may be one name.
    pub(super) fn has_keys(&self) -> bool {
        matches!(self.names, Names::Dictionary { has_keys: true, .. })
    }
}
