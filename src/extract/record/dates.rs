//! Dates of a record: strings in any form, seconds or milliseconds since 1970, days written as one number.

use super::field::Field;
use super::record::Record;
use super::value::{Part, Values};
use crate::article::ArticleDate;
use crate::date::{PartialDate, parse};

/// Trust in the date of another program's record.
const FOREIGN_CONFIDENCE: f32 = 0.9;
/// Trust in the date of an own record that says nothing of its evidence.
const OWN_CONFIDENCE: f32 = 0.95;

/// Reads the date under a field; a date that is none is a warning.
pub(super) fn date(
    record: &Record<'_>,
    field: Field,
    language: Option<&str>,
    is_own: bool,
    warnings: &mut Vec<String>,
) -> Option<ArticleDate> {
    let values = record.get(field);
    if values.is_nothing() {
        return None;
    }
    let Some(value) = value(values, language) else {
        let text = values.text().unwrap_or_default();
        let text = crate::extract::plain::clean::line(&text);
        let text = text.get(..text.floor_char_boundary(40)).unwrap_or("");
        warnings.push(format!("{} holds no possible date: {text}", name(field)));
        return None;
    };
    let evidence = match field {
        Field::Updated => &record.updated_evidence,
        Field::Captured => &record.captured_evidence,
        _ => &record.published_evidence,
    };
    let (source, confidence) = if is_own { evidence_of(evidence) } else { ("record".to_owned(), FOREIGN_CONFIDENCE) };
    Some(ArticleDate { value, source, confidence })
}

fn evidence_of(evidence: &Part<'_>) -> (String, f32) {
    let source = evidence.source.text().map_or_else(|| "record".to_owned(), |source| source.into_owned());
    (source, evidence.confidence.unwrap_or(OWN_CONFIDENCE))
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Updated => "updated",
        Field::Captured => "captured",
        _ => "published",
    }
}

fn value(values: &Values<'_>, language: Option<&str>) -> Option<PartialDate> {
    match values {
        Values::Number(number) => from_number(*number),
        other => from_text(other.text()?.trim(), language),
    }
}

fn from_text(text: &str, language: Option<&str>) -> Option<PartialDate> {
    if let Some(date) = parse::iso(text).or_else(|| compact(text)) {
        return Some(date);
    }
    match text.parse::<i64>() {
        Ok(number) => from_number(number),
        Err(_) => parse::loose(text, language),
    }
}

/// `20210203081500`, as GDELT writes points of time.
fn compact(text: &str) -> Option<PartialDate> {
    if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (day, time) = text.split_at_checked(8)?;
    parse::iso(&format!("{day}T{time}"))
}

/// A year, a day as `20210203`, or a point of time in seconds, milliseconds or microseconds since 1970.
fn from_number(number: i64) -> Option<PartialDate> {
    match number.unsigned_abs() {
        0 => None,
        1_000..=2_999 => PartialDate::new(i32::try_from(number).ok()?, None, None),
        10_000_101..=29_991_231 => parse::iso(&number.to_string()),
        1..=99_999_999_999 => PartialDate::from_unix_seconds(number),
        100_000_000_000..=99_999_999_999_999 => PartialDate::from_unix_seconds(number.div_euclid(1_000)),
        _ => PartialDate::from_unix_seconds(number.div_euclid(1_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_by_their_size() {
        for (number, expected) in [
            (2_021, Some("2021")),
            (20_210_203, Some("2021-02-03")),
            (1_472_713_234, Some("2016-09-01T07:00:34Z")),
            (1_472_713_234_000, Some("2016-09-01T07:00:34Z")),
            (1_472_713_234_000_000, Some("2016-09-01T07:00:34Z")),
            (0, None),
            (i64::MAX, None),
            (i64::MIN, None),
        ] {
            assert_eq!(from_number(number).map(|date| date.to_string()).as_deref(), expected, "{number}");
        }
        assert_eq!(
            from_text("20210203081500", None).map(|date| date.to_string()).as_deref(),
            Some("2021-02-03T08:15:00")
        );
    }
}
