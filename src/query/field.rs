//! Which fields can be asked for, under which names in which dialect.
//!
//! One table answers both directions: reading a name ([`FieldName::parse`]) and writing it
//! ([`FieldName::code`]).

use super::dialect::Dialect;

/// A field of an article that a query can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldName {
    /// Headline.
    Title,
    /// Standfirst or dek.
    Subtitle,
    /// The text.
    Body,
    /// The first paragraphs of the text.
    Lead,
    /// Names of the writers.
    Byline,
    /// Name of the outlet.
    Publisher,
    /// Desk or section of the outlet.
    Section,
    /// Any name of a person, organisation, place or other thing.
    Entity,
    /// Names of people.
    Person,
    /// Names of organisations.
    Organisation,
    /// Names of places.
    Place,
    /// Keywords given by the source.
    Keyword,
    /// Language subtag.
    Language,
    /// Address of the article.
    Url,
    /// Host of the address; `example.com` holds `www.example.com` too.
    Domain,
    /// The article's id.
    Id,
    /// The source's own identifier.
    Guid,
    /// The file it was read from.
    File,
    /// Words in the body (a number).
    Length,
    /// When it was published.
    Date,
    /// When it was last changed.
    Updated,
    /// When the copy was saved.
    Captured,
    /// When it was indexed.
    Indexed,
}

/// What sort of value a field has, hence what may be asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Tokenised text.
    Text,
    /// One string, compared as a whole (wildcards allowed): addresses, ids, file names, languages.
    Verbatim,
    /// A date: only [`super::ast::NodeKind::DateRange`] and `Exists`.
    Date,
    /// A whole number: only [`super::ast::NodeKind::NumberRange`] and `Exists`.
    Number,
}

impl FieldName {
    /// The name in the morgue dialect, in records and in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            FieldName::Title => "title",
            FieldName::Subtitle => "subtitle",
            FieldName::Body => "body",
            FieldName::Lead => "lead",
            FieldName::Byline => "byline",
            FieldName::Publisher => "publisher",
            FieldName::Section => "section",
            FieldName::Entity => "entity",
            FieldName::Person => "person",
            FieldName::Organisation => "org",
            FieldName::Place => "place",
            FieldName::Keyword => "keyword",
            FieldName::Language => "lang",
            FieldName::Url => "url",
            FieldName::Domain => "domain",
            FieldName::Id => "id",
            FieldName::Guid => "guid",
            FieldName::File => "file",
            FieldName::Length => "words",
            FieldName::Date => "date",
            FieldName::Updated => "updated",
            FieldName::Captured => "captured",
            FieldName::Indexed => "indexed",
        }
    }

    /// What sort of value the field has.
    pub fn kind(self) -> FieldKind {
        match self {
            FieldName::Title
            | FieldName::Subtitle
            | FieldName::Body
            | FieldName::Lead
            | FieldName::Byline
            | FieldName::Publisher
            | FieldName::Section
            | FieldName::Entity
            | FieldName::Person
            | FieldName::Organisation
            | FieldName::Place
            | FieldName::Keyword => FieldKind::Text,
            FieldName::Language
            | FieldName::Url
            | FieldName::Domain
            | FieldName::Id
            | FieldName::Guid
            | FieldName::File => FieldKind::Verbatim,
            FieldName::Length => FieldKind::Number,
            FieldName::Date | FieldName::Updated | FieldName::Captured | FieldName::Indexed => FieldKind::Date,
        }
    }

    /// Reads a name of the morgue dialect that stands for one field.
    pub fn parse(name: &str) -> Option<Self> {
        match find(name, Dialect::Morgue)?.fields {
            [field] => Some(*field),
            _ => None,
        }
    }

    /// The name of the field in a dialect, `None` if it has none.
    pub fn code(self, dialect: Dialect) -> Option<&'static str> {
        code(&[self], dialect)
    }
}

/// A name and what it stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// In small letters.
    pub(super) name: &'static str,
    /// One field, or several that are searched together, all [`FieldKind::Text`].
    pub(super) fields: &'static [FieldName],
    /// In which dialects, as a sum of the constants below.
    dialects: u8,
}

impl Entry {
    /// The sort of value of its fields.
    pub(super) fn kind(&self) -> FieldKind {
        self.fields.first().map_or(FieldKind::Text, |field| field.kind())
    }
}

const M: u8 = 1;
const L: u8 = 2;
const N: u8 = 4;
const F: u8 = 8;
const P: u8 = 16;

const fn entry(name: &'static str, fields: &'static [FieldName], dialects: u8) -> Entry {
    Entry { name, fields, dialects }
}

/// All names. For writing, the first name of a field in a dialect is taken.
static TABLE: &[Entry] = &{
    use FieldName::*;
    const HEAD_AND_LEAD: &[FieldName] = &[Title, Subtitle, Lead];
    [
        entry("title", &[Title], M | L),
        entry("headline", &[Title], M | N),
        entry("hd", &[Title], M | F),
        entry("ti", &[Title], M | P),
        entry("subtitle", &[Subtitle], M | L),
        entry("highlight", &[Subtitle], M | N),
        entry("ab", &[Subtitle], M | P),
        entry("body", &[Body], M | L | N),
        entry("ft", &[Body], M | P | F),
        entry("td", &[Body], M | F),
        entry("lead", &[Lead], M | L | N),
        entry("lp", &[Lead], M | F),
        entry("text", &[Title, Subtitle, Body], M),
        entry("text", &[Body], N),
        entry("ti,ab", &[Title, Subtitle], P),
        entry("ab,ti", &[Title, Subtitle], P),
        entry("ti,ft", &[Title, Body], P),
        entry("ti,su", &[Title, Keyword], P),
        entry("ti,ab,su", &[Title, Subtitle, Keyword], P),
        entry("ti,ab,ft", &[Title, Subtitle, Body], P),
        // All but the full text.
        entry("noft", &[Title, Subtitle, Byline, Publisher, Section, Keyword, Person, Organisation, Place], P),
        entry("hlead", HEAD_AND_LEAD, M | N),
        entry("hlp", &[Title, Lead], M | F),
        entry("hl", &[Title, Section], M | F),
        entry("byline", &[Byline], M | L | N),
        entry("author", &[Byline], M | L | N),
        entry("by", &[Byline], M | F),
        entry("au", &[Byline], M | P | F),
        entry("publisher", &[Publisher], M | L),
        entry("publication", &[Publisher], M | N),
        entry("source", &[Publisher], M | L | N),
        entry("sn", &[Publisher], M | F),
        entry("rst", &[Publisher], M | F),
        entry("pub", &[Publisher], M | P),
        entry("section", &[Section], M | L | N),
        entry("se", &[Section], M | F),
        entry("sec", &[Section], M | P),
        entry("entity", &[Entity], M | L),
        entry("person", &[Person], M | L | N),
        entry("pe", &[Person], F),
        entry("per", &[Person], M | P),
        entry("org", &[Organisation], M | L | P),
        entry("organisation", &[Organisation], M | L),
        entry("organization", &[Organisation], M | L),
        entry("company", &[Organisation], M | L | N),
        entry("fds", &[Organisation], M | F),
        entry("co", &[Organisation], M | F | P),
        entry("place", &[Place], M | L),
        entry("location", &[Place], M | L),
        entry("geographic", &[Place], M | N),
        entry("re", &[Place], M | F),
        entry("loc", &[Place], M | P),
        entry("keyword", &[Keyword], M | L),
        entry("keywords", &[Keyword], M | L),
        entry("tag", &[Keyword], M | L),
        entry("term", &[Keyword], M | N),
        entry("subject", &[Keyword], M | N),
        entry("terms", &[Keyword], M | N),
        entry("ns", &[Keyword], M),
        entry("in", &[Keyword], M),
        entry("su", &[Keyword], M | P),
        entry("mainsubject", &[Keyword], M | P),
        entry("lang", &[Language], M | L),
        entry("language", &[Language], M | L | N),
        entry("la", &[Language], M | F | P),
        entry("url", &[Url], M | L),
        entry("domain", &[Domain], M | L),
        entry("site", &[Domain], M | L),
        entry("id", &[Id], M | L),
        entry("guid", &[Guid], M | L),
        entry("an", &[Guid], M | F | P),
        entry("file", &[File], M | L),
        entry("words", &[Length], M | L),
        entry("word_count", &[Length], M | L),
        entry("length", &[Length], M | L | N),
        entry("wc", &[Length], M | F),
        entry("date", &[Date], M | L | N | F),
        entry("published", &[Date], M | L),
        entry("pd", &[Date], M | P | F),
        entry("yr", &[Date], M | P),
        entry("updated", &[Updated], M | L),
        entry("captured", &[Captured], M | L),
        entry("indexed", &[Indexed], M | L),
        entry("load-date", &[Indexed], M | N),
    ]
};

fn bit(dialect: Dialect) -> u8 {
    match dialect {
        Dialect::Morgue => M,
        Dialect::Lucene => L,
        Dialect::Nexis => N,
        Dialect::Factiva => F,
        Dialect::ProQuest => P,
    }
}

/// The entry of a name, in any case.
pub(super) fn find(name: &str, dialect: Dialect) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| entry.dialects & bit(dialect) != 0 && entry.name.eq_ignore_ascii_case(name))
}

/// The name of a set of fields, if the dialect has one for exactly this set.
pub(super) fn code(fields: &[FieldName], dialect: Dialect) -> Option<&'static str> {
    TABLE.iter().find(|entry| entry.dialects & bit(dialect) != 0 && entry.fields == fields).map(|entry| entry.name)
}

/// All sets of fields that have a name in the morgue dialect.
#[cfg(test)]
pub(super) fn scopes() -> Vec<&'static [FieldName]> {
    TABLE.iter().filter(|entry| entry.dialects & M != 0).map(|entry| entry.fields).collect()
}

/// The known name most like `name`, among the fields and `others`, if one is like it at all.
pub(super) fn suggestion(name: &str, dialect: Dialect, others: &[&'static str]) -> Option<&'static str> {
    if name.len() > 24 {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let limit = (name.chars().count() / 3).clamp(1, 3);
    TABLE
        .iter()
        .filter(|entry| entry.dialects & bit(dialect) != 0 && entry.name.len() > 2)
        .map(|entry| entry.name)
        .chain(others.iter().copied())
        .map(|known| (edit_distance(&name, known), known))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// Letters to add, drop, change or swap (optimal string alignment).
fn edit_distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, from) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, to) in right.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX);
            let changed = at(&last, column).saturating_add(usize::from(from != to));
            let dropped = at(&last, column + 1).saturating_add(1);
            let added = at(&current, column).saturating_add(1);
            let mut best = changed.min(dropped).min(added);
            let swapped = row > 0 && column > 0 && left.get(row - 1) == Some(to) && right.get(column - 1) == Some(from);
            if swapped {
                best = best.min(at(&before_last, column - 1).saturating_add(1));
            }
            current.push(best);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_the_field() {
        for (slip, meant) in
            [("titel", "title"), ("publsher", "publisher"), ("Langauge", "language"), ("sectoin", "section")]
        {
            assert_eq!(suggestion(slip, Dialect::Morgue, &[]), Some(meant));
        }
        assert_eq!(suggestion("zebra", Dialect::Morgue, &[]), None);
    }

    #[test]
    fn every_field_is_written_as_it_is_read() {
        for entry in TABLE.iter().filter(|entry| entry.fields.len() == 1) {
            let field = entry.fields[0];
            assert_eq!(FieldName::parse(field.as_str()), Some(field));
            assert_eq!(field.code(Dialect::Morgue), Some(field.as_str()));
        }
    }

    #[test]
    fn fields_searched_together_are_all_text() {
        for entry in TABLE.iter().filter(|entry| entry.fields.len() > 1) {
            assert!(entry.fields.iter().all(|field| field.kind() == FieldKind::Text));
        }
    }
}
