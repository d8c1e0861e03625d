//! Conditions on columns and whole values, as sets of documents.

use crate::error::Result;
use crate::index::document::split_name;
use crate::index::schema::Fields;
use crate::query::ast::FieldName;
use crate::search::Filter;
use crate::search::document_set::DocumentSet;
use crate::search::wrap;
use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;
use tantivy::schema::IndexRecordOption;

/// Documents whose number in a column lies in a half-open range; those without a number never do.
pub fn range(reader: &SegmentReader, column: &str, from: Option<i64>, to: Option<i64>) -> Result<DocumentSet> {
    let column = reader.fast_fields().i64(column)?;
    let (from, to) = (from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX));
    let mut set = DocumentSet::empty(reader.max_doc());
    for document in 0..reader.max_doc() {
        if column.first(document).is_some_and(|value| from <= value && value < to) {
            set.insert(document);
        }
    }
    Ok(set)
}

/// Documents one of whose values in a column of strings passes the test.
pub fn strings(reader: &SegmentReader, column: &str, test: &dyn Fn(&str) -> bool) -> Result<DocumentSet> {
    let mut set = DocumentSet::empty(reader.max_doc());
    let Some(column) = reader.fast_fields().str(column)? else {
        return Ok(set);
    };
    let passing = passing_ordinals(&column, test)?;
    for document in 0..reader.max_doc() {
        let passes = |ordinal: u64| passing.get(ordinal as usize).copied().unwrap_or(false);
        if column.ords().values_for_doc(document).any(passes) {
            set.insert(document);
        }
    }
    Ok(set)
}

/// Documents that have one of these values, given in small letters, in one of these columns.
pub fn one_of(reader: &SegmentReader, columns: &[&str], values: &[String]) -> Result<DocumentSet> {
    let mut set = DocumentSet::empty(reader.max_doc());
    for column in columns {
        // Columns of names hold a key before the name.
        let is_wanted = |value: &str| values.contains(&split_name(value).1.to_lowercase());
        set.or(&strings(reader, column, &is_wanted)?);
    }
    Ok(set)
}

fn passing_ordinals(column: &StrColumn, test: &dyn Fn(&str) -> bool) -> Result<Vec<bool>> {
    let mut passing = Vec::with_capacity(column.num_terms());
    let mut value = String::new();
    for ordinal in 0..column.num_terms() as u64 {
        value.clear();
        column.ord_to_str(ordinal, &mut value).map_err(wrap)?;
        passing.push(test(&value));
    }
    Ok(passing)
}

/// Documents with one of these whole values in an indexed field. If `is_pattern`, `*` and `?` stand for characters.
pub fn whole(reader: &SegmentReader, field: &str, values: &[String], is_pattern: bool) -> Result<DocumentSet> {
    let mut set = DocumentSet::empty(reader.max_doc());
    let index = reader.inverted_index(reader.schema().get_field(field)?)?;
    let mut infos = Vec::new();
    for value in values {
        if !is_pattern {
            infos.extend(index.terms().get(value).map_err(wrap)?);
            continue;
        }
        let literal: String = value.chars().take_while(|c| !matches!(c, '*' | '?' | '\\')).collect();
        let mut stream = index.terms().range().ge(literal.as_bytes()).into_stream().map_err(wrap)?;
        while let Some((key, info)) = stream.next() {
            if !key.starts_with(literal.as_bytes()) {
                break;
            }
            if std::str::from_utf8(key).is_ok_and(|key| matches(value, key)) {
                infos.push(info.clone());
            }
        }
    }
    for info in infos {
        let mut block = index.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic).map_err(wrap)?;
        while !block.docs().is_empty() {
            block.docs().iter().for_each(|document| set.insert(*document));
            block.advance();
        }
    }
    Ok(set)
}

/// Whether a value matches a pattern as a whole; a backslash makes the next character literal.
fn matches(pattern: &str, value: &str) -> bool {
    let mut expression = String::from("(?s)^");
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        match c {
            '*' => expression.push_str(".*"),
            '?' => expression.push('.'),
            '\\' => expression.extend(characters.next().map(|c| regex::escape(&c.to_string()))),
            c => expression.push_str(&regex::escape(&c.to_string())),
        }
    }
    expression.push('$');
    regex::Regex::new(&expression).is_ok_and(|expression| expression.is_match(value))
}

/// The documents whose id is `text`, or begins with it.
pub fn id(reader: &SegmentReader, text: &str) -> Result<DocumentSet> {
    let mut set = DocumentSet::empty(reader.max_doc());
    let ids = reader.fast_fields().u64("id")?;
    let Some((low, high)) = id_range(text) else {
        return Ok(set);
    };
    for document in 0..reader.max_doc() {
        if ids.first(document).is_some_and(|id| low <= id && id <= high) {
            set.insert(document);
        }
    }
    Ok(set)
}

/// The ids that begin with these hexadecimal digits.
pub fn id_range(text: &str) -> Option<(u64, u64)> {
    if text.is_empty() || text.len() > 16 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let number = u64::from_str_radix(text, 16).ok()?;
    let free_bits = 64 - 4 * u32::try_from(text.len()).ok()?;
    let low = number.checked_shl(free_bits)?;
    let rest = if free_bits == 0 { 0 } else { u64::MAX >> (64 - free_bits) };
    Some((low, low | rest))
}

/// Documents in which a field has any value.
pub fn existing(reader: &SegmentReader, fields: &Fields, field: FieldName) -> Result<DocumentSet> {
    let column = match field {
        FieldName::Byline => "author",
        FieldName::Publisher => "publisher",
        FieldName::Section => "section",
        FieldName::Keyword => "keyword",
        FieldName::Person => "person_name",
        FieldName::Organisation => "org_name",
        FieldName::Place => "place_name",
        FieldName::Language => "language",
        FieldName::Date => return range(reader, "published_day", None, None),
        FieldName::Updated => return range(reader, "updated_day", None, None),
        FieldName::Captured => return range(reader, "captured_day", None, None),
        FieldName::Title => return with_words(reader, fields.title),
        FieldName::Subtitle => return with_words(reader, fields.subtitle),
        FieldName::Body | FieldName::Lead => return with_words(reader, fields.body),
        FieldName::Guid => return whole(reader, "guid", &["*".to_owned()], true),
        FieldName::Url | FieldName::Domain => {
            return whole(reader, "domain", &["*".to_owned()], true);
        }
        FieldName::Entity => {
            let mut set = DocumentSet::empty(reader.max_doc());
            for column in ["person_name", "org_name", "place_name", "other_name"] {
                set.or(&strings(reader, column, &|_| true)?);
            }
            return Ok(set);
        }
        FieldName::Id | FieldName::File | FieldName::Length | FieldName::Indexed => {
            return Ok(DocumentSet::full(reader.max_doc()));
        }
    };
    strings(reader, column, &|_| true)
}

fn with_words(reader: &SegmentReader, field: tantivy::schema::Field) -> Result<DocumentSet> {
    let norms = reader.get_fieldnorms_reader(field)?;
    let mut set = DocumentSet::empty(reader.max_doc());
    for document in 0..reader.max_doc() {
        if norms.fieldnorm_id(document) > 0 {
            set.insert(document);
        }
    }
    Ok(set)
}

/// Documents that meet the conditions of a request; `None` if there are none.
pub fn request(reader: &SegmentReader, filter: &Filter) -> Result<Option<DocumentSet>> {
    if *filter == Filter::default() {
        return Ok(None);
    }
    let mut set = DocumentSet::full(reader.max_doc());
    if filter.from_day.is_some() || filter.to_day.is_some() {
        set.and(&range(reader, "published_day", filter.from_day, filter.to_day)?);
    }
    for (column, wanted) in
        [("publisher", &filter.publishers), ("language", &filter.languages), ("section", &filter.sections)]
    {
        if !wanted.is_empty() {
            let wanted: Vec<String> = wanted.iter().map(|value| value.to_lowercase()).collect();
            set.and(&strings(reader, column, &|value| wanted.contains(&value.to_lowercase()))?);
        }
    }
    Ok(Some(set))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_an_id_is_a_range() {
        assert_eq!(id_range("a"), Some((0xa << 60, (0xa << 60) | (u64::MAX >> 4))));
        assert_eq!(id_range("00000000000000ff"), Some((255, 255)));
        assert_eq!(id_range("xyz"), None);
        assert_eq!(id_range("00000000000000000"), None);
    }

    #[test]
    fn patterns_match_whole_values() {
        assert!(matches("news/*.html", "news/2024/a.html") && !matches("news/*", "old/news/a"));
        assert!(matches("a\\*b", "a*b") && !matches("a\\*b", "axb") && matches("a?c", "abc"));
    }
}
